/* world_internal.h: what the files of world say to each other; nobody else includes it. */
#ifndef WORLD_WORLD_INTERNAL_H
#define WORLD_WORLD_INTERNAL_H

#include <errno.h>
#include <signal.h>
#include <time.h>

#include "base/dirty_pages.h"
#include "base/text.h"
#include "world/world.h"

/* --- the log ---------------------------------------------------------------------------------------------- */

typedef enum RecordKind {
    RECORD_FILE,
    RECORD_STAT,
    RECORD_LIST,
    RECORD_DATE,
    RECORD_ENTROPY,
    RECORD_ENVIRONMENT,
    RECORD_FOLDER,
    RECORD_WAIT,
    RECORD_CALL = 64 /* and above: the answer to a WorldCall */
} RecordKind;

/* A record in the log: this head, then `length` bytes, padded to eight. It means the same wherever it lies, so
 * the log can be written to a file as it is. */
typedef struct RecordHead {
    u32 kind;
    i32 error; /* errno, 0: none */
    i64 value;
    i64 length;
} RecordHead;

/* The next record when the machine is replaying, else NULL. Consumes it. */
const RecordHead *world_replayed(u32 kind, const char **bytes);
/* Keeps an answer that just came from outside; *bytes then points to the kept copy. On a branch, and without a
 * log, it is kept only until the next answer. */
void world_keep(RecordHead head, const char **bytes);

/* --- the host's side -------------------------------------------------------------------------------------- */

typedef struct OutputMark { /* from this byte of the output on it belongs to `stream` */
    u64 start;
    WorldStream stream;
} OutputMark;

typedef struct Output {
    Text bytes;
    OutputMark *marks;
    isize mark_count, mark_capacity;
    WorldOutput *chunks; /* what world_output_chunks hands out */
    isize chunk_capacity;
} Output;

enum { STREAM_INPUT = 3, WORLD_DESCRIPTORS = 1024 };
typedef struct Descriptor { /* what a descriptor of the program stands for */
    int real;               /* the host's, -1: free */
    i8 stream;              /* 0: a file; WORLD_STDOUT, WORLD_STDERR or STREAM_INPUT */
    bool inheritable;
    bool inside;    /* only the program itself has the other end: nobody outside can make it ready */
    u32 pair;       /* both ends of a pipe or a pair of sockets have the same; 0: it has none */
    bool outside;   /* on a side line: the world's own file, which is only read */
    bool elsewhere; /* on a side line: what the trunk had open here can't be had; the number is taken */
    char *folder;   /* on a side line: the path of a folder that is only there; owned, NULL: it is none */
} Descriptor;

typedef struct FileCopy { /* on a side line: a file or folder that it, or the trunk, has changed */
    char *path;           /* absolute, owned */
    int real;             /* the content, in memory of the host's; -1: a folder, or nothing */
    bool is_folder;
} FileCopy;

/* All that is known of one line of the run: the trunk, or one that begins where the past was changed. */
typedef struct WorldLine {
    Text log;
    Output output;
    Text seen; /* of each whole file that was read: u64 position of its record in the log, path with its NUL */
    u64 seen_until;
    Text reads;        /* of standard input that is a file or a pipe: an InputRead for each */
    Text journal;      /* what was done with files, request after request (world_journal.c) */
    u64 journal_until; /* of the log's records */
    FileCopy *copies;
    isize copy_count, copy_capacity;
    char *folder; /* the current one; NULL: the process's own, on the trunk */
    Descriptor descriptors[WORLD_DESCRIPTORS];
} WorldLine;

typedef struct InputRead { /* behind this position of the log, so many bytes of World.read were read */
    u64 log_position;
    i64 taken;
} InputRead;

