/* hashlib_module.c: the module _hashlib: the classes HASH and HMAC around the digests, and their
 * constructors. */
#include "modules/compare_digest.h"
#include "modules/hashlib.h"

#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/dict.h"
#include "object/list.h"
#include "object/set.h"
#include "vm/memory_trace.h"

static const HashKind kinds[] = {{"md5", &digest_md5, NULL, 16, 64},
                                 {"sha1", &digest_sha1, NULL, 20, 64},
                                 {"sha224", &digest_sha224, NULL, 28, 64},
                                 {"sha256", &digest_sha256, NULL, 32, 64},
                                 {"sha384", &digest_sha384, NULL, 48, 128},
                                 {"sha512", &digest_sha512, NULL, 64, 128},
                                 {"sha3_224", NULL, "_sha3", 28, 144},
                                 {"sha3_256", NULL, "_sha3", 32, 136},
                                 {"sha3_384", NULL, "_sha3", 48, 104},
                                 {"sha3_512", NULL, "_sha3", 64, 72},
                                 {"shake_128", NULL, "_sha3", 0, 168},
                                 {"shake_256", NULL, "_sha3", 0, 136},
                                 {"blake2b", NULL, "_blake2", 64, 128},
                                 {"blake2s", NULL, "_blake2", 32, 64},
                                 {"sha512_224", &digest_sha512_224, NULL, 28, 128},
                                 {"sha512_256", &digest_sha512_256, NULL, 32, 128},
                                 {"ripemd160", &digest_ripemd160, NULL, 20, 64},
                                 {"sm3", &digest_sm3, NULL, 32, 64}};
enum { CONSTRUCTORS = 12 }; /* the first ones have a function of the module: openssl_md5 ... */

/* --- kinds --------------------------------------------------------------------------------------------- */

const HashKind *hash_kind_find(const char *name) {
    for (int i = 0; i < COUNT_OF(kinds); i++)
        if (strcmp(kinds[i].name, name) == 0) return &kinds[i];
    return NULL;
}

/* OpenSSL's names have capitals and hyphens. */
const HashKind *hash_kind_by_name(Ref name) {
    char text[16] = "";
    isize length = str_length(name);
    for (isize i = 0; i < length && length < (isize)sizeof text; i++) {
        u32 c = str_char(name, i);
        text[i] = c > 127 ? '?' : c == '-' ? '_' : c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : (char)c;
    }
    const HashKind *kind = hash_kind_find(text);
    if (!kind) error_set(EXC(ValueError), "[digital envelope routines] unsupported");
    return kind;
}

/* openssl_md5 for md5. */
static bool is_constructor(Ref digestmod, const HashKind *kind) {
    if (type_of(digestmod) != TYPE(BUILTIN_FUNCTION)) return false;
    const char *name = ((const BuiltinFunction *)digestmod)->def->name;
    usize prefix = strlen("openssl_");
    return strncmp(name, "openssl_", prefix) == 0 && strcmp(name + prefix, kind->name) == 0;
}

const HashKind *hash_kind_of(Ref digestmod) {
    if (is_str(digestmod)) return hash_kind_by_name(digestmod);
    for (int i = 0; i < CONSTRUCTORS; i++)
        if (is_constructor(digestmod, &kinds[i])) return &kinds[i];
    return error_set(AS_TYPE(MODULES_ROOT->digest_error), "Unsupported digestmod %R", digestmod);
}

const HashKind *hash_kind_for_keys(const HashKind *kind) {
    return kind->size ? kind : error_set(EXC(ValueError), "no reason supplied");
}

/* --- digests ------------------------------------------------------------------------------------------- */

/* OpenSSL's, of which CPython's tracer sees nothing. */
static Own unseen(Own digest) {
    if (digest && arena_is_followed()) memory_trace_forget(digest);
    return digest;
}

Own hash_begin(const HashKind *kind) {
    if (kind->algorithm) return unseen(digest_new(kind->algorithm));
    AuditHears hears = audit_mute(); /* OpenSSL, which CPython asks, imports nothing */
    Own make = import_attribute(kind->module, kind->name);
    audit_unmute(hears);
    Own digest = make ? object_call_none(make) : NULL;
    release_maybe(make);
    return unseen(digest);
}

static Own call(Ref object, const char *method) { return object_call_method_cstring(object, method, NULL, 0); }

