/* test_gc.c: the cyclic collector: what it finds, what it leaves, in which order things happen. */
#include "object_room.h"

#include "object/weakref.h"

/* A list that holds itself; only the cycle owns it. */
static void make_cycle(void) {
    Own list = list_new(0);
    assert_true(list_append_ref(list, list));
    release(list);
}

static void test_cycle(void **state) {
    (void)state;
    gc_collect(2);
    make_cycle();
    assert_int_equal(object_room_live(), 1);
    assert_int_equal(gc_collect(2), 1);
    assert_int_equal(object_room_live(), 0);
    assert_int_equal(gc_collect(2), 0);
}

static void test_reachable_survives(void **state) {
    (void)state;
    Own outer = list_new(0), inner = list_new(0);
    assert_true(list_append_ref(outer, inner) && list_append_ref(inner, outer));
    release(inner);
    assert_int_equal(gc_collect(2), 0);
    assert_ptr_equal(list_get(list_get(outer, 0), 0), outer);
    release(outer);
    assert_int_equal(gc_collect(2), 2);
}

/* Judged unreachable at first, and taken back: the list that keeps them stands last. */
static void test_taken_back(void **state) {
    (void)state;
    Own inner = list_new(0), middle = list_new(0), keeper = list_new(0);
    assert_true(list_append_ref(inner, middle) && list_append_ref(middle, inner));
    assert_true(list_append_ref(keeper, inner));
    release(inner);
    release(middle);
    assert_int_equal(gc_collect(0), 0);
    assert_true(gc_is_tracked(list_get(keeper, 0)));
    release(keeper);
    assert_int_equal(gc_collect(0), 0); /* they are of the second generation now */
    assert_int_equal(gc_collect(1), 2);
}

static void test_generations(void **state) {
    (void)state;
    const GcGeneration *generations = OBJECT_ROOT->gc->generations;
    gc_collect(2);
    assert_int_equal(generations[0].count, 0);
    Own list = list_new(0);
    assert_int_equal(generations[0].count, 1);
    release(list);
    assert_int_equal(generations[0].count, 0);
    gc_collect(0);
    assert_int_equal(generations[1].count, 1);
    gc_collect(1);
    assert_int_equal(generations[1].count, 0);
    assert_int_equal(generations[2].count, 1);
}

/* 701 containers alive start a collection of the youngest generation. */
static void test_threshold(void **state) {
    (void)state;
    gc_collect(2);
    const GcStats before = OBJECT_ROOT->gc->stats[0];
    make_cycle();
    Own keeper = list_new(0);
    for (int i = 0; i < 698; i++) assert_true(list_append(keeper, list_new(0)));
    assert_int_equal(OBJECT_ROOT->gc->generations[0].count, 700);
    assert_int_equal(OBJECT_ROOT->gc->stats[0].collections, before.collections);
    assert_true(list_append(keeper, list_new(0)));
    assert_int_equal(OBJECT_ROOT->gc->stats[0].collections, before.collections + 1);
    assert_int_equal(OBJECT_ROOT->gc->stats[0].collected, before.collected + 1);
    release(keeper);
}

static void test_untracking(void **state) {
    (void)state;
    Own number = int_from_i64(1000), plain = tuple_pack(2, number, number), dict = dict_new();
    Own list = list_new(0), holding = tuple_pack(1, list);
    assert_true(gc_is_tracked(plain) && gc_is_tracked(holding));
    gc_collect(0);
    assert_false(gc_is_tracked(plain));
    assert_true(gc_is_tracked(holding));
    assert_true(dict_set_cstring(dict, "a", list) && dict_set_cstring(dict, "a", number));
    assert_true(gc_is_tracked(dict));
    gc_collect(1);
    assert_true(gc_is_tracked(dict)); /* dicts only in a full collection */
    gc_collect(2);
    assert_false(gc_is_tracked(dict));
    release(holding);
    release(list);
    release(dict);
    release(plain);
    release(number);
}

/* --- finalizers ------------------------------------------------------------------------------------------ */

/* An instance of `class` that refers to itself. */
static Own selfish_new(Ref class) {
    Own object = object_call_none(class), name = str_intern_cstring("me");
    assert_true(object_set_attribute(object, name, object));
    release(name);
    return object;
}

static void test_finalizers_in_order(void **state) {
    (void)state;
    Own log = list_new(0);
    Own first = class_new("First", TYPE(OBJECT), "__del__", logger_new(log, "first"), NULL);
    Own second = class_new("Second", TYPE(OBJECT), "__del__", logger_new(log, "second"), NULL);
    release(selfish_new(second));
    release(selfish_new(first));
    assert_log(log, "[]");
    gc_collect(2);
    assert_log(log, "['second', 'first']");
    release(first);
    release(second);
    release(log);
}

static Object *kept; /* list: where __del__ puts what it revives */

static Own del_keep(Ref self) { return list_append_ref(kept, self) ? own_none() : NULL; }

