/* codegen_match.c: the match statement: its cases, and the bookkeeping that patterns share.
 *
 * The subject stays on the stack while cases are tried. A pattern takes its subject off the top and falls
 * through when it matches; else it jumps to a block that first pops what was left on the stack: fail_pop[n]
 * pops n items. Captured values wait on the stack, under what is still being matched, and are bound when all
 * has matched. */
#include "compiler/codegen_pattern.h"
#include "object/str.h"

static bool is_wildcard(const Pattern *pattern) {
    return pattern->kind == Pattern_MatchAs && !pattern->as.MatchAs.name;
}

/* --- jumps to failure --------------------------------------------------------------------------------- */

bool pattern_ensure_fail_pop(Compiler *compiler, PatternContext *context, isize pops) {
    while (context->fail_pop.count <= pops) {
        Block *block = emit_new_block(compiler);
        if (!block || !WORKSPACE_ROOM(&compiler->workspace, &context->fail_pop)) return false;
        context->fail_pop.items[context->fail_pop.count++] = block;
    }
    return true;
}

bool pattern_jump_to_fail(Compiler *compiler, PatternContext *context, int opcode) {
    isize pops = context->on_top + context->stores.count;
    return pattern_ensure_fail_pop(compiler, context, pops) &&
           emit_jump(compiler, opcode, context->fail_pop.items[pops]);
}

bool pattern_emit_fail_pops(Compiler *compiler, PatternContext *context) {
    if (context->fail_pop.count == 0) return true;
    for (isize i = context->fail_pop.count - 1; i > 0; i--) {
        emit_use_next(compiler, context->fail_pop.items[i]);
        if (!emit_op(compiler, OP_POP_TOP)) return false;
    }
    emit_use_next(compiler, context->fail_pop.items[0]);
    context->fail_pop = (FailBlocks){0};
    return true;
}

/* --- captures ----------------------------------------------------------------------------------------- */

/* Moves the top of the stack under the `count - 1` items below it. */
bool pattern_rotate(Compiler *compiler, isize count) {
    for (; count > 1; count--) {
        if (!emit_arg(compiler, OP_SWAP, count)) return false;
    }
    return true;
}

isize pattern_store_index(const Captures *stores, Ref name) {
    for (isize i = 0; i < stores->count; i++) {
        if (stores->items[i] == name || str_equal(stores->items[i], name)) return i;
    }
    return -1;
}

bool pattern_add_store(Compiler *compiler, PatternContext *context, Ref name) {
    if (pattern_store_index(&context->stores, name) >= 0) {
        return codegen_error(compiler, "multiple assignments to name %R in pattern", name);
    }
    if (!WORKSPACE_ROOM(&compiler->workspace, &context->stores)) return false;
    context->stores.items[context->stores.count++] = name;
    return true;
}

bool pattern_capture(Compiler *compiler, PatternContext *context, Ref name) {
    if (!name) return emit_op(compiler, OP_POP_TOP);
    if (!codegen_check_name(compiler, name, OP_Store)) return false;
    if (pattern_store_index(&context->stores, name) >= 0) return pattern_add_store(compiler, context, name);
    return pattern_rotate(compiler, context->on_top + context->stores.count + 1) &&
           pattern_add_store(compiler, context, name);
}

/* --- the statement ------------------------------------------------------------------------------------ */

static bool bind_captures(Compiler *compiler, const PatternContext *context) {
    for (isize i = 0; i < context->stores.count; i++) {
        if (!codegen_name(compiler, context->stores.items[i], OP_Store)) return false;
    }
    return true;
}

/* `last`: no case follows that would need the subject. */
static bool codegen_case(Compiler *compiler, const MatchCase *match, bool last, bool irrefutable, Block *end) {
    PatternContext context = {.allow_irrefutable = irrefutable};
    set_place(compiler, match->pattern->at);
    if ((!last && !emit_arg(compiler, OP_COPY, 1)) || !codegen_pattern(compiler, match->pattern, &context) ||
        !bind_captures(compiler, &context)) {
        return false;
    }
    if (match->guard && (!pattern_ensure_fail_pop(compiler, &context, 0) ||
                         !codegen_jump_if(compiler, match->guard, context.fail_pop.items[0], false))) {
        return false;
    }
    if ((!last && !emit_op(compiler, OP_POP_TOP)) || !codegen_stmts(compiler, &match->body) ||
        !emit_jump(compiler, GRAPH_JUMP, end)) {
        return false;
    }
    set_place(compiler, match->pattern->at); /* failing belongs to the pattern, not to the body's last line */
    return pattern_emit_fail_pops(compiler, &context);
}

/* `case _:` needs no copy of the subject. */
static bool codegen_default_case(Compiler *compiler, const MatchCase *match, Block *end) {
    set_place(compiler, match->pattern->at);
    if (!emit_op(compiler, OP_NOP)) return false;
    if (match->guard && !codegen_jump_if(compiler, match->guard, end, false)) return false;
    return codegen_stmts(compiler, &match->body);
}

bool codegen_match(Compiler *compiler, const Stmt *stmt) {
    const MatchCases *cases = &stmt->as.Match.cases;
    if (!codegen_expr(compiler, stmt->as.Match.subject)) return false;
    Block *end = emit_new_block(compiler);
    if (!end) return false;
    const MatchCase *last = cases->items[cases->count - 1];
    bool has_default = cases->count > 1 && is_wildcard(last->pattern);
    isize tried = cases->count - has_default;
    for (isize i = 0; i < tried; i++) {
        const MatchCase *match = cases->items[i];
        bool irrefutable = match->guard || i == cases->count - 1;
        if (!codegen_case(compiler, match, i == tried - 1, irrefutable, end)) return false;
    }
    if (has_default && !codegen_default_case(compiler, last, end)) return false;
    emit_use_next(compiler, end);
    return true;
}
