/* codegen_function.c: what makes code objects of their own: functions, lambdas, classes; and annotations.
 *
 * Decorators, defaults and annotations are evaluated in the block around; MAKE_FUNCTION's argument says which
 * of defaults, keyword defaults, annotations and closure lie below the code on the stack. */
#include "compiler/codegen.h"
#include "compiler/fold.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"

enum { WITH_DEFAULTS = 1, WITH_KW_DEFAULTS = 2, WITH_ANNOTATIONS = 4, WITH_CLOSURE = 8 };

static bool future_annotations(const Compiler *compiler) {
    return (compiler->flags & CODE_FUTURE_ANNOTATIONS) != 0;
}

/* --- parameters --------------------------------------------------------------------------------------- */

static bool check_args(Compiler *compiler, const Args *args) {
    for (isize i = 0; i < args->count; i++) {
        if (!codegen_check_name(compiler, args->items[i]->arg, OP_Store)) return false;
    }
    return true;
}

static bool check_arguments(Compiler *compiler, const Arguments *arguments) {
    return check_args(compiler, &arguments->posonlyargs) && check_args(compiler, &arguments->args) &&
           (!arguments->vararg || codegen_check_name(compiler, arguments->vararg->arg, OP_Store)) &&
           check_args(compiler, &arguments->kwonlyargs) &&
           (!arguments->kwarg || codegen_check_name(compiler, arguments->kwarg->arg, OP_Store));
}

static bool codegen_kw_defaults(Compiler *compiler, const Arguments *arguments, int *flags) {
    Own names = list_new(0);
    if (!names) return false;
    bool ok = true;
    for (isize i = 0; ok && i < arguments->kwonlyargs.count; i++) {
        const Expr *value = arguments->kw_defaults.items[i];
        if (!value) continue;
        Ref name = codegen_mangle(compiler, arguments->kwonlyargs.items[i]->arg);
        ok = name && list_append_ref(names, name) && codegen_expr(compiler, value);
    }
    isize count = list_length(names);
    if (ok && count) {
        ok =
            emit_const_own(compiler, list_as_tuple(names)) && emit_arg(compiler, OP_BUILD_CONST_KEY_MAP, count);
        *flags |= WITH_KW_DEFAULTS;
    }
    release(names);
    return ok;
}

static bool codegen_defaults(Compiler *compiler, const Arguments *arguments, int *flags) {
    if (arguments->defaults.count) {
        if (!codegen_exprs(compiler, &arguments->defaults) ||
            !emit_arg(compiler, OP_BUILD_TUPLE, arguments->defaults.count)) {
            return false;
        }
        *flags |= WITH_DEFAULTS;
    }
    return codegen_kw_defaults(compiler, arguments, flags);
}

static void set_argument_counts(Compiler *compiler, const Arguments *arguments) {
    compiler->unit->argcount = (i32)arguments->args.count;
    compiler->unit->posonlyargcount = (i32)arguments->posonlyargs.count;
    compiler->unit->kwonlyargcount = (i32)arguments->kwonlyargs.count;
}

/* --- annotations -------------------------------------------------------------------------------------- */

bool codegen_annotation(Compiler *compiler, const Expr *annotation) {
    if (!future_annotations(compiler)) return codegen_expr(compiler, annotation);
    return emit_const_own(compiler, expr_unparse(annotation));
}

/* Name and annotation on the stack; *count of items grows. */
static bool annotate(Compiler *compiler, Ref name, const Expr *annotation, isize *count) {
    if (!annotation) return true;
    Ref mangled = codegen_mangle(compiler, name);
    if (!mangled || !emit_const(compiler, mangled)) return false;
    *count += 2;
    if (!future_annotations(compiler) && annotation->kind == Expr_Starred) { /* *args: *Ts */
        return codegen_expr(compiler, annotation->as.Starred.value) &&
               emit_arg(compiler, OP_UNPACK_SEQUENCE, 1);
    }
    return codegen_annotation(compiler, annotation);
}

static bool annotate_args(Compiler *compiler, const Args *args, isize *count) {
    for (isize i = 0; i < args->count; i++) {
        if (!annotate(compiler, args->items[i]->arg, args->items[i]->annotation, count)) return false;
    }
    return true;
}

static bool annotate_arg(Compiler *compiler, const Arg *arg, isize *count) {
    return !arg || annotate(compiler, arg->arg, arg->annotation, count);
}

static bool codegen_annotations(Compiler *compiler, const Arguments *arguments, const Expr *returns,
                                int *flags) {
    isize count = 0;
    Ref name = returns ? codegen_string(compiler, "return") : NULL;
    if ((returns && !name) || !annotate_args(compiler, &arguments->args, &count) ||
        !annotate_args(compiler, &arguments->posonlyargs, &count) ||
        !annotate_arg(compiler, arguments->vararg, &count) ||
        !annotate_args(compiler, &arguments->kwonlyargs, &count) ||
        !annotate_arg(compiler, arguments->kwarg, &count) || !annotate(compiler, name, returns, &count)) {
        return false;
    }
    if (count == 0) return true;
    *flags |= WITH_ANNOTATIONS;
    return emit_arg(compiler, OP_BUILD_TUPLE, count);
}

