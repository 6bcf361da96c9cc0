/* memory_trace_tables.h: the tables of memory_trace.c: traces by address, tracebacks by content.
 *
 * Both are open addressing in one arena block each. That they allocate is not told to the tracer, which they are of:
 * whoever calls them has paused it. */
#ifndef VM_MEMORY_TRACE_TABLES_H
#define VM_MEMORY_TRACE_TABLES_H

#include "vm/memory_trace.h"

typedef struct TraceTable {
    MemoryTrace *places; /* NULL: none yet */
    u64 mask, count;     /* mask + 1 places, a power of two; count of them used */
} TraceTable;

typedef struct StackTable {
    TracedStack **stacks; /* by number, from 0 */
    u32 *index;           /* of number + 1, hashed by content; 0: empty */
    u32 count, room;      /* room for as many; the index has twice the places */
    usize bytes;          /* in `stacks` and what they point to */
} StackTable;

MemoryTrace *trace_table_find(const TraceTable *table, u32 domain, u64 address);
/* The place of that trace, made where there was none; its size is then 0. NULL: no memory. */
MemoryTrace *trace_table_add(TraceTable *table, u32 domain, u64 address);
/* `trace` is one of the table's; what stood behind it may move. */
void trace_table_remove(TraceTable *table, MemoryTrace *trace);
void trace_table_clear(TraceTable *table);

/* Number of the stack that is equal to `stack`, of which a copy is taken where there was none, with references of its
 * own. False: no memory. */
bool stack_table_number(StackTable *table, TracedStack *stack, u32 *number);
void stack_table_clear(StackTable *table);

static inline usize traced_stack_size(u32 frames) { return sizeof(TracedStack) + frames * sizeof(TracedFrame); }

#endif
