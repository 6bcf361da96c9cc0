/* fold.c: the walk over the tree. Children come first: what they fold to may make their parent foldable. */
#include "compiler/fold.h"

#include "code/code.h"
#include "code/stack_room.h"
#include "compiler/symtable.h"
#include "object/error.h"
#include "object/str.h"
#include "object/type_checks.h"

static bool fold_expr(Fold *fold, Expr *expr);
static bool fold_stmts(Fold *fold, const Stmts *stmts);
static bool fold_body(Fold *fold, const Stmts *body);

static bool deeper(Fold *fold) {
    return (++fold->depth <= fold->depth_limit && stack_has_room()) || compiler_recursion_error();
}

Ref docstring_of(const Stmts *body) {
    if (body->count == 0 || body->items[0]->kind != Stmt_Expr) return NULL;
    const Expr *expr = body->items[0]->as.Expr.value;
    return expr->kind == Expr_Constant && is_exact_str(expr->as.Constant.value) ? expr->as.Constant.value
                                                                                : NULL;
}

static bool fold_exprs(Fold *fold, const Exprs *exprs) {
    for (isize i = 0; i < exprs->count; i++) {
        if (exprs->items[i] && !fold_expr(fold, exprs->items[i])) return false;
    }
    return true;
}

static bool fold_optional(Fold *fold, Expr *expr) { return !expr || fold_expr(fold, expr); }

static bool fold_keywords(Fold *fold, const Keywords *keywords) {
    for (isize i = 0; i < keywords->count; i++) {
        if (!fold_expr(fold, keywords->items[i]->value)) return false;
    }
    return true;
}

/* Under future annotations they are shown as they were written. */
static bool fold_annotation(Fold *fold, Expr *annotation) {
    return (fold->future_flags & CODE_FUTURE_ANNOTATIONS) || fold_optional(fold, annotation);
}

static bool fold_args(Fold *fold, const Args *args) {
    for (isize i = 0; i < args->count; i++) {
        if (!fold_annotation(fold, args->items[i]->annotation)) return false;
    }
    return true;
}

static bool fold_arguments(Fold *fold, const Arguments *arguments) {
    return fold_args(fold, &arguments->posonlyargs) && fold_args(fold, &arguments->args) &&
           (!arguments->vararg || fold_annotation(fold, arguments->vararg->annotation)) &&
           fold_args(fold, &arguments->kwonlyargs) && fold_exprs(fold, &arguments->kw_defaults) &&
           (!arguments->kwarg || fold_annotation(fold, arguments->kwarg->annotation)) &&
           fold_exprs(fold, &arguments->defaults);
}

/* --- expressions -------------------------------------------------------------------------------------- */

static bool fold_clauses(Fold *fold, const Comprehensions *clauses) {
    for (isize i = 0; i < clauses->count; i++) {
        const Comprehension *clause = clauses->items[i];
        if (!fold_expr(fold, clause->target) || !fold_expr(fold, clause->iter) ||
            !fold_exprs(fold, &clause->ifs) || !fold_iterable(fold, clause->iter)) {
            return false;
        }
    }
    return true;
}

static bool fold_name(Fold *fold, Expr *expr) {
    if (expr->as.Name.ctx != OP_Load || !str_equal_ascii(expr->as.Name.id, "__debug__")) return true;
    return fold_to_constant(fold, expr, own_bool(fold->optimize == 0));
}

