/* zip.c: zip(): walks several iterators in step.
 *
 * As enumerate does, it keeps the tuple it gives out, and fills it anew when nobody else has kept it. */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef struct Zip {
    Object ob_base;
    isize count;
    Object *iterators; /* tuple of `count`, owned */
    Object *result;    /* the tuple that is used again, owned */
    bool strict;
} Zip;
#define AS_ZIP(ref) ((Zip *)(ref))

static Own iterator_self(Ref self) { return own(self); }

static bool take_strict(Ref const *values, Ref kwnames, bool *strict) {
    static const Parameters parameters = {"zip", {"*", "strict"}, .required = 0};
    Ref given;
    if (!arguments_bind(&parameters, values, 0, kwnames, &given)) return false;
    int truth = given ? object_is_true(given) : 0;
    *strict = truth > 0;
    return truth >= 0;
}

static Own zip_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    bool strict;
    if (!take_strict(args + nargs, kwnames, &strict)) return NULL;
    Own iterators = tuple_of_iterators(args, nargs), result = iterators ? tuple_of_nones(nargs) : NULL;
    Own self = result ? object_new(type, 0) : NULL;
    if (!self) {
        release_maybe(iterators);
        release_maybe(result);
        return NULL;
    }
    AS_ZIP(self)->count = nargs;
    AS_ZIP(self)->iterators = iterators;
    AS_ZIP(self)->result = result;
    AS_ZIP(self)->strict = strict;
    gc_track(self);
    return self;
}

static void zip_dealloc(Own self) {
    gc_untrack(self);
    release(AS_ZIP(self)->iterators);
    release(AS_ZIP(self)->result);
    object_free(self);
}

static bool zip_traverse(Ref self, VisitFn visit, void *context) {
    return visit(AS_ZIP(self)->iterators, context) && visit(AS_ZIP(self)->result, context);
}

/* --- stepping -------------------------------------------------------------------------------------------- */

static Own next_of(const Zip *zip, isize i) {
    Ref iterator = tuple_get(zip->iterators, i);
    return type_of(iterator)->slots.iternext(iterator);
}

/* Has an iterator merely ended? False: it raised. */
static bool ended(void) {
    if (!error_occurred()) return true;
    if (!error_matches(EXC(StopIteration))) return false;
    error_clear();
    return true;
}

static Own lengths_differ(isize i, const char *how) {
    return error_set(EXC(ValueError), "zip() argument %d is %s than argument%s%d", (int)i + 1, how,
                     i == 1 ? " " : "s 1-", (int)i);
}

/* strict: the iterator number i has ended; it must be the first, and all others must end as well. */
static Own check_all_ended(const Zip *zip, isize i) {
    if (!ended()) return NULL;
    if (i) return lengths_differ(i, "shorter");
    for (i = 1; i < zip->count; i++) {
        Own item = next_of(zip, i);
        if (item) {
            release(item);
            return lengths_differ(i, "longer");
        }
        if (!ended()) return NULL;
    }
    return NULL;
}

/* Steps all iterators into `tuple`, whose places hold something or nothing; gives it back. Consumes it. */
static Own step_into(const Zip *zip, Own tuple) {
    for (isize i = 0; i < zip->count; i++) {
        Own item = next_of(zip, i);
        if (!item) {
            release(tuple);
            return zip->strict ? check_all_ended(zip, i) : NULL;
        }
        Own old = (Own)tuple_get(tuple, i);
        tuple_fill(tuple, i, item);
        release_maybe(old);
    }
    return tuple;
}

static Own zip_next(Ref self) {
    const Zip *zip = AS_ZIP(self);
    if (zip->count == 0) return NULL;
    if (zip->result->ob_refcnt == 1) {
        Own result = step_into(zip, own(zip->result));
        /* the collector may have thought it not worth tracking */
        if (result && !gc_is_tracked(result)) gc_track(result);
        return result;
    }
    Own fresh = tuple_new(zip->count);
    return fresh ? step_into(zip, fresh) : NULL;
}

static Own zip_reduce(Ref self) {
    const Zip *zip = AS_ZIP(self);
    if (!zip->strict) return tuple_pack(2, (Ref)type_of(self), (Ref)zip->iterators);
    return tuple_pack(3, (Ref)type_of(self), (Ref)zip->iterators, True);
}

static Own zip_setstate(Ref self, Ref state) {
    int strict = object_is_true(state);
    if (strict < 0) return NULL;
    AS_ZIP(self)->strict = strict;
    return own_none();
}

static const MethodDef zip_methods[] = {
    {"__reduce__", METHOD_NONE, .none = zip_reduce, .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = zip_setstate, .doc = "Set state information for unpickling."},
    {.name = NULL}};

const TypeSpec zip_spec = {
    .name = "zip",
    .basicsize = sizeof(Zip),
    .flags = TYPE_GC | TYPE_BASETYPE,
    .slots = {.new = zip_new,
              .dealloc = zip_dealloc,
              .traverse = zip_traverse,
              .getattro = object_generic_get_attribute,
              .iter = iterator_self,
              .iternext = zip_next},
    .methods = zip_methods,
    .doc = "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.\n\n"
           "   >>> list(zip('abcdefg', range(3), range(4)))\n"
           "   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]\n\n"
           "The zip object yields n-length tuples, where n is the number of iterables\n"
           "passed as positional arguments to zip().  The i-th element in every tuple\n"
           "comes from the i-th iterable argument to zip().  This continues until the\n"
           "shortest argument is exhausted.\n\n"
           "If strict is true and one of the arguments is exhausted before the others,\nraise a ValueError."};
