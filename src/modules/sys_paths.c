/* sys_paths.c: what sys tells of places: argv, the path on which modules are sought, prefix.
 *
 * sys.path is what python3.11 makes it after its site has run: the script's folder, PYTHONPATH, the library as
 * a zip file, as a folder, its shared libraries, then what was installed in addition, where those folders
 * exist. */
#include "base/text.h"
#include "modules/posix.h"
#include "modules/sys_facts.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/str.h"
#include "vm/root.h"
#include "world/world.h"

static Own path_text(const char *string) {
    return str_from_utf8_surrogateescape(string, (isize)strlen(string));
}

/* Consumes the item. */
static bool add_item(Own list, Own item) { return item && list_append(list, item); }

/* The program as it was named, then its arguments. */
static bool add_argv(Ref module, const MachineOptions *options) {
    Own argv = list_new(0);
    const char *first = options->kind == PROGRAM_COMMAND  ? "-c"
                        : options->kind == PROGRAM_STDIN  ? "-"
                        : options->kind == PROGRAM_TYPED  ? ""
                        : options->kind == PROGRAM_MODULE ? "-m"
                                                          : options->program;
    bool made = argv && add_item(argv, path_text(first));
    for (int i = 0; made && i < options->argc; i++) made = add_item(argv, path_text(options->argv[i]));
    if (made) return module_add(module, "argv", argv);
    release_maybe(argv);
    return false;
}

/* What python3.11 would have been called with. */
static bool add_original_argv(Ref module, const MachineOptions *options) {
    Own argv = list_new(0);
    Ref executable = dict_get_cstring(module_dict(module), "executable");
    bool made = argv && executable && list_append_ref(argv, executable);
    for (int i = 0; made && i < options->optimize; i++) made = add_item(argv, path_text("-O"));
    if (made && options->kind == PROGRAM_COMMAND) made = add_item(argv, path_text("-c"));
    if (made && options->kind == PROGRAM_MODULE) made = add_item(argv, path_text("-m"));
    if (made && options->kind != PROGRAM_TYPED) made = add_item(argv, path_text(options->program));
    for (int i = 0; made && i < options->argc; i++) made = add_item(argv, path_text(options->argv[i]));
    if (made) return module_add(module, "orig_argv", argv);
    release_maybe(argv);
    return false;
}

/* --- sys.path --------------------------------------------------------------------------------------- */

/* The path made absolute, but not tidied up. */
static void append_absolute(Text *out, const char *path) {
    if (*path != '/') text_append_cstring(out, world_working_directory());
    if (strcmp(path, ".") == 0) return;
    if (*path != '/' && (out->length == 0 || out->data[out->length - 1] != '/')) text_append_char(out, '/');
    text_append_cstring(out, path);
}

/* The folder in which the file really is, links followed; where that can't be told, as it is named. */
static Own folder_of(const char *file) {
    WorldAnswer real =
        world_call(&(WorldRequest){.call = WORLD_CALL_REAL_PATH, .at = WORLD_HERE, .path = file});
    const char *path = real.error ? file : real.bytes;
    isize length = real.error ? (isize)strlen(file) : real.length;
    while (length > 1 && path[length - 1] != '/') length--;
    return str_from_utf8_surrogateescape(path, length > 1 ? length - 1 : 1);
}

/* The script's folder; the working one of -m, of which -c and standard input have the empty name. */
static Own first_folder(const MachineOptions *options) {
    if (options->kind == PROGRAM_MODULE) return path_text(world_working_directory());
    if (options->kind != PROGRAM_FOLDER && options->kind != PROGRAM_FILE) return path_text("");
    Text path = text_new(TEXT_IN_ARENA);
    append_absolute(&path, options->program);
    Own made = path.failed                       ? error_memory()
               : options->kind == PROGRAM_FOLDER ? path_text(text_cstring(&path))
                                                 : folder_of(text_cstring(&path));
    text_free(&path);
    return made;
}

/* sys.path in the making. CPython's start makes the folders of PYTHONPATH absolute; its site tidies up the path and leaves
 * out what stands in it already; the script's folder comes later, in front of what site has seen. */
typedef struct SearchPath {
    Own list;
    isize scripts; /* how many items at the front are the script's */
    bool by_site;
} SearchPath;

static bool stands_in(const SearchPath *path, Ref folder) {
    for (isize i = path->scripts; i < list_length(path->list); i++)
        if (str_equal(list_get(path->list, i), folder)) return true;
    return false;
}

/* Consumes the folder. */
static bool add_folder(SearchPath *path, Own folder) {
    if (!folder || !path->by_site || !stands_in(path, folder)) return add_item(path->list, folder);
    release(folder);
    return true;
}

static void normalize(Text *path) {
    if (!path->failed && path->length) path->length = posix_normalize_path(path->data, path->length);
}

/* A folder as PYTHONPATH names it: "" is the working one. */
static Own variable_folder(const SearchPath *path, const char *name, isize length) {
    Text tidy = text_new(TEXT_IN_ARENA), whole = text_new(TEXT_IN_ARENA);
    text_append(&tidy, name, length);
    normalize(&tidy);
    bool absolute = tidy.length && tidy.data[0] == '/';
    if (!absolute) text_append_cstring(&whole, world_working_directory());
    if (!absolute && tidy.length) text_append_char(&whole, '/');
    text_append(&whole, text_cstring(&tidy), tidy.length);
    if (path->by_site) normalize(&whole);
    Own folder = tidy.failed || whole.failed
                     ? error_memory()
                     : str_from_utf8_surrogateescape(text_cstring(&whole), whole.length);
    text_free(&tidy);
    text_free(&whole);
    return folder;
}

