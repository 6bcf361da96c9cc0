/* io_abstract.c: _RawIOBase, _BufferedIOBase and _TextIOBase: what each layer's classes have in common. */
#include "modules/io.h"
#include "object/byte_builder.h"

/* --- raw: everything by readinto and write ------------------------------------------------------------- */

static Own raw_base_read(Ref self, Ref const *args, isize nargs) {
    isize size = -1;
    if (!arguments_count("read", nargs, 0, 1)) return NULL;
    if (nargs) {
        size = int_index_as_isize(args[0], EXC(OverflowError));
        if (size == -1 && error_occurred()) return NULL;
    }
    if (size < 0) return object_call_method_none(self, NAME(readall));
    Own room = bytearray_from(NULL, 0), length = int_from_isize(size);
    Own array = room && length ? object_call_one((Ref)TYPE(BYTEARRAY), length) : NULL;
    release_maybe(room);
    release_maybe(length);
    Own count = array ? object_call_method_one(self, NAME(readinto), array) : NULL;
    Own result = NULL;
    if (count == None) {
        result = own_none();
    } else if (count) {
        isize got = int_as_isize(count);
        if (got != -1 || !error_occurred())
            result = bytes_from(AS_BYTEARRAY(array)->start, isize_max(0, isize_min(got, size_of(array))));
    }
    release_maybe(count);
    release_maybe(array);
    return result;
}

static Own raw_base_readall(Ref self) {
    ByteBuilder all;
    byte_builder_init(&all);
    Own size = int_from_isize(IO_BUFFER_SIZE);
    while (size) {
        Own bytes = object_call_method_one(self, NAME(read), size);
        if (!bytes || (bytes == None && all.length == 0)) {
            byte_builder_discard(&all);
            release(size);
            return bytes;
        }
        if (bytes != None && !is_bytes(bytes)) {
            release(bytes);
            byte_builder_discard(&all);
            release(size);
            return error_set(EXC(TypeError), "read() should return bytes");
        }
        bool end = bytes == None || size_of(bytes) == 0;
        if (!end) byte_builder_append(&all, bytes_data(bytes), size_of(bytes));
        release(bytes);
        if (end || all.failed) break;
    }
    release_maybe(size);
    return byte_builder_finish(&all);
}

static Own raw_base_missing(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED) {
    return error_set_object(EXC(NotImplementedError), NULL);
}

static const MethodDef raw_base_methods[] = {
    {"read", METHOD_ARRAY, .array = raw_base_read, .doc = "read($self, size=-1, /)\n--\n\n"},
    {"readall", METHOD_NONE, .none = raw_base_readall,
     .doc = "readall($self, /)\n--\n\nRead until EOF, using multiple read() call."},
    {"readinto", METHOD_ARRAY, .array = raw_base_missing, .flags = METHOD_VARARGS},
    {"write", METHOD_ARRAY, .array = raw_base_missing, .flags = METHOD_VARARGS},
    {.name = NULL}};

const TypeSpec io_raw_base_spec = {.name = "_io._RawIOBase",
                                   .module = "_io",
                                   .base = MODULE_TYPE(IO_BASE),
                                   .basicsize = sizeof(IoBase),
                                   .flags = TYPE_GC | TYPE_BASETYPE,
                                   .methods = raw_base_methods,
                                   .doc = "Base class for raw binary I/O."};

/* --- buffered ------------------------------------------------------------------------------------------ */

static Own readinto_by(Ref self, Ref target, const char *function, Ref method) {
    Buffer buffer;
    if (!argument_buffer_writable(target, function, 0, &buffer)) return NULL;
    Own size = int_from_isize(buffer.length);
    Own bytes = size ? object_call_method_one(self, method, size) : NULL, result = NULL;
    release_maybe(size);
    if (bytes && !is_bytes(bytes)) {
        error_set(EXC(TypeError), "read() should return bytes");
    } else if (bytes && size_of(bytes) > buffer.length) {
        error_set(EXC(ValueError), "read() returned too much data: %zd bytes requested, %zd returned",
                  buffer.length, size_of(bytes));
    } else if (bytes) {
        memcpy(buffer.data, bytes_data(bytes), (usize)size_of(bytes));
        result = int_from_isize(size_of(bytes));
    }
    release_maybe(bytes);
    buffer_release(&buffer);
    return result;
}
static Own buffered_base_readinto(Ref self, Ref target) {
    return readinto_by(self, target, "readinto", NAME(read));
}
static Own buffered_base_readinto1(Ref self, Ref target) {
    return readinto_by(self, target, "readinto1", NAME(read1));
}

static Own base_detach(Ref self UNUSED) { return io_unsupported("detach"); }
static Own base_read(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED) {
    return io_unsupported("read");
}
static Own base_read1(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED) {
    return io_unsupported("read1");
}
static Own base_readline(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED) {
    return io_unsupported("readline");
}
static Own base_write(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED) {
    return io_unsupported("write");
}

