/* set.c: the hash table of set and frozenset.
 *
 * An open table of keys with their hashes. From the slot that the hash names, up to LINEAR_PROBES slots behind
 * it are tried (they share its cache line) before the search jumps, as a dict's does. A deleted key leaves a
 * mark, so that searches go on beyond it. When three fifths are used or marked, the table is made anew, four
 * times as large as what is in it (twice, beyond 50,000). The order of iteration is the order of the slots, so
 * all of this is CPython's, step by step.
 *
 * Between strs comparing runs no Python code; else __eq__ of a key may run and change the set, after which the
 * search begins anew.
 *
 * Invariants: `used` entries have a key, `fill` have or had one, and fill is less than the table's size, so
 * that each search ends. A table of 8 stands in the set itself. */
#include "object/charge.h"
#include "object/dict.h"
#include "object/set_internal.h"
#include "object/str.h"

#define LINEAR_PROBES 9
#define PERTURB_SHIFT 5
#define SMALL_SIZE 8

static isize hash_key(Ref key) {
    if (is_exact_str(key) && AS_STR(key)->hash != -1) return AS_STR(key)->hash;
    return object_hash(key);
}

/* --- searching -------------------------------------------------------------------------------------------- */

static inline bool is_unused(const SetEntry *entry) { return !entry->key && entry->hash == 0; }

/* The entries that a hash may stand in, one after the other. */
typedef struct SetProbe {
    usize slot, perturb, mask;
    isize offset, linear; /* entries behind `slot`: tried, and to be tried */
} SetProbe;

static inline SetProbe probe_begin(usize mask, isize hash) {
    SetProbe probe = {.slot = (usize)hash & mask, .perturb = (usize)hash, .mask = mask, .offset = 0};
    probe.linear = probe.slot + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
    return probe;
}

static inline void probe_next(SetProbe *probe) {
    if (probe->offset++ < probe->linear) return;
    probe->perturb >>= PERTURB_SHIFT;
    probe->slot = (probe->slot * 5 + 1 + probe->perturb) & probe->mask;
    probe->offset = 0;
    probe->linear = probe->slot + LINEAR_PROBES <= probe->mask ? LINEAR_PROBES : 0;
}

static inline SetEntry *probe_entry(const Set *set, const SetProbe *probe) {
    return &set->table[probe->slot + (usize)probe->offset];
}

typedef enum Match { MATCH_RAISED = -1, MATCH_NO, MATCH_YES, MATCH_CHANGED } Match;

/* Is it this key? MATCH_CHANGED: the comparison has changed the set. For who wants to add the key, an equal one
 * is enough in any case. */
static Match match_entry(const Set *set, const SetEntry *entry, Ref key, isize hash, bool adding) {
    if (entry->hash != hash) return MATCH_NO;
    Ref there = entry->key;
    if (there == key) return MATCH_YES;
    if (is_exact_str(there) && is_exact_str(key)) return str_equal(there, key) ? MATCH_YES : MATCH_NO;
    const SetEntry *table = set->table;
    isize mask = set->mask;
    Own kept = own(there);
    int equal = object_compare_bool(there, key, COMPARE_EQ);
    release(kept);
    if (equal < 0) return MATCH_RAISED;
    if (equal && adding) return MATCH_YES;
    if (set->table != table || set->mask != mask || entry->key != there) return MATCH_CHANGED;
    return equal ? MATCH_YES : MATCH_NO;
}

/* What a search ends with. */
typedef struct Found {
    int there;         /* 1, 0, -1 raised */
    SetEntry *entry;   /* the key's, or the one that was never used */
    SetEntry *deleted; /* not there: the last mark on the way, or NULL */
} Found;

static Found search(const Set *set, Ref key, isize hash, bool adding) {
    SetEntry *deleted = NULL;
    SetProbe probe = probe_begin((usize)set->mask, hash);
    for (;;) {
        SetEntry *entry = probe_entry(set, &probe);
        if (is_unused(entry)) {
            /* A later comparison may have used the mark. */
            bool still = deleted && !deleted->key && deleted->hash == SET_DELETED;
            return (Found){0, entry, still ? deleted : NULL};
        }
        Match match = match_entry(set, entry, key, hash, adding);
        if (match == MATCH_YES) return (Found){1, entry, NULL};
        if (match == MATCH_RAISED) return (Found){-1, NULL, NULL};
        if (match == MATCH_CHANGED) {
            deleted = NULL;
            probe = probe_begin((usize)set->mask, hash);
            continue;
        }
        if (entry->hash == SET_DELETED) deleted = entry;
        probe_next(&probe);
    }
}

