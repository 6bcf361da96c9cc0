/* posix_process.c: processes. The machine is one process that can be taken back in time; another one could not be:
 * so none is started, and who asks for one gets a clear answer. */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#include "modules/posix.h"
#include "object/list.h"
#include "vm/eval.h"

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

/* Each is a path's text. */
static bool are_texts(Ref list) {
    for (isize i = 0; i < sequence_fast_length(list); i++) {
        Own path = path_of_object(sequence_fast_items(list)[i]), bytes = path ? path_encode(path) : NULL;
        release_maybe(path);
        release_maybe(bytes);
        if (!bytes) return false;
    }
    return true;
}

/* What execv and execve would be started with; `what` and `first` word the errors. */
static bool check_arguments(Ref arguments, const char *what, const char *first) {
    if (!is_list(arguments) && !is_tuple(arguments))
        return error_set(EXC(TypeError), "%s must be a tuple or list", what) != NULL;
    if (sequence_fast_length(arguments) < 1) return error_set(EXC(ValueError), "%s must not be empty", what);
    if (!are_texts(arguments)) return false;
    Own path = path_of_object(sequence_fast_items(arguments)[0]);
    bool empty = path && size_of(path) == 0;
    release_maybe(path);
    return path && (!empty || error_set(EXC(ValueError), "%s first element cannot be empty", first));
}

static bool check_environment(Ref environment) {
    Own view = object_call_method_none(environment, NAME(items)),
        items = view ? sequence_fast(view, "items") : NULL;
    release_maybe(view);
    bool right = items != NULL;
    for (isize i = 0; right && i < sequence_fast_length(items); i++) {
        Ref pair = sequence_fast_items(items)[i];
        right = is_tuple(pair) && tuple_length(pair) == 2 && are_texts(pair);
        Own name = right ? path_of_object(tuple_get(pair, 0)) : NULL, bytes = name ? path_encode(name) : NULL;
        if (bytes && (size_of(bytes) == 0 || memchr(bytes_data(bytes), '=', (usize)size_of(bytes))))
            right = error_set(EXC(ValueError), "illegal environment variable name") != NULL;
        release_maybe(name);
        release_maybe(bytes);
    }
    release_maybe(items);
    return right;
}

static Own posix_method_execv(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("execv", nargs, 2, 2) || !check_arguments(args[1], "execv() arg 2", "execv() arg 2"))
        return NULL;
    return refuse();
}

static Own posix_method_execve(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"execve", {"path", "argv", "env"}, .required = 3};
    Ref out[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    if (!check_arguments(out[1], "execve: argv", "execve: argv")) return NULL;
    if (!type_of(out[2])->slots.subscript)
        return error_set(EXC(TypeError), "execve: environment must be a mapping object");
    return check_environment(out[2]) ? refuse() : NULL;
}

/* The program may send a signal to itself only. */
static Own posix_method_kill(Ref self UNUSED, Ref const *args, isize nargs) {
    int pid, number;
    i64 own_pid;
    if (!arguments_tuple("kill", nargs, 2, 2) || !argument_int(args[0], &pid) ||
        !argument_int(args[1], &number) || !outside_identity(ID_PROCESS, &own_pid)) {
        return NULL;
    }
    if (pid != own_pid) return refuse();
    return number == 0 ? own_none() : signal_kill(number);
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
    return arguments_tuple("waitpid", nargs, 2, 2) ? wait_for_none(&parameters, args, nargs, NULL) : NULL;
}

static Own posix_method_waitid(Ref self UNUSED, Ref const *args UNUSED, isize nargs) {
    return arguments_count("waitid", nargs, 3, 3) ? error_set_errno(ECHILD, NULL) : NULL;
}

static Own posix_method_exit(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"_exit", {"status"}, .required = 1};
    Ref out;
    int status;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &out) || !argument_int(out, &status)) return NULL;
    vm_end(status & 0xff, 0);
}

static Own posix_method_abort(Ref self UNUSED) { vm_end(128 + SIGABRT, SIGABRT); }

/* As for a user without the right to: the host's own files would be gone. */
static Own posix_method_chroot(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"chroot", {"path"}, .required = 1};
    Ref out;
    PathArgument path;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &out) ||
        !path_argument(out, "chroot", "path", 0, &path))
        return NULL;
    error_set_errno(EPERM, path.shown);
    path_release(&path);
    return NULL;
}

