/* charge.h: what loops in C take, in virtual time.
 *
 * An instruction takes 10 ns whatever it does, but for loops: who measures `x in a_list` where time is virtual is to see
 * that a list is searched. Each loop over many items charges for them once, at its end. The nanoseconds are to an
 * instruction's 10 as in CPython 3.11, measured on a machine on which its instructions take about 2.3. */
#ifndef OBJECT_CHARGE_H
#define OBJECT_CHARGE_H

#include "world/world.h"

enum {
    CHARGE_COPY = 5,      /* an item taken over, with its reference count */
    CHARGE_COMPARE = 16,  /* two items compared, by C code */
    CHARGE_NEXT = 18,     /* an item asked from an iterator */
    CHARGE_TABLE = 45,    /* a key put into a table, or looked up in one */
    CHARGE_BIRTH = 80,    /* an object made */
    CHARGE_DIGITS = 3,    /* two digits (of 30 bits) multiplied or divided */
    CHARGE_MOVED = 1,     /* a pointer moved in memory */
    CHARGE_CHARACTER = 2, /* a character searched or copied */
    CHARGE_CODED = 5      /* a byte hashed, encoded or decoded */
};

static inline void charge(isize items, i64 each_ns) { world_charge(items * each_ns); }

#endif
