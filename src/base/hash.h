/* hash.h: SipHash, as CPython 3.11 uses it for str and bytes (SipHash-1-3), with the key that
 * PYTHONHASHSEED=0 makes: all zero. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/base.h"

u64 hash_siphash13(const void *bytes, usize length);
/* With `key` as the lower half of the key: what names the source in a .pyc file (PEP 552). */
u64 hash_siphash13_keyed(u64 key, const void *bytes, usize length);

/* Running hash for "same state": feed words or bytes, read at any time; how bytes are cut into pieces counts. Not
 * cryptographic. */
typedef struct StateHash {
    u64 value;
} StateHash;
void state_hash_bytes(StateHash *hash, const void *bytes, usize length);
void state_hash_word(StateHash *hash, u64 word);

#endif
