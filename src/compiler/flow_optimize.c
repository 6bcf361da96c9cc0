/* flow_optimize.c: within one block: what a constant decides, jumps to jumps, tuples of constants, swaps.
 *
 * Instructions are not removed here but turned into NOPs, which block_clean drops unless the line they stand
 * for would be lost (a tracer, a debugger must see each line). */
#include "compiler/const_map.h"
#include "compiler/flow_swap.h"
#include "compiler/flowgraph.h"
#include "object/error.h"
#include "object/list.h"
#include "object/root.h"
#include "object/tuple.h"

static int opcode_at(const Block *block, isize i) { return i < block->count ? block->items[i].opcode : 0; }

/* --- constants ---------------------------------------------------------------------------------------- */

static bool optimize_const_test(Block *block, isize i, Ref consts) {
    Instr *load = &block->items[i], *test = load + 1;
    int is_true = object_is_true(list_get(consts, load->oparg));
    if (is_true < 0) return false;
    bool keeps = test->opcode == OP_JUMP_IF_FALSE_OR_POP || test->opcode == OP_JUMP_IF_TRUE_OR_POP;
    bool jumps_if = test->opcode == GRAPH_POP_JUMP_IF_TRUE || test->opcode == OP_JUMP_IF_TRUE_OR_POP;
    bool jumps = (is_true != 0) == jumps_if;
    if (!(keeps && jumps)) load->opcode = OP_NOP; /* the value is not needed */
    if (jumps) {
        test->opcode = GRAPH_JUMP;
        block->no_fall_through = true;
    } else {
        test->opcode = OP_NOP;
    }
    return true;
}

/* `x is None` before a conditional jump: the jump itself can ask. */
static void optimize_none_test(Block *block, isize i, Ref consts) {
    Instr *load = &block->items[i];
    int jump = opcode_at(block, i + 2);
    if (list_get(consts, load->oparg) != None) return;
    if (jump != GRAPH_POP_JUMP_IF_FALSE && jump != GRAPH_POP_JUMP_IF_TRUE) return;
    bool is_not = load[1].oparg == 1;
    load[0].opcode = OP_NOP;
    load[1].opcode = OP_NOP;
    load[2].opcode =
        is_not != (jump == GRAPH_POP_JUMP_IF_FALSE) ? GRAPH_POP_JUMP_IF_NOT_NONE : GRAPH_POP_JUMP_IF_NONE;
}

static bool optimize_load_const(Block *block, isize i, Ref consts) {
    switch (opcode_at(block, i + 1)) {
    case GRAPH_POP_JUMP_IF_FALSE:
    case GRAPH_POP_JUMP_IF_TRUE:
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP: return optimize_const_test(block, i, consts);
    case OP_IS_OP: optimize_none_test(block, i, consts); return true;
    default: return true;
    }
}

/* --- tuples ------------------------------------------------------------------------------------------- */

/* The index of `tuple` in the constants, added where it is not there. By identity: equal ones are one. */
static isize const_index(Ref consts, Ref tuple) {
    for (isize i = 0; i < list_length(consts); i++) {
        if (list_get(consts, i) == tuple) return i;
    }
    return list_append_ref(consts, tuple) ? list_length(consts) - 1 : -1;
}

/* LOAD_CONST a; LOAD_CONST b; BUILD_TUPLE 2 is LOAD_CONST (a, b). */
static bool fold_const_tuple(Block *block, isize i, Ref consts, ConstMap *merged) {
    Instr *build = &block->items[i];
    isize count = build->oparg;
    for (isize k = 1; k <= count; k++) {
        if (!instr_has_const(build - k)) return true;
    }
    Own tuple = tuple_new(count);
    if (!tuple) return false;
    for (isize k = 0; k < count; k++) {
        tuple_fill(tuple, k, own(list_get(consts, build[k - count].oparg)));
    }
    Ref kept = workspace_keep(merged->workspace, tuple);
    Ref one = kept ? const_map_merge_shallow(merged, kept) : NULL;
    isize index = one ? const_index(consts, one) : -1;
    if (index < 0) return false;
    for (isize k = 1; k <= count; k++) build[-k].opcode = OP_NOP;
    build->opcode = OP_LOAD_CONST;
    build->oparg = (int)index;
    return true;
}

