/* parser_atom.c: atoms: names, constants, and what stands in brackets: tuples, groups, lists, dicts, sets and
 * comprehensions. What a bracket holds is only known at its end, so the forms are tried one after the other;
 * the expressions within are remembered. */
#include "syntax/parser_internal.h"

/* --- tokens as nodes ------------------------------------------------------------------------------------- */

/* NAME */
Expr *name_token(Parser *p) {
    Token *token = expect(p, TOKEN_NAME);
    if (!token) return NULL;
    return NEW_EXPR_AT(p, token->at, Name, .id = token_identifier(p, token), .ctx = OP_Load);
}

static Expr *singleton(Parser *p, int start, Ref value) {
    p->mark++;
    return NEW_EXPR(p, start, Constant, .value = value);
}

/* strings (memo): STRING+ */
MEMO_RULE(Expr *, strings, MEMO_STRINGS)(Parser *p, int start) {
    while (expect(p, TOKEN_STRING)) {}
    int count = p->mark - start;
    return count && !p->failed ? concatenate_strings(p, start, count) : NULL;
}

/* --- comprehensions ------------------------------------------------------------------------------------ */

/* 'if' disjunction */
static Expr *comprehension_if(Parser *p) {
    if (!level_enter(p, 1)) return NULL;
    int start = p->mark;
    Expr *test = expect(p, KEYWORD_IF) ? clause_operand(p) : NULL;
    if (!test) p->mark = start;
    level_leave(p, 1);
    return test;
}

/* for_if_clause:
 *     | [ASYNC] 'for' star_targets 'in' ~ disjunction ('if' disjunction)*
 *     | invalid_for_target */
LOCAL_RULE(Comprehension *, for_if_clause)(Parser *p, int start) {
    bool is_async = expect(p, TOKEN_ASYNC) != NULL;
    Expr *target = expect(p, KEYWORD_FOR) ? star_targets(p) : NULL;
    if (!target || !expect(p, KEYWORD_IN)) {
        if (back_to(p, start)) invalid(p, invalid_for_target);
        return NULL;
    }
    Expr *iter = clause_operand(p);
    if (!iter) return NULL;
    Exprs ifs = exprs_loop(p, comprehension_if);
    if (is_async && !check_version(p, 6, "Async comprehensions are")) return NULL;
    return NEW_NODE(p, Comprehension, .target = target, .iter = iter, .ifs = ifs, .is_async = is_async);
}

/* for_if_clauses: for_if_clause+ */
Comprehensions for_if_clauses(Parser *p) {
    p->level++;
    Comprehensions list = comprehensions_loop(p, for_if_clause);
    p->level--;
    return list;
}

/* for_if_clauses closing */
static bool clauses_and(Parser *p, int closing, Comprehensions *list) {
    *list = for_if_clauses(p);
    return list->count && expect(p, closing);
}

/* genexp: '(' (assignment_expression | expression !':=') for_if_clauses ')' | invalid_comprehension */
RULE(Expr *, genexp)(Parser *p, int start) {
    Comprehensions generators;
    Expr *elt = expect(p, TOKEN_LPAR) ? walrus_or_expression(p) : NULL;
    if (elt && clauses_and(p, TOKEN_RPAR, &generators)) {
        return NEW_EXPR(p, start, GeneratorExp, .elt = elt, .generators = generators);
    }
    if (back_to(p, start)) invalid(p, invalid_comprehension);
    return NULL;
}

/* listcomp: '[' named_expression for_if_clauses ']' | invalid_comprehension */
LOCAL_RULE(Expr *, listcomp)(Parser *p, int start) {
    Comprehensions generators;
    Expr *elt = expect(p, TOKEN_LSQB) ? named_expression(p) : NULL;
    if (elt && clauses_and(p, TOKEN_RSQB, &generators)) {
        return NEW_EXPR(p, start, ListComp, .elt = elt, .generators = generators);
    }
    if (back_to(p, start)) invalid(p, invalid_comprehension);
    return NULL;
}

/* setcomp: '{' named_expression for_if_clauses '}' | invalid_comprehension */
LOCAL_RULE(Expr *, setcomp)(Parser *p, int start) {
    Comprehensions generators;
    Expr *elt = expect(p, TOKEN_LBRACE) ? named_expression(p) : NULL;
    if (elt && clauses_and(p, TOKEN_RBRACE, &generators)) {
        return NEW_EXPR(p, start, SetComp, .elt = elt, .generators = generators);
    }
    if (back_to(p, start)) invalid(p, invalid_comprehension);
    return NULL;
}

