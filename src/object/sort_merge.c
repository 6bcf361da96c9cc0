/* sort_merge.c: merging two runs.
 *
 * The shorter run is copied away; then both are gone through, and the smaller of the two items in front is
 * taken (from the right: the greater of the two last ones). When one run wins `min_gallop` times in a row the
 * merge gallops: it looks for the place of the other run's item by steps of 1, 3, 7, 15 ... and copies the
 * whole stretch before it. Galloping that pays makes min_gallop smaller, galloping that does not pay makes it
 * greater.
 *
 * Invariant: at any moment in which a comparison runs, what is in the array plus what is in the merge's own
 * memory is a permutation of the items. */
#include "object/error.h"
#include "object/list_internal.h"
#include "object/sort.h"

/* --- stretches -------------------------------------------------------------------------------------------- */

static inline Stretch stretch_at(Stretch s, isize offset) {
    stretch_advance(&s, offset);
    return s;
}

static inline void stretch_copy(Stretch to, isize i, Stretch from, isize j) {
    to.keys[i] = from.keys[j];
    if (to.values) to.values[i] = from.values[j];
}

/* Copies one and advances both. */
static inline void stretch_take(Stretch *to, Stretch *from) {
    stretch_copy(*to, 0, *from, 0);
    stretch_advance(to, 1);
    stretch_advance(from, 1);
}

static inline void stretch_take_back(Stretch *to, Stretch *from) {
    stretch_copy(*to, 0, *from, 0);
    stretch_advance(to, -1);
    stretch_advance(from, -1);
}

/* They may overlap. */
static void stretch_move(Stretch to, isize i, Stretch from, isize j, isize count) {
    memmove(&to.keys[i], &from.keys[j], (usize)count * sizeof(Object *));
    if (to.values) memmove(&to.values[i], &from.values[j], (usize)count * sizeof(Object *));
}

/* --- galloping -------------------------------------------------------------------------------------------- */

/* Both searches ask one question of a place: does the key belong behind it? */
static inline int belongs_behind(const Sort *sort, Ref key, Ref there, bool left) {
    if (left) return sort_less(sort, there, key);
    int before = sort_less(sort, key, there);
    return before < 0 ? before : !before;
}

static inline isize step_on(isize offset) { return offset > (ISIZE_MAX - 1) / 2 ? ISIZE_MAX : offset * 2 + 1; }

/* From `hint` in the direction in which it belongs, by steps that double; then a binary search. */
static inline __attribute__((always_inline)) isize gallop(const Sort *sort, Ref key, Object **keys, isize count,
                                                          isize hint, bool left) {
    isize last = 0, offset = 1, low, high;
    int behind = belongs_behind(sort, key, keys[hint], left);
    if (behind < 0) return -1;
    if (behind) { /* to the right */
        isize limit = count - hint;
        for (; offset < limit; last = offset, offset = step_on(offset)) {
            behind = belongs_behind(sort, key, keys[hint + offset], left);
            if (behind < 0) return -1;
            if (!behind) break;
        }
        low = hint + last;
        high = hint + isize_min(offset, limit);
    } else {
        isize limit = hint + 1;
        for (; offset < limit; last = offset, offset = step_on(offset)) {
            behind = belongs_behind(sort, key, keys[hint - offset], left);
            if (behind < 0) return -1;
            if (behind) break;
        }
        low = hint - isize_min(offset, limit);
        high = hint - last;
    }
    /* It belongs behind keys[low] (-1: the very beginning), and not behind keys[high]. */
    for (low++; low < high;) {
        isize middle = low + ((high - low) >> 1);
        behind = belongs_behind(sort, key, keys[middle], left);
        if (behind < 0) return -1;
        if (behind)
            low = middle + 1;
        else
            high = middle;
    }
    return high;
}

isize sort_gallop_left(const Sort *sort, Ref key, Object **keys, isize count, isize hint) {
    return gallop(sort, key, keys, count, hint, true);
}

isize sort_gallop_right(const Sort *sort, Ref key, Object **keys, isize count, isize hint) {
    return gallop(sort, key, keys, count, hint, false);
}

/* --- merging ---------------------------------------------------------------------------------------------- */

void sort_memory_free(Sort *sort) {
    if (sort->memory.keys != sort->few) arena_free(sort->memory.keys);
}

