/* tls_context.c: TLS contexts: what is set in them, and the certificates that they trust or show.
 *
 * Files are read where the line of the run has them: the world's own, or its copies. */
#include <stdlib.h>

#include "world/tls_internal.h"

enum { IS_CERTIFICATE = 1, IS_REVOCATION = 2 }; /* X509_LU_... */

/* --- making one ----------------------------------------------------------------------------------------- */

/* SSL_OP_ALL but for empty fragments; no SSLv3, no compression, the server's order, ends unannounced. */
#define FIRST_OPTIONS 0x825200d0u

static const SSL_METHOD *method_of(const TlsLibrary *library, i64 protocol) {
    switch (protocol) {
    case TLS_PROTOCOL_ANY: return library->TLS_method();
    case TLS_PROTOCOL_1_0: return library->TLSv1_method();
    case TLS_PROTOCOL_1_1: return library->TLSv1_1_method();
    case TLS_PROTOCOL_1_2: return library->TLSv1_2_method();
    case TLS_PROTOCOL_CLIENT: return library->TLS_client_method();
    default: return library->TLS_server_method();
    }
}

i64 tls_context(Tls *tls, const WorldRequest *r, Text *out) {
    static const u8 name[] = "Python";
    enum { TRUSTED_FIRST = 0x8000, NO_PARTIAL_WILDCARDS = 4 };
    const TlsLibrary *library = &tls->library;
    i64 protocol = r->numbers[0];
    SSL_CTX *context = library->SSL_CTX_new(method_of(library, protocol));
    if (!context) return tls_failed(tls, NULL, 0, 0, out);
    library->SSL_CTX_set_options(context, FIRST_OPTIONS);
    library->SSL_CTX_ctrl(context, CTRL_MODE, MODE_RELEASE_BUFFERS, NULL);
    library->SSL_CTX_set_session_id_context(context, name, sizeof name);
    X509_VERIFY_PARAM *rules = library->SSL_CTX_get0_param(context);
    library->X509_VERIFY_PARAM_set_flags(rules, TRUSTED_FIRST);
    library->X509_VERIFY_PARAM_set_hostflags(rules, NO_PARTIAL_WILDCARDS);
    library->SSL_CTX_set_post_handshake_auth(context, 0);
    return tls_enter(tls, TLS_CONTEXT, context, out);
}

/* --- settings that are numbers -------------------------------------------------------------------------- */

static i64 ask_setting(const TlsLibrary *library, SSL_CTX *context, i64 which) {
    X509_VERIFY_PARAM *rules = library->SSL_CTX_get0_param(context);
    switch (which) {
    case TLS_SET_OPTIONS: return (i64)library->SSL_CTX_get_options(context);
    case TLS_SET_VERIFY_MODE: return library->SSL_CTX_get_verify_mode(context);
    case TLS_SET_VERIFY_FLAGS: return (i64)library->X509_VERIFY_PARAM_get_flags(rules);
    case TLS_SET_MINIMUM: return library->SSL_CTX_ctrl(context, CTRL_GET_MINIMUM, 0, NULL);
    case TLS_SET_MAXIMUM: return library->SSL_CTX_ctrl(context, CTRL_GET_MAXIMUM, 0, NULL);
    case TLS_SET_TICKETS: return (i64)library->SSL_CTX_get_num_tickets(context);
    case TLS_SET_HOST_FLAGS: return library->X509_VERIFY_PARAM_get_hostflags(rules);
    case TLS_SET_SECURITY: return library->SSL_CTX_get_security_level(context);
    default: return library->SSL_CTX_ctrl(context, (int)(which - TLS_SET_STATISTICS), 0, NULL);
    }
}

/* What was set bit by bit: off goes what is no longer in it. */
static bool change_setting(const TlsLibrary *library, SSL_CTX *context, i64 which, i64 value) {
    X509_VERIFY_PARAM *rules = library->SSL_CTX_get0_param(context);
    u64 old = (u64)ask_setting(library, context, which), new = (u64)value;
    switch (which) {
    case TLS_SET_OPTIONS:
        library->SSL_CTX_clear_options(context, old & ~new);
        library->SSL_CTX_set_options(context, new & ~old);
        return true;
    case TLS_SET_VERIFY_MODE: library->SSL_CTX_set_verify(context, (int)value, NULL); return true;
    case TLS_SET_VERIFY_FLAGS:
        return (!(old & ~new) || library->X509_VERIFY_PARAM_clear_flags(rules, (unsigned long)(old & ~new))) &&
               (!(new & ~old) || library->X509_VERIFY_PARAM_set_flags(rules, (unsigned long)(new & ~old)));
    case TLS_SET_MINIMUM: return library->SSL_CTX_ctrl(context, CTRL_SET_MINIMUM, (long)value, NULL) == 1;
    case TLS_SET_MAXIMUM: return library->SSL_CTX_ctrl(context, CTRL_SET_MAXIMUM, (long)value, NULL) == 1;
    case TLS_SET_TICKETS: return library->SSL_CTX_set_num_tickets(context, (usize)value) == 1;
    case TLS_SET_HOST_FLAGS: library->X509_VERIFY_PARAM_set_hostflags(rules, (unsigned)value); return true;
    default: return false;
    }
}

