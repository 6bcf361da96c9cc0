/* specialize_parts.h: what the files of the specialiser share. Nobody else includes it. */
#ifndef VM_SPECIALIZE_PARTS_H
#define VM_SPECIALIZE_PARTS_H

#include "vm/function.h"
#include "vm/specialize.h"

/* The instruction becomes `opcode`; it may be wrong MISS_COUNTER_START times before it becomes adaptive
 * again. */
void specialize_succeed(CodeUnit *unit, Opcode opcode);
/* It stays adaptive, and waits twice as long before the next try. */
void specialize_fail(CodeUnit *unit);
/* A function whose arguments go into its first locals one by one. */
bool specialize_is_simple(const Code *code);

#endif
