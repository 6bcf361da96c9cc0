/* ast_validate.c: refuses trees that the parser could not have made, so that the compiler needs not ask.
 *
 * Each function answers false with ValueError (or TypeError) set. Contexts are checked on the way down: what
 * stands on the left of `=` must be Store all through. */
#include "modules/ast.h"
#include "object/error.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

static bool check_expr(const Expr *expr, ExprContext context);
static bool check_stmts(const Stmts *stmts);
static bool check_pattern(const Pattern *pattern, bool star_allowed);

static bool refuse(const char *why) { return error_set(EXC(ValueError), "%s", why); }

/* --- small things --------------------------------------------------------------------------------------- */

static bool check_place(const Location *at) {
    if (at->lineno > at->end_lineno)
        return error_set(EXC(ValueError), "AST node line range (%d, %d) is not valid", at->lineno,
                         at->end_lineno);
    bool negative_lines = at->lineno < 0 && at->end_lineno != at->lineno;
    bool negative_columns = at->col_offset < 0 && at->col_offset != at->end_col_offset;
    if (negative_lines || negative_columns)
        return error_set(EXC(ValueError), "AST node column range (%d, %d) for line range (%d, %d) is not valid",
                         at->col_offset, at->end_col_offset, at->lineno, at->end_lineno);
    if (at->lineno == at->end_lineno && at->col_offset > at->end_col_offset)
        return error_set(EXC(ValueError), "line %d, column %d-%d is not a valid range", at->lineno,
                         at->col_offset, at->end_col_offset);
    return true;
}

static bool check_name(Ref name) {
    static const char *const forbidden[] = {"None", "True", "False"};
    for (int i = 0; i < COUNT_OF(forbidden); i++)
        if (str_equal_ascii(name, forbidden[i]))
            return error_set(EXC(ValueError), "identifier field can't represent '%s' constant", forbidden[i]);
    return true;
}

static bool check_filled(isize count, const char *what, const char *owner) {
    return count > 0 || error_set(EXC(ValueError), "empty %s on %s", what, owner);
}

static bool is_literal(Ref value) {
    return value == None || value == Ellipsis || is_exact_int(value) || is_exact_float(value) ||
           is_exact_complex(value) || is_bool(value) || is_exact_str(value) || is_exact_bytes(value);
}

static bool check_constant(Ref value);

static bool check_constants(Ref iterable) {
    if (!recursion_enter(" during compilation")) return false;
    Own iterator = object_iter(iterable);
    bool ok = iterator != NULL;
    for (Own item; ok && (item = object_next(iterator)) != NULL; release(item)) ok = check_constant(item);
    release_maybe(iterator);
    recursion_leave();
    return ok && !error_occurred();
}

static bool check_constant(Ref value) {
    if (is_literal(value)) return true;
    if (is_exact_tuple(value) || is_exact_frozenset(value)) return check_constants(value);
    return error_set(EXC(TypeError), "got an invalid type in Constant: %T", value);
}

/* --- expressions ---------------------------------------------------------------------------------------- */

static bool check_optional(const Expr *expr) { return !expr || check_expr(expr, OP_Load); }

static bool check_exprs(const Exprs *exprs, ExprContext context, bool null_allowed) {
    for (isize i = 0; i < exprs->count; i++) {
        if (exprs->items[i]) {
            if (!check_expr(exprs->items[i], context)) return false;
        } else if (!null_allowed) {
            return refuse("None disallowed in expression list");
        }
    }
    return true;
}
static bool check_loads(const Exprs *exprs) { return check_exprs(exprs, OP_Load, false); }
static bool check_targets(const Exprs *targets, ExprContext context) {
    return check_filled(targets->count, "targets", context == OP_Del ? "Delete" : "Assign") &&
           check_exprs(targets, context, false);
}

static bool check_arg(const Arg *arg) { return check_place(&arg->at) && check_optional(arg->annotation); }

