/* posix_folders.c: names in folders: listing, making, removing, renaming, links. */
#include <fcntl.h>

#include <sys/stat.h>

#include "modules/posix.h"

Own posix_name(const char *name, isize length, bool as_bytes) {
    return as_bytes ? bytes_from(name, length) : path_decode(name, length);
}

/* The entry at *at in a LIST answer; steps on. NULL: there is none. */
static const WorldEntry *next_entry(const char *bytes, isize length, isize *at) {
    if (*at >= length) return NULL;
    const WorldEntry *entry = (const WorldEntry *)(const void *)(bytes + *at);
    *at += (isize)sizeof *entry + ((entry->length + 8) & ~(isize)7);
    return entry;
}

static Own posix_method_listdir(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"listdir", {"path"}, .required = 0};
    Ref path;
    PathArgument name;
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &path) ||
        !path_argument(path, "listdir", "path", PATH_DESCRIPTOR | PATH_NONE, &name))
        return NULL;
    if (!AUDIT("os.listdir", "O", name.shown)) return path_refused(&name);
    bool here = !name.text && name.descriptor == WORLD_NO_DESCRIPTOR;
    WorldRequest request = {
        .call = WORLD_CALL_LIST, .path = here ? "." : name.text, .descriptor = name.descriptor};
    Own list = outside_do(&request, &answer, name.shown, NULL) ? list_new(0) : NULL;
    Own copy = list ? bytes_from(answer.bytes, answer.length) : NULL; /* collecting may ask the world again */
    isize at = 0;
    for (const WorldEntry *entry; copy && (entry = next_entry((char *)bytes_data(copy), size_of(copy), &at));) {
        Own item = posix_name((const char *)(entry + 1), entry->length, name.is_bytes);
        if (!item || !list_append(list, item)) {
            slot_clear(&list);
            break;
        }
    }
    release_maybe(copy);
    path_release(&name);
    return list;
}

/* --- scandir -------------------------------------------------------------------------------------------- */

typedef struct DirEntry {
    Object ob_base;
    Object *name, *path;          /* str or bytes; owned */
    Object *status, *link_status; /* of what it leads to, of itself: asked once; owned or NULL */
    i64 inode;
    i32 type;   /* DT_ */
    int folder; /* the descriptor that was given, or WORLD_HERE */
} DirEntry;
#define AS_DIR_ENTRY(ref) ((DirEntry *)(ref))
enum { ENTRY_FOLDER = 4, ENTRY_FILE = 8, ENTRY_LINK = 10 };

static void dir_entry_dealloc(Own self) {
    DirEntry *entry = AS_DIR_ENTRY(self);
    slot_clear(&entry->name);
    slot_clear(&entry->path);
    slot_clear(&entry->status);
    slot_clear(&entry->link_status);
    object_free(self);
}

static Own ask_status(DirEntry *entry, bool follow) {
    PathArgument name;
    WorldRequest request = {.call = WORLD_CALL_STAT, .at = entry->folder, .no_follow = !follow};
    Ref path = entry->folder == WORLD_HERE ? entry->path : entry->name;
    if (!path_argument(path, "DirEntry", "path", 0, &name)) return NULL;
    request.path = name.text;
    Own status = posix_stat(&request, entry->path);
    path_release(&name);
    return status;
}

/* Lent. */
static Ref status_of(DirEntry *entry, bool follow) {
    Object **kept = follow && entry->type == ENTRY_LINK ? &entry->status : &entry->link_status;
    if (!*kept) *kept = ask_status(entry, follow);
    return *kept;
}

static bool take_follow(const char *function, Ref const *args, isize nargs, Ref kwnames, bool *follow) {
    Parameters parameters = {function, {"*", "follow_symlinks"}, .required = 0};
    Ref given;
    *follow = true;
    return arguments_bind(&parameters, args, nargs, kwnames, &given) && posix_flag(given, follow);
}

