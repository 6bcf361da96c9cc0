/* world_internal.h: what the files of world say to each other; nobody else includes it. */
#ifndef WORLD_WORLD_INTERNAL_H
#define WORLD_WORLD_INTERNAL_H

#include <errno.h>
#include <time.h>

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
    bool of_branch;         /* opened on the branch, closed with it */
    bool inheritable;
    bool moved;     /* on the branch: its position before is `position` */
    bool elsewhere; /* on a side line: a file of the line that it parts from, which can't be read here */
    i64 position;
} Descriptor;

/* All that is known of one line of the run: the trunk, or one that begins where the past was changed. */
typedef struct WorldLine {
    Text log;
    Output output;
    Text seen; /* of each whole file that was read: u64 position of its record in the log, path with its NUL */
    u64 seen_until;
    Text reads; /* of standard input that is a file or a pipe: an InputRead for each */
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
    Text read; /* all that ever came from standard input: a line that begins in the past reads it again */
    Output branch;
    bool on_branch,
        branch_from_end;     /* the branch began where the log ends: files stand where the program does */
    u64 branch_output_start; /* output_position at which the branch began */
    Text answer;             /* the last answer when there is no log */
    bool supplied;           /* the host has put a line into `input` */
    Text input;
    isize input_start;       /* bytes of it that were read already */
    struct timespec started; /* monotonic, for pacing */
    volatile int busy;       /* functions that the machine has called and that have not returned */
};

static inline World *world(void) { return WORLD_ROOT->world; }
/* At the head of what the machine calls: until its end the machine is not to be left by a signal. */
static inline World *world_enter(void) {
    world()->busy++;
    return world();
}
static inline void world_return(World **entered) { (*entered)->busy--; }
#define WORLD_BUSY World *entered UNUSED __attribute__((cleanup(world_return))) = world_enter()
/* Only the trunk changes the world outside. */
static inline bool world_is_read_only(const World *w) { return w->on_branch || w->line_number > 0; }

bool world_lines_open(World *world);
void world_lines_close(World *world);
/* Keeps what was written to a stream. */
void world_output_append(Output *output, WorldStream stream, const char *bytes, isize length);
void world_output_free(Output *output);
void world_descriptors_open(World *world);
void world_descriptors_close(WorldLine *line);
/* The table of a line that parts from another one here. */
void world_descriptors_part(const WorldLine *from, WorldLine *line, bool from_end);
void world_descriptors_branch_end(World *world);
/* The host's descriptor behind one of the program's; -1 and errno EBADF. */
int world_real(int descriptor);
/* The folder that a relative path starts from, for the calls that end in "at". */
static inline int world_real_folder(int at) { return at == WORLD_HERE ? WORLD_HERE : world_real(at); }

/* What does a WorldCall: the value, or less: minus the errno. `out` is empty. */
#define CALL(id, function, changes) i64 world_do_##function(const WorldRequest *request, Text *out);
WORLD_CALLS(CALL)
#undef CALL
static inline i64 world_result(i64 result) { return result < 0 ? -errno : result; }

#endif
