/* test_set.c: sets: the order in which they iterate is the order of their slots, so it tells whether the table
 * is CPython's. Expected values are python3.11's, with PYTHONHASHSEED=0. */
#include "container_test.h"

static Own set_of(const char *characters) {
    Own string = text(characters), set = set_new(string);
    release(string);
    return set;
}
#define SET(...) made(TYPE(SET), NUMBERS(__VA_ARGS__))

static void test_order(void **state) {
    (void)state;
    Own set = set_of("abcdefgh");
    assert_gives(list_from_iterable(set), "['d', 'f', 'g', 'h', 'b', 'c', 'a', 'e']");
    release(set);
    set = SET(33, 1, 9, 17, 25, 64, 128, -1, -2);
    assert_shows(set, "{64, 33, 1, 128, 9, 17, -2, 25, -1}");
    release(set);
}

static void test_sizes(void **state) {
    (void)state;
    static const isize expected[] = {200, 712, 2248, 8392, 32968};
    isize sizes[16], count = 0;
    Own set = set_new(NULL);
    for (isize i = 0; i < 400; i++) {
        done(called(set, "add", 1, int_from_isize(i)));
        note_size(sizes, &count, set_sizeof(set));
    }
    assert_sizes(sizes, count, expected, COUNT_OF(expected));
    release(set);
}

/* The last mark on the way is used again. */
static void test_deleted_slots(void **state) {
    (void)state;
    Own set = SET(1, 9, 17, 2);
    done(called(set, "discard", 1, int_from_i64(1)));
    done(called(set, "discard", 1, int_from_i64(9)));
    done(called(set, "add", 1, int_from_i64(25)));
    assert_shows(set, "{2, 25, 17}");
    assert_null(called(set, "remove", 1, int_from_i64(9)));
    assert_raised(EXC(KeyError), "9");
    release(set);
}

/* pop goes on where it stopped. */
static void test_pop(void **state) {
    (void)state;
    Own set = SET(0, 1, 2, 3);
    assert_gives(set_pop(set), "0");
    done(called(set, "add", 1, int_from_i64(0)));
    assert_gives(set_pop(set), "1");
    set_clear(set);
    assert_null(set_pop(set));
    assert_raised(EXC(KeyError), "'pop from an empty set'");
    release(set);
}

static void test_operations(void **state) {
    (void)state;
    Own a = SET(1, 2, 3, 40), b = SET(3, 40, 5);
    assert_gives(number_binary(BINARY_OR, a, b), "{1, 2, 3, 5, 40}");
    assert_gives(number_binary(BINARY_AND, a, b), "{40, 3}");
    assert_gives(number_binary(BINARY_SUBTRACT, a, b), "{1, 2}");
    assert_gives(number_binary(BINARY_XOR, a, b), "{1, 2, 5}");
    assert_null(number_binary(BINARY_OR, a, None));
    assert_raised(EXC(TypeError), "unsupported operand type(s) for |: 'set' and 'NoneType'");
    assert_gives(called(a, "union", 2, NUMBERS(7), NUMBERS(8)), "{1, 2, 3, 7, 40, 8}");
    assert_gives(called(a, "issuperset", 1, NUMBERS(1, 2)), "True");
    assert_gives(called(a, "isdisjoint", 1, NUMBERS(77)), "True");
    done(called(a, "symmetric_difference_update", 1, own(b)));
    assert_shows(a, "{1, 2, 5}");
    done(called(a, "intersection_update", 1, NUMBERS(5, 6)));
    assert_shows(a, "{5}");
    release(a);
    release(b);
}

static void test_frozenset(void **state) {
    (void)state;
    Own a = made(TYPE(FROZENSET), NUMBERS(1, 2, 3)), b = made(TYPE(FROZENSET), NUMBERS(3, 2, 1)),
        empty = frozenset_new(NULL);
    assert_int_equal(object_hash(a), -272375401224217160);
    assert_int_equal(object_hash(b), -272375401224217160);
    assert_int_equal(object_hash(empty), 133146708735736);
    assert_int_equal(object_compare_bool(a, b, COMPARE_EQ), 1);
    assert_ptr_equal(made(TYPE(FROZENSET), own(a)), a); /* the same one, retained */
    release(a);
    Own set = made(TYPE(SET), own(a)), outer = set_new(NULL);
    assert_int_equal(object_hash(set), -1);
    assert_raised(EXC(TypeError), "unhashable type: 'set'");
    assert_true(set_add(outer, a));
    assert_int_equal(object_contains(outer, set), 1); /* looked for as a frozenset */
    assert_shows(empty, "frozenset()");
    Own all[] = {a, b, empty, set, outer};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static bool clear_while_comparing(void *set) {
    set_clear(set);
    return true;
}

static void test_changed_while_comparing(void **state) {
    (void)state;
    Own set = set_new(NULL), a = key_new(1, 5), b = key_new(2, 5), c = key_new(3, 5);
    assert_true(set_add(set, a) && set_add(set, b));
    recorder_reset();
    recorder.hook_at = 1;
    recorder.hook = clear_while_comparing;
    recorder.context = set;
    assert_true(set_add(set, c));
    assert_recorded("1=3 2=3");
    assert_shows(set, "{K3}");
    Own iterator = object_iter(set);
    assert_true(set_add(set, a));
    assert_null(object_next(iterator));
    assert_raised(EXC(RuntimeError), "Set changed size during iteration");
    Own all[] = {iterator, set, a, b, c};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
    recorder_reset();
}

static void exercise(void) {
    Own list = numbers(30), set = list ? set_new(list) : NULL, copy = set ? set_copy(set) : NULL;
    if (copy && set_update(copy, list) && set_add(copy, None)) {
        Own difference = number_binary(BINARY_XOR, set, copy);
        if (difference) assert_int_equal(set_length(difference), 1);
        release_maybe(difference);
    }
    error_clear();
    Own shown = copy ? object_repr(copy) : NULL;
    Own all[] = {list, set, copy, shown};
    for (isize i = 0; i < COUNT_OF(all); i++) release_maybe(all[i]);
    error_clear();
}

static void test_failures(void **state) {
    (void)state;
    assert_survives_failures(exercise);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CONTAINER_TEST(test_order),
        CONTAINER_TEST(test_sizes),
        CONTAINER_TEST(test_deleted_slots),
        CONTAINER_TEST(test_pop),
        CONTAINER_TEST(test_operations),
        CONTAINER_TEST(test_frozenset),
        CONTAINER_TEST(test_changed_while_comparing),
        CONTAINER_TEST(test_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
