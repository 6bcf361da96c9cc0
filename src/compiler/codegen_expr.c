/* codegen_expr.c: expressions: each leaves one value on the stack (or, as a target, takes one). */
#include "code/stack_room.h"
#include "compiler/codegen.h"
#include "object/root.h"
#include "object/str.h"

bool codegen_exprs(Compiler *compiler, const Exprs *exprs) {
    for (isize i = 0; i < exprs->count; i++) {
        if (!codegen_expr(compiler, exprs->items[i])) return false;
    }
    return true;
}

/* --- operators ---------------------------------------------------------------------------------------- */

/* `a and b`: the first value that decides stays. */
static bool codegen_bool_op(Compiler *compiler, const Expr *expr) {
    const Exprs *values = &expr->as.BoolOp.values;
    int jump = expr->as.BoolOp.op == OP_And ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
    Block *end = emit_new_block(compiler);
    if (!end) return false;
    for (isize i = 0; i < values->count - 1; i++) {
        if (!codegen_expr(compiler, values->items[i]) || !emit_jump(compiler, jump, end)) return false;
        Block *next = emit_new_block(compiler);
        if (!next) return false;
        emit_use_next(compiler, next);
    }
    if (!codegen_expr(compiler, values->items[values->count - 1])) return false;
    emit_use_next(compiler, end);
    return true;
}

static bool codegen_unary(Compiler *compiler, const Expr *expr) {
    static const int opcodes[] = {[OP_Invert] = OP_UNARY_INVERT,
                                  [OP_Not] = OP_UNARY_NOT,
                                  [OP_UAdd] = OP_UNARY_POSITIVE,
                                  [OP_USub] = OP_UNARY_NEGATIVE};
    return codegen_expr(compiler, expr->as.UnaryOp.operand) && emit_op(compiler, opcodes[expr->as.UnaryOp.op]);
}

/* `a < b < c`: b is kept below for the second comparison. */
static bool codegen_compare_chain(Compiler *compiler, const Expr *expr) {
    const struct CompareNode *compare = &expr->as.Compare;
    isize last = compare->ops.count - 1;
    Block *cleanup = emit_new_block(compiler);
    if (!cleanup) return false;
    for (isize i = 0; i < last; i++) {
        if (!codegen_expr(compiler, compare->comparators.items[i]) || !emit_arg(compiler, OP_SWAP, 2) ||
            !emit_arg(compiler, OP_COPY, 2) || !emit_compare(compiler, compare->ops.items[i]) ||
            !emit_jump(compiler, OP_JUMP_IF_FALSE_OR_POP, cleanup)) {
            return false;
        }
    }
    if (!codegen_expr(compiler, compare->comparators.items[last]) ||
        !emit_compare(compiler, compare->ops.items[last])) {
        return false;
    }
    Block *end = emit_new_block(compiler);
    if (!end || !emit_jump_nowhere(compiler, GRAPH_JUMP, end)) return false;
    emit_use_next(compiler, cleanup);
    if (!emit_arg(compiler, OP_SWAP, 2) || !emit_op(compiler, OP_POP_TOP)) return false;
    emit_use_next(compiler, end);
    return true;
}

static bool codegen_compare(Compiler *compiler, const Expr *expr) {
    const struct CompareNode *compare = &expr->as.Compare;
    if (!warn_compare(compiler, expr) || !codegen_expr(compiler, compare->left)) return false;
    if (compare->ops.count > 1) return codegen_compare_chain(compiler, expr);
    return codegen_expr(compiler, compare->comparators.items[0]) &&
           emit_compare(compiler, compare->ops.items[0]);
}

static bool codegen_if_exp(Compiler *compiler, const Expr *expr) {
    Block *end = emit_new_block(compiler), *next = emit_new_block(compiler);
    if (!end || !next || !codegen_jump_if(compiler, expr->as.IfExp.test, next, false) ||
        !codegen_expr(compiler, expr->as.IfExp.body) || !emit_jump_nowhere(compiler, GRAPH_JUMP, end)) {
        return false;
    }
    emit_use_next(compiler, next);
    if (!codegen_expr(compiler, expr->as.IfExp.orelse)) return false;
    emit_use_next(compiler, end);
    return true;
}

