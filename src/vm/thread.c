/* thread.c: the scheduler.
 *
 * Threads change only in here, and only where CPython could change them: a thread gives up the GIL (it blocks,
 * it ends, or it obeys a drop request), another one that wants it is chosen, and its C stack goes on. Time is
 * virtual, but for `opscope run`: when nobody can run, the clock jumps to the next moment at which somebody can.
 *
 * Invariant: while Python code runs, gil.holder is the running thread; every other thread that wants the GIL is
 * in gil.waiters, in order of arrival. */
#include "vm/thread.h"

#include "object/error.h"
#include "vm/children.h"
#include "vm/eval.h"
#include "vm/host.h"
#include "world/world.h"

#define STEP_NS 10        /* virtual time of one instruction */
#define LOOK_STEPS 100000 /* between two looks at what threads wait for outside, while others run */
#define CLOCK_STEPS 2000  /* between two looks at the clock that threads wait for, where time is real */
#define STACK_MARGIN ((usize)48 << 10) /* C stack kept free for what runs without asking */

static i64 virtual_clock_ns(void) { return (i64)vm_steps() * STEP_NS + WORLD_ROOT->clock_ns; }
i64 thread_clock_ns(void) { return world_clock_ns(virtual_clock_ns()); }
i64 thread_work_ns(void) { return world_work_ns(virtual_clock_ns() - WORLD_ROOT->waited_ns); }
i64 thread_own_work_ns(const Thread *thread) {
    bool runs = thread == VM_ROOT->running;
    return thread->worked_ns + (runs ? thread_work_ns() - VM_ROOT->running_since_ns : 0);
}

/* --- queues ----------------------------------------------------------------------------------------- */

static void queue_append(WaitQueue *queue, Thread *thread) {
    thread->queue_next = NULL;
    if (queue->last)
        queue->last->queue_next = thread;
    else
        queue->first = thread;
    queue->last = thread;
}

static void queue_remove(WaitQueue *queue, const Thread *thread) {
    Thread *before = NULL;
    for (Thread *t = queue->first; t; before = t, t = t->queue_next) {
        if (t != thread) continue;
        if (before)
            before->queue_next = t->queue_next;
        else
            queue->first = t->queue_next;
        if (queue->last == t) queue->last = before;
        t->queue_next = NULL;
        return;
    }
}

/* xorshift64*: the seed is never 0. */
static u64 next_random(GilState *gil) {
    u64 x = gil->random_state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    gil->random_state = x;
    return x * 0x2545F4914F6CDD1D;
}

/* The policy: who of those that wait. */
static Thread *queue_choose(const WaitQueue *queue) {
    GilState *gil = &VM_ROOT->gil;
    if (gil->policy == GIL_BY_HAND && gil->by_hand) {
        for (Thread *t = queue->first; t; t = t->queue_next) {
            if (t->number != gil->by_hand) continue;
            gil->by_hand = 0;
            return t;
        }
    }
    if (gil->policy != GIL_RANDOM || queue->first == queue->last) return queue->first;
    isize count = 0;
    for (Thread *t = queue->first; t; t = t->queue_next) count++;
    Thread *chosen = queue->first;
    for (isize i = (isize)(next_random(gil) % (u64)count); i > 0; i--) chosen = chosen->queue_next;
    return chosen;
}

/* --- switching -------------------------------------------------------------------------------------- */

static void thread_park(Thread *thread) {
    ObjectRoot *root = OBJECT_ROOT;
    thread->worked_ns = thread_own_work_ns(thread);
    thread->current_exception = root->current_exception;
    thread->recursion_depth = root->recursion_depth;
    thread->stack_floor = root->stack_floor;
    thread->repr_running = root->repr_running;
    thread->trash_depth = root->trash_depth;
    thread->trash = root->trash;
}

