/* decimal_value.c: a decimal's memory, shifts by digits, and what the rules of a context make of a result.
 *
 * Invariant: no leading zero words (zero itself is one word), `digits` is right, `words` has room for them. */
#include "modules/decimal.h"

/* --- memory --------------------------------------------------------------------------------------------- */

enum { WORDS_MOST = 1 << 28 };

static bool no_memory(Decimal *d, u32 *status) {
    decimal_set_error(d, CONDITION_NO_MEMORY, status);
    return false;
}

/* A larger block, which begins with as many words as are kept. */
static bool grow(Decimal *d, i64 words, isize kept, u32 *status) {
    u64 *block = words < WORDS_MOST ? arena_alloc((usize)words * sizeof *block, BLOCK_RAW) : NULL;
    if (!block) return no_memory(d, status);
    memcpy(block, d->words, (usize)kept * sizeof *block);
    decimal_free(d);
    d->words = block;
    d->room = words;
    return true;
}
bool decimal_reserve(Decimal *d, i64 words, u32 *status) {
    return LIKELY(words <= d->room) || grow(d, words, 0, status);
}
bool decimal_extend(Decimal *d, i64 words, u32 *status) {
    return LIKELY(words <= d->room) || grow(d, words, d->count, status);
}

void decimal_count_digits(Decimal *d, isize count) {
    d->count = isize_max(1, words_trim(d->words, count));
    if (count == 0) d->words[0] = 0;
    d->digits = (d->count - 1) * WORD_DIGITS + word_digits(d->words[d->count - 1]);
}

void decimal_keep_digits(Decimal *d, i64 most) {
    if (d->digits <= most) return;
    isize count = words_for_digits(most);
    if (most % WORD_DIGITS) d->words[count - 1] %= words_power_of_ten[most % WORD_DIGITS];
    decimal_count_digits(d, count);
}

bool decimal_copy(Decimal *result, const Decimal *a, u32 *status) {
    if (result == a) return true;
    if (!decimal_reserve(result, a->count, status)) return false;
    memcpy(result->words, a->words, (usize)a->count * sizeof *a->words);
    result->sign = a->sign;
    result->kind = a->kind;
    result->exponent = a->exponent;
    result->digits = a->digits;
    result->count = a->count;
    return true;
}

void decimal_move(Decimal *result, Decimal *from) {
    decimal_free(result);
    *result = *from;
    if (from->words == from->local) result->words = result->local;
    decimal_init(from);
}

void decimal_set(Decimal *d, u8 sign, u64 coefficient, i64 exponent) {
    d->sign = sign;
    d->kind = DECIMAL_FINITE;
    d->exponent = exponent;
    d->words[0] = coefficient;
    d->count = 1;
    if (coefficient >= WORD_BASE) {
        d->words[0] = coefficient - WORD_BASE;
        d->words[1] = 1;
        d->count = 2;
    }
    d->digits = coefficient >= WORD_BASE ? 20 : word_digits(coefficient);
}

void decimal_set_i64(Decimal *d, i64 value) {
    decimal_set(d, value < 0, value < 0 ? -(u64)value : (u64)value, 0);
}

static void set_special(Decimal *d, u8 sign, DecimalKind kind) {
    d->sign = sign;
    d->kind = (u8)kind;
    d->exponent = 0;
    d->digits = 0;
    d->count = 0;
}
void decimal_set_infinite(Decimal *d, u8 sign) { set_special(d, sign, DECIMAL_INFINITE); }
void decimal_set_nan(Decimal *d, u8 sign, DecimalKind kind) { set_special(d, sign, kind); }
void decimal_set_error(Decimal *d, u32 condition, u32 *status) {
    *status |= condition;
    set_special(d, 0, DECIMAL_QUIET);
}

bool decimal_set_nines(Decimal *d, i64 digits, u32 *status) {
    isize count = words_for_digits(digits);
    if (!decimal_reserve(d, count, status)) return false;
    for (isize i = 0; i < count; i++) d->words[i] = WORD_BASE - 1;
    if (digits % WORD_DIGITS) d->words[count - 1] = words_power_of_ten[digits % WORD_DIGITS] - 1;
    d->kind = DECIMAL_FINITE;
    d->count = count;
    d->digits = digits;
    return true;
}

/* --- shifts, questions ---------------------------------------------------------------------------------- */

