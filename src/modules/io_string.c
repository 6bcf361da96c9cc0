/* io_string.c: StringIO: a text file that is a piece of memory: an array of code points. */
#include "modules/io.h"

typedef struct StringIo {
    IO_HEAD;
    u32 *data; /* raw block; NULL: nothing yet */
    isize length, capacity, position;
    Object *newline;      /* as given: None or a str; NULL: never made; owned */
    Object *decoder;      /* in universal mode; owned, or NULL */
    char read_newline[3]; /* "": universal */
    bool universal, closed;
} StringIo;
#define AS_STRING_IO(ref) ((StringIo *)(ref))

static bool check_open(Ref self) {
    if (!AS_STRING_IO(self)->newline && !AS_STRING_IO(self)->closed) {
        error_set(EXC(ValueError), "I/O operation on uninitialized object");
        return false;
    }
    if (AS_STRING_IO(self)->closed) error_set(EXC(ValueError), "I/O operation on closed file");
    return !AS_STRING_IO(self)->closed;
}

static bool reserve(StringIo *self, isize length) {
    if (length <= self->capacity) return true;
    isize capacity = length + (length >> 3) + 16;
    u32 *data = arena_alloc((usize)capacity * sizeof(u32), BLOCK_RAW);
    if (!data) return error_memory();
    if (self->length) memcpy(data, self->data, (usize)self->length * sizeof(u32));
    arena_free(self->data);
    self->data = data;
    self->capacity = capacity;
    return true;
}

static bool put(StringIo *self, Ref text) {
    isize count = str_length(text), end = self->position + count;
    if (count == 0) return true;
    if (!reserve(self, end)) return false;
    for (isize i = self->length; i < self->position; i++) self->data[i] = 0;
    for (isize i = 0; i < count; i++) self->data[self->position + i] = str_char(text, i);
    self->position = end;
    self->length = isize_max(self->length, end);
    return true;
}

static bool write_str(StringIo *self, Ref text) {
    Own translated = self->decoder ? newline_decode(self->decoder, text, true) : own(text);
    if (translated && self->read_newline[0] == '\r') {
        Own old = str_from_ascii("\n", 1), new = str_from_ascii(self->read_newline, -1);
        Own replaced = old && new ? str_replace(translated, old, new, -1) : NULL;
        release_maybe(old);
        release_maybe(new);
        release(translated);
        translated = replaced;
    }
    bool written = translated && put(self, translated);
    release_maybe(translated);
    return written;
}

static Own take(StringIo *self, isize count) {
    isize available = isize_max(0, self->length - self->position);
    if (count < 0 || count > available) count = available;
    if (count == 0) return own(OBJECT_ROOT->empty_str);
    Own text = str_from_ucs4(self->data + self->position, count);
    self->position += count;
    return text;
}

/* Characters up to the end of the line, at most `limit`. */
static isize line_length(const StringIo *self, isize limit) {
    const u32 *start = self->data + self->position;
    isize available = isize_max(0, self->length - self->position), ends = (isize)strlen(self->read_newline);
    if (limit >= 0) available = isize_min(available, limit);
    for (isize i = 0; i < available; i++) {
        if (ends == 0) {
            if (start[i] == '\n') return i + 1;
            if (start[i] == '\r') return i + 1 < available && start[i + 1] == '\n' ? i + 2 : i + 1;
        } else if (start[i] == (u8)self->read_newline[0] && i + ends <= available &&
                   (ends == 1 || start[i + 1] == (u8)self->read_newline[1])) {
            return i + ends;
        }
    }
    return available;
}

/* --- life ---------------------------------------------------------------------------------------------- */

static Own string_io_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (self) gc_track(self);
    return self;
}

/* The newline as C has it; NULL: raised. */
static const char *newline_argument(Ref newline) {
    static const char *const legal[] = {"", "\n", "\r", "\r\n"};
    if (newline == None) return "\n";
    if (!is_str(newline)) {
        return error_set(EXC(TypeError), "newline must be str or None, not %.200s", type_of(newline)->name);
    }
    for (isize i = 0; i < COUNT_OF(legal); i++) {
        if (str_equal_ascii(newline, legal[i])) return legal[i];
    }
    return error_set(EXC(ValueError), "illegal newline value: %R", newline);
}

