/* type_ready.c: making a native type from its spec.
 *
 * First the part that needs no other object (type_prepare), so that strs, dicts and tuples can be allocated
 * while their own types are being made; then bases, MRO and the dict: `__new__`, a wrapper for each special
 * method whose slot the type fills itself, methods, members, computed attributes, `__doc__`; last, what is
 * inherited. The order in which names come into the dict is CPython's. */
#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/slot_methods.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_parts.h"

void type_prepare(Type *type, const TypeSpec *spec) {
    if (type->spec) return;
    ((u64 *)type)[-1] = OBJECT_ROOT->next_serial++;
    type->ob_base.ob_base.ob_refcnt = 1; /* the room's: native types never die */
    type->ob_base.ob_base.ob_type = TYPE(TYPE);
    type->spec = spec;
    type->name = spec->name;
    type->basicsize = spec->basicsize;
    type->itemsize = spec->itemsize;
    type->flags = spec->flags | (spec->flags & TYPE_HEAP ? 0 : TYPE_IMMUTABLE);
    type->weaklist_offset = spec->weaklist_offset;
    type->dict_offset = spec->dict_offset;
    type->ghost_size = spec->ghost_size ? spec->ghost_size : spec->basicsize;
    type->slots = spec->slots;
}

/* --- the dict ------------------------------------------------------------------------------------------- */

/* Adds a new object unless the name is taken. Consumes it; NULL: it could not be made. */
static bool add(Type *type, Own name, Own value, bool replace) {
    bool added = name && value;
    if (added && (replace || !dict_get_str(type->dict, name))) added = dict_set(type->dict, name, value);
    release_maybe(name);
    release_maybe(value);
    return added;
}

static bool add_named(Type *type, const char *name, Own value) {
    return value && add(type, str_intern_cstring(name), value, false);
}

static bool add_wrappers(Type *type) {
    for (isize i = 0; i < slot_method_count; i++) {
        const SlotMethod *method = &slot_methods[i];
        AnyFn function = *slot_address(type, method->slot);
        Ref name = slot_method_name(method);
        if (!method->wrap || !function || dict_get_str(type->dict, name)) continue;
        Own value = function == (AnyFn)object_hash_unhashable ? own_none()
                                                              : wrapper_descriptor_new(type, method, function);
        if (!value || !dict_set_own(type->dict, name, value)) return false;
    }
    return true;
}

Own type_wrap_method(Type *kind, Ref callable) {
    Own method = object_new(kind, 0);
    if (!method) return NULL;
    AS_WRAPPED_METHOD(method)->callable = own(callable);
    gc_track(method);
    return method;
}

/* A static method: the C function bound to nothing but its type. */
static Own static_method_new(Type *type, const MethodDef *def) {
    Own function = builtin_function_new(def, type_object(type), NULL);
    if (!function) return NULL;
    Own method = type_wrap_method(TYPE(STATIC_METHOD), function);
    release(function);
    return method;
}

static Own method_object(Type *type, const MethodDef *def) {
    if (def->flags & METHOD_CLASS) return class_method_descriptor_new(type, def);
    if (def->flags & METHOD_STATIC) return static_method_new(type, def);
    return method_descriptor_new(type, def);
}

static bool add_methods(Type *type, const MethodDef *methods) {
    for (const MethodDef *def = methods; def && def->name; def++) {
        Own method = method_object(type, def);
        if (!method || !add(type, str_intern_cstring(def->name), method, def->flags & METHOD_COEXIST))
            return false;
    }
    return true;
}

bool type_add_members(Type *type, const MemberDef *members, isize count) {
    for (isize i = 0; i < count; i++) {
        if (!add_named(type, members[i].name, member_descriptor_new(type, &members[i]))) return false;
    }
    return true;
}