i64 tls_setting(Tls *tls, const WorldRequest *r, Text *out) {
    TlsObject *context = tls_find(tls, r->numbers[0], TLS_CONTEXT);
    if (!context) return -errno;
    tls_value_int(out, ask_setting(&tls->library, context->pointer, r->numbers[1]));
    return 0;
}

i64 tls_setting_set(Tls *tls, const WorldRequest *r, Text *out) {
    TlsObject *context = tls_find(tls, r->numbers[0], TLS_CONTEXT);
    if (!context) return -errno;
    errno = 0;
    if (!change_setting(&tls->library, context->pointer, r->numbers[1], r->numbers[2]))
        return tls_failed(tls, NULL, 0, 0, out);
    return tls_setting(tls, r, out);
}

/* --- ciphers, protocols, curves ------------------------------------------------------------------------- */

void tls_value_cipher(Tls *tls, Text *out, const SSL_CIPHER *cipher) {
    tls_value(out, TLS_VALUE_TUPLE);
    tls_value_text(out, tls->library.SSL_CIPHER_get_name(cipher));
    tls_value_text(out, tls->library.SSL_CIPHER_get_version(cipher));
    tls_value_int(out, tls->library.SSL_CIPHER_get_bits(cipher, NULL));
    tls_value(out, TLS_VALUE_END);
}

static void name_and_text(Text *out, const char *name, const char *text) {
    tls_value_text(out, name);
    tls_value_text(out, text);
}

static void name_and_int(Text *out, const char *name, i64 number) {
    tls_value_text(out, name);
    tls_value_int(out, number);
}

static void value_cipher_in_full(const TlsLibrary *library, Text *out, const SSL_CIPHER *cipher) {
    char text[512];
    int algorithm_bits = 0;
    int bits = library->SSL_CIPHER_get_bits(cipher, &algorithm_bits);
    if (!library->SSL_CIPHER_description(cipher, text, sizeof text)) *text = 0;
    text[strcspn(text, "\n")] = 0;
    int parts[] = {library->SSL_CIPHER_get_cipher_nid(cipher), library->SSL_CIPHER_get_digest_nid(cipher),
                   library->SSL_CIPHER_get_kx_nid(cipher), library->SSL_CIPHER_get_auth_nid(cipher)};
    static const char *const names[] = {"symmetric", "digest", "kea", "auth"};
    tls_value(out, TLS_VALUE_DICT);
    name_and_int(out, "id", library->SSL_CIPHER_get_id(cipher));
    name_and_text(out, "name", library->SSL_CIPHER_get_name(cipher));
    name_and_text(out, "protocol", library->SSL_CIPHER_get_version(cipher));
    name_and_text(out, "description", text);
    name_and_int(out, "strength_bits", bits);
    name_and_int(out, "alg_bits", algorithm_bits);
    tls_value_text(out, "aead");
    tls_value_bool(out, library->SSL_CIPHER_is_aead(cipher) != 0);
    for (usize i = 0; i < COUNT_OF(parts); i++)
        name_and_text(out, names[i], parts[i] ? library->OBJ_nid2ln(parts[i]) : NULL);
    tls_value(out, TLS_VALUE_END);
}

i64 tls_ciphers(Tls *tls, const WorldRequest *r, Text *out) {
    const TlsLibrary *library = &tls->library;
    TlsObject *context = tls_find(tls, r->numbers[0], TLS_CONTEXT);
    if (!context) return -errno;
    SSL *ssl = library->SSL_new(context->pointer);
    if (!ssl) return tls_failed(tls, NULL, 0, 0, out);
    STACK *ciphers = library->SSL_get_ciphers(ssl);
    tls_value(out, TLS_VALUE_LIST);
    for (int i = 0; ciphers && i < library->OPENSSL_sk_num(ciphers); i++)
        value_cipher_in_full(library, out, library->OPENSSL_sk_value(ciphers, i));
    tls_value(out, TLS_VALUE_END);
    library->SSL_free(ssl);
    return 0;
}