static bool eat_object(Ref digest, Ref data) {
    Own eaten = object_call_method_cstring(digest, "update", &data, 1);
    release_maybe(eaten);
    return eaten != NULL;
}

bool hash_eat(Ref digest, const u8 *bytes, isize count) {
    Own data = bytes_from(bytes, count);
    bool eaten = data && eat_object(digest, data);
    release_maybe(data);
    return eaten;
}

bool hash_peek(const HashKind *kind, Ref digest, const u8 *bytes, isize count, u8 *out) {
    if (kind->algorithm) {
        digest_peek(digest, bytes, (usize)count, out);
        return true;
    }
    Own copy = call(digest, "copy"),
        result = copy && hash_eat(copy, bytes, count) ? call(copy, "digest") : NULL;
    if (result) memcpy(out, bytes_data(result), (usize)kind->size);
    release_maybe(copy);
    release_maybe(result);
    return result != NULL;
}

/* --- HMAC ---------------------------------------------------------------------------------------------- */

bool keyed_begin(Keyed *keyed, const HashKind *kind, const u8 *key, isize length) {
    u8 inner[DIGEST_MAX_BLOCK] = {0}, outer[DIGEST_MAX_BLOCK];
    *keyed = (Keyed){.kind = kind, .inner = hash_begin(kind), .outer = hash_begin(kind)};
    if (!keyed->inner || !keyed->outer) return false;
    if (length <= kind->block_size) {
        if (length) memcpy(inner, key, (usize)length);
    } else if (!hash_peek(kind, keyed->inner, key, length, inner)) {
        return false;
    }
    for (int i = 0; i < kind->block_size; i++) {
        outer[i] = inner[i] ^ 0x5c;
        inner[i] ^= 0x36;
    }
    return hash_eat(keyed->inner, inner, kind->block_size) && hash_eat(keyed->outer, outer, kind->block_size);
}

void keyed_release(Keyed *keyed) {
    slot_clear(&keyed->inner);
    slot_clear(&keyed->outer);
}

bool keyed_peek(const Keyed *keyed, const u8 *bytes, isize count, u8 *out) {
    u8 inner[DIGEST_MAX_SIZE];
    return hash_peek(keyed->kind, keyed->inner, bytes, count, inner) &&
           hash_peek(keyed->kind, keyed->outer, inner, keyed->kind->size, out);
}

/* --- HASH and HASHXOF ---------------------------------------------------------------------------------- */

typedef struct Hash {
    Object ob_base;
    const HashKind *kind;
    Object *digest; /* owned */
} Hash;
#define AS_HASH(ref) ((Hash *)(ref))

/* Consumes the digest, which may be NULL: raised. */
static Own hash_around(const HashKind *kind, Own digest) {
    Own self = digest ? object_new(kind->size ? MODULE_TYPE(HASH) : MODULE_TYPE(HASHXOF), 0) : NULL;
    if (!self) {
        release_maybe(digest);
        return NULL;
    }
    AS_HASH(self)->kind = kind;
    AS_HASH(self)->digest = digest;
    return self;
}

static void hash_dealloc(Own self) {
    release(AS_HASH(self)->digest);
    object_free(self);
}

static Own hash_repr(Ref self) {
    return str_format("<%s %s object @ %p>", AS_HASH(self)->kind->name, type_of(self)->name,
                      (const void *)self);
}

static Own hash_method_update(Ref self, Ref data) {
    return eat_object(AS_HASH(self)->digest, data) ? own_none() : NULL;
}
static Own hash_method_digest(Ref self) { return call(AS_HASH(self)->digest, "digest"); }
static Own hash_method_hexdigest(Ref self) { return call(AS_HASH(self)->digest, "hexdigest"); }
static Own hash_method_copy(Ref self) {
    return hash_around(AS_HASH(self)->kind, call(AS_HASH(self)->digest, "copy"));
}

static Own ask_long(Ref self, const char *method, Ref const *args, isize nargs, Ref kwnames) {
    Parameters parameters = {method, {"length"}, .required = 1};
    Ref length;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &length)) return NULL;
    isize wanted = int_as_isize(length);
    if (wanted == -1 && error_occurred()) return NULL;
    if (wanted < 0) return error_set(EXC(SystemError), "Negative size passed to PyBytes_FromStringAndSize");
    return object_call_method_cstring(AS_HASH(self)->digest, method, &length, 1);
}
static Own hashxof_method_digest(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return ask_long(self, "digest", args, nargs, kwnames);
}
static Own hashxof_method_hexdigest(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return ask_long(self, "hexdigest", args, nargs, kwnames);
}

