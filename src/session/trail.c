/* trail.c: the way back of moves forwards, see units.h. A move that arrives where another one arrived before
 * replaces it: one was where one came from last. One that needs no trail makes that one forgotten. */
#include <stdlib.h>

#include "base/probe.h"
#include "session/units.h"

#define LONGEST_TRAIL (1u << 20)
#define FORGOTTEN UINT64_MAX

static struct TrailEntry *entry_of(struct TrailEntry *entries, u32 mask, u64 key) {
    u32 place = watch_hash(key) & mask;
    while (entries[place].arrived && entries[place].arrived != key) place = (place + 1) & mask;
    return &entries[place];
}

static bool trail_grow(Trail *trail) {
    u32 mask = trail->entries ? trail->mask * 2 + 1 : 63;
    struct TrailEntry *entries = calloc(mask + 1, sizeof *entries);
    if (!entries) return false;
    for (u32 i = 0; trail->entries && i <= trail->mask; i++)
        if (trail->entries[i].arrived) *entry_of(entries, mask, trail->entries[i].arrived) = trail->entries[i];
    free(trail->entries);
    trail->entries = entries;
    trail->mask = mask;
    return true;
}

void trail_note(Trail *trail, u64 left, u64 arrived) {
    if (trail->used >= LONGEST_TRAIL) trail_free(trail);
    if (2 * trail->used >= trail->mask && !trail_grow(trail)) return;
    struct TrailEntry *entry = entry_of(trail->entries, trail->mask, arrived + 1);
    if (!entry->arrived) trail->used++;
    *entry = (struct TrailEntry){.arrived = arrived + 1, .left = left};
}

bool trail_follow(const Trail *trail, u64 arrived, u64 *left) {
    if (!trail->entries) return false;
    const struct TrailEntry *entry = entry_of(trail->entries, trail->mask, arrived + 1);
    if (!entry->arrived || entry->left == FORGOTTEN) return false;
    *left = entry->left;
    return true;
}

void trail_forget(Trail *trail, u64 arrived) {
    if (!trail->entries) return;
    struct TrailEntry *entry = entry_of(trail->entries, trail->mask, arrived + 1);
    if (entry->arrived) entry->left = FORGOTTEN;
}

void trail_free(Trail *trail) {
    free(trail->entries);
    *trail = (Trail){0};
}
