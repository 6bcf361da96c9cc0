/* fcntl_module.c: the module fcntl: flags, locks and the controls of descriptors and devices. What needs the table of
 * descriptors that the program sees is answered there; the rest goes to the system. */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "modules/posix.h"
#include "object/audit.h"
#include "object/codec.h"

enum { MOST_BYTES = 1024 };

static Own ask_number(const WorldRequest *request) {
    WorldAnswer answer;
    return outside_do(request, &answer, NULL, NULL) ? int_from_i64(answer.value) : NULL;
}

/* --- locks --------------------------------------------------------------------------------------------- */

static Own fcntl_method_flock(Ref self UNUSED, Ref const *args, isize nargs) {
    int how;
    WorldRequest request = {.call = WORLD_CALL_LOCK};
    WorldAnswer answer;
    if (!arguments_count("flock", nargs, 2, 2) || !posix_descriptor(args[0], &request.descriptor) ||
        !argument_int(args[1], &how))
        return NULL;
    if (!AUDIT("fcntl.flock", "ii", request.descriptor, how)) return NULL;
    request.numbers[0] = how;
    return outside_do(&request, &answer, NULL, NULL) ? own_none() : NULL;
}

/* An optional number of bytes. */
static bool size_argument(Ref const *args, isize nargs, isize i, off_t *size) {
    if (i >= nargs) return true;
    *size = int_as_i64(args[i]);
    return *size != -1 || !error_occurred();
}

static Own fcntl_method_lockf(Ref self UNUSED, Ref const *args, isize nargs) {
    int how, whence = SEEK_SET;
    struct flock lock = {.l_type = F_UNLCK};
    WorldRequest request = {
        .call = WORLD_CALL_FILE_CONTROL, .bytes = (const char *)&lock, .length = sizeof lock};
    WorldAnswer answer;
    if (!arguments_count("lockf", nargs, 2, 5) || !posix_descriptor(args[0], &request.descriptor) ||
        !argument_int(args[1], &how) || !size_argument(args, nargs, 2, &lock.l_len) ||
        !size_argument(args, nargs, 3, &lock.l_start) || (nargs > 4 && !argument_int(args[4], &whence)))
        return NULL;
    Ref length = nargs > 2 ? args[2] : NULL, start = nargs > 3 ? args[3] : NULL;
    if (!AUDIT("fcntl.lockf", "iiOOi", request.descriptor, how, length, start, whence)) return NULL;
    if (!(how & (LOCK_SH | LOCK_EX | LOCK_UN)))
        return error_set(EXC(ValueError), "unrecognized lockf argument");
    if (!(how & LOCK_UN)) lock.l_type = how & LOCK_SH ? F_RDLCK : F_WRLCK;
    lock.l_whence = (short)whence;
    request.numbers[0] = how & (LOCK_NB | LOCK_UN) ? F_SETLK : F_SETLKW;
    return outside_do(&request, &answer, NULL, NULL) ? own_none() : NULL;
}

/* --- controls ------------------------------------------------------------------------------------------ */

/* FD_CLOEXEC is what the program sees of a descriptor, not what the host's has. */
static Own descriptor_flags(int descriptor, i64 command, i64 argument) {
    WorldRequest request = {.call = WORLD_CALL_INHERITABLE, .descriptor = descriptor, .numbers = {-1}};
    WorldAnswer answer;
    if (command == F_SETFD) request.numbers[0] = !(argument & FD_CLOEXEC);
    if (!outside_do(&request, &answer, NULL, NULL)) return NULL;
    return int_from_i64(command == F_SETFD || answer.value ? 0 : FD_CLOEXEC);
}

static Own duplicate(int descriptor, i64 least, bool inheritable) {
    return ask_number(&(WorldRequest){.call = WORLD_CALL_DUPLICATE,
                                      .descriptor = descriptor,
                                      .numbers = {WORLD_ANY_FROM, least, inheritable}});
}

static Own control_by_number(WorldCall call, int descriptor, i64 command, i64 argument) {
    if (call == WORLD_CALL_FILE_CONTROL) {
        if (command == F_GETFD || command == F_SETFD) return descriptor_flags(descriptor, command, argument);
        if (command == F_DUPFD || command == F_DUPFD_CLOEXEC)
            return duplicate(descriptor, argument, command == F_DUPFD);
    }
    WorldRequest request = {.call = call, .descriptor = descriptor, .numbers = {command, argument}};
    return ask_number(&request);
}

/* The bytes go to the system and come back changed: as new bytes, or, `in_place`, where they came from. */
static Own control_by_bytes(WorldRequest *request, Buffer *buffer, bool in_place) {
    WorldAnswer answer;
    request->bytes = buffer->length ? (const char *)buffer->data : "";
    request->length = buffer->length;
    if (!outside_do(request, &answer, NULL, NULL)) return NULL;
    if (!in_place) return bytes_from(answer.bytes, answer.length);
    memcpy(buffer->data, answer.bytes, (usize)answer.length);
    return int_from_i64(answer.value);
}

