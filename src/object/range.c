/* range.c: range objects: three ints, and the number of places between them.
 *
 * The length is worked out once. All else is arithmetic: the item at i is start + i * step, and an int is in
 * the range when its distance from the start is a multiple of the step, not past the stop. Nothing is limited
 * to machine words but len(). */
#include "object/call.h"
#include "object/error.h"
#include "object/number.h"
#include "object/range_internal.h"
#include "object/root.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- making ----------------------------------------------------------------------------------------------- */

/* How many places from low to high (which it does not reach) by step > 0. */
static Own count_long(Ref low, Ref high, Ref step) {
    if (int_compare(low, high) >= 0) return int_from_i64(0);
    Own one = int_from_i64(1), distance = int_subtract(high, low), last = NULL, whole = NULL, count = NULL;
    if (distance) last = int_subtract(distance, one);
    if (last) whole = int_floor_divide(last, step);
    if (whole) count = int_add(whole, one);
    release(one);
    release_maybe(distance);
    release_maybe(last);
    release_maybe(whole);
    return count;
}

static Own count_of(Ref start, Ref stop, Ref step) {
    int far[3];
    i64 a = int_as_i64_overflow(start, &far[0]), b = int_as_i64_overflow(stop, &far[1]),
        s = int_as_i64_overflow(step, &far[2]);
    if (!far[0] && !far[1] && !far[2]) {
        u64 forwards = s > 0 && a < b ? ((u64)b - (u64)a - 1) / (u64)s + 1 : 0;
        u64 count = s < 0 && b < a ? ((u64)a - (u64)b - 1) / (0 - (u64)s) + 1 : forwards;
        return count <= INT64_MAX ? int_from_i64((i64)count) : int_from_u64(count);
    }
    if (int_sign(step) > 0) return count_long(start, stop, step);
    Own back = int_negative(step);
    if (!back) return NULL;
    Own count = count_long(stop, start, back);
    release(back);
    return count;
}

/* CPython compares the numbers as objects: a level of C, which may be the one too many. */
static Own count_in_comparison(Ref start, Ref stop, Ref step) {
    if (!recursion_enter(" in comparison")) return NULL;
    Own count = count_of(start, stop, step);
    recursion_leave();
    return count;
}

Own range_from(Own start, Own stop, Own step) {
    Own length = start && stop && step ? count_in_comparison(start, stop, step) : NULL;
    Own range = length ? object_new_raw(TYPE(RANGE), 0) : NULL;
    if (!range) {
        release_maybe(start);
        release_maybe(stop);
        release_maybe(step);
        release_maybe(length);
        return NULL;
    }
    AS_RANGE(range)->start = start;
    AS_RANGE(range)->stop = stop;
    AS_RANGE(range)->step = step;
    AS_RANGE(range)->length = length;
    return range;
}

static Own slot_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    (void)type; /* cannot be subclassed */
    if (!arguments_no_keywords("range", kwnames) || !arguments_count("range", nargs, 1, 3)) return NULL;
    if (nargs == 1) {
        Own stop = int_index(args[0]);
        return stop ? range_from(int_from_i64(0), stop, int_from_i64(1)) : NULL;
    }
    Own start = int_index(args[0]), stop = start ? int_index(args[1]) : NULL, step = NULL;
    if (stop) step = nargs == 3 ? int_index(args[2]) : int_from_i64(1);
    if (step && int_sign(step) == 0) {
        error_set(EXC(ValueError), "range() arg 3 must not be zero");
        slot_clear(&step);
    }
    return range_from(start, stop, step);
}

static void slot_dealloc(Own self) {
    Range *range = AS_RANGE(self);
    release(range->start);
    release(range->stop);
    release(range->step);
    release(range->length);
    object_free(self);
}

/* --- items ------------------------------------------------------------------------------------------------ */

Own range_place(Ref start, Ref index, Ref step) {
    Own distance = int_multiply(index, step);
    if (!distance) return NULL;
    Own place = int_add(start, distance);
    release(distance);
    return place;
}

static isize slot_length(Ref self) { return int_as_isize(AS_RANGE(self)->length); }
static int slot_is_true(Ref self) { return int_sign(AS_RANGE(self)->length) != 0; }

