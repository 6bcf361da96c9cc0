/* codegen_comprehension.c: a comprehension is a function that is called at once with the iterator of its first
 * iterable.
 *
 *     [f(x) for x in xs if c]
 *
 *     def <listcomp>(.0):            BUILD_LIST 0
 *         for x in .0:               LOAD_FAST .0; FOR_ITER
 *             if c: append f(x)      ...; LIST_APPEND 2
 *     <listcomp>(iter(xs)) */
#include "compiler/codegen.h"

typedef struct Parts {
    AnonymousName name;
    const Comprehensions *clauses;
    const Expr *element, *value; /* value: of a dict's items, else NULL */
    int build, add;              /* opcodes; 0 for a generator */
} Parts;

static Parts take_apart(const Expr *expr) {
    switch (expr->kind) {
    case Expr_ListComp:
        return (Parts){ANONYMOUS_LISTCOMP,    &expr->as.ListComp.generators,
                       expr->as.ListComp.elt, NULL,
                       OP_BUILD_LIST,         OP_LIST_APPEND};
    case Expr_SetComp:
        return (Parts){ANONYMOUS_SETCOMP,    &expr->as.SetComp.generators,
                       expr->as.SetComp.elt, NULL,
                       OP_BUILD_SET,         OP_SET_ADD};
    case Expr_DictComp:
        return (Parts){ANONYMOUS_DICTCOMP,    &expr->as.DictComp.generators,
                       expr->as.DictComp.key, expr->as.DictComp.value,
                       OP_BUILD_MAP,          OP_MAP_ADD};
    default:
        return (Parts){
            ANONYMOUS_GENEXPR, &expr->as.GeneratorExp.generators, expr->as.GeneratorExp.elt, NULL, 0, 0};
    }
}

static bool codegen_clause(Compiler *compiler, const Parts *parts, isize number, int depth);

/* The element, added to what lies `depth` iterators below, or handed out. */
static bool codegen_element(Compiler *compiler, const Parts *parts, int depth) {
    if (!codegen_expr(compiler, parts->element)) return false;
    if (!parts->add) return emit_yield(compiler) && emit_op(compiler, OP_POP_TOP);
    return (!parts->value || codegen_expr(compiler, parts->value)) && emit_arg(compiler, parts->add, depth + 1);
}

/* Conditions, then the clauses further in or the element. */
static bool codegen_inside(Compiler *compiler, const Parts *parts, isize number, int depth, Block *skip) {
    const Comprehension *clause = parts->clauses->items[number];
    for (isize i = 0; i < clause->ifs.count; i++) {
        if (!codegen_jump_if(compiler, clause->ifs.items[i], skip, false)) return false;
    }
    if (number + 1 < parts->clauses->count) return codegen_clause(compiler, parts, number + 1, depth);
    return codegen_element(compiler, parts, depth);
}

/* `for y in [expr]`: an assignment in disguise; the expression, or NULL. */
static const Expr *single_item(const Expr *iterable) {
    const Exprs *elements = iterable->kind == Expr_List    ? &iterable->as.List.elts
                            : iterable->kind == Expr_Tuple ? &iterable->as.Tuple.elts
                                                           : NULL;
    if (!elements || elements->count != 1 || elements->items[0]->kind == Expr_Starred) return NULL;
    return elements->items[0];
}

static bool load_outermost(Compiler *compiler) {
    compiler->unit->argcount = 1;
    return emit_arg(compiler, OP_LOAD_FAST, 0);
}

static bool codegen_sync_clause(Compiler *compiler, const Parts *parts, isize number, int depth) {
    const Comprehension *clause = parts->clauses->items[number];
    Block *start = emit_new_block(compiler), *skip = emit_new_block(compiler),
          *anchor = emit_new_block(compiler);
    if (!start || !skip || !anchor) return false;
    const Expr *item = number > 0 ? single_item(clause->iter) : NULL;
    bool ok = number == 0 ? load_outermost(compiler)
              : item      ? codegen_expr(compiler, item)
                          : codegen_expr(compiler, clause->iter) && emit_op(compiler, OP_GET_ITER);
    if (!ok) return false;
    if (!item) {
        depth++;
        emit_use_next(compiler, start);
        if (!emit_jump(compiler, OP_FOR_ITER, anchor)) return false;
    }
    if (!codegen_expr(compiler, clause->target) || !codegen_inside(compiler, parts, number, depth, skip)) {
        return false;
    }
    emit_use_next(compiler, skip);
    if (item) return true;
    if (!emit_jump(compiler, GRAPH_JUMP, start)) return false;
    emit_use_next(compiler, anchor);
    return true;
}

