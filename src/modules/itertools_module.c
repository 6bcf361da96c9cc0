/* itertools_module.c: the module itertools: iterators that take others apart and put them together.
 *
 * itertools_select.c  which items: compress, dropwhile, takewhile, filterfalse, islice
 * itertools_join.c    several into one: chain, zip_longest, starmap, pairwise
 * itertools_repeat.c  without end: count, cycle, repeat
 * itertools_group.c   by what came before: accumulate, groupby
 * itertools_tee.c     one into several: tee
 * itertools_choose.c  all the ways to choose: product, permutations, combinations */
#include "modules/itertools.h"

Own iterator_new(Type *type, int count, Object *const *parts) {
    bool complete = true;
    for (int i = 0; i < count; i++) complete &= parts[i] != NULL;
    Own self = complete ? object_new(type, 0) : NULL;
    for (int i = 0; i < count; i++) {
        if (self) {
            iterator_parts(self)[i] = parts[i];
        } else {
            release_maybe(parts[i]);
        }
    }
    if (self) gc_track(self);
    return self;
}

bool iterator_no_keywords(Type *type, const Type *base, const char *function, Ref kwnames) {
    bool own_init = type != base && type->slots.init != base->slots.init;
    return own_init || arguments_no_keywords(function, kwnames);
}

Own iterator_new_with_function(Type *type, const Type *base, const char *function, Ref const *args, isize nargs,
                               Ref kwnames) {
    if (!iterator_no_keywords(type, base, function, kwnames)) return NULL;
    if (!arguments_count(function, nargs, 2, 2)) return NULL;
    Own iterator = object_iter(args[1]);
    if (!iterator) return NULL;
    return iterator_new(type, 2, (Object *[]){own(args[0]), iterator});
}

Own iterator_reduce_pair(Ref self) {
    Object *const *parts = iterator_parts(self);
    return tuple_take(2, own((Ref)type_of(self)), tuple_pack(2, (Ref)parts[0], (Ref)parts[1]));
}

bool iterator_check_state(Ref state, isize least, isize most) {
    if (!is_tuple(state)) return error_set(EXC(TypeError), "state is not a tuple");
    return arguments_tuple(NULL, tuple_length(state), least, most);
}

Own iterator_make(Type *type, Ref const *args, isize nargs) { return type->slots.new(type, args, nargs, NULL); }

bool iterator_clamp(Ref value, isize low, isize high, isize *place) {
    *place = int_as_isize(value);
    if (*place == -1 && error_occurred()) return false;
    if (*place < low) *place = low;
    if (*place > high) *place = high;
    return true;
}

static const MethodDef itertools_functions[] = {{"tee", METHOD_ARRAY, .array = itertools_method_tee,
                                                 .doc = "tee($module, iterable, n=2, /)\n"
                                                        "--\n"
                                                        "\n"
                                                        "Returns a tuple of n independent iterators."},
                                                {.name = NULL}};

static bool fill(Ref module) {
#define NATIVE(id, spec) &&module_add_type(module, MODULE_TYPE_##id)
    return true ITERTOOLS_TYPES(NATIVE);
#undef NATIVE
}

const NativeModule itertools_module = {
    .name = "itertools",
    .doc = "Functional tools for creating and using iterators.\n"
           "\n"
           "Infinite iterators:\n"
           "count(start=0, step=1) --> start, start+step, start+2*step, ...\n"
           "cycle(p) --> p0, p1, ... plast, p0, p1, ...\n"
           "repeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times\n"
           "\n"
           "Iterators terminating on the shortest input sequence:\n"
           "accumulate(p[, func]) --> p0, p0+p1, p0+p1+p2\n"
           "chain(p, q, ...) --> p0, p1, ... plast, q0, q1, ...\n"
           "chain.from_iterable([p, q, ...]) --> p0, p1, ... plast, q0, q1, ...\n"
           "compress(data, selectors) --> (d[0] if s[0]), (d[1] if s[1]), ...\n"
           "dropwhile(pred, seq) --> seq[n], seq[n+1], starting when pred fails\n"
           "groupby(iterable[, keyfunc]) --> sub-iterators grouped by value of keyfunc(v)\n"
           "filterfalse(pred, seq) --> elements of seq where pred(elem) is False\n"
           "islice(seq, [start,] stop [, step]) --> elements from\n"
           "       seq[start:stop:step]\n"
           "pairwise(s) --> (s[0],s[1]), (s[1],s[2]), (s[2], s[3]), ...\n"
           "starmap(fun, seq) --> fun(*seq[0]), fun(*seq[1]), ...\n"
           "tee(it, n=2) --> (it1, it2 , ... itn) splits one iterator into n\n"
           "takewhile(pred, seq) --> seq[0], seq[1], until pred fails\n"
           "zip_longest(p, q, ...) --> (p[0], q[0]), (p[1], q[1]), ...\n"
           "\n"
           "Combinatoric generators:\n"
           "product(p, q, ... [repeat=1]) --> cartesian product\n"
           "permutations(p[, r])\n"
           "combinations(p, r)\n"
           "combinations_with_replacement(p, r)\n",
    .functions = itertools_functions,
    .fill = fill};
