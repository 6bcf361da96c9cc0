/* compile_error.c: making the SyntaxErrors of the compiler.
 *
 * Two shapes, as in CPython: the compiler gives the exception its place as arguments, the symbol table sets it
 * as attributes afterwards. The text of the line is read from the file, so a program that came from a string
 * has none. */
#include "compiler/compile_error.h"

#include "object/error.h"
#include "object/exception.h"
#include "object/root.h"
#include "object/tuple.h"
#include "syntax/error_line.h"

/* (filename, lineno, offset, text, end_lineno, end_offset) */
static Own make_details(Ref filename, const Location *at, Own text) {
    Own items[] = {own(filename), int_from_i64(at->lineno),     int_from_i64(at->col_offset + 1),
                   text,          int_from_i64(at->end_lineno), int_from_i64(at->end_col_offset + 1)};
    return tuple_from_array_own(items, COUNT_OF(items));
}

bool compile_error(Ref filename, const Location *at, Own message) {
    if (!message) return false;
    Own text = error_line(filename, at->lineno, NULL);
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
    Own text = error_line(filename, at->lineno, NULL);
    if (text) slot_set(&error->text, text);
    error_restore(exception);
    return false;
}
