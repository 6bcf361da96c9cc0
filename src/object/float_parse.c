/* float_parse.c: from text to the nearest double.
 *
 * Up to 19 digits and an exponent decide nearly always: exactly in doubles where both are small, else by
 * Eisel and Lemire's method, one multiplication by a power of ten's leading bits that knows when it is not
 * sure. What is left (longer numbers near the middle between two doubles, subnormal ones) is divided out in
 * integers on the C stack: more than 770 digits never matter but for whether one of the rest is not zero. */
#include "object/float.h"
#include "object/power_of_ten_table.h"

#include <math.h>

__extension__ typedef unsigned __int128 u128;

enum { MOST_DIGITS = 770, BIG_WORDS = 176 };

/* A decimal as it was read: digits * 10**exponent. */
typedef struct Decimal {
    int count; /* digits kept, without leading zeros */
    bool more; /* digits were dropped that were not all zero */
    i64 exponent;
    u64 leading; /* the first 19 digits as a number */
    u8 digits[MOST_DIGITS];
} Decimal;

/* --- reading ---------------------------------------------------------------------------------------------- */

typedef struct Reader {
    const char *at, *end;
    bool underscores; /* are skipped */
} Reader;

static int next_digit(Reader *reader) {
    while (reader->underscores && reader->at < reader->end && *reader->at == '_') reader->at++;
    if (reader->at == reader->end || *reader->at < '0' || *reader->at > '9') return -1;
    return *reader->at++ - '0';
}

static void keep_digit(Decimal *decimal, int digit) {
    if (decimal->count == 0 && digit == 0) return;
    if (decimal->count < MOST_DIGITS) {
        if (decimal->count < 19) decimal->leading = decimal->leading * 10 + (u64)digit;
        decimal->digits[decimal->count++] = (u8)digit;
    } else {
        decimal->more |= digit != 0;
        decimal->exponent++;
    }
}

/* Digits, a point among them. False: not one digit. */
static bool read_mantissa(Reader *reader, Decimal *decimal) {
    bool any = false;
    for (int digit; (digit = next_digit(reader)) >= 0; any = true) keep_digit(decimal, digit);
    if (reader->at < reader->end && *reader->at == '.') {
        const char *point = reader->at++;
        int digit = next_digit(reader);
        if (!any && digit < 0) {
            reader->at = point;
            return false;
        }
        for (; digit >= 0; digit = next_digit(reader)) {
            keep_digit(decimal, digit);
            decimal->exponent--;
        }
        any = true;
    }
    return any;
}

/* e+12; where no digit follows, nothing is read. */
static void read_exponent(Reader *reader, Decimal *decimal) {
    Reader start = *reader;
    if (reader->at == reader->end || (*reader->at | 0x20) != 'e') return;
    reader->at++;
    bool negative = reader->at < reader->end && *reader->at == '-';
    if (negative || (reader->at < reader->end && *reader->at == '+')) reader->at++;
    i64 exponent = 0;
    int digit = next_digit(reader);
    if (digit < 0) {
        *reader = start;
        return;
    }
    /* a text can't hold so many digits that a larger exponent would bring it back into range */
    for (; digit >= 0; digit = next_digit(reader))
        if (exponent < (i64)1 << 50) exponent = exponent * 10 + digit;
    decimal->exponent += negative ? -exponent : exponent;
}

/* --- exact, in large integers ----------------------------------------------------------------------------- */

typedef struct Big {
    int count;
    u32 words[BIG_WORDS];
} Big;

static void big_multiply_add(Big *big, u32 factor, u32 addend) {
    u64 carry = addend;
    for (int i = 0; i < big->count; i++) {
        carry += (u64)big->words[i] * factor;
        big->words[i] = (u32)carry;
        carry >>= 32;
    }
    if (carry) big->words[big->count++] = (u32)carry;
}

static void big_multiply_power_of_five(Big *big, int exponent) {
    for (; exponent >= 13; exponent -= 13) big_multiply_add(big, 1220703125, 0); /* 5**13 */
    for (; exponent > 0; exponent--) big_multiply_add(big, 5, 0);
}

