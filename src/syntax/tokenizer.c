/* tokenizer.c: cutting the decoded source into tokens.
 *
 * One function for each thing that can begin: indentation, comment, name, number, string, line end,
 * continuation, operator. Invariants: [line_start, inp) is the line being cut (more than one within a string
 * literal or brackets: then line_start is the last one's start); `columns` and `alternate` grow together, and
 * a line's indentation must compare the same in both, or it mixes tabs and spaces (TabError). */
#include "syntax/tokenizer.h"

#include "base/utf8.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/root.h"
#include "object/str.h"
#include "object/tuple.h"

enum { TAB_SIZE = 8 };

void tokenizer_init(Tokenizer *tokenizer, const char *text, Ref filename) {
    /* The stacks of indentation and brackets need no clearing but for their first entries. */
    memset(tokenizer, 0, offsetof(Tokenizer, columns));
    tokenizer->columns[0] = tokenizer->alternate[0] = 0;
    tokenizer->input = tokenizer->buf = tokenizer->cur = tokenizer->inp = tokenizer->line_start = text;
    tokenizer->at_line_start = true;
    tokenizer->filename = filename;
}

/* --- reading ------------------------------------------------------------------------------------------- */

/* A program's file must be UTF-8 as far as it is read, unless it says what it is. False: raised. */
static bool check_line(Tokenizer *t) {
    isize bad;
    if (utf8_count(t->cur, t->inp - t->cur, &bad) >= 0) return true;
    error_set(EXC(SyntaxError),
              "Non-UTF-8 code starting with '\\x%02x' in file %U on line %d, but no encoding declared; see "
              "https://peps.python.org/pep-0263/ for details",
              (unsigned)(unsigned char)t->cur[bad], t->filename, t->lineno);
    t->state = TOKENIZER_DECODE_ERROR;
    t->inp = t->cur;
    return false;
}

int tokenizer_read_line(Tokenizer *t) {
    if (t->state != TOKENIZER_OK) return TOKENIZER_END;
    if (*t->inp == '\0') {
        t->state = TOKENIZER_EOF;
        /* A file's buffer is emptied before more is read, unless a token began in it. */
        if (t->from_file && !t->start) t->buf = t->line_start = t->cur;
        return TOKENIZER_END;
    }
    const char *line_end = strchrnul(t->inp, '\n');
    if (!t->start) t->buf = t->cur;
    t->line_start = t->cur;
    t->lineno++;
    t->inp = *line_end ? line_end + 1 : line_end;
    if (t->from_file && !t->encoding && !check_line(t)) return TOKENIZER_END;
    return (unsigned char)*t->cur++;
}

/* Ends tokenizing for a reason that the parser turns into a message. */
static int stop(Tokenizer *t, TokenizerState state) {
    t->state = state;
    t->cur = t->inp;
    return TOKEN_ERROR;
}

/* --- errors and warnings ------------------------------------------------------------------------------- */

/* (filename, lineno, offset, text, end_lineno, end_offset), owned. */
static Own error_location(Tokenizer *t, int col_offset, int end_col_offset) {
    Own text = NULL, place = NULL;
    if (col_offset < 0) {
        Own before = str_decode((const u8 *)t->line_start, t->cur - t->line_start, "utf-8", "replace");
        if (!before) return NULL;
        col_offset = (int)str_length(before);
        release(before);
    }
    if (end_col_offset < 0) end_col_offset = col_offset;
    isize line_length = strchrnul(t->line_start, '\n') - t->line_start;
    text = str_decode((const u8 *)t->line_start, line_length, "utf-8", "replace");
    Own lineno = int_from_i64(t->lineno), column = int_from_i64(col_offset),
        end_column = int_from_i64(end_col_offset);
    if (text && lineno && column && end_column) {
        place = tuple_pack(6, t->filename, (Ref)lineno, (Ref)column, (Ref)text, (Ref)lineno, (Ref)end_column);
    }
    release_maybe(text);
    release_maybe(lineno);
    release_maybe(column);
    release_maybe(end_column);
    return place;
}

static int raise_range(Tokenizer *t, int col_offset, int end_col_offset, const char *format,
                       va_list arguments) {
    Own message = str_vformat(format, arguments);
    Own place = message ? error_location(t, col_offset, end_col_offset) : NULL;
    Own value = place ? tuple_pack(2, (Ref)message, (Ref)place) : NULL;
    if (value) error_set_object(EXC(SyntaxError), value);
    release_maybe(message);
    release_maybe(place);
    release_maybe(value);
    t->state = TOKENIZER_ERROR;
    return TOKEN_ERROR;
}

int tokenizer_error(Tokenizer *t, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    raise_range(t, -1, -1, format, arguments);
    va_end(arguments);
    return TOKEN_ERROR;
}

int tokenizer_error_range(Tokenizer *t, int col_offset, int end_col_offset, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    raise_range(t, col_offset, end_col_offset, format, arguments);
    va_end(arguments);
    return TOKEN_ERROR;
}

