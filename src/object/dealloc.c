/* dealloc.c: how an object dies.
 *
 * When the last reference goes, the type's dealloc runs; it releases what the object held, which may kill more
 * objects, and ends with object_free. A list in a list in a list ... would recurse in C as deep as it is
 * nested. So containers marked TYPE_TRASHCAN (those whose dealloc uses CPython's trashcan) nest at most
 * TRASH_LEVEL deep: beyond, a dead object is put aside, on a chain through its collector's links, and destroyed
 * when the outermost dealloc is done. That is CPython's rule exactly, for the order of destruction can be seen.
 * A container of any other type is put aside too when the C stack itself runs out, where CPython would crash.
 *
 * Invariant: outside of all deallocs the chain is empty. */
#include "object/gc.h"
#include "object/root.h"

#define TRASH_LEVEL 50

static inline bool stack_is_low(void) {
    return UNLIKELY((uintptr_t)__builtin_frame_address(0) < OBJECT_ROOT->stack_floor);
}

/* The word with the collector's links: free, since a dead object is no longer tracked. */
static inline Object **trash_link(Object *object) { return &((Object **)object)[-2]; }

static void trash_put(Object *object) {
    *trash_link(object) = OBJECT_ROOT->trash;
    OBJECT_ROOT->trash = object;
}

static void trash_empty(void) {
    ObjectRoot *root = OBJECT_ROOT;
    root->trash_depth += 2; /* this loop and the dealloc in it, as in CPython */
    while (root->trash) {
        Object *object = root->trash;
        root->trash = *trash_link(object);
        *trash_link(object) = NULL;
        object->ob_type->slots.dealloc(object);
    }
    root->trash_depth -= 2;
}

void object_dealloc(Own object) {
    ObjectRoot *root = OBJECT_ROOT;
    const Type *type = object->ob_type;
    if (type_has(type, TYPE_PLAIN)) {
        arena_free(object);
        return;
    }
    DeallocFn dealloc = type->slots.dealloc;
    bool counted = type_has(type, TYPE_TRASHCAN);
    if (counted || stack_is_low()) {
        if (type_has(type, TYPE_GC)) {
            gc_untrack(object);
            if (root->trash_depth >= TRASH_LEVEL || stack_is_low()) {
                trash_put(object);
                return;
            }
        }
    }
    root->trash_depth += counted;
    dealloc(object);
    root->trash_depth -= counted;
    if (UNLIKELY(root->trash != NULL) && root->trash_depth <= 0 && !stack_is_low()) trash_empty();
}

void object_free(Own object) {
    Type *type = object->ob_type;
    if (type_has(type, TYPE_GC)) {
        gc_untrack(object);
        GcGeneration *young = &OBJECT_ROOT->gc->generations[0];
        if (young->count > 0) young->count--;
        ((u64 *)object)[-1] = 0; /* see object_life_word */
    }
    arena_free(object);
    if (type_has(type, TYPE_HEAP)) release(&type->ob_base.ob_base);
}

/* The serial's: object_free clears a container's, and the free list's link goes over any other that a pool holds. The
 * count's, where there is neither. */
const u64 *object_life_word(Ref object) {
    bool counts = false;
    if ((uintptr_t)object >= ARENA_HEAP) {
        BlockKind kind = arena_block_kind(object);
        bool is_large = arena_pool_of(object)->size_class == ARENA_LARGE;
        counts = kind == BLOCK_OBJECT_SHORT || (kind == BLOCK_OBJECT && is_large);
    }
    return counts ? (const u64 *)&object->ob_refcnt : (const u64 *)object - 1;
}

void object_finalize(Ref object) {
    FinalizeFn finalize = type_of(object)->slots.finalize;
    if (!finalize) return;
    bool once = is_container(object);
    if (once && gc_is_finalized(object)) return;
    finalize(object);
    if (once) gc_set_finalized(object);
}

bool object_finalize_in_dealloc(Own object) {
    object->ob_refcnt = 1;
    object_finalize(object);
    return --object->ob_refcnt > 0;
}