/* A C long for fcntl(), a C int for ioctl(). */
static bool number_argument(WorldCall call, Ref value, i64 *number) {
    if (call == WORLD_CALL_FILE_CONTROL) {
        *number = int_as_i64(value);
        return *number != -1 || !error_occurred();
    }
    int small;
    if (!argument_parsed_int(value, &small)) return false;
    *number = small;
    return true;
}

/* fcntl() takes no memory that could change meanwhile, which has to be given back. */
static bool has_bytes(WorldCall call, Ref value) {
    const Type *type = type_of(value);
    return type->slots.buffer_get && (call == WORLD_CALL_DEVICE_CONTROL || !type->slots.buffer_release);
}

static Own control(WorldCall call, const char *function, int descriptor, i64 command, Ref argument,
                   bool mutates) {
    if (!argument) return control_by_number(call, descriptor, command, 0);
    if (!is_str(argument) && !has_bytes(call, argument)) {
        i64 number;
        return number_argument(call, argument, &number) ? control_by_number(call, descriptor, command, number)
                                                        : NULL;
    }
    Own bytes =
        is_str(argument) ? codec_utf8_encode(argument, NULL) : own(argument); /* a text counts as bytes */
    if (!bytes) return NULL;
    Buffer buffer;
    bool writable = mutates && !is_bytes(bytes) && buffer_get(bytes, &buffer, true);
    if (!writable) error_clear();
    Own result = NULL;
    if (writable || buffer_get(bytes, &buffer, false)) {
        WorldRequest request = {.call = call, .descriptor = descriptor, .numbers = {command}};
        result = buffer.length > MOST_BYTES && !writable
                     ? error_set(EXC(ValueError), "%s string arg too long", function)
                     : control_by_bytes(&request, &buffer, writable);
        buffer_release(&buffer);
    }
    release(bytes);
    return result;
}

static Own fcntl_method_fcntl(Ref self UNUSED, Ref const *args, isize nargs) {
    int descriptor, command;
    if (!arguments_count("fcntl", nargs, 2, 3) || !posix_descriptor(args[0], &descriptor) ||
        !argument_int(args[1], &command))
        return NULL;
    Ref argument = nargs > 2 ? args[2] : NULL;
    if (!AUDIT("fcntl.fcntl", "iiO", descriptor, command, argument)) return NULL;
    return control(WORLD_CALL_FILE_CONTROL, "fcntl", descriptor, command, argument, false);
}

static Own fcntl_method_ioctl(Ref self UNUSED, Ref const *args, isize nargs) {
    int descriptor, mutates = 1;
    if (!arguments_count("ioctl", nargs, 2, 4) || !posix_descriptor(args[0], &descriptor)) return NULL;
    Own index = int_index(args[1]);
    if (!index) return NULL;
    i64 request = (u32)int_as_u64_mask(index);
    release(index);
    if (nargs > 3 && (mutates = object_is_true(args[3])) < 0) return NULL;
    Ref argument = nargs > 2 ? args[2] : NULL;
    if (!AUDIT("fcntl.ioctl", "ilO", descriptor, request, argument)) return NULL;
    return control(WORLD_CALL_DEVICE_CONTROL, "ioctl", descriptor, request, argument, mutates);
}

static const MethodDef functions[] = {
    {"fcntl", METHOD_ARRAY, .array = fcntl_method_fcntl,
     .doc = "fcntl($module, fd, cmd, arg=0, /)\n--\n\nPerform the operation `cmd` on file descriptor "
            "fd.\n\nThe values used for `cmd` are operating system dependent, and are available\nas constants "
            "in the fcntl module, using the same names as used in\nthe relevant C header files.  The argument "
            "arg is optional, and\ndefaults to 0; it may be an int or a string.  If arg is given as a "
            "string,\nthe return value of fcntl is a string of that length, containing the\nresulting value "
            "put in the arg buffer by the operating system.  The length\nof the arg string is not allowed to "
            "exceed 1024 bytes.  If the arg given\nis an integer or if none is specified, the result value is "
            "an integer\ncorresponding to the return value of the fcntl call in the C code."},
    {"ioctl", METHOD_ARRAY, .array = fcntl_method_ioctl,
     .doc =
         "ioctl($module, fd, request, arg=0, mutate_flag=True, /)\n--\n\nPerform the operation `request` on "
         "file descriptor `fd`.\n\nThe values used for `request` are operating system dependent, and are "
         "available\nas constants in the fcntl or termios library modules, using the same names as\nused in "
         "the relevant C header files.\n\nThe argument `arg` is optional, and defaults to 0; it may be an int "
         "or a\nbuffer containing character data (most likely a string or an array).\n\nIf the argument is a "
         "mutable buffer (such as an array) and if the\nmutate_flag argument (which is only allowed in this "
         "case) is true then the\nbuffer is (in effect) passed to the operating system and changes made "
         "by\nthe OS will be reflected in the contents of the buffer after the call has\nreturned.  The return "
         "value is the integer returned by the ioctl system\ncall.\n\nIf the argument is a mutable buffer and "
         "the mutable_flag argument is false,\nthe behavior is as if a string had been passed.\n\nIf the "
         "argument is an immutable buffer (most likely a string) then a copy\nof the buffer is passed to the "
         "operating system and the return value is a\nstring of the same length containing whatever the "
         "operating system put in\nthe buffer.  The length of the arg buffer in this case is not allowed "
         "to\nexceed 1024 bytes.\n\nIf the arg given is an integer or if none is specified, the result value "
         "is\nan integer corresponding to the return value of the ioctl call in the C\ncode."},
    {"flock", METHOD_ARRAY, .array = fcntl_method_flock,
     .doc = "flock($module, fd, operation, /)\n--\n\n"
            "Perform the lock operation `operation` on file descriptor `fd`.\n\n"
            "See the Unix manual page for flock(2) for details (On some systems, this\n"
            "function is emulated using fcntl())."},
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
    {.name = NULL}};
