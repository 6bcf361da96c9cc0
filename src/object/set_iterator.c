/* set_iterator.c: going through a set. It must not change its size meanwhile. */
#include "object/list.h"
#include "object/sequence.h"
#include "object/set_internal.h"

typedef struct SetIterator {
    Object ob_base;
    Object *set;    /* owned; NULL: exhausted */
    isize used;     /* keys when it began; -1: the set has changed */
    isize position; /* slot to look at next */
    isize left;     /* keys still to come */
} SetIterator;
#define AS_SET_ITERATOR(ref) ((SetIterator *)(ref))

Own set_iter(Ref set) {
    SetIterator *it = (SetIterator *)object_new_raw(TYPE(SET_ITERATOR), 0);
    if (!it) return NULL;
    it->set = own(set);
    it->used = it->left = set_length(set);
    it->position = 0;
    gc_track(&it->ob_base);
    return &it->ob_base;
}

static void iterator_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_SET_ITERATOR(self)->set);
    object_free(self);
}

static bool iterator_traverse(Ref self, VisitFn visit, void *context) {
    Ref set = AS_SET_ITERATOR(self)->set;
    return !set || visit(set, context);
}

static Own iterator_next(Ref self) {
    SetIterator *it = AS_SET_ITERATOR(self);
    if (!it->set) return NULL;
    if (it->used != set_length(it->set)) {
        it->used = -1; /* and so it is for good */
        return error_set(EXC(RuntimeError), "Set changed size during iteration");
    }
    Ref key;
    if (!set_each(it->set, &it->position, &key, NULL)) {
        slot_clear(&it->set);
        return NULL;
    }
    it->left--;
    return own(key);
}

static Own iterator_length_hint(Ref self) {
    const SetIterator *it = AS_SET_ITERATOR(self);
    return int_from_isize(it->set && it->used == set_length(it->set) ? it->left : 0);
}

/* Pickles as iter([what is left]); a second iterator finds out. */
static Own iterator_reduce(Ref self) {
    const SetIterator *it = AS_SET_ITERATOR(self);
    if (!it->set) return sequence_reduce_iterator("iter", list_new(0), NULL);
    Own copy = set_iter(it->set);
    if (!copy) return NULL;
    AS_SET_ITERATOR(copy)->used = it->used;
    AS_SET_ITERATOR(copy)->position = it->position;
    AS_SET_ITERATOR(copy)->left = it->left;
    Own rest = list_from_iterable(copy);
    release(copy);
    return sequence_reduce_iterator("iter", rest, NULL);
}

static Own iterator_self(Ref self) { return own(self); }

static const MethodDef iterator_methods[] = {
    {"__length_hint__", METHOD_NONE, .none = iterator_length_hint,
     .doc = "Private method returning an estimate of len(list(it))."},
    {"__reduce__", METHOD_NONE, .none = iterator_reduce, .doc = "Return state information for pickling."},
    {NULL}};

const TypeSpec set_iterator_spec = {.name = "set_iterator",
                                    .basicsize = sizeof(SetIterator),
                                    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                    .slots = {.dealloc = iterator_dealloc,
                                              .traverse = iterator_traverse,
                                              .getattro = object_generic_get_attribute,
                                              .iter = iterator_self,
                                              .iternext = iterator_next},
                                    .methods = iterator_methods};
