/* asyncio_future.c: a future: a result that will be there later, and who wants to be told.
 *
 * It is pending, and then once and for all finished or cancelled. Callbacks are never called from here: at
 * the end the event loop is asked to call each of them soon, with the future, in the order in which they
 * came and in the context that was current when they did. */
#include "modules/asyncio_internal.h"
#include "vm/root.h"

/* --- life ----------------------------------------------------------------------------------------------- */

/* All at once: what dies may run Python code, which finds a future that is whole. */
void future_clear(Future *f) {
    Object **slots[] = {
        &f->loop,      &f->callback0,           &f->context0,         &f->callbacks,      &f->result,
        &f->exception, &f->exception_traceback, &f->source_traceback, &f->cancel_message, &f->cancelled_error};
    Object *held[COUNT_OF(slots)];
    for (isize i = 0; i < COUNT_OF(slots); i++) {
        held[i] = *slots[i];
        *slots[i] = NULL;
    }
    for (isize i = 0; i < COUNT_OF(slots); i++) release_maybe(held[i]);
}

static void drop_first_callback(Future *future) {
    Own callback = future->callback0, context = future->context0;
    future->callback0 = future->context0 = NULL;
    release_maybe(callback);
    release_maybe(context);
}

bool future_visit(const Future *f, VisitFn visit, void *context) {
    Object *const held[] = {
        f->loop,      f->callback0,           f->context0,         f->callbacks,      f->result,
        f->exception, f->exception_traceback, f->source_traceback, f->cancel_message, f->cancelled_error,
        f->dict};
    for (isize i = 0; i < COUNT_OF(held); i++) {
        if (held[i] && !visit(held[i], context)) return false;
    }
    return true;
}

/* In debug mode a future remembers where it was made. */
static bool note_origin(Future *future) {
    Own debug = object_call_method_none(future->loop, NAME(get_debug));
    int is_debug = debug ? object_is_true(debug) : -1;
    release_maybe(debug);
    if (is_debug <= 0 || VM_ROOT->finalizing) return is_debug >= 0;
    Own origin = object_call_none(ASYNCIO->extract_stack);
    slot_set(&future->source_traceback, origin);
    return origin != NULL;
}

bool future_init(Future *future, Ref loop) {
    if (!asyncio_state()) return false;
    future_clear(future);
    future->state = FUTURE_PENDING;
    future->log_traceback = future->blocking = 0;
    slot_set(&future->loop, loop == None ? asyncio_event_loop() : own(loop));
    return future->loop && note_origin(future);
}

bool future_check(const Future *future) {
    return future->loop || error_set(EXC(RuntimeError), "Future object is not initialized.");
}

/* --- what has gone wrong is told to the loop ------------------------------------------------------------ */

static Own complaint_context(Ref self, Ref message, Ref exception) {
    Ref source = AS_FUTURE(self)->source_traceback;
    Own context = dict_new();
    bool filled = context && dict_set(context, NAME(message), message) &&
                  (!exception || dict_set(context, NAME(exception), exception)) &&
                  dict_set(context, exception ? NAME(future) : NAME(task), self) &&
                  (!source || dict_set(context, NAME(source_traceback), source));
    if (!filled) slot_clear(&context);
    return context;
}

void future_complain(Ref self, Own message, Ref exception) {
    Own context = message ? complaint_context(self, message, exception) : NULL;
    Own handler = context ? object_get_attribute(AS_FUTURE(self)->loop, NAME(call_exception_handler)) : NULL;
    if (handler) {
        Own answer = object_call_one(handler, context);
        if (!answer) error_unraisable(handler);
        release_maybe(answer);
        release(handler);
    }
    error_clear();
    release_maybe(context);
    release_maybe(message);
}

void future_finalize(Ref self) {
    Future *future = AS_FUTURE(self);
    if (!future->log_traceback || !future->exception || !future->loop) return;
    future->log_traceback = 0;
    Own raised = error_fetch(), exception = own(future->exception);
    future_complain(self, str_format("%s exception was never retrieved", type_short_name(type_of(self))),
                    exception);
    release(exception);
    error_restore(raised);
}

