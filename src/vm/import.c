/* import.c: the import statement: what importlib and its C part do, natively.
 *
 *     name -> absolute name -> sys.modules -> parent package first -> find -> make the module, put it into
 *     sys.modules -> run its body -> bind it in its parent
 *
 * A module stands in sys.modules before its body runs, so that modules which import each other find it, half
 * made; when the body raises it is taken out again. */
#include "vm/import.h"

#include "object/audit.h"
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

void import_register(const NativeModule *const *table) { VM_ROOT->native_modules = table; }

/* --- errors ----------------------------------------------------------------------------------------- */

void *import_raise(Type *type, Own message, Ref name, Ref path) {
    if (!message) return NULL;
    Own exception = exception_new(type, (Ref const *)&message, 1);
    release(message);
    if (!exception) return NULL;
    ImportException *fields = (ImportException *)exception;
    slot_set(&fields->name, own_maybe(name));
    slot_set(&fields->path, own_maybe(path));
    return error_raise(exception);
}

static void *raise_not_found(Ref name) {
    return import_raise(EXC(ModuleNotFoundError), str_format("No module named %R", name), name, NULL);
}

/* --- names ------------------------------------------------------------------------------------------ */

/* The last dot before `end`; -1: none. */
static isize last_dot(Ref name, isize end) {
    while (--end >= 0 && str_char(name, end) != '.') {}
    return end;
}

static isize first_dot(Ref name) { return str_find_char(name, '.', 0, str_length(name)); }

static void *raise_no_parent(void) {
    return error_set(EXC(ImportError), "attempted relative import with no known parent package");
}

/* The parent that a module's __spec__ names: owned; NULL raised. */
static Own spec_parent(Ref spec) {
    Own name = str_intern_cstring("parent"), parent = name ? object_get_attribute(spec, name) : NULL;
    release_maybe(name);
    return parent;
}

/* For modules that have neither __package__ nor __spec__. */
static Own package_from_name(Ref globals) {
    if (!warning_issue(
            EXC(ImportWarning), 1,
            "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__")) {
        return NULL;
    }
    Ref name = dict_get(globals, NAME(__name__));
    if (!name) return error_occurred() ? NULL : error_set(EXC(KeyError), "'__name__' not in globals");
    if (!is_str(name)) return error_set(EXC(TypeError), "__name__ must be a string");
    int has_path = dict_contains(globals, NAME(__path__));
    if (has_path < 0) return NULL;
    if (has_path) return own(name);
    isize dot = last_dot(name, str_length(name));
    return dot < 0 ? raise_no_parent() : str_substring(name, 0, dot);
}

/* The package that relative names are relative to. */
static Own package_of(Ref globals) {
    Ref package = dict_get(globals, NAME(__package__));
    if (!package && error_occurred()) return NULL;
    Ref spec = dict_get(globals, NAME(__spec__));
    if (!spec && error_occurred()) return NULL;
    bool has_spec = spec && spec != None;
    if (package && package != None) {
        if (!is_str(package)) return error_set(EXC(TypeError), "package must be a string");
        Own held = own(package), parent = has_spec ? spec_parent(spec) : NULL;
        int same = parent ? object_compare_bool(held, parent, COMPARE_EQ) : has_spec ? -1 : 1;
        release_maybe(parent);
        if (same == 0 && !warning_issue(EXC(ImportWarning), 1, "__package__ != __spec__.parent")) same = -1;
        if (same >= 0) return held;
        release(held);
        return NULL;
    }
    if (!has_spec) return package_from_name(globals);
    Own parent = spec_parent(spec);
    if (parent && !is_str(parent)) {
        release(parent);
        return error_set(EXC(TypeError), "__spec__.parent must be a string");
    }
    return parent;
}

