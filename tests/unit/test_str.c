/* test_str.c: strs: how they are stored and shared, what their methods answer, how they are encoded, and the
 * format languages. Expected texts are python3.11's. */
#include "container_test.h"

#include "object/bytes.h"
#include "object/codec.h"
#include "object/unicode.h"

static Own points(isize count, const u32 *code_points) { return str_from_ucs4(code_points, count); }
#define POINTS(...) points(COUNT_OF(((const u32[]){__VA_ARGS__})), (const u32[]){__VA_ARGS__})

/* --- how a str is stored ------------------------------------------------------------------------------- */

static void test_kinds(void **state) {
    (void)state;
    const struct {
        Own string;
        int kind;
        bool ascii;
        isize size;
    } cases[] = {{text(""), 1, true, 49},
                 {text("abc"), 1, true, 52},
                 {text("caf\xc3\xa9"), 1, false, 77},
                 {POINTS('a', 0x20AC), 2, false, 78},
                 {POINTS(0x1F600), 4, false, 80},
                 {POINTS('a', 'b'), 1, true, 51}};
    for (isize i = 0; i < COUNT_OF(cases); i++) {
        assert_int_equal(AS_STR(cases[i].string)->kind, cases[i].kind);
        assert_int_equal(AS_STR(cases[i].string)->ascii, cases[i].ascii);
        assert_int_equal(object_sizeof(cases[i].string), cases[i].size);
        release(cases[i].string);
    }
}

