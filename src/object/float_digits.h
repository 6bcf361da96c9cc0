/* float_digits.h: a double as decimal digits, and decimal digits as a double. No text layout here. */
#ifndef OBJECT_FLOAT_DIGITS_H
#define OBJECT_FLOAT_DIGITS_H

#include "base/base.h"

enum { FLOAT_MOST_DIGITS = 1100 }; /* 309 before the point and 767 significant ones at most, with some room */

/* The value 0.d1 d2 d3 ... * 10**point; no trailing zeros, no leading ones; zero is the digit 0 with point
 * 1. */
typedef struct FloatDigits {
    int count, point;
    char digits[FLOAT_MOST_DIGITS];
} FloatDigits;

/* `value` is finite and not negative. */
void float_digits_shortest(double value, FloatDigits *result); /* reads back as value */
void float_digits_significant(double value, int count,
                              FloatDigits *result); /* correctly rounded to count >= 1 */
void float_digits_fraction(double value, int fraction_count,
                           FloatDigits *result); /* ... that many after the point;
                                                    negative: before it */
#endif
