/* io_bytes.c: BytesIO: a file that is a piece of memory.
 *
 * The memory is a bytes object with room at its end. getvalue() cuts it to what is in use and gives it away, as
 * reading all of it does; as long as others have it too it counts as shared, and a change makes a copy first.
 * Sizes and owners are CPython's. */
#include "modules/io.h"

typedef struct BytesIo {
    IO_HEAD;
    Object *memory; /* bytes, owned; NULL: closed */
    isize length, position, exports;
} BytesIo;
#define AS_BYTES_IO(ref) ((BytesIo *)(ref))

static bool check_open(Ref self) {
    if (AS_BYTES_IO(self)->memory) return true;
    error_set(EXC(ValueError), "I/O operation on closed file.");
    return false;
}
static bool check_exports(const BytesIo *self) {
    if (self->exports == 0) return true;
    error_set(EXC(BufferError), "Existing exports of data: object cannot be re-sized");
    return false;
}

static u8 *data_of(const BytesIo *self) { return bytes_data(self->memory); }
static bool is_shared(const BytesIo *self) { return self->memory->ob_refcnt > 1; }

/* Memory of that size, which is nobody else's, with what is in use at its start. */
static bool unshare(BytesIo *self, isize size) {
    Own copy = bytes_from(NULL, size);
    if (!copy) return false;
    memcpy(bytes_data(copy), data_of(self), (usize)isize_min(self->length, size));
    slot_set(&self->memory, copy);
    return true;
}

/* The same, without a copy where it can be. */
static bool set_size(BytesIo *self, isize size) {
    return is_shared(self) ? unshare(self, size) : bytes_resize(&self->memory, size);
}

/* For `wanted` bytes: exactly, where that is much more or much less than there is, else with some room to grow. */
static bool make_room(BytesIo *self, isize wanted) {
    isize size = size_of(self->memory);
    if (wanted < size / 2) return set_size(self, wanted + 1);
    if (wanted < size) return true;
    bool little = (double)wanted <= (double)size * 1.125;
    return set_size(self, little ? wanted + (wanted >> 3) + (wanted < 9 ? 3 : 6) : wanted + 1);
}

static bool write_bytes(BytesIo *self, const char *bytes, isize length) {
    isize end = self->position + length;
    if (length == 0) return true;
    if (end > size_of(self->memory)) {
        if (!make_room(self, end)) return false;
    } else if (is_shared(self) && !unshare(self, isize_max(end, self->length))) {
        return false;
    }
    if (self->position > self->length)
        memset(data_of(self) + self->length, 0, (usize)(self->position - self->length));
    memcpy(data_of(self) + self->position, bytes, (usize)length);
    self->position = end;
    self->length = isize_max(self->length, end);
    return true;
}

static isize write_buffer(Ref self, Ref source) {
    Buffer buffer;
    if (!check_open(self) || !check_exports(AS_BYTES_IO(self)) || !buffer_get(source, &buffer, false))
        return -1;
    isize length = buffer.length;
    bool written = write_bytes(AS_BYTES_IO(self), buffer.data, length);
    buffer_release(&buffer);
    return written ? length : -1;
}

static Own take(BytesIo *self, isize count) {
    isize available = isize_max(0, self->length - self->position);
    if (count < 0 || count > available) count = available;
    bool whole = count > 1 && self->position == 0 && count == size_of(self->memory) && self->exports == 0;
    Own bytes = whole ? own(self->memory) : bytes_from(count ? data_of(self) + self->position : NULL, count);
    self->position += count;
    return bytes;
}

static isize line_length(const BytesIo *self, isize limit) {
    isize available = isize_max(0, self->length - self->position);
    if (limit >= 0) available = isize_min(available, limit);
    const u8 *start = data_of(self) + self->position;
    const u8 *newline = available ? memchr(start, '\n', (usize)available) : NULL;
    return newline ? newline + 1 - start : available;
}

/* --- life ---------------------------------------------------------------------------------------------- */

static Own bytes_io_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_BYTES_IO(self)->memory = own(OBJECT_ROOT->empty_bytes);
    gc_track(self);
    return self;
}

