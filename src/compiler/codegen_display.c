/* codegen_display.c: lists, tuples, sets, dicts, as values and as targets.
 *
 * Up to a few constants are loaded as one tuple and poured into the container; long displays are built
 * piece by piece, to keep the stack low; where something is unpacked into the display, what comes before is
 * built first. */
#include "compiler/codegen.h"
#include "object/root.h"
#include "object/set.h"
#include "object/tuple.h"

typedef struct Builder {
    int build, add, extend; /* opcodes */
    bool as_tuple;          /* what is built is a list to be made a tuple */
} Builder;

static const Builder list_builder = {OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND, false};
static const Builder tuple_builder = {OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND, true};
static const Builder set_builder = {OP_BUILD_SET, OP_SET_ADD, OP_SET_UPDATE, false};

static bool all_constants(Expr *const *exprs, isize count) {
    for (isize i = 0; i < count; i++) {
        if (!exprs[i] || exprs[i]->kind != Expr_Constant) return false;
    }
    return true;
}

static Own tuple_of_constants(Expr *const *exprs, isize count) {
    Own tuple = tuple_new(count);
    for (isize i = 0; tuple && i < count; i++) tuple_fill(tuple, i, own(exprs[i]->as.Constant.value));
    return tuple;
}

static bool build_constants(Compiler *compiler, const Exprs *elements, isize pushed, const Builder *builder) {
    Own folded = tuple_of_constants(elements->items, elements->count);
    if (!folded) return false;
    if (builder->as_tuple && pushed == 0) return emit_const_own(compiler, folded);
    if (builder->add == OP_SET_ADD) {
        Own set = frozenset_new(folded);
        release(folded);
        folded = set;
    }
    Ref kept = workspace_keep(&compiler->workspace, folded);
    return kept && emit_arg(compiler, builder->build, pushed) && emit_const(compiler, kept) &&
           emit_arg(compiler, builder->extend, 1) &&
           (!builder->as_tuple || emit_op(compiler, OP_LIST_TO_TUPLE));
}

static bool build_at_once(Compiler *compiler, const Exprs *elements, isize pushed, const Builder *builder) {
    return codegen_exprs(compiler, elements) &&
           emit_arg(compiler, builder->as_tuple ? OP_BUILD_TUPLE : builder->build, elements->count + pushed);
}

static bool build_pieces(Compiler *compiler, const Exprs *elements, isize pushed, bool big,
                         const Builder *builder) {
    bool built = big;
    if (big && !emit_arg(compiler, builder->build, pushed)) return false;
    for (isize i = 0; i < elements->count; i++) {
        const Expr *element = elements->items[i];
        if (element->kind == Expr_Starred) {
            if (!built && !emit_arg(compiler, builder->build, i + pushed)) return false;
            built = true;
            if (!codegen_expr(compiler, element->as.Starred.value) || !emit_arg(compiler, builder->extend, 1)) {
                return false;
            }
        } else if (!codegen_expr(compiler, element) || (built && !emit_arg(compiler, builder->add, 1))) {
            return false;
        }
    }
    return !builder->as_tuple || emit_op(compiler, OP_LIST_TO_TUPLE);
}

/* The elements, after `pushed` values that are on the stack already. */
static bool build(Compiler *compiler, const Exprs *elements, isize pushed, const Builder *builder) {
    if (elements->count > 2 && all_constants(elements->items, elements->count)) {
        return build_constants(compiler, elements, pushed, builder);
    }
    bool big = elements->count + pushed > STACK_GUIDELINE, starred = false;
    for (isize i = 0; i < elements->count; i++) starred = starred || elements->items[i]->kind == Expr_Starred;
    if (!starred && !big) return build_at_once(compiler, elements, pushed, builder);
    return build_pieces(compiler, elements, pushed, big, builder);
}

bool codegen_argument_tuple(Compiler *compiler, const Exprs *args, isize pushed) {
    return build(compiler, args, pushed, &tuple_builder);
}

/* --- targets ------------------------------------------------------------------------------------------ */

static bool emit_unpack(Compiler *compiler, const Exprs *targets) {
    bool starred = false;
    isize count = targets->count;
    for (isize i = 0; i < count; i++) {
        if (targets->items[i]->kind != Expr_Starred) continue;
        if (starred) return codegen_error(compiler, "multiple starred expressions in assignment");
        if (i >= 1 << 8 || count - i - 1 >= INT32_MAX >> 8) {
            return codegen_error(compiler, "too many expressions in star-unpacking assignment");
        }
        if (!emit_arg(compiler, OP_UNPACK_EX, i + ((count - i - 1) << 8))) return false;
        starred = true;
    }
    return starred || emit_arg(compiler, OP_UNPACK_SEQUENCE, count);
}

