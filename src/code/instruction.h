/* instruction.h: walking the instructions of a code object; see code.h for code_instruction. */
#ifndef CODE_INSTRUCTION_H
#define CODE_INSTRUCTION_H

#include "code/code.h"

/* Decodes from `first`, which is known to be where an instruction or its first EXTENDED_ARG begins. */
void instruction_decode(Ref code, isize first, Instruction *instruction);

#endif
