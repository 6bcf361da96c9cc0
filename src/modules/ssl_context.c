/* ssl_context.c: the type _SSLContext: making one, and its methods that load nothing. */
#include "modules/ssl.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- making one ----------------------------------------------------------------------------------------- */

/* False: the warning was raised. */
static bool warn_of_protocol(int protocol) {
    static const char *const names[] = {[TLS_PROTOCOL_ANY] = "ssl.PROTOCOL_TLS",
                                        [TLS_PROTOCOL_1_0] = "ssl.PROTOCOL_TLSv1",
                                        [TLS_PROTOCOL_1_1] = "ssl.PROTOCOL_TLSv1_1",
                                        [TLS_PROTOCOL_1_2] = "ssl.PROTOCOL_TLSv1_2"};
    if (protocol > TLS_PROTOCOL_1_2) return true;
    return warning_issue(EXC(DeprecationWarning), 2, "%s is deprecated", names[protocol]);
}

static bool is_protocol(int protocol) {
    return (protocol >= TLS_PROTOCOL_ANY && protocol <= TLS_PROTOCOL_1_2) || protocol == TLS_PROTOCOL_CLIENT ||
           protocol == TLS_PROTOCOL_SERVER;
}

static Own context_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    int protocol;
    WorldAnswer answer;
    if (!arguments_no_keywords("_SSLContext", kwnames) || !arguments_count("_SSLContext", nargs, 1, 1) ||
        !argument_int(args[0], &protocol))
        return NULL;
    if (!is_protocol(protocol))
        return error_set(EXC(ValueError), "invalid or unsupported protocol version %d", protocol);
    if (!warn_of_protocol(protocol)) return NULL;
    WorldRequest request = {.call = WORLD_CALL_TLS_CONTEXT, .numbers = {protocol}};
    if (!ssl_do(&request, &answer, LINE_OTHER)) return NULL;
    i64 number = answer.value;
    Own self = object_new(type, 0);
    if (!self) {
        ssl_forget(&number);
        return NULL;
    }
    SslContext *context = AS_SSL_CONTEXT(self);
    context->number = number;
    context->protocol = protocol;
    context->keylog_descriptor = -1;
    gc_track(self);
    bool is_client = protocol == TLS_PROTOCOL_CLIENT;
    context->checks_hostname = is_client;
    if (!ssl_context_set_verify_mode(self, is_client ? SSL_CERT_REQUIRED : SSL_CERT_NONE)) slot_clear(&self);
    return self;
}

static bool context_traverse(Ref self, VisitFn visit, void *data) {
    const SslContext *context = AS_SSL_CONTEXT(self);
    return (!context->sni_callback || visit(context->sni_callback, data)) &&
           (!context->message_callback || visit(context->message_callback, data));
}
static void context_clear(Ref self) {
    slot_clear(&AS_SSL_CONTEXT(self)->sni_callback);
    slot_clear(&AS_SSL_CONTEXT(self)->message_callback);
}
static void context_dealloc(Own self) {
    gc_untrack(self);
    context_clear(self);
    ssl_context_close_keylog(AS_SSL_CONTEXT(self));
    ssl_forget(&AS_SSL_CONTEXT(self)->number);
    object_free(self);
}

/* --- ciphers, protocols, curves ------------------------------------------------------------------------- */

static Own context_method_set_ciphers(Ref self, Ref list) {
    TextArgument text;
    WorldAnswer answer;
    if (!argument_text(list, "set_ciphers", "", &text)) return NULL;
    WorldRequest request = {
        .call = WORLD_CALL_TLS_CIPHERS_SET, .path = text.text, .numbers = {AS_SSL_CONTEXT(self)->number}};
    bool asked = ssl_ask(&request, &answer);
    text_argument_release(&text);
    if (!asked) return NULL;
    return answer.value == WORLD_TLS_FAILED ? ssl_raise_plain("No cipher can be selected.") : own_none();
}

