/* io_file.c: FileIO: a descriptor as a raw stream. Each method is one request to world. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "modules/io.h"
#include "object/audit.h"
#include "object/byte_builder.h"
#include "vm/eval.h"

static Own file_io_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    FileIo *file = AS_FILE_IO(self);
    file->descriptor = -1;
    file->seekable = -1;
    file->closes = true;
    gc_track(self);
    return self;
}

/* --- opening ------------------------------------------------------------------------------------------- */

static bool bad_mode(void) {
    error_set(EXC(ValueError), "Must have exactly one of create/read/write/append mode and at most one plus");
    return false;
}

static bool parse_mode(FileIo *self, const char *mode, int *flags) {
    bool has_kind = false, has_plus = false;
    *flags = 0;
    self->created = self->readable = self->writable = self->appending = false;
    for (const char *c = mode; *c; c++) {
        if (strchr("xrwa", *c)) {
            if (has_kind) return bad_mode();
            has_kind = true;
        } else if (*c == '+') {
            if (has_plus) return bad_mode();
            has_plus = true;
        } else if (*c != 'b') {
            error_set(EXC(ValueError), "invalid mode: %.200s", mode);
            return false;
        }
        switch (*c) {
        case 'x':
            self->created = self->writable = true;
            *flags |= O_EXCL | O_CREAT;
            break;
        case 'r': self->readable = true; break;
        case 'w':
            self->writable = true;
            *flags |= O_CREAT | O_TRUNC;
            break;
        case 'a':
            self->writable = self->appending = true;
            *flags |= O_APPEND | O_CREAT;
            break;
        case '+': self->readable = self->writable = true; break;
        default: break;
        }
    }
    if (!has_kind) return bad_mode();
    *flags |= self->readable && self->writable ? O_RDWR : self->readable ? O_RDONLY : O_WRONLY;
    *flags |= O_CLOEXEC;
    return true;
}

static int open_by_opener(Ref opener, Ref name, int flags) {
    Own number = int_from_i64(flags);
    Own result = number ? object_call_args(opener, 2, name, (Ref)number) : NULL;
    release_maybe(number);
    if (!result) return -1;
    int descriptor = -1;
    if (!is_int(result)) {
        error_set(EXC(TypeError), "expected integer from opener");
    } else if (argument_int(result, &descriptor) && descriptor < 0) {
        error_set(EXC(ValueError), "opener returned %d", descriptor);
        descriptor = -1;
    }
    release(result);
    return error_occurred() ? -1 : descriptor;
}

static int open_by_name(Ref name, int flags) {
    Own path = path_of_object(name), bytes = path ? path_encode(path) : NULL;
    int descriptor = -1;
    if (bytes) {
        WorldAnswer answer;
        WorldRequest request = {.call = WORLD_CALL_OPEN,
                                .at = WORLD_HERE,
                                .path = (const char *)bytes_data(bytes),
                                .numbers = {flags, 0666}};
        if (outside_do(&request, &answer, name, NULL)) descriptor = (int)answer.value;
    }
    release_maybe(path);
    release_maybe(bytes);
    return descriptor;
}

/* Is it a descriptor that a stream can be on? Folders are none. */
static bool check_kind(FileIo *self, Ref name) {
    WorldRequest request = {.call = WORLD_CALL_STAT, .descriptor = self->descriptor};
    WorldAnswer answer;
    if (!outside_ask(&request, &answer)) return false;
    if (answer.error == EBADF) return error_set_errno(EBADF, NULL);
    self->block_size = IO_BUFFER_SIZE;
    if (answer.error) return true;
    WorldFileStat status;
    memcpy(&status, answer.bytes, sizeof status);
    if (S_ISDIR(status.mode)) return error_set_errno(EISDIR, name);
    if (status.block_size > 1) self->block_size = (int)status.block_size;
    return true;
}

static bool close_descriptor(FileIo *self) {
    WorldRequest request = {.call = WORLD_CALL_CLOSE, .descriptor = self->descriptor};
    WorldAnswer answer;
    self->descriptor = -1;
    return outside_do(&request, &answer, NULL, NULL);
}

static Own seek_descriptor(FileIo *self, i64 offset, int whence) {
    WorldRequest request = {
        .call = WORLD_CALL_SEEK, .descriptor = self->descriptor, .numbers = {offset, whence}};
    WorldAnswer answer;
    bool quiet = self->seekable < 0; /* only the question whether it can */
    if (!outside_ask(&request, &answer)) return NULL;
    if (quiet) self->seekable = !answer.error;
    return answer.error ? error_set_errno(answer.error, NULL) : int_from_i64(answer.value);
}

