/* hashlib_kdf.c: keys made of passwords: PBKDF2 (RFC 8018), which applies HMAC very often, and scrypt (RFC
 * 7914), which needs much memory besides. */
#include "modules/hashlib.h"

#include "object/argument_checks.h"
#include "object/charge.h"
#include "vm/eval.h"

#define PBKDF2_ROUND_NS 3500 /* two digests of a block */
#define SCRYPT_BLOCK_NS 1600 /* 128 bytes mixed, twice */

/* --- PBKDF2 -------------------------------------------------------------------------------------------- */

static bool pbkdf2_block(const Keyed *keyed, Text *salt, u32 number, i64 iterations, u8 *sum) {
    u8 last[DIGEST_MAX_SIZE], numbered[4];
    isize size = keyed->kind->size;
    store_big(numbered, 4, number);
    text_append(salt, (const char *)numbered, 4);
    if (salt->failed) return error_memory();
    bool done = keyed_peek(keyed, (const u8 *)salt->data, salt->length, last);
    salt->length -= 4;
    memcpy(sum, last, (usize)size);
    for (i64 i = 1; done && i < iterations; i++) {
        done = keyed_peek(keyed, last, size, last);
        for (isize k = 0; k < size; k++) sum[k] ^= last[k];
    }
    return done;
}

static bool pbkdf2(const Keyed *keyed, const Buffer *salt, i64 iterations, u8 *key, isize length) {
    u8 sum[DIGEST_MAX_SIZE];
    Text text = text_new(TEXT_IN_ARENA);
    text_append(&text, salt->data, salt->length);
    bool done = true;
    for (u32 number = 1; done && length > 0; number++) {
        isize taken = length < keyed->kind->size ? length : keyed->kind->size;
        done = pbkdf2_block(keyed, &text, number, iterations, sum);
        memcpy(key, sum, (usize)taken);
        key += taken;
        length -= taken;
    }
    text_free(&text);
    return done;
}

static bool pbkdf2_with(const HashKind *kind, const Buffer *password, const Buffer *salt, i64 iterations,
                        u8 *key, isize length) {
    Keyed keyed;
    bool done = keyed_begin(&keyed, kind, (const u8 *)password->data, password->length) &&
                pbkdf2(&keyed, salt, iterations, key, length);
    keyed_release(&keyed);
    return done;
}

static Own make_pbkdf2(const HashKind *kind, const Buffer *password, const Buffer *salt, Ref count,
                       Ref wanted) {
    i64 iterations = int_as_i64(count), length = kind->size;
    if (iterations == -1 && error_occurred()) return NULL;
    if (iterations < 1) return error_set(EXC(ValueError), "iteration value must be greater than 0.");
    if (iterations > INT32_MAX) return error_set(EXC(OverflowError), "iteration value is too great.");
    if (wanted && wanted != None) {
        length = int_index_as_isize(wanted, EXC(OverflowError));
        if (length == -1 && error_occurred()) return NULL;
    }
    if (length < 1) return error_set(EXC(ValueError), "key length must be greater than 0.");
    if (length > INT32_MAX) return error_set(EXC(OverflowError), "key length is too great.");
    Own key = bytes_from(NULL, length);
    if (key && !pbkdf2_with(kind, password, salt, iterations, bytes_data(key), length)) slot_clear(&key);
    charge(iterations, PBKDF2_ROUND_NS);
    return key;
}

/* Two bytes-like arguments. False: raised, none is held. */
static bool take_buffers(Ref first, Ref second, Buffer *a, Buffer *b) {
    if (!buffer_get(first, a, false)) return false;
    if (buffer_get(second, b, false)) return true;
    buffer_release(a);
    return false;
}

Own hashlib_method_pbkdf2_hmac(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "pbkdf2_hmac", {"hash_name", "password", "salt", "iterations", "dklen"}, .required = 4};
    Ref out[5];
    Buffer password, salt;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) ||
        !argument_str(out[0], "pbkdf2_hmac", "'hash_name'") || !take_buffers(out[1], out[2], &password, &salt))
        return NULL;
    const HashKind *kind = hash_kind_by_name(out[0]);
    Own key = NULL;
    if (kind && (kind = hash_kind_for_keys(kind))) key = make_pbkdf2(kind, &password, &salt, out[3], out[4]);
    buffer_release(&password);
    buffer_release(&salt);
    return key;
}

/* --- scrypt -------------------------------------------------------------------------------------------- */

enum { SALSA = 16 }; /* words of a block */

static void salsa_quarter(u32 *x, int a, int b, int c, int d) {
    x[b] ^= rotate_left_32(x[a] + x[d], 7);
    x[c] ^= rotate_left_32(x[b] + x[a], 9);
    x[d] ^= rotate_left_32(x[c] + x[b], 13);
    x[a] ^= rotate_left_32(x[d] + x[c], 18);
}

/* Salsa20 with 8 rounds: columns, then rows. */
static void salsa(u32 *block) {
    u32 x[SALSA];
    memcpy(x, block, sizeof x);
    for (int i = 0; i < 4; i++) {
        salsa_quarter(x, 0, 4, 8, 12), salsa_quarter(x, 5, 9, 13, 1);
        salsa_quarter(x, 10, 14, 2, 6), salsa_quarter(x, 15, 3, 7, 11);
        salsa_quarter(x, 0, 1, 2, 3), salsa_quarter(x, 5, 6, 7, 4);
        salsa_quarter(x, 10, 11, 8, 9), salsa_quarter(x, 15, 12, 13, 14);
    }
    for (int i = 0; i < SALSA; i++) block[i] += x[i];
}

