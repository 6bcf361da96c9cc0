/* sort.c: list.sort: merging natural runs.
 *
 * The algorithm is Tim Peters' listsort, with the merge order of Munro and Wild's powersort, as in
 * CPython 3.11: the program sees each call of __lt__, so which two items are compared, and in which order, is
 * given.
 *
 *     1. March over the items from left to right and find runs that ascend already, or strictly descend (those
 * are reversed). A run shorter than `minrun` is extended to that by binary insertion.
 *     2. Push each run on a stack. A run's power says how deep in a nearly optimal merge tree the border to the
 * next run is; runs whose border is deeper than the new one are merged first.
 *     3. A merge copies the shorter run away and goes through both. When one run wins `min_gallop` times in a
 * row it gallops: looks for the place by steps of 1, 3, 7, 15 ... and copies whole stretches.
 *
 * With a key function the keys are sorted, and the values move along.
 *
 * While it sorts the list is empty: what a comparison does to it can't touch the items that are being sorted.
 * The capacity -1 marks it; any change leaves another one, and is reported as an error at the end.
 *
 * Invariant: at any moment in which a comparison runs, what is in the array plus what is in the merge's own
 * memory is a permutation of the items; a comparison that raises leaves the array a permutation. */
#include "object/sort.h"
#include "object/call.h"
#include "object/error.h"
#include "object/list_internal.h"
#include "object/root.h"

#define MAX_RUNS 85
#define MIN_GALLOP 7
#define FEW 256 /* pointers of merge memory on the C stack */

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
    Object *few[FEW];
    int run_count;
    Run runs[MAX_RUNS];
} Sort;

/* --- stretches -------------------------------------------------------------------------------------------- */

static inline void stretch_advance(Stretch *s, isize count) {
    s->keys += count;
    if (s->values) s->values += count;
}

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

static void reverse_array(Object **items, isize count) {
    for (isize low = 0, high = count - 1; low < high; low++, high--) {
        Object *item = items[low];
        items[low] = items[high];
        items[high] = item;
    }
}

static void stretch_reverse(Stretch s, isize count) {
    reverse_array(s.keys, count);
    if (s.values) reverse_array(s.values, count);
}

/* --- runs ------------------------------------------------------------------------------------------------- */

/* 1, 0, or -1 raised. */
static inline int less(const Sort *sort, Ref a, Ref b) { return sort->compare.less(&sort->compare, a, b); }

/* The length of the run that begins at keys[0]; *descending: strictly. -1 raised. */
static isize count_run(const Sort *sort, Object **keys, isize limit, bool *descending) {
    *descending = false;
    if (limit == 1) return 1;
    int first = less(sort, keys[1], keys[0]);
    if (first < 0) return -1;
    *descending = first;
    isize count = 2;
    for (; count < limit; count++) {
        int falls = less(sort, keys[count], keys[count - 1]);
        if (falls < 0) return -1;
        if (falls != first) break;
    }
    return count;
}

static void insert_at(Object **items, isize to, isize from) {
    Object *item = items[from];
    memmove(&items[to + 1], &items[to], (usize)(from - to) * sizeof(Object *));
    items[to] = item;
}

/* Sorts `count` items of which the first `sorted` are sorted already: few comparisons, many moves. */
static bool insert_binary(const Sort *sort, Stretch s, isize count, isize sorted) {
    for (isize next = isize_max(sorted, 1); next < count; next++) {
        Ref pivot = s.keys[next];
        isize left = 0, right = next;
        do {
            isize middle = left + ((right - left) >> 1);
            int before = less(sort, pivot, s.keys[middle]);
            if (before < 0) return false;
            if (before)
                right = middle;
            else
                left = middle + 1;
        } while (left < right);
        insert_at(s.keys, left, next);
        if (s.values) insert_at(s.values, left, next);
    }
    return true;
}

/* Such that length / minrun is a power of two or a little less; at most 64. */
static isize compute_minrun(isize length) {
    isize rest = 0;
    for (; length >= 64; length >>= 1) rest |= length & 1;
    return length + rest;
}

