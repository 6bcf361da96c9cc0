/* test_dict.c: dicts: their order and size, deletion, changes while keys are compared, views, iterators, and
 * the split dicts of instances. Expected numbers are python3.11's. */
#include "container_test.h"

static bool set_int(Ref dict, isize key, isize value) {
    Own k = int_from_isize(key), v = int_from_isize(value);
    bool set = k && v && dict_set(dict, k, v);
    release_maybe(k);
    release_maybe(v);
    return set;
}
static bool delete_int(Ref dict, isize key) {
    Own k = int_from_isize(key);
    bool deleted = k && dict_delete(dict, k);
    release_maybe(k);
    return deleted;
}
/* {0: 0, 1: 1 ...}; NULL where memory runs out. */
static Own int_dict(isize count) {
    Own dict = dict_new();
    for (isize i = 0; dict && i < count; i++) {
        if (!set_int(dict, i, i)) slot_clear(&dict);
    }
    return dict;
}
/* {'k0': 0, 'k1': 1 ...} */
static Own str_dict(isize count) {
    Own dict = dict_new();
    for (isize i = 0; i < count; i++) {
        Own name = numbered("k", i), value = int_from_isize(i);
        assert_true(dict_set(dict, name, value));
        release(name);
        release(value);
    }
    return dict;
}

static void test_sizes(void **state) {
    (void)state;
    static const isize of_strs[] = {184, 272, 464, 832, 1584, 3328, 6576};
    static const isize of_ints[] = {224, 352, 632, 1168, 2264, 4688, 9304};
    isize sizes[16], count = 0;
    Own dict = dict_new();
    assert_int_equal(object_sizeof(dict), 64);
    for (isize i = 0; i < 200; i++) {
        assert_true(set_int(dict, i, i));
        note_size(sizes, &count, object_sizeof(dict));
    }
    assert_sizes(sizes, count, of_ints, COUNT_OF(of_ints));
    release(dict);
    count = 0;
    for (isize i = 1; i <= 200; i++) {
        dict = str_dict(i);
        note_size(sizes, &count, object_sizeof(dict));
        release(dict);
    }
    assert_sizes(sizes, count, of_strs, COUNT_OF(of_strs));
}

static void test_becomes_general(void **state) {
    (void)state;
    Own dict = str_dict(3);
    assert_int_equal(AS_DICT(dict)->keys->kind, DICT_KEYS_STR);
    assert_true(set_int(dict, 1, 1));
    assert_int_equal(AS_DICT(dict)->keys->kind, DICT_KEYS_GENERAL);
    assert_shows(dict, "{'k0': 0, 'k1': 1, 'k2': 2, 1: 1}");
    assert_true(delete_int(dict, 1));
    assert_int_equal(AS_DICT(dict)->keys->kind, DICT_KEYS_GENERAL);
    release(dict);
}

static void test_order(void **state) {
    (void)state;
    Own dict = int_dict(6);
    assert_true(delete_int(dict, 1));
    assert_true(delete_int(dict, 4));
    assert_true(set_int(dict, 1, 10));
    assert_true(set_int(dict, 0, 20)); /* stays in its place */
    assert_shows(dict, "{0: 20, 2: 2, 3: 3, 5: 5, 1: 10}");
    assert_gives(called(dict, "popitem", 0), "(1, 10)");
    Own reversed = called(dict, "__reversed__", 0);
    assert_gives(list_from_iterable(reversed), "[5, 3, 2, 0]");
    release(reversed);
    release(dict);
}

