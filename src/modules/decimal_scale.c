/* decimal_scale.c: operations on where digits stand: to another exponent, to integers, shifted, rotated; and
 * the nearest neighbours of a value. */
#include "modules/decimal.h"

/* --- to another exponent -------------------------------------------------------------------------------- */

void decimal_rescale(Decimal *result, const Decimal *a, i64 exponent, const Rules *rules, u32 *status) {
    i64 shift = a->exponent - exponent;
    if (shift >= 0) {
        if (decimal_shift_left(result, a, shift, status)) result->exponent = exponent;
        return;
    }
    if (!decimal_copy(result, a, status)) return;
    int digit = decimal_shift_right(result, -shift);
    result->exponent = exponent;
    *status |= CONDITION_ROUNDED | (digit ? CONDITION_INEXACT : 0);
    if (decimal_rounds_up(result, digit, rules->rounding)) decimal_increment(result, status);
}

void decimal_quantize(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    i64 exponent = b->exponent;
    if (decimal_is_special(a) || decimal_is_special(b)) {
        if (decimal_take_nans(result, a, b, rules, status)) return;
        if (decimal_is_infinite(a) && decimal_is_infinite(b))
            decimal_copy(result, a, status);
        else
            decimal_set_error(result, CONDITION_INVALID_OPERATION, status);
        return;
    }
    if (exponent > rules->emax || exponent < rules_etiny(rules)) {
        decimal_set_error(result, CONDITION_INVALID_OPERATION, status);
        return;
    }
    if (decimal_is_zero_coefficient(a)) {
        decimal_set(result, a->sign, 0, exponent);
        decimal_finalize(result, rules, status);
        return;
    }
    u32 conditions = 0;
    bool fits = a->digits + (a->exponent - exponent) <= rules->prec;
    if (fits) decimal_rescale(result, a, exponent, rules, &conditions);
    if (!fits || decimal_is_special(result) || result->digits > rules->prec ||
        decimal_adjusted(result) > rules->emax) {
        decimal_set_error(result, CONDITION_INVALID_OPERATION | (conditions & CONDITION_NO_MEMORY), status);
        return;
    }
    *status |= conditions;
    decimal_finalize(result, rules, status);
}

static void to_integral(Decimal *result, const Decimal *a, const Rules *rules, bool exact, u32 *status) {
    if (decimal_take_nan(result, a, rules, status)) return;
    u32 conditions = 0;
    if (decimal_is_special(a) || a->exponent >= 0)
        decimal_copy(result, a, status);
    else if (decimal_is_zero_coefficient(a))
        decimal_set(result, a->sign, 0, 0);
    else
        decimal_rescale(result, a, 0, rules, &conditions);
    *status |= exact ? conditions : conditions & CONDITIONS_ERRORS;
}
void decimal_to_integral_exact(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    to_integral(result, a, rules, true, status);
}
void decimal_to_integral_value(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    to_integral(result, a, rules, false, status);
}

void decimal_normalize(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    if (decimal_take_nan(result, a, rules, status) || !decimal_copy(result, a, status)) return;
    decimal_finalize(result, rules, status);
    if (decimal_is_special(result)) return;
    if (decimal_is_zero_coefficient(result)) {
        decimal_set(result, result->sign, 0, 0);
        return;
    }
    i64 most = rules->clamp ? rules_etop(rules) : rules->emax;
    i64 shift = isize_min(decimal_trailing_zeros(result), most - result->exponent);
    decimal_shift_right(result, shift);
    result->exponent += shift;
}

void decimal_logb(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    if (decimal_take_nan(result, a, rules, status)) return;
    if (decimal_is_special(a)) {
        decimal_set_infinite(result, 0);
    } else if (decimal_is_zero_coefficient(a)) {
        decimal_set_infinite(result, 1);
        *status |= CONDITION_DIVISION_BY_ZERO;
    } else {
        decimal_set_i64(result, decimal_adjusted(a));
        decimal_finalize(result, rules, status);
    }
}

/* --- by a number of places ------------------------------------------------------------------------------ */

/* An operand that says how far: an integer without exponent, at most `most` either way. */
static bool take_places(Decimal *result, const Decimal *b, i64 most, i64 *places, u32 *status) {
    if (!decimal_is_special(b) && b->exponent == 0 && decimal_as_i64(b, places) && *places <= most &&
        *places >= -most) {
        return true;
    }
    decimal_set_error(result, CONDITION_INVALID_OPERATION, status);
    return false;
}

