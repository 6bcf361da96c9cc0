/* codec_charmap.c: encodings that are tables, such as cp1252 and koi8-r; the tables are the library's. */
#include "object/bytes.h"
#include "object/codec_internal.h"
#include "object/dict.h"
#include "object/error.h"

#define UNDEFINED 0xFFFE /* what a table has where a byte stands for nothing */
#define NOT_MAPPED "character maps to <undefined>"

/* What an error is made of: 1 mapped, 0 not, -1 raised. */
typedef enum Mapped { MAP_FAILED = -1, MAP_NOTHING, MAP_FOUND } Mapped;

/* mapping[number]; NULL without exception where it has none. */
static Own mapping_get(Ref mapping, u32 number) {
    Own key = int_from_i64(number);
    if (!key) return NULL;
    Own value = object_get_item(mapping, key);
    release(key);
    if (!value && error_matches(EXC(LookupError))) error_clear();
    if (value == None) slot_clear(&value);
    return value;
}

/* --- decoding ------------------------------------------------------------------------------------------ */

static Mapped put_code_point(StrBuilder *out, Ref value) {
    i64 c = int_as_i64(value);
    if (c == UNDEFINED) return MAP_NOTHING;
    if (c < 0 || c > MAX_CODE_POINT) {
        if (error_occurred()) error_clear();
        error_set(EXC(TypeError), "character mapping must be in range(0x%lx)",
                  (unsigned long)MAX_CODE_POINT + 1);
        return MAP_FAILED;
    }
    str_builder_char(out, (u32)c);
    return MAP_FOUND;
}

static Mapped decode_byte(StrBuilder *out, Ref mapping, u8 byte) {
    if (is_exact_str(mapping)) {
        u32 c = byte < str_length(mapping) ? str_char(mapping, byte) : UNDEFINED;
        if (c == UNDEFINED) return MAP_NOTHING;
        str_builder_char(out, c);
        return MAP_FOUND;
    }
    Own value = mapping_get(mapping, byte);
    if (!value) return error_occurred() ? MAP_FAILED : MAP_NOTHING;
    Mapped mapped = MAP_FOUND;
    if (is_int(value)) {
        mapped = put_code_point(out, value);
    } else if (!is_str(value)) {
        error_set(EXC(TypeError), "character mapping must return integer, None or str");
        mapped = MAP_FAILED;
    } else if (str_length(value) == 1 && str_char(value, 0) == UNDEFINED) {
        mapped = MAP_NOTHING;
    } else {
        str_builder_str(out, value);
    }
    release(value);
    return mapped;
}

Own codec_charmap_decode(const u8 *bytes, isize length, Ref mapping, const char *errors) {
    Decoding decoding;
    decoding_init(&decoding, "charmap", bytes, length, errors);
    isize at = 0;
    while (at >= 0 && at < decoding.length) {
        switch (decode_byte(&decoding.out, mapping, decoding.bytes[at])) {
        case MAP_FOUND: at++; break;
        case MAP_NOTHING: at = decoding_error(&decoding, at, at + 1, NOT_MAPPED); break;
        default: at = -1;
        }
    }
    return decoding_finish(&decoding, at >= 0);
}

/* --- encoding ------------------------------------------------------------------------------------------ */

static Mapped put_byte(ByteBuilder *out, Ref value) {
    i64 byte = int_as_i64(value);
    if (byte < 0 || byte > 255) {
        if (error_occurred()) error_clear();
        error_set(EXC(TypeError), "character mapping must be in range(256)");
        return MAP_FAILED;
    }
    byte_builder_byte(out, (u8)byte);
    return MAP_FOUND;
}

static Mapped encode_char(ByteBuilder *out, Ref mapping, u32 c) {
    Own value = mapping_get(mapping, c);
    if (!value) return error_occurred() ? MAP_FAILED : MAP_NOTHING;
    Mapped mapped = MAP_FOUND;
    if (is_int(value)) {
        mapped = put_byte(out, value);
    } else if (is_bytes(value)) {
        byte_builder_append(out, bytes_data(value), size_of(value));
    } else {
        error_set(EXC(TypeError), "character mapping must return integer, bytes or None, not %.400s",
                  type_of(value)->name);
        mapped = MAP_FAILED;
    }
    release(value);
    return mapped;
}

static bool put_mapped(Encoding *encoding, Ref text) {
    for (isize i = 0; i < str_length(text); i++) {
        if (encode_char(&encoding->out, encoding->mapping, str_char(text, i)) != MAP_FOUND) return false;
    }
    return true;
}

/* The end of the characters from `at` on that have no byte; -1 raised. */
static isize unmapped_end(Ref string, Ref mapping, isize at) {
    ByteBuilder unused;
    byte_builder_init(&unused);
    Mapped mapped = MAP_NOTHING;
    while (mapped == MAP_NOTHING && at < str_length(string)) {
        mapped = encode_char(&unused, mapping, str_char(string, at));
        if (mapped == MAP_NOTHING) at++;
    }
    byte_builder_discard(&unused);
    return mapped == MAP_FAILED ? -1 : at;
}

Own codec_charmap_encode(Ref string, Ref mapping, const char *errors) {
    Encoding encoding;
    encoding_init(&encoding, "charmap", string, errors, 0xFF);
    encoding.put_text = put_mapped;
    encoding.mapping = mapping;
    isize at = 0;
    while (at >= 0 && at < str_length(string)) {
        Mapped mapped = encode_char(&encoding.out, mapping, str_char(string, at));
        isize end = mapped == MAP_NOTHING ? unmapped_end(string, mapping, at + 1) : -1;
        if (mapped == MAP_FOUND) {
            at++;
        } else {
            at = end < 0 ? -1 : encoding_error(&encoding, at, end, NOT_MAPPED);
        }
    }
    return encoding_finish(&encoding, at >= 0);
}

Own codec_charmap_build(Ref decoding_table) {
    Own mapping = dict_new();
    for (isize i = 0; mapping && i < str_length(decoding_table) && i < 256; i++) {
        Own key = int_from_i64(str_char(decoding_table, i)), byte = int_from_i64(i);
        bool set = key && byte && dict_set(mapping, key, byte);
        release_maybe(key);
        release_maybe(byte);
        if (!set) slot_clear(&mapping);
    }
    return mapping;
}
