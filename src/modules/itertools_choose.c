/* itertools_choose.c: all the ways to choose: product, combinations, combinations_with_replacement,
 * permutations.
 *
 * Each has the items to choose from in a tuple and a row of places in it, `indices`: the choice given out last.
 * The next choice is the next row in lexicographic order, and only those places of the result change that
 * differ. The result tuple is filled anew where nobody else has kept it. */
#include "modules/itertools.h"

typedef struct Choice {
    Object ob_base;
    Object *pool;   /* tuple of the items; product: tuple of such tuples */
    Object *result; /* the last tuple given out; NULL: none yet */
    isize *indices; /* raw block */
    isize *cycles;  /* permutations only: raw block */
    isize length;   /* of a result */
    bool stopped;
} Choice;
#define AS_CHOICE(ref) ((Choice *)(ref))
enum { CHOICE_PARTS = 2 };

static void choice_dealloc(Own self) {
    arena_free(AS_CHOICE(self)->indices);
    arena_free(AS_CHOICE(self)->cycles);
    iterator_destroy(self, CHOICE_PARTS);
}
static bool choice_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, CHOICE_PARTS, visit, context);
}

static isize *words_new(isize count) {
    usize bytes;
    bool overflow = __builtin_mul_overflow((usize)count, sizeof(isize), &bytes);
    isize *words = overflow || bytes > ISIZE_MAX / 2 ? NULL : arena_alloc(bytes, BLOCK_RAW);
    return words ? words : error_memory();
}

/* Consumes `pool`; `indices` has room for `index_count` and is zero. */
static Own choice_new(Type *type, Own pool, isize length, isize index_count) {
    isize *indices = pool ? words_new(index_count) : NULL;
    Own self = indices ? object_new(type, 0) : NULL;
    if (!self) {
        release_maybe(pool);
        arena_free(indices);
        return NULL;
    }
    memset(indices, 0, (usize)index_count * sizeof(isize));
    AS_CHOICE(self)->pool = pool;
    AS_CHOICE(self)->indices = indices;
    AS_CHOICE(self)->length = length;
    gc_track(self);
    return self;
}

/* The item that place i of the result shows, lent. */
static Ref chosen(const Choice *choice, isize i) { return tuple_get(choice->pool, choice->indices[i]); }
static Ref product_chosen(const Choice *choice, isize i) {
    return tuple_get(tuple_get(choice->pool, i), choice->indices[i]);
}
typedef Ref (*ChosenFn)(const Choice *choice, isize i);

/* A result tuple made of the indices as they stand. */
static bool choice_fill(Choice *choice, ChosenFn item) {
    Own result = tuple_new(choice->length);
    for (isize i = 0; result && i < choice->length; i++) tuple_fill(result, i, own(item(choice, i)));
    if (result) slot_set(&choice->result, result);
    return result != NULL;
}

/* Makes sure that nobody else holds the result. */
static bool choice_own_result(Choice *choice) {
    if (choice->result->ob_refcnt == 1) {
        /* the collector may have thought it not worth tracking */
        if (!gc_is_tracked(choice->result)) gc_track(choice->result);
        return true;
    }
    Own copy = tuple_from_array((Ref const *)AS_TUPLE(choice->result)->items, choice->length);
    if (copy) slot_set(&choice->result, copy);
    return copy != NULL;
}

static void choice_put(const Choice *choice, isize i, Ref item) {
    Own old = (Own)tuple_get(choice->result, i);
    tuple_fill(choice->result, i, own(item));
    release(old);
}

static Own choice_stop(Choice *choice) {
    choice->stopped = true;
    return NULL;
}

/* One step: the first result, or the next by `advance`, which answers false at the end. */
static Own choice_next(Choice *choice, ChosenFn item, bool (*advance)(Choice *choice)) {
    if (choice->stopped) return NULL;
    if (!choice->result) return choice_fill(choice, item) ? own(choice->result) : choice_stop(choice);
    if (choice->length > 0 && !choice_own_result(choice)) return choice_stop(choice);
    if (choice->length == 0 || !advance(choice)) return choice_stop(choice);
    return own(choice->result);
}

static Own words_as_tuple(const isize *words, isize count) {
    Own tuple = tuple_new(count);
    for (isize i = 0; tuple && i < count; i++) {
        Own word = int_from_isize(words[i]);
        if (word) {
            tuple_fill(tuple, i, word);
        } else {
            slot_clear(&tuple);
        }
    }
    return tuple;
}

