/* flowgraph.c: growing the graph while code is generated.
 *
 * Invariant: a block's last instruction is the only one that leaves it. What is emitted behind a jump or return
 * goes into a block of its own (which nothing reaches, and which is dropped later). */
#include "compiler/flowgraph.h"

Block *graph_new_block(Graph *graph) {
    Block *block = WORKSPACE_NEW(graph->workspace, Block);
    if (!block) return NULL;
    block->previous = graph->newest;
    block->number = graph->block_count++;
    graph->newest = block;
    return block;
}

bool graph_open(Graph *graph, Workspace *workspace) {
    *graph = (Graph){.workspace = workspace};
    graph->entry = graph->current = graph_new_block(graph);
    return graph->entry != NULL;
}

void graph_use_next(Graph *graph, Block *block) {
    graph->current->next = block;
    graph->current = block;
}

Instr *block_append(Graph *graph, Block *block) {
    if (!WORKSPACE_ROOM(graph->workspace, block)) return NULL;
    Instr *instr = &block->items[block->count++];
    *instr = (Instr){0};
    return instr;
}

bool block_insert(Graph *graph, Block *block, isize position, const Instr *instr) {
    if (!block_append(graph, block)) return false;
    memmove(block->items + position + 1, block->items + position,
            (usize)(block->count - 1 - position) * sizeof(Instr));
    block->items[position] = *instr;
    return true;
}

bool instr_is_jump(const Instr *instr) {
    return instr->opcode >= GRAPH_JUMP ||
           (instr->opcode < 256 && opcode_info[instr->opcode].operand == OPERAND_JUMP);
}

static bool ends_block(const Instr *instr) {
    return instr_is_jump(instr) || instr->opcode == OP_RETURN_VALUE || instr->opcode == OP_RAISE_VARARGS ||
           instr->opcode == OP_RERAISE;
}

bool graph_append(Graph *graph, int opcode, int oparg, Block *target, const Location *at) {
    const Instr *last = block_last(graph->current);
    if (last && ends_block(last)) {
        Block *block = graph_new_block(graph);
        if (!block) return false;
        graph_use_next(graph, block);
    }
    Instr *instr = block_append(graph, graph->current);
    if (!instr) return false;
    *instr = (Instr){.opcode = opcode, .oparg = oparg, .target = target, .at = *at};
    if (opcode == OP_RETURN_VALUE) graph->current->returns = true;
    return true;
}

const char *instr_name(const Instr *instr) {
    static const char *const names[] = {"SETUP_FINALLY",
                                        "SETUP_CLEANUP",
                                        "SETUP_WITH",
                                        "POP_BLOCK",
                                        "JUMP",
                                        "JUMP_NO_INTERRUPT",
                                        "POP_JUMP_IF_FALSE",
                                        "POP_JUMP_IF_TRUE",
                                        "POP_JUMP_IF_NONE",
                                        "POP_JUMP_IF_NOT_NONE"};
    return instr->opcode >= 256 ? names[instr->opcode - 256] : opcode_info[instr->opcode].name;
}
