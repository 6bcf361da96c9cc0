/* itertools_select.c: which items of an iterator come through: compress, dropwhile, takewhile, filterfalse,
 * islice. */
#include "modules/itertools.h"

/* predicate(item) as 1, 0, -1 raised. */
static int holds(Ref predicate, Ref item) {
    Own answer = object_call_one(predicate, item);
    if (!answer) return -1;
    int truth = object_is_true(answer);
    release(answer);
    return truth;
}

/* --- compress -------------------------------------------------------------------------------------------- */

typedef struct Compress {
    Object ob_base;
    Object *data, *selectors; /* iterators, owned */
} Compress;
#define AS_COMPRESS(ref) ((Compress *)(ref))
enum { COMPRESS_PARTS = 2 };

static Own compress_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"compress", {"data", "selectors"}, .required = 2};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Own data = object_iter(given[0]), selectors = data ? object_iter(given[1]) : NULL;
    return iterator_new(type, COMPRESS_PARTS, (Object *[]){data, selectors});
}

static void compress_dealloc(Own self) { iterator_destroy(self, COMPRESS_PARTS); }
static bool compress_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, COMPRESS_PARTS, visit, context);
}

static Own compress_next(Ref self) {
    const Compress *compress = AS_COMPRESS(self);
    for (;;) {
        Own item = iterator_step(compress->data);
        if (!item) return NULL;
        Own selector = iterator_step(compress->selectors);
        int selected = selector ? object_is_true(selector) : -1;
        release_maybe(selector);
        if (selected > 0) return item;
        release(item);
        if (selected < 0) return NULL;
    }
}

static const MethodDef compress_methods[] = {
    {"__reduce__", METHOD_NONE, .none = iterator_reduce_pair, .doc = "Return state information for pickling."},
    {.name = NULL}};

const TypeSpec compress_spec = {
    .name = "itertools.compress",
    .basicsize = sizeof(Compress),
    .flags = TYPE_GC | TYPE_BASETYPE,
    .slots = {.new = compress_new,
              .dealloc = compress_dealloc,
              .traverse = compress_traverse,
              .getattro = object_generic_get_attribute,
              .iter = iterator_self,
              .iternext = compress_next},
    .methods = compress_methods,
    .doc = "compress(data, selectors)\n"
           "--\n"
           "\n"
           "Return data elements corresponding to true selector elements.\n"
           "\n"
           "Forms a shorter iterator from selected data elements using the selectors to\n"
           "choose the data elements."};

/* --- dropwhile, takewhile -------------------------------------------------------------------------------- */

/* The predicate is asked until it has turned false once. */
typedef struct While {
    Object ob_base;
    Object *predicate, *iterator; /* owned */
    long turned;
} While;
#define AS_WHILE(ref) ((While *)(ref))
enum { WHILE_PARTS = 2 };

static void while_dealloc(Own self) { iterator_destroy(self, WHILE_PARTS); }
static bool while_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, WHILE_PARTS, visit, context);
}

static Own dropwhile_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    return iterator_new_with_function(type, MODULE_TYPE(DROPWHILE), "dropwhile", args, nargs, kwnames);
}

static Own dropwhile_next(Ref self) {
    While *drop = AS_WHILE(self);
    for (;;) {
        Own item = iterator_step(drop->iterator);
        if (!item || drop->turned) return item;
        int dropped = holds(drop->predicate, item);
        if (dropped == 0) {
            drop->turned = 1;
            return item;
        }
        release(item);
        if (dropped < 0) return NULL;
    }
}

static Own takewhile_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    return iterator_new_with_function(type, MODULE_TYPE(TAKEWHILE), "takewhile", args, nargs, kwnames);
}

static Own takewhile_next(Ref self) {
    While *take = AS_WHILE(self);
    Own item = take->turned ? NULL : iterator_step(take->iterator);
    if (!item) return NULL;
    int taken = holds(take->predicate, item);
    if (taken > 0) return item;
    release(item);
    if (taken == 0) take->turned = 1;
    return NULL;
}

static Own while_reduce(Ref self) {
    const While *which = AS_WHILE(self);
    return tuple_take(3, own((Ref)type_of(self)), tuple_pack(2, (Ref)which->predicate, (Ref)which->iterator),
                      int_from_i64(which->turned));
}
static Own dropwhile_setstate(Ref self, Ref state) {
    int turned = object_is_true(state);
    if (turned < 0) return NULL;
    AS_WHILE(self)->turned = turned;
    return own_none();
}

