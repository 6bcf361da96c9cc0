/* io_write.c: writing to a buffered stream.
 *
 * What fits is copied into the buffer. What does not makes the buffer empty itself; of what is longer than the
 * buffer, raw gets all but the last part directly. */
#include <errno.h>

#include "modules/io.h"
#include "vm/eval.h"

static void *raise_would_block(isize written) {
    Own number = int_from_i64(EAGAIN), count = int_from_isize(written);
    Own text = str_from_ascii("write could not complete without blocking", -1);
    if (number && text && count) {
        Ref args[] = {number, text, count};
        Own exception = exception_new(EXC(BlockingIOError), args, 3);
        if (exception) error_raise(exception);
    }
    release_maybe(number);
    release_maybe(text);
    release_maybe(count);
    return NULL;
}

static void forget_written(Buffered *self) {
    self->write_start = 0;
    self->write_end = -1;
}

static void move_to(Buffered *self, isize position) {
    self->position = position;
    if (buffered_has_read(self) && self->read_end < position) self->read_end = position;
}

bool buffered_flush_writes(Buffered *self) {
    if (buffered_has_written(self) && self->write_start < self->write_end) {
        isize back = buffered_raw_offset(self) + self->position - self->write_start;
        if (back != 0) {
            if (buffered_raw_seek(self, -back, IO_SEEK_CUR) < 0) return false;
            self->raw_position -= back;
        }
        while (self->write_start < self->write_end) {
            isize count =
                buffered_raw_write(self, self->buffer + self->write_start, self->write_end - self->write_start);
            if (count == -1) return false;
            if (count == -2) return raise_would_block(0);
            self->write_start += count;
            self->raw_position = self->write_start;
        }
    }
    forget_written(self);
    return true;
}

/* All of it fits into the buffer, behind where we are. */
static void put(Buffered *self, const char *bytes, isize length) {
    memcpy(self->buffer + self->position, bytes, (usize)length);
    if (!buffered_has_written(self) || self->write_start > self->position) self->write_start = self->position;
    move_to(self, self->position + length);
    if (self->write_end < self->position) self->write_end = self->position;
}

/* The buffer could not be emptied because raw would block: what fits is kept, and BlockingIOError tells how
 * much that was. */
static bool put_what_fits(Buffered *self, const char *bytes, isize length) {
    if (self->readable) self->read_end = -1;
    memmove(self->buffer, self->buffer + self->write_start, (usize)(self->write_end - self->write_start));
    self->write_end -= self->write_start;
    self->raw_position -= self->write_start;
    self->position -= self->write_start;
    self->write_start = 0;
    isize room = self->size - self->write_end, fits = isize_min(room, length);
    memcpy(self->buffer + self->write_end, bytes, (usize)fits);
    self->write_end += fits;
    self->position += fits;
    error_clear();
    return length <= room || raise_would_block(fits);
}

/* Longer than the room left, and the buffer is empty now. */
static bool write_through(Buffered *self, const char *bytes, isize length) {
    isize offset = buffered_raw_offset(self);
    if (offset != 0) {
        if (buffered_raw_seek(self, -offset, IO_SEEK_CUR) < 0) return false;
        self->raw_position -= offset;
    }
    isize done = 0;
    while (length - done > self->size) {
        isize count = buffered_raw_write(self, bytes + done, length - done);
        if (count == -1) return false;
        if (count == -2) {
            memcpy(self->buffer, bytes + done, (usize)self->size);
            self->raw_position = 0;
            move_to(self, self->size);
            self->write_end = self->size;
            return raise_would_block(done + self->size);
        }
        done += count;
    }
    if (self->readable) self->read_end = -1;
    memcpy(self->buffer, bytes + done, (usize)(length - done));
    self->write_start = 0;
    self->write_end = length - done;
    move_to(self, length - done);
    self->raw_position = 0;
    return true;
}

bool buffered_write_bytes(Buffered *self, const char *bytes, isize length) {
    if (!buffered_has_read(self) && !buffered_has_written(self)) self->position = self->raw_position = 0;
    if (length <= self->size - self->position) {
        put(self, bytes, length);
        return true;
    }
    if (buffered_flush_writes(self)) return write_through(self, bytes, length);
    return error_matches(EXC(BlockingIOError)) && put_what_fits(self, bytes, length);
}

Own buffered_method_write(Ref ref, Ref source) {
    Buffered *self = AS_BUFFERED(ref);
    Buffer buffer;
    if (!buffered_check_ready(self)) return NULL;
    if (!buffer_get(source, &buffer, false)) return NULL;
    bool written = false;
    if (buffered_enter(self)) {
        int closed = self->buffer ? io_is_closed(self->raw) : 1;
        if (closed > 0) error_set(EXC(ValueError), "write to closed file");
        written = closed == 0 && buffered_write_bytes(self, buffer.data, buffer.length);
        buffered_leave(self);
    }
    isize length = buffer.length;
    buffer_release(&buffer);
    return written ? int_from_isize(length) : NULL;
}
