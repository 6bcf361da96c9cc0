/* sys_module.c: the module sys: its functions. What it says about the machine is in sys_facts.c. */
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
    if (size >= 0) return int_from_isize(size);
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

static Own sys_method_exc_info(Ref self) {
    (void)self;
    Ref exception = vm_handled_exception();
    if (!exception || exception == None) return tuple_pack(3, None, None, None);
    Ref traceback = AS_EXCEPTION(exception)->traceback;
    return tuple_pack(3, (Ref)type_of(exception), exception, traceback ? traceback : None);
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
    return struct_sequence_make(MODULES_ROOT->async_hooks_class, values, COUNT_OF(values));
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

static Own sys_method_breakpointhook(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    (void)self, (void)args, (void)nargs, (void)kwnames;
    return own_none();
}

static const MethodDef sys_functions[] = {
    {"getrefcount", METHOD_ONE, .one = sys_method_getrefcount},
    {"getsizeof", METHOD_KEYWORDS, .keywords = sys_method_getsizeof},
    {"exit", METHOD_ARRAY, .array = sys_method_exit},
    {"exception", METHOD_NONE, .none = sys_method_exception},
    {"exc_info", METHOD_NONE, .none = sys_method_exc_info},
    {"getrecursionlimit", METHOD_NONE, .none = sys_method_getrecursionlimit},
    {"setrecursionlimit", METHOD_ONE, .one = sys_method_setrecursionlimit},
    {"_getframe", METHOD_ARRAY, .array = sys_method_getframe},
    {"intern", METHOD_ONE, .one = sys_method_intern},
    {"getdefaultencoding", METHOD_NONE, .none = sys_method_getdefaultencoding},
    {"getfilesystemencoding", METHOD_NONE, .none = sys_method_getdefaultencoding},
    {"getfilesystemencodeerrors", METHOD_NONE, .none = sys_method_getfilesystemencodeerrors},
    {"settrace", METHOD_ONE, .one = sys_method_settrace},
    {"setprofile", METHOD_ONE, .one = sys_method_setprofile},
    {"gettrace", METHOD_NONE, .none = sys_method_gettrace},
    {"getprofile", METHOD_NONE, .none = sys_method_getprofile},
    {"getswitchinterval", METHOD_NONE, .none = sys_method_getswitchinterval},
    {"setswitchinterval", METHOD_ONE, .one = sys_method_setswitchinterval},
    {"set_asyncgen_hooks", METHOD_KEYWORDS, .keywords = sys_method_set_asyncgen_hooks},
    {"get_asyncgen_hooks", METHOD_NONE, .none = sys_method_get_asyncgen_hooks},
    {"get_int_max_str_digits", METHOD_NONE, .none = sys_method_get_int_max_str_digits},
    {"set_int_max_str_digits", METHOD_KEYWORDS, .keywords = sys_method_set_int_max_str_digits},
    {"is_finalizing", METHOD_NONE, .none = sys_method_is_finalizing},
    {"getallocatedblocks", METHOD_NONE, .none = sys_method_getallocatedblocks},
    {"displayhook", METHOD_ONE, .one = hook_display},
    {"excepthook", METHOD_ARRAY, .array = hook_except},
    {"unraisablehook", METHOD_ONE, .one = hook_unraisable},
    {"breakpointhook", METHOD_KEYWORDS, .keywords = sys_method_breakpointhook},
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
    MODULES_ROOT->standard_input = text_stream_new(0);
    MODULES_ROOT->standard_output = text_stream_new(1);
    MODULES_ROOT->standard_error = text_stream_new(2);
    return MODULES_ROOT->standard_input && MODULES_ROOT->standard_output && MODULES_ROOT->standard_error &&
           module_add(module, "stdin", own(MODULES_ROOT->standard_input)) &&
           module_add(module, "stdout", own(MODULES_ROOT->standard_output)) &&
           module_add(module, "stderr", own(MODULES_ROOT->standard_error));
}

Own sys_module_make(const MachineOptions *options) {
    static const char *const hook_fields[] = {"firstiter", "finalizer", NULL};
    MODULES_ROOT->async_hooks_class = struct_sequence_class("asyncgen_hooks", hook_fields);
    if (!MODULES_ROOT->async_hooks_class) return NULL;
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
