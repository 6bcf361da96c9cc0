/* test_float.c: floats to text and back, formatted, rounded, hashed; expected values are Debian's
 * python3.11's. */
#include "object_room.h"

#include "object/float.h"
#include "object/number.h"

#include <float.h>
#include <math.h>

static double from_bits(u64 bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}
static u64 bits_of(double value) {
    u64 bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static const struct {
    u64 bits;
    const char *repr;
} reprs[] = {
    {0x0000000000000000, "0.0"},
    {0x8000000000000000, "-0.0"},
    {0x3ff0000000000000, "1.0"},
    {0x3fb999999999999a, "0.1"},
    {0x3fd3333333333333, "0.3"},
    {0x3fe5555555555555, "0.6666666666666666"},
    {0x430c6bf526340000, "1000000000000000.0"},
    {0x4341c37937e08000, "1e+16"},
    {0x437b69b4ba630f35, "1.2345678901234568e+17"},
    {0x4340000000000000, "9007199254740992.0"},
    {0x4480f0cf064dd592, "1e+22"},
    {0x44b52d02c7e14af6, "1e+23"},
    {0x0000000000000001, "5e-324"},
    {0x0010000000000000, "2.2250738585072014e-308"},
    {0x000fffffffffffff, "2.225073858507201e-308"},
    {0x7fefffffffffffff, "1.7976931348623157e+308"},
    {0x3f1a36e2eb1c432d, "0.0001"},
    {0x3ee4f8b588e368f1, "1e-05"},
    {0x3ee9e0fcaf9380fc, "1.234e-05"},
    {0xc004000000000000, "-2.5"},
    {0x400921fb54442d18, "3.141592653589793"},
    {0x3fd5555555555555, "0.3333333333333333"},
    {0x7ff0000000000000, "inf"},
    {0xfff0000000000000, "-inf"},
    {0x7ff8000000000000, "nan"},
    {0x0010000000000000, "2.2250738585072014e-308"},
    {0x3eb0000000000000, "9.5367431640625e-07"},
    {0x4011666666666666, "4.35"},
    {0x41b1de784a000000, "299792458.0"},
    {0x44dfe185ca57c517, "6.02214076e+23"},
    {0x369ff868bf4d956a, "1.4e-45"},
    {0x43b0000000000000, "1.152921504606847e+18"},
    {0x4630000000000000, "1.2676506002282294e+30"},
};

static void test_repr(void **state) {
    (void)state;
    for (isize i = 0; i < COUNT_OF(reprs); i++) {
        Own value = float_from_double(from_bits(reprs[i].bits));
        assert_text(object_repr(value), reprs[i].repr);
        release(value);
    }
}

static const struct {
    const char *text;
    u64 bits;
} texts[] = {
    {"0", 0x0000000000000000},
    {"-0", 0x8000000000000000},
    {"1", 0x3ff0000000000000},
    {".5", 0x3fe0000000000000},
    {"5.", 0x4014000000000000},
    {"1e5", 0x40f86a0000000000},
    {"1E+5", 0x40f86a0000000000},
    {"1e-5", 0x3ee4f8b588e368f1},
    {"123456789012345678901234567890", 0x45f8ee90ff6c373e},
    {"0.1", 0x3fb999999999999a},
    {"1e400", 0x7ff0000000000000},
    {"-1e400", 0xfff0000000000000},
    {"1e-400", 0x0000000000000000},
    {"4.9e-324", 0x0000000000000001},
    {"2.4703282292062327e-324", 0x0000000000000000},
    {"2.4703282292062328e-324", 0x0000000000000001},
    {"2.2250738585072011e-308", 0x000fffffffffffff},
    {"2.2250738585072012e-308", 0x0010000000000000},
    {"1.7976931348623157e308", 0x7fefffffffffffff},
    {"1.7976931348623158e308", 0x7fefffffffffffff},
    {"1.7976931348623159e308", 0x7ff0000000000000},
    {"9007199254740993", 0x4340000000000000},
    {"9007199254740992.9999999999999999999", 0x4340000000000000},
    {"9007199254740993.0000000000000000001", 0x4340000000000001},
    {"0.500000000000000166533453693773481063544750213623046875", 0x3fe0000000000002},
    {"100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000e-400",
     0x3ff0000000000000},
    {"0."
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000000000000000000000000000001e401",
     0x3ff0000000000000},
    {"inf", 0x7ff0000000000000},
    {"-Infinity", 0xfff0000000000000},
    {"6.9294956446009195e15", 0x43389e56ee5e7a58},
    {"3.518437208883201171875e13", 0x42c0000000000002},
    {"62.5364939768271845828", 0x404f44abd5aa7ca4},
    {"8.10109172351e-10", 0x3e0bd5cbaef0fd0c},
    {"1.50000000000000011102230246251565404", 0x3ff8000000000000},
    {"7.0420557077594588669468784357561207962098443483187940792729600000e+59", 0x4c5c0bee4d8e1912},
};

static void test_read(void **state) {
    (void)state;
    for (isize i = 0; i < COUNT_OF(texts); i++) {
        const char *end, *string = texts[i].text;
        u64 bits = bits_of(double_from_text(string, (isize)strlen(string), &end));
        if (bits != texts[i].bits) fail_msg("%s: %016lx", string, bits);
        assert_int_equal(*end, '\0');
    }
    static const struct {
        const char *text;
        isize used;
    } prefixes[] = {{"", 0},     {".", 0},   {"e5", 0},      {"+", 0},    {"-.e1", 0}, {"1e", 1},   {"1e+", 1},
                    {"1.5x", 3}, {"1_0", 1}, {"infinit", 3}, {"nano", 3}, {"0x10", 1}, {"1..2", 2}, {" 1", 0}};
    for (isize i = 0; i < COUNT_OF(prefixes); i++) {
        const char *end;
        double_from_text(prefixes[i].text, (isize)strlen(prefixes[i].text), &end);
        assert_int_equal(end - prefixes[i].text, prefixes[i].used);
    }
    assert_true(double_from_literal("1_000.2_5e1_0", 13) == 1000.25e10);
}

/* What repr() writes reads back, and %.17e of it is never nearer with one digit less. */
static void test_round_trip(void **state) {
    (void)state;
    u64 seed = 88172645463325252;
    for (int i = 0; i < 200000; i++) {
        seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
        double value = from_bits(i % 4 == 0 ? seed & (((u64)1 << 52) - 1) : seed);
        if (!isfinite(value)) continue;
        char local[64], shorter[64];
        Text text = {.data = local, .capacity = sizeof local - 1};
        double_append_repr(&text, value, true);
        assert_true(bits_of(double_from_text(local, text.length, NULL)) == bits_of(value));
        int digits = 0;
        for (isize j = 0; j < text.length && local[j] != 'e'; j++) digits += local[j] >= '0' && local[j] <= '9';
        if (digits < 3 || local[0] == '0' || local[1] == '0') continue;
        text = (Text){.data = shorter, .capacity = sizeof shorter - 1};
        double_append_format(&text, value, 'e', 16, false, false, false);
        assert_true(bits_of(double_from_text(shorter, text.length, NULL)) == bits_of(value));
    }
}

static const struct {
    u64 bits;
    const char *spec, *result;
} formats[] = {
    {0x4132d687e4189375, "020,.2f", "0,000,001,234,567.89"},
    {0x3fe0000000000000, ".0f", "0"},
    {0x3ff8000000000000, ".0f", "2"},
    {0x4004000000000000, ".0f", "2"},
    {0x7e37e43c8800759c, ".0f",
     "100000000000000005250476025520442024870446858110815915491585411551180245798890819578637137508044786404370"
     "444383288387817694252323536043057564479218478670698284838720092657580373783023379478809005936895323497079"
     "9945081119038967640880074652742780142494579258788820056842838115669472196386865459400540160"},
    {0x0000000000000001, ".20e", "4.94065645841246544177e-324"},
    {0x3fb999999999999a, ".30f", "0.100000000000000005551115123126"},
    {0x4480f0cf064dd592, "f", "10000000000000000000000.000000"},
    {0x405edd2f1a9fbe77, "e", "1.234560e+02"},
    {0x405edd2f1a9fbe77, ".0e", "1e+02"},
    {0x405edd2f1a9fbe77, "g", "123.456"},
    {0x3ee4f8b588e368f1, "g", "1e-05"},
    {0x40f86a0000000000, "g", "100000"},
    {0x412e848000000000, "g", "1e+06"},
    {0x412e848000000000, "#g", "1.00000e+06"},
    {0x400c000000000000, "#.0f", "4."},
    {0x3feffffde7210be9, ".3g", "1"},
    {0x4023ffcb923a29c7, ".4g", "10"},
    {0x4028000000000000, ".3", "12.0"},
    {0x40f86a0000000000, ".3", "1e+05"},
    {0x3ff0000000000000, ".1", "1e+00"},
    {0x3fd0000000000000, "%", "25.000000%"},
    {0x3fc0000000000000, ".1%", "12.5%"},
    {0x4132d68780000000, ",.0%", "123,456,750%"},
    {0x8000000000000000, "z.2f", "0.00"},
    {0xbf50624dd2f1a9fc, "z.1f", "0.0"},
    {0x7ff8000000000000, "010", "0000000nan"},
    {0xfff0000000000000, "010", "-000000inf"},
    {0x7ff0000000000000, "+F", "+INF"},
    {0x54b249ad2594c37d, ",", "1e+100"},
    {0x419d6f3456000000, "_.1f", "123_456_789.5"},
    {0x4008000000000000, ">10", "       3.0"},
    {0x4008000000000000, "*^10", "***3.0****"},
    {0xc008000000000000, "=10", "-      3.0"},
    {0x4005666666666666, ".2f", "2.67"},
    {0x3ff0147ae147ae14, ".2f", "1.00"},
    {0x430c6bf526340000, "", "1000000000000000.0"},
    {0x4341c37937e08000, "5", "1e+16"},
    {0x40934a0000000000, "n", "1234.5"},
    {0x4450000000000000, ".3f", "1180591620717411303424.000"},
    {0x3d70000000000000, ".60f", "0.000000000000909494701772928237915039062500000000000000000000"},
    {0x40091eb851eb851f, "E", "3.140000E+00"},
    {0x3e7ad7f29abcaf48, "G", "1E-07"},
    {0x3f202e4b6ce5dc68, ".3", "0.000123"},
    {0x3f0a36e2eb1c432d, ".4f", "0.0001"},
};

static void test_format(void **state) {
    (void)state;
    for (isize i = 0; i < COUNT_OF(formats); i++) {
        Own value = float_from_double(from_bits(formats[i].bits)), spec = text(formats[i].spec);
        assert_text(object_format(value, spec), formats[i].result);
        release(value);
        release(spec);
    }
    static const struct {
        const char *spec, *message;
    } errors[] = {
        {"d", "Unknown format code 'd' for object of type 'float'"},
        {"1.2.3", "Invalid format specifier '1.2.3' for object of type 'float'"},
        {".", "Format specifier missing precision"},
        {",_", "Cannot specify both ',' and '_'."},
        {",n", "Cannot specify ',' with 'n'."},
        {".2147483648f", "precision too big"},
        {"99999999999999999999", "Too many decimal digits in format string"},
    };
    Own value = float_from_double(3.5);
    for (isize i = 0; i < COUNT_OF(errors); i++) {
        Own spec = text(errors[i].spec);
        assert_null(object_format(value, spec));
        assert_raised(EXC(ValueError), errors[i].message);
        release(spec);
    }
    release(value);
}

static const struct {
    u64 bits;
    i64 hash;
} hashes[] = {
    {0x0000000000000000, 0},
    {0x8000000000000000, 0},
    {0x3ff0000000000000, 1},
    {0xbff0000000000000, -2},
    {0x3fe0000000000000, 1152921504606846976},
    {0x3ff8000000000000, 1152921504606846977},
    {0xc006000000000000, -1729382256910270466},
    {0x4630000000000000, 549755813888},
    {0x7e37e43c8800759c, 1224995262755759164},
    {0x0000000000000001, 16777216},
    {0x400921fb54442d18, 326490430436040707},
    {0x7ff0000000000000, 314159},
    {0xfff0000000000000, -314159},
    {0x4341c37937e08000, 10000000000000000},
};

static void test_hash(void **state) {
    (void)state;
    for (isize i = 0; i < COUNT_OF(hashes); i++)
        assert_true(float_hash_double(NULL, from_bits(hashes[i].bits)) == hashes[i].hash);
    for (double whole = -100; whole < 1e300; whole = whole < 10 ? whole + 1 : whole * 7) { /* as the int's */
        Own as_int = int_from_double(whole);
        assert_true(int_hash(as_int) == float_hash_double(NULL, whole));
        release(as_int);
    }
}

/* Between a float and an int there is no rounding. */
static void test_compare(void **state) {
    (void)state;
    Own big = int_from_i64(((i64)1 << 53) + 1), near = float_from_double(9007199254740992.0);
    Own result = object_compare(near, big, COMPARE_LT);
    assert_ptr_equal(result, True);
    release(result);
    assert_int_equal(object_compare_bool(big, near, COMPARE_EQ), 0);
    Own huge = int_from_text("1"
                             "000000000000000000000000000000",
                             31, 16, None),
        infinity = float_from_double(HUGE_VAL);
    assert_int_equal(object_compare_bool(huge, infinity, COMPARE_LT), 1);
    Own same = float_from_double(ldexp(1.0, 120)),
        more = float_from_double(ldexp(1.0, 120) * (1 + DBL_EPSILON));
    assert_int_equal(object_compare_bool(huge, same, COMPARE_EQ), 1);
    assert_int_equal(object_compare_bool(more, huge, COMPARE_GT), 1);
    release(big);
    release(near);
    release(huge);
    release(infinity);
    release(same);
    release(more);
}

static void check_operator(BinaryOperator op, double a, double b, const char *result) {
    Own x = float_from_double(a), y = float_from_double(b), z = number_binary(op, x, y);
    assert_non_null(z);
    assert_text(object_repr(z), result);
    release(x);
    release(y);
    release(z);
}

static void test_operators(void **state) {
    (void)state;
    check_operator(BINARY_ADD, 0.1, 0.2, "0.30000000000000004");
    check_operator(BINARY_SUBTRACT, 1.0, 1e-17, "1.0");
    check_operator(BINARY_MULTIPLY, 1e+200, 1e+200, "inf");
    check_operator(BINARY_TRUE_DIVIDE, 1.0, 3.0, "0.3333333333333333");
    check_operator(BINARY_FLOOR_DIVIDE, -7.0, 2.0, "-4.0");
    check_operator(BINARY_FLOOR_DIVIDE, 7.0, -0.1, "-70.0");
    check_operator(BINARY_REMAINDER, -7.0, 2.0, "1.0");
    check_operator(BINARY_REMAINDER, 7.0, -2.5, "-0.5");
    check_operator(BINARY_REMAINDER, -0.0, 3.0, "0.0");
    check_operator(BINARY_REMAINDER, -1e-20, 3.0, "3.0");
    check_operator(BINARY_FLOOR_DIVIDE, -1e-20, 3.0, "-1.0");
    check_operator(BINARY_POWER, 2.0, 0.5, "1.4142135623730951");
    check_operator(BINARY_POWER, -8.0, 3.0, "-512.0");
    check_operator(BINARY_POWER, -2.0, 0.5, "(8.659560562354934e-17+1.4142135623730951j)");
    check_operator(BINARY_POWER, 0.0, 0.0, "1.0");
    check_operator(BINARY_POWER, -HUGE_VAL, -3.0, "-0.0");
    check_operator(BINARY_POWER, -1.0, HUGE_VAL, "1.0");
    check_operator(BINARY_POWER, (double)NAN, 0.0, "1.0");
    Own zero = float_from_double(0.0), minus = float_from_double(-1.0), ten = float_from_double(10.0),
        many = float_from_double(400.0);
    assert_null(number_power(zero, minus, None));
    assert_raised(EXC(ZeroDivisionError), "0.0 cannot be raised to a negative power");
    assert_null(number_floor_divide(minus, zero));
    assert_raised(EXC(ZeroDivisionError), "float floor division by zero");
    assert_null(number_remainder(minus, zero));
    assert_raised(EXC(ZeroDivisionError), "float modulo");
    assert_null(number_power(ten, many, None));
    assert_raised(EXC(OverflowError), "(34, 'Numerical result out of range')");
    release(zero);
    release(minus);
    release(ten);
    release(many);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ROOM_TEST(test_repr), ROOM_TEST(test_read),    ROOM_TEST(test_round_trip), ROOM_TEST(test_format),
        ROOM_TEST(test_hash), ROOM_TEST(test_compare), ROOM_TEST(test_operators),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