i64 tls_ciphers_set(Tls *tls, const WorldRequest *r, Text *out) {
    TlsObject *context = tls_find(tls, r->numbers[0], TLS_CONTEXT);
    if (!context) return -errno;
    return tls_succeeded(tls, tls->library.SSL_CTX_set_cipher_list(context->pointer, r->path), 0, out);
}

/* The server's choice: the first of its own protocols that the client has too. */
static int select_protocol(SSL *ssl UNUSED, const u8 **chosen, u8 *length, const u8 *offered,
                           unsigned offered_length, void *pointer) {
    enum { NEGOTIATED = 1, ERR_OK = 0, ERR_NO_ACK = 3 };
    const TlsObject *context = pointer;
    if (!context->protocols) return ERR_NO_ACK;
    u8 *found;
    int outcome = world()->tls->library.SSL_select_next_proto(
        &found, length, (const u8 *)context->protocols, context->protocols_length, offered, offered_length);
    *chosen = found;
    return outcome == NEGOTIATED ? ERR_OK : ERR_NO_ACK;
}

i64 tls_protocols_set(Tls *tls, const WorldRequest *r, Text *out) {
    TlsObject *context = tls_find(tls, r->numbers[0], TLS_CONTEXT);
    if (!context) return -errno;
    char *protocols = malloc(r->length ? (usize)r->length : 1);
    if (!protocols) return -ENOMEM;
    memcpy(protocols, r->bytes, (usize)r->length);
    free(context->protocols);
    context->protocols = protocols;
    context->protocols_length = (unsigned)r->length;
    int refused = tls->library.SSL_CTX_set_alpn_protos(context->pointer, (const u8 *)protocols,
                                                       context->protocols_length);
    if (refused) return tls_failed(tls, NULL, refused, 0, out);
    tls->library.SSL_CTX_set_alpn_select_cb(context->pointer, select_protocol, context);
    return 0;
}

i64 tls_curve_set(Tls *tls, const WorldRequest *r, Text *out) {
    TlsObject *context = tls_find(tls, r->numbers[0], TLS_CONTEXT);
    int nid = (int)r->numbers[1];
    if (!context) return -errno;
    EC_KEY *key = tls->library.EC_KEY_new_by_curve_name(nid); /* only to hear why there is none */
    if (!key) return tls_failed(tls, NULL, 0, 0, out);
    tls->library.EC_KEY_free(key);
    return tls_succeeded(tls, (int)tls->library.SSL_CTX_ctrl(context->pointer, CTRL_SET_GROUPS, 1, &nid), 0,
                         out);
}

/* --- files ---------------------------------------------------------------------------------------------- */

/* A path as this line of the run sees it; one that leads nowhere where the file is not there. */
static const char *path_here(const char *path, char room[WORLD_PATH]) {
    const char *here = world_path_here(path, room);
    return here ? here : "/nowhere/at/all";
}

i64 tls_dh_load(Tls *tls, const WorldRequest *r, Text *out) {
    const TlsLibrary *library = &tls->library;
    TlsObject *context = tls_find(tls, r->numbers[0], TLS_CONTEXT);
    char room[WORLD_PATH];
    if (!context) return -errno;
    errno = 0;
    BIO *file = library->BIO_new_file(path_here(r->path, room), "rb");
    if (!file) {
        int error = errno;
        library->ERR_clear_error();
        return error ? -error : -ENOENT;
    }
    errno = 0;
    DH *dh = library->PEM_read_bio_DHparams(file, NULL, tls_no_password, NULL);
    library->BIO_free(file);
    if (!dh) return tls_failed(tls, NULL, 0, 0, out);
    int returned = (int)library->SSL_CTX_ctrl(context->pointer, CTRL_SET_TMP_DH, 0, dh);
    library->DH_free(dh);
    return returned == 1 ? 0 : tls_failed(tls, NULL, returned, 1, out);
}

i64 tls_trust_load(Tls *tls, const WorldRequest *r, Text *out) {
    TlsObject *context = tls_find(tls, r->numbers[0], TLS_CONTEXT);
    char file[WORLD_PATH], folder[WORLD_PATH];
    if (!context) return -errno;
    errno = 0;
    int returned =
        tls->library.SSL_CTX_load_verify_locations(context->pointer, r->path ? path_here(r->path, file) : NULL,
                                                   r->path2 ? path_here(r->path2, folder) : NULL);
    return tls_succeeded(tls, returned, 0, out);
}

