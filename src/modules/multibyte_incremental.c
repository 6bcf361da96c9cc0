/* multibyte_incremental.c: MultibyteIncrementalEncoder and MultibyteIncrementalDecoder. */
#include "modules/multibyte.h"
#include "object/argument_checks.h"

static Own coder_new(const char *function, Type *type, Ref const *args, isize nargs, Ref kwnames,
                     bool decoding) {
    Parameters parameters = {function, {"errors"}, .required = 0};
    Ref errors;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &errors)) return NULL;
    if (errors && !is_str(errors)) {
        return error_set(EXC(TypeError), "%s() argument 1 must be str, not %s", function,
                         argument_type_name(errors));
    }
    return multibyte_coder_new(type, NULL, errors, decoding);
}
static bool coder_init(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    return true;
}

static const char *const final_names[] = {"encode", "decode"};
static bool bind_input(int direction, Ref const *args, isize nargs, Ref kwnames, Ref *input, bool *final) {
    Parameters parameters = {final_names[direction], {"input", "final"}, .required = 1};
    Ref values[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return false;
    *input = values[0];
    return multibyte_final_argument(values[1], final);
}

/* --- encoder -------------------------------------------------------------------------------------------- */

static Own encoder_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    return coder_new("IncrementalEncoder", type, args, nargs, kwnames, false);
}

static Own encoder_method_encode(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref input;
    bool final;
    if (!bind_input(0, args, nargs, kwnames, &input, &final)) return NULL;
    return multibyte_coder_encode(self, input, final);
}

/* The state as one number: little-endian, how many bytes of UTF-8 wait, these, the shift state. */
enum { STATE_SIZE = 8, ENCODER_STATE_SIZE = 1 + 4 * MAX_PENDING_CHARS + STATE_SIZE };

static Own encoder_method_getstate(Ref self) {
    u8 bytes[ENCODER_STATE_SIZE] = {0};
    isize size = 0;
    if (AS_CODER(self)->text) {
        Own utf8 = str_encode_utf8(AS_CODER(self)->text, NULL);
        if (!utf8) return NULL;
        size = isize_min(size_of(utf8), 4 * MAX_PENDING_CHARS);
        memcpy(bytes + 1, bytes_data(utf8), (usize)size);
        release(utf8);
    }
    bytes[0] = (u8)size;
    memcpy(bytes + 1 + size, AS_CODER(self)->state, STATE_SIZE);
    return int_from_bytes(bytes, ENCODER_STATE_SIZE, true, false);
}

static Own encoder_method_setstate(Ref self, Ref number) {
    u8 bytes[ENCODER_STATE_SIZE];
    if (!is_int(number))
        return error_set(EXC(TypeError), "setstate() argument must be int, not %s", argument_type_name(number));
    if (!int_to_bytes(number, bytes, ENCODER_STATE_SIZE, true, false)) return NULL;
    isize size = bytes[0];
    if (size > 4 * MAX_PENDING_CHARS) return error_set(EXC(UnicodeError), "pending buffer too large");
    Own text = size ? str_decode(bytes + 1, size, "utf-8", "strict") : NULL;
    if (size && !text) return NULL;
    slot_set(&AS_CODER(self)->text, text);
    memcpy(AS_CODER(self)->state, bytes + 1 + size, STATE_SIZE);
    return own_none();
}

static Own encoder_method_reset(Ref self) {
    slot_clear(&AS_CODER(self)->text);
    multibyte_state_reset_encoding(coder_multibyte(AS_CODER(self)), AS_CODER(self)->state);
    return own_none();
}

static const MethodDef encoder_methods[] = {
    {"encode", METHOD_KEYWORDS, .keywords = encoder_method_encode,
     .doc = "encode($self, /, input, final=False)\n--\n\n"},
    {"getstate", METHOD_NONE, .none = encoder_method_getstate, .doc = "getstate($self, /)\n--\n\n"},
    {"setstate", METHOD_ONE, .one = encoder_method_setstate, .doc = "setstate($self, state, /)\n--\n\n"},
    {"reset", METHOD_NONE, .none = encoder_method_reset, .doc = "reset($self, /)\n--\n\n"},
    {.name = NULL}};