static Own dir_entry_stat(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    bool follow;
    return take_follow("stat", args, nargs, kwnames, &follow) ? own_maybe(status_of(AS_DIR_ENTRY(self), follow))
                                                              : NULL;
}

/* Is it of this kind? What the folder says is enough but for links, and where it says nothing. */
static Own has_type(Ref self, bool follow, i32 type) {
    DirEntry *entry = AS_DIR_ENTRY(self);
    bool known = entry->type != 0 && !(follow && entry->type == ENTRY_LINK);
    if (known) return own_bool(entry->type == type);
    Ref status = status_of(entry, follow);
    if (!status) {
        if (!error_matches(EXC(FileNotFoundError))) return NULL;
        error_clear(); /* a link that leads nowhere */
        return own_bool(false);
    }
    return own_bool((int_as_i64(tuple_get(status, 0)) & 0170000) >> 12 == type);
}
static Own dir_entry_is_dir(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    bool follow;
    return take_follow("is_dir", args, nargs, kwnames, &follow) ? has_type(self, follow, ENTRY_FOLDER) : NULL;
}
static Own dir_entry_is_file(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    bool follow;
    return take_follow("is_file", args, nargs, kwnames, &follow) ? has_type(self, follow, ENTRY_FILE) : NULL;
}
static Own dir_entry_is_symlink(Ref self) { return has_type(self, false, ENTRY_LINK); }
static Own dir_entry_inode(Ref self) { return int_from_i64(AS_DIR_ENTRY(self)->inode); }
static Own dir_entry_fspath(Ref self) { return own(AS_DIR_ENTRY(self)->path); }
static Own dir_entry_repr(Ref self) { return str_format("<DirEntry %R>", (Ref)AS_DIR_ENTRY(self)->name); }

static const MethodDef dir_entry_methods[] = {
    {"is_dir", METHOD_KEYWORDS, .keywords = dir_entry_is_dir,
     .doc = "is_dir($self, /, *, follow_symlinks=True)\n--\n\nReturn True if the entry is a directory; cached "
            "per entry.",
     .flags = METHOD_DEFINING_CLASS},
    {"is_file", METHOD_KEYWORDS, .keywords = dir_entry_is_file,
     .doc = "is_file($self, /, *, follow_symlinks=True)\n--\n\nReturn True if the entry is a file; cached per "
            "entry.",
     .flags = METHOD_DEFINING_CLASS},
    {"is_symlink", METHOD_NONE, .none = dir_entry_is_symlink,
     .doc = "is_symlink($self, /)\n--\n\nReturn True if the entry is a symbolic link; cached per entry.",
     .flags = METHOD_DEFINING_CLASS},
    {"stat", METHOD_KEYWORDS, .keywords = dir_entry_stat,
     .doc = "stat($self, /, *, follow_symlinks=True)\n--\n\nReturn stat_result object for the entry; cached "
            "per entry.",
     .flags = METHOD_DEFINING_CLASS},
    {"inode", METHOD_NONE, .none = dir_entry_inode,
     .doc = "inode($self, /)\n--\n\nReturn inode of the entry; cached per entry."},
    {"__fspath__", METHOD_NONE, .none = dir_entry_fspath,
     .doc = "__fspath__($self, /)\n--\n\nReturns the path for the entry."},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .flags = METHOD_CLASS, .doc = "See PEP 585"},
    {.name = NULL}};
static const MemberDef dir_entry_members[] = {
    {"name", MEMBER_OBJECT_EX, offsetof(DirEntry, name), .readonly = true,
     .doc = "the entry's base filename, relative to scandir() \"path\" argument"},
    {"path", MEMBER_OBJECT_EX, offsetof(DirEntry, path), .readonly = true,
     .doc = "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)"},
    {.name = NULL}};
