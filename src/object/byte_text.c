/* byte_text.c: between bytes and str: decode, hex, fromhex, and how bytes are shown. */
#include "object/byte_methods.h"
#include "object/call.h"
#include "object/str.h"

Own bytes_method_decode(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"decode", {"encoding", "errors"}, .required = 0};
    Ref bound[2];
    TextArgument encoding, errors;
    if (!arguments_bind(&parameters, args, nargs, kwnames, bound)) return NULL;
    if (!argument_text(bound[0], "decode", "'encoding'", &encoding)) return NULL;
    Own text = NULL;
    Buffer buffer; /* keeps a bytearray as it is while handlers run */
    if (argument_text(bound[1], "decode", "'errors'", &errors)) {
        if (buffer_get(self, &buffer, false)) {
            text = str_decode((const u8 *)buffer.data, buffer.length, encoding.text, errors.text);
            buffer_release(&buffer);
        }
        text_argument_release(&errors);
    }
    text_argument_release(&encoding);
    return text;
}

/* --- hexadecimal -------------------------------------------------------------------------------------- */

static const char hexadecimal[] = "0123456789abcdef";

/* The separator: a str or bytes of one ASCII character. */
static bool separator_char(Ref separator, u8 *c) {
    isize length = object_length(separator);
    if (length < 0) return false;
    if (length != 1) return error_set(EXC(ValueError), "sep must be length 1.") != NULL;
    u32 character;
    if (is_str(separator)) {
        character = str_char(separator, 0);
    } else if (is_bytes(separator)) {
        character = bytes_data(separator)[0];
    } else {
        return error_set(EXC(TypeError), "sep must be str or bytes.") != NULL;
    }
    if (character > 127) return error_set(EXC(ValueError), "sep must be ASCII.") != NULL;
    *c = (u8)character;
    return true;
}

/* A separator between groups of `group` bytes, counted from the right, or from the left where it is
 * negative. */
static Own show_hexadecimal(Chars span, bool separated, u8 separator, isize group) {
    isize size = group < 0 ? -group : group, gaps = 0;
    if (separated && size && span.length) gaps = (span.length - 1) / size;
    if (span.length > (ISIZE_MAX >> 2)) return error_memory();
    Own text = str_new(2 * span.length + gaps, 0x7F);
    if (!text) return NULL;
    isize at = 0;
    for (isize i = 0; i < span.length; i++) {
        isize before = group < 0 ? i : span.length - i;
        if (i && gaps && before % size == 0) str_put(text, at++, separator);
        str_put(text, at++, (u8)hexadecimal[span_byte(span, i) >> 4]);
        str_put(text, at++, (u8)hexadecimal[span_byte(span, i) & 15]);
    }
    return text;
}

Own bytes_hex(Chars span, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"hex", {"sep", "bytes_per_sep"}, .required = 0};
    Ref bound[2];
    int group = 1;
    u8 separator = 0;
    if (!arguments_bind(&parameters, args, nargs, kwnames, bound)) return NULL;
    if (bound[1] && !argument_int(bound[1], &group)) return NULL;
    if (bound[0] && !separator_char(bound[0], &separator)) return NULL;
    return show_hexadecimal(span, bound[0] != NULL, separator, group);
}

Own bytes_method_hex(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Buffer buffer;
    if (!buffer_get(self, &buffer, false)) return NULL;
    Own text = bytes_hex(buffer_span(&buffer), args, nargs, kwnames);
    buffer_release(&buffer);
    return text;
}

static int digit_value(u32 c) {
    if (c >= '0' && c <= '9') return (int)c - '0';
    if (c >= 'a' && c <= 'f') return (int)c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return (int)c - 'A' + 10;
    return -1;
}

Own bytes_from_hex(Ref text) {
    if (!argument_str(text, "fromhex", "")) return NULL;
    isize length = str_length(text), at = 0;
    ByteBuilder out;
    byte_builder_init(&out);
    while (at < length) {
        u32 c = str_char(text, at);
        if (c < 0x80 && byte_is_space((u8)c)) {
            at++;
            continue;
        }
        int high = digit_value(c),
            low = high >= 0 && at + 1 < length ? digit_value(str_char(text, at + 1)) : -1;
        if (high < 0 || low < 0) {
            byte_builder_discard(&out);
            return error_set(EXC(ValueError), "non-hexadecimal number found in fromhex() arg at position %zd",
                             high < 0 ? at : at + 1);
        }
        byte_builder_byte(&out, (u8)(high << 4 | low));
        at += 2;
    }
    return byte_builder_finish(&out);
}

/* --- repr --------------------------------------------------------------------------------------------- */

static void put_shown(StrBuilder *out, u8 byte, u8 escaped) {
    static const char escapes[] = "\t\n\r", letters[] = "tnr";
    const char *escape = byte ? strchr(escapes, byte) : NULL;
    if (byte == escaped || byte == '\\') {
        str_builder_char(out, '\\');
        str_builder_char(out, byte);
    } else if (escape) {
        str_builder_char(out, '\\');
        str_builder_char(out, (u8)letters[escape - escapes]);
    } else if (byte < ' ' || byte >= 0x7F) {
        const char shown[4] = {'\\', 'x', hexadecimal[byte >> 4], hexadecimal[byte & 15]};
        str_builder_ascii(out, shown, 4);
    } else {
        str_builder_char(out, byte);
    }
}

void bytes_show(StrBuilder *out, Chars span, bool smart_quotes, bool escape_single) {
    bool single = chars_find_char(span, '\'') >= 0, doubled = chars_find_char(span, '"') >= 0;
    u8 quote = smart_quotes && single && !doubled ? '"' : '\'';
    str_builder_char(out, 'b');
    str_builder_char(out, quote);
    for (isize i = 0; i < span.length && !out->failed; i++) {
        put_shown(out, span_byte(span, i), escape_single ? '\'' : quote);
    }
    str_builder_char(out, quote);
}

Own bytes_repr(Ref bytes, bool smart_quotes) {
    StrBuilder out;
    str_builder_init(&out);
    bytes_show(&out, bytes_span(bytes), smart_quotes, false);
    return str_builder_finish(&out);
}
