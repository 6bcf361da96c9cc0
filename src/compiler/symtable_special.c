/* symtable_special.c: comprehensions, assignment expressions, yield and await, annotations.
 *
 * A comprehension is a function whose parameter `.0` is the iterator of its first iterable. `name := value` in
 * it binds the name in the function or module around. Under `from __future__ import annotations`, annotations
 * are visited in blocks that nobody keeps, only to find errors. */
#include "compiler/symtable_special.h"

#include "code/code.h"

#include "object/root.h"
#include "object/str.h"

/* --- annotations -------------------------------------------------------------------------------------- */

static bool enter_annotation(Symtable *symtable, const void *node, const Location *at) {
    if (!(symtable->future_flags & CODE_FUTURE_ANNOTATIONS)) return true;
    Ref name = workspace_keep(symtable->workspace, str_intern_cstring("_annotation"));
    return name && symtable_enter(symtable, name, SCOPE_ANNOTATION, node, at);
}

static void leave_annotation(Symtable *symtable) {
    if (symtable->future_flags & CODE_FUTURE_ANNOTATIONS) symtable_leave(symtable);
}

bool symtable_visit_annotation(Symtable *symtable, const Expr *annotation) {
    if (!enter_annotation(symtable, annotation, &annotation->at)) return false;
    if (!symtable_visit_expr(symtable, annotation)) return false;
    leave_annotation(symtable);
    return true;
}

static bool visit_args(Symtable *symtable, const Args *args) {
    for (isize i = 0; i < args->count; i++) {
        const Expr *annotation = args->items[i]->annotation;
        if (annotation && !symtable_visit_expr(symtable, annotation)) return false;
    }
    return true;
}

static bool visit_arg(Symtable *symtable, const Arg *arg) {
    return !arg || !arg->annotation || symtable_visit_expr(symtable, arg->annotation);
}

bool symtable_visit_annotations(Symtable *symtable, const Stmt *function, const Arguments *arguments,
                                const Expr *returns) {
    if (!enter_annotation(symtable, function, &function->at)) return false;
    if (!visit_args(symtable, &arguments->posonlyargs) || !visit_args(symtable, &arguments->args) ||
        !visit_arg(symtable, arguments->vararg) || !visit_arg(symtable, arguments->kwarg) ||
        !visit_args(symtable, &arguments->kwonlyargs)) {
        return false;
    }
    leave_annotation(symtable);
    return !returns || symtable_visit_annotation(symtable, returns);
}

static bool define_annotated(Symtable *symtable, const Stmt *stmt) {
    const Expr *target = stmt->as.AnnAssign.target;
    Ref name = target->as.Name.id;
    Ref mangled = symtable_mangle(symtable->workspace, symtable->private_name, name);
    if (!mangled) return false;
    i32 flags = scope_flags(symtable->current, mangled);
    if ((flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)) && symtable->current != symtable->top &&
        stmt->as.AnnAssign.simple) {
        return symtable_error(symtable, &stmt->at,
                              flags & SYMBOL_GLOBAL ? "annotated name '%U' can't be global"
                                                    : "annotated name '%U' can't be nonlocal",
                              name);
    }
    if (stmt->as.AnnAssign.simple) {
        return symtable_define(symtable, name, SYMBOL_ANNOTATED | SYMBOL_LOCAL, &target->at);
    }
    return !stmt->as.AnnAssign.value || symtable_define(symtable, name, SYMBOL_LOCAL, &target->at);
}

bool symtable_visit_ann_assign(Symtable *symtable, const Stmt *stmt) {
    const Expr *target = stmt->as.AnnAssign.target;
    bool ok =
        target->kind == Expr_Name ? define_annotated(symtable, stmt) : symtable_visit_expr(symtable, target);
    return ok && symtable_visit_annotation(symtable, stmt->as.AnnAssign.annotation) &&
           (!stmt->as.AnnAssign.value || symtable_visit_expr(symtable, stmt->as.AnnAssign.value));
}

