/* test_tuple.c: tuples: that the same object comes back where it may, hashes, comparison, and making them from
 * iterators of unknown length. Expected values are python3.11's. */
#include "container_test.h"

#define TUPLE_OF(...) made(TYPE(TUPLE), NUMBERS(__VA_ARGS__))

static void test_empty(void **state) {
    (void)state;
    Own a = tuple_new(0), b = made(TYPE(TUPLE), list_new(0)), c = tuple_slice(a, 0, 0);
    assert_ptr_equal(a, b);
    assert_ptr_equal(a, c);
    assert_false(gc_is_tracked(a));
    assert_shows(a, "()");
    release(a);
    release(b);
    release(c);
}

static void test_same_object(void **state) {
    (void)state;
    Own tuple = TUPLE_OF(1, 2, 3), empty = tuple_new(0);
    Own same[] = {tuple_slice(tuple, 0, 3),   tuple_slice(tuple, -5, 9),  tuple_concat(tuple, empty),
                  tuple_concat(empty, tuple), tuple_from_iterable(tuple), number_multiply(tuple, True)};
    for (isize i = 0; i < COUNT_OF(same); i++) {
        assert_ptr_equal(same[i], tuple);
        release(same[i]);
    }
    release(tuple);
    release(empty);
}

static void test_hash(void **state) {
    (void)state;
    Own empty = tuple_new(0), one = TUPLE_OF(1), three = TUPLE_OF(1, 2, 3), list = list_new(0);
    assert_int_equal(object_hash(empty), 5740354900026072187);
    assert_int_equal(object_hash(one), -6644214454873602895);
    assert_int_equal(object_hash(three), 529344067295497451);
    Own unhashable = tuple_pack(1, (Ref)list);
    assert_int_equal(object_hash(unhashable), -1);
    assert_raised(EXC(TypeError), "unhashable type: 'list'");
    Own all[] = {empty, one, three, list, unhashable};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_compare(void **state) {
    (void)state;
    Own a = TUPLE_OF(1, 2, 3), b = TUPLE_OF(1, 3), c = TUPLE_OF(1, 2);
    assert_int_equal(object_compare_bool(a, b, COMPARE_LT), 1);
    assert_int_equal(object_compare_bool(a, c, COMPARE_GT), 1);
    assert_int_equal(object_compare_bool(a, c, COMPARE_EQ), 0);
    assert_int_equal(object_compare_bool(a, c, COMPARE_NE), 1);
    assert_int_equal(object_contains(a, None), 0);
    release(a);
    release(b);
    release(c);
}

static void test_subscript(void **state) {
    (void)state;
    Own tuple = TUPLE_OF(0, 1, 2, 3, 4), last = int_from_i64(-1), far = int_from_i64(5),
        odd = slice_of(1, INT_NONE, 2);
    assert_gives(object_get_item(tuple, last), "4");
    assert_gives(object_get_item(tuple, odd), "(1, 3)");
    assert_null(object_get_item(tuple, far));
    assert_raised(EXC(IndexError), "tuple index out of range");
    assert_null(object_get_item(tuple, None));
    assert_raised(EXC(TypeError), "tuple indices must be integers or slices, not NoneType");
    assert_null(called(tuple, "index", 1, int_from_i64(9)));
    assert_raised(EXC(ValueError), "tuple.index(x): x not in tuple");
    release(tuple);
    release(last);
    release(far);
    release(odd);
}

/* The iterator does not say how long it is; the tuple grows, moves, and shrinks at the end. */
static Own from_filter(isize count) {
    Own list = numbers(count), filter = list ? object_call_args((Ref)TYPE(FILTER), 2, None, (Ref)list) : NULL;
    Own tuple = filter ? tuple_from_iterable(filter) : NULL;
    release_maybe(filter);
    release_maybe(list);
    return tuple;
}

static void test_unknown_length(void **state) {
    (void)state;
    for (isize count = 0; count < 200; count += 13) {
        Own tuple = from_filter(count);
        assert_non_null(tuple);
        assert_int_equal(tuple_length(tuple), isize_max(count - 1, 0)); /* 0 is not true */
        assert_int_equal(gc_is_tracked(tuple), count > 1);
        release(tuple);
    }
}

static void test_order_of_death(void **state) {
    (void)state;
    release(made(TYPE(TUPLE), KEYS(1, 2, 3)));
    assert_recorded("~3 ~2 ~1");
}

/* Many tuples in one another die without recursion. */
static void test_deep(void **state) {
    (void)state;
    Own tuple = tuple_new(0);
    for (int i = 0; i < 200000; i++) tuple = tuple_from_array_own((Object *[]){tuple}, 1);
    release(tuple);
}

static void exercise(void) {
    Own tuple = from_filter(60), twice = tuple ? tuple_concat(tuple, tuple) : NULL;
    Own shown = twice ? object_repr(twice) : NULL;
    release_maybe(shown);
    release_maybe(twice);
    release_maybe(tuple);
    error_clear();
}

static void test_failures(void **state) {
    (void)state;
    assert_survives_failures(exercise);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CONTAINER_TEST(test_empty),          CONTAINER_TEST(test_same_object),
        CONTAINER_TEST(test_hash),           CONTAINER_TEST(test_compare),
        CONTAINER_TEST(test_subscript),      CONTAINER_TEST(test_unknown_length),
        CONTAINER_TEST(test_order_of_death), CONTAINER_TEST(test_deep),
        CONTAINER_TEST(test_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
