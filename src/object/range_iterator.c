/* range_iterator.c: going through a range, in machine words where start, stop, step and length fit into them,
 * in ints where they do not. */
#include "object/error.h"
#include "object/range_internal.h"
#include "object/root.h"
#include "object/sequence.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef struct LongRangeIterator {
    Object ob_base;
    Object *index, *start, *step, *length; /* ints, owned */
} LongRangeIterator;
#define AS_ITERATOR(ref) ((RangeIterator *)(ref))
#define AS_LONG_ITERATOR(ref) ((LongRangeIterator *)(ref))

/* --- making ----------------------------------------------------------------------------------------------- */

static Own iterator_new(isize start, isize step, isize length) {
    Own iterator = object_new_raw(TYPE(RANGE_ITERATOR), 0);
    if (!iterator) return NULL;
    AS_ITERATOR(iterator)->index = 0;
    AS_ITERATOR(iterator)->start = start;
    AS_ITERATOR(iterator)->step = step;
    AS_ITERATOR(iterator)->length = length;
    return iterator;
}

/* Consumes start and step, NULL too. */
static Own long_iterator_new(Own start, Own step, Ref length) {
    Own iterator = start && step ? object_new_raw(TYPE(LONG_RANGE_ITERATOR), 0) : NULL;
    if (!iterator) {
        release_maybe(start);
        release_maybe(step);
        return NULL;
    }
    AS_LONG_ITERATOR(iterator)->index = int_from_i64(0);
    AS_LONG_ITERATOR(iterator)->start = start;
    AS_LONG_ITERATOR(iterator)->step = step;
    AS_LONG_ITERATOR(iterator)->length = own(length);
    return iterator;
}

static bool get_words(const Range *range, isize *start, isize *stop, isize *step, isize *length) {
    int far[4];
    *start = int_as_i64_overflow(range->start, &far[0]);
    *stop = int_as_i64_overflow(range->stop, &far[1]);
    *step = int_as_i64_overflow(range->step, &far[2]);
    *length = int_as_i64_overflow(range->length, &far[3]);
    return !far[0] && !far[1] && !far[2] && !far[3];
}

/* What lies one step past the last item, which is before stop + step, can be computed too. */
static bool end_fits(isize stop, isize step, isize length) {
    if (length == 0) return true;
    return step > 0 ? stop <= ISIZE_MAX - (step - 1) : stop >= -ISIZE_MAX - 1 + (-1 - step);
}

Own range_iter(Ref self) {
    const Range *range = AS_RANGE(self);
    isize start, stop, step, length;
    if (get_words(range, &start, &stop, &step, &length) && end_fits(stop, step, length))
        return iterator_new(start, step, length);
    return long_iterator_new(own(range->start), own(range->step), range->length);
}

Own range_method_reversed(Ref self) {
    const Range *range = AS_RANGE(self);
    isize start, stop, step, length, new_stop;
    if (get_words(range, &start, &stop, &step, &length) && step != -ISIZE_MAX - 1 &&
        !__builtin_sub_overflow(start, step, &new_stop))
        return iterator_new(new_stop + length * step, -step, length);
    Own one = int_from_i64(1), index = int_subtract(range->length, one), last = NULL, back = NULL;
    release(one);
    if (index) last = range_place(range->start, index, range->step);
    if (last) back = int_negative(range->step);
    release_maybe(index);
    return long_iterator_new(last, back, range->length);
}

/* --- the iterator in words -------------------------------------------------------------------------------- */

static Own word_next(Ref self) {
    RangeIterator *iterator = AS_ITERATOR(self);
    if (iterator->index >= iterator->length) return NULL;
    return int_from_isize(iterator->start + iterator->index++ * iterator->step);
}

static Own word_length_hint(Ref self) {
    return int_from_isize(AS_ITERATOR(self)->length - AS_ITERATOR(self)->index);
}

static Own word_reduce(Ref self) {
    const RangeIterator *iterator = AS_ITERATOR(self);
    Own range = range_from(int_from_isize(iterator->start),
                           int_from_isize(iterator->start + iterator->length * iterator->step),
                           int_from_isize(iterator->step));
    return sequence_reduce_iterator("iter", range, &iterator->index);
}

