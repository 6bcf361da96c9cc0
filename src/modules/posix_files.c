/* posix_files.c: files by descriptor: open, read, write and what belongs to them. */
#include <errno.h>
#include <fcntl.h>

#include "modules/posix.h"
#include "vm/eval.h"

static Own posix_method_open(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"open", {"path", "flags", "mode", "*", "dir_fd"}, .required = 2};
    Ref out[4];
    int flags, mode = 0777;
    PathArgument name;
    WorldRequest request = {.call = WORLD_CALL_OPEN};
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !argument_int(out[1], &flags) ||
        (out[2] && !argument_int(out[2], &mode)) || !posix_folder_argument(out[3], &request.at) ||
        !path_argument(out[0], "open", "path", 0, &name))
        return NULL;
    if (!AUDIT("open", "OOi", name.shown, NULL, flags | O_CLOEXEC)) return path_refused(&name);
    request.path = name.text;
    request.numbers[0] = flags;
    request.numbers[1] = mode;
    bool opened = outside_do(&request, &answer, name.shown, NULL);
    path_release(&name);
    return opened ? int_from_i64(answer.value) : NULL;
}

bool posix_descriptor(Ref value, int *descriptor) {
    *descriptor = descriptor_argument(value);
    return *descriptor >= 0;
}

/* A request about a descriptor whose answer is a number, or none. */
static bool ask_descriptor(Ref fd, WorldRequest *request, WorldAnswer *answer) {
    return argument_int(fd, &request->descriptor) && outside_do(request, answer, NULL, NULL);
}

static Own posix_method_close(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"close", {"fd"}, .required = 1};
    Ref fd;
    WorldRequest request = {.call = WORLD_CALL_CLOSE};
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &fd)) return NULL;
    return ask_descriptor(fd, &request, &answer) ? own_none() : NULL;
}

static Own posix_method_closerange(Ref self UNUSED, Ref const *args, isize nargs) {
    int low, high;
    if (!arguments_count("closerange", nargs, 2, 2) || !argument_int(args[0], &low) ||
        !argument_int(args[1], &high))
        return NULL;
    for (int i = low; i < high && i < 1024; i++) {
        WorldAnswer answer;
        if (!outside_ask(&(WorldRequest){.call = WORLD_CALL_CLOSE, .descriptor = i}, &answer)) return NULL;
    }
    return own_none();
}

static Own read_bytes(Ref fd, Ref length, WorldRequest *request) {
    WorldAnswer answer;
    isize size = int_as_isize(length);
    if (size == -1 && error_occurred()) return NULL;
    if (size < 0) return error_set_errno(EINVAL, NULL);
    request->numbers[0] = size;
    return ask_descriptor(fd, request, &answer) ? bytes_from(answer.bytes, answer.length) : NULL;
}
static Own posix_method_read(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_READ};
    return arguments_count("read", nargs, 2, 2) ? read_bytes(args[0], args[1], &request) : NULL;
}
static Own posix_method_pread(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_READ_AT};
    if (!arguments_count("pread", nargs, 3, 3)) return NULL;
    request.numbers[1] = int_as_i64(args[2]);
    if (request.numbers[1] == -1 && error_occurred()) return NULL;
    return read_bytes(args[0], args[1], &request);
}

static Own write_buffer(Ref fd, Ref data, WorldRequest *request) {
    Buffer buffer;
    WorldAnswer answer;
    if (!argument_int(fd, &request->descriptor) || !buffer_get(data, &buffer, false)) return NULL;
    request->bytes = buffer.data;
    request->length = buffer.length;
    bool written = outside_do(request, &answer, NULL, NULL);
    buffer_release(&buffer);
    if (!written) return NULL;
    if (answer.length) vm_event(PROBE_OUTPUT);
    return int_from_i64(answer.value);
}
static Own posix_method_write(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_WRITE};
    return arguments_count("write", nargs, 2, 2) ? write_buffer(args[0], args[1], &request) : NULL;
}
static Own posix_method_pwrite(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_WRITE_AT};
    if (!arguments_count("pwrite", nargs, 3, 3)) return NULL;
    request.numbers[1] = int_as_i64(args[2]);
    if (request.numbers[1] == -1 && error_occurred()) return NULL;
    return write_buffer(args[0], args[1], &request);
}

static Own posix_method_lseek(Ref self UNUSED, Ref const *args, isize nargs) {
    int whence;
    WorldAnswer answer;
    if (!arguments_count("lseek", nargs, 3, 3)) return NULL;
    i64 offset = int_as_i64(args[1]);
    if ((offset == -1 && error_occurred()) || !argument_int(args[2], &whence)) return NULL;
    WorldRequest request = {.call = WORLD_CALL_SEEK, .numbers = {offset, whence}};
    return ask_descriptor(args[0], &request, &answer) ? int_from_i64(answer.value) : NULL;
}

