/* decimal_root.c: square roots and powers.
 *
 * A square root is the integer root of the coefficient, lengthened to twice the precision; where it isn't
 * exact, its last digit is kept from being 0 or 5, so that rounding goes the right way.
 *
 * A power with an integer exponent is multiplied out, with as many digits more as the exponent has; any other
 * is exp(y * ln(x)). Neither is always rounded correctly, and both are exactly what CPython's C module gives:
 * the same working precisions, in the same order. */
#include "modules/decimal.h"

#include <math.h>

/* --- square root ---------------------------------------------------------------------------------------- */

static void halve(Decimal *d) {
    words_divide_small(d->words, d->words, d->count, 2);
    decimal_count_digits(d, d->count);
}

/* floor(sqrt(c)) of a coefficient. The root of the first half of the digits is right in a quarter of them;
 * Newton's step makes that a half, too large by very little. */
static void integer_root(Decimal *result, const Decimal *c, u32 *status) {
    if (c->count == 1 && c->digits <= 15) {
        decimal_set(result, 0, (u64)sqrt((double)c->words[0]), 0); /* exact up to 2**53 */
        return;
    }
    Rules widest = rules_widest();
    Decimal first, start, quotient, square, one;
    decimal_init(&first), decimal_init(&start), decimal_init(&quotient), decimal_init(&square);
    decimal_init(&one);
    decimal_set(&one, 0, 1, 0);
    i64 half = c->digits / 4;
    if (!decimal_copy(&first, c, status)) goto done;
    decimal_shift_right(&first, 2 * half);
    integer_root(&start, &first, status);
    if (decimal_is_special(&start) || !decimal_shift_left(&start, &start, half, status)) goto done;
    decimal_divide_int(&quotient, c, &start, &widest, status);
    decimal_add(result, &start, &quotient, &widest, status);
    if (decimal_is_special(result)) goto done;
    for (halve(result);; decimal_move(result, &first)) {
        decimal_multiply_exactly(&square, result, result, status);
        if (decimal_is_special(&square) || decimal_order(&square, c) <= 0) break;
        decimal_subtract(&first, result, &one, &widest, status);
    }
done:
    decimal_free(&first), decimal_free(&start), decimal_free(&quotient), decimal_free(&square);
}

/* The root of a number that is neither special nor negative nor zero, of prec + 1 digits or exact. */
static void root_digits(Decimal *result, const Decimal *a, i64 prec, u32 *status) {
    bool odd = a->exponent & 1, exact = true;
    i64 length = odd ? a->digits / 2 + 1 : (a->digits + 1) / 2;
    i64 shift = prec + 1 - length, ideal = (a->exponent - odd) / 2;
    Decimal c, square;
    decimal_init(&c), decimal_init(&square);
    if (decimal_shift_left(&c, a, odd + (shift > 0 ? 2 * shift : 0), status)) {
        c.sign = 0;
        c.exponent = 0;
        if (shift < 0) exact = decimal_shift_right(&c, -2 * shift) == 0;
        integer_root(result, &c, status);
        decimal_multiply_exactly(&square, result, result, status);
        exact = exact && !decimal_is_special(&square) && decimal_order(&square, &c) == 0;
    }
    if (*status & CONDITION_NO_MEMORY) {
        decimal_set_nan(result, 0, DECIMAL_QUIET);
    } else if (exact) {
        if (shift > 0)
            decimal_shift_right(result, shift);
        else
            decimal_shift_left(result, result, -shift, status);
        result->exponent = ideal;
    } else {
        if (result->words[0] % 5 == 0) result->words[0]++;
        result->exponent = ideal - shift;
    }
    decimal_free(&c), decimal_free(&square);
}

