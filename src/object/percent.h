/* percent.h: what the % operators of str and bytes share: reading conversions, fetching their arguments,
 * numbers.
 *
 *     % (key) flags width .precision conversion */
#ifndef OBJECT_PERCENT_H
#define OBJECT_PERCENT_H

#include "base/text.h"
#include "object/object.h"
#include "object/str_search.h"

typedef struct PercentSpec {
    bool left, sign, space, alternate, zero;
    bool no_negative_zero; /* 'z', which only bytes know */
    isize width;           /* -1: none */
    int precision;         /* -1: none */
    u32 conversion;
} PercentSpec;

/* A formatting that is going on. */
typedef struct Percent {
    Chars format;
    isize at; /* the next character */
    bool bytes;
    Ref arguments;
    Ref mapping;       /* `arguments` where it is one, or NULL */
    Object *keyed;     /* what the last key led to; owned */
    isize next, count; /* arguments of a tuple; count -1: `arguments` or `keyed` is the only one */
    bool used;         /* that one has been taken */
} Percent;

void percent_init(Percent *percent, Chars format, Ref arguments, bool bytes);
void percent_end(Percent *percent);
/* Reads a conversion; the '%' has been read, and is not doubled. */
bool percent_read(Percent *percent, PercentSpec *spec);
/* The next argument, lent; NULL raised. */
Ref percent_argument(Percent *percent);
/* Were all arguments taken? TypeError. */
bool percent_check_end(const Percent *percent);

/* Is it a conversion of a number? */
bool percent_is_number(u32 conversion);
/* The number as text, sign and prefix included, without padding; `text` is empty before. */
bool percent_number(const PercentSpec *spec, Ref value, bool bytes, Text *text);
void *percent_unsupported(const Percent *percent, u32 conversion);

/* How a converted text is laid out: spaces, sign, prefix (the text's first `prefix` characters behind its
 * sign), zeros, text[start:end], spaces. */
typedef struct PercentLayout {
    isize spaces_before, zeros, spaces_after;
    u8 sign; /* 0: none */
    isize prefix_start, prefix, start, end;
} PercentLayout;
PercentLayout percent_layout(const PercentSpec *spec, Chars text);

#endif
