/* dict.c: the core of dicts: looking up, putting in, taking out.
 *
 * A lookup goes from slot to slot in the order that the hash gives (dict_internal.h). Between strs it compares
 * text and runs no Python code; else __eq__ of a key may run, and may do anything, to this dict too. Therefore
 * after each such comparison the table is looked at again, and where it changed the lookup begins anew.
 *
 * Invariants: the entries from 0 to entry_count are in order of insertion; each one that is not deleted is
 * named by exactly one slot. `used` counts the items. A str table holds exact strs only; the first other key
 * makes it general, for good. What leaves the dict is released last, when the dict is whole again. */
#include "object/dict_internal.h"
#include "object/error.h"
#include "object/tuple.h"

/* --- birth ------------------------------------------------------------------------------------------------ */

Own dict_new_with(DictKeys *keys, DictValues *values, isize used) {
    Dict *dict = (Dict *)object_new_raw(TYPE(DICT), 0);
    if (UNLIKELY(!dict)) {
        dict_keys_release(keys);
        return NULL;
    }
    dict->used = used;
    dict->keys = keys;
    dict->values = values;
    dict_changed(dict);
    return &dict->ob_base;
}

Own dict_new(void) { return dict_new_with(EMPTY_KEYS, NULL, 0); }

static Own dict_new_for(isize items, bool str) {
    enum { LOG2_MAX = 17 }; /* who promises more gets this, and grows */
    if (items <= keys_room(KEYS_LOG2_MIN)) return dict_new();
    u8 log2_size = items > keys_room(LOG2_MAX) ? LOG2_MAX : keys_log2_for_items(items);
    DictKeys *keys = keys_new(log2_size, str ? DICT_KEYS_STR : DICT_KEYS_GENERAL);
    return keys ? dict_new_with(keys, NULL, 0) : NULL;
}

Own dict_from_items(Ref const *keys, isize key_step, Ref const *values, isize value_step, isize count) {
    bool str = true;
    for (isize i = 0; str && i < count; i++) str = is_exact_str(keys[i * key_step]);
    Own dict = dict_new_for(count, str);
    for (isize i = 0; dict && i < count; i++) {
        if (!dict_set(dict, keys[i * key_step], values[i * value_step])) slot_clear(&dict);
    }
    return dict;
}

/* --- looking up ------------------------------------------------------------------------------------------- */

/* 1, 0, or -1: only a comparison can say. For the types whose comparison nobody can change. */
static inline int equal_quickly(Ref a, Ref b) {
    const Type *type = type_of(a);
    if (type != type_of(b)) return -1;
    if (type == TYPE(STR)) return str_equal(a, b);
    if (type == TYPE(INT)) return int_compare(a, b) == 0;
    return -1;
}

/* The table may even be another one at the same address. */
static bool still_there(const DictKeys *keys, const Probe *probe, isize index, Ref key) {
    return keys_size(keys) - 1 == probe->mask && index < keys->entry_count && keys_key(keys, index) == key;
}

/* One pass over a table of any kind with a key of any type; LOOKUP_CHANGED: the table is not the dict's any
 * more. */
static isize lookup_once(const Dict *dict, const DictKeys *keys, Ref key, isize hash) {
    for (Probe probe = probe_begin(keys, hash);; probe_next(&probe)) {
        isize index = keys_get_slot(keys, probe.slot);
        if (index == INDEX_EMPTY) return INDEX_EMPTY;
        if (index < 0) continue;
        Ref there = keys_key(keys, index);
        if (there == key) return index;
        if (keys_hash(keys, index) != hash) continue;
        int equal = equal_quickly(there, key);
        if (equal < 0) {
            Own kept = own(there);
            equal = object_compare_bool(there, key, COMPARE_EQ);
            release(kept);
            if (equal < 0) return LOOKUP_ERROR;
            if (dict->keys != keys || !still_there(keys, &probe, index, there)) return LOOKUP_CHANGED;
        }
        if (equal > 0) return index;
    }
}

isize dict_lookup(Dict *dict, Ref key, isize hash) {
    for (;;) {
        const DictKeys *keys = dict->keys;
        if (LIKELY(keys_are_str(keys) && is_exact_str(key))) return keys_find_str(keys, key, hash);
        isize index = lookup_once(dict, keys, key, hash);
        if (index != LOOKUP_CHANGED) return index;
    }
}

