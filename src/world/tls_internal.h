/* tls_internal.h: what the files of world that speak with OpenSSL say to each other.
 *
 *     world_tls.c       the library, the numbers of its objects, the stack that it runs on, what it refuses
 *     tls_context.c     contexts and what is set in them
 *     tls_connection.c  memory buffers and connections: what may have to wait
 *     tls_facts.c       what there is to know of a connection
 *     tls_certificate.c what stands in a certificate */
#ifndef WORLD_TLS_INTERNAL_H
#define WORLD_TLS_INTERNAL_H

#include "base/stack_switch.h"
#include "world/tls_library.h"
#include "world/world_internal.h"

typedef enum TlsKind { TLS_CONTEXT, TLS_BUFFER, TLS_CONNECTION, TLS_SESSION } TlsKind;
typedef struct TlsObject {
    TlsKind kind;
    int line;      /* of the run: to no other one it is there */
    void *pointer; /* SSL_CTX, BIO, SSL, SSL_SESSION; owned */
    /* of a context */
    char *protocols; /* ALPN's list; owned, NULL: none */
    unsigned protocols_length;
    unsigned watch; /* WorldTlsWatch bits */
    /* of a connection */
    bool has_socket;  /* else it has memory buffers */
    int real;         /* the host's descriptor of it; -1: it is closed */
    int hello_answer; /* as HANDSHAKE's numbers[2] */
    bool has_host;
    char host[256]; /* that the client's hello asks for */
    Text events;    /* values */
} TlsObject;

typedef i64 (*TlsPerform)(struct Tls *tls, const WorldRequest *request, Text *out);
typedef struct Tls {
    TlsLibrary library;
    bool is_loaded;
    TlsObject **objects; /* [number - 1]; NULL: freed; owned */
    isize count, capacity;
    StackContext servant, caller; /* OpenSSL takes more stack than a thread of the machine may have left */
    TlsPerform perform;           /* what the servant is to do */
    const WorldRequest *request;
    Text *out;
    i64 result;
} Tls;

#define CALL(id, function, changes) i64 function(Tls *tls, const WorldRequest *request, Text *out);
WORLD_TLS_CALLS(CALL)
#undef CALL

/* Enters an object (NULL: what OpenSSL refused: a failure), which is taken over: its number. */
i64 tls_enter(Tls *tls, TlsKind kind, void *pointer, Text *out);
/* The object of that number; NULL and errno: there is none of that kind here. */
TlsObject *tls_find(Tls *tls, i64 number, TlsKind kind);
/* What has just failed, as the answer: `ssl` may be NULL; errno is the system's word on it. Clears OpenSSL's
 * queue. */
i64 tls_failed(Tls *tls, SSL *ssl, int returned, int at, Text *out);
/* 1: `value`, else a failure. */
i64 tls_succeeded(Tls *tls, int returned, i64 value, Text *out);
/* Values, as world_tls.h says. */
void tls_value(Text *out, WorldTlsValue mark);
void tls_value_int(Text *out, i64 number);
void tls_value_text(Text *out, const char *text); /* NULL: None */
void tls_value_bytes(Text *out, WorldTlsValue mark, const void *bytes, isize length);
void tls_value_bool(Text *out, bool truth);
/* For what is no secret: it has no password. Without this OpenSSL asks for one on the terminal, past the log. */
int tls_no_password(char *buffer, int size, int writing, void *context);
/* What a BIO in memory has, which is freed (NULL: nothing). The text is the caller's. */
Text tls_take_bio(Tls *tls, BIO *bio);
void tls_value_take_bio(Tls *tls, Text *out, BIO *bio);
/* tls_certificate.c: a dict, or an X509 as DER. */
void tls_value_description(Tls *tls, Text *out, X509 *certificate);
void tls_value_der(Tls *tls, Text *out, X509 *certificate);
/* tls_context.c: a tuple of name, protocol, bits. */
void tls_value_cipher(Tls *tls, Text *out, const SSL_CIPHER *cipher);

#endif
