/* recorder.c: snapshots, and moving between them.
 *
 * At any time the arena's memory equals one snapshot (`base`) but for the pages in `pending`, which were
 * written since. To go to another snapshot, the pages to be touched are therefore `pending` and those that have
 * a version between the two; each gets its content of that step from the page store.
 *
 * Snapshots are taken at the frontier (the furthest step seen) in intervals of time that adapt to what they cost
 * (of time, not of instructions: one instruction may sort a list), and on the way to a step in the past, closer
 * and closer to it: whoever goes back once will go back again. When
 * memory gets short, the snapshot goes whose absence hurts least: the one with the smallest gap for its
 * distance from here. */
#include "recorder/recorder.h"

#include <stdlib.h>
#include <time.h>

#include "recorder/internal.h"
#include "vm/machine.h"
#include "vm/root.h"

#define DEFAULT_HISTORY ((usize)256 << 20)
#define MOST_SNAPSHOTS 8192
#define LOOK_AT_CLOCK ((u64)100000) /* instructions between two looks at the clock: a third of a millisecond */
#define NEAR_ENOUGH ((u64)2048)     /* instructions: closer to a goal no snapshot is worth its cost */
#define LOOK_AROUND ((u64)2000000)  /* instructions between two questions whether the user has had enough */

static const u8 zero_page[PAGE_SIZE_BYTES]; /* what a page without a version holds */

static i64 now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now); /* what others do meanwhile is no cost of ours */
    return (i64)now.tv_sec * 1000000000 + now.tv_nsec;
}

static u32 page_of(uintptr_t address) { return (u32)((address - ARENA_BASE) / PAGE_SIZE_BYTES); }

/* --- what was written --------------------------------------------------------------------------------- */

static const void *base_content(isize page, void *context) {
    const struct {
        const Recorder *recorder;
        u32 first;
    } *view = context;
    const Recorder *recorder = view->recorder;
    const u8 *bytes = recorder->snapshot_count == 0 ? NULL
                                                    : page_store_at(&recorder->store, view->first + (u32)page,
                                                                    recorder->snapshots[recorder->base].step);
    return bytes ? bytes : zero_page;
}

static bool zone_add(Recorder *recorder, uintptr_t start, usize size, bool is_stack) {
    Zone *zones = realloc(recorder->zones, (usize)(recorder->zone_count + 1) * sizeof *zones);
    if (!zones) return false;
    recorder->zones = zones;
    const char *why;
    DirtyPages *dirty = dirty_pages_new(recorder->options.method, (void *)start, size, &why);
    if (!dirty) return false;
    zones[recorder->zone_count++] = (Zone){.first_page = page_of(start),
                                           .size = size,
                                           .live_from = is_stack ? size : 0,
                                           .is_stack = is_stack,
                                           .dirty = dirty};
    return true;
}

/* The stacks of threads that came since the last look get zones of their own. A stack is in use from its stack
 * pointer upwards. */
static void zones_of_new_stacks(Recorder *recorder) {
    for (Thread *thread = VM_ROOT->threads; thread; thread = thread->next) {
        if (!thread->stack) continue;
        bool known = false;
        for (isize i = 0; i < recorder->zone_count; i++)
            known = known || recorder->zones[i].first_page == page_of((uintptr_t)thread->stack);
        if (!known) zone_add(recorder, (uintptr_t)thread->stack, thread->stack_size, true);
    }
}

static void pending_add(Recorder *recorder, u32 page) {
    if (recorder->is_pending[page]) return;
    if (recorder->pending_count == recorder->pending_capacity) {
        isize capacity = recorder->pending_capacity ? 2 * recorder->pending_capacity : 1024;
        u32 *pending = realloc(recorder->pending, (usize)capacity * sizeof *pending);
        assert(pending); /* the host is out of memory: nothing sensible is left to do */
        recorder->pending = pending;
        recorder->pending_capacity = capacity;
    }
    recorder->is_pending[page] = 1;
    recorder->pending[recorder->pending_count++] = page;
}

/* The lowest address of a thread's stack that is in use; a page below it holds nothing. */
static uintptr_t stack_in_use(u32 first_page) {
    for (Thread *thread = VM_ROOT->threads; thread; thread = thread->next)
        if (thread->stack && page_of((uintptr_t)thread->stack) == first_page)
            return (uintptr_t)thread->context_switch.stack_pointer & ~(uintptr_t)(PAGE_SIZE_BYTES - 1);
    return UINTPTR_MAX;
}

