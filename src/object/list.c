/* list.c: the growing array.
 *
 * The items stand in a block of their own, with room to spare: a list that grows takes an eighth more than it
 * needs, rounded up to four, so that a run of appends costs constant time each; one that shrinks to less than
 * half of its block gives the rest back. The rule is CPython's to the item, for sys.getsizeof shows it. Two
 * exceptions are as exact: a list made with a known length has no room to spare, and one without a block that
 * is filled at once has its length rounded up to two.
 *
 * Invariant: whenever an item dies, the list has already forgotten it; what the death runs may change the
 * list. */
#include "object/list.h"
#include "object/charge.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list_internal.h"
#include "object/root.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- room ------------------------------------------------------------------------------------------------- */

bool list_resize(List *list, isize length) {
    isize capacity = list->capacity;
    if (capacity >= length && length >= capacity >> 1) {
        list->ob_base.ob_size = length;
        return true;
    }
    if (length > LIST_LENGTH_MAX) {
        error_memory();
        return false;
    }
    capacity = (length + (length >> 3) + 6) & ~(isize)3;
    /* A big step at once is not taken for the beginning of many small ones. */
    if (length - list->ob_base.ob_size > capacity - length) capacity = (length + 3) & ~(isize)3;
    if (length == 0) capacity = 0;
    Object **items = arena_realloc(list->items, (usize)capacity * sizeof(Object *), BLOCK_RAW);
    if (UNLIKELY(!items)) {
        error_memory();
        return false;
    }
    list->items = items;
    list->ob_base.ob_size = length;
    list->capacity = capacity;
    return true;
}

/* A block for a list that has none. */
static bool list_allocate(List *list, isize capacity) {
    Object **items = NULL;
    if (capacity <= LIST_LENGTH_MAX) items = arena_alloc((usize)capacity * sizeof(Object *), BLOCK_RAW);
    if (UNLIKELY(!items)) {
        error_memory();
        return false;
    }
    list->items = items;
    list->capacity = capacity;
    return true;
}

/* The length is known, and nothing more is expected. */
static bool list_preallocate(List *list, isize length) {
    return list_allocate(list, length < ISIZE_MAX ? (length + 1) & ~(isize)1 : length);
}

/* A list with room for exactly `capacity` items, and length 0: the caller fills it, then sets its length. */
static Own list_new_empty(isize capacity) {
    List *list = (List *)object_new_raw(TYPE(LIST), 0);
    if (UNLIKELY(!list)) return NULL;
    list->ob_base.ob_size = 0;
    list->items = NULL;
    list->capacity = 0;
    if (capacity > 0 && !list_allocate(list, capacity)) {
        release(&list->ob_base.ob_base);
        return NULL;
    }
    gc_track(&list->ob_base.ob_base);
    return &list->ob_base.ob_base;
}

Own list_new_for_pieces(isize cuts) {
    enum { MOST = 12 };
    return list_new_empty(cuts >= MOST ? MOST : cuts + 1);
}

Own list_new(isize length) {
    if (UNLIKELY(length < 0)) return error_internal("bad argument to internal function");
    Own list = list_new_empty(length);
    if (list && length > 0) {
        memset(AS_LIST(list)->items, 0, (usize)length * sizeof(Object *));
        AS_LIST(list)->ob_base.ob_size = length;
    }
    return list;
}

void list_clear(Ref self) {
    List *list = AS_LIST(self);
    Object **items = list->items;
    isize i = list->ob_base.ob_size;
    if (!items) return; /* not even the capacity changes: sort relies on it */
    list->ob_base.ob_size = 0;
    list->items = NULL;
    list->capacity = 0;
    while (--i >= 0) release_maybe(items[i]);
    arena_free(items);
}

/* --- one item --------------------------------------------------------------------------------------------- */

bool list_append(Ref self, Own item) {
    List *list = AS_LIST(self);
    isize length = list->ob_base.ob_size;
    if (LIKELY(length < list->capacity)) {
        list->ob_base.ob_size = length + 1;
    } else if (!list_resize(list, length + 1)) {
        release(item);
        return false;
    }
    list->items[length] = item;
    return true;
}

bool list_append_ref(Ref list, Ref item) { return list_append(list, own(item)); }

bool list_insert(Ref self, isize index, Ref item) {
    List *list = AS_LIST(self);
    isize length = list->ob_base.ob_size;
    if (!list_resize(list, length + 1)) return false;
    if (index < 0) index = isize_max(index + length, 0);
    index = isize_min(index, length);
    memmove(&list->items[index + 1], &list->items[index], (usize)(length - index) * sizeof(Object *));
    list->items[index] = own(item);
    charge(length - index, CHARGE_MOVED);
    return true;
}

Own list_pop(Ref self, isize index) {
    List *list = AS_LIST(self);
    isize length = list->ob_base.ob_size;
    if (length == 0) return error_set(EXC(IndexError), "pop from empty list");
    if (index < 0) index += length;
    if (index < 0 || index >= length) return error_set(EXC(IndexError), "pop index out of range");
    Object *item = list->items[index];
    if (index == length - 1) return list_resize(list, length - 1) ? item : NULL;
    own(item);
    if (list_set_slice(self, index, index + 1, NULL)) return item;
    release(item);
    return NULL;
}

