/* range_internal.h: what range.c, range_iterator.c and slice.c share. */
#ifndef OBJECT_RANGE_INTERNAL_H
#define OBJECT_RANGE_INTERNAL_H

#include "object/gc.h"
#include "object/int.h"
#include "object/range.h"
#include "object/str.h"

#define AS_RANGE(ref) ((Range *)(ref))

/* slice.c: what a slice of a sequence of any length (an int) stands for, in ints. False: raised. */
bool slice_long_indices(Ref slice, Ref length, Own *start, Own *stop, Own *step);

/* range.c: a range of ints, all three consumed, NULL among them too. */
Own range_from(Own start, Own stop, Own step);
/* start + index * step */
Own range_place(Ref start, Ref index, Ref step);

/* range_iterator.c */
Own range_iter(Ref range);
Own range_method_reversed(Ref range);

#endif
