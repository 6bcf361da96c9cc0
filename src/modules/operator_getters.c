/* operator_getters.c: callables that look something up in their argument: itemgetter, attrgetter, methodcaller.
 *
 *     itemgetter(2)(r)            r[2]           itemgetter(2, 5)(r)       (r[2], r[5])
 *     attrgetter("a.b")(r)        r.a.b
 *     methodcaller("m", 1)(r)     r.m(1) */
#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* The one argument that all of these are called with. */
static bool one_argument(const char *function, isize nargs, Ref kwnames) {
    return arguments_no_keywords(function, kwnames) && arguments_count(function, nargs, 1, 1);
}

typedef Own (*LookUpFn)(Ref object, Ref what);

/* What `look_up` finds for each of the tuple `whats`, as a tuple. */
static Own look_up_all(Ref object, Ref whats, LookUpFn look_up) {
    isize count = tuple_length(whats);
    Own found = tuple_new(count);
    for (isize i = 0; found && i < count; i++) {
        Own one = look_up(object, tuple_get(whats, i));
        if (one) {
            tuple_fill(found, i, one);
        } else {
            slot_clear(&found);
        }
    }
    return found;
}

/* --- itemgetter ------------------------------------------------------------------------------------------ */

typedef struct ItemGetter {
    Object ob_base;
    isize count;  /* of items */
    Object *item; /* the one item, or a tuple of several; owned */
    isize index;  /* where the one item is an int that may index a tuple; else -1 */
} ItemGetter;
#define AS_ITEMGETTER(ref) ((ItemGetter *)(ref))

static Own itemgetter_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (!arguments_no_keywords("itemgetter", kwnames)) return NULL;
    if (!arguments_count("itemgetter", nargs, 1, nargs < 1 ? 1 : nargs)) return NULL;
    Own item = nargs == 1 ? own(args[0]) : tuple_from_array(args, nargs),
        self = item ? object_new(type, 0) : NULL;
    if (!self) {
        release_maybe(item);
        return NULL;
    }
    ItemGetter *getter = AS_ITEMGETTER(self);
    *getter = (ItemGetter){.ob_base = getter->ob_base, .count = nargs, .item = item, .index = -1};
    if (nargs == 1 && is_exact_int(item)) {
        int overflow;
        i64 index = int_as_i64_overflow(item, &overflow);
        if (!overflow && index >= 0) getter->index = index;
    }
    gc_track(self);
    return self;
}

static void itemgetter_clear(Ref self) { slot_clear(&AS_ITEMGETTER(self)->item); }
static void itemgetter_dealloc(Own self) {
    gc_untrack(self);
    itemgetter_clear(self);
    object_free(self);
}
static bool itemgetter_traverse(Ref self, VisitFn visit, void *context) {
    Ref item = AS_ITEMGETTER(self)->item;
    return !item || visit(item, context);
}

static Own itemgetter_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    const ItemGetter *getter = AS_ITEMGETTER(self);
    if (!one_argument("itemgetter", nargs, kwnames)) return NULL;
    Ref object = args[0];
    if (getter->count != 1) return look_up_all(object, getter->item, object_get_item);
    if (getter->index >= 0 && is_exact_tuple(object) && getter->index < tuple_length(object)) {
        return own(tuple_get(object, getter->index));
    }
    return object_get_item(object, getter->item);
}

static Own itemgetter_repr(Ref self) {
    const ItemGetter *getter = AS_ITEMGETTER(self);
    const char *name = type_of(self)->name;
    int entered = object_repr_enter(self);
    if (entered != 0) return entered > 0 ? str_format("%s(...)", name) : NULL;
    Own text = str_format(getter->count == 1 ? "%s(%R)" : "%s%R", name, (Ref)getter->item);
    object_repr_leave(self);
    return text;
}

static Own itemgetter_reduce(Ref self) {
    const ItemGetter *getter = AS_ITEMGETTER(self);
    Own args = getter->count == 1 ? tuple_pack(1, (Ref)getter->item) : own(getter->item);
    return tuple_take(2, own((Ref)type_of(self)), args);
}

static const MethodDef itemgetter_methods[] = {
    {"__reduce__", METHOD_NONE, .none = itemgetter_reduce, .doc = "Return state information for pickling"},
    {.name = NULL}};

