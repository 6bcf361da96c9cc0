/* test_callables.c: native functions, descriptors, bound methods, modules, generic aliases: what they answer
 * and how they refuse. */
#include "object_room.h"

static Own call_by_name(Ref object, const char *name, isize count, ...) {
    Ref args[4];
    va_list list;
    va_start(list, count);
    for (isize i = 0; i < count; i++) args[i] = va_arg(list, Ref);
    va_end(list);
    Own name_text = str_intern_cstring(name), result = NULL;
    if (name_text) result = object_call_method(object, name_text, args, count, NULL);
    release_maybe(name_text);
    return result;
}

static Own attribute(Ref object, const char *name) {
    Own name_text = str_intern_cstring(name), value = NULL;
    if (name_text) value = object_get_attribute(object, name_text);
    release_maybe(name_text);
    return value;
}

static bool set_attribute(Ref object, const char *name, Ref value) {
    Own name_text = str_intern_cstring(name);
    bool done = name_text && object_set_attribute(object, name_text, value);
    release_maybe(name_text);
    return done;
}

static void test_native_functions(void **state) {
    (void)state;
    Own list = list_new(0), append = attribute(list, "append"), again = attribute(list, "append");
    assert_null(object_call_none(append));
    assert_raised(EXC(TypeError), "list.append() takes exactly one argument (0 given)");
    Own kwnames = tuple_pack(1, NAME(key));
    Ref args[] = {None};
    assert_null(object_call(append, args, 0, kwnames));
    assert_raised(EXC(TypeError), "list.append() takes no keyword arguments");
    assert_null(call_by_name(list, "clear", 1, None));
    assert_raised(EXC(TypeError), "list.clear() takes no arguments (1 given)");
    assert_int_equal(object_compare_bool(append, again, COMPARE_EQ), 1);
    assert_int_equal(object_hash(append), object_hash(again));
    assert_text(attribute(append, "__qualname__"), "list.append");
    assert_text(attribute(append, "__doc__"), "Append object to the end of the list.");
    assert_text(attribute(append, "__text_signature__"), "($self, object, /)");
    release(kwnames);
    release(append);
    release(again);
    release(list);
}

static void test_method_descriptors(void **state) {
    (void)state;
    Own append = attribute((Ref)TYPE(LIST), "append"), dict = dict_new();
    assert_text(object_repr(append), "<method 'append' of 'list' objects>");
    assert_null(object_call_args(append, 2, dict, None));
    assert_raised(EXC(TypeError), "descriptor 'append' for 'list' objects doesn't apply to a 'dict' object");
    assert_null(object_call_none(append));
    assert_raised(EXC(TypeError), "unbound method list.append() needs an argument");
    assert_text(attribute(append, "__qualname__"), "list.append");
    assert_false(set_attribute(append, "__name__", None));
    assert_raised(EXC(AttributeError), "readonly attribute");
    release(append);
    release(dict);
}

static void test_member_and_getset(void **state) {
    (void)state;
    Own error = exception_new(EXC(ValueError), NULL, 0);
    Own member = attribute((Ref)EXC(BaseException), "__suppress_context__");
    Own getset = attribute((Ref)EXC(BaseException), "args");
    assert_text(object_repr(member), "<member '__suppress_context__' of 'BaseException' objects>");
    assert_text(object_repr(getset), "<attribute 'args' of 'BaseException' objects>");
    assert_false(set_attribute(error, "__suppress_context__", None));
    assert_raised(EXC(TypeError), "attribute value type must be bool");
    assert_false(set_attribute(error, "__suppress_context__", NULL));
    assert_raised(EXC(TypeError), "can't delete numeric/char attribute");
    assert_true(set_attribute(error, "__suppress_context__", True));
    assert_false(set_attribute(error, "args", NULL));
    assert_raised(EXC(TypeError), "args may not be deleted");
    release(error);
    release(member);
    release(getset);
}

/* --- property, classmethod, staticmethod ------------------------------------------------------------------ */

