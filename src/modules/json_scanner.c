/* json_scanner.c: the type _json.Scanner: text to values, by recursive descent.
 *
 * It behaves as json/scanner.py does, to the message and to the calls of hooks. */
#include "modules/json.h"

#include "object/charge.h"
#include "object/dict.h"
#include "object/float.h"
#include "object/gc.h"
#include "object/list.h"

typedef struct Scanner {
    Object ob_base;
    bool strict;
    /* None: none; int and float themselves are not called; all owned */
    Object *object_hook, *object_pairs_hook, *parse_float, *parse_int, *parse_constant;
    Object *memo; /* dict: each key once while a text is scanned; owned */
} Scanner;
#define AS_SCANNER(ref) ((Scanner *)(ref))

/* Where one reads. `at` moves on behind what was read. */
typedef struct Reading {
    const Scanner *scanner;
    Ref text;
    isize at, length;
} Reading;

static Own scan_value(Reading *reading);

static bool looks_at(const Reading *reading, u32 c) {
    return reading->at < reading->length && str_char(reading->text, reading->at) == c;
}
static void skip_space(Reading *reading) {
    for (; reading->at < reading->length; reading->at++) {
        u32 c = str_char(reading->text, reading->at);
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') break;
    }
}
static void *fail_at(const Reading *reading, const char *message) {
    return json_error(message, reading->text, reading->at);
}
static void *no_value(isize at) {
    Own index = int_from_isize(at);
    if (index) error_set_stop_iteration(index);
    release_maybe(index);
    return NULL;
}

/* --- objects and arrays --------------------------------------------------------------------------------- */

/* "key": and the space around it. */
static Own scan_key(Reading *reading) {
    if (!looks_at(reading, '"')) return fail_at(reading, "Expecting property name enclosed in double quotes");
    Own key = json_scan_string(reading->text, reading->at + 1, reading->scanner->strict, &reading->at);
    if (!key) return NULL;
    Own known = own_maybe(dict_set_default(reading->scanner->memo, key, key));
    release(key);
    if (!known) return NULL;
    skip_space(reading);
    if (!looks_at(reading, ':')) {
        release(known);
        return fail_at(reading, "Expecting ':' delimiter");
    }
    reading->at++;
    skip_space(reading);
    return known;
}

/* A pair into the dict, or into the list of pairs. */
static bool scan_pair(Reading *reading, Ref target) {
    Own key = scan_key(reading), value = key ? scan_value(reading) : NULL;
    bool stored = false;
    if (value && is_list(target)) {
        Own pair = tuple_pack(2, (Ref)key, (Ref)value);
        stored = pair && list_append(target, pair);
    } else if (value) {
        stored = dict_set(target, key, value);
    }
    release_maybe(key);
    release_maybe(value);
    return stored;
}

/* What may follow an item: `closing`, or a comma and another item. *more tells which. */
static bool scan_delimiter(Reading *reading, u32 closing, bool *more) {
    skip_space(reading);
    *more = !looks_at(reading, closing);
    if (*more && !looks_at(reading, ',')) return fail_at(reading, "Expecting ',' delimiter");
    reading->at++;
    if (*more) skip_space(reading);
    return true;
}

static Own call_hooks(const Scanner *scanner, Own object) {
    bool pairs = scanner->object_pairs_hook != None;
    Ref hook = pairs ? scanner->object_pairs_hook : scanner->object_hook;
    if (hook == None) return object;
    Own result = object_call_one(hook, object);
    release(object);
    return result;
}

static Own scan_object(Reading *reading) {
    Own object = reading->scanner->object_pairs_hook != None ? list_new(0) : dict_new();
    if (!object) return NULL;
    reading->at++;
    skip_space(reading);
    bool more = !looks_at(reading, '}');
    if (!more) reading->at++;
    while (more) {
        if (!scan_pair(reading, object) || !scan_delimiter(reading, '}', &more)) {
            release(object);
            return NULL;
        }
    }
    return call_hooks(reading->scanner, object);
}