static Own hash_get_digest_size(Ref self, void *closure UNUSED) {
    return int_from_i64(AS_HASH(self)->kind->size);
}
static Own hash_get_block_size(Ref self, void *closure UNUSED) {
    return int_from_i64(AS_HASH(self)->kind->block_size);
}
static Own hash_get_name(Ref self, void *closure UNUSED) {
    return str_from_ascii(AS_HASH(self)->kind->name, -1);
}

#define DOC_DIGEST "\n--\n\nReturn the digest value as a bytes object."
#define DOC_HEXDIGEST "\n--\n\nReturn the digest value as a string of hexadecimal digits."
static const MethodDef hash_methods[] = {
    {"update", METHOD_ONE, .one = hash_method_update,
     .doc = "update($self, obj, /)\n--\n\nUpdate this hash object's state with the provided string."},
    {"digest", METHOD_NONE, .none = hash_method_digest, .doc = "digest($self, /)" DOC_DIGEST},
    {"hexdigest", METHOD_NONE, .none = hash_method_hexdigest, .doc = "hexdigest($self, /)" DOC_HEXDIGEST},
    {"copy", METHOD_NONE, .none = hash_method_copy,
     .doc = "copy($self, /)\n--\n\nReturn a copy of the hash object."},
    {.name = NULL}};
static const MethodDef hashxof_methods[] = {{"digest", METHOD_KEYWORDS, .keywords = hashxof_method_digest,
                                             .doc = "digest($self, /, length)" DOC_DIGEST},
                                            {"hexdigest", METHOD_KEYWORDS, .keywords = hashxof_method_hexdigest,
                                             .doc = "hexdigest($self, /, length)" DOC_HEXDIGEST},
                                            {.name = NULL}};
static const GetSetDef hash_getset[] = {{"digest_size", hash_get_digest_size},
                                        {"block_size", hash_get_block_size},
                                        {"name", hash_get_name},
                                        {.name = NULL}};
static const GetSetDef hashxof_getset[] = {{"digest_size", hash_get_digest_size}, {.name = NULL}};

#define DOC_HASH(arguments)                                                                                    \
    "A hash is an object used to calculate a checksum of a string of information.\n\nMethods:\n\nupdate() -- " \
    "updates the current digest with an additional string\ndigest(" arguments                                  \
    ") -- return the current digest value\nhexdigest(" arguments                                               \
    ") -- return the current digest as a string of hexadecimal digits\ncopy() -- return a copy of the "        \
    "current hash object\n\nAttributes:\n\nname -- the hash algorithm being used by this "                     \
    "object\ndigest_size -- number of bytes in this hashes output"
enum { SIZE_IN_CPYTHON = 32 };
const TypeSpec hash_spec = {.name = "_hashlib.HASH",
                            .module = "_hashlib",
                            .basicsize = sizeof(Hash),
                            .ghost_size = SIZE_IN_CPYTHON,
                            .flags = TYPE_HEAP_SPEC | TYPE_BASETYPE | TYPE_NO_INSTANTIATION,
                            .slots = {.dealloc = hash_dealloc, .repr = hash_repr},
                            .methods = hash_methods,
                            .getset = hash_getset,
                            .doc = "HASH(name, string=b'')\n--\n\n" DOC_HASH("")};
const TypeSpec hashxof_spec = {.name = "_hashlib.HASHXOF",
                               .module = "_hashlib",
                               .base = MODULE_TYPE(HASH),
                               .basicsize = sizeof(Hash),
                               .ghost_size = SIZE_IN_CPYTHON,
                               .flags = TYPE_HEAP_SPEC | TYPE_BASETYPE | TYPE_NO_INSTANTIATION,
                               .slots = {.dealloc = hash_dealloc},
                               .methods = hashxof_methods,
                               .getset = hashxof_getset,
                               .doc = "HASHXOF(name, string=b'')\n--\n\n" DOC_HASH("length")};

/* --- the constructors ---------------------------------------------------------------------------------- */

/* `flag` is usedforsecurity, of which nothing follows here. */
static Own make_hash(const HashKind *kind, Ref data, Ref flag) {
    if (flag && object_is_true(flag) < 0) return NULL;
    Own digest = hash_begin(kind);
    if (digest && data && !eat_object(digest, data)) slot_clear(&digest);
    return hash_around(kind, digest);
}

