/* parser_expression.c: expressions, from lists of them down to attribute, call and subscript.
 *
 * Left-recursive rules are loops: what stands to the left grows as long as an operator follows. In the first
 * pass all binary operators are one loop that compares precedences; the second pass goes through the grammar's
 * levels one by one, since each of them remembers what it found. */
#include "syntax/parser_internal.h"

/* --- lists --------------------------------------------------------------------------------------------- */

/* element (',' element)+ [','] | element ',' | element */
static Expr *element_or_tuple(Parser *p, int start, Expr *(*element)(Parser *)) {
    Expr *first = element(p);
    if (!first || !next_is(p, TOKEN_COMMA)) return p->failed ? NULL : first;
    isize base = p->stack_top;
    p->level += 2;
    for (Expr *item = first; item && stack_push(p, item);) {
        int mark = p->mark;
        item = expect(p, TOKEN_COMMA) ? element(p) : NULL;
        if (!item) p->mark = mark;
    }
    p->level -= 2;
    expect(p, TOKEN_COMMA);
    Exprs list = exprs_take(p, base);
    return NEW_EXPR(p, start, Tuple, .elts = list, .ctx = OP_Load);
}

/* expressions: expression (',' expression)+ [','] | expression ',' | expression */
RULE(Expr *, expressions)(Parser *p, int start) { return element_or_tuple(p, start, expression); }

/* star_expressions: star_expression (',' star_expression)+ [','] | star_expression ',' | star_expression */
RULE(Expr *, star_expressions)(Parser *p, int start) { return element_or_tuple(p, start, star_expression); }

/* '*' bitwise_or */
static Expr *starred_bitwise_or(Parser *p, int start) {
    Expr *value = expect(p, TOKEN_STAR) ? starred_operand(p) : NULL;
    return value ? NEW_EXPR(p, start, Starred, .value = value, .ctx = OP_Load) : NULL;
}

/* star_expression (memo): '*' bitwise_or | expression */
MEMO_RULE(Expr *, star_expression, MEMO_STAR_EXPRESSION)(Parser *p, int start) {
    Expr *starred = starred_bitwise_or(p, start);
    return starred || !back_to(p, start) ? starred : expression(p);
}

/* star_named_expression: '*' bitwise_or | named_expression */
RULE(Expr *, star_named_expression)(Parser *p, int start) {
    Expr *starred = starred_bitwise_or(p, start);
    return starred || !back_to(p, start) ? starred : named_expression(p);
}

/* star_named_expressions: ','.star_named_expression+ [','] */
Exprs star_named_expressions(Parser *p) {
    p->level++;
    Exprs list = exprs_gather(p, TOKEN_COMMA, star_named_expression);
    p->level--;
    if (list.count) expect(p, TOKEN_COMMA);
    return list;
}

/* --- yield, :=, lambda, if-else ------------------------------------------------------------------------ */

/* yield_expr: 'yield' 'from' expression | 'yield' [star_expressions] */
RULE(Expr *, yield_expr)(Parser *p, int start) {
    if (!expect(p, KEYWORD_YIELD)) return NULL;
    Expr *value;
    if (expect(p, KEYWORD_FROM) && (value = expression(p)))
        return NEW_EXPR(p, start, YieldFrom, .value = value);
    if (!back_to(p, start + 1)) return NULL;
    value = star_expressions(p);
    return NEW_EXPR(p, start, Yield, .value = value);
}

/* annotated_rhs: yield_expr | star_expressions */
RULE(Expr *, annotated_rhs)(Parser *p, UNUSED int start) {
    Expr *expr = yield_expr(p);
    return expr || p->failed ? expr : star_expressions(p);
}

/* assignment_expression: NAME ':=' ~ expression */
RULE(Expr *, assignment_expression)(Parser *p, int start) {
    Token *name = expect(p, TOKEN_NAME);
    if (!name || !expect(p, TOKEN_COLONEQUAL)) return NULL;
    Expr *value = expression(p);
    if (!value || !check_version(p, 8, "Assignment expressions are")) return NULL;
    Expr *target = NEW_EXPR_AT(p, name->at, Name, .id = token_identifier(p, name), .ctx = OP_Store);
    return NEW_EXPR(p, start, NamedExpr, .target = target, .value = value);
}

/* expression !':=' */
static Expr *expression_alone(Parser *p) {
    Expr *expr = expression(p);
    return expr && next_is_not(p, TOKEN_COLONEQUAL) ? expr : NULL;
}

