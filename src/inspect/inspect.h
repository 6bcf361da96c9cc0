/* inspect.h: the only window onto the machine.
 *
 * What stands above (session, lessons, UI) never sees an object, a frame or the arena: it gets plain data by
 * value, texts and serial numbers. A function here reads memory at rest: it takes no reference, runs no Python
 * code and allocates on the host only, so that looking changes nothing.
 *
 * Texts are NUL-terminated UTF-8 in scratch memory of the Inspector; they live until the next
 * inspect_refresh(), which the session calls at each stop. An object is named by its serial number, counted
 * from 1 in order of birth, which is never used again in one run, even when its address is. */
#ifndef INSPECT_INSPECT_H
#define INSPECT_INSPECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Inspector Inspector;
/* Host memory; NULL: out of memory. The machine must be open and stand before its first instruction: what
 * exists by now (the compiled program among it) does not count as made by the program. */
Inspector *inspect_open(void);
void inspect_close(Inspector *look);
/* Forgets all texts handed out; the machine has moved. */
void inspect_refresh(Inspector *look);
/* Address of a word that changes when another thread gets the GIL; for watches only. */
uintptr_t inspect_running_word(void);
/* The same of a task of asyncio that begins or ends a step. */
uintptr_t inspect_task_word(void);
/* What has become of an exception that was raised: `object` and `serial` are the watch's. */
typedef enum InspectJourney {
    JOURNEY_ENDED,   /* it is dead */
    JOURNEY_OPEN,    /* it is on its way, or in a handler that may raise it again */
    JOURNEY_RESTS,   /* it lives, but not on that thread's stacks */
    JOURNEY_UNCAUGHT /* the thread has no frame left that could catch it */
} InspectJourney;
InspectJourney inspect_journey(uintptr_t object, uint64_t serial, uint64_t thread, uint64_t outermost_frame);
/* The folder of Python's library that the program uses; NULL: none was found. Good as long as the machine. */
const char *inspect_library(void);
/* Forgets all that is known by an object's number: the run is another one now. */
void inspect_forget(Inspector *look);

/* --- values ------------------------------------------------------------------------------------------- */

typedef struct InspectValue {
    bool present;    /* false: an empty slot (NULL) */
    uint64_t serial; /* 0 where not present */
    int64_t refcount;
    bool immortal;    /* made with the machine: None, types, small ints, names */
    const char *type; /* "int", "list", the class's name */
    const char *text; /* what repr() would show, without running Python code, cut to about `width` cells;
                         "<Point #31>" for what has a __repr__ of its own */
    bool may_come;    /* of an expression that has no value: it may have one later */
} InspectValue;

/* --- the moment --------------------------------------------------------------------------------------- */

typedef struct InspectMoment {
    uint64_t step; /* instructions executed; the next one is number step + 1 */
    bool started, exited;
    int exit_status;
    int thread; /* 1: main */
    uint64_t virtual_ns;
    const char *
        exception; /* "ZeroDivisionError: division by zero" while one is being raised or unwinding; else NULL */
} InspectMoment;
InspectMoment inspect_moment(Inspector *look);

/* The same in a few loads, for stepping that looks at every instruction. */
typedef struct InspectPosition {
    uint64_t step;
    uint64_t frame; /* number of the running frame; 0: none (not started, or ended) */
    int depth;      /* Python frames below it */
    int thread;
    int line;      /* of the next instruction; -1: none */
    int offset;    /* of the next instruction, in bytes */
    uint64_t code; /* serial of the running code object */
} InspectPosition;
InspectPosition inspect_position(Inspector *look);

/* --- frames ------------------------------------------------------------------------------------------- */

