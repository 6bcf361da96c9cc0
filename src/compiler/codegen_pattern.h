/* codegen_pattern.h: what the files of the match statement share. */
#ifndef COMPILER_CODEGEN_PATTERN_H
#define COMPILER_CODEGEN_PATTERN_H

#include "compiler/codegen.h"

typedef struct Captures { /* names captured so far; their values wait on the stack in this order */
    Ref *items;
    isize count, capacity;
} Captures;
typedef struct FailBlocks {
    Block **items;
    isize count, capacity;
} FailBlocks;

typedef struct PatternContext {
    Captures stores;
    bool allow_irrefutable; /* a pattern that always matches may stand here */
    FailBlocks fail_pop;    /* fail_pop[n]: fail after popping n items */
    isize on_top;           /* items on the stack above the captured ones, to be popped on failure */
} PatternContext;

/* Matches the top of the stack, which it takes. */
bool codegen_pattern(Compiler *compiler, const Pattern *pattern, PatternContext *context);

bool pattern_ensure_fail_pop(Compiler *compiler, PatternContext *context, isize pops);
bool pattern_jump_to_fail(Compiler *compiler, PatternContext *context, int opcode);
bool pattern_emit_fail_pops(Compiler *compiler, PatternContext *context);
bool pattern_rotate(Compiler *compiler, isize count);
isize pattern_store_index(const Captures *stores, Ref name); /* -1: not captured */
bool pattern_add_store(Compiler *compiler, PatternContext *context, Ref name);
bool pattern_capture(Compiler *compiler, PatternContext *context, Ref name); /* name NULL: drops the value */

#endif
