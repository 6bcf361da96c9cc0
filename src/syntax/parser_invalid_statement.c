/* parser_invalid_statement.c: wrong statements with blocks: a ':' that is missing before the end of the line, a
 * block that is not indented, and what may not follow what in a try statement. */
#include "syntax/parser_internal.h"

/* --- parts --------------------------------------------------------------------------------------------- */

/* NEWLINE !INDENT */
static bool no_block(Parser *p) { return expect(p, TOKEN_NEWLINE) && next_is_not(p, TOKEN_INDENT); }

static void raise_no_colon(Parser *p) { raise_here(p, "expected ':'"); }

/* `what` is the statement's keyword in quotes, or "function definition". */
static void raise_no_block(Parser *p, const char *what, const Token *token) {
    raise_indentation(p, "expected an indented block after %s on line %d", what, token->at.lineno);
}

/* NEWLINE | ':' NEWLINE !INDENT, at the end of a statement's head */
static void head_end(Parser *p, const char *what, const Token *token) {
    if (expect(p, TOKEN_NEWLINE)) {
        raise_no_colon(p);
    } else if (expect(p, TOKEN_COLON) && no_block(p)) {
        raise_no_block(p, what, token);
    }
}

/* ['as' NAME] */
static void optional_as_name(Parser *p) {
    int mark = p->mark;
    if (expect(p, KEYWORD_AS) && expect(p, TOKEN_NAME)) return;
    p->mark = mark;
}

/* --- blocks, functions, classes ------------------------------------------------------------------------ */

/* invalid_block: NEWLINE !INDENT */
void invalid_block(Parser *p) {
    if (no_block(p)) raise_indentation(p, "expected an indented block");
}

/* invalid_def_raw: [ASYNC] 'def' NAME '(' [params] ')' ['->' expression] ':' NEWLINE !INDENT */
void invalid_def_raw(Parser *p) {
    expect(p, TOKEN_ASYNC);
    Token *token = expect(p, KEYWORD_DEF);
    if (!token || !expect(p, TOKEN_NAME) || !expect(p, TOKEN_LPAR)) return;
    params(p, PARAM_DEF);
    if (!expect(p, TOKEN_RPAR)) return;
    int mark = p->mark;
    if (!expect(p, TOKEN_RARROW) || !expression(p)) p->mark = mark;
    if (expect(p, TOKEN_COLON) && no_block(p)) raise_no_block(p, "function definition", token);
}

/* invalid_class_def_raw:
 *     | 'class' NAME ['(' [arguments] ')'] NEWLINE
 *     | 'class' NAME ['(' [arguments] ')'] ':' NEWLINE !INDENT */
void invalid_class_def_raw(Parser *p) {
    Token *token = expect(p, KEYWORD_CLASS);
    if (!token || !expect(p, TOKEN_NAME)) return;
    int mark = p->mark;
    if (expect(p, TOKEN_LPAR)) {
        arguments(p);
        if (!expect(p, TOKEN_RPAR)) p->mark = mark;
    }
    head_end(p, "class definition", token);
}

/* --- if, while, for ------------------------------------------------------------------------------------ */

/* keyword named_expression NEWLINE | keyword named_expression ':' NEWLINE !INDENT */
static void invalid_condition(Parser *p, int keyword, const char *what) {
    Token *token = expect(p, keyword);
    if (token && named_expression(p)) head_end(p, what, token);
}

/* invalid_if_stmt, invalid_elif_stmt, invalid_while_stmt */
void invalid_if_stmt(Parser *p) { invalid_condition(p, KEYWORD_IF, "'if' statement"); }
void invalid_elif_stmt(Parser *p) { invalid_condition(p, KEYWORD_ELIF, "'elif' statement"); }
void invalid_while_stmt(Parser *p) { invalid_condition(p, KEYWORD_WHILE, "'while' statement"); }

/* keyword ':' NEWLINE !INDENT */
static void invalid_bare(Parser *p, int keyword, const char *what) {
    Token *token = expect(p, keyword);
    if (token && expect(p, TOKEN_COLON) && no_block(p)) raise_no_block(p, what, token);
}

