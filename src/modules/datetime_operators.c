/* datetime_operators.c: sums, differences, order and hashes of dates and times.
 *
 * Two of a kind with the same zone are compared as they show; with different zones, or one of them asked twice, as the
 * moments that they are in UTC. Aware and naive ones are not ordered. A time that a zone's change makes ambiguous, or
 * skips, equals none in another zone: there `==` would break the rule that equals have equal hashes (PEP 495). */
#include "base/hash.h"
#include "modules/datetime.h"
#include "object/sequence.h"

/* --- sums and differences ---------------------------------------------------------------------------------------- */

/* `sign` is 1 or -1. */
static Own date_shift(Ref self, Ref delta, int sign) {
    Fields fields = fields_of_date(self);
    fields_set_ordinal(&fields, fields_ordinal(&fields) + sign * (i64)AS_DELTA(delta)->days);
    return fields_check_year(&fields) ? date_make((Ref)type_of(self), &fields) : NULL;
}

Own datetime_shift(Ref self, Ref delta, int sign) {
    Fields fields = fields_of_datetime(self);
    const Delta *d = AS_DELTA(delta);
    const int too_far = 4000000; /* days: out of range wherever one starts */
    if (d->days < -too_far || d->days > too_far) {
        return error_set(EXC(OverflowError), "date value out of range");
    }
    i64 moved = fields_microseconds(&fields) + sign * delta_microseconds(delta);
    fields.fold = 0;
    if (!fields_set_microseconds(&fields, moved)) return NULL;
    return datetime_make((Ref)type_of(self), &fields, AS_DATETIME(self)->zone);
}

Own datetime_check(Own object) {
    if (!object || is_datetime(object)) return object;
    error_set(EXC(TypeError), "a subclass of datetime made an object of type '%.200s'", type_of(object)->name);
    release(object);
    return NULL;
}

Own date_add(Ref left, Ref right) {
    if (is_datetime(left) || is_datetime(right)) return own_not_implemented();
    if (is_date(left) && is_delta(right)) return date_shift(left, right, 1);
    if (is_delta(left) && is_date(right)) return date_shift(right, left, 1);
    return own_not_implemented();
}

Own date_subtract(Ref left, Ref right) {
    if (is_datetime(left) || is_datetime(right) || !is_date(left)) return own_not_implemented();
    if (is_delta(right)) return date_shift(left, right, -1);
    if (!is_date(right)) return own_not_implemented();
    Fields a = fields_of_date(left), b = fields_of_date(right);
    return delta_make(fields_ordinal(&a) - fields_ordinal(&b), 0, 0);
}

Own datetime_add(Ref left, Ref right) {
    if (is_datetime(left) && is_delta(right)) return datetime_shift(left, right, 1);
    if (is_delta(left) && is_datetime(right)) return datetime_shift(right, left, 1);
    return own_not_implemented();
}

/* --- two offsets ------------------------------------------------------------------------------------------------- */

typedef struct Offsets { /* from UTC of two operands: timedeltas or None; owned */
    Own left, right;
} Offsets;

static void offsets_release(Offsets *offsets) {
    release_maybe(offsets->left);
    release_maybe(offsets->right);
}

/* False: raised, and nothing is owned. */
static bool offsets_ask(Offsets *offsets, Ref left, Ref right) {
    offsets->left = aware_method_utcoffset(left);
    offsets->right = offsets->left ? aware_method_utcoffset(right) : NULL;
    if (offsets->right) return true;
    offsets_release(offsets);
    return false;
}

static bool offsets_both(const Offsets *offsets) { return offsets->left != None && offsets->right != None; }
static bool offsets_equal(Ref left, Ref right) {
    if (left == None || right == None) return left == right;
    return delta_compare(left, right) == 0;
}

/* In microseconds; 0 where there is none. */
static i64 offset_of(Ref offset) { return offset == None ? 0 : delta_microseconds(offset); }

Own datetime_subtract(Ref left, Ref right) {
    if (!is_datetime(left)) return own_not_implemented();
    if (is_delta(right)) return datetime_shift(left, right, -1);
    if (!is_datetime(right)) return own_not_implemented();
    Fields a = fields_of_datetime(left), b = fields_of_datetime(right);
    i64 difference = fields_microseconds(&a) - fields_microseconds(&b);
    if (AS_DATETIME(left)->zone != AS_DATETIME(right)->zone) {
        Offsets offsets;
        if (!offsets_ask(&offsets, left, right)) return NULL;
        bool comparable = (offsets.left == None) == (offsets.right == None);
        difference -= offset_of(offsets.left) - offset_of(offsets.right);
        offsets_release(&offsets);
        if (!comparable) {
            return error_set(EXC(TypeError), "can't subtract offset-naive and offset-aware datetimes");
        }
    }
    return delta_make(0, 0, difference);
}

/* --- order ------------------------------------------------------------------------------------------------------- */

static Own answer(i64 order, CompareOp op) {
    return own_bool(sequence_compare_lengths(order < 0 ? -1 : order > 0, 0, op));
}
static bool is_equality(CompareOp op) { return op == COMPARE_EQ || op == COMPARE_NE; }

static Own cannot_compare(Ref left, Ref right) {
    return error_set(EXC(TypeError), "can't compare %s to %s", type_of(left)->name, type_of(right)->name);
}

Own date_compare(Ref left, Ref right, CompareOp op) {
    if (!is_date(right)) return own_not_implemented();
    return answer(memcmp(AS_DATE(left)->state, AS_DATE(right)->state, DATE_STATE), op);
}

