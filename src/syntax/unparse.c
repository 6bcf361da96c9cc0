/* unparse.c: an expression as source text, as annotations are kept under `from __future__ import annotations`.
 *
 * Each expression is written for a place that holds expressions of some precedence or tighter; a looser one
 * gets parentheses. */
#include "object/error.h"
#include "object/float.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "syntax/ast.h"

typedef enum Precedence {
    PRECEDENCE_TUPLE,
    PRECEDENCE_TEST, /* if-else, lambda */
    PRECEDENCE_OR,
    PRECEDENCE_AND,
    PRECEDENCE_NOT,
    PRECEDENCE_COMPARE,
    PRECEDENCE_EXPR,
    PRECEDENCE_BITOR = PRECEDENCE_EXPR,
    PRECEDENCE_BITXOR,
    PRECEDENCE_BITAND,
    PRECEDENCE_SHIFT,
    PRECEDENCE_ARITH,
    PRECEDENCE_TERM,
    PRECEDENCE_FACTOR,
    PRECEDENCE_POWER,
    PRECEDENCE_AWAIT,
    PRECEDENCE_ATOM
} Precedence;

typedef struct Writer {
    StrBuilder out;
    bool failed; /* raised */
} Writer;

static void write_expr(Writer *w, const Expr *expr, int place);
static void write_joined(Writer *w, const Expr *expr, bool format_spec);

/* --- text ------------------------------------------------------------------------------------------------ */

static void put(Writer *w, const char *ascii) { str_builder_ascii(&w->out, ascii, -1); }
static void put_str(Writer *w, Ref string) { str_builder_str(&w->out, string); }
static void put_if(Writer *w, bool condition, const char *ascii) {
    if (condition) put(w, ascii);
}

/* repr(object), infinity written as a number that is one. */
static void put_repr(Writer *w, Ref object) {
    Own shown = w->failed ? NULL : object_repr(object);
    if (shown && (is_exact_float(object) || is_exact_complex(object))) {
        Own inf = str_from_ascii("inf", 3), number = str_from_ascii("1e309", 5);
        Own replaced = inf && number ? str_replace(shown, inf, number, -1) : NULL;
        release_maybe(inf);
        release_maybe(number);
        release(shown);
        shown = replaced;
    }
    if (shown) {
        put_str(w, shown);
        release(shown);
    } else {
        w->failed = true;
    }
}

/* --- operators ------------------------------------------------------------------------------------------- */

static void write_bool_op(Writer *w, const Expr *expr, int place) {
    bool is_and = expr->as.BoolOp.op == OP_And;
    int own_place = is_and ? PRECEDENCE_AND : PRECEDENCE_OR;
    put_if(w, place > own_place, "(");
    for (isize i = 0; i < expr->as.BoolOp.values.count; i++) {
        put_if(w, i > 0, is_and ? " and " : " or ");
        write_expr(w, expr->as.BoolOp.values.items[i], own_place + 1);
    }
    put_if(w, place > own_place, ")");
}

static void write_binary(Writer *w, const Expr *expr, int place) {
    static const struct {
        const char *text;
        int place;
    } operators[] = {[OP_Add] = {" + ", PRECEDENCE_ARITH},     [OP_Sub] = {" - ", PRECEDENCE_ARITH},
                     [OP_Mult] = {" * ", PRECEDENCE_TERM},     [OP_MatMult] = {" @ ", PRECEDENCE_TERM},
                     [OP_Div] = {" / ", PRECEDENCE_TERM},      [OP_Mod] = {" % ", PRECEDENCE_TERM},
                     [OP_Pow] = {" ** ", PRECEDENCE_POWER},    [OP_LShift] = {" << ", PRECEDENCE_SHIFT},
                     [OP_RShift] = {" >> ", PRECEDENCE_SHIFT}, [OP_BitOr] = {" | ", PRECEDENCE_BITOR},
                     [OP_BitXor] = {" ^ ", PRECEDENCE_BITXOR}, [OP_BitAnd] = {" & ", PRECEDENCE_BITAND},
                     [OP_FloorDiv] = {" // ", PRECEDENCE_TERM}};
    Operator op = expr->as.BinOp.op;
    int own_place = operators[op].place;
    bool to_right = op == OP_Pow;
    put_if(w, place > own_place, "(");
    write_expr(w, expr->as.BinOp.left, own_place + to_right);
    put(w, operators[op].text);
    write_expr(w, expr->as.BinOp.right, own_place + !to_right);
    put_if(w, place > own_place, ")");
}

