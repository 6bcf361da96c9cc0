/* ssl_socket.c: the type _SSLSocket: a connection over a socket or two buffers: making one, what there is to
 * know of it. */
#include "modules/ssl.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

/* --- making one ----------------------------------------------------------------------------------------- */

typedef struct Making {
    const SslContext *context;
    Ref socket, in, out; /* a socket, or two buffers; NULL: none */
    bool is_server;
    Ref hostname, owner, session; /* NULL or None: none */
} Making;

/* The host's name as ASCII: bytes. *host is NULL where there is none. False: raised. */
static bool host_bytes(Ref given, Own *host) {
    *host = NULL;
    if (!given || given == None) return true;
    if (!is_str(given)) return error_set(EXC(TypeError), "argument must be str, not %T", given) != NULL;
    if (!(*host = str_encode(given, "ascii", NULL))) return false;
    const char *text = (const char *)bytes_data(*host);
    isize length = size_of(*host);
    if ((isize)strlen(text) != length)
        error_set(EXC(TypeError), "argument must be encoded string without null bytes, not str");
    else if (!length || *text == '.')
        error_set(EXC(ValueError), "server_hostname cannot be an empty string or start with a leading dot.");
    else
        return true;
    slot_clear(host);
    return false;
}

static bool fits_context(const Making *making) {
    if (making->is_server && making->context->protocol == TLS_PROTOCOL_CLIENT)
        return ssl_raise(0, "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context",
                         LINE_SERVER_CONTEXT) != NULL;
    if (!making->is_server && making->context->protocol == TLS_PROTOCOL_SERVER)
        return ssl_raise(0, "Cannot create a client socket with a PROTOCOL_TLS_SERVER context",
                         LINE_CLIENT_CONTEXT) != NULL;
    return true;
}

/* The world's number of a new connection; 0: raised. */
static i64 ask_connection(const Making *making, const char *host) {
    const SslContext *context = making->context;
    i64 role = (making->is_server ? TLS_ROLE_SERVER : 0) |
               (context->checks_hostname ? TLS_ROLE_CHECKS_HOST : 0) |
               (context->client_verify ? TLS_ROLE_CLIENT_VERIFY : 0);
    WorldRequest request = {.call = WORLD_CALL_TLS_CONNECTION,
                            .descriptor = making->socket ? AS_SOCKET(making->socket)->descriptor : -1,
                            .path = host,
                            .numbers = {context->number, role,
                                        making->in ? AS_SSL_BUFFER(making->in)->number : 0,
                                        making->out ? AS_SSL_BUFFER(making->out)->number : 0}};
    WorldAnswer answer;
    return ssl_do(&request, &answer, LINE_OTHER) ? answer.value : 0;
}

static bool set_owner(SslSocket *self, Ref value) {
    slot_clear(&self->owner);
    if (!value || value == None) return true;
    self->owner = weakref_new(value, NULL);
    return self->owner != NULL;
}

static bool use_session(SslSocket *self, Ref value);

static Own socket_make(const Making *making, const char *host) {
    Own self = object_new(MODULE_TYPE(SSL_SOCKET), 0);
    if (!self) return NULL;
    SslSocket *made = AS_SSL_SOCKET(self);
    made->context = own((Ref)making->context);
    made->is_server = making->is_server;
    gc_track(self);
    bool good = (!host || (made->hostname = str_from_ascii(host, -1))) &&
                (!making->socket || (made->socket = weakref_new(making->socket, NULL))) &&
                (made->number = ask_connection(making, host)) != 0 && set_owner(made, making->owner) &&
                (!making->session || making->session == None || use_session(made, making->session));
    if (!good) slot_clear(&self);
    return self;
}

static Own wrap(const Making *making) {
    Own host;
    if (!host_bytes(making->hostname, &host)) return NULL;
    Own made = fits_context(making) ? socket_make(making, host ? (const char *)bytes_data(host) : NULL) : NULL;
    release_maybe(host);
    return made;
}

Own ssl_context_method_wrap_socket(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "_wrap_socket", {"sock", "server_side", "server_hostname", "*", "owner", "session"}, .required = 2};
    Ref values[5];
    int is_server;
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    if (!is_a(values[0], MODULE_TYPE(SOCKET)))
        return error_set(EXC(TypeError), "_wrap_socket() argument 'sock' must be _socket.socket, not %s",
                         argument_type_name(values[0]));
    if (!argument_int(values[1], &is_server)) return NULL;
    return wrap(&(Making){.context = AS_SSL_CONTEXT(self),
                          .socket = values[0],
                          .is_server = is_server,
                          .hostname = values[2],
                          .owner = values[3],
                          .session = values[4]});
}

