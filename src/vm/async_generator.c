/* async_generator.c: asynchronous generators and the awaitables that drive them.
 *
 * `yield` in an asynchronous generator hands out a wrapped item (ASYNC_GEN_WRAP), so that it can be told apart
 * from what an `await` inside lets through to the event loop. anext(), asend(), athrow() and aclose() answer
 * awaitables; driving one resumes the generator, passes on what is not wrapped, and ends with
 * StopIteration(item) when a wrapped item comes. */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/tuple.h"
#include "vm/eval.h"
#include "vm/generator_type.h"

/* --- items ------------------------------------------------------------------------------------------ */

typedef struct Item {
    Object ob_base;
    Object *value; /* owned */
} Item;
#define ITEM_VALUE(ref) (((Item *)(ref))->value)

Own async_generator_wrap(Ref value) {
    Own item = object_new(TYPE_ASYNC_GENERATOR_ITEM, 0);
    if (!item) return NULL;
    ITEM_VALUE(item) = own(value);
    gc_track(item);
    return item;
}

static bool is_item(Ref object) { return type_of(object) == TYPE_ASYNC_GENERATOR_ITEM; }

static bool item_traverse(Ref self, VisitFn visit, void *context) {
    return !ITEM_VALUE(self) || visit(ITEM_VALUE(self), context);
}

static void item_dealloc(Own self) {
    gc_untrack(self);
    slot_clear(&ITEM_VALUE(self));
    object_free(self);
}

const TypeSpec async_generator_item_spec = {
    .name = "async_generator_wrapped_value",
    .basicsize = sizeof(Item),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {.getattro = object_generic_get_attribute, .dealloc = item_dealloc, .traverse = item_traverse},
};

/* What the generator gave, as its awaitable's answer. Consumes. */
static Own unwrap(Generator *generator, Own given) {
    if (given && !is_item(given)) return given;
    if (given) {
        error_set_stop_iteration(ITEM_VALUE(given));
        release(given);
    } else {
        if (!error_occurred()) error_set_object(EXC(StopAsyncIteration), NULL);
        if (error_matches(EXC(StopAsyncIteration)) || error_matches(EXC(GeneratorExit)))
            generator->closed = true;
    }
    generator->running_async = false;
    return NULL;
}

/* --- awaitables ------------------------------------------------------------------------------------- */

typedef enum AwaitState { AWAIT_INIT, AWAIT_RUNNING, AWAIT_CLOSED } AwaitState;

typedef struct Awaitable { /* of anext() and asend(); and of athrow() and aclose() */
    Object ob_base;
    Object *generator; /* owned */
    Object *argument;  /* asend: value or NULL; athrow: tuple of arguments; aclose: NULL. Owned */
    AwaitState state;
} Awaitable;
#define AS_AWAITABLE(ref) ((Awaitable *)(ref))

static Own awaitable_new(Type *type, Ref generator, Ref argument) {
    Awaitable *made = (Awaitable *)object_new(type, 0);
    if (!made) return NULL;
    made->generator = own(generator);
    made->argument = own_maybe(argument);
    gc_track(&made->ob_base);
    return &made->ob_base;
}

static bool awaitable_traverse(Ref self, VisitFn visit, void *context) {
    const Awaitable *a = AS_AWAITABLE(self);
    return (!a->generator || visit(a->generator, context)) && (!a->argument || visit(a->argument, context));
}

static void awaitable_dealloc(Own self) {
    gc_untrack(self);
    slot_clear(&AS_AWAITABLE(self)->generator);
    slot_clear(&AS_AWAITABLE(self)->argument);
    object_free(self);
}

static Own awaitable_close(Ref self) {
    AS_AWAITABLE(self)->state = AWAIT_CLOSED;
    return own_none();
}

/* --- anext(), asend() ------------------------------------------------------------------------------- */

static Own send_refuse_reuse(void) {
    return error_set(EXC(RuntimeError), "cannot reuse already awaited __anext__()/asend()");
}

static Own send_finish(Awaitable *awaitable, Own given) {
    Own result = unwrap(AS_GENERATOR(awaitable->generator), given);
    if (!result) awaitable->state = AWAIT_CLOSED;
    return result;
}

static Own send_send(Ref self, Ref value) {
    Awaitable *awaitable = AS_AWAITABLE(self);
    Generator *generator = AS_GENERATOR(awaitable->generator);
    if (awaitable->state == AWAIT_CLOSED) return send_refuse_reuse();
    if (awaitable->state == AWAIT_INIT) {
        if (generator->running_async) {
            return error_set(EXC(RuntimeError), "anext(): asynchronous generator is already running");
        }
        if (!value || value == None) value = awaitable->argument;
        awaitable->state = AWAIT_RUNNING;
    }
    generator->running_async = true;
    return send_finish(awaitable, generator_method_send(awaitable->generator, value ? value : None));
}

static Own send_next(Ref self) { return send_send(self, NULL); }