void decimal_sqrt(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    Rules nearest = rules_nearest(rules);
    if (decimal_take_nan(result, a, rules, status)) return;
    if (decimal_is_zero(a)) {
        decimal_set(result, a->sign, 0, (a->exponent - (a->exponent & 1)) / 2);
    } else if (a->sign) {
        decimal_set_error(result, CONDITION_INVALID_OPERATION, status);
        return;
    } else if (decimal_is_infinite(a)) {
        decimal_set_infinite(result, 0);
    } else {
        u32 conditions = 0;
        root_digits(result, a, rules->prec, &conditions);
        if (conditions & CONDITION_NO_MEMORY) { /* an exact one may need no more than this */
            conditions = 0;
            root_digits(result, a, a->digits, &conditions);
            u32 rounding = 0;
            Rules close = nearest;
            close.prec = isize_min(nearest.prec, a->digits);
            decimal_finalize(result, &close, &rounding);
            if (rounding & CONDITION_INEXACT) conditions |= CONDITION_NO_MEMORY;
        }
        if (conditions & CONDITION_NO_MEMORY) {
            decimal_set_error(result, CONDITION_NO_MEMORY, status);
            return;
        }
    }
    decimal_finalize(result, &nearest, status);
}

/* --- powers --------------------------------------------------------------------------------------------- */

#define EXPONENT_BEYOND ((i64)2000000000000000001) /* more than any context lets be */

/* result *= factor */
static void multiply_into(Decimal *result, const Decimal *factor, const Rules *rules, u32 *status) {
    Decimal product;
    decimal_init(&product);
    decimal_multiply(&product, result, factor, rules, status);
    decimal_move(result, &product);
}

static bool is_settled(const Decimal *d, u32 status) {
    return decimal_is_special(d) || (decimal_is_zero_coefficient(d) && (status & CONDITION_CLAMPED));
}

/* base ** n, from the top bit down; n > 0. */
static void power_of_word(Decimal *result, const Decimal *base, u64 n, const Rules *rules, u32 *status) {
    u32 conditions = 0;
    if (!decimal_copy(result, base, status)) return;
    for (u64 bit = ((u64)1 << (63 - __builtin_clzll(n))) >> 1; bit; bit >>= 1) {
        multiply_into(result, result, rules, &conditions);
        if (n & bit) multiply_into(result, base, rules, &conditions);
        if (is_settled(result, conditions)) break;
    }
    *status |= conditions;
}

/* The same for exponents beyond 64 bits, from the bottom bit up. What a square met with counts when it is
 * used. */
static void power_of_integer(Decimal *result, const Decimal *base, const Decimal *exponent, const Rules *rules,
                             u32 *status) {
    Rules widest = rules_widest();
    Decimal square, left;
    decimal_init(&square), decimal_init(&left);
    u32 conditions = 0;
    decimal_set(result, 0, 1, 0);
    if (decimal_copy(&square, base, status)) decimal_rescale(&left, exponent, 0, &widest, status);
    while (!(*status & CONDITION_NO_MEMORY) && !decimal_is_zero(&left)) {
        if (decimal_is_odd_coefficient(&left)) {
            multiply_into(result, &square, rules, &conditions);
            *status |= conditions;
            if (is_settled(result, conditions)) break;
        }
        multiply_into(&square, &square, rules, &conditions);
        halve(&left);
        if (decimal_is_nan(&square)) {
            decimal_set_error(result, conditions & CONDITIONS_ERRORS, status);
            break;
        }
    }
    decimal_free(&square), decimal_free(&left);
}

static bool as_word(const Decimal *d, u64 *word) {
    Decimal whole;
    u32 status = 0;
    Rules widest = rules_widest();
    if (decimal_adjusted(d) >= 20) return false;
    decimal_init(&whole);
    decimal_rescale(&whole, d, 0, &widest, &status);
    u128 value = whole.count > 1 ? (u128)whole.words[1] * WORD_BASE + whole.words[0] : whole.words[0];
    *word = (u64)value;
    decimal_free(&whole);
    return value <= UINT64_MAX;
}

