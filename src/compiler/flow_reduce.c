/* flow_reduce.c: what the graph as a whole allows: dropping blocks that nothing reaches, copying short exits to
 * where they are jumped to, and giving every instruction a line.
 *
 * Code without a line of its own (what a `with` or an `except` adds) takes the line of what runs before it;
 * where that can be several lines, an exit is copied for each, so that a tracer sees the return on the line
 * that returned. */
#include "compiler/flowgraph.h"
#include "object/error.h"
#include "object/list.h"
#include "object/root.h"

enum { MAX_COPIED_EXIT = 4 }; /* instructions */

void block_clean(Block *block) {
    isize kept = 0;
    i32 previous_line = -1;
    for (isize i = 0; i < block->count; i++) {
        Instr *instr = &block->items[i];
        i32 line = instr->at.lineno;
        if (instr->opcode == OP_NOP) {
            if (line < 0 || previous_line == line) continue;
            if (i < block->count - 1) {
                i32 next_line = instr[1].at.lineno;
                if (next_line == line) continue;
                if (next_line < 0) {
                    instr[1].at = instr->at;
                    continue;
                }
            } else {
                const Block *next = block->next;
                while (next && next->count == 0) next = next->next;
                if (next && next->items[0].at.lineno == line) continue;
            }
        }
        block->items[kept++] = *instr;
        previous_line = line;
    }
    block->count = kept;
}

void graph_clean(Graph *graph) {
    for (Block *block = graph->entry; block; block = block->next) block_clean(block);
}

/* --- reachability ------------------------------------------------------------------------------------- */

static bool is_exit_without_line(const Block *block) {
    if (!block->exits) return false;
    for (isize i = 0; i < block->count; i++) {
        if (block->items[i].at.lineno >= 0) return false;
    }
    return true;
}

/* A block that jumps to a short exit without lines gets a copy of it instead. */
static bool inline_exit(Graph *graph, Block *block) {
    Instr *last = block_last(block);
    if (!last || last->opcode != GRAPH_JUMP) return true;
    const Block *exit = last->target;
    if (!is_exit_without_line(exit) || exit->count > MAX_COPIED_EXIT) return true;
    last->opcode = OP_NOP;
    for (isize i = 0; i < exit->count; i++) {
        Instr *copy = block_append(graph, block);
        if (!copy) return false;
        *copy = exit->items[i];
    }
    block->exits = true;
    return true;
}

static bool inline_exits(Graph *graph) {
    for (Block *block = graph->newest; block; block = block->previous) {
        if (!inline_exit(graph, block)) return false;
    }
    return true;
}

bool graph_normalize(Graph *graph) {
    for (Block *block = graph->newest; block; block = block->previous) {
        for (isize i = 0; i < block->count; i++) {
            Instr *instr = &block->items[i];
            int opcode = instr->opcode;
            if (opcode == OP_RETURN_VALUE || opcode == OP_RAISE_VARARGS || opcode == OP_RERAISE) {
                block->exits = block->no_fall_through = true;
            } else if (instr_is_jump(instr) && opcode != OP_SEND) {
                if (opcode == GRAPH_JUMP || opcode == GRAPH_JUMP_NO_INTERRUPT) block->no_fall_through = true;
                assert(i == block->count - 1);
                while (instr->target->count == 0) instr->target = instr->target->next;
            }
        }
    }
    return inline_exits(graph);
}

static void push_once(Block **stack, isize *top, Block *block) {
    if (block->predecessors++ == 0) stack[(*top)++] = block;
}

static bool mark_reachable(Graph *graph) {
    Block **stack = workspace_alloc(graph->workspace, (usize)graph->block_count * sizeof *stack);
    if (!stack) return false;
    isize top = 0;
    push_once(stack, &top, graph->entry);
    while (top > 0) {
        Block *block = stack[--top];
        if (block->next && !block->no_fall_through) push_once(stack, &top, block->next);
        for (isize i = 0; i < block->count; i++) {
            const Instr *instr = &block->items[i];
            if (instr_is_jump(instr) || instr_is_block_push(instr)) push_once(stack, &top, instr->target);
        }
    }
    return true;
}

