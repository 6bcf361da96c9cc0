/* ssl_callback.c: the functions of the program's that a connection calls.
 *
 * OpenSSL never calls back into the machine (world/world_tls.c): a handshake that has got a client's hello
 * stops there, and is asked to go on with what the program's function answered; messages and secrets are kept
 * and told when the request is done. */
#include "modules/ssl.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

bool ssl_watch(SslContext *context, WorldTlsWatch what, bool on) {
    WorldAnswer answer;
    context->watch = on ? context->watch | (u32)what : context->watch & ~(u32)what;
    WorldRequest request = {.call = WORLD_CALL_TLS_WATCH, .numbers = {context->number, context->watch}};
    return ssl_ask(&request, &answer);
}

/* What stands for the connection in calls of the program's functions: lent; NULL: it is gone. */
static Ref shown(const SslSocket *self) {
    Ref weak = self->owner ? self->owner : self->socket;
    return weak ? weakref_get(weak) : (Ref)self;
}

/* --- a client's hello ----------------------------------------------------------------------------------- */

enum { ACCEPTED = -1, HANDSHAKE_FAILURE = 40, INTERNAL_ERROR = 80 };

/* The alert that a function's answer is. Consumes it. */
static int alert_of(Own answer, Ref callback) {
    if (!answer) {
        error_unraisable(callback);
        return HANDSHAKE_FAILURE;
    }
    i64 alert = answer == None ? ACCEPTED : int_as_i64(answer);
    bool wrong = alert == -1 && error_occurred();
    if (wrong) error_unraisable(answer);
    release(answer);
    return wrong ? INTERNAL_ERROR : (int)alert;
}

int ssl_answer_hello(SslSocket *self, const char *host) {
    const SslContext *context = AS_SSL_CONTEXT(self->context);
    Own callback = own_maybe(context->sni_callback), lent = own_maybe(shown(self));
    int alert = callback ? INTERNAL_ERROR : ACCEPTED;
    if (callback && lent) {
        Own encoded = host ? bytes_from(host, (isize)strlen(host)) : own_none();
        Own name = encoded && host ? str_decode(bytes_data(encoded), size_of(encoded), "ascii", NULL)
                                   : own_maybe(encoded);
        if (name)
            alert = alert_of(object_call_args(callback, 3, lent, name, self->context), callback);
        else
            error_unraisable(encoded);
        release_maybe(name);
        release_maybe(encoded);
    }
    release_maybe(lent);
    release_maybe(callback);
    return alert;
}

/* --- messages and secrets ------------------------------------------------------------------------------- */

enum { CHANGE_CIPHER = 20, ALERT, HANDSHAKE, HEADER = 256, INNER_TYPE };

/* What kind of message it is, in a record of this type; a record's head has the version in it as well. */
static i64 message_type(i64 type, Ref bytes, i64 *version) {
    enum { CHANGE_CIPHER_MESSAGE = 0x101 };
    const u8 *data = bytes_data(bytes);
    isize length = size_of(bytes);
    switch (type) {
    case CHANGE_CIPHER: return CHANGE_CIPHER_MESSAGE;
    case ALERT: return length > 1 ? data[1] : -1;
    case HEADER:
        if (length > 2) *version = data[1] << 8 | data[2];
        return length ? data[0] : -1;
    case HANDSHAKE:
    case INNER_TYPE: return length ? data[0] : -1;
    default: return -1;
    }
}

/* (direction, version, type, bytes) */
static bool tell_message(const SslSocket *self, Ref event) {
    Own callback = own_maybe(AS_SSL_CONTEXT(self->context)->message_callback), lent = own_maybe(shown(self));
    Own result = own_none();
    if (callback && lent) {
        i64 version = int_as_i64(tuple_get(event, 1)), type = int_as_i64(tuple_get(event, 2));
        Ref bytes = tuple_get(event, 3);
        i64 message = message_type(type, bytes, &version);
        Own numbers = tuple_take(3, int_from_i64(version), int_from_i64(type), int_from_i64(message));
        slot_set(&result, numbers
                              ? object_call_args(callback, 6, lent, tuple_get(event, 0), tuple_get(numbers, 0),
                                                 tuple_get(numbers, 1), tuple_get(numbers, 2), bytes)
                              : NULL);
        release_maybe(numbers);
    }
    release_maybe(callback);
    release_maybe(lent);
    release_maybe(result);
    return result != NULL;
}

static bool tell_secret(const SslSocket *self, Ref line) {
    const SslContext *context = AS_SSL_CONTEXT(self->context);
    if (context->keylog_descriptor < 0) return true;
    WorldAnswer answer;
    Own text = str_format("%U\n", line);
    if (!text) return false;
    WorldRequest request = {.call = WORLD_CALL_WRITE,
                            .descriptor = context->keylog_descriptor,
                            .bytes = str_data(text),
                            .length = str_length(text)};
    bool written = outside_do(&request, &answer, context->keylog_filename, NULL);
    release(text);
    return written;
}

bool ssl_tell_events(SslSocket *self) {
    WorldRequest request = {.call = WORLD_CALL_TLS_EVENTS, .numbers = {self->number}};
    WorldAnswer answer;
    if (!(AS_SSL_CONTEXT(self->context)->watch & (TLS_WATCH_MESSAGES | TLS_WATCH_KEYS))) return true;
    if (!ssl_ask(&request, &answer)) return false;
    Own events = ssl_values_make(answer.bytes, answer.length);
    bool good = events != NULL;
    for (isize i = 0; good && i < list_length(events); i++) {
        Ref event = list_get(events, i);
        good = is_str(event) ? tell_secret(self, event) : tell_message(self, event);
    }
    release_maybe(events);
    return good;
}
