/* tokenizer_names.c: cutting names, which may be prefixes of string literals, and checking that their
 * characters may stand in one (PEP 3131). */
#include "object/error.h"
#include "object/root.h"
#include "object/str.h"
#include "syntax/tokenizer.h"

/* The first character of `name` that may not stand in an identifier, or its length. */
static isize identifier_length(Ref name) {
    isize length = str_length(name);
    if (!char_is_xid_start(str_char(name, 0)) && str_char(name, 0) != '_') return 0;
    for (isize i = 1; i < length; i++) {
        if (!char_is_xid_continue(str_char(name, i))) return i;
    }
    return length;
}

/* Raises the error for a character that may not stand where it stands. */
void tokenizer_invalid_character(Tokenizer *t, u32 c) {
    static const char digits[] = "0123456789ABCDEF";
    char hex[9];
    int width = 4, n = 0;
    while (width < 8 && c >> (4 * width)) width++;
    while (n < width) {
        hex[n] = digits[c >> (4 * (width - 1 - n)) & 15];
        n++;
    }
    hex[n] = '\0';
    if (!char_is_printable(c)) {
        tokenizer_error(t, "invalid non-printable character U+%s", hex);
        return;
    }
    Own shown = str_from_char(c);
    if (shown) tokenizer_error(t, "invalid character '%U' (U+%s)", (Ref)shown, hex);
    release_maybe(shown);
    t->state = TOKENIZER_ERROR;
}

/* The bytes of the first `count` characters of UTF-8 text. */
static isize utf8_prefix(const char *text, isize count) {
    isize bytes = 0;
    for (; count > 0; count--) {
        do bytes++;
        while (((unsigned char)text[bytes] & 0xC0) == 0x80);
    }
    return bytes;
}

/* Checks a name with bytes beyond ASCII (PEP 3131). */
static bool verify_name(Tokenizer *t) {
    Own name = str_from_utf8(t->start, t->cur - t->start);
    if (!name) {
        t->state = error_matches(EXC(UnicodeDecodeError)) ? TOKENIZER_DECODE_ERROR : TOKENIZER_ERROR;
        return false;
    }
    isize valid = identifier_length(name);
    bool good = valid == str_length(name);
    if (!good) {
        u32 c = str_char(name, valid);
        t->cur = t->start + utf8_prefix(t->start, valid + 1);
        tokenizer_invalid_character(t, c);
    }
    release(name);
    return good;
}

/* `async` and `await`, which old feature versions take for names outside of `async def`. */
static int name_type(Tokenizer *t, const char **start, const char **end) {
    *start = t->start;
    *end = t->cur;
    if (t->cur - t->start != 5 || t->start[0] != 'a') return TOKEN_NAME;
    bool is_async = memcmp(t->start, "async", 5) == 0;
    if (!t->async_hacks || t->async_def) {
        if (is_async) return TOKEN_ASYNC;
        return memcmp(t->start, "await", 5) == 0 ? TOKEN_AWAIT : TOKEN_NAME;
    }
    if (!is_async) return TOKEN_NAME;
    Tokenizer ahead = *t;
    const char *next_start, *next_end;
    if (tokenizer_next(&ahead, &next_start, &next_end) != TOKEN_NAME || next_end - next_start != 3 ||
        memcmp(next_start, "def", 3) != 0) {
        return TOKEN_NAME;
    }
    t->async_def_indent = t->indent;
    t->async_def = true;
    return TOKEN_ASYNC;
}

/* What prefixes a string literal may have: b, r, u, f in any case; u alone, r with b or f. */
static bool string_prefix_grows(unsigned *seen, int c) {
    enum { SAW_B = 1, SAW_R = 2, SAW_U = 4, SAW_F = 8 };
    unsigned letter = c == 'b' || c == 'B'   ? SAW_B
                      : c == 'r' || c == 'R' ? SAW_R
                      : c == 'u' || c == 'U' ? SAW_U
                      : c == 'f' || c == 'F' ? SAW_F
                                             : 0u;
    static const u8 excluded[] = {[SAW_B] = SAW_B | SAW_U | SAW_F,
                                  [SAW_R] = SAW_R | SAW_U,
                                  [SAW_U] = SAW_B | SAW_R | SAW_U | SAW_F,
                                  [SAW_F] = SAW_B | SAW_U | SAW_F};
    if (!letter || (*seen & excluded[letter])) return false;
    *seen |= letter;
    return true;
}

/* A name, or a string literal with a prefix. */
int tokenizer_name(Tokenizer *t, int c, const char **start, const char **end) {
    unsigned seen = 0;
    while (string_prefix_grows(&seen, c)) {
        c = tokenizer_byte(t);
        if (c == '"' || c == '\'') {
            int type = tokenizer_string(t, c);
            if (type == TOKEN_ERROR) return type; /* it has no text */
            *start = t->start;
            *end = t->cur;
            return type;
        }
    }
    bool beyond_ascii = false;
    while (byte_continues_name(c)) {
        beyond_ascii |= c >= 128;
        c = tokenizer_byte(t);
    }
    tokenizer_back(t, c);
    if (beyond_ascii && !verify_name(t)) return TOKEN_ERROR;
    return name_type(t, start, end);
}