static Own posix_method_dup(Ref self UNUSED, Ref fd) {
    WorldRequest request = {.call = WORLD_CALL_DUPLICATE, .numbers = {-1}};
    WorldAnswer answer;
    return ask_descriptor(fd, &request, &answer) ? int_from_i64(answer.value) : NULL;
}

static Own posix_method_dup2(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"dup2", {"fd", "fd2", "inheritable"}, .required = 2};
    Ref out[3];
    int target;
    bool inheritable = true;
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !argument_int(out[1], &target) ||
        !posix_flag(out[2], &inheritable))
        return NULL;
    if (target < 0) return error_set_errno(EBADF, NULL);
    WorldRequest request = {.call = WORLD_CALL_DUPLICATE, .numbers = {target}};
    if (!ask_descriptor(out[0], &request, &answer)) return NULL;
    WorldRequest inherit = {.call = WORLD_CALL_INHERITABLE, .descriptor = target, .numbers = {inheritable}};
    return outside_do(&inherit, &answer, NULL, NULL) ? int_from_i64(target) : NULL;
}

Own posix_pair_of(const WorldAnswer *answer) {
    i64 second;
    memcpy(&second, answer->bytes, sizeof second);
    Own both[] = {int_from_i64(answer->value), int_from_i64(second)};
    return tuple_from_array_own(both, 2);
}

static Own posix_method_pipe(Ref self UNUSED) {
    WorldRequest request = {.call = WORLD_CALL_PIPE, .numbers = {O_CLOEXEC}};
    WorldAnswer answer;
    if (!outside_do(&request, &answer, NULL, NULL)) return NULL;
    return posix_pair_of(&answer);
}

static Own posix_method_pipe2(Ref self UNUSED, Ref value) {
    int flags;
    WorldRequest request = {.call = WORLD_CALL_PIPE};
    WorldAnswer answer;
    if (!argument_int(value, &flags)) return NULL;
    request.numbers[0] = flags;
    return outside_do(&request, &answer, NULL, NULL) ? posix_pair_of(&answer) : NULL;
}

/* --- what descriptors are ------------------------------------------------------------------------------- */

static Own posix_method_isatty(Ref self UNUSED, Ref fd) {
    WorldRequest request = {.call = WORLD_CALL_IS_TERMINAL};
    WorldAnswer answer;
    if (!argument_int(fd, &request.descriptor) || !outside_ask(&request, &answer)) return NULL;
    return own_bool(!answer.error);
}

static Own sync_file(const Parameters *parameters, Ref const *args, isize nargs, Ref kwnames) {
    Ref file;
    if (!arguments_bind(parameters, args, nargs, kwnames, &file)) return NULL;
    WorldRequest request = {.call = WORLD_CALL_SYNC, .descriptor = descriptor_argument(file)};
    WorldAnswer answer;
    if (request.descriptor < 0) return NULL;
    return outside_do(&request, &answer, NULL, NULL) ? own_none() : NULL;
}
static Own posix_method_fsync(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"fsync", {"fd"}, .required = 1};
    return sync_file(&parameters, args, nargs, kwnames);
}
static Own posix_method_fdatasync(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"fdatasync", {"fd"}, .required = 1};
    return sync_file(&parameters, args, nargs, kwnames);
}

static Own get_flag(Ref fd, WorldCall call) {
    WorldRequest request = {.call = call, .numbers = {-1}};
    WorldAnswer answer;
    return ask_descriptor(fd, &request, &answer) ? own_bool(answer.value) : NULL;
}
static Own set_flag(const char *function, Ref const *args, isize nargs, WorldCall call) {
    int flag;
    WorldAnswer answer;
    if (!arguments_count(function, nargs, 2, 2) || !argument_int(args[1], &flag)) return NULL;
    WorldRequest request = {.call = call, .numbers = {flag != 0}};
    return ask_descriptor(args[0], &request, &answer) ? own_none() : NULL;
}
static Own posix_method_get_inheritable(Ref self UNUSED, Ref fd) {
    return get_flag(fd, WORLD_CALL_INHERITABLE);
}
static Own posix_method_get_blocking(Ref self UNUSED, Ref fd) { return get_flag(fd, WORLD_CALL_BLOCKING); }
static Own posix_method_set_inheritable(Ref self UNUSED, Ref const *args, isize nargs) {
    return set_flag("set_inheritable", args, nargs, WORLD_CALL_INHERITABLE);
}
static Own posix_method_set_blocking(Ref self UNUSED, Ref const *args, isize nargs) {
    return set_flag("set_blocking", args, nargs, WORLD_CALL_BLOCKING);
}

