/* branch.c: trying something that is thrown away, and changing the past for good.
 *
 * What a try has written is known page by page, so it can be taken back, or kept as a seam: the pages as they were
 * and as they are now. A seam stands in the run as a snapshot of the changed moment. From there on the run follows
 * from the change; a machine that comes to that step from before is put into the changed moment (recorder_run).
 * Undoing a seam puts the pages back, and the run is again what it was: the future is lived through anew, the log
 * of the world answering. */
#include <stdlib.h>

#include "recorder/internal.h"
#include "vm/machine.h"
#include "world/world.h"

typedef struct SeamPage {
    u32 page;
    _Alignas(u64) u8 before[PAGE_SIZE_BYTES];
    _Alignas(u64) u8 after[PAGE_SIZE_BYTES];
} SeamPage;

struct RecorderSeam {
    u64 step;
    isize count;
    SeamPage *pages;
};

/* --- a try ---------------------------------------------------------------------------------------------- */

void recorder_branch_begin(Recorder *recorder) {
    assert(!recorder->saved);
    recorder_gather(recorder);
    recorder->saved = malloc((usize)(recorder->pending.count + 1) * sizeof *recorder->saved);
    assert(recorder->saved);
    recorder->saved_count = recorder->pending.count;
    arena_unpoison();
    for (isize i = 0; i < recorder->pending.count; i++) {
        recorder->saved[i].page = recorder->pending.pages[i];
        memcpy(recorder->saved[i].bytes, page_address(recorder->pending.pages[i]), PAGE_SIZE_BYTES);
    }
    arena_repoison();
}

void recorder_branch_end(Recorder *recorder) {
    recorder_gather(recorder); /* pending is now what the branch wrote, too; the saved pages come first in it */
    u64 step = recorder->snapshots[recorder->base].step;
    recorder_expect_own_writes(recorder);
    arena_unpoison();
    for (isize i = 0; i < recorder->saved_count; i++)
        memcpy(page_address(recorder->saved[i].page), recorder->saved[i].bytes, PAGE_SIZE_BYTES);
    for (isize i = recorder->saved_count; i < recorder->pending.count; i++)
        page_store_read(&recorder->store, recorder->pending.pages[i], step,
                        page_address(recorder->pending.pages[i]));
    arena_repoison();
    world_statics_put_back();
    recorder_forget_own_writes(recorder);
    for (isize i = recorder->saved_count; i < recorder->pending.count; i++)
        recorder->pending.has[recorder->pending.pages[i]] = 0;
    recorder->pending.count = recorder->saved_count;
    free(recorder->saved);
    recorder->saved = NULL;
    recorder->saved_count = 0;
}

/* --- a seam --------------------------------------------------------------------------------------------- */

RecorderSeam *recorder_branch_keep(Recorder *recorder) {
    recorder_gather(recorder);
    RecorderSeam *seam = calloc(1, sizeof *seam);
    SeamPage *pages = malloc((usize)(recorder->pending.count + 1) * sizeof *pages);
    u64 base = recorder->snapshots[recorder->base].step;
    arena_unpoison();
    for (isize i = 0; seam && pages && i < recorder->pending.count; i++) {
        SeamPage *page = &pages[seam->count];
        page->page = recorder->pending.pages[i];
        if (i < recorder->saved_count)
            memcpy(page->before, recorder->saved[i].bytes, PAGE_SIZE_BYTES);
        else
            page_store_read(&recorder->store, page->page, base, page->before);
        memcpy(page->after, page_address(page->page), PAGE_SIZE_BYTES);
        seam->count += memcmp(page->before, page->after, PAGE_SIZE_BYTES) != 0;
    }
    arena_repoison();
    recorder_branch_end(recorder);
    if (!seam || !pages) {
        free(seam);
        free(pages);
        return NULL;
    }
    seam->step = machine_steps();
    seam->pages = pages;
    return seam;
}

void recorder_seam_free(RecorderSeam *seam) {
    if (!seam) return;
    free(seam->pages);
    free(seam);
}

/* Forgets the run behind `step`, where the machine stands. */
static void forget_future(Recorder *recorder, u64 step) {
    recorder->lived = recorder_lived(recorder, step);
    while (recorder->snapshots[recorder->snapshot_count - 1].step > step) {
        Snapshot *last = &recorder->snapshots[recorder->snapshot_count - 1];
        recorder->seam_count -= last->is_seam;
        recorder_snapshot_drop(recorder, recorder->snapshot_count - 1);
    }
    recorder->covered = recorder->last_snapshot = step;
}

/* A snapshot of this moment as the base: one may be there already, of a seam that was undone. False: out of memory. */
static bool stand_on_snapshot(Recorder *recorder) {
    if (!recorder_snapshot_take(recorder)) return false;
    isize here = recorder_snapshot_index(recorder, machine_steps());
    if (recorder->base != here) recorder_restore(recorder, here);
    return true;
}

/* The snapshot gets the page's new content as its own version. */
static bool patch_page(Recorder *recorder, Snapshot *snapshot, u32 page, const u8 *bytes) {
    memcpy(page_address(page), bytes, PAGE_SIZE_BYTES);
    page_list_add(&recorder->touched, page);
    bool listed = page_store_has(&recorder->store, page, snapshot->step);
    if (listed) page_store_drop(&recorder->store, page, snapshot->step);
    PageSaved saved = page_store_save(&recorder->store, page, snapshot->step, bytes);
    return saved == PAGE_SAME || (saved == PAGE_SAVED && (listed || recorder_list_page(snapshot, page)));
}

/* The pages of the seam were written by us, not by the program; they need not be pending. */
static void forget_patches(Recorder *recorder, const RecorderSeam *seam) {
    enum { PATCHED = 2 };
    for (isize i = 0; i < seam->count; i++) recorder->pending.has[seam->pages[i].page] |= PATCHED;
    recorder_forget_own_writes(recorder);
    for (isize i = 0; i < seam->count; i++) recorder->pending.has[seam->pages[i].page] &= (u8)~PATCHED;
}

bool recorder_seam(Recorder *recorder, const RecorderSeam *seam, bool undo, const RecorderKnown *known) {
    assert(machine_steps() == seam->step);
    forget_future(recorder, seam->step);
    if (!stand_on_snapshot(recorder)) return false;
    Snapshot *snapshot = &recorder->snapshots[recorder->base];
    bool whole = true;
    arena_unpoison();
    for (isize i = 0; whole && i < seam->count; i++) {
        const SeamPage *page = &seam->pages[i];
        whole = patch_page(recorder, snapshot, page->page, undo ? page->before : page->after);
    }
    arena_repoison();
    world_statics_put_back();
    forget_patches(recorder, seam);
    recorder->seam_count += undo ? -1 : 1;
    snapshot->is_seam = known->seam_here;
    recorder->furthest = known->furthest;
    recorder->ended = known->ended;
    recorder->limit = known->is_trunk ? recorder->options.limit : 0;
    return whole;
}
