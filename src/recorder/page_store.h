/* page_store.h: what every page of the arena held at which step.
 *
 * A page's history is a list of versions, each good from its step on until the next one. A version's bytes are
 * counted and may be shared. A snapshot is a step and the list of pages that have a version of that step; the
 * page's content at any snapshot is the latest version that is not younger. */
#ifndef RECORDER_PAGE_STORE_H
#define RECORDER_PAGE_STORE_H

#include "base/base.h"
#include "base/dirty_pages.h"

typedef struct PageCopy {
    u32 references;
    struct PageCopy *next_free;
    u8 bytes[PAGE_SIZE_BYTES];
} PageCopy;

typedef struct PageVersion {
    u64 step;
    PageCopy *copy; /* counted */
} PageVersion;

typedef struct PageHistory {
    PageVersion *versions; /* by step, ascending */
    i32 count, capacity;
} PageHistory;

typedef struct PageStore {
    PageHistory *pages; /* one for each page of the arena */
    isize page_count;
    PageCopy *free; /* copies kept for reuse: fresh memory costs ten times as much */
    struct PageChunk *chunks;
    isize copies;   /* in use */
    isize versions; /* in all histories */
} PageStore;

bool page_store_open(PageStore *store, isize page_count);
void page_store_close(PageStore *store);

/* The bytes of a page at `step`; NULL: it has no version that old, then it was all zero. */
const u8 *page_store_at(const PageStore *store, u32 page, u64 step);
/* Whether the page has a version of exactly this step. */
bool page_store_has(const PageStore *store, u32 page, u64 step);
/* Adds a version with the given bytes (NULL: all zero). False: out of memory. There must be none of that
 * step. */
bool page_store_add(PageStore *store, u32 page, u64 step, const u8 *bytes);
/* The version of `step` is to be good from `later` on; dropped where the page has one of that step already. */
void page_store_postpone(PageStore *store, u32 page, u64 step, u64 later);
void page_store_drop(PageStore *store, u32 page, u64 step);
/* Host memory that copies and histories take. */
usize page_store_bytes(const PageStore *store);

#endif