typedef struct InspectFrame {
    uint64_t number;      /* kept for life */
    int depth;            /* Python frames below it; the module is 0 */
    const char *name;     /* co_name */
    const char *qualname; /* co_qualname: "f.<locals>.g" */
    const char *file;     /* co_filename */
    int line;             /* of the instruction it stands at; -1: none */
    uint64_t code;        /* serial of its code object */
    int offset;           /* byte offset of the next (topmost frame) or current (callers) instruction */
    const char *sleeper;  /* "generator", "coroutine", "async generator", or that in Korean: it may fall asleep;
                            NULL: none of these */
    int stack_depth;      /* items on its value stack */
} InspectFrame;
int inspect_frame_count(Inspector *look);
/* index 0: the running frame, then its callers. */
InspectFrame inspect_frame(Inspector *look, int index);

typedef enum InspectVariableKind {
    VARIABLE_LOCAL,
    VARIABLE_CELL,
    VARIABLE_FREE,
    VARIABLE_GLOBAL
} InspectVariableKind;
typedef struct InspectVariable {
    InspectVariableKind kind;
    const char *name;
    InspectValue value; /* of a cell: what is in it */
} InspectVariable;
/* The frame's variables in the order of its code; for a module or class body its names. Globals of a function's
 * frame are asked for apart. The number written, at most `capacity`; `*total` is how many there are. */
int inspect_variables(Inspector *look, int frame, InspectVariable *out, int capacity, int *total);
int inspect_globals(Inspector *look, int frame, InspectVariable *out, int capacity,
                    int *total); /* without dunder names and modules' own */

/* The frame's value stack; index 0 is the bottom. */
InspectValue inspect_stack(Inspector *look, int frame, int index);

/* --- code --------------------------------------------------------------------------------------------- */

typedef struct InspectInstruction {
    int offset;                       /* in bytes */
    int line;                         /* -1: none */
    int column, end_line, end_column; /* UTF-8 byte columns from 0; -1: none */
    const char *name;                 /* opcode without specialisation */
    const char *specialized;          /* as it stands, NULL: the same */
    bool has_argument;
    int argument;
    const char *argument_text; /* what dis shows in parentheses; "" */
    int target;                /* byte offset jumped to; -1 */
    bool is_target;            /* something jumps here */
    int pops;                  /* stack items it takes (the jump not taken) */
    bool chooses;              /* it jumps or goes on */
    bool raises;               /* that is what it is for */
    bool gives;                /* what it leaves on the stack can't be told before: a sum, an attribute ... */
    const char *picture, *sentence; /* from the opcode table */
} InspectInstruction;
typedef struct InspectHandler {
    int start, end, target, depth; /* byte offsets, end exclusive */
    bool lasti;
} InspectHandler;
typedef struct InspectCode {
    uint64_t serial;
    const char *name, *qualname, *file;
    int first_line, stack_size, flags, instruction_count, handler_count;
} InspectCode;
InspectCode inspect_code(Inspector *look, int frame);
/* Serial numbers of the frame's code object, of those among its constants, and theirs: of all that was compiled from
 * one text. How many there are, which may be more than the capacity. */
int inspect_codes(Inspector *look, int frame, uint64_t *serials, int capacity);
/* Instructions (CACHE entries left out) in order. */
InspectInstruction inspect_instruction(Inspector *look, int frame, int index);
int inspect_instruction_index(Inspector *look, int frame, int offset); /* of the instruction at a byte offset */
InspectHandler inspect_handler(Inspector *look, int frame, int index);
/* Where a code unit stands that lies at this address of the arena. False: no code object lies there now. */
typedef struct InspectPlace {
    uint64_t code;        /* serial */
    uintptr_t begin, end; /* of its code units */
    const char *file, *qualname;
    int line;
} InspectPlace;
bool inspect_place(Inspector *look, uintptr_t unit, InspectPlace *place);
/* One sentence on what the next instruction of the running frame will do with its actual operands. */
const char *inspect_next_sentence(Inspector *look);
/* In which language sentences, states and reasons are told from now on: Korean, or (as at first) English. */
void inspect_speak_korean(Inspector *look, bool korean);
bool inspect_speaks_korean(const Inspector *look);
/* The exception that has led here: the running frame stands at the beginning of one of its handlers, which nothing else
 * leads to. NULL: it does not. */
