/* ssl.h: what the files of the module _ssl say to each other.
 *
 * TLS is a part of the outside, as sockets are: OpenSSL's objects are the host's (world/world_tls.h). What
 * Python sees here holds the number of one, and what Python itself has put there.
 *
 *     ssl_module.c     the table of the module's functions; chance and names
 *     ssl_constants.c  its constants
 *     ssl_error.c      the classes of its errors, and what OpenSSL refuses as one of them
 *     ssl_value.c      what the world answers as objects
 *     ssl_context.c    _SSLContext: making one, its methods; ssl_context_attributes.c: its attributes
 *     ssl_load.c       the files and texts that a context loads: certificates, keys, parameters
 *     ssl_socket.c     _SSLSocket: making one, what there is to know of it; ssl_transfer.c: what may have to wait
 *     ssl_callback.c   functions of the program's that a connection calls
 *     ssl_buffer.c     MemoryBIO; ssl_session.c: SSLSession; ssl_certificate.c: Certificate */
#ifndef MODULES_SSL_H
#define MODULES_SSL_H

#include "modules/modules.h"
#include "modules/outside.h"
#include "modules/socket.h"
#include "world/world_tls.h"

typedef struct SslContext {
    Object ob_base;
    i64 number; /* the world's; 0: none */
    int protocol;
    int keylog_descriptor; /* -1: none */
    bool checks_hostname, client_verify;
    u32 watch;                                                 /* WorldTlsWatch bits */
    Object *sni_callback, *message_callback, *keylog_filename; /* owned; NULL: none */
} SslContext;
#define AS_SSL_CONTEXT(ref) ((SslContext *)(ref))

typedef struct SslSocket {
    Object ob_base;
    i64 number;
    Object *context;  /* owned; NULL: made by calling the type, no connection */
    Object *socket;   /* weak reference to a _socket.socket, owned; NULL: it has buffers */
    Object *owner;    /* weak reference, owned; NULL: none */
    Object *hostname; /* str; owned, NULL: none */
    bool is_server, seen_end;
} SslSocket;
#define AS_SSL_SOCKET(ref) ((SslSocket *)(ref))

typedef struct SslBuffer { /* MemoryBIO */
    Object ob_base;
    i64 number;
    bool ended;
} SslBuffer;
#define AS_SSL_BUFFER(ref) ((SslBuffer *)(ref))

typedef struct SslSession {
    Object ob_base;
    i64 number;
    Object *context, *id; /* an _SSLContext, bytes; owned */
    i64 time, timeout, lifetime_hint;
    bool has_ticket;
} SslSession;
#define AS_SSL_SESSION(ref) ((SslSession *)(ref))

typedef struct SslCertificate {
    Object ob_base;
    Object *der; /* bytes; owned */
    isize hash;  /* -1: not known yet */
} SslCertificate;
#define AS_SSL_CERTIFICATE(ref) ((SslCertificate *)(ref))

enum { SSL_CERT_NONE, SSL_CERT_OPTIONAL, SSL_CERT_REQUIRED };
enum { SSL_VERSION_LOWEST = -2, SSL_VERSION_HIGHEST = -1 }; /* that is supported */
enum { SSL_VERSION_SSL_3_0 = 0x300, SSL_VERSION_1_0, SSL_VERSION_1_1, SSL_VERSION_1_2, SSL_VERSION_1_3 };
enum { SSL_NUMBER_EOF = 8, SSL_NUMBER_INVALID = 10 }; /* of errors: CPython's own beside WorldTlsKind */

/* --- errors (ssl_error.c) ------------------------------------------------------------------------------- */
typedef enum SslErrorClass {
    SSL_ERROR_VERIFICATION,
    SSL_ERROR_ZERO_RETURN,
    SSL_ERROR_WANT_WRITE,
    SSL_ERROR_WANT_READ,
    SSL_ERROR_SYSCALL,
    SSL_ERROR_EOF,
    SSL_ERROR_CLASSES
} SslErrorClass;
typedef struct SslState {              /* of the module: an arena block */
    Object *errors[SSL_ERROR_CLASSES]; /* owned */
} SslState;

