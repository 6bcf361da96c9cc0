/* test_type.c: classes: how they are made, looked up in, changed, and how their instances live and die. The
 * methods are C functions put into a class as method descriptors of `object`, which fit any instance. */
#include "object_room.h"

#include "object/number.h"
#include "object/weakref.h"

static Ref as_ref(const Type *type) { return (Ref)type; }

static Own method(const MethodDef *def) { return method_descriptor_new(TYPE(OBJECT), def); }

static Own get(Ref object, const char *name) {
    Own interned = str_intern_cstring(name);
    Own value = object_get_attribute(object, interned);
    release(interned);
    return value;
}

static bool set(Ref object, const char *name, Own value) {
    Own interned = text(name);
    bool done = object_set_attribute(object, interned, value);
    release(interned);
    release_maybe(value);
    return done;
}

static bool delete (Ref object, const char *name) { return set(object, name, NULL); }

/* class name(*bases): namespace; everything consumed. */
static Own make(Ref metaclass, const char *name, Own bases, Own namespace) {
    Own name_text = text(name);
    Own class = object_call_args(metaclass, 3, name_text, bases, namespace);
    release(name_text);
    release(bases);
    release(namespace);
    return class;
}

static Own plain(const char *name, Type *base) { return class_new(name, base, NULL); }

/* --- methods for the classes ---------------------------------------------------------------------------- */

static Own answer_left(Ref self, Ref other) {
    (void)self, (void)other;
    return text("left");
}
static Own answer_right(Ref self, Ref other) {
    (void)self, (void)other;
    return text("right");
}
static Own answer_text(Ref self) {
    (void)self;
    return text("shown");
}
static Own answer_missing(Ref self, Ref name) {
    (void)self;
    return str_format("missing %U", name);
}
static Own answer_number(Ref self) {
    (void)self;
    return int_from_i64(7);
}
static Own answer_none(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    (void)self, (void)args, (void)nargs, (void)kwnames;
    return own_none();
}
static Own answer_not_implemented(Ref self, Ref other) {
    (void)self, (void)other;
    return own_not_implemented();
}

static const MethodDef left_def = {.name = "left", .kind = METHOD_ONE, .one = answer_left};
static const MethodDef right_def = {.name = "right", .kind = METHOD_ONE, .one = answer_right};
static const MethodDef text_def = {.name = "text", .kind = METHOD_NONE, .none = answer_text};
static const MethodDef missing_def = {.name = "missing", .kind = METHOD_ONE, .one = answer_missing};
static const MethodDef number_def = {.name = "number", .kind = METHOD_NONE, .none = answer_number};
static const MethodDef none_def = {.name = "none", .kind = METHOD_KEYWORDS, .keywords = answer_none};
static const MethodDef decline_def = {.name = "decline", .kind = METHOD_ONE, .one = answer_not_implemented};

/* --- making --------------------------------------------------------------------------------------------- */

static void test_class(void **state) {
    (void)state;
    Own class = class_new("A", TYPE(OBJECT), "x", int_from_i64(1), NULL);
    assert_text(object_repr(class), "<class '__main__.A'>");
    Own object = object_call_none(class);
    assert_non_null(object);
    assert_true(gc_is_tracked(object));
    Own x = get(object, "x");
    assert_int_equal(int_as_i64(x), 1);
    release(x);
    assert_null(get(object, "y"));
    assert_raised(EXC(AttributeError), "'A' object has no attribute 'y'");
    assert_null(get(class, "y"));
    assert_raised(EXC(AttributeError), "type object 'A' has no attribute 'y'");
    assert_true(set(object, "y", int_from_i64(2)));
    assert_text(object_repr(object_dict(object)), "{'y': 2}");
    assert_true(delete (object, "y"));
    assert_false(delete (object, "y"));
    assert_raised(EXC(AttributeError), "'A' object has no attribute 'y'");
    assert_int_equal(object_sizeof(object), 56);
    assert_int_equal(object_sizeof(class), 1688);
    release(object);
    release(class);
}

