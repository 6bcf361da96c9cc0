/* tls_connection.c: TLS connections, over a socket or over two buffers in memory.
 *
 * None of this waits: what would have to fails with TLS_KIND_WANT_READ or TLS_KIND_WANT_WRITE, and the machine
 * waits for the socket (world_wait) and asks again. */
#include <stdlib.h>

#include "world/tls_internal.h"

/* --- buffers in memory ---------------------------------------------------------------------------------- */

enum { BIO_READ = 1, BIO_RETRY = 8, BIO_REASONS = 15 };

i64 tls_buffer(Tls *tls, const WorldRequest *r UNUSED, Text *out) {
    const TlsLibrary *library = &tls->library;
    BIO *bio = library->BIO_new(library->BIO_s_mem());
    if (bio) { /* an empty one is no end: more may come */
        library->BIO_set_flags(bio, BIO_READ | BIO_RETRY);
        library->BIO_ctrl(bio, CTRL_BIO_SET_END, -1, NULL);
    }
    return tls_enter(tls, TLS_BUFFER, bio, out);
}

i64 tls_buffer_write(Tls *tls, const WorldRequest *r, Text *out) {
    TlsObject *buffer = tls_find(tls, r->numbers[0], TLS_BUFFER);
    if (!buffer) return -errno;
    errno = 0;
    int written = tls->library.BIO_write(buffer->pointer, r->bytes, (int)r->length);
    return written < 0 ? tls_failed(tls, NULL, written, 0, out) : written;
}

i64 tls_buffer_read(Tls *tls, const WorldRequest *r, Text *out) {
    TlsObject *buffer = tls_find(tls, r->numbers[0], TLS_BUFFER);
    if (!buffer) return -errno;
    text_append_repeated(out, 0, (isize)r->numbers[1]);
    if (out->failed) return -ENOMEM;
    int got = out->length ? tls->library.BIO_read(buffer->pointer, out->data, (int)out->length) : 0;
    out->length = got < 0 ? 0 : got;
    return 0;
}

i64 tls_buffer_pending(Tls *tls, const WorldRequest *r, Text *out UNUSED) {
    TlsObject *buffer = tls_find(tls, r->numbers[0], TLS_BUFFER);
    return buffer ? (i64)tls->library.BIO_ctrl_pending(buffer->pointer) : -errno;
}

i64 tls_buffer_end(Tls *tls, const WorldRequest *r, Text *out UNUSED) {
    TlsObject *buffer = tls_find(tls, r->numbers[0], TLS_BUFFER);
    if (!buffer) return -errno;
    tls->library.BIO_clear_flags(buffer->pointer, BIO_REASONS);
    tls->library.BIO_ctrl(buffer->pointer, CTRL_BIO_SET_END, 0, NULL);
    return 0;
}

/* --- making a connection -------------------------------------------------------------------------------- */

/* A host's name goes to the server and is looked for in its certificate; an address is only looked for. */
static bool set_host(const TlsLibrary *library, SSL *ssl, const char *host, bool checks) {
    ASN1_STRING *address = library->a2i_IPADDRESS(host);
    library->ERR_clear_error();
    bool good = address || library->SSL_ctrl(ssl, CTRL_SET_HOST_NAME, 0, (void *)(uintptr_t)host);
    X509_VERIFY_PARAM *rules = library->SSL_get0_param(ssl);
    if (good && checks)
        good = address ? library->X509_VERIFY_PARAM_set1_ip(rules, library->ASN1_STRING_get0_data(address),
                                                            (usize)library->ASN1_STRING_length(address))
                       : library->X509_VERIFY_PARAM_set1_host(rules, host, strlen(host));
    if (address) library->ASN1_STRING_free(address);
    return good;
}

/* Whoever lets itself be asked for a certificate later is no less careful with the server's. */
static void set_client_verify(const TlsLibrary *library, SSL *ssl, bool is_server) {
    enum { VERIFY_POST_HANDSHAKE = 8 };
    if (!is_server) {
        library->SSL_set_post_handshake_auth(ssl, 1);
        return;
    }
    int mode = library->SSL_get_verify_mode(ssl);
    if (mode & TLS_VERIFY_PEER) library->SSL_set_verify(ssl, mode | VERIFY_POST_HANDSHAKE, NULL);
}