const char *inspect_caught(Inspector *look);

/* A code object as a search sees it: what never changes about each of its code units. */
typedef struct InspectUnit {
    uint8_t opcode;   /* OP_ of code/opcodes.h, without specialisation; 0: a cache entry */
    bool is_target;   /* something jumps here, or an exception leads here */
    int line;         /* -1: none */
    int argument;     /* EXTENDED_ARGs counted in */
    const char *name; /* the variable or attribute that the argument means; "" */
} InspectUnit;
/* Of the running frame. The number of units; at most `capacity` are written. */
int inspect_units(Inspector *look, InspectUnit *out, int capacity);

/* --- the heap ----------------------------------------------------------------------------------------- */

/* What an object is to somebody who reads the heap. */
typedef enum InspectInterest {
    INTEREST_NEAR,       /* a few steps from a variable of a frame or of the main program */
    INTEREST_OWN,        /* functions and classes of the main program */
    INTEREST_DATA,       /* other instances, containers, generators: what the program works with */
    INTEREST_ATOM,       /* numbers and texts */
    INTEREST_DEFINITION, /* other functions and classes, modules */
    INTEREST_MACHINERY,  /* code, descriptors, and what they alone refer to */
    INTEREST_COUNT
} InspectInterest;
typedef struct InspectObject {
    InspectValue value;
    int64_t size;             /* bytes, as sys.getsizeof */
    int referrer_count;       /* who refers to it, filled in by inspect_referrers */
    bool tracked;             /* by the cyclic collector */
    InspectInterest interest; /* filled in by inspect_objects_by_interest */
} InspectObject;
/* Objects that the program has made, in order of birth. */
int inspect_objects(Inspector *look, uint64_t after_serial, InspectObject *out, int capacity, int *total);
/* The same by interest, the youngest first. */
int inspect_objects_by_interest(Inspector *look, InspectObject *out, int capacity, int *total);
typedef enum InspectHold {
    HOLDS_VARIABLE, /* of a frame; `how` is its name */
    HOLDS_GLOBAL,   /* `how` is "global x", `name` the name */
    HOLDS_PART,     /* an item or an attribute; `how` is what one writes behind the holder */
    HOLDS_OTHERWISE
} InspectHold;
typedef struct InspectReference {
    InspectValue from; /* the object that refers, or not present: a frame */
    InspectHold hold;
    const char *how;  /* "x", "stack 2", "[0]", "['key']", ".name", "global x" */
    const char *name; /* of the global variable */
    uint64_t frame;   /* number, where a frame refers; 0 */
} InspectReference;
int inspect_referrers(Inspector *look, uint64_t serial, InspectReference *out, int capacity, int *total);

/* Whether the object of this number, as the machine counts, still lives at that address; the memory may be free. */
bool inspect_is_alive(uintptr_t object, uint64_t raw_serial);
/* The number of the object that the machine itself knows by this one. */
uint64_t inspect_number_of(uint64_t raw_serial);
/* How many objects the program has made so far: #N is born once this is N or more. */
uint64_t inspect_births(Inspector *look);

/* What is known of all live objects since the last stop: host memory. NULL: out of memory. */
typedef struct InspectCensus InspectCensus;
InspectCensus *inspect_census_new(void);
void inspect_census_free(InspectCensus *census);
typedef enum InspectChangeKind { CHANGE_BORN, CHANGE_DIED, CHANGE_COUNT } InspectChangeKind;
typedef struct InspectChange {
    InspectChangeKind kind;
    uint64_t serial;
    bool immortal;
    int64_t before, after;   /* reference counts */
    const char *type, *text; /* of what died: as it was, "" where nobody looked */
} InspectChange;
/* Brings the census up to date and tells what has changed since it last was, by serial; nothing at the first time.
 * `pages` are those of the arena (by number from its base) that may have been written since. */