static bool codegen_async_clause(Compiler *compiler, const Parts *parts, isize number, int depth) {
    const Comprehension *clause = parts->clauses->items[number];
    Block *start = emit_new_block(compiler), *except = emit_new_block(compiler),
          *skip = emit_new_block(compiler);
    if (!start || !except || !skip) return false;
    bool ok = number == 0 ? load_outermost(compiler)
                          : codegen_expr(compiler, clause->iter) && emit_op(compiler, OP_GET_AITER);
    if (!ok) return false;
    emit_use_next(compiler, start);
    if (!frame_block_push(compiler, (FrameBlock){.kind = FRAME_ASYNC_COMPREHENSION, .start = start}) ||
        !emit_jump(compiler, GRAPH_SETUP_FINALLY, except) || !emit_op(compiler, OP_GET_ANEXT) ||
        !emit_const(compiler, None) || !emit_yield_from(compiler, true) ||
        !emit_op(compiler, GRAPH_POP_BLOCK) || !codegen_expr(compiler, clause->target) ||
        !codegen_inside(compiler, parts, number, depth + 1, skip)) {
        return false;
    }
    emit_use_next(compiler, skip);
    if (!emit_jump(compiler, GRAPH_JUMP, start)) return false;
    frame_block_pop(compiler, FRAME_ASYNC_COMPREHENSION);
    emit_use_next(compiler, except);
    return emit_op(compiler, OP_END_ASYNC_FOR);
}

static bool codegen_clause(Compiler *compiler, const Parts *parts, isize number, int depth) {
    bool is_async = parts->clauses->items[number]->is_async;
    return (is_async ? codegen_async_clause : codegen_sync_clause)(compiler, parts, number, depth);
}

/* The function's code; *is_async tells whether calling it gives something to await. */
static Ref compile_comprehension(Compiler *compiler, const Expr *expr, const Parts *parts, bool *is_async) {
    UnitKind around = compiler->unit->kind;
    bool top_level_await = unit_allows_top_level_await(compiler);
    if (!unit_enter(compiler, CODE_ROOT->anonymous[parts->name], UNIT_COMPREHENSION, expr, expr->at.lineno))
        return NULL;
    set_place(compiler, expr->at);
    *is_async = compiler->unit->scope->is_coroutine;
    if (*is_async && parts->build && around != UNIT_ASYNC_FUNCTION && around != UNIT_COMPREHENSION &&
        !top_level_await) {
        codegen_error(compiler, "asynchronous comprehension outside of an asynchronous function");
        return NULL;
    }
    if (parts->build && !emit_arg(compiler, parts->build, 0)) return NULL;
    if (!codegen_clause(compiler, parts, 0, 0)) return NULL;
    if (parts->build && !emit_op(compiler, OP_RETURN_VALUE)) return NULL;
    return unit_finish(compiler, true);
}

bool codegen_comprehension(Compiler *compiler, const Expr *expr) {
    Parts parts = take_apart(expr);
    const Comprehension *outermost = parts.clauses->items[0];
    bool is_async;
    Ref code = compile_comprehension(compiler, expr, &parts, &is_async);
    if (!code) return false;
    if (is_async && unit_allows_top_level_await(compiler)) compiler->unit->scope->is_coroutine = true;
    if (!codegen_closure(compiler, code, 0) || !codegen_expr(compiler, outermost->iter) ||
        !emit_op(compiler, outermost->is_async ? OP_GET_AITER : OP_GET_ITER) || !emit_call(compiler, 0)) {
        return false;
    }
    if (!is_async || !parts.build) return true;
    return emit_arg(compiler, OP_GET_AWAITABLE, 0) && emit_const(compiler, None) &&
           emit_yield_from(compiler, true);
}
