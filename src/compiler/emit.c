/* emit.c: adding instructions to the current block of the current unit. */
#include "compiler/codegen.h"
#include "compiler/compile_error.h"
#include "object/error.h"
#include "object/str.h"

Block *emit_new_block(Compiler *compiler) { return graph_new_block(&compiler->unit->graph); }

bool emit_op(Compiler *compiler, int opcode) {
    return graph_append(&compiler->unit->graph, opcode, 0, NULL, &compiler->unit->at);
}

bool emit_arg(Compiler *compiler, int opcode, isize oparg) {
    return graph_append(&compiler->unit->graph, opcode, (int)oparg, NULL, &compiler->unit->at);
}

bool emit_jump(Compiler *compiler, int opcode, Block *target) {
    return target && graph_append(&compiler->unit->graph, opcode, 0, target, &compiler->unit->at);
}

bool emit_op_nowhere(Compiler *compiler, int opcode) {
    return graph_append(&compiler->unit->graph, opcode, 0, NULL, &location_nowhere);
}

bool emit_jump_nowhere(Compiler *compiler, int opcode, Block *target) {
    return target && graph_append(&compiler->unit->graph, opcode, 0, target, &location_nowhere);
}

/* --- constants ---------------------------------------------------------------------------------------- */

isize emit_const_index(Compiler *compiler, Ref constant) {
    Ref merged = const_map_merge(&compiler->consts, constant);
    return merged ? const_map_index(&compiler->unit->consts, merged) : -1;
}

bool emit_const(Compiler *compiler, Ref constant) {
    isize index = emit_const_index(compiler, constant);
    return index >= 0 && emit_arg(compiler, OP_LOAD_CONST, index);
}

bool emit_const_own(Compiler *compiler, Own constant) {
    Ref kept = workspace_keep(&compiler->workspace, constant);
    return kept && emit_const(compiler, kept);
}

bool emit_small_int(Compiler *compiler, isize value) { return emit_const_own(compiler, int_from_isize(value)); }

/* --- names -------------------------------------------------------------------------------------------- */

Ref codegen_mangle(Compiler *compiler, Ref name) {
    return symtable_mangle(&compiler->workspace, compiler->unit->private_name, name);
}

Ref codegen_string(Compiler *compiler, const char *ascii) {
    return workspace_keep(&compiler->workspace, str_intern_cstring(ascii));
}

bool emit_name_index(Compiler *compiler, int opcode, Ref name) {
    Ref interned = workspace_intern(&compiler->workspace, name);
    i32 index = interned ? name_map_index(&compiler->unit->names, &compiler->workspace, interned) : -1;
    return index >= 0 && emit_arg(compiler, opcode, index);
}

bool emit_attribute(Compiler *compiler, int opcode, Ref name) {
    Ref mangled = codegen_mangle(compiler, name);
    return mangled && emit_name_index(compiler, opcode, mangled);
}

void set_place_of_attribute(Compiler *compiler, const Expr *attribute) {
    Location *at = &compiler->unit->at;
    if (at->lineno == attribute->at.end_lineno) return;
    at->lineno = attribute->at.end_lineno;
    isize length = str_length(attribute->as.Attribute.attr);
    if (length <= attribute->at.end_col_offset) {
        at->col_offset = attribute->at.end_col_offset - (i32)length;
    } else {
        at->col_offset = -1;
        at->end_col_offset = -1;
    }
}

/* --- often needed sequences --------------------------------------------------------------------------- */

bool emit_call(Compiler *compiler, isize count) {
    return emit_arg(compiler, OP_PRECALL, count) && emit_arg(compiler, OP_CALL, count);
}