static void thread_unpark(const Thread *thread) {
    ObjectRoot *root = OBJECT_ROOT;
    VM_ROOT->running_since_ns = thread_work_ns();
    root->current_exception = thread->current_exception;
    root->recursion_depth = thread->recursion_depth;
    root->stack_floor = thread->stack_floor;
    root->repr_running = thread->repr_running;
    root->trash_depth = thread->trash_depth;
    root->trash = thread->trash;
}

/* Frees a thread that has left its stack for good. */
static void bury_dead(void) {
    Thread *dead = VM_ROOT->dead_thread;
    if (!dead) return;
    VM_ROOT->dead_thread = NULL;
    Thread **link = &VM_ROOT->threads;
    while (*link != dead) link = &(*link)->next;
    *link = dead->next;
    frame_stack_free(dead);
    arena_stack_free(dead->stack, dead->stack_size);
    arena_free(dead);
}

/* Goes on with `next`, which has the GIL already. Comes back when somebody switches here. */
static void thread_switch(Thread *next) {
    VmRoot *vm = VM_ROOT;
    Thread *current = vm->running;
    if (current == next) return;
    thread_park(current);
    thread_unpark(next);
    vm->running = next;
    vm->tracing = next->trace_function || next->profile_function;
    if (next->async_exception)
        vm->eval_breaker |= BREAKER_ASYNC_EXCEPTION;
    else
        vm->eval_breaker &= ~(u32)BREAKER_ASYNC_EXCEPTION;
    if (current->state == THREAD_ENDED) {
        vm->dead_thread = current;
        stack_leave(&current->context_switch, &next->context_switch);
    }
    stack_switch(&current->context_switch, &next->context_switch);
    bury_dead();
}

static void gil_give(Thread *thread) {
    GilState *gil = &VM_ROOT->gil;
    gil->holder = thread;
    thread->state = THREAD_RUNNING;
    if (gil->last_holder != thread) gil->switches++;
    gil->last_holder = thread;
}

/* What the GIL's interval is measured by: instructions, and loops in C. It is the same whenever the program is run, and
 * so threads take turns at the same instructions, also where sleepers are woken by real time. */
static i64 turn_ns(void) { return (i64)vm_steps() * STEP_NS + WORLD_ROOT->charged_ns; }
static i64 turn_end(const Thread *waiter) { return waiter->gil_since + (i64)VM_ROOT->gil.interval * STEP_NS; }

/* Begins to want the GIL. */
static void gil_want(Thread *thread) {
    GilState *gil = &VM_ROOT->gil;
    if (thread->state != THREAD_FRESH) thread->state = THREAD_WAITING;
    thread->gil_since = turn_ns();
    thread->gil_switches = gil->switches;
    queue_append(&gil->waiters, thread);
}

/* The next moment at which a blocked thread goes on by itself; -1: none does. */
static i64 earliest_wake(void) {
    i64 earliest = -1;
    for (const Thread *t = VM_ROOT->threads; t; t = t->next) {
        if (t->state != THREAD_BLOCKED || t->wake_time < 0) continue;
        if (earliest < 0 || t->wake_time < earliest) earliest = t->wake_time;
    }
    return earliest;
}

static void thread_unblock(Thread *thread, bool timed_out) {
    if (thread->queue) queue_remove(thread->queue, thread);
    thread->queue = NULL;
    thread->ask.items = NULL;
    thread->wake_time = -1;
    thread->timed_out = timed_out;
    thread->state = THREAD_WAITING;
    gil_want(thread);
}

/* Of those whose time has come, the one whose came first; NULL: nobody's has. */
static Thread *first_due(i64 now) {
    Thread *first = NULL;
    for (Thread *t = VM_ROOT->threads; t; t = t->next) {
        if (t->state != THREAD_BLOCKED || t->wake_time < 0 || t->wake_time > now) continue;
        if (!first || t->wake_time < first->wake_time) first = t;
    }
    return first;
}