/* invalid_else_stmt, invalid_finally_stmt */
void invalid_else_stmt(Parser *p) { invalid_bare(p, KEYWORD_ELSE, "'else' statement"); }
void invalid_finally_stmt(Parser *p) { invalid_bare(p, KEYWORD_FINALLY, "'finally' statement"); }

/* invalid_for_stmt:
 *     | [ASYNC] 'for' star_targets 'in' star_expressions NEWLINE
 *     | [ASYNC] 'for' star_targets 'in' star_expressions ':' NEWLINE !INDENT */
void invalid_for_stmt(Parser *p) {
    expect(p, TOKEN_ASYNC);
    Token *token = expect(p, KEYWORD_FOR);
    if (token && star_targets(p) && expect(p, KEYWORD_IN) && star_expressions(p)) {
        head_end(p, "'for' statement", token);
    }
}

/* --- with ---------------------------------------------------------------------------------------------- */

/* context ['as' star_target] */
static bool with_context(Parser *p, Expr *(*context)(Parser *)) {
    if (!context(p)) return false;
    int mark = p->mark;
    if (!expect(p, KEYWORD_AS) || !star_target(p)) p->mark = mark;
    return !p->failed;
}

/* ','.with_context+ */
static bool with_contexts(Parser *p, Expr *(*context)(Parser *)) {
    p->level += 2;
    bool found = with_context(p, context), more = found;
    while (more) {
        int mark = p->mark;
        more = expect(p, TOKEN_COMMA) && with_context(p, context);
        if (!more) p->mark = mark;
    }
    p->level -= 2;
    return found;
}

/* [ASYNC] 'with' ','.(expression ['as' star_target])+
 * [ASYNC] 'with' '(' ','.(expressions ['as' star_target])+ ','? ')'
 * The 'with'; NULL: no match. */
static Token *with_head(Parser *p, int start, bool in_parentheses) {
    p->mark = start;
    expect(p, TOKEN_ASYNC);
    Token *token = expect(p, KEYWORD_WITH);
    if (!token) return NULL;
    if (!in_parentheses) return with_contexts(p, expression) ? token : NULL;
    if (!expect(p, TOKEN_LPAR) || !with_contexts(p, expressions)) return NULL;
    expect(p, TOKEN_COMMA);
    return expect(p, TOKEN_RPAR) ? token : NULL;
}

/* invalid_with_stmt: with_head NEWLINE, of both kinds */
void invalid_with_stmt(Parser *p) {
    int start = p->mark;
    if (with_head(p, start, false) && expect(p, TOKEN_NEWLINE)) {
        raise_no_colon(p);
    } else if (!p->failed && with_head(p, start, true) && expect(p, TOKEN_NEWLINE)) {
        raise_no_colon(p);
    }
}

/* invalid_with_stmt_indent: with_head ':' NEWLINE !INDENT, of both kinds */
void invalid_with_stmt_indent(Parser *p) {
    int start = p->mark;
    Token *token = with_head(p, start, false);
    if (!token || !expect(p, TOKEN_COLON) || !no_block(p)) {
        if (p->failed) return;
        token = with_head(p, start, true);
        if (!token || !expect(p, TOKEN_COLON) || !no_block(p)) return;
    }
    raise_no_block(p, "'with' statement", token);
}

/* --- try ----------------------------------------------------------------------------------------------- */

static const char both_kinds[] = "cannot have both 'except' and 'except*' on the same 'try'";

/* 'except' '*' expression ['as' NAME] ':' after except_block+ */
static void except_star_after_except(Parser *p) {
    Token *token = expect(p, KEYWORD_EXCEPT), *star;
    if (!token || !(star = expect(p, TOKEN_STAR)) || !expression(p)) return;
    optional_as_name(p);
    if (expect(p, TOKEN_COLON)) raise_between(p, token->at, star->at, both_kinds);
}

/* 'except' [expression ['as' NAME]] ':' after except_star_block+ */
static void except_after_except_star(Parser *p) {
    Token *token = expect(p, KEYWORD_EXCEPT);
    if (!token) return;
    if (expression(p)) optional_as_name(p);
    if (expect(p, TOKEN_COLON)) raise_at(p, token->at, both_kinds);
}

