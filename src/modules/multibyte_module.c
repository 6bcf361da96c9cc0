/* multibyte_module.c: the module _multibytecodec, its type MultibyteCodec, and the modules _codecs_cn,
 * _codecs_hk, _codecs_iso2022, _codecs_jp, _codecs_kr and _codecs_tw that hand out the codecs by name. */
#include "modules/multibyte.h"

#include "object/argument_checks.h"
#include "object/gc.h"

/* --- MultibyteCodec ------------------------------------------------------------------------------------- */

/* (made, count); consumes. */
static Own with_count(Own made, isize count) {
    if (!made) return NULL;
    Own pair[] = {made, int_from_isize(count)};
    return tuple_from_array_own(pair, COUNT_OF(pair));
}

static bool bind(const char *function, Ref const *args, isize nargs, Ref kwnames, Ref values[2]) {
    Parameters parameters = {function, {"input", "errors"}, .required = 1};
    return arguments_bind(&parameters, args, nargs, kwnames, values);
}

static Own codec_method_encode(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref values[2];
    TextArgument errors;
    if (!bind("encode", args, nargs, kwnames, values) ||
        !argument_text_or_none(values[1], "encode", "'errors'", &errors)) {
        return NULL;
    }
    Own text = is_str(values[0]) ? own(values[0]) : object_str(values[0]);
    const Multibyte *codec = AS_MULTIBYTE_CODEC(self)->multibyte;
    u8 state[MULTIBYTE_STATE_SIZE];
    multibyte_state_begin(codec, state, false);
    Own bytes = text ? multibyte_encode(codec, text, errors.text, NULL, state) : NULL;
    Own result = with_count(bytes, text ? str_length(text) : 0);
    release_maybe(text);
    text_argument_release(&errors);
    return result;
}

static Own codec_method_decode(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref values[2];
    Buffer buffer;
    if (!bind("decode", args, nargs, kwnames, values) || !buffer_get(values[0], &buffer, false)) return NULL;
    Own result = NULL;
    TextArgument errors;
    if (argument_text_or_none(values[1], "decode", "'errors'", &errors)) {
        const Multibyte *codec = AS_MULTIBYTE_CODEC(self)->multibyte;
        u8 state[MULTIBYTE_STATE_SIZE];
        multibyte_state_begin(codec, state, true);
        Own text = multibyte_decode(codec, (const u8 *)buffer.data, buffer.length, errors.text, NULL, state);
        result = with_count(text, buffer.length);
        text_argument_release(&errors);
    }
    buffer_release(&buffer);
    return result;
}

static void codec_dealloc(Own self) {
    gc_untrack(self);
    multibyte_close(AS_MULTIBYTE_CODEC(self)->multibyte);
    object_free(self);
}

static const MethodDef codec_methods[] = {
    {"encode", METHOD_KEYWORDS, .keywords = codec_method_encode,
     .doc =
         "encode($self, /, input, errors=None)\n--\n\nReturn an encoded string version of `input'.\n\n'errors' "
         "may be given to set a different error handling scheme. Default is\n'strict' meaning that encoding "
         "errors raise a UnicodeEncodeError. Other possible\nvalues are 'ignore', 'replace' and "
         "'xmlcharrefreplace' as well as any other name\nregistered with codecs.register_error that can handle "
         "UnicodeEncodeErrors."},
    {"decode", METHOD_KEYWORDS, .keywords = codec_method_decode,
     .doc = "decode($self, /, input, errors=None)\n--\n\nDecodes 'input'.\n\n'errors' may be given to set a "
            "different error handling scheme. Default is\n'strict' meaning that encoding errors raise a "
            "UnicodeDecodeError. Other possible\nvalues are 'ignore' and 'replace' as well as any other name "
            "registered with\ncodecs.register_error that is able to handle UnicodeDecodeErrors.\""},
    {.name = NULL}};
const TypeSpec multibyte_codec_spec = {.name = "_multibytecodec.MultibyteCodec",
                                       .module = "_multibytecodec",
                                       .basicsize = sizeof(MultibyteCodec),
                                       .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_NO_INSTANTIATION,
                                       .slots = {.dealloc = codec_dealloc,
                                                 .traverse = gc_traverse_nothing,
                                                 .getattro = object_generic_get_attribute},
                                       .methods = codec_methods};

static bool fill(Ref module) {
    return module_ready_type(MODULE_TYPE_MULTIBYTE_CODEC) &&
           module_add_type(module, MODULE_TYPE_MULTIBYTE_ENCODER) &&
           module_add_type(module, MODULE_TYPE_MULTIBYTE_DECODER) &&
           module_add_type(module, MODULE_TYPE_MULTIBYTE_READER) &&
           module_add_type(module, MODULE_TYPE_MULTIBYTE_WRITER);
}
const NativeModule multibyte_module = {.name = "_multibytecodec", .extension = true, .fill = fill};

/* --- the codecs by name --------------------------------------------------------------------------------- */

static Own get_codec(const char *module, Ref encoding) {
    if (!is_str(encoding)) return error_set(EXC(TypeError), "encoding name must be a string.");
    TextArgument name;
    if (!module_ready_type(MODULE_TYPE_MULTIBYTE_CODEC) || !argument_text(encoding, "getcodec", "", &name)) {
        return NULL;
    }
    Multibyte *multibyte = multibyte_open(module, name.text);
    text_argument_release(&name);
    if (!multibyte) {
        return error_occurred() ? NULL : error_set(EXC(LookupError), "no such codec is supported.");
    }
    Own codec = type_generic_new(MODULE_TYPE(MULTIBYTE_CODEC), NULL, 0, NULL);
    if (codec) {
        AS_MULTIBYTE_CODEC(codec)->multibyte = multibyte;
    } else {
        multibyte_close(multibyte);
    }
    return codec;
}

#define CODECS_MODULE(region)                                                                                  \
    static Own get_codec_##region(Ref self UNUSED, Ref encoding) {                                             \
        return get_codec("_codecs_" #region, encoding);                                                        \
    }                                                                                                          \
    static const MethodDef functions_##region[] = {{"getcodec", METHOD_ONE, .one = get_codec_##region},        \
                                                   {.name = NULL}};                                            \
    const NativeModule codecs_##region##_module = {                                                            \
        .name = "_codecs_" #region, .extension = true, .functions = functions_##region};
CODECS_MODULE(cn)
CODECS_MODULE(hk)
CODECS_MODULE(iso2022)
CODECS_MODULE(jp)
CODECS_MODULE(kr)
CODECS_MODULE(tw)
