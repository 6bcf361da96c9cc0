/* test_weakref.c: weak references and proxies: sharing, the order of callbacks, what a dead one still does. */
#include "object_room.h"

#include "object/number.h"
#include "object/set.h"
#include "object/weakref.h"

static Own class; /* class C: pass */

static int setup(void **state) {
    if (room_setup(state)) return -1;
    class = class_new("C", TYPE(OBJECT), NULL);
    return class ? 0 : -1;
}

static int teardown(void **state) {
    release(class);
    return room_teardown(state);
}

static void test_canonical_is_shared(void **state) {
    (void)state;
    Own object = object_call_none(class), log = list_new(0), logger = logger_new(log, "x");
    Own a = weakref_new(object, NULL), b = weakref_new(object, None), c = weakref_new(object, logger);
    assert_ptr_equal(a, b);
    assert_ptr_not_equal(a, c);
    Own p = weakref_proxy_new(object, NULL), q = weakref_proxy_new(object, NULL);
    assert_ptr_equal(p, q);
    assert_int_equal(weakref_count(object), 3);
    Own list = weakref_list(object); /* the canonical ones first */
    assert_ptr_equal(list_get(list, 0), a);
    assert_ptr_equal(list_get(list, 1), p);
    assert_ptr_equal(list_get(list, 2), c);
    assert_int_equal(object->ob_refcnt, 1);
    Object *const all[] = {list, a, b, c, p, q, object, logger, log};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_refuses(void **state) {
    (void)state;
    Own number = int_from_i64(1000);
    assert_null(weakref_new(number, NULL));
    assert_raised(EXC(TypeError), "cannot create weak reference to 'int' object");
    release(number);
}

/* The newest callback comes first. */
static void test_callback_order(void **state) {
    (void)state;
    Own object = object_call_none(class), log = list_new(0), references = list_new(0);
    const char *const words[] = {"one", "two", "three"};
    for (isize i = 0; i < COUNT_OF(words); i++) {
        Own logger = logger_new(log, words[i]);
        assert_true(list_append(references, weakref_new(object, logger)));
        release(logger);
    }
    Own dropped_logger = logger_new(log, "dropped");
    release(weakref_new(object, dropped_logger)); /* a reference that dies first is never called back */
    release(object);
    assert_log(log, "['three', 'two', 'one']");
    assert_null(weakref_get(list_get(references, 0)));
    release(dropped_logger);
    release(references);
    release(log);
}

static void test_hash_and_equality(void **state) {
    (void)state;
    Own a = set_new(NULL), b = set_new(NULL); /* equal, and unhashable */
    Own x = weakref_new(a, NULL), y = weakref_new(b, NULL);
    assert_int_equal(object_compare_bool(x, y, COMPARE_EQ), 1);
    assert_int_equal(object_hash(x), -1);
    assert_raised(EXC(TypeError), "unhashable type: 'set'");
    release(a);
    assert_int_equal(object_compare_bool(x, y, COMPARE_EQ), 0);
    assert_int_equal(object_compare_bool(x, x, COMPARE_EQ), 1);
    assert_int_equal(object_hash(x), -1);
    assert_raised(EXC(TypeError), "weak object has gone away");
    Own object = object_call_none(class), z = weakref_new(object, NULL);
    isize hash = object_hash(object);
    assert_int_equal(object_hash(z), hash);
    release(object);
    assert_int_equal(object_hash(z), hash);
    Own called = object_call_none(z);
    assert_ptr_equal(called, None);
    release(called);
    release(b);
    release(x);
    release(y);
    release(z);
}

static void test_subclass(void **state) {
    (void)state;
    Own derived = class_new("Ref", TYPE(WEAKREF), NULL), object = object_call_none(class);
    Own a = object_call_one(derived, object), b = object_call_one(derived, object);
    assert_ptr_not_equal(a, b);
    assert_ptr_equal(weakref_get(a), object);
    assert_null(object_call_none((Ref)TYPE(WEAKREF)));
    assert_raised(EXC(TypeError), "__new__ expected at least 1 argument, got 0");
    release(object);
    assert_null(weakref_get(a));
    release(a);
    release(b);
    release(derived);
}

static void test_proxy(void **state) {
    (void)state;
    Own set = set_new(NULL), other = set_new(NULL), one = int_from_i64(1);
    assert_true(set_add(other, one));
    Own proxy = weakref_proxy_new(set, NULL);
    assert_int_equal(object_length(proxy), 0);
    assert_int_equal(object_is_true(proxy), 0);
    Own both = number_binary(BINARY_OR, proxy, other);
    assert_text(object_repr(both), "{1}");
    assert_text(object_str(proxy), "set()");
    assert_int_equal(object_hash(proxy), -1);
    assert_raised(EXC(TypeError), "unhashable type: 'weakref.ProxyType'");
    release(set);
    assert_int_equal(object_length(proxy), -1);
    assert_raised(EXC(ReferenceError), "weakly-referenced object no longer exists");
    Own callable = weakref_proxy_new(class, NULL);
    assert_ptr_equal(type_of(callable), TYPE(WEAK_CALLABLE_PROXY));
    Own made = object_call_none(callable);
    assert_ptr_equal(type_of(made), class);
    release(made);
    release(callable);
    release(both);
    release(proxy);
    release(other);
    release(one);
}

/* Clearing references takes no memory: callbacks come even when there is none. */
static void test_callbacks_without_memory(void **state) {
    (void)state;
    Own object = object_call_none(class), log = list_new(0), references = list_new(0);
    for (int i = 0; i < 3; i++) {
        Own logger = logger_new(log, "called");
        assert_true(list_append(references, weakref_new(object, logger)));
        release(logger);
    }
    for (int i = 0; i < 8; i++) assert_true(list_append_ref(log, None)); /* room in the log */
    assert_true(list_set_slice(log, 3, 8, NULL));
    arena_fail_allocation(1, true);
    release(object);
    arena_fail_allocation(0, false);
    for (isize i = 0; i < 3; i++) assert_null(weakref_get(list_get(references, i)));
    release(references);
    release(log);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_canonical_is_shared),      TEST(test_refuses),  TEST(test_callback_order),
        TEST(test_hash_and_equality),        TEST(test_subclass), TEST(test_proxy),
        TEST(test_callbacks_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
