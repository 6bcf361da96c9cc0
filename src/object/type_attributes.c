/* type_attributes.c: what classes say of themselves and let be changed: __name__, __bases__, __doc__ ...
 *
 * Assigning __bases__ is the one that is hard: the class's MRO changes, and with it those of all its
 * subclasses; when one of them can't be computed, all get their old ones back. */
#include "object/audit.h"
#include "object/bytes.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/slot_methods.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/type_parts.h"

/* Only classes of the program let these be set, and none lets them be deleted. */
static bool check_settable(const Type *type, Ref value, const char *name) {
    if (!type_has(type, TYPE_IMMUTABLE) && value) return AUDIT("object.__setattr__", "OsO", type, name, value);
    return error_set(EXC(TypeError), "cannot %s '%s' attribute of immutable type '%s'",
                     type_has(type, TYPE_IMMUTABLE) ? "set" : "delete", name, type->name);
}

static bool set_in_dict(Type *type, Ref name, Ref value) {
    type_modified(type);
    return dict_set(type->dict, name, value);
}

/* Out of the dict; AttributeError(name) where it is not there. */
static bool delete_from_dict(Type *type, Ref name) {
    type_modified(type);
    if (dict_delete(type->dict, name)) return true;
    if (error_matches(EXC(KeyError))) {
        error_clear();
        error_set_object(EXC(AttributeError), name);
    }
    return false;
}

/* --- names ---------------------------------------------------------------------------------------------- */

static Own get_name(Ref self, void *closure UNUSED) { return type_get_name(AS_TYPE(self)); }
static Own get_qualname(Ref self, void *closure UNUSED) { return type_get_qualname(AS_TYPE(self)); }
static Own get_module(Ref self, void *closure UNUSED) { return type_get_module(AS_TYPE(self)); }

/* The text as a C string in a raw block; NULL and raised. */
static char *copy_utf8(Ref string) {
    Own utf8 = str_keep_utf8(string);
    if (!utf8) return NULL;
    usize size = (usize)size_of(utf8) + 1;
    char *copy = arena_alloc(size, BLOCK_RAW);
    if (copy)
        memcpy(copy, bytes_data(utf8), size);
    else
        error_memory();
    release(utf8);
    return copy;
}

/* Messages want the name as a C string: an ASCII str is one, of any other the UTF-8 is kept beside it. */
bool type_set_class_name(Type *type, Own name) {
    char *utf8 = NULL;
    if (!AS_STR(name)->ascii && !(utf8 = copy_utf8(name))) goto fail;
    const char *text = utf8 ? utf8 : (const char *)str_data(name);
    isize length = utf8 ? AS_STR(name)->utf8_length : str_length(name);
    if ((isize)strlen(text) != length) {
        error_set(EXC(ValueError), "type name must not contain null characters");
        goto fail;
    }
    Object *old_name = type->heap_name;
    char *old_utf8 = type->heap_name_utf8;
    type->name = text;
    type->heap_name = name;
    type->heap_name_utf8 = utf8;
    release_maybe(old_name);
    arena_free(old_utf8);
    return true;
fail:
    arena_free(utf8);
    release(name);
    return false;
}

static bool set_name(Ref self, Ref value, void *closure UNUSED) {
    Type *type = AS_TYPE(self);
    if (!check_settable(type, value, "__name__")) return false;
    if (is_str(value)) return type_set_class_name(type, own(value));
    return error_set(EXC(TypeError), "can only assign string to %s.__name__, not '%s'", type->name,
                     type_of(value)->name);
}

static bool set_qualname(Ref self, Ref value, void *closure UNUSED) {
    Type *type = AS_TYPE(self);
    if (!check_settable(type, value, "__qualname__")) return false;
    if (!is_str(value)) {
        return error_set(EXC(TypeError), "can only assign string to %s.__qualname__, not '%s'", type->name,
                         type_of(value)->name);
    }
    slot_set(&type->heap_qualname, own(value));
    return true;
}

