/* asyncio_types.c: the types _asyncio.Future and _asyncio.Task as Python sees them: arguments, methods,
 * attributes. */
#include "modules/asyncio_internal.h"

/* --- what both have: life and death --------------------------------------------------------------------- */

static Own future_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (self) gc_track(self);
    return self;
}

static bool future_slot_traverse(Ref self, VisitFn visit, void *context) {
    return future_visit(AS_FUTURE(self), visit, context);
}

static void future_slot_clear(Ref self) {
    future_clear(AS_FUTURE(self));
    slot_clear(&AS_FUTURE(self)->dict);
}

static void future_dealloc(Own self) {
    if (object_finalize_in_dealloc(self)) return;
    gc_untrack(self);
    weakref_clear_all(self);
    type_of(self)->slots.clear(self);
    object_free(self);
}

/* --- what both have: methods ---------------------------------------------------------------------------- */

static Own future_method_result(Ref self) { return future_result(AS_FUTURE(self)); }
static Own future_method_exception(Ref self) { return future_exception(AS_FUTURE(self)); }

static Own future_method_add_done_callback(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"add_done_callback", {"", "/", "*", "context"}, .required = 1};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Own context = given[1] ? own(given[1]) : context_copy_current();
    bool added = context && future_add_callback(AS_FUTURE(self), given[0], context);
    release_maybe(context);
    return added ? own_none() : NULL;
}

static Own future_method_remove_done_callback(Ref self, Ref callback) {
    return future_check(AS_FUTURE(self)) ? future_remove_callback(AS_FUTURE(self), callback) : NULL;
}

static bool has_state(Ref self, FutureState state) {
    return AS_FUTURE(self)->loop && AS_FUTURE(self)->state == state;
}
static Own future_method_cancelled(Ref self) { return own_bool(has_state(self, FUTURE_CANCELLED)); }
static Own future_method_done(Ref self) {
    return own_bool(has_state(self, FUTURE_CANCELLED) || has_state(self, FUTURE_FINISHED));
}

static Own future_method_make_cancelled_error(Ref self) { return future_cancelled_error(AS_FUTURE(self)); }

/* The argument of cancel(msg=None). */
static bool bind_message(Ref const *args, isize nargs, Ref kwnames, Ref *message) {
    static const Parameters parameters = {"cancel", {"msg"}, .required = 0};
    *message = None;
    Ref given;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &given)) return false;
    if (given) *message = given;
    return true;
}

/* --- what both have: attributes ------------------------------------------------------------------------- */

static bool check_not_deleted(Ref value) {
    return value || error_set(EXC(AttributeError), "cannot delete attribute");
}
/* For a flag that is set: 1, 0, -1 raised. */
static int flag_value(Ref value) { return check_not_deleted(value) ? object_is_true(value) : -1; }

static Own future_get_state(Ref self, void *closure UNUSED) {
    static const char *const names[] = {"PENDING", "CANCELLED", "FINISHED"};
    return future_check(AS_FUTURE(self)) ? str_intern_cstring(names[AS_FUTURE(self)->state]) : NULL;
}

static Own future_get_blocking(Ref self, void *closure UNUSED) {
    return own_bool(AS_FUTURE(self)->loop && AS_FUTURE(self)->blocking);
}
static bool future_set_blocking(Ref self, Ref value, void *closure UNUSED) {
    int flag = future_check(AS_FUTURE(self)) ? flag_value(value) : -1;
    if (flag >= 0) AS_FUTURE(self)->blocking = flag;
    return flag >= 0;
}

static Own future_get_loop(Ref self, void *closure UNUSED) {
    Ref loop = AS_FUTURE(self)->loop;
    return own(loop ? loop : None);
}
static Own future_get_callbacks(Ref self, void *closure UNUSED) {
    return future_check(AS_FUTURE(self)) ? future_callbacks(AS_FUTURE(self)) : NULL;
}
static Own future_get_result(Ref self, void *closure UNUSED) {
    Ref result = AS_FUTURE(self)->result;
    return future_check(AS_FUTURE(self)) ? own(result ? result : None) : NULL;
}
static Own future_get_exception(Ref self, void *closure UNUSED) {
    Ref exception = AS_FUTURE(self)->exception;
    return future_check(AS_FUTURE(self)) ? own(exception ? exception : None) : NULL;
}

