/* codecs_registry.c: which codec has which name: what Python code registered, asked in order, and remembered.
 *
 * str.encode() and bytes.decode() come here (through hooks in the object room) with names that the machine does
 * not know itself. The first time, the library's package `encodings` is imported: it registers the search
 * function that finds all of the library's codecs. CPython does that before the program begins, so here none of
 * it counts as the program's instructions. */
#include "modules/codecs.h"
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/codec.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/host.h"

#define REGISTRY (&MODULES_ROOT->codecs)

/* --- error handlers ------------------------------------------------------------------------------------ */

/*  HANDLER(name, function name, doc) */
#define ERROR_HANDLERS(HANDLER)                                                                                \
    HANDLER(strict, "strict_errors",                                                                           \
            "Implements the 'strict' error handling, which raises a UnicodeError on coding errors.")           \
    HANDLER(ignore, "ignore_errors",                                                                           \
            "Implements the 'ignore' error handling, which ignores malformed data and continues.")             \
    HANDLER(replace, "replace_errors",                                                                         \
            "Implements the 'replace' error handling, which replaces malformed data with a replacement "       \
            "marker.")                                                                                         \
    HANDLER(xmlcharrefreplace, "xmlcharrefreplace_errors",                                                     \
            "Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character with " \
            "the appropriate XML character reference.")                                                        \
    HANDLER(backslashreplace, "backslashreplace_errors",                                                       \
            "Implements the 'backslashreplace' error handling, which replaces malformed data with a "          \
            "backslashed escape sequence.")                                                                    \
    HANDLER(namereplace, "namereplace_errors",                                                                 \
            "Implements the 'namereplace' error handling, which replaces an unencodable character with a "     \
            "\\N{...} escape sequence.")                                                                       \
    HANDLER(surrogatepass, "surrogatepass", NULL)                                                              \
    HANDLER(surrogateescape, "surrogateescape", NULL)

#define HANDLER(handler, function, text)                                                                       \
    static Own handle_##handler(Ref self UNUSED, Ref exception) {                                              \
        return codec_handle_error(#handler, exception);                                                        \
    }
ERROR_HANDLERS(HANDLER)
#undef HANDLER

static const struct {
    const char *name;
    MethodDef function;
} error_handlers[] = {
#define HANDLER(handler, function, text)                                                                       \
    {#handler, {function, METHOD_ONE, .one = handle_##handler, .doc = text}},
    ERROR_HANDLERS(HANDLER)
#undef HANDLER
};

static bool add_error_handlers(void) {
    bool added = true;
    for (isize i = 0; added && i < COUNT_OF(error_handlers); i++) {
        Own function = builtin_function_new(&error_handlers[i].function, NULL, NULL);
        added = function && dict_set_cstring(REGISTRY->error_handlers, error_handlers[i].name, function);
        release_maybe(function);
    }
    return added;
}

static bool registry_ready(void);

/* OBJECT_ROOT->codec_error_handler. */
static Own find_error_handler(const char *name) {
    if (!registry_ready()) return NULL;
    Own key = str_from_utf8(name, -1);
    if (!key) return NULL;
    Ref handler = dict_get(REGISTRY->error_handlers, key);
    release(key);
    if (handler) return own(handler);
    return error_occurred() ? NULL : error_set(EXC(LookupError), "unknown error handler name '%.400s'", name);
}

Own codecs_method_register_error(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("register_error", nargs, 2, 2) || !argument_str(args[0], "register_error", "1"))
        return NULL;
    if (!object_is_callable(args[1])) return error_set(EXC(TypeError), "handler must be callable");
    return dict_set(REGISTRY->error_handlers, args[0], args[1]) ? own_none() : NULL;
}

Own codecs_method_lookup_error(Ref self UNUSED, Ref name) {
    TextArgument text;
    if (!argument_text(name, "lookup_error", "", &text)) return NULL;
    Own handler = find_error_handler(text.text);
    text_argument_release(&text);
    return handler;
}

/* --- search functions ---------------------------------------------------------------------------------- */

static bool registry_ready(void) {
    if (REGISTRY->search_path) return true;
    REGISTRY->cache = dict_new();
    REGISTRY->error_handlers = dict_new();
    Own search_path = list_new(0);
    if (!REGISTRY->cache || !REGISTRY->error_handlers || !search_path || !add_error_handlers()) {
        release_maybe(search_path);
        codecs_registry_clear();
        return false;
    }
    REGISTRY->search_path = search_path;
    return true;
}

