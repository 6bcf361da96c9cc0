/* digest_module.c: the modules _md5, _sha1, _sha256 and _sha512, and the type behind all of their digests. */
#include "modules/digest.h"

#include "object/charge.h"
#include "object/gc.h"
#include "vm/eval.h"

typedef struct Digest {
    Object ob_base;
    const DigestAlgorithm *algorithm;
    u64 state[8];
    u64 length; /* bytes eaten */
    u8 block[DIGEST_MAX_BLOCK];
} Digest;
#define AS_DIGEST(ref) ((Digest *)(ref))

/* --- for other files ------------------------------------------------------------------------------------ */

bool digest_data(Ref argument, Buffer *buffer) {
    if (is_str(argument)) {
        error_set(EXC(TypeError), "Strings must be encoded before hashing");
        return false;
    }
    if (!type_of(argument)->slots.buffer_get) {
        error_set(EXC(TypeError), "object supporting the buffer API required");
        return false;
    }
    return buffer_get(argument, buffer, false);
}

Own digest_hex(const u8 *bytes, isize length) {
    static const char digits[] = "0123456789abcdef";
    Own text = str_new(length * 2, 127);
    for (isize i = 0; text && i < length; i++) {
        str_put(text, 2 * i, (u8)digits[bytes[i] >> 4]);
        str_put(text, 2 * i + 1, (u8)digits[bytes[i] & 15]);
    }
    return text;
}

/* --- eating --------------------------------------------------------------------------------------------- */

static void eat(Digest *digest, const u8 *bytes, usize count) {
    usize size = digest->algorithm->block_size, within = digest->length % size;
    if (count == 0) return;
    digest->length += count;
    if (within) {
        usize taken = count < size - within ? count : size - within;
        memcpy(digest->block + within, bytes, taken);
        if (within + taken < size) return;
        digest->algorithm->compress(digest->state, digest->block);
        bytes += taken;
        count -= taken;
    }
    for (; count >= size; bytes += size, count -= size) digest->algorithm->compress(digest->state, bytes);
    if (count) memcpy(digest->block, bytes, count);
}

/* Pads a copy, and writes its state out. */
static void finish(const Digest *running, u8 *out) {
    Digest digest = *running;
    const DigestAlgorithm *algorithm = digest.algorithm;
    u64 bits = digest.length * 8;
    isize length_size = algorithm->word_size * 2;
    static const u8 one_bit = 0x80, zeros[DIGEST_MAX_BLOCK];
    eat(&digest, &one_bit, 1);
    isize room = algorithm->block_size - (isize)(digest.length % algorithm->block_size);
    isize padding = room - length_size + (room < length_size ? algorithm->block_size : 0);
    eat(&digest, zeros, (usize)padding);
    u8 length[16] = {0};
    if (algorithm->big_endian) {
        store_big(length, (int)length_size, bits);
    } else {
        store_little(length, (int)length_size, bits);
    }
    eat(&digest, length, (usize)length_size);
    u8 words[DIGEST_MAX_SIZE];
    for (int i = 0; i * algorithm->word_size < algorithm->size; i++) {
        u8 *word = words + i * algorithm->word_size;
        if (algorithm->big_endian) {
            store_big(word, algorithm->word_size, digest.state[i]);
        } else {
            store_little(word, algorithm->word_size, digest.state[i]);
        }
    }
    memcpy(out, words, algorithm->size);
}

void digest_peek(Ref digest, const u8 *bytes, usize count, u8 *out) {
    Digest more = *AS_DIGEST(digest);
    eat(&more, bytes, count);
    finish(&more, out);
}

static bool eat_object(Ref self, Ref data) {
    Buffer buffer;
    if (!digest_data(data, &buffer)) return false;
    eat(AS_DIGEST(self), (const u8 *)buffer.data, (usize)buffer.length);
    charge(buffer.length, CHARGE_CODED);
    buffer_release(&buffer);
    return true;
}

/* --- the object ----------------------------------------------------------------------------------------- */