/* named_expression: assignment_expression | invalid_named_expression | expression !':=' */
RULE(Expr *, named_expression)(Parser *p, UNUSED int start) {
    Expr *expr = assignment_expression(p);
    if (expr || invalid(p, invalid_named_expression)) return expr;
    return expression_alone(p);
}

/* assignment_expression | expression !':=' */
RULE(Expr *, walrus_or_expression)(Parser *p, UNUSED int start) {
    Expr *expr = assignment_expression(p);
    return expr || p->failed ? expr : expression_alone(p);
}

/* lambdef: 'lambda' [lambda_params] ':' expression */
RULE(Expr *, lambdef)(Parser *p, int start) {
    if (!expect(p, KEYWORD_LAMBDA)) return NULL;
    Arguments *parameters = params(p, PARAM_LAMBDA);
    Expr *body;
    if (!expect(p, TOKEN_COLON) || !(body = expression(p))) return NULL;
    if (!parameters) parameters = empty_arguments(p);
    return NEW_EXPR(p, start, Lambda, .args = parameters, .body = body);
}

/* expression (memo):
 *     | invalid_expression
 *     | invalid_legacy_expression
 *     | disjunction 'if' disjunction 'else' expression
 *     | disjunction
 *     | lambdef */
MEMO_RULE(Expr *, expression, MEMO_EXPRESSION)(Parser *p, int start) {
    if (invalid(p, invalid_expression) || invalid(p, invalid_legacy_expression)) return NULL;
    Expr *body = disjunction(p), *test, *orelse;
    if (!body) return p->failed ? NULL : lambdef(p);
    int after = p->mark;
    if (expect(p, KEYWORD_IF) && (test = disjunction(p)) && expect(p, KEYWORD_ELSE) &&
        (orelse = expression(p))) {
        return NEW_EXPR(p, start, IfExp, .test = test, .body = body, .orelse = orelse);
    }
    return back_to(p, after) ? body : NULL;
}

/* --- or, and, not, comparisons ------------------------------------------------------------------------- */

/* operand (operator operand)+ | operand */
static Expr *bool_op(Parser *p, int start, int token, BoolOperator op, Expr *(*operand)(Parser *)) {
    Expr *first = operand(p);
    if (!first || !next_is(p, token)) return p->failed ? NULL : first;
    isize base = p->stack_top;
    p->level += 2;
    for (Expr *item = first; item && stack_push(p, item);) {
        int mark = p->mark;
        item = expect(p, token) ? operand(p) : NULL;
        if (!item) p->mark = mark;
    }
    p->level -= 2;
    bool alone = p->stack_top - base == 1;
    Exprs list = exprs_take(p, base);
    return alone && !p->failed ? first : NEW_EXPR(p, start, BoolOp, .op = op, .values = list);
}

/* compare_op_bitwise_or_pair: ('==' | '!=' | '<=' | '<' | '>=' | '>' | 'not' 'in' | 'in' | 'is' 'not' | 'is')
 *     bitwise_or
 * Which operator comes next: it is taken. */
static bool compare_operator(Parser *p, CompareOperator *op) {
    int start = p->mark;
    switch (peek(p)) {
    case TOKEN_EQEQUAL: *op = OP_Eq; break;
    case TOKEN_LESSEQUAL: *op = OP_LtE; break;
    case TOKEN_LESS: *op = OP_Lt; break;
    case TOKEN_GREATEREQUAL: *op = OP_GtE; break;
    case TOKEN_GREATER: *op = OP_Gt; break;
    case KEYWORD_IN: *op = OP_In; break;
    case KEYWORD_IS: *op = OP_Is; break;
    case TOKEN_NOTEQUAL: {
        *op = OP_NotEq;
        bool angles = token_text_is(current_token(p), "<>"), wanted = (p->flags & PARSE_BARRY_AS_BDFL) != 0;
        if (wanted && !angles) raise_here(p, "with Barry as BDFL, use '<>' instead of '!='");
        if (wanted != angles) return false;
        break;
    }
    case KEYWORD_NOT:
        p->mark++;
        *op = OP_NotIn;
        if (expect(p, KEYWORD_IN)) return true;
        p->mark = start;
        return false;
    default: return false;
    }
    p->mark++;
    return true;
}

