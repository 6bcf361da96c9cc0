/* parser_build.c: making nodes, and the questions that rules ask about them.
 *
 * Nodes are made once and never changed: a memo may still hold one that another rule reads differently
 * (`x` as a target), so who wants it otherwise makes a copy. Names are looked up in a table of the parse by
 * their bytes, so that each is decoded, normalised and interned once. */
#include "object/list.h"
#include "object/str.h"
#include "syntax/parser_internal.h"

/* --- nodes --------------------------------------------------------------------------------------------- */

Location node_location(const Parser *p, int start) {
    if (p->failed) return (Location){0};
    const Token *first = token_at(p, start), *last = last_significant_token(p);
    return (Location){first->at.lineno, first->at.col_offset, last->at.end_lineno, last->at.end_col_offset};
}

void *node_copy(Parser *p, const void *fields, usize size) {
    if (p->failed) return NULL;
    void *node = pool_alloc(p->pool, size);
    if (node) return memcpy(node, fields, size);
    p->failed = true;
    return error_memory();
}

Expr *expr_make(Parser *p, Location at, const Expr *fields) {
    Expr *expr = node_copy(p, fields, sizeof *fields);
    if (expr) expr->at = at;
    return expr;
}

Stmt *stmt_make(Parser *p, int start, const Stmt *fields) {
    Stmt *stmt = node_copy(p, fields, sizeof *fields);
    if (stmt) stmt->at = node_location(p, start);
    return stmt;
}

Pattern *pattern_make(Parser *p, int start, const Pattern *fields) {
    Pattern *pattern = node_copy(p, fields, sizeof *fields);
    if (pattern) pattern->at = node_location(p, start);
    return pattern;
}

/* --- names and constants ------------------------------------------------------------------------------- */

Ref tree_keep(Parser *p, Own object) {
    if (object && list_append(p->run->tree->objects, object)) return object;
    p->failed = true;
    return NULL;
}

Ref tree_text(Parser *p, const char *text, isize length) { return tree_keep(p, str_from_utf8(text, length)); }

Ref type_comment(Parser *p, const Token *token) {
    return token ? tree_text(p, token->start, token->length) : NULL;
}

static u32 hash_bytes(const char *bytes, isize length) {
    u32 hash = 2166136261u;
    for (isize i = 0; i < length; i++) hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    return hash;
}

/* The entry of these bytes, or the free one where they belong. */
static NameEntry *find_name(NameEntry *entries, u32 slots, const char *bytes, isize length, u32 hash) {
    for (u32 i = hash & (slots - 1);; i = (i + 1) & (slots - 1)) {
        NameEntry *entry = &entries[i];
        if (!entry->name) return entry;
        if (entry->hash == hash && entry->length == length && memcmp(entry->bytes, bytes, (usize)length) == 0) {
            return entry;
        }
    }
}

/* Keeps the table at most half full. False: out of memory. */
static bool grow_names(ParseRun *run) {
    if (2 * (run->name_count + 1) <= run->name_slots) return true;
    u32 slots = run->name_slots ? 2 * run->name_slots : 256;
    NameEntry *entries = arena_alloc(slots * sizeof *entries, BLOCK_RAW);
    if (!entries) return error_memory(), false;
    memset(entries, 0, slots * sizeof *entries);
    for (u32 i = 0; i < run->name_slots; i++) {
        const NameEntry *old = &run->names[i];
        if (old->name) *find_name(entries, slots, old->bytes, old->length, old->hash) = *old;
    }
    arena_free(run->names);
    run->names = entries;
    run->name_slots = slots;
    return true;
}

static bool is_ascii(const char *bytes, isize length) {
    for (isize i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] >= 128) return false;
    }
    return true;
}

/* Decoded, normalised (PEP 3131), interned. */
static Own make_identifier(const char *bytes, isize length) {
    if (is_ascii(bytes, length)) {
        Own name = str_from_ascii(bytes, length);
        return name ? str_intern(name) : NULL;
    }
    Own written = str_from_utf8(bytes, length);
    if (!written) return NULL;
    Own normal = str_normalize_nfkc(written);
    release(written);
    return normal ? str_intern(normal) : NULL;
}

Ref new_identifier(Parser *p, const char *bytes, isize length) {
    if (p->failed) return NULL;
    ParseRun *run = p->run;
    if (!grow_names(run)) {
        p->failed = true;
        return NULL;
    }
    u32 hash = hash_bytes(bytes, length);
    NameEntry *entry = find_name(run->names, run->name_slots, bytes, length, hash);
    if (entry->name) return entry->name;
    Ref name = tree_keep(p, make_identifier(bytes, length));
    if (!name) return NULL;
    *entry = (NameEntry){.bytes = bytes, .length = (i32)length, .hash = hash, .name = (Object *)name};
    run->name_count++;
    return name;
}

Ref token_identifier(Parser *p, const Token *token) { return new_identifier(p, token->start, token->length); }

