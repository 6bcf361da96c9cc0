/* flowgraph.h: code as a graph of basic blocks.
 *
 * A block is a run of instructions that is entered only at its start; only its last instruction may jump.
 * `next` is the block that follows in the code: execution falls through to it unless the block ends by leaving.
 * Jumps point to blocks, so that code can be moved and dropped before offsets are known.
 *
 *     while x:            [loop]   LOAD x; POP_JUMP_IF_FALSE -> end
 *         f()             [body]   ...; JUMP -> loop
 *     g()                 [end]    ...
 *
 * Some opcodes exist only here: jumps whose direction is not known yet, and markers of what an exception
 * handler covers, which become the exception table. */
#ifndef COMPILER_FLOWGRAPH_H
#define COMPILER_FLOWGRAPH_H

#include "code/opcodes.h"
#include "compiler/workspace.h"
#include "syntax/ast.h"

enum {                            /* opcodes of the graph only */
       GRAPH_SETUP_FINALLY = 256, /* from here on exceptions go to the target; until the matching POP_BLOCK */
       GRAPH_SETUP_CLEANUP,       /* the same, with the offset of the instruction that raised pushed */
       GRAPH_SETUP_WITH,          /* the same, for a with block: drops what __enter__ gave */
       GRAPH_POP_BLOCK,
       GRAPH_JUMP,
       GRAPH_JUMP_NO_INTERRUPT,
       GRAPH_POP_JUMP_IF_FALSE,
       GRAPH_POP_JUMP_IF_TRUE,
       GRAPH_POP_JUMP_IF_NONE,
       GRAPH_POP_JUMP_IF_NOT_NONE
};

typedef struct Block Block;
typedef struct Instr {
    int opcode; /* Opcode or GRAPH_ */
    int oparg;
    Block *target;  /* of jumps and SETUP_; else NULL */
    Block *handler; /* where an exception goes; found last. NULL: out of the frame */
    Location at;    /* lineno -1: from nowhere in the source */
} Instr;

struct Block {
    Instr *items;
    isize count, capacity;
    Block *next;                   /* in the order of the code; NULL at the end */
    Block *previous;               /* the block that was made before this one */
    struct HandlerStack *handlers; /* at the start; while handlers are being found */
    i32 number;                    /* in the order of making, for people */
    i32 predecessors;              /* how many ways lead here */
    i32 start_depth;               /* stack items at the start; INT32_MIN: not known */
    i32 offset;                    /* code units */
    bool no_fall_through, exits, returns, preserve_lasti, visited;
};

typedef struct Graph {
    Workspace *workspace;
    Block *newest; /* all blocks, through `previous` */
    Block *entry, *current;
    i32 block_count;
} Graph;

static const Location location_nowhere = {-1, -1, -1, -1};

bool graph_open(Graph *graph, Workspace *workspace);
Block *graph_new_block(Graph *graph); /* NULL: MemoryError */
/* The current block is followed by `block`, which becomes the current one. */
void graph_use_next(Graph *graph, Block *block);
bool graph_append(Graph *graph, int opcode, int oparg, Block *target, const Location *at);
/* A new last instruction of the block; NULL: MemoryError. */
Instr *block_append(Graph *graph, Block *block);
bool block_insert(Graph *graph, Block *block, isize position, const Instr *instr);

static inline Instr *block_last(const Block *block) {
    return block->count ? &block->items[block->count - 1] : NULL;
}
bool instr_is_jump(const Instr *instr);
static inline bool instr_is_block_push(const Instr *instr) {
    return instr->opcode >= GRAPH_SETUP_FINALLY && instr->opcode <= GRAPH_SETUP_WITH;
}
static inline bool instr_has_const(const Instr *instr) {
    return instr->opcode == OP_LOAD_CONST || instr->opcode == OP_KW_NAMES;
}
const char *instr_name(const Instr *instr);

/* --- passes, in this order ---------------------------------------------------------------------------- */

/* Marks blocks that leave; points jumps past empty blocks. False: SystemError. */
bool graph_normalize(Graph *graph);
/* Peephole optimisation, removal of what cannot be reached, copies of small exits. `consts` is the list of
 * co_consts, to which folded tuples are added; merge gives the one object for equal constants. */
struct ConstMap;
bool graph_optimize(Graph *graph, Ref consts, struct ConstMap *merged);
bool graph_duplicate_exits(Graph *graph);
/* Cuts constants at the end that no instruction uses. */
bool graph_trim_consts(const Graph *graph, Ref consts);
void graph_propagate_lines(Graph *graph);
void graph_guarantee_exit_lines(Graph *graph, i32 firstlineno);
/* Drops jumps to what follows anyway: they become NOPs, which keep their lines until graph_clean. Before exits
 * are copied, because what falls into an exit needs no copy. */
void graph_drop_redundant_jumps(Graph *graph);
/* The largest depth of the stack, -1: SystemError or MemoryError. */
i32 graph_stack_depth(Graph *graph, bool is_generator);
/* Fills Instr.handler, and turns the markers into NOPs. */
bool graph_find_handlers(Graph *graph);
void graph_clean(Graph *graph);
/* Gives each jump its direction. False: SystemError. */
bool graph_normalize_jumps(Graph *graph);
/* Fills oparg of jumps and Block.offset. */
void graph_assign_offsets(Graph *graph);
u32 instr_oparg(const Instr *instr); /* 0 for an opcode that has none: one may be left from what it was */
/* Code units of an instruction with EXTENDED_ARGs and caches. */
int instr_size(const Instr *instr);

/* --- between the files of the passes ------------------------------------------------------------------ */

bool block_optimize(Graph *graph, Block *block, Ref consts, struct ConstMap *merged);
/* Drops NOPs that no line needs. */
void block_clean(Block *block);

#endif