void decimal_scaleb(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    i64 places;
    if (decimal_take_nans(result, a, b, rules, status) ||
        !take_places(result, b, 2 * (rules->emax + rules->prec), &places, status) ||
        !decimal_copy(result, a, status) || decimal_is_special(a)) {
        return;
    }
    result->exponent += places;
    decimal_finalize(result, rules, status);
}

/* False: the result is there already. */
static bool begin_shift(Decimal *result, const Decimal *a, const Decimal *b, i64 *places, const Rules *rules,
                        u32 *status) {
    if (decimal_take_nans(result, a, b, rules, status) ||
        !take_places(result, b, rules->prec, places, status) || !decimal_copy(result, a, status) ||
        decimal_is_special(a)) {
        return false;
    }
    decimal_keep_digits(result, rules->prec);
    return true;
}

void decimal_shift(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    i64 places;
    if (!begin_shift(result, a, b, &places, rules, status)) return;
    if (places < 0)
        decimal_shift_right(result, -places);
    else if (decimal_shift_left(result, result, places, status))
        decimal_keep_digits(result, rules->prec);
}

void decimal_rotate(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    i64 places;
    if (!begin_shift(result, a, b, &places, rules, status)) return;
    i64 left = places < 0 ? rules->prec + places : places, right = rules->prec - left;
    Decimal low;
    decimal_init(&low);
    if (decimal_copy(&low, result, status) && decimal_shift_left(result, result, left, status)) {
        decimal_keep_digits(result, rules->prec);
        decimal_shift_right(&low, right);
        if (decimal_extend(result, isize_max(result->count, low.count) + 1, status)) {
            isize count = isize_max(result->count, low.count);
            for (isize i = result->count; i < count; i++) result->words[i] = 0;
            words_add(result->words, result->words, count, low.words, low.count);
            decimal_count_digits(result, count);
        }
    }
    decimal_free(&low);
}

/* --- neighbours ----------------------------------------------------------------------------------------- */

/* The next value up or down: what rounding gives where it changes the value, else the sum with what is less
 * than the smallest number. */
static void neighbour(Decimal *result, const Decimal *a, Rounding direction, const Rules *rules, u32 *status) {
    if (decimal_take_nan(result, a, rules, status)) return;
    u8 sign = direction == ROUND_FLOOR;
    if (decimal_is_infinite(a)) {
        if (a->sign == sign) {
            decimal_copy(result, a, status);
        } else if (decimal_set_nines(result, rules->prec, status)) {
            result->sign = a->sign;
            result->exponent = rules_etop(rules);
        }
        return;
    }
    Rules directed = *rules;
    directed.rounding = direction;
    u32 conditions = 0;
    if (!decimal_copy(result, a, status)) return;
    decimal_finalize(result, &directed, &conditions);
    if (!(conditions & (CONDITION_INEXACT | CONDITIONS_ERRORS))) {
        Decimal tiny;
        decimal_init(&tiny);
        decimal_set(&tiny, sign, 1, rules_etiny(rules) - 1);
        decimal_add(result, a, &tiny, &directed, &conditions);
    }
    *status |= conditions & CONDITIONS_ERRORS;
}
void decimal_next_minus(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    neighbour(result, a, ROUND_FLOOR, rules, status);
}
void decimal_next_plus(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    neighbour(result, a, ROUND_CEILING, rules, status);
}

void decimal_next_toward(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    if (decimal_take_nans(result, a, b, rules, status)) return;
    int order = decimal_order(a, b);
    if (order == 0) {
        decimal_copy_sign(result, a, b, rules, status);
        return;
    }
    neighbour(result, a, order < 0 ? ROUND_CEILING : ROUND_FLOOR, rules, status);
    if (decimal_is_infinite(result)) {
        *status |= CONDITION_OVERFLOW | CONDITION_ROUNDED | CONDITION_INEXACT;
    } else if (decimal_adjusted(result) < rules->emin) {
        *status |= CONDITION_UNDERFLOW | CONDITION_SUBNORMAL | CONDITION_ROUNDED | CONDITION_INEXACT;
        if (decimal_is_zero(result)) *status |= CONDITION_CLAMPED;
    }
}