/* from ..x import y in a.b.c: a.x */
static Own absolute_name(Ref name, Ref globals, int level) {
    if (!globals) return error_set(EXC(KeyError), "'__name__' not in globals");
    if (!is_dict(globals)) return error_set(EXC(TypeError), "globals must be a dict");
    Own package = package_of(globals);
    if (!package) return NULL;
    isize end = str_length(package);
    if (end == 0) {
        release(package);
        return raise_no_parent();
    }
    for (int up = 1; up < level; up++) {
        end = last_dot(package, end);
        if (end >= 0) continue;
        release(package);
        return error_set(EXC(ImportError), "attempted relative import beyond top-level package");
    }
    Own base = str_substring(package, 0, end);
    release(package);
    if (!base || str_length(name) == 0) return base;
    Own whole = str_format("%U.%U", base, name);
    release(base);
    return whole;
}

/* --- loading ---------------------------------------------------------------------------------------- */

/* sys.modules[name]: owned; NULL without exception: not there. */
static Own modules_get(Ref name) {
    Ref modules = VM_ROOT->modules;
    if (!modules) return error_set(EXC(RuntimeError), "unable to get sys.modules");
    if (is_exact_dict(modules)) return own_maybe(dict_get(modules, name));
    Own module = object_get_item(modules, name);
    if (!module && error_matches(EXC(KeyError))) error_clear();
    return module;
}

static bool modules_set(Ref name, Ref module) { return object_set_item(VM_ROOT->modules, name, module); }

static void modules_remove(Ref name) {
    Own pending = error_fetch();
    if (!object_delete_item(VM_ROOT->modules, name)) error_clear();
    error_restore(pending);
}

/* What CPython has imported when a program begins. Its `import os` runs nothing; neither does ours, to look at. */
static bool is_there_at_start(Ref name) {
    static const char *const names[] = {"_abc",
                                        "_codecs",
                                        "_collections_abc",
                                        "_frozen_importlib",
                                        "_frozen_importlib_external",
                                        "_imp",
                                        "_io",
                                        "_signal",
                                        "_sitebuiltins",
                                        "_stat",
                                        "_thread",
                                        "_warnings",
                                        "_weakref",
                                        "abc",
                                        "codecs",
                                        "encodings",
                                        "encodings.aliases",
                                        "encodings.utf_8",
                                        "genericpath",
                                        "io",
                                        "marshal",
                                        "os",
                                        "os.path",
                                        "posix",
                                        "posixpath",
                                        "site",
                                        "stat",
                                        "time",
                                        "zipimport"};
    for (int i = 0; i < COUNT_OF(names); i++)
        if (str_equal_ascii(name, names[i])) return true;
    return false;
}

/* Runs the module's body. */
static bool run_body(Ref module, Ref name, const Found *found) {
    Own code = import_load_code(name, found);
    if (!code) {
        import_trail_pass(IMPORT_EXEC_FILE);
        import_trail_pass(IMPORT_EXEC);
        return false;
    }
    bool hides = is_there_at_start(name) && (found->frozen || import_is_stdlib(found));
    HiddenRun hidden = hides ? host_hide_begin() : (HiddenRun){0};
    Own result = NULL;
    if (AUDIT("exec", "O", code)) result = vm_run_code(code, module_dict(module), module_dict(module));
    if (hides) host_hide_end(&hidden);
    release(code);
    release_maybe(result);
    return result != NULL;
}

/* The import is over: by the spec it began with, and by the one that importlib has put in its place where the body was
 * the first to import that. */
static void end_initializing(Ref module, Ref spec) {
    Own now = own_maybe(dict_get_str(module_dict(module), NAME(__spec__)));
    import_spec_set_initializing(spec, false);
    if (now && now != spec && now != None) import_spec_set_initializing(now, false);
    release_maybe(now);
}

/* Makes the module and runs its body; what then stands in sys.modules is what was imported. */
static Own load_found(Ref name, const Found *found) {
    Own module = module_new(name);
    if (!module) return NULL;
    Own spec = NULL, imported = NULL;
    bool loaded = false;
    if (import_fill_module(module, name, found)) {
        spec = own_maybe(dict_get_str(module_dict(module), NAME(__spec__)));
        if (spec) import_spec_set_initializing(spec, true);
        loaded = modules_set(name, module);
        if (loaded && found->kind != FOUND_NAMESPACE && !run_body(module, name, found)) {
            modules_remove(name);
            loaded = false;
        }
    }
    if (loaded) {
        imported = modules_get(name);
        if (!imported && !error_occurred()) {
            error_set_key(name);
            import_trail_begin(IMPORT_TAKE_AGAIN);
        }
        /* To the end of the dict, as importlib does. */
        if (imported) modules_remove(name);
        if (imported && !modules_set(name, imported)) slot_clear(&imported);
    }
    if (spec) end_initializing(module, spec);
    release_maybe(spec);
    release(module);
    return imported;
}