/* Where in CPython's _ssl.c an error is raised, as its message tells. */
typedef enum SslLine {
    LINE_SERVER_CONTEXT = 788,
    LINE_CLIENT_CONTEXT = 795,
    LINE_HANDSHAKE_GONE = 933,
    LINE_HANDSHAKE_TIMEOUT = 975,
    LINE_HANDSHAKE_CLOSED = 979,
    LINE_HANDSHAKE = 992,
    LINE_WRITE_GONE = 2321,
    LINE_WRITE = 2393,
    LINE_READ_GONE = 2464,
    LINE_READ = 2546,
    LINE_END_GONE = 2592,
    LINE_END = 2672,
    LINE_CLIENT_VERIFY = 2747,
    LINE_TRUST_TEXT = 3992,
    LINE_CHAIN = 3877,
    LINE_KEY = 3898,
    LINE_KEY_MATCH = 3931,
    LINE_TRUST_FILE = 4126,
    LINE_DH = 4174,
    LINE_CURVE = 4349,
    LINE_OTHER = 0
} SslLine;

/* Of OpenSSL's libraries, as CPython names them; NULL: it has no name. */
const char *ssl_library_name(int number);
bool ssl_errors_make(void);
bool ssl_errors_add(Ref module);
void ssl_errors_clear(void);
/* What an answer says that is WORLD_TLS_FAILED, as SSLError, with the number that OpenSSL has for the
 * reason. */
void *ssl_raise_failure(const WorldAnswer *answer, SslLine line);
/* The same of a connection: by what kind of failure it is. */
void *ssl_raise_connection_failure(const SslSocket *self, const WorldAnswer *answer, SslLine line);
/* SSLError(number, "message (_ssl.c:line)"). */
void *ssl_raise(i64 number, const char *message, SslLine line);
void *ssl_raise_plain(const char *message); /* SSLError(message) */

/* A path as bytes in the file system's encoding. */
Own ssl_path(Ref given);

/* --- asking the world ----------------------------------------------------------------------------------- */
/* Asks: false raised, as OSError where the world has an errno. What OpenSSL refuses is in the answer. */
bool ssl_ask(const WorldRequest *request, WorldAnswer *answer);
/* The same, with that raised too. */
bool ssl_do(const WorldRequest *request, WorldAnswer *answer, SslLine line);
/* Gives a number back. Raises nothing, leaves what is raised. */
void ssl_forget(i64 *number);

/* --- values (ssl_value.c) ------------------------------------------------------------------------------- */
Own ssl_value_make(const char *bytes, isize length);  /* the first one */
Own ssl_values_make(const char *bytes, isize length); /* a list of all */
/* What the request is answered with, made an object. */
Own ssl_value_ask(const WorldRequest *request, SslLine line);

/* --- callbacks (ssl_callback.c) ------------------------------------------------------------------------- */
/* Hands on what was watched. False: raised. */
bool ssl_tell_events(SslSocket *self);
/* What the program says to a client's hello, with the host it asks for, as an answer has it (NULL: none): -1: accepted,
 * else an alert. */
int ssl_answer_hello(SslSocket *self, const char *host);
bool ssl_watch(SslContext *context, WorldTlsWatch what, bool on);

/* --- methods -------------------------------------------------------------------------------------------- */
extern const ModuleConstant ssl_constants[], ssl_features[]; /* numbers; truths */
extern const GetSetDef ssl_context_getset[];
Own ssl_context_method_load_cert_chain(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own ssl_context_method_load_dh_params(Ref self, Ref path);
Own ssl_context_method_load_verify_locations(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own ssl_context_method_set_default_verify_paths(Ref self);
Own ssl_context_method_wrap_socket(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own ssl_context_method_wrap_bio(Ref self, Ref const *args, isize nargs, Ref kwnames);
bool ssl_context_set_verify_mode(Ref self, i64 mode);
bool ssl_context_setting(const SslContext *self, WorldTlsSetting which, i64 *value);
void ssl_context_close_keylog(SslContext *self);
Own ssl_socket_method_do_handshake(Ref self);
Own ssl_socket_method_write(Ref self, Ref data);
Own ssl_socket_method_read(Ref self, Ref const *args, isize nargs);
Own ssl_socket_method_shutdown(Ref self);
Own ssl_session_make(Ref context, Ref facts);
Own ssl_certificate_list_make(Own ders); /* consumes a list of bytes, or None, or NULL */

#endif
