/* symtable_visit.c: the walk over statements and expressions that notes which block uses which name how.
 *
 * The order of the walk is CPython's: it decides which of several errors is reported, and the order of
 * parameters and children. Comprehensions, assignment expressions and annotations are in symtable_special.c. */
#include "code/stack_room.h"
#include "compiler/symtable.h"
#include "compiler/symtable_special.h"
#include "object/str.h"

static bool deeper(Symtable *symtable) {
    return (++symtable->depth <= symtable->depth_limit && stack_has_room()) || compiler_recursion_error();
}

bool symtable_visit_exprs(Symtable *symtable, const Exprs *exprs) {
    for (isize i = 0; i < exprs->count; i++) {
        if (exprs->items[i] && !symtable_visit_expr(symtable, exprs->items[i])) return false;
    }
    return true;
}

static bool visit_optional(Symtable *symtable, const Expr *expr) {
    return !expr || symtable_visit_expr(symtable, expr);
}

bool symtable_visit_keywords(Symtable *symtable, const Keywords *keywords) {
    for (isize i = 0; i < keywords->count; i++) {
        if (!symtable_visit_expr(symtable, keywords->items[i]->value)) return false;
    }
    return true;
}

bool symtable_visit_defaults(Symtable *symtable, const Arguments *arguments) {
    return symtable_visit_exprs(symtable, &arguments->defaults) &&
           symtable_visit_exprs(symtable, &arguments->kw_defaults);
}

/* --- functions and classes ---------------------------------------------------------------------------- */

static bool define_args(Symtable *symtable, const Args *args) {
    for (isize i = 0; i < args->count; i++) {
        if (!symtable_define(symtable, args->items[i]->arg, SYMBOL_PARAM, &args->items[i]->at)) return false;
    }
    return true;
}

bool symtable_visit_parameters(Symtable *symtable, const Arguments *arguments) {
    Scope *scope = symtable->current;
    if (!define_args(symtable, &arguments->posonlyargs) || !define_args(symtable, &arguments->args) ||
        !define_args(symtable, &arguments->kwonlyargs)) {
        return false;
    }
    const Arg *vararg = arguments->vararg, *kwarg = arguments->kwarg;
    if (vararg) {
        if (!symtable_define(symtable, vararg->arg, SYMBOL_PARAM, &vararg->at)) return false;
        scope->varargs = true;
    }
    if (kwarg) {
        if (!symtable_define(symtable, kwarg->arg, SYMBOL_PARAM, &kwarg->at)) return false;
        scope->varkeywords = true;
    }
    return true;
}

static bool visit_function(Symtable *symtable, const Stmt *stmt, bool is_async) {
    const struct FunctionDefNode *function = &stmt->as.FunctionDef;
    if (!symtable_define(symtable, function->name, SYMBOL_LOCAL, &stmt->at) ||
        !symtable_visit_defaults(symtable, function->args) ||
        !symtable_visit_annotations(symtable, stmt, function->args, function->returns) ||
        !symtable_visit_exprs(symtable, &function->decorator_list) ||
        !symtable_enter(symtable, function->name, SCOPE_FUNCTION, stmt, &stmt->at)) {
        return false;
    }
    symtable->current->is_coroutine = is_async;
    if (!symtable_visit_parameters(symtable, function->args) ||
        !symtable_visit_stmts(symtable, &function->body)) {
        return false;
    }
    symtable_leave(symtable);
    return true;
}

static bool visit_class(Symtable *symtable, const Stmt *stmt) {
    const struct ClassDefNode *class = &stmt->as.ClassDef;
    if (!symtable_define(symtable, class->name, SYMBOL_LOCAL, &stmt->at) ||
        !symtable_visit_exprs(symtable, &class->bases) ||
        !symtable_visit_keywords(symtable, &class->keywords) ||
        !symtable_visit_exprs(symtable, &class->decorator_list) ||
        !symtable_enter(symtable, class->name, SCOPE_CLASS, stmt, &stmt->at)) {
        return false;
    }
    Ref outer = symtable->private_name;
    symtable->private_name = class->name;
    if (!symtable_visit_stmts(symtable, &class->body)) return false;
    symtable->private_name = outer;
    symtable_leave(symtable);
    return true;
}

