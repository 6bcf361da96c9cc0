/* ast_fields.c: the abstract grammar as data: one constant list of fields for each kind of node. */
#include "syntax/ast_fields.h"

#define ONE(name, type) {#name, type, AST_ONE, BASE + (isize)offsetof(Owner, name)},
#define OPTIONAL(name, type) {#name, type, AST_OPTIONAL, BASE + (isize)offsetof(Owner, name)},
#define MANY(name, type) {#name, type, AST_MANY, BASE + (isize)offsetof(Owner, name)},
#define F_EXPR(name) ONE(name, AST_EXPR)
#define F_EXPR_OPTIONAL(name) OPTIONAL(name, AST_EXPR)
#define F_EXPRS(name) MANY(name, AST_EXPR)
#define F_STMTS(name) MANY(name, AST_STMT)
#define F_NAME(name) ONE(name, AST_IDENTIFIER)
#define F_NAME_OPTIONAL(name) OPTIONAL(name, AST_IDENTIFIER)
#define F_NAMES(name) MANY(name, AST_IDENTIFIER)
#define F_STRING_OPTIONAL(name) OPTIONAL(name, AST_STRING)
#define F_INT(name) ONE(name, AST_INT)
#define F_INT_OPTIONAL(name) OPTIONAL(name, AST_INT)
#define F_OPERATOR(name) ONE(name, AST_OPERATOR)
#define F_UNARY(name) ONE(name, AST_UNARYOP)
#define F_BOOLOP(name) ONE(name, AST_BOOLOP)
#define F_CMPOPS(name) MANY(name, AST_CMPOP)
#define F_CONTEXT(name) ONE(name, AST_EXPR_CONTEXT)
#define F_CONSTANT(name) ONE(name, AST_CONSTANT)
#define F_ARGUMENTS(name) ONE(name, AST_ARGUMENTS)
#define F_ARGS(name) MANY(name, AST_ARG)
#define F_ARG_OPTIONAL(name) OPTIONAL(name, AST_ARG)
#define F_KEYWORDS(name) MANY(name, AST_KEYWORD)
#define F_COMPREHENSIONS(name) MANY(name, AST_COMPREHENSION)
#define F_WITHITEMS(name) MANY(name, AST_WITHITEM)
#define F_ALIASES(name) MANY(name, AST_ALIAS)
#define F_HANDLERS(name) MANY(name, AST_HANDLER)
#define F_CASES(name) MANY(name, AST_MATCH_CASE)
#define F_PATTERN(name) ONE(name, AST_PATTERN)
#define F_PATTERN_OPTIONAL(name) OPTIONAL(name, AST_PATTERN)
#define F_PATTERNS(name) MANY(name, AST_PATTERN)
#define F_STRING(name) ONE(name, AST_STRING)
#define F_TYPE_COMMENT(name) OPTIONAL(name, AST_STRING)
#define F_TYPE_IGNORES(name) MANY(name, AST_TYPE_IGNORE)

/* Answers with the fields of one kind; Struct is the C structure that holds them, `base` bytes from the node's
 * start. */
#define ANSWER(Struct, base, kind_name, ...)                                                                   \
    {                                                                                                          \
        typedef struct Struct Owner;                                                                           \
        enum { BASE = base, OWNER_SIZE = sizeof(Owner) };                                                      \
        static const AstField fields[] = {__VA_ARGS__{.name = NULL}};                                          \
        return (AstKind){kind_name, fields};                                                                   \
    }
static const AstField no_fields[] = {{.name = NULL}};

static AstKind mod_kind(int kind) {
    switch (kind) {
#define NODE(Kind, list)                                                                                       \
    case Mod_##Kind: ANSWER(Kind##Node, offsetof(Mod, as), #Kind, list)
        MOD_NODES(NODE)
#undef NODE
    }
    return (AstKind){0};
}

static AstKind stmt_kind(int kind) {
    switch (kind) {
#define NODE(Kind, list)                                                                                       \
    case Stmt_##Kind: ANSWER(Kind##Node, offsetof(Stmt, as), #Kind, list)
        STMT_NODES(NODE)
#undef NODE
    }
    return (AstKind){0};
}

static AstKind expr_kind(int kind) {
    switch (kind) {
#define NODE(Kind, list)                                                                                       \
    case Expr_##Kind: ANSWER(Kind##Node, offsetof(Expr, as), #Kind, list)
        EXPR_NODES(NODE)
#undef NODE
    }
    return (AstKind){0};
}

static AstKind pattern_kind(int kind) {
    switch (kind) {
#define NODE(Kind, list)                                                                                       \
    case Pattern_##Kind: ANSWER(Kind##Node, offsetof(Pattern, as), #Kind, list)
        PATTERN_NODES(NODE)
#undef NODE
    }
    return (AstKind){0};
}

