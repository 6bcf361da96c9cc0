/* test_exception.c: making exceptions, their text, chaining, groups, and raising when there is no memory
 * left. */
#include "object_room.h"

#include "object/set.h"

/* type(*args), each argument consumed. */
static Own make(Type *type, isize count, ...) {
    Object *args[6];
    va_list list;
    va_start(list, count);
    for (isize i = 0; i < count; i++) args[i] = va_arg(list, Object *);
    va_end(list);
    Own exception = object_call((Ref)type, (Ref const *)args, count, NULL);
    for (isize i = 0; i < count; i++) release(args[i]);
    return exception;
}

static Own number(i64 value) { return int_from_i64(value); }

static void assert_str_of(Own exception, const char *expected) {
    assert_non_null(exception);
    assert_text(object_str(exception), expected);
    release(exception);
}

static void assert_repr_of(Own exception, const char *expected) {
    assert_non_null(exception);
    assert_text(object_repr(exception), expected);
    release(exception);
}

static Own attribute(Ref object, const char *name) {
    Own name_text = str_intern_cstring(name), value = object_get_attribute(object, name_text);
    release(name_text);
    return value;
}

/* --- text ------------------------------------------------------------------------------------------------- */

static void test_str_and_repr(void **state) {
    (void)state;
    assert_str_of(make(EXC(ValueError), 0), "");
    assert_str_of(make(EXC(ValueError), 1, text("a")), "a");
    assert_str_of(make(EXC(ValueError), 2, text("a"), number(1)), "('a', 1)");
    assert_repr_of(make(EXC(ValueError), 0), "ValueError()");
    assert_repr_of(make(EXC(ValueError), 1, text("a")), "ValueError('a')");
    assert_repr_of(make(EXC(ValueError), 2, text("a"), number(1)), "ValueError('a', 1)");
    assert_str_of(make(EXC(KeyError), 1, text("a")), "'a'");
    assert_str_of(make(EXC(KeyError), 2, text("a"), text("b")), "('a', 'b')");
}

static void test_os_error(void **state) {
    (void)state;
    Own error = make(EXC(OSError), 3, number(2), text("No such file or directory"), text("x"));
    assert_ptr_equal(type_of(error), EXC(FileNotFoundError));
    assert_text(object_repr(error), "FileNotFoundError(2, 'No such file or directory')");
    assert_str_of(error, "[Errno 2] No such file or directory: 'x'");
    assert_str_of(make(EXC(OSError), 5, number(18), text("m"), text("a"), own_none(), text("b")),
                  "[Errno 18] m: 'a' -> 'b'");
    assert_str_of(make(EXC(OSError), 1, text("only")), "only");
    assert_repr_of(make(EXC(OSError), 2, number(13), text("m")), "PermissionError(13, 'm')");
    Own blocking = make(EXC(BlockingIOError), 3, number(11), text("m"), number(7));
    Own written = attribute(blocking, "characters_written");
    assert_int_equal(int_as_i64(written), 7);
    release(written);
    release(blocking);
    assert_null(error_set_errno(20, NULL));
    assert_raised(EXC(NotADirectoryError), "[Errno 20] Not a directory");
}

static void test_syntax_error(void **state) {
    (void)state;
    Own message = text("bad"), filename = text("/a/b.py"), line = text("x = = 1\n");
    assert_null(error_set_syntax(EXC(SyntaxError), message, filename, 3, 5, line, 3, 6));
    Own error = error_fetch();
    assert_text(object_str(error), "bad (b.py, line 3)");
    assert_text(object_repr(error), "SyntaxError('bad', ('/a/b.py', 3, 5, 'x = = 1\\n', 3, 6))");
    release(error);
    assert_str_of(make(EXC(SyntaxError), 1, own(message)), "bad");
    assert_null(make(EXC(SyntaxError), 2, own(message), tuple_pack(1, message)));
    assert_raised(EXC(TypeError), "function takes at least 4 arguments (1 given)");
    release(message);
    release(filename);
    release(line);
}

static void test_unicode_errors(void **state) {
    (void)state;
    assert_str_of(
        make(EXC(UnicodeEncodeError), 5, text("ascii"), text("a\xc3\xa9"), number(1), number(2), text("no")),
        "'ascii' codec can't encode character '\\xe9' in position 1: no");
    assert_str_of(make(EXC(UnicodeEncodeError), 5, text("ascii"), text("ab"), number(0), number(2), text("no")),
                  "'ascii' codec can't encode characters in position 0-1: no");
    assert_str_of(make(EXC(UnicodeTranslateError), 4, text("\xe2\x82\xac"), number(0), number(1), text("no")),
                  "can't translate character '\\u20ac' in position 0: no");
    assert_null(make(EXC(UnicodeDecodeError), 1, text("a")));
    assert_raised(EXC(TypeError), "function takes exactly 5 arguments (1 given)");
    assert_null(make(EXC(UnicodeEncodeError), 5, text("a"), number(1), number(1), number(1), text("a")));
    assert_raised(EXC(TypeError), "argument 2 must be str, not int");
}

