/* decimal_log.c: exp, ln and log10, correctly rounded to the nearest, halves to even.
 *
 * A value is computed with some digits to spare, and its error is bounded. Where both ends of the interval
 * round to the same result, that is the result; else with more digits again (Ziv's strategy). It ends: but
 * for the cases that are taken out first, none of the values is a decimal of finite length.
 *
 * exp adds up the Taylor series of a small argument in fixed point, and raises the sum to a power of ten. ln
 * is where exp is known, by Halley's iteration, which triples the right digits at each step; the first ones
 * are a double's. */
#include "modules/decimal.h"

#include <math.h>

#define EXPONENT_ROOM ((i64)4000000000000000000) /* no intermediate result leaves it */
static Rules work_rules(i64 prec) {
    return (Rules){prec, EXPONENT_ROOM, -EXPONENT_ROOM, 0, 0, ROUND_HALF_EVEN, false};
}

/* --- exp ------------------------------------------------------------------------------------------------ */

/* sum = e**x, x = fraction * 10**(-19 * width), -1 < x < 1: width words after the point and one before it. */
static bool taylor_series(u64 *sum, const Decimal *fraction, isize width, u32 *status) {
    isize room = width + 1, length = room;
    u64 *term = arena_alloc((usize)(3 * room + 2) * sizeof *term, BLOCK_RAW);
    if (!term) {
        *status |= CONDITION_NO_MEMORY;
        return false;
    }
    u64 *product = term + room;
    bool done = true;
    memset(term, 0, (usize)width * sizeof *term);
    term[width] = 1;
    memcpy(sum, term, (usize)room * sizeof *sum);
    for (u64 n = 1; done && length; n++) {
        done = words_multiply(product, term, length, fraction->words, fraction->count);
        isize left = isize_max(0, length + fraction->count - width);
        words_divide_small(term, product + width, left, n);
        length = words_trim(term, left);
        if (fraction->sign && n % 2)
            words_subtract(sum, sum, room, term, length);
        else
            words_add(sum, sum, room, term, length);
    }
    arena_free(term);
    if (!done) *status |= CONDITION_NO_MEMORY;
    return done;
}

/* result = result ** 10 */
static void raise_to_ten(Decimal *result, const Rules *rules, u32 *status) {
    Decimal square, fourth, fifth;
    decimal_init(&square), decimal_init(&fourth), decimal_init(&fifth);
    decimal_multiply(&square, result, result, rules, status);
    decimal_multiply(&fourth, &square, &square, rules, status);
    decimal_multiply(&fifth, &fourth, result, rules, status);
    decimal_multiply(result, &fifth, &fifth, rules, status);
    decimal_free(&square), decimal_free(&fourth), decimal_free(&fifth);
}

/* e**a with a relative error less than 10**-prec; |a| < 10**19. */
static void approximate_exp(Decimal *result, const Decimal *a, i64 prec, u32 *status) {
    i64 tens = isize_max(0, a->exponent + a->digits), ease = 1 + (i64)(sqrt((double)prec) / 2);
    i64 powers = tens + ease;
    isize width = words_for_digits(prec + powers + 8);
    Rules rules = work_rules(prec + powers + 6);
    Decimal fraction;
    u32 ignored = 0;
    decimal_init(&fraction);
    i64 shift = a->exponent - powers + width * WORD_DIGITS;
    bool ready = decimal_reserve(result, width + 1, &ignored) && decimal_copy(&fraction, a, &ignored);
    if (ready && shift < 0)
        decimal_shift_right(&fraction, -shift);
    else if (ready)
        ready = decimal_shift_left(&fraction, &fraction, shift, &ignored);
    if (ready) {
        fraction.sign = a->sign;
        ready = taylor_series(result->words, &fraction, width, &ignored);
    }
    if (ready) {
        result->sign = 0;
        result->kind = DECIMAL_FINITE;
        result->exponent = -width * WORD_DIGITS;
        decimal_count_digits(result, width + 1);
        decimal_finalize(result, &rules, &ignored);
        for (i64 i = 0; i < powers && !decimal_is_special(result); i++) raise_to_ten(result, &rules, &ignored);
    }
    if (ignored & CONDITION_NO_MEMORY) decimal_set_error(result, CONDITION_NO_MEMORY, status);
    decimal_free(&fraction);
}

/* Does the value round to the same, whatever it really is? Its relative error is less than 10**-digits. */
static bool rounds_alike(const Decimal *value, i64 digits, const Rules *rules) {
    Decimal error, above, below;
    u32 ignored = 0;
    decimal_init(&error), decimal_init(&above), decimal_init(&below);
    decimal_set(&error, 0, 1, decimal_adjusted(value) + 1 - digits);
    decimal_add(&above, value, &error, rules, &ignored);
    decimal_subtract(&below, value, &error, rules, &ignored);
    bool alike = decimal_is_special(&above) || decimal_is_special(&below) ? above.kind == below.kind
                                                                          : decimal_order(&above, &below) == 0;
    decimal_free(&above), decimal_free(&below);
    return alike;
}