static bool bytes_io_init(Ref ref, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"BytesIO", {"initial_bytes"}, .required = 0};
    BytesIo *self = AS_BYTES_IO(ref);
    Ref initial;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &initial)) return false;
    self->length = self->position = 0;
    if (!check_exports(self)) return false;
    if (!initial || initial == None) return true;
    if (is_exactly(initial, TYPE(BYTES))) {
        self->length = size_of(initial);
        slot_set(&self->memory, own(initial));
        return true;
    }
    if (write_buffer(ref, initial) < 0) return false;
    self->position = 0;
    return true;
}

static void bytes_io_dealloc(Own self) {
    gc_untrack(self);
    weakref_clear_all(self);
    slot_clear(&AS_BYTES_IO(self)->memory);
    io_dealloc_end(self);
}

/* --- methods ------------------------------------------------------------------------------------------- */

static Own bytes_io_true(Ref self) { return check_open(self) ? own_bool(true) : NULL; }
static Own bytes_io_isatty(Ref self) { return check_open(self) ? own_bool(false) : NULL; }
static Own bytes_io_flush(Ref self) { return check_open(self) ? own_none() : NULL; }
static Own bytes_io_tell(Ref self) {
    return check_open(self) ? int_from_isize(AS_BYTES_IO(self)->position) : NULL;
}
static Own bytes_io_close(Ref self) {
    if (!check_exports(AS_BYTES_IO(self))) return NULL;
    slot_clear(&AS_BYTES_IO(self)->memory);
    return own_none();
}
static Own bytes_io_write(Ref self, Ref source) {
    isize written = write_buffer(self, source);
    return written < 0 ? NULL : int_from_isize(written);
}
static Own bytes_io_writelines(Ref self, Ref lines) {
    if (!check_open(self)) return NULL;
    Own iterator = object_iter(lines), line;
    if (!iterator) return NULL;
    while ((line = object_next(iterator)) != NULL) {
        isize written = write_buffer(self, line);
        release(line);
        if (written < 0) break;
    }
    release(iterator);
    return error_occurred() ? NULL : own_none();
}

static Own bytes_io_iter(Ref self) { return own(self); } /* closed or not */

static bool optional_size(const char *function, Ref const *args, isize nargs, isize *size) {
    *size = -1;
    return arguments_count(function, nargs, 0, 1) && (!nargs || io_size(args[0], size));
}
static Own bytes_io_read(Ref self, Ref const *args, isize nargs) {
    isize size;
    return optional_size("read", args, nargs, &size) && check_open(self) ? take(AS_BYTES_IO(self), size) : NULL;
}
static Own bytes_io_read1(Ref self, Ref const *args, isize nargs) {
    isize size;
    return optional_size("read1", args, nargs, &size) && check_open(self) ? take(AS_BYTES_IO(self), size)
                                                                          : NULL;
}
static Own bytes_io_readline(Ref self, Ref const *args, isize nargs) {
    isize size;
    if (!optional_size("readline", args, nargs, &size) || !check_open(self)) return NULL;
    return take(AS_BYTES_IO(self), line_length(AS_BYTES_IO(self), size));
}
static Own bytes_io_readlines(Ref self, Ref const *args, isize nargs) {
    isize hint = -1, total = 0;
    if (!arguments_count("readlines", nargs, 0, 1) || !check_open(self)) return NULL;
    if (nargs && is_int(args[0]))
        hint = int_as_isize(args[0]);
    else if (nargs && args[0] != None)
        return error_set(EXC(TypeError), "integer argument expected, got '%s'", type_of(args[0])->name);
    if (hint == -1 && error_occurred()) return NULL;
    Own lines = list_new(0);
    for (isize length; lines && (length = line_length(AS_BYTES_IO(self), -1)) > 0;) {
        Own line = take(AS_BYTES_IO(self), length);
        if (!line || !list_append(lines, line)) slot_clear(&lines);
        total += length;
        if (hint > 0 && total >= hint) break;
    }
    return lines;
}
static Own bytes_io_readinto(Ref self, Ref target) {
    Buffer buffer;
    if (!argument_buffer_writable(target, "readinto", 0, &buffer)) return NULL;
    if (!check_open(self)) {
        buffer_release(&buffer);
        return NULL;
    }
    BytesIo *io = AS_BYTES_IO(self);
    isize count = isize_min(buffer.length, isize_max(0, io->length - io->position));
    if (count) memcpy(buffer.data, data_of(io) + io->position, (usize)count);
    io->position += count;
    buffer_release(&buffer);
    return int_from_isize(count);
}
static Own bytes_io_next(Ref self) {
    if (!check_open(self)) return NULL;
    isize length = line_length(AS_BYTES_IO(self), -1);
    return length ? take(AS_BYTES_IO(self), length) : NULL;
}
static Own bytes_io_getvalue(Ref self) {
    BytesIo *io = AS_BYTES_IO(self);
    if (!check_open(self)) return NULL;
    if (io->length <= 1 || io->exports > 0) return bytes_from(data_of(io), io->length);
    if (io->length != size_of(io->memory) && !set_size(io, io->length)) return NULL;
    return own(io->memory);
}