/* --- callbacks ------------------------------------------------------------------------------------------ */

/* A loop's call_soon can be anything, and take callbacks away while they are asked for: each is held
 * meanwhile. */
static bool callback_soon(const Future *future, Ref callback, Ref context) {
    Own held_callback = own(callback), held_context = own(context);
    bool done = asyncio_call_soon(future->loop, callback, &future->ob_base, context);
    release(held_callback);
    release(held_context);
    return done;
}

/* False: raised, and the other callbacks are forgotten. */
static bool schedule_callbacks(Future *future) {
    bool done = true;
    if (future->callback0) {
        done = callback_soon(future, future->callback0, future->context0);
        drop_first_callback(future);
    }
    isize count = future->callbacks ? list_length(future->callbacks) : 0;
    for (isize i = 0; done && future->callbacks && i < count && i < list_length(future->callbacks); i++) {
        Ref pair = list_get(future->callbacks, i);
        done = callback_soon(future, tuple_get(pair, 0), tuple_get(pair, 1));
    }
    slot_clear(&future->callbacks);
    return done;
}

bool future_add_callback(Future *future, Ref callback, Ref context) {
    if (!future->loop) return error_set(EXC(RuntimeError), "uninitialized Future object");
    if (future->state != FUTURE_PENDING) {
        return asyncio_call_soon(future->loop, callback, &future->ob_base, context);
    }
    if (!future->callback0 && !future->callbacks) {
        future->callback0 = own(callback);
        future->context0 = own(context);
        return true;
    }
    Own pair = tuple_pack(2, callback, context);
    if (!future->callbacks) future->callbacks = pair ? list_new(0) : NULL;
    if (pair && future->callbacks) return list_append(future->callbacks, pair);
    release_maybe(pair);
    return false;
}

/* 1: `pair` holds an equal callback; 0, -1. */
static int pair_has(Ref pair, Ref callback) {
    Own held = own(pair);
    int equal = object_compare_bool(tuple_get(held, 0), callback, COMPARE_EQ);
    release(held);
    return equal;
}

/* The pairs of the list that stay. Comparing may run Python code, which may change the list. */
static Own callbacks_without(const Future *future, Ref callback) {
    Own kept = list_new(0);
    for (isize i = 0; kept && future->callbacks && i < list_length(future->callbacks); i++) {
        Own pair = own(list_get(future->callbacks, i));
        int equal = pair_has(pair, callback);
        if (equal < 0 || (!equal && !list_append_ref(kept, pair))) slot_clear(&kept);
        release(pair);
    }
    return kept;
}

Own future_remove_callback(Future *future, Ref callback) {
    isize removed = 0;
    if (future->callback0) {
        Own held = own(future->callback0);
        int equal = object_compare_bool(held, callback, COMPARE_EQ);
        release(held);
        if (equal < 0) return NULL;
        if (equal) {
            drop_first_callback(future);
            removed = 1;
        }
    }
    if (!future->callbacks) return int_from_isize(removed);
    Own kept = callbacks_without(future, callback);
    if (!kept) return NULL;
    isize before = future->callbacks ? list_length(future->callbacks) : 0, left = list_length(kept);
    if (left == 0) {
        slot_clear(&future->callbacks);
    } else if (left != before && future->callbacks && !list_set_slice(future->callbacks, 0, before, kept)) {
        slot_clear(&kept);
    }
    if (!kept) return NULL;
    release(kept);
    return int_from_isize(removed + before - left);
}

Own future_callbacks(const Future *future) {
    if (!future->callback0) return own(future->callbacks ? future->callbacks : None);
    isize others = future->callbacks ? list_length(future->callbacks) : 0;
    Own first = tuple_pack(2, (Ref)future->callback0, (Ref)future->context0);
    Own all = first ? list_new(others + 1) : NULL;
    if (!all) {
        release_maybe(first);
        return NULL;
    }
    list_fill(all, 0, first);
    for (isize i = 0; i < others; i++) list_fill(all, i + 1, own(list_get(future->callbacks, i)));
    return all;
}

