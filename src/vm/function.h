/* function.h: function objects, and how arguments become locals. */
#ifndef VM_FUNCTION_H
#define VM_FUNCTION_H

#include "vm/frame.h"
#include "vm/root.h"

typedef struct Function {
    Object ob_base;
    Object *globals, *builtins;                           /* dicts, owned */
    Object *name, *qualname;                              /* str, owned */
    Code *code;                                           /* owned */
    Object *defaults;                                     /* tuple or NULL */
    Object *kwdefaults;                                   /* dict or NULL */
    Object *closure;                                      /* tuple of cells or NULL */
    Object *doc, *dict, *weaklist, *module, *annotations; /* annotations: dict, tuple of pairs flat, or NULL */
    u32 version;                                          /* for specialisation; 0: none yet, or changed */
} Function;
#define AS_FUNCTION(ref) ((Function *)(ref))
static inline bool is_function(Ref object) { return type_of(object) == TYPE_FUNCTION; }

/* Fills the head of a fresh frame; the slots are the caller's. Consumes function and locals (NULL: none). */
static inline void frame_init(Frame *frame, Function *function, Own locals) {
    Code *code = function->code;
    frame->function = function;
    frame->globals = function->globals;
    frame->builtins = function->builtins;
    frame->locals = locals;
    frame->code = code;
    code->ob_base.ob_base.ob_refcnt++;
    frame->object = NULL;
    frame->previous = NULL;
    frame->last = code->units - 1;
    frame->stack_pointer = frame->slots + code->nlocalsplus;
    frame->number = ++VM_ROOT->last_frame_number;
    frame->is_entry = false;
    frame->owner = FRAME_OF_THREAD;
    memset(frame->padding, 0, sizeof frame->padding);
}

/* What MAKE_FUNCTION makes of a code object. qualname NULL: the code's. */
Own function_new(Ref code, Ref globals, Ref qualname);
/* __annotations__ as a dict: borrowed, NULL: none (without exception) or raised. */
Ref function_annotations(Ref function);
/* The version, given now if it has none; 0: versions have run out. */
u32 function_version(Function *function);

/* Binds a call's arguments into the fresh frame's slots. Consumes the `nargs` + (number of kwnames) references
 * in args, also on failure. TypeErrors word for word as CPython's. */
bool function_bind(Function *function, Frame *frame, Object *const *args, isize nargs, Ref kwnames);
/* A frame for a call: pushes and binds. Consumes function, locals (NULL: none) and all arguments. NULL
 * raised. */
Frame *function_frame(struct Thread *thread, Own function, Own locals, Object *const *args, isize nargs,
                      Ref kwnames);
/* The call slot of TYPE_FUNCTION. */
Own function_call(Ref function, Ref const *args, isize nargs, Ref kwnames);

#endif
