/* number.c: the operators.
 *
 * `a + b` asks type(a)'s slot, then type(b)'s; the right one first where its type is a subclass of the left
 * one's and has a slot of its own. Only when both answer NotImplemented do + and * try the sequence slots.
 * In-place operators ask the left operand's in-place slot before all that. One table says which slots stand for
 * which operator. */
#include "object/number.h"

#include "object/callables.h"
#include "object/error.h"
#include "object/int.h"
#include "object/root.h"
#include "object/type_checks.h"

typedef struct Operator {
    const char *symbol;
    usize slot;    /* offset in TypeSlots of the binary slot */
    usize inplace; /* of the in-place one; 0: none, for no in-place slot stands first */
} Operator;

#define SLOT_AT(field) offsetof(TypeSlots, field)
#define OPERATOR(NAME, field, sign)                                                                            \
    [BINARY_##NAME] = {sign, SLOT_AT(field), 0},                                                               \
    [BINARY_INPLACE_##NAME] = {sign "=", SLOT_AT(field), SLOT_AT(inplace_##field)}
/* The bit operators' in-place slots are called after the operator, not after the slot. */
#define BIT_OPERATOR(NAME, field, in, sign)                                                                    \
    [BINARY_##NAME] = {sign, SLOT_AT(field), 0},                                                               \
    [BINARY_INPLACE_##NAME] = {sign "=", SLOT_AT(field), SLOT_AT(in)}

static const Operator operators[BINARY_OPERATOR_COUNT] = {
    OPERATOR(ADD, add, "+"),
    BIT_OPERATOR(AND, bit_and, inplace_and, "&"),
    OPERATOR(FLOOR_DIVIDE, floor_divide, "//"),
    OPERATOR(LSHIFT, lshift, "<<"),
    OPERATOR(MATRIX_MULTIPLY, matrix_multiply, "@"),
    OPERATOR(MULTIPLY, multiply, "*"),
    OPERATOR(REMAINDER, remainder, "%"),
    BIT_OPERATOR(OR, bit_or, inplace_or, "|"),
    OPERATOR(POWER, power, "**"),
    OPERATOR(RSHIFT, rshift, ">>"),
    OPERATOR(SUBTRACT, subtract, "-"),
    OPERATOR(TRUE_DIVIDE, true_divide, "/"),
    BIT_OPERATOR(XOR, bit_xor, inplace_xor, "^"),
};

const char *const binary_operator_symbols[BINARY_OPERATOR_COUNT] = {
    "+",  "&",  "//",  "<<",  "@",  "*",  "%",  "|",  "**",  ">>",  "-",  "/",  "^",
    "+=", "&=", "//=", "<<=", "@=", "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^=",
};

static BinaryFn binary_slot(const Type *type, usize offset) {
    return *(const BinaryFn *)(const void *)((const char *)&type->slots + offset);
}

/* Releases a NotImplemented, so that the next slot can be asked. */
static bool declined(Own result) {
    if (result != NotImplemented) return false;
    release(result);
    return true;
}

/* Both operands' slots in their order; NotImplemented (owned) when neither knows. */
static Own try_binary(Ref a, Ref b, usize offset) {
    BinaryFn left = binary_slot(type_of(a), offset), right = NULL;
    if (type_of(b) != type_of(a)) right = binary_slot(type_of(b), offset);
    if (right == left) right = NULL;
    if (left) {
        if (right && type_is_subtype(type_of(b), type_of(a))) {
            Own result = right(a, b);
            if (!declined(result)) return result;
            right = NULL;
        }
        Own result = left(a, b);
        if (!declined(result)) return result;
    }
    if (right) {
        Own result = right(a, b);
        if (!declined(result)) return result;
    }
    return own_not_implemented();
}

static bool is_builtin_print(Ref object) {
    return is_builtin_function(object) && strcmp(((const BuiltinFunction *)object)->def->name, "print") == 0;
}

static Own unsupported(Ref a, Ref b, const char *symbol) {
    const char *hint = strcmp(symbol, ">>") == 0 && is_builtin_print(a)
                           ? ". Did you mean \"print(<message>, file=<output_stream>)\"?"
                           : "";
    return error_set(EXC(TypeError), "unsupported operand type(s) for %.100s: '%.100s' and '%.100s'%s", symbol,
                     type_of(a)->name, type_of(b)->name, hint);
}

/* --- sequences ------------------------------------------------------------------------------------------ */

static Own repeat_by_object(IndexFn repeat, Ref sequence, Ref count) {
    if (!number_is_index(count)) {
        return error_set(EXC(TypeError), "can't multiply sequence by non-int of type '%.200s'",
                         type_of(count)->name);
    }
    isize n = int_index_as_isize(count, EXC(OverflowError));
    return n == -1 && error_occurred() ? NULL : repeat(sequence, n);
}

static Own add_sequences(Ref a, Ref b, bool inplace, const char *symbol) {
    const TypeSlots *slots = &type_of(a)->slots;
    BinaryFn concat = inplace && slots->inplace_concat ? slots->inplace_concat : slots->concat;
    return concat ? concat(a, b) : unsupported(a, b, symbol);
}

static Own multiply_sequences(Ref a, Ref b, bool inplace, const char *symbol) {
    const TypeSlots *left = &type_of(a)->slots, *right = &type_of(b)->slots;
    IndexFn repeat = inplace && left->inplace_repeat ? left->inplace_repeat : left->repeat;
    if (repeat) return repeat_by_object(repeat, a, b);
    /* CPython asks the right operand of *= only where the left one's type has no sequence slots of any kind. */
    if (inplace && type_has_sequence_slots(type_of(a))) return unsupported(a, b, symbol);
    return right->repeat ? repeat_by_object(right->repeat, b, a) : unsupported(a, b, symbol);
}

static Own concat_sequences(Ref a, Ref b, bool inplace) {
    const TypeSlots *slots = &type_of(a)->slots;
    if (inplace && slots->inplace_concat) return slots->inplace_concat(a, b);
    if (slots->concat) return slots->concat(a, b);
    if (object_is_sequence(a) && object_is_sequence(b)) {
        Own result = inplace && slots->inplace_add ? slots->inplace_add(a, b) : own_not_implemented();
        if (!declined(result)) return result;
        result = try_binary(a, b, SLOT_AT(add));
        if (!declined(result)) return result;
    }
    return error_set(EXC(TypeError), "'%.200s' object can't be concatenated", type_of(a)->name);
}
Own sequence_concat(Ref a, Ref b) { return concat_sequences(a, b, false); }
Own sequence_inplace_concat(Ref a, Ref b) { return concat_sequences(a, b, true); }

Own sequence_repeat(Ref a, isize count) {
    IndexFn repeat = type_of(a)->slots.repeat;
    if (repeat) return repeat(a, count);
    if (object_is_sequence(a)) {
        Own number = int_from_isize(count);
        if (!number) return NULL;
        Own result = try_binary(a, number, SLOT_AT(multiply));
        release(number);
        if (!declined(result)) return result;
    }
    return error_set(EXC(TypeError), "'%.200s' object can't be repeated", type_of(a)->name);
}

/* --- power: three operands ------------------------------------------------------------------------------ */

static Own unsupported_power(Ref a, Ref b, Ref modulus, const char *symbol) {
    if (modulus == None) return unsupported(a, b, symbol);
    return error_set(EXC(TypeError), "unsupported operand type(s) for %.100s: '%.100s', '%.100s', '%.100s'",
                     symbol, type_of(a)->name, type_of(b)->name, type_of(modulus)->name);
}

static Own power(Ref a, Ref b, Ref modulus, const char *symbol) {
    TernaryFn left = type_of(a)->slots.power, right = NULL;
    if (type_of(b) != type_of(a)) right = type_of(b)->slots.power;
    if (right == left) right = NULL;
    if (left) {
        if (right && type_is_subtype(type_of(b), type_of(a))) {
            Own result = right(a, b, modulus);
            if (!declined(result)) return result;
            right = NULL;
        }
        Own result = left(a, b, modulus);
        if (!declined(result)) return result;
    }
    if (right) {
        Own result = right(a, b, modulus);
        if (!declined(result)) return result;
    }
    TernaryFn third = type_of(modulus)->slots.power;
    if (third && third != left && third != right) {
        Own result = third(a, b, modulus);
        if (!declined(result)) return result;
    }
    return unsupported_power(a, b, modulus, symbol);
}

Own number_power(Ref a, Ref b, Ref modulus) { return power(a, b, modulus ? modulus : None, "** or pow()"); }

static Own power_inplace(Ref a, Ref b) {
    TernaryFn slot = type_of(a)->slots.inplace_power;
    if (slot) {
        Own result = slot(a, b, None);
        if (!declined(result)) return result;
    }
    return power(a, b, None, "**=");
}

/* --- the operators -------------------------------------------------------------------------------------- */

Own number_binary(BinaryOperator op, Ref left, Ref right) {
    const Operator *operation = &operators[op];
    if (op == BINARY_POWER) return number_power(left, right, None);
    if (op == BINARY_INPLACE_POWER) return power_inplace(left, right);
    BinaryFn inplace = operation->inplace ? binary_slot(type_of(left), operation->inplace) : NULL;
    if (inplace) {
        Own result = inplace(left, right);
        if (!declined(result)) return result;
    }
    Own result = try_binary(left, right, operation->slot);
    if (LIKELY(!declined(result))) return result;
    if (op == BINARY_ADD || op == BINARY_INPLACE_ADD) {
        return add_sequences(left, right, operation->inplace != 0, operation->symbol);
    }
    if (op == BINARY_MULTIPLY || op == BINARY_INPLACE_MULTIPLY) {
        return multiply_sequences(left, right, operation->inplace != 0, operation->symbol);
    }
    return unsupported(left, right, operation->symbol);
}

Own number_add(Ref a, Ref b) { return number_binary(BINARY_ADD, a, b); }
Own number_subtract(Ref a, Ref b) { return number_binary(BINARY_SUBTRACT, a, b); }
Own number_multiply(Ref a, Ref b) { return number_binary(BINARY_MULTIPLY, a, b); }
Own number_floor_divide(Ref a, Ref b) { return number_binary(BINARY_FLOOR_DIVIDE, a, b); }
Own number_remainder(Ref a, Ref b) { return number_binary(BINARY_REMAINDER, a, b); }

Own number_divmod(Ref a, Ref b) {
    Own result = try_binary(a, b, SLOT_AT(divmod));
    return declined(result) ? unsupported(a, b, "divmod()") : result;
}

static Own unary(Ref a, UnaryFn slot, const char *name) {
    if (slot) return slot(a);
    return error_set(EXC(TypeError), "bad operand type for %s: '%.200s'", name, type_of(a)->name);
}

Own number_negative(Ref a) { return unary(a, type_of(a)->slots.negative, "unary -"); }
Own number_positive(Ref a) { return unary(a, type_of(a)->slots.positive, "unary +"); }
Own number_absolute(Ref a) { return unary(a, type_of(a)->slots.absolute, "abs()"); }
Own number_invert(Ref a) { return unary(a, type_of(a)->slots.invert, "unary ~"); }

bool number_is_index(Ref a) { return type_of(a)->slots.index != NULL; }