static Own send_throw(Ref self, Ref const *args, isize nargs) {
    Awaitable *awaitable = AS_AWAITABLE(self);
    if (awaitable->state == AWAIT_CLOSED) return send_refuse_reuse();
    return send_finish(awaitable, generator_method_throw(awaitable->generator, args, nargs));
}

static const MethodDef send_methods[] = {
    {.name = "send", .kind = METHOD_ONE, .one = send_send, .doc = generator_send_doc},
    {.name = "throw", .kind = METHOD_ARRAY, .array = send_throw, .doc = generator_throw_doc},
    {.name = "close", .kind = METHOD_NONE, .none = awaitable_close, .doc = generator_close_doc},
    {.name = NULL}};

const TypeSpec async_generator_send_spec = {
    .name = "async_generator_asend",
    .basicsize = sizeof(Awaitable),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {.getattro = object_generic_get_attribute,
              .dealloc = awaitable_dealloc,
              .traverse = awaitable_traverse,
              .iter = generator_slot_self,
              .iternext = send_next,
              .await = generator_slot_self},
    .methods = send_methods,
};

/* --- athrow(), aclose() ----------------------------------------------------------------------------- */

static Own throw_refuse_reuse(void) {
    return error_set(EXC(RuntimeError), "cannot reuse already awaited aclose()/athrow()");
}

/* aclose() has come to an item: the generator goes on although it was told to end. */
static Own throw_ignored_exit(Awaitable *awaitable, Own item) {
    release(item);
    AS_GENERATOR(awaitable->generator)->running_async = false;
    awaitable->state = AWAIT_CLOSED;
    return error_set(EXC(RuntimeError), "async generator ignored GeneratorExit");
}

/* For aclose() these two mean that all went well. */
static void throw_translate_end(const Awaitable *awaitable) {
    if (awaitable->argument) return;
    if (!error_matches(EXC(StopAsyncIteration)) && !error_matches(EXC(GeneratorExit))) return;
    error_clear();
    error_set_object(EXC(StopIteration), NULL);
}

static Own throw_failed(Awaitable *awaitable) {
    AS_GENERATOR(awaitable->generator)->running_async = false;
    awaitable->state = AWAIT_CLOSED;
    throw_translate_end(awaitable);
    return NULL;
}

static Own throw_begin(Awaitable *awaitable) {
    Generator *generator = AS_GENERATOR(awaitable->generator);
    awaitable->state = AWAIT_RUNNING;
    generator->running_async = true;
    Thrown thrown = {&EXC(GeneratorExit)->ob_base.ob_base, NULL, NULL};
    Own given;
    if (!awaitable->argument) {
        generator->closed = true;
        given = generator_throw_arguments(generator, false, &thrown);
        if (given && is_item(given)) return throw_ignored_exit(awaitable, given);
    } else {
        Ref args = awaitable->argument;
        if (!arguments_count("athrow", tuple_length(args), 1, 3)) return NULL;
        thrown_from_arguments((Ref const *)AS_TUPLE(args)->items, tuple_length(args), &thrown);
        given = unwrap(generator, generator_throw_arguments(generator, false, &thrown));
    }
    return given ? given : throw_failed(awaitable);
}

static Own throw_send(Ref self, Ref value) {
    Awaitable *awaitable = AS_AWAITABLE(self);
    Generator *generator = AS_GENERATOR(awaitable->generator);
    if (awaitable->state == AWAIT_CLOSED) return throw_refuse_reuse();
    if (generator->state >= GENERATOR_COMPLETED) {
        awaitable->state = AWAIT_CLOSED;
        return error_set_object(EXC(StopIteration), NULL);
    }
    if (awaitable->state == AWAIT_INIT) {
        if (generator->running_async) {
            awaitable->state = AWAIT_CLOSED;
            return error_set(EXC(RuntimeError), "%s(): asynchronous generator is already running",
                             awaitable->argument ? "athrow" : "aclose");
        }
        if (generator->closed) {
            awaitable->state = AWAIT_CLOSED;
            return error_set_object(EXC(StopAsyncIteration), NULL);
        }
        if (value != None) {
            return error_set(EXC(RuntimeError), "can't send non-None value to a just-started coroutine");
        }
        return throw_begin(awaitable);
    }
    Own given = generator_method_send(awaitable->generator, value);
    if (awaitable->argument) return unwrap(generator, given);
    if (!given) return throw_failed(awaitable);
    return is_item(given) ? throw_ignored_exit(awaitable, given) : given;
}

static Own throw_next(Ref self) { return throw_send(self, None); }

static Own throw_throw(Ref self, Ref const *args, isize nargs) {
    Awaitable *awaitable = AS_AWAITABLE(self);
    if (awaitable->state == AWAIT_CLOSED) return throw_refuse_reuse();
    Own given = generator_method_throw(awaitable->generator, args, nargs);
    if (awaitable->argument) return unwrap(AS_GENERATOR(awaitable->generator), given);
    if (given && is_item(given)) return throw_ignored_exit(awaitable, given);
    if (!given) throw_translate_end(awaitable);
    return given;
}