static bool set_module(Ref self, Ref value, void *closure UNUSED) {
    return check_settable(AS_TYPE(self), value, "__module__") &&
           set_in_dict(AS_TYPE(self), NAME(__module__), value);
}

/* --- in the dict ---------------------------------------------------------------------------------------- */

static Own get_abstract_methods(Ref self, void *closure UNUSED) {
    const Type *type = AS_TYPE(self);
    Ref methods = type != TYPE(TYPE) ? dict_get_str(type->dict, NAME(__abstractmethods__)) : NULL;
    return methods ? own(methods) : error_set_object(EXC(AttributeError), NAME(__abstractmethods__));
}

/* abc.ABCMeta sets it once, on a new class: subclasses need no update. */
static bool set_abstract_methods(Ref self, Ref value, void *closure UNUSED) {
    Type *type = AS_TYPE(self);
    int abstract = value ? object_is_true(value) : 0;
    if (abstract < 0) return false;
    bool done = value ? set_in_dict(type, NAME(__abstractmethods__), value)
                      : delete_from_dict(type, NAME(__abstractmethods__));
    if (!done) return false;
    type->flags = abstract ? type->flags | TYPE_ABSTRACT : type->flags & ~(u32)TYPE_ABSTRACT;
    return true;
}

static Own get_dict(Ref self, void *closure UNUSED) {
    Ref dict = AS_TYPE(self)->dict;
    return dict ? mapping_proxy_new(dict) : own_none();
}

/* Bound as "through the class" where it is a descriptor. */
static Own bind_through_class(Ref attribute, Ref class) {
    DescrGetFn get = type_of(attribute)->slots.descr_get;
    return get ? get(attribute, NULL, class) : own(attribute);
}

static Own get_doc(Ref self, void *closure UNUSED) {
    const Type *type = AS_TYPE(self);
    if (type->spec && type->spec->doc) return doc_text(type_short_name(type), type->spec->doc);
    Ref doc = dict_get_str(type->dict, NAME(__doc__));
    return doc ? bind_through_class(doc, self) : own_none();
}

static bool set_doc(Ref self, Ref value, void *closure UNUSED) {
    return check_settable(AS_TYPE(self), value, "__doc__") && set_in_dict(AS_TYPE(self), NAME(__doc__), value);
}

/* A class's doc string can begin with a signature too. */
static Own get_text_signature(Ref self, void *closure UNUSED) {
    const Type *type = AS_TYPE(self);
    if (type->spec) return type->spec->doc ? doc_signature(type_short_name(type), type->spec->doc) : own_none();
    Ref doc = dict_get_str(type->dict, NAME(__doc__));
    if (!doc || !is_str(doc)) return own_none();
    Text utf8 = text_new(TEXT_IN_ARENA);
    str_append_utf8(doc, &utf8);
    Own signature = utf8.failed ? error_memory() : doc_signature(type->name, text_cstring(&utf8));
    text_free(&utf8);
    return signature;
}

static Own get_annotations(Ref self, void *closure UNUSED) {
    Type *type = AS_TYPE(self);
    if (!type_has(type, TYPE_HEAP)) {
        return error_set(EXC(AttributeError), "type object '%s' has no attribute '__annotations__'",
                         type->name);
    }
    Ref present = dict_get_str(type->dict, NAME(__annotations__));
    if (present) return bind_through_class(present, self);
    Own annotations = dict_new();
    if (annotations && !set_in_dict(type, NAME(__annotations__), annotations)) slot_clear(&annotations);
    return annotations;
}

static bool set_annotations(Ref self, Ref value, void *closure UNUSED) {
    Type *type = AS_TYPE(self);
    if (type_has(type, TYPE_IMMUTABLE)) {
        return error_set(EXC(TypeError), "cannot set '__annotations__' attribute of immutable type '%s'",
                         type->name);
    }
    return value ? set_in_dict(type, NAME(__annotations__), value)
                 : delete_from_dict(type, NAME(__annotations__));
}