struct World {
    WorldOptions options;
    WorldLine **lines; /* [0] is the trunk */
    WorldLine *line;   /* the one that the machine is on */
    int line_count, line_number;
    WorldLine *aside;   /* on the branch: the files as it sees them; NULL: it has not asked yet */
    WorldLine *parting; /* the line that is being made */
    char *first_folder; /* the current one at the start */
    Text before;        /* what the trunk has changed as it was before (world_journal.c) */
    Text read; /* all that ever came from standard input: a line that begins in the past reads it again */
    Output branch;
    bool on_branch;
    u64 branch_output_start; /* output_position at which the branch began */
    Text answer;             /* the last answer when there is no log */
    bool supplied;           /* the host has put a line into `input` */
    Text input;
    isize input_start;         /* bytes of it that were read already */
    i64 started_ns;            /* on the host's clock */
    bool beyond_fork;          /* world_is_beyond_fork() */
    u32 pairs;                 /* made so far */
    struct Children *children; /* world_children.c; NULL: none was started, and none waited for */
    void **semaphores;         /* sem_t each, by the program's handle less 1; NULL: none */
    isize semaphore_count;
    struct WorldMap *maps; /* that the program has (world_maps.c) */
    isize map_count, map_capacity;
    struct Question *questions; /* that helpers ask for (world_resolve.c) */
    i64 tickets;
    struct Tls *tls;       /* world_tls.c; NULL: nobody has asked OpenSSL yet */
    struct pollfd *polled; /* room for world_wait's question */
    isize polled_capacity;
    i64 waited_in_vain_ns;            /* of options.patience_ns */
    char *statics, *statics_at_first; /* world_statics.c; NULL: no library has any */
    usize statics_size;
    volatile int busy; /* functions that the machine has called and that have not returned */
};

/* Makes the library's data what it was when the process began. */
void world_statics_reset(World *world);

static inline World *world(void) { return WORLD_ROOT->world; }
/* The host supplies what is read from it and keeps what is written to it. */
static inline bool world_has_captured(const Descriptor *d) {
    const WorldOptions *options = &world()->options;
    return options->capture && d->stream && !(options->reads && d->stream == STREAM_INPUT);
}
/* At the head of what the machine calls: until its end the machine is not to be left by a signal, and what the system
 * writes to buffers on the stack arrives. */
static inline World *world_enter(void) {
    dirty_pages_open_stack();
    world()->busy++;
    return world();
}
static inline void world_return(World **entered) { (*entered)->busy--; }
#define WORLD_BUSY World *entered UNUSED __attribute__((cleanup(world_return))) = world_enter()
/* Around a call that is not to wait, though the descriptor would: what it was is answered by the first and
 * handed to the second, which leaves errno alone. */
int world_unblock(int real);
void world_block_again(int real, int flags);
/* Only the trunk changes the world outside; a line of its own has copies. What is tried at a stop changes nothing. */
static inline bool world_is_trunk(const World *w) {
    return !w->on_branch && !w->parting && w->line_number == 0;
}
/* The line whose files and descriptors are meant now; NULL: out of memory. */
WorldLine *world_table(void);

bool world_lines_open(World *world);
void world_lines_close(World *world);
/* Keeps what was written to a stream. */
void world_output_append(Output *output, WorldStream stream, const char *bytes, isize length);
void world_output_free(Output *output);
/* The program writes this, for the first time or again: keeps what is new, without writing it out. How much of its end
 * is new. */
isize world_output_live(WorldStream stream, const char *bytes, isize length);
void world_descriptors_open(const World *world, WorldLine *line); /* the standard streams */
void world_descriptors_close(WorldLine *line);
/* Gives a line the files and descriptors that another one has at a position of its log. */
bool world_line_part(WorldLine *line, const WorldLine *from, u64 position);
WorldLine *world_line_alone(void); /* an empty one that is in no list; NULL: out of memory */
void world_line_free(WorldLine *line);

/* --- world_journal.c --- */
/* The trunk is about to do this: what it may change is kept as it is now. */
void world_note_before(const WorldRequest *request);
/* This was done; `position` is where its record in the log begins. */
void world_journal_note(const WorldRequest *request, const RecordHead *answer, u64 position);
/* world_files.c: does a request once more, on the line that is parting. */
i64 world_perform_again(const WorldRequest *request, Text *out);
/* Bytes of a journal that tell what was done up to a position of the log. */
isize world_journal_length(const Text *journal, u64 position);
/* Does again on the line that is parting what a journal tells up to a position. */
void world_journal_perform(const Text *journal, u64 position);
/* How a path of the trunk's looked before it was first changed. False: it never was. */
typedef struct FileBefore {
    i64 mode; /* as in stat; 0: there was nothing */
    const char *bytes;
    isize length;
} FileBefore;
bool world_find_before(const char *path, FileBefore *before);