/* A pipe has no end to go to, and needs none. */
static bool seek_to_end(FileIo *self) {
    WorldRequest request = {
        .call = WORLD_CALL_SEEK, .descriptor = self->descriptor, .numbers = {0, IO_SEEK_END}};
    WorldAnswer answer;
    if (!outside_ask(&request, &answer)) return false;
    return !answer.error || answer.error == ESPIPE || error_set_errno(answer.error, NULL);
}

/* The descriptor that `name` is, -1: it is no number. False: raised. */
static bool descriptor_of(Ref name, int *descriptor) {
    *descriptor = -1;
    if (!type_of(name)->slots.index) return true;
    if (!argument_int(name, descriptor)) {
        error_clear();
        *descriptor = -1;
        return true;
    }
    if (*descriptor >= 0) return true;
    error_set(EXC(ValueError), "negative file descriptor");
    return false;
}

static bool open_on(FileIo *self, Ref name, int given, int flags, bool closes, Ref opener) {
    self->closes = given < 0 || closes;
    if (given >= 0) {
        self->descriptor = given;
    } else if (!closes) {
        error_set(EXC(ValueError), "Cannot use closefd=False with file name");
        return false;
    } else {
        self->descriptor = opener ? open_by_opener(opener, name, flags) : open_by_name(name, flags);
        if (self->descriptor < 0) return false;
    }
    bool made = check_kind(self, name) && object_set_attribute(&self->ob_base, NAME(name), name);
    if (made && self->appending) made = seek_to_end(self);
    if (made) return true;
    if (given >= 0) {
        self->descriptor = -1;
    } else {
        Own raised = error_fetch();
        if (!close_descriptor(self)) error_clear();
        error_restore(raised);
    }
    return false;
}

static bool file_io_init(Ref ref, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"FileIO", {"file", "mode", "closefd", "opener"}, .required = 1};
    FileIo *self = AS_FILE_IO(ref);
    Ref out[4];
    TextArgument mode = {.text = NULL};
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return false;
    int closes = out[2] ? object_is_true(out[2]) : 1, given, flags;
    if (closes < 0 || (out[1] && !argument_text(out[1], "FileIO", "'mode'", &mode))) return false;
    if (self->descriptor >= 0) { /* a second __init__ */
        if (!self->closes) {
            self->descriptor = -1;
        } else if (!close_descriptor(self)) {
            text_argument_release(&mode);
            return false;
        }
    }
    Ref opener = out[3] && out[3] != None ? out[3] : NULL;
    self->seekable = -1;
    bool made = descriptor_of(out[0], &given) && parse_mode(self, mode.text ? mode.text : "r", &flags) &&
                AUDIT("open", "Osi", out[0], mode.text ? mode.text : "r", flags | O_CLOEXEC) &&
                open_on(self, out[0], given, flags, closes, opener);
    text_argument_release(&mode);
    return made;
}

/* --- reading and writing ------------------------------------------------------------------------------- */

static bool check_open(const FileIo *self) {
    if (self->descriptor >= 0) return true;
    error_set(EXC(ValueError), "I/O operation on closed file");
    return false;
}
static bool check_readable(const FileIo *self) {
    if (!check_open(self)) return false;
    return self->readable || io_unsupported("File not open for reading");
}
static bool check_writable(const FileIo *self) {
    if (!check_open(self)) return false;
    return self->writable || io_unsupported("File not open for writing");
}

/* One read. -1 raised, -2 it would block; else *bytes. */
static isize read_once(const FileIo *self, isize size, const char **bytes) {
    WorldRequest request = {.call = WORLD_CALL_READ, .descriptor = self->descriptor, .numbers = {size}};
    WorldAnswer answer;
    if (!outside_ask(&request, &answer)) return -1;
    if (answer.error == EAGAIN) return -2;
    if (answer.error) error_set_errno(answer.error, NULL);
    *bytes = answer.bytes;
    return (isize)answer.value;
}

isize file_io_read(Ref self, char *bytes, isize size) {
    const char *got;
    if (!check_readable(AS_FILE_IO(self))) return -1;
    isize count = read_once(AS_FILE_IO(self), size, &got);
    if (count > 0) memcpy(bytes, got, (usize)count);
    return count;
}

isize file_io_write(Ref self, const char *bytes, isize size) {
    if (!check_writable(AS_FILE_IO(self))) return -1;
    WorldRequest request = {
        .call = WORLD_CALL_WRITE, .descriptor = AS_FILE_IO(self)->descriptor, .bytes = bytes, .length = size};
    WorldAnswer answer;
    u64 written = WORLD_ROOT->output_position;
    if (!outside_ask(&request, &answer)) return -1;
    if (WORLD_ROOT->output_position != written) vm_event(PROBE_OUTPUT);
    if (answer.error == EAGAIN) return -2;
    if (answer.error) error_set_errno(answer.error, NULL);
    return (isize)answer.value;
}

