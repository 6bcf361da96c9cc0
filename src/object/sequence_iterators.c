/* sequence_iterators.c: iterators over lists and tuples.
 *
 * An iterator holds its sequence and the index of what comes next. When it has met the end it lets the sequence
 * go and stays exhausted for good, even if a list grows later. */
#include "object/call.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/sequence.h"
#include "object/tuple.h"
#include "object/type_checks.h"

#define LENGTH_HINT_DOC "Private method returning an estimate of len(list(it))."
#define REDUCE_DOC "Return state information for pickling."
#define SETSTATE_DOC "Set state information for unpickling."

static Own iterator_new(Type *type, Ref sequence, isize index) {
    Own self = object_new_raw(type, 0);
    if (!self) return NULL;
    AS_LIST_ITERATOR(self)->index = index;
    AS_LIST_ITERATOR(self)->sequence = own(sequence);
    gc_track(self);
    return self;
}

Own list_iter(Ref list) { return iterator_new(TYPE(LIST_ITERATOR), list, 0); }
Own list_iter_reversed(Ref list) {
    return iterator_new(TYPE(LIST_REVERSE_ITERATOR), list, list_length(list) - 1);
}
Own tuple_iter(Ref tuple) { return iterator_new(TYPE(TUPLE_ITERATOR), tuple, 0); }

static void iterator_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_LIST_ITERATOR(self)->sequence);
    object_free(self);
}

static bool iterator_traverse(Ref self, VisitFn visit, void *context) {
    Ref sequence = AS_LIST_ITERATOR(self)->sequence;
    return !sequence || visit(sequence, context);
}

static Own list_iterator_next(Ref self) {
    ListIterator *it = AS_LIST_ITERATOR(self);
    if (!it->sequence) return NULL;
    if (it->index < list_length(it->sequence)) return own(list_get(it->sequence, it->index++));
    slot_clear(&it->sequence);
    return NULL;
}

static Own tuple_iterator_next(Ref self) {
    ListIterator *it = AS_LIST_ITERATOR(self);
    if (!it->sequence) return NULL;
    if (it->index < tuple_length(it->sequence)) return own(tuple_get(it->sequence, it->index++));
    slot_clear(&it->sequence);
    return NULL;
}

static Own list_reverse_iterator_next(Ref self) {
    ListIterator *it = AS_LIST_ITERATOR(self);
    if (!it->sequence) return NULL;
    isize index = it->index;
    if (index >= 0 && index < list_length(it->sequence)) {
        it->index--;
        return own(list_get(it->sequence, index));
    }
    it->index = -1;
    slot_clear(&it->sequence);
    return NULL;
}

static Own iterator_length_hint(Ref self) {
    const ListIterator *it = AS_LIST_ITERATOR(self);
    return int_from_isize(it->sequence ? isize_max(size_of(it->sequence) - it->index, 0) : 0);
}

static Own reverse_iterator_length_hint(Ref self) {
    const ListIterator *it = AS_LIST_ITERATOR(self);
    isize length = it->index + 1;
    return int_from_isize(it->sequence && list_length(it->sequence) >= length ? length : 0);
}

/* --- pickling -------------------------------------------------------------------------------------------- */

Own sequence_reduce_iterator(const char *function, Own sequence, const isize *index) {
    if (!sequence) return NULL;
    Own arguments = tuple_from_array_own(&sequence, 1);
    Own maker = arguments ? OBJECT_ROOT->builtin(function) : NULL;
    Own state = maker && index ? int_from_isize(*index) : NULL;
    Own result = NULL;
    if (maker && (state || !index)) result = tuple_pack(state ? 3 : 2, (Ref)maker, (Ref)arguments, (Ref)state);
    release_maybe(state);
    release_maybe(maker);
    release_maybe(arguments);
    return result;
}

static Own list_iterator_reduce(Ref self) {
    const ListIterator *it = AS_LIST_ITERATOR(self);
    if (!it->sequence) return sequence_reduce_iterator("iter", list_new(0), NULL);
    return sequence_reduce_iterator("iter", own(it->sequence), &it->index);
}

