/* codec_utf8.c: UTF-8.
 *
 * A decoder that says exactly what is wrong: an invalid sequence is the longest beginning of a valid one, so
 * that "replace" puts one U+FFFD for each (Unicode 14, 3.9, table 3-7). Runs of ASCII are taken eight bytes at
 * a time. */
#include "base/utf8.h"
#include "object/bytes.h"
#include "object/codec_internal.h"

typedef enum Fault {
    FAULT_NONE,
    FAULT_START,        /* no character begins with this byte */
    FAULT_CONTINUATION, /* right up to here, but not this byte */
    FAULT_END           /* right so far, but the input ends */
} Fault;

typedef struct Step {
    Fault fault;
    int size; /* bytes of the character, or of its valid beginning */
    u32 c;
} Step;

static bool is_continuation(u8 byte) { return (byte & 0xC0) == 0x80; }

/* The second byte has a narrower range after some first ones: no overlong forms, no surrogates, nothing above
 * U+10FFFF. */
static bool is_second(u8 first, u8 second) {
    if (!is_continuation(second)) return false;
    switch (first) {
    case 0xE0: return second >= 0xA0;
    case 0xED: return second < 0xA0;
    case 0xF0: return second >= 0x90;
    case 0xF4: return second < 0x90;
    default: return true;
    }
}

/* One character, not ASCII. */
static Step decode_one(const u8 *at, isize left) {
    u8 first = at[0];
    if (first < 0xC2 || first > 0xF4) return (Step){.fault = FAULT_START, .size = 1};
    int size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    u32 c = first & (0x7Fu >> size);
    for (int i = 1; i < size; i++) {
        if (i >= left) return (Step){.fault = FAULT_END, .size = i};
        if (i == 1 ? !is_second(first, at[1]) : !is_continuation(at[i])) {
            return (Step){.fault = FAULT_CONTINUATION, .size = i};
        }
        c = c << 6 | (at[i] & 0x3F);
    }
    return (Step){.size = size, .c = c};
}

static isize ascii_run(const u8 *bytes, isize from, isize length) {
    isize i = from;
    for (; i + 8 <= length; i += 8) {
        u64 word;
        memcpy(&word, bytes + i, sizeof word);
        if (word & 0x8080808080808080u) break;
    }
    while (i < length && bytes[i] < 0x80) i++;
    return i;
}

/* A character cut off by the end of what has arrived so far; half a surrogate may be one that a handler lets
 * pass. */
static bool is_incomplete(const Decoding *decoding, isize at, Step step) {
    const u8 *bytes = decoding->bytes + at;
    bool half_surrogate =
        decoding->length - at == 2 && bytes[0] == 0xED && bytes[1] >= 0xA0 && bytes[1] <= 0xBF;
    return step.fault == FAULT_END || (step.fault == FAULT_CONTINUATION && half_surrogate);
}

static isize report(Decoding *decoding, isize at, Step step) {
    switch (step.fault) {
    case FAULT_START: return decoding_error(decoding, at, at + 1, "invalid start byte");
    case FAULT_END: return decoding_error(decoding, at, decoding->length, "unexpected end of data");
    default: return decoding_error(decoding, at, at + step.size, "invalid continuation byte");
    }
}

/* Decodes from `at` on; where it stopped, or -1 raised. */
static isize decode_all(Decoding *decoding, isize at, bool final) {
    while (at < decoding->length) {
        isize end = ascii_run(decoding->bytes, at, decoding->length);
        if (end > at) {
            str_builder_ascii(&decoding->out, (const char *)decoding->bytes + at, end - at);
            at = end;
            continue;
        }
        Step step = decode_one(decoding->bytes + at, decoding->length - at);
        if (step.fault == FAULT_NONE) {
            str_builder_char(&decoding->out, step.c);
            at += step.size;
            continue;
        }
        if (!final && is_incomplete(decoding, at, step)) return at;
        at = report(decoding, at, step);
        if (at < 0) return -1;
    }
    return at;
}

