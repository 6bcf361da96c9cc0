/* bytes_percent.c: bytes % arguments. */
#include "object/byte_methods.h"
#include "object/call.h"
#include "object/percent.h"

static void put_laid_out(ByteBuilder *out, const PercentSpec *spec, Chars text) {
    PercentLayout layout = percent_layout(spec, text);
    const u8 *bytes = text.data;
    byte_builder_repeat(out, ' ', layout.spaces_before);
    if (layout.sign) byte_builder_byte(out, layout.sign);
    byte_builder_append(out, bytes + layout.prefix_start, layout.prefix);
    byte_builder_repeat(out, '0', layout.zeros);
    byte_builder_append(out, bytes + layout.start, layout.end - layout.start);
    byte_builder_repeat(out, ' ', layout.spaces_after);
}

/* %b and %s: the bytes of an object, as a bytes object. */
static Own convert_bytes(Ref value) {
    if (is_bytes(value)) return own(value);
    if (is_bytearray(value)) return bytes_from(AS_BYTEARRAY(value)->start, size_of(value));
    Own method = object_special(value, NAME(__bytes__));
    if (method) {
        Own made = object_call_none(method);
        release(method);
        if (!made || is_bytes(made)) return made;
        error_set(EXC(TypeError), "__bytes__ returned non-bytes (type %.200T)", made);
        release(made);
        return NULL;
    }
    if (error_occurred()) return NULL;
    if (type_of(value)->slots.buffer_get) return bytes_from_object(value);
    return error_set(EXC(TypeError),
                     "%%b requires a bytes-like object, or an object that implements __bytes__, not '%.100T'",
                     value);
}

static Own convert_ascii(Ref value) {
    Own text = object_ascii(value);
    if (!text) return NULL;
    Own bytes = bytes_from(str_data(text), str_length(text));
    release(text);
    return bytes;
}

static Own convert_character(Ref value) {
    if ((is_bytes(value) || is_bytearray(value)) && size_of(value) == 1) {
        return bytes_from(bytes_span(value).data, 1);
    }
    if (is_int(value) || type_of(value)->slots.index) {
        Own integer = int_index(value);
        if (!integer && !error_matches(EXC(TypeError))) return NULL;
        if (integer) {
            int overflow;
            i64 number = int_as_i64_overflow(integer, &overflow);
            release(integer);
            if (overflow || number < 0 || number > 255) {
                return error_set(EXC(OverflowError), "%%c arg not in range(256)");
            }
            u8 byte = (u8)number;
            return bytes_from(&byte, 1);
        }
        error_clear();
    }
    return error_set(EXC(TypeError), "%%c requires an integer in range(256) or a single byte");
}

static bool put_number(ByteBuilder *out, const PercentSpec *spec, Ref value) {
    Text text = text_new(TEXT_IN_ARENA);
    bool converted = percent_number(spec, value, true, &text);
    if (converted) put_laid_out(out, spec, byte_chars(text_cstring(&text), text.length));
    text_free(&text);
    return converted;
}

static bool put_argument(ByteBuilder *out, const Percent *percent, const PercentSpec *spec, Ref value) {
    Own bytes;
    switch (spec->conversion) {
    case 's':
    case 'b': bytes = convert_bytes(value); break;
    case 'r':
    case 'a': bytes = convert_ascii(value); break;
    case 'c': bytes = convert_character(value); break;
    default:
        if (percent_is_number(spec->conversion)) return put_number(out, spec, value);
        return percent_unsupported(percent, spec->conversion) != NULL;
    }
    if (!bytes) return false;
    put_laid_out(out, spec, bytes_span(bytes));
    release(bytes);
    return true;
}

/* One conversion, from behind its '%'. */
static bool put_conversion(ByteBuilder *out, Percent *percent) {
    if (percent->at < percent->format.length && span_byte(percent->format, percent->at) == '%') {
        byte_builder_byte(out, '%');
        percent->at++;
        return true;
    }
    PercentSpec spec;
    if (!percent_read(percent, &spec)) return false;
    if (spec.conversion == 'i') spec.conversion = 'd'; /* messages tell, in CPython's bytes only */
    Ref argument = percent_argument(percent);
    return argument && put_argument(out, percent, &spec, argument);
}

/* The format may be a bytearray, which is not to change meanwhile. */
Own bytes_percent_format(Ref format, Ref arguments) {
    Buffer buffer;
    if (!buffer_get(format, &buffer, false)) return NULL;
    Percent percent;
    percent_init(&percent, buffer_span(&buffer), arguments, true);
    ByteBuilder out;
    byte_builder_init(&out);
    bool done = true;
    while (done && !out.failed && percent.at < percent.format.length) {
        isize found = chars_find_char(chars_slice(percent.format, percent.at, percent.format.length), '%');
        isize end = found < 0 ? percent.format.length : percent.at + found;
        byte_builder_append(&out, (const u8 *)percent.format.data + percent.at, end - percent.at);
        percent.at = end + 1;
        if (found >= 0) done = put_conversion(&out, &percent);
    }
    done = done && (out.failed || percent_check_end(&percent));
    percent_end(&percent);
    buffer_release(&buffer);
    if (done) return byte_builder_finish_alone(&out);
    byte_builder_discard(&out);
    return NULL;
}
