/* test_object.c: what any object can be asked: text, comparison, operators, calls, arguments, and how deep
 * nests die. */
#include "object_room.h"

#include "object/number.h"
#include "object/weakref.h"

/* --- text, comparison, hash ----------------------------------------------------------------------------- */

static void test_text(void **state) {
    (void)state;
    Own list = list_new(0), one = int_from_i64(1);
    assert_true(list_append_ref(list, one) && list_append_ref(list, list));
    assert_text(object_repr(list), "[1, [...]]");
    assert_null(OBJECT_ROOT->repr_running);
    assert_text(object_str(None), "None");
    Own word = text("h\xc3\xa9");
    assert_text(object_ascii(word), "'h\\xe9'");
    release(word);
    list_append(list, text("end"));
    release(list);
    release(one);
}

static void test_compare(void **state) {
    (void)state;
    Own one = int_from_i64(1), word = text("a");
    assert_null(object_compare(one, word, COMPARE_LT));
    assert_raised(EXC(TypeError), "'<' not supported between instances of 'int' and 'str'");
    assert_int_equal(object_compare_bool(one, word, COMPARE_EQ), 0);
    assert_int_equal(object_compare_bool(one, True, COMPARE_EQ), 1);
    assert_int_equal(object_compare_bool(one, word, COMPARE_NE), 1);
    Own list = list_new(0);
    assert_int_equal(object_hash(list), -1);
    assert_raised(EXC(TypeError), "unhashable type: 'list'");
    assert_int_equal(object_is_true(list), 0);
    assert_int_equal(object_not(list), 1);
    Own objects[] = {one, word, list};
    for (isize i = 0; i < COUNT_OF(objects); i++) release(objects[i]);
}

/* --- operators ------------------------------------------------------------------------------------------ */

static void assert_binary_fails(BinaryOperator op, Ref a, Ref b, const char *message) {
    assert_null(number_binary(op, a, b));
    assert_raised(EXC(TypeError), message);
}

static void test_operators(void **state) {
    (void)state;
    Own one = int_from_i64(1), word = text("ab"), list = list_new(0), tuple = tuple_pack(1, one);
    assert_binary_fails(BINARY_ADD, one, word, "unsupported operand type(s) for +: 'int' and 'str'");
    assert_binary_fails(BINARY_INPLACE_ADD, one, word, "unsupported operand type(s) for +=: 'int' and 'str'");
    assert_binary_fails(BINARY_MULTIPLY, word, word, "can't multiply sequence by non-int of type 'str'");
    assert_binary_fails(BINARY_POWER, word, one,
                        "unsupported operand type(s) for ** or pow(): 'str' and 'int'");
    assert_binary_fails(BINARY_INPLACE_POWER, word, one,
                        "unsupported operand type(s) for **=: 'str' and 'int'");
    assert_binary_fails(BINARY_MATRIX_MULTIPLY, one, one, "unsupported operand type(s) for @: 'int' and 'int'");
    assert_null(number_power(one, word, one));
    assert_raised(EXC(TypeError), "unsupported operand type(s) for ** or pow(): 'int', 'str', 'int'");
    assert_null(number_divmod(one, word));
    assert_raised(EXC(TypeError), "unsupported operand type(s) for divmod(): 'int' and 'str'");
    assert_null(number_negative(word));
    assert_raised(EXC(TypeError), "bad operand type for unary -: 'str'");
    assert_text(object_repr(tuple), "(1,)");
    Own three = int_from_i64(3), tripled = number_multiply(three, tuple);
    assert_text(object_repr(tripled), "(1, 1, 1)");
    Own same = number_binary(BINARY_INPLACE_ADD, list, tuple);
    assert_ptr_equal(same, list);
    assert_text(object_repr(list), "[1]");
    Own objects[] = {same, tripled, three, one, word, list, tuple};
    for (isize i = 0; i < COUNT_OF(objects); i++) release(objects[i]);
}

static void test_hint_for_print(void **state) {
    (void)state;
    static const MethodDef def = {.name = "print", .kind = METHOD_NONE, .none = NULL};
    Own print = builtin_function_new(&def, NULL, NULL), one = int_from_i64(1);
    assert_binary_fails(
        BINARY_RSHIFT, print, one,
        "unsupported operand type(s) for >>: 'builtin_function_or_method' and 'int'. Did you mean "
        "\"print(<message>, file=<output_stream>)\"?");
    release(print);
    release(one);
}

/* --- containers ----------------------------------------------------------------------------------------- */

static void test_containers(void **state) {
    (void)state;
    Own one = int_from_i64(1), tuple = tuple_pack(1, one);
    assert_null(object_get_item(one, one));
    assert_raised(EXC(TypeError), "'int' object is not subscriptable");
    assert_null(object_get_item((Ref)TYPE(INT), one));
    assert_raised(EXC(TypeError), "type 'int' is not subscriptable");
    assert_false(object_set_item(tuple, one, one));
    assert_raised(EXC(TypeError), "'tuple' object does not support item assignment");
    assert_false(object_delete_item(tuple, one));
    assert_raised(EXC(TypeError), "'tuple' object doesn't support item deletion");
    assert_int_equal(object_contains(tuple, one), 1);
    assert_int_equal(object_contains(one, one), -1);
    assert_raised(EXC(TypeError), "argument of type 'int' is not iterable");
    assert_null(object_iter(one));
    assert_raised(EXC(TypeError), "'int' object is not iterable");
    assert_int_equal(object_length(one), -1);
    assert_raised(EXC(TypeError), "object of type 'int' has no len()");
    assert_int_equal(object_length_hint(one, 5), 5);
    assert_int_equal(object_length_hint(tuple, 5), 1);
    release(tuple);
    release(one);
}