i64 tls_trust_add(Tls *tls, const WorldRequest *r, Text *out) {
    enum { ALREADY_IN_TABLE = 101 };
    const TlsLibrary *library = &tls->library;
    TlsObject *context = tls_find(tls, r->numbers[0], TLS_CONTEXT);
    if (!context) return -errno;
    BIO *bytes = library->BIO_new_mem_buf(r->bytes, (int)r->length);
    X509_STORE *store = library->SSL_CTX_get_cert_store(context->pointer);
    int loaded = 0;
    errno = 0;
    for (bool good = bytes != NULL; good; loaded += good) {
        X509 *certificate = r->numbers[1] == TLS_ENCODING_PEM
                                ? library->PEM_read_bio_X509(bytes, NULL, tls_no_password, NULL)
                                : library->d2i_X509_bio(bytes, NULL);
        if (!certificate) break;
        good = library->X509_STORE_add_cert(store, certificate) == 1;
        library->X509_free(certificate);
        unsigned long code = good ? 0 : library->ERR_peek_last_error();
        if (TLS_LIBRARY(code) == TLS_OF_X509 && TLS_REASON(code) == ALREADY_IN_TABLE) {
            library->ERR_clear_error();
            good = true;
        }
    }
    library->BIO_free(bytes);
    tls_failed(tls, NULL, 0, 0, out); /* how it ended: mostly at the end */
    return loaded;
}

/* What can't be read is left out. */
i64 tls_trust_default(Tls *tls, const WorldRequest *r, Text *out UNUSED) {
    const TlsLibrary *library = &tls->library;
    TlsObject *context = tls_find(tls, r->numbers[0], TLS_CONTEXT);
    char room[WORLD_PATH];
    if (!context) return -errno;
    const char *file = r->path ? r->path : library->X509_get_default_cert_file();
    const char *folders = r->path2 ? r->path2 : library->X509_get_default_cert_dir();
    library->SSL_CTX_load_verify_locations(context->pointer, path_here(file, room), NULL);
    library->SSL_CTX_load_verify_locations(context->pointer, NULL, folders);
    library->ERR_clear_error();
    return 0;
}

typedef struct Password {
    const char *text; /* NULL: it was not given */
    isize length;
    bool wanted;
} Password;

static int tell_password(char *buffer, int size, int writing UNUSED, void *context) {
    Password *password = context;
    password->wanted = true;
    if (!password->text || password->length > size) return -1;
    memcpy(buffer, password->text, (usize)password->length);
    return (int)password->length;
}

static i64 load_chain(Tls *tls, SSL_CTX *context, const char *chain, const char *key, const Password *password,
                      Text *out) {
    const TlsLibrary *library = &tls->library;
    errno = 0;
    int returned = library->SSL_CTX_use_certificate_chain_file(context, chain), step = 0;
    if (returned == 1) {
        step++;
        errno = 0;
        returned = library->SSL_CTX_use_PrivateKey_file(context, key, TLS_ENCODING_PEM);
    }
    if (returned == 1) {
        step++;
        errno = 0;
        returned = library->SSL_CTX_check_private_key(context);
    }
    if (returned == 1) return 0;
    bool wants = password->wanted && (!password->text || password->length > TLS_LONGEST_PASSWORD);
    tls_failed(tls, NULL, returned, step, out);
    return wants ? WORLD_TLS_WANTS_PASSWORD : WORLD_TLS_FAILED;
}

i64 tls_chain_load(Tls *tls, const WorldRequest *r, Text *out) {
    const TlsLibrary *library = &tls->library;
    TlsObject *object = tls_find(tls, r->numbers[0], TLS_CONTEXT);
    char chain[WORLD_PATH], key[WORLD_PATH];
    if (!object) return -errno;
    SSL_CTX *context = object->pointer;
    Password password = {.text = r->numbers[1] ? r->bytes : NULL, .length = r->length};
    TlsPasswordFn old = library->SSL_CTX_get_default_passwd_cb(context);
    void *old_pointer = library->SSL_CTX_get_default_passwd_cb_userdata(context);
    library->SSL_CTX_set_default_passwd_cb(context, tell_password);
    library->SSL_CTX_set_default_passwd_cb_userdata(context, &password);
    i64 result = load_chain(tls, context, path_here(r->path, chain),
                            path_here(r->path2 ? r->path2 : r->path, key), &password, out);
    library->SSL_CTX_set_default_passwd_cb(context, old);
    library->SSL_CTX_set_default_passwd_cb_userdata(context, old_pointer);
    return result;
}

/* --- what it trusts ------------------------------------------------------------------------------------- */

