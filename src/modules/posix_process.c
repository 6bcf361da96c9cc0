/* posix_process.c: the program's own process: copying and replacing it, signals, its end.
 *
 * A machine that can be taken back in time is one process: a copy of it would live on outside of what is written down.
 * So it forks and becomes another program only where nobody records: under `opscope run`. */
#include <errno.h>
#include <signal.h>
#include <sys/ioctl.h>

#include "modules/posix_start.h"
#include "object/list.h"
#include "vm/children.h"
#include "vm/eval.h"

static Own refuse(const char *why) {
    Own number = int_from_i64(ENOSYS), text = str_from_ascii(why, -1);
    if (number && text) {
        Ref args_of_error[] = {number, text};
        Own exception = exception_new(EXC(OSError), args_of_error, 2);
        if (exception) error_raise(exception);
    }
    release_maybe(number);
    release_maybe(text);
    return NULL;
}

static Own refuse_copy(void) {
    return refuse(
        "only `opscope run` forks: a copy of the machine can't be kept; start a program with subprocess");
}

static bool close_descriptor(int descriptor) {
    WorldAnswer answer;
    return outside_ask(&(WorldRequest){.call = WORLD_CALL_CLOSE, .descriptor = descriptor}, &answer) &&
           !answer.error;
}

/* --- fork ---------------------------------------------------------------------------------------------------- */

enum { HOOKS_BEFORE, HOOKS_IN_CHILD, HOOKS_IN_PARENT };

/* What os.register_at_fork was given; `backwards`: the last first. Nobody can be told of an exception. */
static void run_hooks(int which, bool backwards) {
    Ref given = MODULES_ROOT->fork_hooks[which];
    Own hooks = given ? list_from_iterable(given) : NULL;
    if (!hooks && error_occurred()) error_unraisable(None);
    isize count = hooks ? list_length(hooks) : 0;
    for (isize i = 0; i < count; i++) {
        Ref hook = list_get(hooks, backwards ? count - 1 - i : i);
        Own result = object_call_none(hook);
        if (!result) error_unraisable(hook);
        release_maybe(result);
    }
    release_maybe(hooks);
}

bool posix_fork(i64 *process) {
    WorldAnswer answer;
    run_hooks(HOOKS_BEFORE, true);
    import_lock_all(); /* so that no module is half made in the copy */
    bool asked = outside_ask(&(WorldRequest){.call = WORLD_CALL_FORK}, &answer);
    import_unlock_all();
    if (!asked) return false;
    *process = answer.value;
    if (answer.value == 0) {
        MODULES_ROOT->signals.tripped = MODULES_ROOT->signals.pending = 0;
        children_forked();
    } else if (!answer.error) {
        children_started();
    }
    run_hooks(answer.value == 0 ? HOOKS_IN_CHILD : HOOKS_IN_PARENT, false);
    if (answer.error == ENOSYS) return refuse_copy() != NULL;
    return !answer.error || error_set_errno(answer.error, NULL);
}

static Own posix_method_fork(Ref self UNUSED) {
    i64 process;
    return AUDIT("os.fork", "") && posix_fork(&process) ? int_from_i64(process) : NULL;
}

/* Makes the terminal that of a session of its own, and of its standard streams. False: the system has refused, see
 * *error, or raised. */
static bool log_in(int terminal, int *error) {
    WorldRequest session = {.call = WORLD_CALL_PROCESS_CHANGE, .numbers = {CHANGE_SESSION}};
    WorldRequest control = {
        .call = WORLD_CALL_DEVICE_CONTROL, .descriptor = terminal, .numbers = {TIOCSCTTY, 0}};
    WorldAnswer answer;
    if (!outside_ask(&session, &answer) || !outside_ask(&control, &answer)) return false;
    for (int stream = 0; !answer.error && stream < 3; stream++) {
        WorldRequest duplicate = {.call = WORLD_CALL_DUPLICATE, .descriptor = terminal, .numbers = {stream}};
        WorldRequest inherit = {.call = WORLD_CALL_INHERITABLE, .descriptor = stream, .numbers = {true}};
        if (!outside_ask(&duplicate, &answer)) return false;
        if (!answer.error && !outside_ask(&inherit, &answer)) return false;
    }
    *error = answer.error;
    return !answer.error && (terminal < 3 || close_descriptor(terminal));
}