Own ssl_context_method_wrap_bio(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "_wrap_bio",
        {"incoming", "outgoing", "server_side", "server_hostname", "*", "owner", "session"},
        .required = 3};
    static const char *const names[] = {"incoming", "outgoing"};
    Ref values[6];
    int is_server;
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    for (int i = 0; i < 2; i++)
        if (!is_exactly(values[i], MODULE_TYPE(SSL_BUFFER)))
            return error_set(EXC(TypeError), "_wrap_bio() argument '%s' must be _ssl.MemoryBIO, not %s",
                             names[i], argument_type_name(values[i]));
    if (!argument_int(values[2], &is_server)) return NULL;
    return wrap(&(Making){.context = AS_SSL_CONTEXT(self),
                          .in = values[0],
                          .out = values[1],
                          .is_server = is_server,
                          .hostname = values[3],
                          .owner = values[4],
                          .session = values[5]});
}

static bool socket_traverse(Ref self, VisitFn visit, void *context) {
    const SslSocket *socket = AS_SSL_SOCKET(self);
    return !socket->context || visit(socket->context, context);
}
static void socket_clear(Ref self) {
    SslSocket *socket = AS_SSL_SOCKET(self);
    slot_clear(&socket->owner);
    slot_clear(&socket->hostname);
}
static void socket_dealloc(Own self) {
    SslSocket *socket = AS_SSL_SOCKET(self);
    gc_untrack(self);
    ssl_forget(&socket->number);
    socket_clear(self);
    slot_clear(&socket->socket);
    slot_clear(&socket->context);
    object_free(self);
}

/* --- what there is to know of it ------------------------------------------------------------------------ */

static Own fact(Ref self, WorldTlsFact which) {
    WorldRequest request = {.call = WORLD_CALL_TLS_FACT, .numbers = {AS_SSL_SOCKET(self)->number, which}};
    return ssl_value_ask(&request, LINE_OTHER);
}

static Own socket_method_pending(Ref self) { return fact(self, TLS_FACT_PENDING); }
static Own socket_method_cipher(Ref self) { return fact(self, TLS_FACT_CIPHER); }
static Own socket_method_shared_ciphers(Ref self) { return fact(self, TLS_FACT_SHARED_CIPHERS); }
static Own socket_method_version(Ref self) { return fact(self, TLS_FACT_VERSION); }
static Own socket_method_selected_alpn_protocol(Ref self) { return fact(self, TLS_FACT_PROTOCOL); }
static Own socket_method_compression(Ref self) { return fact(self, TLS_FACT_COMPRESSION); }
static Own socket_method_get_verified_chain(Ref self) {
    return ssl_certificate_list_make(fact(self, TLS_FACT_VERIFIED_CHAIN));
}
static Own socket_method_get_unverified_chain(Ref self) {
    return ssl_certificate_list_make(fact(self, TLS_FACT_GIVEN_CHAIN));
}

/* 1: the handshake is done; -1: raised. */
static int is_ready(Ref self) {
    Own ready = fact(self, TLS_FACT_IS_READY);
    int truth = !ready ? -1 : ready == True;
    release_maybe(ready);
    return truth;
}

static Own socket_method_getpeercert(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("getpeercert", nargs, 0, 1)) return NULL;
    int binary = nargs ? object_is_true(args[0]) : 0, ready = binary < 0 ? -1 : is_ready(self);
    if (ready < 0) return NULL;
    if (!ready) return error_set(EXC(ValueError), "handshake not done yet");
    return fact(self, binary ? TLS_FACT_CERTIFICATE : TLS_FACT_DESCRIPTION);
}

static Own socket_method_get_channel_binding(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"get_channel_binding", {"cb_type"}, .required = 0};
    Ref given;
    TextArgument kind;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &given) ||
        !argument_text(given, "get_channel_binding", "'cb_type'", &kind))
        return NULL;
    bool known = !kind.text || strcmp(kind.text, "tls-unique") == 0;
    if (!known) error_set(EXC(ValueError), "'%s' channel binding type not implemented", kind.text);
    text_argument_release(&kind);
    return known ? fact(self, TLS_FACT_UNIQUE) : NULL;
}

