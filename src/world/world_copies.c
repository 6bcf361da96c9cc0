/* world_copies.c: files as a side line of the run sees them: copies of its own, which nobody else notices.
 *
 * A line that parts from the trunk reads the world's files as they are, until it, or the trunk, changes one: then it
 * has a copy, whose content lies in memory of the host's. A copy is opened by its name under /proc/self/fd, so all
 * that is asked of a path or a descriptor can be asked of the copy in the same way. */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "world/world_internal.h"

/* --- paths ------------------------------------------------------------------------------------------------- */

/* Takes out ".", ".." and doubled slashes. */
static void tidy(char *path) {
    char *out = path;
    for (const char *part = path; *part;) {
        while (*part == '/') part++;
        usize length = strcspn(part, "/");
        bool up = length == 2 && part[0] == '.' && part[1] == '.';
        if (up)
            while (out > path && *--out != '/') continue;
        if (length && !up && !(length == 1 && *part == '.')) {
            *out++ = '/';
            memmove(out, part, length);
            out += length;
        }
        part += length;
    }
    if (out == path) *out++ = '/';
    *out = 0;
}

/* The path of the folder that a descriptor stands for, or of the current one. */
static void folder_path(int at, char path[PATH_MAX]) {
    char link[64];
    const WorldLine *line = world_table();
    const Descriptor *d = at == WORLD_HERE ? NULL : world_descriptor_find(at);
    const char *known = at == WORLD_HERE ? (line ? line->folder : NULL) : d ? d->folder : NULL;
    strcpy(path, "/");
    if (known) {
        snprintf(path, PATH_MAX, "%s", known);
    } else if (at == WORLD_HERE) {
        if (!getcwd(path, PATH_MAX)) strcpy(path, "/");
    } else if (d) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", d->real);
        isize length = readlink(link, path, PATH_MAX - 1);
        path[length < 0 ? 0 : length] = 0;
    }
}

void world_resolve_first(const WorldRequest *r, bool follow, char resolved[WORLD_PATH]) {
    bool here =
        r->call == WORLD_CALL_LIST || r->call == WORLD_CALL_TRUNCATE || r->call == WORLD_CALL_FILE_SYSTEM;
    world_resolve(here ? WORLD_HERE : r->at, r->path, follow, resolved);
}

void world_resolve(int at, const char *path, bool follow, char resolved[WORLD_PATH]) {
    char folder[PATH_MAX] = "", real[PATH_MAX];
    if (*path != '/') folder_path(at, folder);
    snprintf(resolved, WORLD_PATH, "%.*s/%.*s", 2000, folder, 2300, path);
    if (follow && realpath(resolved, real)) {
        snprintf(resolved, WORLD_PATH, "%s", real);
        return;
    }
    char *slash = strrchr(resolved, '/');
    while (slash > resolved && !slash[1]) { /* a slash at the end */
        *slash = 0;
        slash = strrchr(resolved, '/');
    }
    char name[300];
    snprintf(name, sizeof name, "%s", slash + 1);
    *slash = 0;
    bool known =
        slash > resolved && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && realpath(resolved, real);
    if (known)
        snprintf(resolved, WORLD_PATH, "%s/%s", real, name);
    else
        *slash = '/';
    if (!known) tidy(resolved);
}

/* --- copies ------------------------------------------------------------------------------------------------ */

void world_copies_free(WorldLine *line) {
    for (isize i = 0; i < line->copy_count; i++) {
        if (line->copies[i].real >= 0) close(line->copies[i].real);
        free(line->copies[i].path);
    }
    free(line->copies);
}

static int content_new(mode_t mode) {
    int real = world_above_standard(memfd_create("copy", MFD_CLOEXEC));
    if (real >= 0) fchmod(real, mode & 07777);
    return real;
}

static FileCopy *copy_add(WorldLine *line, const char *path) {
    if (line->copy_count == line->copy_capacity) {
        isize capacity = line->copy_capacity ? 2 * line->copy_capacity : 16;
        FileCopy *copies = realloc(line->copies, (usize)capacity * sizeof *copies);
        if (!copies) return NULL;
        line->copies = copies;
        line->copy_capacity = capacity;
    }
    FileCopy *copy = &line->copies[line->copy_count];
    *copy = (FileCopy){.path = strdup(path), .real = -1};
    if (!copy->path) return NULL;
    line->copy_count++;
    return copy;
}

