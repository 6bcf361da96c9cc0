/* ssl_error.c: the classes of the module's errors, and what OpenSSL refuses as one of them.
 *
 * CPython's messages end with the line of its _ssl.c that raised them. */
#include <errno.h>

#include "modules/ssl.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

enum { VERIFY_FAILED = 134, UNEXPECTED_END = 294 }; /* reasons of TLS_OF_SSL */
enum { HOST_MISMATCH = 62, IP_MISMATCH = 64 };      /* X509_V_ERR_... */

/* --- the classes ---------------------------------------------------------------------------------------- */

static Own ssl_error_str(Ref self) {
    const OSException *error = (const OSException *)self;
    if (error->text && is_str(error->text)) return own(error->text);
    return object_str(error->args);
}

const TypeSpec ssl_error_spec = {.name = "ssl.SSLError",
                                 .module = "ssl",
                                 .base = EXC(OSError),
                                 .basicsize = sizeof(OSException),
                                 .flags = TYPE_HEAP_SPEC | TYPE_BASETYPE | TYPE_GC | TYPE_EXCEPTION_SUBCLASS,
                                 .slots = {.str = ssl_error_str},
                                 .doc = "An error occurred in the SSL implementation."};

typedef struct ErrorClass {
    const char *name, *doc;
} ErrorClass;
static const ErrorClass classes[SSL_ERROR_CLASSES] = {
    [SSL_ERROR_VERIFICATION] = {"ssl.SSLCertVerificationError", "A certificate could not be verified."},
    [SSL_ERROR_ZERO_RETURN] = {"ssl.SSLZeroReturnError", "SSL/TLS session closed cleanly."},
    [SSL_ERROR_WANT_WRITE] =
        {"ssl.SSLWantWriteError",
         "Non-blocking SSL socket needs to write more data\nbefore the requested operation "
         "can be completed."},
    [SSL_ERROR_WANT_READ] = {"ssl.SSLWantReadError",
                             "Non-blocking SSL socket needs to read more data\nbefore the requested operation "
                             "can be completed."},
    [SSL_ERROR_SYSCALL] = {"ssl.SSLSyscallError", "System error when attempting SSL operation."},
    [SSL_ERROR_EOF] = {"ssl.SSLEOFError", "SSL/TLS connection terminated abruptly."}};

static Type *class_of(SslErrorClass which) { return AS_TYPE(MODULES_ROOT->ssl->errors[which]); }

/* SSLCertVerificationError is a ValueError as well. */
static Own make_class(const ErrorClass *class, bool is_value_error) {
    if (!is_value_error) return module_exception_new_with_doc(class->name, MODULE_TYPE(SSL_ERROR), class->doc);
    Own name = str_intern_cstring(strchr(class->name, '.') + 1);
    Own bases = tuple_pack(2, (Ref)MODULE_TYPE(SSL_ERROR), (Ref)EXC(ValueError)), namespace = dict_new(),
        made = NULL;
    if (name && bases && namespace && dict_set_own(namespace, NAME(__doc__), str_from_ascii(class->doc, -1)) &&
        dict_set_own(namespace, NAME(__module__), str_from_ascii("ssl", -1)))
        made = object_call_args((Ref)TYPE(TYPE), 3, name, bases, namespace);
    release_maybe(name);
    release_maybe(bases);
    release_maybe(namespace);
    return made;
}

void ssl_errors_clear(void) {
    SslState *state = MODULES_ROOT->ssl;
    if (!state) return;
    for (int i = 0; i < SSL_ERROR_CLASSES; i++) slot_clear(&state->errors[i]);
    arena_free(state);
    MODULES_ROOT->ssl = NULL;
}

bool ssl_errors_make(void) {
    if (!module_ready_type(MODULE_TYPE_SSL_ERROR)) return false;
    if (MODULES_ROOT->ssl) return true;
    SslState *state = MODULES_ROOT->ssl = module_library_alloc(sizeof *state);
    if (!state) return error_memory() != NULL;
    for (int i = 0; i < SSL_ERROR_CLASSES; i++) {
        state->errors[i] = make_class(&classes[i], i == SSL_ERROR_VERIFICATION);
        if (state->errors[i]) continue;
        ssl_errors_clear();
        return false;
    }
    return true;
}

bool ssl_errors_add(Ref module) {
    if (!module_add_type(module, MODULE_TYPE_SSL_ERROR)) return false;
    for (int i = 0; i < SSL_ERROR_CLASSES; i++) {
        if (!module_add(module, strchr(classes[i].name, '.') + 1, own(MODULES_ROOT->ssl->errors[i])))
            return false;
    }
    return true;
}

/* --- raising one ---------------------------------------------------------------------------------------- */

