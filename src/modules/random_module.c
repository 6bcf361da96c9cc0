/* random_module.c: the module _random: the Mersenne Twister MT19937 of Matsumoto and Nishimura, as the library's
 * random.py wants it: the same numbers for the same seed.
 *
 * The state is 624 words; when all have been given out, each is made anew from itself, its neighbour and the one
 * 397 places further. What is given out is a word with its bits tempered. */
#include "modules/modules.h"
#include "object/error.h"
#include "object/float.h"
#include "object/number.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "world/world.h"

enum { STATE_WORDS = 624, STATE_SHIFT = 397 };

typedef struct Random {
    Object ob_base;
    int index; /* of the word that comes next */
    u32 state[STATE_WORDS];
} Random;
#define AS_RANDOM(ref) ((Random *)(ref))

/* --- the generator --------------------------------------------------------------------------------------- */

/* The upper bit of one word and the others of the next, shifted and mixed. */
static u32 twist(u32 upper, u32 lower) {
    u32 joined = (upper & 0x80000000u) | (lower & 0x7fffffffu);
    return joined >> 1 ^ (lower & 1 ? 0x9908b0dfu : 0);
}

static void renew(Random *random) {
    u32 *state = random->state;
    for (int i = 0; i < STATE_WORDS; i++) {
        u32 next = state[(i + 1) % STATE_WORDS];
        state[i] = state[(i + STATE_SHIFT) % STATE_WORDS] ^ twist(state[i], next);
    }
    random->index = 0;
}

static u32 next_word(Random *random) {
    if (random->index >= STATE_WORDS) renew(random);
    u32 word = random->state[random->index++];
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c5680u;
    word ^= word << 15 & 0xefc60000u;
    return word ^ word >> 18;
}

static void seed_with_word(Random *random, u32 seed) {
    u32 *state = random->state;
    state[0] = seed;
    for (u32 i = 1; i < STATE_WORDS; i++) state[i] = 1812433253u * (state[i - 1] ^ state[i - 1] >> 30) + i;
    random->index = STATE_WORDS;
}

/* Behind the last word the first one again, which is a copy of the last. */
static u32 wrapped(u32 *state, u32 i) {
    if (i < STATE_WORDS) return i;
    state[0] = state[STATE_WORDS - 1];
    return 1;
}

static void seed_with_words(Random *random, const u32 *key, usize length) {
    u32 *state = random->state, i = 1;
    seed_with_word(random, 19650218u);
    for (usize step = 0, j = 0; step < (length > STATE_WORDS ? length : STATE_WORDS); step++) {
        state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) * 1664525u) + key[j] + (u32)j;
        i = wrapped(state, i + 1);
        if (++j == length) j = 0;
    }
    for (usize step = 1; step < STATE_WORDS; step++) {
        state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) * 1566083941u) - i;
        i = wrapped(state, i + 1);
    }
    state[0] = 0x80000000u;
}

/* --- seeding --------------------------------------------------------------------------------------------- */

static void seed_from_outside(Random *random) {
    u32 key[STATE_WORDS];
    enum { PIECE = 64 }; /* what world gives at once */
    for (usize done = 0; done < sizeof key; done += PIECE) world_entropy((u8 *)key + done, PIECE);
    seed_with_words(random, key, STATE_WORDS);
}

/* `number` is not negative. */
static bool seed_with_int(Random *random, Ref number) {
    usize bits = (usize)int_bit_length(number), words = bits ? (bits - 1) / 32 + 1 : 1;
    u32 *key = arena_alloc(words * sizeof *key, BLOCK_RAW);
    if (!key) return error_memory();
    bool done = int_to_bytes(number, (u8 *)key, (isize)(words * sizeof *key), true, false);
    if (done) seed_with_words(random, key, words);
    arena_free(key);
    return done;
}

static bool random_seed(Random *random, Ref seed) {
    if (!seed || seed == None) {
        seed_from_outside(random);
        return true;
    }
    Own number;
    if (is_int(seed)) { /* without asking a subclass for its idea of abs() */
        number = int_sign(seed) < 0 ? int_negative(seed) : own(seed);
    } else {
        isize hash = object_hash(seed);
        number = hash == -1 ? NULL : int_from_u64((u64)hash);
    }
    bool done = number && seed_with_int(random, number);
    release_maybe(number);
    return done;
}

static bool random_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    bool own_init = type_of(self)->slots.init != MODULE_TYPE(RANDOM)->slots.init;
    if (!own_init && !arguments_no_keywords("Random", kwnames)) return false;
    if (nargs > 1) return error_set(EXC(TypeError), "Random() requires 0 or 1 argument");
    return random_seed(AS_RANDOM(self), nargs ? args[0] : NULL);
}

static Own random_method_seed(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("seed", nargs, 0, 1)) return NULL;
    return random_seed(AS_RANDOM(self), nargs ? args[0] : NULL) ? own_none() : NULL;
}

/* --- numbers --------------------------------------------------------------------------------------------- */

