/* stack_switch.h: leaving one C stack and going on with another.
 *
 * Every Python thread runs on a C stack of its own inside the arena, the host on the ordinary one. A
 * switch saves the callee-saved registers and the stack pointer, and goes on where the other stack
 * stopped: some 15 lines of assembly on x86-64 and aarch64, ucontext elsewhere. Under AddressSanitizer
 * each switch is announced to it.
 *
 *     host stack          thread's stack in the arena
 *     ----------          ---------------------------
 *     stack_switch ---->  evaluates an instruction, wants to report it
 *     looks, draws  <---- stack_switch
 *     stack_switch ---->  goes on */
#ifndef BASE_STACK_SWITCH_H
#define BASE_STACK_SWITCH_H

#include "base/base.h"

typedef struct StackContext {
    void *stack_pointer; /* where the saved registers stand; all else is on the stack itself */
    void *lowest;        /* the stack's usable range, for the sanitizer and for the depth check */
    usize size;
    void *fake_stack; /* AddressSanitizer's */
} StackContext;

/* Prepares a stack so that the first switch to it calls entry(argument). `entry` must never return: it
 * ends by switching away for good. */
void stack_prepare(StackContext *context, void *lowest, usize size, void (*entry)(void *), void *argument);
/* Saves where we are in *from and goes on with *to. Returns when somebody switches back to *from. */
void stack_switch(StackContext *from, StackContext *to);
/* As stack_switch, for the last time: *from's stack will not be used again. */
void stack_leave(StackContext *from, StackContext *to);
/* Where the stack stood that a signal has interrupted, by the third argument of its handler; 0: not known here. */
uintptr_t stack_interrupted(const void *signal_context);

#endif
