/* parser_call.c: the arguments of a call or a class. They are gathered in a Call node without function,
 * whose place is where they stand: messages point at it. */
#include "syntax/parser_internal.h"

/* starred_expression: '*' expression */
RULE(Expr *, starred_expression)(Parser *p, int start) {
    Expr *value = expect(p, TOKEN_STAR) ? expression(p) : NULL;
    return value ? NEW_EXPR(p, start, Starred, .value = value, .ctx = OP_Load) : NULL;
}

static CallItem *keyword_item(Parser *p, int start, Ref name, Expr *value) {
    if (p->failed) return NULL;
    Keyword *keyword = NEW_NODE(p, Keyword, .at = node_location(p, start), .arg = name, .value = value);
    return NEW_NODE(p, CallItem, .keyword = keyword);
}

/* NAME '=' expression */
static CallItem *named_argument(Parser *p, int start) {
    Token *name = expect(p, TOKEN_NAME);
    Expr *value;
    if (!name || !expect(p, TOKEN_EQUAL) || !(value = expression(p))) return NULL;
    return keyword_item(p, start, token_identifier(p, name), value);
}

/* kwarg_or_starred: invalid_kwarg | NAME '=' expression | starred_expression */
LOCAL_RULE(CallItem *, kwarg_or_starred)(Parser *p, int start) {
    if (invalid(p, invalid_kwarg)) return NULL;
    CallItem *item = named_argument(p, start);
    if (item || !back_to(p, start)) return item;
    Expr *starred = starred_expression(p);
    return starred ? NEW_NODE(p, CallItem, .starred = starred) : NULL;
}

/* kwarg_or_double_starred: invalid_kwarg | NAME '=' expression | '**' expression */
LOCAL_RULE(CallItem *, kwarg_or_double_starred)(Parser *p, int start) {
    if (invalid(p, invalid_kwarg)) return NULL;
    CallItem *item = named_argument(p, start);
    if (item || !back_to(p, start)) return item;
    Expr *value = expect(p, TOKEN_DOUBLESTAR) ? expression(p) : NULL;
    return value ? keyword_item(p, start, NULL, value) : NULL;
}

/* kwargs:
 *     | ','.kwarg_or_starred+ ',' ','.kwarg_or_double_starred+
 *     | ','.kwarg_or_starred+
 *     | ','.kwarg_or_double_starred+ */
static bool kwargs(Parser *p, CallItems *first, CallItems *second) {
    *first = *second = (CallItems){0};
    if (!level_enter(p, 1)) return false;
    int start = p->mark;
    *first = call_items_gather(p, TOKEN_COMMA, kwarg_or_starred);
    int after = p->mark;
    if (!first->count || expect(p, TOKEN_COMMA)) {
        *second = call_items_gather(p, TOKEN_COMMA, kwarg_or_double_starred);
        if (!second->count) p->mark = after;
    }
    bool matched = !p->failed && (first->count || second->count);
    if (!matched) p->mark = start;
    level_leave(p, 1);
    return matched;
}

/* (assignment_expression | expression !':=') !'=' */
static Expr *positional_value(Parser *p) {
    Expr *expr = walrus_or_expression(p);
    return expr && next_is_not(p, TOKEN_EQUAL) ? expr : NULL;
}

/* starred_expression | (assignment_expression | expression !':=') !'=' */
LOCAL_RULE(Expr *, positional_argument)(Parser *p, UNUSED int start) {
    Expr *expr = starred_expression(p);
    return expr || p->failed ? expr : positional_value(p);
}

/* The Call of positional arguments and what kwargs found: *iterables are positional, wherever they stand. */
static Expr *collect_arguments(Parser *p, int start, Exprs positional, CallItems first, CallItems second) {
    isize base = p->stack_top;
    for (isize i = 0; i < positional.count && stack_push(p, positional.items[i]); i++) {}
    for (isize i = 0; i < first.count; i++) {
        if (first.items[i]->starred) stack_push(p, first.items[i]->starred);
    }
    Exprs list = exprs_take(p, base);
    for (isize i = 0; i < first.count; i++) {
        if (first.items[i]->keyword) stack_push(p, first.items[i]->keyword);
    }
    for (isize i = 0; i < second.count && stack_push(p, second.items[i]->keyword); i++) {}
    Keywords keywords;
    keywords.items = stack_take(p, base, &keywords.count);
    return NEW_EXPR(p, start, Call, .func = NULL, .args = list, .keywords = keywords);
}

/* args:
 *     | ','.(starred_expression | (assignment_expression | expression !':=') !'=')+ [',' kwargs]
 *     | kwargs */
RULE(Expr *, args)(Parser *p, int start) {
    CallItems first = {0}, second = {0};
    Exprs positional = exprs_gather(p, TOKEN_COMMA, positional_argument);
    if (!positional.count) {
        return back_to(p, start) && kwargs(p, &first, &second)
                   ? collect_arguments(p, start, positional, first, second)
                   : NULL;
    }
    int after = p->mark;
    p->level++;
    if (expect(p, TOKEN_COMMA) && !kwargs(p, &first, &second)) p->mark = after;
    p->level--;
    return collect_arguments(p, start, positional, first, second);
}

/* arguments (memo): args [','] &')' | invalid_arguments */
MEMO_RULE(Expr *, arguments, MEMO_ARGUMENTS)(Parser *p, int start) {
    Expr *call = args(p);
    if (call) {
        expect(p, TOKEN_COMMA);
        if (next_is(p, TOKEN_RPAR)) return call;
    }
    if (back_to(p, start)) invalid(p, invalid_arguments);
    return NULL;
}
