/* type_cache.c: looking a name up along the MRO, and remembering the answer.
 *
 * A type's version is a number that stands for all that its MRO's dicts say: whoever changes one of them takes
 * the version away from the type and from all of its subclasses, and the next lookup gives a new one. So
 * (version, name) is a key that never goes stale. The cache is an array with one place for a key; an entry owns
 * its name, and borrows its value from the class's dict.
 *
 * Invariant: a type with a version has bases that all have versions. */
#include "object/dict.h"
#include "object/error.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/type_parts.h"
#include "object/weakref.h"

#define CACHED_NAME_LENGTH 100 /* longer names are not kept alive */

static TypeCacheEntry *cache_entry(u32 version, Ref name) {
    u32 index = (version ^ (u32)((uintptr_t)name >> 3)) & (TYPE_CACHE_SIZE - 1);
    return &OBJECT_ROOT->type_cache[index];
}

/* A key that is no str compares by Python code, which may give the type other bases: the order is held. */
Ref type_find(const Type *type, Ref name) {
    bool exact = is_exact_str(name);
    if ((exact && str_hash(name) == -1) || !type->mro) return NULL;
    Own order = own(type->mro);
    Ref found = NULL;
    for (isize i = 0; i < tuple_length(order) && !found; i++) {
        Ref dict = AS_TYPE(tuple_get(order, i))->dict;
        if (!dict) continue;
        found = exact ? dict_get_str(dict, name) : dict_get(dict, name);
        if (!found && !exact && error_occurred()) break;
    }
    release(order);
    return found;
}

Ref type_lookup(Type *type, Ref name) {
    TypeCacheEntry *entry = cache_entry(type->version, name);
    if (LIKELY(entry->name == name && entry->version == type->version && entry->version != 0))
        return entry->value;
    Ref value = type_find(type, name);
    if (!is_exact_str(name)) {
        if (!value) error_clear();
        return value;
    }
    if (str_length(name) > CACHED_NAME_LENGTH || !type_assign_version(type)) return value;
    entry = cache_entry(type->version, name);
    entry->version = type->version;
    entry->value = value;
    slot_set(&entry->name, own(name));
    return value;
}

void type_cache_clear(void) {
    for (isize i = 0; i < TYPE_CACHE_SIZE; i++) {
        TypeCacheEntry *entry = &OBJECT_ROOT->type_cache[i];
        entry->version = 0;
        entry->value = NULL;
        slot_clear(&entry->name);
    }
}

bool type_assign_version(Type *type) {
    if (type_has(type, TYPE_VALID_VERSION)) return true;
    if (!type_has(type, TYPE_READY) || OBJECT_ROOT->next_type_version == 0) return false;
    type->version = OBJECT_ROOT->next_type_version++;
    for (isize i = 0; i < size_of(type->bases); i++) {
        if (!type_assign_version(AS_TYPE(tuple_get(type->bases, i)))) return false;
    }
    type->flags |= TYPE_VALID_VERSION;
    return true;
}

void type_modified(Type *type) {
    if (!type_has(type, TYPE_VALID_VERSION)) return;
    isize position = 0;
    Ref key, reference;
    while (type->subclasses && dict_each(type->subclasses, &position, &key, &reference, NULL)) {
        Ref subclass = weakref_get(reference);
        if (subclass) type_modified(AS_TYPE(subclass));
    }
    type->flags &= ~(u32)TYPE_VALID_VERSION;
    type->version = 0;
    type->specialization.getitem = NULL;
}
