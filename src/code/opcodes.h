/* opcodes.h: every instruction of CPython 3.11's virtual machine, once.
 *
 * An instruction is two bytes: opcode and argument; EXTENDED_ARG before it gives higher bytes. Some are
 * followed by inline cache entries (two bytes each, opcode CACHE), in which the interpreter keeps what it
 * learned.
 *
 *     OPCODE(name, number, operand, caches, pops, pushes, picture, sentence)
 *
 * operand   what the argument means, see OperandKind
 * caches    inline cache entries that follow
 * pops      C expressions in `oparg` and `jump` (whether the jump is taken): how many stack items the
 * pushes    instruction takes and leaves; their difference is the stack effect that the compiler uses, and the
 *           marks on the operands in the UI come from `pops`
 * picture   the stack before -- after, top on the right, as in the Forth tradition
 * sentence  what it will do, for people; in braces what is filled in: {0} the top of the stack, {1} the item below
 *           ..., {arg} the argument as `dis` resolves it, {n} its number, {target} the line jumped to; the
 *           others are told in inspect/sentence.c
 *
 * The enumeration, names, cache sizes, stack depth in the compiler, dispatch, disassembly, the check that each
 * handler moved the stack as declared, and the explanations on the screen are all made of this table. */
#ifndef CODE_OPCODES_H
#define CODE_OPCODES_H

#include "base/base.h"

typedef enum OperandKind {
    OPERAND_NONE,    /* the argument is ignored */
    OPERAND_NUMBER,  /* a count, a flag, an operator */
    OPERAND_CONST,   /* index into co_consts */
    OPERAND_NAME,    /* index into co_names (LOAD_GLOBAL: twice the index, plus 1 to push NULL) */
    OPERAND_LOCAL,   /* index into the fast locals */
    OPERAND_FREE,    /* index of a cell or free variable among the fast locals */
    OPERAND_JUMP,    /* relative to the next instruction, in code units; backwards where the name says so */
    OPERAND_COMPARE, /* CompareOp */
    OPERAND_BINARY   /* BinaryOperator */
} OperandKind;