/* How much of a zone may have been touched. */
static usize zone_used(Recorder *recorder, Zone *zone) {
    uintptr_t start = (uintptr_t)page_address(zone->first_page);
    if (zone->is_stack) {
        uintptr_t lowest = stack_in_use(zone->first_page);
        if (lowest - start < zone->live_from) zone->live_from = lowest - start;
    }
    if (start != ARENA_HEAP) return zone->size;
    usize opened = arena_use().heap_bytes; /* opened pages are never closed again, not even by going back */
    if (opened > recorder->heap_opened) recorder->heap_opened = opened;
    return (usize)isize_min((isize)recorder->heap_opened, (isize)zone->size);
}

/* About how many pages were written since the last look. */
static isize written_pages(Recorder *recorder) {
    isize count = 0;
    for (isize i = 0; i < recorder->zone_count; i++) {
        usize used = zone_used(recorder, &recorder->zones[i]);
        isize estimate = dirty_pages_estimate(recorder->zones[i].dirty, used);
        count += estimate < 0 ? (isize)(used / PAGE_SIZE_BYTES) : estimate;
    }
    return count;
}

static void gather_pages(Recorder *recorder, const Zone *zone, usize used) {
    struct {
        const Recorder *recorder;
        u32 first;
    } view = {recorder, zone->first_page};
    const u32 *pages;
    isize count = dirty_pages_collect(zone->dirty, used, base_content, &view, &pages);
    for (isize i = 0; i < count; i++)
        if (pages[i] >= zone->live_from / PAGE_SIZE_BYTES) pending_add(recorder, zone->first_page + pages[i]);
}

void recorder_gather(Recorder *recorder) {
    zones_of_new_stacks(recorder);
    for (isize i = 0; i < recorder->zone_count; i++)
        gather_pages(recorder, &recorder->zones[i], zone_used(recorder, &recorder->zones[i]));
}

static void pending_clear(Recorder *recorder) {
    for (isize i = 0; i < recorder->pending_count; i++) recorder->is_pending[recorder->pending[i]] = 0;
    recorder->pending_count = 0;
}

/* --- snapshots ---------------------------------------------------------------------------------------- */

