/* sha3_module.c: the module _sha3: SHA-3 and SHAKE (FIPS 202).
 *
 * A sponge: 25 words of state, into the first `rate` bytes of which data is mixed, with a permutation of the whole
 * after each `rate` bytes; squeezing reads the same bytes out. */
#include "modules/digest.h"

#include "object/charge.h"
#include "vm/eval.h"

typedef struct Sponge {
    Object ob_base;
    u64 state[25];
    isize rate, position; /* bytes */
    isize size;           /* of the digest; 0: as long as one asks for */
} Sponge;
#define AS_SPONGE(ref) ((Sponge *)(ref))

/* --- Keccak-f[1600] ------------------------------------------------------------------------------------- */

/* Round constants come from a shift register of 8 bits. */
static u64 next_constant(u8 *shift) {
    u64 constant = 0;
    for (int i = 0; i < 7; i++) {
        if (*shift & 1) constant |= (u64)1 << ((1 << i) - 1);
        *shift = (u8)(*shift << 1 ^ (*shift & 0x80 ? 0x71 : 0));
    }
    return constant;
}

static void mix_columns(u64 a[25]) {
    u64 parity[5];
    for (int x = 0; x < 5; x++) parity[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    for (int x = 0; x < 5; x++) {
        u64 change = parity[(x + 4) % 5] ^ rotate_left_64(parity[(x + 1) % 5], 1);
        for (int y = 0; y < 25; y += 5) a[x + y] ^= change;
    }
}

/* Rotates each word by another amount and moves it to another place. */
static void move_words(u64 a[25]) {
    u64 moving = a[1];
    for (int step = 0, x = 1, y = 0; step < 24; step++) {
        int next_y = (2 * x + 3 * y) % 5;
        x = y;
        y = next_y;
        u64 there = a[x + 5 * y];
        a[x + 5 * y] = rotate_left_64(moving, (step + 1) * (step + 2) / 2 % 64);
        moving = there;
    }
}

static void mix_rows(u64 a[25]) {
    for (int y = 0; y < 25; y += 5) {
        u64 row[5];
        memcpy(row, a + y, sizeof(row));
        for (int x = 0; x < 5; x++) a[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
}

static void permute(u64 a[25]) {
    u8 shift = 1;
    for (int round = 0; round < 24; round++) {
        mix_columns(a);
        move_words(a);
        mix_rows(a);
        a[0] ^= next_constant(&shift);
    }
}

/* --- the sponge ----------------------------------------------------------------------------------------- */

static void mix_byte(Sponge *sponge, isize position, u8 byte) {
    sponge->state[position / 8] ^= (u64)byte << position % 8 * 8;
}

static void absorb(Sponge *sponge, const u8 *bytes, isize count) {
    while (count > 0) {
        isize taken = isize_min(count, sponge->rate - sponge->position);
        for (isize i = 0; i < taken; i++) mix_byte(sponge, sponge->position + i, bytes[i]);
        sponge->position += taken;
        bytes += taken;
        count -= taken;
        if (sponge->position == sponge->rate) {
            permute(sponge->state);
            sponge->position = 0;
        }
    }
}

/* Bits that tell the two kinds apart, and begin the padding. */
static u8 suffix_of(const Sponge *sponge) { return sponge->size ? 0x06 : 0x1f; }

/* Pads a copy, and reads `count` bytes out of it. */
static void squeeze(const Sponge *running, u8 *out, isize count) {
    Sponge sponge = *running;
    mix_byte(&sponge, sponge.position, suffix_of(&sponge));
    mix_byte(&sponge, sponge.rate - 1, 0x80);
    for (isize i = 0; i < count; i++) {
        isize within = i % sponge.rate;
        if (within == 0) permute(sponge.state);
        out[i] = (u8)(sponge.state[within / 8] >> within % 8 * 8);
    }
}

static bool absorb_object(Ref self, Ref data) {
    Buffer buffer;
    if (!digest_data(data, &buffer)) return false;
    absorb(AS_SPONGE(self), (const u8 *)buffer.data, buffer.length);
    charge(buffer.length, CHARGE_CODED);
    buffer_release(&buffer);
    return true;
}

/* --- the object ----------------------------------------------------------------------------------------- */

/* size: of the digest, 0 for a SHAKE; `strength` in bits. */
static Own make(Type *type, isize size, isize strength, Ref const *args, isize nargs, Ref kwnames) {
    /* every one of them calls itself so in messages */
    static const Parameters parameters = {"sha3_224", {"data", "/", "*", "usedforsecurity"}, .required = 0};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (given[1] && object_is_true(given[1]) < 0) return NULL;
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_SPONGE(self)->size = size;
    AS_SPONGE(self)->rate = 200 - strength / 4;
    if (!given[0] || absorb_object(self, given[0])) return self;
    release(self);
    return NULL;
}

static Own sponge_method_copy(Ref self) {
    Own copy = object_new(type_of(self), 0);
    if (!copy) return NULL;
    Object header = *copy;
    *AS_SPONGE(copy) = *AS_SPONGE(self);
    *copy = header;
    return copy;
}
static Own sponge_method_update(Ref self, Ref data) { return absorb_object(self, data) ? own_none() : NULL; }
static Own sponge_method_digest(Ref self) {
    u8 bytes[DIGEST_MAX_SIZE];
    squeeze(AS_SPONGE(self), bytes, AS_SPONGE(self)->size);
    return bytes_from(bytes, AS_SPONGE(self)->size);
}
static Own sponge_method_hexdigest(Ref self) {
    u8 bytes[DIGEST_MAX_SIZE];
    squeeze(AS_SPONGE(self), bytes, AS_SPONGE(self)->size);
    return digest_hex(bytes, AS_SPONGE(self)->size);
}

/* As many bytes as the caller asks for. */
static Own shake_digest(Ref self, Ref argument) {
    if (!is_int(argument)) return error_set(EXC(TypeError), "an integer is required");
    u64 length = int_as_u64(argument);
    if (length == (u64)-1 && error_occurred()) {
        if (error_matches(EXC(OverflowError)) && int_sign(argument) < 0) {
            error_clear();
            error_set(EXC(ValueError), "value must be positive");
        }
        return NULL;
    }
    if (length >= 1 << 29) return error_set(EXC(ValueError), "length is too large");
    Own bytes = bytes_from(NULL, (isize)length);
    if (bytes) squeeze(AS_SPONGE(self), bytes_data(bytes), (isize)length);
    charge((isize)length, CHARGE_CODED);
    return bytes;
}
static Own shake_hexdigest(Ref self, Ref argument) {
    Own bytes = shake_digest(self, argument),
        text = bytes ? digest_hex(bytes_data(bytes), size_of(bytes)) : NULL;
    release_maybe(bytes);
    return text;
}

static Own sponge_get_block_size(Ref self, void *closure) {
    (void)closure;
    return int_from_isize(AS_SPONGE(self)->rate);
}
static Own sponge_get_name(Ref self, void *closure) {
    (void)closure;
    return str_from_ascii(type_short_name(type_of(self)), -1);
}
static Own sponge_get_digest_size(Ref self, void *closure) {
    (void)closure;
    return int_from_isize(AS_SPONGE(self)->size);
}
static Own sponge_get_capacity_bits(Ref self, void *closure) {
    (void)closure;
    return int_from_isize(1600 - AS_SPONGE(self)->rate * 8);
}
static Own sponge_get_rate_bits(Ref self, void *closure) {
    (void)closure;
    return int_from_isize(AS_SPONGE(self)->rate * 8);
}
static Own sponge_get_suffix(Ref self, void *closure) {
    (void)closure;
    u8 suffix = suffix_of(AS_SPONGE(self));
    return bytes_from(&suffix, 1);
}

#define COPY                                                                                                   \
    {                                                                                                          \
        "copy", METHOD_NONE, .none = sponge_method_copy,                                                       \
                             .doc = "copy($self, /)\n--\n\nReturn a copy of the hash object."                  \
    }
#define UPDATE                                                                                                 \
    {                                                                                                          \
        "update", METHOD_ONE, .one = sponge_method_update,                                                     \
                              .doc = "update($self, data, /)\n--\n\n"                                          \
                                     "Update this hash object's state with the provided bytes-like object."    \
    }
static const MethodDef sha3_methods[] = {
    COPY,
    {"digest", METHOD_NONE, .none = sponge_method_digest,
     .doc = "digest($self, /)\n--\n\nReturn the digest value as a bytes object."},
    {"hexdigest", METHOD_NONE, .none = sponge_method_hexdigest,
     .doc = "hexdigest($self, /)\n--\n\nReturn the digest value as a string of hexadecimal digits."},
    UPDATE,
    {.name = NULL}};
static const MethodDef shake_methods[] = {
    COPY,
    {"digest", METHOD_ONE, .one = shake_digest,
     .doc = "digest($self, length, /)\n--\n\nReturn the digest value as a bytes object."},
    {"hexdigest", METHOD_ONE, .one = shake_hexdigest,
     .doc = "hexdigest($self, length, /)\n--\n\nReturn the digest value as a string of hexadecimal digits."},
    UPDATE,
    {.name = NULL}};
static const GetSetDef sponge_getset[] = {{"block_size", sponge_get_block_size},
                                          {"name", sponge_get_name},
                                          {"digest_size", sponge_get_digest_size},
                                          {"_capacity_bits", sponge_get_capacity_bits},
                                          {"_rate_bits", sponge_get_rate_bits},
                                          {"_suffix", sponge_get_suffix},
                                          {.name = NULL}};

/* One type an algorithm, alike but for name and sizes. */
#define SPONGE_SPEC(id, digest_size, strength, table, words)                                                   \
    static Own make_##id(Type *type, Ref const *args, isize nargs, Ref kwnames) {                              \
        return make(type, digest_size, strength, args, nargs, kwnames);                                        \
    }                                                                                                          \
    const TypeSpec id##_spec = {.name = "_sha3." #id,                                                          \
                                .module = "_sha3",                                                             \
                                .basicsize = sizeof(Sponge),                                                   \
                                .flags = TYPE_HEAP_SPEC,                                                       \
                                .slots = {.new = make_##id},                                                   \
                                .methods = table,                                                              \
                                .getset = sponge_getset,                                                       \
                                .doc = #id "([data], *, usedforsecurity=True) -> " words};
SPONGE_SPEC(sha3_224, 28, 224, sha3_methods,
            "SHA3 object\n\nReturn a new SHA3 hash object with a hashbit length of 28 bytes.")
SPONGE_SPEC(sha3_256, 32, 256, sha3_methods,
            "SHA3 object\n\nReturn a new SHA3 hash object with a hashbit length of 32 bytes.")
SPONGE_SPEC(sha3_384, 48, 384, sha3_methods,
            "SHA3 object\n\nReturn a new SHA3 hash object with a hashbit length of 48 bytes.")
SPONGE_SPEC(sha3_512, 64, 512, sha3_methods,
            "SHA3 object\n\nReturn a new SHA3 hash object with a hashbit length of 64 bytes.")
SPONGE_SPEC(shake_128, 0, 128, shake_methods, "SHAKE object\n\nReturn a new SHAKE hash object.")
SPONGE_SPEC(shake_256, 0, 256, shake_methods, "SHAKE object\n\nReturn a new SHAKE hash object.")

static bool fill(Ref module) {
    static const ModuleConstant constants[] = {{"keccakopt", 0}, {.name = NULL}};
    return module_add_type(module, MODULE_TYPE_SHA3_224) && module_add_type(module, MODULE_TYPE_SHA3_256) &&
           module_add_type(module, MODULE_TYPE_SHA3_384) && module_add_type(module, MODULE_TYPE_SHA3_512) &&
           module_add_type(module, MODULE_TYPE_SHAKE_128) && module_add_type(module, MODULE_TYPE_SHAKE_256) &&
           module_add_constants(module, constants) &&
           module_add(module, "implementation", str_from_ascii("tiny_sha3", -1));
}
const NativeModule sha3_module = {.name = "_sha3", .fill = fill};