static const ModuleConstant constants[] = {{"DN_ACCESS", DN_ACCESS},
                                           {"DN_ATTRIB", DN_ATTRIB},
                                           {"DN_CREATE", DN_CREATE},
                                           {"DN_DELETE", DN_DELETE},
                                           {"DN_MODIFY", DN_MODIFY},
                                           {"DN_MULTISHOT", DN_MULTISHOT},
                                           {"DN_RENAME", DN_RENAME},
                                           {"FASYNC", O_ASYNC},
                                           {"FD_CLOEXEC", FD_CLOEXEC},
                                           {"F_ADD_SEALS", F_ADD_SEALS},
                                           {"F_DUPFD", F_DUPFD},
                                           {"F_DUPFD_CLOEXEC", F_DUPFD_CLOEXEC},
                                           {"F_EXLCK", F_EXLCK},
                                           {"F_GETFD", F_GETFD},
                                           {"F_GETFL", F_GETFL},
                                           {"F_GETLEASE", F_GETLEASE},
                                           {"F_GETLK", F_GETLK},
                                           {"F_GETLK64", F_GETLK},
                                           {"F_GETOWN", F_GETOWN},
                                           {"F_GETPIPE_SZ", F_GETPIPE_SZ},
                                           {"F_GETSIG", F_GETSIG},
                                           {"F_GET_SEALS", F_GET_SEALS},
                                           {"F_NOTIFY", F_NOTIFY},
                                           {"F_OFD_GETLK", F_OFD_GETLK},
                                           {"F_OFD_SETLK", F_OFD_SETLK},
                                           {"F_OFD_SETLKW", F_OFD_SETLKW},
                                           {"F_RDLCK", F_RDLCK},
                                           {"F_SEAL_GROW", F_SEAL_GROW},
                                           {"F_SEAL_SEAL", F_SEAL_SEAL},
                                           {"F_SEAL_SHRINK", F_SEAL_SHRINK},
                                           {"F_SEAL_WRITE", F_SEAL_WRITE},
                                           {"F_SETFD", F_SETFD},
                                           {"F_SETFL", F_SETFL},
                                           {"F_SETLEASE", F_SETLEASE},
                                           {"F_SETLK", F_SETLK},
                                           {"F_SETLK64", F_SETLK},
                                           {"F_SETLKW", F_SETLKW},
                                           {"F_SETLKW64", F_SETLKW},
                                           {"F_SETOWN", F_SETOWN},
                                           {"F_SETPIPE_SZ", F_SETPIPE_SZ},
                                           {"F_SETSIG", F_SETSIG},
                                           {"F_SHLCK", F_SHLCK},
                                           {"F_UNLCK", F_UNLCK},
                                           {"F_WRLCK", F_WRLCK},
                                           {"LOCK_EX", LOCK_EX},
                                           {"LOCK_MAND", LOCK_MAND},
                                           {"LOCK_NB", LOCK_NB},
                                           {"LOCK_READ", LOCK_READ},
                                           {"LOCK_RW", LOCK_RW},
                                           {"LOCK_SH", LOCK_SH},
                                           {"LOCK_UN", LOCK_UN},
                                           {"LOCK_WRITE", LOCK_WRITE},
                                           {.name = NULL}};
static bool fill(Ref module) { return module_add_constants(module, constants); }
const NativeModule fcntl_module = {
    .name = "fcntl",
    .doc = "This module performs file control and I/O control on file\n"
           "descriptors.  It is an interface to the fcntl() and ioctl() Unix\n"
           "routines.  File descriptors can be obtained with the fileno() method of\n"
           "a file or socket object.",
    .functions = functions,
    .fill = fill};
