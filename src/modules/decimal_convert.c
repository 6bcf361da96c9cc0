/* decimal_convert.c: decimals from Python's other numbers, and other numbers from decimals; all exact but for
 * what the context's own rounding is asked for.
 *
 * Between the bases everything is Horner's rule over words: an int's digits are added to words of ten, two at
 * a time, and words of ten to words of 64 bits. */
#include "modules/decimal.h"
#include "object/float.h"
#include "object/int_internal.h"
#include "object/list.h"
#include "object/number_text.h"
#include "object/sequence.h"
#include "object/tuple.h"

#include <math.h>

/* --- from int and float --------------------------------------------------------------------------------- */

/* Appends the carry of a multiplication. */
static void add_word(Decimal *d, u64 carry) {
    if (carry) d->words[d->count++] = carry;
}

static bool set_int(Decimal *d, Ref value, u32 *status) {
    const u32 *digits = AS_INT(value)->digits;
    isize count = int_digit_count(value);
    if (!decimal_reserve(d, count * DIGIT_BITS / 63 + 2, status)) return false;
    decimal_set(d, size_of(value) < 0, 0, 0);
    if (count % 2) {
        count--;
        d->words[0] = digits[count];
    }
    for (isize i = count - 2; i >= 0; i -= 2) {
        u64 pair = (u64)digits[i + 1] << DIGIT_BITS | digits[i];
        add_word(d, words_multiply_small(d->words, d->words, d->count, (u64)1 << (2 * DIGIT_BITS), pair));
    }
    decimal_count_digits(d, d->count);
    return true;
}

/* mantissa * 2**exponent, or with the powers of two in the denominator: m / 2**k = m * 5**k / 10**k. */
static bool set_float(Decimal *d, double value, u32 *status) {
    u8 sign = (u8)(signbit(value) != 0);
    if (isnan(value) || isinf(value)) {
        if (isnan(value))
            decimal_set_nan(d, sign, DECIMAL_QUIET);
        else
            decimal_set_infinite(d, sign);
        return true;
    }
    int exponent;
    u64 mantissa = (u64)(fabs(frexp(value, &exponent)) * 0x1p53);
    exponent -= 53;
    if (mantissa == 0) exponent = 0;
    for (; mantissa && mantissa % 2 == 0 && exponent < 0; exponent++) mantissa /= 2;
    int left = exponent < 0 ? -exponent : exponent;
    if (!decimal_reserve(d, (53 + left * 7 / 3) / 63 + 2, status)) return false;
    decimal_set(d, sign, mantissa, exponent < 0 ? exponent : 0);
    while (left > 0) { /* 5**27 and 2**60 fit a word */
        int most = exponent < 0 ? 27 : 60, step = left < most ? left : most;
        u64 factor = 1;
        for (int i = 0; i < step; i++) factor *= exponent < 0 ? 5 : 2;
        add_word(d, words_multiply_small(d->words, d->words, d->count, factor, 0));
        left -= step;
    }
    decimal_count_digits(d, d->count);
    return true;
}

/* Under the context's rules, or as it is: then what does not fit the widest is invalid. */
static Own settle(Own result, Ref context, bool exact, u32 status) {
    if (!result) return NULL;
    if (exact) {
        if (status & (CONDITION_INEXACT | CONDITION_ROUNDED | CONDITION_CLAMPED))
            decimal_set_error(DECIMAL_VALUE(result), CONDITION_INVALID_OPERATION, &status);
        status &= CONDITIONS_ERRORS;
    } else {
        decimal_finalize(DECIMAL_VALUE(result), CONTEXT_RULES(context), &status);
    }
    return decimal_checked(result, context, status);
}

Own decimal_from_int(Type *type, Ref value, Ref context, bool exact) {
    Own result = decimal_new(type);
    u32 status = 0;
    if (result) set_int(DECIMAL_VALUE(result), value, &status);
    return settle(result, context, exact || size_of(value) == 0, status); /* no rules bear on the int 0 */
}

Own decimal_from_float(Type *type, Ref value, Ref context, bool exact) {
    if (is_int(value)) return decimal_from_int(type, value, context, exact);
    if (!is_float(value)) return error_set(EXC(TypeError), "argument must be int or float");
    Own result = decimal_new(type);
    u32 status = 0;
    if (result) set_float(DECIMAL_VALUE(result), AS_FLOAT(value)->value, &status);
    return settle(result, context, exact, status);
}

/* --- from str ------------------------------------------------------------------------------------------- */

