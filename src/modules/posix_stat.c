/* posix_stat.c: what files are: stat and its like, and changing mode, owner and times. */
#include <fcntl.h>

#include <errno.h>

#include "modules/posix.h"

/* --- arguments ------------------------------------------------------------------------------------------ */

bool posix_folder_argument(Ref value, int *at) {
    *at = WORLD_HERE;
    if (!value || value == None) return true;
    if (type_of(value)->slots.index) return path_descriptor_argument(value, at);
    error_set(EXC(TypeError), "argument should be integer or None, not %.200s", type_of(value)->name);
    return false;
}

bool posix_flag(Ref value, bool *flag) {
    if (!value) return true;
    int truth = object_is_true(value);
    *flag = truth > 0;
    return truth >= 0;
}

i64 posix_number(Ref value, const char *what) {
    if (type_of(value)->slots.index) return int_as_i64(value);
    error_set(EXC(TypeError), "%s should be integer, not %.200s", what, type_of(value)->name);
    return -1;
}

Own posix_do(const WorldRequest *request, PathArgument *path) {
    WorldAnswer answer;
    bool done = outside_do(request, &answer, path->shown, NULL);
    path_release(path);
    return done ? own_none() : NULL;
}

static bool check_follow(const char *function, const PathArgument *path, int at, bool follow) {
    if (path->text) return true;
    if (at != WORLD_HERE) {
        error_set(EXC(ValueError), "%s: can't specify dir_fd without matching path", function);
    } else if (!follow) {
        error_set(EXC(ValueError), "%s: cannot use fd and follow_symlinks together", function);
    } else {
        return true;
    }
    return false;
}

/* --- stat ----------------------------------------------------------------------------------------------- */

static Own seconds(i64 ns) {
    i64 rest = ns % 1000000000;
    if (rest < 0) rest += 1000000000;
    return int_from_i64((ns - rest) / 1000000000);
}
static Own float_seconds(i64 ns) {
    i64 rest = ns % 1000000000;
    if (rest < 0) rest += 1000000000;
    return float_from_double((double)((ns - rest) / 1000000000) + 1e-9 * (double)rest);
}

static Own stat_result(const WorldFileStat *s) {
    Own values[] = {int_from_i64(s->mode),          int_from_i64(s->inode),      int_from_i64(s->device),
                    int_from_i64(s->links),         int_from_i64(s->user),       int_from_i64(s->group),
                    int_from_i64(s->size),          seconds(s->access_ns),       seconds(s->modify_ns),
                    seconds(s->change_ns),          float_seconds(s->access_ns), float_seconds(s->modify_ns),
                    float_seconds(s->change_ns),    int_from_i64(s->access_ns),  int_from_i64(s->modify_ns),
                    int_from_i64(s->change_ns),     int_from_i64(s->block_size), int_from_i64(s->blocks),
                    int_from_i64(s->special_device)};
    return struct_sequence_make(MODULE_TYPE_STAT_RESULT, values);
}

Own posix_stat(const WorldRequest *request, Ref shown) {
    WorldAnswer answer;
    if (!outside_do(request, &answer, shown, NULL)) return NULL;
    WorldFileStat status;
    memcpy(&status, answer.bytes, sizeof status);
    return stat_result(&status);
}

static Own stat_path(Ref path, const char *function, int allowed, Ref dir_fd, bool follow) {
    PathArgument name;
    WorldRequest request = {.call = WORLD_CALL_STAT, .no_follow = !follow};
    if (!posix_folder_argument(dir_fd, &request.at) || !path_argument(path, function, "path", allowed, &name))
        return NULL;
    request.path = name.text;
    request.descriptor = name.descriptor;
    Own result = check_follow(function, &name, request.at, follow) ? posix_stat(&request, name.shown) : NULL;
    path_release(&name);
    return result;
}

static Own posix_method_stat(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"stat", {"path", "*", "dir_fd", "follow_symlinks"}, .required = 1};
    Ref out[3];
    bool follow = true;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !posix_flag(out[2], &follow)) return NULL;
    return stat_path(out[0], "stat", PATH_DESCRIPTOR, out[1], follow);
}

static Own posix_method_lstat(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"lstat", {"path", "*", "dir_fd"}, .required = 1};
    Ref out[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    return stat_path(out[0], "lstat", 0, out[1], false);
}