bool list_reverse(Ref self) {
    List *list = AS_LIST(self);
    for (isize low = 0, high = list->ob_base.ob_size - 1; low < high; low++, high--) {
        Object *item = list->items[low];
        list->items[low] = list->items[high];
        list->items[high] = item;
    }
    charge(list->ob_base.ob_size, CHARGE_MOVED);
    return true;
}

/* --- many items ------------------------------------------------------------------------------------------- */

/* Items of an exact list or tuple, which may be the list itself. */
static bool list_extend_fast(List *list, Ref sequence) {
    isize count = sequence_fast_length(sequence), length = list->ob_base.ob_size;
    if (count == 0) return true;
    if (!list->items) {
        if (!list_preallocate(list, count)) return false;
        list->ob_base.ob_size = count;
    } else if (!list_resize(list, length + count)) {
        return false;
    }
    Object **from = sequence_fast_items(sequence), **to = list->items + length;
    for (isize i = 0; i < count; i++) to[i] = own(from[i]);
    charge(count, CHARGE_COPY);
    return true;
}

/* Makes room for as many items as the iterable says that it has. */
static bool list_expect(List *list, isize count) {
    isize length = list->ob_base.ob_size;
    if (length > ISIZE_MAX - count) return true; /* perhaps it lies */
    if (!list->items) return count == 0 || list_preallocate(list, count);
    if (!list_resize(list, length + count)) return false;
    list->ob_base.ob_size = length;
    return true;
}

static bool list_extend_from(List *list, Ref iterable, Ref iterator) {
    isize count = object_length_hint(iterable, 8), before = list->ob_base.ob_size;
    if (count < 0 || !list_expect(list, count)) return false;
    for (Own item; (item = object_next(iterator)) != NULL;) {
        if (!list_append(&list->ob_base.ob_base, item)) return false;
    }
    if (error_occurred()) return false;
    isize length = list->ob_base.ob_size;
    charge(length - before, CHARGE_NEXT);
    return length >= list->capacity || list_resize(list, length);
}

bool list_extend(Ref self, Ref iterable) {
    List *list = AS_LIST(self);
    if (is_exact_list(iterable) || is_exact_tuple(iterable)) return list_extend_fast(list, iterable);
    if (self == iterable) { /* an instance of a subclass: what it iterates over is up to it */
        Own copy = sequence_fast(iterable, "argument must be iterable");
        bool done = copy && list_extend_fast(list, copy);
        release_maybe(copy);
        return done;
    }
    Own iterator = object_iter(iterable);
    if (!iterator) return false;
    bool done = list_extend_from(list, iterable, iterator);
    release(iterator);
    return done;
}

Own list_from_iterable(Ref iterable) {
    Own list = list_new(0);
    if (list && !list_extend(list, iterable)) slot_clear(&list);
    return list;
}

Own list_from_array(Ref const *items, isize count) {
    Own list = list_new_empty(count);
    if (!list) return NULL;
    for (isize i = 0; i < count; i++) list_fill(list, i, own(items[i]));
    AS_LIST(list)->ob_base.ob_size = count;
    charge(count, CHARGE_COPY);
    return list;
}

Own list_as_tuple(Ref list) {
    charge(list_length(list), CHARGE_COPY);
    return tuple_from_array((Ref const *)AS_LIST(list)->items, list_length(list));
}

Own list_slice(Ref list, isize low, isize high) {
    isize length = list_length(list);
    low = isize_min(isize_max(low, 0), length);
    high = isize_min(isize_max(high, low), length);
    return low == high ? list_new(0) : list_from_array((Ref const *)AS_LIST(list)->items + low, high - low);
}

Own list_concat(Ref a, Ref b) {
    if (!is_list(b)) {
        return error_set(EXC(TypeError), "can only concatenate list (not \"%.200s\") to list",
                         type_of(b)->name);
    }
    isize na = list_length(a), nb = list_length(b);
    Own list = list_new_empty(na + nb);
    if (!list) return NULL;
    for (isize i = 0; i < na; i++) list_fill(list, i, own(list_get(a, i)));
    for (isize i = 0; i < nb; i++) list_fill(list, na + i, own(list_get(b, i)));
    AS_LIST(list)->ob_base.ob_size = na + nb;
    charge(na + nb, CHARGE_COPY);
    return list;
}

Own list_repeat(Ref self, isize count) {
    isize length = list_length(self), total;
    if (length == 0 || count <= 0) return list_new(0);
    if (__builtin_mul_overflow(length, count, &total)) return error_memory();
    Own list = list_new_empty(total);
    if (!list) return NULL;
    for (isize i = 0; i < length; i++) list_fill(list, i, own(list_get(self, i)));
    for (isize i = length; i < total; i++) list_fill(list, i, own(list_get(list, i - length)));
    AS_LIST(list)->ob_base.ob_size = total;
    charge(total, CHARGE_COPY);
    return list;
}

Own list_inplace_repeat(Ref self, isize count) {
    List *list = AS_LIST(self);
    isize length = list->ob_base.ob_size, total;
    if (length == 0 || count == 1) return own(self);
    if (count < 1) {
        list_clear(self);
        return own(self);
    }
    if (__builtin_mul_overflow(length, count, &total)) return error_memory();
    if (!list_resize(list, total)) return NULL;
    for (isize i = length; i < total; i++) list->items[i] = own(list->items[i - length]);
    return own(self);
}
