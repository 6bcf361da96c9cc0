/* parser_compound.c: the statements that have blocks. Where the grammar lists a statement twice, with and
 * without its last part, the common part is read once: a block is remembered anyway. */
#include "syntax/parser_internal.h"

/* --- functions and classes ------------------------------------------------------------------------------- */

/* '@' named_expression NEWLINE */
static Expr *decorator(Parser *p) {
    if (!level_enter(p, 1)) return NULL;
    int start = p->mark;
    Expr *expr = expect(p, TOKEN_AT) ? named_expression(p) : NULL;
    if (expr && !expect(p, TOKEN_NEWLINE)) expr = NULL;
    if (!expr) p->mark = start;
    level_leave(p, 1);
    return expr;
}

/* decorators: ('@' named_expression NEWLINE)+ */
static Exprs decorators(Parser *p) {
    p->level++;
    Exprs list = exprs_loop(p, decorator);
    p->level--;
    return list;
}

/* ['->' expression] */
static Expr *optional_returns(Parser *p) {
    int mark = p->mark;
    Expr *returns = NULL;
    p->level++;
    if (expect(p, TOKEN_RARROW) && !(returns = expression(p))) p->mark = mark;
    p->level--;
    return returns;
}

/* invalid_double_type_comments: TYPE_COMMENT NEWLINE TYPE_COMMENT NEWLINE INDENT */
static void invalid_double_type_comments(Parser *p) {
    if (expect(p, TOKEN_TYPE_COMMENT) && expect(p, TOKEN_NEWLINE) && expect(p, TOKEN_TYPE_COMMENT) &&
        expect(p, TOKEN_NEWLINE) && expect(p, TOKEN_INDENT)) {
        raise_here(p, "Cannot have two type comments on def");
    }
}

/* func_type_comment:
 *     | NEWLINE TYPE_COMMENT &(NEWLINE INDENT)
 *     | invalid_double_type_comments
 *     | TYPE_COMMENT */
static Token *func_type_comment(Parser *p) {
    if (!level_enter(p, 1)) return NULL;
    int start = p->mark;
    Token *comment = expect(p, TOKEN_NEWLINE) ? expect(p, TOKEN_TYPE_COMMENT) : NULL;
    int after = p->mark;
    if (comment && !(expect(p, TOKEN_NEWLINE) && expect(p, TOKEN_INDENT))) comment = NULL;
    if (comment) {
        p->mark = after;
    } else if (back_to(p, start)) {
        if (p->call_invalid) invalid_double_type_comments(p);
        comment = back_to(p, start) ? expect(p, TOKEN_TYPE_COMMENT) : NULL;
    }
    level_leave(p, 1);
    return comment;
}

/* function_def_raw:
 *     | invalid_def_raw
 *     | [ASYNC] 'def' NAME &&'(' [params] ')' ['->' expression] &&':' [func_type_comment] block */
LOCAL_RULE(Stmt *, function_def_raw)(Parser *p, int start) {
    if (invalid(p, invalid_def_raw)) return NULL;
    bool is_async = next_is(p, TOKEN_ASYNC);
    if (is_async) p->mark++;
    Token *name;
    if (!expect(p, KEYWORD_DEF) || !(name = expect(p, TOKEN_NAME)) || !expect_forced(p, TOKEN_LPAR, "("))
        return NULL;
    Arguments *arguments_list = params(p, PARAM_DEF);
    if (!expect(p, TOKEN_RPAR)) return NULL;
    Expr *returns = optional_returns(p);
    if (!expect_forced(p, TOKEN_COLON, ":")) return NULL;
    Ref comment = type_comment(p, func_type_comment(p));
    Stmts *body = block(p);
    if (!body) return NULL;
    if (!arguments_list) arguments_list = empty_arguments(p);
    Ref id = token_identifier(p, name);
    if (!is_async) {
        return NEW_STMT(p, start, FunctionDef, .name = id, .args = arguments_list, .body = *body,
                        .returns = returns, .type_comment = comment);
    }
    if (!check_version(p, 5, "Async functions are")) return NULL;
    return NEW_STMT(p, start, AsyncFunctionDef, .name = id, .args = arguments_list, .body = *body,
                    .returns = returns, .type_comment = comment);
}

/* function_def: [decorators] function_def_raw. A decorated function begins at its 'def'. */
LOCAL_RULE(Stmt *, function_def)(Parser *p, UNUSED int start) {
    Exprs list = {0};
    if (next_is(p, TOKEN_AT) && !(list = decorators(p)).count) return NULL;
    Stmt *stmt = function_def_raw(p);
    if (!stmt) return NULL;
    if (stmt->kind == Stmt_FunctionDef) {
        stmt->as.FunctionDef.decorator_list = list;
    } else {
        stmt->as.AsyncFunctionDef.decorator_list = list;
    }
    return stmt;
}