/* --- attributes ------------------------------------------------------------------------------------------- */

static void test_keyword_attributes(void **state) {
    (void)state;
    Own message = text("m"), name_keyword = text("name"), kwnames = tuple_pack(1, name_keyword), x = text("x");
    Ref args[] = {message, x};
    Own error = object_call((Ref)EXC(ModuleNotFoundError), args, 1, kwnames);
    assert_text(attribute(error, "name"), "x");
    assert_text(attribute(error, "msg"), "m");
    release(error);
    assert_null(object_call((Ref)EXC(ValueError), args, 1, kwnames));
    assert_raised(EXC(TypeError), "ValueError() takes no keyword arguments");
    Own bad = text("foo"), bad_names = tuple_pack(1, bad);
    assert_null(object_call((Ref)EXC(NameError), args, 1, bad_names));
    assert_raised(EXC(TypeError), "'foo' is an invalid keyword argument for NameError()");
    release(bad_names);
    release(bad);
    release(kwnames);
    release(name_keyword);
    release(message);
    release(x);
}

static void test_notes(void **state) {
    (void)state;
    Own error = make(EXC(ValueError), 0), note = text("note"), name = text("add_note"), one = number(1);
    Own result = object_call_method_one(error, name, note);
    assert_ptr_equal(result, None);
    release(result);
    Own notes = attribute(error, "__notes__");
    assert_text(object_repr(notes), "['note']");
    release(notes);
    assert_null(object_call_method_one(error, name, one));
    assert_raised(EXC(TypeError), "note must be a str, not 'int'");
    release(one);
    release(name);
    release(note);
    release(error);
}

static void test_stop_iteration(void **state) {
    (void)state;
    Own five = number(1005), value;
    error_set_stop_iteration(five);
    assert_true(error_take_stop_iteration(&value));
    assert_ptr_equal(value, five);
    release(value);
    error_set_stop_iteration(None);
    assert_true(error_take_stop_iteration(&value));
    assert_ptr_equal(value, None);
    release(value);
    assert_false(error_take_stop_iteration(&value));
    release(five);
}

/* --- chaining --------------------------------------------------------------------------------------------- */

static Object *handled; /* what is being handled, owned */
static Own handled_exception(void) { return own_maybe(handled); }

static void test_context(void **state) {
    (void)state;
    OBJECT_ROOT->handled_exception = handled_exception;
    handled = make(EXC(ValueError), 1, text("first"));
    error_set(EXC(TypeError), "second");
    Own second = error_fetch();
    assert_ptr_equal(AS_EXCEPTION(second)->context, handled);
    release(handled);
    /* raising the first again while the second is handled must not make a circle */
    handled = second;
    Own first = own(AS_EXCEPTION(second)->context);
    error_raise(own(first));
    assert_ptr_equal(AS_EXCEPTION(first)->context, second);
    assert_null(AS_EXCEPTION(second)->context);
    error_clear();
    error_raise(own(second)); /* itself: no context at all */
    assert_null(AS_EXCEPTION(second)->context);
    error_clear();
    release(first);
    slot_clear(&handled);
    OBJECT_ROOT->handled_exception = NULL;
}

static void test_cause(void **state) {
    (void)state;
    error_set(EXC(ValueError), "inner");
    error_from_cause(EXC(RuntimeError), "outer %d", 7);
    Own outer = error_fetch();
    assert_text(object_str(outer), "outer 7");
    assert_ptr_equal(AS_EXCEPTION(outer)->cause, AS_EXCEPTION(outer)->context);
    assert_true(AS_EXCEPTION(outer)->suppress_context);
    assert_str_of(own(AS_EXCEPTION(outer)->cause), "inner");
    release(outer);
}

/* --- groups ----------------------------------------------------------------------------------------------- */

static Own list_of(isize count, ...) {
    Own list = list_new(0);
    va_list items;
    va_start(items, count);
    for (isize i = 0; i < count; i++) assert_true(list_append(list, va_arg(items, Object *)));
    va_end(items);
    return list;
}

static void test_group_rules(void **state) {
    (void)state;
    Own group = make(EXC(BaseExceptionGroup), 2, text("m"), list_of(1, make(EXC(ValueError), 0)));
    assert_ptr_equal(type_of(group), EXC(ExceptionGroup));
    assert_text(object_str(group), "m (1 sub-exception)");
    assert_text(object_repr(group), "ExceptionGroup('m', [ValueError()])");
    release(group);
    group = make(EXC(BaseExceptionGroup), 2, text("m"), list_of(1, make(EXC(KeyboardInterrupt), 0)));
    assert_ptr_equal(type_of(group), EXC(BaseExceptionGroup));
    release(group);
    assert_null(make(EXC(ExceptionGroup), 2, text("m"), list_of(1, make(EXC(KeyboardInterrupt), 0))));
    assert_raised(EXC(TypeError), "Cannot nest BaseExceptions in an ExceptionGroup");
    assert_null(make(EXC(ExceptionGroup), 2, text("m"), list_new(0)));
    assert_raised(EXC(ValueError), "second argument (exceptions) must be a non-empty sequence");
    assert_null(make(EXC(ExceptionGroup), 2, text("m"), number(1000)));
    assert_raised(EXC(TypeError), "second argument (exceptions) must be a sequence");
    assert_null(make(EXC(ExceptionGroup), 2, text("m"), list_of(1, number(1000))));
    assert_raised(EXC(ValueError), "Item 0 of second argument (exceptions) is not an exception");
    assert_null(make(EXC(ExceptionGroup), 1, text("m")));
    assert_raised(EXC(TypeError), "BaseExceptionGroup.__new__() takes exactly 2 arguments (1 given)");
    assert_int_equal(object_is_subclass((Ref)EXC(ExceptionGroup), (Ref)EXC(Exception)), 1);
}

