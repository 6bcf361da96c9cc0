/* import_frozen.c: the library's modules that CPython 3.11 carries inside itself.
 *
 * They are taken from the library's folder like all others, but come before any other file of their name, their
 * functions say that they are from "<frozen os>", and their specs know no file: a program sees them as CPython
 * shows them. */
#include "object/error.h"
#include "object/list.h"
#include "object/str.h"
#include "vm/import_parts.h"
#include "world/world.h"

static const struct {
    const char *name, *library_name; /* NULL: the same */
    bool package;
} frozen_modules[] = {
    {"_frozen_importlib", "importlib._bootstrap", false},
    {"_frozen_importlib_external", "importlib._bootstrap_external", false},
    {"zipimport", NULL, false},
    {"abc", NULL, false},
    {"codecs", NULL, false},
    {"io", NULL, false},
    {"_collections_abc", NULL, false},
    {"_sitebuiltins", NULL, false},
    {"genericpath", NULL, false},
    {"ntpath", NULL, false},
    {"posixpath", NULL, false},
    {"os.path", "posixpath", false},
    {"os", NULL, false},
    {"site", NULL, false},
    {"stat", NULL, false},
    {"importlib.util", NULL, false},
    {"importlib.machinery", NULL, false},
    {"runpy", NULL, false},
    {"__hello__", NULL, false},
    {"__phello__", NULL, true},
    {"__phello__.ham", NULL, true},
    {"__phello__.ham.eggs", NULL, false},
    {"__phello__.spam", NULL, false},
};

const char *import_frozen_number(isize number) {
    return number < COUNT_OF(frozen_modules) ? frozen_modules[number].name : NULL;
}

const char *import_frozen_name(Ref name, bool *package) {
    for (isize i = 0; i < COUNT_OF(frozen_modules); i++) {
        if (!str_equal_ascii(name, frozen_modules[i].name)) continue;
        *package = frozen_modules[i].package;
        return frozen_modules[i].library_name ? frozen_modules[i].library_name : frozen_modules[i].name;
    }
    return NULL;
}

/* The library's folder, then the name with slashes. */
static void append_path(Text *path, const char *name) {
    text_append_format(path, "%s/", VM_ROOT->stdlib);
    for (const char *c = name; *c; c++) text_append_char(path, *c == '.' ? '/' : *c);
}

static Own as_str(const Text *path) {
    return path->failed ? error_memory() : str_from_utf8_surrogateescape(text_cstring(path), path->length);
}

static bool note_file(const char *name, bool package, Found *found) {
    Text path = text_new(TEXT_IN_ARENA);
    append_path(&path, name);
    Own folder = package ? as_str(&path) : NULL;
    text_append_cstring(&path, package ? "/__init__.py" : ".py");
    WorldStat stat = world_stat(text_cstring(&path));
    bool fine = !package || folder;
    if (fine && !stat.error && stat.is_file) {
        found->path = as_str(&path);
        found->locations = package && found->path ? list_new(0) : NULL;
        fine = found->path && (!package || (found->locations && list_append(found->locations, own(folder))));
        found->mtime_ns = stat.mtime_ns;
        found->size = stat.size;
        found->kind = FOUND_FILE;
        found->frozen = true;
    }
    release_maybe(folder);
    text_free(&path);
    if (!fine) found_release(found);
    return fine;
}

bool import_find_frozen(Ref name, Found *found) {
    *found = (Found){.kind = FOUND_NOTHING};
    bool package;
    const char *library_name = VM_ROOT->stdlib ? import_frozen_name(name, &package) : NULL;
    return !library_name || note_file(library_name, package, found);
}
