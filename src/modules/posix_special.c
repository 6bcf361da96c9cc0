/* posix_special.c: what only some files have or are: extended attributes, bytes that move from file to file inside the
 * system, files in memory, counters, terminals. */
#include <errno.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "modules/posix.h"

/* Asks, raises, and answers a number or None. */
static Own ask_number(const WorldRequest *request) {
    WorldAnswer answer;
    return outside_do(request, &answer, NULL, NULL) ? int_from_i64(answer.value) : NULL;
}
static Own ask_nothing(const WorldRequest *request) {
    WorldAnswer answer;
    return outside_do(request, &answer, NULL, NULL) ? own_none() : NULL;
}

/* --- extended attributes ------------------------------------------------------------------------------- */

typedef struct AttributeArguments {
    PathArgument path, name;
    WorldRequest request;
} AttributeArguments;

static void attribute_release(AttributeArguments *a) {
    path_release(&a->path);
    path_release(&a->name);
}

/* name NULL: the names of all are asked for. False: raised, nothing is held. */
static bool attribute_arguments(AttributeArguments *a, const char *function, Ref path, Ref name,
                                Ref follow_links) {
    bool follow = true, lists = !name;
    int allowed = PATH_DESCRIPTOR | (lists ? PATH_NONE : 0);
    a->name = (PathArgument){.text = NULL};
    if (!posix_flag(follow_links, &follow) || !path_argument(path, function, "path", allowed, &a->path))
        return false;
    if (!lists && !path_argument(name, function, "attribute", 0, &a->name)) {
        path_release(&a->path);
        return false;
    }
    bool by_descriptor = a->path.descriptor != WORLD_NO_DESCRIPTOR;
    a->request.path = by_descriptor ? NULL : a->path.text ? a->path.text : ".";
    a->request.descriptor = a->path.descriptor;
    a->request.path2 = a->name.text;
    a->request.no_follow = !follow;
    if (!by_descriptor || follow) return true;
    error_set(EXC(ValueError), "%s: cannot use fd and follow_symlinks together", function);
    attribute_release(a);
    return false;
}

static Own posix_method_getxattr(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "getxattr", {"path", "attribute", "*", "follow_symlinks"}, .required = 2};
    Ref out[3];
    AttributeArguments a = {.request = {.call = WORLD_CALL_ATTRIBUTE}};
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) ||
        !attribute_arguments(&a, "getxattr", out[0], out[1], out[2]))
        return NULL;
    bool told = AUDIT("os.getxattr", "OO", a.path.shown, a.name.shown) &&
                outside_do(&a.request, &answer, a.path.shown, NULL);
    Own value = told ? bytes_from(answer.bytes, answer.length) : NULL;
    attribute_release(&a);
    return value;
}

static Own posix_method_listxattr(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"listxattr", {"path", "*", "follow_symlinks"}, .required = 0};
    Ref out[2];
    AttributeArguments a = {.request = {.call = WORLD_CALL_ATTRIBUTE_NAMES}};
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) ||
        !attribute_arguments(&a, "listxattr", out[0], NULL, out[1]))
        return NULL;
    bool told = AUDIT("os.listxattr", "O", a.path.shown) && outside_do(&a.request, &answer, a.path.shown, NULL);
    Own names = told ? list_new(0) : NULL;
    for (const char *at = answer.bytes; names && at < answer.bytes + answer.length; at += strlen(at) + 1) {
        Own name = path_decode(at, -1);
        if (!name || !list_append(names, name)) slot_clear(&names);
    }
    attribute_release(&a);
    return names;
}

static Own attribute_change(AttributeArguments *a) {
    WorldAnswer answer;
    const WorldRequest *request = &a->request;
    bool told = request->call == WORLD_CALL_ATTRIBUTE_REMOVE
                    ? AUDIT("os.removexattr", "OO", a->path.shown, a->name.shown)
                    : AUDIT("os.setxattr", "OOyi", a->path.shown, a->name.shown, (const void *)request->bytes,
                            request->length, (int)request->numbers[0]);
    bool done = told && outside_do(&a->request, &answer, a->path.shown, NULL);
    attribute_release(a);
    return done ? own_none() : NULL;
}

