/* attribute.c: `object.name`, by the rule that all classes share.
 *
 *     1. a data descriptor on the type            (property, slot, getset)
 *     2. the instance's own dictionary            (inline values, or __dict__)
 *     3. a descriptor or plain value on the type  (function: becomes a method)
 *
 * An instance of a class with a managed dict has its attributes in an array of values, under keys that it
 * shares with the class's other instances, until somebody asks for its `__dict__`; from then on that dict holds
 * them (object/dict.h). Everybody else's dict lies in a field, at the type's dict_offset. */
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/root.h"
#include "object/str.h"
#include "object/type_checks.h"

/* --- where an instance's dict is ------------------------------------------------------------------------ */

static bool has_inline_values(Ref object) {
    return type_has(type_of(object), TYPE_MANAGED_DICT) && *instance_values(object);
}

/* The dict's slot, as it is: NULL in it means no dict yet. */
static Object **dict_slot_as_is(Ref object) {
    const Type *type = type_of(object);
    if (type_has(type, TYPE_MANAGED_DICT)) return instance_dict(object);
    return type->dict_offset ? object_field(object, type->dict_offset) : NULL;
}

Object **object_dict_slot(Ref object) {
    if (has_inline_values(object) && !instance_dict_materialize(object)) return NULL;
    return dict_slot_as_is(object);
}

/* The dict in the slot, made where there is none. */
static Ref dict_in_slot(Ref object, Object **slot) {
    if (*slot) return *slot;
    if (type_has(type_of(object), TYPE_MANAGED_DICT)) return instance_dict_materialize(object);
    return *slot = dict_new();
}

Ref object_dict(Ref object) {
    if (has_inline_values(object)) return instance_dict_materialize(object);
    Object **slot = dict_slot_as_is(object);
    if (!slot) return error_set(EXC(AttributeError), "This object has no __dict__");
    return dict_in_slot(object, slot);
}

Own object_get_dict(Ref self, UNUSED void *closure) {
    Ref dict = object_dict(self);
    return dict ? own(dict) : NULL;
}

bool object_set_dict(Ref self, Ref value, UNUSED void *closure) {
    if (!value) return error_set(EXC(TypeError), "cannot delete __dict__");
    if (!is_dict(value)) {
        return error_set(EXC(TypeError), "__dict__ must be set to a dictionary, not a '%.200s'",
                         type_of(value)->name);
    }
    Object **slot = object_dict_slot(self);
    if (!slot) return error_memory();
    slot_set(slot, own(value));
    return true;
}

/* --- getting -------------------------------------------------------------------------------------------- */

static bool is_data_descriptor(Ref descriptor) { return type_of(descriptor)->slots.descr_set != NULL; }

static void *no_attribute(Ref object, Ref name) {
    return error_set_attribute(object, name, "'%.50s' object has no attribute '%U'", type_of(object)->name,
                               name);
}

/* From the instance itself: owned; NULL without exception when it is not there. */
static Own get_own_attribute(Ref object, Ref name) {
    if (has_inline_values(object)) {
        if (LIKELY(is_exact_str(name))) return instance_values_get(object, name);
        if (!instance_dict_materialize(object)) return NULL; /* its __eq__ has a say */
    }
    Object **slot = dict_slot_as_is(object);
    if (!slot || !*slot) return NULL;
    Own dict = own(*slot); /* comparing keys can run Python code */
    Own value = own_maybe(dict_get(dict, name));
    release(dict);
    return value;
}

static bool name_is_str(Ref name) {
    if (LIKELY(is_str(name))) return true;
    return error_set(EXC(TypeError), "attribute name must be string, not '%.200s'", type_of(name)->name);
}

/* The rule. NULL without exception: there is no such attribute. */
static Own find_generic(Ref object, Ref name) {
    Type *type = type_of(object);
    Own descriptor = own_maybe(type_lookup(type, name));
    DescrGetFn get = descriptor ? type_of(descriptor)->slots.descr_get : NULL;
    if (get && is_data_descriptor(descriptor)) {
        Own value = get(descriptor, object, &type->ob_base.ob_base);
        release(descriptor);
        return value;
    }
    Own value = get_own_attribute(object, name);
    if (!value && get && !error_occurred()) value = get(descriptor, object, &type->ob_base.ob_base);
    if (value || get || error_occurred()) {
        release_maybe(descriptor);
        return value;
    }
    return descriptor;
}

Own object_generic_get_attribute(Ref object, Ref name) {
    if (!name_is_str(name)) return NULL;
    Own value = find_generic(object, name);
    return value || error_occurred() ? value : no_attribute(object, name);
}

/* An AttributeError that does not say yet whose attribute was missing is told. */
static void *complete_attribute_error(Ref object, Ref name) {
    if (!error_matches(EXC(AttributeError))) return NULL;
    AttributeException *error = (AttributeException *)error_current();
    if (error->name || error->object) return NULL;
    error->name = own(name);
    error->object = own(object);
    return NULL;
}

