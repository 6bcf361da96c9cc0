/* test_int.c: ints of all sizes. What can be, is checked by laws that hold for any numbers (a == a // b * b + a
 * % b ...), over sizes at which the methods change; the rest against tables that Debian's python3.11 made. */
#include "object_room.h"

#include "object/float.h"
#include "object/number.h"

static u64 seed;
static u64 random_next(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    return seed ^= seed << 17;
}

/* Long runs of ones and zeros among random bytes: that is where carries go wrong. */
static Own random_int(isize most_bytes) {
    static u8 bytes[8192];
    isize count = 1 + (isize)(random_next() % (u64)most_bytes);
    for (isize i = 0; i < count;) {
        u64 what = random_next() % 4;
        isize run = isize_min(count - i, 1 + (isize)(random_next() % 40));
        for (isize end = i + run; i < end; i++) bytes[i] = what == 0 ? 0 : what == 1 ? 0xFF : (u8)random_next();
    }
    Own number = int_from_bytes(bytes, count, true, random_next() % 2);
    assert_non_null(number);
    return number;
}

static void assert_same(Own a, Own b) { /* consumes both */
    assert_non_null(a);
    assert_non_null(b);
    assert_true(is_exact_int(a) && is_exact_int(b));
    assert_int_equal(int_compare(a, b), 0);
    assert_true(int_hash(a) == int_hash(b));
    release(a);
    release(b);
}
static Own then(Own (*operation)(Ref, Ref), Own a, Own b) { /* consumes both */
    assert_true(a && b);
    Own result = operation(a, b);
    release(a);
    release(b);
    return result;
}

static void check_laws(Ref a, Ref b) {
    /* (a + b)(a - b) == a*a - b*b */
    assert_same(then(int_multiply, int_add(a, b), int_subtract(a, b)),
                then(int_subtract, int_multiply(a, a), int_multiply(b, b)));
    /* a + b == (a ^ b) + 2 (a & b) == (a | b) + (a & b) */
    Own one = int_from_i64(1);
    assert_same(int_add(a, b), then(int_add, int_bit_xor(a, b), then(int_lshift, int_bit_and(a, b), own(one))));
    assert_same(int_add(a, b), then(int_add, int_bit_or(a, b), int_bit_and(a, b)));
    release(one);
    if (int_sign(b) == 0) return;
    Own quotient, remainder;
    assert_true(int_divmod(a, b, &quotient, &remainder));
    assert_true(int_sign(remainder) == 0 || int_sign(remainder) == int_sign(b));
    Own size_b = number_absolute(b), size_r = number_absolute(remainder);
    assert_true(int_compare(size_r, size_b) < 0);
    release(size_b);
    release(size_r);
    assert_same(own(a), then(int_add, int_multiply(quotient, b), own(remainder)));
    assert_same(int_floor_divide(a, b), quotient);
    assert_same(int_remainder(a, b), remainder);
    Own product = int_multiply(a, b);
    assert_same(int_floor_divide(product, b), own(a));
    release(product);
}

static void check_text(Ref a) {
    static const int bases[] = {2, 8, 10, 16};
    for (isize i = 0; i < COUNT_OF(bases); i++) {
        Own shown = int_to_str(a, bases[i], bases[i] != 10);
        assert_non_null(shown);
        assert_same(int_from_str(shown, bases[i]), own(a));
        assert_same(int_from_str(shown, 0), own(a));
        release(shown);
    }
}

static void check_gcd(Ref a, Ref b) {
    Own divisor = int_gcd(a, b);
    assert_non_null(divisor);
    if (int_sign(divisor) == 0) {
        assert_true(int_sign(a) == 0 && int_sign(b) == 0);
    } else {
        Own x = int_floor_divide(a, divisor), y = int_floor_divide(b, divisor), one = int_gcd(x, y);
        assert_int_equal(int_as_i64(one), 1);
        assert_same(int_multiply(x, divisor), own(a));
        assert_same(int_multiply(y, divisor), own(b));
        release(x);
        release(y);
        release(one);
    }
    release(divisor);
}

static void check_root(Ref a) {
    Own size = number_absolute(a), root = int_square_root(size), one = int_from_i64(1),
        next = int_add(root, one);
    Own below = int_multiply(root, root), above = int_multiply(next, next);
    assert_true(int_compare(below, size) <= 0 && int_compare(above, size) > 0);
    release(size);
    release(root);
    release(one);
    release(next);
    release(below);
    release(above);
}

