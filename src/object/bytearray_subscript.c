/* bytearray_subscript.c: bytearray[key], bytearray[key] = value, del bytearray[key]. */
#include "object/bytearray.h"
#include "object/number.h"
#include "object/range.h"

Own bytearray_item(Ref self, isize index) {
    if (index >= 0 && index < size_of(self)) return int_from_isize(AS_BYTEARRAY(self)->start[index]);
    return error_set(EXC(IndexError), "bytearray index out of range");
}

static void *bad_key(Ref key) {
    return error_set(EXC(TypeError), "bytearray indices must be integers or slices, not %.200T", key);
}

Own bytearray_subscript(Ref self, Ref key) {
    if (number_is_index(key)) {
        isize index = int_index_as_isize(key, EXC(IndexError));
        if (index == -1 && error_occurred()) return NULL;
        return bytearray_item(self, index < 0 ? index + size_of(self) : index);
    }
    if (!is_slice(key)) return bad_key(key);
    isize start, stop, step, count = slice_indices(key, size_of(self), &start, &stop, &step);
    if (count < 0) return NULL;
    if (step == 1) return bytearray_from(AS_BYTEARRAY(self)->start + (count ? start : 0), count);
    Own made = bytearray_from(NULL, count);
    Chars all = bytearray_span(self);
    for (isize i = 0; made && i < count; i++) AS_BYTEARRAY(made)->start[i] = span_byte(all, start + i * step);
    return made;
}

/* --- setting and deleting ----------------------------------------------------------------------------- */

/* Getting the value may run code that changes the array's size: the index is checked after it. */
static bool set_item(Ref self, Ref key, Ref value) {
    isize index = int_index_as_isize(key, EXC(IndexError));
    if (index == -1 && error_occurred()) return false;
    u8 byte = 0;
    if (value && !byte_value(value, "byte", &byte)) return false;
    if (index < 0) index += size_of(self);
    if (index < 0 || index >= size_of(self)) {
        return error_set(EXC(IndexError), "bytearray index out of range") != NULL;
    }
    if (!value) return bytearray_splice(self, index, index + 1, NULL, 0);
    AS_BYTEARRAY(self)->start[index] = byte;
    return true;
}

/* Deletes count bytes, `step` apart: what stands between is moved together. */
static bool delete_stepped(Ref self, isize start, isize step, isize count) {
    if (count == 0) return true;
    if (!bytearray_is_resizable(self)) return false;
    if (step < 0) {
        start += (count - 1) * step;
        step = -step;
    }
    u8 *bytes = AS_BYTEARRAY(self)->start;
    isize size = size_of(self);
    for (isize i = 0; i < count; i++) {
        isize at = start + i * step, next = i + 1 < count ? at + step : size;
        memmove(bytes + at - i, bytes + at + 1, (usize)(next - at - 1));
    }
    return bytearray_resize(self, size - count);
}

typedef struct Stretch {
    isize start, stop, step, count;
} Stretch;

static bool stretch_from(Ref self, Ref slice, Stretch *stretch) {
    stretch->count = slice_indices(slice, size_of(self), &stretch->start, &stretch->stop, &stretch->step);
    return stretch->count >= 0;
}

/* Nothing in the place of every n-th byte deletes it. */
static bool set_slice(Ref self, const Stretch *stretch, Chars values) {
    isize start = stretch->start, step = stretch->step, count = stretch->count;
    if (step == 1) {
        return bytearray_splice(self, start, isize_max(stretch->stop, start), values.data, values.length);
    }
    if (values.length == 0) return delete_stepped(self, start, step, count);
    if (values.length != count) {
        return error_set(EXC(ValueError), "attempt to assign bytes of size %zd to extended slice of size %zd",
                         values.length, count) != NULL;
    }
    for (isize i = 0; i < count; i++) AS_BYTEARRAY(self)->start[start + i * step] = span_byte(values, i);
    return true;
}

static bool is_number(Ref value) {
    const TypeSlots *slots = &type_of(value)->slots;
    return slots->index || slots->to_int || slots->to_float || is_complex(value);
}

bool bytearray_set_subscript(Ref self, Ref key, Ref value) {
    if (number_is_index(key)) return set_item(self, key, value);
    if (!is_slice(key)) return bad_key(key) != NULL;
    Stretch stretch;
    if (!stretch_from(self, key, &stretch)) return false;
    if (!value) return set_slice(self, &stretch, byte_chars("", 0));
    if (value != self && is_bytearray(value)) return set_slice(self, &stretch, bytearray_span(value));
    if (is_number(value) || is_str(value)) {
        return error_set(EXC(TypeError),
                         "can assign only bytes, buffers, or iterables of ints in range(0, 256)") != NULL;
    }
    Own copy = bytearray_from_object(value);
    /* Making the copy may have run code that changed the array. */
    bool done = copy && stretch_from(self, key, &stretch) && set_slice(self, &stretch, bytearray_span(copy));
    release_maybe(copy);
    return done;
}
