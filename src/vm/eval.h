/* eval.h: running code: the evaluation loop, and what builtins need to know of the frames. */
#ifndef VM_EVAL_H
#define VM_EVAL_H

#include "vm/function.h"
#include "vm/generator.h"
#include "vm/thread.h"

/* Runs a frame to its end (or a generator's to its next yield). NULL raised. throwing: the current exception is
 * raised where the frame stands. The frame is unlinked then, not cleared: the caller does it. */
Own eval_frame(Frame *frame, bool throwing);

/* exec() and eval(): runs code with these namespaces; globals gets __builtins__ if it lacks it. */
Own vm_run_code(Ref code, Ref globals, Ref locals);
/* As above for code with free variables: closure is a tuple of cells or NULL. */
Own vm_run_code_closure(Ref code, Ref globals, Ref locals, Ref closure);

/* The innermost Python frame of the running thread; NULL: none. */
Frame *vm_current_frame(void);
Ref vm_globals(void);  /* lent; NULL without exception: no frame */
Ref vm_locals(void);   /* lent; NULL raised ("frame does not exist" SystemError) */
Ref vm_builtins(void); /* dict, lent: the current frame's builtins, or the machine's */
/* sys._getframe(depth): a new reference; ValueError "call stack is not deep enough". */
Own vm_current_frame_object(isize depth);
/* Flags of the code being run that compile() inherits (CODE_FUTURE_*). */
int vm_future_flags(void);
/* sys.exc_info()[1], sys.exception(): lent, NULL: none. */
Ref vm_handled_exception(void);
/* builtins.__build_class__: f(self, args, nargs, kwnames). */
Own vm_build_class(Ref self, Ref const *args, isize nargs, Ref kwnames);
/* sys.setrecursionlimit: false and RecursionError when we are deeper already. */
bool vm_set_recursion_limit(isize limit);
/* sys.settrace and sys.setprofile: function or None. */
bool vm_set_trace(Ref function);
bool vm_set_profile(Ref function);
bool vm_set_native_profile(ThreadProfileFn function, Ref profiler);
/* A module's builtins: globals["__builtins__"] as a dict (the machine's if there is none). Lent, NULL
 * raised. */
Ref vm_builtins_of(Ref globals);

/* --- the count of instructions and the host --------------------------------------------------------- */
/* Says that an event happened; the machine stops at the end of the running instruction if the host asked for
 * it. */
void vm_event(ProbeEvent event);
/* Stops at once, in the middle of native code (input that is not there yet), and comes back when the host
 * resumes. */
void vm_stop_now(ProbeEvent event);
/* The end at once, with nothing taken down: os._exit; with a signal's number, death by it. */
NORETURN void vm_end(int status, int signal_number);
/* Looks at the eval breaker as CPython's eval_frame_handle_pending does. False: raised. */
bool vm_handle_pending(void);
/* The part of it that concerns signals, for a wait that one may have cut short: runs their handlers where this
 * is the main thread. False: raised. */
bool vm_handle_signals(void);
/* Asks for the eval breaker to be looked at: BREAKER_ bits. */
void vm_break(u32 bits);

#endif
