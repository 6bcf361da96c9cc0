/* codec_escape.c: Python's own notations as encodings: unicode-escape, raw-unicode-escape, and the escapes of
 * bytes literals. */
#include "object/bytes.h"
#include "object/codec_internal.h"
#include "object/error.h"

/* --- encoding ------------------------------------------------------------------------------------------ */

static void put_escape(ByteBuilder *out, char mark, u32 value, int digits) {
    byte_builder_byte(out, '\\');
    byte_builder_byte(out, (u8)mark);
    while (digits-- > 0) byte_builder_byte(out, (u8) "0123456789abcdef"[value >> (4 * digits) & 15]);
}

static void put_wide_escape(ByteBuilder *out, u32 c) {
    if (c < 0x10000)
        put_escape(out, 'u', c, 4);
    else
        put_escape(out, 'U', c, 8);
}

/* The letter that stands for a character behind a backslash; 0: none. */
static char escape_letter(u32 c) {
    switch (c) {
    case '\t': return 't';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\\': return '\\';
    default: return 0;
    }
}

/* What both str and bytes escape alike. False: it is above that. */
static bool put_narrow(ByteBuilder *out, u32 c) {
    char letter = escape_letter(c);
    if (letter) {
        byte_builder_byte(out, '\\');
        byte_builder_byte(out, (u8)letter);
    } else if (c >= ' ' && c < 0x7F) {
        byte_builder_byte(out, (u8)c);
    } else if (c < 0x100) {
        put_escape(out, 'x', c, 2);
    } else {
        return false;
    }
    return true;
}

Own codec_unicode_escape_encode(Ref string) {
    ByteBuilder out;
    byte_builder_init(&out);
    for (isize i = 0; i < str_length(string); i++) {
        u32 c = str_char(string, i);
        if (!put_narrow(&out, c)) put_wide_escape(&out, c);
    }
    return byte_builder_finish(&out);
}

Own codec_raw_unicode_escape_encode(Ref string) {
    ByteBuilder out;
    byte_builder_init(&out);
    for (isize i = 0; i < str_length(string); i++) {
        u32 c = str_char(string, i);
        if (c < 0x100)
            byte_builder_byte(&out, (u8)c);
        else
            put_wide_escape(&out, c);
    }
    return byte_builder_finish(&out);
}

Own codec_escape_encode(Ref bytes) {
    ByteBuilder out;
    byte_builder_init(&out);
    for (isize i = 0; i < size_of(bytes); i++) {
        u8 byte = bytes_data(bytes)[i];
        if (byte == '\'') byte_builder_byte(&out, '\\');
        put_narrow(&out, byte);
    }
    return byte_builder_finish(&out);
}

/* --- what escapes mean --------------------------------------------------------------------------------- */