static bool set_newline(StringIo *self, Ref newline, const char *chosen) {
    self->universal = newline == None || !chosen[0];
    memcpy(self->read_newline, chosen, strlen(chosen) + 1);
    slot_set(&self->newline, own(newline));
    slot_set(&self->decoder, self->universal ? newline_decoder_make(None, newline == None) : NULL);
    return !self->universal || self->decoder;
}

static bool string_io_init(Ref ref, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"StringIO", {"initial_value", "newline"}, .required = 0};
    StringIo *self = AS_STRING_IO(ref);
    Ref out[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return false;
    const char *chosen = out[1] ? newline_argument(out[1]) : "\n";
    if (!chosen) return false;
    Ref initial = out[0] && out[0] != None ? out[0] : NULL;
    if (initial && !is_str(initial)) {
        error_set(EXC(TypeError), "initial_value must be str or None, not %.200s", type_of(initial)->name);
        return false;
    }
    Own newline = out[1] ? own(out[1]) : str_from_ascii("\n", 1);
    bool set = newline && set_newline(self, newline, chosen);
    release_maybe(newline);
    self->length = self->position = 0;
    if (!set || (initial && !write_str(self, initial))) return false;
    self->position = 0;
    self->closed = false;
    return true;
}

static void string_io_clear(Ref self) {
    slot_clear(&AS_STRING_IO(self)->decoder);
    slot_clear(&AS_STRING_IO(self)->newline);
    io_clear(self);
}
static bool string_io_traverse(Ref self, VisitFn visit, void *context) {
    return (!AS_STRING_IO(self)->decoder || visit(AS_STRING_IO(self)->decoder, context)) &&
           io_traverse(self, visit, context);
}
static void free_data(StringIo *self) {
    arena_free(self->data);
    self->data = NULL;
    self->length = self->capacity = 0;
}
static void string_io_dealloc(Own self) {
    gc_untrack(self);
    weakref_clear_all(self);
    string_io_clear(self);
    free_data(AS_STRING_IO(self));
    object_free(self);
}

/* --- methods ------------------------------------------------------------------------------------------- */

