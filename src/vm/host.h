/* host.h: the moments at which the evaluation loop stops counting and looks around. Used by eval.c and
 * machine.c. */
#ifndef VM_HOST_H
#define VM_HOST_H

#include "vm/eval.h"

/* The countdown is used up, or the watch may want the instruction at `next`, before which the machine stands.
 * Does what the scheduler and the host want; returns the new countdown, with that instruction counted. `may_jump`:
 * the caller looks at VM_ROOT->jumped_to, and goes on there if the host has moved the frame (NULL: it has not). */
i64 host_stop(Frame *frame, CodeUnit *next, Object **sp, i64 countdown, bool may_jump);
/* A watched word may be in memory that was freed. */
#define ARENA_UNCHECKED __attribute__((no_sanitize("address")))
/* Whether a watch lets the instruction at `next`, which `countdown` counts, pass. Only where countdown >
 * VM_ROOT->watch_floor. */
ARENA_UNCHECKED static inline bool host_watch_passes(const Frame *frame, const CodeUnit *next, i64 countdown) {
    InstructionLog *log = VM_ROOT->log;
    if (log) {
        u64 step = VM_ROOT->steps + (u64)(VM_ROOT->armed - countdown - 1);
        log_instruction(log, (uintptr_t)next - ARENA_BASE, step);
        return true;
    }
    Watch *watch = VM_ROOT->watch;
    if (frame->number != watch->frame) return false;
    isize unit = next - frame->code->units;
    if (watch->marks && watch->marks[unit]) return false;
    for (int i = 0; i < watch->word_count; i++)
        if (*watch->words[i] != watch->values[i]) return false;
    watch->unit = unit;
    return true;
}
/* Sets the countdown from what the host and the scheduler want. */
void host_arm(void);

/* Python code that belongs to the machinery, not to the program: run between these two its instructions are not
 * counted, nobody is told of them, no audit hook hears, and no other thread runs meanwhile. */
typedef struct HiddenRun {
    bool counting, tracing;
    u64 steps, last_frame_number;
    i64 clock_ns, charged_ns;
    u32 events, event;
    AuditHears audit;
} HiddenRun;
HiddenRun host_hide_begin(void);
void host_hide_end(const HiddenRun *hidden);
/* The current exception was raised by this instruction, or leaves a frame there: the host is told. */
void host_raised(const CodeUnit *unit);

/* --- sys.settrace, sys.setprofile (trace.c); only called while VM_ROOT->tracing --- */
/* Calls the trace function for the instruction at *ip, which it may move. False: it raised. */
bool trace_instruction(Frame *frame, CodeUnit **ip);
/* A value leaves the frame, by return or yield. False: raised. */
bool trace_return(Frame *frame, Ref value);
/* The current exception leaves the frame. */
void trace_unwind(Frame *frame);
/* The current exception was raised here, or came from a callee. */
void trace_exception(Frame *frame);
/* A generator goes on with an exception. False: raised. */
bool trace_throw(Frame *frame);
/* Around a call of native code; only the profile function is told. False: raised. */
bool trace_native_call(Frame *frame, Ref callable, TraceEvent event);

#endif