static Own list_reverse_iterator_reduce(Ref self) {
    const ListIterator *it = AS_LIST_ITERATOR(self);
    if (!it->sequence) return sequence_reduce_iterator("iter", list_new(0), NULL);
    return sequence_reduce_iterator("reversed", own(it->sequence), &it->index);
}

static Own tuple_iterator_reduce(Ref self) {
    const ListIterator *it = AS_LIST_ITERATOR(self);
    if (!it->sequence) return sequence_reduce_iterator("iter", tuple_new(0), NULL);
    return sequence_reduce_iterator("iter", own(it->sequence), &it->index);
}

/* The state is clipped to what the sequence has: from `low` to its length plus `low`. */
static Own iterator_set_index(Ref self, Ref state, isize low) {
    if (!is_int(state)) return error_set(EXC(TypeError), "an integer is required");
    isize index = int_as_isize(state);
    if (index == -1 && error_occurred()) return NULL;
    ListIterator *it = AS_LIST_ITERATOR(self);
    if (it->sequence) it->index = isize_max(isize_min(index, size_of(it->sequence) + low), low);
    return own_none();
}

static Own iterator_setstate(Ref self, Ref state) { return iterator_set_index(self, state, 0); }
static Own reverse_iterator_setstate(Ref self, Ref state) { return iterator_set_index(self, state, -1); }

/* --- the types ------------------------------------------------------------------------------------------- */

static Own iterator_self(Ref self) { return own(self); }

static const MethodDef list_iterator_methods[] = {
    {"__length_hint__", METHOD_NONE, .none = iterator_length_hint, .doc = LENGTH_HINT_DOC},
    {"__reduce__", METHOD_NONE, .none = list_iterator_reduce, .doc = REDUCE_DOC},
    {"__setstate__", METHOD_ONE, .one = iterator_setstate, .doc = SETSTATE_DOC},
    {NULL}};
static const MethodDef list_reverse_iterator_methods[] = {
    {"__length_hint__", METHOD_NONE, .none = reverse_iterator_length_hint, .doc = LENGTH_HINT_DOC},
    {"__reduce__", METHOD_NONE, .none = list_reverse_iterator_reduce, .doc = REDUCE_DOC},
    {"__setstate__", METHOD_ONE, .one = reverse_iterator_setstate, .doc = SETSTATE_DOC},
    {NULL}};
static const MethodDef tuple_iterator_methods[] = {
    {"__length_hint__", METHOD_NONE, .none = iterator_length_hint, .doc = LENGTH_HINT_DOC},
    {"__reduce__", METHOD_NONE, .none = tuple_iterator_reduce, .doc = REDUCE_DOC},
    {"__setstate__", METHOD_ONE, .one = iterator_setstate, .doc = SETSTATE_DOC},
    {NULL}};

#define ITERATOR_SLOTS(next)                                                                                   \
    {                                                                                                          \
        .dealloc = iterator_dealloc, .traverse = iterator_traverse, .getattro = object_generic_get_attribute,  \
        .iter = iterator_self, .iternext = (next)                                                              \
    }

const TypeSpec list_iterator_spec = {.name = "list_iterator",
                                     .basicsize = sizeof(ListIterator),
                                     .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                     .slots = ITERATOR_SLOTS(list_iterator_next),
                                     .methods = list_iterator_methods};
const TypeSpec list_reverse_iterator_spec = {.name = "list_reverseiterator",
                                             .basicsize = sizeof(ListIterator),
                                             .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                             .slots = ITERATOR_SLOTS(list_reverse_iterator_next),
                                             .methods = list_reverse_iterator_methods};
const TypeSpec tuple_iterator_spec = {.name = "tuple_iterator",
                                      .basicsize = sizeof(ListIterator),
                                      .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                      .slots = ITERATOR_SLOTS(tuple_iterator_next),
                                      .methods = tuple_iterator_methods};
