/* generic_alias.c: types.GenericAlias: list[int] (PEP 585). It stands for its origin: calling it calls that,
 * and most attributes are the origin's. A starred one is *tuple[int] within the brackets of another. */
#include "object/generic_alias.h"

#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

typedef struct GenericAlias {
    Object ob_base;
    Object *origin, *args; /* owned; args is a tuple */
    Object *parameters;    /* tuple, made when it is first needed */
    Object *weaklist;
    bool starred;
} GenericAlias;
#define AS_ALIAS(ref) ((GenericAlias *)(ref))

bool is_generic_alias(Ref object) { return is_a(object, TYPE(GENERIC_ALIAS)); }

/* --- birth and death ------------------------------------------------------------------------------------- */

static Own alias_new(Type *type, Ref origin, Ref args, bool starred) {
    Own tuple = is_tuple(args) ? own(args) : tuple_pack(1, args);
    Own self = tuple ? object_new(type, 0) : NULL;
    if (!self) {
        release_maybe(tuple);
        return NULL;
    }
    AS_ALIAS(self)->origin = own(origin);
    AS_ALIAS(self)->args = tuple;
    AS_ALIAS(self)->starred = starred;
    gc_track(self);
    return self;
}

Own generic_alias_new(Ref origin, Ref args) { return alias_new(TYPE(GENERIC_ALIAS), origin, args, false); }

static Own alias_type_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (!arguments_no_keywords("GenericAlias", kwnames)) return NULL;
    if (!arguments_count("GenericAlias", nargs, 2, 2)) return NULL;
    return alias_new(type, args[0], args[1], false);
}

static void alias_dealloc(Own self) {
    gc_untrack(self);
    if (AS_ALIAS(self)->weaklist) weakref_clear_all(self);
    release_maybe(AS_ALIAS(self)->origin);
    release_maybe(AS_ALIAS(self)->args);
    release_maybe(AS_ALIAS(self)->parameters);
    object_free(self);
}

static bool alias_traverse(Ref self, VisitFn visit, void *context) {
    const GenericAlias *alias = AS_ALIAS(self);
    return (!alias->origin || visit(alias->origin, context)) && (!alias->args || visit(alias->args, context)) &&
           (!alias->parameters || visit(alias->parameters, context));
}

/* --- how it looks ---------------------------------------------------------------------------------------- */

static Own alias_repr(Ref self) {
    const GenericAlias *alias = AS_ALIAS(self);
    StrBuilder builder;
    str_builder_init(&builder);
    if (alias->starred) str_builder_char(&builder, '*');
    bool done = generic_append_repr(&builder, alias->origin);
    str_builder_char(&builder, '[');
    isize count = tuple_length(alias->args);
    for (isize i = 0; done && i < count; i++) {
        if (i) str_builder_ascii(&builder, ", ", 2);
        done = generic_append_repr(&builder, tuple_get(alias->args, i));
    }
    if (count == 0) str_builder_ascii(&builder, "()", 2);
    str_builder_char(&builder, ']');
    if (done) return str_builder_finish(&builder);
    str_builder_discard(&builder);
    return NULL;
}

static isize alias_hash(Ref self) {
    isize origin = object_hash(AS_ALIAS(self)->origin);
    if (origin == -1) return -1;
    isize args = object_hash(AS_ALIAS(self)->args);
    if (args == -1) return -1;
    isize hash = origin ^ args;
    return hash == -1 ? -2 : hash;
}

static int alias_equal(const GenericAlias *a, const GenericAlias *b) {
    if (a->starred != b->starred) return 0;
    int equal = object_compare_bool(a->origin, b->origin, COMPARE_EQ);
    return equal > 0 ? object_compare_bool(a->args, b->args, COMPARE_EQ) : equal;
}

static Own alias_compare(Ref left, Ref right, CompareOp op) {
    bool comparable = op == COMPARE_EQ || op == COMPARE_NE;
    if (!comparable || !is_generic_alias(left) || !is_generic_alias(right)) return own_not_implemented();
    int equal = alias_equal(AS_ALIAS(left), AS_ALIAS(right));
    return equal < 0 ? NULL : own_bool(equal == (op == COMPARE_EQ));
}

/* --- attributes ------------------------------------------------------------------------------------------ */