/* ['(' [arguments] ')']: the arguments as a Call, or NULL. */
static Expr *class_arguments(Parser *p) {
    int mark = p->mark;
    if (!expect(p, TOKEN_LPAR)) return NULL;
    p->level++;
    Expr *call = arguments(p);
    p->level--;
    if (expect(p, TOKEN_RPAR)) return call;
    p->mark = mark;
    return NULL;
}

/* class_def_raw: invalid_class_def_raw | 'class' NAME ['(' [arguments] ')'] ':' block */
LOCAL_RULE(Stmt *, class_def_raw)(Parser *p, int start) {
    if (invalid(p, invalid_class_def_raw)) return NULL;
    Token *name;
    if (!expect(p, KEYWORD_CLASS) || !(name = expect(p, TOKEN_NAME))) return NULL;
    Expr *call = class_arguments(p);
    Stmts *body;
    if (!expect(p, TOKEN_COLON) || !(body = block(p))) return NULL;
    return NEW_STMT(p, start, ClassDef, .name = token_identifier(p, name),
                    .bases = call ? call->as.Call.args : (Exprs){0},
                    .keywords = call ? call->as.Call.keywords : (Keywords){0}, .body = *body);
}

/* class_def: [decorators] class_def_raw */
LOCAL_RULE(Stmt *, class_def)(Parser *p, UNUSED int start) {
    Exprs list = {0};
    if (next_is(p, TOKEN_AT) && !(list = decorators(p)).count) return NULL;
    Stmt *stmt = class_def_raw(p);
    if (stmt) stmt->as.ClassDef.decorator_list = list;
    return stmt;
}

/* --- if, while ------------------------------------------------------------------------------------------- */

/* else_block: invalid_else_stmt | 'else' &&':' block. Empty where there is none. */
static Stmts else_block(Parser *p) {
    Stmts none = {0}, *body = NULL;
    if (!level_enter(p, 1)) return none;
    int start = p->mark;
    if (!invalid(p, invalid_else_stmt) && expect(p, KEYWORD_ELSE) && expect_forced(p, TOKEN_COLON, ":")) {
        body = block(p);
    }
    if (!body) p->mark = start;
    level_leave(p, 1);
    return body ? *body : none;
}

static Stmt *elif_stmt(Parser *p);

/* named_expression ':' block (elif_stmt | [else_block]), after 'if' or 'elif' */
static Stmt *if_rest(Parser *p, int start) {
    Expr *test = named_expression(p);
    Stmts *body;
    if (!test || !expect(p, TOKEN_COLON) || !(body = block(p))) return NULL;
    Stmt *next = elif_stmt(p);
    if (p->failed) return NULL;
    Stmts orelse = next ? stmts_one(p, next) : else_block(p);
    return NEW_STMT(p, start, If, .test = test, .body = *body, .orelse = orelse);
}

/* elif_stmt:
 *     | invalid_elif_stmt
 *     | 'elif' named_expression ':' block elif_stmt
 *     | 'elif' named_expression ':' block [else_block] */
LOCAL_RULE(Stmt *, elif_stmt)(Parser *p, int start) {
    if (invalid(p, invalid_elif_stmt)) return NULL;
    return expect(p, KEYWORD_ELIF) ? if_rest(p, start) : NULL;
}

/* if_stmt:
 *     | invalid_if_stmt
 *     | 'if' named_expression ':' block elif_stmt
 *     | 'if' named_expression ':' block [else_block] */
LOCAL_RULE(Stmt *, if_stmt)(Parser *p, int start) {
    if (invalid(p, invalid_if_stmt)) return NULL;
    return expect(p, KEYWORD_IF) ? if_rest(p, start) : NULL;
}

/* while_stmt: invalid_while_stmt | 'while' named_expression ':' block [else_block] */
LOCAL_RULE(Stmt *, while_stmt)(Parser *p, int start) {
    if (invalid(p, invalid_while_stmt)) return NULL;
    Expr *test;
    Stmts *body;
    if (!expect(p, KEYWORD_WHILE) || !(test = named_expression(p)) || !expect(p, TOKEN_COLON) ||
        !(body = block(p))) {
        return NULL;
    }
    Stmts orelse = else_block(p);
    return NEW_STMT(p, start, While, .test = test, .body = *body, .orelse = orelse);
}

/* --- for, with ------------------------------------------------------------------------------------------- */

/* for_stmt:
 *     | invalid_for_stmt
 *     | [ASYNC] 'for' star_targets 'in' ~ star_expressions ':' [TYPE_COMMENT] block [else_block]
 *     | invalid_for_target */
