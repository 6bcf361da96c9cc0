/* world_sockets.c: sockets: the system's own.
 *
 * A socket blocks or does not, as the program wants it, but nothing here ever waits: what would have to says EAGAIN
 * or EINPROGRESS, and the machine waits (world_wait), so that other threads of the program run meanwhile.
 *
 * The network is nobody's copy. On a line that parts from the trunk, and at a stop, it is down: ENETDOWN. Pairs of
 * sockets, whose both ends are the program's, are there again (world_journal.c). */
#include <netdb.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "world/world_internal.h"

enum { MOST_AT_ONCE = 1 << 20 }; /* bytes that one call receives */

/* --- on a line that parts ------------------------------------------------------------------------------- */

bool world_is_of_network(WorldCall call) { return call >= WORLD_CALL_SHUTDOWN && call <= WORLD_CALL_TLS_FREE; }

/* A name is known as far as no server must be asked. */
static i64 look_up_aside(const WorldRequest *r, WorldPerform perform, Text *out) {
    WorldRequest numeric = *r;
    numeric.numbers[3] |= AI_NUMERICHOST;
    i64 result = perform(&numeric, out);
    return result == -EAI_NONAME && !(r->numbers[3] & AI_NUMERICHOST) ? -EAI_AGAIN : result;
}

i64 world_network_aside(const WorldRequest *r, WorldPerform perform, Text *out) {
    switch (r->call) {
    case WORLD_CALL_SOCKET:
    case WORLD_CALL_HOST_NAME_SET: return -ENETDOWN;
    case WORLD_CALL_LOOK_UP: return look_up_aside(r, perform, out);
    case WORLD_CALL_LOOK_BACK: return r->numbers[0] & NI_NUMERICHOST ? perform(r, out) : -EAI_AGAIN;
    case WORLD_CALL_HOST: return TRY_AGAIN;
    case WORLD_CALL_SERVICE:
    case WORLD_CALL_PROTOCOL:
    case WORLD_CALL_INTERFACES: return perform(r, out);
    default:
        if (r->call >= WORLD_CALL_TLS_OPEN) return perform(r, out); /* which knows what is this line's own */
        if (world_descriptor_find(r->descriptor)) return perform(r, out); /* one of a pair */
        return errno == EOPNOTSUPP ? -ENETDOWN : -errno;
    }
}

/* --- sockets -------------------------------------------------------------------------------------------- */

static void append_address(Text *out, const struct sockaddr_storage *address, socklen_t length) {
    usize most = sizeof *address;
    text_append(out, (const char *)address, (isize)(length < most ? length : most));
}

/* Makes one that is closed when the process becomes another program. */
i64 world_do_socket(const WorldRequest *r, Text *out UNUSED) {
    int kind = (int)r->numbers[1] | SOCK_CLOEXEC;
    world()->beyond_fork = true;
    return world_take_descriptor(socket((int)r->numbers[0], kind, (int)r->numbers[2]), false);
}

i64 world_do_socket_pair(const WorldRequest *r, Text *out) {
    int ends[2], kind = (int)r->numbers[0] | SOCK_CLOEXEC;
    return socketpair(AF_UNIX, kind, (int)r->numbers[1], ends) ? -errno : world_take_both(ends, out);
}

i64 world_do_bind(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    if (real < 0) return -errno;
    return world_result(bind(real, (const struct sockaddr *)(const void *)r->bytes, (socklen_t)r->length));
}

i64 world_do_listen(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    return real < 0 ? -errno : world_result(listen(real, (int)r->numbers[0]));
}

i64 world_do_connect(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor), flags = real < 0 ? -1 : world_unblock(real);
    if (flags < 0) return -errno;
    i64 result =
        world_result(connect(real, (const struct sockaddr *)(const void *)r->bytes, (socklen_t)r->length));
    world_block_again(real, flags);
    return result;
}

i64 world_do_accept(const WorldRequest *r, Text *out) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    int real = world_real(r->descriptor), flags = real < 0 ? -1 : world_unblock(real);
    if (flags < 0) return -errno;
    int accepted = accept4(real, (struct sockaddr *)&address, &length, SOCK_CLOEXEC);
    world_block_again(real, flags);
    i64 number = world_take_descriptor(accepted, false);
    if (number >= 0) append_address(out, &address, length);
    return number;
}

i64 world_do_send(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor), flags = (int)r->numbers[0] | MSG_DONTWAIT | MSG_NOSIGNAL;
    if (real < 0) return -errno;
    usize address = (usize)r->numbers[1], length = (usize)r->length - address;
    struct sockaddr_storage to;
    memcpy(&to, r->bytes + length, address);
    const struct sockaddr *target = address ? (const struct sockaddr *)&to : NULL;
    return world_result(sendto(real, r->bytes, length, flags, target, (socklen_t)address));
}

i64 world_do_receive(const WorldRequest *r, Text *out) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    int real = world_real(r->descriptor), flags = (int)r->numbers[0] | MSG_DONTWAIT;
    usize size = r->numbers[1] < MOST_AT_ONCE ? (usize)r->numbers[1] : MOST_AT_ONCE;
    if (real < 0) return -errno;
    char *bytes = malloc(size ? size : 1);
    if (!bytes) return -ENOMEM;
    i64 got = world_result(recvfrom(real, bytes, size, flags, (struct sockaddr *)&address, &length));
    if (got >= 0) {
        text_append(out, bytes, got < (i64)size ? (isize)got : (isize)size);
        append_address(out, &address, length);
    }
    free(bytes);
    return got;
}

i64 world_do_shutdown(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor);
    return real < 0 ? -errno : world_result(shutdown(real, (int)r->numbers[0]));
}

i64 world_do_socket_name(const WorldRequest *r, Text *out) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    int real = world_real(r->descriptor);
    if (real < 0) return -errno;
    int failed = r->numbers[0] ? getpeername(real, (struct sockaddr *)&address, &length)
                               : getsockname(real, (struct sockaddr *)&address, &length);
    if (failed) return -errno;
    append_address(out, &address, length);
    return 0;
}

i64 world_do_socket_option(const WorldRequest *r, Text *out) {
    char value[1024];
    int number = 0, real = world_real(r->descriptor), level = (int)r->numbers[0], option = (int)r->numbers[1];
    bool is_int = r->numbers[2] == 0;
    socklen_t length = is_int ? sizeof number : (socklen_t)r->numbers[2];
    if (real < 0) return -errno;
    if (getsockopt(real, level, option, is_int ? (void *)&number : value, &length) < 0) return -errno;
    text_append(out, is_int ? (const char *)&number : value, (isize)length);
    return 0;
}

i64 world_do_socket_option_set(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor), level = (int)r->numbers[0], option = (int)r->numbers[1];
    socklen_t length = (socklen_t)(r->bytes ? r->length : r->numbers[2]);
    return real < 0 ? -errno : world_result(setsockopt(real, level, option, r->bytes, length));
}
