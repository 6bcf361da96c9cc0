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
#include "world/world_tls.h"

typedef struct WorldRoot {
    u64 log_position;    /* records consumed or written */
    u64 output_position; /* bytes the program has written to stdout and stderr together */
    i64 clock_ns;        /* virtual time spent in waits and charged loops; instructions are added by vm */
    i64 waited_ns;       /* how much of that nothing was done in: sleeps and waits */
    i64 charged_ns;      /* how much of that loops in C have taken */
    void (*time_passes)(
        void); /* to be called when a loop in C has taken time while somebody waits for it; or NULL */
    u64 random_state;
    struct {                /* of a library that keeps data outside of the arena (world_statics.c) */
        char *start, *kept; /* where it lies; a copy, an arena block, NULL: none does */
        usize size;
    } statics;
    struct World *world; /* the host's side: log, output, options; the same pointer all the time */
} WorldRoot;
#define WORLD_ROOT ((WorldRoot *)ARENA_ROOM(ROOM_WORLD))

typedef enum WorldStream { WORLD_STDOUT = 1, WORLD_STDERR = 2 } WorldStream;

typedef struct WorldOptions {
    bool record;  /* keep the log (time will run backwards) */
    bool capture; /* standard streams go to memory (UI, tests), not to the file descriptors */
    bool reads;   /* ... but for standard input: a file or a pipe, which is the program's */
    bool real_time;
    i64 patience_ns; /* tests: so long all waits for the outside together may last that bring nothing; 0: any time */
    bool may_fork; /* the process may be copied, and become another program: it is nobody's but the program's */
    const struct CursesLibrary
        *curses; /* for the program's own screen (curses_library.h); NULL: there is none */
    const struct LineEditor
        *line_editor;     /* for lines typed at the program's terminal (line_editor.h); NULL: there is none */
    bool output_to_error; /* what the program writes to standard output goes to standard error */
} WorldOptions;
/* The host's side, in host memory. NULL: out of memory. */
typedef struct World World;
World *world_new(const WorldOptions *options);
void world_free(World *world);
/* Called by machine_open once the arena is there: WORLD_ROOT->world = world. */
void world_attach(World *world);
/* Whether the machine is in the midst of asking something: the host's side changes then. For signal handlers. */
bool world_is_busy(const World *world);
/* A file read by the host for itself (the program, a lesson), not logged: malloc'd, NUL-terminated, freed by
 * the caller. Returns 0 or an errno. */
int world_host_read_file(const char *path, char **data, isize *length);

/* --- called by the machine ------------------------------------------------------------------------------- */
/* Whether what is worked out for the next run may be kept in files: the run is the program's own and nobody
 * looks on. */
bool world_may_keep(void);
/* Bytes to a standard stream. With nothing captured they are written at once: buffering is the stream object's.
 * Past the trunk's furthest output they are written out (or captured); on a replay they only move the position.
 * Returns 0 or an errno. */
int world_write(WorldStream stream, const char *bytes, isize length);
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
/* --- the clock (world_clock.c): nanoseconds ---- */
/* The host's monotonic clock. The machine's time goes by it only where that is real, or a library has waited by itself. */
i64 world_host_clock_ns(void);
bool world_time_is_real(void); /* not in a run that is recorded: it will be lived again */
/* What has passed since the start: `virtual_ns`, which has WORLD_ROOT's clock_ns in it; where time is real, real time,
 * and clock_ns is set so that virtual time goes on from there. */
i64 world_clock_ns(i64 virtual_ns);
/* What the process has worked: `virtual_ns`; where time is real, what the system says. */
i64 world_work_ns(i64 virtual_ns);
/* A loop in C has taken so long, so that what a program measures of itself is true where time is virtual too; how long is
 * said in object/charge.h. */
static inline void world_charge(i64 duration_ns) {
    WORLD_ROOT->clock_ns += duration_ns;
    WORLD_ROOT->charged_ns += duration_ns;
    if (WORLD_ROOT->time_passes) WORLD_ROOT->time_passes();
}
/* The machine has waited outside for so long: clock_ns and waited_ns go on. */
void world_waited(i64 duration_ns);
/* Waits: the clock goes on, and with real_time it takes as long. False: a signal came meanwhile. */
bool world_sleep(i64 duration_ns);
/* The date at the start of the run, since 1970: logged. The date now is this and what has passed since. */
i64 world_start_date_ns(void);