static FileCopy *copy_fill(WorldLine *line, const char *path, mode_t mode, const char *bytes, isize length) {
    FileCopy *copy = copy_add(line, path);
    if (!copy || !mode) return copy;
    copy->is_folder = S_ISDIR(mode);
    if (S_ISREG(mode)) copy->real = content_new(mode);
    for (isize written = 0, more; copy->real >= 0 && written < length; written += more)
        if ((more = pwrite(copy->real, bytes + written, (usize)(length - written), written)) <= 0) break;
    return copy;
}

/* What the line or the trunk has changed; NULL: it is as the world has it. */
static FileCopy *copy_find(WorldLine *line, const char *path) {
    FileBefore before;
    for (isize i = 0; i < line->copy_count; i++)
        if (strcmp(line->copies[i].path, path) == 0) return &line->copies[i];
    if (!world_find_before(path, &before)) return NULL;
    return copy_fill(line, path, (mode_t)before.mode, before.bytes, before.length);
}

/* The same, made where there is none yet. NULL and errno: the host's path is of a kind that has no copy. */
static FileCopy *copy_make(WorldLine *line, const char *path) {
    FileCopy *copy = copy_find(line, path);
    struct stat status;
    if (copy) return copy;
    if (lstat(path, &status) < 0) return errno == ENOENT ? copy_add(line, path) : NULL;
    errno = EROFS;
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return NULL;
    char *bytes = NULL;
    isize length = 0;
    if (S_ISREG(status.st_mode) && (errno = world_host_read_file(path, &bytes, &length)) != 0) return NULL;
    copy = copy_fill(line, path, status.st_mode, bytes, length);
    free(bytes);
    return copy;
}

static bool is_there(const FileCopy *copy) { return copy->real >= 0 || copy->is_folder; }

static void copy_name(const FileCopy *copy, char name[WORLD_PATH]) {
    if (copy->is_folder)
        snprintf(name, WORLD_PATH, "/"); /* some folder */
    else
        snprintf(name, WORLD_PATH, "/proc/self/fd/%d", copy->real);
}

const char *world_path_here(const char *path, char changed[WORLD_PATH]) {
    if (world_is_trunk(world())) return path;
    world_resolve(WORLD_HERE, path, true, changed);
    const FileCopy *copy = world_table() ? copy_find(world_table(), changed) : NULL;
    if (!copy) return changed;
    if (!is_there(copy)) return NULL;
    copy_name(copy, changed);
    return changed;
}

/* Whether the folder that a path stands in is there. */
static bool has_folder(WorldLine *line, const char *path) {
    char folder[WORLD_PATH];
    struct stat status;
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash == folder) return true;
    *slash = 0;
    const FileCopy *copy = copy_find(line, folder);
    return copy ? copy->is_folder : stat(folder, &status) == 0 && S_ISDIR(status.st_mode);
}

/* --- requests ---------------------------------------------------------------------------------------------- */