static Own posix_method_login_tty(Ref self UNUSED, Ref value) {
    int terminal, error = 0;
    if (!posix_descriptor(value, &terminal)) return NULL;
    if (log_in(terminal, &error)) return own_none();
    return error_occurred() ? NULL : error_set_errno(error, NULL);
}

static Own posix_method_forkpty(Ref self UNUSED) {
    WorldAnswer answer;
    i64 process, slave;
    int error;
    if (!AUDIT("os.forkpty", "") ||
        !outside_do(&(WorldRequest){.call = WORLD_CALL_TERMINAL_PAIR}, &answer, NULL, NULL))
        return NULL;
    int master = (int)answer.value;
    memcpy(&slave, answer.bytes, sizeof slave);
    if (!posix_fork(&process)) {
        Own pending = error_fetch();
        close_descriptor(master);
        close_descriptor((int)slave);
        error_restore(pending);
        return NULL;
    }
    if (process == 0) {
        close_descriptor(master);
        if (!log_in((int)slave, &error)) vm_end(1, 0);
    } else {
        close_descriptor((int)slave);
    }
    return tuple_take(2, int_from_i64(process), int_from_i64(master));
}

/* --- becoming another program -------------------------------------------------------------------------------- */

/* Where it comes back it has failed. */
static void become(StartPlan *plan, const char *path, Ref shown) {
    WorldAnswer answer;
    plan->start.flags = START_IN_PLACE;
    start_plan_file(plan, path);
    if (!start_plan_run(plan, &answer)) return;
    if (answer.error == ENOSYS)
        refuse_copy();
    else
        error_set_errno(answer.error, shown);
}

static Own posix_method_execv(Ref self UNUSED, Ref const *args, isize nargs) {
    StartPlan plan;
    PathArgument path;
    if (!arguments_count("execv", nargs, 2, 2) || !path_argument(args[0], "execv", "path", 0, &path))
        return NULL;
    start_plan_begin(&plan);
    if (start_plan_arguments(&plan, args[1], "execv() arg 2", "execv() arg 2") &&
        start_plan_own_environment(&plan) && AUDIT("os.exec", "OOO", path.shown, args[1], NULL))
        become(&plan, path.text, NULL);
    start_plan_release(&plan);
    path_release(&path);
    return NULL;
}

static Own posix_method_execve(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"execve", {"path", "argv", "env"}, .required = 3};
    Ref out[3];
    StartPlan plan;
    PathArgument path;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) ||
        !path_argument(out[0], "execve", "path", PATH_DESCRIPTOR, &path))
        return NULL;
    Text program = text_new(TEXT_IN_ARENA);
    if (path.text)
        text_append_cstring(&program, path.text);
    else
        text_append_format(&program, "/proc/self/fd/%d", path.descriptor);
    start_plan_begin(&plan);
    if (start_plan_arguments(&plan, out[1], "execve: argv", "execve: argv")) {
        if (!type_of(out[2])->slots.subscript)
            error_set(EXC(TypeError), "execve: environment must be a mapping object");
        else if (start_plan_environment(&plan, out[2]) && AUDIT("os.exec", "OOO", path.shown, out[1], out[2]))
            become(&plan, text_cstring(&program), path.shown);
    }
    text_free(&program);
    start_plan_release(&plan);
    path_release(&path);
    return NULL;
}

/* --- signals ------------------------------------------------------------------------------------------------- */

/* To others. Where the program is one of those meant it gets it too. */
static Own signal_others(i64 process, int number) {
    WorldRequest request = {.call = WORLD_CALL_SIGNAL, .numbers = {process, number}};
    WorldAnswer answer;
    if (!outside_do(&request, &answer, NULL, NULL)) return NULL;
    return answer.value ? signal_kill(number) : own_none();
}

static Own posix_method_setsid(Ref self UNUSED) {
    WorldRequest request = {.call = WORLD_CALL_PROCESS_CHANGE, .numbers = {CHANGE_SESSION}};
    WorldAnswer answer;
    if (!outside_do(&request, &answer, NULL, NULL)) return NULL;
    return own_none();
}

static Own posix_method_kill(Ref self UNUSED, Ref const *args, isize nargs) {
    int process, number;
    i64 own_process;
    if (!arguments_count("kill", nargs, 2, 2) || !argument_int(args[0], &process) ||
        !argument_int(args[1], &number) || !outside_identity(ID_PROCESS, &own_process))
        return NULL;
    if (!AUDIT("os.kill", "ii", process, number)) return NULL;
    if (process != own_process) return signal_others(process, number);
    return number == 0 ? own_none() : signal_kill(number);
}

