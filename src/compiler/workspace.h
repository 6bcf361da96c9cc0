/* workspace.h: what one compilation takes from the machine, given back all at once.
 *
 * Tables, blocks and instructions are cut from a pool. Python objects that are made on the way (mangled names,
 * constants, code objects) are owned by a list, so that the tables hold them as plain Refs. */
#ifndef COMPILER_WORKSPACE_H
#define COMPILER_WORKSPACE_H

#include "base/pool.h"
#include "object/object.h"

typedef struct Workspace {
    Pool pool;
    Own objects; /* list */
} Workspace;

bool workspace_open(Workspace *workspace);
void workspace_close(Workspace *workspace);
/* Zeroed memory; NULL and MemoryError. */
void *workspace_alloc(Workspace *workspace, usize size);
/* Grows an array of `count` used items to room for one more at least, doubling. False: MemoryError. */
bool workspace_grow(Workspace *workspace, void **items, isize count, isize *capacity, usize item_size);
/* Consumes; the object lives as long as the workspace. NULL gives NULL. */
Ref workspace_keep(Workspace *workspace, Own object);
/* The interned str of the same text, kept. NULL: MemoryError. */
Ref workspace_intern(Workspace *workspace, Ref name);

#define WORKSPACE_NEW(workspace, Type) ((Type *)workspace_alloc((workspace), sizeof(Type)))
/* Room for one more item in `array`, a struct with .items, .count, .capacity. */
#define WORKSPACE_ROOM(workspace, array)                                                                       \
    ((array)->count < (array)->capacity ||                                                                     \
     workspace_grow((workspace), (void **)&(array)->items, (array)->count, &(array)->capacity,                 \
                    sizeof *(array)->items))

#endif
