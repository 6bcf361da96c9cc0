/* world_wait.c: waiting until something outside is ready: a pipe, a socket, a terminal.
 *
 * All threads that wait are asked for at once, in one poll. What it found, and how long it took, becomes a record, so
 * that on a replay the same threads go on at the same moments, at once. The log is written before the wait and behind
 * it, never within: the machine can be left there (watchdog), and the wait begins anew.
 *
 * A wait for what only the program itself could make ready (its own pipes) takes no real time where time is
 * virtual, like a sleep. */
#include <poll.h>
#include <stdlib.h>

#include "world/world_internal.h"

enum { LONGEST_NS = 1000000000 }; /* a signal may come just before the wait begins */

static isize count_items(const WorldAsk *asks) {
    isize count = 0;
    for (const WorldAsk *ask = asks; ask; ask = ask->next) count += ask->count;
    return count;
}

/* What was found, as the log has it: an i16 for each that was asked for. */
static void tell(WorldAsk *asks, const char *found) {
    for (WorldAsk *ask = asks; ask; ask = ask->next) {
        ask->any = false;
        for (isize i = 0; i < ask->count; i++, found += sizeof(i16)) {
            memcpy(&ask->items[i].ready, found, sizeof(i16));
            ask->any |= ask->items[i].ready != 0;
        }
    }
}

/* A question that is answered at once: no descriptor of the host's is behind it. 0: there is one. */
static i16 ready_without_asking(const WorldReady *item) {
    if (item->descriptor == WORLD_CHILDREN) return 0;
    if (item->descriptor <= -WORLD_PENDING) return world_bell(-(i64)item->descriptor) < 0 ? POLLNVAL : 0;
    const Descriptor *d = world_descriptor_find(item->descriptor);
    if (!d && errno == EBADF) return POLLNVAL;
    if (!d) return item->events;                     /* another line's: whoever uses it learns that */
    return world_has_captured(d) ? item->events : 0; /* the host is asked */
}

typedef struct Polling {
    struct pollfd *polled; /* as many as items, in their order */
    isize count;
    bool any;     /* some were answered at once */
    bool outside; /* somebody else could make one ready */
} Polling;

static bool prepare(World *w, const WorldAsk *asks, Polling *polling) {
    *polling = (Polling){.count = count_items(asks)};
    if (polling->count > w->polled_capacity) {
        struct pollfd *more = realloc(w->polled, (usize)polling->count * sizeof *more);
        if (!more) return false;
        w->polled = more;
        w->polled_capacity = polling->count;
    }
    struct pollfd *p = polling->polled = w->polled;
    for (const WorldAsk *ask = asks; ask; ask = ask->next)
        for (isize i = 0; i < ask->count; i++, p++) {
            const WorldReady *item = &ask->items[i];
            *p = (struct pollfd){.fd = -1, .revents = ready_without_asking(item)};
            polling->any |= p->revents != 0;
            if (p->revents) continue;
            const Descriptor *d = world_descriptor_find(item->descriptor);
            bool of_children = item->descriptor == WORLD_CHILDREN;
            p->fd = d ? d->real : of_children ? world_children_bell() : world_bell(-(i64)item->descriptor);
            p->events = item->events;
            polling->outside |= d ? !d->inside : p->fd >= 0;
        }
    return true;
}

/* How long it took. Those that were answered at once are not asked (their descriptor is -1). */
static i64 poll_all(Polling *polling, i64 limit_ns) {
    i64 started = world_host_clock_ns();
    struct timespec limit = {.tv_sec = limit_ns / 1000000000, .tv_nsec = limit_ns % 1000000000};
    for (isize i = 0; i < polling->count; i++) polling->polled[i].revents = 0;
    int found = ppoll(polling->polled, (nfds_t)polling->count, &limit, NULL);
    polling->any = found > 0;
    i64 took = limit_ns ? world_host_clock_ns() - started : 0;
    return found == 0 && took < limit_ns ? limit_ns : took;
}

static i64 wait_for_real(const World *w, Polling *polling, i64 limit_ns) {
    if (polling->any) return 0;
    i64 took = poll_all(polling, 0);
    if (polling->any || limit_ns == 0) return took;
    if (!polling->outside && !w->options.real_time && limit_ns > 0) return limit_ns;
    return poll_all(polling, limit_ns >= 0 && limit_ns < LONGEST_NS ? limit_ns : LONGEST_NS);
}

static void keep_found(const Polling *polling, i64 took, const char **bytes) {
    Text *found = &world()->answer;
    text_clear(found);
    for (isize i = 0; i < polling->count; i++)
        text_append(found, (const char *)&polling->polled[i].revents, sizeof(i16));
    *bytes = text_cstring(found);
    world_keep((RecordHead){.kind = RECORD_WAIT, .value = took, .length = found->length}, bytes);
}

bool world_wait(WorldAsk *asks, i64 limit_ns) {
    World *w = world();
    const char *bytes;
    Polling polling;
    w->busy++;
    const RecordHead *known = world_replayed(RECORD_WAIT, &bytes);
    i64 took = known ? known->value : 0;
    bool ready = !known && prepare(w, asks, &polling);
    w->busy--;
    if (ready) took = wait_for_real(w, &polling, limit_ns);
    w->busy++;
    if (ready) keep_found(&polling, took, &bytes);
    if (ready || known) tell(asks, bytes);
    w->busy--;
    world_waited(took);
    if (ready && !polling.any && limit_ns < 0) w->waited_in_vain_ns += took;
    return !w->options.patience_ns || w->waited_in_vain_ns < w->options.patience_ns;
}
