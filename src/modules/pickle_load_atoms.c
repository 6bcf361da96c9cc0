/* pickle_load_atoms.c: the opcodes that make numbers, text and bytes.
 *
 * The older opcodes have their operand as text on a line, the newer ones as bytes, or as a length and bytes. */
#include "modules/pickle.h"

#include "object/call.h"
#include "object/codec.h"
#include "object/float.h"

bool pickle_load_constant(Unpickler *self, PickleOpcode opcode) {
    Ref constant = opcode == PICKLE_NONE ? None : opcode == PICKLE_NEWTRUE ? True : False;
    return pickle_stack_push(&self->stack, own(constant));
}

/* --- integers ------------------------------------------------------------------------------------------- */

/* Behind white space and a sign. */
static const char *skip_sign(const char *text) {
    while (*text == ' ' || (*text >= '\t' && *text <= '\r')) text++;
    return *text == '-' || *text == '+' ? text + 1 : text;
}

static bool is_prefix_letter(char c) { return c != '\0' && strchr("xXoObB", c); }

Own pickle_int_of_text(const char *text, int base) {
    enum { SHOWN = 200 };
    bool by_prefix = base == 0;
    isize length = (isize)strlen(text);
    Own shown = str_from_utf8(text, isize_min(length, SHOWN));
    if (!shown) return NULL;
    const char *digits = skip_sign(text);
    if (base == 0 && (*digits != '0' || !is_prefix_letter(digits[1]))) base = 10;
    Own number = int_from_text(text, length, base, shown);
    if (number && base == 10 && by_prefix && *digits == '0' && int_sign(number)) { /* 010 is neither 10 nor 8 */
        slot_clear(&number);
        error_set(EXC(ValueError), "invalid literal for int() with base 10: %R", shown);
    }
    release(shown);
    return number;
}

static int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

/* What C's strtol makes of a line, base by prefix, where 010 is 8. False: not all of the line, or too large. */
static bool c_integer(const char *line, i64 *value) {
    const char *text = skip_sign(line);
    bool negative = text > line && text[-1] == '-';
    int base = *text == '0' ? 8 : 10;
    if (base == 8 && (text[1] | 0x20) == 'x' && digit_of(text[2]) < 16) {
        base = 16;
        text += 2;
    }
    *value = 0;
    if (digit_of(*text) >= base) return *line == '\n' || *line == '\0';
    bool fits = true;
    for (; digit_of(*text) < base; text++) {
        i64 digit = negative ? -digit_of(*text) : digit_of(*text);
        fits = fits && !__builtin_mul_overflow(*value, base, value) &&
               !__builtin_add_overflow(*value, digit, value);
    }
    return fits && (*text == '\n' || *text == '\0');
}

bool pickle_load_int(Unpickler *self, UNUSED PickleOpcode opcode) {
    i64 value;
    Ref line = pickle_read_line(self, 2);
    if (!line) return false;
    const char *text = (const char *)bytes_data(line);
    if (c_integer(text, &value)) {
        bool is_bool = size_of(line) == 3 && (value == 0 || value == 1); /* 00 and 01 */
        return pickle_stack_push(&self->stack, is_bool ? own_bool(value) : int_from_i64(value));
    }
    Own number = pickle_int_of_text(text, 0);
    if (number) return pickle_stack_push(&self->stack, number);
    error_clear();
    return error_set(EXC(ValueError), "could not convert string to int");
}

bool pickle_load_binary_int(Unpickler *self, PickleOpcode opcode) {
    u64 value;
    int size = opcode == PICKLE_BININT ? 4 : opcode == PICKLE_BININT2 ? 2 : 1;
    if (!pickle_read_number(self, size, &value)) return false;
    return pickle_stack_push(&self->stack, int_from_i64(size == 4 ? (i32)value : (i64)value));
}

