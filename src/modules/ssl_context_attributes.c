/* ssl_context_attributes.c: the attributes of _SSLContext: most are numbers that OpenSSL keeps. */
#include <fcntl.h>

#include "modules/ssl.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/type_checks.h"

/* --- numbers -------------------------------------------------------------------------------------------- */

bool ssl_context_setting(const SslContext *self, WorldTlsSetting which, i64 *value) {
    WorldRequest request = {.call = WORLD_CALL_TLS_SETTING, .numbers = {self->number, which}};
    Own now = ssl_value_ask(&request, LINE_OTHER);
    if (!now) return false;
    *value = int_as_i64(now);
    release(now);
    return true;
}

static bool set_setting(Ref self, WorldTlsSetting which, i64 value) {
    WorldRequest request = {.call = WORLD_CALL_TLS_SETTING_SET,
                            .numbers = {AS_SSL_CONTEXT(self)->number, which, value}};
    WorldAnswer answer;
    return ssl_do(&request, &answer, LINE_OTHER);
}

static Own get_number(Ref self, void *closure) {
    i64 value;
    bool good = ssl_context_setting(AS_SSL_CONTEXT(self), (WorldTlsSetting)(usize)closure, &value);
    return good ? int_from_i64(value) : NULL;
}

/* A value to be set as a C number. False: raised; there is none where the attribute is deleted. */
static bool is_given(Ref value) {
    return value || error_set(EXC(TypeError), "function takes at least one argument") != NULL;
}
static bool parse_int(Ref value, int *number) { return is_given(value) && argument_parsed_int(value, number); }
static bool parse_long(Ref value, i64 *number) {
    if (!is_given(value)) return false;
    *number = int_as_i64(value);
    return *number != -1 || !error_occurred();
}

static bool set_options(Ref self, Ref value, void *closure UNUSED) {
    enum { NO_VERSIONS = 0x3e000000 }; /* OP_NO_SSLv3 and those of TLS */
    i64 old, wanted;
    if (!parse_long(value, &wanted) || !ssl_context_setting(AS_SSL_CONTEXT(self), TLS_SET_OPTIONS, &old))
        return false;
    if (wanted & ~old & NO_VERSIONS &&
        !warning_issue(EXC(DeprecationWarning), 2, "ssl.OP_NO_SSL*/ssl.OP_NO_TLS* options are deprecated"))
        return false;
    return set_setting(self, TLS_SET_OPTIONS, wanted & UINT32_MAX);
}

static bool set_verify_flags(Ref self, Ref value, void *closure UNUSED) {
    i64 flags;
    return parse_long(value, &flags) && set_setting(self, TLS_SET_VERIFY_FLAGS, flags);
}

static bool set_host_flags(Ref self, Ref value, void *closure UNUSED) {
    if (!is_given(value)) return false;
    Own index = int_index(value);
    if (!index) return false;
    i64 flags = (i64)(int_as_u64_mask(index) & UINT32_MAX);
    release(index);
    return set_setting(self, TLS_SET_HOST_FLAGS, flags);
}

static bool set_num_tickets(Ref self, Ref value, void *closure UNUSED) {
    i64 count;
    if (!parse_long(value, &count)) return false;
    if (count < 0) return error_set(EXC(ValueError), "value must be non-negative") != NULL;
    if (AS_SSL_CONTEXT(self)->protocol != TLS_PROTOCOL_SERVER)
        return error_set(EXC(ValueError), "SSLContext is not a server context.") != NULL;
    return set_setting(self, TLS_SET_TICKETS, count);
}

/* --- whom it trusts ------------------------------------------------------------------------------------- */

static Own get_verify_mode(Ref self, void *closure UNUSED) {
    i64 mode;
    if (!ssl_context_setting(AS_SSL_CONTEXT(self), TLS_SET_VERIFY_MODE, &mode)) return NULL;
    return int_from_i64(!(mode & TLS_VERIFY_PEER)   ? SSL_CERT_NONE
                        : mode & TLS_VERIFY_OR_FAIL ? SSL_CERT_REQUIRED
                                                    : SSL_CERT_OPTIONAL);
}

bool ssl_context_set_verify_mode(Ref self, i64 mode) {
    static const i64 bits[] = {[SSL_CERT_NONE] = 0,
                               [SSL_CERT_OPTIONAL] = TLS_VERIFY_PEER,
                               [SSL_CERT_REQUIRED] = TLS_VERIFY_PEER | TLS_VERIFY_OR_FAIL};
    if (mode < SSL_CERT_NONE || mode > SSL_CERT_REQUIRED)
        return error_set(EXC(ValueError), "invalid value for verify_mode") != NULL;
    return set_setting(self, TLS_SET_VERIFY_MODE, bits[mode]);
}

static bool set_verify_mode(Ref self, Ref value, void *closure UNUSED) {
    int mode;
    if (!parse_int(value, &mode)) return false;
    if (mode == SSL_CERT_NONE && AS_SSL_CONTEXT(self)->checks_hostname)
        return error_set(EXC(ValueError),
                         "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.") != NULL;
    return ssl_context_set_verify_mode(self, mode);
}

