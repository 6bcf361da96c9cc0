/* enumerate.c: enumerate() and reversed().
 *
 * enumerate keeps the pair it gives out: when nobody else has kept it by the next step, it is filled anew
 * instead of making another one. The count is a machine word until it reaches the largest, an int object from
 * then on. */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

static Own iterator_self(Ref self) { return own(self); }

/* --- enumerate ------------------------------------------------------------------------------------------- */

typedef struct Enumerate {
    Object ob_base;
    isize index;
    Object *iterator;  /* owned */
    Object *pair;      /* the tuple that is used again; owned */
    Object *big_index; /* int, owned; counts once `index` is ISIZE_MAX */
} Enumerate;
#define AS_ENUMERATE(ref) ((Enumerate *)(ref))

static bool set_start(Enumerate *self, Ref start) {
    Own number = int_index(start);
    if (!number) return false;
    int overflow;
    self->index = (isize)int_as_i64_overflow(number, &overflow);
    if (overflow) {
        self->index = ISIZE_MAX;
        self->big_index = number;
    } else {
        release(number);
    }
    return true;
}

static bool is_keyword(Ref kwnames, isize i, const char *name) {
    Ref given = tuple_get(kwnames, i);
    if (str_equal_ascii(given, name)) return true;
    return error_set(EXC(TypeError), "'%.200U' is an invalid keyword argument for enumerate()", given);
}

/* The arguments of the very type enumerate, whose messages differ from its subclasses'. */
static bool bind_exact(Ref const *args, isize nargs, Ref kwnames, Ref out[2]) {
    isize keywords = kwnames ? tuple_length(kwnames) : 0, count = nargs + keywords;
    if (count == 0) return error_set(EXC(TypeError), "enumerate() missing required argument 'iterable'");
    if (count > 2) return error_set(EXC(TypeError), "enumerate() takes at most 2 arguments (%zd given)", count);
    out[0] = args[0];
    out[1] = count == 2 ? args[1] : NULL;
    if (keywords == 0) return true;
    if (keywords == 1) return is_keyword(kwnames, 0, nargs ? "start" : "iterable");
    if (str_equal_ascii(tuple_get(kwnames, 0), "start")) {
        out[0] = args[1];
        out[1] = args[0];
        return is_keyword(kwnames, 1, "iterable");
    }
    return is_keyword(kwnames, 0, "iterable") && is_keyword(kwnames, 1, "start");
}

static bool enumerate_bind(Type *type, Ref const *args, isize nargs, Ref kwnames, Ref out[2]) {
    static const Parameters parameters = {"enumerate", {"iterable", "start"}, .required = 1};
    if (type == TYPE(ENUMERATE)) return bind_exact(args, nargs, kwnames, out);
    return arguments_bind(&parameters, args, nargs, kwnames, out);
}

static Own enumerate_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    Ref given[2];
    if (!enumerate_bind(type, args, nargs, kwnames, given)) return NULL;
    Own self = object_new(type, 0);
    if (!self) return NULL;
    Enumerate *enumerate = AS_ENUMERATE(self);
    gc_track(self);
    bool done = !given[1] || set_start(enumerate, given[1]);
    if (done) enumerate->iterator = object_iter(given[0]);
    if (enumerate->iterator) enumerate->pair = tuple_pack(2, None, None);
    if (enumerate->pair) return self;
    release(self);
    return NULL;
}

static void enumerate_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_ENUMERATE(self)->iterator);
    release_maybe(AS_ENUMERATE(self)->pair);
    release_maybe(AS_ENUMERATE(self)->big_index);
    object_free(self);
}

static bool enumerate_traverse(Ref self, VisitFn visit, void *context) {
    const Enumerate *enumerate = AS_ENUMERATE(self);
    return (!enumerate->iterator || visit(enumerate->iterator, context)) &&
           (!enumerate->pair || visit(enumerate->pair, context)) &&
           (!enumerate->big_index || visit(enumerate->big_index, context));
}

