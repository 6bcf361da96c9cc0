/* slice.c: slice objects, and the places of a sequence that they stand for.
 *
 * Bounds are counted from the end where they are negative, and then clipped to the sequence: 0..length for a
 * step forwards, -1..length-1 for one backwards. Twice: in C numbers for sequences in memory, and in ints for
 * range and slice.indices(), which know no limit. */
#include "object/call.h"
#include "object/error.h"
#include "object/number.h"
#include "object/range.h"
#include "object/range_internal.h"
#include "object/root.h"
#include "object/tuple.h"
#include "object/type_checks.h"

Own slice_new(Ref start, Ref stop, Ref step) {
    Own slice = object_new_raw(TYPE(SLICE), 0);
    if (!slice) return NULL;
    AS_SLICE(slice)->start = own(start ? start : None);
    AS_SLICE(slice)->stop = own(stop ? stop : None);
    AS_SLICE(slice)->step = own(step ? step : None);
    gc_track(slice);
    return slice;
}

/* --- in C numbers ----------------------------------------------------------------------------------------- */

static const char bad_index[] = "slice indices must be integers or None or have an __index__ method";

/* Clipped to isize. */
static bool bound_of(Ref value, isize *bound) {
    if (!number_is_index(value)) {
        error_set(EXC(TypeError), bad_index);
        return false;
    }
    *bound = int_index_as_isize(value, NULL);
    return *bound != -1 || !error_occurred();
}

bool slice_unpack(Ref slice, isize *start, isize *stop, isize *step) {
    const Slice *s = AS_SLICE(slice);
    *step = 1;
    if (s->step != None) {
        if (!bound_of(s->step, step)) return false;
        if (*step == 0) {
            error_set(EXC(ValueError), "slice step cannot be zero");
            return false;
        }
        if (*step < -ISIZE_MAX) *step = -ISIZE_MAX; /* so that it can be negated */
    }
    *start = *step < 0 ? ISIZE_MAX : 0;
    *stop = *step < 0 ? -ISIZE_MAX - 1 : ISIZE_MAX;
    if (s->start != None && !bound_of(s->start, start)) return false;
    return s->stop == None || bound_of(s->stop, stop);
}

static isize clip(isize bound, isize length, isize step) {
    if (bound < 0) {
        bound += length;
        return bound < 0 ? (step < 0 ? -1 : 0) : bound;
    }
    return bound >= length ? (step < 0 ? length - 1 : length) : bound;
}

isize slice_adjust(isize length, isize *start, isize *stop, isize step) {
    *start = clip(*start, length, step);
    *stop = clip(*stop, length, step);
    if (step < 0) return *stop < *start ? (*start - *stop - 1) / -step + 1 : 0;
    return *start < *stop ? (*stop - *start - 1) / step + 1 : 0;
}

isize slice_indices(Ref slice, isize length, isize *start, isize *stop, isize *step) {
    if (!slice_unpack(slice, start, stop, step)) return -1;
    return slice_adjust(length, start, stop, *step);
}

/* --- in ints ---------------------------------------------------------------------------------------------- */

/* An int from an object that may be None (then `otherwise`). */
static Own int_bound(Ref value, Ref otherwise) {
    if (value == None) return own(otherwise);
    if (!number_is_index(value)) return error_set(EXC(TypeError), bad_index);
    return int_index(value);
}

/* A start or stop, counted from the front and clipped to lower..upper. */
static Own clipped_bound(Ref value, Ref otherwise, Ref length, Ref lower, Ref upper) {
    Own bound = int_bound(value, otherwise);
    if (!bound || value == None) return bound;
    if (int_sign(bound) < 0) {
        slot_set(&bound, int_add(bound, length));
        if (bound && int_compare(bound, lower) < 0) slot_set(&bound, own(lower));
    } else if (int_compare(bound, upper) > 0) {
        slot_set(&bound, own(upper));
    }
    return bound;
}

bool slice_long_indices(Ref slice, Ref length, Own *start, Own *stop, Own *step) {
    const Slice *s = AS_SLICE(slice);
    Own one = int_from_i64(1), lower = NULL, upper = NULL;
    *start = *stop = NULL;
    *step = int_bound(s->step, one);
    if (*step && int_sign(*step) == 0) error_set(EXC(ValueError), "slice step cannot be zero");
    if (*step && int_sign(*step) != 0) {
        bool backwards = int_sign(*step) < 0;
        lower = int_from_i64(backwards ? -1 : 0);
        upper = backwards ? int_subtract(length, one) : own(length);
        if (upper) *start = clipped_bound(s->start, backwards ? upper : lower, length, lower, upper);
        if (*start) *stop = clipped_bound(s->stop, backwards ? lower : upper, length, lower, upper);
    }
    release(one);
    release_maybe(lower);
    release_maybe(upper);
    if (*stop) return true;
    if (*start) slot_clear(start);
    if (*step) slot_clear(step);
    return false;
}

