/* recorder.h: time in both directions.
 *
 * A run is deterministic, so going back is: restore the nearest snapshot before the wanted instruction, run
 * forward to it. A snapshot is a copy of the pages written since the one before; snapshots share unchanged
 * pages and are thinned as they age (dense near now, sparse far away), within a budget of memory. All memory
 * here is the host's. */
#ifndef RECORDER_RECORDER_H
#define RECORDER_RECORDER_H

#include "base/dirty_pages.h"
#include "base/probe.h"
#include "base/status.h"
#include "base/text.h"
#include "vm/frame_lineno.h"

typedef struct RecorderOptions {
    usize history_bytes; /* memory for snapshots; 0: 256 MiB */
    DirtyMethod method;
    u64 limit;    /* the run is known up to this step and must not go on: PROBE_LIMIT there; 0: no limit */
    u64 interval; /* instructions between snapshots at first; 0: chosen by what they cost */
} RecorderOptions;

typedef struct Recorder Recorder;

/* Takes over a machine that was just opened (machine_open), lets it come to its first instruction and takes the
 * snapshot of step 0. NULL: *status says why. */
Recorder *recorder_open(const RecorderOptions *options, Status *status);
void recorder_close(Recorder *recorder);

/* Forward: at most `budget` instructions or until an event of the mask, taking snapshots on the way. */
ProbeEvent recorder_run(Recorder *recorder, u64 budget, u32 events);
/* PROBE_LEFT (machine_leave): it stands before the instruction that did not come back. */
/* The same under a watch: PROBE_PLACE and PROBE_CODE too. */
ProbeEvent recorder_run_watched(Recorder *recorder, u64 budget, u32 events, Watch *watch);
/* To the machine as it was after `step` instructions (before instruction step + 1), from either side. A step
 * past the program's end stops at the end, and PROBE_INPUT where a line is missing. False: `interrupted`
 * answered true on the way; the machine then stands somewhere between. */
bool recorder_goto(Recorder *recorder, u64 step, bool (*interrupted)(void *), void *context);
/* The step of the youngest snapshot that is not younger than `step`: from there a search forwards is exact. */
u64 recorder_snapshot_before(const Recorder *recorder, u64 step);
/* Said now and then on a search through the past that will end in a jump to some step on its way: takes a snapshot here
 * if what the way has cost so far pays for it, so that the jump need not start where the search did. */
void recorder_keep_way(Recorder *recorder);
/* The furthest step seen; *ended: it is the program's end. */
u64 recorder_furthest(const Recorder *recorder, bool *ended);

/* The pages of the arena (by number from its base) that may have changed since the last call, in no order: by running,
 * by going elsewhere in the run, by a seam. Valid until the machine moves. */
isize recorder_take_touched(Recorder *recorder, const u32 **pages);

/* Tries something that is thrown away: begin keeps the moment, end brings it back. They do not nest. */
void recorder_branch_begin(Recorder *recorder);
void recorder_branch_end(Recorder *recorder);

/* Changing the past. A seam is what a change did to the memory; it stands at one step of the run, and from there on
 * another run begins. */
typedef struct RecorderSeam RecorderSeam;
/* Instead of recorder_branch_end: what was tried is put back, too, but kept as a seam at this step. NULL: out of
 * memory. */
RecorderSeam *recorder_branch_keep(Recorder *recorder);
void recorder_seam_free(RecorderSeam *seam);
typedef struct RecorderKnown { /* of the run that begins at a seam, or that is there again when it is undone */
    u64 furthest;
    bool ended, is_trunk;
    bool seam_here; /* another seam stands at the same step, or this one */
} RecorderKnown;
/* The machine stands at the seam's step: puts it into the changed moment, or (undo) into the one before the change.
 * What comes behind is forgotten. False: out of memory, the history is not to be trusted any more. */
bool recorder_seam(Recorder *recorder, const RecorderSeam *seam, bool undo, const RecorderKnown *known);

/* A change, tried on a branch and kept as a seam: NULL, and `why` says why not. The step does not count on. */
typedef enum RecorderChangeKind {
    CHANGE_VARIABLE,  /* `target` is a name: a variable of the running frame, else a global one */
    CHANGE_SLOT,      /* `number` is a slot of its value stack, 0 is the bottom */
    CHANGE_PLACE,     /* `target` is an attribute or an item, as Python writes it */
    CHANGE_INTERRUPT, /* the program gets a KeyboardInterrupt at its next chance */
    CHANGE_LINE       /* the frame goes on at line `number` */
} RecorderChangeKind;
typedef struct RecorderChange {
    RecorderChangeKind kind;
    const char *target, *value; /* `value` is a Python expression */
    i64 number;
    FrameRefusal refusal; /* out: of REFUSED_BY_FRAME */
} RecorderChange;
/* Why the machine gave no answer, and why a change was not made. */
typedef enum RecorderRefusal {
    REFUSED_NOT,         /* it was not refused: there is an answer, or an exception was raised */
    REFUSED_NO_FRAME,    /* none is running here */
    REFUSED_INTERRUPTED, /* the user did not want to wait for it */
    REFUSED_INPUT,       /* it waits for input, which there is none of at a stop */
    REFUSED_WAITS,       /* it would wait for another thread: a lock is held elsewhere */
    REFUSED_TOO_LONG,    /* it has run a million instructions */
    REFUSED_BY_FRAME,    /* instructions rely on what is there: the change says which */
    REFUSED_MEMORY       /* there is no memory for it */
} RecorderRefusal;
/* `why`: the exception where one was raised. */
RecorderSeam *recorder_change(Recorder *recorder, RecorderChange *change, RecorderRefusal *refusal, Text *why,
                              bool (*interrupted)(void *), void *context);

/* Evaluates Python source (an expression, or else statements) with the names of the running frame, its globals,
 * and TOS, TOS1 ... for its value stack, on a branch that is thrown away: the program does not notice. It may
 * run a million instructions. False: there is no value, and the answer says why. */
typedef struct RecorderAnswer {
    Text text;    /* repr of the value, "" for statements; or the exception; on the host, the caller frees it */
    Text printed; /* what it wrote; the same */
    RecorderRefusal refusal;
    bool truth;      /* of the value */
    bool statements; /* it was no expression */
} RecorderAnswer;
bool recorder_evaluate(Recorder *recorder, const char *source, RecorderAnswer *answer,
                       bool (*interrupted)(void *), void *context);

/* Hash of the machine's state between two instructions (DESIGN.md, "Same state"). What lies above the tops of
 * the value stacks is dead, and depends on which form of an instruction ran: it does not count. */
u64 recorder_state_hash(void);

typedef struct RecorderUse {
    isize snapshots;
    usize bytes, budget;
    u64 interval; /* instructions between snapshots now */
    DirtyMethod method;
    u64 pages_saved; /* in all */
} RecorderUse;
RecorderUse recorder_use(const Recorder *recorder);

#endif