/* Takes white space off both ends, and underscores out. False: MemoryError. */
static bool tidy(NumberChars *chars) {
    while (chars->length > 0 && char_is_space((u8)chars->text[0])) chars->text++, chars->length--;
    while (chars->length > 0 && char_is_space((u8)chars->text[chars->length - 1])) chars->length--;
    return !memchr(chars->text, '_', (usize)chars->length) || number_chars_drop_underscores(chars);
}

/* Where nothing has to be exact, the text is taken as it is: neither white space nor underscores. */
static Own from_str(Type *type, Ref value, Ref context, bool exact) {
    NumberChars chars;
    Rules widest = rules_widest();
    u32 status = 0;
    if (!number_chars_get(value, &chars)) return NULL;
    Own result = !exact || tidy(&chars) ? decimal_new(type) : NULL;
    if (result)
        decimal_parse(DECIMAL_VALUE(result), chars.text, chars.length, exact ? &widest : CONTEXT_RULES(context),
                      &status);
    number_chars_free(&chars);
    return exact ? settle(result, context, true, status) : decimal_checked(result, context, status);
}

/* --- from (sign, digits, exponent) ---------------------------------------------------------------------- */

static void *invalid_tuple(const char *why) { return error_set(EXC(ValueError), "%s", why); }

static bool take_tuple_sign(Ref value, Text *text) {
    i64 sign = is_int(value) ? int_as_i64(value) : -1;
    if (sign == -1 && error_occurred()) return false;
    if (sign != 0 && sign != 1) return invalid_tuple("sign must be an integer with the value 0 or 1");
    if (sign) text_append_char(text, '-');
    return true;
}

/* What stands in the third place: a text that goes before the digits, or an exponent. */
static bool take_tuple_exponent(Ref value, Text *text, i64 *exponent, bool *infinite, bool *special) {
    *exponent = 0;
    *infinite = *special = false;
    if (is_str(value)) {
        *special = true;
        *infinite = str_equal_ascii(value, "F");
        if (*infinite)
            text_append_cstring(text, "Inf");
        else if (str_equal_ascii(value, "n"))
            text_append_cstring(text, "NaN");
        else if (str_equal_ascii(value, "N"))
            text_append_cstring(text, "sNaN");
        else
            return invalid_tuple("string argument in the third position must be 'F', 'n' or 'N'");
        return true;
    }
    if (!is_int(value)) return invalid_tuple("exponent must be an integer");
    *exponent = int_as_isize(value);
    return *exponent != -1 || !error_occurred();
}

static bool take_tuple_digits(Ref digits, Text *text, bool special) {
    if (tuple_length(digits) == 0 && !special) text_append_char(text, '0');
    for (isize i = 0; i < tuple_length(digits); i++) {
        Ref item = tuple_get(digits, i);
        i64 digit = is_int(item) ? int_as_i64(item) : -1;
        if (digit == -1 && error_occurred()) return false;
        if (digit < 0 || digit > 9) return invalid_tuple("coefficient must be a tuple of digits");
        text_append_char(text, (char)('0' + digit));
    }
    return true;
}

/* A tuple is written out as a numeric string. */
static Own tuple_to_str(Ref parts) {
    Text text = text_new(TEXT_IN_ARENA);
    Own digits = NULL, result = NULL;
    i64 exponent;
    bool infinite, special;
    if (tuple_length(parts) != 3) {
        invalid_tuple("argument must be a sequence of length 3");
    } else if (take_tuple_sign(tuple_get(parts, 0), &text) &&
               take_tuple_exponent(tuple_get(parts, 2), &text, &exponent, &infinite, &special)) {
        Ref given = tuple_get(parts, 1);
        digits = is_list(given) ? tuple_from_iterable(given) : is_tuple(given) ? own(given) : NULL;
        if (!digits && !error_occurred()) invalid_tuple("coefficient must be a tuple of digits");
        if (digits && (infinite || take_tuple_digits(digits, &text, special))) {
            if (!special) text_append_format(&text, "E%ld", (long)exponent);
            result = text.failed ? error_memory() : str_from_ascii(text_cstring(&text), text.length);
        }
    }
    release_maybe(digits);
    text_free(&text);
    return result;
}

static Own from_sequence(Type *type, Ref value, Ref context, bool exact) {
    Own parts = tuple_from_iterable(value), text = parts ? tuple_to_str(parts) : NULL;
    Own result = text ? from_str(type, text, context, exact) : NULL;
    release_maybe(parts);
    release_maybe(text);
    return result;
}