static void wake_sleepers(void) {
    i64 now = thread_clock_ns();
    for (Thread *t; (t = first_due(now));) thread_unblock(t, true);
}

/* What blocked threads wait for outside, and news of children; NULL: nothing. */
static WorldAsk *asks_of_blocked(void) {
    WorldAsk *first = children_ask(), **last = first ? &first->next : &first;
    for (Thread *t = VM_ROOT->threads; t; t = t->next) {
        if (t->state != THREAD_BLOCKED || !t->ask.items) continue;
        t->ask.next = NULL;
        *last = &t->ask;
        last = &t->ask.next;
    }
    return first;
}

/* Waits for it, and whoever finds it ready wants the GIL. False: nobody will ever answer. */
static bool look_outside(WorldAsk *asks, i64 limit_ns) {
    bool hope = world_wait(asks, limit_ns);
    VM_ROOT->next_look = vm_steps() + LOOK_STEPS;
    for (Thread *t = VM_ROOT->threads; t; t = t->next) {
        if (t->state == THREAD_BLOCKED && t->ask.items && t->ask.any) thread_unblock(t, false);
    }
    children_heard();
    return hope;
}

/* Nobody can run: the clock goes on to where somebody can; where nobody ever will, only a signal helps, and the
 * host must have the chance to send one. */
static void wait_for_anybody(void) {
    i64 wake = earliest_wake(), now = thread_clock_ns();
    i64 ring = timer_next_in_wait();
    if (ring && (wake < 0 || ring < wake)) wake = ring;
    WorldAsk *asks = VM_ROOT->eval_breaker & BREAKER_SIGNAL ? NULL : asks_of_blocked();
    if (asks) {
        if (!look_outside(asks, wake < 0 ? -1 : wake > now ? wake - now : 0)) vm_stop_now(PROBE_DEADLOCK);
        wake_sleepers();
        timer_ring_due();
    } else if (wake >= 0) {
        if (wake > now && !world_sleep(wake - now)) vm_break(BREAKER_SIGNAL);
        wake_sleepers();
        timer_ring_due();
    } else if (!(VM_ROOT->eval_breaker & BREAKER_SIGNAL)) {
        vm_stop_now(PROBE_DEADLOCK);
    }
    Thread *main = VM_ROOT->main_thread;
    if ((VM_ROOT->eval_breaker & BREAKER_SIGNAL) && main->state == THREAD_BLOCKED) thread_unblock(main, false);
}

/* The GIL is free: whoever is to have it next runs. */
static void schedule(void) {
    GilState *gil = &VM_ROOT->gil;
    while (VM_ROOT->answering) vm_stop_now(PROBE_BLOCKED);
    while (!gil->waiters.first) wait_for_anybody();
    Thread *next = queue_choose(&gil->waiters);
    queue_remove(&gil->waiters, next);
    gil_give(next);
    thread_switch(next);
    host_arm();
}

/* --- the GIL ---------------------------------------------------------------------------------------- */

void thread_drop_gil(void) {
    VmRoot *vm = VM_ROOT;
    vm->eval_breaker &= ~(u32)BREAKER_GIL_DROP;
    if (!vm->gil.waiters.first || vm->answering) return;
    Thread *self = vm->running;
    vm->gil.holder = NULL;
    /* Forced switching: it does not compete before somebody else has had the GIL. */
    Thread *next = queue_choose(&vm->gil.waiters);
    queue_remove(&vm->gil.waiters, next);
    gil_want(self);
    gil_give(next);
    thread_switch(next);
    host_arm();
}

void thread_release_gil(void) { VM_ROOT->gil.holder = NULL; }

void thread_take_gil(void) {
    VmRoot *vm = VM_ROOT;
    wake_sleepers();
    if (!vm->gil.waiters.first || vm->answering) {
        gil_give(vm->running);
        return;
    }
    gil_want(vm->running);
    schedule();
}

