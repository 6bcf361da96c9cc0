/* tokens.h: what the tokenizer cuts source text into, once, as tables.
 *
 *     TOKEN(NAME)                  kinds whose text varies
 *     OPERATOR(NAME, c1, c2, c3)   and its characters, 0 where it has fewer
 *     KEYWORD(NAME, text)          reserved words
 *
 * The soft keywords `match`, `case` and `_` are plain names: only the grammar can tell. */
#ifndef SYNTAX_TOKENS_H
#define SYNTAX_TOKENS_H

#include "base/base.h"

/* clang-format off */
/* UNKNOWN: a character that begins no token: `$`, `?`, `!` */
#define VARIED_TOKENS(TOKEN) \
    TOKEN(ENDMARKER) \
    TOKEN(NAME) \
    TOKEN(NUMBER) \
    TOKEN(STRING) \
    TOKEN(NEWLINE) \
    TOKEN(INDENT) \
    TOKEN(DEDENT) \
    TOKEN(ASYNC) \
    TOKEN(AWAIT) \
    TOKEN(TYPE_IGNORE) \
    TOKEN(TYPE_COMMENT) \
    TOKEN(ERROR) \
    TOKEN(UNKNOWN)

/* `<>` is another way to write NOTEQUAL. */
#define OPERATOR_TOKENS(OPERATOR) \
    OPERATOR(LPAR, '(', 0, 0) \
    OPERATOR(RPAR, ')', 0, 0) \
    OPERATOR(LSQB, '[', 0, 0) \
    OPERATOR(RSQB, ']', 0, 0) \
    OPERATOR(LBRACE, '{', 0, 0) \
    OPERATOR(RBRACE, '}', 0, 0) \
    OPERATOR(COLON, ':', 0, 0) \
    OPERATOR(COMMA, ',', 0, 0) \
    OPERATOR(SEMI, ';', 0, 0) \
    OPERATOR(PLUS, '+', 0, 0) \
    OPERATOR(MINUS, '-', 0, 0) \
    OPERATOR(STAR, '*', 0, 0) \
    OPERATOR(SLASH, '/', 0, 0) \
    OPERATOR(VBAR, '|', 0, 0) \
    OPERATOR(AMPER, '&', 0, 0) \
    OPERATOR(LESS, '<', 0, 0) \
    OPERATOR(GREATER, '>', 0, 0) \
    OPERATOR(EQUAL, '=', 0, 0) \
    OPERATOR(DOT, '.', 0, 0) \
    OPERATOR(PERCENT, '%', 0, 0) \
    OPERATOR(TILDE, '~', 0, 0) \
    OPERATOR(CIRCUMFLEX, '^', 0, 0) \
    OPERATOR(AT, '@', 0, 0) \
    OPERATOR(EQEQUAL, '=', '=', 0) \
    OPERATOR(NOTEQUAL, '!', '=', 0) \
    OPERATOR(LESSEQUAL, '<', '=', 0) \
    OPERATOR(GREATEREQUAL, '>', '=', 0) \
    OPERATOR(LEFTSHIFT, '<', '<', 0) \
    OPERATOR(RIGHTSHIFT, '>', '>', 0) \
    OPERATOR(DOUBLESTAR, '*', '*', 0) \
    OPERATOR(DOUBLESLASH, '/', '/', 0) \
    OPERATOR(RARROW, '-', '>', 0) \
    OPERATOR(COLONEQUAL, ':', '=', 0) \
    OPERATOR(PLUSEQUAL, '+', '=', 0) \
    OPERATOR(MINEQUAL, '-', '=', 0) \
    OPERATOR(STAREQUAL, '*', '=', 0) \
    OPERATOR(SLASHEQUAL, '/', '=', 0) \
    OPERATOR(PERCENTEQUAL, '%', '=', 0) \
    OPERATOR(AMPEREQUAL, '&', '=', 0) \
    OPERATOR(VBAREQUAL, '|', '=', 0) \
    OPERATOR(CIRCUMFLEXEQUAL, '^', '=', 0) \
    OPERATOR(LEFTSHIFTEQUAL, '<', '<', '=') \
    OPERATOR(RIGHTSHIFTEQUAL, '>', '>', '=') \
    OPERATOR(DOUBLESTAREQUAL, '*', '*', '=') \
    OPERATOR(DOUBLESLASHEQUAL, '/', '/', '=') \
    OPERATOR(ATEQUAL, '@', '=', 0) \
    OPERATOR(ELLIPSIS, '.', '.', '.')

#define KEYWORDS(KEYWORD) \
    KEYWORD(FALSE, "False") \
    KEYWORD(NONE, "None") \
    KEYWORD(TRUE, "True") \
    KEYWORD(AND, "and") \
    KEYWORD(AS, "as") \
    KEYWORD(ASSERT, "assert") \
    KEYWORD(BREAK, "break") \
    KEYWORD(CLASS, "class") \
    KEYWORD(CONTINUE, "continue") \
    KEYWORD(DEF, "def") \
    KEYWORD(DEL, "del") \
    KEYWORD(ELIF, "elif") \
    KEYWORD(ELSE, "else") \
    KEYWORD(EXCEPT, "except") \
    KEYWORD(FINALLY, "finally") \
    KEYWORD(FOR, "for") \
    KEYWORD(FROM, "from") \
    KEYWORD(GLOBAL, "global") \
    KEYWORD(IF, "if") \
    KEYWORD(IMPORT, "import") \
    KEYWORD(IN, "in") \
    KEYWORD(IS, "is") \
    KEYWORD(LAMBDA, "lambda") \
    KEYWORD(NONLOCAL, "nonlocal") \
    KEYWORD(NOT, "not") \
    KEYWORD(OR, "or") \
    KEYWORD(PASS, "pass") \
    KEYWORD(RAISE, "raise") \
    KEYWORD(RETURN, "return") \
    KEYWORD(TRY, "try") \
    KEYWORD(WHILE, "while") \
    KEYWORD(WITH, "with") \
    KEYWORD(YIELD, "yield")

/* clang-format on */
typedef enum TokenType {
#define TOKEN(NAME) TOKEN_##NAME,
#define OPERATOR(NAME, c1, c2, c3) TOKEN_##NAME,
#define KEYWORD(NAME, text) KEYWORD_##NAME,
    VARIED_TOKENS(TOKEN) OPERATOR_TOKENS(OPERATOR) KEYWORDS(KEYWORD)
#undef TOKEN
#undef OPERATOR
#undef KEYWORD
        TOKEN_TYPE_COUNT
} TokenType;

/* "NAME", "LPAR", "if" ... */
const char *token_type_name(int type);
/* The keyword that a name is, or TOKEN_NAME. */
int token_keyword(const char *name, isize length);
/* The operator of these characters, 0 where it has fewer; TOKEN_UNKNOWN: none. */
int token_operator(int c1, int c2, int c3);

#endif
