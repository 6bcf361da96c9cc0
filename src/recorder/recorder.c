/* recorder.c: running, and going to any moment of the run.
 *
 * To a moment in the past leads the nearest snapshot before it, and the way from there forwards. Snapshots are taken
 * at the frontier (the furthest step seen) in intervals of time that adapt to what they cost (of time, not of
 * instructions: one instruction may sort a list), and on the way to a step in the past, closer and closer to it:
 * whoever goes back once will go back again. */
#include "recorder/recorder.h"

#include <stdlib.h>
#include <time.h>

#include "recorder/internal.h"
#include "vm/machine.h"
#include "vm/root.h"

#define DEFAULT_HISTORY ((usize)256 << 20)
#define LOOK_NS 500000         /* between two looks at the clock, about ... */
#define LEAST_LOOK ((u64)1000) /* ... and how many instructions that may be */
#define MOST_LOOK ((u64)100000)
#define NEAR_ENOUGH ((u64)64)      /* instructions: closer to a goal no snapshot is worth its cost */
#define LOOK_AROUND ((u64)2000000) /* instructions between two questions whether the user has had enough */
#define NEXT_DOOR ((u64)1000)      /* instructions: who goes back no further is walking, not jumping */

static i64 now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now); /* what others do meanwhile is no cost of ours */
    return (i64)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* --- running ------------------------------------------------------------------------------------------ */

static void note_frontier(Recorder *recorder, ProbeEvent event) {
    u64 step = machine_steps();
    if (step > recorder->furthest) recorder->furthest = step;
    if (step > recorder->covered) recorder->covered = step;
    if (event == PROBE_EXIT) recorder->ended = true;
    bool inside = event == PROBE_INPUT || event == PROBE_DEADLOCK; /* an instruction that waits */
    recorder->at_boundary = event != PROBE_EXIT && !inside && !machine_exited();
}

/* The time to the next snapshot after one that cost `cost_ns`. Cheap ones stand so close that what lies between
 * two of them is lived through again within a frame of the screen, and closer where that costs next to nothing;
 * dear ones as close as a tenth of the run's time buys, or a seventh where that would be too far. More than that
 * recording must not take. */
static i64 spacing_for(i64 cost_ns) {
    const i64 shortest = 5000000, frame = 11000000, near = 30000000;
    i64 sparing = 24 * cost_ns, dense = 12 * cost_ns, most = 7 * cost_ns;
    if (sparing < shortest) return shortest;
    if (sparing < frame) return sparing;
    if (dense < frame) return frame;
    if (dense < near) return dense;
    return most < near ? near : most;
}

/* What the machine pays later for a page that is watched again: the fault of its next write. */
static i64 fault_ns(DirtyMethod method) {
    return method == DIRTY_MPROTECT ? 5000 : method == DIRTY_USERFAULTFD ? 1000 : 0;
}

/* A snapshot may be due by the clock and yet cost more than the time since the last one is worth. */
static bool snapshot_is_due(Recorder *recorder) {
    u64 step = machine_steps();
    if (!recorder->at_boundary || step < recorder->covered || step == recorder->last_snapshot) return false;
    if (recorder->options.interval) return step - recorder->last_snapshot >= recorder->options.interval;
    i64 passed = now_ns() - recorder->snapshot_ns;
    if (passed < recorder->spacing_ns) return false;
    recorder->written = recorder_written(recorder);
    recorder->spacing_ns = spacing_for(recorder->written * recorder->page_ns);
    return passed >= recorder->spacing_ns;
}

/* Takes a snapshot at the frontier, and learns what it cost. */
static void snapshot_at_frontier(Recorder *recorder) {
    i64 started = now_ns();
    u64 saved = recorder->pages_saved, step = machine_steps();
    recorder_snapshot_take(recorder);
    recorder->snapshot_ns = now_ns();
    i64 faults = (i64)(recorder->pages_saved - saved) * fault_ns(recorder->options.method);
    i64 cost = recorder->snapshot_ns - started + faults;
    if (recorder->written > 0) recorder->page_ns = (recorder->page_ns + cost / recorder->written) / 2;
    recorder->spacing_ns = spacing_for(0);
    recorder->interval = step - recorder->last_snapshot;
    recorder->last_snapshot = step;
}

/* The next seam after `step`; NULL: none. */
static const Snapshot *seam_after(const Recorder *recorder, u64 step) {
    if (!recorder->seam_count) return NULL;
    for (isize i = recorder_snapshot_index(recorder, step) + 1; i < recorder->snapshot_count; i++)
        if (recorder->snapshots[i].is_seam) return &recorder->snapshots[i];
    return NULL;
}

