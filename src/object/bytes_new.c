/* bytes_new.c: the constructor of bytes: from another object's bytes, from numbers, from text, or so many
 * zeros. */
#include "object/byte_methods.h"
#include "object/call.h"
#include "object/list.h"
#include "object/number.h"
#include "object/tuple.h"

static bool put_value(ByteBuilder *out, Ref value) {
    u8 byte;
    if (!byte_value(value, "bytes", &byte)) return false;
    byte_builder_byte(out, byte);
    return !out->failed;
}

/* The items may change a list while they are asked for their values: its length is read anew each time. */
static bool put_sequence(ByteBuilder *out, Ref sequence) {
    bool list = is_list(sequence);
    for (isize i = 0; i < size_of(sequence); i++) {
        Own item = own(list ? list_get(sequence, i) : tuple_get(sequence, i));
        bool put = put_value(out, item);
        release(item);
        if (!put) return false;
    }
    return true;
}

static bool put_iterator(ByteBuilder *out, Ref iterator, Ref object) {
    if (object_length_hint(object, 64) < 0) return false;
    for (;;) {
        Own item = object_next(iterator);
        if (!item) return !error_occurred();
        bool put = put_value(out, item);
        release(item);
        if (!put) return false;
    }
}

static bool put_items(ByteBuilder *out, Ref object) {
    if (is_exact_list(object) || is_exact_tuple(object)) return put_sequence(out, object);
    Own iterator = is_str(object) ? NULL : object_iter(object);
    if (!iterator) {
        if (!is_str(object) && !error_matches(EXC(TypeError))) return false;
        error_clear();
        return error_set(EXC(TypeError), "cannot convert '%.200T' object to bytes", object) != NULL;
    }
    bool put = put_iterator(out, iterator, object);
    release(iterator);
    return put;
}

Own bytes_from_object(Ref object) {
    if (is_exact_bytes(object)) return own(object);
    if (type_of(object)->slots.buffer_get) {
        Buffer buffer;
        if (!buffer_get_strided(object, &buffer, false)) return NULL;
        Own copy = buffer_is_contiguous(&buffer) ? bytes_from(buffer.data, buffer.length)
                                                 : bytes_from(NULL, buffer.length);
        if (copy && !buffer_is_contiguous(&buffer)) buffer_copy_out(&buffer, bytes_data(copy), false);
        buffer_release(&buffer);
        return copy;
    }
    ByteBuilder out;
    byte_builder_init(&out);
    if (put_items(&out, object)) return byte_builder_finish(&out);
    byte_builder_discard(&out);
    return NULL;
}

static Own bytes_of_zeros(isize count) {
    if (count < 0) return error_set(EXC(ValueError), "negative count");
    Own made = bytes_from(NULL, count);
    if (made) memset(bytes_data(made), 0, (usize)count);
    return made;
}

/* bytes(source) without an encoding. */
static Own bytes_from_source(Ref source) {
    Own method = object_special(source, NAME(__bytes__));
    if (method) {
        Own made = object_call_none(method);
        release(method);
        if (!made || is_bytes(made)) return made;
        error_set(EXC(TypeError), "__bytes__ returned non-bytes (type %.200T)", made);
        release(made);
        return NULL;
    }
    if (error_occurred()) return NULL;
    if (is_str(source)) return error_set(EXC(TypeError), "string argument without an encoding");
    if (number_is_index(source)) {
        isize count = int_index_as_isize(source, EXC(OverflowError));
        if (count != -1 || !error_occurred()) return bytes_of_zeros(count);
        if (!error_matches(EXC(TypeError))) return NULL;
        error_clear();
    }
    return bytes_from_object(source);
}

Own bytes_encode_argument(Ref source, Ref encoding, Ref errors, const char *function) {
    TextArgument encoding_text, errors_text;
    if (!argument_text(encoding, function, "'encoding'", &encoding_text)) return NULL;
    Own made = NULL;
    if (argument_text(errors, function, "'errors'", &errors_text)) {
        if (source && is_str(source)) {
            if (encoding)
                made = str_encode(source, encoding_text.text, errors_text.text);
            else
                error_set(EXC(TypeError), "string argument without an encoding");
        } else {
            error_set(EXC(TypeError), "%s without a string argument", encoding ? "encoding" : "errors");
        }
        text_argument_release(&errors_text);
    }
    text_argument_release(&encoding_text);
    return made;
}

Own bytes_new_python(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"bytes", {"source", "encoding", "errors"}, .required = 0};
    Ref bound[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, bound)) return NULL;
    Own made;
    if (bound[1] || bound[2])
        made = bytes_encode_argument(bound[0], bound[1], bound[2], "bytes");
    else
        made = bound[0] ? bytes_from_source(bound[0]) : bytes_from("", 0);
    if (!made || type == TYPE(BYTES)) return made;
    Own instance = object_new(type, size_of(made));
    if (instance) {
        AS_BYTES(instance)->hash = AS_BYTES(made)->hash;
        memcpy(bytes_data(instance), bytes_data(made), (usize)size_of(made) + 1);
    }
    release(made);
    return instance;
}
