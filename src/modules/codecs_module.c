/* codecs_module.c: the module _codecs: the machine's own codecs, one function a direction, for the library's
 * package encodings. Each answers what it made and how much of its input that was. */
#include "modules/codecs.h"
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/codec.h"
#include "object/error.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* (made, count); consumes. */
static Own with_count(Own made, isize count) {
    if (!made) return NULL;
    Own pair[] = {made, int_from_isize(count)};
    return tuple_from_array_own(pair, COUNT_OF(pair));
}

/* A str or None (NULL). False: raised. */
static bool errors_argument(const char *function, Ref value, TextArgument *errors) {
    return argument_text_or_none(value, function, "2", errors);
}

/* --- encoding ------------------------------------------------------------------------------------------ */

typedef Own (*EncodeFn)(Ref string, const char *errors);

static Own encode_with(const char *function, EncodeFn encode, Ref const *args, isize nargs) {
    TextArgument errors;
    if (!arguments_count(function, nargs, 1, 2) || !argument_str(args[0], function, "1")) return NULL;
    if (!errors_argument(function, nargs > 1 ? args[1] : NULL, &errors)) return NULL;
    Own bytes = encode(args[0], errors.text);
    text_argument_release(&errors);
    return with_count(bytes, str_length(args[0]));
}

static Own encode_utf16_le(Ref string, const char *errors) {
    return codec_utf16_encode(string, errors, ORDER_LITTLE);
}
static Own encode_utf16_be(Ref string, const char *errors) {
    return codec_utf16_encode(string, errors, ORDER_BIG);
}
static Own encode_utf32_le(Ref string, const char *errors) {
    return codec_utf32_encode(string, errors, ORDER_LITTLE);
}
static Own encode_utf32_be(Ref string, const char *errors) {
    return codec_utf32_encode(string, errors, ORDER_BIG);
}
static Own encode_unicode_escape(Ref string, const char *errors UNUSED) {
    return codec_unicode_escape_encode(string);
}
static Own encode_raw_unicode_escape(Ref string, const char *errors UNUSED) {
    return codec_raw_unicode_escape_encode(string);
}

#define ENCODER(name, encode)                                                                                  \
    static Own codecs_method_##name(Ref self UNUSED, Ref const *args, isize nargs) {                           \
        return encode_with(#name, encode, args, nargs);                                                        \
    }
ENCODER(ascii_encode, codec_ascii_encode)
ENCODER(latin_1_encode, codec_latin1_encode)
ENCODER(utf_7_encode, codec_utf7_encode)
ENCODER(utf_8_encode, codec_utf8_encode)
ENCODER(utf_16_le_encode, encode_utf16_le)
ENCODER(utf_16_be_encode, encode_utf16_be)
ENCODER(utf_32_le_encode, encode_utf32_le)
ENCODER(utf_32_be_encode, encode_utf32_be)
ENCODER(unicode_escape_encode, encode_unicode_escape)
ENCODER(raw_unicode_escape_encode, encode_raw_unicode_escape)
#undef ENCODER

/* The byte order as Python code says it: negative, 0 (with a mark), positive. */
static bool order_argument(Ref value, ByteOrder *order) {
    int number = 0;
    if (value && !argument_int(value, &number)) return false;
    *order = number < 0 ? ORDER_LITTLE : number > 0 ? ORDER_BIG : ORDER_NATIVE;
    return true;
}

static Own encode_in_order(const char *function, Own (*encode)(Ref, const char *, ByteOrder), Ref const *args,
                           isize nargs) {
    TextArgument errors;
    ByteOrder order;
    if (!arguments_count(function, nargs, 1, 3) || !argument_str(args[0], function, "1") ||
        !errors_argument(function, nargs > 1 ? args[1] : NULL, &errors)) {
        return NULL;
    }
    bool ordered = order_argument(nargs > 2 ? args[2] : NULL, &order);
    Own bytes = ordered ? encode(args[0], errors.text, order) : NULL;
    text_argument_release(&errors);
    return with_count(bytes, str_length(args[0]));
}
static Own codecs_method_utf_16_encode(Ref self UNUSED, Ref const *args, isize nargs) {
    return encode_in_order("utf_16_encode", codec_utf16_encode, args, nargs);
}
static Own codecs_method_utf_32_encode(Ref self UNUSED, Ref const *args, isize nargs) {
    return encode_in_order("utf_32_encode", codec_utf32_encode, args, nargs);
}

