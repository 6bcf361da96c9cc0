/* value.c: what a value looks like, found by reading memory alone.
 *
 * repr() may run the program's code, allocates, and takes references; a window must not. So the shapes of the
 * built-in types are walked here, and an instance of a class is shown by its class and serial number, as <Point
 * #31>. Text is written until the width is used up; what follows is cut off with "...". */
#include <math.h>

#include "inspect/inspector.h"
#include "object/bytes.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/exception.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/range.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"
#include "vm/eval.h"

#define MOST_NESTED 4
#define LONGEST_INT 200 /* digits of base 2**30 that are worth converting for a look */

typedef struct Writer {
    Text *out;
    isize limit; /* bytes of `out` after which nothing more need be written */
    int nested;
} Writer;

static bool is_full(const Writer *writer) { return writer->out->length > writer->limit; }
static void write_value(Writer *writer, Ref value);

/* --- atoms -------------------------------------------------------------------------------------------- */

/* Decimal digits by repeated division by 10**9: quadratic, for the numbers of a screen. */
static void write_int(Writer *writer, Ref value) {
    isize count = size_of(value) < 0 ? -size_of(value) : size_of(value);
    if (count > LONGEST_INT) {
        text_append_format(writer->out, "<int of %zd bits>", count * DIGIT_BITS);
        return;
    }
    u32 digits[LONGEST_INT];
    memcpy(digits, AS_INT(value)->digits, (usize)count * sizeof(u32));
    u32 groups[LONGEST_INT * 2];
    isize group_count = 0;
    do {
        u64 rest = 0;
        for (isize i = count - 1; i >= 0; i--) {
            u64 part = rest << DIGIT_BITS | digits[i];
            digits[i] = (u32)(part / 1000000000);
            rest = part % 1000000000;
        }
        while (count > 0 && digits[count - 1] == 0) count--;
        groups[group_count++] = (u32)rest;
    } while (count > 0);
    if (size_of(value) < 0) text_append_char(writer->out, '-');
    text_append_format(writer->out, "%u", groups[--group_count]);
    while (group_count > 0) text_append_format(writer->out, "%09u", groups[--group_count]);
}

