/* multibyte_coder.c: encoding and decoding piece by piece: what the end of one piece leaves open waits for the
 * next. */
#include "modules/multibyte.h"

#include "object/argument_checks.h"

/* --- birth and death ------------------------------------------------------------------------------------ */

Own multibyte_coder_new(Type *type, Ref stream, Ref errors, bool decoding) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    gc_track(self);
    MultibyteCoder *coder = AS_CODER(self);
    coder->codec = object_get_attribute(self, NAME(codec));
    if (!coder->codec) goto fail;
    if (type_of(coder->codec) != MODULE_TYPE(MULTIBYTE_CODEC)) {
        error_set(EXC(TypeError), "codec is unexpected type");
        goto fail;
    }
    multibyte_state_begin(coder_multibyte(coder), coder->state, decoding);
    coder->stream = own_maybe(stream);
    coder->errors = errors ? own(errors) : str_from_ascii("strict", -1);
    if (coder->errors) return self;
fail:
    release(self);
    return NULL;
}

void multibyte_coder_clear(Ref self) {
    slot_clear(&AS_CODER(self)->codec);
    slot_clear(&AS_CODER(self)->errors);
    slot_clear(&AS_CODER(self)->stream);
    slot_clear(&AS_CODER(self)->text);
}

void multibyte_coder_dealloc(Own self) {
    gc_untrack(self);
    multibyte_coder_clear(self);
    object_free(self);
}

bool multibyte_coder_traverse(Ref self, VisitFn visit, void *context) {
    const MultibyteCoder *coder = AS_CODER(self);
    return (!coder->codec || visit(coder->codec, context)) && (!coder->stream || visit(coder->stream, context));
}

static Own coder_get_errors(Ref self, void *closure UNUSED) { return own(AS_CODER(self)->errors); }
static bool coder_set_errors(Ref self, Ref value, void *closure UNUSED) {
    if (!value) return error_set(EXC(AttributeError), "cannot delete attribute") != NULL;
    if (!is_str(value)) return error_set(EXC(TypeError), "errors must be a string") != NULL;
    slot_set(&AS_CODER(self)->errors, own(value));
    return true;
}
const GetSetDef multibyte_coder_getset[] = {
    {"errors", coder_get_errors, coder_set_errors, .doc = "how to treat errors"}, {.name = NULL}};

bool multibyte_final_argument(Ref value, bool *final) {
    int number = 0;
    if (value && !argument_int(value, &number)) return false;
    *final = number != 0;
    return true;
}

/* --- encoding ------------------------------------------------------------------------------------------- */

static Own as_text(Ref input) {
    if (is_str(input)) return own(input);
    Own text = object_str(input);
    if (!text || is_str(text)) return text;
    release(text);
    return error_set(EXC(TypeError), "couldn't convert the object to str.");
}

/* Notes what is left of `text` from `start` on. False: raised. */
static bool keep_text(MultibyteCoder *coder, Ref text, isize start) {
    isize left = str_length(text) - start;
    if (left > MAX_PENDING_CHARS) return error_set(EXC(UnicodeError), "pending buffer overflow") != NULL;
    Own rest = left ? str_substring(text, start, str_length(text)) : NULL;
    if (left && !rest) return false;
    slot_set(&coder->text, rest);
    return true;
}

Own multibyte_coder_encode(Ref self, Ref input, bool final) {
    MultibyteCoder *coder = AS_CODER(self);
    Own text = as_text(input);
    if (text && coder->text) {
        Own joined = str_concat(coder->text, text);
        release(text);
        text = joined;
    }
    TextArgument errors;
    if (!text || !argument_text(coder->errors, "encode", "'errors'", &errors)) {
        release_maybe(text);
        return NULL;
    }
    isize used = 0;
    Own bytes = multibyte_encode(coder_multibyte(coder), text, errors.text, final ? NULL : &used, coder->state);
    if (final) used = str_length(text);
    if (bytes && !keep_text(coder, text, used)) slot_clear(&bytes);
    text_argument_release(&errors);
    release(text);
    return bytes;
}

/* --- decoding ------------------------------------------------------------------------------------------- */

static bool keep_bytes(MultibyteCoder *coder, const u8 *bytes, isize count) {
    if (count > MAX_PENDING_BYTES) {
        coder->byte_count = 0;
        return error_set(EXC(UnicodeError), "pending buffer overflow") != NULL;
    }
    memmove(coder->bytes, bytes, (usize)count);
    coder->byte_count = count;
    return true;
}

/* Is the input's end what the exception complains of? */
static bool is_incomplete(void) {
    if (!error_matches(EXC(UnicodeDecodeError))) return false;
    Ref reason = ((const UnicodeException *)error_current())->reason;
    return reason && is_str(reason) && str_equal_ascii(reason, MULTIBYTE_INCOMPLETE);
}

static Own decode_all(MultibyteCoder *coder, const u8 *bytes, isize length, bool final) {
    TextArgument errors;
    if (!argument_text(coder->errors, "decode", "'errors'", &errors)) return NULL;
    isize used = length;
    Own text = multibyte_decode(coder_multibyte(coder), bytes, length, errors.text, final ? NULL : &used,
                                coder->state);
    if (!text && !is_incomplete()) coder->byte_count = 0;
    if (text && !keep_bytes(coder, bytes + used, length - used)) slot_clear(&text);
    text_argument_release(&errors);
    return text;
}

Own multibyte_coder_decode(Ref self, const u8 *bytes, isize length, bool final) {
    MultibyteCoder *coder = AS_CODER(self);
    isize waiting = coder->byte_count;
    if (!waiting) return decode_all(coder, bytes, length, final);
    u8 *joined = arena_alloc((usize)(waiting + length), BLOCK_RAW);
    if (!joined) return error_memory();
    memcpy(joined, coder->bytes, (usize)waiting);
    if (length) memcpy(joined + waiting, bytes, (usize)length);
    Own text = decode_all(coder, joined, waiting + length, final);
    arena_free(joined);
    return text;
}

void multibyte_coder_reset_decoding(Ref self) {
    AS_CODER(self)->byte_count = 0;
    multibyte_state_reset_decoding(coder_multibyte(AS_CODER(self)), AS_CODER(self)->state);
}