static void test_instances(void **state) {
    (void)state;
    Own both = tuple_pack(2, (Ref)TYPE(STR), (Ref)TYPE(INT));
    assert_int_equal(object_is_instance(True, (Ref)TYPE(INT)), 1);
    assert_int_equal(object_is_instance(True, both), 1);
    assert_int_equal(object_is_instance(None, both), 0);
    assert_int_equal(object_is_instance(None, None), -1);
    assert_raised(EXC(TypeError), "isinstance() arg 2 must be a type, a tuple of types, or a union");
    assert_int_equal(object_is_subclass((Ref)TYPE(BOOL), both), 1);
    assert_int_equal(object_is_subclass(None, both), -1);
    assert_raised(EXC(TypeError), "issubclass() arg 1 must be a class");
    release(both);
}

/* --- calls and arguments -------------------------------------------------------------------------------- */

static void test_calls(void **state) {
    (void)state;
    assert_null(object_call_none(None));
    assert_raised(EXC(TypeError), "'NoneType' object is not callable");
    Own list = list_new(0), one = int_from_i64(1);
    Own result = object_call_method_one(list, NAME(append), one);
    assert_ptr_equal(result, None);
    assert_text(object_repr(list), "[1]");
    Own args = tuple_pack(1, one), kwargs = dict_new();
    assert_true(dict_set(kwargs, one, one));
    assert_null(object_call_tuple((Ref)TYPE(LIST), args, kwargs));
    assert_raised(EXC(TypeError), "keywords must be strings");
    Own objects[] = {result, list, one, args, kwargs};
    for (isize i = 0; i < COUNT_OF(objects); i++) release(objects[i]);
}

/* Binds `count` positional arguments and one keyword (NULL: none) to def f(a, /, b, c, *, d), two required. */
static bool bind(int count, const char *keyword) {
    static const Parameters parameters = {"f", {"a", "/", "b", "c", "*", "d"}, .required = 2};
    Ref args[] = {None, None, None, None, None, True}, out[4];
    args[count] = True;
    Own name = keyword ? text(keyword) : NULL, kwnames = name ? tuple_pack(1, name) : NULL;
    bool bound = arguments_bind(&parameters, args, count, kwnames, out);
    if (bound && keyword) assert_ptr_equal(out[keyword[0] - 'a'], True);
    release_maybe(name);
    release_maybe(kwnames);
    return bound;
}

static void assert_bind_fails(int count, const char *keyword, const char *message) {
    assert_false(bind(count, keyword));
    assert_raised(EXC(TypeError), message);
}

static void test_arguments(void **state) {
    (void)state;
    assert_true(bind(2, NULL) && bind(3, NULL) && bind(3, "d") && bind(2, "c") && bind(1, "b"));
    assert_bind_fails(0, NULL, "f() takes at least 1 positional argument (0 given)");
    assert_bind_fails(1, NULL, "f() missing required argument 'b' (pos 2)");
    assert_bind_fails(4, NULL, "f() takes at most 3 positional arguments (4 given)");
    assert_bind_fails(4, "d", "f() takes at most 4 arguments (5 given)");
    assert_bind_fails(2, "b", "argument for f() given by name ('b') and position (2)");
    assert_bind_fails(2, "z", "'z' is an invalid keyword argument for f()");
    assert_false(arguments_count("pop", 2, 0, 1));
    assert_raised(EXC(TypeError), "pop expected at most 1 argument, got 2");
}

static void test_recursion(void **state) {
    (void)state;
    OBJECT_ROOT->recursion_limit = 2;
    assert_true(recursion_enter("") && recursion_enter(""));
    assert_false(recursion_enter(" in comparison"));
    recursion_leave();
    recursion_leave();
    assert_raised(EXC(RecursionError), "maximum recursion depth exceeded in comparison");
    assert_int_equal(OBJECT_ROOT->recursion_depth, 0);
}

/* --- death ---------------------------------------------------------------------------------------------- */

/* Lists in lists die from the outside in; more than fifty deep, the rest waits until the outermost is done. */
static void test_deep_nest(void **state) {
    (void)state;
    Own nest = list_new(0);
    for (int i = 0; i < 1000000; i++) {
        Own outer = list_new(1);
        list_fill(outer, 0, nest);
        nest = outer;
    }
    release(nest);
    assert_null(OBJECT_ROOT->trash);
    assert_int_equal(object_room_live(), 0);
}

static void test_memory_is_reused(void **state) {
    (void)state;
    Own first = list_new(0);
    u64 id = object_id(first), serial = object_serial(first);
    release(first);
    Own second = list_new(0);
    assert_int_equal(object_id(second), id);
    assert_true(object_serial(second) > serial);
    release(second);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ROOM_TEST(test_text),           ROOM_TEST(test_compare),          ROOM_TEST(test_operators),
        ROOM_TEST(test_hint_for_print), ROOM_TEST(test_containers),       ROOM_TEST(test_instances),
        ROOM_TEST(test_calls),          ROOM_TEST(test_arguments),        ROOM_TEST(test_recursion),
        ROOM_TEST(test_deep_nest),      ROOM_TEST(test_memory_is_reused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
