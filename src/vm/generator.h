/* generator.h: generators, coroutines and asynchronous generators: one structure, a frame that sleeps. */
#ifndef VM_GENERATOR_H
#define VM_GENERATOR_H

#include "vm/frame.h"
#include "vm/root.h"

typedef enum GeneratorState { /* the order matters: everything below CLEARED has a frame */
                              GENERATOR_CREATED = -2,
                              GENERATOR_SUSPENDED = -1,
                              GENERATOR_EXECUTING = 0,
                              GENERATOR_COMPLETED = 1,
                              GENERATOR_CLEARED = 4
} GeneratorState;

typedef struct Generator {
    Object ob_base;
    Code *code; /* owned */
    Object *weaklist;
    Object *name, *qualname;     /* str, owned */
    ExceptionState handled;      /* the exception that it is handling while it sleeps */
    Object *origin_or_finalizer; /* coroutine: cr_origin; asynchronous generator: finalizer hook */
    bool hooks_inited, closed, running_async;
    i8 state;    /* GeneratorState */
    Frame frame; /* followed by its slots */
} Generator;
#define AS_GENERATOR(ref) ((Generator *)(ref))

static inline Generator *frame_generator(const Frame *frame) {
    return (Generator *)((char *)frame - offsetof(Generator, frame));
}
static inline bool is_generator(Ref object) { return type_of(object) == TYPE_GENERATOR; }
static inline bool is_coroutine(Ref object) { return type_of(object) == TYPE_COROUTINE; }
static inline bool is_async_generator(Ref object) { return type_of(object) == TYPE_ASYNC_GENERATOR; }

/* What RETURN_GENERATOR makes: kind by the function's code flags. */
Own generator_new(struct Function *function);
/* Moves a frame that has just executed RETURN_GENERATOR, with all it owns, into the generator. */
void generator_take_frame(Generator *generator, const Frame *frame);
/* The protocol under next(), send() and throw(). NULL in *result never; SEND_ERROR: raised. */
SendResult generator_send(Ref generator, Ref value, Own *result);
/* iternext: NULL without exception at the end. */
Own generator_next(Ref generator);
Own generator_close(Ref generator); /* None, or NULL raised */
void generator_finalize(
    Ref generator); /* the finalize slot: closes it, or warns of a coroutine never awaited */
/* What it is delegating to (gi_yieldfrom, cr_await): owned, or NULL. */
Own generator_yield_from(const Generator *generator);

/* GET_AWAITABLE: an iterator for `await`; TypeError "object x can't be used in 'await' expression". */
Own coroutine_awaitable_iter(Ref object);
/* ASYNC_GEN_WRAP */
Own async_generator_wrap(Ref value);
/* anext(iterator, default) */
Own anext_awaitable_new(Ref awaitable, Ref otherwise);

#endif