static Own string_io_write(Ref self, Ref text) {
    if (!check_open(self)) return NULL;
    if (!is_str(text))
        return error_set(EXC(TypeError), "string argument expected, got '%.200s'", type_of(text)->name);
    return write_str(AS_STRING_IO(self), text) ? int_from_isize(str_length(text)) : NULL;
}
static Own string_io_getvalue(Ref self) {
    if (!check_open(self)) return NULL;
    return str_from_ucs4(AS_STRING_IO(self)->data, AS_STRING_IO(self)->length);
}
static Own string_io_tell(Ref self) {
    return check_open(self) ? int_from_isize(AS_STRING_IO(self)->position) : NULL;
}
static Own string_io_read(Ref self, Ref const *args, isize nargs) {
    isize size = -1;
    if (!arguments_count("read", nargs, 0, 1) || (nargs && !io_size(args[0], &size))) return NULL;
    return check_open(self) ? take(AS_STRING_IO(self), size) : NULL;
}
static Own string_io_readline(Ref self, Ref const *args, isize nargs) {
    isize size = -1;
    if (!arguments_count("readline", nargs, 0, 1) || (nargs && !io_size(args[0], &size))) return NULL;
    return check_open(self) ? take(AS_STRING_IO(self), line_length(AS_STRING_IO(self), size)) : NULL;
}
static Own string_io_next(Ref self) {
    if (!check_open(self)) return NULL;
    Own line;
    if (is_exactly(self, MODULE_TYPE(IO_STRING))) {
        line = take(AS_STRING_IO(self), line_length(AS_STRING_IO(self), -1));
    } else {
        line = object_call_method_none(self, NAME(readline));
        if (line && !is_str(line)) {
            error_set(EXC(OSError), "readline() should have returned a str object, not '%.200s'",
                      type_of(line)->name);
            slot_clear(&line);
        }
    }
    if (!line || str_length(line) > 0) return line;
    release(line);
    return NULL;
}
static Own string_io_truncate(Ref self, Ref const *args, isize nargs) {
    StringIo *io = AS_STRING_IO(self);
    isize size = io->position;
    if (!arguments_count("truncate", nargs, 0, 1) || !check_open(self)) return NULL;
    if (nargs && !io_size(args[0], &size)) return NULL;
    if (size < 0) return error_set(EXC(ValueError), "Negative size value %zd", size);
    io->length = isize_min(io->length, size);
    return int_from_isize(size);
}
static Own string_io_seek(Ref self, Ref const *args, isize nargs) {
    StringIo *io = AS_STRING_IO(self);
    int whence = 0;
    if (!arguments_count("seek", nargs, 1, 2)) return NULL;
    isize position = int_as_isize(args[0]);
    if (position == -1 && error_occurred()) return NULL;
    if ((nargs > 1 && !argument_int(args[1], &whence)) || !check_open(self)) return NULL;
    if (whence < 0 || whence > 2)
        return error_set(EXC(ValueError), "Invalid whence (%d, should be 0, 1 or 2)", whence);
    if (position < 0 && whence == IO_SEEK_SET)
        return error_set(EXC(ValueError), "Negative seek position %zd", position);
    if (position != 0 && whence != IO_SEEK_SET)
        return error_set(EXC(OSError), "Can't do nonzero cur-relative seeks");
    io->position = whence == IO_SEEK_SET ? position : whence == IO_SEEK_CUR ? io->position : io->length;
    return int_from_isize(io->position);
}
static Own string_io_close(Ref self) {
    free_data(AS_STRING_IO(self));
    AS_STRING_IO(self)->closed = true;
    return own_none();
}
static Own string_io_true(Ref self) { return check_open(self) ? own_bool(true) : NULL; }

/* --- pickling ------------------------------------------------------------------------------------------ */

static Own string_io_getstate(Ref self) {
    Own value = string_io_getvalue(self),
        position = value ? int_from_isize(AS_STRING_IO(self)->position) : NULL;
    Own dict = AS_IO(self)->dict ? dict_copy(AS_IO(self)->dict) : own_none();
    Own state = position && dict
                    ? tuple_pack(4, (Ref)value, (Ref)AS_STRING_IO(self)->newline, (Ref)position, (Ref)dict)
                    : NULL;
    release_maybe(value);
    release_maybe(position);
    release_maybe(dict);
    return state;
}

/* The value is put back as it was: it has been translated already. */
static Own string_io_setstate(Ref self, Ref state) {
    StringIo *io = AS_STRING_IO(self);
    if (io->closed && !check_open(self)) return NULL;
    if (!is_tuple(state) || tuple_length(state) < 4) {
        return error_set(EXC(TypeError), "%.200s.__setstate__ argument should be 4-tuple, got %.200s",
                         type_of(self)->name, type_of(state)->name);
    }
    Ref args[] = {tuple_get(state, 0), tuple_get(state, 1)};
    isize position;
    if (!string_io_init(self, args, 2, NULL)) return NULL;
    io->length = io->position = 0;
    if (is_str(args[0]) && !put(io, args[0])) return NULL;
    if (!io_state_position(tuple_get(state, 2), "third", &position)) return NULL;
    io->position = position;
    return io_set_dict_state(self, tuple_get(state, 3), "fourth") ? own_none() : NULL;
}

static Own string_io_get_closed(Ref self, void *closure UNUSED) {
    if (!AS_STRING_IO(self)->newline && !check_open(self)) return NULL;
    return own_bool(AS_STRING_IO(self)->closed);
}
static Own string_io_get_line_buffering(Ref self, void *closure UNUSED) {
    return check_open(self) ? own_bool(false) : NULL;
}
static Own string_io_get_newlines(Ref self, void *closure UNUSED) {
    if (!check_open(self)) return NULL;
    Ref decoder = AS_STRING_IO(self)->decoder;
    return decoder ? newlines_seen(AS_NEWLINE_DECODER(decoder)->seen) : own_none();
}

