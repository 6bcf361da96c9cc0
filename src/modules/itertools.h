/* itertools.h: what the files of the module itertools share.
 *
 * Each of its types is an iterator that owns a few objects: those fields stand first in its structure, one
 * behind the other, so that one function destroys and one visits them all. */
#ifndef MODULES_ITERTOOLS_H
#define MODULES_ITERTOOLS_H

#include "modules/modules.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

/* The objects that an iterator owns (NULL: none just now): the fields behind its header. */
static inline Object **iterator_parts(Ref self) { return (Object **)((char *)self + sizeof(Object)); }

static inline Own iterator_self(Ref self) { return own(self); }

/* The next item, by the slot itself: NULL at the end, which may have left a StopIteration behind. */
static inline Own iterator_step(Ref iterator) { return type_of(iterator)->slots.iternext(iterator); }

static inline void iterator_destroy(Own self, int parts) {
    gc_untrack(self);
    for (int i = 0; i < parts; i++) release_maybe(iterator_parts(self)[i]);
    object_free(self);
}

static inline bool iterator_visit(Ref self, int parts, VisitFn visit, void *context) {
    for (int i = 0; i < parts; i++) {
        Ref part = iterator_parts(self)[i];
        if (part && !visit(part, context)) return false;
    }
    return true;
}

/* Has an iterator merely ended? A StopIteration is cleared; false: it raised something else. */
static inline bool iterator_ended(void) {
    if (!error_occurred()) return true;
    if (!error_matches(EXC(StopIteration))) return false;
    error_clear();
    return true;
}

/* An instance of `type` that owns `parts`, which are consumed; a NULL among them is an error that has been
 * raised. */
Own iterator_new(Type *type, int count, Object *const *parts);
/* Keywords are refused, unless a subclass has an __init__ of its own to take them. */
bool iterator_no_keywords(Type *type, const Type *base, const char *function, Ref kwnames);
/* Two positional arguments, the second one iterable: an iterator that owns args[0] and iter(args[1]). */
Own iterator_new_with_function(Type *type, const Type *base, const char *function, Ref const *args, isize nargs,
                               Ref kwnames);
/* (type(self), (first, second)): how iterators with two parts pickle. */
Own iterator_reduce_pair(Ref self);
/* A state for __setstate__: a tuple of `least` to `most` items. */
bool iterator_check_state(Ref state, isize least, isize most);
/* type(*args) of a native type, from C; args lent. */
Own iterator_make(Type *type, Ref const *args, isize nargs);
/* `value`, not below `low` nor above `high`: places in a state from outside are put in range. False: raised. */
bool iterator_clamp(Ref value, isize low, isize high, isize *place);

/* The function tee (itertools_tee.c). */
Own itertools_method_tee(Ref self, Ref const *args, isize nargs);

#endif
