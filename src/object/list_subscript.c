/* list_subscript.c: list[key], list[key] = value, del list[key], for indices and slices.
 *
 * Whatever leaves the list is moved into a block of its own first and released when the list is whole again:
 * what an item's death runs sees the list as it is after the operation. */
#include "object/charge.h"
#include "object/error.h"
#include "object/list_internal.h"
#include "object/number.h"
#include "object/range.h"
#include "object/root.h"
#include "object/tuple.h"
#include "object/type_checks.h"

#define ITEMS_SIZE(count) ((usize)(count) * sizeof(Object *))

/* Items that were taken out of a list. */
typedef struct Removed {
    Object **items;
    Object *few[8];
} Removed;

static bool removed_init(Removed *removed, isize count) {
    removed->items = count <= COUNT_OF(removed->few) ? removed->few : arena_alloc(ITEMS_SIZE(count), BLOCK_RAW);
    if (!removed->items) error_memory();
    return removed->items != NULL;
}

static void removed_free(Removed *removed) {
    if (removed->items != removed->few) arena_free(removed->items);
}

/* --- runs of items ---------------------------------------------------------------------------------------- */

/* Puts `count` new items in the place of those from low to high. All else has been checked. */
static bool list_replace(List *list, isize low, isize high, Object **new_items, isize count) {
    isize length = list->ob_base.ob_size, gone = high - low, grown = count - gone;
    if (length + grown == 0) {
        list_clear(&list->ob_base.ob_base);
        return true;
    }
    Removed removed;
    if (!removed_init(&removed, gone)) return false;
    if (gone > 0) memcpy(removed.items, &list->items[low], ITEMS_SIZE(gone));
    usize tail = ITEMS_SIZE(length - high);
    if (grown < 0) memmove(&list->items[high + grown], &list->items[high], tail);
    if (grown != 0 && !list_resize(list, length + grown)) {
        if (grown < 0) {
            memmove(&list->items[high], &list->items[high + grown], tail);
            memcpy(&list->items[low], removed.items, ITEMS_SIZE(gone));
        }
        removed_free(&removed);
        return false;
    }
    if (grown > 0) memmove(&list->items[high + grown], &list->items[high], tail);
    charge(length - high, CHARGE_MOVED);
    charge(count + gone, CHARGE_COPY);
    for (isize i = 0; i < count; i++) list->items[low + i] = own(new_items[i]);
    for (isize i = gone - 1; i >= 0; i--) release_maybe(removed.items[i]);
    removed_free(&removed);
    return true;
}

bool list_set_slice(Ref self, isize low, isize high, Ref values) {
    List *list = AS_LIST(self);
    Own source = NULL;
    if (values) {
        source = values == self ? list_slice(self, 0, list_length(self))
                                : sequence_fast(values, "can only assign an iterable");
        if (!source) return false;
    }
    isize length = list->ob_base.ob_size;
    low = isize_min(isize_max(low, 0), length);
    high = isize_min(isize_max(high, low), length);
    isize count = source ? sequence_fast_length(source) : 0;
    bool done = list_replace(list, low, high, source ? sequence_fast_items(source) : NULL, count);
    release_maybe(source);
    return done;
}

/* Deletes every step-th item, `count` of them from `start` on; step > 0. */
static bool list_delete_stepped(List *list, isize start, isize step, isize count) {
    Removed removed;
    if (!removed_init(&removed, count)) return false;
    isize length = list->ob_base.ob_size, to = start;
    for (isize i = 0, from = start; i < count; i++) {
        removed.items[i] = list->items[from++];
        isize kept = i + 1 < count ? step - 1 : length - from;
        memmove(&list->items[to], &list->items[from], ITEMS_SIZE(kept));
        to += kept;
        from += kept;
    }
    list->ob_base.ob_size = length - count;
    bool done = list_resize(list, length - count);
    for (isize i = 0; i < count; i++) release(removed.items[i]);
    removed_free(&removed);
    return done;
}