static void big_shift_left(Big *big, int bits) {
    int words = bits / 32, rest = bits % 32;
    if (rest) big_multiply_add(big, (u32)1 << rest, 0);
    if (!words || !big->count) return;
    memmove(big->words + words, big->words, (usize)big->count * sizeof(u32));
    memset(big->words, 0, (usize)words * sizeof(u32));
    big->count += words;
}

static int big_bit_length(const Big *big) {
    return big->count ? big->count * 32 - __builtin_clz(big->words[big->count - 1]) : 0;
}

static int big_compare(const Big *a, const Big *b) {
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    for (int i = a->count - 1; i >= 0; i--)
        if (a->words[i] != b->words[i]) return a->words[i] < b->words[i] ? -1 : 1;
    return 0;
}

/* a -= b, a >= b */
static void big_subtract(Big *a, const Big *b) {
    u64 borrow = 0;
    for (int i = 0; i < a->count; i++) {
        borrow = (u64)a->words[i] - (i < b->count ? b->words[i] : 0) - borrow;
        a->words[i] = (u32)borrow;
        borrow = borrow >> 63;
    }
    while (a->count && a->words[a->count - 1] == 0) a->count--;
}

/* floor(a / b), below 2**56; a becomes the remainder. Bit by bit: a < b * 2**56. */
static u64 big_divide(Big *a, Big *b) {
    u64 quotient = 0;
    enum { BITS = 56 };
    big_shift_left(b, BITS);
    for (int i = 0; i < BITS; i++) { /* doubling a is cheaper than halving b */
        big_multiply_add(a, 2, 0);
        quotient *= 2;
        if (big_compare(a, b) >= 0) {
            big_subtract(a, b);
            quotient++;
        }
    }
    return quotient;
}

/* The nearest double to (mantissa + something below 1, which is 0 unless `inexact`) * 2**exponent. */
static double round_to_double(u64 mantissa, int exponent, bool inexact) {
    int length = 64 - __builtin_clzll(mantissa);
    int lowest = length + exponent - 53 > -1074 ? length + exponent - 53 : -1074; /* the last bit's exponent */
    int drop = lowest - exponent;
    if (drop <= 0) return ldexp((double)mantissa, exponent);
    if (drop >= 64) return 0.0;
    u64 half = (u64)1 << (drop - 1), low = mantissa & (half * 2 - 1);
    u64 kept = mantissa >> drop;
    if (low > half || (low == half && (inexact || kept % 2))) kept++;
    return ldexp((double)kept, lowest);
}

static double exact_double(const Decimal *decimal) {
    Big numerator = {0}, denominator = {.count = 1, .words = {1}};
    for (int i = 0; i < decimal->count; i++) big_multiply_add(&numerator, 10, decimal->digits[i]);
    int exponent = (int)decimal->exponent;
    if (decimal->more) { /* a last digit 1 stands for all that was dropped */
        big_multiply_add(&numerator, 10, 1);
        exponent--;
    }
    /* 10**e = 5**e * 2**e */
    big_multiply_power_of_five(exponent < 0 ? &denominator : &numerator, exponent < 0 ? -exponent : exponent);
    /* a quotient of 54 or 55 bits */
    int shift = 54 - (big_bit_length(&numerator) - big_bit_length(&denominator));
    big_shift_left(shift >= 0 ? &numerator : &denominator, shift >= 0 ? shift : -shift);
    u64 quotient = big_divide(&numerator, &denominator);
    return round_to_double(quotient, exponent - shift, numerator.count != 0);
}

/* --- fast ------------------------------------------------------------------------------------------------- */

