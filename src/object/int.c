/* int.c: making ints, and reading them as C numbers.
 *
 * Invariant: an int that anybody can see has no leading zero digit, and one of -5..256 is the one that stands
 * in the root (its subclasses' instances aside). So every function that makes an int ends with int_normalize,
 * or with a constructor from a C number. */
#include "object/error.h"
#include "object/int_digits.h"
#include "object/int_internal.h"

#include <math.h>

#define MOST_DIGITS ((ISIZE_MAX - (isize)offsetof(Int, digits)) / (isize)sizeof(u32))

/* --- making ----------------------------------------------------------------------------------------------- */

Own int_new(isize digits) {
    if (digits > MOST_DIGITS) return error_set(EXC(OverflowError), "too many digits in integer");
    if (digits <= 1) return int_new_compact_of(digits, INT_BY_DIGITS);
    Own fresh = plain_new(TYPE(INT), int_object_size(digits));
    if (fresh) int_set_size(fresh, digits);
    return fresh;
}

Own int_normalize(Own fresh) {
    isize count = int_digit_count(fresh);
    isize trimmed = digits_trim(AS_INT(fresh)->digits, count);
    if (trimmed != count) int_set_size(fresh, size_of(fresh) < 0 ? -trimmed : trimmed);
    if (trimmed <= 1) {
        i64 value = int_compact_value(fresh);
        if (int_is_small(value)) {
            release(fresh);
            return int_small(value);
        }
    }
    return fresh;
}

static Own from_magnitude(u64 magnitude, bool negative, bool from_long) {
    isize count = magnitude < DIGIT_BASE ? 1 : magnitude >> (2 * DIGIT_BITS) ? 3 : 2;
    Own fresh = count == 1 && from_long ? int_new_compact(1) : int_new(count);
    if (!fresh) return NULL;
    if (negative) int_set_size(fresh, -count);
    u32 *digits = AS_INT(fresh)->digits;
    digits[0] = (u32)magnitude & DIGIT_MASK;
    if (count > 1) digits[1] = (u32)(magnitude >> DIGIT_BITS) & DIGIT_MASK;
    if (count > 2) digits[2] = (u32)(magnitude >> (2 * DIGIT_BITS));
    return fresh;
}

Own int_from_i64(i64 value) {
    if (int_is_small(value)) return int_small(value);
    return from_magnitude(value < 0 ? -(u64)value : (u64)value, value < 0, true);
}

Own int_from_u64(u64 value) {
    if (value <= SMALL_INT_MAX) return int_small((i64)value);
    return from_magnitude(value, false, false);
}

Own int_from_isize(isize value) { return int_from_i64(value); }

Own int_from_double(double value) {
    if (isinf(value)) return error_set(EXC(OverflowError), "cannot convert float infinity to integer");
    if (isnan(value)) return error_set(EXC(ValueError), "cannot convert float NaN to integer");
    if (value > -9.0e18 && value < 9.0e18) return int_from_i64((i64)value);
    int exponent; /* |value| = fraction * 2**exponent, and it is whole */
    double fraction = frexp(fabs(value), &exponent);
    isize count = (exponent - 1) / DIGIT_BITS + 1;
    Own fresh = int_new(count);
    if (!fresh) return NULL;
    fraction = ldexp(fraction, (exponent - 1) % DIGIT_BITS + 1);
    for (isize i = count - 1; i >= 0; i--) {
        u32 digit = (u32)fraction;
        AS_INT(fresh)->digits[i] = digit;
        fraction = ldexp(fraction - digit, DIGIT_BITS);
    }
    if (value < 0) int_set_size(fresh, -count);
    return int_normalize(fresh);
}

Own int_exact(Ref a) {
    if (is_exact_int(a)) return own(a);
    if (int_is_compact(a)) return int_from_i64(int_compact_value(a));
    isize count = int_digit_count(a);
    Own copy = int_new(count);
    if (!copy) return NULL;
    memcpy(AS_INT(copy)->digits, AS_INT(a)->digits, (usize)count * sizeof(u32));
    int_set_size(copy, size_of(a));
    return copy;
}