/* --- decoding ------------------------------------------------------------------------------------------ */

typedef Own (*DecodeFn)(const u8 *bytes, isize length, const char *errors, isize *consumed);

/* What a decoder was given: something with bytes in it, or, where `text`, also a str, as UTF-8. */
typedef struct Input {
    Buffer buffer;
    Object *encoded; /* owned; NULL: the buffer it is */
    const u8 *bytes;
    isize length;
    TextArgument errors;
} Input;

static bool input_bytes(Input *input, Ref value, bool text) {
    *input = (Input){0};
    if (text && is_str(value)) {
        if (!(input->encoded = str_encode_utf8(value, NULL))) return false;
        input->bytes = bytes_data(input->encoded);
        input->length = size_of(input->encoded);
        return true;
    }
    if (!buffer_get(value, &input->buffer, false)) return false;
    input->bytes = (const u8 *)input->buffer.data;
    input->length = input->buffer.length;
    return true;
}

static void input_release(Input *input) {
    if (!input->encoded) buffer_release(&input->buffer);
    release_maybe(input->encoded);
    text_argument_release(&input->errors);
}

static bool input_get(Input *input, const char *function, Ref const *args, isize nargs, bool text) {
    if (!input_bytes(input, args[0], text)) return false;
    if (errors_argument(function, nargs > 1 ? args[1] : NULL, &input->errors)) return true;
    input_release(input);
    return false;
}

static bool final_argument(Ref value, bool *final) {
    int number = *final;
    if (value && !argument_int(value, &number)) return false;
    *final = number != 0;
    return true;
}

/* Whether a decoder can be told if more is to come, and takes for granted that nothing is. */
typedef enum Ending { ENDS, ENDS_UNLESS_TOLD, GOES_ON_UNLESS_TOLD } Ending;

static Own decode_with(const char *function, DecodeFn decode, Ref const *args, isize nargs, bool text,
                       Ending ending) {
    bool final = ending != GOES_ON_UNLESS_TOLD;
    Input input;
    if (!arguments_count(function, nargs, 1, ending == ENDS ? 2 : 3) ||
        !input_get(&input, function, args, nargs, text)) {
        return NULL;
    }
    isize consumed = input.length;
    bool told = final_argument(nargs > 2 ? args[2] : NULL, &final);
    Own made = told ? decode(input.bytes, input.length, input.errors.text, final ? NULL : &consumed) : NULL;
    input_release(&input);
    return with_count(made, consumed);
}

