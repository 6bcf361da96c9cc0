/* json_encoder.c: the type _json.Encoder: values to text, and the module itself.
 *
 * An Encoder is what json/encoder.py's _make_iterencode makes: called with a value it gives the text, here as a
 * list of one piece. */
#include "modules/json.h"

#include "object/argument_checks.h"
#include "object/charge.h"
#include "object/dict.h"
#include "object/float.h"
#include "object/gc.h"
#include "object/list.h"

typedef struct Encoder {
    Object ob_base;
    Object *markers; /* dict of the containers that are being encoded, or None */
    Object *default_function, *encoder, *indent, *key_separator, *item_separator; /* all owned */
    bool sort_keys, skip_keys, allow_nan;
    /* the encoder is one of this module's functions, which needs no call: which of the two */
    enum { QUOTE_BY_CALL, QUOTE_ASCII, QUOTE_ALL } quote;
} Encoder;
#define AS_ENCODER(ref) ((Encoder *)(ref))

static bool encode_value(const Encoder *encoder, StrBuilder *out, Ref value);

/* Appends what was made of a value; NULL: it was not. */
static bool append_own(StrBuilder *out, Own text) {
    if (!text) return false;
    str_builder_str(out, text);
    release(text);
    return true;
}

static bool encode_str(const Encoder *encoder, StrBuilder *out, Ref string) {
    if (encoder->quote != QUOTE_BY_CALL) {
        json_append_quoted(out, string, encoder->quote == QUOTE_ASCII);
        return true;
    }
    Own text = object_call_one(encoder->encoder, string);
    if (text && !is_str(text)) {
        error_set(EXC(TypeError), "encoder() must return a string, not %T", text);
        slot_clear(&text);
    }
    return append_own(out, text);
}

/* A float as JavaScript writes it. A str. */
static Own float_text(const Encoder *encoder, Ref number) {
    double value = float_as_double(number);
    if (value - value == 0) return TYPE(FLOAT)->slots.repr(number);
    if (!encoder->allow_nan) {
        return error_set(EXC(ValueError), "Out of range float values are not JSON compliant");
    }
    return str_from_ascii(value > 0 ? "Infinity" : value < 0 ? "-Infinity" : "NaN", -1);
}

/* The texts of what is no str and no container; *known false: it is something else. */
static Own plain_text(const Encoder *encoder, Ref value, bool *known) {
    *known = true;
    if (value == None) return str_from_ascii("null", -1);
    if (value == True) return str_from_ascii("true", -1);
    if (value == False) return str_from_ascii("false", -1);
    if (is_int(value)) return TYPE(INT)->slots.repr(value);
    if (is_float(value)) return float_text(encoder, value);
    *known = false;
    return NULL;
}

/* --- containers ----------------------------------------------------------------------------------------- */

/* Notes that a container is being encoded: its mark, None where no notes are taken; NULL raised. */
static Own enter_marker(const Encoder *encoder, Ref container) {
    if (encoder->markers == None) return own_none();
    Own mark = int_from_u64(object_id(container));
    if (!mark) return NULL;
    int within = dict_contains(encoder->markers, mark);
    if (within > 0) error_set(EXC(ValueError), "Circular reference detected");
    if (within || !dict_set(encoder->markers, mark, container)) slot_clear(&mark);
    return mark;
}
/* Consumes the mark. */
static bool leave_marker(const Encoder *encoder, Own mark) {
    bool left = mark == None || dict_delete(encoder->markers, mark);
    release(mark);
    return left;
}

static bool encode_items_of_list(const Encoder *encoder, StrBuilder *out, Ref items) {
    str_builder_char(out, '[');
    for (isize i = 0; i < sequence_fast_length(items); i++) {
        if (i) str_builder_str(out, encoder->item_separator);
        if (!encode_value(encoder, out, sequence_fast_items(items)[i])) return false;
    }
    str_builder_char(out, ']');
    return true;
}

static bool encode_list(const Encoder *encoder, StrBuilder *out, Ref list) {
    Own items = sequence_fast(list, "_iterencode_list needs a sequence");
    if (!items) return false;
    bool encoded = true;
    if (sequence_fast_length(items) == 0) {
        str_builder_ascii(out, "[]", 2);
    } else {
        Own mark = enter_marker(encoder, list);
        encoded = mark && encode_items_of_list(encoder, out, items);
        if (encoded) {
            encoded = leave_marker(encoder, mark);
        } else {
            release_maybe(mark);
        }
    }
    release(items);
    return encoded;
}

/* The text of a key, not yet quoted; NULL without exception: to be skipped. */
static Own key_text(const Encoder *encoder, Ref key) {
    bool known;
    if (is_str(key)) return own(key);
    Own text = plain_text(encoder, key, &known);
    if (known || encoder->skip_keys) return text;
    return error_set(EXC(TypeError), "keys must be str, int, float, bool or None, not %T", key);
}

