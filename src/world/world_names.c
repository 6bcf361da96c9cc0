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

static i64 look_up(const WorldRequest *r, Text *out) {
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

/* Numbers need no resolver. */
i64 world_do_look_up(const WorldRequest *r, Text *out) {
    WorldRequest numeric = *r;
    numeric.numbers[3] |= AI_NUMERICHOST;
    i64 result = look_up(&numeric, out);
    bool known = !r->path || result != -EAI_NONAME || r->numbers[3] & AI_NUMERICHOST;
    return known ? result : world_ask_helper(r, look_up, out);
}

static i64 look_back(const WorldRequest *r, Text *out) {
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

i64 world_do_look_back(const WorldRequest *r, Text *out) {
    return r->numbers[0] & NI_NUMERICHOST ? look_back(r, out) : world_ask_helper(r, look_back, out);
}

static i64 host(const WorldRequest *r, Text *out) {
    char room[16384]; /* of the helper's own stack */
    struct hostent entry, *found = NULL;
    int error = 0;
    if (r->path)
        gethostbyname_r(r->path, &entry, room, sizeof room, &found, &error);
    else
        gethostbyaddr_r(r->bytes, (socklen_t)r->length, (int)r->numbers[0], &entry, room, sizeof room, &found,
                        &error);
    if (!found) return error == NETDB_INTERNAL ? -EIO : error;
    i64 numbers[] = {0, found->h_length};
    while (found->h_aliases[numbers[0]]) numbers[0]++;
    append_numbers(out, numbers, COUNT_OF(numbers));
    append_text(out, found->h_name);
    for (char **alias = found->h_aliases; *alias; alias++) append_text(out, *alias);
    for (char **address = found->h_addr_list; *address; address++) text_append(out, *address, found->h_length);
    return found->h_addrtype;
}
i64 world_do_host(const WorldRequest *r, Text *out) { return world_ask_helper(r, host, out); }

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
