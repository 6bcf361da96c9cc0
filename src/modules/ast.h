/* ast.h: the syntax tree as Python objects: the module _ast, on which the library's ast.py stands.
 *
 *     ast_classes.c   the classes, one for each type and kind of the grammar (syntax/ast_fields.h)
 *     ast_node.c      what a node is: ast.AST
 *     ast_export.c    tree -> nodes, for compile(..., PyCF_ONLY_AST)
 *     ast_import.c    nodes -> tree, for compile(node, ...)
 *     ast_validate.c  what the parser never makes but a program can: refused
 *     ast_module.c    the module */
#ifndef MODULES_AST_H
#define MODULES_AST_H

#include "object/type.h"
#include "syntax/ast_fields.h"
#include "syntax/parser.h"

typedef struct AstNode { /* an instance of ast.AST */
    Object ob_base;
    Object *dict; /* owned; NULL: nothing is set yet */
} AstNode;
#define AS_AST_NODE(ref) ((AstNode *)(ref))

/* The classes, made when they are first asked for; an arena block that ModulesRoot points to. */
typedef struct AstClasses {
    Object *types[AST_TYPE_COUNT];  /* class of a sum, product or set of names; owned; NULL for plain values */
    Object **kinds[AST_TYPE_COUNT]; /* its kinds; for a product, itself */
    Object **names[AST_TYPE_COUNT]; /* the only instance of each kind of a set of names: Load() */
} AstClasses;
/* NULL: raised. */
const AstClasses *ast_classes(void);
void ast_classes_clear(void);

/* A node without attributes. */
Own ast_node_new(Type *class);
bool ast_node_set(Ref node, const char *name, Own value); /* consumes */
bool is_ast_node(Ref object);

Own ast_export(const Tree *tree);
/* Fills *tree (to be given back with tree_free); false: raised, nothing to give back. `mode` says which root is
 * wanted. */
bool ast_import(Ref node, ParseMode mode, Ref filename, Tree *tree);
/* ValueError, TypeError where the tree is none that the parser could have made. */
bool ast_validate(const Tree *tree);

#endif
