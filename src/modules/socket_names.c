/* socket_names.c: names of hosts, services, protocols and interfaces: the functions of _socket that ask the resolver.
 *
 * What it answers comes through world as bytes, whose shapes world.h tells; here they become tuples and lists. */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>

#include "modules/socket.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/list.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- hosts ---------------------------------------------------------------------------------------------- */

/* A host's name for the resolver: encoded by the library's codec idna. Ends with text_argument_release. */
static bool host_name_argument(Ref given, const char *function, TextArgument *name) {
    Own bytes = NULL;
    if (is_str(given)) {
        bytes = str_encode(given, "idna", NULL);
    } else if (is_bytes(given) || is_bytearray(given)) {
        bytes = bytes_from_object(given);
    } else {
        error_set(EXC(TypeError), "%s() argument 1 must be str, bytes or bytearray, not %.50s", function,
                  argument_type_name(given));
    }
    if (!bytes || strlen((const char *)bytes_data(bytes)) == (usize)size_of(bytes))
        return socket_text_take(bytes, name);
    release(bytes);
    return error_set(EXC(TypeError), "%s() argument 1 must be encoded string without null bytes, not %.50s",
                     function, type_of(given)->name) != NULL;
}

/* The one argument of a function that asks for a host, and an address of it. */
static bool host_of(const char *function, Ref const *args, isize nargs, int family, TextArgument *name,
                    SocketAddress *address) {
    if (!arguments_tuple(function, nargs, 1, 1) || !host_name_argument(args[0], function, name)) return false;
    const char *event = family == AF_UNSPEC ? "socket.gethostbyaddr" : "socket.gethostbyname";
    if (AUDIT(event, "O", args[0]) && socket_host_address(name->text, family, address)) return true;
    text_argument_release(name);
    return false;
}

Own socket_method_gethostbyname(Ref self UNUSED, Ref const *args, isize nargs) {
    TextArgument name;
    SocketAddress address;
    if (!host_of("gethostbyname", args, nargs, AF_INET, &name, &address)) return NULL;
    text_argument_release(&name);
    return socket_host_text(&address);
}

static void *raise_host_error(i64 code) {
    Own number = int_from_i64(code), text = str_from_utf8(hstrerror((int)code), -1);
    Own error = number && text ? object_call_args(MODULES_ROOT->host_error, 2, number, text) : NULL;
    release_maybe(number);
    release_maybe(text);
    return error ? error_raise(error) : NULL;
}

/* (name, [alias ...], [address ...]) from the answer to HOST. */
static Own host_triple(const WorldAnswer *answer) {
    i64 numbers[2]; /* how many aliases, the length of an address */
    if (!answer->length) return raise_host_error(answer->value);
    memcpy(numbers, answer->bytes, sizeof numbers);
    const char *at = answer->bytes + sizeof numbers, *end = answer->bytes + answer->length;
    Own name = path_decode(at, -1), aliases = list_new(0), addresses = list_new(0);
    bool good = name && aliases && addresses;
    at += strlen(at) + 1;
    for (; good && numbers[0] > 0; numbers[0]--, at += strlen(at) + 1) {
        Own alias = path_decode(at, -1);
        good = alias && list_append(aliases, alias);
    }
    for (; good && at < end; at += numbers[1]) {
        SocketAddress address = {.storage = {.ss_family = (sa_family_t)answer->value}};
        struct sockaddr_in *inet = (void *)&address.storage;
        struct sockaddr_in6 *inet6 = (void *)&address.storage;
        memcpy(answer->value == AF_INET ? (void *)&inet->sin_addr : &inet6->sin6_addr, at, (usize)numbers[1]);
        Own text = socket_host_text(&address);
        good = text && list_append(addresses, text);
    }
    if (good) return tuple_take(3, name, aliases, addresses);
    release_maybe(name);
    release_maybe(aliases);
    release_maybe(addresses);
    return NULL;
}