const TypeSpec dir_entry_spec = {.name = "posix.DirEntry",
                                 .module = "posix",
                                 .basicsize = sizeof(DirEntry),
                                 .ghost_size = 72,
                                 .flags = TYPE_HEAP | TYPE_NO_INSTANTIATION,
                                 .slots = {.dealloc = dir_entry_dealloc, .repr = dir_entry_repr},
                                 .methods = dir_entry_methods,
                                 .members = dir_entry_members};

typedef struct ScandirIterator {
    Object ob_base;
    Object *entries; /* bytes: what LIST answered; NULL: closed; owned */
    Object *folder;  /* what was given, or NULL; owned */
    isize at;
    int descriptor;
    bool as_bytes;
} ScandirIterator;
#define AS_SCANDIR(ref) ((ScandirIterator *)(ref))

/* folder/name */
static Own joined_path(Ref folder, Ref name) {
    if (is_bytes(name)) {
        isize length = size_of(folder);
        bool slash = length && bytes_data(folder)[length - 1] != '/';
        Own made = bytes_from(NULL, length + slash + size_of(name));
        if (!made) return NULL;
        memcpy(bytes_data(made), bytes_data(folder), (usize)length);
        bytes_data(made)[length] = '/';
        memcpy(bytes_data(made) + length + slash, bytes_data(name), (usize)size_of(name));
        return made;
    }
    isize length = str_length(folder);
    bool slash = length && str_char(folder, length - 1) != '/';
    return str_format(slash ? "%U/%U" : "%U%U", folder, name);
}

static Own scandir_next(Ref self) {
    ScandirIterator *iterator = AS_SCANDIR(self);
    if (!iterator->entries) return NULL;
    const WorldEntry *from =
        next_entry((char *)bytes_data(iterator->entries), size_of(iterator->entries), &iterator->at);
    if (!from) {
        slot_clear(&iterator->entries);
        return NULL;
    }
    Own made = object_new(MODULE_TYPE(DIR_ENTRY), 0);
    if (!made) return NULL;
    DirEntry *entry = AS_DIR_ENTRY(made);
    entry->inode = from->inode;
    entry->type = from->type;
    entry->folder = iterator->descriptor == WORLD_NO_DESCRIPTOR ? WORLD_HERE : iterator->descriptor;
    entry->name = posix_name((const char *)(from + 1), from->length, iterator->as_bytes);
    if (entry->name)
        entry->path = iterator->folder ? joined_path(iterator->folder, entry->name) : own(entry->name);
    if (entry->path) return made;
    release(made);
    return NULL;
}

static Own scandir_close(Ref self) {
    slot_clear(&AS_SCANDIR(self)->entries);
    return own_none();
}
static Own scandir_enter(Ref self) { return own(self); }
static Own scandir_exit(Ref self, Ref const *args UNUSED, isize nargs UNUSED) { return scandir_close(self); }

static void scandir_finalize(Ref self) {
    if (!AS_SCANDIR(self)->entries) return;
    slot_clear(&AS_SCANDIR(self)->entries);
    Own raised = error_fetch();
    if (!warning_issue_resource(self, "unclosed scandir iterator %R", self)) {
        if (error_matches(EXC(Warning))) error_unraisable(self);
        error_clear();
    }
    slot_clear(&AS_SCANDIR(self)->entries); /* who keeps it from the warning is not warned of it again */
    error_restore(raised);
}
static void scandir_dealloc(Own self) {
    if (object_finalize_in_dealloc(self)) return;
    slot_clear(&AS_SCANDIR(self)->entries);
    slot_clear(&AS_SCANDIR(self)->folder);
    object_free(self);
}
static const MethodDef scandir_methods[] = {
    {"__enter__", METHOD_NONE, .none = scandir_enter},
    {"__exit__", METHOD_ARRAY, .array = scandir_exit, .flags = METHOD_VARARGS},
    {"close", METHOD_NONE, .none = scandir_close},
    {.name = NULL}};