static Own choice_sizeof(Ref self, isize words) {
    return int_from_isize(type_of(self)->ghost_size + words * (isize)sizeof(isize));
}

/* type((pool, length)), with what `state` says; consumes it; NULL: no state. Where it has stopped: no pool. */
static Own choice_reduce(Ref self, Own state) {
    const Choice *choice = AS_CHOICE(self);
    Own type = own((Ref)type_of(self)), length = int_from_isize(choice->length);
    if (!choice->result) return tuple_take(2, type, tuple_take(2, own(choice->pool), length));
    if (choice->stopped) {
        release_maybe(state);
        return tuple_take(2, type, tuple_take(2, tuple_new(0), length));
    }
    return tuple_take(3, type, tuple_take(2, own(choice->pool), length), state);
}

static bool invalid_state(void) { return error_set(EXC(ValueError), "invalid arguments"); }

/* --- product --------------------------------------------------------------------------------------------- */

static bool take_repeat(Ref const *values, Ref kwnames, isize *repeat) {
    static const Parameters parameters = {"product", {"*", "repeat"}, .required = 0};
    Ref given;
    if (!arguments_bind(&parameters, values, 0, kwnames, &given)) return false;
    if (given) *repeat = int_as_isize(given);
    if (*repeat == -1 && error_occurred()) return false;
    return *repeat >= 0 || error_set(EXC(ValueError), "repeat argument cannot be negative");
}

/* The arguments as tuples, all of them `repeat` times. */
static Own pools_of(Ref const *args, isize nargs, isize repeat) {
    Own pools = tuple_new(nargs * repeat);
    for (isize i = 0; pools && i < nargs; i++) {
        Own pool = tuple_from_iterable(args[i]);
        if (pool) {
            tuple_fill(pools, i, pool);
        } else {
            slot_clear(&pools);
        }
    }
    for (isize i = nargs; pools && i < nargs * repeat; i++)
        tuple_fill(pools, i, own(tuple_get(pools, i - nargs)));
    return pools;
}

static Own product_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    isize repeat = 1, count;
    if (!take_repeat(args + nargs, kwnames, &repeat)) return NULL;
    if (repeat == 0) nargs = 0;
    if (__builtin_mul_overflow(nargs, repeat, &count) || count > ISIZE_MAX / (isize)sizeof(isize)) {
        return error_set(EXC(OverflowError), "repeat argument too large");
    }
    Own pools = pools_of(args, nargs, repeat);
    return choice_new(type, pools, count, count);
}

static bool product_advance(Choice *choice) {
    for (isize i = choice->length - 1; i >= 0; i--) {
        bool wraps = ++choice->indices[i] == tuple_length(tuple_get(choice->pool, i));
        if (wraps) choice->indices[i] = 0;
        choice_put(choice, i, product_chosen(choice, i));
        if (!wraps) return true;
    }
    return false;
}

static Own product_next(Ref self) {
    Choice *choice = AS_CHOICE(self);
    for (isize i = 0; !choice->result && i < choice->length; i++) {
        if (tuple_length(tuple_get(choice->pool, i)) == 0) return choice_stop(choice);
    }
    return choice_next(choice, product_chosen, product_advance);
}

static Own product_reduce(Ref self) {
    const Choice *choice = AS_CHOICE(self);
    Own type = own((Ref)type_of(self));
    if (choice->stopped) return tuple_take(2, type, tuple_take(1, tuple_new(0)));
    if (!choice->result) return tuple_take(2, type, own(choice->pool));
    return tuple_take(3, type, own(choice->pool), words_as_tuple(choice->indices, choice->length));
}
static Own product_setstate(Ref self, Ref state) {
    Choice *choice = AS_CHOICE(self);
    if (!is_tuple(state) || tuple_length(state) != choice->length) return invalid_state(), NULL;
    for (isize i = 0; i < choice->length; i++) {
        isize size = tuple_length(tuple_get(choice->pool, i));
        if (!iterator_clamp(tuple_get(state, i), 0, isize_max(size - 1, 0), &choice->indices[i])) return NULL;
        if (size == 0) {
            choice->stopped = true;
            return own_none();
        }
    }
    return choice_fill(choice, product_chosen) ? own_none() : NULL;
}
static Own product_sizeof(Ref self) { return choice_sizeof(self, AS_CHOICE(self)->length); }

