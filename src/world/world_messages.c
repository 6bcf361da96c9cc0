/* world_messages.c: messages over sockets with ancillary data: sendmsg and recvmsg.
 *
 * What a program hands over with a message may be descriptors (SCM_RIGHTS): they leave as the host's own and arrive
 * under numbers of the program's. */
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "world/world_internal.h"

enum { MOST_AT_ONCE = 1 << 20 }; /* bytes that one call receives */

static bool are_descriptors(i32 level, i32 type) { return level == SOL_SOCKET && type == SCM_RIGHTS; }

/* --- sending -------------------------------------------------------------------------------------------- */

/* The host's descriptors in place of the program's. */
static bool translate_out(u8 *data, usize length) {
    for (usize i = 0; i + sizeof(int) <= length; i += sizeof(int)) {
        int number;
        memcpy(&number, data + i, sizeof number);
        int real = world_real(number);
        if (real < 0) return false;
        memcpy(data + i, &real, sizeof real);
    }
    return true;
}

/* The system's form of WorldControls: in memory of malloc's, whose size is in *size. NULL: none, and errno is 0, or it
 * says why. */
static void *controls_out(const char *controls, isize length, usize *size) {
    WorldControl head;
    *size = 0;
    for (isize i = 0; i < length; i += world_control_size(head.length)) {
        memcpy(&head, controls + i, sizeof head);
        *size += CMSG_SPACE((usize)head.length);
    }
    errno = 0;
    char *made = *size ? calloc(1, *size) : NULL;
    char *at = made;
    for (isize i = 0; made && i < length; i += world_control_size(head.length)) {
        memcpy(&head, controls + i, sizeof head);
        struct cmsghdr *control = (struct cmsghdr *)(void *)at;
        control->cmsg_level = head.level;
        control->cmsg_type = head.type;
        control->cmsg_len = CMSG_LEN((usize)head.length);
        memcpy(CMSG_DATA(control), controls + i + sizeof head, (usize)head.length);
        at += CMSG_SPACE((usize)head.length);
        if (are_descriptors(head.level, head.type) && !translate_out(CMSG_DATA(control), (usize)head.length)) {
            free(made);
            errno = EBADF;
            return NULL;
        }
    }
    return made;
}

i64 world_do_send_message(const WorldRequest *r, Text *out UNUSED) {
    int real = world_real(r->descriptor), flags = (int)r->numbers[0] | MSG_DONTWAIT | MSG_NOSIGNAL;
    if (real < 0) return -errno;
    isize controls = (isize)r->numbers[1], address = (isize)r->numbers[2],
          length = r->length - controls - address;
    struct sockaddr_storage to;
    memcpy(&to, r->bytes + length + controls, (usize)address);
    struct iovec piece = {.iov_base = (void *)(uintptr_t)r->bytes, .iov_len = (usize)length};
    struct msghdr message = {.msg_iov = &piece,
                             .msg_iovlen = 1,
                             .msg_name = address ? &to : NULL,
                             .msg_namelen = (socklen_t)address};
    message.msg_control = controls_out(r->bytes + length, controls, &message.msg_controllen);
    if (!message.msg_control && errno) return -errno;
    i64 sent = world_result(sendmsg(real, &message, flags));
    free(message.msg_control);
    return sent;
}

/* --- receiving ------------------------------------------------------------------------------------------ */

/* Numbers of the program's for the host's descriptors that have come. */
static void translate_in(char *data, isize length, bool inheritable) {
    for (isize i = 0; i + (isize)sizeof(int) <= length; i += (isize)sizeof(int)) {
        int real;
        memcpy(&real, data + i, sizeof real);
        int number = (int)world_take_descriptor(real, inheritable);
        memcpy(data + i, &number, sizeof number);
    }
}

static void controls_in(struct msghdr *message, bool inheritable, Text *out) {
    static const char zeros[8];
    for (struct cmsghdr *one = CMSG_FIRSTHDR(message); one; one = CMSG_NXTHDR(message, one)) {
        if (one->cmsg_len < CMSG_LEN(0)) return;
        isize length = (isize)(one->cmsg_len - CMSG_LEN(0));
        isize room = (char *)message->msg_control + message->msg_controllen - (char *)CMSG_DATA(one);
        if (length > room) length = room;
        WorldControl head = {.level = one->cmsg_level, .type = one->cmsg_type, .length = length};
        if (are_descriptors(head.level, head.type)) translate_in((char *)CMSG_DATA(one), length, inheritable);
        text_append(out, (const char *)&head, sizeof head);
        text_append(out, (const char *)CMSG_DATA(one), length);
        text_append(out, zeros, world_control_size(length) - (isize)sizeof head - length);
    }
}

static i64 receive(int real, char *bytes, isize size, isize room, int flags, Text *out) {
    struct sockaddr_storage address;
    struct iovec piece = {.iov_base = bytes, .iov_len = (usize)size};
    struct msghdr message = {.msg_iov = &piece,
                             .msg_iovlen = 1,
                             .msg_name = &address,
                             .msg_namelen = sizeof address,
                             .msg_control = room ? bytes + size : NULL,
                             .msg_controllen = (usize)room};
    isize got = recvmsg(real, &message, flags | MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (got < 0) return -errno;
    Text controls = text_new(TEXT_ON_HOST);
    if (room) controls_in(&message, !(flags & MSG_CMSG_CLOEXEC), &controls);
    WorldMessage head = {.flags = message.msg_flags & (flags | ~MSG_CMSG_CLOEXEC),
                         .length = got < size ? got : size,
                         .controls_length = controls.length,
                         .address_length = message.msg_namelen};
    text_append(out, (const char *)&head, sizeof head);
    text_append(out, bytes, (isize)head.length);
    text_append(out, text_cstring(&controls), controls.length);
    text_append(out, (const char *)&address, (isize)head.address_length);
    text_free(&controls);
    return got;
}

i64 world_do_receive_message(const WorldRequest *r, Text *out) {
    int real = world_real(r->descriptor);
    if (real < 0) return -errno;
    isize size = r->numbers[1] < MOST_AT_ONCE ? (isize)r->numbers[1] : MOST_AT_ONCE;
    isize aligned = (size + 7) & ~(isize)7, room = (isize)r->numbers[2];
    char *bytes = calloc(1, (usize)(aligned + room + 8));
    if (!bytes) return -ENOMEM;
    i64 got = receive(real, bytes + (aligned - size), size, room, (int)r->numbers[0], out);
    free(bytes);
    return got;
}
