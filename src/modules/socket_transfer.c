/* socket_transfer.c: connecting, accepting, sending and receiving: all that may have to wait for the other side.
 *
 * The world never waits in such a call; it says EAGAIN. Then the thread waits until the descriptor is ready, as long
 * as the socket's timeout allows, and asks again: other threads of the program run meanwhile, and Ctrl-C comes
 * through. */
#include <errno.h>
#include <poll.h>

#include "modules/socket.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"

enum { PAUSE_NS = 1000000 };

/* --- waiting -------------------------------------------------------------------------------------------- */

bool socket_ask(const WorldRequest *request, WorldAnswer *answer) {
    thread_release_gil();
    thread_take_gil();
    return outside_ask(request, answer);
}

bool socket_do(const WorldRequest *request, WorldAnswer *answer) {
    if (!socket_ask(request, answer)) return false;
    if (answer->error) error_set_errno(answer->error, NULL);
    return !answer->error;
}

bool socket_do_patiently(const WorldRequest *request, WorldAnswer *answer) {
    while (socket_do(request, answer)) {
        if (answer->value < WORLD_PENDING) return true;
        WorldReady bell = {.descriptor = -(i32)answer->value, .events = POLLIN};
        thread_wait_ready(&bell, 1, NULL, -1);
        if (!vm_handle_signals() || error_occurred()) return false;
    }
    return false;
}

SocketWaited socket_wait(const Socket *self, int events, i64 deadline) {
    for (;;) {
        WorldReady item = {.descriptor = self->descriptor, .events = (i16)events};
        if (thread_wait_ready(&item, 1, NULL, thread_left(deadline))) return SOCKET_WAIT_READY;
        if (!vm_handle_signals() || error_occurred()) return SOCKET_WAIT_RAISED;
        if (thread_left(deadline) == 0) return SOCKET_WAIT_OVER;
    }
}

static void *raise_timeout(void) { return error_set(EXC(TimeoutError), "timed out"); }

/* Asks until it is answered, as long as the socket, and flags in numbers[0], will wait. False: raised. */
static bool transfer_until(const Socket *self, int events, i64 deadline, WorldRequest *request,
                           WorldAnswer *answer) {
    for (;;) {
        request->descriptor = self->descriptor;
        if (!socket_ask(request, answer)) return false;
        if (answer->error != EAGAIN || self->timeout_ns == 0 || request->numbers[0] & MSG_DONTWAIT) break;
        SocketWaited waited = socket_wait(self, events, deadline);
        if (waited == SOCKET_WAIT_OVER) raise_timeout();
        if (waited != SOCKET_WAIT_READY) return false;
    }
    if (answer->error) error_set_errno(answer->error, NULL);
    return !answer->error;
}

static bool transfer(const Socket *self, int events, WorldRequest *request, WorldAnswer *answer) {
    return transfer_until(self, events, thread_deadline(self->timeout_ns), request, answer);
}

bool socket_transfer(Ref self, int events, WorldRequest *request, WorldAnswer *answer) {
    return transfer(AS_SOCKET(self), events, request, answer);
}

/* --- connecting ----------------------------------------------------------------------------------------- */

Own socket_method_accept(Ref self) {
    WorldRequest request = {.call = WORLD_CALL_ACCEPT};
    WorldAnswer answer;
    if (!transfer(AS_SOCKET(self), POLLIN, &request, &answer)) return NULL;
    int descriptor = (int)answer.value;
    Own address = socket_address_make(answer.bytes, answer.length);
    Own pair = address ? tuple_take(2, int_from_i64(descriptor), address) : NULL;
    if (!pair) {
        Own raised = error_fetch();
        if (!socket_close_descriptor(descriptor)) error_clear();
        error_restore(raised);
    }
    return pair;
}

/* What became of a connection that was begun: 0, or an errno. False: raised. */
static bool connection_error(const Socket *self, int *error) {
    WorldRequest request = {
        .call = WORLD_CALL_SOCKET_OPTION, .descriptor = self->descriptor, .numbers = {SOL_SOCKET, SO_ERROR, 0}};
    WorldAnswer answer;
    if (!socket_ask(&request, &answer)) return false;
    *error = answer.error;
    if (!*error) memcpy(error, answer.bytes, sizeof *error);
    if (*error == EISCONN) *error = 0;
    return true;
}

/* 0, or an errno; *over: the time was. False: raised. */
static bool connect_to(const Socket *self, const SocketAddress *address, int *error, bool *over) {
    WorldRequest request = {
        .call = WORLD_CALL_CONNECT, .bytes = (const char *)&address->storage, .length = address->length};
    WorldAnswer answer;
    i64 deadline = thread_deadline(self->timeout_ns);
    *over = false;
    for (;;) {
        request.descriptor = self->descriptor;
        if (!socket_ask(&request, &answer)) return false;
        *error = answer.error;
        if (self->timeout_ns == 0) return true;
        if (answer.error == EINPROGRESS) {
            SocketWaited waited = socket_wait(self, POLLOUT, deadline);
            *over = waited == SOCKET_WAIT_OVER;
            if (*over) *error = EAGAIN;
            return *over || (waited == SOCKET_WAIT_READY && connection_error(self, error));
        }
        if (answer.error != EAGAIN) return true;
        thread_sleep(PAUSE_NS); /* a local listener's queue is full */
        if (!vm_handle_signals()) return false;
        *over = thread_left(deadline) == 0;
        if (*over) return true;
    }
}