static void test_methods(void **state) {
    (void)state;
    Own dict = int_dict(3), key = int_from_i64(300), two = int_from_i64(2);
    assert_ptr_equal(dict_set_default(dict, key, None), None);
    assert_int_equal(dict_contains(dict, key), 1);
    assert_gives(dict_pop(dict, two), "2");
    assert_null(dict_pop(dict, two));
    assert_false(error_occurred());
    assert_null(called(dict, "pop", 1, own(two)));
    assert_raised(EXC(KeyError), "2");
    assert_null(called(dict, "pop", 1, list_new(0)));
    assert_raised(EXC(TypeError), "unhashable type: 'list'");
    assert_null(called(dict, "update", 1, NUMBERS(1)));
    assert_raised(EXC(TypeError), "cannot convert dictionary update sequence element #0 to a sequence");
    Own class = own((Ref)TYPE(DICT));
    Own made_from = called(class, "fromkeys", 2, NUMBERS(5, 6, 5), own(two));
    assert_shows(made_from, "{5: 2, 6: 2}");
    Own merged = object_call_one((Ref)TYPE(DICT), made_from);
    assert_true(dict_merge(merged, dict, 0));
    assert_shows(merged, "{5: 2, 6: 2, 0: 0, 1: 1, 300: None}");
    assert_false(dict_merge(merged, dict, 2));
    assert_raised(EXC(KeyError), "0");
    dict_clear(dict);
    assert_null(called(dict, "popitem", 0));
    assert_raised(EXC(KeyError), "'popitem(): dictionary is empty'");
    done(called(dict, "pop", 2, list_new(0), own(two))); /* an empty dict hashes nothing */
    Own all[] = {dict, key, two, class, made_from, merged};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

/* Equal hashes in one table: each search passes all of them, in the order of CPython's probes. */
static void test_probes(void **state) {
    (void)state;
    Own dict = dict_new();
    for (isize i = 0; i < 4; i++) {
        Own key = key_new(i, 5);
        assert_true(dict_set(dict, key, None));
        release(key);
    }
    assert_recorded("0=1 0=2 1=2 0=3 1=3 2=3");
    Own key = key_new(2, 5);
    assert_int_equal(dict_contains(dict, key), 1);
    release(key);
    assert_recorded("0=2 1=2 2=2 ~2");
    release(dict);
    assert_recorded("~0 ~1 ~2 ~3");
}

static bool clear_while_comparing(void *dict) {
    dict_clear(dict);
    return set_int(dict, 1, 1);
}
static bool raise_while_comparing(void *context) {
    (void)context;
    error_set(EXC(RuntimeError), "enough");
    return false;
}

static void test_changed_while_comparing(void **state) {
    (void)state;
    Own dict = dict_new(), a = key_new(1, 5), b = key_new(2, 5), c = key_new(3, 5);
    assert_true(dict_set(dict, a, None) && dict_set(dict, b, None));
    recorder_reset();
    recorder.hook_at = 0;
    recorder.hook = clear_while_comparing;
    recorder.context = dict;
    assert_true(dict_set(dict, c, None));
    assert_shows(dict, "{1: 1, K3: None}");
    assert_recorded("1=3");
    recorder.hook_at = 0;
    recorder.hook = raise_while_comparing;
    assert_null(dict_get(dict, a));
    assert_raised(EXC(RuntimeError), "enough");
    release(dict);
    release(a);
    release(b);
    release(c);
    recorder_reset();
}

static void test_iterators(void **state) {
    (void)state;
    Own dict = int_dict(3), iterator = object_iter(dict);
    release(object_next(iterator));
    assert_true(set_int(dict, 1, 100)); /* a value may change */
    release(object_next(iterator));
    assert_true(set_int(dict, 7, 7));
    for (int i = 0; i < 2; i++) { /* for good */
        assert_null(object_next(iterator));
        assert_raised(EXC(RuntimeError), "dictionary changed size during iteration");
    }
    release(iterator);
    iterator = object_iter(dict);
    release(object_next(iterator));
    assert_true(delete_int(dict, 2) && set_int(dict, 2, 2) && delete_int(dict, 1) && set_int(dict, 1, 1));
    for (int i = 0; i < 3; i++) release(object_next(iterator));
    assert_null(object_next(iterator));
    assert_false(error_occurred());
    release(iterator);
    release(dict);
}

/* items() fills its tuple again where nobody kept it. */
static void test_item_tuples(void **state) {
    (void)state;
    Own dict = int_dict(3), items = called(dict, "items", 0), iterator = object_iter(items);
    Own first = object_next(iterator);
    Ref address = first;
    release(first);
    Own second = object_next(iterator), third = object_next(iterator);
    assert_ptr_equal(second, address);
    assert_ptr_not_equal(third, second);
    assert_shows(second, "(1, 1)");
    Own all[] = {dict, items, iterator, second, third};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_views(void **state) {
    (void)state;
    Own dict = int_dict(4), other = dict_copy(dict);
    assert_true(delete_int(other, 0) && set_int(other, 9, 9) && set_int(other, 3, 33));
    Own keys = called(dict, "keys", 0), other_keys = called(other, "keys", 0);
    Own items = called(dict, "items", 0), other_items = called(other, "items", 0);
    assert_shows(keys, "dict_keys([0, 1, 2, 3])");
    assert_shows(other_items, "dict_items([(1, 1), (2, 2), (3, 33), (9, 9)])");
    assert_gives(number_binary(BINARY_AND, keys, other_keys), "{1, 2, 3}");
    assert_gives(number_binary(BINARY_OR, keys, other_keys), "{0, 1, 2, 3, 9}");
    assert_gives(number_binary(BINARY_SUBTRACT, keys, other_keys), "{0}");
    assert_gives(number_binary(BINARY_XOR, keys, other_keys), "{0, 9}");
    assert_gives(number_binary(BINARY_AND, items, other_items), "{(1, 1), (2, 2)}");
    assert_int_equal(object_compare_bool(keys, other_keys, COMPARE_LE), 0);
    assert_int_equal(object_hash(keys), -1);
    assert_raised(EXC(TypeError), "unhashable type: 'dict_keys'");
    Own all[] = {dict, other, keys, other_keys, items, other_items};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

/* Only a dict that can be part of a cycle is the collector's business. */
static void test_tracking(void **state) {
    (void)state;
    Own dict = int_dict(3), list = list_new(0), int_type = own((Ref)TYPE(INT));
    assert_false(gc_is_tracked(dict));
    assert_true(dict_set(dict, None, int_type));
    assert_false(gc_is_tracked(dict));
    Own copy = dict_copy(dict);
    assert_false(gc_is_tracked(copy));
    assert_true(dict_set(dict, None, list));
    assert_true(gc_is_tracked(dict));
    release(copy);
    copy = dict_copy(dict);
    assert_true(gc_is_tracked(copy));
    Own all[] = {dict, list, int_type, copy};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_versions(void **state) {
    (void)state;
    Own dict = str_dict(2), other = str_dict(2);
    u64 before = AS_DICT(dict)->version;
    assert_int_not_equal(before, AS_DICT(other)->version);
    assert_non_null(dict_get_cstring(dict, "k1"));
    assert_int_equal(AS_DICT(dict)->version, before);
    u32 keys_version = dict_keys_version(AS_DICT(dict)->keys);
    assert_int_not_equal(keys_version, 0);
    assert_true(dict_set_cstring(dict, "k1", None)); /* the value alone */
    assert_int_not_equal(AS_DICT(dict)->version, before);
    assert_int_equal(AS_DICT(dict)->keys->version, keys_version);
    assert_true(dict_set_cstring(dict, "k2", None));
    assert_int_equal(AS_DICT(dict)->keys->version, 0);
    release(dict);
    release(other);
}

/* --- instances -------------------------------------------------------------------------------------------- */

static Own instance_of(Ref class, const char *const *names) {
    Own object = object_call_none(class);
    for (isize i = 0; names[i]; i++) {
        Own name = str_intern_cstring(names[i]);
        assert_true(object_set_attribute(object, name, None));
        release(name);
    }
    return object;
}
#define NAMED(...) ((const char *const[]){__VA_ARGS__, NULL})

/* The room in the shared keys shrinks with each instance, to what is needed. */
static void test_shared_keys(void **state) {
    (void)state;
    Own class = class_new("A", TYPE(OBJECT), NULL);
    for (isize i = 0; i < 32; i++) {
        Own object = instance_of(class, NAMED("x", "y"));
        assert_null(*instance_dict(object));
        Ref dict = instance_dict_materialize(object);
        assert_null(*instance_values(object));
        assert_ptr_equal(AS_DICT(dict)->keys, AS_TYPE(class)->cached_keys);
        assert_int_equal(dict_sizeof(dict), 48 + 8 * isize_max(29 - i, 3));
        assert_shows(dict, "{'x': None, 'y': None}");
        release(object);
    }
    release(class);
    gc_collect(2);
}

/* Each instance has its own order; deletion leaves the shared keys alone. */
static void test_split_dict(void **state) {
    (void)state;
    Own class = class_new("A", TYPE(OBJECT), NULL);
    Own first = instance_of(class, NAMED("a", "b", "c")), second = instance_of(class, NAMED("c", "a", "d"));
    Own dict = own(instance_dict_materialize(second));
    assert_shows(dict, "{'c': None, 'a': None, 'd': None}");
    Own a = str_intern_cstring("a");
    assert_true(dict_delete(dict, a) && dict_set(dict, a, True));
    assert_shows(dict, "{'c': None, 'd': None, 'a': True}");
    assert_non_null(AS_DICT(dict)->values);
    assert_gives(called(dict, "popitem", 0), "('a', True)");
    assert_null(AS_DICT(dict)->values); /* a table of its own from now on */
    assert_true(instance_values_set(first, a, NULL));
    assert_false(instance_values_set(first, a, NULL));
    assert_raised(EXC(AttributeError), "'A' object has no attribute 'a'");
    assert_shows(instance_dict_materialize(first), "{'b': None, 'c': None}");
    Own all[] = {first, second, dict, a, class};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
    gc_collect(2);
}

/* More attributes than keys are shared: the instance gets a dict. */
static void test_many_attributes(void **state) {
    (void)state;
    Own class = class_new("A", TYPE(OBJECT), NULL), object = object_call_none(class);
    for (isize i = 0; i < 40; i++) {
        Own name = numbered("name", i);
        assert_true(object_set_attribute(object, name, None));
        assert_int_equal(*instance_dict(object) == NULL, i < 29);
        release(name);
    }
    assert_int_equal(dict_length(*instance_dict(object)), 40);
    release(object);
    release(class);
    gc_collect(2);
}

/* --- memory ----------------------------------------------------------------------------------------------- */

static void exercise(void) {
    Own dict = int_dict(20), copy = dict ? dict_copy(dict) : NULL;
    if (copy && delete_int(copy, 5) && set_int(copy, 300, 1) && dict_merge(dict, copy, 1)) {
        assert_int_equal(dict_length(dict), 21);
    }
    error_clear();
    Own items = copy ? dict_items_list(copy) : NULL, again = items ? dict_new() : NULL;
    if (again && dict_update_pairs(again, items, 1)) assert_int_equal(dict_length(again), dict_length(copy));
    error_clear();
    Own shown = again ? object_repr(again) : NULL;
    Own all[] = {dict, copy, items, again, shown};
    for (isize i = 0; i < COUNT_OF(all); i++) release_maybe(all[i]);
    error_clear();
}

static void test_failures(void **state) {
    (void)state;
    assert_survives_failures(exercise);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CONTAINER_TEST(test_sizes),      CONTAINER_TEST(test_becomes_general),
        CONTAINER_TEST(test_order),      CONTAINER_TEST(test_methods),
        CONTAINER_TEST(test_probes),     CONTAINER_TEST(test_changed_while_comparing),
        CONTAINER_TEST(test_iterators),  CONTAINER_TEST(test_item_tuples),
        CONTAINER_TEST(test_views),      CONTAINER_TEST(test_tracking),
        CONTAINER_TEST(test_versions),   CONTAINER_TEST(test_shared_keys),
        CONTAINER_TEST(test_split_dict), CONTAINER_TEST(test_many_attributes),
        CONTAINER_TEST(test_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
