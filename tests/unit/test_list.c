/* test_list.c: lists: how they grow, what slices do, in which order items die, how they sort. Expected numbers
 * are python3.11's. */
#include "container_test.h"

static void test_growth(void **state) {
    (void)state;
    static const isize up[] = {4, 8, 16, 24, 32, 40, 52, 64, 76, 92, 108, 128};
    static const isize down[] = {128, 76, 44, 28, 20, 16, 12, 8, 4, 0};
    isize sizes[32], count = 0;
    Own list = list_new(0);
    for (int i = 0; i < 120; i++) {
        assert_true(list_append_ref(list, None));
        note_size(sizes, &count, AS_LIST(list)->capacity);
    }
    assert_sizes(sizes, count, up, COUNT_OF(up));
    count = 0;
    while (list_length(list)) {
        release(list_pop(list, -1));
        note_size(sizes, &count, AS_LIST(list)->capacity);
    }
    assert_sizes(sizes, count, down, COUNT_OF(down));
    release(list);
}

/* What is made at once has no room to spare, or is rounded up to two. */
static void test_exact_room(void **state) {
    (void)state;
    Own three = NUMBERS(1, 2, 3), from_list = list_from_iterable(three);
    assert_int_equal(AS_LIST(from_list)->capacity, 4);
    Own slice = list_slice(three, 0, 3), twice = sequence_repeat(three, 2);
    assert_int_equal(AS_LIST(slice)->capacity, 3);
    assert_int_equal(AS_LIST(twice)->capacity, 6);
    Own iterator = object_iter(three), from_iterator = list_from_iterable(iterator);
    assert_int_equal(AS_LIST(from_iterator)->capacity, 4);
    assert_int_equal(object_sizeof(from_list), 88);
    Own all[] = {three, from_list, slice, twice, iterator, from_iterator};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_slices(void **state) {
    (void)state;
    static const struct {
        isize start, stop, step;
        const char *got, *left;
    } cases[] = {
        {INT_NONE, INT_NONE, INT_NONE, "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", "[]"},
        {2, 5, INT_NONE, "[2, 3, 4]", "[0, 1, 5, 6, 7, 8, 9]"},
        {-3, INT_NONE, 1, "[7, 8, 9]", "[0, 1, 2, 3, 4, 5, 6]"},
        {5, 2, 1, "[]", "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"},
        {INT_NONE, INT_NONE, 3, "[0, 3, 6, 9]", "[1, 2, 4, 5, 7, 8]"},
        {1, 8, 2, "[1, 3, 5, 7]", "[0, 2, 4, 6, 8, 9]"},
        {INT_NONE, INT_NONE, -1, "[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]", "[]"},
        {8, 1, -3, "[8, 5, 2]", "[0, 1, 3, 4, 6, 7, 9]"},
        {100, -100, -4, "[9, 5, 1]", "[0, 2, 3, 4, 6, 7, 8]"},
    };
    for (isize i = 0; i < COUNT_OF(cases); i++) {
        Own list = numbers(10), slice = slice_of(cases[i].start, cases[i].stop, cases[i].step);
        Own got = object_get_item(list, slice);
        assert_shows(got, cases[i].got);
        assert_true(object_delete_item(list, slice));
        assert_shows(list, cases[i].left);
        release(got);
        release(slice);
        release(list);
    }
}

static void test_slice_assignment(void **state) {
    (void)state;
    Own list = numbers(6), middle = slice_of(2, 4, INT_NONE), odd = slice_of(1, INT_NONE, 2);
    Own two = NUMBERS(7, 8), three = NUMBERS(7, 8, 9);
    assert_true(object_set_item(list, middle, three));
    assert_shows(list, "[0, 1, 7, 8, 9, 4, 5]");
    assert_true(object_set_item(list, middle, list)); /* into itself */
    assert_shows(list, "[0, 1, 0, 1, 7, 8, 9, 4, 5, 9, 4, 5]");
    assert_false(object_set_item(list, odd, two));
    assert_raised(EXC(ValueError), "attempt to assign sequence of size 2 to extended slice of size 6");
    assert_false(object_set_item(list, middle, None));
    assert_raised(EXC(TypeError), "can only assign an iterable");
    assert_false(object_set_item(list, odd, None));
    assert_raised(EXC(TypeError), "must assign iterable to extended slice");
    Own all[] = {list, middle, odd, two, three};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_methods(void **state) {
    (void)state;
    Own list = NUMBERS(3, 1, 4, 1, 5);
    assert_gives(called(list, "index", 1, int_from_i64(1)), "1");
    assert_gives(called(list, "count", 1, int_from_i64(1)), "2");
    done(called(list, "insert", 2, int_from_i64(-100), int_from_i64(9)));
    done(called(list, "remove", 1, int_from_i64(1)));
    done(called(list, "reverse", 0));
    assert_shows(list, "[5, 1, 4, 3, 9]");
    assert_null(called(list, "remove", 1, int_from_i64(77)));
    assert_raised(EXC(ValueError), "list.remove(x): x not in list");
    assert_null(called(list, "index", 2, int_from_i64(5), int_from_i64(1)));
    assert_raised(EXC(ValueError), "5 is not in list");
    assert_null(called(list, "pop", 1, int_from_i64(5)));
    assert_raised(EXC(IndexError), "pop index out of range");
    done(called(list, "append", 1, own(list)));
    assert_shows(list, "[5, 1, 4, 3, 9, [...]]");
    done(called(list, "clear", 0));
    assert_null(called(list, "pop", 0));
    assert_raised(EXC(IndexError), "pop from empty list");
    release(list);
}

/* Items die from the last to the first; of a slice too, and when the list is whole again. */
static void test_order_of_death(void **state) {
    (void)state;
    Own list = KEYS(1, 2, 3, 4, 5, 6, 7);
    assert_true(list_set_slice(list, 1, 4, NULL));
    assert_recorded("~4 ~3 ~2");
    Own odd = slice_of(INT_NONE, INT_NONE, 2);
    assert_true(object_delete_item(list, odd));
    assert_recorded("~1 ~6");
    list_clear(list);
    assert_recorded("~7 ~5");
    release(odd);
    release(list);
    release(KEYS(1, 2, 3));
    assert_recorded("~3 ~2 ~1");
}

static void test_sort_order(void **state) {
    (void)state;
    Own list = KEYS(5, 1, 4, 2, 3);
    assert_true(list_sort(list, NULL, false));
    assert_shows(list, "[K1, K2, K3, K4, K5]");
    assert_recorded("1<5 4<1 4<5 4<1 2<4 2<1 3<4 3<2");
    release(list);
    recorder_reset();
    isize values[500];
    u64 seed = 1;
    for (int i = 0; i < 500; i++)
        values[i] = (isize)((seed = (seed * 1103515245 + 12345) % ((u64)1 << 31)) >> 16);
    list = keys_of(values, 500);
    assert_true(list_sort(list, NULL, false));
    assert_int_equal(recorder.compared, 3831);
    assert_int_equal(recorder.mixed, 2555199639u);
    recorder_reset();
    assert_true(list_sort(list, NULL, true));
    assert_int_equal(recorder.compared, 613);
    release(list);
    recorder_reset();
}

/* Runs and merges of all kinds: what comes out ascends, and equal ones are in their order (which the hash
 * tells). */
static void test_sort_is_stable(void **state) {
    (void)state;
    u64 seed = 7;
    for (int round = 0; round < 60; round++) {
        Own list = list_new(0);
        isize count = round * 7;
        for (isize i = 0; i < count; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            isize random = (isize)(seed >> 60);
            isize value = round % 3 == 0 ? random : round % 3 == 1 ? i / 20 : random % 2 * 9 - i;
            assert_true(list_append(list, key_new(value, i)));
        }
        bool reverse = round % 2;
        assert_true(list_sort(list, NULL, reverse));
        for (isize i = 1; i < count; i++) {
            const Key *a = (const Key *)list_get(list, i - 1), *b = (const Key *)list_get(list, i);
            assert_true(reverse ? a->value >= b->value : a->value <= b->value);
            if (a->value == b->value) assert_true(a->hash < b->hash);
        }
        release(list);
    }
    recorder_reset();
}

static bool append_while_sorting(void *list) { return list_append_ref(list, None); }
static bool fail_while_sorting(void *list) {
    (void)list;
    error_set(EXC(RuntimeError), "enough");
    return false;
}

static void test_sort_interrupted(void **state) {
    (void)state;
    Own list = KEYS(5, 1, 4, 2, 3);
    recorder.hook_at = 3;
    recorder.context = list;
    recorder.hook = append_while_sorting;
    assert_false(list_sort(list, NULL, false));
    assert_raised(EXC(ValueError), "list modified during sort");
    assert_shows(list, "[K1, K2, K3, K4, K5]"); /* it went on to the end */
    assert_true(list_reverse(list));
    recorder_reset();
    recorder.hook_at = 2;
    recorder.hook = fail_while_sorting;
    assert_false(list_sort(list, NULL, false));
    assert_raised(EXC(RuntimeError), "enough");
    assert_int_equal(list_length(list), 5);
    recorder_reset();
    release(list);
    assert_int_equal(strlen(recorder.text), strlen("~1 ~2 ~3 ~4 ~5")); /* each once */
    recorder_reset();
}

static void test_iterators(void **state) {
    (void)state;
    Own list = numbers(3), iterator = object_iter(list), backwards = list_iter_reversed(list);
    assert_gives(object_next(iterator), "0");
    assert_int_equal(object_length_hint(iterator, -1), 2);
    assert_true(list_append_ref(list, None));
    assert_int_equal(object_length_hint(iterator, -1), 3);
    list_clear(list);
    assert_null(object_next(iterator));
    assert_true(list_append_ref(list, None));
    assert_null(object_next(iterator)); /* for good */
    assert_null(object_next(backwards));
    release(backwards);
    release(iterator);
    release(list);
}

static void exercise(void) {
    Own list = numbers(40), tail = list ? list_slice(list, 5, 30) : NULL;
    Own slice = tail ? slice_of(0, 20, 2) : NULL;
    if (slice && list_set_slice(list, 2, 4, tail) && object_delete_item(list, slice) &&
        list_extend(list, tail)) {
        assert_int_equal(list_length(list), 78);
    }
    error_clear();
    if (tail && !list_sort(tail, (Ref)TYPE(STR), true)) error_clear();
    Own shown = list ? object_repr(list) : NULL;
    release_maybe(shown);
    release_maybe(slice);
    release_maybe(tail);
    release_maybe(list);
    error_clear();
}

static void test_failures(void **state) {
    (void)state;
    assert_survives_failures(exercise);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CONTAINER_TEST(test_growth),           CONTAINER_TEST(test_exact_room),
        CONTAINER_TEST(test_slices),           CONTAINER_TEST(test_slice_assignment),
        CONTAINER_TEST(test_methods),          CONTAINER_TEST(test_order_of_death),
        CONTAINER_TEST(test_sort_order),       CONTAINER_TEST(test_sort_is_stable),
        CONTAINER_TEST(test_sort_interrupted), CONTAINER_TEST(test_iterators),
        CONTAINER_TEST(test_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
