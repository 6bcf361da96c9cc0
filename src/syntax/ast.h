/* ast.h: the syntax tree.
 *
 * Nodes are cut from a pool and die with it. Names and constants are Python objects: the tree owns one
 * reference to each, in `Tree.objects`, so a node's Ref lives as long as the tree.
 *
 *     tree->root->as.Module.body.items[0]->as.Assign.value->as.Constant.value
 *
 * Lines count from 1; columns are UTF-8 byte offsets from 0, as in CPython's own tree. */
#ifndef SYNTAX_AST_H
#define SYNTAX_AST_H

#include "base/pool.h"
#include "object/object.h"
#include "syntax/ast_table.h"

#define OP(name) OP_##name,
typedef enum Operator { OPERATORS(OP) } Operator;
typedef enum UnaryOperator { UNARY_OPERATORS(OP) } UnaryOperator;
typedef enum BoolOperator { BOOL_OPERATORS(OP) } BoolOperator;
typedef enum CompareOperator { COMPARE_OPERATORS(OP) } CompareOperator;
typedef enum ExprContext { EXPR_CONTEXTS(OP) } ExprContext;
#undef OP

typedef struct Mod Mod;
typedef struct Stmt Stmt;
typedef struct Expr Expr;
typedef struct Pattern Pattern;
typedef struct Handler Handler;
typedef struct Arguments Arguments;
typedef struct Arg Arg;
typedef struct Keyword Keyword;
typedef struct Alias Alias;
typedef struct WithItem WithItem;
typedef struct Comprehension Comprehension;
typedef struct MatchCase MatchCase;
typedef struct TypeIgnore TypeIgnore; /* a comment "# type: ignore" */

/* A sequence of T, in the pool. */
#define SEQUENCE_OF(T, Name)                                                                                   \
    typedef struct Name {                                                                                      \
        isize count;                                                                                           \
        T *items;                                                                                              \
    } Name
SEQUENCE_OF(Stmt *, Stmts);
SEQUENCE_OF(Expr *, Exprs); /* items may be NULL in Dict.keys (**mapping) and Arguments.kw_defaults (none) */
SEQUENCE_OF(Pattern *, Patterns);
SEQUENCE_OF(Handler *, Handlers);
SEQUENCE_OF(Arg *, Args);
SEQUENCE_OF(Keyword *, Keywords);
SEQUENCE_OF(Alias *, Aliases);
SEQUENCE_OF(WithItem *, WithItems);
SEQUENCE_OF(Comprehension *, Comprehensions);
SEQUENCE_OF(MatchCase *, MatchCases);
SEQUENCE_OF(TypeIgnore *, TypeIgnores);
SEQUENCE_OF(Ref, Identifiers);
SEQUENCE_OF(CompareOperator, CompareOperators);

typedef struct Location {
    i32 lineno, col_offset, end_lineno, end_col_offset;
} Location;

#define F_EXPR(name) Expr *name;
#define F_EXPR_OPTIONAL(name) Expr *name;
#define F_EXPRS(name) Exprs name;
#define F_STMTS(name) Stmts name;
#define F_NAME(name) Ref name;
#define F_NAME_OPTIONAL(name) Ref name;
#define F_NAMES(name) Identifiers name;
#define F_STRING_OPTIONAL(name) Ref name;
#define F_INT(name) int name;
#define F_INT_OPTIONAL(name) int name;
#define F_OPERATOR(name) Operator name;
#define F_UNARY(name) UnaryOperator name;
#define F_BOOLOP(name) BoolOperator name;
#define F_CMPOPS(name) CompareOperators name;
#define F_CONTEXT(name) ExprContext name;
#define F_CONSTANT(name) Ref name;
#define F_ARGUMENTS(name) Arguments *name;
#define F_ARGS(name) Args name;
#define F_ARG_OPTIONAL(name) Arg *name;
#define F_KEYWORDS(name) Keywords name;
#define F_COMPREHENSIONS(name) Comprehensions name;
#define F_WITHITEMS(name) WithItems name;
#define F_ALIASES(name) Aliases name;
#define F_HANDLERS(name) Handlers name;
#define F_CASES(name) MatchCases name;
#define F_PATTERN(name) Pattern *name;
#define F_PATTERN_OPTIONAL(name) Pattern *name;
#define F_PATTERNS(name) Patterns name;
#define F_STRING(name) Ref name;
#define F_TYPE_COMMENT(name) Ref name;
#define F_TYPE_IGNORES(name) TypeIgnores name;