Ref dict_get_hashed(Ref self, Ref key, isize hash) {
    isize index = dict_lookup(AS_DICT(self), key, hash);
    return index >= 0 ? *dict_value_slot(AS_DICT(self), index) : NULL;
}

Ref dict_get(Ref self, Ref key) {
    isize hash = dict_hash_key(key);
    return hash == -1 ? NULL : dict_get_hashed(self, key, hash);
}

/* A key that is no str may be met, and its __eq__ raise: then the answer is no, and the error is dropped. */
static Ref get_quietly(Ref self, Ref key, isize hash) {
    Own raised = error_fetch();
    Ref value = dict_get_hashed(self, key, hash);
    if (!value && error_occurred()) error_clear();
    error_restore(raised);
    return value;
}

Ref dict_get_str(Ref self, Ref key) {
    const Dict *dict = AS_DICT(self);
    isize hash = dict_hash_str(key);
    if (UNLIKELY(!keys_are_str(dict->keys))) return get_quietly(self, key, hash);
    isize index = keys_find_str(dict->keys, key, hash);
    if (index < 0) return NULL;
    return dict->values ? dict->values->values[index] : keys_str_entries(dict->keys)[index].value;
}

Ref dict_get_cstring(Ref self, const char *key) {
    const Dict *dict = AS_DICT(self);
    isize index = keys_find_ascii(dict->keys, key);
    return index >= 0 ? *dict_value_slot(dict, index) : NULL;
}

int dict_contains_hashed(Ref self, Ref key, isize hash) {
    isize index = dict_lookup(AS_DICT(self), key, hash);
    if (index == LOOKUP_ERROR) return -1;
    return index >= 0 && *dict_value_slot(AS_DICT(self), index);
}

int dict_contains(Ref self, Ref key) {
    isize hash = dict_hash_key(key);
    return hash == -1 ? -1 : dict_contains_hashed(self, key, hash);
}

/* --- growing ---------------------------------------------------------------------------------------------- */

/* Moves an item to the end of a new table of any kind; its index in the hash table comes later. */
static void keys_move_in(DictKeys *keys, isize at, Object *key, isize hash, Object *value) {
    if (keys_are_str(keys))
        keys_str_entries(keys)[at] = (DictStrEntry){key, value};
    else
        keys_entries(keys)[at] = (DictEntry){hash, key, value};
}

static void move_split(DictKeys *to, const DictKeys *from, DictValues *values) {
    isize count = values_used(values);
    for (isize i = 0; i < count; i++) {
        isize index = values_in_order(values, i);
        keys_move_in(to, i, own(keys_key(from, index)), keys_hash(from, index), values->values[index]);
    }
}

static void move_combined(DictKeys *to, const DictKeys *from) {
    isize count = 0;
    for (isize i = 0; i < from->entry_count; i++) {
        Object *value = *keys_value_slot(from, i);
        if (value) keys_move_in(to, count++, keys_key(from, i), keys_hash(from, i), value);
    }
}

bool dict_resize(Dict *dict, u8 log2_size, bool str) {
    DictKeys *old = dict->keys;
    DictValues *values = dict->values;
    DictKeys *keys = keys_new(log2_size, str && keys_are_str(old) ? DICT_KEYS_STR : DICT_KEYS_GENERAL);
    if (!keys) return false;
    dict->keys = keys;
    dict->values = NULL;
    if (values)
        move_split(keys, old, values);
    else
        move_combined(keys, old);
    keys_build_indices(keys, dict->used);
    if (values) {
        values_free(values);
        dict_keys_release(old);
    } else if (old != EMPTY_KEYS) {
        arena_free(old); /* its keys and values have moved */
    }
    return true;
}

static bool dict_grow(Dict *dict, bool str) {
    return dict_resize(dict, keys_log2_for_slots(dict->used * 3), str);
}

/* --- putting in ------------------------------------------------------------------------------------------- */