const TypeSpec multibyte_encoder_spec = {.name = "_multibytecodec.MultibyteIncrementalEncoder",
                                         .module = "_multibytecodec",
                                         .basicsize = sizeof(MultibyteCoder),
                                         .ghost_size = 48,
                                         .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
                                         .slots = {.new = encoder_new,
                                                   .init = coder_init,
                                                   .dealloc = multibyte_coder_dealloc,
                                                   .traverse = multibyte_coder_traverse,
                                                   .clear = multibyte_coder_clear,
                                                   .getattro = object_generic_get_attribute},
                                         .methods = encoder_methods,
                                         .getset = multibyte_coder_getset};

/* --- decoder -------------------------------------------------------------------------------------------- */

static Own decoder_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    return coder_new("IncrementalDecoder", type, args, nargs, kwnames, true);
}

static Own decoder_method_decode(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref input;
    bool final;
    Buffer buffer;
    if (!bind_input(1, args, nargs, kwnames, &input, &final) || !buffer_get(input, &buffer, false)) return NULL;
    Own text = multibyte_coder_decode(self, (const u8 *)buffer.data, buffer.length, final);
    buffer_release(&buffer);
    return text;
}

static Own decoder_method_getstate(Ref self) {
    Own bytes = bytes_from(AS_CODER(self)->bytes, AS_CODER(self)->byte_count);
    Own state = bytes ? int_from_bytes(AS_CODER(self)->state, STATE_SIZE, true, false) : NULL;
    if (bytes && state) {
        Own pair[] = {bytes, state};
        return tuple_from_array_own(pair, COUNT_OF(pair));
    }
    release_maybe(bytes);
    return NULL;
}

static Own decoder_method_setstate(Ref self, Ref pair) {
    if (!is_tuple(pair))
        return error_set(EXC(TypeError), "setstate() argument must be tuple, not %s", argument_type_name(pair));
    if (tuple_length(pair) != 2) {
        return error_set(EXC(TypeError), "function takes exactly 2 arguments (%zd given)", tuple_length(pair));
    }
    Ref bytes = tuple_get(pair, 0), number = tuple_get(pair, 1);
    if (!is_bytes(bytes)) return error_set(EXC(TypeError), "argument 1 must be bytes, not %T", bytes);
    if (!is_int(number)) return error_set(EXC(TypeError), "argument 2 must be int, not %T", number);
    u8 state[STATE_SIZE];
    if (!int_to_bytes(number, state, STATE_SIZE, true, false)) return NULL;
    if (size_of(bytes) > MAX_PENDING_BYTES) return error_set(EXC(UnicodeError), "pending buffer too large");
    memcpy(AS_CODER(self)->bytes, bytes_data(bytes), (usize)size_of(bytes));
    AS_CODER(self)->byte_count = size_of(bytes);
    memcpy(AS_CODER(self)->state, state, STATE_SIZE);
    return own_none();
}

static Own decoder_method_reset(Ref self) {
    multibyte_coder_reset_decoding(self);
    return own_none();
}

static const MethodDef decoder_methods[] = {
    {"decode", METHOD_KEYWORDS, .keywords = decoder_method_decode,
     .doc = "decode($self, /, input, final=False)\n--\n\n"},
    {"getstate", METHOD_NONE, .none = decoder_method_getstate, .doc = "getstate($self, /)\n--\n\n"},
    {"setstate", METHOD_ONE, .one = decoder_method_setstate, .doc = "setstate($self, state, /)\n--\n\n"},
    {"reset", METHOD_NONE, .none = decoder_method_reset, .doc = "reset($self, /)\n--\n\n"},
    {.name = NULL}};
const TypeSpec multibyte_decoder_spec = {.name = "_multibytecodec.MultibyteIncrementalDecoder",
                                         .module = "_multibytecodec",
                                         .basicsize = sizeof(MultibyteCoder),
                                         .ghost_size = 56,
                                         .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
                                         .slots = {.new = decoder_new,
                                                   .init = coder_init,
                                                   .dealloc = multibyte_coder_dealloc,
                                                   .traverse = multibyte_coder_traverse,
                                                   .clear = multibyte_coder_clear,
                                                   .getattro = object_generic_get_attribute},
                                         .methods = decoder_methods,
                                         .getset = multibyte_coder_getset};