/* clang-format off */
#define NODE(Kind, list) ANSWER(Handler, 0, #Kind, list)
static AstKind handler_kind(void) HANDLER_NODES(NODE)
#undef NODE
#define NODE(Kind, list) ANSWER(Kind, 0, #Kind, list)
static AstKind type_ignore_kind(void) TYPE_IGNORE_NODES(NODE)
#undef NODE
#define PRODUCT(name, Struct, place, list) static AstKind name##_kind(void) ANSWER(Struct, 0, #name, list)
PRODUCTS(PRODUCT)
#undef PRODUCT

#define OP(name) #name,
static const char *const operator_names[] = {OPERATORS(OP)};
static const char *const unary_names[] = {UNARY_OPERATORS(OP)};
static const char *const bool_names[] = {BOOL_OPERATORS(OP)};
static const char *const compare_names[] = {COMPARE_OPERATORS(OP)};
static const char *const context_names[] = {EXPR_CONTEXTS(OP)};
#undef OP
/* clang-format on */

const AstTypeInfo ast_types[AST_TYPE_COUNT] = {
    [AST_IDENTIFIER] = {"identifier", AST_VALUE},
    [AST_STRING] = {"string", AST_VALUE},
    [AST_INT] = {"int", AST_VALUE},
    [AST_CONSTANT] = {"constant", AST_VALUE},
    [AST_MOD] = {"mod", AST_SUM, Mod_FunctionType + 1, sizeof(Mod), -1, false},
    [AST_STMT] = {"stmt", AST_SUM, Stmt_Continue + 1, sizeof(Stmt), offsetof(Stmt, at), true},
    [AST_EXPR] = {"expr", AST_SUM, Expr_Slice + 1, sizeof(Expr), offsetof(Expr, at), true},
    [AST_EXPR_CONTEXT] = {"expr_context", AST_NAMES, COUNT_OF(context_names), 0, -1, false},
    [AST_BOOLOP] = {"boolop", AST_NAMES, COUNT_OF(bool_names), 0, -1, false},
    [AST_OPERATOR] = {"operator", AST_NAMES, COUNT_OF(operator_names), 0, -1, false},
    [AST_UNARYOP] = {"unaryop", AST_NAMES, COUNT_OF(unary_names), 0, -1, false},
    [AST_CMPOP] = {"cmpop", AST_NAMES, COUNT_OF(compare_names), 0, -1, false},
    [AST_COMPREHENSION] = {"comprehension", AST_PRODUCT, 1, sizeof(Comprehension), -1, false},
    [AST_HANDLER] = {"excepthandler", AST_SUM, 1, sizeof(Handler), offsetof(Handler, at), true},
    [AST_ARGUMENTS] = {"arguments", AST_PRODUCT, 1, sizeof(Arguments), -1, false},
    [AST_ARG] = {"arg", AST_PRODUCT, 1, sizeof(Arg), offsetof(Arg, at), true},
    [AST_KEYWORD] = {"keyword", AST_PRODUCT, 1, sizeof(Keyword), offsetof(Keyword, at), true},
    [AST_ALIAS] = {"alias", AST_PRODUCT, 1, sizeof(Alias), offsetof(Alias, at), true},
    [AST_WITHITEM] = {"withitem", AST_PRODUCT, 1, sizeof(WithItem), -1, false},
    [AST_MATCH_CASE] = {"match_case", AST_PRODUCT, 1, sizeof(MatchCase), -1, false},
    [AST_PATTERN] = {"pattern", AST_SUM, Pattern_MatchOr + 1, sizeof(Pattern), offsetof(Pattern, at), false},
    [AST_TYPE_IGNORE] = {"type_ignore", AST_SUM, 1, sizeof(TypeIgnore), -1, false},
};

static const char *name_of(AstType type, int kind) {
    switch (type) {
    case AST_EXPR_CONTEXT: return context_names[kind];
    case AST_BOOLOP: return bool_names[kind];
    case AST_OPERATOR: return operator_names[kind];
    case AST_UNARYOP: return unary_names[kind];
    case AST_CMPOP: return compare_names[kind];
    default: return NULL;
    }
}

AstKind ast_kind(AstType type, int kind) {
    switch (type) {
    case AST_MOD: return mod_kind(kind);
    case AST_STMT: return stmt_kind(kind);
    case AST_EXPR: return expr_kind(kind);
    case AST_PATTERN: return pattern_kind(kind);
    case AST_HANDLER: return handler_kind();
    case AST_COMPREHENSION: return comprehension_kind();
    case AST_ARGUMENTS: return arguments_kind();
    case AST_ARG: return arg_kind();
    case AST_KEYWORD: return keyword_kind();
    case AST_ALIAS: return alias_kind();
    case AST_WITHITEM: return withitem_kind();
    case AST_MATCH_CASE: return match_case_kind();
    case AST_TYPE_IGNORE: return type_ignore_kind();
    default: return (AstKind){name_of(type, kind), no_fields};
    }
}
