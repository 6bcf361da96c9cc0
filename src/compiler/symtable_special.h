/* symtable_special.h: the constructs whose names follow rules of their own. */
#ifndef COMPILER_SYMTABLE_SPECIAL_H
#define COMPILER_SYMTABLE_SPECIAL_H

#include "compiler/symtable.h"

bool symtable_visit_comprehension(Symtable *symtable, const Expr *expr);
bool symtable_visit_named_expr(Symtable *symtable, const Expr *expr);
bool symtable_visit_suspension(Symtable *symtable, const Expr *expr); /* yield, yield from, await */
bool symtable_visit_ann_assign(Symtable *symtable, const Stmt *stmt);

#endif
