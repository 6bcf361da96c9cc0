/* itertools_repeat.c: iterators without end: count, cycle, repeat. */
#include "modules/itertools.h"

/* --- count ----------------------------------------------------------------------------------------------- */

/* Counts in a machine word while it may (whole numbers, step 1); then `word` is below ISIZE_MAX and `number` is
 * NULL. From ISIZE_MAX on, or with other numbers or steps, `number` counts. */
typedef struct Count {
    Object ob_base;
    Object *number, *step; /* owned */
    isize word;
} Count;
#define AS_COUNT(ref) ((Count *)(ref))
enum { COUNT_PARTS = 2 };

static bool is_number(Ref object) {
    const TypeSlots *slots = &type_of(object)->slots;
    return slots->index || slots->to_int || slots->to_float || is_complex(object);
}

/* Is it an int that fits into a machine word? */
static bool word_of(Ref object, isize *word) {
    int overflow = 1;
    if (is_int(object)) *word = (isize)int_as_i64_overflow(object, &overflow);
    return overflow == 0;
}

static Own count_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"count", {"start", "step"}, .required = 0};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if ((given[0] && !is_number(given[0])) || (given[1] && !is_number(given[1]))) {
        return error_set(EXC(TypeError), "a number is required");
    }
    isize word = 0, step = 1;
    bool by_word =
        (!given[0] || word_of(given[0], &word)) && (!given[1] || word_of(given[1], &step)) && step == 1;
    Own number = given[0] ? own(given[0]) : int_from_i64(0), by = given[1] ? own(given[1]) : int_from_i64(1);
    Own self = iterator_new(type, COUNT_PARTS, (Object *[]){number, by});
    if (!self) return NULL;
    AS_COUNT(self)->word = by_word ? word : ISIZE_MAX;
    if (by_word) slot_clear(&AS_COUNT(self)->number);
    return self;
}

static void count_dealloc(Own self) { iterator_destroy(self, COUNT_PARTS); }
static bool count_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, COUNT_PARTS, visit, context);
}

static Own count_next(Ref self) {
    Count *count = AS_COUNT(self);
    if (count->word != ISIZE_MAX) return int_from_isize(count->word++);
    if (!count->number) count->number = int_from_isize(ISIZE_MAX);
    Own next = count->number ? number_add(count->number, count->step) : NULL;
    if (!next) return NULL;
    Own number = count->number;
    count->number = next;
    return number;
}

static Own count_repr(Ref self) {
    const Count *count = AS_COUNT(self);
    const char *name = type_short_name(type_of(self));
    isize step;
    if (!count->number) {
        /* CPython takes the largest word for the sign that there is a number */
        if (count->word == ISIZE_MAX) return str_format("%s(<NULL>)", name);
        return str_format("%s(%zd)", name, count->word);
    }
    if (word_of(count->step, &step) && step == 1) return str_format("%s(%R)", name, (Ref)count->number);
    return str_format("%s(%R, %R)", name, (Ref)count->number, (Ref)count->step);
}

static Own count_reduce(Ref self) {
    const Count *count = AS_COUNT(self);
    Own args = count->number ? tuple_pack(2, (Ref)count->number, (Ref)count->step)
                             : tuple_take(1, int_from_isize(count->word));
    return tuple_take(2, own((Ref)type_of(self)), args);
}

static const MethodDef count_methods[] = {
    {"__reduce__", METHOD_NONE, .none = count_reduce, .doc = "Return state information for pickling."},
    {.name = NULL}};

const TypeSpec count_spec = {.name = "itertools.count",
                             .basicsize = sizeof(Count),
                             .flags = TYPE_GC | TYPE_BASETYPE,
                             .slots = {.new = count_new,
                                       .dealloc = count_dealloc,
                                       .traverse = count_traverse,
                                       .repr = count_repr,
                                       .getattro = object_generic_get_attribute,
                                       .iter = iterator_self,
                                       .iternext = count_next},
                             .methods = count_methods,
                             .doc =
                                 "count(start=0, step=1)\n"
                                 "--\n"
                                 "\n"
                                 "Return a count object whose .__next__() method returns consecutive values.\n"
                                 "\n"
                                 "Equivalent to:\n"
                                 "    def count(firstval=0, step=1):\n"
                                 "        x = firstval\n"
                                 "        while 1:\n"
                                 "            yield x\n"
                                 "            x += step"};

/* --- cycle ----------------------------------------------------------------------------------------------- */

typedef struct Cycle {
    Object ob_base;
    Object *iterator; /* NULL: exhausted, items come from `saved` */
    Object *saved;    /* list of the items so far */
    isize index;      /* in `saved` of the item that comes next */
    int saved_all;    /* nothing is to be saved: made so by __setstate__ */
} Cycle;
#define AS_CYCLE(ref) ((Cycle *)(ref))
enum { CYCLE_PARTS = 2 };

static Own cycle_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (!iterator_no_keywords(type, MODULE_TYPE(CYCLE), "cycle", kwnames)) return NULL;
    if (!arguments_count("cycle", nargs, 1, 1)) return NULL;
    Own iterator = object_iter(args[0]), saved = iterator ? list_new(0) : NULL;
    return iterator_new(type, CYCLE_PARTS, (Object *[]){iterator, saved});
}

static void cycle_dealloc(Own self) { iterator_destroy(self, CYCLE_PARTS); }
static bool cycle_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, CYCLE_PARTS, visit, context);
}

static Own cycle_next(Ref self) {
    Cycle *cycle = AS_CYCLE(self);
    if (cycle->iterator) {
        Own item = object_next(cycle->iterator);
        if (item) {
            if (cycle->saved_all || list_append_ref(cycle->saved, item)) return item;
            release(item);
            return NULL;
        }
        if (error_occurred()) return NULL;
        slot_clear(&cycle->iterator);
    }
    isize length = list_length(cycle->saved);
    if (length == 0) return NULL;
    Own item = own(list_get(cycle->saved, cycle->index));
    if (++cycle->index >= length) cycle->index = 0;
    return item;
}