int inspect_changes(Inspector *look, InspectCensus *census, const uint32_t *pages, int64_t page_count,
                    InspectChange *out, int capacity, int *total);

/* --- generators --------------------------------------------------------------------------------------- */

typedef struct InspectGenerator {
    InspectValue value;
    const char *kind;  /* "generator", "coroutine", "async generator"; this and the state may be Korean */
    const char *name;  /* qualname */
    const char *state; /* "created", "suspended", "running", "closed" */
    bool runs;         /* its frame is on a thread's stack */
    uint64_t frame;    /* number; 0: closed */
    int line, offset;
    int stack_depth;
    InspectValue delegate; /* yield from / await: to whom */
} InspectGenerator;
int inspect_generators(Inspector *look, InspectGenerator *out, int capacity, int *total);
InspectValue inspect_generator_stack(Inspector *look, uint64_t serial, int index);
int inspect_generator_variables(Inspector *look, uint64_t serial, InspectVariable *out, int capacity,
                                int *total);

/* --- tasks of asyncio ---------------------------------------------------------------------------------- */

typedef struct InspectTask {
    InspectValue value;
    const char *name;       /* what get_name() says */
    const char *state;      /* "pending", "running", "finished", "failed", "cancelled" */
    int cancelling;         /* cancel() was called that often, uncancel() subtracted */
    bool must_cancel;       /* its next step throws CancelledError */
    InspectValue coroutine; /* that it runs */
    InspectValue waits_for; /* the future that will wake it; not present: the loop will, or it is done */
} InspectTask;
int inspect_tasks(Inspector *look, InspectTask *out, int capacity, int *total);
/* Where a sleeping task stands: its coroutine, what that awaits, and so on inwards. */
typedef struct InspectAwait {
    const char *name; /* qualname */
    int line;
} InspectAwait;
int inspect_task_awaits(Inspector *look, uint64_t serial, InspectAwait *out, int capacity);

/* --- threads and the GIL ------------------------------------------------------------------------------- */

typedef struct InspectThread {
    int number;
    const char *name;
    bool holds_gil;
    const char *state;           /* "running", "waiting for the GIL", "blocked", "sleeping", "ended" */
    const char *qualname, *file; /* where it stands; "": nowhere */
    int line;
    int depth; /* its Python frames */
} InspectThread;
int inspect_threads(Inspector *look, InspectThread *out, int capacity, int *total);

/* --- evaluation of plain names at a stop, without a branch ---------------------------------------------- */
/* NAME, NAME.attr, NAME[int or 'str'], TOS, TOS1 ...; false with a message in *out.text: not such an expression,
 * or not there (then it may come). */
bool inspect_evaluate(Inspector *look, const char *expression, InspectValue *out);

/* Words of memory on which an expression's value depends: addresses, for a Watch (base/probe.h) alone. */
#define INSPECT_WORDS 32
typedef struct InspectWords {
    int count; /* more than INSPECT_WORDS: not all of them are here */
    uintptr_t at[INSPECT_WORDS];
} InspectWords;
/* Whose names an expression means, wherever the program stands later. All zero: the running frame's. */
typedef struct InspectScope {
    uint64_t frame;  /* number of the frame whose variable it begins with; 0: a global one, or none */
    uintptr_t owner; /* the generator that this frame belongs to; the dict of the globals; 0: neither */
    uint64_t owner_serial;
} InspectScope;
/* As seen from the running frame. */
InspectScope inspect_scope(Inspector *look, const char *expression);
/* The same with the names of a scope; a frame must be on a thread's stack, or its generator alive. `words` may be
 * NULL. */
bool inspect_evaluate_in(Inspector *look, InspectScope scope, const char *expression, InspectValue *out,
                         InspectWords *words);

/* --- the trace format (DESIGN.md) ----------------------------------------------------------------------- */
/* The JSON line for the next instruction, without end of line. */
const char *inspect_trace_line(Inspector *look);

#endif