static Own word_set_state(Ref self, Ref state) {
    RangeIterator *iterator = AS_ITERATOR(self);
    isize index = int_as_i64(state);
    if (index == -1 && error_occurred()) return NULL;
    iterator->index = isize_max(0, isize_min(index, iterator->length));
    return own_none();
}

static Own same(Ref self) { return own(self); }

#define ITERATOR_METHODS(kind)                                                                                 \
    {"__length_hint__", METHOD_NONE, .none = kind##_length_hint,                                               \
     .doc = "Private method returning an estimate of len(list(it))."},                                         \
        {"__reduce__", METHOD_NONE, .none = kind##_reduce, .doc = "Return state information for pickling."},   \
        {"__setstate__", METHOD_ONE, .one = kind##_set_state, .doc = "Set state information for unpickling."}, \
    {                                                                                                          \
        0                                                                                                      \
    }

static const MethodDef range_iterator_methods[] = {ITERATOR_METHODS(word)};

const TypeSpec range_iterator_spec = {.name = "range_iterator",
                                      .basicsize = sizeof(RangeIterator),
                                      .flags = TYPE_NO_INSTANTIATION,
                                      .slots = {.dealloc = object_free,
                                                .getattro = object_generic_get_attribute,
                                                .iter = same,
                                                .iternext = word_next},
                                      .methods = range_iterator_methods};

/* --- the iterator in ints --------------------------------------------------------------------------------- */

static void long_dealloc(Own self) {
    LongRangeIterator *iterator = AS_LONG_ITERATOR(self);
    release(iterator->index);
    release(iterator->start);
    release(iterator->step);
    release(iterator->length);
    object_free(self);
}

static Own long_next(Ref self) {
    LongRangeIterator *iterator = AS_LONG_ITERATOR(self);
    if (int_compare(iterator->index, iterator->length) >= 0) return NULL;
    Own one = int_from_i64(1), next = int_add(iterator->index, one), item = NULL;
    release(one);
    if (next) item = range_place(iterator->start, iterator->index, iterator->step);
    if (item)
        slot_set(&iterator->index, next);
    else
        release_maybe(next);
    return item;
}

static Own long_length_hint(Ref self) {
    return int_subtract(AS_LONG_ITERATOR(self)->length, AS_LONG_ITERATOR(self)->index);
}

/* The state is an int of any size, so it is put in behind what sequence_reduce_iterator makes. */
static Own long_reduce(Ref self) {
    const LongRangeIterator *iterator = AS_LONG_ITERATOR(self);
    Own stop = range_place(iterator->start, iterator->length, iterator->step);
    Own range = stop ? range_from(own(iterator->start), stop, own(iterator->step)) : NULL;
    Own parts = sequence_reduce_iterator("iter", range, NULL);
    if (!parts) return NULL;
    Own result = tuple_pack(3, tuple_get(parts, 0), tuple_get(parts, 1), (Ref)iterator->index);
    release(parts);
    return result;
}

static Own long_set_state(Ref self, Ref state) {
    LongRangeIterator *iterator = AS_LONG_ITERATOR(self);
    Own index = int_index(state);
    if (!index) return NULL;
    if (int_sign(index) < 0)
        slot_set(&index, int_from_i64(0));
    else if (int_compare(index, iterator->length) > 0)
        slot_set(&index, own(iterator->length));
    slot_set(&iterator->index, index);
    return own_none();
}

static const MethodDef long_range_iterator_methods[] = {ITERATOR_METHODS(long)};

const TypeSpec long_range_iterator_spec = {.name = "longrange_iterator",
                                           .basicsize = sizeof(LongRangeIterator),
                                           .flags = TYPE_NO_INSTANTIATION,
                                           .slots = {.dealloc = long_dealloc,
                                                     .getattro = object_generic_get_attribute,
                                                     .iter = same,
                                                     .iternext = long_next},
                                           .methods = long_range_iterator_methods};