const TypeSpec scandir_iterator_spec = {.name = "posix.ScandirIterator",
                                        .module = "posix",
                                        .basicsize = sizeof(ScandirIterator),
                                        .ghost_size = 104,
                                        .flags = TYPE_HEAP | TYPE_NO_INSTANTIATION,
                                        .slots = {.dealloc = scandir_dealloc,
                                                  .finalize = scandir_finalize,
                                                  .iter = scandir_enter,
                                                  .iternext = scandir_next},
                                        .methods = scandir_methods};

static Own posix_method_scandir(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"scandir", {"path"}, .required = 0};
    Ref path;
    PathArgument name;
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &path) ||
        !path_argument(path, "scandir", "path", PATH_DESCRIPTOR | PATH_NONE, &name))
        return NULL;
    if (!AUDIT("os.scandir", "O", name.shown)) return path_refused(&name);
    bool here = !name.text && name.descriptor == WORLD_NO_DESCRIPTOR;
    WorldRequest request = {
        .call = WORLD_CALL_LIST, .path = here ? "." : name.text, .descriptor = name.descriptor};
    Own made = NULL, entries = outside_do(&request, &answer, name.shown, NULL)
                                   ? bytes_from(answer.bytes, answer.length)
                                   : NULL;
    if (entries) made = object_new(MODULE_TYPE(SCANDIR_ITERATOR), 0);
    if (made) {
        ScandirIterator *iterator = AS_SCANDIR(made);
        iterator->entries = entries;
        iterator->descriptor = name.descriptor;
        iterator->as_bytes = name.is_bytes;
        if (name.text || here)
            iterator->folder =
                here ? str_from_ascii(".", 1) : posix_name(name.text, (isize)strlen(name.text), name.is_bytes);
    } else {
        release_maybe(entries);
    }
    path_release(&name);
    return made;
}

/* --- changes -------------------------------------------------------------------------------------------- */

static Own posix_method_mkdir(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"mkdir", {"path", "mode", "*", "dir_fd"}, .required = 1};
    Ref out[3];
    int mode = 0777;
    PathArgument name;
    WorldRequest request = {.call = WORLD_CALL_MAKE_FOLDER};
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || (out[1] && !argument_int(out[1], &mode)) ||
        !posix_folder_argument(out[2], &request.at) || !path_argument(out[0], "mkdir", "path", 0, &name))
        return NULL;
    if (!AUDIT("os.mkdir", "Oii", name.shown, mode, posix_folder_told(request.at))) return path_refused(&name);
    request.path = name.text;
    request.numbers[0] = mode;
    return posix_do(&request, &name);
}

static Own posix_method_mkfifo(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"mkfifo", {"path", "mode", "*", "dir_fd"}, .required = 1};
    Ref out[3];
    int mode = 0666;
    PathArgument name;
    WorldRequest request = {.call = WORLD_CALL_MAKE_NODE};
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || (out[1] && !argument_int(out[1], &mode)) ||
        !posix_folder_argument(out[2], &request.at) || !path_argument(out[0], "mkfifo", "path", 0, &name))
        return NULL;
    request.path = name.text;
    request.numbers[0] = (mode & 07777) | S_IFIFO;
    bool made = outside_do(&request, &answer, NULL, NULL); /* CPython names no file here */
    path_release(&name);
    return made ? own_none() : NULL;
}

static Own posix_method_mknod(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"mknod", {"path", "mode", "device", "*", "dir_fd"}, .required = 1};
    Ref out[4];
    int mode = 0600;
    PathArgument name;
    WorldRequest request = {.call = WORLD_CALL_MAKE_NODE};
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || (out[1] && !argument_int(out[1], &mode)) ||
        !posix_folder_argument(out[3], &request.at) || !path_argument(out[0], "mknod", "path", 0, &name))
        return NULL;
    request.path = name.text;
    request.numbers[0] = mode;
    if (out[2]) request.numbers[1] = int_as_i64(out[2]);
    bool made = !error_occurred() && outside_do(&request, &answer, NULL, NULL); /* CPython names no file here */
    path_release(&name);
    return made ? own_none() : NULL;
}