static Own decode_utf8(const u8 *bytes, isize length, const char *errors, isize *consumed) {
    return consumed ? codec_utf8_decode_partly(bytes, length, errors, consumed)
                    : codec_utf8_decode(bytes, length, errors);
}
static Own decode_utf16(const u8 *bytes, isize length, const char *errors, isize *consumed) {
    return codec_utf16_decode(bytes, length, errors, NULL, consumed);
}
static Own decode_utf16_le(const u8 *bytes, isize length, const char *errors, isize *consumed) {
    ByteOrder order = ORDER_LITTLE;
    return codec_utf16_decode(bytes, length, errors, &order, consumed);
}
static Own decode_utf16_be(const u8 *bytes, isize length, const char *errors, isize *consumed) {
    ByteOrder order = ORDER_BIG;
    return codec_utf16_decode(bytes, length, errors, &order, consumed);
}
static Own decode_utf32(const u8 *bytes, isize length, const char *errors, isize *consumed) {
    return codec_utf32_decode(bytes, length, errors, NULL, consumed);
}
static Own decode_utf32_le(const u8 *bytes, isize length, const char *errors, isize *consumed) {
    ByteOrder order = ORDER_LITTLE;
    return codec_utf32_decode(bytes, length, errors, &order, consumed);
}
static Own decode_utf32_be(const u8 *bytes, isize length, const char *errors, isize *consumed) {
    ByteOrder order = ORDER_BIG;
    return codec_utf32_decode(bytes, length, errors, &order, consumed);
}
static Own decode_latin1(const u8 *bytes, isize length, const char *errors UNUSED, isize *consumed UNUSED) {
    return codec_latin1_decode(bytes, length);
}
static Own decode_ascii(const u8 *bytes, isize length, const char *errors, isize *consumed UNUSED) {
    return codec_ascii_decode(bytes, length, errors);
}
static Own decode_escape(const u8 *bytes, isize length, const char *errors, isize *consumed UNUSED) {
    return codec_escape_decode(bytes, length, errors);
}
static Own decode_nothing(const u8 *bytes, isize length, const char *errors UNUSED, isize *consumed UNUSED) {
    return bytes_from(bytes, length);
}

#define DECODER(name, decode, text, ending)                                                                    \
    static Own codecs_method_##name(Ref self UNUSED, Ref const *args, isize nargs) {                           \
        return decode_with(#name, decode, args, nargs, text, ending);                                          \
    }
DECODER(ascii_decode, decode_ascii, false, ENDS)
DECODER(latin_1_decode, decode_latin1, false, ENDS)
DECODER(utf_7_decode, codec_utf7_decode, false, GOES_ON_UNLESS_TOLD)
DECODER(utf_8_decode, decode_utf8, false, GOES_ON_UNLESS_TOLD)
DECODER(utf_16_decode, decode_utf16, false, GOES_ON_UNLESS_TOLD)
DECODER(utf_16_le_decode, decode_utf16_le, false, GOES_ON_UNLESS_TOLD)
DECODER(utf_16_be_decode, decode_utf16_be, false, GOES_ON_UNLESS_TOLD)
DECODER(utf_32_decode, decode_utf32, false, GOES_ON_UNLESS_TOLD)
DECODER(utf_32_le_decode, decode_utf32_le, false, GOES_ON_UNLESS_TOLD)
DECODER(utf_32_be_decode, decode_utf32_be, false, GOES_ON_UNLESS_TOLD)
DECODER(unicode_escape_decode, codec_unicode_escape_decode, true, ENDS_UNLESS_TOLD)
DECODER(raw_unicode_escape_decode, codec_raw_unicode_escape_decode, true, ENDS_UNLESS_TOLD)
DECODER(escape_decode, decode_escape, true, ENDS)
DECODER(readbuffer_encode, decode_nothing, true, ENDS)
#undef DECODER

/* (text, count, byte order) */
static Own decode_in_order(const char *function,
                           Own (*decode)(const u8 *, isize, const char *, ByteOrder *, isize *),
                           Ref const *args, isize nargs) {
    ByteOrder order;
    bool final = false;
    Input input;
    if (!arguments_count(function, nargs, 1, 4) || !input_get(&input, function, args, nargs, false))
        return NULL;
    isize consumed = input.length;
    bool told = order_argument(nargs > 2 ? args[2] : NULL, &order) &&
                final_argument(nargs > 3 ? args[3] : NULL, &final);
    Own text =
        told ? decode(input.bytes, input.length, input.errors.text, &order, final ? NULL : &consumed) : NULL;
    input_release(&input);
    if (!text) return NULL;
    Own parts[] = {text, int_from_isize(consumed), int_from_i64(order)};
    return tuple_from_array_own(parts, COUNT_OF(parts));
}
static Own codecs_method_utf_16_ex_decode(Ref self UNUSED, Ref const *args, isize nargs) {
    return decode_in_order("utf_16_ex_decode", codec_utf16_decode, args, nargs);
}
static Own codecs_method_utf_32_ex_decode(Ref self UNUSED, Ref const *args, isize nargs) {
    return decode_in_order("utf_32_ex_decode", codec_utf32_decode, args, nargs);
}

