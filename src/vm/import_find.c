/* import_find.c: looking for a module in folders.
 *
 * For a module named x each folder is asked in turn for x/__init__.py (a package), then for x.py, and where
 * there is no source for the same as .pyc; a folder x without __init__ is a part of a namespace package, which
 * is taken when nothing else is found anywhere. */
#include <errno.h>

#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/list.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/import_parts.h"
#include "world/world.h"

void found_release(Found *found) {
    slot_clear(&found->path);
    slot_clear(&found->locations);
    slot_clear(&found->spec);
    found->kind = FOUND_NOTHING;
}

/* The folder as UTF-8. The empty one and "." are the working directory, others are relative to it. */
static void path_join_folder(Text *path, Ref folder) {
    bool here = str_length(folder) == 0 || str_equal_ascii(folder, ".");
    text_clear(path);
    if (here || str_char(folder, 0) != '/') text_append_cstring(path, world_working_directory());
    if (!here && path->length) text_append_char(path, '/');
    if (!here) str_append_utf8(folder, path);
}

/* folder/tail + ending. */
static void path_join(Text *path, Ref folder, Ref tail, const char *ending) {
    path_join_folder(path, folder);
    if (path->length && path->data[path->length - 1] != '/') text_append_char(path, '/');
    str_append_utf8(tail, path);
    text_append_cstring(path, ending);
}

static Own path_as_str(const Text *path) {
    return path->failed ? error_memory() : str_from_utf8_surrogateescape(text_cstring(path), path->length);
}

/* A list of one str; consumes it. */
static Own list_of(Own item) {
    Own list = item ? list_new(0) : NULL;
    if (!list) {
        release_maybe(item);
        return NULL;
    }
    if (list_append(list, item)) return list;
    release(list);
    return NULL;
}

/* Notes the file at `path` where there is one. False: raised. */
static bool note_file(const Text *path, Found *found) {
    WorldStat stat = world_stat(text_cstring(path));
    if (stat.error || !stat.is_file) return true;
    found->path = path_as_str(path);
    if (!found->path) return false;
    found->kind = FOUND_FILE;
    found->mtime_ns = stat.mtime_ns;
    found->size = stat.size;
    return true;
}

/* The file by itself with each of the endings that a module may have. */
static bool find_file(Ref tail, Ref folder, const char *const endings[2], Found *found, Text *path) {
    for (int i = 0; i < 2 && found->kind == FOUND_NOTHING; i++) {
        path_join(path, folder, tail, endings[i]);
        if (!note_file(path, found)) return false;
        found->sourceless = i == 1 && found->kind == FOUND_FILE;
    }
    return true;
}

/* In one folder. Parts of namespace packages are added to *portions; *is_file: it is none. False: raised. */
static bool find_in(Ref tail, Ref folder, Found *found, Own *portions, Text *path, bool *is_file) {
    static const char *const of_package[] = {"/__init__.py", "/__init__.pyc"}, *const of_module[] = {".py",
                                                                                                     ".pyc"};
    path_join_folder(path, folder);
    if (!import_audit_folder(folder, text_cstring(path))) return false;
    path_join(path, folder, tail, "");
    WorldStat stat = world_stat(text_cstring(path));
    bool is_folder = !stat.error && stat.is_directory;
    *is_file = stat.error == ENOTDIR;
    if (*is_file) return true;
    if (is_folder && !find_file(tail, folder, of_package, found, path)) return false;
    if (found->kind == FOUND_FILE) {
        path_join(path, folder, tail, "");
        found->locations = list_of(path_as_str(path));
        return found->locations != NULL;
    }
    if (!find_file(tail, folder, of_module, found, path)) return false;
    if (found->kind == FOUND_FILE || !is_folder) return true;
    path_join(path, folder, tail, "");
    Own portion = path_as_str(path);
    if (!portion) return false;
    if (*portions) return list_append(*portions, portion);
    *portions = list_of(portion);
    return *portions != NULL;
}

/* The spec that somebody else's finder gives, or its part of a namespace package. */
static bool ask_finder(Ref finder, Ref name, Found *found, Own *portions) {
    Own loader = NULL, locations = NULL, spec = import_ask_folder_finder(finder, name);
    bool fine = spec != NULL;
    if (fine && spec != None) {
        loader = object_get_attribute(spec, NAME(loader));
        fine = loader != NULL;
        if (!fine) import_trail_begin(IMPORT_GET_SPEC_LOADER);
        if (fine && loader != None) {
            found->kind = FOUND_SPEC;
            found->spec = own(spec);
        } else if (fine) {
            locations = object_get_attribute(spec, NAME(submodule_search_locations));
            if (!*portions) *portions = list_new(0);
            if (locations == None)
                import_raise(EXC(ImportError), str_from_ascii("spec missing loader", -1), NULL, NULL);
            fine = locations && locations != None && *portions && list_extend(*portions, locations);
        }
    }
    release_maybe(locations);
    release_maybe(loader);
    release_maybe(spec);
    return fine;
}

/* The native way first where nobody has put a finder of his own in front; what turns out to be a file may be an
 * archive that another finder knows. */
static bool find_in_entry(Ref name, Ref tail, Ref folder, Found *found, Own *portions, Text *path) {
    Own finder;
    bool is_file = false;
    if (!import_folder_finder(folder, false, &finder)) {
        import_trail_pass(IMPORT_GET_SPEC_FINDER);
        return false;
    }
    bool fine = finder || find_in(tail, folder, found, portions, path, &is_file);
    if (fine && is_file && !(fine = import_folder_finder(folder, true, &finder)))
        import_trail_pass(IMPORT_GET_SPEC_FINDER);
    if (fine && finder && finder != None) fine = ask_finder(finder, name, found, portions);
    release_maybe(finder);
    return fine;
}

bool import_find(Ref name, Ref tail, Ref folders, Found *found) {
    *found = (Found){.kind = FOUND_NOTHING};
    if (str_length(tail) == 0 || str_find_char(tail, 0, 0, str_length(tail)) >= 0)
        return true; /* no file's name */
    Own portions = NULL, items = list_from_iterable(folders);
    if (!items) return false;
    Text path = text_new(TEXT_IN_ARENA);
    bool fine = true;
    for (isize i = 0; fine && found->kind == FOUND_NOTHING && i < list_length(items); i++) {
        Ref folder = list_get(items, i);
        if (is_str(folder)) fine = find_in_entry(name, tail, folder, found, &portions, &path);
    }
    text_free(&path);
    release(items);
    if (fine && found->kind == FOUND_NOTHING && portions) {
        found->kind = FOUND_NAMESPACE;
        found->locations = portions;
        return true;
    }
    release_maybe(portions);
    if (!fine) {
        import_trail_pass(IMPORT_PATH_FINDER);
        found_release(found);
    }
    return fine;
}

bool import_is_stdlib(const Found *found) {
    const char *folder = VM_ROOT->stdlib;
    if (!folder || !found->path) return false;
    Text path = text_new(TEXT_IN_ARENA);
    str_append_utf8(found->path, &path);
    usize length = strlen(folder);
    bool inside = strncmp(text_cstring(&path), folder, length) == 0 && text_cstring(&path)[length] == '/';
    text_free(&path);
    return inside;
}

const NativeModule *import_find_native(Ref name) {
    const NativeModule *const *native = VM_ROOT->native_modules;
    while (native && *native && !str_equal_ascii(name, (*native)->name)) native++;
    return native ? *native : NULL;
}