static Own context_method_get_ciphers(Ref self) {
    WorldRequest request = {.call = WORLD_CALL_TLS_CIPHERS, .numbers = {AS_SSL_CONTEXT(self)->number}};
    return ssl_value_ask(&request, LINE_OTHER);
}

static Own context_method_set_alpn_protocols(Ref self, Ref protocols) {
    Buffer buffer;
    WorldAnswer answer;
    if (!buffer_get(protocols, &buffer, false)) return NULL;
    WorldRequest request = {.call = WORLD_CALL_TLS_PROTOCOLS_SET,
                            .numbers = {AS_SSL_CONTEXT(self)->number},
                            .bytes = buffer.data,
                            .length = buffer.length};
    bool asked = ssl_ask(&request, &answer);
    buffer_release(&buffer);
    if (!asked) return NULL;
    return answer.value == WORLD_TLS_FAILED ? error_memory() : own_none();
}

/* The number of an object by its short name; 0: there is none, -1: raised. */
static i64 ask_curve(const char *name) {
    WorldRequest request = {.call = WORLD_CALL_TLS_OBJECT, .path = name, .numbers = {1}};
    WorldAnswer answer;
    if (!ssl_ask(&request, &answer)) return -1;
    if (answer.value != 1) return 0;
    Own facts = ssl_value_make(answer.bytes, answer.length);
    if (!facts) return -1;
    i64 nid = int_as_i64(tuple_get(facts, 0));
    release(facts);
    return nid;
}

static Own context_method_set_ecdh_curve(Ref self, Ref name) {
    WorldAnswer answer;
    Own path = ssl_path(name);
    if (!path) return NULL;
    i64 nid = ask_curve((const char *)bytes_data(path));
    release(path);
    if (nid < 0) return NULL;
    if (!nid) return error_set(EXC(ValueError), "unknown elliptic curve name %R", name);
    WorldRequest request = {.call = WORLD_CALL_TLS_CURVE_SET, .numbers = {AS_SSL_CONTEXT(self)->number, nid}};
    return ssl_do(&request, &answer, LINE_CURVE) ? own_none() : NULL;
}

/* --- what there is in it -------------------------------------------------------------------------------- */

static Own context_method_session_stats(Ref self) {
    static const char *const names[] = {"number", "connect",     "connect_good",       "connect_renegotiate",
                                        "accept", "accept_good", "accept_renegotiate", "hits",
                                        "misses", "timeouts",    "cache_full"};
    static const int counters[] = {20, 21, 22, 23, 24, 25, 26, 27, 29, 30, 31}; /* SSL_CTRL_SESS_... */
    Own stats = dict_new();
    for (usize i = 0; stats && i < COUNT_OF(names); i++) {
        i64 value;
        if (!ssl_context_setting(AS_SSL_CONTEXT(self), (WorldTlsSetting)(TLS_SET_STATISTICS + counters[i]),
                                 &value) ||
            !dict_set_take(stats, str_from_ascii(names[i], -1), int_from_i64(value)))
            slot_clear(&stats);
    }
    return stats;
}

static Own context_method_cert_store_stats(Ref self) {
    WorldRequest request = {.call = WORLD_CALL_TLS_STORE, .numbers = {AS_SSL_CONTEXT(self)->number}};
    WorldAnswer answer;
    if (!ssl_ask(&request, &answer)) return NULL;
    Own counts = ssl_values_make(answer.bytes, answer.length), stats = counts ? dict_new() : NULL;
    if (stats && !(dict_set_cstring(stats, "x509", list_get(counts, 0)) &&
                   dict_set_cstring(stats, "crl", list_get(counts, 1)) &&
                   dict_set_cstring(stats, "x509_ca", list_get(counts, 2))))
        slot_clear(&stats);
    release_maybe(counts);
    return stats;
}

static Own context_method_get_ca_certs(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"get_ca_certs", {"binary_form"}, .required = 0};
    Ref binary;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &binary)) return NULL;
    int is_binary = binary ? object_is_true(binary) : 0;
    if (is_binary < 0) return NULL;
    WorldRequest request = {.call = WORLD_CALL_TLS_STORE,
                            .numbers = {AS_SSL_CONTEXT(self)->number, is_binary ? 1 : 2}};
    return ssl_value_ask(&request, LINE_OTHER);
}

