/* set_internal.h: what the files about sets say to each other. */
#ifndef OBJECT_SET_INTERNAL_H
#define OBJECT_SET_INTERNAL_H

#include "object/error.h"
#include "object/gc.h"
#include "object/root.h"
#include "object/set.h"
#include "object/type_checks.h"

/* A set or frozenset, or an instance of a subclass, with what is in `iterable` (NULL: empty). */
Own set_make(Type *type, Ref iterable);
/* set for a set, frozenset for a frozenset, whatever the subclass. */
Type *set_base_type(Ref set);

/* With the hash given. add: 1 added, 0 it was there; contains: 1, 0; discard: 1 it was there, 0; all: -1
 * raised. */
int set_add_hashed(Set *set, Ref key, isize hash);
int set_contains_hashed(Set *set, Ref key, isize hash);
int set_discard_hashed(Set *set, Ref key, isize hash);
bool set_resize(Set *set, isize least); /* room for more than `least` entries */
isize set_growth(const Set *set);       /* what set_resize is asked for where a set grows by itself */

/* --- set_operations.c: in CPython's order, so that the result iterates alike --------------------------- */
Own set_intersection(Ref set, Ref other);
Own set_difference(Ref set, Ref other);
Own set_symmetric_difference(Ref set, Ref other);
bool set_intersection_update(Ref set, Ref other);
bool set_difference_update(Ref set, Ref other);
bool set_symmetric_difference_update(Ref set, Ref other);
/* 1, 0, -1 raised */
int set_is_subset(Ref set, Ref other);
int set_is_superset(Ref set, Ref other);
int set_is_disjoint(Ref set, Ref other);
void set_swap(Ref a, Ref b); /* exchanges what is in them */

/* set_iterator.c */
Own set_iter(Ref set);

#endif
