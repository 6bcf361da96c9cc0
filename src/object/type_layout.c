/* type_layout.c: whose fields an instance has.
 *
 * A class can have many bases, but an instance is one block: among its bases one decides on the layout, and the
 * others must be satisfied with it. A base's "solid" base is the nearest type in its chain that has fields of
 * its own; a __dict__ and a list of weak references do not count, any class may add them. */
#include "object/error.h"
#include "object/object.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/type_parts.h"

/* Does the field at `offset` end where the type's own fields end? Negative: counted from the block's end. */
static bool is_last_field(const Type *type, isize offset) {
    const Type *base = type->base;
    isize end = offset >= 0 ? offset + (isize)sizeof(Object *) : -offset + (base ? TYPE(STR)->basicsize : 0);
    return end == type->basicsize;
}

static bool has_fields_beyond(const Type *type, const Type *base) {
    isize size = type->basicsize;
    if (type_varies(type) || type_varies(base)) {
        return size != base->basicsize || type->itemsize != base->itemsize;
    }
    bool adds_weaklist = type->weaklist_offset && !base->weaklist_offset;
    if (type_is_class(type) && adds_weaklist && is_last_field(type, type->weaklist_offset))
        size -= sizeof(Object *);
    return size != base->basicsize;
}

const Type *type_solid_base(const Type *type) {
    const Type *base = type->base ? type_solid_base(type->base) : TYPE(OBJECT);
    return has_fields_beyond(type, base) ? type : base;
}

Type *type_best_base(Ref bases) {
    Type *best = NULL;
    const Type *winner = NULL;
    for (isize i = 0; i < tuple_length(bases); i++) {
        Ref item = tuple_get(bases, i);
        if (!is_type(item)) return error_set(EXC(TypeError), "bases must be types");
        Type *base = AS_TYPE(item);
        if (!type_has(base, TYPE_BASETYPE)) {
            return error_set(EXC(TypeError), "type '%.100s' is not an acceptable base type", base->name);
        }
        const Type *candidate = type_solid_base(base);
        if (!winner || (!type_is_subtype(winner, candidate) && type_is_subtype(candidate, winner))) {
            winner = candidate;
            best = base;
        } else if (!type_is_subtype(winner, candidate)) {
            return error_set(EXC(TypeError), "multiple bases have instance lay-out conflict");
        }
    }
    return best;
}

/* --- assigning __class__ and __bases__ ------------------------------------------------------------------ */

static bool same_shape(const Type *a, const Type *b) {
    return a->basicsize == b->basicsize && a->itemsize == b->itemsize && a->dict_offset == b->dict_offset &&
           a->weaklist_offset == b->weaklist_offset && type_has(a, TYPE_GC) == type_has(b, TYPE_GC) &&
           type_has(a, TYPE_MANAGED_DICT) == type_has(b, TYPE_MANAGED_DICT);
}

/* Two classes on the same base that add equal things to it: dict, weak references, slots by the same names. */
static bool add_the_same(const Type *a, const Type *b) {
    const Type *base = a->base;
    if (base != b->base || !same_shape(a, b)) return false;
    if (!type_is_class(a) || !type_is_class(b)) return false;
    if (!a->heap_slots || !b->heap_slots) return true; /* of one shape: the other one's slots are empty */
    return object_compare_bool(a->heap_slots, b->heap_slots, COMPARE_EQ) == 1;
}

/* A class that adds nothing to its base is as good as the base. */
static bool adds_nothing(const Type *type) {
    const Type *base = type->base;
    return base && same_shape(type, base);
}

bool type_compatible(const Type *old, const Type *new, const char *attribute) {
    if (type_has(old, TYPE_GC) != type_has(new, TYPE_GC)) {
        return error_set(EXC(TypeError), "%s assignment: '%s' deallocator differs from '%s'", attribute,
                         new->name, old->name);
    }
    const Type *a = new, *b = old;
    while (adds_nothing(a)) a = a->base;
    while (adds_nothing(b)) b = b->base;
    if (a == b || (a->base == b->base && add_the_same(a, b))) return true;
    error_clear();
    return error_set(EXC(TypeError), "%s assignment: '%s' object layout differs from '%s'", attribute,
                     new->name, old->name);
}
