/* fold_constant.c: operations on constants.
 *
 * What would make a large object is left to run time: the limits below are CPython's. What raises is left as it
 * is: it shall raise when the program gets there. */
#include "compiler/fold.h"

#include "object/error.h"
#include "object/list.h"
#include "object/number.h"
#include "object/root.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

enum {
    MAX_INT_BITS = 128,
    MAX_COLLECTION_ITEMS = 256, /* of a folded `tuple * n` */
    MAX_STRING_LENGTH = 4096,
    MAX_TOTAL_ITEMS = 1024 /* nested ones counted */
};

bool fold_to_constant(Fold *fold, Expr *expr, Own value) {
    if (!value) {
        if (error_matches(EXC(KeyboardInterrupt))) return false;
        error_clear();
        return true;
    }
    Ref kept = value;
    if (!list_append(fold->tree->objects, value)) return false;
    expr->kind = Expr_Constant;
    expr->as.Constant = (struct ConstantNode){.value = kept, .kind = NULL};
    return true;
}

/* --- unary -------------------------------------------------------------------------------------------- */

/* `not a is b` is `a is not b`, and so for `in`; for == and < it need not be so. */
static void fold_not_compare(Expr *expr) {
    Expr *compare = expr->as.UnaryOp.operand;
    CompareOperator *op = &compare->as.Compare.ops.items[0];
    switch (*op) {
    case OP_Is: *op = OP_IsNot; break;
    case OP_IsNot: *op = OP_Is; break;
    case OP_In: *op = OP_NotIn; break;
    case OP_NotIn: *op = OP_In; break;
    default: return;
    }
    *expr = *compare;
}

bool fold_unary(Fold *fold, Expr *expr) {
    const Expr *operand = expr->as.UnaryOp.operand;
    if (operand->kind != Expr_Constant) {
        if (expr->as.UnaryOp.op == OP_Not && operand->kind == Expr_Compare &&
            operand->as.Compare.ops.count == 1) {
            fold_not_compare(expr);
        }
        return true;
    }
    Ref value = operand->as.Constant.value;
    Own result = NULL;
    switch (expr->as.UnaryOp.op) {
    case OP_Invert: result = number_invert(value); break;
    case OP_UAdd: result = number_positive(value); break;
    case OP_USub: result = number_negative(value); break;
    case OP_Not: {
        int answer = object_not(value);
        result = answer < 0 ? NULL : own_bool(answer);
        break;
    }
    }
    return fold_to_constant(fold, expr, result);
}

/* --- binary ------------------------------------------------------------------------------------------- */

/* How many items may still come after all those in `object`, nested ones too; -1: too many. */
static isize items_left(Ref object, isize limit) {
    if (is_tuple(object)) {
        limit -= tuple_length(object);
        for (isize i = 0; limit >= 0 && i < tuple_length(object); i++) {
            limit = items_left(tuple_get(object, i), limit);
        }
    } else if (is_frozenset(object)) {
        limit -= set_length(object);
        isize position = 0;
        Ref item;
        while (limit >= 0 && set_each(object, &position, &item, NULL)) limit = items_left(item, limit);
    }
    return limit;
}

/* Whether `object` may be repeated `count` times. */
static bool repeat_is_small(Ref count, Ref object) {
    bool is_text = is_str(object) || is_bytes(object);
    isize size = is_str(object)     ? str_length(object)
                 : is_bytes(object) ? size_of(object)
                 : is_tuple(object) ? tuple_length(object)
                                    : set_length(object);
    if (size == 0) return true;
    int overflow;
    i64 n = int_as_i64_overflow(count, &overflow);
    if (overflow || n < 0 || n > (is_text ? MAX_STRING_LENGTH : MAX_COLLECTION_ITEMS) / size) return false;
    return is_text || n == 0 || items_left(object, MAX_TOTAL_ITEMS / n) >= 0;
}

static bool can_repeat(Ref object) {
    return is_tuple(object) || is_frozenset(object) || is_str(object) || is_bytes(object);
}

static Own multiply(Ref left, Ref right) {
    if (is_int(left) && is_int(right)) {
        if (size_of(left) && size_of(right) && int_bit_length(left) + int_bit_length(right) > MAX_INT_BITS) {
            return NULL;
        }
    } else if (is_int(left) && can_repeat(right)) {
        if (!repeat_is_small(left, right)) return NULL;
    } else if (is_int(right) && can_repeat(left)) {
        if (!repeat_is_small(right, left)) return NULL;
        return number_multiply(right, left);
    }
    return number_multiply(left, right);
}

static Own power(Ref left, Ref right) {
    if (is_int(left) && is_int(right) && size_of(left) && int_sign(right) > 0) {
        int overflow;
        i64 exponent = int_as_i64_overflow(right, &overflow);
        if (overflow || int_bit_length(left) > MAX_INT_BITS / exponent) return NULL;
    }
    return number_power(left, right, NULL);
}

