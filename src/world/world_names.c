/* world_names.c: names of the network: hosts, services, protocols, interfaces, as the system's own resolver knows
 * them. Its answers are plain bytes, as world.h says, so that a replay asks no name server. */
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "world/world_internal.h"

static void append_text(Text *out, const char *text) {
    text_append(out, text ? text : "", text ? (isize)strlen(text) + 1 : 1);
}
static void append_numbers(Text *out, const i64 *numbers, isize count) {
    text_append(out, (const char *)numbers, count * (isize)sizeof *numbers);
}

/* A resolver's error is a value; the system's own is an errno. */
static i64 result_of(int error) { return error == EAI_SYSTEM ? (errno ? -errno : -EIO) : -error; }

i64 world_do_look_up(const WorldRequest *r, Text *out) {
    struct addrinfo hints = {.ai_family = (int)r->numbers[0],
                             .ai_socktype = (int)r->numbers[1],
                             .ai_protocol = (int)r->numbers[2],
                             .ai_flags = (int)r->numbers[3]},
                    *found = NULL;
    int error = getaddrinfo(r->path, r->path2, &hints, &found);
    if (error) return result_of(error);
    for (const struct addrinfo *one = found; one; one = one->ai_next) {
        i64 numbers[] = {one->ai_family, one->ai_socktype, one->ai_protocol, one->ai_addrlen};
        append_numbers(out, numbers, COUNT_OF(numbers));
        text_append(out, (const char *)one->ai_addr, (isize)one->ai_addrlen);
        append_text(out, one->ai_canonname);
    }
    freeaddrinfo(found);
    return 0;
}

i64 world_do_look_back(const WorldRequest *r, Text *out) {
    char host[NI_MAXHOST], service[NI_MAXSERV];
    struct sockaddr_storage address;
    memset(&address, 0, sizeof address);
    memcpy(&address, r->bytes, (usize)isize_min(r->length, (isize)sizeof address));
    int error = getnameinfo((const struct sockaddr *)&address, (socklen_t)r->length, host, sizeof host, service,
                            sizeof service, (int)r->numbers[0]);
    if (error) return result_of(error);
    append_text(out, host);
    append_text(out, service);
    return 0;
}

i64 world_do_host(const WorldRequest *r, Text *out) {
    const struct hostent *host =
        r->path ? gethostbyname(r->path) : gethostbyaddr(r->bytes, (socklen_t)r->length, (int)r->numbers[0]);
    if (!host) return h_errno == NETDB_INTERNAL ? -EIO : h_errno;
    i64 numbers[] = {0, host->h_length};
    while (host->h_aliases[numbers[0]]) numbers[0]++;
    append_numbers(out, numbers, COUNT_OF(numbers));
    append_text(out, host->h_name);
    for (char **alias = host->h_aliases; *alias; alias++) append_text(out, *alias);
    for (char **address = host->h_addr_list; *address; address++) text_append(out, *address, host->h_length);
    return host->h_addrtype;
}

i64 world_do_service(const WorldRequest *r, Text *out) {
    const struct servent *service =
        r->path ? getservbyname(r->path, r->path2) : getservbyport(htons((u16)r->numbers[0]), r->path2);
    if (!service) return -ENOENT;
    append_text(out, service->s_name);
    return ntohs((u16)service->s_port);
}

i64 world_do_protocol(const WorldRequest *r, Text *out UNUSED) {
    const struct protoent *protocol = getprotobyname(r->path);
    return protocol ? protocol->p_proto : -ENOENT;
}

i64 world_do_host_name_set(const WorldRequest *r, Text *out UNUSED) {
    return world_result(sethostname(r->bytes, (usize)r->length));
}

i64 world_do_interfaces(const WorldRequest *r UNUSED, Text *out) {
    struct if_nameindex *all = if_nameindex();
    if (!all) return -errno;
    for (const struct if_nameindex *one = all; one->if_index; one++) {
        append_numbers(out, &(i64){one->if_index}, 1);
        append_text(out, one->if_name);
    }
    if_freenameindex(all);
    return 0;
}
