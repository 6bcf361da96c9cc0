/* io_codec.c: from an encoding's name to what decodes and encodes piece by piece.
 *
 * UTF-8, ASCII and Latin-1 are decoded by a small native object; every other encoding is asked of the module
 * codecs, which finds it in the library. */
#include "modules/io.h"
#include "object/codec.h"
#include "vm/host.h"

NativeEncoding native_encoding(const char *name) {
    static const struct {
        const char *name;
        NativeEncoding encoding;
    } names[] = {{"utf8", ENCODING_UTF8},     {"u8", ENCODING_UTF8},         {"utf", ENCODING_UTF8},
                 {"ascii", ENCODING_ASCII},   {"usascii", ENCODING_ASCII},   {"646", ENCODING_ASCII},
                 {"latin1", ENCODING_LATIN1}, {"iso88591", ENCODING_LATIN1}, {"l1", ENCODING_LATIN1},
                 {"latin", ENCODING_LATIN1},  {"cp819", ENCODING_LATIN1}};
    char plain[16];
    isize length = 0;
    for (; *name; name++) {
        if (*name == '-' || *name == '_' || *name == ' ') continue;
        if (length + 1 == sizeof plain) return ENCODING_OTHER;
        plain[length++] = (char)(*name >= 'A' && *name <= 'Z' ? *name + 32 : *name);
    }
    plain[length] = 0;
    for (isize i = 0; i < COUNT_OF(names); i++) {
        if (strcmp(plain, names[i].name) == 0) return names[i].encoding;
    }
    return ENCODING_OTHER;
}

/* --- the locale ---------------------------------------------------------------------------------------- */

static const char *locale_name(void) {
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *locale = NULL;
    for (isize i = 0; i < COUNT_OF(variables) && (!locale || !*locale); i++)
        locale = world_environment(variables[i]);
    return locale && *locale ? locale : "C";
}

static bool is_one_of(const char *name, const char *const *names, isize count) {
    for (isize i = 0; i < count; i++) {
        if (strcmp(name, names[i]) == 0) return true;
    }
    return false;
}

bool io_warn_default_encoding(isize stack_level) {
    return !MODULES_ROOT->warn_default_encoding ||
           warning_issue(EXC(EncodingWarning), stack_level, "'encoding' argument not specified");
}

/* The name that the UTF-8 mode has for the encoding is in lower case. */
const char *io_default_encoding(void) { return MODULES_ROOT->utf8_mode ? "utf-8" : "UTF-8"; }

bool io_locale_is_plain(void) {
    static const char *const plain[] = {"C", "POSIX"};
    return is_one_of(locale_name(), plain, COUNT_OF(plain));
}

const char *io_lenient_errors(void) {
    static const char *const lenient[] = {"C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"};
    bool is_lenient = MODULES_ROOT->utf8_mode || is_one_of(locale_name(), lenient, COUNT_OF(lenient));
    return is_lenient ? "surrogateescape" : "strict";
}

/* --- the native decoder -------------------------------------------------------------------------------- */

typedef struct NativeDecoder {
    Object ob_base;
    NativeEncoding encoding;
    Object *errors; /* bytes: the handler's name; owned */
    u8 rest[8];     /* an incomplete character */
    isize rest_length;
} NativeDecoder;
#define AS_NATIVE_DECODER(ref) ((NativeDecoder *)(ref))

static Own decode_piece(NativeDecoder *self, const u8 *bytes, isize length, bool final, isize *used) {
    const char *errors = (const char *)bytes_data(self->errors);
    *used = length;
    switch (self->encoding) {
    case ENCODING_ASCII: return codec_ascii_decode(bytes, length, errors);
    case ENCODING_LATIN1: return codec_latin1_decode(bytes, length);
    default: break;
    }
    return final ? codec_utf8_decode(bytes, length, errors)
                 : codec_utf8_decode_partly(bytes, length, errors, used);
}

static Own decode_all(NativeDecoder *self, const u8 *bytes, isize length, bool final) {
    isize used;
    Own text = decode_piece(self, bytes, length, final, &used);
    if (!text) return NULL;
    self->rest_length = length - used;
    memcpy(self->rest, bytes + used, (usize)(length - used));
    return text;
}

static Own make_by_codec(Ref encoding, Ref errors, const char *attribute);

/* The library's decoder for the same encoding; no instruction of its making is the program's. */
static Own library_decoder(NativeEncoding encoding) {
    HiddenRun hidden = host_hide_begin();
    Own name = str_from_ascii(encoding == ENCODING_ASCII ? "ascii" : "utf-8", -1);
    Own errors = name ? str_from_ascii("strict", -1) : NULL;
    Own decoder = errors ? make_by_codec(name, errors, "incrementaldecoder") : NULL;
    release_maybe(name);
    release_maybe(errors);
    host_hide_end(&hidden);
    return decoder;
}

/* The bytes are wrong: the library's decoder, which is what CPython reads with, raises that once more, so that its
 * frames stand in the traceback. NULL, for `return`. */
static Own fail_in_library(const NativeDecoder *self, const u8 *bytes, isize length, bool final) {
    if (!error_matches(EXC(UnicodeDecodeError)) ||
        strcmp((const char *)bytes_data(self->errors), "strict") != 0)
        return NULL;
    Own first = error_fetch();
    Own decoder = library_decoder(self->encoding),
        data = decoder ? bytes_from((const char *)bytes, length) : NULL;
    Own text =
        data ? object_call_method_cstring(decoder, "decode", (Ref[]){data, final ? True : False}, 2) : NULL;
    bool raised = !text && error_matches(EXC(UnicodeDecodeError));
    release_maybe(decoder);
    release_maybe(data);
    release_maybe(text);
    if (raised) {
        release(first);
    } else {
        error_clear();
        error_restore(first);
    }
    return NULL;
}