/* Its own; all others are the origin's. */
static const char *const own_attributes[] = {
    "__class__",       "__origin__",     "__args__",
    "__unpacked__",    "__parameters__", "__typing_unpacked_tuple_args__",
    "__mro_entries__", "__reduce_ex__",  "__reduce__",
    "__copy__",        "__deepcopy__"};

static Own alias_getattro(Ref self, Ref name) {
    for (isize i = 0; is_str(name) && i < COUNT_OF(own_attributes); i++) {
        if (str_equal_ascii(name, own_attributes[i])) return object_generic_get_attribute(self, name);
    }
    return object_get_attribute(AS_ALIAS(self)->origin, name);
}

static Ref parameters_of(Ref self) {
    GenericAlias *alias = AS_ALIAS(self);
    if (!alias->parameters) {
        Own parameters = generic_parameters(alias->args);
        if (parameters) slot_set(&alias->parameters, parameters);
    }
    return alias->parameters;
}

static Own get_parameters(Ref self, UNUSED void *closure) { return own_maybe(parameters_of(self)); }

static Own get_unpacked_args(Ref self, UNUSED void *closure) {
    const GenericAlias *alias = AS_ALIAS(self);
    bool is_open_tuple = alias->starred && alias->origin == (Ref)TYPE(TUPLE);
    return own(is_open_tuple ? alias->args : None);
}

static bool add_name(Ref names, const char *name) {
    Own text = str_from_utf8(name, -1);
    int found = text ? object_contains(names, text) : -1;
    bool done = found > 0 || (found == 0 && list_append_ref(names, text));
    release_maybe(text);
    return done;
}

static Own method_dir(Ref self) {
    Own names = object_dir(AS_ALIAS(self)->origin);
    for (isize i = 0; names && i < COUNT_OF(own_attributes); i++) {
        if (!add_name(names, own_attributes[i])) slot_clear(&names);
    }
    return names;
}

/* --- what it does ---------------------------------------------------------------------------------------- */

static Own alias_subscript(Ref self, Ref item) {
    const GenericAlias *alias = AS_ALIAS(self);
    Ref parameters = parameters_of(self);
    Own args = parameters ? generic_substitute(self, alias->args, parameters, item) : NULL;
    Own result = args ? alias_new(TYPE(GENERIC_ALIAS), alias->origin, args, alias->starred) : NULL;
    release_maybe(args);
    return result;
}

/* What the origin makes learns which alias made it, where it can have attributes. */
static Own alias_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Own made = object_call(AS_ALIAS(self)->origin, args, nargs, kwnames);
    if (!made || object_set_attribute(made, NAME(__orig_class__), self)) return made;
    if (error_matches(EXC(AttributeError)) || error_matches(EXC(TypeError))) {
        error_clear();
        return made;
    }
    release(made);
    return NULL;
}

static Own method_mro_entries(Ref self, UNUSED Ref bases) { return tuple_pack(1, AS_ALIAS(self)->origin); }

static Own method_instance_check(UNUSED Ref self, UNUSED Ref object) {
    return error_set(EXC(TypeError), "isinstance() argument 2 cannot be a parameterized generic");
}

static Own method_subclass_check(UNUSED Ref self, UNUSED Ref class) {
    return error_set(EXC(TypeError), "issubclass() argument 2 cannot be a parameterized generic");
}

/* A starred one is what its unstarred twin's iterator gives: next(iter(alias)). */
static Own reduce_starred(const GenericAlias *alias) {
    Own plain = generic_alias_new(alias->origin, alias->args), iterator = plain ? object_iter(plain) : NULL;
    Own next = iterator ? builtin_get("next") : NULL, args = next ? tuple_pack(1, iterator) : NULL;
    Own result = args ? tuple_pack(2, next, args) : NULL;
    release_maybe(args);
    release_maybe(next);
    release_maybe(iterator);
    release_maybe(plain);
    return result;
}

static Own method_reduce(Ref self) {
    const GenericAlias *alias = AS_ALIAS(self);
    if (alias->starred) return reduce_starred(alias);
    Own args = tuple_pack(2, (Ref)alias->origin, (Ref)alias->args);
    Own result = args ? tuple_pack(2, (Ref)type_of(self), args) : NULL;
    release_maybe(args);
    return result;
}

static const MethodDef alias_methods[] = {{"__mro_entries__", METHOD_ONE, .one = method_mro_entries},
                                          {"__instancecheck__", METHOD_ONE, .one = method_instance_check},
                                          {"__subclasscheck__", METHOD_ONE, .one = method_subclass_check},
                                          {"__reduce__", METHOD_NONE, .none = method_reduce},
                                          {"__dir__", METHOD_NONE, .none = method_dir},
                                          {.name = NULL}};
