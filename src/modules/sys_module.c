/* sys_module.c: the module sys: its functions. What it says about the machine is in sys_facts.c. */
#include "modules/outside.h"
#include "modules/sys_facts.h"
#include "object/argument_checks.h"
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
    isize value = int_as_isize(limit);
    if (value == -1 && error_occurred()) return NULL;
    if (value < 1) return error_set(EXC(ValueError), "recursion limit must be greater or equal than 1");
    return vm_set_recursion_limit(value) ? own_none() : NULL;
}

static Own sys_method_getframe(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("_getframe", nargs, 0, 1)) return NULL;
    isize depth = nargs ? int_as_isize(args[0]) : 0;
    if (depth == -1 && error_occurred()) return NULL;
    return vm_current_frame_object(depth < 0 ? 0 : depth);
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
static Own sys_method_getswitchinterval(Ref self) {
    (void)self;
    return float_from_double((double)VM_ROOT->gil.interval * 1e-8);
}
static Own sys_method_setswitchinterval(Ref self, Ref seconds) {
    (void)self;
    double value = float_as_double(seconds);
    if (value == -1 && error_occurred()) return NULL;
    if (!(value > 0)) return error_set(EXC(ValueError), "switch interval must be strictly positive");
    VM_ROOT->gil.interval = value * 1e8 < 1 ? 1 : (u64)(value * 1e8);
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
    static const Parameters parameters = {"set_asyncgen_hooks", {"firstiter", "finalizer"}, .required = 0};
    Thread *thread = VM_ROOT->running;
    Ref out[2];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    if (!is_hook(out[1], "finalizer") || !is_hook(out[0], "firstiter")) return NULL;
    set_hook(&thread->async_finalizer, out[1]);
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
    isize digits = int_as_isize(out[0]);
    if (digits == -1 && error_occurred()) return NULL;
    if (digits != 0 && digits < 640)
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

/* --- audit hooks ------------------------------------------------------------------------------------ */

static Own sys_method_addaudithook(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"addaudithook", {"hook"}, .required = 1};
    Ref out[1];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    if (!MODULES_ROOT->audit_hooks) MODULES_ROOT->audit_hooks = list_new(0);
    if (!MODULES_ROOT->audit_hooks) return NULL;
    return list_append_ref(MODULES_ROOT->audit_hooks, out[0]) ? own_none() : NULL;
}

static Own sys_method_audit(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (nargs < 1) return error_set(EXC(TypeError), "audit() missing 1 required positional argument: 'event'");
    if (!MODULES_ROOT->audit_hooks) return own_none();
    if (!is_str(args[0])) {
        return error_set(EXC(TypeError), "expected str for argument 'event', not %.200s",
                         type_of(args[0])->name);
    }
    Ref hooks = MODULES_ROOT->audit_hooks;
    Own rest = tuple_from_array(args + 1, nargs - 1);
    bool fine = rest != NULL;
    for (isize i = 0; fine && i < list_length(hooks); i++) {
        Own answer = object_call_args(list_get(hooks, i), 2, args[0], (Ref)rest);
        fine = answer != NULL;
        release_maybe(answer);
    }
    release_maybe(rest);
    return fine ? own_none() : NULL;
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
    return by_thread(frame_of);
}

static Own exception_of(const Thread *thread) {
    const ExceptionState *state = thread->handled;
    while (state && state->previous && (!state->value || state->value == None)) state = state->previous;
    return exc_info_tuple(state ? state->value : None);
}
static Own sys_method_current_exceptions(Ref self) {
    (void)self;
    return by_thread(exception_of);
}

static Own sys_method_call_tracing(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("call_tracing", nargs, 2, 2)) return NULL;
    if (!is_tuple(args[1])) {
        return error_set(EXC(TypeError), "call_tracing() argument 2 must be tuple, not %T", args[1]);
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
    isize depth = int_as_isize(out[0]);
    if (depth == -1 && error_occurred()) return NULL;
    if (depth < 0) return error_set(EXC(ValueError), "depth must be >= 0");
    VM_ROOT->running->coroutine_origin_depth = (int)depth;
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
    isize value = int_as_isize(flags);
    if (value == -1 && error_occurred()) return NULL;
    MODULES_ROOT->dlopen_flags = (int)value;
    return own_none();
}
static Own sys_method_debugmallocstats(Ref self) {
    (void)self;
    return error_set(EXC(NotImplementedError), "opscope has no pymalloc whose state could be shown");
}

