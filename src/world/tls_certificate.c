/* tls_certificate.c: what stands in a certificate, as ssl.getpeercert() tells it.
 *
 * A certificate leaves here as DER and comes back as DER: none has a number. */
#include <netinet/in.h>
#include <stdlib.h>

#include "world/tls_internal.h"

enum { NID_ALTERNATIVE_NAMES = 85, NID_REVOCATION_POINTS = 103, NID_ACCESS = 177, NID_OCSP, NID_ISSUERS };
enum { NAME_OTHER, NAME_MAIL, NAME_DNS, NAME_X400, NAME_FOLDER, NAME_EDI, NAME_URI, NAME_IP, NAME_ID };

void tls_value_der(Tls *tls, Text *out, X509 *certificate) {
    u8 *bytes = NULL;
    int length = tls->library.i2d_X509(certificate, &bytes);
    if (length < 0) {
        tls_value(out, TLS_VALUE_NONE);
        return;
    }
    tls_value_bytes(out, TLS_VALUE_BYTES, bytes, length);
    tls->library.CRYPTO_free(bytes, __FILE__, __LINE__);
}

/* --- names ---------------------------------------------------------------------------------------------- */

static void value_object(const TlsLibrary *library, Text *out, const ASN1_OBJECT *object) {
    char text[256];
    int length = library->OBJ_obj2txt(text, sizeof text, object, 0);
    tls_value_text(out, length < 0 ? NULL : text);
}

static void value_string(const TlsLibrary *library, Text *out, const ASN1_STRING *string) {
    u8 *bytes = NULL;
    int length = library->ASN1_STRING_to_UTF8(&bytes, string);
    tls_value_bytes(out, TLS_VALUE_TEXT, bytes, length < 0 ? 0 : length);
    if (length >= 0) library->CRYPTO_free(bytes, __FILE__, __LINE__);
}

static void value_raw_string(const TlsLibrary *library, Text *out, const ASN1_STRING *string) {
    tls_value_bytes(out, TLS_VALUE_TEXT, library->ASN1_STRING_get0_data(string),
                    library->ASN1_STRING_length(string));
}

/* A tuple of sets of pairs. */
static void value_name(const TlsLibrary *library, Text *out, const X509_NAME *name) {
    int set = -1;
    tls_value(out, TLS_VALUE_TUPLE);
    for (int i = 0; i < library->X509_NAME_entry_count(name); i++) {
        const X509_NAME_ENTRY *entry = library->X509_NAME_get_entry(name, i);
        int its_set = library->X509_NAME_ENTRY_set(entry);
        if (its_set != set && set >= 0) tls_value(out, TLS_VALUE_END);
        if (its_set != set) tls_value(out, TLS_VALUE_TUPLE);
        set = its_set;
        tls_value(out, TLS_VALUE_TUPLE);
        value_object(library, out, library->X509_NAME_ENTRY_get_object(entry));
        value_string(library, out, library->X509_NAME_ENTRY_get_data(entry));
        tls_value(out, TLS_VALUE_END);
    }
    if (set >= 0) tls_value(out, TLS_VALUE_END);
    tls_value(out, TLS_VALUE_END);
}

static void value_ip(const TlsLibrary *library, Text *out, const ASN1_STRING *address) {
    Text text = text_new(TEXT_ON_HOST);
    const u8 *bytes = library->ASN1_STRING_get0_data(address);
    int length = library->ASN1_STRING_length(address);
    if (length == 4) {
        for (int i = 0; i < 4; i++) text_append_format(&text, i ? ".%d" : "%d", bytes[i]);
    } else if (length == 16) {
        static const char digits[] = "0123456789ABCDEF";
        for (int i = 0; i < 16; i += 2) {
            unsigned part = (unsigned)bytes[i] << 8 | bytes[i + 1];
            if (i) text_append_char(&text, ':');
            for (int shift = 12; shift >= 0; shift -= 4)
                if (part >> shift || !shift) text_append_char(&text, digits[part >> shift & 15]);
        }
    } else {
        text_append_cstring(&text, "<invalid>");
    }
    tls_value_text(out, text_cstring(&text));
    text_free(&text);
}

