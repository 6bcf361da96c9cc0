/* sys_module.c: the module sys: its functions. What it says about the machine is in sys_facts.c. */
#include "modules/outside.h"
#include "modules/sys_facts.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/root.h"
#include "world/world.h"

static Own sys_method_getrefcount(Ref self, Ref object) {
    (void)self;
    return int_from_isize(object->ob_refcnt);
}

static Own sys_method_getsizeof(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"getsizeof", {"object", "default"}, .required = 1};
    Ref out[2];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    isize size = object_sizeof(out[0]);
    if (size != -1 || !error_occurred()) return int_from_u64((u64)size);
    if (!out[1] || !error_matches(EXC(TypeError))) return NULL;
    error_clear();
    return own(out[1]);
}

static Own sys_method_exit(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("exit", nargs, 0, 1)) return NULL;
    return error_set_object(EXC(SystemExit), nargs ? args[0] : None);
}

static Own sys_method_exception(Ref self) {
    (void)self;
    Ref exception = vm_handled_exception();
    return exception ? own(exception) : own_none();
}

static Own exc_info_tuple(Ref exception) {
    if (!exception || exception == None) return tuple_pack(3, None, None, None);
    Ref traceback = AS_EXCEPTION(exception)->traceback;
    return tuple_pack(3, (Ref)type_of(exception), exception, traceback ? traceback : None);
}
static Own sys_method_exc_info(Ref self) {
    (void)self;
    return exc_info_tuple(vm_handled_exception());
}

static Own sys_method_getrecursionlimit(Ref self) {
    (void)self;
    return int_from_isize(OBJECT_ROOT->recursion_limit);
}
static Own sys_method_setrecursionlimit(Ref self, Ref limit) {
    (void)self;
    int value;
    if (!argument_int(limit, &value)) return NULL;
    if (value < 1) return error_set(EXC(ValueError), "recursion limit must be greater or equal than 1");
    return vm_set_recursion_limit(value) ? own_none() : NULL;
}

static Own sys_method_getframe(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("_getframe", nargs, 0, 1)) return NULL;
    int depth = 0;
    if (nargs && !argument_int(args[0], &depth)) return NULL;
    Own frame = vm_current_frame_object(depth < 0 ? 0 : depth);
    if (frame && !AUDIT("sys._getframe", "O", frame)) slot_clear(&frame);
    return frame;
}

static Own sys_method_intern(Ref self, Ref string) {
    (void)self;
    if (!argument_str(string, "intern", "")) return NULL;
    if (!is_exact_str(string)) return error_set(EXC(TypeError), "can't intern %T", string);
    return str_intern(own(string));
}

static Own sys_method_getdefaultencoding(Ref self) {
    (void)self;
    return str_from_utf8("utf-8", 5);
}
static Own sys_method_getfilesystemencodeerrors(Ref self) {
    (void)self;
    return str_from_utf8("surrogateescape", -1);
}

static Own sys_method_settrace(Ref self, Ref function) {
    (void)self;
    return vm_set_trace(function) ? own_none() : NULL;
}
static Own sys_method_setprofile(Ref self, Ref function) {
    (void)self;
    return vm_set_profile(function) ? own_none() : NULL;
}
static Own sys_method_gettrace(Ref self) {
    (void)self;
    Ref function = VM_ROOT->running->trace_function;
    return function ? own(function) : own_none();
}
static Own sys_method_getprofile(Ref self) {
    (void)self;
    Ref function = VM_ROOT->running->profile_function;
    return function ? own(function) : own_none();
}

/* The interval is kept in instructions, 10 ns each. */
#define MOST_STEPS 1e17 /* thirty years */
static Own sys_method_getswitchinterval(Ref self) {
    (void)self;
    return float_from_double((double)VM_ROOT->gil.interval * 1e-8);
}
static Own sys_method_setswitchinterval(Ref self, Ref seconds) {
    (void)self;
    double value = float_as_double(seconds);
    if (value == -1 && error_occurred()) return NULL;
    if (!(value > 0)) return error_set(EXC(ValueError), "switch interval must be strictly positive");
    double steps = value * 1e8;
    VM_ROOT->gil.interval = steps < 1 ? 1 : steps > MOST_STEPS ? (u64)MOST_STEPS : (u64)steps;
    return own_none();
}

