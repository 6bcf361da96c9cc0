/* struct_fields.c: values into bytes, and back, field by field.
 *
 * CPython has functions of its own for fields of native size in native order, which say what is out of range in
 * other words than the general ones: `speaks_native` tells them apart. */
#include <math.h>

#include "modules/struct.h"
#include "object/float.h"
#include "object/number.h"

/* --- integers -------------------------------------------------------------------------------------------- */

static bool speaks_native(const Struct *self, const FieldFormat *format) {
    if (self->native) return true;
    return !self->big_endian && format->letter != 'l' && format->letter != 'L';
}

static void put_bytes(u8 *out, u64 value, isize size, bool big_endian) {
    for (isize i = 0; i < size; i++) out[big_endian ? size - 1 - i : i] = (u8)(value >> 8 * i);
}
static u64 get_bytes(const u8 *data, isize size, bool big_endian) {
    u64 value = 0;
    for (isize i = 0; i < size; i++) value |= (u64)data[big_endian ? size - 1 - i : i] << 8 * i;
    return value;
}

static bool out_of_range(void) { return error_set(STRUCT_ERROR, "argument out of range"); }
static bool too_large(void) { return error_set(STRUCT_ERROR, "int too large to convert"); }

/* The bounds of a field that is narrower than a machine word. */
static bool says_bounds(const Struct *self, const FieldFormat *format) {
    isize bits = format->size * 8;
    bool is_signed = format->kind == FIELD_INT;
    i64 low = is_signed ? -((i64)1 << (bits - 1)) : 0;
    i64 high = is_signed ? -1 - low : (i64)(((u64)1 << bits) - 1);
    if (format->word && (format->size == 1 || speaks_native(self, format))) {
        return error_set(STRUCT_ERROR, "%s format requires %ld <= number <= %ld", format->word, low, high);
    }
    return error_set(STRUCT_ERROR, "'%c' format requires %ld <= number <= %ld", format->letter, low, high);
}

/* Does the value, of which the lowest 64 bits are `bits`, fit into `size` bytes? */
static bool fits(i64 bits, int overflow, isize size, bool is_signed) {
    if (overflow) return false;
    if (size == 8) return is_signed || bits >= 0;
    if (is_signed) return bits >> (size * 8 - 1) == 0 || bits >> (size * 8 - 1) == -1;
    return (u64)bits >> size * 8 == 0;
}

/* An int that is too large for i64 may still be an unsigned word. */
static bool unsigned_word(Ref number, int overflow, i64 *bits) {
    if (overflow <= 0 || int_bit_length(number) > 64) return false;
    *bits = (i64)int_as_u64_mask(number);
    return true;
}

static bool pack_number(const Struct *self, const FieldFormat *format, Ref number, u8 *out) {
    bool is_signed = format->kind == FIELD_INT, word = format->size == 8;
    int overflow;
    i64 bits = int_as_i64_overflow(number, &overflow);
    bool good;
    if (format->kind == FIELD_POINTER) {
        good = overflow == 0 || unsigned_word(number, overflow, &bits) || too_large();
    } else if (word && !is_signed) {
        good = fits(bits, overflow, 8, false) || unsigned_word(number, overflow, &bits) ||
               (speaks_native(self, format) ? out_of_range() : too_large());
    } else if (fits(bits, overflow, format->size, is_signed)) {
        good = true;
    } else if (word) {
        good = speaks_native(self, format) ? out_of_range() : too_large();
    } else {
        /* what is read as an unsigned word refuses negative numbers before it looks at the bounds */
        bool as_unsigned = !is_signed && format->size > 1 && !(format->word && speaks_native(self, format));
        bool huge =
            as_unsigned ? (!overflow && bits < 0) || overflow < 0 || int_bit_length(number) > 64 : overflow;
        good = huge ? out_of_range() : says_bounds(self, format);
    }
    if (good) put_bytes(out, (u64)bits, format->size, self->big_endian);
    return good;
}

static bool pack_integer(const Struct *self, const FieldFormat *format, Ref value, u8 *out) {
    if (!is_int(value) && !number_is_index(value)) {
        return error_set(STRUCT_ERROR, "required argument is not an integer");
    }
    Own number = is_int(value) ? own(value) : int_index(value);
    bool packed = number && pack_number(self, format, number, out);
    release_maybe(number);
    return packed;
}

static Own unpack_integer(const Struct *self, const FieldFormat *format, const u8 *data) {
    u64 bits = get_bytes(data, format->size, self->big_endian);
    if (format->kind != FIELD_INT) return int_from_u64(bits);
    isize unused = 64 - format->size * 8;
    return int_from_i64((i64)(bits << unused) >> unused);
}

/* --- floats ---------------------------------------------------------------------------------------------- */

/* The nearest half-precision number: 1 bit sign, 5 exponent, 10 fraction. False: it is too large. */
static bool half_from_double(double x, u16 *half) {
    u16 sign = signbit(x) ? 0x8000 : 0;
    if (isnan(x) || isinf(x) || x == 0) {
        *half = sign | (isnan(x) ? 0x7e00 : x == 0 ? 0 : 0x7c00);
        return true;
    }
    int exponent;
    double fraction = 2 * frexp(fabs(x), &exponent);
    exponent--;
    if (exponent >= 16) return false;
    if (exponent < -25) {
        *half = sign;
        return true;
    }
    if (exponent < -14) { /* subnormal: no leading 1 */
        fraction = ldexp(fraction, 14 + exponent);
        exponent = 0;
    } else {
        fraction -= 1;
        exponent += 15;
    }
    fraction *= 1024;
    u16 bits = (u16)fraction;
    fraction -= bits;
    bits = (u16)(bits + exponent * 1024);
    if (fraction > 0.5 || (fraction == 0.5 && bits % 2 == 1)) bits++; /* may carry into the exponent */
    *half = sign | bits;
    return bits < 0x7c00;
}