bool emit_binary(Compiler *compiler, Operator op, bool in_place) {
    static const BinaryOperator operators[] = {[OP_Add] = BINARY_ADD,
                                               [OP_Sub] = BINARY_SUBTRACT,
                                               [OP_Mult] = BINARY_MULTIPLY,
                                               [OP_MatMult] = BINARY_MATRIX_MULTIPLY,
                                               [OP_Div] = BINARY_TRUE_DIVIDE,
                                               [OP_Mod] = BINARY_REMAINDER,
                                               [OP_Pow] = BINARY_POWER,
                                               [OP_LShift] = BINARY_LSHIFT,
                                               [OP_RShift] = BINARY_RSHIFT,
                                               [OP_BitOr] = BINARY_OR,
                                               [OP_BitXor] = BINARY_XOR,
                                               [OP_BitAnd] = BINARY_AND,
                                               [OP_FloorDiv] = BINARY_FLOOR_DIVIDE};
    return emit_arg(compiler, OP_BINARY_OP, operators[op] + (in_place ? BINARY_INPLACE_ADD : 0));
}

bool emit_compare(Compiler *compiler, CompareOperator op) {
    switch (op) {
    case OP_Eq: return emit_arg(compiler, OP_COMPARE_OP, COMPARE_EQ);
    case OP_NotEq: return emit_arg(compiler, OP_COMPARE_OP, COMPARE_NE);
    case OP_Lt: return emit_arg(compiler, OP_COMPARE_OP, COMPARE_LT);
    case OP_LtE: return emit_arg(compiler, OP_COMPARE_OP, COMPARE_LE);
    case OP_Gt: return emit_arg(compiler, OP_COMPARE_OP, COMPARE_GT);
    case OP_GtE: return emit_arg(compiler, OP_COMPARE_OP, COMPARE_GE);
    case OP_Is: return emit_arg(compiler, OP_IS_OP, 0);
    case OP_IsNot: return emit_arg(compiler, OP_IS_OP, 1);
    case OP_In: return emit_arg(compiler, OP_CONTAINS_OP, 0);
    case OP_NotIn: return emit_arg(compiler, OP_CONTAINS_OP, 1);
    }
    return false;
}

bool emit_yield(Compiler *compiler) {
    const Scope *scope = compiler->unit->scope;
    bool wrap = scope->is_generator && scope->is_coroutine; /* an asynchronous generator */
    return (!wrap || emit_op(compiler, OP_ASYNC_GEN_WRAP)) && emit_op(compiler, OP_YIELD_VALUE) &&
           emit_arg(compiler, OP_RESUME, 1);
}

/* ( receiver value -- result ): sends, and yields what comes, until the receiver returns. */
bool emit_yield_from(Compiler *compiler, bool await) {
    Block *start = emit_new_block(compiler), *resume = emit_new_block(compiler),
          *exit = emit_new_block(compiler);
    if (!start || !resume || !exit) return false;
    emit_use_next(compiler, start);
    if (!emit_jump(compiler, OP_SEND, exit)) return false;
    emit_use_next(compiler, resume);
    if (!emit_op(compiler, OP_YIELD_VALUE) || !emit_arg(compiler, OP_RESUME, await ? 3 : 2) ||
        !emit_jump(compiler, GRAPH_JUMP_NO_INTERRUPT, start)) {
        return false;
    }
    emit_use_next(compiler, exit);
    return true;
}

/* ( old lasti exc -- ): what a handler that itself fails does. */
bool emit_pop_except_and_reraise(Compiler *compiler) {
    return emit_arg(compiler, OP_COPY, 3) && emit_op(compiler, OP_POP_EXCEPT) &&
           emit_arg(compiler, OP_RERAISE, 1);
}

/* --- errors and warnings ------------------------------------------------------------------------------ */

bool codegen_error(Compiler *compiler, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    Own message = str_vformat(format, arguments);
    va_end(arguments);
    return compile_error(compiler->filename, &compiler->unit->at, message);
}

bool codegen_warn(Compiler *compiler, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    Own message = str_vformat(format, arguments);
    va_end(arguments);
    if (!message) return false;
    bool (*warn)(Type *, Ref, Ref, isize) = OBJECT_ROOT->warn_explicit;
    bool ok = !warn || warn(EXC(SyntaxWarning), message, compiler->filename, compiler->unit->at.lineno);
    if (!ok &&
        error_matches(EXC(SyntaxWarning))) { /* made an error: then a SyntaxError, which tells the place */
        error_clear();
        return compile_error(compiler->filename, &compiler->unit->at, message);
    }
    release(message);
    return ok;
}