static void power_integer(Decimal *result, const Decimal *base, const Decimal *exponent, u8 sign,
                          const Rules *rules, u32 *status) {
    Rules work = rules_nearest(rules);
    Decimal factor, one;
    u64 n;
    decimal_init(&factor), decimal_init(&one);
    work.prec += exponent->digits + exponent->exponent + 2 + exponent->sign;
    work.clamp = false;
    if (exponent->sign) {
        u32 conditions = 0;
        decimal_set(&one, 0, 1, 0);
        decimal_divide(&factor, &one, base, &work, &conditions);
        *status |= conditions;
        if (conditions & CONDITIONS_ERRORS) {
            decimal_set_nan(result, 0, DECIMAL_QUIET);
            decimal_free(&factor);
            return;
        }
    } else if (!decimal_copy(&factor, base, status)) {
        decimal_set_error(result, CONDITION_NO_MEMORY, status);
        return;
    }
    if (as_word(exponent, &n))
        power_of_word(result, &factor, n, &work, status);
    else
        power_of_integer(result, &factor, exponent, &work, status);
    if (decimal_is_infinite(result)) decimal_set(result, sign, 1, EXPONENT_BEYOND);
    result->sign = sign;
    decimal_finalize(result, rules, status);
    decimal_free(&factor);
}

/* 1, with as many zeros as the precision has room for. */
static void set_padded_one(Decimal *result, i64 zeros, u32 *status) {
    decimal_set(result, 0, 1, 0);
    if (decimal_shift_left(result, result, zeros, status)) result->exponent = -zeros;
}

static void power_real(Decimal *result, const Decimal *base, const Decimal *exponent, const Rules *rules,
                       u32 *status) {
    Rules work = rules_widest();
    work.prec = isize_max(base->digits, rules->prec) + 4 + WORD_DIGITS;
    u32 ignored = 0;
    Decimal logarithm, product, one;
    decimal_init(&logarithm), decimal_init(&product), decimal_init(&one);
    decimal_set(&one, 0, 1, 0);
    decimal_ln(&logarithm, base, &work, &ignored);
    decimal_multiply(&product, &logarithm, exponent, &work, &ignored);
    decimal_exp(result, &product, &work, status);
    if (ignored & CONDITION_NO_MEMORY) decimal_set_error(result, CONDITION_NO_MEMORY, status);
    *status |= CONDITION_INEXACT | CONDITION_ROUNDED;
    if (!decimal_is_special(result) && decimal_order(result, &one) == 0)
        set_padded_one(result, rules->prec - 1, status);
    if (decimal_is_infinite(result)) decimal_set(result, 0, 1, EXPONENT_BEYOND);
    decimal_finalize(result, rules, status);
    decimal_free(&logarithm), decimal_free(&product);
}

/* The power of |base| 1: 1.00 ** 3 = 1.000000. */
static void power_of_one(Decimal *result, const Decimal *base, const Decimal *exponent, u8 sign,
                         const Rules *rules, u32 *status) {
    i64 zeros = rules->prec - 1;
    if (!decimal_is_integer(exponent)) {
        *status |= CONDITION_INEXACT | CONDITION_ROUNDED;
    } else if (exponent->sign) {
        zeros = 0;
    } else {
        i64 places = 0, total = 0;
        bool fits = base->exponent == 0 || (decimal_as_i64(exponent, &places) &&
                                            !__builtin_mul_overflow(places, -base->exponent, &total));
        if (fits && total <= zeros)
            zeros = total;
        else
            *status |= CONDITION_ROUNDED;
    }
    set_padded_one(result, zeros, status);
    result->sign = sign;
}

/* floor(log10(|log10(x)|)) or less, of x that is not 1. */
static i64 log_magnitude(const Decimal *x, u32 *status) {
    i64 adjusted = decimal_adjusted(x);
    if (adjusted > 0) return i64_digits(adjusted) - 1;
    if (adjusted < -1) return i64_digits(adjusted + 1) - 1;
    Rules widest = rules_widest();
    Decimal distance, one;
    decimal_init(&distance), decimal_init(&one);
    decimal_set(&one, 0, 1, 0);
    decimal_subtract(&distance, x, &one, &widest, status);
    i64 magnitude = decimal_adjusted(&distance);
    decimal_free(&distance);
    return adjusted == 0 ? magnitude - 2 : magnitude - 1;
}