static int hexadecimal(u8 c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* How many of up to `wanted` hexadecimal digits are there; *value is what they say. */
static int read_hexadecimal(const u8 *bytes, isize length, int wanted, u32 *value) {
    int count = 0;
    *value = 0;
    while (count < wanted && count < length && hexadecimal(bytes[count]) >= 0) {
        *value = *value << 4 | (u32)hexadecimal(bytes[count++]);
    }
    return count;
}

static int read_octal(const u8 *bytes, isize length, u32 *value) {
    int count = 0;
    *value = 0;
    while (count < 3 && count < length && bytes[count] >= '0' && bytes[count] <= '7') {
        *value = *value << 3 | (u32)(bytes[count++] - '0');
    }
    return count;
}

#define OCTAL_MAX 0377 /* what fits into a byte; three digits can say more */

int codec_simple_escape(u8 letter) {
    switch (letter) {
    case '\\':
    case '\'':
    case '"': return letter;
    case 'b': return '\b';
    case 'f': return '\f';
    case 't': return '\t';
    case 'n': return '\n';
    case 'r': return '\r';
    case 'v': return '\v';
    case 'a': return '\a';
    default: return -1;
    }
}

/* --- unicode-escape ------------------------------------------------------------------------------------ */

typedef struct EscapeReader {
    Decoding decoding;
    bool final, incomplete; /* the last escape may go on in what has not come yet */
    const char *too_high;   /* what is said of a code point beyond the last one */
    int invalid; /* the character behind the first backslash that means nothing, or an octal number above OCTAL_MAX;
                    0: none */
} EscapeReader;

/* A failed escape from `at` to `end`: an error, or, at the end of what is not final, a wait for more. */
static isize escape_error(EscapeReader *reader, isize at, isize end, const char *reason) {
    if (end == reader->decoding.length && !reader->final) {
        reader->incomplete = true;
        return at;
    }
    return decoding_error(&reader->decoding, at, end, reason);
}

static isize read_hexadecimal_escape(EscapeReader *reader, isize at) {
    Decoding *decoding = &reader->decoding;
    u8 mark = decoding->bytes[at + 1];
    int wanted = mark == 'x' ? 2 : mark == 'u' ? 4 : 8;
    u32 c;
    int count = read_hexadecimal(decoding->bytes + at + 2, decoding->length - at - 2, wanted, &c);
    isize end = at + 2 + count;
    if (count < wanted) {
        return escape_error(reader, at, end,
                            mark == 'x'   ? "truncated \\xXX escape"
                            : mark == 'u' ? "truncated \\uXXXX escape"
                                          : "truncated \\UXXXXXXXX escape");
    }
    if (c > MAX_CODE_POINT) return decoding_error(decoding, at, end, reader->too_high);
    str_builder_char(&decoding->out, c);
    return end;
}

static isize read_name_escape(EscapeReader *reader, isize at) {
    Decoding *decoding = &reader->decoding;
    const u8 *bytes = decoding->bytes;
    isize start = at + 3, end = at + 2, length = decoding->length;
    if (end < length && bytes[end] == '{') {
        for (end = start; end < length && bytes[end] != '}';) end++;
        if (end < length && end > start) {
            u32 c;
            if (!char_from_name((const char *)bytes + start, end - start, &c)) {
                return decoding_error(decoding, at, end + 1, "unknown Unicode character name");
            }
            str_builder_char(&decoding->out, c);
            return end + 1;
        }
        if (end < length) end++; /* {} */
    }
    return escape_error(reader, at, end, "malformed \\N character escape");
}

static isize read_escape(EscapeReader *reader, isize at) {
    Decoding *decoding = &reader->decoding;
    if (at + 1 == decoding->length) return escape_error(reader, at, at + 1, "\\ at end of string");
    u8 mark = decoding->bytes[at + 1];
    if (mark == '\n') return at + 2;
    int simple = codec_simple_escape(mark);
    u32 c;
    int digits = read_octal(decoding->bytes + at + 1, decoding->length - at - 1, &c);
    if (digits) {
        if (c > OCTAL_MAX && !reader->invalid) reader->invalid = (int)c;
        str_builder_char(&decoding->out, c);
        return at + 1 + digits;
    }
    if (simple >= 0) {
        str_builder_char(&decoding->out, (u32)simple);
        return at + 2;
    }
    if (mark == 'x' || mark == 'u' || mark == 'U') return read_hexadecimal_escape(reader, at);
    if (mark == 'N') return read_name_escape(reader, at);
    if (!reader->invalid) reader->invalid = mark;
    str_builder_char(&decoding->out, '\\');
    str_builder_char(&decoding->out, mark);
    return at + 2;
}

static bool warn_invalid(int invalid) {
    if (!invalid) return true;
    if (invalid <= OCTAL_MAX) {
        return warning_issue(EXC(DeprecationWarning), 1, "invalid escape sequence '\\%c'", invalid);
    }
    int digits = (invalid >> 6) * 100 + (invalid >> 3 & 7) * 10 + (invalid & 7);
    return warning_issue(EXC(DeprecationWarning), 1, "invalid octal escape sequence '\\%d'", digits);
}

static isize escapes_from(EscapeReader *reader, isize (*read)(EscapeReader *, isize)) {
    Decoding *decoding = &reader->decoding;
    isize at = 0;
    while (at >= 0 && at < decoding->length && !reader->incomplete) {
        u8 byte = decoding->bytes[at];
        if (byte == '\\') {
            at = read(reader, at);
        } else {
            str_builder_char(&decoding->out, byte);
            at++;
        }
    }
    return at;
}

static Own decode_escapes(EscapeReader reader, const char *encoding, const u8 *bytes, isize length,
                          const char *errors, isize *consumed, isize (*read)(EscapeReader *, isize)) {
    reader.final = !consumed;
    decoding_init(&reader.decoding, encoding, bytes, length, errors);
    isize at = escapes_from(&reader, read);
    if (consumed && at >= 0) *consumed = at;
    Own text = decoding_finish(&reader.decoding, at >= 0);
    if (text && !warn_invalid(reader.invalid)) slot_clear(&text);
    return text;
}

Own codec_unicode_escape_decode(const u8 *bytes, isize length, const char *errors, isize *consumed) {
    return decode_escapes((EscapeReader){.too_high = "illegal Unicode character"}, "unicodeescape", bytes,
                          length, errors, consumed, read_escape);
}

static isize read_raw_escape(EscapeReader *reader, isize at) {
    Decoding *decoding = &reader->decoding;
    bool last = at + 1 == decoding->length;
    if (last && !reader->final) {
        reader->incomplete = true;
        return at;
    }
    u8 mark = last ? 0 : decoding->bytes[at + 1];
    if (mark == 'u' || mark == 'U') return read_hexadecimal_escape(reader, at);
    str_builder_char(&decoding->out, '\\');
    if (last) return at + 1;
    str_builder_char(&decoding->out, mark); /* a second backslash is no first one */
    return at + 2;
}

Own codec_raw_unicode_escape_decode(const u8 *bytes, isize length, const char *errors, isize *consumed) {
    return decode_escapes((EscapeReader){.too_high = "\\Uxxxxxxxx out of range"}, "rawunicodeescape", bytes,
                          length, errors, consumed, read_raw_escape);
}

/* --- bytes to bytes ------------------------------------------------------------------------------------ */

/* \x without two digits. The position behind it, or -1 raised. */
static isize bad_hexadecimal(ByteBuilder *out, isize at, int digits, const char *errors) {
    if (!errors || !strcmp(errors, "strict")) {
        error_set(EXC(ValueError), "invalid \\x escape at position %zd", at);
        return -1;
    }
    if (!strcmp(errors, "replace")) {
        byte_builder_byte(out, '?');
    } else if (strcmp(errors, "ignore") != 0) {
        error_set(EXC(ValueError), "decoding error; unknown error handling code: %.400s", errors);
        return -1;
    }
    return at + 2 + digits;
}

static isize read_bytes_escape(ByteBuilder *out, const u8 *bytes, isize length, isize at, const char *errors,
                               int *invalid) {
    if (at + 1 == length) {
        error_set(EXC(ValueError), "Trailing \\ in string");
        return -1;
    }
    u8 mark = bytes[at + 1];
    u32 value;
    int digits = read_octal(bytes + at + 1, length - at - 1, &value), simple = codec_simple_escape(mark);
    if (mark == '\n') return at + 2;
    if (digits) {
        if (value > OCTAL_MAX && !*invalid) *invalid = (int)value;
        byte_builder_byte(out, (u8)value);
        return at + 1 + digits;
    }
    if (simple >= 0) {
        byte_builder_byte(out, (u8)simple);
        return at + 2;
    }
    if (mark == 'x') {
        digits = read_hexadecimal(bytes + at + 2, length - at - 2, 2, &value);
        if (digits < 2) return bad_hexadecimal(out, at, digits, errors);
        byte_builder_byte(out, (u8)value);
        return at + 4;
    }
    if (!*invalid) *invalid = mark;
    byte_builder_byte(out, '\\');
    return at + 1;
}

Own codec_escape_decode(const u8 *bytes, isize length, const char *errors) {
    ByteBuilder out;
    byte_builder_init(&out);
    int invalid = 0;
    isize at = 0;
    while (at >= 0 && at < length) {
        if (bytes[at] == '\\') {
            at = read_bytes_escape(&out, bytes, length, at, errors, &invalid);
        } else {
            byte_builder_byte(&out, bytes[at++]);
        }
    }
    if (at < 0 || !warn_invalid(invalid)) {
        byte_builder_discard(&out);
        return NULL;
    }
    return byte_builder_finish(&out);
}
