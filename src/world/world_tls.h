/* world_tls.h: TLS, as far as it is a part of the outside.
 *
 * OpenSSL's objects live with the host and are named by numbers, which are never used again. The machine's objects
 * (modules/ssl.h) hold a number and what Python put there; all that they want to know is asked by a WorldRequest, once,
 * and the answer is kept in the log: a run can be lived again without network and without OpenSSL. A number belongs to
 * the line of the run that got it: another one finds the network down, ENETDOWN. So does what is tried at a stop, but that
 * it may ask what is there, as long as the machine stands at the end of what it has lived through: OpenSSL has no past.
 *
 * OpenSSL is Debian's libssl3, which is looked for when the first question is asked; nobody needs it before, and
 * opscope is not linked with it. */
#ifndef WORLD_WORLD_TLS_H
#define WORLD_WORLD_TLS_H

#include "base/base.h"

/* numbers[0] is the object that is meant, where one is. "values" are what ssl_value_make of modules/ssl.h makes
 * objects of. What OpenSSL refuses has WORLD_TLS_FAILED as its value, and a WorldTlsFailure in its bytes.
 *
 * First, what is asked of the library itself:
 *     OPEN               bytes: values: number of the version, its text; ENOENT: it is not there
 *     REASONS            bytes: values: library, reason, name, and so on, of all errors that it can name
 *     RANDOM             numbers[0]: so many bytes
 *     RANDOM_ADD         bytes
 *     RANDOM_STATUS      value
 *     OBJECT             path: a text, numbers[0]: also a name; NULL: numbers[0] is an NID; value: 1, bytes: values;
 *                        0: it is unknown, 2: it has no NID
 *     DEFAULT_PATHS      bytes: values: four
 *     CERTIFICATE        numbers[0]: a WorldTlsForm; bytes: DER, or path: a file of PEM
 * Then contexts, numbers[0] from here on:
 *     CONTEXT            numbers[0]: WorldTlsProtocol; value: the new number
 *     SETTING            numbers[1]: WorldTlsSetting; bytes: values: what it is
 *     SETTING_SET        the same, numbers[2]: the new one; bytes: values: what it is now
 *     CIPHERS            bytes: values
 *     CIPHERS_SET        path: their list
 *     PROTOCOLS_SET      bytes: ALPN's list
 *     CURVE_SET          numbers[1]: NID
 *     DH_LOAD            path
 *     TRUST_LOAD         path, path2: file, folder; one may be NULL
 *     TRUST_ADD          bytes: certificates, numbers[1]: WorldTlsEncoding; value: how many; bytes: as a failure's
 *     TRUST_DEFAULT      path, path2: file, folders; NULL: OpenSSL's own
 *     CHAIN_LOAD         path, path2: certificate, key; numbers[1]: bytes are the password; where none was given,
 *                        or a longer one than it takes: WORLD_TLS_WANTS_PASSWORD
 *     STORE              numbers[1]: 0: counts, 1: DER, 2: descriptions of authorities; bytes: values
 *     WATCH              numbers[1]: WorldTlsWatch bits
 * Memory buffers:
 *     BUFFER             value: the new number
 *     BUFFER_WRITE       bytes; value: how many
 *     BUFFER_READ        numbers[1]: at most; bytes
 *     BUFFER_PENDING     value
 *     BUFFER_END         reading from it finds its end behind what is in it
 * Connections. What may have to wait has the socket's descriptor, and numbers[2]: what is answered to a client's hello:
 * -1: it is accepted, 0: nobody was asked, else an alert:
 *     CONNECTION         numbers: context, WorldTlsRole bits, buffers in and out, 0: a socket; path: host's name
 *     HANDSHAKE
 *     RECEIVE            numbers[1]: at most; bytes
 *     SEND               bytes; value: how many
 *     END                shutdown, as the library counts: value 0 or 1; numbers[1]: without reading ahead
 *     FACT               numbers[1]: WorldTlsFact; bytes: values
 *     CONTEXT_USE        numbers[1]: another context
 *     SESSION_USE        numbers[1]: a session
 *     CLIENT_VERIFY      a client is asked for its certificate
 *     EVENTS             bytes: values: what was watched, since this was last asked
 * And all:
 *     FREE */
