/* memory_trace.c: the tracer: it follows the arena's allocations (arena_follow), and keeps a trace of each block.
 *
 * When a block is given out its frames are known, but not yet what it will be: the object's type and size are written
 * into it afterwards. So it is looked at when the next block comes or goes, or when somebody asks: until then it is
 * the pending one. What CPython would take from a free list is taken from the model of one (memory_model.h): the new
 * block gets the trace of the one that lay there, if that had one.
 *
 * Invariant: `current` is the sum of the sizes of all traces, those in free lists included; the pending block's is 0. */
#include "vm/memory_trace.h"

#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "vm/eval.h"
#include "vm/memory_model.h"
#include "vm/memory_trace_tables.h"

/* What CPython has taken for the arguments of a call. */
enum { PACKED_TUPLE, PACKED_DICT, PACKED_TABLE, PACKED_BLOCKS };
typedef struct PackedCall {
    Ref const *args; /* where they are: tells one call that is going on from another */
    FreedBlock blocks[PACKED_BLOCKS];
} PackedCall;

typedef struct MemoryTracer { /* an arena block */
    bool is_on;
    bool is_busy;         /* what is allocated now is the tracer's own */
    bool is_paused;       /* what is allocated now is not traced, unless a free list gives it */
    bool lists_are_known; /* how many blocks lie in the free lists */
    int limit;            /* frames a traceback */
    usize current, peak;
    TraceTable traces;
    StackTable stacks;
    FreeList lists[FREE_KINDS];
    PackedCall *calls; /* that are going on; an arena block, NULL: none yet */
    u32 call_count, call_room;
    TracedStack *scratch; /* room for `limit` frames */
    Object *unknown;      /* the str "<unknown>"; owned */
    void *pending;        /* the block that was given out last; NULL: it was looked at */
    bool pending_unseen;  /* what does not come from a free list is not traced */
    usize pending_size;   /* that were asked for */
    bool pending_moved;   /* it was another block's before: no free list has it */
    isize collections;    /* of the oldest generation, that were seen */
} MemoryTracer;

static MemoryTracer *tracer(void) { return VM_ROOT->memory_tracer; }

/* --- frames --------------------------------------------------------------------------------------------- */

static void note_frame(TracedFrame *noted, const Frame *frame, Object *unknown) {
    Ref code = &frame->code->ob_base.ob_base, filename = frame->code->filename;
    code_keep_lines(code);
    i32 line = frame_line(frame);
    noted->line = line < 0 ? 0 : (u32)line;
    noted->filename = filename && is_str(filename) ? (Object *)filename : unknown;
}

/* The number of the traceback of the running thread. Where there are no frames it is one of a file "<unknown>". */
static bool note_stack(MemoryTracer *self, u32 *number) {
    TracedStack *stack = self->scratch;
    stack->count = stack->total = 0;
    Frame *frame = frame_complete(VM_ROOT->running->frame);
    for (; frame; frame = frame_complete(frame->previous)) {
        if (stack->count < self->limit) note_frame(&stack->frames[stack->count++], frame, self->unknown);
        if (stack->total < MEMORY_TRACE_MAX_FRAMES) stack->total++;
    }
    if (!stack->count) {
        stack->frames[0] = (TracedFrame){self->unknown, 0};
        stack->count = stack->total = 1;
    }
    return stack_table_number(&self->stacks, stack, number);
}

/* --- free lists ----------------------------------------------------------------------------------------- */

static bool list_push(FreeList *list, int kind, FreedBlock block) {
    if (list->count >= memory_model_capacity(kind)) return false;
    if (list->count == list->room) {
        u32 room = list->room ? list->room * 2 : 16;
        FreedBlock *blocks = arena_realloc(list->blocks, room * sizeof *blocks, BLOCK_RAW);
        if (!blocks) return false;
        list->blocks = blocks;
        list->room = room;
    }
    list->blocks[list->count++] = block;
    return true;
}

