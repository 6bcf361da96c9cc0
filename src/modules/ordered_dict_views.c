/* ordered_dict_views.c: what goes along the list of an OrderedDict: its iterators, and the views that are dict's
 * but for their order.
 *
 * An iterator keeps the key that comes next, not its node, which may go; and it ends with an error when the list
 * has changed. */
#include "modules/ordered_dict.h"

#include "object/dict_internal.h"

typedef enum Shown { SHOW_KEYS = 1, SHOW_VALUES = 2, SHOW_ITEMS = SHOW_KEYS | SHOW_VALUES } Shown;

typedef struct OrderedIterator {
    Object ob_base;
    u8 shown; /* Shown */
    bool reversed;
    OrderedDict *ordered; /* owned; NULL: ended */
    isize length;         /* of the dict when it began; -1: that was found to have changed */
    usize changes;
    Object *result; /* SHOW_ITEMS: a tuple, used again where nobody else kept it; owned */
    Object *next;   /* the key that comes next; owned; NULL: none */
} OrderedIterator;
#define AS_ITERATOR(ref) ((OrderedIterator *)(ref))

static Own iterator_new_at(OrderedDict *ordered, Shown shown, bool reversed, Ref next) {
    Own result = shown == SHOW_ITEMS ? tuple_pack(2, None, None) : NULL;
    if (shown == SHOW_ITEMS && !result) return NULL;
    Own self = object_new(MODULE_TYPE(ORDERED_ITERATOR), 0);
    if (!self) {
        release_maybe(result);
        return NULL;
    }
    OrderedIterator *iterator = AS_ITERATOR(self);
    iterator->shown = (u8)shown;
    iterator->reversed = reversed;
    iterator->ordered = (OrderedDict *)own((Ref)ordered);
    iterator->length = dict_length((Ref)ordered);
    iterator->changes = ordered->changes;
    iterator->result = result;
    iterator->next = own_maybe(next);
    gc_track(self);
    return self;
}

static Own iterator_new_of(Ref dict, Shown shown, bool reversed) {
    OrderedDict *ordered = AS_ORDERED(dict);
    const OrderedNode *node = reversed ? ordered->last : ordered->first;
    return iterator_new_at(ordered, shown, reversed, node ? node->key : NULL);
}

static void iterator_end(OrderedIterator *self) {
    Own ordered = (Own)self->ordered;
    self->ordered = NULL;
    release_maybe(ordered);
}

/* The key whose turn it is, owned, the next one put by. NULL: at the end, or raised. */
static Own take_key(OrderedIterator *self) {
    OrderedDict *ordered = self->ordered;
    if (!ordered || !self->next) return NULL;
    if (self->changes != ordered->changes) {
        return error_set(EXC(RuntimeError), "OrderedDict mutated during iteration");
    }
    if (self->length != dict_length((Ref)ordered)) {
        self->length = -1; /* from now on */
        return error_set(EXC(RuntimeError), "OrderedDict changed size during iteration");
    }
    Own key = self->next;
    isize hash = dict_hash_key(key);
    const OrderedNode *node = hash == -1 ? NULL : ordered_find(ordered, key, hash);
    self->next = NULL;
    if (!node) {
        if (!error_occurred()) error_set_key(key);
        release(key);
        return NULL;
    }
    node = self->reversed ? node->previous : node->next;
    if (node) self->next = own(node->key);
    return key;
}

static Own ordered_iterator_next(Ref ref) {
    OrderedIterator *self = AS_ITERATOR(ref);
    Own key = take_key(self), shown = NULL;
    if (!key) {
        iterator_end(self);
        return NULL;
    }
    if (self->shown == SHOW_KEYS) return key;
    Ref value = ordered_value(self->ordered, key);
    if (!value) {
        slot_clear(&self->next);
        iterator_end(self);
    } else {
        shown = self->shown == SHOW_VALUES ? own(value) : dict_item_pair(self->result, key, value);
    }
    release(key);
    return shown;
}

static void ordered_iterator_clear(Ref ref) {
    iterator_end(AS_ITERATOR(ref));
    slot_clear(&AS_ITERATOR(ref)->next);
}
static void ordered_iterator_dealloc(Own self) {
    gc_untrack(self);
    ordered_iterator_clear(self);
    release_maybe(AS_ITERATOR(self)->result);
    object_free(self);
}
static bool ordered_iterator_traverse(Ref ref, VisitFn visit, void *context) {
    const OrderedIterator *self = AS_ITERATOR(ref);
    return (!self->ordered || visit((Ref)self->ordered, context)) &&
           (!self->next || visit(self->next, context));
}