/* --- the type --------------------------------------------------------------------------------------------- */

static Own slot_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    (void)type; /* cannot be subclassed */
    if (!arguments_no_keywords("slice", kwnames) || !arguments_count("slice", nargs, 1, 3)) return NULL;
    if (nargs == 1) return slice_new(NULL, args[0], NULL);
    return slice_new(args[0], args[1], nargs == 3 ? args[2] : NULL);
}

static void slot_dealloc(Own self) {
    Slice *slice = AS_SLICE(self);
    gc_untrack(self);
    release(slice->step);
    release(slice->start);
    release(slice->stop);
    object_free(self);
}

static bool slot_traverse(Ref self, VisitFn visit, void *context) {
    const Slice *slice = AS_SLICE(self);
    return visit(slice->start, context) && visit(slice->stop, context) && visit(slice->step, context);
}

static Own slot_repr(Ref self) {
    return str_format("slice(%R, %R, %R)", (Ref)AS_SLICE(self)->start, (Ref)AS_SLICE(self)->stop,
                      (Ref)AS_SLICE(self)->step);
}

static Own as_tuple(Ref self) {
    return tuple_pack(3, (Ref)AS_SLICE(self)->start, (Ref)AS_SLICE(self)->stop, (Ref)AS_SLICE(self)->step);
}

static Own slot_compare(Ref a, Ref b, CompareOp op) {
    if (!is_slice(a) || !is_slice(b)) return own_not_implemented();
    if (a == b) return own_bool(op == COMPARE_EQ || op == COMPARE_LE || op == COMPARE_GE);
    Own x = as_tuple(a), y = as_tuple(b), result = NULL;
    if (x && y) result = object_compare(x, y, op);
    release_maybe(x);
    release_maybe(y);
    return result;
}

static Own method_indices(Ref self, Ref argument) {
    Own length = int_index(argument), start, stop, step, result = NULL;
    if (!length) return NULL;
    if (int_sign(length) < 0) {
        error_set(EXC(ValueError), "length should not be negative");
    } else if (slice_long_indices(self, length, &start, &stop, &step)) {
        result = tuple_pack(3, (Ref)start, (Ref)stop, (Ref)step);
        release(start);
        release(stop);
        release(step);
    }
    release(length);
    return result;
}

static Own method_reduce(Ref self) {
    Own args = as_tuple(self);
    if (!args) return NULL;
    Own result = tuple_pack(2, (Ref)type_of(self), (Ref)args);
    release(args);
    return result;
}

static const MethodDef slice_methods[] = {
    {"indices", METHOD_ONE, .one = method_indices,
     .doc = "S.indices(len) -> (start, stop, stride)\n\n"
            "Assuming a sequence of length len, calculate the start and stop\n"
            "indices, and the stride length of the extended slice described by\n"
            "S. Out of bounds indices are clipped in a manner consistent with the\nhandling of normal slices."},
    {"__reduce__", METHOD_NONE, .none = method_reduce, .doc = "Return state information for pickling."},
    {0}};

static const MemberDef slice_members[] = {{"start", MEMBER_OBJECT, offsetof(Slice, start), true, NULL},
                                          {"stop", MEMBER_OBJECT, offsetof(Slice, stop), true, NULL},
                                          {"step", MEMBER_OBJECT, offsetof(Slice, step), true, NULL},
                                          {0}};

const TypeSpec slice_spec = {.name = "slice",
                             .basicsize = sizeof(Slice),
                             .flags = TYPE_GC,
                             .slots = {.dealloc = slot_dealloc,
                                       .traverse = slot_traverse,
                                       .repr = slot_repr,
                                       .hash = object_hash_unhashable,
                                       .getattro = object_generic_get_attribute,
                                       .richcompare = slot_compare,
                                       .new = slot_new},
                             .methods = slice_methods,
                             .members = slice_members,
                             .doc =
                                 "slice(stop)\nslice(start, stop[, step])\n\n"
                                 "Create a slice object.  This is used for extended slicing (e.g. a[0:10:2])."};