/* --- declarations and imports ------------------------------------------------------------------------- */

static bool check_declaration(Symtable *symtable, const Stmt *stmt, Ref name, bool is_global) {
    Ref mangled = symtable_mangle(symtable->workspace, symtable->private_name, name);
    if (!mangled) return false;
    i32 flags = scope_flags(symtable->current, mangled);
    const char *message = NULL;
    if (flags & SYMBOL_PARAM) {
        message = is_global ? "name '%U' is parameter and global" : "name '%U' is parameter and nonlocal";
    } else if (flags & SYMBOL_USED) {
        message = is_global ? "name '%U' is used prior to global declaration"
                            : "name '%U' is used prior to nonlocal declaration";
    } else if (flags & SYMBOL_ANNOTATED) {
        message = is_global ? "annotated name '%U' can't be global" : "annotated name '%U' can't be nonlocal";
    } else if (flags & SYMBOL_LOCAL) {
        message = is_global ? "name '%U' is assigned to before global declaration"
                            : "name '%U' is assigned to before nonlocal declaration";
    }
    return !message || symtable_error(symtable, &stmt->at, message, name);
}

static bool visit_declaration(Symtable *symtable, const Stmt *stmt, const Identifiers *names, bool is_global) {
    for (isize i = 0; i < names->count; i++) {
        Ref name = names->items[i];
        if (!check_declaration(symtable, stmt, name, is_global) ||
            !symtable_define(symtable, name, is_global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, &stmt->at) ||
            !symtable_note_directive(symtable, name, &stmt->at)) {
            return false;
        }
    }
    return true;
}

/* `import a.b.c` binds a. */
static bool visit_alias(Symtable *symtable, const Alias *alias) {
    Ref name = alias->asname ? alias->asname : alias->name;
    isize dot = str_find_char(name, '.', 0, str_length(name));
    if (dot >= 0) name = workspace_keep(symtable->workspace, str_substring(name, 0, dot));
    if (!name) return false;
    if (!str_equal_ascii(name, "*")) return symtable_define(symtable, name, SYMBOL_IMPORTED, &alias->at);
    if (symtable->current->kind == SCOPE_MODULE) return true;
    return symtable_error(symtable, &alias->at, "import * only allowed at module level", name);
}

static bool visit_aliases(Symtable *symtable, const Aliases *aliases) {
    for (isize i = 0; i < aliases->count; i++) {
        if (!visit_alias(symtable, aliases->items[i])) return false;
    }
    return true;
}

/* --- compound statements ------------------------------------------------------------------------------ */

static bool visit_handler(Symtable *symtable, const Handler *handler) {
    return visit_optional(symtable, handler->type) &&
           (!handler->name || symtable_define(symtable, handler->name, SYMBOL_LOCAL, &handler->at)) &&
           symtable_visit_stmts(symtable, &handler->body);
}

static bool visit_try(Symtable *symtable, const Stmt *stmt) {
    const struct TryNode *try = &stmt->as.Try;
    if (!symtable_visit_stmts(symtable, &try->body) || !symtable_visit_stmts(symtable, &try->orelse))
        return false;
    for (isize i = 0; i < try->handlers.count; i++) {
        if (!visit_handler(symtable, try->handlers.items[i])) return false;
    }
    return symtable_visit_stmts(symtable, &try->finalbody);
}

static bool visit_with(Symtable *symtable, const Stmt *stmt) {
    const struct WithNode *with = &stmt->as.With;
    for (isize i = 0; i < with->items.count; i++) {
        const WithItem *item = with->items.items[i];
        if (!symtable_visit_expr(symtable, item->context_expr) ||
            !visit_optional(symtable, item->optional_vars)) {
            return false;
        }
    }
    return symtable_visit_stmts(symtable, &with->body);
}

