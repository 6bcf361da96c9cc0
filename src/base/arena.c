/* arena.c: opening the region, and handing out blocks.
 *
 * A size class of a kind has a list of the pools that have room. The newest stands first and gives; when it
 * has no room left it leaves the list, when a block of it is freed it comes back to the front, and when all
 * of its blocks are free its unit goes back to be used by any other class, unless it is the class's only
 * pool with room: a loop that makes and drops one object shall not make and drop a pool.
 *
 * Invariant: a pool outside the list has neither freed nor fresh blocks, but for the list's first one,
 * whose last block the fast path may have taken: the slow path unlinks that when it meets it.
 *
 * Nothing here depends on the time, on addresses of the host or on chance: the same sequence of calls
 * gives the same addresses. */
#include "base/arena_internal.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define NEVER ((u64)1 << 62)
#define DEFAULT_SIZE ((usize)1 << 30)
#define SMALLEST_SIZE ((usize)64 << 20)
#define SMALLEST_BLOCK ((usize)8)

/* --- opening and closing ---------------------------------------------------------------------------------- */

/* The size to reserve: what was asked for, at most 1 GiB, at most half of the address space that the process
 * may use. */
static usize size_to_reserve(usize asked) {
    usize size = asked ? asked : DEFAULT_SIZE;
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur / 2 < size)
        size = limit.rlim_cur / 2;
    if (size > DEFAULT_SIZE) size = DEFAULT_SIZE;
    return size & ~(((usize)1 << 20) - 1);
}

static bool map_region(usize size, const char **why) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
    void *base = mmap((void *)ARENA_BASE, size, PROT_NONE, flags, -1, 0);
    if (base == MAP_FAILED) {
        *why = "the system does not let us reserve the memory for the machine";
        return false;
    }
    if (base != (void *)ARENA_BASE) { /* a kernel that takes the address for a wish */
        munmap(base, size);
        *why = "the address that the machine's memory must have is taken";
        return false;
    }
    if (mprotect(base, ARENA_HEAP - ARENA_BASE, PROT_READ | PROT_WRITE) != 0) {
        munmap(base, size);
        *why = "the system does not give us the memory for the machine";
        return false;
    }
#ifdef MADV_NOHUGEPAGE
    madvise(base, size, MADV_NOHUGEPAGE); /* a snapshot is made of small pages */
#endif
    return true;
}

bool arena_open(const ArenaOptions *options, const char **why) {
    usize size = size_to_reserve(options ? options->size : 0);
    if (size < SMALLEST_SIZE) {
        *why = "the limit on the size of the address space leaves too little memory for the machine";
        return false;
    }
    if (!map_region(size, why)) return false;
    ArenaHeader *header = ARENA_HEADER;
    header->size = size;
    /* the upper quarter is for C stacks, so that heap and stacks never meet */
    uintptr_t stacks = ARENA_BASE + (size - size / 4) / ARENA_UNIT * ARENA_UNIT;
    header->unit_count = (u32)((stacks - ARENA_HEAP) / ARENA_UNIT);
    header->used_limit = header->unit_count;
    if (options && options->memory_limit && options->memory_limit / ARENA_UNIT < header->unit_count)
        header->used_limit = (u32)(options->memory_limit / ARENA_UNIT);
    header->until_failure = header->failure_set = NEVER;
    for (int kind = 0; kind < ARENA_KINDS; kind++)
        for (int class = 0; class < ARENA_CLASSES; class ++) header->current[kind][class] = &header->no_pool;
    arena_stacks_open(stacks, ARENA_BASE + size);
    return true;
}

void arena_close(void) {
    arena_unpoison();
    munmap((void *)ARENA_BASE, ARENA_HEADER->size);
}

/* --- failures on demand ----------------------------------------------------------------------------------- */

u64 arena_allocation_count(void) {
    return ARENA_HEADER->counted + (ARENA_HEADER->failure_set - ARENA_HEADER->until_failure);
}

void arena_fail_allocation(u64 n, bool repeat) {
    ArenaHeader *header = ARENA_HEADER;
    header->counted = arena_allocation_count();
    header->fail_armed = n != 0;
    header->fail_repeat = repeat;
    header->until_failure = header->failure_set = n ? n : NEVER;
}