static Own posix_method_fstat(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"fstat", {"fd"}, .required = 1};
    WorldRequest request = {.call = WORLD_CALL_STAT};
    Ref fd;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &fd) || !argument_int(fd, &request.descriptor))
        return NULL;
    return posix_stat(&request, NULL);
}

static Own file_system(Ref path, const char *function, int allowed) {
    PathArgument name;
    WorldAnswer answer;
    if (!path_argument(path, function, "path", allowed, &name)) return NULL;
    WorldRequest request = {.call = WORLD_CALL_FILE_SYSTEM, .path = name.text, .descriptor = name.descriptor};
    bool told = outside_do(&request, &answer, name.shown, NULL);
    path_release(&name);
    if (!told) return NULL;
    i64 numbers[11];
    Own values[11];
    memcpy(numbers, answer.bytes, sizeof numbers);
    for (int i = 0; i < 10; i++) values[i] = int_from_i64(numbers[i]);
    values[10] = int_from_u64((u64)numbers[10]);
    return struct_sequence_make(MODULE_TYPE_STATVFS_RESULT, values);
}
static Own posix_method_statvfs(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"statvfs", {"path"}, .required = 1};
    Ref path;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &path)) return NULL;
    return file_system(path, "statvfs", PATH_DESCRIPTOR);
}
static Own posix_method_fstatvfs(Ref self UNUSED, Ref fd) {
    int descriptor;
    return argument_int(fd, &descriptor) ? file_system(fd, "fstatvfs", PATH_DESCRIPTOR) : NULL;
}

static Own posix_method_access(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "access", {"path", "mode", "*", "dir_fd", "effective_ids", "follow_symlinks"}, .required = 2};
    Ref out[5];
    int mode;
    bool effective = false, follow = true;
    PathArgument name;
    WorldRequest request = {.call = WORLD_CALL_ACCESS};
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) ||
        !posix_folder_argument(out[2], &request.at) || !argument_int(out[1], &mode) ||
        !posix_flag(out[3], &effective) || !posix_flag(out[4], &follow) ||
        !path_argument(out[0], "access", "path", 0, &name))
        return NULL;
    request.path = name.text;
    request.no_follow = !follow;
    request.numbers[0] = mode;
    request.numbers[1] = effective ? AT_EACCESS : 0;
    bool asked = outside_ask(&request, &answer);
    path_release(&name);
    return asked ? own_bool(!answer.error) : NULL;
}

/* --- changes -------------------------------------------------------------------------------------------- */

/* `times`: the arguments times and ns of utime. */
static bool audit_change(const WorldRequest *request, Ref path, Ref const *times) {
    int at = posix_folder_told(request->at);
    const i64 *numbers = request->numbers;
    switch (request->call) {
    case WORLD_CALL_CHANGE_MODE: return AUDIT("os.chmod", "Oii", path, (int)numbers[0], at);
    case WORLD_CALL_CHANGE_OWNER:
        return AUDIT("os.chown", "Olli", path, (i64)(u32)numbers[0], (i64)(u32)numbers[1], at);
    default: return AUDIT("os.utime", "OOOi", path, times[0], times[1], at);
    }
}

static bool take_times(Ref times, Ref ns, i64 out[2]);

/* The request about args[0], with numbers set already but those of `times`. Finishes what chmod, chown and utime have in
 * common. */
static Own change(WorldRequest *request, const char *function, Ref path, int allowed, Ref dir_fd, bool follow,
                  Ref const *times) {
    PathArgument name;
    if (!path_argument(path, function, "path", allowed, &name)) return NULL;
    if (!posix_folder_argument(dir_fd, &request->at) ||
        (times && !take_times(times[0], times[1], request->numbers)))
        return path_refused(&name);
    request->path = name.text;
    request->descriptor = name.descriptor;
    request->no_follow = !follow;
    WorldAnswer answer;
    bool asked = check_follow(function, &name, request->at, follow) &&
                 audit_change(request, name.shown, times) && outside_ask(request, &answer);
    bool no_links = asked && answer.error == EOPNOTSUPP && !follow; /* Linux has no modes of links */
    if (no_links)
        error_set(EXC(NotImplementedError), "%s: follow_symlinks unavailable on this platform", function);
    else if (asked && answer.error)
        error_set_errno(answer.error,
                        request->call == WORLD_CALL_CHANGE_TIMES ? NULL : name.shown); /* utime names no file */
    path_release(&name);
    return error_occurred() ? NULL : own_none();
}

