/* parser_fstring.c: f-strings (PEP 498), as up to 3.11: the literal is one token, and its expressions are found
 * by counting brackets and quotes, then parsed from their text by a parser of their own.
 *
 *     f'a{x!r:>{n}}b'      text 'a', field: x, conversion 'r', format spec: text '>', field: n; text 'b' */
#include "object/str.h"
#include "syntax/string_literal.h"

typedef struct FieldReader {
    Parser *p;
    const char *at, *end; /* what is left of the literal's body; at its end stands the closing quote */
    bool raw;
    const Token *token;         /* the literal */
    Location nodes_at;          /* the joined literals: where the nodes stand that are not of an expression */
    Ref kind;                   /* of constants before a field */
    const char *counted, *line; /* up to where `lines` counts line ends, and where that line begins */
    int lines;
} FieldReader;

static bool read_body(FieldReader *r, LiteralJoin *join, int depth);

/* --- an expression ------------------------------------------------------------------------------------- */

/* Where the text behind the brace at `brace` stands: lines from the literal's first one, and columns from the
 * literal's start (line 0) or the line's. Braces come in order. */
static void expression_place(FieldReader *r, const char *brace, int *lines, int *columns) {
    for (; r->counted < brace; r->counted++) {
        if (*r->counted != '\n') continue;
        r->lines++;
        r->line = r->counted + 1;
    }
    const char *c = brace + 1;
    while (*c == ' ' || *c == '\t' || *c == '\f') c++;
    *lines = r->lines;
    *columns = *c == '\n' || *c == '}' ? 0 : (int)(brace - r->line);
}

/* Parses '(' text ')': the parentheses let it contain line ends and begin with spaces. */
static Expr *parse_expression(FieldReader *r, const char *from, const char *to) {
    Parser *p = r->p, inner;
    char *text = pool_alloc(&p->run->texts, (usize)(to - from) + 4);
    if (!text) {
        p->failed = true;
        return error_memory();
    }
    memcpy(text + 1, from, (usize)(to - from));
    text[0] = '(';
    memcpy(text + 1 + (to - from), ")\n", 3);
    int lines, columns;
    expression_place(r, from - 1, &lines, &columns);
    Tokenizer tokenizer;
    tokenizer_init(&tokenizer, text, p->tokenizer->filename);
    tokenizer.lineno = r->token->at.lineno + lines - 1;
    parser_init(&inner, p->run, &tokenizer, START_FSTRING, p->flags, p->feature_version);
    inner.starting_lineno = r->token->at.lineno + lines;
    inner.starting_col_offset = lines ? columns : r->token->at.col_offset + columns;
    Expr *expr = parser_run(&inner);
    parser_free(&inner);
    p->failed |= !expr;
    return expr;
}

/* The text of an expression, which may not be blank. */
static Expr *compile_expression(FieldReader *r, const char *from, const char *to) {
    const char *c = from;
    while (c < to && (*c == ' ' || *c == '\t' || *c == '\n' || *c == '\f')) c++;
    if (c < to) return parse_expression(r, from, to);
    if (*to == '!' || *to == ':' || *to == '=') {
        return raise_here(r->p, "f-string: expression required before '%c'", *to);
    }
    return raise_here(r->p, "f-string: empty expression not allowed");
}

/* --- its extent ---------------------------------------------------------------------------------------- */

/* What is open while an expression's end is looked for. */
typedef struct Nesting {
    char quote;  /* of the string we are in; 0: none */
    bool triple; /* it has three of them */
    int depth;   /* brackets */
    char brackets[TOKENIZER_MAX_LEVEL];
} Nesting;

static bool three_quotes(const FieldReader *r, char quote) {
    return r->at + 2 < r->end && r->at[1] == quote && r->at[2] == quote;
}

/* Within a string: is this its end? */
static void leave_string(FieldReader *r, Nesting *n) {
    if (*r->at != n->quote) return;
    if (n->triple && !three_quotes(r, n->quote)) return;
    if (n->triple) r->at += 2;
    n->quote = 0;
}

static bool close_bracket(FieldReader *r, Nesting *n, char c) {
    if (!n->depth) {
        raise_here(r->p, "f-string: unmatched '%c'", c);
        return false;
    }
    char opening = n->brackets[--n->depth];
    if (c == (opening == '(' ? ')' : opening == '[' ? ']' : '}')) return true;
    raise_here(r->p, "f-string: closing parenthesis '%c' does not match opening parenthesis '%c'", c, opening);
    return false;
}

