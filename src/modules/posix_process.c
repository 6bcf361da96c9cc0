/* posix_process.c: processes. The machine is one process that can be taken back in time; another one could not be:
 * so none is started, and who asks for one gets a clear answer. */
#include <errno.h>
#include <sys/wait.h>

#include "modules/posix.h"

static Own refuse(void) {
    Own number = int_from_i64(ENOSYS), text = str_from_ascii("opscope does not start or signal processes", -1);
    if (number && text) {
        Ref args_of_error[] = {number, text};
        Own exception = exception_new(EXC(OSError), args_of_error, 2);
        if (exception) error_raise(exception);
    }
    release_maybe(number);
    release_maybe(text);
    return NULL;
}

static Own refuse_none(Ref self UNUSED) { return refuse(); }
static Own refuse_one(Ref self UNUSED, Ref arg UNUSED) { return refuse(); }
static Own refuse_array(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED) { return refuse(); }
static Own refuse_keywords(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    return refuse();
}

/* The program may send a signal to itself only. */
static Own posix_method_kill(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldAnswer answer;
    int pid, number;
    i64 own_pid;
    if (!arguments_count("kill", nargs, 2, 2) || !argument_int(args[0], &pid) ||
        !argument_int(args[1], &number) ||
        !outside_do(&(WorldRequest){.call = WORLD_CALL_IDENTITY}, &answer, NULL, NULL)) {
        return NULL;
    }
    memcpy(&own_pid, answer.bytes, sizeof own_pid);
    if (pid != own_pid) return refuse();
    return number == 0 ? own_none() : signal_raise(number);
}

/* There is no child to wait for. */
static Own wait_for_none(const Parameters *parameters, Ref const *args, isize nargs, Ref kwnames) {
    Ref out[2];
    int ignored;
    if (!arguments_bind(parameters, args, nargs, kwnames, out)) return NULL;
    for (isize i = 0; i < COUNT_OF(out) && parameters->names[i]; i++) {
        if (!argument_int(out[i], &ignored)) return NULL;
    }
    return error_set_errno(ECHILD, NULL);
}

static Own posix_method_wait(Ref self UNUSED) { return error_set_errno(ECHILD, NULL); }
static Own posix_method_wait3(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"wait3", {"options"}, .required = 1};
    return wait_for_none(&parameters, args, nargs, kwnames);
}
static Own posix_method_wait4(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"wait4", {"pid", "options"}, .required = 2};
    return wait_for_none(&parameters, args, nargs, kwnames);
}
static Own posix_method_waitpid(Ref self UNUSED, Ref const *args, isize nargs) {
    static const Parameters parameters = {"waitpid", {"pid", "options"}, .required = 2};
    return arguments_count("waitpid", nargs, 2, 2) ? wait_for_none(&parameters, args, nargs, NULL) : NULL;
}

/* What would be called around a fork that never comes. */
static Own posix_method_register_at_fork(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "register_at_fork", {"*", "before", "after_in_child", "after_in_parent"}, .required = 0};
    Ref out[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    if (!out[0] && !out[1] && !out[2]) return error_set(EXC(TypeError), "At least one argument is required.");
    return own_none();
}

#define STATUS(name, expression)                                                                               \
    static Own posix_method_##name(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {               \
        static const Parameters parameters = {#name, {"status"}, .required = 1};                               \
        int status;                                                                                            \
        Ref number;                                                                                            \
        bool given =                                                                                           \
            arguments_bind(&parameters, args, nargs, kwnames, &number) && argument_int(number, &status);       \
        return given ? (expression) : NULL;                                                                    \
    }
STATUS(WIFEXITED, own_bool(WIFEXITED(status)))
STATUS(WIFSIGNALED, own_bool(WIFSIGNALED(status)))
STATUS(WIFSTOPPED, own_bool(WIFSTOPPED(status)))
STATUS(WIFCONTINUED, own_bool(WIFCONTINUED(status)))
STATUS(WEXITSTATUS, int_from_i64(WEXITSTATUS(status)))
STATUS(WTERMSIG, int_from_i64(WTERMSIG(status)))
STATUS(WSTOPSIG, int_from_i64(WSTOPSIG(status)))
STATUS(waitstatus_to_exitcode, WIFEXITED(status) ? int_from_i64(WEXITSTATUS(status))
                               : WIFSIGNALED(status)
                                   ? int_from_i64(-WTERMSIG(status))
                                   : error_set(EXC(ValueError), "invalid wait status: %d", status))
#undef STATUS

static Own posix_method_WCOREDUMP(Ref self UNUSED, Ref number) {
    int status;
    return argument_int(number, &status) ? own_bool(WCOREDUMP(status)) : NULL;
}

#define STATUS(name)                                                                                           \
    { #name, METHOD_KEYWORDS, .keywords = posix_method_##name }

const MethodDef posix_process_functions[] = {
    {"fork", METHOD_NONE, .none = refuse_none},
    {"forkpty", METHOD_NONE, .none = refuse_none},
    {"execv", METHOD_ARRAY, .array = refuse_array},
    {"execve", METHOD_KEYWORDS, .keywords = refuse_keywords},
    {"system", METHOD_KEYWORDS, .keywords = refuse_keywords},
    {"posix_spawn", METHOD_KEYWORDS, .keywords = refuse_keywords},
    {"posix_spawnp", METHOD_KEYWORDS, .keywords = refuse_keywords},
    {"kill", METHOD_ARRAY, .array = posix_method_kill,
     .doc = "kill($module, pid, signal, /)\n--\n\nKill a process with a signal."},
    {"killpg", METHOD_ARRAY, .array = refuse_array},
    {"abort", METHOD_NONE, .none = refuse_none},
    {"chroot", METHOD_KEYWORDS, .keywords = refuse_keywords},
    {"setuid", METHOD_ONE, .one = refuse_one},
    {"setgid", METHOD_ONE, .one = refuse_one},
    {"setsid", METHOD_NONE, .none = refuse_none},
    {"nice", METHOD_ONE, .one = refuse_one},
    {"wait", METHOD_NONE, .none = posix_method_wait},
    {"wait3", METHOD_KEYWORDS, .keywords = posix_method_wait3},
    {"wait4", METHOD_KEYWORDS, .keywords = posix_method_wait4},
    {"waitpid", METHOD_ARRAY, .array = posix_method_waitpid},
    {"register_at_fork", METHOD_KEYWORDS, .keywords = posix_method_register_at_fork},
    STATUS(WIFEXITED),
    STATUS(WIFSIGNALED),
    STATUS(WIFSTOPPED),
    STATUS(WIFCONTINUED),
    {"WCOREDUMP", METHOD_ONE, .one = posix_method_WCOREDUMP},
    STATUS(WEXITSTATUS),
    STATUS(WTERMSIG),
    STATUS(WSTOPSIG),
    STATUS(waitstatus_to_exitcode),
    {.name = NULL}};