static bool forbid_in_annotation(Symtable *symtable, const Expr *expr, const char *message) {
    return symtable->current->kind != SCOPE_ANNOTATION || symtable_error(symtable, &expr->at, message, NULL);
}

/* --- yield and await ---------------------------------------------------------------------------------- */

static bool forbid_in_comprehension(Symtable *symtable, const Expr *expr) {
    static const char *const messages[] = {[COMPREHENSION_LIST] = "'yield' inside list comprehension",
                                           [COMPREHENSION_SET] = "'yield' inside set comprehension",
                                           [COMPREHENSION_DICT] = "'yield' inside dict comprehension",
                                           [COMPREHENSION_GENERATOR] = "'yield' inside generator expression"};
    ComprehensionKind kind = symtable->current->comprehension;
    return kind == COMPREHENSION_NONE || symtable_error(symtable, &expr->at, messages[kind], NULL);
}

bool symtable_visit_suspension(Symtable *symtable, const Expr *expr) {
    if (expr->kind == Expr_Await) {
        if (!forbid_in_annotation(symtable, expr, "'await expression' can not be used within an annotation") ||
            !symtable_visit_expr(symtable, expr->as.Await.value)) {
            return false;
        }
        symtable->current->is_coroutine = true;
        return true;
    }
    const Expr *value = expr->kind == Expr_Yield ? expr->as.Yield.value : expr->as.YieldFrom.value;
    if (!forbid_in_annotation(symtable, expr, "'yield expression' can not be used within an annotation") ||
        (value && !symtable_visit_expr(symtable, value))) {
        return false;
    }
    symtable->current->is_generator = true;
    return forbid_in_comprehension(symtable, expr);
}

/* --- assignment expressions --------------------------------------------------------------------------- */

static bool extend_function(Symtable *symtable, Scope *scope, Ref name, const Location *at) {
    bool is_global = scope_flags(scope, name) & SYMBOL_GLOBAL;
    return symtable_define(symtable, name, is_global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, at) &&
           symtable_note_directive(symtable, name, at) &&
           symtable_define_in(symtable, scope, name, SYMBOL_LOCAL, at);
}

static bool extend_module(Symtable *symtable, Scope *scope, Ref name, const Location *at) {
    return symtable_define(symtable, name, SYMBOL_GLOBAL, at) && symtable_note_directive(symtable, name, at) &&
           symtable_define_in(symtable, scope, name, SYMBOL_GLOBAL, at);
}

/* Binds the target of a := inside a comprehension in the nearest block that is none. */
static bool bind_outside(Symtable *symtable, const Expr *target) {
    Ref name = workspace_intern(symtable->workspace, target->as.Name.id);
    if (!name) return false;
    for (isize i = symtable->stack.count - 1; i >= 0; i--) {
        Scope *scope = symtable->stack.items[i];
        if (scope->comprehension != COMPREHENSION_NONE) {
            if (scope_flags(scope, name) & SYMBOL_COMPREHENSION_TARGET) {
                return symtable_error(
                    symtable, &target->at,
                    "assignment expression cannot rebind comprehension iteration variable '%U'", name);
            }
            continue;
        }
        switch (scope->kind) {
        case SCOPE_FUNCTION: return extend_function(symtable, scope, name, &target->at);
        case SCOPE_MODULE: return extend_module(symtable, scope, name, &target->at);
        case SCOPE_CLASS:
            return symtable_error(symtable, &target->at,
                                  "assignment expression within a comprehension cannot be used in a class body",
                                  NULL);
        case SCOPE_ANNOTATION: break;
        }
    }
    return false;
}

bool symtable_visit_named_expr(Symtable *symtable, const Expr *expr) {
    const Expr *target = expr->as.NamedExpr.target;
    if (!forbid_in_annotation(symtable, expr, "'named expression' can not be used within an annotation"))
        return false;
    if (symtable->current->iterable_depth > 0) {
        return symtable_error(symtable, &expr->at,
                              "assignment expression cannot be used in a comprehension iterable expression",
                              NULL);
    }
    if (symtable->current->comprehension != COMPREHENSION_NONE && !bind_outside(symtable, target)) return false;
    return symtable_visit_expr(symtable, expr->as.NamedExpr.value) && symtable_visit_expr(symtable, target);
}