static bool visit_for(Symtable *symtable, const Stmt *stmt) {
    const struct ForNode *loop = &stmt->as.For;
    return symtable_visit_expr(symtable, loop->target) && symtable_visit_expr(symtable, loop->iter) &&
           symtable_visit_stmts(symtable, &loop->body) && symtable_visit_stmts(symtable, &loop->orelse);
}

static bool visit_match(Symtable *symtable, const Stmt *stmt) {
    if (!symtable_visit_expr(symtable, stmt->as.Match.subject)) return false;
    for (isize i = 0; i < stmt->as.Match.cases.count; i++) {
        const MatchCase *match = stmt->as.Match.cases.items[i];
        if (!symtable_visit_pattern(symtable, match->pattern) || !visit_optional(symtable, match->guard) ||
            !symtable_visit_stmts(symtable, &match->body)) {
            return false;
        }
    }
    return true;
}

/* --- statements --------------------------------------------------------------------------------------- */

static bool visit_return(Symtable *symtable, const Expr *value) {
    return !value || symtable_visit_expr(symtable, value);
}

static bool visit_simple(Symtable *symtable, const Stmt *stmt) {
    switch (stmt->kind) {
    case Stmt_Return: return visit_return(symtable, stmt->as.Return.value);
    case Stmt_Delete: return symtable_visit_exprs(symtable, &stmt->as.Delete.targets);
    case Stmt_Assign:
        return symtable_visit_exprs(symtable, &stmt->as.Assign.targets) &&
               symtable_visit_expr(symtable, stmt->as.Assign.value);
    case Stmt_AugAssign:
        return symtable_visit_expr(symtable, stmt->as.AugAssign.target) &&
               symtable_visit_expr(symtable, stmt->as.AugAssign.value);
    case Stmt_AnnAssign: return symtable_visit_ann_assign(symtable, stmt);
    case Stmt_Raise:
        return visit_optional(symtable, stmt->as.Raise.exc) && visit_optional(symtable, stmt->as.Raise.cause);
    case Stmt_Assert:
        return symtable_visit_expr(symtable, stmt->as.Assert.test) &&
               visit_optional(symtable, stmt->as.Assert.msg);
    case Stmt_Import: return visit_aliases(symtable, &stmt->as.Import.names);
    case Stmt_ImportFrom: return visit_aliases(symtable, &stmt->as.ImportFrom.names);
    case Stmt_Global: return visit_declaration(symtable, stmt, &stmt->as.Global.names, true);
    case Stmt_Nonlocal: return visit_declaration(symtable, stmt, &stmt->as.Nonlocal.names, false);
    case Stmt_Expr: return symtable_visit_expr(symtable, stmt->as.Expr.value);
    default: return true; /* pass, break, continue */
    }
}

static bool visit_stmt(Symtable *symtable, const Stmt *stmt) {
    switch (stmt->kind) {
    case Stmt_FunctionDef: return visit_function(symtable, stmt, false);
    case Stmt_AsyncFunctionDef: return visit_function(symtable, stmt, true);
    case Stmt_ClassDef: return visit_class(symtable, stmt);
    case Stmt_For:
    case Stmt_AsyncFor: return visit_for(symtable, stmt);
    case Stmt_While:
        return symtable_visit_expr(symtable, stmt->as.While.test) &&
               symtable_visit_stmts(symtable, &stmt->as.While.body) &&
               symtable_visit_stmts(symtable, &stmt->as.While.orelse);
    case Stmt_If:
        return symtable_visit_expr(symtable, stmt->as.If.test) &&
               symtable_visit_stmts(symtable, &stmt->as.If.body) &&
               symtable_visit_stmts(symtable, &stmt->as.If.orelse);
    case Stmt_With:
    case Stmt_AsyncWith: return visit_with(symtable, stmt);
    case Stmt_Match: return visit_match(symtable, stmt);
    case Stmt_Try:
    case Stmt_TryStar: return visit_try(symtable, stmt);
    default: return visit_simple(symtable, stmt);
    }
}

