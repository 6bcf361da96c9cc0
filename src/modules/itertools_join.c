/* itertools_join.c: several iterators into one: chain, zip_longest; and pairs and calls made of items:
 * pairwise, starmap. */
#include "modules/itertools.h"

/* --- chain ----------------------------------------------------------------------------------------------- */

typedef struct Chain {
    Object ob_base;
    Object *source; /* iterator over the iterables; NULL: exhausted */
    Object *active; /* iterator over the present one, or NULL */
} Chain;
#define AS_CHAIN(ref) ((Chain *)(ref))
enum { CHAIN_PARTS = 2 };

/* Consumes `source`. */
static Own chain_over(Type *type, Own source) { return iterator_new(type, 1, (Object *[]){source}); }

static Own chain_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (!iterator_no_keywords(type, MODULE_TYPE(CHAIN), "chain", kwnames)) return NULL;
    call_take_packed(args, nargs, kwnames);
    Own iterables = tuple_from_array(args, nargs), source = iterables ? object_iter(iterables) : NULL;
    release_maybe(iterables);
    return chain_over(type, source);
}
static Own chain_method_from_iterable(Ref type, Ref iterables) {
    return chain_over(AS_TYPE(type), object_iter(iterables));
}

static void chain_dealloc(Own self) { iterator_destroy(self, CHAIN_PARTS); }
static bool chain_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, CHAIN_PARTS, visit, context);
}

/* Makes the next iterable's iterator the active one. False: there is none, or it raised. */
static bool chain_advance(Chain *chain) {
    Own iterable = object_next(chain->source);
    if (iterable) {
        chain->active = object_iter(iterable);
        release(iterable);
    }
    if (!chain->active) slot_clear(&chain->source);
    return chain->active != NULL;
}

static Own chain_next(Ref self) {
    Chain *chain = AS_CHAIN(self);
    while (chain->source) {
        if (!chain->active && !chain_advance(chain)) return NULL;
        Own item = iterator_step(chain->active);
        if (item) return item;
        if (!iterator_ended()) return NULL;
        slot_clear(&chain->active);
    }
    return NULL;
}

static Own chain_reduce(Ref self) {
    const Chain *chain = AS_CHAIN(self);
    Own type = own((Ref)type_of(self)), nothing = tuple_new(0);
    if (!chain->source) return tuple_take(2, type, nothing);
    Own state = chain->active ? tuple_pack(2, (Ref)chain->source, (Ref)chain->active)
                              : tuple_pack(1, (Ref)chain->source);
    return tuple_take(3, type, nothing, state);
}
static Own chain_setstate(Ref self, Ref state) {
    if (!iterator_check_state(state, 1, 2)) return NULL;
    Ref source = tuple_get(state, 0), active = tuple_length(state) > 1 ? tuple_get(state, 1) : NULL;
    if (!object_is_iterator(source) || (active && !object_is_iterator(active))) {
        return error_set(EXC(TypeError), "Arguments must be iterators.");
    }
    slot_set(&AS_CHAIN(self)->source, own(source));
    slot_set(&AS_CHAIN(self)->active, own_maybe(active));
    return own_none();
}

static const MethodDef chain_methods[] = {
    {"from_iterable", METHOD_ONE, .one = chain_method_from_iterable,
     .doc = "from_iterable($type, iterable, /)\n"
            "--\n"
            "\n"
            "Alternative chain() constructor taking a single iterable argument that evaluates lazily.",
     .flags = METHOD_CLASS},
    {"__reduce__", METHOD_NONE, .none = chain_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = chain_setstate, .doc = "Set state information for unpickling."},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {.name = NULL}};

const TypeSpec chain_spec = {.name = "itertools.chain",
                             .basicsize = sizeof(Chain),
                             .flags = TYPE_GC | TYPE_BASETYPE,
                             .slots = {.new = chain_new,
                                       .dealloc = chain_dealloc,
                                       .traverse = chain_traverse,
                                       .getattro = object_generic_get_attribute,
                                       .iter = iterator_self,
                                       .iternext = chain_next},
                             .methods = chain_methods,
                             .doc = "chain(*iterables) --> chain object\n"
                                    "\n"
                                    "Return a chain object whose .__next__() method returns elements from the\n"
                                    "first iterable until it is exhausted, then elements from the next\n"
                                    "iterable, until all of the iterables are exhausted."};

/* --- starmap --------------------------------------------------------------------------------------------- */

typedef struct Starmap {
    Object ob_base;
    Object *function, *iterator; /* owned */
} Starmap;
#define AS_STARMAP(ref) ((Starmap *)(ref))
enum { STARMAP_PARTS = 2 };

static Own starmap_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    return iterator_new_with_function(type, MODULE_TYPE(STARMAP), "starmap", args, nargs, kwnames);
}

