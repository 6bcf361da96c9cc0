/* import.h: the import statement: finding, loading and binding modules.
 *
 * CPython runs importlib, written in Python and frozen; its frames are not shown. Here the same is done
 * natively, so that none of its instructions are counted. Files are read through world. */
#ifndef VM_IMPORT_H
#define VM_IMPORT_H

#include "object/type.h"

/* The machine that this is built for, as Debian has it in the names of files and folders. */
#if defined(__aarch64__)
#define MULTIARCH "aarch64-linux-gnu"
#else
#define MULTIARCH "x86_64-linux-gnu"
#endif
/* How the name of an extension module's file ends. */
#define EXTENSION_SUFFIX ".cpython-311-" MULTIARCH ".so"

/* A native module, as `modules` describes it in constant data. The import machinery makes the module object,
 * adds the functions, calls `fill`, puts it into sys.modules and gives it its __spec__. */
typedef struct NativeModule {
    const char *name;     /* "math", "_io" */
    const char *own_name; /* its __name__, where that is another: "io"; or NULL */
    const char *doc;      /* or NULL */
    const MethodDef *functions;
    bool (*fill)(Ref module); /* adds types and constants; NULL: there are none; false: raised */
    void (*clear)(void);      /* at the machine's end: lets go of what the module keeps in its root; or NULL */
    Own (*existing)(void);    /* instead of all that: the module is there already (sys, builtins) */
    bool single_phase; /* CPython makes it in one step: its name is a str of its own, not the importer's */
    bool extension;    /* CPython has it as a shared library in lib-dynload, not built in */
} NativeModule;
/* The whole table, ended by NULL. */
void import_register(const NativeModule *const *table);
/* The module object with its functions and what `fill` adds; NULL raised. */
Own import_make_native(const NativeModule *native);

/* Puts meta_path, path_hooks and path_importer_cache into sys. */
bool import_add_machinery(Ref sys_module);
/* The first audit hook is there: from now on imports tell what they do. */
void import_audit_begin(void);
/* Lets go of the machinery at the machine's end. */
void import_clear(void);

/* _imp.acquire_lock() and release_lock(), which nest: CPython's older lock around all imports. False: it is somebody
 * else's. */
void import_lock_all(void);
bool import_unlock_all(void);

/* __import__(name, globals, locals, fromlist, level). globals may be NULL; fromlist NULL: empty. */
Own import_module_level(Ref name, Ref globals, Ref locals, Ref fromlist, int level);
/* import_module("a.b"): the module a.b itself. */
Own import_module(Ref name);
Own import_module_cstring(const char *name);
/* What the module calls so. */
Own import_attribute(const char *module_name, const char *name);
/* Bytecode: from `module` import `name` (IMPORT_FROM), and `from module import *` into `locals`. */
Own import_from(Ref module, Ref name);
bool import_star(Ref locals, Ref module);
/* Gives a module made natively its __spec__, __loader__ and __package__. */
bool import_set_spec(Ref module, Ref name, Ref origin, bool is_package);
/* ModuleSpec(name, loader, origin=..., is_package). origin: str or NULL. */
Own import_spec_new(Ref name, Ref loader, Ref origin, bool is_package);

#endif
