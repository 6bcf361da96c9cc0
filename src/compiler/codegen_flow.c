/* codegen_flow.c: if, loops, and the statements that leave them. */
#include "compiler/codegen.h"

bool codegen_if(Compiler *compiler, const Stmt *stmt) {
    const struct IfNode *branch = &stmt->as.If;
    Block *end = emit_new_block(compiler), *next = branch->orelse.count ? emit_new_block(compiler) : end;
    if (!end || !next || !codegen_jump_if(compiler, branch->test, next, false) ||
        !codegen_stmts(compiler, &branch->body)) {
        return false;
    }
    if (branch->orelse.count) {
        if (!emit_jump_nowhere(compiler, GRAPH_JUMP, end)) return false;
        emit_use_next(compiler, next);
        if (!codegen_stmts(compiler, &branch->orelse)) return false;
    }
    emit_use_next(compiler, end);
    return true;
}

bool codegen_for(Compiler *compiler, const Stmt *stmt) {
    const struct ForNode *loop = &stmt->as.For;
    Block *start = emit_new_block(compiler), *body = emit_new_block(compiler);
    Block *cleanup = emit_new_block(compiler), *end = emit_new_block(compiler);
    if (!start || !body || !cleanup || !end ||
        !frame_block_push(compiler, (FrameBlock){.kind = FRAME_FOR_LOOP, .start = start, .exit = end}) ||
        !codegen_expr(compiler, loop->iter) || !emit_op(compiler, OP_GET_ITER)) {
        return false;
    }
    emit_use_next(compiler, start);
    if (!emit_jump(compiler, OP_FOR_ITER, cleanup)) return false;
    emit_use_next(compiler, body);
    if (!codegen_expr(compiler, loop->target) || !codegen_stmts(compiler, &loop->body)) return false;
    unset_place(compiler);
    if (!emit_jump(compiler, GRAPH_JUMP, start)) return false;
    emit_use_next(compiler, cleanup);
    frame_block_pop(compiler, FRAME_FOR_LOOP);
    if (!codegen_stmts(compiler, &loop->orelse)) return false;
    emit_use_next(compiler, end);
    return true;
}

/* The handler catches StopAsyncIteration from __anext__ only. */
bool codegen_async_for(Compiler *compiler, const Stmt *stmt) {
    const struct AsyncForNode *loop = &stmt->as.AsyncFor;
    if (unit_allows_top_level_await(compiler)) {
        compiler->unit->scope->is_coroutine = true;
    } else if (compiler->unit->kind != UNIT_ASYNC_FUNCTION) {
        return codegen_error(compiler, "'async for' outside async function");
    }
    Block *start = emit_new_block(compiler), *except = emit_new_block(compiler),
          *end = emit_new_block(compiler);
    if (!start || !except || !end || !codegen_expr(compiler, loop->iter) || !emit_op(compiler, OP_GET_AITER)) {
        return false;
    }
    emit_use_next(compiler, start);
    if (!frame_block_push(compiler, (FrameBlock){.kind = FRAME_FOR_LOOP, .start = start, .exit = end}) ||
        !emit_jump(compiler, GRAPH_SETUP_FINALLY, except) || !emit_op(compiler, OP_GET_ANEXT) ||
        !emit_const(compiler, None) || !emit_yield_from(compiler, true) ||
        !emit_op(compiler, GRAPH_POP_BLOCK) || !codegen_expr(compiler, loop->target) ||
        !codegen_stmts(compiler, &loop->body)) {
        return false;
    }
    unset_place(compiler);
    if (!emit_jump(compiler, GRAPH_JUMP, start)) return false;
    frame_block_pop(compiler, FRAME_FOR_LOOP);
    emit_use_next(compiler, except);
    set_place(compiler, loop->iter->at); /* the loop's end is on its first line */
    if (!emit_op(compiler, OP_END_ASYNC_FOR) || !codegen_stmts(compiler, &loop->orelse)) return false;
    emit_use_next(compiler, end);
    return true;
}

/* The test stands before the body and, the other way round, after it. */
bool codegen_while(Compiler *compiler, const Stmt *stmt) {
    const struct WhileNode *loop = &stmt->as.While;
    Block *start = emit_new_block(compiler), *body = emit_new_block(compiler);
    Block *anchor = emit_new_block(compiler), *end = emit_new_block(compiler);
    if (!start || !body || !anchor || !end) return false;
    emit_use_next(compiler, start);
    if (!frame_block_push(compiler, (FrameBlock){.kind = FRAME_WHILE_LOOP, .start = start, .exit = end}) ||
        !codegen_jump_if(compiler, loop->test, anchor, false)) {
        return false;
    }
    emit_use_next(compiler, body);
    if (!codegen_stmts(compiler, &loop->body)) return false;
    set_place(compiler, stmt->at);
    if (!codegen_jump_if(compiler, loop->test, body, true)) return false;
    frame_block_pop(compiler, FRAME_WHILE_LOOP);
    emit_use_next(compiler, anchor);
    if (!codegen_stmts(compiler, &loop->orelse)) return false;
    emit_use_next(compiler, end);
    return true;
}

bool codegen_return(Compiler *compiler, const Stmt *stmt) {
    const Expr *value = stmt->as.Return.value;
    const Scope *scope = compiler->unit->scope;
    bool keep_top = value && value->kind != Expr_Constant;
    if (scope->kind != SCOPE_FUNCTION) return codegen_error(compiler, "'return' outside function");
    if (value && scope->is_coroutine && scope->is_generator) {
        return codegen_error(compiler, "'return' with value in async generator");
    }
    if (keep_top) {
        if (!codegen_expr(compiler, value)) return false;
    } else if (value) {
        set_place(compiler, value->at);
        if (!emit_op(compiler, OP_NOP)) return false;
    }
    if (!value || value->at.lineno != stmt->at.lineno) {
        set_place(compiler, stmt->at);
        if (!emit_op(compiler, OP_NOP)) return false;
    }
    if (!frame_block_unwind_all(compiler, keep_top, NULL)) return false;
    if (!keep_top && !emit_const(compiler, value ? value->as.Constant.value : None)) return false;
    return emit_op(compiler, OP_RETURN_VALUE);
}

bool codegen_break(Compiler *compiler) {
    const FrameBlock *loop = NULL;
    Location origin = compiler->unit->at;
    if (!emit_op(compiler, OP_NOP) || !frame_block_unwind_all(compiler, false, &loop)) return false;
    if (!loop) {
        set_place(compiler, origin);
        return codegen_error(compiler, "'break' outside loop");
    }
    return frame_block_unwind(compiler, loop, false) && emit_jump(compiler, GRAPH_JUMP, loop->exit);
}

bool codegen_continue(Compiler *compiler) {
    const FrameBlock *loop = NULL;
    Location origin = compiler->unit->at;
    if (!emit_op(compiler, OP_NOP) || !frame_block_unwind_all(compiler, false, &loop)) return false;
    if (!loop) {
        set_place(compiler, origin);
        return codegen_error(compiler, "'continue' not properly in loop");
    }
    return emit_jump(compiler, GRAPH_JUMP, loop->start);
}