/* eg(ValueError, inner(TypeError, ValueError)) split by ValueError keeps the nesting on both sides. */
static void test_group_split(void **state) {
    (void)state;
    Own inner = make(EXC(ExceptionGroup), 2, text("inner"),
                     list_of(2, make(EXC(TypeError), 1, number(1)), make(EXC(ValueError), 1, number(2))));
    Own group =
        make(EXC(ExceptionGroup), 2, text("outer"), list_of(2, make(EXC(ValueError), 1, number(3)), inner));
    Own match, rest;
    assert_true(exception_group_match(group, (Ref)EXC(ValueError), &match, &rest));
    assert_text(object_repr(match),
                "ExceptionGroup('outer', [ValueError(3), ExceptionGroup('inner', [ValueError(2)])])");
    assert_text(object_repr(rest), "ExceptionGroup('outer', [ExceptionGroup('inner', [TypeError(1)])])");
    release(match);
    release(rest);
    assert_true(exception_group_match(group, (Ref)EXC(OSError), &match, &rest));
    assert_ptr_equal(match, None);
    release(match);
    release(rest);
    Own lone = make(EXC(ValueError), 0);
    assert_true(exception_group_match(lone, (Ref)EXC(ValueError), &match, &rest));
    assert_text(object_repr(match), "ExceptionGroup('', (ValueError(),))");
    assert_ptr_equal(rest, None);
    release(match);
    release(rest);
    release(lone);
    release(group);
}

/* --- without memory ------------------------------------------------------------------------------------ */

static void test_memory_error(void **state) {
    (void)state;
    Own all = list_new(0);
    for (int i = 0; i < 40; i++) { /* more than are kept ready */
        assert_null(error_memory());
        assert_true(list_append(all, error_fetch()));
    }
    assert_ptr_equal(type_of(list_get(all, 39)), EXC(MemoryError));
    release(all);
    arena_fail_allocation(1, true);
    error_set(EXC(ValueError), "never %d", 1);
    arena_fail_allocation(0, false);
    assert_raised(EXC(MemoryError), "");
}

static void raise_many(void) {
    Own key = text("key"), name = text("x");
    if (key && name) {
        error_set(EXC(ValueError), "%R and %S", key, name);
        error_set_key(key);
        error_set_attribute(key, name, "'%s' object has no attribute '%U'", "str", name);
        error_set_errno(2, key);
        error_set_syntax(EXC(IndentationError), key, name, 1, 1, NULL, 1, 1);
        error_from_cause(EXC(RuntimeError), "why");
        error_set_stop_iteration(key);
    }
    release_maybe(key);
    release_maybe(name);
    error_clear();
}

static void group_many(void) {
    Own value = exception_new(EXC(ValueError), NULL, 0),
        type = value ? exception_new(EXC(TypeError), NULL, 0) : NULL;
    Own members = type ? tuple_pack(2, value, type) : NULL;
    Ref args[] = {OBJECT_ROOT->empty_str, members};
    Own group = members ? exception_new(EXC(ExceptionGroup), args, 2) : NULL, match, rest;
    if (group && exception_group_match(group, (Ref)EXC(ValueError), &match, &rest)) {
        Own raised = list_new(0);
        if (raised && list_append_ref(raised, match) && list_append_ref(raised, rest)) {
            release_maybe(exception_prepare_reraise_star(group, raised));
        }
        release_maybe(raised);
        release(match);
        release(rest);
    }
    release_maybe(group);
    release_maybe(members);
    release_maybe(type);
    release_maybe(value);
    error_clear();
}

static void test_failing_allocations(void **state) {
    (void)state;
    assert_survives_failures(raise_many);
    assert_survives_failures(group_many);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ROOM_TEST(test_str_and_repr),        ROOM_TEST(test_os_error),    ROOM_TEST(test_syntax_error),
        ROOM_TEST(test_unicode_errors),      ROOM_TEST(test_notes),       ROOM_TEST(test_stop_iteration),
        ROOM_TEST(test_keyword_attributes),  ROOM_TEST(test_context),     ROOM_TEST(test_cause),
        ROOM_TEST(test_group_rules),         ROOM_TEST(test_group_split), ROOM_TEST(test_memory_error),
        ROOM_TEST(test_failing_allocations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