static Own posix_method_setxattr(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "setxattr", {"path", "attribute", "value", "flags", "*", "follow_symlinks"}, .required = 3};
    Ref out[5];
    int flags = 0;
    Buffer value;
    AttributeArguments a = {.request = {.call = WORLD_CALL_ATTRIBUTE_SET}};
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || (out[3] && !argument_int(out[3], &flags)) ||
        !buffer_get(out[2], &value, false))
        return NULL;
    Own done = NULL;
    if (attribute_arguments(&a, "setxattr", out[0], out[1], out[4])) {
        a.request.numbers[0] = flags;
        a.request.bytes = value.length ? (const char *)value.data : "";
        a.request.length = value.length;
        done = attribute_change(&a);
    }
    buffer_release(&value);
    return done;
}

static Own posix_method_removexattr(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "removexattr", {"path", "attribute", "*", "follow_symlinks"}, .required = 2};
    Ref out[3];
    AttributeArguments a = {.request = {.call = WORLD_CALL_ATTRIBUTE_REMOVE}};
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) ||
        !attribute_arguments(&a, "removexattr", out[0], out[1], out[2]))
        return NULL;
    return attribute_change(&a);
}

/* --- bytes that the program never sees ----------------------------------------------------------------- */

/* None or NULL: no offset, -1. */
static bool offset_argument(Ref value, i64 *offset) {
    *offset = -1;
    if (!value || value == None) return true;
    *offset = int_as_i64(value);
    return *offset != -1 || !error_occurred();
}

static bool count_argument(Ref value, i64 *count) {
    *count = int_as_isize(value);
    if (*count == -1 && error_occurred()) return false;
    if (*count >= 0) return true;
    error_set(EXC(ValueError), "negative value for 'count' not allowed");
    return false;
}

/* From one descriptor to another, as much as there is of `count`, from and to these places (-1: where they stand). The
 * system would do it inside; here world reads and writes, so that a branch's files and a stream's output are what they
 * have to be. How many, -1 raised. */
static i64 move_bytes(int from, i64 from_at, int to, i64 to_at, i64 count) {
    enum { PIECE = 1 << 20 };
    i64 moved = 0;
    while (moved < count) {
        WorldAnswer answer;
        i64 wanted = count - moved < PIECE ? count - moved : PIECE;
        WorldRequest reading = {.call = from_at < 0 ? WORLD_CALL_READ : WORLD_CALL_READ_AT,
                                .descriptor = from,
                                .numbers = {wanted, from_at + moved}};
        if (!outside_do(&reading, &answer, NULL, NULL)) return -1;
        if (answer.length == 0) break;
        Own piece = bytes_from(answer.bytes, answer.length);
        if (!piece) return -1;
        WorldRequest writing = {.call = to_at < 0 ? WORLD_CALL_WRITE : WORLD_CALL_WRITE_AT,
                                .descriptor = to,
                                .numbers = {0, to_at + moved},
                                .bytes = (const char *)bytes_data(piece),
                                .length = size_of(piece)};
        bool written = outside_do(&writing, &answer, NULL, NULL);
        i64 length = size_of(piece);
        release(piece);
        if (!written) return -1;
        moved += answer.value;
        if (answer.value < length || length < wanted) break;
    }
    return moved;
}

/* EBADF where it is none. */
static bool check_descriptor(int descriptor) {
    WorldRequest request = {.call = WORLD_CALL_INHERITABLE, .descriptor = descriptor, .numbers = {-1}};
    WorldAnswer answer;
    return outside_do(&request, &answer, NULL, NULL);
}

static Own move_with_offsets(const Parameters *parameters, Ref const *args, isize nargs, Ref kwnames) {
    Ref out[6] = {NULL};
    int from, to, flags = 0;
    i64 count, from_at, to_at;
    if (!arguments_bind(parameters, args, nargs, kwnames, out) || !argument_int(out[0], &from) ||
        !argument_int(out[1], &to) || !count_argument(out[2], &count) || !offset_argument(out[3], &from_at) ||
        !offset_argument(out[4], &to_at) || (out[5] && !argument_int(out[5], &flags)) ||
        !check_descriptor(from) || !check_descriptor(to))
        return NULL;
    i64 moved = move_bytes(from, from_at, to, to_at, count);
    return moved < 0 ? NULL : int_from_i64(moved);
}
static Own posix_method_copy_file_range(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "copy_file_range", {"src", "dst", "count", "offset_src", "offset_dst"}, .required = 3};
    return move_with_offsets(&parameters, args, nargs, kwnames);
}
static Own posix_method_splice(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "splice", {"src", "dst", "count", "offset_src", "offset_dst", "flags"}, .required = 3};
    return move_with_offsets(&parameters, args, nargs, kwnames);
}