static void test_inline_values(void **state) {
    (void)state;
    Own class = plain("A", TYPE(OBJECT)), object = object_call_none(class);
    assert_true(set(object, "a", int_from_i64(1)) && set(object, "b", int_from_i64(2)));
    assert_non_null(*instance_values(object));
    assert_null(*instance_dict(object));
    assert_text(object_repr(object_dict(object)), "{'a': 1, 'b': 2}");
    assert_null(*instance_values(object));
    assert_true(set(object, "c", int_from_i64(3)));
    Own c = get(object, "c");
    assert_int_equal(int_as_i64(c), 3);
    release(c);
    release(object);
    release(class);
}

static void test_order_of_resolution(void **state) {
    (void)state;
    Own a = plain("A", TYPE(OBJECT)), b = plain("B", AS_TYPE(a)), c = plain("C", AS_TYPE(a));
    Own d = make(as_ref(TYPE(TYPE)), "D", tuple_pack(2, b, c), dict_new());
    assert_non_null(d);
    Ref const expected[] = {d, b, c, a, as_ref(TYPE(OBJECT))};
    assert_int_equal(tuple_length(AS_TYPE(d)->mro), COUNT_OF(expected));
    for (isize i = 0; i < COUNT_OF(expected); i++) assert_ptr_equal(tuple_get(AS_TYPE(d)->mro, i), expected[i]);
    assert_null(make(as_ref(TYPE(TYPE)), "E", tuple_pack(2, a, b), dict_new()));
    assert_raised(EXC(TypeError), "Cannot create a consistent method resolution\norder (MRO) for bases A, B");
    assert_null(make(as_ref(TYPE(TYPE)), "E", tuple_pack(2, a, a), dict_new()));
    assert_raised(EXC(TypeError), "duplicate base class A");
    assert_null(make(as_ref(TYPE(TYPE)), "E", tuple_pack(2, as_ref(TYPE(INT)), as_ref(TYPE(STR))), dict_new()));
    assert_raised(EXC(TypeError), "multiple bases have instance lay-out conflict");
    assert_null(make(as_ref(TYPE(TYPE)), "E", tuple_pack(1, as_ref(TYPE(BOOL))), dict_new()));
    assert_raised(EXC(TypeError), "type 'bool' is not an acceptable base type");
    Own classes[] = {d, c, b, a};
    for (isize i = 0; i < COUNT_OF(classes); i++) release(classes[i]);
}

static void test_metaclass(void **state) {
    (void)state;
    Own meta = plain("M", TYPE(TYPE)), other = plain("N", TYPE(TYPE));
    Own a = make(meta, "A", tuple_new(0), dict_new()), b = make(other, "B", tuple_new(0), dict_new());
    assert_ptr_equal(type_of(a), meta);
    Own derived = plain("C", AS_TYPE(a)); /* type() finds the base's metaclass */
    assert_ptr_equal(type_of(derived), meta);
    assert_null(make(as_ref(TYPE(TYPE)), "D", tuple_pack(2, a, b), dict_new()));
    assert_raised(EXC(TypeError),
                  "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass "
                  "of the metaclasses of all its bases");
    Own classes[] = {derived, a, b, meta, other};
    for (isize i = 0; i < COUNT_OF(classes); i++) release(classes[i]);
}

static void test_arguments(void **state) {
    (void)state;
    Ref type = as_ref(TYPE(TYPE));
    assert_null(object_call_args(type, 2, None, None));
    assert_raised(EXC(TypeError), "type() takes 1 or 3 arguments");
    assert_null(object_call_args(type, 3, None, None, None));
    assert_raised(EXC(TypeError), "type.__new__() argument 1 must be str, not None");
    Own class = plain("A", TYPE(OBJECT));
    assert_null(object_call_one(class, None));
    assert_raised(EXC(TypeError), "A() takes no arguments");
    assert_null(object_call_none(as_ref(TYPE(WRAPPER_DESCRIPTOR))));
    assert_raised(EXC(TypeError), "cannot create 'wrapper_descriptor' instances");
    release(class);
}

/* --- __slots__ ------------------------------------------------------------------------------------------ */

static Own slots(const char *first, const char *second) {
    Own dict = dict_new(), a = text(first), b = second ? text(second) : NULL;
    Own names = b ? tuple_pack(2, a, b) : tuple_pack(1, a);
    assert_true(dict_set_cstring(dict, "__slots__", names));
    release(a);
    release_maybe(b);
    release(names);
    return dict;
}

