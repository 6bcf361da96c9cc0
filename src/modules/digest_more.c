/* digest_more.c: algorithms that only OpenSSL's names know: SHA-512/224 and SHA-512/256 (FIPS 180-4), which
 * are SHA-512 with another beginning, RIPEMD-160 (Dobbertin, Bosselaers, Preneel 1996) and SM3 (GB/T
 * 32905-2016). */
#include "modules/digest.h"

const DigestAlgorithm digest_sha512_224 = {
    .name = "sha512_224",
    .size = 28,
    .block_size = 128,
    .word_size = 8,
    .big_endian = true,
    .initial = {0x8c3d37c819544da2, 0x73e1996689dcd4d6, 0x1dfab7ae32ff9c82, 0x679dd514582f9fcf,
                0x0f6d2b697bd44da8, 0x77e36f7304c48942, 0x3f9d85a86a1d36c8, 0x1112e6ad91d692a1},
    .compress = digest_sha512_compress};
const DigestAlgorithm digest_sha512_256 = {
    .name = "sha512_256",
    .size = 32,
    .block_size = 128,
    .word_size = 8,
    .big_endian = true,
    .initial = {0x22312194fc2bf72c, 0x9f555fa3c84c64c2, 0x2393b86b6f53b151, 0x963877195940eabd,
                0x96283ee2a88effe3, 0xbe5e1e2553863992, 0x2b0199fc2c85b8aa, 0x0eb72ddc81c52ca2},
    .compress = digest_sha512_compress};

/* --- RIPEMD-160: two lines of 80 steps each, which are put together at the end ----------------------- */

static const u8 ripemd_words[2][80] = {
    {0,  1, 2,  3,  4, 5,  6,  7,  8, 9, 10, 11, 12, 13, 14, 15, 7, 4,  13, 1, 10, 6, 15, 3,  12, 0, 9,
     5,  2, 14, 11, 8, 3,  10, 14, 4, 9, 15, 8,  1,  2,  7,  0,  6, 13, 11, 5, 12, 1, 9,  11, 10, 0, 8,
     12, 4, 13, 3,  7, 15, 14, 5,  6, 2, 4,  0,  5,  9,  7,  12, 2, 10, 14, 1, 3,  8, 11, 6,  15, 13},
    {5,  14, 7, 0,  9, 2,  11, 4, 13, 6,  15, 8,  1,  10, 3, 12, 6, 11, 3, 7, 0,  13, 5, 10, 14, 15, 8,
     12, 4,  9, 1,  2, 15, 5,  1, 3,  7,  14, 6,  9,  11, 8, 12, 2, 10, 0, 4, 13, 8,  6, 4,  1,  3,  11,
     15, 0,  5, 12, 2, 13, 9,  7, 10, 14, 12, 15, 10, 4,  1, 5,  8, 7,  6, 2, 13, 14, 0, 3,  9,  11}};
static const u8 ripemd_shifts[2][80] = {
    {11, 14, 15, 12, 5,  8,  7,  9, 11, 13, 14, 15, 6,  7,  9, 8,  7,  6,  8,  13, 11, 9,  7,  15, 7,  12, 15,
     9,  11, 7,  13, 12, 11, 13, 6, 7,  14, 9,  13, 15, 14, 8, 13, 6,  5,  12, 7,  5,  11, 12, 14, 15, 14, 15,
     9,  8,  9,  14, 5,  6,  8,  6, 5,  12, 9,  15, 5,  11, 6, 8,  13, 12, 5,  12, 13, 14, 11, 8,  5,  6},
    {8, 9,  9,  11, 13, 15, 15, 5,  7,  7, 8, 11, 14, 14, 12, 6, 9,  13, 15, 7,  12, 8,  9,  11, 7,  7,  12,
     7, 6,  15, 13, 11, 9,  7,  15, 11, 8, 6, 6,  14, 12, 13, 5, 14, 13, 13, 7,  5,  15, 5,  8,  11, 14, 14,
     6, 14, 6,  9,  12, 9,  12, 5,  15, 8, 8, 5,  12, 9,  12, 5, 14, 6,  8,  13, 6,  5,  15, 13, 11, 11}};
