/* posix_system.c: what a program can learn of the system it runs on, and of itself. */
#include <errno.h>
#include <sys/resource.h>
#include <sys/sysmacros.h>
#include <sys/types.h>
#include <unistd.h>

#include "modules/posix.h"
#include "vm/thread.h"

bool posix_add_environment(Ref module) {
    WorldAnswer answer;
    Own dict = dict_new();
    if (!dict || !outside_do(&(WorldRequest){.call = WORLD_CALL_ENVIRONMENT}, &answer, NULL, NULL)) {
        release_maybe(dict);
        return false;
    }
    bool added = true;
    for (const char *at = answer.bytes; added && at < answer.bytes + answer.length; at += strlen(at) + 1) {
        const char *equals = strchr(at, '=');
        if (!equals) continue;
        Own name = bytes_from(at, equals - at), value = bytes_from(equals + 1, (isize)strlen(equals + 1));
        added = name && value && dict_set_default(dict, name, value);
        release_maybe(name);
        release_maybe(value);
    }
    if (added) return module_add(module, "environ", dict);
    release(dict);
    return false;
}

static Own environment_text(Ref value) {
    Own path = path_of_object(value), bytes = path ? path_encode(path) : NULL;
    release_maybe(path);
    return bytes;
}

/* The program's changes are kept beside the world's environment, in the arena, so that they go back in time too.
 * No process is started that could see them; breakpoint() and time.tzset() look. Value NULL: unset. */
static Own set_variable(Ref name, Ref value) {
    Own bytes = environment_text(name), text = !value ? own_none() : bytes ? environment_text(value) : NULL;
    bool right = bytes && text && size_of(bytes) > 0 && !memchr(bytes_data(bytes), '=', (usize)size_of(bytes));
    if (bytes && text && !right && value) error_set(EXC(ValueError), "illegal environment variable name");
    if (bytes && text && !right && !value) error_set_errno(EINVAL, NULL);
    if (right) right = value ? AUDIT("os.putenv", "OO", bytes, text) : AUDIT("os.unsetenv", "O", bytes);
    if (right && !MODULES_ROOT->environment) right = (MODULES_ROOT->environment = dict_new()) != NULL;
    right = right && dict_set(MODULES_ROOT->environment, bytes, text);
    release_maybe(bytes);
    release_maybe(text);
    return right ? own_none() : NULL;
}
static Own posix_method_putenv(Ref self UNUSED, Ref const *args, isize nargs) {
    return arguments_count("putenv", nargs, 2, 2) ? set_variable(args[0], args[1]) : NULL;
}
static Own posix_method_unsetenv(Ref self UNUSED, Ref name) { return set_variable(name, NULL); }

/* --- who we are ----------------------------------------------------------------------------------------- */

static Own identity(WorldIdentity which) {
    i64 number;
    return outside_identity(which, &number) ? int_from_i64(number) : NULL;
}
static Own posix_method_getpid(Ref self UNUSED) { return identity(ID_PROCESS); }
static Own posix_method_getppid(Ref self UNUSED) { return identity(ID_PARENT); }
static Own posix_method_getuid(Ref self UNUSED) { return identity(ID_USER); }
static Own posix_method_geteuid(Ref self UNUSED) { return identity(ID_EFFECTIVE_USER); }
static Own posix_method_getgid(Ref self UNUSED) { return identity(ID_GROUP); }
static Own posix_method_getegid(Ref self UNUSED) { return identity(ID_EFFECTIVE_GROUP); }
static Own posix_method_getpgrp(Ref self UNUSED) { return identity(ID_PROCESS_GROUP); }
static Own posix_method_cpu_count(Ref self UNUSED) { return identity(ID_PROCESSORS); }

static Own posix_method_uname(Ref self UNUSED) {
    WorldAnswer answer;
    if (!outside_do(&(WorldRequest){.call = WORLD_CALL_SYSTEM_NAME}, &answer, NULL, NULL)) return NULL;
    Own values[5];
    const char *at = answer.bytes;
    for (int i = 0; i < 5; i++, at += strlen(at) + 1) values[i] = path_decode(at, -1);
    return struct_sequence_make(MODULE_TYPE_UNAME_RESULT, values);
}

static Own posix_method_getlogin(Ref self UNUSED) {
    WorldAnswer answer;
    Own number = identity(ID_USER);
    if (!number) return NULL;
    WorldRequest request = {.call = WORLD_CALL_USER, .numbers = {int_as_i64(number)}};
    release(number);
    return outside_do(&request, &answer, NULL, NULL) ? path_decode(answer.bytes, -1) : NULL;
}

/* --- entropy, time -------------------------------------------------------------------------------------- */