Own import_make_native(const NativeModule *native) {
    if (native->existing) return native->existing();
    const char *text = native->own_name ? native->own_name : native->name;
    Own name = native->single_phase ? str_from_ascii(text, -1) : str_intern_cstring(text);
    Own module = name ? module_new(name) : NULL;
    release_maybe(name);
    Own doc = module && native->doc ? str_from_utf8(native->doc, -1) : NULL;
    bool made = module && (!native->doc || (doc && module_add(module, "__doc__", doc))) &&
                (!native->functions || module_add_functions(module, native->functions)) &&
                (!native->fill || native->fill(module));
    if (made) return module;
    release_maybe(module);
    return NULL;
}

static Own load_native(Ref name, const NativeModule *native) {
    if (native->extension && !import_audit_native(name)) return NULL;
    Own module = import_make_native(native);
    if (!module) return NULL;
    Own origin = str_from_utf8("built-in", -1);
    bool made = origin && import_set_spec(module, name, origin, false) &&
                (!native->extension || import_set_extension_spec(module, name)) && modules_set(name, module);
    release_maybe(origin);
    if (made) return module;
    release(module);
    return NULL;
}

/* In the parent's __path__, or on sys.path. Native modules that CPython has as files come when no file of the
 * program's own has that name. */
static bool find_on_path(Ref name, Ref tail, Ref folders, Found *found, const NativeModule **native) {
    const NativeModule *extension = import_find_native(name);
    if (extension && !extension->extension) extension = NULL;
    if (!folders) folders = dict_get_str(VM_ROOT->sys_dict, NAME(path));
    if (folders && folders != None) {
        Own held = own(folders);
        bool searched = import_find(name, tail, held, found);
        release(held);
        if (!searched) {
            import_trail_pass(IMPORT_FIND_SPEC_CALL);
            return false;
        }
    }
    if (found->kind == FOUND_NOTHING || import_is_stdlib(found)) *native = extension;
    return true;
}

/* The way of one of the standard finders. */
static bool find_by(int finder, Ref name, Ref tail, Ref folders, Found *found, const NativeModule **native) {
    if (finder == FINDER_FROZEN) return import_find_frozen(name, found);
    if (finder == FINDER_PATH) return find_on_path(name, tail, folders, found, native);
    *native = import_find_native(name);
    if (*native && (*native)->extension) *native = NULL;
    return true;
}

/* The finders in sys.meta_path as the program has changed it. */
static bool find_by_meta_path(Ref name, Ref tail, Ref folders, Found *found, const NativeModule **native) {
    Ref meta_path = dict_get_cstring(VM_ROOT->sys_dict, "meta_path");
    if (!meta_path || meta_path == None) {
        error_set(EXC(ImportError), "sys.meta_path is None, Python is likely shutting down");
        return false;
    }
    Own finders = list_from_iterable(meta_path);
    bool fine =
        finders && (list_length(finders) || warning_issue(EXC(ImportWarning), 1, "sys.meta_path is empty"));
    for (isize i = 0; fine && i < list_length(finders); i++) {
        Ref finder = list_get(finders, i);
        int standard = import_standard_finder(finder);
        if (standard >= 0) {
            fine = find_by(standard, name, tail, folders, found, native);
        } else {
            fine = import_ask_finder(finder, name, folders, &found->spec);
            if (found->spec) found->kind = FOUND_SPEC;
        }
        if (found->kind != FOUND_NOTHING || *native) break;
    }
    release_maybe(finders);
    return fine;
}

static Own import_absolute(Ref name);

