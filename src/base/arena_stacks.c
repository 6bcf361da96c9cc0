/* arena_stacks.c: C stacks, in the upper quarter of the region.
 *
 * There are slots of two sizes, a few for a main thread's stack and many for other threads', each below the
 * other and with a guard page at its lower end. Where the slots stand never changes, so a guard page stays
 * one whatever snapshot is restored. A slot given back is the next one taken: its pages were touched before. */
#include "base/arena_internal.h"
#include "base/dirty_pages.h"

#include <sys/mman.h>

#define GUARD ARENA_UNIT /* a page, also where the system's are as large as the heap can do with */
#define BIG_SLOT (ARENA_MAIN_STACK_SIZE + GUARD)
#define SMALL_SLOT (ARENA_THREAD_STACK_SIZE + GUARD)
#define MOST_BIG_STACKS ((usize)8)

/* Slot numbers: the big ones first, then the small ones. */
void arena_stacks_open(uintptr_t start, uintptr_t end) {
    ArenaHeader *header = ARENA_HEADER;
    usize room = end - start, big = room / 2 / BIG_SLOT;
    if (big < 1) big = 1;
    if (big > MOST_BIG_STACKS) big = MOST_BIG_STACKS;
    usize small = (room - big * BIG_SLOT) / SMALL_SLOT, most = COUNT_OF(header->stack_slots) - big;
    header->stacks_end = end;
    header->big_stacks = (u32)big;
    header->small_stacks = (u32)(small < most ? small : most);
}

static char *slot_lowest(u32 slot) {
    u32 big = ARENA_HEADER->big_stacks;
    uintptr_t end = ARENA_HEADER->stacks_end;
    if (slot < big) return (char *)(end - (slot + 1) * BIG_SLOT + GUARD);
    return (char *)(end - big * BIG_SLOT - (slot - big + 1) * SMALL_SLOT + GUARD);
}

uintptr_t arena_stacks_lowest(void) {
    ArenaHeader *header = ARENA_HEADER;
    if (header->small_stacks_used)
        return (uintptr_t)slot_lowest(header->big_stacks + header->small_stacks_used - 1);
    return header->big_stacks_used ? (uintptr_t)slot_lowest(header->big_stacks_used - 1) : header->stacks_end;
}

static u32 slot_of(const void *lowest) {
    u32 big = ARENA_HEADER->big_stacks;
    usize below = ARENA_HEADER->stacks_end - (uintptr_t)lowest + GUARD;
    return below <= big * BIG_SLOT ? (u32)(below / BIG_SLOT - 1)
                                   : (u32)((below - big * BIG_SLOT) / SMALL_SLOT - 1 + big);
}

/* Takes a slot from the free list, or one that was never used; its number, or -1. */
static isize slot_take(u32 *free, u32 *used, u32 count, u32 first) {
    if (*free) {
        u32 slot = *free - 1;
        *free = ARENA_HEADER->stack_slots[slot].next;
        return slot;
    }
    return *used < count ? (isize)(first + (*used)++) : -1;
}

void *arena_stack_new(usize size) {
    ArenaHeader *header = ARENA_HEADER;
    if (size > ARENA_MAIN_STACK_SIZE) return NULL;
    bool big = size > ARENA_THREAD_STACK_SIZE;
    isize slot = big ? slot_take(&header->big_stacks_free, &header->big_stacks_used, header->big_stacks, 0)
                     : slot_take(&header->small_stacks_free, &header->small_stacks_used, header->small_stacks,
                                 header->big_stacks);
    if (slot < 0) return NULL;
    char *lowest = slot_lowest((u32)slot);
    usize whole = big ? ARENA_MAIN_STACK_SIZE : ARENA_THREAD_STACK_SIZE;
    if (mprotect(lowest, whole, PROT_READ | PROT_WRITE) != 0) {
        arena_stack_free(lowest, size);
        return NULL;
    }
    dirty_pages_opened(lowest, whole);
    ARENA_UNPOISON(lowest, whole);
    return lowest;
}

void arena_stack_free(void *lowest, usize size) {
    ArenaHeader *header = ARENA_HEADER;
    if (!lowest) return;
    u32 slot = slot_of(lowest);
    u32 *free = size > ARENA_THREAD_STACK_SIZE ? &header->big_stacks_free : &header->small_stacks_free;
    header->stack_slots[slot].next = *free;
    *free = slot + 1;
}
