/* socket_object.c: the type _socket.socket, as far as a pair of connected sockets goes: threads and asyncio's event
 * loop wake each other with one. There is no network.
 *
 * To the host the descriptors never block. A socket that shall wait looks again and again, and sleeps virtual time
 * in between, when other threads run. */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "modules/modules.h"
#include "modules/outside.h"
#include "modules/socket.h"
#include "modules/warnings.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/float.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/thread.h"

enum { PAUSE_NS = 1000000, CLOSED = -1 };

typedef struct Socket {
    Object ob_base;
    int descriptor, family, type, protocol;
    i64 timeout_ns; /* -1: waits for ever; 0: never waits */
} Socket;
#define AS_SOCKET(ref) ((Socket *)(ref))

static Own socket_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_SOCKET(self)->descriptor = CLOSED;
    AS_SOCKET(self)->timeout_ns = -1;
    return self;
}

static void socket_fill(Socket *self, int descriptor, int family, int type, int protocol) {
    self->descriptor = descriptor;
    self->family = family;
    self->type = type;
    self->protocol = protocol;
}

void *socket_refuse(const char *why) {
    Own number = int_from_i64(ENOSYS), text = str_from_ascii(why, -1);
    Own error = number && text ? object_call_args((Ref)EXC(OSError), 2, number, text) : NULL;
    release_maybe(number);
    release_maybe(text);
    return error ? error_raise(error) : NULL;
}
static void *refuse(void) { return socket_refuse("opscope has no sockets but those of a socketpair"); }

/* Of a descriptor that is there already; another socket would be the network's. */
static bool socket_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"socket", {"family", "type", "proto", "fileno"}, .required = 0};
    Ref values[4];
    int numbers[4] = {AF_INET, SOCK_STREAM, 0, CLOSED};
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return false;
    for (int i = 0; i < 4; i++) {
        if (values[i] && values[i] != None && !argument_int(values[i], &numbers[i])) return false;
        if (i < 3 && numbers[i] == -1) numbers[i] = i == 0 ? AF_UNIX : i == 1 ? SOCK_STREAM : 0;
    }
    if (numbers[3] < 0) return refuse();
    socket_fill(AS_SOCKET(self), numbers[3], numbers[0], numbers[1], numbers[2]);
    return true;
}

static bool close_descriptor(int descriptor) {
    WorldRequest request = {.call = WORLD_CALL_CLOSE, .descriptor = descriptor};
    WorldAnswer answer;
    return outside_do(&request, &answer, NULL, NULL);
}

static void socket_finalize(Ref ref) {
    Socket *self = AS_SOCKET(ref);
    if (self->descriptor == CLOSED) return;
    Own pending = error_fetch();
    if (!warning_issue(EXC(ResourceWarning), 1, "unclosed %R", ref)) error_unraisable(ref);
    if (self->descriptor != CLOSED && !close_descriptor(self->descriptor)) error_clear();
    self->descriptor = CLOSED;
    error_restore(pending);
}

static Own socket_repr(Ref ref) {
    const Socket *self = AS_SOCKET(ref);
    return str_format("<socket object, fd=%d, family=%d, type=%d, proto=%d>", self->descriptor, self->family,
                      self->type, self->protocol);
}

/* --- waiting ------------------------------------------------------------------------------------------------- */

/* Waits until the descriptor is ready for `events`, as long as the socket will. False: raised. */
static bool wait_for(const Socket *self, int events) {
    for (i64 waited = 0;; waited += PAUSE_NS) {
        WorldRequest request = {
            .call = WORLD_CALL_READY, .descriptor = self->descriptor, .numbers = {events, 0}};
        WorldAnswer answer;
        if (!outside_do(&request, &answer, NULL, NULL)) return false;
        if (answer.value) return true;
        if (self->timeout_ns == 0) return error_set_errno(EAGAIN, NULL) != NULL;
        if (self->timeout_ns > 0 && waited >= self->timeout_ns) {
            return error_set(EXC(TimeoutError), "timed out") != NULL;
        }
        thread_sleep(PAUSE_NS);
        if (error_occurred()) return false;
    }
}

/* At most so many bytes; none: the other end is closed. */
static Own receive(const Socket *self, isize size) {
    if (!wait_for(self, POLLIN | POLLHUP)) return NULL;
    WorldRequest request = {.call = WORLD_CALL_READ, .descriptor = self->descriptor, .numbers = {size}};
    WorldAnswer answer;
    return outside_do(&request, &answer, NULL, NULL) ? bytes_from(answer.bytes, answer.length) : NULL;
}

