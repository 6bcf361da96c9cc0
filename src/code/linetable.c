/* linetable.c: decoding of co_linetable, and what Python sees of it: co_lines(), co_positions(), co_lnotab.
 *
 * What to write is the compiler's to say (assemble.c); the form is told in linetable.h. A table that a program made
 * up may be cut short: what is missing reads as zero. */
#include "code/linetable.h"

#include "code/code_type.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/tuple.h"

static u32 read_byte(LineTableCursor *cursor) { return cursor->next < cursor->limit ? *cursor->next++ : 0; }

static u32 read_varint(LineTableCursor *cursor) {
    u32 byte = read_byte(cursor), value = byte & 63;
    for (int shift = 6; (byte & 64) && shift < 32; shift += 6) {
        byte = read_byte(cursor);
        value |= (byte & 63) << shift;
    }
    return value;
}

static i32 read_svarint(LineTableCursor *cursor) {
    u32 value = read_varint(cursor);
    return (value & 1) ? -(i32)(value >> 1) : (i32)(value >> 1);
}

/* Of a table that was read from a damaged file the sums may be anything, but they must be something. */
static i32 add_wrapping(i32 a, i32 b) { return (i32)((u32)a + (u32)b); }

static LineTableCursor begin(Ref table, i32 firstlineno) {
    const u8 *data = bytes_data(table);
    return (LineTableCursor){.next = data, .limit = data + size_of(table), .computed_line = firstlineno};
}

LineTableCursor linetable_begin(Ref code) {
    return begin(AS_CODE(code)->linetable, AS_CODE(code)->firstlineno);
}

static u32 entry_form(u32 first_byte) { return (first_byte >> 3) & 15; }

bool linetable_next(LineTableCursor *cursor) {
    if (cursor->next >= cursor->limit) return false;
    u32 first = read_byte(cursor), form = entry_form(first);
    cursor->start = cursor->end;
    cursor->end += (i32)(first & 7) + 1;
    if (form == LINE_ENTRY_NONE) {
        cursor->position = (CodePosition){-1, -1, -1, -1};
        return true;
    }
    if (form >= LINE_ENTRY_NO_COLUMNS) {
        cursor->computed_line = add_wrapping(cursor->computed_line, read_svarint(cursor));
    } else if (form >= LINE_ENTRY_ONE_LINE) {
        cursor->computed_line = add_wrapping(cursor->computed_line, (i32)form - LINE_ENTRY_ONE_LINE);
    }
    i32 line = cursor->computed_line;
    CodePosition *position = &cursor->position;
    *position = (CodePosition){line, line, -1, -1};
    if (form == LINE_ENTRY_LONG) {
        position->end_line = add_wrapping(line, (i32)read_varint(cursor));
        position->column = add_wrapping((i32)read_varint(cursor), -1);
        position->end_column = add_wrapping((i32)read_varint(cursor), -1);
    } else if (form >= LINE_ENTRY_ONE_LINE && form < LINE_ENTRY_NO_COLUMNS) {
        position->column = (i32)read_byte(cursor);
        position->end_column = (i32)read_byte(cursor);
    } else if (form < LINE_ENTRY_ONE_LINE) {
        u32 second = read_byte(cursor);
        position->column = (i32)((form << 3) | (second >> 4));
        position->end_column = position->column + (i32)(second & 15);
    }
    return true;
}

CodePosition code_position(Ref code, isize unit) {
    LineTableCursor cursor = linetable_begin(code);
    while (linetable_next(&cursor)) {
        if (unit < cursor.end) return cursor.position;
    }
    return (CodePosition){-1, -1, -1, -1};
}

i32 code_line(Ref code, isize unit) {
    const Code *self = AS_CODE(code);
    if (self->lines && unit >= 0 && unit < code_unit_count(code)) return self->lines[unit];
    return code_position(code, unit).line;
}

void code_keep_lines(Ref code) {
    Code *self = AS_CODE(code);
    isize count = code_unit_count(code);
    if (self->lines || !(self->lines = arena_alloc((usize)count * sizeof *self->lines, BLOCK_RAW))) return;
    isize unit = 0;
    for (LineTableCursor cursor = linetable_begin(code); linetable_next(&cursor);) {
        while (unit < cursor.end && unit < count) self->lines[unit++] = cursor.position.line;
    }
    while (unit < count) self->lines[unit++] = -1;
}

/* --- writing ------------------------------------------------------------------------------------------- */

void linetable_write_head(Text *out, u32 form, i32 units) {
    text_append_char(out, (char)(128 | form << 3 | (u32)(units - 1)));
}

void linetable_write_varint(Text *out, u32 value) {
    for (; value >= 64; value >>= 6) text_append_char(out, (char)(64 | (value & 63)));
    text_append_char(out, (char)value);
}

void linetable_write_svarint(Text *out, i32 value) {
    linetable_write_varint(out, value < 0 ? ((0u - (u32)value) << 1) | 1 : (u32)value << 1);
}