static bool is_hook(Ref hook, const char *name) {
    if (!hook || hook == None || object_is_callable(hook)) return true;
    error_set(EXC(TypeError), "callable %s expected, got %.50s", name, type_of(hook)->name);
    return false;
}

/* What was not given stays, None takes away. */
static void set_hook(Object **hook, Ref given) {
    if (given) slot_set(hook, given == None ? NULL : own(given));
}

static Own sys_method_set_asyncgen_hooks(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {NULL, {"firstiter", "finalizer"}, .required = 0};
    Thread *thread = VM_ROOT->running;
    Ref out[2];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    if (!is_hook(out[1], "finalizer") || !is_hook(out[0], "firstiter")) return NULL;
    if (out[1] && !AUDIT("sys.set_asyncgen_hook_finalizer", "")) return NULL;
    set_hook(&thread->async_finalizer, out[1]);
    if (out[0] && !AUDIT("sys.set_asyncgen_hook_firstiter", "")) return NULL;
    set_hook(&thread->async_first_iter, out[0]);
    return own_none();
}

static Own sys_method_get_asyncgen_hooks(Ref self) {
    const Thread *thread = VM_ROOT->running;
    (void)self;
    Own values[] = {own(thread->async_first_iter ? thread->async_first_iter : None),
                    own(thread->async_finalizer ? thread->async_finalizer : None)};
    return struct_sequence_make(MODULE_TYPE_ASYNC_GENERATOR_HOOKS, values);
}

static Own sys_method_get_int_max_str_digits(Ref self) {
    (void)self;
    return int_from_isize(int_max_str_digits());
}
static Own sys_method_set_int_max_str_digits(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"set_int_max_str_digits", {"maxdigits"}, .required = 1};
    Ref out[1];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    int digits;
    if (!argument_int(out[0], &digits)) return NULL;
    if (digits != 0 && digits < LEAST_DIGIT_LIMIT)
        return error_set(EXC(ValueError), "maxdigits must be 0 or larger than 640");
    int_set_max_str_digits(digits);
    return own_none();
}

static Own sys_method_is_finalizing(Ref self) {
    (void)self;
    return own_bool(VM_ROOT->finalizing);
}

static Own sys_method_getallocatedblocks(Ref self) {
    (void)self;
    return int_from_isize(arena_use().live_blocks);
}

/* --- breakpoint() ----------------------------------------------------------------------------------- */

static Own breakpoint_warning(Ref name) {
    error_clear();
    if (!warning_issue(EXC(RuntimeWarning), 1, "Ignoring unimportable $PYTHONBREAKPOINT: \"%U\"", name))
        return NULL;
    return own_none();
}

/* "pdb.set_trace", "len" (of builtins), "a.b.c": what to call. NULL without exception: it can't be found. */
static Own breakpoint_callable(Ref name) {
    isize dot = str_length(name);
    while (--dot >= 0 && str_char(name, dot) != '.') {}
    Own module_name = dot < 0 ? str_from_utf8("builtins", -1) : str_substring(name, 0, dot);
    Own attribute = str_substring(name, dot + 1, str_length(name));
    Own module = module_name && attribute ? import_module(module_name) : NULL, found = NULL;
    if (module) found = object_get_attribute(module, attribute);
    release_maybe(module);
    release_maybe(attribute);
    release_maybe(module_name);
    bool missing = !found && (error_matches(EXC(ImportError)) || error_matches(EXC(AttributeError)));
    if (missing) error_clear();
    return found;
}

static Own sys_method_breakpointhook(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    const char *told = outside_environment("PYTHONBREAKPOINT");
    (void)self;
    if (told && strcmp(told, "0") == 0) return own_none();
    if (VM_ROOT->breakpoint_stops && !(told && *told)) {
        vm_event(PROBE_BREAKPOINT);
        return own_none();
    }
    Own name = str_from_utf8_surrogateescape(told && *told ? told : "pdb.set_trace",
                                             (isize)strlen(told && *told ? told : "pdb.set_trace"));
    Own callable = name ? breakpoint_callable(name) : NULL, answer = NULL;
    if (callable)
        answer = object_call(callable, args, nargs, kwnames);
    else if (name && !error_occurred())
        answer = breakpoint_warning(name);
    release_maybe(callable);
    release_maybe(name);
    return answer;
}