/* True: the power certainly leaves the range of exponents, and the result is that. */
static bool power_is_beyond(Decimal *result, const Decimal *base, const Decimal *exponent, u8 sign,
                            const Rules *rules, u32 *status) {
    Decimal magnitude;
    decimal_init(&magnitude);
    if (!decimal_copy(&magnitude, base, status)) return false;
    magnitude.sign = 0;
    i64 least = log_magnitude(&magnitude, status) + decimal_adjusted(exponent);
    bool small = (decimal_adjusted(&magnitude) < 0) ^ exponent->sign;
    decimal_free(&magnitude);
    i64 etiny = rules_etiny(rules);
    if (i64_digits(small ? etiny : rules->emax) >= least) return false;
    decimal_set(result, sign, 1, small ? etiny - 1 : EXPONENT_BEYOND);
    decimal_finalize(result, rules, status);
    return true;
}

static int order_with_one(const Decimal *d, bool magnitudes) {
    Decimal one;
    decimal_init(&one);
    decimal_set(&one, 0, 1, 0);
    return magnitudes ? decimal_order_magnitudes(d, &one) : decimal_order(d, &one);
}

/* 0 or infinity, by whether the power grows. */
static void set_limit(Decimal *result, u8 sign, bool grows) {
    if (grows)
        decimal_set_infinite(result, sign);
    else
        decimal_set(result, sign, 0, 0);
}

/* Where one of them is zero or infinite. True: the result is there. */
static bool power_at_limits(Decimal *result, const Decimal *base, const Decimal *exponent, u8 sign,
                            const Rules *rules, u32 *status) {
    bool integer = decimal_is_integer(exponent);
    if (decimal_is_zero(base)) {
        if (decimal_is_zero(exponent))
            decimal_set_error(result, CONDITION_INVALID_OPERATION, status);
        else
            set_limit(result, sign, exponent->sign);
    } else if (base->sign && !integer) {
        decimal_set_error(result, CONDITION_INVALID_OPERATION, status);
    } else if (decimal_is_infinite(exponent)) {
        int order = order_with_one(base, false);
        if (order) {
            set_limit(result, sign, order * decimal_direction(exponent) > 0);
        } else {
            set_padded_one(result, rules->prec - 1, status);
            *status |= CONDITION_INEXACT | CONDITION_ROUNDED;
        }
    } else if (decimal_is_zero(exponent)) {
        decimal_set(result, sign, 1, 0);
    } else if (decimal_is_infinite(base)) {
        set_limit(result, sign, !exponent->sign);
    } else {
        return false;
    }
    return true;
}

void decimal_power(Decimal *result, const Decimal *base, const Decimal *exponent, const Rules *rules,
                   u32 *status) {
    if (decimal_take_nans(result, base, exponent, rules, status)) return;
    bool integer = decimal_is_integer(exponent);
    u8 sign = base->sign && integer && decimal_is_odd(exponent);
    if (power_at_limits(result, base, exponent, sign, rules, status)) return;
    if (order_with_one(base, true) == 0)
        power_of_one(result, base, exponent, sign, rules, status);
    else if (power_is_beyond(result, base, exponent, sign, rules, status))
        return;
    else if (integer)
        power_integer(result, base, exponent, sign, rules, status);
    else
        power_real(result, base, exponent, rules, status);
}

/* --- powers modulo -------------------------------------------------------------------------------------- */

/* value = value * factor % modulus */
static void multiply_modulo(Decimal *value, const Decimal *factor, const Decimal *modulus, u32 *status) {
    Rules widest = rules_widest();
    Decimal product;
    decimal_init(&product);
    decimal_multiply_exactly(&product, value, factor, status);
    if (decimal_is_special(&product))
        decimal_move(value, &product);
    else
        decimal_remainder(value, &product, modulus, &widest, status);
    decimal_free(&product);
}

/* base ** n % modulus; base < modulus. */
static void power_modulo(Decimal *result, Decimal *base, u64 n, const Decimal *modulus, u32 *status) {
    Decimal factor;
    decimal_init(&factor);
    decimal_set(result, 0, 1, 0);
    for (; n && !decimal_is_special(result); n >>= 1) {
        if (n & 1) multiply_modulo(result, base, modulus, status);
        if (decimal_copy(&factor, base, status)) multiply_modulo(base, &factor, modulus, status);
    }
    decimal_free(&factor);
}

