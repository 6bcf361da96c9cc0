/* select_module.c: the modules select and fcntl, as far as files and pipes need them. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/file.h>

#include "modules/posix.h"
#include "vm/thread.h"

/* --- select -------------------------------------------------------------------------------------------------------- */

enum { PAUSE_NS = 1000000 };

/* The items of `list` whose descriptors are ready for `events`: a list. */
static Own ready_of(Ref list, int events) {
    Own ready = list_new(0);
    for (isize i = 0; ready && i < sequence_fast_length(list); i++) {
        Ref item = sequence_fast_items(list)[i];
        WorldRequest request = {
            .call = WORLD_CALL_READY, .descriptor = descriptor_argument(item), .numbers = {events, 0}};
        WorldAnswer answer;
        bool asked = request.descriptor >= 0 && outside_do(&request, &answer, NULL, NULL);
        if (!asked || (answer.value && !list_append_ref(ready, item))) slot_clear(&ready);
    }
    return ready;
}

/* The three lists of what is ready now; *any: is there something? */
static Own ready_now(Object *const lists[3], bool *any) {
    static const int events[] = {POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI};
    Own found[3] = {NULL};
    *any = false;
    for (int i = 0; i < 3; i++) {
        found[i] = ready_of(lists[i], events[i]);
        if (!found[i]) {
            while (i-- > 0) release(found[i]);
            return NULL;
        }
        *any |= list_length(found[i]) > 0;
    }
    return tuple_from_array_own(found, 3);
}

static Own wait_until_ready(Object *const lists[3], i64 timeout_ns) {
    for (i64 waited = 0;; waited += PAUSE_NS) {
        bool any;
        Own ready = ready_now(lists, &any);
        if (!ready || any || (timeout_ns >= 0 && waited >= timeout_ns)) return ready;
        release(ready);
        thread_sleep(PAUSE_NS);
        if (error_occurred()) return NULL;
    }
}

static Own select_method_select(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("select", nargs, 3, 4)) return NULL;
    i64 timeout = -1;
    if (nargs > 3 && args[3] != None) {
        double seconds = float_as_double(args[3]);
        if (seconds == -1 && error_occurred()) return NULL;
        if (seconds < 0) return error_set(EXC(ValueError), "timeout must be non-negative");
        timeout = (i64)(seconds * 1e9);
    }
    Own lists[3] = {NULL}, ready = NULL;
    bool made = true;
    for (int i = 0; i < 3 && made; i++) {
        lists[i] = sequence_fast(args[i], "arguments 1-3 must be sequences");
        made = lists[i] != NULL;
    }
    if (made) ready = wait_until_ready(lists, timeout);
    for (int i = 0; i < 3; i++) release_maybe(lists[i]);
    return ready;
}

static const MethodDef select_functions[] = {
    {"select", METHOD_ARRAY, .array = select_method_select,
     .doc = "select($module, rlist, wlist, xlist, timeout=None, /)\n--\n\nWait until one or more file "
            "descriptors are ready for some kind of I/O.\n\nThe first three arguments are iterables of file "
            "descriptors to be waited for:\nrlist -- wait until ready for reading\nwlist -- wait until ready "
            "for writing\nxlist -- wait for an \"exceptional condition\"\nIf only one kind of condition is "
            "required, pass [] for the other lists.\n\nA file descriptor is either a socket or file object, or "
            "a small integer\ngotten from a fileno() method call on one of those.\n\nThe optional 4th argument "
            "specifies a timeout in seconds; it may be\na floating point number to specify fractions of "
            "seconds.  If it is absent\nor None, the call will never time out.\n\nThe return value is a tuple "
            "of three lists corresponding to the first three\narguments; each contains the subset of the "
            "corresponding file descriptors\nthat are ready.\n\n*** IMPORTANT NOTICE ***\nOn Windows, only "
            "sockets are supported; on Unix, all file\ndescriptors can be used."},
    {.name = NULL}};
static bool fill_select(Ref module) {
    return module_add(module, "error", own((Ref)EXC(OSError))) &&
           module_add(module, "PIPE_BUF", int_from_i64(PIPE_BUF));
}
const NativeModule select_module = {
    .name = "select",
    .doc = "This module supports asynchronous I/O on multiple file descriptors.\n\n*** IMPORTANT NOTICE "
           "***\nOn Windows, only sockets are supported; on Unix, all file descriptors.",
    .functions = select_functions,
    .fill = fill_select};

/* --- fcntl ----------------------------------------------------------------------------------------------------------- */

static Own lock_file(Ref file, Ref operation) {
    int how;
    WorldAnswer answer;
    WorldRequest request = {.call = WORLD_CALL_LOCK, .descriptor = descriptor_argument(file)};
    if (request.descriptor < 0 || !argument_int(operation, &how)) return NULL;
    request.numbers[0] = how;
    return outside_do(&request, &answer, NULL, NULL) ? own_none() : NULL;
}
static Own fcntl_method_flock(Ref self UNUSED, Ref const *args, isize nargs) {
    return arguments_count("flock", nargs, 2, 2) ? lock_file(args[0], args[1]) : NULL;
}
/* Of the whole file: nobody else than other processes could tell the difference. */
static Own fcntl_method_lockf(Ref self UNUSED, Ref const *args, isize nargs) {
    return arguments_count("lockf", nargs, 2, 5) ? lock_file(args[0], args[1]) : NULL;
}

