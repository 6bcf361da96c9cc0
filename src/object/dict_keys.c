/* dict_keys.c: tables of keys (dict_internal.h has the picture): making them, finding a str, and the values
 * that belong to shared ones. */
#include "base/hash.h"
#include "object/dict_internal.h"
#include "object/error.h"

const DictKeys dict_empty_keys = {.refcnt = 1,
                                  .log2_size = 0,
                                  .log2_index_bytes = 3,
                                  .kind = DICT_KEYS_STR,
                                  .version = 1,
                                  .indices = {INDEX_EMPTY, INDEX_EMPTY, INDEX_EMPTY, INDEX_EMPTY, INDEX_EMPTY,
                                              INDEX_EMPTY, INDEX_EMPTY, INDEX_EMPTY}};

/* --- making tables ---------------------------------------------------------------------------------------- */

u8 keys_log2_for_slots(isize slots) {
    u64 last = (((u64)slots | 8) - 1) | 7;
    return (u8)(64 - __builtin_clzll(last));
}

static usize entry_size(DictKeysKind kind) {
    return kind == DICT_KEYS_GENERAL ? sizeof(DictEntry) : sizeof(DictStrEntry);
}

static u8 log2_index_bytes(u8 log2_size) {
    return log2_size < 8    ? log2_size
           : log2_size < 16 ? log2_size + 1
           : log2_size < 32 ? log2_size + 2
                            : log2_size + 3;
}

isize keys_sizeof(const DictKeys *keys) {
    return (isize)(sizeof(DictKeys) + ((usize)1 << keys->log2_index_bytes) +
                   (usize)keys_room(keys->log2_size) * entry_size(keys->kind));
}

static inline __attribute__((always_inline)) DictKeys *make_keys(u8 log2_size, DictKeysKind kind) {
    usize index_bytes = (usize)1 << log2_index_bytes(log2_size);
    usize entry_bytes = (usize)keys_room(log2_size) * entry_size(kind);
    DictKeys *keys = arena_alloc(sizeof(DictKeys) + index_bytes + entry_bytes, BLOCK_RAW);
    if (UNLIKELY(!keys)) return error_memory();
    *keys = (DictKeys){.refcnt = 1,
                       .log2_size = log2_size,
                       .log2_index_bytes = log2_index_bytes(log2_size),
                       .kind = (u8)kind,
                       .usable = keys_room(log2_size)};
    memset(keys->indices, 0xff, index_bytes);
    memset(keys->indices + index_bytes, 0, entry_bytes);
    return keys;
}

DictKeys *keys_new(u8 log2_size, DictKeysKind kind) {
    /* Most tables: compiled with the sizes known. */
    if (log2_size == KEYS_LOG2_MIN && kind == DICT_KEYS_STR) return make_keys(KEYS_LOG2_MIN, DICT_KEYS_STR);
    return log2_size <= 48 ? make_keys(log2_size, kind) : error_memory();
}

DictKeys *keys_clone(const DictKeys *keys) {
    assert(keys->kind != DICT_KEYS_SPLIT && keys != EMPTY_KEYS);
    usize size = (usize)keys_sizeof(keys);
    DictKeys *clone = arena_alloc(size, BLOCK_RAW);
    if (!clone) return error_memory();
    if (arena_is_followed()) clone = arena_realloc(clone, size, BLOCK_RAW); /* in CPython from no free list */
    memcpy(clone, keys, size);
    clone->refcnt = 1;
    for (isize i = 0; i < clone->entry_count; i++) {
        Object *value = *keys_value_slot(clone, i);
        if (!value) continue;
        own(keys_key(clone, i));
        own(value);
    }
    return clone;
}

static void release_entry(Object *key, Object *value) {
    release_maybe(key);
    release_maybe(value);
}

void dict_keys_release(DictKeys *keys) {
    if (keys == EMPTY_KEYS || --keys->refcnt > 0) return;
    if (keys_are_str(keys)) {
        const DictStrEntry *entry = keys_str_entries(keys), *end = entry + keys->entry_count;
        for (; entry < end; entry++) release_entry(entry->key, entry->value);
    } else {
        const DictEntry *entry = keys_entries(keys), *end = entry + keys->entry_count;
        for (; entry < end; entry++) release_entry(entry->key, entry->value);
    }
    arena_free(keys);
}

/* --- the hash table --------------------------------------------------------------------------------------- */

static inline bool str_same(Ref a, Ref b) {
    const Str *x = AS_STR(a), *y = AS_STR(b);
    return x->length == y->length && x->kind == y->kind &&
           memcmp(x->data, y->data, (usize)x->length * x->kind) == 0;
}

