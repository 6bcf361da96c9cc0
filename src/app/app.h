/* app.h: the subcommands, and the options that they share. */
#ifndef APP_APP_H
#define APP_APP_H

#include "base/status.h"
#include "base/text.h"
#include "session/session.h"
#include "vm/machine.h"
#include "world/world.h"

typedef struct Options {
    MachineOptions machine;
    char *environment_filters;     /* PYTHONWARNINGS, cut into pieces; owned */
    bool help, version, skip_line; /* -h -V -x */
    bool utf8_told;                /* -X utf8=... counts more than PYTHONUTF8 and the locale */
    bool trace_memory_told;        /* -X tracemalloc counts more than PYTHONTRACEMALLOC */
    bool batch;                    /* debug --batch SCRIPT */
    const char *script;
    const char *output;               /* -o FILE */
    bool json, adaptive, show_caches; /* dis */
    u32 stages;                       /* dis --stages: bits of compiler.h; 0: the code alone */
    int width, height;                /* shot --size 120x40 */
    const char *keys;                 /* shot --keys */
    const char *format;               /* shot --format */
    const char *lesson, *language;
    bool check;             /* lesson --check: walk all lessons */
    bool monochrome, ascii; /* shot */
    bool post_mortem;       /* the screen, debug: begin at the raise that ends the program */
    bool time_chosen;       /* --time was given */
    u64 step_limit;         /* --steps N; 0: none */
    usize history;          /* --history 256M */
    bool churns;            /* --churns, for the benchmarks */
    int dirty_method;       /* --dirty-pages userfaultfd|mprotect|compare, for tests */
    u64 fail_allocation;    /* --fail-allocation N, for tests */
    u64 first_failure;      /* --failures FIRST:LAST, for tests; 0: the first there is ... */
    u64 last_failure;       /* ... and the last */
    char *source;           /* of the program; owned */
} Options;

/* A subcommand gets what follows its name. The result is the exit status. */
typedef struct Subcommand {
    const char *name, *arguments, *help, *korean;
    int (*run)(Options *options);
    bool needs_program, only_compiles; /* the program; it, without running it */
    bool opens_recordings;             /* which a file may be, in the program's place */
} Subcommand;
extern const Subcommand subcommands[]; /* ended by a NULL name */

/* --language alone, which the errors of the others are said in. */
void options_find_language(Options *options, int argc, char **argv);
/* Options up to the program, then the program's own arguments. A failed Status is a usage error. */
Status options_parse(Options *options, int argc, char **argv);
/* The same arguments once more: those behind the program are options, too. */
Status options_parse_behind(Options *options, int argc, char **argv);
/* What the environment and several options together say; after options_parse. */
Status options_settle(Options *options);
/* The environment as python3.11 changes it for the program in the C locale. */
void options_coerce_locale(const MachineOptions *machine);
/* The limit on digits of ints as text: 0 or from 640 on; false: it is neither. */
bool options_digit_limit(const char *text, MachineOptions *machine);
/* The number of -X tracemalloc=N, which may be empty: then it is none. */
bool options_trace_frames(const char *text, MachineOptions *machine);
/* Reads the program's text. */
Status options_load(Options *options);
/* "en" or "ko": as the option says, else the locale. */
const char *options_language(const Options *options);
bool options_speak_korean(const Options *options);
void options_free(Options *options);

#define USAGE_STATUS 2
/* Errors are said in the language of who reads them (inspect/language.h): that of the options. */
void usage_speak(const Options *options);
const char *usage_text(const char *english, const char *korean);
Status usage_status(const char *english, const char *korean, ...) PRINTF_LIKE(1, 3) PRINTF_LIKE(2, 3);
/* One line on standard error: "opscope: ..."; gives the exit status USAGE_STATUS. */
int usage_error(const char *english, const char *korean, ...) PRINTF_LIKE(1, 3) PRINTF_LIKE(2, 3);
int usage_failed(const Status *status);

/* --- commands that compile and don't run (static_machine.c) --- */

Own program_filename(const Options *options); /* co_filename: a str */
const char *program_source(const Options *options, isize *length);
bool program_is_pyc(const Options *options);
Own program_code(const Options *options); /* compiled, or read from a .pyc; NULL raised */
/* Does the work in a fresh machine; what it appended goes to standard output (or the file). What it raised is
 * reported. The exit status. */
typedef bool (*StaticWork)(const Options *options, Text *out);
int static_machine_run(Options *options, StaticWork work);
int static_machine_write(Options *options, StaticWork work, const char *path);

/* A machine for the program, before its first instruction, in a world of its own. NULL: usage_error has told why. Both
 * are given back by close_machine. */
World *open_machine(Options *options, const WorldOptions *outside);
void close_machine(World *world);

int command_run(Options *options);
int run_was_limited(u64 steps); /* --steps has stopped it after so many: says so; the exit status */
int command_compile(Options *options);
int command_dis(Options *options);
int command_trace(Options *options);
int command_debug(Options *options);
/* On standard output, in the language of the session (inspect/language.h). */
void print_said(Session *session, const char *english, const char *korean, ...) PRINTF_LIKE(2, 4)
    PRINTF_LIKE(3, 4);
int command_repl(Options *options);
int command_shot(Options *options);
int command_cast(Options *options);
/* A session for a screen, on a terminal or not; NULL: `status` says why. */
Session *screen_session(const Options *options, bool on_terminal, Status *status);
int command_lesson(Options *options);
int command_open(Options *options);
/* The screen on a run that was lived before: `log` is what came from outside. It stands before the instruction in which
 * step `step` was reached. */
int open_lived_run(Options *options, const char *log, isize length, u64 step);
int command_check_replay(Options *options);
int command_check_hostile(Options *options);
/* Once a program has ended: is nothing left but what is immortal, and what daemons and gc.freeze() hold? What is, is
 * told of on standard error, in one line with the types' names. */
bool no_object_is_left(void);
int command_record(Options *options);
int command_check_time(Options *options);
int command_check_speed(Options *options);
int command_check_moves(Options *options);

#endif
