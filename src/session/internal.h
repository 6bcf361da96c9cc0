/* internal.h: what the files of this room share. Nobody else includes it. */
#ifndef SESSION_INTERNAL_H
#define SESSION_INTERNAL_H

#include "compiler/compiler.h"
#include "inspect/language.h"
#include "session/breakpoints.h"
#include "session/session.h"
#include "session/units.h"

#define MOST_CHANGES 256

typedef struct Source { /* a file's text and where its lines begin */
    struct Source *next;
    char *path;
    char *bytes; /* as they are compiled, `length` of them */
    isize length;
    char *text;    /* what they say, in UTF-8, its lines ended by \n */
    isize *starts; /* line_count + 1 of them */
    int line_count;
    bool outlined; /* the two below are known */
    u8 *has_code;  /* for each line, the first is [1]; NULL: it can't be compiled */
    Text names;    /* of its functions and classes, each as `name` and as `qualname`, NUL-terminated */
} Source;

typedef struct CodePlan { /* a code object as a search sees it */
    u64 code;
    char *name, *qualname, *file;
    bool in_library; /* the file is one of the library, or of an installed package */
    InspectUnit *units;
    int count;
} CodePlan;

typedef struct Place { /* what a search met */
    ProbeEvent event;
    u64 step;
    const Watch *watch;
    const CodePlan *plan; /* PROBE_PLACE: of the running code */
    int unit, previous;   /* the instruction met, and the one that its frame executed before (-1: none) */
} Place;

#define MARK_COUNT 26
typedef struct Mark {
    u64 step;
    char *note; /* never NULL where it is set */
    bool is_set;
} Mark;

/* A branch as a recording keeps it: what was changed where, and what came from outside since. */
typedef struct BranchRecord {
    int parent;
    u64 step, furthest;
    bool ended;
    char *change, *log; /* `change`: the command */
    isize log_length;
} BranchRecord;
typedef struct Timeline Timeline;
typedef struct Branch Branch;

/* What a search looks for. */
#define GOAL_WORDS 64
typedef struct Goal {
    u64 thread;    /* 0: any */
    isize deepest; /* frames deeper than this don't count */
    u32 events;    /* PROBE_BITs that may make a place */
    /* Whether the instruction at this code unit may be a place; NULL: none. */
    bool (*marks)(Session *, const struct Goal *, const CodePlan *, int unit);
    /* Whether what was met is one; NULL: always. After PROBE_WORD it says anew which words are watched. */
    bool (*reached)(Session *, struct Goal *, const Place *);
    void (*begin)(Session *, struct Goal *); /* the walk begins here: the first word list; may be NULL */
    int word_count;
    uintptr_t words[GOAL_WORDS];
    u64 end; /* forwards: no further than to this step, where it ends as if that were a place; 0: none */
    bool passes_library; /* its code has no places */
    bool passed_library; /* out: some of it was met */
    int breakpoint;      /* out: the number of the one that stopped */
    bool backwards;
} Goal;

/* Of the next instruction: what is asked for when it has been executed. */
typedef struct Coming {
    int target;
    bool chooses, raises, gives;
} Coming;

struct Session {
    SessionOptions options;
    World *world;
    Recorder *recorder;
    Inspector *look;
    Stop stop;
    Text did, printed, next;             /* `next`: what the next instruction will do, told at the last stop */
    Coming coming;                       /* the same instruction */
    InspectChange changes[MOST_CHANGES]; /* at the last stop */
    Text change_texts;                   /* their types and texts */
    InspectCensus *census;               /* of the last stop */
    InspectPosition position;
    u64 output_position;
    Breakpoint *breakpoints;
    int breakpoint_count, breakpoint_capacity, next_breakpoint;
    int nesting; /* of commands that breakpoints carry out */
    u64 written; /* position in the output at the last look of a search for a text */
    Source *sources;
    char *folder;    /* of the program, with the slash; NULL: not known */
    char *main_file; /* that it begins in */
    u64 *codes;      /* of the text of -c or standard input: other text has its name, too */
    int code_count;  /* 0: the program is a file */
    SessionFault fault;
    char *fault_message;     /* owned */
    InspectScope main_scope; /* its global variables */
    CodePlan **plans;
    u32 plan_mask, plan_count;
    Trail trails[UNIT_COUNT];
    bool into_library;   /* i and s go there */
    bool passed_library; /* the last move by line did not */
    Mark marks[MARK_COUNT];
    char last_mark;
    u64 *visited; /* steps of the places visited, oldest first */
    int visited_count, visited_at;
    Timeline *timeline;
    Branch *branches; /* NULL as long as there is none but the run as it was */
    int branch_count, branch;
    BranchRecord *records; /* branches of the recording that it was opened from, until they are restored */
    int record_count;
    u64 recorded_steps; /* it was opened from a recording of so many; else 0 */
    char *kept[1100];   /* texts of the recording; freed at the end */
    int kept_count;
    const char **arguments;
    bool machine_open;
    volatile u64 asked; /* how often it was asked whether the user has had enough */
    Raised raised;      /* at which a breakpoint on exceptions stopped last */
    bool had_enough;    /* he had, of an expression: the search that it is part of ends, too */
    void (*progress)(void *, uint64_t);
    void *progress_context;
    bool in_background; /* nobody waits for what is done: no progress is told */
};