static bool optimize_build_tuple(Block *block, isize i, Ref consts, ConstMap *merged) {
    Instr *build = &block->items[i];
    if (opcode_at(block, i + 1) == OP_UNPACK_SEQUENCE && build->oparg == build[1].oparg && build->oparg >= 1 &&
        build->oparg <= 3) {
        build->opcode = OP_NOP;
        build[1].opcode = build->oparg == 1 ? OP_NOP : OP_SWAP;
        return true;
    }
    return i < build->oparg || fold_const_tuple(block, i, consts, merged);
}

/* --- jumps -------------------------------------------------------------------------------------------- */

/* A jump to a jump goes to where that one goes. True when it was changed (and is to be looked at again). */
static bool thread_jump(Instr *instr, const Instr *target, int opcode) {
    if (instr->at.lineno != target->at.lineno || instr->target == target->target) return false;
    instr->target = target->target;
    instr->opcode = opcode;
    return true;
}

/* `a and b or c`: where the second test is bound to go the way of the first, or the other way. */
static bool thread_keeping_jump(Instr *instr, const Instr *target) {
    bool on_true = instr->opcode == OP_JUMP_IF_TRUE_OR_POP;
    int same_pop = on_true ? GRAPH_POP_JUMP_IF_TRUE : GRAPH_POP_JUMP_IF_FALSE;
    int other_pop = on_true ? GRAPH_POP_JUMP_IF_FALSE : GRAPH_POP_JUMP_IF_TRUE;
    int other = on_true ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
    if (target->opcode == same_pop) return thread_jump(instr, target, same_pop);
    if (target->opcode == GRAPH_JUMP || target->opcode == instr->opcode) {
        return thread_jump(instr, target, instr->opcode);
    }
    if ((target->opcode == other_pop || target->opcode == other) && instr->at.lineno == target->at.lineno) {
        instr->opcode = same_pop;
        instr->target = instr->target->next;
        return true;
    }
    return false;
}

static bool optimize_jump(Instr *instr, const Instr *target) {
    switch (instr->opcode) {
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP: return thread_keeping_jump(instr, target);
    case GRAPH_JUMP:
    case GRAPH_POP_JUMP_IF_FALSE:
    case GRAPH_POP_JUMP_IF_TRUE:
    case GRAPH_POP_JUMP_IF_NONE:
    case GRAPH_POP_JUMP_IF_NOT_NONE:
        return target->opcode == GRAPH_JUMP && thread_jump(instr, target, instr->opcode);
    default: return false;
    }
}

/* --- the block ---------------------------------------------------------------------------------------- */

static void skip_empty_targets(Instr *instr) {
    while (instr->target->count == 0) instr->target = instr->target->next;
}

bool block_optimize(Graph *graph, Block *block, Ref consts, ConstMap *merged) {
    for (isize i = 0; i < block->count; i++) {
        Instr *instr = &block->items[i];
        if (instr_is_jump(instr) || instr_is_block_push(instr)) {
            skip_empty_targets(instr);
            if (optimize_jump(instr, &instr->target->items[0])) i--;
            continue;
        }
        switch (instr->opcode) {
        case OP_LOAD_CONST:
            if (!optimize_load_const(block, i, consts)) return false;
            break;
        case OP_BUILD_TUPLE:
            if (!optimize_build_tuple(block, i, consts, merged)) return false;
            break;
        case OP_SWAP:
            if (!swap_optimize(graph, block, &i)) return false;
            break;
        case OP_PUSH_NULL: /* LOAD_GLOBAL pushes it itself */
            if (opcode_at(block, i + 1) == OP_LOAD_GLOBAL) {
                instr->opcode = OP_NOP;
                instr->oparg = 0;
                instr[1].oparg |= 1;
            }
            break;
        default: break;
        }
    }
    return true;
}
