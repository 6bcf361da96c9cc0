/* decimal_select.c: comparisons that have a decimal as result, the larger and the smaller of two, the order
 * of all representations, classes; and coefficients as rows of bits. */
#include "modules/decimal.h"

void decimal_compare(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    if (!decimal_take_nans(result, a, b, rules, status)) decimal_set_i64(result, decimal_order(a, b));
}
void decimal_compare_signal(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules,
                            u32 *status) {
    if (decimal_take_nans(result, a, b, rules, status))
        *status |= CONDITION_INVALID_OPERATION;
    else
        decimal_set_i64(result, decimal_order(a, b));
}

/* --- total order ---------------------------------------------------------------------------------------- */

static int order_payloads(const Decimal *a, const Decimal *b) {
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    return words_compare(a->words, b->words, a->count);
}

/* numbers < signaling NaNs < quiet NaNs; equal numbers by their exponents. */
static int total_order_magnitudes(const Decimal *a, const Decimal *b) {
    if (decimal_is_nan(a) && decimal_is_nan(b)) {
        if (a->kind != b->kind) return a->kind == DECIMAL_QUIET ? 1 : -1;
        return order_payloads(a, b);
    }
    if (decimal_is_nan(a) || decimal_is_nan(b)) return decimal_is_nan(a) ? 1 : -1;
    int order = decimal_order_magnitudes(a, b);
    return order ? order : (a->exponent > b->exponent) - (a->exponent < b->exponent);
}

static int total_order(const Decimal *a, const Decimal *b) {
    if (a->sign != b->sign) return a->sign ? -1 : 1;
    return decimal_direction(a) * total_order_magnitudes(a, b);
}

void decimal_compare_total(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules UNUSED,
                           u32 *status UNUSED) {
    decimal_set_i64(result, total_order(a, b));
}
void decimal_compare_total_mag(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules UNUSED,
                               u32 *status UNUSED) {
    decimal_set_i64(result, total_order_magnitudes(a, b));
}

/* --- the larger and the smaller ------------------------------------------------------------------------- */

/* A number is preferred to a quiet NaN. `direction` 1: the larger; -1: the smaller. */
static void choose(Decimal *result, const Decimal *a, const Decimal *b, int direction, bool magnitudes,
                   const Rules *rules, u32 *status) {
    const Decimal *chosen;
    if (a->kind == DECIMAL_QUIET && !decimal_is_nan(b)) {
        chosen = b;
    } else if (b->kind == DECIMAL_QUIET && !decimal_is_nan(a)) {
        chosen = a;
    } else if (decimal_take_nans(result, a, b, rules, status)) {
        return;
    } else {
        int order = magnitudes ? decimal_order_magnitudes(a, b) : decimal_order(a, b);
        if (order == 0) order = total_order(a, b);
        chosen = order * direction < 0 ? b : a;
    }
    if (decimal_copy(result, chosen, status)) decimal_finalize(result, rules, status);
}
void decimal_max(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    choose(result, a, b, 1, false, rules, status);
}
void decimal_max_mag(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    choose(result, a, b, 1, true, rules, status);
}
void decimal_min(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    choose(result, a, b, -1, false, rules, status);
}
void decimal_min_mag(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    choose(result, a, b, -1, true, rules, status);
}

/* --- copies with another sign --------------------------------------------------------------------------- */

static void copy_with_sign(Decimal *result, const Decimal *a, u8 sign, u32 *status) {
    if (decimal_copy(result, a, status)) result->sign = sign;
}
void decimal_copy_abs(Decimal *result, const Decimal *a, const Rules *rules UNUSED, u32 *status) {
    copy_with_sign(result, a, 0, status);
}
void decimal_copy_negate(Decimal *result, const Decimal *a, const Rules *rules UNUSED, u32 *status) {
    copy_with_sign(result, a, !a->sign, status);
}
void decimal_copy_sign(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules UNUSED,
                       u32 *status) {
    copy_with_sign(result, a, b->sign, status);
}

/* --- classes -------------------------------------------------------------------------------------------- */