/* Whatever a str is cut out of or made from, it is as narrow as its text permits. */
static void test_narrow(void **state) {
    (void)state;
    Own wide = POINTS('a', 'b', 0x1F600, 0xE9, 'c', 'd');
    Own ascii = str_substring(wide, 4, 6), latin = str_substring(wide, 3, 6), cd = text("cd");
    assert_int_equal(AS_STR(ascii)->kind, 1);
    assert_true(AS_STR(ascii)->ascii);
    assert_true(str_equal(ascii, cd));
    assert_int_equal(str_hash(ascii), str_hash(cd));
    assert_int_equal(AS_STR(latin)->kind, 1);
    assert_false(AS_STR(latin)->ascii);
    Own gone = POINTS(0x1F600), replaced = str_replace(wide, gone, cd, -1);
    assert_int_equal(AS_STR(replaced)->kind, 1);
    Own all[] = {wide, ascii, latin, cd, gone, replaced};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_shared(void **state) {
    (void)state;
    Own abc = text("~bc"), first = str_substring(abc, 0, 1), again = str_from_char('~'),
        empty = str_substring(abc, 2, 2);
    assert_ptr_equal(first, again);
    assert_ptr_equal(empty, OBJECT_ROOT->empty_str);
    Own whole = str_substring(abc, 0, 3);
    assert_ptr_equal(whole, abc);
    Own all[] = {abc, first, again, empty, whole};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_intern(void **state) {
    (void)state;
    Own one = str_intern_cstring("a name of its own"), two = str_intern(text("a name of its own"));
    assert_ptr_equal(one, two);
    assert_int_equal(one->ob_refcnt, 2);
    isize entries = dict_length(OBJECT_ROOT->interned);
    release(one);
    release(two); /* dies, and takes itself out of the table */
    assert_int_equal(dict_length(OBJECT_ROOT->interned), entries - 1);
    /* One-character names are not the shared characters where CPython's frozen modules have their own. */
    Own a = str_intern_cstring("a"), z = str_intern_cstring("z");
    assert_ptr_not_equal(a, OBJECT_ROOT->latin1['a']);
    assert_ptr_equal(z, OBJECT_ROOT->latin1['z']);
    release(a);
    release(z);
}

static void test_append(void **state) {
    (void)state;
    Own string = text("ab"), more = text("cdefgh"), wide = POINTS(0x20AC), kept;
    str_hash(string);
    str_append(&string, more);
    str_append(&string, more);
    assert_text(own(string), "abcdefghcdefgh");
    Own same = text("abcdefghcdefgh");
    assert_int_equal(str_hash(string), str_hash(same));
    kept = own(string);
    str_append(&string, more); /* somebody else sees the old one: a new one is made */
    assert_text(kept, "abcdefghcdefgh");
    str_append(&string, wide);
    assert_int_equal(AS_STR(string)->kind, 2);
    assert_int_equal(str_length(string), 21);
    for (int i = 0; i < 100000; i++) str_append(&string, more);
    assert_int_equal(str_length(string), 21 + 600000);
    Own all[] = {string, more, wide, same};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

static void test_builder(void **state) {
    (void)state;
    StrBuilder builder;
    str_builder_init(&builder);
    str_builder_ascii(&builder, "abc", -1);
    str_builder_char(&builder, 0xE9);
    Own wide = POINTS('x', 0x1F600, 'y');
    str_builder_substring(&builder, wide, 2, 3); /* the wide character is not in this piece */
    Own latin = str_builder_finish(&builder);
    assert_int_equal(AS_STR(latin)->kind, 1);
    str_builder_str(&builder, wide);
    str_builder_repeat(&builder, '-', 3);
    Own all = str_builder_finish(&builder);
    assert_int_equal(AS_STR(all)->kind, 4);
    assert_text(all, "x\xf0\x9f\x98\x80y---");
    assert_text(latin, "abc\xc3\xa9y");
    Own nothing = str_builder_finish(&builder);
    assert_ptr_equal(nothing, OBJECT_ROOT->empty_str);
    release(nothing);
    release(wide);
}

static void test_message_format(void **state) {
    (void)state;
    Own name = text("caf\xc3\xa9"), number = int_from_i64(-7);
    assert_text(str_format("%s|%.2s|%5s|%-5s|", "abc", "abc", "abc", "abc"), "abc|ab|  abc|abc  |");
    assert_text(str_format("%d %5d %-5d|%05d %u %zd %ld", -1, 42, 42, 42, 7u, (isize)-9, 10L),
                "-1    42 42   |00042 7 -9 10");
    assert_text(str_format("%x %04x %X %c%%", 255, 255, 255, 'c'), "ff 00ff FF c%");
    assert_text(str_format("%U %R %S %A %T %N", name, name, number, name, number, TYPE(STR)),
                "caf\xc3\xa9 'caf\xc3\xa9' -7 'caf\\xe9' int str");
    assert_text(str_format("%.3U|%6U|%.*s", name, name, 2, "xyz"), "caf|  caf\xc3\xa9|xy");
    release(name);
    release(number);
}

/* --- methods ------------------------------------------------------------------------------------------- */

typedef struct MethodCase {
    const char *method, *self, *args[3]; /* an argument that begins with '#' is a number, "@" is None */
    const char *expected;                /* repr, or what is raised */
} MethodCase;

static Own argument(const char *word) {
    if (*word == '#') return int_from_literal(word + 1, (isize)strlen(word + 1));
    return *word == '@' ? own_none() : text(word);
}

static Own run_case(const MethodCase *row) {
    Object *args[3] = {NULL};
    isize count = 0;
    for (; count < 3 && row->args[count]; count++) args[count] = argument(row->args[count]);
    Own self = text(row->self);
    Own result = called(self, row->method, count, args[0], args[1], args[2]);
    release(self);
    return result;
}

static void test_methods(void **state) {
    (void)state;
    static const MethodCase rows[] = {
        {"split", " a  b c ", {NULL}, "['a', 'b', 'c']"},
        {"split", "a,b,,c", {",", "#2"}, "['a', 'b', ',c']"},
        {"rsplit", "a,b,,c", {",", "#2"}, "['a,b', '', 'c']"},
        {"rsplit", " a  b c ", {"@", "#1"}, "[' a  b', 'c']"},
        {"splitlines", "a\r\nb\n\nc\x0b", {"#1"}, "['a\\r\\n', 'b\\n', '\\n', 'c\\x0b']"},
        {"partition", "key=value=x", {"="}, "('key', '=', 'value=x')"},
        {"rpartition", "key=value=x", {"="}, "('key=value', '=', 'x')"},
        {"replace", "abc", {"", "-"}, "'-a-b-c-'"},
        {"replace", "aaaa", {"aa", "b", "#1"}, "'baa'"},
        {"find", "hello", {"l", "#-2"}, "3"},
        {"rfind", "hello", {"l"}, "3"},
        {"count", "aaaa", {"aa"}, "2"},
        {"count", "abc", {""}, "4"},
        {"strip", "xxhixx", {"x"}, "'hi'"},
        {"title", "they're bill's", {NULL}, "\"They'Re Bill'S\""},
        {"capitalize",
         "\xc7\x86"
         "A",
         {NULL},
         "'\xc7\x85"
         "a'"},
        {"upper",
         "stra\xc3\x9f"
         "e",
         {NULL},
         "'STRASSE'"},
        {"lower", "\xce\x91\xce\xa3", {NULL}, "'\xce\xb1\xcf\x82'"},
        {"casefold", "\xc3\x9f", {NULL}, "'ss'"},
        {"swapcase", "aBc", {NULL}, "'AbC'"},
        {"center", "ab", {"#5", "*"}, "'**ab*'"},
        {"zfill", "-42", {"#6"}, "'-00042'"},
        {"expandtabs", "a\tbc\td", {"#4"}, "'a   bc  d'"},
        {"isidentifier", "a\xc3\xa9_1", {NULL}, "True"},
        {"removeprefix", "prefix", {"pre"}, "'fix'"},
        {"format", "{} {0[0]}", {"a"}, NULL},
        {"format", "{:>5}|{!r}|{}", {"a", "b", "#3"}, "\"    a|'b'|3\""},
        {"format", "{0:{1}}|", {"a", "#4"}, "'a   |'"},
    };
    for (isize i = 0; i < COUNT_OF(rows); i++) {
        Own result = run_case(&rows[i]);
        if (rows[i].expected) {
            assert_gives(result, rows[i].expected);
        } else {
            assert_null(result);
            assert_raised(EXC(ValueError),
                          "cannot switch from automatic field numbering to manual field specification");
        }
    }
}

static void test_method_errors(void **state) {
    (void)state;
    static const struct {
        MethodCase call;
        const char *type, *message;
    } rows[] = {
        {{"find", "a", {"#1"}, NULL}, "TypeError", "must be str, not int"},
        {{"split", "a", {""}, NULL}, "ValueError", "empty separator"},
        {{"startswith", "a", {"#1"}, NULL},
         "TypeError",
         "startswith first arg must be str or a tuple of str, not int"},
        {{"center", "a", {"#5", "xy"}, NULL},
         "TypeError",
         "The fill character must be exactly one character long"},
        {{"index", "a", {"b"}, NULL}, "ValueError", "substring not found"},
        {{"join", "a", {"#1"}, NULL}, "TypeError", "can only join an iterable"},
        {{"replace", "a", {"b"}, NULL}, "TypeError", "replace expected at least 2 arguments, got 1"},
        {{"encode", "a", {"nonsense"}, NULL}, "LookupError", "unknown encoding: nonsense"},
        {{"format", "{", {NULL}, NULL}, "ValueError", "Single '{' encountered in format string"},
        {{"format", "{x}", {NULL}, NULL}, "KeyError", "'x'"},
    };
    for (isize i = 0; i < COUNT_OF(rows); i++) {
        assert_null(run_case(&rows[i].call));
        assert_string_equal(type_of(error_current())->name, rows[i].type);
        assert_raised(type_of(error_current()), rows[i].message);
    }
}

/* Finding is linear, whatever stands in the texts. A quadratic search would take hours here. */
static void test_search_is_linear(void **state) {
    (void)state;
    enum { SIZE = 1 << 20 };
    Own hay = str_new(SIZE, 'a'), needle = str_new(SIZE / 4, 'a');
    memset(AS_STR(hay)->data, 'a', SIZE);
    memset(AS_STR(needle)->data, 'a', SIZE / 4);
    static const isize places[] = {0, SIZE / 8, SIZE / 4 - 1};
    for (isize i = 0; i < COUNT_OF(places); i++) {
        AS_STR(needle)->data[places[i]] = 'b';
        assert_int_equal(str_find(hay, needle, 0, ISIZE_MAX), -1);
        Own found = called(hay, "rfind", 1, own(needle));
        assert_gives(found, "-1");
        AS_STR(needle)->data[places[i]] = 'a';
    }
    assert_int_equal(str_find(hay, needle, 0, ISIZE_MAX), 0);
    release(hay);
    release(needle);
}

static void test_percent(void **state) {
    (void)state;
    Own number = int_from_i64(42), word = text("ab"), list = NUMBERS(1, 2);
    Own three = tuple_pack(3, number, word, list);
    Own format = text("%05d|%-4s|%r"), hex = text("%#x %%"), bad = text("%d"), two = text("%s %s"),
        odd = text("%y");
    assert_gives(str_percent_format(format, three), "'00042|ab  |[1, 2]'");
    assert_gives(str_percent_format(hex, number), "'0x2a %'");
    assert_null(str_percent_format(bad, word));
    assert_raised(EXC(TypeError), "%d format: a real number is required, not str");
    assert_null(str_percent_format(two, number));
    assert_raised(EXC(TypeError), "not enough arguments for format string");
    assert_null(str_percent_format(bad, three));
    assert_raised(EXC(TypeError), "not all arguments converted during string formatting");
    assert_null(str_percent_format(odd, number));
    assert_raised(EXC(ValueError), "unsupported format character 'y' (0x79) at index 1");
    Own all[] = {number, word, list, three, format, hex, bad, two, odd};
    for (isize i = 0; i < COUNT_OF(all); i++) release(all[i]);
}

/* --- codecs -------------------------------------------------------------------------------------------- */

static void test_decode(void **state) {
    (void)state;
    static const struct {
        const char *bytes, *encoding, *errors,
            *expected; /* a message where it begins with a quote that is not closed */
    } rows[] = {
        {"ab\xff", "utf-8", NULL, "!'utf-8' codec can't decode byte 0xff in position 2: invalid start byte"},
        {"a\xe2\x82", "utf-8", NULL,
         "!'utf-8' codec can't decode bytes in position 1-2: unexpected end of data"},
        {"\xe2\x28\xa1", "utf-8", NULL,
         "!'utf-8' codec can't decode byte 0xe2 in position 0: invalid continuation byte"},
        {"\xed\xa0\x80", "utf-8", "surrogatepass", "'\\ud800'"},
        {"a\xff\x62", "utf-8", "surrogateescape", "'a\\udcffb'"},
        {"a\xff\x62", "ascii", "backslashreplace", "'a\\\\xffb'"},
        {"\xf0\x80\x62", "utf-8", "replace",
         "'\xef\xbf\xbd\xef\xbf\xbd"
         "b'"},
        {"\xff\xfe"
         "a\1",
         "utf-16", NULL, "'\xc5\xa1'"},
        {"\xd8", "utf-16-be", NULL, "!'utf-16-be' codec can't decode byte 0xd8 in position 0: truncated data"},
        {"a\xff", "ascii", "nobody", "!unknown error handler name 'nobody'"},
    };
    for (isize i = 0; i < COUNT_OF(rows); i++) {
        Own result = str_decode((const u8 *)rows[i].bytes, (isize)strlen(rows[i].bytes), rows[i].encoding,
                                rows[i].errors);
        if (*rows[i].expected != '!') {
            assert_gives(result, rows[i].expected);
        } else {
            assert_null(result);
            assert_raised(type_of(error_current()), rows[i].expected + 1);
        }
    }
}

static void test_encode(void **state) {
    (void)state;
    Own string = POINTS('a', 0xE9, 0x20AC, 0xD800);
    static const struct {
        const char *encoding, *errors, *expected;
    } rows[] = {
        {"utf-8", NULL,
         "!'utf-8' codec can't encode character '\\ud800' in position 3: surrogates not allowed"},
        {"ascii", NULL, "!'ascii' codec can't encode characters in position 1-3: ordinal not in range(128)"},
        {"latin-1", "replace", "b'a\\xe9?\?'"},
        {"ascii", "xmlcharrefreplace", "b'a&#233;&#8364;&#55296;'"},
        {"ascii", "backslashreplace", "b'a\\\\xe9\\\\u20ac\\\\ud800'"},
        {"utf-8", "surrogatepass", "b'a\\xc3\\xa9\\xe2\\x82\\xac\\xed\\xa0\\x80'"},
        {"utf-16-le", "ignore", "b'a\\x00\\xe9\\x00\\xac '"},
    };
    for (isize i = 0; i < COUNT_OF(rows); i++) {
        Own result = str_encode(string, rows[i].encoding, rows[i].errors);
        if (*rows[i].expected != '!') {
            assert_gives(result, rows[i].expected);
        } else {
            assert_null(result);
            assert_raised(EXC(UnicodeEncodeError), rows[i].expected + 1);
        }
    }
    release(string);
}

static void test_normalize(void **state) {
    (void)state;
    static const struct {
        NormalForm form;
        const char *from, *to;
    } rows[] = {
        {NORMAL_NFC, "e\xcc\x81", "\xc3\xa9"},
        {NORMAL_NFD, "\xc3\xa9", "e\xcc\x81"},
        {NORMAL_NFKC, "\xef\xac\x81", "fi"},
        {NORMAL_NFD, "\xea\xb0\x81", "\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8"}, /* a Hangul syllable */
        {NORMAL_NFC, "\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8", "\xea\xb0\x81"},
        {NORMAL_NFD, "a\xcc\x81\xcc\xa3", "a\xcc\xa3\xcc\x81"}, /* marks are put in order */
    };
    for (isize i = 0; i < COUNT_OF(rows); i++) {
        Own from = text(rows[i].from);
        assert_text(str_normalize(from, rows[i].form), rows[i].to);
        release(from);
    }
}

/* --- failures ------------------------------------------------------------------------------------------ */

static void use_strs(void) {
    static const MethodCase rows[] = {
        {"split", "a b c", {NULL}, NULL},
        {"replace", "aXbX", {"X", "\xe2\x82\xac"}, NULL},
        {"title", "\xc3\xa9tude", {NULL}, NULL},
        {"format", "{:>5} {!r}", {"a", "b"}, NULL},
        {"join", ", ", {"abc"}, NULL},
        {"encode", "\xe2\x82\xac", {"ascii", "backslashreplace"}, NULL},
        {"encode", "\xe2\x82\xac", {"ascii"}, NULL},
    };
    for (isize i = 0; i < COUNT_OF(rows); i++) {
        Own self = text(rows[i].self), one = rows[i].args[0] ? text(rows[i].args[0]) : NULL;
        Own two = one && rows[i].args[1] ? text(rows[i].args[1]) : NULL;
        Own name = str_intern_cstring(rows[i].method);
        Ref args[2] = {one, two};
        isize count = one ? two ? 2 : 1 : 0;
        if (self && name) release_maybe(object_call_method(self, name, args, count, NULL));
        error_clear();
        release_maybe(self);
        release_maybe(one);
        release_maybe(two);
        release_maybe(name);
    }
    Own format = str_format("%s %R %d", "abc", None, 5), number = int_from_i64(1000);
    if (format && number) release_maybe(str_percent_format(format, number));
    error_clear();
    if (format) {
        Own appended = own(format);
        str_append(&appended, format);
        release_maybe(appended);
    }
    error_clear();
    release_maybe(format);
    release_maybe(number);
}

static void test_failures(void **state) {
    (void)state;
    assert_survives_failures(use_strs);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CONTAINER_TEST(test_kinds),          CONTAINER_TEST(test_narrow),
        CONTAINER_TEST(test_shared),         CONTAINER_TEST(test_intern),
        CONTAINER_TEST(test_append),         CONTAINER_TEST(test_builder),
        CONTAINER_TEST(test_message_format), CONTAINER_TEST(test_methods),
        CONTAINER_TEST(test_method_errors),  CONTAINER_TEST(test_search_is_linear),
        CONTAINER_TEST(test_percent),        CONTAINER_TEST(test_decode),
        CONTAINER_TEST(test_encode),         CONTAINER_TEST(test_normalize),
        CONTAINER_TEST(test_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