/* *native: the module comes with opscope. False: raised. */
static bool find_module(Ref name, Ref tail, Ref folders, Found *found, const NativeModule **native) {
    *found = (Found){.kind = FOUND_NOTHING};
    *native = NULL;
    if (!import_is_standard() && !VM_ROOT->import.loading)
        return find_by_meta_path(name, tail, folders, found, native);
    for (int finder = FINDER_BUILTIN; finder <= FINDER_PATH; finder++) {
        if (!find_by(finder, name, tail, folders, found, native)) return false;
        if (found->kind != FOUND_NOTHING || *native) break;
    }
    return true;
}

static bool is_bootstrap(Ref name) {
    return str_equal_ascii(name, "_frozen_importlib") || str_equal_ascii(name, "_frozen_importlib_external");
}

/* os and what it imports depend on each other in a circle that CPython's start enters by os; entered elsewhere, by
 * genericpath, it breaks. */
static bool comes_with_os(Ref name) {
    static const char *const names[] = {"_collections_abc", "genericpath", "posixpath", "stat"};
    for (int i = 0; i < COUNT_OF(names); i++)
        if (str_equal_ascii(name, names[i])) return true;
    return false;
}

/* The module as importing os has left it in sys.modules. NULL without exception: os was there before, or is just
 * being imported. */
static Own load_by_os(Ref name) {
    Own os_name = str_intern_cstring("os"), os = os_name ? modules_get(os_name) : NULL, module = NULL;
    if (os_name && !os && !error_occurred() && (os = import_absolute(os_name))) module = modules_get(name);
    release_maybe(os);
    release_maybe(os_name);
    return module;
}

static Own find_and_load(Ref name, Ref tail, Ref folders) {
    if (UNLIKELY(is_bootstrap(name))) return import_bootstrap() ? modules_get(name) : NULL;
    if (UNLIKELY(comes_with_os(name))) {
        Own module = load_by_os(name);
        if (module || error_occurred()) return module;
    }
    Found found;
    const NativeModule *native;
    Own module = NULL;
    if (!find_module(name, tail, folders, &found, &native)) {
        module = NULL;
    } else if (native) {
        module = load_native(name, native);
    } else if (found.kind == FOUND_SPEC) {
        module = import_load_spec(found.spec);
    } else {
        module = found.kind == FOUND_NOTHING ? raise_not_found(name) : load_found(name, &found);
    }
    if (!module) {
        import_trail_pass(found.kind == FOUND_NOTHING ? IMPORT_FIND : IMPORT_LOAD);
        import_trail_pass(IMPORT_FIND_AND_LOAD);
    }
    found_release(&found);
    return module;
}

/* Binds a submodule in its package. */
static bool bind_in_parent(Ref parent_name, Ref tail, Ref module) {
    Own parent = modules_get(parent_name);
    if (!parent) return error_occurred() ? false : error_set_key(parent_name) != NULL;
    bool bound = object_set_attribute(parent, tail, module);
    release(parent);
    if (bound) return true;
    if (!error_matches(EXC(AttributeError))) {
        import_trail_begin(IMPORT_BIND);
        import_trail_pass(IMPORT_FIND_AND_LOAD);
        return false;
    }
    error_clear();
    return warning_issue(EXC(ImportWarning), 1, "Cannot set an attribute on %R for child module %R",
                         parent_name, tail);
}

/* The folders of the package a.b for a.b.c, which is imported first. *module is set where importing it has
 * imported a.b.c as well. */
static Own parent_folders(Ref name, Ref parent_name, Own *module) {
    Own parent = modules_get(parent_name);
    if (!parent) {
        if (error_occurred()) return NULL;
        parent = import_absolute(parent_name);
        if (!parent) return NULL;
        *module = modules_get(name);
        slot_set(&parent, *module || error_occurred() ? NULL : modules_get(parent_name));
        if (!parent) return NULL;
    }
    Own folders = NULL;
    if (object_find_attribute(parent, NAME(__path__), &folders) && !folders) {
        import_raise(EXC(ModuleNotFoundError),
                     str_format("No module named %R; %R is not a package", name, parent_name), name, NULL);
    }
    release(parent);
    return folders;
}

