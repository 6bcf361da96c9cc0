/* hashlib.h: what the files of the module _hashlib share: digests by OpenSSL's names.
 *
 * CPython has this module from OpenSSL; here its objects hold one of the digests of _md5, _sha1, _sha256,
 * _sha512, _sha3 or _blake2, or one that only digest_more.c knows. */
#ifndef MODULES_HASHLIB_H
#define MODULES_HASHLIB_H

#include "modules/digest.h"

typedef struct HashKind {
    const char *name;
    const DigestAlgorithm *algorithm; /* NULL: the digest is made by a function of its name */
    const char *module;               /* in this module */
    int size, block_size;             /* in bytes; size 0: as many as are asked for */
} HashKind;

const HashKind *hash_kind_find(const char *name); /* NULL: unknown */
/* By a name as programs write it, or one of the module's constructors. NULL raised. */
const HashKind *hash_kind_by_name(Ref name);
const HashKind *hash_kind_of(Ref digestmod);
/* For HMAC, which needs a digest of one size. NULL raised. */
const HashKind *hash_kind_for_keys(const HashKind *kind);

/* A fresh digest object. */
Own hash_begin(const HashKind *kind);
bool hash_eat(Ref digest, const u8 *bytes, isize count);
/* What the digest would be with more bytes eaten; it stays as it is. `out` has room for DIGEST_MAX_SIZE. */
bool hash_peek(const HashKind *kind, Ref digest, const u8 *bytes, isize count, u8 *out);

typedef struct Keyed { /* HMAC (RFC 2104): two digests that have eaten the key */
    const HashKind *kind;
    Object *inner, *outer; /* owned */
} Keyed;
bool keyed_begin(Keyed *keyed, const HashKind *kind, const u8 *key, isize length);
void keyed_release(Keyed *keyed);
/* Of what the inner digest has eaten and `count` bytes more. */
bool keyed_peek(const Keyed *keyed, const u8 *bytes, isize count, u8 *out);

/* --- keys made of passwords (hashlib_kdf.c) ------------------------------------------------------------ */
Own hashlib_method_pbkdf2_hmac(Ref module, Ref const *args, isize nargs, Ref kwnames);
Own hashlib_method_scrypt(Ref module, Ref const *args, isize nargs, Ref kwnames);

#endif
