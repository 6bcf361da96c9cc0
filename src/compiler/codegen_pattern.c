/* codegen_pattern.c: patterns, kind by kind. See codegen_match.c for how they fail and capture. */
#include "compiler/codegen_pattern.h"
#include "code/stack_room.h"
#include "object/error.h"
#include "object/list.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"

static bool is_wildcard(const Pattern *pattern) {
    return pattern->kind == Pattern_MatchAs && !pattern->as.MatchAs.name;
}

static bool is_star_wildcard(const Pattern *pattern) {
    return pattern->kind == Pattern_MatchStar && !pattern->as.MatchStar.name;
}

/* A pattern within a pattern may always match: it is one of several. */
static bool codegen_subpattern(Compiler *compiler, const Pattern *pattern, PatternContext *context) {
    bool before = context->allow_irrefutable;
    context->allow_irrefutable = true;
    if (!codegen_pattern(compiler, pattern, context)) return false;
    context->allow_irrefutable = before;
    return true;
}

/* --- values and captures ------------------------------------------------------------------------------ */

static bool codegen_value(Compiler *compiler, const Pattern *pattern, PatternContext *context) {
    const Expr *value = pattern->as.MatchValue.value;
    if (value->kind != Expr_Constant && value->kind != Expr_Attribute) {
        return codegen_error(compiler, "patterns may only match literals and attribute lookups");
    }
    return codegen_expr(compiler, value) && emit_compare(compiler, OP_Eq) &&
           pattern_jump_to_fail(compiler, context, GRAPH_POP_JUMP_IF_FALSE);
}

static bool codegen_singleton(Compiler *compiler, const Pattern *pattern, PatternContext *context) {
    return emit_const(compiler, pattern->as.MatchSingleton.value) && emit_compare(compiler, OP_Is) &&
           pattern_jump_to_fail(compiler, context, GRAPH_POP_JUMP_IF_FALSE);
}

static bool codegen_as(Compiler *compiler, const Pattern *pattern, PatternContext *context) {
    Ref name = pattern->as.MatchAs.name;
    if (!pattern->as.MatchAs.pattern) {
        if (context->allow_irrefutable) return pattern_capture(compiler, context, name);
        return name ? codegen_error(compiler, "name capture %R makes remaining patterns unreachable", name)
                    : codegen_error(compiler, "wildcard makes remaining patterns unreachable");
    }
    context->on_top++;
    if (!emit_arg(compiler, OP_COPY, 1) || !codegen_pattern(compiler, pattern->as.MatchAs.pattern, context)) {
        return false;
    }
    context->on_top--;
    return pattern_capture(compiler, context, name);
}

/* --- sequences ---------------------------------------------------------------------------------------- */

static bool emit_unpack(Compiler *compiler, const Patterns *patterns) {
    isize count = patterns->count;
    bool starred = false;
    for (isize i = 0; i < count; i++) {
        if (patterns->items[i]->kind != Pattern_MatchStar) continue;
        if (starred) return codegen_error(compiler, "multiple starred expressions in sequence pattern");
        if (i >= 1 << 8 || count - i - 1 >= INT32_MAX >> 8) {
            return codegen_error(compiler, "too many expressions in star-unpacking sequence pattern");
        }
        if (!emit_arg(compiler, OP_UNPACK_EX, i + ((count - i - 1) << 8))) return false;
        starred = true;
    }
    return starred || emit_arg(compiler, OP_UNPACK_SEQUENCE, count);
}

static bool unpack_sequence(Compiler *compiler, const Patterns *patterns, PatternContext *context) {
    if (!emit_unpack(compiler, patterns)) return false;
    context->on_top += patterns->count;
    for (isize i = 0; i < patterns->count; i++) {
        context->on_top--;
        if (!codegen_subpattern(compiler, patterns->items[i], context)) return false;
    }
    return true;
}

