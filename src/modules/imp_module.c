/* imp_module.c: the module _imp: what importlib asks of the machine. */
#include "base/hash.h"
#include "code/code.h"
#include "code/marshal.h"
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/import_parts.h"

/* --- the import lock -------------------------------------------------------------------------------- */

static Own imp_lock_held(Ref self) {
    (void)self;
    return own_bool(VM_ROOT->import.lock_owner != NULL);
}

static Own imp_acquire_lock(Ref self) {
    (void)self;
    import_lock_all();
    return own_none();
}

static Own imp_release_lock(Ref self) {
    (void)self;
    return import_unlock_all() ? own_none() : error_set(EXC(RuntimeError), "not holding the import lock");
}

/* --- built-in modules and shared libraries ---------------------------------------------------------------- */

static Own imp_is_builtin(Ref self, Ref name) {
    (void)self;
    if (!argument_str(name, "is_builtin", "")) return NULL;
    const NativeModule *native = import_find_native(name);
    return int_from_i64(!native || native->extension ? 0 : native->existing ? -1 : 1);
}

static Own native_of_spec(Ref spec, bool extension) {
    Own name = object_get_attribute(spec, NAME(name));
    if (!name) return NULL;
    const NativeModule *native = is_str(name) ? import_find_native(name) : NULL;
    Own module = NULL;
    if (native && native->extension == extension) {
        module = import_make_native(native);
    } else if (!extension) {
        module = own_none();
    } else {
        import_raise(EXC(ModuleNotFoundError),
                     str_format("opscope has no module %R of its own, and CPython's shared libraries can't be "
                                "used by it",
                                name),
                     name, NULL);
    }
    release(name);
    return module;
}

static Own imp_create_builtin(Ref self, Ref spec) {
    (void)self;
    return native_of_spec(spec, false);
}

static Own imp_create_dynamic(Ref self, Ref const *args, isize nargs) {
    (void)self;
    return arguments_count("create_dynamic", nargs, 1, 2) ? native_of_spec(args[0], true) : NULL;
}

/* A native module is complete when it is made. */
static Own imp_exec(Ref self, Ref module) {
    (void)self, (void)module;
    return int_from_i64(0);
}

static Own imp_extension_suffixes(Ref self) {
    static const char *const suffixes[] = {EXTENSION_SUFFIX, ".abi3.so", ".so"};
    (void)self;
    Own list = list_new(0);
    for (int i = 0; list && i < COUNT_OF(suffixes); i++) {
        Own suffix = str_from_utf8(suffixes[i], -1);
        if (!suffix || !list_append(list, suffix)) slot_clear(&list);
    }
    return list;
}

/* --- frozen modules --------------------------------------------------------------------------------------- */

static void *no_such(Ref name) {
    return import_raise(EXC(ModuleNotFoundError), str_format("No such frozen object named %U", name), name,
                        NULL);
}

static Own imp_is_frozen(Ref self, Ref name) {
    bool package;
    (void)self;
    if (!argument_str(name, "is_frozen", "")) return NULL;
    return own_bool(import_frozen_name(name, &package) != NULL);
}

static Own imp_is_frozen_package(Ref self, Ref name) {
    bool package;
    (void)self;
    if (!argument_str(name, "is_frozen_package", "")) return NULL;
    if (import_frozen_name(name, &package)) return own_bool(package);
    return import_raise(EXC(ImportError), str_format("No such frozen object named %R", name), name, NULL);
}

static Own frozen_code(Ref name) {
    Found found;
    if (!import_find_frozen(name, &found)) return NULL;
    Own code = found.kind == FOUND_NOTHING ? no_such(name) : import_load_code(name, &found);
    found_release(&found);
    return code;
}

static Own imp_get_frozen_object(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("get_frozen_object", nargs, 1, 2)) return NULL;
    if (nargs > 1 && args[1] != None) {
        Buffer buffer;
        if (!buffer_get(args[1], &buffer, false)) return NULL;
        Own code = marshal_loads((const u8 *)buffer.data, buffer.length, NULL);
        buffer_release(&buffer);
        return code;
    }
    return argument_str(args[0], "get_frozen_object", "1") ? frozen_code(args[0]) : NULL;
}

