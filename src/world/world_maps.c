/* world_maps.c: memory of the system's that processes share. It lies outside of the arena, where no snapshot holds it: it is
 * there only where the run is not kept. */
#include <sys/mman.h>

#include "world/world_internal.h"

i64 world_do_map(const WorldRequest *r, Text *out UNUSED) {
    if (!world()->options.may_fork) return -ENOSYS;
    int real = r->descriptor < 0 ? -1 : world_real(r->descriptor);
    if (r->descriptor >= 0 && real < 0) return -EBADF;
    int flags = r->numbers[2] ? MAP_SHARED | MAP_ANONYMOUS : MAP_SHARED;
    void *made = mmap(NULL, (usize)r->numbers[0], (int)r->numbers[1], flags, real, r->numbers[3]);
    return made == MAP_FAILED ? -errno : (i64)(uintptr_t)made;
}

i64 world_do_unmap(const WorldRequest *r, Text *out UNUSED) {
    return world_result(munmap((void *)(uintptr_t)r->numbers[0], (usize)r->numbers[1]));
}