/* The number of the next item; counts on. */
static Own take_index(Enumerate *self) {
    if (self->index < ISIZE_MAX) {
        Own index = int_from_isize(self->index);
        if (index) self->index++;
        return index;
    }
    if (!self->big_index) self->big_index = int_from_isize(ISIZE_MAX);
    Own one = self->big_index ? int_from_isize(1) : NULL;
    Own next = one ? number_add(self->big_index, one) : NULL, index = self->big_index;
    release_maybe(one);
    if (!next) return NULL;
    self->big_index = next;
    return index;
}

/* (index, item), in the pair that nobody else holds or in a new one. Consumes both. */
static Own fill_pair(Object *pair, Own index, Own item) {
    if (pair->ob_refcnt != 1) {
        Object *const items[] = {index, item};
        return tuple_from_array_own(items, 2);
    }
    own(pair);
    Own old_index = (Own)tuple_get(pair, 0), old_item = (Own)tuple_get(pair, 1);
    tuple_fill(pair, 0, index);
    tuple_fill(pair, 1, item);
    release(old_index);
    release(old_item);
    if (!gc_is_tracked(pair)) gc_track(pair); /* the collector may have thought it not worth it */
    return pair;
}

static Own enumerate_next(Ref self) {
    Enumerate *enumerate = AS_ENUMERATE(self);
    Own item = type_of(enumerate->iterator)->slots.iternext(enumerate->iterator);
    if (!item) return NULL;
    Own index = take_index(enumerate);
    if (index) return fill_pair(enumerate->pair, index, item);
    release(item);
    return NULL;
}

static Own enumerate_reduce(Ref self) {
    const Enumerate *enumerate = AS_ENUMERATE(self);
    Own index = enumerate->big_index ? own(enumerate->big_index) : int_from_isize(enumerate->index);
    Own args = index ? tuple_pack(2, (Ref)enumerate->iterator, (Ref)index) : NULL;
    Own result = args ? tuple_pack(2, (Ref)type_of(self), args) : NULL;
    release_maybe(args);
    release_maybe(index);
    return result;
}

static const MethodDef enumerate_methods[] = {
    {"__reduce__", METHOD_NONE, .none = enumerate_reduce, .doc = "Return state information for pickling."},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {.name = NULL}};

const TypeSpec enumerate_spec = {
    .name = "enumerate",
    .basicsize = sizeof(Enumerate),
    .ghost_size = 56,
    .flags = TYPE_GC | TYPE_BASETYPE | TYPE_VECTORCALL,
    .slots = {.new = enumerate_new,
              .dealloc = enumerate_dealloc,
              .traverse = enumerate_traverse,
              .getattro = object_generic_get_attribute,
              .iter = iterator_self,
              .iternext = enumerate_next},
    .methods = enumerate_methods,
    .doc =
        "enumerate(iterable, start=0)\n--\n\nReturn an enumerate object.\n\n"
        "  iterable\n    an object supporting iteration\n\n"
        "The enumerate object yields pairs containing a count (from start, which\n"
        "defaults to zero) and a value yielded by the iterable argument.\n\n"
        "enumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ..."};

/* --- reversed -------------------------------------------------------------------------------------------- */

typedef struct Reversed {
    Object ob_base;
    isize index;
    Object *sequence; /* owned; NULL: exhausted */
} Reversed;
#define AS_REVERSED(ref) ((Reversed *)(ref))

/* An iterator of its own over any sequence; `sequence` has no __reversed__. */
static Own reversed_over(Type *type, Ref sequence) {
    if (!object_is_sequence(sequence)) {
        return error_set(EXC(TypeError), "'%.200s' object is not reversible", type_of(sequence)->name);
    }
    isize length = object_length(sequence);
    Own self = length < 0 ? NULL : object_new(type, 0);
    if (!self) return NULL;
    AS_REVERSED(self)->index = length - 1;
    AS_REVERSED(self)->sequence = own(sequence);
    gc_track(self);
    return self;
}