static bool set_streams(Tls *tls, SSL *ssl, const WorldRequest *r, int *real) {
    const TlsLibrary *library = &tls->library;
    *real = -1;
    if (!r->numbers[2]) {
        *real = world_real(r->descriptor);
        BIO *bio = *real < 0 ? NULL : library->BIO_new_socket(*real, 0);
        if (bio) library->SSL_set_bio(ssl, bio, bio);
        return bio != NULL;
    }
    TlsObject *in = tls_find(tls, r->numbers[2], TLS_BUFFER), *out = tls_find(tls, r->numbers[3], TLS_BUFFER);
    if (!in || !out) return false;
    library->BIO_up_ref(in->pointer);
    library->BIO_up_ref(out->pointer);
    library->SSL_set_bio(ssl, in->pointer, out->pointer);
    return true;
}

i64 tls_connection(Tls *tls, const WorldRequest *r, Text *out) {
    const TlsLibrary *library = &tls->library;
    TlsObject *context = tls_find(tls, r->numbers[0], TLS_CONTEXT);
    if (!context) return -errno;
    errno = 0;
    SSL *ssl = library->SSL_new(context->pointer);
    if (!ssl) return tls_failed(tls, NULL, 0, 0, out);
    int real;
    bool is_server = r->numbers[1] & TLS_ROLE_SERVER;
    if (!set_streams(tls, ssl, r, &real)) {
        int error = errno ? errno : ENOMEM;
        library->SSL_free(ssl);
        return -error;
    }
    if (r->path && !set_host(library, ssl, r->path, r->numbers[1] & TLS_ROLE_CHECKS_HOST)) {
        i64 failed = tls_failed(tls, NULL, 0, 1, out);
        library->SSL_free(ssl);
        return failed;
    }
    library->SSL_ctrl(ssl, CTRL_MODE, MODE_MOVING_BUFFER | MODE_AUTO_RETRY, NULL);
    if (r->numbers[1] & TLS_ROLE_CLIENT_VERIFY) set_client_verify(library, ssl, is_server);
    if (is_server)
        library->SSL_set_accept_state(ssl);
    else
        library->SSL_set_connect_state(ssl);
    i64 number = tls_enter(tls, TLS_CONNECTION, ssl, out);
    if (number < 0) {
        library->SSL_free(ssl);
        return number;
    }
    TlsObject *connection = tls->objects[number - 1];
    connection->real = real;
    connection->has_socket = real >= 0;
    library->SSL_set_ex_data(ssl, 0, connection);
    return number;
}

/* --- what may have to wait ------------------------------------------------------------------------------ */

typedef struct Going {
    TlsObject *connection;
    SSL *ssl;
    int real, flags; /* of the socket, while it does not block; -1: there is none */
} Going;

/* False and errno: it can't be asked. */
static bool begin(Tls *tls, const WorldRequest *r, Going *going) {
    TlsObject *connection = tls_find(tls, r->numbers[0], TLS_CONNECTION);
    if (!connection) return false;
    *going = (Going){.connection = connection, .ssl = connection->pointer, .real = -1};
    if (connection->has_socket) {
        int real = world_real(r->descriptor); /* -1: closed, and its number may be another's by now */
        if (real < 0 && errno != EBADF) return false;
        if (real >= 0 && (going->flags = world_unblock(real)) < 0) return false;
        if (real != connection->real)
            tls->library.BIO_ctrl(tls->library.SSL_get_rbio(going->ssl), CTRL_BIO_SET_FD, 0, &real);
        connection->real = going->real = real;
    }
    connection->hello_answer = (int)r->numbers[2];
    tls->library.ERR_clear_error();
    errno = 0;
    return true;
}

/* What has stopped at a client's hello says which host that asks for, instead of the reason's name. */
static void tell_host(const TlsObject *connection, Text *out) {
    WorldTlsFailure failure;
    memcpy(&failure, out->data, sizeof failure);
    if (failure.kind != TLS_KIND_WANT_HELLO) return;
    failure.at = connection->has_host;
    text_clear(out);
    text_append(out, (const char *)&failure, sizeof failure);
    text_append(out, connection->host, (isize)strlen(connection->host) + 1);
    text_append(out, "\0", 2);
}

