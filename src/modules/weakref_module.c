/* weakref_module.c: the module _weakref, on which the library's weakref.py stands. */
#include "modules/modules.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
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

static const MethodDef weakref_functions[] = {
    {"getweakrefcount", METHOD_ONE, .one = weakref_method_getweakrefcount},
    {"getweakrefs", METHOD_ONE, .one = weakref_method_getweakrefs},
    {"proxy", METHOD_ARRAY, .array = weakref_method_proxy},
    {.name = NULL}};

static bool fill(Ref module) {
    return module_add(module, "ref", own((Ref)TYPE(WEAKREF))) &&
           module_add(module, "ReferenceType", own((Ref)TYPE(WEAKREF))) &&
           module_add(module, "ProxyType", own((Ref)TYPE(WEAK_PROXY))) &&
           module_add(module, "CallableProxyType", own((Ref)TYPE(WEAK_CALLABLE_PROXY)));
}

const NativeModule weakref_module = {
    .name = "_weakref", .doc = "Weak-reference support module.", .functions = weakref_functions, .fill = fill};