/* --- f-strings ---------------------------------------------------------------------------------------- */

static bool codegen_formatted_value(Compiler *compiler, const Expr *expr) {
    const struct FormattedValueNode *value = &expr->as.FormattedValue;
    int oparg = value->conversion == 's' ? 1 : value->conversion == 'r' ? 2 : value->conversion == 'a' ? 3 : 0;
    if (!codegen_expr(compiler, value->value)) return false;
    if (value->format_spec) {
        if (!codegen_expr(compiler, value->format_spec)) return false;
        oparg |= 4;
    }
    return emit_arg(compiler, OP_FORMAT_VALUE, oparg);
}

static bool codegen_joined_str(Compiler *compiler, const Expr *expr) {
    const Exprs *values = &expr->as.JoinedStr.values;
    if (values->count <= STACK_GUIDELINE) {
        return codegen_exprs(compiler, values) &&
               (values->count == 1 || emit_arg(compiler, OP_BUILD_STRING, values->count));
    }
    if (!emit_const(compiler, OBJECT_ROOT->empty_str) ||
        !emit_attribute(compiler, OP_LOAD_METHOD, NAME(join)) || !emit_arg(compiler, OP_BUILD_LIST, 0)) {
        return false;
    }
    for (isize i = 0; i < values->count; i++) {
        if (!codegen_expr(compiler, values->items[i]) || !emit_arg(compiler, OP_LIST_APPEND, 1)) return false;
    }
    return emit_call(compiler, 1);
}

/* --- yield and await ---------------------------------------------------------------------------------- */

static bool codegen_yield(Compiler *compiler, const Expr *expr) {
    if (compiler->unit->scope->kind != SCOPE_FUNCTION)
        return codegen_error(compiler, "'yield' outside function");
    const Expr *value = expr->as.Yield.value;
    return (value ? codegen_expr(compiler, value) : emit_const(compiler, None)) && emit_yield(compiler);
}

static bool codegen_yield_from(Compiler *compiler, const Expr *expr) {
    if (compiler->unit->scope->kind != SCOPE_FUNCTION)
        return codegen_error(compiler, "'yield' outside function");
    if (compiler->unit->kind == UNIT_ASYNC_FUNCTION) {
        return codegen_error(compiler, "'yield from' inside async function");
    }
    return codegen_expr(compiler, expr->as.YieldFrom.value) && emit_op(compiler, OP_GET_YIELD_FROM_ITER) &&
           emit_const(compiler, None) && emit_yield_from(compiler, false);
}

static bool codegen_await(Compiler *compiler, const Expr *expr) {
    const Unit *unit = compiler->unit;
    if (!unit_allows_top_level_await(compiler)) {
        if (unit->scope->kind != SCOPE_FUNCTION) return codegen_error(compiler, "'await' outside function");
        if (unit->kind != UNIT_ASYNC_FUNCTION && unit->kind != UNIT_COMPREHENSION) {
            return codegen_error(compiler, "'await' outside async function");
        }
    }
    return codegen_expr(compiler, expr->as.Await.value) && emit_arg(compiler, OP_GET_AWAITABLE, 0) &&
           emit_const(compiler, None) && emit_yield_from(compiler, true);
}

/* --- what can be a target too ------------------------------------------------------------------------- */

static bool codegen_attribute(Compiler *compiler, const Expr *expr) {
    const struct AttributeNode *attribute = &expr->as.Attribute;
    if (!codegen_expr(compiler, attribute->value)) return false;
    set_place_of_attribute(compiler, expr);
    if (attribute->ctx == OP_Store && !codegen_check_name(compiler, attribute->attr, OP_Store)) return false;
    int opcode = attribute->ctx == OP_Load    ? OP_LOAD_ATTR
                 : attribute->ctx == OP_Store ? OP_STORE_ATTR
                                              : OP_DELETE_ATTR;
    return emit_attribute(compiler, opcode, attribute->attr);
}