static void check_size(isize bytes, int rounds) {
    for (int i = 0; i < rounds; i++) {
        Own a = random_int(bytes), b = random_int(random_next() % 2 ? bytes : bytes / 3 + 1);
        check_laws(a, b);
        check_laws(b, a);
        check_text(a);
        check_gcd(a, b);
        check_root(a);
        release(a);
        release(b);
    }
}

static void test_laws(void **state) {
    (void)state;
    seed = 123456789;
    int_set_max_str_digits(0);
    check_size(4, 3000);
    check_size(12, 3000);
    check_size(100, 1000);
    check_size(600, 100);
    check_size(8000, 5);
}

static void test_bytes(void **state) {
    (void)state;
    seed = 42;
    for (int i = 0; i < 2000; i++) {
        Own a = random_int(40);
        for (int little = 0; little < 2; little++) {
            u8 bytes[64];
            isize needed = int_bit_length(a) / 8 + 1;
            assert_true(int_to_bytes(a, bytes, needed, little, true));
            assert_same(int_from_bytes(bytes, needed, little, true), own(a));
        }
        release(a);
    }
    u8 byte;
    Own number = int_from_i64(256);
    assert_false(int_to_bytes(number, &byte, 1, false, false));
    assert_raised(EXC(OverflowError), "int too big to convert");
    release(number);
    number = int_from_i64(-1);
    assert_false(int_to_bytes(number, &byte, 1, false, false));
    assert_raised(EXC(OverflowError), "can't convert negative int to unsigned");
    release(number);
}

static void test_small_ones_exist_once(void **state) {
    (void)state;
    for (i64 value = -10; value <= 300; value++) {
        Own a = int_from_i64(value), b = int_from_i64(value + 1000), c = int_from_i64(1000),
            d = int_subtract(b, c);
        assert_int_equal(a == d, value >= SMALL_INT_MIN && value <= SMALL_INT_MAX);
        assert_int_equal(int_as_i64(d), value);
        release(a);
        release(b);
        release(c);
        release(d);
    }
}

static void test_c_numbers(void **state) {
    (void)state;
    static const i64 values[] = {0,       1,          -1,          INT64_MAX, INT64_MIN, INT64_MIN + 1,
                                 1 << 30, -(1 << 30), (i64)1 << 60};
    for (isize i = 0; i < COUNT_OF(values); i++) {
        Own number = int_from_i64(values[i]);
        int overflow;
        assert_true(int_as_i64(number) == values[i] && int_as_i64_overflow(number, &overflow) == values[i]);
        assert_int_equal(overflow, 0);
        assert_true(int_as_u64_mask(number) == (u64)values[i]);
        release(number);
    }
    Own most = int_from_u64(UINT64_MAX);
    assert_true(int_as_u64(most) == UINT64_MAX && !error_occurred());
    assert_int_equal(int_as_i64(most), -1);
    assert_raised(EXC(OverflowError), "Python int too large to convert to C long");
    assert_int_equal(int_index_as_isize(most, EXC(IndexError)), -1);
    assert_raised(EXC(IndexError), "cannot fit 'int' into an index-sized integer");
    assert_true(int_index_as_isize(most, NULL) == ISIZE_MAX);
    release(most);
    Own string = text("x");
    assert_null(int_index(string));
    assert_raised(EXC(TypeError), "'str' object cannot be interpreted as an integer");
    release(string);
}

static void test_literals(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int base;
        i64 value; /* -1: ValueError */
    } cases[] = {
        {"0", 10, 0},    {" 12\n", 10, 12}, {"1_000", 10, 1000}, {"0x1F", 16, 31},  {"0x1F", 0, 31},
        {"0b101", 0, 5}, {"0o17", 0, 15},   {"0_0", 0, 0},       {"00", 0, 0},      {"z", 36, 35},
        {"Z", 36, 35},   {"0x_f", 0, 15},   {"+7", 10, 7},       {"0b1", 16, 0xb1}, {"", 10, -1},
        {" ", 10, -1},   {"1__0", 10, -1},  {"_1", 10, -1},      {"1_", 10, -1},    {"0x", 16, -1},
        {"010", 0, -1},  {"0x1F", 10, -1},  {"12", 2, -1},       {"1 2", 10, -1},   {"0x__f", 16, -1},
        {"+-1", 10, -1}, {"1.0", 10, -1},   {"- 1", 10, -1},
    };
    for (isize i = 0; i < COUNT_OF(cases); i++) {
        Own string = text(cases[i].text), number = int_from_str(string, cases[i].base);
        if (cases[i].value == -1) {
            assert_null(number);
            Own message = str_format("invalid literal for int() with base %d: %R", cases[i].base, (Ref)string);
            Text utf8 = text_new(TEXT_IN_ARENA);
            str_append_utf8(message, &utf8);
            assert_raised(EXC(ValueError), text_cstring(&utf8));
            text_free(&utf8);
            release(message);
        } else {
            assert_non_null(number);
            assert_int_equal(int_as_i64(number), cases[i].value);
            release(number);
        }
        release(string);
    }
}