/* Mixes 2 * r blocks; those of even number come out first. */
static void mix_blocks(u32 *blocks, u32 *spare, isize r) {
    u32 x[SALSA];
    memcpy(x, blocks + (2 * r - 1) * SALSA, sizeof x);
    for (isize i = 0; i < 2 * r; i++) {
        for (int k = 0; k < SALSA; k++) x[k] ^= blocks[i * SALSA + k];
        salsa(x);
        memcpy(spare + (i / 2 + (i % 2) * r) * SALSA, x, sizeof x);
    }
    memcpy(blocks, spare, (usize)(2 * r * SALSA) * sizeof *blocks);
}

/* `table` has room for n + 2 times 2 * r blocks: what the mixing has been, and is now. */
static void mix_rows(u8 *bytes, u32 *table, isize n, isize r) {
    isize words = 2 * r * SALSA;
    u32 *row = table + n * words, *spare = row + words;
    for (isize i = 0; i < words; i++) row[i] = (u32)load_little(bytes + 4 * i, 4);
    for (isize i = 0; i < n; i++) {
        memcpy(table + i * words, row, (usize)words * sizeof *row);
        mix_blocks(row, spare, r);
    }
    for (isize i = 0; i < n; i++) {
        const u32 *other = table + (isize)(row[words - SALSA] & (u32)(n - 1)) * words;
        for (isize k = 0; k < words; k++) row[k] ^= other[k];
        mix_blocks(row, spare, r);
    }
    for (isize i = 0; i < words; i++) store_little(bytes + 4 * i, 4, row[i]);
}

typedef struct ScryptCost {
    u64 n, r, p;
    i64 memory, length;
} ScryptCost;

static Own scrypt(const Buffer *password, const Buffer *salt, const ScryptCost *cost) {
    isize n = (isize)cost->n, r = (isize)cost->r, p = (isize)cost->p;
    const HashKind *kind = hash_kind_find("sha256");
    u8 *rows = arena_alloc((usize)(p * r * 128), BLOCK_RAW);
    u32 *table = rows ? arena_alloc((usize)((n + 2) * r * 128), BLOCK_RAW) : NULL;
    Own key = table ? bytes_from(NULL, cost->length) : error_memory();
    bool done = key && pbkdf2_with(kind, password, salt, 1, rows, p * r * 128);
    for (isize i = 0; done && i < p; i++) mix_rows(rows + i * r * 128, table, n, r);
    Buffer mixed = {.data = (char *)rows, .length = p * r * 128};
    done = done && pbkdf2_with(kind, password, &mixed, 1, bytes_data(key), cost->length);
    charge(n * r * p, SCRYPT_BLOCK_NS);
    arena_free(table);
    arena_free(rows);
    if (!done) slot_clear(&key);
    return key;
}

/* n, r and p must be given, and be ints. */
static bool take_cost(Ref argument, const char *name, u64 *cost) {
    if (!argument || argument == None)
        return error_set(EXC(TypeError), "%s is required and must be an unsigned int", name);
    *cost = int_as_u64(argument);
    if (!error_occurred()) return true;
    return error_set(EXC(TypeError), "%s is required and must be an unsigned int", name);
}

static bool check_cost(ScryptCost *cost) {
    const u64 most_products = (1 << 30) - 1, usual_memory = 32 * 1024 * 1024;
    if (cost->n < 2 || cost->n & (cost->n - 1)) return error_set(EXC(ValueError), "n must be a power of 2.");
    if (cost->memory < 0 || cost->memory > INT32_MAX)
        return error_set(EXC(ValueError), "maxmem must be positive and smaller than %d", INT32_MAX);
    if (cost->length < 1 || cost->length > INT32_MAX)
        return error_set(EXC(ValueError), "dklen must be greater than 0 and smaller than %d", INT32_MAX);
    if (!cost->r || !cost->p)
        return error_set(EXC(ValueError), "Invalid parameter combination for n, r, p, maxmem.");
    u64 memory = cost->memory ? (u64)cost->memory : usual_memory;
    bool fits = cost->p <= most_products / cost->r && cost->n < (u64)1 << 40 && cost->r < (u64)1 << 24 &&
                cost->p * cost->r * 128 + (cost->n + 2) * cost->r * 128 <= memory;
    return fits || error_set(EXC(ValueError), "[digital envelope routines] memory limit exceeded");
}

Own hashlib_method_scrypt(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "scrypt", {"password", "*", "salt", "n", "r", "p", "maxmem", "dklen"}, .required = 1};
    static const char *const names[] = {NULL, NULL, "n", "r", "p"};
    Ref out[7];
    Buffer password, salt;
    ScryptCost cost = {.length = 64};
    u64 *const costs[] = {NULL, NULL, &cost.n, &cost.r, &cost.p};
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    for (int i = 2; i < 5; i++) {
        if (!out[i] || out[i] == None || is_int(out[i])) continue;
        return error_set(EXC(TypeError), "scrypt() argument '%s' must be int, not %.50s", names[i],
                         type_of(out[i])->name);
    }
    if (out[5] && (cost.memory = int_as_i64(out[5])) == -1 && error_occurred()) return NULL;
    if (out[6] && (cost.length = int_as_i64(out[6])) == -1 && error_occurred()) return NULL;
    if (out[1] == None) out[1] = NULL;
    if (!buffer_get(out[0], &password, false)) return NULL;
    bool salted = out[1] && buffer_get(out[1], &salt, false);
    if (!out[1]) error_set(EXC(TypeError), "salt is required");
    bool right = salted;
    for (int i = 2; right && i < 5; i++) right = take_cost(out[i], names[i], costs[i]);
    Own key = right && check_cost(&cost) ? scrypt(&password, &salt, &cost) : NULL;
    if (salted) buffer_release(&salt);
    buffer_release(&password);
    return key;
}
