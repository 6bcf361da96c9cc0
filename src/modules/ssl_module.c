/* ssl_module.c: the module _ssl: the table of its functions, chance, and the names of objects.
 *
 * The first import loads OpenSSL (world/world_tls.c); where it isn't there, the module isn't either. */
#include <errno.h>

#include "modules/ssl.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- chance --------------------------------------------------------------------------------------------- */

static Own random_bytes(Ref count, bool with_quality) {
    int number;
    WorldAnswer answer;
    if (!argument_int(count, &number)) return NULL;
    if (number < 0) return error_set(EXC(ValueError), "num must be positive");
    WorldRequest request = {.call = WORLD_CALL_TLS_RANDOM, .numbers = {number}};
    Own bytes = bytes_from(NULL, number);
    if (!bytes) return NULL;
    if (!ssl_do(&request, &answer, LINE_OTHER)) {
        release(bytes);
        return NULL;
    }
    memcpy(bytes_data(bytes), answer.bytes, (usize)number);
    return with_quality ? tuple_take(2, bytes, own_bool(true)) : bytes;
}

static Own ssl_method_rand_bytes(Ref self UNUSED, Ref count) { return random_bytes(count, false); }

static Own ssl_method_rand_pseudo_bytes(Ref self UNUSED, Ref count) {
    if (!warning_issue(EXC(DeprecationWarning), 1, "ssl.RAND_pseudo_bytes() is deprecated")) return NULL;
    return random_bytes(count, true);
}

static Own ssl_method_rand_add(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("RAND_add", nargs, 2, 2)) return NULL;
    Buffer buffer = {.owner = NULL};
    Own text = is_str(args[0]) ? str_encode_utf8(args[0], NULL) : NULL;
    if (is_str(args[0]) && !text) return NULL;
    bool good = buffer_get(text ? text : args[0], &buffer, false);
    double entropy = good ? float_as_double(args[1]) : 0;
    good = good && !(entropy == -1.0 && error_occurred());
    WorldRequest request = {.call = WORLD_CALL_TLS_RANDOM_ADD, .bytes = buffer.data, .length = buffer.length};
    WorldAnswer answer;
    good = good && ssl_ask(&request, &answer);
    if (buffer.owner) buffer_release(&buffer);
    release_maybe(text);
    return good ? own_none() : NULL;
}

static Own ssl_method_rand_status(Ref self UNUSED) {
    WorldRequest request = {.call = WORLD_CALL_TLS_RANDOM_STATUS};
    WorldAnswer answer;
    return ssl_ask(&request, &answer) ? own_bool(answer.value == 1) : NULL;
}

/* --- names ---------------------------------------------------------------------------------------------- */

/* (nid, short name, long name, oid); *known: there is such an object. */
static Own ask_object(const WorldRequest *request, bool *known) {
    WorldAnswer answer;
    *known = true;
    if (!ssl_ask(request, &answer)) return NULL;
    *known = answer.value != 0;
    if (answer.value == 2) return error_set(EXC(ValueError), "Unknown object");
    return *known ? ssl_value_make(answer.bytes, answer.length) : NULL;
}

static Own ssl_method_txt2obj(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"txt2obj", {"txt", "name"}, .required = 1};
    Ref values[2];
    TextArgument text;
    if (!arguments_bind(&parameters, args, nargs, kwnames, values) ||
        !argument_text(values[0], "txt2obj", "'txt'", &text))
        return NULL;
    int by_name = values[1] ? object_is_true(values[1]) : 0;
    bool known = true;
    WorldRequest request = {.call = WORLD_CALL_TLS_OBJECT, .path = text.text, .numbers = {by_name}};
    Own found = by_name < 0 ? NULL : ask_object(&request, &known);
    if (!known) error_set(EXC(ValueError), "unknown object '%.100s'", text.text);
    text_argument_release(&text);
    return found;
}

