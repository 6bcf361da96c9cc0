/* codegen_name.c: reading, binding and deleting a name, by where it lives. */
#include "compiler/codegen.h"
#include "object/root.h"
#include "object/str.h"

bool codegen_check_name(Compiler *compiler, Ref name, ExprContext context) {
    if (context == OP_Load || !str_equal_ascii(name, "__debug__")) return true;
    return codegen_error(compiler,
                         context == OP_Store ? "cannot assign to __debug__" : "cannot delete __debug__");
}

typedef enum NameKind { NAME_DEREF, NAME_FAST, NAME_GLOBAL, NAME_DYNAMIC } NameKind;

static NameKind kind_of_name(const Unit *unit, Binding binding) {
    bool in_function = unit->scope->kind == SCOPE_FUNCTION;
    switch (binding) {
    case BINDING_FREE:
    case BINDING_CELL: return NAME_DEREF;
    case BINDING_LOCAL: return in_function ? NAME_FAST : NAME_DYNAMIC;
    case BINDING_GLOBAL_IMPLICIT: return in_function ? NAME_GLOBAL : NAME_DYNAMIC;
    case BINDING_GLOBAL_EXPLICIT: return NAME_GLOBAL;
    case BINDING_UNKNOWN: break;
    }
    return NAME_DYNAMIC;
}

static bool emit_deref(Compiler *compiler, Ref name, Binding binding, ExprContext context) {
    const Unit *unit = compiler->unit;
    const NameMap *map = binding == BINDING_FREE ? &unit->freevars : &unit->cellvars;
    int load = unit->scope->kind == SCOPE_CLASS ? OP_LOAD_CLASSDEREF : OP_LOAD_DEREF;
    int opcode = context == OP_Load ? load : context == OP_Store ? OP_STORE_DEREF : OP_DELETE_DEREF;
    return emit_arg(compiler, opcode, name_map_get(map, name, 0));
}

static bool emit_fast(Compiler *compiler, Ref name, ExprContext context) {
    int opcode = context == OP_Load ? OP_LOAD_FAST : context == OP_Store ? OP_STORE_FAST : OP_DELETE_FAST;
    i32 index = name_map_index(&compiler->unit->varnames, &compiler->workspace, name);
    return index >= 0 && emit_arg(compiler, opcode, index);
}

/* LOAD_GLOBAL's lowest bit says whether to push NULL first: the index is above it. */
static bool emit_global(Compiler *compiler, Ref name, ExprContext context) {
    i32 index = name_map_index(&compiler->unit->names, &compiler->workspace, name);
    if (index < 0) return false;
    if (context == OP_Load) return emit_arg(compiler, OP_LOAD_GLOBAL, (isize)index << 1);
    return emit_arg(compiler, context == OP_Store ? OP_STORE_GLOBAL : OP_DELETE_GLOBAL, index);
}

bool codegen_name(Compiler *compiler, Ref name, ExprContext context) {
    if (!codegen_check_name(compiler, name, context)) return false;
    Ref mangled = codegen_mangle(compiler, name);
    if (!mangled) return false;
    Binding binding = scope_binding(compiler->unit->scope, mangled);
    switch (kind_of_name(compiler->unit, binding)) {
    case NAME_DEREF: return emit_deref(compiler, mangled, binding, context);
    case NAME_FAST: return emit_fast(compiler, mangled, context);
    case NAME_GLOBAL: return emit_global(compiler, mangled, context);
    case NAME_DYNAMIC: break;
    }
    int opcode = context == OP_Load ? OP_LOAD_NAME : context == OP_Store ? OP_STORE_NAME : OP_DELETE_NAME;
    return emit_name_index(compiler, opcode, mangled);
}