Own linetable_without_columns(Ref table) {
    Text out = text_new(TEXT_IN_ARENA);
    i32 line = 0;
    for (LineTableCursor cursor = begin(table, 0); cursor.next < cursor.limit;) {
        bool has_line = entry_form(*cursor.next) != LINE_ENTRY_NONE;
        linetable_next(&cursor);
        while (cursor.next < cursor.limit && !(*cursor.next & 128))
            cursor.next++; /* an entry ends where one begins */
        linetable_write_head(&out, has_line ? LINE_ENTRY_NO_COLUMNS : LINE_ENTRY_NONE,
                             cursor.end - cursor.start);
        if (!has_line) continue;
        linetable_write_svarint(&out, add_wrapping(cursor.computed_line, -line));
        line = cursor.computed_line;
    }
    Own bytes = out.failed ? error_memory() : bytes_from(text_cstring(&out), out.length);
    text_free(&out);
    return bytes;
}

/* --- iterators ---------------------------------------------------------------------------------------- */

typedef struct TableIterator {
    Object ob_base;
    Object *code;
    LineTableCursor cursor;
    i32 unit; /* next one to report; co_positions() gives one item a code unit */
} TableIterator;

static void table_iterator_dealloc(Own self) {
    slot_clear(&((TableIterator *)self)->code);
    object_free(self);
}

static Own table_iterator_new(Type *type, Ref code) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    TableIterator *iterator = (TableIterator *)self;
    iterator->code = own(code);
    iterator->cursor = linetable_begin(code);
    return self;
}

static Own self_iter(Ref self) { return own(self); }

static Own number_or_none(i32 value) { return value < 0 ? own_none() : int_from_i64(value); }

static Own tuple_of_numbers(const i32 *numbers, isize count) {
    Own items[4];
    for (isize i = 0; i < count; i++) {
        items[i] = number_or_none(numbers[i]);
        if (!items[i]) {
            while (i > 0) release(items[--i]);
            return NULL;
        }
    }
    return tuple_from_array_own(items, count);
}

static Own line_iterator_next(Ref self) {
    LineTableCursor *cursor = &((TableIterator *)self)->cursor;
    if (!linetable_next(cursor)) return NULL;
    i32 numbers[] = {cursor->start * (i32)sizeof(CodeUnit), cursor->end * (i32)sizeof(CodeUnit),
                     cursor->position.line};
    return tuple_of_numbers(numbers, 3);
}

static Own position_iterator_next(Ref self) {
    TableIterator *iterator = (TableIterator *)self;
    LineTableCursor *cursor = &iterator->cursor;
    if (iterator->unit >= cursor->end && !linetable_next(cursor)) return NULL;
    iterator->unit++;
    const CodePosition *at = &cursor->position;
    i32 numbers[] = {at->line, at->end_line, at->column, at->end_column};
    return tuple_of_numbers(numbers, 4);
}

const TypeSpec line_iterator_spec = {
    .name = "line_iterator",
    .basicsize = sizeof(TableIterator),
    .ghost_size = 64,
    .flags = TYPE_BASETYPE,
    .slots = {.dealloc = table_iterator_dealloc, .iter = self_iter, .iternext = line_iterator_next}};
const TypeSpec position_iterator_spec = {
    .name = "positions_iterator",
    .basicsize = sizeof(TableIterator),
    .flags = TYPE_BASETYPE,
    .slots = {.dealloc = table_iterator_dealloc, .iter = self_iter, .iternext = position_iterator_next}};

Own code_method_lines(Ref self) { return table_iterator_new(&CODE_ROOT->line_iterator.type, self); }

Own code_method_positions(Ref self) { return table_iterator_new(&CODE_ROOT->position_iterator.type, self); }

/* --- co_lnotab ---------------------------------------------------------------------------------------- */

/* Pairs of bytes: offset on, line on (signed); larger steps take several pairs. */
static void append_lnotab_step(Text *out, i32 offset, i32 line) {
    for (; offset > 255; offset -= 255) text_append(out, "\xff\0", 2);
    while (line < -128 || line > 127) {
        i32 step = line < 0 ? -128 : 127;
        text_append_char(out, (char)offset);
        text_append_char(out, (char)step);
        offset = 0;
        line -= step;
    }
    text_append_char(out, (char)offset);
    text_append_char(out, (char)line);
}

Own code_get_lnotab(Ref self, void *closure) {
    (void)closure;
    Text out = text_new(TEXT_IN_ARENA);
    LineTableCursor cursor = linetable_begin(self);
    i32 line = AS_CODE(self)->firstlineno, unit = 0;
    while (linetable_next(&cursor)) {
        if (cursor.position.line < 0 || cursor.position.line == line) continue;
        append_lnotab_step(&out, (cursor.start - unit) * (i32)sizeof(CodeUnit), cursor.position.line - line);
        line = cursor.position.line;
        unit = cursor.start;
    }
    Own bytes = out.failed ? error_memory() : bytes_from(text_cstring(&out), out.length);
    text_free(&out);
    return bytes;
}