static Own ssl_method_nid2obj(Ref self UNUSED, Ref given) {
    int nid;
    bool known;
    if (!argument_int(given, &nid)) return NULL;
    if (nid < 0) return error_set(EXC(ValueError), "NID must be positive.");
    if (nid == 0) return error_set(EXC(ValueError), "Unknown object");
    WorldRequest request = {.call = WORLD_CALL_TLS_OBJECT, .numbers = {nid}};
    Own found = ask_object(&request, &known);
    return known ? found : error_set(EXC(ValueError), "unknown NID %d", nid);
}

static Own ssl_method_get_default_verify_paths(Ref self UNUSED) {
    WorldRequest request = {.call = WORLD_CALL_TLS_DEFAULT_PATHS};
    return ssl_value_ask(&request, LINE_OTHER);
}

static Own ssl_method_test_decode_cert(Ref self UNUSED, Ref given) {
    WorldAnswer answer;
    Own encoded = ssl_path(given);
    if (!encoded) return NULL;
    WorldRequest request = {.call = WORLD_CALL_TLS_CERTIFICATE,
                            .path = (const char *)bytes_data(encoded),
                            .numbers = {TLS_FORM_DESCRIPTION}};
    bool asked = ssl_ask(&request, &answer);
    release(encoded);
    if (!asked) return NULL;
    if (answer.value != WORLD_TLS_FAILED) return ssl_value_make(answer.bytes, answer.length);
    WorldTlsFailure failure;
    memcpy(&failure, answer.bytes, sizeof failure);
    return ssl_raise_plain(failure.error ? "Can't open file" : "Error decoding PEM-encoded file");
}

/* --- the module ----------------------------------------------------------------------------------------- */

static const MethodDef functions[] = {
    {"_test_decode_cert", METHOD_ONE, .one = ssl_method_test_decode_cert,
     .doc = "_test_decode_cert($module, path, /)\n--\n\n"},
    {"RAND_add", METHOD_ARRAY, .array = ssl_method_rand_add,
     .doc = "RAND_add($module, string, entropy, /)\n--\n\nMix string into the OpenSSL PRNG state.\n\nentropy "
            "(a float) is a lower bound on the entropy contained in\nstring.  See RFC 4086."},
    {"RAND_bytes", METHOD_ONE, .one = ssl_method_rand_bytes,
     .doc = "RAND_bytes($module, n, /)\n--\n\nGenerate n cryptographically strong pseudo-random bytes."},
    {"RAND_pseudo_bytes", METHOD_ONE, .one = ssl_method_rand_pseudo_bytes,
     .doc =
         "RAND_pseudo_bytes($module, n, /)\n--\n\nGenerate n pseudo-random bytes.\n\nReturn a pair (bytes, "
         "is_cryptographic).  is_cryptographic is True\nif the bytes generated are cryptographically strong."},
    {"RAND_status", METHOD_NONE, .none = ssl_method_rand_status,
     .doc = "RAND_status($module, /)\n--\n\nReturns True if the OpenSSL PRNG has been seeded with enough data "
            "and False if not.\n\nIt is necessary to seed the PRNG with RAND_add() on some platforms "
            "before\nusing the ssl() function."},
    {"get_default_verify_paths", METHOD_NONE, .none = ssl_method_get_default_verify_paths,
     .doc = "get_default_verify_paths($module, /)\n--\n\nReturn search paths and environment vars that are "
            "used by SSLContext's set_default_verify_paths() to load default CAs.\n\nThe values are "
            "'cert_file_env', 'cert_file', 'cert_dir_env', 'cert_dir'."},
    {"txt2obj", METHOD_KEYWORDS, .keywords = ssl_method_txt2obj,
     .doc = "txt2obj($module, /, txt, name=False)\n--\n\nLookup NID, short name, long name and OID of an "
            "ASN1_OBJECT.\n\nBy default objects are looked up by OID. With name=True short and\nlong name are "
            "also matched."},
    {"nid2obj", METHOD_ONE, .one = ssl_method_nid2obj,
     .doc =
         "nid2obj($module, nid, /)\n--\n\nLookup NID, short name, long name and OID of an ASN1_OBJECT by NID."},
    {.name = NULL}};

/* (major, minor, fix, patch, status) of a version's number. */
static Own version_info(u64 number) {
    return tuple_take(5, int_from_u64(number >> 28 & 0xff), int_from_u64(number >> 20 & 0xff),
                      int_from_u64(number >> 12 & 0xff), int_from_u64(number >> 4 & 0xff),
                      int_from_u64(number & 0xf));
}

