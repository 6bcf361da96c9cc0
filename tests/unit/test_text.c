/* test_text.c: the growing buffer, its printf against the C library's, Status, and Pool. */
#include "base_test.h"

#include "base/pool.h"
#include "base/status.h"
#include "base/text.h"

static void test_append(void **state) {
    (void)state;
    for (int memory = TEXT_IN_ARENA; memory <= TEXT_ON_HOST; memory++) {
        Text text = text_new((TextMemory)memory);
        assert_string_equal(text_cstring(&text), "");
        text_append_cstring(&text, "ab");
        text_append_char(&text, 'c');
        text_append(&text, "d\0e", 3);
        text_append_codepoint(&text, 0x20AC);
        text_append_codepoint(&text, 0xD800);
        assert_int_equal(text.length, 12);
        assert_memory_equal(text.data, "abcd\0e\xE2\x82\xAC\xED\xA0\x80", 13);
        text_clear(&text);
        assert_string_equal(text_cstring(&text), "");
        for (int i = 0; i < 100000; i++) text_append_char(&text, (char)('a' + i % 26));
        assert_int_equal(text.length, 100000);
        for (int i = 0; i < 100000; i++) assert_int_equal(text.data[i], 'a' + i % 26);
        text_free(&text);
        assert_null(text.data);
    }
}

static void test_failure(void **state) {
    (void)state;
    Text text = text_new(TEXT_IN_ARENA);
    text_append_cstring(&text, "kept");
    arena_fail_allocation(1, false);
    char big[1000] = {0};
    text_append(&text, big, sizeof big);
    assert_true(text.failed);
    text_append_cstring(&text, "dropped");
    assert_string_equal(text_cstring(&text), "kept");
    text_free(&text);
}

/* Each format is the C library's judgement. */
#define SAME(...)                                                                                              \
    do {                                                                                                       \
        char expected[300];                                                                                    \
        snprintf(expected, sizeof expected, __VA_ARGS__);                                                      \
        Text text = text_new(TEXT_IN_ARENA);                                                                   \
        text_append_format(&text, __VA_ARGS__);                                                                \
        assert_string_equal(text_cstring(&text), expected);                                                    \
        text_free(&text);                                                                                      \
    } while (0)

static void test_format(void **state) {
    (void)state;
    SAME("plain");
    SAME("%d %d %d %i", 0, -1, INT32_MIN, INT32_MAX);
    SAME("%ld %ld %zd", INT64_MIN, INT64_MAX, (isize)-5);
    SAME("%u %lu %zu", UINT32_MAX, UINT64_MAX, (usize)7);
    SAME("%x %X %lx %#x %#x %o", 255, 0xABCDu, UINT64_MAX, 255, 0, 8u);
    SAME("[%5d|%-5d|%05d|%+d|%+05d|%5d]", 42, 42, -42, 42, 42, 123456);
    SAME("[%.3d|%6.3d|%-6.3d|%.0d]", 5, 5, -5, 7);
    SAME("[%s|%5s|%-5s|%.2s|%5.1s|%.*s|%*s|%*s]", "abc", "ab", "ab", "abc", "abc", 2, "xyz", 4, "q", -4, "q");
    SAME("%c%c[%3c|%-3c]", 'a', 'b', 'c', 'd');
    SAME("100%% %hd %hhd", (short)-3, (signed char)-4);
    SAME("%p", (void *)0x1234);
    SAME("[%08lx|%-8lx|%8lx]", 0xBEEFul, 0xBEEFul, 0xBEEFul);
}

static void test_status(void **state) {
    (void)state;
    assert_false(status_ok().failed);
    Status status = status_error("no file '%s' (%d)", "x.py", 3);
    assert_true(status.failed);
    assert_string_equal(status.message, "no file 'x.py' (3)");
    /* 511 bytes fit; the cut does not split the character */
    char padding[510];
    memset(padding, 'a', sizeof padding);
    status = status_error("%.*s\xE2\x82\xAC", (int)sizeof padding, padding);
    assert_int_equal(strlen(status.message), 510);
    status = status_error("%.*s\xE2\x82\xAC", 508, padding);
    assert_int_equal(strlen(status.message), 511);
}

static void test_pool(void **state) {
    (void)state;
    Pool pool;
    pool_init(&pool);
    u64 *blocks[2000];
    for (int i = 0; i < 2000; i++) {
        blocks[i] = pool_alloc(&pool, (usize)(i % 50) * 8 + (i % 100 == 0 ? 20000 : 8));
        assert_int_equal((uintptr_t)blocks[i] % 8, 0);
        assert_int_equal(*blocks[i], 0);
        *blocks[i] = (u64)i;
    }
    for (int i = 0; i < 2000; i++) assert_int_equal(*blocks[i], i);
    assert_string_equal(pool_copy(&pool, "hello", 4), "hell");
    assert_non_null(pool_alloc(&pool, 0));
    arena_fail_allocation(1, false);
    assert_null(pool_alloc(&pool, 100000));
    assert_true(pool.failed);
    pool_free(&pool);
    assert_false(pool.failed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(test_append), ARENA_TEST(test_failure), ARENA_TEST(test_format),
        ARENA_TEST(test_status), ARENA_TEST(test_pool),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
