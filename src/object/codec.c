/* codec.c: from an encoding's name to its functions.
 *
 * Names are compared without case, with '-', '_' and spaces alike. A few names are known to the machine without
 * asking anybody, as in CPython; all others belong to the registry of the module codecs, which is asked first
 * where there is one. Where there is none, the table's other names serve. */
#include "object/bytes.h"
#include "object/codec_internal.h"

typedef enum CodecId {
    CODEC_UTF8,
    CODEC_LATIN1,
    CODEC_ASCII,
    CODEC_UTF16,
    CODEC_UTF16_LE,
    CODEC_UTF16_BE,
    CODEC_UTF32,
    CODEC_UTF32_LE,
    CODEC_UTF32_BE
} CodecId;

static const struct CodecName {
    const char *name;
    CodecId id;
    bool direct; /* never looked up in the registry */
} codec_names[] = {
    {"utf_8", CODEC_UTF8, true},         {"utf8", CODEC_UTF8, true},
    {"utf_16", CODEC_UTF16, true},       {"utf16", CODEC_UTF16, true},
    {"utf_32", CODEC_UTF32, true},       {"utf32", CODEC_UTF32, true},
    {"ascii", CODEC_ASCII, true},        {"us_ascii", CODEC_ASCII, true},
    {"latin1", CODEC_LATIN1, true},      {"latin_1", CODEC_LATIN1, true},
    {"iso_8859_1", CODEC_LATIN1, true},  {"iso8859_1", CODEC_LATIN1, true},
    {"u8", CODEC_UTF8, false},           {"utf", CODEC_UTF8, false},
    {"cp65001", CODEC_UTF8, false},      {"l1", CODEC_LATIN1, false},
    {"latin", CODEC_LATIN1, false},      {"8859", CODEC_LATIN1, false},
    {"cp819", CODEC_LATIN1, false},      {"iso8859", CODEC_LATIN1, false},
    {"646", CODEC_ASCII, false},         {"utf_16_le", CODEC_UTF16_LE, false},
    {"utf_16le", CODEC_UTF16_LE, false}, {"utf_16_be", CODEC_UTF16_BE, false},
    {"utf_16be", CODEC_UTF16_BE, false}, {"u16", CODEC_UTF16, false},
    {"u32", CODEC_UTF32, false},         {"utf_32_le", CODEC_UTF32_LE, false},
    {"utf_32le", CODEC_UTF32_LE, false}, {"utf_32_be", CODEC_UTF32_BE, false},
    {"utf_32be", CODEC_UTF32_BE, false},
};

static bool is_name_char(u8 c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
}

