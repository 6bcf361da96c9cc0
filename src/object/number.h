/* number.h: the operators on any two objects: which operand's slot is tried first, reflection, and the
 * TypeErrors as CPython words them. */
#ifndef OBJECT_NUMBER_H
#define OBJECT_NUMBER_H

#include "object/object.h"

/* The order of BINARY_OP's argument in 3.11 (NB_ADD ... NB_INPLACE_XOR). */
typedef enum BinaryOperator {
    BINARY_ADD,
    BINARY_AND,
    BINARY_FLOOR_DIVIDE,
    BINARY_LSHIFT,
    BINARY_MATRIX_MULTIPLY,
    BINARY_MULTIPLY,
    BINARY_REMAINDER,
    BINARY_OR,
    BINARY_POWER,
    BINARY_RSHIFT,
    BINARY_SUBTRACT,
    BINARY_TRUE_DIVIDE,
    BINARY_XOR,
    BINARY_INPLACE_ADD,
    BINARY_INPLACE_AND,
    BINARY_INPLACE_FLOOR_DIVIDE,
    BINARY_INPLACE_LSHIFT,
    BINARY_INPLACE_MATRIX_MULTIPLY,
    BINARY_INPLACE_MULTIPLY,
    BINARY_INPLACE_REMAINDER,
    BINARY_INPLACE_OR,
    BINARY_INPLACE_POWER,
    BINARY_INPLACE_RSHIFT,
    BINARY_INPLACE_SUBTRACT,
    BINARY_INPLACE_TRUE_DIVIDE,
    BINARY_INPLACE_XOR,
    BINARY_OPERATOR_COUNT
} BinaryOperator;
extern const char *const binary_operator_symbols[BINARY_OPERATOR_COUNT]; /* "+", ..., "+=", ... */

Own number_binary(BinaryOperator op, Ref left, Ref right);
Own number_add(Ref a, Ref b);
Own number_subtract(Ref a, Ref b);
Own number_multiply(Ref a, Ref b);
Own number_floor_divide(Ref a, Ref b);
Own number_remainder(Ref a, Ref b);
Own number_divmod(Ref a, Ref b);
Own number_power(Ref a, Ref b, Ref modulus); /* modulus NULL or None: two operands */
Own number_negative(Ref a);
Own number_positive(Ref a);
Own number_absolute(Ref a);
Own number_invert(Ref a);
bool number_is_index(Ref a); /* has __index__ */
Own sequence_concat(Ref a, Ref b);
Own sequence_inplace_concat(Ref a, Ref b); /* a += b */
Own sequence_repeat(Ref a, isize count);

#endif