/* The code as marshal writes it, seen through a memoryview. */
static Own frozen_data(Ref name) {
    Own code = frozen_code(name), bytes = code ? marshal_dumps(code, 4) : NULL;
    Own view = bytes ? memoryview_from(bytes) : NULL;
    release_maybe(code);
    release_maybe(bytes);
    return view;
}

static Own imp_find_frozen(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"find_frozen", {"name", "/", "*", "withdata"}, .required = 1};
    Ref given[2];
    bool package;
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (!argument_str(given[0], "find_frozen", "1")) return NULL;
    int with_data = given[1] ? object_is_true(given[1]) : 0;
    const char *original = with_data < 0 ? NULL : import_frozen_name(given[0], &package);
    if (!original) return with_data < 0 ? NULL : own_none();
    Own data = with_data ? frozen_data(given[0]) : own_none(),
        name = data ? str_intern_cstring(original) : NULL;
    Own answer = name ? tuple_pack(3, (Ref)data, package ? True : False, (Ref)name) : NULL;
    release_maybe(name);
    release_maybe(data);
    return answer;
}

static Own imp_init_frozen(Ref self, Ref name) {
    bool package;
    (void)self;
    if (!argument_str(name, "init_frozen", "")) return NULL;
    return import_frozen_name(name, &package) ? import_module(name) : own_none();
}

static Own imp_frozen_module_names(Ref self) {
    (void)self;
    Own list = list_new(0);
    const char *name;
    for (isize i = 0; list && (name = import_frozen_number(i)); i++) {
        Own text = str_intern_cstring(name);
        if (!text || !list_append(list, text)) slot_clear(&list);
    }
    return list;
}

static Own imp_override(Ref self, Ref value) {
    (void)self;
    isize number = int_as_isize(value);
    if (number == -1 && error_occurred()) return NULL;
    VM_ROOT->import.without_frozen = number < 0;
    return own_none();
}

/* --- .pyc files ------------------------------------------------------------------------------------------- */

static Own imp_fix_co_filename(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("_fix_co_filename", nargs, 2, 2) || !argument_str(args[1], "_fix_co_filename", "2"))
        return NULL;
    if (!is_code(args[0]))
        return error_set(EXC(TypeError), "_fix_co_filename() argument 1 must be code, not %s",
                         argument_type_name(args[0]));
    if (!str_equal(AS_CODE(args[0])->filename, args[1])) import_set_filename(args[0], args[1]);
    return own_none();
}

static Own imp_source_hash(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"source_hash", {"key", "source"}, .required = 2};
    Ref given[2];
    Buffer buffer;
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    i64 key = int_as_isize(given[0]);
    if ((key == -1 && error_occurred()) || !buffer_get(given[1], &buffer, false)) return NULL;
    u64 hash = hash_siphash13_keyed((u64)key, buffer.data, (usize)buffer.length);
    buffer_release(&buffer);
    u8 bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (u8)(hash >> (8 * i));
    return bytes_from((const char *)bytes, 8);
}

