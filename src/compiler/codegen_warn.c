/* codegen_warn.c: warnings for expressions that cannot mean what they say: `x is 1`, a missing comma between
 * two displays, a list indexed by a string. */
#include "compiler/codegen.h"
#include "object/type_checks.h"

static bool has_identity(const Expr *expr) {
    if (expr->kind != Expr_Constant) return true;
    Ref value = expr->as.Constant.value;
    return value == None || value == False || value == True || value == Ellipsis;
}

bool warn_compare(Compiler *compiler, const Expr *expr) {
    const struct CompareNode *compare = &expr->as.Compare;
    bool left = has_identity(compare->left);
    for (isize i = 0; i < compare->ops.count; i++) {
        bool right = has_identity(compare->comparators.items[i]);
        CompareOperator op = compare->ops.items[i];
        if ((op == OP_Is || op == OP_IsNot) && (!left || !right)) {
            return codegen_warn(compiler, op == OP_Is ? "\"is\" with a literal. Did you mean \"==\"?"
                                                      : "\"is not\" with a literal. Did you mean \"!=\"?");
        }
        left = right;
    }
    return true;
}

/* The name of the type that the expression is bound to have; NULL: not known. */
static const char *type_name(const Expr *expr) {
    switch (expr->kind) {
    case Expr_Tuple: return "tuple";
    case Expr_List:
    case Expr_ListComp: return "list";
    case Expr_Dict:
    case Expr_DictComp: return "dict";
    case Expr_Set:
    case Expr_SetComp: return "set";
    case Expr_GeneratorExp: return "generator";
    case Expr_Lambda: return "function";
    case Expr_JoinedStr:
    case Expr_FormattedValue: return "str";
    case Expr_Constant: return type_of(expr->as.Constant.value)->name;
    default: return NULL;
    }
}

bool warn_call(Compiler *compiler, const Expr *callee) {
    if (!type_name(callee) || callee->kind == Expr_Lambda) return true;
    return codegen_warn(compiler, "'%.200s' object is not callable; perhaps you missed a comma?",
                        type_name(callee));
}

static bool warn_subscripted(Compiler *compiler, const Expr *value) {
    switch (value->kind) {
    case Expr_Constant: {
        Ref constant = value->as.Constant.value;
        if (constant != None && constant != Ellipsis && !is_int(constant) && !is_float(constant) &&
            !is_complex(constant) && !is_any_set(constant)) {
            return true;
        }
        break;
    }
    case Expr_Set:
    case Expr_SetComp:
    case Expr_GeneratorExp:
    case Expr_Lambda: break;
    default: return true;
    }
    return codegen_warn(compiler, "'%.200s' object is not subscriptable; perhaps you missed a comma?",
                        type_name(value));
}

static bool is_index(const Expr *expr) {
    return expr->kind == Expr_Constant && is_int(expr->as.Constant.value);
}

static bool warn_index(Compiler *compiler, const Expr *value, const Expr *index) {
    const char *name = type_name(index);
    if (!name || is_index(index)) return true;
    switch (value->kind) {
    case Expr_Constant: {
        Ref constant = value->as.Constant.value;
        if (!is_str(constant) && !is_bytes(constant) && !is_tuple(constant)) return true;
        break;
    }
    case Expr_Tuple:
    case Expr_List:
    case Expr_ListComp:
    case Expr_JoinedStr:
    case Expr_FormattedValue: break;
    default: return true;
    }
    return codegen_warn(compiler,
                        "%.200s indices must be integers or slices, not %.200s; perhaps you missed a comma?",
                        type_name(value), name);
}

bool warn_subscript(Compiler *compiler, const Expr *expr) {
    return warn_subscripted(compiler, expr->as.Subscript.value) &&
           warn_index(compiler, expr->as.Subscript.value, expr->as.Subscript.slice);
}
