/* flow_jumps.c: the directions of jumps, and their distances.
 *
 * How long an argument is depends on the distance, and the distance on how long arguments are: lengths are
 * computed until they no longer change. They only ever grow, so that comes to an end. */
#include "compiler/flowgraph.h"
#include "object/error.h"
#include "object/root.h"

static bool set_direction(Instr *instr, bool forward) {
    switch (instr->opcode) {
    case GRAPH_JUMP: instr->opcode = forward ? OP_JUMP_FORWARD : OP_JUMP_BACKWARD; break;
    case GRAPH_JUMP_NO_INTERRUPT:
        instr->opcode = forward ? OP_JUMP_FORWARD : OP_JUMP_BACKWARD_NO_INTERRUPT;
        break;
    case GRAPH_POP_JUMP_IF_FALSE:
        instr->opcode = forward ? OP_POP_JUMP_FORWARD_IF_FALSE : OP_POP_JUMP_BACKWARD_IF_FALSE;
        break;
    case GRAPH_POP_JUMP_IF_TRUE:
        instr->opcode = forward ? OP_POP_JUMP_FORWARD_IF_TRUE : OP_POP_JUMP_BACKWARD_IF_TRUE;
        break;
    case GRAPH_POP_JUMP_IF_NONE:
        instr->opcode = forward ? OP_POP_JUMP_FORWARD_IF_NONE : OP_POP_JUMP_BACKWARD_IF_NONE;
        break;
    case GRAPH_POP_JUMP_IF_NOT_NONE:
        instr->opcode = forward ? OP_POP_JUMP_FORWARD_IF_NOT_NONE : OP_POP_JUMP_BACKWARD_IF_NOT_NONE;
        break;
    default:
        if (!forward) {
            error_set(EXC(SystemError), "unexpected %s jumping backwards", instr_name(instr));
            return false;
        }
    }
    return true;
}

bool graph_normalize_jumps(Graph *graph) {
    for (Block *block = graph->entry; block; block = block->next) block->visited = false;
    for (Block *block = graph->entry; block; block = block->next) {
        block->visited = true;
        Instr *last = block_last(block);
        if (last && instr_is_jump(last) && !set_direction(last, !last->target->visited)) return false;
    }
    return true;
}

u32 instr_oparg(const Instr *instr) { return instr->opcode >= OPCODE_HAVE_ARGUMENT ? (u32)instr->oparg : 0; }

int instr_size(const Instr *instr) {
    u32 oparg = instr_oparg(instr);
    int extended = (oparg > 0xFFFFFF) + (oparg > 0xFFFF) + (oparg > 0xFF);
    return extended + 1 + opcode_info[instr->opcode].caches;
}

static void place_blocks(Graph *graph) {
    i32 offset = 0;
    for (Block *block = graph->entry; block; block = block->next) {
        block->offset = offset;
        for (isize i = 0; i < block->count; i++) offset += instr_size(&block->items[i]);
    }
}

/* True when a jump has changed its size. */
static bool measure_jumps(Graph *graph) {
    bool changed = false;
    for (Block *block = graph->entry; block; block = block->next) {
        i32 offset = block->offset;
        for (isize i = 0; i < block->count; i++) {
            Instr *instr = &block->items[i];
            int size = instr_size(instr);
            offset += size;
            if (!instr_is_jump(instr)) continue;
            i32 distance = instr->target->offset - offset;
            instr->oparg = distance < 0 ? -distance : distance;
            changed = changed || instr_size(instr) != size;
        }
    }
    return changed;
}

void graph_assign_offsets(Graph *graph) {
    do {
        place_blocks(graph);
    } while (measure_jumps(graph));
}