Own socket_method_gethostbyname_ex(Ref self UNUSED, Ref const *args, isize nargs) {
    TextArgument name;
    SocketAddress address;
    WorldAnswer answer;
    if (!host_of("gethostbyname_ex", args, nargs, AF_INET, &name, &address)) return NULL;
    bool good = socket_do_patiently(&(WorldRequest){.call = WORLD_CALL_HOST, .path = name.text}, &answer);
    text_argument_release(&name);
    return good ? host_triple(&answer) : NULL;
}

Own socket_method_gethostbyaddr(Ref self UNUSED, Ref const *args, isize nargs) {
    TextArgument name;
    SocketAddress address;
    WorldAnswer answer;
    if (!host_of("gethostbyaddr", args, nargs, AF_UNSPEC, &name, &address)) return NULL;
    text_argument_release(&name);
    const struct sockaddr_in *inet = (const void *)&address.storage;
    const struct sockaddr_in6 *inet6 = (const void *)&address.storage;
    bool is_inet = address.storage.ss_family == AF_INET;
    WorldRequest request = {.call = WORLD_CALL_HOST,
                            .bytes = is_inet ? (const char *)&inet->sin_addr : (const char *)&inet6->sin6_addr,
                            .length = is_inet ? sizeof inet->sin_addr : sizeof inet6->sin6_addr,
                            .numbers = {address.storage.ss_family}};
    return socket_do_patiently(&request, &answer) ? host_triple(&answer) : NULL;
}

/* --- getaddrinfo, getnameinfo --------------------------------------------------------------------------- */

/* A port: a number, a service's name, or None. */
static bool service_argument(Ref given, TextArgument *service) {
    Own bytes = NULL;
    if (is_int(given)) {
        i64 number = int_as_i64(given);
        Own text = number == -1 && error_occurred() ? NULL : str_format("%ld", (long)number);
        if (text) bytes = str_encode_utf8(text, NULL);
        release_maybe(text);
    } else if (is_str(given)) {
        bytes = str_encode_utf8(given, NULL);
    } else if (is_bytes(given)) {
        bytes = own(given);
    } else if (given == None) {
        *service = (TextArgument){NULL, NULL};
        return true;
    } else {
        error_set(EXC(OSError), "Int or String expected");
    }
    return socket_text_take(bytes, service);
}

static bool resolved_name_argument(Ref given, TextArgument *host) {
    Own bytes = NULL;
    *host = (TextArgument){NULL, NULL};
    if (given == None) return true;
    if (is_str(given))
        bytes = str_encode(given, "idna", NULL);
    else if (is_bytes(given))
        bytes = own(given);
    else
        error_set(EXC(TypeError), "getaddrinfo() argument 1 must be string or None");
    return socket_text_take(bytes, host);
}

static Own found_list(const WorldAnswer *answer) {
    FoundAddress found;
    Own list = list_new(0);
    for (const char *at = answer->bytes;
         list && socket_next_found(&at, answer->bytes + answer->length, &found);) {
        Own address = socket_address_make(found.bytes, found.length);
        Own entry = tuple_take(5, int_from_i64(found.family), int_from_i64(found.type),
                               int_from_i64(found.protocol), path_decode(found.name, -1), address);
        if (!entry || !list_append(list, entry)) slot_clear(&list);
    }
    return list;
}

Own socket_method_getaddrinfo(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "getaddrinfo", {"host", "port", "family", "type", "proto", "flags"}, .required = 2};
    Ref given[6];
    int numbers[4] = {AF_UNSPEC, 0, 0, 0};
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    for (int i = 0; i < 4; i++) {
        if (given[2 + i] && !argument_parsed_int(given[2 + i], &numbers[i])) return NULL;
    }
    TextArgument host, service;
    WorldAnswer answer;
    if (!resolved_name_argument(given[0], &host)) return NULL;
    bool good =
        service_argument(given[1], &service) &&
        AUDIT("socket.getaddrinfo", "OOiii", given[0], given[1], numbers[0], numbers[1], numbers[2]) &&
        socket_look_up(host.text, service.text, numbers[0], numbers[1], numbers[2], numbers[3], &answer);
    text_argument_release(&host);
    text_argument_release(&service);
    return good ? found_list(&answer) : NULL;
}