static bool list_pop(FreeList *list, FreedBlock *block) {
    if (!list->count) return false;
    *block = list->blocks[--list->count];
    return true;
}

/* What a collection of everything does: a slice stays. */
static void empty_lists(MemoryTracer *self) {
    for (int i = 0; i < FREE_KINDS; i++) {
        if (i == FREE_SLICES) continue;
        for (FreedBlock block; list_pop(&self->lists[i], &block);) self->current -= block.size;
    }
}

/* What the lists hold when tracing begins was not traced. A collection of everything empties them. */
static bool fill_lists(MemoryTracer *self) {
    isize collections = OBJECT_ROOT->gc->stats[GC_GENERATIONS - 1].collections;
    bool collected = collections > 0 || !VM_ROOT->counting;
    if (collections != self->collections) empty_lists(self);
    for (int i = 0; i < FREE_KINDS && !self->lists_are_known && !collected; i++) {
        for (u32 left = memory_model_at_start(i); left > 0; left--)
            if (!list_push(&self->lists[i], i, (FreedBlock){0})) return false;
    }
    FreeList *slices = &self->lists[FREE_SLICES];
    if (!slices->count && !list_push(slices, FREE_SLICES, (FreedBlock){0}))
        return false; /* there nearly always */
    self->lists_are_known = true;
    self->collections = collections;
    return true;
}

/* --- blocks come and go --------------------------------------------------------------------------------- */

static void grow(MemoryTracer *self, usize size) {
    self->current += size;
    if (self->current > self->peak) self->peak = self->current;
}

static void remove_trace(MemoryTracer *self, u32 domain, u64 address) {
    MemoryTrace *trace = trace_table_find(&self->traces, domain, address);
    if (!trace) return;
    self->current -= trace->size;
    trace_table_remove(&self->traces, trace);
}

/* Where CPython would have had the block from a free list. The tables of dicts are no objects: what takes one of them
 * out of the list does not tell the tracer. */
static bool settle_from_list(MemoryTracer *self, MemoryTrace *trace, int kind) {
    FreedBlock freed;
    if (kind < 0 || !list_pop(&self->lists[kind], &freed)) return false;
    trace->size = freed.size;
    if (kind == FREE_TABLES) trace->stack = freed.stack;
    if (!freed.size) trace_table_remove(&self->traces, trace);
    return true;
}

/* What stands beside an object in CPython is a block of its own: it gets an address within the object's. */
static u64 beside_address(const void *block) { return (u64)(uintptr_t)block + 1; }

static void add_beside(MemoryTracer *self, const void *block, u32 stack, usize size) {
    self->is_busy = true;
    MemoryTrace *trace = trace_table_add(&self->traces, 0, beside_address(block));
    self->is_busy = false;
    if (!trace) return; /* it is not seen then */
    trace->stack = stack;
    trace->size = size;
    grow(self, size);
}

/* Looks at the pending block. */
static void settle(MemoryTracer *self) {
    const void *block = self->pending;
    if (!block) return;
    self->pending = NULL;
    MemoryTrace *trace = trace_table_find(&self->traces, 0, (u64)(uintptr_t)block);
    BlockKind kind = arena_block_kind(block);
    if (!self->pending_moved && settle_from_list(self, trace, memory_model_list(block, kind))) return;
    if (self->pending_unseen) {
        trace_table_remove(&self->traces, trace);
        return;
    }
    trace->size = kind == BLOCK_RAW ? self->pending_size : memory_model_size(block, self->pending_size);
    grow(self, trace->size);
    usize beside = kind == BLOCK_RAW ? 0 : memory_model_beside(block);
    if (beside) add_beside(self, block, trace->stack, beside);
}

