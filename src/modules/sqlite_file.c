/* sqlite_file.c: files as SQLite wants them, by descriptors of world: what is read is logged, what is written
 * is written once, and a branch changes copies of its own, as it is with every other file of the program.
 *
 * A lock belongs to the open file (F_OFD_SETLK), not to the process as elsewhere: two connections of one
 * program keep each other out exactly as two programs do, and these see the locks that any other SQLite sets:
 *
 *     byte      PENDING             RESERVED          SHARED_FIRST, 510 bytes
 *     SHARED    read (a moment)                       read
 *     RESERVED                      write             read
 *     EXCLUSIVE write               write             write */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "modules/sqlite_system.h"
#include "world/world.h"

#define AS_FILE(file) ((SqliteFile *)(file))

enum {
    PENDING_BYTE = 0x40000000,
    RESERVED_BYTE = PENDING_BYTE + 1,
    SHARED_FIRST = PENDING_BYTE + 2,
    SHARED_SIZE = 510,
    PERMISSIONS = 0644,
    TEMPORARY_PERMISSIONS = 0600
};

WorldAnswer sqlite_ask(const WorldRequest *request) {
    WorldAnswer answer;
    do answer = world_call(request);
    while (answer.error == EINTR);
    return answer;
}
/* SQLITE_OK, or `code` where there was an error, which is noted. */
static int status_of(SqliteFile *file, WorldAnswer answer, int code) {
    if (answer.error) file->last_error = answer.error;
    return answer.error ? code : SQLITE_OK;
}

/* --- content --------------------------------------------------------------------------------------------- */

static int file_close(sqlite3_file *file) {
    sqlite_ask(&(WorldRequest){.call = WORLD_CALL_CLOSE, .descriptor = AS_FILE(file)->descriptor});
    return SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 at) {
    int done = 0;
    while (done < count) {
        WorldRequest request = {.call = WORLD_CALL_READ_AT,
                                .descriptor = AS_FILE(file)->descriptor,
                                .numbers = {count - done, at + done}};
        WorldAnswer answer = sqlite_ask(&request);
        if (answer.error) return status_of(AS_FILE(file), answer, SQLITE_IOERR_READ);
        if (!answer.length) break;
        memcpy((char *)bytes + done, answer.bytes, (usize)answer.length);
        done += (int)answer.length;
    }
    if (done >= count) return SQLITE_OK;
    memset((char *)bytes + done, 0, (usize)(count - done)); /* beyond the end: SQLite relies on it */
    return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at) {
    for (int done = 0; done < count;) {
        WorldRequest request = {.call = WORLD_CALL_WRITE_AT,
                                .descriptor = AS_FILE(file)->descriptor,
                                .bytes = (const char *)bytes + done,
                                .length = count - done,
                                .numbers = {0, at + done}};
        WorldAnswer answer = sqlite_ask(&request);
        if (answer.error)
            return status_of(AS_FILE(file), answer, answer.error == ENOSPC ? SQLITE_FULL : SQLITE_IOERR_WRITE);
        if (!answer.value) return SQLITE_FULL;
        done += (int)answer.value;
    }
    return SQLITE_OK;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    WorldRequest request = {
        .call = WORLD_CALL_TRUNCATE, .descriptor = AS_FILE(file)->descriptor, .numbers = {size}};
    return status_of(AS_FILE(file), sqlite_ask(&request), SQLITE_IOERR_TRUNCATE);
}

static int file_sync(sqlite3_file *file, int flags UNUSED) {
    WorldRequest request = {.call = WORLD_CALL_SYNC, .descriptor = AS_FILE(file)->descriptor};
    return status_of(AS_FILE(file), sqlite_ask(&request), SQLITE_IOERR_FSYNC);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    WorldAnswer answer =
        sqlite_ask(&(WorldRequest){.call = WORLD_CALL_STAT, .descriptor = AS_FILE(file)->descriptor});
    WorldFileStat stat = {0};
    if (!answer.error) memcpy(&stat, answer.bytes, sizeof stat);
    *size = stat.size;
    return status_of(AS_FILE(file), answer, SQLITE_IOERR_FSTAT);
}

/* --- locks ----------------------------------------------------------------------------------------------- */

/* What is tried at a stop may not lock, and need not: it writes nothing. */
int sqlite_lock_bytes(int descriptor, int type, i64 first, i64 count) {
    struct flock lock = {.l_type = (short)type, .l_whence = SEEK_SET, .l_start = first, .l_len = count};
    WorldAnswer answer = sqlite_ask(&(WorldRequest){.call = WORLD_CALL_FILE_CONTROL,
                                                    .descriptor = descriptor,
                                                    .numbers = {F_OFD_SETLK},
                                                    .bytes = (const char *)&lock,
                                                    .length = sizeof lock});
    return answer.error == EROFS ? 0 : answer.error;
}
static int lock_bytes(const SqliteFile *file, int type, i64 first, i64 count) {
    return sqlite_lock_bytes(file->descriptor, type, first, count);
}

