/* weakref_module.c: the module _weakref, on which the library's weakref.py stands. */
#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/type_checks.h"
#include "object/weakref.h"

static Own weakref_method_getweakrefcount(Ref self, Ref object) {
    (void)self;
    return int_from_isize(weakref_count(object));
}
static Own weakref_method_getweakrefs(Ref self, Ref object) {
    (void)self;
    return weakref_list(object);
}
static Own weakref_method_proxy(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("proxy", nargs, 1, 2)) return NULL;
    return weakref_proxy_new(args[0], nargs > 1 && args[1] != None ? args[1] : NULL);
}

/* For the dicts of weakref.py: takes `key` out where its value is a reference that has died. */
static Own weakref_method_remove_dead_weakref(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("_remove_dead_weakref", nargs, 2, 2)) return NULL;
    if (!is_dict(args[0])) {
        return error_set(EXC(TypeError), "_remove_dead_weakref() argument 1 must be dict, not %s",
                         type_of(args[0])->name);
    }
    Ref reference = dict_get(args[0], args[1]);
    if (!reference) return error_occurred() ? NULL : own_none();
    if (!is_weakref(reference)) return error_set(EXC(TypeError), "not a weakref");
    return weakref_get(reference) || dict_delete(args[0], args[1]) ? own_none() : NULL;
}

static const MethodDef weakref_functions[] = {
    {"_remove_dead_weakref", METHOD_ARRAY, .array = weakref_method_remove_dead_weakref,
     .doc = "_remove_dead_weakref($module, dct, key, /)\n--\n\nAtomically remove key from dict if it points to "
            "a dead weakref."},
    {"getweakrefcount", METHOD_ONE, .one = weakref_method_getweakrefcount,
     .doc = "getweakrefcount($module, object, /)\n--\n\nReturn the number of weak references to 'object'."},
    {"getweakrefs", METHOD_ONE, .one = weakref_method_getweakrefs,
     .doc = "getweakrefs($module, object, /)\n--\n\nReturn a list of all weak reference objects pointing to "
            "'object'."},
    {"proxy", METHOD_ARRAY, .array = weakref_method_proxy,
     .doc = "proxy($module, object, callback=None, /)\n--\n\nCreate a proxy object that weakly references "
            "'object'.\n\n'callback', if given, is called with a reference to the\nproxy when 'object' is "
            "about to be finalized."},
    {.name = NULL}};

static bool fill(Ref module) {
    return module_add(module, "ref", own((Ref)TYPE(WEAKREF))) &&
           module_add(module, "ReferenceType", own((Ref)TYPE(WEAKREF))) &&
           module_add(module, "ProxyType", own((Ref)TYPE(WEAK_PROXY))) &&
           module_add(module, "CallableProxyType", own((Ref)TYPE(WEAK_CALLABLE_PROXY)));
}

const NativeModule weakref_module = {
    .name = "_weakref", .doc = "Weak-reference support module.", .functions = weakref_functions, .fill = fill};
