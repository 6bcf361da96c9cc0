/* constant.h: when two constants are one.
 *
 * Constants of one compilation are merged where they are the same value of the same type: 1, 1.0 and True
 * are three constants, 0.0 and -0.0 two, and tuples and frozensets are the same where their items are. (1, 2)
 * and (1.0, 2) compare equal in Python but are not one constant. Objects of any other type are themselves
 * only. */
#ifndef CODE_CONSTANT_H
#define CODE_CONSTANT_H

#include "object/object.h"

/* Equal constants have equal hashes. Raises nothing. */
u64 constant_hash(Ref constant);
/* 1, 0, or -1 with an exception (RecursionError). */
int constant_equal(Ref a, Ref b);

#endif
