/* frame_lineno.h: moving a frame to another line, from within a trace function or from outside; and putting something
 * else on its value stack. */
#ifndef VM_FRAME_LINENO_H
#define VM_FRAME_LINENO_H

#include "vm/frame.h"

/* frame.f_lineno = value; value NULL: deletion. False: ValueError as CPython words it. */
bool frame_set_line(FrameObject *object, Ref value);

/* The debugger's jump: the innermost frame, which stands before an instruction, goes on at the first instruction of
 * a line. False: ValueError. */
bool frame_jump_to_line(Frame *frame, i64 line);
/* The debugger's change of a slot of the value stack (0 is the bottom) of the innermost frame, which stands before an
 * instruction. False: IndexError; TypeError where the instructions that come rely on what lies there; ValueError. */
bool frame_set_stack_item(Frame *frame, isize slot, Ref value);

#endif