/* Imports the package that finds the library's codecs; where there is no library, there are none. */
static bool library_ready(void) {
    if (!registry_ready()) return false;
    if (REGISTRY->library_asked) return true;
    REGISTRY->library_asked = true;
    Own pending = error_fetch();
    HiddenRun hidden = host_hide_begin(); /* CPython imports it when it starts */
    Own package = import_module_cstring("encodings");
    host_hide_end(&hidden);
    if (!package) error_clear();
    release_maybe(package);
    error_restore(pending);
    return true;
}

/* Names are compared in lower case, runs of what is neither letter, digit nor '.' as one '_'. */
static Own normalized(const char *encoding) {
    StrBuilder out;
    str_builder_init(&out);
    bool gap = false;
    for (; *encoding; encoding++) {
        u8 c = (u8)*encoding;
        bool upper = c >= 'A' && c <= 'Z';
        if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.') {
            if (gap && out.length) str_builder_char(&out, '_');
            gap = false;
            str_builder_char(&out, upper ? c + 32u : c);
        } else {
            gap = true;
        }
    }
    return str_builder_finish(&out);
}

/* Asks one search function: the codec's tuple; NULL without exception where it does not know the name. */
static Own search(Ref function, Ref name) {
    Own codec = object_call_one(function, name);
    if (codec == None) {
        slot_clear(&codec);
    } else if (codec && (!is_tuple(codec) || tuple_length(codec) != 4)) {
        slot_clear(&codec);
        error_set(EXC(TypeError), "codec search functions must return 4-tuples");
    }
    return codec;
}

static Own no_search_functions(const char *encoding) {
    if (VM_ROOT->stdlib) {
        return error_set(EXC(LookupError), "no codec search functions registered: can't find encoding");
    }
    return error_set(EXC(ImportError),
                     "encoding %s: that codec is part of Python's own library, which is not installed",
                     encoding);
}

static Own find_codec(Ref name, const char *encoding) {
    Ref known = dict_get(REGISTRY->cache, name);
    if (known || error_occurred()) return own_maybe(known);
    Ref functions = REGISTRY->search_path;
    if (list_length(functions) == 0) return no_search_functions(encoding);
    Own codec = NULL;
    for (isize i = 0; !codec && i < list_length(functions); i++) {
        Own function = own(list_get(functions, i));
        codec = search(function, name);
        release(function);
        if (!codec && error_occurred()) return NULL;
    }
    if (!codec) return error_set(EXC(LookupError), "unknown encoding: %s", encoding);
    if (!dict_set(REGISTRY->cache, name, codec)) slot_clear(&codec);
    return codec;
}

static Own lookup(const char *encoding) {
    if (!library_ready()) return NULL;
    Own name = str_intern(normalized(encoding));
    Own codec = name ? find_codec(name, encoding) : NULL;
    release_maybe(name);
    return codec;
}

Own codecs_method_lookup(Ref self UNUSED, Ref encoding) {
    TextArgument text;
    if (!argument_text(encoding, "lookup", "", &text)) return NULL;
    Own codec = lookup(text.text);
    text_argument_release(&text);
    return codec;
}

Own codecs_method_register(Ref self UNUSED, Ref search_function) {
    if (!object_is_callable(search_function)) return error_set(EXC(TypeError), "argument must be callable");
    return list_append_ref(REGISTRY->search_path, search_function) ? own_none() : NULL;
}

Own codecs_method_unregister(Ref self UNUSED, Ref search_function) {
    Ref functions = REGISTRY->search_path;
    for (isize i = 0; i < list_length(functions); i++) {
        if (list_get(functions, i) != search_function) continue;
        dict_clear(REGISTRY->cache);
        return list_set_slice(functions, i, i + 1, NULL) ? own_none() : NULL;
    }
    return own_none();
}

/* --- coding by name ------------------------------------------------------------------------------------ */

enum { ENCODER, DECODER }; /* places in a codec's tuple */