/* --- threads ---------------------------------------------------------------------------------------- */

/* dict from a thread's number to what `value` says of it. */
static Own by_thread(Own (*value)(const Thread *)) {
    Own dict = dict_new();
    for (const Thread *thread = VM_ROOT->threads; dict && thread; thread = thread->next) {
        Own item = value(thread), number = item ? int_from_i64((i64)thread->number) : NULL;
        bool set = number && (item == None || dict_set(dict, number, item));
        release_maybe(number);
        release_maybe(item);
        if (!set) slot_clear(&dict);
    }
    return dict;
}

static Own frame_of(const Thread *thread) {
    return thread->frame ? own_maybe((Ref)frame_object(thread->frame)) : own_none();
}
static Own sys_method_current_frames(Ref self) {
    (void)self;
    return AUDIT("sys._current_frames", "") ? by_thread(frame_of) : NULL;
}

static Own exception_of(const Thread *thread) {
    const ExceptionState *state = thread->handled;
    while (state && state->previous && (!state->value || state->value == None)) state = state->previous;
    return exc_info_tuple(state ? state->value : None);
}
static Own sys_method_current_exceptions(Ref self) {
    (void)self;
    return AUDIT("sys._current_exceptions", "") ? by_thread(exception_of) : NULL;
}

static Own sys_method_call_tracing(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("call_tracing", nargs, 2, 2)) return NULL;
    if (!is_tuple(args[1])) {
        return error_set(EXC(TypeError), "call_tracing() argument 2 must be tuple, not %s",
                         argument_type_name(args[1]));
    }
    Thread *thread = VM_ROOT->running;
    int tracing = thread->tracing;
    thread->tracing = 0;
    Own answer = object_call_tuple(args[0], args[1], NULL);
    thread->tracing = tracing;
    return answer;
}

static Own sys_method_get_coroutine_origin_depth(Ref self) {
    (void)self;
    return int_from_i64(VM_ROOT->running->coroutine_origin_depth);
}
static Own sys_method_set_coroutine_origin_depth(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"set_coroutine_origin_tracking_depth", {"depth"}, .required = 1};
    Ref out[1];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    int depth;
    if (!argument_int(out[0], &depth)) return NULL;
    if (depth < 0) return error_set(EXC(ValueError), "depth must be >= 0");
    VM_ROOT->running->coroutine_origin_depth = depth;
    return own_none();
}

/* --- of CPython's own workings ------------------------------------------------------------------------ */

static Own sys_method_clear_type_cache(Ref self) {
    (void)self;
    type_cache_clear();
    return own_none();
}
static Own sys_method_getquickenedcount(Ref self) {
    (void)self;
    return int_from_i64(0);
}
static Own sys_method_getdlopenflags(Ref self) {
    (void)self;
    return int_from_i64(MODULES_ROOT->dlopen_flags);
}
static Own sys_method_setdlopenflags(Ref self, Ref flags) {
    (void)self;
    return argument_int(flags, &MODULES_ROOT->dlopen_flags) ? own_none() : NULL;
}
static Own sys_method_debugmallocstats(Ref self) {
    (void)self;
    return error_set(EXC(NotImplementedError), "opscope has no pymalloc whose state could be shown");
}