static Own bytes_io_seek(Ref self, Ref const *args, isize nargs) {
    BytesIo *io = AS_BYTES_IO(self);
    int whence = 0;
    if (!arguments_count("seek", nargs, 1, 2)) return NULL;
    isize offset = int_as_isize(args[0]);
    if (offset == -1 && error_occurred()) return NULL;
    if ((nargs > 1 && !argument_int(args[1], &whence)) || !check_open(self)) return NULL;
    if (whence == IO_SEEK_SET && offset < 0)
        return error_set(EXC(ValueError), "negative seek value %zd", offset);
    if (whence < 0 || whence > 2)
        return error_set(EXC(ValueError), "invalid whence (%d, should be 0, 1 or 2)", whence);
    isize base = whence == IO_SEEK_SET ? 0 : whence == IO_SEEK_CUR ? io->position : io->length;
    if (offset > ISIZE_MAX - base) return error_set(EXC(OverflowError), "new position too large");
    io->position = isize_max(0, base + offset);
    return int_from_isize(io->position);
}

static Own bytes_io_truncate(Ref self, Ref const *args, isize nargs) {
    BytesIo *io = AS_BYTES_IO(self);
    isize size = io->position;
    if (!arguments_count("truncate", nargs, 0, 1) || !check_open(self) || !check_exports(io)) return NULL;
    if (nargs && !io_size(args[0], &size)) return NULL;
    if (size < 0) return error_set(EXC(ValueError), "negative size value %zd", size);
    if (size < io->length) {
        io->length = size;
        if (!make_room(io, size)) return NULL;
    }
    return int_from_isize(size);
}

/* --- lending its memory -------------------------------------------------------------------------------- */

typedef struct BytesIoBuffer {
    Object ob_base;
    Object *source; /* owned */
} BytesIoBuffer;

static bool lend(Ref self, Buffer *buffer, bool writable UNUSED) {
    BytesIo *io = AS_BYTES_IO(((BytesIoBuffer *)self)->source);
    if (io->exports == 0 && is_shared(io) && !unshare(io, io->length)) return false;
    io->exports++;
    *buffer = (Buffer){
        .owner = own(self), .data = (char *)data_of(io), .length = io->length, .item_size = 1, .ndim = 1};
    return true;
}
static void take_back(Ref self, Buffer *buffer UNUSED) {
    AS_BYTES_IO(((BytesIoBuffer *)self)->source)->exports--;
}
static void lender_dealloc(Own self) {
    gc_untrack(self);
    slot_clear(&((BytesIoBuffer *)self)->source);
    object_free(self);
}
static bool lender_traverse(Ref self, VisitFn visit, void *context) {
    return !((BytesIoBuffer *)self)->source || visit(((BytesIoBuffer *)self)->source, context);
}
const TypeSpec io_bytes_buffer_spec = {.name = "_io._BytesIOBuffer",
                                       .module = "_io",
                                       .basicsize = sizeof(BytesIoBuffer),
                                       .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                       .slots = {.dealloc = lender_dealloc,
                                                 .traverse = lender_traverse,
                                                 .buffer_get = lend,
                                                 .buffer_release = take_back}};

static Own bytes_io_getbuffer(Ref self) {
    if (!check_open(self) || !module_ready_type(MODULE_TYPE_IO_BYTES_BUFFER)) return NULL;
    Own lender = object_new(MODULE_TYPE(IO_BYTES_BUFFER), 0);
    if (!lender) return NULL;
    ((BytesIoBuffer *)lender)->source = own(self);
    gc_track(lender);
    Own view = memoryview_from(lender);
    release(lender);
    return view;
}

