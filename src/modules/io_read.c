/* io_read.c: reading from a buffered stream.
 *
 * What is in the buffer is given first. Large pieces then come from raw straight into the result, in whole
 * buffers; the rest by filling the buffer. */
#include "modules/io.h"
#include "object/byte_builder.h"

static void forget_read(Buffered *self) { self->read_end = -1; }

/* One read of raw behind what is there. */
static isize fill(Buffered *self) {
    isize start = buffered_has_read(self) ? self->read_end : 0;
    isize count = buffered_raw_read(self, self->buffer + start, self->size - start);
    if (count <= 0) return count;
    self->read_end = start + count;
    self->raw_position = start + count;
    return count;
}

static Own take(Buffered *self, isize count) {
    Own bytes = bytes_from(self->buffer + self->position, count);
    self->position += count;
    return bytes;
}

/* --- all ----------------------------------------------------------------------------------------------- */

static Own read_rest_of_raw(Buffered *self) {
    Own readall;
    if (!object_find_attribute(self->raw, NAME(readall), &readall)) return NULL;
    if (readall) {
        Own rest = object_call_none(readall);
        release(readall);
        if (!rest || rest == None || is_bytes(rest)) return rest;
        release(rest);
        return error_set(EXC(TypeError), "readall() should return bytes");
    }
    ByteBuilder all;
    byte_builder_init(&all);
    for (;;) {
        Own bytes = object_call_method_none(self->raw, NAME(read));
        if (bytes && bytes != None && !is_bytes(bytes)) {
            slot_clear(&bytes);
            error_set(EXC(TypeError), "read() should return bytes");
        }
        if (!bytes || (bytes == None && all.length == 0)) {
            byte_builder_discard(&all);
            return bytes;
        }
        bool end = bytes == None || size_of(bytes) == 0;
        if (!end) byte_builder_append(&all, bytes_data(bytes), size_of(bytes));
        release(bytes);
        if (end) return byte_builder_finish(&all);
    }
}

static Own read_all(Buffered *self) {
    isize ahead = buffered_ahead(self);
    Own head = ahead ? take(self, ahead) : NULL;
    if (ahead && !head) return NULL;
    if (self->writable && !buffered_flush_and_rewind(self)) {
        release_maybe(head);
        return NULL;
    }
    forget_read(self);
    Own rest = read_rest_of_raw(self);
    if (!rest || !head) {
        release_maybe(head);
        return rest;
    }
    if (rest == None) {
        release(rest);
        return head;
    }
    if (self->absolute >= 0) self->absolute += size_of(rest);
    Own all = bytes_concat(head, rest);
    release(head);
    release(rest);
    return all;
}

/* --- a number of bytes --------------------------------------------------------------------------------- */

/* Fills out[0, count) as far as it goes: bytes, -1 raised, -2 nothing yet and it would block. */
static isize read_into(Buffered *self, char *out, isize count) {
    isize done = buffered_ahead(self);
    memcpy(out, self->buffer + self->position, (usize)done);
    self->position += done;
    if (self->writable && !buffered_flush_and_rewind(self)) return -1;
    forget_read(self);
    while (count - done >= self->size) {
        isize got = buffered_raw_read(self, out + done, (count - done) / self->size * self->size);
        if (got == -1) return -1;
        if (got <= 0) return got == 0 || done > 0 ? done : -2;
        done += got;
    }
    self->position = self->raw_position = self->read_end = 0;
    while (done < count && self->read_end < self->size) {
        isize got = fill(self);
        if (got == -1) return -1;
        if (got <= 0) return got == 0 || done > 0 ? done : -2;
        isize used = isize_min(got, count - done);
        memcpy(out + done, self->buffer + self->position, (usize)used);
        self->position += used;
        done += used;
    }
    return done;
}

static Own read_count(Buffered *self, isize count) {
    Own bytes = bytes_from(NULL, count);
    if (!bytes) return NULL;
    isize got = read_into(self, (char *)bytes_data(bytes), count);
    if (got == count) return bytes;
    Own shorter = got >= 0 ? bytes_from(bytes_data(bytes), got) : got == -2 ? own_none() : NULL;
    release(bytes);
    return shorter;
}

Own buffered_method_read(Ref ref, Ref const *args, isize nargs) {
    Buffered *self = AS_BUFFERED(ref);
    isize count = -1;
    if (!arguments_count("read", nargs, 0, 1) || (nargs && !io_size(args[0], &count))) return NULL;
    if (!buffered_check_ready(self)) return NULL;
    if (count < -1) return error_set(EXC(ValueError), "read length must be non-negative or -1");
    if (!buffered_check_open(self, "read of closed file")) return NULL;
    if (count >= 0 && count <= buffered_ahead(self)) return take(self, count);
    if (!buffered_enter(self)) return NULL;
    Own bytes = count < 0 ? read_all(self) : read_count(self, count);
    buffered_leave(self);
    return bytes;
}

Own buffered_method_read1(Ref ref, Ref const *args, isize nargs) {
    Buffered *self = AS_BUFFERED(ref);
    isize count = -1;
    if (!arguments_count("read1", nargs, 0, 1)) return NULL;
    if (nargs) {
        count = int_as_isize(args[0]);
        if (count == -1 && error_occurred()) return NULL;
    }
    if (!buffered_check_ready(self)) return NULL;
    if (count < 0) count = self->size;
    if (!buffered_check_open(self, "read of closed file")) return NULL;
    if (count == 0) return bytes_from(NULL, 0);
    isize ahead = buffered_ahead(self);
    if (ahead > 0) return take(self, isize_min(ahead, count));
    Own bytes = bytes_from(NULL, count);
    if (!bytes || !buffered_enter(self)) {
        release_maybe(bytes);
        return NULL;
    }
    forget_read(self);
    isize got = buffered_raw_read(self, (char *)bytes_data(bytes), count);
    buffered_leave(self);
    Own result = got == -1      ? NULL
                 : got == count ? own(bytes)
                                : bytes_from(bytes_data(bytes), isize_max(got, 0));
    release(bytes);
    return result;
}

