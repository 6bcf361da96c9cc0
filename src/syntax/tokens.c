/* tokens.c: which token a text is. The compiler makes the searches of the tables. */
#include "syntax/tokens.h"

const char *token_type_name(int type) {
#define TOKEN(NAME) #NAME,
#define OPERATOR(NAME, c1, c2, c3) #NAME,
#define KEYWORD(NAME, text) text,
    static const char *const names[] = {VARIED_TOKENS(TOKEN) OPERATOR_TOKENS(OPERATOR) KEYWORDS(KEYWORD)};
#undef TOKEN
#undef OPERATOR
#undef KEYWORD
    return names[type];
}

int token_keyword(const char *name, isize length) {
    if (length < 2 || length > 8) return TOKEN_NAME;
#define KEYWORD(NAME, text)                                                                                    \
    if (length == (isize)sizeof text - 1 && name[0] == text[0] && memcmp(name, text, sizeof text - 1) == 0) {  \
        return KEYWORD_##NAME;                                                                                 \
    }
    KEYWORDS(KEYWORD)
#undef KEYWORD
    return TOKEN_NAME;
}

int token_operator(int c1, int c2, int c3) {
#define PACKED(a, b, c) ((a) | (b) << 8 | (c) << 16)
    switch (PACKED(c1, c2, c3)) {
#define OPERATOR(NAME, c1, c2, c3)                                                                             \
    case PACKED(c1, c2, c3): return TOKEN_##NAME;
        OPERATOR_TOKENS(OPERATOR)
#undef OPERATOR
    case PACKED('<', '>', 0): return TOKEN_NOTEQUAL;
    default: return TOKEN_UNKNOWN;
    }
#undef PACKED
}
