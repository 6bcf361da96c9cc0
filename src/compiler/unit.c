/* unit.c: beginning and ending the code of one block.
 *
 * Which names are cells and which come from around is known from the symbol table; both are numbered in the
 * order of the alphabet, cells first. */
#include "compiler/codegen.h"
#include "object/error.h"
#include "object/str.h"

/* Numbers the names with a binding (or a flag), sorted, from `first` on. */
static bool number_names(Compiler *compiler, NameMap *map, const Scope *scope, Binding binding, i32 flag,
                         i32 first) {
    isize count;
    Ref *names = name_map_sorted(&scope->symbols, &compiler->workspace, &count);
    if (!names) return false;
    for (isize i = 0; i < count; i++) {
        i32 flags = scope_flags(scope, names[i]);
        if ((Binding)(flags >> SYMBOL_BINDING_SHIFT) != binding && !(flags & flag)) continue;
        if (!name_map_set(map, &compiler->workspace, names[i], first + (i32)map->count)) return false;
    }
    return true;
}

static bool prepare_names(Compiler *compiler, Unit *unit) {
    Scope *scope = unit->scope;
    if (!name_map_merge(&unit->varnames, &compiler->workspace, &scope->varnames) ||
        !number_names(compiler, &unit->cellvars, scope, BINDING_CELL, 0, 0)) {
        return false;
    }
    if (scope->needs_class_closure &&
        name_map_index(&unit->cellvars, &compiler->workspace, NAME(__class__)) < 0) {
        return false;
    }
    return number_names(compiler, &unit->freevars, scope, BINDING_FREE, SYMBOL_FREE_CLASS,
                        (i32)unit->cellvars.count);
}

/* Functions and classes that their surroundings declare global have their plain name. */
static bool is_declared_global(Compiler *compiler, const Unit *unit) {
    if (unit->kind != UNIT_FUNCTION && unit->kind != UNIT_ASYNC_FUNCTION && unit->kind != UNIT_CLASS)
        return false;
    Ref mangled = symtable_mangle(&compiler->workspace, unit->outer->private_name, unit->name);
    return mangled && scope_binding(unit->outer->scope, mangled) == BINDING_GLOBAL_EXPLICIT;
}

static bool set_qualname(Compiler *compiler, Unit *unit) {
    const Unit *outer = unit->outer;
    if (!outer->outer || is_declared_global(compiler, unit)) {
        unit->qualname = unit->name;
        return !error_occurred();
    }
    bool in_function =
        outer->kind == UNIT_FUNCTION || outer->kind == UNIT_ASYNC_FUNCTION || outer->kind == UNIT_LAMBDA;
    unit->qualname =
        workspace_keep(&compiler->workspace,
                       str_format("%U%s.%U", outer->qualname, in_function ? ".<locals>" : "", unit->name));
    return unit->qualname != NULL;
}

bool unit_enter(Compiler *compiler, Ref name, UnitKind kind, const void *node, i32 firstlineno) {
    Unit *unit = WORKSPACE_NEW(&compiler->workspace, Unit);
    if (!unit) return false;
    unit->outer = compiler->unit;
    unit->kind = kind;
    unit->name = name;
    unit->scope = symtable_scope(&compiler->symtable, node);
    unit->private_name = unit->outer ? unit->outer->private_name : NULL;
    unit->firstlineno = firstlineno;
    unit->consts.workspace = &compiler->workspace;
    if (!prepare_names(compiler, unit) || !graph_open(&unit->graph, &compiler->workspace)) return false;
    if (kind != UNIT_MODULE && !set_qualname(compiler, unit)) return false;
    compiler->unit = unit;
    compiler->nesting++;
    unit->at = (Location){.lineno = kind == UNIT_MODULE ? 0 : firstlineno, .end_lineno = firstlineno};
    if (!emit_arg(compiler, OP_RESUME, 0)) return false;
    if (kind == UNIT_MODULE) unit->at.lineno = -1;
    return true;
}

void unit_leave(Compiler *compiler) {
    compiler->unit = compiler->unit->outer;
    compiler->nesting--;
}

Ref unit_finish(Compiler *compiler, bool add_none) {
    Ref code = workspace_keep(&compiler->workspace, unit_assemble(compiler, add_none));
    if (code) unit_leave(compiler);
    return code;
}

bool unit_allows_top_level_await(const Compiler *compiler) {
    return (compiler->flags & ALLOW_TOP_LEVEL_AWAIT) && compiler->unit->scope->kind == SCOPE_MODULE;
}

u32 unit_flags(const Compiler *compiler) {
    const Scope *scope = compiler->unit->scope;
    u32 flags = 0;
    if (scope->kind == SCOPE_FUNCTION) {
        flags |= CODE_NEWLOCALS | CODE_OPTIMIZED;
        if (scope->nested) flags |= CODE_NESTED;
        if (scope->is_generator) flags |= scope->is_coroutine ? CODE_ASYNC_GENERATOR : CODE_GENERATOR;
        if (!scope->is_generator && scope->is_coroutine) flags |= CODE_COROUTINE;
        if (scope->varargs) flags |= CODE_VARARGS;
        if (scope->varkeywords) flags |= CODE_VARKEYWORDS;
    }
    flags |= (u32)compiler->flags & FUTURE_MASK;
    if (unit_allows_top_level_await(compiler) && scope->is_coroutine && !scope->is_generator)
        flags |= CODE_COROUTINE;
    return flags;
}
