/* arena_layout.h: how the allocator keeps its books. Only arena*.c may write here; arena.h includes it for
 * the fast path of arena_alloc and arena_free, which is a handful of instructions.
 *
 * The heap is cut into units of 16 KiB, aligned to their size. A unit begins with an ArenaPool, found by
 * masking any block's address:
 *
 *     pool    [ ArenaPool ][ block ][ block ] ... [ never used yet ]     one size class, one kind
 *     large   [ ArenaPool ][ block .................................]    a run of units, one block
 *
 * Freed blocks of a pool are a list, last in, first out, threaded through their first words. What is not
 * on that list and stands below `fresh` is live: that is all a walk over live blocks needs to know.
 *
 * While somebody follows the allocations (arena_follow) that list hangs at `hidden` instead of at `free`: the fast
 * paths find nothing, and all that is given out and taken back goes the slow way, where it is reported. So being
 * followed costs nothing as long as nobody follows. */
#ifndef BASE_ARENA_LAYOUT_H
#define BASE_ARENA_LAYOUT_H

#include "base/base.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_SANITIZED 1
#endif
#endif
#ifndef ARENA_SANITIZED
#define ARENA_SANITIZED 0
#endif

#define ARENA_UNIT ((usize)16 << 10)
#define ARENA_SMALL_MAX ((usize)512)
#define ARENA_REDZONE ((usize)(ARENA_SANITIZED ? 8 : 0)) /* poisoned bytes at each block's end */

enum {
    ARENA_KINDS = 5,
    ARENA_SMALL_CLASSES = 65,  /* 0, 8, 16 ... 512 bytes */
    ARENA_MIDDLE_CLASSES = 30, /* 31, 30 ... 2 blocks a unit */
    ARENA_CLASSES = ARENA_SMALL_CLASSES + ARENA_MIDDLE_CLASSES,
    ARENA_LARGE = ARENA_CLASSES, /* `size_class` of a run of units */
    ARENA_BINS = 64
};

typedef struct ArenaPool {
    void *free;     /* newest freed block's start, or NULL; always NULL in a large block, and while followed */
    u32 live;       /* blocks given out */
    u32 prefix;     /* bytes from a block's start to the pointer handed out */
    u32 block_size; /* bytes from block to block; of a large block: unused */
    u16 size_class;
    u8 kind;
    bool linked;       /* stands in its class's list of pools with room */
    char *fresh, *end; /* blocks from here on were never given out; where they end */
    struct ArenaPool *next, *previous;
    void *hidden; /* what `free` would be, while allocations are followed */
} ArenaPool;
static_assert(sizeof(ArenaPool) == 64, "blocks begin at a multiple of 64");

typedef enum UnitState { UNIT_UNUSED, UNIT_FREE, UNIT_POOL, UNIT_LARGE, UNIT_REST } UnitState;

/* One for each unit of the heap, in a table below it: free memory itself is never touched. `length` is
 * valid at a run's first unit, and at the last one too where the run is free; every unit's `state` is
 * true. */
typedef struct ArenaUnit {
    u32 length, next, previous;
    u32 state;
} ArenaUnit;

typedef struct ArenaStackSlot {
    u32 next; /* free list, 0 ends it; counted from 1 */
} ArenaStackSlot;

typedef struct ArenaHeader {
    ArenaPool *current[ARENA_KINDS][ARENA_CLASSES]; /* pools with room, newest first; &no_pool ends the list */
    ArenaPool no_pool;                              /* has no room, ever */
    u64 until_failure;                              /* allocations from now to the one that fails */
    u64 counted;                                    /* allocations before until_failure was last set ... */
    u64 failure_set;                                /* ... to this */
    bool fail_repeat, fail_armed;
    bool (*fails)(void *context); /* asked before an allocation fails on demand; NULL: it fails */
    void *fails_context;
    const struct ArenaFollower *follower; /* hears of every block; NULL: nobody does */
    usize size;                           /* of the region */
    u32 unit_count;                       /* what the heap may grow to */
    u32 frontier;                         /* units from here on belong to nobody */
    u32 opened;                           /* units that are readable and writable */
    u32 used;                             /* units in pools and large blocks */
    u32 used_limit;
    u64 bin_mask;                           /* which bins have a free run */
    u32 bins[ARENA_BINS];                   /* first free run of each bin, +1; 0: none */
    uintptr_t stacks_end;                   /* C stacks: from here downwards, the big ones first */
    u32 big_stacks, small_stacks;           /* how many slots there are */
    u32 big_stacks_used, small_stacks_used; /* slots ever used; the rest is untouched */
    u32 big_stacks_free, small_stacks_free; /* heads of the free lists */
    ArenaStackSlot stack_slots[4096];
} ArenaHeader;
/* Each allocation writes it and reads a pool's first words. A processor that compares a load with the stores before it
 * by their place in the page would take the one for the other and wait: loops of arithmetic took half as long again. */
static_assert(offsetof(ArenaHeader, until_failure) % 4096 >= sizeof(ArenaPool), "not where pools begin");

#endif
