/* test_iterators.c: enumerate, zip, map, filter, reversed and the two plain iterators: the tuples they use
 * again, what they refuse, and what they do when memory runs out. */
#include "object_room.h"

#include "object/range.h"

static Own numbers(isize count) {
    Own list = list_new(0);
    for (isize i = 0; list && i < count; i++) {
        Own number = int_from_isize(i);
        if (!number || !list_append(list, number)) slot_clear(&list);
    }
    return list;
}

/* repr(list(type(*args))); the arguments are lent. */
static Own listed(Type *type, isize count, ...) {
    Ref args[4];
    va_list list;
    va_start(list, count);
    for (isize i = 0; i < count; i++) args[i] = va_arg(list, Ref);
    va_end(list);
    Own iterator = object_call((Ref)type, args, count, NULL),
        all = iterator ? list_from_iterable(iterator) : NULL;
    Own shown = all ? object_repr(all) : NULL;
    release_maybe(all);
    release_maybe(iterator);
    return shown;
}

static void test_results(void **state) {
    (void)state;
    Own list = numbers(3), shorter = numbers(2);
    assert_text(listed(TYPE(ENUMERATE), 1, list), "[(0, 0), (1, 1), (2, 2)]");
    assert_text(listed(TYPE(ZIP), 2, list, shorter), "[(0, 0), (1, 1)]");
    assert_text(listed(TYPE(ZIP), 0), "[]");
    assert_text(listed(TYPE(FILTER), 2, None, list), "[1, 2]");
    assert_text(listed(TYPE(MAP), 2, (Ref)TYPE(STR), list), "['0', '1', '2']");
    assert_text(listed(TYPE(REVERSED), 1, list), "[2, 1, 0]");
    release(list);
    release(shorter);
}

/* The pair is filled again when nobody kept it, and let be when somebody did. */
static void test_reuse(void **state) {
    (void)state;
    Own list = numbers(3), iterator = object_call_one((Ref)TYPE(ENUMERATE), list);
    Own first = object_next(iterator);
    Ref address = first;
    release(first);
    Own second = object_next(iterator);
    assert_ptr_equal(second, address);
    Own third = object_next(iterator);
    assert_ptr_not_equal(third, second);
    assert_text(object_repr(second), "(1, 1)");
    assert_null(object_next(iterator));
    assert_false(error_occurred());
    release(second);
    release(third);
    release(iterator);
    release(list);
}

/* The collector stops tracking a tuple of numbers; given out again with a list in it, it is tracked anew. */
static void test_reuse_tracks_again(void **state) {
    (void)state;
    Own inner = list_new(0), number = int_from_i64(7), items[] = {number, inner};
    Own list = list_from_array((Ref const *)items, 2), iterator = object_call_one((Ref)TYPE(ZIP), list);
    Own first = object_next(iterator);
    gc_collect(0);
    assert_false(gc_is_tracked(first));
    release(first);
    Own second = object_next(iterator);
    assert_ptr_equal(second, first);
    assert_true(gc_is_tracked(second));
    Object *const all[] = {second, iterator, list, number, inner};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_big_count(void **state) {
    (void)state;
    Own list = numbers(3), start = int_from_i64(INT64_MAX - 1);
    assert_text(listed(TYPE(ENUMERATE), 2, list, start),
                "[(9223372036854775806, 0), (9223372036854775807, 1), (9223372036854775808, 2)]");
    release(list);
    release(start);
}

static void test_strict_zip(void **state) {
    (void)state;
    Own name = text("strict"), kwnames = tuple_pack(1, name), two = numbers(2), three = numbers(3);
    Ref args[] = {three, two, True};
    Own zip = object_call((Ref)TYPE(ZIP), args, 2, kwnames);
    assert_null(list_from_iterable(zip));
    assert_raised(EXC(ValueError), "zip() argument 2 is shorter than argument 1");
    release(zip);
    Ref longer[] = {two, two, three, True};
    zip = object_call((Ref)TYPE(ZIP), longer, 3, kwnames);
    assert_null(list_from_iterable(zip));
    assert_raised(EXC(ValueError), "zip() argument 3 is longer than arguments 1-2");
    Object *const all[] = {zip, name, kwnames, two, three};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_refusals(void **state) {
    (void)state;
    Own number = int_from_i64(1000), list = list_new(0);
    Ref const many[] = {list, list, list};
    assert_null(object_call((Ref)TYPE(ENUMERATE), many, 0, NULL));
    assert_raised(EXC(TypeError), "enumerate() missing required argument 'iterable'");
    assert_null(object_call((Ref)TYPE(ENUMERATE), many, 3, NULL));
    assert_raised(EXC(TypeError), "enumerate() takes at most 2 arguments (3 given)");
    assert_null(object_call_one((Ref)TYPE(REVERSED), number));
    assert_raised(EXC(TypeError), "'int' object is not reversible");
    assert_null(object_call((Ref)TYPE(MAP), many, 1, NULL));
    assert_raised(EXC(TypeError), "map() must have at least two arguments.");
    assert_null(object_call((Ref)TYPE(FILTER), many, 1, NULL));
    assert_raised(EXC(TypeError), "filter expected 2 arguments, got 1");
    assert_null(object_call_one((Ref)TYPE(ZIP), number));
    assert_raised(EXC(TypeError), "'int' object is not iterable");
    release(list);
    release(number);
}

static void test_plain_iterators(void **state) {
    (void)state;
    Own log = list_new(0), logger = logger_new(log, "called"), until = callable_iterator_new(logger, None);
    assert_null(object_next(until)); /* the sentinel at once */
    assert_log(log, "['called']");
    assert_null(object_next(until)); /* exhausted: not called again */
    assert_log(log, "['called']");
    Own tuple = tuple_pack(2, None, True), over = sequence_iterator_new(tuple);
    assert_int_equal(object_length_hint(over, 9), 2);
    Own all_items = list_from_iterable(over);
    assert_text(object_repr(all_items), "[None, True]");
    assert_int_equal(object_length_hint(over, 9), 0);
    Object *const all[] = {all_items, tuple, over, until, logger, log};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void iterate_all(void) {
    Own list = numbers(3);
    if (list) {
        release_maybe(listed(TYPE(ENUMERATE), 1, list));
        error_clear();
        release_maybe(listed(TYPE(ZIP), 2, list, list));
        error_clear();
        release_maybe(listed(TYPE(MAP), 2, (Ref)TYPE(STR), list));
        error_clear();
        release_maybe(listed(TYPE(FILTER), 2, None, list));
        error_clear();
        release_maybe(listed(TYPE(REVERSED), 1, list));
    }
    release_maybe(list);
    error_clear();
}

static void test_failing_allocations(void **state) {
    (void)state;
    assert_survives_failures(iterate_all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ROOM_TEST(test_results),
        ROOM_TEST(test_reuse),
        ROOM_TEST(test_reuse_tracks_again),
        ROOM_TEST(test_big_count),
        ROOM_TEST(test_refusals),
        ROOM_TEST(test_strict_zip),
        ROOM_TEST(test_plain_iterators),
        ROOM_TEST(test_failing_allocations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