/* --- entropy, environment ---- */
void world_entropy(u8 *bytes, isize count);
const char *world_environment(const char *name); /* NULL: not set */
const char *world_working_directory(void);

/* --- sockets and names (world_sockets.c, world_messages.c, world_names.c) -----------------------------------
 *
 * System calls too, in the same form. None of them waits: what would have to says EAGAIN or EINPROGRESS. `flags` are
 * MSG_..., an address is a sockaddr, a text in an answer has its NUL, a number is an i64.
 *
 *     SEND             bytes: the data, behind them the address
 *     SEND_MESSAGE     bytes: the data, WorldControls, the address
 *     RECEIVE          value: how many bytes there were; bytes: those that were wanted, the sender's address
 *     RECEIVE_MESSAGE  the same; bytes: a WorldMessage, the data, WorldControls, the address
 *     LOOK_UP          getaddrinfo; path: host, path2: service, or NULL; value: 0, or EAI_... with the sign turned;
 *                      bytes: of each family, type, protocol, length of the address, it, canonical name
 *                      (LOOK_UP, LOOK_BACK, HOST: WORLD_PENDING or more: ask again when the descriptor -value, which
 *                      is for waiting only, is ready)
 *     LOOK_BACK        getnameinfo; bytes: an address; value: as LOOK_UP; bytes: host, service
 *     HOST             path: a name, or bytes: what an address of numbers[0], a family, means; value: the family;
 *                      bytes: how many aliases, the length of an address, name, aliases, addresses; none: value is
 *                      h_errno
 *     SERVICE          path: name, or NULL: numbers[0], a port; path2: protocol or NULL; value: port, bytes: name
 *     INTERFACES       bytes: of each its index and name */
#define WORLD_NETWORK_CALLS(CALL)                                                                              \
    CALL(SHUTDOWN, shutdown, true)                   /* descriptor, numbers[0]: SHUT_RD ... */                 \
    CALL(SOCKET, socket, true)                       /* numbers: family, type, protocol; value: descriptor */  \
    CALL(BIND, bind, true)                           /* descriptor, bytes: an address */                       \
    CALL(LISTEN, listen, true)                       /* descriptor, numbers[0]: backlog */                     \
    CALL(CONNECT, connect, true)                     /* descriptor, bytes: an address */                       \
    CALL(ACCEPT, accept, true)                       /* descriptor; value: the new one, bytes: its address */  \
    CALL(SEND, send, true)                           /* descriptor, numbers: flags, length of the address */   \
    CALL(SEND_MESSAGE, send_message, true)           /* ... numbers: flags, lengths of controls, of address */ \
    CALL(RECEIVE, receive, false)                    /* descriptor, numbers: flags, at most so many */         \
    CALL(RECEIVE_MESSAGE, receive_message, false)    /* ... numbers[2]: room for ancillary data */             \
    CALL(SOCKET_NAME, socket_name, false)            /* descriptor, numbers[0]: 1: the peer's; bytes */        \
    CALL(SOCKET_OPTION, socket_option, false)        /* descriptor, numbers: level, option, length, 0: int */  \
    CALL(SOCKET_OPTION_SET, socket_option_set, true) /* the same; bytes NULL: so many of nothing */            \
    CALL(LOOK_UP, look_up, false)                    /* numbers: family, type, protocol, flags */              \
    CALL(LOOK_BACK, look_back, false)                /* numbers[0]: flags */                                   \
    CALL(HOST, host, false)                                                                                    \
    CALL(SERVICE, service, false)                                                                              \
    CALL(PROTOCOL, protocol, false)          /* path: name; value: its number */                               \
    CALL(HOST_NAME_SET, host_name_set, true) /* bytes */                                                       \
    CALL(INTERFACES, interfaces, false)

/* --- other processes (world_children.c) ---------------------------------------------------------------------
 *
 *     START            bytes: a WorldStart and what belongs to it; value: the process; bytes: none, it runs the other
 *                      program now; or a WorldStartFailure: it ends with status 255
 *     CHILDREN_NEWS    value: the signals (bit number - 1) that have come since this was last asked: SIGCHLD where
 *                      one has ended or stopped, and others that are listened for; what they have said to streams
 *                      that are captured becomes output here
 *     HEAR_SIGNALS     numbers[0]: the signals, beside SIGCHLD, that are news from now on; the host decides about the
 *                      others, and about those that it needs itself */
