/* parser_params.c: the parameters of functions and lambdas.
 *
 * The grammar has every rule twice, `param...` and `lambda_param...`: a lambda's parameters have no annotations
 * and end at ':' where a function's end at ')'. Here one function serves both. A parameter takes the comma
 * behind it; the last one must stand before the end. */
#include "syntax/parser_internal.h"

static int end_token(ParamKind kind) { return kind == PARAM_DEF ? TOKEN_RPAR : TOKEN_COLON; }

/* --- one parameter ------------------------------------------------------------------------------------- */

/* [annotation]: ':' expression, or ':' star_expression where `starred` */
static Expr *annotation(Parser *p, bool starred) {
    if (!level_enter(p, 1)) return NULL;
    int start = p->mark;
    Expr *expr = NULL;
    if (expect(p, TOKEN_COLON) && !(expr = starred ? star_expression(p) : expression(p))) p->mark = start;
    level_leave(p, 1);
    return expr;
}

/* param: NAME annotation?
 * param_star_annotation: NAME ':' star_expression
 * lambda_param: NAME */
static Arg *param_of(Parser *p, ParamKind kind, bool starred) {
    if (!level_enter(p, 1)) return NULL;
    int start = p->mark;
    Token *name = expect(p, TOKEN_NAME);
    Expr *type = name && kind == PARAM_DEF ? annotation(p, starred) : NULL;
    Arg *arg = NULL;
    if (name && !p->failed && (type || !starred)) {
        Ref id = token_identifier(p, name);
        arg = NEW_NODE(p, Arg, .at = node_location(p, start), .arg = id, .annotation = type);
    }
    if (!arg) p->mark = start;
    level_leave(p, 1);
    return arg;
}

static Arg *param(Parser *p, ParamKind kind) { return param_of(p, kind, false); }

/* ',' or &end */
static bool ends_param(Parser *p, ParamKind kind) {
    return expect(p, TOKEN_COMMA) || next_is(p, end_token(kind));
}

/* ',' [TYPE_COMMENT] or [TYPE_COMMENT] &end; the comment is the parameter's. A lambda has none. */
static bool ends_commented_param(Parser *p, ParamKind kind, Arg *arg) {
    if (kind == PARAM_LAMBDA) return ends_param(p, kind);
    bool comma = expect(p, TOKEN_COMMA) != NULL;
    Token *comment = expect(p, TOKEN_TYPE_COMMENT);
    if (p->failed || !(comma || next_is(p, end_token(kind)))) return false;
    if (comment) arg->type_comment = type_comment(p, comment);
    return true;
}

/* invalid_default: '=' &(')' | ',') */
static void invalid_default(Parser *p) {
    Token *equal = expect(p, TOKEN_EQUAL);
    if (equal && (next_is(p, TOKEN_RPAR) || next_is(p, TOKEN_COMMA))) {
        raise_at(p, equal->at, "expected default value expression");
    }
}

/* default: '=' expression | invalid_default */
static Expr *default_value(Parser *p) {
    if (!level_enter(p, 1)) return NULL;
    int start = p->mark;
    Expr *value = expect(p, TOKEN_EQUAL) ? expression(p) : NULL;
    if (!value && back_to(p, start)) invalid(p, invalid_default);
    level_leave(p, 1);
    return value;
}

typedef enum DefaultRule { DEFAULT_NONE, DEFAULT_REQUIRED, DEFAULT_OPTIONAL } DefaultRule;

/* param_no_default:    param (',' [TYPE_COMMENT] | [TYPE_COMMENT] &')')
 * param_with_default:  param default (the same)
 * param_maybe_default: param default? (the same) */
