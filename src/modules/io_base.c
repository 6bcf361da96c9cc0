/* io_base.c: _IOBase, what all streams have: whether they are closed, lines, and a death that closes. */
#include "modules/io.h"
#include "object/byte_builder.h"

/* --- shared by all streams ----------------------------------------------------------------------------- */

int io_is_closed(Ref stream) {
    Own closed = object_get_attribute(stream, NAME(closed));
    int truth = closed ? object_is_true(closed) : -1;
    release_maybe(closed);
    return truth;
}

bool io_check_closed(Ref stream) {
    Own closed;
    if (!object_find_attribute(stream, NAME(closed), &closed)) return false;
    int truth = closed ? object_is_true(closed) : 0;
    release_maybe(closed);
    if (truth > 0) error_set(EXC(ValueError), "I/O operation on closed file.");
    return truth == 0;
}

bool io_check_able(Ref stream, Ref question, const char *message) {
    Own answer = object_call_method_none(stream, question);
    if (!answer) return false;
    bool able = answer == True;
    release(answer);
    if (!able) io_unsupported(message);
    return able;
}

bool io_size(Ref value, isize *size) {
    if (!value || value == None) return true;
    if (!type_of(value)->slots.index) {
        error_set(EXC(TypeError), "argument should be integer or None, not '%.200s'", type_of(value)->name);
        return false;
    }
    *size = int_index_as_isize(value, EXC(OverflowError));
    return *size != -1 || !error_occurred();
}

bool io_call_quietly(Ref object, Ref method) {
    Own result = object_call_method_none(object, method);
    release_maybe(result);
    return result != NULL;
}

bool io_chain(Own first) {
    if (!first) return !error_occurred();
    if (error_occurred()) {
        Own second = error_fetch();
        exception_set_context(second, first);
        error_restore(second);
    } else {
        error_restore(first);
    }
    return false;
}

i64 io_position(Own answer) {
    if (!answer) return -1;
    i64 position = -1;
    if (type_of(answer)->slots.index) {
        position = int_as_i64(answer);
    } else {
        error_set(EXC(TypeError), "'%.200s' object cannot be interpreted as an integer", type_of(answer)->name);
    }
    release(answer);
    if (position >= 0 || error_occurred()) return position < 0 ? -1 : position;
    error_set(EXC(OSError), "Raw stream returned invalid position %ld", (long)position);
    return -1;
}

i64 io_seek(Ref stream, i64 offset, int whence) {
    Own position = int_from_i64(offset), from = int_from_i64(whence), answer = NULL;
    Ref args[] = {position, from};
    if (position && from) answer = object_call_method(stream, NAME(seek), args, 2, NULL);
    release_maybe(position);
    release_maybe(from);
    return io_position(answer);
}

i64 io_tell(Ref stream) { return io_position(object_call_method_none(stream, NAME(tell))); }

Own io_repr_named(Ref self, const char *fields) {
    Own name;
    if (!object_find_attribute(self, NAME(name), &name)) {
        if (!error_matches(EXC(ValueError))) return NULL; /* a detached buffer raises that */
        error_clear();
        name = NULL;
    }
    if (!name) return str_format("<%.200s%s>", type_of(self)->name, fields);
    int running = object_repr_enter(self);
    Own text = NULL;
    if (running == 0) {
        text = str_format("<%.200s name=%R%s>", type_of(self)->name, name, fields);
        object_repr_leave(self);
    } else if (running > 0) {
        error_set(EXC(RuntimeError), "reentrant call inside %s.__repr__", type_of(self)->name);
    }
    release(name);
    return text;
}

/* --- life and death ------------------------------------------------------------------------------------ */

static Own io_base_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (self) gc_track(self);
    return self;
}

/* A stream that was not closed is closed now; what that raises nobody hears. */
static void io_base_finalize(Ref self) {
    Own raised = error_fetch();
    int closed = io_is_closed(self);
    if (closed < 0) error_clear(); /* not even made fully: leave it alone */
    if (closed == 0) {
        if (!object_set_attribute(self, NAME(_finalizing), True)) error_clear();
        if (!io_call_quietly(self, NAME(close))) error_clear();
    }
    error_restore(raised);
}

bool io_dealloc_begin(Own self) {
    if (object_finalize_in_dealloc(self)) return true;
    gc_untrack(self);
    weakref_clear_all(self);
    return false;
}

