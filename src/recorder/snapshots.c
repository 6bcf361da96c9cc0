/* snapshots.c: taking them, forgetting them, going to one.
 *
 * At any time the arena's memory equals one snapshot (`base`) but for the pages in `pending`, which were
 * written since. To go to another snapshot, the pages to be touched are therefore `pending` and those that have
 * a version between the two; each gets its content of that step from the page store.
 *
 * When memory gets short, the snapshot goes whose absence hurts least: the one with the smallest gap for its
 * distance from here, both in the time that it takes to live through them again. Whoever jumps far waits for the
 * gap alone, so beyond some distance all are the same. */
#include <stdlib.h>

#include "recorder/internal.h"
#include "vm/machine.h"
#include "vm/root.h"
#include "world/world.h"

#define MOST_SNAPSHOTS 8192
#define NEAR_NS 500000   /* nearer to here, all distances are the same ... */
#define FAR_NS 300000000 /* ... and further away */

static u32 page_of(uintptr_t address) { return (u32)((address - ARENA_BASE) / PAGE_SIZE_BYTES); }

/* --- what was written --------------------------------------------------------------------------------- */

bool recorder_zone_add(Recorder *recorder, uintptr_t start, usize size, bool is_stack) {
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
        if (!known) recorder_zone_add(recorder, (uintptr_t)thread->stack, thread->stack_size, true);
    }
}

void page_list_add(PageList *list, u32 page) {
    if (list->has[page]) return;
    if (list->count == list->capacity) {
        isize capacity = list->capacity ? 2 * list->capacity : 1024;
        u32 *pages = realloc(list->pages, (usize)capacity * sizeof *pages);
        assert(pages); /* the host is out of memory: nothing sensible is left to do */
        list->pages = pages;
        list->capacity = capacity;
    }
    list->has[page] = 1;
    list->pages[list->count++] = page;
}

static void page_list_clear(PageList *list) {
    for (isize i = 0; i < list->count; i++) list->has[list->pages[i]] = 0;
    list->count = 0;
}

void page_list_free(PageList *list) {
    free(list->pages);
    free(list->has);
}

static void note_written(Recorder *recorder, u32 page) {
    page_list_add(&recorder->pending, page);
    page_list_add(&recorder->touched, page);
}

/* The lowest address of a thread's stack that is in use; a page below it holds nothing. */
static uintptr_t stack_in_use(u32 first_page) {
    for (Thread *thread = VM_ROOT->threads; thread; thread = thread->next)
        if (thread->stack && page_of((uintptr_t)thread->stack) == first_page)
            return (uintptr_t)thread->context_switch.stack_pointer & ~(uintptr_t)(PAGE_SIZE_BYTES - 1);
    return UINTPTR_MAX;
}

/* A stack that reaches deeper than at any look before: what is new of it counts as written, for the looks at it when
 * it held nothing were forgotten. */
static void stack_deepens(Recorder *recorder, Zone *zone) {
    uintptr_t lowest = stack_in_use(zone->first_page);
    if (lowest == UINTPTR_MAX) return;
    u32 deepest = page_of(lowest) - zone->first_page;
    while (zone->live_from / PAGE_SIZE_BYTES > deepest) {
        zone->live_from -= PAGE_SIZE_BYTES;
        note_written(recorder, zone->first_page + (u32)(zone->live_from / PAGE_SIZE_BYTES));
    }
}

/* How much of a zone may have been touched. */
static usize zone_used(Recorder *recorder, Zone *zone) {
    uintptr_t start = (uintptr_t)page_address(zone->first_page);
    if (zone->is_stack) stack_deepens(recorder, zone);
    if (start != ARENA_HEAP) return zone->size;
    usize opened = arena_use().heap_bytes; /* opened pages are never closed again, not even by going back */
    if (opened > recorder->heap_opened) recorder->heap_opened = opened;
    return (usize)isize_min((isize)recorder->heap_opened, (isize)zone->size);
}

isize recorder_written(Recorder *recorder) {
    isize count = recorder->pending.count;
    for (isize i = 0; i < recorder->zone_count; i++) {
        usize used = zone_used(recorder, &recorder->zones[i]);
        isize estimate = dirty_pages_estimate(recorder->zones[i].dirty, used);
        count += estimate < 0 ? (isize)(used / PAGE_SIZE_BYTES) : estimate;
    }
    return count;
}

static void gather_pages(Recorder *recorder, const Zone *zone, usize used) {
    const u32 *pages;
    isize count = dirty_pages_collect(zone->dirty, used, &pages);
    for (isize i = 0; i < count; i++)
        if (pages[i] >= zone->live_from / PAGE_SIZE_BYTES) note_written(recorder, zone->first_page + pages[i]);
}

void recorder_gather(Recorder *recorder) {
    world_statics_keep();
    zones_of_new_stacks(recorder);
    for (isize i = 0; i < recorder->zone_count; i++)
        gather_pages(recorder, &recorder->zones[i], zone_used(recorder, &recorder->zones[i]));
}