/* With `*_` in it the items are fetched one by one, by index: what the star stands for is never built. */
static bool subscript_sequence(Compiler *compiler, const Patterns *patterns, isize star,
                               PatternContext *context) {
    context->on_top++;
    for (isize i = 0; i < patterns->count; i++) {
        const Pattern *pattern = patterns->items[i];
        if (is_wildcard(pattern) || i == star) continue;
        if (!emit_arg(compiler, OP_COPY, 1)) return false;
        if (i < star) {
            if (!emit_small_int(compiler, i)) return false;
        } else if (!emit_op(compiler, OP_GET_LEN) || !emit_small_int(compiler, patterns->count - i) ||
                   !emit_binary(compiler, OP_Sub, false)) { /* counted from the end */
            return false;
        }
        if (!emit_op(compiler, OP_BINARY_SUBSCR) || !codegen_subpattern(compiler, pattern, context))
            return false;
    }
    context->on_top--;
    return emit_op(compiler, OP_POP_TOP);
}

/* The length is `count`, or with a star at least that. */
static bool check_length(Compiler *compiler, isize count, CompareOperator op, PatternContext *context) {
    return emit_op(compiler, OP_GET_LEN) && emit_small_int(compiler, count) && emit_compare(compiler, op) &&
           pattern_jump_to_fail(compiler, context, GRAPH_POP_JUMP_IF_FALSE);
}

static bool codegen_sequence(Compiler *compiler, const Pattern *pattern, PatternContext *context) {
    const Patterns *patterns = &pattern->as.MatchSequence.patterns;
    isize star = -1;
    bool only_wildcards = true, star_wildcard = false;
    for (isize i = 0; i < patterns->count; i++) {
        const Pattern *item = patterns->items[i];
        if (item->kind == Pattern_MatchStar) {
            if (star >= 0) return codegen_error(compiler, "multiple starred names in sequence pattern");
            star_wildcard = is_star_wildcard(item);
            only_wildcards = only_wildcards && star_wildcard;
            star = i;
        } else {
            only_wildcards = only_wildcards && is_wildcard(item);
        }
    }
    context->on_top++;
    if (!emit_op(compiler, OP_MATCH_SEQUENCE) ||
        !pattern_jump_to_fail(compiler, context, GRAPH_POP_JUMP_IF_FALSE)) {
        return false;
    }
    if (star < 0 && !check_length(compiler, patterns->count, OP_Eq, context)) return false;
    if (star >= 0 && patterns->count > 1 && !check_length(compiler, patterns->count - 1, OP_GtE, context)) {
        return false;
    }
    context->on_top--;
    if (only_wildcards) return emit_op(compiler, OP_POP_TOP);
    if (star_wildcard) return subscript_sequence(compiler, patterns, star, context);
    return unpack_sequence(compiler, patterns, context);
}

/* --- mappings ----------------------------------------------------------------------------------------- */

/* Keys on the stack; literal ones must differ. */
static bool codegen_keys(Compiler *compiler, const Exprs *keys, Ref seen) {
    for (isize i = 0; i < keys->count; i++) {
        const Expr *key = keys->items[i];
        if (key->kind == Expr_Constant) {
            int known = set_contains(seen, key->as.Constant.value);
            if (known < 0) return false;
            if (known) {
                return codegen_error(compiler, "mapping pattern checks duplicate key (%R)",
                                     key->as.Constant.value);
            }
            if (!set_add(seen, key->as.Constant.value)) return false;
        } else if (key->kind != Expr_Attribute) {
            return codegen_error(compiler,
                                 "mapping pattern keys may only match literals and attribute lookups");
        }
        if (!codegen_expr(compiler, key)) return false;
    }
    return true;
}

/* [subject keys]  ->  what is left of the subject without the keys, captured */
static bool capture_rest(Compiler *compiler, isize size, Ref rest, PatternContext *context) {
    if (!emit_arg(compiler, OP_BUILD_MAP, 0) || !emit_arg(compiler, OP_SWAP, 3) ||
        !emit_arg(compiler, OP_DICT_UPDATE, 2) || !emit_arg(compiler, OP_UNPACK_SEQUENCE, size)) {
        return false;
    }
    for (; size > 0; size--) {
        if (!emit_arg(compiler, OP_COPY, 1 + size) || !emit_arg(compiler, OP_SWAP, 2) ||
            !emit_op(compiler, OP_DELETE_SUBSCR)) {
            return false;
        }
    }
    return pattern_capture(compiler, context, rest);
}