void io_dealloc_end(Own self) {
    slot_clear(&AS_IO(self)->dict);
    object_free(self);
}

static void io_base_dealloc(Own self) {
    if (!io_dealloc_begin(self)) io_dealloc_end(self);
}

bool io_traverse(Ref self, VisitFn visit, void *context) {
    return !AS_IO(self)->dict || visit(AS_IO(self)->dict, context);
}
void io_clear(Ref self) { slot_clear(&AS_IO(self)->dict); }

/* --- methods ------------------------------------------------------------------------------------------- */

static int is_marked_closed(Ref self) {
    Own mark;
    if (!object_find_attribute(self, NAME(__IOBase_closed), &mark)) return -1;
    release_maybe(mark);
    return mark != NULL;
}

Own io_base_close(Ref self) {
    int closed = is_marked_closed(self);
    if (closed < 0) return NULL;
    if (closed) return own_none();
    Own raised = NULL;
    if (!io_call_quietly(self, NAME(flush))) raised = error_fetch();
    bool marked = object_set_attribute(self, NAME(__IOBase_closed), True);
    if (!io_chain(raised) || !marked) return NULL;
    return own_none();
}

static Own io_base_seek(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED) {
    return io_unsupported("seek");
}
static Own io_base_tell(Ref self) {
    Own zero = int_from_i64(0), one = int_from_i64(1);
    Ref args[] = {zero, one};
    Own position = object_call_method(self, NAME(seek), args, 2, NULL);
    release(zero);
    release(one);
    return position;
}
static Own io_base_truncate(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED) {
    return io_unsupported("truncate");
}
static Own io_base_fileno(Ref self UNUSED) { return io_unsupported("fileno"); }
static Own io_base_flush(Ref self) {
    int closed = is_marked_closed(self);
    if (closed < 0) return NULL;
    return closed ? error_set(EXC(ValueError), "I/O operation on closed file.") : own_none();
}
static Own io_base_no(Ref self UNUSED) { return own_bool(false); }
static Own io_base_isatty(Ref self) { return io_check_closed(self) ? own_bool(false) : NULL; }
static Own io_base_check_closed(Ref self) { return io_check_closed(self) ? own_none() : NULL; }
static Own io_base_check_seekable(Ref self) {
    return io_check_able(self, NAME(seekable), "File or stream is not seekable.") ? own_bool(true) : NULL;
}
static Own io_base_check_readable(Ref self) {
    return io_check_able(self, NAME(readable), "File or stream is not readable.") ? own_bool(true) : NULL;
}
static Own io_base_check_writable(Ref self) {
    return io_check_able(self, NAME(writable), "File or stream is not writable.") ? own_bool(true) : NULL;
}
static Own io_base_enter(Ref self) { return io_check_closed(self) ? own(self) : NULL; }
static Own io_base_exit(Ref self, Ref const *args UNUSED, isize nargs UNUSED) {
    return object_call_method_none(self, NAME(close));
}
static Own io_base_get_closed(Ref self, void *closure UNUSED) {
    int closed = is_marked_closed(self);
    return closed < 0 ? NULL : own_bool(closed);
}
static Own io_base_get_dict(Ref self, void *closure UNUSED) { return own_maybe(object_dict(self)); }

/* --- lines --------------------------------------------------------------------------------------------- */

static Own checked_bytes(Own bytes, const char *method) {
    if (!bytes || is_bytes(bytes)) return bytes;
    error_set(EXC(OSError), "%s() should have returned a bytes object, not '%.200s'", method,
              type_of(bytes)->name);
    release(bytes);
    return NULL;
}

/* How many bytes to read so that no line's end is passed: asks peek(). -1 raised. */
static isize until_newline(Ref self, Ref peek, isize room) {
    Own one = int_from_i64(1);
    Own ahead = checked_bytes(peek ? object_call_one(peek, one) : NULL, "peek");
    (void)self;
    release(one);
    if (!ahead) return -1;
    isize length = size_of(ahead);
    if (room >= 0) length = isize_min(length, room);
    const u8 *start = bytes_data(ahead), *found = memchr(start, '\n', (usize)length);
    isize wanted = found ? found + 1 - start : isize_max(length, 1);
    release(ahead);
    return wanted;
}