static Own socket_method_verify_client_post_handshake(Ref self) {
    WorldRequest request = {.call = WORLD_CALL_TLS_CLIENT_VERIFY, .numbers = {AS_SSL_SOCKET(self)->number}};
    WorldAnswer answer;
    return ssl_do(&request, &answer, LINE_CLIENT_VERIFY) ? own_none() : NULL;
}

/* --- attributes ----------------------------------------------------------------------------------------- */

static Own get_context(Ref self, void *closure UNUSED) {
    Ref context = AS_SSL_SOCKET(self)->context;
    return context ? own(context) : own_none();
}
static bool set_context(Ref self, Ref value, void *closure UNUSED) {
    SslSocket *socket = AS_SSL_SOCKET(self);
    WorldAnswer answer;
    if (!value || !is_a(value, MODULE_TYPE(SSL_CONTEXT)))
        return error_set(EXC(TypeError), "The value must be a SSLContext") != NULL;
    WorldRequest request = {.call = WORLD_CALL_TLS_CONTEXT_USE,
                            .numbers = {socket->number, AS_SSL_CONTEXT(value)->number}};
    if (!ssl_do(&request, &answer, LINE_OTHER)) return false;
    slot_set(&socket->context, own(value));
    return true;
}

static Own get_server_side(Ref self, void *closure UNUSED) { return own_bool(AS_SSL_SOCKET(self)->is_server); }
static Own get_server_hostname(Ref self, void *closure UNUSED) {
    Ref hostname = AS_SSL_SOCKET(self)->hostname;
    return hostname ? own(hostname) : own_none();
}

static Own get_owner(Ref self, void *closure UNUSED) {
    Ref owner = AS_SSL_SOCKET(self)->owner ? weakref_get(AS_SSL_SOCKET(self)->owner) : NULL;
    return owner ? own(owner) : own_none();
}
static bool set_owner_attribute(Ref self, Ref value, void *closure UNUSED) {
    return set_owner(AS_SSL_SOCKET(self), value);
}

static Own get_session(Ref self, void *closure UNUSED) {
    WorldRequest request = {.call = WORLD_CALL_TLS_FACT,
                            .numbers = {AS_SSL_SOCKET(self)->number, TLS_FACT_SESSION}};
    WorldAnswer answer;
    if (!ssl_ask(&request, &answer)) return NULL;
    if (answer.value == WORLD_TLS_FAILED) return error_set(EXC(ValueError), "i2d() failed.");
    Own facts = ssl_value_make(answer.bytes, answer.length);
    if (!facts || facts == None) return facts;
    Own session = ssl_session_make(AS_SSL_SOCKET(self)->context, facts);
    release(facts);
    return session;
}

static bool use_session(SslSocket *self, Ref value) {
    WorldAnswer answer;
    if (!value || !is_exactly(value, MODULE_TYPE(SSL_SESSION)))
        return error_set(EXC(TypeError), "Value is not a SSLSession.") != NULL;
    const SslSession *session = AS_SSL_SESSION(value);
    if (session->context != self->context)
        return error_set(EXC(ValueError), "Session refers to a different SSLContext.") != NULL;
    if (self->is_server)
        return error_set(EXC(ValueError), "Cannot set session for server-side SSLSocket.") != NULL;
    int ready = is_ready((Ref)self);
    if (ready)
        return ready < 0 ? false : error_set(EXC(ValueError), "Cannot set session after handshake.") != NULL;
    WorldRequest request = {.call = WORLD_CALL_TLS_SESSION_USE, .numbers = {self->number, session->number}};
    return ssl_do(&request, &answer, LINE_OTHER);
}
static bool set_session(Ref self, Ref value, void *closure UNUSED) {
    return use_session(AS_SSL_SOCKET(self), value);
}

static Own get_session_reused(Ref self, void *closure UNUSED) { return fact(self, TLS_FACT_IS_REUSED); }

/* --- the type ------------------------------------------------------------------------------------------- */

