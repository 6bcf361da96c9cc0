/* modules.c: the table of native modules, and making the room. */
#include "modules/modules.h"

#include "modules/boot.h"
#include "object/dict.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/import.h"
#include "vm/root.h"

Own module_from(const char *name, const char *doc, const MethodDef *functions) {
    Own name_object = str_intern_cstring(name);
    Own module = name_object ? module_new(name_object) : NULL;
    release_maybe(name_object);
    Own text = module && doc ? str_from_utf8(doc, -1) : NULL;
    bool made = module && (!doc || (text && module_add(module, "__doc__", text))) && module_add_functions(module, functions);
    if (made) return module;
    release_maybe(module);
    return NULL;
}

static Own builtins_again(void) { return own(MODULES_ROOT->builtins); }
static Own sys_again(void) { return own(MODULES_ROOT->sys); }

static const ImportNative native_modules[] = {{"builtins", builtins_again, true},
                                              {"sys", sys_again, true},
                                              {"gc", gc_module_make, true},
                                              {"_weakref", weakref_module_make, true},
                                              {"time", time_module_make, true},
                                              {"math", math_module_make, true},
                                              {.name = NULL}};

static bool make_types(void) {
#define NATIVE(id, spec)                                                                                             \
    if (!type_ready(MODULE_TYPE(id), &spec)) return false;
    MODULE_TYPES(NATIVE)
#undef NATIVE
    return true;
}

bool modules_boot(const MachineOptions *options) {
    MODULES_ROOT->optimize = options->optimize;
    if (!make_types()) return false;
    MODULES_ROOT->builtins = builtins_module_make();
    if (!MODULES_ROOT->builtins) return false;
    VM_ROOT->builtins = own(module_dict(MODULES_ROOT->builtins));
    MODULES_ROOT->sys = sys_module_make(options);
    if (!MODULES_ROOT->sys) return false;
    VM_ROOT->sys_dict = own(module_dict(MODULES_ROOT->sys));
    if (!module_add(MODULES_ROOT->sys, "modules", own(VM_ROOT->modules))) return false;
    import_register(native_modules);
    return hooks_set();
}
