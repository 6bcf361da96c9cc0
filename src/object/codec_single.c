/* codec_single.c: latin-1 and ascii: one byte a character, the code point itself. */
#include "object/bytes.h"
#include "object/codec_internal.h"

Own codec_latin1_decode(const u8 *bytes, isize length) { return str_from_latin1(bytes, length); }

Own codec_ascii_decode(const u8 *bytes, isize length, const char *errors) {
    if (chars_max(bytes, 1, length) < 0x80) return str_from_ascii((const char *)bytes, length);
    Decoding decoding;
    decoding_init(&decoding, "ascii", bytes, length, errors);
    isize at = 0;
    while (at >= 0 && at < decoding.length) {
        u8 byte = decoding.bytes[at];
        if (byte < 0x80) {
            str_builder_char(&decoding.out, byte);
            at++;
        } else {
            at = decoding_error(&decoding, at, at + 1, "ordinal not in range(128)");
        }
    }
    return decoding_finish(&decoding, at >= 0);
}

static isize too_high_end(Ref string, isize at, u32 max_char) {
    isize length = str_length(string);
    while (at < length && str_char(string, at) > max_char) at++;
    return at;
}

static Own encode_single(Ref string, const char *errors, const char *name, u32 max_char, const char *reason) {
    if (str_max_char(string) <= max_char) return bytes_from(str_data(string), str_length(string));
    Encoding encoding;
    encoding_init(&encoding, name, string, errors, max_char);
    isize length = str_length(string), at = 0;
    while (at >= 0 && at < length) {
        u32 c = str_char(string, at);
        if (c <= max_char) {
            byte_builder_byte(&encoding.out, (u8)c);
            at++;
        } else {
            at = encoding_error(&encoding, at, too_high_end(string, at, max_char), reason);
        }
    }
    return encoding_finish(&encoding, at >= 0);
}

Own codec_latin1_encode(Ref string, const char *errors) {
    return encode_single(string, errors, "latin-1", 0xFF, "ordinal not in range(256)");
}

Own codec_ascii_encode(Ref string, const char *errors) {
    return encode_single(string, errors, "ascii", 0x7F, "ordinal not in range(128)");
}
