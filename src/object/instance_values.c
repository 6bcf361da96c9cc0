/* instance_values.c: the attributes of an instance, without a dict.
 *
 * An instance of a class with a managed dict begins with an array of values in the order of the class's shared
 * keys. Only when somebody asks for `__dict__`, or sets an attribute for which the shared keys have no room, a
 * dict is made of it: a split one, which takes the array over. From then on the instance has the dict alone.
 *
 * Invariant: of the two words before the object, values and dict, at most one is set. The class's keys may grow
 * after an instance was made, but never beyond what its array has room for: the room in the shared table
 * shrinks by one with each new instance, until it is just enough. */
#include "object/dict_internal.h"
#include "object/error.h"

static DictKeys *shared_keys(Ref object) { return type_of(object)->cached_keys; }

bool instance_values_init(Ref object) {
    DictKeys *keys = shared_keys(object);
    if (keys->usable > 1) keys->usable--;
    DictValues *values = values_new(keys_shared_room(keys));
    *instance_values(object) = values;
    return values != NULL;
}

/* The index of a name in the shared keys, put in where there is room; INDEX_EMPTY: there is not. */
static isize shared_index(DictKeys *keys, Ref name) {
    isize hash = dict_hash_str(name), index = keys_find_str(keys, name, hash);
    if (index != INDEX_EMPTY || keys->usable <= 0) return index;
    keys->version = 0;
    index = keys_add_index(keys, hash);
    keys_str_entries(keys)[index].key = own(name);
    return index;
}

Own instance_values_get(Ref object, Ref name) {
    isize index = dict_keys_index(shared_keys(object), name);
    return index < 0 ? NULL : own_maybe((*instance_values(object))->values[index]);
}

static bool error_no_attribute(Ref object, Ref name) {
    error_set(EXC(AttributeError), "'%.100s' object has no attribute '%U'", type_of(object)->name, name);
    return false;
}

static bool values_set(Ref object, isize index, Ref name, Ref value) {
    DictValues *values = *instance_values(object);
    Object *old = values->values[index];
    if (!old && !value) return error_no_attribute(object, name);
    values->values[index] = own_maybe(value);
    if (!old) values_add(values, index);
    if (!value) values_remove(values, index);
    release_maybe(old);
    return true;
}

bool instance_values_set(Ref object, Ref name, Ref value) {
    isize index = is_exact_str(name) ? shared_index(shared_keys(object), name) : INDEX_EMPTY;
    if (index != INDEX_EMPTY) return values_set(object, index, name, value);
    if (!value) return error_no_attribute(object, name);
    Ref dict = instance_dict_materialize(object);
    return dict && dict_set(dict, name, value);
}

/* --- the dict --------------------------------------------------------------------------------------------- */

/* Makes an empty dict a split one. */
static void dict_take_values(Dict *dict, DictKeys *keys, DictValues *values) {
    bool tracked = false;
    for (isize i = 0; i < keys->entry_count; i++) {
        if (!values->values[i]) continue;
        dict->used++;
        tracked |= may_be_tracked(values->values[i]);
    }
    keys_retain(keys);
    dict->keys = keys;
    dict->values = values;
    if (tracked) gc_track(&dict->ob_base);
}

Own dict_new_shared(DictKeys *keys) {
    Own dict = dict_new();
    DictValues *values = dict ? values_new(keys_shared_room(keys)) : NULL;
    if (values)
        dict_take_values(AS_DICT(dict), keys, values);
    else if (dict)
        slot_clear(&dict);
    return dict;
}

Ref instance_dict_materialize(Ref object) {
    Object **slot = instance_dict(object);
    if (*slot) return *slot;
    DictKeys *keys = shared_keys(object);
    bool fresh = keys && !*instance_values(object);
    Own dict = fresh ? dict_new_shared(keys) : dict_new();
    /* The dict's birth may have started a collection, and what that ran may have been here before us. */
    if (!dict || *slot) {
        release_maybe(dict);
        return *slot;
    }
    DictValues *values = *instance_values(object);
    *instance_values(object) = NULL;
    *slot = dict;
    if (values) dict_take_values(AS_DICT(dict), keys, values);
    return dict;
}

/* --- the collector ---------------------------------------------------------------------------------------- */

bool instance_visit(Ref object, VisitFn visit, void *context) {
    const DictValues *values = *instance_values(object);
    Ref dict = *instance_dict(object);
    isize count = values ? shared_keys(object)->entry_count : 0;
    for (isize i = 0; i < count; i++) {
        if (values->values[i] && !visit(values->values[i], context)) return false;
    }
    return !dict || visit(dict, context);
}

void instance_clear(Ref object) {
    DictValues **values = instance_values(object);
    for (isize i = 0; *values && i < shared_keys(object)->entry_count; i++) slot_clear(&(*values)->values[i]);
    if (*values) {
        DictValues *emptied = *values;
        *values = NULL;
        values_free(emptied);
    }
    slot_clear(instance_dict(object));
}