/* --- __bases__ ------------------------------------------------------------------------------------------ */

static Own get_bases(Ref self, void *closure UNUSED) { return own(AS_TYPE(self)->bases); }

static bool check_new_bases(Type *type, Ref bases) {
    if (!is_tuple(bases)) {
        return error_set(EXC(TypeError), "can only assign tuple to %s.__bases__, not %s", type->name,
                         type_of(bases)->name);
    }
    if (tuple_length(bases) == 0) {
        return error_set(EXC(TypeError), "can only assign non-empty tuple to %s.__bases__, not ()", type->name);
    }
    for (isize i = 0; i < tuple_length(bases); i++) {
        Ref base = tuple_get(bases, i);
        if (!is_type(base)) {
            return error_set(EXC(TypeError), "%s.__bases__ must be tuple of classes, not '%s'", type->name,
                             type_of(base)->name);
        }
        bool cycle = type_is_subtype(AS_TYPE(base), type);
        for (const Type *above = AS_TYPE(base); above && !cycle; above = above->base) cycle = above == type;
        if (cycle) return error_set(EXC(TypeError), "a __bases__ item causes an inheritance cycle");
    }
    return true;
}

/* Computes the MROs of the type and of all below it; what each was and is goes to the list `done`. */
static bool update_orders(Type *type, Own done) {
    Own old = NULL;
    Own before = own_maybe(type->mro);
    bool updated = type_mro_update(type, &old);
    bool changed = updated && type->mro != before;
    release_maybe(before);
    if (!updated) return false;
    if (!changed) return true;
    Own step = tuple_pack(3, type_object(type), type->mro, old ? old : None);
    release_maybe(old);
    if (!step || !list_append(done, step)) return false;
    Own subclasses = type_subclasses_list(type);
    bool all = subclasses != NULL;
    for (isize i = 0; all && i < list_length(subclasses); i++)
        all = update_orders(AS_TYPE(list_get(subclasses, i)), done);
    release_maybe(subclasses);
    return all;
}

static void restore_orders(Ref done) {
    for (isize i = 0; i < list_length(done); i++) {
        Ref step = list_get(done, i);
        Type *type = AS_TYPE(tuple_get(step, 0));
        Ref before = tuple_get(step, 2);
        if (type->mro != tuple_get(step, 1)) continue;
        slot_set(&type->mro, before == None ? NULL : own(before));
        type_modified(type);
    }
}

static void update_slots_below(Type *type) {
    type_modified(type);
    for (isize i = 0; i < slot_method_count; i++) type_update_slot(type, slot_method_name(&slot_methods[i]));
}

/* The bases are in place; makes all else follow. */
static bool follow_bases(Type *type, Ref old_bases, Ref new_bases) {
    Own done = list_new(0);
    if (!done) return false;
    bool updated = update_orders(type, done);
    if (!updated) restore_orders(done);
    release(done);
    if (!updated || type->bases != new_bases) return updated;
    type_remove_from_bases(type, old_bases);
    bool added = type_add_to_bases(type, new_bases);
    update_slots_below(type);
    return added;
}

static bool set_bases(Ref self, Ref value, void *closure UNUSED) {
    Type *type = AS_TYPE(self);
    if (!check_settable(type, value, "__bases__") || !check_new_bases(type, value)) return false;
    Type *base = type_best_base(value), *old_base = type->base;
    if (!base || !type_compatible(old_base, base, "__bases__")) return false;
    Object *old_bases = type->bases;
    type->bases = own(value);
    type->base = AS_TYPE(own(type_object(base)));
    bool done = follow_bases(type, old_bases, value);
    if (!done && type->bases == value) {
        Object *new_bases = type->bases;
        Type *new_base = type->base;
        type->bases = old_bases;
        type->base = old_base;
        release(new_bases);
        release(type_object(new_base));
        return false;
    }
    release(old_bases);
    release(type_object(old_base));
    return done;
}

