/* parser_invalid_expression.c: wrong expressions, targets and arguments, and the messages for them.
 *
 * Asked in the second pass only, before or after the rule's right alternatives. Each alternative of an
 * invalid_ rule is tried until one matches; one that matches ends the rule, even where it then decides not to
 * raise. */
#include "object/str.h"
#include "syntax/parser_internal.h"

/* --- expressions --------------------------------------------------------------------------------------- */

/* expression_without_invalid: disjunction 'if' disjunction 'else' expression | disjunction | lambdef, with the
 * invalid_ rules off */
static Expr *expression_without_invalid(Parser *p) {
    if (!level_enter(p, 1)) return NULL;
    p->call_invalid = false;
    int start = p->mark;
    Expr *expr = disjunction(p);
    int after = p->mark;
    if (!expr) {
        if (back_to(p, start)) expr = lambdef(p);
    } else {
        Expr *test, *orelse;
        if (expect(p, KEYWORD_IF) && (test = disjunction(p)) && expect(p, KEYWORD_ELSE) &&
            (orelse = expression(p))) {
            expr = NEW_EXPR(p, start, IfExp, .test = test, .body = expr, .orelse = orelse);
        } else {
            p->mark = after;
        }
    }
    p->call_invalid = true;
    level_leave(p, 1);
    return p->failed ? NULL : expr;
}

/* `print x` and `exec x`, as in Python 2 */
static bool is_legacy_name(const Expr *expr) {
    if (expr->kind != Expr_Name) return false;
    return str_equal_ascii(expr->as.Name.id, "print") || str_equal_ascii(expr->as.Name.id, "exec");
}

/* SOFT_KEYWORD: also what a soft keyword begins with, as 3.11 compares only as many characters as the name
 * has */
static bool begins_soft_keyword(const Token *name) {
    static const char *const keywords[] = {"_", "case", "match"};
    for (isize i = 0; i < COUNT_OF(keywords); i++) {
        if (strncmp(keywords[i], name->start, (usize)name->length) == 0) return true;
    }
    return false;
}

/* NAME STRING | SOFT_KEYWORD */
static bool name_string_or_soft_keyword(Parser *p) {
    int start = p->mark;
    const Token *name = expect(p, TOKEN_NAME);
    bool found = name && (expect(p, TOKEN_STRING) || begins_soft_keyword(name));
    p->mark = start;
    return found;
}

/* !(NAME STRING | SOFT_KEYWORD) disjunction expression_without_invalid
 * True: it matched. */
static bool two_expressions(Parser *p) {
    if (name_string_or_soft_keyword(p) || p->failed) return false;
    Expr *first = disjunction(p), *second = first ? expression_without_invalid(p) : NULL;
    if (!second) return false;
    if (!is_legacy_name(first) && token_at(p, p->mark - 1)->level > 0) {
        raise_between(p, first->at, second->at, "invalid syntax. Perhaps you forgot a comma?");
    }
    return true;
}

/* invalid_expression:
 *     | !(NAME STRING | SOFT_KEYWORD) disjunction expression_without_invalid
 *     | disjunction 'if' disjunction !('else' | ':') */
void invalid_expression(Parser *p) {
    int start = p->mark;
    if (two_expressions(p) || !back_to(p, start)) return;
    Expr *body = disjunction(p), *test;
    if (body && expect(p, KEYWORD_IF) && (test = disjunction(p)) && next_is_not(p, KEYWORD_ELSE) &&
        next_is_not(p, TOKEN_COLON)) {
        raise_between(p, body->at, test->at, "expected 'else' after 'if' expression");
    }
}

/* invalid_legacy_expression: NAME !'(' star_expressions */
void invalid_legacy_expression(Parser *p) {
    Expr *name = name_token(p), *value;
    if (!name || !next_is_not(p, TOKEN_LPAR) || !(value = star_expressions(p)) || !is_legacy_name(name)) return;
    Ref id = name->as.Name.id;
    raise_between(p, name->at, value->at, "Missing parentheses in call to '%U'. Did you mean %U(...)?", id, id);
}

/* !('=' | ':=') */
static bool no_assignment_follows(Parser *p) {
    return next_is_not(p, TOKEN_EQUAL) && next_is_not(p, TOKEN_COLONEQUAL);
}

/* list | tuple | genexp | 'True' | 'None' | 'False' */
static bool display_or_constant(Parser *p) {
    int start = p->mark;
    bool found = list_display(p) || tuple_display(p) || genexp(p) || expect(p, KEYWORD_TRUE) ||
                 expect(p, KEYWORD_NONE) || expect(p, KEYWORD_FALSE);
    p->mark = start;
    return found;
}