static Own truncate_to(const char *function, Ref path, int allowed, Ref length) {
    PathArgument name;
    i64 size = int_as_i64(length);
    if ((size == -1 && error_occurred()) || !path_argument(path, function, "path", allowed, &name)) return NULL;
    if (!AUDIT("os.truncate", "Ol", name.shown, size)) return path_refused(&name);
    WorldRequest request = {
        .call = WORLD_CALL_TRUNCATE, .path = name.text, .descriptor = name.descriptor, .numbers = {size}};
    if (!name.text) slot_clear(&name.shown); /* what goes wrong with a descriptor has no name */
    return posix_do(&request, &name);
}
static Own posix_method_truncate(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"truncate", {"path", "length"}, .required = 2};
    Ref out[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    return truncate_to("truncate", out[0], PATH_DESCRIPTOR, out[1]);
}
static Own posix_method_ftruncate(Ref self UNUSED, Ref const *args, isize nargs) {
    int fd;
    if (!arguments_count("ftruncate", nargs, 2, 2) || !argument_int(args[0], &fd)) return NULL;
    WorldRequest request = {.call = WORLD_CALL_TRUNCATE, .descriptor = fd, .numbers = {int_as_i64(args[1])}};
    WorldAnswer answer;
    if (error_occurred() || !AUDIT("os.truncate", "il", fd, request.numbers[0])) return NULL;
    return outside_do(&request, &answer, NULL, NULL) ? own_none() : NULL;
}

static Own posix_method_get_terminal_size(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_TERMINAL_SIZE, .descriptor = 1};
    WorldAnswer answer;
    if (!arguments_count("get_terminal_size", nargs, 0, 1) ||
        (nargs && !argument_int(args[0], &request.descriptor)))
        return NULL;
    if (!outside_do(&request, &answer, NULL, NULL)) return NULL;
    i64 size[2];
    memcpy(size, answer.bytes, sizeof size);
    Own values[] = {int_from_i64(size[0]), int_from_i64(size[1])};
    return struct_sequence_make(MODULE_TYPE_TERMINAL_SIZE, values);
}

static Own posix_method_device_encoding(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"device_encoding", {"fd"}, .required = 1};
    Ref fd;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &fd)) return NULL;
    Own terminal = posix_method_isatty(NULL, fd);
    if (terminal != True) {
        release_maybe(terminal);
        return terminal ? own_none() : NULL;
    }
    release(terminal);
    return str_from_ascii("UTF-8", -1);
}