bool symtable_visit_stmts(Symtable *symtable, const Stmts *stmts) {
    for (isize i = 0; i < stmts->count; i++) {
        if (!deeper(symtable) || !visit_stmt(symtable, stmts->items[i])) return false;
        symtable->depth--;
    }
    return true;
}

/* --- expressions -------------------------------------------------------------------------------------- */

/* Reading `super` in a function counts as reading `__class__`. */
static bool visit_name(Symtable *symtable, const Expr *expr) {
    bool load = expr->as.Name.ctx == OP_Load;
    if (!symtable_define(symtable, expr->as.Name.id, load ? SYMBOL_USED : SYMBOL_LOCAL, &expr->at))
        return false;
    if (!load || symtable->current->kind != SCOPE_FUNCTION || !str_equal_ascii(expr->as.Name.id, "super")) {
        return true;
    }
    return symtable_define(symtable, NAME(__class__), SYMBOL_USED, &expr->at);
}

static bool visit_lambda(Symtable *symtable, const Expr *expr) {
    Ref name = workspace_keep(symtable->workspace, str_intern_cstring("lambda"));
    if (!name || !symtable_visit_defaults(symtable, expr->as.Lambda.args) ||
        !symtable_enter(symtable, name, SCOPE_FUNCTION, expr, &expr->at) ||
        !symtable_visit_parameters(symtable, expr->as.Lambda.args) ||
        !symtable_visit_expr(symtable, expr->as.Lambda.body)) {
        return false;
    }
    symtable_leave(symtable);
    return true;
}

static bool visit_operation(Symtable *symtable, const Expr *expr) {
    switch (expr->kind) {
    case Expr_BoolOp: return symtable_visit_exprs(symtable, &expr->as.BoolOp.values);
    case Expr_BinOp:
        return symtable_visit_expr(symtable, expr->as.BinOp.left) &&
               symtable_visit_expr(symtable, expr->as.BinOp.right);
    case Expr_UnaryOp: return symtable_visit_expr(symtable, expr->as.UnaryOp.operand);
    case Expr_IfExp:
        return symtable_visit_expr(symtable, expr->as.IfExp.test) &&
               symtable_visit_expr(symtable, expr->as.IfExp.body) &&
               symtable_visit_expr(symtable, expr->as.IfExp.orelse);
    case Expr_Compare:
        return symtable_visit_expr(symtable, expr->as.Compare.left) &&
               symtable_visit_exprs(symtable, &expr->as.Compare.comparators);
    case Expr_Call:
        return symtable_visit_expr(symtable, expr->as.Call.func) &&
               symtable_visit_exprs(symtable, &expr->as.Call.args) &&
               symtable_visit_keywords(symtable, &expr->as.Call.keywords);
    case Expr_Attribute: return symtable_visit_expr(symtable, expr->as.Attribute.value);
    case Expr_Subscript:
        return symtable_visit_expr(symtable, expr->as.Subscript.value) &&
               symtable_visit_expr(symtable, expr->as.Subscript.slice);
    case Expr_Slice:
        return visit_optional(symtable, expr->as.Slice.lower) &&
               visit_optional(symtable, expr->as.Slice.upper) && visit_optional(symtable, expr->as.Slice.step);
    default: return symtable_visit_expr(symtable, expr->as.Starred.value);
    }
}