static Own socket_method_recv(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("recv", nargs, 1, 2)) return NULL;
    isize size = int_as_isize(args[0]);
    if (size == -1 && error_occurred()) return NULL;
    if (size < 0) return error_set(EXC(ValueError), "negative buffersize in recv");
    return receive(AS_SOCKET(self), size);
}

static Own socket_method_recv_into(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"recv_into", {"buffer", "nbytes", "flags"}, .required = 1};
    Ref given[3];
    Buffer buffer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    isize size = given[1] ? int_index_as_isize(given[1], EXC(OverflowError)) : 0;
    if (size == -1 && error_occurred()) return NULL;
    if (size < 0) return error_set(EXC(ValueError), "negative buffersize in recv_into");
    if (!argument_buffer_writable(given[0], "recv_into()", &buffer)) return NULL;
    Own received = NULL;
    if (size > buffer.length) {
        error_set(EXC(ValueError), "buffer too small for requested bytes");
    } else {
        received = receive(AS_SOCKET(self), size ? size : buffer.length);
    }
    isize length = received ? size_of(received) : 0;
    if (length) memcpy(buffer.data, bytes_data(received), (usize)length);
    buffer_release(&buffer);
    if (!received) return NULL;
    release(received);
    return int_from_isize(length);
}

/* One piece of the data, or all of them: how much was sent; -1 raised. */
static isize send_buffer(const Socket *self, const Buffer *buffer, bool all) {
    isize sent = 0;
    do {
        WorldRequest request = {.call = WORLD_CALL_WRITE,
                                .descriptor = self->descriptor,
                                .bytes = buffer->data + sent,
                                .length = buffer->length - sent};
        WorldAnswer answer;
        if (!wait_for(self, POLLOUT) || !outside_do(&request, &answer, NULL, NULL)) return -1;
        sent += (isize)answer.value;
    } while (all && sent < buffer->length);
    return sent;
}
static Own socket_method_send(Ref self, Ref const *args, isize nargs) {
    Buffer buffer;
    if (!arguments_count("send", nargs, 1, 2) || !buffer_get(args[0], &buffer, false)) return NULL;
    isize sent = send_buffer(AS_SOCKET(self), &buffer, false);
    buffer_release(&buffer);
    return sent < 0 ? NULL : int_from_isize(sent);
}
static Own socket_method_sendall(Ref self, Ref const *args, isize nargs) {
    Buffer buffer;
    if (!arguments_count("sendall", nargs, 1, 2) || !buffer_get(args[0], &buffer, false)) return NULL;
    isize sent = send_buffer(AS_SOCKET(self), &buffer, true);
    buffer_release(&buffer);
    return sent < 0 ? NULL : own_none();
}

/* --- the other methods --------------------------------------------------------------------------------------- */

static Own socket_method_fileno(Ref self) { return int_from_i64(AS_SOCKET(self)->descriptor); }
static Own socket_method_detach(Ref self) {
    int descriptor = AS_SOCKET(self)->descriptor;
    AS_SOCKET(self)->descriptor = CLOSED;
    return int_from_i64(descriptor);
}
static Own socket_method_close(Ref self) {
    int descriptor = AS_SOCKET(self)->descriptor;
    AS_SOCKET(self)->descriptor = CLOSED;
    return descriptor == CLOSED || close_descriptor(descriptor) ? own_none() : NULL;
}
static Own socket_method_setblocking(Ref self, Ref blocking) {
    int truth = object_is_true(blocking);
    if (truth < 0) return NULL;
    AS_SOCKET(self)->timeout_ns = truth ? -1 : 0;
    return own_none();
}
static Own socket_method_getblocking(Ref self) { return own_bool(AS_SOCKET(self)->timeout_ns != 0); }
static Own socket_method_settimeout(Ref self, Ref seconds) {
    i64 timeout = -1;
    if (seconds != None && !clock_from_seconds(seconds, &timeout)) return NULL;
    if (seconds != None && timeout < 0) return error_set(EXC(ValueError), "Timeout value out of range");
    AS_SOCKET(self)->timeout_ns = timeout;
    return own_none();
}
static Own socket_method_gettimeout(Ref self) {
    i64 timeout = AS_SOCKET(self)->timeout_ns;
    return timeout < 0 ? own_none() : float_from_double((double)timeout / 1e9);
}
static Own get_timeout(Ref self, void *closure UNUSED) { return socket_method_gettimeout(self); }
static Own socket_method_name(Ref self UNUSED) { return str_from_ascii("", 0); } /* those of a pair have none */

