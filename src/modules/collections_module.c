/* collections_module.c: the module _collections: the parts of `collections` that are native. deque and
 * OrderedDict have files of their own; here are defaultdict, the fields of named tuples, and the counting loop
 * of Counter. */
#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- defaultdict ----------------------------------------------------------------------------------------- */

typedef struct DefaultDict {
    Dict dict;
    Object *factory; /* owned; NULL reads as None */
} DefaultDict;
#define AS_DEFAULTDICT(ref) ((DefaultDict *)(ref))

static const TypeSlots *dict_slots(void) { return &TYPE(DICT)->slots; }
static Ref factory_of(Ref self) { return AS_DEFAULTDICT(self)->factory ? AS_DEFAULTDICT(self)->factory : None; }

static bool defaultdict_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref factory = nargs > 0 ? args[0] : NULL;
    if (factory && factory != None && !object_is_callable(factory)) {
        return error_set(EXC(TypeError), "first argument must be callable or None");
    }
    Own old = AS_DEFAULTDICT(self)->factory;
    AS_DEFAULTDICT(self)->factory = own_maybe(factory);
    bool done = nargs > 0 ? dict_slots()->init(self, args + 1, nargs - 1, kwnames)
                          : dict_slots()->init(self, args, 0, kwnames);
    release_maybe(old);
    return done;
}

static void defaultdict_dealloc(Own self) {
    gc_untrack(self);
    slot_clear(&AS_DEFAULTDICT(self)->factory);
    dict_slots()->dealloc(self);
}
static bool defaultdict_traverse(Ref self, VisitFn visit, void *context) {
    Ref factory = AS_DEFAULTDICT(self)->factory;
    return (!factory || visit(factory, context)) && dict_slots()->traverse(self, visit, context);
}
static void defaultdict_clear(Ref self) {
    slot_clear(&AS_DEFAULTDICT(self)->factory);
    dict_clear(self);
}

static Own defaultdict_method_missing(Ref self, Ref key) {
    Ref factory = factory_of(self);
    if (factory == None) return error_set_key(key);
    Own value = object_call_none(factory);
    if (value && !object_set_item(self, key, value)) slot_clear(&value);
    return value;
}

static Own factory_repr(Ref self) {
    Ref factory = AS_DEFAULTDICT(self)->factory;
    if (!factory) return str_from_ascii("None", 4);
    int entered = object_repr_enter(factory);
    if (entered != 0) return entered > 0 ? str_from_ascii("...", 3) : NULL;
    Own text = object_repr(factory);
    object_repr_leave(factory);
    return text;
}
static Own defaultdict_repr(Ref self) {
    Own items = dict_slots()->repr(self), factory = items ? factory_repr(self) : NULL;
    Own text =
        factory ? str_format("%s(%U, %U)", type_short_name(type_of(self)), (Ref)factory, (Ref)items) : NULL;
    release_maybe(items);
    release_maybe(factory);
    return text;
}

/* type(self)(factory, items) */
static Own same_with(Ref self, Ref items) {
    return object_call_args((Ref)type_of(self), 2, factory_of(self), items);
}
static Own defaultdict_copy(Ref self) { return same_with(self, self); }

static Own defaultdict_or(Ref left, Ref right) {
    bool left_first = is_a(left, MODULE_TYPE(DEFAULTDICT));
    Ref self = left_first ? left : right, other = left_first ? right : left;
    if (!is_dict(other)) return own_not_implemented();
    Own both = same_with(self, left);
    if (both && !dict_update(both, right)) slot_clear(&both);
    return both;
}

static Own defaultdict_reduce(Ref self) {
    Ref factory = factory_of(self);
    Own args = factory == None ? tuple_new(0) : tuple_pack(1, factory);
    Own items = object_call_method_none(self, NAME(items)), iterator = items ? object_iter(items) : NULL;
    release_maybe(items);
    return tuple_take(5, own((Ref)type_of(self)), args, own_none(), own_none(), iterator);
}