/* Digits and an "L". */
bool pickle_load_long(Unpickler *self, UNUSED PickleOpcode opcode) {
    Ref line = pickle_read_line(self, 2);
    if (!line) return false;
    u8 *suffix = bytes_data(line) + size_of(line) - 2; /* the line is the unpickler's own */
    if (*suffix == 'L') *suffix = '\0';
    return pickle_stack_push(&self->stack, pickle_int_of_text((const char *)bytes_data(line), 0));
}

bool pickle_load_counted_long(Unpickler *self, PickleOpcode opcode) {
    u64 size;
    if (!pickle_read_number(self, opcode == PICKLE_LONG1 ? 1 : 4, &size)) return false;
    if (size > INT32_MAX) return error_set(UNPICKLING_ERROR, "LONG pickle has negative byte count");
    const u8 *bytes = size ? pickle_read(self, (isize)size) : NULL;
    if (size && !bytes) return false;
    return pickle_stack_push(&self->stack,
                             size ? int_from_bytes(bytes, (isize)size, true, true) : int_from_i64(0));
}

/* --- floats --------------------------------------------------------------------------------------------- */

bool pickle_load_float(Unpickler *self, UNUSED PickleOpcode opcode) {
    Ref line = pickle_read_line(self, 2);
    if (!line) return false;
    const char *text = (const char *)bytes_data(line), *end;
    double value = double_from_text(text, (isize)strlen(text), &end);
    if (end == text) return error_set(EXC(ValueError), "could not convert string to float: '%.200s'", text);
    if (value - value != 0 && (*skip_sign(text) | 0x20) != 'i' && (*skip_sign(text) | 0x20) != 'n') {
        return error_set(EXC(OverflowError), "value too large to convert to float: '%.200s'", text);
    }
    if (end[0] != '\n' || end[1] != '\0') {
        return error_set(EXC(ValueError), "could not convert string to float");
    }
    return pickle_stack_push(&self->stack, float_from_double(value));
}

bool pickle_load_binary_float(Unpickler *self, UNUSED PickleOpcode opcode) {
    u64 bits;
    double value;
    if (!pickle_read_number(self, 8, &bits)) return false;
    bits = __builtin_bswap64(bits);
    memcpy(&value, &bits, sizeof value);
    return pickle_stack_push(&self->stack, float_from_double(value));
}

/* --- text ----------------------------------------------------------------------------------------------- */

/* An option of the unpickler, which has none where its __init__ failed in the middle of a load. */
static const char *option(Ref bytes, const char *otherwise) {
    return bytes ? (const char *)bytes_data(bytes) : otherwise;
}

/* An 8-bit string of Python 2, decoded as the unpickler was told. Consumes the bytes, NULL too. */
static bool push_string(Unpickler *self, Own bytes) {
    if (!bytes) return false;
    const char *encoding = option(self->encoding, "ASCII");
    if (strcmp(encoding, "bytes") == 0) return pickle_stack_push(&self->stack, bytes);
    Own text = str_decode(bytes_data(bytes), size_of(bytes), encoding, option(self->errors, "strict"));
    release(bytes);
    return pickle_stack_push(&self->stack, text);
}

/* A literal of Python 2 in its quotes. */
bool pickle_load_string(Unpickler *self, UNUSED PickleOpcode opcode) {
    Ref line = pickle_read_line(self, 0);
    if (!line) return false;
    const u8 *text = bytes_data(line);
    isize length = size_of(line) - 1; /* without the newline */
    if (length < 2 || text[0] != text[length - 1] || (text[0] != '\'' && text[0] != '"')) {
        return error_set(UNPICKLING_ERROR, "the STRING opcode argument must be quoted");
    }
    return push_string(self, codec_escape_decode(text + 1, length - 2, NULL));
}

bool pickle_load_counted_string(Unpickler *self, PickleOpcode opcode) {
    u64 size;
    if (!pickle_read_number(self, opcode == PICKLE_SHORT_BINSTRING ? 1 : 4, &size)) return false;
    const u8 *bytes = pickle_read(self, (isize)size);
    return bytes && push_string(self, bytes_from(bytes, (isize)size));
}

