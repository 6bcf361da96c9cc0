/* ast_table.h: the abstract grammar of Python 3.11, once, as tables.
 *
 * NODE(Kind, fields): the structures in ast.h, the printing of a tree, the classes of the module _ast and its
 * checks are all made from this. A field is F_<type>(name); plural types are sequences; _OPTIONAL ones may be
 * NULL. F_TYPE_COMMENT and F_TYPE_IGNORES are what only type checkers ask for (PARSE_TYPE_COMMENTS); the parser
 * leaves them empty for others. The order of kinds and fields is that of CPython's Python.asdl, so that a
 * printed tree equals ast.dump's. */
#ifndef SYNTAX_AST_TABLE_H
#define SYNTAX_AST_TABLE_H

#define MOD_NODES(NODE)                                                                                        \
    NODE(Module, F_STMTS(body) F_TYPE_IGNORES(type_ignores))                                                   \
    NODE(Interactive, F_STMTS(body))                                                                           \
    NODE(Expression, F_EXPR(body))                                                                             \
    NODE(FunctionType, F_EXPRS(argtypes) F_EXPR(returns))

#define STMT_NODES(NODE)                                                                                       \
    NODE(FunctionDef, F_NAME(name) F_ARGUMENTS(args) F_STMTS(body) F_EXPRS(decorator_list)                     \
                          F_EXPR_OPTIONAL(returns) F_TYPE_COMMENT(type_comment))                               \
    NODE(AsyncFunctionDef, F_NAME(name) F_ARGUMENTS(args) F_STMTS(body) F_EXPRS(decorator_list)                \
                               F_EXPR_OPTIONAL(returns) F_TYPE_COMMENT(type_comment))                          \
    NODE(ClassDef, F_NAME(name) F_EXPRS(bases) F_KEYWORDS(keywords) F_STMTS(body) F_EXPRS(decorator_list))     \
    NODE(Return, F_EXPR_OPTIONAL(value))                                                                       \
    NODE(Delete, F_EXPRS(targets))                                                                             \
    NODE(Assign, F_EXPRS(targets) F_EXPR(value) F_TYPE_COMMENT(type_comment))                                  \
    NODE(AugAssign, F_EXPR(target) F_OPERATOR(op) F_EXPR(value))                                               \
    NODE(AnnAssign, F_EXPR(target) F_EXPR(annotation) F_EXPR_OPTIONAL(value) F_INT(simple))                    \
    NODE(For, F_EXPR(target) F_EXPR(iter) F_STMTS(body) F_STMTS(orelse) F_TYPE_COMMENT(type_comment))          \
    NODE(AsyncFor, F_EXPR(target) F_EXPR(iter) F_STMTS(body) F_STMTS(orelse) F_TYPE_COMMENT(type_comment))     \
    NODE(While, F_EXPR(test) F_STMTS(body) F_STMTS(orelse))                                                    \
    NODE(If, F_EXPR(test) F_STMTS(body) F_STMTS(orelse))                                                       \
    NODE(With, F_WITHITEMS(items) F_STMTS(body) F_TYPE_COMMENT(type_comment))                                  \
    NODE(AsyncWith, F_WITHITEMS(items) F_STMTS(body) F_TYPE_COMMENT(type_comment))                             \
    NODE(Match, F_EXPR(subject) F_CASES(cases))                                                                \
    NODE(Raise, F_EXPR_OPTIONAL(exc) F_EXPR_OPTIONAL(cause))                                                   \
    NODE(Try, F_STMTS(body) F_HANDLERS(handlers) F_STMTS(orelse) F_STMTS(finalbody))                           \
    NODE(TryStar, F_STMTS(body) F_HANDLERS(handlers) F_STMTS(orelse) F_STMTS(finalbody))                       \
    NODE(Assert, F_EXPR(test) F_EXPR_OPTIONAL(msg))                                                            \
    NODE(Import, F_ALIASES(names))                                                                             \
    NODE(ImportFrom, F_NAME_OPTIONAL(module) F_ALIASES(names) F_INT_OPTIONAL(level))                           \
    NODE(Global, F_NAMES(names))                                                                               \
    NODE(Nonlocal, F_NAMES(names))                                                                             \
    NODE(Expr, F_EXPR(value))                                                                                  \
    NODE(Pass, )                                                                                               \
    NODE(Break, )                                                                                              \
    NODE(Continue, )