/* --- pickling ------------------------------------------------------------------------------------------ */

static Own bytes_io_getstate(Ref self) {
    Own value = bytes_io_getvalue(self), position = value ? int_from_isize(AS_BYTES_IO(self)->position) : NULL;
    Own dict = AS_IO(self)->dict ? dict_copy(AS_IO(self)->dict) : own_none();
    Own state = position && dict ? tuple_pack(3, (Ref)value, (Ref)position, (Ref)dict) : NULL;
    release_maybe(value);
    release_maybe(position);
    release_maybe(dict);
    return state;
}

bool io_set_dict_state(Ref self, Ref dict, const char *which) {
    if (dict == None) return true;
    if (!is_dict(dict)) {
        error_set(EXC(TypeError), "%s item of state should be a dict, got a %.200s", which,
                  type_of(dict)->name);
        return false;
    }
    if (AS_IO(self)->dict) return dict_update(AS_IO(self)->dict, dict);
    AS_IO(self)->dict = own(dict);
    return true;
}

bool io_state_position(Ref value, const char *which, isize *position) {
    if (!is_int(value)) {
        error_set(EXC(TypeError), "%s item of state must be an integer, got %.200s", which,
                  type_of(value)->name);
        return false;
    }
    *position = int_as_isize(value);
    if (*position == -1 && error_occurred()) return false;
    if (*position >= 0) return true;
    error_set(EXC(ValueError), "position value cannot be negative");
    return false;
}

static Own bytes_io_setstate(Ref self, Ref state) {
    BytesIo *io = AS_BYTES_IO(self);
    isize position;
    if (!is_tuple(state) || tuple_length(state) < 3) {
        return error_set(EXC(TypeError), "%.200s.__setstate__ argument should be 3-tuple, got %.200s",
                         type_of(self)->name, type_of(state)->name);
    }
    if (!check_exports(io)) return NULL;
    io->length = io->position = 0;
    if (write_buffer(self, tuple_get(state, 0)) < 0) return NULL;
    if (!io_state_position(tuple_get(state, 1), "second", &position)) return NULL;
    io->position = position;
    return io_set_dict_state(self, tuple_get(state, 2), "third") ? own_none() : NULL;
}

static Own bytes_io_sizeof(Ref self) {
    const BytesIo *io = AS_BYTES_IO(self);
    isize memory = io->memory && !is_shared(io) ? object_sizeof(io->memory) : 0;
    return int_from_isize(type_of(self)->ghost_size + memory);
}
static Own bytes_io_get_closed(Ref self, void *closure UNUSED) { return own_bool(!AS_BYTES_IO(self)->memory); }