static const MethodDef sys_functions[] = {
    {"getrefcount", METHOD_ONE, .one = sys_method_getrefcount,
     .doc = "getrefcount($module, object, /)\n--\n\nReturn the reference count of object.\n\nThe count "
            "returned is generally one higher than you might expect,\nbecause it includes the (temporary) "
            "reference as an argument to\ngetrefcount()."},
    {"getsizeof", METHOD_KEYWORDS, .keywords = sys_method_getsizeof,
     .doc = "getsizeof(object [, default]) -> int\n\nReturn the size of object in bytes.",
     .flags = METHOD_VARARGS},
    {"exit", METHOD_ARRAY, .array = sys_method_exit,
     .doc = "exit($module, status=None, /)\n--\n\nExit the interpreter by raising SystemExit(status).\n\nIf "
            "the status is omitted or None, it defaults to zero (i.e., success).\nIf the status is an integer, "
            "it will be used as the system exit status.\nIf it is another kind of object, it will be printed "
            "and the system\nexit status will be one (i.e., failure)."},
    {"exception", METHOD_NONE, .none = sys_method_exception,
     .doc = "exception($module, /)\n--\n\nReturn the current exception.\n\nReturn the most recent exception "
            "caught by an except clause\nin the current stack frame or in an older stack frame, or None\nif no "
            "such exception exists."},
    {"exc_info", METHOD_NONE, .none = sys_method_exc_info,
     .doc = "exc_info($module, /)\n--\n\nReturn current exception information: (type, value, "
            "traceback).\n\nReturn information about the most recent exception caught by an except\nclause in "
            "the current stack frame or in an older stack frame."},
    {"getrecursionlimit", METHOD_NONE, .none = sys_method_getrecursionlimit,
     .doc = "getrecursionlimit($module, /)\n--\n\nReturn the current value of the recursion limit.\n\nThe "
            "recursion limit is the maximum depth of the Python interpreter\nstack.  This limit prevents "
            "infinite recursion from causing an overflow\nof the C stack and crashing Python."},
    {"setrecursionlimit", METHOD_ONE, .one = sys_method_setrecursionlimit,
     .doc = "setrecursionlimit($module, limit, /)\n--\n\nSet the maximum depth of the Python interpreter stack "
            "to n.\n\nThis limit prevents infinite recursion from causing an overflow of the C\nstack and "
            "crashing Python.  The highest possible limit is platform-\ndependent."},
    {"_getframe", METHOD_ARRAY, .array = sys_method_getframe,
     .doc = "_getframe($module, depth=0, /)\n--\n\nReturn a frame object from the call stack.\n\nIf optional "
            "integer depth is given, return the frame object that many\ncalls below the top of the stack.  If "
            "that is deeper than the call\nstack, ValueError is raised.  The default for depth is zero, "
            "returning\nthe frame at the top of the call stack.\n\nThis function should be used for internal "
            "and specialized purposes\nonly."},
    {"intern", METHOD_ONE, .one = sys_method_intern,
     .doc = "intern($module, string, /)\n--\n\n``Intern'' the given string.\n\nThis enters the string in the "
            "(global) table of interned strings whose\npurpose is to speed up dictionary lookups. Return the "
            "string itself or\nthe previously interned string object with the same value."},
    {"getdefaultencoding", METHOD_NONE, .none = sys_method_getdefaultencoding,
     .doc = "getdefaultencoding($module, /)\n--\n\nReturn the current default encoding used by the Unicode "
            "implementation."},
    {"getfilesystemencoding", METHOD_NONE, .none = sys_method_getdefaultencoding,
     .doc = "getfilesystemencoding($module, /)\n--\n\nReturn the encoding used to convert Unicode filenames to "
            "OS filenames."},
    {"getfilesystemencodeerrors", METHOD_NONE, .none = sys_method_getfilesystemencodeerrors,
     .doc = "getfilesystemencodeerrors($module, /)\n--\n\nReturn the error mode used Unicode to OS filename "
            "conversion."},
    {"settrace", METHOD_ONE, .one = sys_method_settrace,
     .doc = "settrace(function)\n\nSet the global debug tracing function.  It will be called on each\nfunction "
            "call.  See the debugger chapter in the library manual."},
    {"setprofile", METHOD_ONE, .one = sys_method_setprofile,
     .doc = "setprofile(function)\n\nSet the profiling function.  It will be called on each function call\nand "
            "return.  See the profiler chapter in the library manual."},
    {"gettrace", METHOD_NONE, .none = sys_method_gettrace,
     .doc = "gettrace($module, /)\n--\n\nReturn the global debug tracing function set with "
            "sys.settrace.\n\nSee the debugger chapter in the library manual."},
    {"getprofile", METHOD_NONE, .none = sys_method_getprofile,
     .doc = "getprofile($module, /)\n--\n\nReturn the profiling function set with sys.setprofile.\n\nSee the "
            "profiler chapter in the library manual."},
    {"getswitchinterval", METHOD_NONE, .none = sys_method_getswitchinterval,
     .doc = "getswitchinterval($module, /)\n--\n\nReturn the current thread switch interval; see "
            "sys.setswitchinterval()."},
    {"setswitchinterval", METHOD_ONE, .one = sys_method_setswitchinterval,
     .doc = "setswitchinterval($module, interval, /)\n--\n\nSet the ideal thread switching delay inside the "
            "Python interpreter.\n\nThe actual frequency of switching threads can be lower if the\ninterpreter "
            "executes long sequences of uninterruptible code\n(this is implementation-specific and "
            "workload-dependent).\n\nThe parameter must represent the desired switching delay in seconds\nA "
            "typical value is 0.005 (5 milliseconds)."},
    {"set_asyncgen_hooks", METHOD_KEYWORDS, .keywords = sys_method_set_asyncgen_hooks,
     .doc =
         "set_asyncgen_hooks(* [, firstiter] [, finalizer])\n\nSet a finalizer for async generators objects.",
     .flags = METHOD_VARARGS},
    {"get_asyncgen_hooks", METHOD_NONE, .none = sys_method_get_asyncgen_hooks,
     .doc = "get_asyncgen_hooks($module, /)\n--\n\nReturn the installed asynchronous generators hooks.\n\nThis "
            "returns a namedtuple of the form (firstiter, finalizer)."},
    {"get_int_max_str_digits", METHOD_NONE, .none = sys_method_get_int_max_str_digits,
     .doc = "get_int_max_str_digits($module, /)\n--\n\nReturn the maximum string digits limit for non-binary "
            "int<->str conversions."},
    {"set_int_max_str_digits", METHOD_KEYWORDS, .keywords = sys_method_set_int_max_str_digits,
     .doc = "set_int_max_str_digits($module, /, maxdigits)\n--\n\nSet the maximum string digits limit for "
            "non-binary int<->str conversions."},
    {"is_finalizing", METHOD_NONE, .none = sys_method_is_finalizing,
     .doc = "is_finalizing($module, /)\n--\n\nReturn True if Python is exiting."},
    {"getallocatedblocks", METHOD_NONE, .none = sys_method_getallocatedblocks,
     .doc = "getallocatedblocks($module, /)\n--\n\nReturn the number of memory blocks currently allocated."},
    {"displayhook", METHOD_ONE, .one = hook_display,
     .doc =
         "displayhook($module, object, /)\n--\n\nPrint an object to sys.stdout and also save it in builtins._"},
    {"excepthook", METHOD_ARRAY, .array = hook_except,
     .doc = "excepthook($module, exctype, value, traceback, /)\n--\n\nHandle an exception by displaying it "
            "with a traceback on sys.stderr."},
    {"unraisablehook", METHOD_ONE, .one = hook_unraisable,
     .doc = "unraisablehook($module, unraisable, /)\n--\n\nHandle an unraisable exception.\n\nThe unraisable "
            "argument has the following attributes:\n\n* exc_type: Exception type.\n* exc_value: Exception "
            "value, can be None.\n* exc_traceback: Exception traceback, can be None.\n* err_msg: Error "
            "message, can be None.\n* object: Object causing the exception, can be None."},
    {"breakpointhook", METHOD_KEYWORDS, .keywords = sys_method_breakpointhook,
     .doc = "breakpointhook(*args, **kws)\n\nThis hook function is called by built-in breakpoint().\n"},
    {"addaudithook", METHOD_KEYWORDS, .keywords = sys_method_addaudithook,
     .doc = "addaudithook($module, /, hook)\n--\n\nAdds a new audit hook callback."},
    {"audit", METHOD_ARRAY, .array = sys_method_audit,
     .doc = "audit(event, *args)\n\nPasses the event to any audit hooks that are attached."},
    {"_current_frames", METHOD_NONE, .none = sys_method_current_frames,
     .doc = "_current_frames($module, /)\n--\n\nReturn a dict mapping each thread's thread id to its current "
            "stack frame.\n\nThis function should be used for specialized purposes only."},
    {"_current_exceptions", METHOD_NONE, .none = sys_method_current_exceptions,
     .doc = "_current_exceptions($module, /)\n--\n\nReturn a dict mapping each thread's identifier to its "
            "current raised exception.\n\nThis function should be used for specialized purposes only."},
    {"call_tracing", METHOD_ARRAY, .array = sys_method_call_tracing,
     .doc = "call_tracing($module, func, args, /)\n--\n\nCall func(*args), while tracing is enabled.\n\nThe "
            "tracing state is saved, and restored afterwards.  This is intended\nto be called from a debugger "
            "from a checkpoint, to recursively debug\nsome other code."},
    {"get_coroutine_origin_tracking_depth", METHOD_NONE, .none = sys_method_get_coroutine_origin_depth,
     .doc = "get_coroutine_origin_tracking_depth($module, /)\n--\n\nCheck status of origin tracking for "
            "coroutine objects in this thread."},
    {"set_coroutine_origin_tracking_depth", METHOD_KEYWORDS, .keywords = sys_method_set_coroutine_origin_depth,
     .doc = "set_coroutine_origin_tracking_depth($module, /, depth)\n--\n\nEnable or disable origin tracking "
            "for coroutine objects in this thread.\n\nCoroutine objects will track 'depth' frames of traceback "
            "information\nabout where they came from, available in their cr_origin attribute.\n\nSet a depth "
            "of 0 to disable."},
    {"_clear_type_cache", METHOD_NONE, .none = sys_method_clear_type_cache,
     .doc = "_clear_type_cache($module, /)\n--\n\nClear the internal type lookup cache."},
    {"_getquickenedcount", METHOD_NONE, .none = sys_method_getquickenedcount,
     .doc = "_getquickenedcount($module, /)\n--\n\n"},
    {"getdlopenflags", METHOD_NONE, .none = sys_method_getdlopenflags,
     .doc = "getdlopenflags($module, /)\n--\n\nReturn the current value of the flags that are used for dlopen "
            "calls.\n\nThe flag constants are defined in the os module."},
    {"setdlopenflags", METHOD_ONE, .one = sys_method_setdlopenflags,
     .doc = "setdlopenflags($module, flags, /)\n--\n\nSet the flags used by the interpreter for dlopen "
            "calls.\n\nThis is used, for example, when the interpreter loads extension\nmodules. Among other "
            "things, this will enable a lazy resolving of\nsymbols when importing a module, if called as "
            "sys.setdlopenflags(0).\nTo share symbols across extension modules, call "
            "as\nsys.setdlopenflags(os.RTLD_GLOBAL).  Symbolic names for the flag\nmodules can be found in the "
            "os module (RTLD_xxx constants, e.g.\nos.RTLD_LAZY)."},
    {"_debugmallocstats", METHOD_NONE, .none = sys_method_debugmallocstats,
     .doc = "_debugmallocstats($module, /)\n--\n\nPrint summary info to stderr about the state of pymalloc's "
            "structures.\n\nIn Py_DEBUG mode, also perform some expensive internal consistency\nchecks."},
    {.name = NULL}};