/* The folders of a variable like PYTHONPATH, parted by colons. */
static bool add_variable(SearchPath *path, const char *variable) {
    const char *value = world_environment(variable);
    if (!value || !*value) return true;
    Text folders = text_new(TEXT_IN_ARENA);
    text_append_cstring(&folders, value);
    bool made = !folders.failed;
    const char *next = text_cstring(&folders);
    for (bool more = true; made && more;) {
        const char *colon = strchr(next, ':');
        isize length = colon ? colon - next : (isize)strlen(next);
        made = add_folder(path, variable_folder(path, next, length));
        more = colon != NULL;
        next += length + 1;
    }
    text_free(&folders);
    return made;
}

static bool add_folder_if_there(SearchPath *path, const char *folder) {
    WorldStat stat = world_stat(folder);
    return stat.error || !stat.is_directory || add_folder(path, path_text(folder));
}

static bool add_folder_under(SearchPath *path, const char *root, const char *below) {
    if (!root) return true;
    Text folder = text_new(TEXT_IN_ARENA);
    text_append_format(&folder, "%s%s", root, below);
    bool made = add_folder_if_there(path, text_cstring(&folder));
    text_free(&folder);
    return made;
}

/* What was installed in addition: Debian keeps it apart from the library. */
static bool add_installed(SearchPath *path, const char *library, bool of_user) {
    if (of_user && !add_folder_under(path, world_environment("HOME"), "/.local/lib/python3.11/site-packages"))
        return false;
    if (strcmp(library, "/usr/lib/python3.11") != 0) return add_folder_under(path, library, "/site-packages");
    return add_folder_if_there(path, "/usr/local/lib/python3.11/dist-packages") &&
           add_folder_if_there(path, "/usr/lib/python3/dist-packages");
}

/* /usr/lib/python3.11: /usr/lib/python311.zip, itself, /usr/lib/python3.11/lib-dynload. */
static bool add_library(SearchPath *path, const char *library) {
    const char *slash = strrchr(library, '/');
    int parent = slash ? (int)(slash - library) : 0;
    return add_folder(path, str_format("%.*s/python311.zip", parent, library)) &&
           add_folder(path, path_text(library)) && add_folder(path, str_format("%s/lib-dynload", library));
}

static bool add_path(Ref module, const MachineOptions *options) {
    SearchPath path = {.list = list_new(0), .by_site = !options->no_site};
    const char *library = VM_ROOT->stdlib;
    bool alone = options->isolated, environment = !alone && !options->ignore_environment;
    bool made = path.list && (((alone || options->safe_path) && options->kind != PROGRAM_FOLDER) ||
                              add_item(path.list, first_folder(options)));
    if (made) path.scripts = list_length(path.list);
    made = made && (!environment || add_variable(&path, "PYTHONPATH")) &&
           (!library || add_library(&path, library)) &&
           (!library || options->no_site || add_installed(&path, library, !alone && !options->no_user_site));
    if (made) return module_add(module, "path", path.list);
    release_maybe(path.list);
    return false;
}

/* --- prefix ----------------------------------------------------------------------------------------- */

/* /usr/lib/python3.11: /usr */
static Own library_prefix(void) {
    const char *library = VM_ROOT->stdlib, *end = library ? library + strlen(library) : NULL;
    for (int parts = 0; library && parts < 2; parts++) {
        while (end > library && end[-1] != '/') end--;
        if (end > library + 1) end--;
    }
    return library ? str_from_utf8_surrogateescape(library, end - library) : path_text("/usr");
}

static bool add_prefixes(Ref module) {
    static const char *const names[] = {"prefix", "exec_prefix", "base_prefix", "base_exec_prefix"};
    Own prefix = library_prefix();
    bool made = prefix != NULL;
    for (int i = 0; made && i < COUNT_OF(names); i++) made = module_add(module, names[i], own(prefix));
    release_maybe(prefix);
    return made;
}

/* The python3.11 to which the library belongs; "": there is none. */
static bool add_executable(Ref module) {
    Text path = text_new(TEXT_IN_ARENA);
    Own prefix = library_prefix();
    if (prefix) str_append_utf8(prefix, &path);
    text_append_cstring(&path, "/bin/python3.11");
    WorldStat stat = world_stat(text_cstring(&path));
    Own executable = prefix ? path_text(stat.error ? "" : text_cstring(&path)) : NULL;
    bool made = executable && module_add(module, "_base_executable", own(executable)) &&
                module_add(module, "executable", own(executable));
    release_maybe(executable);
    release_maybe(prefix);
    text_free(&path);
    return made;
}

bool sys_add_paths(Ref module, const MachineOptions *options) {
    const char *library = VM_ROOT->stdlib;
    return add_executable(module) && add_argv(module, options) && add_original_argv(module, options) &&
           add_path(module, options) && add_prefixes(module) &&
           module_add(module, "_stdlib_dir", library ? path_text(library) : own_none());
}
