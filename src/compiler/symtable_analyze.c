/* symtable_analyze.c: where each name lives.
 *
 * From the outside in: `bound` are the names that functions around bind, `global` those that some function
 * around has declared global. From the inside out: `free` are the names that a block and its children want
 * from around. A local of a function that a child wants becomes a cell there, and is not asked for further
 * out. */
#include "code/stack_room.h"
#include "compiler/compile_error.h"
#include "compiler/symtable.h"
#include "object/root.h"
#include "object/str.h"

typedef struct Analysis { /* of one block */
    Workspace *workspace;
    Ref filename;
    Scope *scope;
    NameMap *bound; /* NULL at module level */
    NameMap *global;
    NameMap *free;    /* free in this block itself, and what it passes on outwards */
    NameMap local;    /* bound here */
    NameMap bindings; /* name -> Binding */
} Analysis;

static bool add_name(Analysis *analysis, NameMap *set, Ref name) {
    return name_map_set(set, analysis->workspace, name, 1);
}

static bool bind(Analysis *analysis, Ref name, Binding binding) {
    return name_map_set(&analysis->bindings, analysis->workspace, name, (i32)binding);
}

/* An error in a global or nonlocal statement points to it. */
static bool directive_error(const Analysis *analysis, const char *format, Ref name) {
    const Directives *directives = &analysis->scope->directives;
    Location nowhere = {-1, -1, -1, -1};
    const Location *at = &nowhere;
    for (isize i = 0; i < directives->count; i++) {
        if (directives->items[i].name == name) {
            at = &directives->items[i].at;
            break;
        }
    }
    return compile_error_located(analysis->filename, at, str_format(format, name));
}

static bool analyze_nonlocal(Analysis *analysis, Ref name) {
    if (!analysis->bound) {
        return directive_error(analysis, "nonlocal declaration not allowed at module level", name);
    }
    if (!name_map_has(analysis->bound, name)) {
        return directive_error(analysis, "no binding for nonlocal '%U' found", name);
    }
    analysis->scope->has_free = true;
    return bind(analysis, name, BINDING_FREE) && add_name(analysis, analysis->free, name);
}

static bool analyze_name(Analysis *analysis, Ref name, i32 flags) {
    Scope *scope = analysis->scope;
    if (flags & SYMBOL_GLOBAL) {
        if (flags & SYMBOL_NONLOCAL) {
            return directive_error(analysis, "name '%U' is nonlocal and global", name);
        }
        if (analysis->bound) name_map_delete(analysis->bound, name);
        return bind(analysis, name, BINDING_GLOBAL_EXPLICIT) && add_name(analysis, analysis->global, name);
    }
    if (flags & SYMBOL_NONLOCAL) return analyze_nonlocal(analysis, name);
    if (flags & SYMBOL_BOUND) {
        name_map_delete(analysis->global, name);
        return bind(analysis, name, BINDING_LOCAL) && add_name(analysis, &analysis->local, name);
    }
    if (analysis->bound && name_map_has(analysis->bound, name)) {
        scope->has_free = true;
        return bind(analysis, name, BINDING_FREE) && add_name(analysis, analysis->free, name);
    }
    if (!name_map_has(analysis->global, name) && scope->nested) scope->has_free = true;
    return bind(analysis, name, BINDING_GLOBAL_IMPLICIT);
}

/* Locals of a function that inner blocks want become cells. */
static void make_cells(Analysis *analysis, NameMap *wanted) {
    for (isize i = 0; i < analysis->bindings.count; i++) {
        NameEntry *entry = &analysis->bindings.items[i];
        if (entry->value != BINDING_LOCAL || !name_map_has(wanted, entry->name)) continue;
        entry->value = BINDING_CELL;
        name_map_delete(wanted, entry->name);
    }
}

