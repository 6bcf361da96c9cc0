/* float.h: float and complex, and text to double and back. */
#ifndef OBJECT_FLOAT_H
#define OBJECT_FLOAT_H

#include "base/text.h"
#include "object/object.h"

typedef struct Float {
    Object ob_base;
    double value;
} Float;
typedef struct Complex {
    Object ob_base;
    double real, imag;
} Complex;
#define AS_FLOAT(ref) ((Float *)(ref))
#define AS_COMPLEX(ref) ((Complex *)(ref))

Own float_from_double(double value);
Own complex_from_doubles(double real, double imag);
/* complex, __complex__, or any real number. False: raised. */
bool complex_as_parts(Ref value, double *real, double *imag);
/* float, int or __float__/__index__; -1.0 and error_occurred(). */
double float_as_double(Ref value);
Own float_from_object(Ref value);                 /* float(x) */
isize float_hash_double(Ref owner, double value); /* owner: for nan, hashed by identity; may be NULL */

/* Correctly rounded. Reads the longest prefix that is a number (also inf, nan); *end is where it stopped, ==
 * text when there is none. No underscores, no white space. */
double double_from_text(const char *text, isize length, const char **end);
/* A numeric literal of the source, underscores permitted ("1_0.5e3"). */
double double_from_literal(const char *text, isize length);
/* repr() of a double: the shortest text that reads back ("0.1", "1e+16", "inf"). add_dot: ".0" where it would
 * look like an int. */
void double_append_repr(Text *text, double value, bool add_dot);
/* 'e' 'E' 'f' 'F' 'g' 'G' with precision, '%' not. flags: alternate, sign. Appends exactly what CPython's
 * PyOS_double_to_string gives. 'r' with precision 0 is repr. */
void double_append_format(Text *text, double value, char code, int precision, bool alternate, bool sign,
                          bool add_dot);
/* Has what double_append_format made, behind its sign, nothing but zeros before the exponent? */
bool double_text_is_zero(const char *text);

#endif
