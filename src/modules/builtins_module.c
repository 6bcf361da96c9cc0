/* builtins_module.c: the module builtins: its functions, the types, the exceptions and the constants. */
#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/root.h"

static const struct {
    const char *name;
    enum ObjectTypeId type;
} type_names[] = {
    {"bool", OBJECT_TYPE_BOOL},
    {"memoryview", OBJECT_TYPE_MEMORYVIEW},
    {"bytearray", OBJECT_TYPE_BYTEARRAY},
    {"bytes", OBJECT_TYPE_BYTES},
    {"classmethod", OBJECT_TYPE_CLASS_METHOD},
    {"complex", OBJECT_TYPE_COMPLEX},
    {"dict", OBJECT_TYPE_DICT},
    {"enumerate", OBJECT_TYPE_ENUMERATE},
    {"filter", OBJECT_TYPE_FILTER},
    {"float", OBJECT_TYPE_FLOAT},
    {"frozenset", OBJECT_TYPE_FROZENSET},
    {"property", OBJECT_TYPE_PROPERTY},
    {"int", OBJECT_TYPE_INT},
    {"list", OBJECT_TYPE_LIST},
    {"map", OBJECT_TYPE_MAP},
    {"object", OBJECT_TYPE_OBJECT},
    {"range", OBJECT_TYPE_RANGE},
    {"reversed", OBJECT_TYPE_REVERSED},
    {"set", OBJECT_TYPE_SET},
    {"slice", OBJECT_TYPE_SLICE},
    {"staticmethod", OBJECT_TYPE_STATIC_METHOD},
    {"str", OBJECT_TYPE_STR},
    {"super", OBJECT_TYPE_SUPER},
    {"tuple", OBJECT_TYPE_TUPLE},
    {"type", OBJECT_TYPE_TYPE},
    {"zip", OBJECT_TYPE_ZIP},
};

static bool add_functions(Ref module) {
    const MethodDef *const tables[] = {builtin_code_functions, builtin_object_functions,
                                       builtin_number_functions, builtin_iteration_functions,
                                       builtin_stream_functions};
    for (int i = 0; i < COUNT_OF(tables); i++)
        if (!module_add_functions(module, tables[i])) return false;
    return true;
}

static bool add_constants(Ref module) {
    return module_add(module, "None", own_none()) && module_add(module, "Ellipsis", own(Ellipsis)) &&
           module_add(module, "NotImplemented", own(NotImplemented)) &&
           module_add(module, "False", own(False)) && module_add(module, "True", own(True)) &&
           module_add(module, "__debug__", own_bool(MODULES_ROOT->optimize == 0));
}

static bool add_types(Ref module) {
    for (int i = 0; i < COUNT_OF(type_names); i++)
        if (!module_add(module, type_names[i].name, own((Ref)&OBJECT_ROOT->types[type_names[i].type].type)))
            return false;
    for (int i = 0; i < EXCEPTION_COUNT; i++) {
        Type *type = &OBJECT_ROOT->exceptions[i].type;
        if (!module_add(module, type->name, own((Ref)type))) return false;
    }
    return module_add(module, "EnvironmentError", own((Ref)EXC(OSError))) &&
           module_add(module, "IOError", own((Ref)EXC(OSError)));
}

Own builtins_module_make(const MachineOptions *options) {
    Own name = str_from_ascii("builtins", -1);
    Own module = name ? module_new(name) : NULL;
    release_maybe(name);
    if (!module) return NULL;
    Own doc = str_from_utf8(
        "Built-in functions, exceptions, and other objects.\n\nNoteworthy: None is the `nil' object; "
        "Ellipsis represents `...' in slices.",
        -1);
    bool made = doc && module_add(module, "__doc__", doc) && add_functions(module) && add_constants(module) &&
                add_types(module) && (options->no_site || site_builtins_add(module));
    if (made) return module;
    release(module);
    return NULL;
}
