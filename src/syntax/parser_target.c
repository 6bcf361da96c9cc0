/* parser_target.c: what can be assigned to, deleted, or stand after 'for' and 'as'.
 *
 * A target that ends in an attribute or a subscript begins with a `t_primary`: a primary that is followed by
 * one more '.', '[' or '('. So the last part is never swallowed by it. */
#include "syntax/parser_internal.h"

/* t_lookahead: '(' | '[' | '.' */
static bool t_lookahead(Parser *p) {
    int type = peek(p);
    return type == TOKEN_LPAR || type == TOKEN_LSQB || type == TOKEN_DOT;
}

/* Is this an atom of one token with nothing behind it that a t_primary needs? Most are; so they need not
 * be made into nodes first. */
static bool lone_atom(Parser *p) {
    int type = peek(p);
    if (type != TOKEN_NAME && type != TOKEN_NUMBER && type != KEYWORD_NONE && type != KEYWORD_TRUE &&
        type != KEYWORD_FALSE && type != TOKEN_ELLIPSIS) {
        return false;
    }
    p->mark++;
    bool alone = !t_lookahead(p);
    p->mark--;
    return alone;
}

/* What a t_primary grows to: NULL: nothing that is followed by a t_lookahead. */
static Expr *grow_t_primary(Parser *p, int start, Expr *left) {
    int mark = p->mark;
    Token *name;
    Expr *inner;
    switch (peek(p)) {
    case TOKEN_DOT:
        p->mark++;
        if (!(name = expect(p, TOKEN_NAME)) || !t_lookahead(p)) return NULL;
        return NEW_EXPR(p, start, Attribute, .value = left, .attr = token_identifier(p, name), .ctx = OP_Load);
    case TOKEN_LSQB:
        p->mark++;
        if (!(inner = slices(p)) || !expect(p, TOKEN_RSQB) || !t_lookahead(p)) {
            if (back_to(p, mark)) genexp(p); /* matches no bracket, but its invalid_comprehension does */
            return NULL;
        }
        return NEW_EXPR(p, start, Subscript, .value = left, .slice = inner, .ctx = OP_Load);
    case TOKEN_LBRACE: genexp(p); return NULL;
    case TOKEN_LPAR:
        if ((inner = genexp(p)) && t_lookahead(p)) {
            Exprs list = exprs_one(p, inner);
            return NEW_EXPR(p, start, Call, .func = left, .args = list);
        }
        if (!back_to(p, mark) || !expect(p, TOKEN_LPAR)) return NULL;
        inner = arguments(p);
        if (!expect(p, TOKEN_RPAR) || !t_lookahead(p)) return NULL;
        if (!inner) return NEW_EXPR(p, start, Call, .func = left);
        return NEW_EXPR(p, start, Call, .func = left, .args = inner->as.Call.args,
                        .keywords = inner->as.Call.keywords);
    default: return NULL;
    }
}

/* t_primary:
 *     | t_primary '.' NAME &t_lookahead
 *     | t_primary '[' slices ']' &t_lookahead
 *     | t_primary genexp &t_lookahead
 *     | t_primary '(' [arguments] ')' &t_lookahead
 *     | atom &t_lookahead */
MEMO_RULE_OF(static, Expr *, t_primary, MEMO_T_PRIMARY, 2)(Parser *p, int start) {
    if (lone_atom(p)) return NULL;
    Expr *expr = atom(p);
    if (!expr || !t_lookahead(p)) return NULL;
    for (;;) {
        int mark = p->mark;
        Expr *grown = grow_t_primary(p, start, expr);
        if (!grown) return back_to(p, mark) ? expr : NULL;
        expr = grown;
    }
}

/* t_primary '.' NAME !t_lookahead | t_primary '[' slices ']' !t_lookahead */
static Expr *attribute_or_subscript(Parser *p, int start, ExprContext context) {
    Expr *value = t_primary(p), *index;
    if (!value) return NULL;
    int after = p->mark;
    Token *name;
    if (expect(p, TOKEN_DOT) && (name = expect(p, TOKEN_NAME)) && !t_lookahead(p)) {
        return NEW_EXPR(p, start, Attribute, .value = value, .attr = token_identifier(p, name), .ctx = context);
    }
    if (back_to(p, after) && expect(p, TOKEN_LSQB) && (index = slices(p)) && expect(p, TOKEN_RSQB) &&
        !t_lookahead(p)) {
        return NEW_EXPR(p, start, Subscript, .value = value, .slice = index, .ctx = context);
    }
    return NULL;
}

static Expr *name_target(Parser *p, ExprContext context) {
    Token *token = expect(p, TOKEN_NAME);
    return token ? NEW_EXPR_AT(p, token->at, Name, .id = token_identifier(p, token), .ctx = context) : NULL;
}

/* --- for assignment ------------------------------------------------------------------------------------ */

static Expr *target_with_star_atom(Parser *p);

/* (',' star_target)*: pushed on the stack behind what is there. */
static void more_star_targets(Parser *p) {
    for (;;) {
        int mark = p->mark;
        Expr *target = expect(p, TOKEN_COMMA) ? star_target(p) : NULL;
        if (target && stack_push(p, target)) continue;
        p->mark = mark;
        return;
    }
}

/* star_targets: star_target !',' | star_target (',' star_target)* [','] */
RULE(Expr *, star_targets)(Parser *p, int start) {
    Expr *first = star_target(p);
    if (!first || next_is_not(p, TOKEN_COMMA)) return first;
    isize base = p->stack_top;
    stack_push(p, first);
    more_star_targets(p);
    expect(p, TOKEN_COMMA);
    Exprs list = exprs_take(p, base);
    return NEW_EXPR(p, start, Tuple, .elts = list, .ctx = OP_Store);
}

