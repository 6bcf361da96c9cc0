/* codec_utf7.c: UTF-7 (RFC 2152): ASCII as it is, anything else as runs of base64 of UTF-16, from '+' to '-' or
 * to the first character that is no base64 digit. */
#include "object/codec_internal.h"

static bool is_digit64(u32 c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}
static u32 digit64_value(u32 c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : 63;
}
static u8 digit64(u32 value) {
    return (u8) "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[value & 63];
}

/* Written as they are: all printable ASCII but '+', '\' and '~', and white space. */
static bool is_direct(u32 c) {
    if (c == '\t' || c == '\n' || c == '\r') return true;
    return c >= ' ' && c < 0x7F && c != '+' && c != '\\' && c != '~';
}

/* --- encoding ------------------------------------------------------------------------------------------ */

typedef struct Shift { /* a run of base64 */
    bool open;
    u32 bits;  /* those that have not gone out or come in as a whole digit or unit, */
    int count; /* and how many */
} Shift;

static void put_unit(ByteBuilder *out, Shift *shift, u32 unit) {
    shift->bits = shift->bits << 16 | unit;
    for (shift->count += 16; shift->count >= 6;) {
        shift->count -= 6;
        byte_builder_byte(out, digit64(shift->bits >> shift->count));
    }
}

/* The last bits, filled up with zeros. */
static void put_rest(ByteBuilder *out, Shift *shift) {
    if (shift->count) byte_builder_byte(out, digit64(shift->bits << (6 - shift->count)));
    *shift = (Shift){0};
}

static void put_char(ByteBuilder *out, Shift *shift, u32 c) {
    if (is_direct(c)) {
        if (shift->open) {
            put_rest(out, shift);
            if (is_digit64(c) || c == '-') byte_builder_byte(out, '-');
        }
        byte_builder_byte(out, (u8)c);
        return;
    }
    if (!shift->open) {
        byte_builder_byte(out, '+');
        if (c == '+') {
            byte_builder_byte(out, '-');
            return;
        }
        shift->open = true;
    }
    if (c >= 0x10000) {
        put_unit(out, shift, 0xD800 | (c - 0x10000) >> 10);
        c = 0xDC00 | (c & 0x3FF);
    }
    put_unit(out, shift, c);
}

Own codec_utf7_encode(Ref string, const char *errors UNUSED) {
    ByteBuilder out;
    byte_builder_init(&out);
    Shift shift = {0};
    for (isize i = 0; i < str_length(string); i++) put_char(&out, &shift, str_char(string, i));
    if (shift.open) {
        put_rest(&out, &shift);
        byte_builder_byte(&out, '-');
    }
    return byte_builder_finish(&out);
}

/* --- decoding ------------------------------------------------------------------------------------------ */

typedef struct Reader7 {
    Decoding decoding;
    Shift shift;
    u32 high;    /* a high surrogate that waits for its other half; 0: none */
    isize start; /* of the run, or of what is wrong */
    isize kept;  /* length of the text before the run */
} Reader7;

static void take_unit(Reader7 *reader, u32 unit) {
    StrBuilder *out = &reader->decoding.out;
    if (reader->high && unit >= 0xDC00 && unit <= 0xDFFF) {
        str_builder_char(out, 0x10000 + ((reader->high & 0x3FF) << 10 | (unit & 0x3FF)));
        reader->high = 0;
        return;
    }
    if (reader->high) str_builder_char(out, reader->high);
    reader->high = unit >= 0xD800 && unit <= 0xDBFF ? unit : 0;
    if (!reader->high) str_builder_char(out, unit);
}

static void take_digit(Reader7 *reader, u32 c) {
    Shift *shift = &reader->shift;
    shift->bits = shift->bits << 6 | digit64_value(c);
    shift->count += 6;
    if (shift->count < 16) return;
    shift->count -= 16;
    u32 unit = shift->bits >> shift->count & 0xFFFF;
    shift->bits &= ((u32)1 << shift->count) - 1;
    take_unit(reader, unit);
}

/* A character that ends the run; a '-' is swallowed. */
static isize leave_run(Reader7 *reader, isize at, u32 c) {
    Shift left = reader->shift;
    reader->shift = (Shift){0};
    if (left.count >= 6) {
        return decoding_error(&reader->decoding, reader->start, at + 1, "partial character in shift sequence");
    }
    if (left.count && left.bits) {
        return decoding_error(&reader->decoding, reader->start, at + 1,
                              "non-zero padding bits in shift sequence");
    }
    if (reader->high && c < 0x80 && c != '+') str_builder_char(&reader->decoding.out, reader->high);
    reader->high = 0;
    return c == '-' ? at + 1 : at;
}

/* Behind a '+'. */
static isize enter_run(Reader7 *reader, isize at) {
    Decoding *decoding = &reader->decoding;
    reader->start = at++;
    bool more = at < decoding->length;
    if (more && decoding->bytes[at] == '-') {
        str_builder_char(&decoding->out, '+');
        return at + 1;
    }
    if (more && !is_digit64(decoding->bytes[at])) {
        return decoding_error(decoding, reader->start, at + 1, "ill-formed sequence");
    }
    reader->shift = (Shift){.open = true};
    reader->high = 0;
    reader->kept = decoding->out.length;
    return at;
}

static isize read_byte(Reader7 *reader, isize at) {
    u32 c = reader->decoding.bytes[at];
    if (reader->shift.open) {
        if (!is_digit64(c)) return leave_run(reader, at, c);
        take_digit(reader, c);
        return at + 1;
    }
    if (c == '+') return enter_run(reader, at);
    if (c >= 0x80) {
        reader->start = at;
        return decoding_error(&reader->decoding, at, at + 1, "unexpected special character");
    }
    str_builder_char(&reader->decoding.out, c);
    return at + 1;
}

/* The input ends within a run: wrong where something is left over. */
static isize end_in_run(Reader7 *reader, isize at) {
    Shift left = reader->shift;
    reader->shift = (Shift){0};
    if (!reader->high && left.count < 6 && !(left.count && left.bits)) return at;
    reader->high = 0;
    return decoding_error(&reader->decoding, reader->start, reader->decoding.length,
                          "unterminated shift sequence");
}

Own codec_utf7_decode(const u8 *bytes, isize length, const char *errors, isize *consumed) {
    Reader7 reader = {.start = 0};
    decoding_init(&reader.decoding, "utf7", bytes, length, errors);
    isize at = 0;
    do {
        while (at >= 0 && at < reader.decoding.length) at = read_byte(&reader, at);
        if (at >= 0 && reader.shift.open && !consumed) at = end_in_run(&reader, at);
    } while (at >= 0 && at < reader.decoding.length);
    if (consumed && at >= 0) {
        *consumed = at;
        if (reader.shift.open) { /* the whole run comes again */
            *consumed = reader.start;
            reader.decoding.out.length = reader.kept;
        }
    }
    return decoding_finish(&reader.decoding, at >= 0);
}
