/* eval_async.c: what `yield from`, `await`, `async for` and `async with` ask of objects. */
#include "object/call.h"
#include "object/error.h"
#include "object/exception.h"
#include "vm/eval_helpers.h"
#include "vm/host.h"

/* A tracer sees the StopIteration that carries the result, so that it has to be made. */
SendResult eval_send(Frame *frame, Ref receiver, Ref value, Own *result) {
    if (!VM_ROOT->tracing || !thread_current()->trace_function) return object_send(receiver, value, result);
    Own answer = object_send_stepwise(receiver, value);
    if (!answer && error_occurred() && error_matches(EXC(StopIteration))) trace_exception(frame);
    return object_send_outcome(answer, result);
}

Own eval_yield_from_iter(const Frame *frame, Ref value) {
    if (is_coroutine(value)) {
        if (frame->code->flags & (CODE_COROUTINE | CODE_ITERABLE_COROUTINE)) return own(value);
        return error_set(EXC(TypeError), "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return is_generator(value) ? own(value) : object_iter(value);
}

/* where: 1 the answer of __aenter__, 2 of __aexit__, 0 anywhere else. */
static void complain_about_with(Ref value, int where) {
    if (type_of(value)->slots.await || where == 0) return;
    error_set(EXC(TypeError),
              "'async with' received an object from %s that does not implement __await__: %.100s",
              where == 1 ? "__aenter__" : "__aexit__", type_of(value)->name);
}

Own eval_awaitable(Ref value, int where) {
    Own iterator = coroutine_awaitable_iter(value);
    if (!iterator) {
        complain_about_with(value, where);
        return NULL;
    }
    if (!is_coroutine(iterator)) return iterator;
    Own awaited = generator_yield_from(AS_GENERATOR(iterator));
    if (!awaited) return iterator;
    release(awaited);
    release(iterator);
    return error_set(EXC(RuntimeError), "coroutine is being awaited already");
}

Own eval_async_iter(Ref value) {
    UnaryFn aiter = type_of(value)->slots.aiter;
    if (!aiter) {
        return error_set(EXC(TypeError), "'async for' requires an object with __aiter__ method, got %.100s",
                         type_of(value)->name);
    }
    Own iterator = aiter(value);
    if (!iterator || type_of(iterator)->slots.anext) return iterator;
    error_set(EXC(TypeError),
              "'async for' received an object from __aiter__ that does not implement __anext__: %.100s",
              type_of(iterator)->name);
    release(iterator);
    return NULL;
}

Own eval_async_next(Ref iterator) {
    UnaryFn anext = type_of(iterator)->slots.anext;
    if (!anext) {
        return error_set(EXC(TypeError), "'async for' requires an iterator with __anext__ method, got %.100s",
                         type_of(iterator)->name);
    }
    Own next = anext(iterator);
    if (!next || is_async_generator(iterator)) return next;
    Own awaitable = coroutine_awaitable_iter(next);
    if (!awaitable) {
        error_from_cause(EXC(TypeError), "'async for' received an invalid object from __anext__: %.100s",
                         type_of(next)->name);
    }
    release(next);
    return awaitable;
}