static int lock_status(SqliteFile *file, int error, int code) {
    if (!error) return SQLITE_OK;
    file->last_error = error;
    return error == EACCES || error == EAGAIN || error == EBUSY || error == ENOLCK ? SQLITE_BUSY : code;
}

static int lock_shared(SqliteFile *file) {
    int error = lock_bytes(file, F_RDLCK, PENDING_BYTE, 1);
    if (error) return error;
    error = lock_bytes(file, F_RDLCK, SHARED_FIRST, SHARED_SIZE);
    lock_bytes(file, F_UNLCK, PENDING_BYTE, 1);
    return error;
}

static int lock_exclusive(SqliteFile *file) {
    int error = lock_bytes(file, F_WRLCK, PENDING_BYTE, 1);
    if (error) return error;
    file->lock = SQLITE_LOCK_PENDING; /* from now on nobody begins to read */
    return lock_bytes(file, F_WRLCK, SHARED_FIRST, SHARED_SIZE);
}

static int file_lock(sqlite3_file *file, int wanted) {
    SqliteFile *self = AS_FILE(file);
    if (self->lock >= wanted) return SQLITE_OK;
    int error = wanted == SQLITE_LOCK_SHARED     ? lock_shared(self)
                : wanted == SQLITE_LOCK_RESERVED ? lock_bytes(self, F_WRLCK, RESERVED_BYTE, 1)
                                                 : lock_exclusive(self);
    if (!error) self->lock = wanted;
    return lock_status(self, error, SQLITE_IOERR_LOCK);
}

static int file_unlock(sqlite3_file *file, int wanted) {
    SqliteFile *self = AS_FILE(file);
    int error = 0;
    if (self->lock <= wanted) return SQLITE_OK;
    if (wanted == SQLITE_LOCK_NONE) {
        error = lock_bytes(self, F_UNLCK, 0, 0);
    } else { /* others may read again before they may want to write */
        error = lock_bytes(self, F_RDLCK, SHARED_FIRST, SHARED_SIZE);
        if (!error) error = lock_bytes(self, F_UNLCK, PENDING_BYTE, 2);
    }
    if (!error) self->lock = wanted;
    return error ? lock_status(self, error, SQLITE_IOERR_UNLOCK) : SQLITE_OK;
}

static int file_check_reserved(sqlite3_file *file, int *answer) {
    SqliteFile *self = AS_FILE(file);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = RESERVED_BYTE, .l_len = 1};
    *answer = self->lock > SQLITE_LOCK_SHARED;
    if (*answer) return SQLITE_OK;
    WorldAnswer asked = sqlite_ask(&(WorldRequest){.call = WORLD_CALL_FILE_CONTROL,
                                                   .descriptor = self->descriptor,
                                                   .numbers = {F_OFD_GETLK},
                                                   .bytes = (const char *)&lock,
                                                   .length = sizeof lock});
    if (asked.error == EROFS) return SQLITE_OK;
    if (asked.error) return status_of(self, asked, SQLITE_IOERR_CHECKRESERVEDLOCK);
    memcpy(&lock, asked.bytes, sizeof lock);
    *answer = lock.l_type != F_UNLCK;
    return SQLITE_OK;
}

/* --- what else it may ask -------------------------------------------------------------------------------- */

/* Is another file, or none, where this one was opened? */
static bool has_moved(SqliteFile *file) {
    WorldFileStat opened, named;
    if (!file->path) return false;
    WorldAnswer answer =
        sqlite_ask(&(WorldRequest){.call = WORLD_CALL_STAT, .at = WORLD_HERE, .path = file->path});
    if (answer.error) return true;
    memcpy(&named, answer.bytes, sizeof named);
    answer = sqlite_ask(&(WorldRequest){.call = WORLD_CALL_STAT, .descriptor = file->descriptor});
    if (answer.error) return true;
    memcpy(&opened, answer.bytes, sizeof opened);
    return opened.inode != named.inode || opened.device != named.device;
}

