/* type_methods.c: the methods of classes: mro(), __subclasses__(), __instancecheck__() ... */
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/type_parts.h"

static Own method_mro(Ref self) { return type_mro_compute(AS_TYPE(self)); }

static Own method_subclasses(Ref self) { return type_subclasses_list(AS_TYPE(self)); }

static Own method_prepare(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    return dict_new();
}

static Own answer(int result) { return result < 0 ? NULL : own_bool(result); }

static Own method_instancecheck(Ref self, Ref instance) {
    return answer(object_is_real_instance(instance, self));
}
static Own method_subclasscheck(Ref self, Ref subclass) {
    return answer(object_is_real_subclass(subclass, self));
}

/* --- dir() ---------------------------------------------------------------------------------------------- */

static bool merge_base_names(Ref names, Ref bases) {
    isize count = object_length(bases);
    for (isize i = 0; i < count; i++) {
        Own index = int_from_isize(i);
        Own base = index ? object_get_item(bases, index) : NULL;
        release_maybe(index);
        bool merged = base && type_merge_names(names, base);
        release_maybe(base);
        if (!merged) return false;
    }
    return count >= 0;
}

/* Through attributes, not fields: `class` need not be a class. */
bool type_merge_names(Ref names, Ref class) {
    Own dict, bases;
    if (!object_find_attribute(class, NAME(__dict__), &dict)) return false;
    bool merged = !dict || dict_merge(names, dict, 1);
    release_maybe(dict);
    if (!merged || !object_find_attribute(class, NAME(__bases__), &bases)) return false;
    merged = !bases || merge_base_names(names, bases);
    release_maybe(bases);
    return merged;
}

static Own method_dir(Ref self) {
    Own names = dict_new();
    if (!names) return NULL;
    Own list = type_merge_names(names, self) ? dict_keys_list(names) : NULL;
    release(names);
    return list;
}

/* --- size ----------------------------------------------------------------------------------------------- */

#define NATIVE_TYPE_SIZE 408 /* CPython's PyTypeObject */
#define CLASS_SIZE 904       /* PyHeapTypeObject */
#define SHARED_KEYS_SIZE 768 /* keys for 30 attributes, as every class with a dict has them */

static Own method_sizeof(Ref self) {
    const Type *type = AS_TYPE(self);
    if (!type_has(type, TYPE_HEAP)) return int_from_i64(NATIVE_TYPE_SIZE);
    return int_from_i64(CLASS_SIZE + (type->cached_keys ? SHARED_KEYS_SIZE : 0));
}

const MethodDef type_methods[] = {
    {"mro", METHOD_NONE, .none = method_mro,
     .doc = "mro($self, /)\n--\n\nReturn a type's method resolution order."},
    {"__subclasses__", METHOD_NONE, .none = method_subclasses,
     .doc = "__subclasses__($self, /)\n--\n\nReturn a list of immediate subclasses."},
    {"__prepare__", METHOD_KEYWORDS, .keywords = method_prepare,
     .doc = "__prepare__() -> dict\nused to create the namespace for the class statement",
     .flags = METHOD_CLASS},
    {"__instancecheck__", METHOD_ONE, .one = method_instancecheck,
     .doc = "__instancecheck__($self, instance, /)\n--\n\nCheck if an object is an instance."},
    {"__subclasscheck__", METHOD_ONE, .one = method_subclasscheck,
     .doc = "__subclasscheck__($self, subclass, /)\n--\n\nCheck if a class is a subclass."},
    {"__dir__", METHOD_NONE, .none = method_dir,
     .doc = "__dir__($self, /)\n--\n\nSpecialized __dir__ implementation for types."},
    {"__sizeof__", METHOD_NONE, .none = method_sizeof,
     .doc = "__sizeof__($self, /)\n--\n\nReturn memory consumption of the type object."},
    {.name = NULL}};
