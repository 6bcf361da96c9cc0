/* dirty_pages.c: choosing a method, and the one that needs nothing from the system: comparing.
 *
 * The automatic choice is userfaultfd where the kernel has it, else comparing: it cannot fail, costs nothing
 * between two snapshots, and a learner's program has a small heap. */
#include "base/dirty_pages_internal.h"

#include <stdlib.h>
#include <unistd.h>

/* The system can only watch pages of its own size: 16 KiB on some arm64 machines. */
static bool pages_are_ours(const char **why) {
    *why = "the system's pages are not of 4 KiB";
    return sysconf(_SC_PAGESIZE) == (long)PAGE_SIZE_BYTES;
}

static bool open_method(DirtyPages *dirty, DirtyMethod method, const char **why) {
    dirty->method = method;
    switch (method) {
    case DIRTY_USERFAULTFD: return pages_are_ours(why) && dirty_userfaultfd_open(dirty, why);
    case DIRTY_MPROTECT: return pages_are_ours(why) && dirty_mprotect_open(dirty, why);
    case DIRTY_COMPARE:
        *why = "out of memory";
        dirty->prints = calloc(dirty->size / PAGE_SIZE_BYTES + 1, sizeof *dirty->prints);
        return dirty->prints != NULL;
    default:
        if (open_method(dirty, DIRTY_USERFAULTFD, why)) return true;
        return open_method(dirty, DIRTY_COMPARE, why);
    }
}

DirtyPages *dirty_pages_new(DirtyMethod method, void *start, usize size, const char **why) {
    const char *unused;
    if (!why) why = &unused;
    DirtyPages *dirty = calloc(1, sizeof *dirty);
    u32 *pages = calloc(size / PAGE_SIZE_BYTES + 1, sizeof *pages);
    if (!dirty || !pages) {
        *why = "out of memory";
        free(dirty);
        free(pages);
        return NULL;
    }
    *dirty =
        (DirtyPages){.start = (uintptr_t)start, .size = size, .pages = pages, .fault_fd = -1, .pagemap_fd = -1};
    if (open_method(dirty, method, why)) return dirty;
    dirty_pages_free(dirty);
    return NULL;
}

DirtyMethod dirty_pages_method(const DirtyPages *dirty) { return dirty->method; }

/* --- comparing ---------------------------------------------------------------------------------------------- */

/* Eight lanes, for one would wait for its multiplications. Freed memory is part of a page like any other. */
__attribute__((no_sanitize("address"))) u64 page_print(const void *page) {
    const u64 *words = page;
    const u64 factor = 0x9E3779B97F4A7C15u;
    u64 lanes[8] = {1, 2, 3, 4, 5, 6, 7, 8}, print = 0;
    for (usize i = 0; i < PAGE_SIZE_BYTES / sizeof *words; i += 8)
        for (int k = 0; k < 8; k++) {
            lanes[k] = (lanes[k] ^ words[i + (usize)k]) * factor;
            lanes[k] ^= lanes[k] >> 29;
        }
    for (int k = 0; k < 8; k++) {
        print = (print ^ lanes[k]) * factor;
        print ^= print >> 32;
    }
    return print | 1;
}

static bool page_changed(DirtyPages *dirty, usize page) {
    u64 print = page_print((const void *)(dirty->start + page * PAGE_SIZE_BYTES));
    if (dirty->prints[page] == print) return false;
    dirty->prints[page] = print;
    return true;
}

static void collect_compare(DirtyPages *dirty, usize used) {
    for (usize page = 0; page < used / PAGE_SIZE_BYTES; page++)
        if (page_changed(dirty, page)) dirty_pages_add(dirty, (isize)page);
}

/* --- whatever the method -------------------------------------------------------------------------------------- */

static usize whole_pages(const DirtyPages *dirty, usize used_bytes) {
    usize used = (used_bytes + PAGE_SIZE_BYTES - 1) / PAGE_SIZE_BYTES * PAGE_SIZE_BYTES;
    return used > dirty->size ? dirty->size : used;
}

isize dirty_pages_estimate(DirtyPages *dirty, usize used_bytes) {
    usize used = whole_pages(dirty, used_bytes);
    switch (dirty->method) {
    case DIRTY_USERFAULTFD: return dirty_userfaultfd_estimate(dirty, used);
    case DIRTY_MPROTECT: return dirty_mprotect_estimate(dirty, used);
    default: return -1;
    }
}

isize dirty_pages_collect(DirtyPages *dirty, usize used_bytes, const u32 **pages) {
    usize used = whole_pages(dirty, used_bytes);
    dirty->page_count = 0;
    switch (dirty->method) {
    case DIRTY_USERFAULTFD: dirty_userfaultfd_collect(dirty, used); break;
    case DIRTY_MPROTECT: dirty_mprotect_collect(dirty, used); break;
    default: collect_compare(dirty, used);
    }
    *pages = dirty->pages;
    return dirty->page_count;
}

void dirty_pages_expect(DirtyPages *dirty, isize first, isize count) {
    if (dirty->method == DIRTY_USERFAULTFD) dirty_userfaultfd_expect(dirty, first, count);
    if (dirty->method == DIRTY_MPROTECT) dirty_mprotect_expect(dirty, first, count);
}

void dirty_pages_forget(DirtyPages *dirty, usize used_bytes, const u8 *written) {
    const u32 *unused;
    if (dirty->method != DIRTY_COMPARE)
        dirty_pages_collect(dirty, used_bytes, &unused);
    else
        for (usize page = 0; page < whole_pages(dirty, used_bytes) / PAGE_SIZE_BYTES; page++)
            if (written[page]) page_changed(dirty, page);
}

void dirty_pages_free(DirtyPages *dirty) {
    if (!dirty) return;
    dirty_userfaultfd_close(dirty);
    dirty_mprotect_close(dirty);
    free(dirty->prints);
    free(dirty->pages);
    free(dirty);
}