static u64 steps_between(i64 now, i64 then) {
    return then > now ? (u64)((then - now + STEP_NS - 1) / STEP_NS) : 0;
}

u64 thread_step_at(i64 now, i64 then) {
    u64 steps = steps_between(now, then);
    if (steps > CLOCK_STEPS && world_time_is_real())
        steps = CLOCK_STEPS; /* an instruction takes what it takes */
    return vm_steps() + steps;
}

u64 thread_next_timer(void) {
    const VmRoot *vm = VM_ROOT;
    if (vm->answering) return UINT64_MAX;
    u64 timer = timer_next_step();
    i64 now = turn_ns();
    for (const Thread *t = vm->gil.waiters.first; t; t = t->queue_next) {
        u64 at = vm_steps() + steps_between(now, turn_end(t));
        if (at < timer) timer = at;
    }
    if (vm->threads && vm->threads->next) {
        i64 wake = earliest_wake();
        u64 at = wake < 0 ? UINT64_MAX : thread_step_at(thread_clock_ns(), wake);
        if (at < timer) timer = at;
    }
    if (vm->next_look < timer && asks_of_blocked()) timer = vm->next_look;
    return timer;
}

bool thread_clock_matters(void) {
    if (VM_ROOT->gil.waiters.first) return true;
    for (IntervalTimerKind kind = TIMER_REAL; kind < TIMER_COUNT; kind++)
        if (timer_is_set(kind)) return true;
    return VM_ROOT->threads && VM_ROOT->threads->next && earliest_wake() >= 0;
}

void thread_timers_due(void) {
    VmRoot *vm = VM_ROOT;
    u64 now = vm_steps();
    WorldAsk *asks = now >= vm->next_look ? asks_of_blocked() : NULL;
    if (asks) look_outside(asks, 0);
    wake_sleepers();
    /* The system would wake the main thread up to see to the signal. */
    bool rang = timer_ring_due() || asks;
    if (rang && (vm->eval_breaker & BREAKER_SIGNAL) && vm->main_thread->state == THREAD_BLOCKED)
        thread_unblock(vm->main_thread, false);
    i64 turn = turn_ns();
    for (Thread *t = vm->gil.waiters.first; t; t = t->queue_next) {
        if (turn_end(t) > turn) continue;
        if (t->gil_switches == vm->gil.switches) vm->eval_breaker |= BREAKER_GIL_DROP;
        t->gil_switches = vm->gil.switches;
        t->gil_since = turn;
    }
}

/* --- blocking --------------------------------------------------------------------------------------- */

bool thread_wait(WaitQueue *queue, i64 timeout_ns) {
    Thread *self = thread_current();
    self->state = THREAD_BLOCKED;
    self->wake_time = timeout_ns < 0 ? -1 : thread_clock_ns() + timeout_ns;
    self->queue = queue;
    self->timed_out = false;
    if (queue) queue_append(queue, self);
    VM_ROOT->gil.holder = NULL;
    schedule();
    return !self->timed_out;
}

bool thread_wake(WaitQueue *queue) {
    Thread *thread = queue_choose(queue);
    if (!thread) return false;
    thread_unblock(thread, false);
    host_arm();
    return true;
}

void thread_sleep(i64 nanoseconds) { thread_wait(NULL, nanoseconds < 0 ? 0 : nanoseconds); }

i64 thread_deadline(i64 timeout_ns) {
    i64 now = thread_clock_ns();
    return timeout_ns < 0 || timeout_ns > INT64_MAX - now ? -1 : now + timeout_ns;
}

i64 thread_left(i64 deadline) {
    i64 left = deadline - thread_clock_ns();
    return deadline < 0 ? -1 : left > 0 ? left : 0;
}

