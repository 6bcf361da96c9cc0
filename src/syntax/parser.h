/* parser.h: from source to syntax tree.
 *
 * A recursive descent over CPython 3.11's PEG grammar, with memory where the grammar's rules are left
 * recursive or tried again. Each function stands under its rule. When a program is wrong it is parsed a second
 * time with the `invalid_` rules, which exist to find the best message. */
#ifndef SYNTAX_PARSER_H
#define SYNTAX_PARSER_H

#include "syntax/ast.h"

typedef enum ParseMode { /* FUNC_TYPE: a signature in a type comment, "(int) -> str" */
                         PARSE_FILE,
                         PARSE_EVAL,
                         PARSE_SINGLE,
                         PARSE_FUNC_TYPE
} ParseMode;

enum {                               /* ParseOptions.flags: as CPython's compile() flags */
       PARSE_IGNORE_COOKIE = 0x0010, /* the source is UTF-8, whatever its coding line says (source was a str) */
       PARSE_DONT_IMPLY_DEDENT = 0x0200, /* codeop: an unfinished block is not ended by the end of the text */
       PARSE_ALLOW_INCOMPLETE_INPUT = 0x4000,
       PARSE_ONLY_AST = 0x0400,      /* compile() is asked for the tree */
       PARSE_TYPE_COMMENTS = 0x1000, /* "# type: ..." is part of the tree */
       PARSE_ALLOW_TOP_LEVEL_AWAIT = 0x2000,
       PARSE_FROM_FILE = 0x10000000, /* ours: the source is the file that `python FILE` runs, read line by line:
                                      * "Non-UTF-8 code starting with ...", "encoding problem: ..." */
       PARSE_BARRY_AS_BDFL = 0x400000 /* from __future__ import barry_as_FLUFL */
};

typedef struct ParseOptions {
    ParseMode mode;
    int flags;
    int feature_version; /* minor, 0: the latest (11) */
} ParseOptions;

/* Parses `source` (bytes of a file: encoding declaration and BOM honoured, NUL bytes refused). Fills *tree (to
 * be given back with tree_free) and answers true; false: SyntaxError, IndentationError, TabError,
 * UnicodeDecodeError, MemoryError, RecursionError or a warning turned into an error is the current exception,
 * with all its attributes as CPython sets them. Warnings go through OBJECT_ROOT->warn_explicit. */
bool parse(const char *source, isize length, Ref filename, const ParseOptions *options, Tree *tree);

/* The parser's own tokens, for `opscope dis --stages`. */
typedef struct TokenInfo {
    int type; /* tokens.h */
    Location at;
    const char *text;  /* the whole source as decoded to UTF-8 */
    const char *start; /* into it */
    isize length;
} TokenInfo;
typedef bool (*TokenVisit)(const TokenInfo *token, void *context);
bool tokenize(const char *source, isize length, Ref filename, TokenVisit visit, void *context);

#endif
