/* tokenizer_literals.c: cutting numbers and string literals.
 *
 * Only the extent of a literal is found here, and what is wrong with its form; its value is made by the
 * parser. Where a number ends, no letter may follow, but for the keywords that code of old writes there
 * without a space (`1if x else y`): those get a warning. */
#include "object/error.h"
#include "object/root.h"
#include "syntax/tokenizer.h"

/* --- numbers ------------------------------------------------------------------------------------------- */

static bool byte_is_hex_digit(int c) {
    return byte_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
static bool byte_is_octal_digit(int c) { return c >= '0' && c <= '7'; }
static bool byte_is_binary_digit(int c) { return c == '0' || c == '1'; }

/* Does `rest` come next, and then no more of a name? Nothing is consumed. */
static bool comes_next(const Tokenizer *t, const char *rest) {
    isize length = (isize)strlen(rest);
    if (t->inp - t->cur < length || memcmp(t->cur, rest, (usize)length) != 0) return false;
    return t->inp - t->cur == length || !byte_continues_name((unsigned char)t->cur[length]);
}

/* May the number end before `c`? False: raised. `c` was read, and stays read. */
static bool number_may_end(Tokenizer *t, int c, const char *kind) {
    bool keyword = false;
    switch (c) {
    case 'a': keyword = comes_next(t, "nd"); break;
    case 'e': keyword = comes_next(t, "lse"); break;
    case 'f': keyword = comes_next(t, "or"); break;
    case 'i': keyword = t->cur != t->inp && (*t->cur == 'f' || *t->cur == 'n' || *t->cur == 's'); break;
    case 'n': keyword = comes_next(t, "ot"); break;
    case 'o': keyword = comes_next(t, "r"); break;
    default: break;
    }
    if (!keyword && !byte_continues_name(c)) return true;
    tokenizer_back(t, c);
    if (!keyword) {
        tokenizer_error(t, "invalid %s literal", kind);
        return false;
    }
    if (!tokenizer_warn(t, EXC(SyntaxWarning), "invalid %s literal", kind)) return false;
    tokenizer_byte(t);
    return true;
}

/* Decimal digits with single underscores between them; the byte after them, or 0 raised. */
static int decimal_tail(Tokenizer *t) {
    int c;
    for (;;) {
        do c = tokenizer_byte(t);
        while (byte_is_digit(c));
        if (c != '_') return c;
        c = tokenizer_byte(t);
        if (!byte_is_digit(c)) {
            tokenizer_back(t, c);
            tokenizer_error(t, "invalid decimal literal");
            return 0;
        }
    }
}

/* The digits after 0x, 0o or 0b. */
static int cut_prefixed(Tokenizer *t, const char *kind, bool (*is_digit)(int)) {
    int c = tokenizer_byte(t);
    do {
        if (c == '_') c = tokenizer_byte(t);
        if (!is_digit(c)) {
            if (byte_is_digit(c)) return tokenizer_error(t, "invalid digit '%c' in %s literal", c, kind);
            tokenizer_back(t, c);
            return tokenizer_error(t, "invalid %s literal", kind);
        }
        do c = tokenizer_byte(t);
        while (is_digit(c));
    } while (c == '_');
    if (byte_is_digit(c)) return tokenizer_error(t, "invalid digit '%c' in %s literal", c, kind);
    if (!number_may_end(t, c, kind)) return TOKEN_ERROR;
    tokenizer_back(t, c);
    return TOKEN_NUMBER;
}

static int cut_imaginary(Tokenizer *t) {
    int c = tokenizer_byte(t);
    if (!number_may_end(t, c, "imaginary")) return TOKEN_ERROR;
    tokenizer_back(t, c);
    return TOKEN_NUMBER;
}

/* An exponent may follow, then a j. `c` was read. */
static int cut_exponent(Tokenizer *t, int c) {
    if (c == 'e' || c == 'E') {
        int letter = c;
        c = tokenizer_byte(t);
        if (c == '+' || c == '-') {
            c = tokenizer_byte(t);
            if (!byte_is_digit(c)) {
                tokenizer_back(t, c);
                return tokenizer_error(t, "invalid decimal literal");
            }
        } else if (!byte_is_digit(c)) {
            /* No exponent after all: `1else`. */
            tokenizer_back(t, c);
            if (!number_may_end(t, letter, "decimal")) return TOKEN_ERROR;
            tokenizer_back(t, letter);
            return TOKEN_NUMBER;
        }
        c = decimal_tail(t);
        if (!c) return TOKEN_ERROR;
    }
    if (c == 'j' || c == 'J') return cut_imaginary(t);
    if (!number_may_end(t, c, "decimal")) return TOKEN_ERROR;
    tokenizer_back(t, c);
    return TOKEN_NUMBER;
}

/* What follows the dot; `c` was read. */
static int cut_fraction(Tokenizer *t, int c) {
    if (byte_is_digit(c)) {
        c = decimal_tail(t);
        if (!c) return TOKEN_ERROR;
    }
    return cut_exponent(t, c);
}

/* A number whose first digit is 0 and which has no prefix: zeros, or a float; `c` follows the first 0. */
static int cut_zeros(Tokenizer *t, int c) {
    bool nonzero = false;
    for (;;) {
        if (c == '_') {
            c = tokenizer_byte(t);
            if (!byte_is_digit(c)) {
                tokenizer_back(t, c);
                return tokenizer_error(t, "invalid decimal literal");
            }
        }
        if (c != '0') break;
        c = tokenizer_byte(t);
    }
    const char *zeros_end = t->cur;
    if (byte_is_digit(c)) {
        nonzero = true;
        c = decimal_tail(t);
        if (!c) return TOKEN_ERROR;
    }
    if (c == '.') return cut_fraction(t, tokenizer_byte(t));
    if (c == 'e' || c == 'E') return cut_exponent(t, c);
    if (c == 'j' || c == 'J') return cut_imaginary(t);
    if (nonzero) {
        tokenizer_back(t, c);
        return tokenizer_error_range(
            t, (int)(t->start + 1 - t->line_start), (int)(zeros_end - t->line_start),
            "leading zeros in decimal integer literals are not permitted; use an 0o prefix "
            "for octal integers");
    }
    if (!number_may_end(t, c, "decimal")) return TOKEN_ERROR;
    tokenizer_back(t, c);
    return TOKEN_NUMBER;
}

int tokenizer_number(Tokenizer *t, int first, bool fraction) {
    if (fraction) return cut_fraction(t, first);
    if (first == '0') {
        int c = tokenizer_byte(t);
        if (c == 'x' || c == 'X') return cut_prefixed(t, "hexadecimal", byte_is_hex_digit);
        if (c == 'o' || c == 'O') return cut_prefixed(t, "octal", byte_is_octal_digit);
        if (c == 'b' || c == 'B') return cut_prefixed(t, "binary", byte_is_binary_digit);
        return cut_zeros(t, c);
    }
    int c = decimal_tail(t);
    if (!c) return TOKEN_ERROR;
    if (c == '.') return cut_fraction(t, tokenizer_byte(t));
    return cut_exponent(t, c);
}

/* --- strings ------------------------------------------------------------------------------------------- */

/* The literal does not end: the error stands at its first quote. `c` is what was found instead. */
static int unterminated(Tokenizer *t, int quote_size, int c) {
    int detected = t->lineno;
    t->cur = t->start + 1;
    t->line_start = t->multi_line_start;
    t->lineno = t->first_lineno;
    if (quote_size == 3) {
        tokenizer_error(t, "unterminated triple-quoted string literal (detected at line %d)", detected);
    } else {
        tokenizer_error(t, "unterminated string literal (detected at line %d)", detected);
    }
    if (c != '\n') t->state = quote_size == 3 ? TOKENIZER_EOF_IN_STRING : TOKENIZER_EOL_IN_STRING;
    return TOKEN_ERROR;
}

int tokenizer_string(Tokenizer *t, int quote) {
    int quote_size = 1, closing = 0;
    t->first_lineno = t->lineno;
    t->multi_line_start = t->line_start;
    int c = tokenizer_byte(t);
    if (c == quote) {
        c = tokenizer_byte(t);
        if (c == quote) {
            quote_size = 3;
        } else {
            tokenizer_back(t, c);
            return TOKEN_STRING; /* '' */
        }
    } else {
        tokenizer_back(t, c);
    }
    while (closing != quote_size) {
        c = tokenizer_byte(t);
        if (c == TOKENIZER_END || (quote_size == 1 && c == '\n')) return unterminated(t, quote_size, c);
        if (c == quote) {
            closing++;
        } else {
            closing = 0;
            if (c == '\\') tokenizer_byte(t);
        }
    }
    return TOKEN_STRING;
}
