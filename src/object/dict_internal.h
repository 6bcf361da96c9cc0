/* dict_internal.h: what the files about dicts say to each other.
 *
 * A table of keys is one block:
 *
 *     [ header | indices: 2^log2_size of 1, 2, 4 or 8 bytes | entries: two thirds as many ]
 *
 * `indices` is the hash table: each slot says which entry stands there, or that it is empty, or that what stood
 * there was deleted. `entries` is dense and in order of insertion; a deleted one has no key and no value. Three
 * kinds:
 *
 *     general   DictEntry: any keys, with their hashes
 *     str       DictStrEntry: exact strs only, which know their own hashes
 *     split     DictStrEntry without values: the keys that instances of a class share
 *
 * Keys are only ever added to a split table. The values are each instance's own, in a DictValues, which begins
 * with the order in which they were set; what stands nearest to the values is the size of all that precedes
 * them:
 *
 *     bytes [ ... third, second, first | how many are set | size ]   pointers [ values[0], values[1] ... ]
 *
 * An empty dict has the one constant table EMPTY_KEYS, with no room, which is never counted nor changed. */
#ifndef OBJECT_DICT_INTERNAL_H
#define OBJECT_DICT_INTERNAL_H

#include "object/dict.h"
#include "object/gc.h"
#include "object/root.h"
#include "object/str.h"
#include "object/type_checks.h"

enum { INDEX_EMPTY = -1, INDEX_DELETED = -2, LOOKUP_ERROR = -3, LOOKUP_CHANGED = -4 };
enum { KEYS_LOG2_MIN = 3, SHARED_KEYS_MAX = 30, SHARED_KEYS_LOG2 = 6 };

extern const DictKeys dict_empty_keys;
#define EMPTY_KEYS ((DictKeys *)&dict_empty_keys)

static inline void dict_changed(Dict *dict) { dict->version = ++OBJECT_ROOT->next_dict_version; }

/* --- tables of keys --------------------------------------------------------------------------------------- */

static inline usize keys_size(const DictKeys *keys) { return (usize)1 << keys->log2_size; }
static inline isize keys_room(u8 log2_size) { return ((isize)2 << log2_size) / 3; } /* entries it can have */
static inline bool keys_are_str(const DictKeys *keys) { return keys->kind != DICT_KEYS_GENERAL; }
static inline DictEntry *keys_entries(const DictKeys *keys) { return dict_keys_entries(keys); }
static inline DictStrEntry *keys_str_entries(const DictKeys *keys) { return dict_keys_entries(keys); }

/* Of the entry `index`: NULL where it was deleted. */
static inline Object *keys_key(const DictKeys *keys, isize index) {
    return keys_are_str(keys) ? keys_str_entries(keys)[index].key : keys_entries(keys)[index].key;
}
static inline isize keys_hash(const DictKeys *keys, isize index) {
    return keys_are_str(keys) ? AS_STR(keys_str_entries(keys)[index].key)->hash
                              : keys_entries(keys)[index].hash;
}
/* Not of a split table. */
static inline Object **keys_value_slot(const DictKeys *keys, isize index) {
    return keys_are_str(keys) ? &keys_str_entries(keys)[index].value : &keys_entries(keys)[index].value;
}

static inline isize keys_get_slot(const DictKeys *keys, usize slot) {
    const void *indices = keys->indices;
    if (LIKELY(keys->log2_size < 8)) return ((const i8 *)indices)[slot];
    if (keys->log2_size < 16) return ((const i16 *)indices)[slot];
    if (keys->log2_size < 32) return ((const i32 *)indices)[slot];
    return ((const i64 *)indices)[slot];
}
static inline void keys_set_slot(DictKeys *keys, usize slot, isize index) {
    void *indices = keys->indices;
    if (LIKELY(keys->log2_size < 8))
        ((i8 *)indices)[slot] = (i8)index;
    else if (keys->log2_size < 16)
        ((i16 *)indices)[slot] = (i16)index;
    else if (keys->log2_size < 32)
        ((i32 *)indices)[slot] = (i32)index;
    else
        ((i64 *)indices)[slot] = index;
}

/* The slots that a hash may stand in, one after the other: each bit of the hash has its say in the end. */
typedef struct Probe {
    usize slot, perturb, mask;
} Probe;
static inline Probe probe_begin(const DictKeys *keys, isize hash) {
    usize mask = keys_size(keys) - 1;
    return (Probe){.slot = (usize)hash & mask, .perturb = (usize)hash, .mask = mask};
}
static inline void probe_next(Probe *probe) {
    probe->perturb >>= 5;
    probe->slot = (probe->slot * 5 + probe->perturb + 1) & probe->mask;
}

/* The least table with `slots` slots, and the least in which `items` fit. */
u8 keys_log2_for_slots(isize slots);
static inline u8 keys_log2_for_items(isize items) { return keys_log2_for_slots((items * 3 + 1) / 2); }

