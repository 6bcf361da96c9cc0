/* sort.h: sorting, as its files see it: how keys are compared, and what a sort that is under way consists of.
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

#define SORT_RUNS 85
#define SORT_MIN_GALLOP 7 /* wins in a row that make a merge gallop, at first */
#define SORT_FEW 256      /* pointers of merge memory on the C stack */

/* A stretch of keys, and of the values that move along (NULL: none). */
typedef struct Stretch {
    Object **keys, **values;
} Stretch;

typedef struct Run {
    Stretch base;
    isize length;
    int power; /* of the border to the next run */
} Run;

typedef struct Sort {
    SortCompare compare;
    Object **base;    /* first key */
    isize length;     /* of all */
    isize min_gallop; /* wins in a row before galloping: grows where galloping does not pay */
    Stretch memory;   /* where a merge copies the shorter run */
    isize memory_length;
    Object *few[SORT_FEW];
    int run_count;
    Run runs[SORT_RUNS];
    isize *compared; /* how often */
} Sort;

/* 1, 0, or -1 raised. */
static inline int sort_less(const Sort *sort, Ref a, Ref b) {
    ++*sort->compared;
    return sort->compare.less(&sort->compare, a, b);
}

static inline void stretch_advance(Stretch *s, isize count) {
    s->keys += count;
    if (s->values) s->values += count;
}

/* --- sort_merge.c --- */

/* Where `key` belongs in keys[0..count), before equal ones (left) or behind them (right); looks near `hint`
 * first. 0..count, or -1 raised. */
isize sort_gallop_left(const Sort *sort, Ref key, Object **keys, isize count, isize hint);
isize sort_gallop_right(const Sort *sort, Ref key, Object **keys, isize count, isize hint);
/* Merges two neighbouring runs, neither empty, with b[0] < a[0] and a's last one behind all of b. */
bool sort_merge(Sort *sort, Stretch a, isize na, Stretch b, isize nb);
void sort_memory_free(Sort *sort);

#endif