/* How far to run before the question whether a snapshot is due, or the run goes on elsewhere. */
static u64 stretch_from(const Recorder *recorder, u64 step, const Snapshot *seam) {
    u64 interval = recorder->options.interval, stretch = recorder->look;
    if (interval && step >= recorder->covered) {
        u64 next = recorder->last_snapshot + interval;
        stretch = next > step ? next - step : interval;
    }
    return seam && stretch > seam->step - step ? seam->step - step : stretch;
}

/* Runs, and learns how many instructions it is from one look at the clock to the next. */
static ProbeEvent run_stretch(Recorder *recorder, u64 stretch, u32 events, Watch *watch) {
    i64 started = now_ns();
    bool at_frontier = machine_steps() >= recorder->covered;
    ProbeEvent event = machine_resume_watched(stretch, events, watch);
    i64 took = now_ns() - started;
    *(at_frontier ? &recorder->lived : &recorder->spent_in_past) += took;
    if (took > 2 * LOOK_NS && recorder->look > LEAST_LOOK) recorder->look /= 2;
    if (took < LOOK_NS / 2 && stretch == recorder->look && recorder->look < MOST_LOOK) recorder->look *= 2;
    if (event != PROBE_LEFT) note_frontier(recorder, event);
    return event;
}

/* The machine was left in the midst of an instruction: it comes back to where that one had not begun, or to `step`
 * at least, where it stood before. */
static void come_back(Recorder *recorder, u64 step) {
    u64 begun = machine_steps();
    if (begun > step + 1) step = begun - 1;
    recorder_restore(recorder, recorder_snapshot_index(recorder, step));
    recorder_goto(recorder, step, NULL, NULL);
}

ProbeEvent recorder_run(Recorder *recorder, u64 budget, u32 events) {
    return recorder_run_watched(recorder, budget, events, NULL);
}

ProbeEvent recorder_run_watched(Recorder *recorder, u64 budget, u32 events, Watch *watch) {
    while (budget > 0) {
        if (machine_exited()) return PROBE_EXIT;
        u64 before = machine_steps();
        if (snapshot_is_due(recorder)) snapshot_at_frontier(recorder);
        const Snapshot *seam = seam_after(recorder, before);
        u64 stretch = stretch_from(recorder, before, seam), limit = recorder->limit;
        if (limit && before >= limit) return PROBE_LIMIT;
        if (limit && stretch > limit - before) stretch = limit - before;
        if (stretch > budget) stretch = budget;
        ProbeEvent event = run_stretch(recorder, stretch, events, watch);
        if (event == PROBE_LEFT) {
            come_back(recorder, before);
            return PROBE_LEFT;
        }
        if (seam && machine_steps() == seam->step) {
            recorder_restore(recorder, seam - recorder->snapshots);
            if (event == PROBE_PLACE || event == PROBE_CODE || event == PROBE_WORD) event = PROBE_STEP;
        }
        if (event != PROBE_STEP) return event;
        u64 ran = machine_steps() - before;
        budget = budget > ran ? budget - ran : 0;
    }
    return PROBE_STEP;
}

/* On the way to a step in the past: whether the time that was spent there is `times` what a snapshot here costs. If so
 * it is paid for. Who walks back will come this way again at once, and the snapshot may cost as much as has been spent;
 * who jumps may never, and waits an eighth longer at most; who searches comes again if something is found. */
enum { TIMES_WALKING = 1, TIMES_SEARCHING = 3, TIMES_JUMPING = 8 };
static bool worth_a_snapshot(Recorder *recorder, int times) {
    i64 price = recorder->page_ns * times;
    if (recorder->spent_in_past <= recorder->pending.count * price) return false; /* without counting */
    price *= recorder_written(recorder);
    if (recorder->spent_in_past <= price) return false;
    recorder->spent_in_past -= price;
    return true;
}

static void go_back_to(Recorder *recorder, isize index) {
    i64 started = now_ns();
    recorder_restore(recorder, index);
    recorder->spent_in_past += now_ns() - started;
}

bool recorder_goto(Recorder *recorder, u64 step, bool (*interrupted)(void *), void *context) {
    u64 here = machine_steps();
    isize nearest = recorder_snapshot_index(recorder, step);
    bool back = step < here || (step == here && machine_exited()), walks = back && here - step <= NEXT_DOOR;
    int times = walks ? TIMES_WALKING : TIMES_JUMPING;
    if (back && machine_exited() && step >= recorder->furthest) return true;
    if (!walks) recorder->spent_in_past = 0; /* a jump pays for itself alone */
    if (back || recorder->snapshots[nearest].step > here) go_back_to(recorder, nearest);
    while ((here = machine_steps()) < step) {
        u64 left = step - here;
        bool in_the_past = step < recorder->furthest;
        u64 stretch = in_the_past && left > NEAR_ENOUGH ? left - left / 8 : left;
        if (stretch > LOOK_AROUND) stretch = LOOK_AROUND;
        ProbeEvent event = recorder_run(recorder, stretch, PROBE_BIT(PROBE_INPUT));
        if (event == PROBE_EXIT || event == PROBE_INPUT || event == PROBE_LIMIT || event == PROBE_DEADLOCK)
            return true;
        if (event == PROBE_LEFT && interrupted) return false;
        if (machine_steps() < step && in_the_past && left <= LOOK_AROUND && worth_a_snapshot(recorder, times))
            recorder_snapshot_take(recorder);
        if (interrupted && interrupted(context)) return false;
    }
    return true;
}