static bool param_with(Parser *p, ParamKind kind, DefaultRule rule, NameDefault *out) {
    if (!level_enter(p, 1)) return false;
    int start = p->mark;
    *out = (NameDefault){.arg = param(p, kind)};
    bool matched = out->arg != NULL;
    if (matched && rule != DEFAULT_NONE) out->value = default_value(p);
    if (matched && rule == DEFAULT_REQUIRED) matched = out->value != NULL;
    matched = matched && ends_commented_param(p, kind, out->arg) && !p->failed;
    if (!matched) p->mark = start;
    level_leave(p, 1);
    return matched;
}

static Arg *param_no_default(Parser *p, ParamKind kind) {
    NameDefault item;
    return param_with(p, kind, DEFAULT_NONE, &item) ? item.arg : NULL;
}

/* As many as there are; they are pushed on the stack where `keep`. */
static int param_loop(Parser *p, ParamKind kind, DefaultRule rule, bool keep) {
    int count = 0;
    NameDefault item;
    p->level++;
    while (param_with(p, kind, rule, &item)) {
        if (keep && !stack_push(p, NEW_NODE(p, NameDefault, .arg = item.arg, .value = item.value))) break;
        count++;
    }
    p->level--;
    return count;
}

static NameDefaults params_take(Parser *p, isize base) {
    NameDefaults list;
    list.items = stack_take(p, base, &list.count);
    return list;
}

/* '/' (',' | &')') */
static bool slash(Parser *p, ParamKind kind) {
    int start = p->mark;
    if (expect(p, TOKEN_SLASH) && ends_param(p, kind)) return true;
    p->mark = start;
    return false;
}

/* slash_no_default: param_no_default+ slash */
static bool slash_no_default(Parser *p, ParamKind kind) {
    if (!level_enter(p, 1)) return false;
    int start = p->mark;
    bool matched = param_loop(p, kind, DEFAULT_NONE, false) && slash(p, kind);
    if (!matched) p->mark = start;
    level_leave(p, 1);
    return matched;
}

/* slash_with_default: param_no_default* param_with_default+ slash */
static bool slash_with_default(Parser *p, ParamKind kind) {
    if (!level_enter(p, 1)) return false;
    int start = p->mark;
    param_loop(p, kind, DEFAULT_NONE, false);
    bool matched = param_loop(p, kind, DEFAULT_REQUIRED, false) && slash(p, kind);
    if (!matched) p->mark = start;
    level_leave(p, 1);
    return matched;
}

/* --- * and ** ------------------------------------------------------------------------------------------ */

typedef struct StarEtc {
    Arg *vararg, *kwarg;
    NameDefaults kwonly;
} StarEtc;

/* invalid_kwds:
 *     | '**' param '='
 *     | '**' param ',' param
 *     | '**' param ',' ('*' | '**' | '/') */
static void invalid_kwds(Parser *p, ParamKind kind) {
    if (!expect(p, TOKEN_DOUBLESTAR) || !param(p, kind)) return;
    Token *token = expect(p, TOKEN_EQUAL);
    if (token) {
        raise_at(p, token->at, "var-keyword argument cannot have default value");
        return;
    }
    if (!expect(p, TOKEN_COMMA)) return;
    Arg *arg = param(p, kind);
    if (arg) {
        raise_at(p, arg->at, "arguments cannot follow var-keyword argument");
    } else if ((token = expect(p, TOKEN_STAR)) || (token = expect(p, TOKEN_DOUBLESTAR)) ||
               (token = expect(p, TOKEN_SLASH))) {
        raise_at(p, token->at, "arguments cannot follow var-keyword argument");
    }
}

/* kwds: invalid_kwds | '**' param_no_default */
static Arg *kwds(Parser *p, ParamKind kind) {
    if (!level_enter(p, 1)) return NULL;
    int start = p->mark;
    if (p->call_invalid) invalid_kwds(p, kind);
    Arg *arg = back_to(p, start) && expect(p, TOKEN_DOUBLESTAR) ? param_no_default(p, kind) : NULL;
    if (!arg) p->mark = start;
    level_leave(p, 1);
    return arg;
}

