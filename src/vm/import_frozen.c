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

/* `original` is the name under which CPython has frozen the module, where it is another one; "<x" is the body of
 * the package x. `file` is its place in the library where that does not follow from the original name. */
static const struct {
    const char *name, *original, *file;
    bool package;
} frozen_modules[] = {
    {"_frozen_importlib", "importlib._bootstrap", NULL, false},
    {"_frozen_importlib_external", "importlib._bootstrap_external", NULL, false},
    {"zipimport", NULL, NULL, false},
    {"abc", NULL, NULL, false},
    {"codecs", NULL, NULL, false},
    {"io", NULL, NULL, false},
    {"_collections_abc", NULL, NULL, false},
    {"_sitebuiltins", NULL, NULL, false},
    {"genericpath", NULL, NULL, false},
    {"ntpath", NULL, NULL, false},
    {"posixpath", NULL, NULL, false},
    {"os.path", "posixpath", NULL, false},
    {"os", NULL, NULL, false},
    {"site", NULL, NULL, false},
    {"stat", NULL, NULL, false},
    {"importlib.util", NULL, NULL, false},
    {"importlib.machinery", NULL, NULL, false},
    {"runpy", NULL, NULL, false},
    {"__hello__", NULL, NULL, false},
    {"__hello_alias__", "__hello__", NULL, false},
    {"__phello_alias__", "__hello__", "__hello__.py", true},
    {"__phello_alias__.spam", "__hello__", NULL, false},
    {"__phello__", NULL, "__phello__/__init__.py", true},
    {"__phello__.__init__", "<__phello__", "__phello__/__init__.py", false},
    {"__phello__.ham", NULL, "__phello__/ham/__init__.py", true},
    {"__phello__.ham.__init__", "<__phello__.ham", "__phello__/ham/__init__.py", false},
    {"__phello__.ham.eggs", NULL, NULL, false},
    {"__phello__.spam", NULL, NULL, false},
};
enum { ALWAYS_FROZEN = 3 }; /* the first ones are, even where tests do without frozen modules */

const char *import_frozen_number(isize number) {
    return number < COUNT_OF(frozen_modules) ? frozen_modules[number].name : NULL;
}

/* The module's place in the table; -1: it is not frozen. */
static isize find_entry(Ref name) {
    isize count = VM_ROOT->import.without_frozen ? ALWAYS_FROZEN : COUNT_OF(frozen_modules);
    for (isize i = 0; i < count; i++) {
        if (str_equal_ascii(name, frozen_modules[i].name)) return i;
    }
    return -1;
}

static const char *original_name(isize entry) {
    return frozen_modules[entry].original ? frozen_modules[entry].original : frozen_modules[entry].name;
}

const char *import_frozen_name(Ref name, bool *package) {
    isize entry = find_entry(name);
    if (entry < 0) return NULL;
    *package = frozen_modules[entry].package;
    return original_name(entry);
}

/* Without the folder: the original name with slashes. */
static void append_file(Text *path, isize entry) {
    if (frozen_modules[entry].file) {
        text_append_cstring(path, frozen_modules[entry].file);
        return;
    }
    for (const char *c = original_name(entry); *c; c++) text_append_char(path, *c == '.' ? '/' : *c);
    text_append_cstring(path, ".py");
}

static Own as_str(const Text *path) {
    return path->failed ? error_memory() : str_from_utf8_surrogateescape(text_cstring(path), path->length);
}

/* __path__: where the package of the original name would be. */
static Own make_locations(isize entry) {
    Text folder = text_new(TEXT_IN_ARENA);
    text_append_format(&folder, "%s/", VM_ROOT->stdlib);
    for (const char *c = original_name(entry); *c; c++) text_append_char(&folder, *c == '.' ? '/' : *c);
    Own item = as_str(&folder), list = item ? list_new(0) : NULL;
    text_free(&folder);
    if (list && list_append(list, own(item))) {
        release(item);
        return list;
    }
    release_maybe(list);
    release_maybe(item);
    return NULL;
}

static bool note_file(isize entry, Found *found) {
    Text path = text_new(TEXT_IN_ARENA);
    text_append_format(&path, "%s/", VM_ROOT->stdlib);
    append_file(&path, entry);
    WorldStat stat = world_stat(text_cstring(&path));
    bool fine = true, package = frozen_modules[entry].package;
    if (!stat.error && stat.is_file) {
        found->path = as_str(&path);
        found->locations = package && found->path ? make_locations(entry) : NULL;
        fine = found->path && (!package || found->locations);
        found->mtime_ns = stat.mtime_ns;
        found->size = stat.size;
        found->kind = FOUND_FILE;
        found->frozen = true;
    }
    text_free(&path);
    if (!fine) found_release(found);
    return fine;
}

/* CPython looks for the name as UTF-8, which the str keeps. */
static bool keep_name(Ref name) {
    if (AS_STR(name)->ascii) return true;
    Own utf8 = str_keep_utf8(name);
    if (!utf8 && !error_matches(EXC(UnicodeEncodeError))) return false;
    if (!utf8) error_clear();
    release_maybe(utf8);
    return true;
}

bool import_find_frozen(Ref name, Found *found) {
    *found = (Found){.kind = FOUND_NOTHING};
    if (!keep_name(name)) return false;
    isize entry = VM_ROOT->stdlib ? find_entry(name) : -1;
    return entry < 0 || note_file(entry, found);
}