/* star_targets_list_seq: ','.star_target+ [',']
 * star_targets_tuple_seq: star_target (',' star_target)+ [','] | star_target ',' */
static Exprs star_targets_seq(Parser *p, bool tuple) {
    Exprs none = {0};
    int start = p->mark;
    isize base = p->stack_top;
    Expr *first = star_target(p);
    if (!first) return none;
    stack_push(p, first);
    more_star_targets(p);
    bool comma = expect(p, TOKEN_COMMA) != NULL;
    if (!tuple || comma || p->stack_top - base > 1) return exprs_take(p, base);
    p->mark = start;
    p->stack_top = base;
    return none;
}

/* star_atom:
 *     | NAME
 *     | '(' target_with_star_atom ')'
 *     | '(' [star_targets_tuple_seq] ')'
 *     | '[' [star_targets_list_seq] ']' */
LOCAL_RULE(Expr *, star_atom)(Parser *p, int start) {
    Expr *target = name_target(p, OP_Store);
    if (target) return target;
    if (expect(p, TOKEN_LPAR)) {
        if ((target = target_with_star_atom(p)) && expect(p, TOKEN_RPAR))
            return set_context(p, target, OP_Store);
        if (!back_to(p, start + 1)) return NULL;
        Exprs elts = star_targets_seq(p, true);
        return expect(p, TOKEN_RPAR) ? NEW_EXPR(p, start, Tuple, .elts = elts, .ctx = OP_Store) : NULL;
    }
    if (!expect(p, TOKEN_LSQB)) return NULL;
    Exprs elts = star_targets_seq(p, false);
    return expect(p, TOKEN_RSQB) ? NEW_EXPR(p, start, List, .elts = elts, .ctx = OP_Store) : NULL;
}

/* target_with_star_atom (memo):
 *     | t_primary '.' NAME !t_lookahead
 *     | t_primary '[' slices ']' !t_lookahead
 *     | star_atom */
MEMO_RULE_OF(static, Expr *, target_with_star_atom, MEMO_TARGET_WITH_STAR_ATOM, 1)(Parser *p, int start) {
    Expr *target = attribute_or_subscript(p, start, OP_Store);
    return target || !back_to(p, start) ? target : star_atom(p);
}

/* star_target (memo): '*' (!'*' star_target) | target_with_star_atom */
MEMO_RULE(Expr *, star_target, MEMO_STAR_TARGET)(Parser *p, int start) {
    if (expect(p, TOKEN_STAR) && next_is_not(p, TOKEN_STAR)) {
        Expr *value = set_context(p, star_target(p), OP_Store);
        if (value) return NEW_EXPR(p, start, Starred, .value = value, .ctx = OP_Store);
    }
    return back_to(p, start) ? target_with_star_atom(p) : NULL;
}

/* single_subscript_attribute_target: t_primary '.' NAME !t_lookahead | t_primary '[' slices ']' !t_lookahead */
RULE(Expr *, single_subscript_attribute_target)(Parser *p, int start) {
    return attribute_or_subscript(p, start, OP_Store);
}

/* single_target: single_subscript_attribute_target | NAME | '(' single_target ')' */
RULE(Expr *, single_target)(Parser *p, int start) {
    Expr *target = single_subscript_attribute_target(p);
    if (target || !back_to(p, start)) return target;
    if ((target = name_target(p, OP_Store))) return target;
    return expect(p, TOKEN_LPAR) && (target = single_target(p)) && expect(p, TOKEN_RPAR) ? target : NULL;
}

/* --- for del ------------------------------------------------------------------------------------------- */

static Expr *del_target(Parser *p);

/* del_targets: ','.del_target+ [','] */
Exprs del_targets(Parser *p) {
    p->level++;
    Exprs list = exprs_gather(p, TOKEN_COMMA, del_target);
    p->level--;
    if (list.count) expect(p, TOKEN_COMMA);
    return list;
}

/* del_t_atom: NAME | '(' del_target ')' | '(' [del_targets] ')' | '[' [del_targets] ']' */
LOCAL_RULE(Expr *, del_t_atom)(Parser *p, int start) {
    Expr *target = name_target(p, OP_Del);
    if (target) return target;
    if (expect(p, TOKEN_LPAR)) {
        if ((target = del_target(p)) && expect(p, TOKEN_RPAR)) return set_context(p, target, OP_Del);
        if (!back_to(p, start + 1)) return NULL;
        Exprs elts = del_targets(p);
        return expect(p, TOKEN_RPAR) ? NEW_EXPR(p, start, Tuple, .elts = elts, .ctx = OP_Del) : NULL;
    }
    if (!expect(p, TOKEN_LSQB)) return NULL;
    Exprs elts = del_targets(p);
    return expect(p, TOKEN_RSQB) ? NEW_EXPR(p, start, List, .elts = elts, .ctx = OP_Del) : NULL;
}

/* del_target (memo): t_primary '.' NAME !t_lookahead | t_primary '[' slices ']' !t_lookahead | del_t_atom */
MEMO_RULE_OF(static, Expr *, del_target, MEMO_DEL_TARGET, 1)(Parser *p, int start) {
    Expr *target = attribute_or_subscript(p, start, OP_Del);
    return target || !back_to(p, start) ? target : del_t_atom(p);
}
