/* tokenizer.h: from bytes to tokens; for the syntax room, and for the module _tokenize, which shows them.
 *
 * The source is first made into one UTF-8 buffer with \n line ends, ended by a NUL. The tokenizer then walks
 * it a line at a time, as CPython's does: a line is "read" when its first byte is asked for, because where a
 * message points depends on which line was read last.
 *
 *     line_start        cur                     inp
 *     v                 v                       v
 *     x = (1,  2  \n    ...                  \n
 *              ^ start: of the token being cut, NULL between tokens */
#ifndef SYNTAX_TOKENIZER_H
#define SYNTAX_TOKENIZER_H

#include "base/pool.h"
#include "object/object.h"
#include "syntax/tokens.h"

enum { TOKENIZER_MAX_INDENT = 100, TOKENIZER_MAX_LEVEL = 200 };

/* Why no further token is to be had. */
typedef enum TokenizerState {
    TOKENIZER_OK,
    TOKENIZER_EOF,
    TOKENIZER_ERROR,        /* the exception is set */
    TOKENIZER_DECODE_ERROR, /* a UnicodeDecodeError is set, which the parser turns into a SyntaxError */
    TOKENIZER_TABS,         /* TabError */
    TOKENIZER_TOO_DEEP,     /* too many levels of indentation */
    TOKENIZER_DEDENT,       /* unindent matches no outer level */
    TOKENIZER_CONTINUATION, /* something after a backslash */
    TOKENIZER_EOF_IN_STRING,
    TOKENIZER_EOL_IN_STRING
} TokenizerState;

/* An opening bracket that was not closed yet. */
typedef struct OpenBracket {
    char opening;
    int lineno, col_offset;
} OpenBracket;

typedef struct Tokenizer {
    const char *input;            /* the source as it was given, where messages look up lines */
    const char *buf;              /* where the statement's text begins, for columns of some messages */
    const char *cur, *inp;        /* next byte; end of the lines read so far */
    const char *line_start;       /* of the line `cur` is in */
    const char *start;            /* of the token being cut, or NULL */
    const char *multi_line_start; /* first line of the string literal just cut */
    const char *encoding;         /* known: columns of messages count characters; NULL: not known */
    int first_lineno;             /* of that literal */
    int lineno;
    TokenizerState state;
    int indent;  /* top of the two stacks */
    int pending; /* INDENT (> 0) or DEDENT (< 0) tokens still to hand out */
    int level;   /* brackets open */
    bool at_line_start;
    bool from_file;     /* PARSE_FROM_FILE */
    bool type_comments; /* they are tokens */
    bool async_hacks;   /* feature version below 7: `async` and `await` are names but in `async def` */
    bool async_def, async_def_newline;
    int async_def_indent;
    int columns[TOKENIZER_MAX_INDENT];   /* with tabs to multiples of 8 ... */
    int alternate[TOKENIZER_MAX_INDENT]; /* ... and of 1: they must agree */
    OpenBracket brackets[TOKENIZER_MAX_LEVEL];
    Ref filename;
} Tokenizer;

/* A decoded source, NUL-terminated, in `pool`. */
typedef struct SourceText {
    const char *text;
    const char *raw;      /* before it was decoded, with its line ends translated */
    const char *encoding; /* by BOM, coding line or PARSE_IGNORE_COOKIE; NULL: not known */
} SourceText;

/* How a source is to be decoded. */
typedef struct SourceOptions {
    bool ignore_cookie; /* it is UTF-8, whatever it says */
    bool add_newline;   /* its text ends with one, even where it has none */
    bool from_file;     /* PARSE_FROM_FILE */
} SourceOptions;
/* Decodes a program's bytes: universal newlines, BOM, coding line. NULL text: raised. */
SourceText source_decode(const char *source, isize length, Ref filename, SourceOptions options, Pool *pool);
/* The encoding of a program's bytes by their coding line, in `pool`; "utf-8" without one. NULL: no memory, and
 * no exception. */
const char *source_encoding(const char *source, isize length, Pool *pool);

void tokenizer_init(Tokenizer *tokenizer, const char *text, Ref filename);
/* Cuts the next token: its kind, and its text in [*start, *end), both NULL where it has none. TOKEN_ERROR: see
 * `state`; an exception is set for TOKENIZER_ERROR and TOKENIZER_DECODE_ERROR. */
int tokenizer_next(Tokenizer *tokenizer, const char **start, const char **end);

/* --- between the files of the tokenizer --- */

enum { TOKENIZER_END = -1 }; /* no byte: end of input */

int tokenizer_read_line(Tokenizer *t);
/* The next byte or TOKENIZER_END. */
static inline int tokenizer_byte(Tokenizer *t) {
    if (t->cur != t->inp) return (unsigned char)*t->cur++;
    return tokenizer_read_line(t);
}
static inline void tokenizer_back(Tokenizer *t, int byte) {
    if (byte != TOKENIZER_END) t->cur--;
}
/* Raises SyntaxError at the current byte (or the given columns, from 1; -1: the current one). TOKEN_ERROR. */
int tokenizer_error(Tokenizer *t, const char *format, ...);
int tokenizer_error_range(Tokenizer *t, int col_offset, int end_col_offset, const char *format, ...);
/* Issues a warning at the current line; false: it became an exception. */
bool tokenizer_warn(Tokenizer *t, Type *category, const char *format, ...);
/* Cuts a name from its first byte, or a string literal with a prefix. */
int tokenizer_name(Tokenizer *t, int first, const char **start, const char **end);
/* Raises the error for a character that may not stand where it stands. */
void tokenizer_invalid_character(Tokenizer *t, u32 c);
/* Cuts a number that begins with `first` (a digit, or the digit after a dot when `fraction`). */
int tokenizer_number(Tokenizer *t, int first, bool fraction);
/* Cuts a string literal from its opening quote. */
int tokenizer_string(Tokenizer *t, int quote);

static inline bool byte_is_digit(int c) { return c >= '0' && c <= '9'; }
static inline bool byte_starts_name(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 128;
}
static inline bool byte_continues_name(int c) { return byte_starts_name(c) || byte_is_digit(c); }

#endif
