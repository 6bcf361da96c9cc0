/* ast_fields.h: the abstract grammar as data, for whoever walks a tree without knowing its kinds: printing it,
 * making objects of the module _ast of it and back.
 *
 *     ast_kind(AST_EXPR, Expr_BinOp)  ->  {"BinOp", {left: one expr, op: one operator, right: one expr}}
 *
 * The words are ASDL's: a type is a sum of kinds (stmt, expr), a product (arg), a set of names (operator) or a
 * plain value (identifier, int). All is made from ast_table.h. */
#ifndef SYNTAX_AST_FIELDS_H
#define SYNTAX_AST_FIELDS_H

#include "syntax/ast.h"

typedef enum AstType { /* in the order of Python.asdl */
                       AST_IDENTIFIER,
                       AST_STRING,
                       AST_INT,
                       AST_CONSTANT,
                       AST_MOD,
                       AST_STMT,
                       AST_EXPR,
                       AST_EXPR_CONTEXT,
                       AST_BOOLOP,
                       AST_OPERATOR,
                       AST_UNARYOP,
                       AST_CMPOP,
                       AST_COMPREHENSION,
                       AST_HANDLER,
                       AST_ARGUMENTS,
                       AST_ARG,
                       AST_KEYWORD,
                       AST_ALIAS,
                       AST_WITHITEM,
                       AST_MATCH_CASE,
                       AST_PATTERN,
                       AST_TYPE_IGNORE,
                       AST_TYPE_COUNT
} AstType;
typedef enum AstShape { AST_VALUE, AST_NAMES, AST_SUM, AST_PRODUCT } AstShape;

typedef struct AstTypeInfo {
    const char *name;
    AstShape shape;
    int kinds;               /* of a sum or of names; 1 for a product; a node with one kind does not say it */
    isize size;              /* of a node in bytes */
    isize place;             /* where its Location lies; -1: it has none */
    bool end_may_be_missing; /* end_lineno and end_col_offset */
} AstTypeInfo;
extern const AstTypeInfo ast_types[AST_TYPE_COUNT];

typedef enum AstQuantity { AST_ONE, AST_OPTIONAL, AST_MANY } AstQuantity;
typedef struct AstField {
    const char *name; /* NULL ends a list of fields */
    AstType type;
    AstQuantity quantity;
    isize offset; /* bytes from the node's start */
} AstField;
typedef struct AstKind {
    const char *name; /* NULL: there is no such kind */
    const AstField *fields;
} AstKind;
AstKind ast_kind(AstType type, int kind);
enum { AST_MOST_FIELDS = 8 };

/* Of a node of a sum or product. */
static inline int ast_node_kind(AstType type, const void *node) {
    return ast_types[type].shape == AST_SUM && ast_types[type].kinds > 1 ? *(const int *)node : 0;
}
/* Any sequence of ast.h: all begin with a count. Items are pointers to nodes, objects, or (of names) ints. */
typedef struct AstList {
    isize count;
    void *items;
} AstList;
static inline void *ast_field_address(const void *node, const AstField *field) {
    return (char *)node + field->offset;
}

#endif
