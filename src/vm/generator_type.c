/* generator_type.c: the types `generator` and `coroutine`: attributes, slots and methods around the protocol in
 * generator.c. */
#include "vm/generator_type.h"

#include "object/audit.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/weakref.h"
#include "vm/eval.h"

/* --- slots ------------------------------------------------------------------------------------------ */

Own generator_slot_self(Ref self) { return own(self); }

bool generator_slot_traverse(Ref self, VisitFn visit, void *context) {
    const Generator *g = AS_GENERATOR(self);
    if (g->code && !visit(&g->code->ob_base.ob_base, context)) return false;
    if (g->name && !visit(g->name, context)) return false;
    if (g->qualname && !visit(g->qualname, context)) return false;
    /* While it runs its frame is held by the thread's stack: what is in it is in use. */
    if (g->state < GENERATOR_EXECUTING && !frame_traverse(&g->frame, visit, context)) return false;
    return !g->handled.value || visit(g->handled.value, context);
}

void generator_slot_dealloc(Own self) {
    Generator *generator = AS_GENERATOR(self);
    gc_untrack(self);
    if (generator->weaklist) weakref_clear_all(self);
    gc_track(self);
    if (object_finalize_in_dealloc(self)) return;
    gc_untrack(self);
    if (is_async_generator(self)) slot_clear(&generator->origin_or_finalizer);
    if (generator->state < GENERATOR_CLEARED) {
        generator->state = GENERATOR_CLEARED;
        generator->frame.previous = NULL;
        frame_clear(&generator->frame);
    }
    slot_clear(&generator->origin_or_finalizer);
    slot_clear((Object **)(void *)&generator->code);
    slot_clear(&generator->name);
    slot_clear(&generator->qualname);
    slot_clear(&generator->handled.value);
    object_free(self);
}

Own generator_slot_repr(Ref self) {
    return str_format("<%s object %S at 0x%lx>", type_of(self)->name, AS_GENERATOR(self)->qualname,
                      object_id(self));
}

/* --- attributes ------------------------------------------------------------------------------------- */

Own generator_get_name(Ref self, void *closure UNUSED) { return own(AS_GENERATOR(self)->name); }
Own generator_get_qualname(Ref self, void *closure UNUSED) { return own(AS_GENERATOR(self)->qualname); }

static bool set_text(Object **slot, Ref value, const char *what) {
    if (!value || !is_str(value)) {
        error_set(EXC(TypeError), "%s must be set to a string object", what);
        return false;
    }
    slot_set(slot, own(value));
    return true;
}

bool generator_set_name(Ref self, Ref value, void *closure UNUSED) {
    return set_text(&AS_GENERATOR(self)->name, value, "__name__");
}

bool generator_set_qualname(Ref self, Ref value, void *closure UNUSED) {
    return set_text(&AS_GENERATOR(self)->qualname, value, "__qualname__");
}

Own generator_get_yield_from(Ref self, void *closure UNUSED) {
    Own delegate = generator_yield_from(AS_GENERATOR(self));
    return delegate ? delegate : own_none();
}

Own generator_get_running(Ref self, void *closure UNUSED) {
    return own_bool(AS_GENERATOR(self)->state == GENERATOR_EXECUTING);
}

Own generator_get_suspended(Ref self, void *closure UNUSED) {
    return own_bool(AS_GENERATOR(self)->state == GENERATOR_SUSPENDED);
}

Own generator_get_frame(Ref self, void *name) {
    if (!AUDIT("object.__getattr__", "Os", self, (const char *)name)) return NULL;
    Generator *generator = AS_GENERATOR(self);
    if (generator->state == GENERATOR_CLEARED) return own_none();
    FrameObject *object = frame_object(&generator->frame);
    return object ? own(&object->ob_base) : NULL;
}

Own generator_get_code(Ref self) { return own(&AS_GENERATOR(self)->code->ob_base.ob_base); }

/* CPython's layout: 80 bytes of generator, 72 of frame. */
Own generator_method_sizeof(Ref self) {
    const Code *code = AS_GENERATOR(self)->code;
    return int_from_isize(152 + 8 * (isize)(code->nlocalsplus + code->stacksize));
}

/* --- the type generator ----------------------------------------------------------------------------- */

const char generator_send_doc[] = "send(arg) -> send 'arg' into generator,\n"
                                  "return next yielded value or raise StopIteration.";
const char generator_throw_doc[] =
    "throw(value)\nthrow(type[,value[,tb]])\n\n"
    "Raise exception in generator, return next yielded value or raise\nStopIteration.";
const char generator_close_doc[] = "close() -> raise GeneratorExit inside generator.";

#define NAMES_GETSET(kind)                                                                                     \
    {.name = "__name__", .get = generator_get_name, .set = generator_set_name, .doc = "name of the " kind}, {  \
        .name = "__qualname__", .get = generator_get_qualname, .set = generator_set_qualname,                  \
        .doc = "qualified name of the " kind                                                                   \
    }

static const MethodDef generator_methods[] = {
    {.name = "send", .kind = METHOD_ONE, .one = generator_method_send, .doc = generator_send_doc},
    {.name = "throw", .kind = METHOD_ARRAY, .array = generator_method_throw, .doc = generator_throw_doc},
    {.name = "close", .kind = METHOD_NONE, .none = generator_close, .doc = generator_close_doc},
    {.name = "__sizeof__",
     .kind = METHOD_NONE,
     .none = generator_method_sizeof,
     .doc = "gen.__sizeof__() -> size of gen in memory, in bytes"},
    {.name = NULL}};

