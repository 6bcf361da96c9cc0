/* arena_internal.h: what the files of the allocator say to each other. */
#ifndef BASE_ARENA_INTERNAL_H
#define BASE_ARENA_INTERNAL_H

#include "base/arena.h"

#if ARENA_SANITIZED
#include <sanitizer/asan_interface.h>
#define ARENA_POISON(start, size) ASAN_POISON_MEMORY_REGION((start), (size))
#define ARENA_UNPOISON(start, size) ASAN_UNPOISON_MEMORY_REGION((start), (size))
#else
#define ARENA_POISON(start, size) ((void)(start), (void)(size))
#define ARENA_UNPOISON(start, size) ((void)(start), (void)(size))
#endif
/* For what reads or writes poisoned memory on purpose. */
#define ARENA_UNCHECKED __attribute__((noinline, no_sanitize_address))

static inline ArenaUnit *arena_unit(u32 index) { return &((ArenaUnit *)ARENA_UNITS)[index]; }
static inline char *arena_unit_start(u32 index) { return (char *)(ARENA_HEAP + index * ARENA_UNIT); }
static inline u32 arena_unit_index(const void *pointer) {
    return (u32)(((uintptr_t)pointer - ARENA_HEAP) / ARENA_UNIT);
}
/* Bytes of a large block between its ArenaPool and the end of its run. */
static inline usize arena_run_room(u32 units) { return units * ARENA_UNIT - sizeof(ArenaPool); }

/* Where the list of a pool's freed blocks hangs now. */
static inline void **arena_free_list(ArenaPool *pool) {
    return ARENA_HEADER->follower ? &pool->hidden : &pool->free;
}

/* --- arena_units.c --- */
/* A run of `count` units, its first marked `state`; UINT32_MAX when there is none or the limit is reached. */
u32 arena_units_take(u32 count, UnitState state);
void arena_units_give(u32 first, u32 count);
/* Makes a run longer or shorter where it stands. */
bool arena_units_resize(u32 first, u32 old_count, u32 new_count);

/* --- arena_walk.c --- */
/* The live blocks of a pool, one bit each. */
typedef struct LiveBlocks {
    u64 bits[ARENA_UNIT / 8 / 64];
    u32 count; /* blocks below `fresh` */
} LiveBlocks;
void arena_live_blocks(const ArenaPool *pool, LiveBlocks *live);

/* --- arena_stacks.c --- */
void arena_stacks_open(uintptr_t start, uintptr_t end);
/* Below this address no stack was ever used. */
uintptr_t arena_stacks_lowest(void);

#endif