static Own hashlib_method_new(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"new", {"name", "string", "*", "usedforsecurity"}, .required = 1};
    Ref out[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    if (!is_str(out[0])) return error_set(EXC(TypeError), "name must be a string");
    Buffer buffer; /* bad data is told before a bad name */
    if (out[1] && !digest_data(out[1], &buffer)) return NULL;
    if (out[1]) buffer_release(&buffer);
    const HashKind *kind = hash_kind_by_name(out[0]);
    return kind ? make_hash(kind, out[1], out[2]) : NULL;
}

static Own construct(const char *function, Ref const *args, isize nargs, Ref kwnames) {
    Parameters parameters = {function, {"string", "*", "usedforsecurity"}, .required = 0};
    Ref out[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    return make_hash(hash_kind_find(function + strlen("openssl_")), out[0], out[1]);
}

#define CONSTRUCTORS_OF(DO)                                                                                    \
    DO(md5, "md5 hash")                                                                                        \
    DO(sha1, "sha1 hash")                                                                                      \
    DO(sha224, "sha224 hash")                                                                                  \
    DO(sha256, "sha256 hash")                                                                                  \
    DO(sha384, "sha384 hash")                                                                                  \
    DO(sha512, "sha512 hash")                                                                                  \
    DO(sha3_224, "sha3-224 hash")                                                                              \
    DO(sha3_256, "sha3-256 hash")                                                                              \
    DO(sha3_384, "sha3-384 hash")                                                                              \
    DO(sha3_512, "sha3-512 hash")                                                                              \
    DO(shake_128, "shake-128 variable hash")                                                                   \
    DO(shake_256, "shake-256 variable hash")
#define CONSTRUCTOR(id, shown)                                                                                 \
    static Own hashlib_method_openssl_##id(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {     \
        return construct("openssl_" #id, args, nargs, kwnames);                                                \
    }
CONSTRUCTORS_OF(CONSTRUCTOR)

/* --- the class HMAC ------------------------------------------------------------------------------------ */

typedef struct Hmac {
    Object ob_base;
    Keyed keyed;
} Hmac;
#define AS_HMAC(ref) ((Hmac *)(ref))

static void hmac_dealloc(Own self) {
    keyed_release(&AS_HMAC(self)->keyed);
    object_free(self);
}

static Own hmac_repr(Ref self) {
    return str_format("<%s HMAC object @ %p>", AS_HMAC(self)->keyed.kind->name, (const void *)self);
}

static Own hmac_method_update(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"update", {"msg"}, .required = 1};
    Ref message;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &message)) return NULL;
    return eat_object(AS_HMAC(self)->keyed.inner, message) ? own_none() : NULL;
}

static Own hmac_method_digest(Ref self) {
    u8 out[DIGEST_MAX_SIZE];
    const Keyed *keyed = &AS_HMAC(self)->keyed;
    return keyed_peek(keyed, NULL, 0, out) ? bytes_from(out, keyed->kind->size) : NULL;
}
static Own hmac_method_hexdigest(Ref self) {
    u8 out[DIGEST_MAX_SIZE];
    const Keyed *keyed = &AS_HMAC(self)->keyed;
    return keyed_peek(keyed, NULL, 0, out) ? digest_hex(out, keyed->kind->size) : NULL;
}

static Own hmac_method_copy(Ref self) {
    const Keyed *keyed = &AS_HMAC(self)->keyed;
    Own copy = object_new(MODULE_TYPE(HMAC), 0);
    if (!copy) return NULL;
    AS_HMAC(copy)->keyed =
        (Keyed){.kind = keyed->kind, .inner = call(keyed->inner, "copy"), .outer = own(keyed->outer)};
    if (!AS_HMAC(copy)->keyed.inner) slot_clear(&copy);
    return copy;
}

static Own hmac_get_digest_size(Ref self, void *closure UNUSED) {
    return int_from_i64(AS_HMAC(self)->keyed.kind->size);
}
static Own hmac_get_block_size(Ref self, void *closure UNUSED) {
    return int_from_i64(AS_HMAC(self)->keyed.kind->block_size);
}
static Own hmac_get_name(Ref self, void *closure UNUSED) {
    return str_format("hmac-%s", AS_HMAC(self)->keyed.kind->name);
}

