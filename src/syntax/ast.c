/* ast.c: giving a tree back. */
#include "syntax/ast.h"

void tree_free(Tree *tree) {
    pool_free(&tree->pool);
    slot_clear(&tree->objects);
    slot_clear(&tree->filename);
    tree->root = NULL;
}
