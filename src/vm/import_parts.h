/* import_parts.h: what the files of the import machinery share. Nobody else includes it, but program.c for -m
 * and the module _imp. */
#ifndef VM_IMPORT_PARTS_H
#define VM_IMPORT_PARTS_H

#include "base/text.h"
#include "vm/import.h"
#include "vm/root.h"

/* Where a module was found. */
typedef enum FoundKind { FOUND_NOTHING, FOUND_FILE, FOUND_NAMESPACE, FOUND_SPEC } FoundKind;
typedef struct Found {
    FoundKind kind;
    bool frozen;        /* CPython has it frozen: it is shown so */
    bool sourceless;    /* the file is a .pyc that stands alone */
    Own path;           /* str: the file; of a namespace package: NULL */
    Own spec;           /* a finder of the program's own has found it: all else is empty */
    Own locations;      /* list of str: __path__ of a package; else NULL */
    i64 mtime_ns, size; /* of the file */
} Found;
void found_release(Found *found);
/* One of the library's modules that CPython 3.11 has frozen. False: raised. */
bool import_find_frozen(Ref name, Found *found);
/* NULL: it is none; else the module's name in the library: "posixpath" for "os.path". *package: it is one. */
const char *import_frozen_name(Ref name, bool *package);
/* The table of them, by number; NULL: no more. */
const char *import_frozen_number(isize number);
/* Looks `tail` (the last part of a module's name) up in a list of folders. False: raised. */
bool import_find(Ref name, Ref tail, Ref folders, Found *found);
/* Finds the folder of Python's own library and notes it in VM_ROOT->stdlib, which stays NULL where none is
 * installed. `told`: the one to use, or NULL. False: out of memory. */
bool import_find_library(const char *told);
/* Whether the file lies in the folder of Python's own library. */
bool import_is_stdlib(const Found *found);
/* The native module's table entry, or NULL. */
const NativeModule *import_find_native(Ref name);

/* A file's bytes appended to `data`, OSError raised with its name. */
bool import_read_source(Ref path, Text *data);
/* The module's body: from its .pyc file where that is valid, else compiled. `name` is the module's. */
Own import_load_code(Ref name, const Found *found);
/* /folder/x.py: /folder/__pycache__/x.cpython-311.pyc */
Own import_cache_path(Ref path);
/* --- import_keep.c: .pyc files for the next run --- */
/* Whether they are written at all. */
bool import_may_keep(void);
/* Writes one, with such flags and such a stamp (code/pyc.h). What can't be written is not; false: raised. */
bool import_keep_code(Ref code, Ref source, Ref cached, u32 flags, u64 stamp);
/* Names another file in the code and in the code among its constants. */
void import_set_filename(Ref code, Ref filename);

/* spec._initializing */
bool import_spec_is_initializing(Ref module);
void import_spec_set_initializing(Ref spec, bool initializing);
/* The package notes in spec._uninitialized_submodules that this one of its submodules is being imported, until the
 * answer is handed back. NULL without exception: it can't be noted. */
Own import_spec_begin_submodule(Ref parent, Ref child);
void import_spec_end_submodule(Own submodules); /* consumes; may be NULL */
Own import_loader_new(Type *type, Ref name, Ref path);
/* Gives a module of which CPython has a shared library its spec. */
bool import_set_extension_spec(Ref module, Ref name);
/* __path__ of a namespace package, of a list of folders. */
Own import_namespace_path_new(Ref name, Ref folders);
/* Fills a fresh module from what was found, as importlib does. */
bool import_fill_module(Ref module, Ref name, const Found *found);
/* ImportError or ModuleNotFoundError with name and path set: path may be NULL. */
void *import_raise(Type *type, Own message, Ref name, Ref path);

/* --- import_lock.c ----------------------------------------------------------------------------------- */
/* Waits until no other thread loads the module. False: that would be for ever; the lock is not taken. */
bool import_lock_take(Ref name);
void import_lock_give(Ref name);
/* Waits until the module is loaded, where another thread does it. */
void import_lock_await(Ref name);

