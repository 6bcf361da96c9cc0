/* stack_switch.c: two ways to leave a C stack, and the announcements that AddressSanitizer wants.
 *
 * With assembly: the callee-saved registers and the floating point control words are pushed, the stack
 * pointer is stored in *from and loaded from *to, the registers popped, and the return address found there
 * is where the other stack stopped. stack_prepare lays out a stack as if it had stopped just before
 * a first function, which finds what to call in two of the "saved" registers.
 *
 * Invariant: of a context that is not running, stack_pointer is where its saved registers begin. */
#include "base/stack_switch.h"
#include "base/arena_layout.h"

#include <ucontext.h>

#if ARENA_SANITIZED
#include <sanitizer/common_interface_defs.h>
#endif

uintptr_t stack_interrupted(const void *signal_context) {
#if defined(__x86_64__) && defined(__linux__)
    return (uintptr_t)((const ucontext_t *)signal_context)->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__) && defined(__linux__)
    return (uintptr_t)((const ucontext_t *)signal_context)->uc_mcontext.sp;
#else
    (void)signal_context;
    return 0;
#endif
}

/* AddressSanitizer: before we go, and after we have come back. The host's context learns its own bounds when
 * it is first left. */
#if ARENA_SANITIZED
static void announce_leave(StackContext *from, StackContext *to, bool for_good) {
    __sanitizer_start_switch_fiber(for_good ? NULL : &from->fake_stack, to->lowest, to->size);
}
static void announce_arrival(void *fake_stack, StackContext *left) {
    const void *lowest;
    size_t size;
    __sanitizer_finish_switch_fiber(fake_stack, &lowest, &size);
    if (left && !left->lowest) {
        left->lowest = (void *)(uintptr_t)lowest;
        left->size = size;
    }
}
#else
static void announce_leave(StackContext *from, StackContext *to, bool for_good) {
    (void)from, (void)to, (void)for_good;
}
static void announce_arrival(void *fake_stack, StackContext *left) { (void)fake_stack, (void)left; }
#endif

#if (defined(__x86_64__) || defined(__aarch64__)) && defined(__linux__) && !defined(STACK_SWITCH_UCONTEXT)

/* Saves the registers, stores the stack pointer in *save, goes on at `resume`, handing `message` to the other
 * side, which gets it as the function's result (a fresh stack: as the first argument). */
void *stack_switch_registers(void **save, void *resume, void *message);
/* The first function on a fresh stack: calls stack_switch_begin(message, entry, argument). */
void stack_switch_first(void);
void stack_switch_begin(void *message, void (*entry)(void *), void *argument) __attribute__((used));

#if defined(__x86_64__)
/* Saved, from the stack pointer up: control words, r15 r14 r13 r12 rbx rbp, return address. */
__asm__(".text\n"
        ".globl stack_switch_registers\n"
        ".type stack_switch_registers, @function\n"
        "stack_switch_registers:\n"
        "    .cfi_startproc\n"
        "    pushq %rbp\n"
        "    pushq %rbx\n"
        "    pushq %r12\n"
        "    pushq %r13\n"
        "    pushq %r14\n"
        "    pushq %r15\n"
        "    subq $8, %rsp\n"
        "    stmxcsr (%rsp)\n"
        "    fnstcw 4(%rsp)\n"
        "    movq %rsp, (%rdi)\n"
        "    movq %rsi, %rsp\n"
        "    movq %rdx, %rax\n"
        "    ldmxcsr (%rsp)\n"
        "    fldcw 4(%rsp)\n"
        "    addq $8, %rsp\n"
        "    popq %r15\n"
        "    popq %r14\n"
        "    popq %r13\n"
        "    popq %r12\n"
        "    popq %rbx\n"
        "    popq %rbp\n"
        "    ret\n"
        "    .cfi_endproc\n"
        ".size stack_switch_registers, .-stack_switch_registers\n"
        ".globl stack_switch_first\n"
        ".type stack_switch_first, @function\n"
        "stack_switch_first:\n"
        "    .cfi_startproc\n"
        "    .cfi_undefined rip\n" /* a backtrace ends here */
        "    movq %rax, %rdi\n"
        "    movq %r12, %rsi\n"
        "    movq %r13, %rdx\n"
        "    xorl %ebp, %ebp\n"
        "    call stack_switch_begin\n"
        "    ud2\n"
        "    .cfi_endproc\n"
        ".size stack_switch_first, .-stack_switch_first\n");

static void *lay_out_first_frame(char *top, void (*entry)(void *), void *argument) {
    void **frame = (void **)(void *)top - 8;
    u32 control[2] = {0x1F80, 0x037F}; /* MXCSR and x87: round to nearest, all exceptions masked */
    memcpy(&frame[0], control, sizeof control);
    frame[1] = frame[2] = NULL;            /* r15, r14 */
    frame[3] = argument;                   /* r13 */
    frame[4] = (void *)entry;              /* r12 */
    frame[5] = frame[6] = NULL;            /* rbx, rbp */
    frame[7] = (void *)stack_switch_first; /* after `ret` the stack pointer is `top`: aligned as for a call */
    return frame;
}