static Own digest_method_copy(Ref self) {
    Own copy = object_new(type_of(self), 0);
    if (!copy) return NULL;
    Object header = *copy;
    *AS_DIGEST(copy) = *AS_DIGEST(self);
    *copy = header;
    gc_track(copy);
    return copy;
}
static Own digest_method_digest(Ref self) {
    u8 bytes[DIGEST_MAX_SIZE];
    finish(AS_DIGEST(self), bytes);
    return bytes_from(bytes, AS_DIGEST(self)->algorithm->size);
}
static Own digest_method_hexdigest(Ref self) {
    u8 bytes[DIGEST_MAX_SIZE];
    finish(AS_DIGEST(self), bytes);
    return digest_hex(bytes, AS_DIGEST(self)->algorithm->size);
}
static Own digest_method_update(Ref self, Ref data) { return eat_object(self, data) ? own_none() : NULL; }

static Own digest_get_block_size(Ref self, void *closure) {
    (void)closure;
    return int_from_i64(AS_DIGEST(self)->algorithm->block_size);
}
static Own digest_get_name(Ref self, void *closure) {
    (void)closure;
    return str_from_ascii(AS_DIGEST(self)->algorithm->name, -1);
}
static Own digest_get_digest_size(Ref self, void *closure) {
    (void)closure;
    return int_from_i64(AS_DIGEST(self)->algorithm->size);
}
static Own digest_size_field(Ref self) { return digest_get_digest_size(self, NULL); }

static void digest_dealloc(Own self) {
    gc_untrack(self);
    object_free(self);
}

static const MethodDef digest_methods[] = {
    {"copy", METHOD_NONE, .none = digest_method_copy,
     .doc = "copy($self, /)\n--\n\nReturn a copy of the hash object.", .flags = METHOD_DEFINING_CLASS},
    {"digest", METHOD_NONE, .none = digest_method_digest,
     .doc = "digest($self, /)\n--\n\nReturn the digest value as a bytes object."},
    {"hexdigest", METHOD_NONE, .none = digest_method_hexdigest,
     .doc = "hexdigest($self, /)\n--\n\nReturn the digest value as a string of hexadecimal digits."},
    {"update", METHOD_ONE, .one = digest_method_update,
     .doc = "update($self, obj, /)\n--\n\nUpdate this hash object's state with the provided string."},
    {.name = NULL}};
/* What CPython's md5 and sha1 compute is a field of its sha256 and sha512. */
static const GetSetDef md5_getset[] = {{"block_size", digest_get_block_size},
                                       {"name", digest_get_name},
                                       {"digest_size", digest_get_digest_size},
                                       {.name = NULL}};
static const GetSetDef sha2_getset[] = {
    {"block_size", digest_get_block_size}, {"name", digest_get_name}, {.name = NULL}};
static const MemberDef md5_members[] = {{.name = NULL}};
static const MemberDef sha2_members[] = {
    {"digest_size", MEMBER_COMPUTED, .readonly = true, .get = digest_size_field}, {.name = NULL}};

/* One type an algorithm, alike but for the name. */
#define DIGEST_SPEC(id, family, module_name, size_in_cpython)                                                  \
    const TypeSpec id##_digest_spec = {.name = module_name "." #id,                                            \
                                       .module = module_name,                                                  \
                                       .basicsize = sizeof(Digest),                                            \
                                       .ghost_size = size_in_cpython,                                          \
                                       .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_NO_INSTANTIATION,              \
                                       .slots = {.dealloc = digest_dealloc, .traverse = gc_traverse_nothing},  \
                                       .methods = digest_methods,                                              \
                                       .getset = family##_getset,                                              \
                                       .members = family##_members};
DIGEST_SPEC(md5, md5, "_md5", 112)
DIGEST_SPEC(sha1, md5, "_sha1", 112)
DIGEST_SPEC(sha224, sha2, "_sha256", 128)
DIGEST_SPEC(sha256, sha2, "_sha256", 128)
DIGEST_SPEC(sha384, sha2, "_sha512", 224)
DIGEST_SPEC(sha512, sha2, "_sha512", 224)

static Own begin(Type *type, const DigestAlgorithm *algorithm) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_DIGEST(self)->algorithm = algorithm;
    memcpy(AS_DIGEST(self)->state, algorithm->initial, sizeof(algorithm->initial));
    gc_track(self);
    return self;
}

Own digest_new(const DigestAlgorithm *algorithm) {
    return module_ready_type(MODULE_TYPE_MD5_DIGEST) ? begin(MODULE_TYPE(MD5_DIGEST), algorithm) : NULL;
}

