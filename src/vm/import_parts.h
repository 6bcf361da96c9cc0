/* import_parts.h: what the files of the import machinery share. Nobody else includes it, but machine.c for -m.
 */
#ifndef VM_IMPORT_PARTS_H
#define VM_IMPORT_PARTS_H

#include "base/text.h"
#include "vm/import.h"
#include "vm/root.h"

/* Where a module was found. */
typedef enum FoundKind { FOUND_NOTHING, FOUND_SOURCE, FOUND_PACKAGE, FOUND_NAMESPACE } FoundKind;
typedef struct Found {
    FoundKind kind;
    Own path;      /* str: the file; of a namespace package: NULL */
    Own locations; /* list of str: __path__ of a package; else NULL */
} Found;
void found_release(Found *found);
/* Looks `tail` (the last part of a module's name) up in a list of folders. False: raised. */
bool import_find(Ref tail, Ref folders, Found *found);
/* Finds the folder of Python's own library and notes it in VM_ROOT->stdlib, which stays NULL where none is
 * installed. `told`: the one to use, or NULL. False: out of memory. */
bool import_find_library(const char *told);
/* Whether the file lies in the folder of Python's own library. */
bool import_is_stdlib(const Found *found);
/* The native module's table entry, or NULL. */
const NativeModule *import_find_native(Ref name);

/* A file's bytes appended to `data`, OSError raised with its name. */
bool import_read_source(Ref path, Text *data);
/* The source compiled as a module's body. */
Own import_compile(Ref path);

/* spec._initializing */
bool import_spec_is_initializing(Ref module);
void import_spec_set_initializing(Ref spec, bool initializing);
Own import_loader_new(Type *type, Ref name, Ref path);
/* Fills a fresh module from what was found, as importlib does. */
bool import_fill_module(Ref module, Ref name, const Found *found);
/* ImportError or ModuleNotFoundError with name and path set: path may be NULL. */
void *import_raise(Type *type, Own message, Ref name, Ref path);

#endif