static Own remove_as(const char *function, int flags, Ref const *args, isize nargs, Ref kwnames) {
    Parameters parameters = {function, {"path", "*", "dir_fd"}, .required = 1};
    Ref out[2];
    PathArgument name;
    WorldRequest request = {.call = WORLD_CALL_REMOVE, .numbers = {flags}};
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) ||
        !path_argument(out[0], function, "path", 0, &name)) {
        return NULL;
    }
    if (!posix_folder_argument(out[1], &request.at)) return path_refused(&name);
    const char *event = flags & AT_REMOVEDIR ? "os.rmdir" : "os.remove";
    if (!AUDIT(event, "Oi", name.shown, posix_folder_told(request.at))) return path_refused(&name);
    request.path = name.text;
    return posix_do(&request, &name);
}
static Own posix_method_unlink(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    return remove_as("unlink", 0, args, nargs, kwnames);
}
static Own posix_method_remove(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    return remove_as("remove", 0, args, nargs, kwnames);
}
static Own posix_method_rmdir(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    return remove_as("rmdir", AT_REMOVEDIR, args, nargs, kwnames);
}

static bool audit_two(const WorldRequest *request, Ref from, Ref to) {
    int at = posix_folder_told(request->at), at2 = posix_folder_told(request->at2);
    switch (request->call) {
    case WORLD_CALL_RENAME: return AUDIT("os.rename", "OOii", from, to, at, at2);
    case WORLD_CALL_LINK: return AUDIT("os.link", "OOii", from, to, at, at2);
    default: return AUDIT("os.symlink", "OOi", from, to, at2);
    }
}

/* Two paths: rename, link, symlink. */
static Own do_two(WorldRequest *request, const char *function, Ref from, Ref to) {
    PathArgument first, second;
    WorldAnswer answer;
    if (!path_argument(from, function, "src", 0, &first)) return NULL;
    if (!path_argument(to, function, "dst", 0, &second)) {
        path_release(&first);
        return NULL;
    }
    request->path = first.text;
    request->path2 = second.text;
    bool done = audit_two(request, first.shown, second.shown) &&
                outside_do(request, &answer, first.shown, second.shown);
    path_release(&first);
    path_release(&second);
    return done ? own_none() : NULL;
}

static Own rename_as(const char *function, Ref const *args, isize nargs, Ref kwnames) {
    Parameters parameters = {function, {"src", "dst", "*", "src_dir_fd", "dst_dir_fd"}, .required = 2};
    Ref out[4];
    WorldRequest request = {.call = WORLD_CALL_RENAME};
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) ||
        !posix_folder_argument(out[2], &request.at) || !posix_folder_argument(out[3], &request.at2))
        return NULL;
    return do_two(&request, function, out[0], out[1]);
}
static Own posix_method_rename(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    return rename_as("rename", args, nargs, kwnames);
}
static Own posix_method_replace(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    return rename_as("replace", args, nargs, kwnames);
}

static Own posix_method_link(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "link", {"src", "dst", "*", "src_dir_fd", "dst_dir_fd", "follow_symlinks"}, .required = 2};
    Ref out[5];
    bool follow = true;
    WorldRequest request = {.call = WORLD_CALL_LINK};
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) ||
        !posix_folder_argument(out[2], &request.at) || !posix_folder_argument(out[3], &request.at2) ||
        !posix_flag(out[4], &follow))
        return NULL;
    request.no_follow = !follow || !out[4]; /* as link() has it on Linux: a link's own name */
    return do_two(&request, "link", out[0], out[1]);
}

static Own posix_method_symlink(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "symlink", {"src", "dst", "target_is_directory", "*", "dir_fd"}, .required = 2};
    Ref out[4];
    WorldRequest request = {.call = WORLD_CALL_MAKE_LINK, .at = WORLD_HERE};
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !posix_folder_argument(out[3], &request.at2))
        return NULL;
    return do_two(&request, "symlink", out[0], out[1]);
}