static Own io_base_readline(Ref self, Ref const *args, isize nargs) {
    isize limit = -1;
    if (!arguments_count("readline", nargs, 0, 1) || (nargs && !io_size(args[0], &limit))) return NULL;
    Own peek;
    if (!object_find_attribute(self, NAME(peek), &peek)) return NULL;
    ByteBuilder line;
    byte_builder_init(&line);
    bool more = true;
    while (more && !line.failed && (limit < 0 || line.length < limit)) {
        isize wanted = peek ? until_newline(self, peek, limit < 0 ? -1 : limit - line.length) : 1;
        Own count = wanted < 0 ? NULL : int_from_isize(wanted);
        Own bytes = count ? checked_bytes(object_call_method_one(self, NAME(read), count), "read") : NULL;
        release_maybe(count);
        if (!bytes) {
            byte_builder_discard(&line);
            release_maybe(peek);
            return NULL;
        }
        isize length = size_of(bytes);
        byte_builder_append(&line, bytes_data(bytes), length);
        more = length > 0 && bytes_data(bytes)[length - 1] != '\n';
        release(bytes);
    }
    release_maybe(peek);
    return byte_builder_finish(&line);
}

Own io_next_line(Ref self) {
    Own line = object_call_method_none(self, NAME(readline));
    if (!line) return NULL;
    isize length = object_length(line);
    if (length > 0) return line;
    release(line);
    return NULL;
}

static Own io_base_iter(Ref self) { return io_check_closed(self) ? own(self) : NULL; }

static Own io_base_readlines(Ref self, Ref const *args, isize nargs) {
    isize hint = -1, length = 0;
    if (!arguments_count("readlines", nargs, 0, 1) || (nargs && !io_size(args[0], &hint))) return NULL;
    Own lines = list_new(0), iterator = lines ? object_iter(self) : NULL, line;
    while (iterator && (line = object_next(iterator)) != NULL) {
        isize size = object_length(line);
        bool appended = list_append(lines, line) && size >= 0;
        length += size;
        if (!appended || (hint > 0 && length > hint)) break;
    }
    release_maybe(iterator);
    if (lines && iterator && !error_occurred()) return lines;
    release_maybe(lines);
    return NULL;
}

static Own io_base_writelines(Ref self, Ref lines) {
    if (!io_check_closed(self)) return NULL;
    Own iterator = object_iter(lines), line;
    if (!iterator) return NULL;
    while ((line = object_next(iterator)) != NULL) {
        Own written = object_call_method_one(self, NAME(write), line);
        release(line);
        release_maybe(written);
        if (!written) break;
    }
    release(iterator);
    return error_occurred() ? NULL : own_none();
}