/* ',' or param_no_default */
static bool comma_or_param(Parser *p, ParamKind kind) {
    return expect(p, TOKEN_COMMA) || param_no_default(p, kind);
}

/* '*' (')' | ',' (')' | '**')) */
static bool bare_star_alone(Parser *p, ParamKind kind) {
    if (!expect(p, TOKEN_STAR)) return false;
    if (expect(p, end_token(kind))) return true;
    return expect(p, TOKEN_COMMA) && (expect(p, end_token(kind)) || expect(p, TOKEN_DOUBLESTAR));
}

/* invalid_star_etc:
 *     | '*' (')' | ',' (')' | '**'))
 *     | '*' ',' TYPE_COMMENT
 *     | '*' param '='
 *     | '*' (param_no_default | ',') param_maybe_default* '*' (param_no_default | ',') */
static void invalid_star_etc(Parser *p, ParamKind kind) {
    int start = p->mark;
    Token *token = next_is(p, TOKEN_STAR) ? current_token(p) : NULL;
    if (!token) return;
    if (bare_star_alone(p, kind)) {
        if (kind == PARAM_DEF) {
            raise_at(p, token->at, "named arguments must follow bare *");
        } else {
            raise_here(p, "named arguments must follow bare *");
        }
        return;
    }
    if (kind == PARAM_DEF && back_to(p, start + 1) && expect(p, TOKEN_COMMA) && expect(p, TOKEN_TYPE_COMMENT)) {
        raise_here(p, "bare * has associated type comment");
        return;
    }
    if (back_to(p, start + 1) && param(p, kind) && (token = expect(p, TOKEN_EQUAL))) {
        raise_at(p, token->at, "var-positional argument cannot have default value");
        return;
    }
    if (!back_to(p, start + 1) || !(param_no_default(p, kind) || expect(p, TOKEN_COMMA))) return;
    param_loop(p, kind, DEFAULT_OPTIONAL, false);
    if ((token = expect(p, TOKEN_STAR)) && (param_no_default(p, kind) || expect(p, TOKEN_COMMA))) {
        raise_at(p, token->at, "* argument may appear only once");
    }
}

/* The parameter of '*': param_no_default, or for functions param_star_annotation with the same end */
static Arg *star_param(Parser *p, ParamKind kind) {
    Arg *arg = param_no_default(p, kind);
    if (arg || kind == PARAM_LAMBDA || !level_enter(p, 1)) return arg;
    int start = p->mark;
    arg = param_of(p, kind, true);
    if (arg && !ends_commented_param(p, kind, arg)) arg = NULL;
    if (!arg) p->mark = start;
    level_leave(p, 1);
    return arg;
}

/* star_etc:
 *     | invalid_star_etc
 *     | '*' param_no_default param_maybe_default* [kwds]
 *     | '*' param_no_default_star_annotation param_maybe_default* [kwds]
 *     | '*' ',' param_maybe_default+ [kwds]
 *     | kwds */
static bool star_etc_alternatives(Parser *p, ParamKind kind, StarEtc *out) {
    int start = p->mark;
    if (p->call_invalid) invalid_star_etc(p, kind);
    if (back_to(p, start) && expect(p, TOKEN_STAR)) {
        out->vararg = star_param(p, kind);
        if (out->vararg || expect(p, TOKEN_COMMA)) {
            isize base = p->stack_top;
            int count = param_loop(p, kind, DEFAULT_OPTIONAL, true);
            out->kwonly = params_take(p, base);
            if (count || out->vararg) {
                out->kwarg = kwds(p, kind);
                return !p->failed;
            }
        }
    }
    return back_to(p, start) && (out->kwarg = kwds(p, kind)) != NULL;
}

static bool star_etc(Parser *p, ParamKind kind, StarEtc *out) {
    *out = (StarEtc){0};
    if (!level_enter(p, 1)) return false;
    int start = p->mark;
    bool matched = star_etc_alternatives(p, kind, out);
    if (!matched) p->mark = start;
    level_leave(p, 1);
    return matched;
}

