/* frame_block.c: leaving loops and blocks early.
 *
 * The statements that are open where code is being generated stand in a stack. A `return` in the middle of them
 * emits what each would have done at its end, from the innermost out; while it does, those further in are off
 * the stack, so that code generated on the way (a finally body) sees itself outside of them. */
#include "compiler/codegen.h"

bool frame_block_push(Compiler *compiler, FrameBlock block) {
    Unit *unit = compiler->unit;
    if (unit->frame_block_count >= MAX_FRAME_BLOCKS) {
        return codegen_error(compiler, "too many statically nested blocks");
    }
    unit->frame_blocks[unit->frame_block_count++] = block;
    return true;
}

void frame_block_pop(Compiler *compiler, FrameBlockKind kind) {
    Unit *unit = compiler->unit;
    assert(unit->frame_block_count > 0 && unit->frame_blocks[unit->frame_block_count - 1].kind == kind);
    (void)kind;
    unit->frame_block_count--;
}

/* Brings what lies below a kept value to the top. */
static bool emit_swap_if(Compiler *compiler, bool keep_top) {
    return !keep_top || emit_arg(compiler, OP_SWAP, 2);
}

static bool unwind_finally_try(Compiler *compiler, const FrameBlock *block, bool keep_top) {
    if (!emit_op(compiler, GRAPH_POP_BLOCK)) return false;
    if (keep_top && !frame_block_push(compiler, (FrameBlock){.kind = FRAME_POP_VALUE})) return false;
    if (!codegen_stmts(compiler, block->finally)) return false;
    if (keep_top) frame_block_pop(compiler, FRAME_POP_VALUE);
    unset_place(compiler); /* the finally body comes after the statement that leaves */
    return true;
}

static bool unwind_finally_end(Compiler *compiler, bool keep_top) {
    return emit_swap_if(compiler, keep_top) && emit_op(compiler, OP_POP_TOP) &&
           emit_swap_if(compiler, keep_top) && emit_op(compiler, GRAPH_POP_BLOCK) &&
           emit_op(compiler, OP_POP_EXCEPT);
}

static bool unwind_with(Compiler *compiler, const FrameBlock *block, bool keep_top) {
    set_place(compiler, block->with->at);
    if (!emit_op(compiler, GRAPH_POP_BLOCK) || !emit_swap_if(compiler, keep_top) ||
        !emit_const(compiler, None) || !emit_const(compiler, None) || !emit_const(compiler, None) ||
        !emit_call(compiler, 2)) {
        return false;
    }
    if (block->kind == FRAME_ASYNC_WITH && (!emit_arg(compiler, OP_GET_AWAITABLE, 2) ||
                                            !emit_const(compiler, None) || !emit_yield_from(compiler, true))) {
        return false;
    }
    if (!emit_op(compiler, OP_POP_TOP)) return false;
    unset_place(compiler);
    return true;
}

static bool unwind_handler(Compiler *compiler, const FrameBlock *block, bool keep_top) {
    if (block->name && !emit_op(compiler, GRAPH_POP_BLOCK)) return false;
    if (!emit_swap_if(compiler, keep_top) || !emit_op(compiler, GRAPH_POP_BLOCK) ||
        !emit_op(compiler, OP_POP_EXCEPT)) {
        return false;
    }
    return !block->name || (emit_const(compiler, None) && codegen_name(compiler, block->name, OP_Store) &&
                            codegen_name(compiler, block->name, OP_Del));
}

bool frame_block_unwind(Compiler *compiler, const FrameBlock *block, bool keep_top) {
    switch (block->kind) {
    case FRAME_WHILE_LOOP:
    case FRAME_EXCEPTION_HANDLER:
    case FRAME_EXCEPTION_GROUP_HANDLER:
    case FRAME_ASYNC_COMPREHENSION: return true;
    case FRAME_FOR_LOOP: /* the iterator */
    case FRAME_POP_VALUE: return emit_swap_if(compiler, keep_top) && emit_op(compiler, OP_POP_TOP);
    case FRAME_TRY_EXCEPT: return emit_op(compiler, GRAPH_POP_BLOCK);
    case FRAME_FINALLY_TRY: return unwind_finally_try(compiler, block, keep_top);
    case FRAME_FINALLY_END: return unwind_finally_end(compiler, keep_top);
    case FRAME_WITH:
    case FRAME_ASYNC_WITH: return unwind_with(compiler, block, keep_top);
    case FRAME_HANDLER_CLEANUP: return unwind_handler(compiler, block, keep_top);
    }
    return false;
}

bool frame_block_unwind_all(Compiler *compiler, bool keep_top, const FrameBlock **loop) {
    Unit *unit = compiler->unit;
    if (unit->frame_block_count == 0) return true;
    const FrameBlock *top = &unit->frame_blocks[unit->frame_block_count - 1];
    if (top->kind == FRAME_EXCEPTION_GROUP_HANDLER) {
        return codegen_error(compiler, "'break', 'continue' and 'return' cannot appear in an except* block");
    }
    if (loop && (top->kind == FRAME_WHILE_LOOP || top->kind == FRAME_FOR_LOOP)) {
        *loop = top;
        return true;
    }
    FrameBlock copy = *top;
    unit->frame_block_count--;
    if (!frame_block_unwind(compiler, &copy, keep_top) || !frame_block_unwind_all(compiler, keep_top, loop)) {
        return false;
    }
    unit->frame_blocks[unit->frame_block_count++] = copy;
    return true;
}
