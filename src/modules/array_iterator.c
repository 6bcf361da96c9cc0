/* array_iterator.c: the iterator over an array. */
#include "modules/array.h"

typedef struct ArrayIterator {
    Object ob_base;
    isize index;
    Object *array; /* owned; NULL: exhausted */
} ArrayIterator;
#define AS_ARRAY_ITERATOR(ref) ((ArrayIterator *)(ref))

Own array_iter(Ref self) {
    Own iterator = object_new(MODULE_TYPE(ARRAY_ITERATOR), 0);
    if (!iterator) return NULL;
    AS_ARRAY_ITERATOR(iterator)->array = own(self);
    gc_track(iterator);
    return iterator;
}

static void iterator_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_ARRAY_ITERATOR(self)->array);
    object_free(self);
}
static bool iterator_traverse(Ref self, VisitFn visit, void *context) {
    Ref array = AS_ARRAY_ITERATOR(self)->array;
    return !array || visit(array, context);
}
static Own iterator_self(Ref self) { return own(self); }

static Own iterator_next(Ref self) {
    ArrayIterator *iterator = AS_ARRAY_ITERATOR(self);
    if (!iterator->array) return NULL;
    if (iterator->index < array_length(iterator->array)) return array_get(iterator->array, iterator->index++);
    slot_clear(&iterator->array);
    return NULL;
}

static Own iterator_reduce(Ref self) {
    const ArrayIterator *iterator = AS_ARRAY_ITERATOR(self);
    if (!iterator->array) return tuple_take(2, builtin_get("iter"), tuple_take(1, tuple_new(0)));
    return tuple_take(3, builtin_get("iter"), tuple_pack(1, (Ref)iterator->array),
                      int_from_isize(iterator->index));
}
static Own iterator_setstate(Ref self, Ref state) {
    ArrayIterator *iterator = AS_ARRAY_ITERATOR(self);
    isize index = int_as_isize(state);
    if (index == -1 && error_occurred()) return NULL;
    if (iterator->array) iterator->index = isize_min(isize_max(index, 0), array_length(iterator->array));
    return own_none();
}

static const MethodDef iterator_methods[] = {
    {"__reduce__", METHOD_NONE, .none = iterator_reduce,
     .doc = "__reduce__($self, /)\n--\n\nReturn state information for pickling.",
     .flags = METHOD_DEFINING_CLASS},
    {"__setstate__", METHOD_ONE, .one = iterator_setstate,
     .doc = "__setstate__($self, state, /)\n--\n\nSet state information for unpickling."},
    {.name = NULL}};

const TypeSpec array_iterator_spec = {.name = "array.arrayiterator",
                                      .basicsize = sizeof(ArrayIterator),
                                      .ghost_size = 40,
                                      .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_NO_INSTANTIATION,
                                      .slots = {.dealloc = iterator_dealloc,
                                                .traverse = iterator_traverse,
                                                .getattro = object_generic_get_attribute,
                                                .iter = iterator_self,
                                                .iternext = iterator_next},
                                      .methods = iterator_methods};
