/* sequence.h: what the methods of list and tuple share. */
#ifndef OBJECT_SEQUENCE_H
#define OBJECT_SEQUENCE_H

#include "object/error.h"
#include "object/number.h"
#include "object/root.h"

/* The optional bounds of index(value, start, stop): anything with __index__; may be negative. */
static inline bool sequence_bound(Ref argument, isize *bound) {
    if (!number_is_index(argument)) {
        error_set(EXC(TypeError), "slice indices must be integers or have an __index__ method");
        return false;
    }
    *bound = int_index_as_isize(argument, NULL);
    return *bound != -1 || !error_occurred();
}

/* How sequences compare that are equal as far as the shorter one goes. */
static inline bool sequence_compare_lengths(isize a, isize b, CompareOp op) {
    switch (op) {
    case COMPARE_LT: return a < b;
    case COMPARE_LE: return a <= b;
    case COMPARE_EQ: return a == b;
    case COMPARE_NE: return a != b;
    case COMPARE_GT: return a > b;
    case COMPARE_GE: return a >= b;
    }
    return false;
}

/* What iterators over sequences pickle as: (function, (sequence,), *index), function a builtin's name; index
 * NULL: no state. Consumes `sequence`, NULL too, which is an error that has been raised. */
Own sequence_reduce_iterator(const char *function, Own sequence, const isize *index);

#endif