static void test_digit_limit(void **state) {
    (void)state;
    Own ten = int_from_i64(10), most = int_from_i64(4300), big = int_power(ten, most, NULL),
        one = int_from_i64(1);
    Own fits = int_subtract(big, one), shown = int_to_str(fits, 10, false);
    assert_int_equal(str_length(shown), 4300);
    assert_null(int_to_str(big, 10, false));
    assert_raised(EXC(ValueError), "Exceeds the limit (4300 digits) for integer string conversion; use "
                                   "sys.set_int_max_str_digits() to increase the limit");
    Own longer = str_concat(shown, shown);
    assert_null(int_from_str(longer, 10));
    assert_raised(EXC(ValueError),
                  "Exceeds the limit (4300 digits) for integer string conversion: value has 8600 "
                  "digits; use sys.set_int_max_str_digits() to increase the limit");
    int_set_max_str_digits(8600);
    assert_int_equal(int_max_str_digits(), 8600);
    Own read = int_from_str(longer, 10);
    assert_non_null(read);
    release(read);
    Own hex = int_to_str(big, 16, false); /* never limited */
    assert_non_null(hex);
    release(hex);
    release(ten);
    release(most);
    release(big);
    release(one);
    release(fits);
    release(shown);
    release(longer);
}

static void test_errors(void **state) {
    (void)state;
    Own one = int_from_i64(1), zero = int_from_i64(0), minus = int_from_i64(-1), four = int_from_i64(4),
        two = int_from_i64(2);
    assert_null(int_floor_divide(one, zero));
    assert_raised(EXC(ZeroDivisionError), "integer division or modulo by zero");
    assert_null(int_remainder(one, zero));
    assert_raised(EXC(ZeroDivisionError), "integer modulo by zero");
    assert_null(int_true_divide(one, zero));
    assert_raised(EXC(ZeroDivisionError), "division by zero");
    assert_null(int_lshift(one, minus));
    assert_raised(EXC(ValueError), "negative shift count");
    assert_null(int_power(two, minus, four));
    assert_raised(EXC(ValueError), "base is not invertible for the given modulus");
    assert_null(int_power(two, one, zero));
    assert_raised(EXC(ValueError), "pow() 3rd argument cannot be 0");
    assert_null(int_square_root(minus));
    assert_raised(EXC(ValueError), "isqrt() argument must be nonnegative");
    Own thousands = int_from_i64(40000), huge = int_lshift(one, thousands);
    assert_null(int_true_divide(huge, one));
    assert_raised(EXC(OverflowError), "integer division result too large for a float");
    assert_true(int_as_double(huge) == -1.0);
    assert_raised(EXC(OverflowError), "int too large to convert to float");
    assert_null(int_lshift(one, huge));
    assert_raised(EXC(OverflowError), "too many digits in integer");
    release(thousands);
    release(huge);
    release(one);
    release(zero);
    release(minus);
    release(four);
    release(two);
}