/* [subject]  ->  [subject keys], the values having matched */
static bool match_values(Compiler *compiler, const struct MatchMappingNode *mapping, PatternContext *context) {
    isize size = mapping->keys.count;
    Own seen = set_new(NULL);
    bool ok = seen && codegen_keys(compiler, &mapping->keys, seen);
    release_maybe(seen);
    if (!ok || !emit_arg(compiler, OP_BUILD_TUPLE, size) || !emit_op(compiler, OP_MATCH_KEYS)) return false;
    context->on_top += 2;
    if (!emit_arg(compiler, OP_COPY, 1) || !emit_const(compiler, None) || !emit_compare(compiler, OP_IsNot) ||
        !pattern_jump_to_fail(compiler, context, GRAPH_POP_JUMP_IF_FALSE) ||
        !emit_arg(compiler, OP_UNPACK_SEQUENCE, size)) {
        return false;
    }
    context->on_top += size - 1;
    for (isize i = 0; i < size; i++) {
        context->on_top--;
        if (!codegen_subpattern(compiler, mapping->patterns.items[i], context)) return false;
    }
    context->on_top -= 2;
    return true;
}

static bool codegen_mapping(Compiler *compiler, const Pattern *pattern, PatternContext *context) {
    const struct MatchMappingNode *mapping = &pattern->as.MatchMapping;
    isize size = mapping->keys.count;
    context->on_top++;
    if (!emit_op(compiler, OP_MATCH_MAPPING) ||
        !pattern_jump_to_fail(compiler, context, GRAPH_POP_JUMP_IF_FALSE)) {
        return false;
    }
    if (size == 0 && !mapping->rest) {
        context->on_top--;
        return emit_op(compiler, OP_POP_TOP);
    }
    if ((size && !check_length(compiler, size, OP_GtE, context)) || !match_values(compiler, mapping, context)) {
        return false;
    }
    if (mapping->rest) return capture_rest(compiler, size, mapping->rest, context);
    return emit_op(compiler, OP_POP_TOP) && emit_op(compiler, OP_POP_TOP);
}

/* --- classes ------------------------------------------------------------------------------------------ */

static bool check_attributes(Compiler *compiler, const struct MatchClassNode *class) {
    for (isize i = 0; i < class->kwd_attrs.count; i++) {
        Ref name = class->kwd_attrs.items[i];
        set_place(compiler, class->kwd_patterns.items[i]->at);
        if (!codegen_check_name(compiler, name, OP_Store)) return false;
        for (isize k = i + 1; k < class->kwd_attrs.count; k++) {
            if (!str_equal(class->kwd_attrs.items[k], name)) continue;
            set_place(compiler, class->kwd_patterns.items[k]->at);
            return codegen_error(compiler, "attribute name repeated in class pattern: %U", name);
        }
    }
    return true;
}

static Own attribute_names(const Identifiers *names) {
    Own tuple = tuple_new(names->count);
    for (isize i = 0; tuple && i < names->count; i++) tuple_fill(tuple, i, own(names->items[i]));
    return tuple;
}

static bool codegen_class_pattern(Compiler *compiler, const Pattern *pattern, PatternContext *context) {
    const struct MatchClassNode *class = &pattern->as.MatchClass;
    isize positional = class->patterns.count, count = positional + class->kwd_attrs.count;
    if (!check_attributes(compiler, class)) return false;
    set_place(compiler, pattern->at);
    if (!codegen_expr(compiler, class->cls) || !emit_const_own(compiler, attribute_names(&class->kwd_attrs)) ||
        !emit_arg(compiler, OP_MATCH_CLASS, positional) || !emit_arg(compiler, OP_COPY, 1) ||
        !emit_const(compiler, None) || !emit_compare(compiler, OP_IsNot)) {
        return false;
    }
    context->on_top++;
    if (!pattern_jump_to_fail(compiler, context, GRAPH_POP_JUMP_IF_FALSE) ||
        !emit_arg(compiler, OP_UNPACK_SEQUENCE, count)) {
        return false;
    }
    context->on_top += count - 1;
    for (isize i = 0; i < count; i++) {
        const Pattern *part =
            i < positional ? class->patterns.items[i] : class->kwd_patterns.items[i - positional];
        context->on_top--;
        bool ok =
            is_wildcard(part) ? emit_op(compiler, OP_POP_TOP) : codegen_subpattern(compiler, part, context);
        if (!ok) return false;
    }
    return true;
}