const TypeSpec itemgetter_spec = {
    .name = "operator.itemgetter",
    .basicsize = sizeof(ItemGetter),
    .ghost_size = 48,
    .flags = TYPE_HEAP_SPEC | TYPE_GC,
    .slots = {.new = itemgetter_new,
              .dealloc = itemgetter_dealloc,
              .traverse = itemgetter_traverse,
              .clear = itemgetter_clear,
              .call = itemgetter_call,
              .getattro = object_generic_get_attribute,
              .repr = itemgetter_repr},
    .methods = itemgetter_methods,
    .doc = "itemgetter(item, ...) --> itemgetter object\n"
           "\n"
           "Return a callable object that fetches the given item(s) from its operand.\n"
           "After f = itemgetter(2), the call f(r) returns r[2].\n"
           "After g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])"};

/* --- attrgetter ------------------------------------------------------------------------------------------ */

typedef struct AttrGetter {
    Object ob_base;
    isize count;
    Object *paths; /* tuple: for each a str, or where it has dots a tuple of the strs between them; owned */
} AttrGetter;
#define AS_ATTRGETTER(ref) ((AttrGetter *)(ref))

/* "a.b.c" as a tuple of interned strs; without dots the interned str itself. */
static Own path_of(Ref name) {
    if (str_find_char(name, '.', 0, str_length(name)) < 0) return str_intern(own(name));
    Own dot = str_from_char('.'), parts = dot ? str_split(name, dot, -1) : NULL;
    release_maybe(dot);
    if (!parts) return NULL;
    isize count = list_length(parts);
    Own path = tuple_new(count);
    for (isize i = 0; path && i < count; i++) {
        Own part = str_intern(own(list_get(parts, i)));
        if (part) {
            tuple_fill(path, i, part);
        } else {
            slot_clear(&path);
        }
    }
    release(parts);
    return path;
}

static Own attrgetter_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (!arguments_no_keywords("attrgetter", kwnames)) return NULL;
    if (!arguments_count("attrgetter", nargs, 1, nargs < 1 ? 1 : nargs)) return NULL;
    Own paths = tuple_new(nargs);
    for (isize i = 0; paths && i < nargs; i++) {
        Own path =
            is_str(args[i]) ? path_of(args[i]) : error_set(EXC(TypeError), "attribute name must be a string");
        if (path) {
            tuple_fill(paths, i, path);
        } else {
            slot_clear(&paths);
        }
    }
    Own self = paths ? object_new(type, 0) : NULL;
    if (!self) {
        release_maybe(paths);
        return NULL;
    }
    AS_ATTRGETTER(self)->count = nargs;
    AS_ATTRGETTER(self)->paths = paths;
    gc_track(self);
    return self;
}

static void attrgetter_clear(Ref self) { slot_clear(&AS_ATTRGETTER(self)->paths); }
static void attrgetter_dealloc(Own self) {
    gc_untrack(self);
    attrgetter_clear(self);
    object_free(self);
}
static bool attrgetter_traverse(Ref self, VisitFn visit, void *context) {
    Ref paths = AS_ATTRGETTER(self)->paths;
    return !paths || visit(paths, context);
}

static Own follow_path(Ref object, Ref path) {
    if (!is_tuple(path)) return object_get_attribute(object, path);
    Own found = own(object);
    for (isize i = 0; found && i < tuple_length(path); i++) {
        Own next = object_get_attribute(found, tuple_get(path, i));
        release(found);
        found = next;
    }
    return found;
}

static Own attrgetter_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    const AttrGetter *getter = AS_ATTRGETTER(self);
    if (!one_argument("attrgetter", nargs, kwnames)) return NULL;
    if (getter->count == 1) return follow_path(args[0], tuple_get(getter->paths, 0));
    return look_up_all(args[0], getter->paths, follow_path);
}

static Own path_text(UNUSED Ref object, Ref path) {
    if (!is_tuple(path)) return own(path);
    Own dot = str_from_char('.'), text = dot ? str_join(dot, path) : NULL;
    release_maybe(dot);
    return text;
}
/* The arguments it was made with. */
static Own attrgetter_args(Ref self) { return look_up_all(self, AS_ATTRGETTER(self)->paths, path_text); }