/* A folder that is not the world's (any more): some folder in its place, and its path. */
static i64 open_folder(WorldLine *line, const char *path) {
    struct stat status;
    bool outside = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
    int real = open(outside ? path : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    i64 number = world_descriptor_enter(world_above_standard(real), 0);
    if (number >= 0) line->descriptors[number].outside = true;
    if (number >= 0) line->descriptors[number].folder = strdup(path);
    return number;
}

static i64 open_aside(WorldLine *line, const WorldRequest *r, const char *path, WorldPerform perform,
                      Text *out) {
    int flags = (int)r->numbers[0];
    bool changes = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
    FileCopy *copy = copy_find(line, path);
    struct stat status;
    bool is_device = !copy && stat(path, &status) == 0 && S_ISCHR(status.st_mode); /* /dev/null */
    if (!copy && (!changes || is_device)) {
        i64 number = perform(r, out);
        if (number >= 0) line->descriptors[number].outside = true;
        return number;
    }
    if (!copy && !(copy = copy_make(line, path))) return -errno;
    if (copy->is_folder) return changes ? -EISDIR : open_folder(line, path);
    if (copy->real >= 0 && flags & O_CREAT && flags & O_EXCL) return -EEXIST;
    if (copy->real < 0) {
        if (!(flags & O_CREAT) || !has_folder(line, path)) return -ENOENT;
        mode_t mask = umask(0);
        umask(mask);
        copy->real = content_new((mode_t)r->numbers[1] & ~mask);
    }
    char name[WORLD_PATH];
    copy_name(copy, name);
    int real = open(name, (flags & ~(O_CREAT | O_EXCL | O_NOFOLLOW)) | O_CLOEXEC);
    return world_descriptor_enter(world_above_standard(real), 0);
}

/* The same question about the copy. */
static i64 ask_copy(const FileCopy *copy, const WorldRequest *r, WorldPerform perform, Text *out) {
    char name[WORLD_PATH];
    if (!is_there(copy)) return -ENOENT;
    copy_name(copy, name);
    WorldRequest about = *r;
    about.path = name;
    about.at = WORLD_HERE;
    about.no_follow = false;
    return perform(&about, out);
}

static void entry_append(Text *out, const char *name, bool is_folder) {
    static const char zeros[8];
    isize length = (isize)strlen(name);
    WorldEntry head = {.inode = 1, .type = is_folder ? DT_DIR : DT_REG, .length = (i32)length};
    text_append(out, (const char *)&head, sizeof head);
    text_append(out, name, length);
    text_append(out, zeros, ((length + 8) & ~(isize)7) - length);
}

/* The copy's name in this folder, or NULL. */
static const char *name_in(const FileCopy *copy, const char *folder) {
    usize length = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
    bool inside = strncmp(copy->path, folder, length) == 0 && copy->path[length] == '/';
    return inside && copy->path[length + 1] && !strchr(copy->path + length + 1, '/') ? copy->path + length + 1
                                                                                     : NULL;
}

typedef struct Listing {
    const char **names;
    Text entries; /* as world_do_list gives them */
    isize count;
} Listing;

static int order_of_entries(const void *a, const void *b) {
    const char *const *x = a, *const *y = b;
    return strcmp(*x + sizeof(WorldEntry), *y + sizeof(WorldEntry));
}

static isize entry_size(const char *entry) {
    WorldEntry head;
    memcpy(&head, entry, sizeof head);
    return (isize)sizeof head + (((isize)head.length + 8) & ~(isize)7);
}

/* What the world has there, without what the line has changed, and what it has. Sorted by name. */
static i64 list_aside(WorldLine *line, const WorldRequest *r, const char *folder, WorldPerform perform,
                      Text *out) {
    Text all = text_new(TEXT_ON_HOST), world_has = text_new(TEXT_ON_HOST);
    const FileCopy *copy = copy_find(line, folder);
    struct stat status;
    bool outside = stat(folder, &status) == 0 && S_ISDIR(status.st_mode);
    i64 failed = copy && !copy->is_folder ? (copy->real >= 0 ? -ENOTDIR : -ENOENT) : 0;
    if (!failed && (outside || !copy)) failed = perform(r, &world_has);
    for (isize i = 0; !failed && i < world_has.length; i += entry_size(world_has.data + i)) {
        char path[WORLD_PATH];
        snprintf(path, sizeof path, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder,
                 world_has.data + i + sizeof(WorldEntry));
        if (!copy_find(line, path)) text_append(&all, world_has.data + i, entry_size(world_has.data + i));
    }
    for (isize i = 0; !failed && i < line->copy_count; i++) {
        const char *name = name_in(&line->copies[i], folder);
        if (name && is_there(&line->copies[i])) entry_append(&all, name, line->copies[i].is_folder);
    }
    isize count = 0;
    for (isize i = 0; i < all.length; i += entry_size(all.data + i)) count++;
    const char **entries = malloc((usize)(count + 1) * sizeof *entries);
    for (isize i = 0, at = 0; entries && i < count; at += entry_size(all.data + at))
        entries[i++] = all.data + at;
    if (entries && count) qsort(entries, (usize)count, sizeof *entries, order_of_entries);
    for (isize i = 0; entries && i < count; i++) text_append(out, entries[i], entry_size(entries[i]));
    free(entries);
    text_free(&all);
    text_free(&world_has);
    return failed;
}

static i64 remove_aside(WorldLine *line, const WorldRequest *r, const char *path, WorldPerform list) {
    FileCopy *copy = copy_make(line, path);
    bool folder = r->numbers[0] != 0;
    if (!copy) return -errno;
    if (!is_there(copy)) return -ENOENT;
    if (folder != copy->is_folder) return folder ? -ENOTDIR : -EISDIR;
    if (folder) {
        Text entries = text_new(TEXT_ON_HOST);
        WorldRequest about = {.call = WORLD_CALL_LIST, .path = path, .at = WORLD_HERE};
        i64 failed = list_aside(line, &about, path, list, &entries);
        bool empty = entries.length == 0;
        text_free(&entries);
        if (!failed && !empty) return -ENOTEMPTY;
        copy = copy_find(line, path); /* listing may have made copies */
    }
    if (copy->real >= 0) close(copy->real);
    copy->real = -1;
    copy->is_folder = false;
    return 0;
}

static i64 rename_aside(WorldLine *line, const char *path, const char *path2) {
    const FileCopy *source = copy_make(line, path);
    if (!source) return -errno;
    if (!is_there(source)) return -ENOENT;
    FileCopy *target = copy_make(line, path2);
    if (!target) return -errno;
    source = copy_find(line, path); /* it may have moved */
    if (source->is_folder) return -EROFS;
    if (target->is_folder) return -EISDIR;
    if (!has_folder(line, path2)) return -ENOENT;
    if (source == target) return 0;
    if (target->real >= 0) close(target->real);
    target->real = source->real;
    ((FileCopy *)source)->real = -1;
    return 0;
}

static i64 make_folder_aside(WorldLine *line, const char *path) {
    FileCopy *copy = copy_make(line, path);
    if (!copy) return -errno;
    if (is_there(copy)) return -EEXIST;
    if (!has_folder(line, path)) return -ENOENT;
    copy = copy_find(line, path);
    copy->is_folder = true;
    return 0;
}

/* Here the current folder is the line's own. */
static i64 change_folder_aside(WorldLine *line, const char *path) {
    struct stat status;
    const FileCopy *copy = copy_find(line, path);
    bool there = copy ? is_there(copy) : stat(path, &status) == 0;
    if (!there) return -ENOENT;
    if (copy ? !copy->is_folder : !S_ISDIR(status.st_mode)) return -ENOTDIR;
    char *folder = strdup(path);
    if (!folder) return -ENOMEM;
    free(line->folder);
    line->folder = folder;
    return 0;
}

/* Requests about a descriptor. */
static i64 perform_by_descriptor(WorldLine *line, const WorldRequest *r, WorldPerform perform, Text *out) {
    if (r->call == WORLD_CALL_FOLDER) {
        text_append_cstring(out, line->folder);
        return 0;
    }
    if (r->call == WORLD_CALL_LIST || r->call == WORLD_CALL_CHANGE_FOLDER) {
        char folder[PATH_MAX];
        if (!world_descriptor_find(r->descriptor)) return -errno;
        folder_path(r->descriptor, folder);
        WorldRequest by_path = {.call = r->call, .path = folder, .at = WORLD_HERE};
        return r->call == WORLD_CALL_LIST ? list_aside(line, &by_path, folder, perform, out)
                                          : change_folder_aside(line, folder);
    }
    const Descriptor *d = world_descriptor_find(r->descriptor);
    bool changes = r->call == WORLD_CALL_CHANGE_MODE || r->call == WORLD_CALL_CHANGE_OWNER ||
                   r->call == WORLD_CALL_CHANGE_TIMES || r->call == WORLD_CALL_TRUNCATE ||
                   r->call == WORLD_CALL_WRITE_AT || (r->call == WORLD_CALL_BLOCKING && r->numbers[0] >= 0);
    if (d && changes && (d->outside || d->stream)) return -EROFS;
    bool moves = r->call == WORLD_CALL_SEEK && (r->numbers[0] != 0 || r->numbers[1] != SEEK_CUR);
    if (d && moves && d->stream) return -ESPIPE; /* the streams are the trunk's, too */
    return perform(r, out);
}

static i64 perform_by_path(WorldLine *line, const WorldRequest *r, WorldPerform perform, Text *out) {
    char path[WORLD_PATH], path2[WORLD_PATH];
    const FileCopy *copy;
    WorldRequest absolute = *r;
    bool names = r->call == WORLD_CALL_REMOVE || r->call == WORLD_CALL_RENAME ||
                 r->call == WORLD_CALL_MAKE_FOLDER || r->call == WORLD_CALL_READ_LINK;
    world_resolve_first(r, !names && !r->no_follow, path);
    absolute.path = path;
    absolute.at = WORLD_HERE;
    switch (r->call) {
    case WORLD_CALL_OPEN: return open_aside(line, &absolute, path, perform, out);
    case WORLD_CALL_LIST: return list_aside(line, &absolute, path, perform, out);
    case WORLD_CALL_CHANGE_FOLDER: return change_folder_aside(line, path);
    case WORLD_CALL_MAKE_FOLDER: return make_folder_aside(line, path);
    case WORLD_CALL_REMOVE: return remove_aside(line, r, path, world_do_list);
    case WORLD_CALL_RENAME:
        world_resolve(r->at2, r->path2, false, path2);
        return rename_aside(line, path, path2);
    case WORLD_CALL_TRUNCATE:
    case WORLD_CALL_CHANGE_MODE:
    case WORLD_CALL_CHANGE_TIMES:
        copy = copy_make(line, path);
        return !copy ? -errno : copy->is_folder ? -EROFS : ask_copy(copy, r, perform, out);
    case WORLD_CALL_STAT:
    case WORLD_CALL_ACCESS:
    case WORLD_CALL_FILE_SYSTEM:
        copy = copy_find(line, path);
        return copy ? ask_copy(copy, r, perform, out) : perform(&absolute, out);
    default: return perform(&absolute, out);
    }
}

i64 world_aside_perform(const WorldRequest *r, WorldPerform perform, Text *out) {
    WorldLine *line = world_table();
    if (!line) return -ENOMEM;
    if (world_is_of_network(r->call)) return world_network_aside(r, perform, out);
    switch (r->call) {
    case WORLD_CALL_LINK:
    case WORLD_CALL_MAKE_LINK:
    case WORLD_CALL_MAKE_NODE:
    case WORLD_CALL_CHANGE_OWNER:
    case WORLD_CALL_ATTRIBUTE_SET:
    case WORLD_CALL_ATTRIBUTE_REMOVE:
    case WORLD_CALL_ALLOCATE:
    case WORLD_CALL_SYNC_ALL:
    case WORLD_CALL_LOCK_RANGE:
    case WORLD_CALL_FILE_CONTROL:
    case WORLD_CALL_DEVICE_CONTROL:
    case WORLD_CALL_TERMINAL_GROUP_SET:
    case WORLD_CALL_GROUPS_SET:
    case WORLD_CALL_PROCESS_CHANGE:
    case WORLD_CALL_PROCESSORS_SET:
    case WORLD_CALL_RESOURCE_LIMIT_SET:
    case WORLD_CALL_SYSTEM_LOG:
    case WORLD_CALL_MAP:
    case WORLD_CALL_UNMAP:
    case WORLD_CALL_SEMAPHORE_OPEN:
    case WORLD_CALL_SEMAPHORE_TAKE:
    case WORLD_CALL_SEMAPHORE_GIVE:
    case WORLD_CALL_SEMAPHORE_VALUE:
    case WORLD_CALL_SEMAPHORE_CLOSE:
    case WORLD_CALL_SEMAPHORE_REMOVE:
    case WORLD_CALL_START:
    case WORLD_CALL_FORK:
    case WORLD_CALL_WAIT:
    case WORLD_CALL_WAIT_ID:
    case WORLD_CALL_SIGNAL:
    case WORLD_CALL_SIGNAL_DESCRIPTOR:
    case WORLD_CALL_PROCESS_DESCRIPTOR:
    case WORLD_CALL_MASK: return -EROFS;
    case WORLD_CALL_HEAR_SIGNALS:
    case WORLD_CALL_CHILDREN_NEWS: return 0; /* they are the trunk's */
    case WORLD_CALL_USER:
    case WORLD_CALL_SHADOW:
    case WORLD_CALL_GROUPS_OF:
    case WORLD_CALL_MEMORY_FILE:
    case WORLD_CALL_LIBRARY_HAS:
    case WORLD_CALL_GROUP: return perform(r, out); /* `path` is a name */
    default:
        return r->path ? perform_by_path(line, r, perform, out) : perform_by_descriptor(line, r, perform, out);
    }
}