/* The address that numbers in a tuple mean: (host, port[, flowinfo[, scopeid]]). */
static bool numeric_address(Ref tuple, SocketAddress *address) {
    TextArgument host;
    WorldAnswer answer;
    FoundAddress found, other;
    int port;
    isize count = tuple_length(tuple);
    if (count < 2 || count > 4)
        return error_set(EXC(TypeError), "getnameinfo(): illegal sockaddr argument") != NULL;
    u32 extra[2] = {0, 0}; /* flowinfo, scopeid */
    for (isize i = 2; i < count; i++) {
        Own index = int_index(tuple_get(tuple, i));
        if (!index) return false;
        extra[i - 2] = (u32)int_as_u64_mask(index);
        release(index);
    }
    if (!argument_parsed_int(tuple_get(tuple, 1), &port) ||
        !argument_text(tuple_get(tuple, 0), "getnameinfo", "1", &host))
        return false;
    Own text = extra[0] > 0xfffff ? error_set(EXC(OverflowError), "getnameinfo(): flowinfo must be 0-1048575.")
                                  : str_format("%d", port);
    TextArgument service = {NULL, NULL};
    bool good = text && argument_text(text, "getnameinfo", "2", &service) &&
                socket_look_up(host.text, service.text, AF_UNSPEC, SOCK_DGRAM, 0, AI_NUMERICHOST, &answer);
    text_argument_release(&service);
    text_argument_release(&host);
    release_maybe(text);
    if (!good) return false;
    const char *at = answer.bytes, *end = at + answer.length;
    if (!socket_next_found(&at, end, &found) || socket_next_found(&at, end, &other))
        return error_set(EXC(OSError), "sockaddr resolved to multiple addresses") != NULL;
    if (found.family == AF_INET && count != 2)
        return error_set(EXC(OSError), "IPv4 sockaddr must be 2 tuple") != NULL;
    address->length = isize_min(found.length, (isize)sizeof address->storage);
    memcpy(&address->storage, found.bytes, (usize)address->length);
    if (found.family != AF_INET6) return true;
    struct sockaddr_in6 *inet = (void *)&address->storage;
    inet->sin6_flowinfo = htonl(extra[0]);
    inet->sin6_scope_id = extra[1];
    return true;
}

Own socket_method_getnameinfo(Ref self UNUSED, Ref const *args, isize nargs) {
    int flags;
    SocketAddress address;
    if (!arguments_tuple("getnameinfo", nargs, 2, 2) || !argument_parsed_int(args[1], &flags)) return NULL;
    if (!is_tuple(args[0])) return error_set(EXC(TypeError), "getnameinfo() argument 1 must be a tuple");
    if (!numeric_address(args[0], &address) || !AUDIT("socket.getnameinfo", "O", args[0])) return NULL;
    WorldRequest request = {.call = WORLD_CALL_LOOK_BACK,
                            .bytes = (const char *)&address.storage,
                            .length = address.length,
                            .numbers = {flags}};
    WorldAnswer answer;
    if (!socket_do_patiently(&request, &answer)) return NULL;
    if (answer.value) return socket_raise_lookup(-answer.value);
    const char *service = answer.bytes + strlen(answer.bytes) + 1;
    return tuple_take(2, path_decode(answer.bytes, -1), path_decode(service, -1));
}

/* --- services and protocols ----------------------------------------------------------------------------- */

/* Asks for a service by name or, where that is NULL, by port. False: raised. */
static bool ask_service(const char *function, const char *name, int port, Ref protocol, WorldAnswer *answer) {
    TextArgument its_protocol;
    if (!argument_text(protocol, function, "2", &its_protocol)) return false;
    WorldRequest request = {
        .call = WORLD_CALL_SERVICE, .path = name, .path2 = its_protocol.text, .numbers = {port}};
    bool told = name ? AUDIT("socket.getservbyname", "ss", name, its_protocol.text)
                     : AUDIT("socket.getservbyport", "is", port, its_protocol.text);
    bool good = told && socket_ask(&request, answer);
    text_argument_release(&its_protocol);
    if (good && answer->error)
        error_set(EXC(OSError), name ? "service/proto not found" : "port/proto not found");
    return good && !answer->error;
}

