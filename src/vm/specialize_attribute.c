/* specialize_attribute.c: attributes, methods, globals.
 *
 * What an attribute is depends on the type, which has a version, and on the instance's keys, which have one
 * too: the cache keeps the versions and where the value was. */
#include "object/callables.h"
#include "object/dict.h"
#include "vm/root.h"
#include "vm/specialize_parts.h"

/* --- what the type says about a name ---------------------------------------------------------------- */

typedef enum DescriptorKind {
    DESCRIPTOR_ABSENT,
    DESCRIPTOR_METHOD, /* a function or the like, to be bound */
    DESCRIPTOR_SLOT,   /* from __slots__ */
    DESCRIPTOR_DUNDER_CLASS,
    DESCRIPTOR_PLAIN, /* a class attribute without __get__ */
    DESCRIPTOR_OTHER  /* whatever there is no form for */
} DescriptorKind;

static DescriptorKind classify(Type *type, Ref name, Ref *descriptor, bool store) {
    const TypeSlots *slots = &type->slots, *plain = &TYPE(OBJECT)->slots;
    *descriptor = NULL;
    if (store ? slots->setattro != plain->setattro : slots->getattro != plain->getattro)
        return DESCRIPTOR_OTHER;
    Ref found = *descriptor = type_lookup(type, name);
    if (!found) return DESCRIPTOR_ABSENT;
    const Type *kind = type_of(found);
    if (!type_has(kind, TYPE_IMMUTABLE)) return DESCRIPTOR_OTHER;
    if (kind->slots.descr_set) {
        if (kind == TYPE(MEMBER_DESCRIPTOR)) {
            return ((const MemberDescriptor *)found)->def->kind == MEMBER_OBJECT_EX ? DESCRIPTOR_SLOT
                                                                                    : DESCRIPTOR_OTHER;
        }
        if (kind != TYPE(PROPERTY) && name == NAME(__class__) && found == type_lookup(TYPE(OBJECT), name)) {
            return DESCRIPTOR_DUNDER_CLASS;
        }
        return DESCRIPTOR_OTHER;
    }
    if (!kind->slots.descr_get) return DESCRIPTOR_PLAIN;
    return type_has(kind, TYPE_METHOD_DESCRIPTOR) ? DESCRIPTOR_METHOD : DESCRIPTOR_OTHER;
}

/* --- modules ---------------------------------------------------------------------------------------- */

static bool specialize_module(Ref module, CodeUnit *unit, Ref name, Opcode form) {
    AttributeCache *cache = (AttributeCache *)(void *)(unit + 1);
    DictKeys *keys = AS_DICT(module_dict(module))->keys;
    if (keys->kind != DICT_KEYS_STR || dict_keys_index(keys, NAME(__getattr__)) >= 0) return false;
    isize index = dict_keys_index(keys, name);
    if (index != (u16)index) return false;
    u32 version = dict_keys_version(keys);
    if (!version) return false;
    cache_write_u32(cache->version, version);
    cache->index = (u16)index;
    specialize_succeed(unit, form);
    return true;
}

/* --- slots and instances ---------------------------------------------------------------------------- */

static bool specialize_slot(Ref owner, CodeUnit *unit, isize offset, Opcode form) {
    AttributeCache *cache = (AttributeCache *)(void *)(unit + 1);
    if (offset != (u16)offset || !type_assign_version(type_of(owner))) return false;
    cache->index = (u16)offset;
    cache_write_u32(cache->version, type_of(owner)->version);
    specialize_succeed(unit, form);
    return true;
}

static bool specialize_member(Ref owner, CodeUnit *unit, Ref descriptor, bool store, Opcode form) {
    const MemberDescriptor *member = (const MemberDescriptor *)descriptor;
    if (!is_a(owner, member->type) || member->def->offset < 0 || (store && member->def->readonly)) return false;
    return specialize_slot(owner, unit, member->def->offset, form);
}