#define OPCODES(OPCODE)                                                                                        \
    OPCODE(CACHE, 0, NONE, 0, 0, 0, "( -- )", "room for what the instruction before it learns")                \
    OPCODE(POP_TOP, 1, NONE, 0, 1, 0, "( a -- )", "throw {0} away")                                            \
    OPCODE(PUSH_NULL, 2, NONE, 0, 0, 1, "( -- NULL )", "push NULL: a plain call follows, without self")        \
    OPCODE(NOP, 9, NONE, 0, 0, 0, "( -- )", "do nothing; it keeps a line of the source")                       \
    OPCODE(UNARY_POSITIVE, 10, NONE, 0, 1, 1, "( a -- +a )", "replace {0} by +{0}")                            \
    OPCODE(UNARY_NEGATIVE, 11, NONE, 0, 1, 1, "( a -- -a )", "replace {0} by -{0}")                            \
    OPCODE(UNARY_NOT, 12, NONE, 0, 1, 1, "( a -- not a )", "replace {0} by not {0}")                           \
    OPCODE(UNARY_INVERT, 15, NONE, 0, 1, 1, "( a -- ~a )", "replace {0} by ~{0}")                              \
    OPCODE(BINARY_SUBSCR, 25, NONE, 4, 2, 1, "( a key -- a[key] )", "take {1} and {0}, push {1}[{0}]")         \
    OPCODE(GET_LEN, 30, NONE, 0, 1, 2, "( a -- a len(a) )", "push len({0})")                                   \
    OPCODE(MATCH_MAPPING, 31, NONE, 0, 1, 2, "( a -- a bool )", "push whether {0} is a mapping")               \
    OPCODE(MATCH_SEQUENCE, 32, NONE, 0, 1, 2, "( a -- a bool )", "push whether {0} is a sequence")             \
    OPCODE(MATCH_KEYS, 33, NONE, 0, 2, 3, "( a keys -- a keys values )",                                       \
           "push the values of {1} at the keys {0}, or None if one is missing")                                \
    OPCODE(PUSH_EXC_INFO, 35, NONE, 0, 1, 2, "( exc -- old exc )",                                             \
           "{0} becomes the exception being handled; what was handled before waits below it")                  \
    OPCODE(CHECK_EXC_MATCH, 36, NONE, 0, 2, 2, "( exc type -- exc bool )",                                     \
           "push whether {1} is an instance of {0n}")                                                          \
    OPCODE(CHECK_EG_MATCH, 37, NONE, 0, 2, 2, "( group type -- rest match )",                                  \
           "split {1} into what is no {0n} and what is one")                                                   \
    OPCODE(WITH_EXCEPT_START, 49, NONE, 0, 1, 2, "( exit lasti old exc -- exit lasti old exc answer )",        \
           "call __exit__ with the exception {0}, push what it answers")                                       \
    OPCODE(GET_AITER, 50, NONE, 0, 1, 1, "( a -- iterator )", "replace {0} by its asynchronous iterator")      \
    OPCODE(GET_ANEXT, 51, NONE, 0, 1, 2, "( iterator -- iterator awaitable )",                                 \
           "push the awaitable of {0}'s next item")                                                            \
    OPCODE(BEFORE_ASYNC_WITH, 52, NONE, 0, 1, 2, "( manager -- exit awaitable )",                              \
           "push {0}'s __aexit__, call its __aenter__, push the awaitable")                                    \
    OPCODE(BEFORE_WITH, 53, NONE, 0, 1, 2, "( manager -- exit value )",                                        \
           "push {0}'s __exit__, call its __enter__, push what it gives")                                      \
    OPCODE(END_ASYNC_FOR, 54, NONE, 0, 2, 0, "( iterator exc -- )",                                            \
           "end the loop if {0} is StopAsyncIteration, else raise it again")                                   \
    OPCODE(STORE_SUBSCR, 60, NONE, 1, 3, 0, "( value a key -- )", "set {1}[{0}] to {2}")                       \
    OPCODE(DELETE_SUBSCR, 61, NONE, 0, 2, 0, "( a key -- )", "delete {1}[{0}]")                                \
    OPCODE(GET_ITER, 68, NONE, 0, 1, 1, "( a -- iterator )", "replace {0} by an iterator over it")             \
    OPCODE(GET_YIELD_FROM_ITER, 69, NONE, 0, 1, 1, "( a -- iterator )",                                        \
           "replace {0} by what yield from delegates to")                                                      \
    OPCODE(PRINT_EXPR, 70, NONE, 0, 1, 0, "( a -- )", "print {0} as the interactive prompt does")              \
    OPCODE(LOAD_BUILD_CLASS, 71, NONE, 0, 0, 1, "( -- build_class )", "push the function that makes classes")  \
    OPCODE(LOAD_ASSERTION_ERROR, 74, NONE, 0, 0, 1, "( -- AssertionError )", "push AssertionError")            \
    OPCODE(RETURN_GENERATOR, 75, NONE, 0, 0, 1, "( -- generator )",                                            \
           "make {kind} that owns this frame and return it to the caller")                                     \
    OPCODE(LIST_TO_TUPLE, 82, NONE, 0, 1, 1, "( list -- tuple )", "replace {0} by a tuple of its items")       \
    OPCODE(RETURN_VALUE, 83, NONE, 0, 1, 0, "( a -- )", "return {0}{caller}")                                  \
    OPCODE(IMPORT_STAR, 84, NONE, 0, 1, 0, "( module -- )", "bind all public names of {0}")                    \
    OPCODE(SETUP_ANNOTATIONS, 85, NONE, 0, 0, 0, "( -- )", "make sure that __annotations__ exists")            \
    OPCODE(YIELD_VALUE, 86, NONE, 0, 1, 1, "( a -- sent )",                                                    \
           "hand {0} out and fall asleep; what is sent in wakes it and takes its place")                       \
    OPCODE(ASYNC_GEN_WRAP, 87, NONE, 0, 1, 1, "( a -- wrapped )",                                              \
           "wrap {0} as an item of an asynchronous generator")                                                 \
    OPCODE(PREP_RERAISE_STAR, 88, NONE, 0, 2, 1, "( original list -- exc )",                                   \
           "join what the except* clauses left over")                                                          \
    OPCODE(POP_EXCEPT, 89, NONE, 0, 1, 0, "( old -- )", "the exception is dealt with; {handled}")              \
    OPCODE(STORE_NAME, 90, NAME, 0, 1, 0, "( a -- )", "bind the name {arg} to {0}")                            \
    OPCODE(DELETE_NAME, 91, NAME, 0, 0, 0, "( -- )", "delete the name {arg}")                                  \
    OPCODE(UNPACK_SEQUENCE, 92, NUMBER, 1, 1, oparg, "( a -- item_n ... item_1 )", "unpack {0} into {n item}") \
    OPCODE(FOR_ITER, 93, JUMP, 0, 1, (jump ? 0 : 2), "( iterator -- iterator item )",                          \
           "push the next item of {0}; at its end, drop it and jump to {target}")                              \
    OPCODE(UNPACK_EX, 94, NUMBER, 0, 1, ((oparg & 0xFF) + (oparg >> 8) + 1), "( a -- after list before )",     \
           "unpack {0} into {shape}")                                                                          \
    OPCODE(STORE_ATTR, 95, NAME, 4, 2, 0, "( value a -- )", "set {0}.{arg} to {1}")                            \
    OPCODE(DELETE_ATTR, 96, NAME, 0, 1, 0, "( a -- )", "delete {0}.{arg}")                                     \
    OPCODE(STORE_GLOBAL, 97, NAME, 0, 1, 0, "( a -- )", "bind the global {arg} to {0}")                        \
    OPCODE(DELETE_GLOBAL, 98, NAME, 0, 0, 0, "( -- )", "delete the global {arg}")                              \
    OPCODE(SWAP, 99, NUMBER, 0, oparg, oparg, "( a ... b -- b ... a )", "swap {0} and {nth}")                  \
    OPCODE(LOAD_CONST, 100, CONST, 0, 0, 1, "( -- constant )", "push the constant {arg}")                      \
    OPCODE(LOAD_NAME, 101, NAME, 0, 0, 1, "( -- value )", "push {found}")                                      \
    OPCODE(BUILD_TUPLE, 102, NUMBER, 0, oparg, 1, "( items -- tuple )", "make {tuple}")                        \
    OPCODE(BUILD_LIST, 103, NUMBER, 0, oparg, 1, "( items -- list )", "make {list}")                           \
    OPCODE(BUILD_SET, 104, NUMBER, 0, oparg, 1, "( items -- set )", "make {set}")                              \
    OPCODE(BUILD_MAP, 105, NUMBER, 0, (2 * oparg), 1, "( key value ... -- dict )", "make {dict}")              \
    OPCODE(LOAD_ATTR, 106, NAME, 4, 1, 1, "( a -- a.name )", "replace {0} by its attribute {arg}")             \
    OPCODE(COMPARE_OP, 107, COMPARE, 2, 2, 1, "( a b -- bool )", "take {1} and {0}, push {1} {arg} {0}")       \
    OPCODE(IMPORT_NAME, 108, NAME, 0, 2, 1, "( level fromlist -- module )", "import {module}")                 \
    OPCODE(IMPORT_FROM, 109, NAME, 0, 1, 2, "( module -- module value )", "push {0}.{arg}")                    \
    OPCODE(JUMP_FORWARD, 110, JUMP, 0, 0, 0, "( -- )", "jump to {target}")                                     \
    OPCODE(JUMP_IF_FALSE_OR_POP, 111, JUMP, 0, 1, (jump ? 1 : 0), "( a -- a? )",                               \
           "if {0} is false jump to {target} and keep it, else drop it")                                       \
    OPCODE(JUMP_IF_TRUE_OR_POP, 112, JUMP, 0, 1, (jump ? 1 : 0), "( a -- a? )",                                \
           "if {0} is true jump to {target} and keep it, else drop it")                                        \
    OPCODE(POP_JUMP_FORWARD_IF_FALSE, 114, JUMP, 0, 1, 0, "( a -- )", "jump to {target} if {0} is false")      \
    OPCODE(POP_JUMP_FORWARD_IF_TRUE, 115, JUMP, 0, 1, 0, "( a -- )", "jump to {target} if {0} is true")        \
    OPCODE(LOAD_GLOBAL, 116, NAME, 5, 0, ((oparg & 1) + 1), "( -- NULL? value )",                              \
           "push {?1 NULL and }{found}")                                                                       \
    OPCODE(IS_OP, 117, NUMBER, 0, 2, 1, "( a b -- bool )",                                                     \
           "push whether {1} and {0} are {?1 two objects|one object}")                                         \
    OPCODE(CONTAINS_OP, 118, NUMBER, 0, 2, 1, "( a b -- bool )", "push whether {1} is {?1 not |}in {0}")       \
    OPCODE(RERAISE, 119, NUMBER, 0, 1, 0, "( exc -- )", "raise {0} again")                                     \
    OPCODE(COPY, 120, NUMBER, 0, oparg, (oparg + 1), "( a ... -- a ... a )", "push {nth} once more")           \
    OPCODE(BINARY_OP, 122, BINARY, 1, 2, 1, "( a b -- a op b )", "take {1} and {0}, push {1} {arg} {0}")       \
    OPCODE(SEND, 123, JUMP, 0, 2, (jump ? 1 : 2), "( receiver value -- receiver yielded )",                    \
           "send {0} to {1}; when it has returned, jump to {target}")                                          \
    OPCODE(LOAD_FAST, 124, LOCAL, 0, 0, 1, "( -- value )", "push the local {arg}{value}")                      \
    OPCODE(STORE_FAST, 125, LOCAL, 0, 1, 0, "( a -- )", "bind the local {arg} to {0}")                         \
    OPCODE(DELETE_FAST, 126, LOCAL, 0, 0, 0, "( -- )", "delete the local {arg}")                               \
    OPCODE(POP_JUMP_FORWARD_IF_NOT_NONE, 128, JUMP, 0, 1, 0, "( a -- )",                                       \
           "jump to {target} if {0} is not None")                                                              \
    OPCODE(POP_JUMP_FORWARD_IF_NONE, 129, JUMP, 0, 1, 0, "( a -- )", "jump to {target} if {0} is None")        \
    OPCODE(RAISE_VARARGS, 130, NUMBER, 0, oparg, 0, "( exc? cause? -- )",                                      \
           "raise {=0 again what is being handled|{=1 {0}|{1} from {0}}}")                                     \
    OPCODE(GET_AWAITABLE, 131, NUMBER, 0, 1, 1, "( a -- awaitable )", "replace {0} by what await drives")      \
    OPCODE(MAKE_FUNCTION, 132, NUMBER, 0, (1 + !!(oparg & 1) + !!(oparg & 2) + !!(oparg & 4) + !!(oparg & 8)), \
           1, "( defaults? kwdefaults? annotations? closure? code -- function )",                              \
           "make a function of the code {0}{?1 , with defaults}{?2 , with keyword defaults}{?4 , with "        \
           "annotations}{?8 , with a closure}")                                                                \
    OPCODE(BUILD_SLICE, 133, NUMBER, 0, oparg, 1, "( start stop step? -- slice )",                             \
           "make the slice {=2 {1}:{0}|{2}:{1}:{0}}")                                                          \
    OPCODE(JUMP_BACKWARD_NO_INTERRUPT, 134, JUMP, 0, 0, 0, "( -- )", "jump back to {target}")                  \
    OPCODE(MAKE_CELL, 135, FREE, 0, 0, 0, "( -- )",                                                            \
           "put the variable {arg} into a cell that inner functions can share")                                \
    OPCODE(LOAD_CLOSURE, 136, FREE, 0, 0, 1, "( -- cell )", "push the cell of the variable {arg}")             \
    OPCODE(LOAD_DEREF, 137, FREE, 0, 0, 1, "( -- value )", "push what is in the cell of {arg}{value}")         \
    OPCODE(STORE_DEREF, 138, FREE, 0, 1, 0, "( a -- )", "put {0} into the cell of {arg}")                      \
    OPCODE(DELETE_DEREF, 139, FREE, 0, 0, 0, "( -- )", "empty the cell of {arg}")                              \
    OPCODE(JUMP_BACKWARD, 140, JUMP, 0, 0, 0, "( -- )", "jump back to {target}; the GIL may be given up here") \
    OPCODE(CALL_FUNCTION_EX, 142, NUMBER, 0, (3 + (oparg & 1)), 1, "( NULL function args kwargs? -- result )", \
           "call {?1 {2n}(*{1}, **{0})|{1n}(*{0})}")                                                           \
    OPCODE(EXTENDED_ARG, 144, NUMBER, 0, 0, 0, "( -- )",                                                       \
           "the argument of the next instruction gets the higher byte {n}")                                    \
    OPCODE(LIST_APPEND, 145, NUMBER, 0, 1, 0, "( item -- )", "append {0} to the list {into}")                  \
    OPCODE(SET_ADD, 146, NUMBER, 0, 1, 0, "( item -- )", "add {0} to the set {into}")                          \
    OPCODE(MAP_ADD, 147, NUMBER, 0, 2, 0, "( key value -- )", "set key {1} to {0} in the dict {into}")         \
    OPCODE(LOAD_CLASSDEREF, 148, FREE, 0, 0, 1, "( -- value )",                                                \
           "push {arg} from the class body's names, else from its cell")                                       \
    OPCODE(COPY_FREE_VARS, 149, NUMBER, 0, 0, 0, "( -- )",                                                     \
           "bring {n free variable} of the function into the frame")                                           \
    OPCODE(RESUME, 151, NUMBER, 0, 0, 0, "( -- )",                                                             \
           "{=0 begin {code}|{=1 go on after the yield|{=2 go on in the yield from|go on in the await}}}{=0 "  \
           "; the GIL may be given up here}{=1 ; the GIL may be given up here}")                               \
    OPCODE(MATCH_CLASS, 152, NUMBER, 0, 3, 1, "( a class names -- attributes )",                               \
           "match {2} with the class {1n}: push the attributes that the pattern asks for, or None")            \
    OPCODE(FORMAT_VALUE, 155, NUMBER, 0, (1 + ((oparg & 4) == 4)), 1, "( a spec? -- str )",                    \
           "format {?4 {1} with the spec {0}|{0}}{conversion} for an f-string")                                \
    OPCODE(BUILD_CONST_KEY_MAP, 156, NUMBER, 0, (oparg + 1), 1, "( values keys -- dict )",                     \
           "make a dict of {n value} with the keys {0}")                                                       \
    OPCODE(BUILD_STRING, 157, NUMBER, 0, oparg, 1, "( parts -- str )", "join {items} into one str")            \
    OPCODE(LOAD_METHOD, 160, NAME, 10, 1, 2, "( a -- method a | NULL bound )",                                 \
           "find the method {arg} of {0} for the call that follows")                                           \
    OPCODE(LIST_EXTEND, 162, NUMBER, 0, 1, 0, "( items -- )", "extend the list {into} by {0}")                 \
    OPCODE(SET_UPDATE, 163, NUMBER, 0, 1, 0, "( items -- )", "add the items of {0} to the set {into}")         \
    OPCODE(DICT_MERGE, 164, NUMBER, 0, 1, 0, "( mapping -- )",                                                 \
           "merge the keyword arguments {0} into the dict {into}")                                             \
    OPCODE(DICT_UPDATE, 165, NUMBER, 0, 1, 0, "( mapping -- )", "update the dict {into} with {0}")             \
    OPCODE(PRECALL, 166, NUMBER, 1, 0, 0, "( -- )", "prepare the call {call}")                                 \
    OPCODE(CALL, 171, NUMBER, 4, (oparg + 2), 1, "( method|NULL self|callable args -- result )",               \
           "call {call}")                                                                                      \
    OPCODE(KW_NAMES, 172, CONST, 0, 0, 0, "( -- )", "name the last arguments of the call: {arg}")              \
    OPCODE(POP_JUMP_BACKWARD_IF_NOT_NONE, 173, JUMP, 0, 1, 0, "( a -- )",                                      \
           "jump back to {target} if {0} is not None")                                                         \
    OPCODE(POP_JUMP_BACKWARD_IF_NONE, 174, JUMP, 0, 1, 0, "( a -- )", "jump back to {target} if {0} is None")  \
    OPCODE(POP_JUMP_BACKWARD_IF_FALSE, 175, JUMP, 0, 1, 0, "( a -- )",                                         \
           "jump back to {target} if {0} is false")                                                            \
    OPCODE(POP_JUMP_BACKWARD_IF_TRUE, 176, JUMP, 0, 1, 0, "( a -- )", "jump back to {target} if {0} is true")