static bool list_assign_stepped(List *list, isize start, isize step, isize count, Object **new_items) {
    Removed removed;
    if (!removed_init(&removed, count)) return false;
    for (isize i = 0, at = start; i < count; i++, at += step) {
        removed.items[i] = list->items[at];
        list->items[at] = own(new_items[i]);
    }
    for (isize i = 0; i < count; i++) release(removed.items[i]);
    removed_free(&removed);
    return true;
}

/* --- slices ----------------------------------------------------------------------------------------------- */

static Own list_get_slice(Ref list, Ref slice) {
    isize start, stop, step;
    if (!slice_unpack(slice, &start, &stop, &step)) return NULL;
    isize count = slice_adjust(list_length(list), &start, &stop, step);
    if (count <= 0) return list_new(0);
    if (step == 1) return list_slice(list, start, stop);
    Own result = list_new(count);
    if (!result) return NULL;
    for (isize i = 0, at = start; i < count; i++, at += step) list_fill(result, i, own(list_get(list, at)));
    charge(count, CHARGE_COPY);
    return result;
}

static bool list_delete_slice(List *list, isize start, isize stop, isize step) {
    isize count = slice_adjust(list->ob_base.ob_size, &start, &stop, step);
    if (count <= 0) return true;
    if (step > 0) return list_delete_stepped(list, start, step, count);
    return list_delete_stepped(list, start + step * (count - 1), -step, count);
}

static bool list_assign_slice(List *list, isize start, isize stop, isize step, Ref values) {
    Ref self = &list->ob_base.ob_base;
    Own source = self == values ? list_slice(values, 0, list_length(values))
                                : sequence_fast(values, "must assign iterable to extended slice");
    if (!source) return false;
    /* Only now: iterating over the values may have changed the list. */
    isize count = slice_adjust(list->ob_base.ob_size, &start, &stop, step);
    bool fits = sequence_fast_length(source) == count;
    if (!fits) {
        error_set(EXC(ValueError), "attempt to assign sequence of size %zd to extended slice of size %zd",
                  sequence_fast_length(source), count);
    }
    bool done = fits && list_assign_stepped(list, start, step, count, sequence_fast_items(source));
    release(source);
    return done;
}

static bool list_set_with_slice(List *list, Ref slice, Ref values) {
    isize start, stop, step;
    if (!slice_unpack(slice, &start, &stop, &step)) return false;
    if (step == 1) {
        slice_adjust(list->ob_base.ob_size, &start, &stop, step);
        return list_set_slice(&list->ob_base.ob_base, start, stop, values);
    }
    return values ? list_assign_slice(list, start, stop, step, values)
                  : list_delete_slice(list, start, stop, step);
}

/* --- the slots -------------------------------------------------------------------------------------------- */

static bool index_from_key(Ref key, isize *index) {
    *index = int_index_as_isize(key, EXC(IndexError));
    return *index != -1 || !error_occurred();
}

static void *error_key_type(Ref key) {
    return error_set(EXC(TypeError), "list indices must be integers or slices, not %.200s", type_of(key)->name);
}

Own list_subscript(Ref list, Ref key) {
    if (number_is_index(key)) {
        isize index;
        if (!index_from_key(key, &index)) return NULL;
        if (index < 0) index += list_length(list);
        if (index < 0 || index >= list_length(list)) {
            return error_set(EXC(IndexError), "list index out of range");
        }
        return own(list_get(list, index));
    }
    return is_slice(key) ? list_get_slice(list, key) : error_key_type(key);
}

bool list_set_subscript(Ref self, Ref key, Ref value) {
    List *list = AS_LIST(self);
    if (!number_is_index(key)) {
        if (is_slice(key)) return list_set_with_slice(list, key, value);
        error_key_type(key);
        return false;
    }
    isize index;
    if (!index_from_key(key, &index)) return false;
    if (index < 0) index += list->ob_base.ob_size;
    if (index < 0 || index >= list->ob_base.ob_size) {
        error_set(EXC(IndexError), "list assignment index out of range");
        return false;
    }
    if (!value) return list_set_slice(self, index, index + 1, NULL);
    slot_set(&list->items[index], own(value));
    return true;
}