static const MethodDef bytes_io_methods[] = {
    {"readable", METHOD_NONE, .none = bytes_io_true,
     .doc = "readable($self, /)\n--\n\nReturns True if the IO object can be read."},
    {"seekable", METHOD_NONE, .none = bytes_io_true,
     .doc = "seekable($self, /)\n--\n\nReturns True if the IO object can be seeked."},
    {"writable", METHOD_NONE, .none = bytes_io_true,
     .doc = "writable($self, /)\n--\n\nReturns True if the IO object can be written."},
    {"close", METHOD_NONE, .none = bytes_io_close, .doc = "close($self, /)\n--\n\nDisable all I/O operations."},
    {"flush", METHOD_NONE, .none = bytes_io_flush, .doc = "flush($self, /)\n--\n\nDoes nothing."},
    {"isatty", METHOD_NONE, .none = bytes_io_isatty,
     .doc = "isatty($self, /)\n--\n\nAlways returns False.\n\nBytesIO objects are not connected to a TTY-like "
            "device."},
    {"tell", METHOD_NONE, .none = bytes_io_tell,
     .doc = "tell($self, /)\n--\n\nCurrent file position, an integer."},
    {"write", METHOD_ONE, .one = bytes_io_write,
     .doc = "write($self, b, /)\n--\n\nWrite bytes to file.\n\nReturn the number of bytes written."},
    {"writelines", METHOD_ONE, .one = bytes_io_writelines,
     .doc = "writelines($self, lines, /)\n--\n\nWrite lines to the file.\n\n"
            "Note that newlines are not added.  lines can be any iterable object\n"
            "producing bytes-like objects. This is equivalent to calling write() for\neach element."},
    {"read1", METHOD_ARRAY, .array = bytes_io_read1,
     .doc = "read1($self, size=-1, /)\n--\n\nRead at most size bytes, returned as a bytes object.\n\n"
            "If the size argument is negative or omitted, read until EOF is reached.\n"
            "Return an empty bytes object at EOF."},
    {"readinto", METHOD_ONE, .one = bytes_io_readinto,
     .doc = "readinto($self, buffer, /)\n--\n\nRead bytes into buffer.\n\n"
            "Returns number of bytes read (0 for EOF), or None if the object\nis set not to block and has no "
            "data to read."},
    {"readline", METHOD_ARRAY, .array = bytes_io_readline,
     .doc = "readline($self, size=-1, /)\n--\n\nNext line from the file, as a bytes object.\n\n"
            "Retain newline.  A non-negative size argument limits the maximum\n"
            "number of bytes to return (an incomplete line may be returned then).\n"
            "Return an empty bytes object at EOF."},
    {"readlines", METHOD_ARRAY, .array = bytes_io_readlines,
     .doc = "readlines($self, size=None, /)\n--\n\nList of bytes objects, each a line from the file.\n\n"
            "Call readline() repeatedly and return a list of the lines so read.\n"
            "The optional size argument, if given, is an approximate bound on the\n"
            "total number of bytes in the lines returned."},
    {"read", METHOD_ARRAY, .array = bytes_io_read,
     .doc = "read($self, size=-1, /)\n--\n\nRead at most size bytes, returned as a bytes object.\n\n"
            "If the size argument is negative, read until EOF is reached.\n"
            "Return an empty bytes object at EOF."},
    {"getbuffer", METHOD_NONE, .none = bytes_io_getbuffer,
     .doc = "getbuffer($self, /)\n--\n\nGet a read-write view over the contents of the BytesIO object."},
    {"getvalue", METHOD_NONE, .none = bytes_io_getvalue,
     .doc = "getvalue($self, /)\n--\n\nRetrieve the entire contents of the BytesIO object."},
    {"seek", METHOD_ARRAY, .array = bytes_io_seek,
     .doc = "seek($self, pos, whence=0, /)\n--\n\nChange stream position.\n\n"
            "Seek to byte offset pos relative to position indicated by whence:\n"
            "     0  Start of stream (the default).  pos should be >= 0;\n"
            "     1  Current position - pos may be negative;\n"
            "     2  End of stream - pos usually negative.\nReturns the new absolute position."},
    {"truncate", METHOD_ARRAY, .array = bytes_io_truncate,
     .doc = "truncate($self, size=None, /)\n--\n\nTruncate the file to at most size bytes.\n\n"
            "Size defaults to the current file position, as returned by tell().\n"
            "The current file position is unchanged.  Returns the new size."},
    {"__getstate__", METHOD_NONE, .none = bytes_io_getstate},
    {"__setstate__", METHOD_ONE, .one = bytes_io_setstate},
    {"__sizeof__", METHOD_NONE, .none = bytes_io_sizeof},
    {.name = NULL}};
static const GetSetDef bytes_io_getset[] = {
    {"closed", .get = bytes_io_get_closed, .doc = "True if the file is closed."}, {.name = NULL}};

const TypeSpec io_bytes_spec = {
    .name = "_io.BytesIO",
    .module = "_io",
    .base = MODULE_TYPE(IO_BUFFERED_BASE),
    .basicsize = sizeof(BytesIo),
    .ghost_size = 64,
    .flags = TYPE_GC | TYPE_BASETYPE,
    .dict_offset = offsetof(BytesIo, dict),
    .weaklist_offset = offsetof(BytesIo, weaklist),
    .slots = {.new = bytes_io_new,
              .init = bytes_io_init,
              .dealloc = bytes_io_dealloc,
              .traverse = io_traverse,
              .clear = io_clear,
              .iter = bytes_io_iter,
              .iternext = bytes_io_next},
    .methods = bytes_io_methods,
    .getset = bytes_io_getset,
    .doc = "BytesIO(initial_bytes=b'')\n--\n\nBuffered I/O implementation using an in-memory bytes buffer."};
