/* arena_units.c: runs of 16 KiB units, for pools and large blocks.
 *
 * A free run is at least as long as can be: neighbours are merged when a run is given back, and a run that
 * ends at the frontier is swallowed by it. Free runs hang in bins by length: a bin of its own for each
 * length below 32 units, two bins for each doubling from there. The smallest bin that fits gives, of its runs
 * the shortest that fits, of equal ones the one freed last. Where no run fits, the frontier moves up; memory
 * above it was never used, or is as good as that.
 *
 * All links are numbers in the table of units, so that a free run's own pages are left alone. */
#include "base/arena_internal.h"
#include "base/dirty_pages.h"

#include <sys/mman.h>

#define OPEN_STEP ((u32)256) /* 4 MiB */
#define EXACT_BINS ((u32)32)

static u32 bin_of(u32 length) {
    if (length < EXACT_BINS) return length;
    u32 log = 31 - (u32)__builtin_clz(length); /* 5 and up */
    u32 bin = EXACT_BINS + (log - 5) * 2 + ((length >> (log - 1)) & 1);
    return bin < ARENA_BINS ? bin : ARENA_BINS - 1;
}

static void mark_free(u32 first, u32 length) {
    ArenaUnit *unit = arena_unit(first), *last = arena_unit(first + length - 1);
    unit->state = last->state = UNIT_FREE;
    unit->length = last->length = length;
    u32 bin = bin_of(length);
    ArenaHeader *header = ARENA_HEADER;
    unit->previous = 0;
    unit->next = header->bins[bin];
    if (unit->next) arena_unit(unit->next - 1)->previous = first + 1;
    header->bins[bin] = first + 1;
    header->bin_mask |= (u64)1 << bin;
}

static void unmark_free(u32 first) {
    ArenaUnit *unit = arena_unit(first);
    u32 bin = bin_of(unit->length);
    ArenaHeader *header = ARENA_HEADER;
    if (unit->previous)
        arena_unit(unit->previous - 1)->next = unit->next;
    else
        header->bins[bin] = unit->next;
    if (unit->next) arena_unit(unit->next - 1)->previous = unit->previous;
    if (!header->bins[bin]) header->bin_mask &= ~((u64)1 << bin);
}

/* The run of the bin that is the shortest of at least `count`; UINT32_MAX: none. */
static u32 best_of_bin(u32 bin, u32 count) {
    u32 best = UINT32_MAX, best_length = UINT32_MAX;
    for (u32 link = ARENA_HEADER->bins[bin]; link; link = arena_unit(link - 1)->next) {
        u32 length = arena_unit(link - 1)->length;
        if (length < count || length >= best_length) continue;
        best = link - 1;
        best_length = length;
        if (length == count) break;
    }
    return best;
}

static u32 find_free(u32 count) {
    u32 bin = bin_of(count);
    for (u64 mask = ARENA_HEADER->bin_mask >> bin << bin; mask; mask &= mask - 1) {
        u32 first = best_of_bin((u32)__builtin_ctzll(mask), count);
        if (first != UINT32_MAX) return first;
    }
    return UINT32_MAX;
}

/* Makes the units below `end` readable and writable. */
static bool open_units(u32 end) {
    ArenaHeader *header = ARENA_HEADER;
    if (end <= header->opened) return true;
    u32 target = (end + OPEN_STEP - 1) / OPEN_STEP * OPEN_STEP;
    if (target > header->unit_count) target = header->unit_count;
    char *start = arena_unit_start(header->opened);
    usize size = (target - header->opened) * ARENA_UNIT;
    if (mprotect(start, size, PROT_READ | PROT_WRITE) != 0) return false;
    dirty_pages_opened(start, size); /* it may be the second time, after going back */
    ARENA_POISON(start, size);
    header->opened = target;
    return true;
}

/* Free units at the frontier: `count` more of them. */
static u32 move_frontier(u32 count) {
    ArenaHeader *header = ARENA_HEADER;
    u32 first = header->frontier;
    if (count > header->unit_count - first || !open_units(first + count)) return UINT32_MAX;
    header->frontier = first + count;
    return first;
}

static void mark_used(u32 first, u32 count, UnitState state) {
    for (u32 i = 1; i < count; i++) arena_unit(first + i)->state = UNIT_REST;
    arena_unit(first)->state = state;
    arena_unit(first)->length = count;
}

u32 arena_units_take(u32 count, UnitState state) {
    ArenaHeader *header = ARENA_HEADER;
    if (count > header->used_limit - header->used) return UINT32_MAX;
    u32 first = find_free(count);
    if (first == UINT32_MAX) {
        first = move_frontier(count);
        if (first == UINT32_MAX) return UINT32_MAX;
    } else {
        u32 length = arena_unit(first)->length;
        unmark_free(first);
        if (length > count) mark_free(first + count, length - count);
    }
    mark_used(first, count, state);
    header->used += count;
    return first;
}

/* Makes a run free that is not in use any more, merged with its neighbours. */
static void free_run(u32 first, u32 count) {
    ArenaHeader *header = ARENA_HEADER;
    u32 after = first + count;
    if (first > 0 && arena_unit(first - 1)->state == UNIT_FREE) {
        u32 length = arena_unit(first - 1)->length;
        first -= length;
        count += length;
        unmark_free(first);
    }
    if (after < header->frontier && arena_unit(after)->state == UNIT_FREE) {
        count += arena_unit(after)->length;
        unmark_free(after);
    }
    if (first + count == header->frontier)
        header->frontier = first;
    else
        mark_free(first, count);
}

void arena_units_give(u32 first, u32 count) {
    ARENA_POISON(arena_unit_start(first), count * ARENA_UNIT);
    for (u32 i = 0; i < count; i++) arena_unit(first + i)->state = UNIT_FREE;
    ARENA_HEADER->used -= count;
    free_run(first, count);
}

bool arena_units_resize(u32 first, u32 old_count, u32 new_count) {
    ArenaHeader *header = ARENA_HEADER;
    if (new_count < old_count) {
        mark_used(first, new_count, UNIT_LARGE);
        arena_units_give(first + new_count, old_count - new_count);
    } else if (new_count > old_count) {
        u32 more = new_count - old_count, after = first + old_count;
        if (more > header->used_limit - header->used) return false;
        if (after == header->frontier) {
            if (move_frontier(more) == UINT32_MAX) return false;
        } else {
            if (arena_unit(after)->state != UNIT_FREE || arena_unit(after)->length < more) return false;
            u32 length = arena_unit(after)->length;
            unmark_free(after);
            if (length > more) mark_free(after + more, length - more);
        }
        header->used += more;
        mark_used(first, new_count, UNIT_LARGE);
    }
    return true;
}