static const MethodDef while_methods[] = {
    {"__reduce__", METHOD_NONE, .none = while_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = dropwhile_setstate, .doc = "Set state information for unpickling."},
    {.name = NULL}};

const TypeSpec dropwhile_spec = {.name = "itertools.dropwhile",
                                 .basicsize = sizeof(While),
                                 .flags = TYPE_GC | TYPE_BASETYPE,
                                 .slots = {.new = dropwhile_new,
                                           .dealloc = while_dealloc,
                                           .traverse = while_traverse,
                                           .getattro = object_generic_get_attribute,
                                           .iter = iterator_self,
                                           .iternext = dropwhile_next},
                                 .methods = while_methods,
                                 .doc = "dropwhile(predicate, iterable, /)\n"
                                        "--\n"
                                        "\n"
                                        "Drop items from the iterable while predicate(item) is true.\n"
                                        "\n"
                                        "Afterwards, return every element until the iterable is exhausted."};

const TypeSpec takewhile_spec = {.name = "itertools.takewhile",
                                 .basicsize = sizeof(While),
                                 .flags = TYPE_GC | TYPE_BASETYPE,
                                 .slots = {.new = takewhile_new,
                                           .dealloc = while_dealloc,
                                           .traverse = while_traverse,
                                           .getattro = object_generic_get_attribute,
                                           .iter = iterator_self,
                                           .iternext = takewhile_next},
                                 .methods = while_methods,
                                 .doc = "takewhile(predicate, iterable, /)\n"
                                        "--\n"
                                        "\n"
                                        "Return successive entries from an iterable as long as the predicate "
                                        "evaluates to true for each entry."};

/* --- filterfalse ----------------------------------------------------------------------------------------- */

typedef struct FilterFalse {
    Object ob_base;
    Object *predicate, *iterator; /* owned */
} FilterFalse;
#define AS_FILTERFALSE(ref) ((FilterFalse *)(ref))
enum { FILTERFALSE_PARTS = 2 };

static Own filterfalse_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    return iterator_new_with_function(type, MODULE_TYPE(FILTERFALSE), "filterfalse", args, nargs, kwnames);
}

static void filterfalse_dealloc(Own self) { iterator_destroy(self, FILTERFALSE_PARTS); }
static bool filterfalse_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, FILTERFALSE_PARTS, visit, context);
}

static Own filterfalse_next(Ref self) {
    const FilterFalse *filter = AS_FILTERFALSE(self);
    bool by_own_truth = filter->predicate == None || filter->predicate == (Ref)TYPE(BOOL);
    for (;;) {
        Own item = iterator_step(filter->iterator);
        if (!item) return NULL;
        int truth = by_own_truth ? object_is_true(item) : holds(filter->predicate, item);
        if (truth == 0) return item;
        release(item);
        if (truth < 0) return NULL;
    }
}

static const MethodDef filterfalse_methods[] = {
    {"__reduce__", METHOD_NONE, .none = iterator_reduce_pair, .doc = "Return state information for pickling."},
    {.name = NULL}};

const TypeSpec filterfalse_spec = {.name = "itertools.filterfalse",
                                   .basicsize = sizeof(FilterFalse),
                                   .flags = TYPE_GC | TYPE_BASETYPE,
                                   .slots = {.new = filterfalse_new,
                                             .dealloc = filterfalse_dealloc,
                                             .traverse = filterfalse_traverse,
                                             .getattro = object_generic_get_attribute,
                                             .iter = iterator_self,
                                             .iternext = filterfalse_next},
                                   .methods = filterfalse_methods,
                                   .doc = "filterfalse(function, iterable, /)\n"
                                          "--\n"
                                          "\n"
                                          "Return those items of iterable for which function(item) is false.\n"
                                          "\n"
                                          "If function is None, return the items that are false."};

/* --- islice ---------------------------------------------------------------------------------------------- */

typedef struct Islice {
    Object ob_base;
    Object *iterator; /* owned; NULL: exhausted */
    isize next;       /* number of the item that is given out next */
    isize stop;       /* -1: none */
    isize step, count;
} Islice;
#define AS_ISLICE(ref) ((Islice *)(ref))
enum { ISLICE_PARTS = 1 };

/* A bound by __index__, None leaves it as it is. What it can't be is a mere -1: no error stays. */
static bool bound_is(Ref argument, isize *bound) {
    if (argument == None) return true;
    *bound = int_index_as_isize(argument, EXC(OverflowError));
    if (*bound != -1) return true;
    if (error_occurred()) error_clear();
    return false;
}