#define WORLD_PROCESS_CALLS(CALL)                                                                              \
    CALL(START, start, true)                                                                                   \
    CALL(FORK, fork, true)       /* value: the new process, 0: this is it; ENOSYS: not here */                 \
    CALL(WAIT, wait, true)       /* wait4: numbers: process, options; value: it, 0: none; bytes: WorldEnd */   \
    CALL(WAIT_ID, wait_id, true) /* waitid: numbers: kind, which, options; the same; bytes: WorldIdEnd */      \
    CALL(SIGNAL, signal, true)   /* kill: numbers: process, signal; value: 1: the program is to get it */      \
    CALL(SIGNAL_DESCRIPTOR, signal_descriptor, true)   /* ... descriptor, numbers: signal, flags */            \
    CALL(PROCESS_DESCRIPTOR, process_descriptor, true) /* pidfd_open: numbers: process, flags */               \
    CALL(CHILDREN_NEWS, children_news, false)                                                                  \
    CALL(HEAR_SIGNALS, hear_signals, false)                                                                    \
    CALL(SEMAPHORE_OPEN, semaphore_open, true) /* path: a name; numbers[0]: first value of a new one, -1 */    \
    CALL(SEMAPHORE_TAKE, semaphore_take, true) /* numbers[0]: that call's value; value: 1, 0: it is nought */  \
    CALL(SEMAPHORE_GIVE, semaphore_give, true)                                                                 \
    CALL(SEMAPHORE_VALUE, semaphore_value, false)                                                              \
    CALL(SEMAPHORE_CLOSE, semaphore_close, true)                                                               \
    CALL(SEMAPHORE_REMOVE, semaphore_remove, true) /* path */

/* --- files by descriptor (world_files.c) -------------------------------------------------------------------
 *
 * One request, one answer, as system calls are. The numbers of descriptors are the program's own: the lowest
 * that is free, whatever the host has open. The first column says what is asked, the second whether it changes
 * the world, which what is tried at a stop may not: EROFS. `at` is the folder that a relative path starts from. */
