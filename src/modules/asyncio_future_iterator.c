/* asyncio_future_iterator.c: FutureIter: what `await future` goes through.
 *
 * The first next() yields the future itself, marked as `blocking`: so it reaches the task that runs the
 * coroutine, over all coroutines in between, and the task knows that it came from an `await`. When the task
 * goes on the future is done, and the iterator ends with its result. */
#include "modules/asyncio_internal.h"
#include "vm/root.h"
#include "vm/traceback.h"

typedef struct FutureIterator {
    Object ob_base;
    Object *future; /* owned; NULL: ended */
} FutureIterator;
#define AS_FUTURE_ITERATOR(ref) ((FutureIterator *)(ref))

Own future_iterator_new(Ref future) {
    if (!future_check(AS_FUTURE(future))) return NULL;
    Own self = object_new(MODULE_TYPE(FUTURE_ITERATOR), 0);
    if (!self) return NULL;
    AS_FUTURE_ITERATOR(self)->future = own(future);
    gc_track(self);
    return self;
}

static void iterator_clear(Ref self) { slot_clear(&AS_FUTURE_ITERATOR(self)->future); }

static void iterator_dealloc(Own self) {
    gc_untrack(self);
    iterator_clear(self);
    object_free(self);
}

static bool iterator_traverse(Ref self, VisitFn visit, void *context) {
    Ref future = AS_FUTURE_ITERATOR(self)->future;
    return !future || visit(future, context);
}

/* Whatever is sent: a future does not care. SEND_ERROR without an exception: it had ended before. */
static SendResult advance(Ref self, Own *result) {
    Object **slot = &AS_FUTURE_ITERATOR(self)->future;
    *result = NULL;
    if (!*slot) return SEND_ERROR;
    Future *future = AS_FUTURE(*slot);
    if (future->state != FUTURE_PENDING) {
        *slot = NULL;
        *result = future_result(future);
        release(&future->ob_base);
        return *result ? SEND_RETURN : SEND_ERROR;
    }
    if (future->blocking) {
        error_set(EXC(RuntimeError), "await wasn't used with future");
        return SEND_ERROR;
    }
    future->blocking = 1;
    *result = own(&future->ob_base);
    return SEND_NEXT;
}

/* The words are the evaluation loop's, which in CPython finds no exception where it expects one. */
static SendResult iterator_send(Ref self, Ref value UNUSED, Own *result) {
    SendResult outcome = advance(self, result);
    if (outcome == SEND_ERROR && !error_occurred()) error_internal("error return without exception set");
    return outcome;
}

static Own iterator_next(Ref self) {
    Own result;
    if (advance(self, &result) != SEND_RETURN) return result;
    error_set_stop_iteration(result);
    release(result);
    return NULL;
}

static Own iterator_method_send(Ref self, Ref value UNUSED) { return iterator_next(self); }

static Own iterator_method_close(Ref self) {
    iterator_clear(self);
    return own_none();
}

/* The exception that throw()'s arguments mean; NULL raised. */
static Own thrown_exception(Ref type, Ref value, Ref traceback) {
    if (traceback && traceback != None && !is_exactly(traceback, TYPE_TRACEBACK)) {
        return error_set(EXC(TypeError), "throw() third argument must be a traceback");
    }
    if (is_exception(type)) {
        if (value && value != None) {
            return error_set(EXC(TypeError), "instance exception may not have a separate value");
        }
        return own(type);
    }
    if (is_exception_class(type)) {
        Own exception = exception_from_value(AS_TYPE(type), value);
        return exception ? exception : error_fetch();
    }
    return error_set(EXC(TypeError),
                     "exceptions must be classes deriving BaseException or instances of such a class");
}

static Own iterator_method_throw(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("throw", nargs, 1, 3)) return NULL;
    Ref value = nargs > 1 ? args[1] : NULL, traceback = nargs > 2 ? args[2] : NULL;
    Own exception = thrown_exception(args[0], value, traceback);
    if (!exception) return NULL;
    if (traceback && traceback != None) exception_set_traceback(exception, own(traceback));
    iterator_clear(self);
    error_restore(exception);
    return NULL;
}

static const MethodDef iterator_methods[] = {{"send", METHOD_ONE, .one = iterator_method_send},
                                             {"throw", METHOD_ARRAY, .array = iterator_method_throw},
                                             {"close", METHOD_NONE, .none = iterator_method_close},
                                             {.name = NULL}};
static Own iterator_self(Ref self) { return own(self); }

const TypeSpec future_iterator_spec = {.name = "_asyncio.FutureIter",
                                       .module = "_asyncio",
                                       .basicsize = sizeof(FutureIterator),
                                       .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                       .slots = {.dealloc = iterator_dealloc,
                                                 .traverse = iterator_traverse,
                                                 .clear = iterator_clear,
                                                 .getattro = object_generic_get_attribute,
                                                 .iter = iterator_self,
                                                 .iternext = iterator_next,
                                                 .send = iterator_send},
                                       .methods = iterator_methods};