Own object_get_attribute(Ref object, Ref name) {
    if (!name_is_str(name)) return NULL;
    BinaryFn get = type_of(object)->slots.getattro;
    if (UNLIKELY(!get)) return no_attribute(object, name);
    Own value = get(object, name);
    return LIKELY(value != NULL) ? value : complete_attribute_error(object, name);
}

bool object_find_attribute(Ref object, Ref name, Own *result) {
    *result = NULL;
    if (!name_is_str(name)) return false;
    BinaryFn get = type_of(object)->slots.getattro;
    if (!get) return true;
    if (get == object_generic_get_attribute) {
        *result = find_generic(object, name);
        if (*result || !error_occurred()) return true;
    } else {
        *result = get(object, name);
        if (*result) return true;
    }
    if (!error_matches(EXC(AttributeError))) return false;
    error_clear();
    return true;
}

Own object_special(Ref object, Ref name) {
    Type *type = type_of(object);
    Ref found = type_lookup(type, name);
    if (!found) return NULL;
    DescrGetFn get = type_of(found)->slots.descr_get;
    return get ? get(found, object, &type->ob_base.ob_base) : own(found);
}

Own object_get_method(Ref object, Ref name, bool *is_method) {
    *is_method = false;
    Type *type = type_of(object);
    if (type->slots.getattro != object_generic_get_attribute || !is_str(name)) {
        return object_get_attribute(object, name);
    }
    Own descriptor = own_maybe(type_lookup(type, name));
    if (!descriptor || !type_has(type_of(descriptor), TYPE_METHOD_DESCRIPTOR)) {
        release_maybe(descriptor);
        return object_get_attribute(object, name);
    }
    Own value = get_own_attribute(object, name);
    if (value || error_occurred()) {
        release(descriptor);
        return value;
    }
    *is_method = true;
    return descriptor;
}

/* --- setting -------------------------------------------------------------------------------------------- */

/* As CPython 3.11, without telling the error the object and the name. The KeyError that led here is
 * forgotten. */
static bool not_settable_there(Ref object, Ref name) {
    error_clear();
    if (is_type(object)) {
        return error_set(EXC(AttributeError), "type object '%.50s' has no attribute '%U'",
                         AS_TYPE(object)->name, name);
    }
    return error_set(EXC(AttributeError), "'%.100s' object has no attribute '%U'", type_of(object)->name, name);
}

/* Into the instance's dict; a missing key is an AttributeError. */
static bool set_in_dict(Ref object, Object **slot, Ref name, Ref value) {
    Ref in_slot = dict_in_slot(object, slot);
    if (!in_slot) return false;
    Own dict = own(in_slot);
    bool done = value ? dict_set(dict, name, value) : dict_delete(dict, name);
    release(dict);
    if (!done && error_matches(EXC(KeyError))) not_settable_there(object, name);
    return done;
}

/* An error here bears neither name nor object, as that of a read does: CPython suggests nothing at a store. */
static bool set_generic(Ref object, Ref name, Ref value) {
    Type *type = type_of(object);
    Own descriptor = own_maybe(type_lookup(type, name));
    DescrSetFn set = descriptor ? type_of(descriptor)->slots.descr_set : NULL;
    Object **slot;
    bool done;
    if (set) {
        done = set(descriptor, object, value);
    } else if (has_inline_values(object)) {
        done = instance_values_set(object, name, value);
    } else if ((slot = dict_slot_as_is(object))) {
        done = set_in_dict(object, slot, name, value);
    } else if (descriptor) {
        done = error_set(EXC(AttributeError), "'%.50s' object attribute '%U' is read-only", type->name, name);
    } else {
        done = error_set(EXC(AttributeError), "'%.100s' object has no attribute '%U'", type->name, name);
    }
    release_maybe(descriptor);
    return done;
}

bool object_generic_set_attribute(Ref object, Ref name, Ref value) {
    if (!name_is_str(name)) return false;
    Type *type = type_of(object); /* held: a setter may change the object's class */
    own(&type->ob_base.ob_base);
    own(name);
    bool done = set_generic(object, name, value);
    release((Own)name);
    release(&type->ob_base.ob_base);
    return done;
}

static bool not_settable(Ref object, Ref name, Ref value) {
    const char *how = type_of(object)->slots.getattro ? "only read-only attributes" : "no attributes";
    return error_set(EXC(TypeError), "'%.100s' object has %s (%s .%U)", type_of(object)->name, how,
                     value ? "assign to" : "del", name);
}

bool object_set_attribute(Ref object, Ref name, Ref value) {
    if (!name_is_str(name)) return false;
    Own interned = str_intern(own(name));
    if (!interned) return false;
    SetAttrFn set = type_of(object)->slots.setattro;
    bool done = set ? set(object, interned, value) : not_settable(object, interned, value);
    release(interned);
    return done;
}