static Own posix_method_sendfile(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"sendfile", {"out_fd", "in_fd", "offset", "count"}, .required = 4};
    Ref out[4];
    int from, to;
    i64 offset;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !argument_int(out[0], &to) ||
        !argument_int(out[1], &from))
        return NULL;
    i64 count = int_as_isize(out[3]);
    if ((count == -1 && error_occurred()) || !offset_argument(out[2], &offset) || !check_descriptor(from) ||
        !check_descriptor(to))
        return NULL;
    if (out[2] != None && offset < 0) return error_set_errno(EINVAL, NULL);
    i64 moved = move_bytes(from, offset, to, -1, count);
    return moved < 0 ? NULL : int_from_i64(moved);
}

/* descriptor, then numbers */
static bool descriptor_and_numbers(const char *function, Ref const *args, isize nargs, isize wanted,
                                   WorldRequest *request) {
    if (!arguments_count(function, nargs, wanted, wanted) || !argument_int(args[0], &request->descriptor))
        return false;
    for (isize i = 1; i < wanted; i++) {
        request->numbers[i - 1] = int_as_i64(args[i]);
        if (request->numbers[i - 1] == -1 && error_occurred()) return false;
    }
    return true;
}
static Own posix_method_posix_fallocate(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_ALLOCATE};
    return descriptor_and_numbers("posix_fallocate", args, nargs, 3, &request) ? ask_nothing(&request) : NULL;
}
static Own posix_method_posix_fadvise(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_ADVISE};
    return descriptor_and_numbers("posix_fadvise", args, nargs, 4, &request) ? ask_nothing(&request) : NULL;
}
static Own posix_method_lockf(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_LOCK_RANGE};
    if (!descriptor_and_numbers("lockf", args, nargs, 3, &request)) return NULL;
    if (!AUDIT("os.lockf", "iil", request.descriptor, (int)request.numbers[0], request.numbers[1])) return NULL;
    return ask_nothing(&request);
}
static Own posix_method_sync(Ref self UNUSED) {
    return ask_nothing(&(WorldRequest){.call = WORLD_CALL_SYNC_ALL});
}

/* --- files without a name ------------------------------------------------------------------------------ */

static Own posix_method_memfd_create(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"memfd_create", {"name", "flags"}, .required = 1};
    Ref out[2];
    WorldRequest request = {.call = WORLD_CALL_MEMORY_FILE, .numbers = {MFD_CLOEXEC}};
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    Own path = path_of_object(out[0]), name = path ? path_encode(path) : NULL, number = NULL;
    release_maybe(path);
    if (!name) return NULL;
    Own flags = out[1] ? int_index(out[1]) : NULL;
    if (flags) request.numbers[0] = (i64)(u32)int_as_u64_mask(flags);
    if (flags || !out[1]) {
        request.path = (const char *)bytes_data(name);
        number = ask_number(&request);
    }
    release_maybe(flags);
    release(name);
    return number;
}

static bool unsigned_argument(Ref value, u64 *number) {
    Own index = int_index(value);
    if (!index) return false;
    int overflow;
    i64 small = int_as_i64_overflow(index, &overflow);
    bool negative = overflow < 0 || (!overflow && small < 0);
    if (negative) error_set(EXC(ValueError), "value must be positive");
    *number = negative ? 0 : int_as_u64(index);
    release(index);
    return !error_occurred();
}

static Own posix_method_eventfd(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"eventfd", {"initval", "flags"}, .required = 1};
    Ref out[2];
    u64 first;
    int flags = EFD_CLOEXEC;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !unsigned_argument(out[0], &first) ||
        (out[1] && !argument_int(out[1], &flags)))
        return NULL;
    if (first > UINT32_MAX) return error_set(EXC(OverflowError), "Python int too large for C unsigned int");
    return ask_number(&(WorldRequest){.call = WORLD_CALL_EVENT_COUNTER, .numbers = {(i64)first, flags}});
}

static Own posix_method_eventfd_read(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"eventfd_read", {"fd"}, .required = 1};
    Ref fd;
    u64 value;
    WorldRequest request = {.call = WORLD_CALL_READ, .numbers = {sizeof value}};
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &fd) || !posix_descriptor(fd, &request.descriptor) ||
        !outside_do(&request, &answer, NULL, NULL))
        return NULL;
    if (answer.length != sizeof value) return error_set_errno(EINVAL, NULL);
    memcpy(&value, answer.bytes, sizeof value);
    return int_from_u64(value);
}

static Own posix_method_eventfd_write(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"eventfd_write", {"fd", "value"}, .required = 2};
    Ref out[2];
    u64 value;
    WorldRequest request = {.call = WORLD_CALL_WRITE, .length = sizeof value};
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) ||
        !posix_descriptor(out[0], &request.descriptor) || !unsigned_argument(out[1], &value))
        return NULL;
    request.bytes = (const char *)&value;
    return ask_nothing(&request);
}

