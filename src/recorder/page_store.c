/* page_store.c: see page_store.h. Versions of one page are few (it is written in some intervals, not in all)
 * and are looked up by binary search.
 *
 * A version says what differs from the page's `base`, the last version that stands alone, never from one that is a
 * difference itself: so any version is read in two steps, and may be forgotten without a look at the others. When
 * hardly anything is as it was in the base, the page stands alone again. */
#include "recorder/page_store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define CHUNK_BYTES ((usize)2 << 20)
#define BASES 256  /* a power of 2 */
#define REFUSALS 3 /* saves of a page that was like nothing it had been; they don't look whether it is again */

typedef struct PageChunk {
    struct PageChunk *next;
} PageChunk;

typedef struct BasePage { /* a copy that stands alone, read */
    const PageCopy *copy; /* NULL: none */
    u64 words[PAGE_WORDS];
} BasePage;

bool page_store_open(PageStore *store, isize page_count) {
    *store = (PageStore){.page_count = page_count};
    store->pages = calloc((usize)page_count, sizeof *store->pages);
    store->bases = calloc(BASES, sizeof *store->bases);
    return store->pages && store->bases;
}

void page_store_close(PageStore *store) {
    for (isize page = 0; store->pages && page < store->page_count; page++) free(store->pages[page].versions);
    for (PageChunk *chunk = store->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        munmap(chunk, CHUNK_BYTES);
    }
    free(store->pages);
    free(store->bases);
    *store = (PageStore){0};
}

/* --- memory for copies ------------------------------------------------------------------------------------ */

static void give_units(PageStore *store, void *start, usize units) {
    FreeCopy *freed = start;
    freed->next = store->free[units];
    store->free[units] = freed;
}

/* Room for more copies, in small pages: a huge one is one fault instead of five hundred, but where the system has to
 * find and clear it first that costs several times as much as they do. */
static bool chunk_add(PageStore *store) {
    char *start = mmap(NULL, CHUNK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) return false;
    madvise(start, CHUNK_BYTES, MADV_NOHUGEPAGE); /* a wish */
    usize rest = (usize)(store->fresh_end - store->fresh) / COPY_UNIT;
    if (rest) give_units(store, store->fresh, rest);
    PageChunk *chunk = (PageChunk *)(void *)start;
    chunk->next = store->chunks;
    store->chunks = chunk;
    store->fresh = start + COPY_UNIT;
    store->fresh_end = start + CHUNK_BYTES;
    return true;
}

static void *take_units(PageStore *store, usize units) {
    usize most = COPY_UNITS - 1, found = units;
    while (found <= most && !store->free[found]) found++;
    usize fresh = (usize)(store->fresh_end - store->fresh) / COPY_UNIT;
    if (found > units && fresh >= units) found = most + 1;
    if (found <= most) {
        FreeCopy *taken = store->free[found];
        store->free[found] = taken->next;
        if (found > units) give_units(store, (char *)taken + units * COPY_UNIT, found - units);
        return taken;
    }
    if (fresh < units && !chunk_add(store)) return NULL;
    void *taken = store->fresh;
    store->fresh += units * COPY_UNIT;
    return taken;
}

static PageCopy *copy_new(PageStore *store, const u8 *code, isize length, PageCopy *base) {
    usize size = sizeof(PageCopy) + (usize)length + sizeof(u64); /* page_decode may look behind the end */
    usize units = (size + COPY_UNIT - 1) / COPY_UNIT;
    PageCopy *copy = take_units(store, units);
    if (!copy) return NULL;
    *copy = (PageCopy){.references = 1, .units = (u16)units, .length = (u16)length, .base = base};
    if (base) base->references++;
    memcpy(copy->code, code, (usize)length);
    store->copy_bytes += units * COPY_UNIT;
    return copy;
}

static BasePage *place_of_base(const PageStore *store, const PageCopy *copy) {
    return &store->bases[((uintptr_t)copy * 0x9E3779B97F4A7C15u >> 32) % BASES];
}

static void copy_release(PageStore *store, PageCopy *copy) {
    if (!copy || --copy->references) return;
    if (copy->base) copy_release(store, copy->base);
    BasePage *read = place_of_base(store, copy);
    if (read->copy == copy) read->copy = NULL;
    store->copy_bytes -= copy->units * COPY_UNIT;
    give_units(store, copy, copy->units);
}

/* --- reading ------------------------------------------------------------------------------------------------ */