bool decimal_shift_left(Decimal *result, const Decimal *a, i64 digits, u32 *status) {
    if (digits == 0 || decimal_is_special(a) || decimal_is_zero_coefficient(a))
        return decimal_copy(result, a, status);
    i64 count = words_for_digits(a->digits + digits);
    isize from = a->count;
    bool room = result == a ? decimal_extend(result, count, status) : decimal_reserve(result, count, status);
    if (!room) return false;
    words_shift_left(result->words, count, a->words, from, digits);
    result->sign = a->sign;
    result->kind = a->kind;
    result->exponent = a->exponent;
    result->digits = a->digits + digits;
    result->count = count;
    return true;
}

int decimal_shift_right(Decimal *d, i64 digits) {
    if (digits == 0 || decimal_is_special(d) || decimal_is_zero_coefficient(d)) return 0;
    if (digits > d->digits) {
        d->words[0] = 0;
        d->count = d->digits = 1;
        return 1;
    }
    int digit = words_shift_right(d->words, d->words, d->count, digits);
    if (digits == d->digits) d->words[0] = 0;
    decimal_count_digits(d, isize_max(1, d->count - digits / WORD_DIGITS));
    return digit;
}

i64 decimal_trailing_zeros(const Decimal *d) { return words_trailing_zeros(d->words); }

bool decimal_is_integer(const Decimal *d) {
    if (decimal_is_special(d)) return false;
    return decimal_is_zero_coefficient(d) || d->exponent >= 0 || decimal_trailing_zeros(d) >= -d->exponent;
}

bool decimal_is_odd(const Decimal *d) {
    if (d->exponent > 0 || decimal_is_zero_coefficient(d)) return false;
    return -d->exponent < d->digits && words_digit(d->words, -d->exponent) % 2 == 1;
}

bool decimal_as_i64(const Decimal *d, i64 *value) {
    if (!decimal_is_integer(d)) return false;
    u64 magnitude = 0;
    *value = 0;
    if (decimal_is_zero_coefficient(d)) return true;
    if (decimal_adjusted(d) > 18) return false;
    for (i64 i = d->digits - 1; i >= 0 && i >= -d->exponent; i--)
        magnitude = magnitude * 10 + (u64)words_digit(d->words, i);
    for (i64 i = 0; i < d->exponent; i++) magnitude *= 10;
    if (magnitude > (u64)INT64_MAX + d->sign) return false;
    *value = d->sign ? (i64) - (i64)(magnitude - 1) - 1 : (i64)magnitude;
    return true;
}

int i64_digits(i64 value) {
    u64 magnitude = value < 0 ? -(u64)value : (u64)value;
    return word_digits(magnitude);
}

/* --- rounding ------------------------------------------------------------------------------------------- */

bool decimal_rounds_up(const Decimal *d, int digit, Rounding rounding) {
    if (digit == 0) return false;
    switch (rounding) {
    case ROUND_UP: return true;
    case ROUND_CEILING: return !d->sign;
    case ROUND_FLOOR: return d->sign;
    case ROUND_HALF_UP: return digit >= 5;
    case ROUND_HALF_DOWN: return digit > 5;
    case ROUND_HALF_EVEN: return digit > 5 || (digit == 5 && decimal_is_odd_coefficient(d));
    case ROUND_05UP: return d->words[0] % 5 == 0;
    default: return false;
    }
}

bool decimal_increment(Decimal *d, u32 *status) {
    if (UNLIKELY(words_add_small(d->words, d->count, 1))) {
        if (!decimal_extend(d, d->count + 1, status)) return false;
        d->words[d->count++] = 1;
    }
    decimal_count_digits(d, d->count);
    return true;
}

/* Which way a value beyond the largest goes: to infinity, or back to the largest. */
static bool overflow_is_infinite(const Decimal *d, Rounding rounding) {
    switch (rounding) {
    case ROUND_DOWN:
    case ROUND_05UP: return false;
    case ROUND_CEILING: return !d->sign;
    case ROUND_FLOOR: return d->sign;
    default: return true;
    }
}

static void overflow(Decimal *d, const Rules *rules, u32 *status) {
    if (decimal_is_zero_coefficient(d)) {
        d->exponent = rules->clamp ? rules_etop(rules) : rules->emax;
        *status |= CONDITION_CLAMPED;
        return;
    }
    if (overflow_is_infinite(d, rules->rounding)) {
        decimal_set_infinite(d, d->sign);
    } else if (decimal_set_nines(d, rules->prec, status)) {
        d->exponent = rules_etop(rules);
    }
    *status |= CONDITION_OVERFLOW | CONDITION_INEXACT | CONDITION_ROUNDED;
}