#define WORLD_CALLS(CALL)                                                                                      \
    CALL(OPEN, open, false)        /* at, path, numbers: flags, mode; value: the descriptor */                 \
    CALL(CLOSE, close, false)      /* descriptor */                                                            \
    CALL(READ, read, false)        /* descriptor, numbers[0]: at most so many bytes */                         \
    CALL(READ_AT, read_at, false)  /* ... numbers[1]: position */                                              \
    CALL(WRITE, write, false)      /* descriptor, bytes; numbers[0]: what goes in at once; value: how many */  \
    CALL(WRITE_AT, write_at, true) /* ... numbers[1]: position */                                              \
    CALL(SEEK, seek, false)        /* descriptor, numbers: offset, whence; value: the position */              \
    CALL(TRUNCATE, truncate, true) /* path or descriptor, numbers[0]: size */                                  \
    CALL(SYNC, sync, false)        /* descriptor */                                                            \
    CALL(STAT, stat, false)        /* at and path, or descriptor; no_follow; bytes: a WorldFileStat */         \
    CALL(FILE_SYSTEM, file_system, false)  /* path or descriptor; bytes: 11 i64, as os.statvfs_result */       \
    CALL(LIST, list, false)                /* path or descriptor; bytes: WorldEntry after WorldEntry */        \
    CALL(READ_LINK, read_link, false)      /* at, path; bytes: its text */                                     \
    CALL(REAL_PATH, real_path, false)      /* path, absolute; bytes: it without links and dots */              \
    CALL(ACCESS, access, false)            /* at, path, numbers: mode, flags */                                \
    CALL(MAKE_FOLDER, make_folder, true)   /* at, path, numbers[0]: mode */                                    \
    CALL(REMOVE, remove, true)             /* at, path, numbers[0]: AT_REMOVEDIR or 0 */                       \
    CALL(RENAME, rename, true)             /* at, path, at2, path2 */                                          \
    CALL(LINK, link, true)                 /* the same; no_follow */                                           \
    CALL(MAKE_LINK, make_link, true)       /* symlink: path is its text, at2, path2 its name */                \
    CALL(MAKE_NODE, make_node, true)       /* mknod: at, path, numbers: mode, device */                        \
    CALL(CHANGE_MODE, change_mode, true)   /* at and path, or descriptor; numbers[0]: mode; no_follow */       \
    CALL(CHANGE_OWNER, change_owner, true) /* the same; numbers: user, group */                                \
    CALL(CHANGE_TIMES, change_times, true) /* the same; numbers: access, change in ns, WORLD_TIME_NOW: now */  \
    CALL(CHANGE_FOLDER, change_folder, true) /* path or descriptor */                                          \
    CALL(FOLDER, folder, false)              /* bytes: the current folder */                                   \
    CALL(MASK, mask, true)                   /* umask: numbers[0]; value: the old one */                       \
    CALL(DUPLICATE, duplicate, false)        /* descriptor, numbers[0]: new number, -1: any, WORLD_ANY_FROM */ \
    CALL(PIPE, pipe, true) /* numbers[0]: flags; value: the reading end, bytes: i64, the writing one */        \
    CALL(SOCKET_PAIR, socket_pair,                                                                             \
         true) /* numbers: SOCK_STREAM ..., protocol; value, numbers[0] bytes: the two */                      \
    CALL(IS_TERMINAL, is_terminal, false)     /* descriptor; value: 1 or an error */                           \
    CALL(TERMINAL_SIZE, terminal_size, false) /* descriptor; bytes: two i64, columns and lines */              \
    CALL(BLOCKING, blocking, false) /* descriptor, numbers[0]: 0, 1, or -1 to ask; value: what it is now */    \
    CALL(INHERITABLE, inheritable, false)   /* the same */                                                     \
    CALL(LOCK, lock, true)                  /* descriptor, numbers[0]: flock's operation */                    \
    CALL(ENVIRONMENT, environment, false)   /* bytes: NAME=value, each with its NUL */                         \
    CALL(IDENTITY, identity, false)         /* bytes: an i64 for each WorldIdentity */                         \
    CALL(SYSTEM_NAME, system_name, false)   /* bytes: uname's five texts, each with its NUL */                 \
    CALL(SYSTEM_LIMIT, system_limit, false) /* sysconf(numbers[0]) */                                          \
    CALL(USER, user, false)   /* path: name, NULL: by numbers[0]; bytes: passwd's fields, each with its NUL */ \
    CALL(GROUP, group, false) /* the same of a group */                                                        \
    CALL(ATTRIBUTE, attribute, false)             /* getxattr: path or descriptor, path2: name; no_follow */   \
    CALL(ATTRIBUTE_NAMES, attribute_names, false) /* bytes: each with its NUL */                               \
    CALL(ATTRIBUTE_SET, attribute_set, true)      /* the same, bytes: the value, numbers[0]: flags */          \
    CALL(ATTRIBUTE_REMOVE, attribute_remove, true)                                                             \
    CALL(ALLOCATE, allocate, true)              /* posix_fallocate: descriptor, numbers: offset, length */     \
    CALL(ADVISE, advise, false)                 /* posix_fadvise: the same, numbers[2]: advice */              \
    CALL(SYNC_ALL, sync_all, true)              /* sync */                                                     \
    CALL(MEMORY_FILE, memory_file, true)        /* memfd_create: path: name, numbers[0]: flags */              \
    CALL(EVENT_COUNTER, event_counter, true)    /* eventfd: numbers: first value, flags */                     \
    CALL(TERMINAL_PAIR, terminal_pair, true)    /* openpty: as PIPE */                                         \
    CALL(TERMINAL_NAME, terminal_name, false)   /* ttyname: descriptor */                                      \
    CALL(TERMINAL_GROUP, terminal_group, false) /* tcgetpgrp: descriptor */                                    \
    CALL(TERMINAL_GROUP_SET, terminal_group_set, true) /* tcsetpgrp: descriptor, numbers[0] */                 \
    CALL(LOCK_RANGE, lock_range, true)                 /* lockf: descriptor, numbers: command, length */       \
    CALL(FILE_CONTROL, file_control, true)     /* fcntl: descriptor, numbers: command, argument; or bytes */   \
    CALL(DEVICE_CONTROL, device_control, true) /* ioctl: the same */                                           \
    CALL(PATH_LIMIT, path_limit, false)        /* pathconf: path or descriptor, numbers[0]: which */           \
    CALL(SYSTEM_TEXT, system_text, false)      /* confstr: numbers[0]; value: its length, 0: none */           \
    CALL(SYSTEM_LOAD, system_load, false)      /* bytes: three doubles */                                      \
    CALL(LIBRARY_HAS, library_has, false)      /* path: libc.so.6 ..., path2: a symbol; value: 1, 0 */         \
    CALL(USER_NAMES, user_names, false)        /* numbers[0]: WorldNames; bytes: each with its NUL */          \
    CALL(SHADOW, shadow, false) /* path: user; bytes: name and password, each with its NUL, then 7 i64 */      \
    CALL(SYSTEM_LOG, system_log, true) /* path: text, path2: name; numbers: priority, options, facility */     \
    CALL(MAP, map, true)     /* shared mmap: descriptor, numbers: length, protection, 1: of nothing, */        \
                             /* offset; value: the address; ENOSYS: not in a run that is kept */               \
    CALL(UNMAP, unmap, true) /* numbers: that address, length */                                               \
    CALL(GROUPS_OF, groups_of, false)  /* path: user, numbers[0]: group; NULL: our own; bytes: i64 each */     \
    CALL(GROUPS_SET, groups_set, true) /* bytes: i64 each */                                                   \
    CALL(PROCESS_FACT, process_fact, false)            /* numbers: WorldFact, two arguments; value */          \
    CALL(PROCESS_CHANGE, process_change, true)         /* numbers: WorldChange, three arguments */             \
    CALL(PROCESSORS, processors, false)                /* numbers[0]: process; bytes: i64, each allowed one */ \
    CALL(PROCESSORS_SET, processors_set, true)         /* the same, bytes given */                             \
    CALL(RESOURCE_LIMIT, resource_limit, false)        /* numbers: which, process; i64 soft, hard */           \
    CALL(RESOURCE_LIMIT_SET, resource_limit_set, true) /* the same, bytes given */                             \
    CALL(RESOURCE_USE, resource_use, false) /* getrusage: numbers[0]: whose; bytes: 16 i64, its times in ns */ \
    WORLD_NETWORK_CALLS(CALL)                                                                                  \
    WORLD_TLS_CALLS(CALL)                                                                                      \
    WORLD_PROCESS_CALLS(CALL)

