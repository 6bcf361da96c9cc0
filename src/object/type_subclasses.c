/* type_subclasses.c: a type knows its subclasses, weakly.
 *
 * A dict from the subclass's address to a weak reference, in the order in which they were made: a class that
 * dies takes itself out. */
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/tuple.h"
#include "object/type_parts.h"
#include "object/weakref.h"

static Own subclass_key(const Type *subclass) { return int_from_u64(object_id(type_object(subclass))); }

/* A native type that joins the program's classes stays: the dict is no longer the program's, then. */
static bool take_over(Type *base) {
    bool of_program = base->subclasses && object_serial(base->subclasses) >= OBJECT_ROOT->first_program_serial;
    if (!object_machine_births() || !of_program) return true;
    Own copy = dict_copy(base->subclasses);
    if (copy) slot_set(&base->subclasses, copy);
    return copy != NULL;
}

bool type_add_subclass(Type *base, Type *subclass) {
    Own key = subclass_key(subclass), reference = key ? weakref_new(type_object(subclass), NULL) : NULL;
    /* The dict comes last: what is made before it may collect garbage, and the last subclass that dies takes the
     * dict with it. */
    if (reference && !base->subclasses) base->subclasses = dict_new();
    bool added = reference && base->subclasses && take_over(base) && dict_set(base->subclasses, key, reference);
    release_maybe(key);
    release_maybe(reference);
    return added;
}

/* The key under which a subclass stands whose weak reference is dead, or is to it; for when there is no memory
 * to make the key anew. */
static Own find_key(Ref subclasses, const Type *subclass) {
    isize position = 0;
    for (Ref key, reference; dict_each(subclasses, &position, &key, &reference, NULL);) {
        Ref alive = weakref_get(reference);
        if (!alive || alive == type_object(subclass)) return own(key);
    }
    return NULL;
}

/* Runs in deallocs: what goes wrong is forgotten. */
static void remove_subclass(Type *base, const Type *subclass) {
    if (!base->subclasses) return;
    Own key = subclass_key(subclass);
    if (!key || dict_contains(base->subclasses, key) != 1) {
        /* No memory for the key; or another one that died with it had none, and took this one's place. */
        error_clear();
        slot_set(&key, find_key(base->subclasses, subclass));
    }
    if (key && !dict_delete(base->subclasses, key)) error_clear();
    release_maybe(key);
    if (dict_length(base->subclasses) == 0) slot_clear(&base->subclasses);
}

bool type_add_to_bases(Type *type, Ref bases) {
    bool added = true;
    for (isize i = 0; i < tuple_length(bases); i++) {
        if (!type_add_subclass(AS_TYPE(tuple_get(bases, i)), type)) added = false;
    }
    return added;
}

void type_remove_from_bases(Type *type, Ref bases) {
    for (isize i = 0; i < tuple_length(bases); i++) remove_subclass(AS_TYPE(tuple_get(bases, i)), type);
}

Own type_subclasses_list(const Type *type) {
    Own list = list_new(0);
    if (!list || !type->subclasses) return list;
    isize position = 0;
    for (Ref key, reference; dict_each(type->subclasses, &position, &key, &reference, NULL);) {
        Ref subclass = weakref_get(reference);
        if (subclass && !list_append_ref(list, subclass)) {
            release(list);
            return NULL;
        }
    }
    return list;
}

void type_each_subclass(Type *type, void (*visit)(Type *subclass, void *context), void *context) {
    visit(type, context);
    isize position = 0;
    Ref key, reference;
    while (type->subclasses && dict_each(type->subclasses, &position, &key, &reference, NULL)) {
        Ref subclass = weakref_get(reference);
        if (subclass) type_each_subclass(AS_TYPE(subclass), visit, context);
    }
}
