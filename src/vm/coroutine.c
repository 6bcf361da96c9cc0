/* coroutine.c: what can be awaited, and where coroutines come from. */
#include "object/call.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/tuple.h"
#include "vm/eval.h"
#include "vm/generator_type.h"

/* A generator marked by types.coroutine counts as a coroutine. */
static bool is_awaited_as_it_is(Ref object) {
    if (is_coroutine(object)) return true;
    return is_generator(object) && (AS_GENERATOR(object)->code->flags & CODE_ITERABLE_COROUTINE);
}

Own coroutine_awaitable_iter(Ref object) {
    if (is_awaited_as_it_is(object)) return own(object);
    UnaryFn await = type_of(object)->slots.await;
    if (!await) {
        return error_set(EXC(TypeError), "object %.100s can't be used in 'await' expression",
                         type_of(object)->name);
    }
    Own iterator = await(object);
    if (!iterator) return NULL;
    if (is_awaited_as_it_is(iterator)) {
        error_set(EXC(TypeError), "__await__() returned a coroutine");
    } else if (!object_is_iterator(iterator)) {
        error_set(EXC(TypeError), "__await__() returned non-iterator of type '%.100s'",
                  type_of(iterator)->name);
    } else {
        return iterator;
    }
    release(iterator);
    return NULL;
}

/* ((filename, line, name), ...) of the frames that led here, innermost first. */
static Own origin_from(Frame *frame, int depth) {
    isize count = 0;
    for (Frame *f = frame; f && count < depth; f = frame_complete(f->previous)) count++;
    Own origin = tuple_new(count);
    for (isize i = 0; origin && i < count; i++, frame = frame_complete(frame->previous)) {
        Own line = int_from_i64(frame_line(frame));
        Own entry = line ? tuple_pack(3, (Ref)frame->code->filename, (Ref)line, (Ref)frame->code->name) : NULL;
        release_maybe(line);
        if (entry)
            tuple_fill(origin, i, entry);
        else
            slot_clear(&origin);
    }
    return origin;
}

bool coroutine_set_origin(Generator *coroutine) {
    Thread *thread = thread_current();
    if (thread->coroutine_origin_depth == 0) return true;
    Frame *caller = frame_complete(thread->frame->previous);
    coroutine->origin_or_finalizer = origin_from(caller, thread->coroutine_origin_depth);
    return coroutine->origin_or_finalizer != NULL;
}

/* --- anext(iterator, default) ----------------------------------------------------------------------- */

typedef struct AnextAwaitable {
    Object ob_base;
    Object *wrapped, *otherwise; /* owned */
} AnextAwaitable;
#define AS_ANEXT(ref) ((AnextAwaitable *)(ref))

Own anext_awaitable_new(Ref awaitable, Ref otherwise) {
    Own made = object_new(TYPE_ANEXT_AWAITABLE, 0);
    if (!made) return NULL;
    AS_ANEXT(made)->wrapped = own(awaitable);
    AS_ANEXT(made)->otherwise = own(otherwise);
    gc_track(made);
    return made;
}

/* What is awaited, as an iterator: a coroutine is wrapped, it has no iternext. */
static Own anext_iterator(Ref self) {
    Own iterator = coroutine_awaitable_iter(AS_ANEXT(self)->wrapped);
    if (!iterator || type_of(iterator)->slots.iternext) return iterator;
    Own wrapper = type_of(iterator)->slots.await(iterator);
    release(iterator);
    if (wrapper && !object_is_iterator(wrapper)) {
        error_set(EXC(TypeError), "%T is not an iterable", wrapper);
        slot_clear(&wrapper);
    }
    return wrapper;
}

/* At the end of the asynchronous iterator the default is the answer. */
static Own anext_outcome(Ref self, Own answer) {
    if (!answer && error_matches(EXC(StopAsyncIteration))) {
        error_clear();
        error_set_stop_iteration(AS_ANEXT(self)->otherwise);
    }
    return answer;
}

static Own anext_next(Ref self) {
    Own iterator = anext_iterator(self);
    if (!iterator) return NULL;
    Own answer = type_of(iterator)->slots.iternext(iterator);
    release(iterator);
    return anext_outcome(self, answer);
}

static Own anext_call(Ref self, Ref name, Ref const *args, isize nargs) {
    Own iterator = anext_iterator(self);
    if (!iterator) return NULL;
    Own answer = object_call_method(iterator, name, args, nargs, NULL);
    release(iterator);
    return anext_outcome(self, answer);
}

static Own anext_send(Ref self, Ref value) { return anext_call(self, NAME(send), &value, 1); }
static Own anext_throw(Ref self, Ref const *args, isize nargs) {
    return anext_call(self, NAME(throw), args, nargs);
}
static Own anext_close(Ref self) { return anext_call(self, NAME(close), NULL, 0); }

static bool anext_traverse(Ref self, VisitFn visit, void *context) {
    const AnextAwaitable *a = AS_ANEXT(self);
    return (!a->wrapped || visit(a->wrapped, context)) && (!a->otherwise || visit(a->otherwise, context));
}

static void anext_dealloc(Own self) {
    gc_untrack(self);
    slot_clear(&AS_ANEXT(self)->wrapped);
    slot_clear(&AS_ANEXT(self)->otherwise);
    object_free(self);
}

static const MethodDef anext_methods[] = {
    {.name = "send",
     .kind = METHOD_ONE,
     .one = anext_send,
     .doc = "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise "
            "StopIteration."},
    {.name = "throw",
     .kind = METHOD_ARRAY,
     .array = anext_throw,
     .doc = "throw(typ[,val[,tb]]) -> raise exception in the wrapped iterator,\nreturn next yielded value or "
            "raise StopIteration.",
     .flags = METHOD_VARARGS},
    {.name = "close",
     .kind = METHOD_NONE,
     .none = anext_close,
     .doc = "close() -> raise GeneratorExit inside generator.",
     .flags = METHOD_VARARGS},
    {.name = NULL}};

const TypeSpec anext_awaitable_spec = {
    .name = "anext_awaitable",
    .basicsize = sizeof(AnextAwaitable),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {.getattro = object_generic_get_attribute,
              .dealloc = anext_dealloc,
              .traverse = anext_traverse,
              .iter = generator_slot_self,
              .iternext = anext_next,
              .await = generator_slot_self},
    .methods = anext_methods,
};