static bool modulo_operands_fit(const Decimal *base, const Decimal *exponent, const Decimal *modulus,
                                const Rules *rules) {
    return decimal_is_integer(base) && decimal_is_integer(exponent) && decimal_is_integer(modulus) &&
           !decimal_is_zero(modulus) && decimal_adjusted(modulus) < rules->prec &&
           (decimal_is_zero(exponent) ? !decimal_is_zero(base) : !exponent->sign);
}

/* What the power of a base below the modulus comes to, digit by digit of the exponent: x ** 123 is ((x ** 1)
 * ** 10 * x ** 2) ** 10 * x ** 3; then a tenth power for each zero that its own exponent stands for. */
static void power_by_digits(Decimal *result, Decimal *base, const Decimal *exponent, const Decimal *modulus,
                            u32 *status) {
    Decimal digit_power, factor, sum;
    decimal_init(&digit_power), decimal_init(&factor), decimal_init(&sum);
    decimal_set(&sum, 0, 1, 0);
    i64 last = exponent->exponent < 0 ? -exponent->exponent : 0;
    i64 zeros = exponent->exponent > 0 ? exponent->exponent : 0;
    if (decimal_is_zero_coefficient(exponent)) last = 1, zeros = 0; /* no digit that counts */
    for (i64 i = exponent->digits - 1; i >= last - zeros && !(*status & CONDITIONS_ERRORS); i--) {
        power_modulo(result, &sum, 10, modulus, status);
        decimal_move(&sum, result);
        if (i < 0 || !decimal_copy(&factor, base, status)) continue;
        power_modulo(&digit_power, &factor, (u64)words_digit(exponent->words, i), modulus, status);
        multiply_modulo(&sum, &digit_power, modulus, status);
    }
    decimal_move(result, &sum);
    decimal_free(&digit_power), decimal_free(&factor);
}

/* |base| % modulus. */
static void reduce_base(Decimal *result, const Decimal *base, const Decimal *modulus, u32 *status) {
    Rules widest = rules_widest();
    Decimal part, ten;
    decimal_init(&part), decimal_init(&ten);
    if (base->exponent > 0) { /* coefficient * 10 ** exponent, both modulo */
        decimal_set(&ten, 0, 10, 0);
        decimal_remainder(&part, &ten, modulus, &widest, status);
        power_modulo(result, &part, (u64)base->exponent, modulus, status);
        decimal_copy(&part, base, status);
        part.exponent = 0;
        multiply_modulo(result, &part, modulus, status);
    } else {
        decimal_rescale(&part, base, 0, &widest, status);
        decimal_remainder(result, &part, modulus, &widest, status);
    }
    result->sign = 0;
    decimal_free(&part);
}

void decimal_power_modulo(Decimal *result, const Decimal *base, const Decimal *exponent, const Decimal *modulus,
                          const Rules *rules, u32 *status) {
    bool first =
        base->kind == DECIMAL_SIGNALING || exponent->kind == DECIMAL_SIGNALING ||
        modulus->kind != DECIMAL_SIGNALING; /* a NaN of the modulus comes last, but if it alone signals */
    if (first && decimal_take_nans(result, base, exponent, rules, status)) return;
    if (decimal_take_nan(result, modulus, rules, status)) return;
    if (!modulo_operands_fit(base, exponent, modulus, rules)) {
        decimal_set_error(result, CONDITION_INVALID_OPERATION, status);
        return;
    }
    u8 sign = base->sign && decimal_is_odd(exponent);
    Rules widest = rules_widest();
    u32 conditions = 0;
    Decimal divisor, start, rest;
    decimal_init(&divisor), decimal_init(&start), decimal_init(&rest);
    decimal_rescale(&divisor, modulus, 0, &widest, &conditions);
    divisor.sign = 0;
    reduce_base(&start, base, &divisor, &conditions);
    if (!(conditions & CONDITIONS_ERRORS)) {
        power_by_digits(result, &start, exponent, &divisor, &conditions);
        decimal_remainder(&rest, result, &divisor, &widest, &conditions); /* modulo 1 there is only 0 */
        decimal_move(result, &rest);
        result->sign = sign;
    }
    if (conditions & CONDITIONS_ERRORS) decimal_set_error(result, conditions & CONDITIONS_ERRORS, status);
    decimal_free(&divisor), decimal_free(&start), decimal_free(&rest);
}
