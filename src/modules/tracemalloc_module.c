/* tracemalloc_module.c: the module _tracemalloc, which here never traces: the machine shows every allocation
 * with its instruction anyway, so there is nothing for it to add. start() says so. */
#include "modules/modules.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/tuple.h"

static Own tracemalloc_method_is_tracing(Ref self UNUSED) { return own(False); }
static Own tracemalloc_method_get_object_traceback(Ref self UNUSED, Ref object UNUSED) { return own_none(); }
static Own tracemalloc_method_get_traces(Ref self UNUSED) { return list_new(0); }
static Own tracemalloc_method_clear_traces(Ref self UNUSED) { return own_none(); }
static Own tracemalloc_method_reset_peak(Ref self UNUSED) { return own_none(); }
static Own tracemalloc_method_stop(Ref self UNUSED) { return own_none(); }
static Own tracemalloc_method_get_traceback_limit(Ref self UNUSED) { return int_from_i64(1); }
static Own tracemalloc_method_get_tracemalloc_memory(Ref self UNUSED) { return int_from_i64(0); }

static Own tracemalloc_method_get_traced_memory(Ref self UNUSED) {
    Own pair[] = {int_from_i64(0), int_from_i64(0)};
    return tuple_from_array_own(pair, COUNT_OF(pair));
}

static Own tracemalloc_method_start(Ref self UNUSED, Ref const *args UNUSED, isize nargs) {
    if (!arguments_count("start", nargs, 0, 1)) return NULL;
    return error_set(EXC(RuntimeError), "opscope does not support tracemalloc: watch the program instead");
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