Own socket_method_getservbyname(Ref self UNUSED, Ref const *args, isize nargs) {
    TextArgument name;
    WorldAnswer answer;
    if (!arguments_tuple("getservbyname", nargs, 1, 2) || !argument_text(args[0], "getservbyname", "1", &name))
        return NULL;
    bool good = ask_service("getservbyname", name.text, 0, nargs > 1 ? args[1] : NULL, &answer);
    text_argument_release(&name);
    return good ? int_from_i64(answer.value) : NULL;
}

Own socket_method_getservbyport(Ref self UNUSED, Ref const *args, isize nargs) {
    int port;
    WorldAnswer answer;
    if (!arguments_tuple("getservbyport", nargs, 1, 2) || !argument_parsed_int(args[0], &port)) return NULL;
    if (port < 0 || port > 0xffff) return error_set(EXC(OverflowError), "getservbyport: port must be 0-65535.");
    bool good = ask_service("getservbyport", NULL, port, nargs > 1 ? args[1] : NULL, &answer);
    return good ? path_decode(answer.bytes, -1) : NULL;
}

Own socket_method_getprotobyname(Ref self UNUSED, Ref const *args, isize nargs) {
    TextArgument name;
    WorldAnswer answer;
    if (!arguments_tuple("getprotobyname", nargs, 1, 1) ||
        !argument_text(args[0], "getprotobyname", "1", &name))
        return NULL;
    bool good = socket_ask(&(WorldRequest){.call = WORLD_CALL_PROTOCOL, .path = name.text}, &answer);
    text_argument_release(&name);
    if (good && answer.error) return error_set(EXC(OSError), "protocol not found");
    return good ? int_from_i64(answer.value) : NULL;
}

/* --- interfaces ----------------------------------------------------------------------------------------- */

typedef struct Interface {
    i64 index;
    const char *name;
} Interface;

static bool next_interface(const char **at, const char *end, Interface *found) {
    if (*at >= end) return false;
    memcpy(&found->index, *at, sizeof found->index);
    found->name = *at + sizeof found->index;
    *at = found->name + strlen(found->name) + 1;
    return true;
}

static bool ask_interfaces(const char **at, const char **end) {
    WorldAnswer answer;
    if (!socket_do(&(WorldRequest){.call = WORLD_CALL_INTERFACES}, &answer)) return false;
    *at = answer.bytes;
    *end = answer.bytes + answer.length;
    return true;
}

Own socket_method_if_nameindex(Ref self UNUSED) {
    const char *at = NULL, *end = NULL;
    Interface found;
    if (!ask_interfaces(&at, &end)) return NULL;
    Own list = list_new(0);
    while (list && next_interface(&at, end, &found)) {
        Own pair = tuple_take(2, int_from_i64(found.index), path_decode(found.name, -1));
        if (!pair || !list_append(list, pair)) slot_clear(&list);
    }
    return list;
}

Own socket_method_if_nametoindex(Ref self UNUSED, Ref const *args, isize nargs) {
    const char *at = NULL, *end = NULL;
    Interface found;
    if (!arguments_tuple("if_nametoindex", nargs, 1, 1)) return NULL;
    Own path = path_of_object(args[0]), name = path ? path_encode(path) : NULL, index = NULL;
    release_maybe(path);
    if (!name) return NULL;
    bool asked = ask_interfaces(&at, &end);
    while (asked && !index && next_interface(&at, end, &found)) {
        if (strcmp(found.name, (const char *)bytes_data(name)) == 0) index = int_from_i64(found.index);
    }
    release(name);
    if (asked && !index && !error_occurred()) error_set(EXC(OSError), "no interface with this name");
    return index;
}

Own socket_method_if_indextoname(Ref self UNUSED, Ref index) {
    const char *at = NULL, *end = NULL;
    Interface found;
    if (!is_int(index)) return error_set(EXC(TypeError), "an integer is required");
    u32 wanted = (u32)int_as_u64(index);
    if (error_occurred() || !ask_interfaces(&at, &end)) return NULL;
    while (next_interface(&at, end, &found)) {
        if ((u32)found.index == wanted) return path_decode(found.name, -1);
    }
    return error_set_errno(ENXIO, NULL);
}