static bool check_args(const Args *args) {
    for (isize i = 0; i < args->count; i++)
        if (!check_arg(args->items[i])) return false;
    return true;
}

static bool check_arguments(const Arguments *arguments) {
    if (!check_args(&arguments->posonlyargs) || !check_args(&arguments->args) ||
        (arguments->vararg && !check_optional(arguments->vararg->annotation)) ||
        !check_args(&arguments->kwonlyargs) ||
        (arguments->kwarg && !check_optional(arguments->kwarg->annotation)))
        return false;
    if (arguments->defaults.count > arguments->posonlyargs.count + arguments->args.count)
        return refuse("more positional defaults than args on arguments");
    if (arguments->kw_defaults.count != arguments->kwonlyargs.count)
        return refuse("length of kwonlyargs is not the same as kw_defaults on arguments");
    return check_loads(&arguments->defaults) && check_exprs(&arguments->kw_defaults, OP_Load, true);
}

static bool check_keywords(const Keywords *keywords) {
    for (isize i = 0; i < keywords->count; i++)
        if (!check_expr(keywords->items[i]->value, OP_Load)) return false;
    return true;
}

static bool check_generators(const Comprehensions *generators) {
    if (generators->count == 0) return refuse("comprehension with no generators");
    for (isize i = 0; i < generators->count; i++) {
        const Comprehension *generator = generators->items[i];
        if (!check_expr(generator->target, OP_Store) || !check_expr(generator->iter, OP_Load) ||
            !check_loads(&generator->ifs))
            return false;
    }
    return true;
}

static bool check_dict(const struct DictNode *dict) {
    if (dict->keys.count != dict->values.count)
        return refuse("Dict doesn't have the same number of keys as values");
    return check_exprs(&dict->keys, OP_Load, true) && check_loads(&dict->values);
}

static bool check_comparison(const struct CompareNode *compare) {
    if (compare->comparators.count == 0) return refuse("Compare with no comparators");
    if (compare->comparators.count != compare->ops.count)
        return refuse("Compare has a different number of comparators and operands");
    return check_loads(&compare->comparators) && check_expr(compare->left, OP_Load);
}

/* The context that an expression carries; Load where it carries none. */
static ExprContext context_of(const Expr *expr, bool *assignable) {
    *assignable = true;
    switch (expr->kind) {
    case Expr_Attribute: return expr->as.Attribute.ctx;
    case Expr_Subscript: return expr->as.Subscript.ctx;
    case Expr_Starred: return expr->as.Starred.ctx;
    case Expr_Name: return expr->as.Name.ctx;
    case Expr_List: return expr->as.List.ctx;
    case Expr_Tuple: return expr->as.Tuple.ctx;
    default: *assignable = false; return OP_Load;
    }
}

static bool check_context(const Expr *expr, ExprContext context) {
    bool assignable;
    ExprContext actual = context_of(expr, &assignable);
    if (actual == context) return true;
    const char *wanted = ast_kind(AST_EXPR_CONTEXT, (int)context).name;
    if (!assignable)
        return error_set(EXC(ValueError), "expression which can't be assigned to in %s context", wanted);
    return error_set(EXC(ValueError), "expression must have %s context but has %s instead", wanted,
                     ast_kind(AST_EXPR_CONTEXT, (int)actual).name);
}