/* --- comprehensions ----------------------------------------------------------------------------------- */

static bool visit_iterable(Symtable *symtable, const Expr *iterable) {
    Scope *scope = symtable->current;
    scope->iterable_depth++;
    bool ok = symtable_visit_expr(symtable, iterable);
    scope->iterable_depth--;
    return ok;
}

static bool visit_target(Symtable *symtable, const Expr *target) {
    Scope *scope = symtable->current;
    scope->in_target = true;
    bool ok = symtable_visit_expr(symtable, target);
    scope->in_target = false;
    return ok;
}

/* The clauses after the first one, `for x in xs if ...` each. */
static bool visit_later_clauses(Symtable *symtable, const Comprehensions *clauses) {
    for (isize i = 1; i < clauses->count; i++) {
        const Comprehension *clause = clauses->items[i];
        if (!visit_target(symtable, clause->target) || !visit_iterable(symtable, clause->iter) ||
            !symtable_visit_exprs(symtable, &clause->ifs)) {
            return false;
        }
        if (clause->is_async) symtable->current->is_coroutine = true;
    }
    return true;
}

typedef struct ComprehensionParts {
    const char *name;
    ComprehensionKind kind;
    const Comprehensions *clauses;
    const Expr *element, *value;
} ComprehensionParts;

static ComprehensionParts take_apart(const Expr *expr) {
    switch (expr->kind) {
    case Expr_ListComp:
        return (ComprehensionParts){"listcomp", COMPREHENSION_LIST, &expr->as.ListComp.generators,
                                    expr->as.ListComp.elt, NULL};
    case Expr_SetComp:
        return (ComprehensionParts){"setcomp", COMPREHENSION_SET, &expr->as.SetComp.generators,
                                    expr->as.SetComp.elt, NULL};
    case Expr_DictComp:
        return (ComprehensionParts){"dictcomp", COMPREHENSION_DICT, &expr->as.DictComp.generators,
                                    expr->as.DictComp.key, expr->as.DictComp.value};
    default:
        return (ComprehensionParts){"genexpr", COMPREHENSION_GENERATOR, &expr->as.GeneratorExp.generators,
                                    expr->as.GeneratorExp.elt, NULL};
    }
}

/* What lies in the comprehension's own block. */
static bool visit_inside(Symtable *symtable, const Expr *expr, const ComprehensionParts *parts) {
    const Comprehension *outermost = parts->clauses->items[0];
    Ref parameter = workspace_keep(symtable->workspace, str_intern_cstring(".0"));
    Scope *scope = symtable->current;
    scope->comprehension = parts->kind;
    if (outermost->is_async) scope->is_coroutine = true;
    if (!parameter || !symtable_define(symtable, parameter, SYMBOL_PARAM, &expr->at) ||
        !visit_target(symtable, outermost->target) || !symtable_visit_exprs(symtable, &outermost->ifs) ||
        !visit_later_clauses(symtable, parts->clauses)) {
        return false;
    }
    return (!parts->value || symtable_visit_expr(symtable, parts->value)) &&
           symtable_visit_expr(symtable, parts->element);
}

bool symtable_visit_comprehension(Symtable *symtable, const Expr *expr) {
    ComprehensionParts parts = take_apart(expr);
    if (!visit_iterable(symtable, parts.clauses->items[0]->iter)) return false;
    Ref name = workspace_keep(symtable->workspace, str_intern_cstring(parts.name));
    if (!name || !symtable_enter(symtable, name, SCOPE_FUNCTION, expr, &expr->at) ||
        !visit_inside(symtable, expr, &parts)) {
        return false;
    }
    bool is_generator = parts.kind == COMPREHENSION_GENERATOR;
    symtable->current->is_generator = is_generator;
    bool is_async = symtable->current->is_coroutine && !is_generator;
    symtable_leave(symtable);
    if (is_async) symtable->current->is_coroutine = true;
    return true;
}