void arena_ask_before_failure(bool (*fails)(void *context), void *context) {
    ARENA_HEADER->fails = fails;
    ARENA_HEADER->fails_context = context;
}

/* Counts an allocation; false: this is the one that must fail. */
static bool count_allocation(void) {
    ArenaHeader *header = ARENA_HEADER;
    if (header->until_failure > 1) {
        header->until_failure--;
        return true;
    }
    header->counted = arena_allocation_count() + 1;
    bool fails = header->fail_armed;
    if (fails && header->fail_repeat) {
        header->until_failure = header->failure_set = 1;
    } else {
        header->until_failure = header->failure_set = NEVER;
        header->fail_armed = false;
    }
    if (fails && header->fails) fails = header->fails(header->fails_context);
    return !fails;
}

/* --- pools ------------------------------------------------------------------------------------------------ */

/* The size class for `total` bytes, prefix and red zone included. */
static u32 class_of(usize total) {
    if (total <= ARENA_SMALL_MAX) return (u32)((total + 7) / 8);
    usize blocks = (ARENA_UNIT - sizeof(ArenaPool)) / ((total + 7) & ~(usize)7);
    return blocks >= 2 ? (u32)(ARENA_SMALL_CLASSES + ARENA_MIDDLE_CLASSES + 1 - blocks) : ARENA_LARGE;
}

static usize class_block_size(u32 class, usize prefix) {
    if (class < ARENA_SMALL_CLASSES) {
        usize size = (usize) class * 8,
              least = prefix + SMALLEST_BLOCK; /* room for a link and for a size of 0 */
        return size < least ? least : size;
    }
    usize blocks = ARENA_SMALL_CLASSES + ARENA_MIDDLE_CLASSES + 1 - class;
    return (ARENA_UNIT - sizeof(ArenaPool)) / blocks / 8 * 8;
}

static void pool_link(ArenaPool *pool) {
    ArenaPool **head = &ARENA_HEADER->current[pool->kind][pool->size_class];
    pool->next = *head;
    pool->previous = NULL;
    if (*head != &ARENA_HEADER->no_pool) (*head)->previous = pool;
    *head = pool;
    pool->linked = true;
}

static void pool_unlink(ArenaPool *pool) {
    if (pool->previous)
        pool->previous->next = pool->next;
    else
        ARENA_HEADER->current[pool->kind][pool->size_class] = pool->next;
    if (pool->next != &ARENA_HEADER->no_pool) pool->next->previous = pool->previous;
    pool->linked = false;
}

static void pool_give_back(ArenaPool *pool) {
    pool_unlink(pool);
    arena_units_give(arena_unit_index(pool), 1);
}

/* Gives back the empty pools that were kept as their class's last ones: memory is short. */
static bool give_back_empty_pools(void) {
    bool any = false;
    for (int kind = 0; kind < ARENA_KINDS; kind++)
        for (int class = 0; class < ARENA_CLASSES; class ++)
            for (ArenaPool *pool = ARENA_HEADER->current[kind][class], *next; pool != &ARENA_HEADER->no_pool;
                 pool = next) {
                next = pool->next;
                if (pool->live == 0) {
                    pool_give_back(pool);
                    any = true;
                }
            }
    return any;
}

static u32 take_units(u32 count, UnitState state) {
    u32 first = arena_units_take(count, state);
    if (first == UINT32_MAX && give_back_empty_pools()) first = arena_units_take(count, state);
    return first;
}

static ArenaPool *pool_new(u32 class, BlockKind kind) {
    u32 unit = take_units(1, UNIT_POOL);
    if (unit == UINT32_MAX) return NULL;
    ArenaPool *pool = (ArenaPool *)(void *)arena_unit_start(unit);
    ARENA_UNPOISON(pool, sizeof *pool);
    usize size = class_block_size(class, arena_prefix(kind) + ARENA_REDZONE);
    char *first = (char *)pool + sizeof *pool;
    usize blocks = (ARENA_UNIT - sizeof *pool) / size;
    *pool = (ArenaPool){.prefix = (u32)arena_prefix(kind),
                        .block_size = (u32)size,
                        .size_class = (u16) class,
                        .kind = (u8)kind,
                        .fresh = first,
                        .end = first + blocks * size};
    pool_link(pool);
    return pool;
}