static bool check_parts(const Expr *expr, ExprContext context) {
    switch (expr->kind) {
    case Expr_BoolOp:
        if (expr->as.BoolOp.values.count < 2) return refuse("BoolOp with less than 2 values");
        return check_loads(&expr->as.BoolOp.values);
    case Expr_BinOp:
        return check_expr(expr->as.BinOp.left, OP_Load) && check_expr(expr->as.BinOp.right, OP_Load);
    case Expr_UnaryOp: return check_expr(expr->as.UnaryOp.operand, OP_Load);
    case Expr_Lambda: return check_arguments(expr->as.Lambda.args) && check_expr(expr->as.Lambda.body, OP_Load);
    case Expr_IfExp:
        return check_expr(expr->as.IfExp.test, OP_Load) && check_expr(expr->as.IfExp.body, OP_Load) &&
               check_expr(expr->as.IfExp.orelse, OP_Load);
    case Expr_Dict: return check_dict(&expr->as.Dict);
    case Expr_Set: return check_loads(&expr->as.Set.elts);
    case Expr_ListComp:
        return check_generators(&expr->as.ListComp.generators) && check_expr(expr->as.ListComp.elt, OP_Load);
    case Expr_SetComp:
        return check_generators(&expr->as.SetComp.generators) && check_expr(expr->as.SetComp.elt, OP_Load);
    case Expr_GeneratorExp:
        return check_generators(&expr->as.GeneratorExp.generators) &&
               check_expr(expr->as.GeneratorExp.elt, OP_Load);
    case Expr_DictComp:
        return check_generators(&expr->as.DictComp.generators) && check_expr(expr->as.DictComp.key, OP_Load) &&
               check_expr(expr->as.DictComp.value, OP_Load);
    case Expr_Yield: return check_optional(expr->as.Yield.value);
    case Expr_YieldFrom: return check_expr(expr->as.YieldFrom.value, OP_Load);
    case Expr_Await: return check_expr(expr->as.Await.value, OP_Load);
    case Expr_Compare: return check_comparison(&expr->as.Compare);
    case Expr_Call:
        return check_expr(expr->as.Call.func, OP_Load) && check_loads(&expr->as.Call.args) &&
               check_keywords(&expr->as.Call.keywords);
    case Expr_Constant: return check_constant(expr->as.Constant.value);
    case Expr_JoinedStr: return check_loads(&expr->as.JoinedStr.values);
    case Expr_FormattedValue:
        return check_expr(expr->as.FormattedValue.value, OP_Load) &&
               check_optional(expr->as.FormattedValue.format_spec);
    case Expr_Attribute: return check_expr(expr->as.Attribute.value, OP_Load);
    case Expr_Subscript:
        return check_expr(expr->as.Subscript.slice, OP_Load) && check_expr(expr->as.Subscript.value, OP_Load);
    case Expr_Starred: return check_expr(expr->as.Starred.value, context);
    case Expr_Slice:
        return check_optional(expr->as.Slice.lower) && check_optional(expr->as.Slice.upper) &&
               check_optional(expr->as.Slice.step);
    case Expr_List: return check_exprs(&expr->as.List.elts, context, false);
    case Expr_Tuple: return check_exprs(&expr->as.Tuple.elts, context, false);
    case Expr_NamedExpr: return check_expr(expr->as.NamedExpr.value, OP_Load);
    case Expr_Name: return true; /* checked before its context */
    }
    return true;
}

static bool check_expr(const Expr *expr, ExprContext context) {
    if (!check_place(&expr->at)) return false;
    if (!recursion_enter(" during compilation")) return false;
    bool ok = (expr->kind != Expr_Name || check_name(expr->as.Name.id)) && check_context(expr, context) &&
              check_parts(expr, context);
    recursion_leave();
    return ok;
}

/* --- patterns ------------------------------------------------------------------------------------------- */

static bool is_number(const Expr *expr, bool real, bool imaginary) {
    if (expr->kind != Expr_Constant) return false;
    Ref value = expr->as.Constant.value;
    return (real && (is_exact_int(value) || is_exact_float(value))) || (imaginary && is_exact_complex(value));
}

static bool is_negative(const Expr *expr, bool real, bool imaginary) {
    return expr->kind == Expr_UnaryOp && expr->as.UnaryOp.op == OP_USub &&
           is_number(expr->as.UnaryOp.operand, real, imaginary);
}

/* 1 + 2j, -1 - 2j */
static bool is_complex_literal(const Expr *expr) {
    if (expr->kind != Expr_BinOp) return false;
    const struct BinOpNode *sum = &expr->as.BinOp;
    return (sum->op == OP_Add || sum->op == OP_Sub) &&
           (is_number(sum->left, true, false) || is_negative(sum->left, true, false)) &&
           is_number(sum->right, false, true);
}

