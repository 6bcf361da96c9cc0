/* stages_tokens.c: the tokens of a program, as `python3.11 -m tokenize` prints them.
 *
 *     1,0-1,3:            NAME           'def'
 *
 * The compiler's tokenizer has no use for comments and empty lines; they are found again in the gaps between its
 * tokens. A cursor walks the text with it: everything it passes is either part of a token or in a gap. */
#include "compiler/stages.h"
#include "object/error.h"
#include "object/str.h"
#include "syntax/tokenizer.h"
#include "syntax/tokens.h"

typedef struct TokenListing {
    Text *out;
    const char *cursor; /* NULL: before the first token */
    int line, column;   /* of the cursor: lines from 1, columns in characters from 0 */
    int indents;        /* INDENT and DEDENT tokens stand before the token that comes next: waiting; */
    int dedents;
} TokenListing;

static void advance(TokenListing *listing, const char *to) {
    for (; listing->cursor < to; listing->cursor++) {
        if (*listing->cursor == '\n') {
            listing->line++;
            listing->column = 0;
        } else if ((*listing->cursor & 0xC0) != 0x80) {
            listing->column++;
        }
    }
}

/* The token from the cursor to `end`, which becomes the cursor. */
static bool list_token(TokenListing *listing, const char *type, const char *end) {
    const char *start = listing->cursor;
    int line = listing->line, column = listing->column;
    Own text = str_from_utf8(start, end - start), shown = text ? str_repr(text) : NULL;
    release_maybe(text);
    if (!shown) return false;
    bool is_line_end = end > start && *start == '\n';
    if (is_line_end)
        listing->column++;
    else
        advance(listing, end);
    Text range = text_new(TEXT_IN_ARENA);
    text_append_format(&range, "%d,%d-%d,%d:", line, column, listing->line, listing->column);
    text_append_format(listing->out, "%-20s%-15s", text_cstring(&range), type);
    text_free(&range);
    str_append_utf8(shown, listing->out);
    text_append_char(listing->out, '\n');
    release(shown);
    if (is_line_end) {
        listing->column = 0;
        listing->line++;
        listing->cursor = end;
    }
    return true;
}

/* White space, continued lines, comments and empty lines up to `end`, or to the end of a line that is not empty. */
static bool list_gap(TokenListing *listing, const char *end, bool stop_at_line_end) {
    while (listing->cursor < end) {
        const char *c = listing->cursor;
        if (*c == '#') {
            const char *comment = c;
            while (*comment && *comment != '\n') comment++;
            if (!list_token(listing, "COMMENT", comment)) return false;
        } else if (*c == '\n') {
            if (stop_at_line_end) return true;
            if (!list_token(listing, "NL", c + 1)) return false;
        } else {
            advance(listing, *c == '\\' && c[1] == '\n' ? c + 2 : c + 1);
        }
    }
    return true;
}

static bool list_line_end(TokenListing *listing) {
    const char *end = listing->cursor + strlen(listing->cursor);
    if (!list_gap(listing, end, true)) return false;
    return list_token(listing, "NEWLINE", listing->cursor + (*listing->cursor == '\n'));
}

/* The spaces before the first token of a line that begins a block. */
static bool list_indent(TokenListing *listing, const char *first) {
    listing->cursor = first;
    while (listing->column > 0) listing->cursor--, listing->column--;
    return list_token(listing, "INDENT", first);
}

static bool list_block_changes(TokenListing *listing, const char *next) {
    for (; listing->indents; listing->indents--)
        if (!list_indent(listing, next)) return false;
    for (; listing->dedents; listing->dedents--)
        if (!list_token(listing, "DEDENT", next)) return false;
    return true;
}

/* Keywords are names there, all operators OP. */
static const char *shown_type(const TokenInfo *token) {
    switch (token->type) {
    case TOKEN_NUMBER: return "NUMBER";
    case TOKEN_STRING: return "STRING";
    case TOKEN_ENDMARKER: return "ENDMARKER";
    default: break;
    }
    char first = *token->start;
    bool letter =
        (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '_' || first & 0x80;
    return letter ? "NAME" : "OP";
}

static bool visit(const TokenInfo *token, void *context) {
    TokenListing *listing = context;
    if (!listing->cursor) listing->cursor = token->text;
    if (token->type == TOKEN_INDENT) listing->indents++;
    if (token->type == TOKEN_DEDENT) listing->dedents++;
    if (token->type == TOKEN_INDENT || token->type == TOKEN_DEDENT) return true;
    if (token->type == TOKEN_NEWLINE) return list_line_end(listing);
    const char *start = token->start, *end = start + token->length;
    if (token->type == TOKEN_ENDMARKER) start = end = listing->cursor + strlen(listing->cursor);
    return list_gap(listing, start, false) && list_block_changes(listing, start) &&
           list_token(listing, shown_type(token), end);
}

bool stages_list_tokens(const char *source, isize length, Ref filename, Text *out) {
    TokenListing listing = {.out = out, .line = 1};
    Pool pool;
    pool_init(&pool);
    const char *encoding = source_encoding(source, length, &pool);
    if (encoding) text_append_format(out, "%-20s%-15s'%s'\n", "0,0-0,0:", "ENCODING", encoding);
    pool_free(&pool);
    if (!encoding) return error_memory();
    return tokenize(source, length, filename, visit, &listing);
}
