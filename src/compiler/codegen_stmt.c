/* codegen_stmt.c: simple statements, and the way to all others. */
#include "code/stack_room.h"
#include "compiler/codegen.h"
#include "compiler/fold.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- assignments -------------------------------------------------------------------------------------- */

static bool codegen_assign(Compiler *compiler, const struct AssignNode *assign) {
    if (!codegen_expr(compiler, assign->value)) return false;
    for (isize i = 0; i < assign->targets.count; i++) {
        bool last = i + 1 == assign->targets.count;
        if ((!last && !emit_arg(compiler, OP_COPY, 1)) || !codegen_expr(compiler, assign->targets.items[i])) {
            return false;
        }
    }
    return true;
}

/* Reads the target of `target += ...`, and keeps what is needed to store into it. */
static bool load_target(Compiler *compiler, const Expr *target) {
    switch (target->kind) {
    case Expr_Attribute:
        if (!codegen_expr(compiler, target->as.Attribute.value) || !emit_arg(compiler, OP_COPY, 1))
            return false;
        set_place_of_attribute(compiler, target);
        return emit_attribute(compiler, OP_LOAD_ATTR, target->as.Attribute.attr);
    case Expr_Subscript:
        return codegen_expr(compiler, target->as.Subscript.value) &&
               codegen_expr(compiler, target->as.Subscript.slice) && emit_arg(compiler, OP_COPY, 2) &&
               emit_arg(compiler, OP_COPY, 2) && emit_op(compiler, OP_BINARY_SUBSCR);
    default: return codegen_name(compiler, target->as.Name.id, OP_Load);
    }
}

static bool store_target(Compiler *compiler, const Expr *target) {
    switch (target->kind) {
    case Expr_Attribute:
        set_place_of_attribute(compiler, target);
        return emit_arg(compiler, OP_SWAP, 2) &&
               emit_attribute(compiler, OP_STORE_ATTR, target->as.Attribute.attr);
    case Expr_Subscript:
        return emit_arg(compiler, OP_SWAP, 3) && emit_arg(compiler, OP_SWAP, 2) &&
               emit_op(compiler, OP_STORE_SUBSCR);
    default: return codegen_name(compiler, target->as.Name.id, OP_Store);
    }
}

static bool codegen_aug_assign(Compiler *compiler, const Stmt *stmt) {
    const struct AugAssignNode *assign = &stmt->as.AugAssign;
    set_place(compiler, assign->target->at);
    if (!load_target(compiler, assign->target)) return false;
    set_place(compiler, stmt->at);
    if (!codegen_expr(compiler, assign->value) || !emit_binary(compiler, assign->op, true)) return false;
    set_place(compiler, assign->target->at);
    return store_target(compiler, assign->target);
}

/* --- others ------------------------------------------------------------------------------------------- */

static bool is_nonempty_tuple(const Expr *expr) {
    if (expr->kind == Expr_Tuple) return expr->as.Tuple.elts.count > 0;
    return expr->kind == Expr_Constant && is_tuple(expr->as.Constant.value) &&
           tuple_length(expr->as.Constant.value) > 0;
}

static bool codegen_assert(Compiler *compiler, const struct AssertNode *assertion) {
    if (is_nonempty_tuple(assertion->test) &&
        !codegen_warn(compiler, "assertion is always true, perhaps remove parentheses?")) {
        return false;
    }
    if (compiler->optimize) return true;
    Block *end = emit_new_block(compiler);
    if (!end || !codegen_jump_if(compiler, assertion->test, end, true) ||
        !emit_op(compiler, OP_LOAD_ASSERTION_ERROR)) {
        return false;
    }
    if (assertion->msg && (!codegen_expr(compiler, assertion->msg) || !emit_call(compiler, 0))) return false;
    if (!emit_arg(compiler, OP_RAISE_VARARGS, 1)) return false;
    emit_use_next(compiler, end);
    return true;
}

static bool codegen_raise(Compiler *compiler, const struct RaiseNode *raise) {
    if (raise->exc && !codegen_expr(compiler, raise->exc)) return false;
    if (raise->cause && !codegen_expr(compiler, raise->cause)) return false;
    return emit_arg(compiler, OP_RAISE_VARARGS, (raise->exc != NULL) + (raise->cause != NULL));
}

static bool codegen_expr_stmt(Compiler *compiler, const Expr *value) {
    if (compiler->interactive && compiler->nesting <= 1) {
        return codegen_expr(compiler, value) && emit_op(compiler, OP_PRINT_EXPR);
    }
    if (value->kind == Expr_Constant) return emit_op(compiler, OP_NOP); /* for its line */
    if (!codegen_expr(compiler, value)) return false;
    unset_place(compiler);
    return emit_op(compiler, OP_POP_TOP);
}

static bool codegen_try_stmt(Compiler *compiler, const Stmt *stmt) {
    bool (*body)(Compiler *, const Stmt *) = stmt->kind == Stmt_Try ? codegen_try : codegen_try_star;
    return stmt->as.Try.finalbody.count ? codegen_finally(compiler, stmt, body) : body(compiler, stmt);
}