/* The hottest loop of all. Compiled once for each width of an index. */
#define FIND_STR(name, Index)                                                                                  \
    static isize name(const DictKeys *keys, Ref key, isize hash) {                                             \
        const DictStrEntry *entries = keys_str_entries(keys);                                                  \
        const Index *indices = (const void *)keys->indices;                                                    \
        for (Probe probe = probe_begin(keys, hash);; probe_next(&probe)) {                                     \
            isize index = indices[probe.slot];                                                                 \
            if (index >= 0) {                                                                                  \
                Ref there = entries[index].key;                                                                \
                if (there == key) return index;                                                                \
                if (AS_STR(there)->hash == hash && str_same(there, key)) return index;                         \
            } else if (index == INDEX_EMPTY) {                                                                 \
                return INDEX_EMPTY;                                                                            \
            }                                                                                                  \
        }                                                                                                      \
    }
FIND_STR(find_str_8, i8)
FIND_STR(find_str_16, i16)
FIND_STR(find_str_32, i32)
FIND_STR(find_str_64, i64)
#undef FIND_STR

isize keys_find_str(const DictKeys *keys, Ref key, isize hash) {
    if (LIKELY(keys->log2_size < 8)) return find_str_8(keys, key, hash);
    if (keys->log2_size < 16) return find_str_16(keys, key, hash);
    return keys->log2_size < 32 ? find_str_32(keys, key, hash) : find_str_64(keys, key, hash);
}

isize keys_find_ascii(const DictKeys *keys, const char *text) {
    usize length = strlen(text);
    isize hash = length ? (isize)hash_siphash13(text, length) : 0;
    if (hash == -1) hash = -2;
    for (Probe probe = probe_begin(keys, hash);; probe_next(&probe)) {
        isize index = keys_get_slot(keys, probe.slot);
        if (index == INDEX_EMPTY) return INDEX_EMPTY;
        if (index < 0 || keys_hash(keys, index) != hash) continue;
        Ref there = keys_key(keys, index);
        if (is_exact_str(there) && str_equal_ascii(there, text)) return index;
    }
}

usize keys_slot_of(const DictKeys *keys, isize hash, isize index) {
    Probe probe = probe_begin(keys, hash);
    while (keys_get_slot(keys, probe.slot) != index) probe_next(&probe);
    return probe.slot;
}

void keys_build_indices(DictKeys *keys, isize count) {
    for (isize i = 0; i < count; i++) {
        Probe probe = probe_begin(keys, keys_hash(keys, i));
        while (keys_get_slot(keys, probe.slot) != INDEX_EMPTY) probe_next(&probe);
        keys_set_slot(keys, probe.slot, i);
    }
    keys->usable -= count;
    keys->entry_count = count;
}

/* --- for specialised bytecode ----------------------------------------------------------------------------- */

isize dict_keys_index(const DictKeys *keys, Ref name) {
    if (!keys_are_str(keys) || !is_exact_str(name)) return -1;
    return keys_find_str(keys, name, dict_hash_str(name));
}

/* Version 0 says "none", 1 is that of the empty table; when all have been given out, the next one is 0. */
u32 dict_keys_version(DictKeys *keys) {
    u32 *next = &OBJECT_ROOT->next_dict_keys_version;
    if (keys->version == 0 && *next != 0) keys->version = (*next)++;
    return keys->version;
}

/* --- shared keys and values ------------------------------------------------------------------------------- */

DictKeys *dict_shared_keys_new(void) {
    DictKeys *keys = keys_new(SHARED_KEYS_LOG2, DICT_KEYS_SPLIT);
    if (keys) keys->usable = SHARED_KEYS_MAX;
    return keys;
}

static usize values_prefix(isize room) { return ((usize)room + 2 + 7) & ~(usize)7; }

DictValues *values_new(isize room) {
    usize prefix = values_prefix(room), size = prefix + (usize)room * sizeof(Object *);
    u8 *block = arena_alloc(size, BLOCK_RAW);
    if (UNLIKELY(!block)) return error_memory();
    memset(block, 0, size);
    block[prefix - 1] = (u8)prefix;
    return (DictValues *)(void *)(block + prefix);
}

DictValues *values_clone(const DictValues *values, isize room) {
    DictValues *clone = values_new(room);
    if (!clone) return NULL;
    isize used = values_used(values);
    memcpy((u8 *)clone - 2 - used, (const u8 *)values - 2 - used, (usize)used + 1);
    for (isize i = 0; i < room; i++) clone->values[i] = own_maybe(values->values[i]);
    return clone;
}

void values_free(DictValues *values) { arena_free((u8 *)values - ((u8 *)values)[-1]); }

void values_remove(DictValues *values, isize index) {
    u8 *used = (u8 *)values - 2;
    isize i = 1;
    while (used[-i] != index) i++;
    for (; i < *used; i++) used[-i] = used[-i - 1];
    (*used)--;
}