static bool fold_operation(Fold *fold, Expr *expr) {
    switch (expr->kind) {
    case Expr_BoolOp: return fold_exprs(fold, &expr->as.BoolOp.values);
    case Expr_NamedExpr: return fold_expr(fold, expr->as.NamedExpr.value);
    case Expr_BinOp:
        return fold_expr(fold, expr->as.BinOp.left) && fold_expr(fold, expr->as.BinOp.right) &&
               fold_binary(fold, expr);
    case Expr_UnaryOp: return fold_expr(fold, expr->as.UnaryOp.operand) && fold_unary(fold, expr);
    case Expr_IfExp:
        return fold_expr(fold, expr->as.IfExp.test) && fold_expr(fold, expr->as.IfExp.body) &&
               fold_expr(fold, expr->as.IfExp.orelse);
    case Expr_Compare:
        return fold_expr(fold, expr->as.Compare.left) && fold_exprs(fold, &expr->as.Compare.comparators) &&
               fold_compare(fold, expr);
    case Expr_Call:
        return fold_expr(fold, expr->as.Call.func) && fold_exprs(fold, &expr->as.Call.args) &&
               fold_keywords(fold, &expr->as.Call.keywords);
    case Expr_Attribute: return fold_expr(fold, expr->as.Attribute.value);
    case Expr_Subscript:
        return fold_expr(fold, expr->as.Subscript.value) && fold_expr(fold, expr->as.Subscript.slice) &&
               fold_subscript(fold, expr);
    case Expr_Slice:
        return fold_optional(fold, expr->as.Slice.lower) && fold_optional(fold, expr->as.Slice.upper) &&
               fold_optional(fold, expr->as.Slice.step);
    case Expr_Starred: return fold_expr(fold, expr->as.Starred.value);
    case Expr_Await: return fold_expr(fold, expr->as.Await.value);
    case Expr_Yield: return fold_optional(fold, expr->as.Yield.value);
    case Expr_YieldFrom: return fold_expr(fold, expr->as.YieldFrom.value);
    default: return true;
    }
}

static bool fold_display(Fold *fold, Expr *expr) {
    switch (expr->kind) {
    case Expr_Dict: return fold_exprs(fold, &expr->as.Dict.keys) && fold_exprs(fold, &expr->as.Dict.values);
    case Expr_Set: return fold_exprs(fold, &expr->as.Set.elts);
    case Expr_List: return fold_exprs(fold, &expr->as.List.elts);
    case Expr_Tuple: return fold_exprs(fold, &expr->as.Tuple.elts) && fold_tuple(fold, expr);
    case Expr_JoinedStr: return fold_exprs(fold, &expr->as.JoinedStr.values);
    case Expr_FormattedValue:
        return fold_expr(fold, expr->as.FormattedValue.value) &&
               fold_optional(fold, expr->as.FormattedValue.format_spec);
    case Expr_ListComp:
        return fold_expr(fold, expr->as.ListComp.elt) && fold_clauses(fold, &expr->as.ListComp.generators);
    case Expr_SetComp:
        return fold_expr(fold, expr->as.SetComp.elt) && fold_clauses(fold, &expr->as.SetComp.generators);
    case Expr_GeneratorExp:
        return fold_expr(fold, expr->as.GeneratorExp.elt) &&
               fold_clauses(fold, &expr->as.GeneratorExp.generators);
    case Expr_DictComp:
        return fold_expr(fold, expr->as.DictComp.key) && fold_expr(fold, expr->as.DictComp.value) &&
               fold_clauses(fold, &expr->as.DictComp.generators);
    default: return fold_operation(fold, expr);
    }
}

static bool fold_expr(Fold *fold, Expr *expr) {
    if (!deeper(fold)) return false;
    bool ok;
    switch (expr->kind) {
    case Expr_Constant: ok = true; break;
    case Expr_Name: ok = fold_name(fold, expr); break;
    case Expr_Lambda:
        ok = fold_arguments(fold, expr->as.Lambda.args) && fold_expr(fold, expr->as.Lambda.body);
        break;
    default: ok = fold_display(fold, expr); break;
    }
    fold->depth--;
    return ok;
}

/* --- patterns ----------------------------------------------------------------------------------------- */

static bool fold_pattern(Fold *fold, Pattern *pattern);

static bool fold_patterns(Fold *fold, const Patterns *patterns) {
    for (isize i = 0; i < patterns->count; i++) {
        if (!fold_pattern(fold, patterns->items[i])) return false;
    }
    return true;
}

