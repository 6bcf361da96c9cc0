/* int_digits.h: arithmetic on vectors of 30-bit digits, least significant first. No objects here, no signs.
 *
 * Where a function says so, it needs memory for intermediate results and answers false when there is none
 * (no exception is set). A result may stand where an operand stands only where that is said. */
#ifndef OBJECT_INT_DIGITS_H
#define OBJECT_INT_DIGITS_H

#include "object/int.h"

/* The number of digits without leading zeros. */
static inline isize digits_trim(const u32 *a, isize count) {
    while (count > 0 && a[count - 1] == 0) count--;
    return count;
}

int digits_compare(const u32 *a, const u32 *b, isize count); /* -1, 0, 1 */
/* z = a + b, z has na digits; the carry is returned. na >= nb; z may be a or b. */
u32 digits_add(u32 *z, const u32 *a, isize na, const u32 *b, isize nb);
/* z = a - b, z has na digits; the borrow is returned. na >= nb; z may be a or b. */
u32 digits_subtract(u32 *z, const u32 *a, isize na, const u32 *b, isize nb);
/* z = a * factor + addend in `count` digits; the carry is returned. z may be a. */
u32 digits_multiply_small(u32 *z, const u32 *a, isize count, u32 factor, u32 addend);
/* q = a / divisor; the remainder is returned. q may be a. */
u32 digits_divide_small(u32 *q, const u32 *a, isize count, u32 divisor);
/* z = a << bits, 0 <= bits < 30; what leaves at the top is returned. z may be a. */
u32 digits_shift_left(u32 *z, const u32 *a, isize count, int bits);
/* z = a >> bits, 0 <= bits < 30; what leaves at the bottom is returned. z may be a. */
u32 digits_shift_right(u32 *z, const u32 *a, isize count, int bits);
/* z = a * b, z has na + nb digits. May need memory. */
MUST_USE bool digits_multiply(u32 *z, const u32 *a, isize na, const u32 *b, isize nb);
/* q = a / b in na - nb + 1 digits, r = a % b in nb digits; na >= nb >= 2, b has no leading zero; q or r may be
 * NULL. May need memory. */
MUST_USE bool digits_divide(u32 *q, u32 *r, const u32 *a, isize na, const u32 *b, isize nb);

#endif