/* Makes the table fit for one more key. */
static bool make_room(Dict *dict, bool str) {
    if (dict->keys == EMPTY_KEYS) {
        DictKeys *keys = keys_new(KEYS_LOG2_MIN, str ? DICT_KEYS_STR : DICT_KEYS_GENERAL);
        if (keys) dict->keys = keys;
        return keys != NULL;
    }
    dict->keys->version = 0;
    return (dict->keys->usable > 0 && (str || !keys_are_str(dict->keys))) || dict_grow(dict, str);
}

/* A new item, its key known not to be there. Consumes key and value. */
static bool insert_new(Dict *dict, Own key, isize hash, Own value) {
    dict_track_for(dict, key, value);
    if (UNLIKELY(!make_room(dict, is_exact_str(key)))) {
        release(value);
        release(key);
        return false;
    }
    DictKeys *keys = dict->keys;
    isize index = keys_add_index(keys, hash);
    if (dict->values) {
        keys_str_entries(keys)[index].key = key;
        dict->values->values[index] = value;
        values_add(dict->values, index);
    } else {
        keys_move_in(keys, index, key, hash, value);
    }
    dict->used++;
    dict_changed(dict);
    return true;
}

/* Consumes the value; `index` is an entry's. */
static void replace_value(Dict *dict, isize index, Own value) {
    Object **slot = dict_value_slot(dict, index), *old = *slot;
    if (old != value) {
        *slot = value;
        if (!old) { /* the shared key was there, but not set */
            values_add(dict->values, index);
            dict->used++;
        }
        dict_changed(dict);
    }
    release_maybe(old);
}

bool dict_insert(Dict *dict, Own key, isize hash, Own value) {
    isize index = LOOKUP_ERROR;
    if (dict->keys == EMPTY_KEYS) return insert_new(dict, key, hash, value);
    if (LIKELY(is_exact_str(key)) || !keys_are_str(dict->keys) || dict_grow(dict, false)) {
        index = dict_lookup(dict, key, hash);
    }
    if (index == INDEX_EMPTY) return insert_new(dict, key, hash, value);
    if (index == LOOKUP_ERROR) {
        release(value);
        release(key);
        return false;
    }
    dict_track_for(dict, key, value);
    replace_value(dict, index, value);
    release(key);
    return true;
}

bool dict_set_hashed(Ref self, Ref key, isize hash, Ref value) {
    return dict_insert(AS_DICT(self), own(key), hash, own(value));
}

bool dict_set_take(Ref self, Own key, Own value) {
    isize hash = dict_hash_key(key);
    if (LIKELY(hash != -1)) return dict_insert(AS_DICT(self), key, hash, value);
    release(key);
    release(value);
    return false;
}

/* Retained before they are hashed, which may run Python code. */
bool dict_set(Ref self, Ref key, Ref value) { return dict_set_take(self, own(key), own(value)); }
bool dict_set_own(Ref self, Ref key, Own value) { return value && dict_set_take(self, own(key), value); }

bool dict_set_cstring(Ref self, const char *key, Ref value) {
    Own name = str_intern_cstring(key);
    bool done = name && dict_set(self, name, value);
    release_maybe(name);
    return done;
}

Ref dict_set_default(Ref self, Ref key, Ref value) {
    Dict *dict = AS_DICT(self);
    isize hash = dict_hash_key(key), index = INDEX_EMPTY;
    if (hash == -1) return NULL;
    if (dict->keys != EMPTY_KEYS) {
        if (!is_exact_str(key) && keys_are_str(dict->keys) && !dict_grow(dict, false)) return NULL;
        index = dict_lookup(dict, key, hash);
    }
    if (index == LOOKUP_ERROR) return NULL;
    if (index == INDEX_EMPTY) return insert_new(dict, own(key), hash, own(value)) ? value : NULL;
    Ref there = *dict_value_slot(dict, index);
    if (there) return there;
    dict_track_for(dict, key, value);
    replace_value(dict, index, own(value));
    return value;
}

/* --- taking out ------------------------------------------------------------------------------------------- */

void dict_delete_entry(Dict *dict, isize hash, isize index) {
    DictKeys *keys = dict->keys;
    Object *key = NULL, *value = *dict_value_slot(dict, index);
    dict->used--;
    dict_changed(dict);
    if (dict->values) {
        dict->values->values[index] = NULL;
        values_remove(dict->values, index);
    } else {
        key = keys_key(keys, index);
        keys->version = 0;
        keys_set_slot(keys, keys_slot_of(keys, hash, index), INDEX_DELETED);
        keys_move_in(keys, index, NULL, 0, NULL);
    }
    release_maybe(key);
    release(value);
}