static bool codegen_subscript(Compiler *compiler, const Expr *expr) {
    const struct SubscriptNode *subscript = &expr->as.Subscript;
    if (subscript->ctx == OP_Load && !warn_subscript(compiler, expr)) return false;
    int opcode = subscript->ctx == OP_Load    ? OP_BINARY_SUBSCR
                 : subscript->ctx == OP_Store ? OP_STORE_SUBSCR
                                              : OP_DELETE_SUBSCR;
    return codegen_expr(compiler, subscript->value) && codegen_expr(compiler, subscript->slice) &&
           emit_op(compiler, opcode);
}

static bool codegen_or_none(Compiler *compiler, const Expr *expr) {
    return expr ? codegen_expr(compiler, expr) : emit_const(compiler, None);
}

static bool codegen_slice(Compiler *compiler, const Expr *expr) {
    const struct SliceNode *slice = &expr->as.Slice;
    if (!codegen_or_none(compiler, slice->lower) || !codegen_or_none(compiler, slice->upper)) return false;
    if (!slice->step) return emit_arg(compiler, OP_BUILD_SLICE, 2);
    return codegen_expr(compiler, slice->step) && emit_arg(compiler, OP_BUILD_SLICE, 3);
}

static bool codegen_named_expr(Compiler *compiler, const Expr *expr) {
    return codegen_expr(compiler, expr->as.NamedExpr.value) && emit_arg(compiler, OP_COPY, 1) &&
           codegen_expr(compiler, expr->as.NamedExpr.target);
}

static bool codegen_starred(Compiler *compiler, const Expr *expr) {
    if (expr->as.Starred.ctx == OP_Store) {
        return codegen_error(compiler, "starred assignment target must be in a list or tuple");
    }
    return codegen_error(compiler, "can't use starred expression here");
}

/* --- all ---------------------------------------------------------------------------------------------- */

static bool codegen_kind(Compiler *compiler, const Expr *expr) {
    switch (expr->kind) {
    case Expr_NamedExpr: return codegen_named_expr(compiler, expr);
    case Expr_BoolOp: return codegen_bool_op(compiler, expr);
    case Expr_BinOp:
        return codegen_expr(compiler, expr->as.BinOp.left) && codegen_expr(compiler, expr->as.BinOp.right) &&
               emit_binary(compiler, expr->as.BinOp.op, false);
    case Expr_UnaryOp: return codegen_unary(compiler, expr);
    case Expr_Lambda: return codegen_lambda(compiler, expr);
    case Expr_IfExp: return codegen_if_exp(compiler, expr);
    case Expr_Dict: return codegen_dict(compiler, expr);
    case Expr_Set: return codegen_set(compiler, expr);
    case Expr_ListComp:
    case Expr_SetComp:
    case Expr_DictComp:
    case Expr_GeneratorExp: return codegen_comprehension(compiler, expr);
    case Expr_Yield: return codegen_yield(compiler, expr);
    case Expr_YieldFrom: return codegen_yield_from(compiler, expr);
    case Expr_Await: return codegen_await(compiler, expr);
    case Expr_Compare: return codegen_compare(compiler, expr);
    case Expr_Call: return codegen_call(compiler, expr);
    case Expr_Constant: return emit_const(compiler, expr->as.Constant.value);
    case Expr_JoinedStr: return codegen_joined_str(compiler, expr);
    case Expr_FormattedValue: return codegen_formatted_value(compiler, expr);
    case Expr_Attribute: return codegen_attribute(compiler, expr);
    case Expr_Subscript: return codegen_subscript(compiler, expr);
    case Expr_Starred: return codegen_starred(compiler, expr);
    case Expr_Slice: return codegen_slice(compiler, expr);
    case Expr_Name: return codegen_name(compiler, expr->as.Name.id, expr->as.Name.ctx);
    case Expr_List: return codegen_list(compiler, expr);
    case Expr_Tuple: return codegen_tuple(compiler, expr);
    }
    return false;
}

bool codegen_expr(Compiler *compiler, const Expr *expr) {
    if (!stack_has_room()) return compiler_recursion_error();
    Location before = compiler->unit->at;
    set_place(compiler, expr->at);
    bool ok = codegen_kind(compiler, expr);
    if (ok) set_place(compiler, before);
    return ok;
}

