/* host.h: the moments at which the evaluation loop stops counting and looks around. Used by eval.c and
 * machine.c. */
#ifndef VM_HOST_H
#define VM_HOST_H

#include "vm/eval.h"

/* The countdown is used up, the machine stands before the instruction at `next`. Does what the scheduler and
 * the host want; returns the new countdown, with that instruction counted. */
i64 host_stop(Frame *frame, CodeUnit *next, Object **sp);
/* Sets the countdown from what the host and the scheduler want. */
void host_arm(void);

/* Python code that belongs to the machinery, not to the program: run between these two its instructions are not
 * counted, nobody is told of them, and no other thread runs meanwhile. */
typedef struct HiddenRun {
    bool counting, tracing;
    u64 steps, last_frame_number;
    u32 events;
} HiddenRun;
HiddenRun host_hide_begin(void);
void host_hide_end(const HiddenRun *hidden);

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
