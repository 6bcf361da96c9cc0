/* set.h: set and frozenset: CPython's open hash table with linear probes, so that iteration has its order. */
#ifndef OBJECT_SET_H
#define OBJECT_SET_H

#include "object/object.h"

typedef struct SetEntry {
    Object *key; /* NULL: free */
    isize hash;  /* of a free entry: 0 where it was never used, SET_DELETED where a key was deleted */
} SetEntry;
#define SET_DELETED ((isize)-1) /* no hash is ever that */
typedef struct Set {
    Object ob_base;
    isize fill, used, mask;
    SetEntry *table; /* `small`, or a raw block */
    isize hash;      /* frozenset; -1: not computed */
    isize finger;    /* where pop looks next */
    SetEntry small[8];
    Object *weaklist;
} Set;
#define AS_SET(ref) ((Set *)(ref))

Own set_new(Ref iterable);       /* NULL: empty */
Own frozenset_new(Ref iterable); /* NULL: empty */
static inline isize set_length(Ref set) { return AS_SET(set)->used; }
bool set_add(Ref set, Ref key); /* also on a fresh frozenset nobody has seen */
int set_contains(Ref set, Ref key);
int set_discard(Ref set, Ref key); /* 1 found, 0, -1 */
bool set_update(Ref set, Ref iterable);
Own set_pop(Ref set);
void set_clear(Ref set);
bool set_each(Ref set, isize *position, Ref *key, isize *hash);
Own set_copy(Ref set);     /* of its own base type, set or frozenset */
isize set_sizeof(Ref set); /* without GC head */

#endif
