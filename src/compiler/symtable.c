/* symtable.c: blocks and the names in them: what the walk over the tree (symtable_visit.c) writes into.
 *
 * Names are stored mangled, under the class that is being visited. A comprehension is a block of its own, whose
 * first iterable belongs to the block around it. */
#include "compiler/symtable.h"

#include "code/stack_room.h"
#include "compiler/compile_error.h"
#include "object/error.h"
#include "object/str.h"

typedef struct ScopeSlot {
    const void *node; /* NULL: free */
    Scope *scope;
} ScopeSlot;

enum { TREE_LEVELS_PER_FRAME = 3 }; /* the tree may nest so much deeper than calls may */

void compiler_recursion_limits(i32 *depth, i32 *limit) {
    isize most = OBJECT_ROOT->recursion_limit;
    *depth =
        (i32)isize_min(OBJECT_ROOT->recursion_depth, INT32_MAX / TREE_LEVELS_PER_FRAME) * TREE_LEVELS_PER_FRAME;
    *limit = most > INT32_MAX / TREE_LEVELS_PER_FRAME ? INT32_MAX : (i32)most * TREE_LEVELS_PER_FRAME;
}

bool compiler_recursion_error(void) {
    error_set(EXC(RecursionError), "maximum recursion depth exceeded during compilation");
    return false;
}

/* --- mangling ----------------------------------------------------------------------------------------- */

static bool is_mangled(Ref private_name, Ref name) {
    isize length = str_length(name);
    if (!private_name || length < 2 || str_char(name, 0) != '_' || str_char(name, 1) != '_') return false;
    if (str_char(name, length - 1) == '_' && str_char(name, length - 2) == '_') return false;
    return str_find_char(name, '.', 0, length) < 0;
}

Ref symtable_mangle(Workspace *workspace, Ref private_name, Ref name) {
    if (!is_mangled(private_name, name)) return workspace_intern(workspace, name);
    isize underscores = 0, length = str_length(private_name);
    while (underscores < length && str_char(private_name, underscores) == '_') underscores++;
    if (underscores == length) return workspace_intern(workspace, name); /* a class that is all underscores */
    StrBuilder mangled;
    str_builder_init(&mangled);
    str_builder_char(&mangled, '_');
    str_builder_substring(&mangled, private_name, underscores, length);
    str_builder_str(&mangled, name);
    Own string = str_builder_finish(&mangled);
    return string ? workspace_keep(workspace, str_intern(string)) : NULL;
}

/* --- blocks ------------------------------------------------------------------------------------------- */

static ScopeSlot *find_slot(const Symtable *symtable, const void *node) {
    usize mask = (usize)symtable->slot_count - 1, i = ((uintptr_t)node >> 3) * 0x9E3779B1u & mask;
    while (symtable->slots[i].node && symtable->slots[i].node != node) i = (i + 1) & mask;
    return &symtable->slots[i];
}

static bool grow_slots(Symtable *symtable) {
    Symtable larger = *symtable;
    larger.slot_count = symtable->slot_count ? symtable->slot_count * 4 : 64;
    larger.slots = workspace_alloc(symtable->workspace, (usize)larger.slot_count * sizeof(ScopeSlot));
    if (!larger.slots) return false;
    for (isize i = 0; i < symtable->slot_count; i++) {
        if (symtable->slots[i].node) *find_slot(&larger, symtable->slots[i].node) = symtable->slots[i];
    }
    *symtable = larger;
    return true;
}

Scope *symtable_scope(const Symtable *symtable, const void *node) { return find_slot(symtable, node)->scope; }

static bool append_scope(Symtable *symtable, Scopes *scopes, Scope *scope) {
    if (!WORKSPACE_ROOM(symtable->workspace, scopes)) return false;
    scopes->items[scopes->count++] = scope;
    return true;
}