/* A plain exception gets the codec's name into its message; one that carries more is left as it is. */
static void name_codec_in_error(int direction, const char *encoding) {
    Ref exception = error_current();
    Type *type = type_of(exception), *plain = EXC(BaseException);
    const Exception *error = AS_EXCEPTION(exception);
    if (type->slots.init != plain->slots.init || type->slots.new != plain->slots.new) return;
    isize count = error->args ? tuple_length(error->args) : 0;
    if (count > 1 || (count == 1 && !is_exact_str(tuple_get(error->args, 0)))) return;
    if (error->dict && dict_length(error->dict) > 0) return;
    Own said = object_str(exception); /* exceptions of this kind show what they were given */
    if (!said) return;
    error_from_cause(type, "%s with '%s' codec failed (%s: %U)", direction == ENCODER ? "encoding" : "decoding",
                     encoding, type->name, said);
    release(said);
}

static Own code_with(Ref codec, int direction, Ref object, const char *encoding, const char *errors) {
    Own function = own(tuple_get(codec, direction)), handler = errors ? str_from_utf8(errors, -1) : NULL;
    Ref args[] = {object, handler};
    Own pair = !errors || handler ? object_call(function, args, errors ? 2 : 1, NULL) : NULL;
    release_maybe(handler);
    release(function);
    Own result = NULL;
    if (!pair) {
        name_codec_in_error(direction, encoding);
    } else if (!is_tuple(pair) || tuple_length(pair) != 2) {
        error_set(EXC(TypeError), direction == ENCODER ? "encoder must return a tuple (object, integer)"
                                                       : "decoder must return a tuple (object,integer)");
    } else {
        result = own(tuple_get(pair, 0));
    }
    release_maybe(pair);
    return result;
}

static Own code_by_name(int direction, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters[] = {{"encode", {"obj", "encoding", "errors"}, .required = 1},
                                            {"decode", {"obj", "encoding", "errors"}, .required = 1}};
    const char *function = parameters[direction].function;
    Ref values[3];
    TextArgument encoding, errors;
    if (!arguments_bind(&parameters[direction], args, nargs, kwnames, values) ||
        !argument_text(values[1], function, "'encoding'", &encoding)) {
        return NULL;
    }
    Own result = NULL;
    if (argument_text(values[2], function, "'errors'", &errors)) {
        const char *name = encoding.text ? encoding.text : "utf-8";
        Own codec = lookup(name);
        if (codec) result = code_with(codec, direction, values[0], name, errors.text);
        release_maybe(codec);
        text_argument_release(&errors);
    }
    text_argument_release(&encoding);
    return result;
}

Own codecs_method_encode(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    return code_by_name(ENCODER, args, nargs, kwnames);
}
Own codecs_method_decode(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    return code_by_name(DECODER, args, nargs, kwnames);
}

/* For str.encode and bytes.decode: the codec must be one of text. */
static Own code_text(int direction, Ref object, const char *encoding, const char *errors) {
    Own codec = lookup(encoding), flag = NULL;
    if (!codec) return NULL;
    int is_text = 1;
    if (!is_exact_tuple(codec)) {
        if (!object_find_attribute(codec, NAME(_is_text_encoding), &flag)) is_text = -1;
        if (flag) is_text = object_is_true(flag);
        release_maybe(flag);
    }
    Own result = NULL;
    if (is_text > 0) {
        result = code_with(codec, direction, object, encoding, errors);
    } else if (is_text == 0) {
        error_set(EXC(LookupError), "'%.400s' is not a text encoding; use %s to handle arbitrary codecs",
                  encoding, direction == ENCODER ? "codecs.encode()" : "codecs.decode()");
    }
    release(codec);
    return result;
}
static Own encode_text(Ref string, const char *encoding, const char *errors) {
    return code_text(ENCODER, string, encoding, errors);
}
static Own decode_text(Ref bytes, const char *encoding, const char *errors, bool hidden) {
    if (!hidden) return code_text(DECODER, bytes, encoding, errors);
    HiddenRun run = host_hide_begin();
    Own text = code_text(DECODER, bytes, encoding, errors);
    host_hide_end(&run);
    return text;
}

/* --- the module ---------------------------------------------------------------------------------------- */

void codecs_hooks_set(void) {
    OBJECT_ROOT->codec_encode = encode_text;
    OBJECT_ROOT->codec_decode = decode_text;
    OBJECT_ROOT->codec_error_handler = find_error_handler;
}

bool codecs_registry_fill(Ref module UNUSED) { return registry_ready(); }

void codecs_registry_clear(void) {
    slot_clear(&REGISTRY->search_path);
    slot_clear(&REGISTRY->cache);
    slot_clear(&REGISTRY->error_handlers);
}
