/* arena_walk.c: all that is asked of the heap as a whole: its live objects, its size, its hash.
 *
 * Which blocks of a pool are live is not written down anywhere while the program runs: the freed ones are on
 * the pool's free list, the fresh ones lie above `fresh`, and all others are live. */
#include "base/arena_internal.h"
#include "base/hash.h"

static ARENA_UNCHECKED const void *next_link(const void *start) { return *(void *const *)start; }

void arena_live_blocks(const ArenaPool *pool, LiveBlocks *live) {
    const char *first = (const char *)pool + sizeof *pool;
    live->count = (u32)((usize)(pool->fresh - first) / pool->block_size);
    memset(live->bits, 0xff, sizeof live->bits);
    for (const void *link = *arena_free_list((ArenaPool *)pool); link; link = next_link(link)) {
        usize i = (usize)((const char *)link - first) / pool->block_size;
        live->bits[i / 64] &= ~((u64)1 << (i % 64));
    }
}

/* The pointer handed out of the live block of the pool in which the address lies; NULL: in none. */
static const void *pool_block_around(const ArenaPool *pool, const char *inside) {
    const char *first = (const char *)pool + sizeof *pool;
    if (inside < first || inside >= pool->fresh) return NULL;
    usize i = (usize)(inside - first) / pool->block_size;
    LiveBlocks live;
    arena_live_blocks(pool, &live);
    return live.bits[i / 64] >> (i % 64) & 1 ? first + i * pool->block_size + pool->prefix : NULL;
}

const void *arena_block_around(const void *inside) {
    u32 unit = arena_unit_index(inside);
    if ((uintptr_t)inside < ARENA_HEAP || unit >= ARENA_HEADER->frontier) return NULL;
    while (arena_unit(unit)->state == UNIT_REST) unit--;
    const ArenaPool *pool = (const ArenaPool *)(const void *)arena_unit_start(unit);
    if (arena_unit(unit)->state == UNIT_POOL) return pool_block_around(pool, inside);
    return arena_unit(unit)->state == UNIT_LARGE ? (const char *)pool + sizeof *pool + pool->prefix : NULL;
}

bool arena_is_live(const void *block) {
    if ((uintptr_t)block < ARENA_HEAP) return true; /* it stands in a room's root */
    return arena_block_around(block) == block;
}

/* Calls visit(start of block, pool, its bytes) for every live block in order of address. */
typedef bool (*BlockVisit)(char *start, const ArenaPool *pool, usize size, void *context);

static bool visit_pool(ArenaPool *pool, BlockVisit visit, void *context) {
    LiveBlocks live;
    arena_live_blocks(pool, &live);
    char *first = (char *)pool + sizeof *pool;
    for (u32 i = 0; i < live.count; i++) {
        if (!(live.bits[i / 64] >> (i % 64) & 1)) continue;
        if (!visit(first + (usize)i * pool->block_size, pool, pool->block_size - ARENA_REDZONE, context))
            return false;
    }
    return true;
}

/* Those that begin in the unit. */
static bool visit_unit(u32 unit, BlockVisit visit, void *context) {
    ArenaPool *pool = (ArenaPool *)(void *)arena_unit_start(unit);
    if (arena_unit(unit)->state == UNIT_POOL) return visit_pool(pool, visit, context);
    if (arena_unit(unit)->state != UNIT_LARGE) return true;
    usize size = arena_run_room(arena_unit(unit)->length) - ARENA_REDZONE;
    return visit((char *)pool + sizeof *pool, pool, size, context);
}

static void each_block(BlockVisit visit, void *context) {
    for (u32 unit = 0; unit < ARENA_HEADER->frontier; unit += arena_unit(unit)->length)
        if (!visit_unit(unit, visit, context)) return;
}

typedef struct ObjectVisit {
    ArenaVisit visit;
    void *context;
} ObjectVisit;

static bool visit_object(char *start, const ArenaPool *pool, usize size, void *context) {
    (void)size;
    ObjectVisit *object_visit = context;
    return pool->kind == BLOCK_RAW || object_visit->visit(start + pool->prefix, object_visit->context);
}

void arena_each_object(ArenaVisit visit, void *context) {
    each_block(visit_object, &(ObjectVisit){visit, context});
}

u32 arena_units_used(void) { return ARENA_HEADER->frontier; }
u32 arena_next_run(u32 unit) { return unit + arena_unit(unit)->length; }

void arena_each_object_of(u32 unit, ArenaVisit visit, void *context) {
    visit_unit(unit, visit_object, &(ObjectVisit){visit, context});
}

ArenaUse arena_use(void) {
    ArenaHeader *header = ARENA_HEADER;
    ArenaUse use = {.heap_bytes = header->opened * ARENA_UNIT};
    for (u32 unit = 0; unit < header->frontier; unit += arena_unit(unit)->length) {
        const ArenaPool *pool = (const ArenaPool *)(void *)arena_unit_start(unit);
        u32 state = arena_unit(unit)->state;
        if (state != UNIT_POOL && state != UNIT_LARGE) continue;
        usize size = state == UNIT_POOL ? pool->block_size : arena_run_room(arena_unit(unit)->length);
        use.live_blocks += pool->live;
        use.live_bytes += pool->live * size;
        if (pool->kind != BLOCK_RAW) use.live_objects += pool->live;
    }
    return use;
}

static bool hash_block(char *start, const ArenaPool *pool, usize size, void *context) {
    StateHash *hash = context;
    state_hash_word(hash, (uintptr_t)start ^ pool->kind);
    state_hash_bytes(hash, start, size);
    return true;
}

u64 arena_hash(void) {
    StateHash hash = {0};
    for (int room = ROOM_BASE + 1; room < ROOM_COUNT; room++)
        state_hash_bytes(&hash, (const void *)ARENA_ROOM(room), ARENA_ROOM_SIZE);
    each_block(hash_block, &hash);
    return hash.value;
}

/* --- AddressSanitizer ------------------------------------------------------------------------------------- */

void arena_unpoison(void) {
    if (!ARENA_SANITIZED) return;
    ArenaHeader *header = ARENA_HEADER;
    ARENA_UNPOISON(arena_unit_start(0), header->opened * ARENA_UNIT);
    uintptr_t stacks = arena_stacks_lowest();
    ARENA_UNPOISON((void *)stacks, header->stacks_end - stacks);
}

static bool unpoison_block(char *start, const ArenaPool *pool, usize size, void *context) {
    (void)context, (void)pool;
    ARENA_UNPOISON(start, size);
    return true;
}

void arena_repoison(void) {
    if (!ARENA_SANITIZED) return;
    ArenaHeader *header = ARENA_HEADER;
    arena_unpoison();
    ARENA_POISON(arena_unit_start(0), header->opened * ARENA_UNIT);
    for (u32 unit = 0; unit < header->frontier; unit += arena_unit(unit)->length)
        if (arena_unit(unit)->state != UNIT_FREE) ARENA_UNPOISON(arena_unit_start(unit), sizeof(ArenaPool));
    each_block(unpoison_block, NULL);
}
