/* world_folders.c: what a program asks of the file system by name. */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "world/world_internal.h"

/* A request is about a path, from a folder on, or about a descriptor: `by_path` or `by_descriptor` is evaluated
 * with `target` set to the host's. */
#define BY_PATH_OR_DESCRIPTOR(by_path, by_descriptor)                                                          \
    do {                                                                                                       \
        int target = r->path ? world_real_folder(r->at) : world_real(r->descriptor);                           \
        if (target == -1) return -errno;                                                                       \
        return world_result(r->path ? (by_path) : (by_descriptor));                                            \
    } while (0)
#define BY_PATH(by_path)                                                                                       \
    do {                                                                                                       \
        int target = world_real_folder(r->at);                                                                 \
        if (target == -1) return -errno;                                                                       \
        return world_result(by_path);                                                                          \
    } while (0)

static int link_flag(const WorldRequest *r) { return r->no_follow ? AT_SYMLINK_NOFOLLOW : 0; }

/* --- questions ----------------------------------------------------------------------------------------- */

static i64 nanoseconds(struct timespec t) { return (i64)t.tv_sec * 1000000000 + t.tv_nsec; }

i64 world_do_stat(const WorldRequest *r, Text *out) {
    struct stat s;
    int target = r->path ? world_real_folder(r->at) : world_real(r->descriptor);
    if (target == -1) return -errno;
    int failed = r->path ? fstatat(target, r->path, &s, link_flag(r)) : fstat(target, &s);
    if (failed) return -errno;
    WorldFileStat told = {.mode = s.st_mode,
                          .inode = (i64)s.st_ino,
                          .device = (i64)s.st_dev,
                          .links = (i64)s.st_nlink,
                          .user = s.st_uid,
                          .group = s.st_gid,
                          .size = s.st_size,
                          .access_ns = nanoseconds(s.st_atim),
                          .modify_ns = nanoseconds(s.st_mtim),
                          .change_ns = nanoseconds(s.st_ctim),
                          .block_size = s.st_blksize,
                          .blocks = s.st_blocks,
                          .special_device = (i64)s.st_rdev};
    text_append(out, (const char *)&told, sizeof told);
    return 0;
}

i64 world_do_file_system(const WorldRequest *r, Text *out) {
    struct statvfs s;
    int target = r->path ? 0 : world_real(r->descriptor);
    if (target == -1) return -errno;
    if (r->path ? statvfs(r->path, &s) : fstatvfs(target, &s)) return -errno;
    i64 told[] = {(i64)s.f_bsize,  (i64)s.f_frsize,  (i64)s.f_blocks, (i64)s.f_bfree,
                  (i64)s.f_bavail, (i64)s.f_files,   (i64)s.f_ffree,  (i64)s.f_favail,
                  (i64)s.f_flag,   (i64)s.f_namemax, (i64)s.f_fsid};
    text_append(out, (const char *)told, sizeof told);
    return 0;
}

static void append_entry(Text *out, const struct dirent *entry) {
    static const char zeros[8];
    isize length = (isize)strlen(entry->d_name);
    WorldEntry head = {.inode = (i64)entry->d_ino, .type = entry->d_type, .length = (i32)length};
    text_append(out, (const char *)&head, sizeof head);
    text_append(out, entry->d_name, length);
    text_append(out, zeros, ((length + 8) & ~(isize)7) - length);
}

static int order_of_names(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* By name, so that what the program sees does not depend on where its files happen to lie. */
i64 world_do_list(const WorldRequest *r, Text *out) {
    struct dirent **entries;
    int real = r->path ? AT_FDCWD : world_real(r->descriptor);
    if (real == -1) return -errno;
    int count = scandirat(real, r->path ? r->path : ".", &entries, NULL, order_of_names);
    if (count < 0) return -errno;
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) append_entry(out, entries[i]);
        free(entries[i]);
    }
    free(entries);
    return out->failed ? -ENOMEM : 0;
}

i64 world_do_read_link(const WorldRequest *r, Text *out) {
    char text[4096];
    int target = world_real_folder(r->at);
    if (target == -1) return -errno;
    isize length = readlinkat(target, r->path, text, sizeof text);
    if (length < 0) return -errno;
    text_append(out, text, length);
    return 0;
}