/* index: an int, lent; from the end where it is negative. */
static Own item_at(Ref self, Ref index) {
    const Range *range = AS_RANGE(self);
    Own place = int_sign(index) < 0 ? int_add(range->length, index) : own(index);
    if (!place) return NULL;
    Own item = NULL;
    if (int_sign(place) < 0 || int_compare(place, range->length) >= 0)
        error_set(EXC(IndexError), "range object index out of range");
    else
        item = range_place(range->start, place, range->step);
    release(place);
    return item;
}

static Own slot_item(Ref self, isize i) {
    Own index = int_from_isize(i);
    if (!index) return NULL;
    Own item = item_at(self, index);
    release(index);
    return item;
}

static Own sliced(Ref self, Ref slice) {
    const Range *range = AS_RANGE(self);
    Own start, stop, step, result = NULL;
    if (!slice_long_indices(slice, range->length, &start, &stop, &step)) return NULL;
    Own new_step = int_multiply(range->step, step);
    Own new_start = new_step ? range_place(range->start, start, range->step) : NULL;
    Own new_stop = new_start ? range_place(range->start, stop, range->step) : NULL;
    result = range_from(new_start, new_stop, new_step);
    release(start);
    release(stop);
    release(step);
    return result;
}

static Own slot_subscript(Ref self, Ref key) {
    if (number_is_index(key)) {
        Own index = int_index(key);
        if (!index) return NULL;
        Own item = item_at(self, index);
        release(index);
        return item;
    }
    if (is_slice(key)) return sliced(self, key);
    return error_set(EXC(TypeError), "range indices must be integers or slices, not %.200T", key);
}

/* --- searching -------------------------------------------------------------------------------------------- */

/* An int: between the ends, and a whole number of steps away. 1, 0, -1 raised. */
static int contains_int(Ref self, Ref value) {
    const Range *range = AS_RANGE(self);
    bool forwards = int_sign(range->step) > 0;
    Ref low = forwards ? range->start : value, high = forwards ? value : range->start;
    Ref inner = forwards ? value : range->stop, outer = forwards ? range->stop : value;
    if (int_compare(low, high) > 0 || int_compare(inner, outer) >= 0) return 0;
    Own distance = int_subtract(value, range->start), rest = NULL;
    if (distance) rest = int_remainder(distance, range->step);
    int result = rest ? int_sign(rest) == 0 : -1;
    release_maybe(distance);
    release_maybe(rest);
    return result;
}

static bool is_plain_int(Ref value) { return is_exact_int(value) || is_bool(value); }

/* Goes through the items, comparing. Answers how many are equal, or with `first` the place of the first one
 * (-1: none); -2: raised. */
static isize search(Ref self, Ref value, bool first) {
    Own iterator = object_iter(self), item;
    if (!iterator) return -2;
    isize count = 0, place = 0, found = -1;
    for (; found == -1 && (item = object_next(iterator)); place++) {
        int equal = object_compare_bool(item, value, COMPARE_EQ);
        release(item);
        if (equal < 0)
            found = -2;
        else if (equal && first)
            found = place;
        else
            count += equal;
    }
    release(iterator);
    if (found == -1 && error_occurred()) return -2;
    return first || found == -2 ? found : count;
}

static int slot_contains(Ref self, Ref value) {
    if (is_plain_int(value)) return contains_int(self, value);
    isize place = search(self, value, true);
    return place == -2 ? -1 : place >= 0;
}

static Own method_count(Ref self, Ref value) {
    if (is_plain_int(value)) {
        int found = contains_int(self, value);
        return found < 0 ? NULL : int_from_i64(found);
    }
    isize count = search(self, value, false);
    return count == -2 ? NULL : int_from_isize(count);
}

static Own method_index(Ref self, Ref value) {
    if (!is_plain_int(value)) {
        isize place = search(self, value, true);
        if (place == -2) return NULL;
        return place >= 0 ? int_from_isize(place)
                          : error_set(EXC(ValueError), "sequence.index(x): x not in sequence");
    }
    int found = contains_int(self, value);
    if (found < 0) return NULL;
    if (!found) return error_set(EXC(ValueError), "%R is not in range", value);
    Own distance = int_subtract(value, AS_RANGE(self)->start);
    if (!distance) return NULL;
    Own place = int_floor_divide(distance, AS_RANGE(self)->step);
    release(distance);
    return place;
}