/* While it is loaded its package says so, in the message on an attribute that is not there yet. */
static Own load_submodule(Ref name, Ref parent_name, Ref tail, Ref folders) {
    Own parent = modules_get(parent_name);
    if (!parent) return error_occurred() ? NULL : error_set_key(parent_name);
    Own submodules = import_spec_begin_submodule(parent, tail);
    release(parent);
    Own module = find_and_load(name, tail, folders);
    import_spec_end_submodule(submodules);
    return module;
}

static Own load_missing(Ref name) {
    isize dot = last_dot(name, str_length(name));
    if (dot < 0) return find_and_load(name, name, NULL);
    Own parent_name = str_substring(name, 0, dot), tail = str_substring(name, dot + 1, str_length(name));
    Own module = NULL, folders = NULL;
    if (dot == 0 && tail) {
        module = find_and_load(name, tail, NULL); /* ".a": no parent at all */
    } else if (parent_name && tail) {
        folders = parent_folders(name, parent_name, &module);
    }
    if (folders) {
        module = load_submodule(name, parent_name, tail, folders);
        if (module && !bind_in_parent(parent_name, tail, module)) slot_clear(&module);
    }
    release_maybe(folders);
    release_maybe(parent_name);
    release_maybe(tail);
    return module;
}

/* The same, with a line about the time that it took, alone and with all that it imports, in microseconds. */
static Own load_timed(Ref name) {
    static const char header[] = "import time: self [us] | cumulative | imported package\n";
    ImportState *state = &VM_ROOT->import;
    if (!state->times.header_told) world_write(WORLD_STDERR, header, sizeof header - 1);
    state->times.header_told = true;
    i64 before = state->times.within_ns, began = thread_clock_ns();
    state->times.within_ns = 0;
    state->times.depth++;
    Own module = load_missing(name), pending = error_fetch();
    state->times.depth--;
    i64 whole = thread_clock_ns() - began;
    Text line = text_new(TEXT_IN_ARENA);
    text_append_format(&line, "import time: %9ld | %10ld | %*s",
                       (long)((whole - state->times.within_ns + 999) / 1000), (long)((whole + 999) / 1000),
                       2 * state->times.depth, "");
    str_append_utf8(name, &line);
    text_append_char(&line, '\n');
    world_write(WORLD_STDERR, text_cstring(&line), line.length);
    text_free(&line);
    state->times.within_ns = before + whole;
    error_restore(pending);
    return module;
}

/* The module is not in sys.modules, or was not before another thread began to load it. */
static Own import_missing(Ref name) {
    bool locked = import_lock_take(name);
    Own module = modules_get(name);
    if (!module && !error_occurred())
        module = UNLIKELY(VM_ROOT->import.times.wanted) ? load_timed(name) : load_missing(name);
    if (locked) import_lock_give(name);
    return module;
}

/* What CPython imports before a program begins nobody hears of. */
static Own import_audited(Ref name) {
    if (!audit_is_heard()) return import_missing(name);
    if (!is_there_at_start(name)) return import_audit(name) ? import_missing(name) : NULL;
    AuditHears hears = audit_mute();
    Own module = import_missing(name);
    audit_unmute(hears);
    return module;
}

static Own import_absolute(Ref name) {
    Own module = modules_get(name);
    if (!module) return error_occurred() ? NULL : import_audited(name);
    if (UNLIKELY(VM_ROOT->import.locks)) import_lock_await(name);
    if (module != None) return module;
    release(module);
    return import_raise(EXC(ModuleNotFoundError), str_format("import of %U halted; None in sys.modules", name),
                        name, NULL);
}

Own import_module(Ref name) { return import_absolute(name); }

Own import_module_cstring(const char *name) {
    Own text = str_intern_cstring(name), module = text ? import_absolute(text) : NULL;
    release_maybe(text);
    return module;
}

Own import_attribute(const char *module_name, const char *name) {
    Own module = import_module_cstring(module_name), key = module ? str_intern_cstring(name) : NULL;
    Own value = key ? object_get_attribute(module, key) : NULL;
    release_maybe(module);
    release_maybe(key);
    return value;
}

/* --- __import__ ------------------------------------------------------------------------------------- */

static bool handle_fromlist(Ref module, Ref fromlist, bool of_all);