static bool check_evaluates(Compiler *compiler, const Expr *expr) {
    return !expr || (codegen_expr(compiler, expr) && emit_op(compiler, OP_POP_TOP));
}

/* `a[b:c, d]: int` without a value: all its parts must be defined. */
static bool check_subscript(Compiler *compiler, const Expr *slice) {
    switch (slice->kind) {
    case Expr_Slice:
        return check_evaluates(compiler, slice->as.Slice.lower) &&
               check_evaluates(compiler, slice->as.Slice.upper) &&
               check_evaluates(compiler, slice->as.Slice.step);
    case Expr_Tuple:
        for (isize i = 0; i < slice->as.Tuple.elts.count; i++) {
            if (!check_subscript(compiler, slice->as.Tuple.elts.items[i])) return false;
        }
        return true;
    default: return check_evaluates(compiler, slice);
    }
}

static bool in_module_or_class(const Compiler *compiler) {
    return compiler->unit->kind == UNIT_MODULE || compiler->unit->kind == UNIT_CLASS;
}

/* Puts the annotation of a simple name into __annotations__. */
static bool store_annotation(Compiler *compiler, const struct AnnAssignNode *assign) {
    if (!codegen_annotation(compiler, assign->annotation) ||
        !emit_attribute(compiler, OP_LOAD_NAME, NAME(__annotations__))) {
        return false;
    }
    Ref mangled = codegen_mangle(compiler, assign->target->as.Name.id);
    return mangled && emit_const(compiler, mangled) && emit_op(compiler, OP_STORE_SUBSCR);
}

static bool codegen_ann_target(Compiler *compiler, const struct AnnAssignNode *assign) {
    const Expr *target = assign->target;
    switch (target->kind) {
    case Expr_Name:
        if (!codegen_check_name(compiler, target->as.Name.id, OP_Store)) return false;
        return !assign->simple || !in_module_or_class(compiler) || store_annotation(compiler, assign);
    case Expr_Attribute:
        if (!codegen_check_name(compiler, target->as.Attribute.attr, OP_Store)) return false;
        return assign->value || check_evaluates(compiler, target->as.Attribute.value);
    default:
        return assign->value || (check_evaluates(compiler, target->as.Subscript.value) &&
                                 check_subscript(compiler, target->as.Subscript.slice));
    }
}

bool codegen_ann_assign(Compiler *compiler, const Stmt *stmt) {
    const struct AnnAssignNode *assign = &stmt->as.AnnAssign;
    if (assign->value && (!codegen_expr(compiler, assign->value) || !codegen_expr(compiler, assign->target))) {
        return false;
    }
    if (!codegen_ann_target(compiler, assign)) return false;
    bool evaluated = !assign->simple && !future_annotations(compiler) && in_module_or_class(compiler);
    return !evaluated || check_evaluates(compiler, assign->annotation);
}

/* --- making functions --------------------------------------------------------------------------------- */

/* LOAD_CLOSURE for each free variable of `code`, in its order. */
static bool load_closure(Compiler *compiler, const Code *code) {
    const Unit *unit = compiler->unit;
    for (i32 i = code->nlocalsplus - code->nfreevars; i < code->nlocalsplus; i++) {
        Ref name = tuple_get(code->localsplusnames, i);
        bool is_class_cell = unit->kind == UNIT_CLASS && name == NAME(__class__);
        bool is_cell = is_class_cell || scope_binding(unit->scope, name) == BINDING_CELL;
        i32 index = name_map_get(is_cell ? &unit->cellvars : &unit->freevars, name, -1);
        assert(index >= 0);
        if (!emit_arg(compiler, OP_LOAD_CLOSURE, index)) return false;
    }
    return true;
}

bool codegen_closure(Compiler *compiler, Ref code, int flags) {
    i32 count = AS_CODE(code)->nfreevars;
    if (count) {
        if (!load_closure(compiler, AS_CODE(code)) || !emit_arg(compiler, OP_BUILD_TUPLE, count)) return false;
        flags |= WITH_CLOSURE;
    }
    return emit_const(compiler, code) && emit_arg(compiler, OP_MAKE_FUNCTION, flags);
}

static bool apply_decorators(Compiler *compiler, const Exprs *decorators) {
    Location before = compiler->unit->at;
    for (isize i = decorators->count - 1; i >= 0; i--) {
        set_place(compiler, decorators->items[i]->at);
        if (!emit_call(compiler, 0)) return false;
    }
    set_place(compiler, before);
    return true;
}

static i32 first_line(const Stmt *stmt, const Exprs *decorators) {
    return decorators->count ? decorators->items[0]->at.lineno : stmt->at.lineno;
}