/* --- __index__ -------------------------------------------------------------------------------------------- */

/* What __index__ gives: an int or an instance of a subclass. */
static Own index_of(Ref value) {
    if (is_int(value)) return own(value);
    UnaryFn to_index = type_of(value)->slots.index;
    if (!to_index)
        return error_set(EXC(TypeError), "'%.200T' object cannot be interpreted as an integer", value);
    Own result = to_index(value);
    if (!result || is_exact_int(result)) return result;
    if (!is_int(result)) {
        error_set(EXC(TypeError), "__index__ returned non-int (type %.200T)", (Ref)result);
    } else if (warning_issue(
                   EXC(DeprecationWarning), 1,
                   "__index__ returned non-int (type %.200T).  The ability to return an instance of a "
                   "strict subclass of int is deprecated, and may be removed in a future version of "
                   "Python.",
                   (Ref)result)) {
        return result;
    }
    release(result);
    return NULL;
}

Own int_index(Ref value) {
    Own index = index_of(value);
    if (!index || is_exact_int(index)) return index;
    Own exact = int_exact(index);
    release(index);
    return exact;
}

/* --- reading as C numbers --------------------------------------------------------------------------------- */

/* The magnitude; false when it needs more than 64 bits. */
static bool magnitude_of(Ref value, u64 *magnitude) {
    const u32 *digits = AS_INT(value)->digits;
    isize count = int_digit_count(value);
    if (count > 3 || (count == 3 && digits[2] >> 4)) return false;
    *magnitude = 0;
    while (count-- > 0) *magnitude = *magnitude << DIGIT_BITS | digits[count];
    return true;
}

i64 int_as_i64_overflow(Ref value, int *overflow) {
    *overflow = 0;
    if (int_is_compact(value)) return int_compact_value(value);
    bool negative = size_of(value) < 0;
    u64 magnitude;
    if (magnitude_of(value, &magnitude) && magnitude <= (u64)INT64_MAX + negative)
        return negative ? (i64)(0 - magnitude) : (i64)magnitude;
    *overflow = negative ? -1 : 1;
    return -1;
}

static i64 as_signed(Ref value, const char *c_type) {
    int overflow;
    if (is_int(value) && int_is_compact(value)) return int_compact_value(value);
    Own index = index_of(value);
    if (!index) return -1;
    i64 result = int_as_i64_overflow(index, &overflow);
    release(index);
    if (overflow) error_set(EXC(OverflowError), "Python int too large to convert to C %s", c_type);
    return result;
}

i64 int_as_i64(Ref value) { return as_signed(value, "long"); }

isize int_as_isize(Ref value) { return as_signed(value, "ssize_t"); }

u64 int_as_u64(Ref value) {
    Own index = index_of(value);
    if (!index) return (u64)-1;
    u64 magnitude = (u64)-1;
    if (size_of(index) < 0)
        error_set(EXC(OverflowError), "can't convert negative value to unsigned int");
    else if (!magnitude_of(index, &magnitude))
        error_set(EXC(OverflowError), "Python int too large to convert to C unsigned long");
    release(index);
    return magnitude;
}

u64 int_as_u64_mask(Ref value) {
    const u32 *digits = AS_INT(value)->digits;
    u64 magnitude = 0;
    for (isize i = int_digit_count(value) - 1; i >= 0; i--) magnitude = magnitude << DIGIT_BITS | digits[i];
    return size_of(value) < 0 ? 0 - magnitude : magnitude;
}

isize int_index_as_isize(Ref value, Type *overflow_type) {
    if (is_int(value) && int_is_compact(value)) return int_compact_value(value);
    Own index = index_of(value);
    if (!index) return -1;
    int overflow;
    isize result = int_as_i64_overflow(index, &overflow);
    release(index);
    if (!overflow) return result;
    if (!overflow_type) return overflow < 0 ? -ISIZE_MAX - 1 : ISIZE_MAX;
    error_set(overflow_type, "cannot fit '%.200T' into an index-sized integer", value);
    return -1;
}

/* --- as a double ------------------------------------------------------------------------------------------ */

