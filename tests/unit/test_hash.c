/* test_hash.c: SipHash-1-3 against hash() of Debian's python3.11 with PYTHONHASHSEED=0, and the state hash. */
#include "base_test.h"

#include "base/hash.h"

/* hash(bytes((i * 7 + n) % 256 for i in range(n))) */
static const struct {
    int length;
    i64 hash;
} expected[] = {
    {1, 4952851536318644461},   {2, 6467894371241555723},   {3, 8150186385812960226},
    {4, -3346630909159272599},  {5, 5297191936899886900},   {6, -5312284227975515071},
    {7, -6917728271454830030},  {8, -3821989464645405095},  {9, -2609456789007617917},
    {10, 666782341054190114},   {11, 6189280989815652711},  {12, -1300722809123453323},
    {13, 8605360535218313253},  {14, -7379179597132559706}, {15, -5915907226389879612},
    {16, -3355542783567779632}, {17, 7253676770059689461},  {18, 4605256242084026664},
    {19, 890326343196593069},   {20, -2196223246033703906}, {21, -1762534763646730832},
    {22, -6439224715402921616}, {23, -8607924780886540619}, {24, -3157160760791956841},
    {25, 3432943593787518219},  {63, 1999953986315007968},  {64, 6154070263297915444},
    {65, 4293121986701841808},  {1000, 177462008239089771},
};

static void test_siphash(void **state) {
    (void)state;
    u8 bytes[1001];
    for (isize i = 0; i < COUNT_OF(expected); i++) {
        int length = expected[i].length;
        for (int offset = 0; offset < 2; offset++) { /* aligned and not */
            for (int j = 0; j < length; j++) bytes[offset + j] = (u8)(j * 7 + length);
            assert_true((i64)hash_siphash13(bytes + offset, (usize)length) == expected[i].hash);
        }
    }
    assert_true((i64)hash_siphash13("hello", 5) == -2096571579003691106);
}

static void test_state_hash(void **state) {
    (void)state;
    char bytes[64];
    memset(bytes, 5, sizeof bytes);
    StateHash whole = {0}, parts = {0};
    state_hash_bytes(&whole, bytes, 64);
    state_hash_bytes(&parts, bytes, 32);
    state_hash_bytes(&parts, bytes + 32, 32);
    assert_true(whole.value != parts.value); /* how it is cut counts */
    for (int i = 0; i < 64; i++) {           /* each byte counts, also of an incomplete word */
        for (int length = i + 1; length <= 64; length++) {
            StateHash before = {0}, after = {0};
            state_hash_bytes(&before, bytes, (usize)length);
            bytes[i]++;
            state_hash_bytes(&after, bytes, (usize)length);
            bytes[i]--;
            assert_true(before.value != after.value);
        }
    }
    for (int i = 0; i < 56; i++) { /* so does each byte's place */
        StateHash before = {0}, after = {0};
        bytes[i] = 1;
        state_hash_bytes(&before, bytes, sizeof bytes);
        bytes[i] = 5;
        bytes[i + 8] = 1;
        state_hash_bytes(&after, bytes, sizeof bytes);
        bytes[i + 8] = 5;
        assert_true(before.value != after.value);
    }
    StateHash ab = {0}, ba = {0}, zeros = {0};
    state_hash_word(&ab, 1);
    state_hash_word(&ab, 2);
    state_hash_word(&ba, 2);
    state_hash_word(&ba, 1);
    assert_true(ab.value != ba.value);
    state_hash_word(&zeros, 0);
    u64 one_zero = zeros.value;
    state_hash_word(&zeros, 0);
    assert_true(zeros.value != one_zero);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_siphash), cmocka_unit_test(test_state_hash)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