bool type_add_getset(Type *type, const GetSetDef *getset) {
    for (const GetSetDef *def = getset; def && def->name; def++) {
        if (!add_named(type, def->name, getset_descriptor_new(type, def))) return false;
    }
    return true;
}

static isize member_count(const MemberDef *members) {
    isize count = 0;
    while (members && members[count].name) count++;
    return count;
}

static bool add_tables(Type *type, const TypeSpec *spec) {
    return add_wrappers(type) && add_methods(type, spec->methods) &&
           type_add_members(type, spec->members, member_count(spec->members)) &&
           type_add_getset(type, spec->getset);
}

/* --- __new__ -------------------------------------------------------------------------------------------- */

static const MethodDef new_def = {
    .name = "__new__",
    .kind = METHOD_KEYWORDS,
    .keywords = type_call_new,
    .flags = METHOD_VARARGS,
    .doc = "__new__($type, *args, **kwargs)\n--\n\n"
           "Create and return a new object.  See help(type) for accurate signature.",
};

/* A native type derived from nothing but `object` can be called only when it has a `new` of its own. */
static bool settle_new(Type *type) {
    bool native = !type_has(type, TYPE_HEAP);
    if (native && !type->slots.new && type->base == TYPE(OBJECT)) type->flags |= TYPE_NO_INSTANTIATION;
    if (type_has(type, TYPE_NO_INSTANTIATION)) {
        type->slots.new = NULL;
        return true;
    }
    if (!type->slots.new) {
        type->slots.new = type->base->slots.new;
        return true;
    }
    if (dict_get_str(type->dict, NAME(__new__))) return true;
    Own function = builtin_function_new(&new_def, type_object(type), NULL);
    return function && dict_set_own(type->dict, NAME(__new__), function);
}

/* --- all of it ------------------------------------------------------------------------------------------ */

static bool set_doc(Type *type) {
    if (dict_get_str(type->dict, NAME(__doc__))) return true;
    Own doc = type->spec && type->spec->doc ? doc_text(type_short_name(type), type->spec->doc) : own_none();
    return doc && dict_set_own(type->dict, NAME(__doc__), doc);
}

/* Native types that look as if a program had made them carry their module in the dict, and their name: strs that they
 * share with nobody. */
static bool set_names(Type *type) {
    if (!type->spec || !type_has(type, TYPE_HEAP)) return true;
    Own shared = type_get_module(type);
    Own module = shared ? str_from_utf8((const char *)str_data(shared), str_length(shared)) : NULL;
    release_maybe(shared);
    if (!module || !dict_set_own(type->dict, NAME(__module__), module)) return false;
    type->heap_name = type_get_name(type);
    type->heap_qualname = own_maybe(type->heap_name);
    return type->heap_name != NULL;
}

bool type_fill_dict(Type *type) {
    if (!settle_new(type)) return false;
    if (type->spec && !add_tables(type, type->spec)) return false;
    if (!type->spec && !type_add_members(type, type_slot_members(type), type->slot_count)) return false;
    return true;
}

bool type_complete(Type *type) {
    if (!set_doc(type) || !type_inherit(type) || !set_names(type) || !type_add_to_bases(type, type->bases))
        return false;
    assert(!type_has(type, TYPE_GC) || type->slots.traverse);
    type->flags |= TYPE_READY;
    return true;
}

bool type_ready(Type *type, const TypeSpec *spec) {
    if (type_has(type, TYPE_READY)) return true;
    type_prepare(type, spec);
    type->base = type == TYPE(OBJECT) ? NULL : spec->base ? spec->base : TYPE(OBJECT);
    if (type->base && !type_ready(type->base, type->base->spec)) return false;
    if (type->base) own(type_object(type->base));
    type->dict = dict_new();
    type->bases = type->base ? tuple_pack(1, type_object(type->base)) : tuple_new(0);
    if (!type->dict || !type->bases || !type_mro_update(type, NULL)) return false;
    return type_fill_dict(type) && type_complete(type);
}