/* --- from anything -------------------------------------------------------------------------------------- */

static Own from_decimal(Type *type, Ref value, Ref context, bool exact) {
    const Decimal *given = DECIMAL_VALUE(value);
    const Rules *rules = CONTEXT_RULES(context);
    u32 status = 0;
    if (exact && type == MODULE_TYPE(DECIMAL) && is_exact_decimal(value)) return own(value);
    Own result = decimal_new(type);
    if (!result) return NULL;
    if (!exact && decimal_is_nan(given) && given->digits > rules->prec - rules->clamp) {
        decimal_set_error(DECIMAL_VALUE(result), CONDITION_CONVERSION_SYNTAX, &status);
        return decimal_checked(result, context, status);
    }
    decimal_copy(DECIMAL_VALUE(result), given, &status);
    return settle(result, context, exact, status);
}

Own decimal_from_object(Type *type, Ref value, Ref context, bool exact) {
    if (!value) {
        Own zero = decimal_new(type);
        if (zero) decimal_set(DECIMAL_VALUE(zero), 0, 0, 0);
        return settle(zero, context, exact, 0);
    }
    if (is_decimal(value)) return from_decimal(type, value, context, exact);
    if (is_str(value)) return from_str(type, value, context, exact);
    if (is_int(value)) return decimal_from_int(type, value, context, exact);
    if (is_tuple(value) || is_list(value)) return from_sequence(type, value, context, exact);
    if (is_float(value)) {
        if (!context_add_status(context, CONDITION_FLOAT_OPERATION)) return NULL;
        return decimal_from_float(type, value, context, exact);
    }
    return error_set(EXC(TypeError), "conversion from %s to Decimal is not supported", type_of(value)->name);
}

/* --- to int --------------------------------------------------------------------------------------------- */

/* The coefficient as an int. */
static Own coefficient_to_int(const Decimal *d) {
    isize most = d->count + 1, used = 0;
    u64 *wide = arena_alloc((usize)most * sizeof *wide, BLOCK_RAW);
    if (!wide) return error_memory();
    for (isize i = d->count - 1; i >= 0; i--) {
        u64 carry = d->words[i];
        for (isize k = 0; k < used; k++) {
            u128 sum = (u128)wide[k] * WORD_BASE + carry;
            wide[k] = (u64)sum;
            carry = (u64)(sum >> 64);
        }
        if (carry) wide[used++] = carry;
    }
    isize digits = (used * 64 + DIGIT_BITS - 1) / DIGIT_BITS;
    Own result = int_new(isize_max(1, digits));
    u32 *out = result ? AS_INT(result)->digits : NULL;
    if (result) out[0] = 0;
    for (isize i = 0; result && i < digits; i++) {
        isize bit = i * DIGIT_BITS, at = bit / 64, offset = bit % 64;
        u64 low = wide[at] >> offset;
        if (offset > 64 - DIGIT_BITS && at + 1 < used) low |= wide[at + 1] << (64 - offset);
        out[i] = (u32)low & DIGIT_MASK;
    }
    arena_free(wide);
    return result ? int_normalize(result) : NULL;
}

static Own to_int(const Decimal *d, Ref context, Rounding rounding) {
    Rules rules = rules_widest();
    rules.rounding = rounding;
    u32 status = 0;
    Decimal whole;
    decimal_init(&whole);
    decimal_rescale(&whole, d, 0, &rules, &status);
    Own result = NULL;
    if (context_add_status(context, status & CONDITIONS_ERRORS)) result = coefficient_to_int(&whole);
    if (result && whole.sign) {
        Own negative = int_negative(result);
        release(result);
        result = negative;
    }
    decimal_free(&whole);
    return result;
}

Own decimal_to_int(Ref self, Ref context, Rounding rounding) {
    const Decimal *d = DECIMAL_VALUE(self);
    if (decimal_is_nan(d)) return error_set(EXC(ValueError), "cannot convert NaN to integer");
    if (decimal_is_infinite(d)) return error_set(EXC(OverflowError), "cannot convert Infinity to integer");
    return to_int(d, context, rounding);
}

/* --- to float, tuple, ratio ----------------------------------------------------------------------------- */

