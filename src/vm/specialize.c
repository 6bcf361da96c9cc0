/* specialize.c: how instructions learn: quickening, and the counters.
 *
 * Invariant: an instruction's opcode changes only within its family, so its base form, operand and cache size
 * stay what the compiler made. Nothing here runs Python code or raises. */
#include "vm/specialize_parts.h"

u8 specialize_adaptive_form(Opcode base) {
    switch (base) {
#define FAMILY(name)                                                                                           \
    case OP_##name: return OP_##name##_ADAPTIVE
        FAMILY(BINARY_OP);
        FAMILY(BINARY_SUBSCR);
        FAMILY(CALL);
        FAMILY(COMPARE_OP);
        FAMILY(LOAD_ATTR);
        FAMILY(LOAD_GLOBAL);
        FAMILY(LOAD_METHOD);
        FAMILY(PRECALL);
        FAMILY(STORE_ATTR);
        FAMILY(STORE_SUBSCR);
        FAMILY(UNPACK_SEQUENCE);
#undef FAMILY
    default: return 0;
    }
}

/* Instructions without a family that have a faster form, and pairs that have a form of their own; the pair's
 * form stands in the place of the first. */
static void quicken_plain(CodeUnit *unit, Opcode opcode, int previous) {
    switch (opcode) {
    case OP_EXTENDED_ARG: unit->opcode = OP_EXTENDED_ARG_QUICK; break;
    case OP_JUMP_BACKWARD: unit->opcode = OP_JUMP_BACKWARD_QUICK; break;
    case OP_RESUME: unit->opcode = OP_RESUME_QUICK; break;
    case OP_LOAD_FAST:
        if (previous == OP_LOAD_FAST) unit[-1].opcode = OP_LOAD_FAST__LOAD_FAST;
        if (previous == OP_STORE_FAST) unit[-1].opcode = OP_STORE_FAST__LOAD_FAST;
        if (previous == OP_LOAD_CONST) unit[-1].opcode = OP_LOAD_CONST__LOAD_FAST;
        break;
    case OP_STORE_FAST:
        if (previous == OP_STORE_FAST) unit[-1].opcode = OP_STORE_FAST__STORE_FAST;
        break;
    case OP_LOAD_CONST:
        if (previous == OP_LOAD_FAST) unit[-1].opcode = OP_LOAD_FAST__LOAD_CONST;
        break;
    default: break;
    }
}

void code_quicken(Code *code) {
    int previous = -1;
    for (isize i = 0; i < code->ob_base.ob_size; i++) {
        CodeUnit *unit = &code->units[i];
        Opcode opcode = (Opcode)opcode_info[unit->opcode].base;
        u8 adaptive = specialize_adaptive_form(opcode);
        if (adaptive) {
            unit->opcode = adaptive;
            previous = -1;
            i += opcode_info[opcode].caches;
        } else {
            quicken_plain(unit, opcode, previous);
            previous = (int)opcode;
        }
    }
}

void specialize_succeed(CodeUnit *unit, Opcode opcode) {
    unit->opcode = (u8)opcode;
    *(u16 *)(void *)(unit + 1) = MISS_COUNTER_START;
}

void specialize_fail(CodeUnit *unit) {
    u16 *counter = (u16 *)(void *)(unit + 1);
    int backoff = (*counter & ((1 << ADAPTIVE_BACKOFF_BITS) - 1)) + 1;
    if (backoff > ADAPTIVE_BACKOFF_MAX) backoff = ADAPTIVE_BACKOFF_MAX;
    *counter = adaptive_counter((1 << backoff) - 1, backoff);
}

bool specialize_is_simple(const Code *code) {
    return !(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS)) && !code->kwonlyargcount &&
           (code->flags & CODE_OPTIMIZED);
}