/* `from package import *` imports the submodules that __all__ names. */
static bool handle_star(Ref module) {
    Own all;
    if (!object_find_attribute(module, NAME(__all__), &all)) return false;
    bool fine = !all || handle_fromlist(module, all, true);
    release_maybe(all);
    return fine;
}

/* The submodule was not found, which `from` alone will tell where it needs to; a None in sys.modules is told at
 * once. */
static bool may_be_missing(Ref whole) {
    if (!error_matches(EXC(ModuleNotFoundError))) return false;
    Ref missing = ((const ImportException *)error_current())->name;
    if (!missing || !is_str(missing) || !str_equal(missing, whole)) return false;
    Own pending = error_fetch(), there = modules_get(whole);
    bool blocked = there == None;
    release_maybe(there);
    if (blocked || error_occurred()) {
        error_clear();
        error_restore(pending);
        return false;
    }
    release(pending);
    return true;
}

/* A name that the package does not have may be a submodule that nobody has imported yet. */
static bool handle_name(Ref module, Ref name, bool of_all) {
    if (!is_str(name)) {
        Own module_name = of_all ? object_get_attribute(module, NAME(__name__)) : NULL;
        if (of_all && !module_name) return false;
        if (of_all)
            error_set(EXC(TypeError), "Item in %S.__all__ must be str, not %T", module_name, name);
        else
            error_set(EXC(TypeError), "Item in ``from list'' must be str, not %T", name);
        release_maybe(module_name);
        return false;
    }
    if (str_equal_ascii(name, "*")) return of_all || handle_star(module);
    Own there;
    if (!object_find_attribute(module, name, &there)) return false;
    if (there) {
        release(there);
        return true;
    }
    Own module_name = object_get_attribute(module, NAME(__name__));
    Own whole = module_name ? str_format("%S.%U", module_name, name) : NULL;
    Own submodule = whole ? import_absolute(whole) : NULL;
    bool fine = submodule != NULL || (whole && may_be_missing(whole));
    release_maybe(submodule);
    release_maybe(whole);
    release_maybe(module_name);
    return fine;
}

static bool handle_fromlist(Ref module, Ref fromlist, bool of_all) {
    Own names = list_from_iterable(fromlist);
    bool fine = names != NULL;
    for (isize i = 0; fine && i < list_length(names); i++)
        fine = handle_name(module, list_get(names, i), of_all);
    release_maybe(names);
    return fine;
}

/* `import a.b.c` binds a. */
static Own top_of(Ref name, Ref absolute, Own module, int level) {
    isize dot = first_dot(name);
    if (dot < 0 || (level > 0 && str_length(name) == 0)) return module;
    Own top_name = level == 0 ? str_substring(name, 0, dot)
                              : str_substring(absolute, 0, str_length(absolute) - (str_length(name) - dot));
    release(module);
    if (!top_name) return NULL;
    if (str_length(top_name) == 0) {
        release(top_name);
        return error_set(EXC(ValueError), "Empty module name");
    }
    Own top = level == 0 ? import_absolute(top_name) : modules_get(top_name);
    if (!top && !error_occurred()) error_set(EXC(KeyError), "%R not in sys.modules as expected", top_name);
    release(top_name);
    return top;
}

Own import_module_level(Ref name, Ref globals, Ref locals UNUSED, Ref fromlist, int level) {
    if (!is_str(name)) return error_set(EXC(TypeError), "module name must be a string");
    if (level < 0) return error_set(EXC(ValueError), "level must be >= 0");
    if (level == 0 && str_length(name) == 0) return error_set(EXC(ValueError), "Empty module name");
    if (globals == None) globals = NULL;
    Own absolute = level ? absolute_name(name, globals, level) : own(name);
    Own module = absolute ? import_absolute(absolute) : NULL;
    if (UNLIKELY(!module) && VM_ROOT->import.bootstrap) import_trim_traceback();
    if (module) {
        int has_from = fromlist && fromlist != None ? object_is_true(fromlist) : 0;
        if (has_from == 0) {
            module = top_of(name, absolute, module, level);
        } else {
            Own path = NULL;
            bool fine = has_from > 0 && object_find_attribute(module, NAME(__path__), &path) &&
                        (!path || handle_fromlist(module, fromlist, false));
            release_maybe(path);
            if (!fine) slot_clear(&module);
        }
    }
    release_maybe(absolute);
    return module;
}