/* invalid_named_expression (memo):
 *     | expression ':=' expression
 *     | NAME '=' bitwise_or !('=' | ':=')
 *     | !(list | tuple | genexp | 'True' | 'None' | 'False') bitwise_or '=' bitwise_or !('=' | ':=') */
static void invalid_named_alternatives(Parser *p) {
    int start = p->mark;
    Expr *left = expression(p), *right;
    if (left && expect(p, TOKEN_COLONEQUAL) && expression(p)) {
        raise_at(p, left->at, "cannot use assignment expressions with %s", expr_name(left));
        return;
    }
    if (!back_to(p, start)) return;
    Token *name = expect(p, TOKEN_NAME);
    if (name && expect(p, TOKEN_EQUAL) && (right = bitwise_or(p)) && no_assignment_follows(p)) {
        raise_between(p, name->at, right->at, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        return;
    }
    if (!back_to(p, start) || display_or_constant(p) || p->failed) return;
    if ((left = bitwise_or(p)) && expect(p, TOKEN_EQUAL) && bitwise_or(p) && no_assignment_follows(p)) {
        raise_at(p, left->at, "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                 expr_name(left));
    }
}

void invalid_named_expression(Parser *p) {
    void *known;
    if (memo_recall(p, MEMO_INVALID_NAMED_EXPRESSION, &known)) return;
    int start = p->mark;
    invalid_named_alternatives(p);
    p->mark = start;
    memo_keep(p, start, MEMO_INVALID_NAMED_EXPRESSION, NULL);
}

/* --- assignment ---------------------------------------------------------------------------------------- */

/* invalid_ann_assign_target: list | tuple | '(' invalid_ann_assign_target ')' */
LOCAL_RULE(Expr *, invalid_ann_assign_target)(Parser *p, UNUSED int start) {
    Expr *target = list_display(p);
    if (!target) target = tuple_display(p);
    if (target || !expect(p, TOKEN_LPAR)) return target;
    return (target = invalid_ann_assign_target(p)) && expect(p, TOKEN_RPAR) ? target : NULL;
}

/* ':' expression */
static bool annotation_follows(Parser *p) { return expect(p, TOKEN_COLON) && expression(p); }

/* The first three alternatives of invalid_assignment. True: one matched.
 *     | invalid_ann_assign_target ':' expression
 *     | star_named_expression ',' star_named_expressions* ':' expression
 *     | expression ':' expression */
static bool invalid_annotation(Parser *p) {
    int start = p->mark;
    Expr *target = invalid_ann_assign_target(p);
    if (target && annotation_follows(p)) {
        raise_at(p, target->at, "only single target (not %s) can be annotated", expr_name(target));
        return true;
    }
    if (!back_to(p, start)) return true;
    target = star_named_expression(p);
    if (target && expect(p, TOKEN_COMMA)) {
        while (star_named_expressions(p).count) {}
        if (annotation_follows(p)) {
            raise_at(p, target->at, "only single target (not tuple) can be annotated");
            return true;
        }
    }
    if (!back_to(p, start)) return true;
    target = expression(p);
    if (target && annotation_follows(p)) {
        raise_at(p, target->at, "illegal target for annotation");
        return true;
    }
    return !back_to(p, start);
}

/* (star_targets '=')* */
static void skip_targets(Parser *p) {
    for (;;) {
        int mark = p->mark;
        if (star_targets(p) && expect(p, TOKEN_EQUAL)) continue;
        p->mark = mark;
        return;
    }
}

static bool augmented_operator(Parser *p) {
    int type = peek(p);
    if (type < TOKEN_PLUSEQUAL || type > TOKEN_ATEQUAL) return false;
    p->mark++;
    return type != TOKEN_ATEQUAL || check_version(p, 5, "The '@' operator is");
}

/* invalid_assignment:
 *     | (see invalid_annotation)
 *     | (star_targets '=')* star_expressions '='
 *     | (star_targets '=')* yield_expr '='
 *     | star_expressions augassign annotated_rhs */
void invalid_assignment(Parser *p) {
    int start = p->mark;
    if (invalid_annotation(p)) return;
    skip_targets(p);
    Expr *target = star_expressions(p);
    if (target && expect(p, TOKEN_EQUAL)) {
        raise_invalid_target(p, TARGET_STAR, target);
        return;
    }
    if (!back_to(p, start)) return;
    skip_targets(p);
    target = yield_expr(p);
    if (target && expect(p, TOKEN_EQUAL)) {
        raise_at(p, target->at, "assignment to yield expression not possible");
        return;
    }
    if (!back_to(p, start)) return;
    target = star_expressions(p);
    if (target && augmented_operator(p) && annotated_rhs(p)) {
        raise_at(p, target->at, "'%s' is an illegal expression for augmented assignment", expr_name(target));
    }
}

/* invalid_del_stmt: 'del' star_expressions */
void invalid_del_stmt(Parser *p) {
    Expr *target = expect(p, KEYWORD_DEL) ? star_expressions(p) : NULL;
    if (target) raise_invalid_target(p, TARGET_DEL, target);
}

/* invalid_with_item: expression 'as' expression &(',' | ')' | ':') */
void invalid_with_item(Parser *p) {
    Expr *target;
    if (!expression(p) || !expect(p, KEYWORD_AS) || !(target = expression(p))) return;
    if (next_is(p, TOKEN_COMMA) || next_is(p, TOKEN_RPAR) || next_is(p, TOKEN_COLON)) {
        raise_invalid_target(p, TARGET_STAR, target);
    }
}

/* invalid_for_target: ASYNC? 'for' star_expressions */
void invalid_for_target(Parser *p) {
    expect(p, TOKEN_ASYNC);
    Expr *target = expect(p, KEYWORD_FOR) ? star_expressions(p) : NULL;
    if (target) raise_invalid_target(p, TARGET_FOR, target);
}

/* --- brackets ------------------------------------------------------------------------------------------ */

/* invalid_group: '(' starred_expression ')' | '(' '**' expression ')' */
void invalid_group(Parser *p) {
    if (!expect(p, TOKEN_LPAR)) return;
    int inner = p->mark;
    Expr *starred = starred_expression(p);
    if (starred && expect(p, TOKEN_RPAR)) {
        raise_at(p, starred->at, "cannot use starred expression here");
        return;
    }
    if (!back_to(p, inner)) return;
    Token *stars = expect(p, TOKEN_DOUBLESTAR);
    if (stars && expression(p) && expect(p, TOKEN_RPAR)) {
        raise_at(p, stars->at, "cannot use double starred expression here");
    }
}

/* '[' | '(' | '{' */
static bool opening(Parser *p, bool parenthesis) {
    return expect(p, TOKEN_LSQB) || (parenthesis && expect(p, TOKEN_LPAR)) || expect(p, TOKEN_LBRACE);
}

/* invalid_comprehension:
 *     | ('[' | '(' | '{') starred_expression for_if_clauses
 *     | ('[' | '{') star_named_expression ',' star_named_expressions for_if_clauses
 *     | ('[' | '{') star_named_expression ',' for_if_clauses */
void invalid_comprehension(Parser *p) {
    static const char missing[] = "did you forget parentheses around the comprehension target?";
    int start = p->mark;
    Expr *first;
    if (opening(p, true) && (first = starred_expression(p)) && for_if_clauses(p).count) {
        raise_at(p, first->at, "iterable unpacking cannot be used in comprehension");
        return;
    }
    if (!back_to(p, start)) return;
    Token *comma;
    if (!opening(p, false) || !(first = star_named_expression(p)) || !(comma = expect(p, TOKEN_COMMA))) return;
    int after = p->mark;
    Exprs rest = star_named_expressions(p);
    if (rest.count && for_if_clauses(p).count) {
        raise_between(p, first->at, rest.items[rest.count - 1]->at, missing);
        return;
    }
    if (back_to(p, after) && for_if_clauses(p).count) raise_between(p, first->at, comma->at, missing);
}

/* invalid_dict_comprehension: '{' '**' bitwise_or for_if_clauses '}' */
void invalid_dict_comprehension(Parser *p) {
    Token *stars;
    if (expect(p, TOKEN_LBRACE) && (stars = expect(p, TOKEN_DOUBLESTAR)) && bitwise_or(p) &&
        for_if_clauses(p).count && expect(p, TOKEN_RBRACE)) {
        raise_at(p, stars->at, "dict unpacking cannot be used in dict comprehension");
    }
}

/* --- arguments ----------------------------------------------------------------------------------------- */

static const char maybe_equal[] = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
static const char bare_generator[] = "Generator expression must be parenthesized";

/* Where the last part of a comprehension stands: its last condition, or what it iterates over. */
static Location comprehension_end(Comprehensions clauses) {
    const Comprehension *last = clauses.items[clauses.count - 1];
    return last->ifs.count ? last->ifs.items[last->ifs.count - 1]->at : last->iter->at;
}

/* NAME '=' expression for_if_clauses. True: raised. */
static bool invalid_keyword_generator(Parser *p) {
    Token *name = expect(p, TOKEN_NAME), *equal;
    if (!name || !(equal = expect(p, TOKEN_EQUAL)) || !expression(p) || !for_if_clauses(p).count) return false;
    raise_between(p, name->at, equal->at, maybe_equal);
    return true;
}

/* expression for_if_clauses ',' [args | expression for_if_clauses]. True: raised. */
static bool invalid_generator_first(Parser *p) {
    Expr *elt = expression(p);
    Comprehensions clauses = elt ? for_if_clauses(p) : (Comprehensions){0};
    if (!clauses.count || !expect(p, TOKEN_COMMA)) return false;
    int after = p->mark;
    p->level++;
    if (!args(p) && back_to(p, after) && (!expression(p) || !for_if_clauses(p).count)) p->mark = after;
    p->level--;
    raise_between(p, elt->at, comprehension_end(clauses), bare_generator);
    return true;
}

static void raise_positional_after_keyword(Parser *p, const Expr *call) {
    bool unpacking = false;
    Keywords keywords = call->as.Call.keywords;
    for (isize i = 0; i < keywords.count; i++) unpacking |= keywords.items[i]->arg == NULL;
    raise_here(p, unpacking ? "positional argument follows keyword argument unpacking"
                            : "positional argument follows keyword argument");
}

/* The alternatives that begin with args:
 *     | args for_if_clauses
 *     | args ',' expression for_if_clauses
 *     | args ',' args */
static void invalid_after_args(Parser *p) {
    Expr *call = args(p), *elt;
    if (!call) return;
    int after = p->mark;
    Comprehensions clauses = for_if_clauses(p);
    if (clauses.count) {
        /* f(x for x in y) is right, f(a, x for x in y) is not. */
        Exprs list = call->as.Call.args;
        if (list.count > 1)
            raise_between(p, list.items[list.count - 1]->at, comprehension_end(clauses), bare_generator);
        return;
    }
    if (!back_to(p, after) || !expect(p, TOKEN_COMMA)) return;
    after = p->mark;
    if ((elt = expression(p)) && (clauses = for_if_clauses(p)).count) {
        raise_between(p, elt->at, comprehension_end(clauses), bare_generator);
        return;
    }
    if (back_to(p, after) && args(p)) raise_positional_after_keyword(p, call);
}

/* invalid_arguments:
 *     | args ',' '*'
 *     | expression for_if_clauses ',' [args | expression for_if_clauses]
 *     | NAME '=' expression for_if_clauses
 *     | args for_if_clauses
 *     | args ',' expression for_if_clauses
 *     | args ',' args */
void invalid_arguments(Parser *p) {
    int start = p->mark;
    Expr *call = args(p);
    if (call && expect(p, TOKEN_COMMA) && expect(p, TOKEN_STAR)) {
        raise_at(p, call->at, "iterable argument unpacking follows keyword argument unpacking");
        return;
    }
    if (!back_to(p, start) || invalid_generator_first(p)) return;
    if (!back_to(p, start) || invalid_keyword_generator(p)) return;
    if (back_to(p, start)) invalid_after_args(p);
}

/* invalid_kwarg:
 *     | ('True' | 'False' | 'None') '='
 *     | NAME '=' expression for_if_clauses
 *     | !(NAME '=') expression '=' */
void invalid_kwarg(Parser *p) {
    int start = p->mark;
    Token *token, *equal;
    if (((token = expect(p, KEYWORD_TRUE)) || (token = expect(p, KEYWORD_FALSE)) ||
         (token = expect(p, KEYWORD_NONE))) &&
        (equal = expect(p, TOKEN_EQUAL))) {
        raise_between(p, token->at, equal->at, "cannot assign to %s", token_type_name(token->type));
        return;
    }
    if (!back_to(p, start) || invalid_keyword_generator(p) || !back_to(p, start)) return;
    if (expect(p, TOKEN_NAME) && expect(p, TOKEN_EQUAL)) return;
    if (!back_to(p, start)) return;
    Expr *left = expression(p);
    if (left && (equal = expect(p, TOKEN_EQUAL))) {
        raise_between(p, left->at, equal->at,
                      "expression cannot contain assignment, perhaps you meant \"==\"?");
    }
}
