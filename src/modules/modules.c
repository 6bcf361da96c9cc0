/* modules.c: the table of native modules, and making the room. */
#include "modules/modules.h"

#include "modules/boot.h"
#include "object/dict.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/import.h"
#include "vm/root.h"

static const NativeModule *const native_modules[] = {
#define MODULE(name) &name,
    NATIVE_MODULES(MODULE)
#undef MODULE
        NULL};

static const TypeSpec *const type_specs[] = {
#define NATIVE(id, spec) &spec,
    MODULE_TYPES(NATIVE)
#undef NATIVE
};

/* --- for the modules' files ----------------------------------------------------------------------------- */

bool module_ready_type(enum ModuleTypeId id) {
    Type *type = &MODULES_ROOT->types[id].type;
    if (type_has(type, TYPE_READY)) return true;
    u64 resume = object_machine_births_begin();
    bool made = type_ready(type, type_specs[id]);
    object_machine_births_end(resume);
    return made;
}

bool module_add_type(Ref module, enum ModuleTypeId id) {
    Type *type = &MODULES_ROOT->types[id].type;
    return module_ready_type(id) && module_add(module, type_short_name(type), own((Ref)type));
}

bool module_add_constants(Ref module, const ModuleConstant *constants) {
    for (; constants->name; constants++) {
        if (!module_add(module, constants->name, int_from_i64(constants->value))) return false;
    }
    return true;
}

Own module_exception_new_with_doc(const char *name, Type *base, const char *doc) {
    const char *dot = strrchr(name, '.');
    Own module = str_from_ascii(name, dot - name), short_name = str_intern_cstring(dot + 1);
    Own bases = tuple_pack(1, (Ref)base), namespace = dict_new(), class = NULL;
    bool filled = module && short_name && bases && namespace &&
                  (!doc || dict_set_own(namespace, NAME(__doc__), str_from_ascii(doc, -1))) &&
                  dict_set(namespace, NAME(__module__), module);
    if (filled) {
        class = object_call_args((Ref)TYPE(TYPE), 3, short_name, bases, namespace);
    }
    release_maybe(module);
    release_maybe(short_name);
    release_maybe(bases);
    release_maybe(namespace);
    return class;
}
Own module_exception_new(const char *name, Type *base) {
    return module_exception_new_with_doc(name, base, NULL);
}

void *module_library_alloc(usize bytes) {
    void *block = arena_alloc(bytes, BLOCK_RAW);
    return block ? memset(block, 0, bytes) : NULL;
}

/* --- the room ------------------------------------------------------------------------------------------- */

static Own existing_builtins(void) { return own(MODULES_ROOT->builtins); }
static Own existing_sys(void) { return own(MODULES_ROOT->sys); }
const NativeModule builtins_module = {.name = "builtins", .existing = existing_builtins};
const NativeModule sys_module = {.name = "sys", .existing = existing_sys, .clear = audit_hooks_clear};

static bool make_boot_types(void) {
#define NATIVE(id, spec)                                                                                       \
    if (!type_ready(MODULE_TYPE(id), &spec)) return false;
    BOOT_TYPES(NATIVE)
#undef NATIVE
    return true;
}

/* What modules keep in their roots, let go of at the machine's end. */
static void clear_modules(void) {
    for (const NativeModule *const *native = native_modules; *native; native++) {
        if ((*native)->clear) (*native)->clear();
    }
}

bool modules_boot(const MachineOptions *options) {
    MODULES_ROOT->optimize = options->optimize;
    MODULES_ROOT->utf8_mode = options->utf8_mode;
    MODULES_ROOT->warn_default_encoding = options->warn_default_encoding;
    signals_boot(options->ignored_signals);
    MODULES_ROOT->environment_ignored = options->ignore_environment || options->isolated;
    if (!make_boot_types() || !streams_boot()) return false;
    MODULES_ROOT->builtins = builtins_module_make(options);
    if (!MODULES_ROOT->builtins) return false;
    if (!module_add(MODULES_ROOT->builtins, "open", own(MODULES_ROOT->open))) return false;
    VM_ROOT->builtins = own(module_dict(MODULES_ROOT->builtins));
    MODULES_ROOT->sys = sys_module_make(options);
    if (!MODULES_ROOT->sys) return false;
    VM_ROOT->sys_dict = own(module_dict(MODULES_ROOT->sys));
    if (!module_add(MODULES_ROOT->sys, "modules", own(VM_ROOT->modules))) return false;
    import_register(native_modules);
    VM_ROOT->teardown = clear_modules;
    return hooks_set();
}
