/* tracemalloc_module.c: the module _tracemalloc, which shows Python what vm/memory_trace.h keeps.
 *
 * What is made here to be handed out is not traced: a program that looks at its traces does not find its own looking. */
#include "modules/modules.h"
#include "modules/tracemalloc.h"
#include "object/argument_checks.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/tuple.h"
#include "vm/memory_trace.h"

/* --- traces as tuples ----------------------------------------------------------------------------------- */

Own tracemalloc_traceback(u32 number) {
    const TracedStack *stack = memory_trace_stack(number);
    Own frames = tuple_new(stack->count);
    for (u32 i = 0; frames && i < stack->count; i++) {
        const TracedFrame *frame = &stack->frames[i];
        Own pair[] = {own(frame->filename), int_from_i64(frame->line)};
        Own made = tuple_from_array_own(pair, COUNT_OF(pair));
        if (made)
            tuple_fill(frames, i, made);
        else
            slot_clear(&frames);
    }
    return frames;
}

/* Equal tracebacks are one tuple: `known` has those that were made before, by number. */
static Own trace_tuple(const MemoryTrace *trace, Object **known) {
    if (!known[trace->stack]) known[trace->stack] = tracemalloc_traceback(trace->stack);
    if (!known[trace->stack]) return NULL;
    Own items[] = {int_from_i64(trace->domain), int_from_i64((i64)trace->size), own(known[trace->stack]),
                   int_from_i64(memory_trace_stack(trace->stack)->total)};
    return tuple_from_array_own(items, COUNT_OF(items));
}

static bool list_traces(Ref list, const MemoryTrace *traces, usize count) {
    u32 stacks = memory_trace_stack_count();
    Object **known = arena_alloc((stacks + 1) * sizeof *known, BLOCK_RAW);
    if (!known) return error_memory() != NULL;
    memset(known, 0, stacks * sizeof *known);
    bool fine = true;
    for (usize i = 0; fine && i < count; i++) {
        Own made = trace_tuple(&traces[i], known);
        fine = made && list_append(list, made);
    }
    for (u32 i = 0; i < stacks; i++) release_maybe(known[i]);
    arena_free(known);
    return fine;
}

static Own tracemalloc_method_get_traces(Ref self UNUSED) {
    if (!memory_trace_is_on()) return list_new(0);
    Own list = list_new(0); /* as in CPython this one is traced, what comes into it is not */
    if (!list) return NULL;
    memory_trace_pause();
    usize count;
    MemoryTrace *traces = memory_trace_copy(&count);
    if (!traces || !list_traces(list, traces, count)) slot_clear(&list);
    arena_free(traces);
    memory_trace_resume();
    return list;
}

/* CPython takes the collector's links for all that stands before an object: of an instance with a managed dict it
 * never finds the block. */
static Own tracemalloc_method_get_object_traceback(Ref self UNUSED, Ref object) {
    bool is_found = !type_has(type_of(object), TYPE_MANAGED_DICT);
    const MemoryTrace *trace = is_found ? memory_trace_find(0, (u64)(uintptr_t)object) : NULL;
    return trace ? tracemalloc_traceback(trace->stack) : own_none();
}

/* --- on and off ----------------------------------------------------------------------------------------- */

static Own tracemalloc_method_start(Ref self UNUSED, Ref const *args, isize nargs) {
    int frames = 1;
    if (!arguments_count("start", nargs, 0, 1) || (nargs == 1 && !argument_int(args[0], &frames))) return NULL;
    if (frames < 1 || frames > MEMORY_TRACE_MAX_FRAMES) {
        return error_set(EXC(ValueError), "the number of frames must be in range [1; %d]",
                         MEMORY_TRACE_MAX_FRAMES);
    }
    return memory_trace_start(frames) ? own_none() : NULL;
}

static Own tracemalloc_method_stop(Ref self UNUSED) {
    memory_trace_stop();
    return own_none();
}

static Own tracemalloc_method_clear_traces(Ref self UNUSED) {
    memory_trace_clear();
    return own_none();
}

