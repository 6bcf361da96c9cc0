/* import_machinery.c: importlib beside the native import.
 *
 * The import statement is native. What a program sees of the machinery, sys.meta_path, sys.path_hooks, loaders
 * and specs, are native stand-ins with CPython's names, until somebody asks for importlib: then its two modules
 * _frozen_importlib and _frozen_importlib_external are loaded from the library (hidden: their instructions are
 * not the program's), the stand-ins give place to importlib's own classes, and so do the specs and loaders of
 * the modules that were imported before.
 *
 * The native ways stay in use as long as the program has not put finders or hooks of its own in front: each
 * element of sys.meta_path and of sys.path_hooks that is known by its identity is done natively, each other one
 * is called. */
#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/host.h"
#include "vm/import_parts.h"
#include "world/world.h"

static ImportState *state(void) { return &VM_ROOT->import; }

static Ref sys_get(const char *name) { return dict_get_cstring(VM_ROOT->sys_dict, name); }

/* --- the stand-ins ---------------------------------------------------------------------------------- */

Ref import_class(enum VmTypeId id) {
    Type *native = &VM_ROOT->types[id].type;
    if (!state()->bootstrap) return &native->ob_base.ob_base;
    bool external = strcmp(native->spec->module, "_frozen_importlib_external") == 0;
    Ref class = dict_get_cstring(module_dict(external ? state()->external : state()->bootstrap), native->name);
    return class ? class : &native->ob_base.ob_base;
}

/* A class method of a stand-in: importlib's own of that name does it. */
static Own delegate(Ref stand_in, const char *name, Ref const *args, isize nargs, Ref kwnames) {
    const char *slot = (const char *)stand_in - offsetof(RootType, type);
    enum VmTypeId id = (enum VmTypeId)((const RootType *)(const void *)slot - VM_ROOT->types);
    Own text = import_bootstrap() ? str_intern_cstring(name) : NULL;
    Own result = text ? object_call_method(import_class(id), text, args, nargs, kwnames) : NULL;
    release_maybe(text);
    return result;
}

#define DELEGATE(name)                                                                                         \
    static Own delegate_##name(Ref self, Ref const *args, isize nargs, Ref kwnames) {                          \
        return delegate(self, #name, args, nargs, kwnames);                                                    \
    }
