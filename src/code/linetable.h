/* linetable.h: where in the source each instruction comes from.
 *
 * co_linetable is a run of entries; each covers 1 to 8 code units:
 *
 *     byte 0:  1 | code (4 bits) | units - 1 (3 bits)
 *     code 0..9    short: on the same line; one byte more gives column and width
 *     code 10..12  one line, 0 to 2 lines on; two bytes more: column, end column
 *     code 13      a line without columns; svarint: lines on
 *     code 14      long; svarint lines on, varints: lines to the end, column + 1, end column + 1
 *     code 15      from nowhere in the source
 *
 * A varint has 6 bits a byte, the lowest first, bit 6 says that more follow; an svarint has its sign in bit
 * 0. */
#ifndef CODE_LINETABLE_H
#define CODE_LINETABLE_H

#include "base/text.h"
#include "code/code.h"

enum { LINE_ENTRY_ONE_LINE = 10, LINE_ENTRY_NO_COLUMNS = 13, LINE_ENTRY_LONG = 14, LINE_ENTRY_NONE = 15 };
enum { LINE_ENTRY_MAX_UNITS = 8 };

/* Walks the entries in order. */
typedef struct LineTableCursor {
    const u8 *next, *limit;
    i32 computed_line;     /* of the last entry that has one */
    i32 start, end;        /* code units of the current entry */
    CodePosition position; /* of the current entry */
} LineTableCursor;
LineTableCursor linetable_begin(Ref code);
bool linetable_next(LineTableCursor *cursor); /* false: at the end */

/* Writing. */
void linetable_write_head(Text *out, u32 form, i32 units);
void linetable_write_varint(Text *out, u32 value);
void linetable_write_svarint(Text *out, i32 value);
/* The same entries, of each the line only. */
Own linetable_without_columns(Ref table);

#endif
