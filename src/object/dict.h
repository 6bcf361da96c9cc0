/* dict.h: the compact, ordered hash table, as CPython 3.11's.
 *
 *     keys:  [ header | indices: 1, 2, 4 or 8 bytes a slot | entries in order of insertion ]
 *
 * Looking up goes from the hash to a slot of `indices`, which holds the entry's number. Entries of
 * all-str tables have no stored hash. Instances of one class share one table of keys ("split" table):
 * each instance has an array of values alone. */
#ifndef OBJECT_DICT_H
#define OBJECT_DICT_H

#include "object/object.h"

typedef enum DictKeysKind { DICT_KEYS_GENERAL, DICT_KEYS_STR, DICT_KEYS_SPLIT } DictKeysKind;

typedef struct DictEntry {
    isize hash;
    Object *key, *value; /* value NULL: deleted */
} DictEntry;
typedef struct DictStrEntry {
    Object *key, *value;
} DictStrEntry;

typedef struct DictKeys {
    isize refcnt;
    u8 log2_size;        /* slots of `indices` */
    u8 log2_index_bytes; /* bytes of all indices */
    u8 kind;             /* DictKeysKind */
    u8 padding;
    u32 version;       /* 0: none; changes when the keys do */
    isize usable;      /* entries still free */
    isize entry_count; /* entries used, deleted ones included */
    char indices[];
} DictKeys;

/* Values of a split table: owned references, and the order in which they were inserted. Raw block; what
 * precedes values[0] in memory is the insertion order, see dict_internal.h. */
typedef struct DictValues {
    Object *values[1];
} DictValues;

typedef struct Dict {
    Object ob_base;
    isize used;  /* items */
    u64 version; /* unique over all dicts, changes at each change */
    DictKeys *keys;
    DictValues *values; /* NULL: combined table */
} Dict;
#define AS_DICT(ref) ((Dict *)(ref))

static inline void *dict_keys_entries(const DictKeys *keys) {
    return (void *)(keys->indices + ((usize)1 << keys->log2_index_bytes));
}

Own dict_new(void);
/* keys[i * key_step]: values[i * value_step], with room as CPython's displays and **kwargs have it. */
Own dict_from_items(Ref const *keys, isize key_step, Ref const *values, isize value_step, isize count);
static inline isize dict_length(Ref dict) { return AS_DICT(dict)->used; }
/* Borrowed; NULL without exception when it is not there, NULL with one when hashing or comparing raised: ask
 * error_occurred(). */
Ref dict_get(Ref dict, Ref key);
Ref dict_get_hashed(Ref dict, Ref key, isize hash);
Ref dict_get_str(Ref dict, Ref interned);        /* key: exact str with its hash known; never raises */
Ref dict_get_cstring(Ref dict, const char *key); /* key: ASCII; never raises, allocates nothing */
bool dict_set(Ref dict, Ref key, Ref value);     /* retains both */
bool dict_set_own(Ref dict, Ref key,
                  Own value); /* consumes value; NULL is an error that has been raised: false */
bool dict_set_take(Ref dict, Own key, Own value); /* consumes both */
bool dict_set_hashed(Ref dict, Ref key, isize hash, Ref value);
bool dict_set_cstring(Ref dict, const char *key, Ref value);
bool dict_delete(Ref dict, Ref key); /* KeyError */
bool dict_delete_hashed(Ref dict, Ref key, isize hash);
/* The value, owned, out of the dict; NULL without exception (not there, otherwise NULL) or with. */
Own dict_pop(Ref dict, Ref key);
Own dict_pop_item(Ref dict);          /* (key, value), the newest; KeyError */
int dict_contains(Ref dict, Ref key); /* 1, 0, -1 */
int dict_contains_hashed(Ref dict, Ref key, isize hash);
Ref dict_set_default(Ref dict, Ref key, Ref value); /* borrowed; what is there now */
void dict_clear(Ref dict);
Own dict_copy(Ref dict);
/* override 0: keep what is there; 1: replace; 2: KeyError(key) when it is there (for **kwargs). From a
 * mapping. */
bool dict_merge(Ref dict, Ref mapping, int override);
bool dict_update_pairs(Ref dict, Ref pairs, int override);
bool dict_update(Ref dict, Ref other); /* dict.update(other): a mapping (it has keys()) or pairs */
Own dict_from_keys(Ref class, Ref iterable, Ref value); /* class.fromkeys(iterable, value) */
Own dict_keys_list(Ref dict);
Own dict_values_list(Ref dict);
Own dict_items_list(Ref dict);
/* Iterates: *position starts at 0; borrowed; false at the end. The dict must not change its size meanwhile. */
bool dict_each(Ref dict, isize *position, Ref *key, Ref *value, isize *hash); /* hash may be NULL */

/* --- instances ----------------------------------------------------------------------------------------- */
DictKeys *dict_shared_keys_new(void);
void dict_keys_release(DictKeys *keys);
Own dict_new_shared(DictKeys *keys); /* empty and split, for a __dict__ that is not managed */
/* Inline values of an instance of a TYPE_MANAGED_DICT class: the words before it (base/arena.h). */
static inline DictValues **instance_values(Ref object) { return &((DictValues **)object)[-4]; }
static inline Object **instance_dict(Ref object) { return &((Object **)object)[-3]; }
/* Gives a fresh instance its inline values from the class's shared keys. False: out of memory. */
bool instance_values_init(Ref object);
Own instance_values_get(Ref object, Ref name);             /* owned; NULL without exception when not set */
bool instance_values_set(Ref object, Ref name, Ref value); /* value NULL: delete, AttributeError */
/* For specialised bytecode, which has stored a value where none was: it is the newest (layout:
 * dict_internal.h). */
static inline void instance_values_inserted(DictValues *values, isize index) {
    u8 *used = (u8 *)values - 2;
    (*used)++;
    used[-*used] = (u8)index;
}
/* Turns inline values into a real dict, owned by the instance. Borrowed; NULL: out of memory. */
Ref instance_dict_materialize(Ref object);
bool instance_visit(Ref object, bool (*visit)(Ref, void *), void *context);
void instance_clear(Ref object); /* values and dict */

/* For specialised bytecode: the index of an str key in a table's entries, -1: not there. */
isize dict_keys_index(const DictKeys *keys, Ref name);
u32 dict_keys_version(DictKeys *keys); /* gives it one where it has none; 0: they have run out */

/* --- views and iterators -------------------------------------------------------------------------------- */
typedef struct DictView { /* keys(), values(), items() */
    Object ob_base;
    Object *dict; /* owned */
} DictView;
#define AS_DICT_VIEW(ref) ((DictView *)(ref))
Own dict_view_new(Ref dict, Type *type);     /* TYPE(DICT_KEYS), TYPE(DICT_VALUES), TYPE(DICT_ITEMS) */
Own dict_iterator_new(Ref dict, Type *type); /* one of the six, TYPE(DICT_KEY_ITERATOR) ... */
typedef struct DictIterator {
    Object ob_base;
    Object *dict;   /* owned; NULL: exhausted */
    isize used;     /* items when it began; -1: the dict has changed */
    isize position; /* of the next entry */
    Object *result; /* items only: a tuple, used again where nobody else kept it */
    isize left;     /* items still to come */
} DictIterator;
#define AS_DICT_ITERATOR(ref) ((DictIterator *)(ref))
/* (key, value): in the tuple of last time, which the iterator owns, if nobody else has kept that. */
Own dict_item_pair(Ref last, Ref key, Ref value);

/* sys.getsizeof of the dict without GC head. */
isize dict_sizeof(Ref dict);

#endif