/* One more operator and operand: both are pushed. */
static bool compare_pair(Parser *p) {
    int start = p->mark;
    CompareOperator op;
    if (!compare_operator(p, &op)) return false;
    Expr *operand = NULL;
    int after = p->mark;
    if (op == OP_Is && expect(p, KEYWORD_NOT) && (operand = bitwise_or(p))) op = OP_IsNot;
    if (!operand && back_to(p, after)) operand = bitwise_or(p);
    if (operand && stack_push(p, NEW_NODE(p, CompareRight, .op = op, .operand = operand))) return true;
    p->mark = start;
    return false;
}

static Expr *new_compare(Parser *p, int start, Expr *left, isize base) {
    isize count;
    CompareRight **pairs = stack_take(p, base, &count);
    if (!pairs) return NULL;
    CompareOperators ops = {.count = count, .items = pool_alloc(p->pool, (usize)count * sizeof *ops.items)};
    Exprs comparators = {.count = count,
                         .items = pool_alloc(p->pool, (usize)count * sizeof *comparators.items)};
    if (!ops.items || !comparators.items) {
        p->failed = true;
        return error_memory();
    }
    for (isize i = 0; i < count; i++) {
        ops.items[i] = pairs[i]->op;
        comparators.items[i] = pairs[i]->operand;
    }
    return NEW_EXPR(p, start, Compare, .left = left, .ops = ops, .comparators = comparators);
}

/* comparison: bitwise_or compare_op_bitwise_or_pair+ | bitwise_or */
LOCAL_RULE(Expr *, comparison)(Parser *p, int start) {
    Expr *left = bitwise_or(p);
    if (!left) return NULL;
    isize base = p->stack_top;
    p->level += 3;
    while (compare_pair(p)) {}
    p->level -= 3;
    if (p->stack_top == base) return p->failed ? NULL : left;
    return new_compare(p, start, left, base);
}

/* inversion (memo): 'not' inversion | comparison */
static Expr *inversion(Parser *p);
MEMO_RULE_OF(static, Expr *, inversion, MEMO_INVERSION, 1)(Parser *p, int start) {
    if (!next_is(p, KEYWORD_NOT)) return comparison(p);
    p->mark++;
    Expr *operand = inversion(p);
    return operand ? NEW_EXPR(p, start, UnaryOp, .op = OP_Not, .operand = operand) : NULL;
}

/* conjunction (memo): inversion ('and' inversion)+ | inversion */
MEMO_RULE_OF(static, Expr *, conjunction, MEMO_CONJUNCTION, 1)(Parser *p, int start) {
    return bool_op(p, start, KEYWORD_AND, OP_And, inversion);
}

/* disjunction (memo): conjunction ('or' conjunction)+ | conjunction */
MEMO_RULE(Expr *, disjunction, MEMO_DISJUNCTION)(Parser *p, int start) {
    return bool_op(p, start, KEYWORD_OR, OP_Or, conjunction);
}

/* --- binary operators ---------------------------------------------------------------------------------- */

static Expr *factor(Parser *p);

/* The levels of precedence, loosest first:
 *     bitwise_or:  bitwise_or '|' bitwise_xor | bitwise_xor
 *     bitwise_xor: bitwise_xor '^' bitwise_and | bitwise_and
 *     bitwise_and: bitwise_and '&' shift_expr | shift_expr
 *     shift_expr:  shift_expr '<<' sum | shift_expr '>>' sum | sum
 *     sum:         sum '+' term | sum '-' term | term
 *     term:        term '*' factor | term '/' factor | term '//' factor | term '%' factor | term '@' factor |
 * factor */
enum { LEVEL_OR, LEVEL_XOR, LEVEL_AND, LEVEL_SHIFT, LEVEL_SUM, LEVEL_TERM, LEVEL_FACTOR };

static const struct BinaryToken {
    u8 binary, level, op;
} binary_tokens[TOKEN_TYPE_COUNT] = {
    [TOKEN_VBAR] = {1, LEVEL_OR, OP_BitOr},           [TOKEN_CIRCUMFLEX] = {1, LEVEL_XOR, OP_BitXor},
    [TOKEN_AMPER] = {1, LEVEL_AND, OP_BitAnd},        [TOKEN_LEFTSHIFT] = {1, LEVEL_SHIFT, OP_LShift},
    [TOKEN_RIGHTSHIFT] = {1, LEVEL_SHIFT, OP_RShift}, [TOKEN_PLUS] = {1, LEVEL_SUM, OP_Add},
    [TOKEN_MINUS] = {1, LEVEL_SUM, OP_Sub},           [TOKEN_STAR] = {1, LEVEL_TERM, OP_Mult},
    [TOKEN_SLASH] = {1, LEVEL_TERM, OP_Div},          [TOKEN_DOUBLESLASH] = {1, LEVEL_TERM, OP_FloorDiv},
    [TOKEN_PERCENT] = {1, LEVEL_TERM, OP_Mod},        [TOKEN_AT] = {1, LEVEL_TERM, OP_MatMult}};