/* The page as the copy, which stands alone, has it; until the next call. */
static const u64 *base_words(PageStore *store, const PageCopy *copy) {
    BasePage *read = place_of_base(store, copy);
    if (read->copy != copy) page_decode(copy->code, NULL, read->words);
    read->copy = copy;
    return read->words;
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

/* What the page has at `step`; NULL: zeros. */
static PageCopy *copy_at(const PageStore *store, u32 page, u64 step) {
    const PageHistory *history = &store->pages[page];
    i32 after = first_after(history, step);
    return after ? history->versions[after - 1].copy : NULL;
}

void page_store_read(PageStore *store, u32 page, u64 step, u8 bytes[PAGE_SIZE_BYTES]) {
    const PageCopy *copy = copy_at(store, page, step);
    if (!copy)
        memset(bytes, 0, PAGE_SIZE_BYTES);
    else
        page_decode(copy->code, copy->base ? base_words(store, copy->base) : NULL, (u64 *)(void *)bytes);
}

bool page_store_has(const PageStore *store, u32 page, u64 step) {
    const PageHistory *history = &store->pages[page];
    i32 after = first_after(history, step);
    return after && history->versions[after - 1].step == step;
}

/* --- writing ------------------------------------------------------------------------------------------------ */

static bool add_version(PageStore *store, u32 page, u64 step, PageCopy *copy) {
    PageHistory *history = &store->pages[page];
    if (history->count == history->capacity) {
        i32 capacity = history->capacity + history->capacity / 2 + 1;
        PageVersion *versions = realloc(history->versions, (usize)capacity * sizeof *versions);
        if (!versions) return false;
        store->version_room += capacity - history->capacity;
        history->versions = versions;
        history->capacity = (u16)capacity;
    }
    i32 at = first_after(history, step);
    assert(at == 0 || history->versions[at - 1].step != step);
    memmove(history->versions + at + 1, history->versions + at,
            (usize)(history->count - at) * sizeof(PageVersion));
    history->versions[at] = (PageVersion){.step = step, .copy = copy};
    history->count++;
    return true;
}

static bool is_zero(const u64 *words) {
    u64 any = 0;
    for (usize i = 0; i < PAGE_WORDS; i++) any |= words[i];
    return any == 0;
}

/* Writes the page down as what differs from the base, or alone: *base is NULL then. */
static isize encode(PageStore *store, PageHistory *history, const u64 *words, PageCopy **base,
                    u8 code[PAGE_CODE_ROOM]) {
    if (*base && history->refusals) {
        history->refusals--;
        *base = NULL;
    }
    isize length = page_encode(words, *base ? base_words(store, *base) : NULL, &store->guess, code);
    if (*base && !page_code_needs_reference(code)) {
        history->refusals = REFUSALS;
        *base = NULL;
    }
    return length;
}

/* The code says what `known` says anyway. */
static bool says_the_same(const PageCopy *known, const PageCopy *base, const u8 *code, isize length) {
    if (base && base == known) return page_code_is_reference(code);
    return base && base == known->base && length == known->length &&
           memcmp(code, known->code, (usize)length) == 0;
}

PageSaved page_store_save(PageStore *store, u32 page, u64 step, const u8 *bytes) {
    const u64 *words = (const u64 *)(const void *)bytes;
    PageCopy *known = copy_at(store, page, step), *base = known && known->base ? known->base : known;
    if (!known && is_zero(words)) return PAGE_SAME;
    u64 print = known ? page_print(words) : 0; /* of a fresh page nobody asks for it soon */
    if (known && known->print == print) return PAGE_SAME;
    u8 code[PAGE_CODE_ROOM];
    isize length = encode(store, &store->pages[page], words, &base, code);
    if (known && says_the_same(known, base, code, length)) {
        known->print = print;
        return PAGE_SAME;
    }
    PageCopy *copy = copy_new(store, code, length, base);
    if (copy && add_version(store, page, step, copy)) {
        copy->print = print;
        return PAGE_SAVED;
    }
    copy_release(store, copy);
    return PAGE_NO_MEMORY;
}

bool page_store_share(PageStore *store, u32 page, u64 step, u64 later) {
    PageCopy *copy = copy_at(store, page, step);
    if (!add_version(store, page, later, copy)) return false;
    if (copy) copy->references++;
    return true;
}

static void remove_version(PageStore *store, PageHistory *history, i32 at) {
    copy_release(store, history->versions[at].copy);
    history->count--;
    memmove(history->versions + at, history->versions + at + 1,
            (usize)(history->count - at) * sizeof(PageVersion));
}

void page_store_drop(PageStore *store, u32 page, u64 step) {
    PageHistory *history = &store->pages[page];
    i32 at = first_after(history, step) - 1;
    if (at >= 0 && history->versions[at].step == step) remove_version(store, history, at);
}

void page_store_postpone(PageStore *store, u32 page, u64 step, u64 later) {
    PageHistory *history = &store->pages[page];
    i32 at = first_after(history, step) - 1;
    if (at < 0 || history->versions[at].step != step) return;
    if (page_store_has(store, page, later))
        remove_version(store, history, at);
    else
        history->versions[at].step = later;
}

usize page_store_bytes(const PageStore *store) { /* with the number of the page in the snapshot's list */
    return store->copy_bytes + (usize)store->version_room * (sizeof(PageVersion) + sizeof(u32)) +
           BASES * sizeof(BasePage);
}