static const MethodDef product_methods[] = {
    {"__reduce__", METHOD_NONE, .none = product_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = product_setstate, .doc = "Set state information for unpickling."},
    {"__sizeof__", METHOD_NONE, .none = product_sizeof, .doc = "Returns size in memory, in bytes."},
    {.name = NULL}};

const TypeSpec product_spec = {
    .name = "itertools.product",
    .basicsize = sizeof(Choice),
    .ghost_size = 48,
    .flags = TYPE_GC | TYPE_BASETYPE,
    .slots = {.new = product_new,
              .dealloc = choice_dealloc,
              .traverse = choice_traverse,
              .getattro = object_generic_get_attribute,
              .iter = iterator_self,
              .iternext = product_next},
    .methods = product_methods,
    .doc = "product(*iterables, repeat=1) --> product object\n"
           "\n"
           "Cartesian product of input iterables.  Equivalent to nested for-loops.\n"
           "\n"
           "For example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\n"
           "The leftmost iterators are in the outermost for-loop, so the output tuples\n"
           "cycle in a manner similar to an odometer (with the rightmost element changing\n"
           "on every iteration).\n"
           "\n"
           "To compute the product of an iterable with itself, specify the number\n"
           "of repetitions with the optional repeat keyword argument. For example,\n"
           "product(A, repeat=4) means the same as product(A, A, A, A).\n"
           "\n"
           "product('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\n"
           "product((0,1), (0,1), (0,1)) --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ..."};

/* --- combinations ---------------------------------------------------------------------------------------- */

/* The arguments (iterable, r) of both kinds of combinations. */
static bool take_pool(const Parameters *parameters, Ref const *args, isize nargs, Ref kwnames, Own *pool,
                      isize *length) {
    Ref given[2];
    if (!arguments_bind(parameters, args, nargs, kwnames, given)) return false;
    *length = int_as_isize(given[1]);
    if (*length == -1 && error_occurred()) return false;
    *pool = tuple_from_iterable(given[0]);
    if (!*pool) return false;
    if (*length >= 0) return true;
    release(*pool);
    return error_set(EXC(ValueError), "r must be non-negative");
}

static Own combinations_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"combinations", {"iterable", "r"}, .required = 2};
    Own pool;
    isize length;
    if (!take_pool(&parameters, args, nargs, kwnames, &pool, &length)) return NULL;
    bool stopped = length > tuple_length(pool);
    Own self = choice_new(type, pool, length, length);
    if (!self) return NULL;
    for (isize i = 0; i < length; i++) AS_CHOICE(self)->indices[i] = i;
    AS_CHOICE(self)->stopped = stopped;
    return self;
}

/* The rightmost place that can still move right does, those behind it close up. */
static bool combinations_advance(Choice *choice) {
    isize spare = tuple_length(choice->pool) - choice->length, i = choice->length - 1;
    while (i >= 0 && choice->indices[i] == i + spare) i--;
    if (i < 0) return false;
    choice->indices[i]++;
    for (isize j = i + 1; j < choice->length; j++) choice->indices[j] = choice->indices[j - 1] + 1;
    for (; i < choice->length; i++) choice_put(choice, i, chosen(choice, i));
    return true;
}

static Own combinations_next(Ref self) { return choice_next(AS_CHOICE(self), chosen, combinations_advance); }

static Own combinations_reduce(Ref self) {
    const Choice *choice = AS_CHOICE(self);
    bool running = choice->result && !choice->stopped;
    return choice_reduce(self, running ? words_as_tuple(choice->indices, choice->length) : NULL);
}
static Own combinations_setstate(Ref self, Ref state) {
    Choice *choice = AS_CHOICE(self);
    if (!is_tuple(state) || tuple_length(state) != choice->length) return invalid_state(), NULL;
    isize spare = tuple_length(choice->pool) - choice->length;
    for (isize i = 0; i < choice->length; i++) {
        if (!iterator_clamp(tuple_get(state, i), 0, isize_max(i + spare, 0), &choice->indices[i])) return NULL;
    }
    if (choice->length > 0 && tuple_length(choice->pool) == 0) return own_none();
    return choice_fill(choice, chosen) ? own_none() : NULL;
}
static Own combinations_sizeof(Ref self) { return choice_sizeof(self, AS_CHOICE(self)->length); }