/* The body, in its own unit; the code object. The first constant is the docstring or None. */
static Ref compile_function(Compiler *compiler, const Stmt *stmt, bool is_async) {
    const struct FunctionDefNode *function = &stmt->as.FunctionDef;
    Ref docstring = compiler->optimize < 2 ? docstring_of(&function->body) : NULL;
    if (!unit_enter(compiler, function->name, is_async ? UNIT_ASYNC_FUNCTION : UNIT_FUNCTION, stmt,
                    first_line(stmt, &function->decorator_list)) ||
        emit_const_index(compiler, docstring ? docstring : None) < 0) {
        return NULL;
    }
    set_argument_counts(compiler, function->args);
    Stmts body = function->body;
    if (docstring) body = (Stmts){body.count - 1, body.items + 1};
    return codegen_stmts(compiler, &body) ? unit_finish(compiler, true) : NULL;
}

bool codegen_function(Compiler *compiler, const Stmt *stmt, bool is_async) {
    const struct FunctionDefNode *function = &stmt->as.FunctionDef;
    int flags = 0;
    if (!check_arguments(compiler, function->args) || !codegen_exprs(compiler, &function->decorator_list) ||
        !codegen_defaults(compiler, function->args, &flags) ||
        !codegen_annotations(compiler, function->args, function->returns, &flags)) {
        return false;
    }
    Ref code = compile_function(compiler, stmt, is_async);
    return code && codegen_closure(compiler, code, flags) &&
           apply_decorators(compiler, &function->decorator_list) &&
           codegen_name(compiler, function->name, OP_Store);
}

/* None as the first constant, so that the function has no docstring. */
static Ref compile_lambda(Compiler *compiler, const Expr *expr) {
    Ref name = CODE_ROOT->anonymous[ANONYMOUS_LAMBDA];
    if (!unit_enter(compiler, name, UNIT_LAMBDA, expr, expr->at.lineno) ||
        emit_const_index(compiler, None) < 0) {
        return NULL;
    }
    set_argument_counts(compiler, expr->as.Lambda.args);
    if (!codegen_expr(compiler, expr->as.Lambda.body)) return NULL;
    if (compiler->unit->scope->is_generator) return unit_finish(compiler, false);
    return emit_op(compiler, OP_RETURN_VALUE) ? unit_finish(compiler, true) : NULL;
}

bool codegen_lambda(Compiler *compiler, const Expr *expr) {
    int flags = 0;
    if (!check_arguments(compiler, expr->as.Lambda.args) ||
        !codegen_defaults(compiler, expr->as.Lambda.args, &flags)) {
        return false;
    }
    Ref code = compile_lambda(compiler, expr);
    return code && codegen_closure(compiler, code, flags);
}

/* --- classes ------------------------------------------------------------------------------------------ */

/* __module__ = __name__; __qualname__ = '...' */
static bool store_class_names(Compiler *compiler) {
    return codegen_name(compiler, NAME(__name__), OP_Load) &&
           codegen_name(compiler, NAME(__module__), OP_Store) &&
           emit_const(compiler, compiler->unit->qualname) &&
           codegen_name(compiler, NAME(__qualname__), OP_Store);
}

/* A class whose methods use __class__ hands out its cell, also as __classcell__; others return None. */
static bool return_class_cell(Compiler *compiler) {
    unset_place(compiler);
    if (!compiler->unit->scope->needs_class_closure) {
        return emit_const(compiler, None) && emit_op(compiler, OP_RETURN_VALUE);
    }
    return emit_arg(compiler, OP_LOAD_CLOSURE, 0) && emit_arg(compiler, OP_COPY, 1) &&
           codegen_name(compiler, NAME(__classcell__), OP_Store) && emit_op(compiler, OP_RETURN_VALUE);
}

static Ref compile_class(Compiler *compiler, const Stmt *stmt) {
    const struct ClassDefNode *class = &stmt->as.ClassDef;
    if (!unit_enter(compiler, class->name, UNIT_CLASS, stmt, first_line(stmt, &class->decorator_list)))
        return NULL;
    compiler->unit->private_name = class->name;
    if (!store_class_names(compiler) || !codegen_body(compiler, &class->body) || !return_class_cell(compiler)) {
        return NULL;
    }
    return unit_finish(compiler, true);
}

bool codegen_class(Compiler *compiler, const Stmt *stmt) {
    const struct ClassDefNode *class = &stmt->as.ClassDef;
    if (!codegen_exprs(compiler, &class->decorator_list)) return false;
    Ref code = compile_class(compiler, stmt);
    return code && emit_op(compiler, OP_PUSH_NULL) && emit_op(compiler, OP_LOAD_BUILD_CLASS) &&
           codegen_closure(compiler, code, 0) && emit_const(compiler, class->name) &&
           codegen_call_arguments(compiler, 2, &class->bases, &class->keywords) &&
           apply_decorators(compiler, &class->decorator_list) && codegen_name(compiler, class->name, OP_Store);
}
