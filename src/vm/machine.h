/* machine.h: the machine as its host sees it: make it, let it run, stop it.
 *
 * The host (recorder, session, `opscope run`) runs on the ordinary C stack. machine_resume switches to the
 * stack of the Python thread that holds the GIL; the machine comes back when its budget of instructions
 * is used up or when an event happens that was asked for. In between nobody else runs, so whatever the host
 * does to look at the machine is a read of memory at rest.
 *
 * All of the machine's state is in the arena. What the host keeps (the budget it gave, the events it wants) is
 * an argument of machine_resume and leaves no trace in the arena that another budget would not leave. */
#ifndef VM_MACHINE_H
#define VM_MACHINE_H

#include "base/probe.h"
#include "object/object.h"

typedef enum ProgramKind {
    PROGRAM_FILE,
    PROGRAM_COMMAND,
    PROGRAM_MODULE,
    PROGRAM_STDIN,
    PROGRAM_FOLDER,
    PROGRAM_TYPED /* statements at a prompt, from standard input */
} ProgramKind;

/* A line of PROGRAM_TYPED's input that begins so: Ctrl-C was pressed at the prompt. */
#define TYPED_INTERRUPT "\x03"

/* The CPython that programs are told they run on: the one whose behaviour is shown. */
#define PYTHON_VERSION "3.11.2"

#define MACHINE_MAX_OPTIONS 16 /* -W and -X, each, and a NULL */
#define LEAST_DIGIT_LIMIT 640
enum { INSPECT_AT_TERMINAL = 1, INSPECT_ALWAYS };
#define NO_DIGIT_LIMIT (-1)

typedef struct MachineOptions {
    ProgramKind kind;
    const char
        *program; /* path, text of -c, module name; PROGRAM_FOLDER: a folder or archive with __main__.py */
    const char *source; /* PROGRAM_FILE, PROGRAM_STDIN: the text, already read by the host through world */
    isize source_length;
    int argc; /* sys.argv[1:] */
    const char *const *argv;
    int optimize;       /* -O count */
    usize memory_limit; /* bytes; 0: the arena's */
    u64 scheduler_seed;
    u64 ignored_signals; /* bit number - 1: those that are ignored where the program is started, as by nohup */
    bool real_time;      /* --time real: sleeps wait; else virtual */
    bool breakpoint_stops; /* breakpoint() is an event, PROBE_BREAKPOINT; else it starts pdb, as in CPython */
    u32 stress_collect;    /* hostile tests, as in object/root.h */
    bool keep_code;        /* machine_main_code() will be asked */
    const char *stdlib;    /* folder of the Python library, or NULL */
    /* python3.11's own options, for sys.flags and what follows from them */
    bool isolated, ignore_environment, no_user_site, no_site, safe_path, no_bytecode,
        unbuffered;                                                                /* -I -E -s -S -P -B -u */
    bool dev_mode, utf8_mode, warn_default_encoding, no_debug_ranges, import_time; /* -X ... */
    int trace_memory; /* -X tracemalloc: frames a traceback; 0: it was not given */
    int bytes_warning, quiet, verbose, debug, max_str_digits;
    int inspect; /* statements are typed behind the program: INSPECT_AT_TERMINAL (PYTHONINSPECT), INSPECT_ALWAYS (-i) */
    /* max_str_digits: the limit, 0: none was given, NO_DIGIT_LIMIT: there shall be none */
    const char *warn_options[MACHINE_MAX_OPTIONS], *x_options[MACHINE_MAX_OPTIONS]; /* ended by NULL */
    struct World *world; /* the host's side of the outside; attached once the arena is open */
} MachineOptions;

/* Makes the machine in a fresh arena: all rooms up to modules, sys.argv, __main__, and the main thread ready to
 * run its first instruction. False and *why (static) when memory is short; NULL: the limit on it is too low. The
 * source is compiled by the first resume: a SyntaxError is printed like any uncaught exception. `boot` is `modules`'
 * function that fills builtins and sys (vm does not know modules). */
typedef bool (*MachineBoot)(const MachineOptions *options);
bool machine_open(const MachineOptions *options, MachineBoot boot, const char **why);
/* Gives the arena back. */
void machine_close(void);

/* Runs at most `budget` instructions (budget >= 1), or until one of `events` (PROBE_BITs) happens. PROBE_STEP:
 * the budget is used up and the machine stands before the next instruction of some frame. PROBE_EXIT: it has
 * ended for good. Without budget limit: UINT64_MAX. A budget never changes what the program does. */
ProbeEvent machine_resume(u64 budget, u32 events);
/* The same, and reports the instructions that the watch marks (NULL: none): PROBE_PLACE, PROBE_CODE. */
ProbeEvent machine_resume_watched(u64 budget, u32 events, Watch *watch);

/* The same, but first the running thread calls request(argument) where it stands: Python code that it runs
 * counts as instructions, no other thread runs meanwhile, and PROBE_BLOCKED says that one would have to.
 * PROBE_ANSWER: the call is done. Only on a branch of the recorder: what it leaves behind is not undone
 * here. */
ProbeEvent machine_call(void (*request)(void *), void *argument, u64 budget);

/* The way out of native code that doesn't come back, for a signal handler: machine_resume answers PROBE_LEFT. The
 * machine is then in the midst of an instruction and must not be looked at before the recorder has put back a
 * moment of the past; machine_steps() is the number of that instruction, or of one before it. `stack_pointer`:
 * where the interrupted stack stood (stack_interrupted). It can be left only while it runs on a stack of its own
 * and changes nothing outside the arena. */
bool machine_can_be_left(uintptr_t stack_pointer);
void machine_leave(void);

/* Instructions executed so far: the next one is number machine_steps() + 1. Unspecialised count (DESIGN.md,
 * Evaluation). */
u64 machine_steps(void);
/* It stands within an instruction that waits (PROBE_INPUT, PROBE_DEADLOCK), which is counted already. */
bool machine_is_inside(void);
bool machine_exited(void);
int machine_exit_status(void);
/* The signal that the process is to die of: SIGINT after a KeyboardInterrupt that nobody caught, or one that the
 * program sent to itself; 0: none. */
int machine_end_signal(void);
/* It ended by os._exit or by a signal: nothing was taken down. */
bool machine_was_cut_short(void);

/* The code object of __main__, with what its instructions have learned: also after the exit. NULL: it did not
 * compile. Only where keep_code was asked for. */
Ref machine_main_code(void);

/* Audit at the end of a test: objects still alive that the program made, after the teardown. `show` gets the name
 * of each one's type. */
void machine_each_leaked(void (*show)(const char *type_name, void *context), void *context);

/* A signal that arrived (SIGINT): taken up at the next place where CPython's eval breaker is looked at.
 * Async-signal unsafe; called by the host between resumes, or through the flag that world keeps. */
void machine_interrupt(void);
bool machine_interrupt_waits(void); /* it was not taken up yet */

#endif