#define WORLD_TLS_CALLS(CALL)                                                                                  \
    CALL(TLS_OPEN, tls_open, false)                                                                            \
    CALL(TLS_REASONS, tls_reasons, false)                                                                      \
    CALL(TLS_RANDOM, tls_random, false)                                                                        \
    CALL(TLS_RANDOM_ADD, tls_random_add, false)                                                                \
    CALL(TLS_RANDOM_STATUS, tls_random_status, false)                                                          \
    CALL(TLS_OBJECT, tls_object, false)                                                                        \
    CALL(TLS_DEFAULT_PATHS, tls_default_paths, false)                                                          \
    CALL(TLS_CERTIFICATE, tls_certificate, false)                                                              \
    CALL(TLS_CONTEXT, tls_context, true)                                                                       \
    CALL(TLS_SETTING, tls_setting, false)                                                                      \
    CALL(TLS_SETTING_SET, tls_setting_set, true)                                                               \
    CALL(TLS_CIPHERS, tls_ciphers, false)                                                                      \
    CALL(TLS_CIPHERS_SET, tls_ciphers_set, true)                                                               \
    CALL(TLS_PROTOCOLS_SET, tls_protocols_set, true)                                                           \
    CALL(TLS_CURVE_SET, tls_curve_set, true)                                                                   \
    CALL(TLS_DH_LOAD, tls_dh_load, true)                                                                       \
    CALL(TLS_TRUST_LOAD, tls_trust_load, true)                                                                 \
    CALL(TLS_TRUST_ADD, tls_trust_add, true)                                                                   \
    CALL(TLS_TRUST_DEFAULT, tls_trust_default, true)                                                           \
    CALL(TLS_CHAIN_LOAD, tls_chain_load, true)                                                                 \
    CALL(TLS_STORE, tls_store, false)                                                                          \
    CALL(TLS_WATCH, tls_watch, true)                                                                           \
    CALL(TLS_BUFFER, tls_buffer, true)                                                                         \
    CALL(TLS_BUFFER_WRITE, tls_buffer_write, true)                                                             \
    CALL(TLS_BUFFER_READ, tls_buffer_read, true)                                                               \
    CALL(TLS_BUFFER_PENDING, tls_buffer_pending, false)                                                        \
    CALL(TLS_BUFFER_END, tls_buffer_end, true)                                                                 \
    CALL(TLS_CONNECTION, tls_connection, true)                                                                 \
    CALL(TLS_HANDSHAKE, tls_handshake, true)                                                                   \
    CALL(TLS_RECEIVE, tls_receive, true)                                                                       \
    CALL(TLS_SEND, tls_send, true)                                                                             \
    CALL(TLS_END, tls_end, true)                                                                               \
    CALL(TLS_FACT, tls_fact, false)                                                                            \
    CALL(TLS_CONTEXT_USE, tls_context_use, true)                                                               \
    CALL(TLS_SESSION_USE, tls_session_use, true)                                                               \
    CALL(TLS_CLIENT_VERIFY, tls_client_verify, true)                                                           \
    CALL(TLS_EVENTS, tls_events, true)                                                                         \
    CALL(TLS_FREE, tls_free, true)

#define WORLD_TLS_FAILED ((i64)1 << 40)
#define WORLD_TLS_WANTS_PASSWORD (((i64)1 << 40) + 1)
/* Three texts stand behind it, each with its NUL: name, reason, what is wrong with a certificate. */
typedef struct WorldTlsFailure {
    i64 returned; /* what OpenSSL's function gave back */
    i64 kind;     /* WorldTlsKind; of what is no connection's 0 */
    i64 code;     /* the newest in its queue; 0: none */
    i64 error;    /* errno */
    i64 verify;   /* X509_V_ERR_...; 0: none */
    i64 at;       /* which of a request's steps failed, from 0 on */
} WorldTlsFailure;
/* SSL_get_error's. */
typedef enum WorldTlsKind {
    TLS_KIND_SSL = 1,
    TLS_KIND_WANT_READ,
    TLS_KIND_WANT_WRITE,
    TLS_KIND_WANT_LOOK_UP,
    TLS_KIND_SYSTEM,
    TLS_KIND_END,
    TLS_KIND_WANT_CONNECT,
    TLS_KIND_WANT_HELLO = 11 /* a client's hello is there, and watched for; `name` is the host it asks for */
} WorldTlsKind;
/* A code: which of OpenSSL's libraries, and the reason that it has. */
enum { TLS_OF_PEM = 9, TLS_OF_X509 = 11, TLS_OF_ASN1 = 13, TLS_OF_SSL = 20 };
#define TLS_LIBRARY(code) ((int)((u64)(code) >> 23 & 0xff))
#define TLS_REASON(code) ((int)((code)&0x7fffff))