Identifiers identifiers_of(Parser *p, Exprs names) {
    isize base = p->stack_top;
    for (isize i = 0; i < names.count; i++) {
        if (!stack_push(p, (void *)names.items[i]->as.Name.id)) break;
    }
    Identifiers list;
    list.items = stack_take(p, base, &list.count);
    return list;
}

/* --- sequences ----------------------------------------------------------------------------------------- */

Exprs exprs_insert_front(Parser *p, Expr *first, Exprs rest) {
    isize base = p->stack_top;
    stack_push(p, first);
    for (isize i = 0; i < rest.count; i++) {
        if (!stack_push(p, rest.items[i])) break;
    }
    return exprs_take(p, base);
}

/* --- contexts ------------------------------------------------------------------------------------------ */

static Exprs set_context_all(Parser *p, Exprs list, ExprContext context) {
    isize base = p->stack_top;
    for (isize i = 0; i < list.count; i++) {
        if (!stack_push(p, set_context(p, list.items[i], context))) break;
    }
    return exprs_take(p, base);
}

Expr *set_context(Parser *p, Expr *expr, ExprContext context) {
    if (p->failed || !expr) return NULL;
    Expr copy = *expr;
    switch (expr->kind) {
    case Expr_Name: copy.as.Name.ctx = context; break;
    case Expr_Attribute: copy.as.Attribute.ctx = context; break;
    case Expr_Subscript: copy.as.Subscript.ctx = context; break;
    case Expr_Starred:
        copy.as.Starred.value = set_context(p, expr->as.Starred.value, context);
        copy.as.Starred.ctx = context;
        break;
    case Expr_Tuple:
        copy.as.Tuple.elts = set_context_all(p, expr->as.Tuple.elts, context);
        copy.as.Tuple.ctx = context;
        break;
    case Expr_List:
        copy.as.List.elts = set_context_all(p, expr->as.List.elts, context);
        copy.as.List.ctx = context;
        break;
    default: return expr;
    }
    return node_copy(p, &copy, sizeof copy);
}

/* --- how messages speak of expressions ----------------------------------------------------------------- */

static const char *constant_name(Ref value) {
    if (value == None) return "None";
    if (value == True) return "True";
    if (value == False) return "False";
    return value == Ellipsis ? "ellipsis" : "literal";
}

const char *expr_name(const Expr *expr) {
    static const char *const names[] = {
        [Expr_BoolOp] = "expression",
        [Expr_NamedExpr] = "named expression",
        [Expr_BinOp] = "expression",
        [Expr_UnaryOp] = "expression",
        [Expr_Lambda] = "lambda",
        [Expr_IfExp] = "conditional expression",
        [Expr_Dict] = "dict literal",
        [Expr_Set] = "set display",
        [Expr_ListComp] = "list comprehension",
        [Expr_SetComp] = "set comprehension",
        [Expr_DictComp] = "dict comprehension",
        [Expr_GeneratorExp] = "generator expression",
        [Expr_Await] = "await expression",
        [Expr_Yield] = "yield expression",
        [Expr_YieldFrom] = "yield expression",
        [Expr_Compare] = "comparison",
        [Expr_Call] = "function call",
        [Expr_FormattedValue] = "f-string expression",
        [Expr_JoinedStr] = "f-string expression",
        [Expr_Attribute] = "attribute",
        [Expr_Subscript] = "subscript",
        [Expr_Starred] = "starred",
        [Expr_Name] = "name",
        [Expr_List] = "list",
        [Expr_Tuple] = "tuple",
        [Expr_Slice] = "slice",
    };
    return expr->kind == Expr_Constant ? constant_name(expr->as.Constant.value) : names[expr->kind];
}

static Expr *invalid_target_among(Exprs list, TargetKind kind) {
    for (isize i = 0; i < list.count; i++) {
        Expr *found = invalid_target(list.items[i], kind);
        if (found) return found;
    }
    return NULL;
}

Expr *invalid_target(Expr *expr, TargetKind kind) {
    switch (expr->kind) {
    case Expr_List: return invalid_target_among(expr->as.List.elts, kind);
    case Expr_Tuple: return invalid_target_among(expr->as.Tuple.elts, kind);
    case Expr_Starred: return kind == TARGET_DEL ? expr : invalid_target(expr->as.Starred.value, kind);
    case Expr_Compare:
        /* The `a in b` of `for a in b` was read as a comparison: only its left side is a target. */
        if (kind != TARGET_FOR) return expr;
        if (expr->as.Compare.ops.items[0] != OP_In) return NULL;
        return invalid_target(expr->as.Compare.left, kind);
    case Expr_Name:
    case Expr_Subscript:
    case Expr_Attribute: return NULL;
    default: return expr;
    }
}

bool check_version(Parser *p, int version, const char *what) {
    if (p->feature_version >= version) return true;
    raise_here(p, "%s only supported in Python 3.%d and greater", what, version);
    return false;
}
