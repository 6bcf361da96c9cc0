/* dict_merge.c: dicts from others: copies, update, fromkeys, lists of what is in them.
 *
 * A dict whose table is full of live entries is copied by copying the table. Otherwise its items go in one by
 * one, and room is made for all of them first. What is visible of it (sys.getsizeof, the order of comparisons)
 * is CPython's. */
#include "object/call.h"
#include "object/charge.h"
#include "object/dict_internal.h"
#include "object/error.h"
#include "object/list.h"
#include "object/set.h"
#include "object/tuple.h"

/* Does iterating over it give its keys, as a dict does? */
static bool iterates_as_dict(Ref mapping) {
    return is_dict(mapping) && type_of(mapping)->slots.iter == TYPE(DICT)->slots.iter;
}

/* --- copies ----------------------------------------------------------------------------------------------- */

static Own copy_split(const Dict *dict) {
    DictValues *values = values_clone(dict->values, keys_shared_room(dict->keys));
    if (!values) return NULL;
    keys_retain(dict->keys);
    isize count = dict->keys->entry_count;
    Own copy = dict_new_with(dict->keys, values, dict->used);
    if (copy) return copy;
    for (isize i = 0; i < count; i++) release_maybe(values->values[i]);
    values_free(values);
    return NULL;
}

static Own copy_table(const Dict *dict) {
    DictKeys *keys = keys_clone(dict->keys);
    return keys ? dict_new_with(keys, NULL, dict->used) : NULL;
}

Own dict_copy(Ref self) {
    const Dict *dict = AS_DICT(self);
    if (dict->used == 0) return dict_new();
    bool full = iterates_as_dict(self) && dict->used >= dict->keys->entry_count * 2 / 3;
    if (dict->values || full) {
        charge(dict->used, CHARGE_COPY);
        Own copy = dict->values ? copy_split(dict) : copy_table(dict);
        if (copy && gc_is_tracked(self)) gc_track(copy);
        return copy;
    }
    Own copy = dict_new();
    if (copy && !dict_merge(copy, self, 1)) slot_clear(&copy);
    return copy;
}

/* --- merging ---------------------------------------------------------------------------------------------- */

/* Nothing was deleted from it, and a new table for as many items would be as large. */
static bool is_full_table(const Dict *dict) {
    const DictKeys *keys = dict->keys;
    return !dict->values && dict->used == keys->entry_count &&
           (keys->log2_size == KEYS_LOG2_MIN || keys_room((u8)(keys->log2_size - 1)) < dict->used);
}

/* Makes an empty dict a copy of another. */
static bool take_table(Dict *dict, const Dict *from) {
    DictKeys *keys = keys_clone(from->keys);
    if (!keys) return false;
    DictValues *values = dict->values;
    dict_keys_release(dict->keys);
    if (values) values_free(values);
    dict->keys = keys;
    dict->values = NULL;
    dict->used = from->used;
    charge(dict->used, CHARGE_COPY);
    dict_changed(dict);
    if (gc_is_tracked(&from->ob_base) && !gc_is_tracked(&dict->ob_base)) gc_track(&dict->ob_base);
    return true;
}

/* One item, subject to `override`. */
static bool merge_item(Dict *dict, Ref key, isize hash, Ref value, int override) {
    if (override != 1) {
        int there = dict_contains_hashed(&dict->ob_base, key, hash);
        if (there > 0 && override != 0) error_set_key(key);
        if (there != 0) return there > 0 && override == 0;
    }
    return dict_insert(dict, own(key), hash, own(value));
}