static Own shift_left(Ref left, Ref right) {
    if (is_int(left) && is_int(right) && size_of(left) && size_of(right)) {
        int overflow;
        i64 bits = int_as_i64_overflow(right, &overflow);
        if (overflow || bits < 0 || bits > MAX_INT_BITS || int_bit_length(left) > MAX_INT_BITS - bits)
            return NULL;
    }
    return number_binary(BINARY_LSHIFT, left, right);
}

static Own remainder_of(Ref left, Ref right) {
    if (is_str(left) || is_bytes(left)) return NULL; /* formatting */
    return number_remainder(left, right);
}

static Own compute(Operator op, Ref left, Ref right) {
    switch (op) {
    case OP_Add: return number_add(left, right);
    case OP_Sub: return number_subtract(left, right);
    case OP_Mult: return multiply(left, right);
    case OP_Div: return number_binary(BINARY_TRUE_DIVIDE, left, right);
    case OP_FloorDiv: return number_floor_divide(left, right);
    case OP_Mod: return remainder_of(left, right);
    case OP_Pow: return power(left, right);
    case OP_LShift: return shift_left(left, right);
    case OP_RShift: return number_binary(BINARY_RSHIFT, left, right);
    case OP_BitOr: return number_binary(BINARY_OR, left, right);
    case OP_BitXor: return number_binary(BINARY_XOR, left, right);
    case OP_BitAnd: return number_binary(BINARY_AND, left, right);
    case OP_MatMult: return NULL;
    }
    return NULL;
}

static bool has_starred(const Exprs *exprs) {
    for (isize i = 0; i < exprs->count; i++) {
        if (exprs->items[i]->kind == Expr_Starred) return true;
    }
    return false;
}

bool fold_binary(Fold *fold, Expr *expr) {
    const Expr *left = expr->as.BinOp.left, *right = expr->as.BinOp.right;
    if (left->kind != Expr_Constant) return true;
    if (expr->as.BinOp.op == OP_Mod && right->kind == Expr_Tuple && is_str(left->as.Constant.value) &&
        !has_starred(&right->as.Tuple.elts)) {
        return fold_percent_format(fold, expr);
    }
    if (right->kind != Expr_Constant) return true;
    return fold_to_constant(fold, expr,
                            compute(expr->as.BinOp.op, left->as.Constant.value, right->as.Constant.value));
}

/* --- displays ----------------------------------------------------------------------------------------- */

/* A tuple of constants; NULL (no exception: not all of them are). */
static Own constant_tuple(const Exprs *exprs) {
    for (isize i = 0; i < exprs->count; i++) {
        if (exprs->items[i]->kind != Expr_Constant) return NULL;
    }
    Own tuple = tuple_new(exprs->count);
    for (isize i = 0; tuple && i < exprs->count; i++) {
        tuple_fill(tuple, i, own(exprs->items[i]->as.Constant.value));
    }
    return tuple;
}

bool fold_tuple(Fold *fold, Expr *expr) {
    if (expr->as.Tuple.ctx != OP_Load) return true;
    return fold_to_constant(fold, expr, constant_tuple(&expr->as.Tuple.elts));
}

bool fold_subscript(Fold *fold, Expr *expr) {
    const Expr *value = expr->as.Subscript.value, *index = expr->as.Subscript.slice;
    if (expr->as.Subscript.ctx != OP_Load || value->kind != Expr_Constant || index->kind != Expr_Constant) {
        return true;
    }
    return fold_to_constant(fold, expr, object_get_item(value->as.Constant.value, index->as.Constant.value));
}

bool fold_iterable(Fold *fold, Expr *expr) {
    if (expr->kind == Expr_List) {
        Exprs elements = expr->as.List.elts;
        ExprContext context = expr->as.List.ctx;
        if (has_starred(&elements)) return true;
        expr->kind = Expr_Tuple;
        expr->as.Tuple = (struct TupleNode){.elts = elements, .ctx = context};
        return fold_to_constant(fold, expr, constant_tuple(&elements));
    }
    if (expr->kind != Expr_Set) return true;
    Own items = constant_tuple(&expr->as.Set.elts), set = items ? frozenset_new(items) : NULL;
    release_maybe(items);
    return fold_to_constant(fold, expr, set);
}

bool fold_compare(Fold *fold, Expr *expr) {
    isize last = expr->as.Compare.ops.count - 1;
    CompareOperator op = expr->as.Compare.ops.items[last];
    if (op != OP_In && op != OP_NotIn) return true;
    return fold_iterable(fold, expr->as.Compare.comparators.items[last]);
}