/* What would be called around a fork that never comes. It is kept all the same: the functions of threading and of
 * logging that are held here keep these modules' names alive until after sys is gone, and what a program hung
 * there (threading.excepthook, a handler) with them. */
static Own posix_method_register_at_fork(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "register_at_fork", {"*", "before", "after_in_child", "after_in_parent"}, .required = 0};
    Ref out[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    static const char *const names[] = {"before", "after_in_child", "after_in_parent"};
    static const int looked_at[] = {0, 2, 1}; /* the order in which CPython looks at them */
    for (int i = 0; i < 3; i++) {
        Ref hook = out[looked_at[i]];
        if (hook && !object_is_callable(hook))
            return error_set(EXC(TypeError), "'%s' must be callable, not %.200s", names[looked_at[i]],
                             type_of(hook)->name);
    }
    if (!out[0] && !out[1] && !out[2]) return error_set(EXC(TypeError), "At least one argument is required.");
    for (int i = 0; i < 3; i++) {
        Object **hooks = &MODULES_ROOT->fork_hooks[i];
        if (out[i] && !*hooks && !(*hooks = list_new(0))) return NULL;
        if (out[i] && !list_append(*hooks, own(out[i]))) return NULL;
    }
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

#define STATUS(name, text)                                                                                     \
    {                                                                                                          \
#name, METHOD_KEYWORDS, .keywords = posix_method_##name,                                               \
                                .doc = #name "($module, /, status)\n--\n\n" text                               \
    }

const MethodDef posix_process_functions[] = {
    {"fork", METHOD_NONE, .none = refuse_none,
     .doc = "fork($module, /)\n--\n\nFork a child process.\n\nReturn 0 to child process and PID of child to "
            "parent process."},
    {"forkpty", METHOD_NONE, .none = refuse_none,
     .doc = "forkpty($module, /)\n--\n\nFork a new process with a new pseudo-terminal as controlling "
            "tty.\n\nReturns a tuple of (pid, master_fd).\nLike fork(), return pid of 0 to the child "
            "process,\nand pid of child to the parent process.\nTo both, return fd of newly opened "
            "pseudo-terminal."},
    {"execv", METHOD_ARRAY, .array = posix_method_execv,
     .doc = "execv($module, path, argv, /)\n--\n\nExecute an executable path with arguments, replacing current "
            "process.\n\n  path\n    Path of executable file.\n  argv\n    Tuple or list of strings."},
    {"execve", METHOD_KEYWORDS, .keywords = posix_method_execve,
     .doc = "execve($module, /, path, argv, env)\n--\n\nExecute an executable path with arguments, replacing "
            "current process.\n\n  path\n    Path of executable file.\n  argv\n    Tuple or list of strings.\n "
            " env\n    Dictionary of strings mapping to strings."},
    {"system", METHOD_KEYWORDS, .keywords = refuse_keywords,
     .doc = "system($module, /, command)\n--\n\nExecute the command in a subshell."},
    {"posix_spawn", METHOD_KEYWORDS, .keywords = refuse_keywords,
     .doc =
         "posix_spawn($module, path, argv, env, /, *, file_actions=(),\n            "
         "setpgroup=<unrepresentable>, resetids=False, setsid=False,\n            setsigmask=(), setsigdef=(), "
         "scheduler=<unrepresentable>)\n--\n\nExecute the program specified by path in a new process.\n\n  "
         "path\n    Path of executable file.\n  argv\n    Tuple or list of strings.\n  env\n    Dictionary of "
         "strings mapping to strings.\n  file_actions\n    A sequence of file action tuples.\n  setpgroup\n    "
         "The pgroup to use with the POSIX_SPAWN_SETPGROUP flag.\n  resetids\n    If the value is `true` the "
         "POSIX_SPAWN_RESETIDS will be activated.\n  setsid\n    If the value is `true` the POSIX_SPAWN_SETSID "
         "or POSIX_SPAWN_SETSID_NP will be activated.\n  setsigmask\n    The sigmask to use with the "
         "POSIX_SPAWN_SETSIGMASK flag.\n  setsigdef\n    The sigmask to use with the POSIX_SPAWN_SETSIGDEF "
         "flag.\n  scheduler\n    A tuple with the scheduler policy (optional) and parameters."},
    {"posix_spawnp", METHOD_KEYWORDS, .keywords = refuse_keywords,
     .doc = "posix_spawnp($module, path, argv, env, /, *, file_actions=(),\n             "
            "setpgroup=<unrepresentable>, resetids=False, setsid=False,\n             setsigmask=(), "
            "setsigdef=(), scheduler=<unrepresentable>)\n--\n\nExecute the program specified by path in a new "
            "process.\n\n  path\n    Path of executable file.\n  argv\n    Tuple or list of strings.\n  env\n  "
            "  Dictionary of strings mapping to strings.\n  file_actions\n    A sequence of file action "
            "tuples.\n  setpgroup\n    The pgroup to use with the POSIX_SPAWN_SETPGROUP flag.\n  resetids\n    "
            "If the value is `True` the POSIX_SPAWN_RESETIDS will be activated.\n  setsid\n    If the value is "
            "`True` the POSIX_SPAWN_SETSID or POSIX_SPAWN_SETSID_NP will be activated.\n  setsigmask\n    The "
            "sigmask to use with the POSIX_SPAWN_SETSIGMASK flag.\n  setsigdef\n    The sigmask to use with "
            "the POSIX_SPAWN_SETSIGDEF flag.\n  scheduler\n    A tuple with the scheduler policy (optional) "
            "and parameters."},
    {"kill", METHOD_ARRAY, .array = posix_method_kill,
     .doc = "kill($module, pid, signal, /)\n--\n\nKill a process with a signal."},
    {"killpg", METHOD_ARRAY, .array = refuse_array,
     .doc = "killpg($module, pgid, signal, /)\n--\n\nKill a process group with a signal."},
    {"abort", METHOD_NONE, .none = posix_method_abort,
     .doc = "abort($module, /)\n--\n\nAbort the interpreter immediately.\n\nThis function 'dumps core' or "
            "otherwise fails in the hardest way possible\non the hosting operating system.  This function "
            "never returns."},
    {"chroot", METHOD_KEYWORDS, .keywords = posix_method_chroot,
     .doc = "chroot($module, /, path)\n--\n\nChange root directory to path."},
    {"setsid", METHOD_NONE, .none = refuse_none,
     .doc = "setsid($module, /)\n--\n\nCall the system call setsid()."},
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
    {"register_at_fork", METHOD_KEYWORDS, .keywords = posix_method_register_at_fork,
     .doc = "register_at_fork($module, /, *, before=<unrepresentable>,\n                 "
            "after_in_child=<unrepresentable>,\n                 "
            "after_in_parent=<unrepresentable>)\n--\n\nRegister callables to be called when forking a new "
            "process.\n\n  before\n    A callable to be called in the parent before the fork() syscall.\n  "
            "after_in_child\n    A callable to be called in the child after fork().\n  after_in_parent\n    A "
            "callable to be called in the parent after fork().\n\n'before' callbacks are called in reverse "
            "order.\n'after_in_child' and 'after_in_parent' callbacks are called in order."},
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
    {"_exit", METHOD_KEYWORDS, .keywords = posix_method_exit,
     .doc = "_exit($module, /, status)\n--\n\nExit to the system with specified status, without normal exit "
            "processing."},
    {"login_tty", METHOD_ONE, .one = refuse_one,
     .doc = "login_tty($module, fd, /)\n--\n\nPrepare the tty of which fd is a file descriptor for a new login "
            "session.\n\nMake the calling process a session leader; make the tty the\ncontrolling tty, the "
            "stdin, the stdout, and the stderr of the\ncalling process; close fd."},
    {"pidfd_open", METHOD_KEYWORDS, .keywords = refuse_keywords,
     .doc = "pidfd_open($module, /, pid, flags=0)\n--\n\nReturn a file descriptor referring to the process "
            "*pid*.\n\nThe descriptor can be used to perform process management without races and\nsignals."},
    {"waitid", METHOD_ARRAY, .array = posix_method_waitid,
     .doc = "waitid($module, idtype, id, options, /)\n--\n\nReturns the result of waiting for a process or "
            "processes.\n\n  idtype\n    Must be one of be P_PID, P_PGID or P_ALL.\n  id\n    The id to wait "
            "on.\n  options\n    Constructed from the ORing of one or more of WEXITED, WSTOPPED\n    or "
            "WCONTINUED and additionally may be ORed with WNOHANG or WNOWAIT.\n\nReturns either waitid_result "
            "or None if WNOHANG is specified and there are\nno children in a waitable state."},
    {.name = NULL}};