static bool fold_pattern_kind(Fold *fold, Pattern *pattern) {
    switch (pattern->kind) {
    case Pattern_MatchValue: return fold_expr(fold, pattern->as.MatchValue.value);
    case Pattern_MatchSequence: return fold_patterns(fold, &pattern->as.MatchSequence.patterns);
    case Pattern_MatchMapping:
        return fold_exprs(fold, &pattern->as.MatchMapping.keys) &&
               fold_patterns(fold, &pattern->as.MatchMapping.patterns);
    case Pattern_MatchClass:
        return fold_expr(fold, pattern->as.MatchClass.cls) &&
               fold_patterns(fold, &pattern->as.MatchClass.patterns) &&
               fold_patterns(fold, &pattern->as.MatchClass.kwd_patterns);
    case Pattern_MatchAs:
        return !pattern->as.MatchAs.pattern || fold_pattern(fold, pattern->as.MatchAs.pattern);
    case Pattern_MatchOr: return fold_patterns(fold, &pattern->as.MatchOr.patterns);
    case Pattern_MatchSingleton:
    case Pattern_MatchStar: return true;
    }
    return true;
}

static bool fold_pattern(Fold *fold, Pattern *pattern) {
    if (!deeper(fold) || !fold_pattern_kind(fold, pattern)) return false;
    fold->depth--;
    return true;
}

static bool fold_match(Fold *fold, Stmt *stmt) {
    if (!fold_expr(fold, stmt->as.Match.subject)) return false;
    for (isize i = 0; i < stmt->as.Match.cases.count; i++) {
        const MatchCase *match = stmt->as.Match.cases.items[i];
        if (!fold_pattern(fold, match->pattern) || !fold_optional(fold, match->guard) ||
            !fold_stmts(fold, &match->body)) {
            return false;
        }
    }
    return true;
}

/* --- statements --------------------------------------------------------------------------------------- */

static bool fold_function(Fold *fold, Stmt *stmt) {
    struct FunctionDefNode *function = &stmt->as.FunctionDef;
    return fold_arguments(fold, function->args) && fold_body(fold, &function->body) &&
           fold_exprs(fold, &function->decorator_list) && fold_annotation(fold, function->returns);
}

static bool fold_class(Fold *fold, Stmt *stmt) {
    struct ClassDefNode *class = &stmt->as.ClassDef;
    return fold_exprs(fold, &class->bases) && fold_keywords(fold, &class->keywords) &&
           fold_body(fold, &class->body) && fold_exprs(fold, &class->decorator_list);
}

static bool fold_for(Fold *fold, Stmt *stmt) {
    struct ForNode *loop = &stmt->as.For;
    return fold_expr(fold, loop->target) && fold_expr(fold, loop->iter) && fold_stmts(fold, &loop->body) &&
           fold_stmts(fold, &loop->orelse) && (stmt->kind == Stmt_AsyncFor || fold_iterable(fold, loop->iter));
}

static bool fold_with(Fold *fold, Stmt *stmt) {
    for (isize i = 0; i < stmt->as.With.items.count; i++) {
        const WithItem *item = stmt->as.With.items.items[i];
        if (!fold_expr(fold, item->context_expr) || !fold_optional(fold, item->optional_vars)) return false;
    }
    return fold_stmts(fold, &stmt->as.With.body);
}

static bool fold_try(Fold *fold, Stmt *stmt) {
    if (!fold_stmts(fold, &stmt->as.Try.body)) return false;
    for (isize i = 0; i < stmt->as.Try.handlers.count; i++) {
        const Handler *handler = stmt->as.Try.handlers.items[i];
        if (!fold_optional(fold, handler->type) || !fold_stmts(fold, &handler->body)) return false;
    }
    return fold_stmts(fold, &stmt->as.Try.orelse) && fold_stmts(fold, &stmt->as.Try.finalbody);
}