Own time_compare(Ref left, Ref right, CompareOp op) {
    if (!is_time(right)) return own_not_implemented();
    const Time *a = AS_TIME(left), *b = AS_TIME(right);
    Offsets offsets;
    int shown = memcmp(a->state, b->state, TIME_STATE);
    if (a->zone == b->zone) return answer(shown, op);
    if (!offsets_ask(&offsets, left, right)) return NULL;
    Own result;
    if (offsets_equal(offsets.left, offsets.right)) {
        result = answer(shown, op);
    } else if (offsets_both(&offsets)) {
        Fields x = fields_of_time(left), y = fields_of_time(right);
        i64 difference = fields_microseconds(&x) - fields_microseconds(&y);
        result = answer(difference - (offset_of(offsets.left) - offset_of(offsets.right)), op);
    } else if (is_equality(op)) {
        result = own_bool(op == COMPARE_NE);
    } else {
        result = error_set(EXC(TypeError), "can't compare offset-naive and offset-aware times");
    }
    offsets_release(&offsets);
    return result;
}

/* A copy with the other fold. */
static Own flip_fold(Ref self) {
    Fields fields = fields_of_datetime(self);
    fields.fold = !fields.fold;
    return datetime_new_checked(MODULE_TYPE(DATETIME), &fields, AS_DATETIME(self)->zone);
}

/* Does the offset depend on the fold? 1, 0, -1 raised. */
static int depends_on_fold(Ref self, Ref offset) {
    Own other = flip_fold(self), flipped = other ? aware_method_utcoffset(other) : NULL;
    int depends = flipped ? !offsets_equal(flipped, offset) : -1;
    release_maybe(other);
    release_maybe(flipped);
    return depends;
}

/* Are these two, which show as equal, unequal for the sake of their hashes? */
static int is_exception(Ref left, Ref right, const Offsets *offsets) {
    int depends = depends_on_fold(left, offsets->left);
    return depends ? depends : depends_on_fold(right, offsets->right);
}

static Own compare_with_offsets(Ref left, Ref right, const Offsets *offsets, CompareOp op) {
    i64 order = 1;
    if (offsets_equal(offsets->left, offsets->right)) {
        order = memcmp(AS_DATETIME(left)->state, AS_DATETIME(right)->state, DATETIME_STATE);
    } else if (offsets_both(offsets)) {
        Own difference = datetime_subtract(left, right); /* asks the zones again, as CPython does */
        if (!difference) return NULL;
        order = delta_is_zero(difference) ? 0 : AS_DELTA(difference)->days < 0 ? -1 : 1;
        release(difference);
    } else if (!is_equality(op)) {
        return error_set(EXC(TypeError), "can't compare offset-naive and offset-aware datetimes");
    }
    if (order == 0 && is_equality(op)) {
        int exception = is_exception(left, right, offsets);
        if (exception < 0) return NULL;
        order = exception;
    }
    return answer(order, op);
}

Own datetime_compare(Ref left, Ref right, CompareOp op) {
    if (!is_datetime(right)) {
        if (!is_date(right)) return own_not_implemented();
        return is_equality(op) ? own_bool(op == COMPARE_NE) : cannot_compare(left, right);
    }
    const DateTime *a = AS_DATETIME(left), *b = AS_DATETIME(right);
    if (a->zone == b->zone) return answer(memcmp(a->state, b->state, DATETIME_STATE), op);
    Offsets offsets;
    if (!offsets_ask(&offsets, left, right)) return NULL;
    Own result = compare_with_offsets(left, right, &offsets, op);
    offsets_release(&offsets);
    return result;
}

/* --- hashes ------------------------------------------------------------------------------------------------------ */

static isize hash_state(const u8 *state, usize size) {
    isize hash = (isize)hash_siphash13(state, size);
    return hash == -1 ? -2 : hash;
}

/* What is aware is hashed as the moment in UTC that it is, as a timedelta; where a fold makes two, as the `first`. */
static isize hash_moment(Ref moment, Ref first, const Fields *fields) {
    Own offset = aware_method_utcoffset(first);
    if (!offset) return -1;
    if (offset == None) {
        release(offset);
        return is_time(moment) ? hash_state(AS_TIME(moment)->state, TIME_STATE)
                               : hash_state(AS_DATETIME(moment)->state, DATETIME_STATE);
    }
    Own delta = delta_make(0, 0, fields_microseconds(fields) - delta_microseconds(offset));
    isize hash = delta ? object_hash(delta) : -1;
    release_maybe(delta);
    release(offset);
    return hash;
}

isize date_hash(Ref self) {
    Date *date = AS_DATE(self);
    if (date->hash == -1) date->hash = hash_state(date->state, DATE_STATE);
    return date->hash;
}

isize time_hash(Ref self) {
    Time *time = AS_TIME(self);
    if (time->hash != -1) return time->hash;
    Fields fields = fields_of_time(self);
    fields_set_ordinal(&fields, 0);
    time->hash = hash_moment(self, self, &fields);
    return time->hash;
}

isize datetime_hash(Ref self) {
    DateTime *datetime = AS_DATETIME(self);
    if (datetime->hash != -1) return datetime->hash;
    Fields fields = fields_of_datetime(self);
    Own first = datetime->fold ? flip_fold(self) : own(self);
    if (!first) return -1;
    datetime->hash = hash_moment(self, first, &fields);
    release(first);
    return datetime->hash;
}