/* err_codes_to_names: {(library, reason): name}, and the other way. */
static bool add_reasons(Ref module) {
    WorldRequest request = {.call = WORLD_CALL_TLS_REASONS};
    WorldAnswer answer;
    if (!ssl_ask(&request, &answer)) return false;
    Own facts = ssl_values_make(answer.bytes, answer.length), names = dict_new(), codes = dict_new();
    bool good = facts && names && codes;
    for (isize i = 0; good && i + 2 < list_length(facts); i += 3) {
        Own code = tuple_pack(2, list_get(facts, i), list_get(facts, i + 1));
        good = code && dict_set(names, code, list_get(facts, i + 2)) &&
               dict_set(codes, list_get(facts, i + 2), code);
        release_maybe(code);
    }
    good = good && module_add(module, "err_codes_to_names", own(names)) &&
           module_add(module, "err_names_to_codes", own(codes));
    release_maybe(facts);
    release_maybe(names);
    release_maybe(codes);
    return good;
}

static bool add_libraries(Ref module) {
    enum { MOST = 256 };
    Own names = dict_new();
    bool good = names != NULL;
    for (int i = 0; good && i < MOST; i++) {
        const char *name = ssl_library_name(i);
        good = !name || dict_set_take(names, int_from_i64(i), str_from_ascii(name, -1));
    }
    if (good) return module_add(module, "lib_codes_to_names", names);
    release_maybe(names);
    return false;
}

static bool add_truths(Ref module, const ModuleConstant *constants) {
    for (; constants->name; constants++)
        if (!module_add(module, constants->name, own_bool(constants->value != 0))) return false;
    return true;
}

static bool add_version(Ref module, Ref facts) {
    static const u64 built_with = 0x30000160; /* Debian's python3.11 */
    u64 number = int_as_u64(list_get(facts, 0));
    return module_add(module, "OPENSSL_VERSION_NUMBER", int_from_u64(number)) &&
           module_add(module, "OPENSSL_VERSION_INFO", version_info(number)) &&
           module_add(module, "OPENSSL_VERSION", own(list_get(facts, 1))) &&
           module_add(module, "_OPENSSL_API_VERSION", version_info(built_with));
}

static bool add_types(Ref module) {
    static const enum ModuleTypeId types[] = {MODULE_TYPE_SSL_CONTEXT, MODULE_TYPE_SSL_SOCKET,
                                              MODULE_TYPE_SSL_BUFFER, MODULE_TYPE_SSL_SESSION,
                                              MODULE_TYPE_SSL_CERTIFICATE};
    for (usize i = 0; i < COUNT_OF(types); i++)
        if (!module_add_type(module, types[i])) return false;
    return true;
}

static bool fill(Ref module) {
    WorldRequest request = {.call = WORLD_CALL_TLS_OPEN};
    WorldAnswer answer;
    if (!outside_ask(&request, &answer)) return false;
    if (answer.error)
        return error_set(EXC(ImportError),
                         "TLS needs OpenSSL 3, which is not installed here: libssl.so.3 (Debian's package "
                         "libssl3)") != NULL;
    Own facts = ssl_values_make(answer.bytes, answer.length);
    bool good = facts && module_ready_type(MODULE_TYPE_SOCKET) && ssl_errors_make() && add_types(module) &&
                ssl_errors_add(module) && add_reasons(module) && add_libraries(module) &&
                module_add(module, "_DEFAULT_CIPHERS", str_from_ascii("ALL:!COMPLEMENTOFDEFAULT:!eNULL", -1)) &&
                module_add_constants(module, ssl_constants) && add_truths(module, ssl_features) &&
                add_version(module, facts);
    release_maybe(facts);
    return good;
}

const NativeModule ssl_module = {
    .name = "_ssl",
    .doc = "Implementation module for SSL socket operations.  See the socket module\nfor documentation.",
    .functions = functions,
    .fill = fill,
    .clear = ssl_errors_clear,
    .extension = true};
