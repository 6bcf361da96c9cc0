/* int_arithmetic.c: + - * // % / and divmod.
 *
 * Nearly all ints that programs compute with have one digit or two: they are added, multiplied and divided as C
 * numbers, before anything else is looked at. Signs are settled here, magnitudes in int_digits.c. Division
 * rounds down: where the signs differ and there is a remainder, the quotient is one less than C's. */
#include "object/error.h"
#include "object/float.h"
#include "object/int_digits.h"
#include "object/int_internal.h"

#include <float.h>
#include <math.h>

static Own no_memory(Own fresh) {
    release(fresh);
    return error_memory();
}

/* --- addition --------------------------------------------------------------------------------------------- */

/* sign * (|a| + |b|) */
static Own add_magnitudes(Ref a, Ref b, bool negative) {
    isize na = int_digit_count(a), nb = int_digit_count(b);
    if (na < nb) {
        Ref swap = a;
        a = b, b = swap;
        isize count = na;
        na = nb, nb = count;
    }
    Own sum = int_new(na + 1);
    if (!sum) return NULL;
    u32 *digits = AS_INT(sum)->digits;
    digits[na] = digits_add(digits, AS_INT(a)->digits, na, AS_INT(b)->digits, nb);
    if (negative) int_set_size(sum, -(na + 1));
    return int_normalize(sum);
}

/* sign * (|a| - |b|) */
static Own subtract_magnitudes(Ref a, Ref b, bool negative) {
    isize na = int_digit_count(a), nb = int_digit_count(b);
    if (na < nb || (na == nb && digits_compare(AS_INT(a)->digits, AS_INT(b)->digits, na) < 0)) {
        Ref swap = a;
        a = b, b = swap;
        isize count = na;
        na = nb, nb = count;
        negative = !negative;
    }
    Own difference = int_new(na);
    if (!difference) return NULL;
    digits_subtract(AS_INT(difference)->digits, AS_INT(a)->digits, na, AS_INT(b)->digits, nb);
    if (negative) int_set_size(difference, -na);
    return int_normalize(difference);
}

static Own add_long(Ref a, Ref b) {
    bool a_negative = size_of(a) < 0, b_negative = size_of(b) < 0;
    return a_negative == b_negative ? add_magnitudes(a, b, a_negative) : subtract_magnitudes(a, b, a_negative);
}

static Own subtract_long(Ref a, Ref b) {
    bool a_negative = size_of(a) < 0, b_negative = size_of(b) < 0;
    return a_negative == b_negative ? subtract_magnitudes(a, b, a_negative) : add_magnitudes(a, b, a_negative);
}

Own int_add(Ref a, Ref b) {
    if (LIKELY(int_is_word(a) && int_is_word(b))) return int_from_i64(int_word_value(a) + int_word_value(b));
    return add_long(a, b);
}

Own int_subtract(Ref a, Ref b) {
    if (LIKELY(int_is_word(a) && int_is_word(b))) return int_from_i64(int_word_value(a) - int_word_value(b));
    return subtract_long(a, b);
}

Own int_negative(Ref a) {
    if (int_is_compact(a)) return int_from_i64(-int_compact_value(a));
    Own exact = int_exact(a);
    if (!exact) return NULL;
    isize size = size_of(a), count = int_digit_count(a);
    Own negated = int_new(count);
    if (negated) {
        memcpy(AS_INT(negated)->digits, AS_INT(exact)->digits, (usize)count * sizeof(u32));
        int_set_size(negated, -size);
    }
    release(exact);
    return negated;
}

Own int_absolute(Ref a) { return size_of(a) < 0 ? int_negative(a) : int_exact(a); }

/* --- multiplication --------------------------------------------------------------------------------------- */

static Own multiply_long(Ref a, Ref b) {
    isize na = int_digit_count(a), nb = int_digit_count(b);
    if (na == 0 || nb == 0) return int_from_i64(0);
    Own product = int_new(na + nb);
    if (!product) return NULL;
    if (!digits_multiply(AS_INT(product)->digits, AS_INT(a)->digits, na, AS_INT(b)->digits, nb))
        return no_memory(product);
    if ((size_of(a) < 0) != (size_of(b) < 0)) int_set_size(product, -(na + nb));
    return int_normalize(product);
}

Own int_multiply(Ref a, Ref b) {
    if (LIKELY(int_is_compact(a) && int_is_compact(b)))
        return int_from_i64(int_compact_value(a) * int_compact_value(b));
    return multiply_long(a, b);
}

