/* pool.c: memory cut from chunks. A chunk is an arena block that begins with a link to the one before it; the
 * newest is cut from the front. What does not fit into a chunk of the usual size gets one of its own. */
#include "base/pool.h"
#include "base/arena.h"

struct PoolChunk {
    PoolChunk *older;
};

/* The most that a unit of the arena's heap holds twice: see arena.c. */
enum { CHUNK_SIZE = 8144 };

void pool_init(Pool *pool) { *pool = (Pool){0}; }

static bool add_chunk(Pool *pool, usize size) {
    usize whole = isize_max(CHUNK_SIZE, (isize)(sizeof(PoolChunk) + size));
    PoolChunk *chunk = arena_alloc(whole, BLOCK_RAW);
    if (!chunk) {
        pool->failed = true;
        return false;
    }
    chunk->older = pool->newest;
    pool->newest = chunk;
    pool->next = (char *)(chunk + 1);
    pool->limit = (char *)chunk + whole;
    return true;
}

void *pool_alloc(Pool *pool, usize size) {
    if (size > ISIZE_MAX / 2) {
        pool->failed = true;
        return NULL;
    }
    size = (size + 7) & ~(usize)7;
    if ((!pool->next || (usize)(pool->limit - pool->next) < size) && !add_chunk(pool, size)) return NULL;
    void *block = pool->next;
    pool->next += size;
    return memset(block, 0, size);
}

char *pool_copy(Pool *pool, const char *bytes, usize size) {
    char *copy = pool_alloc(pool, size + 1);
    if (copy && size) memcpy(copy, bytes, size);
    return copy;
}

void pool_free(Pool *pool) {
    for (PoolChunk *chunk = pool->newest, *older; chunk; chunk = older) {
        older = chunk->older;
        arena_free(chunk);
    }
    pool_init(pool);
}
