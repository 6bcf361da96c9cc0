/* interval_timer.h: the three timers that a program can set for itself (signal.setitimer) and one more, on the machine's clock:
 * where time is virtual they ring at the same instruction whenever the run is repeated. */
#ifndef VM_INTERVAL_TIMER_H
#define VM_INTERVAL_TIMER_H

#include "base/base.h"

typedef enum IntervalTimerKind {
    TIMER_REAL,     /* goes on while the program waits */
    TIMER_VIRTUAL,  /* goes on while it works */
    TIMER_PROFILE,  /* the same: here the system never works for it */
    TIMER_WATCHDOG, /* faulthandler's own: goes on while the program waits, and sends no signal */
    TIMER_COUNT
} IntervalTimerKind;
typedef struct IntervalTimer {
    i64 due_ns;      /* on the timer's clock; 0: it is not set */
    i64 interval_ns; /* after which it rings again; 0: once only */
} IntervalTimer;

/* Rings in so many ns, then each `interval_ns`; delay 0: never. */
void timer_set(IntervalTimerKind kind, i64 delay_ns, i64 interval_ns);
/* Until it rings; 0: it is not set. */
i64 timer_left(IntervalTimerKind kind);
bool timer_is_set(IntervalTimerKind kind);

/* Used by the scheduler. */
u64 timer_next_step(void); /* vm_steps() at which the next one rings, if only work goes on; UINT64_MAX: never */
i64 timer_next_in_wait(void); /* thread_clock_ns() at which the next one rings, if all wait; 0: none does */
bool timer_ring_due(void);    /* rings those whose time has come: VM_ROOT->timer_rings. True: there were some */

#endif
