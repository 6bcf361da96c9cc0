/* specialize_operator.c: operators, comparisons, subscripts, unpacking. */
#include "object/dict.h"
#include "object/float.h"
#include "object/list.h"
#include "object/number.h"
#include "object/tuple.h"
#include "vm/specialize_parts.h"

/* --- BINARY_OP -------------------------------------------------------------------------------------- */

static Opcode add_form(Ref left, const CodeUnit *unit, Object *const *locals) {
    if (is_exact_int(left)) return OP_BINARY_OP_ADD_INT;
    if (is_exact_float(left)) return OP_BINARY_OP_ADD_FLOAT;
    if (!is_exact_str(left)) return OP_CACHE;
    const CodeUnit *next = unit + 1 + CACHES_BINARY_OP;
    bool stored = next->opcode == OP_STORE_FAST || next->opcode == OP_STORE_FAST__LOAD_FAST;
    return stored && locals[next->oparg] == left ? OP_BINARY_OP_INPLACE_ADD_UNICODE : OP_BINARY_OP_ADD_UNICODE;
}

/* OP_CACHE: there is no form for such operands. */
static Opcode number_form(Ref left, Opcode for_ints, Opcode for_floats) {
    return is_exact_int(left) ? for_ints : is_exact_float(left) ? for_floats : OP_CACHE;
}

void specialize_binary_op(Ref left, Ref right, CodeUnit *unit, int oparg, Object *const *locals) {
    Opcode form;
    switch (oparg) {
    case BINARY_ADD:
    case BINARY_INPLACE_ADD: form = add_form(left, unit, locals); break;
    case BINARY_MULTIPLY:
    case BINARY_INPLACE_MULTIPLY:
        form = number_form(left, OP_BINARY_OP_MULTIPLY_INT, OP_BINARY_OP_MULTIPLY_FLOAT);
        break;
    case BINARY_SUBTRACT:
    case BINARY_INPLACE_SUBTRACT:
        form = number_form(left, OP_BINARY_OP_SUBTRACT_INT, OP_BINARY_OP_SUBTRACT_FLOAT);
        break;
    default: unit->opcode = OP_BINARY_OP; return; /* has no forms: it need not try again */
    }
    if (type_of(left) == type_of(right) && form != OP_CACHE)
        specialize_succeed(unit, form);
    else
        specialize_fail(unit);
}

/* --- COMPARE_OP ------------------------------------------------------------------------------------- */

/* At which answers to jump: 1 less, 2 equal, 4 greater; three bits higher for a jump backwards. 0: no
 * conditional jump follows. */
static int jump_mask(Opcode jump, int oparg) {
    static const u8 masks[] = {[COMPARE_LT] = 1, [COMPARE_LE] = 3, [COMPARE_EQ] = 2,
                               [COMPARE_NE] = 5, [COMPARE_GT] = 4, [COMPARE_GE] = 6};
    int mask = masks[oparg];
    switch (jump) {
    case OP_POP_JUMP_FORWARD_IF_TRUE: return mask;
    case OP_POP_JUMP_FORWARD_IF_FALSE: return 7 & ~mask;
    case OP_POP_JUMP_BACKWARD_IF_TRUE: return mask << 3;
    case OP_POP_JUMP_BACKWARD_IF_FALSE: return (7 & ~mask) << 3;
    default: return 0;
    }
}

static Opcode compare_form(Ref left, Ref right, int oparg) {
    if (type_of(left) != type_of(right)) return OP_CACHE;
    if (is_exact_float(left)) return OP_COMPARE_OP_FLOAT_JUMP;
    if (is_exact_int(left)) {
        bool small = (usize)(size_of(left) + 1) <= 2 && (usize)(size_of(right) + 1) <= 2;
        return small ? OP_COMPARE_OP_INT_JUMP : OP_CACHE;
    }
    bool equality = oparg == COMPARE_EQ || oparg == COMPARE_NE;
    return is_exact_str(left) && equality ? OP_COMPARE_OP_STR_JUMP : OP_CACHE;
}

void specialize_compare_op(Ref left, Ref right, CodeUnit *unit, int oparg) {
    CompareCache *cache = (CompareCache *)(void *)(unit + 1);
    int mask = jump_mask((Opcode)unit[1 + CACHES_COMPARE_OP].opcode, oparg);
    if (!mask) {
        unit->opcode = OP_COMPARE_OP; /* it never will be anything else */
        return;
    }
    Opcode form = compare_form(left, right, oparg);
    if (form == OP_CACHE) {
        specialize_fail(unit);
        return;
    }
    cache->mask = (u16)mask;
    specialize_succeed(unit, form);
}

/* --- subscripts ------------------------------------------------------------------------------------- */

/* A class whose __getitem__ is a simple Python function. */
static bool specialize_getitem(Ref container, CodeUnit *unit) {
    Type *type = type_of(container);
    Ref descriptor = type_lookup(type, NAME(__getitem__));
    if (!descriptor || !is_function(descriptor) || !type_has(type, TYPE_HEAP)) return false;
    Function *function = AS_FUNCTION(descriptor);
    if (!specialize_is_simple(function->code) || function->code->argcount != 2 || !type_assign_version(type))
        return false;
    u32 version = function_version(function);
    if (version == 0 || version != (u16)version) return false;
    SubscriptCache *cache = (SubscriptCache *)(void *)(unit + 1);
    cache_write_u32(cache->type_version, type->version);
    cache->function_version = (u16)version;
    type->specialization.getitem = (Object *)descriptor;
    specialize_succeed(unit, OP_BINARY_SUBSCR_GETITEM);
    return true;
}

void specialize_binary_subscr(Ref container, Ref key, CodeUnit *unit) {
    bool by_int = is_exact_int(key);
    if (is_exact_list(container) || is_exact_tuple(container)) {
        if (by_int) {
            specialize_succeed(unit, is_exact_list(container) ? OP_BINARY_SUBSCR_LIST_INT
                                                              : OP_BINARY_SUBSCR_TUPLE_INT);
        } else {
            specialize_fail(unit);
        }
    } else if (is_exact_dict(container)) {
        specialize_succeed(unit, OP_BINARY_SUBSCR_DICT);
    } else if (!specialize_getitem(container, unit)) {
        specialize_fail(unit);
    }
}

void specialize_store_subscr(Ref container, Ref key, CodeUnit *unit) {
    bool in_list = is_exact_list(container) && is_exact_int(key) && (usize)size_of(key) <= 1 &&
                   (size_of(key) == 0 ? 0 : (isize)AS_INT(key)->digits[0]) < list_length(container);
    if (in_list)
        specialize_succeed(unit, OP_STORE_SUBSCR_LIST_INT);
    else if (is_exact_dict(container))
        specialize_succeed(unit, OP_STORE_SUBSCR_DICT);
    else
        specialize_fail(unit);
}

/* --- UNPACK_SEQUENCE -------------------------------------------------------------------------------- */

void specialize_unpack_sequence(Ref sequence, CodeUnit *unit, int oparg) {
    if (is_exact_tuple(sequence) && tuple_length(sequence) == oparg) {
        specialize_succeed(unit, oparg == 2 ? OP_UNPACK_SEQUENCE_TWO_TUPLE : OP_UNPACK_SEQUENCE_TUPLE);
    } else if (is_exact_list(sequence) && list_length(sequence) == oparg) {
        specialize_succeed(unit, OP_UNPACK_SEQUENCE_LIST);
    } else {
        specialize_fail(unit);
    }
}
