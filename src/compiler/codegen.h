/* codegen.h: from the tree to the graph.
 *
 * A Unit is a code object in the making: module, class body, function, lambda or comprehension. Units
 * nest as blocks do in the program. The place in the source that new instructions get is `unit->at`: statements
 * set it, expressions set it for themselves and put it back, and code that stands for nothing in the source has
 * none.
 *
 * Every function answers false with an exception set. */
#ifndef COMPILER_CODEGEN_H
#define COMPILER_CODEGEN_H

#include "base/text.h"
#include "code/code.h"
#include "compiler/const_map.h"
#include "compiler/flowgraph.h"
#include "compiler/future.h"
#include "compiler/symtable.h"
#include "object/number.h"

enum {
    MAX_FRAME_BLOCKS = 20, /* statically nested */
    STACK_GUIDELINE = 30,  /* longer displays are built piece by piece */
    ALLOW_TOP_LEVEL_AWAIT = 0x2000,
    FUTURE_MASK = CODE_FUTURE_DIVISION | CODE_FUTURE_ABSOLUTE_IMPORT | CODE_FUTURE_WITH_STATEMENT |
                  CODE_FUTURE_PRINT_FUNCTION | CODE_FUTURE_UNICODE_LITERALS | CODE_FUTURE_BARRY_AS_BDFL |
                  CODE_FUTURE_GENERATOR_STOP | CODE_FUTURE_ANNOTATIONS
};

/* What a `return`, `break` or `continue` has to undo on its way out. */
typedef enum FrameBlockKind {
    FRAME_WHILE_LOOP,
    FRAME_FOR_LOOP,
    FRAME_TRY_EXCEPT,
    FRAME_FINALLY_TRY,
    FRAME_FINALLY_END,
    FRAME_WITH,
    FRAME_ASYNC_WITH,
    FRAME_HANDLER_CLEANUP,
    FRAME_POP_VALUE,
    FRAME_EXCEPTION_HANDLER,
    FRAME_EXCEPTION_GROUP_HANDLER,
    FRAME_ASYNC_COMPREHENSION
} FrameBlockKind;
typedef struct FrameBlock {
    FrameBlockKind kind;
    Block *start;         /* where `continue` goes */
    Block *exit;          /* where `break` goes */
    const Stmts *finally; /* FINALLY_TRY: its body */
    const Stmt *with;     /* WITH, ASYNC_WITH: the statement */
    Ref name;             /* HANDLER_CLEANUP: `except ... as name`, or NULL */
} FrameBlock;

typedef enum UnitKind {
    UNIT_MODULE,
    UNIT_CLASS,
    UNIT_FUNCTION,
    UNIT_ASYNC_FUNCTION,
    UNIT_LAMBDA,
    UNIT_COMPREHENSION
} UnitKind;

typedef struct Unit Unit;
struct Unit {
    Unit *outer;
    UnitKind kind;
    Scope *scope;
    Ref name, qualname; /* qualname NULL for modules */
    Ref private_name;   /* the class whose names are mangled, or NULL */
    NameMap varnames, cellvars, freevars, names;
    ConstMap consts;
    i32 argcount, posonlyargcount, kwonlyargcount; /* argcount without positional-only ones */
    i32 firstlineno;
    Graph graph;
    Location at;
    FrameBlock frame_blocks[MAX_FRAME_BLOCKS];
    int frame_block_count;
};

typedef struct Compiler {
    Workspace workspace;
    Ref filename;
    Symtable symtable;
    Future future;
    int flags, optimize;
    bool interactive;
    int nesting;     /* units open */
    ConstMap consts; /* of all units */
    Unit *unit;
    Text *stages;     /* where the graphs are described; NULL: nowhere */
    u32 shown_stages; /* STAGE_ bits: which are described */
} Compiler;

/* --- units -------------------------------------------------------------------------------------------- */

bool unit_enter(Compiler *compiler, Ref name, UnitKind kind, const void *node, i32 firstlineno);
void unit_leave(Compiler *compiler);
/* The finished code object. add_none: a body that falls off its end returns None. */
Own unit_assemble(Compiler *compiler, bool add_none);
/* unit_assemble and unit_leave; the code and the unit's qualified name are kept in the workspace. */
Ref unit_finish(Compiler *compiler, bool add_none);
u32 unit_flags(const Compiler *compiler);
bool unit_allows_top_level_await(const Compiler *compiler);
Ref codegen_mangle(Compiler *compiler, Ref name);
/* A constant str made of ASCII text, interned and kept. */
Ref codegen_string(Compiler *compiler, const char *ascii);

/* --- emitting ----------------------------------------------------------------------------------------- */

