/* object.c: how an object is born.
 *
 * A block of the right kind for the type (base/arena.h), a serial, a count of one, and a reference to the type
 * where the type itself can die. A container is not tracked by the collector until its own constructor says so:
 * what the collector can see always has fields that traverse can walk. */
#include "object/error.h"
#include "object/gc.h"
#include "object/root.h"

static BlockKind block_kind(const Type *type) {
    if (type_has(type, TYPE_MANAGED_DICT)) return BLOCK_OBJECT_DICT;
    return type_has(type, TYPE_GC) ? BLOCK_OBJECT_GC : BLOCK_OBJECT;
}

/* The size in whole words, so that fields counted from a block's end (object_field) are aligned; -1: too
 * large. */
static isize instance_size(const Type *type, isize items) {
    isize size;
    if (__builtin_mul_overflow(items, type->itemsize, &size)) return -1;
    if (__builtin_add_overflow(size, type->basicsize + 7, &size)) return -1;
    return size & ~(isize)7;
}

/* The collection, where one is due, comes before the birth: nobody ever sees a half-made object. */
static inline Own object_allocate(Type *type, isize items, isize size) {
    if (type_has(type, TYPE_GC)) gc_allocated();
    Object *object = arena_alloc((usize)size, block_kind(type));
    if (UNLIKELY(!object)) return error_memory();
    ((u64 *)object)[-1] = OBJECT_ROOT->next_serial++;
    object->ob_refcnt = 1;
    object->ob_type = type;
    if (type_has(type, TYPE_HEAP)) type->ob_base.ob_base.ob_refcnt++;
    if (type->itemsize) ((VarObject *)object)->ob_size = items;
    return object;
}

/* A class derived from a type whose items vary has fields at the block's end (object_field), which may lie
 * behind the bytes asked for; nobody but we know of them. */
static Own zero_to_end(Own object) {
    memset((char *)object + sizeof(VarObject), 0, arena_block_size(object) - sizeof(VarObject));
    return object;
}

Own object_new_raw(Type *type, isize items) {
    isize size = instance_size(type, items);
    if (UNLIKELY(size < 0)) return error_memory();
    Own object = object_allocate(type, items, size);
    return UNLIKELY(object && type->itemsize && type_has(type, TYPE_HEAP)) ? zero_to_end(object) : object;
}

Own object_new(Type *type, isize items) {
    isize size = instance_size(type, items);
    if (UNLIKELY(size < 0)) return error_memory();
    Object *object = object_allocate(type, items, size);
    if (UNLIKELY(!object)) return NULL;
    if (type->itemsize && type_has(type, TYPE_HEAP)) return zero_to_end(object);
    usize head = type->itemsize ? sizeof(VarObject) : sizeof(Object);
    if ((usize)size > head) memset((char *)object + head, 0, (usize)size - head);
    return object;
}