const MethodDef posix_file_functions[] = {
    {"open", METHOD_KEYWORDS, .keywords = posix_method_open,
     .doc = "open($module, /, path, flags, mode=511, *, dir_fd=None)\n--\n\nOpen a file for low level IO.  "
            "Returns a file descriptor (integer).\n\nIf dir_fd is not None, it should be a file descriptor "
            "open to a directory,\n  and path should be relative; path will then be relative to that "
            "directory.\ndir_fd may not be implemented on your platform.\n  If it is unavailable, using it "
            "will raise a NotImplementedError."},
    {"close", METHOD_KEYWORDS, .keywords = posix_method_close,
     .doc = "close($module, /, fd)\n--\n\nClose a file descriptor."},
    {"closerange", METHOD_ARRAY, .array = posix_method_closerange,
     .doc = "closerange($module, fd_low, fd_high, /)\n--\n\nCloses all file descriptors in [fd_low, fd_high), "
            "ignoring errors."},
    {"read", METHOD_ARRAY, .array = posix_method_read,
     .doc = "read($module, fd, length, /)\n--\n\nRead from a file descriptor.  Returns a bytes object."},
    {"pread", METHOD_ARRAY, .array = posix_method_pread,
     .doc = "pread($module, fd, length, offset, /)\n--\n\nRead a number of bytes from a file descriptor "
            "starting at a particular offset.\n\nRead length bytes from file descriptor fd, starting at offset "
            "bytes from\nthe beginning of the file.  The file offset remains unchanged."},
    {"write", METHOD_ARRAY, .array = posix_method_write,
     .doc = "write($module, fd, data, /)\n--\n\nWrite a bytes object to a file descriptor."},
    {"pwrite", METHOD_ARRAY, .array = posix_method_pwrite,
     .doc = "pwrite($module, fd, buffer, offset, /)\n--\n\nWrite bytes to a file descriptor starting at a "
            "particular offset.\n\nWrite buffer to fd, starting at offset bytes from the beginning of\nthe "
            "file.  Returns the number of bytes writte.  Does not change the\ncurrent file offset."},
    {"lseek", METHOD_ARRAY, .array = posix_method_lseek,
     .doc = "lseek($module, fd, position, how, /)\n--\n\nSet the position of a file descriptor.  Return the "
            "new position.\n\nReturn the new cursor position in number of bytes\nrelative to the beginning of "
            "the file."},
    {"dup", METHOD_ONE, .one = posix_method_dup,
     .doc = "dup($module, fd, /)\n--\n\nReturn a duplicate of a file descriptor."},
    {"dup2", METHOD_KEYWORDS, .keywords = posix_method_dup2,
     .doc = "dup2($module, /, fd, fd2, inheritable=True)\n--\n\nDuplicate file descriptor."},
    {"pipe", METHOD_NONE, .none = posix_method_pipe,
     .doc = "pipe($module, /)\n--\n\nCreate a pipe.\n\nReturns a tuple of two file descriptors:\n  (read_fd, "
            "write_fd)"},
    {"pipe2", METHOD_ONE, .one = posix_method_pipe2,
     .doc = "pipe2($module, flags, /)\n--\n\nCreate a pipe with flags set atomically.\n\nReturns a tuple of "
            "two file descriptors:\n  (read_fd, write_fd)\n\nflags can be constructed by ORing together one or "
            "more of these values:\nO_NONBLOCK, O_CLOEXEC."},
    {"isatty", METHOD_ONE, .one = posix_method_isatty,
     .doc = "isatty($module, fd, /)\n--\n\nReturn True if the fd is connected to a terminal.\n\nReturn True if "
            "the file descriptor is an open file descriptor\nconnected to the slave end of a terminal."},
    {"fsync", METHOD_KEYWORDS, .keywords = posix_method_fsync,
     .doc = "fsync($module, /, fd)\n--\n\nForce write of fd to disk."},
    {"fdatasync", METHOD_KEYWORDS, .keywords = posix_method_fdatasync,
     .doc = "fdatasync($module, /, fd)\n--\n\nForce write of fd to disk without forcing update of metadata."},
    {"get_inheritable", METHOD_ONE, .one = posix_method_get_inheritable,
     .doc =
         "get_inheritable($module, fd, /)\n--\n\nGet the close-on-exe flag of the specified file descriptor."},
    {"set_inheritable", METHOD_ARRAY, .array = posix_method_set_inheritable,
     .doc = "set_inheritable($module, fd, inheritable, /)\n--\n\nSet the inheritable flag of the specified "
            "file descriptor."},
    {"get_blocking", METHOD_ONE, .one = posix_method_get_blocking,
     .doc = "get_blocking($module, fd, /)\n--\n\nGet the blocking mode of the file descriptor.\n\nReturn False "
            "if the O_NONBLOCK flag is set, True if the flag is cleared."},
    {"set_blocking", METHOD_ARRAY, .array = posix_method_set_blocking,
     .doc =
         "set_blocking($module, fd, blocking, /)\n--\n\nSet the blocking mode of the specified file "
         "descriptor.\n\nSet the O_NONBLOCK flag if blocking is False,\nclear the O_NONBLOCK flag otherwise."},
    {"truncate", METHOD_KEYWORDS, .keywords = posix_method_truncate,
     .doc = "truncate($module, /, path, length)\n--\n\nTruncate a file, specified by path, to a specific "
            "length.\n\nOn some platforms, path may also be specified as an open file descriptor.\n  If this "
            "functionality is unavailable, using it raises an exception."},
    {"ftruncate", METHOD_ARRAY, .array = posix_method_ftruncate,
     .doc = "ftruncate($module, fd, length, /)\n--\n\nTruncate a file, specified by file descriptor, to a "
            "specific length."},
    {"get_terminal_size", METHOD_ARRAY, .array = posix_method_get_terminal_size,
     .doc = "get_terminal_size($module, fd=<unrepresentable>, /)\n--\n\nReturn the size of the terminal window "
            "as (columns, lines).\n\nThe optional argument fd (default standard output) specifies\nwhich file "
            "descriptor should be queried.\n\nIf the file descriptor is not connected to a terminal, an "
            "OSError\nis thrown.\n\nThis function will only be defined if an implementation is\navailable for "
            "this system.\n\nshutil.get_terminal_size is the high-level function which should\nnormally be "
            "used, os.get_terminal_size is the low-level implementation."},
    {"device_encoding", METHOD_KEYWORDS, .keywords = posix_method_device_encoding,
     .doc = "device_encoding($module, /, fd)\n--\n\nReturn a string describing the encoding of a terminal's "
            "file descriptor.\n\nThe file descriptor must be attached to a terminal.\nIf the device is not a "
            "terminal, return None."},
    {.name = NULL}};
