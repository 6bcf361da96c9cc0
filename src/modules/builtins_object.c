/* builtins_object.c: builtins that ask an object something or change it: getattr, isinstance, repr, id, hash
 * ... */
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"

static Own builtin_callable(Ref self, Ref object) {
    (void)self;
    return own_bool(object_is_callable(object));
}

static Own builtin_id(Ref self, Ref object) {
    (void)self;
    Own id = int_from_u64(object_id(object));
    if (id && !AUDIT("builtins.id", "O", id)) slot_clear(&id);
    return id;
}

static Own builtin_hash(Ref self, Ref object) {
    (void)self;
    isize hash = object_hash(object);
    return hash == -1 ? NULL : int_from_isize(hash);
}

static Own builtin_len(Ref self, Ref object) {
    (void)self;
    isize length = object_length(object);
    return length < 0 ? NULL : int_from_isize(length);
}

static Own builtin_repr(Ref self, Ref object) {
    (void)self;
    return object_repr(object);
}

static Own builtin_ascii(Ref self, Ref object) {
    (void)self;
    return object_ascii(object);
}

static Own builtin_format(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("format", nargs, 1, 2)) return NULL;
    if (nargs == 2 && !argument_str(args[1], "format", "2")) return NULL;
    return object_format(args[0], nargs == 2 ? args[1] : NULL);
}

/* --- attributes ------------------------------------------------------------------------------------------ */

static bool check_name(const char *function, Ref name) {
    if (is_str(name)) return true;
    error_set(EXC(TypeError), "attribute name must be string, not '%T'", name);
    (void)function;
    return false;
}

static Own builtin_getattr(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("getattr", nargs, 2, 3) || !check_name("getattr", args[1])) return NULL;
    if (nargs == 2) return object_get_attribute(args[0], args[1]);
    Own found;
    if (!object_find_attribute(args[0], args[1], &found)) return NULL;
    return found ? found : own(args[2]);
}

static Own builtin_hasattr(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("hasattr", nargs, 2, 2) || !check_name("hasattr", args[1])) return NULL;
    Own found;
    if (!object_find_attribute(args[0], args[1], &found)) return NULL;
    bool has = found != NULL;
    release_maybe(found);
    return own_bool(has);
}

static Own builtin_setattr(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("setattr", nargs, 3, 3)) return NULL;
    return object_set_attribute(args[0], args[1], args[2]) ? own_none() : NULL;
}

static Own builtin_delattr(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("delattr", nargs, 2, 2)) return NULL;
    return object_set_attribute(args[0], args[1], NULL) ? own_none() : NULL;
}

static Own builtin_isinstance(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("isinstance", nargs, 2, 2)) return NULL;
    int is = object_is_instance(args[0], args[1]);
    return is < 0 ? NULL : own_bool(is);
}

static Own builtin_issubclass(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("issubclass", nargs, 2, 2)) return NULL;
    int is = object_is_subclass(args[0], args[1]);
    return is < 0 ? NULL : own_bool(is);
}

/* --- namespaces ------------------------------------------------------------------------------------------ */

static Own builtin_globals(Ref self) {
    (void)self;
    Ref globals = vm_globals();
    return globals ? own(globals) : own_none();
}

static Own builtin_locals(Ref self) {
    (void)self;
    Ref locals = vm_locals();
    return locals ? own(locals) : NULL;
}

static Own builtin_vars(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("vars", nargs, 0, 1)) return NULL;
    if (nargs == 0) return builtin_locals(self);
    Own found;
    if (!object_find_attribute(args[0], NAME(__dict__), &found)) return NULL;
    return found ? found : error_set(EXC(TypeError), "vars() argument must have __dict__ attribute");
}

static Own builtin_dir(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("dir", nargs, 0, 1)) return NULL;
    if (nargs == 1) return object_dir(args[0]);
    Ref locals = vm_locals();
    if (!locals) return NULL;
    Own names = is_exact_dict(locals) ? dict_keys_list(locals) : object_call_method_none(locals, NAME(keys));
    if (names && !is_list(names)) {
        Own list = list_from_iterable(names);
        release(names);
        names = list;
    }
    if (names && !list_sort(names, NULL, false)) {
        release(names);
        return NULL;
    }
    return names;
}

