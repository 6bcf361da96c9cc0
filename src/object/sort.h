/* sort.h: how sorting compares two keys.
 *
 * A sort mostly has keys of one type, so it looks at all of them first and picks a comparison: the values
 * themselves for int, float and str, the type's own slot for all others. It gives what `a < b` gives, and runs
 * the same Python code in the same order, only sooner. */
#ifndef OBJECT_SORT_H
#define OBJECT_SORT_H

#include "object/type.h"

typedef struct SortCompare {
    int (*less)(const struct SortCompare *compare, Ref a, Ref b);       /* 1, 0, -1 raised */
    int (*less_first)(const struct SortCompare *compare, Ref a, Ref b); /* for the first items of tuples */
    CompareFn slot;                                                     /* what all keys have in common */
} SortCompare;

/* keys[0..count), count at least 1. */
SortCompare sort_choose_compare(Object *const *keys, isize count);

#endif
