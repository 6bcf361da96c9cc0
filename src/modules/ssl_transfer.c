/* ssl_transfer.c: handshake, reading, writing, ending: all that may have to wait for the other side.
 *
 * As sockets do (socket_transfer.c): the world never waits; it says what the connection wants of its socket,
 * and the thread waits for that, as long as the socket's timeout allows, and asks again. */
#include <errno.h>
#include <limits.h>
#include <poll.h>

#include "modules/ssl.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/type_checks.h"
#include "object/weakref.h"
#include "vm/eval.h"

/* The _socket.socket, owned; NULL: it has buffers, or, raised, the socket is gone. */
static Own lower_of(const SslSocket *self, SslLine line) {
    if (!self->socket) return NULL;
    Ref lower = weakref_get(self->socket);
    return lower ? own(lower) : ssl_raise(0, "Underlying socket connection gone", line);
}

typedef struct Going { /* something that is being done */
    SslSocket *self;
    Socket *lower;  /* owned; NULL: it has buffers */
    i64 deadline;   /* of its timeout; -1: none */
    i64 last_kind;  /* WorldTlsFailure.kind of the last failure; 0: there was none */
    bool timed_out; /* the socket's time is over */
    Own raised;     /* by a function that was told of a message; owned, NULL: nothing */
} Going;

/* False: raised. */
static bool begin(Ref ref, Going *going, SslLine gone) {
    *going = (Going){.self = AS_SSL_SOCKET(ref), .deadline = -1};
    if (!going->self->number) return ssl_raise(0, "no connection", LINE_OTHER) != NULL;
    going->lower = AS_SOCKET(lower_of(going->self, gone));
    if (!going->lower) return !error_occurred();
    if (going->lower->timeout_ns > 0) going->deadline = thread_deadline(going->lower->timeout_ns);
    return true;
}
/* What the program's functions raised comes behind what was done, or with what is raised anyway. Consumes the
 * result. */
static Own end(Going *going, Own result) {
    release_maybe((Own)going->lower);
    if (!going->raised) return result;
    release_maybe(result);
    if (error_occurred())
        exception_set_context(error_current(), going->raised);
    else
        error_restore(going->raised);
    return NULL;
}

static void *raise_closed(SslLine line) {
    static const char message[] = "Underlying socket has been closed.";
    return line ? error_set(MODULE_TYPE(SSL_ERROR), "_ssl.c:%d: %s", (int)line, message)
                : ssl_raise_plain(message);
}

/* Waits for what the failure wants of the socket. True: it is there; else the time is over, or it was
 * raised. */
static bool wait_for(Going *going, int events, SslLine line) {
    if (going->deadline >= 0 && going->lower->descriptor < 0) return raise_closed(line) != NULL;
    SocketWaited waited = socket_wait(going->lower, events, going->deadline);
    going->timed_out = waited == SOCKET_WAIT_OVER;
    return waited == SOCKET_WAIT_READY;
}

/* What the answer says that failed: it goes on (true), or not. */
static bool goes_on(Going *going, WorldRequest *request, const WorldAnswer *answer, SslLine closed) {
    WorldTlsFailure failure;
    memcpy(&failure, answer->bytes, sizeof failure);
    going->last_kind = failure.kind;
    request->numbers[2] = 0;
    if (failure.kind == TLS_KIND_WANT_HELLO) {
        const char *host = failure.at ? answer->bytes + sizeof failure : NULL;
        request->numbers[2] = ssl_answer_hello(going->self, host);
        return true;
    }
    bool reads = failure.kind == TLS_KIND_WANT_READ, writes = failure.kind == TLS_KIND_WANT_WRITE;
    if (!(reads || writes) || !going->lower || going->lower->timeout_ns == 0) return false;
    return wait_for(going, reads ? POLLIN : POLLOUT, closed);
}

/* Asks until it is answered, as long as the socket waits. False: raised, or timed_out. What the world has
 * failed in is in the answer, which holds until the next question. */