bool symtable_enter(Symtable *symtable, Ref name, ScopeKind kind, const void *node, const Location *at) {
    Scope *scope = WORKSPACE_NEW(symtable->workspace, Scope), *outer = symtable->current;
    if (!scope) return false;
    if (symtable->scope_count * 2 >= symtable->slot_count && !grow_slots(symtable)) return false;
    *scope = (Scope){.name = name, .kind = kind, .node = node, .at = *at};
    if (outer) {
        scope->nested = outer->nested || outer->kind == SCOPE_FUNCTION;
        scope->iterable_depth = outer->iterable_depth; /* := stays forbidden in blocks within an iterable */
    }
    *find_slot(symtable, node) = (ScopeSlot){node, scope};
    symtable->scope_count++;
    if (!append_scope(symtable, &symtable->stack, scope)) return false;
    symtable->current = scope;
    /* What is read from an annotation that will never be evaluated must not have any effect. */
    if (kind == SCOPE_ANNOTATION || !outer) return true;
    return append_scope(symtable, &outer->children, scope);
}

void symtable_leave(Symtable *symtable) {
    symtable->stack.count--;
    symtable->current = symtable->stack.count ? symtable->stack.items[symtable->stack.count - 1] : NULL;
}

/* --- names -------------------------------------------------------------------------------------------- */

bool symtable_error(const Symtable *symtable, const Location *at, const char *format, Ref name) {
    return compile_error_located(symtable->filename, at, str_format(format, name));
}

bool symtable_define_in(Symtable *symtable, Scope *scope, Ref name, i32 flag, const Location *at) {
    Ref mangled = symtable_mangle(symtable->workspace, symtable->private_name, name);
    if (!mangled) return false;
    i32 flags = scope_flags(scope, mangled);
    if ((flag & SYMBOL_PARAM) && (flags & SYMBOL_PARAM)) {
        return symtable_error(symtable, at, "duplicate argument '%U' in function definition", name);
    }
    flags |= flag;
    if (scope->in_target) {
        if (flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)) {
            return symtable_error(
                symtable, at, "comprehension inner loop cannot rebind assignment expression target '%U'", name);
        }
        flags |= SYMBOL_COMPREHENSION_TARGET;
    }
    if (!name_map_set(&scope->symbols, symtable->workspace, mangled, flags)) return false;
    if (flag & SYMBOL_PARAM) {
        return name_map_index(&scope->varnames, symtable->workspace, mangled) >= 0;
    }
    if (flag & SYMBOL_GLOBAL) { /* then the module has the name too */
        NameMap *globals = &symtable->top->symbols;
        return name_map_set(globals, symtable->workspace, mangled, name_map_get(globals, mangled, 0) | flag);
    }
    return true;
}

bool symtable_define(Symtable *symtable, Ref name, i32 flag, const Location *at) {
    return symtable_define_in(symtable, symtable->current, name, flag, at);
}

bool symtable_note_directive(Symtable *symtable, Ref name, const Location *at) {
    Directives *directives = &symtable->current->directives;
    Ref mangled = symtable_mangle(symtable->workspace, symtable->private_name, name);
    if (!mangled || !WORKSPACE_ROOM(symtable->workspace, directives)) return false;
    directives->items[directives->count++] = (Directive){mangled, *at};
    return true;
}

/* --- the whole ---------------------------------------------------------------------------------------- */

static bool visit_root(Symtable *symtable, const Mod *root) {
    switch (root->kind) {
    case Mod_Module: return symtable_visit_stmts(symtable, &root->as.Module.body);
    case Mod_Interactive: return symtable_visit_stmts(symtable, &root->as.Interactive.body);
    case Mod_Expression: return symtable_visit_expr(symtable, root->as.Expression.body);
    case Mod_FunctionType: break;
    }
    return false;
}

bool symtable_build(Symtable *symtable, Workspace *workspace, const Mod *root, Ref filename, int future_flags) {
    *symtable = (Symtable){.workspace = workspace, .filename = filename, .future_flags = future_flags};
    compiler_recursion_limits(&symtable->depth, &symtable->depth_limit);
    Ref name = workspace_keep(workspace, str_intern_cstring("top"));
    Location nowhere = {0, 0, 0, 0};
    if (!name || !symtable_enter(symtable, name, SCOPE_MODULE, root, &nowhere)) return false;
    symtable->top = symtable->current;
    if (!visit_root(symtable, root)) return false;
    symtable_leave(symtable);
    return symtable_analyze(symtable);
}
