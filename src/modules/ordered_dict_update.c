/* ordered_dict_update.c: OrderedDict.update and what else takes a mapping or pairs: as MutableMapping.update has
 * it, through the object's own __setitem__. */
#include "modules/ordered_dict.h"

/* What iterating a pair gives, exactly two; owned. */
static bool unpack_pair(Ref pair, Own *key, Own *value) {
    Own iterator = object_iter(pair), surplus = NULL;
    *key = *value = NULL;
    if (!iterator) return false;
    if (!(*key = object_next(iterator))) {
        if (!error_occurred()) error_set(EXC(ValueError), "need more than 0 values to unpack");
    } else if (!(*value = object_next(iterator))) {
        if (!error_occurred()) error_set(EXC(ValueError), "need more than 1 value to unpack");
    } else if ((surplus = object_next(iterator)) != NULL) {
        error_set(EXC(ValueError), "too many values to unpack (expected 2)");
    }
    release(iterator);
    release_maybe(surplus);
    if (!error_occurred()) return true;
    slot_clear(key);
    slot_clear(value);
    return false;
}

static bool add_pairs(Ref self, Ref pairs) {
    Own iterator = object_iter(pairs), pair;
    if (!iterator) return false;
    bool done = true;
    while (done && (pair = object_next(iterator)) != NULL) {
        Own key, value;
        done = unpack_pair(pair, &key, &value);
        if (done) {
            done = object_set_item(self, key, value);
            release(key);
            release(value);
        }
        release(pair);
    }
    release(iterator);
    return done && !error_occurred();
}

/* Consumes `pairs`; NULL: raised. */
static bool add_pairs_own(Ref self, Own pairs) {
    bool done = pairs && add_pairs(self, pairs);
    release_maybe(pairs);
    return done;
}

/* self[key] = other[key] for each key that the method `keys` of other gives. */
static bool add_by_keys(Ref self, Ref other, Ref keys_method) {
    Own keys = object_call_none(keys_method), iterator = keys ? object_iter(keys) : NULL, key;
    release_maybe(keys);
    if (!iterator) return false;
    bool done = true;
    while (done && (key = object_next(iterator)) != NULL) {
        Own value = object_get_item(other, key);
        done = value && object_set_item(self, key, value);
        release(key);
        release_maybe(value);
    }
    release(iterator);
    return done && !error_occurred();
}

bool ordered_update_from(Ref self, Ref other) {
    if (is_exact_dict(other)) return add_pairs_own(self, dict_items_list(other));
    Own method;
    if (!object_find_attribute(other, NAME(keys), &method)) return false;
    if (method) {
        bool done = add_by_keys(self, other, method);
        release(method);
        return done;
    }
    if (!object_find_attribute(other, NAME(items), &method)) return false;
    if (!method) return add_pairs(self, other);
    Own items = object_call_none(method);
    release(method);
    return add_pairs_own(self, items);
}

bool ordered_update(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (nargs > 0 && !ordered_update_from(self, args[0])) return false;
    isize keywords = kwnames ? tuple_length(kwnames) : 0;
    Ref const *names = keywords ? (Ref const *)AS_TUPLE(kwnames)->items : NULL;
    for (isize i = 0; i < keywords; i++) {
        if (!object_set_item(self, names[i], args[nargs + i])) return false;
    }
    return true;
}