/* --- wrong parameters ---------------------------------------------------------------------------------- */

/* param_no_default* (slash_with_default | param_with_default+) param_no_default */
static void invalid_order(Parser *p, ParamKind kind) {
    param_loop(p, kind, DEFAULT_NONE, false);
    p->level++;
    bool defaults = slash_with_default(p, kind) || param_loop(p, kind, DEFAULT_REQUIRED, false);
    p->level--;
    Arg *arg = defaults ? param_no_default(p, kind) : NULL;
    if (arg) raise_at(p, arg->at, "non-default argument follows default argument");
}

/* param_no_default* '(' param_no_default+ ','? ')', for lambdas '(' ','.lambda_param+ ','? ')' */
static void invalid_parentheses(Parser *p, ParamKind kind) {
    param_loop(p, kind, DEFAULT_NONE, false);
    Token *open = expect(p, TOKEN_LPAR), *close;
    if (!open) return;
    if (kind == PARAM_DEF) {
        if (!param_loop(p, kind, DEFAULT_NONE, false)) return;
    } else {
        if (!param(p, kind)) return;
        for (int mark = p->mark; expect(p, TOKEN_COMMA); mark = p->mark) {
            if (param(p, kind)) continue;
            p->mark = mark;
            break;
        }
    }
    expect(p, TOKEN_COMMA);
    if (!(close = expect(p, TOKEN_RPAR))) return;
    raise_between(p, open->at, close->at,
                  kind == PARAM_DEF ? "Function parameters cannot be parenthesized"
                                    : "Lambda expression parameters cannot be parenthesized");
}

static bool slash_section(Parser *p, ParamKind kind) {
    return slash_no_default(p, kind) || slash_with_default(p, kind);
}

/* (slash_no_default | slash_with_default) param_maybe_default* '/' */
static void invalid_second_slash(Parser *p, ParamKind kind) {
    if (!slash_section(p, kind)) return;
    param_loop(p, kind, DEFAULT_OPTIONAL, false);
    Token *token = expect(p, TOKEN_SLASH);
    if (token) raise_at(p, token->at, "/ may appear only once");
}

/* (slash_no_default | slash_with_default)? param_maybe_default* '*' (',' | param_no_default)
 *     param_maybe_default* '/' */
static void invalid_slash_after_star(Parser *p, ParamKind kind) {
    slash_section(p, kind);
    param_loop(p, kind, DEFAULT_OPTIONAL, false);
    if (!expect(p, TOKEN_STAR) || !comma_or_param(p, kind)) return;
    param_loop(p, kind, DEFAULT_OPTIONAL, false);
    Token *token = expect(p, TOKEN_SLASH);
    if (token) raise_at(p, token->at, "/ must be ahead of *");
}

/* '/' ',' and param_maybe_default+ '/' '*' */
static void invalid_slash_first(Parser *p, UNUSED ParamKind kind) {
    Token *token = expect(p, TOKEN_SLASH);
    if (token && expect(p, TOKEN_COMMA)) raise_at(p, token->at, "at least one argument must precede /");
}
static void invalid_slash_star(Parser *p, ParamKind kind) {
    if (!param_loop(p, kind, DEFAULT_OPTIONAL, false) || !expect(p, TOKEN_SLASH)) return;
    Token *token = expect(p, TOKEN_STAR);
    if (token) raise_at(p, token->at, "expected comma between / and *");
}

/* invalid_parameters, invalid_lambda_parameters: the functions above, in this order */
static void invalid_parameters(Parser *p, ParamKind kind) {
    static void (*const alternatives[])(Parser *, ParamKind) = {
        invalid_order,        invalid_parentheses,      invalid_slash_first,
        invalid_second_slash, invalid_slash_after_star, invalid_slash_star};
    if (!level_enter(p, 1)) return;
    int start = p->mark;
    for (isize i = 0; i < COUNT_OF(alternatives) && back_to(p, start); i++) alternatives[i](p, kind);
    p->mark = start;
    level_leave(p, 1);
}

