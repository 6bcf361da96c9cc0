/* codec_wide.c: UTF-16 and UTF-32, in both byte orders, with a byte order mark where none is asked for. */
#include "object/codec_internal.h"

#define BYTE_ORDER_MARK ((u32)0xFEFF)

static bool is_high_surrogate(u32 c) { return c >= 0xD800 && c <= 0xDBFF; }
static bool is_low_surrogate(u32 c) { return c >= 0xDC00 && c <= 0xDFFF; }

/* The order of the input, and how many bytes its mark takes. */
static isize read_mark(const u8 *bytes, isize length, int unit, ByteOrder *order) {
    if (*order != ORDER_NATIVE || length < unit) return 0;
    if (unit_get(bytes, unit, false) == BYTE_ORDER_MARK)
        *order = ORDER_LITTLE;
    else if (unit_get(bytes, unit, true) == BYTE_ORDER_MARK)
        *order = ORDER_BIG;
    return *order == ORDER_NATIVE ? 0 : unit;
}

/* --- UTF-16 ------------------------------------------------------------------------------------------- */

/* One character at `at`, at least two bytes there. The next position, or -1 raised; *incomplete: half a pair at
 * the end of what has arrived. */
static isize decode_unit16(Decoding *decoding, isize at, bool big, bool final, bool *incomplete) {
    const u8 *bytes = decoding->bytes + at;
    isize left = decoding->length - at;
    u32 c = unit_get(bytes, 2, big);
    if (!is_surrogate(c)) {
        str_builder_char(&decoding->out, c);
        return at + 2;
    }
    if (!is_high_surrogate(c)) return decoding_error(decoding, at, at + 2, "illegal encoding");
    if (left < 4) {
        if (final) return decoding_error(decoding, at, decoding->length, "unexpected end of data");
        *incomplete = true;
        return at;
    }
    u32 low = unit_get(bytes + 2, 2, big);
    if (!is_low_surrogate(low)) return decoding_error(decoding, at, at + 2, "illegal UTF-16 surrogate");
    str_builder_char(&decoding->out, 0x10000 + ((c & 0x3FF) << 10 | (low & 0x3FF)));
    return at + 4;
}

Own codec_utf16_decode(const u8 *bytes, isize length, const char *errors, ByteOrder *order, isize *consumed) {
    ByteOrder found = order ? *order : ORDER_NATIVE;
    isize at = read_mark(bytes, length, 2, &found);
    if (order) *order = found;
    bool big = found == ORDER_BIG, incomplete = false;
    Decoding decoding;
    decoding_init(&decoding, big ? "utf-16-be" : "utf-16-le", bytes, length, errors);
    while (at >= 0 && at < decoding.length && !incomplete) {
        if (decoding.length - at >= 2) {
            at = decode_unit16(&decoding, at, big, !consumed, &incomplete);
        } else if (consumed) {
            break;
        } else {
            at = decoding_error(&decoding, at, decoding.length, "truncated data");
        }
    }
    if (consumed && at >= 0) *consumed = at;
    return decoding_finish(&decoding, at >= 0);
}

static isize encode_char16(Encoding *encoding, isize at) {
    u32 c = str_char(encoding->string, at);
    if (is_surrogate(c)) return encoding_error(encoding, at, at + 1, "surrogates not allowed");
    u8 *room = byte_builder_extend(&encoding->out, c < 0x10000 ? 2 : 4);
    if (!room) return -1;
    if (c < 0x10000) {
        unit_put(room, 2, encoding->big, c);
    } else {
        unit_put(room, 2, encoding->big, 0xD800 | (c - 0x10000) >> 10);
        unit_put(room + 2, 2, encoding->big, 0xDC00 | (c & 0x3FF));
    }
    return at + 1;
}

/* --- UTF-32 ------------------------------------------------------------------------------------------- */

static isize decode_unit32(Decoding *decoding, isize at, bool big) {
    u32 c = unit_get(decoding->bytes + at, 4, big);
    if (is_surrogate(c)) {
        return decoding_error(decoding, at, at + 4, "code point in surrogate code point range(0xd800, 0xe000)");
    }
    if (c > MAX_CODE_POINT) return decoding_error(decoding, at, at + 4, "code point not in range(0x110000)");
    str_builder_char(&decoding->out, c);
    return at + 4;
}

Own codec_utf32_decode(const u8 *bytes, isize length, const char *errors, ByteOrder *order, isize *consumed) {
    ByteOrder found = order ? *order : ORDER_NATIVE;
    isize at = read_mark(bytes, length, 4, &found);
    if (order) *order = found;
    bool big = found == ORDER_BIG;
    Decoding decoding;
    decoding_init(&decoding, big ? "utf-32-be" : "utf-32-le", bytes, length, errors);
    while (at >= 0 && at < decoding.length) {
        if (decoding.length - at >= 4) {
            at = decode_unit32(&decoding, at, big);
        } else if (consumed) {
            break;
        } else {
            at = decoding_error(&decoding, at, decoding.length, "truncated data");
        }
    }
    if (consumed && at >= 0) *consumed = at;
    return decoding_finish(&decoding, at >= 0);
}

static isize encode_char32(Encoding *encoding, isize at) {
    u32 c = str_char(encoding->string, at);
    if (is_surrogate(c)) return encoding_error(encoding, at, at + 1, "surrogates not allowed");
    u8 *room = byte_builder_extend(&encoding->out, 4);
    if (!room) return -1;
    unit_put(room, 4, encoding->big, c);
    return at + 1;
}

/* --- both --------------------------------------------------------------------------------------------- */

static Own encode_wide(Ref string, const char *errors, const char *const names[3], ByteOrder order, int unit,
                       isize (*encode_char)(Encoding *, isize)) {
    Encoding encoding;
    encoding_init(&encoding, names[order + 1], string, errors, 0x7F);
    encoding.unit = unit;
    encoding.big = order == ORDER_BIG;
    isize length = str_length(string), at = 0;
    if (order == ORDER_NATIVE) {
        u8 *room = byte_builder_extend(&encoding.out, unit);
        if (room) unit_put(room, unit, false, BYTE_ORDER_MARK);
    }
    while (at >= 0 && at < length) at = encode_char(&encoding, at);
    return encoding_finish(&encoding, at >= 0);
}

Own codec_utf16_encode(Ref string, const char *errors, ByteOrder order) {
    static const char *const names[3] = {"utf-16-le", "utf-16", "utf-16-be"};
    return encode_wide(string, errors, names, order, 2, encode_char16);
}

Own codec_utf32_encode(Ref string, const char *errors, ByteOrder order) {
    static const char *const names[3] = {"utf-32-le", "utf-32", "utf-32-be"};
    return encode_wide(string, errors, names, order, 4, encode_char32);
}