static bool encode_pair(const Encoder *encoder, StrBuilder *out, Ref item, bool *first) {
    if (!is_tuple(item) || tuple_length(item) != 2) {
        error_set(EXC(ValueError), "items must return 2-tuples");
        return false;
    }
    Own key = key_text(encoder, tuple_get(item, 0));
    if (!key) return !error_occurred();
    if (!*first) str_builder_str(out, encoder->item_separator);
    *first = false;
    bool encoded = encode_str(encoder, out, key);
    release(key);
    if (!encoded) return false;
    str_builder_str(out, encoder->key_separator);
    return encode_value(encoder, out, tuple_get(item, 1));
}

/* The list of a mapping's items. */
static Own items_of(const Encoder *encoder, Ref mapping) {
    Own items = NULL;
    if (is_exact_dict(mapping)) {
        items = dict_items_list(mapping);
    } else {
        Own view = object_call_method_none(mapping, NAME(items));
        items = view ? list_from_iterable(view) : NULL;
        release_maybe(view);
    }
    if (items && encoder->sort_keys && !list_sort(items, NULL, false)) slot_clear(&items);
    return items;
}

static bool encode_items_of_dict(const Encoder *encoder, StrBuilder *out, Ref dict) {
    Own items = items_of(encoder, dict);
    bool encoded = items != NULL, first = true;
    str_builder_char(out, '{');
    for (isize i = 0; encoded && i < list_length(items); i++) {
        encoded = encode_pair(encoder, out, list_get(items, i), &first);
    }
    str_builder_char(out, '}');
    release_maybe(items);
    return encoded;
}

static bool encode_dict(const Encoder *encoder, StrBuilder *out, Ref dict) {
    if (dict_length(dict) == 0) {
        str_builder_ascii(out, "{}", 2);
        return true;
    }
    Own mark = enter_marker(encoder, dict);
    if (mark && encode_items_of_dict(encoder, out, dict)) return leave_marker(encoder, mark);
    release_maybe(mark);
    return false;
}

/* What the default function makes of it. */
static bool encode_other(const Encoder *encoder, StrBuilder *out, Ref value) {
    Own mark = enter_marker(encoder, value);
    if (!mark) return false;
    Own other = object_call_one(encoder->default_function, value);
    bool encoded = other && encode_value(encoder, out, other);
    release_maybe(other);
    if (encoded) return leave_marker(encoder, mark);
    release(mark);
    return false;
}

static bool encode_value(const Encoder *encoder, StrBuilder *out, Ref value) {
    bool known;
    if (is_str(value)) return encode_str(encoder, out, value);
    Own text = plain_text(encoder, value, &known);
    if (known) return append_own(out, text);
    if (!recursion_enter(" while encoding a JSON object")) return false;
    bool encoded = is_list(value) || is_tuple(value) ? encode_list(encoder, out, value)
                   : is_dict(value)                  ? encode_dict(encoder, out, value)
                                                     : encode_other(encoder, out, value);
    recursion_leave();
    return encoded && !out->failed;
}

/* --- the object ----------------------------------------------------------------------------------------- */

#define CHARACTER_NS 40 /* to write one */

static Own encoder_run(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"_iterencode", {"obj", "_current_indent_level"}, .required = 2};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (int_as_isize(given[1]) == -1 && error_occurred()) return NULL;
    StrBuilder out;
    str_builder_init(&out);
    if (!encode_value(AS_ENCODER(self), &out, given[0])) {
        str_builder_discard(&out);
        return NULL;
    }
    Own text = str_builder_finish(&out);
    if (text) charge(str_length(text), CHARACTER_NS);
    Own pieces = text ? list_from_array((Ref const *)&text, 1) : NULL;
    release_maybe(text);
    return pieces;
}
static Own encoder_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return call_as_level(encoder_run, self, args, nargs, kwnames);
}

static bool check_arguments(Ref const given[9]) {
    if (given[0] != None && !is_dict(given[0])) {
        error_set(EXC(TypeError), "make_encoder() argument 1 must be dict or None, not %T", given[0]);
        return false;
    }
    for (int i = 4; i <= 5; i++) {
        if (is_str(given[i])) continue;
        error_set(EXC(TypeError), "make_encoder() argument %d must be str, not %s", i + 1,
                  argument_type_name(given[i]));
        return false;
    }
    return true;
}

static bool take_truth(Ref value, bool *truth) {
    int is_true = object_is_true(value);
    *truth = is_true > 0;
    return is_true >= 0;
}

static bool is_our_function(Ref callable, Own (*function)(Ref, Ref)) {
    if (type_of(callable) != TYPE(BUILTIN_FUNCTION)) return false;
    const MethodDef *def = ((const BuiltinFunction *)callable)->def;
    return def->kind == METHOD_ONE && def->one == function;
}