static bool add_pending(MemoryTracer *self, void *block, usize size, bool moved) {
    self->is_busy = true;
    u32 stack;
    MemoryTrace *trace = NULL;
    if (note_stack(self, &stack)) trace = trace_table_add(&self->traces, 0, (u64)(uintptr_t)block);
    self->is_busy = false;
    if (!trace) return false;
    trace->stack = stack;
    self->pending = block;
    self->pending_size = size;
    self->pending_moved = moved;
    self->pending_unseen = self->is_paused;
    return true;
}

static bool tracer_allocated(void *block, usize size, BlockKind kind) {
    MemoryTracer *self = tracer();
    if (self->is_busy) return true;
    settle(self);
    return (self->is_paused && kind == BLOCK_RAW) || add_pending(self, block, size, false);
}

static void tracer_moved(void *old, void *block, usize size) {
    MemoryTracer *self = tracer();
    if (self->is_busy) return;
    if (self->pending == old) self->pending = NULL; /* its trace has no size yet */
    settle(self);
    remove_trace(self, 0, (u64)(uintptr_t)old);
    if (!self->is_paused) add_pending(self, block, size, true);
}

/* A block dies that a free list takes, if it has room. False: it has none. */
static bool keep_freed(MemoryTracer *self, int kind, FreedBlock freed) {
    self->is_busy = true;
    bool kept = kind >= 0 && list_push(&self->lists[kind], kind, freed);
    self->is_busy = false;
    if (!kept) self->current -= freed.size;
    return kept;
}

static void tracer_freed(void *block) {
    MemoryTracer *self = tracer();
    if (self->is_busy) return;
    settle(self);
    MemoryTrace *trace = trace_table_find(&self->traces, 0, (u64)(uintptr_t)block);
    FreedBlock freed = trace ? (FreedBlock){trace->size, trace->stack, 0} : (FreedBlock){0};
    BlockKind kind = arena_block_kind(block);
    if (trace) trace_table_remove(&self->traces, trace);
    if (kind != BLOCK_RAW && memory_model_beside(block)) remove_trace(self, 0, beside_address(block));
    keep_freed(self, memory_model_list(block, kind), freed);
}

/* --- arguments of calls --------------------------------------------------------------------------------- */

/* Where CPython has such blocks from, -1: nowhere; `kinds` is indexed as PackedCall.blocks. */
static void packed_kinds(isize nargs, isize keywords, int *kinds) {
    bool few = nargs >= 1 && nargs <= FREE_KINDS - FREE_TUPLES;
    kinds[PACKED_TUPLE] = few ? FREE_TUPLES + (int)nargs - 1 : -1;
    kinds[PACKED_DICT] = keywords ? FREE_DICTS : -1;
    kinds[PACKED_TABLE] = keywords && keywords <= MEMORY_MODEL_TABLE_ROOM ? FREE_TABLES : -1;
}

static usize packed_size(int block, isize nargs) {
    return block == PACKED_TUPLE  ? memory_model_tuple(nargs)
           : block == PACKED_DICT ? MEMORY_MODEL_DICT
                                  : MEMORY_MODEL_TABLE;
}

static FreedBlock pack(MemoryTracer *self, int kind, usize size, u32 stack) {
    FreedBlock block;
    if (!list_pop(&self->lists[kind], &block)) {
        block = (FreedBlock){self->is_paused ? 0 : size, stack, 0};
        grow(self, block.size);
    } else if (kind != FREE_TABLES) {
        block.stack = stack;
    }
    return block;
}

static bool more_calls(MemoryTracer *self) {
    if (self->call_count < self->call_room) return true;
    u32 room = self->call_room ? self->call_room * 2 : 16;
    PackedCall *calls = arena_realloc(self->calls, room * sizeof *calls, BLOCK_RAW);
    if (!calls) return false;
    self->calls = calls;
    self->call_room = room;
    return true;
}