/* --- world_copies.c --- */
typedef i64 (*WorldPerform)(const WorldRequest *request, Text *out);
/* Does a request on a line that must not change the world outside. */
i64 world_aside_perform(const WorldRequest *request, WorldPerform perform, Text *out);
void world_copies_free(WorldLine *line);
/* --- world_resolve.c --- */
typedef struct Question Question;
/* Has a question asked that may take long, by a function that needs nothing but its arguments: what it answers, or as
 * long as it has not a ticket, from WORLD_PENDING on. */
i64 world_ask_helper(const WorldRequest *request, WorldPerform ask, Text *out);
int world_bell(i64 ticket); /* the host's descriptor that becomes ready with the answer; -1: it has come */
void world_questions_forget(World *world);
/* --- world_children.c --- */
typedef struct Children {
    int came;       /* a signalfd of what is listened for; -1: none yet */
    u64 heard;      /* that: bit number - 1 */
    int said[3][2]; /* by stream: the ends of the pipe that it writes to instead; -1: none */
    int nothing;    /* /dev/null in place of standard input; -1: none */
    int bell;       /* an epoll descriptor of all that can be news */
} Children;
sigset_t world_signals(u64 set); /* bit number - 1 */
/* Makes what is needed to hear of children. NULL: out of memory. */
Children *world_children_open(void);
/* Signals that are news from now on, beside SIGCHLD. */
void world_listen_for(Children *children, u64 set);
/* The host's descriptor that is ready when CHILDREN_NEWS has some; -1: it can't be had. */
int world_children_bell(void);
/* What CHILDREN_NEWS answered has output in it. */
void world_children_said(const char *bytes, isize length);
void world_children_forget(World *world);
void world_semaphores_forget(World *world);
void world_maps_forget(World *world);
void world_tls_forget(World *world);
/* --- world_sockets.c: the network, as it is for a line that must not change the world outside --- */
bool world_is_of_network(WorldCall call);
i64 world_network_aside(const WorldRequest *request, WorldPerform perform, Text *out);
enum { WORLD_PATH = 4400 };
/* The absolute path (of a request: its first), without links as far as it exists; `follow`: nor one at its end. */
void world_resolve_first(const WorldRequest *request, bool follow, char resolved[WORLD_PATH]);
void world_resolve(int at, const char *path, bool follow, char resolved[WORLD_PATH]);
/* What the host has to open for this path: itself, or on a side line its copy; NULL: it is not there. `changed` is
 * room for it. */
const char *world_path_here(const char *path, char changed[WORLD_PATH]);
/* The number that the present table gives to a descriptor of the host's, or minus an errno. */
i64 world_descriptor_enter(int real, i8 stream);
/* The present table's entry, or NULL and errno. */
Descriptor *world_descriptor_find(int number);
/* A descriptor of the host's that is clear of the standard ones. */
int world_above_standard(int real);
/* The host's descriptor behind one of the program's; -1 and errno EBADF. */
int world_real(int descriptor);
bool world_is_stream(int descriptor); /* standard input, output or error */
/* Enters a descriptor of the host's, which is taken over, under the lowest free number: it, or minus an errno. */
i64 world_take_descriptor(int real, bool inheritable);
/* Both ends of something: the first's number, and the second's appended as an i64. */
i64 world_take_both(const int ends[2], Text *out);
/* The folder that a relative path starts from, for the calls that end in "at". */
static inline int world_real_folder(int at) { return at == WORLD_HERE ? WORLD_HERE : world_real(at); }

/* What does a WorldCall: the value, or less: minus the errno. `out` is empty. */
#define CALL(id, function, changes) i64 world_do_##function(const WorldRequest *request, Text *out);
WORLD_CALLS(CALL)
#undef CALL
static inline i64 world_result(i64 result) { return result < 0 ? -errno : result; }

#endif