/* --- conditions --------------------------------------------------------------------------------------- */

static bool jump_if_bool_op(Compiler *compiler, const Expr *expr, Block *target, bool condition) {
    const Exprs *values = &expr->as.BoolOp.values;
    bool decides = expr->as.BoolOp.op == OP_Or; /* the truth that ends it early */
    Block *early = decides == condition ? target : emit_new_block(compiler);
    if (!early) return false;
    for (isize i = 0; i < values->count - 1; i++) {
        if (!codegen_jump_if(compiler, values->items[i], early, decides)) return false;
    }
    if (!codegen_jump_if(compiler, values->items[values->count - 1], target, condition)) return false;
    if (early != target) emit_use_next(compiler, early);
    return true;
}

static bool jump_if_if_exp(Compiler *compiler, const Expr *expr, Block *target, bool condition) {
    Block *end = emit_new_block(compiler), *next = emit_new_block(compiler);
    if (!end || !next || !codegen_jump_if(compiler, expr->as.IfExp.test, next, false) ||
        !codegen_jump_if(compiler, expr->as.IfExp.body, target, condition) ||
        !emit_jump_nowhere(compiler, GRAPH_JUMP, end)) {
        return false;
    }
    emit_use_next(compiler, next);
    if (!codegen_jump_if(compiler, expr->as.IfExp.orelse, target, condition)) return false;
    emit_use_next(compiler, end);
    return true;
}

static bool jump_if_chain(Compiler *compiler, const Expr *expr, Block *target, bool condition) {
    const struct CompareNode *compare = &expr->as.Compare;
    isize last = compare->ops.count - 1;
    if (!warn_compare(compiler, expr)) return false;
    Block *cleanup = emit_new_block(compiler);
    if (!cleanup || !codegen_expr(compiler, compare->left)) return false;
    for (isize i = 0; i < last; i++) {
        if (!codegen_expr(compiler, compare->comparators.items[i]) || !emit_arg(compiler, OP_SWAP, 2) ||
            !emit_arg(compiler, OP_COPY, 2) || !emit_compare(compiler, compare->ops.items[i]) ||
            !emit_jump(compiler, GRAPH_POP_JUMP_IF_FALSE, cleanup)) {
            return false;
        }
    }
    if (!codegen_expr(compiler, compare->comparators.items[last]) ||
        !emit_compare(compiler, compare->ops.items[last]) ||
        !emit_jump(compiler, condition ? GRAPH_POP_JUMP_IF_TRUE : GRAPH_POP_JUMP_IF_FALSE, target)) {
        return false;
    }
    Block *end = emit_new_block(compiler);
    if (!end || !emit_jump_nowhere(compiler, GRAPH_JUMP, end)) return false;
    emit_use_next(compiler, cleanup);
    if (!emit_op(compiler, OP_POP_TOP)) return false;
    if (!condition && !emit_jump_nowhere(compiler, GRAPH_JUMP, target)) return false;
    emit_use_next(compiler, end);
    return true;
}

bool codegen_jump_if(Compiler *compiler, const Expr *expr, Block *target, bool condition) {
    if (!stack_has_room()) return compiler_recursion_error();
    switch (expr->kind) {
    case Expr_UnaryOp:
        if (expr->as.UnaryOp.op != OP_Not) break;
        return codegen_jump_if(compiler, expr->as.UnaryOp.operand, target, !condition);
    case Expr_BoolOp: return jump_if_bool_op(compiler, expr, target, condition);
    case Expr_IfExp: return jump_if_if_exp(compiler, expr, target, condition);
    case Expr_Compare:
        set_place(compiler, expr->at); /* the jump, too, belongs to the comparison */
        if (expr->as.Compare.ops.count > 1) return jump_if_chain(compiler, expr, target, condition);
        break;
    default: break;
    }
    return codegen_expr(compiler, expr) &&
           emit_jump(compiler, condition ? GRAPH_POP_JUMP_IF_TRUE : GRAPH_POP_JUMP_IF_FALSE, target);
}
