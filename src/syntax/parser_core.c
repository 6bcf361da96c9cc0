/* parser_core.c: tokens, memos and the stack of sequences.
 *
 * Tokens are kept in chunks that never move, so a rule may hold on to one while others are read. What a rule
 * found at a token is a list at that token: it is short, since few rules remember. */
#include "syntax/parser_internal.h"

/* --- tokens -------------------------------------------------------------------------------------------- */

/* Room for one more token: NULL raised. */
static Token *new_token(Parser *p) {
    int chunk = p->fill / TOKEN_CHUNK;
    if (chunk == p->chunk_capacity) {
        int capacity = p->chunk_capacity ? 2 * p->chunk_capacity : 16;
        Token **chunks = arena_realloc(p->chunks, (usize)capacity * sizeof *chunks, BLOCK_RAW);
        if (!chunks) return error_memory();
        memset(chunks + p->chunk_capacity, 0, (usize)(capacity - p->chunk_capacity) * sizeof *chunks);
        p->chunks = chunks;
        p->chunk_capacity = capacity;
    }
    if (!p->chunks[chunk]) p->chunks[chunk] = pool_alloc(&p->token_pool, TOKEN_CHUNK * sizeof(Token));
    return p->chunks[chunk] ? &p->chunks[chunk][p->fill % TOKEN_CHUNK] : error_memory();
}

/* In single mode the end of the text ends the statement too: a line end is put before it. */
static int end_single_statement(Parser *p, int type) {
    if (p->start_rule != START_SINGLE || type != TOKEN_ENDMARKER || !p->started) {
        p->started = true;
        return type;
    }
    p->started = false;
    if (p->tokenizer->indent && !(p->flags & PARSE_DONT_IMPLY_DEDENT)) {
        p->tokenizer->pending = -p->tokenizer->indent;
        p->tokenizer->indent = 0;
    }
    return TOKEN_NEWLINE;
}

static Location token_location(const Parser *p, int type, const char *start, const char *end) {
    const Tokenizer *t = p->tokenizer;
    const char *first_line = type == TOKEN_STRING ? t->multi_line_start : t->line_start;
    /* The first line of an f-string's expression does not begin where a line of the file does. */
    int shift = t->lineno == p->starting_lineno ? p->starting_col_offset : 0;
    return (Location){.lineno = type == TOKEN_STRING ? t->first_lineno : t->lineno,
                      .col_offset = shift + (start && start >= first_line ? (int)(start - first_line) : -1),
                      .end_lineno = t->lineno,
                      .end_col_offset =
                          shift + (end && end >= t->line_start ? (int)(end - t->line_start) : -1)};
}

/* Sets a comment "# type: ignore" aside, `tag` being what follows the word. */
static void note_type_ignore(Parser *p, const char *tag, isize length) {
    TypeIgnoreNote *note = pool_alloc(&p->token_pool, sizeof *note);
    if (!note) return;
    *note = (TypeIgnoreNote){.lineno = p->tokenizer->lineno, .tag = tag, .length = length};
    *p->type_ignores_end = note;
    p->type_ignores_end = &note->next;
}

bool fill_token(Parser *p) {
    const char *start, *end;
    Token *token = new_token(p);
    if (!token) {
        p->failed = true;
        return false;
    }
    int type = tokenizer_next(p->tokenizer, &start, &end);
    while (type == TOKEN_TYPE_IGNORE) {
        note_type_ignore(p, start, end - start);
        type = tokenizer_next(p->tokenizer, &start, &end);
    }
    type = end_single_statement(p, type);
    isize length = start ? end - start : 0;
    *token = (Token){.type = (u8)(type == TOKEN_NAME ? token_keyword(start, length) : type),
                     .level = (u8)p->tokenizer->level,
                     .length = (i32)length,
                     .at = token_location(p, type, start, end),
                     .start = start};
    p->fill++;
    if (type != TOKEN_ERROR) return true;
    if (p->tokenizer->state == TOKENIZER_DECODE_ERROR) {
        raise_decode_error(p);
    } else {
        raise_tokenizer_error(p);
    }
    p->failed = true;
    return false;
}

Token *expect_forced(Parser *p, int type, const char *expected) {
    Token *token = p->failed ? NULL : current_token(p);
    if (!token) return NULL;
    if (token->type != type) return raise_at(p, token->at, "expected '%s'", expected);
    p->mark++;
    return token;
}

Token *expect_soft(Parser *p, const char *keyword) {
    Token *token = p->failed ? NULL : current_token(p);
    if (!token || token->type != TOKEN_NAME || !token_text_is(token, keyword)) return NULL;
    p->mark++;
    return token;
}

const Token *last_significant_token(const Parser *p) {
    for (int mark = p->mark - 1; mark > 0; mark--) {
        const Token *token = token_at(p, mark);
        if (token->type != TOKEN_ENDMARKER && (token->type < TOKEN_NEWLINE || token->type > TOKEN_DEDENT))
            return token;
    }
    return token_at(p, 0);
}

/* --- levels -------------------------------------------------------------------------------------------- */

bool level_enter_slowly(Parser *p, int levels) {
    if (!p->failed) {
        p->failed = true;
        if (p->level > PARSER_MAX_LEVEL) {
            error_memory();
        } else {
            error_set(EXC(RecursionError), "maximum recursion depth exceeded during compilation");
        }
    }
    p->level -= levels;
    return false;
}

/* --- memos --------------------------------------------------------------------------------------------- */

enum { MEMOS_KEPT = 4096 };

bool memo_add(Parser *p, int start, MemoRule rule, void *node) {
    Token *token = token_at(p, start);
    Memo *last = token->memo;
    if (last && last->first == rule + 1 && last->node == node && last->end == p->mark) {
        last->first = (u8)rule;
        return true;
    }
    Memo *memo = POOL_NEW(&p->memo_pool, Memo);
    if (!memo) {
        if (!p->failed) error_memory();
        p->failed = true;
        return false;
    }
    *memo = (Memo){.next = last, .node = node, .end = p->mark, .first = (u8)rule, .last = (u8)rule};
    token->memo = memo;
    p->memo_count++;
    if (start > p->memo_last) p->memo_last = start;
    return true;
}

void memo_forget(Parser *p) {
    if (p->memo_count < MEMOS_KEPT) return;
    if (p->memo_last >= p->mark) return; /* one of the next statement: another time */
    for (int i = p->memo_from; i < p->mark; i++) token_at(p, i)->memo = NULL;
    p->memo_from = p->mark;
    p->memo_count = 0;
    pool_free(&p->memo_pool);
    if (p->second_pass) pool_free(p->pool); /* which makes no tree */
}

/* --- sequences ----------------------------------------------------------------------------------------- */

bool stack_push_slowly(Parser *p, void *node) {
    isize capacity = p->stack_capacity ? 2 * p->stack_capacity : 64;
    void **stack = arena_realloc(p->stack, (usize)capacity * sizeof *stack, BLOCK_RAW);
    if (!stack) {
        if (!p->failed) error_memory();
        p->failed = true;
        return false;
    }
    p->stack = stack;
    p->stack_capacity = capacity;
    p->stack[p->stack_top++] = node;
    return true;
}

void *stack_take(Parser *p, isize base, isize *count) {
    *count = p->failed ? 0 : p->stack_top - base;
    p->stack_top = base;
    if (!*count) return NULL;
    void **items = pool_alloc(p->pool, (usize)*count * sizeof *items);
    if (!items) {
        error_memory();
        p->failed = true;
        *count = 0;
        return NULL;
    }
    memcpy(items, p->stack + base, (usize)*count * sizeof *items);
    return items;
}