/* --- parentheses and square brackets ------------------------------------------------------------------- */

/* tuple: '(' [star_named_expression ',' [star_named_expressions]] ')' */
RULE(Expr *, tuple_display)(Parser *p, int start) {
    Exprs elts = {0};
    if (!expect(p, TOKEN_LPAR)) return NULL;
    int inner = p->mark;
    p->level++;
    Expr *first = star_named_expression(p);
    if (first && expect(p, TOKEN_COMMA)) {
        elts = exprs_insert_front(p, first, star_named_expressions(p));
    } else {
        p->mark = inner;
    }
    p->level--;
    return expect(p, TOKEN_RPAR) ? NEW_EXPR(p, start, Tuple, .elts = elts, .ctx = OP_Load) : NULL;
}

/* yield_expr | named_expression */
LOCAL_RULE(Expr *, yield_or_named)(Parser *p, UNUSED int start) {
    Expr *expr = yield_expr(p);
    return expr || p->failed ? expr : named_expression(p);
}

/* group: '(' (yield_expr | named_expression) ')' | invalid_group */
LOCAL_RULE(Expr *, group)(Parser *p, int start) {
    Expr *expr = expect(p, TOKEN_LPAR) ? yield_or_named(p) : NULL;
    if (expr && expect(p, TOKEN_RPAR)) return expr;
    if (back_to(p, start)) invalid(p, invalid_group);
    return NULL;
}

/* list: '[' [star_named_expressions] ']' */
RULE(Expr *, list_display)(Parser *p, int start) {
    if (!expect(p, TOKEN_LSQB)) return NULL;
    Exprs elts = star_named_expressions(p);
    return expect(p, TOKEN_RSQB) ? NEW_EXPR(p, start, List, .elts = elts, .ctx = OP_Load) : NULL;
}

/* --- braces -------------------------------------------------------------------------------------------- */

/* kvpair: expression ':' expression */
LOCAL_RULE(KeyValue *, kvpair)(Parser *p, UNUSED int start) {
    Expr *key = expression(p), *value;
    if (!key || !expect(p, TOKEN_COLON) || !(value = expression(p))) return NULL;
    return NEW_NODE(p, KeyValue, .key = key, .value = value);
}

/* double_starred_kvpair: '**' bitwise_or | kvpair */
LOCAL_RULE(KeyValue *, double_starred_kvpair)(Parser *p, int start) {
    Expr *mapping = expect(p, TOKEN_DOUBLESTAR) ? starred_operand(p) : NULL;
    if (mapping) return NEW_NODE(p, KeyValue, .key = NULL, .value = mapping);
    return back_to(p, start) ? kvpair(p) : NULL;
}

/* ','.double_starred_kvpair+ */
static KeyValues kvpairs(Parser *p) { return key_values_gather(p, TOKEN_COMMA, double_starred_kvpair); }

static Exprs keys_of(Parser *p, KeyValues pairs) {
    isize base = p->stack_top;
    for (isize i = 0; i < pairs.count && stack_push(p, pairs.items[i]->key); i++) {}
    return exprs_take(p, base);
}
static Exprs values_of(Parser *p, KeyValues pairs) {
    isize base = p->stack_top;
    for (isize i = 0; i < pairs.count && stack_push(p, pairs.items[i]->value); i++) {}
    return exprs_take(p, base);
}

/* invalid_kvpair:
 *     | expression !(':')
 *     | expression ':' '*' bitwise_or
 *     | expression ':' &('}' | ',')
 * Also the second and third alternative of invalid_double_starred_kvpairs, which has no first one. */
static void invalid_kvpair(Parser *p, bool colon_missing) {
    int start = p->mark;
    Expr *key = expression(p);
    if (!key) return;
    if (colon_missing && next_is_not(p, TOKEN_COLON)) {
        Location at = {key->at.lineno, key->at.end_col_offset - 1, key->at.end_lineno, -1};
        raise_at(p, at, "':' expected after dictionary key");
        return;
    }
    Token *colon = expect(p, TOKEN_COLON), *star;
    if (colon && (star = expect(p, TOKEN_STAR)) && bitwise_or(p)) {
        raise_from(p, star->at, "cannot use a starred expression in a dictionary value");
        return;
    }
    if (!back_to(p, start) || !expression(p) || !(colon = expect(p, TOKEN_COLON))) return;
    if (next_is(p, TOKEN_RBRACE) || next_is(p, TOKEN_COMMA)) {
        raise_at(p, colon->at, "expression expected after dictionary key and ':'");
    }
}