static void test_property(void **state) {
    (void)state;
    Own log = list_new(0), getter = logger_new(log, "get");
    Own property = object_call_one((Ref)TYPE(PROPERTY), getter);
    Own class = class_new("C", TYPE(OBJECT), "x", property, NULL), object = object_call_none(class);
    release(attribute(object, "x"));
    assert_log(log, "['get']");
    assert_false(set_attribute(object, "x", None));
    assert_raised(EXC(AttributeError), "property 'x' of 'C' object has no setter");
    assert_false(set_attribute(object, "x", NULL));
    assert_raised(EXC(AttributeError), "property 'x' of 'C' object has no deleter");
    Own found = attribute(class, "x"), setter = logger_new(log, "set"),
        wider = call_by_name(found, "setter", 1, setter);
    assert_true(set_attribute(class, "x", wider) && set_attribute(object, "x", None));
    assert_log(log, "['get', 'set']");
    Object *const all[] = {found, setter, wider, object, class, getter, log};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_class_and_static_method(void **state) {
    (void)state;
    Own log = list_new(0), logger = logger_new(log, "called");
    Own class_method = object_call_one((Ref)TYPE(CLASS_METHOD), logger);
    Own static_method = object_call_one((Ref)TYPE(STATIC_METHOD), logger);
    assert_text(attribute(class_method, "__name__"), "log");
    Own wrapped = attribute(static_method, "__wrapped__");
    assert_ptr_equal(wrapped, logger);
    release(object_call_none(static_method));
    assert_null(object_call_none(class_method));
    assert_raised(EXC(TypeError), "'classmethod' object is not callable");
    Own class = class_new("C", TYPE(OBJECT), "c", class_method, "s", static_method, NULL);
    Own bound = attribute(class, "c"), plain = attribute(class, "s");
    assert_ptr_equal(type_of(bound), TYPE(METHOD));
    assert_ptr_equal(AS_METHOD(bound)->self, class);
    assert_ptr_equal(plain, logger);
    assert_null(object_call_none((Ref)TYPE(CLASS_METHOD)));
    assert_raised(EXC(TypeError), "classmethod expected 1 argument, got 0");
    Object *const all[] = {wrapped, bound, plain, class, logger, log};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_bound_method(void **state) {
    (void)state;
    Own log = list_new(0), logger = logger_new(log, "called"), set = tuple_new(0);
    Own a = method_new(logger, set), b = method_new(logger, set), c = method_new(logger, log);
    assert_int_equal(object_compare_bool(a, b, COMPARE_EQ), 1);
    assert_int_equal(object_compare_bool(a, c, COMPARE_EQ), 0);
    assert_int_equal(object_hash(a), object_hash(b));
    assert_text(object_repr(a), "<bound method tuple.log of ()>");
    assert_text(attribute(a, "__name__"), "log");
    release(object_call_none(a));
    assert_log(log, "['called']");
    Ref arguments[] = {None, None};
    assert_null(object_call((Ref)TYPE(METHOD), arguments, 2, NULL));
    assert_raised(EXC(TypeError), "first argument must be callable");
    Object *const all[] = {a, b, c, set, logger, log};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_cell(void **state) {
    (void)state;
    Own empty = cell_new(NULL), full = cell_new(None);
    assert_null(attribute(empty, "cell_contents"));
    assert_raised(EXC(ValueError), "Cell is empty");
    assert_int_equal(object_compare_bool(empty, full, COMPARE_LT), 1);
    assert_true(set_attribute(empty, "cell_contents", None));
    assert_int_equal(object_compare_bool(empty, full, COMPARE_EQ), 1);
    assert_true(set_attribute(full, "cell_contents", NULL));
    assert_null(AS_CELL(full)->value);
    release(empty);
    release(full);
}

/* --- modules ---------------------------------------------------------------------------------------------- */

static void test_module(void **state) {
    (void)state;
    Own name = text("m"), module = module_new(name), file = text("/m.py");
    assert_text(object_repr(module), "<module 'm'>");
    assert_null(attribute(module, "x"));
    assert_raised(EXC(AttributeError), "module 'm' has no attribute 'x'");
    assert_true(set_attribute(module, "__file__", file));
    assert_text(object_repr(module), "<module 'm' from '/m.py'>");
    Own log = list_new(0);
    assert_true(module_add(module, "__getattr__", logger_new(log, "asked")));
    Own value = attribute(module, "x");
    assert_ptr_equal(value, None);
    assert_log(log, "['asked']");
    Own annotations = attribute(module, "__annotations__");
    assert_true(is_exact_dict(annotations));
    Object *const all[] = {annotations, value, log, file, module, name};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_namespace(void **state) {
    (void)state;
    Own namespace = simple_namespace_new(NULL), one = int_from_i64(1);
    assert_text(object_repr(namespace), "namespace()");
    assert_true(set_attribute(namespace, "a", one) && set_attribute(namespace, "me", namespace));
    assert_text(object_repr(namespace), "namespace(a=1, me=namespace(...))");
    assert_null(object_call_one((Ref)TYPE(SIMPLE_NAMESPACE), one));
    assert_raised(EXC(TypeError), "no positional arguments expected");
    release(namespace);
    release(one);
}

/* --- types of types --------------------------------------------------------------------------------------- */

static void test_generic_alias(void **state) {
    (void)state;
    Own both = tuple_pack(2, (Ref)TYPE(STR), (Ref)TYPE(INT)), alias = generic_alias_new((Ref)TYPE(DICT), both);
    Own twin = generic_alias_new((Ref)TYPE(DICT), both),
        empty = generic_alias_new((Ref)TYPE(TUPLE), OBJECT_ROOT->empty_tuple);
    assert_text(object_repr(alias), "dict[str, int]");
    assert_text(object_repr(empty), "tuple[()]");
    assert_int_equal(object_compare_bool(alias, twin, COMPARE_EQ), 1);
    assert_int_equal(object_hash(alias), object_hash(twin));
    Own made = object_call_none(alias);
    assert_true(is_exact_dict(made));
    assert_null(object_get_item(alias, None));
    assert_raised(EXC(TypeError), "dict[str, int] is not a generic class");
    assert_int_equal(object_is_instance(made, alias), -1);
    assert_raised(EXC(TypeError), "isinstance() argument 2 cannot be a parameterized generic");
    Own starred = list_from_iterable(alias);
    assert_text(object_repr(starred), "[*dict[str, int]]");
    assert_text(attribute(alias, "__name__"), "dict");
    Object *const all[] = {starred, made, empty, twin, alias, both};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_union(void **state) {
    (void)state;
    Own a = union_new((Ref)TYPE(INT), (Ref)TYPE(STR)), b = union_new((Ref)TYPE(STR), (Ref)TYPE(INT));
    Own c = union_new(a, None), same = union_new((Ref)TYPE(INT), (Ref)TYPE(INT)),
        not = union_new((Ref)TYPE(INT), True);
    assert_text(object_repr(a), "int | str");
    assert_text(object_repr(c), "int | str | None");
    assert_ptr_equal(same, TYPE(INT));
    assert_ptr_equal(not, NotImplemented);
    assert_int_equal(object_compare_bool(a, b, COMPARE_EQ), 1);
    assert_int_equal(object_hash(a), object_hash(b));
    assert_int_equal(object_is_instance(True, a), 1);
    assert_int_equal(object_is_instance(None, a), 0);
    assert_int_equal(object_is_instance(None, c), 1);
    assert_int_equal(object_is_subclass((Ref)TYPE(BOOL), a), 1);
    Object *const all[] = {a, b, c, same, not };
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

/* --- hostile ---------------------------------------------------------------------------------------------- */

static void make_functions(void) {
    Own list = list_new(0), append = list ? attribute(list, "append") : NULL;
    if (append) {
        release_maybe(object_call_none(append));
        error_clear();
        release_maybe(object_repr(append));
        release_maybe(attribute(append, "__qualname__"));
        release_maybe(attribute(append, "__doc__"));
    }
    Own method = append ? method_new(append, list) : NULL, cell = method ? cell_new(method) : NULL;
    if (cell) release_maybe(object_repr(cell));
    release_maybe(cell);
    release_maybe(method);
    release_maybe(append);
    release_maybe(list);
    error_clear();
}

static void make_wrappers(void) {
    Own property = object_call_one((Ref)TYPE(PROPERTY), (Ref)TYPE(LIST));
    if (property) release_maybe(call_by_name(property, "setter", 1, None));
    release_maybe(property);
    error_clear();
    release_maybe(object_call_one((Ref)TYPE(CLASS_METHOD), (Ref)TYPE(LIST)));
    error_clear();
    Own namespace = simple_namespace_new(NULL);
    if (namespace && set_attribute(namespace, "a", None)) release_maybe(object_repr(namespace));
    release_maybe(namespace);
    error_clear();
    Own module = module_new(NAME(name));
    if (module) release_maybe(object_repr(module));
    if (module) release_maybe(attribute(module, "nothing"));
    release_maybe(module);
    error_clear();
}

static void make_generics(void) {
    Own alias = generic_alias_new((Ref)TYPE(LIST), (Ref)TYPE(INT)), both = NULL;
    if (alias) {
        release_maybe(object_repr(alias));
        release_maybe(object_get_item(alias, None));
        error_clear();
        release_maybe(list_from_iterable(alias));
        both = union_new(alias, None);
    }
    if (both) release_maybe(object_repr(both));
    if (both) object_hash(both);
    release_maybe(both);
    release_maybe(alias);
    error_clear();
}

static void test_failing_allocations(void **state) {
    (void)state;
    assert_survives_failures(make_functions);
    assert_survives_failures(make_wrappers);
    assert_survives_failures(make_generics);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ROOM_TEST(test_native_functions),
        ROOM_TEST(test_method_descriptors),
        ROOM_TEST(test_member_and_getset),
        ROOM_TEST(test_property),
        ROOM_TEST(test_bound_method),
        ROOM_TEST(test_cell),
        ROOM_TEST(test_class_and_static_method),
        ROOM_TEST(test_module),
        ROOM_TEST(test_namespace),
        ROOM_TEST(test_generic_alias),
        ROOM_TEST(test_union),
        ROOM_TEST(test_failing_allocations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