bool thread_wait_ready(WorldReady *items, isize count, WaitQueue *queue, i64 timeout_ns) {
    Thread *self = thread_current();
    WorldAsk now = {.items = items, .count = count};
    thread_release_gil();
    thread_take_gil();
    world_wait(&now, 0);
    if (now.any || timeout_ns == 0) return now.any;
    if (!asks_of_blocked()) VM_ROOT->next_look = vm_steps() + LOOK_STEPS;
    self->ask = now;
    thread_wait(queue, timeout_ns);
    return !self->timed_out && self->ask.any;
}

/* --- life ------------------------------------------------------------------------------------------- */

void thread_clear(Thread *thread) {
    Object **held[] = {&thread->dict,
                       &thread->context,
                       &thread->running_loop,
                       &thread->async_first_iter,
                       &thread->async_finalizer,
                       &thread->trace_function,
                       &thread->profile_function,
                       &thread->async_exception,
                       &thread->base_handled.value,
                       &OBJECT_ROOT->repr_running};
    for (isize i = 0; i < COUNT_OF(held); i++) slot_clear(held[i]);
    VM_ROOT->tracing = false;
    Object *data = thread->at_end_data;
    thread->at_end_data = NULL;
    if (data) thread->at_end(data);
}

void thread_abandon_others(void) {
    VmRoot *vm = VM_ROOT;
    vm->gil.waiters = (WaitQueue){NULL, NULL};
    for (Thread *t = vm->threads; t; t = t->next) {
        if (t == vm->running) continue;
        if (t->queue) queue_remove(t->queue, t);
        t->queue = NULL;
        t->ask.items = NULL;
        t->state = THREAD_BLOCKED;
        t->wake_time = -1;
    }
}

static void thread_begin(void *argument) {
    Thread *thread = argument;
    bury_dead();
    host_arm();
    thread->entry(thread, thread->argument);
    if (thread == VM_ROOT->main_thread) vm_end(0, 0); /* it has forked: with it its process ends */
    thread_clear(thread);
    thread->state = THREAD_ENDED;
    VM_ROOT->gil.holder = NULL;
    schedule();
}

static Thread *thread_make(usize stack_size) {
    Thread *thread = arena_alloc(sizeof(Thread), BLOCK_RAW);
    void *stack = thread ? arena_stack_new(stack_size) : NULL;
    if (!stack) {
        arena_free(thread);
        return NULL;
    }
    *thread = (Thread){.stack = stack,
                       .stack_size = stack_size,
                       .stack_floor = (uintptr_t)stack + STACK_MARGIN,
                       .wake_time = -1,
                       .blocked_signals = VM_ROOT->running ? VM_ROOT->running->blocked_signals : 0,
                       .number = ++VM_ROOT->last_thread_number,
                       .next = VM_ROOT->threads};
    thread->handled = &thread->base_handled;
    VM_ROOT->threads = thread;
    return thread;
}

Thread *thread_new(void (*entry)(Thread *, void *), void *argument) {
    Thread *thread = VM_ROOT->deep_stacks ? thread_make(ARENA_MAIN_STACK_SIZE) : NULL;
    if (!thread) thread = thread_make(ARENA_THREAD_STACK_SIZE);
    if (!thread) return NULL;
    thread->entry = entry;
    thread->argument = argument;
    stack_prepare(&thread->context_switch, thread->stack, thread->stack_size, thread_begin, thread);
    gil_want(thread);
    host_arm();
    return thread;
}

Thread *thread_new_main(void) {
    Thread *thread = thread_make(ARENA_MAIN_STACK_SIZE);
    if (!thread) return NULL;
    VM_ROOT->main_thread = VM_ROOT->running = thread;
    gil_give(thread);
    return thread;
}

Thread *thread_find(u64 number) {
    Thread *thread = VM_ROOT->threads;
    while (thread && thread->number != number) thread = thread->next;
    return thread;
}

isize thread_count(void) {
    isize count = 0;
    for (const Thread *t = VM_ROOT->threads; t; t = t->next) count += t->state != THREAD_ENDED;
    return count;
}
