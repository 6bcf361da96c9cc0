/* string_literal.h: what the files about string literals share; private to the syntax room. */
#ifndef SYNTAX_STRING_LITERAL_H
#define SYNTAX_STRING_LITERAL_H

#include "syntax/parser_internal.h"

/* The adjacent literals being joined. Text is gathered in `text`; an f-string's replacement field closes it,
 * and its parts are pushed on the parser's stack. All its nodes reach from the first literal to the last. */
typedef struct LiteralJoin {
    Location at;
    Ref kind;       /* 'u', when the first literal has that prefix; else NULL */
    Object *text;   /* str since the last replacement field, owned; NULL: none */
    bool formatted; /* an f-string is among them */
    isize base;     /* of the parts on the stack */
} LiteralJoin;

LiteralJoin join_new(const Parser *p, Location at, Ref kind);
/* Consumes `text` (NULL: failed). False: failed. */
bool join_text(Parser *p, LiteralJoin *join, Own text);
bool join_field(Parser *p, LiteralJoin *join, Expr *field);
/* The Constant or JoinedStr; gives everything back. NULL: failed. */
Expr *join_finish(Parser *p, LiteralJoin *join);
void join_discard(Parser *p, LiteralJoin *join);

/* Text of a literal between its quotes, made a str or bytes (parser_escape.c). NULL: raised. */
Own decode_text(Parser *p, const char *text, isize length, bool raw, const Token *token);
Own decode_bytes(Parser *p, const char *text, isize length, bool raw, const Token *token);
/* "invalid escape sequence '\d'": false: it became an error. */
bool warn_invalid_escape(Parser *p, const char *escape, const Token *token);

/* The body of an f-string (parser_fstring.c): literal text and replacement fields go to `join`. */
bool fstring_body(Parser *p, LiteralJoin *join, const char *text, isize length, bool raw, const Token *token);

#endif