static Own entropy(isize size) {
    Own bytes = bytes_from(NULL, size);
    for (isize at = 0; bytes && at < size; at += 256)
        world_entropy(bytes_data(bytes) + at, isize_min(256, size - at));
    return bytes;
}
static Own posix_method_urandom(Ref self UNUSED, Ref size) {
    isize count = int_as_isize(size);
    if (count == -1 && error_occurred()) return NULL;
    return count < 0 ? error_set(EXC(ValueError), "negative argument not allowed") : entropy(count);
}
static Own posix_method_getrandom(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"getrandom", {"size", "flags"}, .required = 1};
    Ref out[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    isize count = int_as_isize(out[0]);
    if (count == -1 && error_occurred()) return NULL;
    return count < 0 ? error_set_errno(EINVAL, NULL) : entropy(count);
}

/* The last of its times counts from some moment long ago, as the system's ticks do: no program has worked for longer. */
#define TICKS_BEFORE_START ((i64)3600 * 1000000000)

static Own posix_method_times(Ref self UNUSED) {
    ResourceUse own_use, children_use;
    if (!outside_resource_use(RUSAGE_SELF, &own_use) || !outside_resource_use(RUSAGE_CHILDREN, &children_use))
        return NULL;
    i64 times[] = {own_use.user_ns, own_use.system_ns, children_use.user_ns, children_use.system_ns,
                   TICKS_BEFORE_START + thread_clock_ns()};
    Own values[COUNT_OF(times)];
    for (int i = 0; i < COUNT_OF(times); i++) values[i] = float_from_double((double)times[i] * 1e-9);
    return struct_sequence_make(MODULE_TYPE_TIMES_RESULT, values);
}

/* --- small things --------------------------------------------------------------------------------------- */

static Own posix_method_strerror(Ref self UNUSED, Ref number) {
    int code;
    return argument_int(number, &code) ? str_from_utf8(strerror(code), -1) : NULL;
}

static Own posix_method_fspath(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"fspath", {"path"}, .required = 1};
    Ref path;
    return arguments_bind(&parameters, args, nargs, kwnames, &path) ? path_of_object(path) : NULL;
}

isize posix_normalize_path(char *path, isize length) {
    isize root = 0;
    while (root < length && path[root] == '/') root++;
    root = root == 2 ? 2 : isize_min(root, 1); /* exactly two slashes mean something else in POSIX */
    isize out = root;
    for (isize i = root; i < length;) {
        while (i < length && path[i] == '/') i++;
        isize start = i;
        while (i < length && path[i] != '/') i++;
        isize size = i - start;
        if (size == 0 || (size == 1 && path[start] == '.')) continue;
        bool up = size == 2 && path[start] == '.' && path[start + 1] == '.';
        isize last = out;
        while (last > root && path[last - 1] != '/') last--;
        bool above = out - last == 2 && path[last] == '.' && path[last + 1] == '.';
        if (up && out > root && !above) {
            out = isize_max(root, last - 1);
        } else if (!(up && root && out == root)) {
            if (out > root) path[out++] = '/';
            memmove(path + out, path + start, (usize)size);
            out += size;
        }
    }
    return out;
}

static Own posix_method_path_normpath(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"_path_normpath", {"path"}, .required = 1};
    Ref path;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &path)) return NULL;
    if (!is_str(path)) {
        return error_set(EXC(TypeError), "_path_normpath() argument 'path' must be str, not %.50s",
                         type_of(path)->name);
    }
    Text text = text_new(TEXT_IN_ARENA);
    str_append_utf8(path, &text);
    isize length = text.length ? posix_normalize_path(text.data, text.length) : 0;
    /* surrogates went out as they are and must come in as they are */
    Own result =
        length ? str_decode((const u8 *)text.data, length, "utf-8", "surrogatepass") : str_from_ascii(".", 1);
    text_free(&text);
    return result;
}

/* dev_t: 64 bits without a sign. */
static bool device_argument(Ref device, u64 *number) {
    if (!is_int(device)) {
        error_set(EXC(TypeError), "an integer is required");
        return false;
    }
    int overflow;
    i64 small = int_as_i64_overflow(device, &overflow);
    *number = int_as_u64_mask(device);
    bool negative = overflow < 0 || (!overflow && small < 0);
    if (negative) error_set(EXC(OverflowError), "can't convert negative int to unsigned");
    if (overflow > 0 && int_bit_length(device) > 64) error_set(EXC(OverflowError), "int too big to convert");
    return !error_occurred();
}
static Own posix_method_major(Ref self UNUSED, Ref device) {
    u64 number;
    return device_argument(device, &number) ? int_from_i64((i64)major((dev_t)number)) : NULL;
}
static Own posix_method_minor(Ref self UNUSED, Ref device) {
    u64 number;
    return device_argument(device, &number) ? int_from_i64((i64)minor((dev_t)number)) : NULL;
}
static Own posix_method_makedev(Ref self UNUSED, Ref const *args, isize nargs) {
    int high, low;
    if (!arguments_count("makedev", nargs, 2, 2) || !argument_int(args[0], &high) ||
        !argument_int(args[1], &low))
        return NULL;
    return int_from_i64((i64)makedev((unsigned)high, (unsigned)low));
}