/* sys.__excepthook__ and the like are the same objects under a second name. */
static bool add_originals(Ref module) {
    static const char *const pairs[][2] = {{"excepthook", "__excepthook__"},
                                           {"unraisablehook", "__unraisablehook__"},
                                           {"displayhook", "__displayhook__"},
                                           {"breakpointhook", "__breakpointhook__"},
                                           {"stdin", "__stdin__"},
                                           {"stdout", "__stdout__"},
                                           {"stderr", "__stderr__"}};
    for (int i = 0; i < COUNT_OF(pairs); i++) {
        Ref original = dict_get_cstring(module_dict(module), pairs[i][0]);
        if (!original || !module_add(module, pairs[i][1], own(original))) return false;
    }
    return true;
}

static bool add_streams(Ref module, bool unbuffered) {
    MODULES_ROOT->unbuffered = unbuffered;
    MODULES_ROOT->standard_input = stream_new(0, unbuffered);
    MODULES_ROOT->standard_output = stream_new(1, unbuffered);
    MODULES_ROOT->standard_error = stream_new(2, unbuffered);
    return MODULES_ROOT->standard_input && MODULES_ROOT->standard_output && MODULES_ROOT->standard_error &&
           module_add(module, "stdin", own(MODULES_ROOT->standard_input)) &&
           module_add(module, "stdout", own(MODULES_ROOT->standard_output)) &&
           module_add(module, "stderr", own(MODULES_ROOT->standard_error));
}

