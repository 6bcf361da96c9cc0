/* test_language.c: what is said in two languages, and the Korean particles by the sound before them. */
#include "base_test.h"

#include "inspect/language.h"

#define SAYS(expected, ...)                                                                                    \
    do {                                                                                                       \
        Text text = text_new(TEXT_ON_HOST);                                                                    \
        language_append(__VA_ARGS__);                                                                          \
        assert_string_equal(text_cstring(&text), expected);                                                    \
        text_free(&text);                                                                                      \
    } while (0)

static void test_languages(void **state) {
    (void)state;
    SAYS("there is no 'x' in 3 lines", false, &text, "there is no '%s' in %d lines", "'%s'^이 %d줄에 없습니다",
         "x", 3);
    SAYS("'x'가 3줄에 없습니다", true, &text, "there is no '%s' in %d lines", "'%s'^이 %d줄에 없습니다", "x",
         3);
    SAYS("50%, 2^3", true, &text, "50%%, 2^3", "50%%, 2^3");
    SAYS("2^을 3", true, &text, "%s %d", "%s %d", "2^을", 3); /* what is filled in is left alone */
    SAYS("ab과(와)", true, &text, "%.*s", "%.*s^과", 2, "abc");
}

static void test_particles(void **state) {
    (void)state;
    SAYS("값은 변수는 서울은", true, &text, "%s %s %s", "%s^은 %s^은 %s^은", "값", "변수", "서울");
    SAYS("값이 변수가", true, &text, "%s %s", "%s^이 %s^이", "값", "변수");
    SAYS("값을 변수를", true, &text, "%s %s", "%s^을 %s^을", "값", "변수");
    SAYS("값과 변수와", true, &text, "%s %s", "%s^과 %s^과", "값", "변수");
    SAYS("값으로 변수로 서울로", true, &text, "%s %s %s", "%s^으로 %s^으로 %s^으로", "값", "변수", "서울");
    SAYS("0은 1은 2는 3은 9는", true, &text, "%d %d %d %d %d", "%d^은 %d^은 %d^은 %d^은 %d^은", 0, 1, 2, 3, 9);
    SAYS("'값'이 [1, 2]를 `branch 0`으로", true, &text, "%s %s %s", "%s^이 %s^을 %s^으로", "'값'", "[1, 2]",
         "`branch 0`");
    SAYS("None은 False는 CALL을", true, &text, "%s %s %s", "%s^은 %s^은 %s^을", "None", "False", "CALL");
    SAYS("gc을(를) abc...(으)로", true, &text, "%s %s", "%s^을 %s^으로", "gc", "abc...");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_languages), cmocka_unit_test(test_particles)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
