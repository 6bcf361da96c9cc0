/* posix_wait.c: waiting for other processes, and what their wait status says. */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#include "modules/posix_start.h"

/* --- waiting ---------------------------------------------------------------------------------------------------- */

static bool wait_for(i64 process, int options, ChildEnd *end) {
    WorldRequest request = {.call = WORLD_CALL_WAIT, .numbers = {process, options}};
    if (!child_wait(&request, options, true, end)) return false;
    if (end->error) error_set_errno(end->error, NULL);
    return !end->error;
}

static Own status_of(const ChildEnd *end) { return int_from_i64(end->process ? end->end.status : 0); }

static Own wait_pair(i64 process, int options) {
    ChildEnd end;
    if (!wait_for(process, options, &end)) return NULL;
    return tuple_take(2, int_from_i64(end.process), status_of(&end));
}

/* resource.struct_rusage: times in seconds, the rest as it is. */
static Own usage_of(const ChildEnd *end) {
    Own values[COUNT_OF(end->end.usage)], resource = import_module_cstring("resource");
    if (!resource) return NULL;
    release(resource);
    for (int i = 0; i < COUNT_OF(values); i++) {
        i64 number = end->process ? end->end.usage[i] : 0;
        values[i] = i < 2 ? float_from_double((double)number * 1e-6) : int_from_i64(number);
    }
    return struct_sequence_make(MODULE_TYPE_STRUCT_RUSAGE, values);
}

static Own wait_three(i64 process, int options) {
    ChildEnd end;
    if (!wait_for(process, options, &end)) return NULL;
    Own usage = usage_of(&end);
    return usage ? tuple_take(3, int_from_i64(end.process), status_of(&end), usage) : NULL;
}

static Own posix_method_wait(Ref self UNUSED) { return wait_pair(-1, 0); }

static Own posix_method_wait3(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"wait3", {"options"}, .required = 1};
    Ref out;
    int options;
    bool given = arguments_bind(&parameters, args, nargs, kwnames, &out) && argument_int(out, &options);
    return given ? wait_three(-1, options) : NULL;
}

static Own posix_method_wait4(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"wait4", {"pid", "options"}, .required = 2};
    Ref out[2];
    int process, options;
    bool given = arguments_bind(&parameters, args, nargs, kwnames, out) && argument_int(out[0], &process) &&
                 argument_int(out[1], &options);
    return given ? wait_three(process, options) : NULL;
}

static Own posix_method_waitpid(Ref self UNUSED, Ref const *args, isize nargs) {
    int process, options;
    bool given = arguments_count("waitpid", nargs, 2, 2) && argument_parsed_int(args[0], &process) &&
                 argument_parsed_int(args[1], &options);
    return given ? wait_pair(process, options) : NULL;
}

static Own posix_method_waitid(Ref self UNUSED, Ref const *args, isize nargs) {
    int kind, which, options;
    ChildEnd end;
    if (!arguments_count("waitid", nargs, 3, 3) || !argument_int(args[0], &kind) ||
        !argument_int(args[1], &which) || !argument_int(args[2], &options))
        return NULL;
    WorldRequest request = {.call = WORLD_CALL_WAIT_ID, .numbers = {kind, which, options}};
    if (!child_wait(&request, options, true, &end)) return NULL;
    if (end.error) return error_set_errno(end.error, NULL);
    if (!end.process) return own_none();
    Own values[] = {int_from_i64(end.process), int_from_i64(end.id_end.user), int_from_i64(SIGCHLD),
                    int_from_i64(end.id_end.status), int_from_i64(end.id_end.code)};
    return struct_sequence_make(MODULE_TYPE_WAITID_RESULT, values);
}

/* --- what a status says ----------------------------------------------------------------------------------------- */

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

#define STATUS(name, text)                                                                                     \
    {                                                                                                          \
#name, METHOD_KEYWORDS, .keywords = posix_method_##name,                                               \
                                .doc = #name "($module, /, status)\n--\n\n" text                               \
    }

const MethodDef posix_wait_functions[] = {
    {"wait", METHOD_NONE, .none = posix_method_wait,
     .doc = "wait($module, /)\n--\n\nWait for completion of a child process.\n\nReturns a tuple of information "
            "about the child process:\n    (pid, status)"},
    {"wait3", METHOD_KEYWORDS, .keywords = posix_method_wait3,
     .doc = "wait3($module, /, options)\n--\n\nWait for completion of a child process.\n\nReturns a tuple of "
            "information about the child process:\n  (pid, status, rusage)"},
    {"wait4", METHOD_KEYWORDS, .keywords = posix_method_wait4,
     .doc = "wait4($module, /, pid, options)\n--\n\nWait for completion of a specific child "
            "process.\n\nReturns a tuple of information about the child process:\n  (pid, status, rusage)"},
    {"waitpid", METHOD_ARRAY, .array = posix_method_waitpid,
     .doc = "waitpid($module, pid, options, /)\n--\n\nWait for completion of a given child process.\n\nReturns "
            "a tuple of information regarding the child process:\n    (pid, status)\n\nThe options argument is "
            "ignored on Windows."},
    STATUS(WIFEXITED, "Return True if the process returning status exited via the exit() system call."),
    STATUS(WIFSIGNALED, "Return True if the process returning status was terminated by a signal."),
    STATUS(WIFSTOPPED, "Return True if the process returning status was stopped."),
    STATUS(WIFCONTINUED, "Return True if a particular process was continued from a job control stop.\n\nReturn "
                         "True if the process returning status was continued from a\njob control stop."),
    {"WCOREDUMP", METHOD_ONE, .one = posix_method_WCOREDUMP,
     .doc = "WCOREDUMP($module, status, /)\n--\n\nReturn True if the process returning status was dumped to a "
            "core file."},
    STATUS(WEXITSTATUS, "Return the process return code from status."),
    STATUS(WTERMSIG, "Return the signal that terminated the process that provided the status value."),
    STATUS(WSTOPSIG, "Return the signal that stopped the process that provided the status value."),
    STATUS(
        waitstatus_to_exitcode,
        "Convert a wait status to an exit code.\n\nOn Unix:\n\n* If WIFEXITED(status) is true, return "
        "WEXITSTATUS(status).\n* If WIFSIGNALED(status) is true, return -WTERMSIG(status).\n* Otherwise, raise "
        "a ValueError.\n\nOn Windows, return status shifted right by 8 bits.\n\nOn Unix, if the process is "
        "being traced or if waitpid() was called with\nWUNTRACED option, the caller must first check if "
        "WIFSTOPPED(status) is true.\nThis function must not be called if WIFSTOPPED(status) is true."),
    {"waitid", METHOD_ARRAY, .array = posix_method_waitid,
     .doc = "waitid($module, idtype, id, options, /)\n--\n\nReturns the result of waiting for a process or "
            "processes.\n\n  idtype\n    Must be one of be P_PID, P_PGID or P_ALL.\n  id\n    The id to wait "
            "on.\n  options\n    Constructed from the ORing of one or more of WEXITED, WSTOPPED\n    or "
            "WCONTINUED and additionally may be ORed with WNOHANG or WNOWAIT.\n\nReturns either waitid_result "
            "or None if WNOHANG is specified and there are\nno children in a waitable state."},
    {.name = NULL}};