static const MethodDef throw_methods[] = {
    {.name = "send", .kind = METHOD_ONE, .one = throw_send, .doc = generator_send_doc},
    {.name = "throw", .kind = METHOD_ARRAY, .array = throw_throw, .doc = generator_throw_doc},
    {.name = "close", .kind = METHOD_NONE, .none = awaitable_close, .doc = generator_close_doc},
    {.name = NULL}};

const TypeSpec async_generator_throw_spec = {
    .name = "async_generator_athrow",
    .basicsize = sizeof(Awaitable),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {.getattro = object_generic_get_attribute,
              .dealloc = awaitable_dealloc,
              .traverse = awaitable_traverse,
              .iter = generator_slot_self,
              .iternext = throw_next,
              .await = generator_slot_self},
    .methods = throw_methods,
};

/* --- the type async_generator ----------------------------------------------------------------------- */

/* At the first iteration the event loop's hooks are told. */
static bool init_hooks(Ref self) {
    Generator *generator = AS_GENERATOR(self);
    if (generator->hooks_inited) return true;
    generator->hooks_inited = true;
    const Thread *thread = thread_current();
    generator->origin_or_finalizer = own_maybe(thread->async_finalizer);
    if (!thread->async_first_iter) return true;
    Own hook = own(thread->async_first_iter), answer = object_call_one(hook, self);
    release(hook);
    release_maybe(answer);
    return answer != NULL;
}

static Own method_anext(Ref self) {
    return init_hooks(self) ? awaitable_new(TYPE_ASYNC_GENERATOR_SEND, self, NULL) : NULL;
}

static Own method_asend(Ref self, Ref value) {
    return init_hooks(self) ? awaitable_new(TYPE_ASYNC_GENERATOR_SEND, self, value) : NULL;
}

static Own method_aclose(Ref self) {
    return init_hooks(self) ? awaitable_new(TYPE_ASYNC_GENERATOR_THROW, self, NULL) : NULL;
}

static Own method_athrow(Ref self, Ref const *args, isize nargs) {
    if (!init_hooks(self)) return NULL;
    Own packed = tuple_from_array(args, nargs);
    if (!packed) return NULL;
    Own awaitable = awaitable_new(TYPE_ASYNC_GENERATOR_THROW, self, packed);
    release(packed);
    return awaitable;
}

static bool async_generator_traverse(Ref self, VisitFn visit, void *context) {
    Ref finalizer = AS_GENERATOR(self)->origin_or_finalizer;
    return (!finalizer || visit(finalizer, context)) && generator_slot_traverse(self, visit, context);
}

static const MethodDef async_generator_methods[] = {
    {.name = "asend", .kind = METHOD_ONE, .one = method_asend, .doc = "asend(v) -> send 'v' in generator."},
    {.name = "athrow",
     .kind = METHOD_ARRAY,
     .array = method_athrow,
     .doc = "athrow(typ[,val[,tb]]) -> raise exception in generator.",
     .flags = METHOD_VARARGS},
    {.name = "aclose",
     .kind = METHOD_NONE,
     .none = method_aclose,
     .doc = "aclose() -> raise GeneratorExit inside generator."},
    {.name = "__sizeof__",
     .kind = METHOD_NONE,
     .none = generator_method_sizeof,
     .doc = "gen.__sizeof__() -> size of gen in memory, in bytes"},
    {.name = "__class_getitem__",
     .kind = METHOD_ONE,
     .one = generic_alias_new,
     .flags = METHOD_CLASS,
     .doc = "See PEP 585"},
    {.name = NULL}};

static const GetSetDef async_generator_getset[] = {
    {.name = "__name__",
     .get = generator_get_name,
     .set = generator_set_name,
     .doc = "name of the async generator"},
    {.name = "__qualname__",
     .get = generator_get_qualname,
     .set = generator_set_qualname,
     .doc = "qualified name of the async generator"},
    {.name = "ag_await", .get = generator_get_yield_from, .doc = "object being awaited on, or None"},
    {.name = "ag_frame", .get = generator_get_frame, .closure = (void *)"ag_frame"},
    {.name = NULL}};

static const MemberDef async_generator_members[] = {
    {.name = "ag_running", .kind = MEMBER_BOOL, .offset = offsetof(Generator, running_async), .readonly = true},
    {.name = "ag_code", .kind = MEMBER_AUDITED, .readonly = true, .get = generator_get_code},
    {.name = NULL}};

const TypeSpec async_generator_spec = {
    .name = "async_generator",
    .basicsize = GENERATOR_BASICSIZE,
    .ghost_size = 152,
    .itemsize = sizeof(Object *),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .weaklist_offset = offsetof(Generator, weaklist),
    .slots = {.getattro = object_generic_get_attribute,
              .dealloc = generator_slot_dealloc,
              .traverse = async_generator_traverse,
              .finalize = generator_finalize,
              .repr = generator_slot_repr,
              .aiter = generator_slot_self,
              .anext = method_anext,
              .send = generator_send},
    .methods = async_generator_methods,
    .getset = async_generator_getset,
    .members = async_generator_members,
};