static ARENA_UNCHECKED void *pop_link(ArenaPool *pool) {
    void **list = arena_free_list(pool), *start = *list;
    *list = *(void **)start;
    return start;
}

static ARENA_UNCHECKED void push_link(ArenaPool *pool, void *start) {
    void **list = arena_free_list(pool);
    *(void **)start = *list;
    *list = start;
}

/* Makes the next few fresh blocks free ones, so that the fast path finds them; the lowest comes first. Stops
 * at a page's border: memory that is not needed is not touched. */
static void pool_refill(ArenaPool *pool) {
    isize page_left = 4096 - (isize)((uintptr_t)pool->fresh & 4095);
    isize count = isize_max(1, page_left / (isize)pool->block_size);
    count = isize_min(count, (pool->end - pool->fresh) / (isize)pool->block_size);
    for (isize i = count - 1; i >= 0; i--) push_link(pool, pool->fresh + i * (isize)pool->block_size);
    pool->fresh += count * (isize)pool->block_size;
}

/* A pool of the class that has a free block; NULL: no memory. */
static ArenaPool *pool_with_room(u32 class, BlockKind kind) {
    for (;;) {
        ArenaPool *pool = ARENA_HEADER->current[kind][class];
        if (*arena_free_list(pool)) return pool;
        if (pool == &ARENA_HEADER->no_pool) {
            pool = pool_new(class, kind);
            if (!pool) return NULL;
        }
        if (pool->fresh < pool->end) {
            pool_refill(pool);
            return pool;
        }
        pool_unlink(pool); /* the fast path took its last block */
    }
}

/* --- blocks ----------------------------------------------------------------------------------------------- */

static u32 run_units(usize total) { return (u32)((total + sizeof(ArenaPool) + ARENA_UNIT - 1) / ARENA_UNIT); }

static void *alloc_large(usize total, BlockKind kind) {
    if (total > ARENA_HEADER->size) return NULL;
    u32 unit = take_units(run_units(total), UNIT_LARGE);
    if (unit == UINT32_MAX) return NULL;
    usize room = arena_run_room(arena_unit(unit)->length);
    ArenaPool *pool = (ArenaPool *)(void *)arena_unit_start(unit);
    ARENA_UNPOISON(pool, sizeof *pool + room - ARENA_REDZONE);
    *pool =
        (ArenaPool){.live = 1, .prefix = (u32)arena_prefix(kind), .size_class = ARENA_LARGE, .kind = (u8)kind};
    char *start = (char *)pool + sizeof *pool;
    /* nobody writes behind what was asked for, and the state hash covers it */
    memset(start + total - ARENA_REDZONE, 0, room - total);
    return start;
}

static void *alloc_from_pool(u32 class, BlockKind kind) {
    ArenaPool *pool = pool_with_room(class, kind);
    if (!pool) return NULL;
    void *start = pop_link(pool);
    pool->live++;
    ARENA_UNPOISON(start, pool->block_size - ARENA_REDZONE);
    return start;
}

static void *allocate(usize size, BlockKind kind) {
    if (!count_allocation() || size > ARENA_HEADER->size) return NULL;
    usize prefix = arena_prefix(kind), total = size + prefix + ARENA_REDZONE;
    u32 class = class_of(total);
    void *start = class == ARENA_LARGE ? alloc_large(total, kind) : alloc_from_pool(class, kind);
    if (!start) return NULL;
    arena_clear_prefix(start, kind);
    return (char *)start + prefix;
}

/* A pool that stands in the list may have none: the fast path takes the last block and leaves it there. */
static bool another_has_room(const ArenaPool *pool) {
    const ArenaPool *other = ARENA_HEADER->current[pool->kind][pool->size_class];
    bool followed = arena_is_followed();
    for (; other != &ARENA_HEADER->no_pool; other = other->next) {
        if (other == pool) continue;
        if ((followed ? other->hidden : other->free) || other->fresh < other->end) return true;
    }
    return false;
}

