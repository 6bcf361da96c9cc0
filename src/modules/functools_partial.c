/* functools_partial.c: partial: a function with some of its arguments given already.
 *
 * A partial of a partial is made one: the inner function, all arguments together. */
#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

typedef struct Partial {
    Object ob_base;
    Object *function; /* all owned */
    Object *args;     /* tuple */
    Object *keywords; /* dict */
    Object *dict;     /* NULL: none yet */
    Object *weaklist;
} Partial;
#define AS_PARTIAL(ref) ((Partial *)(ref))

/* A dict of keyword arguments; consumes `onto`, to which they are added. */
static Own add_keywords(Own onto, Ref const *values, Ref kwnames) {
    isize keywords = kwnames ? tuple_length(kwnames) : 0;
    for (isize i = 0; onto && i < keywords; i++) {
        if (!dict_set(onto, tuple_get(kwnames, i), values[i])) slot_clear(&onto);
    }
    return onto;
}

/* a + args[0..nargs) */
static Own joined(Ref a, Ref const *args, isize nargs) {
    isize given = tuple_length(a);
    if (nargs == 0) return own(a);
    Own both = tuple_new(given + nargs);
    for (isize i = 0; both && i < given; i++) tuple_fill(both, i, own(tuple_get(a, i)));
    for (isize i = 0; both && i < nargs; i++) tuple_fill(both, given + i, own(args[i]));
    return both;
}

static Own partial_call(Ref self, Ref const *args, isize nargs, Ref kwnames);

static Own partial_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (nargs < 1) return error_set(EXC(TypeError), "type 'partial' takes at least one argument");
    Ref function = args[0];
    if (!object_is_callable(function)) return error_set(EXC(TypeError), "the first argument must be callable");
    Ref const *values = args + nargs;
    Own all, keywords;
    if (type_of(function)->slots.call == partial_call && !AS_PARTIAL(function)->dict) {
        const Partial *inner = AS_PARTIAL(function);
        function = inner->function;
        all = joined(inner->args, args + 1, nargs - 1);
        keywords = add_keywords(dict_copy(inner->keywords), values, kwnames);
    } else {
        all = tuple_from_array(args + 1, nargs - 1);
        keywords = add_keywords(dict_new(), values, kwnames);
    }
    Own self = all && keywords ? object_new(type, 0) : NULL;
    if (!self) {
        release_maybe(all);
        release_maybe(keywords);
        return NULL;
    }
    AS_PARTIAL(self)->function = own(function);
    AS_PARTIAL(self)->args = all;
    AS_PARTIAL(self)->keywords = keywords;
    gc_track(self);
    return self;
}

static void partial_clear(Ref self) {
    Partial *partial = AS_PARTIAL(self);
    slot_clear(&partial->function);
    slot_clear(&partial->args);
    slot_clear(&partial->keywords);
    slot_clear(&partial->dict);
}
static void partial_dealloc(Own self) {
    gc_untrack(self);
    if (AS_PARTIAL(self)->weaklist) weakref_clear_all(self);
    partial_clear(self);
    object_free(self);
}
static bool partial_traverse(Ref self, VisitFn visit, void *context) {
    const Partial *partial = AS_PARTIAL(self);
    return (!partial->function || visit(partial->function, context)) &&
           (!partial->args || visit(partial->args, context)) &&
           (!partial->keywords || visit(partial->keywords, context)) &&
           (!partial->dict || visit(partial->dict, context));
}

/* --- calling --------------------------------------------------------------------------------------------- */

/* With keywords of its own: those of the call are added to a copy of them. */
static Own call_with_keywords(const Partial *partial, Ref const *args, isize nargs, Ref kwnames) {
    Own all = joined(partial->args, args, nargs);
    Own keywords = all ? add_keywords(dict_copy(partial->keywords), args + nargs, kwnames) : NULL;
    Own result = keywords ? object_call_tuple(partial->function, all, keywords) : NULL;
    release_maybe(all);
    release_maybe(keywords);
    return result;
}

static Own partial_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    enum { FEW = 8 };
    const Partial *partial = AS_PARTIAL(self);
    isize given = tuple_length(partial->args), more = nargs + (kwnames ? tuple_length(kwnames) : 0);
    if (dict_length(partial->keywords)) return call_with_keywords(partial, args, nargs, kwnames);
    if (given == 0) return object_call(partial->function, args, nargs, kwnames);
    Ref few[FEW], *all = few;
    if (given + more > FEW) all = arena_alloc((usize)(given + more) * sizeof *all, BLOCK_RAW);
    if (!all) return error_memory();
    memcpy(all, AS_TUPLE(partial->args)->items, (usize)given * sizeof *all);
    if (more) memcpy(all + given, args, (usize)more * sizeof *all);
    Own result = object_call(partial->function, all, given + nargs, kwnames);
    if (all != few) arena_free(all);
    return result;
}

