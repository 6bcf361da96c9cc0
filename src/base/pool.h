/* pool.h: memory that is given back all at once.
 *
 * A compilation makes thousands of nodes that die together, so they are cut one after the other from
 * chunks and never freed one by one. The chunks are arena blocks (BLOCK_RAW): a compilation belongs to
 * the machine and must be repeatable. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include "base/base.h"

typedef struct PoolChunk PoolChunk;
typedef struct Pool {
    PoolChunk *newest;
    char *next, *limit;
    bool failed; /* an allocation failed: the owner raises MemoryError when it is done */
} Pool;

void pool_init(Pool *pool);
/* Zeroed memory, aligned to 8 bytes, or NULL (and pool->failed) when the arena is full. */
void *pool_alloc(Pool *pool, usize size);
char *pool_copy(Pool *pool, const char *bytes, usize size);
void pool_free(Pool *pool);

#define POOL_NEW(pool, Type) ((Type *)pool_alloc((pool), sizeof(Type)))

#endif
