/* frame_lineno.h: moving a frame to another line, from within a trace function. */
#ifndef VM_FRAME_LINENO_H
#define VM_FRAME_LINENO_H

#include "vm/frame.h"

/* frame.f_lineno = value; value NULL: deletion. False: ValueError as CPython words it. */
bool frame_set_line(FrameObject *object, Ref value);

#endif
