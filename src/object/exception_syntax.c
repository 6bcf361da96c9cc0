/* exception_syntax.c: SyntaxError: the message and the place: SyntaxError(msg, (filename, lineno, offset, text
 * [, end_lineno, end_offset])). */
#include "object/error.h"
#include "object/exception_slots.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* Fields from the second argument's items. */
static bool set_place(SyntaxException *self, Ref place) {
    isize count = tuple_length(place);
    if (count < 4 || count > 6) {
        return error_set(EXC(TypeError), "function takes at %s arguments (%zd given)",
                         count < 4 ? "least 4" : "most 6", count);
    }
    slot_set(&self->filename, own(tuple_get(place, 0)));
    slot_set(&self->lineno, own(tuple_get(place, 1)));
    slot_set(&self->offset, own(tuple_get(place, 2)));
    slot_set(&self->text, own(tuple_get(place, 3)));
    slot_set(&self->end_lineno, count > 4 ? own(tuple_get(place, 4)) : NULL);
    slot_set(&self->end_offset, count > 5 ? own(tuple_get(place, 5)) : NULL);
    if (count != 5) return true;
    return error_set(EXC(TypeError), "end_offset must be provided when end_lineno is provided");
}

bool syntax_error_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!exception_slot_init(self, args, nargs, kwnames)) return false;
    SyntaxException *error = (SyntaxException *)self;
    if (nargs >= 1) slot_set(&error->message, own(args[0]));
    if (nargs != 2) return true;
    Own place = tuple_from_iterable(args[1]);
    if (!place) return false;
    bool done = set_place(error, place);
    release(place);
    return done;
}

/* What stands behind the last slash. */
static Own base_name(Ref filename) {
    isize length = str_length(filename), start = length;
    while (start > 0 && str_char(filename, start - 1) != '/') start--;
    return start ? str_substring(filename, start, length) : own(filename);
}

Own syntax_error_str(Ref self) {
    const SyntaxException *error = (const SyntaxException *)self;
    Ref message = error->message ? error->message : None;
    bool has_filename = error->filename && is_str(error->filename);
    bool has_lineno = error->lineno && is_exactly(error->lineno, TYPE(INT));
    int overflow;
    long lineno = has_lineno ? (long)int_as_i64_overflow(error->lineno, &overflow) : 0;
    if (!has_filename) {
        return has_lineno ? str_format("%S (line %ld)", message, lineno) : object_str(message);
    }
    Own filename = base_name(error->filename);
    if (!filename) return NULL;
    Own text = has_lineno ? str_format("%S (%U, line %ld)", message, filename, lineno)
                          : str_format("%S (%U)", message, filename);
    release(filename);
    return text;
}

#define SYNTAX_MEMBER(name, field, text)                                                                       \
    { name, MEMBER_OBJECT, offsetof(SyntaxException, field), .doc = "exception " text }

const MemberDef syntax_error_members[] = {
    SYNTAX_MEMBER("msg", message, "msg"),
    SYNTAX_MEMBER("filename", filename, "filename"),
    SYNTAX_MEMBER("lineno", lineno, "lineno"),
    SYNTAX_MEMBER("offset", offset, "offset"),
    SYNTAX_MEMBER("text", text, "text"),
    SYNTAX_MEMBER("end_lineno", end_lineno, "end lineno"),
    SYNTAX_MEMBER("end_offset", end_offset, "end offset"),
    SYNTAX_MEMBER("print_file_and_line", print_file_and_line, "print_file_and_line"),
    {.name = NULL}};

/* (filename, lineno, offset, text, end_lineno, end_offset) */
static Own place_new(Ref filename, const isize numbers[4], Ref text) {
    Own place = tuple_new(6);
    if (!place) return NULL;
    static const isize position[4] = {1, 2, 4, 5};
    tuple_fill(place, 0, own(filename ? filename : None));
    tuple_fill(place, 3, own(text ? text : None));
    for (int i = 0; i < 4; i++) {
        Own number = int_from_isize(numbers[i]);
        if (!number) {
            release(place);
            return NULL;
        }
        tuple_fill(place, position[i], number);
    }
    return place;
}

void *error_set_syntax(Type *type, Ref message, Ref filename, isize lineno, isize offset, Ref text,
                       isize end_lineno, isize end_offset) {
    const isize numbers[4] = {lineno, offset, end_lineno, end_offset};
    Own place = place_new(filename, numbers, text);
    if (!place) return NULL;
    Ref arguments[] = {message, place};
    Own exception = exception_new(type, arguments, 2);
    release(place);
    return exception ? error_raise(exception) : NULL;
}
