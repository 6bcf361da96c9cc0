/* ssl_load.c: the files and texts that a context loads: certificates that it trusts, those that it shows,
 * parameters.
 *
 * Whether a key's file wants a password is seen when it is read: only then the program's function is asked for
 * one, and the file is read again with it. Where there is none, that is an error: OpenSSL would ask on the terminal,
 * which is not its own here. */
#include <errno.h>
#include <limits.h>

#include "modules/ssl.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/str.h"
#include "object/type_checks.h"

Own ssl_path(Ref given) {
    Own path = path_of_object(given), encoded = path ? path_encode(path) : NULL;
    release_maybe(path);
    return encoded;
}

/* An argument that may be None or missing: *path is NULL then. False: raised. */
static bool optional_path(Ref given, const char *name, Own *path) {
    *path = NULL;
    if (!given || given == None || (*path = ssl_path(given))) return true;
    if (error_matches(EXC(TypeError))) error_set(EXC(TypeError), "%s should be a valid filesystem path", name);
    return false;
}

static const char *text_of(Ref path) { return path ? (const char *)bytes_data(path) : NULL; }

/* A file that could not be read is the system's error. */
static Own raise_load_failure(const WorldAnswer *answer, SslLine line) {
    WorldTlsFailure failure;
    memcpy(&failure, answer->bytes, sizeof failure);
    return failure.error ? error_set_errno((int)failure.error, NULL) : ssl_raise_failure(answer, line);
}

/* --- certificates that it shows ------------------------------------------------------------------------- */

/* A password as bytes. False: raised. */
static bool password_bytes(Ref given, const char *message, Own *password) {
    *password = is_str(given)                                     ? str_encode_utf8(given, NULL)
                : is_bytes(given) || is_a(given, TYPE(BYTEARRAY)) ? bytes_from_object(given)
                                                                  : error_set(EXC(TypeError), "%s", message);
    return *password != NULL;
}

static bool ask_password(Ref function, Own *password) {
    Own given = object_call_none(function);
    bool good = given && password_bytes(given, "password callback must return a string", password);
    release_maybe(given);
    return good;
}

static Own load_chain(const SslContext *self, Ref chain, Ref key, Ref password, Ref function) {
    static const SslLine lines[] = {LINE_CHAIN, LINE_KEY, LINE_KEY_MATCH};
    WorldRequest request = {.call = WORLD_CALL_TLS_CHAIN_LOAD,
                            .path = text_of(chain),
                            .path2 = text_of(key),
                            .numbers = {self->number, password != NULL}};
    WorldAnswer answer;
    if (password) {
        request.bytes = text_of(password);
        request.length = size_of(password);
    }
    if (!socket_do(&request, &answer)) return NULL;
    if (!answer.value) return own_none();
    if (answer.value == WORLD_TLS_WANTS_PASSWORD && function) {
        Own told;
        if (!ask_password(function, &told)) return NULL;
        Own loaded = load_chain(self, chain, key, told, NULL);
        release(told);
        return loaded;
    }
    if (answer.value == WORLD_TLS_WANTS_PASSWORD && password)
        return error_set(EXC(ValueError), "password cannot be longer than %d bytes", TLS_LONGEST_PASSWORD);
    WorldTlsFailure failure;
    memcpy(&failure, answer.bytes, sizeof failure);
    if (failure.at == 2) return ssl_raise_failure(&answer, lines[2]);
    return raise_load_failure(&answer, lines[failure.at]);
}

Own ssl_context_method_load_cert_chain(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "load_cert_chain", {"certfile", "keyfile", "password"}, .required = 1};
    Ref values[3];
    Own chain = NULL, key = NULL, password = NULL, loaded = NULL;
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    bool good = values[0] != None
                    ? optional_path(values[0], "certfile", &chain)
                    : error_set(EXC(TypeError), "certfile should be a valid filesystem path") != NULL;
    good = good && optional_path(values[1], "keyfile", &key);
    bool given = values[2] && values[2] != None, asks = given && object_is_callable(values[2]);
    if (good && given && !asks)
        good = password_bytes(values[2], "password should be a string or callable", &password);
    if (good) loaded = load_chain(AS_SSL_CONTEXT(self), chain, key, password, asks ? values[2] : NULL);
    release_maybe(chain);
    release_maybe(key);
    release_maybe(password);
    return loaded;
}

/* --- certificates that it trusts ------------------------------------------------------------------------ */