/* The top 64 bits of the magnitude, the lowest of them set where any bit below is (which rounds as all of them
 * would); *dropped is how many bits stand below. At least three digits. */
static u64 top_bits(Ref value, isize *dropped) {
    const u32 *digits = AS_INT(value)->digits;
    isize count = int_digit_count(value), length = int_bit_length(value);
    *dropped = length - 64;
    u64 top = 0;
    if (*dropped <= 0) {
        *dropped = 0;
        magnitude_of(value, &top);
        return top;
    }
    isize low = *dropped / DIGIT_BITS;
    int bits = (int)(*dropped % DIGIT_BITS);
    for (isize i = count - 1; i > low; i--) top = top << DIGIT_BITS | digits[i];
    top = top << (DIGIT_BITS - bits) | digits[low] >> bits;
    bool sticky = (digits[low] & (((u32)1 << bits) - 1)) != 0;
    for (isize i = low - 1; i >= 0 && !sticky; i--) sticky = digits[i] != 0;
    return top | sticky;
}

double int_as_double(Ref value) {
    if (int_is_word(value)) return (double)int_word_value(value);
    isize dropped;
    u64 top = top_bits(value, &dropped);
    double result = dropped <= 1024 ? ldexp((double)top, (int)dropped) : HUGE_VAL;
    if (isinf(result)) {
        error_set(EXC(OverflowError), "int too large to convert to float");
        return -1.0;
    }
    return size_of(value) < 0 ? -result : result;
}

/* |a| and a positive double that has as many bits before its point, more than 53: it is whole. */
static int compare_whole(Ref a, double value) {
    isize dropped;
    u64 top = top_bits(a, &dropped), other = (u64)ldexp(value, -(int)dropped);
    return (top > other) - (top < other);
}

int int_compare_double(Ref a, double value) {
    int sign = int_sign(a), other = (value > 0) - (value < 0);
    if (sign != other) return sign < other ? -1 : 1;
    if (sign == 0) return 0;
    isize length = int_bit_length(a);
    if (length <= 53) {
        double exact = int_as_double(a);
        return (exact > value) - (exact < value);
    }
    int exponent;
    frexp(value, &exponent);
    int order = length != exponent ? (length < exponent ? -1 : 1) : compare_whole(a, fabs(value));
    return sign * order;
}

/* --- questions -------------------------------------------------------------------------------------------- */

int int_sign(Ref value) { return (size_of(value) > 0) - (size_of(value) < 0); }

isize int_bit_length(Ref value) {
    isize count = int_digit_count(value);
    if (count == 0) return 0;
    return count * DIGIT_BITS - (__builtin_clz(AS_INT(value)->digits[count - 1]) - (32 - DIGIT_BITS));
}

int int_compare(Ref a, Ref b) {
    if (LIKELY(int_is_compact(a) && int_is_compact(b))) {
        i64 x = int_compact_value(a), y = int_compact_value(b);
        return (x > y) - (x < y);
    }
    isize sa = size_of(a), sb = size_of(b);
    if (sa != sb) return sa < sb ? -1 : 1;
    int order = digits_compare(AS_INT(a)->digits, AS_INT(b)->digits, sa < 0 ? -sa : sa);
    return sa < 0 ? -order : order;
}

/* The value modulo the prime 2**61 - 1, with the number's sign: equal numbers of all numeric types have equal
 * hashes. To multiply by 2**30 is to rotate 61 bits. */
isize int_hash(Ref value) {
    if (int_is_compact(value)) {
        i64 small = int_compact_value(value);
        return small == -1 ? -2 : small;
    }
    const u64 prime = ((u64)1 << 61) - 1;
    u64 hash = 0;
    for (isize i = int_digit_count(value) - 1; i >= 0; i--) {
        hash = (hash << DIGIT_BITS & prime) | hash >> (61 - DIGIT_BITS);
        hash += AS_INT(value)->digits[i];
        if (hash >= prime) hash -= prime;
    }
    isize result = size_of(value) < 0 ? -(isize)hash : (isize)hash;
    return result == -1 ? -2 : result;
}