static Own posix_method_killpg(Ref self UNUSED, Ref const *args, isize nargs) {
    int group, number;
    if (!arguments_count("killpg", nargs, 2, 2) || !argument_int(args[0], &group) ||
        !argument_int(args[1], &number))
        return NULL;
    if (!AUDIT("os.killpg", "ii", group, number)) return NULL;
    if (group < 0 || group == 1) return error_set_errno(group == 1 ? EPERM : EINVAL, NULL);
    return signal_others(-(i64)group, number);
}

static Own posix_method_pidfd_open(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"pidfd_open", {"pid", "flags"}, .required = 1};
    Ref out[2];
    int process, flags = 0;
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !argument_int(out[0], &process) ||
        (out[1] && !argument_int(out[1], &flags)))
        return NULL;
    WorldRequest request = {.call = WORLD_CALL_PROCESS_DESCRIPTOR, .numbers = {process, flags}};
    return outside_do(&request, &answer, NULL, NULL) ? int_from_i64(answer.value) : NULL;
}

/* --- the end ------------------------------------------------------------------------------------------------- */

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

/* What is given is held to the end: the functions of threading and of logging keep these modules' names alive until
 * after sys is gone, and what a program hung there (threading.excepthook, a handler) with them. */
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

const MethodDef posix_process_functions[] = {
    {"fork", METHOD_NONE, .none = posix_method_fork,
     .doc = "fork($module, /)\n--\n\nFork a child process.\n\nReturn 0 to child process and PID of child to "
            "parent process."},
    {"forkpty", METHOD_NONE, .none = posix_method_forkpty,
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
    {"kill", METHOD_ARRAY, .array = posix_method_kill,
     .doc = "kill($module, pid, signal, /)\n--\n\nKill a process with a signal."},
    {"killpg", METHOD_ARRAY, .array = posix_method_killpg,
     .doc = "killpg($module, pgid, signal, /)\n--\n\nKill a process group with a signal."},
    {"abort", METHOD_NONE, .none = posix_method_abort,
     .doc = "abort($module, /)\n--\n\nAbort the interpreter immediately.\n\nThis function 'dumps core' or "
            "otherwise fails in the hardest way possible\non the hosting operating system.  This function "
            "never returns."},
    {"chroot", METHOD_KEYWORDS, .keywords = posix_method_chroot,
     .doc = "chroot($module, /, path)\n--\n\nChange root directory to path."},
    {"setsid", METHOD_NONE, .none = posix_method_setsid,
     .doc = "setsid($module, /)\n--\n\nCall the system call setsid()."},
    {"register_at_fork", METHOD_KEYWORDS, .keywords = posix_method_register_at_fork,
     .doc = "register_at_fork($module, /, *, before=<unrepresentable>,\n                 "
            "after_in_child=<unrepresentable>,\n                 "
            "after_in_parent=<unrepresentable>)\n--\n\nRegister callables to be called when forking a new "
            "process.\n\n  before\n    A callable to be called in the parent before the fork() syscall.\n  "
            "after_in_child\n    A callable to be called in the child after fork().\n  after_in_parent\n    A "
            "callable to be called in the parent after fork().\n\n'before' callbacks are called in reverse "
            "order.\n'after_in_child' and 'after_in_parent' callbacks are called in order."},
    {"_exit", METHOD_KEYWORDS, .keywords = posix_method_exit,
     .doc = "_exit($module, /, status)\n--\n\nExit to the system with specified status, without normal exit "
            "processing."},
    {"login_tty", METHOD_ONE, .one = posix_method_login_tty,
     .doc = "login_tty($module, fd, /)\n--\n\nPrepare the tty of which fd is a file descriptor for a new login "
            "session.\n\nMake the calling process a session leader; make the tty the\ncontrolling tty, the "
            "stdin, the stdout, and the stderr of the\ncalling process; close fd."},
    {"pidfd_open", METHOD_KEYWORDS, .keywords = posix_method_pidfd_open,
     .doc = "pidfd_open($module, /, pid, flags=0)\n--\n\nReturn a file descriptor referring to the process "
            "*pid*.\n\nThe descriptor can be used to perform process management without races and\nsignals."},
    {.name = NULL}};
