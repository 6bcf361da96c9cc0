/* mmap_items.c: a map's bytes by index and by slice. */
#include "modules/mmap.h"

#include "object/bytes.h"
#include "object/error.h"
#include "object/int.h"
#include "object/number.h"
#include "object/range.h"
#include "object/type_checks.h"

isize mmap_length(Ref self) { return mmap_is_open(AS_MEMORY_MAP(self)) ? AS_MEMORY_MAP(self)->size : -1; }

static bool index_is_inside(const MemoryMap *map, isize index) {
    if (index >= 0 && index < map->size) return true;
    return error_set(EXC(IndexError), "mmap index out of range") != NULL;
}

Own mmap_item(Ref self, isize index) {
    const MemoryMap *map = AS_MEMORY_MAP(self);
    return mmap_is_open(map) && index_is_inside(map, index) ? bytes_from(map->data + index, 1) : NULL;
}

/* A subscript that is an int. */
static bool take_index(const MemoryMap *map, Ref key, isize *index) {
    *index = int_index_as_isize(key, EXC(IndexError));
    if (*index == -1 && error_occurred()) return false;
    if (*index < 0) *index += map->size;
    return index_is_inside(map, *index);
}

/* The bounds may be given by code that resizes or closes the map: how much of it is meant shows afterwards. */
static isize take_slice(const MemoryMap *map, Ref slice, isize *start, isize *step) {
    isize stop;
    if (!slice_unpack(slice, start, &stop, step) || !mmap_is_open(map)) return -1;
    return slice_adjust(map->size, start, &stop, *step);
}

static Own slice_of(const MemoryMap *map, Ref slice) {
    isize start, step, count = take_slice(map, slice, &start, &step);
    if (count < 0) return NULL;
    Own bytes = bytes_from(NULL, count);
    for (isize i = 0; bytes && i < count; i++) bytes_data(bytes)[i] = map->data[start + i * step];
    return bytes;
}

Own mmap_subscript(Ref self, Ref key) {
    const MemoryMap *map = AS_MEMORY_MAP(self);
    isize index;
    if (!mmap_is_open(map)) return NULL;
    if (is_slice(key)) return slice_of(map, key);
    if (!number_is_index(key)) return error_set(EXC(TypeError), "mmap indices must be integers");
    return take_index(map, key, &index) && mmap_is_open(map) ? int_from_i64(map->data[index]) : NULL;
}

static bool set_item(MemoryMap *map, Ref key, Ref value) {
    isize index;
    if (!take_index(map, key, &index)) return false;
    if (!value) return error_set(EXC(TypeError), "mmap doesn't support item deletion") != NULL;
    if (!number_is_index(value)) return error_set(EXC(TypeError), "mmap item value must be an int") != NULL;
    isize number = int_index_as_isize(value, EXC(TypeError));
    if (number == -1 && error_occurred()) return false;
    if (number < 0 || number > 255)
        return error_set(EXC(ValueError), "mmap item value must be in range(0, 256)") != NULL;
    if (!mmap_is_open(map) || !index_is_inside(map, index)) return false;
    map->data[index] = (u8)number;
    return mmap_changed(map, index, 1);
}

static bool set_slice(MemoryMap *map, Ref slice, Ref value) {
    isize start, step, count = take_slice(map, slice, &start, &step);
    Buffer buffer;
    if (count < 0) return false;
    if (!value) return error_set(EXC(TypeError), "mmap object doesn't support slice deletion") != NULL;
    if (!buffer_get(value, &buffer, false)) return false;
    bool good = buffer.length == count || error_set(EXC(IndexError), "mmap slice assignment is wrong size");
    for (isize i = 0; good && i < count; i++) map->data[start + i * step] = (u8)buffer.data[i];
    buffer_release(&buffer);
    if (!good || count == 0) return good;
    isize last = start + (count - 1) * step, first = start < last ? start : last;
    return mmap_changed(map, first, (start < last ? last : start) - first + 1);
}

bool mmap_set_subscript(Ref self, Ref key, Ref value) {
    MemoryMap *map = AS_MEMORY_MAP(self);
    if (!mmap_is_open(map) || !mmap_is_writable(map)) return false;
    if (is_slice(key)) return set_slice(map, key, value);
    if (number_is_index(key)) return set_item(map, key, value);
    return error_set(EXC(TypeError), "mmap indices must be integer") != NULL;
}