/* Valid text is measured first and then written once. NULL without exception: it is not valid. */
static Own decode_valid(const u8 *bytes, isize length) {
    u32 bits = 0;
    isize count = 0;
    for (isize at = 0; at < length; count++) {
        if (bytes[at] < 0x80) {
            at++;
            continue;
        }
        Step step = decode_one(bytes + at, length - at);
        if (step.fault != FAULT_NONE) return NULL;
        bits |= step.c;
        at += step.size;
    }
    u32 most = bits < 0x80 ? 0x7F : bits < 0x100 ? 0xFF : bits < 0x10000 ? 0xFFFF : MAX_CODE_POINT;
    if (count == 1) return str_from_char(bits);
    Own made = str_new(count, most);
    for (isize i = 0, at = 0; made && i < count; i++) {
        Step step = {.size = 1, .c = bytes[at]};
        if (step.c >= 0x80) step = decode_one(bytes + at, length - at);
        str_put(made, i, step.c);
        at += step.size;
    }
    return made;
}

Own codec_utf8_decode_partly(const u8 *bytes, isize length, const char *errors, isize *consumed) {
    isize ascii = ascii_run(bytes, 0, length);
    if (consumed) *consumed = length;
    if (ascii == length) return str_from_ascii((const char *)bytes, length);
    Own valid = decode_valid(bytes, length);
    if (valid || error_occurred()) return valid;
    Decoding decoding;
    decoding_init(&decoding, "utf-8", bytes, length, errors);
    isize end = decode_all(&decoding, 0, consumed == NULL);
    if (consumed && end >= 0) *consumed = end;
    return decoding_finish(&decoding, end >= 0);
}

Own codec_utf8_decode(const u8 *bytes, isize length, const char *errors) {
    return codec_utf8_decode_partly(bytes, length, errors, NULL);
}

/* --- encoding ----------------------------------------------------------------------------------------- */

static isize surrogates_end(Ref string, isize at) {
    isize length = str_length(string);
    while (at < length && is_surrogate(str_char(string, at))) at++;
    return at;
}

/* Writes characters from `at` on, up to the first surrogate; where that is. */
static isize encode_run(Encoding *encoding, isize at) {
    Ref string = encoding->string;
    isize length = str_length(string), most = str_kind(string) == 1 ? 2 : str_kind(string) == 2 ? 3 : 4;
    u8 *room = byte_builder_extend(&encoding->out, (length - at) * most), *out = room;
    if (!room) return length;
    for (u32 c; at < length && !is_surrogate(c = str_char(string, at)); at++) {
        if (c < 0x80)
            *out++ = (u8)c;
        else
            out += utf8_encode(c, (char *)out);
    }
    encoding->out.length = out - bytes_data(encoding->out.buffer);
    return at;
}

static bool encode_all(Encoding *encoding) {
    Ref string = encoding->string;
    isize length = str_length(string), at = 0;
    while ((at = encode_run(encoding, at)) < length) {
        at = encoding_error(encoding, at, surrogates_end(string, at), "surrogates not allowed");
        if (at < 0) return false;
    }
    return true;
}

Own codec_utf8_encode(Ref string, const char *errors) {
    if (str_is_ascii(string)) return bytes_from(str_data(string), str_length(string));
    Encoding encoding;
    encoding_init(&encoding, "utf-8", string, errors, 0x7F);
    return encoding_finish(&encoding, encode_all(&encoding));
}

Own str_encode_utf8(Ref string, const char *errors) { return codec_utf8_encode(string, errors); }

Own str_keep_utf8(Ref string) {
    Own utf8 = str_encode_utf8(string, NULL);
    if (utf8 && !str_is_ascii(string)) AS_STR(string)->utf8_length = size_of(utf8);
    return utf8;
}

void str_append_utf8(Ref string, Text *text) {
    isize length = str_length(string);
    if (str_is_ascii(string)) {
        text_append(text, str_data(string), length);
        return;
    }
    for (isize i = 0; i < length; i++) text_append_codepoint(text, str_char(string, i));
}
