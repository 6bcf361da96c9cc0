/* codegen_call.c: calls.
 *
 *     f(a, b)        PUSH_NULL; f; a; b; PRECALL 2; CALL 2
 *     x.m(a)         x; LOAD_METHOD m; a; PRECALL 1; CALL 1          no bound method is made
 *     f(a, k=v)      ...; a; v; KW_NAMES ('k',); PRECALL 2; CALL 2
 *     f(*a, **k)     PUSH_NULL; f; tuple; dict; CALL_FUNCTION_EX 1 */
#include "compiler/codegen.h"
#include "object/str.h"
#include "object/tuple.h"

static bool has_unpacking(const Exprs *args, const Keywords *keywords) {
    for (isize i = 0; i < args->count; i++) {
        if (args->items[i]->kind == Expr_Starred) return true;
    }
    for (isize i = 0; i < keywords->count; i++) {
        if (!keywords->items[i]->arg) return true;
    }
    return false;
}

static bool validate_keywords(Compiler *compiler, const Keywords *keywords) {
    for (isize i = 0; i < keywords->count; i++) {
        Ref name = keywords->items[i]->arg;
        if (!name) continue;
        if (!codegen_check_name(compiler, name, OP_Store)) return false;
        for (isize k = i + 1; k < keywords->count; k++) {
            const Keyword *other = keywords->items[k];
            if (!other->arg || !str_equal(other->arg, name)) continue;
            set_place(compiler, other->at);
            return codegen_error(compiler, "keyword argument repeated: %U", name);
        }
    }
    return true;
}

static Own keyword_names(const Keywords *keywords, isize begin, isize end) {
    Own names = tuple_new(end - begin);
    for (isize i = begin; names && i < end; i++) tuple_fill(names, i - begin, own(keywords->items[i]->arg));
    return names;
}

/* The values on the stack, the names with the call. */
static bool codegen_simple_keywords(Compiler *compiler, const Keywords *keywords) {
    for (isize i = 0; i < keywords->count; i++) {
        if (!codegen_expr(compiler, keywords->items[i]->value)) return false;
    }
    if (keywords->count == 0) return true;
    Ref names = workspace_keep(&compiler->workspace, keyword_names(keywords, 0, keywords->count));
    isize index = names ? emit_const_index(compiler, names) : -1;
    return index >= 0 && emit_arg(compiler, OP_KW_NAMES, index);
}

/* --- with * and --------------------------------------------------------------------------------------- */

/* A dict of the keywords begin .. end, no ** among them. */
static bool build_keywords(Compiler *compiler, const Keywords *keywords, isize begin, isize end) {
    isize count = end - begin;
    bool big = count * 2 > STACK_GUIDELINE;
    if (count > 1 && !big) {
        for (isize i = begin; i < end; i++) {
            if (!codegen_expr(compiler, keywords->items[i]->value)) return false;
        }
        return emit_const_own(compiler, keyword_names(keywords, begin, end)) &&
               emit_arg(compiler, OP_BUILD_CONST_KEY_MAP, count);
    }
    Graph *graph = &compiler->unit->graph;
    if (big && !graph_append(graph, OP_BUILD_MAP, 0, NULL, &location_nowhere)) return false;
    for (isize i = begin; i < end; i++) {
        const Keyword *keyword = keywords->items[i];
        if (!emit_const(compiler, keyword->arg) || !codegen_expr(compiler, keyword->value) ||
            (big && !graph_append(graph, OP_MAP_ADD, 1, NULL, &location_nowhere))) {
            return false;
        }
    }
    return big || emit_arg(compiler, OP_BUILD_MAP, count);
}

static bool merge_keywords(Compiler *compiler, const Keywords *keywords, isize begin, isize end,
                           bool *have_dict) {
    if (!build_keywords(compiler, keywords, begin, end)) return false;
    bool merge = *have_dict;
    *have_dict = true;
    return !merge || emit_arg(compiler, OP_DICT_MERGE, 1);
}