static bool transfer(Going *going, WorldRequest *request, WorldAnswer *answer, SslLine closed) {
    request->numbers[0] = going->self->number;
    do {
        going->last_kind = 0;
        request->descriptor = going->lower ? going->lower->descriptor : -1;
        if (!socket_do(request, answer)) return false;
        if (answer->value != WORLD_TLS_FAILED) break;
    } while (goes_on(going, request, answer, closed));
    return !going->timed_out && !error_occurred();
}

/* An answer outlives the questions that the program's functions ask: bytes, or NULL raised. */
static Own keep(WorldAnswer *answer) {
    Own copy = bytes_from(answer->bytes, answer->length);
    if (copy) answer->bytes = (const char *)bytes_data(copy);
    return copy;
}

/* Asks, and tells what was watched; *kept is what the answer's bytes lie in, owned. False: raised, or
 * timed_out. */
static bool transfer_watched(Going *going, WorldRequest *request, WorldAnswer *answer, SslLine closed,
                             Own *kept) {
    *kept = NULL;
    if (!transfer(going, request, answer, closed) || !(*kept = keep(answer))) return false;
    if (!ssl_tell_events(going->self)) slot_set(&going->raised, error_fetch());
    return true;
}

static void *raise_timeout(const char *what, SslLine line) {
    return line ? error_set(EXC(TimeoutError), "_ssl.c:%d: %s", (int)line, what)
                : error_set(EXC(TimeoutError), "%s", what);
}

/* --- handshake ------------------------------------------------------------------------------------------ */

Own ssl_socket_method_do_handshake(Ref self) {
    Going going;
    WorldRequest request = {.call = WORLD_CALL_TLS_HANDSHAKE};
    WorldAnswer answer;
    Own kept = NULL, result = NULL;
    if (!begin(self, &going, LINE_HANDSHAKE_GONE)) return NULL;
    if (transfer_watched(&going, &request, &answer, LINE_HANDSHAKE_CLOSED, &kept))
        result = answer.value == WORLD_TLS_FAILED
                     ? ssl_raise_connection_failure(going.self, &answer, LINE_HANDSHAKE)
                     : own_none();
    else if (going.timed_out)
        raise_timeout("The handshake operation timed out", LINE_HANDSHAKE_TIMEOUT);
    release_maybe(kept);
    return end(&going, result);
}

/* --- writing -------------------------------------------------------------------------------------------- */

static Own write_bytes(Going *going, const Buffer *data) {
    WorldRequest request = {.call = WORLD_CALL_TLS_SEND, .bytes = data->data, .length = data->length};
    WorldAnswer answer;
    Own kept = NULL, result = NULL;
    if (data->length > INT_MAX) return error_set(EXC(OverflowError), "string longer than %d bytes", INT_MAX);
    bool ready = going->deadline < 0 || wait_for(going, POLLOUT, LINE_OTHER);
    if (ready && transfer_watched(going, &request, &answer, LINE_OTHER, &kept))
        result = answer.value == WORLD_TLS_FAILED
                     ? ssl_raise_connection_failure(going->self, &answer, LINE_WRITE)
                     : int_from_i64(answer.value);
    else if (going->timed_out)
        raise_timeout("The write operation timed out", LINE_OTHER);
    release_maybe(kept);
    return result;
}

Own ssl_socket_method_write(Ref self, Ref given) {
    Going going;
    Buffer data;
    if (!buffer_get(given, &data, false)) return NULL;
    Own result = NULL;
    if (begin(self, &going, LINE_WRITE_GONE)) result = end(&going, write_bytes(&going, &data));
    buffer_release(&data);
    return result;
}

/* --- reading -------------------------------------------------------------------------------------------- */

/* The other side has said that it ends, and this one has not. */
static bool has_ended(const SslSocket *self, const WorldAnswer *answer) {
    enum { RECEIVED = 2 };
    WorldTlsFailure failure;
    memcpy(&failure, answer->bytes, sizeof failure);
    if (failure.kind != TLS_KIND_END) return false;
    WorldRequest request = {.call = WORLD_CALL_TLS_FACT, .numbers = {self->number, TLS_FACT_ENDS}};
    Own ends = ssl_value_ask(&request, LINE_OTHER);
    bool ended = ends && int_as_i64(ends) == RECEIVED;
    release_maybe(ends);
    return ended;
}

