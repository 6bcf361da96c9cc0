/* signal_module.c: the module _signal: what a program does about signals.
 *
 * What comes from outside is SIGINT (the host tells the machine of it), under `opscope run` whatever has a handler, and
 * while other processes run that the program has started, SIGCHLD; others a program sends to itself, or has a timer
 * send. An arrival sets a bit; the handler runs where CPython runs it: in the main thread, at its next look at the eval
 * breaker. As long as nobody has imported the module, SIGINT raises KeyboardInterrupt, which is what
 * default_int_handler does too. */
#include <errno.h>

#include "modules/faulthandler.h"
#include "modules/outside.h"
#include "modules/signals.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/dict.h"
#include "object/int.h"
#include "object/set.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/eval.h"

enum { HANDLE_DEFAULT = 0, HANDLE_IGNORE = 1 };

static const char *const descriptions[] = {[SIGHUP] = "Hangup",
                                           [SIGINT] = "Interrupt",
                                           [SIGQUIT] = "Quit",
                                           [SIGILL] = "Illegal instruction",
                                           [SIGTRAP] = "Trace/breakpoint trap",
                                           [SIGABRT] = "Aborted",
                                           [SIGBUS] = "Bus error",
                                           [SIGFPE] = "Floating point exception",
                                           [SIGKILL] = "Killed",
                                           [SIGUSR1] = "User defined signal 1",
                                           [SIGSEGV] = "Segmentation fault",
                                           [SIGUSR2] = "User defined signal 2",
                                           [SIGPIPE] = "Broken pipe",
                                           [SIGALRM] = "Alarm clock",
                                           [SIGTERM] = "Terminated",
                                           [SIGSTKFLT] = "Stack fault",
                                           [SIGCHLD] = "Child exited",
                                           [SIGCONT] = "Continued",
                                           [SIGSTOP] = "Stopped (signal)",
                                           [SIGTSTP] = "Stopped",
                                           [SIGTTIN] = "Stopped (tty input)",
                                           [SIGTTOU] = "Stopped (tty output)",
                                           [SIGURG] = "Urgent I/O condition",
                                           [SIGXCPU] = "CPU time limit exceeded",
                                           [SIGXFSZ] = "File size limit exceeded",
                                           [SIGVTALRM] = "Virtual timer expired",
                                           [SIGPROF] = "Profiling timer expired",
                                           [SIGWINCH] = "Window changed",
                                           [SIGIO] = "I/O possible",
                                           [SIGPWR] = "Power failure",
                                           [SIGSYS] = "Bad system call"};

static bool number_argument(Ref argument, int *number) {
    if (!argument_int(argument, number)) return false;
    return signal_is_number(*number) || error_set(EXC(ValueError), "signal number out of range");
}

static bool is_ignored_at_start(int number) { return SIGNALS->ignored_at_start & signal_bit(number); }

/* --- arrival ------------------------------------------------------------------------------------------- */

static bool is_handler_number(Ref handler, i64 number) {
    int overflow;
    return is_exact_int(handler) && int_as_i64_overflow(handler, &overflow) == number && !overflow;
}

void signal_trip(int number) {
    Ref handler = SIGNALS->handlers[number];
    bool unhandled =
        handler ? is_handler_number(handler, HANDLE_DEFAULT) || is_handler_number(handler, HANDLE_IGNORE)
                : number != SIGINT || is_ignored_at_start(SIGINT);
    if (unhandled) return;
    SIGNALS->tripped |= signal_bit(number);
    signal_wake_up(number);
    vm_break(BREAKER_SIGNAL);
}

static bool call_handler(int number) {
    Ref found = SIGNALS->handlers[number];
    if (!found) return is_ignored_at_start(number) || error_set_object(EXC(KeyboardInterrupt), NULL);
    if (is_exact_int(found)) return true; /* it was set to default or ignore meanwhile */
    Own handler = own(found), which = int_from_i64(number);
    Own frame = vm_current_frame() ? vm_current_frame_object(0) : own_none();
    Own result = which && frame ? object_call_args(handler, 2, which, frame) : NULL;
    release_maybe(which);
    release_maybe(frame);
    release(handler);
    release_maybe(result);
    return result != NULL;
}

