/* const_map.h: constants, each once.
 *
 * One map belongs to a compilation and knows all its constants, so that equal ones are one object in all code
 * objects; one belongs to each code object and gives the indices in co_consts. */
#ifndef COMPILER_CONST_MAP_H
#define COMPILER_CONST_MAP_H

#include "compiler/workspace.h"

typedef struct ConstEntry {
    Ref constant;
    u64 hash;
} ConstEntry;

typedef struct ConstMap {
    Workspace *workspace;
    ConstEntry *items; /* in order of arrival */
    isize count, capacity;
    i32 *slots; /* open hash table: number of the entry + 1, 0 free */
    isize slot_count;
} ConstMap;

/* The number of the entry that is the same constant; added where there is none. -1: an exception. */
isize const_map_index(ConstMap *map, Ref constant);
/* The one object for this constant; its items are merged in their turn. NULL: an exception. */
Ref const_map_merge(ConstMap *map, Ref constant);
/* The same without looking into it, for tables and tuples of names. */
Ref const_map_merge_shallow(ConstMap *map, Ref constant);

#endif