static const MethodDef defaultdict_methods[] = {
    {"__missing__", METHOD_ONE, .one = defaultdict_method_missing,
     .doc = "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n"
            "  if self.default_factory is None: raise KeyError((key,))\n"
            "  self[key] = value = self.default_factory()\n"
            "  return value\n"},
    {"copy", METHOD_NONE, .none = defaultdict_copy, .doc = "D.copy() -> a shallow copy of D."},
    {"__copy__", METHOD_NONE, .none = defaultdict_copy, .doc = "D.copy() -> a shallow copy of D."},
    {"__reduce__", METHOD_NONE, .none = defaultdict_reduce, .doc = "Return state information for pickling."},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {.name = NULL}};
static const MemberDef defaultdict_members[] = {{"default_factory", MEMBER_OBJECT,
                                                 offsetof(DefaultDict, factory), false,
                                                 "Factory for default value called by __missing__()."},
                                                {.name = NULL}};

const TypeSpec defaultdict_spec = {
    .name = "collections.defaultdict",
    .base = TYPE(DICT),
    .basicsize = sizeof(DefaultDict),
    .flags = TYPE_GC | TYPE_BASETYPE | TYPE_DICT_SUBCLASS | TYPE_MAPPING,
    .slots = {.init = defaultdict_init,
              .dealloc = defaultdict_dealloc,
              .traverse = defaultdict_traverse,
              .clear = defaultdict_clear,
              .repr = defaultdict_repr,
              .getattro = object_generic_get_attribute,
              .bit_or = defaultdict_or},
    .methods = defaultdict_methods,
    .members = defaultdict_members,
    .doc = "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n"
           "\n"
           "The default factory is called without arguments to produce\n"
           "a new value when a key is not present, in __getitem__ only.\n"
           "A defaultdict compares equal to a dict with the same items.\n"
           "All remaining arguments are treated the same as if they were\n"
           "passed to the dict constructor, including keyword arguments.\n"};

/* --- the fields of named tuples -------------------------------------------------------------------------- */

typedef struct TupleGetter {
    Object ob_base;
    isize index;
    Object *doc;
} TupleGetter;
#define AS_TUPLEGETTER(ref) ((TupleGetter *)(ref))

static Own tuplegetter_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (!arguments_no_keywords("_tuplegetter", kwnames) || !arguments_count("_tuplegetter", nargs, 2, 2))
        return NULL;
    isize index = int_index_as_isize(args[0], EXC(OverflowError));
    if (index == -1 && error_occurred()) return NULL;
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_TUPLEGETTER(self)->index = index;
    AS_TUPLEGETTER(self)->doc = own(args[1]);
    gc_track(self);
    return self;
}

static void tuplegetter_clear(Ref self) { slot_clear(&AS_TUPLEGETTER(self)->doc); }
static void tuplegetter_dealloc(Own self) {
    gc_untrack(self);
    tuplegetter_clear(self);
    object_free(self);
}
static bool tuplegetter_traverse(Ref self, VisitFn visit, void *context) {
    Ref doc = AS_TUPLEGETTER(self)->doc;
    return !doc || visit(doc, context);
}

static Own tuplegetter_descr_get(Ref self, Ref instance, UNUSED Ref owner) {
    isize index = AS_TUPLEGETTER(self)->index;
    if (!instance) return own(self);
    if (!is_tuple(instance)) {
        if (instance == None) return own(self);
        return error_set(EXC(TypeError),
                         "descriptor for index '%zd' for tuple subclasses doesn't apply to '%s' object", index,
                         type_of(instance)->name);
    }
    if ((usize)index < (usize)tuple_length(instance)) return own(tuple_get(instance, index));
    return error_set(EXC(IndexError), "tuple index out of range");
}
static bool tuplegetter_descr_set(UNUSED Ref self, UNUSED Ref instance, Ref value) {
    return error_set(EXC(AttributeError), value ? "can't set attribute" : "can't delete attribute");
}

static Own tuplegetter_repr(Ref self) {
    return str_format("%s(%zd, %R)", type_short_name(type_of(self)), AS_TUPLEGETTER(self)->index,
                      (Ref)AS_TUPLEGETTER(self)->doc);
}
static Own tuplegetter_reduce(Ref self) {
    const TupleGetter *getter = AS_TUPLEGETTER(self);
    return tuple_take(2, own((Ref)type_of(self)),
                      tuple_take(2, int_from_isize(getter->index), own(getter->doc)));
}

static const MethodDef tuplegetter_methods[] = {{"__reduce__", METHOD_NONE, .none = tuplegetter_reduce},
                                                {.name = NULL}};