isize recorder_take_touched(Recorder *recorder, const u32 **pages) {
    recorder_gather(recorder);
    isize count = recorder->touched.count;
    *pages = recorder->touched.pages;
    page_list_clear(&recorder->touched);
    return count;
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

i64 recorder_lived(const Recorder *recorder, u64 step) {
    isize index = recorder_snapshot_index(recorder, step);
    if (index < 0) return 0;
    const Snapshot *before = &recorder->snapshots[index], *after = before + 1;
    bool last = index + 1 == recorder->snapshot_count;
    u64 until = last ? recorder->covered : after->step;
    if (until <= before->step) return before->lived;
    double share = (double)(step - before->step) / (double)(until - before->step);
    return before->lived + (i64)((double)((last ? recorder->lived : after->lived) - before->lived) * share);
}

/* The snapshot that is missed least: the gap it would leave is small for its distance from here. */
static isize least_missed(const Recorder *recorder) {
    isize best = -1;
    double least = 0;
    i64 here = recorder_lived(recorder, machine_steps());
    for (isize i = 1; i + 1 < recorder->snapshot_count; i++) {
        const Snapshot *snapshot = &recorder->snapshots[i];
        if (i == recorder->base || snapshot->is_seam) continue;
        i64 gap = snapshot[1].lived - snapshot[-1].lived, distance = snapshot->lived - here;
        if (distance < 0) distance = -distance;
        double missed = (double)gap / (double)((distance < FAR_NS ? distance : FAR_NS) + NEAR_NS);
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
        isize victim = least_missed(recorder);
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

bool recorder_list_page(Snapshot *snapshot, u32 page) {
    u32 *pages = realloc(snapshot->pages, (usize)(snapshot->page_count + 1) * sizeof *pages);
    if (!pages) return false;
    snapshot->pages = pages;
    pages[snapshot->page_count++] = page;
    return true;
}

/* Gives the page a version of this step where its content is new. The snapshot after it must not inherit that:
 * it gets the old content as a version of its own. */
static bool save_page(Recorder *recorder, isize index, u32 page) {
    Snapshot *made = &recorder->snapshots[index];
    PageSaved saved = page_store_save(&recorder->store, page, made->step, page_address(page));
    if (saved != PAGE_SAVED) return saved == PAGE_SAME;
    made->pages[made->page_count++] = page;
    recorder->pages_saved++;
    if (index + 1 == recorder->snapshot_count) return true;
    Snapshot *next = made + 1;
    return page_store_has(&recorder->store, page, next->step) ||
           (page_store_share(&recorder->store, page, made->step - 1, next->step) &&
            recorder_list_page(next, page));
}

/* Pages between two snapshots that the way from one to the other crosses are added to pending, so that they are
 * compared with the new base. */
static void pending_add_between(Recorder *recorder, isize low, isize high) {
    for (isize i = low + 1; i <= high; i++)
        for (isize k = 0; k < recorder->snapshots[i].page_count; k++)
            page_list_add(&recorder->pending, recorder->snapshots[i].pages[k]);
}

bool recorder_snapshot_take(Recorder *recorder) {
    u64 step = machine_steps();
    isize before = recorder_snapshot_index(recorder, step);
    if (before >= 0 && recorder->snapshots[before].step == step) return true;
    recorder_gather(recorder);
    if (before >= 0) pending_add_between(recorder, recorder->base, before);
    i64 lived = recorder_lived(recorder, step);
    isize index = before + 1;
    Snapshot *made = snapshot_insert(recorder, index, step);
    if (!made) return false;
    made->lived = lived;
    made->pages = malloc((usize)(recorder->pending.count + 1) * sizeof *made->pages);
    if (recorder->base >= index) recorder->base++;
    bool whole = made->pages != NULL;
    arena_unpoison(); /* freed memory is part of a page like any other */
    for (isize i = 0; whole && i < recorder->pending.count; i++)
        whole = save_page(recorder, index, recorder->pending.pages[i]);
    arena_repoison();
    if (!whole) { /* the host is out of memory: the run goes on without this snapshot */
        recorder_snapshot_drop(recorder, index);
        return false;
    }
    recorder->base = index;
    page_list_clear(&recorder->pending);
    thin(recorder);
    return true;
}

static void expect_pending(Recorder *recorder, Zone *zone) {
    const u8 *pending = recorder->pending.has + zone->first_page;
    isize end = (isize)(zone_used(recorder, zone) / PAGE_SIZE_BYTES);
    for (isize page = 0; page < end; page++) {
        const u8 *found = memchr(pending + page, 1, (usize)(end - page));
        if (!found) return;
        isize first = page = found - pending;
        while (page < end && pending[page]) page++;
        dirty_pages_expect(zone->dirty, first, page - first);
    }
}

void recorder_expect_own_writes(Recorder *recorder) {
    for (isize i = 0; i < recorder->zone_count; i++) expect_pending(recorder, &recorder->zones[i]);
}

void recorder_forget_own_writes(Recorder *recorder) {
    for (isize i = 0; i < recorder->zone_count; i++) {
        Zone *zone = &recorder->zones[i];
        dirty_pages_forget(zone->dirty, zone_used(recorder, zone), recorder->pending.has + zone->first_page);
    }
}

void recorder_restore(Recorder *recorder, isize index) {
    recorder_gather(recorder);
    isize low = isize_min(index, recorder->base), high = isize_max(index, recorder->base);
    pending_add_between(recorder, low, high);
    u64 step = recorder->snapshots[index].step;
    recorder_expect_own_writes(recorder);
    arena_unpoison();
    for (isize i = 0; i < recorder->pending.count; i++) {
        u32 page = recorder->pending.pages[i];
        page_store_read(&recorder->store, page, step, page_address(page));
        page_list_add(&recorder->touched, page);
    }
    arena_repoison();
    world_statics_put_back();
    recorder_forget_own_writes(recorder);
    page_list_clear(&recorder->pending);
    recorder->at_boundary = true;
    recorder->base = index;
}
