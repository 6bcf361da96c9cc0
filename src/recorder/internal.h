/* internal.h: what the files of this room share. Nobody else includes it. */
#ifndef RECORDER_INTERNAL_H
#define RECORDER_INTERNAL_H

#include "base/arena.h"
#include "object/object.h"
#include "recorder/page_store.h"
#include "recorder/recorder.h"
#include "vm/frame.h"

typedef struct Snapshot {
    u64 step;
    i64 lived;  /* processor time of the run up to here, about */
    u32 *pages; /* that have a version of this step */
    isize page_count;
    bool is_seam; /* the run goes on from here, not from what stands before: never thinned (branch.c) */
} Snapshot;

/* A part of the arena that is watched for writes. The heap grows, and threads come with stacks of their own. */
typedef struct Zone {
    u32 first_page;
    usize size;
    usize live_from; /* offset of the lowest page that was in use at any look; what is below it holds nothing */
    bool is_stack;
    DirtyPages *dirty;
} Zone;

typedef struct Saved { /* a page as it was when a branch began */
    u32 page;
    u8 bytes[PAGE_SIZE_BYTES];
} Saved;

typedef struct PageList { /* of the arena's pages, each once, in no order */
    u32 *pages;
    isize count, capacity;
    u8 *has; /* one for each page of the arena */
} PageList;

struct Recorder {
    RecorderOptions options;
    PageStore store;
    Snapshot *snapshots; /* by step, ascending */
    isize snapshot_count, snapshot_capacity;
    isize base;
    PageList pending; /* may differ from the base */
    PageList touched; /* may differ from what they were at the last recorder_take_touched */
    Zone *zones;
    isize zone_count;
    u64 furthest; /* the run is known up to here */
    u64 covered;  /* and has its snapshots up to here */
    u64 limit;    /* as in the options; 0 on a branch, which nobody has recorded */
    isize seam_count;
    bool ended;
    bool at_boundary; /* the machine stands between two instructions: only there is a snapshot good */
    isize written;    /* pages that the snapshot about to be taken is expected to find */
    u64 last_snapshot,
        interval;      /* step of the last one at the frontier, and instructions since the one before */
    u64 look;          /* instructions until the next look at the clock */
    i64 lived;         /* as in a snapshot, at the frontier */
    i64 spent_in_past; /* processor time, that snapshots there have not used up */
    i64 spacing_ns,
        snapshot_ns;   /* processor time until the next one at the frontier; when the last was taken */
    i64 page_ns;       /* what a snapshot cost, divided by the pages that were expected to be written */
    usize heap_opened; /* the most that the heap ever had */
    Saved *saved;
    isize saved_count;
    u64 pages_saved;
};

static inline u8 *page_address(u32 page) { return (u8 *)(ARENA_BASE + (uintptr_t)page * PAGE_SIZE_BYTES); }

bool recorder_zone_add(Recorder *recorder, uintptr_t start, usize size, bool is_stack);
void page_list_add(PageList *list, u32 page);
void page_list_free(PageList *list);
/* About how many pages were written since the base. */
isize recorder_written(Recorder *recorder);
/* Brings `pending` up to date. */
void recorder_gather(Recorder *recorder);
/* The recorder is about to write the pending pages itself, and did so: the trackers are not to tell of it. */
void recorder_expect_own_writes(Recorder *recorder);
void recorder_forget_own_writes(Recorder *recorder);
/* Index of the youngest snapshot that is not younger than `step`. */
isize recorder_snapshot_index(const Recorder *recorder, u64 step);
/* Processor time of the run up to a step that is known. */
i64 recorder_lived(const Recorder *recorder, u64 step);
/* Takes a snapshot of this moment, which becomes the base. True when there is one now. */
bool recorder_snapshot_take(Recorder *recorder);
/* Forgets snapshot `index` (never the first or the base): what it alone knows goes on to the next one. */
void recorder_snapshot_drop(Recorder *recorder, isize index);
/* Notes that the page has a version of the snapshot's step. False: out of memory. */
bool recorder_list_page(Snapshot *snapshot, u32 page);
void recorder_restore(Recorder *recorder, isize index);

/* --- evaluate.c --- */
/* All that the frame sees in one new dict: globals, its value stack as TOS, TOS1 ..., its variables. NULL raised. */
Own evaluate_names(Frame *frame);
/* "ValueError: message" of the current exception, which is taken; a str, NULL: not even that could be made. */
Own evaluate_describe_exception(void);
/* Runs a request of the machine to its answer; else says why there is none. */
RecorderRefusal evaluate_request(void (*request)(void *), void *argument, bool (*interrupted)(void *),
                                 void *context);

#endif
