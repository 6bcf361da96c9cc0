/* decimal_sum.c: sums, products, and which of two is the larger.
 *
 * A sum aligns the operand of the larger exponent with the other one. Where they lie so far apart that the
 * smaller operand can only tip the rounding, a 1 far below the other's last digit stands for it: no sum is
 * longer than its operands and the precision ask for. */
#include "modules/decimal.h"

/* --- order ---------------------------------------------------------------------------------------------- */

/* Of coefficients whose values have the same adjusted exponent: the one with fewer digits is lengthened. */
static int order_aligned(const Decimal *a, const Decimal *b) {
    if (a->exponent < b->exponent) return -order_aligned(b, a);
    if (a->exponent == b->exponent) return words_compare(a->words, b->words, a->count);
    for (i64 i = a->digits - 1, j = b->digits - 1; j >= 0; i--, j--) {
        if (i < 0) {
            if (words_digit(b->words, j)) return -1;
            continue;
        }
        int difference = words_digit(a->words, i) - words_digit(b->words, j);
        if (difference) return difference < 0 ? -1 : 1;
    }
    return 0;
}

int decimal_order_magnitudes(const Decimal *a, const Decimal *b) {
    if (decimal_is_infinite(a) || decimal_is_infinite(b)) {
        return decimal_is_infinite(a) - decimal_is_infinite(b);
    }
    bool a_zero = decimal_is_zero_coefficient(a), b_zero = decimal_is_zero_coefficient(b);
    if (a_zero || b_zero) return b_zero - a_zero;
    i64 a_adjusted = decimal_adjusted(a), b_adjusted = decimal_adjusted(b);
    if (a_adjusted != b_adjusted) return a_adjusted < b_adjusted ? -1 : 1;
    return order_aligned(a, b);
}

int decimal_order(const Decimal *a, const Decimal *b) {
    bool a_zero = decimal_is_zero(a), b_zero = decimal_is_zero(b);
    if (a_zero && b_zero) return 0;
    if (a_zero) return -decimal_direction(b);
    if (b_zero || a->sign != b->sign) return decimal_direction(a);
    return decimal_direction(a) * decimal_order_magnitudes(a, b);
}

/* --- sums ----------------------------------------------------------------------------------------------- */

static void add_infinities(Decimal *result, const Decimal *a, const Decimal *b, u8 sign_b, u32 *status) {
    if (!decimal_is_infinite(a))
        decimal_set_infinite(result, sign_b);
    else if (decimal_is_infinite(b) && a->sign != sign_b)
        decimal_set_error(result, CONDITION_INVALID_OPERATION, status);
    else
        decimal_set_infinite(result, a->sign);
}

/* The coefficients of operands of one exponent. */
static void add_aligned(Decimal *result, const Decimal *a, u8 sign_a, const Decimal *b, u8 sign_b,
                        const Rules *rules, u32 *status) {
    if (a->count < b->count ||
        (a->count == b->count && sign_a != sign_b && words_compare(a->words, b->words, a->count) < 0)) {
        const Decimal *other = a;
        u8 other_sign = sign_a;
        a = b, sign_a = sign_b;
        b = other, sign_b = other_sign;
    }
    isize count = a->count;
    if (!decimal_reserve(result, count, status)) return;
    result->kind = DECIMAL_FINITE;
    result->sign = sign_a;
    if (sign_a == sign_b) {
        u64 carry = words_add(result->words, a->words, count, b->words, b->count);
        if (UNLIKELY(carry)) {
            result->count = count;
            if (!decimal_extend(result, count + 1, status)) return;
            result->words[count++] = 1;
        }
        decimal_count_digits(result, count);
        return;
    }
    words_subtract(result->words, a->words, count, b->words, b->count);
    decimal_count_digits(result, count);
    if (decimal_is_zero_coefficient(result)) result->sign = rules->rounding == ROUND_FLOOR;
}