/* Both the digits and the power of ten are exact doubles: one rounding. */
static bool small_double(u64 digits, i64 exponent, double *result) {
    static const double powers[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (digits >> 53 || exponent < -22 || exponent > 22) return false;
    *result = exponent < 0 ? (double)digits / powers[-exponent] : (double)digits * powers[exponent];
    return true;
}

/* Eisel and Lemire: digits * 10**exponent for a normal double, unless it is too near to a middle. */
static bool likely_double(u64 digits, int exponent, double *result) {
    int zeros = __builtin_clzll(digits);
    digits <<= zeros;
    PowerOfTen power = power_of_ten_table[exponent - POWER_OF_TEN_FIRST];
    u128 product = (u128)digits * power.high;
    u64 high = (u64)(product >> 64), low = (u64)product;
    if ((high & 0x1FF) == 0x1FF && low + digits < digits) { /* the power's other bits could carry up to here */
        u128 more = (u128)digits * power.low;
        u64 merged = low + (u64)(more >> 64);
        high += merged < low;
        low = merged;
        if ((high & 0x1FF) == 0x1FF && low == UINT64_MAX && (u64)more + digits < digits) return false;
    }
    int top = (int)(high >> 63);
    u64 mantissa = high >> (top + 9); /* 54 bits: one to round by */
    if (low == 0 && (high & 0x1FF) == 0 && (mantissa & 3) == 1)
        return false; /* exactly in the middle, perhaps */
    i64 biased = ((217706 * (i64)exponent) >> 16) + 64 + 1023 - zeros - (1 - top);
    mantissa = (mantissa + (mantissa & 1)) >> 1;
    if (mantissa >> 53) {
        mantissa >>= 1;
        biased++;
    }
    if (biased < 1 || biased >= 0x7FF) return false;
    u64 bits = (u64)biased << 52 | (mantissa & (((u64)1 << 52) - 1));
    memcpy(result, &bits, sizeof bits);
    return true;
}

static double decimal_to_double(const Decimal *decimal) {
    if (decimal->count == 0) return 0.0;
    i64 magnitude = decimal->count + decimal->exponent; /* the value is below 10**magnitude */
    if (magnitude > 309) return HUGE_VAL;
    if (magnitude < -323) return 0.0; /* less than half of the smallest double */
    double result, above;
    if (decimal->count <= 19) {
        if (small_double(decimal->leading, decimal->exponent, &result)) return result;
        if (decimal->exponent >= POWER_OF_TEN_FIRST &&
            likely_double(decimal->leading, (int)decimal->exponent, &result))
            return result;
    } else {
        i64 exponent = decimal->exponent + decimal->count - 19;
        /* sure where 19 digits, and these plus one, give the same */
        if (likely_double(decimal->leading, (int)exponent, &result) &&
            likely_double(decimal->leading + 1, (int)exponent, &above) && result == above)
            return result;
    }
    return exact_double(decimal);
}

/* --- texts ------------------------------------------------------------------------------------------------ */

/* `word` in small letters. */
static bool skip_word(Reader *reader, const char *word) {
    isize length = (isize)strlen(word);
    if (reader->end - reader->at < length) return false;
    for (isize i = 0; i < length; i++)
        if ((reader->at[i] | 0x20) != word[i]) return false;
    reader->at += length;
    return true;
}

static bool read_number(Reader *reader, double *result) {
    Decimal decimal; /* its digits need no initial value */
    decimal.count = 0;
    decimal.more = false;
    decimal.exponent = 0;
    decimal.leading = 0;
    if (!read_mantissa(reader, &decimal)) return false;
    read_exponent(reader, &decimal);
    *result = decimal_to_double(&decimal);
    return true;
}

double double_from_text(const char *text, isize length, const char **end) {
    Reader reader = {text, text + length, false};
    bool negative = length > 0 && *text == '-';
    if (negative || (length > 0 && *text == '+')) reader.at++;
    double result = 0.0;
    if (skip_word(&reader, "infinity") || skip_word(&reader, "inf"))
        result = HUGE_VAL;
    else if (skip_word(&reader, "nan"))
        result = (double)NAN;
    else if (!read_number(&reader, &result))
        reader.at = text;
    if (end) *end = reader.at;
    return negative && reader.at != text ? -result : result;
}

double double_from_literal(const char *text, isize length) {
    Reader reader = {text, text + length, true};
    double result = 0.0;
    read_number(&reader, &result);
    return result;
}
