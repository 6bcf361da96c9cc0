/* parser_error.c: raising a SyntaxError: what it says, where it points, and which line it shows.
 *
 * Places are kept as byte columns from 0; a SyntaxError counts characters from 1. Which text it shows is the
 * line that the tokenizer holds, or, where that has gone on, the line looked up in the source. The first error
 * wins, but for one case: a bracket that is never closed is told in place of what it led to further down. */
#include "object/bytes.h"
#include "object/str.h"
#include "object/tuple.h"
#include "syntax/error_line.h"
#include "syntax/parser_internal.h"

enum { CURRENT_POSITION = -5 }; /* an end: where the tokenizer stands */

/* --- the text and its columns -------------------------------------------------------------------------- */

static Own decode_line(const char *line, isize length) {
    return str_decode((const u8 *)line, length, "utf-8", "replace");
}

/* Line `lineno` of the source without its end; where there are fewer lines, the last one. */
static Own source_line(const Parser *p, isize lineno) {
    const char *line = p->tokenizer->input;
    if (p->starting_lineno) lineno -= p->starting_lineno - 1;
    for (isize i = 1; i < lineno; i++) {
        const char *end = strchr(line, '\n');
        if (!end) break;
        line = end + 1;
    }
    const char *end = strchrnul(line, '\n');
    return decode_line(line, end - line);
}

static Own error_text(const Parser *p, isize lineno) {
    const Tokenizer *t = p->tokenizer;
    Own line = p->start_rule == START_FILE ? error_line(t->filename, lineno, t->encoding) : NULL;
    if (line) return line;
    if (t->lineno <= lineno && t->inp > t->buf) return decode_line(t->buf, t->inp - t->buf);
    return source_line(p, lineno);
}

/* The number of characters in the first `offset` bytes of the text; one that is cut counts. -1: raised. */
static isize character_offset(Ref text, isize offset) {
    Own utf8 = str_encode_utf8(text, "strict");
    if (!utf8) return -1;
    isize length = size_of(utf8), count = 0;
    const char *bytes = (const char *)AS_BYTES(utf8)->data;
    isize beyond = offset > length ? 1 : 0; /* the column after the last */
    for (isize i = 0; i < isize_min(offset, length); i++) count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    release(utf8);
    return count + beyond;
}

/* --- raising ------------------------------------------------------------------------------------------- */

typedef struct ErrorPlace { /* columns are bytes from 1 */
    isize lineno, col_offset, end_lineno, end_col_offset;
} ErrorPlace;

/* (filename, lineno, offset, text, end_lineno, end_offset), owned. */
static Own place_tuple(Ref filename, ErrorPlace at, Ref text) {
    Own lineno = int_from_isize(at.lineno), column = int_from_isize(at.col_offset);
    Own end_lineno = int_from_isize(at.end_lineno), end_column = int_from_isize(at.end_col_offset);
    Own place = NULL;
    if (lineno && column && end_lineno && end_column) {
        place = tuple_pack(6, filename, (Ref)lineno, (Ref)column, text, (Ref)end_lineno, (Ref)end_column);
    }
    release_maybe(lineno);
    release_maybe(column);
    release_maybe(end_lineno);
    release_maybe(end_column);
    return place;
}

/* From bytes to characters. False: raised. */
static bool count_characters(const Parser *p, ErrorPlace *at, Ref text) {
    if (p->start_rule == START_FSTRING) {
        at->col_offset -= p->starting_col_offset;
        at->end_col_offset -= p->starting_col_offset;
    }
    if (!p->tokenizer->encoding) return true;
    at->col_offset = character_offset(text, at->col_offset);
    if (at->col_offset < 0) return false;
    if (at->end_col_offset <= 0) return true;
    at->end_col_offset = character_offset(text, at->end_col_offset);
    return at->end_col_offset >= 0;
}