void memory_trace_packed(Ref const *args, isize nargs, isize keywords) {
    MemoryTracer *self = tracer();
    settle(self);
    if (nargs == 0 && keywords == 0) return;
    int kinds[PACKED_BLOCKS];
    packed_kinds(nargs, keywords, kinds);
    self->is_busy = true;
    u32 stack;
    if (more_calls(self) && note_stack(self, &stack)) {
        PackedCall *call = &self->calls[self->call_count++];
        *call = (PackedCall){.args = args};
        for (int i = 0; i < PACKED_BLOCKS; i++)
            if (kinds[i] >= 0) call->blocks[i] = pack(self, kinds[i], packed_size(i, nargs), stack);
    }
    self->is_busy = false;
}

/* A call that began before the tracer is not found, and one whose callee has taken them neither. */
void memory_trace_unpacked(Ref const *args, isize nargs, isize keywords) {
    MemoryTracer *self = tracer();
    settle(self);
    u32 at = self->call_count;
    while (at > 0 && self->calls[at - 1].args != args) at--;
    if (at == 0) return;
    PackedCall call = self->calls[at - 1];
    for (u32 i = at; i < self->call_count; i++) self->calls[i - 1] = self->calls[i];
    self->call_count--;
    int kinds[PACKED_BLOCKS];
    packed_kinds(nargs, keywords, kinds);
    for (int i = PACKED_BLOCKS; i-- > 0;)
        if (kinds[i] >= 0) keep_freed(self, kinds[i], call.blocks[i]);
}

static const ArenaFollower follower = {
    .allocated = tracer_allocated, .moved = tracer_moved, .freed = tracer_freed};

/* --- on and off ----------------------------------------------------------------------------------------- */

static MemoryTracer *tracer_make(void) {
    MemoryTracer *self = tracer();
    if (self) return self;
    self = arena_alloc(sizeof *self, BLOCK_RAW);
    Own unknown = self ? str_intern_cstring("<unknown>") : NULL;
    if (!unknown) {
        arena_free(self);
        return NULL;
    }
    *self = (MemoryTracer){.limit = 1, .unknown = unknown};
    VM_ROOT->memory_tracer = self;
    return self;
}

bool memory_trace_start(int frames) {
    MemoryTracer *self = tracer_make();
    if (self && self->is_on) return true;
    TracedStack *scratch = self ? arena_alloc(traced_stack_size((u32)frames), BLOCK_RAW) : NULL;
    if (!scratch || !fill_lists(self)) {
        arena_free(scratch);
        return error_memory();
    }
    self->scratch = scratch;
    self->limit = frames;
    self->is_on = true;
    arena_follow(&follower);
    return true;
}

static void forget_traces(FreeList *list) {
    if (list->count) memset(list->blocks, 0, list->count * sizeof *list->blocks);
}

void memory_trace_clear(void) {
    MemoryTracer *self = tracer();
    if (!self || !self->is_on) return;
    self->is_busy = true;
    self->pending = NULL;
    for (int i = 0; i < FREE_KINDS; i++) forget_traces(&self->lists[i]);
    for (u32 i = 0; i < self->call_count; i++) memset(self->calls[i].blocks, 0, sizeof self->calls[i].blocks);
    trace_table_clear(&self->traces);
    stack_table_clear(&self->stacks);
    self->current = self->peak = 0;
    self->is_busy = false;
}

void memory_trace_stop(void) {
    MemoryTracer *self = tracer();
    if (!self || !self->is_on) return;
    memory_trace_clear();
    arena_follow(NULL);
    self->call_count = 0; /* their ends are not told */
    self->is_on = false;
    arena_free(self->scratch);
    self->scratch = NULL;
}

void memory_trace_end(void) {
    MemoryTracer *self = tracer();
    if (!self) return;
    memory_trace_stop();
    for (int i = 0; i < FREE_KINDS; i++) arena_free(self->lists[i].blocks);
    arena_free(self->calls);
    VM_ROOT->memory_tracer = NULL;
    release(self->unknown);
    arena_free(self);
}

