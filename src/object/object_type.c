/* object_type.c: the type `object`: what every object can do that does not do it its own way. */
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/list.h"
#include "object/object_reduce.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/type_parts.h"

/* --- birth ---------------------------------------------------------------------------------------------- */

static bool has_arguments(isize nargs, Ref kwnames) { return nargs || (kwnames && tuple_length(kwnames)); }

/* Arguments are an error unless the class takes them in one of the two, __new__ and __init__, and leaves the
 * other. */
static bool check_new_arguments(const Type *type) {
    if (type->slots.new != object_slot_new) {
        return error_set(EXC(TypeError),
                         "object.__new__() takes exactly one argument (the type to instantiate)");
    }
    if (type->slots.init == object_slot_init)
        return error_set(EXC(TypeError), "%.200s() takes no arguments", type->name);
    return true;
}

bool object_slot_init(Ref self, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    if (!has_arguments(nargs, kwnames)) return true;
    const Type *type = type_of(self);
    if (type->slots.init != object_slot_init) {
        return error_set(EXC(TypeError),
                         "object.__init__() takes exactly one argument (the instance to initialize)");
    }
    if (type->slots.new == object_slot_new) {
        return error_set(EXC(TypeError),
                         "%.200s.__init__() takes exactly one argument (the instance to initialize)",
                         type->name);
    }
    return true;
}

/* "Can't instantiate abstract class A with abstract methods f, g" */
static Own refuse_abstract(const Type *type) {
    Own methods = object_get_attribute(type_object(type), NAME(__abstractmethods__));
    Own sorted = methods ? list_from_iterable(methods) : NULL;
    release_maybe(methods);
    if (!sorted) return NULL;
    Own comma = list_sort(sorted, NULL, false) ? str_from_ascii(", ", 2) : NULL;
    Own joined = comma ? str_join(comma, sorted) : NULL;
    if (joined) {
        error_set(EXC(TypeError), "Can't instantiate abstract class %s with abstract method%s %U", type->name,
                  list_length(sorted) > 1 ? "s" : "", joined);
    }
    release_maybe(joined);
    release_maybe(comma);
    release(sorted);
    return NULL;
}

Own type_generic_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own object = object_new(type, 0);
    if (object && type_has(type, TYPE_GC)) gc_track(object);
    return object;
}

Own object_slot_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (has_arguments(nargs, kwnames) && !check_new_arguments(type)) return NULL;
    if (type_has(type, TYPE_ABSTRACT)) return refuse_abstract(type);
    Own object = type_generic_new(type, args, nargs, kwnames);
    if (object && type_has(type, TYPE_MANAGED_DICT) && !instance_values_init(object)) {
        release(object);
        return error_memory();
    }
    return object;
}

static void object_slot_dealloc(Own self) { object_free(self); }

/* --- slots ---------------------------------------------------------------------------------------------- */

static Own object_slot_repr(Ref self) {
    const Type *type = type_of(self);
    Own module = type_get_module(type);
    if (!module) {
        error_clear();
    } else if (!is_str(module)) {
        slot_clear(&module);
    }
    Own name = type_get_qualname(type), result = NULL;
    if (name && module && !str_equal_ascii(module, "builtins")) {
        result = str_format("<%U.%U object at 0x%lx>", module, name, object_id(self));
    } else if (name) {
        result = str_format("<%s object at 0x%lx>", type->name, object_id(self));
    }
    release_maybe(name);
    release_maybe(module);
    return result;
}

static Own object_slot_str(Ref self) {
    UnaryFn repr = type_of(self)->slots.repr;
    return repr ? repr(self) : object_slot_repr(self);
}

static isize object_slot_hash(Ref self) { return object_identity_hash(self); }

/* != is what == is not. */
static Own object_slot_compare(Ref self, Ref other, CompareOp op) {
    if (op == COMPARE_EQ) return self == other ? own_bool(true) : own_not_implemented();
    CompareFn compare = type_of(self)->slots.richcompare;
    if (op != COMPARE_NE || !compare) return own_not_implemented();
    Own equal = compare(self, other, COMPARE_EQ);
    if (!equal || equal == NotImplemented) return equal;
    int truth = object_is_true(equal);
    release(equal);
    return truth < 0 ? NULL : own_bool(!truth);
}

/* --- __class__ ------------------------------------------------------------------------------------------ */

static Own get_class(Ref self, void *closure UNUSED) { return own(type_object(type_of(self))); }

static bool check_new_class(Ref self, Ref value) {
    if (!value) return error_set(EXC(TypeError), "can't delete __class__ attribute");
    if (!is_type(value)) {
        return error_set(EXC(TypeError), "__class__ must be set to a class, not '%s' object",
                         type_of(value)->name);
    }
    if (!AUDIT("object.__setattr__", "OsO", self, "__class__", value)) return false;
    const Type *old = type_of(self), *new = AS_TYPE(value);
    bool modules = type_is_subtype(new, TYPE(MODULE)) && type_is_subtype(old, TYPE(MODULE));
    if (!modules && (type_has(new, TYPE_IMMUTABLE) || type_has(old, TYPE_IMMUTABLE))) {
        return error_set(EXC(TypeError),
                         "__class__ assignment only supported for mutable types or ModuleType subclasses");
    }
    return type_compatible(old, new, "__class__");
}

/* The inline values are laid out by the old class's keys: they become a dict first. */
static bool set_class(Ref self, Ref value, void *closure UNUSED) {
    if (!check_new_class(self, value)) return false;
    Type *old = type_of(self), *new = AS_TYPE(value);
    if (type_has(old, TYPE_MANAGED_DICT) && *instance_values(self) && !instance_dict_materialize(self))
        return false;
    if (type_has(new, TYPE_HEAP)) own(value);
    ((Own)self)->ob_type = new;
    if (type_has(old, TYPE_HEAP)) release(type_object(old));
    return true;
}