static bool codegen_compound(Compiler *compiler, const Stmt *stmt) {
    switch (stmt->kind) {
    case Stmt_FunctionDef: return codegen_function(compiler, stmt, false);
    case Stmt_AsyncFunctionDef: return codegen_function(compiler, stmt, true);
    case Stmt_ClassDef: return codegen_class(compiler, stmt);
    case Stmt_For: return codegen_for(compiler, stmt);
    case Stmt_AsyncFor: return codegen_async_for(compiler, stmt);
    case Stmt_While: return codegen_while(compiler, stmt);
    case Stmt_If: return codegen_if(compiler, stmt);
    case Stmt_Match: return codegen_match(compiler, stmt);
    case Stmt_Try:
    case Stmt_TryStar: return codegen_try_stmt(compiler, stmt);
    case Stmt_With: return codegen_with(compiler, stmt, false);
    default: return codegen_with(compiler, stmt, true);
    }
}

static bool codegen_stmt(Compiler *compiler, const Stmt *stmt) {
    if (!stack_has_room()) return compiler_recursion_error();
    set_place(compiler, stmt->at);
    switch (stmt->kind) {
    case Stmt_Return: return codegen_return(compiler, stmt);
    case Stmt_Delete: return codegen_exprs(compiler, &stmt->as.Delete.targets);
    case Stmt_Assign: return codegen_assign(compiler, &stmt->as.Assign);
    case Stmt_AugAssign: return codegen_aug_assign(compiler, stmt);
    case Stmt_AnnAssign: return codegen_ann_assign(compiler, stmt);
    case Stmt_Raise: return codegen_raise(compiler, &stmt->as.Raise);
    case Stmt_Assert: return codegen_assert(compiler, &stmt->as.Assert);
    case Stmt_Import: return codegen_import(compiler, stmt);
    case Stmt_ImportFrom: return codegen_import_from(compiler, stmt);
    case Stmt_Global:
    case Stmt_Nonlocal: return true;
    case Stmt_Expr: return codegen_expr_stmt(compiler, stmt->as.Expr.value);
    case Stmt_Pass: return emit_op(compiler, OP_NOP);
    case Stmt_Break: return codegen_break(compiler);
    case Stmt_Continue: return codegen_continue(compiler);
    default: return codegen_compound(compiler, stmt);
    }
}

bool codegen_stmts(Compiler *compiler, const Stmts *stmts) {
    for (isize i = 0; i < stmts->count; i++) {
        if (!codegen_stmt(compiler, stmts->items[i])) return false;
    }
    return true;
}

/* --- bodies of modules and classes -------------------------------------------------------------------- */

static bool has_annotations(const Stmts *stmts);

/* CPython 3.11 does not look into `match`: with annotations there alone, __annotations__ is not set up. */
static bool stmt_has_annotations(const Stmt *stmt) {
    switch (stmt->kind) {
    case Stmt_AnnAssign: return true;
    case Stmt_For:
    case Stmt_AsyncFor: return has_annotations(&stmt->as.For.body) || has_annotations(&stmt->as.For.orelse);
    case Stmt_While: return has_annotations(&stmt->as.While.body) || has_annotations(&stmt->as.While.orelse);
    case Stmt_If: return has_annotations(&stmt->as.If.body) || has_annotations(&stmt->as.If.orelse);
    case Stmt_With:
    case Stmt_AsyncWith: return has_annotations(&stmt->as.With.body);
    case Stmt_Try:
    case Stmt_TryStar:
        for (isize i = 0; i < stmt->as.Try.handlers.count; i++) {
            if (has_annotations(&stmt->as.Try.handlers.items[i]->body)) return true;
        }
        return has_annotations(&stmt->as.Try.body) || has_annotations(&stmt->as.Try.finalbody) ||
               has_annotations(&stmt->as.Try.orelse);
    default: return false;
    }
}

static bool has_annotations(const Stmts *stmts) {
    for (isize i = 0; i < stmts->count; i++) {
        if (stmt_has_annotations(stmts->items[i])) return true;
    }
    return false;
}

bool codegen_body(Compiler *compiler, const Stmts *body) {
    if (compiler->unit->kind == UNIT_MODULE && body->count) set_place(compiler, body->items[0]->at);
    if (has_annotations(body) && !emit_op(compiler, OP_SETUP_ANNOTATIONS)) return false;
    Stmts rest = *body;
    if (compiler->optimize < 2 && docstring_of(body)) {
        if (!codegen_expr(compiler, body->items[0]->as.Expr.value)) return false;
        unset_place(compiler);
        if (!codegen_name(compiler, NAME(__doc__), OP_Store)) return false;
        rest.items++;
        rest.count--;
    }
    return codegen_stmts(compiler, &rest);
}

bool codegen_interactive(Compiler *compiler, const Stmts *body) {
    set_place(compiler, (Location){.lineno = 1, .end_lineno = 1});
    if (has_annotations(body) && !emit_op(compiler, OP_SETUP_ANNOTATIONS)) return false;
    return codegen_stmts(compiler, body);
}