static Own scan_array(Reading *reading) {
    Own list = list_new(0);
    if (!list) return NULL;
    reading->at++;
    skip_space(reading);
    bool more = !looks_at(reading, ']');
    if (!more) reading->at++;
    while (more) {
        Own value = scan_value(reading);
        if (!value || !list_append(list, value) || !scan_delimiter(reading, ']', &more)) {
            release(list);
            return NULL;
        }
    }
    return list;
}

/* --- words and numbers ---------------------------------------------------------------------------------- */

static bool take_word(Reading *reading, const char *word) {
    isize length = (isize)strlen(word);
    if (reading->at + length > reading->length) return false;
    for (isize i = 0; i < length; i++) {
        if (str_char(reading->text, reading->at + i) != (u8)word[i]) return false;
    }
    reading->at += length;
    return true;
}

static isize skip_digits(const Reading *reading, isize at) {
    while (at < reading->length && str_char(reading->text, at) - '0' < 10) at++;
    return at;
}
static bool is_char(const Reading *reading, isize at, const char *choices) {
    if (at >= reading->length) return false;
    u32 c = str_char(reading->text, at);
    return c && c < 128 && strchr(choices, (int)c);
}

/* Where the number at reading->at ends; that very place: there is none. */
static isize number_end(const Reading *reading, bool *is_float) {
    isize at = reading->at + is_char(reading, reading->at, "-");
    *is_float = false;
    isize end = is_char(reading, at, "0") ? at + 1 : skip_digits(reading, at);
    if (end == at) return reading->at;
    if (is_char(reading, end, ".")) {
        isize digits = skip_digits(reading, end + 1);
        if (digits > end + 1) {
            *is_float = true;
            end = digits;
        }
    }
    if (is_char(reading, end, "eE")) {
        isize from = end + 1 + is_char(reading, end + 1, "+-"), digits = skip_digits(reading, from);
        if (digits > from) {
            *is_float = true;
            end = digits;
        }
    }
    return end;
}

static Own scan_number(Reading *reading) {
    bool is_float;
    isize end = number_end(reading, &is_float);
    if (end == reading->at) return no_value(reading->at);
    Own digits = str_substring(reading->text, reading->at, end);
    if (!digits) return NULL;
    reading->at = end;
    Ref parse = is_float ? reading->scanner->parse_float : reading->scanner->parse_int;
    Own number = parse == (Ref)TYPE(INT) ? int_from_str(digits, 10) : object_call_one(parse, digits);
    release(digits);
    return number;
}

static Own scan_constant(Reading *reading, const char *word) {
    Own name = str_from_ascii(word, -1), value;
    value = name ? object_call_one(reading->scanner->parse_constant, name) : NULL;
    release_maybe(name);
    return value;
}

static Own scan_nested(Reading *reading, u32 bracket) {
    bool is_object = bracket == '{';
    if (!recursion_enter(is_object ? " while decoding a JSON object from a unicode string"
                                   : " while decoding a JSON array from a unicode string")) {
        return NULL;
    }
    Own value = is_object ? scan_object(reading) : scan_array(reading);
    recursion_leave();
    return value;
}

static Own scan_value(Reading *reading) {
    if (reading->at >= reading->length) return no_value(reading->at);
    u32 c = str_char(reading->text, reading->at);
    switch (c) {
    case '"': return json_scan_string(reading->text, reading->at + 1, reading->scanner->strict, &reading->at);
    case '{':
    case '[': return scan_nested(reading, c);
    case 'n':
        if (take_word(reading, "null")) return own_none();
        break;
    case 't':
        if (take_word(reading, "true")) return own_bool(true);
        break;
    case 'f':
        if (take_word(reading, "false")) return own_bool(false);
        break;
    case 'N':
        if (take_word(reading, "NaN")) return scan_constant(reading, "NaN");
        break;
    case 'I':
        if (take_word(reading, "Infinity")) return scan_constant(reading, "Infinity");
        break;
    case '-':
        if (take_word(reading, "-Infinity")) return scan_constant(reading, "-Infinity");
        break;
    default: break;
    }
    return scan_number(reading);
}

#define CHARACTER_NS 40 /* to read one */

/* --- the object ----------------------------------------------------------------------------------------- */