typedef enum WorldCall {
#define CALL(id, function, changes) WORLD_CALL_##id,
    WORLD_CALLS(CALL)
#undef CALL
} WorldCall;

/* What IDENTITY tells, in this order. */
typedef enum WorldIdentity {
    ID_PROCESS,
    ID_PARENT,
    ID_USER,
    ID_EFFECTIVE_USER,
    ID_GROUP,
    ID_EFFECTIVE_GROUP,
    ID_PROCESS_GROUP,
    ID_PROCESSORS, /* how many there are */
    ID_COUNT
} WorldIdentity;

/* Whose names USER_NAMES tells. */
typedef enum WorldNames { NAMES_OF_USERS, NAMES_OF_GROUPS, NAMES_OF_SHADOWS } WorldNames;

/* What PROCESS_FACT tells, and of whom. */
typedef enum WorldFact {
    FACT_GROUP,    /* getpgid(process) */
    FACT_SESSION,  /* getsid(process) */
    FACT_PRIORITY, /* getpriority(kind, who) + 20 */
    FACT_POLICY,   /* sched_getscheduler(process) */
    FACT_POLICY_PRIORITY,
    FACT_POLICY_INTERVAL_NS,
    FACT_PRIORITY_MAX, /* sched_get_priority_max(policy) */
    FACT_PRIORITY_MIN,
    FACT_USER_REAL, /* getresuid, getresgid: no argument */
    FACT_USER_EFFECTIVE,
    FACT_USER_SAVED,
    FACT_GROUP_REAL,
    FACT_GROUP_EFFECTIVE,
    FACT_GROUP_SAVED
} WorldFact;
/* What PROCESS_CHANGE does: system calls, with their arguments. */
typedef enum WorldChange {
    CHANGE_USER, /* setuid and its like */
    CHANGE_USER_EFFECTIVE,
    CHANGE_USER_TWO,
    CHANGE_USER_THREE,
    CHANGE_GROUP,
    CHANGE_GROUP_EFFECTIVE,
    CHANGE_GROUP_TWO,
    CHANGE_GROUP_THREE,
    CHANGE_PROCESS_GROUP, /* setpgid */
    CHANGE_SESSION,       /* setsid; EPERM where the host has the terminal for itself */
    CHANGE_PRIORITY,      /* setpriority */
    CHANGE_POLICY,        /* sched_setscheduler */
    CHANGE_POLICY_PRIORITY
} WorldChange;

