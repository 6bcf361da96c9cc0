/* lsprof_module.c: the module _lsprof, on which cProfile stands: counts calls and measures how long they take.
 *
 * A profiler is told of calls and returns as the function of sys.setprofile is, but without running Python code for it.
 * It keeps the calls that are running as a chain: one that returns has its time added to its function's, to
 * those of the pair of caller and callee, and to what its caller spent in others. Times are the machine's, so
 * that a run that is repeated measures the same. */
#include "modules/lsprof.h"
#include "object/argument_checks.h"
#include "object/call.h"
#include "object/error.h"
#include "object/float.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/frame.h"

typedef struct Profiler {
    Object ob_base;
    CallTable table;
    RunningCall *running;
    Object *timer;     /* a callable; owned; NULL: the machine's clock */
    double timer_unit; /* seconds that its ints count; 0: it gives seconds */
    bool enabled, callees, builtins, out_of_memory;
} Profiler;
#define AS_PROFILER(ref) ((Profiler *)(ref))

/* --- time ----------------------------------------------------------------------------------------------- */

#define TICKS_PER_SECOND 1e9

/* The user's own clock. What goes wrong in it is reported, and counts as 0. */
static i64 ask_timer(const Profiler *self) {
    Own pending = error_fetch();
    Own answer = object_call_none(self->timer);
    i64 ticks = 0;
    if (answer && self->timer_unit > 0) {
        ticks = int_as_i64(answer);
    } else if (answer) {
        clock_from_seconds(answer, &ticks);
    }
    release_maybe(answer);
    if (error_occurred()) {
        error_unraisable(self->timer);
        ticks = 0;
    }
    error_restore(pending);
    return ticks;
}
static i64 time_now(const Profiler *self) { return self->timer ? ask_timer(self) : thread_clock_ns(); }
static double tick_length(const Profiler *self) {
    return self->timer && self->timer_unit > 0 ? self->timer_unit : 1 / TICKS_PER_SECOND;
}

/* --- calls ---------------------------------------------------------------------------------------------- */

/* The user's own clock can do anything, even clear the profiler: it is asked before anything is looked at. */
static void call_begins(Profiler *self, CallCount *count, i64 now) {
    RunningCall *call = arena_alloc(sizeof *call, BLOCK_RAW);
    if (!call) {
        self->out_of_memory = true;
        return;
    }
    *call = (RunningCall){.caller = self->running, .count = count, .started = now};
    self->running = call;
    count->depth++;
    if (self->callees && call->caller) {
        CallCount *pair = call_count_callee(call->caller->count, count, true);
        if (pair)
            pair->depth++;
        else
            self->out_of_memory = true;
    }
}

static void add_time(CallCount *count, i64 total, i64 own_time) {
    if (--count->depth == 0)
        count->total += total;
    else
        count->recursive_calls++;
    count->own_time += own_time;
    count->calls++;
}

/* The innermost call, if there is one, is over. */
static void call_ends(Profiler *self, i64 now) {
    RunningCall *call = self->running;
    if (!call) return;
    RunningCall *caller = call->caller;
    i64 total = now - call->started, own_time = total - call->in_callees;
    self->running = caller;
    if (caller) caller->in_callees += total;
    add_time(call->count, total, own_time);
    CallCount *pair = self->callees && caller ? call_count_callee(caller->count, call->count, false) : NULL;
    if (pair) add_time(pair, total, own_time);
    arena_free(call);
}

/* What the statistics call a native function, which is not kept for the sake of what it is bound to. */
static Own name_of_native(const BuiltinFunction *function) {
    const char *name = function->def->name;
    if (!function->self || is_module(function->self)) {
        return function->module && is_str(function->module)
                   ? str_format("<built-in method %U.%s>", (Ref)function->module, name)
                   : str_format("<built-in method %s>", name);
    }
    Own key = str_intern_cstring(name);
    Ref found = key ? type_lookup(type_of(function->self), key) : NULL;
    Own held = own_maybe(found), shown = held ? object_repr(held) : NULL;
    release_maybe(held);
    release_maybe(key);
    if (shown) return shown;
    error_clear();
    return str_format("<built-in method %s>", name);
}

