/* outside.c: asking world, and paths: what the modules _io and posix share. */
#include "modules/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>

#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/codec.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/eval.h"

static bool blocks(int descriptor) {
    WorldRequest request = {.call = WORLD_CALL_BLOCKING, .descriptor = descriptor, .numbers = {-1}};
    return world_call(&request).value > 0;
}

/* The other end of a pipe is never ready: whoever uses it wrongly is to hear that at once. */
static bool is_open_for(int descriptor, i16 events) {
    WorldRequest request = {.call = WORLD_CALL_FILE_CONTROL, .descriptor = descriptor, .numbers = {F_GETFL}};
    WorldAnswer answer = world_call(&request);
    return answer.error || (answer.value & O_ACCMODE) != (events & POLLOUT ? O_RDONLY : O_WRONLY);
}

static bool has_others(void) {
    return thread_count() > 1 || timer_is_set(TIMER_REAL) || timer_is_set(TIMER_WATCHDOG) ||
           VM_ROOT->children.any || children_listens();
}

/* A pipe that another thread is to fill or to empty must not stop that thread, nor input that is not there the
 * clock, nor another process the machine: so as long as there are others, an alarm is set, or somebody may send
 * a signal, a call that would block waits by the scheduler. False: a signal's handler raised. */
static bool wait_for_others(int descriptor, i16 events) {
    while (has_others()) {
        WorldReady item = {.descriptor = descriptor, .events = events};
        if (thread_wait_ready(&item, 1, NULL, 0) || !blocks(descriptor) || !is_open_for(descriptor, events) ||
            thread_wait_ready(&item, 1, NULL, -1))
            break;
        if (!vm_handle_signals() || error_occurred()) return false;
    }
    return true;
}

/* More than a pipe holds goes in piece by piece. False: a signal's handler raised. */
static bool write_among_others(const WorldRequest *request, WorldAnswer *answer) {
    WorldRequest piece = *request;
    isize written = 0;
    bool waits = blocks(request->descriptor);
    piece.numbers[0] = true;
    for (;;) {
        if (!wait_for_others(request->descriptor, POLLOUT)) return false;
        *answer = world_call(&piece);
        if (answer->value > 0) written += answer->value;
        bool goes_on = waits && (answer->error == EAGAIN || (!answer->error && written < request->length));
        if (answer->error == EINTR ? !vm_handle_pending() : !goes_on) break;
        piece.bytes = request->bytes + written;
        piece.length = request->length - written;
    }
    if (written) *answer = (WorldAnswer){.value = written};
    return !error_occurred();
}

bool outside_ask(const WorldRequest *request, WorldAnswer *answer) {
    if (request->call == WORLD_CALL_READ && !wait_for_others(request->descriptor, POLLIN)) return false;
    if (request->call == WORLD_CALL_WRITE && request->descriptor > 2 && has_others())
        return write_among_others(request, answer);
    bool may_be_awaited = request->call == WORLD_CALL_READ && request->descriptor == 0;
    for (;;) {
        if (may_be_awaited && !vm_handle_signals()) return false; /* one that came meanwhile ends the waiting */
        *answer = world_call(request);
        if (answer->awaited) { /* the machine waits in the middle of the instruction */
            vm_stop_now(PROBE_INPUT);
        } else if (answer->error == EINTR) {
            if (!vm_handle_pending()) return false;
        } else {
            return true;
        }
    }
}

bool outside_is_terminal(int descriptor) {
    return !world_call(&(WorldRequest){.call = WORLD_CALL_IS_TERMINAL, .descriptor = descriptor}).error;
}

/* error_set_errno with up to two names. */
static void raise_errno(int number, Ref filename, Ref filename2) {
    if (!filename2) {
        error_set_errno(number, filename);
        return;
    }
    Own code = int_from_i64(number), text = str_from_utf8(strerror(number), -1);
    if (code && text) {
        Ref args[] = {code, text, filename, None, filename2};
        Own exception = exception_new(EXC(OSError), args, COUNT_OF(args));
        if (exception) error_raise(exception);
    }
    release_maybe(code);
    release_maybe(text);
}

bool outside_do(const WorldRequest *request, WorldAnswer *answer, Ref filename, Ref filename2) {
    if (!outside_ask(request, answer)) return false;
    if (answer->error) raise_errno(answer->error, filename, filename2);
    return !answer->error;
}

bool outside_identity(WorldIdentity which, i64 *number) {
    WorldAnswer answer;
    if (!outside_do(&(WorldRequest){.call = WORLD_CALL_IDENTITY}, &answer, NULL, NULL)) return false;
    memcpy(number, answer.bytes + (usize)which * sizeof *number, sizeof *number);
    return true;
}

bool outside_resource_use(int whose, ResourceUse *use) {
    WorldAnswer answer;
    WorldRequest request = {.call = WORLD_CALL_RESOURCE_USE, .numbers = {whose}};
    if (!outside_do(&request, &answer, NULL, NULL)) return false;
    memcpy(use, answer.bytes, sizeof *use);
    if (whose == RUSAGE_CHILDREN || world_time_is_real()) return true;
    use->user_ns = whose == RUSAGE_SELF ? thread_work_ns() : thread_own_work_ns(thread_current());
    use->system_ns = 0;
    return true;
}

/* --- paths --------------------------------------------------------------------------------------------- */

