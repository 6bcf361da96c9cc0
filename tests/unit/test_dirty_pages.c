/* test_dirty_pages.c: all three methods see every page that is written, and (after the first call, and but for
 * the ones that a method may add) no other. */
#include "base_test.h"

#include "base/dirty_pages.h"

#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { PAGES = 3000 };

static u8 *region;
static u8 *copy; /* what the recorder would have */
static bool known[PAGES];

static int region_setup(void **state) {
    (void)state;
    region = mmap(NULL, PAGES * PAGE_SIZE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    copy = calloc(PAGES, PAGE_SIZE_BYTES);
    memset(known, 0, sizeof known);
    return region == MAP_FAILED || !copy;
}
static int region_teardown(void **state) {
    (void)state;
    free(copy);
    return munmap(region, PAGES * PAGE_SIZE_BYTES);
}

/* Collects, checks that the answer is ascending, and takes copies as a snapshot does. */
static isize collect(DirtyPages *dirty, isize used, const u32 **pages) {
    isize count = dirty_pages_collect(dirty, (usize)used * PAGE_SIZE_BYTES, pages);
    for (isize i = 0; i < count; i++) {
        assert_true((*pages)[i] < used && (i == 0 || (*pages)[i] > (*pages)[i - 1]));
        memcpy(copy + (*pages)[i] * PAGE_SIZE_BYTES, region + (*pages)[i] * PAGE_SIZE_BYTES, PAGE_SIZE_BYTES);
        known[(*pages)[i]] = true;
    }
    return count;
}

static void run_method(DirtyMethod method) {
    const char *why = "";
    memset(region, 1, 100 * PAGE_SIZE_BYTES); /* before anybody watches */
    DirtyPages *dirty = dirty_pages_new(method, region, PAGES * PAGE_SIZE_BYTES, &why);
    if (!dirty) {
        print_message("not here: %s\n", why);
        skip();
    }
    if (method != DIRTY_AUTOMATIC) assert_int_equal(dirty_pages_method(dirty), method);
    const u32 *pages;
    isize used = 200, count = collect(dirty, used, &pages);
    assert_in_range(count, 100, 200);
    for (int i = 0; i < 100; i++) assert_int_equal(pages[i], i);
    count = collect(dirty, used, &pages);
    assert_int_equal(count, 0);
    u64 seed = 99;
    for (int round = 0; round < 60; round++) {
        bool written[PAGES] = {false};
        used = round < 30 ? used + 70 : used - 50;
        for (int i = 0; i < round * 3; i++) {
            isize page = (isize)(random_next(&seed) % (u64)used);
            written[page] = true;
            region[page * (isize)PAGE_SIZE_BYTES + (isize)(random_next(&seed) % PAGE_SIZE_BYTES)] ^= 0x55;
        }
        count = collect(dirty, used, &pages);
        bool seen[PAGES] = {false};
        for (isize i = 0; i < count; i++) seen[pages[i]] = true;
        for (isize page = 0; page < used; page++) {
            bool same = memcmp(copy + page * (isize)PAGE_SIZE_BYTES, region + page * (isize)PAGE_SIZE_BYTES,
                               PAGE_SIZE_BYTES) == 0;
            assert_true(same || !known[page]); /* nothing was missed */
            if (written[page] && method != DIRTY_COMPARE) assert_true(seen[page]);
        }
        if (round >= 31) { /* no page is new */
            isize expected = 0;
            for (isize page = 0; page < used; page++) expected += written[page];
            assert_true(method == DIRTY_COMPARE ? count <= expected : count == expected);
        }
    }
    dirty_pages_free(dirty);
    memset(region, 3, PAGES * PAGE_SIZE_BYTES); /* writable again */
}

static void test_userfaultfd(void **state) {
    (void)state;
    run_method(DIRTY_USERFAULTFD);
}
static void test_compare(void **state) {
    (void)state;
    run_method(DIRTY_COMPARE);
}
static void test_mprotect(void **state) {
    (void)state;
    run_method(DIRTY_MPROTECT);
}
static void test_automatic(void **state) {
    (void)state;
    run_method(DIRTY_AUTOMATIC);
}

static void test_two_ranges(void **state) {
    (void)state;
    const u32 *pages;
    usize half = PAGES / 2 * PAGE_SIZE_BYTES;
    DirtyPages *low = dirty_pages_new(DIRTY_MPROTECT, region, half, NULL);
    DirtyPages *high = dirty_pages_new(DIRTY_MPROTECT, region + half, half, NULL);
    dirty_pages_collect(low, half, &pages);
    dirty_pages_collect(high, half, &pages);
    region[5] = 1;
    region[half + 7 * PAGE_SIZE_BYTES] = 1;
    assert_int_equal(dirty_pages_collect(low, half, &pages), 1);
    assert_int_equal(pages[0], 0);
    dirty_pages_free(low);
    region[6] = 1;
    assert_int_equal(dirty_pages_collect(high, half, &pages), 1);
    assert_int_equal(pages[0], 7);
    dirty_pages_free(high);
}

static sigjmp_buf foreign;
static void catch_foreign(int signal_number) {
    (void)signal_number;
    siglongjmp(foreign, 1);
}

/* Faults of others reach the handler that was there before, and it is there again afterwards. */
static void test_foreign_fault(void **state) {
    (void)state;
    const u32 *pages;
    struct sigaction mine = {.sa_handler = catch_foreign, .sa_flags = SA_NODEFER}, old, now;
    sigaction(SIGSEGV, &mine, &old);
    DirtyPages *dirty = dirty_pages_new(DIRTY_MPROTECT, region, 10 * PAGE_SIZE_BYTES, NULL);
    dirty_pages_collect(dirty, 10 * PAGE_SIZE_BYTES, &pages);
    u8 *outside = mmap(NULL, PAGE_SIZE_BYTES, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    bool caught = sigsetjmp(foreign, 1) != 0;
    if (!caught) *(volatile u8 *)outside = 1;
    assert_true(caught);
    region[3 * PAGE_SIZE_BYTES] = 9;
    assert_int_equal(dirty_pages_collect(dirty, 10 * PAGE_SIZE_BYTES, &pages), 1);
    assert_int_equal(pages[0], 3);
    dirty_pages_free(dirty);
    sigaction(SIGSEGV, &old, &now);
    assert_true(now.sa_handler == catch_foreign);
    munmap(outside, PAGE_SIZE_BYTES);
}

#define REGION_TEST(function) cmocka_unit_test_setup_teardown(function, region_setup, region_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        REGION_TEST(test_userfaultfd), REGION_TEST(test_compare),    REGION_TEST(test_mprotect),
        REGION_TEST(test_automatic),   REGION_TEST(test_two_ranges), REGION_TEST(test_foreign_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