static Own get_check_hostname(Ref self, void *closure UNUSED) {
    return own_bool(AS_SSL_CONTEXT(self)->checks_hostname);
}

static bool set_check_hostname(Ref self, Ref value, void *closure UNUSED) {
    i64 mode;
    int checks = is_given(value) ? object_is_true(value) : -1;
    if (checks < 0 || !ssl_context_setting(AS_SSL_CONTEXT(self), TLS_SET_VERIFY_MODE, &mode)) return false;
    if (checks && !mode && !ssl_context_set_verify_mode(self, SSL_CERT_REQUIRED)) return false;
    AS_SSL_CONTEXT(self)->checks_hostname = checks;
    return true;
}

static Own get_post_handshake_auth(Ref self, void *closure UNUSED) {
    return own_bool(AS_SSL_CONTEXT(self)->client_verify);
}

static bool set_post_handshake_auth(Ref self, Ref value, void *closure UNUSED) {
    if (!value) return error_set(EXC(AttributeError), "cannot delete attribute") != NULL;
    int on = object_is_true(value);
    if (on >= 0) AS_SSL_CONTEXT(self)->client_verify = on;
    return on >= 0;
}

/* --- versions ------------------------------------------------------------------------------------------- */

static Own get_minimum_version(Ref self, void *closure UNUSED) {
    i64 version;
    if (!ssl_context_setting(AS_SSL_CONTEXT(self), TLS_SET_MINIMUM, &version)) return NULL;
    return int_from_i64(version ? version : SSL_VERSION_LOWEST);
}
static Own get_maximum_version(Ref self, void *closure UNUSED) {
    i64 version;
    if (!ssl_context_setting(AS_SSL_CONTEXT(self), TLS_SET_MAXIMUM, &version)) return NULL;
    return int_from_i64(version ? version : SSL_VERSION_HIGHEST);
}

static bool warn_of_version(int version) {
    static const char *const names[] = {"ssl.TLSVersion.SSLv3", "ssl.TLSVersion.TLSv1",
                                        "ssl.TLSVersion.TLSv1_1"};
    if (version < SSL_VERSION_SSL_3_0 || version > SSL_VERSION_1_1) return true;
    return warning_issue(EXC(DeprecationWarning), 2, "%s is deprecated", names[version - SSL_VERSION_SSL_3_0]);
}

static bool set_version(Ref self, Ref value, WorldTlsSetting which) {
    const SslContext *context = AS_SSL_CONTEXT(self);
    int version;
    WorldAnswer answer;
    if (!parse_int(value, &version)) return false;
    if (context->protocol != TLS_PROTOCOL_ANY && context->protocol < TLS_PROTOCOL_CLIENT)
        return error_set(
                   EXC(ValueError),
                   "The context's protocol doesn't support modification of highest and lowest version.") !=
               NULL;
    if (!warn_of_version(version)) return false;
    bool is_minimum = which == TLS_SET_MINIMUM;
    i64 real = version == SSL_VERSION_LOWEST    ? (is_minimum ? 0 : SSL_VERSION_1_0)
               : version == SSL_VERSION_HIGHEST ? (is_minimum ? SSL_VERSION_1_3 : 0)
                                                : version;
    WorldRequest request = {.call = WORLD_CALL_TLS_SETTING_SET, .numbers = {context->number, which, real}};
    if (!ssl_ask(&request, &answer)) return false;
    if (answer.value != WORLD_TLS_FAILED) return true;
    return error_set(EXC(ValueError), "Unsupported TLS/SSL version 0x%x", (unsigned)version) != NULL;
}
static bool set_minimum_version(Ref self, Ref value, void *closure UNUSED) {
    return set_version(self, value, TLS_SET_MINIMUM);
}
static bool set_maximum_version(Ref self, Ref value, void *closure UNUSED) {
    return set_version(self, value, TLS_SET_MAXIMUM);
}

static Own get_protocol(Ref self, void *closure UNUSED) { return int_from_i64(AS_SSL_CONTEXT(self)->protocol); }

/* --- what is watched ------------------------------------------------------------------------------------ */

/* A function, or None. False: raised. */
static bool set_callback(SslContext *self, Ref value, Object **slot, WorldTlsWatch what) {
    slot_clear(slot);
    bool none = !value || value == None;
    if (!none && !object_is_callable(value)) {
        ssl_watch(self, what, false);
        return error_set(EXC(TypeError), "not a callable object") != NULL;
    }
    if (!none) *slot = own(value);
    return ssl_watch(self, what, !none);
}