static bool merge_dict(Dict *dict, const Dict *other, int override) {
    if (other == dict || other->used == 0) return true;
    if (dict->used == 0) {
        override = 1;
        if (is_full_table(other)) return take_table(dict, other);
    }
    if (keys_room(dict->keys->log2_size) < other->used) {
        u8 log2_size = keys_log2_for_items(dict->used + other->used);
        if (!dict_resize(dict, log2_size, keys_are_str(other->keys))) return false;
    }
    charge(other->used, CHARGE_TABLE);
    isize entries = other->keys->entry_count, position = 0, hash;
    for (Ref key, value; dict_each(&other->ob_base, &position, &key, &value, &hash);) {
        Own kept_key = own(key), kept_value = own(value);
        bool done = merge_item(dict, key, hash, value, override);
        release(kept_value);
        release(kept_key);
        if (!done) return false;
        if (entries != other->keys->entry_count) {
            error_set(EXC(RuntimeError), "dict mutated during update");
            return false;
        }
    }
    return true;
}

static bool merge_key(Ref dict, Ref mapping, Ref key, int override) {
    if (override != 1) {
        int there = dict_contains(dict, key);
        if (there > 0 && override != 0) error_set_key(key);
        if (there != 0) return there > 0 && override == 0;
    }
    Own value = object_get_item(mapping, key);
    bool done = value && dict_set(dict, key, value);
    release_maybe(value);
    return done;
}

/* What mapping.keys() gives, as a list. */
static Own mapping_keys(Ref mapping) {
    if (is_exact_dict(mapping)) return dict_keys_list(mapping);
    Own keys = object_call_method_none(mapping, NAME(keys));
    if (!keys) return NULL;
    Own iterator = object_iter(keys);
    if (!iterator && error_matches(EXC(TypeError))) {
        error_set(EXC(TypeError), "%.200s.keys() returned a non-iterable (type %.200s)", type_of(mapping)->name,
                  type_of(keys)->name);
    }
    release(keys);
    if (!iterator) return NULL;
    Own list = list_from_iterable(iterator);
    release(iterator);
    return list;
}

static bool merge_mapping(Ref dict, Ref mapping, int override) {
    Own keys = mapping_keys(mapping), iterator = keys ? object_iter(keys) : NULL;
    release_maybe(keys);
    if (!iterator) return false;
    bool done = true;
    for (Own key; done && (key = object_next(iterator)) != NULL; release(key)) {
        done = merge_key(dict, mapping, key, override);
    }
    release(iterator);
    return done && !error_occurred();
}

bool dict_merge(Ref dict, Ref mapping, int override) {
    if (iterates_as_dict(mapping)) return merge_dict(AS_DICT(dict), AS_DICT(mapping), override);
    return merge_mapping(dict, mapping, override);
}

/* --- pairs ------------------------------------------------------------------------------------------------ */

static bool merge_pair(Ref dict, Ref pair, isize number, int override) {
    Own fast = sequence_fast(pair, "");
    if (!fast) {
        if (error_matches(EXC(TypeError))) {
            error_set(EXC(TypeError), "cannot convert dictionary update sequence element #%zd to a sequence",
                      number);
        }
        return false;
    }
    bool done = false;
    isize length = sequence_fast_length(fast);
    if (length != 2) {
        error_set(EXC(ValueError), "dictionary update sequence element #%zd has length %zd; 2 is required",
                  number, length);
    } else {
        Own key = own(sequence_fast_items(fast)[0]), value = own(sequence_fast_items(fast)[1]);
        done = override ? dict_set(dict, key, value) : dict_set_default(dict, key, value) != NULL;
        release(key);
        release(value);
    }
    release(fast);
    return done;
}

bool dict_update_pairs(Ref dict, Ref pairs, int override) {
    Own iterator = object_iter(pairs);
    if (!iterator) return false;
    bool done = true;
    isize number = 0;
    for (Own pair; done && (pair = object_next(iterator)) != NULL; release(pair)) {
        done = merge_pair(dict, pair, number++, override);
    }
    release(iterator);
    charge(number, CHARGE_NEXT + CHARGE_TABLE);
    return done && !error_occurred();
}

bool dict_update(Ref dict, Ref other) {
    if (is_exact_dict(other)) return dict_merge(dict, other, 1);
    Own keys;
    if (!object_find_attribute(other, NAME(keys), &keys)) return false;
    if (!keys) return dict_update_pairs(dict, other, 1);
    release(keys);
    return dict_merge(dict, other, 1);
}