static void test_slots(void **state) {
    (void)state;
    Ref type = as_ref(TYPE(TYPE));
    Own class = make(type, "S", tuple_new(0), slots("y", "__x")), object = object_call_none(class);
    assert_non_null(object);
    assert_true(set(object, "_S__x", int_from_i64(1)) && set(object, "y", int_from_i64(2)));
    assert_null(get(object, "__dict__"));
    assert_raised(EXC(AttributeError), "'S' object has no attribute '__dict__'");
    assert_false(set(object, "z", int_from_i64(2)));
    assert_raised(EXC(AttributeError), "'S' object has no attribute 'z'");
    assert_null(weakref_new(object, NULL));
    assert_raised(EXC(TypeError), "cannot create weak reference to 'S' object");
    assert_int_equal(object_sizeof(object), 48);
    assert_int_equal(object_sizeof(class), 920);
    assert_true(delete (object, "y"));
    assert_null(get(object, "y"));
    assert_raised(EXC(AttributeError), "'S' object has no attribute 'y'");
    assert_null(make(type, "T", tuple_pack(1, as_ref(TYPE(INT))), slots("a", NULL)));
    assert_raised(EXC(TypeError), "nonempty __slots__ not supported for subtype of 'int'");
    assert_null(make(type, "T", tuple_new(0), slots("1", NULL)));
    assert_raised(EXC(TypeError), "__slots__ must be identifiers");
    release(object);
    release(class);
}

/* Fields behind an int's digits and a str's text. */
static void test_fields_at_the_end(void **state) {
    (void)state;
    Own number_class = plain("I", TYPE(INT)),
        text_class = make(as_ref(TYPE(TYPE)), "T", tuple_pack(1, as_ref(TYPE(STR))), slots("a", "__weakref__"));
    Own seven = int_from_i64(7), word = text("a long word, so that the block is of another size");
    Own number = object_call_one(number_class, seven), string = object_call_one(text_class, word);
    assert_true(set(number, "x", text("value")));
    assert_text(object_repr(object_dict(number)), "{'x': 'value'}");
    assert_true(set(string, "a", text("slot")));
    assert_text(get(string, "a"), "slot");
    Own reference = weakref_new(string, NULL);
    assert_ptr_equal(weakref_get(reference), string);
    assert_int_equal(object_compare_bool(string, word, COMPARE_EQ), 1);
    assert_int_equal(object_compare_bool(number, seven, COMPARE_EQ), 1);
    release(string);
    assert_null(weakref_get(reference));
    Own objects[] = {reference, number, seven, word, number_class, text_class};
    for (isize i = 0; i < COUNT_OF(objects); i++) release(objects[i]);
}

/* --- special methods and slots -------------------------------------------------------------------------- */

static void test_operators(void **state) {
    (void)state;
    Own a = class_new("A", TYPE(OBJECT), "__add__", method(&left_def), "__radd__", method(&right_def), NULL);
    Own b = class_new("B", AS_TYPE(a), "__radd__", method(&right_def), NULL);
    Own x = object_call_none(a), y = object_call_none(b), one = int_from_i64(1);
    assert_text(number_add(x, x), "left");
    assert_text(number_add(x, one), "left");
    assert_text(number_add(one, x), "right");
    assert_text(number_add(x, y), "right"); /* the subclass overrides __radd__: it is asked first */
    assert_text(number_add(y, x), "left");
    assert_null(number_subtract(x, one));
    assert_raised(EXC(TypeError), "unsupported operand type(s) for -: 'A' and 'int'");
    Own objects[] = {x, y, one, b, a};
    for (isize i = 0; i < COUNT_OF(objects); i++) release(objects[i]);
}