/* An iterator over `saved` from `index` on. */
static Own cycle_rest(const Cycle *cycle) {
    Own rest = object_iter(cycle->saved);
    if (!rest || cycle->index == 0) return rest;
    Own name = str_intern_cstring("__setstate__"), index = name ? int_from_isize(cycle->index) : NULL;
    Own done = index ? object_call_method_one(rest, name, index) : NULL;
    release_maybe(name);
    release_maybe(index);
    if (!done) slot_clear(&rest);
    release_maybe(done);
    return rest;
}

static Own cycle_reduce(Ref self) {
    const Cycle *cycle = AS_CYCLE(self);
    Own iterator = cycle->iterator ? own(cycle->iterator) : cycle_rest(cycle);
    bool saved_all = !cycle->iterator || cycle->saved_all;
    return tuple_take(3, own((Ref)type_of(self)), tuple_take(1, iterator),
                      tuple_pack(2, (Ref)cycle->saved, saved_all ? True : False));
}
static Own cycle_setstate(Ref self, Ref state) {
    if (!iterator_check_state(state, 2, 2)) return NULL;
    Ref saved = tuple_get(state, 0);
    if (!is_list(saved)) {
        return error_set(EXC(TypeError), "argument 1 must be list, not %.50T", saved);
    }
    isize saved_all = int_index_as_isize(tuple_get(state, 1), EXC(OverflowError));
    if (saved_all == -1 && error_occurred()) return NULL;
    slot_set(&AS_CYCLE(self)->saved, own(saved));
    AS_CYCLE(self)->saved_all = saved_all != 0;
    AS_CYCLE(self)->index = 0;
    return own_none();
}

static const MethodDef cycle_methods[] = {
    {"__reduce__", METHOD_NONE, .none = cycle_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = cycle_setstate, .doc = "Set state information for unpickling."},
    {.name = NULL}};

const TypeSpec cycle_spec = {
    .name = "itertools.cycle",
    .basicsize = sizeof(Cycle),
    .flags = TYPE_GC | TYPE_BASETYPE,
    .slots = {.new = cycle_new,
              .dealloc = cycle_dealloc,
              .traverse = cycle_traverse,
              .getattro = object_generic_get_attribute,
              .iter = iterator_self,
              .iternext = cycle_next},
    .methods = cycle_methods,
    .doc = "cycle(iterable, /)\n"
           "--\n"
           "\n"
           "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely."};

/* --- repeat ---------------------------------------------------------------------------------------------- */

typedef struct Repeat {
    Object ob_base;
    Object *element;
    isize left; /* -1: without end */
} Repeat;
#define AS_REPEAT(ref) ((Repeat *)(ref))
enum { REPEAT_PARTS = 1 };

static Own repeat_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"repeat", {"object", "times"}, .required = 1};
    Ref given[2];
    isize times = -1;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (given[1]) {
        times = int_as_isize(given[1]);
        if (times == -1 && error_occurred()) return NULL;
        times = isize_max(times, 0);
    }
    Own self = iterator_new(type, REPEAT_PARTS, (Object *[]){own(given[0])});
    if (self) AS_REPEAT(self)->left = times;
    return self;
}

static void repeat_dealloc(Own self) { iterator_destroy(self, REPEAT_PARTS); }
static bool repeat_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, REPEAT_PARTS, visit, context);
}

static Own repeat_next(Ref self) {
    Repeat *repeat = AS_REPEAT(self);
    if (repeat->left == 0) return NULL;
    if (repeat->left > 0) repeat->left--;
    return own(repeat->element);
}

static Own repeat_repr(Ref self) {
    const Repeat *repeat = AS_REPEAT(self);
    const char *name = type_short_name(type_of(self));
    if (repeat->left == -1) return str_format("%s(%R)", name, (Ref)repeat->element);
    return str_format("%s(%R, %zd)", name, (Ref)repeat->element, repeat->left);
}

static Own repeat_reduce(Ref self) {
    const Repeat *repeat = AS_REPEAT(self);
    Own args = repeat->left < 0 ? tuple_pack(1, (Ref)repeat->element)
                                : tuple_take(2, own(repeat->element), int_from_isize(repeat->left));
    return tuple_take(2, own((Ref)type_of(self)), args);
}
static Own repeat_length_hint(Ref self) {
    if (AS_REPEAT(self)->left >= 0) return int_from_isize(AS_REPEAT(self)->left);
    return error_set(EXC(TypeError), "len() of unsized object");
}

static const MethodDef repeat_methods[] = {
    {"__length_hint__", METHOD_NONE, .none = repeat_length_hint,
     .doc = "Private method returning an estimate of len(list(it))."},
    {"__reduce__", METHOD_NONE, .none = repeat_reduce, .doc = "Return state information for pickling."},
    {.name = NULL}};

const TypeSpec repeat_spec = {.name = "itertools.repeat",
                              .basicsize = sizeof(Repeat),
                              .flags = TYPE_GC | TYPE_BASETYPE,
                              .slots = {.new = repeat_new,
                                        .dealloc = repeat_dealloc,
                                        .traverse = repeat_traverse,
                                        .repr = repeat_repr,
                                        .getattro = object_generic_get_attribute,
                                        .iter = iterator_self,
                                        .iternext = repeat_next},
                              .methods = repeat_methods,
                              .doc =
                                  "repeat(object [,times]) -> create an iterator which returns the object\n"
                                  "for the specified number of times.  If not specified, returns the object\n"
                                  "endlessly."};
