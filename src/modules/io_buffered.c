/* io_buffered.c: what BufferedReader, BufferedWriter and BufferedRandom share: the calls of the raw stream, the
 * position, opening and closing. Reading is in io_read.c, writing in io_write.c, the types in
 * io_buffered_types.c.
 *
 * One thread at a time is inside a stream: a call of raw may give up the GIL in the middle. */
#include <errno.h>

#include "modules/io.h"
#include "vm/root.h"

/* --- entering ------------------------------------------------------------------------------------------ */

bool buffered_enter(Buffered *self) {
    u64 thread = VM_ROOT->running->number;
    if (self->owner == thread) {
        error_set(EXC(RuntimeError), "reentrant call inside %R", (Ref)&self->ob_base);
        return false;
    }
    while (self->owner) thread_wait(&self->waiters, -1);
    self->owner = thread;
    return true;
}

void buffered_leave(Buffered *self) {
    self->owner = 0;
    thread_wake(&self->waiters);
}

bool buffered_check_ready(const Buffered *self) {
    if (self->ready) return true;
    error_set(EXC(ValueError),
              self->detached ? "raw stream has been detached" : "I/O operation on uninitialized object");
    return false;
}

static int is_closed(const Buffered *self) {
    if (is_exactly(self->raw, MODULE_TYPE(IO_FILE))) return AS_FILE_IO(self->raw)->descriptor < 0;
    return io_is_closed(self->raw);
}

bool buffered_check_open(Buffered *self, const char *message) {
    if (!buffered_check_ready(self)) return false;
    int closed = !self->buffer ? 1 : is_closed(self);
    if (closed < 0) return false;
    if (!closed || buffered_ahead(self) > 0) return true;
    error_set(EXC(ValueError), "%s", message);
    return false;
}

/* --- the raw stream ------------------------------------------------------------------------------------ */

/* What readinto or write answered: a count up to `length`, None: -2. Consumes. */
static isize checked_count(Own answer, isize length, const char *method) {
    if (!answer) return -1;
    if (answer == None) {
        release(answer);
        return -2;
    }
    isize count = int_index_as_isize(answer, EXC(ValueError));
    release(answer);
    if (count == -1 && error_occurred()) {
        error_from_cause(EXC(OSError), "raw %s() failed", method);
        return -1;
    }
    if (count >= 0 && count <= length) return count;
    error_set(EXC(OSError), "raw %s() returned invalid length %zd (should have been between 0 and %zd)", method,
              count, length);
    return -1;
}

/* Through a memoryview of a buffer that raw may keep. */
static isize raw_read_by_method(Buffered *self, char *start, isize length) {
    Own room = bytearray_from(NULL, length);
    if (room) memset(AS_BYTEARRAY(room)->start, 0, (usize)length);
    Own view = room ? memoryview_from(room) : NULL;
    isize count =
        view ? checked_count(object_call_method_one(self->raw, NAME(readinto), view), length, "readinto") : -1;
    if (count > 0) memcpy(start, AS_BYTEARRAY(room)->start, (usize)count);
    release_maybe(view);
    release_maybe(room);
    return count;
}

isize buffered_raw_read(Buffered *self, char *start, isize length) {
    isize count = is_exactly(self->raw, MODULE_TYPE(IO_FILE)) ? file_io_read(self->raw, start, length)
                                                              : raw_read_by_method(self, start, length);
    if (count > 0 && self->absolute >= 0) self->absolute += count;
    return count;
}

static isize raw_write_by_method(Buffered *self, const char *start, isize length) {
    Own bytes = bytes_from(start, length), view = bytes ? memoryview_from(bytes) : NULL;
    isize count =
        view ? checked_count(object_call_method_one(self->raw, NAME(write), view), length, "write") : -1;
    release_maybe(view);
    release_maybe(bytes);
    return count;
}

isize buffered_raw_write(Buffered *self, const char *start, isize length) {
    isize count = -1;
    if (!is_exactly(self->raw, MODULE_TYPE(IO_FILE))) {
        count = raw_write_by_method(self, start, length);
    } else if (io_call_enter()) {
        count = file_io_write(self->raw, start, length);
        recursion_leave();
    }
    if (count > 0 && self->absolute >= 0) self->absolute += count;
    return count;
}

i64 buffered_raw_seek(Buffered *self, i64 target, int whence) {
    i64 position = io_seek(self->raw, target, whence);
    if (position >= 0) self->absolute = position;
    return position;
}

i64 buffered_raw_tell(Buffered *self) { return self->absolute = io_tell(self->raw); }

static i64 known_or_tell(Buffered *self) {
    return self->absolute >= 0 ? self->absolute : buffered_raw_tell(self);
}

/* --- position ------------------------------------------------------------------------------------------ */

bool buffered_flush_and_rewind(Buffered *self) {
    if (!buffered_flush_writes(self)) return false;
    if (!self->readable) return true;
    i64 position = buffered_raw_seek(self, -buffered_raw_offset(self), IO_SEEK_CUR);
    self->read_end = -1;
    return position >= 0;
}

Own buffered_method_flush(Ref ref) {
    Buffered *self = AS_BUFFERED(ref);
    if (!buffered_check_open(self, "flush of closed file") || !buffered_enter(self)) return NULL;
    bool flushed = buffered_flush_and_rewind(self);
    buffered_leave(self);
    return flushed ? own_none() : NULL;
}