static const MethodDef combinations_methods[] = {
    {"__reduce__", METHOD_NONE, .none = combinations_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = combinations_setstate, .doc = "Set state information for unpickling."},
    {"__sizeof__", METHOD_NONE, .none = combinations_sizeof, .doc = "Returns size in memory, in bytes."},
    {.name = NULL}};

const TypeSpec combinations_spec = {.name = "itertools.combinations",
                                    .basicsize = sizeof(Choice),
                                    .ghost_size = 56,
                                    .flags = TYPE_GC | TYPE_BASETYPE,
                                    .slots = {.new = combinations_new,
                                              .dealloc = choice_dealloc,
                                              .traverse = choice_traverse,
                                              .getattro = object_generic_get_attribute,
                                              .iter = iterator_self,
                                              .iternext = combinations_next},
                                    .methods = combinations_methods,
                                    .doc =
                                        "combinations(iterable, r)\n"
                                        "--\n"
                                        "\n"
                                        "Return successive r-length combinations of elements in the iterable.\n"
                                        "\n"
                                        "combinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)"};

/* --- combinations_with_replacement ----------------------------------------------------------------------- */

static Own replacement_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"combinations_with_replacement", {"iterable", "r"}, .required = 2};
    Own pool;
    isize length;
    if (!take_pool(&parameters, args, nargs, kwnames, &pool, &length)) return NULL;
    bool stopped = length > 0 && tuple_length(pool) == 0;
    Own self = choice_new(type, pool, length, length);
    if (self) AS_CHOICE(self)->stopped = stopped;
    return self;
}

static bool replacement_advance(Choice *choice) {
    isize last = tuple_length(choice->pool) - 1, i = choice->length - 1;
    while (i >= 0 && choice->indices[i] == last) i--;
    if (i < 0) return false;
    isize index = choice->indices[i] + 1;
    Ref item = tuple_get(choice->pool, index);
    for (; i < choice->length; i++) {
        choice->indices[i] = index;
        choice_put(choice, i, item);
    }
    return true;
}

static Own replacement_next(Ref self) { return choice_next(AS_CHOICE(self), chosen, replacement_advance); }

static Own replacement_setstate(Ref self, Ref state) {
    Choice *choice = AS_CHOICE(self);
    if (!is_tuple(state) || tuple_length(state) != choice->length) return invalid_state(), NULL;
    isize last = tuple_length(choice->pool) - 1;
    for (isize i = 0; i < choice->length; i++) {
        if (!iterator_clamp(tuple_get(state, i), 0, isize_max(last, 0), &choice->indices[i])) return NULL;
    }
    if (choice->length > 0 && last < 0) return own_none();
    return choice_fill(choice, chosen) ? own_none() : NULL;
}

static const MethodDef replacement_methods[] = {
    {"__reduce__", METHOD_NONE, .none = combinations_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = replacement_setstate, .doc = "Set state information for unpickling."},
    {"__sizeof__", METHOD_NONE, .none = combinations_sizeof, .doc = "Returns size in memory, in bytes."},
    {.name = NULL}};

const TypeSpec combinations_with_replacement_spec = {
    .name = "itertools.combinations_with_replacement",
    .basicsize = sizeof(Choice),
    .ghost_size = 56,
    .flags = TYPE_GC | TYPE_BASETYPE,
    .slots = {.new = replacement_new,
              .dealloc = choice_dealloc,
              .traverse = choice_traverse,
              .getattro = object_generic_get_attribute,
              .iter = iterator_self,
              .iternext = replacement_next},
    .methods = replacement_methods,
    .doc = "combinations_with_replacement(iterable, r)\n"
           "--\n"
           "\n"
           "Return successive r-length combinations of elements in the iterable allowing individual elements "
           "to have successive repeats.\n"
           "\n"
           "combinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), "
           "('C','C')"};

/* --- permutations ---------------------------------------------------------------------------------------- */

/* `indices` is a permutation of the whole pool, whose first `length` places show; cycles[i] counts down how
 * often place i will still be exchanged with one behind it. */