static Own codecs_method_escape_encode(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("escape_encode", nargs, 1, 2)) return NULL;
    if (!is_bytes(args[0])) {
        return error_set(EXC(TypeError), "escape_encode() argument 1 must be bytes, not %s",
                         argument_type_name(args[0]));
    }
    TextArgument errors; /* taken, and of no use: nothing can go wrong */
    if (!errors_argument("escape_encode", nargs > 1 ? args[1] : NULL, &errors)) return NULL;
    text_argument_release(&errors);
    return with_count(codec_escape_encode(args[0]), size_of(args[0]));
}

/* --- by a table ---------------------------------------------------------------------------------------- */

static Ref mapping_argument(Ref const *args, isize nargs) {
    return nargs > 2 && args[2] != None ? args[2] : NULL;
}

static Own codecs_method_charmap_decode(Ref self UNUSED, Ref const *args, isize nargs) {
    Input input;
    if (!arguments_count("charmap_decode", nargs, 1, 3) ||
        !input_get(&input, "charmap_decode", args, nargs, false)) {
        return NULL;
    }
    Ref mapping = mapping_argument(args, nargs);
    isize length = input.length;
    Own text = mapping ? codec_charmap_decode(input.bytes, length, mapping, input.errors.text)
                       : codec_latin1_decode(input.bytes, length);
    input_release(&input);
    return with_count(text, length);
}

static Own codecs_method_charmap_encode(Ref self UNUSED, Ref const *args, isize nargs) {
    TextArgument errors;
    if (!arguments_count("charmap_encode", nargs, 1, 3) || !argument_str(args[0], "charmap_encode", "1") ||
        !errors_argument("charmap_encode", nargs > 1 ? args[1] : NULL, &errors)) {
        return NULL;
    }
    Ref mapping = mapping_argument(args, nargs);
    Own bytes = mapping ? codec_charmap_encode(args[0], mapping, errors.text)
                        : codec_latin1_encode(args[0], errors.text);
    text_argument_release(&errors);
    return with_count(bytes, str_length(args[0]));
}

static Own codecs_method_charmap_build(Ref self UNUSED, Ref table) {
    return argument_str(table, "charmap_build", "") ? codec_charmap_build(table) : NULL;
}

/* ------------------------------------------------------------------------------------------------------------
 */

