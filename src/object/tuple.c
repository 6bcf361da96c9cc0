/* tuple.c: making tuples and taking them apart.
 *
 * A tuple is one block: the header and its items behind it. It never changes once somebody else has seen it, so
 * whoever needs the same tuple again gets the same object: a full slice, a product with 1, tuple(t). The tuple
 * without items exists once and is not tracked by the collector; all others are, until the collector finds out
 * that nothing in them can be part of a cycle. */
#include "object/tuple.h"
#include "object/charge.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/root.h"
#include "object/type_checks.h"

#define TUPLE_LENGTH_MAX ((ISIZE_MAX - (isize)sizeof(Tuple)) / (isize)sizeof(Object *))

/* The one without items is made when it is first asked for: before that there is nothing to share. */
static Own empty_tuple(void) {
    if (UNLIKELY(!OBJECT_ROOT->empty_tuple)) {
        OBJECT_ROOT->empty_tuple = object_new_raw(TYPE(TUPLE), 0);
        if (!OBJECT_ROOT->empty_tuple) return NULL;
    }
    return own(OBJECT_ROOT->empty_tuple);
}

Own tuple_new(isize length) {
    if (length == 0) return empty_tuple();
    if (UNLIKELY(length < 0)) return error_internal("bad argument to internal function");
    Own tuple = object_new(TYPE(TUPLE), length);
    if (LIKELY(tuple != NULL)) gc_track(tuple);
    return tuple;
}

Own tuple_from_array(Ref const *items, isize count) {
    if (count == 0) return empty_tuple();
    Own tuple = object_new_raw(TYPE(TUPLE), count);
    if (UNLIKELY(!tuple)) return NULL;
    for (isize i = 0; i < count; i++) tuple_fill(tuple, i, own(items[i]));
    gc_track(tuple);
    return tuple;
}

Own tuple_from_array_own(Object *const *items, isize count) {
    if (count == 0) return empty_tuple();
    bool complete = true;
    for (isize i = 0; i < count; i++) complete &= items[i] != NULL;
    Own tuple = complete ? object_new_raw(TYPE(TUPLE), count) : NULL;
    if (UNLIKELY(!tuple)) {
        for (isize i = 0; i < count; i++) release_maybe(items[i]);
        return NULL;
    }
    memcpy(AS_TUPLE(tuple)->items, items, (usize)count * sizeof(Object *));
    gc_track(tuple);
    return tuple;
}

Own tuple_pack(isize count, ...) {
    Own tuple = tuple_new(count);
    if (!tuple) return NULL;
    va_list items;
    va_start(items, count);
    for (isize i = 0; i < count; i++) tuple_fill(tuple, i, own(va_arg(items, Ref)));
    va_end(items);
    return tuple;
}

Own tuple_take(isize count, ...) {
    bool complete = true;
    va_list items;
    va_start(items, count);
    for (isize i = 0; i < count; i++) complete &= va_arg(items, Own) != NULL;
    va_end(items);
    Own tuple = complete ? tuple_new(count) : NULL;
    va_start(items, count);
    for (isize i = 0; i < count; i++) {
        Own item = va_arg(items, Own);
        if (tuple) {
            tuple_fill(tuple, i, item);
        } else {
            release_maybe(item);
        }
    }
    va_end(items);
    return tuple;
}

Own tuple_slice(Ref tuple, isize low, isize high) {
    isize length = tuple_length(tuple);
    low = isize_max(low, 0);
    high = isize_min(high, length);
    if (low == 0 && high == length && is_exact_tuple(tuple)) return own(tuple);
    charge(isize_max(high - low, 0), CHARGE_COPY);
    return tuple_from_array((Ref const *)AS_TUPLE(tuple)->items + low, isize_max(high - low, 0));
}

Own tuple_concat(Ref a, Ref b) {
    if (tuple_length(a) == 0 && is_exact_tuple(b)) return own(b);
    if (!is_tuple(b)) {
        return error_set(EXC(TypeError), "can only concatenate tuple (not \"%.200s\") to tuple",
                         type_of(b)->name);
    }
    if (tuple_length(b) == 0 && is_exact_tuple(a)) return own(a);
    isize na = tuple_length(a), nb = tuple_length(b);
    if (na > TUPLE_LENGTH_MAX - nb) return error_memory();
    if (na + nb == 0) return empty_tuple();
    Own tuple = object_new_raw(TYPE(TUPLE), na + nb);
    if (!tuple) return NULL;
    for (isize i = 0; i < na; i++) tuple_fill(tuple, i, own(tuple_get(a, i)));
    for (isize i = 0; i < nb; i++) tuple_fill(tuple, na + i, own(tuple_get(b, i)));
    gc_track(tuple);
    charge(na + nb, CHARGE_COPY);
    return tuple;
}