static const GetSetDef generator_getset[] = {
    NAMES_GETSET("generator"),
    {.name = "gi_yieldfrom",
     .get = generator_get_yield_from,
     .doc = "object being iterated by yield from, or None"},
    {.name = "gi_running", .get = generator_get_running},
    {.name = "gi_frame", .get = generator_get_frame, .closure = (void *)"gi_frame"},
    {.name = "gi_suspended", .get = generator_get_suspended},
    {.name = NULL}};
static const MemberDef generator_members[] = {
    {.name = "gi_code", .kind = MEMBER_AUDITED, .readonly = true, .get = generator_get_code}, {.name = NULL}};

const TypeSpec generator_spec = {
    .name = "generator",
    .basicsize = GENERATOR_BASICSIZE,
    .ghost_size = 152,
    .itemsize = sizeof(Object *),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .weaklist_offset = offsetof(Generator, weaklist),
    .slots = {.getattro = object_generic_get_attribute,
              .dealloc = generator_slot_dealloc,
              .traverse = generator_slot_traverse,
              .finalize = generator_finalize,
              .repr = generator_slot_repr,
              .iter = generator_slot_self,
              .iternext = generator_next,
              .send = generator_send},
    .methods = generator_methods,
    .getset = generator_getset,
    .members = generator_members,
};

/* --- the type coroutine ----------------------------------------------------------------------------- */

static Own coroutine_get_origin(Ref self) {
    Object *origin = AS_GENERATOR(self)->origin_or_finalizer;
    return own(origin ? origin : None);
}

static const MethodDef coroutine_methods[] = {
    {.name = "send",
     .kind = METHOD_ONE,
     .one = generator_method_send,
     .doc = "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."},
    {.name = "throw",
     .kind = METHOD_ARRAY,
     .array = generator_method_throw,
     .doc =
         "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next iterated "
         "value or raise\nStopIteration."},
    {.name = "close",
     .kind = METHOD_NONE,
     .none = generator_close,
     .doc = "close() -> raise GeneratorExit inside coroutine."},
    {.name = "__sizeof__",
     .kind = METHOD_NONE,
     .none = generator_method_sizeof,
     .doc = "gen.__sizeof__() -> size of gen in memory, in bytes"},
    {.name = NULL}};

static const GetSetDef coroutine_getset[] = {
    NAMES_GETSET("coroutine"),
    {.name = "cr_await", .get = generator_get_yield_from, .doc = "object being awaited on, or None"},
    {.name = "cr_running", .get = generator_get_running},
    {.name = "cr_frame", .get = generator_get_frame, .closure = (void *)"cr_frame"},
    {.name = "cr_suspended", .get = generator_get_suspended},
    {.name = NULL}};
static const MemberDef coroutine_members[] = {
    {.name = "cr_code", .kind = MEMBER_AUDITED, .readonly = true, .get = generator_get_code},
    {.name = "cr_origin", .kind = MEMBER_COMPUTED, .readonly = true, .get = coroutine_get_origin},
    {.name = NULL}};

typedef struct CoroutineWrapper { /* what coroutine.__await__() answers: the coroutine as an iterator */
    Object ob_base;
    Object *coroutine; /* owned */
} CoroutineWrapper;
#define WRAPPED(ref) (((CoroutineWrapper *)(ref))->coroutine)

static Own coroutine_await(Ref self) {
    Own wrapper = object_new(TYPE_COROUTINE_WRAPPER, 0);
    if (!wrapper) return NULL;
    WRAPPED(wrapper) = own(self);
    gc_track(wrapper);
    return wrapper;
}

const TypeSpec coroutine_spec = {
    .name = "coroutine",
    .basicsize = GENERATOR_BASICSIZE,
    .ghost_size = 152,
    .itemsize = sizeof(Object *),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .weaklist_offset = offsetof(Generator, weaklist),
    .slots = {.getattro = object_generic_get_attribute,
              .dealloc = generator_slot_dealloc,
              .traverse = generator_slot_traverse,
              .finalize = generator_finalize,
              .repr = generator_slot_repr,
              .await = coroutine_await,
              .send = generator_send},
    .methods = coroutine_methods,
    .getset = coroutine_getset,
    .members = coroutine_members,
};

/* --- coroutine_wrapper ------------------------------------------------------------------------------ */

static Own wrapper_next(Ref self) { return generator_next(WRAPPED(self)); }
static Own wrapper_send(Ref self, Ref value) { return generator_method_send(WRAPPED(self), value); }
static Own wrapper_throw(Ref self, Ref const *args, isize nargs) {
    return generator_method_throw(WRAPPED(self), args, nargs);
}
static Own wrapper_close(Ref self) { return generator_close(WRAPPED(self)); }

static bool wrapper_traverse(Ref self, VisitFn visit, void *context) {
    return !WRAPPED(self) || visit(WRAPPED(self), context);
}

static void wrapper_dealloc(Own self) {
    gc_untrack(self);
    slot_clear(&WRAPPED(self));
    object_free(self);
}

static const MethodDef wrapper_methods[] = {
    {.name = "send",
     .kind = METHOD_ONE,
     .one = wrapper_send,
     .doc = "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."},
    {.name = "throw",
     .kind = METHOD_ARRAY,
     .array = wrapper_throw,
     .doc = "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next "
            "iterated value or raise\nStopIteration."},
    {.name = "close",
     .kind = METHOD_NONE,
     .none = wrapper_close,
     .doc = "close() -> raise GeneratorExit inside coroutine."},
    {.name = NULL}};

const TypeSpec coroutine_wrapper_spec = {
    .name = "coroutine_wrapper",
    .basicsize = sizeof(CoroutineWrapper),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {.getattro = object_generic_get_attribute,
              .dealloc = wrapper_dealloc,
              .traverse = wrapper_traverse,
              .iter = generator_slot_self,
              .iternext = wrapper_next},
    .methods = wrapper_methods,
    .doc = "A wrapper object implementing __await__ for coroutines.",
};