static void write_unary(Writer *w, const Expr *expr, int place) {
    static const char *const operators[] = {
        [OP_Invert] = "~", [OP_Not] = "not ", [OP_UAdd] = "+", [OP_USub] = "-"};
    UnaryOperator op = expr->as.UnaryOp.op;
    int own_place = op == OP_Not ? PRECEDENCE_NOT : PRECEDENCE_FACTOR;
    put_if(w, place > own_place, "(");
    put(w, operators[op]);
    write_expr(w, expr->as.UnaryOp.operand, own_place);
    put_if(w, place > own_place, ")");
}

static void write_compare(Writer *w, const Expr *expr, int place) {
    static const char *const operators[] = {
        [OP_Eq] = " == ", [OP_NotEq] = " != ",    [OP_Lt] = " < ",  [OP_LtE] = " <= ",
        [OP_Gt] = " > ",  [OP_GtE] = " >= ",      [OP_Is] = " is ", [OP_IsNot] = " is not ",
        [OP_In] = " in ", [OP_NotIn] = " not in "};
    put_if(w, place > PRECEDENCE_COMPARE, "(");
    write_expr(w, expr->as.Compare.left, PRECEDENCE_COMPARE + 1);
    for (isize i = 0; i < expr->as.Compare.ops.count; i++) {
        put(w, operators[expr->as.Compare.ops.items[i]]);
        write_expr(w, expr->as.Compare.comparators.items[i], PRECEDENCE_COMPARE + 1);
    }
    put_if(w, place > PRECEDENCE_COMPARE, ")");
}

static void write_if(Writer *w, const Expr *expr, int place) {
    put_if(w, place > PRECEDENCE_TEST, "(");
    write_expr(w, expr->as.IfExp.body, PRECEDENCE_TEST + 1);
    put(w, " if ");
    write_expr(w, expr->as.IfExp.test, PRECEDENCE_TEST + 1);
    put(w, " else ");
    write_expr(w, expr->as.IfExp.orelse, PRECEDENCE_TEST);
    put_if(w, place > PRECEDENCE_TEST, ")");
}

static void write_named(Writer *w, const Expr *expr, int place) {
    put_if(w, place > PRECEDENCE_TUPLE, "(");
    write_expr(w, expr->as.NamedExpr.target, PRECEDENCE_ATOM);
    put(w, " := ");
    write_expr(w, expr->as.NamedExpr.value, PRECEDENCE_ATOM);
    put_if(w, place > PRECEDENCE_TUPLE, ")");
}

static void write_await(Writer *w, const Expr *expr, int place) {
    put_if(w, place > PRECEDENCE_AWAIT, "(");
    put(w, "await ");
    write_expr(w, expr->as.Await.value, PRECEDENCE_ATOM);
    put_if(w, place > PRECEDENCE_AWAIT, ")");
}

static void write_yield(Writer *w, const char *keyword, const Expr *value) {
    put(w, keyword);
    if (value) {
        put(w, " ");
        write_expr(w, value, PRECEDENCE_TEST);
    }
    put(w, ")");
}

/* --- lambda ---------------------------------------------------------------------------------------------- */

/* ", " between the parts, `prefix`, the name and the default. */
static void write_arg(Writer *w, bool *first, const char *prefix, const Arg *arg, const Expr *value) {
    put_if(w, !*first, ", ");
    *first = false;
    put(w, prefix);
    if (!arg) return;
    put_str(w, arg->arg);
    if (arg->annotation) {
        put(w, ": ");
        write_expr(w, arg->annotation, PRECEDENCE_TEST);
    }
    if (value) {
        put(w, "=");
        write_expr(w, value, PRECEDENCE_TEST);
    }
}

