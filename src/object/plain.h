/* plain.h: the births and deaths of exact ints and floats, to be had without a call.
 *
 * They are the hottest there are: the evaluation loop, int.c and float.c have them inline (a loop of arithmetic takes a
 * fifth less time for it). Everybody else calls int_from_i64, float_from_double and release. */
#ifndef OBJECT_PLAIN_H
#define OBJECT_PLAIN_H

#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/root.h"

/* object_new_raw for a type marked TYPE_PLAIN: no container, no heap type. */
static inline Own plain_new(Type *type, usize size) {
    Object *object = arena_alloc(size, BLOCK_OBJECT);
    if (UNLIKELY(!object)) return error_memory();
    ((u64 *)object)[-1] = OBJECT_ROOT->next_serial++;
    object->ob_refcnt = 1;
    object->ob_type = type;
    return object;
}
/* Gives back a reference to an exact int or float. */
static inline void plain_release(Own object) {
    if (--object->ob_refcnt == 0) arena_free(object);
}

static inline usize int_object_size(isize digits) {
    return offsetof(Int, digits) + (usize)digits * sizeof(u32);
}
static_assert(offsetof(Int, digits) + sizeof(u32) == SHORT_SERIAL * sizeof(u32), "a short object's bytes");
/* What CPython's allocator is asked for to make an int of one digit: `sizeof` the struct, padding included, where it
 * comes from a C long, and only the digit's bytes where it is made digit by digit. tracemalloc shows it. */
enum { INT_FROM_LONG = 32, INT_BY_DIGITS = 28 };
/* An int with room for one digit: a short object, until the serials have outgrown 32 bits. */
static inline Own int_new_compact_of(isize size, usize asked) {
    u64 serial = OBJECT_ROOT->next_serial;
    Object *object;
    if (LIKELY(serial <= UINT32_MAX)) {
        object = arena_alloc(asked, BLOCK_OBJECT_SHORT); /* all of them get 32 bytes */
        if (UNLIKELY(!object)) return error_memory();
        ((u32 *)object)[SHORT_SERIAL] = (u32)serial;
        OBJECT_ROOT->next_serial = serial + 1;
        object->ob_refcnt = 1;
        object->ob_type = TYPE(INT);
    } else {
        object = plain_new(TYPE(INT), int_object_size(1));
        if (UNLIKELY(!object)) return NULL;
    }
    ((VarObject *)object)->ob_size = size;
    return object;
}
static inline Own int_new_compact(isize size) { return int_new_compact_of(size, INT_FROM_LONG); }
/* One digit or none: most ints. */
static inline bool int_is_compact(Ref a) { return (usize)(size_of(a) + 1) <= 2; }
static inline i64 int_compact_value(Ref a) { return size_of(a) * (i64)AS_INT(a)->digits[0]; }

static inline bool int_is_small(i64 value) { return value >= SMALL_INT_MIN && value <= SMALL_INT_MAX; }
static inline Own int_small(i64 value) {
    return own((Ref)&OBJECT_ROOT->small_ints[value - SMALL_INT_MIN].value);
}
/* int_from_i64 where one digit is likely. */
static inline Own int_from_likely_compact(i64 value) {
    if (int_is_small(value)) return int_small(value);
    u64 magnitude = value < 0 ? -(u64)value : (u64)value;
    if (UNLIKELY(magnitude > DIGIT_MASK)) return int_from_i64(value);
    Own fresh = int_new_compact(value < 0 ? -1 : 1);
    if (LIKELY(fresh != NULL)) AS_INT(fresh)->digits[0] = (u32)magnitude;
    return fresh;
}

/* float_from_double. */
static inline Own float_new(double value) {
    Own fresh = plain_new(TYPE(FLOAT), sizeof(Float));
    if (LIKELY(fresh != NULL)) AS_FLOAT(fresh)->value = value;
    return fresh;
}

#endif
