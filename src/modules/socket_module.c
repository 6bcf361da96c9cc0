/* socket_module.c: the module _socket: the table of its functions, and those that need no file of their own. */
#include <arpa/inet.h>

#include "modules/socket.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/str.h"
#include "object/type_checks.h"

/* --- descriptors ---------------------------------------------------------------------------------------- */

static Own socket_method_close(Ref self UNUSED, Ref fd) {
    i64 descriptor = int_as_i64(fd);
    if (descriptor == -1 && error_occurred()) return NULL;
    return socket_close_descriptor((int)descriptor) ? own_none() : NULL;
}

static Own socket_method_dup(Ref self UNUSED, Ref fd) {
    i64 descriptor = int_as_i64(fd);
    if (descriptor == -1 && error_occurred()) return NULL;
    WorldRequest request = {.call = WORLD_CALL_DUPLICATE, .descriptor = (int)descriptor, .numbers = {-1}};
    WorldAnswer answer;
    return outside_do(&request, &answer, NULL, NULL) ? int_from_i64(answer.value) : NULL;
}

/* --- the order of bytes --------------------------------------------------------------------------------- */

static Own swap_short(const char *function, Ref const *args, isize nargs) {
    int number;
    if (!arguments_tuple(function, nargs, 1, 1)) return NULL;
    if (!argument_parsed_int(args[0], &number)) return NULL;
    if (number < 0)
        return error_set(EXC(OverflowError),
                         "%s: can't convert negative Python int to C 16-bit unsigned integer", function);
    if (number > UINT16_MAX)
        return error_set(EXC(OverflowError), "%s: Python int too large to convert to C 16-bit unsigned integer",
                         function);
    return int_from_i64(htons((u16)number)); /* there and back is the same */
}
static Own socket_method_ntohs(Ref self UNUSED, Ref const *args, isize nargs) {
    return swap_short("ntohs", args, nargs);
}
static Own socket_method_htons(Ref self UNUSED, Ref const *args, isize nargs) {
    return swap_short("htons", args, nargs);
}

static Own swap_long(Ref given) {
    if (!is_int(given)) return error_set(EXC(TypeError), "expected int, %s found", type_of(given)->name);
    u64 number = int_as_u64(given);
    if (error_occurred()) return NULL;
    if (number > UINT32_MAX) return error_set(EXC(OverflowError), "int larger than 32 bits");
    return int_from_i64(htonl((u32)number));
}
static Own socket_method_ntohl(Ref self UNUSED, Ref given) { return swap_long(given); }
static Own socket_method_htonl(Ref self UNUSED, Ref given) { return swap_long(given); }

/* --- the machine's name, timeouts, sizes ---------------------------------------------------------------- */

static Own socket_method_gethostname(Ref self UNUSED) {
    WorldAnswer answer;
    if (!AUDIT("socket.gethostname", "") ||
        !outside_do(&(WorldRequest){.call = WORLD_CALL_SYSTEM_NAME}, &answer, NULL, NULL))
        return NULL;
    return path_decode(answer.bytes + strlen(answer.bytes) + 1, -1); /* the second of uname's names */
}

static Own socket_method_sethostname(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_tuple("sethostname", nargs, 1, 1)) return NULL;
    Own path = is_bytes(args[0]) ? own(args[0]) : path_of_object(args[0]),
        name = path ? path_encode(path) : NULL;
    release_maybe(path);
    if (name && !AUDIT("socket.sethostname", "O", args[0])) slot_clear(&name);
    if (!name) return NULL;
    WorldRequest request = {
        .call = WORLD_CALL_HOST_NAME_SET, .bytes = (const char *)bytes_data(name), .length = size_of(name)};
    WorldAnswer answer;
    bool good = outside_do(&request, &answer, NULL, NULL);
    release(name);
    return good ? own_none() : NULL;
}