Own sys_module_make(const MachineOptions *options) {
    MODULES_ROOT->dlopen_flags = 2; /* RTLD_NOW */
    OBJECT_ROOT->bytes_warning = options->bytes_warning > 0;
    if (options->max_str_digits) int_set_max_str_digits(isize_max(options->max_str_digits, 0));
    if (!struct_sequence_ready(MODULE_TYPE_ASYNC_GENERATOR_HOOKS)) return NULL;
    static const NativeModule empty_sys = {
        .name = "sys",
        .single_phase = true,
        .doc =
            "This module provides access to some objects used or maintained by the\ninterpreter and to "
            "functions that interact strongly with the interpreter.\n\nDynamic objects:\n\nargv -- command "
            "line arguments; argv[0] is the script pathname if known\npath -- module search path; path[0] is "
            "the script directory, else ''\nmodules -- dictionary of loaded modules\n\ndisplayhook -- called "
            "to show results in an interactive session\nexcepthook -- called to handle any uncaught exception "
            "other than SystemExit\n  To customize printing in an interactive session or to install a custom\n "
            " top-level exception handler, assign other functions to replace these.\n\nstdin -- standard input "
            "file object; used by input()\nstdout -- standard output file object; used by print()\nstderr -- "
            "standard error object; used for error messages\n  By assigning other file objects (or objects "
            "that behave like files)\n  to these, it is possible to redirect all of the interpreter's "
            "I/O.\n\nlast_type -- type of last uncaught exception\nlast_value -- value of last uncaught "
            "exception\nlast_traceback -- traceback of last uncaught exception\n  These three are only "
            "available in an interactive session after a\n  traceback has been printed.\n\nStatic "
            "objects:\n\nbuiltin_module_names -- tuple of module names built into this interpreter\ncopyright "
            "-- copyright notice pertaining to this interpreter\nexec_prefix -- prefix used to find the "
            "machine-specific Python library\nexecutable -- absolute path of the executable binary of the "
            "Python interpreter\nfloat_info -- a named tuple with information about the float "
            "implementation.\nfloat_repr_style -- string indicating the style of repr() output for "
            "floats\nhash_info -- a named tuple with information about the hash algorithm.\nhexversion -- "
            "version information encoded as a single integer\nimplementation -- Python implementation "
            "information.\nint_info -- a named tuple with information about the int implementation.\nmaxsize "
            "-- the largest supported length of containers.\nmaxunicode -- the value of the largest Unicode "
            "code point\nplatform -- platform identifier\nprefix -- prefix used to find the Python "
            "library\nthread_info -- a named tuple with information about the thread implementation.\nversion "
            "-- the version of this interpreter as a string\nversion_info -- version information as a named "
            "tuple\n__stdin__ -- the original stdin; don't touch!\n__stdout__ -- the original stdout; don't "
            "touch!\n__stderr__ -- the original stderr; don't touch!\n__displayhook__ -- the original "
            "displayhook; don't touch!\n__excepthook__ -- the original excepthook; don't "
            "touch!\n\nFunctions:\n\ndisplayhook() -- print an object to the screen, and save it in "
            "builtins._\nexcepthook() -- print an exception and its traceback to sys.stderr\nexception() -- "
            "return the current thread's active exception\nexc_info() -- return information about the current "
            "thread's active exception\nexit() -- exit the interpreter by raising SystemExit\ngetdlopenflags() "
            "-- returns flags to be used for dlopen() calls\ngetprofile() -- get the global profiling "
            "function\ngetrefcount() -- return the reference count for an object (plus one "
            ":-)\ngetrecursionlimit() -- return the max recursion depth for the interpreter\ngetsizeof() -- "
            "return the size of an object in bytes\ngettrace() -- get the global debug tracing "
            "function\nsetdlopenflags() -- set the flags to be used for dlopen() calls\nsetprofile() -- set "
            "the global profiling function\nsetrecursionlimit() -- set the max recursion depth for the "
            "interpreter\nsettrace() -- set the global debug tracing function\n",
        .functions = sys_functions};
    Own module = import_make_native(&empty_sys);
    if (!module) return NULL;
    if (add_streams(module, options->unbuffered) && add_originals(module) && sys_add_facts(module, options))
        return module;
    release(module);
    return NULL;
}
