/* socket_object.c: the type _socket.socket: making and closing one, what it is, its options.
 *
 * The descriptor is the operating system's and blocks or does not as the program wants it; whether a call waits the
 * object itself knows, by its timeout (socket_transfer.c). */
#include <errno.h>

#include "modules/socket.h"
#include "modules/warnings.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/float.h"
#include "object/int.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/thread.h"

/* --- making one ----------------------------------------------------------------------------------------- */

static Own socket_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_SOCKET(self)->descriptor = SOCKET_CLOSED;
    AS_SOCKET(self)->timeout_ns = -1;
    return self;
}

static bool set_blocking(const Socket *self, bool blocking) {
    WorldRequest request = {.call = WORLD_CALL_BLOCKING, .descriptor = self->descriptor, .numbers = {blocking}};
    WorldAnswer answer;
    return outside_do(&request, &answer, NULL, NULL);
}

/* False: raised; the descriptor is the object's all the same. */
static bool socket_fill(Socket *self, int descriptor, int family, int type, int protocol) {
    self->descriptor = descriptor;
    self->family = family;
    self->type = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
    self->protocol = protocol;
    self->timeout_ns = type & SOCK_NONBLOCK ? 0 : MODULES_ROOT->socket_timeout_ns;
    return type & SOCK_NONBLOCK || self->timeout_ns < 0 || set_blocking(self, false);
}

/* An option that is a number. False: raised. */
static bool ask_option(int descriptor, int level, int option, int *value) {
    WorldRequest request = {
        .call = WORLD_CALL_SOCKET_OPTION, .descriptor = descriptor, .numbers = {level, option, 0}};
    WorldAnswer answer;
    if (!outside_do(&request, &answer, NULL, NULL)) return false;
    *value = 0;
    memcpy(value, answer.bytes, (usize)isize_min(answer.length, (isize)sizeof *value));
    return true;
}

/* What a descriptor's socket is, as far as it is not told: -1. */
static bool ask_what_it_is(int descriptor, int *family, int *type, int *protocol) {
    WorldRequest request = {.call = WORLD_CALL_SOCKET_NAME, .descriptor = descriptor};
    WorldAnswer answer;
    sa_family_t known;
    if (!outside_do(&request, &answer, NULL, NULL)) return false;
    memcpy(&known, answer.bytes, sizeof known);
    if (*family == -1) *family = known;
    return (*type != -1 || ask_option(descriptor, SOL_SOCKET, SO_TYPE, type)) &&
           (*protocol != -1 || ask_option(descriptor, SOL_SOCKET, SO_PROTOCOL, protocol));
}

static bool descriptor_of_argument(Ref given, int *descriptor) {
    if (!argument_int(given, descriptor)) return false;
    return *descriptor >= 0 || error_set(EXC(ValueError), "negative file descriptor") != NULL;
}

static bool socket_init(Ref ref, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"socket", {"family", "type", "proto", "fileno"}, .required = 0};
    static const int usual[] = {AF_INET, SOCK_STREAM, 0};
    Socket *self = AS_SOCKET(ref);
    Ref values[4];
    int numbers[4] = {-1, -1, -1, SOCKET_CLOSED};
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return false;
    for (int i = 0; i < 3; i++) {
        if (values[i] && !argument_int(values[i], &numbers[i])) return false;
    }
    if (!AUDIT("socket.__new__", "Oiii", ref, numbers[0], numbers[1], numbers[2])) return false;
    if (values[3] && values[3] != None) {
        return descriptor_of_argument(values[3], &numbers[3]) &&
               ask_what_it_is(numbers[3], &numbers[0], &numbers[1], &numbers[2]) &&
               socket_fill(self, numbers[3], numbers[0], numbers[1], numbers[2]);
    }
    for (int i = 0; i < 3; i++) {
        if (numbers[i] == -1) numbers[i] = usual[i];
    }
    WorldRequest request = {.call = WORLD_CALL_SOCKET, .numbers = {numbers[0], numbers[1], numbers[2]}};
    WorldAnswer answer;
    return socket_do(&request, &answer) &&
           socket_fill(self, (int)answer.value, numbers[0], numbers[1], numbers[2]);
}