static const MethodDef hmac_methods[] = {
    {"update", METHOD_KEYWORDS, .keywords = hmac_method_update,
     .doc = "update($self, /, msg)\n--\n\nUpdate the HMAC object with msg."},
    {"digest", METHOD_NONE, .none = hmac_method_digest,
     .doc = "digest($self, /)\n--\n\nReturn the digest of the bytes passed to the update() method so far."},
    {"hexdigest", METHOD_NONE, .none = hmac_method_hexdigest,
     .doc =
         "hexdigest($self, /)\n--\n\nReturn hexadecimal digest of the bytes passed to the update() method so "
         "far.\n\nThis may be used to exchange the value safely in email or other "
         "non-binary\nenvironments."},
    {"copy", METHOD_NONE, .none = hmac_method_copy,
     .doc = "copy($self, /)\n--\n\nReturn a copy (\"clone\") of the HMAC object."},
    {.name = NULL}};
static const GetSetDef hmac_getset[] = {{"digest_size", hmac_get_digest_size},
                                        {"block_size", hmac_get_block_size},
                                        {"name", hmac_get_name},
                                        {.name = NULL}};
const TypeSpec hmac_spec = {
    .name = "_hashlib.HMAC",
    .module = "_hashlib",
    .basicsize = sizeof(Hmac),
    .ghost_size = SIZE_IN_CPYTHON,
    .flags = TYPE_HEAP_SPEC | TYPE_NO_INSTANTIATION,
    .slots = {.dealloc = hmac_dealloc, .repr = hmac_repr},
    .methods = hmac_methods,
    .getset = hmac_getset,
    .doc =
        "The object used to calculate HMAC of a message.\n\nMethods:\n\nupdate() -- updates the current "
        "digest with an additional string\ndigest() -- return the current digest value\nhexdigest() -- return "
        "the current digest as a string of hexadecimal digits\ncopy() -- return a copy of the current hash "
        "object\n\nAttributes:\n\nname -- the name, including the hash algorithm used by this "
        "object\ndigest_size -- number of bytes in digest() output\n"};

static Own make_hmac(const HashKind *kind, Ref key, Ref message) {
    Buffer buffer;
    if (!buffer_get(key, &buffer, false)) return NULL;
    Own self = object_new(MODULE_TYPE(HMAC), 0);
    bool made = self && keyed_begin(&AS_HMAC(self)->keyed, kind, (const u8 *)buffer.data, buffer.length);
    buffer_release(&buffer);
    if (made && message && message != None) made = eat_object(AS_HMAC(self)->keyed.inner, message);
    if (self && !made) slot_clear(&self);
    return self;
}

static Own hashlib_method_hmac_new(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"hmac_new", {"key", "msg", "digestmod"}, .required = 1};
    Ref out[3];
    Buffer key; /* a bad one is told before all else */
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !buffer_get(out[0], &key, false))
        return NULL;
    buffer_release(&key);
    if (!out[2]) return error_set(EXC(TypeError), "Missing required parameter 'digestmod'.");
    const HashKind *kind = hash_kind_of(out[2]);
    return kind && hash_kind_for_keys(kind) ? make_hmac(kind, out[0], out[1]) : NULL;
}

static Own hashlib_method_hmac_digest(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"hmac_digest", {"key", "msg", "digest"}, .required = 3};
    Ref out[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    for (int i = 0; i < 2; i++) { /* bad memory is told before a bad name */
        Buffer memory;
        if (!buffer_get(out[i], &memory, false)) return NULL;
        buffer_release(&memory);
    }
    const HashKind *kind = hash_kind_of(out[2]);
    Own hmac = kind && hash_kind_for_keys(kind) ? make_hmac(kind, out[0], out[1]) : NULL;
    Own digest = hmac ? hmac_method_digest(hmac) : NULL;
    release_maybe(hmac);
    return digest;
}

/* --- the module ---------------------------------------------------------------------------------------- */

static Own hashlib_method_compare_digest(Ref module UNUSED, Ref const *args, isize nargs) {
    return compare_digest("compare_digest", args, nargs);
}
static Own hashlib_method_get_fips_mode(Ref module UNUSED) { return int_from_i64(0); }

#define FUNCTION(id, shown)                                                                                    \
    {"openssl_" #id, METHOD_KEYWORDS, .keywords = hashlib_method_openssl_##id,                                 \
     .doc = "openssl_" #id "($module, /, string=b\'\', *, usedforsecurity=True)\n--\n\nReturns a " shown       \
            " object; optionally initialized with a string"},