i64 tls_store(Tls *tls, const WorldRequest *r, Text *out) {
    const TlsLibrary *library = &tls->library;
    TlsObject *context = tls_find(tls, r->numbers[0], TLS_CONTEXT);
    if (!context) return -errno;
    STACK *objects = library->X509_STORE_get0_objects(library->SSL_CTX_get_cert_store(context->pointer));
    i64 certificates = 0, revocations = 0, authorities = 0;
    bool all = r->numbers[1] != 0;
    if (all) tls_value(out, TLS_VALUE_LIST);
    for (int i = 0; i < library->OPENSSL_sk_num(objects); i++) {
        X509_OBJECT *object = library->OPENSSL_sk_value(objects, i);
        int type = library->X509_OBJECT_get_type(object);
        X509 *certificate = type == IS_CERTIFICATE ? library->X509_OBJECT_get0_X509(object) : NULL;
        certificates += certificate != NULL;
        revocations += type == IS_REVOCATION;
        if (!certificate || !library->X509_check_ca(certificate)) continue;
        authorities++;
        if (!all) continue;
        if (r->numbers[1] == 1)
            tls_value_der(tls, out, certificate);
        else
            tls_value_description(tls, out, certificate);
    }
    if (all) {
        tls_value(out, TLS_VALUE_END);
        return 0;
    }
    tls_value_int(out, certificates);
    tls_value_int(out, revocations);
    tls_value_int(out, authorities);
    return 0;
}

/* --- what is watched ------------------------------------------------------------------------------------ */

static void note_message(int writing, int version, int type, const void *bytes, usize length, SSL *ssl,
                         void *pointer UNUSED) {
    TlsObject *connection = world()->tls->library.SSL_get_ex_data(ssl, 0);
    if (!connection) return;
    Text *out = &connection->events;
    tls_value(out, TLS_VALUE_TUPLE);
    tls_value_text(out, writing ? "write" : "read");
    tls_value_int(out, version);
    tls_value_int(out, type);
    tls_value_bytes(out, TLS_VALUE_BYTES, bytes, (isize)length);
    tls_value(out, TLS_VALUE_END);
}

static void note_key(const SSL *ssl, const char *line) {
    TlsObject *connection = world()->tls->library.SSL_get_ex_data(ssl, 0);
    if (connection) tls_value_text(&connection->events, line);
}

/* The name in a client's hello: of a list of names with their lengths the first, where it is a host's. */
static void note_host(const TlsLibrary *library, TlsObject *connection, SSL *ssl) {
    enum { SERVER_NAME = 0, HEAD = 5 };
    const u8 *bytes;
    usize length;
    connection->has_host = false;
    if (!library->SSL_client_hello_get0_ext(ssl, SERVER_NAME, &bytes, &length) || length < HEAD || bytes[2])
        return;
    usize name = (usize)bytes[3] << 8 | bytes[4];
    if (name > length - HEAD || name >= sizeof connection->host) return;
    memcpy(connection->host, bytes + HEAD, name);
    connection->host[name] = 0;
    connection->has_host = true;
}

/* Stops the handshake at a client's hello until the machine has an answer. */
static int answer_hello(SSL *ssl, int *alert, void *pointer) {
    enum { RETRY = -1, REFUSE, ACCEPT };
    const TlsLibrary *library = &world()->tls->library;
    const TlsObject *context = pointer;
    TlsObject *connection = library->SSL_get_ex_data(ssl, 0);
    if (!connection || !(context->watch & TLS_WATCH_HELLOS)) return ACCEPT;
    int answer = connection->hello_answer;
    connection->hello_answer = 0;
    if (!answer) note_host(library, connection, ssl);
    if (answer > 0) *alert = answer;
    return !answer ? RETRY : answer > 0 ? REFUSE : ACCEPT;
}

i64 tls_watch(Tls *tls, const WorldRequest *r, Text *out UNUSED) {
    const TlsLibrary *library = &tls->library;
    TlsObject *context = tls_find(tls, r->numbers[0], TLS_CONTEXT);
    if (!context) return -errno;
    unsigned watch = context->watch = (unsigned)r->numbers[1];
    library->SSL_CTX_set_client_hello_cb(context->pointer, watch & TLS_WATCH_HELLOS ? answer_hello : NULL,
                                         context);
    library->SSL_CTX_set_msg_callback(context->pointer, watch & TLS_WATCH_MESSAGES ? note_message : NULL);
    library->SSL_CTX_set_keylog_callback(context->pointer, watch & TLS_WATCH_KEYS ? note_key : NULL);
    return 0;
}
