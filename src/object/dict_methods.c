/* dict_methods.c: the type `dict`: its slots and the methods that Python sees. */
#include "object/call.h"
#include "object/callables.h"
#include "object/charge.h"
#include "object/dict_internal.h"
#include "object/error.h"
#include "object/list.h"
#include "object/tuple.h"

/* --- birth and death -------------------------------------------------------------------------------------- */

static Own dict_new_python(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    if (type == TYPE(DICT)) return dict_new();
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_DICT(self)->keys = EMPTY_KEYS;
    dict_changed(AS_DICT(self));
    gc_track(self); /* whose instances may have more to track than items */
    return self;
}

static void dict_dealloc(Own self) {
    gc_untrack(self);
    DictKeys *keys = AS_DICT(self)->keys;
    DictValues *values = AS_DICT(self)->values;
    if (values) {
        for (isize i = 0; i < keys->entry_count; i++) release_maybe(values->values[i]);
        values_free(values);
    }
    dict_keys_release(keys);
    object_free(self);
}

static bool dict_traverse(Ref self, VisitFn visit, void *context) {
    const Dict *dict = AS_DICT(self);
    const DictKeys *keys = dict->keys;
    for (isize i = 0; i < keys->entry_count; i++) {
        Ref value = *dict_value_slot(dict, i);
        if (!value) continue;
        if (!visit(value, context)) return false;
        if (!keys_are_str(keys) && !visit(keys_entries(keys)[i].key, context)) return false;
    }
    return true;
}

/* The keyword arguments of a call. A fresh exact dict takes them one by one, all others as a dict. */
static bool update_keywords(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!kwnames) return true;
    Ref const *values = args + nargs;
    isize count = tuple_length(kwnames);
    Ref const *names = (Ref const *)AS_TUPLE(kwnames)->items;
    if (is_exact_dict(self) && dict_length(self) == 0) {
        for (isize i = 0; i < count; i++) {
            if (!dict_set(self, names[i], values[i])) return false;
        }
        return true;
    }
    call_take_packed(args, nargs, kwnames);
    Own keywords = dict_from_items(names, 1, values, 1, count);
    bool done = keywords && dict_merge(self, keywords, 1);
    release_maybe(keywords);
    return done;
}

static bool update_with(const char *function, Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!arguments_count(function, nargs, 0, 1)) return false;
    if (nargs > 0 && !dict_update(self, args[0])) return false;
    return update_keywords(self, args, nargs, kwnames);
}

static bool dict_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return update_with("dict", self, args, nargs, kwnames);
}

/* --- looking at it ---------------------------------------------------------------------------------------- */

static bool append_object(StrBuilder *builder, Ref object) {
    Own text = builder->failed ? NULL : object_repr(object);
    if (!text) return false;
    str_builder_str(builder, text);
    release(text);
    return true;
}

/* repr of a key or value may change the dict, and must not lose them. */
static bool append_items(StrBuilder *builder, Ref self) {
    isize position = 0;
    bool done = true, first = true;
    for (Ref k, v; done && dict_each(self, &position, &k, &v, NULL); first = false) {
        Own key = own(k), value = own(v);
        if (!first) str_builder_ascii(builder, ", ", 2);
        done = append_object(builder, key);
        if (done) str_builder_ascii(builder, ": ", 2);
        done = done && append_object(builder, value);
        release(key);
        release(value);
    }
    return done;
}

static Own dict_repr(Ref self) {
    int entered = object_repr_enter(self);
    if (entered != 0) return entered > 0 ? str_from_ascii("{...}", 5) : NULL;
    StrBuilder builder;
    str_builder_init(&builder);
    str_builder_char(&builder, '{');
    bool done = append_items(&builder, self);
    str_builder_char(&builder, '}');
    object_repr_leave(self);
    if (done) return str_builder_finish(&builder);
    str_builder_discard(&builder);
    return NULL;
}

/* Subclasses may define __missing__(key). */
static Own get_missing(Ref self, Ref key) {
    Ref missing = is_exact_dict(self) ? NULL : type_lookup(type_of(self), NAME(__missing__));
    if (!missing) return error_set_key(key);
    DescrGetFn bind = type_of(missing)->slots.descr_get;
    Own function = bind ? bind(missing, self, &type_of(self)->ob_base.ob_base) : own(missing);
    if (!function) return NULL;
    Own value = object_call_one(function, key);
    release(function);
    return value;
}

