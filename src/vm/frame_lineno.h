/* frame_lineno.h: moving a frame to another line, from within a trace function or from outside; and putting something
 * else on its value stack. */
#ifndef VM_FRAME_LINENO_H
#define VM_FRAME_LINENO_H

#include "vm/frame.h"

/* frame.f_lineno = value; value NULL: deletion. False: ValueError as CPython words it. */
bool frame_set_line(FrameObject *object, Ref value);

/* Why the debugger may not change the frame here: the instructions that come rely on what is there. */
typedef enum FrameRefusal {
    FRAME_CHANGED, /* it is done */
    FRAME_RAISED,  /* an exception says why not, or there was no memory */
    FRAME_IN_PAIR, /* the next instruction is executed as one with the instruction before it */
    FRAME_NO_SLOT,
    FRAME_STACK_UNKNOWN, /* what lies on the stack can't be told here */
    FRAME_HOLDS_NULL,
    FRAME_HOLDS_LASTI, /* the place of an exception */
    FRAME_HOLDS_ITERATOR,
    FRAME_HOLDS_EXCEPTION,
    FRAME_HOLDS_CODE,
    FRAME_HOLDS_UNFINISHED /* something that is being built: only its type fits */
} FrameRefusal;
/* The debugger's jump: the innermost frame, which stands before an instruction, goes on at the first instruction of
 * a line. Raised: ValueError as CPython words it. */
FrameRefusal frame_jump_to_line(Frame *frame, i64 line);
/* The debugger's change of a slot of the value stack (0 is the bottom) of the innermost frame, which stands before an
 * instruction. */
FrameRefusal frame_set_stack_item(Frame *frame, isize slot, Ref value);

#endif