/* --- numbers: as CPython has them ----------------------------------------------------------------------- */

/* Our flag to CPython's bit. */
static const struct {
    u32 flag;
    int bit;
} flag_bits[] = {
    {TYPE_MANAGED_DICT, 4},       {TYPE_SEQUENCE, 5},       {TYPE_MAPPING, 6},
    {TYPE_NO_INSTANTIATION, 7},   {TYPE_IMMUTABLE, 8},      {TYPE_HEAP, 9},
    {TYPE_BASETYPE, 10},          {TYPE_READY, 12},         {TYPE_GC, 14},
    {TYPE_METHOD_DESCRIPTOR, 17}, {TYPE_VALID_VERSION, 19}, {TYPE_ABSTRACT, 20},
    {TYPE_MATCH_SELF, 22},
};
#define SUBCLASS_FLAGS 0xFF000000u /* the same bits in both */

static Own get_flags(Ref self) {
    const Type *type = AS_TYPE(self);
    u32 bits = type->flags & SUBCLASS_FLAGS;
    for (isize i = 0; i < COUNT_OF(flag_bits); i++) {
        if (type_has(type, flag_bits[i].flag)) bits |= 1u << flag_bits[i].bit;
    }
    return int_from_i64(bits);
}

/* A field that a class added, where CPython's layout has it. */
static isize ghost_offset(const Type *type, isize offset) {
    if (offset < 0 && type_has(type, TYPE_STR_SUBCLASS))
        return TYPE(STR)->ghost_size - offset - (isize)sizeof(Object *);
    return offset > 0 && type_is_class(type) ? offset + type->ghost_size - type->basicsize : offset;
}

static Own get_dict_offset(Ref self) {
    const Type *type = AS_TYPE(self);
    if (type_has(type, TYPE_MANAGED_DICT))
        return int_from_isize(-type->ghost_size - 3 * (isize)sizeof(Object *));
    return int_from_isize(ghost_offset(type, type->dict_offset));
}

static Own get_weakref_offset(Ref self) {
    return int_from_isize(ghost_offset(AS_TYPE(self), AS_TYPE(self)->weaklist_offset));
}

static Own get_item_size(Ref self) {
    return int_from_isize(type_varies(AS_TYPE(self)) ? AS_TYPE(self)->itemsize : 0);
}

const MemberDef type_members[] = {
    {"__basicsize__", MEMBER_ISIZE, offsetof(Type, ghost_size), true, NULL},
    {"__itemsize__", MEMBER_COMPUTED, .readonly = true, .get = get_item_size},
    {"__flags__", MEMBER_COMPUTED, .readonly = true, .get = get_flags},
    {"__weakrefoffset__", MEMBER_COMPUTED, .readonly = true, .get = get_weakref_offset},
    {"__base__", MEMBER_OBJECT, offsetof(Type, base), true, NULL},
    {"__dictoffset__", MEMBER_COMPUTED, .readonly = true, .get = get_dict_offset},
    {"__mro__", MEMBER_OBJECT, offsetof(Type, mro), true, NULL},
    {.name = NULL}};
const GetSetDef type_getset[] = {
    {"__name__", .get = get_name, .set = set_name},
    {"__qualname__", .get = get_qualname, .set = set_qualname},
    {"__bases__", .get = get_bases, .set = set_bases},
    {"__module__", .get = get_module, .set = set_module},
    {"__abstractmethods__", .get = get_abstract_methods, .set = set_abstract_methods},
    {"__dict__", .get = get_dict},
    {"__doc__", .get = get_doc, .set = set_doc},
    {"__text_signature__", .get = get_text_signature},
    {"__annotations__", .get = get_annotations, .set = set_annotations},
    {.name = NULL}};