Block *emit_new_block(Compiler *compiler);
static inline void emit_use_next(Compiler *compiler, Block *block) {
    graph_use_next(&compiler->unit->graph, block);
}
bool emit_op(Compiler *compiler, int opcode);
bool emit_arg(Compiler *compiler, int opcode, isize oparg);
bool emit_jump(Compiler *compiler, int opcode, Block *target);
bool emit_op_nowhere(Compiler *compiler, int opcode); /* without a place in the source */
bool emit_jump_nowhere(Compiler *compiler, int opcode, Block *target);
bool emit_const(Compiler *compiler, Ref constant);
bool emit_const_own(Compiler *compiler, Own constant); /* consumes; NULL: false */
bool emit_small_int(Compiler *compiler, isize value);
isize emit_const_index(Compiler *compiler, Ref constant); /* -1: an exception */
/* An opcode with an index into co_names; mangles. */
bool emit_attribute(Compiler *compiler, int opcode, Ref name);
bool emit_name_index(Compiler *compiler, int opcode, Ref name); /* does not */
bool emit_call(Compiler *compiler, isize count);                /* PRECALL, CALL */
bool emit_binary(Compiler *compiler, Operator op, bool in_place);
bool emit_compare(Compiler *compiler, CompareOperator op);
bool emit_yield(Compiler *compiler);
bool emit_yield_from(Compiler *compiler, bool await);
bool emit_pop_except_and_reraise(Compiler *compiler);

static inline void set_place(Compiler *compiler, Location at) { compiler->unit->at = at; }
static inline void unset_place(Compiler *compiler) { compiler->unit->at = location_nowhere; }
/* The place of `.attr` in an expression over several lines: the attribute's name alone. */
void set_place_of_attribute(Compiler *compiler, const Expr *attribute);

/* --- errors and warnings ------------------------------------------------------------------------------ */

bool codegen_error(Compiler *compiler, const char *format, ...);
bool codegen_warn(Compiler *compiler, const char *format, ...); /* false: made an error */

/* --- frame blocks ------------------------------------------------------------------------------------- */

bool frame_block_push(Compiler *compiler, FrameBlock block);
void frame_block_pop(Compiler *compiler, FrameBlockKind kind);
/* Undoes one; keep_top: the top of the stack is a value to be kept. */
bool frame_block_unwind(Compiler *compiler, const FrameBlock *block, bool keep_top);
/* Undoes all, from the innermost out; or, where `loop` is not NULL, up to the first loop, which it gets. */
bool frame_block_unwind_all(Compiler *compiler, bool keep_top, const FrameBlock **loop);

/* --- the tree ----------------------------------------------------------------------------------------- */

bool codegen_body(Compiler *compiler, const Stmts *body);
bool codegen_interactive(Compiler *compiler, const Stmts *body); /* what was typed at the prompt */
bool codegen_stmts(Compiler *compiler, const Stmts *stmts);
bool codegen_expr(Compiler *compiler, const Expr *expr);
bool codegen_exprs(Compiler *compiler, const Exprs *exprs);
bool codegen_name(Compiler *compiler, Ref name, ExprContext context);
/* SyntaxError and false for __debug__ as a target. */
bool codegen_check_name(Compiler *compiler, Ref name, ExprContext context);
/* Jumps to `target` when the expression's truth is `condition`, else falls through. */
bool codegen_jump_if(Compiler *compiler, const Expr *expr, Block *target, bool condition);

bool codegen_function(Compiler *compiler, const Stmt *stmt, bool is_async);
bool codegen_class(Compiler *compiler, const Stmt *stmt);
bool codegen_lambda(Compiler *compiler, const Expr *expr);
bool codegen_closure(Compiler *compiler, Ref code, int flags);
bool codegen_annotation(Compiler *compiler, const Expr *annotation);
bool codegen_ann_assign(Compiler *compiler, const Stmt *stmt);
bool codegen_comprehension(Compiler *compiler, const Expr *expr);
bool codegen_import(Compiler *compiler, const Stmt *stmt);
bool codegen_import_from(Compiler *compiler, const Stmt *stmt);
bool codegen_try(Compiler *compiler, const Stmt *stmt);
bool codegen_try_star(Compiler *compiler, const Stmt *stmt);
bool codegen_finally(Compiler *compiler, const Stmt *stmt, bool (*body)(Compiler *compiler, const Stmt *stmt));
bool codegen_with(Compiler *compiler, const Stmt *stmt, bool is_async);
bool codegen_match(Compiler *compiler, const Stmt *stmt);
bool codegen_for(Compiler *compiler, const Stmt *stmt);
bool codegen_async_for(Compiler *compiler, const Stmt *stmt);
bool codegen_while(Compiler *compiler, const Stmt *stmt);
bool codegen_if(Compiler *compiler, const Stmt *stmt);
bool codegen_return(Compiler *compiler, const Stmt *stmt);
bool codegen_break(Compiler *compiler);
bool codegen_continue(Compiler *compiler);
bool codegen_call(Compiler *compiler, const Expr *expr);
/* Arguments after `pushed` ones on the stack, and the call. */
bool codegen_call_arguments(Compiler *compiler, isize pushed, const Exprs *args, const Keywords *keywords);
bool codegen_tuple(Compiler *compiler, const Expr *expr);
bool codegen_list(Compiler *compiler, const Expr *expr);
bool codegen_set(Compiler *compiler, const Expr *expr);
bool codegen_dict(Compiler *compiler, const Expr *expr);
/* Positional arguments with * in them: one tuple on the stack. */
bool codegen_argument_tuple(Compiler *compiler, const Exprs *args, isize pushed);

/* Warnings for what cannot work. */
bool warn_compare(Compiler *compiler, const Expr *expr);
bool warn_call(Compiler *compiler, const Expr *callee);
bool warn_subscript(Compiler *compiler, const Expr *expr);

#endif