/* --- comparison ------------------------------------------------------------------------------------------- */

static bool equal_ranges(const Range *a, const Range *b) {
    if (a == b) return true;
    if (int_compare(a->length, b->length) != 0) return false;
    if (int_sign(a->length) == 0) return true;
    if (int_compare(a->start, b->start) != 0) return false;
    bool single = int_sign(a->length) > 0 && int_bit_length(a->length) == 1;
    return single || int_compare(a->step, b->step) == 0;
}

static Own slot_compare(Ref a, Ref b, CompareOp op) {
    if (!is_range(b) || (op != COMPARE_EQ && op != COMPARE_NE)) return own_not_implemented();
    return own_bool(equal_ranges(AS_RANGE(a), AS_RANGE(b)) == (op == COMPARE_EQ));
}

/* Of what equal ranges have in common: (length, None or start, None or step). */
static isize slot_hash(Ref self) {
    const Range *range = AS_RANGE(self);
    isize bits = int_bit_length(range->length);
    Own key = tuple_pack(3, (Ref)range->length, bits > 0 ? (Ref)range->start : None,
                         bits > 1 ? (Ref)range->step : None);
    if (!key) return -1;
    isize hash = object_hash(key);
    release(key);
    return hash;
}

/* --- the rest --------------------------------------------------------------------------------------------- */

static Own slot_repr(Ref self) {
    const Range *range = AS_RANGE(self);
    bool by_one = int_sign(range->step) > 0 && int_bit_length(range->step) == 1;
    if (by_one) return str_format("range(%R, %R)", (Ref)range->start, (Ref)range->stop);
    return str_format("range(%R, %R, %R)", (Ref)range->start, (Ref)range->stop, (Ref)range->step);
}

/* CPython's takes a tuple, and never looks into it. */
static Own method_reduce(Ref self, Ref const *args UNUSED, isize nargs UNUSED) {
    const Range *range = AS_RANGE(self);
    Own bounds = tuple_pack(3, (Ref)range->start, (Ref)range->stop, (Ref)range->step);
    if (!bounds) return NULL;
    Own result = tuple_pack(2, (Ref)type_of(self), (Ref)bounds);
    release(bounds);
    return result;
}

static const MethodDef range_methods[] = {
    {"__reversed__", METHOD_NONE, .none = range_method_reversed, .doc = "Return a reverse iterator."},
    {"__reduce__", METHOD_ARRAY, .array = method_reduce, .flags = METHOD_VARARGS},
    {"count", METHOD_ONE, .one = method_count,
     .doc = "rangeobject.count(value) -> integer -- return number of occurrences of value"},
    {"index", METHOD_ONE, .one = method_index,
     .doc = "rangeobject.index(value) -> integer -- return index of value.\n"
            "Raise ValueError if the value is not present."},
    {0}};

static const MemberDef range_members[] = {{"start", MEMBER_OBJECT_EX, offsetof(Range, start), true, NULL},
                                          {"stop", MEMBER_OBJECT_EX, offsetof(Range, stop), true, NULL},
                                          {"step", MEMBER_OBJECT_EX, offsetof(Range, step), true, NULL},
                                          {0}};

const TypeSpec range_spec = {
    .name = "range",
    .basicsize = sizeof(Range),
    .flags = TYPE_SEQUENCE | TYPE_VECTORCALL,
    .slots = {.dealloc = slot_dealloc,
              .repr = slot_repr,
              .hash = slot_hash,
              .getattro = object_generic_get_attribute,
              .richcompare = slot_compare,
              .iter = range_iter,
              .new = slot_new,
              .is_true = slot_is_true,
              .length = slot_length,
              .contains = slot_contains,
              .item = slot_item,
              .subscript = slot_subscript},
    .methods = range_methods,
    .members = range_members,
    .doc = "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n"
           "Return an object that produces a sequence of integers from start (inclusive)\n"
           "to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\n"
           "start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n"
           "These are exactly the valid indices for a list of 4 elements.\n"
           "When step is given, it specifies the increment (or decrement)."};
