/* import_find.c: looking for a module in folders.
 *
 * For a module named x each folder is asked in turn for x/__init__.py (a package), then for x.py; a folder x
 * without
 * __init__.py is a part of a namespace package, which is taken when nothing else is found anywhere. */
#include "compiler/compiler.h"
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
    found->kind = FOUND_NOTHING;
}

/* folder/tail + ending, as UTF-8. The empty folder is the working directory. */
static void path_join(Text *path, Ref folder, Ref tail, const char *ending) {
    text_clear(path);
    if (str_length(folder))
        str_append_utf8(folder, path);
    else
        text_append_cstring(path, world_working_directory());
    if (path->length && path->data[path->length - 1] != '/') text_append_char(path, '/');
    if (tail) str_append_utf8(tail, path);
    text_append_cstring(path, ending);
}

static Own path_as_str(const Text *path) {
    return path->failed ? error_memory() : str_from_utf8_surrogateescape(text_cstring(path), path->length);
}

static bool is_file(const Text *path) {
    WorldStat stat = world_stat(text_cstring(path));
    return !stat.error && stat.is_file;
}

static bool is_folder(const Text *path) {
    WorldStat stat = world_stat(text_cstring(path));
    return !stat.error && stat.is_directory;
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

/* In one folder. Parts of namespace packages are added to *portions. False: raised. */
static bool find_in(Ref tail, Ref folder, Found *found, Own *portions, Text *path) {
    path_join(path, folder, tail, "/__init__.py");
    if (is_file(path)) {
        found->kind = FOUND_PACKAGE;
        found->path = path_as_str(path);
        path_join(path, folder, tail, "");
        found->locations = found->path ? list_of(path_as_str(path)) : NULL;
        return found->locations != NULL;
    }
    path_join(path, folder, tail, ".py");
    if (is_file(path)) {
        found->kind = FOUND_SOURCE;
        found->path = path_as_str(path);
        return found->path != NULL;
    }
    path_join(path, folder, tail, "");
    if (!is_folder(path)) return true;
    Own portion = path_as_str(path);
    if (!portion) return false;
    if (*portions) return list_append(*portions, portion);
    *portions = list_of(portion);
    return *portions != NULL;
}

bool import_find(Ref tail, Ref folders, Found *found) {
    *found = (Found){FOUND_NOTHING, NULL, NULL};
    Own portions = NULL, items = list_from_iterable(folders);
    if (!items) return false;
    Text path = text_new(TEXT_IN_ARENA);
    bool fine = true;
    for (isize i = 0; fine && found->kind == FOUND_NOTHING && i < list_length(items); i++) {
        Ref folder = list_get(items, i);
        if (is_str(folder)) fine = find_in(tail, folder, found, &portions, &path);
    }
    text_free(&path);
    release(items);
    if (fine && found->kind == FOUND_NOTHING && portions) {
        found->kind = FOUND_NAMESPACE;
        found->locations = portions;
        return true;
    }
    release_maybe(portions);
    if (!fine) found_release(found);
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

bool import_read_source(Ref path, Text *data) {
    Text file = text_new(TEXT_IN_ARENA);
    str_append_utf8(path, &file);
    const char *bytes;
    isize length;
    int error = world_read_file(text_cstring(&file), &bytes, &length);
    text_free(&file);
    if (error) {
        error_set_errno(error, path);
        return false;
    }
    text_append(data, bytes, length);
    if (data->failed) error_memory();
    return !data->failed;
}

Own import_compile(Ref path) {
    Text data = text_new(TEXT_IN_ARENA);
    Own code = NULL;
    if (import_read_source(path, &data)) {
        CompileOptions options = {.mode = PARSE_FILE, .optimize = VM_ROOT->optimize};
        code = compile_source(text_cstring(&data), data.length, path, &options);
    }
    text_free(&data);
    return code;
}
