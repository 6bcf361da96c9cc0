/* itertools_group.c: what an item becomes by those before it: accumulate, groupby. */
#include "modules/itertools.h"
#include "object/argument_checks.h"

/* --- accumulate ------------------------------------------------------------------------------------------ */

typedef struct Accumulate {
    Object ob_base;
    Object *total; /* NULL: none yet */
    Object *iterator;
    Object *function; /* NULL: addition */
    Object *initial;  /* NULL: none, or it has been given out */
} Accumulate;
#define AS_ACCUMULATE(ref) ((Accumulate *)(ref))
enum { ACCUMULATE_PARTS = 4 };

static Own accumulate_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"accumulate", {"iterable", "func", "*", "initial"}, .required = 1};
    Ref given[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Own iterator = object_iter(given[0]), self = iterator ? object_new(type, 0) : NULL;
    if (!self) {
        release_maybe(iterator);
        return NULL;
    }
    Accumulate *accumulate = AS_ACCUMULATE(self);
    accumulate->iterator = iterator;
    if (given[1] && given[1] != None) accumulate->function = own(given[1]);
    if (given[2] && given[2] != None) accumulate->initial = own(given[2]);
    gc_track(self);
    return self;
}

static void accumulate_dealloc(Own self) { iterator_destroy(self, ACCUMULATE_PARTS); }
static bool accumulate_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, ACCUMULATE_PARTS, visit, context);
}

static Own accumulate_next(Ref self) {
    Accumulate *accumulate = AS_ACCUMULATE(self);
    if (accumulate->initial) {
        accumulate->total = accumulate->initial;
        accumulate->initial = NULL;
        return own(accumulate->total);
    }
    Own item = iterator_step(accumulate->iterator);
    if (!item) return NULL;
    if (!accumulate->total) {
        accumulate->total = own(item);
        return item;
    }
    Ref total = accumulate->total;
    Own next = accumulate->function ? object_call_args(accumulate->function, 2, total, (Ref)item)
                                    : number_add(total, item);
    release(item);
    if (next) slot_set(&accumulate->total, own(next));
    return next;
}

/* chain((first,), iterator) */
static Own with_first(Ref first, Ref iterator) {
    Own head = tuple_pack(1, first);
    Own chain = head ? iterator_make(MODULE_TYPE(CHAIN), (Ref[]){head, iterator}, 2) : NULL;
    release_maybe(head);
    return chain;
}

/* A total that is None can't be a state, which None leaves out: it goes in as an item, and out by a slice. */
static Own reduce_none_total(Ref self) {
    const Accumulate *accumulate = AS_ACCUMULATE(self);
    Own items = with_first(accumulate->total, accumulate->iterator);
    Own again = items ? iterator_make(type_of(self),
                                      (Ref[]){items, accumulate->function ? accumulate->function : None}, 2)
                      : NULL;
    release_maybe(items);
    return tuple_take(2, own((Ref)MODULE_TYPE(ISLICE)), tuple_take(3, again, int_from_i64(1), own_none()));
}

static Own accumulate_reduce(Ref self) {
    const Accumulate *accumulate = AS_ACCUMULATE(self);
    Own function = own(accumulate->function ? accumulate->function : None);
    if (accumulate->initial) {
        Own items = with_first(accumulate->initial, accumulate->iterator);
        return tuple_take(3, own((Ref)type_of(self)), tuple_take(2, items, function), own_none());
    }
    if (accumulate->total == None) {
        release(function);
        return reduce_none_total(self);
    }
    return tuple_take(3, own((Ref)type_of(self)), tuple_take(2, own(accumulate->iterator), function),
                      own(accumulate->total ? accumulate->total : None));
}
static Own accumulate_setstate(Ref self, Ref state) {
    slot_set(&AS_ACCUMULATE(self)->total, own(state));
    return own_none();
}