static const MethodDef buffered_base_methods[] = {
    {"detach", METHOD_NONE, .none = base_detach,
     .doc = "detach($self, /)\n--\n\nDisconnect this buffer from its underlying raw stream and return it.\n\n"
            "After the raw stream has been detached, the buffer is in an unusable\nstate."},
    {"read", METHOD_ARRAY, .array = base_read,
     .doc = "Read and return up to n bytes.\n\nIf the argument is omitted, None, or negative, reads and\n"
            "returns all data until EOF.\n\nIf the argument is positive, and the underlying raw stream is\n"
            "not 'interactive', multiple raw reads may be issued to satisfy\n"
            "the byte count (unless EOF is reached first).  But for\n"
            "interactive raw streams (as well as sockets and pipes), at most\n"
            "one raw read will be issued, and a short result does not imply\nthat EOF is imminent.\n\n"
            "Returns an empty bytes object on EOF.\n\nReturns None if the underlying raw stream was open in "
            "non-blocking\nmode and no data is available at the moment.\n",
     .flags = METHOD_VARARGS},
    {"read1", METHOD_ARRAY, .array = base_read1,
     .doc = "Read and return up to n bytes, with at most one read() call\n"
            "to the underlying raw stream. A short result does not imply\nthat EOF is imminent.\n\n"
            "Returns an empty bytes object on EOF.\n",
     .flags = METHOD_VARARGS},
    {"readinto", METHOD_ONE, .one = buffered_base_readinto, .doc = "readinto($self, buffer, /)\n--\n\n"},
    {"readinto1", METHOD_ONE, .one = buffered_base_readinto1, .doc = "readinto1($self, buffer, /)\n--\n\n"},
    {"write", METHOD_ARRAY, .array = base_write,
     .doc = "Write the given buffer to the IO stream.\n\n"
            "Returns the number of bytes written, which is always the length of b\nin bytes.\n\n"
            "Raises BlockingIOError if the buffer is full and the\n"
            "underlying raw stream cannot accept more data at the moment.\n",
     .flags = METHOD_VARARGS},
    {.name = NULL}};

const TypeSpec io_buffered_base_spec = {
    .name = "_io._BufferedIOBase",
    .module = "_io",
    .base = MODULE_TYPE(IO_BASE),
    .basicsize = sizeof(IoBase),
    .flags = TYPE_GC | TYPE_BASETYPE,
    .methods = buffered_base_methods,
    .doc = "Base class for buffered IO objects.\n\n"
           "The main difference with RawIOBase is that the read() method\n"
           "supports omitting the size argument, and does not have a default\n"
           "implementation that defers to readinto().\n\n"
           "In addition, read(), readinto() and write() may raise\n"
           "BlockingIOError if the underlying raw stream is in non-blocking\n"
           "mode and not ready; unlike their raw counterparts, they will never\nreturn None.\n\n"
           "A typical implementation should not inherit from a RawIOBase\nimplementation, but wrap one.\n"};

/* --- text ---------------------------------------------------------------------------------------------- */

static Own text_base_none(Ref self UNUSED, void *closure UNUSED) { return own_none(); }

static const MethodDef text_base_methods[] = {
    {"detach", METHOD_NONE, .none = base_detach,
     .doc = "Separate the underlying buffer from the TextIOBase and return it.\n\n"
            "After the underlying buffer has been detached, the TextIO is in an\nunusable state.\n"},
    {"read", METHOD_ARRAY, .array = base_read,
     .doc = "Read at most n characters from stream.\n\n"
            "Read from underlying buffer until we have n characters or we hit EOF.\n"
            "If n is negative or omitted, read until EOF.\n",
     .flags = METHOD_VARARGS},
    {"readline", METHOD_ARRAY, .array = base_readline,
     .doc = "Read until newline or EOF.\n\nReturns an empty string if EOF is hit immediately.\n",
     .flags = METHOD_VARARGS},
    {"write", METHOD_ARRAY, .array = base_write,
     .doc = "Write string to stream.\nReturns the number of characters written (which is always equal to\n"
            "the length of the string).\n",
     .flags = METHOD_VARARGS},
    {.name = NULL}};
static const GetSetDef text_base_getset[] = {
    {"encoding", .get = text_base_none, .doc = "Encoding of the text stream.\n\nSubclasses should override.\n"},
    {"newlines", .get = text_base_none,
     .doc = "Line endings translated so far.\n\nOnly line endings translated during reading are considered.\n\n"
            "Subclasses should override.\n"},
    {"errors", .get = text_base_none,
     .doc = "The error setting of the decoder or encoder.\n\nSubclasses should override.\n"},
    {.name = NULL}};

const TypeSpec io_text_base_spec = {.name = "_io._TextIOBase",
                                    .module = "_io",
                                    .base = MODULE_TYPE(IO_BASE),
                                    .basicsize = sizeof(IoBase),
                                    .flags = TYPE_GC | TYPE_BASETYPE,
                                    .methods = text_base_methods,
                                    .getset = text_base_getset,
                                    .doc =
                                        "Base class for text I/O.\n\nThis class provides a character and line "
                                        "based interface to stream\nI/O. There is no readinto method because "
                                        "Python's character strings\nare immutable.\n"};