/* The index of an item that is there, INDEX_EMPTY or LOOKUP_ERROR. */
static isize find_item(Dict *dict, Ref key, isize hash) {
    isize index = dict_lookup(dict, key, hash);
    return index >= 0 && !*dict_value_slot(dict, index) ? INDEX_EMPTY : index;
}

bool dict_delete_hashed(Ref self, Ref key, isize hash) {
    isize index = find_item(AS_DICT(self), key, hash);
    if (index == INDEX_EMPTY) error_set_key(key);
    if (index < 0) return false;
    dict_delete_entry(AS_DICT(self), hash, index);
    return true;
}

bool dict_delete(Ref self, Ref key) {
    isize hash = dict_hash_key(key);
    return hash != -1 && dict_delete_hashed(self, key, hash);
}

Own dict_pop(Ref self, Ref key) {
    Dict *dict = AS_DICT(self);
    if (dict->used == 0) return NULL; /* and the key is not even hashed */
    isize hash = dict_hash_key(key);
    isize index = hash == -1 ? LOOKUP_ERROR : find_item(dict, key, hash);
    if (index < 0) return NULL;
    Own value = own(*dict_value_slot(dict, index));
    dict_delete_entry(dict, hash, index);
    return value;
}

Own dict_pop_item(Ref self) {
    Dict *dict = AS_DICT(self);
    Own item = tuple_new(2); /* first of all: it may start a collection */
    if (!item) return NULL;
    if (dict->used == 0) error_set(EXC(KeyError), "popitem(): dictionary is empty");
    if (dict->used == 0 || (dict->values && !dict_resize(dict, dict->keys->log2_size, true))) {
        release(item);
        return NULL;
    }
    DictKeys *keys = dict->keys;
    isize last = keys->entry_count - 1;
    while (!*keys_value_slot(keys, last)) last--;
    keys->version = 0;
    keys_set_slot(keys, keys_slot_of(keys, keys_hash(keys, last), last), INDEX_DELETED);
    tuple_fill(item, 0, keys_key(keys, last));
    tuple_fill(item, 1, *keys_value_slot(keys, last));
    keys_move_in(keys, last, NULL, 0, NULL);
    keys->entry_count = last; /* `usable` stays: the slot is not empty but deleted */
    dict->used--;
    dict_changed(dict);
    return item;
}

void dict_clear(Ref self) {
    Dict *dict = AS_DICT(self);
    DictKeys *keys = dict->keys;
    DictValues *values = dict->values;
    if (keys == EMPTY_KEYS) return;
    dict->keys = EMPTY_KEYS;
    dict->values = NULL;
    dict->used = 0;
    dict_changed(dict);
    if (values) {
        for (isize i = 0; i < keys->entry_count; i++) slot_clear(&values->values[i]);
        values_free(values);
    }
    dict_keys_release(keys);
}

/* --- all of it -------------------------------------------------------------------------------------------- */

bool dict_each(Ref self, isize *position, Ref *key, Ref *value, isize *hash) {
    const Dict *dict = AS_DICT(self);
    const DictKeys *keys = dict->keys;
    isize index = *position;
    if (index < 0) return false;
    if (dict->values) {
        if (index >= dict->used) return false;
        *position = index + 1;
        index = values_in_order(dict->values, index);
        *value = dict->values->values[index];
    } else {
        while (index < keys->entry_count && !*keys_value_slot(keys, index)) index++;
        if (index >= keys->entry_count) return false;
        *position = index + 1;
        *value = *keys_value_slot(keys, index);
    }
    *key = keys_key(keys, index);
    if (hash) *hash = keys_hash(keys, index);
    return true;
}

isize dict_sizeof(Ref self) {
    const Dict *dict = AS_DICT(self);
    isize size = type_of(self)->basicsize;
    if (dict->values) size += keys_shared_room(dict->keys) * (isize)sizeof(Object *);
    /* Keys that are shared belong to the class; the empty ones to all. */
    if (dict->keys != EMPTY_KEYS && dict->keys->refcnt == 1) size += keys_sizeof(dict->keys);
    return size;
}