#define EXPR_NODES(NODE)                                                                                       \
    NODE(BoolOp, F_BOOLOP(op) F_EXPRS(values))                                                                 \
    NODE(NamedExpr, F_EXPR(target) F_EXPR(value))                                                              \
    NODE(BinOp, F_EXPR(left) F_OPERATOR(op) F_EXPR(right))                                                     \
    NODE(UnaryOp, F_UNARY(op) F_EXPR(operand))                                                                 \
    NODE(Lambda, F_ARGUMENTS(args) F_EXPR(body))                                                               \
    NODE(IfExp, F_EXPR(test) F_EXPR(body) F_EXPR(orelse))                                                      \
    NODE(Dict, F_EXPRS(keys) F_EXPRS(values))                                                                  \
    NODE(Set, F_EXPRS(elts))                                                                                   \
    NODE(ListComp, F_EXPR(elt) F_COMPREHENSIONS(generators))                                                   \
    NODE(SetComp, F_EXPR(elt) F_COMPREHENSIONS(generators))                                                    \
    NODE(DictComp, F_EXPR(key) F_EXPR(value) F_COMPREHENSIONS(generators))                                     \
    NODE(GeneratorExp, F_EXPR(elt) F_COMPREHENSIONS(generators))                                               \
    NODE(Await, F_EXPR(value))                                                                                 \
    NODE(Yield, F_EXPR_OPTIONAL(value))                                                                        \
    NODE(YieldFrom, F_EXPR(value))                                                                             \
    NODE(Compare, F_EXPR(left) F_CMPOPS(ops) F_EXPRS(comparators))                                             \
    NODE(Call, F_EXPR(func) F_EXPRS(args) F_KEYWORDS(keywords))                                                \
    NODE(FormattedValue, F_EXPR(value) F_INT(conversion) F_EXPR_OPTIONAL(format_spec))                         \
    NODE(JoinedStr, F_EXPRS(values))                                                                           \
    NODE(Constant, F_CONSTANT(value) F_STRING_OPTIONAL(kind))                                                  \
    NODE(Attribute, F_EXPR(value) F_NAME(attr) F_CONTEXT(ctx))                                                 \
    NODE(Subscript, F_EXPR(value) F_EXPR(slice) F_CONTEXT(ctx))                                                \
    NODE(Starred, F_EXPR(value) F_CONTEXT(ctx))                                                                \
    NODE(Name, F_NAME(id) F_CONTEXT(ctx))                                                                      \
    NODE(List, F_EXPRS(elts) F_CONTEXT(ctx))                                                                   \
    NODE(Tuple, F_EXPRS(elts) F_CONTEXT(ctx))                                                                  \
    NODE(Slice, F_EXPR_OPTIONAL(lower) F_EXPR_OPTIONAL(upper) F_EXPR_OPTIONAL(step))

#define PATTERN_NODES(NODE)                                                                                    \
    NODE(MatchValue, F_EXPR(value))                                                                            \
    NODE(MatchSingleton, F_CONSTANT(value))                                                                    \
    NODE(MatchSequence, F_PATTERNS(patterns))                                                                  \
    NODE(MatchMapping, F_EXPRS(keys) F_PATTERNS(patterns) F_NAME_OPTIONAL(rest))                               \
    NODE(MatchClass, F_EXPR(cls) F_PATTERNS(patterns) F_NAMES(kwd_attrs) F_PATTERNS(kwd_patterns))             \
    NODE(MatchStar, F_NAME_OPTIONAL(name))                                                                     \
    NODE(MatchAs, F_PATTERN_OPTIONAL(pattern) F_NAME_OPTIONAL(name))                                           \
    NODE(MatchOr, F_PATTERNS(patterns))

#define HANDLER_NODES(NODE) NODE(ExceptHandler, F_EXPR_OPTIONAL(type) F_NAME_OPTIONAL(name) F_STMTS(body))
#define TYPE_IGNORE_NODES(NODE) NODE(TypeIgnore, F_INT(lineno) F_STRING(tag))

/* PRODUCT(name, Struct, place, fields): nodes that come in one kind only; `place` is PLACE where they know
 * where they stand. */
#define PRODUCTS(PRODUCT)                                                                                      \
    PRODUCT(comprehension, Comprehension, , F_EXPR(target) F_EXPR(iter) F_EXPRS(ifs) F_INT(is_async))          \
    PRODUCT(arguments, Arguments, ,                                                                            \
            F_ARGS(posonlyargs) F_ARGS(args) F_ARG_OPTIONAL(vararg) F_ARGS(kwonlyargs) F_EXPRS(kw_defaults)    \
                F_ARG_OPTIONAL(kwarg) F_EXPRS(defaults))                                                       \
    PRODUCT(arg, Arg, PLACE, F_NAME(arg) F_EXPR_OPTIONAL(annotation) F_TYPE_COMMENT(type_comment))             \
    PRODUCT(keyword, Keyword, PLACE, F_NAME_OPTIONAL(arg) F_EXPR(value))                                       \
    PRODUCT(alias, Alias, PLACE, F_NAME(name) F_NAME_OPTIONAL(asname))                                         \
    PRODUCT(withitem, WithItem, , F_EXPR(context_expr) F_EXPR_OPTIONAL(optional_vars))                         \
    PRODUCT(match_case, MatchCase, , F_PATTERN(pattern) F_EXPR_OPTIONAL(guard) F_STMTS(body))

#define OPERATORS(OP)                                                                                          \
    OP(Add)                                                                                                    \
    OP(Sub)                                                                                                    \
    OP(Mult)                                                                                                   \
    OP(MatMult) OP(Div) OP(Mod) OP(Pow) OP(LShift) OP(RShift) OP(BitOr) OP(BitXor) OP(BitAnd) OP(FloorDiv)
#define UNARY_OPERATORS(OP) OP(Invert) OP(Not) OP(UAdd) OP(USub)
#define BOOL_OPERATORS(OP) OP(And) OP(Or)
#define COMPARE_OPERATORS(OP) OP(Eq) OP(NotEq) OP(Lt) OP(LtE) OP(Gt) OP(GtE) OP(Is) OP(IsNot) OP(In) OP(NotIn)
#define EXPR_CONTEXTS(OP) OP(Load) OP(Store) OP(Del)

#endif