Own dict_get_item(Ref self, Ref key) {
    Ref value = dict_get(self, key);
    if (LIKELY(value != NULL)) return own(value);
    return error_occurred() ? NULL : get_missing(self, key);
}

static bool dict_set_subscript(Ref self, Ref key, Ref value) {
    return value ? dict_set(self, key, value) : dict_delete(self, key);
}

/* 1, 0, -1: goes through the items of `a`; comparing them may change either. */
static int dict_equal(const Dict *a, Dict *b) {
    if (a->used != b->used) return 0;
    int equal = 1;
    for (isize i = 0; equal > 0 && i < a->keys->entry_count; i++) {
        Object *value = *dict_value_slot(a, i);
        if (!value) continue;
        Own kept = own(value), key = own(keys_key(a->keys, i));
        Ref other = dict_get_hashed(&b->ob_base, key, keys_hash(a->keys, i));
        if (other) {
            Own kept_other = own(other);
            equal = object_compare_bool(kept, kept_other, COMPARE_EQ);
            release(kept_other);
        } else {
            equal = error_occurred() ? -1 : 0;
        }
        release(key);
        release(kept);
    }
    charge(a->used, CHARGE_TABLE);
    return equal;
}

static Own dict_richcompare(Ref left, Ref right, CompareOp op) {
    if (!is_dict(left) || !is_dict(right)) return own_not_implemented();
    if (op != COMPARE_EQ && op != COMPARE_NE) return own_not_implemented();
    int equal = dict_equal(AS_DICT(left), AS_DICT(right));
    return equal < 0 ? NULL : own_bool((op == COMPARE_EQ) == equal);
}

static Own dict_iter(Ref self) { return dict_iterator_new(self, TYPE(DICT_KEY_ITERATOR)); }

static Own dict_or(Ref left, Ref right) {
    if (!is_dict(left) || !is_dict(right)) return own_not_implemented();
    Own merged = dict_copy(left);
    if (merged && !dict_update(merged, right)) slot_clear(&merged);
    return merged;
}

static Own dict_inplace_or(Ref self, Ref other) { return dict_update(self, other) ? own(self) : NULL; }

/* --- methods ---------------------------------------------------------------------------------------------- */

static Own dict_method_contains(Ref self, Ref key) {
    int there = dict_contains(self, key);
    return there < 0 ? NULL : own_bool(there);
}

static Own dict_method_sizeof(Ref self) { return int_from_isize(dict_sizeof(self)); }

static Own dict_method_get(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("get", nargs, 1, 2)) return NULL;
    Ref value = dict_get(self, args[0]);
    if (!value && error_occurred()) return NULL;
    return own(value ? value : nargs > 1 ? args[1] : None);
}

static Own dict_method_setdefault(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("setdefault", nargs, 1, 2)) return NULL;
    return own_maybe(dict_set_default(self, args[0], nargs > 1 ? args[1] : None));
}

static Own dict_method_pop(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("pop", nargs, 1, 2)) return NULL;
    Own value = dict_pop(self, args[0]);
    if (value || error_occurred()) return value;
    return nargs > 1 ? own(args[1]) : error_set_key(args[0]);
}

static Own dict_method_keys(Ref self) { return dict_view_new(self, TYPE(DICT_KEYS)); }
static Own dict_method_items(Ref self) { return dict_view_new(self, TYPE(DICT_ITEMS)); }
static Own dict_method_values(Ref self) { return dict_view_new(self, TYPE(DICT_VALUES)); }
static Own dict_method_reversed(Ref self) { return dict_iterator_new(self, TYPE(DICT_REVERSE_KEY_ITERATOR)); }

static Own dict_method_update(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!arguments_count("update", nargs, 0, 1)) return NULL;
    if (nargs > 0 && !dict_update(self, args[0])) return NULL;
    if (!kwnames) return own_none();
    Own keywords =
        dict_from_items((Ref const *)AS_TUPLE(kwnames)->items, 1, args + nargs, 1, tuple_length(kwnames));
    bool done = keywords && dict_merge(self, keywords, 1);
    release_maybe(keywords);
    return done ? own_none() : NULL;
}

static Own dict_method_fromkeys(Ref class, Ref const *args, isize nargs) {
    if (!arguments_count("fromkeys", nargs, 1, 2)) return NULL;
    return dict_from_keys(class, args[0], nargs > 1 ? args[1] : None);
}

static Own dict_method_clear(Ref self) {
    dict_clear(self);
    return own_none();
}

