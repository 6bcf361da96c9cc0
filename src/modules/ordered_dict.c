/* ordered_dict.c: how the list of an OrderedDict and the dict stay together. See ordered_dict.h.
 *
 * Looking a key up may run its __eq__, and letting go of one its __del__: both may change anything. So nothing is
 * kept over such a call but the index that the lookup answers last, and a node is out of the list before its key
 * is released. */
#include "modules/ordered_dict.h"

#include "object/dict_internal.h"

/* --- from entries to nodes -------------------------------------------------------------------------------- */

static bool is_mapped(const OrderedDict *self) { return self->by_entry && self->mapped == self->dict.keys; }

static void forget_mapping(OrderedDict *self) {
    arena_free(self->by_entry);
    self->by_entry = NULL;
    self->by_entry_count = 0;
    self->mapped = NULL;
}

/* False: raised, or without an exception when the dict lacks a key of the list. */
static bool map_entries(OrderedDict *self) {
    forget_mapping(self);
    const DictKeys *keys = self->dict.keys;
    isize count = (isize)keys_size(keys);
    OrderedNode **by_entry = arena_alloc((usize)count * sizeof(OrderedNode *), BLOCK_RAW);
    if (!by_entry) return error_memory();
    memset(by_entry, 0, (usize)count * sizeof(OrderedNode *));
    usize changes = self->changes;
    for (OrderedNode *node = self->first; node; node = node->next) {
        Own key = own(node->key);
        isize index = dict_lookup(&self->dict, key, node->hash);
        release(key);
        bool changed = self->dict.keys != keys || self->changes != changes;
        if (index >= 0 && !changed) {
            by_entry[index] = node;
            continue;
        }
        arena_free(by_entry);
        if (index != LOOKUP_ERROR && changed) {
            error_set(EXC(RuntimeError), "OrderedDict mutated during iteration");
        }
        return false;
    }
    forget_mapping(self); /* a key's __eq__ may have made one meanwhile */
    self->by_entry = by_entry;
    self->by_entry_count = count;
    self->mapped = keys;
    return true;
}

/* The entry of a key, with by_entry true for it; -1: not there, or raised. */
static isize entry_of(OrderedDict *self, Ref key, isize hash) {
    for (;;) {
        if (self->dict.keys == EMPTY_KEYS) return -1;
        if (!is_mapped(self) && !map_entries(self)) return -1;
        isize index = dict_lookup(&self->dict, key, hash);
        if (index < 0) return -1;
        if (!is_mapped(self)) continue; /* the lookup has changed the table */
        const OrderedNode *node = self->by_entry[index];
        if (!node || node->key == keys_key(self->dict.keys, index)) return index;
        forget_mapping(self); /* another table at the same address */
    }
}

OrderedNode *ordered_find(OrderedDict *self, Ref key, isize hash) {
    isize index = entry_of(self, key, hash);
    return index < 0 ? NULL : self->by_entry[index];
}

/* --- the list --------------------------------------------------------------------------------------------- */

static void link_node(OrderedDict *self, OrderedNode *node, bool last) {
    node->next = last ? NULL : self->first;
    node->previous = last ? self->last : NULL;
    *(node->previous ? &node->previous->next : &self->first) = node;
    *(node->next ? &node->next->previous : &self->last) = node;
    self->changes++;
}

static void unlink_node(OrderedDict *self, OrderedNode *node) {
    *(node->previous ? &node->previous->next : &self->first) = node->next;
    *(node->next ? &node->next->previous : &self->last) = node->previous;
    self->changes++;
}

void ordered_move(OrderedDict *self, OrderedNode *node, bool last) {
    if (node == (last ? self->last : self->first)) return;
    unlink_node(self, node);
    link_node(self, node, last);
}

bool ordered_next(const OrderedDict *self, usize changes, OrderedNode **node) {
    if (self->changes != changes) return error_set(EXC(RuntimeError), "OrderedDict mutated during iteration");
    *node = *node ? (*node)->next : self->first;
    return *node != NULL;
}