LOCAL_RULE(Stmt *, for_stmt)(Parser *p, int start) {
    if (invalid(p, invalid_for_stmt)) return NULL;
    bool is_async = next_is(p, TOKEN_ASYNC);
    if (is_async) p->mark++;
    Expr *target = expect(p, KEYWORD_FOR) ? star_targets(p) : NULL, *iter;
    if (!target || !expect(p, KEYWORD_IN)) {
        if (back_to(p, start)) invalid(p, invalid_for_target);
        return NULL;
    }
    if (!(iter = star_expressions(p)) || !expect(p, TOKEN_COLON)) return NULL;
    Ref comment = type_comment(p, expect(p, TOKEN_TYPE_COMMENT));
    Stmts *body = block(p);
    if (!body) return NULL;
    Stmts orelse = else_block(p);
    if (!is_async) {
        return NEW_STMT(p, start, For, .target = target, .iter = iter, .body = *body, .orelse = orelse,
                        .type_comment = comment);
    }
    if (!check_version(p, 5, "Async for loops are")) return NULL;
    return NEW_STMT(p, start, AsyncFor, .target = target, .iter = iter, .body = *body, .orelse = orelse,
                    .type_comment = comment);
}

/* with_item:
 *     | expression 'as' star_target &(',' | ')' | ':')
 *     | invalid_with_item
 *     | expression */
LOCAL_RULE(WithItem *, with_item)(Parser *p, int start) {
    Expr *context = expression(p), *target;
    int after = p->mark;
    if (context && expect(p, KEYWORD_AS) && (target = star_target(p)) &&
        (next_is(p, TOKEN_COMMA) || next_is(p, TOKEN_RPAR) || next_is(p, TOKEN_COLON))) {
        return NEW_NODE(p, WithItem, .context_expr = context, .optional_vars = target);
    }
    if (!back_to(p, start) || invalid(p, invalid_with_item) || !context) return NULL;
    p->mark = after;
    return NEW_NODE(p, WithItem, .context_expr = context);
}

/* The items between 'with' and block: '(' ','.with_item+ ','? ')' ':' or ','.with_item+ ':' */
static WithItems with_items(Parser *p, bool in_parentheses) {
    WithItems none = {0};
    if (in_parentheses && !expect(p, TOKEN_LPAR)) return none;
    WithItems items = with_items_gather(p, TOKEN_COMMA, with_item);
    if (!items.count) return none;
    if (in_parentheses) {
        expect(p, TOKEN_COMMA);
        if (!expect(p, TOKEN_RPAR)) return none;
    }
    return expect(p, TOKEN_COLON) ? items : none;
}

/* [ASYNC] 'with' with_items [TYPE_COMMENT] block; behind parentheses no type comment is allowed */
static Stmt *with_alternative(Parser *p, int start, bool in_parentheses) {
    p->mark = start;
    bool is_async = expect(p, TOKEN_ASYNC) != NULL;
    if (!expect(p, KEYWORD_WITH)) return NULL;
    WithItems items = with_items(p, in_parentheses);
    if (!items.count) return NULL;
    Ref comment = in_parentheses ? NULL : type_comment(p, expect(p, TOKEN_TYPE_COMMENT));
    Stmts *body = block(p);
    if (!body) return NULL;
    if (in_parentheses && !check_version(p, 9, "Parenthesized context managers are")) return NULL;
    if (!is_async) return NEW_STMT(p, start, With, .items = items, .body = *body, .type_comment = comment);
    if (!check_version(p, 5, "Async with statements are")) return NULL;
    return NEW_STMT(p, start, AsyncWith, .items = items, .body = *body, .type_comment = comment);
}

/* with_stmt:
 *     | invalid_with_stmt_indent
 *     | [ASYNC] 'with' '(' ','.with_item+ ','? ')' ':' block
 *     | [ASYNC] 'with' ','.with_item+ ':' [TYPE_COMMENT] block
 *     | invalid_with_stmt */
LOCAL_RULE(Stmt *, with_stmt)(Parser *p, int start) {
    if (invalid(p, invalid_with_stmt_indent)) return NULL;
    Stmt *stmt = with_alternative(p, start, true);
    if (!stmt) stmt = with_alternative(p, start, false);
    if (!stmt && back_to(p, start)) invalid(p, invalid_with_stmt);
    return stmt;
}

/* --- try ------------------------------------------------------------------------------------------------- */

/* finally_block: invalid_finally_stmt | 'finally' &&':' block. Empty where there is none. */
static Stmts finally_block(Parser *p) {
    Stmts none = {0}, *body = NULL;
    if (!level_enter(p, 1)) return none;
    int start = p->mark;
    if (!invalid(p, invalid_finally_stmt) && expect(p, KEYWORD_FINALLY) && expect_forced(p, TOKEN_COLON, ":")) {
        body = block(p);
    }
    if (!body) p->mark = start;
    level_leave(p, 1);
    return body ? *body : none;
}

