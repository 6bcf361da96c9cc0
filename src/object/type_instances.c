/* type_instances.c: the life and death of instances of classes, and of classes.
 *
 * An instance of a class is its native base's instance, and more: what the classes in between added. Each of
 * the three slots here does that part, then hands over to the native base's own slot. A class itself dies by
 * the collector alone, since its MRO names it.
 *
 * Order of death (as in CPython): __del__, which may resurrect; weak references' callbacks; slots, from the
 * most derived class down; the dict; what the native base holds; the reference to the class. */
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/tuple.h"
#include "object/type_parts.h"
#include "object/weakref.h"

/* --- fields that classes added -------------------------------------------------------------------------- */

static bool visit_slots(const Type *type, Ref self, VisitFn visit, void *context) {
    const MemberDef *members = type_slot_members(type);
    for (isize i = 0; i < type->slot_count; i++) {
        Object *value = *(Object **)object_field(self, members[i].offset);
        if (value && !visit(value, context)) return false;
    }
    return true;
}

static void clear_slots(const Type *type, Ref self) {
    const MemberDef *members = type_slot_members(type);
    for (isize i = 0; i < type->slot_count; i++) slot_clear(object_field(self, members[i].offset));
}

/* The slot of a dict that lies in a field added by a class (not managed, not the native base's). */
static Object **added_dict(Ref self, const Type *native) {
    const Type *type = type_of(self);
    if (!type->dict_offset || type->dict_offset == native->dict_offset) return NULL;
    return object_field(self, type->dict_offset);
}

/* --- instances: the collector --------------------------------------------------------------------------- */

bool type_traverse_instance(Ref self, VisitFn visit, void *context) {
    const Type *type = type_of(self), *base = type;
    for (; base->slots.traverse == type_traverse_instance; base = base->base) {
        if (!visit_slots(base, self, visit, context)) return false;
    }
    if (type_has(type, TYPE_MANAGED_DICT) && !instance_visit(self, visit, context)) return false;
    Object **dict = added_dict(self, base);
    if (dict && *dict && !visit(*dict, context)) return false;
    if (!visit(type_object(type), context)) return false;
    return !base->slots.traverse || base->slots.traverse(self, visit, context);
}

void type_clear_instance(Ref self) {
    const Type *type = type_of(self), *base = type;
    for (; base->slots.clear == type_clear_instance; base = base->base) clear_slots(base, self);
    if (type_has(type, TYPE_MANAGED_DICT)) instance_clear(self);
    Object **dict = added_dict(self, base);
    if (dict) slot_clear(dict);
    if (base->slots.clear) base->slots.clear(self);
}

/* --- instances: death ----------------------------------------------------------------------------------- */

/* True: __del__ gave the object to somebody. */
static bool finalize_resurrects(Own self) {
    if (!type_of(self)->slots.finalize) return false;
    if (is_container(self)) gc_track(self); /* it is alive once more, and seen as such */
    if (object_finalize_in_dealloc(self)) return true;
    if (is_container(self)) gc_untrack(self);
    return false;
}

void type_subtype_dealloc(Own self) {
    const Type *base = type_of(self);
    if (is_container(self)) gc_untrack(self);
    while (base->slots.dealloc == type_subtype_dealloc) base = base->base;
    if (finalize_resurrects(self)) return;
    const Type *type = type_of(self);
    if (type->weaklist_offset && !base->weaklist_offset) weakref_clear_all(self);
    for (const Type *class = type; class->slots.dealloc == type_subtype_dealloc; class = class->base) {
        clear_slots(class, self);
    }
    if (type_has(type, TYPE_MANAGED_DICT)) instance_clear(self);
    Object **dict = added_dict(self, base);
    if (dict) slot_clear(dict);
    if (type_has(base, TYPE_GC)) gc_track(self); /* the native base's dealloc expects it so */
    base->slots.dealloc(self);                   /* ends with object_free, which releases the class */
}

/* --- classes -------------------------------------------------------------------------------------------- */

bool type_traverse(Ref self, VisitFn visit, void *context) {
    const Type *type = AS_TYPE(self);
    Object *const held[] = {type->dict, type->mro, type->bases, type->base ? type_object(type->base) : NULL};
    for (isize i = 0; i < COUNT_OF(held); i++) {
        if (held[i] && !visit(held[i], context)) return false;
    }
    return true;
}

/* Breaks the cycles: methods refer to the class through the dict, the MRO names it. The rest waits for
 * dealloc. */
void type_clear(Ref self) {
    Type *type = AS_TYPE(self);
    type_modified(type);
    if (type->dict) dict_clear(type->dict);
    slot_clear(&type->mro);
}

void type_dealloc(Own self) {
    Type *type = AS_TYPE(self);
    gc_untrack(self);
    Own pending = error_fetch();
    if (type->bases) type_remove_from_bases(type, type->bases);
    if (pending) error_restore(pending);
    weakref_clear_all(self);
    Object **held[] = {&type->dict,       &type->bases,         &type->mro,
                       &type->subclasses, &type->heap_qualname, &type->heap_slots};
    if (type->base) release(type_object(type->base));
    type->base = NULL;
    for (isize i = 0; i < COUNT_OF(held); i++) slot_clear(held[i]);
    slot_clear(&type->heap_name);
    arena_free(type->heap_name_utf8);
    if (type->cached_keys) dict_keys_release(type->cached_keys);
    object_free(self);
}