/* A key that the dict has gets its node at the end of the list, if it has none yet. */
static bool add_node(OrderedDict *self, Ref key, isize hash) {
    isize index = entry_of(self, key, hash);
    if (index < 0) return error_occurred() ? false : error_set_key(key) != NULL;
    if (self->by_entry[index]) return true;
    OrderedNode *node = arena_alloc(sizeof *node, BLOCK_RAW);
    if (!node) return error_memory();
    *node = (OrderedNode){.key = own(key), .hash = hash};
    self->by_entry[index] = node;
    link_node(self, node, true);
    return true;
}

bool ordered_unlink(OrderedDict *self, Ref key, isize hash) {
    isize index = entry_of(self, key, hash);
    if (index < 0) return !error_occurred();
    OrderedNode *node = self->by_entry[index];
    if (!node) return true;
    self->by_entry[index] = NULL;
    unlink_node(self, node);
    Own kept = node->key;
    arena_free(node);
    release(kept);
    return true;
}

static void clear_list(OrderedDict *self) {
    forget_mapping(self);
    OrderedNode *node = self->first;
    self->first = self->last = NULL;
    self->changes++;
    while (node) {
        OrderedNode *next = node->next;
        Own key = node->key;
        arena_free(node);
        release(key);
        node = next;
    }
}

/* --- both -------------------------------------------------------------------------------------------------- */

bool ordered_set(OrderedDict *self, Ref key, isize hash, Ref value) {
    Ref dict = (Ref)self;
    if (!dict_set_hashed(dict, key, hash, value)) return false;
    if (add_node(self, key, hash)) return true;
    Own failure = error_fetch();
    if (!dict_delete_hashed(dict, key, hash)) error_clear();
    error_restore(failure);
    return false;
}

bool ordered_set_subscript(Ref self, Ref key, Ref value) {
    isize hash = dict_hash_key(key);
    if (hash == -1) return false;
    if (value) return ordered_set(AS_ORDERED(self), key, hash, value);
    return ordered_unlink(AS_ORDERED(self), key, hash) && dict_delete_hashed(self, key, hash);
}

Ref ordered_value(OrderedDict *self, Ref key) {
    Ref value = dict_get((Ref)self, key);
    return value || error_occurred() ? value : error_set_key(key);
}

void ordered_clear(Ref self) {
    dict_clear(self);
    clear_list(AS_ORDERED(self));
}

/* --- the type ----------------------------------------------------------------------------------------------- */

static const TypeSlots *dict_slots(void) { return &TYPE(DICT)->slots; }

static void ordered_dealloc(Own self) {
    OrderedDict *ordered = AS_ORDERED(self);
    gc_untrack(self);
    slot_clear(&ordered->attributes);
    if (ordered->weaklist) weakref_clear_all(self);
    clear_list(ordered);
    dict_slots()->dealloc(self);
}

static bool ordered_traverse(Ref self, VisitFn visit, void *context) {
    Ref attributes = AS_ORDERED(self)->attributes;
    if (attributes && !visit(attributes, context)) return false;
    for (OrderedNode *node = AS_ORDERED(self)->first; node; node = node->next) {
        if (!visit(node->key, context)) return false;
    }
    return dict_slots()->traverse(self, visit, context);
}

static void ordered_collect(Ref self) {
    slot_clear(&AS_ORDERED(self)->attributes);
    ordered_clear(self);
}

static bool ordered_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (nargs > 1) return error_set(EXC(TypeError), "expected at most 1 arguments, got %zd", nargs);
    return ordered_update(self, args, nargs, kwnames);
}

