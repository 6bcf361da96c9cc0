/* test_page_store.c: pages written down and read again; versions added, shared, postponed and dropped in any order. */
#include "base_test.h"

#include "recorder/page_store.h"

#include <stdlib.h>

enum { PAGES = 12, STEPS = 60 };

/* Like a page of the heap: objects of one size, of which each word is alike in all, counts up, or is anything. */
static void fill_with_objects(u64 *words, u64 *seed) {
    usize size = 1 + random_next(seed) % 20;
    u64 pattern[20], growth[20];
    for (usize i = 0; i < size; i++) {
        pattern[i] = random_next(seed) >> random_next(seed) % 64;
        growth[i] = random_next(seed) % 3 ? random_next(seed) % 100 : random_next(seed);
    }
    for (usize i = 0; i < PAGE_WORDS; i++) words[i] = pattern[i % size] + i / size * growth[i % size];
}

static void change_some(u64 *words, u64 *seed) {
    u64 changes = random_next(seed) % 4 ? random_next(seed) % 6 : random_next(seed) % 600;
    for (u64 i = 0; i < changes; i++) {
        u64 change = random_next(seed) >> random_next(seed) % 64;
        words[random_next(seed) % PAGE_WORDS] += random_next(seed) % 2 ? change : 0 - change;
    }
}

static void test_code(void **state) {
    (void)state;
    u64 seed = 5, page[PAGE_WORDS], reference[PAGE_WORDS], read[PAGE_WORDS];
    u8 code[PAGE_CODE_ROOM + sizeof(u64)];
    PageGuess guess = {0};
    int mixed = 0, alone = 0;
    for (int round = 0; round < 2000; round++) {
        fill_with_objects(reference, &seed);
        memcpy(page, reference, sizeof page);
        if (round % 3 == 0) fill_with_objects(page, &seed);
        if (round % 50 == 0) memset(page, 0, sizeof page);
        change_some(page, &seed);
        const u64 *known = round % 4 ? reference : NULL;
        isize length = page_encode(page, known, &guess, code);
        assert_in_range(length, 9, PAGE_CODE_ROOM);
        assert_true(known || !page_code_needs_reference(code));
        page_decode(code, page_code_needs_reference(code) ? known : NULL, read);
        assert_memory_equal(page, read, sizeof page);
        mixed += code[0] > PAGE_USES_REFERENCE;
        alone += known && !page_code_needs_reference(code);
    }
    assert_in_range(mixed, 20, 1000); /* all forms came */
    assert_in_range(alone, 20, 1000);
}

/* What every page should be at every step; has[]: a version of its own. */
static u64 truth[STEPS][PAGES][PAGE_WORDS];
static bool has[STEPS][PAGES];

static void check_all(PageStore *store) {
    u64 read[PAGE_WORDS];
    for (u32 page = 0; page < PAGES; page++)
        for (int step = 0; step < STEPS; step++) {
            assert_int_equal(page_store_has(store, page, (u64)step), has[step][page]);
            page_store_read(store, page, (u64)step, (u8 *)read);
            assert_memory_equal(read, truth[step][page], sizeof read);
        }
}

/* A version is good until the next one. */
static void spread(int step, u32 page, const u64 *words) {
    memmove(truth[step][page], words, PAGE_SIZE_BYTES);
    for (int later = step + 1; later < STEPS && !has[later][page]; later++)
        memcpy(truth[later][page], truth[step][page], PAGE_SIZE_BYTES);
}

static bool any_between(int step, int later, u32 page) {
    bool any = false;
    for (int i = step + 1; i < later; i++) any = any || has[i][page];
    return any;
}

static void test_versions(void **state) {
    (void)state;
    static const u64 zeros[PAGE_WORDS];
    PageStore store;
    u64 seed = 8, words[PAGE_WORDS];
    assert_true(page_store_open(&store, PAGES));
    usize empty = page_store_bytes(&store);
    for (int round = 0; round < 3000; round++) {
        u32 page = (u32)(random_next(&seed) % PAGES);
        int step = (int)(random_next(&seed) % STEPS), later = step + 1 + (int)(random_next(&seed) % 5);
        const u64 *before = step > 0 ? truth[step - 1][page] : zeros;
        if (!has[step][page] && random_next(&seed) % 3) {
            memcpy(words, truth[step][page], sizeof words);
            if (random_next(&seed) % 4 == 0)
                fill_with_objects(words, &seed);
            else
                change_some(words, &seed);
            PageSaved saved = page_store_save(&store, page, (u64)step, (const u8 *)words);
            assert_int_not_equal(saved, PAGE_NO_MEMORY);
            has[step][page] = saved == PAGE_SAVED;
            if (saved == PAGE_SAME) assert_memory_equal(words, truth[step][page], sizeof words);
            if (saved == PAGE_SAVED) spread(step, page, words);
        } else if (later < STEPS && !has[later][page] && random_next(&seed) % 2) {
            assert_true(page_store_share(&store, page, (u64)step, (u64)later));
            spread(later, page, truth[step][page]);
            has[later][page] = true;
        } else if (later < STEPS && has[step][page] && !any_between(step, later, page)) {
            page_store_postpone(&store, page, (u64)step, (u64)later);
            memcpy(words, truth[step][page], sizeof words);
            has[step][page] = false;
            if (!has[later][page]) {
                has[later][page] = true;
                spread(later, page, words);
            }
            spread(step, page, before);
        } else if (has[step][page]) {
            page_store_drop(&store, page, (u64)step);
            has[step][page] = false;
            spread(step, page, before);
        }
        if (round % 100 == 0) check_all(&store);
    }
    check_all(&store);
    for (u32 page = 0; page < PAGES; page++)
        for (int step = 0; step < STEPS; step++) page_store_drop(&store, page, (u64)step);
    assert_int_equal(store.copy_bytes, 0);
    assert_true(page_store_bytes(&store) >= empty);
    page_store_close(&store);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_code), cmocka_unit_test(test_versions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