static void give_back(void *block) {
    ArenaPool *pool = arena_pool_of(block);
    if (pool->size_class == ARENA_LARGE) {
        u32 unit = arena_unit_index(pool);
        arena_units_give(unit, arena_unit(unit)->length);
        return;
    }
    void *start = (char *)block - pool->prefix;
    push_link(pool, start);
    ARENA_POISON(start, pool->block_size);
    if (!pool->linked) pool_link(pool);
    if (--pool->live == 0 && another_has_room(pool)) pool_give_back(pool);
}

void *arena_alloc_slowly(usize size, BlockKind kind) {
    void *block = allocate(size, kind);
    if (LIKELY(!arena_is_followed()) || !block || ARENA_HEADER->follower->allocated(block, size, kind))
        return block;
    give_back(block);
    return NULL;
}

void arena_free_slowly(void *block) {
    if (UNLIKELY(arena_is_followed())) ARENA_HEADER->follower->freed(block);
    give_back(block);
}

usize arena_block_size(const void *block) {
    const ArenaPool *pool = arena_pool_of(block);
    usize whole = pool->size_class == ARENA_LARGE ? arena_run_room(arena_unit(arena_unit_index(pool))->length)
                                                  : pool->block_size;
    return whole - pool->prefix - ARENA_REDZONE;
}

BlockKind arena_block_kind(const void *block) { return (BlockKind)arena_pool_of(block)->kind; }

/* A large block that stays one: its run is made longer or shorter where it stands. */
static bool resize_in_place(ArenaPool *pool, usize total) {
    u32 unit = arena_unit_index(pool), old_units = arena_unit(unit)->length, new_units = run_units(total);
    if (!arena_units_resize(unit, old_units, new_units)) return false;
    char *start = (char *)pool + sizeof *pool;
    ARENA_UNPOISON(start, arena_run_room(new_units) - ARENA_REDZONE);
    ARENA_POISON(start + arena_run_room(new_units) - ARENA_REDZONE, ARENA_REDZONE);
    return true;
}

/* arena_realloc of a block, without telling the follower. */
static void *reallocate(void *block, usize size) {
    usize room = arena_block_size(block);
    if (size <= room && size > room / 2) return block;
    if (size > ARENA_HEADER->size) return NULL;
    ArenaPool *pool = arena_pool_of(block);
    usize prefix = pool->prefix, total = size + prefix + ARENA_REDZONE;
    bool large = pool->size_class == ARENA_LARGE, grows = size > room;
    if (!grows && class_of(total) == pool->size_class && !large) return block;
    if (large && class_of(total) == ARENA_LARGE) {
        if (grows && !count_allocation()) return NULL;
        if (resize_in_place(pool, total)) return block;
    }
    bool followed = arena_is_followed();
    char *moved = followed ? allocate(size, (BlockKind)pool->kind) : arena_alloc(size, (BlockKind)pool->kind);
    if (!moved) return grows ? NULL : block; /* to shrink never fails */
    memcpy(moved - prefix, (char *)block - prefix, prefix + (grows ? room : size));
    if (followed)
        give_back(block);
    else
        arena_free(block);
    return moved;
}

void *arena_realloc(void *block, usize size, BlockKind kind) {
    if (!block) return arena_alloc(size, kind);
    void *moved = reallocate(block, size);
    if (UNLIKELY(arena_is_followed()) && moved) ARENA_HEADER->follower->moved(block, moved, size);
    return moved;
}

/* --- followers -------------------------------------------------------------------------------------------- */

void arena_follow(const ArenaFollower *follower) {
    ArenaHeader *header = ARENA_HEADER;
    bool hides = follower && !header->follower, shows = !follower && header->follower;
    for (u32 unit = 0; unit < header->frontier; unit += arena_unit(unit)->length) {
        ArenaPool *pool = (ArenaPool *)(void *)arena_unit_start(unit);
        if (arena_unit(unit)->state != UNIT_POOL) continue;
        if (hides) pool->hidden = pool->free;
        if (hides) pool->free = NULL;
        if (shows) pool->free = pool->hidden;
        if (shows) pool->hidden = NULL;
    }
    header->follower = follower;
}
