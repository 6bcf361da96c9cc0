/* socket_module.c: the module _socket: constants, the classes of errors, and pairs of sockets (socket_object.c),
 * the only ones there are. */
#include "modules/modules.h"
#include "modules/outside.h"
#include "modules/socket.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/str.h"

static const ModuleConstant constants[] = {{"AF_UNSPEC", 0},
                                           {"AF_INET", 2},
                                           {"AF_UNIX", 1},
                                           {"AF_INET6", 10},
                                           {"SO_VM_SOCKETS_BUFFER_SIZE", 0},
                                           {"SO_VM_SOCKETS_BUFFER_MIN_SIZE", 1},
                                           {"SO_VM_SOCKETS_BUFFER_MAX_SIZE", 2},
                                           {"SOCK_STREAM", 1},
                                           {"SOCK_DGRAM", 2},
                                           {"SOCK_RAW", 3},
                                           {"SOCK_SEQPACKET", 5},
                                           {"SOCK_RDM", 4},
                                           {"SOCK_CLOEXEC", 524288},
                                           {"SOCK_NONBLOCK", 2048},
                                           {"SO_DEBUG", 1},
                                           {"SO_ACCEPTCONN", 30},
                                           {"SO_REUSEADDR", 2},
                                           {"SO_INCOMING_CPU", 49},
                                           {"SO_KEEPALIVE", 9},
                                           {"SO_DONTROUTE", 5},
                                           {"SO_BROADCAST", 6},
                                           {"SO_LINGER", 13},
                                           {"SO_OOBINLINE", 10},
                                           {"SO_REUSEPORT", 15},
                                           {"SO_SNDBUF", 7},
                                           {"SO_RCVBUF", 8},
                                           {"SO_SNDLOWAT", 19},
                                           {"SO_RCVLOWAT", 18},
                                           {"SO_SNDTIMEO", 21},
                                           {"SO_RCVTIMEO", 20},
                                           {"SO_ERROR", 4},
                                           {"SO_TYPE", 3},
                                           {"SO_PASSCRED", 16},
                                           {"SO_PEERCRED", 17},
                                           {"SO_PASSSEC", 34},
                                           {"SO_PEERSEC", 31},
                                           {"SO_BINDTODEVICE", 25},
                                           {"SO_PRIORITY", 12},
                                           {"SO_MARK", 36},
                                           {"SO_DOMAIN", 39},
                                           {"SO_PROTOCOL", 38},
                                           {"SOMAXCONN", 4096},
                                           {"MSG_OOB", 1},
                                           {"MSG_PEEK", 2},
                                           {"MSG_DONTROUTE", 4},
                                           {"MSG_DONTWAIT", 64},
                                           {"MSG_EOR", 128},
                                           {"MSG_TRUNC", 32},
                                           {"MSG_CTRUNC", 8},
                                           {"MSG_WAITALL", 256},
                                           {"MSG_NOSIGNAL", 16384},
                                           {"MSG_CMSG_CLOEXEC", 1073741824},
                                           {"MSG_ERRQUEUE", 8192},
                                           {"MSG_CONFIRM", 2048},
                                           {"MSG_MORE", 32768},
                                           {"MSG_FASTOPEN", 536870912},
                                           {"SOL_SOCKET", 1},
                                           {"SOL_IP", 0},
                                           {"SOL_TCP", 6},
                                           {"SOL_UDP", 17},
                                           {"SO_J1939_FILTER", 1},
                                           {"SO_J1939_PROMISC", 2},
                                           {"SO_J1939_SEND_PRIO", 3},
                                           {"SO_J1939_ERRQUEUE", 4},
                                           {"IPPROTO_IP", 0},
                                           {"IPPROTO_ICMP", 1},
                                           {"IPPROTO_IPV6", 41},
                                           {"IPPROTO_TCP", 6},
                                           {"IPPROTO_UDP", 17},
                                           {"INADDR_ANY", 0},
                                           {"INADDR_BROADCAST", 4294967295},
                                           {"INADDR_LOOPBACK", 2130706433},
                                           {"INADDR_UNSPEC_GROUP", 3758096384},
                                           {"INADDR_ALLHOSTS_GROUP", 3758096385},
                                           {"INADDR_MAX_LOCAL_GROUP", 3758096639},
                                           {"INADDR_NONE", 4294967295},
                                           {"IPV6_V6ONLY", 26},
                                           {"TCP_NODELAY", 1},
                                           {"EAI_ADDRFAMILY", -9},
                                           {"EAI_AGAIN", -3},
                                           {"EAI_BADFLAGS", -1},
                                           {"EAI_FAIL", -4},
                                           {"EAI_FAMILY", -6},
                                           {"EAI_MEMORY", -10},
                                           {"EAI_NODATA", -5},
                                           {"EAI_NONAME", -2},
                                           {"EAI_OVERFLOW", -12},
                                           {"EAI_SERVICE", -8},
                                           {"EAI_SOCKTYPE", -7},
                                           {"EAI_SYSTEM", -11},
                                           {"AI_PASSIVE", 1},
                                           {"AI_CANONNAME", 2},
                                           {"AI_NUMERICHOST", 4},
                                           {"AI_NUMERICSERV", 1024},
                                           {"AI_ALL", 16},
                                           {"AI_ADDRCONFIG", 32},
                                           {"AI_V4MAPPED", 8},
                                           {"NI_MAXHOST", 1025},
                                           {"NI_MAXSERV", 32},
                                           {"NI_NOFQDN", 4},
                                           {"NI_NUMERICHOST", 1},
                                           {"NI_NAMEREQD", 8},
                                           {"NI_NUMERICSERV", 2},
                                           {"NI_DGRAM", 16},
                                           {"SHUT_RD", 0},
                                           {"SHUT_WR", 1},
                                           {"SHUT_RDWR", 2},
                                           {.name = NULL}};