static const MethodDef sys_functions[] = {
    {"getrefcount", METHOD_ONE, .one = sys_method_getrefcount,
     .doc = "getrefcount($module, object, /)\n--\n\nHow many references the object has, that of the call "
            "included."},
    {"getsizeof", METHOD_KEYWORDS, .keywords = sys_method_getsizeof,
     .doc = "getsizeof(object [, default]) -> int\n\nThe bytes that the object takes.",
     .flags = METHOD_VARARGS},
    {"exit", METHOD_ARRAY, .array = sys_method_exit,
     .doc = "exit($module, status=None, /)\n--\n\nRaises SystemExit(status)."},
    {"exception", METHOD_NONE, .none = sys_method_exception,
     .doc = "exception($module, /)\n--\n\nThe exception being handled, or None."},
    {"exc_info", METHOD_NONE, .none = sys_method_exc_info,
     .doc = "exc_info($module, /)\n--\n\n(type, value, traceback) of the exception being handled."},
    {"getrecursionlimit", METHOD_NONE, .none = sys_method_getrecursionlimit,
     .doc = "getrecursionlimit($module, /)\n--\n\nHow deep Python's calls may nest."},
    {"setrecursionlimit", METHOD_ONE, .one = sys_method_setrecursionlimit,
     .doc = "setrecursionlimit($module, limit, /)\n--\n\nSets how deep Python's calls may nest."},
    {"_getframe", METHOD_ARRAY, .array = sys_method_getframe,
     .doc = "_getframe($module, depth=0, /)\n--\n\nThe frame that is `depth` calls below the one on top."},
    {"intern", METHOD_ONE, .one = sys_method_intern,
     .doc = "intern($module, string, /)\n--\n\nThe one string of this text that the table of interned ones "
            "holds."},
    {"getdefaultencoding", METHOD_NONE, .none = sys_method_getdefaultencoding,
     .doc = "getdefaultencoding($module, /)\n--\n\nThe encoding that str.encode() uses: 'utf-8'."},
    {"getfilesystemencoding", METHOD_NONE, .none = sys_method_getdefaultencoding,
     .doc = "getfilesystemencoding($module, /)\n--\n\nThe encoding of file names: 'utf-8'."},
    {"getfilesystemencodeerrors", METHOD_NONE, .none = sys_method_getfilesystemencodeerrors,
     .doc = "getfilesystemencodeerrors($module, /)\n--\n\nHow file names that are no UTF-8 are read: "
            "'surrogateescape'."},
    {"settrace", METHOD_ONE, .one = sys_method_settrace,
     .doc = "settrace(function)\n\nThe function is told of each call, line, return and exception."},
    {"setprofile", METHOD_ONE, .one = sys_method_setprofile,
     .doc = "setprofile(function)\n\nThe function is told of each call and return."},
    {"gettrace", METHOD_NONE, .none = sys_method_gettrace,
     .doc = "gettrace($module, /)\n--\n\nWhat settrace() was given."},
    {"getprofile", METHOD_NONE, .none = sys_method_getprofile,
     .doc = "getprofile($module, /)\n--\n\nWhat setprofile() was given."},
    {"getswitchinterval", METHOD_NONE, .none = sys_method_getswitchinterval,
     .doc = "getswitchinterval($module, /)\n--\n\nSeconds after which a waiting thread asks for the GIL."},
    {"setswitchinterval", METHOD_ONE, .one = sys_method_setswitchinterval,
     .doc = "setswitchinterval($module, interval, /)\n--\n\nSets after how many seconds a waiting thread asks "
            "for the GIL."},
    {"set_asyncgen_hooks", METHOD_KEYWORDS, .keywords = sys_method_set_asyncgen_hooks,
     .doc = "set_asyncgen_hooks(* [, firstiter] [, finalizer])\n\nSets what is called for asynchronous "
            "generators.",
     .flags = METHOD_VARARGS},
    {"get_asyncgen_hooks", METHOD_NONE, .none = sys_method_get_asyncgen_hooks,
     .doc = "get_asyncgen_hooks($module, /)\n--\n\nWhat set_asyncgen_hooks() was given."},
    {"get_int_max_str_digits", METHOD_NONE, .none = sys_method_get_int_max_str_digits,
     .doc = "get_int_max_str_digits($module, /)\n--\n\nThe longest decimal int that is read or written."},
    {"set_int_max_str_digits", METHOD_KEYWORDS, .keywords = sys_method_set_int_max_str_digits,
     .doc = "set_int_max_str_digits($module, /, maxdigits)\n--\n\nSets the longest decimal int that is read or "
            "written."},
    {"is_finalizing", METHOD_NONE, .none = sys_method_is_finalizing,
     .doc = "is_finalizing($module, /)\n--\n\nWhether the program is being taken down."},
    {"getallocatedblocks", METHOD_NONE, .none = sys_method_getallocatedblocks,
     .doc = "getallocatedblocks($module, /)\n--\n\nHow many blocks of memory are in use."},
    {"displayhook", METHOD_ONE, .one = hook_display,
     .doc = "displayhook($module, object, /)\n--\n\nPrints an object's repr and keeps it in builtins._"},
    {"excepthook", METHOD_ARRAY, .array = hook_except,
     .doc = "excepthook($module, exctype, value, traceback, /)\n--\n\nShows an exception and its traceback on "
            "sys.stderr."},
    {"unraisablehook", METHOD_ONE, .one = hook_unraisable,
     .doc = "unraisablehook($module, unraisable, /)\n--\n\nShows an exception that could not be raised."},
    {"breakpointhook", METHOD_KEYWORDS, .keywords = sys_method_breakpointhook,
     .doc = "breakpointhook(*args, **kws)\n\nWhat breakpoint() calls."},
    {"addaudithook", METHOD_KEYWORDS, .keywords = sys_method_addaudithook,
     .doc = "addaudithook($module, /, hook)\n--\n\nAdds a function that is told of audit events."},
    {"audit", METHOD_ARRAY, .array = sys_method_audit,
     .doc = "audit(event, *args)\n\nTells the audit hooks of an event."},
    {"_current_frames", METHOD_NONE, .none = sys_method_current_frames,
     .doc = "_current_frames($module, /)\n--\n\nThe frame that each thread stands in, by its number."},
    {"_current_exceptions", METHOD_NONE, .none = sys_method_current_exceptions,
     .doc = "_current_exceptions($module, /)\n--\n\nThe exception that each thread handles, by its number."},
    {"call_tracing", METHOD_ARRAY, .array = sys_method_call_tracing,
     .doc = "call_tracing($module, func, args, /)\n--\n\nCalls func(*args) with tracing on, from inside a "
            "trace function."},
    {"get_coroutine_origin_tracking_depth", METHOD_NONE, .none = sys_method_get_coroutine_origin_depth,
     .doc = "get_coroutine_origin_tracking_depth($module, /)\n--\n\nHow many frames a coroutine remembers of "
            "where it was made."},
    {"set_coroutine_origin_tracking_depth", METHOD_KEYWORDS, .keywords = sys_method_set_coroutine_origin_depth,
     .doc = "set_coroutine_origin_tracking_depth($module, /, depth)\n--\n\nSets how many frames a coroutine "
            "remembers of where it was made."},
    {"_clear_type_cache", METHOD_NONE, .none = sys_method_clear_type_cache,
     .doc = "_clear_type_cache($module, /)\n--\n\nForgets the cached lookups of attributes in types."},
    {"_getquickenedcount", METHOD_NONE, .none = sys_method_getquickenedcount,
     .doc = "_getquickenedcount($module, /)\n--\n\n"},
    {"getdlopenflags", METHOD_NONE, .none = sys_method_getdlopenflags,
     .doc = "getdlopenflags($module, /)\n--\n\nThe flags for loading shared libraries."},
    {"setdlopenflags", METHOD_ONE, .one = sys_method_setdlopenflags,
     .doc = "setdlopenflags($module, flags, /)\n--\n\nSets the flags for loading shared libraries."},
    {"_debugmallocstats", METHOD_NONE, .none = sys_method_debugmallocstats,
     .doc = "_debugmallocstats($module, /)\n--\n\nRefused: there is no pymalloc here."},
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

static bool add_streams(Ref module) {
    MODULES_ROOT->standard_input = stream_new(0);
    MODULES_ROOT->standard_output = stream_new(1);
    MODULES_ROOT->standard_error = stream_new(2);
    return MODULES_ROOT->standard_input && MODULES_ROOT->standard_output && MODULES_ROOT->standard_error &&
           module_add(module, "stdin", own(MODULES_ROOT->standard_input)) &&
           module_add(module, "stdout", own(MODULES_ROOT->standard_output)) &&
           module_add(module, "stderr", own(MODULES_ROOT->standard_error));
}

Own sys_module_make(const MachineOptions *options) {
    MODULES_ROOT->dlopen_flags = 2; /* RTLD_NOW */
    if (!struct_sequence_ready(MODULE_TYPE_ASYNC_GENERATOR_HOOKS)) return NULL;
    static const NativeModule empty_sys = {
        .name = "sys",
        .doc = "This module provides access to some objects used or maintained by the\ninterpreter "
               "and to functions that interact strongly with the interpreter.",
        .functions = sys_functions};
    Own module = import_make_native(&empty_sys);
    if (!module) return NULL;
    if (add_streams(module) && add_originals(module) && sys_add_facts(module, options)) return module;
    release(module);
    return NULL;
}