bool tokenizer_warn(Tokenizer *t, Type *category, const char *format, ...) {
    if (!OBJECT_ROOT->warn_explicit) return true;
    va_list arguments;
    va_start(arguments, format);
    Own message = str_vformat(format, arguments);
    va_end(arguments);
    bool passed = message && OBJECT_ROOT->warn_explicit(category, message, t->filename, t->lineno);
    if (!passed) {
        t->state = TOKENIZER_ERROR;
        /* A warning made into an error is a SyntaxError, which says where. */
        if (error_matches(category)) {
            error_clear();
            tokenizer_error(t, "%U", (Ref)message);
        }
    }
    release_maybe(message);
    return passed;
}

/* --- indentation --------------------------------------------------------------------------------------- */

/* After a backslash: the line end, then a line that exists. */
static bool continue_line(Tokenizer *t) {
    if (tokenizer_byte(t) != '\n') {
        t->state = TOKENIZER_CONTINUATION;
        return false;
    }
    int next = tokenizer_byte(t);
    if (next == TOKENIZER_END) {
        stop(t, TOKENIZER_EOF);
        return false;
    }
    tokenizer_back(t, next);
    return true;
}

/* Compares a line's columns with the stack: counts the INDENT or DEDENT tokens that must come. */
static bool indent_to(Tokenizer *t, int column, int alternate) {
    if (column > t->columns[t->indent]) {
        if (t->indent + 1 >= TOKENIZER_MAX_INDENT) return stop(t, TOKENIZER_TOO_DEEP), false;
        if (alternate <= t->alternate[t->indent]) return stop(t, TOKENIZER_TABS), false;
        t->pending++;
        t->indent++;
        t->columns[t->indent] = column;
        t->alternate[t->indent] = alternate;
        return true;
    }
    while (t->indent > 0 && column < t->columns[t->indent]) {
        t->pending--;
        t->indent--;
    }
    if (column != t->columns[t->indent]) return stop(t, TOKENIZER_DEDENT), false;
    if (alternate != t->alternate[t->indent]) return stop(t, TOKENIZER_TABS), false;
    return true;
}

/* Reads the white space that a line begins with. A line with nothing but white space and a comment is
 * blank: it does not count. */
static bool read_indentation(Tokenizer *t, bool *blank) {
    int column = 0, alternate = 0, continued = 0, c;
    t->at_line_start = false;
    for (;;) {
        c = tokenizer_byte(t);
        if (c == ' ') {
            column++, alternate++;
        } else if (c == '\t') {
            column = (column / TAB_SIZE + 1) * TAB_SIZE;
            alternate++;
        } else if (c == '\f') {
            column = alternate = 0;
        } else if (c == '\\') {
            /* Of an indentation split over lines the part before the first backslash counts. */
            if (!continued) continued = column;
            if (!continue_line(t)) return false;
        } else {
            break;
        }
    }
    tokenizer_back(t, c);
    *blank = c == '#' || c == '\n';
    if (*blank || t->level > 0) return true;
    return indent_to(t, continued ? continued : column, continued ? continued : alternate);
}

/* --- operators ---------------------------------------------------------------------------------------- */

static int open_bracket(Tokenizer *t, int c) {
    if (t->level >= TOKENIZER_MAX_LEVEL) return tokenizer_error(t, "too many nested parentheses");
    t->brackets[t->level++] =
        (OpenBracket){.opening = (char)c, .lineno = t->lineno, .col_offset = (int)(t->start - t->line_start)};
    return token_operator(c, 0, 0);
}

static int close_bracket(Tokenizer *t, int c) {
    if (!t->level) return tokenizer_error(t, "unmatched '%c'", c);
    OpenBracket open = t->brackets[--t->level];
    char closing = open.opening == '(' ? ')' : open.opening == '[' ? ']' : '}';
    if (c == closing) return token_operator(c, 0, 0);
    if (open.lineno != t->lineno) {
        return tokenizer_error(t, "closing parenthesis '%c' does not match opening parenthesis '%c' on line %d",
                               c, open.opening, open.lineno);
    }
    return tokenizer_error(t, "closing parenthesis '%c' does not match opening parenthesis '%c'", c,
                           open.opening);
}

/* Everything that is not a name, a number, a string or white space. */
static int cut_operator(Tokenizer *t, int c) {
    int c2 = tokenizer_byte(t);
    int type = c2 > 0 ? token_operator(c, c2, 0) : TOKEN_UNKNOWN;
    if (type != TOKEN_UNKNOWN) {
        int c3 = tokenizer_byte(t);
        int longer = c3 > 0 ? token_operator(c, c2, c3) : TOKEN_UNKNOWN;
        if (longer != TOKEN_UNKNOWN) return longer;
        tokenizer_back(t, c3);
        return type;
    }
    tokenizer_back(t, c2);
    if (c == '(' || c == '[' || c == '{') return open_bracket(t, c);
    if (c == ')' || c == ']' || c == '}') return close_bracket(t, c);
    if (c < ' ' || c == 0x7F) {
        tokenizer_invalid_character(t, (u32)c);
        return TOKEN_ERROR;
    }
    return token_operator(c, 0, 0);
}