static void starmap_dealloc(Own self) { iterator_destroy(self, STARMAP_PARTS); }
static bool starmap_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, STARMAP_PARTS, visit, context);
}

static Own starmap_next(Ref self) {
    const Starmap *map = AS_STARMAP(self);
    Own args = iterator_step(map->iterator);
    if (args && !is_exact_tuple(args)) {
        Own tuple = tuple_from_iterable(args);
        release(args);
        args = tuple;
    }
    if (!args) return NULL;
    Own result = object_call_tuple(map->function, args, NULL);
    release(args);
    return result;
}

static const MethodDef starmap_methods[] = {
    {"__reduce__", METHOD_NONE, .none = iterator_reduce_pair, .doc = "Return state information for pickling."},
    {.name = NULL}};

const TypeSpec starmap_spec = {.name = "itertools.starmap",
                               .basicsize = sizeof(Starmap),
                               .flags = TYPE_GC | TYPE_BASETYPE,
                               .slots = {.new = starmap_new,
                                         .dealloc = starmap_dealloc,
                                         .traverse = starmap_traverse,
                                         .getattro = object_generic_get_attribute,
                                         .iter = iterator_self,
                                         .iternext = starmap_next},
                               .methods = starmap_methods,
                               .doc = "starmap(function, iterable, /)\n"
                                      "--\n"
                                      "\n"
                                      "Return an iterator whose values are returned from the function "
                                      "evaluated with an argument tuple taken from the given sequence."};

/* --- pairwise -------------------------------------------------------------------------------------------- */

typedef struct Pairwise {
    Object ob_base;
    Object *iterator; /* owned; NULL: exhausted */
    Object *old;      /* the last item given out; owned; NULL: none yet */
} Pairwise;
#define AS_PAIRWISE(ref) ((Pairwise *)(ref))
enum { PAIRWISE_PARTS = 2 };

static Own pairwise_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (!iterator_no_keywords(type, MODULE_TYPE(PAIRWISE), "pairwise", kwnames)) return NULL;
    if (!arguments_count("pairwise", nargs, 1, 1)) return NULL;
    return iterator_new(type, 1, (Object *[]){object_iter(args[0])});
}

static void pairwise_dealloc(Own self) { iterator_destroy(self, PAIRWISE_PARTS); }
static bool pairwise_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, PAIRWISE_PARTS, visit, context);
}

static Own pairwise_end(Pairwise *pairwise) {
    slot_clear(&pairwise->iterator);
    slot_clear(&pairwise->old);
    return NULL;
}

static Own pairwise_next(Ref self) {
    Pairwise *pairwise = AS_PAIRWISE(self);
    if (!pairwise->iterator) return NULL;
    if (!pairwise->old) {
        Own first = iterator_step(pairwise->iterator);
        slot_set(&pairwise->old, first);
        if (!first) return pairwise_end(pairwise);
        /* the step may have come back here and ended it */
        if (!pairwise->iterator) return pairwise_end(pairwise);
    }
    Own old = own(pairwise->old), next = iterator_step(pairwise->iterator);
    if (!next) {
        release(old);
        return pairwise_end(pairwise);
    }
    Own pair = tuple_pack(2, (Ref)old, (Ref)next);
    slot_set(&pairwise->old, next);
    release(old);
    return pair;
}

const TypeSpec pairwise_spec = {.name = "itertools.pairwise",
                                .basicsize = sizeof(Pairwise),
                                .flags = TYPE_GC | TYPE_BASETYPE,
                                .slots = {.new = pairwise_new,
                                          .dealloc = pairwise_dealloc,
                                          .traverse = pairwise_traverse,
                                          .getattro = object_generic_get_attribute,
                                          .iter = iterator_self,
                                          .iternext = pairwise_next},
                                .doc =
                                    "pairwise(iterable, /)\n"
                                    "--\n"
                                    "\n"
                                    "Return an iterator of overlapping pairs taken from the input iterator.\n"
                                    "\n"
                                    "    s -> (s0,s1), (s1,s2), (s2, s3), ..."};

/* --- zip_longest ----------------------------------------------------------------------------------------- */

/* As zip, it fills the tuple it gave out anew when nobody else has kept it. */
typedef struct ZipLongest {
    Object ob_base;
    Object *iterators; /* tuple of `count`, NULL in it: exhausted */
    Object *result;    /* the tuple that is used again */
    Object *filler;
    isize count, active;
} ZipLongest;
#define AS_ZIP_LONGEST(ref) ((ZipLongest *)(ref))
enum { ZIP_LONGEST_PARTS = 3 };