/* --- tuples of a length that is not known in advance ----------------------------------------------------- */

/* Gives a tuple that nobody else has seen another length; new slots are NULL. Consumes it, also on failure. */
static Own tuple_resize(Own tuple, isize length) {
    isize old = tuple_length(tuple);
    if (length == old) return tuple;
    if (length == 0 || old == 0 || length > TUPLE_LENGTH_MAX) {
        release(tuple);
        return length > TUPLE_LENGTH_MAX ? error_memory() : tuple_new(length);
    }
    for (isize i = old; i > length; i--) slot_clear(&AS_TUPLE(tuple)->items[i - 1]);
    gc_untrack(tuple);
    usize size = sizeof(Tuple) + (usize)length * sizeof(Object *);
    Tuple *moved = arena_realloc(tuple, size, BLOCK_OBJECT_GC);
    if (!moved) {
        AS_TUPLE(tuple)->ob_base.ob_size = isize_min(old, length);
        release(tuple);
        return error_memory();
    }
    moved->ob_base.ob_size = length;
    for (isize i = old; i < length; i++) moved->items[i] = NULL;
    gc_track(&moved->ob_base.ob_base);
    return &moved->ob_base.ob_base;
}

/* Room for a quarter and ten more. */
static Own tuple_grow(Own tuple, isize length) {
    if (length > TUPLE_LENGTH_MAX / 2) {
        release(tuple);
        return error_memory();
    }
    length += 10;
    return tuple_resize(tuple, length + length / 4);
}

static Own tuple_from_iterator(Ref iterator, isize room) {
    Own tuple = tuple_new(room);
    isize count = 0;
    for (Own item; tuple && (item = object_next(iterator)) != NULL; count++) {
        if (count >= room) {
            tuple = tuple_grow(tuple, room);
            if (!tuple) {
                release(item);
                return NULL;
            }
            room = tuple_length(tuple);
        }
        tuple_fill(tuple, count, item);
    }
    charge(count, CHARGE_NEXT);
    if (tuple && error_occurred()) slot_clear(&tuple);
    return tuple ? tuple_resize(tuple, count) : NULL;
}

Own tuple_from_iterable(Ref iterable) {
    if (is_exact_tuple(iterable)) return own(iterable);
    if (is_exact_list(iterable)) return list_as_tuple(iterable);
    Own iterator = object_iter(iterable);
    if (!iterator) return NULL;
    isize room = object_length_hint(iterable, 10);
    Own tuple = room < 0 ? NULL : tuple_from_iterator(iterator, room);
    release(iterator);
    return tuple;
}

/* --- lists and tuples alike ------------------------------------------------------------------------------ */

Own sequence_fast(Ref iterable, const char *message) {
    if (is_exact_list(iterable) || is_exact_tuple(iterable)) return own(iterable);
    Own iterator = object_iter(iterable);
    if (!iterator) {
        if (error_matches(EXC(TypeError))) error_set(EXC(TypeError), "%s", message);
        return NULL;
    }
    Own list = list_from_iterable(iterator);
    release(iterator);
    return list;
}

Object **sequence_fast_items(Ref fast) { return is_list(fast) ? AS_LIST(fast)->items : AS_TUPLE(fast)->items; }

isize sequence_fast_length(Ref fast) { return size_of(fast); }

Own tuple_of_nones(isize count) {
    Own tuple = tuple_new(count);
    for (isize i = 0; tuple && i < count; i++) tuple_fill(tuple, i, own_none());
    return tuple;
}

Own tuple_of_iterators(Ref const *iterables, isize count) {
    Own iterators = tuple_new(count);
    for (isize i = 0; iterators && i < count; i++) {
        Own iterator = object_iter(iterables[i]);
        if (iterator)
            tuple_fill(iterators, i, iterator);
        else
            slot_clear(&iterators);
    }
    return iterators;
}
