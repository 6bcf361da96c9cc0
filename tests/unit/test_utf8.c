/* test_utf8.c: UTF-8, and the width of characters. */
#include "base_test.h"

#include "base/utf8.h"

static void test_all_code_points(void **state) {
    (void)state;
    for (u32 c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        u32 back = 0;
        int length = utf8_encode(c, bytes);
        int expected = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        assert_int_equal(length, expected);
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        assert_int_equal(utf8_decode(bytes, length, &back), surrogate ? 0 : length);
        if (!surrogate) assert_int_equal(back, c);
        if (length > 1) assert_int_equal(utf8_decode(bytes, length - 1, &back), 0);
    }
}

/* Every sequence of two bytes, and of three and four that begin at the borders. */
static void test_invalid(void **state) {
    (void)state;
    static const char *const bad[] = {"\x80",
                                      "\xBF",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xC2",
                                      "\xC2\x41",
                                      "\xE0\x80\x80",
                                      "\xE0\x9F\xBF",
                                      "\xED\xA0\x80",
                                      "\xED\xBF\xBF",
                                      "\xF0\x80\x80\x80",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xFF",
                                      "\xFE",
                                      "\xE2\x82",
                                      "\xE2\x28\xA1",
                                      "\xF0\x9F\x98\x41"};
    u32 c;
    for (isize i = 0; i < COUNT_OF(bad); i++) {
        assert_int_equal(utf8_decode(bad[i], (isize)strlen(bad[i]), &c), 0);
        char text[16];
        snprintf(text, sizeof text, "\xE2\x82\xAC%s", bad[i]);
        isize where = -1;
        assert_int_equal(utf8_count(text, (isize)strlen(text), &where), -1);
        assert_int_equal(where, 3);
    }
    assert_int_equal(utf8_decode("", 0, &c), 0);
    assert_int_equal(utf8_count("a\xE2\x82\xAC\xF0\x9F\x98\x80", 8, NULL), 3);
    assert_int_equal(utf8_count("", 0, NULL), 0);
}

static void test_width(void **state) {
    (void)state;
    static const struct {
        u32 c;
        int width;
    } cases[] = {
        {0, -1},      {0x1F, -1},   {0x7F, -1},   {0x9F, -1},   {' ', 1},     {'a', 1},     {'~', 1},
        {0xA0, 1},    {0xAD, 1},    {0xE9, 1},    {0x300, 0},   {0x36F, 0},   {0x370, 1},   {0x1100, 2},
        {0x115F, 2},  {0x1160, 0},  {0x11FF, 0},  {0x200B, 0},  {0x200D, 0},  {0x2028, 0},  {0x20AC, 1},
        {0x231A, 2},  {0x2500, 1},  {0x3000, 2},  {0x3042, 2},  {0x303F, 1},  {0x4E00, 2},  {0xAC00, 2},
        {0xD7A3, 2},  {0xFE0F, 0},  {0xFEFF, 0},  {0xFF01, 2},  {0xFF61, 1},  {0xFFFD, 1},  {0x1F600, 2},
        {0x1F1E6, 1}, {0x1F9FF, 2}, {0x20000, 2}, {0x3FFFD, 2}, {0xE0001, 0}, {0xE0100, 0}, {0x10FFFD, 1},
        {0x378, 1}, /* unassigned */
    };
    for (isize i = 0; i < COUNT_OF(cases); i++)
        if (utf8_cell_width(cases[i].c) != cases[i].width)
            fail_msg("U+%04X: %d cells", cases[i].c, utf8_cell_width(cases[i].c));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_code_points), cmocka_unit_test(test_invalid),
                                       cmocka_unit_test(test_width)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
