/* codegen_try.c: try with except, except* and finally; and with.
 *
 * A handler is entered with the exception on the stack (and, by a cleanup handler, the offset that raised below
 * it). PUSH_EXC_INFO makes it the one being handled and puts what was handled before below it; POP_EXCEPT takes
 * that back. While a handler runs, a cleanup handler guards it, which does POP_EXCEPT and raises on.
 *
 *     SETUP_FINALLY L; body; POP_BLOCK; orelse; JUMP end
 *  L: SETUP_CLEANUP C; PUSH_EXC_INFO                         [exc]
 *     type; CHECK_EXC_MATCH; POP_JUMP_IF_FALSE next          [exc]
 *     POP_TOP; body; POP_BLOCK; POP_EXCEPT; JUMP end         []
 *     next ...
 *     RERAISE 0
 *  C: COPY 3; POP_EXCEPT; RERAISE 1
 *  end: */
#include "compiler/codegen.h"

/* Every handler begins so. The code stands for nothing in the source. */
static bool begin_handler(Compiler *compiler, Block *handler, Block *cleanup) {
    emit_use_next(compiler, handler);
    unset_place(compiler);
    return emit_jump(compiler, GRAPH_SETUP_CLEANUP, cleanup) && emit_op(compiler, OP_PUSH_EXC_INFO);
}

static bool begin_body(Compiler *compiler, Block *handler, Block *body, FrameBlock block) {
    if (!emit_jump(compiler, GRAPH_SETUP_FINALLY, handler)) return false;
    emit_use_next(compiler, body);
    return frame_block_push(compiler, block);
}

static bool end_cleanup(Compiler *compiler, Block *cleanup, Block *end) {
    emit_use_next(compiler, cleanup);
    if (!emit_pop_except_and_reraise(compiler)) return false;
    emit_use_next(compiler, end);
    return true;
}

/* --- finally ------------------------------------------------------------------------------------------ */

/* The finally body stands in the code twice: for the way without exception and for the one with. */
bool codegen_finally(Compiler *compiler, const Stmt *stmt, bool (*body)(Compiler *compiler, const Stmt *stmt)) {
    const struct TryNode *try = &stmt->as.Try;
    Block *start = emit_new_block(compiler), *handler = emit_new_block(compiler);
    Block *exit = emit_new_block(compiler), *cleanup = emit_new_block(compiler);
    if (!start || !handler || !exit || !cleanup) return false;
    FrameBlock guarded = {
        .kind = FRAME_FINALLY_TRY, .start = start, .exit = handler, .finally = &try->finalbody};
    if (!begin_body(compiler, handler, start, guarded)) return false;
    bool ok = try->handlers.count ? body(compiler, stmt) : codegen_stmts(compiler, &try->body);
    if (!ok || !emit_op_nowhere(compiler, GRAPH_POP_BLOCK)) return false;
    frame_block_pop(compiler, FRAME_FINALLY_TRY);
    if (!codegen_stmts(compiler, &try->finalbody) || !emit_jump_nowhere(compiler, GRAPH_JUMP, exit))
        return false;

    if (!begin_handler(compiler, handler, cleanup) ||
        !frame_block_push(compiler, (FrameBlock){.kind = FRAME_FINALLY_END, .start = handler}) ||
        !codegen_stmts(compiler, &try->finalbody)) {
        return false;
    }
    frame_block_pop(compiler, FRAME_FINALLY_END);
    return emit_arg(compiler, OP_RERAISE, 0) && end_cleanup(compiler, cleanup, exit);
}

/* --- except ------------------------------------------------------------------------------------------- */

/* name = None; del name */
static bool clear_name(Compiler *compiler, Ref name) {
    return emit_const(compiler, None) && codegen_name(compiler, name, OP_Store) &&
           codegen_name(compiler, name, OP_Del);
}

