/* posix_vectors.c: reading into and writing from several buffers by one call. World moves one piece of bytes: they are
 * joined before and dealt out after it. */
#include <errno.h>

#include "modules/posix.h"
#include "object/byte_builder.h"
#include "vm/eval.h"

enum { MOST_BUFFERS = 1024 };

typedef struct Buffers {
    Buffer *items; /* an arena block */
    isize count, total;
} Buffers;

static void buffers_release(Buffers *buffers) {
    for (isize i = 0; i < buffers->count; i++) buffer_release(&buffers->items[i]);
    arena_free(buffers->items);
}

/* False: raised, nothing is held. */
static bool buffers_get(Buffers *buffers, Ref list, const char *function, bool writable) {
    *buffers = (Buffers){.items = NULL};
    if (!object_is_sequence(list)) return error_set(EXC(TypeError), "%s() arg 2 must be a sequence", function);
    Own fast = sequence_fast(list, "a sequence is required");
    if (!fast) return false;
    isize count = sequence_fast_length(fast);
    buffers->items = arena_alloc((usize)isize_max(count, 1) * sizeof(Buffer), BLOCK_RAW);
    bool right = buffers->items != NULL;
    if (!right) error_memory();
    for (isize i = 0; right && i < count && i < sequence_fast_length(fast); i++) {
        right = buffer_get(sequence_fast_items(fast)[i], &buffers->items[i], writable);
        if (!right) break;
        buffers->count++;
        buffers->total += buffers->items[i].length;
    }
    release(fast);
    if (right && buffers->count > MOST_BUFFERS) right = error_set_errno(EINVAL, NULL);
    if (!right) buffers_release(buffers);
    return right;
}

/* The place and the flags of preadv and pwritev; flags only tune what the system does. */
static bool offset_argument(Ref const *args, isize nargs, i64 *offset) {
    int flags;
    *offset = int_as_i64(args[2]);
    return (*offset != -1 || !error_occurred()) && (nargs < 4 || argument_int(args[3], &flags));
}

static Own read_all(const char *function, Ref const *args, WorldRequest *request) {
    Buffers buffers;
    WorldAnswer answer;
    if (!argument_int(args[0], &request->descriptor) || !buffers_get(&buffers, args[1], function, true))
        return NULL;
    request->numbers[0] = buffers.total;
    Own result = NULL;
    if (outside_do(request, &answer, NULL, NULL)) {
        isize done = 0;
        for (isize i = 0; i < buffers.count; i++) {
            isize piece = isize_min(buffers.items[i].length, answer.length - done);
            memcpy(buffers.items[i].data, answer.bytes + done, (usize)piece);
            done += piece;
        }
        result = int_from_i64(answer.value);
    }
    buffers_release(&buffers);
    return result;
}

static Own write_all(const char *function, Ref const *args, WorldRequest *request) {
    Buffers buffers;
    WorldAnswer answer;
    if (!argument_int(args[0], &request->descriptor) || !buffers_get(&buffers, args[1], function, false))
        return NULL;
    Text joined = text_new(TEXT_IN_ARENA);
    for (isize i = 0; i < buffers.count; i++)
        text_append(&joined, (const char *)buffers.items[i].data, buffers.items[i].length);
    request->bytes = text_cstring(&joined);
    request->length = joined.length;
    bool written = joined.failed ? (error_memory(), false) : outside_do(request, &answer, NULL, NULL);
    text_free(&joined);
    buffers_release(&buffers);
    if (!written) return NULL;
    if (answer.length) vm_event(PROBE_OUTPUT);
    return int_from_i64(answer.value);
}

static Own posix_method_readv(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_READ};
    return arguments_count("readv", nargs, 2, 2) ? read_all("readv", args, &request) : NULL;
}
static Own posix_method_writev(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_WRITE};
    return arguments_count("writev", nargs, 2, 2) ? write_all("writev", args, &request) : NULL;
}
static Own posix_method_preadv(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_READ_AT};
    if (!arguments_count("preadv", nargs, 3, 4) || !offset_argument(args, nargs, &request.numbers[1]))
        return NULL;
    return read_all("preadv", args, &request);
}
static Own posix_method_pwritev(Ref self UNUSED, Ref const *args, isize nargs) {
    WorldRequest request = {.call = WORLD_CALL_WRITE_AT};
    if (!arguments_count("pwritev", nargs, 3, 4) || !offset_argument(args, nargs, &request.numbers[1]))
        return NULL;
    return write_all("pwritev", args, &request);
}

const MethodDef posix_vector_functions[] = {
    {"readv", METHOD_ARRAY, .array = posix_method_readv,
     .doc = "readv($module, fd, buffers, /)\n--\n\n"
            "Read from a file descriptor fd into an iterable of buffers.\n\n"
            "The buffers should be mutable buffers accepting bytes.\n"
            "readv will transfer data into each buffer until it is full\n"
            "and then move on to the next buffer in the sequence to hold\nthe rest of the data.\n\n"
            "readv returns the total number of bytes read,\n"
            "which may be less than the total capacity of all the buffers."},
    {"writev", METHOD_ARRAY, .array = posix_method_writev,
     .doc = "writev($module, fd, buffers, /)\n--\n\n"
            "Iterate over buffers, and write the contents of each to a file descriptor.\n\n"
            "Returns the total number of bytes written.\n"
            "buffers must be a sequence of bytes-like objects."},
    {"preadv", METHOD_ARRAY, .array = posix_method_preadv,
     .doc = "preadv($module, fd, buffers, offset, flags=0, /)\n--\n\nReads from a file descriptor into a "
            "number of mutable bytes-like objects.\n\nCombines the functionality of readv() and pread(). As "
            "readv(), it will\ntransfer data into each buffer until it is full and then move on to the "
            "next\nbuffer in the sequence to hold the rest of the data. Its fourth argument,\nspecifies the "
            "file offset at which the input operation is to be performed. It\nwill return the total number of "
            "bytes read (which can be less than the total\ncapacity of all the objects).\n\nThe flags argument "
            "contains a bitwise OR of zero or more of the following flags:\n\n- RWF_HIPRI\n- "
            "RWF_NOWAIT\n\nUsing non-zero flags requires Linux 4.6 or newer."},
    {"pwritev", METHOD_ARRAY, .array = posix_method_pwritev,
     .doc = "pwritev($module, fd, buffers, offset, flags=0, /)\n--\n\nWrites the contents of bytes-like "
            "objects to a file descriptor at a given offset.\n\nCombines the functionality of writev() and "
            "pwrite(). All buffers must be a sequence\nof bytes-like objects. Buffers are processed in array "
            "order. Entire contents of first\nbuffer is written before proceeding to second, and so on. The "
            "operating system may\nset a limit (sysconf() value SC_IOV_MAX) on the number of buffers that can "
            "be used.\nThis function writes the contents of each object to the file descriptor and "
            "returns\nthe total number of bytes written.\n\nThe flags argument contains a bitwise OR of zero "
            "or more of the following flags:\n\n- RWF_DSYNC\n- RWF_SYNC\n- RWF_APPEND\n\nUsing non-zero flags "
            "requires Linux 4.7 or newer."},
    {.name = NULL}};
