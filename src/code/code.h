/* code.h: code objects: what a module, function, class body or comprehension compiles to.
 *
 * Beside the instructions a code object has four tables, all made by the compiler byte for byte as
 * CPython's: constants, names, where each instruction comes from (linetable.c) and who handles its exceptions
 * (exctable.c).
 *
 * The fast locals of a frame ("localsplus") are in this order: arguments and plain locals, then cells that are
 * not arguments, then free variables. */
#ifndef CODE_CODE_H
#define CODE_CODE_H

#include "code/opcodes.h"
#include "object/root.h"

enum { /* co_flags */
       CODE_OPTIMIZED = 0x0001,
       CODE_NEWLOCALS = 0x0002,
       CODE_VARARGS = 0x0004,
       CODE_VARKEYWORDS = 0x0008,
       CODE_NESTED = 0x0010,
       CODE_GENERATOR = 0x0020,
       CODE_COROUTINE = 0x0080,
       CODE_ITERABLE_COROUTINE = 0x0100,
       CODE_ASYNC_GENERATOR = 0x0200,
       CODE_FUTURE_DIVISION = 0x20000,
       CODE_FUTURE_ABSOLUTE_IMPORT = 0x40000,
       CODE_FUTURE_WITH_STATEMENT = 0x80000,
       CODE_FUTURE_PRINT_FUNCTION = 0x100000,
       CODE_FUTURE_UNICODE_LITERALS = 0x200000,
       CODE_FUTURE_BARRY_AS_BDFL = 0x400000,
       CODE_FUTURE_GENERATOR_STOP = 0x800000,
       CODE_FUTURE_ANNOTATIONS = 0x1000000,
       CODE_FUTURES = 0x1fe0000 /* all of them */
};
enum { LOCAL_PLAIN = 0x20, LOCAL_CELL = 0x40, LOCAL_FREE = 0x80 }; /* localspluskinds */

typedef struct CodeUnit {
    u8 opcode, oparg;
} CodeUnit;

typedef struct Code {
    VarObject ob_base;      /* ob_size: number of code units */
    Object *consts, *names; /* tuples */
    Object *exceptiontable; /* bytes */
    u32 flags;
    i16 warmup; /* from CODE_WARMUP up to 0, then the code is quickened */
    i16 padding;
    i32 argcount, posonlyargcount, kwonlyargcount; /* argcount includes positional-only ones */
    i32 stacksize, firstlineno;
    i32 nlocalsplus, nlocals, nplaincellvars, ncellvars, nfreevars;
    Object *localsplusnames;            /* tuple of str */
    Object *localspluskinds;            /* bytes */
    Object *filename, *name, *qualname; /* str */
    Object *linetable;                  /* bytes */
    Object *weaklist;
    Object *cached_code; /* bytes: co_code, or NULL */
    i32 *lines;  /* of each code unit, once somebody traces it (code_keep_lines): a raw block, or NULL */
    u32 version; /* for specialisation; 0: none */
    i32 first_traceable; /* code unit of the RESUME that ends the prologue; the frame is not seen before it */
    CodeUnit units[];    /* quickened in place */
} Code;
#define AS_CODE(ref) ((Code *)(ref))
enum { CODE_WARMUP = -8 };
typedef enum AnonymousName { /* what code without a name of its own is called */
                             ANONYMOUS_MODULE,
                             ANONYMOUS_LAMBDA,
                             ANONYMOUS_LISTCOMP,
                             ANONYMOUS_SETCOMP,
                             ANONYMOUS_DICTCOMP,
                             ANONYMOUS_GENEXPR,
                             ANONYMOUS_COUNT
} AnonymousName;
typedef struct CodeRoot {
    RootType type;
    RootType line_iterator, position_iterator; /* what co_lines() and co_positions() give */
    Object *anonymous[ANONYMOUS_COUNT];        /* "<module>", "<lambda>" ...: str, not interned; owned */
    bool no_debug_ranges; /* code objects know the lines of their instructions, no columns */
} CodeRoot;
#define CODE_ROOT ((CodeRoot *)ARENA_ROOM(ROOM_CODE))
#define TYPE_CODE (&CODE_ROOT->type.type)
static inline bool is_code(Ref object) { return type_of(object) == TYPE_CODE; }
bool code_room_open(void); /* makes the type `code` */
/* Whether two code objects are equal as Python's == has it: 1, 0, -1 raised. */
int code_equal(Ref a, Ref b);

/* What a code object is made of; all lent. */
typedef struct CodeSpec {
    Ref filename, name, qualname;
    u32 flags;
    Ref code; /* bytes, without specialisation */
    i32 firstlineno;
    Ref linetable, consts, names, localsplusnames, localspluskinds;
    i32 argcount, posonlyargcount, kwonlyargcount, stacksize;
    Ref exceptiontable;
    bool compiled; /* just now, from source or a tree: no str of the constants was interned before */
} CodeSpec;
/* Interns names and name-like constants as CPython's code constructor does. */
Own code_new(const CodeSpec *spec);
/* Code that only raises an AssertionError, for a frame that stands for a C function: what PyCode_NewEmpty makes. */
Own code_new_empty(Ref filename, Ref name, i32 firstlineno);
/* Checks parts that nobody vouches for; false: SystemError, ValueError ... as CPython words them. */
bool code_check(const CodeSpec *spec);
/* code_check and code_new. */
Own code_new_checked(const CodeSpec *spec);
/* The names of the fast locals that have one of `kinds` (LOCAL_ bits): a tuple. */
Own code_names_of_kind(Ref code, u8 kinds);
Own code_bytes(Ref code); /* co_code: base opcodes, caches zero */
static inline isize code_unit_count(Ref code) { return AS_CODE(code)->ob_base.ob_size; }

/* Where an instruction comes from. Lines from 1, columns from 0 in UTF-8 bytes; -1: none. */
typedef struct CodePosition {
    i32 line, end_line, column, end_column;
} CodePosition;
CodePosition code_position(Ref code, isize unit);
i32 code_line(Ref code, isize unit); /* -1: none */
/* Makes code_line quick for who asks at every instruction; without memory for it code_line stays slow. */
void code_keep_lines(Ref code);

/* The handler for an exception at a code unit. False: none. */
typedef struct CodeHandler {
    i32 target; /* code unit */
    i32 depth;  /* stack items that stay */
    bool push_lasti;
} CodeHandler;
bool code_handler(Ref code, isize unit, CodeHandler *handler);
/* Walks the exception table in order: *offset starts at 0; start/end/target in code units. */
typedef struct CodeHandlerEntry {
    i32 start, end, target, depth;
    bool push_lasti;
} CodeHandlerEntry;
bool code_each_handler(Ref code, isize *offset, CodeHandlerEntry *entry);

/* The instruction at a code unit with EXTENDED_ARGs before it counted in. */
typedef struct Instruction {
    isize unit;      /* of the opcode itself */
    Opcode opcode;   /* without specialisation */
    Opcode adaptive; /* as it stands */
    int oparg;
    isize next_unit; /* after the caches */
    isize target;    /* of a jump; else -1 */
} Instruction;
/* Decodes the instruction at or (with EXTENDED_ARG) around `unit`. False: past the end. */
bool code_instruction(Ref code, isize unit, Instruction *instruction);
/* What `dis` shows in parentheses for the argument: a str; NULL without exception when it shows nothing. No
 * Python code is run for exact builtin types. */
Own code_argument_text(Ref code, const Instruction *instruction);

#endif
