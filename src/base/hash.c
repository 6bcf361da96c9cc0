/* hash.c: SipHash-1-3 with a key of zeros, and the running hash of the machine's state.
 *
 * SipHash mixes eight bytes at a time into four words: one round for each eight bytes, three at the end. The
 * last, incomplete word carries the length in its top byte. (That CPython turns the hash -1 into -2, and gives
 * the empty string 0 without hashing it, is the caller's business.) */
#include "base/hash.h"

static inline u64 rotate_left(u64 word, int bits) { return word << bits | word >> (64 - bits); }

typedef struct SipState {
    u64 v0, v1, v2, v3;
} SipState;

static inline void sip_round(SipState *s) {
    s->v0 += s->v1;
    s->v2 += s->v3;
    s->v1 = rotate_left(s->v1, 13) ^ s->v0;
    s->v3 = rotate_left(s->v3, 16) ^ s->v2;
    s->v0 = rotate_left(s->v0, 32);
    s->v2 += s->v1;
    s->v0 += s->v3;
    s->v1 = rotate_left(s->v1, 17) ^ s->v2;
    s->v3 = rotate_left(s->v3, 21) ^ s->v0;
    s->v2 = rotate_left(s->v2, 32);
}

/* Up to eight bytes as a little-endian word. */
static inline u64 load_word(const u8 *bytes, usize count) {
    u64 word = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(&word, bytes, count);
#else
    for (usize i = 0; i < count; i++) word |= (u64)bytes[i] << (8 * i);
#endif
    return word;
}

static u64 siphash13(SipState s, const void *bytes, usize length) {
    const u8 *at = bytes;
    u64 last = (u64)length << 56;
    for (; length >= 8; length -= 8, at += 8) {
        u64 word = load_word(at, 8);
        s.v3 ^= word;
        sip_round(&s);
        s.v0 ^= word;
    }
    if (length) last |= load_word(at, length);
    s.v3 ^= last;
    sip_round(&s);
    s.v0 ^= last;
    s.v2 ^= 0xff;
    sip_round(&s);
    sip_round(&s);
    sip_round(&s);
    return (s.v0 ^ s.v1) ^ (s.v2 ^ s.v3);
}

/* "somepseudorandomlygeneratedbytes", as the paper has it */
#define SIP_START ((SipState){0x736f6d6570736575, 0x646f72616e646f6d, 0x6c7967656e657261, 0x7465646279746573})

u64 hash_siphash13(const void *bytes, usize length) { return siphash13(SIP_START, bytes, length); }

u64 hash_siphash13_keyed(u64 key, const void *bytes, usize length) {
    SipState s = SIP_START;
    s.v0 ^= key;
    s.v2 ^= key;
    return siphash13(s, bytes, length);
}

/* --- same state ------------------------------------------------------------------------------------------- */

/* A multiplication spreads each bit upwards, the fold brings the upper half down again. */
static inline u64 mix(u64 value, u64 word) {
    u64 mixed = (value ^ word) * 0xd6e8feb86659fd93 + 0x9e3779b97f4a7c15;
    return mixed ^ mixed >> 32;
}

void state_hash_word(StateHash *hash, u64 word) { hash->value = mix(hash->value, word); }

/* Each mixing waits for the one before. So four words go into four sums that do not know of each other, and the running
 * hash comes in only at the end: the processor works on all four at once, and on the next bytes before these are done. */
void state_hash_bytes(StateHash *hash, const void *bytes, usize length) {
    const u8 *at = bytes;
    u64 a = length, b = 1, c = 2, d = 3;
    for (; length >= 32; length -= 32, at += 32) {
        a = mix(a, load_word(at, 8));
        b = mix(b, load_word(at + 8, 8));
        c = mix(c, load_word(at + 16, 8));
        d = mix(d, load_word(at + 24, 8));
    }
    for (; length >= 8; length -= 8, at += 8) a = mix(a, load_word(at, 8));
    if (length) b = mix(b, load_word(at, length));
    state_hash_word(hash, mix(mix(a, b), mix(c, d)));
}