static Own posix_method_chmod(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "chmod", {"path", "mode", "*", "dir_fd", "follow_symlinks"}, .required = 2};
    Ref out[4];
    int mode;
    bool follow = true;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !argument_int(out[1], &mode) ||
        !posix_flag(out[3], &follow))
        return NULL;
    WorldRequest request = {.call = WORLD_CALL_CHANGE_MODE, .numbers = {mode}};
    return change(&request, "chmod", out[0], PATH_DESCRIPTOR, out[2], follow, NULL);
}
static Own posix_method_fchmod(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"fchmod", {"fd", "mode"}, .required = 2};
    Ref out[2];
    int descriptor, mode;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !argument_int(out[0], &descriptor) ||
        !argument_int(out[1], &mode))
        return NULL;
    WorldRequest request = {.call = WORLD_CALL_CHANGE_MODE, .numbers = {mode}};
    return change(&request, "fchmod", out[0], PATH_DESCRIPTOR, NULL, true, NULL);
}

static Own change_owner(const char *function, Ref const *owner, Ref path, int allowed, Ref dir_fd,
                        bool follow) {
    i64 user, group;
    if (!posix_id_argument(owner[0], "uid", &user) || !posix_id_argument(owner[1], "gid", &group)) return NULL;
    WorldRequest request = {.call = WORLD_CALL_CHANGE_OWNER, .numbers = {user, group}};
    return change(&request, function, path, allowed, dir_fd, follow, NULL);
}
static Own posix_method_chown(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "chown", {"path", "uid", "gid", "*", "dir_fd", "follow_symlinks"}, .required = 3};
    Ref out[5];
    bool follow = true;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !posix_flag(out[4], &follow)) return NULL;
    return change_owner("chown", out + 1, out[0], PATH_DESCRIPTOR, out[3], follow);
}
static Own posix_method_fchown(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"fchown", {"fd", "uid", "gid"}, .required = 3};
    Ref out[3];
    int descriptor;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !argument_int(out[0], &descriptor))
        return NULL;
    return change_owner("fchown", out + 1, out[0], PATH_DESCRIPTOR, NULL, true);
}
static Own posix_method_lchown(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"lchown", {"path", "uid", "gid"}, .required = 3};
    Ref out[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    return change_owner("lchown", out + 1, out[0], 0, NULL, false);
}

/* Seconds as an int or a float, rounded down to nanoseconds. */
static bool to_ns(Ref value, i64 *ns) {
    if (is_float(value)) {
        double whole = float_as_double(value), floor_of = (double)(i64)whole;
        if (whole != whole) {
            error_set(EXC(ValueError), "Invalid value NaN (not a number)");
            return false;
        }
        if (floor_of > whole) floor_of -= 1;
        double rest = (whole - floor_of) * 1e9;
        *ns = (i64)floor_of * 1000000000 + (i64)rest;
        return true;
    }
    i64 whole = int_as_i64(value);
    *ns = whole * 1000000000;
    return whole != -1 || !error_occurred();
}

static bool take_times(Ref times, Ref ns, i64 out[2]) {
    if (times && times != None && ns) {
        error_set(EXC(ValueError), "utime: you may specify either 'times' or 'ns' but not both");
        return false;
    }
    out[0] = out[1] = WORLD_TIME_NOW;
    Ref pair = ns ? ns : times;
    if (!pair || (pair == None && !ns)) return true;
    if (!is_tuple(pair) || tuple_length(pair) != 2) {
        error_set(EXC(TypeError), ns ? "utime: 'ns' must be a tuple of two ints"
                                     : "utime: 'times' must be either a tuple of two ints or None");
        return false;
    }
    for (int i = 0; i < 2; i++) {
        if (!ns) {
            if (!to_ns(tuple_get(pair, i), &out[i])) return false;
        } else {
            out[i] = int_as_i64(tuple_get(pair, i));
            if (out[i] == -1 && error_occurred()) return false;
        }
    }
    return true;
}

static Own posix_method_utime(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "utime", {"path", "times", "*", "ns", "dir_fd", "follow_symlinks"}, .required = 1};
    Ref out[5];
    bool follow = true;
    WorldRequest request = {.call = WORLD_CALL_CHANGE_TIMES};
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !posix_flag(out[4], &follow)) return NULL;
    return change(&request, "utime", out[0], PATH_DESCRIPTOR, out[3], follow, out + 1);
}