enum { WORLD_ANY_FROM = -2, WORLD_HERE = -100, WORLD_NO_DESCRIPTOR = -1 };
enum { WORLD_PENDING = 1 << 20 };
enum { WORLD_CHILDREN = INT32_MIN }; /* in place of a descriptor, to wait for CHILDREN_NEWS */
#define WORLD_TIME_NOW INT64_MIN
typedef struct WorldRequest {
    WorldCall call;
    int descriptor;
    const char *path, *path2; /* path NULL: the descriptor is meant */
    int at, at2;              /* a descriptor, or WORLD_HERE */
    bool no_follow;           /* a symbolic link at the path's end is meant itself */
    i64 numbers[4];
    const char *bytes;
    isize length;
} WorldRequest;
typedef struct WorldAnswer {
    i64 value;         /* >= 0 but for SEEK; -1 where `error` */
    int error;         /* errno, 0: none. EINTR is never logged: handle signals and ask again */
    const char *bytes; /* valid until the next call */
    isize length;
    bool awaited; /* standard input: no line is there yet and the host must supply one (PROBE_INPUT,
                     world_supply_input); nothing was logged: ask again */
} WorldAnswer;
WorldAnswer world_call(const WorldRequest *request);
/* Which of these signals (bit number - 1) somebody else may send at any time: where the run is the program's
 * own and keeps real time, all but those that the host needs itself; else none, only while other processes run.
 * Not logged. */
u64 world_signals_heard(u64 set);
/* The terminal's library, where the run is the program's own; else NULL. */
const struct CursesLibrary *world_curses(void);
/* Where there is one, the program will use it, and can't be lived through again: nothing of the run is kept any more,
 * the process is the program's own. False: there is none. */
bool world_curses_take(void);
/* Who edits the lines that are typed at the program's terminal, where the run is the program's own; else NULL. */
const struct LineEditor *world_line_editor(void);
/* What the host calls a descriptor, for such a library; -1: it isn't open. */
int world_host_descriptor(int descriptor);

/* --- waiting until descriptors are ready (world_wait.c) --- */
typedef struct WorldReady {
    i32 descriptor;
    i16 events; /* poll's: what for */
    i16 ready;  /* what it is ready for, and POLLERR, POLLHUP, POLLNVAL; 0: nothing */
} WorldReady;
typedef struct WorldAsk { /* what one thread waits for */
    struct WorldAsk *next;
    WorldReady *items;
    isize count;
    bool any; /* one of them is ready */
} WorldAsk;
/* Waits until one of all that are asked for is ready, a signal comes, or about a second is over, but not longer than
 * `limit_ns` (-1: any time; 0: only looks); the time is added to the clock. Where nobody else could make one ready
 * and time is virtual, it passes at once. Each time is logged. False: patience is at its end, nobody will answer. */
bool world_wait(WorldAsk *asks, i64 limit_ns);

/* --- messages with ancillary data (world_messages.c) --- */
typedef struct WorldMessage {
    i64 flags; /* recvmsg's msg_flags */
    i64 length, controls_length, address_length;
} WorldMessage;
typedef struct WorldControl { /* then the data, padded to 8; descriptors are the program's own */
    i32 level, type;
    i64 length;
} WorldControl;
static inline isize world_control_size(i64 length) {
    return (isize)sizeof(WorldControl) + (isize)((length + 7) & ~(i64)7);
}

/* --- other processes (world_children.c) --- */
typedef enum WorldStartFlag {
    START_CLOSES = 1,      /* from 3 on it gets only the descriptors in `kept`; else all that are inheritable */
    START_SESSION = 2,     /* setsid */
    START_RESETS_IDS = 4,  /* the effective user and group become the real ones */
    START_OR_NOTHING = 8,  /* on failure there is no process: the error is the answer's */
    START_SET_GROUPS = 16, /* `groups` are its own */
    START_IN_FOLDER = 32,  /* a folder to start in is named */
    START_IN_PLACE = 64    /* no new process: this one becomes the other program; ENOSYS where it may not */
} WorldStartFlag;
/* Then, in this order, i64 each: groups, kept descriptors, actions (three each: WorldStartAction, and what its row
 * says). Then texts with their NUL: the folder, arguments, variables (NAME=value), the files that are tried one after
 * the other as the program, the paths that actions open. */