static Own socket_method_getdefaulttimeout(Ref self UNUSED) {
    return socket_timeout_make(MODULES_ROOT->socket_timeout_ns);
}
static Own socket_method_setdefaulttimeout(Ref self UNUSED, Ref seconds) {
    i64 timeout;
    if (!socket_timeout_parse(seconds, &timeout)) return NULL;
    MODULES_ROOT->socket_timeout_ns = timeout;
    return own_none();
}

/* The size of a piece of ancillary data with its head, padded at the end or not. */
static Own control_size(const char *function, Ref const *args, isize nargs, bool padded) {
    if (!arguments_tuple(function, nargs, 1, 1)) return NULL;
    isize length;
    if (!argument_parsed_isize(args[0], &length)) return NULL;
    if (length < 0 || length > INT32_MAX - (isize)(padded ? CMSG_SPACE(1) : CMSG_LEN(0)))
        return error_set(EXC(OverflowError), "%s() argument out of range", function);
    return int_from_i64((i64)(padded ? CMSG_SPACE((usize)length) : CMSG_LEN((usize)length)));
}
static Own socket_method_cmsg_len(Ref self UNUSED, Ref const *args, isize nargs) {
    return control_size("CMSG_LEN", args, nargs, false);
}
static Own socket_method_cmsg_space(Ref self UNUSED, Ref const *args, isize nargs) {
    return control_size("CMSG_SPACE", args, nargs, true);
}

/* --- the module ----------------------------------------------------------------------------------------- */