static void drop_empty_blocks(Graph *graph) {
    for (Block *block = graph->entry; block; block = block->next) {
        Block *next = block->next;
        while (next && next->count == 0 && next->next) next = next->next;
        block->next = next;
    }
    for (Block *block = graph->entry; block; block = block->next) {
        for (isize i = 0; i < block->count; i++) {
            Instr *instr = &block->items[i];
            if (!instr_is_jump(instr) && !instr_is_block_push(instr)) continue;
            while (instr->target->count == 0) instr->target = instr->target->next;
        }
    }
}

bool graph_optimize(Graph *graph, Ref consts, struct ConstMap *merged) {
    for (Block *block = graph->entry; block; block = block->next) {
        if (!block_optimize(graph, block, consts, merged)) return false;
        block_clean(block);
    }
    if (!inline_exits(graph) || !mark_reachable(graph)) return false;
    for (Block *block = graph->entry; block; block = block->next) {
        if (block->predecessors > 0) continue;
        block->count = 0;
        block->no_fall_through = false;
    }
    drop_empty_blocks(graph);
    graph_clean(graph);
    return true;
}

bool graph_trim_consts(const Graph *graph, Ref consts) {
    isize last = 0; /* the first one may be the docstring: it always stays */
    for (const Block *block = graph->entry; block; block = block->next) {
        for (isize i = 0; i < block->count; i++) {
            const Instr *instr = &block->items[i];
            if (instr_has_const(instr) && instr->oparg > last) last = instr->oparg;
        }
    }
    return last + 1 >= list_length(consts) || list_set_slice(consts, last + 1, list_length(consts), NULL);
}

/* --- lines -------------------------------------------------------------------------------------------- */

/* The copy has the place of the jump that leads to it. */
static bool duplicate_exit(Graph *graph, Instr *jump) {
    Block *exit = jump->target, *copy = graph_new_block(graph);
    if (!copy) return false;
    for (isize i = 0; i < exit->count; i++) {
        Instr *instr = block_append(graph, copy);
        if (!instr) return false;
        *instr = exit->items[i];
    }
    copy->exits = exit->exits;
    copy->no_fall_through = true;
    copy->items[0].at = jump->at;
    copy->predecessors = 1;
    copy->next = exit->next;
    exit->predecessors--;
    exit->next = copy;
    jump->target = copy;
    return true;
}

bool graph_duplicate_exits(Graph *graph) {
    for (Block *block = graph->newest; block; block = block->previous) {
        Instr *last = block_last(block);
        if (!last || !instr_is_jump(last)) continue;
        if (is_exit_without_line(last->target) && last->target->predecessors > 1 &&
            !duplicate_exit(graph, last)) {
            return false;
        }
    }
    for (Block *block = graph->newest; block; block = block->previous) {
        while (block->next && block->next->count == 0) block->next = block->next->next;
    }
    return true;
}

void graph_propagate_lines(Graph *graph) {
    for (Block *block = graph->entry; block; block = block->next) {
        Instr *last = block_last(block);
        if (!last) continue;
        Location previous = location_nowhere;
        for (isize i = 0; i < block->count; i++) {
            if (block->items[i].at.lineno < 0) {
                block->items[i].at = previous;
            } else {
                previous = block->items[i].at;
            }
        }
        if (!block->no_fall_through && block->next->predecessors == 1 && block->next->items[0].at.lineno < 0) {
            block->next->items[0].at = previous;
        }
        if (instr_is_jump(last) && last->target->predecessors == 1 && last->target->items[0].at.lineno < 0) {
            last->target->items[0].at = previous;
        }
    }
}

void graph_guarantee_exit_lines(Graph *graph, i32 firstlineno) {
    i32 line = firstlineno;
    for (Block *block = graph->entry; block; block = block->next) {
        const Instr *last = block_last(block);
        if (!last) continue;
        if (last->at.lineno >= 0) {
            line = last->at.lineno;
        } else if (last->opcode == OP_RETURN_VALUE) {
            for (isize i = 0; i < block->count; i++) block->items[i].at.lineno = line;
        }
    }
}

void graph_drop_redundant_jumps(Graph *graph) {
    for (Block *block = graph->entry; block; block = block->next) {
        Instr *last = block_last(block);
        if (!last || (last->opcode != GRAPH_JUMP && last->opcode != GRAPH_JUMP_NO_INTERRUPT)) continue;
        if (last->target != block->next) continue;
        block->no_fall_through = false;
        last->opcode = OP_NOP;
    }
}
