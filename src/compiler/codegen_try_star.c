/* codegen_try_star.c: try with except*.
 *
 * Each clause takes from the group what it matches and runs with that; what it raises is gathered in a list
 * below. At the end PREP_RERAISE_STAR joins the list and the unmatched rest into what is raised on, or None.
 *
 *     [orig list rest]         type; CHECK_EG_MATCH
 *     [orig list rest match]   COPY 1; POP_JUMP_IF_NOT_NONE matched; POP_TOP; JUMP next
 *
 * What was handled before lies, as everywhere, still further below. */
#include "compiler/codegen.h"

static bool clear_name(Compiler *compiler, Ref name) {
    return !name || (emit_const(compiler, None) && codegen_name(compiler, name, OP_Store) &&
                     codegen_name(compiler, name, OP_Del));
}

/* [orig]  ->  [orig list rest] */
static bool begin_clauses(Compiler *compiler) {
    return emit_arg(compiler, OP_COPY, 1) && emit_arg(compiler, OP_BUILD_LIST, 0) &&
           emit_arg(compiler, OP_SWAP, 2);
}

/* [orig list rest match]  ->  [orig list rest] */
static bool codegen_clause_body(Compiler *compiler, const Handler *handler, Block *next) {
    Block *cleanup = emit_new_block(compiler), *body = emit_new_block(compiler);
    if (!cleanup || !body) return false;
    bool ok = handler->name ? codegen_name(compiler, handler->name, OP_Store) : emit_op(compiler, OP_POP_TOP);
    if (!ok || !emit_jump(compiler, GRAPH_SETUP_CLEANUP, cleanup)) return false;
    emit_use_next(compiler, body);
    FrameBlock block = {.kind = FRAME_HANDLER_CLEANUP, .start = body, .name = handler->name};
    if (!frame_block_push(compiler, block) || !codegen_stmts(compiler, &handler->body)) return false;
    frame_block_pop(compiler, FRAME_HANDLER_CLEANUP);
    unset_place(compiler);
    if (!emit_op(compiler, GRAPH_POP_BLOCK) || !clear_name(compiler, handler->name) ||
        !emit_jump(compiler, GRAPH_JUMP, next)) {
        return false;
    }
    emit_use_next(compiler, cleanup); /* the body raised: the exception goes into the list */
    unset_place(compiler);
    return clear_name(compiler, handler->name) && emit_arg(compiler, OP_LIST_APPEND, 3) &&
           emit_op(compiler, OP_POP_TOP) && emit_jump(compiler, GRAPH_JUMP, next);
}

static bool codegen_clause(Compiler *compiler, const Handler *handler, bool first) {
    set_place(compiler, handler->at);
    Block *next = emit_new_block(compiler), *matched = emit_new_block(compiler);
    if (!next || !matched || (first && !begin_clauses(compiler))) return false;
    if (handler->type &&
        (!codegen_expr(compiler, handler->type) || !emit_op(compiler, OP_CHECK_EG_MATCH) ||
         !emit_arg(compiler, OP_COPY, 1) || !emit_jump(compiler, GRAPH_POP_JUMP_IF_NOT_NONE, matched) ||
         !emit_op(compiler, OP_POP_TOP) || !emit_jump(compiler, GRAPH_JUMP, next))) {
        return false;
    }
    emit_use_next(compiler, matched);
    if (!codegen_clause_body(compiler, handler, next)) return false;
    emit_use_next(compiler, next);
    return true;
}

/* [orig list]  ->  raised on, or nothing left */
static bool finish_clauses(Compiler *compiler, Block *reraise_star, Block *end) {
    Block *reraise = emit_new_block(compiler);
    if (!reraise) return false;
    emit_use_next(compiler, reraise_star);
    if (!emit_op(compiler, OP_PREP_RERAISE_STAR) || !emit_arg(compiler, OP_COPY, 1) ||
        !emit_jump(compiler, GRAPH_POP_JUMP_IF_NOT_NONE, reraise) || !emit_op(compiler, OP_POP_TOP) ||
        !emit_op(compiler, GRAPH_POP_BLOCK) || !emit_op(compiler, OP_POP_EXCEPT) ||
        !emit_jump(compiler, GRAPH_JUMP, end)) {
        return false;
    }
    emit_use_next(compiler, reraise);
    return emit_op(compiler, GRAPH_POP_BLOCK) && emit_arg(compiler, OP_SWAP, 2) &&
           emit_op(compiler, OP_POP_EXCEPT) && emit_arg(compiler, OP_RERAISE, 0);
}

static bool codegen_clauses(Compiler *compiler, const Handlers *handlers, Block *reraise_star) {
    for (isize i = 0; i < handlers->count; i++) {
        if (!codegen_clause(compiler, handlers->items[i], i == 0)) return false;
    }
    return emit_arg(compiler, OP_LIST_APPEND, 1) && emit_jump(compiler, GRAPH_JUMP, reraise_star);
}

bool codegen_try_star(Compiler *compiler, const Stmt *stmt) {
    const struct TryStarNode *try = &stmt->as.TryStar;
    Block *body = emit_new_block(compiler), *except = emit_new_block(compiler),
          *orelse = emit_new_block(compiler);
    Block *end = emit_new_block(compiler), *cleanup = emit_new_block(compiler);
    Block *reraise_star = emit_new_block(compiler);
    if (!body || !except || !orelse || !end || !cleanup || !reraise_star ||
        !emit_jump(compiler, GRAPH_SETUP_FINALLY, except)) {
        return false;
    }
    emit_use_next(compiler, body);
    if (!frame_block_push(compiler, (FrameBlock){.kind = FRAME_TRY_EXCEPT, .start = body}) ||
        !codegen_stmts(compiler, &try->body)) {
        return false;
    }
    frame_block_pop(compiler, FRAME_TRY_EXCEPT);
    if (!emit_op_nowhere(compiler, GRAPH_POP_BLOCK) || !emit_jump_nowhere(compiler, GRAPH_JUMP, orelse))
        return false;
    emit_use_next(compiler, except);
    unset_place(compiler);
    if (!emit_jump(compiler, GRAPH_SETUP_CLEANUP, cleanup) || !emit_op(compiler, OP_PUSH_EXC_INFO) ||
        !frame_block_push(compiler, (FrameBlock){.kind = FRAME_EXCEPTION_GROUP_HANDLER}) ||
        !codegen_clauses(compiler, &try->handlers, reraise_star)) {
        return false;
    }
    unset_place(compiler);
    frame_block_pop(compiler, FRAME_EXCEPTION_GROUP_HANDLER);
    if (!finish_clauses(compiler, reraise_star, end)) return false;
    emit_use_next(compiler, cleanup);
    if (!emit_pop_except_and_reraise(compiler)) return false;
    emit_use_next(compiler, orelse);
    if (!codegen_stmts(compiler, &try->orelse)) return false;
    emit_use_next(compiler, end);
    return true;
}