/* --- the end -------------------------------------------------------------------------------------------- */

void *future_refuse(const char *message) {
    return asyncio_state() ? error_set(AS_TYPE(ASYNCIO->invalid_state_error), "%s", message) : NULL;
}

Own future_set_result(Future *future, Ref result) {
    if (future->state != FUTURE_PENDING) return future_refuse("invalid state");
    slot_set(&future->result, own(result));
    future->state = FUTURE_FINISHED;
    return schedule_callbacks(future) ? own_none() : NULL;
}

/* An instance; NULL raised: it is none, or one that futures don't take. */
static Own exception_to_set(Ref given) {
    Own exception = is_exception_class(given) ? object_call_none(given) : own(given);
    if (!exception) return NULL;
    if (!is_exception(exception)) {
        error_set(EXC(TypeError), "invalid exception object");
    } else if (is_exactly(exception, EXC(StopIteration))) {
        error_set(EXC(TypeError),
                  "StopIteration interacts badly with generators and cannot be raised into a Future");
    } else {
        return exception;
    }
    release(exception);
    return NULL;
}

Own future_set_exception(Future *future, Ref given) {
    if (future->state != FUTURE_PENDING) return future_refuse("invalid state");
    Own exception = exception_to_set(given);
    if (!exception) return NULL;
    if (future->state != FUTURE_PENDING) { /* making it has run Python code */
        release(exception);
        return future_refuse("invalid state");
    }
    slot_set(&future->exception, exception);
    slot_set(&future->exception_traceback, own_maybe(AS_EXCEPTION(exception)->traceback));
    future->state = FUTURE_FINISHED;
    if (!schedule_callbacks(future)) return NULL;
    future->log_traceback = 1;
    return own_none();
}

Own future_cancel(Future *future, Ref message) {
    future->log_traceback = 0;
    if (future->state != FUTURE_PENDING) return own_bool(false);
    future->state = FUTURE_CANCELLED;
    slot_set(&future->cancel_message, own_maybe(message));
    return schedule_callbacks(future) ? own_bool(true) : NULL;
}

/* --- asking for it -------------------------------------------------------------------------------------- */

Own future_cancelled_error(Future *future) {
    Own kept = future->cancelled_error;
    future->cancelled_error = NULL;
    if (kept) return kept;
    if (!asyncio_state()) return NULL;
    Ref message = future->cancel_message;
    bool told = message && message != None;
    return told ? object_call_one(ASYNCIO->cancelled_error, message)
                : object_call_none(ASYNCIO->cancelled_error);
}

static void *raise_cancelled(Future *future) {
    Own error = future_cancelled_error(future);
    if (error) error_set_object(AS_TYPE(ASYNCIO->cancelled_error), error);
    release_maybe(error);
    return NULL;
}

Own future_outcome(Future *future, bool *failed) {
    *failed = false;
    if (future->state == FUTURE_CANCELLED) return raise_cancelled(future);
    if (future->state != FUTURE_FINISHED) return future_refuse("Result is not set.");
    future->log_traceback = 0;
    if (!future->exception) return own(future->result);
    /* Else each raising would make the traceback longer. */
    Own traceback = future->exception_traceback;
    future->exception_traceback = NULL;
    exception_set_traceback(future->exception, traceback);
    *failed = true;
    return own(future->exception);
}

Own future_result(Future *future) {
    bool failed;
    if (!future->loop) return future_refuse("Future object is not initialized.");
    Own outcome = future_outcome(future, &failed);
    return failed ? error_raise(outcome) : outcome;
}

Own future_exception(Future *future) {
    if (!future->loop) return future_refuse("Future object is not initialized.");
    if (future->state == FUTURE_CANCELLED) return raise_cancelled(future);
    if (future->state != FUTURE_FINISHED) return future_refuse("Exception is not set.");
    future->log_traceback = 0;
    return own(future->exception ? future->exception : None);
}