static void add_signed(Decimal *result, const Decimal *a, const Decimal *b, u8 sign_b, const Rules *rules,
                       u32 *status) {
    if (a->exponent == b->exponent) {
        i64 exponent = a->exponent;
        add_aligned(result, a, a->sign, b, sign_b, rules, status);
        result->exponent = exponent;
        return;
    }
    bool a_is_big = a->exponent > b->exponent;
    const Decimal *big = a_is_big ? a : b, *small = a_is_big ? b : a;
    u8 sign_big = a_is_big ? a->sign : sign_b, sign_small = a_is_big ? sign_b : a->sign;
    Decimal aligned, tiny;
    decimal_init(&aligned);
    decimal_init(&tiny);
    i64 exponent = small->exponent;
    if (!decimal_is_zero_coefficient(big)) {
        i64 below = big->exponent - 1;
        if (big->digits <= rules->prec) below += big->digits - rules->prec - 1;
        if (decimal_adjusted(small) < below) {
            decimal_set(&tiny, small->sign, !decimal_is_zero_coefficient(small), below);
            small = &tiny;
            exponent = below;
        }
        if (!decimal_shift_left(&aligned, big, big->exponent - exponent, status)) {
            decimal_set_error(result, CONDITION_NO_MEMORY, status);
            return;
        }
        big = &aligned;
    }
    if (a_is_big)
        add_aligned(result, big, sign_big, small, sign_small, rules, status);
    else
        add_aligned(result, small, sign_small, big, sign_big, rules, status);
    result->exponent = exponent;
    decimal_free(&aligned);
}

static void add_with_sign(Decimal *result, const Decimal *a, const Decimal *b, u8 sign_b, const Rules *rules,
                          u32 *status) {
    if (UNLIKELY(decimal_is_special(a) || decimal_is_special(b))) {
        if (decimal_take_nans(result, a, b, rules, status)) return;
        add_infinities(result, a, b, sign_b, status);
        return;
    }
    add_signed(result, a, b, sign_b, rules, status);
    decimal_finalize(result, rules, status);
}

void decimal_add(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    add_with_sign(result, a, b, b->sign, rules, status);
}
void decimal_subtract(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    add_with_sign(result, a, b, !b->sign, rules, status);
}

/* --- one operand ---------------------------------------------------------------------------------------- */

/* Rounds; a zero becomes positive but where the mode is to go down. */
static void take_signed(Decimal *result, const Decimal *a, u8 sign, const Rules *rules, u32 *status) {
    if (decimal_take_nan(result, a, rules, status) || !decimal_copy(result, a, status)) return;
    result->sign = decimal_is_zero(a) && rules->rounding != ROUND_FLOOR ? 0 : sign;
    decimal_finalize(result, rules, status);
}
void decimal_plus(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    take_signed(result, a, a->sign, rules, status);
}
void decimal_minus(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    take_signed(result, a, !a->sign, rules, status);
}
void decimal_abs(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    if (a->sign)
        decimal_minus(result, a, rules, status);
    else
        decimal_plus(result, a, rules, status);
}

/* --- products ------------------------------------------------------------------------------------------- */

void decimal_multiply_exactly(Decimal *result, const Decimal *a, const Decimal *b, u32 *status) {
    isize count = a->count + b->count;
    if (!decimal_reserve(result, count, status)) return;
    if (a->count == 1 && b->count == 1) {
        result->words[1] = words_multiply_small(result->words, a->words, 1, b->words[0], 0);
    } else if (!words_multiply(result->words, a->words, a->count, b->words, b->count)) {
        decimal_set_error(result, CONDITION_NO_MEMORY, status);
        return;
    }
    result->sign = a->sign ^ b->sign;
    result->kind = DECIMAL_FINITE;
    result->exponent = a->exponent + b->exponent;
    decimal_count_digits(result, count);
}

/* All but rounding. False: the result is special. */
static bool multiply(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    if (UNLIKELY(decimal_is_special(a) || decimal_is_special(b))) {
        if (decimal_take_nans(result, a, b, rules, status)) return false;
        if (decimal_is_zero(a) || decimal_is_zero(b))
            decimal_set_error(result, CONDITION_INVALID_OPERATION, status);
        else
            decimal_set_infinite(result, a->sign ^ b->sign);
        return false;
    }
    decimal_multiply_exactly(result, a, b, status);
    return true;
}

void decimal_multiply(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    if (multiply(result, a, b, rules, status)) decimal_finalize(result, rules, status);
}

void decimal_fma(Decimal *result, const Decimal *a, const Decimal *b, const Decimal *c, const Rules *rules,
                 u32 *status) {
    Decimal product;
    u32 conditions = 0;
    decimal_init(&product);
    multiply(&product, a, b, rules, &conditions);
    if (conditions & CONDITIONS_INVALID)
        decimal_move(result, &product);
    else
        decimal_add(result, &product, c, rules, &conditions);
    *status |= conditions;
    decimal_free(&product);
}