static const u32 ripemd_constants[2][5] = {{0, 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xa953fd4e},
                                           {0x50a28be6, 0x5c4dd124, 0x6d703ef3, 0x7a6d76e9, 0}};

static u32 ripemd_mix(int round, u32 x, u32 y, u32 z) {
    switch (round) {
    case 0: return x ^ y ^ z;
    case 1: return (x & y) | (~x & z);
    case 2: return (x | ~y) ^ z;
    case 3: return (x & z) | (y & ~z);
    default: return x ^ (y | ~z);
    }
}

static void ripemd_line(int line, const u32 *words, u32 *h) {
    for (int i = 0; i < 80; i++) {
        int round = i / 16;
        u32 mixed = ripemd_mix(line ? 4 - round : round, h[1], h[2], h[3]);
        u32 sum = h[0] + mixed + words[ripemd_words[line][i]] + ripemd_constants[line][round];
        u32 next = rotate_left_32(sum, ripemd_shifts[line][i]) + h[4];
        h[0] = h[4], h[4] = h[3], h[3] = rotate_left_32(h[2], 10), h[2] = h[1], h[1] = next;
    }
}

static void ripemd160_compress(u64 state[8], const u8 *block) {
    u32 words[16], left[5], right[5], sums[5];
    for (int i = 0; i < 16; i++) words[i] = (u32)load_little(block + 4 * i, 4);
    for (int i = 0; i < 5; i++) left[i] = right[i] = (u32)state[i];
    ripemd_line(0, words, left);
    ripemd_line(1, words, right);
    for (int i = 0; i < 5; i++) sums[i] = (u32)state[(i + 1) % 5] + left[(i + 2) % 5] + right[(i + 3) % 5];
    for (int i = 0; i < 5; i++) state[i] = sums[i];
}

const DigestAlgorithm digest_ripemd160 = {
    .name = "ripemd160",
    .size = 20,
    .block_size = 64,
    .word_size = 4,
    .initial = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0},
    .compress = ripemd160_compress};

/* --- SM3 ---------------------------------------------------------------------------------------------- */

static u32 sm3_spread(u32 x, int first, int second) {
    return x ^ rotate_left_32(x, first) ^ rotate_left_32(x, second);
}

static void sm3_step(u32 *h, int i, u32 word, u32 second_word) {
    u32 constant = i < 16 ? 0x79cc4519 : 0x7a879d8a, turned = rotate_left_32(h[0], 12);
    u32 sum = rotate_left_32(turned + h[4] + (i % 32 ? rotate_left_32(constant, i % 32) : constant), 7);
    u32 first = i < 16 ? h[0] ^ h[1] ^ h[2] : (h[0] & h[1]) | (h[0] & h[2]) | (h[1] & h[2]);
    u32 second = i < 16 ? h[4] ^ h[5] ^ h[6] : (h[4] & h[5]) | (~h[4] & h[6]);
    first += h[3] + (sum ^ turned) + second_word;
    second += h[7] + sum + word;
    h[3] = h[2], h[2] = rotate_left_32(h[1], 9), h[1] = h[0], h[0] = first;
    h[7] = h[6], h[6] = rotate_left_32(h[5], 19), h[5] = h[4], h[4] = sm3_spread(second, 9, 17);
}

static void sm3_compress(u64 state[8], const u8 *block) {
    u32 words[68], h[8];
    for (int i = 0; i < 16; i++) words[i] = (u32)load_big(block + 4 * i, 4);
    for (int i = 16; i < 68; i++) {
        u32 mixed = words[i - 16] ^ words[i - 9] ^ rotate_left_32(words[i - 3], 15);
        words[i] = sm3_spread(mixed, 15, 23) ^ rotate_left_32(words[i - 13], 7) ^ words[i - 6];
    }
    for (int i = 0; i < 8; i++) h[i] = (u32)state[i];
    for (int i = 0; i < 64; i++) sm3_step(h, i, words[i], words[i] ^ words[i + 4]);
    for (int i = 0; i < 8; i++) state[i] ^= h[i];
}

const DigestAlgorithm digest_sm3 = {
    .name = "sm3",
    .size = 32,
    .block_size = 64,
    .word_size = 4,
    .big_endian = true,
    .initial = {0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e},
    .compress = sm3_compress};