/* What a context speaks: ssl.PROTOCOL_... */
typedef enum WorldTlsProtocol {
    TLS_PROTOCOL_ANY = 2,
    TLS_PROTOCOL_1_0,
    TLS_PROTOCOL_1_1,
    TLS_PROTOCOL_1_2,
    TLS_PROTOCOL_CLIENT = 16,
    TLS_PROTOCOL_SERVER
} WorldTlsProtocol;
typedef enum WorldTlsEncoding { TLS_ENCODING_PEM = 1, TLS_ENCODING_DER } WorldTlsEncoding;
enum { TLS_VERIFY_PEER = 1, TLS_VERIFY_OR_FAIL = 2 }; /* bits of TLS_SET_VERIFY_MODE */
enum { TLS_LONGEST_PASSWORD = 1024 };                 /* bytes */
typedef enum WorldTlsSetting {
    TLS_SET_OPTIONS,
    TLS_SET_VERIFY_MODE,
    TLS_SET_VERIFY_FLAGS,
    TLS_SET_MINIMUM, /* versions, 0: any */
    TLS_SET_MAXIMUM,
    TLS_SET_TICKETS,
    TLS_SET_HOST_FLAGS,
    TLS_SET_SECURITY,  /* can't be set */
    TLS_SET_STATISTICS /* and those behind it: the same, SSL_CTRL_SESS_... of number n behind it */
} WorldTlsSetting;
typedef enum WorldTlsForm { TLS_FORM_DESCRIPTION, TLS_FORM_PEM, TLS_FORM_SUBJECT, TLS_FORM_HASH } WorldTlsForm;
typedef enum WorldTlsWatch { TLS_WATCH_HELLOS = 1, TLS_WATCH_MESSAGES = 2, TLS_WATCH_KEYS = 4 } WorldTlsWatch;
typedef enum WorldTlsRole {
    TLS_ROLE_SERVER = 1,
    TLS_ROLE_CHECKS_HOST = 2,
    TLS_ROLE_CLIENT_VERIFY = 4 /* a client lets itself be asked for its certificate later */
} WorldTlsRole;
typedef enum WorldTlsFact {
    TLS_FACT_IS_READY, /* the handshake is done */
    TLS_FACT_VERSION,
    TLS_FACT_CIPHER,
    TLS_FACT_SHARED_CIPHERS,
    TLS_FACT_PROTOCOL,
    TLS_FACT_COMPRESSION,
    TLS_FACT_PENDING,
    TLS_FACT_UNIQUE,         /* the channel binding "tls-unique" */
    TLS_FACT_CERTIFICATE,    /* the peer's, in DER; None */
    TLS_FACT_DESCRIPTION,    /* of it; {} where it was not verified */
    TLS_FACT_VERIFIED_CHAIN, /* of DER */
    TLS_FACT_GIVEN_CHAIN,
    TLS_FACT_SESSION, /* None, or its new number, id, time, timeout, ticket's lifetime, whether it has one */
    TLS_FACT_IS_REUSED,
    TLS_FACT_ENDS /* which sides have said that they end: SSL_SENT_SHUTDOWN 1, SSL_RECEIVED_SHUTDOWN 2 */
} WorldTlsFact;

/* "Values": one after the other, each a byte that says what it is, and what belongs to it. */
typedef enum WorldTlsValue {
    TLS_VALUE_NONE = 'N',
    TLS_VALUE_TRUE = 'T',
    TLS_VALUE_FALSE = 'F',
    TLS_VALUE_INT = 'i',   /* an i64 */
    TLS_VALUE_TEXT = 's',  /* an i64, its length, and UTF-8 */
    TLS_VALUE_BYTES = 'b', /* the same */
    TLS_VALUE_TUPLE = '(', /* to the matching TLS_VALUE_END */
    TLS_VALUE_LIST = '[',
    TLS_VALUE_DICT = '{', /* keys and values */
    TLS_VALUE_END = '.'
} WorldTlsValue;

#endif
