/* decimal_quotient.c: division, and what is left over.
 *
 * A quotient is taken to one digit more than the precision; where there is a remainder and the last digit is
 * 0 or 5, it is made odd: what is cut off is never nothing, nor half. Integer division aligns the
 * coefficients instead. */
#include "modules/decimal.h"

/* a / b and a % b of coefficients; the remainder is left in `rest`, which begins as a copy of a, one word
 * longer. The exponents are not looked at. */
static bool divide_coefficients(Decimal *quotient, Decimal *rest, const Decimal *a, const Decimal *b,
                                u32 *status) {
    isize count = isize_max(1, a->count - b->count + 1);
    if (!decimal_reserve(quotient, count, status) || !decimal_reserve(rest, a->count + 1, status) ||
        !decimal_copy(rest, a, status)) {
        return false;
    }
    if (a->count < b->count) {
        quotient->words[0] = 0;
    } else if (!words_divide(quotient->words, rest->words, a->count, b->words, b->count)) {
        decimal_set_error(quotient, CONDITION_NO_MEMORY, status);
        return false;
    } else {
        decimal_count_digits(rest, b->count);
    }
    quotient->kind = DECIMAL_FINITE;
    decimal_count_digits(quotient, count);
    return true;
}

/* --- / -------------------------------------------------------------------------------------------------- */

static void divide_specials(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules,
                            u32 *status) {
    if (decimal_take_nans(result, a, b, rules, status)) return;
    u8 sign = a->sign ^ b->sign;
    if (!decimal_is_infinite(a)) {
        decimal_set(result, sign, 0, rules_etiny(rules));
        *status |= CONDITION_CLAMPED;
    } else if (decimal_is_infinite(b)) {
        decimal_set_error(result, CONDITION_INVALID_OPERATION, status);
    } else {
        decimal_set_infinite(result, sign);
    }
}

static void divide_by_zero(Decimal *result, const Decimal *a, u8 sign, u32 *status) {
    if (decimal_is_zero(a)) {
        decimal_set_error(result, CONDITION_DIVISION_UNDEFINED, status);
    } else {
        decimal_set_infinite(result, sign);
        *status |= CONDITION_DIVISION_BY_ZERO;
    }
}

/* Neither is special or zero. */
static void divide_finite(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules,
                          u32 *status) {
    i64 ideal = a->exponent - b->exponent, shift = b->digits - a->digits + rules->prec + 1;
    u8 sign = a->sign ^ b->sign;
    Decimal aligned, rest;
    decimal_init(&aligned);
    decimal_init(&rest);
    const Decimal *dividend = shift > 0 ? &aligned : a, *divisor = shift < 0 ? &aligned : b;
    if ((shift && !decimal_shift_left(&aligned, shift > 0 ? a : b, shift > 0 ? shift : -shift, status)) ||
        !divide_coefficients(result, &rest, dividend, divisor, status)) {
        decimal_set_error(result, CONDITION_NO_MEMORY, status);
    } else {
        result->sign = sign;
        result->exponent = ideal - shift;
        if (!decimal_is_zero_coefficient(&rest)) {
            if (result->words[0] % 5 == 0) result->words[0]++;
        } else if (shift > 0) {
            i64 zeros = isize_min(shift, decimal_trailing_zeros(result));
            decimal_shift_right(result, zeros);
            result->exponent += zeros;
        }
        decimal_finalize(result, rules, status);
    }
    decimal_free(&aligned);
    decimal_free(&rest);
}

/* Quotients mostly fill the precision, for which there may be no memory. Where they are exact, a precision is
 * enough that follows from the digits of both: 1/b has at most 4 digits for one of b. */
static void divide_closely(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules,
                           u32 *status) {
    u32 conditions = 0;
    Rules close = *rules;
    close.prec = a->digits + 4 * b->digits;
    divide_finite(result, a, b, &close, &conditions);
    if (conditions) decimal_set_error(result, CONDITION_NO_MEMORY, status);
}