/* For each group: an enumeration of its kinds, then the node with a union of what each kind adds. */
#define NODE(Kind, fields) Mod_##Kind,
typedef enum ModKind { MOD_NODES(NODE) } ModKind;
#undef NODE
#define NODE(Kind, fields) Stmt_##Kind,
typedef enum StmtKind { STMT_NODES(NODE) } StmtKind;
#undef NODE
#define NODE(Kind, fields) Expr_##Kind,
typedef enum ExprKind { EXPR_NODES(NODE) } ExprKind;
#undef NODE
#define NODE(Kind, fields) Pattern_##Kind,
typedef enum PatternKind { PATTERN_NODES(NODE) } PatternKind;
#undef NODE

#define NODE(Kind, fields)                                                                                     \
    struct Kind##Node {                                                                                        \
        fields                                                                                                 \
    } Kind;
struct Mod {
    ModKind kind;
    union {
        MOD_NODES(NODE)
    } as;
};
struct Stmt {
    StmtKind kind;
    Location at;
    union {
        STMT_NODES(NODE)
    } as;
};
struct Expr {
    ExprKind kind;
    Location at;
    union {
        EXPR_NODES(NODE)
    } as;
};
struct Pattern {
    PatternKind kind;
    Location at;
    union {
        PATTERN_NODES(NODE)
    } as;
};
#undef NODE
#define NODE(Kind, fields)                                                                                     \
    struct Handler {                                                                                           \
        Location at;                                                                                           \
        fields                                                                                                 \
    };
HANDLER_NODES(NODE)
#undef NODE
#define NODE(Kind, fields)                                                                                     \
    struct Kind {                                                                                              \
        fields                                                                                                 \
    };
TYPE_IGNORE_NODES(NODE)
#undef NODE
#define PLACE Location at;
#define PRODUCT(name, Struct, place, fields)                                                                   \
    struct Struct {                                                                                            \
        place fields                                                                                           \
    };
PRODUCTS(PRODUCT)
#undef PRODUCT
#undef PLACE

#undef F_EXPR
#undef F_EXPR_OPTIONAL
#undef F_EXPRS
#undef F_STMTS
#undef F_NAME
#undef F_NAME_OPTIONAL
#undef F_NAMES
#undef F_STRING_OPTIONAL
#undef F_INT
#undef F_INT_OPTIONAL
#undef F_OPERATOR
#undef F_UNARY
#undef F_BOOLOP
#undef F_CMPOPS
#undef F_CONTEXT
#undef F_CONSTANT
#undef F_ARGUMENTS
#undef F_ARGS
#undef F_ARG_OPTIONAL
#undef F_KEYWORDS
#undef F_COMPREHENSIONS
#undef F_WITHITEMS
#undef F_ALIASES
#undef F_HANDLERS
#undef F_CASES
#undef F_PATTERN
#undef F_PATTERN_OPTIONAL
#undef F_PATTERNS
#undef F_STRING
#undef F_TYPE_COMMENT
#undef F_TYPE_IGNORES

typedef struct Tree {
    Pool pool;
    Object *objects; /* list that owns every name and constant of the tree; owned */
    Mod *root;
    Object *filename; /* str, owned */
} Tree;

/* Gives everything back. */
void tree_free(Tree *tree);
/* Where nodes stand: not told, told by attributes as ast.dump does, or noted behind a node's first line. */
typedef enum TreePlaces { PLACES_LEFT_OUT, PLACES_AS_ATTRIBUTES, PLACES_NOTED } TreePlaces;
/* What `python3.11 -c "print(ast.dump(ast.parse(source), include_attributes=..., indent=indent))"`
 * prints; indent -1: on one line. A str, or NULL raised. */
Own tree_dump(const Tree *tree, TreePlaces places, int indent);
/* The source text of an expression, as ast.unparse gives it for annotations under `from __future__ import
 * annotations`: a str. */
Own expr_unparse(const Expr *expr);

#endif
