/* tokens.h: what the tokenizer cuts source text into, once, as tables.
 *
 * TOKEN(NAME, text): text is "" for kinds whose text varies. Operators are found by their text, so the table
 * is also the tokenizer's list of operators. KEYWORD(NAME, text): reserved words. The soft keywords `match`,
 * `case` and `_` are plain names: only the grammar can tell. */
#ifndef SYNTAX_TOKENS_H
#define SYNTAX_TOKENS_H

#include "base/base.h"

#define TOKENS(TOKEN)                                                                                          \
    TOKEN(ENDMARKER, "")                                                                                       \
    TOKEN(NAME, "")                                                                                            \
    TOKEN(NUMBER, "")                                                                                          \
    TOKEN(STRING, "")                                                                                          \
    TOKEN(NEWLINE, "")                                                                                         \
    TOKEN(INDENT, "")                                                                                          \
    TOKEN(DEDENT, "")                                                                                          \
    TOKEN(ASYNC, "")                                                                                           \
    TOKEN(AWAIT, "")                                                                                           \
    TOKEN(ERROR, "")                                                                                           \
    TOKEN(UNKNOWN, "") /* a character that begins no token: `$`, `?`, `!` */                                   \
    OPERATOR_TOKENS(TOKEN)

#define OPERATOR_TOKENS(TOKEN)                                                                                 \
    TOKEN(LPAR, "(")                                                                                           \
    TOKEN(RPAR, ")")                                                                                           \
    TOKEN(LSQB, "[")                                                                                           \
    TOKEN(RSQB, "]")                                                                                           \
    TOKEN(LBRACE, "{")                                                                                         \
    TOKEN(RBRACE, "}")                                                                                         \
    TOKEN(COLON, ":")                                                                                          \
    TOKEN(COMMA, ",")                                                                                          \
    TOKEN(SEMI, ";")                                                                                           \
    TOKEN(PLUS, "+")                                                                                           \
    TOKEN(MINUS, "-")                                                                                          \
    TOKEN(STAR, "*")                                                                                           \
    TOKEN(SLASH, "/")                                                                                          \
    TOKEN(VBAR, "|")                                                                                           \
    TOKEN(AMPER, "&")                                                                                          \
    TOKEN(LESS, "<")                                                                                           \
    TOKEN(GREATER, ">")                                                                                        \
    TOKEN(EQUAL, "=")                                                                                          \
    TOKEN(DOT, ".")                                                                                            \
    TOKEN(PERCENT, "%")                                                                                        \
    TOKEN(TILDE, "~")                                                                                          \
    TOKEN(CIRCUMFLEX, "^")                                                                                     \
    TOKEN(AT, "@")                                                                                             \
    TOKEN(EQEQUAL, "==")                                                                                       \
    TOKEN(NOTEQUAL, "!=") /* or `<>` */                                                                        \
    TOKEN(LESSEQUAL, "<=")                                                                                     \
    TOKEN(GREATEREQUAL, ">=")                                                                                  \
    TOKEN(LEFTSHIFT, "<<")                                                                                     \
    TOKEN(RIGHTSHIFT, ">>")                                                                                    \
    TOKEN(DOUBLESTAR, "**")                                                                                    \
    TOKEN(DOUBLESLASH, "//")                                                                                   \
    TOKEN(RARROW, "->")                                                                                        \
    TOKEN(COLONEQUAL, ":=")                                                                                    \
    TOKEN(PLUSEQUAL, "+=")                                                                                     \
    TOKEN(MINEQUAL, "-=")                                                                                      \
    TOKEN(STAREQUAL, "*=")                                                                                     \
    TOKEN(SLASHEQUAL, "/=")                                                                                    \
    TOKEN(PERCENTEQUAL, "%=")                                                                                  \
    TOKEN(AMPEREQUAL, "&=")                                                                                    \
    TOKEN(VBAREQUAL, "|=")                                                                                     \
    TOKEN(CIRCUMFLEXEQUAL, "^=")                                                                               \
    TOKEN(LEFTSHIFTEQUAL, "<<=")                                                                               \
    TOKEN(RIGHTSHIFTEQUAL, ">>=")                                                                              \
    TOKEN(DOUBLESTAREQUAL, "**=")                                                                              \
    TOKEN(DOUBLESLASHEQUAL, "//=")                                                                             \
    TOKEN(ATEQUAL, "@=")                                                                                       \
    TOKEN(ELLIPSIS, "...")

#define KEYWORDS(KEYWORD)                                                                                      \
    KEYWORD(FALSE, "False")                                                                                    \
    KEYWORD(NONE, "None")                                                                                      \
    KEYWORD(TRUE, "True")                                                                                      \
    KEYWORD(AND, "and")                                                                                        \
    KEYWORD(AS, "as")                                                                                          \
    KEYWORD(ASSERT, "assert")                                                                                  \
    KEYWORD(BREAK, "break")                                                                                    \
    KEYWORD(CLASS, "class")                                                                                    \
    KEYWORD(CONTINUE, "continue")                                                                              \
    KEYWORD(DEF, "def")                                                                                        \
    KEYWORD(DEL, "del")                                                                                        \
    KEYWORD(ELIF, "elif")                                                                                      \
    KEYWORD(ELSE, "else")                                                                                      \
    KEYWORD(EXCEPT, "except")                                                                                  \
    KEYWORD(FINALLY, "finally")                                                                                \
    KEYWORD(FOR, "for")                                                                                        \
    KEYWORD(FROM, "from")                                                                                      \
    KEYWORD(GLOBAL, "global")                                                                                  \
    KEYWORD(IF, "if")                                                                                          \
    KEYWORD(IMPORT, "import")                                                                                  \
    KEYWORD(IN, "in")                                                                                          \
    KEYWORD(IS, "is")                                                                                          \
    KEYWORD(LAMBDA, "lambda")                                                                                  \
    KEYWORD(NONLOCAL, "nonlocal")                                                                              \
    KEYWORD(NOT, "not")                                                                                        \
    KEYWORD(OR, "or")                                                                                          \
    KEYWORD(PASS, "pass")                                                                                      \
    KEYWORD(RAISE, "raise")                                                                                    \
    KEYWORD(RETURN, "return")                                                                                  \
    KEYWORD(TRY, "try")                                                                                        \
    KEYWORD(WHILE, "while")                                                                                    \
    KEYWORD(WITH, "with")                                                                                      \
    KEYWORD(YIELD, "yield")

typedef enum TokenType {
#define TOKEN(NAME, text) TOKEN_##NAME,
    TOKENS(TOKEN)
#undef TOKEN
#define KEYWORD(NAME, text) KEYWORD_##NAME,
        KEYWORDS(KEYWORD)
#undef KEYWORD
            TOKEN_TYPE_COUNT
} TokenType;

/* "NAME", "LPAR", "if" ... */
const char *token_type_name(int type);
/* The keyword that a name is, or TOKEN_NAME. */
int token_keyword(const char *name, isize length);
/* Operators by their characters, of which three are `two` and one more; TOKEN_UNKNOWN: none. */
int token_operator_of_one(int c);
int token_operator_of_two(int c, int c2);
int token_operator_of_three(int two, int c3);

#endif
