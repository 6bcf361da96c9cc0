/* host.c: the moments at which counting stops.
 *
 * The loop counts down to the nearest of two instructions: the one before which the host wants to have control,
 * and the one at which the scheduler must look at its clocks. Neither is known to the loop: it comes here when
 * the countdown is used up, and gets a new one.
 *
 * Invariant: what the host asked for (budget_end, events) is zero in the arena whenever the host looks at it,
 * and the countdown is zero too: a snapshot taken here does not tell how the machine came to stop. */
#include "vm/host.h"

#include "object/error.h"
#include "world/world.h"

#define NEVER UINT64_MAX

void host_arm(void) {
    VmRoot *vm = VM_ROOT;
    u64 now = vm_steps(), timer = vm->counting ? thread_next_timer() : NEVER;
    u64 end = vm->counting ? vm->budget_end : NEVER;
    if (timer < end) end = timer;
    u64 left = end > now ? end - now : 0;
    if (vm->event || vm->tracing) left = 0;
    vm->steps = now;
    vm->armed = vm->countdown = left > INT64_MAX / 2 ? INT64_MAX / 2 : (i64)left;
}

/* Leaves the machine to its host, on the running thread's stack, until it is resumed. */
static void host_switch(u32 event) {
    VmRoot *vm = VM_ROOT;
    Thread *thread = vm->running;
    vm->steps = vm_steps();
    vm->armed = vm->countdown = 0;
    vm->budget_end = vm->budget_start = 0;
    vm->events = 0;
    vm->event = event;
    stack_switch(&thread->context_switch, &vm->host);
    vm->event = 0;
    host_arm();
}

i64 host_stop(Frame *frame, CodeUnit *next, Object **sp) {
    VmRoot *vm = VM_ROOT;
    CodeUnit *last = frame->last;
    Object **stack_pointer = frame->stack_pointer;
    frame->last = next - 1;
    frame->stack_pointer = sp;
    vm->countdown = 0;
    for (;;) {
        u64 now = vm_steps();
        if (vm->event)
            host_switch(vm->event & -vm->event);
        else if (vm->counting && now >= vm->budget_end)
            host_switch(PROBE_BIT(PROBE_STEP));
        else if (vm->counting && now >= thread_next_timer())
            thread_timers_due();
        else
            break;
    }
    host_arm();
    /* While tracing, every instruction comes here; this one is let through. */
    if (vm->countdown == 0)
        vm->armed++;
    else
        vm->countdown--;
    frame->last = last;
    frame->stack_pointer = stack_pointer;
    return vm->countdown;
}

void vm_event(ProbeEvent event) {
    VmRoot *vm = VM_ROOT;
    if (LIKELY(!(vm->events & PROBE_BIT(event)))) return;
    vm->event |= PROBE_BIT(event);
    vm->armed -= vm->countdown;
    vm->countdown = 0;
}

void vm_stop_now(ProbeEvent event) { host_switch(PROBE_BIT(event)); }

void vm_break(u32 bits) { VM_ROOT->eval_breaker |= bits; }

void vm_charge(isize items) { WORLD_ROOT->clock_ns += 10 * items; }

HiddenRun host_hide_begin(void) {
    VmRoot *vm = VM_ROOT;
    HiddenRun hidden = {.counting = vm->counting,
                        .tracing = vm->tracing,
                        .steps = vm_steps(),
                        .last_frame_number = vm->last_frame_number,
                        .events = vm->events};
    vm->counting = vm->tracing = false;
    vm->events = 0;
    host_arm();
    return hidden;
}

void host_hide_end(const HiddenRun *hidden) {
    VmRoot *vm = VM_ROOT;
    vm->counting = hidden->counting;
    vm->tracing = hidden->tracing;
    vm->events = hidden->events;
    vm->steps = hidden->steps;
    vm->last_frame_number = hidden->last_frame_number;
    vm->armed = vm->countdown = 0;
    host_arm();
}

/* --- the eval breaker ------------------------------------------------------------------------------- */

static bool handle_signal(void) {
    VM_ROOT->eval_breaker &= ~(u32)BREAKER_SIGNAL;
    if (VM_ROOT->handle_signals) return VM_ROOT->handle_signals();
    error_set_object(EXC(KeyboardInterrupt), NULL);
    return false;
}

static bool raise_async_exception(Thread *thread) {
    Own exception = thread->async_exception;
    thread->async_exception = NULL;
    if (!exception) return true;
    if (is_type(exception))
        error_set_object(AS_TYPE(exception), NULL);
    else
        error_set_object(type_of(exception), exception);
    release(exception);
    return false;
}

bool vm_handle_signals(void) {
    const VmRoot *vm = VM_ROOT;
    return !(vm->eval_breaker & BREAKER_SIGNAL) || vm->running != vm->main_thread || handle_signal();
}

bool vm_handle_pending(void) {
    VmRoot *vm = VM_ROOT;
    Thread *thread = vm->running;
    if (!vm_handle_signals()) return false;
    if ((vm->eval_breaker & BREAKER_GIL_DROP) && vm->counting) thread_drop_gil();
    if (vm->eval_breaker & BREAKER_ASYNC_EXCEPTION) {
        vm->eval_breaker &= ~(u32)BREAKER_ASYNC_EXCEPTION;
        return raise_async_exception(thread);
    }
    return true;
}