/* --- alternatives ------------------------------------------------------------------------------------- */

/* Brings the captures of an alternative into the order of the first one's, in the list and on the stack.
 * False with no exception set: their names differ. */
static bool reorder_captures(Compiler *compiler, Captures *stores, const Captures *control) {
    for (isize wanted = control->count - 1; wanted >= 0; wanted--) {
        isize at = pattern_store_index(stores, control->items[wanted]);
        if (at < 0) return codegen_error(compiler, "alternative patterns bind different names");
        if (at == wanted) continue;
        isize rotations = at + 1;
        Ref *rotated = workspace_alloc(&compiler->workspace, (usize)rotations * sizeof *rotated);
        if (!rotated) return false;
        /* the first `rotations` names move behind the `wanted - at` that follow them */
        memcpy(rotated, stores->items, (usize)rotations * sizeof *rotated);
        memmove(stores->items, stores->items + rotations, (usize)(wanted - at) * sizeof *rotated);
        memcpy(stores->items + (wanted - at), rotated, (usize)rotations * sizeof *rotated);
        while (rotations--) {
            if (!pattern_rotate(compiler, wanted + 1)) return false;
        }
    }
    return true;
}

static bool codegen_alternative(Compiler *compiler, const Pattern *alternative, bool irrefutable,
                                Captures *control, bool first, Block *end) {
    PatternContext context = {.allow_irrefutable = irrefutable};
    set_place(compiler, alternative->at);
    if (!emit_arg(compiler, OP_COPY, 1) || !codegen_pattern(compiler, alternative, &context)) return false;
    if (first) {
        *control = context.stores;
    } else if (context.stores.count != control->count) {
        return codegen_error(compiler, "alternative patterns bind different names");
    } else if (!reorder_captures(compiler, &context.stores, control)) {
        return false;
    }
    return emit_jump(compiler, GRAPH_JUMP, end) && pattern_emit_fail_pops(compiler, &context);
}

static bool codegen_or(Compiler *compiler, const Pattern *pattern, PatternContext *context) {
    const Patterns *alternatives = &pattern->as.MatchOr.patterns;
    Block *end = emit_new_block(compiler);
    Captures control = {0};
    if (!end) return false;
    for (isize i = 0; i < alternatives->count; i++) {
        bool irrefutable = i == alternatives->count - 1 && context->allow_irrefutable;
        if (!codegen_alternative(compiler, alternatives->items[i], irrefutable, &control, i == 0, end))
            return false;
    }
    if (!emit_op(compiler, OP_POP_TOP) || !pattern_jump_to_fail(compiler, context, GRAPH_JUMP)) return false;
    emit_use_next(compiler, end);
    /* the captures are above the subject's copy and all that is on the stack: they move below it */
    isize rotation = control.count + 1 + context->on_top + context->stores.count;
    for (isize i = 0; i < control.count; i++) {
        if (!pattern_rotate(compiler, rotation) || !pattern_add_store(compiler, context, control.items[i])) {
            return false;
        }
    }
    return emit_op(compiler, OP_POP_TOP);
}

bool codegen_pattern(Compiler *compiler, const Pattern *pattern, PatternContext *context) {
    if (!stack_has_room()) return compiler_recursion_error();
    set_place(compiler, pattern->at);
    switch (pattern->kind) {
    case Pattern_MatchValue: return codegen_value(compiler, pattern, context);
    case Pattern_MatchSingleton: return codegen_singleton(compiler, pattern, context);
    case Pattern_MatchSequence: return codegen_sequence(compiler, pattern, context);
    case Pattern_MatchMapping: return codegen_mapping(compiler, pattern, context);
    case Pattern_MatchClass: return codegen_class_pattern(compiler, pattern, context);
    case Pattern_MatchStar: return pattern_capture(compiler, context, pattern->as.MatchStar.name);
    case Pattern_MatchAs: return codegen_as(compiler, pattern, context);
    case Pattern_MatchOr: return codegen_or(compiler, pattern, context);
    }
    return false;
}