static void write_arguments(Writer *w, const Arguments *a) {
    bool first = true;
    isize posonly = a->posonlyargs.count, positional = posonly + a->args.count;
    for (isize i = 0; i < positional; i++) {
        const Arg *arg = i < posonly ? a->posonlyargs.items[i] : a->args.items[i - posonly];
        isize with_default = i - positional + a->defaults.count;
        write_arg(w, &first, "", arg, with_default >= 0 ? a->defaults.items[with_default] : NULL);
        put_if(w, i + 1 == posonly, ", /");
    }
    if (a->vararg || a->kwonlyargs.count) write_arg(w, &first, "*", a->vararg, NULL);
    for (isize i = 0; i < a->kwonlyargs.count; i++) {
        write_arg(w, &first, "", a->kwonlyargs.items[i], a->kw_defaults.items[i]);
    }
    if (a->kwarg) write_arg(w, &first, "**", a->kwarg, NULL);
}

static void write_lambda(Writer *w, const Expr *expr, int place) {
    const Arguments *a = expr->as.Lambda.args;
    put_if(w, place > PRECEDENCE_TEST, "(");
    put(w, a->args.count + a->posonlyargs.count ? "lambda " : "lambda");
    write_arguments(w, a);
    put(w, ": ");
    write_expr(w, expr->as.Lambda.body, PRECEDENCE_TEST);
    put_if(w, place > PRECEDENCE_TEST, ")");
}

/* --- displays and comprehensions ----------------------------------------------------------------------- */

static void write_elements(Writer *w, Exprs elts) {
    for (isize i = 0; i < elts.count; i++) {
        put_if(w, i > 0, ", ");
        write_expr(w, elts.items[i], PRECEDENCE_TEST);
    }
}

static void write_enclosed(Writer *w, const char *open, Exprs elts, const char *close) {
    put(w, open);
    write_elements(w, elts);
    put(w, close);
}

static void write_tuple(Writer *w, const Expr *expr, int place) {
    Exprs elts = expr->as.Tuple.elts;
    if (!elts.count) {
        put(w, "()");
        return;
    }
    put_if(w, place > PRECEDENCE_TUPLE, "(");
    write_elements(w, elts);
    put_if(w, elts.count == 1, ",");
    put_if(w, place > PRECEDENCE_TUPLE, ")");
}

static void write_dict(Writer *w, const Expr *expr) {
    put(w, "{");
    for (isize i = 0; i < expr->as.Dict.values.count; i++) {
        put_if(w, i > 0, ", ");
        const Expr *key = expr->as.Dict.keys.items[i];
        if (key) {
            write_expr(w, key, PRECEDENCE_TEST);
            put(w, ": ");
        } else {
            put(w, "**");
        }
        write_expr(w, expr->as.Dict.values.items[i], key ? PRECEDENCE_TEST : PRECEDENCE_EXPR);
    }
    put(w, "}");
}

static void write_generators(Writer *w, Comprehensions generators) {
    for (isize i = 0; i < generators.count; i++) {
        const Comprehension *c = generators.items[i];
        put(w, c->is_async ? " async for " : " for ");
        write_expr(w, c->target, PRECEDENCE_TUPLE);
        put(w, " in ");
        write_expr(w, c->iter, PRECEDENCE_TEST + 1);
        for (isize k = 0; k < c->ifs.count; k++) {
            put(w, " if ");
            write_expr(w, c->ifs.items[k], PRECEDENCE_TEST + 1);
        }
    }
}

static void write_comprehension(Writer *w, const char *open, const Expr *elt, Comprehensions generators,
                                const char *close) {
    put(w, open);
    write_expr(w, elt, PRECEDENCE_TEST);
    write_generators(w, generators);
    put(w, close);
}

