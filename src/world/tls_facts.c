/* tls_facts.c: what there is to know of a TLS connection. */
#include "world/tls_internal.h"

/* As CPython 3.11 has it: all that this side offers, whatever the other one does. */
static void value_ciphers(Tls *tls, Text *out, SSL *ssl) {
    STACK *ciphers = tls->library.SSL_get_ciphers(ssl);
    tls_value(out, TLS_VALUE_LIST);
    for (int i = 0; ciphers && i < tls->library.OPENSSL_sk_num(ciphers); i++)
        tls_value_cipher(tls, out, tls->library.OPENSSL_sk_value(ciphers, i));
    tls_value(out, TLS_VALUE_END);
}

/* The first message of the kind "Finished": of whoever sent it first, which is the other side where a session
 * is resumed. */
static void value_unique(const TlsLibrary *library, Text *out, const SSL *ssl) {
    u8 bytes[128];
    bool resumed = library->SSL_session_reused(ssl);
    usize length = resumed != !library->SSL_is_server(ssl)
                       ? library->SSL_get_peer_finished(ssl, bytes, sizeof bytes)
                       : library->SSL_get_finished(ssl, bytes, sizeof bytes);
    if (length)
        tls_value_bytes(out, TLS_VALUE_BYTES, bytes, (isize)(length < sizeof bytes ? length : sizeof bytes));
    else
        tls_value(out, TLS_VALUE_NONE);
}

static void value_certificate(Tls *tls, Text *out, const SSL *ssl, bool described) {
    X509 *certificate = tls->library.SSL_get1_peer_certificate(ssl);
    if (!certificate) {
        tls_value(out, TLS_VALUE_NONE);
        return;
    }
    if (!described) {
        tls_value_der(tls, out, certificate);
    } else if (tls->library.SSL_get_verify_mode(ssl) & TLS_VERIFY_PEER) {
        tls_value_description(tls, out, certificate);
    } else {
        tls_value(out, TLS_VALUE_DICT);
        tls_value(out, TLS_VALUE_END);
    }
    tls->library.X509_free(certificate);
}

static void value_chain(Tls *tls, Text *out, const STACK *chain, X509 *first) {
    const TlsLibrary *library = &tls->library;
    if (!chain) {
        tls_value(out, TLS_VALUE_NONE);
        return;
    }
    tls_value(out, TLS_VALUE_LIST);
    if (first) tls_value_der(tls, out, first);
    for (int i = 0; i < library->OPENSSL_sk_num(chain); i++)
        tls_value_der(tls, out, library->OPENSSL_sk_value(chain, i));
    tls_value(out, TLS_VALUE_END);
}

/* A client's own certificate is not in the chain that a server has got. */
static void value_given_chain(Tls *tls, Text *out, const SSL *ssl) {
    X509 *first = tls->library.SSL_is_server(ssl) ? tls->library.SSL_get1_peer_certificate(ssl) : NULL;
    value_chain(tls, out, tls->library.SSL_get_peer_cert_chain(ssl), first);
    if (first) tls->library.X509_free(first);
}

/* One that nothing else changes any more; NULL: it can't be written down yet. */
static SSL_SESSION *copy_session(const TlsLibrary *library, const SSL_SESSION *session) {
    u8 *bytes = NULL;
    int length = library->i2d_SSL_SESSION(session, &bytes);
    const u8 *at = bytes;
    SSL_SESSION *copy = length > 0 ? library->d2i_SSL_SESSION(NULL, &at, length) : NULL;
    if (bytes) library->CRYPTO_free(bytes, __FILE__, __LINE__);
    return copy;
}

static i64 value_session(Tls *tls, Text *out, SSL *ssl) {
    const TlsLibrary *library = &tls->library;
    SSL_SESSION *session = library->SSL_get1_session(ssl);
    SSL_SESSION *copy = session ? copy_session(library, session) : NULL;
    if (session) library->SSL_SESSION_free(session);
    if (!session) {
        tls_value(out, TLS_VALUE_NONE);
        return 0;
    }
    i64 number = tls_enter(tls, TLS_SESSION, copy, out);
    if (number < 0 || number == WORLD_TLS_FAILED) return number;
    unsigned length;
    const u8 *id = library->SSL_SESSION_get_id(copy, &length);
    tls_value(out, TLS_VALUE_TUPLE);
    tls_value_int(out, number);
    tls_value_bytes(out, TLS_VALUE_BYTES, id, (isize)length);
    tls_value_int(out, library->SSL_SESSION_get_time(copy));
    tls_value_int(out, library->SSL_SESSION_get_timeout(copy));
    tls_value_int(out, (i64)library->SSL_SESSION_get_ticket_lifetime_hint(copy));
    tls_value_bool(out, library->SSL_SESSION_has_ticket(copy) != 0);
    tls_value(out, TLS_VALUE_END);
    return 0;
}

static void value_protocol(const TlsLibrary *library, Text *out, const SSL *ssl) {
    const u8 *bytes;
    unsigned length;
    library->SSL_get0_alpn_selected(ssl, &bytes, &length);
    if (bytes)
        tls_value_bytes(out, TLS_VALUE_TEXT, bytes, (isize)length);
    else
        tls_value(out, TLS_VALUE_NONE);
}

i64 tls_fact(Tls *tls, const WorldRequest *r, Text *out) {
    const TlsLibrary *library = &tls->library;
    const TlsObject *connection = tls_find(tls, r->numbers[0], TLS_CONNECTION);
    if (!connection) return -errno;
    SSL *ssl = connection->pointer;
    bool is_ready = library->SSL_is_init_finished(ssl);
    const SSL_CIPHER *cipher = library->SSL_get_current_cipher(ssl);
    switch ((WorldTlsFact)r->numbers[1]) {
    case TLS_FACT_IS_READY: tls_value_bool(out, is_ready); break;
    case TLS_FACT_VERSION: tls_value_text(out, is_ready ? library->SSL_get_version(ssl) : NULL); break;
    case TLS_FACT_CIPHER:
        if (cipher)
            tls_value_cipher(tls, out, cipher);
        else
            tls_value(out, TLS_VALUE_NONE);
        break;
    case TLS_FACT_SHARED_CIPHERS: value_ciphers(tls, out, ssl); break;
    case TLS_FACT_PROTOCOL: value_protocol(library, out, ssl); break;
    case TLS_FACT_COMPRESSION: tls_value(out, TLS_VALUE_NONE); break; /* Debian's OpenSSL has none */
    case TLS_FACT_PENDING: tls_value_int(out, library->SSL_pending(ssl)); break;
    case TLS_FACT_UNIQUE: value_unique(library, out, ssl); break;
    case TLS_FACT_CERTIFICATE: value_certificate(tls, out, ssl, false); break;
    case TLS_FACT_DESCRIPTION: value_certificate(tls, out, ssl, true); break;
    case TLS_FACT_VERIFIED_CHAIN: value_chain(tls, out, library->SSL_get0_verified_chain(ssl), NULL); break;
    case TLS_FACT_GIVEN_CHAIN: value_given_chain(tls, out, ssl); break;
    case TLS_FACT_SESSION: return value_session(tls, out, ssl);
    case TLS_FACT_IS_REUSED: tls_value_bool(out, library->SSL_session_reused(ssl) != 0); break;
    case TLS_FACT_ENDS: tls_value_int(out, library->SSL_get_shutdown(ssl)); break;
    }
    return 0;
}
