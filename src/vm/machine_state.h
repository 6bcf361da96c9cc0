/* machine_state.h: the program that the machine runs, and how it ended. Used by machine.c, program.c and
 * finalize.c. */
#ifndef VM_MACHINE_STATE_H
#define VM_MACHINE_STATE_H

#include "vm/machine.h"

typedef struct MachineState { /* an arena block; so are the texts */
    ProgramKind kind;
    char *program; /* path, text of -c, name of the module */
    char *source;  /* NUL-terminated */
    isize source_length;
    bool keep_code;
    bool ignore_environment, no_site, quiet;
    int inspect;       /* MachineOptions */
    int trace_memory;  /* tracemalloc is on from the start, with so many frames a traceback; 0: it is not */
    Object *main_code; /* owned; NULL: not kept */
    bool exited;
    bool cut_short;       /* it ended without being taken down */
    int end_signal;       /* what the process is to die of, 0: nothing */
    bool count_from_main; /* runpy is at work: instructions count once it runs code in __main__ */
    int status;
} MachineState;

/* program.c: runs __main__ from compiling to the report of what nobody caught; the exit status. */
int program_run(void);
/* runpy is about to run code with these globals: where they are __main__'s, instructions count from here on. */
void program_begins_with(Ref globals);
/* finalize.c: takes everything down in CPython's order. May change the exit status (120: output could not be
 * flushed). */
void program_finalize(void);

#endif
