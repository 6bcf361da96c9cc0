/* int_bits.c: shifts and bitwise operators.
 *
 * A negative int behaves as two's complement with endless ones to the left: ~x is -x - 1. Of a negative
 * operand the complement is taken digit by digit, the operation done, and where its result is negative, the
 * complement taken back. */
#include "object/error.h"
#include "object/int_digits.h"
#include "object/int_internal.h"

/* --- shifts ----------------------------------------------------------------------------------------------- */

/* Takes a number of bits apart: whole digits and the rest. More than memory could hold counts as the most
 * digits that there can be. False: negative, ValueError. */
static bool split_shift(Ref by, isize *digits, int *bits) {
    if (size_of(by) < 0) {
        error_set(EXC(ValueError), "negative shift count");
        return false;
    }
    int overflow;
    i64 count = int_as_i64_overflow(by, &overflow);
    if (overflow) {
        /* a count of 64 bits and more may still be a number of digits that fits */
        isize length = int_bit_length(by);
        *digits = ISIZE_MAX / (isize)sizeof(u32);
        *bits = 0;
        if (length > 67) return true;
        __extension__ unsigned __int128 wide = 0;
        for (isize i = int_digit_count(by) - 1; i >= 0; i--) wide = wide << DIGIT_BITS | AS_INT(by)->digits[i];
        if (wide / DIGIT_BITS < (u64)*digits) {
            *digits = (isize)(wide / DIGIT_BITS);
            *bits = (int)(wide % DIGIT_BITS);
        }
        return true;
    }
    *digits = count / DIGIT_BITS;
    *bits = (int)(count % DIGIT_BITS);
    return true;
}

Own int_lshift(Ref a, Ref b) {
    isize whole;
    int bits;
    if (size_of(b) >= 0 && size_of(a) == 0) return int_from_i64(0);
    if (!split_shift(b, &whole, &bits)) return NULL;
    if (whole == 0 && int_is_compact(a)) return int_from_i64(int_compact_value(a) * ((i64)1 << bits));
    isize count = int_digit_count(a), total = count + whole + 1;
    Own result = int_new(total);
    if (!result) return NULL;
    u32 *digits = AS_INT(result)->digits;
    memset(digits, 0, (usize)whole * sizeof *digits);
    digits[total - 1] = digits_shift_left(digits + whole, AS_INT(a)->digits, count, bits);
    if (size_of(a) < 0) int_set_size(result, -total);
    return int_normalize(result);
}

Own int_rshift(Ref a, Ref b) {
    isize whole;
    int bits;
    if (size_of(b) >= 0 && size_of(a) == 0) return int_from_i64(0);
    if (!split_shift(b, &whole, &bits)) return NULL;
    isize count = int_digit_count(a);
    bool negative = size_of(a) < 0;
    if (whole >= count) return int_from_i64(negative ? -1 : 0);
    if (int_is_compact(a)) return int_from_i64(int_compact_value(a) >> bits);
    Own result = int_new(count - whole + 1);
    if (!result) return NULL;
    u32 *digits = AS_INT(result)->digits;
    const u32 *source = AS_INT(a)->digits;
    bool lost = digits_shift_right(digits, source + whole, count - whole, bits) != 0;
    for (isize i = 0; i < whole && !lost; i++) lost = source[i] != 0;
    digits[count - whole] = 0;
    if (negative) { /* rounds down: away from zero */
        static const u32 one = 1;
        if (lost) digits_add(digits, digits, count - whole + 1, &one, 1);
        int_set_size(result, -(count - whole + 1));
    }
    return int_normalize(result);
}

/* --- and, or, xor ----------------------------------------------------------------------------------------- */

static void complement(u32 *z, isize count) {
    u32 carry = 1;
    for (isize i = 0; i < count; i++) {
        carry += z[i] ^ DIGIT_MASK;
        z[i] = carry & DIGIT_MASK;
        carry >>= DIGIT_BITS;
    }
}

/* a in two's complement, `count` digits, more than a has. */
static void spread(u32 *z, Ref a, isize count) {
    isize own_count = int_digit_count(a);
    memcpy(z, AS_INT(a)->digits, (usize)own_count * sizeof *z);
    memset(z + own_count, 0, (usize)(count - own_count) * sizeof *z);
    if (size_of(a) < 0) complement(z, count);
}

static void combine(u32 *z, const u32 *other, isize count, char operator) {
    switch (operator) {
    case '&':
        for (isize i = 0; i < count; i++) z[i] &= other[i];
        break;
    case '|':
        for (isize i = 0; i < count; i++) z[i] |= other[i];
        break;
    default:
        for (isize i = 0; i < count; i++) z[i] ^= other[i];
    }
}

static Own bitwise_long(Ref a, Ref b, char operator) {
    isize count = isize_max(int_digit_count(a), int_digit_count(b)) + 1;
    Own result = int_new(count), other = result ? int_new(count) : NULL;
    if (!other) {
        release_maybe(result);
        return NULL;
    }
    u32 *digits = AS_INT(result)->digits;
    spread(digits, a, count);
    spread(AS_INT(other)->digits, b, count);
    combine(digits, AS_INT(other)->digits, count, operator);
    release(other);
    if (digits[count - 1] >> (DIGIT_BITS - 1)) { /* the sign */
        complement(digits, count);
        int_set_size(result, -count);
    }
    return int_normalize(result);
}

Own int_bit_and(Ref a, Ref b) {
    if (int_is_compact(a) && int_is_compact(b))
        return int_from_i64(int_compact_value(a) & int_compact_value(b));
    return bitwise_long(a, b, '&');
}

Own int_bit_or(Ref a, Ref b) {
    if (int_is_compact(a) && int_is_compact(b))
        return int_from_i64(int_compact_value(a) | int_compact_value(b));
    return bitwise_long(a, b, '|');
}

Own int_bit_xor(Ref a, Ref b) {
    if (int_is_compact(a) && int_is_compact(b))
        return int_from_i64(int_compact_value(a) ^ int_compact_value(b));
    return bitwise_long(a, b, '^');
}