/* What a finalizer revives is left alone with all it refers to, and not finalized again when it dies at
 * last. */
static void test_resurrection(void **state) {
    (void)state;
    static const MethodDef def = {.name = "__del__", .kind = METHOD_NONE, .none = del_keep};
    kept = list_new(0);
    Own class = class_new("C", TYPE(OBJECT), "__del__", method_descriptor_new(TYPE(OBJECT), &def), NULL);
    Own object = selfish_new(class), reference = weakref_new(object, NULL);
    release(object);
    gc_collect(2);
    assert_int_equal(list_length(kept), 1);
    assert_null(weakref_get(reference)); /* weak references die before finalizers run */
    assert_ptr_equal(type_of(list_get(kept, 0)), class);
    assert_true(list_set_slice(kept, 0, 1, NULL));
    assert_true(gc_collect(2) > 0);
    assert_int_equal(list_length(kept), 0);
    release(reference);
    release(class);
    release(kept);
}

/* --- weak references to garbage --------------------------------------------------------------------------- */

static void test_weakref_callbacks(void **state) {
    (void)state;
    Own log = list_new(0), class = class_new("C", TYPE(OBJECT), NULL), object = selfish_new(class);
    Own outside_logger = logger_new(log, "outside"), inside_logger = logger_new(log, "inside");
    Own outside = weakref_new(object, outside_logger), inside = weakref_new(object, inside_logger);
    Own name = str_intern_cstring("reference");
    assert_true(object_set_attribute(object, name, inside)); /* garbage itself: not called */
    release(inside);
    release(object);
    assert_ptr_equal(weakref_get(outside), object);
    gc_collect(2);
    assert_null(weakref_get(outside));
    assert_log(log, "['outside']");
    release(name);
    release(outside);
    release(outside_logger);
    release(inside_logger);
    release(class);
    release(log);
}

/* --- the module's view ------------------------------------------------------------------------------------ */

static void test_referrers_and_referents(void **state) {
    (void)state;
    Own inner = list_new(0), outer = tuple_pack(1, inner);
    Ref asked[] = {inner};
    Own referrers = gc_referrers(asked, 1);
    assert_int_equal(list_length(referrers), 1);
    assert_ptr_equal(list_get(referrers, 0), outer);
    asked[0] = outer;
    Own referents = gc_referents(asked, 1);
    assert_int_equal(list_length(referents), 1);
    assert_ptr_equal(list_get(referents, 0), inner);
    release(referrers);
    release(referents);
    release(outer);
    release(inner);
}

static void test_freeze(void **state) {
    (void)state;
    make_cycle();
    gc_freeze();
    isize frozen = gc_freeze_count();
    assert_true(frozen > 1);
    assert_int_equal(gc_collect(2), 0);
    gc_unfreeze();
    assert_int_equal(gc_freeze_count(), 0);
    assert_int_equal(gc_collect(2), 1);
}

static void test_save_all(void **state) {
    (void)state;
    GcState *gc = OBJECT_ROOT->gc;
    gc->debug = GC_DEBUG_SAVE_ALL;
    make_cycle();
    assert_int_equal(gc_collect(2), 1);
    gc->debug = 0;
    assert_int_equal(list_length(gc->garbage), 1);
    assert_true(list_set_slice(gc->garbage, 0, 1, NULL));
    assert_int_equal(gc_collect(2), 1);
}

static void test_collection_callbacks(void **state) {
    (void)state;
    Own log = list_new(0);
    assert_true(list_append(OBJECT_ROOT->gc->callbacks, logger_new(log, "called")));
    gc_collect(1);
    assert_log(log, "['called', 'called']");
    assert_true(list_set_slice(OBJECT_ROOT->gc->callbacks, 0, 1, NULL));
    release(log);
}

static void test_stress(void **state) {
    (void)state;
    OBJECT_ROOT->stress_collect = 1;
    make_cycle();
    Own list = list_new(0);
    assert_int_equal(object_room_live(), 1);
    for (int i = 0; i < 20; i++) assert_true(list_append(list, tuple_pack(2, (Ref)list, None)));
    OBJECT_ROOT->stress_collect = 0;
    release(list);
    assert_int_equal(gc_collect(2), 21);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ROOM_TEST(test_cycle),
        ROOM_TEST(test_reachable_survives),
        ROOM_TEST(test_taken_back),
        ROOM_TEST(test_generations),
        ROOM_TEST(test_threshold),
        ROOM_TEST(test_untracking),
        ROOM_TEST(test_finalizers_in_order),
        ROOM_TEST(test_resurrection),
        ROOM_TEST(test_weakref_callbacks),
        ROOM_TEST(test_referrers_and_referents),
        ROOM_TEST(test_freeze),
        ROOM_TEST(test_save_all),
        ROOM_TEST(test_collection_callbacks),
        ROOM_TEST(test_stress),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