static Expr *new_binary(Parser *p, int start, Expr *left, int op, Expr *right) {
    if (op == OP_MatMult && !check_version(p, 5, "The '@' operator is")) return NULL;
    return NEW_EXPR(p, start, BinOp, .left = left, .op = (Operator)op, .right = right);
}

/* First pass: a chain of operators of `level` or tighter. */
static Expr *climb(Parser *p, int level) {
    int start = p->mark;
    Expr *left = factor(p);
    while (left) {
        int mark = p->mark, type = peek(p);
        if (type < 0) return NULL;
        struct BinaryToken token = binary_tokens[type];
        if (!token.binary || token.level < level) return left;
        p->mark++;
        Expr *right = climb(p, token.level + 1);
        if (!right) return back_to(p, mark) ? left : NULL;
        left = new_binary(p, start, left, token.op, right);
    }
    return NULL;
}

/* Second pass: one level. */
static Expr *binary_level(Parser *p, int level) {
    if (level == LEVEL_FACTOR) return factor(p);
    if (!level_enter(p, 2)) return NULL;
    int start = p->mark;
    void *known;
    MemoRule memo = (MemoRule)(MEMO_BITWISE_OR + level);
    if (memo_recall(p, memo, &known)) {
        level_leave(p, 2);
        return known;
    }
    Expr *left = binary_level(p, level + 1);
    while (left) {
        int mark = p->mark, type = peek(p);
        if (type < 0 || !binary_tokens[type].binary || binary_tokens[type].level != level) break;
        p->mark++;
        Expr *right = binary_level(p, level + 1);
        if (!right) {
            p->mark = mark;
            break;
        }
        left = new_binary(p, start, left, binary_tokens[type].op, right);
    }
    if (!left) p->mark = start;
    memo_keep(p, start, memo, left);
    level_leave(p, 2);
    return p->failed ? NULL : left;
}

Expr *bitwise_or(Parser *p) {
    if (p->second_pass) return binary_level(p, LEVEL_OR);
    if (!level_enter(p, 12)) return NULL; /* six left-recursive rules */
    int start = p->mark;
    Expr *expr = climb(p, LEVEL_OR);
    if (!expr) p->mark = start;
    level_leave(p, 12);
    return expr;
}

MEMO_RULE_OF(, Expr *, starred_operand, MEMO_STARRED_OPERAND, 0)(Parser *p, UNUSED int start) {
    return bitwise_or(p);
}
MEMO_RULE_OF(, Expr *, clause_operand, MEMO_CLAUSE_OPERAND, 0)(Parser *p, UNUSED int start) {
    return disjunction(p);
}

/* --- unary operators, power, await --------------------------------------------------------------------- */

static Expr *primary(Parser *p);

/* await_primary (memo): AWAIT primary | primary */
MEMO_RULE_OF(static, Expr *, await_primary, MEMO_AWAIT_PRIMARY, 1)(Parser *p, int start) {
    if (!next_is(p, TOKEN_AWAIT)) return primary(p);
    p->mark++;
    Expr *value = primary(p);
    if (!value || !check_version(p, 5, "Await expressions are")) return NULL;
    return NEW_EXPR(p, start, Await, .value = value);
}

/* power: await_primary '**' factor | await_primary */
LOCAL_RULE(Expr *, power)(Parser *p, int start) {
    Expr *base = await_primary(p), *exponent;
    int after = p->mark;
    if (!base || !expect(p, TOKEN_DOUBLESTAR)) return p->failed ? NULL : base;
    if ((exponent = factor(p))) return NEW_EXPR(p, start, BinOp, .left = base, .op = OP_Pow, .right = exponent);
    return back_to(p, after) ? base : NULL;
}