static Own posix_method_sched_yield(Ref self UNUSED) {
    thread_release_gil();
    thread_take_gil();
    return own_none();
}

const MethodDef posix_system_functions[] = {
    {"putenv", METHOD_ARRAY, .array = posix_method_putenv,
     .doc = "putenv($module, name, value, /)\n--\n\nChange or add an environment variable."},
    {"unsetenv", METHOD_ONE, .one = posix_method_unsetenv,
     .doc = "unsetenv($module, name, /)\n--\n\nDelete an environment variable."},
    {"getpid", METHOD_NONE, .none = posix_method_getpid,
     .doc = "getpid($module, /)\n--\n\nReturn the current process id."},
    {"getppid", METHOD_NONE, .none = posix_method_getppid,
     .doc = "getppid($module, /)\n--\n\nReturn the parent's process id.\n\nIf the parent process has already "
            "exited, Windows machines will still\nreturn its id; others systems will return the id of the "
            "'init' process (1)."},
    {"getuid", METHOD_NONE, .none = posix_method_getuid,
     .doc = "getuid($module, /)\n--\n\nReturn the current process's user id."},
    {"geteuid", METHOD_NONE, .none = posix_method_geteuid,
     .doc = "geteuid($module, /)\n--\n\nReturn the current process's effective user id."},
    {"getgid", METHOD_NONE, .none = posix_method_getgid,
     .doc = "getgid($module, /)\n--\n\nReturn the current process's group id."},
    {"getegid", METHOD_NONE, .none = posix_method_getegid,
     .doc = "getegid($module, /)\n--\n\nReturn the current process's effective group id."},
    {"getpgrp", METHOD_NONE, .none = posix_method_getpgrp,
     .doc = "getpgrp($module, /)\n--\n\nReturn the current process group id."},
    {"cpu_count", METHOD_NONE, .none = posix_method_cpu_count,
     .doc = "cpu_count($module, /)\n--\n\nReturn the number of CPUs in the system; return None if "
            "indeterminable.\n\nThis number is not equivalent to the number of CPUs the current process "
            "can\nuse.  The number of usable CPUs can be obtained with\n``len(os.sched_getaffinity(0))``"},
    {"uname", METHOD_NONE, .none = posix_method_uname,
     .doc = "uname($module, /)\n--\n\nReturn an object identifying the current operating system.\n\nThe object "
            "behaves like a named tuple with the following fields:\n  (sysname, nodename, release, version, "
            "machine)"},
    {"getlogin", METHOD_NONE, .none = posix_method_getlogin,
     .doc = "getlogin($module, /)\n--\n\nReturn the actual login name."},
    {"urandom", METHOD_ONE, .one = posix_method_urandom,
     .doc = "urandom($module, size, /)\n--\n\nReturn a bytes object containing random bytes suitable for "
            "cryptographic use."},
    {"getrandom", METHOD_KEYWORDS, .keywords = posix_method_getrandom,
     .doc = "getrandom($module, /, size, flags=0)\n--\n\nObtain a series of random bytes."},
    {"times", METHOD_NONE, .none = posix_method_times,
     .doc = "times($module, /)\n--\n\nReturn a collection containing process timing information.\n\nThe object "
            "returned behaves like a named tuple with these fields:\n  (utime, stime, cutime, cstime, "
            "elapsed_time)\nAll fields are floating point numbers."},
    {"strerror", METHOD_ONE, .one = posix_method_strerror,
     .doc = "strerror($module, code, /)\n--\n\nTranslate an error code to a message string."},
    {"fspath", METHOD_KEYWORDS, .keywords = posix_method_fspath,
     .doc = "fspath($module, /, path)\n--\n\nReturn the file system path representation of the object.\n\n"
            "If the object is str or bytes, then allow it to pass through as-is. If the\n"
            "object defines __fspath__(), then return the result of that method. All other\n"
            "types raise a TypeError."},
    {"_path_normpath", METHOD_KEYWORDS, .keywords = posix_method_path_normpath,
     .doc = "_path_normpath($module, /, path)\n--\n\nBasic path normalization."},
    {"major", METHOD_ONE, .one = posix_method_major,
     .doc = "major($module, device, /)\n--\n\nExtracts a device major number from a raw device number."},
    {"minor", METHOD_ONE, .one = posix_method_minor,
     .doc = "minor($module, device, /)\n--\n\nExtracts a device minor number from a raw device number."},
    {"makedev", METHOD_ARRAY, .array = posix_method_makedev,
     .doc = "makedev($module, major, minor, /)\n--\n\nComposes a raw device number from the major and minor "
            "device numbers."},
    {"sched_yield", METHOD_NONE, .none = posix_method_sched_yield,
     .doc = "sched_yield($module, /)\n--\n\nVoluntarily relinquish the CPU."},
    {.name = NULL}};
