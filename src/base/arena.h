/* arena.h: the one region of memory that holds all mutable state of the machine.
 *
 * The region is reserved with mmap at a fixed address, so that a pointer into it is the same in every
 * run and a snapshot is nothing but a copy of its pages. From the base upwards:
 *
 *     ARENA_BASE                      the allocator's own state (ArenaHeader)
 *     ARENA_BASE + ARENA_ROOM(r)      the root of room r: object, code, vm, modules ...
 *     ARENA_HEAP ...                  the heap, opened in steps as it grows upwards
 *     ... the region's end            the C stacks of Python threads, laid downwards, each above a guard page
 *
 * A room's root stands at an address known when the program is compiled, so reaching it costs no load:
 *
 *     #define OBJECT_ROOT ((ObjectRoot *)ARENA_ROOM(ROOM_OBJECT))
 *
 * The heap hands out blocks of five kinds. What precedes an object is laid out here, because the
 * allocator must be able to walk all live objects for the collector's audit, the heap view and the
 * state hash without asking any type:
 *
 *     BLOCK_RAW            [ data ...
 *     BLOCK_OBJECT_SHORT   [ Object ... serial ]
 *     BLOCK_OBJECT         [ serial ][ Object ...
 *     BLOCK_OBJECT_GC      [ GC links ][ serial ][ Object ...
 *     BLOCK_OBJECT_DICT    [ values ][ dict ][ GC links ][ serial ][ Object ...      (managed dict)
 *
 * each bracket one 64-bit word. The pointer handed out is the one to `Object` (or to `data`). A short object has
 * 28 bytes, as CPython's ints of one digit have, and a serial of 32 bits behind them: a word for it would cost a
 * program full of ints a quarter of its memory.
 *
 * Small blocks (up to 512 bytes with prefix) come from pools of one size class and one kind, the size classes
 * 8 bytes apart, up to half a unit of 16 KiB in coarser ones; a freed block is the next one given out of its
 * pool, so id([]) == id([]) as in CPython. Larger blocks are runs of units. Every choice is a function of the
 * sequence of calls alone: the same program sees the same addresses in every run. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/arena_layout.h"
#include "base/base.h"

#define ARENA_BASE ((uintptr_t)0x200000000000)
#define ARENA_ROOM_SIZE ((uintptr_t)0x80000) /* 512 KiB for each room's root */

typedef enum Room {
    ROOM_BASE,   /* the ArenaHeader itself */
    ROOM_WORLD,  /* positions in the log from outside and in the output */
    ROOM_OBJECT, /* type objects, small ints, interned strings, the collector */
    ROOM_CODE,
    ROOM_COMPILER,
    ROOM_VM,      /* threads, the GIL, the virtual clock */
    ROOM_MODULES, /* types of native modules */
    ROOM_COUNT
} Room;

#define ARENA_ROOM(room) (ARENA_BASE + (uintptr_t)(room)*ARENA_ROOM_SIZE)
#define ARENA_UNITS (ARENA_BASE + (uintptr_t)0x800000) /* at 8 MiB: the allocator's table of units */
#define ARENA_HEAP (ARENA_BASE + (uintptr_t)0x1000000) /* at 16 MiB */
#define ARENA_MAIN_STACK_SIZE ((usize)8 << 20)
#define ARENA_THREAD_STACK_SIZE ((usize)256 << 10)

typedef enum BlockKind {
    BLOCK_RAW,
    BLOCK_OBJECT_SHORT,
    BLOCK_OBJECT,
    BLOCK_OBJECT_GC,
    BLOCK_OBJECT_DICT
} BlockKind;

typedef struct ArenaOptions {
    usize size;         /* bytes reserved; 0: 1 GiB, less where RLIMIT_AS allows less */
    usize memory_limit; /* bytes of heap the program may use; 0: all of it */
} ArenaOptions;

/* Maps the arena. On failure returns false and *why names the reason in one static sentence. */
bool arena_open(const ArenaOptions *options, const char **why);
/* Gives the whole region back. Every pointer into it is dead. */
void arena_close(void);

/* A block of `size` bytes (the prefix not counted), its words uninitialised but for the prefix, which is
 * zero. NULL when the memory limit is reached or a hostile test asked for a failure: the caller raises
 * MemoryError. Never fails otherwise. Size 0 gives a valid block. */
static inline void *arena_alloc(usize size, BlockKind kind);
/* Grows or shrinks a BLOCK_RAW or BLOCK_OBJECT* block, moving it where it must; the prefix moves along.
 * On failure NULL, and the old block stays as it was. `block` may be NULL (then `kind` counts). */
void *arena_realloc(void *block, usize size, BlockKind kind);
/* Gives a block back. NULL is permitted. */
static inline void arena_free(void *block);
/* The number of bytes that the block can hold (at least what was asked for). */
usize arena_block_size(const void *block);
BlockKind arena_block_kind(const void *block);

/* Calls `visit` for each live block that is an object, in order of address; stops when it answers false.
 * `visit` must not allocate or free. */
typedef bool (*ArenaVisit)(void *object, void *context);
void arena_each_object(ArenaVisit visit, void *context);
/* The same run by run, for who knows which have changed: the heap is units of ARENA_UNIT bytes, of which each run
 * holds many small blocks or a large one. A run of free units holds none. */
