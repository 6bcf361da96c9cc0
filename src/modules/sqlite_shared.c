/* sqlite_shared.c: the memory that all who use a database in WAL mode share: the index of its write-ahead log,
 * and the locks that go with it.
 *
 * Elsewhere that is a file, "name-shm", mapped into each process. What is mapped can't be logged and lived
 * through again, so here it is memory of the arena, shared by the connections of this machine alone. The file
 * is there too, and on it the lock by which SQLite begins its work with it: whoever else has the database open
 * in WAL mode keeps us out, and we keep them out. */
#include <errno.h>
#include <fcntl.h>

#include "modules/sqlite.h"
#include "world/world.h"

enum {
    MOST_REGIONS = 256, /* of 32 KiB: four million pages in the log */
    GUARD_BYTE = (22 + SQLITE_SHM_NLOCK) * 4 + SQLITE_SHM_NLOCK
};

struct SqliteShared {
    SqliteShared *next;
    int descriptor; /* of the file */
    int users;
    int region_count;
    void *regions[MOST_REGIONS];
    int readers[SQLITE_SHM_NLOCK]; /* how many files hold the lock shared; -1: one holds it alone */
    char path[];                   /* of the file */
};

/* --- taking part ----------------------------------------------------------------------------------------- */

/* Opens the file and becomes the only one who does. */
static int shared_open(SqliteShared *shared) {
    WorldAnswer opened = sqlite_ask(&(WorldRequest){.call = WORLD_CALL_OPEN,
                                                    .at = WORLD_HERE,
                                                    .path = shared->path,
                                                    .numbers = {O_RDWR | O_CREAT | O_CLOEXEC, 0644}});
    if (opened.error) return SQLITE_CANTOPEN;
    shared->descriptor = (int)opened.value;
    int error = sqlite_lock_bytes(shared->descriptor, F_WRLCK, GUARD_BYTE, 1);
    if (!error) return SQLITE_OK;
    sqlite_ask(&(WorldRequest){.call = WORLD_CALL_CLOSE, .descriptor = shared->descriptor});
    return SQLITE_BUSY;
}

static int shared_join(SqliteFile *file) {
    SqliteShared **list = &SQLITE_STATE->shared, *shared = *list;
    usize length = strlen(file->path);
    for (; shared; shared = shared->next)
        if (strncmp(shared->path, file->path, length) == 0 && strcmp(shared->path + length, "-shm") == 0) break;
    if (!shared) {
        shared = module_library_alloc(sizeof *shared + length + sizeof "-shm");
        if (!shared) return SQLITE_IOERR_NOMEM;
        sqlite3_snprintf((int)(length + sizeof "-shm"), shared->path, "%s-shm", file->path);
        int status = shared_open(shared);
        if (status != SQLITE_OK) {
            arena_free(shared);
            return status;
        }
        shared->next = *list;
        *list = shared;
    }
    shared->users++;
    file->shared = shared;
    return SQLITE_OK;
}

int sqlite_shared_unmap(sqlite3_file *opened, int also_delete) {
    SqliteFile *file = (SqliteFile *)opened;
    SqliteShared *shared = file->shared, **link = &SQLITE_STATE->shared;
    if (!shared) return SQLITE_OK;
    file->shared = NULL;
    if (--shared->users) return SQLITE_OK;
    while (*link != shared) link = &(*link)->next;
    *link = shared->next;
    if (also_delete)
        sqlite_ask(&(WorldRequest){.call = WORLD_CALL_REMOVE, .at = WORLD_HERE, .path = shared->path});
    sqlite_ask(&(WorldRequest){.call = WORLD_CALL_CLOSE, .descriptor = shared->descriptor});
    for (int i = 0; i < shared->region_count; i++) arena_free(shared->regions[i]);
    arena_free(shared);
    return SQLITE_OK;
}

/* --- memory ---------------------------------------------------------------------------------------------- */

int sqlite_shared_map(sqlite3_file *opened, int region, int size, int extend, void volatile **memory) {
    SqliteFile *file = (SqliteFile *)opened;
    *memory = NULL;
    int status = file->shared ? SQLITE_OK : shared_join(file);
    if (status != SQLITE_OK) return status;
    SqliteShared *shared = file->shared;
    if (region >= MOST_REGIONS) return SQLITE_IOERR_SHMSIZE;
    while (shared->region_count <= region) {
        if (!extend) return SQLITE_OK;
        void *made = module_library_alloc((usize)size);
        if (!made) return SQLITE_IOERR_NOMEM;
        shared->regions[shared->region_count++] = made;
    }
    *memory = shared->regions[region];
    return SQLITE_OK;
}

void sqlite_shared_barrier(sqlite3_file *file UNUSED) {} /* only one thread of the machine runs at a time */

/* --- locks ----------------------------------------------------------------------------------------------- */

static bool holds(u32 mask, int lock) { return mask >> lock & 1; }

static bool may_lock(const SqliteFile *file, int lock, bool alone) {
    int readers = file->shared->readers[lock];
    if (alone)
        return holds(file->sole_locks, lock) || readers == 0 ||
               (readers == 1 && holds(file->shared_locks, lock));
    return readers >= 0;
}

static void unlock(SqliteFile *file, int lock) {
    int *readers = &file->shared->readers[lock];
    if (holds(file->sole_locks, lock))
        *readers = 0;
    else if (holds(file->shared_locks, lock))
        --*readers;
    file->sole_locks &= ~(1u << lock);
    file->shared_locks &= ~(1u << lock);
}

int sqlite_shared_lock(sqlite3_file *opened, int first, int count, int flags) {
    SqliteFile *file = (SqliteFile *)opened;
    bool alone = flags & SQLITE_SHM_EXCLUSIVE;
    for (int i = first; i < first + count; i++)
        if ((flags & SQLITE_SHM_LOCK) && !may_lock(file, i, alone)) return SQLITE_BUSY;
    for (int i = first; i < first + count; i++) {
        if (!(flags & SQLITE_SHM_LOCK)) {
            unlock(file, i);
        } else if (alone) {
            file->shared->readers[i] = -1;
            file->shared_locks &= ~(1u << i);
            file->sole_locks |= 1u << i;
        } else if (!holds(file->shared_locks, i)) {
            file->shared->readers[i]++;
            file->shared_locks |= 1u << i;
        }
    }
    return SQLITE_OK;
}
