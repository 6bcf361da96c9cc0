/* world_maps.c: memory of the system's that processes share. It lies outside of the arena, where no snapshot
 * holds it: it is there only where the run is not kept. Which maps there are is known, for a program that works
 * with addresses. */
#include "world/world_maps.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "world/world_internal.h"

typedef struct WorldMap {
    char *start;
    usize size;
    bool writable;
} WorldMap;

/* False: out of memory. */
static bool map_enter(World *w, WorldMap map) {
    if (w->map_count == w->map_capacity) {
        isize capacity = w->map_capacity ? 2 * w->map_capacity : 8;
        WorldMap *more = realloc(w->maps, (usize)capacity * sizeof *more);
        if (!more) return false;
        w->maps = more;
        w->map_capacity = capacity;
    }
    w->maps[w->map_count++] = map;
    return true;
}

i64 world_do_map(const WorldRequest *r, Text *out UNUSED) {
    if (!world()->options.may_fork) return -ENOSYS;
    usize size = (usize)r->numbers[0];
    int protection = (int)r->numbers[1], real = r->descriptor < 0 ? -1 : world_real(r->descriptor);
    if (r->descriptor >= 0 && real < 0) return -EBADF;
    int flags = r->numbers[2] ? MAP_SHARED | MAP_ANONYMOUS : MAP_SHARED;
    void *made = mmap(NULL, size, protection, flags, real, r->numbers[3]);
    if (made == MAP_FAILED) return -errno;
    if (map_enter(world(), (WorldMap){made, size, protection & PROT_WRITE})) return (i64)(uintptr_t)made;
    munmap(made, size);
    return -ENOMEM;
}

i64 world_do_unmap(const WorldRequest *r, Text *out UNUSED) {
    World *w = world();
    char *start = (char *)(uintptr_t)r->numbers[0];
    for (isize i = 0; i < w->map_count; i++)
        if (w->maps[i].start == start) w->maps[i--] = w->maps[--w->map_count];
    return world_result(munmap(start, (usize)r->numbers[1]));
}

bool world_map_holds(const void *memory, usize size, bool writing) {
    const World *w = world();
    for (isize i = 0; i < w->map_count; i++) {
        const WorldMap *map = &w->maps[i];
        usize from = (usize)((uintptr_t)memory - (uintptr_t)map->start); /* before it: more than its size */
        if (from < map->size && size <= map->size - from) return map->writable || !writing;
    }
    return false;
}

void world_maps_forget(World *w) { free(w->maps); }