static void function_begins(Profiler *self, const void *key, Ref function) {
    i64 now = time_now(self);
    CallCount *count = call_table_find(&self->table, key);
    if (!count) {
        Own pending = error_fetch();
        bool native = is_builtin_function(function);
        Own shown = native ? name_of_native((const BuiltinFunction *)function) : own(function);
        count = call_table_add(&self->table, key, shown);
        if (!count) self->out_of_memory = true;
        error_restore(pending);
    }
    if (count) call_begins(self, count, now);
}

/* Returns may come whose calls began before the profiler did. */
static void function_ends(Profiler *self, const void *key) {
    if (!self->running) return;
    CallCount *count = call_table_find(&self->table, key);
    if (count) {
        call_ends(self, time_now(self));
    } else {
        RunningCall *call = self->running;
        self->running = call->caller;
        arena_free(call);
    }
}

/* ThreadProfileFn */
static void on_event(Ref profiler, const Frame *frame, TraceEvent event, Ref argument) {
    Profiler *self = AS_PROFILER(profiler);
    switch (event) {
    case TRACE_CALL: function_begins(self, frame->code, &frame->code->ob_base.ob_base); break;
    case TRACE_RETURN: function_ends(self, frame->code); break;
    case TRACE_C_CALL:
        if (self->builtins) function_begins(self, ((const BuiltinFunction *)argument)->def, argument);
        break;
    case TRACE_C_RETURN:
    case TRACE_C_EXCEPTION:
        if (self->builtins) function_ends(self, ((const BuiltinFunction *)argument)->def);
        break;
    default: break;
    }
}

/* --- methods -------------------------------------------------------------------------------------------- */

/* An int that is taken for its truth; NULL: as it was. */
static bool flag_argument(Ref value, bool *flag) {
    int number;
    if (!value) return true;
    if (!argument_int(value, &number)) return false;
    if (number >= 0) *flag = number;
    return true;
}

static Own profiler_method_enable(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"enable", {"subcalls", "builtins"}};
    Profiler *profiler = AS_PROFILER(self);
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) ||
        !flag_argument(given[0], &profiler->callees) || !flag_argument(given[1], &profiler->builtins) ||
        !vm_set_native_profile(on_event, self))
        return NULL;
    profiler->enabled = true;
    return own_none();
}

static void end_all_calls(Profiler *self) {
    while (self->running) call_ends(self, time_now(self));
}

static Own profiler_method_disable(Ref self) {
    Profiler *profiler = AS_PROFILER(self);
    if (!vm_set_profile(None)) return NULL;
    profiler->enabled = false;
    end_all_calls(profiler);
    if (!profiler->out_of_memory) return own_none();
    profiler->out_of_memory = false;
    return error_set(EXC(MemoryError), "memory was exhausted while profiling");
}

static void forget(Profiler *self) {
    call_table_clear(&self->table);
    for (RunningCall *call; (call = self->running) != NULL;) {
        self->running = call->caller;
        arena_free(call);
    }
}
static Own profiler_method_clear(Ref self) {
    forget(AS_PROFILER(self));
    return own_none();
}

static Own profiler_method_getstats(Ref self, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    if (nargs) return error_set(EXC(TypeError), "getstats() takes no arguments");
    if (!arguments_no_keywords("getstats", kwnames)) return NULL;
    return call_table_statistics(&AS_PROFILER(self)->table, tick_length(AS_PROFILER(self)));
}

/* --- the type ------------------------------------------------------------------------------------------- */