/* Writes the bindings into the symbols, and adds the free names that only pass through. */
static bool update_symbols(Analysis *analysis, const NameMap *wanted) {
    NameMap *symbols = &analysis->scope->symbols;
    for (isize i = 0; i < symbols->count; i++) {
        NameEntry *entry = &symbols->items[i];
        entry->value |= name_map_get(&analysis->bindings, entry->name, 0) << SYMBOL_BINDING_SHIFT;
    }
    for (isize i = 0; i < wanted->count; i++) {
        Ref name = wanted->items[i].name;
        if (!name) continue;
        i32 flags = name_map_get(symbols, name, -1);
        if (flags != -1) { /* a method's free name that the class body binds or declares for itself */
            if (analysis->scope->kind == SCOPE_CLASS && (flags & (SYMBOL_BOUND | SYMBOL_GLOBAL))) {
                if (!name_map_set(symbols, analysis->workspace, name, flags | SYMBOL_FREE_CLASS)) return false;
            }
            continue;
        }
        if (analysis->bound && !name_map_has(analysis->bound, name)) continue; /* a global */
        if (!name_map_set(symbols, analysis->workspace, name, BINDING_FREE << SYMBOL_BINDING_SHIFT))
            return false;
    }
    return true;
}

static bool analyze_scope(Workspace *workspace, Ref filename, Scope *scope, NameMap *bound, NameMap *global,
                          NameMap *free);

/* A child gets copies: what it declares does not concern its siblings. */
static bool analyze_children(Analysis *analysis, const NameMap *bound, const NameMap *global, NameMap *wanted) {
    Scope *scope = analysis->scope;
    for (isize i = 0; i < scope->children.count; i++) {
        Scope *child = scope->children.items[i];
        NameMap child_bound = {0}, child_global = {0}, child_free = {0};
        if (!name_map_merge(&child_bound, analysis->workspace, bound) ||
            !name_map_merge(&child_global, analysis->workspace, global) ||
            !analyze_scope(analysis->workspace, analysis->filename, child, &child_bound, &child_global,
                           &child_free) ||
            !name_map_merge(wanted, analysis->workspace, &child_free)) {
            return false;
        }
        if (child->has_free || child->child_has_free) scope->child_has_free = true;
    }
    return true;
}

static bool analyze_scope(Workspace *workspace, Ref filename, Scope *scope, NameMap *bound, NameMap *global,
                          NameMap *free) {
    Analysis analysis = {.workspace = workspace,
                         .filename = filename,
                         .scope = scope,
                         .bound = bound,
                         .global = global,
                         .free = free};
    if (!stack_has_room()) return compiler_recursion_error();
    NameMap inner_bound = {0}, inner_global = {0}, wanted = {0};
    bool is_class = scope->kind == SCOPE_CLASS;
    /* What a class body binds or declares has no effect on its methods. */
    if (is_class && (!name_map_merge(&inner_global, workspace, global) ||
                     (bound && !name_map_merge(&inner_bound, workspace, bound)))) {
        return false;
    }
    for (isize i = 0; i < scope->symbols.count; i++) {
        const NameEntry *entry = &scope->symbols.items[i];
        if (!analyze_name(&analysis, entry->name, entry->value)) return false;
    }
    if (is_class) {
        if (!add_name(&analysis, &inner_bound, NAME(__class__))) return false;
    } else {
        if (scope->kind == SCOPE_FUNCTION && !name_map_merge(&inner_bound, workspace, &analysis.local))
            return false;
        if (bound && !name_map_merge(&inner_bound, workspace, bound)) return false;
        if (!name_map_merge(&inner_global, workspace, global)) return false;
    }
    if (!analyze_children(&analysis, &inner_bound, &inner_global, &wanted)) return false;
    if (scope->kind == SCOPE_FUNCTION) {
        make_cells(&analysis, &wanted);
    } else if (is_class && name_map_has(&wanted, NAME(__class__))) {
        name_map_delete(&wanted, NAME(__class__));
        scope->needs_class_closure = true;
    }
    return update_symbols(&analysis, &wanted) && name_map_merge(free, workspace, &wanted);
}

bool symtable_analyze(Symtable *symtable) {
    NameMap free = {0}, global = {0};
    return analyze_scope(symtable->workspace, symtable->filename, symtable->top, NULL, &global, &free);
}