/* factor (memo): '+' factor | '-' factor | '~' factor | power */
MEMO_RULE_OF(static, Expr *, factor, MEMO_FACTOR, 1)(Parser *p, int start) {
    UnaryOperator op;
    switch (peek(p)) {
    case TOKEN_PLUS: op = OP_UAdd; break;
    case TOKEN_MINUS: op = OP_USub; break;
    case TOKEN_TILDE: op = OP_Invert; break;
    default: return power(p);
    }
    p->mark++;
    Expr *operand = factor(p);
    return operand ? NEW_EXPR(p, start, UnaryOp, .op = op, .operand = operand) : NULL;
}

/* --- primaries ----------------------------------------------------------------------------------------- */

/* slice: [expression] ':' [expression] [':' [expression]] | named_expression */
LOCAL_RULE(Expr *, slice)(Parser *p, int start) {
    Expr *lower = expression(p);
    if (!expect(p, TOKEN_COLON)) return back_to(p, start) ? named_expression(p) : NULL;
    Expr *upper = expression(p), *step = NULL;
    p->level++;
    if (expect(p, TOKEN_COLON)) step = expression(p);
    p->level--;
    return NEW_EXPR(p, start, Slice, .lower = lower, .upper = upper, .step = step);
}

/* slice | starred_expression */
LOCAL_RULE(Expr *, slice_or_starred)(Parser *p, UNUSED int start) {
    Expr *expr = slice(p);
    return expr || p->failed ? expr : starred_expression(p);
}

/* slices: slice !',' | ','.(slice | starred_expression)+ [','] */
RULE(Expr *, slices)(Parser *p, int start) {
    Expr *only = slice(p);
    if (only && next_is_not(p, TOKEN_COMMA)) return only;
    if (!back_to(p, start)) return NULL;
    Exprs list = exprs_gather(p, TOKEN_COMMA, slice_or_starred);
    if (!list.count) return NULL;
    expect(p, TOKEN_COMMA);
    return NEW_EXPR(p, start, Tuple, .elts = list, .ctx = OP_Load);
}

/* genexp | '(' [arguments] ')' */
static Expr *call_of(Parser *p, int start, Expr *function) {
    int mark = p->mark;
    Expr *generator = genexp(p);
    if (generator) {
        Exprs list = exprs_one(p, generator);
        return NEW_EXPR(p, start, Call, .func = function, .args = list);
    }
    if (!back_to(p, mark) || !expect(p, TOKEN_LPAR)) return NULL;
    Expr *call = arguments(p);
    if (!expect(p, TOKEN_RPAR)) return NULL;
    if (!call) return NEW_EXPR(p, start, Call, .func = function);
    return NEW_EXPR(p, start, Call, .func = function, .args = call->as.Call.args,
                    .keywords = call->as.Call.keywords);
}

/* What `left` grows to: an attribute, a call or a subscript of it. NULL: nothing of these follows. */
static Expr *grow_primary(Parser *p, int start, Expr *left) {
    Token *name;
    Expr *index;
    switch (peek(p)) {
    case TOKEN_DOT:
        p->mark++;
        if (!(name = expect(p, TOKEN_NAME))) return NULL;
        return NEW_EXPR(p, start, Attribute, .value = left, .attr = token_identifier(p, name), .ctx = OP_Load);
    case TOKEN_LPAR: return call_of(p, start, left);
    case TOKEN_LBRACE:
        genexp(p); /* matches no brace, but its invalid_comprehension does */
        return NULL;
    case TOKEN_LSQB:
        if (p->call_invalid) genexp(p); /* the same */
        p->mark++;
        if (!(index = slices(p)) || !expect(p, TOKEN_RSQB)) return NULL;
        return NEW_EXPR(p, start, Subscript, .value = left, .slice = index, .ctx = OP_Load);
    default:
        /* CPython asks genexp at any token, and in it invalid_comprehension and its first part. */
        if (p->call_invalid && level_enter(p, 3)) level_leave(p, 3);
        return NULL;
    }
}

/* primary:
 *     | primary '.' NAME
 *     | primary genexp
 *     | primary '(' [arguments] ')'
 *     | primary '[' slices ']'
 *     | atom */
MEMO_RULE_OF(static, Expr *, primary, MEMO_PRIMARY, 2)(Parser *p, int start) {
    Expr *expr = atom(p);
    while (expr) {
        int mark = p->mark;
        Expr *grown = grow_primary(p, start, expr);
        if (!grown) return back_to(p, mark) ? expr : NULL;
        expr = grown;
    }
    return NULL;
}
