/* memory_trace_tables.c: traces by address, tracebacks by content (memory_trace_tables.h).
 *
 * A trace goes as often as it comes, so the table of traces leaves no marks behind: what stands after a trace that is
 * removed moves up into the gap where that brings it nearer to its own place. Tracebacks stay until all are cleared. */
#include "vm/memory_trace_tables.h"

#include "object/str.h"

#define FIRST_PLACES ((u64)1024)
#define FIRST_STACKS ((u32)64)

/* --- traces --------------------------------------------------------------------------------------------- */

static u64 trace_hash(u32 domain, u64 address) { return ((address >> 3) + domain) * 0x9E3779B97F4A7C15u >> 20; }

/* Where it is, or the empty place where it would be. */
static u64 trace_place(const TraceTable *table, u32 domain, u64 address) {
    u64 place = trace_hash(domain, address) & table->mask;
    for (;; place = (place + 1) & table->mask) {
        const MemoryTrace *trace = &table->places[place];
        if (trace->address == 0 || (trace->address == address && trace->domain == domain)) return place;
    }
}

MemoryTrace *trace_table_find(const TraceTable *table, u32 domain, u64 address) {
    if (!table->places) return NULL;
    MemoryTrace *trace = &table->places[trace_place(table, domain, address)];
    return trace->address ? trace : NULL;
}

static bool trace_table_grow(TraceTable *table) {
    u64 places = table->places ? (table->mask + 1) * 2 : FIRST_PLACES;
    usize size = (usize)places * sizeof(MemoryTrace);
    TraceTable larger = {arena_alloc(size, BLOCK_RAW), places - 1, table->count};
    if (!larger.places) return false;
    memset(larger.places, 0, size);
    for (u64 i = 0; table->places && i <= table->mask; i++) {
        const MemoryTrace *trace = &table->places[i];
        if (trace->address) larger.places[trace_place(&larger, trace->domain, trace->address)] = *trace;
    }
    arena_free(table->places);
    *table = larger;
    return true;
}

MemoryTrace *trace_table_add(TraceTable *table, u32 domain, u64 address) {
    bool is_full = !table->places || table->count >= (table->mask + 1) / 4 * 3;
    if (is_full && !trace_table_grow(table)) return NULL;
    MemoryTrace *trace = &table->places[trace_place(table, domain, address)];
    if (!trace->address) {
        *trace = (MemoryTrace){.address = address, .domain = domain};
        table->count++;
    }
    return trace;
}

void trace_table_remove(TraceTable *table, MemoryTrace *trace) {
    u64 gap = (u64)(trace - table->places);
    for (u64 next = (gap + 1) & table->mask; table->places[next].address; next = (next + 1) & table->mask) {
        const MemoryTrace *moving = &table->places[next];
        u64 wanted = trace_hash(moving->domain, moving->address) & table->mask;
        if (((next - wanted) & table->mask) < ((next - gap) & table->mask))
            continue; /* the gap lies before it */
        table->places[gap] = *moving;
        gap = next;
    }
    table->places[gap] = (MemoryTrace){0};
    table->count--;
}

void trace_table_clear(TraceTable *table) {
    arena_free(table->places);
    *table = (TraceTable){0};
}

/* --- tracebacks ----------------------------------------------------------------------------------------- */

static bool same_stack(const TracedStack *a, const TracedStack *b) {
    if (a->hash != b->hash || a->count != b->count || a->total != b->total) return false;
    for (u32 i = 0; i < a->count; i++) {
        const TracedFrame *x = &a->frames[i], *y = &b->frames[i];
        if (x->line != y->line) return false;
        if (x->filename != y->filename && !str_equal(x->filename, y->filename)) return false;
    }
    return true;
}

static u32 stack_hash(const TracedStack *stack) {
    u64 hash = stack->total;
    for (u32 i = 0; i < stack->count; i++) {
        const TracedFrame *frame = &stack->frames[i];
        hash = (hash ^ (u64)str_hash(frame->filename) ^ frame->line) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    return (u32)hash;
}

/* The place in the index of the equal stack, or the empty one where it would be. */
static u32 *stack_place(const StackTable *table, const TracedStack *stack) {
    u32 mask = table->room * 2 - 1, place = stack->hash & mask;
    while (table->index[place] && !same_stack(table->stacks[table->index[place] - 1], stack))
        place = (place + 1) & mask;
    return &table->index[place];
}

static bool stack_table_grow(StackTable *table) {
    u32 room = table->room ? table->room * 2 : FIRST_STACKS;
    usize index_size = room * 2 * sizeof(u32);
    TracedStack **stacks = arena_realloc(table->stacks, room * sizeof *stacks, BLOCK_RAW);
    if (!stacks) return false;
    table->stacks = stacks;
    u32 *index = arena_alloc(index_size, BLOCK_RAW);
    if (!index) return false;
    memset(index, 0, index_size);
    arena_free(table->index);
    table->bytes += (room - table->room) * (sizeof *stacks + 2 * sizeof *index);
    table->index = index;
    table->room = room;
    for (u32 i = 0; i < table->count; i++) *stack_place(table, stacks[i]) = i + 1;
    return true;
}

bool stack_table_number(StackTable *table, TracedStack *stack, u32 *number) {
    if (table->count == table->room && !stack_table_grow(table)) return false;
    stack->hash = stack_hash(stack);
    u32 *place = stack_place(table, stack);
    if (!*place) {
        usize size = traced_stack_size(stack->count);
        TracedStack *copy = arena_alloc(size, BLOCK_RAW);
        if (!copy) return false;
        memcpy(copy, stack, size);
        for (u32 i = 0; i < copy->count; i++) own(copy->frames[i].filename);
        table->stacks[table->count++] = copy;
        table->bytes += size;
        *place = table->count;
    }
    *number = *place - 1;
    return true;
}

void stack_table_clear(StackTable *table) {
    StackTable old = *table;
    *table = (StackTable){0};
    for (u32 i = 0; i < old.count; i++) {
        TracedStack *stack = old.stacks[i];
        for (u32 k = 0; k < stack->count; k++) release(stack->frames[k].filename);
        arena_free(stack);
    }
    arena_free(old.stacks);
    arena_free(old.index);
}
