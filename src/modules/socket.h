/* socket.h: what the files of the module _socket say to each other.
 *
 *     socket_module.c     the table of its functions; socket_constants.c: its constants
 *     socket_object.c     the type: making and closing one, what it is, its options
 *     socket_transfer.c   connecting, accepting, sending, receiving: what may have to wait
 *     socket_message.c    messages with ancillary data
 *     socket_address.c    addresses: tuples and texts to the system's sockaddr, and back
 *     socket_names.c      names of hosts, services, protocols and interfaces */
#ifndef MODULES_SOCKET_H
#define MODULES_SOCKET_H

#include <sys/socket.h>

#include "modules/modules.h"
#include "modules/outside.h"
#include "object/argument_checks.h"

enum { SOCKET_CLOSED = -1 };

typedef struct Socket {
    Object ob_base;
    int descriptor, family, type, protocol;
    i64 timeout_ns; /* -1: waits for ever; 0: never waits */
} Socket;
#define AS_SOCKET(ref) ((Socket *)(ref))

/* --- asking the world, around which the GIL is given up ------------------------------------------------- */
bool socket_ask(const WorldRequest *request, WorldAnswer *answer);          /* as outside_ask */
bool socket_do(const WorldRequest *request, WorldAnswer *answer);           /* as outside_do, without names */
bool socket_do_patiently(const WorldRequest *request, WorldAnswer *answer); /* what a resolver answers */

/* --- addresses (socket_address.c) ----------------------------------------------------------------------- */
typedef struct SocketAddress {
    struct sockaddr_storage storage;
    isize length;
} SocketAddress;
/* As a program gives it to a socket of this family; `caller` is for messages. False: raised. */
bool socket_address_parse(int family, Ref given, const char *caller, SocketAddress *address);
/* As a program sees it: None for no bytes. */
Own socket_address_make(const char *bytes, isize length);
/* Bytes (consumed; NULL: raised) as a text for the system, which ends at a NUL. Ends with text_argument_release. */
bool socket_text_take(Own bytes, TextArgument *text);
/* An address of a host by its name; AF_UNSPEC: of any family. False: raised. */
bool socket_host_address(const char *name, int family, SocketAddress *address);
Own socket_host_text(const SocketAddress *address); /* "127.0.0.1", "::1" */
/* Asks for a host and a service (NULL: none). False: raised, also where nothing was found. */
bool socket_look_up(const char *host, const char *service, int family, int type, int protocol, int flags,
                    WorldAnswer *answer);
/* What LOOK_UP answers, entry after entry. */
typedef struct FoundAddress {
    i64 family, type, protocol;
    const char *bytes, *name; /* a sockaddr; the canonical name, "": none */
    isize length;
} FoundAddress;
bool socket_next_found(const char **at, const char *end, FoundAddress *found);
void *socket_raise_lookup(i64 code); /* gaierror */

/* --- functions of the module ---------------------------------------------------------------------------- */
Own socket_method_inet_aton(Ref self, Ref const *args, isize nargs);
Own socket_method_inet_ntoa(Ref self, Ref const *args, isize nargs);
Own socket_method_inet_pton(Ref self, Ref const *args, isize nargs);
Own socket_method_inet_ntop(Ref self, Ref const *args, isize nargs);
Own socket_method_gethostbyname(Ref self, Ref const *args, isize nargs);
Own socket_method_gethostbyname_ex(Ref self, Ref const *args, isize nargs);
Own socket_method_gethostbyaddr(Ref self, Ref const *args, isize nargs);
Own socket_method_getservbyname(Ref self, Ref const *args, isize nargs);
Own socket_method_getservbyport(Ref self, Ref const *args, isize nargs);
Own socket_method_getprotobyname(Ref self, Ref const *args, isize nargs);
Own socket_method_getaddrinfo(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own socket_method_getnameinfo(Ref self, Ref const *args, isize nargs);
Own socket_method_if_nameindex(Ref self);
Own socket_method_if_nametoindex(Ref self, Ref const *args, isize nargs);
Own socket_method_if_indextoname(Ref self, Ref index);
Own socket_method_socketpair(Ref self, Ref const *args, isize nargs);
Own socket_timeout_make(i64 timeout_ns); /* None or seconds */
bool socket_timeout_parse(Ref seconds, i64 *timeout_ns);
bool socket_close_descriptor(int descriptor);
extern const ModuleConstant socket_constants[], socket_constants_after_bluetooth[];

typedef enum SocketWaited { SOCKET_WAIT_READY, SOCKET_WAIT_OVER, SOCKET_WAIT_RAISED } SocketWaited;
/* Until the descriptor is ready for `events`, or virtual time has come to `deadline` (-1: never). */
SocketWaited socket_wait(const Socket *self, int events, i64 deadline);

/* --- methods of a socket (socket_transfer.c) ------------------------------------------------------------ */
Own socket_method_accept(Ref self);
Own socket_method_connect(Ref self, Ref address);
Own socket_method_connect_ex(Ref self, Ref address);
Own socket_method_recv(Ref self, Ref const *args, isize nargs);
Own socket_method_recv_into(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own socket_method_recvfrom(Ref self, Ref const *args, isize nargs);
Own socket_method_recvfrom_into(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own socket_method_send(Ref self, Ref const *args, isize nargs);
Own socket_method_sendall(Ref self, Ref const *args, isize nargs);
Own socket_method_sendto(Ref self, Ref const *args, isize nargs);
/* Asks until it is answered, as long as the socket will wait for `events`. False: raised. */
bool socket_transfer(Ref self, int events, WorldRequest *request, WorldAnswer *answer);
/* --- socket_message.c ----------------------------------------------------------------------------------- */
Own socket_method_recvmsg(Ref self, Ref const *args, isize nargs);
Own socket_method_recvmsg_into(Ref self, Ref const *args, isize nargs);
Own socket_method_sendmsg(Ref self, Ref const *args, isize nargs);
Own socket_method_sendmsg_afalg(Ref self, Ref const *args, isize nargs, Ref kwnames);

#endif