#else
/* Saved, from the stack pointer up: x19..x28, x29 (frame pointer), x30 (return address), d8..d15, FPCR. */
__asm__(".text\n"
        ".globl stack_switch_registers\n"
        ".type stack_switch_registers, %function\n"
        "stack_switch_registers:\n"
        "    .cfi_startproc\n"
        "    sub sp, sp, #176\n"
        "    stp x19, x20, [sp, #0]\n"
        "    stp x21, x22, [sp, #16]\n"
        "    stp x23, x24, [sp, #32]\n"
        "    stp x25, x26, [sp, #48]\n"
        "    stp x27, x28, [sp, #64]\n"
        "    stp x29, x30, [sp, #80]\n"
        "    stp d8, d9, [sp, #96]\n"
        "    stp d10, d11, [sp, #112]\n"
        "    stp d12, d13, [sp, #128]\n"
        "    stp d14, d15, [sp, #144]\n"
        "    mrs x9, fpcr\n"
        "    str x9, [sp, #160]\n"
        "    mov x9, sp\n"
        "    str x9, [x0]\n"
        "    mov sp, x1\n"
        "    mov x0, x2\n"
        "    ldr x9, [sp, #160]\n"
        "    msr fpcr, x9\n"
        "    ldp x19, x20, [sp, #0]\n"
        "    ldp x21, x22, [sp, #16]\n"
        "    ldp x23, x24, [sp, #32]\n"
        "    ldp x25, x26, [sp, #48]\n"
        "    ldp x27, x28, [sp, #64]\n"
        "    ldp x29, x30, [sp, #80]\n"
        "    ldp d8, d9, [sp, #96]\n"
        "    ldp d10, d11, [sp, #112]\n"
        "    ldp d12, d13, [sp, #128]\n"
        "    ldp d14, d15, [sp, #144]\n"
        "    add sp, sp, #176\n"
        "    ret\n"
        "    .cfi_endproc\n"
        ".size stack_switch_registers, .-stack_switch_registers\n"
        ".globl stack_switch_first\n"
        ".type stack_switch_first, %function\n"
        "stack_switch_first:\n"
        "    .cfi_startproc\n"
        "    .cfi_undefined x30\n" /* a backtrace ends here */
        "    mov x1, x19\n"
        "    mov x2, x20\n"
        "    bl stack_switch_begin\n"
        "    brk #1\n"
        "    .cfi_endproc\n"
        ".size stack_switch_first, .-stack_switch_first\n");

static void *lay_out_first_frame(char *top, void (*entry)(void *), void *argument) {
    void **frame = (void **)(void *)(top - 176);
    memset(frame, 0, 176);
    frame[0] = (void *)entry;               /* x19 */
    frame[1] = argument;                    /* x20 */
    frame[11] = (void *)stack_switch_first; /* x30 */
    return frame;
}
#endif

void stack_switch_begin(void *message, void (*entry)(void *), void *argument) {
    announce_arrival(NULL, message);
    entry(argument);
    assert(!"a stack's first function returned");
}

void stack_prepare(StackContext *context, void *lowest, usize size, void (*entry)(void *), void *argument) {
    *context = (StackContext){.lowest = lowest, .size = size};
    char *top = (char *)(((uintptr_t)lowest + size) & ~(uintptr_t)15);
    context->stack_pointer = lay_out_first_frame(top, entry, argument);
}

void stack_switch(StackContext *from, StackContext *to) {
    announce_leave(from, to, false);
    StackContext *left = stack_switch_registers(&from->stack_pointer, to->stack_pointer, from);
    announce_arrival(from->fake_stack, left);
}

void stack_leave(StackContext *from, StackContext *to) {
    announce_leave(from, to, true);
    stack_switch_registers(&from->stack_pointer, to->stack_pointer, from);
    assert(!"a stack that was left for good is running");
}

#else

/* With ucontext: what it saves lies at the lowest end of each stack, but for the host's, which is known by
 * having no `lowest`: its ucontext_t is a local variable of stack_switch. */
typedef struct SavedContext {
    ucontext_t registers;
    StackContext *came_from;
} SavedContext;

static void begin(unsigned entry_high, unsigned entry_low, unsigned argument_high, unsigned argument_low,
                  unsigned self_high, unsigned self_low) {
    void (*entry)(void *) = (void (*)(void *))((uintptr_t)entry_high << 32 | entry_low);
    void *argument = (void *)((uintptr_t)argument_high << 32 | argument_low);
    SavedContext *self = (SavedContext *)((uintptr_t)self_high << 32 | self_low);
    announce_arrival(NULL, self->came_from);
    entry(argument);
    assert(!"a stack's first function returned");
}

void stack_prepare(StackContext *context, void *lowest, usize size, void (*entry)(void *), void *argument) {
    *context = (StackContext){.lowest = lowest, .size = size};
    usize reserved = (sizeof(SavedContext) + 63) & ~(usize)63;
    SavedContext *saved = lowest;
    context->stack_pointer = saved;
    getcontext(&saved->registers);
    saved->registers.uc_link = NULL;
    saved->registers.uc_stack.ss_sp = (char *)lowest + reserved;
    saved->registers.uc_stack.ss_size = size - reserved;
    uintptr_t words[3] = {(uintptr_t)entry, (uintptr_t)argument, (uintptr_t)saved};
    makecontext(&saved->registers, (void (*)(void))begin, 6, (unsigned)(words[0] >> 32), (unsigned)words[0],
                (unsigned)(words[1] >> 32), (unsigned)words[1], (unsigned)(words[2] >> 32), (unsigned)words[2]);
}

void stack_switch(StackContext *from, StackContext *to) {
    SavedContext saved; /* stays where it is while this stack is left: its address is the saved "pointer" */
    from->stack_pointer = &saved;
    SavedContext *target = to->stack_pointer;
    target->came_from = from;
    announce_leave(from, to, false);
    swapcontext(&saved.registers, &target->registers);
    announce_arrival(from->fake_stack, saved.came_from);
}

void stack_leave(StackContext *from, StackContext *to) {
    SavedContext *target = to->stack_pointer;
    target->came_from = from;
    announce_leave(from, to, true);
    setcontext(&target->registers);
    assert(!"a stack that was left for good is running");
}

#endif