static Own socket_method_shutdown(Ref self, Ref how) {
    int direction;
    if (!argument_int(how, &direction)) return NULL;
    WorldRequest request = {
        .call = WORLD_CALL_SHUTDOWN, .descriptor = AS_SOCKET(self)->descriptor, .numbers = {direction}};
    WorldAnswer answer;
    return outside_do(&request, &answer, NULL, NULL) ? own_none() : NULL;
}

/* What a pair has no use for. */
static Own refuse_none(Ref self UNUSED) { return refuse(); }
static Own refuse_one(Ref self UNUSED, Ref argument UNUSED) { return refuse(); }
static Own refuse_array(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED) { return refuse(); }

static const MethodDef socket_methods[] = {
    {"_accept", METHOD_NONE, .none = refuse_none,
     .doc = "_accept() -> (integer, address info)\n\nWait for an incoming connection.  Return a new socket "
            "file descriptor\nrepresenting the connection, and the address of the client.\nFor IP sockets, the "
            "address info is a pair (hostaddr, port)."},
    {"bind", METHOD_ONE, .one = refuse_one,
     .doc = "bind(address)\n\nBind the socket to a local address.  For IP sockets, the address is a\npair "
            "(host, port); the host must refer to the local host. For raw packet\nsockets the address is a "
            "tuple (ifname, proto [,pkttype [,hatype [,addr]]])"},
    {"connect", METHOD_ONE, .one = refuse_one,
     .doc = "connect(address)\n\nConnect the socket to a remote address.  For IP sockets, the address\nis a "
            "pair (host, port)."},
    {"connect_ex", METHOD_ONE, .one = refuse_one,
     .doc = "connect_ex(address) -> errno\n\nThis is like connect(address), but returns an error code (the "
            "errno value)\ninstead of raising an exception when an error occurs."},
    {"listen", METHOD_ARRAY, .array = refuse_array, .flags = METHOD_VARARGS,
     .doc = "listen([backlog])\n\nEnable a server to accept connections.  If backlog is specified, it must "
            "be\nat least 0 (if it is lower, it is set to 0); it specifies the number of\nunaccepted "
            "connections that the system will allow before refusing new\nconnections. If not specified, a "
            "default reasonable value is chosen."},
    {"setsockopt", METHOD_ARRAY, .array = refuse_array, .flags = METHOD_VARARGS,
     .doc =
         "setsockopt(level, option, value: int)\nsetsockopt(level, option, value: buffer)\nsetsockopt(level, "
         "option, None, optlen: int)\n\nSet a socket option.  See the Unix manual for level and option.\nThe "
         "value argument can either be an integer, a string buffer, or\nNone, optlen."},
    {"getsockopt", METHOD_ARRAY, .array = refuse_array, .flags = METHOD_VARARGS,
     .doc = "getsockopt(level, option[, buffersize]) -> value\n\nGet a socket option.  See the Unix manual for "
            "level and option.\nIf a nonzero buffersize argument is given, the return value is a\nstring of "
            "that length; otherwise it is an integer."},
    {"sendto", METHOD_ARRAY, .array = refuse_array, .flags = METHOD_VARARGS,
     .doc = "sendto(data[, flags], address) -> count\n\nLike send(data, flags) but allows specifying the "
            "destination address.\nFor IP sockets, the address is a pair (hostaddr, port)."},
    {"recvfrom", METHOD_ARRAY, .array = refuse_array, .flags = METHOD_VARARGS,
     .doc = "recvfrom(buffersize[, flags]) -> (data, address info)\n\nLike recv(buffersize, flags) but also "
            "return the sender's address info."},
    {"shutdown", METHOD_ONE, .one = socket_method_shutdown,
     .doc = "shutdown(flag)\n\nShut down the reading side of the socket (flag == SHUT_RD), the writing "
            "side\nof the socket (flag == SHUT_WR), or both ends (flag == SHUT_RDWR)."},
    {"recv_into", METHOD_KEYWORDS, .keywords = socket_method_recv_into, .flags = METHOD_VARARGS,
     .doc = "recv_into(buffer, [nbytes[, flags]]) -> nbytes_read\n\nA version of recv() that stores its data "
            "into a buffer rather than creating\na new string.  Receive up to buffersize bytes from the "
            "socket.  If buffersize\nis not specified (or 0), receive up to the size available in the given "
            "buffer.\n\nSee recv() for documentation about the flags."},
    {"recv", METHOD_ARRAY, .array = socket_method_recv, .flags = METHOD_VARARGS,
     .doc = "recv(buffersize[, flags]) -> data\n\nReceive up to buffersize bytes from the socket.  For the "
            "optional flags\nargument, see the Unix manual.  When no data is available, block until\nat least "
            "one byte is available or until the remote end is closed.  When\nthe remote end is closed and all "
            "data is read, return the empty string."},
    {"send", METHOD_ARRAY, .array = socket_method_send, .flags = METHOD_VARARGS,
     .doc = "send(data[, flags]) -> count\n\nSend a data string to the socket.  For the optional "
            "flags\nargument, see the Unix manual.  Return the number of bytes\nsent; this may be less than "
            "len(data) if the network is busy."},
    {"sendall", METHOD_ARRAY, .array = socket_method_sendall, .flags = METHOD_VARARGS,
     .doc = "sendall(data[, flags])\n\nSend a data string to the socket.  For the optional flags\nargument, "
            "see the Unix manual.  This calls send() repeatedly\nuntil all data is sent.  If an error occurs, "
            "it's impossible\nto tell how much data has been sent."},
    {"fileno", METHOD_NONE, .none = socket_method_fileno,
     .doc = "fileno() -> integer\n\nReturn the integer file descriptor of the socket."},
    {"detach", METHOD_NONE, .none = socket_method_detach,
     .doc = "detach()\n\nClose the socket object without closing the underlying file descriptor.\nThe object "
            "cannot be used after this call, but the file descriptor\ncan be reused for other purposes.  The "
            "file descriptor is returned."},
    {"close", METHOD_NONE, .none = socket_method_close,
     .doc = "close()\n\nClose the socket.  It cannot be used after this call."},
    {"setblocking", METHOD_ONE, .one = socket_method_setblocking,
     .doc = "setblocking(flag)\n\nSet the socket to blocking (flag is true) or non-blocking "
            "(false).\nsetblocking(True) is equivalent to settimeout(None);\nsetblocking(False) is equivalent "
            "to settimeout(0.0)."},
    {"getblocking", METHOD_NONE, .none = socket_method_getblocking,
     .doc = "getblocking()\n\nReturns True if socket is in blocking mode, or False if it\nis in non-blocking "
            "mode."},
    {"settimeout", METHOD_ONE, .one = socket_method_settimeout,
     .doc = "settimeout(timeout)\n\nSet a timeout on socket operations.  'timeout' can be a float,\ngiving in "
            "seconds, or None.  Setting a timeout of None disables\nthe timeout feature and is equivalent to "
            "setblocking(1).\nSetting a timeout of zero is the same as setblocking(0)."},
    {"gettimeout", METHOD_NONE, .none = socket_method_gettimeout,
     .doc =
         "gettimeout() -> timeout\n\nReturns the timeout in seconds (float) associated with "
         "socket\noperations. A timeout of None indicates that timeouts on socket\noperations are disabled."},
    {"getsockname", METHOD_NONE, .none = socket_method_name,
     .doc = "getsockname() -> address info\n\nReturn the address of the local endpoint. The format depends on "
            "the\naddress family. For IPv4 sockets, the address info is a pair\n(hostaddr, port)."},
    {"getpeername", METHOD_NONE, .none = socket_method_name,
     .doc = "getpeername() -> address info\n\nReturn the address of the remote endpoint.  For IP sockets, the "
            "address\ninfo is a pair (hostaddr, port)."},
    {.name = NULL}};