/* --- plans.c --- */
/* Of the running code; NULL: none, or out of memory. */
const CodePlan *plan_here(Session *session);
void plans_free(Session *session);
bool plan_wakes(const CodePlan *plan, int unit); /* a generator or coroutine goes on here */
bool plan_may_begin_line(const CodePlan *plan, int unit);
bool plan_begins_line(const CodePlan *plan, int unit, int previous);

/* --- search.c --- */
/* The machine stands at the place then, or (STOP_EXIT, STOP_INPUT, STOP_START) where the run has no further
 * one. */
StopReason search_forwards(Session *session, Goal *goal);
StopReason search_backwards(Session *session, Goal *goal);

/* Where a command has been elsewhere: back to the step that it began at (`exited`: the run had ended there). */
void session_return(Session *session, uint64_t here, bool exited);

/* --- ran.c --- */
/* log, hot. */
bool ran_command(Session *session, CommandId id, const char *argument, Text *out);

/* --- units.c --- */
/* One move by a unit from here. */
StopReason unit_forwards(Session *session, Unit unit, int *breakpoint);
StopReason unit_backwards(Session *session, Unit unit, int *breakpoint);
/* Whether the instruction that was executed next from here raised: session->raised is what. */
bool unit_note_raised(Session *session);

/* --- library.c --- */
bool library_command(Session *session, const char *argument, Text *out);
/* Bytes of a path that name the folder of Python's library and the slash behind it; 0: it lies elsewhere. */
usize library_prefix(const char *file);
/* The file is no part of the program. */
bool library_has(const Session *session, const char *file);
bool library_is_passed(Session *session);
/* So many instructions of the program from here, where the library is passed over; *passed grows by what it ran. */
StopReason library_step(Session *session, u64 count, u64 *passed);
StopReason library_step_back(Session *session, u64 count, u64 *passed);
void library_tell(Session *session, u64 passed, Text *out);

/* --- moves.c --- */
bool session_move(Session *session, CommandId id, const char *argument, int64_t count, Text *out);
bool session_is_interrupted(Session *session);
bool session_ask_interrupted(void *session); /* the same as a callback */
StopReason move_to(Session *session, u64 step);
StopReason limit_reason(const Session *session); /* the recorder goes no further (PROBE_LIMIT): why */
/* Where the machine stands within an instruction that waits, it stands before it again: what was waited for may have
 * come, and a step leads to the instruction's end. */
void leave_instruction(Session *session);

/* --- breakpoints.c --- */
bool breakpoint_command(Session *session, CommandId id, const char *argument, Text *out);
void breakpoints_load(Session *session); /* those saved beside the program */
void breakpoints_goal(Session *session, Goal *goal);
void breakpoints_tell_trouble(const Session *session, Text *out); /* of those that were never met */
void breakpoints_free(Session *session);

/* --- raises.c --- */
/* Whether the exception, which has just been raised, ends in a traceback: of its thread, or of the program. */
bool raise_is_uncaught(Session *session, const Raised *raised);

/* --- history.c --- */
bool history_command(Session *session, CommandId id, const char *argument, Text *out);