/* --- galloping -------------------------------------------------------------------------------------------- */

/* Where `key` belongs in keys[0..count), before equal ones (left) or behind them (right): beginning at `hint`,
 * by steps that double. 0..count, or -1 raised. */

/* Both searches ask one question of a place: does the key belong behind it? */
static inline int belongs_behind(const Sort *sort, Ref key, Ref there, bool left) {
    if (left) return less(sort, there, key);
    int before = less(sort, key, there);
    return before < 0 ? before : !before;
}

static inline isize step_on(isize offset) { return offset > (ISIZE_MAX - 1) / 2 ? ISIZE_MAX : offset * 2 + 1; }

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

static isize gallop_left(const Sort *sort, Ref key, Object **keys, isize count, isize hint) {
    return gallop(sort, key, keys, count, hint, true);
}

static isize gallop_right(const Sort *sort, Ref key, Object **keys, isize count, isize hint) {
    return gallop(sort, key, keys, count, hint, false);
}

/* --- merging ---------------------------------------------------------------------------------------------- */

static void memory_free(Sort *sort) {
    if (sort->memory.keys != sort->few) arena_free(sort->memory.keys);
}

static bool memory_need(Sort *sort, isize count) {
    if (count <= sort->memory_length) return true;
    bool values = sort->memory.values != NULL;
    memory_free(sort);
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
        int b_first = less(sort, m->b.keys[0], m->a.keys[0]);
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
    isize a_wins = gallop_right(sort, m->b.keys[0], m->a.keys, m->na, 0);
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
    isize b_wins = gallop_left(sort, m->a.keys[0], m->b.keys, m->nb, 0);
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
    return a_wins >= MIN_GALLOP || b_wins >= MIN_GALLOP ? MERGE_GALLOP : MERGE_ON;
}