static Own future_get_log_traceback(Ref self, void *closure UNUSED) {
    return future_check(AS_FUTURE(self)) ? own_bool(AS_FUTURE(self)->log_traceback) : NULL;
}
static bool future_set_log_traceback(Ref self, Ref value, void *closure UNUSED) {
    int flag = flag_value(value);
    if (flag > 0) return error_set(EXC(ValueError), "_log_traceback can only be set to False");
    if (flag == 0) AS_FUTURE(self)->log_traceback = 0;
    return flag == 0;
}

static Own future_get_source_traceback(Ref self, void *closure UNUSED) {
    const Future *future = AS_FUTURE(self);
    return own(future->loop && future->source_traceback ? future->source_traceback : None);
}

static Own future_get_cancel_message(Ref self, void *closure UNUSED) {
    Ref message = AS_FUTURE(self)->cancel_message;
    return own(message ? message : None);
}
static bool future_set_cancel_message(Ref self, Ref value, void *closure UNUSED) {
    if (!check_not_deleted(value)) return false;
    slot_set(&AS_FUTURE(self)->cancel_message, own(value));
    return true;
}

/* --- rows that both tables have ------------------------------------------------------------------------- */

/* clang-format off */
#define RESULT_METHODS                                                                                         \
    {"result", METHOD_NONE, .none = future_method_result,                                                      \
     .doc = "result($self, /)\n--\n\nReturn the result this future represents.\n\nIf the future has "          \
            "been cancelled, raises CancelledError.  If the\nfuture's result isn't yet available, "            \
            "raises InvalidStateError.  If\nthe future is done and has an exception set, this "                \
            "exception is raised."},                                                                           \
    {"exception", METHOD_NONE, .none = future_method_exception,                                                \
     .doc = "exception($self, /)\n--\n\nReturn the exception that was set on this future.\n\nThe "             \
            "exception (or None if no exception was set) is returned only if\nthe future is done.  "           \
            "If the future has been cancelled, raises\nCancelledError.  If the future isn't done "             \
            "yet, raises\nInvalidStateError."}
#define CALLBACK_METHODS                                                                                       \
    {"add_done_callback", METHOD_KEYWORDS, .keywords = future_method_add_done_callback,                        \
     .doc = "add_done_callback($self, fn, /, *, context=<unrepresentable>)\n--\n\nAdd a callback to "          \
            "be run when the future becomes done.\n\nThe callback is called with a single argument - "         \
            "the future object. If\nthe future is already done when this is called, the callback is\n"         \
            "scheduled with call_soon."},                                                                      \
    {"remove_done_callback", METHOD_ONE, .one = future_method_remove_done_callback,                            \
     .doc = "remove_done_callback($self, fn, /)\n--\n\nRemove all instances of a callback from the \""         \
            "call when done\" list.\n\nReturns the number of callbacks removed."}
#define STATE_METHODS                                                                                          \
    {"cancelled", METHOD_NONE, .none = future_method_cancelled,                                                \
     .doc = "cancelled($self, /)\n--\n\nReturn True if the future was cancelled."},                            \
    {"done", METHOD_NONE, .none = future_method_done,                                                          \
     .doc = "done($self, /)\n--\n\nReturn True if the future is done.\n\nDone means either that a "            \
            "result / exception are available, or that the\nfuture was cancelled."}
#define FUTURE_ATTRIBUTES                                                                                      \
    {"_state", future_get_state, NULL, NULL, NULL},                                                            \
    {"_asyncio_future_blocking", future_get_blocking, future_set_blocking, NULL, NULL},                        \
    {"_loop", future_get_loop, NULL, NULL, NULL},                                                              \
    {"_callbacks", future_get_callbacks, NULL, NULL, NULL},                                                    \
    {"_result", future_get_result, NULL, NULL, NULL},                                                          \
    {"_exception", future_get_exception, NULL, NULL, NULL},                                                    \
    {"_log_traceback", future_get_log_traceback, future_set_log_traceback, NULL, NULL},                        \
    {"_source_traceback", future_get_source_traceback, NULL, NULL, NULL},                                      \
    {"_cancel_message", future_get_cancel_message, future_set_cancel_message, NULL, NULL}
/* clang-format on */

/* --- Future --------------------------------------------------------------------------------------------- */

static bool future_slot_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"Future", {"*", "loop"}, .required = 0};
    Ref loop;
    return arguments_bind(&parameters, args, nargs, kwnames, &loop) &&
           future_init(AS_FUTURE(self), loop ? loop : None);
}

static Own future_repr(Ref self) {
    return future_check(AS_FUTURE(self)) && asyncio_state() ? object_call_one(ASYNCIO->future_repr, self)
                                                            : NULL;
}