/* --- all together -------------------------------------------------------------------------------------- */

Arguments *empty_arguments(Parser *p) { return NEW_NODE(p, Arguments, .posonlyargs = {0}); }

/* The parameters of list[from..to). */
static Args args_of(Parser *p, NameDefaults list, isize from, isize to) {
    isize base = p->stack_top;
    for (isize i = from; i < to && stack_push(p, list.items[i]->arg); i++) {}
    Args taken;
    taken.items = stack_take(p, base, &taken.count);
    return taken;
}

/* The default of each; `all`: NULL where there is none. */
static Exprs defaults_of(Parser *p, NameDefaults list, bool all) {
    isize base = p->stack_top;
    for (isize i = 0; i < list.count; i++) {
        if ((all || list.items[i]->value) && !stack_push(p, list.items[i]->value)) break;
    }
    return exprs_take(p, base);
}

static Arguments *make_arguments(Parser *p, NameDefaults positional, isize slash_at, const StarEtc *star) {
    Args posonly = args_of(p, positional, 0, slash_at),
         plain = args_of(p, positional, slash_at, positional.count);
    Args kwonly = args_of(p, star->kwonly, 0, star->kwonly.count);
    Exprs defaults = defaults_of(p, positional, false), kw_defaults = defaults_of(p, star->kwonly, true);
    return NEW_NODE(p, Arguments, .posonlyargs = posonly, .args = plain, .vararg = star->vararg,
                    .kwonlyargs = kwonly, .kw_defaults = kw_defaults, .kwarg = star->kwarg,
                    .defaults = defaults);
}

/* One more positional parameter; after the first default all must have one. */
static bool positional_param(Parser *p, ParamKind kind, bool *seen_default) {
    NameDefault item;
    if (!param_with(p, kind, *seen_default ? DEFAULT_REQUIRED : DEFAULT_OPTIONAL, &item)) return false;
    *seen_default = item.value != NULL;
    return stack_push(p, NEW_NODE(p, NameDefault, .arg = item.arg, .value = item.value));
}

/* parameters:
 *     | slash_no_default param_no_default* param_with_default* [star_etc]
 *     | slash_with_default param_with_default* [star_etc]
 *     | param_no_default+ param_with_default* [star_etc]
 *     | param_with_default+ [star_etc]
 *     | star_etc
 * Read once, from left to right. The levels: slash_with_default and its loop. */
static Arguments *parameters(Parser *p, ParamKind kind) {
    isize base = p->stack_top, slash_at = 0;
    bool seen_default = false;
    if (!level_enter(p, 2)) return NULL;
    while (positional_param(p, kind, &seen_default)) {}
    if (p->stack_top > base && slash(p, kind)) {
        slash_at = p->stack_top - base;
        while (positional_param(p, kind, &seen_default)) {}
    }
    level_leave(p, 2);
    NameDefaults positional = params_take(p, base);
    StarEtc star;
    bool starred = star_etc(p, kind, &star);
    if (slash_at && !check_version(p, 8, "Positional-only parameters are")) return NULL;
    return !p->failed && (positional.count || starred) ? make_arguments(p, positional, slash_at, &star) : NULL;
}

/* params: invalid_parameters | parameters
 * lambda_params: invalid_lambda_parameters | lambda_parameters */
Arguments *params(Parser *p, ParamKind kind) {
    if (!level_enter(p, 2)) return NULL;
    int start = p->mark;
    if (p->call_invalid) invalid_parameters(p, kind);
    Arguments *list = back_to(p, start) ? parameters(p, kind) : NULL;
    if (!list) p->mark = start;
    level_leave(p, 2);
    return list;
}