static const MemberDef socket_members[] = {
    {"family", MEMBER_INT, offsetof(Socket, family), true, "the socket family"},
    {"type", MEMBER_INT, offsetof(Socket, type), true, "the socket type"},
    {"proto", MEMBER_INT, offsetof(Socket, protocol), true, "the socket protocol"},
    {.name = NULL}};
static const GetSetDef socket_getset[] = {{.name = "timeout", .get = get_timeout, .doc = "the socket timeout"},
                                          {.name = NULL}};

const TypeSpec socket_spec = {
    .name = "_socket.socket",
    .module = "_socket",
    .basicsize = sizeof(Socket),
    .ghost_size = 48,
    .flags = TYPE_BASETYPE,
    .slots = {.new = socket_new,
              .init = socket_init,
              .repr = socket_repr,
              .finalize = socket_finalize,
              .getattro = object_generic_get_attribute},
    .methods = socket_methods,
    .members = socket_members,
    .getset = socket_getset,
    .doc =
        "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\nsocket(family=-1, type=-1, "
        "proto=-1, fileno=None) -> socket object\n\nOpen a socket of the given type.  The family argument "
        "specifies the\naddress family; it defaults to AF_INET.  The type argument specifies\nwhether this is "
        "a stream (SOCK_STREAM, this is the default)\nor datagram (SOCK_DGRAM) socket.  The protocol argument "
        "defaults to 0,\nspecifying the default protocol.  Keyword arguments are accepted.\nThe socket is "
        "created as non-inheritable.\n\nWhen a fileno is passed in, family, type and proto are "
        "auto-detected,\nunless they are explicitly set.\n\nA socket object represents one endpoint of a "
        "network connection.\n\nMethods of socket objects (keyword arguments not allowed):\n\n_accept() -- "
        "accept connection, returning new socket fd and client address\nbind(addr) -- bind the socket to a "
        "local address\nclose() -- close the socket\nconnect(addr) -- connect the socket to a remote "
        "address\nconnect_ex(addr) -- connect, return an error code instead of an exception\ndup() -- return a "
        "new socket fd duplicated from fileno()\nfileno() -- return underlying file descriptor\ngetpeername() "
        "-- return remote address [*]\ngetsockname() -- return local address\ngetsockopt(level, optname[, "
        "buflen]) -- get socket options\ngettimeout() -- return timeout or None\nlisten([n]) -- start "
        "listening for incoming connections\nrecv(buflen[, flags]) -- receive data\nrecv_into(buffer[, "
        "nbytes[, flags]]) -- receive data (into a buffer)\nrecvfrom(buflen[, flags]) -- receive data and "
        "sender's address\nrecvfrom_into(buffer[, nbytes, [, flags])\n  -- receive data and sender's address "
        "(into a buffer)\nsendall(data[, flags]) -- send all data\nsend(data[, flags]) -- send data, may not "
        "send all of it\nsendto(data[, flags], addr) -- send data to a given address\nsetblocking(bool) -- set "
        "or clear the blocking I/O flag\ngetblocking() -- return True if socket is blocking, False if "
        "non-blocking\nsetsockopt(level, optname, value[, optlen]) -- set socket options\nsettimeout(None | "
        "float) -- set or clear the timeout\nshutdown(how) -- shut down traffic in one or both directions\n\n "
        "[*] not available on all platforms!"};