i64 world_do_real_path(const WorldRequest *r, Text *out) {
    char real[PATH_MAX];
    if (!realpath(r->path, real)) return -errno;
    text_append_cstring(out, real);
    return 0;
}

i64 world_do_access(const WorldRequest *r, Text *out UNUSED) {
    BY_PATH(faccessat(target, r->path, (int)r->numbers[0], (int)r->numbers[1] | link_flag(r)));
}

i64 world_do_folder(const WorldRequest *r UNUSED, Text *out) {
    char folder[4096];
    if (!getcwd(folder, sizeof folder)) return -errno;
    text_append_cstring(out, folder);
    return 0;
}

/* --- changes ------------------------------------------------------------------------------------------- */

i64 world_do_truncate(const WorldRequest *r, Text *out UNUSED) {
    int real = r->path ? 0 : world_real(r->descriptor);
    if (real == -1) return -errno;
    return world_result(r->path ? truncate(r->path, r->numbers[0]) : ftruncate(real, r->numbers[0]));
}

i64 world_do_make_folder(const WorldRequest *r, Text *out UNUSED) {
    BY_PATH(mkdirat(target, r->path, (mode_t)r->numbers[0]));
}

i64 world_do_make_node(const WorldRequest *r, Text *out UNUSED) {
    BY_PATH(mknodat(target, r->path, (mode_t)r->numbers[0], (dev_t)r->numbers[1]));
}

i64 world_do_remove(const WorldRequest *r, Text *out UNUSED) {
    BY_PATH(unlinkat(target, r->path, (int)r->numbers[0]));
}

i64 world_do_rename(const WorldRequest *r, Text *out UNUSED) {
    int target2 = world_real_folder(r->at2);
    if (target2 == -1) return -errno;
    BY_PATH(renameat(target, r->path, target2, r->path2));
}

i64 world_do_link(const WorldRequest *r, Text *out UNUSED) {
    int target2 = world_real_folder(r->at2);
    if (target2 == -1) return -errno;
    BY_PATH(linkat(target, r->path, target2, r->path2, r->no_follow ? 0 : AT_SYMLINK_FOLLOW));
}

i64 world_do_make_link(const WorldRequest *r, Text *out UNUSED) {
    int target2 = world_real_folder(r->at2);
    return target2 == -1 ? -errno : world_result(symlinkat(r->path, target2, r->path2));
}

i64 world_do_change_mode(const WorldRequest *r, Text *out UNUSED) {
    mode_t mode = (mode_t)r->numbers[0];
    BY_PATH_OR_DESCRIPTOR(fchmodat(target, r->path, mode, link_flag(r)), fchmod(target, mode));
}

i64 world_do_change_owner(const WorldRequest *r, Text *out UNUSED) {
    uid_t user = (uid_t)r->numbers[0];
    gid_t group = (gid_t)r->numbers[1];
    BY_PATH_OR_DESCRIPTOR(fchownat(target, r->path, user, group, link_flag(r)), fchown(target, user, group));
}

static struct timespec timespec_of(i64 ns) {
    if (ns == WORLD_TIME_NOW) return (struct timespec){.tv_nsec = UTIME_NOW};
    i64 rest = ns % 1000000000;
    if (rest < 0) rest += 1000000000;
    return (struct timespec){.tv_sec = (ns - rest) / 1000000000, .tv_nsec = rest};
}

i64 world_do_change_times(const WorldRequest *r, Text *out UNUSED) {
    const struct timespec times[] = {timespec_of(r->numbers[0]), timespec_of(r->numbers[1])};
    BY_PATH_OR_DESCRIPTOR(utimensat(target, r->path, times, link_flag(r)), futimens(target, times));
}

i64 world_do_change_folder(const WorldRequest *r, Text *out UNUSED) {
    int real = r->path ? 0 : world_real(r->descriptor);
    if (real == -1) return -errno;
    return world_result(r->path ? chdir(r->path) : fchdir(real));
}

i64 world_do_mask(const WorldRequest *r, Text *out UNUSED) { return (i64)umask((mode_t)r->numbers[0]); }
