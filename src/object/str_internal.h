/* str_internal.h: what the files that make up str say to each other; nobody else includes it.
 *
 * "Chars" are a run of code points in memory, `kind` bytes each. Where a loop must be fast it is written once
 * over chars_get and called with a constant kind, so that the compiler makes one loop for each width. */
#ifndef OBJECT_STR_INTERNAL_H
#define OBJECT_STR_INTERNAL_H

#include "object/argument_checks.h"
#include "object/error.h"
#include "object/str.h"
#include "object/type_checks.h"

#define MAX_CODE_POINT ((u32)0x10FFFF)

static inline bool is_surrogate(u32 c) { return c >= 0xD800 && c <= 0xDFFF; }

static inline u32 chars_get(const void *chars, int kind, isize i) {
    switch (kind) {
    case 1: return ((const u8 *)chars)[i];
    case 2: return ((const u16 *)chars)[i];
    default: return ((const u32 *)chars)[i];
    }
}
static inline void chars_put(void *chars, int kind, isize i, u32 c) {
    switch (kind) {
    case 1: ((u8 *)chars)[i] = (u8)c; break;
    case 2: ((u16 *)chars)[i] = (u16)c; break;
    default: ((u32 *)chars)[i] = c; break;
    }
}
static inline const void *chars_at(const void *chars, int kind, isize i) {
    return (const u8 *)chars + i * kind;
}
/* Bytes a code point that hold `max_char`. */
static inline int chars_kind(u32 max_char) { return max_char < 0x100 ? 1 : max_char < 0x10000 ? 2 : 4; }

/* --- str_chars.c --- */
/* Copies `count` code points, widening or narrowing; the caller knows that they fit. */
void chars_copy(void *to, int to_kind, const void *from, int from_kind, isize count);
/* The least of 0x7F, 0xFF, 0xFFFF, 0x10FFFF that no code point exceeds. */
u32 chars_max(const void *chars, int kind, isize count);
Own str_from_chars(const void *chars, int kind, isize count);
/* Copies characters from one str into one that is being made and is wide enough. */
void str_copy(Ref to, isize at, Ref from, isize start, isize count);
void str_fill(Ref to, isize at, u32 c, isize count);

/* An upper bound of what a str holds, from its form alone: 0x7F, 0xFF, 0xFFFF or 0x10FFFF. */
static inline u32 str_max_char(Ref s) {
    const Str *str = AS_STR(s);
    return str->ascii ? 0x7F : str->kind == 1 ? 0xFF : str->kind == 2 ? 0xFFFF : MAX_CODE_POINT;
}
static inline int str_kind(Ref s) { return AS_STR(s)->kind; }
static inline bool str_is_ascii(Ref s) { return AS_STR(s)->ascii; }

/* --- str.c --- */
/* A str of exactly type str with the same text: the object itself where it is one. */
Own str_exact(Ref string);
/* Cuts a str that is being made, and that nobody else has seen, down to `length`. Consumes. Gives the shared
 * one where there is one; _alone does so for the empty str only: CPython has both, and `is` can tell. */
Own str_shrink(Own string, isize length);
Own str_shrink_alone(Own string, isize length);
Own str_builder_finish_alone(StrBuilder *builder);

/* --- str_intern.c --- */
/* Takes a dying interned str, its count zero, out of the table. */
void str_forget(Ref string);

#endif