static const MethodDef functions[] = {
    {"gethostbyname", METHOD_ARRAY, .array = socket_method_gethostbyname, .flags = METHOD_VARARGS,
     .doc = "gethostbyname(host) -> address\n\nReturn the IP address (a string of the form '255.255.255.255') "
            "for a host."},
    {"gethostbyname_ex", METHOD_ARRAY, .array = socket_method_gethostbyname_ex, .flags = METHOD_VARARGS,
     .doc = "gethostbyname_ex(host) -> (name, aliaslist, addresslist)\n\nReturn the true host name, a list of "
            "aliases, and a list of IP addresses,\nfor a host.  The host argument is a string giving a host "
            "name or IP number."},
    {"gethostbyaddr", METHOD_ARRAY, .array = socket_method_gethostbyaddr, .flags = METHOD_VARARGS,
     .doc = "gethostbyaddr(host) -> (name, aliaslist, addresslist)\n\nReturn the true host name, a list of "
            "aliases, and a list of IP addresses,\nfor a host.  The host argument is a string giving a host "
            "name or IP number."},
    {"gethostname", METHOD_NONE, .none = socket_method_gethostname,
     .doc = "gethostname() -> string\n\nReturn the current host name."},
    {"sethostname", METHOD_ARRAY, .array = socket_method_sethostname, .flags = METHOD_VARARGS,
     .doc = "sethostname(name)\n\nSets the hostname to name."},
    {"getservbyname", METHOD_ARRAY, .array = socket_method_getservbyname, .flags = METHOD_VARARGS,
     .doc = "getservbyname(servicename[, protocolname]) -> integer\n\nReturn a port number from a service name "
            "and protocol name.\nThe optional protocol name, if given, should be 'tcp' or 'udp',\notherwise "
            "any protocol will match."},
    {"getservbyport", METHOD_ARRAY, .array = socket_method_getservbyport, .flags = METHOD_VARARGS,
     .doc = "getservbyport(port[, protocolname]) -> string\n\nReturn the service name from a port number and "
            "protocol name.\nThe optional protocol name, if given, should be 'tcp' or 'udp',\notherwise any "
            "protocol will match."},
    {"getprotobyname", METHOD_ARRAY, .array = socket_method_getprotobyname, .flags = METHOD_VARARGS,
     .doc = "getprotobyname(name) -> integer\n\nReturn the protocol number for the named protocol.  (Rarely "
            "used.)"},
    {"close", METHOD_ONE, .one = socket_method_close,
     .doc = "close(integer) -> None\n\nClose an integer socket file descriptor.  This is like os.close(), but "
            "for\nsockets; on some platforms os.close() won't work for socket file descriptors."},
    {"dup", METHOD_ONE, .one = socket_method_dup,
     .doc = "dup(integer) -> integer\n\nDuplicate an integer socket file descriptor.  This is like os.dup(), "
            "but for\nsockets; on some platforms os.dup() won't work for socket file descriptors."},
    {"socketpair", METHOD_ARRAY, .array = socket_method_socketpair, .flags = METHOD_VARARGS,
     .doc = "socketpair([family[, type [, proto]]]) -> (socket object, socket object)\n\nCreate a pair of "
            "socket objects from the sockets returned by the platform\nsocketpair() function.\nThe arguments "
            "are the same as for socket() except the default family is\nAF_UNIX if defined on the platform; "
            "otherwise, the default is AF_INET."},
    {"ntohs", METHOD_ARRAY, .array = socket_method_ntohs, .flags = METHOD_VARARGS,
     .doc = "ntohs(integer) -> integer\n\nConvert a 16-bit unsigned integer from network to host byte order."},
    {"ntohl", METHOD_ONE, .one = socket_method_ntohl,
     .doc = "ntohl(integer) -> integer\n\nConvert a 32-bit integer from network to host byte order."},
    {"htons", METHOD_ARRAY, .array = socket_method_htons, .flags = METHOD_VARARGS,
     .doc = "htons(integer) -> integer\n\nConvert a 16-bit unsigned integer from host to network byte order."},
    {"htonl", METHOD_ONE, .one = socket_method_htonl,
     .doc = "htonl(integer) -> integer\n\nConvert a 32-bit integer from host to network byte order."},
    {"inet_aton", METHOD_ARRAY, .array = socket_method_inet_aton, .flags = METHOD_VARARGS,
     .doc =
         "inet_aton(string) -> bytes giving packed 32-bit IP representation\n\nConvert an IP address in string "
         "format (123.45.67.89) to the 32-bit packed\nbinary format used in low-level network functions."},
    {"inet_ntoa", METHOD_ARRAY, .array = socket_method_inet_ntoa, .flags = METHOD_VARARGS,
     .doc = "inet_ntoa(packed_ip) -> ip_address_string\n\nConvert an IP address from 32-bit packed binary "
            "format to string format"},
    {"inet_pton", METHOD_ARRAY, .array = socket_method_inet_pton, .flags = METHOD_VARARGS,
     .doc = "inet_pton(af, ip) -> packed IP address string\n\nConvert an IP address from string format to a "
            "packed string suitable\nfor use with low-level network functions."},
    {"inet_ntop", METHOD_ARRAY, .array = socket_method_inet_ntop, .flags = METHOD_VARARGS,
     .doc = "inet_ntop(af, packed_ip) -> string formatted IP address\n\nConvert a packed IP address of the "
            "given family to string format."},
    {"getaddrinfo", METHOD_KEYWORDS, .keywords = socket_method_getaddrinfo, .flags = METHOD_VARARGS,
     .doc = "getaddrinfo(host, port [, family, type, proto, flags])\n    -> list of (family, type, proto, "
            "canonname, sockaddr)\n\nResolve host and port into addrinfo struct."},
    {"getnameinfo", METHOD_ARRAY, .array = socket_method_getnameinfo, .flags = METHOD_VARARGS,
     .doc = "getnameinfo(sockaddr, flags) --> (host, port)\n\nGet host and port for a sockaddr."},
    {"getdefaulttimeout", METHOD_NONE, .none = socket_method_getdefaulttimeout,
     .doc = "getdefaulttimeout() -> timeout\n\nReturns the default timeout in seconds (float) for new socket "
            "objects.\nA value of None indicates that new socket objects have no timeout.\nWhen the socket "
            "module is first imported, the default is None."},
    {"setdefaulttimeout", METHOD_ONE, .one = socket_method_setdefaulttimeout,
     .doc = "setdefaulttimeout(timeout)\n\nSet the default timeout in seconds (float) for new socket "
            "objects.\nA value of None indicates that new socket objects have no timeout.\nWhen the socket "
            "module is first imported, the default is None."},
    {"if_nameindex", METHOD_NONE, .none = socket_method_if_nameindex,
     .doc = "if_nameindex()\n\nReturns a list of network interface information (index, name) tuples."},
    {"if_nametoindex", METHOD_ARRAY, .array = socket_method_if_nametoindex, .flags = METHOD_VARARGS,
     .doc =
         "if_nametoindex(if_name)\n\nReturns the interface index corresponding to the interface name if_name."},
    {"if_indextoname", METHOD_ONE, .one = socket_method_if_indextoname,
     .doc = "if_indextoname(if_index)\n\nReturns the interface name corresponding to the interface index "
            "if_index."},
    {"CMSG_LEN", METHOD_ARRAY, .array = socket_method_cmsg_len, .flags = METHOD_VARARGS,
     .doc = "CMSG_LEN(length) -> control message length\n\nReturn the total length, without trailing padding, "
            "of an ancillary\ndata item with associated data of the given length.  This value can\noften be "
            "used as the buffer size for recvmsg() to receive a single\nitem of ancillary data, but RFC 3542 "
            "requires portable applications to\nuse CMSG_SPACE() and thus include space for padding, even when "
            "the\nitem will be the last in the buffer.  Raises OverflowError if length\nis outside the "
            "permissible range of values."},
    {"CMSG_SPACE", METHOD_ARRAY, .array = socket_method_cmsg_space, .flags = METHOD_VARARGS,
     .doc = "CMSG_SPACE(length) -> buffer size\n\nReturn the buffer size needed for recvmsg() to receive an "
            "ancillary\ndata item with associated data of the given length, along with any\ntrailing padding.  "
            "The buffer space needed to receive multiple items\nis the sum of the CMSG_SPACE() values for "
            "their associated data\nlengths.  Raises OverflowError if length is outside the permissible\nrange "
            "of values."},
    {.name = NULL}};