static Own attrgetter_repr(Ref self) {
    const char *name = type_of(self)->name;
    int entered = object_repr_enter(self);
    if (entered != 0) return entered > 0 ? str_format("%s(...)", name) : NULL;
    Own args = attrgetter_args(self), text = NULL;
    if (args && AS_ATTRGETTER(self)->count == 1) {
        text = str_format("%s(%R)", name, tuple_get(args, 0));
    } else if (args) {
        text = str_format("%s%R", name, (Ref)args);
    }
    release_maybe(args);
    object_repr_leave(self);
    return text;
}

static Own attrgetter_reduce(Ref self) { return tuple_take(2, own((Ref)type_of(self)), attrgetter_args(self)); }

static const MethodDef attrgetter_methods[] = {
    {"__reduce__", METHOD_NONE, .none = attrgetter_reduce, .doc = "Return state information for pickling"},
    {.name = NULL}};

const TypeSpec attrgetter_spec = {
    .name = "operator.attrgetter",
    .basicsize = sizeof(AttrGetter),
    .ghost_size = 40,
    .flags = TYPE_HEAP_SPEC | TYPE_GC,
    .slots = {.new = attrgetter_new,
              .dealloc = attrgetter_dealloc,
              .traverse = attrgetter_traverse,
              .clear = attrgetter_clear,
              .call = attrgetter_call,
              .getattro = object_generic_get_attribute,
              .repr = attrgetter_repr},
    .methods = attrgetter_methods,
    .doc = "attrgetter(attr, ...) --> attrgetter object\n"
           "\n"
           "Return a callable object that fetches the given attribute(s) from its operand.\n"
           "After f = attrgetter('name'), the call f(r) returns r.name.\n"
           "After g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\n"
           "After h = attrgetter('name.first', 'name.last'), the call h(r) returns\n"
           "(r.name.first, r.name.last)."};

/* --- methodcaller ---------------------------------------------------------------------------------------- */

typedef struct MethodCaller {
    Object ob_base;
    Object *name;
    Object *args;    /* tuple: the positional ones, then the keywords' values */
    Object *kwnames; /* tuple of the keywords, or NULL */
} MethodCaller;
#define AS_METHODCALLER(ref) ((MethodCaller *)(ref))

static Own methodcaller_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (nargs < 1) {
        return error_set(EXC(TypeError), "methodcaller needs at least one argument, the method name");
    }
    if (!is_str(args[0])) return error_set(EXC(TypeError), "method name must be a string");
    isize keywords = kwnames ? tuple_length(kwnames) : 0;
    Own name = str_intern(own(args[0])),
        values = name ? tuple_from_array(args + 1, nargs - 1 + keywords) : NULL;
    Own self = values ? object_new(type, 0) : NULL;
    if (!self) {
        release_maybe(name);
        release_maybe(values);
        return NULL;
    }
    AS_METHODCALLER(self)->name = name;
    AS_METHODCALLER(self)->args = values;
    AS_METHODCALLER(self)->kwnames = keywords ? own(kwnames) : NULL;
    gc_track(self);
    return self;
}

static void methodcaller_clear(Ref self) {
    slot_clear(&AS_METHODCALLER(self)->name);
    slot_clear(&AS_METHODCALLER(self)->args);
    slot_clear(&AS_METHODCALLER(self)->kwnames);
}
static void methodcaller_dealloc(Own self) {
    gc_untrack(self);
    methodcaller_clear(self);
    object_free(self);
}
static bool methodcaller_traverse(Ref self, VisitFn visit, void *context) {
    const MethodCaller *caller = AS_METHODCALLER(self);
    return (!caller->args || visit(caller->args, context)) &&
           (!caller->kwnames || visit(caller->kwnames, context));
}

static isize keywords_of(const MethodCaller *caller) {
    return caller->kwnames ? tuple_length(caller->kwnames) : 0;
}
static isize positional_of(const MethodCaller *caller) {
    return tuple_length(caller->args) - keywords_of(caller);
}

