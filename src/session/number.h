/* number.h: numbers that people type. */
#ifndef SESSION_NUMBER_H
#define SESSION_NUMBER_H

#include "base/base.h"

/* The whole text as a decimal number; `otherwise` where it is none, or a very large one. */
static inline i64 number_or(const char *text, i64 otherwise) {
    i64 number = 0;
    const char *c = text;
    for (; *c >= '0' && *c <= '9'; c++) {
        if (number > (i64)1 << 56) return otherwise;
        number = number * 10 + (*c - '0');
    }
    return c != text && *c == 0 ? number : otherwise;
}

#endif