/* An empty table, one owner. NULL: MemoryError. */
DictKeys *keys_new(u8 log2_size, DictKeysKind kind);
DictKeys *keys_clone(const DictKeys *keys); /* of a combined one */
static inline void keys_retain(DictKeys *keys) {
    if (keys != EMPTY_KEYS) keys->refcnt++;
}
/* The entry of an exact str in a str table, or INDEX_EMPTY. Never raises. */
isize keys_find_str(const DictKeys *keys, Ref key, isize hash);
/* The same for an ASCII text, in a table of any kind; what is no exact str is not compared. Allocates
 * nothing. */
isize keys_find_ascii(const DictKeys *keys, const char *text);
/* The slot in which entry `index` stands. */
usize keys_slot_of(const DictKeys *keys, isize hash, isize index);
/* Appends an entry's index to the hash table and counts it; the caller fills the entry. Needs keys->usable >
 * 0. */
static inline isize keys_add_index(DictKeys *keys, isize hash) {
    Probe probe = probe_begin(keys, hash);
    while (keys_get_slot(keys, probe.slot) >= 0) probe_next(&probe);
    keys_set_slot(keys, probe.slot, keys->entry_count);
    keys->usable--;
    return keys->entry_count++;
}
/* Fills the hash table of a new table from its first `count` entries. */
void keys_build_indices(DictKeys *keys, isize count);
isize keys_sizeof(const DictKeys *keys);

/* --- values of split tables ------------------------------------------------------------------------------- */

/* How many values there must be for whatever this table may come to. */
static inline isize keys_shared_room(const DictKeys *keys) { return keys->usable + keys->entry_count; }

static inline isize values_used(const DictValues *values) { return ((const u8 *)values)[-2]; }
/* Which value was the n-th to be set. */
static inline isize values_in_order(const DictValues *values, isize n) { return ((const u8 *)values)[-3 - n]; }
static inline void values_add(DictValues *values, isize index) {
    u8 *used = (u8 *)values - 2;
    assert(*used + 2 < used[1]);
    (*used)++;
    used[-*used] = (u8)index;
}
void values_remove(DictValues *values, isize index);
DictValues *values_new(isize room); /* all NULL; NULL: MemoryError */
DictValues *values_clone(const DictValues *values, isize room);
void values_free(DictValues *values); /* the block alone */

/* --- dicts ------------------------------------------------------------------------------------------------ */

static inline Object **dict_value_slot(const Dict *dict, isize index) {
    return dict->values ? &dict->values->values[index] : keys_value_slot(dict->keys, index);
}

/* Can the collector ever be interested in it? Native types are not its business, nor are tuples that it let
 * go. */
static inline bool may_be_tracked(Ref object) {
    if (!is_container(object)) return false;
    if (is_exact_tuple(object)) return gc_is_tracked(object);
    return !is_type(object) || type_has(AS_TYPE(object), TYPE_HEAP);
}
/* A dict is tracked from the moment on in which it holds something that is. */
static inline void dict_track_for(Dict *dict, Ref key, Ref value) {
    if ((may_be_tracked(key) || may_be_tracked(value)) && !gc_is_tracked(&dict->ob_base)) {
        gc_track(&dict->ob_base);
    }
}

/* A dict of these; not tracked. Consumes one reference to the keys, also on failure; takes over the values,
 * where it does not fail. */
Own dict_new_with(DictKeys *keys, DictValues *values, isize used);
/* The hash of an exact str, and of any key (-1: raised): known at once for most strs. */
static inline isize dict_hash_str(Ref name) {
    return LIKELY(AS_STR(name)->hash != -1) ? AS_STR(name)->hash : str_hash(name);
}
static inline isize dict_hash_key(Ref key) {
    return LIKELY(is_exact_str(key)) ? dict_hash_str(key) : object_hash(key);
}
/* The entry of a key: its index, INDEX_EMPTY, or LOOKUP_ERROR with an exception. Runs __eq__ of keys, which may
 * change the dict; what it answers holds at the end. */
isize dict_lookup(Dict *dict, Ref key, isize hash);
/* Puts it in or replaces the value. Consumes key and value. */
bool dict_insert(Dict *dict, Own key, isize hash, Own value);
/* Deletes an entry that dict_lookup has found. */
void dict_delete_entry(Dict *dict, isize hash, isize index);
/* A combined table of another size, deleted entries left out; with `str` false a general one. */
bool dict_resize(Dict *dict, u8 log2_size, bool str);

static inline isize dict_entry_limit(const Dict *dict) {
    return dict->values ? values_used(dict->values) : dict->keys->entry_count;
}

/* dict_methods.c */
Own dict_get_item(Ref self, Ref key); /* dict[key], with __missing__ */

#endif