static bool make_errors(void) {
    ModulesRoot *root = MODULES_ROOT;
    if (!root->host_error) root->host_error = module_exception_new("socket.herror", EXC(OSError));
    if (!root->lookup_error) root->lookup_error = module_exception_new("socket.gaierror", EXC(OSError));
    return root->host_error && root->lookup_error;
}

static bool fill(Ref module) {
    MODULES_ROOT->socket_timeout_ns = -1;
    return make_errors() && module_add(module, "error", own((Ref)EXC(OSError))) &&
           module_add(module, "herror", own(MODULES_ROOT->host_error)) &&
           module_add(module, "gaierror", own(MODULES_ROOT->lookup_error)) &&
           module_add(module, "timeout", own((Ref)EXC(TimeoutError))) &&
           module_ready_type(MODULE_TYPE_SOCKET) &&
           module_add(module, "SocketType", own((Ref)MODULE_TYPE(SOCKET))) &&
           module_add_type(module, MODULE_TYPE_SOCKET) && module_add(module, "has_ipv6", own(True)) &&
           module_add_capsule(module, "CAPI", "_socket.CAPI") &&
           module_add_constants(module, socket_constants) &&
           module_add(module, "BDADDR_ANY", str_from_ascii("00:00:00:00:00:00", -1)) &&
           module_add(module, "BDADDR_LOCAL", str_from_ascii("00:00:00:FF:FF:FF", -1)) &&
           module_add_constants(module, socket_constants_after_bluetooth);
}

static void clear(void) {
    slot_clear(&MODULES_ROOT->host_error);
    slot_clear(&MODULES_ROOT->lookup_error);
}

const NativeModule socket_module = {
    .name = "_socket",
    .doc = "Implementation module for socket operations.\n\nSee the socket module for "
           "documentation.",
    .functions = functions,
    .fill = fill,
    .clear = clear};
