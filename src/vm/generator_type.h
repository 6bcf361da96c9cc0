/* generator_type.h: what the files of generators, coroutines and asynchronous generators share. Nobody else
 * includes it. */
#ifndef VM_GENERATOR_TYPE_H
#define VM_GENERATOR_TYPE_H

#include "object/type.h"
#include "vm/generator.h"

/* What was given to throw(): type or instance, value or NULL, traceback or NULL. All lent. */
typedef struct Thrown {
    Ref type, value, traceback;
} Thrown;
/* close_on_exit: GeneratorExit closes the delegate, instead of being thrown into it. */
Own generator_throw_arguments(Generator *generator, bool close_on_exit, const Thrown *thrown);
/* Takes throw()'s arguments apart. False: TypeError. */
bool thrown_from_arguments(Ref const *args, isize nargs, Thrown *thrown);

/* Methods that the types have in common. */
Own generator_method_send(Ref self, Ref value);
Own generator_method_throw(Ref self, Ref const *args, isize nargs);
Own generator_method_sizeof(Ref self);
bool generator_slot_traverse(Ref self, VisitFn visit, void *context);
void generator_slot_dealloc(Own self);
Own generator_slot_repr(Ref self);
Own generator_get_name(Ref self, void *closure);
bool generator_set_name(Ref self, Ref value, void *closure);
Own generator_get_qualname(Ref self, void *closure);
bool generator_set_qualname(Ref self, Ref value, void *closure);
Own generator_get_yield_from(Ref self, void *closure);
Own generator_get_running(Ref self, void *closure);
Own generator_get_suspended(Ref self, void *closure);
Own generator_get_frame(Ref self, void *name); /* its name, for the audit hooks */
Own generator_get_code(Ref self);
Own generator_slot_self(Ref self); /* owned self: iter, await, aiter */

/* sys.set_coroutine_origin_tracking_depth: notes where a coroutine was made. False: out of memory. */
bool coroutine_set_origin(Generator *coroutine);

#define GENERATOR_BASICSIZE (offsetof(Generator, frame) + offsetof(Frame, slots))

extern const char generator_send_doc[], generator_throw_doc[], generator_close_doc[];

#endif
