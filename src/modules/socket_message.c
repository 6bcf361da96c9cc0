/* socket_message.c: sendmsg and recvmsg: messages that are gathered from several buffers or scattered over them, and
 * the ancillary data that goes with them: (level, type, bytes), descriptors among them. */
#include <poll.h>

#include "modules/socket.h"
#include "modules/warnings.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- receiving ------------------------------------------------------------------------------------------ */

/* The message that the world has answered, in pieces. */
typedef struct Message {
    WorldMessage head;
    const char *data, *controls, *address;
} Message;

static Message message_of(const WorldAnswer *answer) {
    Message message;
    memcpy(&message.head, answer->bytes, sizeof message.head);
    message.data = answer->bytes + sizeof message.head;
    message.controls = message.data + message.head.length;
    message.address = message.controls + message.head.controls_length;
    return message;
}

/* A list of (level, type, bytes). */
static Own controls_list(const Message *message) {
    WorldControl head;
    Own list = list_new(0);
    for (const char *at = message->controls; list && at < message->address;
         at += world_control_size(head.length)) {
        memcpy(&head, at, sizeof head);
        Own entry = tuple_take(3, int_from_i64(head.level), int_from_i64(head.type),
                               bytes_from(at + sizeof head, (isize)head.length));
        if (!entry || !list_append(list, entry)) slot_clear(&list);
    }
    return list;
}

/* Descriptors that have come and that nobody will get. */
static void close_received(const Message *message) {
    WorldControl head;
    int numbers[256];
    isize count = 0;
    for (const char *at = message->controls; at < message->address; at += world_control_size(head.length)) {
        memcpy(&head, at, sizeof head);
        if (head.level != SOL_SOCKET || head.type != SCM_RIGHTS) continue;
        for (isize i = 0; i + 4 <= head.length && count < COUNT_OF(numbers); i += 4)
            memcpy(&numbers[count++], at + sizeof head + i, sizeof numbers[0]);
    }
    Own raised = error_fetch();
    for (isize i = 0; i < count; i++)
        if (!socket_close_descriptor(numbers[i])) error_clear();
    error_restore(raised);
}

/* (data or count, ancillary data, flags, address); consumes the first. */
static Own message_tuple(const Message *message, Own first) {
    SocketAddress address = {.length = isize_min((isize)message->head.address_length, sizeof address.storage)};
    memcpy(&address.storage, message->address, (usize)address.length);
    Own controls = first ? controls_list(message) : NULL;
    Own sender = controls ? socket_address_make((const char *)&address.storage, address.length) : NULL;
    if (!sender) {
        release_maybe(first);
        release_maybe(controls);
        close_received(message);
        return NULL;
    }
    return tuple_take(4, first, controls, int_from_i64(message->head.flags), sender);
}

/* The message, of at most `size` bytes. False: raised. */
static bool receive_message(Ref self, isize size, isize room, int flags, Message *message) {
    WorldRequest request = {.call = WORLD_CALL_RECEIVE_MESSAGE, .numbers = {flags, size, room}};
    WorldAnswer answer;
    if (room < 0 || room > INT32_MAX)
        return error_set(EXC(ValueError), "invalid ancillary data buffer length") != NULL;
    if (!socket_transfer(self, POLLIN, &request, &answer)) return false;
    *message = message_of(&answer);
    return true;
}

/* ([, ancbufsize[, flags]]) behind the first argument. */
static bool room_and_flags(Ref const *args, isize nargs, isize *room, int *flags) {
    *room = *flags = 0;
    return (nargs < 2 || argument_parsed_isize(args[1], room)) &&
           (nargs < 3 || argument_parsed_int(args[2], flags));
}

Own socket_method_recvmsg(Ref self, Ref const *args, isize nargs) {
    isize size, room;
    int flags;
    Message message;
    if (!arguments_tuple("recvmsg", nargs, 1, 3) || !argument_parsed_isize(args[0], &size) ||
        !room_and_flags(args, nargs, &room, &flags))
        return NULL;
    if (size < 0) return error_set(EXC(ValueError), "negative buffer size in recvmsg()");
    if (!receive_message(self, size, room, flags, &message)) return NULL;
    return message_tuple(&message, bytes_from(message.data, (isize)message.head.length));
}

/* Buffers to write to, one behind the other. */
typedef struct Buffers {
    Buffer *items; /* an arena block */
    isize count, total;
} Buffers;

static void buffers_release(Buffers *buffers) {
    for (isize i = 0; i < buffers->count; i++) buffer_release(&buffers->items[i]);
    arena_free(buffers->items);
}

/* `wrong`: what is said of an item that is none. False: raised. */
static bool buffers_get(Ref given, const char *no_iterable, bool writable, const char *wrong,
                        Buffers *buffers) {
    *buffers = (Buffers){NULL, 0, 0};
    Own sequence = sequence_fast(given, no_iterable);
    if (!sequence) return false;
    isize count = sequence_fast_length(sequence);
    buffers->items = arena_alloc((usize)(count + 1) * sizeof(Buffer), BLOCK_RAW);
    bool good = buffers->items || error_memory();
    for (isize i = 0; good && i < count; i++) {
        Ref item = sequence_fast_items(sequence)[i];
        good = type_of(item)->slots.buffer_get && buffer_get(item, &buffers->items[i], writable);
        if (!good && (writable || !error_occurred())) {
            error_clear();
            error_set(EXC(TypeError), wrong, type_of(item)->name);
        }
        if (!good) break;
        buffers->total += buffers->items[i].length;
        buffers->count++;
    }
    release(sequence);
    if (!good) buffers_release(buffers);
    return good;
}