static Own reversed_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    bool checks_keywords = type == TYPE(REVERSED) || type->slots.init == TYPE(REVERSED)->slots.init;
    if (checks_keywords && !arguments_no_keywords("reversed", kwnames)) return NULL;
    if (!arguments_count("reversed", nargs, 1, 1)) return NULL;
    Own method = object_special(args[0], NAME(__reversed__));
    if (!method) return error_occurred() ? NULL : reversed_over(type, args[0]);
    Own result = NULL;
    if (method == None) {
        error_set(EXC(TypeError), "'%.200s' object is not reversible", type_of(args[0])->name);
    } else {
        result = object_call_none(method);
    }
    release(method);
    return result;
}

static void reversed_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_REVERSED(self)->sequence);
    object_free(self);
}

static bool reversed_traverse(Ref self, VisitFn visit, void *context) {
    Ref sequence = AS_REVERSED(self)->sequence;
    return !sequence || visit(sequence, context);
}

static Own reversed_next(Ref self) {
    Reversed *reversed = AS_REVERSED(self);
    if (reversed->index >= 0 && reversed->sequence) {
        Own sequence = own(reversed->sequence);
        Own item = type_of(sequence)->slots.item(sequence, reversed->index);
        release(sequence);
        if (item) {
            reversed->index--;
            return item;
        }
        if (error_matches(EXC(IndexError)) || error_matches(EXC(StopIteration))) error_clear();
    }
    reversed->index = -1;
    slot_clear(&reversed->sequence);
    return NULL;
}

static Own reversed_length_hint(Ref self) {
    const Reversed *reversed = AS_REVERSED(self);
    if (!reversed->sequence) return int_from_isize(0);
    isize length = object_length(reversed->sequence);
    if (length == -1) return NULL;
    isize left = reversed->index + 1;
    return int_from_isize(length < left ? 0 : left);
}

static Own reversed_reduce(Ref self) {
    const Reversed *reversed = AS_REVERSED(self);
    Ref sequence = reversed->sequence;
    Own args = tuple_pack(1, sequence ? sequence : OBJECT_ROOT->empty_tuple), index = NULL, result = NULL;
    if (args && sequence) index = int_from_isize(reversed->index);
    if (index) result = tuple_pack(3, (Ref)type_of(self), args, index);
    if (args && !sequence) result = tuple_pack(2, (Ref)type_of(self), args);
    release_maybe(index);
    release_maybe(args);
    return result;
}

static Own reversed_setstate(Ref self, Ref state) {
    Reversed *reversed = AS_REVERSED(self);
    isize index = int_as_isize(state);
    if (index == -1 && error_occurred()) return NULL;
    if (reversed->sequence) {
        isize length = object_length(reversed->sequence);
        if (length < 0) return NULL;
        reversed->index = isize_max(-1, isize_min(index, length - 1));
    }
    return own_none();
}

static const MethodDef reversed_methods[] = {
    {"__length_hint__", METHOD_NONE, .none = reversed_length_hint,
     .doc = "Private method returning an estimate of len(list(it))."},
    {"__reduce__", METHOD_NONE, .none = reversed_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = reversed_setstate, .doc = "Set state information for unpickling."},
    {.name = NULL}};

const TypeSpec reversed_spec = {.name = "reversed",
                                .basicsize = sizeof(Reversed),
                                .flags = TYPE_GC | TYPE_BASETYPE | TYPE_VECTORCALL,
                                .slots = {.new = reversed_new,
                                          .dealloc = reversed_dealloc,
                                          .traverse = reversed_traverse,
                                          .getattro = object_generic_get_attribute,
                                          .iter = iterator_self,
                                          .iternext = reversed_next},
                                .methods = reversed_methods,
                                .doc = "reversed(sequence, /)\n--\n\n"
                                       "Return a reverse iterator over the values of the given sequence."};
