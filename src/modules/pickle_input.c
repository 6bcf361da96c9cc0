/* pickle_input.c: where the bytes of a pickle come from: memory, or a file's read, readline, readinto and peek.
 *
 * `input` is what was read last. A file that can be peeked at is read ahead without moving its position: what
 * was looked at only, from `prefetched` on, is taken for good before anything else is read, and at the end, so
 * that the file stands exactly behind the pickle. */
#include "modules/pickle.h"

#include "object/call.h"

enum { PREFETCH = 128 * 1024 };
enum { WHOLE_LINE = -1 };
enum { ADDRESS_BITS = 36 }; /* no machine has memory for an object of more bytes */

void *pickle_truncated(void) { return error_set(UNPICKLING_ERROR, "pickle data was truncated"); }

bool pickle_input_set(Unpickler *self, Ref bytes) {
    Buffer buffer;
    if (!buffer_get(bytes, &buffer, false)) return false;
    Buffer old = self->buffer;
    self->buffer = buffer;
    self->input = (const u8 *)buffer.data;
    self->input_length = self->prefetched = buffer.length;
    self->input_next = 0;
    buffer_release(&old);
    return true;
}

bool pickle_input_settle(Unpickler *self) {
    isize consumed = self->input_next - self->prefetched;
    if (consumed <= 0 || !self->read) return true;
    Own count = int_from_isize(consumed), answer = count ? object_call_one(self->read, count) : NULL;
    release_maybe(count);
    release_maybe(answer);
    self->prefetched = self->input_next;
    return answer != NULL;
}

/* --- from the file -------------------------------------------------------------------------------------- */

static Own call_with_count(Ref method, isize count) {
    Own number = int_from_isize(count), kept = own(method); /* the file may be changed meanwhile */
    Own answer = number ? object_call_one(kept, number) : NULL;
    release_maybe(number);
    release(kept);
    return answer;
}

/* Makes what a file's method gave the input. Consumes it, NULL too. */
static bool take_input(Unpickler *self, Own bytes) {
    bool taken = bytes && pickle_input_set(self, bytes);
    release_maybe(bytes);
    return taken;
}

/* Looks ahead, where the file lets us; *enough: what was asked for is there now. */
static bool look_ahead(Unpickler *self, isize count, bool *enough) {
    *enough = false;
    if (!self->peek || count >= PREFETCH) return true;
    Own bytes = call_with_count(self->peek, PREFETCH);
    if (!bytes) {
        if (!error_matches(EXC(NotImplementedError))) return false;
        error_clear();
        slot_clear(&self->peek);
        return true;
    }
    if (!take_input(self, bytes)) return false;
    self->prefetched = 0;
    *enough = count <= self->input_length;
    return true;
}

/* Reads into `input`; there may be less than asked for. */
static bool read_file(Unpickler *self, isize count) {
    bool enough = false;
    if (!pickle_input_settle(self)) return false;
    if (count == WHOLE_LINE) return take_input(self, object_call_none(self->readline));
    if (!look_ahead(self, count, &enough)) return false;
    return enough || take_input(self, call_with_count(self->read, count));
}

/* --- what the opcodes ask for --------------------------------------------------------------------------- */

const u8 *pickle_read(Unpickler *self, isize count) {
    if (count > self->input_length - self->input_next) {
        if (count > ISIZE_MAX - self->input_next) {
            return error_set(UNPICKLING_ERROR, "read would overflow (invalid bytecode)");
        }
        if (!self->read) return pickle_truncated();
        if (!read_file(self, count)) return NULL;
        if (self->input_length < count) return pickle_truncated();
        self->input_next = 0;
    }
    const u8 *bytes = self->input + self->input_next;
    self->input_next += count;
    return bytes;
}

bool pickle_read_number(Unpickler *self, int size, u64 *number) {
    const u8 *bytes = pickle_read(self, size);
    *number = 0;
    for (int i = 0; bytes && i < size; i++) *number |= (u64)bytes[i] << 8 * i;
    return bytes != NULL;
}

bool pickle_can_read(const Unpickler *self, isize count) {
    if (self->read || count <= self->input_length - self->input_next) return true;
    return (usize)count >> ADDRESS_BITS ? error_memory() : pickle_truncated();
}

/* By readinto, into memory of our own that the file may keep. */
static bool read_by_readinto(Unpickler *self, u8 *out, isize count) {
    Own room = bytearray_from(NULL, count), view = room ? memoryview_from(room) : NULL;
    if (room) memset(AS_BYTEARRAY(room)->start, 0, (usize)count);
    Own method = own(self->readinto), answer = view ? object_call_one(method, view) : NULL;
    isize length = answer ? int_as_isize(answer) : -1;
    release_maybe(answer);
    release(method);
    release_maybe(view);
    if (length < 0 && !error_occurred()) error_set(EXC(ValueError), "readinto() returned negative size");
    if (length >= 0 && length < count) pickle_truncated();
    bool read = length >= count && size_of(room) >= count;
    if (read) memcpy(out, AS_BYTEARRAY(room)->start, (usize)count);
    release_maybe(room);
    return read;
}

static bool read_by_read(Unpickler *self, u8 *out, isize count) {
    Own bytes = call_with_count(self->read, count);
    if (!bytes) return false;
    bool read = is_bytes(bytes) && size_of(bytes) >= count;
    if (read) {
        memcpy(out, bytes_data(bytes), (usize)count);
    } else if (is_bytes(bytes)) {
        pickle_truncated();
    } else {
        error_set(EXC(ValueError), "read() returned non-bytes object (%R)", (Ref)type_of(bytes));
    }
    release(bytes);
    return read;
}

bool pickle_read_into(Unpickler *self, u8 *out, isize count) {
    isize there = isize_min(self->input_length - self->input_next, count);
    if (there > 0) {
        memcpy(out, self->input + self->input_next, (usize)there);
        self->input_next += there;
        out += there;
        count -= there;
    }
    if (count == 0) return true;
    if (!self->read) return pickle_truncated();
    if (!pickle_input_settle(self)) return false;
    return self->readinto ? read_by_readinto(self, out, count) : read_by_read(self, out, count);
}

/* Keeps a line, newline and all. */
static Ref keep_line(Unpickler *self, const u8 *start, isize length, isize shortest) {
    Own line = bytes_from(start, length);
    if (!line) return NULL;
    slot_set(&self->line, line);
    return length < shortest ? pickle_truncated() : line;
}

Ref pickle_read_line(Unpickler *self, isize shortest) {
    const u8 *start = self->input_length > self->input_next ? self->input + self->input_next : NULL;
    const u8 *newline = start ? memchr(start, '\n', (usize)(self->input_length - self->input_next)) : NULL;
    if (newline) {
        self->input_next += newline + 1 - start;
        return keep_line(self, start, newline + 1 - start, shortest);
    }
    if (!self->read) return pickle_truncated();
    if (!read_file(self, WHOLE_LINE)) return NULL;
    isize length = self->input_length;
    if (length == 0 || self->input[length - 1] != '\n') return pickle_truncated();
    self->input_next = length;
    return keep_line(self, self->input, length, shortest);
}