/* --- fromkeys --------------------------------------------------------------------------------------------- */

/* All keys of a dict or set, whose hashes are known. */
static bool fill_from_dict(Dict *dict, Ref keys_of, Ref value) {
    u8 log2_size = keys_log2_for_items(dict_length(keys_of));
    if (!dict_resize(dict, log2_size, keys_are_str(AS_DICT(keys_of)->keys))) return false;
    charge(dict_length(keys_of), CHARGE_TABLE);
    isize position = 0, hash;
    for (Ref key, old; dict_each(keys_of, &position, &key, &old, &hash);) {
        if (!dict_insert(dict, own(key), hash, own(value))) return false;
    }
    return true;
}

static bool fill_from_set(Dict *dict, Ref set, Ref value) {
    if (!dict_resize(dict, keys_log2_for_items(set_length(set)), false)) return false;
    charge(set_length(set), CHARGE_TABLE);
    isize position = 0, hash;
    for (Ref key; set_each(set, &position, &key, &hash);) {
        if (!dict_insert(dict, own(key), hash, own(value))) return false;
    }
    return true;
}

static bool fill_from_iterable(Ref mapping, Ref iterable, Ref value) {
    Own iterator = object_iter(iterable);
    if (!iterator) return false;
    bool done = true, exact = is_exact_dict(mapping);
    isize count = 0;
    for (Own key; done && (key = object_next(iterator)) != NULL; release(key), count++) {
        done = exact ? dict_set(mapping, key, value) : object_set_item(mapping, key, value);
    }
    release(iterator);
    charge(count, CHARGE_TABLE + CHARGE_NEXT);
    return done && !error_occurred();
}

Own dict_from_keys(Ref class, Ref iterable, Ref value) {
    Own self = object_call_none(class);
    if (!self) return NULL;
    bool done, fresh = is_exact_dict(self) && dict_length(self) == 0;
    if (fresh && is_exact_dict(iterable))
        done = fill_from_dict(AS_DICT(self), iterable, value);
    else if (fresh && (is_exact_set(iterable) || is_exact_frozenset(iterable)))
        done = fill_from_set(AS_DICT(self), iterable, value);
    else
        done = fill_from_iterable(self, iterable, value);
    if (!done) slot_clear(&self);
    return self;
}

/* --- lists ------------------------------------------------------------------------------------------------ */

typedef enum Part { PART_KEYS, PART_VALUES, PART_ITEMS } Part;

/* The list is made first: its birth may start a collection, and that change the dict. Then it is made anew. */
static Own list_of_size(Ref dict) {
    for (;;) {
        isize length = dict_length(dict);
        Own list = list_new(length);
        if (!list || length == dict_length(dict)) return list;
        release(list);
    }
}

static Own dict_list(Ref dict, Part part) {
    Own list = list_of_size(dict);
    isize at = 0, position = 0;
    for (Ref key, value; list && dict_each(dict, &position, &key, &value, NULL);) {
        list_fill(list, at++, own(part == PART_KEYS ? key : value));
    }
    charge(at, CHARGE_COPY);
    return list;
}

Own dict_keys_list(Ref dict) { return dict_list(dict, PART_KEYS); }
Own dict_values_list(Ref dict) { return dict_list(dict, PART_VALUES); }

/* The tuples are made before anything is put into them, for the same reason. */
Own dict_items_list(Ref dict) {
    for (;;) {
        isize length = dict_length(dict);
        Own list = list_new(length);
        for (isize i = 0; list && i < length; i++) {
            Own item = tuple_new(2);
            if (item)
                list_fill(list, i, item);
            else
                slot_clear(&list);
        }
        if (!list) return NULL;
        if (length != dict_length(dict)) {
            release(list);
            continue;
        }
        isize at = 0, position = 0;
        for (Ref key, value; dict_each(dict, &position, &key, &value, NULL); at++) {
            tuple_fill(list_get(list, at), 0, own(key));
            tuple_fill(list_get(list, at), 1, own(value));
        }
        return list;
    }
}