/* The value of fillvalue=, the only keyword; None where it is not given. NULL raised. Lent. */
static Ref filler_of(Ref const *values, Ref kwnames) {
    if (!kwnames || tuple_length(kwnames) == 0) return None;
    if (tuple_length(kwnames) == 1 && str_equal_ascii(tuple_get(kwnames, 0), "fillvalue")) return values[0];
    return error_set(EXC(TypeError), "zip_longest() got an unexpected keyword argument");
}

static Own zip_longest_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    Ref filler = filler_of(args + nargs, kwnames);
    if (!filler) return NULL;
    Own iterators = tuple_of_iterators(args, nargs), result = iterators ? tuple_of_nones(nargs) : NULL;
    Own self = iterator_new(type, ZIP_LONGEST_PARTS, (Object *[]){iterators, result, own(filler)});
    if (!self) return NULL;
    AS_ZIP_LONGEST(self)->count = AS_ZIP_LONGEST(self)->active = nargs;
    return self;
}

static void zip_longest_dealloc(Own self) { iterator_destroy(self, ZIP_LONGEST_PARTS); }
static bool zip_longest_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, ZIP_LONGEST_PARTS, visit, context);
}

/* The item number i of the next tuple: the filler where that iterator is exhausted; NULL at the end of all. */
static Own zip_longest_item(ZipLongest *zip, isize i) {
    Ref iterator = tuple_get(zip->iterators, i);
    if (!iterator) return own(zip->filler);
    Own item = iterator_step(iterator);
    if (item) return item;
    zip->active--;
    if (zip->active == 0 || error_occurred()) {
        bool raised = error_occurred() && !error_matches(EXC(StopIteration));
        bool over = zip->active == 0 || raised;
        if (over) {
            zip->active = 0;
            return NULL;
        }
        error_clear();
    }
    tuple_fill(zip->iterators, i, NULL);
    release((Own)iterator);
    return own(zip->filler);
}

/* Steps all iterators into `tuple`, whose places hold something or nothing. Consumes it. */
static Own zip_longest_into(ZipLongest *zip, Own tuple) {
    for (isize i = 0; i < zip->count; i++) {
        Own item = zip_longest_item(zip, i);
        if (!item) {
            release(tuple);
            return NULL;
        }
        Own old = (Own)tuple_get(tuple, i);
        tuple_fill(tuple, i, item);
        release_maybe(old);
    }
    return tuple;
}

static Own zip_longest_next(Ref self) {
    ZipLongest *zip = AS_ZIP_LONGEST(self);
    if (zip->count == 0 || zip->active == 0) return NULL;
    if (zip->result->ob_refcnt == 1) {
        Own result = zip_longest_into(zip, own(zip->result));
        /* the collector may have thought it not worth tracking */
        if (result && !gc_is_tracked(result)) gc_track(result);
        return result;
    }
    Own fresh = tuple_new(zip->count);
    return fresh ? zip_longest_into(zip, fresh) : NULL;
}

/* Exhausted iterators pickle as empty tuples. */
static Own zip_longest_reduce(Ref self) {
    const ZipLongest *zip = AS_ZIP_LONGEST(self);
    Own args = tuple_new(zip->count);
    for (isize i = 0; args && i < zip->count; i++) {
        Ref iterator = tuple_get(zip->iterators, i);
        tuple_fill(args, i, iterator ? own(iterator) : tuple_new(0));
    }
    return tuple_take(3, own((Ref)type_of(self)), args, own(zip->filler));
}
static Own zip_longest_setstate(Ref self, Ref state) {
    slot_set(&AS_ZIP_LONGEST(self)->filler, own(state));
    return own_none();
}

static const MethodDef zip_longest_methods[] = {
    {"__reduce__", METHOD_NONE, .none = zip_longest_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = zip_longest_setstate, .doc = "Set state information for unpickling."},
    {.name = NULL}};

const TypeSpec zip_longest_spec = {
    .name = "itertools.zip_longest",
    .basicsize = sizeof(ZipLongest),
    .flags = TYPE_GC | TYPE_BASETYPE,
    .slots = {.new = zip_longest_new,
              .dealloc = zip_longest_dealloc,
              .traverse = zip_longest_traverse,
              .getattro = object_generic_get_attribute,
              .iter = iterator_self,
              .iternext = zip_longest_next},
    .methods = zip_longest_methods,
    .doc = "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object\n"
           "\n"
           "Return a zip_longest object whose .__next__() method returns a tuple where\n"
           "the i-th element comes from the i-th iterable argument.  The .__next__()\n"
           "method continues until the longest iterable in the argument sequence\n"
           "is exhausted and then it raises StopIteration.  When the shorter iterables\n"
           "are exhausted, the fillvalue is substituted in their place.  The fillvalue\n"
           "defaults to None or can be specified by a keyword argument.\n"};