static bool check_match_value(const Expr *expr) {
    if (!check_expr(expr, OP_Load)) return false;
    if (expr->kind == Expr_Constant) {
        Ref value = expr->as.Constant.value;
        bool literal = is_exact_int(value) || is_exact_float(value) || is_exact_complex(value) ||
                       is_exact_str(value) || is_exact_bytes(value);
        return literal || refuse("unexpected constant inside of a literal pattern");
    }
    if (expr->kind == Expr_Attribute || expr->kind == Expr_JoinedStr || is_negative(expr, true, true) ||
        is_complex_literal(expr))
        return true;
    return refuse("patterns may only match literals and attribute lookups");
}

static bool is_singleton(const Expr *expr) {
    if (expr->kind != Expr_Constant) return false;
    Ref value = expr->as.Constant.value;
    return value == None || is_bool(value);
}

static bool check_capture(Ref name) {
    if (str_equal_ascii(name, "_")) return refuse("can't capture name '_' in patterns");
    return check_name(name);
}

static bool check_patterns(const Patterns *patterns, bool star_allowed) {
    for (isize i = 0; i < patterns->count; i++)
        if (!check_pattern(patterns->items[i], star_allowed)) return false;
    return true;
}

static bool check_match_mapping(const struct MatchMappingNode *mapping) {
    if (mapping->keys.count != mapping->patterns.count)
        return refuse("MatchMapping doesn't have the same number of keys as patterns");
    if (mapping->rest && !check_capture(mapping->rest)) return false;
    for (isize i = 0; i < mapping->keys.count; i++) {
        const Expr *key = mapping->keys.items[i];
        if (!key) return refuse("None disallowed in expression list");
        if (!is_singleton(key) && !check_match_value(key)) return false;
    }
    return check_patterns(&mapping->patterns, false);
}

static bool check_match_class(const struct MatchClassNode *class) {
    if (class->kwd_attrs.count != class->kwd_patterns.count)
        return refuse("MatchClass doesn't have the same number of keyword attributes as patterns");
    if (!check_expr(class->cls, OP_Load)) return false;
    const Expr *part = class->cls;
    while (part->kind == Expr_Attribute) part = part->as.Attribute.value;
    if (part->kind != Expr_Name)
        return refuse("MatchClass cls field can only contain Name or Attribute nodes.");
    for (isize i = 0; i < class->kwd_attrs.count; i++)
        if (!check_name(class->kwd_attrs.items[i])) return false;
    return check_patterns(&class->patterns, false) && check_patterns(&class->kwd_patterns, false);
}

static bool check_match_as(const struct MatchAsNode *as) {
    if (as->name && !check_capture(as->name)) return false;
    if (!as->pattern) return true;
    if (!as->name) return refuse("MatchAs must specify a target name if a pattern is given");
    return check_pattern(as->pattern, false);
}

static bool check_pattern_parts(const Pattern *pattern, bool star_allowed) {
    switch (pattern->kind) {
    case Pattern_MatchValue: return check_match_value(pattern->as.MatchValue.value);
    case Pattern_MatchSingleton: {
        Ref value = pattern->as.MatchSingleton.value;
        if (!check_constant(value)) return false;
        return value == None || is_bool(value) ||
               refuse("MatchSingleton can only contain True, False and None");
    }
    case Pattern_MatchSequence: return check_patterns(&pattern->as.MatchSequence.patterns, true);
    case Pattern_MatchMapping: return check_match_mapping(&pattern->as.MatchMapping);
    case Pattern_MatchClass: return check_match_class(&pattern->as.MatchClass);
    case Pattern_MatchStar:
        if (!star_allowed) return refuse("can't use MatchStar here");
        return !pattern->as.MatchStar.name || check_capture(pattern->as.MatchStar.name);
    case Pattern_MatchAs: return check_match_as(&pattern->as.MatchAs);
    case Pattern_MatchOr:
        if (pattern->as.MatchOr.patterns.count < 2) return refuse("MatchOr requires at least 2 patterns");
        return check_patterns(&pattern->as.MatchOr.patterns, false);
    }
    return true;
}