/* Do the two lists have the same keys in the same order? 1, 0, -1 raised. */
static int same_order(const OrderedDict *a, const OrderedDict *b) {
    usize a_changes = a->changes, b_changes = b->changes;
    OrderedNode *left = NULL, *right = NULL;
    for (;;) {
        bool more_left = ordered_next(a, a_changes, &left);
        bool more_right = !error_occurred() && ordered_next(b, b_changes, &right);
        if (error_occurred()) return -1;
        if (!more_left || !more_right) return more_left == more_right;
        Own left_key = own(left->key), right_key = own(right->key);
        int same = object_compare_bool(left_key, right_key, COMPARE_EQ);
        release(left_key);
        release(right_key);
        if (same != 1) return same;
    }
}

static Own ordered_richcompare(Ref self, Ref other, CompareOp op) {
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !is_dict(other)) return own_not_implemented();
    Own as_dicts = dict_slots()->richcompare(self, other, COMPARE_EQ);
    if (!as_dicts) return NULL;
    int equal = as_dicts == True;
    release(as_dicts);
    if (equal && is_ordered(other)) equal = same_order(AS_ORDERED(self), AS_ORDERED(other));
    return equal < 0 ? NULL : own_bool((op == COMPARE_EQ) == equal);
}

/* The pairs as a list, in order; for a subclass as its items() says. */
static Own pairs_of(Ref self) {
    if (!is_exactly_ordered(self)) {
        Own items = object_call_method_none(self, NAME(items)),
            pairs = items ? list_from_iterable(items) : NULL;
        release_maybe(items);
        return pairs;
    }
    OrderedDict *ordered = AS_ORDERED(self);
    Own pairs = list_new(0);
    usize changes = ordered->changes;
    for (OrderedNode *node = NULL; pairs && ordered_next(ordered, changes, &node);) {
        Own key = own(node->key);
        Ref value = ordered_value(ordered, key);
        Own pair = value ? tuple_pack(2, key, value) : NULL;
        if (!pair || !list_append(pairs, pair)) slot_clear(&pairs);
        release(key);
    }
    if (error_occurred()) slot_clear(&pairs);
    return pairs;
}

static Own ordered_repr(Ref self) {
    const char *name = type_short_name(type_of(self));
    if (dict_length(self) == 0) return str_format("%s()", name);
    int entered = object_repr_enter(self);
    if (entered != 0) return entered > 0 ? str_from_ascii("...", 3) : NULL;
    Own pairs = pairs_of(self), text = pairs ? str_format("%s(%R)", name, (Ref)pairs) : NULL;
    release_maybe(pairs);
    object_repr_leave(self);
    return text;
}

static Own ordered_or(Ref left, Ref right) {
    bool left_first = is_ordered(left);
    Ref self = left_first ? left : right;
    if (!is_dict(left_first ? right : left)) return own_not_implemented();
    Own both = object_call_one((Ref)type_of(self), left);
    if (both && !ordered_update_from(both, right)) slot_clear(&both);
    return both;
}
static Own ordered_inplace_or(Ref self, Ref other) {
    return ordered_update_from(self, other) ? own(self) : NULL;
}

static const GetSetDef ordered_getset[] = {{.name = "__dict__", .get = object_get_dict}, {.name = NULL}};

const TypeSpec ordered_dict_spec = {.name = "collections.OrderedDict",
                                    .base = TYPE(DICT),
                                    .basicsize = sizeof(OrderedDict),
                                    .flags = TYPE_GC | TYPE_BASETYPE | TYPE_DICT_SUBCLASS | TYPE_MAPPING |
                                             TYPE_TRASHCAN,
                                    .weaklist_offset = offsetof(OrderedDict, weaklist),
                                    .dict_offset = offsetof(OrderedDict, attributes),
                                    .slots = {.dealloc = ordered_dealloc,
                                              .traverse = ordered_traverse,
                                              .clear = ordered_collect,
                                              .repr = ordered_repr,
                                              .richcompare = ordered_richcompare,
                                              .iter = ordered_iter,
                                              .init = ordered_init,
                                              .bit_or = ordered_or,
                                              .inplace_or = ordered_inplace_or,
                                              .set_subscript = ordered_set_subscript},
                                    .methods = ordered_methods,
                                    .getset = ordered_getset,
                                    .doc = "Dictionary that remembers insertion order"};
