/* instruction.c: one instruction at a time: its whole argument, where it jumps, and the argument as text.
 *
 * Code units can be told apart only from the start on, since what lies in an inline cache may look like any
 * opcode. Looking at the unit before tells quickly whether the walk is needed at all. */
#include "code/instruction.h"

#include "object/error.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

static bool is_extended_arg(Ref code, isize unit) {
    return opcode_info[AS_CODE(code)->units[unit].opcode].base == OP_EXTENDED_ARG;
}

void instruction_decode(Ref code, isize first, Instruction *instruction) {
    const CodeUnit *units = AS_CODE(code)->units;
    isize unit = first, count = code_unit_count(code);
    u32 oparg = units[unit].oparg;
    while (is_extended_arg(code, unit) && unit + 1 < count) oparg = oparg << 8 | units[++unit].oparg;
    const OpcodeInfo *info = &opcode_info[units[unit].opcode];
    *instruction = (Instruction){.unit = unit,
                                 .opcode = (Opcode)info->base,
                                 .adaptive = (Opcode)units[unit].opcode,
                                 .oparg = (int)oparg,
                                 .next_unit = unit + 1 + info->caches,
                                 .target = -1};
    if (info->operand == OPERAND_JUMP) {
        instruction->target = unit + 1 + (info->backward ? -instruction->oparg : instruction->oparg);
    }
}

bool code_instruction(Ref code, isize unit, Instruction *instruction) {
    if (unit < 0 || unit >= code_unit_count(code)) return false;
    if (unit > 0 && is_extended_arg(code, unit - 1)) {
        isize first = 0;
        do {
            instruction_decode(code, first, instruction);
            first = instruction->next_unit;
        } while (instruction->unit < unit && first <= unit);
    } else {
        instruction_decode(code, unit, instruction);
    }
    return true;
}

/* --- the argument as text ----------------------------------------------------------------------------- */

static Own item_of(Ref tuple, int index) {
    if (index < 0 || index >= tuple_length(tuple))
        return error_set(EXC(IndexError), "tuple index out of range");
    return own(tuple_get(tuple, index));
}

static Own name_text(Ref code, const Instruction *instruction) {
    Ref names = AS_CODE(code)->names;
    if (instruction->opcode != OP_LOAD_GLOBAL) return item_of(names, instruction->oparg);
    Own name = item_of(names, instruction->oparg / 2);
    if (!name || !(instruction->oparg & 1)) return name;
    Own text = str_format("NULL + %U", name);
    release(name);
    return text;
}

static Own const_text(Ref code, const Instruction *instruction) {
    if (instruction->opcode != OP_LOAD_CONST) return NULL; /* KW_NAMES: dis shows nothing */
    Own value = item_of(AS_CODE(code)->consts, instruction->oparg);
    if (!value) return NULL;
    Own text = object_repr(value);
    release(value);
    return text;
}

static Own format_value_text(int oparg) {
    static const char *const converters[] = {"", "str", "repr", "ascii"};
    const char *converter = converters[oparg & 3];
    bool with_format = oparg & 4;
    if (!*converter && !with_format) return NULL;
    return str_format("%s%s%s", converter, *converter && with_format ? ", " : "",
                      with_format ? "with format" : "");
}

static Own make_function_text(int oparg) {
    static const char *const parts[] = {"defaults", "kwdefaults", "annotations", "closure"};
    if (!(oparg & 15)) return NULL;
    StrBuilder text;
    str_builder_init(&text);
    for (int i = 0; i < COUNT_OF(parts); i++) {
        if (!(oparg & 1 << i)) continue;
        if (text.length) str_builder_ascii(&text, ", ", 2);
        str_builder_ascii(&text, parts[i], -1);
    }
    return str_builder_finish(&text);
}

Own code_argument_text(Ref code, const Instruction *instruction) {
    static const char *const comparisons[] = {"<", "<=", "==", "!=", ">", ">="};
    int oparg = instruction->oparg;
    if (instruction->opcode < OPCODE_HAVE_ARGUMENT) return NULL;
    switch (opcode_info[instruction->opcode].operand) {
    case OPERAND_CONST: return const_text(code, instruction);
    case OPERAND_NAME: return name_text(code, instruction);
    case OPERAND_LOCAL:
    case OPERAND_FREE: return item_of(AS_CODE(code)->localsplusnames, oparg);
    case OPERAND_JUMP: return str_format("to %zd", instruction->target * (isize)sizeof(CodeUnit));
    case OPERAND_COMPARE:
        return oparg >= 0 && oparg < COUNT_OF(comparisons) ? str_intern_cstring(comparisons[oparg]) : NULL;
    case OPERAND_BINARY:
        if (oparg < 0 || oparg >= BINARY_OPERATOR_COUNT) return NULL;
        return str_intern_cstring(binary_operator_symbols[oparg]);
    default: break;
    }
    if (instruction->opcode == OP_FORMAT_VALUE) return format_value_text(oparg);
    if (instruction->opcode == OP_MAKE_FUNCTION) return make_function_text(oparg);
    return NULL;
}
