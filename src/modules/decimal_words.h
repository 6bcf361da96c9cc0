/* decimal_words.h: arithmetic on vectors of words of 19 decimal digits, least significant first. No signs, no
 * exponents, no objects here.
 *
 * A word holds 0 ... 10**19 - 1, which nearly fills 64 bits; no power of ten fills them better. Where a
 * function says so, it needs memory for intermediate results and answers false when there is none (no
 * exception is set). A result may stand where an operand stands only where that is said. */
#ifndef MODULES_DECIMAL_WORDS_H
#define MODULES_DECIMAL_WORDS_H

#include "base/base.h"

__extension__ typedef unsigned __int128 u128;

#define WORD_BASE ((u64)10000000000000000000u)
enum { WORD_DIGITS = 19 };

extern const u64 words_power_of_ten[WORD_DIGITS + 1];

/* The decimal digits of a word; those of 0 are one. */
int word_digits(u64 word);
/* The number of words without leading zeros. */
static inline isize words_trim(const u64 *a, isize count) {
    while (count > 0 && a[count - 1] == 0) count--;
    return count;
}
static inline isize words_for_digits(isize digits) {
    return digits / WORD_DIGITS + (digits % WORD_DIGITS != 0);
}

int words_compare(const u64 *a, const u64 *b, isize count); /* -1, 0, 1 */
/* z = a + b, z has na words; the carry is returned. na >= nb; z may be a or b. */
u64 words_add(u64 *z, const u64 *a, isize na, const u64 *b, isize nb);
/* z = a - b, z has na words; the borrow is returned. na >= nb; z may be a or b. */
u64 words_subtract(u64 *z, const u64 *a, isize na, const u64 *b, isize nb);
/* a += addend; the carry is returned. */
u64 words_add_small(u64 *a, isize count, u64 addend);
/* z = a * factor + addend in `count` words; the carry is returned. z may be a. factor and addend may be any. */
u64 words_multiply_small(u64 *z, const u64 *a, isize count, u64 factor, u64 addend);
/* q = a / divisor; the remainder is returned. q may be a. 0 < divisor <= WORD_BASE. */
u64 words_divide_small(u64 *q, const u64 *a, isize count, u64 divisor);
/* z = a * b, z has na + nb words. May need memory. */
MUST_USE bool words_multiply(u64 *z, const u64 *a, isize na, const u64 *b, isize nb);
/* q = a / b in na - nb + 1 words, a becomes a % b in nb words, its words from nb on are used; a has na + 1
 * words, the topmost one free; na >= nb >= 1, b has no leading zero. May need memory. */
MUST_USE bool words_divide(u64 *q, u64 *a, isize na, const u64 *b, isize nb);

/* z = a * 10**digits in nz words, which must hold it. z may be a. */
void words_shift_left(u64 *z, isize nz, const u64 *a, isize na, isize digits);
/* z = a / 10**digits in na - digits / 19 words; digits <= 19 * na; z may be a. What was cut off is returned
 * as a digit to round by: 0 is nothing, 5 exactly half; 1 ... 4 less than half, 6 ... 9 more. */
int words_shift_right(u64 *z, const u64 *a, isize na, isize digits);
/* The digit number i, counted from the least significant one. */
int words_digit(const u64 *a, isize i);
/* How many zeros there are at the end; a is not 0. */
isize words_trailing_zeros(const u64 *a);

#endif