static void *no_network(void) { return socket_refuse("opscope has no network and asks no name servers"); }
static Own refuse_network(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED) { return no_network(); }
static Own refuse_network_keywords(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED,
                                   Ref kwnames UNUSED) {
    return no_network();
}

static Own socket_method_gethostname(Ref self UNUSED) {
    WorldAnswer answer;
    if (!outside_do(&(WorldRequest){.call = WORLD_CALL_SYSTEM_NAME}, &answer, NULL, NULL)) return NULL;
    return path_decode(answer.bytes + strlen(answer.bytes) + 1, -1); /* the second of uname's names */
}

static const MethodDef functions[] = {
    {"gethostbyname", METHOD_ARRAY, .array = refuse_network,
     .doc = "gethostbyname(host) -> address\n\nReturn the IP address (a string of the form '255.255.255.255') "
            "for a host.",
     .flags = METHOD_VARARGS},
    {"gethostbyname_ex", METHOD_ARRAY, .array = refuse_network,
     .doc = "gethostbyname_ex(host) -> (name, aliaslist, addresslist)\n\nReturn the true host name, a list of "
            "aliases, and a list of IP addresses,\nfor a host.  The host argument is a string giving a host "
            "name or IP number.",
     .flags = METHOD_VARARGS},
    {"gethostbyaddr", METHOD_ARRAY, .array = refuse_network,
     .doc = "gethostbyaddr(host) -> (name, aliaslist, addresslist)\n\nReturn the true host name, a list of "
            "aliases, and a list of IP addresses,\nfor a host.  The host argument is a string giving a host "
            "name or IP number.",
     .flags = METHOD_VARARGS},
    {"getservbyname", METHOD_ARRAY, .array = refuse_network,
     .doc = "getservbyname(servicename[, protocolname]) -> integer\n\nReturn a port number from a service name "
            "and protocol name.\nThe optional protocol name, if given, should be 'tcp' or 'udp',\notherwise "
            "any protocol will match.",
     .flags = METHOD_VARARGS},
    {"getservbyport", METHOD_ARRAY, .array = refuse_network,
     .doc = "getservbyport(port[, protocolname]) -> string\n\nReturn the service name from a port number and "
            "protocol name.\nThe optional protocol name, if given, should be 'tcp' or 'udp',\notherwise any "
            "protocol will match.",
     .flags = METHOD_VARARGS},
    {"getprotobyname", METHOD_ARRAY, .array = refuse_network,
     .doc = "getprotobyname(name) -> integer\n\nReturn the protocol number for the named protocol.  (Rarely "
            "used.)",
     .flags = METHOD_VARARGS},
    {"getnameinfo", METHOD_ARRAY, .array = refuse_network,
     .doc = "getnameinfo(sockaddr, flags) --> (host, port)\n\nGet host and port for a sockaddr.",
     .flags = METHOD_VARARGS},
    {"getaddrinfo", METHOD_KEYWORDS, .keywords = refuse_network_keywords,
     .doc = "getaddrinfo(host, port [, family, type, proto, flags])\n    -> list of (family, type, proto, "
            "canonname, sockaddr)\n\nResolve host and port into addrinfo struct.",
     .flags = METHOD_VARARGS},
    {"gethostname", METHOD_NONE, .none = socket_method_gethostname,
     .doc = "gethostname() -> string\n\nReturn the current host name."},
    {"socketpair", METHOD_ARRAY, .array = socket_method_socketpair,
     .doc = "socketpair([family[, type [, proto]]]) -> (socket object, socket object)\n\nCreate a pair of "
            "socket objects from the sockets returned by the platform\nsocketpair() function.\nThe arguments "
            "are the same as for socket() except the default family is\nAF_UNIX if defined on the platform; "
            "otherwise, the default is AF_INET.",
     .flags = METHOD_VARARGS},
    {.name = NULL}};

static bool fill(Ref module) {
    return module_add_constants(module, constants) && module_add_type(module, MODULE_TYPE_SOCKET) &&
           module_add(module, "SocketType", own((Ref)MODULE_TYPE(SOCKET))) &&
           module_add(module, "error", own((Ref)EXC(OSError))) &&
           module_add(module, "timeout", own((Ref)EXC(TimeoutError))) &&
           module_add(module, "herror", module_exception_new("socket.herror", EXC(OSError))) &&
           module_add(module, "gaierror", module_exception_new("socket.gaierror", EXC(OSError))) &&
           module_add(module, "has_ipv6", own(False)) && module_add_capsule(module, "CAPI", "_socket.CAPI");
}

const NativeModule socket_module = {
    .name = "_socket",
    .doc = "Implementation module for socket operations.\n\nSee the socket module for "
           "documentation.",
    .functions = functions,
    .fill = fill};