static void raise_message(Parser *p, Type *type, ErrorPlace at, Ref message) {
    Own text = error_text(p, at.lineno);
    if (!text) return;
    Own place = count_characters(p, &at, text) ? place_tuple(p->tokenizer->filename, at, text) : NULL;
    Own value = place ? tuple_pack(2, message, (Ref)place) : NULL;
    if (value) error_set_object(type, value);
    release_maybe(value);
    release_maybe(place);
    release(text);
}

static void *raise_formatted(Parser *p, Type *type, ErrorPlace at, const char *format, va_list arguments) {
    if (p->failed && error_occurred()) return NULL;
    p->failed = true;
    if (at.end_lineno == CURRENT_POSITION) at.end_lineno = p->tokenizer->lineno;
    if (at.end_col_offset == CURRENT_POSITION) at.end_col_offset = p->tokenizer->cur - p->tokenizer->line_start;
    Own message = str_vformat(format, arguments);
    if (message && p->start_rule == START_FSTRING) {
        Own prefixed = str_format("f-string: %U", (Ref)message);
        release(message);
        message = prefixed;
    }
    if (message) {
        raise_message(p, type, at, message);
        release(message);
    }
    return NULL;
}

static void raise_known(Parser *p, Type *type, ErrorPlace at, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    raise_formatted(p, type, at, format, arguments);
    va_end(arguments);
}

/* At the last token read. */
static void raise_last(Parser *p, Type *type, const char *format, va_list arguments) {
    if (p->failed && error_occurred()) return;
    if (p->fill == 0) {
        raise_formatted(p, type, (ErrorPlace){0, 0, 0, -1}, format, arguments);
        return;
    }
    const Token *token = p->known_error ? p->known_error : last_token(p);
    const Tokenizer *t = p->tokenizer;
    ErrorPlace at = {.lineno = token->at.lineno,
                     .col_offset = token->at.col_offset + 1,
                     .end_lineno = token->at.end_lineno,
                     .end_col_offset = token->at.end_col_offset == -1 ? -1 : token->at.end_col_offset + 1};
    if (token->at.col_offset == -1) at.col_offset = t->cur == t->buf ? 0 : t->cur - t->line_start;
    raise_formatted(p, type, at, format, arguments);
}

void *raise_here(Parser *p, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    raise_last(p, EXC(SyntaxError), format, arguments);
    va_end(arguments);
    return NULL;
}

void *raise_indentation(Parser *p, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    raise_last(p, EXC(IndentationError), format, arguments);
    va_end(arguments);
    return NULL;
}

void *raise_at(Parser *p, Location at, const char *format, ...) {
    ErrorPlace place = {at.lineno, at.col_offset + 1, at.end_lineno, at.end_col_offset + 1};
    va_list arguments;
    va_start(arguments, format);
    raise_formatted(p, EXC(SyntaxError), place, format, arguments);
    va_end(arguments);
    return NULL;
}

void *raise_between(Parser *p, Location first, Location last, const char *format, ...) {
    ErrorPlace place = {first.lineno, first.col_offset + 1, last.end_lineno, last.end_col_offset + 1};
    va_list arguments;
    va_start(arguments, format);
    raise_formatted(p, EXC(SyntaxError), place, format, arguments);
    va_end(arguments);
    return NULL;
}

void *raise_from(Parser *p, Location first, const char *format, ...) {
    ErrorPlace place = {first.lineno, first.col_offset + 1, CURRENT_POSITION, CURRENT_POSITION};
    va_list arguments;
    va_start(arguments, format);
    raise_formatted(p, EXC(SyntaxError), place, format, arguments);
    va_end(arguments);
    return NULL;
}

void *raise_invalid_target(Parser *p, TargetKind kind, Expr *expr) {
    Expr *wrong = invalid_target(expr, kind);
    if (!wrong) return NULL;
    return raise_at(p, wrong->at, kind == TARGET_DEL ? "cannot delete %s" : "cannot assign to %s",
                    expr_name(wrong));
}

/* --- errors from below --------------------------------------------------------------------------------- */