static Own count_or_none(isize count) {
    return count == -2 ? own_none() : count < 0 ? NULL : int_from_isize(count);
}

static Own file_io_method_readinto(Ref self, Ref target) {
    Buffer buffer;
    if (!argument_buffer_writable(target, "readinto", 0, &buffer)) return NULL;
    bool readable = check_readable(AS_FILE_IO(self));
    isize count = readable ? file_io_read(self, buffer.data, buffer.length) : -1;
    buffer_release(&buffer);
    return readable ? count_or_none(count) : NULL;
}

static Own file_io_method_readall(Ref self) {
    if (!check_open(AS_FILE_IO(self))) return NULL;
    ByteBuilder all;
    byte_builder_init(&all);
    isize count;
    const char *bytes;
    while ((count = read_once(AS_FILE_IO(self), 1 << 20, &bytes)) > 0) byte_builder_append(&all, bytes, count);
    if (count == -1 || (count == -2 && all.length == 0)) {
        byte_builder_discard(&all);
        return count == -1 ? NULL : own_none();
    }
    return byte_builder_finish(&all);
}

static Own file_io_method_read(Ref self, Ref const *args, isize nargs) {
    isize size = -1;
    const char *bytes;
    if (!arguments_count("read", nargs, 0, 1) || (nargs && !io_size(args[0], &size))) return NULL;
    if (!check_readable(AS_FILE_IO(self))) return NULL;
    if (size < 0) return file_io_method_readall(self);
    isize count = read_once(AS_FILE_IO(self), size, &bytes);
    return count == -2 ? own_none() : count < 0 ? NULL : bytes_from(bytes, count);
}

static Own file_io_method_write(Ref self, Ref source) {
    if (!check_writable(AS_FILE_IO(self))) return NULL;
    Buffer buffer;
    if (!buffer_get(source, &buffer, false)) return NULL;
    isize count = file_io_write(self, buffer.data, buffer.length);
    buffer_release(&buffer);
    return count_or_none(count);
}

/* --- position ------------------------------------------------------------------------------------------ */

static Own file_io_method_seek(Ref self, Ref const *args, isize nargs) {
    int whence = 0;
    if (!arguments_count("seek", nargs, 1, 2)) return NULL;
    if (nargs > 1 && !argument_int(args[1], &whence)) return NULL;
    if (!check_open(AS_FILE_IO(self))) return NULL;
    if (is_float(args[0])) return error_set(EXC(TypeError), "an integer is required");
    Own index = int_index(args[0]);
    i64 offset = index ? int_as_i64(index) : -1;
    release_maybe(index);
    return offset == -1 && error_occurred() ? NULL : seek_descriptor(AS_FILE_IO(self), offset, whence);
}

static Own file_io_method_tell(Ref self) {
    return check_open(AS_FILE_IO(self)) ? seek_descriptor(AS_FILE_IO(self), 0, IO_SEEK_CUR) : NULL;
}

static Own file_io_method_truncate(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("truncate", nargs, 0, 1) || !check_writable(AS_FILE_IO(self))) return NULL;
    Own size = nargs && args[0] != None ? int_index(args[0]) : file_io_method_tell(self);
    i64 length = size ? int_as_i64(size) : -1;
    WorldRequest request = {
        .call = WORLD_CALL_TRUNCATE, .descriptor = AS_FILE_IO(self)->descriptor, .numbers = {length}};
    WorldAnswer answer;
    bool done = size && !(length == -1 && error_occurred()) && outside_do(&request, &answer, NULL, NULL);
    if (!done) {
        release_maybe(size);
        return NULL;
    }
    return size;
}

static Own file_io_method_seekable(Ref self) {
    FileIo *file = AS_FILE_IO(self);
    if (!check_open(file)) return NULL;
    if (file->seekable < 0) {
        Own position = seek_descriptor(file, 0, IO_SEEK_CUR);
        if (!position) error_clear();
        release_maybe(position);
    }
    return own_bool(file->seekable == 1);
}

/* --- closing and what it is ---------------------------------------------------------------------------- */

static Own file_io_method_dealloc_warn(Ref self, Ref source) {
    const FileIo *file = AS_FILE_IO(self);
    if (file->descriptor < 0 || !file->closes) return own_none();
    Own raised = error_fetch();
    if (!warning_issue_resource(source, "unclosed file %R", source)) {
        if (error_matches(EXC(Warning))) error_unraisable(self);
        error_clear();
    }
    error_restore(raised);
    return own_none();
}

