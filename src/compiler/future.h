/* future.h: `from __future__ import ...`. */
#ifndef COMPILER_FUTURE_H
#define COMPILER_FUTURE_H

#include "syntax/ast.h"

typedef struct Future {
    int flags;     /* CODE_FUTURE_ bits */
    i32 last_line; /* of the last future statement; -1: none */
} Future;

/* Looks at the statements with which a module begins. False: SyntaxError. */
bool future_parse(const Mod *root, Ref filename, Future *future);

#endif
