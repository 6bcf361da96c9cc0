/* world_statics.c: data that a library keeps outside of the arena.
 *
 * Most libraries keep their state in what they allocate, which is in the arena like everything. SQLite has
 * some kilobytes of static data besides: its settings, its list of file systems, the state of its random
 * numbers. The machine uses it where it lies. Whenever somebody looks at the machine as a whole (a snapshot is
 * taken, or put back) it is at rest, and there the copy in the arena is made to agree: snapshots, branches and
 * the comparison of states then hold the library's data without knowing of it.
 *
 * Before the program imports the library there is no copy, and the data is as it was when the process began. A
 * machine that is put back there must find it so again, hence the host keeps those first bytes. */
#include <stdlib.h>
#include <string.h>

#include "world/world_internal.h"

bool world_statics_claim(char *start, usize size) {
    World *w = world();
    WorldRoot *root = WORLD_ROOT;
    if (!w->statics_at_first) {
        w->statics_at_first = malloc(size);
        if (!w->statics_at_first) return false;
        memcpy(w->statics_at_first, start, size);
        w->statics = start;
        w->statics_size = size;
    }
    char *kept = arena_alloc(size, BLOCK_RAW);
    if (!kept) return false;
    memcpy(kept, start, size);
    root->statics.start = start;
    root->statics.size = size;
    root->statics.kept = kept;
    return true;
}

void world_statics_keep(void) {
    WorldRoot *root = WORLD_ROOT;
    if (root->statics.kept && memcmp(root->statics.kept, root->statics.start, root->statics.size) != 0)
        memcpy(root->statics.kept, root->statics.start, root->statics.size);
}

void world_statics_put_back(void) {
    WorldRoot *root = WORLD_ROOT;
    if (root->statics.kept)
        memcpy(root->statics.start, root->statics.kept, root->statics.size);
    else
        world_statics_reset(root->world);
}

void world_statics_reset(World *w) {
    if (w->statics) memcpy(w->statics, w->statics_at_first, w->statics_size);
}