static Own file_io_method_close(Ref self) {
    FileIo *file = AS_FILE_IO(self);
    Own result = io_base_close(self);
    if (!file->closes) {
        file->descriptor = -1;
        return result;
    }
    Own raised = result ? NULL : error_fetch();
    if (file->finalizing) release_maybe(file_io_method_dealloc_warn(self, self));
    bool closed = file->descriptor < 0 || close_descriptor(file);
    if (io_chain(raised) && closed) return result;
    release_maybe(result);
    return NULL;
}

static Own file_io_method_readable(Ref self) {
    return check_open(AS_FILE_IO(self)) ? own_bool(AS_FILE_IO(self)->readable) : NULL;
}
static Own file_io_method_writable(Ref self) {
    return check_open(AS_FILE_IO(self)) ? own_bool(AS_FILE_IO(self)->writable) : NULL;
}
static Own file_io_method_fileno(Ref self) {
    return check_open(AS_FILE_IO(self)) ? int_from_i64(AS_FILE_IO(self)->descriptor) : NULL;
}
static Own file_io_method_isatty(Ref self) {
    if (!check_open(AS_FILE_IO(self))) return NULL;
    WorldRequest request = {.call = WORLD_CALL_IS_TERMINAL, .descriptor = AS_FILE_IO(self)->descriptor};
    WorldAnswer answer;
    return outside_ask(&request, &answer) ? own_bool(!answer.error) : NULL;
}

static const char *mode_of(const FileIo *self) {
    if (self->created) return self->readable ? "xb+" : "xb";
    if (self->appending) return self->readable ? "ab+" : "ab";
    if (self->readable) return self->writable ? "rb+" : "rb";
    return "wb";
}

static Own file_io_get_closed(Ref self, void *closure UNUSED) {
    return own_bool(AS_FILE_IO(self)->descriptor < 0);
}
static Own file_io_get_closefd(Ref self, void *closure UNUSED) { return own_bool(AS_FILE_IO(self)->closes); }
static Own file_io_get_mode(Ref self, void *closure UNUSED) {
    return str_from_ascii(mode_of(AS_FILE_IO(self)), -1);
}

static Own file_io_repr(Ref self) {
    const FileIo *file = AS_FILE_IO(self);
    const char *type = type_of(self)->name, *closes = file->closes ? "True" : "False";
    if (file->descriptor < 0) return str_format("<_io.FileIO [closed]>");
    Own name;
    if (!object_find_attribute(self, NAME(name), &name)) return NULL;
    if (!name) {
        return str_format("<_io.FileIO fd=%d mode='%s' closefd=%s>", file->descriptor, mode_of(file), closes);
    }
    int running = object_repr_enter(self);
    Own text = NULL;
    if (running == 0) {
        text = str_format("<_io.FileIO name=%R mode='%s' closefd=%s>", name, mode_of(file), closes);
        object_repr_leave(self);
    } else if (running > 0) {
        error_set(EXC(RuntimeError), "reentrant call inside %s.__repr__", type);
    }
    release(name);
    return text;
}

static void file_io_dealloc(Own self) {
    if (!io_dealloc_begin(self)) io_dealloc_end(self);
}