/* A dot, `...`, or a number that begins with a dot. */
static int cut_dot(Tokenizer *t) {
    int c = tokenizer_byte(t);
    if (byte_is_digit(c)) return tokenizer_number(t, c, true);
    if (c == '.') {
        c = tokenizer_byte(t);
        if (c == '.') return TOKEN_ELLIPSIS;
        tokenizer_back(t, c);
        tokenizer_back(t, '.');
        return TOKEN_DOT;
    }
    tokenizer_back(t, c);
    return TOKEN_DOT;
}

/* --- the next token ------------------------------------------------------------------------------------ */

/* Have we left the `async def` that made `async` and `await` keywords? */
static void leave_async_def(Tokenizer *t, bool blank) {
    if (!t->async_def && t->cur != t->inp) return;
    int c = tokenizer_byte(t);
    tokenizer_back(t, c);
    if (t->async_def && !blank && c != '\n' && t->level == 0 && t->async_def_newline &&
        t->async_def_indent >= t->indent) {
        t->async_def = t->async_def_newline = false;
        t->async_def_indent = 0;
    }
}

/* Of a comment from `start` to `cur`: what stands behind "# type: ", however it is spaced. NULL: another
 * comment. */
static const char *type_comment_text(const Tokenizer *t) {
    const char *c = t->start, *end = t->cur;
    if (end < t->inp) end++; /* a line end behind the colon is space enough */
    for (const char *prefix = "# type: "; *prefix; prefix++) {
        if (c >= end) return NULL;
        if (*prefix == ' ') {
            while (c < end && (*c == ' ' || *c == '\t')) c++;
        } else if (*c++ != *prefix) {
            return NULL;
        }
    }
    return c;
}

/* Behind the word "ignore", where the text begins with it; NULL: it does not. */
static const char *behind_ignore(const char *text, const char *end) {
    enum { LENGTH = sizeof "ignore" - 1 };
    if (end - text < LENGTH || memcmp(text, "ignore", LENGTH) != 0) return NULL;
    const char *next = text + LENGTH;
    bool longer = next < end && *next != '_' && byte_continues_name((unsigned char)*next);
    return longer ? NULL : next;
}

/* `cur` stands at the end of a type comment. "ignore" alone on its line is a line that is not there. */
static int cut_type_comment(Tokenizer *t, bool blank, const char **start, const char **end) {
    const char *text = type_comment_text(t), *tag = behind_ignore(text, t->cur);
    *start = tag ? tag : text;
    *end = t->cur;
    if (!tag) return TOKEN_TYPE_COMMENT;
    if (blank) {
        tokenizer_byte(t);
        t->at_line_start = true;
    }
    return TOKEN_TYPE_IGNORE;
}

/* White space, comments and continued lines; the first byte of what follows. `start` is set to it. '#': a type
 * comment, read to its end. */
static int skip_space(Tokenizer *t) {
    int c;
    for (;;) {
        t->start = NULL;
        do c = tokenizer_byte(t);
        while (c == ' ' || c == '\t' || c == '\f');
        t->start = c == TOKENIZER_END ? t->cur : t->cur - 1;
        if (c == '#') {
            t->cur = t->inp[-1] == '\n' ? t->inp - 1 : t->inp;
            if (t->type_comments && type_comment_text(t)) return c;
            c = tokenizer_byte(t);
        }
        if (c != '\\') return c;
        if (!continue_line(t)) return c;
    }
}

/* A token's first byte was read, and it is not the end of a line. */
static int cut_token(Tokenizer *t, int c, const char **start, const char **end) {
    int type;
    if (byte_starts_name(c)) return tokenizer_name(t, c, start, end);
    if (byte_is_digit(c)) {
        type = tokenizer_number(t, c, false);
    } else if (c == '.') {
        type = cut_dot(t);
    } else if (c == '\'' || c == '"') {
        type = tokenizer_string(t, c);
    } else {
        type = cut_operator(t, c);
    }
    if (type != TOKEN_ERROR) {
        *start = t->start;
        *end = t->cur;
    }
    return type;
}

int tokenizer_next(Tokenizer *t, const char **start, const char **end) {
    *start = *end = NULL;
    for (;;) {
        bool blank = false;
        t->start = NULL;
        if (t->at_line_start && !read_indentation(t, &blank)) return TOKEN_ERROR;
        t->start = t->cur;
        if (t->pending) {
            int type = t->pending < 0 ? TOKEN_DEDENT : TOKEN_INDENT;
            t->pending += t->pending < 0 ? 1 : -1;
            return type;
        }
        leave_async_def(t, blank);

        int c = skip_space(t);
        if (c == '#') return cut_type_comment(t, blank, start, end);
        if (c == '\\') return TOKEN_ERROR; /* the continuation failed */
        if (c == TOKENIZER_END) return !t->level && t->state == TOKENIZER_EOF ? TOKEN_ENDMARKER : TOKEN_ERROR;
        if (c != '\n') return cut_token(t, c, start, end);
        t->at_line_start = true;
        if (blank || t->level > 0) continue;
        *start = t->start;
        *end = t->cur - 1;
        if (t->async_def) t->async_def_newline = true;
        return TOKEN_NEWLINE;
    }
}