static Own methodcaller_run(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    const MethodCaller *caller = AS_METHODCALLER(self);
    if (!one_argument("methodcaller", nargs, kwnames)) return NULL;
    return object_call_method(args[0], caller->name, (Ref const *)AS_TUPLE(caller->args)->items,
                              positional_of(caller), caller->kwnames);
}
static Own methodcaller_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return call_as_level(methodcaller_run, self, args, nargs, kwnames);
}

/* "'name', 1, key=2" in a builder. */
static bool append_arguments(StrBuilder *builder, const MethodCaller *caller) {
    isize positional = positional_of(caller);
    Own shown = object_repr(caller->name);
    for (isize i = 0; shown; i++) {
        str_builder_str(builder, shown);
        release(shown);
        if (i == tuple_length(caller->args)) return true;
        str_builder_ascii(builder, ", ", 2);
        if (i >= positional) {
            str_builder_str(builder, tuple_get(caller->kwnames, i - positional));
            str_builder_char(builder, '=');
        }
        shown = object_repr(tuple_get(caller->args, i));
    }
    return false;
}

static Own methodcaller_repr(Ref self) {
    const char *name = type_of(self)->name;
    int entered = object_repr_enter(self);
    if (entered != 0) return entered > 0 ? str_format("%s(...)", name) : NULL;
    StrBuilder builder;
    str_builder_init(&builder);
    str_builder_ascii(&builder, name, -1);
    str_builder_char(&builder, '(');
    bool done = append_arguments(&builder, AS_METHODCALLER(self));
    str_builder_char(&builder, ')');
    object_repr_leave(self);
    if (done) return str_builder_finish(&builder);
    str_builder_discard(&builder);
    return NULL;
}

/* partial(type(self), name, **keywords), which makes it of the positional arguments. */
static Own partial_of(Ref self, Ref const *keyword_values) {
    const MethodCaller *caller = AS_METHODCALLER(self);
    isize keywords = keywords_of(caller);
    Own partial = import_attribute("functools", "partial");
    Own args = partial ? tuple_new(2 + keywords) : NULL, result = NULL;
    if (args) {
        tuple_fill(args, 0, own((Ref)type_of(self)));
        tuple_fill(args, 1, own(caller->name));
        for (isize i = 0; i < keywords; i++) tuple_fill(args, 2 + i, own(keyword_values[i]));
        result = object_call(partial, (Ref const *)AS_TUPLE(args)->items, 2, caller->kwnames);
    }
    release_maybe(partial);
    release_maybe(args);
    return result;
}

static Own methodcaller_reduce(Ref self) {
    const MethodCaller *caller = AS_METHODCALLER(self);
    isize positional = positional_of(caller);
    Own args = tuple_slice(caller->args, 0, positional);
    if (caller->kwnames) {
        Ref const *values = (Ref const *)AS_TUPLE(caller->args)->items + positional;
        return tuple_take(2, args ? partial_of(self, values) : NULL, args);
    }
    Own name = tuple_pack(1, (Ref)caller->name), both = name && args ? tuple_concat(name, args) : NULL;
    release_maybe(name);
    release_maybe(args);
    return tuple_take(2, own((Ref)type_of(self)), both);
}

static const MethodDef methodcaller_methods[] = {
    {"__reduce__", METHOD_NONE, .none = methodcaller_reduce, .doc = "Return state information for pickling"},
    {.name = NULL}};

const TypeSpec methodcaller_spec = {.name = "operator.methodcaller",
                                    .basicsize = sizeof(MethodCaller),
                                    .ghost_size = 40,
                                    .flags = TYPE_HEAP_SPEC | TYPE_GC,
                                    .slots = {.new = methodcaller_new,
                                              .dealloc = methodcaller_dealloc,
                                              .traverse = methodcaller_traverse,
                                              .clear = methodcaller_clear,
                                              .call = methodcaller_call,
                                              .getattro = object_generic_get_attribute,
                                              .repr = methodcaller_repr},
                                    .methods = methodcaller_methods,
                                    .doc =
                                        "methodcaller(name, ...) --> methodcaller object\n"
                                        "\n"
                                        "Return a callable object that calls the given method on its operand.\n"
                                        "After f = methodcaller('name'), the call f(r) returns r.name().\n"
                                        "After g = methodcaller('name', 'date', foo=1), the call g(r) returns\n"
                                        "r.name('date', foo=1)."};