/* invalid_double_starred_kvpairs:
 *     | ','.double_starred_kvpair+ ',' invalid_kvpair
 *     | expression ':' '*' bitwise_or
 *     | expression ':' &('}' | ',') */
void invalid_double_starred_kvpairs(Parser *p) {
    int start = p->mark;
    if (kvpairs(p).count && expect(p, TOKEN_COMMA)) {
        p->level++;
        invalid_kvpair(p, true);
        p->level--;
    }
    if (back_to(p, start)) invalid_kvpair(p, false);
}

/* dict: '{' [double_starred_kvpairs] '}' | '{' invalid_double_starred_kvpairs '}'
 * The second alternative does not begin with an invalid_ rule, so CPython's first pass asks it too. What
 * follows is its '}', which is never reached. double_starred_kvpairs: ','.double_starred_kvpair+ [','] */
LOCAL_RULE(Expr *, dict_display)(Parser *p, int start) {
    if (!expect(p, TOKEN_LBRACE)) return NULL;
    p->level++;
    KeyValues pairs = kvpairs(p);
    p->level--;
    if (pairs.count) expect(p, TOKEN_COMMA);
    if (expect(p, TOKEN_RBRACE)) {
        Exprs keys = keys_of(p, pairs), values = values_of(p, pairs);
        return NEW_EXPR(p, start, Dict, .keys = keys, .values = values);
    }
    if (back_to(p, start + 1) && level_enter(p, 1)) {
        invalid_double_starred_kvpairs(p);
        level_leave(p, 1);
    }
    return NULL;
}

/* set: '{' star_named_expressions '}' */
LOCAL_RULE(Expr *, set_display)(Parser *p, int start) {
    if (!expect(p, TOKEN_LBRACE)) return NULL;
    Exprs elts = star_named_expressions(p);
    return elts.count && expect(p, TOKEN_RBRACE) ? NEW_EXPR(p, start, Set, .elts = elts) : NULL;
}

/* dictcomp: '{' kvpair for_if_clauses '}' | invalid_dict_comprehension */
LOCAL_RULE(Expr *, dictcomp)(Parser *p, int start) {
    Comprehensions generators;
    KeyValue *pair = expect(p, TOKEN_LBRACE) ? kvpair(p) : NULL;
    if (pair && clauses_and(p, TOKEN_RBRACE, &generators)) {
        return NEW_EXPR(p, start, DictComp, .key = pair->key, .value = pair->value, .generators = generators);
    }
    if (back_to(p, start)) invalid(p, invalid_dict_comprehension);
    return NULL;
}

/* --- atoms --------------------------------------------------------------------------------------------- */

/* tuple | group | genexp */
LOCAL_RULE(Expr *, parenthesized)(Parser *p, UNUSED int start) {
    Expr *expr;
    if (!(expr = tuple_display(p)) && !(expr = group(p))) expr = genexp(p);
    return expr;
}

/* list | listcomp */
LOCAL_RULE(Expr *, bracketed)(Parser *p, UNUSED int start) {
    Expr *expr = list_display(p);
    return expr ? expr : listcomp(p);
}

/* dict | set | dictcomp | setcomp */
LOCAL_RULE(Expr *, braced)(Parser *p, UNUSED int start) {
    Expr *expr;
    if (!(expr = dict_display(p)) && !(expr = set_display(p)) && !(expr = dictcomp(p))) expr = setcomp(p);
    return expr;
}

/* atom:
 *     | NAME | 'True' | 'False' | 'None' | &STRING strings | NUMBER
 *     | &'(' (tuple | group | genexp)
 *     | &'[' (list | listcomp)
 *     | &'{' (dict | set | dictcomp | setcomp)
 *     | '...' */
RULE(Expr *, atom)(Parser *p, int start) {
    switch (peek(p)) {
    case TOKEN_NAME: return name_token(p);
    case KEYWORD_TRUE: return singleton(p, start, True);
    case KEYWORD_FALSE: return singleton(p, start, False);
    case KEYWORD_NONE: return singleton(p, start, None);
    case TOKEN_STRING: return strings(p);
    case TOKEN_NUMBER: return number_token(p);
    case TOKEN_LPAR: return parenthesized(p);
    case TOKEN_LSQB: return bracketed(p);
    case TOKEN_LBRACE: return braced(p);
    case TOKEN_ELLIPSIS: return singleton(p, start, Ellipsis);
    default: return NULL;
    }
}
