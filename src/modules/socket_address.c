/* socket_address.c: addresses: what a program writes as ("localhost", 80) or "/tmp/x", and the system's sockaddr.
 *
 * A host that is written as numbers is understood here; only for a name the resolver is asked. */
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <linux/netlink.h>
#include <netdb.h>
#include <sys/un.h>

#include "modules/socket.h"
#include "object/bytes.h"
#include "object/codec.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

enum { MOST_PORT = 0xffff, MOST_FLOW = 0xfffff };

/* --- hosts ---------------------------------------------------------------------------------------------- */

void *socket_raise_lookup(i64 code) {
    Own number = int_from_i64(code), text = str_from_utf8(gai_strerror((int)code), -1);
    Own error = number && text ? object_call_args(MODULES_ROOT->lookup_error, 2, number, text) : NULL;
    release_maybe(number);
    release_maybe(text);
    return error ? error_raise(error) : NULL;
}

bool socket_look_up(const char *host, const char *service, int family, int type, int protocol, int flags,
                    WorldAnswer *answer) {
    WorldRequest request = {
        .call = WORLD_CALL_LOOK_UP, .path = host, .path2 = service, .numbers = {family, type, protocol, flags}};
    if (!socket_do_patiently(&request, answer)) return false;
    if (answer->value) socket_raise_lookup(-answer->value);
    return answer->value == 0;
}

bool socket_next_found(const char **at, const char *end, FoundAddress *found) {
    i64 numbers[4];
    if (*at >= end) return false;
    memcpy(numbers, *at, sizeof numbers);
    *found = (FoundAddress){.family = numbers[0],
                            .type = numbers[1],
                            .protocol = numbers[2],
                            .bytes = *at + sizeof numbers,
                            .length = (isize)numbers[3]};
    found->name = found->bytes + found->length;
    *at = found->name + strlen(found->name) + 1;
    return true;
}

static bool address_set(SocketAddress *address, const void *bytes, isize length) {
    address->length = isize_min(length, (isize)sizeof address->storage);
    memcpy(&address->storage, bytes, (usize)address->length);
    return true;
}

static bool set_inet(SocketAddress *address, struct in_addr host) {
    struct sockaddr_in inet = {.sin_family = AF_INET, .sin_addr = host};
    return address_set(address, &inet, sizeof inet);
}
static bool set_inet6(SocketAddress *address, struct in6_addr host) {
    struct sockaddr_in6 inet = {.sin6_family = AF_INET6, .sin6_addr = host};
    return address_set(address, &inet, sizeof inet);
}

bool socket_host_address(const char *name, int family, SocketAddress *address) {
    struct in_addr host;
    struct in6_addr host6;
    bool inet = family == AF_INET || family == AF_UNSPEC, inet6 = family == AF_INET6 || family == AF_UNSPEC;
    if (!*name) {
        if (inet && inet6) return error_set(EXC(OSError), "wildcard resolved to multiple address") != NULL;
        if (inet) return set_inet(address, (struct in_addr){INADDR_ANY});
        return set_inet6(address, (struct in6_addr)IN6ADDR_ANY_INIT);
    }
    if (strcmp(name, "<broadcast>") == 0 || strcmp(name, "255.255.255.255") == 0) {
        if (!inet) return error_set(EXC(OSError), "address family mismatched") != NULL;
        return set_inet(address, (struct in_addr){INADDR_BROADCAST});
    }
    if (inet && inet_pton(AF_INET, name, &host) > 0) return set_inet(address, host);
    if (inet6 && inet_pton(AF_INET6, name, &host6) > 0) return set_inet6(address, host6);
    WorldAnswer answer;
    FoundAddress found;
    if (!socket_look_up(name, NULL, family, 0, 0, 0, &answer)) return false;
    const char *at = answer.bytes;
    if (!socket_next_found(&at, answer.bytes + answer.length, &found)) return socket_raise_lookup(EAI_NONAME);
    return address_set(address, found.bytes, found.length);
}

Own socket_host_text(const SocketAddress *address) {
    char text[INET6_ADDRSTRLEN];
    const struct sockaddr_in *inet = (const void *)&address->storage;
    const struct sockaddr_in6 *inet6 = (const void *)&address->storage;
    bool is_inet = address->storage.ss_family == AF_INET;
    const void *host = is_inet ? (const void *)&inet->sin_addr : &inet6->sin6_addr;
    if (!inet_ntop(address->storage.ss_family, host, text, sizeof text)) return error_set_errno(errno, NULL);
    return str_from_ascii(text, -1);
}

bool socket_text_take(Own bytes, TextArgument *text) {
    *text = (TextArgument){.text = bytes ? (const char *)bytes_data(bytes) : NULL, .bytes = bytes};
    return bytes != NULL;
}

