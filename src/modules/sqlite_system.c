/* sqlite_system.c: memory, time and chance for SQLite, and the calls of the C library that it must not make
 * itself.
 *
 * SQLite runs on the Python thread's own C stack and keeps what it allocates in the arena; its static data
 * belongs to the machine's state by world_statics.c. So a statement that is being executed can be left in the
 * middle (by a function in Python that it calls), lived through again or undone, like anything else. Nothing
 * is locked inside of it: threads change hands only where it calls back to us, and what one connection needs
 * is guarded there. */
#include "modules/sqlite.h"

#include <errno.h>
#include <time.h>

#include "modules/time_module.h"
#include "object/error.h"
#include "vm/root.h"
#include "world/world.h"

/* --- memory --------------------------------------------------------------------------------------------- */

static void *memory_alloc(int bytes) { return module_library_alloc((usize)bytes); }
static void memory_free(void *block) { arena_free(block); }
static void *memory_realloc(void *block, int bytes) {
    usize before = arena_block_size(block);
    char *moved = arena_realloc(block, (usize)bytes, BLOCK_RAW);
    if (moved && (usize)bytes > before) memset(moved + before, 0, (usize)bytes - before);
    return moved;
}
/* Not arena_block_size: SQLite uses all that it is told of, and module_library_alloc has cleared what was
 * asked for. */
static int memory_size(void *block) { return (int)arena_block_size(block); }
static int memory_round_up(int bytes) { return (bytes + 7) & ~7; }
static int memory_open(void *context UNUSED) { return SQLITE_OK; }
static void memory_close(void *context UNUSED) {}

/* --- time and chance ------------------------------------------------------------------------------------ */

static int fill_randomly(sqlite3_vfs *vfs UNUSED, int count, char *bytes) {
    world_entropy((u8 *)bytes, count);
    return count;
}

/* Whoever waits for a lock lets the threads run that may hold it. */
static int wait_a_while(sqlite3_vfs *vfs UNUSED, int microseconds) {
    thread_sleep((i64)microseconds * 1000);
    return microseconds;
}

#define JULIAN_1970_MS 210866760000000 /* from noon of day 0 of the Julian calendar to 1970 */
static int current_time_ms(sqlite3_vfs *vfs UNUSED, sqlite3_int64 *milliseconds) {
    *milliseconds = JULIAN_1970_MS + clock_date_ns() / 1000000;
    return SQLITE_OK;
}
static int current_time(sqlite3_vfs *vfs, double *days) {
    sqlite3_int64 milliseconds;
    current_time_ms(vfs, &milliseconds);
    *days = (double)milliseconds / 86400000.0;
    return SQLITE_OK;
}

static int last_error(sqlite3_vfs *vfs UNUSED, int size UNUSED, char *text UNUSED) { return 0; }

/* --- extension modules: there are none ------------------------------------------------------------------- */

static void *library_open(sqlite3_vfs *vfs UNUSED, const char *path UNUSED) { return NULL; }
static void library_error(sqlite3_vfs *vfs UNUSED, int size, char *message) {
    sqlite3_snprintf(size, message, "extension modules of SQLite can't be loaded here");
}
static void (*library_symbol(sqlite3_vfs *vfs UNUSED, void *library UNUSED, const char *name UNUSED))(void) {
    return NULL;
}
static void library_close(sqlite3_vfs *vfs UNUSED, void *library UNUSED) {}

/* --- what SQLite calls ----------------------------------------------------------------------------------- */

enum { LONGEST_PATH = 512 };

sqlite3_vfs sqlite_vfs_new(void) {
    return (sqlite3_vfs){.iVersion = 2,
                         .szOsFile = sizeof(SqliteFile),
                         .mxPathname = LONGEST_PATH,
                         .zName = "unix",
                         .xOpen = sqlite_file_open,
                         .xDelete = sqlite_path_delete,
                         .xAccess = sqlite_path_access,
                         .xFullPathname = sqlite_path_full,
                         .xDlOpen = library_open,
                         .xDlError = library_error,
                         .xDlSym = library_symbol,
                         .xDlClose = library_close,
                         .xRandomness = fill_randomly,
                         .xSleep = wait_a_while,
                         .xCurrentTime = current_time,
                         .xGetLastError = last_error,
                         .xCurrentTimeInt64 = current_time_ms};
}

/* By these names SQLite asks for the layer below it when it is initialized. */
int sqlite3_os_init(void) { return sqlite3_vfs_register(&SQLITE_STATE->vfs, true); }
int sqlite3_os_end(void) { return SQLITE_OK; }

/* The C library's localtime_r would read the system's files by itself. */
struct tm *sqlite_local_time(const time_t *seconds, struct tm *parts);
struct tm *sqlite_local_time(const time_t *seconds, struct tm *parts) {
    time_t local = *seconds + zone_at(*seconds).offset;
    return gmtime_r(&local, parts);
}

/* qsort may take memory from the host. SQLite sorts only keys that differ from one another: any order of steps
 * gives the same. */
void sqlite_sort(void *items, usize count, usize size, int (*compare)(const void *, const void *));
void sqlite_sort(void *items, usize count, usize size, int (*compare)(const void *, const void *)) {
    char *start = items;
    for (usize i = 1; i < count; i++) {
        for (usize k = i; k > 0 && compare(start + (k - 1) * size, start + k * size) > 0; k--) {
            for (usize byte = 0; byte < size; byte++) {
                char kept = start[k * size + byte];
                start[k * size + byte] = start[(k - 1) * size + byte];
                start[(k - 1) * size + byte] = kept;
            }
        }
    }
}

/* The work that SQLite would give to a thread it then does itself. */
int sqlite_thread_refuse(void);
int sqlite_thread_refuse(void) { return EAGAIN; }

/* --- the start ------------------------------------------------------------------------------------------- */

extern char __start_sqlite_statics[], __stop_sqlite_statics[]; /* by the linker: see the Makefile */

bool sqlite_system_open(void) {
    static const sqlite3_mem_methods memory = {.xMalloc = memory_alloc,
                                               .xFree = memory_free,
                                               .xRealloc = memory_realloc,
                                               .xSize = memory_size,
                                               .xRoundup = memory_round_up,
                                               .xInit = memory_open,
                                               .xShutdown = memory_close};
    VM_ROOT->deep_stacks = true;
    usize size = (usize)(__stop_sqlite_statics - __start_sqlite_statics);
    if (world_statics_claim(__start_sqlite_statics, size) &&
        sqlite3_config(SQLITE_CONFIG_SINGLETHREAD) == SQLITE_OK &&
        sqlite3_config(SQLITE_CONFIG_MALLOC, &memory) == SQLITE_OK && sqlite3_initialize() == SQLITE_OK)
        return true;
    error_memory();
    return false;
}
