/* memory_model.h: what CPython's allocators would have been asked for where ours are asked for a block.
 *
 * Sizes: an object's is its basic size in CPython, its items, and what stands before it (the collector's links, the
 * words of a managed dict). Raw blocks (a list's items, a dict's table) are as large as CPython's.
 *
 * Free lists: CPython keeps some dead objects for the next one of their kind: 100 floats, 80 lists, 80 dicts, 80 small
 * tables of dicts, a slice, 2000 tuples of each length up to 20. The tracer does not hear of such a death, and of the
 * next birth only that it has another traceback. We have no such lists; here stands what would lie in them. */
#ifndef VM_MEMORY_MODEL_H
#define VM_MEMORY_MODEL_H

#include "object/object.h"

enum {
    FREE_FLOATS,
    FREE_LISTS,
    FREE_DICTS,
    FREE_TABLES,
    FREE_SLICES,
    FREE_TUPLES,
    FREE_KINDS = FREE_TUPLES + 20
};

typedef struct FreedBlock { /* in a free list */
    u64 size;               /* 0: it is not traced */
    u32 stack;              /* number of its traceback */
    u32 padding;
} FreedBlock;
typedef struct FreeList {
    FreedBlock *blocks; /* an arena block, NULL: none yet; the last one is taken first */
    u32 count, room;
} FreeList;

/* Bytes of CPython's block for an object that stands in the arena; `asked` were asked for here. */
usize memory_model_size(Ref object, usize asked);
/* Bytes of a second block that CPython has for it: the text of a str of a class, a lock; 0: it has none. */
usize memory_model_beside(Ref object);
/* The free list that CPython looks in for such a block, and puts it in when it dies; -1: none. */
int memory_model_list(const void *block, BlockKind kind);
u32 memory_model_capacity(int list);
/* CPython's block for a tuple of so many items, and for a small dict and its table. */
static inline usize memory_model_tuple(isize items) { return 40 + (usize)items * sizeof(Object *); }
enum { MEMORY_MODEL_DICT = 64, MEMORY_MODEL_TABLE = 120, MEMORY_MODEL_TABLE_ROOM = 5 };
/* How many blocks lie in the list when a program begins. */
u32 memory_model_at_start(int list);

#endif