static bool memory_need(Sort *sort, isize count) {
    if (count <= sort->memory_length) return true;
    bool values = sort->memory.values != NULL;
    sort_memory_free(sort);
    sort->memory.keys = sort->few; /* until the new block is there */
    sort->memory_length = 0;
    Object **keys = NULL;
    if (count <= LIST_LENGTH_MAX / 2) {
        keys = arena_alloc((usize)count * (values ? 2 : 1) * sizeof(Object *), BLOCK_RAW);
    }
    if (!keys) {
        error_memory();
        return false;
    }
    sort->memory.keys = keys;
    sort->memory_length = count;
    if (values) sort->memory.values = keys + count;
    return true;
}

/* A merge that is under way. From the left it writes at `to` the smaller of a[0] and b[0], a being in the
 * merge's memory; from the right the greater of the last ones, b being in the memory, and `base_a`, `base_b`
 * say where the runs begin. */
typedef struct Merge {
    Stretch to, a, b, base_a, base_b;
    isize na, nb; /* what is left of each */
} Merge;

typedef enum Outcome { MERGE_ON, MERGE_GALLOP, MERGE_DONE, MERGE_ONE_LEFT, MERGE_FAILED } Outcome;

/* One by one, until a run has won min_gallop times in a row. */
static Outcome merge_left_singly(const Sort *sort, Merge *m, isize min_gallop) {
    for (isize a_wins = 0, b_wins = 0;;) {
        int b_first = sort_less(sort, m->b.keys[0], m->a.keys[0]);
        if (b_first < 0) return MERGE_FAILED;
        if (b_first) {
            stretch_take(&m->to, &m->b);
            a_wins = 0;
            if (--m->nb == 0) return MERGE_DONE;
            if (++b_wins >= min_gallop) return MERGE_GALLOP;
        } else {
            stretch_take(&m->to, &m->a);
            b_wins = 0;
            if (--m->na == 1) return MERGE_ONE_LEFT;
            if (++a_wins >= min_gallop) return MERGE_GALLOP;
        }
    }
}

/* Whole stretches; once around. MERGE_ON: galloping does not pay any more. */
static Outcome merge_left_galloping(const Sort *sort, Merge *m) {
    isize a_wins = sort_gallop_right(sort, m->b.keys[0], m->a.keys, m->na, 0);
    if (a_wins < 0) return MERGE_FAILED;
    if (a_wins) {
        stretch_move(m->to, 0, m->a, 0, a_wins);
        stretch_advance(&m->to, a_wins);
        stretch_advance(&m->a, a_wins);
        m->na -= a_wins;
        if (m->na == 1) return MERGE_ONE_LEFT;
        if (m->na == 0) return MERGE_DONE; /* only where __lt__ contradicts itself */
    }
    stretch_take(&m->to, &m->b);
    if (--m->nb == 0) return MERGE_DONE;
    isize b_wins = sort_gallop_left(sort, m->a.keys[0], m->b.keys, m->nb, 0);
    if (b_wins < 0) return MERGE_FAILED;
    if (b_wins) {
        stretch_move(m->to, 0, m->b, 0, b_wins);
        stretch_advance(&m->to, b_wins);
        stretch_advance(&m->b, b_wins);
        m->nb -= b_wins;
        if (m->nb == 0) return MERGE_DONE;
    }
    stretch_take(&m->to, &m->a);
    if (--m->na == 1) return MERGE_ONE_LEFT;
    return a_wins >= SORT_MIN_GALLOP || b_wins >= SORT_MIN_GALLOP ? MERGE_GALLOP : MERGE_ON;
}

static Outcome merge_right_singly(const Sort *sort, Merge *m, isize min_gallop) {
    for (isize a_wins = 0, b_wins = 0;;) {
        int b_first = sort_less(sort, m->b.keys[0], m->a.keys[0]);
        if (b_first < 0) return MERGE_FAILED;
        if (b_first) {
            stretch_take_back(&m->to, &m->a);
            b_wins = 0;
            if (--m->na == 0) return MERGE_DONE;
            if (++a_wins >= min_gallop) return MERGE_GALLOP;
        } else {
            stretch_take_back(&m->to, &m->b);
            a_wins = 0;
            if (--m->nb == 1) return MERGE_ONE_LEFT;
            if (++b_wins >= min_gallop) return MERGE_GALLOP;
        }
    }
}