static const MethodDef io_base_methods[] = {
    {"seek", METHOD_ARRAY, .array = io_base_seek,
     .doc = "Change stream position.\n\nChange the stream position to the given byte offset. The offset is\n"
            "interpreted relative to the position indicated by whence.  Values\nfor whence are:\n\n"
            "* 0 -- start of stream (the default); offset should be zero or positive\n"
            "* 1 -- current stream position; offset may be negative\n"
            "* 2 -- end of stream; offset is usually negative\n\nReturn the new absolute position.",
     .flags = METHOD_VARARGS},
    {"tell", METHOD_NONE, .none = io_base_tell, .doc = "tell($self, /)\n--\n\nReturn current stream position."},
    {"truncate", METHOD_ARRAY, .array = io_base_truncate,
     .doc = "Truncate file to size bytes.\n\nFile pointer is left unchanged.  Size defaults to the current IO\n"
            "position as reported by tell().  Returns the new size.",
     .flags = METHOD_VARARGS},
    {"flush", METHOD_NONE, .none = io_base_flush,
     .doc = "flush($self, /)\n--\n\nFlush write buffers, if applicable.\n\n"
            "This is not implemented for read-only and non-blocking streams."},
    {"close", METHOD_NONE, .none = io_base_close,
     .doc = "close($self, /)\n--\n\nFlush and close the IO object.\n\n"
            "This method has no effect if the file is already closed."},
    {"seekable", METHOD_NONE, .none = io_base_no,
     .doc = "seekable($self, /)\n--\n\nReturn whether object supports random access.\n\n"
            "If False, seek(), tell() and truncate() will raise OSError.\n"
            "This method may need to do a test seek()."},
    {"readable", METHOD_NONE, .none = io_base_no,
     .doc = "readable($self, /)\n--\n\nReturn whether object was opened for reading.\n\n"
            "If False, read() will raise OSError."},
    {"writable", METHOD_NONE, .none = io_base_no,
     .doc = "writable($self, /)\n--\n\nReturn whether object was opened for writing.\n\n"
            "If False, write() will raise OSError."},
    {"_checkClosed", METHOD_NONE, .none = io_base_check_closed},
    {"_checkSeekable", METHOD_NONE, .none = io_base_check_seekable},
    {"_checkReadable", METHOD_NONE, .none = io_base_check_readable},
    {"_checkWritable", METHOD_NONE, .none = io_base_check_writable},
    {"fileno", METHOD_NONE, .none = io_base_fileno,
     .doc = "fileno($self, /)\n--\n\nReturns underlying file descriptor if one exists.\n\n"
            "OSError is raised if the IO object does not use a file descriptor."},
    {"isatty", METHOD_NONE, .none = io_base_isatty,
     .doc = "isatty($self, /)\n--\n\nReturn whether this is an 'interactive' stream.\n\n"
            "Return False if it can't be determined."},
    {"__enter__", METHOD_NONE, .none = io_base_enter},
    {"__exit__", METHOD_ARRAY, .array = io_base_exit, .flags = METHOD_VARARGS},
    {"readline", METHOD_ARRAY, .array = io_base_readline,
     .doc = "readline($self, size=-1, /)\n--\n\nRead and return a line from the stream.\n\n"
            "If size is specified, at most size bytes will be read.\n\n"
            "The line terminator is always b'\\n' for binary files; for text\n"
            "files, the newlines argument to open can be used to select the line\nterminator(s) recognized."},
    {"readlines", METHOD_ARRAY, .array = io_base_readlines,
     .doc = "readlines($self, hint=-1, /)\n--\n\nReturn a list of lines from the stream.\n\n"
            "hint can be specified to control the number of lines read: no more\n"
            "lines will be read if the total size (in bytes/characters) of all\nlines so far exceeds hint."},
    {"writelines", METHOD_ONE, .one = io_base_writelines,
     .doc = "writelines($self, lines, /)\n--\n\nWrite a list of lines to stream.\n\n"
            "Line separators are not added, so it is usual for each of the\n"
            "lines provided to have a line separator at the end."},
    {.name = NULL}};

static const GetSetDef io_base_getset[] = {
    {"__dict__", .get = io_base_get_dict}, {"closed", .get = io_base_get_closed}, {.name = NULL}};

const TypeSpec io_base_spec = {
    .name = "_io._IOBase",
    .module = "_io",
    .basicsize = sizeof(IoBase),
    .flags = TYPE_GC | TYPE_BASETYPE,
    .dict_offset = offsetof(IoBase, dict),
    .weaklist_offset = offsetof(IoBase, weaklist),
    .slots = {.new = io_base_new,
              .dealloc = io_base_dealloc,
              .finalize = io_base_finalize,
              .traverse = io_traverse,
              .clear = io_clear,
              .iter = io_base_iter,
              .iternext = io_next_line},
    .methods = io_base_methods,
    .getset = io_base_getset,
    .doc = "The abstract base class for all I/O classes.\n\n"
           "This class provides dummy implementations for many methods that\n"
           "derived classes can override selectively; the default implementations\n"
           "represent a file that cannot be read, written or seeked.\n\n"
           "Even though IOBase does not declare read, readinto, or write because\n"
           "their signatures will vary, implementations and clients should\n"
           "consider those methods part of the interface. Also, implementations\n"
           "may raise UnsupportedOperation when operations they do not support are\ncalled.\n\n"
           "The basic type used for binary data read from or written to a file is\n"
           "bytes. Other bytes-like objects are accepted as method arguments too.\n"
           "In some cases (such as readinto), a writable object is required. Text\n"
           "I/O classes work with str data.\n\n"
           "Note that calling any method (except additional calls to close(),\n"
           "which are ignored) on a closed stream should raise a ValueError.\n\n"
           "IOBase (and its subclasses) support the iterator protocol, meaning\n"
           "that an IOBase object can be iterated over yielding the lines in a\nstream.\n\n"
           "IOBase also supports the :keyword:`with` statement. In this example,\n"
           "fp is closed after the suite of the with statement is complete:\n\n"
           "with open('spam.txt', 'r') as fp:\n    fp.write('Spam and eggs!')\n"};