Own socket_method_socketpair(Ref self UNUSED, Ref const *args, isize nargs) {
    int numbers[] = {AF_UNIX, SOCK_STREAM, 0};
    if (!arguments_tuple("socketpair", nargs, 0, 3)) return NULL;
    for (isize i = 0; i < nargs; i++) {
        if (!argument_parsed_int(args[i], &numbers[i])) return NULL;
    }
    if (numbers[0] != AF_UNIX) return error_set_errno(EOPNOTSUPP, NULL);
    WorldRequest request = {.call = WORLD_CALL_SOCKET_PAIR, .numbers = {numbers[1], numbers[2]}};
    WorldAnswer answer;
    if (!outside_do(&request, &answer, NULL, NULL)) return NULL;
    i64 descriptors[2] = {answer.value};
    memcpy(&descriptors[1], answer.bytes, sizeof descriptors[1]);
    Own pair[2];
    for (int i = 0; i < 2; i++) {
        pair[i] = socket_new(MODULE_TYPE(SOCKET), NULL, 0, NULL);
        if (pair[i] &&
            !socket_fill(AS_SOCKET(pair[i]), (int)descriptors[i], numbers[0], numbers[1], numbers[2]))
            slot_clear(&pair[i]);
    }
    return tuple_from_array_own(pair, COUNT_OF(pair));
}

/* --- closing it ----------------------------------------------------------------------------------------- */

bool socket_close_descriptor(int descriptor) {
    WorldRequest request = {.call = WORLD_CALL_CLOSE, .descriptor = descriptor};
    WorldAnswer answer;
    if (!outside_ask(&request, &answer)) return false;
    if (answer.error && answer.error != ECONNRESET) error_set_errno(answer.error, NULL);
    return !error_occurred();
}

static void socket_finalize(Ref ref) {
    Socket *self = AS_SOCKET(ref);
    if (self->descriptor == SOCKET_CLOSED) return;
    Own pending = error_fetch();
    if (!warning_issue_resource(ref, "unclosed %R", ref)) error_unraisable(ref);
    if (self->descriptor != SOCKET_CLOSED && !socket_close_descriptor(self->descriptor)) error_clear();
    self->descriptor = SOCKET_CLOSED;
    error_restore(pending);
}

static void socket_dealloc(Own self) {
    if (!object_finalize_in_dealloc(self)) object_free(self);
}

static Own socket_method_close(Ref self) {
    int descriptor = AS_SOCKET(self)->descriptor;
    if (descriptor == SOCKET_CLOSED) return own_none();
    AS_SOCKET(self)->descriptor = SOCKET_CLOSED;
    thread_release_gil();
    thread_take_gil();
    return socket_close_descriptor(descriptor) ? own_none() : NULL;
}

static Own socket_method_detach(Ref self) {
    int descriptor = AS_SOCKET(self)->descriptor;
    AS_SOCKET(self)->descriptor = SOCKET_CLOSED;
    return int_from_i64(descriptor);
}

static Own socket_method_shutdown(Ref self, Ref how) {
    int direction;
    WorldAnswer answer;
    if (!argument_int(how, &direction)) return NULL;
    WorldRequest request = {
        .call = WORLD_CALL_SHUTDOWN, .descriptor = AS_SOCKET(self)->descriptor, .numbers = {direction}};
    return socket_do(&request, &answer) ? own_none() : NULL;
}

/* --- what it is ----------------------------------------------------------------------------------------- */

static Own socket_repr(Ref ref) {
    const Socket *self = AS_SOCKET(ref);
    return str_format("<socket object, fd=%d, family=%d, type=%d, proto=%d>", self->descriptor, self->family,
                      self->type, self->protocol);
}

static Own socket_method_fileno(Ref self) { return int_from_i64(AS_SOCKET(self)->descriptor); }

static Own ask_name(Ref self, bool peer) {
    WorldRequest request = {
        .call = WORLD_CALL_SOCKET_NAME, .descriptor = AS_SOCKET(self)->descriptor, .numbers = {peer}};
    WorldAnswer answer;
    return socket_do(&request, &answer) ? socket_address_make(answer.bytes, answer.length) : NULL;
}
static Own socket_method_getsockname(Ref self) { return ask_name(self, false); }
static Own socket_method_getpeername(Ref self) { return ask_name(self, true); }