static Own get_or_set(WorldCall call, int descriptor, i64 value, bool *flag) {
    WorldRequest request = {.call = call, .descriptor = descriptor, .numbers = {value}};
    WorldAnswer answer;
    if (!outside_do(&request, &answer, NULL, NULL)) return NULL;
    *flag = answer.value != 0;
    return int_from_i64(0);
}

static Own fcntl_method_fcntl(Ref self UNUSED, Ref const *args, isize nargs) {
    int descriptor, command, argument = 0;
    bool flag = false;
    if (!arguments_count("fcntl", nargs, 2, 3) || (descriptor = descriptor_argument(args[0])) < 0 ||
        !argument_int(args[1], &command) || (nargs > 2 && !argument_int(args[2], &argument)))
        return NULL;
    bool of_file = command == F_GETFL || command == F_SETFL, sets = command == F_SETFL || command == F_SETFD;
    if (!of_file && command != F_GETFD && command != F_SETFD) return error_set_errno(ENOSYS, NULL);
    i64 value = !sets ? -1 : of_file ? !(argument & O_NONBLOCK) : !(argument & FD_CLOEXEC);
    Own zero = get_or_set(of_file ? WORLD_CALL_BLOCKING : WORLD_CALL_INHERITABLE, descriptor, value, &flag);
    if (!zero || sets) return zero;
    release(zero);
    return int_from_i64(flag ? 0 : of_file ? O_NONBLOCK : FD_CLOEXEC);
}

static const MethodDef fcntl_functions[] = {
    {"flock", METHOD_ARRAY, .array = fcntl_method_flock,
     .doc = "flock($module, fd, operation, /)\n--\n\nPerform the lock operation `operation` on file descriptor "
            "`fd`.\n\nSee the Unix manual page for flock(2) for details (On some systems, this\nfunction is "
            "emulated using fcntl())."},
    {"lockf", METHOD_ARRAY, .array = fcntl_method_lockf,
     .doc =
         "lockf($module, fd, cmd, len=0, start=0, whence=0, /)\n--\n\nA wrapper around the fcntl() locking "
         "calls.\n\n`fd` is the file descriptor of the file to lock or unlock, and operation is one\nof the "
         "following values:\n\n    LOCK_UN - unlock\n    LOCK_SH - acquire a shared lock\n    LOCK_EX - "
         "acquire an exclusive lock\n\nWhen operation is LOCK_SH or LOCK_EX, it can also be bitwise ORed "
         "with\nLOCK_NB to avoid blocking on lock acquisition.  If LOCK_NB is used and the\nlock cannot be "
         "acquired, an OSError will be raised and the exception will\nhave an errno attribute set to EACCES or "
         "EAGAIN (depending on the operating\nsystem -- for portability, check for either value).\n\n`len` is "
         "the number of bytes to lock, with the default meaning to lock to\nEOF.  `start` is the byte offset, "
         "relative to `whence`, to that the lock\nstarts.  `whence` is as with fileobj.seek(), "
         "specifically:\n\n    0 - relative to the start of the file (SEEK_SET)\n    1 - relative to the "
         "current buffer position (SEEK_CUR)\n    2 - relative to the end of the file (SEEK_END)"},
    {"fcntl", METHOD_ARRAY, .array = fcntl_method_fcntl,
     .doc = "fcntl($module, fd, cmd, arg=0, /)\n--\n\nPerform the operation `cmd` on file descriptor "
            "fd.\n\nThe values used for `cmd` are operating system dependent, and are available\nas constants "
            "in the fcntl module, using the same names as used in\nthe relevant C header files.  The argument "
            "arg is optional, and\ndefaults to 0; it may be an int or a string.  If arg is given as a "
            "string,\nthe return value of fcntl is a string of that length, containing the\nresulting value "
            "put in the arg buffer by the operating system.  The length\nof the arg string is not allowed to "
            "exceed 1024 bytes.  If the arg given\nis an integer or if none is specified, the result value is "
            "an integer\ncorresponding to the return value of the fcntl call in the C code."},
    {.name = NULL}};
static const ModuleConstant fcntl_constants[] = {
    {"LOCK_SH", LOCK_SH}, {"LOCK_EX", LOCK_EX}, {"LOCK_NB", LOCK_NB},       {"LOCK_UN", LOCK_UN},
    {"F_GETFD", F_GETFD}, {"F_SETFD", F_SETFD}, {"FD_CLOEXEC", FD_CLOEXEC}, {"F_GETFL", F_GETFL},
    {"F_SETFL", F_SETFL}, {"F_DUPFD", F_DUPFD}, {"F_RDLCK", F_RDLCK},       {"F_WRLCK", F_WRLCK},
    {"F_UNLCK", F_UNLCK}, {.name = NULL}};
static bool fill_fcntl(Ref module) { return module_add_constants(module, fcntl_constants); }
const NativeModule fcntl_module = {
    .name = "fcntl",
    .doc = "This module performs file control and I/O control on file\ndescriptors.  It is an interface to the "
           "fcntl() and ioctl() Unix\nroutines.  File descriptors can be obtained with the fileno() method "
           "of\na file or socket object.",
    .functions = fcntl_functions,
    .fill = fill_fcntl};
