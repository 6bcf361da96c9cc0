/* dirty_pages.h: which pages of the arena were written since the last time somebody asked.
 *
 * Three ways, one answer (DESIGN.md has the measurements): asynchronous write protection by userfaultfd
 * read with PAGEMAP_SCAN, comparing pages with the last copy, mprotect with a fault handler on an
 * alternate signal stack. The recorder picks at start; tests run all three. */
#ifndef BASE_DIRTY_PAGES_H
#define BASE_DIRTY_PAGES_H

#include "base/base.h"

#define PAGE_SIZE_BYTES ((usize)4096)

typedef enum DirtyMethod { DIRTY_AUTOMATIC, DIRTY_USERFAULTFD, DIRTY_COMPARE, DIRTY_MPROTECT } DirtyMethod;

typedef struct DirtyPages DirtyPages;

/* Starts watching [start, start+size), both multiples of a page. NULL with a static reason when the method
 * is not to be had here; DIRTY_AUTOMATIC always succeeds. Host memory. */
DirtyPages *dirty_pages_new(DirtyMethod method, void *start, usize size, const char **why);
DirtyMethod dirty_pages_method(const DirtyPages *dirty);
/* The indices (from `start`) of the pages written since the last call, ascending, and watching starts anew.
 * What was never reported before counts as written, so the first call reports every page that was ever touched
 * (and perhaps others of the first `used_bytes`, which must be readable and writable). `used_bytes` bounds what
 * can have been touched. The array is owned by `dirty`, valid until the next call. */
isize dirty_pages_collect(DirtyPages *dirty, usize used_bytes, const u32 **pages);
/* The caller is about to write `count` pages from `first` on himself: they take no fault. Between a collect and a
 * forget. */
void dirty_pages_expect(DirtyPages *dirty, isize first, isize count);
/* All writes since the last collect were the caller's, to the pages that `written` (a byte for each) marks: they are
 * not reported. */
void dirty_pages_forget(DirtyPages *dirty, usize used_bytes, const u8 *written);
/* About how many pages the next collect will report, for the price of a look; -1: DIRTY_COMPARE can't tell. */
isize dirty_pages_estimate(DirtyPages *dirty, usize used_bytes);
void dirty_pages_free(DirtyPages *dirty);
/* What a page is known by: that two contents share one of these numbers takes 2^63 tries. Never 0. */
u64 page_print(const void *page);
/* The system is about to write into buffers of the functions that are called from here, on this stack. Its writes take
 * no fault where DIRTY_MPROTECT has protected a page: they fail (EFAULT). So the pages below are opened first. */
void dirty_pages_open_stack(void);
/* Says that [start, start+size) was made readable and writable by mprotect: where that lifted a protection, the
 * pages count as written. */
void dirty_pages_opened(const void *start, usize size);

#endif
