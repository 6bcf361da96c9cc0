/* interval_timer.c: timers in virtual time. The scheduler asks which instruction the next one is due at, as it does for
 * threads that sleep. */
#include "vm/interval_timer.h"

#include "vm/eval.h"
#include "vm/host.h"
#include "vm/root.h"

static bool goes_on_in_wait(IntervalTimerKind kind) { return kind == TIMER_REAL || kind == TIMER_WATCHDOG; }

static i64 clock_of(IntervalTimerKind kind) {
    return goes_on_in_wait(kind) ? thread_clock_ns() : thread_work_ns();
}

void timer_set(IntervalTimerKind kind, i64 delay_ns, i64 interval_ns) {
    VM_ROOT->timers[kind] = (IntervalTimer){delay_ns ? clock_of(kind) + delay_ns : 0, interval_ns};
    host_arm();
}

bool timer_is_set(IntervalTimerKind kind) { return VM_ROOT->timers[kind].due_ns != 0; }

i64 timer_left(IntervalTimerKind kind) {
    i64 left = VM_ROOT->timers[kind].due_ns - clock_of(kind);
    return !timer_is_set(kind) ? 0 : left > 0 ? left : 1;
}

u64 timer_next_step(void) {
    u64 next = UINT64_MAX;
    for (IntervalTimerKind kind = TIMER_REAL; kind < TIMER_COUNT; kind++) {
        if (!timer_is_set(kind)) continue;
        u64 step = thread_step_at(clock_of(kind), VM_ROOT->timers[kind].due_ns);
        if (step < next) next = step;
    }
    return next;
}

i64 timer_next_in_wait(void) {
    i64 next = 0;
    for (IntervalTimerKind kind = TIMER_REAL; kind < TIMER_COUNT; kind++) {
        i64 due = goes_on_in_wait(kind) ? VM_ROOT->timers[kind].due_ns : 0;
        if (due && (!next || due < next)) next = due;
    }
    return next;
}

bool timer_ring_due(void) {
    bool rang = false;
    for (IntervalTimerKind kind = TIMER_REAL; kind < TIMER_COUNT; kind++) {
        IntervalTimer *timer = &VM_ROOT->timers[kind];
        i64 now = clock_of(kind);
        if (!timer->due_ns || timer->due_ns > now) continue;
        /* What it should have rung for in the meantime is one ring. */
        i64 missed = timer->interval_ns ? (now - timer->due_ns) / timer->interval_ns : 0;
        timer->due_ns = timer->interval_ns ? timer->due_ns + (missed + 1) * timer->interval_ns : 0;
        rang = true;
        VM_ROOT->timer_rings(kind);
    }
    return rang;
}