/* `value` where it went well, else the failure. */
static i64 end(Tls *tls, const Going *going, bool good, int returned, i64 value, Text *out) {
    i64 result = good ? value : tls_failed(tls, going->ssl, returned, 0, out);
    if (!good) tell_host(going->connection, out);
    if (going->real >= 0) world_block_again(going->real, going->flags);
    return result;
}

i64 tls_handshake(Tls *tls, const WorldRequest *r, Text *out) {
    Going going;
    if (!begin(tls, r, &going)) return -errno;
    int returned = tls->library.SSL_do_handshake(going.ssl);
    return end(tls, &going, returned == 1, returned, 0, out);
}

i64 tls_receive(Tls *tls, const WorldRequest *r, Text *out) {
    enum { MOST_AT_ONCE = 65536 };
    Going going;
    usize size = r->numbers[1] < MOST_AT_ONCE ? (usize)r->numbers[1] : MOST_AT_ONCE, count = 0;
    if (!begin(tls, r, &going)) return -errno;
    char *bytes = malloc(size ? size : 1);
    if (!bytes) return end(tls, &going, true, 0, -ENOMEM, out);
    int returned = tls->library.SSL_read_ex(going.ssl, bytes, size, &count);
    i64 result = end(tls, &going, returned == 1, returned, (i64)count, out);
    if (returned == 1) text_append(out, bytes, (isize)count);
    free(bytes);
    return result;
}

i64 tls_send(Tls *tls, const WorldRequest *r, Text *out) {
    Going going;
    usize count = 0;
    if (!begin(tls, r, &going)) return -errno;
    int returned = tls->library.SSL_write_ex(going.ssl, r->bytes, (usize)r->length, &count);
    return end(tls, &going, returned == 1, returned, (i64)count, out);
}

i64 tls_end(Tls *tls, const WorldRequest *r, Text *out) {
    Going going;
    if (!begin(tls, r, &going)) return -errno;
    if (r->numbers[1]) tls->library.SSL_set_read_ahead(going.ssl, 0);
    int returned = tls->library.SSL_shutdown(going.ssl);
    return end(tls, &going, returned >= 0, returned, returned, out);
}

/* --- what changes it ------------------------------------------------------------------------------------ */

i64 tls_context_use(Tls *tls, const WorldRequest *r, Text *out UNUSED) {
    TlsObject *connection = tls_find(tls, r->numbers[0], TLS_CONNECTION),
              *context = tls_find(tls, r->numbers[1], TLS_CONTEXT);
    if (!connection || !context) return -errno;
    tls->library.SSL_set_SSL_CTX(connection->pointer, context->pointer);
    return 0;
}

i64 tls_session_use(Tls *tls, const WorldRequest *r, Text *out) {
    TlsObject *connection = tls_find(tls, r->numbers[0], TLS_CONNECTION),
              *session = tls_find(tls, r->numbers[1], TLS_SESSION);
    if (!connection || !session) return -errno;
    errno = 0;
    SSL_SESSION *copy = tls->library.SSL_SESSION_dup(session->pointer);
    int returned = copy ? tls->library.SSL_set_session(connection->pointer, copy) : 0;
    if (copy) tls->library.SSL_SESSION_free(copy);
    return tls_succeeded(tls, returned, 0, out);
}

i64 tls_client_verify(Tls *tls, const WorldRequest *r, Text *out) {
    TlsObject *connection = tls_find(tls, r->numbers[0], TLS_CONNECTION);
    if (!connection) return -errno;
    errno = 0;
    return tls_succeeded(tls, tls->library.SSL_verify_client_post_handshake(connection->pointer), 0, out);
}

i64 tls_events(Tls *tls, const WorldRequest *r, Text *out) {
    TlsObject *connection = tls_find(tls, r->numbers[0], TLS_CONNECTION);
    if (!connection) return -errno;
    text_append(out, text_cstring(&connection->events), connection->events.length);
    text_clear(&connection->events);
    return 0;
}