void raise_decode_error(Parser *p) {
    const char *kind = error_matches(EXC(UnicodeError)) ? "unicode error"
                       : error_matches(EXC(ValueError)) ? "value error"
                                                        : NULL;
    if (!kind) return;
    Own original = error_fetch();
    Own message = object_str(original);
    if (message) {
        raise_here(p, "(%s) %U", kind, (Ref)message);
        release(message);
    } else {
        error_clear();
        raise_here(p, "(%s) unknown error", kind);
    }
    release(original);
}

static void raise_unclosed(Parser *p) {
    const OpenBracket *open = &p->tokenizer->brackets[p->tokenizer->level - 1];
    raise_known(p, EXC(SyntaxError), (ErrorPlace){open->lineno, open->col_offset + 1, open->lineno, 0},
                "'%c' was never closed", open->opening);
}

static void raise_unexpected_end(Parser *p) {
    if (p->tokenizer->level) {
        raise_unclosed(p);
    } else {
        raise_here(p, "unexpected EOF while parsing");
    }
}

bool raise_tokenizer_error(Parser *p) {
    if (error_occurred()) return false;
    p->failed = true;
    const Tokenizer *t = p->tokenizer;
    ErrorPlace at = {t->lineno, 1, t->lineno, 0};
    switch (t->state) {
    case TOKENIZER_EOF: raise_unexpected_end(p); break;
    case TOKENIZER_DEDENT: raise_indentation(p, "unindent does not match any outer indentation level"); break;
    case TOKENIZER_TABS:
        raise_known(p, EXC(TabError), at, "inconsistent use of tabs and spaces in indentation");
        break;
    case TOKENIZER_TOO_DEEP: raise_known(p, EXC(IndentationError), at, "too many levels of indentation"); break;
    case TOKENIZER_CONTINUATION:
        at.col_offset = isize_max(t->cur - t->buf - 1, 0) + 1;
        raise_known(p, EXC(SyntaxError), at, "unexpected character after line continuation character");
        break;
    default: raise_known(p, EXC(SyntaxError), at, "unknown parsing error"); break;
    }
    return false;
}

/* --- which error to report ------------------------------------------------------------------------------- */

/* Tokenizes the rest: a wrong token, or a bracket opened on an earlier line and never closed, is a better
 * explanation than what the parser found. */
static void look_for_tokenizer_errors(Parser *p) {
    Own found = error_fetch();
    const Token *token = p->known_error ? p->known_error : last_token(p);
    isize error_line = token->at.lineno;
    const char *start, *end;
    int type;
    do type = tokenizer_next(p->tokenizer, &start, &end);
    while (type != TOKEN_ERROR && type != TOKEN_ENDMARKER);
    int level = p->tokenizer->level;
    if (type == TOKEN_ERROR && !error_occurred() && level &&
        error_line > p->tokenizer->brackets[level - 1].lineno) {
        raise_unclosed(p);
    }
    if (error_occurred()) {
        release_maybe(found);
    } else {
        error_restore(found);
    }
}

void raise_syntax_error(Parser *p, Token *last) {
    if (error_occurred()) {
        /* What the tokenizer raised stands; what the parser raised may have a cause further down. */
        if (p->tokenizer->state == TOKENIZER_OK && error_matches(EXC(SyntaxError)))
            look_for_tokenizer_errors(p);
        return;
    }
    if (p->fill == 0) raise_here(p, "error at start before reading any input");
    if (last->type == TOKEN_ERROR && p->tokenizer->state == TOKENIZER_EOF) {
        raise_unexpected_end(p);
        return;
    }
    if (last->type == TOKEN_INDENT || last->type == TOKEN_DEDENT) {
        raise_indentation(p, last->type == TOKEN_INDENT ? "unexpected indent" : "unexpected unindent");
        return;
    }
    raise_at(p, last->at, "invalid syntax");
    look_for_tokenizer_errors(p);
}
