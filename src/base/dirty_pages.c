/* dirty_pages.c: choosing a method, and the one that needs nothing from the system: comparing.
 *
 * The automatic choice is userfaultfd where the kernel has it, else comparing: it cannot fail, costs nothing
 * between two snapshots, and a learner's program has a small heap. */
#include "base/arena_layout.h"
#include "base/dirty_pages_internal.h"

#include <stdlib.h>

static bool open_method(DirtyPages *dirty, DirtyMethod method, const char **why) {
    dirty->method = method;
    switch (method) {
    case DIRTY_USERFAULTFD: return dirty_userfaultfd_open(dirty, why);
    case DIRTY_MPROTECT: return dirty_mprotect_open(dirty, why);
    case DIRTY_COMPARE: return true;
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

#if ARENA_SANITIZED
/* memcmp would complain of freed memory, which is part of a page like any other. */
static __attribute__((noinline, no_sanitize_address)) bool same_page(const u64 *a, const u64 *b) {
    for (usize i = 0; i < PAGE_SIZE_BYTES / sizeof *a; i++)
        if (a[i] != b[i]) return false;
    return true;
}
#else
static bool same_page(const u64 *a, const u64 *b) { return memcmp(a, b, PAGE_SIZE_BYTES) == 0; }
#endif

static void collect_compare(DirtyPages *dirty, usize used, PageReference reference, void *context) {
    for (usize page = 0; page < used / PAGE_SIZE_BYTES; page++) {
        const void *known = reference ? reference((isize)page, context) : NULL;
        if (!known || !same_page((const u64 *)(dirty->start + page * PAGE_SIZE_BYTES), known))
            dirty_pages_add(dirty, (isize)page);
    }
}

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

isize dirty_pages_collect(DirtyPages *dirty, usize used_bytes, PageReference reference, void *context,
                          const u32 **pages) {
    usize used = whole_pages(dirty, used_bytes);
    dirty->page_count = 0;
    switch (dirty->method) {
    case DIRTY_USERFAULTFD: dirty_userfaultfd_collect(dirty, used); break;
    case DIRTY_MPROTECT: dirty_mprotect_collect(dirty, used); break;
    default: collect_compare(dirty, used, reference, context);
    }
    *pages = dirty->pages;
    return dirty->page_count;
}

void dirty_pages_free(DirtyPages *dirty) {
    if (!dirty) return;
    dirty_userfaultfd_close(dirty);
    dirty_mprotect_close(dirty);
    free(dirty->pages);
    free(dirty);
}