static Outcome merge_right_singly(const Sort *sort, Merge *m, isize min_gallop) {
    for (isize a_wins = 0, b_wins = 0;;) {
        int b_first = less(sort, m->b.keys[0], m->a.keys[0]);
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
    isize place = gallop_right(sort, m->b.keys[0], m->base_a.keys, m->na, m->na - 1);
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
    place = gallop_left(sort, m->a.keys[0], m->base_b.keys, m->nb, m->nb - 1);
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
    return a_wins >= MIN_GALLOP || b_wins >= MIN_GALLOP ? MERGE_GALLOP : MERGE_ON;
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

/* Merges the runs i and i+1 of the stack. What of them is in its place already takes no part. */
static bool merge_at(Sort *sort, int i) {
    Run *run = &sort->runs[i];
    Stretch a = run[0].base, b = run[1].base;
    isize na = run[0].length, nb = run[1].length;
    run[0].length = na + nb;
    if (i == sort->run_count - 3) run[1] = run[2];
    sort->run_count--;
    isize in_place = gallop_right(sort, b.keys[0], a.keys, na, 0);
    if (in_place < 0) return false;
    stretch_advance(&a, in_place);
    na -= in_place;
    if (na == 0) return true;
    nb = gallop_left(sort, a.keys[na - 1], b.keys, nb, nb - 1);
    if (nb <= 0) return nb == 0;
    return na <= nb ? merge_left(sort, a, na, b, nb) : merge_right(sort, a, na, b, nb);
}

/* --- which runs to merge when ----------------------------------------------------------------------------- */

/* The first binary digit in which the middles of two neighbouring runs differ, as fractions of the whole. */
static int border_power(isize start, isize n1, isize n2, isize length) {
    isize a = 2 * start + n1, b = a + n1 + n2; /* twice the middles */
    for (int power = 1;; power++) {
        if (a >= length) {
            a -= length;
            b -= length;
        } else if (b >= length) {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

static bool push_run(Sort *sort, Stretch base, isize length) {
    if (sort->run_count > 0) {
        const Run *last = &sort->runs[sort->run_count - 1];
        int power = border_power(last->base.keys - sort->base, last->length, length, sort->length);
        while (sort->run_count > 1 && sort->runs[sort->run_count - 2].power > power) {
            if (!merge_at(sort, sort->run_count - 2)) return false;
        }
        sort->runs[sort->run_count - 1].power = power;
    }
    assert(sort->run_count < MAX_RUNS);
    sort->runs[sort->run_count++] = (Run){.base = base, .length = length};
    return true;
}

static bool merge_all(Sort *sort) {
    const Run *runs = sort->runs;
    while (sort->run_count > 1) {
        int i = sort->run_count - 2;
        if (i > 0 && runs[i - 1].length < runs[i + 1].length) i--;
        if (!merge_at(sort, i)) return false;
    }
    return true;
}

static bool sort_runs(Sort *sort, Stretch rest) {
    isize left = sort->length, minrun = compute_minrun(left);
    while (left > 0) {
        bool descending;
        isize length = count_run(sort, rest.keys, left, &descending);
        if (length < 0) return false;
        if (descending) stretch_reverse(rest, length);
        if (length < minrun) {
            isize forced = isize_min(left, minrun);
            if (!insert_binary(sort, rest, forced, length)) return false;
            length = forced;
        }
        if (!push_run(sort, rest, length)) return false;
        stretch_advance(&rest, length);
        left -= length;
    }
    return merge_all(sort);
}

static bool sort_stretch(Stretch all, isize length, bool reverse) {
    if (length < 2) return true;
    Sort sort;
    sort.compare = sort_choose_compare(all.keys, length);
    sort.base = all.keys;
    sort.length = length;
    sort.min_gallop = MIN_GALLOP;
    sort.run_count = 0;
    sort.memory = (Stretch){sort.few, all.values ? sort.few + FEW / 2 : NULL};
    sort.memory_length = all.values ? FEW / 2 : FEW;
    /* Reversing before and after keeps equal items in their order. */
    if (reverse) stretch_reverse(all, length);
    bool done = sort_runs(&sort, all);
    if (reverse) reverse_array(all.values ? all.values : all.keys, length);
    memory_free(&sort);
    return done;
}

/* --- the list --------------------------------------------------------------------------------------------- */

static void keys_free(Object **keys, isize count) {
    for (isize i = 0; i < count; i++) release(keys[i]);
    arena_free(keys);
}

/* key(item) for each item; NULL raised. */
static Object **keys_new(Object **items, isize count, Ref key) {
    Object **keys = arena_alloc((usize)count * sizeof(Object *), BLOCK_RAW);
    if (!keys) return error_memory();
    for (isize i = 0; i < count; i++) {
        keys[i] = object_call_one(key, items[i]);
        if (keys[i]) continue;
        while (--i >= 0) release(keys[i]);
        arena_free(keys);
        return NULL;
    }
    return keys;
}

/* Sorts what was the list's. *changed: did somebody change the list meanwhile? Matters where all else went
 * well. */
static bool sort_items(const List *list, Object **items, isize count, Ref key, bool reverse) {
    Stretch all = {items, NULL};
    if (key) {
        all = (Stretch){keys_new(items, count, key), items};
        if (!all.keys) return false;
    }
    bool done = sort_stretch(all, count, reverse);
    if (key) keys_free(all.keys, count);
    if (done && list->capacity != -1) {
        error_set(EXC(ValueError), "list modified during sort");
        return false;
    }
    return done;
}

bool list_sort(Ref self, Ref key, bool reverse) {
    List *list = AS_LIST(self);
    List saved = *list;
    list->ob_base.ob_size = 0;
    list->items = NULL;
    list->capacity = -1;
    bool done = sort_items(list, saved.items, saved.ob_base.ob_size, key, reverse);
    Object **added = list->items; /* what the comparisons put into the list: gone */
    isize count = list->ob_base.ob_size;
    list->ob_base.ob_size = saved.ob_base.ob_size;
    list->items = saved.items;
    list->capacity = saved.capacity;
    if (added) {
        while (--count >= 0) release_maybe(added[count]);
        arena_free(added);
    }
    return done;
}