static const MethodDef functions[] = {
    {"ascii_decode", METHOD_ARRAY, .array = codecs_method_ascii_decode,
     .doc = "ascii_decode($module, data, errors=None, /)\n--\n\n"},
    {"ascii_encode", METHOD_ARRAY, .array = codecs_method_ascii_encode,
     .doc = "ascii_encode($module, str, errors=None, /)\n--\n\n"},
    {"charmap_build", METHOD_ONE, .one = codecs_method_charmap_build,
     .doc = "charmap_build($module, map, /)\n--\n\n"},
    {"charmap_decode", METHOD_ARRAY, .array = codecs_method_charmap_decode,
     .doc = "charmap_decode($module, data, errors=None, mapping=None, /)\n--\n\n"},
    {"charmap_encode", METHOD_ARRAY, .array = codecs_method_charmap_encode,
     .doc = "charmap_encode($module, str, errors=None, mapping=None, /)\n--\n\n"},
    {"decode", METHOD_KEYWORDS, .keywords = codecs_method_decode,
     .doc = "decode($module, /, obj, encoding='utf-8', errors='strict')\n--\n\nDecodes obj using the codec "
            "registered for encoding.\n\nDefault encoding is 'utf-8'.  errors may be given to set a\ndifferent "
            "error handling scheme.  Default is 'strict' meaning that encoding\nerrors raise a ValueError.  "
            "Other possible values are 'ignore', 'replace'\nand 'backslashreplace' as well as any other name "
            "registered with\ncodecs.register_error that can handle ValueErrors."},
    {"encode", METHOD_KEYWORDS, .keywords = codecs_method_encode,
     .doc = "encode($module, /, obj, encoding='utf-8', errors='strict')\n--\n\nEncodes obj using the codec "
            "registered for encoding.\n\nThe default encoding is 'utf-8'.  errors may be given to set "
            "a\ndifferent error handling scheme.  Default is 'strict' meaning that encoding\nerrors raise a "
            "ValueError.  Other possible values are 'ignore', 'replace'\nand 'backslashreplace' as well as any "
            "other name registered with\ncodecs.register_error that can handle ValueErrors."},
    {"escape_decode", METHOD_ARRAY, .array = codecs_method_escape_decode,
     .doc = "escape_decode($module, data, errors=None, /)\n--\n\n"},
    {"escape_encode", METHOD_ARRAY, .array = codecs_method_escape_encode,
     .doc = "escape_encode($module, data, errors=None, /)\n--\n\n"},
    {"latin_1_decode", METHOD_ARRAY, .array = codecs_method_latin_1_decode,
     .doc = "latin_1_decode($module, data, errors=None, /)\n--\n\n"},
    {"latin_1_encode", METHOD_ARRAY, .array = codecs_method_latin_1_encode,
     .doc = "latin_1_encode($module, str, errors=None, /)\n--\n\n"},
    {"lookup", METHOD_ONE, .one = codecs_method_lookup,
     .doc = "lookup($module, encoding, /)\n--\n\nLooks up a codec tuple in the Python codec registry and "
            "returns a CodecInfo object."},
    {"lookup_error", METHOD_ONE, .one = codecs_method_lookup_error,
     .doc = "lookup_error($module, name, /)\n--\n\nlookup_error(errors) -> handler\n\nReturn the error handler "
            "for the specified error handling name or raise a\nLookupError, if no handler exists under this "
            "name."},
    {"raw_unicode_escape_decode", METHOD_ARRAY, .array = codecs_method_raw_unicode_escape_decode,
     .doc = "raw_unicode_escape_decode($module, data, errors=None, final=True, /)\n--\n\n"},
    {"raw_unicode_escape_encode", METHOD_ARRAY, .array = codecs_method_raw_unicode_escape_encode,
     .doc = "raw_unicode_escape_encode($module, str, errors=None, /)\n--\n\n"},
    {"readbuffer_encode", METHOD_ARRAY, .array = codecs_method_readbuffer_encode,
     .doc = "readbuffer_encode($module, data, errors=None, /)\n--\n\n"},
    {"register", METHOD_ONE, .one = codecs_method_register,
     .doc = "register($module, search_function, /)\n--\n\nRegister a codec search function.\n\nSearch "
            "functions are expected to take one argument, the encoding name in\nall lower case letters, and "
            "either return None, or a tuple of functions\n(encoder, decoder, stream_reader, stream_writer) (or "
            "a CodecInfo object)."},
    {"register_error", METHOD_ARRAY, .array = codecs_method_register_error,
     .doc = "register_error($module, errors, handler, /)\n--\n\nRegister the specified error handler under the "
            "name errors.\n\nhandler must be a callable object, that will be called with an "
            "exception\ninstance containing information about the location of the encoding/decoding\nerror and "
            "must return a (replacement, new position) tuple."},
    {"unicode_escape_decode", METHOD_ARRAY, .array = codecs_method_unicode_escape_decode,
     .doc = "unicode_escape_decode($module, data, errors=None, final=True, /)\n--\n\n"},
    {"unicode_escape_encode", METHOD_ARRAY, .array = codecs_method_unicode_escape_encode,
     .doc = "unicode_escape_encode($module, str, errors=None, /)\n--\n\n"},
    {"unregister", METHOD_ONE, .one = codecs_method_unregister,
     .doc = "unregister($module, search_function, /)\n--\n\nUnregister a codec search function and clear the "
            "registry's cache.\n\nIf the search function is not registered, do nothing."},
    {"utf_16_be_decode", METHOD_ARRAY, .array = codecs_method_utf_16_be_decode,
     .doc = "utf_16_be_decode($module, data, errors=None, final=False, /)\n--\n\n"},
    {"utf_16_be_encode", METHOD_ARRAY, .array = codecs_method_utf_16_be_encode,
     .doc = "utf_16_be_encode($module, str, errors=None, /)\n--\n\n"},
    {"utf_16_decode", METHOD_ARRAY, .array = codecs_method_utf_16_decode,
     .doc = "utf_16_decode($module, data, errors=None, final=False, /)\n--\n\n"},
    {"utf_16_encode", METHOD_ARRAY, .array = codecs_method_utf_16_encode,
     .doc = "utf_16_encode($module, str, errors=None, byteorder=0, /)\n--\n\n"},
    {"utf_16_ex_decode", METHOD_ARRAY, .array = codecs_method_utf_16_ex_decode,
     .doc =
         "utf_16_ex_decode($module, data, errors=None, byteorder=0, final=False,\n                 /)\n--\n\n"},
    {"utf_16_le_decode", METHOD_ARRAY, .array = codecs_method_utf_16_le_decode,
     .doc = "utf_16_le_decode($module, data, errors=None, final=False, /)\n--\n\n"},
    {"utf_16_le_encode", METHOD_ARRAY, .array = codecs_method_utf_16_le_encode,
     .doc = "utf_16_le_encode($module, str, errors=None, /)\n--\n\n"},
    {"utf_32_be_decode", METHOD_ARRAY, .array = codecs_method_utf_32_be_decode,
     .doc = "utf_32_be_decode($module, data, errors=None, final=False, /)\n--\n\n"},
    {"utf_32_be_encode", METHOD_ARRAY, .array = codecs_method_utf_32_be_encode,
     .doc = "utf_32_be_encode($module, str, errors=None, /)\n--\n\n"},
    {"utf_32_decode", METHOD_ARRAY, .array = codecs_method_utf_32_decode,
     .doc = "utf_32_decode($module, data, errors=None, final=False, /)\n--\n\n"},
    {"utf_32_encode", METHOD_ARRAY, .array = codecs_method_utf_32_encode,
     .doc = "utf_32_encode($module, str, errors=None, byteorder=0, /)\n--\n\n"},
    {"utf_32_ex_decode", METHOD_ARRAY, .array = codecs_method_utf_32_ex_decode,
     .doc =
         "utf_32_ex_decode($module, data, errors=None, byteorder=0, final=False,\n                 /)\n--\n\n"},
    {"utf_32_le_decode", METHOD_ARRAY, .array = codecs_method_utf_32_le_decode,
     .doc = "utf_32_le_decode($module, data, errors=None, final=False, /)\n--\n\n"},
    {"utf_32_le_encode", METHOD_ARRAY, .array = codecs_method_utf_32_le_encode,
     .doc = "utf_32_le_encode($module, str, errors=None, /)\n--\n\n"},
    {"utf_7_decode", METHOD_ARRAY, .array = codecs_method_utf_7_decode,
     .doc = "utf_7_decode($module, data, errors=None, final=False, /)\n--\n\n"},
    {"utf_7_encode", METHOD_ARRAY, .array = codecs_method_utf_7_encode,
     .doc = "utf_7_encode($module, str, errors=None, /)\n--\n\n"},
    {"utf_8_decode", METHOD_ARRAY, .array = codecs_method_utf_8_decode,
     .doc = "utf_8_decode($module, data, errors=None, final=False, /)\n--\n\n"},
    {"utf_8_encode", METHOD_ARRAY, .array = codecs_method_utf_8_encode,
     .doc = "utf_8_encode($module, str, errors=None, /)\n--\n\n"},
    {.name = NULL}};

const NativeModule codecs_module = {
    .name = "_codecs", .functions = functions, .fill = codecs_registry_fill, .clear = codecs_registry_clear};
