/* iterators.c: iter(sequence), which counts an index up until IndexError, and iter(callable, sentinel), which
 * calls until the sentinel comes. Both forget what they walk once they are exhausted. */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/tuple.h"
#include "object/type_checks.h"

static Own iterator_self(Ref self) { return own(self); }

/* (iter, (arguments...)[, state]); consumes `arguments` and `state`, which may be NULL. */
static Own reduce_by_iter(Own arguments, Own state) {
    Own iter = arguments ? builtin_get("iter") : NULL, result = NULL;
    if (iter) result = state ? tuple_pack(3, iter, arguments, state) : tuple_pack(2, iter, arguments);
    release_maybe(iter);
    release_maybe(arguments);
    release_maybe(state);
    return result;
}

static Own reduce_exhausted(void) { return reduce_by_iter(tuple_pack(1, (Ref)OBJECT_ROOT->empty_tuple), NULL); }

/* --- sequences ------------------------------------------------------------------------------------------- */

typedef struct SequenceIterator {
    Object ob_base;
    isize index;
    Object *sequence; /* owned; NULL: exhausted */
} SequenceIterator;
#define AS_SEQUENCE_ITERATOR(ref) ((SequenceIterator *)(ref))

Own sequence_iterator_new(Ref sequence) {
    assert(object_is_sequence(sequence));
    Own self = object_new(TYPE(SEQUENCE_ITERATOR), 0);
    if (!self) return NULL;
    AS_SEQUENCE_ITERATOR(self)->sequence = own(sequence);
    gc_track(self);
    return self;
}

static Own sequence_next(Ref self) {
    SequenceIterator *iterator = AS_SEQUENCE_ITERATOR(self);
    if (!iterator->sequence) return NULL;
    if (iterator->index == ISIZE_MAX) return error_set(EXC(OverflowError), "iter index too large");
    Own sequence = own(iterator->sequence); /* getting an item can exhaust this very iterator */
    Own item = type_of(sequence)->slots.item(sequence, iterator->index);
    release(sequence);
    if (item) {
        iterator->index++;
    } else if (error_matches(EXC(IndexError)) || error_matches(EXC(StopIteration))) {
        error_clear();
        slot_clear(&iterator->sequence);
    }
    return item;
}

static void sequence_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_SEQUENCE_ITERATOR(self)->sequence);
    object_free(self);
}

static bool sequence_traverse(Ref self, VisitFn visit, void *context) {
    Ref sequence = AS_SEQUENCE_ITERATOR(self)->sequence;
    return !sequence || visit(sequence, context);
}

static Own sequence_length_hint(Ref self) {
    const SequenceIterator *iterator = AS_SEQUENCE_ITERATOR(self);
    if (!iterator->sequence) return int_from_isize(0);
    if (!type_of(iterator->sequence)->slots.length) return own_not_implemented();
    isize length = object_length(iterator->sequence);
    if (length < 0) return NULL;
    return int_from_isize(isize_max(length - iterator->index, 0));
}

static Own sequence_reduce(Ref self) {
    const SequenceIterator *iterator = AS_SEQUENCE_ITERATOR(self);
    if (!iterator->sequence) return reduce_exhausted();
    Own index = int_from_isize(iterator->index);
    return index ? reduce_by_iter(tuple_pack(1, iterator->sequence), index) : NULL;
}

static Own sequence_setstate(Ref self, Ref state) {
    isize index = int_as_isize(state);
    if (index == -1 && error_occurred()) return NULL;
    if (AS_SEQUENCE_ITERATOR(self)->sequence) AS_SEQUENCE_ITERATOR(self)->index = isize_max(index, 0);
    return own_none();
}

static const MethodDef sequence_methods[] = {
    {"__length_hint__", METHOD_NONE, .none = sequence_length_hint,
     .doc = "Private method returning an estimate of len(list(it))."},
    {"__reduce__", METHOD_NONE, .none = sequence_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = sequence_setstate, .doc = "Set state information for unpickling."},
    {.name = NULL}};

const TypeSpec sequence_iterator_spec = {.name = "iterator",
                                         .basicsize = sizeof(SequenceIterator),
                                         .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                         .slots = {.dealloc = sequence_dealloc,
                                                   .traverse = sequence_traverse,
                                                   .getattro = object_generic_get_attribute,
                                                   .iter = iterator_self,
                                                   .iternext = sequence_next},
                                         .methods = sequence_methods};

/* --- callables ------------------------------------------------------------------------------------------- */

typedef struct CallableIterator {
    Object ob_base;
    Object *callable, *sentinel; /* owned; NULL: exhausted */
} CallableIterator;
#define AS_CALLABLE_ITERATOR(ref) ((CallableIterator *)(ref))

Own callable_iterator_new(Ref callable, Ref sentinel) {
    Own self = object_new(TYPE(CALLABLE_ITERATOR), 0);
    if (!self) return NULL;
    AS_CALLABLE_ITERATOR(self)->callable = own(callable);
    AS_CALLABLE_ITERATOR(self)->sentinel = own(sentinel);
    gc_track(self);
    return self;
}

static void exhaust(CallableIterator *iterator) {
    slot_clear(&iterator->callable);
    slot_clear(&iterator->sentinel);
}

static Own callable_next(Ref self) {
    CallableIterator *iterator = AS_CALLABLE_ITERATOR(self);
    if (!iterator->callable) return NULL;
    Own callable = own(iterator->callable); /* the call can exhaust this very iterator */
    Own result = object_call_none(callable);
    release(callable);
    if (result && iterator->sentinel) {
        Own sentinel = own(iterator->sentinel);
        int equal = object_compare_bool(sentinel, result, COMPARE_EQ);
        release(sentinel);
        if (equal == 0) return result;
        if (equal > 0) exhaust(iterator);
    } else if (error_matches(EXC(StopIteration))) {
        error_clear();
        exhaust(iterator);
    }
    release_maybe(result);
    return NULL;
}

static void callable_dealloc(Own self) {
    gc_untrack(self);
    exhaust(AS_CALLABLE_ITERATOR(self));
    object_free(self);
}

static bool callable_traverse(Ref self, VisitFn visit, void *context) {
    const CallableIterator *iterator = AS_CALLABLE_ITERATOR(self);
    return (!iterator->callable || visit(iterator->callable, context)) &&
           (!iterator->sentinel || visit(iterator->sentinel, context));
}

static Own callable_reduce(Ref self) {
    const CallableIterator *iterator = AS_CALLABLE_ITERATOR(self);
    if (!iterator->callable || !iterator->sentinel) return reduce_exhausted();
    return reduce_by_iter(tuple_pack(2, (Ref)iterator->callable, (Ref)iterator->sentinel), NULL);
}

static const MethodDef callable_methods[] = {
    {"__reduce__", METHOD_NONE, .none = callable_reduce, .doc = "Return state information for pickling."},
    {.name = NULL}};

const TypeSpec callable_iterator_spec = {.name = "callable_iterator",
                                         .basicsize = sizeof(CallableIterator),
                                         .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                         .slots = {.dealloc = callable_dealloc,
                                                   .traverse = callable_traverse,
                                                   .getattro = object_generic_get_attribute,
                                                   .iter = iterator_self,
                                                   .iternext = callable_next},
                                         .methods = callable_methods};