/* --- how it looks, and how it pickles -------------------------------------------------------------------- */

/* ", 1, key=2" */
static bool append_arguments(StrBuilder *builder, const Partial *partial) {
    for (isize i = 0; i < tuple_length(partial->args); i++) {
        Own shown = str_format(", %R", tuple_get(partial->args, i));
        if (!shown) return false;
        str_builder_str(builder, shown);
        release(shown);
    }
    isize position = 0;
    for (Ref key, value; dict_each(partial->keywords, &position, &key, &value, NULL);) {
        Own name = own(key), given = own(value), shown = str_format(", %S=%R", (Ref)name, (Ref)given);
        release(name);
        release(given);
        if (!shown) return false;
        str_builder_str(builder, shown);
        release(shown);
    }
    return true;
}

static Own partial_repr(Ref self) {
    const Partial *partial = AS_PARTIAL(self);
    int entered = object_repr_enter(self);
    if (entered != 0) return entered > 0 ? str_from_ascii("...", 3) : NULL;
    StrBuilder builder;
    str_builder_init(&builder);
    bool done = append_arguments(&builder, partial);
    Own arguments = done ? str_builder_finish(&builder) : NULL;
    if (!done) str_builder_discard(&builder);
    Own text =
        arguments ? str_format("%s(%R%U)", type_of(self)->name, (Ref)partial->function, (Ref)arguments) : NULL;
    release_maybe(arguments);
    object_repr_leave(self);
    return text;
}

static Own partial_reduce(Ref self) {
    const Partial *partial = AS_PARTIAL(self);
    return tuple_take(3, own((Ref)type_of(self)), tuple_pack(1, (Ref)partial->function),
                      tuple_pack(4, (Ref)partial->function, (Ref)partial->args, (Ref)partial->keywords,
                                 partial->dict ? (Ref)partial->dict : None));
}

static bool is_valid_state(Ref state) {
    if (!is_tuple(state) || tuple_length(state) != 4) return false;
    Ref keywords = tuple_get(state, 2),
        dict = tuple_get(state, 3); /* CPython takes any `dict`, and fails later */
    return object_is_callable(tuple_get(state, 0)) && is_tuple(tuple_get(state, 1)) &&
           (keywords == None || is_dict(keywords)) && (dict == None || is_dict(dict));
}

static Own partial_setstate(Ref self, Ref state) {
    Partial *partial = AS_PARTIAL(self);
    if (!is_valid_state(state)) return error_set(EXC(TypeError), "invalid partial state");
    Ref args = tuple_get(state, 1), keywords = tuple_get(state, 2), dict = tuple_get(state, 3);
    Own all = is_exact_tuple(args) ? own(args) : tuple_from_iterable(args);
    Own named = keywords == None ? dict_new() : is_exact_dict(keywords) ? own(keywords) : dict_copy(keywords);
    if (!all || !named) {
        release_maybe(all);
        release_maybe(named);
        return NULL;
    }
    slot_set(&partial->function, own(tuple_get(state, 0)));
    slot_set(&partial->args, all);
    slot_set(&partial->keywords, named);
    slot_set(&partial->dict, dict == None ? NULL : own(dict));
    return own_none();
}

static const MethodDef partial_methods[] = {
    {"__reduce__", METHOD_NONE, .none = partial_reduce},
    {"__setstate__", METHOD_ONE, .one = partial_setstate},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {.name = NULL}};
static const MemberDef partial_members[] = {
    {"func", MEMBER_OBJECT, offsetof(Partial, function), true,
     "function object to use in future partial calls"},
    {"args", MEMBER_OBJECT, offsetof(Partial, args), true, "tuple of arguments to future partial calls"},
    {"keywords", MEMBER_OBJECT, offsetof(Partial, keywords), true,
     "dictionary of keyword arguments to future partial calls"},
    {.name = NULL}};
static const GetSetDef partial_getset[] = {{"__dict__", .get = object_get_dict, .set = object_set_dict},
                                           {.name = NULL}};

const TypeSpec partial_spec = {.name = "functools.partial",
                               .basicsize = sizeof(Partial),
                               .ghost_size = 64,
                               .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
                               .weaklist_offset = offsetof(Partial, weaklist),
                               .dict_offset = offsetof(Partial, dict),
                               .slots = {.new = partial_new,
                                         .dealloc = partial_dealloc,
                                         .traverse = partial_traverse,
                                         .clear = partial_clear,
                                         .call = partial_call,
                                         .repr = partial_repr,
                                         .getattro = object_generic_get_attribute,
                                         .setattro = object_generic_set_attribute},
                               .methods = partial_methods,
                               .members = partial_members,
                               .getset = partial_getset,
                               .doc =
                                   "partial(func, *args, **keywords) - new function with partial application\n"
                                   "    of the given arguments and keywords.\n"};