static Own get_sni_callback(Ref self, void *closure UNUSED) {
    Ref callback = AS_SSL_CONTEXT(self)->sni_callback;
    return callback ? own(callback) : own_none();
}
static bool set_sni_callback(Ref self, Ref value, void *closure UNUSED) {
    SslContext *context = AS_SSL_CONTEXT(self);
    if (context->protocol == TLS_PROTOCOL_CLIENT)
        return error_set(EXC(ValueError), "sni_callback cannot be set on TLS_CLIENT context") != NULL;
    return set_callback(context, value, &context->sni_callback, TLS_WATCH_HELLOS);
}

static Own get_msg_callback(Ref self, void *closure UNUSED) {
    Ref callback = AS_SSL_CONTEXT(self)->message_callback;
    return callback ? own(callback) : own_none();
}
static bool set_msg_callback(Ref self, Ref value, void *closure UNUSED) {
    SslContext *context = AS_SSL_CONTEXT(self);
    return set_callback(context, value, &context->message_callback, TLS_WATCH_MESSAGES);
}

/* --- the file that secrets are written to ---------------------------------------------------------------- */

void ssl_context_close_keylog(SslContext *self) {
    WorldRequest request = {.call = WORLD_CALL_CLOSE, .descriptor = self->keylog_descriptor};
    if (self->keylog_descriptor >= 0) world_call(&request);
    self->keylog_descriptor = -1;
    slot_clear(&self->keylog_filename);
}

/* Opens it at its end; an empty one begins with a line that says what it is. */
static bool open_keylog(SslContext *self, Ref filename) {
    static const char head[] = "# TLS secrets log file, generated by OpenSSL / Python\n";
    WorldAnswer answer;
    Own path = ssl_path(filename);
    if (!path) return false;
    WorldRequest request = {.call = WORLD_CALL_OPEN,
                            .at = WORLD_HERE,
                            .path = (const char *)bytes_data(path),
                            .numbers = {O_WRONLY | O_CREAT | O_APPEND, 0666}};
    bool opened = outside_do(&request, &answer, filename, NULL);
    release(path);
    if (!opened) return false;
    self->keylog_descriptor = (int)answer.value;
    self->keylog_filename = own(filename);
    WorldRequest seek = {
        .call = WORLD_CALL_SEEK, .descriptor = self->keylog_descriptor, .numbers = {0, SEEK_END}};
    if (!outside_ask(&seek, &answer)) return false;
    WorldRequest write = {.call = WORLD_CALL_WRITE,
                          .descriptor = self->keylog_descriptor,
                          .bytes = head,
                          .length = (isize)sizeof head - 1};
    return answer.value > 0 || outside_ask(&write, &answer);
}

static Own get_keylog_filename(Ref self, void *closure UNUSED) {
    Ref filename = AS_SSL_CONTEXT(self)->keylog_filename;
    return filename ? own(filename) : own_none();
}
static bool set_keylog_filename(Ref self, Ref value, void *closure UNUSED) {
    SslContext *context = AS_SSL_CONTEXT(self);
    ssl_context_close_keylog(context);
    if (!value || value == None) return ssl_watch(context, TLS_WATCH_KEYS, false);
    return open_keylog(context, value) && ssl_watch(context, TLS_WATCH_KEYS, true);
}

const GetSetDef ssl_context_getset[] = {
    {.name = "check_hostname", .get = get_check_hostname, .set = set_check_hostname},
    {.name = "_host_flags", .get = get_number, .set = set_host_flags, .closure = (void *)TLS_SET_HOST_FLAGS},
    {.name = "minimum_version", .get = get_minimum_version, .set = set_minimum_version},
    {.name = "maximum_version", .get = get_maximum_version, .set = set_maximum_version},
    {.name = "keylog_filename", .get = get_keylog_filename, .set = set_keylog_filename},
    {.name = "_msg_callback", .get = get_msg_callback, .set = set_msg_callback},
    {.name = "sni_callback",
     .get = get_sni_callback,
     .set = set_sni_callback,
     .doc =
         "Set a callback that will be called when a server name is provided by the SSL/TLS client in the SNI "
         "extension.\n\nIf the argument is None then the callback is disabled. The method is called\nwith the "
         "SSLSocket, the server name as a string, and the SSLContext object.\nSee RFC 6066 for details of the "
         "SNI extension."},
    {.name = "num_tickets",
     .get = get_number,
     .set = set_num_tickets,
     .closure = (void *)TLS_SET_TICKETS,
     .doc = "Control the number of TLSv1.3 session tickets"},
    {.name = "options", .get = get_number, .set = set_options, .closure = (void *)TLS_SET_OPTIONS},
    {.name = "post_handshake_auth", .get = get_post_handshake_auth, .set = set_post_handshake_auth},
    {.name = "protocol", .get = get_protocol},
    {.name = "verify_flags",
     .get = get_number,
     .set = set_verify_flags,
     .closure = (void *)TLS_SET_VERIFY_FLAGS},
    {.name = "verify_mode", .get = get_verify_mode, .set = set_verify_mode},
    {.name = "security_level",
     .get = get_number,
     .closure = (void *)TLS_SET_SECURITY,
     .doc = "The current security level"},
    {.name = NULL}};
