/* host.c: the moments at which counting stops.
 *
 * The loop counts down to the nearest of two instructions: the one before which the host wants to have control,
 * and the one at which the scheduler must look at its clocks. Neither is known to the loop: it comes here when
 * the countdown is used up, and gets a new one.
 *
 * Invariant: what the host asked for (budget_end, events) is zero in the arena whenever the host looks at it,
 * and the countdown is zero too: a snapshot taken here does not tell how the machine came to stop. */
#include "vm/host.h"

#include "object/audit.h"
#include "object/error.h"
#include "object/tuple.h"
#include "world/world.h"

#define NEVER UINT64_MAX

void host_arm(void) {
    VmRoot *vm = VM_ROOT;
    u64 now = vm_steps(), timer = vm->counting ? thread_next_timer() : NEVER;
    u64 end = vm->counting ? vm->budget_end : NEVER;
    if (timer < end) end = timer;
    u64 left = end > now ? end - now : 0;
    WORLD_ROOT->time_passes = vm->counting && thread_clock_matters() ? host_arm : NULL;
    if (vm->event || vm->tracing) left = 0;
    if (left > INT64_MAX / 2) left = INT64_MAX / 2;
    vm->steps = now;
    if (vm->watch && vm->counting && left > 0) {
        vm->armed = vm->countdown = 0;
        vm->watch_floor = -(i64)left - 1;
    } else {
        vm->armed = vm->countdown = (i64)left;
        vm->watch_floor = 0;
    }
}

/* --- the watch ------------------------------------------------------------------------------------------ */

static bool is_deeper(const Frame *frame, isize deepest) {
    isize depth = 0;
    for (; frame->previous && depth <= deepest; frame = frame->previous) depth++;
    return depth > deepest;
}

/* The machine comes to a frame that is not the one looked at before. False: the marks of its code are
 * missing. */
static bool watch_frame(Watch *watch, const Frame *frame, const CodeUnit *last) {
    bool counts = (!watch->thread || watch->thread == VM_ROOT->running->number) &&
                  !(watch->deepest < ISIZE_MAX && is_deeper(frame, watch->deepest));
    watch->marks = NULL;
    if (counts) {
        watch->code = object_serial((Ref)frame->code);
        const WatchMarks *found = watch_find(watch->table, watch->mask, watch->code);
        if (found->code == 0) return false;
        watch->marks = found->marks;
    }
    watch->frame = frame->number;
    watch->unit = last - frame->code->units;
    return true;
}

/* A change is reported once. */
ARENA_UNCHECKED static bool words_changed(Watch *watch) {
    bool changed = false;
    for (int i = 0; i < watch->word_count; i++) {
        changed = changed || *watch->words[i] != watch->values[i];
        watch->values[i] = *watch->words[i];
    }
    return changed;
}

/* What the watch has to report before the instruction at `next`; 0: nothing. */
static u32 watch_event(const Frame *frame, const CodeUnit *next, const CodeUnit *last) {
    Watch *watch = VM_ROOT->watch;
    if (!watch || VM_ROOT->log || !VM_ROOT->counting) return 0;
    if (watch->frame != frame->number && !watch_frame(watch, frame, last)) return PROBE_BIT(PROBE_CODE);
    isize unit = next - frame->code->units;
    if (watch->marks && watch->marks[unit] && vm_steps() >= watch->from) return PROBE_BIT(PROBE_PLACE);
    if (words_changed(watch)) return PROBE_BIT(PROBE_WORD);
    watch->unit = unit;
    return 0;
}

/* What the host asked for is done by the thread that stopped, on its own stack. */
static void answer_request(void) {
    VmRoot *vm = VM_ROOT;
    void (*request)(void *) = vm->request;
    vm->request = NULL;
    vm->answering = true;
    request(vm->request_argument);
    vm->answering = false;
}

/* Leaves the machine to its host, on the running thread's stack, until it is resumed. */
static void host_switch(u32 event) {
    VmRoot *vm = VM_ROOT;
    Thread *thread = vm->running;
    for (;;) {
        vm->steps = vm_steps();
        vm->armed = vm->countdown = vm->watch_floor = 0;
        vm->budget_end = vm->budget_start = 0;
        vm->watch = NULL;
        vm->log = NULL;
        vm->events = 0;
        vm->event = event;
        stack_switch(&thread->context_switch, &vm->host);
        vm->event = 0;
        host_arm();
        if (LIKELY(!vm->request)) return;
        answer_request();
        event = PROBE_BIT(PROBE_ANSWER);
    }
}

/* The same, at an instruction that the host may move the frame away from. */
static void host_look(u32 event, bool may_jump) {
    VM_ROOT->may_jump = may_jump;
    host_switch(event);
    VM_ROOT->may_jump = false;
}

