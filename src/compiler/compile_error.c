/* compile_error.c: making the SyntaxErrors of the compiler.
 *
 * Two shapes, as in CPython: the compiler gives the exception its place as arguments, the symbol table sets it
 * as attributes afterwards. The text of the line is read from the file, so a program that came from a string
 * has none. */
#include "compiler/compile_error.h"

#include "object/error.h"
#include "object/exception.h"
#include "object/root.h"
#include "object/str.h"
#include "object/tuple.h"
#include "world/world.h"

enum { LINE_BUFFER = 999 }; /* of a longer line only the last piece is shown */

/* The start of line `lineno` (from 1) in the file, NULL when it has fewer. *length counts the end of line. */
static const char *find_line(const char *data, isize size, isize lineno, isize *length) {
    const char *at = data, *limit = data + size;
    for (isize line = 1; at < limit; line++) {
        const char *end = at;
        while (end < limit && *end != '\n' && *end != '\r') end++;
        if (line == lineno) {
            *length = end - at + (end < limit);
            return at;
        }
        if (end + 1 < limit && end[0] == '\r' && end[1] == '\n') end++;
        at = end + 1;
    }
    return NULL;
}

static Own decode_line(const char *line, isize length) {
    Text text = text_new(TEXT_IN_ARENA);
    isize skipped = length > 0 ? (length - 1) / LINE_BUFFER * LINE_BUFFER : 0;
    text_append(&text, line + skipped, length - skipped);
    if (text.length && text.data[text.length - 1] == '\r') text.data[text.length - 1] = '\n';
    Own string = text.failed ? NULL : str_from_utf8(text_cstring(&text), text.length);
    text_free(&text);
    if (!string) error_clear();
    return string;
}

Own compile_error_text(Ref filename, isize lineno) {
    if (lineno <= 0 || !WORLD_ROOT->world) return NULL;
    Text path = text_new(TEXT_IN_ARENA);
    str_append_utf8(filename, &path);
    const char *data, *line = NULL;
    isize size, length;
    if (!path.failed && world_read_file(text_cstring(&path), &data, &size) == 0) {
        line = find_line(data, size, lineno, &length);
    }
    text_free(&path);
    return line ? decode_line(line, length) : NULL;
}

/* (filename, lineno, offset, text, end_lineno, end_offset) */
static Own make_details(Ref filename, const Location *at, Own text) {
    Own items[] = {own(filename), int_from_i64(at->lineno),     int_from_i64(at->col_offset + 1),
                   text,          int_from_i64(at->end_lineno), int_from_i64(at->end_col_offset + 1)};
    bool complete = true;
    for (isize i = 0; i < COUNT_OF(items); i++) complete = complete && items[i];
    if (complete) return tuple_from_array_own(items, COUNT_OF(items));
    for (isize i = 0; i < COUNT_OF(items); i++) release_maybe(items[i]);
    return NULL;
}

bool compile_error(Ref filename, const Location *at, Own message) {
    if (!message) return false;
    Own text = compile_error_text(filename, at->lineno);
    Own details = make_details(filename, at, text ? text : own_none());
    if (details) {
        Ref args[] = {message, details};
        Own exception = exception_new(EXC(SyntaxError), args, 2);
        if (exception) error_raise(exception);
        release(details);
    }
    release(message);
    return false;
}

static bool set_number(Object **slot, i32 value) {
    Own number = value >= 0 ? int_from_i64(value) : own_none();
    if (!number) return false;
    slot_set(slot, number);
    return true;
}

bool compile_error_located(Ref filename, const Location *at, Own message) {
    if (!message) return false;
    error_set_object(EXC(SyntaxError), message);
    release(message);
    if (!error_matches(EXC(SyntaxError))) return false;
    Own exception = error_fetch();
    SyntaxException *error = (SyntaxException *)exception;
    if (!set_number(&error->lineno, at->lineno) ||
        !set_number(&error->offset, at->col_offset >= 0 ? at->col_offset + 1 : -1) ||
        !set_number(&error->end_lineno, at->end_lineno) ||
        !set_number(&error->end_offset, at->end_col_offset >= 0 ? at->end_col_offset + 1 : -1)) {
        release(exception);
        return false;
    }
    slot_set(&error->filename, own(filename));
    Own text = compile_error_text(filename, at->lineno);
    if (text) slot_set(&error->text, text);
    error_restore(exception);
    return false;
}
