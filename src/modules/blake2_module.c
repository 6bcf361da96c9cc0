/* blake2_module.c: the module _blake2: BLAKE2b and BLAKE2s (RFC 7693), with keys, salts and tree hashing.
 *
 * Both are written once, on 64-bit words; BLAKE2s uses the lower halves. They differ in word size, number of rounds
 * and rotations. */
#include "modules/digest.h"

#include "object/argument_checks.h"
#include "object/charge.h"
#include "object/dict.h"
#include "vm/eval.h"

typedef struct Blake2Kind {
    const char *name;
    int word_size, rounds;
    u8 rotations[4];
    u64 initial[8];
} Blake2Kind;

static const Blake2Kind blake2b_kind = {"blake2b",
                                        8,
                                        12,
                                        {32, 24, 16, 63},
                                        {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                         0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                         0x1f83d9abfb41bd6b, 0x5be0cd19137e2179}};
static const Blake2Kind blake2s_kind = {
    "blake2s",
    4,
    10,
    {16, 12, 8, 7},
    {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};

typedef struct Blake2 {
    Object ob_base;
    const Blake2Kind *kind;
    u64 state[8];
    u64 counter; /* bytes compressed */
    isize size;  /* of the digest */
    isize used;  /* bytes waiting in `block` */
    bool last_node;
    u8 block[128];
} Blake2;
#define AS_BLAKE2(ref) ((Blake2 *)(ref))

static isize block_size(const Blake2Kind *kind) { return kind->word_size * 16; }
static isize max_size(const Blake2Kind *kind) { return kind->word_size * 8; }
static isize salt_size(const Blake2Kind *kind) { return kind->word_size * 2; }

/* --- compression ---------------------------------------------------------------------------------------- */

static u64 rotate(const Blake2Kind *kind, u64 x, int by) {
    return kind->word_size == 8 ? rotate_right_64(x, by) : rotate_right_32((u32)x, by);
}
static u64 cut(const Blake2Kind *kind, u64 x) { return kind->word_size == 8 ? x : (u32)x; }

static void mix(const Blake2Kind *kind, u64 v[16], const u8 at[4], u64 x, u64 y) {
    u64 *a = v + at[0], *b = v + at[1], *c = v + at[2], *d = v + at[3];
    const u8 *by = kind->rotations;
    *a = cut(kind, *a + *b + x);
    *d = rotate(kind, *d ^ *a, by[0]);
    *c = cut(kind, *c + *d);
    *b = rotate(kind, *b ^ *c, by[1]);
    *a = cut(kind, *a + *b + y);
    *d = rotate(kind, *d ^ *a, by[2]);
    *c = cut(kind, *c + *d);
    *b = rotate(kind, *b ^ *c, by[3]);
}

static void compress(Blake2 *h, const u8 *block, bool last) {
    static const u8 order[10][16] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                                     {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
                                     {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
                                     {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
                                     {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
                                     {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
                                     {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
                                     {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
                                     {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
                                     {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};
    static const u8 places[8][4] = {{0, 4, 8, 12},  {1, 5, 9, 13},  {2, 6, 10, 14}, {3, 7, 11, 15},
                                    {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13},  {3, 4, 9, 14}};
    const Blake2Kind *kind = h->kind;
    u64 words[16], v[16];
    for (int i = 0; i < 16; i++) words[i] = load_little(block + i * kind->word_size, kind->word_size);
    memcpy(v, h->state, sizeof(h->state));
    memcpy(v + 8, kind->initial, sizeof(kind->initial));
    v[12] ^= cut(kind, h->counter);
    if (kind->word_size == 4) v[13] ^= h->counter >> 32;
    if (last) v[14] = cut(kind, ~v[14]);
    if (last && h->last_node) v[15] = cut(kind, ~v[15]);
    for (int round = 0; round < kind->rounds; round++) {
        const u8 *next = order[round % 10];
        for (int i = 0; i < 8; i++) mix(kind, v, places[i], words[next[2 * i]], words[next[2 * i + 1]]);
    }
    for (int i = 0; i < 8; i++) h->state[i] ^= v[i] ^ v[i + 8];
}

/* The last block is compressed in another way, so a full one waits until it is known that more follows. */
static void eat(Blake2 *h, const u8 *bytes, isize count) {
    isize size = block_size(h->kind);
    while (count > 0) {
        if (h->used == size) {
            h->counter += (u64)size;
            compress(h, h->block, false);
            h->used = 0;
        }
        isize taken = isize_min(count, size - h->used);
        memcpy(h->block + h->used, bytes, (usize)taken);
        h->used += taken;
        bytes += taken;
        count -= taken;
    }
}

static void finish(const Blake2 *running, u8 out[DIGEST_MAX_SIZE]) {
    Blake2 h = *running;
    h.counter += (u64)h.used;
    memset(h.block + h.used, 0, (usize)(block_size(h.kind) - h.used));
    compress(&h, h.block, true);
    for (int i = 0; i < 8; i++) store_little(out + i * h.kind->word_size, h.kind->word_size, h.state[i]);
}

static bool eat_object(Ref self, Ref data) {
    Buffer buffer;
    if (!digest_data(data, &buffer)) return false;
    eat(AS_BLAKE2(self), (const u8 *)buffer.data, buffer.length);
    charge(buffer.length, CHARGE_CODED);
    buffer_release(&buffer);
    return true;
}

/* --- parameters ----------------------------------------------------------------------------------------- */

enum {
    ARGUMENT_DATA,
    ARGUMENT_DIGEST_SIZE,
    ARGUMENT_KEY,
    ARGUMENT_SALT,
    ARGUMENT_PERSON,
    ARGUMENT_FANOUT,
    ARGUMENT_DEPTH,
    ARGUMENT_LEAF_SIZE,
    ARGUMENT_NODE_OFFSET,
    ARGUMENT_NODE_DEPTH,
    ARGUMENT_INNER_SIZE,
    ARGUMENT_LAST_NODE,
    ARGUMENT_USED_FOR_SECURITY,
    ARGUMENT_COUNT
};

/* A C int in the range; `message` where it is not. Absent: as *value is. */
static bool take_int(Ref argument, i64 lowest, i64 highest, const char *message, isize shown, i64 *value) {
    if (!argument) return true;
    int number;
    if (!argument_int(argument, &number)) return false;
    *value = number;
    if (number >= lowest && number <= highest) return true;
    error_set(EXC(ValueError), message, shown);
    return false;
}

static bool take_unsigned(Ref argument, u64 highest, const char *name, u64 *value) {
    if (!argument) return true;
    Own number = int_index(argument);
    if (!number) return false;
    if (int_sign(number) < 0) {
        error_set(EXC(ValueError), "value must be positive");
    } else {
        *value = int_as_u64(number);
        if (error_occurred()) {
            error_clear();
            error_set(EXC(OverflowError), "int too big to convert");
        } else if (*value > highest) {
            error_set(EXC(OverflowError), "%s is too large", name);
        }
    }
    release(number);
    return !error_occurred();
}

/* A short run of bytes, padded with zeros. */
static bool take_bytes(Ref argument, isize most, const char *name, u8 *bytes, isize *length) {
    *length = 0;
    if (!argument) return true;
    Buffer buffer;
    if (!buffer_get(argument, &buffer, false)) return false;
    *length = buffer.length;
    bool fits = buffer.length <= most;
    if (fits) {
        memcpy(bytes, buffer.data, (usize)buffer.length);
    } else {
        error_set(EXC(ValueError), "maximum %s length is %zd bytes", name, most);
    }
    buffer_release(&buffer);
    return fits;
}

/* Fills the parameter block (RFC 7693, 2.8 and the BLAKE2 paper, 2.5) and sets the state by it. */
static bool take_parameters(Blake2 *h, Ref const given[ARGUMENT_COUNT], u8 *key, isize *key_length) {
    const Blake2Kind *kind = h->kind;
    bool wide = kind->word_size == 8;
    isize most = max_size(kind), ignored;
    i64 size = most, fanout = 1, depth = 1, node_depth = 0, inner_size = 0;
    u64 leaf_size = 0, node_offset = 0, node_offset_most = wide ? UINT64_MAX : ((u64)1 << 48) - 1;
    u8 block[64] = {0};
    u8 *salt = block + most - 2 * salt_size(kind), *person = salt + salt_size(kind);
    if (!take_int(given[ARGUMENT_DIGEST_SIZE], 1, most, "digest_size must be between 1 and %zd bytes", most,
                  &size) ||
        !take_bytes(given[ARGUMENT_SALT], salt_size(kind), "salt", salt, &ignored) ||
        !take_bytes(given[ARGUMENT_PERSON], salt_size(kind), "person", person, &ignored) ||
        !take_int(given[ARGUMENT_FANOUT], 0, 255, "fanout must be between 0 and %zd", 255, &fanout) ||
        !take_int(given[ARGUMENT_DEPTH], 1, 255, "depth must be between 1 and %zd", 255, &depth) ||
        !take_unsigned(given[ARGUMENT_LEAF_SIZE], UINT32_MAX, "leaf_size", &leaf_size) ||
        !take_unsigned(given[ARGUMENT_NODE_OFFSET], node_offset_most, "node_offset", &node_offset) ||
        !take_int(given[ARGUMENT_NODE_DEPTH], 0, 255, "node_depth must be between 0 and %zd", 255,
                  &node_depth) ||
        !take_int(given[ARGUMENT_INNER_SIZE], 0, most, "inner_size must be between 0 and is %zd", most,
                  &inner_size) ||
        !take_bytes(given[ARGUMENT_KEY], most, "key", key, key_length)) {
        return false;
    }
    block[0] = (u8)size;
    block[1] = (u8)*key_length;
    block[2] = (u8)fanout;
    block[3] = (u8)depth;
    store_little(block + 4, 4, leaf_size);
    store_little(block + 8, wide ? 8 : 6, node_offset);
    block[wide ? 16 : 14] = (u8)node_depth;
    block[wide ? 17 : 15] = (u8)inner_size;
    h->size = (isize)size;
    for (int i = 0; i < 8; i++) {
        h->state[i] = kind->initial[i] ^ load_little(block + i * kind->word_size, kind->word_size);
    }
    return true;
}

/* --- the object ----------------------------------------------------------------------------------------- */

static Own make(Type *type, const Blake2Kind *kind, Ref const *args, isize nargs, Ref kwnames) {
    Parameters parameters = {kind->name,
                             {"data", "/", "*", "digest_size", "key", "salt", "person", "fanout", "depth",
                              "leaf_size", "node_offset", "node_depth", "inner_size", "last_node",
                              "usedforsecurity"},
                             .required = 0};
    Ref given[ARGUMENT_COUNT];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Own self = object_new(type, 0);
    if (!self) return NULL;
    Blake2 *h = AS_BLAKE2(self);
    h->kind = kind;
    u8 key[128] = {0};
    isize key_length;
    int last_node = given[ARGUMENT_LAST_NODE] ? object_is_true(given[ARGUMENT_LAST_NODE]) : 0;
    if (last_node < 0 || !take_parameters(h, given, key, &key_length)) goto fail;
    h->last_node = last_node;
    if (key_length) eat(h, key, block_size(kind)); /* the key is a block of its own */
    if (!given[ARGUMENT_DATA] || eat_object(self, given[ARGUMENT_DATA])) return self;
fail:
    release(self);
    return NULL;
}
static Own make_blake2b(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    return make(type, &blake2b_kind, args, nargs, kwnames);
}
static Own make_blake2s(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    return make(type, &blake2s_kind, args, nargs, kwnames);
}

static Own blake2_method_copy(Ref self) {
    Own copy = object_new(type_of(self), 0);
    if (!copy) return NULL;
    Object header = *copy;
    *AS_BLAKE2(copy) = *AS_BLAKE2(self);
    *copy = header;
    return copy;
}
static Own blake2_method_update(Ref self, Ref data) { return eat_object(self, data) ? own_none() : NULL; }
static Own blake2_method_digest(Ref self) {
    u8 bytes[DIGEST_MAX_SIZE];
    finish(AS_BLAKE2(self), bytes);
    return bytes_from(bytes, AS_BLAKE2(self)->size);
}
static Own blake2_method_hexdigest(Ref self) {
    u8 bytes[DIGEST_MAX_SIZE];
    finish(AS_BLAKE2(self), bytes);
    return digest_hex(bytes, AS_BLAKE2(self)->size);
}

static Own blake2_get_name(Ref self, void *closure) {
    (void)closure;
    return str_from_ascii(AS_BLAKE2(self)->kind->name, -1);
}
static Own blake2_get_block_size(Ref self, void *closure) {
    (void)closure;
    return int_from_isize(block_size(AS_BLAKE2(self)->kind));
}
static Own blake2_get_digest_size(Ref self, void *closure) {
    (void)closure;
    return int_from_isize(AS_BLAKE2(self)->size);
}

static const MethodDef blake2_methods[] = {
    {"copy", METHOD_NONE, .none = blake2_method_copy,
     .doc = "copy($self, /)\n--\n\nReturn a copy of the hash object."},
    {"digest", METHOD_NONE, .none = blake2_method_digest,
     .doc = "digest($self, /)\n--\n\nReturn the digest value as a bytes object."},
    {"hexdigest", METHOD_NONE, .none = blake2_method_hexdigest,
     .doc = "hexdigest($self, /)\n--\n\nReturn the digest value as a string of hexadecimal digits."},
    {"update", METHOD_ONE, .one = blake2_method_update,
     .doc = "update($self, data, /)\n--\n\n"
            "Update this hash object's state with the provided bytes-like object."},
    {.name = NULL}};
static const GetSetDef blake2_getset[] = {{"name", blake2_get_name},
                                          {"block_size", blake2_get_block_size},
                                          {"digest_size", blake2_get_digest_size},
                                          {.name = NULL}};

#define BLAKE2_DOC(id, words)                                                                                  \
    id "(data=b'', /, *, digest_size=_blake2." id ".MAX_DIGEST_SIZE,\n        key=b'', salt=b'', person=b'', " \
       "fanout=1, depth=1, leaf_size=0,\n        node_offset=0, node_depth=0, inner_size=0, "                  \
       "last_node=False,\n        usedforsecurity=True)\n--\n\nReturn a new " words " hash object."
const TypeSpec blake2b_spec = {.name = "_blake2.blake2b",
                               .module = "_blake2",
                               .basicsize = sizeof(Blake2),
                               .ghost_size = 448,
                               .flags = TYPE_HEAP_SPEC,
                               .slots =
                                   {
                                       .new = make_blake2b,
                                   },
                               .methods = blake2_methods,
                               .getset = blake2_getset,
                               .doc = BLAKE2_DOC("blake2b", "BLAKE2b")};
const TypeSpec blake2s_spec = {.name = "_blake2.blake2s",
                               .module = "_blake2",
                               .basicsize = sizeof(Blake2),
                               .ghost_size = 240,
                               .flags = TYPE_HEAP_SPEC,
                               .slots =
                                   {
                                       .new = make_blake2s,
                                   },
                               .methods = blake2_methods,
                               .getset = blake2_getset,
                               .doc = BLAKE2_DOC("blake2s", "BLAKE2s")};

/* --- the module ----------------------------------------------------------------------------------------- */

/* The sizes, in the type and, under a longer name, in the module. */
static bool add_sizes(Ref module, Type *type, const char *prefix, const Blake2Kind *kind) {
    const ModuleConstant sizes[] = {{"SALT_SIZE", salt_size(kind)},
                                    {"PERSON_SIZE", salt_size(kind)},
                                    {"MAX_KEY_SIZE", max_size(kind)},
                                    {"MAX_DIGEST_SIZE", max_size(kind)}};
    for (isize i = 0; i < COUNT_OF(sizes); i++) {
        Own value = int_from_i64(sizes[i].value), name = str_format("%s_%s", prefix, sizes[i].name);
        bool added = value && name && dict_set_cstring(type->dict, sizes[i].name, value) &&
                     dict_set(module_dict(module), name, value);
        release_maybe(name);
        release_maybe(value);
        if (!added) return false;
    }
    type_modified(type);
    return true;
}

static bool fill(Ref module) {
    if (!module_add_type(module, MODULE_TYPE_BLAKE2B) || !module_add_type(module, MODULE_TYPE_BLAKE2S))
        return false;
    u64 resume = object_machine_births_begin(); /* the names in the types live as long as these */
    bool added = add_sizes(module, MODULE_TYPE(BLAKE2B), "BLAKE2B", &blake2b_kind) &&
                 add_sizes(module, MODULE_TYPE(BLAKE2S), "BLAKE2S", &blake2s_kind);
    object_machine_births_end(resume);
    return added;
}
const NativeModule blake2_module = {
    .name = "_blake2", .doc = "_blake2b provides BLAKE2b for hashlib\n", .fill = fill};
