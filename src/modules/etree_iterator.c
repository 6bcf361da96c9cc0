/* etree_iterator.c: the walk through a tree in document order, for Element.iter() and itertext().
 *
 * The way down from the root is kept as an array: each element with the number of the child that comes next. */
#include "modules/etree.h"

#include "object/gc.h"

typedef struct WalkStep {
    Object *element; /* owned */
    isize next;      /* number of the child that comes next */
} WalkStep;

typedef struct ElementIterator {
    Object ob_base;
    WalkStep *steps; /* an arena block */
    isize depth, capacity;
    Object *root; /* owned; NULL: the walk has begun */
    Object *tag;  /* owned; None: all */
    bool texts;
} ElementIterator;
#define AS_ELEMENT_ITERATOR(ref) ((ElementIterator *)(ref))
enum { FIRST_CAPACITY = 8 };

Own element_iterator_new(Ref root, Ref tag, bool texts) {
    Own self = object_new(MODULE_TYPE(ELEMENT_ITERATOR), 0);
    if (!self) return NULL;
    ElementIterator *iterator = AS_ELEMENT_ITERATOR(self);
    iterator->tag = own(tag);
    iterator->root = own(root);
    iterator->texts = texts;
    gc_track(self);
    return self;
}

/* Goes into an element, which it takes. */
static bool enter(ElementIterator *self, Own element) {
    if (self->depth == self->capacity) {
        isize capacity = self->capacity ? self->capacity * 2 : FIRST_CAPACITY;
        WalkStep *steps = arena_realloc(self->steps, (usize)capacity * sizeof *steps, BLOCK_RAW);
        if (!steps) {
            release(element);
            return error_memory() != NULL;
        }
        self->steps = steps;
        self->capacity = capacity;
    }
    self->steps[self->depth++] = (WalkStep){element, 0};
    return true;
}

/* Text is to be given: 1 and *found owned; it is empty: 0; -1 raised. */
static int text_given(ElementText *text, Own *found) {
    Ref value = element_text_get(text);
    if (!value) return -1;
    if (value == None) return 0;
    *found = own(value);
    int truth = object_is_true(value);
    if (truth <= 0) slot_clear(found);
    return truth;
}

/* One step: into the next element, or out of one. 1: *found is what to give; 0: nothing to give here; -1: the end, or
 * raised. The text behind the root is not within it. */
static int step(ElementIterator *self, Own *found) {
    Own element;
    if (self->depth == 0) {
        if (!self->root) return -1;
        element = self->root;
        self->root = NULL;
    } else {
        WalkStep *top = &self->steps[self->depth - 1];
        const Element *parent = AS_ELEMENT(top->element);
        if (top->next >= parent->length) {
            element = top->element;
            self->depth--;
            int answer = self->texts && self->depth > 0 ? text_given(&AS_ELEMENT(element)->tail, found) : 0;
            release(element);
            return answer;
        }
        element = own(parent->children[top->next++]);
    }
    Ref entered = element;
    if (!enter(self, element)) return -1;
    if (self->texts) return text_given(&AS_ELEMENT(entered)->text, found);
    *found = own(entered);
    if (self->tag == None) return 1;
    int equal = object_compare_bool(AS_ELEMENT(entered)->tag, self->tag, COMPARE_EQ);
    if (equal <= 0) slot_clear(found);
    return equal;
}

static Own iterator_next(Ref self) {
    Own found = NULL;
    int answer;
    do answer = step(AS_ELEMENT_ITERATOR(self), &found);
    while (answer == 0);
    return answer > 0 ? found : NULL;
}
static Own iterator_iter(Ref self) { return own(self); }

static bool iterator_traverse(Ref self, VisitFn visit, void *context) {
    const ElementIterator *iterator = AS_ELEMENT_ITERATOR(self);
    for (isize i = 0; i < iterator->depth; i++) {
        if (!visit(iterator->steps[i].element, context)) return false;
    }
    return (!iterator->root || visit(iterator->root, context)) && visit(iterator->tag, context);
}
static void iterator_dealloc(Own self) {
    ElementIterator *iterator = AS_ELEMENT_ITERATOR(self);
    gc_untrack(self);
    while (iterator->depth > 0) release(iterator->steps[--iterator->depth].element);
    arena_free(iterator->steps);
    release_maybe(iterator->tag);
    release_maybe(iterator->root);
    object_free(self);
}

const TypeSpec element_iterator_spec = {.name = "_elementtree._element_iterator",
                                        .module = "_elementtree",
                                        .basicsize = sizeof(ElementIterator),
                                        .ghost_size = 64,
                                        .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                        .slots = {.dealloc = iterator_dealloc,
                                                  .traverse = iterator_traverse,
                                                  .iter = iterator_iter,
                                                  .iternext = iterator_next}};
