/* flow_stack.c: how deep the stack gets, and which handler stands guard over each instruction.
 *
 * Both walk the graph from its entry along all ways; a block is entered with the same depth and the same
 * handlers whichever way it is reached, so one visit is enough. */
#include <limits.h>

#include "compiler/compiler.h"
#include "compiler/flowgraph.h"
#include "object/error.h"
#include "object/root.h"

enum { MAX_HANDLERS = 21 }; /* statically nested blocks, and one */

/* --- depth -------------------------------------------------------------------------------------------- */

static int graph_opcode_effect(int opcode, bool jump) {
    switch (opcode) {
    case GRAPH_SETUP_FINALLY:
    case GRAPH_SETUP_WITH: return jump ? 1 : 0; /* for with: result of __enter__ off; lasti and exception on */
    case GRAPH_SETUP_CLEANUP: return jump ? 2 : 0;
    case GRAPH_POP_JUMP_IF_FALSE:
    case GRAPH_POP_JUMP_IF_TRUE:
    case GRAPH_POP_JUMP_IF_NONE:
    case GRAPH_POP_JUMP_IF_NOT_NONE: return -1;
    default: return 0;
    }
}

/* The table's pops and pushes tell what the interpreter does; where the compiler counts otherwise (a call is
 * split between PRECALL and CALL, a generator is there from the start) it is said here. */
static int effect_of(int opcode, int oparg, bool jump) {
    if (opcode >= 256) return graph_opcode_effect(opcode, jump);
    switch (opcode) {
    case OP_PRECALL: return -oparg;
    case OP_CALL: return -1;
    case OP_RETURN_GENERATOR: return 0;
    case OP_BUILD_SLICE: return oparg == 3 ? -2 : -1; /* for any oparg that dis.stack_effect may be asked */
    default: return opcode_pushes((Opcode)opcode, oparg, jump) - opcode_pops((Opcode)opcode, oparg, jump);
    }
}

int compiler_stack_effect(int opcode, int oparg, int jump) {
    bool known = opcode >= 0 && opcode < 256 && opcode_info[opcode].name && opcode_info[opcode].base == opcode;
    if (!known || opcode == OP_CACHE) return opcode == OP_CACHE ? 0 : INT_MAX;
    if (opcode < OPCODE_HAVE_ARGUMENT) oparg = 0;
    int no = effect_of(opcode, oparg, false), yes = effect_of(opcode, oparg, true);
    return jump == 0 ? no : jump == 1 ? yes : no > yes ? no : yes;
}

typedef struct DepthWalk {
    Block **stack;
    isize top;
    i32 largest;
} DepthWalk;

static void reach(DepthWalk *walk, Block *block, i32 depth) {
    assert(block->start_depth < 0 || block->start_depth == depth);
    if (block->start_depth >= depth) return;
    block->start_depth = depth;
    walk->stack[walk->top++] = block;
}

static bool ends_way(int opcode) {
    return opcode == GRAPH_JUMP || opcode == GRAPH_JUMP_NO_INTERRUPT || opcode == OP_RETURN_VALUE ||
           opcode == OP_RAISE_VARARGS || opcode == OP_RERAISE;
}

static void walk_block(DepthWalk *walk, const Block *block) {
    i32 depth = block->start_depth;
    for (isize i = 0; i < block->count; i++) {
        const Instr *instr = &block->items[i];
        i32 after = depth + effect_of(instr->opcode, instr->oparg, false);
        if (after > walk->largest) walk->largest = after;
        if (instr_is_jump(instr) || instr_is_block_push(instr)) {
            i32 there = depth + effect_of(instr->opcode, instr->oparg, true);
            if (there > walk->largest) walk->largest = there;
            reach(walk, instr->target, there);
        }
        depth = after;
        if (ends_way(instr->opcode)) return;
    }
    if (block->next) reach(walk, block->next, depth);
}

i32 graph_stack_depth(Graph *graph, bool is_generator) {
    for (Block *block = graph->newest; block; block = block->previous) block->start_depth = INT32_MIN;
    DepthWalk walk = {.stack = workspace_alloc(graph->workspace, (usize)graph->block_count * sizeof(Block *))};
    if (!walk.stack) return -1;
    reach(&walk, graph->entry, is_generator ? 1 : 0);
    while (walk.top > 0) walk_block(&walk, walk.stack[--walk.top]);
    return walk.largest;
}

/* --- handlers ----------------------------------------------------------------------------------------- */

typedef struct HandlerStack {
    int depth;
    Block *handlers[MAX_HANDLERS]; /* handlers[0] is NULL: none */
} HandlerStack;

typedef struct HandlerWalk {
    Graph *graph;
    Block **stack;
    isize top;
    bool failed;
} HandlerWalk;

/* A block that is seen for the first time begins with the handlers that are in force where it is reached
 * from. */
static void hand_over(HandlerWalk *walk, Block *block, const HandlerStack *handlers) {
    if (block->visited) return;
    block->handlers = WORKSPACE_NEW(walk->graph->workspace, HandlerStack);
    if (!block->handlers) {
        walk->failed = true;
        return;
    }
    *block->handlers = *handlers;
    block->visited = true;
    walk->stack[walk->top++] = block;
}

static void push_handler(HandlerStack *handlers, const Instr *setup) {
    if (setup->opcode != GRAPH_SETUP_FINALLY) setup->target->preserve_lasti = true;
    assert(handlers->depth + 1 < MAX_HANDLERS);
    handlers->handlers[++handlers->depth] = setup->target;
}

static void label_block(HandlerWalk *walk, Block *block) {
    HandlerStack *handlers = block->handlers;
    for (isize i = 0; i < block->count; i++) {
        Instr *instr = &block->items[i];
        if (instr_is_block_push(instr)) {
            hand_over(walk, instr->target, handlers);
            push_handler(handlers, instr);
        } else if (instr->opcode == GRAPH_POP_BLOCK) {
            assert(handlers->depth > 0);
            handlers->depth--;
        } else {
            instr->handler = handlers->handlers[handlers->depth];
            if (instr_is_jump(instr)) hand_over(walk, instr->target, handlers);
        }
    }
    if (!block->no_fall_through && block->next) hand_over(walk, block->next, handlers);
}

bool graph_find_handlers(Graph *graph) {
    HandlerWalk walk = {.graph = graph,
                        .stack =
                            workspace_alloc(graph->workspace, (usize)graph->block_count * sizeof(Block *))};
    if (!walk.stack) return false;
    for (Block *block = graph->newest; block; block = block->previous) block->visited = false;
    hand_over(&walk, graph->entry, &(HandlerStack){0});
    while (walk.top > 0 && !walk.failed) label_block(&walk, walk.stack[--walk.top]);
    for (Block *block = graph->entry; block; block = block->next) {
        for (isize i = 0; i < block->count; i++) {
            Instr *instr = &block->items[i];
            if (instr_is_block_push(instr) || instr->opcode == GRAPH_POP_BLOCK) instr->opcode = OP_NOP;
        }
    }
    return !walk.failed;
}