static Own socket_method_bind(Ref self, Ref given) {
    SocketAddress address;
    WorldAnswer answer;
    if (!socket_address_parse(AS_SOCKET(self)->family, given, "bind", &address) ||
        !AUDIT("socket.bind", "OO", self, given))
        return NULL;
    WorldRequest request = {.call = WORLD_CALL_BIND,
                            .descriptor = AS_SOCKET(self)->descriptor,
                            .bytes = (const char *)&address.storage,
                            .length = address.length};
    return socket_do(&request, &answer) ? own_none() : NULL;
}

static Own socket_method_listen(Ref self, Ref const *args, isize nargs) {
    int backlog = 128;
    WorldAnswer answer;
    if (!arguments_tuple("listen", nargs, 0, 1) || (nargs && !argument_parsed_int(args[0], &backlog)))
        return NULL;
    WorldRequest request = {.call = WORLD_CALL_LISTEN,
                            .descriptor = AS_SOCKET(self)->descriptor,
                            .numbers = {backlog < 0 ? 0 : backlog}};
    return socket_do(&request, &answer) ? own_none() : NULL;
}

/* --- its timeout ---------------------------------------------------------------------------------------- */

bool socket_timeout_parse(Ref seconds, i64 *timeout_ns) {
    *timeout_ns = -1;
    if (seconds == None) return true;
    if (!clock_from_seconds(seconds, timeout_ns)) return false;
    return *timeout_ns >= 0 || error_set(EXC(ValueError), "Timeout value out of range") != NULL;
}

Own socket_timeout_make(i64 timeout_ns) {
    return timeout_ns < 0 ? own_none() : float_from_double((double)timeout_ns / 1e9);
}

static Own set_timeout(Socket *self, i64 timeout_ns) {
    self->timeout_ns = timeout_ns;
    return set_blocking(self, timeout_ns < 0) ? own_none() : NULL;
}

static Own socket_method_setblocking(Ref self, Ref blocking) {
    i64 number = int_as_i64(blocking);
    if (number == -1 && error_occurred()) return NULL;
    return set_timeout(AS_SOCKET(self), number ? -1 : 0);
}
static Own socket_method_getblocking(Ref self) { return own_bool(AS_SOCKET(self)->timeout_ns != 0); }
static Own socket_method_settimeout(Ref self, Ref seconds) {
    i64 timeout;
    return socket_timeout_parse(seconds, &timeout) ? set_timeout(AS_SOCKET(self), timeout) : NULL;
}
static Own socket_method_gettimeout(Ref self) { return socket_timeout_make(AS_SOCKET(self)->timeout_ns); }
static Own get_timeout(Ref self, void *closure UNUSED) { return socket_method_gettimeout(self); }

/* --- its options ---------------------------------------------------------------------------------------- */

static Own socket_method_getsockopt(Ref self, Ref const *args, isize nargs) {
    int numbers[3] = {0, 0, 0};
    WorldAnswer answer;
    if (!arguments_tuple("getsockopt", nargs, 2, 3)) return NULL;
    for (isize i = 0; i < nargs; i++) {
        if (!argument_parsed_int(args[i], &numbers[i])) return NULL;
    }
    if (numbers[2] < 0 || numbers[2] > 1024) return error_set(EXC(OSError), "getsockopt buflen out of range");
    int value, descriptor = AS_SOCKET(self)->descriptor;
    if (!numbers[2]) return ask_option(descriptor, numbers[0], numbers[1], &value) ? int_from_i64(value) : NULL;
    WorldRequest request = {.call = WORLD_CALL_SOCKET_OPTION,
                            .descriptor = descriptor,
                            .numbers = {numbers[0], numbers[1], numbers[2]}};
    return outside_do(&request, &answer, NULL, NULL) ? bytes_from(answer.bytes, answer.length) : NULL;
}

static Own set_option(Ref self, int level, int option, const char *bytes, isize length) {
    WorldRequest request = {.call = WORLD_CALL_SOCKET_OPTION_SET,
                            .descriptor = AS_SOCKET(self)->descriptor,
                            .numbers = {level, option, length},
                            .bytes = bytes,
                            .length = bytes ? length : 0};
    WorldAnswer answer;
    return outside_do(&request, &answer, NULL, NULL) ? own_none() : NULL;
}

