/* range.h: range, slice and the indices they stand for. */
#ifndef OBJECT_RANGE_H
#define OBJECT_RANGE_H

#include "object/object.h"

typedef struct Slice {
    Object ob_base;
    Object *start, *stop, *step; /* owned, never NULL */
} Slice;
typedef struct Range {
    Object ob_base;
    Object *start, *stop, *step, *length; /* ints, owned */
} Range;
/* Iterator over a range whose numbers fit into a machine word. */
typedef struct RangeIterator {
    Object ob_base;
    isize index, start, step, length;
} RangeIterator;
#define AS_SLICE(ref) ((Slice *)(ref))

Own slice_new(Ref start, Ref stop, Ref step); /* NULL: None */
/* Start, stop, step for a sequence of `length`, clipped; the number of items, -1 raised. */
isize slice_indices(Ref slice, isize length, isize *start, isize *stop, isize *step);
/* Before clipping: what the slice says as C numbers. */
bool slice_unpack(Ref slice, isize *start, isize *stop, isize *step);
isize slice_adjust(isize length, isize *start, isize *stop, isize step);
/* A sequence index from an object with __index__: IndexError when it does not fit. */

#endif