static Own tracemalloc_method_is_tracing(Ref self UNUSED) { return own_bool(memory_trace_is_on()); }
static Own tracemalloc_method_get_traceback_limit(Ref self UNUSED) {
    return int_from_i64(memory_trace_limit());
}

/* --- how much ------------------------------------------------------------------------------------------- */

static Own tracemalloc_method_get_traced_memory(Ref self UNUSED) {
    MemoryTraceUse use = memory_trace_use();
    Own pair[] = {int_from_isize((isize)use.current), int_from_u64(use.peak)};
    return tuple_from_array_own(pair, COUNT_OF(pair));
}

static Own tracemalloc_method_reset_peak(Ref self UNUSED) {
    memory_trace_reset_peak();
    return own_none();
}

static Own tracemalloc_method_get_tracemalloc_memory(Ref self UNUSED) {
    return int_from_u64(memory_trace_use().own);
}

static const MethodDef functions[] = {
    {"_get_object_traceback", METHOD_ONE, .one = tracemalloc_method_get_object_traceback,
     .doc = "_get_object_traceback($module, obj, /)\n--\n\nGet the traceback where the Python object obj was "
            "allocated.\n\nReturn a tuple of (filename: str, lineno: int) tuples.\nReturn None if the "
            "tracemalloc module is disabled or did not\ntrace the allocation of the object."},
    {"_get_traces", METHOD_NONE, .none = tracemalloc_method_get_traces,
     .doc = "_get_traces($module, /)\n--\n\nGet traces of all memory blocks allocated by Python.\n\nReturn a "
            "list of (size: int, traceback: tuple) tuples.\ntraceback is a tuple of (filename: str, lineno: "
            "int) tuples.\n\nReturn an empty list if the tracemalloc module is disabled."},
    {"clear_traces", METHOD_NONE, .none = tracemalloc_method_clear_traces,
     .doc = "clear_traces($module, /)\n--\n\nClear traces of memory blocks allocated by Python."},
    {"get_traceback_limit", METHOD_NONE, .none = tracemalloc_method_get_traceback_limit,
     .doc = "get_traceback_limit($module, /)\n--\n\nGet the maximum number of frames stored in the traceback "
            "of a trace.\n\nBy default, a trace of an allocated memory block only stores\nthe most recent "
            "frame: the limit is 1."},
    {"get_traced_memory", METHOD_NONE, .none = tracemalloc_method_get_traced_memory,
     .doc = "get_traced_memory($module, /)\n--\n\nGet the current size and peak size of memory blocks traced "
            "by tracemalloc.\n\nReturns a tuple: (current: int, peak: int)."},
    {"get_tracemalloc_memory", METHOD_NONE, .none = tracemalloc_method_get_tracemalloc_memory,
     .doc = "get_tracemalloc_memory($module, /)\n--\n\nGet the memory usage in bytes of the tracemalloc "
            "module.\n\nThis memory is used internally to trace memory allocations."},
    {"is_tracing", METHOD_NONE, .none = tracemalloc_method_is_tracing,
     .doc = "is_tracing($module, /)\n--\n\nReturn True if the tracemalloc module is tracing Python memory "
            "allocations."},
    {"reset_peak", METHOD_NONE, .none = tracemalloc_method_reset_peak,
     .doc = "reset_peak($module, /)\n--\n\nSet the peak size of memory blocks traced by tracemalloc to the "
            "current size.\n\nDo nothing if the tracemalloc module is not tracing memory allocations."},
    {"start", METHOD_ARRAY, .array = tracemalloc_method_start,
     .doc = "start($module, nframe=1, /)\n--\n\nStart tracing Python memory allocations.\n\nAlso set the "
            "maximum number of frames stored in the traceback of a\ntrace to nframe."},
    {"stop", METHOD_NONE, .none = tracemalloc_method_stop,
     .doc = "stop($module, /)\n--\n\nStop tracing Python memory allocations.\n\nAlso clear traces of memory "
            "blocks allocated by Python."},
    {.name = NULL}};

const NativeModule tracemalloc_module = {.name = "_tracemalloc",
                                         .doc = "Debug module to trace memory blocks allocated by Python.",
                                         .functions = functions};
