/* str_search.h: where one run of characters stands in another; for str, bytes and bytearray. */
#ifndef OBJECT_STR_SEARCH_H
#define OBJECT_STR_SEARCH_H

#include "base/base.h"

/* A run of characters, `kind` bytes each: 1, 2 or 4. */
typedef struct Chars {
    const void *data;
    isize length;
    int kind;
} Chars;

static inline Chars chars_slice(Chars chars, isize start, isize end) {
    return (Chars){(const u8 *)chars.data + start * chars.kind, end - start, chars.kind};
}
/* The first place of `needle`, the last one; -1: none. An empty needle is found at once. Time is linear in the
 * sum of both lengths, whatever they hold. */
isize chars_find(Chars hay, Chars needle);
isize chars_rfind(Chars hay, Chars needle);
/* How often it stands there without overlap, at most `maximum`; the needle is not empty. */
isize chars_count(Chars hay, Chars needle, isize maximum);
isize chars_find_char(Chars hay, u32 c);
isize chars_rfind_char(Chars hay, u32 c);
bool chars_equal(Chars a, Chars b);

#endif