static bool visit_display(Symtable *symtable, const Expr *expr) {
    switch (expr->kind) {
    case Expr_Dict:
        return symtable_visit_exprs(symtable, &expr->as.Dict.keys) &&
               symtable_visit_exprs(symtable, &expr->as.Dict.values);
    case Expr_Set: return symtable_visit_exprs(symtable, &expr->as.Set.elts);
    case Expr_List: return symtable_visit_exprs(symtable, &expr->as.List.elts);
    case Expr_Tuple: return symtable_visit_exprs(symtable, &expr->as.Tuple.elts);
    case Expr_JoinedStr: return symtable_visit_exprs(symtable, &expr->as.JoinedStr.values);
    default:
        return symtable_visit_expr(symtable, expr->as.FormattedValue.value) &&
               visit_optional(symtable, expr->as.FormattedValue.format_spec);
    }
}

static bool visit_kind(Symtable *symtable, const Expr *expr) {
    switch (expr->kind) {
    case Expr_Name: return visit_name(symtable, expr);
    case Expr_Constant: return true;
    case Expr_Lambda: return visit_lambda(symtable, expr);
    case Expr_NamedExpr: return symtable_visit_named_expr(symtable, expr);
    case Expr_Yield:
    case Expr_YieldFrom:
    case Expr_Await: return symtable_visit_suspension(symtable, expr);
    case Expr_ListComp:
    case Expr_SetComp:
    case Expr_DictComp:
    case Expr_GeneratorExp: return symtable_visit_comprehension(symtable, expr);
    case Expr_Dict:
    case Expr_Set:
    case Expr_List:
    case Expr_Tuple:
    case Expr_JoinedStr:
    case Expr_FormattedValue: return visit_display(symtable, expr);
    default: return visit_operation(symtable, expr);
    }
}

bool symtable_visit_expr(Symtable *symtable, const Expr *expr) {
    if (!deeper(symtable) || !visit_kind(symtable, expr)) return false;
    symtable->depth--;
    return true;
}

/* --- patterns ----------------------------------------------------------------------------------------- */

static bool visit_patterns(Symtable *symtable, const Patterns *patterns) {
    for (isize i = 0; i < patterns->count; i++) {
        if (!symtable_visit_pattern(symtable, patterns->items[i])) return false;
    }
    return true;
}

static bool define_capture(Symtable *symtable, Ref name, const Pattern *pattern) {
    return !name || symtable_define(symtable, name, SYMBOL_LOCAL, &pattern->at);
}

static bool visit_pattern_kind(Symtable *symtable, const Pattern *pattern) {
    switch (pattern->kind) {
    case Pattern_MatchValue: return symtable_visit_expr(symtable, pattern->as.MatchValue.value);
    case Pattern_MatchSingleton: return true;
    case Pattern_MatchSequence: return visit_patterns(symtable, &pattern->as.MatchSequence.patterns);
    case Pattern_MatchMapping:
        return symtable_visit_exprs(symtable, &pattern->as.MatchMapping.keys) &&
               visit_patterns(symtable, &pattern->as.MatchMapping.patterns) &&
               define_capture(symtable, pattern->as.MatchMapping.rest, pattern);
    case Pattern_MatchClass:
        return symtable_visit_expr(symtable, pattern->as.MatchClass.cls) &&
               visit_patterns(symtable, &pattern->as.MatchClass.patterns) &&
               visit_patterns(symtable, &pattern->as.MatchClass.kwd_patterns);
    case Pattern_MatchStar: return define_capture(symtable, pattern->as.MatchStar.name, pattern);
    case Pattern_MatchAs:
        return (!pattern->as.MatchAs.pattern ||
                symtable_visit_pattern(symtable, pattern->as.MatchAs.pattern)) &&
               define_capture(symtable, pattern->as.MatchAs.name, pattern);
    case Pattern_MatchOr: return visit_patterns(symtable, &pattern->as.MatchOr.patterns);
    }
    return false;
}

bool symtable_visit_pattern(Symtable *symtable, const Pattern *pattern) {
    if (!deeper(symtable) || !visit_pattern_kind(symtable, pattern)) return false;
    symtable->depth--;
    return true;
}
