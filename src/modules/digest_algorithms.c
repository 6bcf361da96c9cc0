/* digest_algorithms.c: MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4): what a block does to the state.
 *
 * States are kept in 64-bit words for all; the 32-bit algorithms use the lower halves. */
#include "modules/digest.h"

/* --- MD5 ------------------------------------------------------------------------------------------------ */

/* floor(2^32 * |sin(i + 1)|) */
static const u32 md5_constants[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

static void md5_compress(u64 state[8], const u8 *block) {
    static const u8 shifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    u32 words[16], a = (u32)state[0], b = (u32)state[1], c = (u32)state[2], d = (u32)state[3];
    for (int i = 0; i < 16; i++) words[i] = (u32)load_little(block + 4 * i, 4);
    for (u32 i = 0; i < 64; i++) {
        u32 mixed, word;
        switch (i / 16) {
        case 0: mixed = (b & c) | (~b & d), word = i; break;
        case 1: mixed = (d & b) | (~d & c), word = 5 * i + 1; break;
        case 2: mixed = b ^ c ^ d, word = 3 * i + 5; break;
        default: mixed = c ^ (b | ~d), word = 7 * i; break;
        }
        u32 sum = a + mixed + md5_constants[i] + words[word % 16];
        a = d, d = c, c = b;
        b += rotate_left_32(sum, shifts[i / 16][i % 4]);
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
}

const DigestAlgorithm digest_md5 = {.name = "md5",
                                    .size = 16,
                                    .block_size = 64,
                                    .word_size = 4,
                                    .initial = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476},
                                    .compress = md5_compress};

/* --- SHA-1 ---------------------------------------------------------------------------------------------- */

static void sha1_compress(u64 state[8], const u8 *block) {
    u32 words[80], a = (u32)state[0], b = (u32)state[1], c = (u32)state[2], d = (u32)state[3],
                   e = (u32)state[4];
    for (int i = 0; i < 16; i++) words[i] = (u32)load_big(block + 4 * i, 4);
    for (int i = 16; i < 80; i++) {
        words[i] = rotate_left_32(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    }
    for (int i = 0; i < 80; i++) {
        u32 mixed, constant;
        switch (i / 20) {
        case 0: mixed = (b & c) | (~b & d), constant = 0x5a827999; break;
        case 1: mixed = b ^ c ^ d, constant = 0x6ed9eba1; break;
        case 2: mixed = (b & c) | (b & d) | (c & d), constant = 0x8f1bbcdc; break;
        default: mixed = b ^ c ^ d, constant = 0xca62c1d6; break;
        }
        u32 sum = rotate_left_32(a, 5) + mixed + e + constant + words[i];
        e = d, d = c, c = rotate_left_32(b, 30), b = a, a = sum;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

const DigestAlgorithm digest_sha1 = {.name = "sha1",
                                     .size = 20,
                                     .block_size = 64,
                                     .word_size = 4,
                                     .big_endian = true,
                                     .initial = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0},
                                     .compress = sha1_compress};

/* --- SHA-2 ---------------------------------------------------------------------------------------------- */

/* The first 64 bits of the fractional parts of the cube roots of the first 80 primes. SHA-256 uses the upper
 * halves of the first 64. */
static const u64 sha2_constants[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538,
    0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe,
    0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
    0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab,
    0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed,
    0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
    0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8, 0x1e376c085141ab53,
    0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373,
    0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c,
    0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
    0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
    0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817};

static void sha256_compress(u64 state[8], const u8 *block) {
    u32 w[64], s[8];
    for (int i = 0; i < 16; i++) w[i] = (u32)load_big(block + 4 * i, 4);
    for (int i = 16; i < 64; i++) {
        u32 low = rotate_right_32(w[i - 15], 7) ^ rotate_right_32(w[i - 15], 18) ^ w[i - 15] >> 3;
        u32 high = rotate_right_32(w[i - 2], 17) ^ rotate_right_32(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + low + w[i - 7] + high;
    }
    for (int i = 0; i < 8; i++) s[i] = (u32)state[i];
    for (int i = 0; i < 64; i++) {
        u32 big1 = rotate_right_32(s[4], 6) ^ rotate_right_32(s[4], 11) ^ rotate_right_32(s[4], 25);
        u32 choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        u32 first = s[7] + big1 + choice + (u32)(sha2_constants[i] >> 32) + w[i];
        u32 big0 = rotate_right_32(s[0], 2) ^ rotate_right_32(s[0], 13) ^ rotate_right_32(s[0], 22);
        u32 majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        memmove(s + 1, s, 7 * sizeof(s[0]));
        s[4] += first;
        s[0] = first + big0 + majority;
    }
    for (int i = 0; i < 8; i++) state[i] = (u32)state[i] + s[i];
}

void digest_sha512_compress(u64 state[8], const u8 *block) {
    u64 w[80], s[8];
    for (int i = 0; i < 16; i++) w[i] = load_big(block + 8 * i, 8);
    for (int i = 16; i < 80; i++) {
        u64 low = rotate_right_64(w[i - 15], 1) ^ rotate_right_64(w[i - 15], 8) ^ w[i - 15] >> 7;
        u64 high = rotate_right_64(w[i - 2], 19) ^ rotate_right_64(w[i - 2], 61) ^ w[i - 2] >> 6;
        w[i] = w[i - 16] + low + w[i - 7] + high;
    }
    memcpy(s, state, sizeof(s));
    for (int i = 0; i < 80; i++) {
        u64 big1 = rotate_right_64(s[4], 14) ^ rotate_right_64(s[4], 18) ^ rotate_right_64(s[4], 41);
        u64 choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        u64 first = s[7] + big1 + choice + sha2_constants[i] + w[i];
        u64 big0 = rotate_right_64(s[0], 28) ^ rotate_right_64(s[0], 34) ^ rotate_right_64(s[0], 39);
        u64 majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        memmove(s + 1, s, 7 * sizeof(s[0]));
        s[4] += first;
        s[0] = first + big0 + majority;
    }
    for (int i = 0; i < 8; i++) state[i] += s[i];
}

const DigestAlgorithm digest_sha224 = {
    .name = "sha224",
    .size = 28,
    .block_size = 64,
    .word_size = 4,
    .big_endian = true,
    .initial = {0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4},
    .compress = sha256_compress};
const DigestAlgorithm digest_sha256 = {
    .name = "sha256",
    .size = 32,
    .block_size = 64,
    .word_size = 4,
    .big_endian = true,
    .initial = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19},
    .compress = sha256_compress};
const DigestAlgorithm digest_sha384 = {.name = "sha384",
                                       .size = 48,
                                       .block_size = 128,
                                       .word_size = 8,
                                       .big_endian = true,
                                       .initial = {0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17,
                                                   0x152fecd8f70e5939, 0x67332667ffc00b31, 0x8eb44a8768581511,
                                                   0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4},
                                       .compress = digest_sha512_compress};
const DigestAlgorithm digest_sha512 = {.name = "sha512",
                                       .size = 64,
                                       .block_size = 128,
                                       .word_size = 8,
                                       .big_endian = true,
                                       .initial = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                                   0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                                   0x1f83d9abfb41bd6b, 0x5be0cd19137e2179},
                                       .compress = digest_sha512_compress};