/* What rounding a value that is never exact comes to: all digits there is room for. */
static void finish(Decimal *result, const Rules *rules, u32 *status) {
    decimal_pad(result, rules->prec, status);
    if (decimal_is_special(result)) return;
    if (decimal_adjusted(result) < rules->emin && result->exponent < rules_etiny(rules))
        *status |= CONDITION_UNDERFLOW;
    decimal_finalize(result, rules, status);
    *status |= CONDITION_INEXACT | CONDITION_ROUNDED;
}

typedef void (*Approximation)(Decimal *result, const Decimal *a, i64 prec, u32 *status);

static void round_correctly(Decimal *result, const Decimal *a, Approximation approximate, const Rules *rules,
                            u32 *status) {
    Rules nearest = rules_nearest(rules), test = nearest;
    test.clamp = false;
    for (i64 digits = rules->prec + 4;; digits += WORD_DIGITS) {
        approximate(result, a, digits, status);
        if (decimal_is_special(result)) return;
        if (rounds_alike(result, digits, &test)) break;
    }
    finish(result, &nearest, status);
}

/* The number as a double, roughly. */
static double rough(const Decimal *d) {
    double value = 0;
    for (isize i = d->count - 1; i >= 0 && i >= d->count - 2; i--) value = value * 1e19 + (double)d->words[i];
    i64 exponent = d->exponent + (d->count > 2 ? (d->count - 2) * WORD_DIGITS : 0);
    return (d->sign ? -value : value) * pow(10, (double)exponent);
}

/* Certainly out of the range of exponents? True: the result is that. */
static bool exp_is_beyond(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    enum { DOUBT = 4096 }; /* of a double of this size */
    bool huge = decimal_adjusted(a) >= 19;
    double power = huge ? 0 : rough(a) * 0.43429448190325182765;
    if (!a->sign && (huge || power > (double)rules->emax + DOUBT)) {
        decimal_set_infinite(result, 0);
        *status |= CONDITION_OVERFLOW | CONDITION_INEXACT | CONDITION_ROUNDED;
        return true;
    }
    if (a->sign && (huge || power < (double)rules_etiny(rules) - DOUBT)) {
        decimal_set(result, 0, 0, rules_etiny(rules));
        *status |= CONDITION_INEXACT | CONDITION_ROUNDED | CONDITION_SUBNORMAL | CONDITION_UNDERFLOW |
                   CONDITION_CLAMPED;
        return true;
    }
    return false;
}

void decimal_exp(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    if (decimal_take_nan(result, a, rules, status)) return;
    if (decimal_is_special(a)) {
        if (a->sign)
            decimal_set(result, 0, 0, 0);
        else
            decimal_set_infinite(result, 0);
    } else if (decimal_is_zero_coefficient(a)) {
        decimal_set(result, 0, 1, 0);
    } else if (exp_is_beyond(result, a, rules, status)) {
        return;
    } else if (decimal_adjusted(a) < -rules->prec - 2) { /* so near to 1 that it is 1 */
        Rules nearest = rules_nearest(rules);
        decimal_set(result, 0, 1, 0);
        finish(result, &nearest, status);
    } else {
        round_correctly(result, a, approximate_exp, rules, status);
    }
}

/* --- ln ------------------------------------------------------------------------------------------------- */

/* y += 2 * (a - e**y) / (a + e**y) */
static void halley_step(Decimal *y, const Decimal *a, i64 digits, u32 *status) {
    Rules rules = work_rules(digits + 4), exact = rules_widest();
    Decimal power, difference, sum, step;
    u32 ignored = 0;
    decimal_init(&power), decimal_init(&difference), decimal_init(&sum), decimal_init(&step);
    approximate_exp(&power, y, digits + 1, &ignored);
    decimal_subtract(&difference, a, &power, &exact, &ignored);
    decimal_add(&sum, a, &power, &rules, &ignored);
    decimal_divide(&step, &difference, &sum, &rules, &ignored);
    decimal_add(&sum, &step, &step, &rules, &ignored);
    decimal_add(&step, y, &sum, &rules, &ignored);
    decimal_move(y, &step);
    if (ignored & CONDITIONS_INVALID) decimal_set_error(y, CONDITION_NO_MEMORY, status);
    decimal_free(&power), decimal_free(&difference), decimal_free(&sum);
}

/* ln(a) with an absolute error less than 10**-digits; 10**-22 < a < 10**22. */
static void ln_absolutely(Decimal *result, const Decimal *a, i64 digits, u32 *status) {
    enum { DOUBLE_DIGITS = 13 };
    i64 steps[64], known = DOUBLE_DIGITS;
    int count = 0;
    for (i64 wanted = digits + 1; wanted > known; wanted = wanted / 3 + 1) steps[count++] = wanted;
    decimal_set_i64(result, (i64)(log(rough(a)) * 1e14));
    result->exponent = -14;
    while (count > 0 && !decimal_is_special(result)) halley_step(result, a, steps[--count], status);
}