static Own scanner_run(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"scan_once", {"string", "idx"}, .required = 2};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    isize at = int_as_isize(given[1]);
    if (at == -1 && error_occurred()) return NULL;
    if (!is_str(given[0])) {
        return error_set(EXC(TypeError), "first argument must be a string, not %T", given[0]);
    }
    if (at < 0) return error_set(EXC(ValueError), "idx cannot be negative");
    Reading reading = {AS_SCANNER(self), given[0], at, str_length(given[0])};
    Own value = scan_value(&reading);
    charge(reading.at - at, CHARACTER_NS);
    dict_clear(AS_SCANNER(self)->memo);
    return value ? tuple_from_array_own((Object *[]){value, int_from_isize(reading.at)}, 2) : NULL;
}
static Own scanner_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return call_as_level(scanner_run, self, args, nargs, kwnames);
}

static bool take_attribute(Ref context, const char *name, Object **slot) {
    Own interned = str_intern_cstring(name);
    *slot = interned ? object_get_attribute(context, interned) : NULL;
    release_maybe(interned);
    return *slot != NULL;
}

static bool take_context(Scanner *scanner, Ref context) {
    Own strict;
    if (!take_attribute(context, "strict", &strict)) return false;
    int truth = object_is_true(strict);
    release(strict);
    scanner->strict = truth > 0;
    return truth >= 0 && take_attribute(context, "object_hook", &scanner->object_hook) &&
           take_attribute(context, "object_pairs_hook", &scanner->object_pairs_hook) &&
           take_attribute(context, "parse_float", &scanner->parse_float) &&
           take_attribute(context, "parse_int", &scanner->parse_int) &&
           take_attribute(context, "parse_constant", &scanner->parse_constant);
}

static Own scanner_make(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"make_scanner", {"context"}, .required = 1};
    Ref context;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &context)) return NULL;
    Own self = object_new(type, 0);
    if (!self) return NULL;
    gc_track(self);
    AS_SCANNER(self)->memo = dict_new();
    if (!AS_SCANNER(self)->memo || !take_context(AS_SCANNER(self), context)) {
        release(self);
        return NULL;
    }
    return self;
}

static bool scanner_traverse(Ref self, VisitFn visit, void *context) {
    const Scanner *s = AS_SCANNER(self);
    Ref const fields[] = {s->object_hook, s->object_pairs_hook, s->parse_float, s->parse_int,
                          s->parse_constant};
    for (isize i = 0; i < COUNT_OF(fields); i++) {
        if (fields[i] && !visit(fields[i], context)) return false;
    }
    return true;
}
static void scanner_clear(Ref self) {
    Scanner *s = AS_SCANNER(self);
    slot_clear(&s->object_hook);
    slot_clear(&s->object_pairs_hook);
    slot_clear(&s->parse_float);
    slot_clear(&s->parse_int);
    slot_clear(&s->parse_constant);
    slot_clear(&s->memo);
}
static void scanner_dealloc(Own self) {
    gc_untrack(self);
    scanner_clear(self);
    object_free(self);
}

static const MemberDef scanner_members[] = {
    {"strict", MEMBER_BOOL, offsetof(Scanner, strict), true, "strict"},
    {"object_hook", MEMBER_OBJECT, offsetof(Scanner, object_hook), true, "object_hook"},
    {"object_pairs_hook", MEMBER_OBJECT, offsetof(Scanner, object_pairs_hook), true, NULL},
    {"parse_float", MEMBER_OBJECT, offsetof(Scanner, parse_float), true, "parse_float"},
    {"parse_int", MEMBER_OBJECT, offsetof(Scanner, parse_int), true, "parse_int"},
    {"parse_constant", MEMBER_OBJECT, offsetof(Scanner, parse_constant), true, "parse_constant"},
    {.name = NULL}};

const TypeSpec json_scanner_spec = {.name = "_json.Scanner",
                                    .module = "_json",
                                    .basicsize = sizeof(Scanner),
                                    .flags = TYPE_HEAP | TYPE_GC,
                                    .slots =
                                        {
                                            .new = scanner_make,
                                            .call = scanner_call,
                                            .dealloc = scanner_dealloc,
                                            .traverse = scanner_traverse,
                                            .clear = scanner_clear,
                                        },
                                    .members = scanner_members,
                                    .doc = "JSON scanner object"};
