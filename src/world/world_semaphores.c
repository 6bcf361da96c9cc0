/* world_semaphores.c: semaphores that have a name in the system, by which processes wait for each other
 * (multiprocessing's locks stand on them). The program knows them by a handle, a place in a table. None of the calls
 * waits: who has to asks again. */
#include <fcntl.h>
#include <semaphore.h>
#include <stdlib.h>

#include "world/world_internal.h"

/* The one behind a handle; NULL and errno: there is none. */
static sem_t *semaphore_find(i64 handle) {
    const World *w = world();
    errno = EINVAL;
    return handle > 0 && handle <= w->semaphore_count ? w->semaphores[handle - 1] : NULL;
}

static i64 semaphore_enter(World *w, sem_t *semaphore) {
    isize place = 0;
    while (place < w->semaphore_count && w->semaphores[place]) place++;
    if (place == w->semaphore_count) {
        isize count = w->semaphore_count ? 2 * w->semaphore_count : 16;
        void **more = realloc(w->semaphores, (usize)count * sizeof *more);
        if (!more) {
            sem_close(semaphore);
            return -ENOMEM;
        }
        for (isize i = w->semaphore_count; i < count; i++) more[i] = NULL;
        w->semaphores = more;
        w->semaphore_count = count;
    }
    w->semaphores[place] = semaphore;
    return place + 1;
}

i64 world_do_semaphore_open(const WorldRequest *r, Text *out UNUSED) {
    bool makes = r->numbers[0] >= 0;
    sem_t *made =
        makes ? sem_open(r->path, O_CREAT | O_EXCL, 0600, (unsigned)r->numbers[0]) : sem_open(r->path, 0);
    return made == SEM_FAILED ? -errno : semaphore_enter(world(), made);
}

i64 world_do_semaphore_take(const WorldRequest *r, Text *out UNUSED) {
    sem_t *semaphore = semaphore_find(r->numbers[0]);
    if (!semaphore) return -errno;
    if (sem_trywait(semaphore) == 0) return 1;
    return errno == EAGAIN ? 0 : -errno;
}

i64 world_do_semaphore_give(const WorldRequest *r, Text *out UNUSED) {
    sem_t *semaphore = semaphore_find(r->numbers[0]);
    return semaphore ? world_result(sem_post(semaphore)) : -errno;
}

i64 world_do_semaphore_value(const WorldRequest *r, Text *out UNUSED) {
    int value = 0;
    sem_t *semaphore = semaphore_find(r->numbers[0]);
    if (!semaphore || sem_getvalue(semaphore, &value) < 0) return -errno;
    return value < 0 ? 0 : value;
}

i64 world_do_semaphore_close(const WorldRequest *r, Text *out UNUSED) {
    sem_t *semaphore = semaphore_find(r->numbers[0]);
    if (!semaphore) return -errno;
    world()->semaphores[r->numbers[0] - 1] = NULL;
    return world_result(sem_close(semaphore));
}

i64 world_do_semaphore_remove(const WorldRequest *r, Text *out UNUSED) {
    return world_result(sem_unlink(r->path));
}

void world_semaphores_forget(World *w) {
    for (isize i = 0; i < w->semaphore_count; i++)
        if (w->semaphores[i]) sem_close(w->semaphores[i]);
    free(w->semaphores);
}