static Own posix_method_readlink(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"readlink", {"path", "*", "dir_fd"}, .required = 1};
    Ref out[2];
    PathArgument name;
    WorldAnswer answer;
    WorldRequest request = {.call = WORLD_CALL_READ_LINK};
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) ||
        !posix_folder_argument(out[1], &request.at) || !path_argument(out[0], "readlink", "path", 0, &name))
        return NULL;
    request.path = name.text;
    Own text = outside_do(&request, &answer, name.shown, NULL)
                   ? posix_name(answer.bytes, answer.length, name.is_bytes)
                   : NULL;
    path_release(&name);
    return text;
}

/* --- the current folder --------------------------------------------------------------------------------- */

static Own posix_method_chdir(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"chdir", {"path"}, .required = 1};
    Ref path;
    PathArgument name;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &path) ||
        !path_argument(path, "chdir", "path", PATH_DESCRIPTOR, &name))
        return NULL;
    if (!AUDIT("os.chdir", "O", name.shown)) return path_refused(&name);
    WorldRequest request = {.call = WORLD_CALL_CHANGE_FOLDER, .path = name.text, .descriptor = name.descriptor};
    return posix_do(&request, &name);
}
static Own posix_method_fchdir(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"fchdir", {"fd"}, .required = 1};
    Ref file;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &file)) return NULL;
    WorldRequest request = {.call = WORLD_CALL_CHANGE_FOLDER, .descriptor = descriptor_argument(file)};
    WorldAnswer answer;
    if (request.descriptor < 0 || !AUDIT("os.chdir", "i", request.descriptor)) return NULL;
    return outside_do(&request, &answer, NULL, NULL) ? own_none() : NULL;
}
static Own current_folder(bool as_bytes) {
    WorldAnswer answer;
    if (!outside_do(&(WorldRequest){.call = WORLD_CALL_FOLDER}, &answer, NULL, NULL)) return NULL;
    return posix_name(answer.bytes, answer.length, as_bytes);
}
static Own posix_method_getcwd(Ref self UNUSED) { return current_folder(false); }
static Own posix_method_getcwdb(Ref self UNUSED) { return current_folder(true); }

static Own posix_method_umask(Ref self UNUSED, Ref mask) {
    int mode;
    WorldAnswer answer;
    if (!argument_int(mask, &mode)) return NULL;
    WorldRequest request = {.call = WORLD_CALL_MASK, .numbers = {mode}};
    return outside_do(&request, &answer, NULL, NULL) ? int_from_i64(answer.value) : NULL;
}