/* --- the type --------------------------------------------------------------------------------------------- */

static const MethodDef dict_methods[] = {
    {"__contains__", METHOD_ONE, .one = dict_method_contains, .flags = METHOD_COEXIST,
     .doc = "__contains__($self, key, /)\n--\n\nTrue if the dictionary has the specified key, else False."},
    {"__getitem__", METHOD_ONE, .one = dict_get_item, .flags = METHOD_COEXIST,
     .doc = "x.__getitem__(y) <==> x[y]"},
    {"__sizeof__", METHOD_NONE, .none = dict_method_sizeof,
     .doc = "D.__sizeof__() -> size of D in memory, in bytes"},
    {"get", METHOD_ARRAY, .array = dict_method_get,
     .doc = "get($self, key, default=None, /)\n--\n\n"
            "Return the value for key if key is in the dictionary, else default."},
    {"setdefault", METHOD_ARRAY, .array = dict_method_setdefault,
     .doc = "setdefault($self, key, default=None, /)\n--\n\n"
            "Insert key with a value of default if key is not in the dictionary.\n\n"
            "Return the value for key if key is in the dictionary, else default."},
    {"pop", METHOD_ARRAY, .array = dict_method_pop,
     .doc = "pop($self, key, default=<unrepresentable>, /)\n--\n\n"
            "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\n"
            "If the key is not found, return the default if given; otherwise,\nraise a KeyError."},
    {"popitem", METHOD_NONE, .none = dict_pop_item,
     .doc = "popitem($self, /)\n--\n\nRemove and return a (key, value) pair as a 2-tuple.\n\n"
            "Pairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty."},
    {"keys", METHOD_NONE, .none = dict_method_keys,
     .doc = "D.keys() -> a set-like object providing a view on D's keys"},
    {"items", METHOD_NONE, .none = dict_method_items,
     .doc = "D.items() -> a set-like object providing a view on D's items"},
    {"values", METHOD_NONE, .none = dict_method_values,
     .doc = "D.values() -> an object providing a view on D's values"},
    {"update", METHOD_KEYWORDS, .keywords = dict_method_update,
     .doc = "D.update([E, ]**F) -> None.  Update D from dict/iterable E and F.\n"
            "If E is present and has a .keys() method, then does:  for k in E: D[k] = E[k]\n"
            "If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\n"
            "In either case, this is followed by: for k in F:  D[k] = F[k]",
     .flags = METHOD_VARARGS},
    {"fromkeys", METHOD_ARRAY, .array = dict_method_fromkeys, .flags = METHOD_CLASS,
     .doc = "fromkeys($type, iterable, value=None, /)\n--\n\n"
            "Create a new dictionary with keys from iterable and values set to value."},
    {"clear", METHOD_NONE, .none = dict_method_clear, .doc = "D.clear() -> None.  Remove all items from D."},
    {"copy", METHOD_NONE, .none = dict_copy, .doc = "D.copy() -> a shallow copy of D"},
    {"__reversed__", METHOD_NONE, .none = dict_method_reversed,
     .doc = "__reversed__($self, /)\n--\n\nReturn a reverse iterator over the dict keys."},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {NULL}};

const TypeSpec dict_spec = {
    .name = "dict",
    .basicsize = sizeof(Dict),
    .flags = TYPE_GC | TYPE_BASETYPE | TYPE_DICT_SUBCLASS | TYPE_MAPPING | TYPE_MATCH_SELF | TYPE_VECTORCALL |
             TYPE_TRASHCAN,
    .slots = {.dealloc = dict_dealloc,
              .traverse = dict_traverse,
              .clear = dict_clear,
              .repr = dict_repr,
              .hash = object_hash_unhashable,
              .getattro = object_generic_get_attribute,
              .richcompare = dict_richcompare,
              .iter = dict_iter,
              .init = dict_init,
              .new = dict_new_python,
              .bit_or = dict_or,
              .inplace_or = dict_inplace_or,
              .length = dict_length,
              .contains = dict_contains,
              .subscript = dict_get_item,
              .set_subscript = dict_set_subscript},
    .methods = dict_methods,
    .doc =
        "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n"
        "    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n"
        "    d = {}\n    for k, v in iterable:\n        d[k] = v\n"
        "dict(**kwargs) -> new dictionary initialized with the name=value pairs\n"
        "    in the keyword argument list.  For example:  dict(one=1, two=2)"};