/* At most so many bytes, which the answer has then; none: the end. False: raised. *kept as above. */
static bool read_bytes(Going *going, isize size, WorldAnswer *answer, Own *kept) {
    WorldRequest request = {.call = WORLD_CALL_TLS_RECEIVE, .numbers = {0, size}};
    bool good = false;
    if (!transfer_watched(going, &request, answer, LINE_OTHER, kept)) {
        if (going->timed_out) raise_timeout("The read operation timed out", LINE_OTHER);
    } else if (answer->value != WORLD_TLS_FAILED) {
        good = true;
    } else if (has_ended(going->self, answer)) {
        answer->length = 0;
        good = true;
    } else if (!error_occurred()) {
        ssl_raise_connection_failure(going->self, answer, LINE_READ);
    }
    return good;
}

static Own read_new(Going *going, isize size) {
    WorldAnswer answer;
    Own kept = NULL;
    if (!size) return bytes_from("", 0);
    bool good = read_bytes(going, size, &answer, &kept);
    if (good && answer.length == size_of(kept)) return kept;
    Own bytes = good ? bytes_from(answer.bytes, answer.length) : NULL;
    release_maybe(kept);
    return bytes;
}

static Own read_into(Going *going, isize size, Buffer *buffer) {
    WorldAnswer answer;
    Own kept = NULL, count = NULL;
    if (size <= 0 || size > buffer->length) size = buffer->length;
    if (size > INT_MAX) return error_set(EXC(OverflowError), "maximum length can't fit in a C 'int'");
    if (!size) return int_from_i64(0);
    if (read_bytes(going, size, &answer, &kept)) {
        memcpy(buffer->data, answer.bytes, (usize)answer.length);
        count = int_from_i64(answer.length);
    }
    release_maybe(kept);
    return count;
}

Own ssl_socket_method_read(Ref self, Ref const *args, isize nargs) {
    Going going;
    Buffer buffer = {.owner = NULL};
    int size;
    if (nargs < 1 || nargs > 2)
        return error_set(EXC(TypeError), "_ssl._SSLSocket.read requires 1 to 2 arguments");
    if (!argument_parsed_int(args[0], &size) ||
        (nargs == 2 && !argument_buffer_writable(args[1], "read", 2, &buffer)))
        return NULL;
    Own result = NULL;
    if (nargs == 1 && size < 0) {
        error_set(EXC(ValueError), "size should not be negative");
    } else if (begin(self, &going, LINE_READ_GONE)) {
        result = end(&going, nargs == 1 ? read_new(&going, size) : read_into(&going, size, &buffer));
    }
    if (buffer.owner) buffer_release(&buffer);
    return result;
}

/* --- ending --------------------------------------------------------------------------------------------- */

/* A first success means that our word is sent; the second waits for the other side's, once. False: raised. */
static bool shut_down(Going *going) {
    WorldAnswer answer;
    Own kept;
    for (int sent = 0;;) {
        WorldRequest request = {.call = WORLD_CALL_TLS_END, .numbers = {0, going->self->seen_end}};
        if (!transfer_watched(going, &request, &answer, LINE_OTHER, &kept)) break;
        bool failed = answer.value == WORLD_TLS_FAILED, done = failed || answer.value || sent++;
        if (failed) ssl_raise_connection_failure(going->self, &answer, LINE_END);
        release(kept);
        if (done) return !failed;
        going->self->seen_end = true;
    }
    if (going->timed_out)
        raise_timeout(going->last_kind == TLS_KIND_WANT_READ ? "The read operation timed out"
                                                             : "The write operation timed out",
                      LINE_OTHER);
    return false;
}

Own ssl_socket_method_shutdown(Ref self) {
    Going going;
    if (!begin(self, &going, LINE_END_GONE)) return NULL;
    bool closed = going.lower && going.lower->descriptor < 0;
    if (closed) return end(&going, ssl_raise(0, "Underlying socket connection gone", LINE_END_GONE));
    return end(&going, !shut_down(&going) ? NULL : going.lower ? own((Ref)going.lower) : own_none());
}