void recorder_keep_way(Recorder *recorder) {
    bool in_the_past = recorder->at_boundary && machine_steps() < recorder->furthest;
    if (in_the_past && worth_a_snapshot(recorder, TIMES_SEARCHING)) recorder_snapshot_take(recorder);
}

u64 recorder_furthest(const Recorder *recorder, bool *ended) {
    if (ended) *ended = recorder->ended;
    return recorder->furthest;
}

/* --- opening and closing ------------------------------------------------------------------------------ */

/* Of the allocator's table of units, which stands between the rooms' roots and the heap: whole pages. */
static usize unit_table_size(void) {
    usize size = (usize)ARENA_HEADER->unit_count * sizeof(ArenaUnit);
    return (size + PAGE_SIZE_BYTES - 1) & ~(PAGE_SIZE_BYTES - 1);
}

static DirtyMethod settle_method(DirtyMethod asked, Status *status) {
    if (asked != DIRTY_AUTOMATIC) return asked;
    const char *why;
    DirtyPages *trial =
        dirty_pages_new(DIRTY_AUTOMATIC, (void *)ARENA_BASE, ROOM_COUNT * ARENA_ROOM_SIZE, &why);
    if (!trial) {
        *status = status_error("cannot watch the machine's memory: %s", why);
        return DIRTY_AUTOMATIC;
    }
    DirtyMethod method = dirty_pages_method(trial);
    dirty_pages_free(trial);
    return method;
}

Recorder *recorder_open(const RecorderOptions *options, Status *status) {
    Recorder *recorder = calloc(1, sizeof *recorder);
    if (!recorder) {
        *status = status_error("out of memory");
        return NULL;
    }
    recorder->options = *options;
    if (!recorder->options.history_bytes) recorder->options.history_bytes = DEFAULT_HISTORY;
    recorder->limit = options->limit;
    recorder->options.method = settle_method(options->method, status);
    usize arena_size = ARENA_HEADER->size;
    recorder->pending.has = calloc(arena_size / PAGE_SIZE_BYTES, 1);
    recorder->touched.has = calloc(arena_size / PAGE_SIZE_BYTES, 1);
    usize heap = (usize)ARENA_HEADER->unit_count * ARENA_UNIT;
    bool made = recorder->pending.has && recorder->touched.has &&
                page_store_open(&recorder->store, (isize)(arena_size / PAGE_SIZE_BYTES)) &&
                recorder_zone_add(recorder, ARENA_BASE, ROOM_COUNT * ARENA_ROOM_SIZE, false) &&
                recorder_zone_add(recorder, ARENA_UNITS, unit_table_size(), false) &&
                recorder_zone_add(recorder, ARENA_HEAP, heap, false);
    ProbeEvent event = PROBE_STEP;
    if (made) event = machine_resume(0, 0);
    note_frontier(recorder, event);
    made = made && recorder_snapshot_take(recorder);
    if (!made) {
        if (!status->failed) *status = status_error("cannot keep the history of the run: out of memory");
        recorder_close(recorder);
        return NULL;
    }
    recorder->snapshot_ns = now_ns();
    recorder->spacing_ns = spacing_for(0);
    recorder->page_ns = recorder->options.method == DIRTY_COMPARE ? 200 : 4000;
    recorder->look = MOST_LOOK;
    return recorder;
}

void recorder_close(Recorder *recorder) {
    if (!recorder) return;
    for (isize i = 0; i < recorder->zone_count; i++) dirty_pages_free(recorder->zones[i].dirty);
    for (isize i = 0; i < recorder->snapshot_count; i++) free(recorder->snapshots[i].pages);
    free(recorder->saved);
    free(recorder->zones);
    free(recorder->snapshots);
    page_list_free(&recorder->pending);
    page_list_free(&recorder->touched);
    page_store_close(&recorder->store);
    free(recorder);
}

RecorderUse recorder_use(const Recorder *recorder) {
    return (RecorderUse){.snapshots = recorder->snapshot_count,
                         .bytes = page_store_bytes(&recorder->store),
                         .budget = recorder->options.history_bytes,
                         .interval = recorder->interval,
                         .method = recorder->zone_count ? dirty_pages_method(recorder->zones[0].dirty)
                                                        : DIRTY_COMPARE,
                         .pages_saved = recorder->pages_saved};
}