isize recorder_snapshot_index(const Recorder *recorder, u64 step) {
    isize low = 0, high = recorder->snapshot_count;
    while (low < high) {
        isize middle = (low + high) / 2;
        if (recorder->snapshots[middle].step <= step)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

u64 recorder_snapshot_before(const Recorder *recorder, u64 step) {
    return recorder->snapshots[recorder_snapshot_index(recorder, step)].step;
}

void recorder_snapshot_drop(Recorder *recorder, isize index) {
    Snapshot *dropped = &recorder->snapshots[index];
    Snapshot *next = index + 1 < recorder->snapshot_count ? dropped + 1 : NULL;
    u32 *grown =
        next ? realloc(next->pages, (usize)(next->page_count + dropped->page_count + 1) * sizeof *grown) : NULL;
    if (next && !grown) return;
    if (next) next->pages = grown;
    for (isize i = 0; i < dropped->page_count; i++) {
        u32 page = dropped->pages[i];
        if (!next) {
            page_store_drop(&recorder->store, page, dropped->step);
            continue;
        }
        if (!page_store_has(&recorder->store, page, next->step)) next->pages[next->page_count++] = page;
        page_store_postpone(&recorder->store, page, dropped->step, next->step);
    }
    free(dropped->pages);
    memmove(dropped, dropped + 1, (usize)(recorder->snapshot_count - index - 1) * sizeof *dropped);
    recorder->snapshot_count--;
    if (recorder->base > index) recorder->base--;
}

/* The snapshot that is missed least: the gap it would leave is small for its distance from `here`. */
static isize least_missed(const Recorder *recorder, u64 here) {
    isize best = -1;
    double least = 0;
    for (isize i = 1; i + 1 < recorder->snapshot_count; i++) {
        if (i == recorder->base || recorder->snapshots[i].is_seam) continue;
        u64 step = recorder->snapshots[i].step;
        u64 gap = recorder->snapshots[i + 1].step - recorder->snapshots[i - 1].step;
        u64 distance = step > here ? step - here : here - step;
        double missed = (double)gap / (double)(distance + NEAR_ENOUGH);
        if (best < 0 || missed < least) {
            best = i;
            least = missed;
        }
    }
    return best;
}

static void thin(Recorder *recorder) {
    usize budget = recorder->options.history_bytes;
    while (recorder->snapshot_count > MOST_SNAPSHOTS || page_store_bytes(&recorder->store) > budget) {
        isize victim = least_missed(recorder, machine_steps());
        if (victim < 0) return;
        isize before = recorder->snapshot_count;
        recorder_snapshot_drop(recorder, victim);
        if (recorder->snapshot_count == before) return;
    }
}

static Snapshot *snapshot_insert(Recorder *recorder, isize index, u64 step) {
    if (recorder->snapshot_count == recorder->snapshot_capacity) {
        isize capacity = recorder->snapshot_capacity ? 2 * recorder->snapshot_capacity : 64;
        Snapshot *snapshots = realloc(recorder->snapshots, (usize)capacity * sizeof *snapshots);
        if (!snapshots) return NULL;
        recorder->snapshots = snapshots;
        recorder->snapshot_capacity = capacity;
    }
    Snapshot *made = &recorder->snapshots[index];
    memmove(made + 1, made, (usize)(recorder->snapshot_count - index) * sizeof *made);
    *made = (Snapshot){.step = step};
    recorder->snapshot_count++;
    return made;
}

/* Gives the page a version of this step where its content is new. The snapshot after it must not inherit that:
 * it gets the old content as a version of its own. */
static bool save_page(Recorder *recorder, isize index, u32 page) {
    Snapshot *made = &recorder->snapshots[index];
    const u8 *known = page_store_at(&recorder->store, page, made->step);
    if (memcmp(known ? known : zero_page, page_address(page), PAGE_SIZE_BYTES) == 0) return true;
    if (index + 1 < recorder->snapshot_count) {
        Snapshot *next = made + 1;
        if (!page_store_has(&recorder->store, page, next->step)) {
            u32 *pages = realloc(next->pages, (usize)(next->page_count + 1) * sizeof *pages);
            if (!pages) return false;
            next->pages = pages;
            if (!page_store_add(&recorder->store, page, next->step, known)) return false;
            next->pages[next->page_count++] = page;
        }
    }
    if (!page_store_add(&recorder->store, page, made->step, page_address(page))) return false;
    made->pages[made->page_count++] = page;
    recorder->pages_saved++;
    return true;
}

/* Pages between two snapshots that the way from one to the other crosses are added to pending, so that they are
 * compared with the new base. */
static void pending_add_between(Recorder *recorder, isize low, isize high) {
    for (isize i = low + 1; i <= high; i++)
        for (isize k = 0; k < recorder->snapshots[i].page_count; k++)
            pending_add(recorder, recorder->snapshots[i].pages[k]);
}

bool recorder_snapshot_take(Recorder *recorder) {
    u64 step = machine_steps();
    isize before = recorder_snapshot_index(recorder, step);
    if (before >= 0 && recorder->snapshots[before].step == step) return true;
    recorder_gather(recorder);
    if (before >= 0) pending_add_between(recorder, recorder->base, before);
    isize index = before + 1;
    Snapshot *made = snapshot_insert(recorder, index, step);
    if (!made) return false;
    made->pages = malloc((usize)(recorder->pending_count + 1) * sizeof *made->pages);
    if (recorder->base >= index) recorder->base++;
    bool whole = made->pages != NULL;
    arena_unpoison(); /* freed memory is part of a page like any other */
    for (isize i = 0; whole && i < recorder->pending_count; i++)
        whole = save_page(recorder, index, recorder->pending[i]);
    arena_repoison();
    if (!whole) { /* the host is out of memory: the run goes on without this snapshot */
        recorder_snapshot_drop(recorder, index);
        return false;
    }
    recorder->base = index;
    pending_clear(recorder);
    thin(recorder);
    return true;
}

void recorder_forget_own_writes(Recorder *recorder) {
    if (recorder->options.method == DIRTY_COMPARE) return; /* comparing remembers nothing */
    isize kept = recorder->pending_count;
    recorder_gather(recorder);
    for (isize i = kept; i < recorder->pending_count; i++) recorder->is_pending[recorder->pending[i]] = 0;
    recorder->pending_count = kept;
}

void recorder_write_page(u32 page, const u8 *bytes) {
    if (bytes)
        memcpy(page_address(page), bytes, PAGE_SIZE_BYTES);
    else
        memset(page_address(page), 0, PAGE_SIZE_BYTES);
}

void recorder_restore(Recorder *recorder, isize index) {
    recorder_gather(recorder);
    isize low = isize_min(index, recorder->base), high = isize_max(index, recorder->base);
    pending_add_between(recorder, low, high);
    u64 step = recorder->snapshots[index].step;
    arena_unpoison();
    for (isize i = 0; i < recorder->pending_count; i++) {
        u32 page = recorder->pending[i];
        recorder_write_page(page, page_store_at(&recorder->store, page, step));
    }
    arena_repoison();
    pending_clear(recorder);
    recorder->at_boundary = true;
    recorder->base = index;
    recorder_forget_own_writes(recorder);
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
 * dear ones as close as a tenth of the run's time buys. */
static i64 spacing_for(i64 cost_ns) {
    const i64 shortest = 5000000, frame = 11000000;
    i64 sparing = 24 * cost_ns, dense = 10 * cost_ns;
    if (sparing < shortest) return shortest;
    if (sparing < frame) return sparing;
    return dense < frame ? frame : dense;
}

/* What the machine pays later for a page that is watched again: the fault of its next write. */
static i64 fault_ns(DirtyMethod method) {
    return method == DIRTY_MPROTECT ? 5000 : method == DIRTY_USERFAULTFD ? 700 : 0;
}

/* A snapshot may be due by the clock and yet cost more than the time since the last one is worth. */
static bool snapshot_is_due(Recorder *recorder) {
    u64 step = machine_steps();
    if (!recorder->at_boundary || step < recorder->covered || step == recorder->last_snapshot) return false;
    if (recorder->options.interval) return step - recorder->last_snapshot >= recorder->options.interval;
    i64 passed = now_ns() - recorder->snapshot_ns;
    if (passed < recorder->spacing_ns) return false;
    recorder->written = written_pages(recorder);
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
    u64 interval = recorder->options.interval, stretch = LOOK_AT_CLOCK;
    if (interval && step >= recorder->covered) {
        u64 next = recorder->last_snapshot + interval;
        stretch = next > step ? next - step : interval;
    }
    return seam && stretch > seam->step - step ? seam->step - step : stretch;
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
        ProbeEvent event = machine_resume_watched(stretch, events, watch);
        if (event == PROBE_LEFT) {
            come_back(recorder, before);
            return PROBE_LEFT;
        }
        note_frontier(recorder, event);
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

bool recorder_goto(Recorder *recorder, u64 step, bool (*interrupted)(void *), void *context) {
    u64 here = machine_steps();
    isize nearest = recorder_snapshot_index(recorder, step);
    bool back = step < here || (step == here && machine_exited());
    if (back && machine_exited() && step >= recorder->furthest) return true;
    if (back || recorder->snapshots[nearest].step > here) recorder_restore(recorder, nearest);
    while ((here = machine_steps()) < step) {
        u64 left = step - here;
        bool in_the_past = step < recorder->furthest;
        u64 stretch = in_the_past && left > NEAR_ENOUGH ? left - left / 8 : left;
        if (stretch > LOOK_AROUND) stretch = LOOK_AROUND;
        ProbeEvent event = recorder_run(recorder, stretch, PROBE_BIT(PROBE_INPUT));
        if (event == PROBE_EXIT || event == PROBE_INPUT || event == PROBE_LIMIT || event == PROBE_DEADLOCK)
            return true;
        if (event == PROBE_LEFT && interrupted) return false;
        if (machine_steps() < step && in_the_past && left <= LOOK_AROUND) recorder_snapshot_take(recorder);
        if (interrupted && interrupted(context)) return false;
    }
    return true;
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
    recorder->is_pending = calloc(arena_size / PAGE_SIZE_BYTES, 1);
    usize heap = (usize)ARENA_HEADER->unit_count * ARENA_UNIT;
    bool made = recorder->is_pending &&
                page_store_open(&recorder->store, (isize)(arena_size / PAGE_SIZE_BYTES)) &&
                zone_add(recorder, ARENA_BASE, ROOM_COUNT * ARENA_ROOM_SIZE, false) &&
                zone_add(recorder, ARENA_UNITS, unit_table_size(), false) &&
                zone_add(recorder, ARENA_HEAP, heap, false);
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
    recorder->page_ns = recorder->options.method == DIRTY_COMPARE ? 200 : 2000;
    return recorder;
}

void recorder_close(Recorder *recorder) {
    if (!recorder) return;
    for (isize i = 0; i < recorder->zone_count; i++) dirty_pages_free(recorder->zones[i].dirty);
    for (isize i = 0; i < recorder->snapshot_count; i++) free(recorder->snapshots[i].pages);
    for (isize i = 0; i < recorder->saved_count; i++) free(recorder->saved[i].copy);
    free(recorder->saved);
    free(recorder->zones);
    free(recorder->snapshots);
    free(recorder->pending);
    free(recorder->is_pending);
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