/* Inline values, or a dict that has the name at a place where it will be next time too. */
static bool specialize_instance(Ref owner, CodeUnit *unit, Ref name, Opcode for_values, Opcode for_dict) {
    Type *type = type_of(owner);
    if (!type_has(type, TYPE_MANAGED_DICT) || !type_assign_version(type)) return false;
    AttributeCache *cache = (AttributeCache *)(void *)(unit + 1);
    const Object *dict = *instance_dict(owner);
    bool in_values = *instance_values(owner) != NULL;
    if (!in_values && (!dict || !is_exact_dict(dict))) return false;
    isize index = dict_keys_index(in_values ? type->cached_keys : AS_DICT(dict)->keys, name);
    if (index != (u16)index) return false;
    cache->index = (u16)index;
    cache_write_u32(cache->version, type->version);
    specialize_succeed(unit, in_values ? for_values : for_dict);
    return true;
}

static bool try_load_attr(Ref owner, CodeUnit *unit, Ref name) {
    if (type_of(owner) == TYPE(MODULE)) return specialize_module(owner, unit, name, OP_LOAD_ATTR_MODULE);
    Ref descriptor;
    switch (classify(type_of(owner), name, &descriptor, false)) {
    case DESCRIPTOR_SLOT: return specialize_member(owner, unit, descriptor, false, OP_LOAD_ATTR_SLOT);
    case DESCRIPTOR_DUNDER_CLASS:
        return specialize_slot(owner, unit, offsetof(Object, ob_type), OP_LOAD_ATTR_SLOT);
    case DESCRIPTOR_PLAIN: /* what the instance has hides what the class has */
    case DESCRIPTOR_ABSENT:
        return specialize_instance(owner, unit, name, OP_LOAD_ATTR_INSTANCE_VALUE, OP_LOAD_ATTR_WITH_HINT);
    default: return false;
    }
}

void specialize_load_attr(Ref owner, CodeUnit *unit, Ref name) {
    if (!try_load_attr(owner, unit, name)) specialize_fail(unit);
}

static bool try_store_attr(Ref owner, CodeUnit *unit, Ref name) {
    if (type_of(owner) == TYPE(MODULE)) return false;
    Ref descriptor;
    switch (classify(type_of(owner), name, &descriptor, true)) {
    case DESCRIPTOR_SLOT: return specialize_member(owner, unit, descriptor, true, OP_STORE_ATTR_SLOT);
    case DESCRIPTOR_PLAIN:
    case DESCRIPTOR_ABSENT:
        return specialize_instance(owner, unit, name, OP_STORE_ATTR_INSTANCE_VALUE, OP_STORE_ATTR_WITH_HINT);
    default: return false;
    }
}

void specialize_store_attr(Ref owner, CodeUnit *unit, Ref name) {
    if (!try_store_attr(owner, unit, name)) specialize_fail(unit);
}

/* --- methods ---------------------------------------------------------------------------------------- */

static void write_method(CodeUnit *unit, u32 type_version, Ref descriptor, Opcode form) {
    LoadMethodCache *cache = (LoadMethodCache *)(void *)(unit + 1);
    cache_write_u32(cache->type_version, type_version);
    cache_write_object(cache->descriptor, descriptor);
    specialize_succeed(unit, form);
}

/* Class.method: what the class has must not be hidden by its metaclass, now or later: nobody looks there again. */
static bool specialize_class_method(Ref owner, CodeUnit *unit, Ref name) {
    Type *type = AS_TYPE(owner);
    if (!type_has(type_of(owner), TYPE_IMMUTABLE) ||
        type_of(owner)->slots.getattro != TYPE(TYPE)->slots.getattro || type_lookup(type_of(owner), name))
        return false;
    Ref descriptor;
    DescriptorKind kind = classify(type, name, &descriptor, false);
    if ((kind != DESCRIPTOR_METHOD && kind != DESCRIPTOR_PLAIN) || !type_assign_version(type)) return false;
    write_method(unit, type->version, descriptor, OP_LOAD_METHOD_CLASS);
    return true;
}