/* A host as a program writes it: in letters of other alphabets too. Ends with text_argument_release. */
static bool host_argument(Ref given, TextArgument *host) {
    Own bytes = NULL;
    if (is_str(given)) {
        bytes = AS_STR(given)->ascii ? str_encode_utf8(given, NULL) : str_encode(given, "idna", NULL);
        if (!bytes) error_set(EXC(TypeError), "encoding of hostname failed");
    } else if (is_bytes(given) || is_bytearray(given)) {
        bytes = bytes_from_object(given);
    } else {
        error_set(EXC(TypeError), "str, bytes or bytearray expected, not %s", type_of(given)->name);
    }
    if (!socket_text_take(bytes, host)) return false;
    if ((isize)strlen(host->text) == size_of(bytes)) return true;
    text_argument_release(host);
    return error_set(EXC(TypeError), "host name must not contain null character") != NULL;
}

/* --- what a program gives ------------------------------------------------------------------------------- */

static bool number_in_range(Ref given, i64 most, const char *caller, const char *name, i64 *number) {
    *number = int_as_i64(given);
    if (*number == -1 && error_occurred()) {
        if (!error_matches(EXC(OverflowError))) return false;
        error_clear();
    }
    if (*number >= 0 && *number <= most) return true;
    return error_set(EXC(OverflowError), "%s(): %s must be 0-%ld.", caller, name, (long)most) != NULL;
}

/* An unsigned int of which nobody looks whether it fits. */
static bool number_masked(Ref given, u32 *number) {
    Own index = int_index(given);
    if (index) *number = (u32)int_as_u64_mask(index);
    release_maybe(index);
    return index != NULL;
}

static bool parse_flow(Ref given, const char *caller, u32 *flow) {
    if (!number_masked(given, flow)) return false;
    if (*flow <= MOST_FLOW) return true;
    return error_set(EXC(OverflowError), "%s(): flowinfo must be 0-%d.", caller, MOST_FLOW) != NULL;
}

static bool is_tuple_of(Ref given, isize least, isize most, const char *caller, const char *family,
                        const char *shape) {
    if (!is_tuple(given))
        return error_set(EXC(TypeError), "%s(): %s address must be tuple, not %.500s", caller, family,
                         type_of(given)->name) != NULL;
    if (tuple_length(given) >= least && tuple_length(given) <= most) return true;
    return error_set(EXC(TypeError), "%s address must be a %s", family, shape) != NULL;
}

/* (host, port[, flowinfo[, scopeid]]) */
static bool parse_inet(int family, Ref given, const char *caller, SocketAddress *address) {
    bool six = family == AF_INET6;
    if (!is_tuple_of(given, 2, six ? 4 : 2, caller, six ? "AF_INET6" : "AF_INET",
                     six ? "tuple (host, port[, flowinfo[, scopeid]])" : "pair (host, port)"))
        return false;
    TextArgument host;
    i64 port;
    u32 flow = 0, scope = 0;
    isize count = tuple_length(given);
    if (!host_argument(tuple_get(given, 0), &host)) return false;
    bool good = number_in_range(tuple_get(given, 1), MOST_PORT, caller, "port", &port) &&
                (count < 4 || number_masked(tuple_get(given, 3), &scope)) &&
                (count < 3 || parse_flow(tuple_get(given, 2), caller, &flow)) &&
                socket_host_address(host.text, family, address);
    text_argument_release(&host);
    if (!good) return false;
    if (six) {
        struct sockaddr_in6 *inet = (void *)&address->storage;
        inet->sin6_port = htons((u16)port);
        inet->sin6_flowinfo = htonl(flow);
        inet->sin6_scope_id = scope;
    } else {
        ((struct sockaddr_in *)(void *)&address->storage)->sin_port = htons((u16)port);
    }
    return true;
}

/* A path, or, where its first byte is NUL, a name that is in no folder. */
static bool parse_unix(Ref given, SocketAddress *address) {
    struct sockaddr_un local = {.sun_family = AF_UNIX};
    Own name = is_str(given) ? codec_utf8_encode(given, "surrogateescape") : own(given);
    Buffer buffer;
    bool readable = name && buffer_get(name, &buffer, false);
    release_maybe(name);
    if (!readable) return false;
    bool abstract = buffer.length == 0 || buffer.data[0] == 0;
    bool fits = buffer.length < (isize)sizeof local.sun_path + abstract;
    isize length = buffer.length;
    if (fits) memcpy(local.sun_path, buffer.data, (usize)length);
    buffer_release(&buffer);
    if (!fits) return error_set(EXC(OSError), "AF_UNIX path too long") != NULL;
    return address_set(address, &local, (isize)offsetof(struct sockaddr_un, sun_path) + length + !abstract);
}

static bool parse_netlink(Ref given, const char *caller, SocketAddress *address) {
    struct sockaddr_nl netlink = {.nl_family = AF_NETLINK};
    return is_tuple_of(given, 2, 2, caller, "AF_NETLINK", "pair (pid, groups)") &&
           number_masked(tuple_get(given, 0), &netlink.nl_pid) &&
           number_masked(tuple_get(given, 1), &netlink.nl_groups) &&
           address_set(address, &netlink, sizeof netlink);
}

