/* eval.c: the evaluation loop.
 *
 *     fetch the instruction, count it, jump to its handler; the handler does the same for the next one
 *
 * The handlers are in the files handlers_*.h, by topic, and written in the words of eval_macros.h. What is
 * long or rare in them is a function in eval_*.c. A call of a Python function does not recurse in C: its frame
 * is pushed, and the loop goes on with that one. So one eval_frame in C runs a whole stack of frames, the
 * lowest of which is its entry frame; only native code that calls back into Python, and generators, begin
 * another eval_frame.
 *
 * Counting: `countdown` says how many more instructions may run until the host or the scheduler wants to know;
 * a stop is possible before every instruction. It is kept in a register, and in the root around everything that
 * might look. While a watch is on, the countdown begins at zero and goes on below it, to VM_ROOT->watch_floor:
 * so every instruction comes by `stop`, where one byte of the code's marks tells whether the host wants it.
 *
 * Invariant: whenever code outside the loop runs, frame->last, frame->stack_pointer and VM_ROOT->countdown are
 * true. */
#include "vm/eval.h"

#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/float.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/number.h"
#include "object/plain.h"
#include "object/range.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval_helpers.h"
#include "vm/eval_macros.h"
#include "vm/host.h"
#include "vm/import.h"
#include "vm/specialize.h"
#include "vm/traceback.h"

/* Ints of one digit are added, subtracted and multiplied right here. */
#define QUICK_INT(name, operator)                                                                              \
    static inline Own quick_int_##name(Ref left, Ref right) {                                                  \
        if (LIKELY(int_is_compact(left) && int_is_compact(right))) {                                           \
            return int_from_likely_compact(int_compact_value(left) operator int_compact_value(right));         \
        }                                                                                                      \
        return int_##name(left, right);                                                                        \
    }
QUICK_INT(add, +)
QUICK_INT(subtract, -)
QUICK_INT(multiply, *)

static inline bool jump_if_true(const CodeUnit *jump) {
    return jump->opcode == OP_POP_JUMP_FORWARD_IF_TRUE || jump->opcode == OP_POP_JUMP_BACKWARD_IF_TRUE;
}

/* A frame whose contents have moved into a generator, left behind for its caller to clear. */
static void frame_leave_shell(Frame *frame) {
    frame->stack_pointer = frame->slots;
    frame->locals = NULL;
    frame->object = NULL;
    own(&frame->function->ob_base);
    own(&frame->code->ob_base.ob_base);
}

/* Not inlined: who asks for its own frame's address keeps a register for it. */
__attribute__((noinline)) static bool stack_is_used_up(void) {
    return (uintptr_t)__builtin_frame_address(0) < OBJECT_ROOT->stack_floor;
}

static bool no_room_for_frame(void) {
    error_set(EXC(RecursionError), "maximum recursion depth exceeded");
    return false;
}

/* The frame counts against the recursion limit, as calls in C do; it stays counted until it ends. */
static inline bool enter_frame(void) {
    return LIKELY(++OBJECT_ROOT->recursion_depth <= OBJECT_ROOT->recursion_limit) || no_room_for_frame();
}

/* The table of handlers is filled with "unknown" first. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"

/* With UBSan's checks in every handler gcc takes minutes for this one function; the functions it calls have
 * them. */
