/* page_store.h: what every page of the arena held at which step.
 *
 * A page's history is a list of versions, each good from its step on until the next one. A version's bytes are
 * written down in short (page_code.h): alone, or as what differs from another version's that stands alone. They are
 * counted and may be shared. A snapshot is a step and the list of pages that have a version of that step; the
 * page's content at any snapshot is the latest version that is not younger; where there is none, zeros. */
#ifndef RECORDER_PAGE_STORE_H
#define RECORDER_PAGE_STORE_H

#include "base/base.h"
#include "base/dirty_pages.h"
#include "recorder/page_code.h"

typedef struct PageCopy {
    u32 references;
    u16 units, length;     /* of memory that it takes; of the code in bytes */
    u64 print;             /* page_print; 0: not known yet */
    struct PageCopy *base; /* the copy that this one says the difference from; NULL: stands alone. Counted */
    u8 code[];
} PageCopy;

typedef struct PageVersion {
    u64 step;
    PageCopy *copy; /* counted; NULL: zeros */
} PageVersion;

typedef struct PageHistory {
    PageVersion *versions; /* by step, ascending */
    i32 count;
    u16 capacity; /* there are not so many snapshots */
    u8 refusals;  /* that are left: the page stands alone without a look at its base */
} PageHistory;

#define COPY_UNIT ((usize)16)
#define COPY_UNITS (PAGE_CODE_ROOM / COPY_UNIT + 3) /* of the longest copy, and one more */

typedef struct FreeCopy {
    struct FreeCopy *next;
} FreeCopy;

typedef struct PageStore {
    PageHistory *pages; /* one for each page of the arena */
    isize page_count;
    FreeCopy *free[COPY_UNITS]; /* by size */
    char *fresh, *fresh_end;    /* of the newest chunk */
    struct PageChunk *chunks;
    struct BasePage *bases; /* those that were read lately */
    PageGuess guess;
    usize copy_bytes;   /* in use */
    isize version_room; /* in all histories */
} PageStore;

bool page_store_open(PageStore *store, isize page_count);
void page_store_close(PageStore *store);

/* The bytes of a page at `step`. */
void page_store_read(PageStore *store, u32 page, u64 step, u8 bytes[PAGE_SIZE_BYTES]);
/* Whether the page has a version of exactly this step. */
bool page_store_has(const PageStore *store, u32 page, u64 step);

typedef enum PageSaved { PAGE_SAME, PAGE_SAVED, PAGE_NO_MEMORY } PageSaved;
/* Adds a version with the given bytes, unless they are what the page held at `step` anyway. There must be none of
 * that step. */
PageSaved page_store_save(PageStore *store, u32 page, u64 step, const u8 *bytes);
/* Adds a version of step `later`, of which there must be none, with what the page held at `step`. False: out of
 * memory. */
bool page_store_share(PageStore *store, u32 page, u64 step, u64 later);
/* The version of `step` is to be good from `later` on; dropped where the page has one of that step already. */
void page_store_postpone(PageStore *store, u32 page, u64 step, u64 later);
void page_store_drop(PageStore *store, u32 page, u64 step);
/* Host memory that copies and histories take. */
usize page_store_bytes(const PageStore *store);

#endif