static Own future_method_set_result(Ref self, Ref result) {
    return future_check(AS_FUTURE(self)) ? future_set_result(AS_FUTURE(self), result) : NULL;
}
static Own future_method_set_exception(Ref self, Ref exception) {
    return future_check(AS_FUTURE(self)) ? future_set_exception(AS_FUTURE(self), exception) : NULL;
}

static Own future_method_cancel(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref message;
    bool bound = bind_message(args, nargs, kwnames, &message) && future_check(AS_FUTURE(self));
    return bound ? future_cancel(AS_FUTURE(self), message) : NULL;
}

static Own future_method_get_loop(Ref self) {
    return future_check(AS_FUTURE(self)) ? own(AS_FUTURE(self)->loop) : NULL;
}

static const MethodDef future_methods[] = {
    RESULT_METHODS,
    {"set_result", METHOD_ONE, .one = future_method_set_result,
     .doc = "set_result($self, result, /)\n--\n\nMark the future done and set its result.\n\nIf the "
            "future is already done when this method is called, raises\nInvalidStateError."},
    {"set_exception", METHOD_ONE, .one = future_method_set_exception,
     .doc = "set_exception($self, exception, /)\n--\n\nMark the future done and set an exception.\n\n"
            "If the future is already done when this method is called, raises\nInvalidStateError."},
    CALLBACK_METHODS,
    {"cancel", METHOD_KEYWORDS, .keywords = future_method_cancel,
     .doc = "cancel($self, /, msg=None)\n--\n\nCancel the future and schedule callbacks.\n\nIf the "
            "future is already done or cancelled, return False.  Otherwise,\nchange the future's "
            "state to cancelled, schedule the callbacks and\nreturn True."},
    STATE_METHODS,
    {"get_loop", METHOD_NONE, .none = future_method_get_loop,
     .doc = "get_loop($self, /)\n--\n\nReturn the event loop the Future is bound to."},
    {"_make_cancelled_error", METHOD_NONE, .none = future_method_make_cancelled_error,
     .doc = "_make_cancelled_error($self, /)\n--\n\nCreate the CancelledError to raise if the Future "
            "is cancelled.\n\nThis should only be called once when handling a cancellation since\nit "
            "erases the context exception value."},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {.name = NULL}};
static const GetSetDef future_getset[] = {FUTURE_ATTRIBUTES, {.name = NULL}};

const TypeSpec future_spec = {.name = "_asyncio.Future",
                              .module = "_asyncio",
                              .basicsize = sizeof(Future),
                              .flags = TYPE_GC | TYPE_BASETYPE,
                              .weaklist_offset = offsetof(Future, weaklist),
                              .dict_offset = offsetof(Future, dict),
                              .slots = {.new = future_new,
                                        .init = future_slot_init,
                                        .dealloc = future_dealloc,
                                        .traverse = future_slot_traverse,
                                        .clear = future_slot_clear,
                                        .finalize = future_finalize,
                                        .repr = future_repr,
                                        .iter = future_iterator_new,
                                        .await = future_iterator_new},
                              .methods = future_methods,
                              .getset = future_getset,
                              .doc = "Future(*, loop=None)\n--\n\nThis class is *almost* compatible "
                                     "with concurrent.futures.Future.\n\n    Differences:\n\n    - "
                                     "result() and exception() do not take a timeout argument and\n  "
                                     "    raise an exception when the future isn't done yet.\n\n    "
                                     "- Callbacks registered with add_done_callback() are always "
                                     "called\n      via the event loop's call_soon_threadsafe().\n\n "
                                     "   - This class is not compatible with the wait() and "
                                     "as_completed()\n      methods in the concurrent.futures "
                                     "package."};

/* --- Task ----------------------------------------------------------------------------------------------- */

static bool task_slot_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"Task", {"coro", "*", "loop", "name", "context"}, .required = 1};
    Ref given[4];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return false;
    for (isize i = 1; i < COUNT_OF(given); i++) {
        if (!given[i]) given[i] = None;
    }
    return task_init(AS_TASK(self), given[0], given[1], given[2], given[3]);
}

static bool task_traverse(Ref self, VisitFn visit, void *context) {
    const Task *task = AS_TASK(self);
    Object *const held[] = {task->context, task->coroutine, task->name, task->waiter};
    for (isize i = 0; i < COUNT_OF(held); i++) {
        if (held[i] && !visit(held[i], context)) return false;
    }
    return future_visit(&task->future, visit, context);
}