/* VM_ROOT->handle_signals. Without a bit it is the host's SIGINT. */
static bool handle_signals(void) {
    SignalState *signals = SIGNALS;
    u64 tripped = signals->tripped;
    signals->tripped = 0;
    signal_wakeup_report();
    if (!tripped) {
        if (signal_is_held_back(SIGINT, SI_USER, NULL)) return true;
        tripped = signal_bit(SIGINT);
        signal_wake_up(SIGINT);
    }
    for (int number = 1; number < SIGNAL_COUNT; number++) {
        if (!(tripped & signal_bit(number))) continue;
        tripped &= ~signal_bit(number);
        if (call_handler(number)) continue;
        signals->tripped |= tripped; /* the others' turn comes when this exception is dealt with */
        if (tripped) vm_break(BREAKER_SIGNAL);
        return false;
    }
    return true;
}

/* --- handlers ------------------------------------------------------------------------------------------ */

void signal_listen_as_handled(int number) {
    Ref handler = SIGNALS->handlers[number];
    bool is_default = !handler || is_handler_number(handler, HANDLE_DEFAULT);
    u64 heard = VM_ROOT->children.heard & ~signal_bit(number);
    children_listen(is_default || number == SIGCHLD ? heard : heard | signal_bit(number));
}

static Own signal_method_signal(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("signal", nargs, 2, 2)) return NULL;
    int number;
    if (!argument_int(args[0], &number)) return NULL;
    if (thread_current() != VM_ROOT->main_thread) {
        return error_set(EXC(ValueError), "signal only works in main thread of the main interpreter");
    }
    if (!signal_is_number(number)) return error_set(EXC(ValueError), "signal number out of range");
    bool is_default = is_handler_number(args[1], HANDLE_DEFAULT);
    if (!is_default && !is_handler_number(args[1], HANDLE_IGNORE) && !object_is_callable(args[1])) {
        return error_set(EXC(TypeError),
                         "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    }
    bool unchangeable = number == SIGKILL || number == SIGSTOP || signal_is_hidden(number);
    if (unchangeable) return error_set_errno(EINVAL, NULL);
    if (!vm_handle_signals()) return NULL;
    Own before = SIGNALS->handlers[number];
    SIGNALS->handlers[number] = own(args[1]);
    signal_listen_as_handled(number);
    return before ? before : own_none();
}

static Own signal_method_getsignal(Ref self UNUSED, Ref signal_number) {
    int number;
    if (!number_argument(signal_number, &number)) return NULL;
    Ref handler = SIGNALS->handlers[number];
    return own(handler ? handler : None);
}

static Own signal_method_default_int_handler(Ref self UNUSED, Ref const *args, isize nargs) {
    int number;
    if (!arguments_count("default_int_handler", nargs, 2, 2) || !argument_int(args[0], &number)) return NULL;
    return error_set_object(EXC(KeyboardInterrupt), NULL);
}

static bool is_ignored_by_default(int number) {
    return number == SIGCHLD || number == SIGURG || number == SIGWINCH || number == SIGCONT;
}

static bool stops(int number) {
    return number == SIGSTOP || number == SIGTSTP || number == SIGTTIN || number == SIGTTOU;
}

static bool has_default_action(int number) {
    Ref handler = SIGNALS->handlers[number];
    return handler ? is_handler_number(handler, HANDLE_DEFAULT)
                   : number != SIGINT && !is_ignored_at_start(number);
}

bool signal_send(int number, int code, const Thread *thread) {
    if (signal_is_held_back(number, code, thread) || fault_signal_arrives(number)) return true;
    bool is_default = has_default_action(number);
    if (is_default && stops(number)) {
        error_set(EXC(RuntimeError), "signal %d would stop the process: set a handler for it first", number);
        return false;
    }
    if (is_default && !is_ignored_by_default(number)) vm_end(128 + number, number);
    signal_trip(number);
    return vm_handle_signals();
}

void signal_send_silently(int number, int code) {
    if (signal_is_held_back(number, code, NULL) || fault_signal_arrives(number)) return;
    if (has_default_action(number) && !is_ignored_by_default(number)) vm_end(128 + number, number);
    signal_trip(number);
}

void signals_came(u64 set) {
    for (int number = 1; number < SIGNAL_COUNT; number++)
        if (set & signal_bit(number)) signal_send_silently(number, number == SIGCHLD ? CLD_EXITED : SI_USER);
}

/* CPython sets SIGINT, unless it is ignored, ignores SIGPIPE and SIGXFSZ, and leaves the others as it finds them. */
void signals_boot(u64 ignored) {
    SIGNALS->ignored_at_start = ignored | signal_bit(SIGPIPE) | signal_bit(SIGXFSZ);
    VM_ROOT->handle_signals = handle_signals;
    signal_timer_boot();
}

static Own send(int number, int code, const Thread *thread) {
    if (!signal_is_number(number)) return error_set_errno(EINVAL, NULL);
    return signal_send(number, code, thread) ? own_none() : NULL;
}
Own signal_raise(int number) { return send(number, SI_TKILL, thread_current()); }
Own signal_kill(int number) { return send(number, SI_USER, NULL); }

void signal_dispositions(u64 *ignored, u64 *defaults) {
    *ignored = 0;
    for (int number = 1; number < SIGNAL_COUNT; number++) {
        Ref handler = SIGNALS->handlers[number];
        bool is_ignored = handler ? is_handler_number(handler, HANDLE_IGNORE) : is_ignored_at_start(number);
        if (is_ignored) *ignored |= signal_bit(number);
    }
    *defaults = (SIGNALS->ignored_at_start | signal_bit(SIGINT)) & ~*ignored; /* the host has them otherwise */
}

static Own signal_method_raise_signal(Ref self UNUSED, Ref signal_number) {
    int number;
    if (!argument_int(signal_number, &number)) return NULL;
    return number ? signal_raise(number)
                  : own_none(); /* 0 is no signal: C's raise() asks whether one could be sent */
}

/* (pidfd, signalnum, siginfo=None, flags=0) */
static Own signal_method_pidfd_send_signal(Ref self UNUSED, Ref const *args, isize nargs) {
    int descriptor, number, flags = 0;
    WorldAnswer answer;
    if (!arguments_count("pidfd_send_signal", nargs, 2, 4) || !argument_int(args[0], &descriptor) ||
        !argument_int(args[1], &number) || (nargs > 3 && !argument_int(args[3], &flags)))
        return NULL;
    if (nargs > 2 && args[2] != None) return error_set(EXC(TypeError), "siginfo must be None");
    WorldRequest request = {
        .call = WORLD_CALL_SIGNAL_DESCRIPTOR, .descriptor = descriptor, .numbers = {number, flags}};
    if (!outside_do(&request, &answer, NULL, NULL)) return NULL;
    return answer.value ? signal_kill(number) : own_none();
}

static Own signal_method_pthread_kill(Ref self UNUSED, Ref const *args, isize nargs) {
    int signal_number;
    if (!arguments_count("pthread_kill", nargs, 2, 2)) return NULL;
    u64 number = int_as_u64(args[0]);
    if (error_occurred() || !argument_int(args[1], &signal_number)) return NULL;
    if (!AUDIT("signal.pthread_kill", "li", (i64)number, signal_number)) return NULL;
    const Thread *thread = thread_find(number);
    if (!thread) return error_set_errno(ESRCH, NULL);
    return signal_number == 0 ? own_none() : send(signal_number, SI_TKILL, thread);
}

/* --- what is known about them -------------------------------------------------------------------------- */

static Own signal_method_strsignal(Ref self UNUSED, Ref signal_number) {
    int number;
    if (!number_argument(signal_number, &number)) return NULL;
    if (number >= FIRST_REAL_TIME_SIGNAL)
        return str_format("Real-time signal %d", number - FIRST_REAL_TIME_SIGNAL);
    const char *text = number < COUNT_OF(descriptions) ? descriptions[number] : NULL;
    return text ? str_from_ascii(text, -1) : own_none();
}

static Own signal_method_valid_signals(Ref self UNUSED) {
    Own valid = set_new(NULL);
    for (int number = 1; valid && number < SIGNAL_COUNT; number++) {
        if (signal_is_hidden(number)) continue;
        Own value = int_from_i64(number);
        if (!value || !set_add(valid, value)) slot_clear(&valid);
        release_maybe(value);
    }
    return valid;
}

/* --- waiting ------------------------------------------------------------------------------------------- */

static Own signal_method_pause(Ref self UNUSED) {
    while (!(VM_ROOT->eval_breaker & BREAKER_SIGNAL)) thread_wait(NULL, -1);
    return vm_handle_signals() ? own_none() : NULL;
}

/* System calls go on after a signal here, whatever is wished. */
static Own signal_method_siginterrupt(Ref self UNUSED, Ref const *args, isize nargs) {
    int number;
    if (!arguments_count("siginterrupt", nargs, 2, 2) || !number_argument(args[0], &number)) return NULL;
    return own_none();
}

/* In CPython's order. */
static const MethodDef functions[] = {
    {"default_int_handler", METHOD_ARRAY, .array = signal_method_default_int_handler,
     .doc = "default_int_handler($module, signalnum, frame, /)\n--\n\nThe default handler for SIGINT installed "
            "by Python.\n\nIt raises KeyboardInterrupt."},
    {"alarm", METHOD_ONE, .one = signal_method_alarm,
     .doc =
         "alarm($module, seconds, /)\n--\n\nArrange for SIGALRM to arrive after the given number of seconds."},
    {"setitimer", METHOD_ARRAY, .array = signal_method_setitimer,
     .doc =
         "setitimer($module, which, seconds, interval=0.0, /)\n--\n\nSets given itimer (one of ITIMER_REAL, "
         "ITIMER_VIRTUAL or ITIMER_PROF).\n\nThe timer will fire after value seconds and after that every "
         "interval seconds.\nThe itimer can be cleared by setting seconds to zero.\n\nReturns old values as a "
         "tuple: (delay, interval)."},
    {"getitimer", METHOD_ONE, .one = signal_method_getitimer,
     .doc = "getitimer($module, which, /)\n--\n\nReturns current value of given itimer."},
    {"signal", METHOD_ARRAY, .array = signal_method_signal,
     .doc =
         "signal($module, signalnum, handler, /)\n--\n\nSet the action for the given signal.\n\nThe action can "
         "be SIG_DFL, SIG_IGN, or a callable Python object.\nThe previous action is returned.  See getsignal() "
         "for possible return values.\n\n*** IMPORTANT NOTICE ***\nA signal handler function is called with "
         "two arguments:\nthe first is the signal number, the second is the interrupted stack frame."},
    {"raise_signal", METHOD_ONE, .one = signal_method_raise_signal,
     .doc = "raise_signal($module, signalnum, /)\n--\n\nSend a signal to the executing process."},
    {"strsignal", METHOD_ONE, .one = signal_method_strsignal,
     .doc = "strsignal($module, signalnum, /)\n--\n\nReturn the system description of the given "
            "signal.\n\nReturns the description of signal *signalnum*, such as \"Interrupt\"\nfor "
            ":const:`SIGINT`. Returns :const:`None` if *signalnum* has no\ndescription. Raises "
            ":exc:`ValueError` if *signalnum* is invalid."},
    {"getsignal", METHOD_ONE, .one = signal_method_getsignal,
     .doc = "getsignal($module, signalnum, /)\n--\n\nReturn the current action for the given signal.\n\nThe "
            "return value can be:\n  SIG_IGN -- if the signal is being ignored\n  SIG_DFL -- if the default "
            "action for the signal is in effect\n  None    -- if an unknown handler is in effect\n  anything "
            "else -- the callable Python object used as a handler"},
    {"set_wakeup_fd", METHOD_KEYWORDS, .keywords = signal_method_set_wakeup_fd,
     .doc = "set_wakeup_fd(fd, *, warn_on_full_buffer=True) -> fd\n\nSets the fd to be written to (with the "
            "signal number) when a signal\ncomes in.  A library can use this to wakeup select or poll.\nThe "
            "previous fd or -1 is returned.\n\nThe fd must be non-blocking.",
     .flags = METHOD_VARARGS},
    {"siginterrupt", METHOD_ARRAY, .array = signal_method_siginterrupt,
     .doc = "siginterrupt($module, signalnum, flag, /)\n--\n\nChange system call restart behaviour.\n\nIf flag "
            "is False, system calls will be restarted when interrupted by\nsignal sig, else system calls will "
            "be interrupted."},
    {"pause", METHOD_NONE, .none = signal_method_pause,
     .doc = "pause($module, /)\n--\n\nWait until a signal arrives."},
    {"pidfd_send_signal", METHOD_ARRAY, .array = signal_method_pidfd_send_signal,
     .doc = "pidfd_send_signal($module, pidfd, signalnum, siginfo=None, flags=0, /)\n--\n\nSend a signal to a "
            "process "
            "referred to by a pid file descriptor."},
    {"pthread_kill", METHOD_ARRAY, .array = signal_method_pthread_kill,
     .doc = "pthread_kill($module, thread_id, signalnum, /)\n--\n\nSend a signal to a thread."},
    {"pthread_sigmask", METHOD_ARRAY, .array = signal_method_pthread_sigmask,
     .doc = "pthread_sigmask($module, how, mask, /)\n--\n\nFetch and/or change the signal mask of the calling "
            "thread."},
    {"sigpending", METHOD_NONE, .none = signal_method_sigpending,
     .doc =
         "sigpending($module, /)\n--\n\nExamine pending signals.\n\nReturns a set of signal numbers that are "
         "pending for delivery to\nthe calling thread."},
    {"sigwait", METHOD_ONE, .one = signal_method_sigwait,
     .doc = "sigwait($module, sigset, /)\n--\n\nWait for a signal.\n\nSuspend execution of the calling thread "
            "until "
            "the delivery of one of the\nsignals specified in the signal set sigset.  The function accepts the "
            "signal\nand returns the signal number."},
    {"sigwaitinfo", METHOD_ONE, .one = signal_method_sigwaitinfo,
     .doc = "sigwaitinfo($module, sigset, /)\n--\n\nWait synchronously until one of the signals in *sigset* is "
            "delivered.\n\nReturns a struct_siginfo containing information about the signal."},
    {"sigtimedwait", METHOD_ARRAY, .array = signal_method_sigtimedwait,
     .doc = "sigtimedwait($module, sigset, timeout, /)\n--\n\nLike sigwaitinfo(), but with a timeout.\n\nThe "
            "timeout "
            "is specified in seconds, with floating point numbers allowed."},
    {"valid_signals", METHOD_NONE, .none = signal_method_valid_signals,
     .doc =
         "valid_signals($module, /)\n--\n\nReturn a set of valid signal numbers on this platform.\n\nThe "
         "signal numbers returned by this function can be safely passed to\nfunctions like `pthread_sigmask`."},
    {.name = NULL}};

static const ModuleConstant constants[] = {{"NSIG", 65},
                                           {"SIG_BLOCK", 0},
                                           {"SIG_UNBLOCK", 1},
                                           {"SIG_SETMASK", 2},
                                           {"SIGHUP", 1},
                                           {"SIGINT", 2},
                                           {"SIGQUIT", 3},
                                           {"SIGILL", 4},
                                           {"SIGTRAP", 5},
                                           {"SIGIOT", 6},
                                           {"SIGABRT", 6},
                                           {"SIGFPE", 8},
                                           {"SIGKILL", 9},
                                           {"SIGBUS", 7},
                                           {"SIGSEGV", 11},
                                           {"SIGSYS", 31},
                                           {"SIGPIPE", 13},
                                           {"SIGALRM", 14},
                                           {"SIGTERM", 15},
                                           {"SIGUSR1", 10},
                                           {"SIGUSR2", 12},
                                           {"SIGCLD", 17},
                                           {"SIGCHLD", 17},
                                           {"SIGPWR", 30},
                                           {"SIGIO", 29},
                                           {"SIGURG", 23},
                                           {"SIGWINCH", 28},
                                           {"SIGPOLL", 29},
                                           {"SIGSTOP", 19},
                                           {"SIGTSTP", 20},
                                           {"SIGCONT", 18},
                                           {"SIGTTIN", 21},
                                           {"SIGTTOU", 22},
                                           {"SIGVTALRM", 26},
                                           {"SIGPROF", 27},
                                           {"SIGXCPU", 24},
                                           {"SIGXFSZ", 25},
                                           {"SIGRTMIN", 34},
                                           {"SIGRTMAX", 64},
                                           {"SIGSTKFLT", 16},
                                           {"ITIMER_REAL", TIMER_REAL},
                                           {"ITIMER_VIRTUAL", TIMER_VIRTUAL},
                                           {"ITIMER_PROF", TIMER_PROFILE},
                                           {"SIG_DFL", 0},
                                           {"SIG_IGN", 1},
                                           {.name = NULL}};

static void forget_handlers(void) {
    for (int number = 1; number < SIGNAL_COUNT; number++) slot_clear(&SIGNALS->handlers[number]);
}

static bool set_first_handlers(Ref module) {
    SignalState *signals = SIGNALS;
    if (signals->handlers[SIGINT]) return true;
    for (int number = 1; number < SIGNAL_COUNT; number++) {
        bool hidden = signal_is_hidden(number);
        signals->handlers[number] =
            hidden ? own_none() : int_from_i64(is_ignored_at_start(number) ? HANDLE_IGNORE : HANDLE_DEFAULT);
        if (!signals->handlers[number]) return false;
    }
    Ref handler = dict_get_cstring(module_dict(module), "default_int_handler");
    if (!is_ignored_at_start(SIGINT)) slot_set(&signals->handlers[SIGINT], own(handler ? handler : None));
    VM_ROOT->signals_came = signals_came;
    VM_ROOT->signals_end = forget_handlers;
    return true;
}

static bool fill(Ref module) {
    return module_add_constants(module, constants) && signal_timer_fill(module) && signal_mask_fill(module) &&
           set_first_handlers(module);
}

static void clear(void) {
    forget_handlers();
    slot_clear(&SIGNALS->timer_error);
}

const NativeModule signal_module = {
    .name = "_signal",
    .doc = "This module provides mechanisms to use signal handlers in Python.\n\nFunctions:\n\nalarm() -- "
           "cause SIGALRM after a specified time [Unix only]\nsetitimer() -- cause a signal (described below) "
           "after a specified\n               float time and the timer may restart then [Unix "
           "only]\ngetitimer() -- get current value of timer [Unix only]\nsignal() -- set the action for a "
           "given signal\ngetsignal() -- get the signal action for a given signal\npause() -- wait until a "
           "signal arrives [Unix only]\ndefault_int_handler() -- default SIGINT handler\n\nsignal "
           "constants:\nSIG_DFL -- used to refer to the system default handler\nSIG_IGN -- used to ignore the "
           "signal\nNSIG -- number of defined signals\nSIGINT, SIGTERM, etc. -- signal numbers\n\nitimer "
           "constants:\nITIMER_REAL -- decrements in real time, and delivers SIGALRM upon\n               "
           "expiration\nITIMER_VIRTUAL -- decrements only when the process is executing,\n               and "
           "delivers SIGVTALRM upon expiration\nITIMER_PROF -- decrements both when the process is executing "
           "and\n               when the system is executing on behalf of the process.\n               Coupled "
           "with ITIMER_VIRTUAL, this timer is usually\n               used to profile the time spent by the "
           "application\n               in user and kernel space. SIGPROF is delivered upon\n               "
           "expiration.\n\n\n*** IMPORTANT NOTICE ***\nA signal handler function is called with two "
           "arguments:\nthe first is the signal number, the second is the interrupted stack frame.",
    .functions = functions,
    .fill = fill,
    .clear = clear};