/* What has no form of its own is told as OpenSSL prints it: "kind:text". */
static void value_other_name(Tls *tls, Text *out, GENERAL_NAME *name) {
    BIO *bio = tls->library.BIO_new(tls->library.BIO_s_mem());
    tls->library.GENERAL_NAME_print(bio, name);
    Text printed = tls_take_bio(tls, bio);
    const char *text = text_cstring(&printed), *colon = strchr(text, ':');
    isize kind = colon ? colon - text : printed.length;
    tls_value_bytes(out, TLS_VALUE_TEXT, text, kind);
    tls_value_text(out, colon ? colon + 1 : "");
    text_free(&printed);
}

static void value_general_name(Tls *tls, Text *out, GENERAL_NAME *name) {
    static const char *const kinds[] = {
        [NAME_MAIL] = "email", [NAME_DNS] = "DNS",       [NAME_FOLDER] = "DirName",
        [NAME_URI] = "URI",    [NAME_IP] = "IP Address", [NAME_ID] = "Registered ID"};
    const TlsLibrary *library = &tls->library;
    const char *kind = name->type >= 0 && name->type < (int)COUNT_OF(kinds) ? kinds[name->type] : NULL;
    tls_value(out, TLS_VALUE_TUPLE);
    if (kind) tls_value_text(out, kind);
    switch (name->type) {
    case NAME_FOLDER: value_name(library, out, name->value); break;
    case NAME_MAIL:
    case NAME_DNS:
    case NAME_URI: value_raw_string(library, out, name->value); break;
    case NAME_ID: {
        char text[2048];
        int length = library->OBJ_obj2txt(text, sizeof text, name->value, 0);
        tls_value_text(out, length > 0 ? text : "<INVALID>");
        break;
    }
    case NAME_IP: value_ip(library, out, name->value); break;
    default: value_other_name(tls, out, name);
    }
    tls_value(out, TLS_VALUE_END);
}

/* --- extensions ----------------------------------------------------------------------------------------- */

static void free_name(void *pointer) { world()->tls->library.GENERAL_NAME_free(pointer); }
static void free_access(void *pointer) { world()->tls->library.ACCESS_DESCRIPTION_free(pointer); }
static void free_point(void *pointer) { world()->tls->library.DIST_POINT_free(pointer); }

static void alternative_names(Tls *tls, Text *out, const X509 *certificate) {
    const TlsLibrary *library = &tls->library;
    STACK *names = library->X509_get_ext_d2i(certificate, NID_ALTERNATIVE_NAMES, NULL, NULL);
    if (!names) return;
    tls_value_text(out, "subjectAltName");
    tls_value(out, TLS_VALUE_TUPLE);
    for (int i = 0; i < library->OPENSSL_sk_num(names); i++)
        value_general_name(tls, out, library->OPENSSL_sk_value(names, i));
    tls_value(out, TLS_VALUE_END);
    library->OPENSSL_sk_pop_free(names, free_name);
}

/* A tuple of texts under a key, where there is any. */
typedef struct Uris {
    const char *key;
    bool any;
} Uris;
static void add_uri(const TlsLibrary *library, Text *out, Uris *uris, const GENERAL_NAME *name) {
    if (name->type != NAME_URI) return;
    if (!uris->any) {
        tls_value_text(out, uris->key);
        tls_value(out, TLS_VALUE_TUPLE);
    }
    uris->any = true;
    value_raw_string(library, out, name->value);
}
static void end_uris(Text *out, const Uris *uris) {
    if (uris->any) tls_value(out, TLS_VALUE_END);
}

static void access_points(Tls *tls, Text *out, const X509 *certificate, const char *key, int method) {
    const TlsLibrary *library = &tls->library;
    Uris uris = {.key = key};
    STACK *all = library->X509_get_ext_d2i(certificate, NID_ACCESS, NULL, NULL);
    for (int i = 0; all && i < library->OPENSSL_sk_num(all); i++) {
        const ACCESS_DESCRIPTION *access = library->OPENSSL_sk_value(all, i);
        if (library->OBJ_obj2nid(access->method) == method) add_uri(library, out, &uris, access->location);
    }
    end_uris(out, &uris);
    if (all) library->OPENSSL_sk_pop_free(all, free_access);
}

