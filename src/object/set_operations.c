/* set_operations.c: union, intersection, difference and their like.
 *
 * Which of two sets is gone through, and what is built anew and what in place, decides in which order the
 * result iterates, and which __eq__ and __hash__ run. So each operation goes CPython's way. */
#include "object/charge.h"
#include "object/dict.h"
#include "object/set_internal.h"

/* Goes through the keys of a set, dict or any iterable, with their hashes. While the caller works with a key it
 * is kept alive here. */
typedef struct Keys {
    Ref from;
    Object *iterator; /* owned; NULL where hashes are known */
    isize position;
    Object *key; /* owned */
    isize hash;
    bool dict, failed;
    isize count; /* of those that came from a table */
} Keys;

/* Whose table is gone through; all else is iterated over. */
typedef enum Direct { DIRECT_SETS, DIRECT_EXACT_SETS, DIRECT_SETS_AND_DICTS } Direct;

static Keys keys_begin(Ref from, Direct direct) {
    Keys keys = {.from = from, .dict = direct == DIRECT_SETS_AND_DICTS && is_exact_dict(from)};
    bool exact = is_exact_set(from) || is_exact_frozenset(from);
    if (keys.dict || exact || (direct != DIRECT_EXACT_SETS && is_any_set(from))) return keys;
    keys.iterator = object_iter(from);
    keys.failed = !keys.iterator;
    return keys;
}

static bool keys_next(Keys *keys) {
    slot_clear(&keys->key);
    if (keys->failed) return false;
    Ref key, value;
    if (keys->iterator) {
        keys->key = object_next(keys->iterator);
        if (keys->key) keys->hash = object_hash(keys->key);
        keys->failed = keys->key ? keys->hash == -1 : error_occurred();
        return keys->key && !keys->failed;
    }
    bool more = keys->dict ? dict_each(keys->from, &keys->position, &key, &value, &keys->hash)
                           : set_each(keys->from, &keys->position, &key, &keys->hash);
    if (more) keys->key = own(key);
    keys->count += more;
    return more;
}

/* To be called whichever way the loop ends. `done`: it went well so far. */
static bool keys_end(Keys *keys, bool done) {
    slot_clear(&keys->key);
    slot_clear(&keys->iterator);
    charge(keys->count, CHARGE_TABLE);
    return done && !keys->failed;
}

/* --- intersection ----------------------------------------------------------------------------------------- */

static bool intersect_into(Set *result, Set *set, Ref other) {
    Keys keys = keys_begin(other, DIRECT_SETS);
    bool done = true;
    while (done && keys_next(&keys)) {
        int there = set_contains_hashed(set, keys.key, keys.hash);
        done = there >= 0 && (!there || set_add_hashed(result, keys.key, keys.hash) >= 0);
        if (done && there && keys.iterator && result->used >= set->used) break; /* there can't be more */
    }
    return keys_end(&keys, done);
}

Own set_intersection(Ref set, Ref other) {
    if (set == other) return set_copy(set);
    Own result = set_make(set_base_type(set), NULL);
    if (!result) return NULL;
    bool swap = is_any_set(other) && set_length(other) > set_length(set);
    Set *larger = AS_SET(swap ? other : set);
    if (!intersect_into(AS_SET(result), larger, swap ? set : other)) slot_clear(&result);
    return result;
}

void set_swap(Ref a, Ref b) {
    Set *x = AS_SET(a), *y = AS_SET(b), saved = *x;
    bool x_small = x->table == x->small, y_small = y->table == y->small;
    x->fill = y->fill;
    x->used = y->used;
    x->mask = y->mask;
    x->table = y_small ? x->small : y->table;
    y->fill = saved.fill;
    y->used = saved.used;
    y->mask = saved.mask;
    y->table = x_small ? y->small : saved.table;
    memcpy(x->small, y->small, sizeof x->small);
    memcpy(y->small, saved.small, sizeof y->small);
    bool hashes = is_a(a, TYPE(FROZENSET)) && is_a(b, TYPE(FROZENSET));
    x->hash = hashes ? y->hash : -1;
    y->hash = hashes ? saved.hash : -1;
}

bool set_intersection_update(Ref set, Ref other) {
    Own result = set_intersection(set, other);
    if (!result) return false;
    set_swap(set, result);
    release(result);
    return true;
}

/* --- difference ------------------------------------------------------------------------------------------- */

static bool discard_all(Set *set, Ref other) {
    Keys keys = keys_begin(other, DIRECT_SETS);
    bool done = true;
    while (done && keys_next(&keys)) done = set_discard_hashed(set, keys.key, keys.hash) >= 0;
    return keys_end(&keys, done);
}

