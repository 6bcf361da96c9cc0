/* parser_string.c: adjacent string literals are one constant, or one f-string. */
#include "object/bytes.h"
#include "object/str.h"
#include "syntax/string_literal.h"

/* --- joining ------------------------------------------------------------------------------------------- */

LiteralJoin join_new(const Parser *p, Location at, Ref kind) {
    return (LiteralJoin){.at = at, .kind = kind, .base = p->stack_top};
}

bool join_text(Parser *p, LiteralJoin *join, Own text) {
    if (!text) {
        p->failed = true;
        return false;
    }
    if (!str_length(text)) {
        release(text);
        return true;
    }
    if (!join->text) {
        join->text = text;
        return true;
    }
    str_append(&join->text, text);
    release(text);
    p->failed |= !join->text;
    return !p->failed;
}

/* The text gathered so far as a Constant. */
static Expr *text_constant(Parser *p, LiteralJoin *join) {
    Object *text = join->text;
    join->text = NULL;
    Ref value = tree_keep(p, text ? text : own(OBJECT_ROOT->empty_str));
    return NEW_EXPR_AT(p, join->at, Constant, .value = value, .kind = join->kind);
}

bool join_field(Parser *p, LiteralJoin *join, Expr *field) {
    if (join->text && !stack_push(p, text_constant(p, join))) return false;
    return stack_push(p, field) && !p->failed;
}

Expr *join_finish(Parser *p, LiteralJoin *join) {
    if (!join->formatted) return text_constant(p, join);
    if (join->text) stack_push(p, text_constant(p, join));
    Exprs values = exprs_take(p, join->base);
    return NEW_EXPR_AT(p, join->at, JoinedStr, .values = values);
}

void join_discard(Parser *p, LiteralJoin *join) {
    slot_clear(&join->text);
    p->stack_top = join->base;
}

/* --- one literal --------------------------------------------------------------------------------------- */

typedef struct Literal {
    const char *text; /* between the quotes */
    isize length;
    bool bytes, raw, formatted;
} Literal;

static Literal literal_of(const Token *token) {
    Literal literal = {.text = token->start};
    for (;; literal.text++) {
        switch (*literal.text) {
        case 'b':
        case 'B': literal.bytes = true; continue;
        case 'r':
        case 'R': literal.raw = true; continue;
        case 'f':
        case 'F': literal.formatted = true; continue;
        case 'u':
        case 'U': continue;
        default: break;
        }
        break;
    }
    char quote = *literal.text;
    const char *end = token->start + token->length;
    isize quotes = end - literal.text >= 6 && literal.text[1] == quote && literal.text[2] == quote ? 3 : 1;
    literal.text += quotes;
    literal.length = end - quotes - literal.text;
    return literal;
}

static void *raise_mixed(Parser *p) { return raise_here(p, "cannot mix bytes and nonbytes literals"); }

/* The value of a literal that is no f-string. NULL: raised. */
static Own literal_value(Parser *p, Literal literal, const Token *token) {
    return literal.bytes ? decode_bytes(p, literal.text, literal.length, literal.raw, token)
                         : decode_text(p, literal.text, literal.length, literal.raw, token);
}

/* What is wrong with the literal itself is told before that it does not fit to the first one. False: failed. */
static bool check_literal(Parser *p, Literal literal, bool bytes, const Token *token) {
    if (literal.formatted && p->feature_version < 6) {
        raise_here(p, "Format strings are only supported in Python 3.6 and greater");
        return false;
    }
    if (literal.bytes == bytes) return true;
    Own value = literal.formatted ? own_none() : literal_value(p, literal, token);
    if (value) raise_mixed(p);
    release_maybe(value);
    return false;
}

/* One more literal of bytes. False: failed. */
static bool add_bytes(Parser *p, Text *joined, const Token *token) {
    Literal literal = literal_of(token);
    Own piece = check_literal(p, literal, true, token) ? literal_value(p, literal, token) : NULL;
    if (!piece) return false;
    text_append(joined, (const char *)bytes_data(piece), size_of(piece));
    release(piece);
    if (joined->failed) error_memory();
    return !joined->failed;
}

/* Bytes literals next to each other. */
static Expr *concatenate_bytes(Parser *p, int start, int count, Location at) {
    Text joined = text_new(TEXT_IN_ARENA);
    for (int i = 0; i < count && !p->failed; i++) {
        if (!add_bytes(p, &joined, token_at(p, start + i))) p->failed = true;
    }
    Ref value = p->failed ? NULL : tree_keep(p, bytes_from(text_cstring(&joined), joined.length));
    text_free(&joined);
    return NEW_EXPR_AT(p, at, Constant, .value = value);
}

/* One more literal of text. False: failed. */
static bool add_literal(Parser *p, LiteralJoin *join, const Token *token) {
    Literal literal = literal_of(token);
    if (!check_literal(p, literal, false, token)) return false;
    if (literal.formatted) return fstring_body(p, join, literal.text, literal.length, literal.raw, token);
    return join_text(p, join, literal_value(p, literal, token));
}

Expr *concatenate_strings(Parser *p, int start, int count) {
    const Token *first = token_at(p, start), *last = token_at(p, start + count - 1);
    Location at = {first->at.lineno, first->at.col_offset, last->at.end_lineno, last->at.end_col_offset};
    if (literal_of(first).bytes) return concatenate_bytes(p, start, count, at);
    LiteralJoin join = join_new(p, at, first->start[0] == 'u' ? new_identifier(p, "u", 1) : NULL);
    for (int i = 0; i < count; i++) {
        if (add_literal(p, &join, token_at(p, start + i))) continue;
        p->failed = true;
        join_discard(p, &join);
        return NULL;
    }
    return join_finish(p, &join);
}