static Own permutations_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"permutations", {"iterable", "r"}, .required = 1};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Own pool = tuple_from_iterable(given[0]);
    if (!pool) return NULL;
    isize count = tuple_length(pool), length = count;
    if (given[1] && given[1] != None) {
        if (!is_int(given[1])) {
            error_set(EXC(TypeError), "Expected int as r");
        } else {
            length = int_as_isize(given[1]);
            if (length < 0 && !error_occurred()) error_set(EXC(ValueError), "r must be non-negative");
        }
    }
    isize *cycles = error_occurred() ? NULL : words_new(length);
    if (!cycles) {
        release(pool);
        return NULL;
    }
    Own self = choice_new(type, pool, length, count);
    if (!self) {
        arena_free(cycles);
        return NULL;
    }
    AS_CHOICE(self)->cycles = cycles;
    AS_CHOICE(self)->stopped = length > count;
    for (isize i = 0; i < count; i++) AS_CHOICE(self)->indices[i] = i;
    for (isize i = 0; i < length; i++) cycles[i] = count - i;
    return self;
}

/* The place i has been exchanged with all behind it: what stands there moves to the end, as it was at first. */
static void rotate_left(isize *indices, isize i, isize count) {
    isize first = indices[i];
    for (; i < count - 1; i++) indices[i] = indices[i + 1];
    indices[count - 1] = first;
}

static bool permutations_advance(Choice *choice) {
    isize count = tuple_length(choice->pool), *indices = choice->indices;
    if (count == 0) return false;
    for (isize i = choice->length - 1; i >= 0; i--) {
        if (--choice->cycles[i] == 0) {
            rotate_left(indices, i, count);
            choice->cycles[i] = count - i;
            continue;
        }
        isize j = count - choice->cycles[i], index = indices[i];
        indices[i] = indices[j];
        indices[j] = index;
        for (isize k = i; k < choice->length; k++) choice_put(choice, k, chosen(choice, k));
        return true;
    }
    return false;
}

static Own permutations_next(Ref self) { return choice_next(AS_CHOICE(self), chosen, permutations_advance); }

static Own permutations_reduce(Ref self) {
    const Choice *choice = AS_CHOICE(self);
    if (!choice->result || choice->stopped) return choice_reduce(self, NULL);
    Own indices = words_as_tuple(choice->indices, tuple_length(choice->pool));
    return choice_reduce(self, tuple_take(2, indices, words_as_tuple(choice->cycles, choice->length)));
}
static Own permutations_setstate(Ref self, Ref state) {
    Choice *choice = AS_CHOICE(self);
    isize count = tuple_length(choice->pool);
    if (!iterator_check_state(state, 2, 2)) return NULL;
    Ref indices = tuple_get(state, 0), cycles = tuple_get(state, 1);
    if (!is_tuple(indices) || !is_tuple(cycles) || tuple_length(indices) != count ||
        tuple_length(cycles) != choice->length)
        return invalid_state(), NULL;
    for (isize i = 0; i < count; i++) {
        if (!iterator_clamp(tuple_get(indices, i), 0, count - 1, &choice->indices[i])) return NULL;
    }
    for (isize i = 0; i < choice->length; i++) {
        if (!iterator_clamp(tuple_get(cycles, i), 1, count - i, &choice->cycles[i])) return NULL;
    }
    if (choice->length > count) return own_none();
    return choice_fill(choice, chosen) ? own_none() : NULL;
}
static Own permutations_sizeof(Ref self) {
    return choice_sizeof(self, tuple_length(AS_CHOICE(self)->pool) + AS_CHOICE(self)->length);
}

static const MethodDef permutations_methods[] = {
    {"__reduce__", METHOD_NONE, .none = permutations_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = permutations_setstate, .doc = "Set state information for unpickling."},
    {"__sizeof__", METHOD_NONE, .none = permutations_sizeof, .doc = "Returns size in memory, in bytes."},
    {.name = NULL}};

const TypeSpec permutations_spec = {
    .name = "itertools.permutations",
    .basicsize = sizeof(Choice),
    .ghost_size = 64,
    .flags = TYPE_GC | TYPE_BASETYPE,
    .slots = {.new = permutations_new,
              .dealloc = choice_dealloc,
              .traverse = choice_traverse,
              .getattro = object_generic_get_attribute,
              .iter = iterator_self,
              .iternext = permutations_next},
    .methods = permutations_methods,
    .doc = "permutations(iterable, r=None)\n"
           "--\n"
           "\n"
           "Return successive r-length permutations of elements in the iterable.\n"
           "\n"
           "permutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)"};