static void task_clear(Ref self) {
    future_slot_clear(self);
    Task *task = AS_TASK(self);
    Object **held[] = {&task->context, &task->coroutine, &task->name, &task->waiter};
    for (isize i = 0; i < COUNT_OF(held); i++) slot_clear(held[i]);
}

static void task_finalize(Ref self) {
    const Task *task = AS_TASK(self);
    if (task->future.state == FUTURE_PENDING && task->log_destroy_pending) {
        Own raised = error_fetch();
        future_complain(self, str_from_ascii("Task was destroyed but it is pending!", -1), NULL);
        error_restore(raised);
    }
    future_finalize(self);
}

static Own task_repr(Ref self) {
    return future_check(AS_FUTURE(self)) && asyncio_state() ? object_call_one(ASYNCIO->task_repr, self) : NULL;
}

static Own task_method_set_result(Ref self UNUSED, Ref result UNUSED) {
    return error_set(EXC(RuntimeError), "Task does not support set_result operation");
}
static Own task_method_set_exception(Ref self UNUSED, Ref exception UNUSED) {
    return error_set(EXC(RuntimeError), "Task does not support set_exception operation");
}

static Own task_method_cancel(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref message;
    return bind_message(args, nargs, kwnames, &message) ? task_cancel(AS_TASK(self), message) : NULL;
}
static Own task_method_cancelling(Ref self) { return int_from_i64(AS_TASK(self)->cancel_requests); }
static Own task_method_uncancel(Ref self) {
    Task *task = AS_TASK(self);
    if (task->cancel_requests > 0) task->cancel_requests--;
    return int_from_i64(task->cancel_requests);
}

static Own task_method_get_stack(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"get_stack", {"*", "limit"}, .required = 0};
    Ref limit;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &limit) || !asyncio_state()) return NULL;
    return object_call_args(ASYNCIO->task_get_stack, 2, self, limit ? limit : None);
}
static Own task_method_print_stack(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"print_stack", {"*", "limit", "file"}, .required = 0};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) || !asyncio_state()) return NULL;
    return object_call_args(ASYNCIO->task_print_stack, 3, self, given[0] ? given[0] : None,
                            given[1] ? given[1] : None);
}

static Own task_method_get_name(Ref self) {
    Ref name = AS_TASK(self)->name;
    return own(name ? name : None);
}
static Own task_method_set_name(Ref self, Ref name) {
    return task_set_name(AS_TASK(self), name) ? own_none() : NULL;
}
static Own task_method_get_coro(Ref self) {
    Ref coroutine = AS_TASK(self)->coroutine;
    return own(coroutine ? coroutine : None);
}

static Own task_get_log_destroy_pending(Ref self, void *closure UNUSED) {
    return own_bool(AS_TASK(self)->log_destroy_pending);
}
static bool task_set_log_destroy_pending(Ref self, Ref value, void *closure UNUSED) {
    int flag = flag_value(value);
    if (flag >= 0) AS_TASK(self)->log_destroy_pending = flag;
    return flag >= 0;
}
static Own task_get_must_cancel(Ref self, void *closure UNUSED) { return own_bool(AS_TASK(self)->must_cancel); }
static Own task_get_coro(Ref self, void *closure UNUSED) { return task_method_get_coro(self); }
static Own task_get_waiter(Ref self, void *closure UNUSED) {
    Ref waiter = AS_TASK(self)->waiter;
    return own(waiter ? waiter : None);
}

