/* dis_json.c: every field of a code object, for comparison by a program.
 *
 * A constant is written as its type and its repr, items of tuples and frozensets too, since 1, 1.0 and True are
 * equal and must not be taken for each other: "tuple:(int:1,float:1.0)". A code object is written as
 * code:qualname; its own line follows. Items of a frozenset are sorted by their text. */
#include "code/code.h"
#include "code/dis.h"
#include "object/bytes.h"
#include "object/list.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

static void append_escaped(Text *out, const char *text, isize length) {
    for (isize i = 0; i < length; i++) {
        u8 c = (u8)text[i];
        if (c == '"' || c == '\\')
            text_append_format(out, "\\%c", c);
        else if (c < ' ')
            text_append_format(out, "\\u%04x", c);
        else
            text_append_char(out, (char)c);
    }
}

static void append_str(Text *out, const char *field, Ref string) {
    Text text = text_new(TEXT_IN_ARENA);
    str_append_utf8(string, &text);
    text_append_format(out, "\"%s\":\"", field);
    append_escaped(out, text_cstring(&text), text.length);
    text_append_cstring(out, "\",");
    text_free(&text);
}

static void append_hex(Text *out, const char *field, Ref bytes) {
    text_append_format(out, "\"%s\":\"", field);
    for (isize i = 0; i < size_of(bytes); i++) text_append_format(out, "%02x", bytes_data(bytes)[i]);
    text_append_cstring(out, "\",");
}

static void append_number(Text *out, const char *field, isize number) {
    text_append_format(out, "\"%s\":%zd,", field, number);
}

static bool append_names(Text *out, const char *field, Ref names) {
    text_append_format(out, "\"%s\":[", field);
    for (isize i = 0; i < tuple_length(names); i++) {
        Text text = text_new(TEXT_IN_ARENA);
        str_append_utf8(tuple_get(names, i), &text);
        text_append_cstring(out, i ? ",\"" : "\"");
        append_escaped(out, text_cstring(&text), text.length);
        text_append_char(out, '"');
        text_free(&text);
    }
    text_append_cstring(out, "],");
    return true;
}

/* --- constants ----------------------------------------------------------------------------------------- */

static bool append_constant(Text *out, Ref value);

static bool append_items(Text *out, Ref sequence) {
    isize count = sequence_fast_length(sequence);
    text_append_char(out, '(');
    for (isize i = 0; i < count; i++) {
        if (i) text_append_char(out, ',');
        if (!append_constant(out, sequence_fast_items(sequence)[i])) return false;
    }
    text_append_char(out, ')');
    return true;
}

/* Each item as a str, sorted: the order of a set of strings is not part of what the constant is. */
static bool append_frozenset(Text *out, Ref set) {
    Own list = list_new(0);
    isize position = 0;
    Ref key;
    bool good = list != NULL;
    while (good && set_each(set, &position, &key, NULL)) {
        Text text = text_new(TEXT_IN_ARENA);
        Own string = append_constant(&text, key) ? str_from_utf8(text_cstring(&text), text.length) : NULL;
        text_free(&text);
        good = string && list_append(list, string);
    }
    good = good && list_sort(list, NULL, false);
    text_append_char(out, '(');
    for (isize i = 0; good && i < list_length(list); i++) {
        if (i) text_append_char(out, ',');
        str_append_utf8(list_get(list, i), out);
    }
    text_append_char(out, ')');
    release_maybe(list);
    return good;
}

static bool append_constant(Text *out, Ref value) {
    text_append_format(out, "%s:", type_short_name(type_of(value)));
    if (is_tuple(value)) return append_items(out, value);
    if (is_frozenset(value)) return append_frozenset(out, value);
    if (is_code(value)) {
        str_append_utf8(AS_CODE(value)->qualname, out);
        return true;
    }
    if (is_int(value) && int_bit_length(value) > 4000) { /* beyond what may be written in decimal */
        Own text = int_to_str(value, 16, true);
        if (text) str_append_utf8(text, out);
        release_maybe(text);
        return text != NULL;
    }
    Own repr = object_repr(value);
    if (!repr) return false;
    str_append_utf8(repr, out);
    release(repr);
    return true;
}

static bool append_constants(Text *out, Ref consts) {
    text_append_cstring(out, "\"consts\":[");
    for (isize i = 0; i < tuple_length(consts); i++) {
        Text text = text_new(TEXT_IN_ARENA);
        bool good = append_constant(&text, tuple_get(consts, i));
        text_append_cstring(out, i ? ",\"" : "\"");
        append_escaped(out, text_cstring(&text), text.length);
        text_append_char(out, '"');
        text_free(&text);
        if (!good) return false;
    }
    text_append_cstring(out, "]");
    return true;
}

/* What else Python shows of a code object, though it follows from the other fields. */
static bool append_variables(Text *out, Ref code) {
    static const struct {
        const char *name;
        u8 kind;
    } variables[] = {{"varnames", LOCAL_PLAIN}, {"cellvars", LOCAL_CELL}, {"freevars", LOCAL_FREE}};
    for (isize i = 0; i < COUNT_OF(variables); i++) {
        Own names = code_names_of_kind(code, variables[i].kind);
        if (!names) return false;
        append_names(out, variables[i].name, names);
        release(names);
    }
    return true;
}

bool dis_json(Ref object, Text *out) {
    const Code *code = AS_CODE(object);
    Own bytes = code_bytes(object);
    if (!bytes) return false;
    text_append_char(out, '{');
    append_str(out, "qualname", code->qualname);
    append_str(out, "name", code->name);
    append_number(out, "firstlineno", code->firstlineno);
    append_number(out, "argcount", code->argcount);
    append_number(out, "posonlyargcount", code->posonlyargcount);
    append_number(out, "kwonlyargcount", code->kwonlyargcount);
    append_number(out, "nlocals", code->nlocals);
    append_number(out, "stacksize", code->stacksize);
    append_number(out, "flags", code->flags);
    append_hex(out, "code", bytes);
    append_hex(out, "linetable", code->linetable);
    append_hex(out, "exceptiontable", code->exceptiontable);
    append_hex(out, "localspluskinds", code->localspluskinds);
    append_names(out, "names", code->names);
    append_names(out, "localsplusnames", code->localsplusnames);
    append_str(out, "filename", code->filename);
    bool good = append_variables(out, object) && append_constants(out, code->consts);
    text_append_cstring(out, "}\n");
    release(bytes);
    for (isize i = 0; good && i < tuple_length(code->consts); i++)
        if (is_code(tuple_get(code->consts, i))) good = dis_json(tuple_get(code->consts, i), out);
    return good;
}