void decimal_divide(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    u8 sign = a->sign ^ b->sign;
    if (UNLIKELY(decimal_is_special(a) || decimal_is_special(b))) {
        divide_specials(result, a, b, rules, status);
    } else if (decimal_is_zero_coefficient(b)) {
        divide_by_zero(result, a, sign, status);
    } else if (decimal_is_zero_coefficient(a)) {
        decimal_set(result, sign, 0, a->exponent - b->exponent);
        decimal_finalize(result, rules, status);
    } else {
        u32 conditions = 0;
        divide_finite(result, a, b, rules, &conditions);
        if (conditions & CONDITION_NO_MEMORY)
            divide_closely(result, a, b, rules, status);
        else
            *status |= conditions;
    }
}

/* --- // and % ------------------------------------------------------------------------------------------- */

/* Both finite, b not 0; quotient and remainder not rounded. False: both are NaN. */
static bool divide_integers(Decimal *quotient, Decimal *remainder, const Decimal *a, const Decimal *b,
                            const Rules *rules, u32 *status) {
    i64 ideal = a->exponent < b->exponent ? a->exponent : b->exponent;
    i64 distance = decimal_adjusted(a) - decimal_adjusted(b);
    u8 sign = a->sign ^ b->sign, sign_a = a->sign;
    bool done = true;
    if (decimal_is_zero_coefficient(a) || distance < 0) {
        done = decimal_is_zero_coefficient(a) ? decimal_copy(remainder, a, status)
                                              : decimal_shift_left(remainder, a, a->exponent - ideal, status);
        decimal_set(quotient, sign, 0, 0);
    } else if (distance > rules->prec) {
        *status |= CONDITION_DIVISION_IMPOSSIBLE;
        done = false;
    } else {
        Decimal aligned;
        decimal_init(&aligned);
        i64 shift = a->exponent - b->exponent;
        done = shift >= 0 ? decimal_shift_left(&aligned, a, shift, status)
                          : decimal_shift_left(&aligned, b, -shift, status);
        done = done && divide_coefficients(quotient, remainder, shift >= 0 ? &aligned : a,
                                           shift >= 0 ? b : &aligned, status);
        decimal_free(&aligned);
        if (done && quotient->digits > rules->prec) {
            *status |= CONDITION_DIVISION_IMPOSSIBLE;
            done = false;
        }
    }
    if (!done) {
        decimal_set_nan(quotient, 0, DECIMAL_QUIET);
        decimal_set_nan(remainder, 0, DECIMAL_QUIET);
        return false;
    }
    quotient->sign = sign;
    quotient->exponent = 0;
    remainder->sign = sign_a;
    remainder->exponent = ideal;
    return true;
}

void decimal_divmod(Decimal *quotient, Decimal *remainder, const Decimal *a, const Decimal *b,
                    const Rules *rules, u32 *status) {
    u8 sign = a->sign ^ b->sign;
    if (decimal_is_special(a) || decimal_is_special(b)) {
        if (decimal_take_nans(quotient, a, b, rules, status)) {
            decimal_copy(remainder, quotient, status);
        } else if (!decimal_is_infinite(a)) {
            if (decimal_copy(remainder, a, status)) decimal_finalize(remainder, rules, status);
            decimal_set(quotient, sign, 0, 0);
        } else {
            decimal_set_error(remainder, CONDITION_INVALID_OPERATION, status);
            if (decimal_is_infinite(b))
                decimal_set_nan(quotient, 0, DECIMAL_QUIET);
            else
                decimal_set_infinite(quotient, sign);
        }
    } else if (decimal_is_zero_coefficient(b)) {
        divide_by_zero(quotient, a, sign, status);
        decimal_set_nan(remainder, 0, DECIMAL_QUIET);
        if (!decimal_is_zero_coefficient(a)) *status |= CONDITION_INVALID_OPERATION;
    } else if (divide_integers(quotient, remainder, a, b, rules, status)) {
        decimal_finalize(quotient, rules, status);
        decimal_finalize(remainder, rules, status);
    }
}