u32 arena_units_used(void);
u32 arena_next_run(u32 unit); /* `unit` is the first of a run: the first of the next one */
void arena_each_object_of(u32 unit, ArenaVisit visit, void *context);
/* The live block in which the address lies, as it was handed out; NULL: in none. */
const void *arena_block_around(const void *inside);
/* Whether the block, which was handed out once, is in use now: by whomever. */
bool arena_is_live(const void *block);

typedef struct ArenaUse {
    isize live_objects; /* blocks of the three object kinds */
    isize live_blocks;  /* all kinds */
    usize live_bytes;
    usize heap_bytes; /* opened so far */
} ArenaUse;
ArenaUse arena_use(void);

/* Siphash of all live blocks and room roots (DESIGN.md, "Same state"); C stacks and freed memory are
 * left out. */
u64 arena_hash(void);

/* Hostile tests: the n-th allocation from now fails (and `repeat`: every one after it too). 0: never. */
void arena_fail_allocation(u64 n, bool repeat);
/* Before an allocation fails on demand, `fails` is asked, on the stack of who allocates; it must not allocate and
 * may arm the next failure. NULL: nobody is asked. */
void arena_ask_before_failure(bool (*fails)(void *context), void *context);
/* How many allocations there have been. */
u64 arena_allocation_count(void);

/* --- who follows the allocations (tracemalloc) --- */
typedef struct ArenaFollower {
    /* A block was given out: `size` bytes were asked for, nothing is written in it yet. False: the allocation fails. */
    bool (*allocated)(void *block, usize size, BlockKind kind);
    /* arena_realloc has made a block longer or shorter: it may be where it was. */
    void (*moved)(void *old, void *block, usize size);
    /* A block is about to be taken back: what was written in it is still there. */
    void (*freed)(void *block);
} ArenaFollower;
/* From now on every block that is given out or taken back is told; NULL: no more. Where blocks lie does not depend on
 * it. The follower may allocate and free, and is told of that as well. */
void arena_follow(const ArenaFollower *follower);
static inline bool arena_is_followed(void) { return ((const ArenaHeader *)ARENA_BASE)->follower != NULL; }

/* AddressSanitizer: free memory is poisoned. Who restores the arena's pages from a snapshot calls
 * arena_unpoison before and arena_repoison after it, which works out anew what is free. No effect in other
 * builds. */
void arena_unpoison(void);
void arena_repoison(void);

/* C stacks. Returns the lowest usable address, or NULL when there is no room for another. */
void *arena_stack_new(usize size);
void arena_stack_free(void *lowest, usize size);

static inline bool arena_contains(const void *pointer) {
    return (uintptr_t)pointer - ARENA_BASE < (uintptr_t)0x40000000;
}

/* --- the fast path -------------------------------------------------------------------------------------- */

#define ARENA_HEADER ((ArenaHeader *)ARENA_BASE)

/* All that the fast path does not do: failures asked for, fresh pools, large blocks, pools that become full
 * or empty, and everything while somebody follows, or under AddressSanitizer. */
void *arena_alloc_slowly(usize size, BlockKind kind);
void arena_free_slowly(void *block);

/* Bytes before the pointer handed out: see the picture above. */
static inline usize arena_prefix(BlockKind kind) {
    return kind < BLOCK_OBJECT ? 0 : kind == BLOCK_OBJECT ? 8 : kind == BLOCK_OBJECT_GC ? 16 : 32;
}
static inline void arena_clear_prefix(u64 *start, BlockKind kind) {
    if (kind >= BLOCK_OBJECT) start[0] = 0;
    if (kind >= BLOCK_OBJECT_GC) start[1] = 0;
    if (kind == BLOCK_OBJECT_DICT) start[2] = start[3] = 0;
}
static inline ArenaPool *arena_pool_of(const void *block) {
    return (ArenaPool *)((uintptr_t)block & ~(uintptr_t)(ARENA_UNIT - 1));
}

static inline void *arena_alloc(usize size, BlockKind kind) {
    usize prefix = arena_prefix(kind);
    if (!ARENA_SANITIZED && LIKELY(size <= ARENA_SMALL_MAX - prefix)) {
        ArenaPool *pool = ARENA_HEADER->current[kind][(size + prefix + 7) / 8];
        void *start = pool->free;
        if (LIKELY(start != NULL && ARENA_HEADER->until_failure > 1)) {
            pool->free = *(void **)start;
            pool->live++;
            ARENA_HEADER->until_failure--;
            arena_clear_prefix(start, kind);
            return (char *)start + prefix;
        }
    }
    return arena_alloc_slowly(size, kind);
}

static inline void arena_free(void *block) {
    if (!block) return;
    ArenaPool *pool = arena_pool_of(block);
    if (!ARENA_SANITIZED && LIKELY(pool->free != NULL && pool->live > 1)) {
        void *start = (char *)block - pool->prefix;
        *(void **)start = pool->free;
        pool->free = start;
        pool->live--;
        return;
    }
    arena_free_slowly(block);
}

#endif