static const MethodDef task_methods[] = {
    RESULT_METHODS,
    CALLBACK_METHODS,
    STATE_METHODS,
    {"set_result", METHOD_ONE, .one = task_method_set_result, .doc = "set_result($self, result, /)\n--\n\n"},
    {"set_exception", METHOD_ONE, .one = task_method_set_exception,
     .doc = "set_exception($self, exception, /)\n--\n\n"},
    {"cancel", METHOD_KEYWORDS, .keywords = task_method_cancel,
     .doc = "cancel($self, /, msg=None)\n--\n\nRequest that this task cancel itself.\n\nThis "
            "arranges for a CancelledError to be thrown into the\nwrapped coroutine on the next "
            "cycle through the event loop.\nThe coroutine then has a chance to clean up or even deny"
            "\nthe request using try/except/finally.\n\nUnlike Future.cancel, this does not "
            "guarantee that the\ntask will be cancelled: the exception might be caught and\nacted "
            "upon, delaying cancellation of the task or preventing\ncancellation completely.  The "
            "task may also return a value or\nraise a different exception.\n\nImmediately after this "
            "method is called, Task.cancelled() will\nnot return True (unless the task was already "
            "cancelled).  A\ntask will be marked as cancelled when the wrapped coroutine\nterminates "
            "with a CancelledError exception (even if cancel()\nwas not called).\n\nThis also "
            "increases the task's count of cancellation requests."},
    {"cancelling", METHOD_NONE, .none = task_method_cancelling,
     .doc = "cancelling($self, /)\n--\n\nReturn the count of the task's cancellation requests.\n\n"
            "This count is incremented when .cancel() is called\nand may be decremented using "
            ".uncancel()."},
    {"uncancel", METHOD_NONE, .none = task_method_uncancel,
     .doc = "uncancel($self, /)\n--\n\nDecrement the task's count of cancellation requests.\n\nThis "
            "should be used by tasks that catch CancelledError\nand wish to continue indefinitely "
            "until they are cancelled again.\n\nReturns the remaining number of cancellation "
            "requests."},
    {"get_stack", METHOD_KEYWORDS, .keywords = task_method_get_stack,
     .doc = "get_stack($self, /, *, limit=None)\n--\n\nReturn the list of stack frames for this "
            "task's coroutine.\n\nIf the coroutine is not done, this returns the stack where it is\n"
            "suspended.  If the coroutine has completed successfully or was\ncancelled, this returns "
            "an empty list.  If the coroutine was\nterminated by an exception, this returns the list "
            "of traceback\nframes.\n\nThe frames are always ordered from oldest to newest.\n\nThe "
            "optional limit gives the maximum number of frames to\nreturn; by default all available "
            "frames are returned.  Its\nmeaning differs depending on whether a stack or a traceback "
            "is\nreturned: the newest frames of a stack are returned, but the\noldest frames of a "
            "traceback are returned.  (This matches the\nbehavior of the traceback module.)\n\nFor "
            "reasons beyond our control, only one stack frame is\nreturned for a suspended coroutine."},
    {"print_stack", METHOD_KEYWORDS, .keywords = task_method_print_stack,
     .doc = "print_stack($self, /, *, limit=None, file=None)\n--\n\nPrint the stack or traceback for "
            "this task's coroutine.\n\nThis produces output similar to that of the traceback module,"
            "\nfor the frames retrieved by get_stack().  The limit argument\nis passed to "
            "get_stack().  The file argument is an I/O stream\nto which the output is written; by "
            "default output is written\nto sys.stderr."},
    {"_make_cancelled_error", METHOD_NONE, .none = future_method_make_cancelled_error,
     .doc = "_make_cancelled_error($self, /)\n--\n\nCreate the CancelledError to raise if the Task "
            "is cancelled.\n\nThis should only be called once when handling a cancellation since\nit "
            "erases the context exception value."},
    {"get_name", METHOD_NONE, .none = task_method_get_name, .doc = "get_name($self, /)\n--\n\n"},
    {"set_name", METHOD_ONE, .one = task_method_set_name, .doc = "set_name($self, value, /)\n--\n\n"},
    {"get_coro", METHOD_NONE, .none = task_method_get_coro, .doc = "get_coro($self, /)\n--\n\n"},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {.name = NULL}};
static const GetSetDef task_getset[] = {
    FUTURE_ATTRIBUTES,
    {"_log_destroy_pending", task_get_log_destroy_pending, task_set_log_destroy_pending, NULL, NULL},
    {"_must_cancel", task_get_must_cancel, NULL, NULL, NULL},
    {"_coro", task_get_coro, NULL, NULL, NULL},
    {"_fut_waiter", task_get_waiter, NULL, NULL, NULL},
    {.name = NULL}};

const TypeSpec task_spec = {.name = "_asyncio.Task",
                            .module = "_asyncio",
                            .base = MODULE_TYPE(FUTURE),
                            .basicsize = sizeof(Task),
                            .flags = TYPE_GC | TYPE_BASETYPE,
                            .weaklist_offset = offsetof(Future, weaklist),
                            .dict_offset = offsetof(Future, dict),
                            .slots = {.new = future_new,
                                      .init = task_slot_init,
                                      .dealloc = future_dealloc,
                                      .traverse = task_traverse,
                                      .clear = task_clear,
                                      .finalize = task_finalize,
                                      .repr = task_repr,
                                      .iter = future_iterator_new,
                                      .await = future_iterator_new},
                            .methods = task_methods,
                            .getset = task_getset,
                            .doc = "Task(coro, *, loop=None, name=None, context=None)\n--\n\nA "
                                   "coroutine wrapped in a Future."};
