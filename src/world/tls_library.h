/* tls_library.h: what is used of OpenSSL 3, declared here, so that neither its headers nor its libraries are
 * needed to build: world_tls.c looks the functions up by their names. */
#ifndef WORLD_TLS_LIBRARY_H
#define WORLD_TLS_LIBRARY_H

#include "base/base.h"

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_method_st SSL_METHOD;
typedef struct ssl_session_st SSL_SESSION;
typedef struct ssl_cipher_st SSL_CIPHER;
typedef struct bio_st BIO;
typedef struct x509_st X509;
typedef struct X509_name_st X509_NAME;
typedef struct X509_name_entry_st X509_NAME_ENTRY;
typedef struct x509_store_st X509_STORE;
typedef struct x509_object_st X509_OBJECT;
typedef struct X509_VERIFY_PARAM_st X509_VERIFY_PARAM;
typedef struct asn1_string_st ASN1_STRING;
typedef struct asn1_object_st ASN1_OBJECT;
typedef struct dh_st DH;
typedef struct ec_key_st EC_KEY;
typedef struct stack_st STACK;   /* of anything */
typedef struct GENERAL_NAME_st { /* these four are public in x509v3.h */
    int type;
    void *value;
} GENERAL_NAME;
typedef struct ACCESS_DESCRIPTION_st {
    ASN1_OBJECT *method;
    GENERAL_NAME *location;
} ACCESS_DESCRIPTION;
typedef struct DIST_POINT_NAME_st {
    int type;
    STACK *names; /* of GENERAL_NAME; where type is 0 */
} DIST_POINT_NAME;
typedef struct DIST_POINT_st {
    DIST_POINT_NAME *name;
} DIST_POINT;

typedef int (*TlsPasswordFn)(char *buffer, int size, int writing, void *context);
typedef void (*TlsMessageFn)(int writing, int version, int type, const void *bytes, usize length, SSL *ssl,
                             void *context);
typedef void (*TlsKeyFn)(const SSL *ssl, const char *line);
typedef int (*TlsHelloFn)(SSL *ssl, int *alert, void *context);
typedef int (*TlsSelectFn)(SSL *ssl, const u8 **out, u8 *length, const u8 *offered, unsigned offered_length,
                           void *context);

