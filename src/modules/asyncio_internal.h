/* asyncio_internal.h: what the files of the module _asyncio say to each other: futures, tasks, and what the
 * module has one of.
 *
 * asyncio is written in Python but for its innermost part, which this module is: asyncio.Future and
 * asyncio.Task. A task runs a coroutine step by step. Between two steps the event loop runs, which holds a
 * callback for the next one:
 *
 *     loop.call_soon(step)          step() sends None into the coroutine, which runs up to
 *                                   `await future`: FutureIter yields the future, marked `blocking`
 *     task.waiter = future          the task adds its task_wakeup to the future's callbacks, the step is over
 *     future.set_result(x)          the loop is asked to call task_wakeup(future) soon
 *     task_wakeup(future)           does the next step; FutureIter hands x to the coroutine
 *
 * A task is a future itself: its result is what the coroutine returns. */
#ifndef MODULES_ASYNCIO_INTERNAL_H
#define MODULES_ASYNCIO_INTERNAL_H

#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

typedef enum FutureState { FUTURE_PENDING, FUTURE_CANCELLED, FUTURE_FINISHED } FutureState;

/* The order and the sizes are CPython's, sys.getsizeof and __dictoffset__ tell them. */
typedef struct Future {
    Object ob_base;
    Object *loop;                 /* all owned, NULL: none; loop NULL: __init__ has not run */
    Object *callback0, *context0; /* the first callback: few futures have another one */
    Object *callbacks;            /* list of (callback, context): the others */
    Object *exception;
    Object *exception_traceback; /* as it was when the exception was set, until result() has given it out */
    Object *result;
    Object *source_traceback; /* in debug mode: where it was made */
    Object *cancel_message;
    FutureState state;
    int log_traceback; /* 1: it has failed and nobody has asked */
    int blocking;      /* 1: an `await` has handed it to the task, which now waits for it */
    Object *dict, *weaklist;
    Object *cancelled_error; /* with which the task's coroutine ended: is raised once, with its traceback */
} Future;
#define AS_FUTURE(ref) ((Future *)(ref))

typedef struct Task {
    Future future;
    Object *waiter; /* all owned; the future it waits for; NULL: none */
    Object *coroutine;
    Object *name; /* str */
    Object *context;
    int must_cancel;         /* 1: the next step throws CancelledError */
    int log_destroy_pending; /* 1: the loop is told if the task dies before it is done */
    int cancel_requests;     /* cancel() has been called that often, uncancel() subtracted */
} Task;
#define AS_TASK(ref) ((Task *)(ref))

/* No subclass, which may have other methods. */
static inline bool is_exact_future(Ref object) {
    return is_exactly(object, MODULE_TYPE(FUTURE)) || is_exactly(object, MODULE_TYPE(TASK));
}

/* What the module has one of; MODULES_ROOT->asyncio points to it. All owned. */
typedef struct AsyncioState {
    Object *get_event_loop_policy;                         /* of asyncio.events */
    Object *future_repr;                                   /* of asyncio.base_futures */
    Object *invalid_state_error, *cancelled_error;         /* of asyncio.exceptions */
    Object *task_repr, *task_get_stack, *task_print_stack; /* of asyncio.base_tasks */
    Object *is_coroutine;                                  /* of asyncio.coroutines */
    Object *extract_stack;                                 /* of traceback */
    Object *all_tasks;                                     /* WeakSet */
    Object *current_tasks;                                 /* dict from loop to the task that it runs */
    Object *coroutine_types;                               /* set of types: is_coroutine said yes */
    Object *context_keyword;                               /* ("context",) */
    u64 task_count;                                        /* tasks that were given a name */
} AsyncioState;
#define ASYNCIO (MODULES_ROOT->asyncio)
/* ASYNCIO; NULL and RuntimeError at the machine's end, when it has been given back and an object's
 * __del__ comes. */
AsyncioState *asyncio_state(void);

/* --- the event loop (asyncio_module.c) ------------------------------------------------------------------ */

/* The running thread's loop; without one, the policy's. */
Own asyncio_event_loop(void);
/* loop.call_soon(callback, argument, context=context); argument NULL: none. False: raised. */
bool asyncio_call_soon(Ref loop, Ref callback, Ref argument, Ref context);
/* The task is about to run, and has run. False: another one runs, RuntimeError. */
bool asyncio_enter_task(Ref loop, Ref task);
bool asyncio_leave_task(Ref loop, Ref task);
bool asyncio_register_task(Ref task);

/* --- futures (asyncio_future.c) ------------------------------------------------------------------------- */

/* What __init__ does. `loop` None: asyncio_event_loop(). */
bool future_init(Future *future, Ref loop);
/* False and RuntimeError: __init__ has not run. */
bool future_check(const Future *future);
/* The result, or the exception that was set (*failed): owned; NULL: cancelled or not done, raised. */
Own future_outcome(Future *future, bool *failed);
/* What future.result() and future.exception() give. */
Own future_result(Future *future);
Own future_exception(Future *future);
/* Raises InvalidStateError. */
void *future_refuse(const char *message);
/* CancelledError, to be raised. */
Own future_cancelled_error(Future *future);
Own future_set_result(Future *future, Ref result);
Own future_set_exception(Future *future, Ref exception); /* class or instance */
Own future_cancel(Future *future, Ref message);          /* NULL: none. True, or False: it was done */
/* Soon, if it is done. */
bool future_add_callback(Future *future, Ref callback, Ref context);
Own future_remove_callback(Future *future, Ref callback); /* all equal ones: how many */
Own future_callbacks(const Future *future);               /* a list of pairs, or None */

bool future_visit(const Future *future, VisitFn visit, void *context);
void future_clear(Future *future);
/* An exception that nobody has asked for is told to the loop. */
void future_finalize(Ref self);
/* Tells the loop what went wrong: loop.call_exception_handler({"message": ..., ...}). exception NULL:
 * `self` is a task that died pending. Consumes the message (NULL: nothing is told). Nothing is raised. */
void future_complain(Ref self, Own message, Ref exception);

/* What `await future` iterates over: yields the future once, then gives out its result
 * (asyncio_future_iterator.c). */
Own future_iterator_new(Ref future);

/* --- tasks (asyncio_task.c) ----------------------------------------------------------------------------- */

bool task_init(Task *task, Ref coroutine, Ref loop, Ref name, Ref context);
/* One step: the coroutine runs to where it next awaits. `exception` is thrown into it; NULL: none. */
Own task_step(Task *task, Ref exception);
Own task_cancel(Task *task, Ref message);
/* str(name) */
bool task_set_name(Task *task, Ref name);

#endif