/* --- from module import ----------------------------------------------------------------------------- */

static void *raise_cannot_import(Ref module, Ref name, Ref module_name) {
    Own unknown = str_from_utf8("<unknown module name>", -1);
    Ref shown = module_name ? module_name : (Ref)unknown;
    Ref file = is_module(module) ? dict_get_str(module_dict(module), NAME(__file__)) : NULL;
    if (unknown && (!file || !is_str(file))) {
        import_raise(EXC(ImportError),
                     str_format("cannot import name %R from %R (unknown location)", name, shown), module_name,
                     NULL);
    } else if (unknown) {
        const char *format =
            import_spec_is_initializing(module)
                ? "cannot import name %R from partially initialized module %R (most likely due to a "
                  "circular import) (%S)"
                : "cannot import name %R from %R (%S)";
        import_raise(EXC(ImportError), str_format(format, name, shown, file), module_name, file);
    }
    release_maybe(unknown);
    return NULL;
}

Own import_from(Ref module, Ref name) {
    Own value;
    if (!object_find_attribute(module, name, &value) || value) return value;
    /* In a circular import the submodule may exist already without being bound in its package. */
    Own module_name = object_get_attribute(module, NAME(__name__));
    if (!module_name) error_clear();
    if (module_name && !is_str(module_name)) slot_clear(&module_name);
    if (module_name) {
        Own whole = str_format("%U.%U", module_name, name);
        value = whole ? modules_get(whole) : NULL;
        release_maybe(whole);
    }
    if (!value && !error_occurred()) raise_cannot_import(module, name, module_name);
    release_maybe(module_name);
    return value;
}

static void *raise_star_name(Ref module, Ref name, bool is_key) {
    Own module_name = object_get_attribute(module, NAME(__name__));
    if (!module_name) return NULL;
    if (!is_str(module_name)) {
        error_set(EXC(TypeError), "module __name__ must be a string, not %.100s", type_of(module_name)->name);
    } else {
        error_set(EXC(TypeError), "%s in %U.%s must be str, not %.100s", is_key ? "Key" : "Item", module_name,
                  is_key ? "__dict__" : "__all__", type_of(name)->name);
    }
    release(module_name);
    return NULL;
}

/* __all__, or the keys of __dict__ (then *public_only). */
static Own star_names(Ref module, bool *public_only) {
    Own all, dict;
    if (!object_find_attribute(module, NAME(__all__), &all)) return NULL;
    *public_only = !all;
    if (all) return all;
    if (!object_find_attribute(module, NAME(__dict__), &dict)) return NULL;
    if (!dict) return error_set(EXC(ImportError), "from-import-* object has no __dict__ and no __all__");
    Own keys = is_exact_dict(dict) ? dict_keys_list(dict) : object_call_method_none(dict, NAME(keys));
    Own list = keys ? list_from_iterable(keys) : NULL;
    release_maybe(keys);
    release(dict);
    return list;
}

static bool star_name(Ref locals, Ref module, Ref name, bool public_only) {
    if (!is_str(name)) {
        raise_star_name(module, name, public_only);
        return false;
    }
    if (public_only && str_length(name) && str_char(name, 0) == '_') return true;
    Own value = object_get_attribute(module, name);
    if (!value) return false;
    bool stored = is_exact_dict(locals) ? dict_set(locals, name, value) : object_set_item(locals, name, value);
    release(value);
    return stored;
}

bool import_star(Ref locals, Ref module) {
    bool public_only, fine = true;
    Own names = star_names(module, &public_only);
    if (!names) return false;
    for (isize i = 0; fine; i++) {
        Own index = int_from_isize(i), name = index ? object_get_item(names, index) : NULL;
        release_maybe(index);
        if (!name) {
            fine = error_matches(EXC(IndexError));
            if (fine) error_clear();
            break;
        }
        fine = star_name(locals, module, name, public_only);
        release(name);
    }
    release(names);
    return fine;
}