bool decimal_same_quantum(const Decimal *a, const Decimal *b) {
    if (decimal_is_special(a) || decimal_is_special(b)) {
        return (decimal_is_nan(a) && decimal_is_nan(b)) || (decimal_is_infinite(a) && decimal_is_infinite(b));
    }
    return a->exponent == b->exponent;
}

bool decimal_is_normal(const Decimal *d, const Rules *rules) {
    return !decimal_is_special(d) && !decimal_is_zero_coefficient(d) && decimal_adjusted(d) >= rules->emin;
}
bool decimal_is_subnormal(const Decimal *d, const Rules *rules) {
    return !decimal_is_special(d) && !decimal_is_zero_coefficient(d) && decimal_adjusted(d) < rules->emin;
}

const char *decimal_class(const Decimal *d, const Rules *rules) {
    if (decimal_is_nan(d)) return d->kind == DECIMAL_QUIET ? "NaN" : "sNaN";
    if (decimal_is_infinite(d)) return d->sign ? "-Infinity" : "+Infinity";
    if (decimal_is_zero_coefficient(d)) return d->sign ? "-Zero" : "+Zero";
    if (decimal_is_normal(d, rules)) return d->sign ? "-Normal" : "+Normal";
    return d->sign ? "-Subnormal" : "+Subnormal";
}

/* --- bits ----------------------------------------------------------------------------------------------- */

/* The digits of a word, 0 and 1 only, as bits. False: there is another. */
static bool word_to_bits(u64 word, u32 *bits) {
    *bits = 0;
    for (int i = 0; word; i++, word /= 10) {
        u32 digit = (u32)(word % 10);
        if (digit > 1) return false;
        *bits |= digit << i;
    }
    return true;
}
static u64 word_from_bits(u32 bits) {
    u64 word = 0;
    for (int i = 0; bits >> i; i++) word += bits >> i & 1 ? words_power_of_ten[i] : 0;
    return word;
}

static bool may_be_bits(const Decimal *d) { return !decimal_is_special(d) && !d->sign && d->exponent == 0; }

/* Bit by bit: `table` holds the result for 00, 01, 10, 11 in its bits 0 to 3. */
static void combine_bits(Decimal *result, const Decimal *a, const Decimal *b, u32 table, i64 digits,
                         const Rules *rules, u32 *status) {
    isize count = words_for_digits(digits);
    bool valid = may_be_bits(a) && may_be_bits(b);
    if (valid && !decimal_reserve(result, count, status)) return;
    for (isize i = 0; valid && i < count; i++) {
        u32 x = 0, y = 0, all = (1u << WORD_DIGITS) - 1;
        valid = (i >= a->count || word_to_bits(a->words[i], &x)) &&
                (i >= b->count || word_to_bits(b->words[i], &y));
        u32 bits = 0;
        if (table & 1) bits |= ~x & ~y;
        if (table & 2) bits |= ~x & y;
        if (table & 4) bits |= x & ~y;
        if (table & 8) bits |= x & y;
        if (valid) result->words[i] = word_from_bits(bits & all);
    }
    if (!valid) {
        decimal_set_error(result, CONDITION_INVALID_OPERATION, status);
        return;
    }
    result->sign = 0;
    result->kind = DECIMAL_FINITE;
    result->exponent = 0;
    decimal_count_digits(result, count);
    decimal_keep_digits(result, rules->prec);
}

static void combine_all(Decimal *result, const Decimal *a, const Decimal *b, u32 table, const Rules *rules,
                        u32 *status) {
    combine_bits(result, a, b, table, isize_max(a->digits, b->digits), rules, status);
}
void decimal_logical_and(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    combine_all(result, a, b, 8, rules, status);
}
void decimal_logical_or(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    combine_all(result, a, b, 14, rules, status);
}
void decimal_logical_xor(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    combine_all(result, a, b, 6, rules, status);
}
void decimal_logical_invert(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    combine_bits(result, a, a, 1, isize_max(rules->prec, a->digits), rules, status);
}