/* --- import_audit.c: events for the audit hooks; false: raised ---------------------------------------- */
/* A module that is not in sys.modules is asked for. */
bool import_audit(Ref name);
/* A module that CPython has as a shared library is loaded (import_spec.c). */
bool import_audit_native(Ref name);
/* A file is read. */
bool import_audit_open(Ref path);
/* A folder is looked into, whose whole name is `path`; no event where it was before and has not changed since. */
bool import_audit_folder(Ref folder, const char *path);

/* --- import_machinery.c: importlib as Python code sees it -------------------------------------------- */

/* Whether sys.meta_path holds what it held at the start and nothing else. */
bool import_is_standard(void);
/* Which of the standard finders this is; -1: none. */
int import_standard_finder(Ref finder);
enum { FINDER_BUILTIN, FINDER_FROZEN, FINDER_PATH };
/* Asks a finder of the program's own: *spec is owned, NULL: not found. False: raised. */
bool import_ask_finder(Ref finder, Ref name, Ref folders, Own *spec);
/* Who looks into a folder of sys.path: *finder owned; NULL: the native way does. None: nobody can. `is_file`:
 * it is no folder. False: raised. */
bool import_folder_finder(Ref folder, bool is_file, Own *finder);
/* The spec or None that such a one gives. */
Own import_ask_folder_finder(Ref finder, Ref name);
/* Makes and runs the module that a spec of the program's own describes. */
Own import_load_spec(Ref spec);
/* importlib's own modules, loaded when they are first asked for. False: raised. */
bool import_bootstrap(void);
/* One of importlib's classes once they are there, else its native stand-in. Lent. */
Ref import_class(enum VmTypeId id);
/* The same as a Python object of importlib's for a native spec or loader. Consumes. */
Own import_modernize(Own object);

/* --- import_trail.c: importlib's frames in tracebacks ------------------------------------------------- */

/* Lines of importlib's functions that call others. */
typedef enum ImportPlace {
    /* _find_and_load and _find_and_load_unlocked */
    IMPORT_FIND_AND_LOAD,
    IMPORT_FIND,
    IMPORT_LOAD,
    IMPORT_BIND,
    /* _find_spec */
    IMPORT_FIND_SPEC_OF,
    IMPORT_FIND_SPEC_LEGACY,
    IMPORT_FIND_SPEC_CALL,
    /* PathFinder */
    IMPORT_PATH_FINDER,
    IMPORT_GET_SPEC_FINDER,
    IMPORT_GET_SPEC_OF,
    IMPORT_GET_SPEC_CALL,
    IMPORT_GET_SPEC_LEGACY,
    IMPORT_GET_SPEC_LOADER,
    IMPORT_CACHE_GET,
    IMPORT_CACHE_FILL,
    IMPORT_HOOKS,
    /* _load_unlocked and module_from_spec */
    IMPORT_LOADER_OF,
    IMPORT_EXEC_OF,
    IMPORT_MAKE,
    IMPORT_EXEC,
    IMPORT_TAKE_AGAIN,
    IMPORT_CREATE,
    /* loaders of files */
    IMPORT_EXEC_FILE,
    IMPORT_SOURCE_UNMARSHAL,
    IMPORT_SOURCE_READ,
    IMPORT_PYC_READ,
    IMPORT_PYC_CLASSIFY,
    IMPORT_PYC_UNMARSHAL,
    IMPORT_GET_DATA,
    IMPORT_CLASSIFY,
    IMPORT_COMPILE_BYTECODE
} ImportPlace;
/* The current exception came out of what is called there. */
void import_trail_begin(ImportPlace place);
/* It passes on through there, if it came through importlib's functions so far. */
void import_trail_pass(ImportPlace place);
/* Takes the frames of importlib out of the current exception's traceback, as CPython does. */
void import_trim_traceback(void);

#endif
