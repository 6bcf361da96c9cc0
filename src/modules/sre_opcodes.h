/* sre_opcodes.h: the instructions of a compiled regular expression.
 *
 * re/_compiler.py makes them from tables of its own (re/_constants.py): the order is theirs. An instruction is
 * a row of 32-bit words. Where there is a `skip`, it counts from its own word on. */
#ifndef MODULES_SRE_OPCODES_H
#define MODULES_SRE_OPCODES_H

#include "base/base.h"

#define SRE_MAGIC 20220615
#define SRE_MAX_REPEAT UINT32_MAX /* as a maximum: no limit */
#define SRE_MAX_GROUPS (INT32_MAX / 2)

/*   OPCODE(name)                      operands */
#define SRE_OPCODES(OPCODE)                                                                                    \
    OPCODE(FAILURE)               /*                                                             */            \
    OPCODE(SUCCESS)               /*                                                             */            \
    OPCODE(ANY)                   /*                                  any but the line's end     */            \
    OPCODE(ANY_ALL)               /*                                                             */            \
    OPCODE(ASSERT)                /* skip back pattern SUCCESS                                   */            \
    OPCODE(ASSERT_NOT)            /* skip back pattern SUCCESS                                   */            \
    OPCODE(AT)                    /* position                                                    */            \
    OPCODE(BRANCH)                /* (skip alternative JUMP skip)* 0                             */            \
    OPCODE(CATEGORY)              /* category                                                    */            \
    OPCODE(CHARSET)               /* in a set: 8 words, a bit a character below 256              */            \
    OPCODE(BIGCHARSET)            /* in a set: blocks, 64 words of block numbers, 8 words a block */           \
    OPCODE(GROUPREF)              /* group                                                       */            \
    OPCODE(GROUPREF_EXISTS)       /* group skip yes [JUMP skip no]    the skip from `group` on    */           \
    OPCODE(IN)                    /* skip set FAILURE                                            */            \
    OPCODE(INFO)                  /* skip flags min max [prefix or set]                          */            \
    OPCODE(JUMP)                  /* skip                                                        */            \
    OPCODE(LITERAL)               /* character                                                   */            \
    OPCODE(MARK)                  /* mark                             2n: group n begins, 2n+1: ends */        \
    OPCODE(MAX_UNTIL)             /*                                  ends REPEAT's item, greedy */            \
    OPCODE(MIN_UNTIL)             /*                                  the same, lazy             */            \
    OPCODE(NOT_LITERAL)           /* character                                                   */            \
    OPCODE(NEGATE)                /* in a set, first                                             */            \
    OPCODE(RANGE)                 /* in a set: first last                                        */            \
    OPCODE(REPEAT)                /* skip min max item, the skip leads to UNTIL                  */            \
    OPCODE(REPEAT_ONE)            /* skip min max item SUCCESS        the item is one character  */            \
    OPCODE(SUBPATTERN)            /* not in compiled code                                        */            \
    OPCODE(MIN_REPEAT_ONE)        /* as REPEAT_ONE                                               */            \
    OPCODE(ATOMIC_GROUP)          /* skip pattern SUCCESS                                        */            \
    OPCODE(POSSESSIVE_REPEAT)     /* skip min max item SUCCESS        the skip leads to SUCCESS  */            \
    OPCODE(POSSESSIVE_REPEAT_ONE) /* as REPEAT_ONE                                               */            \
    OPCODE(GROUPREF_IGNORE)                                                                                    \
    OPCODE(IN_IGNORE)                                                                                          \
    OPCODE(LITERAL_IGNORE)                                                                                     \
    OPCODE(NOT_LITERAL_IGNORE)                                                                                 \
    OPCODE(GROUPREF_LOC_IGNORE)                                                                                \
    OPCODE(IN_LOC_IGNORE)                                                                                      \
    OPCODE(LITERAL_LOC_IGNORE)                                                                                 \
    OPCODE(NOT_LITERAL_LOC_IGNORE)                                                                             \
    OPCODE(GROUPREF_UNI_IGNORE)                                                                                \
    OPCODE(IN_UNI_IGNORE)                                                                                      \
    OPCODE(LITERAL_UNI_IGNORE)                                                                                 \
    OPCODE(NOT_LITERAL_UNI_IGNORE)                                                                             \
    OPCODE(RANGE_UNI_IGNORE) /* in a set */

enum {
#define OPCODE(name) SRE_##name,
    SRE_OPCODES(OPCODE)
#undef OPCODE
        SRE_OPCODE_COUNT
};

enum { /* operands of AT */
       SRE_AT_BEGINNING,
       SRE_AT_BEGINNING_LINE,
       SRE_AT_BEGINNING_STRING,
       SRE_AT_BOUNDARY,
       SRE_AT_NON_BOUNDARY,
       SRE_AT_END,
       SRE_AT_END_LINE,
       SRE_AT_END_STRING,
       SRE_AT_LOC_BOUNDARY,
       SRE_AT_LOC_NON_BOUNDARY,
       SRE_AT_UNI_BOUNDARY,
       SRE_AT_UNI_NON_BOUNDARY,
       SRE_AT_COUNT
};

enum { /* operands of CATEGORY; an odd one is the opposite of the one before */
       SRE_CATEGORY_DIGIT,
       SRE_CATEGORY_NOT_DIGIT,
       SRE_CATEGORY_SPACE,
       SRE_CATEGORY_NOT_SPACE,
       SRE_CATEGORY_WORD,
       SRE_CATEGORY_NOT_WORD,
       SRE_CATEGORY_LINEBREAK,
       SRE_CATEGORY_NOT_LINEBREAK,
       SRE_CATEGORY_LOC_WORD,
       SRE_CATEGORY_LOC_NOT_WORD,
       SRE_CATEGORY_UNI_DIGIT,
       SRE_CATEGORY_UNI_NOT_DIGIT,
       SRE_CATEGORY_UNI_SPACE,
       SRE_CATEGORY_UNI_NOT_SPACE,
       SRE_CATEGORY_UNI_WORD,
       SRE_CATEGORY_UNI_NOT_WORD,
       SRE_CATEGORY_UNI_LINEBREAK,
       SRE_CATEGORY_UNI_NOT_LINEBREAK,
       SRE_CATEGORY_COUNT
};

enum { SRE_INFO_PREFIX = 1, SRE_INFO_LITERAL = 2, SRE_INFO_CHARSET = 4 }; /* flags of INFO */

#endif