static const MethodDef functions[] = {
    {"extension_suffixes", METHOD_NONE, .none = imp_extension_suffixes,
     .doc = "extension_suffixes($module, /)\n--\n\n"
            "Returns the list of file suffixes used to identify extension modules."},
    {"lock_held", METHOD_NONE, .none = imp_lock_held,
     .doc = "lock_held($module, /)\n--\n\nReturn True if the import lock is currently held, else False.\n\n"
            "On platforms without threads, return False."},
    {"acquire_lock", METHOD_NONE, .none = imp_acquire_lock,
     .doc = "acquire_lock($module, /)\n--\n\n"
            "Acquires the interpreter's import lock for the current thread.\n\n"
            "This lock should be used by import hooks to ensure thread-safety when importing\n"
            "modules. On platforms without threads, this function does nothing."},
    {"release_lock", METHOD_NONE, .none = imp_release_lock,
     .doc = "release_lock($module, /)\n--\n\nRelease the interpreter's import lock.\n\n"
            "On platforms without threads, this function does nothing."},
    {"find_frozen", METHOD_KEYWORDS, .keywords = imp_find_frozen,
     .doc = "find_frozen($module, name, /, *, withdata=False)\n--\n\n"
            "Return info about the corresponding frozen module (if there is one) or None.\n\n"
            "The returned info (a 2-tuple):\n\n * data         the raw marshalled bytes\n"
            " * is_package   whether or not it is a package\n"
            " * origname     the originally frozen module's name, or None if not\n"
            "                a stdlib module (this will usually be the same as\n"
            "                the module's current name)"},
    {"get_frozen_object", METHOD_ARRAY, .array = imp_get_frozen_object,
     .doc = "get_frozen_object($module, name, data=None, /)\n--\n\nCreate a code object for a frozen module."},
    {"is_frozen_package", METHOD_ONE, .one = imp_is_frozen_package,
     .doc = "is_frozen_package($module, name, /)\n--\n\n"
            "Returns True if the module name is of a frozen package."},
    {"create_builtin", METHOD_ONE, .one = imp_create_builtin,
     .doc = "create_builtin($module, spec, /)\n--\n\nCreate an extension module."},
    {"init_frozen", METHOD_ONE, .one = imp_init_frozen,
     .doc = "init_frozen($module, name, /)\n--\n\nInitializes a frozen module."},
    {"is_builtin", METHOD_ONE, .one = imp_is_builtin,
     .doc = "is_builtin($module, name, /)\n--\n\n"
            "Returns True if the module name corresponds to a built-in module."},
    {"is_frozen", METHOD_ONE, .one = imp_is_frozen,
     .doc = "is_frozen($module, name, /)\n--\n\n"
            "Returns True if the module name corresponds to a frozen module."},
    {"_frozen_module_names", METHOD_NONE, .none = imp_frozen_module_names,
     .doc = "_frozen_module_names($module, /)\n--\n\nReturns the list of available frozen modules."},
    {"_override_frozen_modules_for_tests", METHOD_ONE, .one = imp_override,
     .doc = "_override_frozen_modules_for_tests($module, override, /)\n--\n\n"
            "(internal-only) Override PyConfig.use_frozen_modules.\n\n"
            "(-1: \"off\", 1: \"on\", 0: no override)\n"
            "See frozen_modules() in Lib/test/support/import_helper.py."},
    {"create_dynamic", METHOD_ARRAY, .array = imp_create_dynamic,
     .doc = "create_dynamic($module, spec, file=<unrepresentable>, /)\n--\n\nCreate an extension module."},
    {"exec_dynamic", METHOD_ONE, .one = imp_exec,
     .doc = "exec_dynamic($module, mod, /)\n--\n\nInitialize an extension module."},
    {"exec_builtin", METHOD_ONE, .one = imp_exec,
     .doc = "exec_builtin($module, mod, /)\n--\n\nInitialize a built-in module."},
    {"_fix_co_filename", METHOD_ARRAY, .array = imp_fix_co_filename,
     .doc = "_fix_co_filename($module, code, path, /)\n--\n\n"
            "Changes code.co_filename to specify the passed-in file path.\n\n  code\n"
            "    Code object to change.\n  path\n    File path to use."},
    {"source_hash", METHOD_KEYWORDS, .keywords = imp_source_hash,
     .doc = "source_hash($module, /, key, source)\n--\n\n"},
    {.name = NULL}};

static bool fill(Ref module) {
    return module_add(module, "check_hash_based_pycs", str_from_utf8("default", -1));
}

const NativeModule imp_module = {
    .name = "_imp",
    .doc = "(Extremely) low-level import machinery bits as used by importlib and imp.",
    .functions = functions,
    .fill = fill};