static const MethodDef socket_methods[] = {
    {"do_handshake", METHOD_NONE, .none = ssl_socket_method_do_handshake,
     .doc = "do_handshake($self, /)\n--\n\n"},
    {"write", METHOD_ONE, .one = ssl_socket_method_write,
     .doc = "write($self, b, /)\n--\n\nWrites the bytes-like object b into the SSL object.\n\nReturns the "
            "number of bytes written."},
    {"read", METHOD_ARRAY, .array = ssl_socket_method_read,
     .doc = "read(size, [buffer])\nRead up to size bytes from the SSL socket.", .flags = METHOD_VARARGS},
    {"pending", METHOD_NONE, .none = socket_method_pending,
     .doc = "pending($self, /)\n--\n\nReturns the number of already decrypted bytes available for read, "
            "pending on the connection."},
    {"getpeercert", METHOD_ARRAY, .array = socket_method_getpeercert,
     .doc =
         "getpeercert($self, der=False, /)\n--\n\nReturns the certificate for the peer.\n\nIf no certificate "
         "was provided, returns None.  If a certificate was\nprovided, but not validated, returns an empty "
         "dictionary.  Otherwise\nreturns a dict containing information about the peer certificate.\n\nIf the "
         "optional argument is True, returns a DER-encoded copy of the\npeer certificate, or None if no "
         "certificate was provided.  This will\nreturn the certificate even if it wasn't validated."},
    {"get_channel_binding", METHOD_KEYWORDS, .keywords = socket_method_get_channel_binding,
     .doc = "get_channel_binding($self, /, cb_type='tls-unique')\n--\n\nGet channel binding data for current "
            "connection.\n\nRaise ValueError if the requested `cb_type` is not supported.  Return bytes\nof "
            "the data or None if the data is not available (e.g. before the handshake).\nOnly 'tls-unique' "
            "channel binding data from RFC 5929 is supported."},
    {"cipher", METHOD_NONE, .none = socket_method_cipher, .doc = "cipher($self, /)\n--\n\n"},
    {"shared_ciphers", METHOD_NONE, .none = socket_method_shared_ciphers,
     .doc = "shared_ciphers($self, /)\n--\n\n"},
    {"version", METHOD_NONE, .none = socket_method_version, .doc = "version($self, /)\n--\n\n"},
    {"selected_alpn_protocol", METHOD_NONE, .none = socket_method_selected_alpn_protocol,
     .doc = "selected_alpn_protocol($self, /)\n--\n\n"},
    {"compression", METHOD_NONE, .none = socket_method_compression, .doc = "compression($self, /)\n--\n\n"},
    {"shutdown", METHOD_NONE, .none = ssl_socket_method_shutdown,
     .doc = "shutdown($self, /)\n--\n\nDoes the SSL shutdown handshake with the remote end."},
    {"verify_client_post_handshake", METHOD_NONE, .none = socket_method_verify_client_post_handshake,
     .doc = "verify_client_post_handshake($self, /)\n--\n\nInitiate TLS 1.3 post-handshake authentication"},
    {"get_unverified_chain", METHOD_NONE, .none = socket_method_get_unverified_chain,
     .doc = "get_unverified_chain($self, /)\n--\n\n"},
    {"get_verified_chain", METHOD_NONE, .none = socket_method_get_verified_chain,
     .doc = "get_verified_chain($self, /)\n--\n\n"},
    {.name = NULL}};

static const GetSetDef socket_getset[] = {
    {.name = "context",
     .get = get_context,
     .set = set_context,
     .doc =
         "_setter_context(ctx)\nThis changes the context associated with the SSLSocket. This is "
         "typically\nused "
         "from within a callback function set by the sni_callback\non the SSLContext to change the certificate "
         "information associated with the\nSSLSocket before the cryptographic exchange handshake messages\n"},
    {.name = "server_side", .get = get_server_side, .doc = "Whether this is a server-side socket."},
    {.name = "server_hostname",
     .get = get_server_hostname,
     .doc = "The currently set server hostname (for SNI)."},
    {.name = "owner",
     .get = get_owner,
     .set = set_owner_attribute,
     .doc = "The Python-level owner of this object.Passed as \"self\" in servername callback."},
    {.name = "session",
     .get = get_session,
     .set = set_session,
     .doc = "_setter_session(session)\nGet / set SSLSession."},
    {.name = "session_reused",
     .get = get_session_reused,
     .doc = "Was the client session reused during handshake?"},
    {.name = NULL}};

const TypeSpec ssl_socket_spec = {
    .name = "_ssl._SSLSocket",
    .module = "_ssl",
    .basicsize = sizeof(SslSocket),
    .ghost_size = 96,
    .flags = TYPE_HEAP_SPEC | TYPE_GC,
    .slots = {.traverse = socket_traverse, .clear = socket_clear, .dealloc = socket_dealloc},
    .methods = socket_methods,
    .getset = socket_getset};