static const MemberDef alias_members[] = {
    {"__origin__", MEMBER_OBJECT, offsetof(GenericAlias, origin), true, NULL},
    {"__args__", MEMBER_OBJECT, offsetof(GenericAlias, args), true, NULL},
    {"__unpacked__", MEMBER_BOOL, offsetof(GenericAlias, starred), true, NULL},
    {.name = NULL}};
static const GetSetDef alias_getset[] = {
    {"__parameters__", .get = get_parameters, .doc = "Type variables in the GenericAlias."},
    {"__typing_unpacked_tuple_args__", .get = get_unpacked_args},
    {.name = NULL}};

/* --- its iterator: gives the starred alias, once ---------------------------------------------------------- */

typedef struct AliasIterator {
    Object ob_base;
    Object *alias; /* owned; NULL: given */
} AliasIterator;
#define AS_ALIAS_ITERATOR(ref) ((AliasIterator *)(ref))

static Own alias_iter(Ref self) {
    Own iterator = object_new(TYPE(GENERIC_ALIAS_ITERATOR), 0);
    if (!iterator) return NULL;
    AS_ALIAS_ITERATOR(iterator)->alias = own(self);
    gc_track(iterator);
    return iterator;
}

static Own iterator_self(Ref self) { return own(self); }

static Own iterator_next(Ref self) {
    Ref given = AS_ALIAS_ITERATOR(self)->alias;
    if (!given) return NULL;
    Own starred = alias_new(TYPE(GENERIC_ALIAS), AS_ALIAS(given)->origin, AS_ALIAS(given)->args, true);
    if (starred) slot_clear(&AS_ALIAS_ITERATOR(self)->alias);
    return starred;
}

static void iterator_clear(Ref self) { slot_clear(&AS_ALIAS_ITERATOR(self)->alias); }

static void iterator_dealloc(Own self) {
    gc_untrack(self);
    iterator_clear(self);
    object_free(self);
}

static bool iterator_traverse(Ref self, VisitFn visit, void *context) {
    Ref alias = AS_ALIAS_ITERATOR(self)->alias;
    return !alias || visit(alias, context);
}

/* iter(alias), or iter(()) when it is spent. */
static Own iterator_reduce(Ref self) {
    Own iter = builtin_get("iter");
    Ref alias = AS_ALIAS_ITERATOR(self)->alias;
    Own args = iter ? tuple_pack(1, alias ? alias : OBJECT_ROOT->empty_tuple) : NULL;
    Own result = args ? tuple_pack(2, iter, args) : NULL;
    release_maybe(args);
    release_maybe(iter);
    return result;
}

static const MethodDef iterator_methods[] = {{"__reduce__", METHOD_NONE, .none = iterator_reduce},
                                             {.name = NULL}};

const TypeSpec generic_alias_iterator_spec = {.name = "generic_alias_iterator",
                                              .basicsize = sizeof(AliasIterator),
                                              .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                              .slots = {.dealloc = iterator_dealloc,
                                                        .traverse = iterator_traverse,
                                                        .clear = iterator_clear,
                                                        .iter = iterator_self,
                                                        .iternext = iterator_next},
                                              .methods = iterator_methods};

const TypeSpec generic_alias_spec = {.name = "types.GenericAlias",
                                     .module = "types",
                                     .basicsize = sizeof(GenericAlias),
                                     .ghost_size = 64,
                                     .flags = TYPE_GC | TYPE_BASETYPE,
                                     .weaklist_offset = offsetof(GenericAlias, weaklist),
                                     .slots = {.new = alias_type_new,
                                               .dealloc = alias_dealloc,
                                               .traverse = alias_traverse,
                                               .repr = alias_repr,
                                               .hash = alias_hash,
                                               .call = alias_call,
                                               .getattro = alias_getattro,
                                               .richcompare = alias_compare,
                                               .iter = alias_iter,
                                               .bit_or = union_new,
                                               .subscript = alias_subscript},
                                     .methods = alias_methods,
                                     .members = alias_members,
                                     .getset = alias_getset,
                                     .doc = "Represent a PEP 585 generic type\n\nE.g. for t = list[int], "
                                            "t.__origin__ is list and t.__args__ is (int,)."};