static void revocation_points(Tls *tls, Text *out, const X509 *certificate) {
    const TlsLibrary *library = &tls->library;
    Uris uris = {.key = "crlDistributionPoints"};
    STACK *all = library->X509_get_ext_d2i(certificate, NID_REVOCATION_POINTS, NULL, NULL);
    for (int i = 0; all && i < library->OPENSSL_sk_num(all); i++) {
        const DIST_POINT *point = library->OPENSSL_sk_value(all, i);
        const STACK *names = point->name && point->name->type == 0 ? point->name->names : NULL;
        for (int k = 0; names && k < library->OPENSSL_sk_num(names); k++)
            add_uri(library, out, &uris, library->OPENSSL_sk_value(names, k));
    }
    end_uris(out, &uris);
    if (all) library->OPENSSL_sk_pop_free(all, free_point);
}

/* --- all of it ------------------------------------------------------------------------------------------ */

typedef int (*PrintFn)(BIO *bio, const ASN1_STRING *what);
static void printed(Tls *tls, Text *out, const char *key, PrintFn print, const ASN1_STRING *what) {
    BIO *bio = tls->library.BIO_new(tls->library.BIO_s_mem());
    print(bio, what);
    tls_value_text(out, key);
    tls_value_take_bio(tls, out, bio);
}

void tls_value_description(Tls *tls, Text *out, X509 *certificate) {
    const TlsLibrary *library = &tls->library;
    tls_value(out, TLS_VALUE_DICT);
    tls_value_text(out, "subject");
    value_name(library, out, library->X509_get_subject_name(certificate));
    tls_value_text(out, "issuer");
    value_name(library, out, library->X509_get_issuer_name(certificate));
    tls_value_text(out, "version");
    tls_value_int(out, library->X509_get_version(certificate) + 1);
    printed(tls, out, "serialNumber", library->i2a_ASN1_INTEGER, library->X509_get_serialNumber(certificate));
    printed(tls, out, "notBefore", library->ASN1_TIME_print, library->X509_get0_notBefore(certificate));
    printed(tls, out, "notAfter", library->ASN1_TIME_print, library->X509_get0_notAfter(certificate));
    alternative_names(tls, out, certificate);
    access_points(tls, out, certificate, "OCSP", NID_OCSP);
    access_points(tls, out, certificate, "caIssuers", NID_ISSUERS);
    revocation_points(tls, out, certificate);
    tls_value(out, TLS_VALUE_END);
    library->ERR_clear_error();
}

static X509 *read_file(const TlsLibrary *library, const char *path) {
    char room[WORLD_PATH];
    const char *here = world_path_here(path, room);
    BIO *file = here ? library->BIO_new_file(here, "r") : NULL;
    if (!file) return NULL;
    X509 *certificate = library->PEM_read_bio_X509(file, NULL, tls_no_password, NULL);
    library->BIO_free(file);
    return certificate;
}

i64 tls_certificate(Tls *tls, const WorldRequest *r, Text *out) {
    static const unsigned long rfc2253 = 0x1110317; /* XN_FLAG_RFC2253 */
    const TlsLibrary *library = &tls->library;
    const u8 *bytes = (const u8 *)r->bytes;
    errno = 0;
    X509 *certificate =
        r->path ? read_file(library, r->path) : library->d2i_X509(NULL, &bytes, (long)r->length);
    if (!certificate) return tls_failed(tls, NULL, 0, 0, out);
    BIO *bio = library->BIO_new(library->BIO_s_mem());
    switch ((WorldTlsForm)r->numbers[0]) {
    case TLS_FORM_DESCRIPTION: tls_value_description(tls, out, certificate); break;
    case TLS_FORM_PEM: library->PEM_write_bio_X509(bio, certificate); break;
    case TLS_FORM_SUBJECT:
        library->X509_NAME_print_ex(bio, library->X509_get_subject_name(certificate), 0, rfc2253);
        break;
    case TLS_FORM_HASH: tls_value_int(out, (i64)library->X509_subject_name_hash(certificate)); break;
    }
    if (out->length)
        library->BIO_free(bio);
    else
        tls_value_take_bio(tls, out, bio);
    library->X509_free(certificate);
    return 0;
}