bool codec_normalize_name(const char *name, char out[CODEC_NAME_SIZE]) {
    int length = 0;
    bool gap = false;
    for (; *name; name++) {
        u8 c = (u8)*name;
        if (!is_name_char(c)) {
            gap = true;
            continue;
        }
        if (length + 2 >= CODEC_NAME_SIZE) return false;
        if (gap && length > 0) out[length++] = '_';
        gap = false;
        out[length++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    out[length] = '\0';
    return true;
}

/* The table's entry, or NULL where the registry must be asked or nobody knows the name. */
static const struct CodecName *find_codec(const char *encoding, bool has_registry) {
    char name[CODEC_NAME_SIZE];
    if (!encoding) return &codec_names[0];
    if (!codec_normalize_name(encoding, name)) return NULL;
    for (isize i = 0; i < COUNT_OF(codec_names); i++) {
        const struct CodecName *entry = &codec_names[i];
        if ((entry->direct || !has_registry) && !strcmp(name, entry->name)) return entry;
    }
    return NULL;
}

static void *unknown_encoding(const char *encoding) {
    return error_set(EXC(LookupError), "unknown encoding: %s", encoding);
}

/* --- encoding ----------------------------------------------------------------------------------------- */

/* What a registered encoder gave must be bytes. Consumes. */
static Own check_encoded(Own encoded, const char *encoding) {
    if (!encoded || is_bytes(encoded)) return encoded;
    Own bytes = NULL;
    if (is_bytearray(encoded)) {
        if (warning_issue(EXC(RuntimeWarning), 1,
                          "encoder %s returned bytearray instead of bytes; use codecs.encode() to encode to "
                          "arbitrary types",
                          encoding)) {
            bytes = bytes_from_object(encoded);
        }
    } else {
        error_set(EXC(TypeError),
                  "'%.400s' encoder returned '%.400s' instead of 'bytes'; use codecs.encode() to encode to "
                  "arbitrary types",
                  encoding, type_of(encoded)->name);
    }
    release(encoded);
    return bytes;
}

Own str_encode(Ref string, const char *encoding, const char *errors) {
    const struct CodecName *codec = find_codec(encoding, OBJECT_ROOT->codec_encode != NULL);
    if (!codec) {
        if (!OBJECT_ROOT->codec_encode) return unknown_encoding(encoding);
        return check_encoded(OBJECT_ROOT->codec_encode(string, encoding, errors), encoding);
    }
    switch (codec->id) {
    case CODEC_LATIN1: return codec_latin1_encode(string, errors);
    case CODEC_ASCII: return codec_ascii_encode(string, errors);
    case CODEC_UTF16: return codec_utf16_encode(string, errors, ORDER_NATIVE);
    case CODEC_UTF16_LE: return codec_utf16_encode(string, errors, ORDER_LITTLE);
    case CODEC_UTF16_BE: return codec_utf16_encode(string, errors, ORDER_BIG);
    case CODEC_UTF32: return codec_utf32_encode(string, errors, ORDER_NATIVE);
    case CODEC_UTF32_LE: return codec_utf32_encode(string, errors, ORDER_LITTLE);
    case CODEC_UTF32_BE: return codec_utf32_encode(string, errors, ORDER_BIG);
    case CODEC_UTF8: break;
    }
    return codec_utf8_encode(string, errors);
}

/* --- decoding ----------------------------------------------------------------------------------------- */

static Own decode_registered(const u8 *bytes, isize length, const char *encoding, const char *errors,
                             bool hidden) {
    if (!OBJECT_ROOT->codec_decode) return unknown_encoding(encoding);
    Own input = bytes_from(bytes, length);
    if (!input) return NULL;
    Own text = OBJECT_ROOT->codec_decode(input, encoding, errors, hidden);
    release(input);
    if (!text || is_str(text)) return text;
    error_set(
        EXC(TypeError),
        "'%.400s' decoder returned '%.400s' instead of 'str'; use codecs.decode() to decode to arbitrary types",
        encoding, type_of(text)->name);
    release(text);
    return NULL;
}

static Own decode(const u8 *bytes, isize length, const char *encoding, const char *errors, bool hidden) {
    if (length == 0) return own(OBJECT_ROOT->empty_str);
    const struct CodecName *codec = find_codec(encoding, OBJECT_ROOT->codec_decode != NULL);
    if (!codec) return decode_registered(bytes, length, encoding, errors, hidden);
    ByteOrder little = ORDER_LITTLE, big = ORDER_BIG;
    switch (codec->id) {
    case CODEC_LATIN1: return codec_latin1_decode(bytes, length);
    case CODEC_ASCII: return codec_ascii_decode(bytes, length, errors);
    case CODEC_UTF16: return codec_utf16_decode(bytes, length, errors, NULL, NULL);
    case CODEC_UTF16_LE: return codec_utf16_decode(bytes, length, errors, &little, NULL);
    case CODEC_UTF16_BE: return codec_utf16_decode(bytes, length, errors, &big, NULL);
    case CODEC_UTF32: return codec_utf32_decode(bytes, length, errors, NULL, NULL);
    case CODEC_UTF32_LE: return codec_utf32_decode(bytes, length, errors, &little, NULL);
    case CODEC_UTF32_BE: return codec_utf32_decode(bytes, length, errors, &big, NULL);
    case CODEC_UTF8: break;
    }
    return codec_utf8_decode(bytes, length, errors);
}

Own str_decode(const u8 *bytes, isize length, const char *encoding, const char *errors) {
    return decode(bytes, length, encoding, errors, false);
}

Own str_decode_source(const u8 *bytes, isize length, const char *encoding) {
    return decode(bytes, length, encoding, "strict", true);
}