static int file_control(sqlite3_file *file, int what, void *argument) {
    switch (what) {
    case SQLITE_FCNTL_LOCKSTATE: *(int *)argument = AS_FILE(file)->lock; return SQLITE_OK;
    case SQLITE_FCNTL_LAST_ERRNO: *(int *)argument = AS_FILE(file)->last_error; return SQLITE_OK;
    case SQLITE_FCNTL_HAS_MOVED: *(int *)argument = has_moved(AS_FILE(file)); return SQLITE_OK;
    case SQLITE_FCNTL_VFSNAME: *(char **)argument = sqlite3_mprintf("unix"); return SQLITE_OK;
    default: return SQLITE_NOTFOUND;
    }
}

static int file_sector_size(sqlite3_file *file UNUSED) { return 4096; }
static int file_characteristics(sqlite3_file *file UNUSED) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

/* --- opening --------------------------------------------------------------------------------------------- */

static const sqlite3_io_methods methods = {.iVersion = 2,
                                           .xClose = file_close,
                                           .xRead = file_read,
                                           .xWrite = file_write,
                                           .xTruncate = file_truncate,
                                           .xSync = file_sync,
                                           .xFileSize = file_size,
                                           .xLock = file_lock,
                                           .xUnlock = file_unlock,
                                           .xCheckReservedLock = file_check_reserved,
                                           .xFileControl = file_control,
                                           .xSectorSize = file_sector_size,
                                           .xDeviceCharacteristics = file_characteristics,
                                           .xShmMap = sqlite_shared_map,
                                           .xShmLock = sqlite_shared_lock,
                                           .xShmBarrier = sqlite_shared_barrier,
                                           .xShmUnmap = sqlite_shared_unmap};

static WorldAnswer open_descriptor(const char *path, int flags, int permissions) {
    return sqlite_ask(&(WorldRequest){
        .call = WORLD_CALL_OPEN, .at = WORLD_HERE, .path = path, .numbers = {flags | O_CLOEXEC, permissions}});
}

/* A journal may be read by whom its database may be read: "name-journal", "name-wal". */
static int permissions_for(const char *path, int flags) {
    char database[1024];
    const char *dash = strrchr(path, '-');
    if (flags & SQLITE_OPEN_DELETEONCLOSE) return TEMPORARY_PERMISSIONS;
    if (!(flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) || !dash ||
        dash - path >= (isize)sizeof database)
        return PERMISSIONS;
    memcpy(database, path, (usize)(dash - path));
    database[dash - path] = 0;
    WorldAnswer answer =
        sqlite_ask(&(WorldRequest){.call = WORLD_CALL_STAT, .at = WORLD_HERE, .path = database});
    WorldFileStat stat = {.mode = PERMISSIONS};
    if (!answer.error) memcpy(&stat, answer.bytes, sizeof stat);
    return (int)(stat.mode & 0777);
}

enum { NEW_JOURNAL = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL };
static bool is_there(const char *path) {
    return !sqlite_ask(&(WorldRequest){.call = WORLD_CALL_STAT, .at = WORLD_HERE, .path = path}).error;
}

int sqlite_file_open(sqlite3_vfs *vfs UNUSED, const char *path, sqlite3_file *file, int flags, int *out_flags) {
    SqliteFile *self = AS_FILE(file);
    char temporary[512];
    bool writes = flags & SQLITE_OPEN_READWRITE;
    int how = writes ? O_RDWR : O_RDONLY;
    if (flags & SQLITE_OPEN_CREATE) how |= O_CREAT;
    if (flags & SQLITE_OPEN_EXCLUSIVE) how |= O_EXCL | O_NOFOLLOW;
    *self = (SqliteFile){.path = path};
    if (!path && !sqlite_path_temporary(temporary, sizeof temporary)) return SQLITE_IOERR_GETTEMPPATH;
    const char *name = path ? path : temporary;
    int permissions = permissions_for(name, flags);
    WorldAnswer opened = open_descriptor(name, how, permissions);
    bool in_closed_folder =
        opened.error == EACCES && (flags & NEW_JOURNAL) && (how & O_CREAT) && !is_there(name);
    if (opened.error && opened.error != EISDIR && writes &&
        !in_closed_folder) { /* who may not write may read */
        opened = open_descriptor(name, O_RDONLY, permissions);
        flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
    }
    if (opened.error) return in_closed_folder ? SQLITE_READONLY_DIRECTORY : SQLITE_CANTOPEN;
    self->descriptor = (int)opened.value;
    if (flags & SQLITE_OPEN_DELETEONCLOSE) /* the content lives as long as the descriptor */
        sqlite_ask(&(WorldRequest){.call = WORLD_CALL_REMOVE, .at = WORLD_HERE, .path = name});
    if (out_flags) *out_flags = flags;
    self->base.pMethods = &methods;
    return SQLITE_OK;
}