static double half_to_double(u16 half) {
    int exponent = half >> 10 & 31, fraction = half & 1023;
    double magnitude;
    if (exponent == 31) {
        magnitude = fraction ? NAN : INFINITY;
    } else if (exponent == 0) {
        magnitude = ldexp(fraction, -24);
    } else {
        magnitude = ldexp(fraction + 1024, exponent - 25);
    }
    return half & 0x8000 ? -magnitude : magnitude;
}

/* The error of a value that is too large: of an int it is said otherwise. */
static bool float_too_large(Ref value, char letter) {
    if (is_int(value)) return too_large();
    return error_set(EXC(OverflowError), "float too large to pack with %c format", letter);
}

static bool pack_float(const Struct *self, const FieldFormat *format, Ref value, u8 *out) {
    double x = float_as_double(value);
    if (x == -1.0 && error_occurred()) return error_set(STRUCT_ERROR, "required argument is not a float");
    u64 bits = 0;
    u16 half;
    float narrow = (float)x;
    switch (format->kind) {
    case FIELD_HALF:
        if (!half_from_double(x, &half)) return float_too_large(value, 'e');
        bits = half;
        break;
    case FIELD_FLOAT:
        if (!self->native && isinf(narrow) && !isinf(x)) return float_too_large(value, 'f');
        memcpy(&bits, &narrow, sizeof narrow);
        break;
    default: memcpy(&bits, &x, sizeof x); break;
    }
    put_bytes(out, bits, format->size, self->big_endian);
    return true;
}

static Own unpack_float(const Struct *self, const FieldFormat *format, const u8 *data) {
    u64 bits = get_bytes(data, format->size, self->big_endian);
    if (format->kind == FIELD_HALF) return float_from_double(half_to_double((u16)bits));
    if (format->kind == FIELD_FLOAT) {
        float narrow;
        memcpy(&narrow, &bits, sizeof narrow);
        return float_from_double((double)narrow);
    }
    double x;
    memcpy(&x, &bits, sizeof x);
    return float_from_double(x);
}

/* --- bytes ----------------------------------------------------------------------------------------------- */

static bool pack_char(Ref value, u8 *out) {
    if (!is_bytes(value) || size_of(value) != 1) {
        return error_set(STRUCT_ERROR, "char format requires a bytes object of length 1");
    }
    *out = bytes_data(value)[0];
    return true;
}

/* 's': as many bytes as there is room for; 'p': the first byte of the field says how many follow. */
static bool pack_bytes(const StructCode *code, Ref value, u8 *out) {
    if (!is_bytes(value) && !is_bytearray(value)) {
        return error_set(STRUCT_ERROR, "argument for '%c' must be a bytes object", code->format->letter);
    }
    const u8 *data = is_bytes(value) ? bytes_data(value) : AS_BYTEARRAY(value)->start;
    isize length = size_of(value), room = code->size;
    if (code->format->kind == FIELD_PASCAL) {
        if (room == 0) return true;
        room--;
        length = isize_min(length, room);
        *out++ = (u8)isize_min(length, 255);
    }
    if (length > 0 && room > 0) memcpy(out, data, (usize)isize_min(length, room));
    return true;
}

static Own unpack_pascal(const u8 *data, isize size) {
    if (size == 0) return bytes_from("", 0);
    return bytes_from(data + 1, isize_min(data[0], size - 1));
}

/* --- a whole structure ----------------------------------------------------------------------------------- */

static bool pack_field(const Struct *self, const StructCode *code, Ref value, u8 *out) {
    int truth;
    switch (code->format->kind) {
    case FIELD_CHAR: return pack_char(value, out);
    case FIELD_BOOL:
        if ((truth = object_is_true(value)) < 0) return false;
        *out = (u8)truth;
        return true;
    case FIELD_HALF:
    case FIELD_FLOAT:
    case FIELD_DOUBLE: return pack_float(self, code->format, value, out);
    case FIELD_BYTES:
    case FIELD_PASCAL: return pack_bytes(code, value, out);
    default: return pack_integer(self, code->format, value, out);
    }
}

bool struct_pack(const Struct *self, Ref const *values, u8 *out) {
    memset(out, 0, (usize)self->size);
    for (isize i = 0; i < self->code_count; i++) {
        const StructCode *code = &self->codes[i];
        u8 *at = out + code->offset;
        for (isize n = 0; n < code->repeat; n++, at += code->size) {
            if (!pack_field(self, code, *values++, at)) return false;
        }
    }
    return true;
}

static Own unpack_field(const Struct *self, const StructCode *code, const u8 *data) {
    switch (code->format->kind) {
    case FIELD_CHAR: return bytes_from(data, 1);
    case FIELD_BOOL: return own_bool(*data != 0);
    case FIELD_HALF:
    case FIELD_FLOAT:
    case FIELD_DOUBLE: return unpack_float(self, code->format, data);
    case FIELD_BYTES: return bytes_from(data, code->size);
    case FIELD_PASCAL: return unpack_pascal(data, code->size);
    default: return unpack_integer(self, code->format, data);
    }
}

Own struct_unpack(const Struct *self, const u8 *data) {
    Own values = tuple_new(self->length);
    isize place = 0;
    for (isize i = 0; values && i < self->code_count; i++) {
        const StructCode *code = &self->codes[i];
        const u8 *at = data + code->offset;
        for (isize n = 0; values && n < code->repeat; n++, at += code->size) {
            Own value = unpack_field(self, code, at);
            if (value) {
                tuple_fill(values, place++, value);
            } else {
                slot_clear(&values);
            }
        }
    }
    return values;
}