const MethodDef posix_stat_functions[] = {
    {"stat", METHOD_KEYWORDS, .keywords = posix_method_stat,
     .doc = "stat($module, /, path, *, dir_fd=None, follow_symlinks=True)\n--\n\nPerform a stat system call on "
            "the given path.\n\n  path\n    Path to be examined; can be string, bytes, a path-like object or\n "
            "   open-file-descriptor int.\n  dir_fd\n    If not None, it should be a file descriptor open to a "
            "directory,\n    and path should be a relative string; path will then be relative to\n    that "
            "directory.\n  follow_symlinks\n    If False, and the last element of the path is a symbolic "
            "link,\n    stat will examine the symbolic link itself instead of the file\n    the link points "
            "to.\n\ndir_fd and follow_symlinks may not be implemented\n  on your platform.  If they are "
            "unavailable, using them will raise a\n  NotImplementedError.\n\nIt's an error to use dir_fd or "
            "follow_symlinks when specifying path as\n  an open file descriptor."},
    {"lstat", METHOD_KEYWORDS, .keywords = posix_method_lstat,
     .doc = "lstat($module, /, path, *, dir_fd=None)\n--\n\nPerform a stat system call on the given path, "
            "without following symbolic links.\n\nLike stat(), but do not follow symbolic links.\nEquivalent "
            "to stat(path, follow_symlinks=False)."},
    {"fstat", METHOD_KEYWORDS, .keywords = posix_method_fstat,
     .doc = "fstat($module, /, fd)\n--\n\nPerform a stat system call on the given file descriptor.\n\nLike "
            "stat(), but for an open file descriptor.\nEquivalent to os.stat(fd)."},
    {"statvfs", METHOD_KEYWORDS, .keywords = posix_method_statvfs,
     .doc = "statvfs($module, /, path)\n--\n\nPerform a statvfs system call on the given path.\n\npath may "
            "always be specified as a string.\nOn some platforms, path may also be specified as an open file "
            "descriptor.\n  If this functionality is unavailable, using it raises an exception."},
    {"fstatvfs", METHOD_ONE, .one = posix_method_fstatvfs,
     .doc = "fstatvfs($module, fd, /)\n--\n\nPerform an fstatvfs system call on the given fd.\n\nEquivalent to "
            "statvfs(fd)."},
    {"access", METHOD_KEYWORDS, .keywords = posix_method_access,
     .doc = "access($module, /, path, mode, *, dir_fd=None, effective_ids=False,\n       "
            "follow_symlinks=True)\n--\n\nUse the real uid/gid to test for access to a path.\n\n  path\n    "
            "Path to be tested; can be string, bytes, or a path-like object.\n  mode\n    Operating-system "
            "mode bitfield.  Can be F_OK to test existence,\n    or the inclusive-OR of R_OK, W_OK, and "
            "X_OK.\n  dir_fd\n    If not None, it should be a file descriptor open to a directory,\n    and "
            "path should be relative; path will then be relative to that\n    directory.\n  effective_ids\n    "
            "If True, access will use the effective uid/gid instead of\n    the real uid/gid.\n  "
            "follow_symlinks\n    If False, and the last element of the path is a symbolic link,\n    access "
            "will examine the symbolic link itself instead of the file\n    the link points to.\n\ndir_fd, "
            "effective_ids, and follow_symlinks may not be implemented\n  on your platform.  If they are "
            "unavailable, using them will raise a\n  NotImplementedError.\n\nNote that most operations will "
            "use the effective uid/gid, therefore this\n  routine can be used in a suid/sgid environment to "
            "test if the invoking user\n  has the specified access to the path."},
    {"chmod", METHOD_KEYWORDS, .keywords = posix_method_chmod,
     .doc = "chmod($module, /, path, mode, *, dir_fd=None, follow_symlinks=True)\n--\n\nChange the access "
            "permissions of a file.\n\n  path\n    Path to be modified.  May always be specified as a str, "
            "bytes, or a path-like object.\n    On some platforms, path may also be specified as an open file "
            "descriptor.\n    If this functionality is unavailable, using it raises an exception.\n  mode\n    "
            "Operating-system mode bitfield.\n  dir_fd\n    If not None, it should be a file descriptor open "
            "to a directory,\n    and path should be relative; path will then be relative to that\n    "
            "directory.\n  follow_symlinks\n    If False, and the last element of the path is a symbolic "
            "link,\n    chmod will modify the symbolic link itself instead of the file\n    the link points "
            "to.\n\nIt is an error to use dir_fd or follow_symlinks when specifying path as\n  an open file "
            "descriptor.\ndir_fd and follow_symlinks may not be implemented on your platform.\n  If they are "
            "unavailable, using them will raise a NotImplementedError."},
    {"fchmod", METHOD_KEYWORDS, .keywords = posix_method_fchmod,
     .doc = "fchmod($module, /, fd, mode)\n--\n\nChange the access permissions of the file given by file "
            "descriptor fd.\n\nEquivalent to os.chmod(fd, mode)."},
    {"chown", METHOD_KEYWORDS, .keywords = posix_method_chown,
     .doc =
         "chown($module, /, path, uid, gid, *, dir_fd=None, follow_symlinks=True)\n--\n\nChange the owner and "
         "group id of path to the numeric uid and gid.\\\n\n  path\n    Path to be examined; can be string, "
         "bytes, a path-like object, or open-file-descriptor int.\n  dir_fd\n    If not None, it should be a "
         "file descriptor open to a directory,\n    and path should be relative; path will then be relative to "
         "that\n    directory.\n  follow_symlinks\n    If False, and the last element of the path is a "
         "symbolic link,\n    stat will examine the symbolic link itself instead of the file\n    the link "
         "points to.\n\npath may always be specified as a string.\nOn some platforms, path may also be "
         "specified as an open file descriptor.\n  If this functionality is unavailable, using it raises an "
         "exception.\nIf dir_fd is not None, it should be a file descriptor open to a directory,\n  and path "
         "should be relative; path will then be relative to that directory.\nIf follow_symlinks is False, and "
         "the last element of the path is a symbolic\n  link, chown will modify the symbolic link itself "
         "instead of the file the\n  link points to.\nIt is an error to use dir_fd or follow_symlinks when "
         "specifying path as\n  an open file descriptor.\ndir_fd and follow_symlinks may not be implemented on "
         "your platform.\n  If they are unavailable, using them will raise a NotImplementedError."},
    {"fchown", METHOD_KEYWORDS, .keywords = posix_method_fchown,
     .doc = "fchown($module, /, fd, uid, gid)\n--\n\nChange the owner and group id of the file specified by "
            "file descriptor.\n\nEquivalent to os.chown(fd, uid, gid)."},
    {"lchown", METHOD_KEYWORDS, .keywords = posix_method_lchown,
     .doc = "lchown($module, /, path, uid, gid)\n--\n\nChange the owner and group id of path to the numeric "
            "uid and gid.\n\nThis function will not follow symbolic links.\nEquivalent to os.chown(path, uid, "
            "gid, follow_symlinks=False)."},
    {"utime", METHOD_KEYWORDS, .keywords = posix_method_utime,
     .doc =
         "utime($module, /, path, times=None, *, ns=<unrepresentable>,\n      dir_fd=None, "
         "follow_symlinks=True)\n--\n\nSet the access and modified time of path.\n\npath may always be "
         "specified as a string.\nOn some platforms, path may also be specified as an open file descriptor.\n  "
         "If this functionality is unavailable, using it raises an exception.\n\nIf times is not None, it must "
         "be a tuple (atime, mtime);\n    atime and mtime should be expressed as float seconds since the "
         "epoch.\nIf ns is specified, it must be a tuple (atime_ns, mtime_ns);\n    atime_ns and mtime_ns "
         "should be expressed as integer nanoseconds\n    since the epoch.\nIf times is None and ns is "
         "unspecified, utime uses the current time.\nSpecifying tuples for both times and ns is an "
         "error.\n\nIf dir_fd is not None, it should be a file descriptor open to a directory,\n  and path "
         "should be relative; path will then be relative to that directory.\nIf follow_symlinks is False, and "
         "the last element of the path is a symbolic\n  link, utime will modify the symbolic link itself "
         "instead of the file the\n  link points to.\nIt is an error to use dir_fd or follow_symlinks when "
         "specifying path\n  as an open file descriptor.\ndir_fd and follow_symlinks may not be available on "
         "your platform.\n  If they are unavailable, using them will raise a NotImplementedError."},
    {.name = NULL}};
