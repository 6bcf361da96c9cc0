/* memory_trace.h: what tracemalloc sees: which blocks of memory live, how large each is, and on which lines of which
 * frames it was asked for.
 *
 *     trace        one block: its domain and address, its size, its traceback
 *     traceback    some frames, the innermost first; equal ones are kept once
 *
 * Sizes are what CPython's allocators would have been asked for, which is not what ours are: memory_model.h.
 *
 * All of it lies in arena blocks, which are not traced themselves. */
#ifndef VM_MEMORY_TRACE_H
#define VM_MEMORY_TRACE_H

#include "object/object.h"

#define MEMORY_TRACE_MAX_FRAMES 65535

typedef struct TracedFrame {
    Object *filename; /* str, owned */
    u32 line;         /* 0: none */
} TracedFrame;
typedef struct TracedStack {
    u32 hash;
    u16 count, total; /* frames kept here; frames that there were, at most MEMORY_TRACE_MAX_FRAMES */
    TracedFrame frames[];
} TracedStack;
typedef struct MemoryTrace {
    u64 address; /* 0: an empty place of the table */
    u64 size;
    u32 stack; /* number of its TracedStack */
    u32 domain;
} MemoryTrace;

/* Traces from now on, with at most `frames` (1 to MEMORY_TRACE_MAX_FRAMES) a traceback; nothing where it does already.
 * False: MemoryError. */
bool memory_trace_start(int frames);
void memory_trace_stop(void); /* and forgets all traces */
void memory_trace_end(void);  /* the machine is being taken down: gives all of its memory back */
bool memory_trace_is_on(void);
int memory_trace_limit(void); /* frames a traceback: of now or of last time; 1 before the first time */
void memory_trace_clear(void);

typedef struct MemoryTraceUse {
    usize current, peak; /* bytes in traced blocks */
    usize own;           /* bytes in the tables */
} MemoryTraceUse;
MemoryTraceUse memory_trace_use(void);
void memory_trace_reset_peak(void);

/* The trace of a block of a domain (Python's own is 0), NULL: there is none. Valid until the next allocation. */
const MemoryTrace *memory_trace_find(u32 domain, u64 address);
const TracedStack *memory_trace_stack(u32 number); /* valid until the traces are cleared */
u32 memory_trace_stack_count(void);
/* All traces, those of blocks in CPython's free lists too: *count of them, in a raw block that is yours. NULL:
 * MemoryError. */
MemoryTrace *memory_trace_copy(usize *count);
/* Between the two nothing that is allocated is traced. They don't nest. */
void memory_trace_pause(void);
void memory_trace_resume(void);

/* For memory that is not the arena's, in a domain of its own: replaces an older trace. False: MemoryError. Only while
 * tracing. */
bool memory_trace_track(u32 domain, u64 address, usize size);
void memory_trace_untrack(u32 domain, u64 address);
/* The block is one that CPython's tracer does not see. */
void memory_trace_forget(const void *block);
/* CPython makes a tuple of arguments, and a dict of keywords, where we don't; and lets go of them. Only while the arena
 * is followed. */
void memory_trace_packed(Ref const *args, isize nargs, isize keywords);
void memory_trace_unpacked(Ref const *args, isize nargs, isize keywords);
/* The oldest generation was collected: CPython empties its free lists then. */
void memory_trace_collected(void);

#endif