static bool check_pattern(const Pattern *pattern, bool star_allowed) {
    if (!pattern) return refuse("None disallowed in pattern list");
    if (!check_place(&pattern->at)) return false;
    if (!recursion_enter(" during compilation")) return false;
    bool ok = check_pattern_parts(pattern, star_allowed);
    recursion_leave();
    return ok;
}

/* --- statements ----------------------------------------------------------------------------------------- */

static bool check_body(const Stmts *body, const char *owner) {
    return check_filled(body->count, "body", owner) && check_stmts(body);
}

static bool check_function(const struct FunctionDefNode *function, const char *owner) {
    return check_body(&function->body, owner) && check_arguments(function->args) &&
           check_loads(&function->decorator_list) && check_optional(function->returns);
}

static bool check_class(const struct ClassDefNode *class) {
    return check_body(&class->body, "ClassDef") && check_loads(&class->bases) &&
           check_keywords(&class->keywords) && check_loads(&class->decorator_list);
}

static bool check_annotated(const struct AnnAssignNode *assign) {
    if (assign->target->kind != Expr_Name && assign->simple)
        return error_set(EXC(TypeError), "AnnAssign with simple non-Name target");
    return check_expr(assign->target, OP_Store) && check_optional(assign->value) &&
           check_expr(assign->annotation, OP_Load);
}

static bool check_for(const struct ForNode *loop, const char *owner) {
    return check_expr(loop->target, OP_Store) && check_expr(loop->iter, OP_Load) &&
           check_body(&loop->body, owner) && check_stmts(&loop->orelse);
}

static bool check_with(const struct WithNode *with, const char *owner) {
    if (!check_filled(with->items.count, "items", owner)) return false;
    for (isize i = 0; i < with->items.count; i++) {
        const WithItem *item = with->items.items[i];
        if (!check_expr(item->context_expr, OP_Load) ||
            (item->optional_vars && !check_expr(item->optional_vars, OP_Store)))
            return false;
    }
    return check_body(&with->body, owner);
}

static bool check_match(const struct MatchNode *match) {
    if (!check_expr(match->subject, OP_Load) || !check_filled(match->cases.count, "cases", "Match"))
        return false;
    for (isize i = 0; i < match->cases.count; i++) {
        const MatchCase *one = match->cases.items[i];
        if (!check_pattern(one->pattern, false) || !check_optional(one->guard) ||
            !check_body(&one->body, "match_case"))
            return false;
    }
    return true;
}

static bool check_raise(const struct RaiseNode *raise) {
    if (!raise->exc && raise->cause) return refuse("Raise with cause but no exception");
    return check_optional(raise->exc) && check_optional(raise->cause);
}

static bool check_try(const struct TryNode *try, const char *owner) {
    if (!check_body(&try->body, owner)) return false;
    if (!try->handlers.count && !try->finalbody.count)
        return error_set(EXC(ValueError), "%s has neither except handlers nor finalbody", owner);
    if (!try->handlers.count && try->orelse.count)
        return error_set(EXC(ValueError), "%s has orelse but no except handlers", owner);
    for (isize i = 0; i < try->handlers.count; i++) {
        const Handler *handler = try->handlers.items[i];
        if (!check_place(&handler->at) || !check_optional(handler->type) ||
            !check_body(&handler->body, "ExceptHandler"))
            return false;
    }
    return check_stmts(&try->finalbody) && check_stmts(&try->orelse);
}

static bool check_import_from(const struct ImportFromNode *import) {
    if (import->level < 0) return refuse("Negative ImportFrom level");
    return check_filled(import->names.count, "names", "ImportFrom");
}

