/* world_special.c: what only some files have or are: extended attributes, room on the disk, terminals,
 * counters, and the controls of a device. */
#include <fcntl.h>
#include <pty.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "world/world_internal.h"

/* --- extended attributes ------------------------------------------------------------------------------- */

enum { ATTRIBUTE_MAX = 65536 }; /* the system's own limit, for a value and for all names together */

i64 world_do_attribute(const WorldRequest *r, Text *out) {
    char value[ATTRIBUTE_MAX];
    int real = r->path ? 0 : world_real(r->descriptor);
    if (real == -1) return -errno;
    isize length = !r->path       ? fgetxattr(real, r->path2, value, sizeof value)
                   : r->no_follow ? lgetxattr(r->path, r->path2, value, sizeof value)
                                  : getxattr(r->path, r->path2, value, sizeof value);
    if (length < 0) return -errno;
    text_append(out, value, length);
    return length;
}

i64 world_do_attribute_names(const WorldRequest *r, Text *out) {
    char names[ATTRIBUTE_MAX];
    int real = r->path ? 0 : world_real(r->descriptor);
    if (real == -1) return -errno;
    isize length = !r->path       ? flistxattr(real, names, sizeof names)
                   : r->no_follow ? llistxattr(r->path, names, sizeof names)
                                  : listxattr(r->path, names, sizeof names);
    if (length < 0) return -errno;
    text_append(out, names, length);
    return length;
}

i64 world_do_attribute_set(const WorldRequest *r, Text *out UNUSED) {
    int real = r->path ? 0 : world_real(r->descriptor), flags = (int)r->numbers[0];
    usize size = (usize)r->length;
    if (real == -1) return -errno;
    return world_result(!r->path       ? fsetxattr(real, r->path2, r->bytes, size, flags)
                        : r->no_follow ? lsetxattr(r->path, r->path2, r->bytes, size, flags)
                                       : setxattr(r->path, r->path2, r->bytes, size, flags));
}

i64 world_do_attribute_remove(const WorldRequest *r, Text *out UNUSED) {
    int real = r->path ? 0 : world_real(r->descriptor);
    if (real == -1) return -errno;
    return world_result(!r->path       ? fremovexattr(real, r->path2)
                        : r->no_follow ? lremovexattr(r->path, r->path2)
                                       : removexattr(r->path, r->path2));
}

/* --- room on the disk ---------------------------------------------------------------------------------- */

i64 world_do_allocate(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    return real < 0 ? -errno : -posix_fallocate(real, r->numbers[0], r->numbers[1]);
}

i64 world_do_advise(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    return real < 0 ? -errno : -posix_fadvise(real, r->numbers[0], r->numbers[1], (int)r->numbers[2]);
}

i64 world_do_lock_range(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    return real < 0 ? -errno : world_result(lockf(real, (int)r->numbers[0], r->numbers[1]));
}

i64 world_do_sync_all(const WorldRequest *r UNUSED, Text *out UNUSED) {
    sync();
    return 0;
}

/* --- files without a name ------------------------------------------------------------------------------ */

i64 world_do_memory_file(const WorldRequest *r, Text *out UNUSED) {
    return world_take_descriptor(memfd_create(r->path, (unsigned)r->numbers[0]),
                                 !(r->numbers[0] & MFD_CLOEXEC));
}

i64 world_do_event_counter(const WorldRequest *r, Text *out UNUSED) {
    return world_take_descriptor(eventfd((unsigned)r->numbers[0], (int)r->numbers[1]),
                                 !(r->numbers[1] & EFD_CLOEXEC));
}

i64 world_do_terminal_pair(const WorldRequest *r UNUSED, Text *out) {
    int ends[2];
    return openpty(&ends[0], &ends[1], NULL, NULL, NULL) < 0 ? -errno : world_take_both(ends, out);
}

/* --- terminals and devices ----------------------------------------------------------------------------- */

i64 world_do_terminal_name(const WorldRequest *r, Text *out) {
    char name[256];
    int real = world_real(r->descriptor);
    int error = real < 0 ? errno : ttyname_r(real, name, sizeof name);
    if (error) return -error;
    text_append_cstring(out, name);
    return 0;
}

i64 world_do_terminal_group(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    return real < 0 ? -errno : world_result(tcgetpgrp(real));
}

i64 world_do_terminal_group_set(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    return real < 0 ? -errno : world_result(tcsetpgrp(real, (pid_t)r->numbers[0]));
}

/* The bytes that are given, changed, are the answer. The system gets a copy, which has room for any structure that it may
 * take them for. */
static i64 control_by_bytes(const WorldRequest *r, int real, Text *out, bool of_device) {
    enum { LEAST_ROOM = 1024 };
    char *copy = calloc(1, (usize)isize_max(r->length, LEAST_ROOM));
    if (!copy) return -ENOMEM;
    memcpy(copy, r->bytes, (usize)r->length);
    i64 result = world_result(of_device ? ioctl(real, (unsigned long)r->numbers[0], copy)
                                        : fcntl(real, (int)r->numbers[0], copy));
    if (result >= 0) text_append(out, copy, r->length);
    free(copy);
    return result;
}

static i64 control(const WorldRequest *r, Text *out, bool of_device) {
    int real = world_real(r->descriptor);
    if (real < 0) return -errno;
    if (r->bytes) return control_by_bytes(r, real, out, of_device);
    long argument = (long)r->numbers[1];
    return world_result(of_device ? ioctl(real, (unsigned long)r->numbers[0], argument)
                                  : fcntl(real, (int)r->numbers[0], argument));
}
i64 world_do_file_control(const WorldRequest *r, Text *out) { return control(r, out, false); }
/* The terminal under the screen is not the program's. */
i64 world_do_device_control(const WorldRequest *r, Text *out) {
    return world()->options.capture && world_is_stream(r->descriptor) ? -ENOTTY : control(r, out, true);
}
