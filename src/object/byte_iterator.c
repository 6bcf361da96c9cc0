/* byte_iterator.c: iterators over bytes and bytearrays. A bytearray may change while it is iterated over: its
 * length is looked at each time. */
#include "object/byte_methods.h"
#include "object/gc.h"
#include "object/sequence.h"

typedef struct ByteIterator {
    Object ob_base;
    isize index;
    Object *bytes; /* owned; NULL: exhausted */
} ByteIterator;
#define AS_BYTE_ITERATOR(ref) ((ByteIterator *)(ref))

static Own iterator_new(Type *type, Ref bytes) {
    Own made = object_new_raw(type, 0);
    if (!made) return NULL;
    AS_BYTE_ITERATOR(made)->index = 0;
    AS_BYTE_ITERATOR(made)->bytes = own(bytes);
    gc_track(made);
    return made;
}

Own bytes_iter(Ref self) { return iterator_new(TYPE(BYTES_ITERATOR), self); }
Own bytearray_iter(Ref self) { return iterator_new(TYPE(BYTEARRAY_ITERATOR), self); }

static Own byte_iterator_next(Ref self) {
    ByteIterator *iterator = AS_BYTE_ITERATOR(self);
    if (!iterator->bytes) return NULL;
    if (iterator->index < size_of(iterator->bytes)) {
        return int_from_isize(span_byte(bytes_span(iterator->bytes), iterator->index++));
    }
    slot_clear(&iterator->bytes);
    return NULL;
}

static Own byte_iterator_iter(Ref self) { return own(self); }

static void byte_iterator_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_BYTE_ITERATOR(self)->bytes);
    object_free(self);
}

static bool byte_iterator_traverse(Ref self, VisitFn visit, void *context) {
    Ref bytes = AS_BYTE_ITERATOR(self)->bytes;
    return !bytes || visit(bytes, context);
}

static Own byte_iterator_method_length_hint(Ref self) {
    const ByteIterator *iterator = AS_BYTE_ITERATOR(self);
    isize left = iterator->bytes ? size_of(iterator->bytes) - iterator->index : 0;
    return int_from_isize(isize_max(left, 0));
}

/* An exhausted one pickles as an iterator over an empty tuple. */
static Own byte_iterator_method_reduce(Ref self) {
    const ByteIterator *iterator = AS_BYTE_ITERATOR(self);
    if (iterator->bytes) return sequence_reduce_iterator("iter", own(iterator->bytes), &iterator->index);
    return sequence_reduce_iterator("iter", own(OBJECT_ROOT->empty_tuple), NULL);
}

static Own byte_iterator_method_setstate(Ref self, Ref state) {
    ByteIterator *iterator = AS_BYTE_ITERATOR(self);
    isize index = int_as_isize(state);
    if (index == -1 && error_occurred()) return NULL;
    if (iterator->bytes) iterator->index = isize_max(0, isize_min(index, size_of(iterator->bytes)));
    return own_none();
}

#define LENGTH_HINT_DOC "Private method returning an estimate of len(list(it))."
#define REDUCE_DOC "Return state information for pickling."
#define SETSTATE_DOC "Set state information for unpickling."
static const MethodDef bytes_methods[] = {
    {"__length_hint__", METHOD_NONE, .none = byte_iterator_method_length_hint, .doc = LENGTH_HINT_DOC},
    {"__reduce__", METHOD_NONE, .none = byte_iterator_method_reduce, .doc = REDUCE_DOC},
    {"__setstate__", METHOD_ONE, .one = byte_iterator_method_setstate, .doc = SETSTATE_DOC},
    {NULL}};
static const MethodDef bytearray_methods[] = {
    {"__length_hint__", METHOD_NONE, .none = byte_iterator_method_length_hint, .doc = LENGTH_HINT_DOC},
    {"__reduce__", METHOD_NONE, .none = byte_iterator_method_reduce,
     .doc = "__reduce__($self, /)\n--\n\n" REDUCE_DOC},
    {"__setstate__", METHOD_ONE, .one = byte_iterator_method_setstate, .doc = SETSTATE_DOC},
    {NULL}};

#define BYTE_ITERATOR_SPEC(type_name, method_table)                                                            \
    {                                                                                                          \
        .name = type_name, .basicsize = sizeof(ByteIterator), .flags = TYPE_GC,                                \
        .slots = {.dealloc = byte_iterator_dealloc,                                                            \
                  .traverse = byte_iterator_traverse,                                                          \
                  .getattro = object_generic_get_attribute,                                                    \
                  .iter = byte_iterator_iter,                                                                  \
                  .iternext = byte_iterator_next},                                                             \
        .methods = method_table                                                                                \
    }

const TypeSpec bytes_iterator_spec = BYTE_ITERATOR_SPEC("bytes_iterator", bytes_methods);
const TypeSpec bytearray_iterator_spec = BYTE_ITERATOR_SPEC("bytearray_iterator", bytearray_methods);