static const MethodDef file_io_methods[] = {
    {"read", METHOD_ARRAY, .array = file_io_method_read,
     .doc = "read($self, size=-1, /)\n--\n\nRead at most size bytes, returned as bytes.\n\n"
            "Only makes one system call, so less data may be returned than requested.\n"
            "In non-blocking mode, returns None if no data is available.\n"
            "Return an empty bytes object at EOF."},
    {"readall", METHOD_NONE, .none = file_io_method_readall,
     .doc = "readall($self, /)\n--\n\nRead all data from the file, returned as bytes.\n\n"
            "In non-blocking mode, returns as much as is immediately available,\n"
            "or None if no data is available.  Return an empty bytes object at EOF."},
    {"readinto", METHOD_ONE, .one = file_io_method_readinto,
     .doc = "readinto($self, buffer, /)\n--\n\nSame as RawIOBase.readinto()."},
    {"write", METHOD_ONE, .one = file_io_method_write,
     .doc = "write($self, b, /)\n--\n\nWrite buffer b to file, return number of bytes written.\n\n"
            "Only makes one system call, so not all of the data may be written.\n"
            "The number of bytes actually written is returned.  In non-blocking mode,\n"
            "returns None if the write would block."},
    {"seek", METHOD_ARRAY, .array = file_io_method_seek,
     .doc = "seek($self, pos, whence=0, /)\n--\n\nMove to new file position and return the file position.\n\n"
            "Argument offset is a byte count.  Optional argument whence defaults to\n"
            "SEEK_SET or 0 (offset from start of file, offset should be >= 0); other values\n"
            "are SEEK_CUR or 1 (move relative to current position, positive or negative),\n"
            "and SEEK_END or 2 (move relative to end of file, usually negative, although\n"
            "many platforms allow seeking beyond the end of a file).\n\n"
            "Note that not all file objects are seekable."},
    {"tell", METHOD_NONE, .none = file_io_method_tell,
     .doc = "tell($self, /)\n--\n\nCurrent file position.\n\nCan raise OSError for non seekable files."},
    {"truncate", METHOD_ARRAY, .array = file_io_method_truncate,
     .doc = "truncate($self, size=None, /)\n--\n\n"
            "Truncate the file to at most size bytes and return the truncated size.\n\n"
            "Size defaults to the current file position, as returned by tell().\n"
            "The current file position is changed to the value of size."},
    {"close", METHOD_NONE, .none = file_io_method_close,
     .doc = "close($self, /)\n--\n\nClose the file.\n\n"
            "A closed file cannot be used for further I/O operations.  close() may be\n"
            "called more than once without error."},
    {"seekable", METHOD_NONE, .none = file_io_method_seekable,
     .doc = "seekable($self, /)\n--\n\nTrue if file supports random-access."},
    {"readable", METHOD_NONE, .none = file_io_method_readable,
     .doc = "readable($self, /)\n--\n\nTrue if file was opened in a read mode."},
    {"writable", METHOD_NONE, .none = file_io_method_writable,
     .doc = "writable($self, /)\n--\n\nTrue if file was opened in a write mode."},
    {"fileno", METHOD_NONE, .none = file_io_method_fileno,
     .doc = "fileno($self, /)\n--\n\nReturn the underlying file descriptor (an integer)."},
    {"isatty", METHOD_NONE, .none = file_io_method_isatty,
     .doc = "isatty($self, /)\n--\n\nTrue if the file is connected to a TTY device."},
    {"_dealloc_warn", METHOD_ONE, .one = file_io_method_dealloc_warn},
    {.name = NULL}};
static const GetSetDef file_io_getset[] = {
    {"closed", .get = file_io_get_closed, .doc = "True if the file is closed"},
    {"closefd", .get = file_io_get_closefd, .doc = "True if the file descriptor will be closed by close()."},
    {"mode", .get = file_io_get_mode, .doc = "String giving the file mode"},
    {.name = NULL}};
static const MemberDef file_io_members[] = {{"_blksize", MEMBER_INT, offsetof(FileIo, block_size)},
                                            {"_finalizing", MEMBER_BOOL, offsetof(FileIo, finalizing)},
                                            {.name = NULL}};

const TypeSpec io_file_spec = {
    .name = "_io.FileIO",
    .module = "_io",
    .base = MODULE_TYPE(IO_RAW_BASE),
    .basicsize = sizeof(FileIo),
    .ghost_size = 48,
    .flags = TYPE_GC | TYPE_BASETYPE,
    .dict_offset = offsetof(FileIo, dict),
    .weaklist_offset = offsetof(FileIo, weaklist),
    .slots = {.new = file_io_new,
              .init = file_io_init,
              .dealloc = file_io_dealloc,
              .traverse = io_traverse,
              .clear = io_clear,
              .repr = file_io_repr,
              .getattro = object_generic_get_attribute},
    .methods = file_io_methods,
    .getset = file_io_getset,
    .members = file_io_members,
    .doc = "FileIO(file, mode='r', closefd=True, opener=None)\n--\n\nOpen a file.\n\nThe mode can be 'r' "
           "(default), 'w', 'x' or 'a' for reading,\nwriting, exclusive creation or appending.  The file will "
           "be created if it\ndoesn't exist when opened for writing or appending; it will be truncated\nwhen "
           "opened for writing.  A FileExistsError will be raised if it already\nexists when opened for "
           "creating. Opening a file for creating implies\nwriting so this mode behaves in a similar way to "
           "'w'.Add a '+' to the mode\nto allow simultaneous reading and writing. A custom opener can be used "
           "by\npassing a callable as *opener*. The underlying file descriptor for the file\nobject is then "
           "obtained by calling opener with (*name*, *flags*).\n*opener* must return an open file descriptor "
           "(passing os.open as *opener*\nresults in functionality similar to passing None)."};