static bool assign_elements(Compiler *compiler, const Exprs *targets) {
    if (!emit_unpack(compiler, targets)) return false;
    for (isize i = 0; i < targets->count; i++) {
        const Expr *target = targets->items[i];
        if (!codegen_expr(compiler, target->kind == Expr_Starred ? target->as.Starred.value : target))
            return false;
    }
    return true;
}

static bool codegen_sequence(Compiler *compiler, const Exprs *elements, ExprContext context,
                             const Builder *builder) {
    switch (context) {
    case OP_Store: return assign_elements(compiler, elements);
    case OP_Load: return build(compiler, elements, 0, builder);
    case OP_Del: break;
    }
    return codegen_exprs(compiler, elements);
}

bool codegen_list(Compiler *compiler, const Expr *expr) {
    return codegen_sequence(compiler, &expr->as.List.elts, expr->as.List.ctx, &list_builder);
}

bool codegen_tuple(Compiler *compiler, const Expr *expr) {
    return codegen_sequence(compiler, &expr->as.Tuple.elts, expr->as.Tuple.ctx, &tuple_builder);
}

bool codegen_set(Compiler *compiler, const Expr *expr) {
    return build(compiler, &expr->as.Set.elts, 0, &set_builder);
}

/* --- dicts -------------------------------------------------------------------------------------------- */

/* A dict of the items begin .. end, no unpacking among them. */
static bool build_items(Compiler *compiler, const struct DictNode *dict, isize begin, isize end) {
    isize count = end - begin;
    bool big = count * 2 > STACK_GUIDELINE;
    if (count > 1 && !big && all_constants(dict->keys.items + begin, count)) {
        for (isize i = begin; i < end; i++) {
            if (!codegen_expr(compiler, dict->values.items[i])) return false;
        }
        return emit_const_own(compiler, tuple_of_constants(dict->keys.items + begin, count)) &&
               emit_arg(compiler, OP_BUILD_CONST_KEY_MAP, count);
    }
    if (big && !emit_arg(compiler, OP_BUILD_MAP, 0)) return false;
    for (isize i = begin; i < end; i++) {
        if (!codegen_expr(compiler, dict->keys.items[i]) || !codegen_expr(compiler, dict->values.items[i]) ||
            (big && !emit_arg(compiler, OP_MAP_ADD, 1))) {
            return false;
        }
    }
    return big || emit_arg(compiler, OP_BUILD_MAP, count);
}

/* The items that have gathered, as a dict of their own or poured into the one on the stack. */
static bool flush_items(Compiler *compiler, const struct DictNode *dict, isize begin, isize end,
                        bool *have_dict) {
    if (!build_items(compiler, dict, begin, end)) return false;
    bool update = *have_dict;
    *have_dict = true;
    return !update || emit_arg(compiler, OP_DICT_UPDATE, 1);
}

static bool unpack_mapping(Compiler *compiler, const Expr *value, bool *have_dict) {
    if (!*have_dict && !emit_arg(compiler, OP_BUILD_MAP, 0)) return false;
    *have_dict = true;
    return codegen_expr(compiler, value) && emit_arg(compiler, OP_DICT_UPDATE, 1);
}

bool codegen_dict(Compiler *compiler, const Expr *expr) {
    const struct DictNode *dict = &expr->as.Dict;
    isize count = dict->values.count, gathered = 0;
    bool have_dict = false;
    for (isize i = 0; i < count; i++) {
        if (!dict->keys.items[i]) {
            if (gathered && !flush_items(compiler, dict, i - gathered, i, &have_dict)) return false;
            gathered = 0;
            if (!unpack_mapping(compiler, dict->values.items[i], &have_dict)) return false;
        } else if (gathered * 2 > STACK_GUIDELINE) {
            if (!flush_items(compiler, dict, i - gathered, i + 1, &have_dict)) return false;
            gathered = 0;
        } else {
            gathered++;
        }
    }
    if (gathered && !flush_items(compiler, dict, count - gathered, count, &have_dict)) return false;
    return have_dict || emit_arg(compiler, OP_BUILD_MAP, 0);
}