bool memory_trace_is_on(void) { return tracer() && tracer()->is_on; }
int memory_trace_limit(void) { return tracer() ? tracer()->limit : 1; }

void memory_trace_pause(void) {
    if (!memory_trace_is_on()) return;
    settle(tracer());
    tracer()->is_paused = true;
}

void memory_trace_resume(void) {
    if (memory_trace_is_on()) tracer()->is_paused = false;
}

void memory_trace_collected(void) {
    MemoryTracer *self = tracer();
    if (!memory_trace_is_on() || self->is_busy) return;
    self->collections = OBJECT_ROOT->gc->stats[GC_GENERATIONS - 1].collections;
    settle(self);
    empty_lists(self);
}

/* --- questions ------------------------------------------------------------------------------------------ */

MemoryTraceUse memory_trace_use(void) {
    MemoryTracer *self = tracer();
    if (!memory_trace_is_on()) return (MemoryTraceUse){0};
    settle(self);
    usize places = self->traces.places ? (usize)(self->traces.mask + 1) : 0;
    return (MemoryTraceUse){self->current, self->peak, places * sizeof(MemoryTrace) + self->stacks.bytes};
}

void memory_trace_reset_peak(void) {
    if (!memory_trace_is_on()) return;
    settle(tracer());
    tracer()->peak = tracer()->current;
}

const MemoryTrace *memory_trace_find(u32 domain, u64 address) {
    if (!memory_trace_is_on()) return NULL;
    settle(tracer());
    return trace_table_find(&tracer()->traces, domain, address);
}

const TracedStack *memory_trace_stack(u32 number) { return tracer()->stacks.stacks[number]; }
u32 memory_trace_stack_count(void) { return tracer()->stacks.count; }

/* Blocks that have no address here. */
static MemoryTrace *copy_blocks(MemoryTrace *to, const FreedBlock *blocks, u32 count) {
    for (u32 i = 0; i < count; i++) {
        const FreedBlock *block = &blocks[i];
        if (block->size) *to++ = (MemoryTrace){.size = block->size, .stack = block->stack};
    }
    return to;
}

MemoryTrace *memory_trace_copy(usize *count) {
    MemoryTracer *self = tracer();
    settle(self);
    usize all = (usize)self->traces.count + PACKED_BLOCKS * self->call_count;
    for (int i = 0; i < FREE_KINDS; i++) all += self->lists[i].count;
    MemoryTrace *copy = arena_alloc((all + 1) * sizeof *copy, BLOCK_RAW), *next = copy;
    if (!copy) return error_memory();
    for (u64 i = 0; self->traces.places && i <= self->traces.mask; i++)
        if (self->traces.places[i].address) *next++ = self->traces.places[i];
    for (int i = 0; i < FREE_KINDS; i++) next = copy_blocks(next, self->lists[i].blocks, self->lists[i].count);
    for (u32 i = 0; i < self->call_count; i++) next = copy_blocks(next, self->calls[i].blocks, PACKED_BLOCKS);
    *count = (usize)(next - copy);
    return copy;
}

/* --- traces made by hand -------------------------------------------------------------------------------- */

bool memory_trace_track(u32 domain, u64 address, usize size) {
    MemoryTracer *self = tracer();
    if (!address) return true; /* nothing lies there */
    settle(self);
    self->is_busy = true;
    u32 stack;
    remove_trace(self, domain, address);
    MemoryTrace *trace = note_stack(self, &stack) ? trace_table_add(&self->traces, domain, address) : NULL;
    self->is_busy = false;
    if (trace) {
        trace->stack = stack;
        trace->size = size;
        grow(self, size);
    }
    return trace || error_memory() != NULL;
}

void memory_trace_untrack(u32 domain, u64 address) {
    if (!memory_trace_is_on()) return;
    settle(tracer());
    remove_trace(tracer(), domain, address);
}

void memory_trace_forget(const void *block) { memory_trace_untrack(0, (u64)(uintptr_t)block); }
