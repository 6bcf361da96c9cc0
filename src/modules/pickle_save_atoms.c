/* pickle_save_atoms.c: how numbers, text and bytes are written: each in the shortest form that the protocol
 * has. */
#include "modules/pickle.h"

#include "object/codec.h"
#include "object/float.h"

/* --- numbers -------------------------------------------------------------------------------------------- */

bool pickle_save_bool(Pickler *self, Ref object) {
    bool is_true = object == True;
    if (self->proto >= 2) return pickle_write_opcode(self, is_true ? PICKLE_NEWTRUE : PICKLE_NEWFALSE);
    return pickle_write_line(self, PICKLE_INT, is_true ? "01" : "00", 2);
}

static bool save_short_int(Pickler *self, i64 value) {
    if (value >= 0 && value <= UINT8_MAX) return pickle_write_number(self, PICKLE_BININT1, (u64)value, 1);
    if (value >= 0 && value <= UINT16_MAX) return pickle_write_number(self, PICKLE_BININT2, (u64)value, 2);
    return pickle_write_number(self, PICKLE_BININT, (u64)value, 4);
}

/* Digits on a line; a long's end with "L". */
static bool save_digits(Pickler *self, Ref number, bool is_long) {
    Own digits = TYPE(INT)->slots.repr(number);
    if (!digits) return false;
    bool saved = pickle_write_opcode(self, is_long ? PICKLE_LONG : PICKLE_INT) &&
                 pickle_write(self, str_data(digits), str_length(digits)) &&
                 pickle_write(self, is_long ? "L\n" : "\n", 1 + is_long);
    release(digits);
    return saved;
}

/* Bytes in two's complement, the least significant first, as few as hold the sign too. */
static bool save_long_bytes(Pickler *self, Ref number) {
    isize count = int_bit_length(number) / 8 + 1;
    if (count > INT32_MAX) return error_set(EXC(OverflowError), "int too large to pickle");
    Own bytes = bytes_from(NULL, count);
    if (!bytes) return false;
    u8 *data = bytes_data(bytes);
    bool saved = int_to_bytes(number, data, count, true, true);
    if (count > 1 && data[count - 1] == 0xFF && data[count - 2] & 0x80) count--; /* -128: one byte will do */
    saved =
        saved &&
        pickle_write_number(self, count < 256 ? PICKLE_LONG1 : PICKLE_LONG4, (u64)count, count < 256 ? 1 : 4) &&
        pickle_write(self, data, count);
    release(bytes);
    return saved;
}

bool pickle_save_int(Pickler *self, Ref object) {
    int overflow;
    i64 value = int_as_i64_overflow(object, &overflow);
    bool is_long = overflow || value != (i32)value;
    if (!is_long && self->binary) return save_short_int(self, value);
    return self->proto >= 2 ? save_long_bytes(self, object) : save_digits(self, object, is_long);
}

bool pickle_save_float(Pickler *self, Ref object) {
    double value = AS_FLOAT(object)->value;
    if (self->binary) {
        u64 bits;
        memcpy(&bits, &value, sizeof bits);
        return pickle_write_number(self, PICKLE_BINFLOAT, __builtin_bswap64(bits), 8);
    }
    Text text = text_new(TEXT_IN_ARENA);
    double_append_repr(&text, value, true);
    bool saved = !text.failed && pickle_write_line(self, PICKLE_FLOAT, text.data, text.length);
    if (text.failed) error_memory();
    text_free(&text);
    return saved;
}

/* --- bytes ---------------------------------------------------------------------------------------------- */

/* `object` is what goes into the memo, and to the file where it is large. */
static bool save_bytes_data(Pickler *self, Ref object, const void *data, isize length) {
    bool written = length <= UINT8_MAX ? pickle_write_data(self, PICKLE_SHORT_BINBYTES, 1, data, length, object)
                   : length <= UINT32_MAX ? pickle_write_data(self, PICKLE_BINBYTES, 4, data, length, object)
                   : self->proto >= 4
                       ? pickle_write_data(self, PICKLE_BINBYTES8, 8, data, length, object)
                       : (bool)error_set(EXC(OverflowError), "serializing a bytes object larger than 4 GiB "
                                                             "requires pickle protocol 4 or higher");
    return written && pickle_memoize(self, object);
}

static bool save_bytearray_data(Pickler *self, Ref object, const void *data, isize length) {
    return pickle_write_data(self, PICKLE_BYTEARRAY8, 8, data, length, object) && pickle_memoize(self, object);
}