__attribute__((no_sanitize("undefined"))) Own eval_frame(Frame *frame, bool throwing) {
    static const void *const targets[OP_COUNT] = {[0 ... OP_COUNT - 1] = &&target_unknown,
#define OPCODE(name, number, operand, caches, pops, pushes, picture, sentence) [number] = &&target_##name,
                                                  OPCODES(OPCODE)
#undef OPCODE
#define SPECIALIZED(name, number, base) [number] = &&target_##name,
                                                      SPECIALIZED_OPCODES(SPECIALIZED)
#undef SPECIALIZED
    };
    CodeUnit *ip;
    Object **sp;
    Object *const *consts;
    Ref kwnames = NULL;
    i64 countdown;
    int oparg;
    u8 opcode;

    frame->is_entry = true;
    frame->previous = THREAD->frame;
    THREAD->frame = frame;
    if (UNLIKELY(stack_is_used_up())) {
        OBJECT_ROOT->recursion_depth++;
        no_room_for_frame();
        goto leave_frame;
    }
    if (UNLIKELY(throwing)) {
        if (!enter_frame()) goto leave_frame;
        if (VM_ROOT->tracing && !trace_throw(frame)) goto leave_frame;
        goto resume_with_error;
    }

    RELOAD();

    /* The frame has just been pushed: it begins. */
start_frame:
    if (UNLIKELY(!enter_frame())) {
        VM_ROOT->countdown = countdown;
        goto leave_frame;
    }
    ip = frame->last + 1;
    sp = frame->stack_pointer;
    consts = AS_TUPLE(frame->code->consts)->items;
    NEXT();

    /* A frame that it called has ended and left a value on its stack: it goes on. */
resume_frame:
    ip = frame->last + 1;
    sp = frame->stack_pointer;
    consts = AS_TUPLE(frame->code->consts)->items;
    RELOAD();
    NEXT();

    /* The countdown is used up before an instruction that was not fetched yet. */
stop:
    if (PASSES(ip)) {
        FETCH();
        GOTO_OPCODE();
    }
    countdown = host_stop(frame, ip, sp, countdown, true);
    if (UNLIKELY(VM_ROOT->jumped_to != NULL)) {
        ip = VM_ROOT->jumped_to;
        sp = frame->stack_pointer;
        VM_ROOT->jumped_to = NULL;
    }
    if (UNLIKELY(VM_ROOT->tracing)) goto traced;
    FETCH();
    GOTO_OPCODE();

    /* Every instruction comes by here while sys.settrace is on, and in its general form but where the trace function
     * itself runs. */
traced : {
    CodeUnit *place = ip; /* the address of `ip` itself is never taken: it lives in a register */
    bool fine;
    frame->stack_pointer = sp;
    VM_ROOT->countdown = countdown;
    fine = trace_instruction(frame, &place);
    sp = frame->stack_pointer;
    RELOAD();
    /* it has set f_lineno: where the frame lands is a place like any other */
    if (UNLIKELY(fine && ip != place)) countdown = host_stop(frame, place, sp, countdown - 1, false);
    ip = place;
    opcode = THREAD->tracing ? ip->opcode : opcode_info[ip->opcode].base;
    oparg = ip->oparg;
    ip++;
    if (UNLIKELY(!fine)) goto error;
    GOTO_OPCODE();
}

    /* A specialised instruction whose guess was wrong: `opcode` and `oparg` are still its own. */
miss : {
    u16 *counter = (u16 *)(void *)ip;
    opcode = opcode_info[opcode].base;
    if (--*counter == 0) {
        ip[-1].opcode = specialize_adaptive_form((Opcode)opcode);
        *counter = adaptive_counter((1 << ADAPTIVE_BACKOFF_START) - 1, ADAPTIVE_BACKOFF_START);
    }
    GOTO_OPCODE();
}

eval_breaker : {
    bool fine;
    frame->stack_pointer = sp;
    VM_ROOT->countdown = countdown;
    fine = vm_handle_pending();
    RELOAD();
    if (UNLIKELY(!fine)) goto error_saved;
    NEXT();
}

#include "vm/handlers_stack.h"

#include "vm/handlers_name.h"

#include "vm/handlers_operator.h"

#include "vm/handlers_build.h"

#include "vm/handlers_attribute.h"

#include "vm/handlers_jump.h"

#include "vm/handlers_call.h"

#include "vm/handlers_exception.h"

#include "vm/handlers_generator.h"

#include "vm/handlers_match.h"

target_unknown:
    error_set(EXC(SystemError), "unknown opcode");
    goto error;

unbound_local:
    OUT(eval_raise_unbound_local(frame, oparg));
    goto error;

unbound_local_in_second:
    OUT(eval_raise_unbound_local(frame, oparg));
    frame->last = ip - 2;
    goto error_saved;

unbound_free:
    OUT(eval_raise_unbound_free(frame, oparg));
    goto error;

    /* The instruction at ip - 1 raised. */
error:
    frame->last = ip - 1;
error_saved:
    frame->stack_pointer = sp;
    VM_ROOT->countdown = countdown;
    kwnames = NULL;
    if (UNLIKELY(!error_occurred())) error_set(EXC(SystemError), "error return without exception set");
    if (!frame_is_incomplete(frame)) traceback_here(frame);
    if (UNLIKELY(VM_ROOT->tracing)) trace_exception(frame);
unwind:
    host_raised(ip - 1);
    ip = eval_find_handler(frame, ip - 1);
    if (ip) {
        sp = frame->stack_pointer;
        RELOAD();
        NEXT();
    }
    if (UNLIKELY(VM_ROOT->tracing)) trace_unwind(frame);
leave_frame:
    OBJECT_ROOT->recursion_depth--;
    {
        Frame *dying = frame;
        THREAD->frame = frame = dying->previous;
        if (dying->is_entry) return NULL;
        frame_discard(THREAD, dying);
    }
resume_with_error:
    ip = frame->last + 1;
    sp = frame->stack_pointer;
    consts = AS_TUPLE(frame->code->consts)->items;
    RELOAD();
    goto error;
}
#pragma GCC diagnostic pop
