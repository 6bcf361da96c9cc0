/* utf8.h: UTF-8 to code points and back, and how many terminal cells a character takes. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/base.h"

/* Decodes one code point from bytes[0..length). Returns the bytes consumed (1..4), or 0 where the bytes are
 * not valid UTF-8 (overlong forms, surrogates and values over 0x10FFFF are invalid). */
int utf8_decode(const char *bytes, isize length, u32 *codepoint);
/* Writes 1 to 4 bytes; surrogates are encoded as three bytes. Returns how many. */
int utf8_encode(u32 codepoint, char out[4]);
/* The number of code points, or -1 with *bad the offset of the first invalid byte. */
isize utf8_count(const char *bytes, isize length, isize *bad);
/* Terminal cells: 0 for combining marks and zero-width characters, 2 for East Asian wide and emoji, else 1;
 * -1 for control characters. From the Unicode 14 tables, not from the C library, so that it is the same
 * everywhere. */
int utf8_cell_width(u32 codepoint);

#endif
