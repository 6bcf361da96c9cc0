/* opcodes.c: the opcode table of opcodes.h in the shapes that code needs it: by number, and as stack moves.
 *
 * A specialised form has operand, caches and texts of its base: what it means is the same, only how it is
 * done differs. The constants of each base are made by the first pass over the table and looked up by name in
 * the second. */
#include "code/opcodes.h"

#define OPCODE(name, number, operand, caches, pops, pushes, picture, sentence)                                 \
    OPERAND_OF_##name = OPERAND_##operand, CACHES_OF_##name = (caches),
enum { OPCODES(OPCODE) };
#undef OPCODE
#define OPCODE(name, number, operand, caches, pops, pushes, picture, sentence)                                 \
    static const char picture_of_##name[] = picture;                                                           \
    static const char sentence_of_##name[] = sentence;
OPCODES(OPCODE)
#undef OPCODE

#define GOES_BACK(base)                                                                                        \
    ((base) == OP_JUMP_BACKWARD || (base) == OP_JUMP_BACKWARD_NO_INTERRUPT ||                                  \
     ((base) >= OP_POP_JUMP_BACKWARD_IF_NOT_NONE && (base) <= OP_POP_JUMP_BACKWARD_IF_TRUE))
#define INFO(form, base_name)                                                                                  \
    [OP_##form] = {.name = #form,                                                                              \
                   .operand = (OperandKind)OPERAND_OF_##base_name,                                             \
                   .caches = CACHES_OF_##base_name,                                                            \
                   .base = OP_##base_name,                                                                     \
                   .backward = GOES_BACK(OP_##base_name),                                                      \
                   .picture = picture_of_##base_name,                                                          \
                   .sentence = sentence_of_##base_name},

const OpcodeInfo opcode_info[OP_COUNT] = {
#define OPCODE(name, number, operand, caches, pops, pushes, picture, sentence) INFO(name, name)
    OPCODES(OPCODE)
#undef OPCODE
#define SPECIALIZED(name, number, base) INFO(name, base)
        SPECIALIZED_OPCODES(SPECIALIZED)
#undef SPECIALIZED
};

int opcode_pops(Opcode opcode, int oparg, bool jump) {
    (void)jump;
    switch (opcode) {
#define OPCODE(name, number, operand, caches, pops, pushes, picture, sentence)                                 \
    case OP_##name: return (pops);
        OPCODES(OPCODE)
#undef OPCODE
    default: break;
    }
    assert(!"not a base opcode");
    return 0;
}

int opcode_pushes(Opcode opcode, int oparg, bool jump) {
    switch (opcode) {
#define OPCODE(name, number, operand, caches, pops, pushes, picture, sentence)                                 \
    case OP_##name: return (pushes);
        OPCODES(OPCODE)
#undef OPCODE
    default: break;
    }
    assert(!"not a base opcode");
    return 0;
}

bool opcode_leaves(Opcode opcode, int oparg, int below) {
    int pops = opcode_pops(opcode, oparg, false);
    if (below >= pops) return true;
    switch (opcode) {
    case OP_COPY:
    case OP_GET_LEN:
    case OP_MATCH_MAPPING:
    case OP_MATCH_SEQUENCE:
    case OP_MATCH_KEYS:
    case OP_WITH_EXCEPT_START:
    case OP_GET_ANEXT:
    case OP_FOR_ITER:
    case OP_IMPORT_FROM:
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP: return true;
    case OP_CHECK_EXC_MATCH:
    case OP_SEND: return below == pops - 1;
    case OP_SWAP: return below > 0 && below < pops - 1;
    default: return false;
    }
}