static void write_escaped(Writer *writer, u32 c, u32 quote, bool is_text) {
    Text *out = writer->out;
    switch (c) {
    case '\t': text_append_cstring(out, "\\t"); return;
    case '\n': text_append_cstring(out, "\\n"); return;
    case '\r': text_append_cstring(out, "\\r"); return;
    case '\\': text_append_cstring(out, "\\\\"); return;
    default: break;
    }
    if (c == quote) {
        text_append_char(out, '\\');
        text_append_char(out, (char)c);
    } else if (c >= ' ' && c < 0x7f) {
        text_append_char(out, (char)c);
    } else if (is_text && c > 0x7f && char_is_printable(c)) {
        text_append_codepoint(out, c);
    } else {
        text_append_format(out, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    }
}

static void write_str(Writer *writer, Ref value) {
    isize length = str_length(value);
    bool single = false, both = false;
    for (isize i = 0; i < length; i++) {
        u32 c = str_char(value, i);
        if (c == '\'') single = true;
        if (c == '"') both = true;
    }
    u32 quote = single && !both ? '"' : '\'';
    text_append_char(writer->out, (char)quote);
    for (isize i = 0; i < length && !is_full(writer); i++)
        write_escaped(writer, str_char(value, i), quote, true);
    text_append_char(writer->out, (char)quote);
}

static void write_bytes(Writer *writer, const u8 *data, isize length) {
    bool single = memchr(data, '\'', (usize)length) != NULL, both = memchr(data, '"', (usize)length) != NULL;
    u32 quote = single && !both ? '"' : '\'';
    text_append_format(writer->out, "b%c", (char)quote);
    for (isize i = 0; i < length && !is_full(writer); i++) write_escaped(writer, data[i], quote, false);
    text_append_char(writer->out, (char)quote);
}

static void write_complex(Writer *writer, Ref value) {
    const Complex *number = AS_COMPLEX(value);
    bool lone = number->real == 0 && !__builtin_signbit(number->real);
    if (!lone) {
        text_append_char(writer->out, '(');
        double_append_repr(writer->out, number->real, false);
        /* nan shows no sign of its own */
        if (!signbit(number->imag) || isnan(number->imag)) text_append_char(writer->out, '+');
    }
    double_append_repr(writer->out, number->imag, false);
    text_append_cstring(writer->out, lone ? "j" : "j)");
}

/* --- containers --------------------------------------------------------------------------------------- */

static void write_items(Writer *writer, Object *const *items, isize count) {
    for (isize i = 0; i < count && !is_full(writer); i++) {
        if (i) text_append_cstring(writer->out, ", ");
        write_value(writer, items[i]);
    }
}

static void write_dict(Writer *writer, Ref value) {
    isize position = 0;
    Ref key, item;
    bool first = true;
    text_append_char(writer->out, '{');
    while (!is_full(writer) && dict_each(value, &position, &key, &item, NULL)) {
        if (!first) text_append_cstring(writer->out, ", ");
        first = false;
        write_value(writer, key);
        text_append_cstring(writer->out, ": ");
        write_value(writer, item);
    }
    text_append_char(writer->out, '}');
}

static void write_set(Writer *writer, Ref value) {
    bool frozen = is_exact_frozenset(value);
    if (set_length(value) == 0) {
        text_append_cstring(writer->out, frozen ? "frozenset()" : "set()");
        return;
    }
    isize position = 0;
    Ref key;
    bool first = true;
    text_append_cstring(writer->out, frozen ? "frozenset({" : "{");
    while (!is_full(writer) && set_each(value, &position, &key, NULL)) {
        if (!first) text_append_cstring(writer->out, ", ");
        first = false;
        write_value(writer, key);
    }
    text_append_cstring(writer->out, frozen ? "})" : "}");
}

static bool write_container(Writer *writer, Ref value) {
    Text *out = writer->out;
    if (is_exact_list(value)) {
        text_append_char(out, '[');
        write_items(writer, AS_LIST(value)->items, list_length(value));
        text_append_char(out, ']');
    } else if (is_exact_tuple(value)) {
        text_append_char(out, '(');
        write_items(writer, AS_TUPLE(value)->items, tuple_length(value));
        text_append_cstring(out, tuple_length(value) == 1 ? ",)" : ")");
    } else if (is_exact_dict(value)) {
        write_dict(writer, value);
    } else if (is_exact_set(value) || is_exact_frozenset(value)) {
        write_set(writer, value);
    } else {
        return false;
    }
    return true;
}

/* --- everything else ---------------------------------------------------------------------------------- */

static void write_str_plain(Writer *writer, Ref string) {
    if (string && is_str(string)) str_append_utf8(string, writer->out);
}

/* A built-in exception as its repr: its type's name and its arguments. */
static void write_exception(Writer *writer, Ref value) {
    text_append_cstring(writer->out, type_short_name(type_of(value)));
    text_append_char(writer->out, '(');
    Ref args = AS_EXCEPTION(value)->args;
    if (args && is_exact_tuple(args)) write_items(writer, AS_TUPLE(args)->items, tuple_length(args));
    text_append_char(writer->out, ')');
}

static void write_range(Writer *writer, Ref value) {
    const Range *range = (const Range *)value;
    text_append_cstring(writer->out, "range(");
    write_value(writer, range->start);
    text_append_cstring(writer->out, ", ");
    write_value(writer, range->stop);
    if (size_of(range->step) != 1 || AS_INT(range->step)->digits[0] != 1) {
        text_append_cstring(writer->out, ", ");
        write_value(writer, range->step);
    }
    text_append_char(writer->out, ')');
}

static void write_slice(Writer *writer, Ref value) {
    text_append_cstring(writer->out, "slice(");
    write_value(writer, AS_SLICE(value)->start);
    text_append_cstring(writer->out, ", ");
    write_value(writer, AS_SLICE(value)->stop);
    text_append_cstring(writer->out, ", ");
    write_value(writer, AS_SLICE(value)->step);
    text_append_char(writer->out, ')');
}

static void write_named(Writer *writer, const char *what, Ref name) {
    text_append_format(writer->out, "<%s ", what);
    write_str_plain(writer, name);
    text_append_char(writer->out, '>');
}

/* <Point #31>: an object of which only its type is known. */
static void write_opaque(Writer *writer, Ref value) {
    text_append_format(writer->out, "<%s", type_short_name(type_of(value)));
    u64 serial = look_serial(value);
    if (!is_immortal_serial(serial)) text_append_format(writer->out, " #%lu", serial);
    text_append_char(writer->out, '>');
}

static bool write_callable(Writer *writer, Ref value) {
    if (is_function(value)) {
        write_named(writer, "function", AS_FUNCTION(value)->qualname);
    } else if (is_method(value)) {
        Ref function = AS_METHOD(value)->function;
        text_append_cstring(writer->out, "<bound method ");
        if (is_function(function)) write_str_plain(writer, AS_FUNCTION(function)->qualname);
        text_append_cstring(writer->out, " of ");
        write_value(writer, AS_METHOD(value)->self);
        text_append_char(writer->out, '>');
    } else if (is_builtin_function(value)) {
        text_append_format(writer->out, "<built-in function %s>", ((const BuiltinFunction *)value)->def->name);
    } else if (type_of(value) == TYPE(METHOD_DESCRIPTOR)) {
        const MethodDescriptor *descriptor = (const MethodDescriptor *)value;
        text_append_format(writer->out, "<method '%s' of '%s' objects>", descriptor->def->name,
                           descriptor->type->name);
    } else if (is_type(value)) {
        text_append_format(writer->out, "<class '%s'>", AS_TYPE(value)->name);
    } else if (is_code(value)) {
        write_named(writer, "code", AS_CODE(value)->qualname);
    } else if (type_of(value) == TYPE_GENERATOR || type_of(value) == TYPE_COROUTINE ||
               type_of(value) == TYPE_ASYNC_GENERATOR) {
        text_append_format(writer->out, "<%s ", type_short_name(type_of(value)));
        write_str_plain(writer, AS_GENERATOR(value)->qualname);
        text_append_format(writer->out, " #%lu>", look_serial(value));
    } else {
        return false;
    }
    return true;
}

static void write_composite(Writer *writer, Ref value) {
    if (writer->nested >= MOST_NESTED) {
        text_append_cstring(writer->out, "...");
        return;
    }
    writer->nested++;
    bool done = write_container(writer, value) || write_callable(writer, value);
    if (!done && type_of(value) == TYPE(RANGE)) {
        write_range(writer, value);
    } else if (!done && type_of(value) == TYPE(SLICE)) {
        write_slice(writer, value);
    } else if (!done && is_cell(value)) {
        text_append_cstring(writer->out, "<cell: ");
        write_value(writer, AS_CELL(value)->value);
        text_append_char(writer->out, '>');
    } else if (!done && is_exception(value) && type_of(value)->spec) { /* ExceptionGroup is a heap type, too */
        write_exception(writer, value);
    } else if (!done && type_of(value) == TYPE(MODULE)) {
        write_named(writer, "module", AS_MODULE(value)->name);
    } else if (!done && type_of(value) == TYPE(BYTEARRAY)) {
        text_append_cstring(writer->out, "bytearray(");
        write_bytes(writer, AS_BYTEARRAY(value)->start, size_of(value));
        text_append_char(writer->out, ')');
    } else if (!done && !future_append(writer->out, value)) {
        write_opaque(writer, value);
    }
    writer->nested--;
}

/* None, True ...: appends the name; false: it is none of them. */
static bool write_singleton(Text *out, Ref value) {
    const char *name = !value                    ? "NULL"
                       : value == None           ? "None"
                       : value == True           ? "True"
                       : value == False          ? "False"
                       : value == Ellipsis       ? "Ellipsis"
                       : value == NotImplemented ? "NotImplemented"
                                                 : NULL;
    if (name) text_append_cstring(out, name);
    return name != NULL;
}

/* int, float, complex, str and bytes themselves, no subclasses. */
static bool write_atom(Writer *writer, Ref value) {
    if (is_exact_int(value)) {
        write_int(writer, value);
    } else if (is_exact_float(value)) {
        double_append_repr(writer->out, AS_FLOAT(value)->value, true);
    } else if (is_exact_str(value)) {
        write_str(writer, value);
    } else if (is_exact_bytes(value)) {
        write_bytes(writer, bytes_data(value), size_of(value));
    } else if (is_exact_complex(value)) {
        write_complex(writer, value);
    } else {
        return false;
    }
    return true;
}

static void write_value(Writer *writer, Ref value) {
    if (is_full(writer)) return;
    if (value && look_is_dying(value))
        write_opaque(writer, value);
    else if (!write_singleton(writer->out, value) && !write_atom(writer, value))
        write_composite(writer, value);
}

/* Cuts what stands in `out` from `start` on to `width` characters, "..." included. */
static void cut(Text *out, isize start, int width) {
    isize position = start, kept = start;
    int characters = 0;
    while (position < out->length) {
        if (characters == width - 3) kept = position;
        position++;
        while (position < out->length && ((u8)out->data[position] & 0xC0) == 0x80) position++;
        characters++;
    }
    if (characters <= width) return;
    out->length = kept;
    text_append_cstring(out, "...");
}

void value_append(Text *out, Ref value, int width) {
    isize start = out->length;
    Writer writer = {.out = out, .limit = start + 4 * (isize)width};
    write_value(&writer, value);
    cut(out, start, width);
}

void value_append_callable(Text *out, Ref callable, int width) {
    if (callable && is_function(callable)) {
        str_append_utf8(AS_FUNCTION(callable)->qualname, out);
    } else if (callable && is_builtin_function(callable)) {
        text_append_cstring(out, ((const BuiltinFunction *)callable)->def->name);
    } else if (callable && type_of(callable) == TYPE(METHOD_DESCRIPTOR)) {
        const MethodDescriptor *descriptor = (const MethodDescriptor *)callable;
        text_append_format(out, "%s.%s", type_short_name(descriptor->type), descriptor->def->name);
    } else if (callable && is_type(callable)) {
        text_append_cstring(out, type_short_name(AS_TYPE(callable)));
    } else {
        value_append(out, callable, width);
    }
}

void value_append_trace(Text *out, Ref value) {
    isize start = out->length;
    Writer writer = {.out = out, .limit = start + 4 * TRACE_WIDTH};
    if (write_singleton(out, value)) return;
    isize digits = is_exact_int(value) ? (size_of(value) < 0 ? -size_of(value) : size_of(value)) : 0;
    bool long_int = digits > 5 || (digits == 5 && AS_INT(value)->digits[4] >> (128 - 4 * DIGIT_BITS));
    if (!long_int && write_atom(&writer, value))
        cut(out, start, TRACE_WIDTH);
    else
        text_append_format(out, "<%s>", type_short_name(type_of(value)));
}

InspectValue look_value_width(Inspector *look, Ref value, int width) {
    if (!value) return (InspectValue){.type = "", .text = "NULL"};
    u64 serial = look_serial(value);
    text_clear(&look->work);
    value_append(&look->work, value, width);
    return (InspectValue){.present = true,
                          .serial = serial,
                          .refcount = value->ob_refcnt,
                          .immortal = is_immortal_serial(serial),
                          .type = type_short_name(type_of(value)),
                          .text = look_keep_text(look, &look->work)};
}

InspectValue look_value(Inspector *look, Ref value) { return look_value_width(look, value, VALUE_WIDTH); }