static const MethodDef string_io_methods[] = {
    {"close", METHOD_NONE, .none = string_io_close,
     .doc = "close($self, /)\n--\n\nClose the IO object.\n\n"
            "Attempting any further operation after the object is closed\nwill raise a ValueError.\n\n"
            "This method has no effect if the file is already closed."},
    {"getvalue", METHOD_NONE, .none = string_io_getvalue,
     .doc = "getvalue($self, /)\n--\n\nRetrieve the entire contents of the object."},
    {"read", METHOD_ARRAY, .array = string_io_read,
     .doc = "read($self, size=-1, /)\n--\n\nRead at most size characters, returned as a string.\n\n"
            "If the argument is negative or omitted, read until EOF\n"
            "is reached. Return an empty string at EOF."},
    {"readline", METHOD_ARRAY, .array = string_io_readline,
     .doc = "readline($self, size=-1, /)\n--\n\nRead until newline or EOF.\n\n"
            "Returns an empty string if EOF is hit immediately."},
    {"tell", METHOD_NONE, .none = string_io_tell,
     .doc = "tell($self, /)\n--\n\nTell the current file position."},
    {"truncate", METHOD_ARRAY, .array = string_io_truncate,
     .doc = "truncate($self, pos=None, /)\n--\n\nTruncate size to pos.\n\n"
            "The pos argument defaults to the current file position, as\n"
            "returned by tell().  The current file position is unchanged.\n"
            "Returns the new absolute position."},
    {"seek", METHOD_ARRAY, .array = string_io_seek,
     .doc = "seek($self, pos, whence=0, /)\n--\n\nChange stream position.\n\n"
            "Seek to character offset pos relative to position indicated by whence:\n"
            "    0  Start of stream (the default).  pos should be >= 0;\n"
            "    1  Current position - pos must be 0;\n    2  End of stream - pos must be 0.\n"
            "Returns the new absolute position."},
    {"write", METHOD_ONE, .one = string_io_write,
     .doc = "write($self, s, /)\n--\n\nWrite string to file.\n\n"
            "Returns the number of characters written, which is always equal to\nthe length of the string."},
    {"seekable", METHOD_NONE, .none = string_io_true,
     .doc = "seekable($self, /)\n--\n\nReturns True if the IO object can be seeked."},
    {"readable", METHOD_NONE, .none = string_io_true,
     .doc = "readable($self, /)\n--\n\nReturns True if the IO object can be read."},
    {"writable", METHOD_NONE, .none = string_io_true,
     .doc = "writable($self, /)\n--\n\nReturns True if the IO object can be written."},
    {"__getstate__", METHOD_NONE, .none = string_io_getstate},
    {"__setstate__", METHOD_ONE, .one = string_io_setstate},
    {.name = NULL}};
static const GetSetDef string_io_getset[] = {{"closed", .get = string_io_get_closed},
                                             {"newlines", .get = string_io_get_newlines},
                                             {"line_buffering", .get = string_io_get_line_buffering},
                                             {.name = NULL}};

const TypeSpec io_string_spec = {
    .name = "_io.StringIO",
    .module = "_io",
    .base = MODULE_TYPE(IO_TEXT_BASE),
    .basicsize = sizeof(StringIo),
    .ghost_size = 120,
    .flags = TYPE_GC | TYPE_BASETYPE,
    .dict_offset = offsetof(StringIo, dict),
    .weaklist_offset = offsetof(StringIo, weaklist),
    .slots = {.new = string_io_new,
              .init = string_io_init,
              .dealloc = string_io_dealloc,
              .traverse = string_io_traverse,
              .clear = string_io_clear,
              .iternext = string_io_next},
    .methods = string_io_methods,
    .getset = string_io_getset,
    .doc = "StringIO(initial_value='', newline='\\n')\n--\n\nText I/O implementation using an in-memory "
           "buffer.\n\nThe initial_value argument sets the value of object.  The newline\nargument is like the "
           "one of TextIOWrapper's constructor."};