/* --- division --------------------------------------------------------------------------------------------- */

static void set_sign(Own fresh, bool negative) {
    if (negative) int_set_size(fresh, -size_of(fresh));
}

/* Towards zero; the remainder has a's sign. b is not zero. Either result may be unwanted (NULL). */
static bool divide_truncating(Ref a, Ref b, Own *quotient, Own *remainder) {
    isize na = int_digit_count(a), nb = int_digit_count(b);
    const u32 *a_digits = AS_INT(a)->digits, *b_digits = AS_INT(b)->digits;
    bool a_negative = size_of(a) < 0, differ = a_negative != (size_of(b) < 0);
    if (quotient) *quotient = NULL;
    if (remainder) *remainder = NULL;
    if (na < nb || (na == nb && a_digits[na - 1] < b_digits[nb - 1])) {
        if (remainder && !(*remainder = int_exact(a))) return false;
        if (quotient) *quotient = int_from_i64(0);
        return true;
    }
    Own q = int_new(na - nb + 1), r = int_new(nb);
    if (!q || !r) {
        release_maybe(q);
        release_maybe(r);
        return false;
    }
    if (nb == 1) {
        AS_INT(r)->digits[0] = digits_divide_small(AS_INT(q)->digits, a_digits, na, b_digits[0]);
    } else if (!digits_divide(AS_INT(q)->digits, AS_INT(r)->digits, a_digits, na, b_digits, nb)) {
        release(q);
        release(r);
        error_memory();
        return false;
    }
    set_sign(q, differ);
    set_sign(r, a_negative);
    q = int_normalize(q);
    r = int_normalize(r);
    if (quotient)
        *quotient = q;
    else
        release(q);
    if (remainder)
        *remainder = r;
    else
        release(r);
    return true;
}

/* *number += other, consuming what *number was; NULL on failure. */
static bool replace(Own *number, Own replacement) {
    release(*number);
    *number = replacement;
    return replacement != NULL;
}

/* From truncation to rounding down: where there is a remainder and its sign is not b's. */
static bool divide_flooring(Ref a, Ref b, Own *quotient, Own *remainder) {
    Own rest;
    if (!divide_truncating(a, b, quotient, &rest)) return false;
    if (size_of(rest) != 0 && (size_of(rest) < 0) != (size_of(b) < 0)) {
        static_assert(SMALL_INT_MIN < 1 && SMALL_INT_MAX > 1, "1 stands in the root");
        Ref one = (Ref)&OBJECT_ROOT->small_ints[1 - SMALL_INT_MIN].value;
        if (!replace(&rest, add_long(rest, b)) ||
            (quotient && !replace(quotient, subtract_long(*quotient, one)))) {
            release_maybe(rest);
            if (quotient && *quotient) slot_clear(quotient);
            return false;
        }
    }
    if (remainder)
        *remainder = rest;
    else
        release(rest);
    return true;
}

static i64 floor_quotient(i64 a, i64 b) {
    i64 q = a / b;
    return q - (a % b != 0 && (a < 0) != (b < 0));
}

Own int_floor_divide(Ref a, Ref b) {
    if (size_of(b) == 0) return error_set(EXC(ZeroDivisionError), "integer division or modulo by zero");
    if (int_is_word(a) && int_is_word(b))
        return int_from_i64(floor_quotient(int_word_value(a), int_word_value(b)));
    Own quotient;
    return divide_flooring(a, b, &quotient, NULL) ? quotient : NULL;
}

Own int_remainder(Ref a, Ref b) {
    if (size_of(b) == 0) return error_set(EXC(ZeroDivisionError), "integer modulo by zero");
    if (int_is_word(a) && int_is_word(b)) {
        i64 x = int_word_value(a), y = int_word_value(b);
        return int_from_i64(x - floor_quotient(x, y) * y);
    }
    Own remainder;
    return divide_flooring(a, b, NULL, &remainder) ? remainder : NULL;
}

bool int_divmod(Ref a, Ref b, Own *quotient, Own *remainder) {
    *quotient = *remainder = NULL;
    if (size_of(b) == 0) {
        error_set(EXC(ZeroDivisionError), "integer division or modulo by zero");
        return false;
    }
    if (!int_is_word(a) || !int_is_word(b)) return divide_flooring(a, b, quotient, remainder);
    i64 x = int_word_value(a), y = int_word_value(b), q = floor_quotient(x, y);
    *quotient = int_from_i64(q);
    *remainder = *quotient ? int_from_i64(x - q * y) : NULL;
    if (*remainder) return true;
    if (*quotient) slot_clear(quotient);
    return false;
}

