/* import_library.c: where Python's own library is.
 *
 * opscope brings no library: it uses the one of an installed Python 3.11, whose folder it finds by itself: the
 * one that it is told, else the first of the usual places in which there is an os.py. */
#include "object/str.h"
#include "vm/import_parts.h"
#include "world/world.h"

/* Of Linux distributions, of macOS with and without Homebrew. */
static const char *const usual_places[] = {
    "/usr/lib/python3.11",
    "/usr/local/lib/python3.11",
    "/usr/lib64/python3.11",
    "/opt/homebrew/opt/python@3.11/Frameworks/Python.framework/Versions/3.11/lib/python3.11",
    "/usr/local/opt/python@3.11/Frameworks/Python.framework/Versions/3.11/lib/python3.11",
    "/Library/Frameworks/Python.framework/Versions/3.11/lib/python3.11",
};

/* Folders that hold one folder a version of Python: the variable that may name it, and where it is under the
 * home folder otherwise. */
static const struct {
    const char *variable, *under_home, *version_begins;
} version_places[] = {
    {"CONDA_PREFIX", NULL, NULL},
    {"PYENV_ROOT", ".pyenv", "versions/3.11"},
    {"UV_PYTHON_INSTALL_DIR", ".local/share/uv/python", "cpython-3.11"},
};

static bool is_library(const Text *folder) {
    Text file = text_new(TEXT_IN_ARENA);
    text_append_format(&file, "%s/os.py", text_cstring(folder));
    WorldStat stat = world_stat(text_cstring(&file));
    text_free(&file);
    return !stat.error && stat.is_file;
}

/* Looks through the folders in `root` whose names begin as `begins` says; the last one wins: the newest. */
static bool find_version(const char *root, const char *begins, Text *folder) {
    const char *slash = strrchr(begins, '/'), *start = slash ? slash + 1 : begins, *names;
    Text parent = text_new(TEXT_IN_ARENA), candidate = text_new(TEXT_IN_ARENA);
    text_append_format(&parent, "%s/%.*s", root, (int)(start - begins), begins);
    isize length;
    bool found = false;
    if (world_list(text_cstring(&parent), &names, &length) == 0) {
        Text copy = text_new(TEXT_IN_ARENA); /* what world answered holds only until the next question */
        text_append(&copy, names, length);
        for (isize at = 0; at < copy.length; at += (isize)strlen(copy.data + at) + 1) {
            if (strncmp(copy.data + at, start, strlen(start)) != 0) continue;
            text_clear(&candidate);
            text_append_format(&candidate, "%s/%s/lib/python3.11", text_cstring(&parent), copy.data + at);
            if (!is_library(&candidate)) continue;
            text_clear(folder);
            text_append(folder, candidate.data, candidate.length);
            found = true;
        }
        text_free(&copy);
    }
    text_free(&parent);
    text_free(&candidate);
    return found;
}

static bool find_under(isize place, Text *folder) {
    Text root = text_new(TEXT_IN_ARENA);
    const char *told = world_environment(version_places[place].variable);
    if (told) {
        text_append_cstring(&root, told);
    } else if (version_places[place].under_home && (told = world_environment("HOME"))) {
        text_append_format(&root, "%s/%s", told, version_places[place].under_home);
    }
    bool found = false;
    if (root.length && version_places[place].version_begins) {
        found = find_version(text_cstring(&root), version_places[place].version_begins, folder);
    } else if (root.length) {
        text_clear(folder);
        text_append_format(folder, "%s/lib/python3.11", text_cstring(&root));
        found = is_library(folder);
    }
    text_free(&root);
    return found;
}

static bool find_library(const char *told, Text *folder) {
    if (!told) told = world_environment("OPSCOPE_STDLIB");
    if (told && *told) {
        text_append_cstring(folder, told);
        while (folder->length > 1 && folder->data[folder->length - 1] == '/') folder->length--;
        return is_library(folder);
    }
    for (isize i = 0; i < COUNT_OF(usual_places); i++) {
        text_clear(folder);
        text_append_cstring(folder, usual_places[i]);
        if (is_library(folder)) return true;
    }
    for (isize i = 0; i < COUNT_OF(version_places); i++) {
        if (find_under(i, folder)) return true;
    }
    return false;
}

bool import_find_library(const char *told) {
    Text folder = text_new(TEXT_IN_ARENA);
    bool fine = true;
    if (find_library(told, &folder)) {
        char *kept = arena_alloc((usize)folder.length + 1, BLOCK_RAW);
        fine = kept != NULL;
        if (fine) memcpy(kept, text_cstring(&folder), (usize)folder.length + 1);
        VM_ROOT->stdlib = kept;
    }
    text_free(&folder);
    return fine;
}