/* --- a pair -------------------------------------------------------------------------------------------------- */

Own socket_method_socketpair(Ref self UNUSED, Ref const *args, isize nargs) {
    int numbers[] = {AF_UNIX, SOCK_STREAM, 0};
    if (!arguments_tuple("socketpair", nargs, 0, 3)) return NULL;
    for (isize i = 0; i < nargs; i++) {
        if (!argument_int(args[i], &numbers[i])) return NULL;
    }
    if (numbers[0] != AF_UNIX) return error_set_errno(EOPNOTSUPP, NULL);
    WorldRequest request = {.call = WORLD_CALL_SOCKET_PAIR, .numbers = {numbers[1]}};
    WorldAnswer answer;
    if (!outside_do(&request, &answer, NULL, NULL)) return NULL;
    i64 descriptors[2] = {answer.value};
    memcpy(&descriptors[1], answer.bytes, sizeof descriptors[1]);
    Own pair[2];
    for (int i = 0; i < 2; i++) {
        pair[i] = socket_new(MODULE_TYPE(SOCKET), NULL, 0, NULL);
        if (pair[i]) {
            socket_fill(AS_SOCKET(pair[i]), (int)descriptors[i], numbers[0], numbers[1], numbers[2]);
        }
    }
    return tuple_from_array_own(pair, COUNT_OF(pair));
}