Own decimal_to_float(Ref self) {
    const Decimal *d = DECIMAL_VALUE(self);
    if (decimal_is_nan(d)) {
        if (d->kind == DECIMAL_SIGNALING)
            return error_set(EXC(ValueError), "cannot convert signaling NaN to float");
        return float_from_double(d->sign ? -NAN : NAN);
    }
    Own text = decimal_to_str(d, NOTATION_SCIENTIFIC, true);
    if (!text) return NULL;
    const char *end;
    double value = double_from_text(str_data(text), str_length(text), &end);
    release(text);
    return float_from_double(value);
}

static Own tuple_of_digits(const Decimal *d) {
    if (decimal_is_infinite(d)) return tuple_take(1, int_from_i64(0));
    Own digits = tuple_new(d->digits);
    for (i64 i = 0; digits && i < d->digits; i++)
        tuple_fill(digits, d->digits - 1 - i, int_from_i64(words_digit(d->words, i)));
    return digits;
}

Own decimal_to_tuple(Ref self) {
    const Decimal *d = DECIMAL_VALUE(self);
    static const char *const names[] = {
        [DECIMAL_INFINITE] = "F", [DECIMAL_QUIET] = "n", [DECIMAL_SIGNALING] = "N"};
    Own exponent = decimal_is_special(d) ? str_intern_cstring(names[d->kind]) : int_from_i64(d->exponent);
    Own digits = exponent ? tuple_of_digits(d) : NULL, sign = digits ? int_from_i64(d->sign) : NULL;
    Own result = sign ? object_call_args(decimal_state()->decimal_tuple, 3, sign, digits, exponent) : NULL;
    release_maybe(exponent);
    release_maybe(digits);
    release_maybe(sign);
    return result;
}

/* numerator / 10**places in lowest terms. Consumes the numerator. */
static Own reduced_ratio(Own numerator, i64 places) {
    Own ten = int_from_i64(10), exponent = int_from_i64(places);
    Own denominator = ten && exponent ? int_power(ten, exponent, None) : NULL;
    Own divisor = denominator ? int_gcd(numerator, denominator) : NULL;
    Own above = divisor ? int_floor_divide(numerator, divisor) : NULL;
    Own below = above ? int_floor_divide(denominator, divisor) : NULL;
    release(numerator);
    release_maybe(ten);
    release_maybe(exponent);
    release_maybe(denominator);
    release_maybe(divisor);
    return tuple_take(2, above, below);
}

Own decimal_to_ratio(Ref self) {
    const Decimal *d = DECIMAL_VALUE(self);
    if (decimal_is_nan(d)) return error_set(EXC(ValueError), "cannot convert NaN to integer ratio");
    if (decimal_is_infinite(d))
        return error_set(EXC(OverflowError), "cannot convert Infinity to integer ratio");
    Ref context = context_current();
    if (!context) return NULL;
    if (decimal_is_zero_coefficient(d)) return tuple_take(2, int_from_i64(0), int_from_i64(1));
    Decimal scaled;
    u32 status = 0;
    decimal_init(&scaled);
    if (!decimal_copy(&scaled, d, &status)) return error_memory();
    if (d->exponent < 0) scaled.exponent = 0;
    Own numerator = to_int(&scaled, context, ROUND_DOWN);
    decimal_free(&scaled);
    return numerator ? reduced_ratio(numerator, d->exponent < 0 ? -d->exponent : 0) : NULL;
}

/* --- hash ----------------------------------------------------------------------------------------------- */

#define HASH_MODULUS (((u64)1 << 61) - 1)
enum { HASH_INFINITY = 314159 };

static u64 multiply_for_hash(u64 a, u64 b) { return (u64)((u128)a * b % HASH_MODULUS); }

/* The coefficient times a power of ten, modulo the prime all numbers are hashed by. */
static isize hash_finite(const Decimal *d) {
    u64 hash = 0, power = 10, steps = (u64)(d->exponent % (i64)(HASH_MODULUS - 1));
    if (d->exponent % (i64)(HASH_MODULUS - 1) < 0) steps += HASH_MODULUS - 1;
    for (isize i = d->count - 1; i >= 0; i--)
        hash = (u64)(((u128)hash * WORD_BASE + d->words[i]) % HASH_MODULUS);
    for (; steps; steps >>= 1, power = multiply_for_hash(power, power))
        if (steps & 1) hash = multiply_for_hash(hash, power);
    return d->sign ? -(isize)hash : (isize)hash;
}