static void fold_down(Decimal *d, i64 adjusted, const Rules *rules, u32 *status) {
    i64 shift = d->exponent - rules_etop(rules);
    if (!decimal_shift_left(d, d, shift, status)) return;
    d->exponent -= shift;
    *status |= CONDITION_CLAMPED;
    if (!decimal_is_zero_coefficient(d) && adjusted < rules->emin) *status |= CONDITION_SUBNORMAL;
}

static void underflow(Decimal *d, const Rules *rules, u32 *status) {
    i64 etiny = rules_etiny(rules);
    if (decimal_is_zero_coefficient(d)) {
        if (d->exponent >= etiny) return;
        d->exponent = etiny;
        *status |= CONDITION_CLAMPED;
        return;
    }
    *status |= CONDITION_SUBNORMAL;
    if (d->exponent >= etiny) return;
    int digit = decimal_shift_right(d, etiny - d->exponent);
    d->exponent = etiny;
    if (decimal_rounds_up(d, digit, rules->rounding) && !decimal_increment(d, status)) return;
    *status |= CONDITION_ROUNDED;
    if (digit) {
        *status |= CONDITION_INEXACT | CONDITION_UNDERFLOW;
        if (decimal_is_zero_coefficient(d)) *status |= CONDITION_CLAMPED;
    }
}

static void check_exponent(Decimal *d, const Rules *rules, u32 *status) {
    i64 adjusted = decimal_adjusted(d);
    if (UNLIKELY(adjusted > rules->emax))
        overflow(d, rules, status);
    else if (UNLIKELY(rules->clamp && d->exponent > rules_etop(rules)))
        fold_down(d, adjusted, rules, status);
    else if (UNLIKELY(adjusted < rules->emin))
        underflow(d, rules, status);
}

static void check_precision(Decimal *d, const Rules *rules, u32 *status) {
    if (decimal_is_special(d) || d->digits <= rules->prec) return;
    i64 shift = d->digits - rules->prec;
    int digit = decimal_shift_right(d, shift);
    d->exponent += shift;
    *status |= CONDITION_ROUNDED;
    if (digit) *status |= CONDITION_INEXACT;
    if (!decimal_rounds_up(d, digit, rules->rounding) || !decimal_increment(d, status)) return;
    if (d->digits > rules->prec) { /* 99...9 has become 100...0 */
        decimal_shift_right(d, 1);
        d->exponent++;
        check_exponent(d, rules, status);
    }
}

/* The last digits of the payload, as many as fit. */
static void cut_payload(Decimal *d, const Rules *rules) {
    decimal_keep_digits(d, rules->prec - rules->clamp);
    if (decimal_is_zero_coefficient(d)) d->count = d->digits = 0;
}

void decimal_finalize(Decimal *d, const Rules *rules, u32 *status) {
    if (UNLIKELY(decimal_is_special(d))) {
        if (decimal_is_nan(d)) cut_payload(d, rules);
        return;
    }
    check_exponent(d, rules, status);
    check_precision(d, rules, status);
}

void decimal_apply(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    if (decimal_copy(result, a, status)) decimal_finalize(result, rules, status);
}

void decimal_pad(Decimal *d, i64 digits, u32 *status) {
    if (decimal_is_special(d) || decimal_is_zero_coefficient(d) || d->digits >= digits) return;
    i64 shift = digits - d->digits;
    if (decimal_shift_left(d, d, shift, status)) d->exponent -= shift;
}

/* --- NaNs ----------------------------------------------------------------------------------------------- */

bool decimal_take_nan(Decimal *result, const Decimal *a, const Rules *rules, u32 *status) {
    if (!decimal_is_nan(a)) return false;
    if (a->kind == DECIMAL_SIGNALING) *status |= CONDITION_INVALID_OPERATION;
    if (!decimal_copy(result, a, status)) return true;
    result->kind = DECIMAL_QUIET;
    cut_payload(result, rules);
    return true;
}

bool decimal_take_nans(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status) {
    if (!decimal_is_nan(a) && !decimal_is_nan(b)) return false;
    bool second = a->kind != DECIMAL_SIGNALING && (b->kind == DECIMAL_SIGNALING || !decimal_is_nan(a));
    return decimal_take_nan(result, second ? b : a, rules, status);
}
