/* int.h: int of any size, and bool.
 *
 * As in CPython: sign and number of digits in ob_size (negative for negative numbers, 0 for zero), the
 * magnitude in 30-bit digits, least significant first, no leading zero digit. -5..256 exist once. */
#ifndef OBJECT_INT_H
#define OBJECT_INT_H

#include "object/object.h"

#define DIGIT_BITS 30
#define DIGIT_BASE ((u32)1 << DIGIT_BITS)
#define DIGIT_MASK (DIGIT_BASE - 1)

typedef struct Int {
    VarObject ob_base;
    u32 digits[1];
} Int;
#define AS_INT(ref) ((Int *)(ref))

Own int_from_i64(i64 value);
Own int_from_u64(u64 value);
Own int_from_isize(isize value);
Own int_from_double(double value); /* truncates; OverflowError, ValueError for inf and nan */
/* Digits of `base` (0: by prefix, 2..36) with optional sign, white space around and underscores, as int(str,
 * base) takes; NULL and ValueError. `source` is what the message shows, lent. */
Own int_from_text(const char *text, isize length, int base, Ref source);
/* The same of a str, decimal digits of all scripts permitted. */
Own int_from_str(Ref text, int base);
/* The value of a number in a program's source, no sign, prefix and underscores permitted, checked by the
 * tokenizer. */
Own int_from_literal(const char *text, isize length);
Own int_from_bytes(const u8 *bytes, isize count, bool little_endian, bool is_signed);
bool int_to_bytes(Ref value, u8 *bytes, isize count, bool little_endian, bool is_signed); /* OverflowError */

/* Exact int or a subclass, else through __index__. -1 and error_occurred() on failure (OverflowError). */
i64 int_as_i64(Ref value);
u64 int_as_u64(Ref value); /* (u64)-1 */
isize int_as_isize(Ref value);
/* Never raises: *overflow is -1, 0 or 1. `value` must be an int. */
i64 int_as_i64_overflow(Ref value, int *overflow);
u64 int_as_u64_mask(Ref value);  /* the lowest 64 bits; never raises; `value` must be an int */
double int_as_double(Ref value); /* -1.0 and OverflowError */
/* For indices: __index__, clipped to isize instead of failing where `overflow` is NULL, else raises it. */
isize int_index_as_isize(Ref value, Type *overflow);
Own int_index(Ref value); /* operator.index */

int int_sign(Ref value); /* -1, 0, 1 */
isize int_bit_length(Ref value);
int int_compare(Ref a, Ref b); /* -1, 0, 1 */
isize int_hash(Ref value);
/* Operations on exact ints or subclasses, the result an exact int. */
Own int_add(Ref a, Ref b);
Own int_subtract(Ref a, Ref b);
Own int_multiply(Ref a, Ref b);
Own int_floor_divide(Ref a, Ref b);
Own int_remainder(Ref a, Ref b);
Own int_true_divide(Ref a, Ref b);
Own int_power(Ref a, Ref b, Ref modulus);
Own int_negative(Ref a);
Own int_lshift(Ref a, Ref b);
Own int_rshift(Ref a, Ref b);
Own int_bit_and(Ref a, Ref b);
Own int_bit_or(Ref a, Ref b);
Own int_bit_xor(Ref a, Ref b);
Own int_gcd(Ref a, Ref b);
Own int_square_root(Ref a); /* math.isqrt */
bool int_divmod(Ref a, Ref b, Own *quotient, Own *remainder);
Own int_divide_nearest(Ref a, Ref b); /* halves to the even one */
/* A str: digits in base 2, 8, 10, 16, with prefix for `alternate`. */
Own int_to_str(Ref value, int base, bool alternate);
/* sys.get_int_max_str_digits and its setter, which checks nothing; 0: no limit. */
isize int_max_str_digits(void);
void int_set_max_str_digits(isize limit);
/* Constructor int(x): __int__, __index__, __trunc__, str, bytes. */
Own int_from_object(Ref value);

#endif
