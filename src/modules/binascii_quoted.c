/* binascii_quoted.c: quoted-printable (RFC 2045, 6.7): text as it is, the rest as =XX, lines of 76 at most. */
#include "modules/binascii.h"

enum { LINE_MAX_LENGTH = 76 };

static int hex_value(u8 c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What stands at *at, behind an '='; moves on. */
static void decode_escape(const Buffer *text, isize *at, ByteBuilder *out) {
    const u8 *data = (const u8 *)text->data;
    u8 c = data[*at];
    if (c == '\n' || c == '\r') { /* a soft line break: nothing */
        while (*at < text->length && data[*at] != '\n') ++*at;
        if (*at < text->length) ++*at;
    } else if (c == '=') {
        byte_builder_byte(out, '=');
        ++*at;
    } else if (*at + 1 < text->length && hex_value(c) >= 0 && hex_value(data[*at + 1]) >= 0) {
        byte_builder_byte(out, (u8)(hex_value(c) << 4 | hex_value(data[*at + 1])));
        *at += 2;
    } else {
        byte_builder_byte(out, '=');
    }
}

BINASCII_KEYWORDS(a2b_qp) {
    (void)module;
    static const Parameters parameters = {"a2b_qp", {"data", "header"}, .required = 1};
    Ref given[2];
    bool header;
    Buffer text;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (!binascii_text(given[0], &text) || !binascii_flag(given[1], false, &header, &text)) return NULL;
    ByteBuilder out;
    byte_builder_init(&out);
    for (isize at = 0; at < text.length;) {
        u8 c = (u8)text.data[at++];
        if (c != '=') {
            byte_builder_byte(&out, header && c == '_' ? ' ' : c);
        } else if (at < text.length) {
            decode_escape(&text, &at, &out);
        }
    }
    buffer_release(&text);
    return byte_builder_finish(&out);
}

typedef struct Quoting {
    const u8 *data;
    isize length, line; /* characters in the line so far */
    bool quote_tabs, is_text, header, crlf;
    ByteBuilder out;
} Quoting;

static bool is_end(const Quoting *q, isize at) { return at >= q->length || q->data[at] == '\n'; }

static bool must_quote(const Quoting *q, isize at) {
    u8 c = q->data[at];
    if (c > 126 || c == '=' || (q->header && c == '_')) return true;
    if (c == '.' && q->line == 0) { /* alone in its line it would end an SMTP message */
        return is_end(q, at + 1) || q->data[at + 1] == '\r' || q->data[at + 1] == 0;
    }
    if (c == '\r' || c == '\n') return !q->is_text;
    if (c == '\t' || c == ' ') return q->quote_tabs || at + 1 == q->length;
    return c < 33;
}

static void append_hex(Quoting *q, u8 c) {
    static const char digits[] = "0123456789ABCDEF";
    u8 text[3] = {'=', (u8)digits[c >> 4], (u8)digits[c & 15]};
    byte_builder_append(&q->out, text, 3);
}
static void append_line_end(Quoting *q) {
    if (q->crlf) byte_builder_byte(&q->out, '\r');
    byte_builder_byte(&q->out, '\n');
    q->line = 0;
}
static void append_soft_break(Quoting *q) {
    byte_builder_byte(&q->out, '=');
    append_line_end(q);
}

/* White space at the end of a line would be lost: it is quoted after all. */
static void quote_last_space(Quoting *q) {
    if (q->out.length == 0 || q->out.failed) return;
    u8 last = bytes_data(q->out.buffer)[q->out.length - 1];
    if (last != ' ' && last != '\t') return;
    q->out.length--;
    append_hex(q, last);
}

static void quote(Quoting *q) {
    for (isize at = 0; at < q->length; at++) {
        u8 c = q->data[at];
        bool crlf_here = c == '\r' && at + 1 < q->length && q->data[at + 1] == '\n';
        if (must_quote(q, at)) {
            if (q->line + 3 >= LINE_MAX_LENGTH) append_soft_break(q);
            append_hex(q, c);
            q->line += 3;
        } else if (q->is_text && (c == '\n' || crlf_here)) {
            quote_last_space(q);
            append_line_end(q);
            at += crlf_here;
        } else {
            if (!is_end(q, at + 1) && q->line + 1 >= LINE_MAX_LENGTH) append_soft_break(q);
            q->line++;
            byte_builder_byte(&q->out, q->header && c == ' ' ? '_' : c);
        }
    }
}

BINASCII_KEYWORDS(b2a_qp) {
    (void)module;
    static const Parameters parameters = {"b2a_qp", {"data", "quotetabs", "istext", "header"}, .required = 1};
    Ref given[4];
    Quoting q = {.line = 0};
    Buffer data;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (!buffer_get(given[0], &data, false) || !binascii_flag(given[1], false, &q.quote_tabs, &data) ||
        !binascii_flag(given[2], true, &q.is_text, &data) ||
        !binascii_flag(given[3], false, &q.header, &data)) {
        return NULL;
    }
    q.data = (const u8 *)data.data;
    q.length = data.length;
    /* the first line says how lines end */
    const u8 *end = q.length ? memchr(q.data, '\n', (usize)q.length) : NULL;
    q.crlf = end && end > q.data && end[-1] == '\r';
    byte_builder_init(&q.out);
    quote(&q);
    buffer_release(&data);
    return byte_builder_finish(&q.out);
}