static Own decode_or_fail(NativeDecoder *self, const u8 *bytes, isize length, bool final) {
    Own text = decode_all(self, bytes, length, final);
    return text ? text : fail_in_library(self, bytes, length, final);
}

static Own native_decoder_decode(Ref ref, Ref const *args, isize nargs) {
    NativeDecoder *self = AS_NATIVE_DECODER(ref);
    Buffer buffer;
    if (!arguments_count("decode", nargs, 1, 2) || !buffer_get(args[0], &buffer, false)) return NULL;
    bool final = nargs > 1 && args[1] == True;
    Own text = NULL;
    if (self->rest_length == 0) {
        text = decode_or_fail(self, (const u8 *)buffer.data, buffer.length, final);
    } else {
        Own joined = bytes_from(NULL, self->rest_length + buffer.length);
        if (joined) {
            memcpy(bytes_data(joined), self->rest, (usize)self->rest_length);
            memcpy(bytes_data(joined) + self->rest_length, buffer.data, (usize)buffer.length);
            text = decode_or_fail(self, bytes_data(joined), size_of(joined), final);
            release(joined);
        }
    }
    buffer_release(&buffer);
    return text;
}

static Own native_decoder_getstate(Ref ref) {
    const NativeDecoder *self = AS_NATIVE_DECODER(ref);
    Own rest = bytes_from(self->rest, self->rest_length), zero = int_from_i64(0);
    Own state = rest && zero ? tuple_pack(2, (Ref)rest, (Ref)zero) : NULL;
    release_maybe(rest);
    release_maybe(zero);
    return state;
}

static Own native_decoder_setstate(Ref ref, Ref state) {
    NativeDecoder *self = AS_NATIVE_DECODER(ref);
    if (!is_tuple(state) || tuple_length(state) != 2 || !is_bytes(tuple_get(state, 0)) ||
        size_of(tuple_get(state, 0)) > (isize)sizeof self->rest)
        return error_set(EXC(TypeError), "illegal decoder state");
    self->rest_length = size_of(tuple_get(state, 0));
    memcpy(self->rest, bytes_data(tuple_get(state, 0)), (usize)self->rest_length);
    return own_none();
}

static Own native_decoder_reset(Ref self) {
    AS_NATIVE_DECODER(self)->rest_length = 0;
    return own_none();
}

static void native_decoder_dealloc(Own self) {
    slot_clear(&AS_NATIVE_DECODER(self)->errors);
    object_free(self);
}

static const MethodDef native_decoder_methods[] = {{"decode", METHOD_ARRAY, .array = native_decoder_decode},
                                                   {"getstate", METHOD_NONE, .none = native_decoder_getstate},
                                                   {"setstate", METHOD_ONE, .one = native_decoder_setstate},
                                                   {"reset", METHOD_NONE, .none = native_decoder_reset},
                                                   {.name = NULL}};
const TypeSpec io_native_decoder_spec = {.name = "_io._IncrementalDecoder",
                                         .module = "_io",
                                         .basicsize = sizeof(NativeDecoder),
                                         .flags = TYPE_NO_INSTANTIATION,
                                         .slots = {.dealloc = native_decoder_dealloc},
                                         .methods = native_decoder_methods};

static Own native_decoder_new(NativeEncoding encoding, Ref errors) {
    Own name = str_encode_utf8(errors, NULL);
    Own made = name ? object_new(MODULE_TYPE(IO_NATIVE_DECODER), 0) : NULL;
    if (!made) {
        release_maybe(name);
        return NULL;
    }
    AS_NATIVE_DECODER(made)->encoding = encoding;
    AS_NATIVE_DECODER(made)->errors = name;
    return made;
}

/* --- other encodings ----------------------------------------------------------------------------------- */

/* codecs.lookup(encoding), which must be of text. */
static Own lookup(Ref encoding) {
    Own codecs = import_module_cstring("codecs");
    Own info = codecs ? object_call_method_cstring(codecs, "lookup", &encoding, 1) : NULL;
    release_maybe(codecs);
    if (!info) return NULL;
    Own flag_name = str_intern_cstring("_is_text_encoding"), flag = NULL;
    bool found = flag_name && object_find_attribute(info, flag_name, &flag);
    release_maybe(flag_name);
    if (found && flag == False) {
        error_set(EXC(LookupError), "%R is not a text encoding; use codecs.open() to handle arbitrary codecs",
                  encoding);
        found = false;
    }
    release_maybe(flag);
    if (!found) slot_clear(&info);
    return info;
}

static Own make_by_codec(Ref encoding, Ref errors, const char *attribute) {
    Own info = lookup(encoding), name = str_intern_cstring(attribute);
    Own class = info && name ? object_get_attribute(info, name) : NULL;
    Own made = class ? object_call_one(class, errors) : NULL;
    release_maybe(info);
    release_maybe(name);
    release_maybe(class);
    return made;
}

static NativeEncoding encoding_of(Ref encoding) {
    return AS_STR(encoding)->ascii ? native_encoding(str_data(encoding)) : ENCODING_OTHER;
}

bool io_encoding_check(Ref encoding) {
    if (encoding_of(encoding)) return true;
    Own info = lookup(encoding);
    release_maybe(info);
    return info != NULL;
}

Own io_decoder_new(Ref encoding, Ref errors) {
    NativeEncoding native = encoding_of(encoding);
    return native ? native_decoder_new(native, errors) : make_by_codec(encoding, errors, "incrementaldecoder");
}

Own io_encoder_new(Ref encoding, Ref errors) {
    return encoding_of(encoding) ? own_none() : make_by_codec(encoding, errors, "incrementalencoder");
}
