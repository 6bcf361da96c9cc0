/* import.h: the import statement: finding, loading and binding modules.
 *
 * CPython runs importlib, written in Python and frozen; its frames are not shown. Here the same is done
 * natively, so that none of its instructions are counted. Files are read through world. */
#ifndef VM_IMPORT_H
#define VM_IMPORT_H

#include "object/object.h"

/* A native module, registered by `modules`: a constant table linked at start. `init` makes the module and
 * returns it; import.c puts it into sys.modules and gives it its __spec__. */
typedef struct ImportNative {
    const char *name;  /* "math", "os.path" */
    Own (*init)(void); /* the module object, or NULL raised */
    bool builtin;      /* shown as <module 'x' (built-in)>; false: as if frozen */
} ImportNative;
/* The whole table, ended by a NULL name. */
void import_register(const ImportNative *table);

/* __import__(name, globals, locals, fromlist, level). globals may be NULL; fromlist NULL: empty. */
Own import_module_level(Ref name, Ref globals, Ref locals, Ref fromlist, int level);
/* import_module("a.b"): the module a.b itself. */
Own import_module(Ref name);
Own import_module_cstring(const char *name);
/* Bytecode: from `module` import `name` (IMPORT_FROM), and `from module import *` into `locals`. */
Own import_from(Ref module, Ref name);
bool import_star(Ref locals, Ref module);
/* Compiles and runs a source file as the module's body (SourceFileLoader.exec_module). */
bool import_exec_source(Ref module, Ref path);
/* Gives a module made natively its __spec__, __loader__ and __package__. */
bool import_set_spec(Ref module, Ref name, Ref origin, bool is_package);
/* ModuleSpec(name, loader, origin=..., is_package). origin: str or NULL. */
Own import_spec_new(Ref name, Ref loader, Ref origin, bool is_package);

#endif
