/* fold.h: what can be computed from the tree alone is computed in it, before names are looked at.
 *
 *     2 ** 10            1024
 *     x in [1, 2]        x in (1, 2)
 *     "%s!" % (name,)    f"{name!s}!"
 *     __debug__          True
 *
 * Exactly where CPython 3.11 does it, with its limits on the size of results, since each folding shows in
 * co_consts. */
#ifndef COMPILER_FOLD_H
#define COMPILER_FOLD_H

#include "syntax/ast.h"

typedef struct Fold {
    Tree *tree;
    int optimize;
    int future_flags;
    i32 depth, depth_limit;
} Fold;

/* Folds the tree in place. False: MemoryError or RecursionError. */
bool fold_tree(Tree *tree, int optimize, int future_flags);
/* The docstring of a body: the str, or NULL. */
Ref docstring_of(const Stmts *body);

/* --- between the files of folding --------------------------------------------------------------------- */

/* Makes `expr` a constant in its place. `value` NULL: it could not be computed, which is no error (the
 * exception is dropped); the tree then stays as it is. Consumes value. */
bool fold_to_constant(Fold *fold, Expr *expr, Own value);
bool fold_unary(Fold *fold, Expr *expr);
bool fold_binary(Fold *fold, Expr *expr);
bool fold_tuple(Fold *fold, Expr *expr);
bool fold_subscript(Fold *fold, Expr *expr);
bool fold_compare(Fold *fold, Expr *expr);
/* What a loop or `in` goes over: a list becomes a tuple, a set of constants a frozenset. */
bool fold_iterable(Fold *fold, Expr *expr);
bool fold_percent_format(Fold *fold, Expr *expr);

#endif