isize decimal_hash(Ref self) {
    DecimalObject *object = AS_DECIMAL(self);
    const Decimal *d = &object->value;
    if (object->hash != -1) return object->hash;
    if (d->kind == DECIMAL_SIGNALING) {
        error_set(EXC(TypeError), "Cannot hash a signaling NaN value");
        return -1;
    }
    isize hash = decimal_is_nan(d)        ? object_identity_hash(self)
                 : decimal_is_infinite(d) ? (d->sign ? -HASH_INFINITY : HASH_INFINITY)
                                          : hash_finite(d);
    object->hash = hash == -1 ? -2 : hash;
    return object->hash;
}

/* --- comparison with other numbers ---------------------------------------------------------------------- */

/* The attribute of a rational, an int, as a decimal. */
static Own rational_part(Ref rational, const char *name, Ref context) {
    Own key = str_intern_cstring(name), part = key ? object_get_attribute(rational, key) : NULL, result = NULL;
    if (part && !is_int(part))
        error_set(EXC(TypeError), "conversion from %s to Decimal is not supported", type_of(part)->name);
    else if (part)
        result = decimal_from_int(MODULE_TYPE(DECIMAL), part, context, true);
    release_maybe(key);
    release_maybe(part);
    return result;
}

/* self * rational.denominator: instead of dividing the numerator. */
static Own scaled_by_denominator(Ref self, Ref rational, Ref context) {
    Own denominator = rational_part(rational, "denominator", context);
    Own result = denominator ? decimal_new_exact() : NULL;
    u32 status = 0;
    if (result) {
        decimal_multiply_exactly(DECIMAL_VALUE(result), DECIMAL_VALUE(self), DECIMAL_VALUE(denominator),
                                 &status);
        if (status) {
            error_set(EXC(ValueError), "exact conversion for comparison failed");
            slot_clear(&result);
        }
    }
    release_maybe(denominator);
    return result;
}

/* A float as an operand is noted in the context; it is an error only where order is asked for. */
static Own float_operand(double value, Ref context, bool equality) {
    if (!equality && !context_add_status(context, CONDITION_FLOAT_OPERATION)) return NULL;
    CONTEXT_RULES(context)->status |= CONDITION_FLOAT_OPERATION;
    Own number = float_from_double(value);
    Own result = number ? decimal_from_float(MODULE_TYPE(DECIMAL), number, context, true) : NULL;
    release_maybe(number);
    return result;
}

/* What `right` is as a decimal; *left is replaced where both have to be scaled. NULL raised, or
 * NotImplemented. */
static Own comparable(Own *left, Ref right, bool equality, Ref context) {
    if (is_decimal(right)) return own(right);
    if (is_int(right)) return decimal_from_int(MODULE_TYPE(DECIMAL), right, context, true);
    if (is_complex(right) && equality) {
        if (AS_COMPLEX(right)->imag != 0.0) return own_not_implemented();
        return float_operand(AS_COMPLEX(right)->real, context, true);
    }
    if (is_float(right)) return float_operand(AS_FLOAT(right)->value, context, equality);
    int rational = object_is_instance(right, decimal_state()->rational);
    if (rational <= 0) return rational < 0 ? NULL : own_not_implemented();
    Own result = rational_part(right, "numerator", context);
    if (result && !decimal_is_special(DECIMAL_VALUE(*left))) {
        Own scaled = scaled_by_denominator(*left, right, context);
        if (!scaled)
            slot_clear(&result);
        else
            slot_set(left, scaled);
    }
    return result;
}

/* Unordered: what involves a NaN. Only == and != of quiet ones pass silently. */
static Own compare_nans(const Decimal *a, const Decimal *b, CompareOp op, Ref context) {
    bool signaling = a->kind == DECIMAL_SIGNALING || b->kind == DECIMAL_SIGNALING;
    bool equality = op == COMPARE_EQ || op == COMPARE_NE;
    if ((signaling || !equality) && !context_add_status(context, CONDITION_INVALID_OPERATION)) return NULL;
    return own_bool(op == COMPARE_NE);
}

Own decimal_compare_objects(Ref left, Ref right, CompareOp op) {
    Ref context = context_current();
    if (!context) return NULL;
    Own a = own(left), b = comparable(&a, right, op == COMPARE_EQ || op == COMPARE_NE, context);
    Own result = NULL;
    if (b == NotImplemented) {
        result = own_not_implemented();
    } else if (b) {
        const Decimal *x = DECIMAL_VALUE(a), *y = DECIMAL_VALUE(b);
        result = decimal_is_nan(x) || decimal_is_nan(y)
                     ? compare_nans(x, y, op, context)
                     : own_bool(sequence_compare_lengths(decimal_order(x, y), 0, op));
    }
    release_maybe(b);
    release(a);
    return result;
}