const char *ssl_library_name(int number) {
    static const char *const names[] = {
        [1] = "NONE",    [2] = "SYS",     [3] = "BN",     [4] = "RSA",           [5] = "DH",
        [6] = "EVP",     [7] = "BUF",     [8] = "OBJ",    [9] = "PEM",           [10] = "DSA",
        [11] = "X509",   [13] = "ASN1",   [14] = "CONF",  [15] = "CRYPTO",       [16] = "EC",
        [20] = "SSL",    [23] = "OFFSET", [32] = "BIO",   [33] = "PKCS7",        [34] = "X509V3",
        [35] = "PKCS12", [36] = "RAND",   [37] = "DSO",   [38] = "ENGINE",       [39] = "OCSP",
        [40] = "UI",     [41] = "COMP",   [42] = "ECDSA", [43] = "ECDH",         [44] = "OSSL_STORE",
        [45] = "FIPS",   [46] = "CMS",    [47] = "TS",    [48] = "HMAC",         [50] = "CT",
        [51] = "ASYNC",  [52] = "KDF",    [53] = "SM2",   [54] = "ESS",          [55] = "PROP",
        [56] = "CRMF",   [57] = "PROV",   [58] = "CMP",   [59] = "OSSL_ENCODER", [60] = "OSSL_DECODER",
        [61] = "HTTP",   [128] = "USER",  [255] = "MASK"};
    return number >= 0 && number < (int)COUNT_OF(names) ? names[number] : NULL;
}

typedef struct Refusal {
    Type *class;
    i64 number;
    const char *library, *name; /* NULL: none */
    const char *text;
    Own verify; /* what is wrong with a certificate: a str; consumed. NULL: it is not about one */
    i64 verify_code;
    SslLine line;
} Refusal;

static Own message_of(const Refusal *refusal) {
    if (refusal->library && refusal->name && refusal->verify)
        return str_format("[%s: %s] %s: %U (_ssl.c:%d)", refusal->library, refusal->name, refusal->text,
                          (Ref)refusal->verify, (int)refusal->line);
    if (refusal->library && refusal->name)
        return str_format("[%s: %s] %s (_ssl.c:%d)", refusal->library, refusal->name, refusal->text,
                          (int)refusal->line);
    if (refusal->library)
        return str_format("[%s] %s (_ssl.c:%d)", refusal->library, refusal->text, (int)refusal->line);
    return str_format("%s (_ssl.c:%d)", refusal->text, (int)refusal->line);
}

static bool set_attribute(Ref object, const char *name, Own value) {
    Own key = value ? str_intern_cstring(name) : NULL;
    bool done = key && object_set_attribute(object, key, value);
    release_maybe(key);
    release_maybe(value);
    return done;
}
static Own text_or_none(const char *text) { return text ? str_from_utf8(text, -1) : own_none(); }

static void *raise(Refusal refusal) {
    Own message = message_of(&refusal), number = message ? int_from_i64(refusal.number) : NULL;
    Own error = number ? object_call_args((Ref)refusal.class, 2, number, message) : NULL;
    bool good = error && set_attribute(error, "reason", text_or_none(refusal.name)) &&
                set_attribute(error, "library", text_or_none(refusal.library));
    if (good && refusal.class == class_of(SSL_ERROR_VERIFICATION))
        good = set_attribute(error, "verify_code", int_from_i64(refusal.verify_code)) &&
               set_attribute(error, "verify_message", refusal.verify ? own(refusal.verify) : own_none());
    release_maybe(message);
    release_maybe(number);
    release_maybe(refusal.verify);
    if (good) return error_raise(error);
    release_maybe(error);
    return NULL;
}

void *ssl_raise(i64 number, const char *message, SslLine line) {
    return raise((Refusal){.class = MODULE_TYPE(SSL_ERROR), .number = number, .text = message, .line = line});
}
void *ssl_raise_plain(const char *message) { return error_set(MODULE_TYPE(SSL_ERROR), "%s", message); }

/* The texts of a failure, which lie in an answer, or in a copy of it. */
typedef struct FailureTexts {
    WorldTlsFailure head;
    const char *name, *reason, *verify;
} FailureTexts;
static FailureTexts texts_of(const char *bytes) {
    FailureTexts texts;
    memcpy(&texts.head, bytes, sizeof texts.head);
    texts.name = bytes + sizeof texts.head;
    texts.reason = texts.name + strlen(texts.name) + 1;
    texts.verify = texts.reason + strlen(texts.reason) + 1;
    return texts;
}

/* With what OpenSSL's code says; the text stays what it is where `refusal` has one. */
static void *raise_code(Refusal refusal, const FailureTexts *texts) {
    if (texts->head.code) {
        refusal.library = ssl_library_name(TLS_LIBRARY(texts->head.code));
        bool of_other = TLS_REASON(texts->head.code) & ~0xfff; /* a library that this one has called */
        refusal.name = *texts->name && !of_other ? texts->name : NULL;
        if (!refusal.text && *texts->reason) refusal.text = texts->reason;
    }
    if (!refusal.text) refusal.text = "unknown error";
    return raise(refusal);
}