const MethodDef posix_folder_functions[] = {
    {"listdir", METHOD_KEYWORDS, .keywords = posix_method_listdir,
     .doc = "listdir($module, /, path=None)\n--\n\nReturn a list containing the names of the files in the "
            "directory.\n\npath can be specified as either str, bytes, or a path-like object.  If path is "
            "bytes,\n  the filenames returned will also be bytes; in all other circumstances\n  the filenames "
            "returned will be str.\nIf path is None, uses the path='.'.\nOn some platforms, path may also be "
            "specified as an open file descriptor;\\\n  the file descriptor must refer to a directory.\n  If "
            "this functionality is unavailable, using it raises NotImplementedError.\n\nThe list is in "
            "arbitrary order.  It does not include the special\nentries '.' and '..' even if they are present "
            "in the directory."},
    {"scandir", METHOD_KEYWORDS, .keywords = posix_method_scandir,
     .doc = "scandir($module, /, path=None)\n--\n\nReturn an iterator of DirEntry objects for given "
            "path.\n\npath can be specified as either str, bytes, or a path-like object.  If path\nis bytes, "
            "the names of yielded DirEntry objects will also be bytes; in\nall other circumstances they will "
            "be str.\n\nIf path is None, uses the path='.'."},
    {"mkdir", METHOD_KEYWORDS, .keywords = posix_method_mkdir,
     .doc = "mkdir($module, /, path, mode=511, *, dir_fd=None)\n--\n\nCreate a directory.\n\nIf dir_fd is not "
            "None, it should be a file descriptor open to a directory,\n  and path should be relative; path "
            "will then be relative to that directory.\ndir_fd may not be implemented on your platform.\n  If "
            "it is unavailable, using it will raise a NotImplementedError.\n\nThe mode argument is ignored on "
            "Windows. Where it is used, the current umask\nvalue is first masked out."},
    {"mkfifo", METHOD_KEYWORDS, .keywords = posix_method_mkfifo,
     .doc = "mkfifo($module, /, path, mode=438, *, dir_fd=None)\n--\n\nCreate a \"fifo\" (a POSIX named "
            "pipe).\n\nIf dir_fd is not None, it should be a file descriptor open to a directory,\n  and path "
            "should be relative; path will then be relative to that directory.\ndir_fd may not be implemented "
            "on your platform.\n  If it is unavailable, using it will raise a NotImplementedError."},
    {"mknod", METHOD_KEYWORDS, .keywords = posix_method_mknod,
     .doc = "mknod($module, /, path, mode=384, device=0, *, dir_fd=None)\n--\n\nCreate a node in the file "
            "system.\n\nCreate a node in the file system (file, device special file or named pipe)\nat path.  "
            "mode specifies both the permissions to use and the\ntype of node to be created, being combined "
            "(bitwise OR) with one of\nS_IFREG, S_IFCHR, S_IFBLK, and S_IFIFO.  If S_IFCHR or S_IFBLK is set "
            "on mode,\ndevice defines the newly created device special file (probably using\nos.makedev()).  "
            "Otherwise device is ignored.\n\nIf dir_fd is not None, it should be a file descriptor open to a "
            "directory,\n  and path should be relative; path will then be relative to that directory.\ndir_fd "
            "may not be implemented on your platform.\n  If it is unavailable, using it will raise a "
            "NotImplementedError."},
    {"unlink", METHOD_KEYWORDS, .keywords = posix_method_unlink,
     .doc = "unlink($module, /, path, *, dir_fd=None)\n--\n\nRemove a file (same as remove()).\n\nIf dir_fd is "
            "not None, it should be a file descriptor open to a directory,\n  and path should be relative; "
            "path will then be relative to that directory.\ndir_fd may not be implemented on your platform.\n  "
            "If it is unavailable, using it will raise a NotImplementedError."},
    {"remove", METHOD_KEYWORDS, .keywords = posix_method_remove,
     .doc = "remove($module, /, path, *, dir_fd=None)\n--\n\nRemove a file (same as unlink()).\n\nIf dir_fd is "
            "not None, it should be a file descriptor open to a directory,\n  and path should be relative; "
            "path will then be relative to that directory.\ndir_fd may not be implemented on your platform.\n  "
            "If it is unavailable, using it will raise a NotImplementedError."},
    {"rmdir", METHOD_KEYWORDS, .keywords = posix_method_rmdir,
     .doc = "rmdir($module, /, path, *, dir_fd=None)\n--\n\nRemove a directory.\n\nIf dir_fd is not None, it "
            "should be a file descriptor open to a directory,\n  and path should be relative; path will then "
            "be relative to that directory.\ndir_fd may not be implemented on your platform.\n  If it is "
            "unavailable, using it will raise a NotImplementedError."},
    {"rename", METHOD_KEYWORDS, .keywords = posix_method_rename,
     .doc = "rename($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)\n--\n\nRename a file or "
            "directory.\n\nIf either src_dir_fd or dst_dir_fd is not None, it should be a file\n  descriptor "
            "open to a directory, and the respective path string (src or dst)\n  should be relative; the path "
            "will then be relative to that directory.\nsrc_dir_fd and dst_dir_fd, may not be implemented on "
            "your platform.\n  If they are unavailable, using them will raise a NotImplementedError."},
    {"replace", METHOD_KEYWORDS, .keywords = posix_method_replace,
     .doc = "replace($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)\n--\n\nRename a file or "
            "directory, overwriting the destination.\n\nIf either src_dir_fd or dst_dir_fd is not None, it "
            "should be a file\n  descriptor open to a directory, and the respective path string (src or dst)\n "
            " should be relative; the path will then be relative to that directory.\nsrc_dir_fd and "
            "dst_dir_fd, may not be implemented on your platform.\n  If they are unavailable, using them will "
            "raise a NotImplementedError."},
    {"link", METHOD_KEYWORDS, .keywords = posix_method_link,
     .doc = "link($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None,\n     "
            "follow_symlinks=True)\n--\n\nCreate a hard link to a file.\n\nIf either src_dir_fd or dst_dir_fd "
            "is not None, it should be a file\n  descriptor open to a directory, and the respective path "
            "string (src or dst)\n  should be relative; the path will then be relative to that directory.\nIf "
            "follow_symlinks is False, and the last element of src is a symbolic\n  link, link will create a "
            "link to the symbolic link itself instead of the\n  file the link points to.\nsrc_dir_fd, "
            "dst_dir_fd, and follow_symlinks may not be implemented on your\n  platform.  If they are "
            "unavailable, using them will raise a\n  NotImplementedError."},
    {"symlink", METHOD_KEYWORDS, .keywords = posix_method_symlink,
     .doc =
         "symlink($module, /, src, dst, target_is_directory=False, *, dir_fd=None)\n--\n\nCreate a symbolic "
         "link pointing to src named dst.\n\ntarget_is_directory is required on Windows if the target is to "
         "be\n  interpreted as a directory.  (On Windows, symlink requires\n  Windows 6.0 or greater, and "
         "raises a NotImplementedError otherwise.)\n  target_is_directory is ignored on non-Windows "
         "platforms.\n\nIf dir_fd is not None, it should be a file descriptor open to a directory,\n  and path "
         "should be relative; path will then be relative to that directory.\ndir_fd may not be implemented on "
         "your platform.\n  If it is unavailable, using it will raise a NotImplementedError."},
    {"readlink", METHOD_KEYWORDS, .keywords = posix_method_readlink,
     .doc = "readlink($module, /, path, *, dir_fd=None)\n--\n\nReturn a string representing the path to which "
            "the symbolic link points.\n\nIf dir_fd is not None, it should be a file descriptor open to a "
            "directory,\nand path should be relative; path will then be relative to that directory.\n\ndir_fd "
            "may not be implemented on your platform.  If it is unavailable,\nusing it will raise a "
            "NotImplementedError."},
    {"chdir", METHOD_KEYWORDS, .keywords = posix_method_chdir,
     .doc =
         "chdir($module, /, path)\n--\n\nChange the current working directory to the specified path.\n\npath "
         "may always be specified as a string.\nOn some platforms, path may also be specified as an open file "
         "descriptor.\n  If this functionality is unavailable, using it raises an exception."},
    {"fchdir", METHOD_KEYWORDS, .keywords = posix_method_fchdir,
     .doc = "fchdir($module, /, fd)\n--\n\nChange to the directory of the given file descriptor.\n\nfd must be "
            "opened on a directory, not a file.\nEquivalent to os.chdir(fd)."},
    {"getcwd", METHOD_NONE, .none = posix_method_getcwd,
     .doc = "getcwd($module, /)\n--\n\nReturn a unicode string representing the current working directory."},
    {"getcwdb", METHOD_NONE, .none = posix_method_getcwdb,
     .doc = "getcwdb($module, /)\n--\n\nReturn a bytes string representing the current working directory."},
    {"umask", METHOD_ONE, .one = posix_method_umask,
     .doc = "umask($module, mask, /)\n--\n\nSet the current numeric umask and return the previous umask."},
    {.name = NULL}};