static void test_slot_follows_class(void **state) {
    (void)state;
    Own a = plain("A", TYPE(OBJECT)), b = plain("B", AS_TYPE(a));
    Own object = object_call_none(b), one = int_from_i64(1);
    assert_null(number_add(object, one));
    assert_raised(EXC(TypeError), "unsupported operand type(s) for +: 'B' and 'int'");
    assert_true(set(a, "__add__", method(&left_def)));
    assert_text(number_add(object, one), "left");
    assert_true(set(b, "__add__", method(&decline_def)));
    assert_null(number_add(object, one));
    assert_raised(EXC(TypeError), "unsupported operand type(s) for +: 'B' and 'int'");
    assert_true(delete (b, "__add__"));
    assert_text(number_add(object, one), "left");
    assert_true(delete (a, "__add__"));
    assert_null(AS_TYPE(b)->slots.add);
    assert_true(set(a, "__repr__", method(&text_def)));
    assert_text(object_repr(object), "shown");
    Own objects[] = {object, one, b, a};
    for (isize i = 0; i < COUNT_OF(objects); i++) release(objects[i]);
}

static void test_direct_slots(void **state) {
    (void)state;
    Own number = plain("I", TYPE(INT)), list = plain("L", TYPE(LIST));
    assert_ptr_equal(AS_TYPE(number)->slots.add, TYPE(INT)->slots.add);
    assert_null(AS_TYPE(list)->slots.add);
    assert_ptr_equal(AS_TYPE(list)->slots.concat, TYPE(LIST)->slots.concat);
    assert_ptr_equal(AS_TYPE(list)->slots.hash, object_hash_unhashable);
    release(number);
    release(list);
}

static void test_hash_and_equality(void **state) {
    (void)state;
    Own a = class_new("A", TYPE(OBJECT), "__eq__", method(&left_def), NULL);
    Own object = object_call_none(a);
    assert_int_equal(object_hash(object), -1);
    assert_raised(EXC(TypeError), "unhashable type: 'A'");
    Own b = class_new("B", AS_TYPE(a), "__hash__", method(&number_def), NULL), hashed = object_call_none(b);
    assert_int_equal(object_hash(hashed), 7);
    assert_int_equal(object_compare_bool(object, None, COMPARE_NE), 0);
    Own objects[] = {hashed, object, b, a};
    for (isize i = 0; i < COUNT_OF(objects); i++) release(objects[i]);
}

static void test_getattr(void **state) {
    (void)state;
    Own a = class_new("A", TYPE(OBJECT), "__getattr__", method(&missing_def), "x", int_from_i64(1), NULL);
    Own object = object_call_none(a);
    assert_text(get(object, "y"), "missing y");
    Own x = get(object, "x");
    assert_int_equal(int_as_i64(x), 1);
    release(x);
    assert_true(delete (a, "__getattr__"));
    assert_null(get(object, "y"));
    assert_raised(EXC(AttributeError), "'A' object has no attribute 'y'");
    release(object);
    release(a);
}

static void test_init(void **state) {
    (void)state;
    Own a = class_new("A", TYPE(OBJECT), "__init__", method(&none_def), NULL), one = int_from_i64(1);
    Own object = object_call_one(a, one);
    assert_non_null(object);
    Own b = class_new("B", TYPE(OBJECT), "__init__", method(&number_def), NULL);
    assert_null(object_call_none(b));
    assert_raised(EXC(TypeError), "__init__() should return None, not 'int'");
    Own objects[] = {object, one, b, a};
    for (isize i = 0; i < COUNT_OF(objects); i++) release(objects[i]);
}

static void test_wrappers(void **state) {
    (void)state;
    Own add = get(as_ref(TYPE(INT)), "__add__"), one = int_from_i64(1), word = text("a");
    assert_text(object_repr(add), "<slot wrapper '__add__' of 'int' objects>");
    Own sum = object_call_args(add, 2, one, one);
    assert_int_equal(int_as_i64(sum), 2);
    release(sum);
    assert_null(object_call_none(add));
    assert_raised(EXC(TypeError), "descriptor '__add__' of 'int' object needs an argument");
    assert_null(object_call_args(add, 2, word, one));
    assert_raised(EXC(TypeError), "descriptor '__add__' requires a 'int' object but received a 'str'");
    assert_null(object_call_one(add, one));
    assert_raised(EXC(TypeError), "expected 1 argument, got 0");
    Own objects[] = {add, one, word};
    for (isize i = 0; i < COUNT_OF(objects); i++) release(objects[i]);
}

/* --- changing classes ----------------------------------------------------------------------------------- */