/* One of !:}=<> outside of brackets: does the expression end here? Not at the operators of two characters. */
static bool ends_expression(FieldReader *r) {
    char c = *r->at;
    if (c != ':' && c != '}' && r->at + 1 < r->end && r->at[1] == '=') {
        r->at++;
        return false;
    }
    return c != '<' && c != '>';
}

typedef enum StepResult { STEP_ON, STEP_END, STEP_ERROR } StepResult;

/* Looks at one character of the expression. */
static StepResult step(FieldReader *r, Nesting *n) {
    char c = *r->at;
    if (c == '\\') {
        raise_here(r->p, "f-string expression part cannot include a backslash");
        return STEP_ERROR;
    }
    if (n->quote) {
        leave_string(r, n);
        return STEP_ON;
    }
    switch (c) {
    case '\'':
    case '"':
        n->triple = three_quotes(r, c);
        if (n->triple) r->at += 2;
        n->quote = c;
        return STEP_ON;
    case '[':
    case '{':
    case '(':
        if (n->depth >= TOKENIZER_MAX_LEVEL) {
            raise_here(r->p, "f-string: too many nested parenthesis");
            return STEP_ERROR;
        }
        n->brackets[n->depth++] = c;
        return STEP_ON;
    case '#': raise_here(r->p, "f-string expression part cannot include '#'"); return STEP_ERROR;
    case '!':
    case ':':
    case '=':
    case '<':
    case '>':
        if (n->depth) return STEP_ON;
        return ends_expression(r) ? STEP_END : STEP_ON;
    case '}':
        if (!n->depth) return STEP_END;
        return close_bracket(r, n, c) ? STEP_ON : STEP_ERROR;
    case ']':
    case ')': return close_bracket(r, n, c) ? STEP_ON : STEP_ERROR;
    default: return STEP_ON;
    }
}

static Expr *raise_expecting_brace(FieldReader *r) { return raise_here(r->p, "f-string: expecting '}'"); }

/* Moves to the expression's end and parses it. */
static Expr *read_expression(FieldReader *r) {
    const char *from = r->at;
    Nesting n;
    n.quote = 0;
    n.triple = false;
    n.depth = 0;
    StepResult result = STEP_ON;
    for (; r->at < r->end; r->at++) {
        result = step(r, &n);
        if (result != STEP_ON) break;
    }
    if (result == STEP_ERROR) return NULL;
    if (n.quote) return raise_here(r->p, "f-string: unterminated string");
    if (n.depth) return raise_here(r->p, "f-string: unmatched '%c'", n.brackets[n.depth - 1]);
    if (r->at >= r->end) return raise_expecting_brace(r);
    return compile_expression(r, from, r->at);
}

/* --- a replacement field ------------------------------------------------------------------------------- */

/* ['=']: the expression's own text becomes text of the string. False: failed. */
static bool read_self_documenting(FieldReader *r, LiteralJoin *join, const char *from, bool *found) {
    *found = *r->at == '=';
    if (!*found) return true;
    if (r->p->feature_version < 8) {
        raise_here(r->p, "f-string: self documenting expressions are only supported in Python 3.8 and greater");
        return false;
    }
    r->at++;
    while (*r->at == ' ' || (*r->at >= '\t' && *r->at <= '\r')) r->at++;
    if (r->at >= r->end) {
        raise_expecting_brace(r);
        return false;
    }
    return join_text(r->p, join, str_from_utf8(from, r->at - from));
}

/* ['!' conversion]: -1: none. False: failed. */
static bool read_conversion(FieldReader *r, int *conversion) {
    *conversion = -1;
    if (*r->at != '!') return true;
    r->at++;
    if (r->at >= r->end) {
        raise_expecting_brace(r);
        return false;
    }
    char c = *r->at++;
    *conversion = c;
    if (c == 's' || c == 'r' || c == 'a') return true;
    raise_here(r->p, "f-string: invalid conversion character: expected 's', 'r', or 'a'");
    return false;
}

