/* test_bytes.c: bytes, bytearray and memoryview. Expected texts and capacities are python3.11's. */
#include "container_test.h"

#include "object/bytes.h"
#include "object/float.h"

static Own bytes(const char *data) { return bytes_from(data, (isize)strlen(data)); }
static Own array(const char *data) { return bytearray_from(data, (isize)strlen(data)); }

static void test_shared(void **state) {
    (void)state;
    Own one = bytes("abc"), slice = slice_of(0, 1, INT_NONE), a = object_get_item(one, slice),
        other = bytes("a");
    assert_ptr_equal(a, other);
    Own empty = bytes(""), joined = bytes_concat(one, empty);
    assert_ptr_equal(joined, one);
    assert_int_equal(object_sizeof(one), 36);
    Own all[] = {one, slice, a, other, empty, joined};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_repr(void **state) {
    (void)state;
    assert_gives(bytes("a\n\x80'\\"), "b\"a\\n\\x80'\\\\\"");
    assert_gives(bytes("'\""), "b'\\'\"'");
    assert_gives(array("it's"), "bytearray(b\"it\\'s\")");
}

typedef struct MethodCase {
    const char *method, *self, *args[3]; /* '#' begins a number, "@" is None */
    const char *expected;                /* of bytes; a message where it begins with '!' */
} MethodCase;

static Own argument(const char *word) {
    if (*word == '#') return int_from_literal(word + 1, (isize)strlen(word + 1));
    return *word == '@' ? own_none() : bytes(word);
}

static Own run_case(const MethodCase *row, Own self) {
    Object *args[3] = {NULL};
    isize count = 0;
    for (; count < 3 && row->args[count]; count++) args[count] = argument(row->args[count]);
    Own result = called(self, row->method, count, args[0], args[1], args[2]);
    release(self);
    return result;
}

static const MethodCase method_rows[] = {
    {"split", " a  b ", {NULL}, "[b'a', b'b']"},
    {"rsplit", "a,b,c", {",", "#1"}, "[b'a,b', b'c']"},
    {"splitlines", "a\r\nb\x0b", {NULL}, "[b'a', b'b\\x0b']"},
    {"partition", "k=v", {"="}, "(b'k', b'=', b'v')"},
    {"replace", "abc", {"", "-"}, "b'-a-b-c-'"},
    {"find", "abc", {"#99"}, "2"},
    {"find", "abc", {"#256"}, "!byte must be in range(0, 256)"},
    {"count", "aaaa", {"aa"}, "2"},
    {"index", "abc", {"x"}, "!subsection not found"},
    {"strip", "xxhixx", {"x"}, "b'hi'"},
    {"title", "ab cd", {NULL}, "b'Ab Cd'"},
    {"zfill", "-1", {"#4"}, "b'-001'"},
    {"center", "ab", {"#5", "*"}, "b'**ab*'"},
    {"center", "ab", {"#5", "**"}, "!center() argument 2 must be a byte string of length 1, not bytes"},
    {"hex", "\x01\xab\xcd", {":", "#2"}, "'01:abcd'"},
    {"translate", "abc", {"x"}, "!translation table must be 256 characters long"},
    {"decode", "abc", {NULL}, "'abc'"},
    {"startswith", "abc", {"ab"}, "True"},
    {"join", ",", {"#1"}, "!can only join an iterable"},
    {"join", ",", {"ab"}, "!sequence item 0: expected a bytes-like object, int found"},
};

static void test_methods(void **state) {
    (void)state;
    for (isize i = 0; i < COUNT_OF(method_rows); i++) {
        const MethodCase *row = &method_rows[i];
        Own result = run_case(row, bytes(row->self)), same = run_case(row, array(row->self));
        if (*row->expected != '!') {
            assert_gives(result, row->expected);
            release(same);
        } else {
            assert_null(result);
            assert_null(same);
            assert_raised(type_of(error_current()), row->expected + 1);
        }
    }
}

static void test_percent(void **state) {
    (void)state;
    Own format = bytes("%05d|%b|%a|%c"), number = int_from_i64(65), word = bytes("ab");
    Own four = tuple_pack(4, number, word, word, number);
    assert_gives(object_call_method_one(format, NAME(__mod__), four), "b\"00065|ab|b'ab'|A\"");
    assert_null(object_call_method_one(format, NAME(__mod__), number));
    assert_raised(EXC(TypeError), "not enough arguments for format string");
    Own all[] = {format, number, word, four};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_constructor(void **state) {
    (void)state;
    assert_gives(made(TYPE(BYTES), int_from_i64(3)), "b'\\x00\\x00\\x00'");
    assert_gives(made(TYPE(BYTES), NUMBERS(1, 2, 255)), "b'\\x01\\x02\\xff'");
    assert_null(made(TYPE(BYTES), NUMBERS(1, 256)));
    assert_raised(EXC(ValueError), "bytes must be in range(0, 256)");
    assert_null(made(TYPE(BYTES), text("abc")));
    assert_raised(EXC(TypeError), "string argument without an encoding");
    assert_null(made(TYPE(BYTEARRAY), NUMBERS(256)));
    assert_raised(EXC(ValueError), "byte must be in range(0, 256)");
    assert_null(made(TYPE(BYTEARRAY), float_from_double(1.5)));
    assert_raised(EXC(TypeError), "cannot convert 'float' object to bytearray");
}

/* --- bytearray ----------------------------------------------------------------------------------------- */

static void test_growth(void **state) {
    (void)state;
    static const isize up[] = {2, 5, 8, 12, 19, 27, 36, 46}, down[] = {46, 23, 11};
    isize sizes[32], count = 0;
    Own self = array("");
    for (int i = 0; i < 40; i++) {
        done(called(self, "append", 1, int_from_i64(1)));
        note_size(sizes, &count, AS_BYTEARRAY(self)->capacity);
    }
    assert_sizes(sizes, count, up, COUNT_OF(up));
    count = 0;
    for (int i = 0; i < 30; i++) {
        done(called(self, "pop", 0));
        note_size(sizes, &count, AS_BYTEARRAY(self)->capacity);
    }
    assert_sizes(sizes, count, down, COUNT_OF(down));
    release(self);
}

static void test_assign(void **state) {
    (void)state;
    static const struct {
        isize start, stop, step;
        const char *value, *expected;
    } rows[] = {
        {1, 3, INT_NONE, "XYZ", "bytearray(b'aXYZdef')"},
        {0, 2, INT_NONE, "", "bytearray(b'cdef')"}, /* in front: only the start moves */
        {INT_NONE, INT_NONE, 2, "", "bytearray(b'bdf')"},
        {INT_NONE, INT_NONE, -2, "123", "bytearray(b'a3c2e1')"},
        {4, 1, INT_NONE, "X", "bytearray(b'abcdXef')"},
        {INT_NONE, INT_NONE, 2, "12", NULL},
    };
    for (isize i = 0; i < COUNT_OF(rows); i++) {
        Own self = array("abcdef"), slice = slice_of(rows[i].start, rows[i].stop, rows[i].step);
        Own value = bytes(rows[i].value);
        bool set = object_set_item(self, slice, value);
        if (rows[i].expected) {
            assert_true(set);
            assert_shows(self, rows[i].expected);
        } else {
            assert_false(set);
            assert_raised(EXC(ValueError), "attempt to assign bytes of size 2 to extended slice of size 3");
        }
        release(self);
        release(slice);
        release(value);
    }
}

static void test_exports(void **state) {
    (void)state;
    Own self = array("abc"), view = memoryview_from(self);
    assert_null(called(self, "append", 1, int_from_i64(1)));
    assert_raised(EXC(BufferError), "Existing exports of data: object cannot be re-sized");
    Own slice = slice_of(1, INT_NONE, INT_NONE), part = object_get_item(view, slice);
    done(called(view, "release", 0));
    assert_null(called(self, "append", 1, int_from_i64(1))); /* the other view still looks at it */
    error_clear();
    done(called(part, "release", 0));
    done(called(self, "append", 1, int_from_i64(100)));
    assert_shows(self, "bytearray(b'abcd')");
    Own all[] = {self, view, slice, part};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

/* --- memoryview ---------------------------------------------------------------------------------------- */

static void test_view(void **state) {
    (void)state;
    Own self = array("abcdefgh"), view = memoryview_from(self), slice = slice_of(INT_NONE, INT_NONE, -2);
    Own part = object_get_item(view, slice);
    assert_gives(called(part, "tobytes", 0), "b'hfdb'");
    Own key = int_from_i64(0), value = int_from_i64('H');
    assert_true(object_set_item(part, key, value));
    assert_shows(self, "bytearray(b'abcdefgH')");
    assert_int_equal(object_sizeof(view), 184);
    Own equal = object_compare(view, self, COMPARE_EQ);
    assert_ptr_equal(equal, True);
    assert_int_equal(object_hash(view), -1);
    assert_raised(EXC(ValueError), "cannot hash writable memoryview object");
    done(called(view, "release", 0));
    assert_int_equal(object_length(view), -1);
    assert_raised(EXC(ValueError), "operation forbidden on released memoryview object");
    Own all[] = {self, view, slice, part, key, value, equal};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_cast(void **state) {
    (void)state;
    Own self = bytes_from("\1\0\0\0\2\0\0", 8), view = memoryview_from(self);
    Own ints = called(view, "cast", 1, text("i"));
    assert_gives(called(ints, "tolist", 0), "[1, 2]");
    Own grid = called(view, "cast", 2, text("B"), NUMBERS(2, 4)), place = tuple_pack(2, True, False);
    assert_gives(called(grid, "tolist", 0), "[[1, 0, 0, 0], [2, 0, 0, 0]]");
    assert_gives(object_get_item(grid, place), "2");
    assert_null(called(ints, "cast", 1, text("h")));
    assert_raised(EXC(TypeError), "memoryview: cannot cast between two non-byte formats");
    assert_null(called(view, "cast", 2, text("B"), NUMBERS(3)));
    assert_raised(EXC(TypeError), "memoryview: product(shape) * itemsize != buffer size");
    Own all[] = {self, view, ints, grid, place};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

/* --- failures ------------------------------------------------------------------------------------------ */

static void call_and_forget(Ref self, const char *method, Ref arg) {
    Own name = str_intern_cstring(method);
    if (self && name) release_maybe(object_call_method(self, name, &arg, arg ? 1 : 0, NULL));
    error_clear();
    release_maybe(name);
}

static void use_bytes(void) {
    Own self = bytes("a,b,c"), changing = array("abc"), comma = bytes(",");
    Own view = changing ? memoryview_from(changing) : NULL;
    call_and_forget(self, "split", comma);
    call_and_forget(self, "join", self);
    call_and_forget(self, "upper", NULL);
    call_and_forget(self, "hex", NULL);
    call_and_forget(view, "tolist", NULL);
    call_and_forget(view, "release", NULL);
    call_and_forget(changing, "extend", self);
    call_and_forget(changing, "partition", comma);
    call_and_forget(changing, "clear", NULL);
    error_clear();
    release_maybe(self);
    release_maybe(comma);
    release_maybe(view);
    release_maybe(changing);
}

static void test_failures(void **state) {
    (void)state;
    assert_survives_failures(use_bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CONTAINER_TEST(test_shared),  CONTAINER_TEST(test_repr),        CONTAINER_TEST(test_methods),
        CONTAINER_TEST(test_percent), CONTAINER_TEST(test_constructor), CONTAINER_TEST(test_growth),
        CONTAINER_TEST(test_assign),  CONTAINER_TEST(test_exports),     CONTAINER_TEST(test_view),
        CONTAINER_TEST(test_cast),    CONTAINER_TEST(test_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
