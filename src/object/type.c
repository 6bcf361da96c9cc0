/* type.c: the type `type`: calling a class, attributes of classes, questions about types.
 *
 * Calling a class is two slots: `new` makes the object, `init` (when it is an instance of the class) fills it.
 * Attributes of a class are looked up twice: along the MRO of its own type, as for any object, and along its
 * own MRO, where what is found is bound as "through the class". */
#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/slot_methods.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/type_parts.h"

/* --- questions ------------------------------------------------------------------------------------------ */

/* A type that is being made has no MRO yet: its chain of bases must do. */
static bool is_in_base_chain(const Type *type, const Type *base) {
    for (; type; type = type->base) {
        if (type == base) return true;
    }
    return base == TYPE(OBJECT);
}

bool type_is_subtype(const Type *type, const Type *base) {
    if (type == base) return true;
    if (UNLIKELY(!type->mro)) return is_in_base_chain(type, base);
    for (isize i = 0; i < size_of(type->mro); i++) {
        if (tuple_get(type->mro, i) == type_object(base)) return true;
    }
    return false;
}

const char *type_short_name(const Type *type) {
    if (type_is_class(type)) return type->name;
    const char *dot = strrchr(type->name, '.');
    return dot ? dot + 1 : type->name;
}

/* As in CPython, a static type's name is made anew for each who asks: pickles show who shares a str with whom. */
Own type_get_name(const Type *type) {
    return type->heap_name ? own(type->heap_name) : str_from_ascii(type_short_name(type), -1);
}

Own type_get_qualname(const Type *type) {
    return type->heap_qualname ? own(type->heap_qualname) : type_get_name(type);
}

/* A class's __module__ is what its dict says, and so is that of a native type made to look like one; another's
 * stands in its spec, or before the dot of its name. */
Own type_get_module(const Type *type) {
    Ref module = type->heap_name ? dict_get_str(type->dict, NAME(__module__)) : NULL;
    if (module) return own(module);
    if (type_is_class(type)) return error_set_object(EXC(AttributeError), NAME(__module__));
    if (type->spec->module) return str_intern_cstring(type->spec->module);
    const char *dot = strrchr(type->name, '.');
    if (!dot) return own(NAME(builtins));
    return str_intern(str_from_utf8(type->name, dot - type->name));
}

/* --- calling -------------------------------------------------------------------------------------------- */

/* Instances of classes are known to the collector from birth; a native type without the need for it (int, str)
 * does not see to that. */
static Own made_by_new(const Type *type, Own object) {
    object = call_check_result(type_object(type), object);
    if (object && type_is_class(type_of(object)) && !gc_is_tracked(object)) gc_track(object);
    return object;
}

Own type_make_object(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return made_by_new(AS_TYPE(self), AS_TYPE(self)->slots.new(AS_TYPE(self), args, nargs, kwnames));
}

/* new, then init where `new` gave an instance of the type. */
static Own make_instance(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (!type->slots.new) return error_set(EXC(TypeError), "cannot create '%s' instances", type->name);
    Own object = type_make_object(type_object(type), args, nargs, kwnames);
    if (!object || !is_a(object, type)) return object;
    InitFn init = type_of(object)->slots.init;
    if (init && !init(object, args, nargs, kwnames)) slot_clear(&object);
    return object;
}

Own type_call_tuple(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Type *type = AS_TYPE(self);
    if (kwnames && !tuple_length(kwnames)) kwnames = NULL;
    if (type == TYPE(TYPE)) {
        if (nargs == 1) {
            if (!arguments_no_keywords("type", kwnames)) return NULL;
            return own(type_object(type_of(args[0])));
        }
        if (nargs != 3) return error_set(EXC(TypeError), "type() takes 1 or 3 arguments");
    }
    if (type_has(type, TYPE_VECTORCALL)) return make_instance(type, args, nargs, kwnames);
    if (!recursion_enter(" while calling a Python object")) return NULL;
    Own object = make_instance(type, args, nargs, kwnames);
    recursion_leave();
    return object;
}

Own type_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (type_has(AS_TYPE(self), TYPE_VECTORCALL)) return type_call_tuple(self, args, nargs, kwnames);
    call_retain(args, nargs, kwnames);
    Own object = type_call_tuple(self, args, nargs, kwnames);
    call_release(args, nargs, kwnames);
    return object;
}

static bool type_init(Ref self UNUSED, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    if (kwnames && tuple_length(kwnames) && nargs == 1) {
        return error_set(EXC(TypeError), "type.__init__() takes no keyword arguments");
    }
    if (nargs == 1 || nargs == 3) return true;
    return error_set(EXC(TypeError), "type.__init__() takes 1 or 3 arguments");
}

/* --- __new__ of native types ---------------------------------------------------------------------------- */

/* The nearest type whose `new` is C: only that one knows how to make the subtype's instances. */
static const Type *native_maker(const Type *subtype) {
    while (subtype && subtype->slots.new == slot_function_new) subtype = subtype->base;
    return subtype;
}