Own int_divide_nearest(Ref a, Ref b) {
    Own quotient, rest, twice, result = NULL;
    if (!int_divmod(a, b, &quotient, &rest)) return NULL;
    twice = int_add(rest, rest);
    if (twice) {
        int order = int_compare(twice, b) * (size_of(b) < 0 ? -1 : 1); /* rest has the sign of b */
        bool odd = size_of(quotient) != 0 && (AS_INT(quotient)->digits[0] & 1);
        Own one = int_from_i64(order > 0 || (order == 0 && odd));
        result = one ? int_add(quotient, one) : NULL;
        release_maybe(one);
    }
    release(quotient);
    release(rest);
    release_maybe(twice);
    return result;
}

/* --- true division ---------------------------------------------------------------------------------------- */

/* |a| << shift, or |a| >> -shift with *inexact set where ones were lost. */
static Own scaled(Ref a, isize shift, bool *inexact) {
    Own magnitude = int_absolute(a), bits = int_from_isize(shift < 0 ? -shift : shift), result = NULL;
    if (magnitude && bits) {
        if (shift >= 0) {
            result = int_lshift(magnitude, bits);
        } else {
            isize low = -shift / DIGIT_BITS;
            u32 mask = ((u32)1 << (-shift % DIGIT_BITS)) - 1;
            const u32 *digits = AS_INT(magnitude)->digits;
            for (isize i = 0; i < low && !*inexact; i++) *inexact = digits[i] != 0;
            if (digits[low] & mask) *inexact = true;
            result = int_rshift(magnitude, bits);
        }
    }
    release_maybe(magnitude);
    release_maybe(bits);
    return result;
}

/* floor(|a| * 2**-shift / |b|), which has 55 or 56 bits; *inexact: it is more than that. */
static bool scaled_quotient(Ref a, Ref b, isize shift, u64 *quotient, bool *inexact) {
    *inexact = false;
    Own x = scaled(a, -shift, inexact), y = int_absolute(b), q = NULL, r = NULL;
    bool ok = x && y && divide_truncating(x, y, &q, &r);
    if (ok) {
        *quotient = int_as_u64_mask(q);
        if (size_of(r) != 0) *inexact = true;
    }
    release_maybe(x);
    release_maybe(y);
    release_maybe(q);
    release_maybe(r);
    return ok;
}

static double signed_double(double magnitude, Ref a, Ref b) {
    return (size_of(a) < 0) != (size_of(b) < 0) ? -magnitude : magnitude;
}

/* Both exact in a double: one division, which rounds once. */
static bool fits_double(Ref a) { return int_bit_length(a) <= DBL_MANT_DIG; }

static bool true_quotient(Ref a, Ref b, double *result) {
    isize difference = int_bit_length(a) - int_bit_length(b);
    if (difference > DBL_MAX_EXP) goto overflow;
    *result = 0.0;
    if (difference < DBL_MIN_EXP - DBL_MANT_DIG - 1) return true;
    /* two bits more than a double holds, fewer where the result is subnormal */
    isize shift = isize_max(difference, DBL_MIN_EXP) - DBL_MANT_DIG - 2;
    u64 q;
    bool inexact;
    if (!scaled_quotient(a, b, shift, &q, &inexact)) return false;
    isize q_bits = q ? 64 - __builtin_clzll(q) : 0;
    int extra = (int)(isize_max(q_bits, DBL_MIN_EXP - shift) - DBL_MANT_DIG);
    u64 half = (u64)1 << (extra - 1), low = q & (half * 2 - 1);
    q -= low;
    if (low > half || (low == half && (inexact || (q & (half * 2))))) q += half * 2;
    *result = ldexp((double)q, (int)shift);
    if (!isinf(*result)) return true;
overflow:
    error_set(EXC(OverflowError), "integer division result too large for a float");
    return false;
}

Own int_true_divide(Ref a, Ref b) {
    if (size_of(b) == 0) return error_set(EXC(ZeroDivisionError), "division by zero");
    double result = 0.0;
    if (size_of(a) == 0) return float_from_double(signed_double(0.0, a, b));
    if (fits_double(a) && fits_double(b)) return float_from_double(int_as_double(a) / int_as_double(b));
    if (!true_quotient(a, b, &result)) return NULL;
    return float_from_double(signed_double(result, a, b));
}
