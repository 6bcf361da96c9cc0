/* tuple.h: a fixed array of references. The empty one exists once. */
#ifndef OBJECT_TUPLE_H
#define OBJECT_TUPLE_H

#include "object/object.h"

typedef struct Tuple {
    VarObject ob_base;
    Object *items[]; /* each owned */
} Tuple;
#define AS_TUPLE(ref) ((Tuple *)(ref))

Own tuple_new(isize length); /* slots NULL, to be filled with tuple_fill; tracked */
static inline isize tuple_length(Ref tuple) { return AS_TUPLE(tuple)->ob_base.ob_size; }
static inline Ref tuple_get(Ref tuple, isize i) { return AS_TUPLE(tuple)->items[i]; }
static inline void tuple_fill(Ref tuple, isize i, Own item) { AS_TUPLE(tuple)->items[i] = item; }
Own tuple_from_array(Ref const *items, isize count);
Own tuple_pack(isize count, ...); /* of Refs */
/* Of Owns, which they consume, also on failure. A NULL among them is an error that has been raised: the answer is
 * NULL too. */
Own tuple_from_array_own(Object *const *items, isize count);
Own tuple_take(isize count, ...);
Own tuple_of_nones(isize count);
/* iter() of each: the state of zip() and its like. */
Own tuple_of_iterators(Ref const *iterables, isize count);
Own tuple_slice(Ref tuple, isize low, isize high);
Own tuple_from_iterable(Ref iterable);
Own tuple_concat(Ref a, Ref b);
Own tuple_iter(Ref tuple); /* a ListIterator, see list.h */
/* A list or tuple of whatever is iterable; TypeError(message) where it is not. The same object when it is one
 * already. */
Own sequence_fast(Ref iterable, const char *message);

Object **sequence_fast_items(Ref fast);
isize sequence_fast_length(Ref fast);

#endif