void *ssl_raise_failure(const WorldAnswer *answer, SslLine line) {
    Own copy = bytes_from(answer->bytes, answer->length);
    if (!copy) return NULL;
    FailureTexts texts = texts_of((const char *)bytes_data(copy));
    Refusal refusal = {.class = MODULE_TYPE(SSL_ERROR), .number = TLS_REASON(texts.head.code), .line = line};
    raise_code(refusal, &texts);
    release(copy);
    return NULL;
}

static bool is_reason(const FailureTexts *texts, int reason) {
    return TLS_LIBRARY(texts->head.code) == TLS_OF_SSL && TLS_REASON(texts->head.code) == reason;
}

/* What is wrong with the peer's certificate. */
static Own verify_message(const SslSocket *self, const FailureTexts *texts) {
    switch (texts->head.verify) {
    case HOST_MISMATCH:
        return str_format("Hostname mismatch, certificate is not valid for '%S'.", self->hostname);
    case IP_MISMATCH:
        return str_format("IP address mismatch, certificate is not valid for '%S'.", self->hostname);
    default: return str_from_utf8(*texts->verify ? texts->verify : "ok", -1);
    }
}

static Refusal end_of_file(void) {
    return (Refusal){.class = class_of(SSL_ERROR_EOF),
                     .number = SSL_NUMBER_EOF,
                     .text = "EOF occurred in violation of protocol"};
}

static Refusal refusal_of_kind(const FailureTexts *texts) {
    static const char *const wants[] = {[TLS_KIND_WANT_READ] = "The operation did not complete (read)",
                                        [TLS_KIND_WANT_WRITE] = "The operation did not complete (write)",
                                        [TLS_KIND_WANT_LOOK_UP] =
                                            "The operation did not complete (X509 lookup)",
                                        [TLS_KIND_WANT_CONNECT] = "The operation did not complete (connect)"};
    i64 kind = texts->head.kind;
    Refusal refusal = {.class = MODULE_TYPE(SSL_ERROR), .number = kind};
    switch (kind) {
    case TLS_KIND_END:
        refusal.class = class_of(SSL_ERROR_ZERO_RETURN);
        refusal.text = "TLS/SSL connection has been closed (EOF)";
        break;
    case TLS_KIND_WANT_READ:
    case TLS_KIND_WANT_WRITE:
        refusal.class = class_of(kind == TLS_KIND_WANT_READ ? SSL_ERROR_WANT_READ : SSL_ERROR_WANT_WRITE);
        refusal.text = wants[kind];
        break;
    case TLS_KIND_WANT_LOOK_UP:
    case TLS_KIND_WANT_CONNECT: refusal.text = wants[kind]; break;
    case TLS_KIND_SYSTEM:
    case TLS_KIND_SSL:
        if (is_reason(texts, VERIFY_FAILED)) refusal.class = class_of(SSL_ERROR_VERIFICATION);
        if (kind == TLS_KIND_SSL && is_reason(texts, UNEXPECTED_END)) return end_of_file();
        if (!texts->head.code) refusal.text = "A failure in the SSL library occurred";
        break;
    default: refusal.number = SSL_NUMBER_INVALID; refusal.text = "Invalid error code";
    }
    return refusal;
}

void *ssl_raise_connection_failure(const SslSocket *self, const WorldAnswer *answer, SslLine line) {
    Own copy = bytes_from(answer->bytes, answer->length);
    if (!copy) return NULL;
    FailureTexts texts = texts_of((const char *)bytes_data(copy));
    Refusal refusal = refusal_of_kind(&texts);
    bool of_system = texts.head.kind == TLS_KIND_SYSTEM && !texts.head.code;
    if (of_system && self->socket && texts.head.returned < 0 && texts.head.error) {
        error_set_errno((int)texts.head.error, NULL);
    } else {
        if (of_system) refusal = end_of_file();
        if (refusal.class == class_of(SSL_ERROR_VERIFICATION)) {
            refusal.verify = verify_message(self, &texts);
            refusal.verify_code = texts.head.verify;
        }
        refusal.line = line;
        raise_code(refusal, &texts);
    }
    release(copy);
    return NULL;
}

/* --- asking the world ----------------------------------------------------------------------------------- */

bool ssl_ask(const WorldRequest *request, WorldAnswer *answer) {
    return outside_do(request, answer, NULL, NULL);
}

bool ssl_do(const WorldRequest *request, WorldAnswer *answer, SslLine line) {
    if (!ssl_ask(request, answer)) return false;
    return answer->value != WORLD_TLS_FAILED || ssl_raise_failure(answer, line) != NULL;
}

void ssl_forget(i64 *number) {
    if (!*number) return;
    WorldRequest request = {.call = WORLD_CALL_TLS_FREE, .numbers = {*number}};
    *number = 0;
    world_call(&request);
}