static void test_class_attributes(void **state) {
    (void)state;
    Own a = plain("A", TYPE(OBJECT));
    assert_false(set(as_ref(TYPE(INT)), "x", int_from_i64(1)));
    assert_raised(EXC(TypeError), "cannot set 'x' attribute of immutable type 'int'");
    assert_true(set(a, "__name__", text("N\xc3\xa9")));
    assert_null(get(a, "nothing"));
    assert_raised(EXC(AttributeError), "type object 'N\xc3\xa9' has no attribute 'nothing'");
    assert_text(get(a, "__module__"), "__main__");
    assert_text(get(as_ref(TYPE(INT)), "__module__"), "builtins");
    assert_false(delete (a, "__name__"));
    assert_raised(EXC(TypeError), "cannot delete '__name__' attribute of immutable type 'N\xc3\xa9'");
    release(a);
}

static void test_bases(void **state) {
    (void)state;
    Own a = class_new("A", TYPE(OBJECT), "x", text("of A"), NULL),
        b = class_new("B", TYPE(OBJECT), "x", text("of B"), NULL);
    Own c = plain("C", AS_TYPE(a)), d = plain("D", AS_TYPE(c)), object = object_call_none(d);
    assert_text(get(object, "x"), "of A");
    assert_true(set(c, "__bases__", tuple_pack(1, b)));
    assert_text(get(object, "x"), "of B");
    assert_false(set(a, "__bases__", tuple_pack(1, d)));
    assert_raised(EXC(TypeError), "__bases__ assignment: 'D' deallocator differs from 'object'");
    assert_false(set(b, "__bases__", tuple_pack(1, d)));
    assert_raised(EXC(TypeError), "a __bases__ item causes an inheritance cycle");
    Own below = object_call_method_none(b, NAME(__subclasses__));
    assert_int_equal(list_length(below), 1);
    Own objects[] = {below, object, d, c, b, a};
    for (isize i = 0; i < COUNT_OF(objects); i++) release(objects[i]);
}

static void test_class_assignment(void **state) {
    (void)state;
    Own a = plain("A", TYPE(OBJECT)), b = class_new("B", TYPE(OBJECT), "__repr__", method(&text_def), NULL);
    Own object = object_call_none(a);
    assert_true(set(object, "x", int_from_i64(1)));
    assert_true(set(object, "__class__", own(b)));
    assert_text(object_repr(object), "shown");
    Own x = get(object, "x");
    assert_int_equal(int_as_i64(x), 1);
    release(x);
    assert_false(set(object, "__class__", own(as_ref(TYPE(INT)))));
    assert_raised(EXC(TypeError),
                  "__class__ assignment only supported for mutable types or ModuleType subclasses");
    Own objects[] = {object, b, a};
    for (isize i = 0; i < COUNT_OF(objects); i++) release(objects[i]);
}

static Own note_name(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    (void)kwnames;
    assert_int_equal(nargs, 2);
    return object_set_attribute(self, NAME(name), args[1]) ? own_none() : NULL;
}
static const MethodDef note_def = {.name = "note", .kind = METHOD_KEYWORDS, .keywords = note_name};

static void test_set_name(void **state) {
    (void)state;
    Own kind = class_new("Field", TYPE(OBJECT), "__set_name__", method(&note_def), NULL),
        field = object_call_none(kind);
    Own a = class_new("A", TYPE(OBJECT), "width", own(field), NULL);
    assert_text(get(field, "name"), "width");
    Own objects[] = {a, field, kind};
    for (isize i = 0; i < COUNT_OF(objects); i++) release(objects[i]);
}

static void test_super(void **state) {
    (void)state;
    Own a = class_new("A", TYPE(OBJECT), "m", method(&text_def), NULL),
        b = class_new("B", AS_TYPE(a), "m", method(&number_def), NULL);
    Own object = object_call_none(b), parent = object_call_args(as_ref(TYPE(SUPER)), 2, b, object),
        m = get(parent, "m");
    assert_text(object_call_none(m), "shown");
    assert_text(object_repr(parent), "<super: <class 'B'>, <B object>>");
    assert_null(object_call_args(as_ref(TYPE(SUPER)), 2, b, as_ref(TYPE(INT))));
    assert_raised(EXC(TypeError), "super(type, obj): obj must be an instance or subtype of type");
    Own objects[] = {m, parent, object, b, a};
    for (isize i = 0; i < COUNT_OF(objects); i++) release(objects[i]);
}