/* Kinds that differ by `async` or a star alone have equal structures. */
#define SAME(Kind, node) ((const struct Kind##Node *)(const void *)(node))

static bool check_stmt_parts(const Stmt *stmt) {
    switch (stmt->kind) {
    case Stmt_FunctionDef: return check_function(&stmt->as.FunctionDef, "FunctionDef");
    case Stmt_AsyncFunctionDef: return check_function(SAME(FunctionDef, &stmt->as), "AsyncFunctionDef");
    case Stmt_ClassDef: return check_class(&stmt->as.ClassDef);
    case Stmt_Return: return check_optional(stmt->as.Return.value);
    case Stmt_Delete: return check_targets(&stmt->as.Delete.targets, OP_Del);
    case Stmt_Assign:
        return check_targets(&stmt->as.Assign.targets, OP_Store) && check_expr(stmt->as.Assign.value, OP_Load);
    case Stmt_AugAssign:
        return check_expr(stmt->as.AugAssign.target, OP_Store) && check_expr(stmt->as.AugAssign.value, OP_Load);
    case Stmt_AnnAssign: return check_annotated(&stmt->as.AnnAssign);
    case Stmt_For: return check_for(&stmt->as.For, "For");
    case Stmt_AsyncFor: return check_for(SAME(For, &stmt->as), "AsyncFor");
    case Stmt_While:
        return check_expr(stmt->as.While.test, OP_Load) && check_body(&stmt->as.While.body, "While") &&
               check_stmts(&stmt->as.While.orelse);
    case Stmt_If:
        return check_expr(stmt->as.If.test, OP_Load) && check_body(&stmt->as.If.body, "If") &&
               check_stmts(&stmt->as.If.orelse);
    case Stmt_With: return check_with(&stmt->as.With, "With");
    case Stmt_AsyncWith: return check_with(SAME(With, &stmt->as), "AsyncWith");
    case Stmt_Match: return check_match(&stmt->as.Match);
    case Stmt_Raise: return check_raise(&stmt->as.Raise);
    case Stmt_Try: return check_try(&stmt->as.Try, "Try");
    case Stmt_TryStar: return check_try(SAME(Try, &stmt->as), "TryStar");
    case Stmt_Assert: return check_expr(stmt->as.Assert.test, OP_Load) && check_optional(stmt->as.Assert.msg);
    case Stmt_Import: return check_filled(stmt->as.Import.names.count, "names", "Import");
    case Stmt_ImportFrom: return check_import_from(&stmt->as.ImportFrom);
    case Stmt_Global: return check_filled(stmt->as.Global.names.count, "names", "Global");
    case Stmt_Nonlocal: return check_filled(stmt->as.Nonlocal.names.count, "names", "Nonlocal");
    case Stmt_Expr: return check_expr(stmt->as.Expr.value, OP_Load);
    case Stmt_Pass:
    case Stmt_Break:
    case Stmt_Continue: return true;
    }
    return true;
}

static bool check_stmts(const Stmts *stmts) {
    for (isize i = 0; i < stmts->count; i++) {
        const Stmt *stmt = stmts->items[i];
        if (!stmt) return refuse("None disallowed in statement list");
        if (!check_place(&stmt->at)) return false;
        if (!recursion_enter(" during compilation")) return false;
        bool ok = check_stmt_parts(stmt);
        recursion_leave();
        if (!ok) return false;
    }
    return true;
}

bool ast_validate(const Tree *tree) {
    const Mod *root = tree->root;
    switch (root->kind) {
    case Mod_Module: return check_stmts(&root->as.Module.body);
    case Mod_Interactive: return check_stmts(&root->as.Interactive.body);
    case Mod_Expression: return check_expr(root->as.Expression.body, OP_Load);
    case Mod_FunctionType:
        return check_loads(&root->as.FunctionType.argtypes) &&
               check_expr(root->as.FunctionType.returns, OP_Load);
    }
    return true;
}