static bool fold_simple(Fold *fold, Stmt *stmt) {
    switch (stmt->kind) {
    case Stmt_Return: return fold_optional(fold, stmt->as.Return.value);
    case Stmt_Delete: return fold_exprs(fold, &stmt->as.Delete.targets);
    case Stmt_Assign:
        return fold_exprs(fold, &stmt->as.Assign.targets) && fold_expr(fold, stmt->as.Assign.value);
    case Stmt_AugAssign:
        return fold_expr(fold, stmt->as.AugAssign.target) && fold_expr(fold, stmt->as.AugAssign.value);
    case Stmt_AnnAssign:
        return fold_expr(fold, stmt->as.AnnAssign.target) &&
               fold_annotation(fold, stmt->as.AnnAssign.annotation) &&
               fold_optional(fold, stmt->as.AnnAssign.value);
    case Stmt_Raise:
        return fold_optional(fold, stmt->as.Raise.exc) && fold_optional(fold, stmt->as.Raise.cause);
    case Stmt_Assert: return fold_expr(fold, stmt->as.Assert.test) && fold_optional(fold, stmt->as.Assert.msg);
    case Stmt_Expr: return fold_expr(fold, stmt->as.Expr.value);
    default: return true;
    }
}

static bool fold_stmt(Fold *fold, Stmt *stmt) {
    switch (stmt->kind) {
    case Stmt_FunctionDef:
    case Stmt_AsyncFunctionDef: return fold_function(fold, stmt);
    case Stmt_ClassDef: return fold_class(fold, stmt);
    case Stmt_For:
    case Stmt_AsyncFor: return fold_for(fold, stmt);
    case Stmt_While:
        return fold_expr(fold, stmt->as.While.test) && fold_stmts(fold, &stmt->as.While.body) &&
               fold_stmts(fold, &stmt->as.While.orelse);
    case Stmt_If:
        return fold_expr(fold, stmt->as.If.test) && fold_stmts(fold, &stmt->as.If.body) &&
               fold_stmts(fold, &stmt->as.If.orelse);
    case Stmt_With:
    case Stmt_AsyncWith: return fold_with(fold, stmt);
    case Stmt_Match: return fold_match(fold, stmt);
    case Stmt_Try:
    case Stmt_TryStar: return fold_try(fold, stmt);
    default: return fold_simple(fold, stmt);
    }
}

static bool fold_stmts(Fold *fold, const Stmts *stmts) {
    for (isize i = 0; i < stmts->count; i++) {
        if (!deeper(fold) || !fold_stmt(fold, stmts->items[i])) return false;
        fold->depth--;
    }
    return true;
}

/* A first statement that only folding has made a string is no docstring: it is hidden in an f-string. */
static bool fold_body(Fold *fold, const Stmts *body) {
    bool has_docstring = docstring_of(body) != NULL;
    if (!fold_stmts(fold, body)) return false;
    if (has_docstring || !docstring_of(body)) return true;
    Stmt *stmt = body->items[0];
    Expr *joined = POOL_NEW(&fold->tree->pool, Expr);
    Expr **values = pool_alloc(&fold->tree->pool, sizeof(Expr *));
    if (!joined || !values) return error_memory();
    values[0] = stmt->as.Expr.value;
    *joined = (Expr){.kind = Expr_JoinedStr, .at = stmt->at, .as.JoinedStr = {.values = {1, values}}};
    stmt->as.Expr.value = joined;
    return true;
}

bool fold_tree(Tree *tree, int optimize, int future_flags) {
    Fold fold = {.tree = tree, .optimize = optimize, .future_flags = future_flags};
    compiler_recursion_limits(&fold.depth, &fold.depth_limit);
    switch (tree->root->kind) {
    case Mod_Module: return fold_body(&fold, &tree->root->as.Module.body);
    case Mod_Interactive: return fold_stmts(&fold, &tree->root->as.Interactive.body);
    case Mod_Expression: return fold_expr(&fold, tree->root->as.Expression.body);
    case Mod_FunctionType: break;
    }
    return true;
}