/* --- death ---------------------------------------------------------------------------------------------- */

/* Puts self under its attribute `home`, a list. */
static Own resurrect(Ref self) {
    Own home = get(self, "home");
    bool kept = home && list_append_ref(home, self);
    release_maybe(home);
    return kept ? own_none() : NULL;
}
static const MethodDef resurrect_def = {.name = "resurrect", .kind = METHOD_NONE, .none = resurrect};

static void test_resurrection(void **state) {
    (void)state;
    Own home = list_new(0), a = class_new("A", TYPE(OBJECT), "__del__", method(&resurrect_def), NULL);
    assert_true(set(a, "home", own(home)));
    Own object = object_call_none(a);
    release(object);
    assert_int_equal(list_length(home), 1);
    assert_ptr_equal(list_get(home, 0), object);
    assert_true(gc_is_tracked(object));
    Own last = list_pop(home, 0);
    release(last); /* its finalizer has run: now it dies */
    assert_int_equal(list_length(home), 0);
    release(home);
    release(a);
}

static void test_order_of_death(void **state) {
    (void)state;
    Own log = list_new(0), a = plain("A", TYPE(OBJECT)), object = object_call_none(a);
    Own of_value = logger_new(log, "value"), of_object = logger_new(log, "object");
    Own value = object_call_none(a);
    Own value_watch = weakref_new(value, of_value), object_watch = weakref_new(object, of_object);
    assert_true(set(object, "x", value));
    release(object);
    assert_log(log, "['object', 'value']");
    Own objects[] = {value_watch, object_watch, of_value, of_object, a, log};
    for (isize i = 0; i < COUNT_OF(objects); i++) release(objects[i]);
}

/* A chain of instances a hundred thousand long does not recurse as deep in C. */
static void test_deep_chain(void **state) {
    (void)state;
    Own a = plain("A", TYPE(OBJECT)), head = own_none();
    for (int i = 0; i < 100000; i++) {
        Own next = object_call_none(a);
        assert_true(set(next, "next", head));
        head = next;
    }
    release(head);
    assert_null(OBJECT_ROOT->trash);
    release(a);
}

/* --- no memory ------------------------------------------------------------------------------------------ */

static void test_no_memory(void **state) {
    (void)state;
    for (u64 n = 1;; n++) {
        Own bases = tuple_pack(1, as_ref(TYPE(OBJECT))), namespace = slots("a", "__dict__"), name = text("A");
        arena_fail_allocation(n, false);
        Own class = object_call_args(as_ref(TYPE(TYPE)), 3, name, bases, namespace);
        Own object = class ? object_call_none(class) : NULL;
        bool done = object && set(object, "a", own_none()) && set(object, "b", own_none());
        arena_fail_allocation(0, false);
        if (!done) {
            assert_true(error_matches(EXC(MemoryError)));
            error_clear();
        }
        Own objects[] = {object, class, bases, namespace, name};
        for (isize i = 0; i < COUNT_OF(objects); i++) release_maybe(objects[i]);
        gc_collect(2);
        assert_int_equal(object_room_live(), 0);
        if (done) break;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ROOM_TEST(test_class),
        ROOM_TEST(test_inline_values),
        ROOM_TEST(test_order_of_resolution),
        ROOM_TEST(test_metaclass),
        ROOM_TEST(test_arguments),
        ROOM_TEST(test_slots),
        ROOM_TEST(test_fields_at_the_end),
        ROOM_TEST(test_operators),
        ROOM_TEST(test_slot_follows_class),
        ROOM_TEST(test_direct_slots),
        ROOM_TEST(test_hash_and_equality),
        ROOM_TEST(test_getattr),
        ROOM_TEST(test_init),
        ROOM_TEST(test_wrappers),
        ROOM_TEST(test_class_attributes),
        ROOM_TEST(test_bases),
        ROOM_TEST(test_class_assignment),
        ROOM_TEST(test_set_name),
        ROOM_TEST(test_super),
        ROOM_TEST(test_resurrection),
        ROOM_TEST(test_order_of_death),
        ROOM_TEST(test_deep_chain),
        ROOM_TEST(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
