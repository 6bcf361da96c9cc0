/* sort.c: list.sort: merging natural runs.
 *
 * The algorithm is Tim Peters' listsort, with the merge order of Munro and Wild's powersort, as in
 * CPython 3.11: the program sees each call of __lt__, so which two items are compared, and in which order, is
 * given.
 *
 * First it marches over the items from left to right and finds runs that ascend already, or strictly descend
 * (those are reversed). A run shorter than `minrun` is extended to that by binary insertion.
 *
 * Each run is pushed on a stack. A run's power says how deep in a nearly optimal merge tree its border to the
 * next run lies; runs whose border lies deeper than the new one are merged first (sort_merge.c).
 *
 * With a key function the keys are sorted, and the values move along.
 *
 * While it sorts, the list is empty: what a comparison does to it can't touch the items that are being sorted.
 * The capacity -1 marks it; any change leaves another one, and is reported as an error at the end. A comparison
 * that raises leaves the items in some order, none lost. */
#include "object/sort.h"
#include "object/call.h"
#include "object/charge.h"
#include "object/error.h"
#include "object/list_internal.h"
#include "object/root.h"

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

/* The length of the run that begins at keys[0]; *descending: strictly. -1 raised. */
static isize count_run(const Sort *sort, Object **keys, isize limit, bool *descending) {
    *descending = false;
    if (limit == 1) return 1;
    int first = sort_less(sort, keys[1], keys[0]);
    if (first < 0) return -1;
    *descending = first;
    isize count = 2;
    for (; count < limit; count++) {
        int falls = sort_less(sort, keys[count], keys[count - 1]);
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
            int before = sort_less(sort, pivot, s.keys[middle]);
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

/* --- which runs to merge when ----------------------------------------------------------------------------- */

/* Merges the runs i and i+1 of the stack. What of them is in its place already takes no part. */
static bool merge_at(Sort *sort, int i) {
    Run *run = &sort->runs[i];
    Stretch a = run[0].base, b = run[1].base;
    isize na = run[0].length, nb = run[1].length;
    run[0].length = na + nb;
    if (i == sort->run_count - 3) run[1] = run[2];
    sort->run_count--;
    isize in_place = sort_gallop_right(sort, b.keys[0], a.keys, na, 0);
    if (in_place < 0) return false;
    stretch_advance(&a, in_place);
    na -= in_place;
    if (na == 0) return true;
    nb = sort_gallop_left(sort, a.keys[na - 1], b.keys, nb, nb - 1);
    if (nb <= 0) return nb == 0;
    return sort_merge(sort, a, na, b, nb);
}

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
    assert(sort->run_count < SORT_RUNS);
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
    isize compared = 0;
    sort.compared = &compared;
    sort.compare = sort_choose_compare(all.keys, length);
    sort.base = all.keys;
    sort.length = length;
    sort.min_gallop = SORT_MIN_GALLOP;
    sort.run_count = 0;
    sort.memory = (Stretch){sort.few, all.values ? sort.few + SORT_FEW / 2 : NULL};
    sort.memory_length = all.values ? SORT_FEW / 2 : SORT_FEW;
    /* Reversing before and after keeps equal items in their order. */
    if (reverse) stretch_reverse(all, length);
    bool done = sort_runs(&sort, all);
    if (reverse) reverse_array(all.values ? all.values : all.keys, length);
    sort_memory_free(&sort);
    charge(compared, CHARGE_COMPARE);
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