bool pickle_load_unicode(Unpickler *self, UNUSED PickleOpcode opcode) {
    Ref line = pickle_read_line(self, 1);
    if (!line) return false;
    Own text = codec_raw_unicode_escape_decode(bytes_data(line), size_of(line) - 1, NULL, NULL);
    return pickle_stack_push(&self->stack, text);
}

/* A length of up to 8 bytes; `what` it is the length of, for the OverflowError. */
static bool read_length(Unpickler *self, int size, const char *what, isize *length) {
    u64 number;
    if (!pickle_read_number(self, size, &number)) return false;
    *length = (isize)number;
    if (number <= ISIZE_MAX) return true;
    return error_set(EXC(OverflowError), "%s exceeds system's maximum size of %zd bytes", what, ISIZE_MAX);
}

bool pickle_load_counted_unicode(Unpickler *self, PickleOpcode opcode) {
    isize length;
    int size = opcode == PICKLE_SHORT_BINUNICODE ? 1 : opcode == PICKLE_BINUNICODE ? 4 : 8;
    if (!read_length(self, size, "BINUNICODE", &length)) return false;
    const u8 *bytes = pickle_read(self, length);
    return bytes && pickle_stack_push(&self->stack, codec_utf8_decode(bytes, length, "surrogatepass"));
}

/* --- bytes ---------------------------------------------------------------------------------------------- */

/* Reads so many bytes into what was made to hold them. Consumes it, NULL too. */
static bool fill_and_push(Unpickler *self, Own made, u8 *out, isize length) {
    if (made && !pickle_read_into(self, out, length)) slot_clear(&made);
    return pickle_stack_push(&self->stack, made);
}

bool pickle_load_bytes(Unpickler *self, PickleOpcode opcode) {
    isize length;
    int size = opcode == PICKLE_SHORT_BINBYTES ? 1 : opcode == PICKLE_BINBYTES ? 4 : 8;
    if (!read_length(self, size, "BINBYTES", &length)) return false;
    if (length > ISIZE_MAX - (isize)sizeof(Bytes))
        return error_set(EXC(OverflowError), "byte string is too large");
    if (!pickle_can_read(self, length)) return false;
    Own bytes = bytes_from(NULL, length);
    return fill_and_push(self, bytes, bytes ? bytes_data(bytes) : NULL, length);
}

bool pickle_load_bytearray(Unpickler *self, UNUSED PickleOpcode opcode) {
    isize length;
    if (!read_length(self, 8, "BYTEARRAY8", &length) || !pickle_can_read(self, length)) return false;
    Own bytes = bytearray_from(NULL, length);
    return fill_and_push(self, bytes, bytes ? AS_BYTEARRAY(bytes)->start : NULL, length);
}

/* --- buffers out of the stream -------------------------------------------------------------------------- */

bool pickle_load_next_buffer(Unpickler *self, UNUSED PickleOpcode opcode) {
    if (!self->buffers) {
        return error_set(UNPICKLING_ERROR,
                         "pickle stream refers to out-of-band data but no *buffers* argument was "
                         "given");
    }
    Own buffers = own(self->buffers), buffer = object_next(buffers);
    release(buffers);
    if (!buffer && !error_occurred()) error_set(UNPICKLING_ERROR, "not enough out-of-band buffers");
    return pickle_stack_push(&self->stack, buffer);
}

/* The buffer on top, where it could be written to, gives way to a view that can't. */
bool pickle_load_readonly_buffer(Unpickler *self, UNUSED PickleOpcode opcode) {
    Buffer buffer;
    Ref top = pickle_stack_top(&self->stack);
    Own seen = top ? memoryview_from(top) : NULL; /* words the error */
    if (!seen) return false;
    bool writable = buffer_get_strided(seen, &buffer, false) && !buffer.readonly;
    buffer_release(&buffer);
    release(seen);
    if (!writable) return true;
    Own item = pickle_stack_pop(&self->stack), view = item ? memoryview_readonly(item) : NULL;
    release_maybe(item);
    return pickle_stack_push(&self->stack, view);
}