/* SPECIALIZED(name, number, base): the forms that the adaptive interpreter puts in the place of an instruction
 * when it has seen what it works on. `dis` shows them only when asked; what is compiled has none. */
#define SPECIALIZED_OPCODES(SPECIALIZED)                                                                       \
    SPECIALIZED(BINARY_OP_ADAPTIVE, 3, BINARY_OP)                                                              \
    SPECIALIZED(BINARY_OP_ADD_FLOAT, 4, BINARY_OP)                                                             \
    SPECIALIZED(BINARY_OP_ADD_INT, 5, BINARY_OP)                                                               \
    SPECIALIZED(BINARY_OP_ADD_UNICODE, 6, BINARY_OP)                                                           \
    SPECIALIZED(BINARY_OP_INPLACE_ADD_UNICODE, 7, BINARY_OP)                                                   \
    SPECIALIZED(BINARY_OP_MULTIPLY_FLOAT, 8, BINARY_OP)                                                        \
    SPECIALIZED(BINARY_OP_MULTIPLY_INT, 13, BINARY_OP)                                                         \
    SPECIALIZED(BINARY_OP_SUBTRACT_FLOAT, 14, BINARY_OP)                                                       \
    SPECIALIZED(BINARY_OP_SUBTRACT_INT, 16, BINARY_OP)                                                         \
    SPECIALIZED(BINARY_SUBSCR_ADAPTIVE, 17, BINARY_SUBSCR)                                                     \
    SPECIALIZED(BINARY_SUBSCR_DICT, 18, BINARY_SUBSCR)                                                         \
    SPECIALIZED(BINARY_SUBSCR_GETITEM, 19, BINARY_SUBSCR)                                                      \
    SPECIALIZED(BINARY_SUBSCR_LIST_INT, 20, BINARY_SUBSCR)                                                     \
    SPECIALIZED(BINARY_SUBSCR_TUPLE_INT, 21, BINARY_SUBSCR)                                                    \
    SPECIALIZED(CALL_ADAPTIVE, 22, CALL)                                                                       \
    SPECIALIZED(CALL_PY_EXACT_ARGS, 23, CALL)                                                                  \
    SPECIALIZED(CALL_PY_WITH_DEFAULTS, 24, CALL)                                                               \
    SPECIALIZED(COMPARE_OP_ADAPTIVE, 26, COMPARE_OP)                                                           \
    SPECIALIZED(COMPARE_OP_FLOAT_JUMP, 27, COMPARE_OP)                                                         \
    SPECIALIZED(COMPARE_OP_INT_JUMP, 28, COMPARE_OP)                                                           \
    SPECIALIZED(COMPARE_OP_STR_JUMP, 29, COMPARE_OP)                                                           \
    SPECIALIZED(EXTENDED_ARG_QUICK, 34, EXTENDED_ARG)                                                          \
    SPECIALIZED(JUMP_BACKWARD_QUICK, 38, JUMP_BACKWARD)                                                        \
    SPECIALIZED(LOAD_ATTR_ADAPTIVE, 39, LOAD_ATTR)                                                             \
    SPECIALIZED(LOAD_ATTR_INSTANCE_VALUE, 40, LOAD_ATTR)                                                       \
    SPECIALIZED(LOAD_ATTR_MODULE, 41, LOAD_ATTR)                                                               \
    SPECIALIZED(LOAD_ATTR_SLOT, 42, LOAD_ATTR)                                                                 \
    SPECIALIZED(LOAD_ATTR_WITH_HINT, 43, LOAD_ATTR)                                                            \
    SPECIALIZED(LOAD_CONST__LOAD_FAST, 44, LOAD_CONST)                                                         \
    SPECIALIZED(LOAD_FAST__LOAD_CONST, 45, LOAD_FAST)                                                          \
    SPECIALIZED(LOAD_FAST__LOAD_FAST, 46, LOAD_FAST)                                                           \
    SPECIALIZED(LOAD_GLOBAL_ADAPTIVE, 47, LOAD_GLOBAL)                                                         \
    SPECIALIZED(LOAD_GLOBAL_BUILTIN, 48, LOAD_GLOBAL)                                                          \
    SPECIALIZED(LOAD_GLOBAL_MODULE, 55, LOAD_GLOBAL)                                                           \
    SPECIALIZED(LOAD_METHOD_ADAPTIVE, 56, LOAD_METHOD)                                                         \
    SPECIALIZED(LOAD_METHOD_CLASS, 57, LOAD_METHOD)                                                            \
    SPECIALIZED(LOAD_METHOD_MODULE, 58, LOAD_METHOD)                                                           \
    SPECIALIZED(LOAD_METHOD_NO_DICT, 59, LOAD_METHOD)                                                          \
    SPECIALIZED(LOAD_METHOD_WITH_DICT, 62, LOAD_METHOD)                                                        \
    SPECIALIZED(LOAD_METHOD_WITH_VALUES, 63, LOAD_METHOD)                                                      \
    SPECIALIZED(PRECALL_ADAPTIVE, 64, PRECALL)                                                                 \
    SPECIALIZED(PRECALL_BOUND_METHOD, 65, PRECALL)                                                             \
    SPECIALIZED(PRECALL_BUILTIN_CLASS, 66, PRECALL)                                                            \
    SPECIALIZED(PRECALL_BUILTIN_FAST_WITH_KEYWORDS, 67, PRECALL)                                               \
    SPECIALIZED(PRECALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS, 72, PRECALL)                                     \
    SPECIALIZED(PRECALL_NO_KW_BUILTIN_FAST, 73, PRECALL)                                                       \
    SPECIALIZED(PRECALL_NO_KW_BUILTIN_O, 76, PRECALL)                                                          \
    SPECIALIZED(PRECALL_NO_KW_ISINSTANCE, 77, PRECALL)                                                         \
    SPECIALIZED(PRECALL_NO_KW_LEN, 78, PRECALL)                                                                \
    SPECIALIZED(PRECALL_NO_KW_LIST_APPEND, 79, PRECALL)                                                        \
    SPECIALIZED(PRECALL_NO_KW_METHOD_DESCRIPTOR_FAST, 80, PRECALL)                                             \
    SPECIALIZED(PRECALL_NO_KW_METHOD_DESCRIPTOR_NOARGS, 81, PRECALL)                                           \
    SPECIALIZED(PRECALL_NO_KW_METHOD_DESCRIPTOR_O, 113, PRECALL)                                               \
    SPECIALIZED(PRECALL_NO_KW_STR_1, 121, PRECALL)                                                             \
    SPECIALIZED(PRECALL_NO_KW_TUPLE_1, 127, PRECALL)                                                           \
    SPECIALIZED(PRECALL_NO_KW_TYPE_1, 141, PRECALL)                                                            \
    SPECIALIZED(PRECALL_PYFUNC, 143, PRECALL)                                                                  \
    SPECIALIZED(RESUME_QUICK, 150, RESUME)                                                                     \
    SPECIALIZED(STORE_ATTR_ADAPTIVE, 153, STORE_ATTR)                                                          \
    SPECIALIZED(STORE_ATTR_INSTANCE_VALUE, 154, STORE_ATTR)                                                    \
    SPECIALIZED(STORE_ATTR_SLOT, 158, STORE_ATTR)                                                              \
    SPECIALIZED(STORE_ATTR_WITH_HINT, 159, STORE_ATTR)                                                         \
    SPECIALIZED(STORE_FAST__LOAD_FAST, 161, STORE_FAST)                                                        \
    SPECIALIZED(STORE_FAST__STORE_FAST, 167, STORE_FAST)                                                       \
    SPECIALIZED(STORE_SUBSCR_ADAPTIVE, 168, STORE_SUBSCR)                                                      \
    SPECIALIZED(STORE_SUBSCR_DICT, 169, STORE_SUBSCR)                                                          \
    SPECIALIZED(STORE_SUBSCR_LIST_INT, 170, STORE_SUBSCR)                                                      \
    SPECIALIZED(UNPACK_SEQUENCE_ADAPTIVE, 177, UNPACK_SEQUENCE)                                                \
    SPECIALIZED(UNPACK_SEQUENCE_LIST, 178, UNPACK_SEQUENCE)                                                    \
    SPECIALIZED(UNPACK_SEQUENCE_TUPLE, 179, UNPACK_SEQUENCE)                                                   \
    SPECIALIZED(UNPACK_SEQUENCE_TWO_TUPLE, 180, UNPACK_SEQUENCE)