void decimal_divide_int(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    u8 sign = a->sign ^ b->sign;
    if (decimal_is_special(a) || decimal_is_special(b)) {
        if (decimal_take_nans(result, a, b, rules, status)) return;
        if (!decimal_is_infinite(a))
            decimal_set(result, sign, 0, 0);
        else if (decimal_is_infinite(b))
            decimal_set_error(result, CONDITION_INVALID_OPERATION, status);
        else
            decimal_set_infinite(result, sign);
        return;
    }
    if (decimal_is_zero_coefficient(b)) {
        divide_by_zero(result, a, sign, status);
        return;
    }
    Decimal remainder;
    decimal_init(&remainder);
    if (divide_integers(result, &remainder, a, b, rules, status)) decimal_finalize(result, rules, status);
    decimal_free(&remainder);
}

/* The remainders' common cases. True: the result is there. */
static bool take_remainder(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules,
                           u32 *status) {
    if (decimal_is_special(a) || decimal_is_special(b)) {
        if (decimal_take_nans(result, a, b, rules, status)) return true;
        if (decimal_is_infinite(a))
            decimal_set_error(result, CONDITION_INVALID_OPERATION, status);
        else if (decimal_copy(result, a, status))
            decimal_finalize(result, rules, status);
        return true;
    }
    if (!decimal_is_zero_coefficient(b)) return false;
    decimal_set_error(
        result, decimal_is_zero_coefficient(a) ? CONDITION_DIVISION_UNDEFINED : CONDITION_INVALID_OPERATION,
        status);
    return true;
}

void decimal_remainder(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    if (take_remainder(result, a, b, rules, status)) return;
    Decimal quotient;
    decimal_init(&quotient);
    if (divide_integers(&quotient, result, a, b, rules, status)) decimal_finalize(result, rules, status);
    decimal_free(&quotient);
}

/* The quotient is rounded to the nearest integer, the even one of two: where twice the remainder is more than
 * the divisor, the remainder goes over to the other side. */
static void remainder_to_nearest(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules,
                                 u32 *status) {
    Rules widest = rules_widest();
    Decimal quotient, rest, twice, divisor;
    decimal_init(&quotient), decimal_init(&rest), decimal_init(&twice), decimal_init(&divisor);
    bool divided = divide_integers(&quotient, &rest, a, b, rules, status);
    if (divided) decimal_add(&twice, &rest, &rest, &widest, status);
    int order = divided ? decimal_order_magnitudes(&twice, b) : -1;
    if (order > 0 || (order == 0 && decimal_is_odd_coefficient(&quotient))) {
        if (decimal_increment(&quotient, status) && quotient.digits > rules->prec) {
            decimal_set_error(result, CONDITION_DIVISION_IMPOSSIBLE, status);
        } else if (decimal_copy(&divisor, b, status)) {
            divisor.sign = rest.sign;
            decimal_subtract(result, &rest, &divisor, &widest, status);
        }
    } else {
        decimal_move(result, &rest);
    }
    decimal_finalize(result, rules, status);
    decimal_free(&quotient), decimal_free(&rest), decimal_free(&twice), decimal_free(&divisor);
}

void decimal_remainder_near(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules,
                            u32 *status) {
    if (take_remainder(result, a, b, rules, status)) return;
    if (!decimal_is_zero_coefficient(a) && decimal_adjusted(a) - decimal_adjusted(b) < -1) {
        /* |a| is less than half of |b|; it is aligned only as far as that can be seen */
        i64 ideal = a->exponent < b->exponent ? a->exponent : b->exponent;
        if (decimal_shift_left(result, a, a->exponent - ideal, status)) {
            result->exponent = ideal;
            decimal_finalize(result, rules, status);
        }
        return;
    }
    remainder_to_nearest(result, a, b, rules, status);
}