/* 'try' ':' block* handler+ */
static bool try_with(Parser *p, int start, Handler *(*handler)(Parser *)) {
    if (!back_to(p, start) || !expect(p, KEYWORD_TRY) || !expect(p, TOKEN_COLON)) return false;
    while (block(p)) {}
    return handlers_loop(p, handler).count > 0;
}

/* invalid_try_stmt:
 *     | 'try' ':' NEWLINE !INDENT
 *     | 'try' ':' block !('except' | 'finally')
 *     | 'try' ':' block* except_block+ 'except' '*' expression ['as' NAME] ':'
 *     | 'try' ':' block* except_star_block+ 'except' [expression ['as' NAME]] ':' */
void invalid_try_stmt(Parser *p) {
    int start = p->mark;
    invalid_bare(p, KEYWORD_TRY, "'try' statement");
    if (!back_to(p, start)) return;
    if (expect(p, KEYWORD_TRY) && expect(p, TOKEN_COLON) && block(p) && next_is_not(p, KEYWORD_EXCEPT) &&
        next_is_not(p, KEYWORD_FINALLY)) {
        raise_here(p, "expected 'except' or 'finally' block");
        return;
    }
    if (try_with(p, start, except_block)) except_star_after_except(p);
    if (try_with(p, start, except_star_block)) except_after_except_star(p);
}

/* 'except' '*'?. The 'except'. */
static Token *except_any(Parser *p) {
    Token *token = expect(p, KEYWORD_EXCEPT);
    if (token) expect(p, TOKEN_STAR);
    return token;
}

/* invalid_except_stmt:
 *     | 'except' '*'? expression ',' expressions ['as' NAME] ':'
 *     | 'except' '*'? expression ['as' NAME] NEWLINE
 *     | 'except' NEWLINE
 *     | 'except' '*' (NEWLINE | ':') */
void invalid_except_stmt(Parser *p) {
    int start = p->mark;
    if (!except_any(p)) return;
    Expr *type = expression(p);
    int after = p->mark;
    if (type && expect(p, TOKEN_COMMA) && expressions(p)) {
        optional_as_name(p);
        if (expect(p, TOKEN_COLON)) {
            raise_from(p, type->at, "multiple exception types must be parenthesized");
            return;
        }
    }
    if (!back_to(p, after)) return;
    if (type) {
        optional_as_name(p);
        if (expect(p, TOKEN_NEWLINE)) {
            raise_no_colon(p);
            return;
        }
    }
    if (!back_to(p, start + 1)) return;
    if (expect(p, TOKEN_NEWLINE)) {
        raise_no_colon(p);
    } else if (expect(p, TOKEN_STAR) && (expect(p, TOKEN_NEWLINE) || expect(p, TOKEN_COLON))) {
        raise_here(p, "expected one or more exception types");
    }
}

/* expression ['as' NAME] ':' NEWLINE !INDENT */
static bool typed_handler_without_block(Parser *p) {
    if (!expression(p)) return false;
    optional_as_name(p);
    return expect(p, TOKEN_COLON) && no_block(p);
}

/* invalid_except_stmt_indent:
 *     | 'except' expression ['as' NAME] ':' NEWLINE !INDENT
 *     | 'except' ':' NEWLINE !INDENT */
void invalid_except_stmt_indent(Parser *p) {
    Token *token = expect(p, KEYWORD_EXCEPT);
    if (!token) return;
    int after = p->mark;
    bool found = typed_handler_without_block(p);
    if (!found && back_to(p, after)) found = expect(p, TOKEN_COLON) && no_block(p);
    if (found) raise_no_block(p, "'except' statement", token);
}

/* invalid_except_star_stmt_indent: 'except' '*' expression ['as' NAME] ':' NEWLINE !INDENT */
void invalid_except_star_stmt_indent(Parser *p) {
    Token *token = expect(p, KEYWORD_EXCEPT);
    if (token && expect(p, TOKEN_STAR) && typed_handler_without_block(p)) {
        raise_no_block(p, "'except*' statement", token);
    }
}