static const MethodDef accumulate_methods[] = {
    {"__reduce__", METHOD_NONE, .none = accumulate_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = accumulate_setstate, .doc = "Set state information for unpickling."},
    {.name = NULL}};

const TypeSpec accumulate_spec = {.name = "itertools.accumulate",
                                  .basicsize = sizeof(Accumulate),
                                  .flags = TYPE_GC | TYPE_BASETYPE,
                                  .slots = {.new = accumulate_new,
                                            .dealloc = accumulate_dealloc,
                                            .traverse = accumulate_traverse,
                                            .getattro = object_generic_get_attribute,
                                            .iter = iterator_self,
                                            .iternext = accumulate_next},
                                  .methods = accumulate_methods,
                                  .doc =
                                      "accumulate(iterable, func=None, *, initial=None)\n"
                                      "--\n"
                                      "\n"
                                      "Return series of accumulated sums (or other binary function results)."};

/* --- groupby --------------------------------------------------------------------------------------------- */

/* groupby and the group it gave out last step the same iterator. An item that does not belong to the group
 * waits in `value`, its key in `key`, until the next group is asked for. */
typedef struct GroupBy {
    Object ob_base;
    Object *iterator, *function;
    Object *target; /* the key of the group given out last; NULL: none yet */
    Object *key;    /* of `value`; NULL: no item waits */
    Object *value;
    const void *group; /* the group given out last, not owned: only it may take items */
} GroupBy;
#define AS_GROUPBY(ref) ((GroupBy *)(ref))
enum { GROUPBY_PARTS = 5 };

typedef struct Grouper {
    Object ob_base;
    Object *parent; /* the groupby */
    Object *target; /* the key that the items have */
} Grouper;
#define AS_GROUPER(ref) ((Grouper *)(ref))
enum { GROUPER_PARTS = 2 };

static Own groupby_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"groupby", {"iterable", "key"}, .required = 1};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    return iterator_new(type, 2, (Object *[]){object_iter(given[0]), own(given[1] ? given[1] : None)});
}

static void groupby_dealloc(Own self) { iterator_destroy(self, GROUPBY_PARTS); }
static bool groupby_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, GROUPBY_PARTS, visit, context);
}

/* Takes the next item and its key. False: there is none, or it raised. */
static bool groupby_step(GroupBy *groupby) {
    Own value = object_next(groupby->iterator);
    if (!value) return false;
    Own key = groupby->function == None ? own(value) : object_call_one(groupby->function, value);
    if (!key) {
        release(value);
        return false;
    }
    Own old = groupby->value;
    groupby->value = value;
    slot_set(&groupby->key, key);
    release_maybe(old);
    return true;
}

static Own grouper_new_for(GroupBy *groupby, Ref target) {
    Own grouper =
        iterator_new(MODULE_TYPE(GROUPER), GROUPER_PARTS, (Object *[]){own((Ref)groupby), own(target)});
    groupby->group = grouper;
    return grouper;
}

static Own groupby_next(Ref self) {
    GroupBy *groupby = AS_GROUPBY(self);
    groupby->group = NULL;
    /* skip what is left of the last group */
    for (;;) {
        if (groupby->key) {
            if (!groupby->target) break;
            int same = object_compare_bool(groupby->target, groupby->key, COMPARE_EQ);
            if (same < 0) return NULL;
            if (same == 0) break;
        }
        if (!groupby_step(groupby)) return NULL;
    }
    slot_set(&groupby->target, own(groupby->key));
    Own grouper = grouper_new_for(groupby, groupby->target);
    return grouper ? tuple_take(2, own(groupby->key), grouper) : NULL;
}