/* The keys in which an attribute of the instance could hide the method; NULL: it has no dict. */
static bool shadowing_keys(Ref owner, DictKeys **keys, i16 *dict_offset, Opcode *form) {
    const Type *type = type_of(owner);
    *keys = NULL;
    *form = OP_LOAD_METHOD_NO_DICT;
    if (type_has(type, TYPE_MANAGED_DICT)) {
        *keys = type->cached_keys; /* as in CPython: a dict of other keys misses each time */
        *dict_offset = (i16)((char *)instance_dict(owner) - (char *)owner);
        *form = *instance_dict(owner) ? OP_LOAD_METHOD_WITH_DICT : OP_LOAD_METHOD_WITH_VALUES;
        return *keys != NULL;
    }
    if (type->dict_offset == 0) return true;
    if (type->dict_offset < 0 || type->dict_offset > INT16_MAX) return false;
    const Object *dict = *(Object **)object_field(owner, type->dict_offset);
    if (!dict) return false;
    *keys = AS_DICT(dict)->keys;
    *dict_offset = (i16)type->dict_offset;
    *form = OP_LOAD_METHOD_WITH_DICT;
    return true;
}

static bool try_load_method(Ref owner, CodeUnit *unit, Ref name) {
    if (type_of(owner) == TYPE(MODULE)) return specialize_module(owner, unit, name, OP_LOAD_METHOD_MODULE);
    if (is_type(owner)) return specialize_class_method(owner, unit, name);
    Type *type = type_of(owner);
    Ref descriptor;
    if (classify(type, name, &descriptor, false) != DESCRIPTOR_METHOD || !type_assign_version(type))
        return false;
    LoadMethodCache *cache = (LoadMethodCache *)(void *)(unit + 1);
    DictKeys *keys;
    i16 dict_offset = 0;
    Opcode form;
    if (!shadowing_keys(owner, &keys, &dict_offset, &form)) return false;
    if (keys) {
        if (dict_keys_index(keys, name) >= 0) return false;
        u32 version = dict_keys_version(keys);
        if (!version) return false;
        cache_write_u32(cache->keys_version, version);
        cache->dict_offset = (u16)dict_offset;
    }
    write_method(unit, type->version, descriptor, form);
    return true;
}

void specialize_load_method(Ref owner, CodeUnit *unit, Ref name) {
    if (!try_load_method(owner, unit, name)) specialize_fail(unit);
}

/* --- globals ---------------------------------------------------------------------------------------- */

static bool try_load_global(Ref globals, Ref builtins, CodeUnit *unit, Ref name) {
    LoadGlobalCache *cache = (LoadGlobalCache *)(void *)(unit + 1);
    if (!is_exact_dict(globals)) return false;
    DictKeys *module_keys = AS_DICT(globals)->keys;
    if (module_keys->kind == DICT_KEYS_GENERAL) return false;
    isize index = dict_keys_index(module_keys, name);
    u32 module_version = dict_keys_version(module_keys), builtins_version = 0;
    Opcode form = OP_LOAD_GLOBAL_MODULE;
    if (index < 0) {
        if (!is_exact_dict(builtins)) return false;
        DictKeys *builtin_keys = AS_DICT(builtins)->keys;
        if (builtin_keys->kind == DICT_KEYS_GENERAL) return false;
        index = dict_keys_index(builtin_keys, name);
        if (index < 0) return false;
        builtins_version = dict_keys_version(builtin_keys);
        if (!builtins_version || builtins_version != (u16)builtins_version) return false;
        form = OP_LOAD_GLOBAL_BUILTIN;
    }
    if (index != (u16)index || !module_version) return false;
    cache->index = (u16)index;
    cache_write_u32(cache->module_keys_version, module_version);
    cache->builtin_keys_version = (u16)builtins_version;
    specialize_succeed(unit, form);
    return true;
}

void specialize_load_global(Ref globals, Ref builtins, CodeUnit *unit, Ref name) {
    if (!try_load_global(globals, builtins, unit, name)) specialize_fail(unit);
}