/* --- growing ---------------------------------------------------------------------------------------------- */

/* Into a table without marks in which the key is not. */
static void insert_clean(SetEntry *table, usize mask, Object *key, isize hash) {
    SetProbe probe = probe_begin(mask, hash);
    while (table[probe.slot + (usize)probe.offset].key) probe_next(&probe);
    table[probe.slot + (usize)probe.offset] = (SetEntry){key, hash};
}

static void table_reset(Set *set) {
    memset(set->small, 0, sizeof set->small);
    set->table = set->small;
    set->mask = SMALL_SIZE - 1;
    set->fill = set->used = 0;
    set->hash = -1;
}

bool set_resize(Set *set, isize least) {
    usize size = SMALL_SIZE;
    while (size <= (usize)least) size <<= 1;
    SetEntry small[SMALL_SIZE], *old = set->table, *from = old, *table = set->small;
    usize old_size = (usize)set->mask + 1;
    if (size > SMALL_SIZE) {
        table = size <= ISIZE_MAX / sizeof(SetEntry) ? arena_alloc(size * sizeof(SetEntry), BLOCK_RAW) : NULL;
        if (!table) {
            error_memory();
            return false;
        }
    } else if (old == set->small) {
        if (set->fill == set->used) return true;
        memcpy(small, old, sizeof small);
        from = small;
    }
    memset(table, 0, size * sizeof(SetEntry));
    set->table = table;
    set->mask = (isize)size - 1;
    set->fill = set->used;
    for (usize i = 0; i < old_size; i++) {
        if (from[i].key) insert_clean(table, size - 1, from[i].key, from[i].hash);
    }
    if (old != set->small) arena_free(old);
    return true;
}

isize set_growth(const Set *set) { return set->used > 50000 ? set->used * 2 : set->used * 4; }

/* --- one key ---------------------------------------------------------------------------------------------- */

int set_add_hashed(Set *set, Ref key, isize hash) {
    Own kept = own(key); /* a comparison may release what kept it alive */
    Found found = search(set, key, hash, true);
    if (found.there != 0) {
        release(kept);
        return found.there > 0 ? 0 : -1;
    }
    set->used++;
    if (found.deleted) {
        *found.deleted = (SetEntry){kept, hash};
        return 1;
    }
    *found.entry = (SetEntry){kept, hash};
    set->fill++;
    if (set->fill * 5 < set->mask * 3) return 1;
    return set_resize(set, set_growth(set)) ? 1 : -1;
}

int set_contains_hashed(Set *set, Ref key, isize hash) { return search(set, key, hash, false).there; }

int set_discard_hashed(Set *set, Ref key, isize hash) {
    Found found = search(set, key, hash, false);
    if (found.there <= 0) return found.there;
    Object *old = found.entry->key;
    *found.entry = (SetEntry){NULL, SET_DELETED};
    set->used--;
    release(old);
    return 1;
}

bool set_add(Ref set, Ref key) {
    isize hash = hash_key(key);
    return hash != -1 && set_add_hashed(AS_SET(set), key, hash) >= 0;
}

int set_contains(Ref set, Ref key) {
    isize hash = hash_key(key);
    return hash == -1 ? -1 : set_contains_hashed(AS_SET(set), key, hash);
}

int set_discard(Ref set, Ref key) {
    isize hash = hash_key(key);
    return hash == -1 ? -1 : set_discard_hashed(AS_SET(set), key, hash);
}

/* Goes on where the last pop stopped, or a set that is emptied by pops would take quadratic time. */
Own set_pop(Ref self) {
    Set *set = AS_SET(self);
    if (set->used == 0) return error_set(EXC(KeyError), "pop from an empty set");
    isize at = set->finger & set->mask;
    while (!set->table[at].key) at = (at + 1) & set->mask;
    Object *key = set->table[at].key;
    set->table[at] = (SetEntry){NULL, SET_DELETED};
    set->used--;
    set->finger = at + 1;
    return key;
}