/* The name is deleted at the end of the body, also when that raises. */
static bool codegen_named_handler(Compiler *compiler, const Handler *handler, Block *end) {
    Block *cleanup = emit_new_block(compiler), *body = emit_new_block(compiler);
    if (!cleanup || !body || !codegen_name(compiler, handler->name, OP_Store) ||
        !emit_jump(compiler, GRAPH_SETUP_CLEANUP, cleanup)) {
        return false;
    }
    emit_use_next(compiler, body);
    FrameBlock block = {.kind = FRAME_HANDLER_CLEANUP, .start = body, .name = handler->name};
    if (!frame_block_push(compiler, block) || !codegen_stmts(compiler, &handler->body)) return false;
    frame_block_pop(compiler, FRAME_HANDLER_CLEANUP);
    unset_place(compiler);
    if (!emit_op(compiler, GRAPH_POP_BLOCK) || !emit_op(compiler, GRAPH_POP_BLOCK) ||
        !emit_op(compiler, OP_POP_EXCEPT) || !clear_name(compiler, handler->name) ||
        !emit_jump(compiler, GRAPH_JUMP, end)) {
        return false;
    }
    emit_use_next(compiler, cleanup);
    unset_place(compiler);
    return clear_name(compiler, handler->name) && emit_arg(compiler, OP_RERAISE, 1);
}

static bool codegen_nameless_handler(Compiler *compiler, const Handler *handler, Block *end) {
    Block *body = emit_new_block(compiler);
    if (!body || !emit_op(compiler, OP_POP_TOP)) return false;
    emit_use_next(compiler, body);
    if (!frame_block_push(compiler, (FrameBlock){.kind = FRAME_HANDLER_CLEANUP, .start = body}) ||
        !codegen_stmts(compiler, &handler->body)) {
        return false;
    }
    frame_block_pop(compiler, FRAME_HANDLER_CLEANUP);
    unset_place(compiler);
    return emit_op(compiler, GRAPH_POP_BLOCK) && emit_op(compiler, OP_POP_EXCEPT) &&
           emit_jump(compiler, GRAPH_JUMP, end);
}

static bool codegen_handlers(Compiler *compiler, const Handlers *handlers, Block *end) {
    for (isize i = 0; i < handlers->count; i++) {
        const Handler *handler = handlers->items[i];
        set_place(compiler, handler->at);
        if (!handler->type && i < handlers->count - 1) {
            return codegen_error(compiler, "default 'except:' must be last");
        }
        Block *next = emit_new_block(compiler);
        if (!next) return false;
        if (handler->type &&
            (!codegen_expr(compiler, handler->type) || !emit_op(compiler, OP_CHECK_EXC_MATCH) ||
             !emit_jump(compiler, GRAPH_POP_JUMP_IF_FALSE, next))) {
            return false;
        }
        if (!(handler->name ? codegen_named_handler : codegen_nameless_handler)(compiler, handler, end))
            return false;
        emit_use_next(compiler, next);
    }
    return true;
}

bool codegen_try(Compiler *compiler, const Stmt *stmt) {
    const struct TryNode *try = &stmt->as.Try;
    Block *body = emit_new_block(compiler), *except = emit_new_block(compiler);
    Block *end = emit_new_block(compiler), *cleanup = emit_new_block(compiler);
    if (!body || !except || !end || !cleanup ||
        !begin_body(compiler, except, body, (FrameBlock){.kind = FRAME_TRY_EXCEPT, .start = body}) ||
        !codegen_stmts(compiler, &try->body)) {
        return false;
    }
    frame_block_pop(compiler, FRAME_TRY_EXCEPT);
    if (!emit_op_nowhere(compiler, GRAPH_POP_BLOCK) || !codegen_stmts(compiler, &try->orelse) ||
        !emit_jump_nowhere(compiler, GRAPH_JUMP, end)) {
        return false;
    }
    if (!begin_handler(compiler, except, cleanup) ||
        !frame_block_push(compiler, (FrameBlock){.kind = FRAME_EXCEPTION_HANDLER}) ||
        !codegen_handlers(compiler, &try->handlers, end)) {
        return false;
    }
    unset_place(compiler);
    frame_block_pop(compiler, FRAME_EXCEPTION_HANDLER);
    return emit_arg(compiler, OP_RERAISE, 0) && end_cleanup(compiler, cleanup, end);
}

/* --- with --------------------------------------------------------------------------------------------- */

static bool emit_await_value(Compiler *compiler, int kind) {
    return emit_arg(compiler, OP_GET_AWAITABLE, kind) && emit_const(compiler, None) &&
           emit_yield_from(compiler, true);
}

