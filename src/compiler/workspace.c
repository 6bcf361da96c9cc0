/* workspace.c: a pool and a list. An array that outgrows its memory leaves the old one in the pool: with
 * doubling that is less than it has in the end. */
#include "compiler/workspace.h"

#include "object/error.h"
#include "object/list.h"
#include "object/str.h"

bool workspace_open(Workspace *workspace) {
    pool_init(&workspace->pool);
    workspace->objects = list_new(0);
    return workspace->objects != NULL;
}

void workspace_close(Workspace *workspace) {
    pool_free(&workspace->pool);
    release_maybe(workspace->objects);
}

void *workspace_alloc(Workspace *workspace, usize size) {
    void *memory = pool_alloc(&workspace->pool, size);
    return memory ? memory : error_memory();
}

bool workspace_grow(Workspace *workspace, void **items, isize count, isize *capacity, usize item_size) {
    isize larger = *capacity ? *capacity * 2 : 8;
    void *memory = workspace_alloc(workspace, (usize)larger * item_size);
    if (!memory) return false;
    if (count) memcpy(memory, *items, (usize)count * item_size);
    *items = memory;
    *capacity = larger;
    return true;
}

Ref workspace_keep(Workspace *workspace, Own object) {
    if (!object) return NULL;
    Ref kept = object;
    return list_append(workspace->objects, object) ? kept : NULL;
}

Ref workspace_intern(Workspace *workspace, Ref name) {
    return AS_STR(name)->interned ? name : workspace_keep(workspace, str_intern(own(name)));
}