typedef enum Opcode {
#define OPCODE(name, number, operand, caches, pops, pushes, picture, sentence) OP_##name = number,
    OPCODES(OPCODE)
#undef OPCODE
#define SPECIALIZED(name, number, base) OP_##name = number,
        SPECIALIZED_OPCODES(SPECIALIZED)
#undef SPECIALIZED
            OP_COUNT = 256
} Opcode;

typedef struct OpcodeInfo {
    const char *name; /* NULL: no such opcode */
    OperandKind operand;
    u8 caches;
    u8 base;                        /* of a specialised form; else itself */
    bool backward;                  /* OPERAND_JUMP that goes back */
    const char *picture, *sentence; /* of the base */
} OpcodeInfo;
extern const OpcodeInfo opcode_info[OP_COUNT];

#define OPCODE_HAVE_ARGUMENT 90 /* opcodes from here on use their argument */

/* Stack items taken and left. For a base opcode. */
int opcode_pops(Opcode opcode, int oparg, bool jump);
int opcode_pushes(Opcode opcode, int oparg, bool jump);

/* Whether the item `below` items under the top of the stack is afterwards where it was: the instruction does not
 * take it, or takes it only to look at it. For a base opcode. */
bool opcode_leaves(Opcode opcode, int oparg, int below);

#endif