Own socket_method_connect(Ref self, Ref given) {
    SocketAddress address;
    int error;
    bool over;
    if (!socket_address_parse(AS_SOCKET(self)->family, given, "connect", &address) ||
        !AUDIT("socket.connect", "OO", self, given) || !connect_to(AS_SOCKET(self), &address, &error, &over))
        return NULL;
    if (over) return raise_timeout();
    return error ? error_set_errno(error, NULL) : own_none();
}

Own socket_method_connect_ex(Ref self, Ref given) {
    SocketAddress address;
    int error;
    bool over;
    if (!socket_address_parse(AS_SOCKET(self)->family, given, "connect_ex", &address) ||
        !AUDIT("socket.connect", "OO", self, given) || !connect_to(AS_SOCKET(self), &address, &error, &over))
        return NULL;
    return int_from_i64(error);
}

/* --- receiving ------------------------------------------------------------------------------------------ */

typedef struct Received {
    Object *bytes;         /* owned */
    SocketAddress address; /* of the sender, where the system tells */
    i64 count;             /* with MSG_TRUNC it may be more than there are bytes */
} Received;

/* At most so many bytes; none: the other end is closed. False: raised. */
static bool receive(const Socket *self, isize size, int flags, Received *received) {
    WorldRequest request = {.call = WORLD_CALL_RECEIVE, .numbers = {flags, size}};
    WorldAnswer answer;
    if (!transfer(self, POLLIN, &request, &answer)) return false;
    isize length = isize_min((isize)answer.value, isize_min(size, answer.length));
    received->count = answer.value;
    received->address.length = answer.length - length;
    memcpy(&received->address.storage, answer.bytes + length, (usize)received->address.length);
    received->bytes = bytes_from(answer.bytes, length);
    return received->bytes != NULL;
}

/* With MSG_WAITALL the system would wait for all of them. */
static bool receive_all(const Socket *self, isize size, int flags, Received *received) {
    bool waits = (flags & MSG_WAITALL) && !(flags & MSG_PEEK) && self->timeout_ns && self->type == SOCK_STREAM;
    if (!receive(self, size, flags, received)) return false;
    while (waits && received->count && size_of(received->bytes) < size) {
        Received more = {.bytes = NULL};
        bool good = receive(self, size - size_of(received->bytes), flags, &more);
        Own joined = good ? bytes_concat(received->bytes, more.bytes) : NULL;
        release(received->bytes);
        release_maybe(more.bytes);
        received->bytes = joined;
        received->count += more.count;
        if (!joined) return false;
        if (!more.count) break;
    }
    return true;
}

/* (bufsize[, flags]) */
static bool size_and_flags(const char *function, Ref const *args, isize nargs, isize *size, int *flags) {
    *flags = 0;
    if (!arguments_tuple(function, nargs, 1, 2)) return false;
    if (!argument_parsed_isize(args[0], size)) return false;
    if (nargs > 1 && !argument_parsed_int(args[1], flags)) return false;
    if (*size >= 0) return true;
    return error_set(EXC(ValueError), "negative buffersize in %s", function) != NULL;
}

Own socket_method_recv(Ref self, Ref const *args, isize nargs) {
    isize size;
    int flags;
    Received received;
    if (!size_and_flags("recv", args, nargs, &size, &flags)) return NULL;
    if (!size) return bytes_from("", 0);
    return receive_all(AS_SOCKET(self), size, flags, &received) ? received.bytes : NULL;
}

Own socket_method_recvfrom(Ref self, Ref const *args, isize nargs) {
    isize size;
    int flags;
    Received received;
    if (!size_and_flags("recvfrom", args, nargs, &size, &flags) ||
        !receive(AS_SOCKET(self), size, flags, &received))
        return NULL;
    Own address = socket_address_make((const char *)&received.address.storage, received.address.length);
    return tuple_take(2, received.bytes, address);
}

typedef struct IntoRules { /* how recv_into and recvfrom_into differ */
    const char *function, *too_small;
    bool asks_for_nothing; /* also where there is no room at all */
} IntoRules;

