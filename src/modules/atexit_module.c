/* atexit_module.c: the module atexit: what to call when the program ends, the newest first. */
#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"

/* A list of (function, args, kwargs or None), or None in place of one that was unregistered; NULL: nothing was
 * ever registered. */
#define CALLBACKS (MODULES_ROOT->exit_callbacks)

static Own keywords_or_none(Ref const *values, Ref kwnames) {
    if (!kwnames || tuple_length(kwnames) == 0) return own_none();
    return dict_from_items((Ref const *)AS_TUPLE(kwnames)->items, 1, values, 1, tuple_length(kwnames));
}

static Own atexit_method_register(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    if (nargs < 1) {
        return error_set(EXC(TypeError), "register() takes at least 1 argument (0 given)");
    }
    if (!object_is_callable(args[0])) return error_set(EXC(TypeError), "the first argument must be callable");
    if (!CALLBACKS && !(CALLBACKS = list_new(0))) return NULL;
    Own parts[] = {own(args[0]), tuple_from_array(args + 1, nargs - 1),
                   keywords_or_none(args + nargs, kwnames)};
    Own callback = tuple_from_array_own(parts, COUNT_OF(parts));
    return callback && list_append(CALLBACKS, callback) ? own(args[0]) : NULL;
}

static void run(Ref callback) {
    Ref function = tuple_get(callback, 0), kwargs = tuple_get(callback, 2);
    Own result = object_call_tuple(function, tuple_get(callback, 1), kwargs == None ? NULL : kwargs);
    if (!result) error_unraisable_in("in atexit callback", function);
    release_maybe(result);
}

/* One that is registered by another one comes too late. */
static void run_all(void) {
    for (isize i = CALLBACKS ? list_length(CALLBACKS) - 1 : -1; i >= 0; i--) {
        if (!CALLBACKS || i >= list_length(CALLBACKS)) continue; /* cleared meanwhile */
        Own callback = own(list_get(CALLBACKS, i));
        if (callback != None) run(callback);
        release(callback);
    }
    slot_clear(&CALLBACKS);
}

static Own atexit_method_run_exitfuncs(Ref self UNUSED) {
    run_all();
    return own_none();
}

static Own atexit_method_clear(Ref self UNUSED) {
    slot_clear(&CALLBACKS);
    return own_none();
}

static Own atexit_method_unregister(Ref self UNUSED, Ref function) {
    for (isize i = 0; CALLBACKS && i < list_length(CALLBACKS); i++) {
        Own callback = own(list_get(CALLBACKS, i));
        int same = callback == None ? 0 : object_compare_bool(tuple_get(callback, 0), function, COMPARE_EQ);
        release(callback);
        if (same < 0) return NULL;
        if (same && CALLBACKS && i < list_length(CALLBACKS))
            slot_set(&AS_LIST(CALLBACKS)->items[i], own_none());
    }
    return own_none();
}

static Own atexit_method_ncallbacks(Ref self UNUSED) {
    return int_from_isize(CALLBACKS ? list_length(CALLBACKS) : 0);
}

static const MethodDef functions[] = {
    {"_clear", METHOD_NONE, .none = atexit_method_clear,
     .doc = "_clear() -> None\n\nClear the list of previously registered exit functions."},
    {"_ncallbacks", METHOD_NONE, .none = atexit_method_ncallbacks,
     .doc = "_ncallbacks() -> int\n\nReturn the number of registered exit functions."},
    {"_run_exitfuncs", METHOD_NONE, .none = atexit_method_run_exitfuncs,
     .doc = "_run_exitfuncs() -> None\n\nRun all registered exit functions.\n\nIf a callback raises an "
            "exception, it is logged with sys.unraisablehook."},
    {"register", METHOD_KEYWORDS, .keywords = atexit_method_register,
     .doc = "register(func, *args, **kwargs) -> func\n\nRegister a function to be executed upon normal program "
            "termination\n\n    func - function to be called at exit\n    args - optional arguments to pass to "
            "func\n    kwargs - optional keyword arguments to pass to func\n\n    func is returned to "
            "facilitate usage as a decorator.",
     .flags = METHOD_VARARGS},
    {"unregister", METHOD_ONE, .one = atexit_method_unregister,
     .doc = "unregister(func) -> None\n\nUnregister an exit function which was previously registered "
            "using\natexit.register\n\n    func - function to be unregistered"},
    {.name = NULL}};

static bool fill(Ref module UNUSED) {
    VM_ROOT->at_exit = run_all;
    return true;
}

static void clear(void) { slot_clear(&CALLBACKS); }

const NativeModule atexit_module = {
    .name = "atexit",
    .doc = "allow programmer to define multiple exit functions to be executed\nupon normal program "
           "termination.\n\nTwo public functions, register and unregister, are defined.\n",
    .functions = functions,
    .fill = fill,
    .clear = clear};
