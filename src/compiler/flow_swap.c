/* flow_swap.c: a run of SWAPs is a permutation of the top of the stack, and can be written as cycles; and a
 * SWAP before two stores is the two stores in the other order.
 *
 *     SWAP 2; STORE_FAST x; STORE_FAST y        STORE_FAST y; STORE_FAST x */
#include "compiler/flow_swap.h"

enum { PLACED = -1 };

/* The number of instructions in the run (NOPs between count), its largest argument, and whether it has a second
 * SWAP. */
static isize measure_run(const Block *block, isize start, int *depth, bool *more) {
    isize length = 1;
    *depth = block->items[start].oparg;
    *more = false;
    for (; start + length < block->count; length++) {
        const Instr *instr = &block->items[start + length];
        if (instr->opcode == OP_SWAP) {
            if (instr->oparg > *depth) *depth = instr->oparg;
            *more = true;
        } else if (instr->opcode != OP_NOP) {
            break;
        }
    }
    return length;
}

/* Writes the permutation back as swaps with the top, from the end of the run to its start. */
static void write_cycles(Instr *run, isize length, int *stack, int depth) {
    isize current = length - 1;
    for (int i = 0; i < depth; i++) {
        if (stack[i] == PLACED || stack[i] == i) continue;
        int j = i;
        for (;;) {
            if (j != 0) {
                run[current].opcode = OP_SWAP;
                run[current--].oparg = j + 1;
            }
            if (stack[j] == PLACED) break;
            int next = stack[j];
            stack[j] = PLACED;
            j = next;
        }
    }
    while (current >= 0) run[current--].opcode = OP_NOP;
}

static bool shorten_run(Graph *graph, Block *block, isize *i) {
    int depth;
    bool more;
    isize length = measure_run(block, *i, &depth, &more);
    if (!more) return true;
    Instr *run = &block->items[*i];
    int *stack = workspace_alloc(graph->workspace, (usize)depth * sizeof *stack);
    if (!stack) return false;
    for (int k = 0; k < depth; k++) stack[k] = k;
    for (isize k = 0; k < length; k++) {
        if (run[k].opcode != OP_SWAP) continue;
        int top = stack[0];
        stack[0] = stack[run[k].oparg - 1];
        stack[run[k].oparg - 1] = top;
    }
    write_cycles(run, length, stack, depth);
    *i += length - 1;
    return true;
}

/* Only what takes the top item and runs no code of the program (but a finaliser) may change places. */
static bool is_swappable(int opcode) { return opcode == OP_STORE_FAST || opcode == OP_POP_TOP; }

/* The next swappable instruction after i, on line `line` (-1: on any); -1: none. */
static isize next_swappable(const Block *block, isize i, i32 line) {
    while (++i < block->count) {
        const Instr *instr = &block->items[i];
        if (line >= 0 && instr->at.lineno != line) return -1;
        if (instr->opcode == OP_NOP) continue;
        return is_swappable(instr->opcode) ? i : -1;
    }
    return -1;
}

static void apply_swaps(Block *block, isize i) {
    for (; i >= 0; i--) {
        Instr *swap = &block->items[i];
        if (swap->opcode != OP_SWAP) {
            if (swap->opcode == OP_NOP || is_swappable(swap->opcode)) continue;
            return;
        }
        isize j = next_swappable(block, i, -1);
        if (j < 0) return;
        isize k = j;
        i32 line = block->items[j].at.lineno;
        for (int count = swap->oparg - 1; count > 0; count--) {
            k = next_swappable(block, k, line);
            if (k < 0) return;
        }
        swap->opcode = OP_NOP;
        Instr moved = block->items[j];
        block->items[j] = block->items[k];
        block->items[k] = moved;
    }
}

bool swap_optimize(Graph *graph, Block *block, isize *i) {
    if (block->items[*i].oparg == 1) {
        block->items[*i].opcode = OP_NOP;
        return true;
    }
    if (!shorten_run(graph, block, i)) return false;
    apply_swaps(block, *i);
    return true;
}