static void scatter(const Message *message, const Buffers *buffers) {
    const char *at = message->data;
    isize left = (isize)message->head.length;
    for (isize i = 0; i < buffers->count && left > 0; i++) {
        isize piece = isize_min(left, buffers->items[i].length);
        memcpy(buffers->items[i].data, at, (usize)piece);
        at += piece;
        left -= piece;
    }
}

Own socket_method_recvmsg_into(Ref self, Ref const *args, isize nargs) {
    isize room;
    int flags;
    Message message;
    Buffers buffers;
    if (!arguments_tuple("recvmsg_into", nargs, 1, 3) || !room_and_flags(args, nargs, &room, &flags) ||
        !buffers_get(args[0], "recvmsg_into() argument 1 must be an iterable", true,
                     "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers",
                     &buffers))
        return NULL;
    bool good = receive_message(self, buffers.total, room, flags, &message);
    if (good) scatter(&message, &buffers);
    buffers_release(&buffers);
    return good ? message_tuple(&message, int_from_i64(message.head.length)) : NULL;
}

/* --- sending -------------------------------------------------------------------------------------------- */

/* One (level, type, data) as the world wants it. False: raised. */
static bool append_control(Ref item, Text *controls) {
    static const char zeros[8];
    int level, type;
    Buffer data;
    Own parts = sequence_fast(item, "[sendmsg() ancillary data items]() argument must be sequence");
    if (!parts) {
        error_clear();
        return error_set(EXC(TypeError),
                         "[sendmsg() ancillary data items]() argument must be 3-item sequence, not %.50s",
                         argument_type_name(item)) != NULL;
    }
    isize count = sequence_fast_length(parts);
    Object **items = sequence_fast_items(parts);
    bool good = count == 3 ? argument_parsed_int(items[0], &level) && argument_parsed_int(items[1], &type) &&
                                 buffer_get(items[2], &data, false)
                           : error_set(EXC(TypeError),
                                       "[sendmsg() ancillary data items]() argument must be sequence of length "
                                       "3, not %zd",
                                       count) != NULL;
    release(parts);
    if (!good) return false;
    WorldControl head = {.level = level, .type = type, .length = data.length};
    text_append(controls, (const char *)&head, sizeof head);
    text_append(controls, (const char *)data.data, data.length);
    text_append(controls, zeros, world_control_size(data.length) - (isize)sizeof head - data.length);
    buffer_release(&data);
    return !controls->failed || error_memory();
}

static bool append_controls(Ref given, Text *controls) {
    Own sequence = sequence_fast(given, "sendmsg() argument 2 must be an iterable");
    bool good = sequence != NULL;
    for (isize i = 0; good && i < sequence_fast_length(sequence); i++)
        good = append_control(sequence_fast_items(sequence)[i], controls);
    release_maybe(sequence);
    return good;
}

/* The request's bytes: the buffers, the ancillary data, the address. False: raised. */
static bool gather(Ref self, Ref const *args, isize nargs, WorldRequest *request, Text *bytes) {
    Buffers buffers;
    SocketAddress address = {.length = 0};
    int flags = 0;
    if (!arguments_tuple("sendmsg", nargs, 1, 4) || (nargs > 2 && !argument_parsed_int(args[2], &flags)) ||
        (nargs > 3 && args[3] != None &&
         !socket_address_parse(AS_SOCKET(self)->family, args[3], "sendmsg", &address)) ||
        !buffers_get(args[0], "sendmsg() argument 1 must be an iterable", false,
                     "a bytes-like object is required, not '%.100s'", &buffers))
        return false;
    for (isize i = 0; i < buffers.count; i++)
        text_append(bytes, (const char *)buffers.items[i].data, buffers.items[i].length);
    isize length = bytes->length;
    bool good = AUDIT("socket.sendmsg", "OO", self, nargs > 3 ? args[3] : NULL) &&
                (nargs < 2 || args[1] == None || append_controls(args[1], bytes));
    buffers_release(&buffers);
    isize controls = bytes->length - length;
    text_append(bytes, (const char *)&address.storage, address.length);
    if (bytes->failed && !error_occurred()) error_memory();
    *request = (WorldRequest){.call = WORLD_CALL_SEND_MESSAGE,
                              .bytes = text_cstring(bytes),
                              .length = bytes->length,
                              .numbers = {flags, controls, address.length}};
    return good && !bytes->failed;
}

Own socket_method_sendmsg(Ref self, Ref const *args, isize nargs) {
    Text bytes = text_new(TEXT_IN_ARENA);
    WorldRequest request;
    WorldAnswer answer;
    bool good =
        gather(self, args, nargs, &request, &bytes) && socket_transfer(self, POLLOUT, &request, &answer);
    text_free(&bytes);
    return good ? int_from_i64(answer.value) : NULL;
}

/* Of the kernel's ciphers, for which there are no addresses here. */
Own socket_method_sendmsg_afalg(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED,
                                Ref kwnames UNUSED) {
    return error_set(EXC(OSError), "algset is only supported for AF_ALG");
}
