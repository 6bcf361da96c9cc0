/* compiler.h: from syntax tree to code object.
 *
 *     tree -> constant folding -> symbol table -> flow graph of basic blocks -> optimised graph -> code
 *
 * Every stage does what CPython 3.11's does, so that the result is the same to the byte. */
#ifndef COMPILER_COMPILER_H
#define COMPILER_COMPILER_H

#include "syntax/parser.h"

typedef struct CompileOptions {
    ParseMode mode;
    int flags;    /* PARSE_ flags and CODE_FUTURE_ flags inherited by compile() */
    int optimize; /* 0, 1 (-O), 2 (-OO) */
} CompileOptions;

/* Compiles source text; NULL with SyntaxError etc. as CPython words it. filename: str, lent. */
Own compile_source(const char *source, isize length, Ref filename, const CompileOptions *options);
/* Compiles a tree (and folds its constants in place). */
Own compile_tree(Tree *tree, const CompileOptions *options);
/* What each stage makes of a program, as text of at most 80 columns (but for long names and constants);
 * `stages`: STAGE_ bits. Everything says where in the source it comes from. */
enum {
    STAGE_TOKENS = 1,
    STAGE_TREE = 2,
    STAGE_SYMBOLS = 4,
    STAGE_FLOW = 8, /* flow graphs before and after optimisation */
    STAGE_CODE = 16,
    STAGE_ALL = 31
};
struct Text;
bool compile_stages(const char *source, isize length, Ref filename, const CompileOptions *options, u32 stages,
                    struct Text *out);
/* The stack effect that dis.stack_effect gives; jump: 1, 0, -1 the larger. INT_MAX: invalid. */
int compiler_stack_effect(int opcode, int oparg, int jump);

#endif