/* [':' format_spec]: an f-string of its own. False: failed. */
static bool read_format_spec(FieldReader *r, int depth, Expr **spec) {
    *spec = NULL;
    if (*r->at != ':') return true;
    r->at++;
    if (r->at >= r->end) {
        raise_expecting_brace(r);
        return false;
    }
    LiteralJoin join = join_new(r->p, r->nodes_at, r->kind);
    if (!read_body(r, &join, depth + 1)) {
        join_discard(r->p, &join);
        return false;
    }
    join.at = r->token->at;
    join.kind = NULL;
    *spec = join_finish(r->p, &join);
    return *spec != NULL;
}

/* '{' expression ['='] ['!' conversion] [':' format_spec] '}' */
static bool read_field(FieldReader *r, LiteralJoin *join, int depth) {
    Parser *p = r->p;
    if (depth >= 2) {
        raise_here(p, "f-string: expressions nested too deeply");
        return false;
    }
    const char *from = ++r->at;
    Expr *value = read_expression(r), *spec;
    bool self_documenting;
    int conversion;
    if (!value || !read_self_documenting(r, join, from, &self_documenting) ||
        !read_conversion(r, &conversion) || !read_format_spec(r, depth, &spec)) {
        return false;
    }
    if (r->at >= r->end || *r->at != '}') {
        raise_expecting_brace(r);
        return false;
    }
    r->at++;
    if (self_documenting && !spec && conversion == -1) conversion = 'r';
    Expr *field = NEW_EXPR_AT(p, r->nodes_at, FormattedValue, .value = value, .conversion = conversion,
                              .format_spec = spec);
    return field && join_field(p, join, field);
}

/* --- literal text -------------------------------------------------------------------------------------- */

/* Steps over an escape, so that the braces of \N{...} are not taken for a field's. False: failed. */
static bool skip_escape(FieldReader *r, bool *brace) {
    char c = *r->at++;
    *brace = c == '{' || c == '}';
    if (c == '{') return warn_invalid_escape(r->p, r->at - 1, r->token);
    if (c != 'N' || r->at >= r->end || *r->at++ != '{') return true;
    while (r->at < r->end && *r->at++ != '}') {}
    return true;
}

typedef enum TextEnd { TEXT_END, TEXT_FIELD, TEXT_DOUBLED, TEXT_ERROR } TextEnd;

/* What the brace just read means: `at` stands behind it. */
static TextEnd at_brace(FieldReader *r, int depth) {
    char c = r->at[-1];
    if (depth == 0) {
        if (r->at < r->end && *r->at == c) return TEXT_DOUBLED;
        if (c == '}') {
            raise_here(r->p, "f-string: single '}' is not allowed");
            return TEXT_ERROR;
        }
    }
    r->at--;
    return c == '{' ? TEXT_FIELD : TEXT_END;
}

/* Moves to the end of the literal text: a field, a doubled brace (of which one is text), or the end. */
static TextEnd find_text_end(FieldReader *r, int depth) {
    while (r->at < r->end) {
        char c = *r->at++;
        bool brace = c == '{' || c == '}';
        if (!r->raw && c == '\\' && r->at < r->end) {
            if (!skip_escape(r, &brace)) return TEXT_ERROR;
        }
        if (brace) return at_brace(r, depth);
    }
    return TEXT_END;
}

/* Literal text and fields to the end of the literal, or of a format spec, which ends before a '}'. */
static bool read_body(FieldReader *r, LiteralJoin *join, int depth) {
    Parser *p = r->p;
    join->formatted = true;
    for (;;) {
        const char *from = r->at;
        TextEnd end = find_text_end(r, depth);
        if (end == TEXT_ERROR) return false;
        if (r->at > from && !join_text(p, join, decode_text(p, from, r->at - from, r->raw, r->token)))
            return false;
        if (end == TEXT_DOUBLED) {
            r->at++;
        } else if (end == TEXT_END) {
            break;
        } else if (!read_field(r, join, depth)) {
            return false;
        }
    }
    if (depth && *r->at != '}') {
        raise_expecting_brace(r);
        return false;
    }
    return true;
}

bool fstring_body(Parser *p, LiteralJoin *join, const char *text, isize length, bool raw, const Token *token) {
    FieldReader reader = {.p = p,
                          .at = text,
                          .end = text + length,
                          .raw = raw,
                          .token = token,
                          .nodes_at = join->at,
                          .kind = join->kind,
                          .counted = token->start,
                          .line = token->start};
    return read_body(&reader, join, 0);
}
