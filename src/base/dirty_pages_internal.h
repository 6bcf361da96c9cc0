/* dirty_pages_internal.h: a watched range, as its three methods share it. */
#ifndef BASE_DIRTY_PAGES_INTERNAL_H
#define BASE_DIRTY_PAGES_INTERNAL_H

#include "base/dirty_pages.h"

struct DirtyPages {
    DirtyMethod method;
    uintptr_t start;
    usize size;
    u32 *pages; /* the answer of the last call: room for all of them, owned */
    isize page_count;
    u64 *prints; /* DIRTY_COMPARE: of each page as it was at the last call; 0: not known. Owned */
    /* userfaultfd */
    int fault_fd, pagemap_fd;
    /* mprotect */
    u64 *written;     /* one bit a page, owned */
    usize guarded;    /* bytes from the start that are, or have been, write-protected */
    DirtyPages *next; /* in the fault handler's list */
};

static inline void dirty_pages_add(DirtyPages *dirty, isize page) {
    dirty->pages[dirty->page_count++] = (u32)page;
}

/* Each sets *why and answers false where the method is not to be had. */
bool dirty_userfaultfd_open(DirtyPages *dirty, const char **why);
void dirty_userfaultfd_collect(DirtyPages *dirty, usize used);
isize dirty_userfaultfd_estimate(const DirtyPages *dirty, usize used);
void dirty_userfaultfd_expect(const DirtyPages *dirty, isize first, isize count);
void dirty_userfaultfd_close(DirtyPages *dirty);

bool dirty_mprotect_open(DirtyPages *dirty, const char **why);
void dirty_mprotect_collect(DirtyPages *dirty, usize used);
isize dirty_mprotect_estimate(const DirtyPages *dirty, usize used);
void dirty_mprotect_expect(DirtyPages *dirty, isize first, isize count);
void dirty_mprotect_close(DirtyPages *dirty);

#endif
