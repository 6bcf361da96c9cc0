/* signal_timer.c: alarm, setitimer and getitimer, on the machine's interval timers. */
#include <errno.h>

#include "modules/signals.h"
#include "object/argument_checks.h"
#include "object/float.h"
#include "object/int.h"
#include "object/tuple.h"
#include "vm/root.h"

enum { SI_FROM_KERNEL = 128 };
#define MICROSECOND_NS ((i64)1000)
#define SECOND_NS ((i64)1000000000)

/* VM_ROOT->timer_rings */
static void ring(IntervalTimerKind kind) {
    static const int numbers[TIMER_COUNT] = {
        [TIMER_REAL] = SIGALRM, [TIMER_VIRTUAL] = SIGVTALRM, [TIMER_PROFILE] = SIGPROF};
    signal_send_silently(numbers[kind], SI_FROM_KERNEL);
}

static bool kind_argument(Ref value, int *kind) {
    if (!argument_int(value, kind)) return false;
    if (*kind >= 0 && *kind < TIMER_COUNT) return true;
    error_set_errno_of(AS_TYPE(SIGNALS->timer_error), EINVAL);
    return false;
}

/* In whole microseconds, as the system counts. */
static bool time_argument(Ref value, i64 *nanoseconds) {
    if (!clock_from_seconds(value, nanoseconds)) return false;
    if (*nanoseconds < 0) {
        error_set_errno_of(AS_TYPE(SIGNALS->timer_error), EINVAL);
        return false;
    }
    i64 rest = *nanoseconds % MICROSECOND_NS;
    if (rest) *nanoseconds += MICROSECOND_NS - rest;
    return true;
}

/* (seconds until it rings, seconds between rings) */
static Own state_of(int kind) {
    i64 left = (timer_left((IntervalTimerKind)kind) + MICROSECOND_NS - 1) / MICROSECOND_NS;
    i64 interval = timer_is_set((IntervalTimerKind)kind) ? VM_ROOT->timers[kind].interval_ns : 0;
    return tuple_take(2, float_from_double((double)left * 1e-6), float_from_double((double)interval * 1e-9));
}

static Own signal_method_alarm(Ref self UNUSED, Ref seconds) {
    int number;
    if (!argument_int(seconds, &number)) return NULL;
    i64 left = timer_left(TIMER_REAL), whole = (left + SECOND_NS / 2) / SECOND_NS;
    timer_set(TIMER_REAL, (i64)(unsigned)number * SECOND_NS, 0);
    return int_from_i64(left && !whole ? 1 : whole);
}

static Own signal_method_setitimer(Ref self UNUSED, Ref const *args, isize nargs) {
    int kind;
    i64 delay, interval = 0;
    if (!arguments_count("setitimer", nargs, 2, 3) || !argument_int(args[0], &kind) ||
        !time_argument(args[1], &delay) || (nargs > 2 && !time_argument(args[2], &interval)) ||
        !kind_argument(args[0], &kind))
        return NULL;
    Own before = state_of(kind);
    if (before) timer_set((IntervalTimerKind)kind, delay, interval);
    return before;
}

static Own signal_method_getitimer(Ref self UNUSED, Ref which) {
    int kind;
    return kind_argument(which, &kind) ? state_of(kind) : NULL;
}

static const MethodDef functions[] = {
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
    {.name = NULL}};

static const ModuleConstant kinds[] = {{"ITIMER_REAL", TIMER_REAL},
                                       {"ITIMER_VIRTUAL", TIMER_VIRTUAL},
                                       {"ITIMER_PROF", TIMER_PROFILE},
                                       {.name = NULL}};

bool signal_timer_fill(Ref module) {
    Object **class = &SIGNALS->timer_error;
    VM_ROOT->timer_rings = ring;
    if (!*class) *class = module_exception_new("signal.itimer_error", EXC(OSError));
    return *class && module_add_functions(module, functions) && module_add_constants(module, kinds) &&
           module_add(module, "ItimerError", own(*class));
}