/* --- terminals ----------------------------------------------------------------------------------------- */

static Own posix_method_openpty(Ref self UNUSED) {
    WorldAnswer answer;
    if (!outside_do(&(WorldRequest){.call = WORLD_CALL_TERMINAL_PAIR}, &answer, NULL, NULL)) return NULL;
    return posix_pair_of(&answer);
}

static Own posix_method_ttyname(Ref self UNUSED, Ref fd) {
    WorldRequest request = {.call = WORLD_CALL_TERMINAL_NAME};
    WorldAnswer answer;
    if (!argument_int(fd, &request.descriptor) || !outside_do(&request, &answer, NULL, NULL)) return NULL;
    return path_decode(answer.bytes, answer.length);
}

static Own posix_method_tcgetpgrp(Ref self UNUSED, Ref fd) {
    WorldRequest request = {.call = WORLD_CALL_TERMINAL_GROUP, .numbers = {-1}};
    return argument_int(fd, &request.descriptor) ? ask_number(&request) : NULL;
}
static Own posix_method_tcsetpgrp(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_TERMINAL_GROUP_SET};
    return descriptor_and_numbers("tcsetpgrp", args, nargs, 2, &request) ? ask_nothing(&request) : NULL;
}

static Own posix_method_ctermid(Ref self UNUSED) { return str_from_ascii("/dev/tty", -1); }

