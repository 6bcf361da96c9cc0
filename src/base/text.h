/* text.h: a byte buffer that grows, for text that is being made.
 *
 * Where its memory comes from is the owner's choice: code below `recorder` runs inside the machine and
 * must take it from the arena; the session and the UI take it from malloc. A failed allocation sets
 * `failed` and drops what does not fit, so that a run of appends needs one check at its end. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/base.h"

typedef enum TextMemory { TEXT_IN_ARENA, TEXT_ON_HOST } TextMemory;

typedef struct Text {
    char *data; /* always NUL-terminated, never NULL after the first append; owned */
    isize length, capacity;
    TextMemory memory;
    bool failed;
} Text;

Text text_new(TextMemory memory);
void text_free(Text *text);
void text_clear(Text *text); /* length 0, memory kept */
void text_append(Text *text, const char *bytes, isize length);
void text_append_char(Text *text, char byte);
void text_append_repeated(Text *text, char byte, isize count); /* count <= 0: nothing */
void text_append_cstring(Text *text, const char *string);
void text_append_codepoint(Text *text, u32 codepoint); /* as UTF-8, surrogates too */
/* The printf of the project: %d %u %ld %lu %zd %zu %x %lx %c %s %.*s %% and widths; no floats, no locale, no
 * malloc. */
void text_append_format(Text *text, const char *format, ...) PRINTF_LIKE(2, 3);
void text_append_vformat(Text *text, const char *format, va_list arguments);
/* The first `length` bytes of a format: what is behind them goes on with the arguments that are left. */
void text_append_vformat_part(Text *text, const char *format, isize length, va_list *arguments);
const char *text_cstring(const Text *text); /* "" when nothing was appended */

#endif