Own type_call_new(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!is_type(self)) {
        return error_set(EXC(SystemError), "__new__() called with non-type 'self'");
    }
    Type *type = AS_TYPE(self);
    if (nargs < 1) return error_set(EXC(TypeError), "%s.__new__(): not enough arguments", type->name);
    if (!is_type(args[0])) {
        return error_set(EXC(TypeError), "%s.__new__(X): X is not a type object (%s)", type->name,
                         type_of(args[0])->name);
    }
    Type *subtype = AS_TYPE(args[0]);
    if (!type_is_subtype(subtype, type)) {
        return error_set(EXC(TypeError), "%s.__new__(%s): %s is not a subtype of %s", type->name, subtype->name,
                         subtype->name, type->name);
    }
    const Type *maker = native_maker(subtype);
    if (maker && maker->slots.new != type->slots.new) {
        return error_set(EXC(TypeError), "%s.__new__(%s) is not safe, use %s.__new__()", type->name,
                         subtype->name, maker->name);
    }
    return made_by_new(type, type->slots.new(subtype, args + 1, nargs - 1, kwnames));
}

/* --- attributes ----------------------------------------------------------------------------------------- */

static Own find_through_class(Type *type, Ref name, bool *found) {
    Own attribute = own_maybe(type_lookup(type, name));
    *found = attribute != NULL;
    DescrGetFn get = attribute ? type_of(attribute)->slots.descr_get : NULL;
    if (!get) return attribute;
    Own value = get(attribute, NULL, type_object(type));
    release(attribute);
    return value;
}

static Own type_getattro(Ref self, Ref name) {
    if (!is_str(name)) {
        return error_set(EXC(TypeError), "attribute name must be string, not '%.200s'", type_of(name)->name);
    }
    Type *type = AS_TYPE(self), *metatype = type_of(self);
    Own meta = own_maybe(type_lookup(metatype, name));
    DescrGetFn meta_get = meta ? type_of(meta)->slots.descr_get : NULL;
    bool found = false;
    Own value = NULL;
    if (meta_get && type_of(meta)->slots.descr_set) {
        value = meta_get(meta, self, type_object(metatype));
    } else {
        value = find_through_class(type, name, &found);
        if (!found && meta_get) value = meta_get(meta, self, type_object(metatype));
        if (!found && meta && !meta_get) value = own(meta);
        if (!found && !meta) {
            error_set_attribute(self, name, "type object '%.50s' has no attribute '%U'", type->name, name);
        }
    }
    release_maybe(meta);
    return value;
}

static bool is_special_name(Ref name) {
    isize length = str_length(name);
    return length > 4 && str_char(name, 0) == '_' && str_char(name, 1) == '_' &&
           str_char(name, length - 1) == '_' && str_char(name, length - 2) == '_';
}

static bool type_setattro(Ref self, Ref name, Ref value) {
    Type *type = AS_TYPE(self);
    if (type_has(type, TYPE_IMMUTABLE)) {
        return error_set(EXC(TypeError), "cannot set %R attribute of immutable type '%s'", name, type->name);
    }
    if (!is_str(name)) return object_generic_set_attribute(self, name, value);
    Own interned = str_intern(own(name)); /* slots are found by the interned name */
    if (!interned) return false;
    /* The old value dies last: what its death runs must not find it in the cache of lookups. */
    Own old = is_exact_str(interned) ? own_maybe(dict_get_str(type->dict, interned)) : NULL;
    bool done = object_generic_set_attribute(self, interned, value);
    if (done) type_modified(type);
    if (done && is_special_name(interned)) type_update_slot(type, interned);
    release(interned);
    release_maybe(old);
    return done;
}

/* --- text and union ------------------------------------------------------------------------------------- */

static Own type_repr(Ref self) {
    const Type *type = AS_TYPE(self);
    Own module = type->dict ? type_get_module(type) : NULL;
    if (!module) {
        error_clear();
    } else if (!is_str(module)) {
        slot_clear(&module);
    }
    Own name = type_get_qualname(type), result = NULL;
    if (name && module && !str_equal_ascii(module, "builtins")) {
        result = str_format("<class '%U.%U'>", module, name);
    } else if (name) {
        result = str_format("<class '%s'>", type->name);
    }
    release_maybe(name);
    release_maybe(module);
    return result;
}

/* --- the type ------------------------------------------------------------------------------------------- */

const TypeSpec type_spec = {
    .name = "type",
    .basicsize = sizeof(Type),
    .itemsize = sizeof(MemberDef), /* of __slots__, behind the type */
    .flags = TYPE_GC | TYPE_BASETYPE | TYPE_TYPE_SUBCLASS,
    .weaklist_offset = offsetof(Type, weaklist),
    .dict_offset = offsetof(Type, dict),
    .ghost_size = 904,
    .slots = {.dealloc = type_dealloc,
              .traverse = type_traverse,
              .clear = type_clear,
              .repr = type_repr,
              .call = type_call,
              .getattro = type_getattro,
              .setattro = type_setattro,
              .init = type_init,
              .new = type_new,
              .bit_or = union_new},
    .methods = type_methods,
    .getset = type_getset,
    .members = type_members,
    .doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
};