/* --- moments.c --- */
bool moment_command(Session *session, CommandId id, const char *argument, Text *out);
void marks_tell(const Session *session, Text *out);
void marks_free(Session *session); /* and the places visited */
void visited_note(Session *session, u64 step);
void visited_tell(const Session *session, Text *out);

/* --- branches.c --- */
bool branch_command(Session *session, CommandId id, const char *argument, Text *out);
void branches_free(Session *session);
int branches_count(Session *session);                     /* with the run as it was, which is number 0 */
BranchRecord branch_record(Session *session, int number); /* lent */
/* The machine may be anywhere; it stands where the branch begins then. */
bool branch_restore(Session *session, const BranchRecord *record);
/* How far each of them was known. */
void branches_known(Session *session, const BranchRecord *records, int count);
/* Up to here the run follows from the memory as it is: a recording's end, the next change of the past. */
u64 branch_known_end(const Session *session);

/* --- timeline.c --- */
bool timeline_tell(Session *session, Text *out);
void timeline_free(Timeline *timeline);

/* --- recording.c --- */
/* Takes program, options, log and marks from the recording that the program's text is. */
bool recording_load(Session *session, Status *status);
void recording_restore_branches(Session *session);
void recording_free(Session *session);

/* "this instruction raises ValueError" of what session->raised is. */
void tell_raise(const Session *session, Text *out);

/* --- expressions.c --- */
/* Evaluates a Python expression in the running frame, on a branch that is thrown away. The answer, or why there
 * is none, and what was printed are appended to `out`. */
bool expression_evaluate(Session *session, const char *expression, Text *out);
/* Why the machine gave no answer. */
void refusal_tell(const Session *session, RecorderRefusal refusal, Text *out);
/* Whether it is a Python expression. If not, why and where is appended to `out`: "invalid syntax after 'x +'". */
bool expression_compiles(Session *session, const char *expression, Text *out);
/* *why: the reason where it can't be told, which is no; malloc'd. NULL: nobody wants to know. */
bool expression_is_true(Session *session, const char *expression, char **why);

/* --- stages.c --- */
/* Does something with the compiler where the program does not notice. */
typedef bool (*CompilerWork)(const char *text, isize length, Ref filename, const CompileOptions *options,
                             void *context);
bool compile_aside(Session *session, const Source *source, CompilerWork work, void *context);
bool compile_text_aside(Session *session, const char *path, const char *text, isize length,
                        const CompileOptions *options, CompilerWork work, void *context);

/* --- outline.c --- */
/* The first line from here on that has code; 0: there is none. What can't be compiled has code everywhere. */
int outline_line(Session *session, const char *path, int line);
/* Whether a function or class of this name, or qualified name, stands in the file. */
bool outline_has(Session *session, const char *path, const char *name);

/* --- fault.c --- */
void fault_note(Session *session); /* the program has ended before its first instruction */

/* --- sources.c --- */
const Source *source_find(Session *session, const char *path);
bool source_is_command(const Session *session, const Source *source); /* the text of -c */
/* The file that FILE of FILE:LINE means, as far as can be told now: its path, kept by the session, or NULL. */
const char *source_named(Session *session, const char *asked);
void sources_free(Session *session);
void sources_note_folder(Session *session); /* at the start, when the program's own frame is the running one */

/* --- tell.c --- */
bool tell_command(Session *session, CommandId id, const char *argument, Text *out);
/* "frame 3: x", "list #31: [0]" */
void tell_reference(const Session *session, const InspectReference *reference, Text *out);
bool tell_is_topic(const char *name, isize length); /* of `info` */
void append_place(Session *session, Text *out);     /* where it stands */
void tell_place(Session *session, Text *out);       /* the same, a line */

/* --- session.c --- */
/* Says something in the language that the session speaks (inspect/language.h). */
void session_say(const Session *session, Text *out, const char *english, const char *korean, ...)
    PRINTF_LIKE(3, 5) PRINTF_LIKE(4, 5);
/* The same for a word that is filled in somewhere. */
static inline const char *session_text(const Session *session, const char *english, const char *korean) {
    return inspect_speaks_korean(session->look) ? korean : english;
}
/* Makes session->stop of what a move led to. */
void session_arrive(Session *session, StopReason reason, int breakpoint);

#endif