const MethodDef builtin_object_functions[] = {
    {"callable", METHOD_ONE, .one = builtin_callable,
     .doc = "callable($module, obj, /)\n--\n\nReturn whether the object is callable (i.e., some kind of "
            "function).\n\nNote that classes are callable, as are instances of classes with a\n__call__() "
            "method."},
    {"id", METHOD_ONE, .one = builtin_id,
     .doc = "id($module, obj, /)\n--\n\nReturn the identity of an object.\n\nThis is guaranteed to be unique "
            "among simultaneously existing objects.\n(CPython uses the object's memory address.)"},
    {"hash", METHOD_ONE, .one = builtin_hash,
     .doc = "hash($module, obj, /)\n--\n\nReturn the hash value for the given object.\n\nTwo objects that "
            "compare equal must also have the same hash value, but the\nreverse is not necessarily true."},
    {"len", METHOD_ONE, .one = builtin_len,
     .doc = "len($module, obj, /)\n--\n\nReturn the number of items in a container."},
    {"repr", METHOD_ONE, .one = builtin_repr,
     .doc = "repr($module, obj, /)\n--\n\nReturn the canonical string representation of the object.\n\nFor "
            "many object types, including most builtins, eval(repr(obj)) == obj."},
    {"ascii", METHOD_ONE, .one = builtin_ascii,
     .doc = "ascii($module, obj, /)\n--\n\nReturn an ASCII-only representation of an object.\n\nAs repr(), "
            "return a string containing a printable representation of an\nobject, but escape the non-ASCII "
            "characters in the string returned by\nrepr() using \\\\x, \\\\u or \\\\U escapes. This generates "
            "a string similar\nto that returned by repr() in Python 2."},
    {"format", METHOD_ARRAY, .array = builtin_format,
     .doc = "format($module, value, format_spec='', /)\n--\n\nReturn "
            "value.__format__(format_spec)\n\nformat_spec defaults to the empty string.\nSee the Format "
            "Specification Mini-Language section of help('FORMATTING') for\ndetails."},
    {"getattr", METHOD_ARRAY, .array = builtin_getattr,
     .doc = "getattr(object, name[, default]) -> value\n\nGet a named attribute from an object; getattr(x, "
            "'y') is equivalent to x.y.\nWhen a default argument is given, it is returned when the attribute "
            "doesn't\nexist; without it, an exception is raised in that case."},
    {"hasattr", METHOD_ARRAY, .array = builtin_hasattr,
     .doc = "hasattr($module, obj, name, /)\n--\n\nReturn whether the object has an attribute with the given "
            "name.\n\nThis is done by calling getattr(obj, name) and catching AttributeError."},
    {"setattr", METHOD_ARRAY, .array = builtin_setattr,
     .doc = "setattr($module, obj, name, value, /)\n--\n\nSets the named attribute on the given object to the "
            "specified value.\n\nsetattr(x, 'y', v) is equivalent to ``x.y = v``"},
    {"delattr", METHOD_ARRAY, .array = builtin_delattr,
     .doc = "delattr($module, obj, name, /)\n--\n\nDeletes the named attribute from the given "
            "object.\n\ndelattr(x, 'y') is equivalent to ``del x.y``"},
    {"isinstance", METHOD_ARRAY, .array = builtin_isinstance,
     .doc = "isinstance($module, obj, class_or_tuple, /)\n--\n\nReturn whether an object is an instance of a "
            "class or of a subclass thereof.\n\nA tuple, as in ``isinstance(x, (A, B, ...))``, may be given as "
            "the target to\ncheck against. This is equivalent to ``isinstance(x, A) or isinstance(x, B)\nor "
            "...`` etc."},
    {"issubclass", METHOD_ARRAY, .array = builtin_issubclass,
     .doc =
         "issubclass($module, cls, class_or_tuple, /)\n--\n\nReturn whether 'cls' is derived from another "
         "class or is the same class.\n\nA tuple, as in ``issubclass(x, (A, B, ...))``, may be given as the "
         "target to\ncheck against. This is equivalent to ``issubclass(x, A) or issubclass(x, B)\nor ...``."},
    {"globals", METHOD_NONE, .none = builtin_globals,
     .doc = "globals($module, /)\n--\n\nReturn the dictionary containing the current scope's global "
            "variables.\n\nNOTE: Updates to this dictionary *will* affect name lookups in the current\nglobal "
            "scope and vice-versa."},
    {"locals", METHOD_NONE, .none = builtin_locals,
     .doc = "locals($module, /)\n--\n\nReturn a dictionary containing the current scope's local "
            "variables.\n\nNOTE: Whether or not updates to this dictionary will affect name lookups in\nthe "
            "local scope and vice-versa is *implementation dependent* and not\ncovered by any backwards "
            "compatibility guarantees."},
    {"vars", METHOD_ARRAY, .array = builtin_vars,
     .doc = "vars([object]) -> dictionary\n\nWithout arguments, equivalent to locals().\nWith an argument, "
            "equivalent to object.__dict__.",
     .flags = METHOD_VARARGS},
    {"dir", METHOD_ARRAY, .array = builtin_dir,
     .doc = "dir([object]) -> list of strings\n\nIf called without an argument, return the names in the "
            "current scope.\nElse, return an alphabetized list of names comprising (some of) the "
            "attributes\nof the given object, and of attributes reachable from it.\nIf the object supplies a "
            "method named __dir__, it will be used; otherwise\nthe default dir() logic is used and returns:\n  "
            "for a module object: the module's attributes.\n  for a class object:  its attributes, and "
            "recursively the attributes\n    of its bases.\n  for any other object: its attributes, its "
            "class's attributes, and\n    recursively the attributes of its class's base classes.",
     .flags = METHOD_VARARGS},
    {.name = NULL}};