static const GetSetDef object_getset[] = {
    {"__class__", .get = get_class, .set = set_class, .doc = "the object's class"}, {.name = NULL}};

/* --- methods -------------------------------------------------------------------------------------------- */

static Own method_format(Ref self, Ref spec) {
    if (!is_str(spec)) {
        return error_set(EXC(TypeError), "__format__() argument must be str, not %.50s",
                         argument_type_name(spec));
    }
    if (str_length(spec) > 0) {
        return error_set(EXC(TypeError), "unsupported format string passed to %.200s.__format__",
                         type_of(self)->name);
    }
    return object_str(self);
}

static Own method_sizeof(Ref self) {
    const Type *type = type_of(self);
    isize items = type_varies(type) ? size_of(self) : 0;
    return int_from_isize(type->ghost_size + (items < 0 ? -items : items) * type->itemsize);
}

/* The instance's own dict where it is one, copied. */
static Own own_names(Ref self) {
    Own dict;
    if (!object_find_attribute(self, NAME(__dict__), &dict)) return NULL;
    Own names = dict && is_dict(dict) ? dict_copy(dict) : dict_new();
    release_maybe(dict);
    return names;
}

static Own method_dir(Ref self) {
    Own names = own_names(self), class;
    if (!names) return NULL;
    bool merged = object_find_attribute(self, NAME(__class__), &class);
    if (merged && class) merged = type_merge_names(names, class);
    release_maybe(class);
    Own list = merged ? dict_keys_list(names) : NULL;
    release(names);
    return list;
}

static Own method_subclasshook(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED) {
    return own_not_implemented();
}

static Own method_init_subclass(Ref self UNUSED) { return own_none(); }

static const MethodDef object_methods[] = {
    {"__reduce_ex__", METHOD_ONE, .one = object_method_reduce_ex,
     .doc = "__reduce_ex__($self, protocol, /)\n--\n\nHelper for pickle."},
    {"__reduce__", METHOD_NONE, .none = object_method_reduce,
     .doc = "__reduce__($self, /)\n--\n\nHelper for pickle."},
    {"__getstate__", METHOD_NONE, .none = object_method_getstate,
     .doc = "__getstate__($self, /)\n--\n\nHelper for pickle."},
    {"__subclasshook__", METHOD_ARRAY, .array = method_subclasshook,
     .doc = "Abstract classes can override this to customize issubclass().\n\n"
            "This is invoked early on by abc.ABCMeta.__subclasscheck__().\n"
            "It should return True, False or NotImplemented.  If it returns\n"
            "NotImplemented, the normal algorithm is used.  Otherwise, it\n"
            "overrides the normal algorithm (and the outcome is cached).\n",
     .flags = METHOD_VARARGS | METHOD_CLASS},
    {"__init_subclass__", METHOD_NONE, .none = method_init_subclass,
     .doc = "This method is called when a class is subclassed.\n\n"
            "The default implementation does nothing. It may be\n"
            "overridden to extend subclasses.\n",
     .flags = METHOD_CLASS},
    {"__format__", METHOD_ONE, .one = method_format,
     .doc = "__format__($self, format_spec, /)\n--\n\nDefault object formatter."},
    {"__sizeof__", METHOD_NONE, .none = method_sizeof,
     .doc = "__sizeof__($self, /)\n--\n\nSize of object in memory, in bytes."},
    {"__dir__", METHOD_NONE, .none = method_dir,
     .doc = "__dir__($self, /)\n--\n\nDefault dir() implementation."},
    {.name = NULL}};

const TypeSpec object_spec = {
    .name = "object",
    .basicsize = sizeof(Object),
    .flags = TYPE_BASETYPE,
    .slots = {.dealloc = object_slot_dealloc,
              .repr = object_slot_repr,
              .str = object_slot_str,
              .hash = object_slot_hash,
              .getattro = object_generic_get_attribute,
              .setattro = object_generic_set_attribute,
              .richcompare = object_slot_compare,
              .init = object_slot_init,
              .new = object_slot_new},
    .methods = object_methods,
    .getset = object_getset,
    .doc = "object()\n--\n\n"
           "The base class of the class hierarchy.\n\n"
           "When called, it accepts no arguments and returns a new featureless\n"
           "instance that has no instance attributes and cannot be given any.\n",
};

/* --- sys.getsizeof -------------------------------------------------------------------------------------- */

#define COLLECTOR_HEAD 16 /* CPython's words before a container, and before a managed dict */
#define MANAGED_HEAD 16

isize object_sizeof(Ref object) {
    const Type *type = type_of(object);
    Own method = object_special(object, NAME(__sizeof__));
    if (!method) {
        if (!error_occurred()) error_set(EXC(TypeError), "Type %.100s doesn't define __sizeof__", type->name);
        return -1;
    }
    Own result = object_call_none(method);
    release(method);
    if (!result) return -1;
    isize size = -1;
    if (is_int(result))
        size = int_as_isize(result);
    else
        error_set(EXC(TypeError), "an integer is required");
    release(result);
    if (size == -1 && error_occurred()) return -1;
    if (size < 0) {
        error_set(EXC(ValueError), "__sizeof__() should return >= 0");
        return -1;
    }
    usize whole = (usize)size; /* what the program says may be as large as can be */
    if (type_has(type, TYPE_MANAGED_DICT)) whole += MANAGED_HEAD;
    return (isize)(type_has(type, TYPE_GC) ? whole + COLLECTOR_HEAD : whole);
}