/* Pickled as the list of what is still to come. */
static Own ordered_iterator_reduce(Ref ref) {
    const OrderedIterator *self = AS_ITERATOR(ref);
    Own rest = NULL;
    if (self->ordered) {
        Own copy = iterator_new_at(self->ordered, self->shown, self->reversed, self->next);
        if (copy) {
            AS_ITERATOR(copy)->length = self->length;
            AS_ITERATOR(copy)->changes = self->changes;
            rest = list_from_iterable(copy);
            release(copy);
        }
    } else {
        rest = list_new(0);
    }
    return rest ? tuple_take(2, builtin_get("iter"), tuple_take(1, rest)) : NULL;
}

static Own iterator_itself(Ref self) { return own(self); }
static const MethodDef ordered_iterator_methods[] = {{"__reduce__", METHOD_NONE,
                                                      .none = ordered_iterator_reduce,
                                                      .doc = "Return state information for pickling"},
                                                     {.name = NULL}};
const TypeSpec ordered_iterator_spec = {.name = "odict_iterator",
                                        .basicsize = sizeof(OrderedIterator),
                                        .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                        .slots = {.dealloc = ordered_iterator_dealloc,
                                                  .traverse = ordered_iterator_traverse,
                                                  .clear = ordered_iterator_clear,
                                                  .getattro = object_generic_get_attribute,
                                                  .iter = iterator_itself,
                                                  .iternext = ordered_iterator_next},
                                        .methods = ordered_iterator_methods};

/* --- views -------------------------------------------------------------------------------------------------- */

Own ordered_iter(Ref self) { return iterator_new_of(self, SHOW_KEYS, false); }
Own ordered_method_reversed(Ref self) { return iterator_new_of(self, SHOW_KEYS, true); }
Own ordered_method_keys(Ref self) { return dict_view_new(self, MODULE_TYPE(ORDERED_KEYS)); }
Own ordered_method_values(Ref self) { return dict_view_new(self, MODULE_TYPE(ORDERED_VALUES)); }
Own ordered_method_items(Ref self) { return dict_view_new(self, MODULE_TYPE(ORDERED_ITEMS)); }

static Own keys_iter(Ref self) { return iterator_new_of(AS_DICT_VIEW(self)->dict, SHOW_KEYS, false); }
static Own keys_reversed(Ref self) { return iterator_new_of(AS_DICT_VIEW(self)->dict, SHOW_KEYS, true); }
static Own values_iter(Ref self) { return iterator_new_of(AS_DICT_VIEW(self)->dict, SHOW_VALUES, false); }
static Own values_reversed(Ref self) { return iterator_new_of(AS_DICT_VIEW(self)->dict, SHOW_VALUES, true); }
static Own items_iter(Ref self) { return iterator_new_of(AS_DICT_VIEW(self)->dict, SHOW_ITEMS, false); }
static Own items_reversed(Ref self) { return iterator_new_of(AS_DICT_VIEW(self)->dict, SHOW_ITEMS, true); }

static const MethodDef keys_methods[] = {{"__reversed__", METHOD_NONE, .none = keys_reversed}, {.name = NULL}};
static const MethodDef values_methods[] = {{"__reversed__", METHOD_NONE, .none = values_reversed},
                                           {.name = NULL}};
static const MethodDef items_methods[] = {{"__reversed__", METHOD_NONE, .none = items_reversed},
                                          {.name = NULL}};

const TypeSpec ordered_keys_spec = {
    .name = "odict_keys",
    .base = TYPE(DICT_KEYS),
    .basicsize = sizeof(DictView),
    .flags = TYPE_NO_INSTANTIATION, /* the rest is inherited, the collector's part too */
    .slots = {.iter = keys_iter},
    .methods = keys_methods};
const TypeSpec ordered_values_spec = {.name = "odict_values",
                                      .base = TYPE(DICT_VALUES),
                                      .basicsize = sizeof(DictView),
                                      .flags = TYPE_NO_INSTANTIATION,
                                      .slots = {.iter = values_iter},
                                      .methods = values_methods};
const TypeSpec ordered_items_spec = {.name = "odict_items",
                                     .base = TYPE(DICT_ITEMS),
                                     .basicsize = sizeof(DictView),
                                     .flags = TYPE_NO_INSTANTIATION,
                                     .slots = {.iter = items_iter},
                                     .methods = items_methods};
