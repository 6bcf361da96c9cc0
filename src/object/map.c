/* map.c: map() and filter(). */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/tuple.h"
#include "object/type_checks.h"

static Own iterator_self(Ref self) { return own(self); }

/* Keywords are refused unless a subclass has an __init__ of its own to take them. */
static bool keywords_fit(Type *type, const Type *base, const char *function, Ref kwnames) {
    bool own_init = type != base && type->slots.init != base->slots.init;
    return own_init || arguments_no_keywords(function, kwnames);
}

/* --- map ------------------------------------------------------------------------------------------------- */

typedef struct Map {
    Object ob_base;
    Object *iterators; /* tuple, owned */
    Object *function;  /* owned */
} Map;
#define AS_MAP(ref) ((Map *)(ref))

static Own map_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (!keywords_fit(type, TYPE(MAP), "map", kwnames)) return NULL;
    if (nargs < 2) return error_set(EXC(TypeError), "map() must have at least two arguments.");
    Own iterators = tuple_new(nargs - 1);
    for (isize i = 1; iterators && i < nargs; i++) {
        Own iterator = object_iter(args[i]);
        if (iterator) {
            tuple_fill(iterators, i - 1, iterator);
        } else {
            slot_clear(&iterators);
        }
    }
    Own self = iterators ? object_new(type, 0) : NULL;
    if (!self) {
        release_maybe(iterators);
        return NULL;
    }
    AS_MAP(self)->iterators = iterators;
    AS_MAP(self)->function = own(args[0]);
    gc_track(self);
    return self;
}

static void map_dealloc(Own self) {
    gc_untrack(self);
    release(AS_MAP(self)->iterators);
    release(AS_MAP(self)->function);
    object_free(self);
}

static bool map_traverse(Ref self, VisitFn visit, void *context) {
    return visit(AS_MAP(self)->iterators, context) && visit(AS_MAP(self)->function, context);
}

/* Calls the function with an item of each iterator; `items` has room for them. NULL at the first that ends. */
static Own call_with_items(const Map *map, Object **items, isize count) {
    isize taken = 0;
    for (; taken < count; taken++) {
        Ref iterator = tuple_get(map->iterators, taken);
        items[taken] = type_of(iterator)->slots.iternext(iterator);
        if (!items[taken]) break;
    }
    Own result = taken == count ? object_call(map->function, (Ref const *)items, count, NULL) : NULL;
    for (isize i = 0; i < taken; i++) release(items[i]);
    return result;
}

static Own map_next(Ref self) {
    enum { FEW = 6 };
    const Map *map = AS_MAP(self);
    isize count = tuple_length(map->iterators);
    Object *few[FEW], **items = few;
    if (count > FEW) items = arena_alloc((usize)count * sizeof *items, BLOCK_RAW);
    if (!items) return error_memory();
    Own result = call_with_items(map, items, count);
    if (items != few) arena_free(items);
    return result;
}

/* (type, (function, iterator...)) */
static Own map_reduce(Ref self) {
    const Map *map = AS_MAP(self);
    isize count = tuple_length(map->iterators);
    Own args = tuple_new(count + 1);
    if (!args) return NULL;
    tuple_fill(args, 0, own(map->function));
    for (isize i = 0; i < count; i++) tuple_fill(args, i + 1, own(tuple_get(map->iterators, i)));
    Own result = tuple_pack(2, (Ref)type_of(self), (Ref)args);
    release(args);
    return result;
}

static const MethodDef map_methods[] = {
    {"__reduce__", METHOD_NONE, .none = map_reduce, .doc = "Return state information for pickling."},
    {.name = NULL}};

const TypeSpec map_spec = {.name = "map",
                           .basicsize = sizeof(Map),
                           .flags = TYPE_GC | TYPE_BASETYPE | TYPE_VECTORCALL,
                           .slots = {.new = map_new,
                                     .dealloc = map_dealloc,
                                     .traverse = map_traverse,
                                     .getattro = object_generic_get_attribute,
                                     .iter = iterator_self,
                                     .iternext = map_next},
                           .methods = map_methods,
                           .doc = "map(func, *iterables) --> map object\n\n"
                                  "Make an iterator that computes the function using arguments from\n"
                                  "each of the iterables.  Stops when the shortest iterable is exhausted."};

/* --- filter ---------------------------------------------------------------------------------------------- */

typedef struct Filter {
    Object ob_base;
    Object *function, *iterator; /* owned */
} Filter;
#define AS_FILTER(ref) ((Filter *)(ref))

static Own filter_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (!keywords_fit(type, TYPE(FILTER), "filter", kwnames)) return NULL;
    if (!arguments_count("filter", nargs, 2, 2)) return NULL;
    Own iterator = object_iter(args[1]), self = iterator ? object_new(type, 0) : NULL;
    if (!self) {
        release_maybe(iterator);
        return NULL;
    }
    AS_FILTER(self)->function = own(args[0]);
    AS_FILTER(self)->iterator = iterator;
    gc_track(self);
    return self;
}

static void filter_dealloc(Own self) {
    gc_untrack(self);
    release(AS_FILTER(self)->function);
    release(AS_FILTER(self)->iterator);
    object_free(self);
}

static bool filter_traverse(Ref self, VisitFn visit, void *context) {
    return visit(AS_FILTER(self)->iterator, context) && visit(AS_FILTER(self)->function, context);
}

/* 1, 0, -1 raised; None and bool ask for the item's own truth. */
static int passes(Ref function, Ref item) {
    if (function == None || function == (Ref)TYPE(BOOL)) return object_is_true(item);
    Own answer = object_call_one(function, item);
    if (!answer) return -1;
    int truth = object_is_true(answer);
    release(answer);
    return truth;
}

static Own filter_next(Ref self) {
    const Filter *filter = AS_FILTER(self);
    UnaryFn next = type_of(filter->iterator)->slots.iternext;
    for (;;) {
        Own item = next(filter->iterator);
        if (!item) return NULL;
        int passed = passes(filter->function, item);
        if (passed > 0) return item;
        release(item);
        if (passed < 0) return NULL;
    }
}

static Own filter_reduce(Ref self) {
    Own args = tuple_pack(2, (Ref)AS_FILTER(self)->function, (Ref)AS_FILTER(self)->iterator);
    Own result = args ? tuple_pack(2, (Ref)type_of(self), (Ref)args) : NULL;
    release_maybe(args);
    return result;
}

static const MethodDef filter_methods[] = {
    {"__reduce__", METHOD_NONE, .none = filter_reduce, .doc = "Return state information for pickling."},
    {.name = NULL}};

const TypeSpec filter_spec = {
    .name = "filter",
    .basicsize = sizeof(Filter),
    .flags = TYPE_GC | TYPE_BASETYPE | TYPE_VECTORCALL,
    .slots = {.new = filter_new,
              .dealloc = filter_dealloc,
              .traverse = filter_traverse,
              .getattro = object_generic_get_attribute,
              .iter = iterator_self,
              .iternext = filter_next},
    .methods = filter_methods,
    .doc = "filter(function or None, iterable) --> filter object\n\n"
           "Return an iterator yielding those items of iterable for which function(item)\n"
           "is true. If function is None, return the items that are true."};