/* Python 2 has no bytes: bytes(), or codecs.encode(text, "latin1"), which it reads as a str. */
static bool save_bytes_as_call(Pickler *self, Ref object) {
    if (size_of(object) == 0) return pickle_save_call(self, (Ref)TYPE(BYTES), tuple_new(0), object);
    Own text = codec_latin1_decode(bytes_data(object), size_of(object));
    Own arguments = text ? tuple_pack(2, text, NAME(latin1)) : NULL;
    release_maybe(text);
    return pickle_save_call(self, PICKLE->codecs_encode, arguments, object);
}

bool pickle_save_bytes(Pickler *self, Ref object) {
    if (self->proto < 3) return save_bytes_as_call(self, object);
    return save_bytes_data(self, object, bytes_data(object), size_of(object));
}

bool pickle_save_bytearray(Pickler *self, Ref object) {
    isize length = size_of(object);
    if (self->proto >= 5) return save_bytearray_data(self, object, AS_BYTEARRAY(object)->start, length);
    if (length == 0) return pickle_save_call(self, (Ref)TYPE(BYTEARRAY), tuple_new(0), object);
    Own bytes = bytes_from(AS_BYTEARRAY(object)->start, length);
    return pickle_save_call(self, (Ref)TYPE(BYTEARRAY), tuple_take(1, bytes), object);
}

/* Asks buffer_callback; *inside: its bytes belong into the stream. */
static bool ask_callback(Pickler *self, Ref object, bool *inside) {
    *inside = true;
    if (!self->buffer_callback) return true;
    Own answer = object_call_one(self->buffer_callback, object);
    int truth = answer ? object_is_true(answer) : -1;
    release_maybe(answer);
    *inside = truth > 0;
    return truth >= 0;
}

bool pickle_save_buffer(Pickler *self, Ref object) {
    bool inside;
    if (self->proto < 5) {
        return error_set(PICKLING_ERROR, "PickleBuffer can only pickled with protocol >= 5");
    }
    const Buffer *view = pickle_buffer_view(object);
    if (!view) return false;
    if (!pickle_buffer_is_contiguous(view)) {
        return error_set(PICKLING_ERROR,
                         "PickleBuffer can not be pickled when pointing to a non-contiguous buffer");
    }
    if (!ask_callback(self, object, &inside)) return false;
    view = pickle_buffer_view(object); /* the callback may have released it */
    if (!view) return false;
    if (!inside) {
        return pickle_write_opcode(self, PICKLE_NEXT_BUFFER) &&
               (!view->readonly || pickle_write_opcode(self, PICKLE_READONLY_BUFFER));
    }
    return view->readonly ? save_bytes_data(self, object, view->data, view->length)
                          : save_bytearray_data(self, object, view->data, view->length);
}

/* --- text ----------------------------------------------------------------------------------------------- */

static bool save_utf8(Pickler *self, Ref bytes) {
    const void *data = bytes_data(bytes);
    isize length = size_of(bytes);
    if (length <= UINT8_MAX && self->proto >= 4) {
        return pickle_write_data(self, PICKLE_SHORT_BINUNICODE, 1, data, length, bytes);
    }
    if (length <= UINT32_MAX) return pickle_write_data(self, PICKLE_BINUNICODE, 4, data, length, bytes);
    if (self->proto >= 4) return pickle_write_data(self, PICKLE_BINUNICODE8, 8, data, length, bytes);
    return error_set(EXC(OverflowError),
                     "serializing a string larger than 4 GiB requires pickle protocol 4 or higher");
}

/* On one line: what is not Latin-1 is escaped, and so is what would end the line or the file. */
static Own escape_line(Ref string) {
    ByteBuilder out;
    byte_builder_init(&out);
    for (isize i = 0; i < str_length(string); i++) {
        u32 c = str_char(string, i);
        if (c < 0x100 && c != '\\' && c != '\0' && c != '\n' && c != '\r' && c != 0x1A) {
            byte_builder_byte(&out, (u8)c);
            continue;
        }
        int digits = c > 0xFFFF ? 8 : 4;
        byte_builder_append(&out, c > 0xFFFF ? "\\U" : "\\u", 2);
        while (digits--) byte_builder_byte(&out, (u8) "0123456789abcdef"[c >> 4 * digits & 15]);
    }
    return byte_builder_finish(&out);
}

static Own utf8_of(Ref text) {
    Own bytes = str_keep_utf8(text);
    if (bytes || !error_matches(EXC(UnicodeEncodeError))) return bytes;
    error_clear();
    return codec_utf8_encode(text, "surrogatepass");
}

bool pickle_save_str(Pickler *self, Ref object) {
    Own bytes = self->binary ? utf8_of(object) : escape_line(object);
    bool saved =
        bytes && (self->binary ? save_utf8(self, bytes)
                               : pickle_write_line(self, PICKLE_UNICODE, bytes_data(bytes), size_of(bytes)));
    release_maybe(bytes);
    return saved && pickle_memoize(self, object);
}