/* ( exit lasti old exc answer -- ): a true answer swallows the exception. */
static bool finish_with_handler(Compiler *compiler, Block *cleanup) {
    Block *suppress = emit_new_block(compiler);
    if (!suppress || !emit_jump(compiler, GRAPH_POP_JUMP_IF_TRUE, suppress) ||
        !emit_arg(compiler, OP_RERAISE, 2)) {
        return false;
    }
    emit_use_next(compiler, cleanup);
    unset_place(compiler);
    if (!emit_pop_except_and_reraise(compiler)) return false;
    emit_use_next(compiler, suppress);
    return emit_op(compiler, OP_POP_TOP) && emit_op(compiler, GRAPH_POP_BLOCK) &&
           emit_op(compiler, OP_POP_EXCEPT) && emit_op(compiler, OP_POP_TOP) && emit_op(compiler, OP_POP_TOP);
}

static bool codegen_with_item(Compiler *compiler, const Stmt *stmt, isize number, bool is_async);

static bool codegen_with_body(Compiler *compiler, const Stmt *stmt, isize number, bool is_async) {
    const struct WithNode *with = &stmt->as.With;
    const Expr *target = with->items.items[number]->optional_vars;
    if (!(target ? codegen_expr(compiler, target) : emit_op(compiler, OP_POP_TOP))) return false;
    if (number + 1 < with->items.count) return codegen_with_item(compiler, stmt, number + 1, is_async);
    return codegen_stmts(compiler, &with->body);
}

static bool enter_context(Compiler *compiler, const Expr *context, bool is_async) {
    if (!codegen_expr(compiler, context)) return false;
    if (!is_async) return emit_op(compiler, OP_BEFORE_WITH);
    return emit_op(compiler, OP_BEFORE_ASYNC_WITH) && emit_await_value(compiler, 1);
}

/* exit(None, None, None) */
static bool leave_context(Compiler *compiler, bool is_async) {
    return emit_const(compiler, None) && emit_const(compiler, None) && emit_const(compiler, None) &&
           emit_call(compiler, 2) && (!is_async || emit_await_value(compiler, 2)) &&
           emit_op(compiler, OP_POP_TOP);
}

static bool codegen_with_item(Compiler *compiler, const Stmt *stmt, isize number, bool is_async) {
    FrameBlockKind kind = is_async ? FRAME_ASYNC_WITH : FRAME_WITH;
    Block *body = emit_new_block(compiler), *final = emit_new_block(compiler);
    Block *exit = emit_new_block(compiler), *cleanup = emit_new_block(compiler);
    if (!body || !final || !exit || !cleanup ||
        !enter_context(compiler, stmt->as.With.items.items[number]->context_expr, is_async) ||
        !emit_jump(compiler, GRAPH_SETUP_WITH, final)) {
        return false;
    }
    emit_use_next(compiler, body);
    FrameBlock block = {.kind = kind, .start = body, .exit = final, .with = stmt};
    if (!frame_block_push(compiler, block) || !codegen_with_body(compiler, stmt, number, is_async))
        return false;
    frame_block_pop(compiler, kind);
    if (!is_async) unset_place(compiler); /* CPython leaves it at the last statement of an async body */
    if (!emit_op(compiler, GRAPH_POP_BLOCK)) return false;
    set_place(compiler, stmt->at);
    if (!leave_context(compiler, is_async) || !emit_jump(compiler, GRAPH_JUMP, exit)) return false;

    emit_use_next(compiler, final);
    if (!emit_jump(compiler, GRAPH_SETUP_CLEANUP, cleanup) || !emit_op(compiler, OP_PUSH_EXC_INFO) ||
        !emit_op(compiler, OP_WITH_EXCEPT_START) || (is_async && !emit_await_value(compiler, 2)) ||
        !finish_with_handler(compiler, cleanup)) {
        return false;
    }
    emit_use_next(compiler, exit);
    return true;
}

bool codegen_with(Compiler *compiler, const Stmt *stmt, bool is_async) {
    if (is_async) {
        if (unit_allows_top_level_await(compiler)) {
            compiler->unit->scope->is_coroutine = true;
        } else if (compiler->unit->kind != UNIT_ASYNC_FUNCTION) {
            return codegen_error(compiler, "'async with' outside async function");
        }
    }
    return codegen_with_item(compiler, stmt, 0, is_async);
}