static const MemberDef tuplegetter_members[] = {{"__doc__", MEMBER_OBJECT, offsetof(TupleGetter, doc)},
                                                {.name = NULL}};

const TypeSpec tuplegetter_spec = {.name = "_collections._tuplegetter",
                                   .basicsize = sizeof(TupleGetter),
                                   .flags = TYPE_GC,
                                   .slots = {.new = tuplegetter_new,
                                             .dealloc = tuplegetter_dealloc,
                                             .traverse = tuplegetter_traverse,
                                             .clear = tuplegetter_clear,
                                             .repr = tuplegetter_repr,
                                             .descr_get = tuplegetter_descr_get,
                                             .descr_set = tuplegetter_descr_set},
                                   .methods = tuplegetter_methods,
                                   .members = tuplegetter_members};

/* --- counting -------------------------------------------------------------------------------------------- */

/* mapping[key] = mapping.get(key, 0) + 1 by the dict itself. */
static bool count_in_dict(Ref dict, Ref key, Ref one) {
    isize hash = object_hash(key);
    if (hash == -1) return false;
    Ref old = dict_get_hashed(dict, key, hash);
    if (!old) return !error_occurred() && dict_set_hashed(dict, key, hash, one);
    Own sum = number_add(old, one);
    bool done = sum && dict_set_hashed(dict, key, hash, sum);
    release_maybe(sum);
    return done;
}

/* The same as any mapping does it. */
static bool count_by_methods(Ref mapping, Ref get, Ref key, Ref one, Ref zero) {
    Own old = object_call_args(get, 2, key, zero), sum = old ? number_add(old, one) : NULL;
    bool done = sum && object_set_item(mapping, key, sum);
    release_maybe(old);
    release_maybe(sum);
    return done;
}

/* Has the class the `get` and `__setitem__` of dict? */
static bool counts_as_dict(Ref mapping, Ref get_name) {
    if (!is_dict(mapping)) return false;
    return type_lookup(type_of(mapping), get_name) == type_lookup(TYPE(DICT), get_name) &&
           type_lookup(type_of(mapping), NAME(__setitem__)) == type_lookup(TYPE(DICT), NAME(__setitem__));
}

static bool count_all(Ref mapping, Ref iterator, Ref get_name, Ref one, Ref zero) {
    bool by_dict = counts_as_dict(mapping, get_name), done = true;
    Own get = by_dict ? NULL : object_get_attribute(mapping, get_name), key;
    if (!by_dict && !get) return false;
    while (done && (key = object_next(iterator)) != NULL) {
        done = by_dict ? count_in_dict(mapping, key, one) : count_by_methods(mapping, get, key, one, zero);
        release(key);
    }
    release_maybe(get);
    return done && !error_occurred();
}

static Own collections_method_count_elements(UNUSED Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("_count_elements", nargs, 2, 2)) return NULL;
    Own iterator = object_iter(args[1]);
    Own name = iterator ? str_intern_cstring("get") : NULL, one = int_from_i64(1), zero = int_from_i64(0);
    bool done = name && one && zero && count_all(args[0], iterator, name, one, zero);
    release_maybe(iterator);
    release_maybe(name);
    release_maybe(one);
    release_maybe(zero);
    return done ? own_none() : NULL;
}

static const MethodDef collections_functions[] = {
    {"_count_elements", METHOD_ARRAY, .array = collections_method_count_elements,
     .doc = "_count_elements($module, mapping, iterable, /)\n"
            "--\n"
            "\n"
            "Count elements in the iterable, updating the mapping"},
    {.name = NULL}};

static bool fill(Ref module) {
    bool filled = true;
#define NATIVE(id, spec) filled = filled && module_ready_type(MODULE_TYPE_##id);
    ORDERED_DICT_TYPES(NATIVE)
#undef NATIVE
#define NATIVE(id, spec) filled = filled && module_add_type(module, MODULE_TYPE_##id);
    COLLECTIONS_TYPES(NATIVE)
#undef NATIVE
    return filled;
}

const NativeModule collections_module = {
    .name = "_collections",
    .doc = "High performance data structures.\n"
           "- deque:        ordered collection accessible from endpoints only\n"
           "- defaultdict:  dict subclass with a default value factory\n",
    .functions = collections_functions,
    .fill = fill};