const MethodDef posix_special_functions[] = {
    {"getxattr", METHOD_KEYWORDS, .keywords = posix_method_getxattr,
     .doc =
         "getxattr($module, /, path, attribute, *, follow_symlinks=True)\n--\n\nReturn the value of extended "
         "attribute attribute on path.\n\npath may be either a string, a path-like object, or an open file "
         "descriptor.\nIf follow_symlinks is False, and the last element of the path is a symbolic\n  link, "
         "getxattr will examine the symbolic link itself instead of the file\n  the link points to."},
    {"listxattr", METHOD_KEYWORDS, .keywords = posix_method_listxattr,
     .doc = "listxattr($module, /, path=None, *, follow_symlinks=True)\n--\n\nReturn a list of extended "
            "attributes on path.\n\npath may be either None, a string, a path-like object, or an open file "
            "descriptor.\nif path is None, listxattr will examine the current directory.\nIf follow_symlinks "
            "is False, and the last element of the path is a symbolic\n  link, listxattr will examine the "
            "symbolic link itself instead of the file\n  the link points to."},
    {"setxattr", METHOD_KEYWORDS, .keywords = posix_method_setxattr,
     .doc = "setxattr($module, /, path, attribute, value, flags=0, *,\n         "
            "follow_symlinks=True)\n--\n\nSet extended attribute attribute on path to value.\n\npath may be "
            "either a string, a path-like object,  or an open file descriptor.\nIf follow_symlinks is False, "
            "and the last element of the path is a symbolic\n  link, setxattr will modify the symbolic link "
            "itself instead of the file\n  the link points to."},
    {"removexattr", METHOD_KEYWORDS, .keywords = posix_method_removexattr,
     .doc = "removexattr($module, /, path, attribute, *, follow_symlinks=True)\n--\n\nRemove extended "
            "attribute attribute on path.\n\npath may be either a string, a path-like object, or an open file "
            "descriptor.\nIf follow_symlinks is False, and the last element of the path is a symbolic\n  link, "
            "removexattr will modify the symbolic link itself instead of the file\n  the link points to."},
    {"copy_file_range", METHOD_KEYWORDS, .keywords = posix_method_copy_file_range,
     .doc = "copy_file_range($module, /, src, dst, count, offset_src=None,\n                "
            "offset_dst=None)\n--\n\nCopy count bytes from one file descriptor to another.\n\n  src\n    "
            "Source file descriptor.\n  dst\n    Destination file descriptor.\n  count\n    Number of bytes to "
            "copy.\n  offset_src\n    Starting offset in src.\n  offset_dst\n    Starting offset in dst.\n\nIf "
            "offset_src is None, then src is read from the current position;\nrespectively for offset_dst."},
    {"splice", METHOD_KEYWORDS, .keywords = posix_method_splice,
     .doc = "splice($module, /, src, dst, count, offset_src=None, offset_dst=None,\n       "
            "flags=0)\n--\n\nTransfer count bytes from one pipe to a descriptor or vice versa.\n\n  src\n    "
            "Source file descriptor.\n  dst\n    Destination file descriptor.\n  count\n    Number of bytes to "
            "copy.\n  offset_src\n    Starting offset in src.\n  offset_dst\n    Starting offset in dst.\n  "
            "flags\n    Flags to modify the semantics of the call.\n\nIf offset_src is None, then src is read "
            "from the current position;\nrespectively for offset_dst. The offset associated to the "
            "file\ndescriptor that refers to a pipe must be None."},
    {"sendfile", METHOD_KEYWORDS, .keywords = posix_method_sendfile,
     .doc = "sendfile($module, /, out_fd, in_fd, offset, count)\n--\n\n"
            "Copy count bytes from file descriptor in_fd to file descriptor out_fd."},
    {"posix_fallocate", METHOD_ARRAY, .array = posix_method_posix_fallocate,
     .doc = "posix_fallocate($module, fd, offset, length, /)\n--\n\nEnsure a file has allocated at least a "
            "particular number of bytes on disk.\n\nEnsure that the file specified by fd encompasses a range "
            "of bytes\nstarting at offset bytes from the beginning and continuing for length bytes."},
    {"posix_fadvise", METHOD_ARRAY, .array = posix_method_posix_fadvise,
     .doc = "posix_fadvise($module, fd, offset, length, advice, /)\n--\n\nAnnounce an intention to access data "
            "in a specific pattern.\n\nAnnounce an intention to access data in a specific pattern, thus "
            "allowing\nthe kernel to make optimizations.\nThe advice applies to the region of the file "
            "specified by fd starting at\noffset and continuing for length bytes.\nadvice is one of "
            "POSIX_FADV_NORMAL, POSIX_FADV_SEQUENTIAL,\nPOSIX_FADV_RANDOM, POSIX_FADV_NOREUSE, "
            "POSIX_FADV_WILLNEED, or\nPOSIX_FADV_DONTNEED."},
    {"lockf", METHOD_ARRAY, .array = posix_method_lockf,
     .doc = "lockf($module, fd, command, length, /)\n--\n\nApply, test or remove a POSIX lock on an open file "
            "descriptor.\n\n  fd\n    An open file descriptor.\n  command\n    One of F_LOCK, F_TLOCK, F_ULOCK "
            "or F_TEST.\n  length\n    The number of bytes to lock, starting at the current position."},
    {"sync", METHOD_NONE, .none = posix_method_sync,
     .doc = "sync($module, /)\n--\n\nForce write of everything to disk."},
    {"memfd_create", METHOD_KEYWORDS, .keywords = posix_method_memfd_create,
     .doc = "memfd_create($module, /, name, flags=MFD_CLOEXEC)\n--\n\n"},
    {"eventfd", METHOD_KEYWORDS, .keywords = posix_method_eventfd,
     .doc = "eventfd($module, /, initval, flags=EFD_CLOEXEC)\n--\n\n"
            "Creates and returns an event notification file descriptor."},
    {"eventfd_read", METHOD_KEYWORDS, .keywords = posix_method_eventfd_read,
     .doc = "eventfd_read($module, /, fd)\n--\n\nRead eventfd value"},
    {"eventfd_write", METHOD_KEYWORDS, .keywords = posix_method_eventfd_write,
     .doc = "eventfd_write($module, /, fd, value)\n--\n\nWrite eventfd value."},
    {"openpty", METHOD_NONE, .none = posix_method_openpty,
     .doc = "openpty($module, /)\n--\n\nOpen a pseudo-terminal.\n\n"
            "Return a tuple of (master_fd, slave_fd) containing open file descriptors\n"
            "for both the master and slave ends."},
    {"ttyname", METHOD_ONE, .one = posix_method_ttyname,
     .doc = "ttyname($module, fd, /)\n--\n\nReturn the name of the terminal device connected to 'fd'.\n\n"
            "  fd\n    Integer file descriptor handle."},
    {"tcgetpgrp", METHOD_ONE, .one = posix_method_tcgetpgrp,
     .doc = "tcgetpgrp($module, fd, /)\n--\n\n"
            "Return the process group associated with the terminal specified by fd."},
    {"tcsetpgrp", METHOD_ARRAY, .array = posix_method_tcsetpgrp,
     .doc = "tcsetpgrp($module, fd, pgid, /)\n--\n\n"
            "Set the process group associated with the terminal specified by fd."},
    {"ctermid", METHOD_NONE, .none = posix_method_ctermid,
     .doc = "ctermid($module, /)\n--\n\nReturn the name of the controlling terminal for this process."},
    {.name = NULL}};