static Own encoder_make(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"make_encoder",
                                          {"markers", "default", "encoder", "indent", "key_separator",
                                           "item_separator", "sort_keys", "skipkeys", "allow_nan"},
                                          .required = 9};
    Ref given[9];
    bool sort_keys, skip_keys, allow_nan;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) || !check_arguments(given)) return NULL;
    if (!take_truth(given[6], &sort_keys) || !take_truth(given[7], &skip_keys) ||
        !take_truth(given[8], &allow_nan)) {
        return NULL;
    }
    Own self = object_new(type, 0);
    if (!self) return NULL;
    Encoder *encoder = AS_ENCODER(self);
    encoder->markers = own(given[0]);
    encoder->default_function = own(given[1]);
    encoder->encoder = own(given[2]);
    encoder->indent = own(given[3]);
    encoder->key_separator = own(given[4]);
    encoder->item_separator = own(given[5]);
    encoder->sort_keys = sort_keys;
    encoder->skip_keys = skip_keys;
    encoder->allow_nan = allow_nan;
    encoder->quote = is_our_function(given[2], json_encode_basestring_ascii) ? QUOTE_ASCII
                     : is_our_function(given[2], json_encode_basestring)     ? QUOTE_ALL
                                                                             : QUOTE_BY_CALL;
    gc_track(self);
    return self;
}

static bool encoder_traverse(Ref self, VisitFn visit, void *context) {
    const Encoder *e = AS_ENCODER(self);
    Ref const fields[] = {e->markers, e->default_function, e->encoder,
                          e->indent,  e->key_separator,    e->item_separator};
    for (isize i = 0; i < COUNT_OF(fields); i++) {
        if (fields[i] && !visit(fields[i], context)) return false;
    }
    return true;
}
static void encoder_clear(Ref self) {
    Encoder *e = AS_ENCODER(self);
    slot_clear(&e->markers);
    slot_clear(&e->default_function);
    slot_clear(&e->encoder);
    slot_clear(&e->indent);
    slot_clear(&e->key_separator);
    slot_clear(&e->item_separator);
}
static void encoder_dealloc(Own self) {
    gc_untrack(self);
    encoder_clear(self);
    object_free(self);
}

static const MemberDef encoder_members[] = {
    {"markers", MEMBER_OBJECT, offsetof(Encoder, markers), true, "markers"},
    {"default", MEMBER_OBJECT, offsetof(Encoder, default_function), true, "default"},
    {"encoder", MEMBER_OBJECT, offsetof(Encoder, encoder), true, "encoder"},
    {"indent", MEMBER_OBJECT, offsetof(Encoder, indent), true, "indent"},
    {"key_separator", MEMBER_OBJECT, offsetof(Encoder, key_separator), true, "key_separator"},
    {"item_separator", MEMBER_OBJECT, offsetof(Encoder, item_separator), true, "item_separator"},
    {"sort_keys", MEMBER_BOOL, offsetof(Encoder, sort_keys), true, "sort_keys"},
    {"skipkeys", MEMBER_BOOL, offsetof(Encoder, skip_keys), true, "skipkeys"},
    {.name = NULL}};

const TypeSpec json_encoder_spec = {.name = "_json.Encoder",
                                    .module = "_json",
                                    .basicsize = sizeof(Encoder),
                                    .ghost_size = 80,
                                    .flags = TYPE_HEAP | TYPE_GC,
                                    .slots =
                                        {
                                            .new = encoder_make,
                                            .call = encoder_call,
                                            .dealloc = encoder_dealloc,
                                            .traverse = encoder_traverse,
                                            .clear = encoder_clear,
                                        },
                                    .members = encoder_members,
                                    .doc = "_iterencode(obj, _current_indent_level) -> iterable"};

/* --- the module ----------------------------------------------------------------------------------------- */

static const MethodDef functions[] = {
    {"encode_basestring_ascii", METHOD_ONE, .one = json_encode_basestring_ascii,
     .doc = "encode_basestring_ascii(string) -> string\n\n"
            "Return an ASCII-only JSON representation of a Python string"},
    {"encode_basestring", METHOD_ONE, .one = json_encode_basestring,
     .doc = "encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string"},
    {"scanstring", METHOD_ARRAY, .array = json_scanstring, .flags = METHOD_VARARGS,
     .doc = "scanstring(string, end, strict=True) -> (string, end)\n\n"
            "Scan the string s for a JSON string. End is the index of the\n"
            "character in s after the quote that started the JSON string.\n"
            "Unescapes all valid JSON string escape sequences and raises ValueError\n"
            "on attempt to decode an invalid string. If strict is False then literal\n"
            "control characters are allowed in the string.\n\n"
            "Returns a tuple of the decoded string and the index of the character in s\n"
            "after the end quote."},
    {.name = NULL}};

static bool fill(Ref module) {
    return module_ready_type(MODULE_TYPE_JSON_SCANNER) && module_ready_type(MODULE_TYPE_JSON_ENCODER) &&
           module_add(module, "make_scanner", own((Ref)MODULE_TYPE(JSON_SCANNER))) &&
           module_add(module, "make_encoder", own((Ref)MODULE_TYPE(JSON_ENCODER)));
}

const NativeModule json_module = {
    .name = "_json", .doc = "json speedups\n", .functions = functions, .fill = fill, .extension = true};
