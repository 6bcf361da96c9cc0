/* session.h: a program under observation: where it stands, and the verbs that move it.
 *
 * A session owns world, machine and recorder. Its two faces, the screen and the line-mode debugger, both say
 * what they want through session_command or session_execute, and look through inspect.h. */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include "base/status.h"
#include "base/text.h"
#include "inspect/inspect.h"
#include "recorder/recorder.h"
#include "session/commands.h"
#include "vm/machine.h"
#include "world/world.h"

typedef struct SessionOptions {
    MachineOptions machine; /* program, argv ...; `world` is filled in by the session */
    RecorderOptions recorder;
    bool own_input; /* standard input belongs to the program (debug --batch); else the session supplies lines */
    bool piped_input; /* standard input alone does: a file or a pipe stands in the terminal's place */
    bool (*interrupted)(void *); /* asked now and then on long moves: true stops them (Ctrl-C); may be NULL */
    void *interrupted_context;
    const char *log; /* what came from outside in a run that is to be lived again (world_log), or NULL */
    isize log_length;
    bool korean; /* what is said to people; session_speak_korean changes it */
} SessionOptions;

typedef struct Session Session;
/* Whether a file's text is a recording, which session_open takes in a program's place; NULL: it is none. */
bool session_is_recording(const char *bytes, isize length);
/* What is wrong where machine_open has given no machine, but this reason. */
Status session_no_machine(bool korean, const char *why);
/* Opens the program and stands before its first instruction. */
Session *session_open(const SessionOptions *options, Status *status);
void session_close(Session *session);

/* Sentences on instructions and answers are Korean, or English, from now on. */
void session_speak_korean(Session *session, bool korean);

#define BREAKPOINT_CALLED (-1)
/* What the last move ended with. */
typedef enum StopReason {
    STOP_START, /* before the first instruction, or a backwards move reached it */
    STOP_MOVED, /* the unit asked for */
    STOP_BREAKPOINT,
    STOP_EXIT,       /* the program has ended; a forwards move reached its end */
    STOP_INPUT,      /* it waits for a line: session_input */
    STOP_RECORDED,   /* the recording ends here */
    STOP_LIMIT,      /* --steps lets the run go no further */
    STOP_DEADLOCK,   /* every thread waits for another one: only `interrupt` helps */
    STOP_INTERRUPTED /* Ctrl-C */
} StopReason;
typedef struct Stop {
    StopReason reason;
    int breakpoint; /* number, for STOP_BREAKPOINT; BREAKPOINT_CALLED: the program's own breakpoint() */
    uint64_t from_step, step;
    bool one_instruction; /* the move was exactly one instruction forwards (or back): then the rest is filled in
                           */
    const char *did;      /* one sentence: what that instruction did, with its operands and result; "" */
    const InspectChange
        *changes; /* reference counts that moved, births and deaths, compared with the last stop */
    int change_count, change_total; /* listed, and how many there were */
    const char *printed;            /* what the program wrote during the move (forwards), "" */
} Stop;
/* The last stop; valid until the next move. */
const Stop *session_stop(const Session *session);
/* "born", "died"; after a move backwards "back": it lives again, "gone": it is not made yet. Of one width. */
const char *session_change_word(const Session *session, InspectChangeKind kind);

/* Carries out a SESSION command; `count` >= 1 repeats it; `argument` as typed, "" for none. What it has to say
 * (answers of print, info, errors) is appended to `out`. False: refused or failed, the reason is in `out`.
 * COMMAND_QUIT only answers true. */
bool session_command(Session *session, CommandId id, const char *argument, int64_t count, Text *out);
/* A line as typed at the prompt: [count] name argument; `*id` tells which command it was (COMMAND_COUNT:
 * unknown, or empty). SCREEN commands are not carried out: the caller does. */
bool session_execute(Session *session, const char *line, CommandId *id, const char **argument, int64_t *count,
                     Text *out);
/* Completions of a line, NUL-separated, the part typed so far included. */
void session_complete(Session *session, const char *line, Text *out);

/* Answers an input(): the line without its end; NULL: end of file. */
void session_input(Session *session, const char *line);

/* The window onto the machine, refreshed at each stop. */
Inspector *session_inspector(Session *session);

/* --- for drawing ---------------------------------------------------------------------------------------- */
/* Lines of a source file; NULL when it can't be read. Kept by the session. */
const char *session_source_line(Session *session, const char *file, int line, int *length);
int session_source_line_count(Session *session, const char *file);
/* The file in which the code object of this file and serial number was written: the text of -c or of standard input
 * counts as one. "": none is known, for a program may give exec() a text that calls itself "<string>", too. Of no file:
 * the one that the program begins in. */
const char *session_source_of(const Session *session, const char *file, uint64_t code);
/* The file's name as people say it: without the program's folder or the library's. Part of `file`. */
const char *session_short_path(const Session *session, const char *file);
/* Why the program could not be compiled, and where: a line of the file that it begins in (0: none can be told), and its
 * bytes from `from` to `to`. */
typedef struct SessionFault {
    const char *message; /* "SyntaxError: '(' was never closed (x.py, line 3)" */
    int line, from, to;
} SessionFault;
const SessionFault *session_fault(const Session *session); /* NULL: it could */
bool session_has_breakpoint(const Session *session, const char *file, int line);
/* Which run it is: 0 the one as it was, else a branch that `set` or `jump` began. What a branch prints goes nowhere
 * but into the session's output. */
int session_branch(const Session *session);
/* The program's output up to where it stands. */
isize session_output(Session *session, const WorldOutput **chunks);
/* What the compiler's stages make of a file of the program: tokens, tree, symbols and flow graphs as `opscope dis
 * --stages` prints them. False: `out` says why there are none. */
bool session_stages(Session *session, const char *file, Text *out);
/* Writes the run as far as it is known to a file, which is replaced as a whole or not at all. A session opened on
 * such a file (as the program's text) lives through the same run. */
bool session_save(Session *session, const char *path, Text *out);
/* Hook that is told about progress of long moves (for a progress line): step reached. */
void session_on_progress(Session *session, void (*progress)(void *context, uint64_t step), void *context);

#endif