/* name(string=b'', *, usedforsecurity=True) */
static Own make(Type *type, const DigestAlgorithm *algorithm, Ref const *args, isize nargs, Ref kwnames) {
    Parameters parameters = {algorithm->name, {"string", "*", "usedforsecurity"}, .required = 0};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (given[1] && object_is_true(given[1]) < 0) return NULL;
    Own self = begin(type, algorithm);
    if (!self) return NULL;
    if (!given[0] || eat_object(self, given[0])) return self;
    release(self);
    return NULL;
}

#define DIGEST_FUNCTION(id, ID)                                                                                \
    static Own make_##id(Ref module, Ref const *args, isize nargs, Ref kwnames) {                              \
        (void)module;                                                                                          \
        return make(MODULE_TYPE(ID), &digest_##id, args, nargs, kwnames);                                      \
    }
DIGEST_FUNCTION(md5, MD5_DIGEST)
DIGEST_FUNCTION(sha1, SHA1_DIGEST)
DIGEST_FUNCTION(sha224, SHA224_DIGEST)
DIGEST_FUNCTION(sha256, SHA256_DIGEST)
DIGEST_FUNCTION(sha384, SHA384_DIGEST)
DIGEST_FUNCTION(sha512, SHA512_DIGEST)

/* --- the modules ---------------------------------------------------------------------------------------- */

#define SIGNATURE "($module, /, string=b'', *, usedforsecurity=True)\n--\n\nReturn a new "
#define OPTIONALLY " hash object; optionally initialized with a string."
static const MethodDef md5_functions[] = {
    {"md5", METHOD_KEYWORDS, .keywords = make_md5, .doc = "md5" SIGNATURE "MD5" OPTIONALLY}, {.name = NULL}};
static const MethodDef sha1_functions[] = {
    {"sha1", METHOD_KEYWORDS, .keywords = make_sha1, .doc = "sha1" SIGNATURE "SHA1" OPTIONALLY},
    {.name = NULL}};
static const MethodDef sha256_functions[] = {
    {"sha256", METHOD_KEYWORDS, .keywords = make_sha256, .doc = "sha256" SIGNATURE "SHA-256" OPTIONALLY},
    {"sha224", METHOD_KEYWORDS, .keywords = make_sha224, .doc = "sha224" SIGNATURE "SHA-224" OPTIONALLY},
    {.name = NULL}};
static const MethodDef sha512_functions[] = {
    {"sha512", METHOD_KEYWORDS, .keywords = make_sha512, .doc = "sha512" SIGNATURE "SHA-512" OPTIONALLY},
    {"sha384", METHOD_KEYWORDS, .keywords = make_sha384, .doc = "sha384" SIGNATURE "SHA-384" OPTIONALLY},
    {.name = NULL}};

static bool add(Ref module, const char *name, enum ModuleTypeId id) {
    return module_ready_type(id) && module_add(module, name, own((Ref)&MODULES_ROOT->types[id].type));
}
static bool fill_md5(Ref module) { return add(module, "MD5Type", MODULE_TYPE_MD5_DIGEST); }
static bool fill_sha1(Ref module) { return add(module, "SHA1Type", MODULE_TYPE_SHA1_DIGEST); }
static bool fill_sha256(Ref module) {
    return add(module, "SHA224Type", MODULE_TYPE_SHA224_DIGEST) &&
           add(module, "SHA256Type", MODULE_TYPE_SHA256_DIGEST);
}
static bool fill_sha512(Ref module) { /* CPython 3.11 gives both types one name, so that the first is hidden */
    return module_ready_type(MODULE_TYPE_SHA384_DIGEST) && add(module, "SHA384Type", MODULE_TYPE_SHA512_DIGEST);
}

const NativeModule md5_module = {.name = "_md5", .functions = md5_functions, .fill = fill_md5};
const NativeModule sha1_module = {.name = "_sha1", .functions = sha1_functions, .fill = fill_sha1};
const NativeModule sha256_module = {.name = "_sha256", .functions = sha256_functions, .fill = fill_sha256};
const NativeModule sha512_module = {.name = "_sha512", .functions = sha512_functions, .fill = fill_sha512};