static Outcome merge_right_galloping(const Sort *sort, Merge *m) {
    isize place = sort_gallop_right(sort, m->b.keys[0], m->base_a.keys, m->na, m->na - 1);
    if (place < 0) return MERGE_FAILED;
    isize a_wins = m->na - place;
    if (a_wins) {
        stretch_advance(&m->to, -a_wins);
        stretch_advance(&m->a, -a_wins);
        stretch_move(m->to, 1, m->a, 1, a_wins);
        m->na -= a_wins;
        if (m->na == 0) return MERGE_DONE;
    }
    stretch_take_back(&m->to, &m->b);
    if (--m->nb == 1) return MERGE_ONE_LEFT;
    place = sort_gallop_left(sort, m->a.keys[0], m->base_b.keys, m->nb, m->nb - 1);
    if (place < 0) return MERGE_FAILED;
    isize b_wins = m->nb - place;
    if (b_wins) {
        stretch_advance(&m->to, -b_wins);
        stretch_advance(&m->b, -b_wins);
        stretch_move(m->to, 1, m->b, 1, b_wins);
        m->nb -= b_wins;
        if (m->nb == 1) return MERGE_ONE_LEFT;
        if (m->nb == 0) return MERGE_DONE; /* only where __lt__ contradicts itself */
    }
    stretch_take_back(&m->to, &m->a);
    if (--m->na == 0) return MERGE_DONE;
    return a_wins >= SORT_MIN_GALLOP || b_wins >= SORT_MIN_GALLOP ? MERGE_GALLOP : MERGE_ON;
}

typedef Outcome (*MergeSingly)(const Sort *sort, Merge *m, isize min_gallop);
typedef Outcome (*MergeGalloping)(const Sort *sort, Merge *m);

/* Goes from one way to the other and back until the merge ends. */
static Outcome merge_loop(Sort *sort, Merge *m, MergeSingly singly, MergeGalloping galloping) {
    isize min_gallop = sort->min_gallop;
    for (;;) {
        Outcome outcome = singly(sort, m, min_gallop);
        if (outcome != MERGE_GALLOP) return outcome;
        min_gallop++;
        do {
            min_gallop -= min_gallop > 1; /* the longer it pays, the sooner it is tried again */
            sort->min_gallop = min_gallop;
            outcome = galloping(sort, m);
            if (outcome != MERGE_GALLOP && outcome != MERGE_ON) return outcome;
        } while (outcome == MERGE_GALLOP);
        sort->min_gallop = ++min_gallop;
    }
}

/* Merges two neighbouring runs with b[0] < a[0] and a's last behind all of b; a is the shorter one. */
static bool merge_left(Sort *sort, Stretch a, isize na, Stretch b, isize nb) {
    if (!memory_need(sort, na)) return false;
    stretch_move(sort->memory, 0, a, 0, na);
    Merge m = {.to = a, .a = sort->memory, .b = b, .na = na, .nb = nb};
    stretch_take(&m.to, &m.b);
    Outcome outcome = MERGE_DONE;
    if (--m.nb > 0)
        outcome = m.na == 1 ? MERGE_ONE_LEFT : merge_loop(sort, &m, merge_left_singly, merge_left_galloping);
    if (outcome == MERGE_ONE_LEFT) { /* a's last one is the greatest of all */
        stretch_move(m.to, 0, m.b, 0, m.nb);
        stretch_copy(m.to, m.nb, m.a, 0);
    } else if (m.na) {
        stretch_move(m.to, 0, m.a, 0, m.na);
    }
    return outcome != MERGE_FAILED;
}

/* The same from the right; b is the shorter one. */
static bool merge_right(Sort *sort, Stretch a, isize na, Stretch b, isize nb) {
    if (!memory_need(sort, nb)) return false;
    stretch_move(sort->memory, 0, b, 0, nb);
    Merge m = {.to = stretch_at(b, nb - 1), .a = stretch_at(a, na - 1), .base_a = a, .na = na, .nb = nb};
    m.base_b = sort->memory;
    m.b = stretch_at(sort->memory, nb - 1);
    stretch_take_back(&m.to, &m.a);
    Outcome outcome = MERGE_DONE;
    if (--m.na > 0) {
        outcome = m.nb == 1 ? MERGE_ONE_LEFT : merge_loop(sort, &m, merge_right_singly, merge_right_galloping);
    }
    if (outcome == MERGE_ONE_LEFT) { /* b's first one is the smallest of all */
        stretch_move(m.to, 1 - m.na, m.a, 1 - m.na, m.na);
        stretch_copy(m.to, -m.na, m.b, 0);
    } else if (m.nb) {
        stretch_move(m.to, 1 - m.nb, m.base_b, 0, m.nb);
    }
    return outcome != MERGE_FAILED;
}

bool sort_merge(Sort *sort, Stretch a, isize na, Stretch b, isize nb) {
    return na <= nb ? merge_left(sort, a, na, b, nb) : merge_right(sort, a, na, b, nb);
}