bool socket_address_parse(int family, Ref given, const char *caller, SocketAddress *address) {
    switch (family) {
    case AF_INET:
    case AF_INET6: return parse_inet(family, given, caller, address);
    case AF_UNIX: return parse_unix(given, address);
    case AF_NETLINK: return parse_netlink(given, caller, address);
    default: return error_set(EXC(OSError), "%s(): bad family", caller) != NULL;
    }
}

/* --- what a program gets -------------------------------------------------------------------------------- */

static Own make_unix(const char *bytes, isize length) {
    const char *path = bytes + offsetof(struct sockaddr_un, sun_path);
    isize size = length - (isize)offsetof(struct sockaddr_un, sun_path);
    if (size > 0 && !*path) return bytes_from(path, size);
    return path_decode(path, size > 0 ? (isize)strnlen(path, (usize)size) : 0);
}

Own socket_address_make(const char *bytes, isize length) {
    SocketAddress address;
    if (length <= 0) return own_none();
    memset(&address, 0, sizeof address);
    address_set(&address, bytes, length);
    switch (address.storage.ss_family) {
    case AF_INET: {
        const struct sockaddr_in *inet = (const void *)&address.storage;
        return tuple_take(2, socket_host_text(&address), int_from_i64(ntohs(inet->sin_port)));
    }
    case AF_INET6: {
        const struct sockaddr_in6 *inet = (const void *)&address.storage;
        return tuple_take(4, socket_host_text(&address), int_from_i64(ntohs(inet->sin6_port)),
                          int_from_i64(ntohl(inet->sin6_flowinfo)), int_from_i64(inet->sin6_scope_id));
    }
    case AF_UNIX: return make_unix(bytes, length);
    case AF_NETLINK: {
        const struct sockaddr_nl *netlink = (const void *)&address.storage;
        return tuple_take(2, int_from_i64(netlink->nl_pid), int_from_i64(netlink->nl_groups));
    }
    default:
        return tuple_take(2, int_from_i64(address.storage.ss_family),
                          bytes_from(bytes + offsetof(struct sockaddr, sa_data),
                                     isize_max(length - (isize)offsetof(struct sockaddr, sa_data), 0)));
    }
}

/* --- numbers and texts ---------------------------------------------------------------------------------- */

Own socket_method_inet_aton(Ref self UNUSED, Ref const *args, isize nargs) {
    TextArgument text;
    struct in_addr host;
    if (!arguments_tuple("inet_aton", nargs, 1, 1) || !argument_text(args[0], "inet_aton", "1", &text))
        return NULL;
    bool known = inet_aton(text.text, &host) != 0;
    text_argument_release(&text);
    if (!known) return error_set(EXC(OSError), "illegal IP address string passed to inet_aton");
    return bytes_from(&host, sizeof host);
}

Own socket_method_inet_ntoa(Ref self UNUSED, Ref const *args, isize nargs) {
    Buffer packed;
    if (!arguments_tuple("inet_ntoa", nargs, 1, 1) || !buffer_get(args[0], &packed, false)) return NULL;
    SocketAddress address;
    struct in_addr host;
    bool fits = packed.length == sizeof host;
    if (fits) memcpy(&host, packed.data, sizeof host);
    buffer_release(&packed);
    if (!fits) return error_set(EXC(OSError), "packed IP wrong length for inet_ntoa");
    set_inet(&address, host);
    return socket_host_text(&address);
}

Own socket_method_inet_pton(Ref self UNUSED, Ref const *args, isize nargs) {
    int family;
    TextArgument text;
    if (!arguments_tuple("inet_pton", nargs, 2, 2) || !argument_parsed_int(args[0], &family) ||
        !argument_text(args[1], "inet_pton", "2", &text))
        return NULL;
    struct in6_addr host;
    int known = inet_pton(family, text.text, &host);
    text_argument_release(&text);
    if (known < 0) return error_set_errno(EAFNOSUPPORT, NULL);
    if (!known) return error_set(EXC(OSError), "illegal IP address string passed to inet_pton");
    return bytes_from(&host, family == AF_INET ? sizeof(struct in_addr) : sizeof host);
}

Own socket_method_inet_ntop(Ref self UNUSED, Ref const *args, isize nargs) {
    int family;
    Buffer packed;
    if (!arguments_tuple("inet_ntop", nargs, 2, 2) || !argument_parsed_int(args[0], &family) ||
        !buffer_get(args[1], &packed, false))
        return NULL;
    SocketAddress address;
    struct in6_addr host;
    bool six = family == AF_INET6, known = six || family == AF_INET;
    isize wanted = six ? (isize)sizeof host : (isize)sizeof(struct in_addr), length = packed.length;
    if (known && length == wanted) memcpy(&host, packed.data, (usize)wanted);
    buffer_release(&packed);
    if (!known) return error_set(EXC(ValueError), "unknown address family %d", family);
    if (length != wanted) return error_set(EXC(ValueError), "invalid length of packed IP address string");
    if (six)
        set_inet6(&address, host);
    else
        set_inet(&address, *(const struct in_addr *)(const void *)&host);
    return socket_host_text(&address);
}
