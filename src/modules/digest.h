/* digest.h: cryptographic digests: what the modules _md5, _sha1, _sha256, _sha512, _sha3 and _blake2 share.
 *
 * A digest eats bytes in blocks. Algorithms say how a block changes the state and how the state is written out;
 * collecting bytes into blocks, padding, and the Python side are written once. */
#ifndef MODULES_DIGEST_H
#define MODULES_DIGEST_H

#include "modules/modules.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/str.h"
#include "object/type_checks.h"

enum { DIGEST_MAX_BLOCK = 168, DIGEST_MAX_SIZE = 64 };

static inline u32 rotate_left_32(u32 x, int n) { return x << n | x >> (32 - n); }
static inline u32 rotate_right_32(u32 x, int n) { return x >> n | x << (32 - n); }
static inline u64 rotate_left_64(u64 x, int n) { return n ? x << n | x >> (64 - n) : x; }
static inline u64 rotate_right_64(u64 x, int n) { return x >> n | x << (64 - n); }
/* The unsigned number of `count` bytes. */
static inline u64 load_little(const u8 *bytes, int count) {
    u64 value = 0;
    for (int i = count - 1; i >= 0; i--) value = value << 8 | bytes[i];
    return value;
}
static inline u64 load_big(const u8 *bytes, int count) {
    u64 value = 0;
    for (int i = 0; i < count; i++) value = value << 8 | bytes[i];
    return value;
}
static inline void store_little(u8 *bytes, int count, u64 value) {
    for (int i = 0; i < count; i++) bytes[i] = (u8)(i < 8 ? value >> 8 * i : 0);
}
static inline void store_big(u8 *bytes, int count, u64 value) {
    for (int i = 0; i < count; i++) bytes[count - 1 - i] = (u8)(i < 8 ? value >> 8 * i : 0);
}

/* The data of a digest's argument: any bytes-like object; str is refused with a hint. False: raised. */
bool digest_data(Ref argument, Buffer *buffer);
/* Lower case hexadecimal digits: a str. */
Own digest_hex(const u8 *bytes, isize length);

/* --- the MD5 and SHA-2 family: 64- or 128-byte blocks, the length at the end ---------------------------- */

typedef struct DigestAlgorithm {
    const char *name;
    u8 size, block_size, word_size; /* bytes; the state is words of word_size */
    bool big_endian;
    u64 initial[8];
    void (*compress)(u64 state[8], const u8 *block);
} DigestAlgorithm;

extern const DigestAlgorithm digest_md5, digest_sha1, digest_sha224, digest_sha256, digest_sha384,
    digest_sha512, digest_sha512_224, digest_sha512_256, digest_ripemd160, digest_sm3;
void digest_sha512_compress(u64 state[8], const u8 *block); /* which three of them have in common */
/* A fresh digest object by any of these; its class is of no meaning. */
Own digest_new(const DigestAlgorithm *algorithm);
/* What the digest would be with more bytes eaten; it stays as it is. */
void digest_peek(Ref digest, const u8 *bytes, usize count, u8 *out);

#endif