/* int_true_divide rounds once; the operands in base 16. */
static const struct {
    const char *a, *b;
    u64 bits;
} quotients[] = {
    {"1", "3", 0x3fd5555555555555},
    {"-1", "3", 0xbfd5555555555555},
    {"20000000000001", "1", 0x4340000000000000},
    {"40000000000003", "1", 0x4350000000000001},
    {"c9f2c9cd04674edea40000000", "3", 0x4610d43b7bc05df1},
    {"3", "c9f2c9cd04674edea40000000", 0x39ce6c71fe61a3ef},
    {"17e43c8800759ba59c08e14c7cd7aad86a4a458109f91c21c571dbe84d52d936f44abe8a3d5b48c100959d9d0b6cc856b3adc93b6"
     "7aea8f8e067d2c8d04bc177f7b4287a6e3fcda36fa3b3342eaeb442e15d450952f4dd100000000000000000000000000000000000"
     "0000000000000000000000000000000000000000",
     "2639fa7333ef5f6f600e35472e25de271076d59b43282d02d582f973aeeaf524ba1130dd2ef8746800ef6294df1473bdec4941f8a"
     "5e4418e33d951414d4602598c5373f716cc7c38b29f85204ab1206b022ed4dbb7ee2e800000000000000000000000000000000000"
     "000000000000000000000000000000000000001",
     0x4024000000000000},
    {"1",
     "400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000",
     0x0000000000000001},
    {"1",
     "800000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000",
     0x0000000000000000},
    {"3",
     "800000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000000",
     0x0000000000000002},
    {"400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000000000000001",
     "200000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "0000000000000",
     0x0000000000000001},
    {"7",
     "100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000",
     0x0000000000000002},
    {"-80000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "00000000000000000000000000000000000000000000000",
     "1", 0xffe0000000000000},
    {"fffffffffffffff", "1000000000000001", 0x3ff0000000000000},
    {"1aedaf1446beab0c11fdecb91ce375bc8fbbcbde5c0994164d839",
     "78bfc6a5387777330bdbd7210dff076ce2ef87b0b125ec1d7da0a6eb8c9f", 0x3e0c8ba4b2d5e305},
    {"504ee6a16a3b0d464138a6233255", "37947814e8a25f2dd97f", 0x41f71e5d2a622381},
    {"125db1a1afe878b33e968617959ce", "d0f9377b9aa2bb2edb20035b7399", 0x3ff67fbe2921548f},
    {"1880d2ade11cc9dea959c212e9c82b1", "470c8126a1e48cc11d357c30d8b7628dbd25f", 0x3e56127cffde1583},
    {"df14f8eb18b90074513021da8978206f5c6671e0c07e9e115e4b", "63051359eeefb", 0x49c205f142e01f75},
    {"1be2a759159fb7ff337f5cae3bf", "f6236bf504b74ba4a0fe75d", 0x40bd00aab1a650bf},
    {"aad864c44e049548e8a0a8c96", "2cf7f35634f0e3cd972e81d66d", 0x3fce64cbacd861c6},
    {"6e4cc4132f7108e96f770c226", "a9f06206a3753915c76f18a0585a01d", 0x3e64c5105f8a2b67},
    {"100ddb74d960d5a8f9a656aafd14125844d25deb354f46a6910acff0043892dfc254cb864",
     "272d1d13d18a669a5af84e6b4f59672710e6d8e6568068b9b52a43ab", 0x441a3a0b0aeee99b},
    {"168c78f845f57b3120df2f4d4c8650d7d13fb2489191", "7cd00ff4419521fe0e979cf3", 0x44c71fe152d91711},
    {"1c9a937a68c8f95ef04a012e8677fd139d84a1d3a5b8e8fb2bff29101f3001cee05da8467",
     "39f60252f615d75b1e249419cf4d60597bdd", 0x491f95864894dd22},
    {"5ca17a9b52fa53c", "1dbfb3eff8b3fc177f1131e782196324f3e81f453324ef486ab73", 0x3688e8fb8c85bfb7},
    {"6403a960a8652dbd0e488b6c85ad3ba328332f05a5829681876531737f129c8c6",
     "5ecc170c31c7eec61bbf9703c096fabb7b1ba95a55", 0x45b0e16b65dc34a6},
    {"20d3573ac59a355f2af41757905efa749692f21ff5eb6ed78f5d0960afe94bbdbb01",
     "2cf7ec9837044692ba035707967025f02628eb07c30d5cd5061d", 0x43e75be6a9c99ddf},
    {"5ade5df4e613a365119cdccaf9b74f84ffcbf4217921e6c",
     "1ef67a28ff297d0e4f2e84fcb06dbee0b89c4e56261c374ba07657d61404ab1f", 0x3bc77a675782bf15},
    {"a5cd6d0c6dea3db85a5cd2", "4c0bd953dc23cc217790825c7cc67e84707ec717f158895787f", 0x38c171385f42dd40},
};

static void test_true_divide(void **state) {
    (void)state;
    for (isize i = 0; i < COUNT_OF(quotients); i++) {
        Own a = int_from_text(quotients[i].a, (isize)strlen(quotients[i].a), 16, None);
        Own b = int_from_text(quotients[i].b, (isize)strlen(quotients[i].b), 16, None),
            q = int_true_divide(a, b);
        u64 bits;
        memcpy(&bits, &AS_FLOAT(q)->value, sizeof bits);
        if (bits != quotients[i].bits) fail_msg("%s / %s: %016lx", quotients[i].a, quotients[i].b, bits);
        release(a);
        release(b);
        release(q);
    }
}

