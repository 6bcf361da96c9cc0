/* dict_iterators.c: iterating over keys, values and items, in both directions.
 *
 * An iterator remembers how many items the dict had and stops with an error when that has changed. Replacing
 * values is permitted; so is replacing keys by as many others, which is noticed when more come than were
 * expected. */
#include "object/dict_internal.h"
#include "object/error.h"
#include "object/list.h"
#include "object/sequence.h"
#include "object/tuple.h"

static bool is_item_iterator(const Type *type) {
    return type == TYPE(DICT_ITEM_ITERATOR) || type == TYPE(DICT_REVERSE_ITEM_ITERATOR);
}
static bool is_reverse_iterator(const Type *type) {
    return type == TYPE(DICT_REVERSE_KEY_ITERATOR) || type == TYPE(DICT_REVERSE_VALUE_ITERATOR) ||
           type == TYPE(DICT_REVERSE_ITEM_ITERATOR);
}

Own dict_iterator_new(Ref dict, Type *type) {
    DictIterator *it = (DictIterator *)object_new(type, 0);
    if (!it) return NULL;
    it->dict = own(dict);
    it->used = it->left = AS_DICT(dict)->used;
    if (is_reverse_iterator(type)) it->position = dict_entry_limit(AS_DICT(dict)) - 1;
    if (is_item_iterator(type)) {
        it->result = tuple_pack(2, None, None);
        if (!it->result) {
            release(&it->ob_base);
            return NULL;
        }
    }
    gc_track(&it->ob_base);
    return &it->ob_base;
}

static void iterator_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_DICT_ITERATOR(self)->dict);
    release_maybe(AS_DICT_ITERATOR(self)->result);
    object_free(self);
}

static bool iterator_traverse(Ref self, VisitFn visit, void *context) {
    const DictIterator *it = AS_DICT_ITERATOR(self);
    return (!it->dict || visit(it->dict, context)) && (!it->result || visit(it->result, context));
}

/* --- going on --------------------------------------------------------------------------------------------- */

/* Is there a dict, as large as at the beginning? */
static bool check_size(DictIterator *it) {
    if (!it->dict) return false;
    if (LIKELY(it->used == AS_DICT(it->dict)->used)) return true;
    error_set(EXC(RuntimeError), "dictionary changed size during iteration");
    it->used = -1; /* and so it is for good */
    return false;
}

static bool exhausted(DictIterator *it) {
    slot_clear(&it->dict);
    return false;
}

static bool next_item(DictIterator *it, Ref *key, Ref *value) {
    if (!check_size(it)) return false;
    isize position = it->position;
    if (!dict_each(it->dict, &position, key, value, NULL)) return exhausted(it);
    if (it->left == 0) {
        error_set(EXC(RuntimeError), "dictionary keys changed during iteration");
        return exhausted(it);
    }
    it->position = position;
    it->left--;
    return true;
}

static bool previous_item(DictIterator *it, Ref *key, Ref *value) {
    if (!check_size(it)) return false;
    const Dict *dict = AS_DICT(it->dict);
    isize i = it->position;
    if (!dict->values) {
        while (i >= 0 && !*keys_value_slot(dict->keys, i)) i--;
    }
    if (i < 0) return exhausted(it);
    it->position = i - 1;
    it->left--;
    isize index = dict->values ? values_in_order(dict->values, i) : i;
    *key = keys_key(dict->keys, index);
    *value = *dict_value_slot(dict, index);
    return true;
}

Own dict_item_pair(Ref last, Ref key, Ref value) {
    Own kept_key = own(key), kept_value = own(value), item = (Own)last;
    if (item->ob_refcnt == 1) {
        Object *old_key = AS_TUPLE(item)->items[0], *old_value = AS_TUPLE(item)->items[1];
        tuple_fill(item, 0, kept_key);
        tuple_fill(item, 1, kept_value);
        own(item);
        release(old_key);
        release(old_value);
        if (!gc_is_tracked(item)) gc_track(item); /* the collector may have let go of it */
        return item;
    }
    return tuple_from_array_own((Object *[]){kept_key, kept_value}, 2);
}