/*  FUNCTION(library, result, name, parameters) */
#define TLS_LIBRARY_FUNCTIONS(FUNCTION)                                                                        \
    FUNCTION(ssl, int, OPENSSL_init_ssl, (u64 options, const void *settings))                                  \
    FUNCTION(crypto, unsigned long, OpenSSL_version_num, (void))                                               \
    FUNCTION(crypto, const char *, OpenSSL_version, (int what))                                                \
    /* errors */                                                                                               \
    FUNCTION(crypto, unsigned long, ERR_peek_last_error, (void))                                               \
    FUNCTION(crypto, void, ERR_clear_error, (void))                                                            \
    FUNCTION(crypto, const char *, ERR_reason_error_string, (unsigned long code))                              \
    FUNCTION(crypto, const char *, X509_verify_cert_error_string, (long code))                                 \
    /* chance, objects, stacks, memory */                                                                      \
    FUNCTION(crypto, int, RAND_bytes, (u8 * bytes, int count))                                                 \
    FUNCTION(crypto, void, RAND_add, (const void *bytes, int count, double entropy))                           \
    FUNCTION(crypto, int, RAND_status, (void))                                                                 \
    FUNCTION(crypto, ASN1_OBJECT *, OBJ_txt2obj, (const char *text, int no_name))                              \
    FUNCTION(crypto, ASN1_OBJECT *, OBJ_nid2obj, (int nid))                                                    \
    FUNCTION(crypto, int, OBJ_obj2nid, (const ASN1_OBJECT *object))                                            \
    FUNCTION(crypto, int, OBJ_obj2txt, (char *text, int size, const ASN1_OBJECT *object, int no_name))         \
    FUNCTION(crypto, const char *, OBJ_nid2sn, (int nid))                                                      \
    FUNCTION(crypto, const char *, OBJ_nid2ln, (int nid))                                                      \
    FUNCTION(crypto, void, ASN1_OBJECT_free, (ASN1_OBJECT * object))                                           \
    FUNCTION(crypto, int, OPENSSL_sk_num, (const STACK *stack))                                                \
    FUNCTION(crypto, void *, OPENSSL_sk_value, (const STACK *stack, int index))                                \
    FUNCTION(crypto, void, OPENSSL_sk_pop_free, (STACK * stack, void (*release)(void *)))                      \
    FUNCTION(crypto, void, CRYPTO_free, (void *memory, const char *file, int line))                            \
    /* BIOs */                                                                                                 \
    FUNCTION(crypto, const void *, BIO_s_mem, (void))                                                          \
    FUNCTION(crypto, BIO *, BIO_new, (const void *method))                                                     \
    FUNCTION(crypto, BIO *, BIO_new_mem_buf, (const void *bytes, int length))                                  \
    FUNCTION(crypto, BIO *, BIO_new_file, (const char *path, const char *mode))                                \
    FUNCTION(crypto, BIO *, BIO_new_socket, (int descriptor, int close))                                       \
    FUNCTION(crypto, int, BIO_free, (BIO * bio))                                                               \
    FUNCTION(crypto, int, BIO_up_ref, (BIO * bio))                                                             \
    FUNCTION(crypto, int, BIO_read, (BIO * bio, void *bytes, int size))                                        \
    FUNCTION(crypto, int, BIO_write, (BIO * bio, const void *bytes, int length))                               \
    FUNCTION(crypto, long, BIO_ctrl, (BIO * bio, int what, long number, void *pointer))                        \
    FUNCTION(crypto, usize, BIO_ctrl_pending, (BIO * bio))                                                     \
    FUNCTION(crypto, void, BIO_set_flags, (BIO * bio, int flags))                                              \
    FUNCTION(crypto, void, BIO_clear_flags, (BIO * bio, int flags))                                            \
    /* certificates */                                                                                         \
    FUNCTION(crypto, X509 *, PEM_read_bio_X509,                                                                \
             (BIO * bio, X509 * *into, TlsPasswordFn password, void *context))                                 \
    FUNCTION(crypto, int, PEM_write_bio_X509, (BIO * bio, X509 * certificate))                                 \
    FUNCTION(crypto, DH *, PEM_read_bio_DHparams,                                                              \
             (BIO * bio, DH * *into, TlsPasswordFn password, void *context))                                   \
    FUNCTION(crypto, EC_KEY *, EC_KEY_new_by_curve_name, (int nid))                                            \
    FUNCTION(crypto, void, EC_KEY_free, (EC_KEY * key))                                                        \
    FUNCTION(crypto, void, DH_free, (DH * dh))                                                                 \
    FUNCTION(crypto, X509 *, d2i_X509, (X509 * *into, const u8 **bytes, long length))                          \
    FUNCTION(crypto, X509 *, d2i_X509_bio, (BIO * bio, X509 * *into))                                          \
    FUNCTION(crypto, int, i2d_X509, (X509 * certificate, u8 * *bytes))                                         \
    FUNCTION(crypto, void, X509_free, (X509 * certificate))                                                    \
    FUNCTION(crypto, int, X509_check_ca, (X509 * certificate))                                                 \
    FUNCTION(crypto, unsigned long, X509_subject_name_hash, (X509 * certificate))                              \
    FUNCTION(crypto, long, X509_get_version, (const X509 *certificate))                                        \
    FUNCTION(crypto, X509_NAME *, X509_get_subject_name, (const X509 *certificate))                            \
    FUNCTION(crypto, X509_NAME *, X509_get_issuer_name, (const X509 *certificate))                             \
    FUNCTION(crypto, ASN1_STRING *, X509_get_serialNumber, (X509 * certificate))                               \
    FUNCTION(crypto, const ASN1_STRING *, X509_get0_notBefore, (const X509 *certificate))                      \
    FUNCTION(crypto, const ASN1_STRING *, X509_get0_notAfter, (const X509 *certificate))                       \
    FUNCTION(crypto, void *, X509_get_ext_d2i, (const X509 *certificate, int nid, int *critical, int *index))  \
    FUNCTION(crypto, int, X509_NAME_entry_count, (const X509_NAME *name))                                      \
    FUNCTION(crypto, X509_NAME_ENTRY *, X509_NAME_get_entry, (const X509_NAME *name, int index))               \
    FUNCTION(crypto, int, X509_NAME_ENTRY_set, (const X509_NAME_ENTRY *entry))                                 \
    FUNCTION(crypto, ASN1_OBJECT *, X509_NAME_ENTRY_get_object, (const X509_NAME_ENTRY *entry))                \
    FUNCTION(crypto, ASN1_STRING *, X509_NAME_ENTRY_get_data, (const X509_NAME_ENTRY *entry))                  \
    FUNCTION(crypto, int, X509_NAME_print_ex,                                                                  \
             (BIO * bio, const X509_NAME *name, int indent, unsigned long flags))                              \
    FUNCTION(crypto, int, ASN1_STRING_to_UTF8, (u8 * *bytes, const ASN1_STRING *string))                       \
    FUNCTION(crypto, const u8 *, ASN1_STRING_get0_data, (const ASN1_STRING *string))                           \
    FUNCTION(crypto, int, ASN1_STRING_length, (const ASN1_STRING *string))                                     \
    FUNCTION(crypto, int, ASN1_TIME_print, (BIO * bio, const ASN1_STRING *time))                               \
    FUNCTION(crypto, int, i2a_ASN1_INTEGER, (BIO * bio, const ASN1_STRING *number))                            \
    FUNCTION(crypto, int, GENERAL_NAME_print, (BIO * bio, GENERAL_NAME * name))                                \
    FUNCTION(crypto, void, GENERAL_NAME_free, (GENERAL_NAME * name))                                           \
    FUNCTION(crypto, void, ACCESS_DESCRIPTION_free, (ACCESS_DESCRIPTION * access))                             \
    FUNCTION(crypto, void, DIST_POINT_free, (DIST_POINT * point))                                              \
    FUNCTION(crypto, int, X509_STORE_add_cert, (X509_STORE * store, X509 * certificate))                       \
    FUNCTION(crypto, STACK *, X509_STORE_get0_objects, (const X509_STORE *store))                              \
    FUNCTION(crypto, int, X509_OBJECT_get_type, (const X509_OBJECT *object))                                   \
    FUNCTION(crypto, X509 *, X509_OBJECT_get0_X509, (const X509_OBJECT *object))                               \
    FUNCTION(crypto, const char *, X509_get_default_cert_file_env, (void))                                     \
    FUNCTION(crypto, const char *, X509_get_default_cert_file, (void))                                         \
    FUNCTION(crypto, const char *, X509_get_default_cert_dir_env, (void))                                      \
    FUNCTION(crypto, const char *, X509_get_default_cert_dir, (void))                                          \
    FUNCTION(crypto, int, X509_VERIFY_PARAM_set_flags, (X509_VERIFY_PARAM * rules, unsigned long flags))       \
    FUNCTION(crypto, int, X509_VERIFY_PARAM_clear_flags, (X509_VERIFY_PARAM * rules, unsigned long flags))     \
    FUNCTION(crypto, unsigned long, X509_VERIFY_PARAM_get_flags, (const X509_VERIFY_PARAM *rules))             \
    FUNCTION(crypto, void, X509_VERIFY_PARAM_set_hostflags, (X509_VERIFY_PARAM * rules, unsigned flags))       \
    FUNCTION(crypto, unsigned, X509_VERIFY_PARAM_get_hostflags, (const X509_VERIFY_PARAM *rules))              \
    FUNCTION(crypto, int, X509_VERIFY_PARAM_set1_host,                                                         \
             (X509_VERIFY_PARAM * rules, const char *name, usize length))                                      \
    FUNCTION(crypto, int, X509_VERIFY_PARAM_set1_ip, (X509_VERIFY_PARAM * rules, const u8 *ip, usize length))  \
    FUNCTION(crypto, ASN1_STRING *, a2i_IPADDRESS, (const char *text))                                         \
    FUNCTION(crypto, void, ASN1_STRING_free, (ASN1_STRING * string))                                           \
    /* contexts */                                                                                             \
    FUNCTION(ssl, const SSL_METHOD *, TLS_method, (void))                                                      \
    FUNCTION(ssl, const SSL_METHOD *, TLS_client_method, (void))                                               \
    FUNCTION(ssl, const SSL_METHOD *, TLS_server_method, (void))                                               \
    FUNCTION(ssl, const SSL_METHOD *, TLSv1_method, (void))                                                    \
    FUNCTION(ssl, const SSL_METHOD *, TLSv1_1_method, (void))                                                  \
    FUNCTION(ssl, const SSL_METHOD *, TLSv1_2_method, (void))                                                  \
    FUNCTION(ssl, SSL_CTX *, SSL_CTX_new, (const SSL_METHOD *method))                                          \
    FUNCTION(ssl, void, SSL_CTX_free, (SSL_CTX * context))                                                     \
    FUNCTION(ssl, long, SSL_CTX_ctrl, (SSL_CTX * context, int what, long number, void *pointer))               \
    FUNCTION(ssl, u64, SSL_CTX_get_options, (const SSL_CTX *context))                                          \
    FUNCTION(ssl, u64, SSL_CTX_set_options, (SSL_CTX * context, u64 options))                                  \
    FUNCTION(ssl, u64, SSL_CTX_clear_options, (SSL_CTX * context, u64 options))                                \
    FUNCTION(ssl, int, SSL_CTX_get_verify_mode, (const SSL_CTX *context))                                      \
    FUNCTION(ssl, void, SSL_CTX_set_verify, (SSL_CTX * context, int mode, void *callback))                     \
    FUNCTION(ssl, X509_VERIFY_PARAM *, SSL_CTX_get0_param, (SSL_CTX * context))                                \
    FUNCTION(ssl, int, SSL_CTX_set_session_id_context, (SSL_CTX * context, const u8 *id, unsigned length))     \
    FUNCTION(ssl, usize, SSL_CTX_get_num_tickets, (const SSL_CTX *context))                                    \
    FUNCTION(ssl, int, SSL_CTX_set_num_tickets, (SSL_CTX * context, usize count))                              \
    FUNCTION(ssl, void, SSL_CTX_set_post_handshake_auth, (SSL_CTX * context, int on))                          \
    FUNCTION(ssl, int, SSL_CTX_get_security_level, (const SSL_CTX *context))                                   \
    FUNCTION(ssl, int, SSL_CTX_set_cipher_list, (SSL_CTX * context, const char *list))                         \
    FUNCTION(ssl, int, SSL_CTX_set_alpn_protos, (SSL_CTX * context, const u8 *list, unsigned length))          \
    FUNCTION(ssl, void, SSL_CTX_set_alpn_select_cb, (SSL_CTX * context, TlsSelectFn select, void *pointer))    \
    FUNCTION(ssl, int, SSL_select_next_proto,                                                                  \
             (u8 * *out, u8 * out_length, const u8 *ours, unsigned our_length, const u8 *theirs,               \
              unsigned their_length))                                                                          \
    FUNCTION(ssl, int, SSL_CTX_load_verify_locations,                                                          \
             (SSL_CTX * context, const char *file, const char *folder))                                        \
    FUNCTION(ssl, X509_STORE *, SSL_CTX_get_cert_store, (const SSL_CTX *context))                              \
    FUNCTION(ssl, int, SSL_CTX_use_certificate_chain_file, (SSL_CTX * context, const char *path))              \
    FUNCTION(ssl, int, SSL_CTX_use_PrivateKey_file, (SSL_CTX * context, const char *path, int type))           \
    FUNCTION(ssl, int, SSL_CTX_check_private_key, (const SSL_CTX *context))                                    \
    FUNCTION(ssl, TlsPasswordFn, SSL_CTX_get_default_passwd_cb, (SSL_CTX * context))                           \
    FUNCTION(ssl, void *, SSL_CTX_get_default_passwd_cb_userdata, (SSL_CTX * context))                         \
    FUNCTION(ssl, void, SSL_CTX_set_default_passwd_cb, (SSL_CTX * context, TlsPasswordFn password))            \
    FUNCTION(ssl, void, SSL_CTX_set_default_passwd_cb_userdata, (SSL_CTX * context, void *pointer))            \
    FUNCTION(ssl, void, SSL_CTX_set_msg_callback, (SSL_CTX * context, TlsMessageFn message))                   \
    FUNCTION(ssl, void, SSL_CTX_set_keylog_callback, (SSL_CTX * context, TlsKeyFn key))                        \
    FUNCTION(ssl, void, SSL_CTX_set_client_hello_cb, (SSL_CTX * context, TlsHelloFn hello, void *pointer))     \
    FUNCTION(ssl, int, SSL_client_hello_get0_ext, (SSL * ssl, unsigned type, const u8 **bytes, usize *length)) \
    /* connections */                                                                                          \
    FUNCTION(ssl, SSL *, SSL_new, (SSL_CTX * context))                                                         \
    FUNCTION(ssl, void, SSL_free, (SSL * ssl))                                                                 \
    FUNCTION(ssl, int, SSL_set_ex_data, (SSL * ssl, int index, void *pointer))                                 \
    FUNCTION(ssl, void *, SSL_get_ex_data, (const SSL *ssl, int index))                                        \
    FUNCTION(ssl, long, SSL_ctrl, (SSL * ssl, int what, long number, void *pointer))                           \
    FUNCTION(ssl, void, SSL_set_bio, (SSL * ssl, BIO * in, BIO * out))                                         \
    FUNCTION(ssl, BIO *, SSL_get_rbio, (const SSL *ssl))                                                       \
    FUNCTION(ssl, X509_VERIFY_PARAM *, SSL_get0_param, (SSL * ssl))                                            \
    FUNCTION(ssl, void, SSL_set_connect_state, (SSL * ssl))                                                    \
    FUNCTION(ssl, void, SSL_set_accept_state, (SSL * ssl))                                                     \
    FUNCTION(ssl, int, SSL_is_server, (const SSL *ssl))                                                        \
    FUNCTION(ssl, void, SSL_set_post_handshake_auth, (SSL * ssl, int on))                                      \
    FUNCTION(ssl, int, SSL_verify_client_post_handshake, (SSL * ssl))                                          \
    FUNCTION(ssl, int, SSL_get_verify_mode, (const SSL *ssl))                                                  \
    FUNCTION(ssl, void, SSL_set_verify, (SSL * ssl, int mode, void *callback))                                 \
    FUNCTION(ssl, long, SSL_get_verify_result, (const SSL *ssl))                                               \
    FUNCTION(ssl, int, SSL_do_handshake, (SSL * ssl))                                                          \
    FUNCTION(ssl, int, SSL_read_ex, (SSL * ssl, void *bytes, usize size, usize *count))                        \
    FUNCTION(ssl, int, SSL_write_ex, (SSL * ssl, const void *bytes, usize length, usize *count))               \
    FUNCTION(ssl, int, SSL_pending, (const SSL *ssl))                                                          \
    FUNCTION(ssl, int, SSL_shutdown, (SSL * ssl))                                                              \
    FUNCTION(ssl, int, SSL_get_shutdown, (const SSL *ssl))                                                     \
    FUNCTION(ssl, int, SSL_get_error, (const SSL *ssl, int returned))                                          \
    FUNCTION(ssl, int, SSL_is_init_finished, (const SSL *ssl))                                                 \
    FUNCTION(ssl, void, SSL_set_read_ahead, (SSL * ssl, int on))                                               \
    FUNCTION(ssl, const char *, SSL_get_version, (const SSL *ssl))                                             \
    FUNCTION(ssl, const SSL_CIPHER *, SSL_get_current_cipher, (const SSL *ssl))                                \
    FUNCTION(ssl, STACK *, SSL_get_ciphers, (const SSL *ssl))                                                  \
    FUNCTION(ssl, void, SSL_get0_alpn_selected, (const SSL *ssl, const u8 **bytes, unsigned *length))          \
    FUNCTION(ssl, int, SSL_session_reused, (const SSL *ssl))                                                   \
    FUNCTION(ssl, usize, SSL_get_finished, (const SSL *ssl, void *bytes, usize size))                          \
    FUNCTION(ssl, usize, SSL_get_peer_finished, (const SSL *ssl, void *bytes, usize size))                     \
    FUNCTION(ssl, X509 *, SSL_get1_peer_certificate, (const SSL *ssl))                                         \
    FUNCTION(ssl, STACK *, SSL_get0_verified_chain, (const SSL *ssl))                                          \
    FUNCTION(ssl, STACK *, SSL_get_peer_cert_chain, (const SSL *ssl))                                          \
    FUNCTION(ssl, SSL_CTX *, SSL_set_SSL_CTX, (SSL * ssl, SSL_CTX * context))                                  \
    FUNCTION(ssl, SSL_SESSION *, SSL_get1_session, (SSL * ssl))                                                \
    FUNCTION(ssl, int, SSL_set_session, (SSL * ssl, SSL_SESSION * session))                                    \
    FUNCTION(ssl, SSL_SESSION *, SSL_SESSION_dup, (const SSL_SESSION *session))                                \
    FUNCTION(ssl, int, i2d_SSL_SESSION, (const SSL_SESSION *session, u8 **bytes))                              \
    FUNCTION(ssl, SSL_SESSION *, d2i_SSL_SESSION, (SSL_SESSION * *into, const u8 **bytes, long length))        \
    FUNCTION(ssl, void, SSL_SESSION_free, (SSL_SESSION * session))                                             \
    FUNCTION(ssl, const u8 *, SSL_SESSION_get_id, (const SSL_SESSION *session, unsigned *length))              \
    FUNCTION(ssl, long, SSL_SESSION_get_time, (const SSL_SESSION *session))                                    \
    FUNCTION(ssl, long, SSL_SESSION_get_timeout, (const SSL_SESSION *session))                                 \
    FUNCTION(ssl, unsigned long, SSL_SESSION_get_ticket_lifetime_hint, (const SSL_SESSION *session))           \
    FUNCTION(ssl, int, SSL_SESSION_has_ticket, (const SSL_SESSION *session))                                   \
    FUNCTION(ssl, const char *, SSL_CIPHER_get_name, (const SSL_CIPHER *cipher))                               \
    FUNCTION(ssl, const char *, SSL_CIPHER_get_version, (const SSL_CIPHER *cipher))                            \
    FUNCTION(ssl, int, SSL_CIPHER_get_bits, (const SSL_CIPHER *cipher, int *algorithm_bits))                   \
    FUNCTION(ssl, u32, SSL_CIPHER_get_id, (const SSL_CIPHER *cipher))                                          \
    FUNCTION(ssl, char *, SSL_CIPHER_description, (const SSL_CIPHER *cipher, char *text, int size))            \
    FUNCTION(ssl, int, SSL_CIPHER_is_aead, (const SSL_CIPHER *cipher))                                         \
    FUNCTION(ssl, int, SSL_CIPHER_get_cipher_nid, (const SSL_CIPHER *cipher))                                  \
    FUNCTION(ssl, int, SSL_CIPHER_get_digest_nid, (const SSL_CIPHER *cipher))                                  \
    FUNCTION(ssl, int, SSL_CIPHER_get_kx_nid, (const SSL_CIPHER *cipher))                                      \
    FUNCTION(ssl, int, SSL_CIPHER_get_auth_nid, (const SSL_CIPHER *cipher))

typedef struct TlsLibrary {
#define FUNCTION(library, Result, name, parameters) Result(*name) parameters;
    TLS_LIBRARY_FUNCTIONS(FUNCTION)
#undef FUNCTION
} TlsLibrary;

enum { /* numbers of OpenSSL's that are asked for by one function */
       CTRL_SET_TMP_DH = 3,
       CTRL_MODE = 33,
       CTRL_SET_HOST_NAME = 55,
       CTRL_SET_GROUPS = 91,
       CTRL_SET_MINIMUM = 123,
       CTRL_SET_MAXIMUM = 124,
       CTRL_GET_MINIMUM = 130,
       CTRL_GET_MAXIMUM = 131,
       CTRL_BIO_SET_FD = 104,
       CTRL_BIO_SET_END = 130,
       MODE_MOVING_BUFFER = 2,
       MODE_AUTO_RETRY = 4,
       MODE_RELEASE_BUFFERS = 16
};

#endif