/* (level, option, value), the value a number or bytes, or (level, option, None, length) */
static Own socket_method_setsockopt(Ref self, Ref const *args, isize nargs) {
    int level, option, value;
    if (nargs == 4 && args[2] == None && argument_parsed_int(args[0], &level) &&
        argument_parsed_int(args[1], &option) && argument_parsed_int(args[3], &value)) {
        return set_option(self, level, option, NULL, value);
    }
    if (nargs == 4) error_clear();
    if (!arguments_tuple("setsockopt", nargs, 3, 3) || !argument_parsed_int(args[0], &level) ||
        !argument_parsed_int(args[1], &option)) {
        return NULL;
    }
    if (number_is_index(args[2]) && argument_parsed_int(args[2], &value))
        return set_option(self, level, option, (const char *)&value, sizeof value);
    Buffer buffer;
    if (error_occurred()) error_clear();
    if (!buffer_get(args[2], &buffer, false)) return NULL;
    Own done = set_option(self, level, option, (const char *)buffer.data, buffer.length);
    buffer_release(&buffer);
    return done;
}

/* --- the type ------------------------------------------------------------------------------------------- */

static const MethodDef socket_methods[] = {
    {"_accept", METHOD_NONE, .none = socket_method_accept,
     .doc = "_accept() -> (integer, address info)\n\nWait for an incoming connection.  Return a new socket "
            "file descriptor\nrepresenting the connection, and the address of the client.\nFor IP sockets, the "
            "address info is a pair (hostaddr, port)."},
    {"bind", METHOD_ONE, .one = socket_method_bind,
     .doc = "bind(address)\n\nBind the socket to a local address.  For IP sockets, the address is a\npair "
            "(host, port); the host must refer to the local host. For raw packet\nsockets the address is a "
            "tuple (ifname, proto [,pkttype [,hatype [,addr]]])"},
    {"close", METHOD_NONE, .none = socket_method_close,
     .doc = "close()\n\nClose the socket.  It cannot be used after this call."},
    {"connect", METHOD_ONE, .one = socket_method_connect,
     .doc = "connect(address)\n\nConnect the socket to a remote address.  For IP sockets, the address\nis a "
            "pair (host, port)."},
    {"connect_ex", METHOD_ONE, .one = socket_method_connect_ex,
     .doc = "connect_ex(address) -> errno\n\nThis is like connect(address), but returns an error code (the "
            "errno value)\ninstead of raising an exception when an error occurs."},
    {"detach", METHOD_NONE, .none = socket_method_detach,
     .doc = "detach()\n\nClose the socket object without closing the underlying file descriptor.\nThe object "
            "cannot be used after this call, but the file descriptor\ncan be reused for other purposes.  The "
            "file descriptor is returned."},
    {"fileno", METHOD_NONE, .none = socket_method_fileno,
     .doc = "fileno() -> integer\n\nReturn the integer file descriptor of the socket."},
    {"getpeername", METHOD_NONE, .none = socket_method_getpeername,
     .doc = "getpeername() -> address info\n\nReturn the address of the remote endpoint.  For IP sockets, the "
            "address\ninfo is a pair (hostaddr, port)."},
    {"getsockname", METHOD_NONE, .none = socket_method_getsockname,
     .doc = "getsockname() -> address info\n\nReturn the address of the local endpoint. The format depends on "
            "the\naddress family. For IPv4 sockets, the address info is a pair\n(hostaddr, port)."},
    {"getsockopt", METHOD_ARRAY, .array = socket_method_getsockopt, .flags = METHOD_VARARGS,
     .doc = "getsockopt(level, option[, buffersize]) -> value\n\nGet a socket option.  See the Unix manual for "
            "level and option.\nIf a nonzero buffersize argument is given, the return value is a\nstring of "
            "that length; otherwise it is an integer."},
    {"listen", METHOD_ARRAY, .array = socket_method_listen, .flags = METHOD_VARARGS,
     .doc = "listen([backlog])\n\nEnable a server to accept connections.  If backlog is specified, it must "
            "be\nat least 0 (if it is lower, it is set to 0); it specifies the number of\nunaccepted "
            "connections that the system will allow before refusing new\nconnections. If not specified, a "
            "default reasonable value is chosen."},
    {"recv", METHOD_ARRAY, .array = socket_method_recv, .flags = METHOD_VARARGS,
     .doc = "recv(buffersize[, flags]) -> data\n\nReceive up to buffersize bytes from the socket.  For the "
            "optional flags\nargument, see the Unix manual.  When no data is available, block until\nat least "
            "one byte is available or until the remote end is closed.  When\nthe remote end is closed and all "
            "data is read, return the empty string."},
    {"recv_into", METHOD_KEYWORDS, .keywords = socket_method_recv_into, .flags = METHOD_VARARGS,
     .doc = "recv_into(buffer, [nbytes[, flags]]) -> nbytes_read\n\nA version of recv() that stores its data "
            "into a buffer rather than creating\na new string.  Receive up to buffersize bytes from the "
            "socket.  If buffersize\nis not specified (or 0), receive up to the size available in the given "
            "buffer.\n\nSee recv() for documentation about the flags."},
    {"recvfrom", METHOD_ARRAY, .array = socket_method_recvfrom, .flags = METHOD_VARARGS,
     .doc = "recvfrom(buffersize[, flags]) -> (data, address info)\n\nLike recv(buffersize, flags) but also "
            "return the sender's address info."},
    {"recvfrom_into", METHOD_KEYWORDS, .keywords = socket_method_recvfrom_into, .flags = METHOD_VARARGS,
     .doc = "recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)\n\nLike recv_into(buffer[, "
            "nbytes[, flags]]) but also return the sender's address info."},
    {"send", METHOD_ARRAY, .array = socket_method_send, .flags = METHOD_VARARGS,
     .doc = "send(data[, flags]) -> count\n\nSend a data string to the socket.  For the optional "
            "flags\nargument, see the Unix manual.  Return the number of bytes\nsent; this may be less than "
            "len(data) if the network is busy."},
    {"sendall", METHOD_ARRAY, .array = socket_method_sendall, .flags = METHOD_VARARGS,
     .doc = "sendall(data[, flags])\n\nSend a data string to the socket.  For the optional flags\nargument, "
            "see the Unix manual.  This calls send() repeatedly\nuntil all data is sent.  If an error occurs, "
            "it's impossible\nto tell how much data has been sent."},
    {"sendto", METHOD_ARRAY, .array = socket_method_sendto, .flags = METHOD_VARARGS,
     .doc = "sendto(data[, flags], address) -> count\n\nLike send(data, flags) but allows specifying the "
            "destination address.\nFor IP sockets, the address is a pair (hostaddr, port)."},
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
    {"setsockopt", METHOD_ARRAY, .array = socket_method_setsockopt, .flags = METHOD_VARARGS,
     .doc =
         "setsockopt(level, option, value: int)\nsetsockopt(level, option, value: buffer)\nsetsockopt(level, "
         "option, None, optlen: int)\n\nSet a socket option.  See the Unix manual for level and option.\nThe "
         "value argument can either be an integer, a string buffer, or\nNone, optlen."},
    {"shutdown", METHOD_ONE, .one = socket_method_shutdown,
     .doc = "shutdown(flag)\n\nShut down the reading side of the socket (flag == SHUT_RD), the writing "
            "side\nof the socket (flag == SHUT_WR), or both ends (flag == SHUT_RDWR)."},
    {"recvmsg", METHOD_ARRAY, .array = socket_method_recvmsg, .flags = METHOD_VARARGS,
     .doc =
         "recvmsg(bufsize[, ancbufsize[, flags]]) -> (data, ancdata, msg_flags, address)\n\nReceive normal "
         "data (up to bufsize bytes) and ancillary data from the\nsocket.  The ancbufsize argument sets the "
         "size in bytes of the\ninternal buffer used to receive the ancillary data; it defaults to 0,\nmeaning "
         "that no ancillary data will be received.  Appropriate buffer\nsizes for ancillary data can be "
         "calculated using CMSG_SPACE() or\nCMSG_LEN(), and items which do not fit into the buffer might "
         "be\ntruncated or discarded.  The flags argument defaults to 0 and has the\nsame meaning as for "
         "recv().\n\nThe return value is a 4-tuple: (data, ancdata, msg_flags, address).\nThe data item is a "
         "bytes object holding the non-ancillary data\nreceived.  The ancdata item is a list of zero or more "
         "tuples\n(cmsg_level, cmsg_type, cmsg_data) representing the ancillary data\n(control messages) "
         "received: cmsg_level and cmsg_type are integers\nspecifying the protocol level and protocol-specific "
         "type respectively,\nand cmsg_data is a bytes object holding the associated data.  The\nmsg_flags "
         "item is the bitwise OR of various flags indicating\nconditions on the received message; see your "
         "system documentation for\ndetails.  If the receiving socket is unconnected, address is the\naddress "
         "of the sending socket, if available; otherwise, its value is\nunspecified.\n\nIf recvmsg() raises an "
         "exception after the system call returns, it\nwill first attempt to close any file descriptors "
         "received via the\nSCM_RIGHTS mechanism."},
    {"recvmsg_into", METHOD_ARRAY, .array = socket_method_recvmsg_into, .flags = METHOD_VARARGS,
     .doc =
         "recvmsg_into(buffers[, ancbufsize[, flags]]) -> (nbytes, ancdata, msg_flags, address)\n\nReceive "
         "normal data and ancillary data from the socket, scattering the\nnon-ancillary data into a series of "
         "buffers.  The buffers argument\nmust be an iterable of objects that export writable buffers\n(e.g. "
         "bytearray objects); these will be filled with successive chunks\nof the non-ancillary data until it "
         "has all been written or there are\nno more buffers.  The ancbufsize argument sets the size in bytes "
         "of\nthe internal buffer used to receive the ancillary data; it defaults to\n0, meaning that no "
         "ancillary data will be received.  Appropriate\nbuffer sizes for ancillary data can be calculated "
         "using CMSG_SPACE()\nor CMSG_LEN(), and items which do not fit into the buffer might be\ntruncated or "
         "discarded.  The flags argument defaults to 0 and has the\nsame meaning as for recv().\n\nThe return "
         "value is a 4-tuple: (nbytes, ancdata, msg_flags, address).\nThe nbytes item is the total number of "
         "bytes of non-ancillary data\nwritten into the buffers.  The ancdata item is a list of zero or "
         "more\ntuples (cmsg_level, cmsg_type, cmsg_data) representing the ancillary\ndata (control messages) "
         "received: cmsg_level and cmsg_type are\nintegers specifying the protocol level and protocol-specific "
         "type\nrespectively, and cmsg_data is a bytes object holding the associated\ndata.  The msg_flags "
         "item is the bitwise OR of various flags\nindicating conditions on the received message; see your "
         "system\ndocumentation for details.  If the receiving socket is unconnected,\naddress is the address "
         "of the sending socket, if available; otherwise,\nits value is unspecified.\n\nIf recvmsg_into() "
         "raises an exception after the system call returns,\nit will first attempt to close any file "
         "descriptors received via the\nSCM_RIGHTS mechanism."},
    {"sendmsg", METHOD_ARRAY, .array = socket_method_sendmsg, .flags = METHOD_VARARGS,
     .doc = "sendmsg(buffers[, ancdata[, flags[, address]]]) -> count\n\nSend normal and ancillary data to the "
            "socket, gathering the\nnon-ancillary data from a series of buffers and concatenating it into\na "
            "single message.  The buffers argument specifies the non-ancillary\ndata as an iterable of "
            "bytes-like objects (e.g. bytes objects).\nThe ancdata argument specifies the ancillary data "
            "(control messages)\nas an iterable of zero or more tuples (cmsg_level, cmsg_type,\ncmsg_data), "
            "where cmsg_level and cmsg_type are integers specifying the\nprotocol level and protocol-specific "
            "type respectively, and cmsg_data\nis a bytes-like object holding the associated data.  The "
            "flags\nargument defaults to 0 and has the same meaning as for send().  If\naddress is supplied "
            "and not None, it sets a destination address for\nthe message.  The return value is the number of "
            "bytes of non-ancillary\ndata sent."},
    {"sendmsg_afalg", METHOD_KEYWORDS, .keywords = socket_method_sendmsg_afalg, .flags = METHOD_VARARGS,
     .doc = "sendmsg_afalg([msg], *, op[, iv[, assoclen[, flags=MSG_MORE]]])\n\nSet operation mode, IV and "
            "length of associated data for an AF_ALG\noperation socket."},
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
              .dealloc = socket_dealloc,
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