static const MethodDef functions[] = {
    {"new", METHOD_KEYWORDS, .keywords = hashlib_method_new,
     .doc =
         "new($module, /, name, string=b\'\', *, usedforsecurity=True)\n--\n\nReturn a new hash object using "
         "the named algorithm.\n\nAn optional string argument may be provided and will be\nautomatically "
         "hashed.\n\nThe MD5 and SHA1 algorithms are always supported."},
    {"pbkdf2_hmac", METHOD_KEYWORDS, .keywords = hashlib_method_pbkdf2_hmac,
     .doc = "pbkdf2_hmac($module, /, hash_name, password, salt, iterations,\n            dklen=None)\n--\n\n"
            "Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function."},
    {"scrypt", METHOD_KEYWORDS, .keywords = hashlib_method_scrypt,
     .doc = "scrypt($module, /, password, *, salt=None, n=None, r=None, p=None,\n       maxmem=0, "
            "dklen=64)\n--\n\nscrypt password-based key derivation function."},
    {"get_fips_mode", METHOD_NONE, .none = hashlib_method_get_fips_mode,
     .doc =
         "get_fips_mode($module, /)\n--\n\nDetermine the OpenSSL FIPS mode of operation.\n\nFor OpenSSL 3.0.0 "
         "and newer it returns the state of the default provider\nin the default OSSL context. It\'s not "
         "quite the same as FIPS_mode() but good\nenough for unittests.\n\nEffectively any non-zero return "
         "value indicates FIPS mode;\nvalues other than 1 may have additional significance."},
    {"compare_digest", METHOD_ARRAY, .array = hashlib_method_compare_digest,
     .doc = "compare_digest" COMPARE_DIGEST_DOC},
    {"hmac_digest", METHOD_KEYWORDS, .keywords = hashlib_method_hmac_digest,
     .doc = "hmac_digest($module, /, key, msg, digest)\n--\n\nSingle-shot HMAC."},
    {"hmac_new", METHOD_KEYWORDS, .keywords = hashlib_method_hmac_new,
     .doc = "hmac_new($module, /, key, msg=b\'\', digestmod=None)\n--\n\nReturn a new hmac object."},
    CONSTRUCTORS_OF(FUNCTION){.name = NULL}};

/* By function the name of the algorithm: hmac finds it there. */
static bool add_constructors(Ref module) {
    Own table = dict_new();
    bool added = table != NULL;
    for (int i = 0; added && i < CONSTRUCTORS; i++) {
        Own name = str_format("openssl_%s", kinds[i].name), shown = str_from_ascii(kinds[i].name, -1);
        Ref function = name ? dict_get(module_dict(module), name) : NULL;
        added = function && shown && dict_set(table, function, shown);
        release_maybe(name);
        release_maybe(shown);
    }
    added = added && module_add(module, "_constructors", mapping_proxy_new(table));
    release_maybe(table);
    return added;
}

static bool add_names(Ref module) {
    Own names = list_new(0);
    bool added = names != NULL;
    for (int i = 0; added && i < COUNT_OF(kinds); i++) {
        Own name = str_from_ascii(kinds[i].name, -1);
        added = name && list_append(names, name);
    }
    added = added && module_add(module, "openssl_md_meth_names", frozenset_new(names));
    release_maybe(names);
    return added;
}

static bool fill(Ref module) {
    if (!MODULES_ROOT->digest_error)
        MODULES_ROOT->digest_error =
            module_exception_new("_hashlib.UnsupportedDigestmodError", EXC(ValueError));
    return MODULES_ROOT->digest_error && module_add_type(module, MODULE_TYPE_HASH) &&
           module_add_type(module, MODULE_TYPE_HASHXOF) && module_add_type(module, MODULE_TYPE_HMAC) &&
           module_add(module, "UnsupportedDigestmodError", own(MODULES_ROOT->digest_error)) &&
           add_constructors(module) && add_names(module);
}

static void clear(void) { slot_clear(&MODULES_ROOT->digest_error); }

const NativeModule hashlib_module = {.name = "_hashlib",
                                     .doc = "OpenSSL interface for hashlib module",
                                     .functions = functions,
                                     .fill = fill,
                                     .clear = clear,
                                     .extension = true};