typedef struct WorldStart {
    i64 flags;
    u64 ignored, defaults, held_back; /* sets of signals, bit number - 1 */
    u64 heard;                        /* as HEAR_SIGNALS, before it starts */
    i64 streams[3];                   /* the descriptors that it has as 0, 1, 2; -1: those of the same number */
    i64 mask;                         /* umask, -1: as it is */
    i64 process_group;                /* to join, 0: its own; -1: as it is */
    i64 user, group;                  /* -1: as they are */
    i64 policy, priority; /* sched_setscheduler; policy -1: as it is; priority -1: no sched_setparam */
    i64 group_count, kept_count, action_count, argument_count, variable_count, file_count;
} WorldStart;
typedef enum WorldStartAction {
    ACTION_OPEN,     /* descriptor, flags and << 32 mode; its path is among the texts */
    ACTION_CLOSE,    /* descriptor */
    ACTION_DUPLICATE /* from, to */
} WorldStartAction;
typedef struct WorldStartFailure {
    i64 error;       /* errno */
    i64 before_exec; /* it did not come to try the program */
} WorldStartFailure;
typedef struct WorldEnd {
    i64 status;    /* as wait gives it */
    i64 usage[16]; /* rusage's fields in their order; times in microseconds */
} WorldEnd;
typedef struct WorldIdEnd {
    i64 user, status, code; /* siginfo_t's */
} WorldIdEnd;

typedef struct WorldFileStat {
    i64 mode, inode, device, links, user, group, size, access_ns, modify_ns, change_ns, block_size, blocks,
        special_device;
} WorldFileStat;
typedef struct WorldEntry { /* then the name with its NUL, padded to 8 */
    i64 inode;
    i32 type;   /* DT_ */
    i32 length; /* of the name without NUL */
} WorldEntry;

/* --- data of a library's own (world_statics.c) ---------------------------------------------------------------
 *
 * What a library keeps in its .data and .bss is a part of the machine's state, though it lies outside of the arena: at
 * rest a copy of it in the arena says what is in it. */
/* From now on that is so of these bytes, which are as they were when the process began. There can be one such
 * library. False: out of memory. */
bool world_statics_claim(char *start, usize size);
/* Brings the copy up to date: called by who takes the arena's pages down. */
void world_statics_keep(void);
/* And the other way: called by who has put other pages in their place. */
void world_statics_put_back(void);

/* --- called by the host ----------------------------------------------------------------------------------- */
/* Length 0: end of file. Where the program has its input from elsewhere, this comes first. */
void world_supply_input(World *world, const char *line, isize length);
/* Output so far up to the position where the machine stands: a chunk each time the stream changes. Valid until
 * the next resume. */
typedef struct WorldOutput {
    WorldStream stream;
    const char *bytes;
    isize length;
} WorldOutput;
isize world_output_chunks(World *world, const WorldOutput **chunks);
/* The log of a line (the trunk is 0) as bytes, for a file; and such bytes as the log of a run that is to be
 * lived through again, before it begins. Where they end the machine would ask the outside anew: the host sees
 * to it that it does not come there. */
const char *world_log(const World *world, int line, isize *length);
void world_log_load(World *world, int line, const char *bytes, isize length); /* in place of what was known */
/* The program has what a fork of the host does not copy: a socket that is none of a pair, another process. */
bool world_is_beyond_fork(const World *world);
/* A file as the program read it (world_read_file), or NULL. Valid until the next resume. */
const char *world_file_seen(const World *world, const char *path, isize *length);
/* A branch begins (the log is read-only, output goes to the branch's own list) and is dropped again. */
void world_branch_begin(World *world);
void world_branch_end(World *world);

/* Lines of the run. The trunk is line 0; where the past is changed a line of its own begins. It shares the log and
 * the output up to there and goes on alone: what it asks the outside is answered anew (input() asks again; what
 * stands in a file is read again), what it prints is kept in its own output and not written out, and of the files that
 * it or the trunk changes it has copies, as they were where it parts: nobody else sees what it does to them. EROFS for
 * what has no copy: links, fifos, owners. */
/* A line parts from the present one where the machine stands; its number, -1: out of memory. Still the old one. */
int world_line_new(World *world);
/* The machine, which stands in what both lines share, goes on in this one. */
void world_line_take(World *world, int line);

#endif