static Own key_iterator_next(Ref self) {
    Ref key, value;
    return next_item(AS_DICT_ITERATOR(self), &key, &value) ? own(key) : NULL;
}
static Own value_iterator_next(Ref self) {
    Ref key, value;
    return next_item(AS_DICT_ITERATOR(self), &key, &value) ? own(value) : NULL;
}
static Own item_iterator_next(Ref self) {
    Ref key, value;
    return next_item(AS_DICT_ITERATOR(self), &key, &value)
               ? dict_item_pair(AS_DICT_ITERATOR(self)->result, key, value)
               : NULL;
}
static Own reverse_key_iterator_next(Ref self) {
    Ref key, value;
    return previous_item(AS_DICT_ITERATOR(self), &key, &value) ? own(key) : NULL;
}
static Own reverse_value_iterator_next(Ref self) {
    Ref key, value;
    return previous_item(AS_DICT_ITERATOR(self), &key, &value) ? own(value) : NULL;
}
static Own reverse_item_iterator_next(Ref self) {
    Ref key, value;
    return previous_item(AS_DICT_ITERATOR(self), &key, &value)
               ? dict_item_pair(AS_DICT_ITERATOR(self)->result, key, value)
               : NULL;
}

/* --- methods ---------------------------------------------------------------------------------------------- */

static Own iterator_length_hint(Ref self) {
    const DictIterator *it = AS_DICT_ITERATOR(self);
    return int_from_isize(it->dict && it->used == AS_DICT(it->dict)->used ? it->left : 0);
}

/* Pickles as iter([what is left]); a second iterator finds out. */
static Own iterator_reduce(Ref self) {
    const DictIterator *it = AS_DICT_ITERATOR(self);
    if (!it->dict) return sequence_reduce_iterator("iter", list_new(0), NULL);
    Own copy = dict_iterator_new(it->dict, type_of(self));
    if (!copy) return NULL;
    AS_DICT_ITERATOR(copy)->used = it->used;
    AS_DICT_ITERATOR(copy)->position = it->position;
    AS_DICT_ITERATOR(copy)->left = it->left;
    Own rest = list_from_iterable(copy);
    release(copy);
    return sequence_reduce_iterator("iter", rest, NULL);
}

static const MethodDef iterator_methods[] = {
    {"__length_hint__", METHOD_NONE, .none = iterator_length_hint,
     .doc = "Private method returning an estimate of len(list(it))."},
    {"__reduce__", METHOD_NONE, .none = iterator_reduce, .doc = "Return state information for pickling."},
    {NULL}};

static Own iterator_self(Ref self) { return own(self); }

/* CPython leaves attributes of the reversed ones to `object`: they have no __getattribute__ of their own. */
#define ITERATOR_SPEC(spec, type_name, next, attribute)                                                        \
    const TypeSpec spec = {.name = type_name,                                                                  \
                           .basicsize = sizeof(DictIterator),                                                  \
                           .flags = TYPE_GC | TYPE_NO_INSTANTIATION,                                           \
                           .slots = {.dealloc = iterator_dealloc,                                              \
                                     .traverse = iterator_traverse,                                            \
                                     .getattro = attribute,                                                    \
                                     .iter = iterator_self,                                                    \
                                     .iternext = next},                                                        \
                           .methods = iterator_methods}
ITERATOR_SPEC(dict_key_iterator_spec, "dict_keyiterator", key_iterator_next, object_generic_get_attribute);
ITERATOR_SPEC(dict_value_iterator_spec, "dict_valueiterator", value_iterator_next,
              object_generic_get_attribute);
ITERATOR_SPEC(dict_item_iterator_spec, "dict_itemiterator", item_iterator_next, object_generic_get_attribute);
ITERATOR_SPEC(dict_reverse_key_iterator_spec, "dict_reversekeyiterator", reverse_key_iterator_next, NULL);
ITERATOR_SPEC(dict_reverse_value_iterator_spec, "dict_reversevalueiterator", reverse_value_iterator_next, NULL);
ITERATOR_SPEC(dict_reverse_item_iterator_spec, "dict_reverseitemiterator", reverse_item_iterator_next, NULL);
