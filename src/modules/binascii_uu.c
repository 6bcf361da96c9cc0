/* binascii_uu.c: uuencoded lines: a character for the length, then one for each 6 bits. */
#include "modules/binascii.h"

static bool is_line_end(u8 c) { return c == '\n' || c == '\r'; }

/* The 6 bits that a character stands for; stripped spaces at a line's end count as zeros. -1: none. */
static int six_bits(const Buffer *text, isize at) {
    u8 c = at < text->length ? (u8)text->data[at] : 0;
    if (at >= text->length || is_line_end(c)) return 0;
    return c < ' ' || c > ' ' + 64 ? -1 : (c - ' ') & 63;
}

Own binascii_a2b_uu(Ref module, Ref data) {
    Buffer text;
    if (!binascii_text(data, &text)) return NULL;
    ByteBuilder out;
    byte_builder_init(&out);
    isize length = ((text.length ? (u8)text.data[0] : 0) - ' ') & 63, at = 1;
    u32 waiting = 0;
    for (int bits = 0; out.length < length && !out.failed; at++) {
        int more = six_bits(&text, at);
        if (more < 0) {
            binascii_error(module, "Illegal char", 0);
            goto fail;
        }
        waiting = waiting << 6 | (u32)more;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        byte_builder_byte(&out, (u8)(waiting >> bits));
    }
    for (; at < text.length; at++) {
        u8 c = (u8)text.data[at];
        if (c == ' ' || c == ' ' + 64 || is_line_end(c)) continue;
        binascii_error(module, "Trailing garbage", 0);
        goto fail;
    }
    buffer_release(&text);
    return byte_builder_finish(&out);
fail:
    byte_builder_discard(&out);
    buffer_release(&text);
    return NULL;
}

static void append_six_bits(ByteBuilder *out, u32 bits, bool backtick) {
    byte_builder_byte(out, (u8)(bits || !backtick ? ' ' + bits : '`'));
}

BINASCII_KEYWORDS(b2a_uu) {
    static const Parameters parameters = {"b2a_uu", {"data", "/", "*", "backtick"}, .required = 1};
    Ref given[2];
    bool backtick;
    Buffer data;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (!buffer_get(given[0], &data, false) || !binascii_flag(given[1], false, &backtick, &data)) return NULL;
    if (data.length > 45) {
        buffer_release(&data);
        return binascii_error(module, "At most 45 bytes at once", 0);
    }
    ByteBuilder out;
    byte_builder_init(&out);
    append_six_bits(&out, (u32)data.length, backtick);
    for (isize i = 0; i < data.length; i += 3) { /* three bytes are four characters */
        u32 group = 0;
        for (isize k = i; k < i + 3; k++) group = group << 8 | (k < data.length ? (u8)data.data[k] : 0);
        for (int shift = 18; shift >= 0; shift -= 6) append_six_bits(&out, group >> shift & 63, backtick);
    }
    byte_builder_byte(&out, '\n');
    buffer_release(&data);
    return byte_builder_finish(&out);
}
