/* name_map.h: from names to numbers, in the order in which the names came.
 *
 * Keys are interned strings, so they are compared by address. Symbol tables map names to flags; the compiler
 * maps names to their index among locals, cells, globals. A set is a map whose numbers nobody reads. */
#ifndef COMPILER_NAME_MAP_H
#define COMPILER_NAME_MAP_H

#include "compiler/workspace.h"

typedef struct NameEntry {
    Ref name; /* NULL: deleted */
    i32 value;
} NameEntry;

typedef struct NameMap {
    NameEntry *items;
    isize count, capacity; /* deleted entries counted */
    i32 *slots;            /* open hash table: number of the entry + 1, 0 free; NULL while the map is small */
    isize slot_count;
} NameMap;

/* The value, or `otherwise`. */
i32 name_map_get(const NameMap *map, Ref name, i32 otherwise);
static inline bool name_map_has(const NameMap *map, Ref name) { return name_map_get(map, name, -1) != -1; }
/* Sets or adds. False: MemoryError. */
bool name_map_set(NameMap *map, Workspace *workspace, Ref name, i32 value);
/* The name's index in order of arrival; added where it is new. -1: MemoryError. For maps without deletions. */
i32 name_map_index(NameMap *map, Workspace *workspace, Ref name);
void name_map_delete(NameMap *map, Ref name); /* no effect where it is not there */
/* Adds all of `other`. */
bool name_map_merge(NameMap *map, Workspace *workspace, const NameMap *other);
/* Names of the map, sorted by code points: an array in the workspace. NULL: MemoryError. */
Ref *name_map_sorted(const NameMap *map, Workspace *workspace, isize *count);
/* A tuple of the names in order. */
Own name_map_tuple(const NameMap *map);

#endif