static Own groupby_reduce(Ref self) {
    const GroupBy *groupby = AS_GROUPBY(self);
    Own type = own((Ref)type_of(self)), args = tuple_pack(2, (Ref)groupby->iterator, (Ref)groupby->function);
    if (!groupby->target || !groupby->key || !groupby->value) return tuple_take(2, type, args);
    return tuple_take(3, type, args,
                      tuple_pack(3, (Ref)groupby->key, (Ref)groupby->value, (Ref)groupby->target));
}
static Own groupby_setstate(Ref self, Ref state) {
    if (!iterator_check_state(state, 3, 3)) return NULL;
    GroupBy *groupby = AS_GROUPBY(self);
    slot_set(&groupby->key, own(tuple_get(state, 0)));
    slot_set(&groupby->value, own(tuple_get(state, 1)));
    slot_set(&groupby->target, own(tuple_get(state, 2)));
    return own_none();
}

static const MethodDef groupby_methods[] = {
    {"__reduce__", METHOD_NONE, .none = groupby_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = groupby_setstate, .doc = "Set state information for unpickling."},
    {.name = NULL}};

const TypeSpec groupby_spec = {
    .name = "itertools.groupby",
    .basicsize = sizeof(GroupBy),
    .flags = TYPE_GC | TYPE_BASETYPE,
    .slots = {.new = groupby_new,
              .dealloc = groupby_dealloc,
              .traverse = groupby_traverse,
              .getattro = object_generic_get_attribute,
              .iter = iterator_self,
              .iternext = groupby_next},
    .methods = groupby_methods,
    .doc = "groupby(iterable, key=None)\n"
           "--\n"
           "\n"
           "make an iterator that returns consecutive keys and groups from the iterable\n"
           "\n"
           "  iterable\n"
           "    Elements to divide into groups according to the key function.\n"
           "  key\n"
           "    A function for computing the group category for each element.\n"
           "    If the key function is not specified or is None, the element itself\n"
           "    is used for grouping."};

/* --- a group --------------------------------------------------------------------------------------------- */

static Own grouper_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    (void)type;
    if (!arguments_no_keywords("_grouper", kwnames) || !arguments_count("_grouper", nargs, 2, 2)) return NULL;
    if (!is_a(args[0], MODULE_TYPE(GROUPBY))) {
        return error_set(EXC(TypeError), "_grouper() argument 1 must be itertools.groupby, not %.50s",
                         argument_type_name(args[0]));
    }
    return grouper_new_for(AS_GROUPBY(args[0]), args[1]);
}

static void grouper_dealloc(Own self) { iterator_destroy(self, GROUPER_PARTS); }
static bool grouper_traverse(Ref self, VisitFn visit, void *context) {
    return iterator_visit(self, GROUPER_PARTS, visit, context);
}

static Own grouper_next(Ref self) {
    GroupBy *groupby = AS_GROUPBY(AS_GROUPER(self)->parent);
    if (groupby->group != self) return NULL;
    if (!groupby->value && !groupby_step(groupby)) return NULL;
    if (object_compare_bool(AS_GROUPER(self)->target, groupby->key, COMPARE_EQ) <= 0) return NULL;
    Own value = groupby->value;
    groupby->value = NULL;
    slot_clear(&groupby->key);
    return value;
}

static Own grouper_reduce(Ref self) {
    if (AS_GROUPBY(AS_GROUPER(self)->parent)->group != self) {
        return tuple_take(2, builtin_get("iter"), tuple_take(1, tuple_new(0)));
    }
    return iterator_reduce_pair(self);
}

static const MethodDef grouper_methods[] = {
    {"__reduce__", METHOD_NONE, .none = grouper_reduce, .doc = "Return state information for pickling."},
    {.name = NULL}};

const TypeSpec grouper_spec = {.name = "itertools._grouper",
                               .basicsize = sizeof(Grouper),
                               .flags = TYPE_GC,
                               .slots = {.new = grouper_new,
                                         .dealloc = grouper_dealloc,
                                         .traverse = grouper_traverse,
                                         .getattro = object_generic_get_attribute,
                                         .iter = iterator_self,
                                         .iternext = grouper_next},
                               .methods = grouper_methods,
                               .doc = NULL};