static void write_dict_comprehension(Writer *w, const Expr *expr) {
    put(w, "{");
    write_expr(w, expr->as.DictComp.key, PRECEDENCE_TEST);
    put(w, ": ");
    write_expr(w, expr->as.DictComp.value, PRECEDENCE_TEST);
    write_generators(w, expr->as.DictComp.generators);
    put(w, "}");
}

/* --- primaries ----------------------------------------------------------------------------------------- */

static void write_call(Writer *w, const Expr *expr) {
    Exprs list = expr->as.Call.args;
    Keywords keywords = expr->as.Call.keywords;
    write_expr(w, expr->as.Call.func, PRECEDENCE_ATOM);
    if (list.count == 1 && !keywords.count && list.items[0]->kind == Expr_GeneratorExp) {
        write_expr(w, list.items[0], PRECEDENCE_TEST); /* its parentheses are the call's */
        return;
    }
    put(w, "(");
    write_elements(w, list);
    for (isize i = 0; i < keywords.count; i++) {
        put_if(w, list.count + i > 0, ", ");
        if (keywords.items[i]->arg) {
            put_str(w, keywords.items[i]->arg);
            put(w, "=");
        } else {
            put(w, "**");
        }
        write_expr(w, keywords.items[i]->value, PRECEDENCE_TEST);
    }
    put(w, ")");
}

static void write_attribute(Writer *w, const Expr *expr) {
    const Expr *value = expr->as.Attribute.value;
    write_expr(w, value, PRECEDENCE_ATOM);
    /* 1.real would be read as a float. */
    bool integer = value->kind == Expr_Constant && is_exact_int(value->as.Constant.value);
    put(w, integer ? " ." : ".");
    put_str(w, expr->as.Attribute.attr);
}

static void write_subscript(Writer *w, const Expr *expr) {
    write_expr(w, expr->as.Subscript.value, PRECEDENCE_ATOM);
    put(w, "[");
    write_expr(w, expr->as.Subscript.slice, PRECEDENCE_TUPLE);
    put(w, "]");
}

static void write_slice(Writer *w, const Expr *expr) {
    if (expr->as.Slice.lower) write_expr(w, expr->as.Slice.lower, PRECEDENCE_TEST);
    put(w, ":");
    if (expr->as.Slice.upper) write_expr(w, expr->as.Slice.upper, PRECEDENCE_TEST);
    if (!expr->as.Slice.step) return;
    put(w, ":");
    write_expr(w, expr->as.Slice.step, PRECEDENCE_TEST);
}

static void write_constant(Writer *w, const Expr *expr) {
    if (expr->as.Constant.value == Ellipsis) {
        put(w, "...");
        return;
    }
    if (expr->as.Constant.kind) put_str(w, expr->as.Constant.kind);
    put_repr(w, expr->as.Constant.value);
}

/* --- f-strings ----------------------------------------------------------------------------------------- */

/* Text with its braces doubled. */
static void write_fstring_text(Writer *w, Ref text) {
    for (isize i = 0; i < str_length(text); i++) {
        u32 c = str_char(text, i);
        str_builder_char(&w->out, c);
        if (c == '{' || c == '}') str_builder_char(&w->out, c);
    }
}

/* What `write` writes, as a str of its own. NULL: failed. */
static Own written_apart(Writer *w, const Expr *expr, void (*write)(Writer *, const Expr *)) {
    Writer inner = {.failed = w->failed};
    str_builder_init(&inner.out);
    write(&inner, expr);
    if (inner.failed) str_builder_discard(&inner.out);
    Own text = inner.failed ? NULL : str_builder_finish(&inner.out);
    w->failed |= !text;
    return text;
}

static void write_field_value(Writer *w, const Expr *expr) { write_expr(w, expr, PRECEDENCE_TEST + 1); }

static void write_field(Writer *w, const Expr *expr) {
    static const char *const conversions[] = {['a'] = "!a", ['r'] = "!r", ['s'] = "!s"};
    Own value = written_apart(w, expr->as.FormattedValue.value, write_field_value);
    if (!value) return;
    /* A display's brace must not look like a doubled one. */
    put(w, str_length(value) && str_char(value, 0) == '{' ? "{ " : "{");
    put_str(w, value);
    release(value);
    int conversion = expr->as.FormattedValue.conversion;
    if (conversion > 0) put(w, conversions[conversion]);
    if (expr->as.FormattedValue.format_spec) {
        put(w, ":");
        write_joined(w, expr->as.FormattedValue.format_spec, true);
    }
    put(w, "}");
}