static bool codegen_keyword_dict(Compiler *compiler, const Keywords *keywords) {
    bool have_dict = false;
    isize gathered = 0, count = keywords->count;
    for (isize i = 0; i < count; i++) {
        const Keyword *keyword = keywords->items[i];
        if (keyword->arg) {
            gathered++;
            continue;
        }
        if (gathered && !merge_keywords(compiler, keywords, i - gathered, i, &have_dict)) return false;
        gathered = 0;
        if (!have_dict && !emit_arg(compiler, OP_BUILD_MAP, 0)) return false;
        have_dict = true;
        if (!codegen_expr(compiler, keyword->value) || !emit_arg(compiler, OP_DICT_MERGE, 1)) return false;
    }
    return !gathered || merge_keywords(compiler, keywords, count - gathered, count, &have_dict);
}

static bool codegen_unpacking_call(Compiler *compiler, isize pushed, const Exprs *args,
                                   const Keywords *keywords) {
    bool single = pushed == 0 && args->count == 1 && args->items[0]->kind == Expr_Starred;
    bool ok = single ? codegen_expr(compiler, args->items[0]->as.Starred.value)
                     : codegen_argument_tuple(compiler, args, pushed);
    if (!ok || (keywords->count && !codegen_keyword_dict(compiler, keywords))) return false;
    return emit_arg(compiler, OP_CALL_FUNCTION_EX, keywords->count > 0);
}

bool codegen_call_arguments(Compiler *compiler, isize pushed, const Exprs *args, const Keywords *keywords) {
    if (!validate_keywords(compiler, keywords)) return false;
    if (args->count + keywords->count * 2 > STACK_GUIDELINE || has_unpacking(args, keywords)) {
        return codegen_unpacking_call(compiler, pushed, args, keywords);
    }
    return codegen_exprs(compiler, args) && codegen_simple_keywords(compiler, keywords) &&
           emit_call(compiler, pushed + args->count + keywords->count);
}

/* --- the call ----------------------------------------------------------------------------------------- */

/* A name that the module imports: most likely itself a module, whose functions are no methods. */
static bool is_imported(const Compiler *compiler, const Expr *expr) {
    if (expr->kind != Expr_Name) return false;
    return scope_flags(compiler->symtable.top, expr->as.Name.id) & SYMBOL_IMPORTED;
}

static bool is_method_call(const Compiler *compiler, const struct CallNode *call) {
    if (call->func->kind != Expr_Attribute || call->func->as.Attribute.ctx != OP_Load) return false;
    if (is_imported(compiler, call->func->as.Attribute.value)) return false;
    isize keywords = call->keywords.count;
    return call->args.count + keywords + (keywords != 0) < STACK_GUIDELINE &&
           !has_unpacking(&call->args, &call->keywords);
}

static bool codegen_method_call(Compiler *compiler, const Expr *expr) {
    const struct CallNode *call = &expr->as.Call;
    const Expr *method = call->func;
    if (!codegen_expr(compiler, method->as.Attribute.value)) return false;
    set_place(compiler, method->at);
    set_place_of_attribute(compiler, method);
    if (!emit_attribute(compiler, OP_LOAD_METHOD, method->as.Attribute.attr) ||
        !codegen_exprs(compiler, &call->args) || !codegen_simple_keywords(compiler, &call->keywords)) {
        return false;
    }
    set_place(compiler, expr->at);
    set_place_of_attribute(compiler, method);
    return emit_call(compiler, call->args.count + call->keywords.count);
}

bool codegen_call(Compiler *compiler, const Expr *expr) {
    const struct CallNode *call = &expr->as.Call;
    if (!validate_keywords(compiler, &call->keywords)) return false;
    if (is_method_call(compiler, call)) return codegen_method_call(compiler, expr);
    if (!warn_call(compiler, call->func)) return false;
    set_place(compiler, call->func->at);
    if (!emit_op(compiler, OP_PUSH_NULL)) return false;
    set_place(compiler, expr->at);
    return codegen_expr(compiler, call->func) &&
           codegen_call_arguments(compiler, 0, &call->args, &call->keywords);
}
