/* posix_process.c: processes. The machine is one process that can be taken back in time; another one could not be:
 * so none is started, and who asks for one gets a clear answer. */
#include <errno.h>
#include <sys/wait.h>

#include "modules/posix.h"

Own posix_refuse_process(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
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

/* The program may send a signal to itself only. */
static Own posix_method_kill(Ref self, Ref const *args, isize nargs) {
    WorldAnswer answer;
    int pid, number;
    i64 own_pid;
    if (!arguments_count("kill", nargs, 2, 2) || !argument_int(args[0], &pid) ||
        !argument_int(args[1], &number) ||
        !outside_do(&(WorldRequest){.call = WORLD_CALL_IDENTITY}, &answer, NULL, NULL)) {
        return NULL;
    }
    memcpy(&own_pid, answer.bytes, sizeof own_pid);
    if (pid != own_pid) return posix_refuse_process(self, args, nargs, NULL);
    return number == 0 ? own_none() : signal_raise(number);
}

static Own posix_method_no_child(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED) {
    return error_set_errno(ECHILD, NULL);
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
    static Own posix_method_##name(Ref self UNUSED, Ref number) {                                              \
        int status;                                                                                            \
        return argument_int(number, &status) ? (expression) : NULL;                                            \
    }
STATUS(WIFEXITED, own_bool(WIFEXITED(status)))
STATUS(WIFSIGNALED, own_bool(WIFSIGNALED(status)))
STATUS(WIFSTOPPED, own_bool(WIFSTOPPED(status)))
STATUS(WIFCONTINUED, own_bool(WIFCONTINUED(status)))
STATUS(WCOREDUMP, own_bool(WCOREDUMP(status)))
STATUS(WEXITSTATUS, int_from_i64(WEXITSTATUS(status)))
STATUS(WTERMSIG, int_from_i64(WTERMSIG(status)))
STATUS(WSTOPSIG, int_from_i64(WSTOPSIG(status)))
STATUS(waitstatus_to_exitcode, WIFEXITED(status) ? int_from_i64(WEXITSTATUS(status))
                               : WIFSIGNALED(status)
                                   ? int_from_i64(-WTERMSIG(status))
                                   : error_set(EXC(ValueError), "invalid wait status: %d", status))
#undef STATUS

#define REFUSED(name)                                                                                          \
    { name, METHOD_KEYWORDS, .keywords = posix_refuse_process }
#define ONE(name)                                                                                              \
    { #name, METHOD_ONE, .one = posix_method_##name }

const MethodDef posix_process_functions[] = {
    REFUSED("fork"),
    REFUSED("forkpty"),
    REFUSED("execv"),
    REFUSED("execve"),
    REFUSED("system"),
    REFUSED("posix_spawn"),
    REFUSED("posix_spawnp"),
    {"kill", METHOD_ARRAY, .array = posix_method_kill,
     .doc = "kill($module, pid, signal, /)\n--\n\nKill a process with a signal."},
    REFUSED("killpg"),
    REFUSED("abort"),
    REFUSED("chroot"),
    REFUSED("setuid"),
    REFUSED("setgid"),
    REFUSED("setsid"),
    REFUSED("nice"),
    {"wait", METHOD_ARRAY, .array = posix_method_no_child},
    {"wait3", METHOD_ARRAY, .array = posix_method_no_child},
    {"wait4", METHOD_ARRAY, .array = posix_method_no_child},
    {"waitpid", METHOD_ARRAY, .array = posix_method_no_child},
    {"register_at_fork", METHOD_KEYWORDS, .keywords = posix_method_register_at_fork},
    ONE(WIFEXITED),
    ONE(WIFSIGNALED),
    ONE(WIFSTOPPED),
    ONE(WIFCONTINUED),
    ONE(WCOREDUMP),
    ONE(WEXITSTATUS),
    ONE(WTERMSIG),
    ONE(WSTOPSIG),
    ONE(waitstatus_to_exitcode),
    {.name = NULL}};