/* 53 bits: 27 of one word, 26 of another. */
static Own random_method_random(Ref self) {
    u32 high = next_word(AS_RANDOM(self)) >> 5, low = next_word(AS_RANDOM(self)) >> 6;
    return float_from_double((high * 67108864.0 + low) * (1.0 / 9007199254740992.0));
}

static Own many_bits(Random *random, isize count) {
    isize words = (count - 1) / 32 + 1;
    u32 *bits = arena_alloc((usize)words * sizeof *bits, BLOCK_RAW);
    if (!bits) return error_memory();
    for (isize i = 0; i < words; i++, count -= 32) bits[i] = next_word(random) >> (count < 32 ? 32 - count : 0);
    Own number = int_from_bytes((const u8 *)bits, words * (isize)sizeof *bits, true, false);
    arena_free(bits);
    return number;
}

static Own random_method_getrandbits(Ref self, Ref argument) {
    Own index = int_index(argument);
    int overflow;
    if (!index) return NULL;
    i64 count = int_as_i64_overflow(index, &overflow);
    release(index);
    if (overflow || count > INT32_MAX || count < INT32_MIN) {
        return error_set(EXC(OverflowError), "Python int too large to convert to C int");
    }
    if (count < 0) return error_set(EXC(ValueError), "number of bits must be non-negative");
    if (count == 0) return int_from_i64(0);
    if (count <= 32) return int_from_u64(next_word(AS_RANDOM(self)) >> (32 - count));
    return many_bits(AS_RANDOM(self), count);
}

/* --- the state ------------------------------------------------------------------------------------------- */

static Own random_method_getstate(Ref self) {
    const Random *random = AS_RANDOM(self);
    Own state = tuple_new(STATE_WORDS + 1);
    for (isize i = 0; state && i <= STATE_WORDS; i++) {
        Own word = int_from_u64(i < STATE_WORDS ? random->state[i] : (u32)random->index);
        if (word) {
            tuple_fill(state, i, word);
        } else {
            slot_clear(&state);
        }
    }
    return state;
}

static Own random_method_setstate(Ref self, Ref state) {
    u32 words[STATE_WORDS];
    if (!is_tuple(state)) return error_set(EXC(TypeError), "state vector must be a tuple");
    if (tuple_length(state) != STATE_WORDS + 1)
        return error_set(EXC(ValueError), "state vector is the wrong size");
    for (isize i = 0; i < STATE_WORDS; i++) {
        if (!is_int(tuple_get(state, i))) return error_set(EXC(TypeError), "an integer is required");
        u64 word = int_as_u64(tuple_get(state, i));
        if (word == (u64)-1 && error_occurred()) return NULL;
        words[i] = (u32)word;
    }
    isize index = int_as_isize(tuple_get(state, STATE_WORDS));
    if (index == -1 && error_occurred()) return NULL;
    if (index < 0 || index > STATE_WORDS) return error_set(EXC(ValueError), "invalid state");
    memcpy(AS_RANDOM(self)->state, words, sizeof words);
    AS_RANDOM(self)->index = (int)index;
    return own_none();
}

static const MethodDef random_methods[] = {{"random", METHOD_NONE, .none = random_method_random,
                                            .doc = "random($self, /)\n"
                                                   "--\n"
                                                   "\n"
                                                   "random() -> x in the interval [0, 1)."},
                                           {"seed", METHOD_ARRAY, .array = random_method_seed,
                                            .doc = "seed($self, n=None, /)\n"
                                                   "--\n"
                                                   "\n"
                                                   "seed([n]) -> None.\n"
                                                   "\n"
                                                   "Defaults to use urandom and falls back to a combination\n"
                                                   "of the current time and the process identifier."},
                                           {"getstate", METHOD_NONE, .none = random_method_getstate,
                                            .doc = "getstate($self, /)\n"
                                                   "--\n"
                                                   "\n"
                                                   "getstate() -> tuple containing the current state."},
                                           {"setstate", METHOD_ONE, .one = random_method_setstate,
                                            .doc = "setstate($self, state, /)\n"
                                                   "--\n"
                                                   "\n"
                                                   "setstate(state) -> None.  Restores generator state."},
                                           {"getrandbits", METHOD_ONE, .one = random_method_getrandbits,
                                            .doc =
                                                "getrandbits($self, k, /)\n"
                                                "--\n"
                                                "\n"
                                                "getrandbits(k) -> x.  Generates an int with k random bits."},
                                           {.name = NULL}};

const TypeSpec random_spec = {.name = "_random.Random",
                              .basicsize = sizeof(Random),
                              .ghost_size = 2520,
                              .flags = TYPE_HEAP | TYPE_BASETYPE,
                              .slots = {.new = type_generic_new, .init = random_init},
                              .methods = random_methods,
                              .doc =
                                  "Random() -> create a random number generator with its own internal state."};

static bool fill(Ref module) { return module_add_type(module, MODULE_TYPE_RANDOM); }

const NativeModule random_module = {
    .name = "_random", .doc = "Module implements the Mersenne Twister random number generator.", .fill = fill};
