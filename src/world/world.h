/* world.h: the one door to the operating system.
 *
 * Everything that a program learns from outside (files, standard input, the clock, entropy, environment) and
 * everything it does to it (standard output, files it writes) passes here. The first time, the answer is
 * fetched and written to a log on the host's side; on a replay the log answers and nothing is written out
 * twice. The log and the output lie outside the arena; the positions in them (WorldRoot) lie inside, so a
 * restored snapshot knows by itself where it stands.
 *
 * A system call that writes into a write-protected page fails with EFAULT, so world reads into buffers of its
 * own and copies. */
#ifndef WORLD_WORLD_H
#define WORLD_WORLD_H

#include "base/arena.h"
#include "base/status.h"

typedef struct WorldRoot {
    u64 log_position;    /* records consumed or written */
    u64 output_position; /* bytes the program has written to stdout and stderr together */
    u64 input_position;  /* bytes of standard input consumed */
    i64 clock_ns;        /* virtual time spent in waits and charged loops; instructions are added by vm */
    u64 random_state;
    struct World *world; /* the host's side: log, output, options; the same pointer all the time */
} WorldRoot;
#define WORLD_ROOT ((WorldRoot *)ARENA_ROOM(ROOM_WORLD))

typedef enum WorldStream { WORLD_STDOUT = 1, WORLD_STDERR = 2 } WorldStream;

typedef struct WorldOptions {
    bool record;  /* keep the log (time will run backwards) */
    bool capture; /* standard streams go to memory (UI, tests), not to the file descriptors */
    bool real_time;
    bool output_to_error; /* what the program writes to standard output goes to standard error */
} WorldOptions;
/* The host's side, in host memory. NULL: out of memory. */
typedef struct World World;
World *world_new(const WorldOptions *options);
void world_free(World *world);
/* Called by machine_open once the arena is there: WORLD_ROOT->world = world. */
void world_attach(World *world);
/* A file read by the host for itself (the program, a lesson), not logged: malloc'd, NUL-terminated, freed by
 * the caller. Returns 0 or an errno. */
int world_host_read_file(const char *path, char **data, isize *length);

/* --- called by the machine ------------------------------------------------------------------------------- */
/* Bytes to a standard stream. With nothing captured they are written at once: buffering is the stream object's.
 * Past the trunk's furthest output they are written out (or captured); on a replay they only move the position.
 * Returns 0 or an errno. */
int world_write(WorldStream stream, const char *bytes, isize length);
/* A line of standard input, with its end of line: bytes in *line, valid until the next call; length 0: end of
 * file; -1: errno in *error; -2: no line is there yet and the host must supply one (PROBE_INPUT,
 * world_supply_input). */
isize world_read_line(const char **line, int *error);
/* Whole file; *data is valid until the next call. Returns 0 or an errno. Directories give EISDIR. */
int world_read_file(const char *path, const char **data, isize *length);
typedef struct WorldStat {
    int error; /* errno, 0: it exists */
    bool is_directory, is_file;
    i64 size, mtime_ns;
} WorldStat;
WorldStat world_stat(const char *path);
/* Names in a folder, NUL-separated, sorted by bytes. Returns 0 or an errno. */
int world_list(const char *path, const char **names, isize *length);
/* The date at the start of the run, in nanoseconds since 1970: logged. The date now is this plus virtual time.
 */
i64 world_start_date_ns(void);
/* Waits: `now_ns` is virtual time (instructions included). Adds `duration_ns` to WORLD_ROOT->clock_ns; with
 * real_time, real time since the start must have caught up with it before this returns. False: a signal came
 * meanwhile. */
bool world_sleep(i64 now_ns, i64 duration_ns);
void world_entropy(u8 *bytes, isize count);
const char *world_environment(const char *name); /* NULL: not set */
const char *world_working_directory(void);
bool world_is_terminal(int descriptor);

/* --- called by the host ----------------------------------------------------------------------------------- */
void world_supply_input(World *world, const char *line, isize length); /* length 0: end of file */
/* Output so far up to the position where the machine stands: a chunk each time the stream changes. Valid until
 * the next resume. */
typedef struct WorldOutput {
    WorldStream stream;
    const char *bytes;
    isize length;
} WorldOutput;
isize world_output_chunks(World *world, const WorldOutput **chunks);
/* A branch begins (the log is read-only, output goes to the branch's own list) and is dropped again. */
void world_branch_begin(World *world);
void world_branch_end(World *world);

#endif