static bool islice_bounds(Ref const *args, isize nargs, isize *start, isize *stop, isize *step) {
    Ref stop_argument = nargs == 2 ? args[1] : args[2];
    if (nargs > 2) bound_is(args[1], start);
    if (!bound_is(stop_argument, stop)) {
        return error_set(EXC(ValueError), "Stop argument for islice() must be None or an integer: "
                                          "0 <= x <= sys.maxsize.");
    }
    if (*start < 0 || *stop < -1) {
        return error_set(EXC(ValueError), "Indices for islice() must be None or an integer: "
                                          "0 <= x <= sys.maxsize.");
    }
    if (nargs > 3) bound_is(args[3], step);
    if (*step >= 1) return true;
    return error_set(EXC(ValueError), "Step for islice() must be a positive integer or None.");
}

static Own islice_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    isize start = 0, stop = -1, step = 1;
    if (!iterator_no_keywords(type, MODULE_TYPE(ISLICE), "islice", kwnames)) return NULL;
    if (!arguments_count("islice", nargs, 2, 4) || !islice_bounds(args, nargs, &start, &stop, &step))
        return NULL;
    Own iterator = object_iter(args[0]);
    Own self = iterator_new(type, ISLICE_PARTS, (Object *[]){iterator});
    if (!self) return NULL;
    AS_ISLICE(self)->next = start;
    AS_ISLICE(self)->stop = stop;
    AS_ISLICE(self)->step = step;
    return self;
}

static void islice_dealloc(Own self) { iterator_destroy(self, ISLICE_PARTS); }
static bool islice_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, ISLICE_PARTS, visit, context);
}

/* Steps to the item number `next`; NULL where there is none, or it may not be. */
static Own islice_reach(Islice *slice) {
    isize stop = slice->stop;
    while (slice->count < slice->next) {
        Own skipped = iterator_step(slice->iterator);
        if (!skipped) return NULL;
        release(skipped);
        slice->count++;
    }
    if (stop != -1 && slice->count >= stop) return NULL;
    return iterator_step(slice->iterator);
}

static Own islice_next(Ref self) {
    Islice *slice = AS_ISLICE(self);
    if (!slice->iterator) return NULL;
    Own item = islice_reach(slice);
    if (!item) {
        slot_clear(&slice->iterator);
        return NULL;
    }
    slice->count++;
    isize next, stop = slice->stop;
    bool overflow = __builtin_add_overflow(slice->next, slice->step, &next);
    slice->next = overflow || (stop != -1 && next > stop) ? stop : next;
    return item;
}

static Own islice_reduce(Ref self) {
    const Islice *slice = AS_ISLICE(self);
    Own type = own((Ref)type_of(self));
    if (!slice->iterator) {
        Own empty = list_new(0), iterator = empty ? object_iter(empty) : NULL;
        release_maybe(empty);
        return tuple_take(3, type, tuple_take(2, iterator, int_from_i64(0)), int_from_i64(0));
    }
    Own stop = slice->stop == -1 ? own_none() : int_from_isize(slice->stop);
    Own args =
        tuple_take(4, own(slice->iterator), int_from_isize(slice->next), stop, int_from_isize(slice->step));
    return tuple_take(3, type, args, int_from_isize(slice->count));
}
static Own islice_setstate(Ref self, Ref state) {
    isize count = int_as_isize(state);
    if (count == -1 && error_occurred()) return NULL;
    AS_ISLICE(self)->count = count;
    return own_none();
}

static const MethodDef islice_methods[] = {
    {"__reduce__", METHOD_NONE, .none = islice_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = islice_setstate, .doc = "Set state information for unpickling."},
    {.name = NULL}};

const TypeSpec islice_spec = {.name = "itertools.islice",
                              .basicsize = sizeof(Islice),
                              .flags = TYPE_GC | TYPE_BASETYPE,
                              .slots = {.new = islice_new,
                                        .dealloc = islice_dealloc,
                                        .traverse = islice_traverse,
                                        .getattro = object_generic_get_attribute,
                                        .iter = iterator_self,
                                        .iternext = islice_next},
                              .methods = islice_methods,
                              .doc = "islice(iterable, stop) --> islice object\n"
                                     "islice(iterable, start, stop[, step]) --> islice object\n"
                                     "\n"
                                     "Return an iterator whose next() method returns selected values from an\n"
                                     "iterable.  If start is specified, will skip all preceding elements;\n"
                                     "otherwise, start defaults to zero.  Step defaults to one.  If\n"
                                     "specified as another value, step determines how many values are\n"
                                     "skipped between successive calls.  Works like a slice() on a list\n"
                                     "but returns an iterator."};