/* --- the type ------------------------------------------------------------------------------------------- */

static const MethodDef context_methods[] = {
    {"_wrap_socket", METHOD_KEYWORDS, .keywords = ssl_context_method_wrap_socket,
     .doc = "_wrap_socket($self, /, sock, server_side, server_hostname=None, *,\n             owner=None, "
            "session=None)\n--\n\n"},
    {"_wrap_bio", METHOD_KEYWORDS, .keywords = ssl_context_method_wrap_bio,
     .doc = "_wrap_bio($self, /, incoming, outgoing, server_side,\n          server_hostname=None, *, "
            "owner=None, session=None)\n--\n\n"},
    {"set_ciphers", METHOD_ONE, .one = context_method_set_ciphers,
     .doc = "set_ciphers($self, cipherlist, /)\n--\n\n"},
    {"_set_alpn_protocols", METHOD_ONE, .one = context_method_set_alpn_protocols,
     .doc = "_set_alpn_protocols($self, protos, /)\n--\n\n"},
    {"load_cert_chain", METHOD_KEYWORDS, .keywords = ssl_context_method_load_cert_chain,
     .doc = "load_cert_chain($self, /, certfile, keyfile=None, password=None)\n--\n\n"},
    {"load_dh_params", METHOD_ONE, .one = ssl_context_method_load_dh_params,
     .doc = "load_dh_params($self, path, /)\n--\n\n"},
    {"load_verify_locations", METHOD_KEYWORDS, .keywords = ssl_context_method_load_verify_locations,
     .doc = "load_verify_locations($self, /, cafile=None, capath=None, cadata=None)\n--\n\n"},
    {"session_stats", METHOD_NONE, .none = context_method_session_stats,
     .doc = "session_stats($self, /)\n--\n\n"},
    {"set_default_verify_paths", METHOD_NONE, .none = ssl_context_method_set_default_verify_paths,
     .doc = "set_default_verify_paths($self, /)\n--\n\n"},
    {"set_ecdh_curve", METHOD_ONE, .one = context_method_set_ecdh_curve,
     .doc = "set_ecdh_curve($self, name, /)\n--\n\n"},
    {"cert_store_stats", METHOD_NONE, .none = context_method_cert_store_stats,
     .doc = "cert_store_stats($self, /)\n--\n\nReturns quantities of loaded X.509 certificates.\n\nX.509 "
            "certificates with a CA extension and certificate revocation lists\ninside the context's cert "
            "store.\n\nNOTE: Certificates in a capath directory aren't loaded unless they have\nbeen used at "
            "least once."},
    {"get_ca_certs", METHOD_KEYWORDS, .keywords = context_method_get_ca_certs,
     .doc = "get_ca_certs($self, /, binary_form=False)\n--\n\nReturns a list of dicts with information of "
            "loaded CA certs.\n\nIf the optional argument is True, returns a DER-encoded copy of the "
            "CA\ncertificate.\n\nNOTE: Certificates in a capath directory aren't loaded unless they have\nbeen "
            "used at least once."},
    {"get_ciphers", METHOD_NONE, .none = context_method_get_ciphers, .doc = "get_ciphers($self, /)\n--\n\n"},
    {.name = NULL}};

const TypeSpec ssl_context_spec = {.name = "_ssl._SSLContext",
                                   .module = "_ssl",
                                   .basicsize = sizeof(SslContext),
                                   .ghost_size = 96,
                                   .flags = TYPE_HEAP_SPEC | TYPE_BASETYPE | TYPE_GC,
                                   .slots = {.new = context_new,
                                             .traverse = context_traverse,
                                             .clear = context_clear,
                                             .dealloc = context_dealloc},
                                   .methods = context_methods,
                                   .getset = ssl_context_getset};
