/* tokens.c: which token a text is: keywords and operators. */
#include "syntax/tokens.h"

#include <string.h>

int token_keyword(const char *name, isize length) {
#define KEYWORD(NAME, text)                                                                                    \
    if (length == (isize)sizeof(text) - 1 && name[0] == text[0] && memcmp(name, text, sizeof(text) - 1) == 0)  \
        return KEYWORD_##NAME;
    if (length < 2 || length > 8) return TOKEN_NAME;
    KEYWORDS(KEYWORD)
#undef KEYWORD
    return TOKEN_NAME;
}

const char *token_type_name(int type) {
    static const char *const names[TOKEN_TYPE_COUNT] = {
#define TOKEN(NAME, text) #NAME,
        TOKENS(TOKEN)
#undef TOKEN
#define KEYWORD(NAME, text) text,
            KEYWORDS(KEYWORD)
#undef KEYWORD
    };
    return names[type];
}

int token_operator_of_one(int c) {
    switch (c) {
    case '(': return TOKEN_LPAR;
    case ')': return TOKEN_RPAR;
    case '[': return TOKEN_LSQB;
    case ']': return TOKEN_RSQB;
    case '{': return TOKEN_LBRACE;
    case '}': return TOKEN_RBRACE;
    case ':': return TOKEN_COLON;
    case ',': return TOKEN_COMMA;
    case ';': return TOKEN_SEMI;
    case '+': return TOKEN_PLUS;
    case '-': return TOKEN_MINUS;
    case '*': return TOKEN_STAR;
    case '/': return TOKEN_SLASH;
    case '|': return TOKEN_VBAR;
    case '&': return TOKEN_AMPER;
    case '<': return TOKEN_LESS;
    case '>': return TOKEN_GREATER;
    case '=': return TOKEN_EQUAL;
    case '.': return TOKEN_DOT;
    case '%': return TOKEN_PERCENT;
    case '~': return TOKEN_TILDE;
    case '^': return TOKEN_CIRCUMFLEX;
    case '@': return TOKEN_AT;
    default: return TOKEN_UNKNOWN;
    }
}

int token_operator_of_two(int c, int c2) {
    switch (c) {
    case '!': return c2 == '=' ? TOKEN_NOTEQUAL : TOKEN_UNKNOWN;
    case '%': return c2 == '=' ? TOKEN_PERCENTEQUAL : TOKEN_UNKNOWN;
    case '&': return c2 == '=' ? TOKEN_AMPEREQUAL : TOKEN_UNKNOWN;
    case '*': return c2 == '*' ? TOKEN_DOUBLESTAR : c2 == '=' ? TOKEN_STAREQUAL : TOKEN_UNKNOWN;
    case '+': return c2 == '=' ? TOKEN_PLUSEQUAL : TOKEN_UNKNOWN;
    case '-': return c2 == '=' ? TOKEN_MINEQUAL : c2 == '>' ? TOKEN_RARROW : TOKEN_UNKNOWN;
    case '/': return c2 == '/' ? TOKEN_DOUBLESLASH : c2 == '=' ? TOKEN_SLASHEQUAL : TOKEN_UNKNOWN;
    case ':': return c2 == '=' ? TOKEN_COLONEQUAL : TOKEN_UNKNOWN;
    case '<':
        return c2 == '<'   ? TOKEN_LEFTSHIFT
               : c2 == '=' ? TOKEN_LESSEQUAL
               : c2 == '>' ? TOKEN_NOTEQUAL
                           : TOKEN_UNKNOWN;
    case '=': return c2 == '=' ? TOKEN_EQEQUAL : TOKEN_UNKNOWN;
    case '>': return c2 == '=' ? TOKEN_GREATEREQUAL : c2 == '>' ? TOKEN_RIGHTSHIFT : TOKEN_UNKNOWN;
    case '@': return c2 == '=' ? TOKEN_ATEQUAL : TOKEN_UNKNOWN;
    case '^': return c2 == '=' ? TOKEN_CIRCUMFLEXEQUAL : TOKEN_UNKNOWN;
    case '|': return c2 == '=' ? TOKEN_VBAREQUAL : TOKEN_UNKNOWN;
    default: return TOKEN_UNKNOWN;
    }
}

int token_operator_of_three(int two, int c3) {
    if (c3 != '=') return TOKEN_UNKNOWN;
    switch (two) {
    case TOKEN_DOUBLESTAR: return TOKEN_DOUBLESTAREQUAL;
    case TOKEN_DOUBLESLASH: return TOKEN_DOUBLESLASHEQUAL;
    case TOKEN_LEFTSHIFT: return TOKEN_LEFTSHIFTEQUAL;
    case TOKEN_RIGHTSHIFT: return TOKEN_RIGHTSHIFTEQUAL;
    default: return TOKEN_UNKNOWN;
    }
}
