/* page_store.c: see page_store.h. Versions of one page are few (it is written in some intervals, not in all)
 * and are looked up by binary search. */
#include "recorder/page_store.h"

#include <stdlib.h>
#include <sys/mman.h>

#define CHUNK_BYTES ((usize)2 << 20)

typedef struct PageChunk {
    struct PageChunk *next;
    PageCopy copies[(CHUNK_BYTES - sizeof(void *)) / sizeof(PageCopy)];
} PageChunk;

static const u8 zero_page[PAGE_SIZE_BYTES];

bool page_store_open(PageStore *store, isize page_count) {
    *store = (PageStore){.page_count = page_count};
    store->pages = calloc((usize)page_count, sizeof *store->pages);
    return store->pages != NULL;
}

void page_store_close(PageStore *store) {
    for (isize page = 0; store->pages && page < store->page_count; page++) free(store->pages[page].versions);
    for (PageChunk *chunk = store->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        munmap(chunk, CHUNK_BYTES);
    }
    free(store->pages);
    *store = (PageStore){0};
}

/* Room for more copies, taken from the system in pieces that one huge page can back: that is one fault instead of
 * five hundred. */
static bool chunk_add(PageStore *store) {
    char *wide = mmap(NULL, 2 * CHUNK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (wide == MAP_FAILED) return false;
    char *start = (char *)(((uintptr_t)wide + CHUNK_BYTES - 1) & ~(uintptr_t)(CHUNK_BYTES - 1));
    if (start > wide) munmap(wide, (usize)(start - wide));
    munmap(start + CHUNK_BYTES, (usize)(wide + CHUNK_BYTES - start));
    madvise(start, CHUNK_BYTES, MADV_HUGEPAGE); /* a wish */
    PageChunk *chunk = (PageChunk *)(void *)start;
    chunk->next = store->chunks;
    store->chunks = chunk;
    for (isize i = COUNT_OF(chunk->copies) - 1; i >= 0; i--) {
        chunk->copies[i].next_free = store->free;
        store->free = &chunk->copies[i];
    }
    return true;
}

static PageCopy *copy_new(PageStore *store, const u8 *bytes) {
    if (!store->free && !chunk_add(store)) return NULL;
    PageCopy *copy = store->free;
    store->free = copy->next_free;
    copy->references = 1;
    memcpy(copy->bytes, bytes, PAGE_SIZE_BYTES);
    store->copies++;
    return copy;
}

static void copy_release(PageStore *store, PageCopy *copy) {
    if (--copy->references) return;
    copy->next_free = store->free;
    store->free = copy;
    store->copies--;
}

/* Index of the first version younger than `step`. */
static i32 first_after(const PageHistory *history, u64 step) {
    i32 low = 0, high = history->count;
    while (low < high) {
        i32 middle = (low + high) / 2;
        if (history->versions[middle].step <= step)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const u8 *page_store_at(const PageStore *store, u32 page, u64 step) {
    const PageHistory *history = &store->pages[page];
    i32 after = first_after(history, step);
    return after ? history->versions[after - 1].copy->bytes : NULL;
}

bool page_store_has(const PageStore *store, u32 page, u64 step) {
    const PageHistory *history = &store->pages[page];
    i32 after = first_after(history, step);
    return after && history->versions[after - 1].step == step;
}

bool page_store_add(PageStore *store, u32 page, u64 step, const u8 *bytes) {
    PageHistory *history = &store->pages[page];
    if (history->count == history->capacity) {
        i32 capacity = history->capacity ? 2 * history->capacity : 2;
        PageVersion *versions = realloc(history->versions, (usize)capacity * sizeof *versions);
        if (!versions) return false;
        history->versions = versions;
        history->capacity = capacity;
    }
    PageCopy *copy = copy_new(store, bytes ? bytes : zero_page);
    if (!copy) return false;
    i32 at = first_after(history, step);
    assert(at == 0 || history->versions[at - 1].step != step);
    memmove(history->versions + at + 1, history->versions + at,
            (usize)(history->count - at) * sizeof(PageVersion));
    history->versions[at] = (PageVersion){.step = step, .copy = copy};
    history->count++;
    store->versions++;
    return true;
}

void page_store_drop(PageStore *store, u32 page, u64 step) {
    PageHistory *history = &store->pages[page];
    i32 at = first_after(history, step) - 1;
    if (at < 0 || history->versions[at].step != step) return;
    copy_release(store, history->versions[at].copy);
    history->count--;
    store->versions--;
    memmove(history->versions + at, history->versions + at + 1,
            (usize)(history->count - at) * sizeof(PageVersion));
}

void page_store_postpone(PageStore *store, u32 page, u64 step, u64 later) {
    if (page_store_has(store, page, later)) {
        page_store_drop(store, page, step);
        return;
    }
    PageHistory *history = &store->pages[page];
    i32 at = first_after(history, step) - 1;
    if (at >= 0 && history->versions[at].step == step) history->versions[at].step = later;
}

usize page_store_bytes(const PageStore *store) {
    return (usize)store->copies * sizeof(PageCopy) + (usize)store->versions * sizeof(PageVersion);
}
