/* sqlite_path.c: names of files for SQLite: what a name means, whether it is there, and its end. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "modules/outside.h"
#include "modules/sqlite_system.h"

/* --- the whole name -------------------------------------------------------------------------------------- */

enum { MOST_LINKS = 200 };
typedef struct FullPath {
    char *text;
    int size, length;
    int links; /* symbolic ones that were followed */
    int status;
} FullPath;

static void append_path(FullPath *path, const char *name);

static void append_bytes(FullPath *path, const char *bytes, int length) {
    if (path->length + length >= path->size) {
        path->status = SQLITE_CANTOPEN;
        return;
    }
    memcpy(path->text + path->length, bytes, (usize)length);
    path->length += length;
    path->text[path->length] = 0;
}

/* The path as far as it goes is a symbolic link: what it means takes its place. */
static void follow_link(FullPath *path, int folder_length) {
    char target[1024];
    WorldAnswer answer =
        world_call(&(WorldRequest){.call = WORLD_CALL_READ_LINK, .at = WORLD_HERE, .path = path->text});
    if (answer.error || answer.length >= (isize)sizeof target || ++path->links > MOST_LINKS) {
        path->status = SQLITE_CANTOPEN;
        return;
    }
    memcpy(target, answer.bytes, (usize)answer.length);
    target[answer.length] = 0;
    path->length = target[0] == '/' ? 0 : folder_length;
    path->text[path->length] = 0;
    append_path(path, target);
}

static void append_component(FullPath *path, const char *name, int length) {
    if (length == 0 || (length == 1 && name[0] == '.')) return;
    if (length == 2 && name[0] == '.' && name[1] == '.') {
        while (path->length > 0 && path->text[--path->length] != '/') {}
        path->text[path->length] = 0;
        return;
    }
    int folder_length = path->length;
    append_bytes(path, "/", 1);
    if (!path->status) append_bytes(path, name, length);
    if (path->status) return;
    WorldAnswer answer = world_call(
        &(WorldRequest){.call = WORLD_CALL_STAT, .at = WORLD_HERE, .path = path->text, .no_follow = true});
    if (answer.error && answer.error != ENOENT) path->status = SQLITE_CANTOPEN;
    WorldFileStat found = {0};
    if (!answer.error) memcpy(&found, answer.bytes, sizeof found);
    if (S_ISLNK((mode_t)found.mode)) follow_link(path, folder_length);
}

static void append_path(FullPath *path, const char *name) {
    while (*name && !path->status) {
        int length = (int)strcspn(name, "/");
        append_component(path, name, length);
        name += length;
        name += *name == '/';
    }
}

int sqlite_path_full(sqlite3_vfs *vfs UNUSED, const char *name, int size, char *full) {
    FullPath path = {.text = full, .size = size};
    full[0] = 0;
    if (name[0] != '/') {
        WorldAnswer here = world_call(&(WorldRequest){.call = WORLD_CALL_FOLDER});
        if (here.error) return SQLITE_CANTOPEN;
        append_bytes(&path, here.bytes, (int)here.length);
        if (path.length == 1) path.length = 0; /* the root itself: each name brings its slash */
    }
    append_path(&path, name);
    if (!path.status && path.length < 2) return SQLITE_CANTOPEN;
    return path.status ? path.status : path.links ? SQLITE_OK_SYMLINK : SQLITE_OK;
}

/* --- questions and the end of a file --------------------------------------------------------------------- */

int sqlite_path_access(sqlite3_vfs *vfs UNUSED, const char *path, int what, int *answer) {
    if (what == SQLITE_ACCESS_EXISTS) { /* an empty file is as good as none */
        WorldAnswer found =
            world_call(&(WorldRequest){.call = WORLD_CALL_STAT, .at = WORLD_HERE, .path = path});
        WorldFileStat stat = {0};
        if (!found.error) memcpy(&stat, found.bytes, sizeof stat);
        *answer = !found.error && (!S_ISREG((mode_t)stat.mode) || stat.size > 0);
    } else {
        WorldRequest request = {
            .call = WORLD_CALL_ACCESS, .at = WORLD_HERE, .path = path, .numbers = {W_OK | R_OK}};
        WorldAnswer allowed = world_call(&request);
        *answer = !allowed.error;
    }
    return SQLITE_OK;
}

/* The name is gone for good only when its folder is on the disk. */
static void sync_folder_of(const char *path) {
    char folder[1024] = ".";
    const char *slash = strrchr(path, '/');
    if (slash && slash - path < (isize)sizeof folder - 1) {
        isize length = slash == path ? 1 : slash - path;
        memcpy(folder, path, (usize)length);
        folder[length] = 0;
    }
    WorldRequest open = {.call = WORLD_CALL_OPEN,
                         .at = WORLD_HERE,
                         .path = folder,
                         .numbers = {O_RDONLY | O_DIRECTORY | O_CLOEXEC}};
    WorldAnswer opened = world_call(&open);
    if (opened.error) return;
    int descriptor = (int)opened.value;
    world_call(&(WorldRequest){.call = WORLD_CALL_SYNC, .descriptor = descriptor});
    world_call(&(WorldRequest){.call = WORLD_CALL_CLOSE, .descriptor = descriptor});
}

int sqlite_path_delete(sqlite3_vfs *vfs UNUSED, const char *path, int also_folder) {
    WorldAnswer answer = world_call(&(WorldRequest){.call = WORLD_CALL_REMOVE, .at = WORLD_HERE, .path = path});
    if (answer.error == ENOENT) return SQLITE_IOERR_DELETE_NOENT;
    if (answer.error) return SQLITE_IOERR_DELETE;
    if (also_folder) sync_folder_of(path);
    return SQLITE_OK;
}

/* --- temporary files ------------------------------------------------------------------------------------- */

static bool is_folder_for_files(const char *path) {
    if (!path) return false;
    WorldAnswer found = world_call(&(WorldRequest){.call = WORLD_CALL_STAT, .at = WORLD_HERE, .path = path});
    WorldFileStat stat = {0};
    if (!found.error) memcpy(&stat, found.bytes, sizeof stat);
    if (found.error || !S_ISDIR((mode_t)stat.mode)) return false;
    WorldRequest request = {
        .call = WORLD_CALL_ACCESS, .at = WORLD_HERE, .path = path, .numbers = {W_OK | X_OK}};
    WorldAnswer allowed = world_call(&request);
    return !allowed.error;
}

enum { LONGEST_FOLDER = 400 };
bool sqlite_path_temporary(char *path, isize size) {
    static const char *const variables[] = {"SQLITE_TMPDIR", "TMPDIR"};
    static const char *const folders[] = {"/var/tmp", "/usr/tmp", "/tmp", "."};
    char folder[LONGEST_FOLDER] = "";
    for (isize i = 0; i < COUNT_OF(variables) + COUNT_OF(folders); i++) {
        const char *name =
            i < COUNT_OF(variables) ? outside_environment(variables[i]) : folders[i - COUNT_OF(variables)];
        if (!name || strlen(name) >= sizeof folder) continue;
        memcpy(folder, name, strlen(name) + 1);
        if (is_folder_for_files(folder)) break;
        folder[0] = 0;
    }
    u64 number;
    world_entropy((u8 *)&number, sizeof number);
    if (folder[0]) sqlite3_snprintf((int)size, path, "%s/etilqs_%llx", folder, number);
    return folder[0];
}