i64 host_stop(Frame *frame, CodeUnit *next, Object **sp, i64 countdown, bool may_jump) {
    VmRoot *vm = VM_ROOT;
    CodeUnit *last = frame->last;
    Object **stack_pointer = frame->stack_pointer;
    frame->last = next - 1;
    frame->stack_pointer = sp;
    vm->countdown = countdown + 1; /* the instruction at `next` was counted, and did not run yet */
    for (u32 report;;) {
        u64 now = vm_steps();
        if (vm->event)
            host_look(vm->event, may_jump);
        else if (vm->counting && now >= vm->budget_end)
            host_look(PROBE_BIT(PROBE_STEP), may_jump);
        else if (vm->counting && now >= thread_next_timer())
            thread_timers_due();
        else if (UNLIKELY((report = watch_event(frame, next, last)) != 0))
            host_look(report, may_jump);
        else
            break;
        if (UNLIKELY(vm->jumped_to != NULL)) next = vm->jumped_to;
    }
    if (vm->log && vm->counting) log_instruction(vm->log, (uintptr_t)next - ARENA_BASE, vm_steps());
    host_arm();
    /* While tracing, every instruction comes here; this one is let through. */
    if (vm->countdown == 0 && !vm->watch_floor)
        vm->armed++;
    else
        vm->countdown--;
    if (UNLIKELY(vm->jumped_to != NULL)) return vm->countdown;
    frame->last = last;
    frame->stack_pointer = stack_pointer;
    return vm->countdown;
}

/* The host is told at the next instruction. */
static void note_events(u32 events) {
    VmRoot *vm = VM_ROOT;
    vm->event |= events;
    vm->armed -= vm->countdown;
    vm->countdown = vm->watch_floor = 0;
}

void vm_event(ProbeEvent event) {
    if (UNLIKELY(VM_ROOT->events & PROBE_BIT(event))) note_events(PROBE_BIT(event));
}

/* The class of the current exception and those above it. */
static void note_classes(Raised *raised, const Type *type) {
    isize used = 0;
    raised->classes[used++] = ' ';
    for (isize i = 0; type->mro && i < tuple_length(type->mro); i++) {
        const char *name = AS_TYPE(tuple_get(type->mro, i))->name;
        isize length = (isize)strlen(name);
        if (used + length + 2 > WATCH_RAISED) break;
        memcpy(raised->classes + used, name, (usize)length);
        used += length;
        raised->classes[used++] = ' ';
    }
    raised->classes[used] = 0;
}

/* The structure is the host's: nothing is allocated. Frame after frame that it leaves comes here. */
static void note_raised(Raised *raised, Ref exception, const CodeUnit *unit, bool first) {
    const Thread *thread = VM_ROOT->running;
    if (first || raised->serial != object_serial(exception)) {
        *raised = (Raised){
            .object = (uintptr_t)exception, .serial = object_serial(exception), .thread = thread->number};
        const Frame *frame = thread->frame;
        while (frame->previous) frame = frame->previous;
        raised->outermost = frame->number;
        note_classes(raised, type_of(exception));
    }
    raised->again |= unit->opcode == OP_RERAISE;
}

void host_raised(const CodeUnit *unit) {
    if (LIKELY(!(VM_ROOT->events & PROBE_BIT(PROBE_RAISE)))) return;
    bool first = !(VM_ROOT->event & PROBE_BIT(PROBE_RAISE));
    vm_event(PROBE_RAISE);
    Ref exception = OBJECT_ROOT->current_exception;
    if (VM_ROOT->watch && exception) note_raised(&VM_ROOT->watch->raised, exception, unit, first);
}

void vm_stop_now(ProbeEvent event) {
    VM_ROOT->inside = event == PROBE_INPUT || event == PROBE_DEADLOCK;
    host_switch(PROBE_BIT(event));
    VM_ROOT->inside = false;
}

void vm_break(u32 bits) { VM_ROOT->eval_breaker |= bits; }

HiddenRun host_hide_begin(void) {
    VmRoot *vm = VM_ROOT;
    HiddenRun hidden = {.counting = vm->counting,
                        .tracing = vm->tracing,
                        .steps = vm_steps(),
                        .last_frame_number = vm->last_frame_number,
                        .clock_ns = WORLD_ROOT->clock_ns,
                        .charged_ns = WORLD_ROOT->charged_ns,
                        .events = vm->events,
                        .event = vm->event,
                        .audit = audit_mute()};
    vm->counting = vm->tracing = false;
    vm->events = vm->event = 0; /* what has happened already in this instruction is told when it has ended */
    host_arm();
    return hidden;
}

void host_hide_end(const HiddenRun *hidden) {
    VmRoot *vm = VM_ROOT;
    vm->counting = hidden->counting;
    vm->tracing = hidden->tracing;
    audit_unmute(hidden->audit);
    vm->events = hidden->events;
    vm->steps = hidden->steps;
    vm->last_frame_number = hidden->last_frame_number;
    WORLD_ROOT->clock_ns = hidden->clock_ns;
    WORLD_ROOT->charged_ns = hidden->charged_ns;
    vm->armed = vm->countdown = 0;
    host_arm();
    if (hidden->event) note_events(hidden->event);
}

/* --- the eval breaker ------------------------------------------------------------------------------- */

static bool handle_signal(void) {
    VM_ROOT->eval_breaker &= ~(u32)BREAKER_SIGNAL;
    return VM_ROOT->handle_signals();
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
