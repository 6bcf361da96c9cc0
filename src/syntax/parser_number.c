/* parser_number.c: the value of a number. Its form was checked by the tokenizer. */
#include "object/float.h"
#include "syntax/parser_internal.h"

/* Has the literal a dot or an exponent, or (with its prefix) neither? */
static bool is_integer(const char *text, isize length) {
    if (length > 1 && text[0] == '0' && strchr("xXoObB", text[1])) return true;
    for (isize i = 0; i < length; i++) {
        if (text[i] == '.' || text[i] == 'e' || text[i] == 'E') return false;
    }
    return true;
}

static Own number_value(const char *text, isize length) {
    char last = text[length - 1];
    bool prefixed = length > 1 && text[0] == '0' && strchr("xXoObB", text[1]);
    if (!prefixed && (last == 'j' || last == 'J')) {
        return complex_from_doubles(0.0, double_from_literal(text, length - 1));
    }
    if (is_integer(text, length)) return int_from_literal(text, length);
    return float_from_double(double_from_literal(text, length));
}

/* The only ValueError here is that of int's limit of digits. The columns are left out, so that the message is
 * not followed by thousands of them. */
static void raise_too_many_digits(Parser *p, const Token *token) {
    if (!error_matches(EXC(ValueError))) return;
    Own original = error_fetch();
    Location at = {token->at.lineno, -1, token->at.end_lineno, -1};
    raise_at(p, at, "%S - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.",
             (Ref)original);
    release(original);
}

/* NUMBER */
Expr *number_token(Parser *p) {
    Token *token = expect(p, TOKEN_NUMBER);
    if (!token) return NULL;
    if (p->feature_version < 6 && memchr(token->start, '_', (usize)token->length)) {
        return raise_here(p, "Underscores in numeric literals are only supported in Python 3.6 and greater");
    }
    Ref value = tree_keep(p, number_value(token->start, token->length));
    if (!value) {
        raise_too_many_digits(p, token);
        return NULL;
    }
    return NEW_EXPR_AT(p, token->at, Constant, .value = value);
}