static bool profiler_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"Profiler", {"timer", "timeunit", "subcalls", "builtins"}};
    Profiler *profiler = AS_PROFILER(self);
    Ref given[4];
    double unit = 0;
    bool callees = true, builtins = true;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return false;
    if (given[1]) unit = float_as_double(given[1]);
    if (error_occurred() || !flag_argument(given[2], &callees) || !flag_argument(given[3], &builtins))
        return false;
    profiler->callees = callees;
    profiler->builtins = builtins;
    profiler->timer_unit = unit;
    slot_set(&profiler->timer, given[0] && given[0] != None ? own(given[0]) : NULL);
    return true;
}

static void profiler_dealloc(Own self) {
    Profiler *profiler = AS_PROFILER(self);
    gc_untrack(self);
    if (profiler->enabled && !vm_set_profile(None))
        error_unraisable_in("When destroying _lsprof profiler", NULL);
    end_all_calls(profiler);
    forget(profiler);
    slot_clear(&profiler->timer);
    object_free(self);
}

static const MethodDef profiler_methods[] = {
    {"getstats", METHOD_KEYWORDS, .keywords = profiler_method_getstats, .flags = METHOD_DEFINING_CLASS,
     .doc = "getstats($self, /)\n--\n\nlist of profiler_entry objects.\n\ngetstats() -> list of profiler_entry "
            "objects\n\nReturn all information collected by the profiler.\nEach profiler_entry is a tuple-like "
            "object with "
            "the\nfollowing attributes:\n\n    code          code object\n    callcount     how many times "
            "this was "
            "called\n    reccallcount  how many times called recursively\n    totaltime     total time in this "
            "entry\n    "
            "inlinetime    inline time in this entry (not in subcalls)\n    calls         details of the "
            "calls\n\nThe calls "
            "attribute is either None or a list of\nprofiler_subentry objects:\n\n    code          called "
            "code object\n    "
            "callcount     how many times this is called\n    reccallcount  how many times this is called "
            "recursively\n    "
            "totaltime     total time spent in this call\n    inlinetime    inline time (not in further "
            "subcalls)"},
    {"enable", METHOD_KEYWORDS, .keywords = profiler_method_enable, .flags = METHOD_VARARGS,
     .doc = "enable(subcalls=True, builtins=True)\n\nStart collecting profiling information.\nIf 'subcalls' is "
            "True, "
            "also records for each function\nstatistics separated according to its current caller.\nIf "
            "'builtins' is "
            "True, records the time spent in\nbuilt-in functions separately from their caller.\n"},
    {"disable", METHOD_NONE, .none = profiler_method_disable,
     .doc = "disable()\n\nStop collecting profiling information.\n"},
    {"clear", METHOD_NONE, .none = profiler_method_clear,
     .doc = "clear()\n\nClear all profiling information collected so far.\n"},
    {.name = NULL}};

const TypeSpec profiler_spec = {
    .name = "_lsprof.Profiler",
    .module = "_lsprof",
    .doc = "Profiler(timer=None, timeunit=None, subcalls=True, builtins=True)\n\n  "
           "  Builds a profiler object using the "
           "specified timer function.\n    The default timer is a fast built-in "
           "one based on real time.\n    For custom "
           "timer functions returning integers, timeunit can\n    be a float "
           "specifying a scale (i.e. how long each "
           "integer unit\n    is, in seconds).\n",
    .basicsize = sizeof(Profiler),
    .ghost_size = 64,
    .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
    .slots = {.init = profiler_init, .dealloc = profiler_dealloc, .traverse = gc_traverse_nothing},
    .methods = profiler_methods};

static bool fill(Ref module) {
    return module_add_type(module, MODULE_TYPE_PROFILER) &&
           module_add_struct_sequence(module, MODULE_TYPE_PROFILER_ENTRY) &&
           module_add_struct_sequence(module, MODULE_TYPE_PROFILER_SUBENTRY);
}

const NativeModule lsprof_module = {.name = "_lsprof", .doc = "Fast profiler", .fill = fill, .extension = true};
