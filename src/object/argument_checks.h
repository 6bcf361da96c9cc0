/* argument_checks.h: conversions of arguments that the methods of str, bytes and bytearray share, worded as
 * CPython's Argument Clinic does. */
#ifndef OBJECT_ARGUMENT_CHECKS_H
#define OBJECT_ARGUMENT_CHECKS_H

#include "object/object.h"
#include "object/slots.h"

/* What a value that is no argument of the wanted type is called: its type, but None by its own name. */
const char *argument_type_name(Ref value);

/* A C int: TypeError where it has no __index__, OverflowError. */
bool argument_int(Ref value, int *number);
/* The same as the older functions word it, which CPython parses with a format ("i"). */
bool argument_parsed_int(Ref value, int *number);
bool argument_parsed_short(Ref value, short *number); /* ("h") */
bool argument_parsed_byte(Ref value, u8 *number);     /* ("b") */
bool argument_parsed_isize(Ref value, isize *number); /* ("n") */
/* A str: "f() argument 'x' must be str, not int"; `argument` is "'x'", a number, or "". */
bool argument_str(Ref value, const char *function, const char *argument);

/* An instance of `type`: "f() argument 1 must be datetime.date, not int"; position 0: no number is told, function
 * NULL: no name ("argument 1 must be ..."). */
bool argument_instance(Ref value, const Type *type, const char *function, int position);

/* A str as C text without NULs in it, such as an encoding's name. Ends with text_argument_release. */
typedef struct TextArgument {
    const char *text; /* NULL: the argument was not given */
    Object *bytes;    /* owned, or NULL */
} TextArgument;
bool argument_text(Ref value, const char *function, const char *argument, TextArgument *text);
/* The same where it may be None, which counts as not given: "f() argument 'x' must be str or None, not int". */
bool argument_text_or_none(Ref value, const char *function, const char *argument, TextArgument *text);
void text_argument_release(TextArgument *text);

/* Memory to write to: "f() argument 1 must be read-write bytes-like object, not bytes"; `function` may be NULL,
 * position 0: no number is told. Ends with buffer_release. */
bool argument_buffer_writable(Ref value, const char *function, int position, Buffer *buffer);

/* The optional bounds that args[1] and args[2] are, clipped to a sequence of `length`; None is no bound. start
 * may be left above end. */
bool argument_bounds(Ref const *args, isize nargs, isize length, isize *start, isize *end);
void bounds_clip(isize length, isize *start, isize *end);

#endif