/* (buffer[, nbytes[, flags]]): what is received goes into the buffer. False: raised. */
static bool receive_into(Ref self, const IntoRules *rules, Ref const *args, isize nargs, Ref kwnames,
                         Received *received) {
    const char *function = rules->function;
    const Parameters parameters = {function, {"buffer", "nbytes", "flags"}, .required = 1};
    Ref given[3];
    Buffer buffer;
    int flags = 0;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) ||
        !argument_buffer_writable(given[0], function, 1, &buffer))
        return false;
    isize size = 0;
    bool good = (!given[1] || argument_parsed_isize(given[1], &size)) &&
                (!given[2] || argument_parsed_int(given[2], &flags));
    if (good && size < 0)
        good = error_set(EXC(ValueError), "negative buffersize in %s", function) != NULL;
    else if (good && size > buffer.length)
        good = error_set(EXC(ValueError), "%s", rules->too_small) != NULL;
    if (good && size == 0) size = buffer.length;
    bool nothing = size == 0 && !rules->asks_for_nothing;
    if (nothing) *received = (Received){.bytes = NULL};
    good = good && (nothing || receive_all(AS_SOCKET(self), size, flags, received));
    if (good && !nothing) {
        memcpy(buffer.data, bytes_data(received->bytes), (usize)size_of(received->bytes));
        slot_clear(&received->bytes);
    }
    buffer_release(&buffer);
    return good;
}

Own socket_method_recv_into(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const IntoRules rules = {"recv_into", "buffer too small for requested bytes", false};
    Received received;
    return receive_into(self, &rules, args, nargs, kwnames, &received) ? int_from_i64(received.count) : NULL;
}

Own socket_method_recvfrom_into(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const IntoRules rules = {"recvfrom_into", "nbytes is greater than the length of the buffer", true};
    Received received;
    if (!receive_into(self, &rules, args, nargs, kwnames, &received)) return NULL;
    Own address = socket_address_make((const char *)&received.address.storage, received.address.length);
    return tuple_take(2, int_from_i64(received.count), address);
}

/* --- sending -------------------------------------------------------------------------------------------- */

/* (data[, flags]): one piece of the data, or all of them: how much was sent; -1 raised. */
static isize send_buffer(Ref self, const char *function, Ref const *args, isize nargs, bool all) {
    Buffer buffer;
    WorldAnswer answer;
    isize sent = 0;
    int flags = 0;
    if (!arguments_tuple(function, nargs, 1, 2) || !buffer_get(args[0], &buffer, false)) return -1;
    bool good = nargs < 2 || argument_parsed_int(args[1], &flags);
    i64 deadline = thread_deadline(AS_SOCKET(self)->timeout_ns);
    while (good) {
        WorldRequest request = {.call = WORLD_CALL_SEND,
                                .bytes = (const char *)buffer.data + sent,
                                .length = buffer.length - sent,
                                .numbers = {flags, 0}};
        good = transfer_until(AS_SOCKET(self), POLLOUT, deadline, &request, &answer) &&
               (!all || vm_handle_signals());
        if (good) sent += (isize)answer.value;
        if (!all || sent >= buffer.length) break;
    }
    buffer_release(&buffer);
    return good ? sent : -1;
}

Own socket_method_send(Ref self, Ref const *args, isize nargs) {
    isize sent = send_buffer(self, "send", args, nargs, false);
    return sent < 0 ? NULL : int_from_isize(sent);
}
Own socket_method_sendall(Ref self, Ref const *args, isize nargs) {
    return send_buffer(self, "sendall", args, nargs, true) < 0 ? NULL : own_none();
}

/* The data, and behind them the address, as world wants it. */
static Own send_with_address(const Socket *self, const Buffer *data, int flags, const SocketAddress *address) {
    char *joined = arena_alloc((usize)(data->length + address->length), BLOCK_RAW);
    if (!joined) return error_memory();
    memcpy(joined, data->data, (usize)data->length);
    memcpy(joined + data->length, &address->storage, (usize)address->length);
    WorldRequest request = {.call = WORLD_CALL_SEND,
                            .bytes = joined,
                            .length = data->length + address->length,
                            .numbers = {flags, address->length}};
    WorldAnswer answer;
    bool good = transfer(self, POLLOUT, &request, &answer);
    arena_free(joined);
    return good ? int_from_i64(answer.value) : NULL;
}

/* (data[, flags], address) */
Own socket_method_sendto(Ref self, Ref const *args, isize nargs) {
    Buffer buffer;
    SocketAddress address;
    int flags = 0;
    if (nargs < 2 || nargs > 3)
        return error_set(EXC(TypeError), "sendto() takes 2 or 3 arguments (%zd given)", nargs);
    if (!buffer_get(args[0], &buffer, false)) return NULL;
    bool good = (nargs < 3 || argument_parsed_int(args[1], &flags)) &&
                socket_address_parse(AS_SOCKET(self)->family, args[nargs - 1], "sendto", &address) &&
                AUDIT("socket.sendto", "OO", self, args[nargs - 1]);
    Own sent = good ? send_with_address(AS_SOCKET(self), &buffer, flags, &address) : NULL;
    buffer_release(&buffer);
    return sent;
}