static bool add_texts(const SslContext *self, const char *bytes, isize length, int format) {
    enum { HEADER_TOO_LONG = 123, NO_START_LINE = 108 };
    WorldRequest request = {
        .call = WORLD_CALL_TLS_TRUST_ADD, .numbers = {self->number, format}, .bytes = bytes, .length = length};
    WorldAnswer answer;
    WorldTlsFailure failure;
    if (length == 0) return error_set(EXC(ValueError), "Empty certificate data") != NULL;
    if (length > INT_MAX) return error_set(EXC(OverflowError), "Certificate data is too long.") != NULL;
    if (!ssl_ask(&request, &answer)) return false;
    memcpy(&failure, answer.bytes, sizeof failure);
    if (!answer.value)
        return ssl_raise(0,
                         format == TLS_ENCODING_PEM ? "no start line: cadata does not contain a certificate"
                                                    : "not enough data: cadata does not contain a certificate",
                         LINE_TRUST_TEXT) != NULL;
    int library = TLS_LIBRARY(failure.code), reason = TLS_REASON(failure.code);
    bool at_end = format == TLS_ENCODING_PEM ? library == TLS_OF_PEM && reason == NO_START_LINE
                                             : library == TLS_OF_ASN1 && reason == HEADER_TOO_LONG;
    return at_end || !failure.code || ssl_raise_failure(&answer, LINE_TRUST_TEXT) != NULL;
}

static bool load_texts(const SslContext *self, Ref data) {
    static const char wrong[] = "cadata should be an ASCII string or a bytes-like object";
    Buffer buffer;
    if (is_str(data)) {
        if (!AS_STR(data)->ascii) return error_set(EXC(TypeError), "%s", wrong) != NULL;
        return add_texts(self, str_data(data), str_length(data), TLS_ENCODING_PEM);
    }
    if (!buffer_get(data, &buffer, false)) {
        if (error_matches(EXC(TypeError))) error_set(EXC(TypeError), "%s", wrong);
        return false;
    }
    bool loaded = add_texts(self, buffer.data, buffer.length, TLS_ENCODING_DER);
    buffer_release(&buffer);
    return loaded;
}

static bool load_files(const SslContext *self, Ref file, Ref folder) {
    WorldRequest request = {.call = WORLD_CALL_TLS_TRUST_LOAD,
                            .path = text_of(file),
                            .path2 = text_of(folder),
                            .numbers = {self->number}};
    WorldAnswer answer;
    if (!socket_do(&request, &answer)) return false;
    return answer.value != WORLD_TLS_FAILED || raise_load_failure(&answer, LINE_TRUST_FILE) != NULL;
}

Own ssl_context_method_load_verify_locations(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "load_verify_locations", {"cafile", "capath", "cadata"}, .required = 0};
    Ref values[3];
    Own file = NULL, folder = NULL;
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    bool has_data = values[2] && values[2] != None;
    bool good = optional_path(values[0], "cafile", &file) && optional_path(values[1], "capath", &folder);
    if (good && !file && !folder && !has_data)
        good = error_set(EXC(TypeError), "cafile, capath and cadata cannot be all omitted") != NULL;
    good = good && (!has_data || load_texts(AS_SSL_CONTEXT(self), values[2]));
    if (good && (file || folder)) good = load_files(AS_SSL_CONTEXT(self), file, folder);
    release_maybe(file);
    release_maybe(folder);
    return good ? own_none() : NULL;
}

/* --- parameters ----------------------------------------------------------------------------------------- */

Own ssl_context_method_load_dh_params(Ref self, Ref given) {
    WorldAnswer answer;
    Own path = ssl_path(given);
    if (!path) return NULL;
    WorldRequest request = {
        .call = WORLD_CALL_TLS_DH_LOAD, .path = text_of(path), .numbers = {AS_SSL_CONTEXT(self)->number}};
    bool asked = outside_do(&request, &answer, given, NULL);
    release(path);
    if (!asked) return NULL;
    return answer.value == WORLD_TLS_FAILED ? raise_load_failure(&answer, LINE_DH) : own_none();
}

/* What the program has in its environment: bytes, NULL: nothing. False: raised. */
static bool variable(const char *name, Own *value) {
    const char *text = outside_environment(name);
    *value = text ? bytes_from(text, (isize)strlen(text)) : NULL;
    return !text || *value;
}

Own ssl_context_method_set_default_verify_paths(Ref self) {
    WorldAnswer answer;
    Own file, folders;
    if (!variable("SSL_CERT_FILE", &file)) return NULL;
    if (!variable("SSL_CERT_DIR", &folders)) {
        release_maybe(file);
        return NULL;
    }
    WorldRequest request = {.call = WORLD_CALL_TLS_TRUST_DEFAULT,
                            .path = text_of(file),
                            .path2 = text_of(folders),
                            .numbers = {AS_SSL_CONTEXT(self)->number}};
    bool done = ssl_do(&request, &answer, LINE_OTHER);
    release_maybe(file);
    release_maybe(folders);
    return done ? own_none() : NULL;
}