static void write_fstring_body(Writer *w, const Expr *expr) {
    for (isize i = 0; i < expr->as.JoinedStr.values.count; i++) {
        const Expr *part = expr->as.JoinedStr.values.items[i];
        if (part->kind == Expr_Constant) {
            write_fstring_text(w, part->as.Constant.value);
        } else if (part->kind == Expr_FormattedValue) {
            write_field(w, part);
        } else {
            write_joined(w, part, true);
        }
    }
}

static void write_joined(Writer *w, const Expr *expr, bool format_spec) {
    Own body = written_apart(w, expr, write_fstring_body);
    if (!body) return;
    if (format_spec) {
        put_str(w, body);
    } else {
        put(w, "f");
        put_repr(w, body);
    }
    release(body);
}

/* --- all of them --------------------------------------------------------------------------------------- */

static void write_kind(Writer *w, const Expr *expr, int place) {
    switch (expr->kind) {
    case Expr_BoolOp: write_bool_op(w, expr, place); break;
    case Expr_NamedExpr: write_named(w, expr, place); break;
    case Expr_BinOp: write_binary(w, expr, place); break;
    case Expr_UnaryOp: write_unary(w, expr, place); break;
    case Expr_Lambda: write_lambda(w, expr, place); break;
    case Expr_IfExp: write_if(w, expr, place); break;
    case Expr_Dict: write_dict(w, expr); break;
    case Expr_Set: write_enclosed(w, "{", expr->as.Set.elts, "}"); break;
    case Expr_ListComp:
        write_comprehension(w, "[", expr->as.ListComp.elt, expr->as.ListComp.generators, "]");
        break;
    case Expr_SetComp:
        write_comprehension(w, "{", expr->as.SetComp.elt, expr->as.SetComp.generators, "}");
        break;
    case Expr_DictComp: write_dict_comprehension(w, expr); break;
    case Expr_GeneratorExp:
        write_comprehension(w, "(", expr->as.GeneratorExp.elt, expr->as.GeneratorExp.generators, ")");
        break;
    case Expr_Await: write_await(w, expr, place); break;
    case Expr_Yield: write_yield(w, "(yield", expr->as.Yield.value); break;
    case Expr_YieldFrom: write_yield(w, "(yield from", expr->as.YieldFrom.value); break;
    case Expr_Compare: write_compare(w, expr, place); break;
    case Expr_Call: write_call(w, expr); break;
    case Expr_FormattedValue: write_field(w, expr); break;
    case Expr_JoinedStr: write_joined(w, expr, false); break;
    case Expr_Constant: write_constant(w, expr); break;
    case Expr_Attribute: write_attribute(w, expr); break;
    case Expr_Subscript: write_subscript(w, expr); break;
    case Expr_Starred:
        put(w, "*");
        write_expr(w, expr->as.Starred.value, PRECEDENCE_EXPR);
        break;
    case Expr_Name: put_str(w, expr->as.Name.id); break;
    case Expr_List: write_enclosed(w, "[", expr->as.List.elts, "]"); break;
    case Expr_Tuple: write_tuple(w, expr, place); break;
    case Expr_Slice: write_slice(w, expr); break;
    }
}

static void write_expr(Writer *w, const Expr *expr, int place) {
    if (w->failed) return;
    if (!recursion_enter(" during compilation")) {
        w->failed = true;
        return;
    }
    write_kind(w, expr, place);
    recursion_leave();
}

Own expr_unparse(const Expr *expr) {
    Writer w = {.failed = false};
    str_builder_init(&w.out);
    write_expr(&w, expr, PRECEDENCE_TEST);
    if (!w.failed) return str_builder_finish(&w.out);
    str_builder_discard(&w.out);
    return NULL;
}