/* expression ['as' NAME] ':' block, after 'except' or 'except' '*' */
static Handler *handler_rest(Parser *p, int start) {
    Expr *type = expression(p);
    if (!type) return NULL;
    int mark = p->mark;
    Token *token = NULL;
    if (expect(p, KEYWORD_AS) && !(token = expect(p, TOKEN_NAME))) p->mark = mark;
    Stmts *body;
    if (!expect(p, TOKEN_COLON) || !(body = block(p))) return NULL;
    Ref name = token ? token_identifier(p, token) : NULL;
    return p->failed
               ? NULL
               : NEW_NODE(p, Handler, .at = node_location(p, start), .type = type, .name = name, .body = *body);
}

/* except_block:
 *     | invalid_except_stmt_indent
 *     | 'except' expression ['as' NAME] ':' block
 *     | 'except' ':' block
 *     | invalid_except_stmt */
RULE(Handler *, except_block)(Parser *p, int start) {
    if (invalid(p, invalid_except_stmt_indent)) return NULL;
    if (expect(p, KEYWORD_EXCEPT)) {
        Handler *handler = handler_rest(p, start);
        if (handler || !back_to(p, start + 1)) return handler;
        Stmts *body;
        if (expect(p, TOKEN_COLON) && (body = block(p))) {
            return NEW_NODE(p, Handler, .at = node_location(p, start), .body = *body);
        }
    }
    if (back_to(p, start)) invalid(p, invalid_except_stmt);
    return NULL;
}

/* except_star_block:
 *     | invalid_except_star_stmt_indent
 *     | 'except' '*' expression ['as' NAME] ':' block
 *     | invalid_except_stmt */
RULE(Handler *, except_star_block)(Parser *p, int start) {
    if (invalid(p, invalid_except_star_stmt_indent)) return NULL;
    if (expect(p, KEYWORD_EXCEPT) && expect(p, TOKEN_STAR)) {
        Handler *handler = handler_rest(p, start);
        if (handler) return handler;
    }
    if (back_to(p, start)) invalid(p, invalid_except_stmt);
    return NULL;
}

/* try_stmt:
 *     | invalid_try_stmt
 *     | 'try' &&':' block finally_block
 *     | 'try' &&':' block except_block+ [else_block] [finally_block]
 *     | 'try' &&':' block except_star_block+ [else_block] [finally_block] */
LOCAL_RULE(Stmt *, try_stmt)(Parser *p, int start) {
    if (invalid(p, invalid_try_stmt)) return NULL;
    Stmts *body;
    if (!expect(p, KEYWORD_TRY) || !expect_forced(p, TOKEN_COLON, ":") || !(body = block(p))) return NULL;
    Stmts finalbody = finally_block(p);
    if (finalbody.count) return NEW_STMT(p, start, Try, .body = *body, .finalbody = finalbody);
    Handlers list = handlers_loop(p, except_block);
    bool star = !list.count;
    if (star && !(list = handlers_loop(p, except_star_block)).count) return NULL;
    Stmts orelse = else_block(p);
    finalbody = finally_block(p);
    if (!star)
        return NEW_STMT(p, start, Try, .body = *body, .handlers = list, .orelse = orelse,
                        .finalbody = finalbody);
    if (!check_version(p, 11, "Exception groups are")) return NULL;
    return NEW_STMT(p, start, TryStar, .body = *body, .handlers = list, .orelse = orelse,
                    .finalbody = finalbody);
}

/* --- which one ------------------------------------------------------------------------------------------- */

/* compound_stmt:
 *     | &('def' | '@' | ASYNC) function_def
 *     | &'if' if_stmt
 *     | &('class' | '@') class_def
 *     | &('with' | ASYNC) with_stmt
 *     | &('for' | ASYNC) for_stmt
 *     | &'try' try_stmt
 *     | &'while' while_stmt
 *     | match_stmt */
RULE(Stmt *, compound_stmt)(Parser *p, UNUSED int start) {
    Stmt *stmt;
    switch (peek(p)) {
    case KEYWORD_DEF: return function_def(p);
    case KEYWORD_IF: return if_stmt(p);
    case KEYWORD_CLASS: return class_def(p);
    case KEYWORD_WITH: return with_stmt(p);
    case KEYWORD_FOR: return for_stmt(p);
    case KEYWORD_TRY: return try_stmt(p);
    case KEYWORD_WHILE: return while_stmt(p);
    case TOKEN_AT: stmt = function_def(p); return stmt ? stmt : class_def(p);
    case TOKEN_ASYNC:
        if (!(stmt = function_def(p)) && !(stmt = with_stmt(p))) stmt = for_stmt(p);
        return stmt;
    case TOKEN_NAME: return match_stmt(p);
    default: return NULL;
    }
}