/* ln(10), of which the longest that was asked for is kept. */
static void ln_of_ten(Decimal *result, i64 digits, u32 *status) {
    DecimalState *state = decimal_state();
    if (state->ln10_digits < digits) {
        Decimal ten;
        decimal_init(&ten);
        decimal_set(&ten, 0, 10, 0);
        ln_absolutely(result, &ten, digits, status);
        if (decimal_is_special(result)) return;
        decimal_free(&state->ln10);
        state->ln10_digits = decimal_copy(&state->ln10, result, status) ? digits : 0;
    } else if (decimal_copy(result, &state->ln10, status)) {
        Rules rules = work_rules(digits + 3);
        u32 ignored = 0;
        decimal_finalize(result, &rules, &ignored);
    }
}

/* ln(a) with a relative error less than 10**-prec; a is not 1. */
static void approximate_ln(Decimal *result, const Decimal *a, i64 prec, u32 *status) {
    enum { NEAR = 20 };
    i64 adjusted = decimal_adjusted(a);
    if (adjusted >= -NEAR && adjusted <= NEAR) {
        Rules widest = rules_widest();
        Decimal one, distance;
        u32 ignored = 0;
        decimal_init(&one), decimal_init(&distance);
        decimal_set(&one, 0, 1, 0);
        decimal_subtract(&distance, a, &one, &widest, &ignored);
        i64 zeros = isize_max(0, -decimal_adjusted(&distance)); /* ln(1 + x) is about x */
        decimal_free(&distance);
        ln_absolutely(result, a, prec + zeros + 2, status);
        return;
    }
    i64 digits = prec + i64_digits(adjusted) + 3;
    Rules rules = work_rules(digits);
    Decimal mantissa, part, tens, power;
    u32 ignored = 0;
    decimal_init(&mantissa), decimal_init(&part), decimal_init(&tens), decimal_init(&power);
    decimal_copy(&mantissa, a, &ignored);
    mantissa.exponent = 1 - a->digits;
    decimal_set_i64(&power, adjusted);
    ln_absolutely(&part, &mantissa, digits, &ignored);
    ln_of_ten(&tens, digits, &ignored);
    decimal_fma(result, &tens, &power, &part, &rules, &ignored);
    if (ignored & CONDITION_NO_MEMORY) decimal_set_error(result, CONDITION_NO_MEMORY, status);
    decimal_free(&mantissa), decimal_free(&part), decimal_free(&tens);
}

static void approximate_log10(Decimal *result, const Decimal *a, i64 prec, u32 *status) {
    Rules rules = work_rules(prec + 4);
    Decimal logarithm, tens;
    u32 ignored = 0;
    decimal_init(&logarithm), decimal_init(&tens);
    approximate_ln(&logarithm, a, prec + 2, &ignored);
    ln_of_ten(&tens, prec + 4, &ignored);
    decimal_divide(result, &logarithm, &tens, &rules, &ignored);
    if (ignored & CONDITION_NO_MEMORY) decimal_set_error(result, CONDITION_NO_MEMORY, status);
    decimal_free(&logarithm), decimal_free(&tens);
}

/* What logarithms have in common: operands that need no computing. True: the result is there. */
static bool take_logarithm(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    if (decimal_take_nan(result, a, rules, status)) return true;
    if (decimal_is_zero(a))
        decimal_set_infinite(result, 1);
    else if (a->sign)
        decimal_set_error(result, CONDITION_INVALID_OPERATION, status);
    else if (decimal_is_infinite(a))
        decimal_set_infinite(result, 0);
    else
        return false;
    return true;
}

/* Is the logarithm, which is at least as large as `magnitude` times that of ten, more than the rules let be? */
static bool logarithm_overflows(Decimal *result, const Decimal *a, i64 factor, const Rules *rules,
                                u32 *status) {
    i64 adjusted = decimal_adjusted(a), least = factor * (adjusted < 0 ? -adjusted - 1 : adjusted);
    if (i64_digits(least) - 1 <= rules->emax) return false;
    *status |= CONDITION_OVERFLOW | CONDITION_INEXACT | CONDITION_ROUNDED;
    decimal_set_infinite(result, adjusted < 0);
    return true;
}

static bool is_power_of_ten(const Decimal *d) {
    return decimal_trailing_zeros(d) == d->digits - 1 && words_digit(d->words, d->digits - 1) == 1;
}

void decimal_ln(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    if (take_logarithm(result, a, rules, status)) return;
    if (is_power_of_ten(a) && decimal_adjusted(a) == 0)
        decimal_set(result, 0, 0, 0);
    else if (!logarithm_overflows(result, a, 2, rules, status))
        round_correctly(result, a, approximate_ln, rules, status);
}

void decimal_log10(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    if (take_logarithm(result, a, rules, status)) return;
    if (is_power_of_ten(a)) {
        Rules nearest = rules_nearest(rules);
        decimal_set_i64(result, decimal_adjusted(a));
        decimal_finalize(result, &nearest, status);
    } else if (!logarithm_overflows(result, a, 1, rules, status)) {
        round_correctly(result, a, approximate_log10, rules, status);
    }
}