#define DELEGATE_METHOD(name)                                                                                  \
    { #name, METHOD_KEYWORDS, .keywords = delegate_##name, .flags = METHOD_CLASS }
DELEGATE(find_spec)
DELEGATE(find_module)
DELEGATE(find_distributions)
DELEGATE(invalidate_caches)
DELEGATE(create_module)
DELEGATE(exec_module)
DELEGATE(load_module)
DELEGATE(get_code)
DELEGATE(get_source)
DELEGATE(is_package)
static const MethodDef importer_methods[] = {
    DELEGATE_METHOD(find_spec),   DELEGATE_METHOD(find_module), DELEGATE_METHOD(create_module),
    DELEGATE_METHOD(exec_module), DELEGATE_METHOD(load_module), DELEGATE_METHOD(get_code),
    DELEGATE_METHOD(get_source),  DELEGATE_METHOD(is_package),  {.name = NULL}};
static const MethodDef path_finder_methods[] = {DELEGATE_METHOD(find_spec),
                                                DELEGATE_METHOD(find_module),
                                                DELEGATE_METHOD(find_distributions),
                                                DELEGATE_METHOD(invalidate_caches),
                                                {.name = NULL}};

const TypeSpec builtin_importer_spec = {
    .name = "BuiltinImporter",
    .module = "_frozen_importlib",
    .basicsize = sizeof(Object),
    .flags = TYPE_NO_INSTANTIATION,
    .methods = importer_methods,
    .doc =
        "Meta path import for built-in modules.\n\n    All methods are either class or static methods to avoid "
        "the need to\n    instantiate the class.\n\n    ",
};

const TypeSpec frozen_importer_spec = {
    .name = "FrozenImporter",
    .module = "_frozen_importlib",
    .basicsize = sizeof(Object),
    .flags = TYPE_NO_INSTANTIATION,
    .methods = importer_methods,
    .doc =
        "Meta path import for frozen modules.\n\n    All methods are either class or static methods to avoid "
        "the need to\n    instantiate the class.\n\n    ",
};

const TypeSpec path_finder_spec = {
    .name = "PathFinder",
    .module = "_frozen_importlib_external",
    .basicsize = sizeof(Object),
    .flags = TYPE_NO_INSTANTIATION,
    .methods = path_finder_methods,
    .doc = "Meta path finder for sys.path and package __path__ attributes.",
};

/* sys.path_hooks[0]: archives. */
static Own hook_zipimporter(Ref self, Ref path) {
    (void)self;
    Own module = import_bootstrap() ? import_module_cstring("zipimport") : NULL;
    Own finder = module ? object_call_method_cstring(module, "zipimporter", &path, 1) : NULL;
    release_maybe(module);
    return finder;
}

/* sys.path_hooks[1], until importlib's own stands there. */
static Own hook_folder(Ref self, Ref path) {
    (void)self;
    if (!import_bootstrap()) return NULL;
    return object_call_one(state()->hooks[1], path);
}

static const MethodDef hook_defs[] = {{"zipimporter", METHOD_ONE, .one = hook_zipimporter},
                                      {"path_hook_for_FileFinder", METHOD_ONE, .one = hook_folder}};

bool import_add_machinery(Ref sys_module) {
    ImportState *s = state();
    static const enum VmTypeId ids[] = {VM_TYPE_BUILTIN_IMPORTER, VM_TYPE_FROZEN_IMPORTER, VM_TYPE_PATH_FINDER};
    Own finders = list_new(0), hooks = list_new(0), cache = dict_new();
    bool made = finders && hooks && cache;
    for (int i = 0; made && i < COUNT_OF(ids); i++) {
        s->finders[i] = own(&VM_ROOT->types[ids[i]].type.ob_base.ob_base);
        made = list_append_ref(finders, s->finders[i]);
    }
    for (int i = 0; made && i < COUNT_OF(hook_defs); i++) {
        s->hooks[i] = builtin_function_new(&hook_defs[i], NULL, NULL);
        made = s->hooks[i] && list_append_ref(hooks, s->hooks[i]);
    }
    if (!made) return false;
    return module_add(sys_module, "meta_path", finders) &&
           module_add(sys_module, "path_importer_cache", cache) && module_add(sys_module, "path_hooks", hooks);
}

void import_clear(void) {
    ImportState *s = state();
    for (int i = 0; i < COUNT_OF(s->finders); i++) slot_clear(&s->finders[i]);
    for (int i = 0; i < COUNT_OF(s->hooks); i++) slot_clear(&s->hooks[i]);
    slot_clear(&s->bootstrap);
    slot_clear(&s->external);
    slot_clear(&s->folder_dates);
}

/* --- importlib itself ------------------------------------------------------------------------------- */

/* Makes one of its two modules and runs its body. */
static Own load_machinery(const char *name) {
    Own text = str_intern_cstring(name), module = NULL, code = NULL, result = NULL;
    Found found = {.kind = FOUND_NOTHING};
    if (text && import_find_frozen(text, &found) && found.kind != FOUND_NOTHING) {
        module = module_new(text);
        bool filled = module && import_fill_module(module, text, &found) &&
                      object_set_item(VM_ROOT->modules, text, module);
        if (filled) code = import_load_code(text, &found);
        if (code) result = vm_run_code(code, module_dict(module), module_dict(module));
    } else if (text && !error_occurred()) {
        import_raise(EXC(ModuleNotFoundError), str_format("No module named %R", text), text, NULL);
    }
    if (!result) slot_clear(&module);
    release_maybe(result);
    release_maybe(code);
    release_maybe(text);
    found_release(&found);
    return module;
}

/* The native modules that they use, as globals of theirs. */
static bool inject(Ref module, const char *const *names) {
    for (; *names; names++) {
        Own needed = import_module_cstring(*names);
        bool put = needed && dict_set_cstring(module_dict(module), *names, needed);
        release_maybe(needed);
        if (!put) return false;
    }
    return true;
}

static bool replace(Ref list, Ref old, Ref new) {
    if (!is_list(list)) return true;
    for (isize i = 0; i < list_length(list); i++) {
        if (list_get(list, i) == old) slot_set(&AS_LIST(list)->items[i], own(new));
    }
    return true;
}

/* FileFinder.path_hook(*_get_supported_file_loaders()) */
static Own folder_hook(void) {
    Own loaders = object_call_method_cstring(state()->external, "_get_supported_file_loaders", NULL, 0);
    Ref finder = dict_get_cstring(module_dict(state()->external), "FileFinder");
    Own name = str_intern_cstring("path_hook"), method = NULL, args = NULL, hook = NULL;
    if (finder && name) method = object_get_attribute(finder, name);
    if (loaders) args = tuple_from_iterable(loaders);
    if (method && args) hook = object_call_tuple(method, args, NULL);
    release_maybe(loaders);
    release_maybe(name);
    release_maybe(method);
    release_maybe(args);
    return hook;
}

/* importlib's own classes and functions in the places of the stand-ins. */
static bool replace_stand_ins(void) {
    ImportState *s = state();
    static const enum VmTypeId ids[] = {VM_TYPE_BUILTIN_IMPORTER, VM_TYPE_FROZEN_IMPORTER, VM_TYPE_PATH_FINDER};
    Ref meta_path = sys_get("meta_path"), hooks = sys_get("path_hooks");
    for (int i = 0; i < COUNT_OF(ids); i++) {
        Ref class = import_class(ids[i]);
        if (meta_path) replace(meta_path, s->finders[i], class);
        slot_set(&s->finders[i], own(class));
    }
    Own hook = folder_hook();
    if (!hook) return false;
    if (hooks) replace(hooks, s->hooks[1], hook);
    slot_set(&s->hooks[1], hook);
    return true;
}

static bool modernize_module(Ref module) {
    Ref names[] = {NAME(__loader__), NAME(__spec__)};
    for (int i = 0; i < COUNT_OF(names); i++) {
        Ref old = dict_get_str(module_dict(module), names[i]);
        if (!old) continue;
        Own new = import_modernize(own(old));
        bool put = new && (new == old || dict_set(module_dict(module), names[i], new));
        release_maybe(new);
        if (!put) return false;
    }
    /* A module has its loader and its path in common with its spec. */
    Ref spec = dict_get_str(module_dict(module), NAME(__spec__));
    Own loader = NULL;
    if (spec && spec != None && !object_find_attribute(spec, NAME(loader), &loader)) return false;
    bool put = !loader || loader == None || dict_set(module_dict(module), NAME(__loader__), loader);
    release_maybe(loader);
    Ref path = dict_get_str(module_dict(module), NAME(__path__));
    if (!put || !path || !is_exactly(path, VM_TYPE(NAMESPACE_PATH))) return put;
    Own modern = object_get_attribute(spec, NAME(submodule_search_locations));
    put = modern && dict_set(module_dict(module), NAME(__path__), modern);
    release_maybe(modern);
    return put;
}

static bool modernize_modules(void) {
    Own modules = dict_values_list(VM_ROOT->modules);
    bool fine = modules != NULL;
    for (isize i = 0; fine && i < list_length(modules); i++) {
        if (is_module(list_get(modules, i))) fine = modernize_module(list_get(modules, i));
    }
    release_maybe(modules);
    return fine;
}

static Own keep_nothing(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED) { return own_none(); }

/* Where no .pyc files may be left behind (import_keep.c), importlib's own loaders leave none either. */
static bool forbid_keeping(Ref external) {
    static const MethodDef def = {"_cache_bytecode", METHOD_ARRAY, .array = keep_nothing};
    Ref class = dict_get_cstring(module_dict(external), "SourceFileLoader");
    Own name = str_intern_cstring(def.name), function = name ? builtin_function_new(&def, NULL, NULL) : NULL;
    bool forbidden = class && function && object_set_attribute(class, name, function);
    release_maybe(name);
    release_maybe(function);
    return forbidden;
}

static bool load_both(void) {
    static const char *const of_bootstrap[] = {"sys", "_imp", "_thread", "_warnings", "_weakref", NULL};
    ImportState *s = state();
    Own bootstrap = load_machinery("_frozen_importlib"), external = NULL;
    bool loaded = bootstrap && inject(bootstrap, of_bootstrap) &&
                  (external = load_machinery("_frozen_importlib_external")) &&
                  dict_set_cstring(module_dict(external), "_bootstrap", bootstrap) &&
                  dict_set_cstring(module_dict(bootstrap), "_bootstrap_external", external);
    if (loaded) {
        s->bootstrap = own(bootstrap);
        s->external = own(external);
        loaded = replace_stand_ins() && modernize_modules() && (world_may_keep() || forbid_keeping(external));
    }
    release_maybe(bootstrap);
    release_maybe(external);
    return loaded;
}

bool import_bootstrap(void) {
    if (state()->bootstrap) return true;
    HiddenRun hidden = host_hide_begin();
    state()->loading = true;
    bool loaded = load_both();
    state()->loading = false;
    host_hide_end(&hidden);
    return loaded;
}

/* --- finders and hooks of the program's own ----------------------------------------------------------- */

int import_standard_finder(Ref finder) {
    for (int i = 0; i < COUNT_OF(state()->finders); i++) {
        if (finder == state()->finders[i]) return i;
    }
    return -1;
}

static bool holds_exactly(Ref list, Object *const *items, isize count) {
    if (!list || !is_list(list) || list_length(list) != count) return false;
    for (isize i = 0; i < count; i++) {
        if (list_get(list, i) != items[i]) return false;
    }
    return true;
}

bool import_is_standard(void) { return holds_exactly(sys_get("meta_path"), state()->finders, 3); }

/* The finder has no find_spec, as the current exception says: an old one, with find_module(). */
static Own ask_old_finder(Ref finder, Ref name, Ref folders) {
    import_trail_begin(IMPORT_FIND_SPEC_OF);
    ExceptionState handled;
    thread_begin_handling(&handled);
    Ref args[] = {finder, name, folders ? folders : None};
    Own spec = import_bootstrap() ? object_call_method_cstring(state()->bootstrap, "_find_spec_legacy", args, 3)
                                  : NULL;
    if (!spec) import_trail_begin(IMPORT_FIND_SPEC_LEGACY);
    thread_end_handling(&handled);
    return spec;
}

bool import_ask_finder(Ref finder, Ref name, Ref folders, Own *spec) {
    *spec = NULL;
    Own attribute = str_intern_cstring("find_spec");
    Own method = attribute ? object_get_attribute(finder, attribute) : NULL;
    release_maybe(attribute);
    if (method) {
        *spec = object_call_args(method, 3, name, folders ? folders : None, None);
        if (!*spec) import_trail_begin(IMPORT_FIND_SPEC_CALL);
        release(method);
    } else if (error_matches(EXC(AttributeError))) {
        *spec = ask_old_finder(finder, name, folders);
    } else {
        import_trail_begin(IMPORT_FIND_SPEC_OF);
    }
    if (!*spec) return false;
    if (*spec == None) slot_clear(spec);
    return true;
}

/* The first of sys.path_hooks that knows the folder; None: there is none. */
static Own ask_hooks(Ref folder) {
    Ref hooks = sys_get("path_hooks");
    Own items = hooks ? list_from_iterable(hooks) : NULL, finder = items ? own_none() : NULL;
    for (isize i = 0; finder == None && i < list_length(items); i++) {
        Own answer = object_call_one(list_get(items, i), folder);
        if (!answer && error_matches(EXC(ImportError))) {
            error_clear();
            continue;
        }
        if (!answer) import_trail_begin(IMPORT_HOOKS);
        slot_set(&finder, answer);
        break;
    }
    release_maybe(items);
    return finder;
}

/* The same for a folder that sys.path_importer_cache does not have: its KeyError is being handled. */
static Own fill_cache(Ref folder) {
    error_set_key(folder);
    import_trail_begin(IMPORT_CACHE_GET);
    ExceptionState handled;
    thread_begin_handling(&handled);
    Own finder = ask_hooks(folder);
    thread_end_handling(&handled);
    if (finder && !object_set_item(sys_get("path_importer_cache"), folder, finder)) slot_clear(&finder);
    if (!finder) import_trail_pass(IMPORT_CACHE_FILL);
    return finder;
}

/* importlib's FileFinder: what it does is done natively. */
static bool is_file_finder(Ref finder) {
    return state()->external &&
           (Ref)type_of(finder) == dict_get_cstring(module_dict(state()->external), "FileFinder");
}

Own import_ask_folder_finder(Ref finder, Ref name) {
    Own attribute = str_intern_cstring("find_spec"), method = NULL, spec = NULL;
    if (!attribute || !object_find_attribute(finder, attribute, &method)) {
        import_trail_begin(IMPORT_GET_SPEC_OF);
    } else if (method) {
        spec = object_call_args(method, 2, name, None);
        if (!spec) import_trail_begin(IMPORT_GET_SPEC_CALL);
    } else if (import_bootstrap()) { /* an old one, with find_loader() or find_module() */
        Ref args[] = {name, finder};
        spec = object_call_method_cstring(import_class(VM_TYPE_PATH_FINDER), "_legacy_get_spec", args, 2);
        if (!spec) import_trail_begin(IMPORT_GET_SPEC_LEGACY);
    }
    release_maybe(attribute);
    release_maybe(method);
    return spec;
}

static bool find_finder(Ref folder, bool is_file, Own *finder) {
    *finder = NULL;
    Ref cache = sys_get("path_importer_cache");
    if (!cache || !is_dict(cache) || (is_file && state()->loading)) return true;
    *finder = own_maybe(dict_get(cache, folder));
    if (!*finder) {
        if (!is_file && holds_exactly(sys_get("path_hooks"), state()->hooks, 2)) return !error_occurred();
        if (!VM_ROOT->stdlib) return true;
        *finder = fill_cache(folder);
        if (!*finder) return false;
    }
    if (*finder != None && is_file_finder(*finder)) slot_clear(finder);
    return true;
}

/* The finders know "" as the working folder. */
bool import_folder_finder(Ref folder, bool is_file, Own *finder) {
    if (str_length(folder)) return find_finder(folder, is_file, finder);
    const char *here = world_working_directory();
    Own whole = str_from_utf8_surrogateescape(here, (isize)strlen(here));
    *finder = NULL;
    bool fine = whole && find_finder(whole, is_file, finder);
    release_maybe(whole);
    return fine;
}

/* --- specs of the program's own ---------------------------------------------------------------------- */

/* loader.create_module(spec), or a module made anew, with its attributes. */
static Own module_of_spec(Ref name, Ref loader, Ref spec) {
    Own attribute = str_intern_cstring("create_module"), method = NULL, module = NULL;
    if (attribute && object_find_attribute(loader, attribute, &method)) {
        module = method ? object_call_one(method, spec)
                        : error_set(EXC(ImportError),
                                    "loaders that define exec_module() must also define create_module()");
    }
    if (!module) import_trail_begin(IMPORT_CREATE);
    release_maybe(attribute);
    release_maybe(method);
    if (module == None) slot_set(&module, module_new(name));
    if (!module) return NULL;
    HiddenRun hidden = host_hide_begin();
    Own done = object_call_args(dict_get_cstring(module_dict(state()->bootstrap), "_init_module_attrs"), 2,
                                spec, (Ref)module);
    host_hide_end(&hidden);
    if (!done) slot_clear(&module);
    release_maybe(done);
    return module;
}

/* sys.modules[name] goes to the end of the dict, as importlib has it. */
static Own take_again(Ref name) {
    Own module = object_get_item(VM_ROOT->modules, name);
    bool moved =
        module && object_delete_item(VM_ROOT->modules, name) && object_set_item(VM_ROOT->modules, name, module);
    if (!moved) slot_clear(&module);
    return module;
}

static Own run_module(Ref name, Ref spec, Ref module, Ref exec) {
    import_spec_set_initializing(spec, true);
    Own answer = object_set_item(VM_ROOT->modules, name, module) ? object_call_one(exec, module) : NULL;
    Own imported = NULL;
    if (answer) {
        imported = take_again(name);
        if (!imported) import_trail_begin(IMPORT_TAKE_AGAIN);
    } else {
        import_trail_begin(IMPORT_EXEC);
        Own pending = error_fetch();
        if (!object_delete_item(VM_ROOT->modules, name)) error_clear();
        error_restore(pending);
    }
    release_maybe(answer);
    import_spec_set_initializing(spec, false);
    return imported;
}

Own import_load_spec(Ref spec) {
    if (!import_bootstrap()) return NULL;
    Own attribute = str_intern_cstring("exec_module"), exec = NULL, module = NULL, imported = NULL;
    Own loader = attribute ? object_get_attribute(spec, NAME(loader)) : NULL;
    Own own_name = loader ? object_get_attribute(spec, NAME(name)) : NULL;
    if (!loader) import_trail_begin(IMPORT_LOADER_OF);
    if (own_name && object_find_attribute(loader, attribute, &exec)) {
        if (!exec) { /* an old loader, with load_module(), or none at all: importlib knows what to do */
            imported = object_call_method_cstring(state()->bootstrap, "_load_unlocked", &spec, 1);
        } else if ((module = module_of_spec(own_name, loader, spec))) {
            imported = run_module(own_name, spec, module, exec);
        } else {
            import_trail_pass(IMPORT_MAKE);
        }
    } else if (own_name) {
        import_trail_begin(IMPORT_EXEC_OF);
    }
    release_maybe(module);
    release_maybe(exec);
    release_maybe(own_name);
    release_maybe(loader);
    release_maybe(attribute);
    return imported;
}