static const struct {
    const char *number, *spec, *result;
} formats[] = {
    {"3", "010,d", "00,000,003"},
    {"12d687", "015,d", "000,001,234,567"},
    {"12d687", "012_x", "00_0012_d687"},
    {"-12d687", "=+15,", "-     1,234,567"},
    {"ff", "#010x", "0x000000ff"},
    {"ff", "#X", "0XFF"},
    {"ff", "#o", "0o377"},
    {"-ff", "#06x", "-0x0ff"},
    {"20ac", "c", "\342\202\254"},
    {"3", "05c", "0000\003"},
    {"20ac", ">5c", "    \342\202\254"},
    {"400000000000000000", "_b",
     "100_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000"},
    {"400000000000000000", ",d", "1,180,591,620,717,411,303,424"},
    {"c9f2c9cd04674edea40000000", "e", "1.000000e+30"},
    {"3", ".2f", "3.00"},
    {"3", "%", "300.000000%"},
    {"3", "<<5", "3<<<<"},
    {"3", "\342\202\254>5", "\342\202\254\342\202\254\342\202\254\342\202\2543"},
    {"7b", "010,", "00,000,123"},
    {"4d2", "06,", "01,234"},
    {"4d2", "05,", "1,234"},
    {"4d2", "08,", "0,001,234"},
    {"4d2", "09,", "0,001,234"},
    {"0", "#b", "0b0"},
    {"7", " d", " 7"},
    {"7", "n", "7"},
    {"de0b6b3a7640000", ",", "1,000,000,000,000,000,000"},
};

static void test_format(void **state) {
    (void)state;
    for (isize i = 0; i < COUNT_OF(formats); i++) {
        Own number = int_from_text(formats[i].number, (isize)strlen(formats[i].number), 16, None);
        Own spec = text(formats[i].spec);
        assert_text(object_format(number, spec), formats[i].result);
        release(number);
        release(spec);
    }
    static const struct {
        const char *spec, *message;
    } errors[] = {
        {".2d", "Precision not allowed in integer format specifier"},
        {"+c", "Sign not allowed with integer format specifier 'c'"},
        {"#c", "Alternate form (#) not allowed with integer format specifier 'c'"},
        {"z", "Negative zero coercion (z) not allowed in integer format specifier"},
        {",x", "Cannot specify ',' with 'x'."},
        {"s", "Unknown format code 's' for object of type 'int'"},
        {"\342\202\254", "Unknown format code '\\x20ac' for object of type 'int'"},
    };
    Own number = int_from_i64(3);
    for (isize i = 0; i < COUNT_OF(errors); i++) {
        Own spec = text(errors[i].spec);
        assert_null(object_format(number, spec));
        assert_raised(EXC(ValueError), errors[i].message);
        release(spec);
    }
    release(number);
}

/* Whatever allocation fails: MemoryError, and nothing is left behind. */
static void test_failing_allocations(void **state) {
    (void)state;
    int_set_max_str_digits(0);
    seed = 7;
    Own a = random_int(4000), b = random_int(1500), two = int_from_i64(2);
    Own (*const operations[])(Ref, Ref) = {int_add, int_multiply, int_floor_divide, int_remainder,
                                           int_gcd, int_bit_and,  int_true_divide,  number_divmod};
    for (isize i = 0; i < COUNT_OF(operations) + 3; i++) {
        for (u64 n = 1;; n++) {
            isize live = object_room_live();
            arena_fail_allocation(n, false);
            Own result = i < COUNT_OF(operations)        ? operations[i](a, b)
                         : i == COUNT_OF(operations)     ? int_to_str(a, 10, false)
                         : i == COUNT_OF(operations) + 1 ? int_square_root(b)
                                                         : int_power(b, two, a);
            bool failed = !result && error_occurred() && error_matches(EXC(MemoryError));
            arena_fail_allocation(0, false);
            assert_true(result || error_occurred());
            release_maybe(result);
            error_clear();
            assert_int_equal(object_room_live(), live);
            if (!failed) break;
        }
    }
    release(a);
    release(b);
    release(two);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ROOM_TEST(test_laws),      ROOM_TEST(test_bytes),
        ROOM_TEST(test_c_numbers), ROOM_TEST(test_small_ones_exist_once),
        ROOM_TEST(test_literals),  ROOM_TEST(test_digit_limit),
        ROOM_TEST(test_errors),    ROOM_TEST(test_true_divide),
        ROOM_TEST(test_format),    ROOM_TEST(test_failing_allocations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
