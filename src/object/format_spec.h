/* format_spec.h: the format mini-language of the built-in types:
 *
 *     [[fill]align][sign]["z"]["#"]["0"][width][grouping]["." precision][type]  */
#ifndef OBJECT_FORMAT_SPEC_H
#define OBJECT_FORMAT_SPEC_H

#include "object/object.h"

typedef struct FormatSpec {
    u32 fill;
    char align; /* '<' '>' '=' '^' */
    char sign;  /* '+' '-' ' ', or '\0': not given */
    bool no_negative_zero, alternate;
    char separator;  /* ',' '_', or '\0' */
    int group;       /* digits between separators */
    isize width;     /* -1: not given */
    isize precision; /* -1: not given */
    u32 type;        /* the letter; where there is none, the default */
} FormatSpec;

/* False: ValueError. `value` is for messages. */
bool format_spec_parse(Ref value, Ref spec, u32 default_type, char default_align, FormatSpec *result);
void *format_spec_unknown_type(Ref value, u32 type); /* ValueError "Unknown format code ..." */
/* How many fill characters stand on the left of `length` characters and on their right. */
void format_spec_padding(const FormatSpec *spec, isize length, isize *left, isize *right);

#endif