/* A reader's: there is nothing to flush but what raw may have. */
Own buffered_method_simple_flush(Ref self) {
    return buffered_check_ready(AS_BUFFERED(self))
               ? object_call_method_none(AS_BUFFERED(self)->raw, NAME(flush))
               : NULL;
}

Own buffered_method_tell(Ref ref) {
    Buffered *self = AS_BUFFERED(ref);
    if (!buffered_check_ready(self)) return NULL;
    i64 position = buffered_raw_tell(self);
    return position < 0 ? NULL : int_from_i64(position - buffered_raw_offset(self));
}

/* Does the target lie in what is read already? The answer, or -1: no, -2 raised. */
static i64 seek_in_buffer(Buffered *self, i64 target, int whence) {
    i64 current = known_or_tell(self);
    isize ahead = buffered_ahead(self);
    if (current < 0) return -2;
    if (ahead <= 0) return -1;
    i64 offset = whence == IO_SEEK_SET ? target - (current - buffered_raw_offset(self)) : target;
    if (offset < -self->position || offset > ahead) return -1;
    self->position += offset;
    return current - ahead + offset;
}

static i64 seek_inside(Buffered *self, i64 target, int whence) {
    if (self->writable && !buffered_flush_writes(self)) return -1;
    if (whence == IO_SEEK_CUR) target -= buffered_raw_offset(self);
    i64 position = buffered_raw_seek(self, target, whence);
    self->raw_position = -1;
    if (position >= 0 && self->readable) self->read_end = -1;
    return position;
}

static bool offset_argument(Ref value, i64 *offset) {
    *offset = int_index_as_isize(value, EXC(ValueError));
    if (*offset != -1 || !error_occurred()) return true;
    if (error_matches(EXC(ValueError)))
        error_set(EXC(ValueError), "cannot fit '%.200T' into an offset-sized integer", value);
    return false;
}

Own buffered_method_seek(Ref ref, Ref const *args, isize nargs) {
    Buffered *self = AS_BUFFERED(ref);
    int whence = 0;
    if (!arguments_count("seek", nargs, 1, 2) || (nargs > 1 && !argument_int(args[1], &whence))) return NULL;
    if (!buffered_check_ready(self)) return NULL;
    if (whence < 0 || whence > 4) return error_set(EXC(ValueError), "whence value %d unsupported", whence);
    if (!buffered_check_open(self, "seek of closed file")) return NULL;
    if (!io_check_able(self->raw, NAME(seekable), "File or stream is not seekable.")) return NULL;
    i64 target;
    if (!offset_argument(args[0], &target)) return NULL;
    if (whence < IO_SEEK_END && self->readable) {
        i64 position = seek_in_buffer(self, target, whence);
        if (position != -1) return position < 0 ? NULL : int_from_i64(position);
    }
    if (!buffered_enter(self)) return NULL;
    i64 position = seek_inside(self, target, whence);
    buffered_leave(self);
    return position < 0 ? NULL : int_from_i64(position);
}

Own buffered_method_truncate(Ref ref, Ref const *args, isize nargs) {
    Buffered *self = AS_BUFFERED(ref);
    if (!arguments_count("truncate", nargs, 0, 1) || !buffered_check_open(self, "truncate of closed file"))
        return NULL;
    if (!self->writable) return io_unsupported("truncate");
    if (!buffered_enter(self)) return NULL;
    Own size = NULL;
    if (buffered_flush_and_rewind(self)) {
        size = object_call_method_one(self->raw, NAME(truncate), nargs ? args[0] : None);
        if (size && buffered_raw_tell(self) < 0) error_clear();
    }
    buffered_leave(self);
    return size;
}

/* --- closing ------------------------------------------------------------------------------------------- */

static void warn_of_death(Buffered *self) {
    Own answer = object_call_method_one(self->raw, NAME(_dealloc_warn), &self->ob_base);
    if (!answer) error_clear();
    release_maybe(answer);
}

static Own close_inside(Buffered *self, Own raised) {
    Own answer = object_call_method_none(self->raw, NAME(close));
    arena_free(self->buffer);
    self->buffer = NULL;
    self->read_end = self->readable ? 0 : -1;
    self->position = 0;
    if (io_chain(raised) && answer) return answer;
    release_maybe(answer);
    return NULL;
}

Own buffered_method_close(Ref ref) {
    Buffered *self = AS_BUFFERED(ref);
    if (!buffered_check_ready(self) || !buffered_enter(self)) return NULL;
    int closed = io_is_closed(self->raw);
    if (closed == 0 && self->finalizing) warn_of_death(self);
    buffered_leave(self);
    if (closed) return closed < 0 ? NULL : own_none();
    Own raised = io_call_quietly(ref, NAME(flush)) ? NULL : error_fetch();
    if (!buffered_enter(self)) {
        release_maybe(raised);
        return NULL;
    }
    Own answer = close_inside(self, raised);
    buffered_leave(self);
    return answer;
}

Own buffered_method_detach(Ref ref) {
    Buffered *self = AS_BUFFERED(ref);
    if (!buffered_check_ready(self) || !io_call_quietly(ref, NAME(flush))) return NULL;
    Own raw = self->raw;
    self->raw = NULL;
    self->detached = true;
    self->ready = false;
    return raw;
}