/* readinto1: one call of raw at most, and none where something was there, but for a piece that is longer than the
 * buffer. */
static isize readinto_once(Buffered *self, char *out, isize count) {
    isize done = isize_min(buffered_ahead(self), count);
    memcpy(out, self->buffer + self->position, (usize)done);
    self->position += done;
    if (done == count || (done > 0 && count - done <= self->size)) return done;
    if (self->writable && !buffered_flush_and_rewind(self)) return -1;
    forget_read(self);
    self->position = 0;
    if (count - done > self->size) {
        isize got = buffered_raw_read(self, out + done, count - done);
        return got >= 0 ? done + got : got == -2 && done > 0 ? done : got;
    }
    isize got = fill(self);
    if (got <= 0) return got;
    got = isize_min(got, count);
    memcpy(out, self->buffer, (usize)got);
    self->position = got;
    return got;
}

static Own readinto(Ref ref, Ref target, bool once) {
    Buffered *self = AS_BUFFERED(ref), *held = self;
    Buffer buffer;
    if (!argument_buffer_writable(target, once ? "readinto1" : "readinto", 0, &buffer)) return NULL;
    isize got = -1;
    if (!buffered_check_open(self, "readinto of closed file")) {
        /* raised */
    } else if (buffer.length == 0) {
        got = 0;
    } else if (buffer.length <= buffered_ahead(self)) {
        got = readinto_once(self, buffer.data, buffer.length);
    } else if (buffered_enter(held)) {
        got = once ? readinto_once(self, buffer.data, buffer.length)
                   : read_into(self, buffer.data, buffer.length);
        buffered_leave(held);
    }
    buffer_release(&buffer);
    return got == -2 ? own_none() : got < 0 ? NULL : int_from_isize(got);
}
Own buffered_method_readinto(Ref self, Ref target) { return readinto(self, target, false); }
Own buffered_method_readinto1(Ref self, Ref target) { return readinto(self, target, true); }

Own buffered_method_peek(Ref ref, Ref const *args, isize nargs) {
    Buffered *self = AS_BUFFERED(ref);
    isize size = 0;
    if (!arguments_count("peek", nargs, 0, 1)) return NULL;
    if (nargs) {
        size = int_as_isize(args[0]);
        if (size == -1 && error_occurred()) return NULL;
    }
    if (!buffered_check_open(self, "peek of closed file") || !buffered_enter(self)) return NULL;
    Own bytes = NULL;
    isize ahead = 0;
    if (!self->writable || buffered_flush_and_rewind(self)) {
        ahead = buffered_ahead(self);
        if (ahead == 0) {
            forget_read(self);
            self->position = 0;
            ahead = fill(self);
            self->position = 0;
        }
        if (ahead != -1) bytes = bytes_from(self->buffer + self->position, isize_max(ahead, 0));
    }
    buffered_leave(self);
    return bytes;
}

/* --- lines --------------------------------------------------------------------------------------------- */

/* Takes bytes from the buffer up to a newline, `limit` or its end. True: the line is complete. */
static bool take_line(Buffered *self, isize limit, ByteBuilder *line) {
    isize count = buffered_ahead(self);
    if (limit >= 0) count = isize_min(count, limit - line->length);
    const char *start = self->buffer + self->position;
    const char *newline = count > 0 ? memchr(start, '\n', (usize)count) : NULL;
    if (newline) count = newline + 1 - start;
    byte_builder_append(line, start, count);
    self->position += count;
    return newline || line->failed || (limit >= 0 && line->length >= limit);
}

static bool gather_line(Buffered *self, isize limit, ByteBuilder *line) {
    if (self->writable && !buffered_flush_and_rewind(self)) return false;
    for (;;) {
        forget_read(self);
        self->position = 0;
        isize got = fill(self);
        if (got == -1) return false;
        if (got <= 0 || take_line(self, limit, line)) return true;
    }
}

Own buffered_read_line(Buffered *self, isize limit) {
    if (!buffered_check_open(self, "readline of closed file")) return NULL;
    ByteBuilder line;
    byte_builder_init(&line);
    if (take_line(self, limit, &line)) return byte_builder_finish(&line);
    bool gathered = buffered_enter(self);
    if (gathered) {
        gathered = gather_line(self, limit, &line);
        buffered_leave(self);
    }
    if (gathered) return byte_builder_finish(&line);
    byte_builder_discard(&line);
    return NULL;
}

Own buffered_method_readline(Ref self, Ref const *args, isize nargs) {
    isize limit = -1;
    if (!arguments_count("readline", nargs, 0, 1) || (nargs && !io_size(args[0], &limit))) return NULL;
    return buffered_read_line(AS_BUFFERED(self), limit);
}

Own buffered_next(Ref self) {
    if (!buffered_check_ready(AS_BUFFERED(self))) return NULL;
    const Type *type = type_of(self);
    bool exact = type == MODULE_TYPE(IO_BUFFERED_READER) || type == MODULE_TYPE(IO_BUFFERED_RANDOM);
    Own line =
        exact ? buffered_read_line(AS_BUFFERED(self), -1) : object_call_method_none(self, NAME(readline));
    if (line && !is_bytes(line)) {
        error_set(EXC(OSError), "readline() should have returned a bytes object, not '%.200s'",
                  type_of(line)->name);
        slot_clear(&line);
    }
    if (!line || size_of(line) > 0) return line;
    release(line);
    return NULL;
}