/* --- all of them ------------------------------------------------------------------------------------------ */

void set_clear(Ref self) {
    Set *set = AS_SET(self);
    SetEntry small[SMALL_SIZE], *table = set->table, *from = table;
    isize used = set->used;
    if (table == set->small) {
        if (set->fill == 0) return;
        memcpy(small, table, sizeof small);
        from = small;
    }
    table_reset(set);
    for (; used > 0; from++) {
        if (!from->key) continue;
        used--;
        release(from->key);
    }
    if (table != set->small) arena_free(table);
}

bool set_each(Ref self, isize *position, Ref *key, isize *hash) {
    const Set *set = AS_SET(self);
    isize i = *position;
    while (i <= set->mask && !set->table[i].key) i++;
    *position = i + 1;
    if (i > set->mask) return false;
    *key = set->table[i].key;
    if (hash) *hash = set->table[i].hash;
    return true;
}

/* Makes room at once for as many keys as may come. */
static bool expect(Set *set, isize count) {
    return (set->fill + count) * 5 < set->mask * 3 || set_resize(set, (set->used + count) * 2);
}

/* An empty set takes over the keys of another; no key is compared. */
static void take_all(Set *set, const Set *other) {
    bool same = set->mask == other->mask && other->fill == other->used;
    for (isize i = 0; i <= other->mask; i++) {
        const SetEntry *entry = &other->table[i];
        if (!entry->key) continue;
        if (same)
            set->table[i] = (SetEntry){own(entry->key), entry->hash};
        else
            insert_clean(set->table, (usize)set->mask, own(entry->key), entry->hash);
    }
    set->fill = set->used = other->used;
    charge(set->used, CHARGE_COPY);
}

static bool merge_set(Set *set, const Set *other) {
    if (other == set || other->used == 0) return true;
    if (!expect(set, other->used)) return false;
    if (set->fill == 0) {
        take_all(set, other);
        return true;
    }
    for (isize i = 0; i <= other->mask; i++) {
        SetEntry entry = other->table[i];
        if (entry.key && set_add_hashed(set, entry.key, entry.hash) < 0) return false;
    }
    charge(other->used, CHARGE_TABLE);
    return true;
}

static bool merge_dict(Set *set, Ref dict) {
    if (!expect(set, dict_length(dict))) return false;
    isize position = 0, hash;
    for (Ref key, value; dict_each(dict, &position, &key, &value, &hash);) {
        if (set_add_hashed(set, key, hash) < 0) return false;
    }
    charge(dict_length(dict), CHARGE_TABLE);
    return true;
}

bool set_update(Ref self, Ref iterable) {
    if (is_any_set(iterable)) return merge_set(AS_SET(self), AS_SET(iterable));
    if (is_exact_dict(iterable)) return merge_dict(AS_SET(self), iterable);
    Own iterator = object_iter(iterable);
    if (!iterator) return false;
    bool done = true;
    isize count = 0;
    for (Own key; done && (key = object_next(iterator)) != NULL; release(key), count++)
        done = set_add(self, key);
    release(iterator);
    charge(count, CHARGE_TABLE);
    return done && !error_occurred();
}

/* --- birth ------------------------------------------------------------------------------------------------ */

Own set_make(Type *type, Ref iterable) {
    Set *set = (Set *)object_new(type, 0);
    if (!set) return NULL;
    table_reset(set);
    gc_track(&set->ob_base);
    if (!iterable || set_update(&set->ob_base, iterable)) return &set->ob_base;
    release(&set->ob_base);
    return NULL;
}

Own set_new(Ref iterable) { return set_make(TYPE(SET), iterable); }
Own frozenset_new(Ref iterable) { return set_make(TYPE(FROZENSET), iterable); }

Type *set_base_type(Ref set) {
    if (is_exactly(set, TYPE(SET)) || is_exactly(set, TYPE(FROZENSET))) return type_of(set);
    return is_set(set) ? TYPE(SET) : TYPE(FROZENSET);
}

Own set_copy(Ref set) { return set_make(set_base_type(set), set); }

isize set_sizeof(Ref self) {
    const Set *set = AS_SET(self);
    bool own_block = set->table != set->small;
    return type_of(self)->basicsize + (own_block ? (set->mask + 1) * (isize)sizeof(SetEntry) : 0);
}
