/* sqlite_system.h: what SQLite stands on here: memory of the arena, files and time of the world.
 *
 * libsqlite3 is linked without its own layer for an operating system (its os_unix.o stays in the archive), so
 * nothing in it can open a file, ask the clock or take memory but through these files. */
#ifndef MODULES_SQLITE_SYSTEM_H
#define MODULES_SQLITE_SYSTEM_H

#include <sqlite3.h>

#include "modules/modules.h"
#include "world/world.h"

/* --- sqlite_system.c ------------------------------------------------------------------------------------ */
/* Makes libsqlite3 ready, once in the machine's life; MODULES_ROOT->sqlite is there. False: raised. */
bool sqlite_system_open(void);
sqlite3_vfs sqlite_vfs_new(void);

/* --- sqlite_path.c -------------------------------------------------------------------------------------- */
/* Methods of the sqlite3_vfs that are about names. */
int sqlite_path_full(sqlite3_vfs *vfs, const char *name, int size, char *full);
int sqlite_path_access(sqlite3_vfs *vfs, const char *path, int what, int *answer);
int sqlite_path_delete(sqlite3_vfs *vfs, const char *path, int also_folder);
/* A name for a file that nobody else has. False: there is no folder for it. */
bool sqlite_path_temporary(char *path, isize size);

/* --- sqlite_file.c -------------------------------------------------------------------------------------- */
typedef struct SqliteShared SqliteShared;
typedef struct SqliteFile {
    sqlite3_file base;
    int descriptor;
    int lock; /* SQLITE_LOCK_... */
    int last_error;
    SqliteShared *shared;         /* in WAL mode; NULL: none yet */
    u32 shared_locks, sole_locks; /* bits: those of `shared` that it holds */
    const char *path;             /* SQLite's, which outlives the file; NULL: a temporary one, without a name */
} SqliteFile;
int sqlite_file_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags);

/* world_call; a signal that comes meanwhile is taken up when SQLite is done. */
WorldAnswer sqlite_ask(const WorldRequest *request);
/* F_RDLCK, F_WRLCK or F_UNLCK on some bytes of an open file; never waits. 0 or an errno. */
int sqlite_lock_bytes(int descriptor, int type, i64 first, i64 count);

/* --- sqlite_shared.c ------------------------------------------------------------------------------------ */
/* Methods of a file for WAL mode. */
int sqlite_shared_map(sqlite3_file *file, int region, int size, int extend, void volatile **memory);
int sqlite_shared_lock(sqlite3_file *file, int first, int count, int flags);
void sqlite_shared_barrier(sqlite3_file *file);
int sqlite_shared_unmap(sqlite3_file *file, int also_delete);

#endif
