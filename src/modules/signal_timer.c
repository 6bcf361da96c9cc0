/* signal_timer.c: alarm, setitimer and getitimer, on the machine's interval timers. */
#include <errno.h>

#include "modules/faulthandler.h"
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
    static const int numbers[] = {
        [TIMER_REAL] = SIGALRM, [TIMER_VIRTUAL] = SIGVTALRM, [TIMER_PROFILE] = SIGPROF};
    if (kind == TIMER_WATCHDOG)
        fault_time_is_over();
    else
        signal_send_silently(numbers[kind], SI_FROM_KERNEL);
}

static bool kind_argument(Ref value, int *kind) {
    if (!argument_int(value, kind)) return false;
    if (*kind >= 0 && *kind <= TIMER_PROFILE) return true;
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

Own signal_method_alarm(Ref self UNUSED, Ref seconds) {
    int number;
    if (!argument_int(seconds, &number)) return NULL;
    i64 left = timer_left(TIMER_REAL), whole = (left + SECOND_NS / 2) / SECOND_NS;
    timer_set(TIMER_REAL, (i64)(unsigned)number * SECOND_NS, 0);
    return int_from_i64(left && !whole ? 1 : whole);
}

Own signal_method_setitimer(Ref self UNUSED, Ref const *args, isize nargs) {
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

Own signal_method_getitimer(Ref self UNUSED, Ref which) {
    int kind;
    return kind_argument(which, &kind) ? state_of(kind) : NULL;
}

void signal_timer_boot(void) { VM_ROOT->timer_rings = ring; }

bool signal_timer_fill(Ref module) {
    Object **class = &SIGNALS->timer_error;
    if (!*class) *class = module_exception_new("signal.itimer_error", EXC(OSError));
    return *class && module_add(module, "ItimerError", own(*class));
}