Own path_of_object(Ref path) {
    if (is_str(path) || is_bytes(path)) return own(path);
    Own method = object_special(path, NAME(__fspath__));
    if (!method) {
        if (error_occurred()) return NULL;
        return error_set(EXC(TypeError), "expected str, bytes or os.PathLike object, not %.200s",
                         type_of(path)->name);
    }
    Own result = object_call_none(method);
    release(method);
    if (!result || is_str(result) || is_bytes(result)) return result;
    error_set(EXC(TypeError), "expected %.200s.__fspath__() to return str or bytes, not %.200s",
              type_of(path)->name, type_of(result)->name);
    release(result);
    return NULL;
}

Own path_encode(Ref path) {
    Own bytes = is_bytes(path) ? own(path) : codec_utf8_encode(path, "surrogateescape");
    if (bytes && memchr(bytes_data(bytes), 0, (usize)size_of(bytes))) {
        release(bytes);
        return error_set(EXC(ValueError), "embedded null byte");
    }
    return bytes;
}

Own path_decode(const char *bytes, isize length) {
    return str_from_utf8_surrogateescape(bytes, length < 0 ? (isize)strlen(bytes) : length);
}

static bool is_like_path(Ref value) {
    return is_str(value) || is_bytes(value) || type_lookup(type_of(value), NAME(__fspath__));
}

/* What is no path: memory with bytes in it passes with a warning, as long as CPython lets it; anything else raises. */
static Own path_of_wrong(Ref value, const char *function, const char *argument, int allowed) {
    static const char *const kinds[] = {"string, bytes or os.PathLike", "string, bytes, os.PathLike or integer",
                                        "string, bytes, os.PathLike or None",
                                        "string, bytes, os.PathLike, integer or None"};
    if (type_of(value)->slots.buffer_get) {
        bool goes_on = warning_issue(EXC(DeprecationWarning), 1, "%s: %s should be %s, not %.200s", function,
                                     argument, kinds[allowed], type_of(value)->name);
        return goes_on ? bytes_from_object(value) : NULL;
    }
    return error_set(EXC(TypeError), "%s: %s should be %s, not %.200s", function, argument, kinds[allowed],
                     type_of(value)->name);
}

bool path_descriptor_argument(Ref value, int *descriptor) {
    Own index = int_index(value);
    if (!index) return false;
    int overflow;
    i64 number = int_as_i64_overflow(index, &overflow);
    release(index);
    if (overflow || number != (int)number) {
        bool above = overflow ? overflow > 0 : number > 0;
        return error_set(EXC(OverflowError), "fd is %s",
                         above ? "greater than maximum" : "less than minimum") != NULL;
    }
    *descriptor = (int)number;
    return true;
}

/* A path that was given as text is told by the conversion to bytes that it has a NUL in it. */
static bool check_bytes(Ref name, const char *function, const char *argument) {
    if (!is_bytes(name) || !memchr(bytes_data(name), 0, (usize)size_of(name))) return true;
    return error_set(EXC(ValueError), "%s: embedded null character in %s", function, argument) != NULL;
}

bool path_argument(Ref value, const char *function, const char *argument, int allowed, PathArgument *path) {
    *path = (PathArgument){.descriptor = WORLD_NO_DESCRIPTOR};
    if (!value || (value == None && (allowed & PATH_NONE))) return true;
    if ((allowed & PATH_DESCRIPTOR) && !is_like_path(value) && type_of(value)->slots.index) {
        path->shown = own(value);
        if (path_descriptor_argument(value, &path->descriptor)) return true;
        path_release(path);
        return false;
    }
    bool like_path = is_like_path(value);
    Own name = like_path ? path_of_object(value) : path_of_wrong(value, function, argument, allowed);
    path->is_bytes = name && is_bytes(name);
    if (name && check_bytes(name, function, argument)) path->bytes = path_encode(name);
    if (path->bytes) path->shown = own(like_path ? name : (Object *)value);
    release_maybe(name);
    if (!path->bytes) return false;
    path->text = (const char *)bytes_data(path->bytes);
    return true;
}

void path_release(PathArgument *path) {
    slot_clear(&path->bytes);
    slot_clear(&path->shown);
}

Own path_refused(PathArgument *path) {
    path_release(path);
    return NULL;
}

int descriptor_argument(Ref value) {
    int number;
    if (is_int(value)) {
        if (!argument_int(value, &number)) return -1;
    } else {
        Own method;
        if (!object_find_attribute(value, NAME(fileno), &method)) return -1;
        if (!method) {
            error_set(EXC(TypeError), "argument must be an int, or have a fileno() method.");
            return -1;
        }
        Own result = object_call_none(method);
        release(method);
        bool right = result && is_int(result);
        if (result && !right) error_set(EXC(TypeError), "fileno() returned a non-integer");
        right = right && argument_int(result, &number);
        release_maybe(result);
        if (!right) return -1;
    }
    if (number >= 0) return number;
    error_set(EXC(ValueError), "file descriptor cannot be a negative integer (%d)", number);
    return -1;
}

/* What os.putenv made of it: bytes, None; NULL: left alone. */
static Ref environment_change(const char *name) {
    Own key = bytes_from(name, (isize)strlen(name));
    Ref value = key ? dict_get(MODULES_ROOT->environment, key) : NULL;
    release_maybe(key);
    if (error_occurred()) error_clear();
    return value;
}

const char *outside_environment(const char *name) {
    Ref changed = MODULES_ROOT->environment ? environment_change(name) : NULL;
    if (!changed) return world_environment(name);
    return changed == None ? NULL : (const char *)bytes_data(changed);
}
