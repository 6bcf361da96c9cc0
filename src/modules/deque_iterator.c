/* deque_iterator.c: iterators over a deque, in both directions. */
#include "modules/deque.h"
#include "object/argument_checks.h"

/* Ends with an error when the deque has changed. */
typedef struct DequeIterator {
    Object ob_base;
    DequeBlock *block;
    isize index;   /* in the block */
    Object *deque; /* owned */
    usize state;   /* the deque's, when it began */
    isize left;    /* items still to come */
} DequeIterator;
#define AS_DEQUE_ITERATOR(ref) ((DequeIterator *)(ref))

static Own iterator_over(Type *type, Ref deque, bool reversed) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    DequeIterator *iterator = AS_DEQUE_ITERATOR(self);
    iterator->block = reversed ? AS_DEQUE(deque)->right : AS_DEQUE(deque)->left;
    iterator->index = reversed ? AS_DEQUE(deque)->right_index : AS_DEQUE(deque)->left_index;
    iterator->deque = own(deque);
    iterator->state = AS_DEQUE(deque)->state;
    iterator->left = deque_length(deque);
    gc_track(self);
    return self;
}

Own deque_iter(Ref self) { return iterator_over(MODULE_TYPE(DEQUE_ITERATOR), self, false); }
Own deque_method_reversed(Ref self) { return iterator_over(MODULE_TYPE(DEQUE_REVERSE_ITERATOR), self, true); }

static void iterator_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_DEQUE_ITERATOR(self)->deque);
    object_free(self);
}
static bool iterator_traverse(Ref self, VisitFn visit, void *context) {
    return visit(AS_DEQUE_ITERATOR(self)->deque, context);
}
static Own iterator_self(Ref self) { return own(self); }

/* Is there an item still, and the deque as it was? */
static bool may_go_on(DequeIterator *iterator) {
    if (AS_DEQUE(iterator->deque)->state == iterator->state) return iterator->left > 0;
    iterator->left = 0;
    return error_set(EXC(RuntimeError), "deque mutated during iteration");
}

static Own iterator_next(Ref self) {
    DequeIterator *iterator = AS_DEQUE_ITERATOR(self);
    if (!may_go_on(iterator)) return NULL;
    Own item = own(iterator->block->items[iterator->index++]);
    if (--iterator->left > 0 && iterator->index == DEQUE_BLOCK) {
        iterator->block = iterator->block->right;
        iterator->index = 0;
    }
    return item;
}

static Own reverse_iterator_next(Ref self) {
    DequeIterator *iterator = AS_DEQUE_ITERATOR(self);
    if (iterator->left == 0 || !may_go_on(iterator)) return NULL;
    Own item = own(iterator->block->items[iterator->index--]);
    if (--iterator->left > 0 && iterator->index < 0) {
        iterator->block = iterator->block->left;
        iterator->index = DEQUE_BLOCK - 1;
    }
    return item;
}

/* (deque, how many have been stepped over) */
static Own iterator_new(Type *type, Ref const *args, isize nargs, Ref kwnames, bool reversed) {
    isize skip = 0;
    const char *name = type_short_name(type);
    if (!arguments_tuple(NULL, nargs, 1, 2) || !argument_instance(args[0], MODULE_TYPE(DEQUE), NULL, 1) ||
        !arguments_no_keywords(name, kwnames)) {
        return NULL;
    }
    if (nargs > 1) skip = int_index_as_isize(args[1], EXC(OverflowError));
    if (skip == -1 && error_occurred()) return NULL;
    Own self = iterator_over(type, args[0], reversed);
    for (isize i = 0; self && i < skip; i++) {
        Own item = type->slots.iternext(self);
        if (item) {
            release(item);
        } else if (error_occurred()) {
            slot_clear(&self);
        } else {
            break;
        }
    }
    return self;
}
static Own forward_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    return iterator_new(type, args, nargs, kwnames, false);
}
static Own reverse_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    return iterator_new(type, args, nargs, kwnames, true);
}

static Own iterator_length_hint(Ref self) { return int_from_isize(AS_DEQUE_ITERATOR(self)->left); }
static Own iterator_reduce(Ref self) {
    const DequeIterator *iterator = AS_DEQUE_ITERATOR(self);
    isize done = deque_length(iterator->deque) - iterator->left;
    return tuple_take(2, own((Ref)type_of(self)), tuple_take(2, own(iterator->deque), int_from_isize(done)));
}

static const MethodDef iterator_methods[] = {
    {"__length_hint__", METHOD_NONE, .none = iterator_length_hint,
     .doc = "Private method returning an estimate of len(list(it))."},
    {"__reduce__", METHOD_NONE, .none = iterator_reduce, .doc = "Return state information for pickling."},
    {.name = NULL}};

const TypeSpec deque_iterator_spec = {.name = "_collections._deque_iterator",
                                      .basicsize = sizeof(DequeIterator),
                                      .flags = TYPE_GC,
                                      .slots = {.new = forward_new,
                                                .dealloc = iterator_dealloc,
                                                .traverse = iterator_traverse,
                                                .getattro = object_generic_get_attribute,
                                                .iter = iterator_self,
                                                .iternext = iterator_next},
                                      .methods = iterator_methods};

const TypeSpec deque_reverse_iterator_spec = {.name = "_collections._deque_reverse_iterator",
                                              .basicsize = sizeof(DequeIterator),
                                              .flags = TYPE_GC,
                                              .slots = {.new = reverse_new,
                                                        .dealloc = iterator_dealloc,
                                                        .traverse = iterator_traverse,
                                                        .getattro = object_generic_get_attribute,
                                                        .iter = iterator_self,
                                                        .iternext = reverse_iterator_next},
                                              .methods = iterator_methods};