bool set_difference_update(Ref self, Ref other) {
    Set *set = AS_SET(self);
    if (self == other) {
        set_clear(self);
        return true;
    }
    /* Of a set that is much larger only what both have in common matters. */
    bool much_larger = is_any_set(other) && set_length(other) >> 3 > set->used;
    Own common = much_larger ? set_intersection(self, other) : own(other);
    bool done = common && discard_all(set, common);
    release_maybe(common);
    if (!done || set->fill - set->used <= set->mask / 4) return done;
    return set_resize(set, set_growth(set)); /* too many marks */
}

static Own copy_and_subtract(Ref set, Ref other) {
    Own result = set_copy(set);
    if (result && !set_difference_update(result, other)) slot_clear(&result);
    return result;
}

/* 1, 0, -1: does a set or dict have it? */
static int has_key(Ref other, Ref key, isize hash) {
    if (is_any_set(other)) return set_contains_hashed(AS_SET(other), key, hash);
    return dict_contains_hashed(other, key, hash);
}

Own set_difference(Ref set, Ref other) {
    isize other_length;
    if (is_any_set(other))
        other_length = set_length(other);
    else if (is_exact_dict(other))
        other_length = dict_length(other);
    else
        return copy_and_subtract(set, other);
    if (set_length(set) >> 2 > other_length) return copy_and_subtract(set, other);

    Own result = set_make(set_base_type(set), NULL);
    if (!result) return NULL;
    Keys keys = keys_begin(set, DIRECT_SETS);
    bool done = true;
    while (done && keys_next(&keys)) {
        int there = has_key(other, keys.key, keys.hash);
        done = there >= 0 && (there || set_add_hashed(AS_SET(result), keys.key, keys.hash) >= 0);
    }
    if (!keys_end(&keys, done)) slot_clear(&result);
    return result;
}

/* --- symmetric difference --------------------------------------------------------------------------------- */

static bool toggle_all(Set *set, Ref other) {
    Keys keys = keys_begin(other, DIRECT_SETS_AND_DICTS);
    bool done = true;
    while (done && keys_next(&keys)) {
        int there = set_discard_hashed(set, keys.key, keys.hash);
        done = there >= 0 && (there || set_add_hashed(set, keys.key, keys.hash) >= 0);
    }
    return keys_end(&keys, done);
}

bool set_symmetric_difference_update(Ref set, Ref other) {
    if (set == other) {
        set_clear(set);
        return true;
    }
    if (is_any_set(other) || is_exact_dict(other)) return toggle_all(AS_SET(set), other);
    /* What comes twice must not be toggled back. */
    Own unique = set_make(set_base_type(set), other);
    bool done = unique && toggle_all(AS_SET(set), unique);
    release_maybe(unique);
    return done;
}

Own set_symmetric_difference(Ref set, Ref other) {
    Own result = set_make(set_base_type(set), other);
    if (result && !set_symmetric_difference_update(result, set)) slot_clear(&result);
    return result;
}

/* --- questions -------------------------------------------------------------------------------------------- */

/* Goes through `keys_of` until it meets a key whose being in `set` is `wanted`. 1: met, 0: none, -1 raised. */
static int meets(Ref set, Ref keys_of, bool wanted, Direct direct) {
    Keys keys = keys_begin(keys_of, direct);
    int there = -1;
    bool met = false, done = true;
    while (done && !met && keys_next(&keys)) {
        there = set_contains_hashed(AS_SET(set), keys.key, keys.hash);
        done = there >= 0;
        met = done && there == wanted;
    }
    return keys_end(&keys, done) ? met : -1;
}

static int negated(int answer) { return answer < 0 ? answer : !answer; }

int set_is_subset(Ref set, Ref other) {
    if (!is_any_set(other)) {
        Own made = set_new(other);
        int answer = made ? set_is_subset(set, made) : -1;
        release_maybe(made);
        return answer;
    }
    return set_length(set) > set_length(other) ? 0 : negated(meets(other, set, false, DIRECT_SETS));
}

int set_is_superset(Ref set, Ref other) {
    return is_any_set(other) ? set_is_subset(other, set) : negated(meets(set, other, false, DIRECT_SETS));
}

int set_is_disjoint(Ref set, Ref other) {
    if (set == other) return set_length(set) == 0;
    bool exact = is_exact_set(other) || is_exact_frozenset(other);
    if (exact && set_length(other) > set_length(set)) return negated(meets(other, set, true, DIRECT_SETS));
    return negated(meets(set, other, true, DIRECT_EXACT_SETS));
}
