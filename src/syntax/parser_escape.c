/* parser_escape.c: backslash escapes in string and bytes literals.
 *
 * Messages count positions as CPython's decoder does, which is given every character beyond ASCII written as
 * \UXXXXXXXX: ten places for one. An unknown escape stands for itself; the first of a literal gets a
 * DeprecationWarning once the literal is decoded. */
#include "base/utf8.h"
#include "object/bytes.h"
#include "object/codec.h"
#include "object/str.h"
#include "syntax/string_literal.h"

bool warn_invalid_escape(Parser *p, const char *escape, const Token *token) {
    if (!OBJECT_ROOT->warn_explicit) return true;
    bool octal = escape[0] >= '4' && escape[0] <= '7';
    Own message = octal ? str_format("invalid octal escape sequence '\\%.3s'", escape)
                        : str_format("invalid escape sequence '\\%c'", escape[0]);
    if (!message) {
        p->failed = true;
        return false;
    }
    Type *category = EXC(DeprecationWarning);
    bool passed = OBJECT_ROOT->warn_explicit(category, message, p->tokenizer->filename, token->at.lineno);
    if (!passed && error_matches(category)) {
        /* A warning made into an error is a SyntaxError, which says where. */
        error_clear();
        p->known_error = (Token *)token;
        raise_here(p, "%U", (Ref)message);
    }
    p->failed |= !passed;
    release(message);
    return passed;
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static bool is_octal(char c) { return c >= '0' && c <= '7'; }

/* Up to three octal digits. */
static u32 octal_escape(const char **at, const char *end) {
    u32 value = 0;
    for (int digits = 0; digits < 3 && *at < end && is_octal(**at); digits++)
        value = value * 8 + (u32)(*(*at)++ - '0');
    return value;
}

/* --- str ------------------------------------------------------------------------------------------------- */

typedef struct EscapeReader {
    const char *start, *at, *end;
    const char *invalid; /* the first unknown escape, behind its backslash; NULL: none */
    const char *message; /* of the error; NULL: none */
} EscapeReader;

/* Position of a byte in the text that CPython's decoder sees. */
static isize decoder_position(const EscapeReader *r, const char *at) {
    isize position = 0;
    for (const char *c = r->start; c < at; c++) {
        bool escapes_wide = *c == '\\' && c + 1 < r->end && ((unsigned char)c[1] & 0x80);
        if (escapes_wide) {
            position += 6;
        } else if (((unsigned char)*c & 0x80) == 0) {
            position++;
        } else if (((unsigned char)*c & 0xC0) != 0x80) {
            position += 10;
        }
    }
    return position;
}

/* Raises the SyntaxError for an escape that begins at `from`. */
static void raise_escape(Parser *p, const EscapeReader *r, const char *from) {
    isize first = decoder_position(r, from), end = decoder_position(r, r->at);
    if (end == first + 1) {
        raise_here(p, "(unicode error) 'unicodeescape' codec can't decode byte 0x%x in position %zd: %s",
                   (unsigned)(unsigned char)*from, first, r->message);
    } else {
        raise_here(p, "(unicode error) 'unicodeescape' codec can't decode bytes in position %zd-%zd: %s", first,
                   end - 1, r->message);
    }
}

/* \xHH, \uHHHH, \UHHHHHHHH */
static bool hex_escape(EscapeReader *r, int digits, const char *message, u32 *out) {
    u32 value = 0;
    for (; digits > 0; digits--, r->at++) {
        int digit = r->at < r->end ? hex_value(*r->at) : -1;
        if (digit < 0) {
            r->message = message;
            return false;
        }
        value = value << 4 | (u32)digit;
    }
    if (value > 0x10FFFF) {
        r->message = "illegal Unicode character";
        return false;
    }
    *out = value;
    return true;
}

/* \N{name} */
static bool named_escape(EscapeReader *r, u32 *out) {
    r->message = "malformed \\N character escape";
    if (r->at >= r->end || *r->at != '{') return false;
    const char *name = ++r->at;
    while (r->at < r->end && *r->at != '}') r->at++;
    if (r->at >= r->end || r->at == name) return false;
    isize length = r->at++ - name;
    if (char_from_name(name, length, out)) {
        r->message = NULL;
        return true;
    }
    r->message = "unknown Unicode character name";
    return false;
}

/* The escape behind a backslash. True with *wide: it stands for *out; true without: for nothing, or for itself,
 * which was appended. False: r->message. */
static bool read_escape(EscapeReader *r, StrBuilder *builder) {
    char c = *r->at++;
    u32 value;
    int simple = codec_simple_escape((u8)c);
    if (simple >= 0) {
        str_builder_char(builder, (u32)simple);
        return true;
    }
    switch (c) {
    case '\n': return true;
    case 'x':
        if (!hex_escape(r, 2, "truncated \\xXX escape", &value)) return false;
        break;
    case 'u':
        if (!hex_escape(r, 4, "truncated \\uXXXX escape", &value)) return false;
        break;
    case 'U':
        if (!hex_escape(r, 8, "truncated \\UXXXXXXXX escape", &value)) return false;
        break;
    case 'N':
        if (!named_escape(r, &value)) return false;
        break;
    default:
        if (is_octal(c)) {
            const char *digits = --r->at;
            value = octal_escape(&r->at, r->end);
            if (value > 0377 && !r->invalid) r->invalid = digits;
            break;
        }
        if (!r->invalid) r->invalid = r->at - 1;
        str_builder_char(builder, '\\');
        value = (unsigned char)c;
        break;
    }
    str_builder_char(builder, value);
    return true;
}

/* A run without backslash: valid UTF-8. */
static void append_run(StrBuilder *builder, const char **at, const char *end) {
    while (*at < end && **at != '\\') {
        u32 c;
        *at += utf8_decode(*at, end - *at, &c);
        str_builder_char(builder, c);
    }
}

static Own decode_escapes(Parser *p, const char *text, isize length, const Token *token) {
    EscapeReader r = {.start = text, .at = text, .end = text + length};
    StrBuilder builder;
    str_builder_init(&builder);
    while (r.at < r.end) {
        append_run(&builder, &r.at, r.end);
        if (r.at >= r.end) break;
        const char *from = r.at++;
        if (r.at >= r.end || ((unsigned char)*r.at & 0x80)) {
            str_builder_char(&builder, '\\');
        } else if (!read_escape(&r, &builder)) {
            raise_escape(p, &r, from);
            str_builder_discard(&builder);
            return NULL;
        }
    }
    Own decoded = str_builder_finish(&builder);
    if (decoded && r.invalid && !warn_invalid_escape(p, r.invalid, token)) {
        release(decoded);
        return NULL;
    }
    return decoded;
}

static bool has_backslash(const char *text, isize length) {
    return length > 0 && memchr(text, '\\', (usize)length) != NULL;
}

Own decode_text(Parser *p, const char *text, isize length, bool raw, const Token *token) {
    isize bad;
    bool valid = utf8_count(text, length, &bad) >= 0;
    if (raw || !valid || !has_backslash(text, length)) {
        Own decoded = str_from_utf8(text, length);
        if (!decoded) {
            p->failed = true;
            raise_decode_error(p);
        }
        return decoded;
    }
    return decode_escapes(p, text, length, token);
}

/* --- bytes ----------------------------------------------------------------------------------------------- */

/* Writes what the escape at *at (behind its backslash) stands for. False: raised. */
static bool read_bytes_escape(Parser *p, const char *text, const char **at, const char *end, char **out,
                              const char **invalid) {
    char c = *(*at)++;
    int simple = codec_simple_escape((u8)c);
    if (simple >= 0) {
        *(*out)++ = (char)simple;
        return true;
    }
    if (c == '\n') return true;
    if (c == 'x') {
        int high = *at < end ? hex_value(**at) : -1, low = *at + 1 < end ? hex_value((*at)[1]) : -1;
        if (high >= 0 && low >= 0) {
            *(*out)++ = (char)(high << 4 | low);
            *at += 2;
            return true;
        }
        isize position = *at - 2 - text;
        raise_here(p, "(value error) invalid \\x escape at position %zd", position);
        return false;
    }
    if (is_octal(c)) {
        const char *digits = --*at;
        u32 value = octal_escape(at, end);
        if (value > 0377 && !*invalid) *invalid = digits;
        *(*out)++ = (char)value;
        return true;
    }
    if (!*invalid) *invalid = *at - 1;
    *(*out)++ = '\\';
    *(*out)++ = c;
    return true;
}

static Own decode_bytes_escapes(Parser *p, const char *text, isize length, const Token *token) {
    const char *at = text, *end = text + length, *invalid = NULL;
    char *buffer = arena_alloc((usize)length, BLOCK_RAW), *out = buffer;
    if (!buffer) return error_memory();
    bool good = true;
    while (good && at < end) {
        if (*at != '\\' || at + 1 == end) {
            *out++ = *at++;
        } else {
            at++;
            good = read_bytes_escape(p, text, &at, end, &out, &invalid);
        }
    }
    if (good && invalid) good = warn_invalid_escape(p, invalid, token);
    Own decoded = good ? bytes_from(buffer, out - buffer) : NULL;
    arena_free(buffer);
    return decoded;
}

Own decode_bytes(Parser *p, const char *text, isize length, bool raw, const Token *token) {
    for (isize i = 0; i < length; i++) {
        if ((unsigned char)text[i] < 0x80) continue;
        return raise_here(p, "bytes can only contain ASCII literal characters");
    }
    if (raw || !has_backslash(text, length)) return bytes_from(length ? text : "", length);
    return decode_bytes_escapes(p, text, length, token);
}
