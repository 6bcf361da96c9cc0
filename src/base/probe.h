/* probe.h: how the machine says what happens, without knowing who listens.
 *
 * The machine counts instructions down. When the count that the host gave it is used up, or when an
 * event happens that the host asked for, it stops by switching to the host's stack; the host looks
 * through `inspect`, and resumes it. The machine names neither recorder nor UI: it only fills in this
 * structure, which lies in the arena. */
#ifndef BASE_PROBE_H
#define BASE_PROBE_H

#include "base/base.h"

typedef enum ProbeEvent {
    PROBE_STEP,       /* before an instruction: the budget of instructions is used up */
    PROBE_RAISE,      /* an exception was raised or passes into another frame */
    PROBE_OUTPUT,     /* the program wrote to a standard stream */
    PROBE_INPUT,      /* the program waits for a line of standard input */
    PROBE_COLLECT,    /* a cyclic collection begins; finalizers may run in it */
    PROBE_DEADLOCK,   /* every thread waits for another one: only a signal helps */
    PROBE_EXIT,       /* the program ended; the machine is torn down */
    PROBE_PLACE,      /* before an instruction that the watch marks */
    PROBE_CODE,       /* before an instruction of a code object that the watch has no marks for yet */
    PROBE_WORD,       /* a word of memory that is watched has changed */
    PROBE_ANSWER,     /* what the host asked for is done (machine_call) */
    PROBE_LIMIT,      /* the recording ends here (recorder) */
    PROBE_BLOCKED,    /* it would have to wait for another thread */
    PROBE_BREAKPOINT, /* the program called breakpoint() */
    PROBE_LEFT,       /* the host has left it in the midst of an instruction (machine_leave) */
    PROBE_COUNT
} ProbeEvent;

#define PROBE_BIT(event) (1u << (event))

/* A watch: which instructions the host wants to see, at nearly the machine's full speed. While one is on, the
 * loop looks up one byte for each instruction in the marks of the running code; where it is zero the machine
 * goes on. The structure lies in host memory and the machine's root points to it only while it runs, so that
 * the arena does not know whether anybody watches. */
typedef struct WatchMarks {
    u64 code;        /* serial of a code object; 0: a free place of the table */
    const u8 *marks; /* one byte for each code unit; not zero: report before it */
} WatchMarks;

#define WATCH_RAISED 256
typedef struct Raised { /* an exception on its way */
    uintptr_t object;   /* where it lives */
    u64 serial;         /* and which one it is */
    u64 thread;
    u64 outermost;              /* number of the outermost frame of that thread */
    bool again;                 /* by the end of a handler or a finally block, which does not keep it */
    char classes[WATCH_RAISED]; /* names of its class and those above it, each between blanks */
} Raised;

/* Every instruction that runs while the watch is on, in a ring: its place and its step. */
typedef struct InstructionLog {
    u64 *ring; /* mask + 1 entries, a power of 2 */
    u64 mask;
    u64 count; /* of all that were ever logged: the next one goes to ring[count & mask] */
} InstructionLog;

/* An entry: half the offset of its code unit from the arena's base, and the number of instructions before it. */
#define LOG_STEP_BITS 35
#define LOG_STEP_MASK (((u64)1 << LOG_STEP_BITS) - 1)
static inline void log_instruction(InstructionLog *log, uintptr_t offset, u64 step) {
    log->ring[log->count++ & log->mask] = (u64)offset >> 1 << LOG_STEP_BITS | (step & LOG_STEP_MASK);
}

typedef struct Watch {
    /* What the host wants. */
    u64 from;            /* step: what stands before it is not reported */
    u64 thread;          /* only this one; 0: all */
    isize deepest;       /* frames with more than so many Python frames below them pass unseen */
    InstructionLog *log; /* NULL: none is kept */
    const WatchMarks
        *table; /* hashed by code; mask + 1 places, one of them free at least; NULL: nothing is marked */
    u32 mask;
    int word_count;          /* words of the arena that are compared before each instruction */
    const u64 *const *words; /* where they are */
    u64 *values;             /* what they were */
    /* What the machine keeps and reports. */
    u64 frame;       /* number of the frame that it looked at last */
    const u8 *marks; /* of its code; NULL: nothing of it counts */
    isize unit;      /* the code unit that this frame executed last; -1: none yet */
    u64 code;        /* PROBE_CODE: the code object whose marks are missing */
    u32 events;      /* all that happened, as PROBE_BITs: machine_resume answers one of them */
    Raised raised;   /* PROBE_RAISE: the last one */
} Watch;

static inline u32 watch_hash(u64 code) { return (u32)((code * 0x9E3779B97F4A7C15u) >> 32); }
static inline const WatchMarks *watch_find(const WatchMarks *table, u32 mask, u64 code) {
    u32 place = watch_hash(code) & mask;
    while (table[place].code != 0 && table[place].code != code) place = (place + 1) & mask;
    return &table[place];
}

#endif
