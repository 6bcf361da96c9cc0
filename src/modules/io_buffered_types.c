/* io_buffered_types.c: BufferedReader, BufferedWriter, BufferedRandom: one structure, three choices of
 * methods. */
#include "modules/io.h"

static Own buffered_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_BUFFERED(self)->read_end = AS_BUFFERED(self)->write_end = -1;
    gc_track(self);
    return self;
}

/* --- making -------------------------------------------------------------------------------------------- */

static bool parse_arguments(const char *function, Ref const *args, isize nargs, Ref kwnames, Ref *raw,
                            isize *size) {
    Parameters parameters = {function, {"raw", "buffer_size"}, .required = 1};
    Ref out[2];
    *size = IO_BUFFER_SIZE;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return false;
    *raw = out[0];
    if (!out[1]) return true;
    *size = int_as_isize(out[1]);
    return *size != -1 || !error_occurred();
}

static bool make_ready(Buffered *self, Ref raw, isize size, bool readable, bool writable) {
    slot_set(&self->raw, own(raw));
    self->readable = readable;
    self->writable = writable;
    if (size <= 0) {
        error_set(EXC(ValueError), "buffer size must be strictly positive");
        return false;
    }
    arena_free(self->buffer);
    self->buffer = arena_alloc((usize)size, BLOCK_RAW);
    if (!self->buffer) return error_memory();
    self->size = size;
    self->owner = 0;
    if (buffered_raw_tell(self) < 0) error_clear();
    self->position = self->raw_position = 0;
    self->read_end = self->write_end = -1;
    self->write_start = 0;
    return self->ready = true;
}

static bool init_as(Ref ref, const char *function, Ref const *args, isize nargs, Ref kwnames, bool readable,
                    bool writable) {
    Buffered *self = AS_BUFFERED(ref);
    Ref raw;
    isize size;
    self->ready = self->detached = false;
    if (!parse_arguments(function, args, nargs, kwnames, &raw, &size)) return false;
    if (readable && writable && !io_check_able(raw, NAME(seekable), "File or stream is not seekable."))
        return false;
    if (readable && !io_check_able(raw, NAME(readable), "File or stream is not readable.")) return false;
    if (writable && !io_check_able(raw, NAME(writable), "File or stream is not writable.")) return false;
    return make_ready(self, raw, size, readable, writable);
}
static bool reader_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return init_as(self, "BufferedReader", args, nargs, kwnames, true, false);
}
static bool writer_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return init_as(self, "BufferedWriter", args, nargs, kwnames, false, true);
}
static bool random_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return init_as(self, "BufferedRandom", args, nargs, kwnames, true, true);
}

static void buffered_dealloc(Own self) {
    AS_BUFFERED(self)->finalizing = true;
    if (io_dealloc_begin(self)) return;
    AS_BUFFERED(self)->ready = false;
    slot_clear(&AS_BUFFERED(self)->raw);
    arena_free(AS_BUFFERED(self)->buffer);
    io_dealloc_end(self);
}
static bool buffered_traverse(Ref self, VisitFn visit, void *context) {
    const Buffered *b = AS_BUFFERED(self);
    return (!b->raw || visit(b->raw, context)) && io_traverse(self, visit, context);
}
static void buffered_clear(Ref self) {
    AS_BUFFERED(self)->ready = false;
    slot_clear(&AS_BUFFERED(self)->raw);
    io_clear(self);
}

/* --- what raw answers ---------------------------------------------------------------------------------- */

static Own ask_raw(Ref self, Ref method) {
    return buffered_check_ready(AS_BUFFERED(self)) ? object_call_method_none(AS_BUFFERED(self)->raw, method)
                                                   : NULL;
}
static Own raw_attribute(Ref self, Ref name) {
    return buffered_check_ready(AS_BUFFERED(self)) ? object_get_attribute(AS_BUFFERED(self)->raw, name) : NULL;
}
static Own buffered_method_seekable(Ref self) { return ask_raw(self, NAME(seekable)); }
static Own buffered_method_readable(Ref self) { return ask_raw(self, NAME(readable)); }
static Own buffered_method_writable(Ref self) { return ask_raw(self, NAME(writable)); }
static Own buffered_method_fileno(Ref self) { return ask_raw(self, NAME(fileno)); }
static Own buffered_method_isatty(Ref self) { return ask_raw(self, NAME(isatty)); }
static Own buffered_method_dealloc_warn(Ref self, Ref source) {
    if (!AS_BUFFERED(self)->ready || !AS_BUFFERED(self)->raw) return own_none();
    Own answer = object_call_method_one(AS_BUFFERED(self)->raw, NAME(_dealloc_warn), source);
    if (!answer) error_clear();
    release_maybe(answer);
    return own_none();
}
static Own buffered_method_sizeof(Ref self) {
    return int_from_isize(type_of(self)->ghost_size +
                          (AS_BUFFERED(self)->buffer ? AS_BUFFERED(self)->size : 0));
}
static Own buffered_get_closed(Ref self, void *closure UNUSED) { return raw_attribute(self, NAME(closed)); }
static Own buffered_get_name(Ref self, void *closure UNUSED) { return raw_attribute(self, NAME(name)); }
static Own buffered_get_mode(Ref self, void *closure UNUSED) { return raw_attribute(self, NAME(mode)); }
static Own buffered_repr(Ref self) { return io_repr_named(self, ""); }

/* --- the types ----------------------------------------------------------------------------------------- */

#define SEEK_DOC "seek($self, target, whence=0, /)\n--\n\n"
#define TRUNCATE_DOC "truncate($self, pos=None, /)\n--\n\n"
#define READ_DOC "read($self, size=-1, /)\n--\n\n"
#define PEEK_DOC "peek($self, size=0, /)\n--\n\n"
#define READ1_DOC "read1($self, size=-1, /)\n--\n\n"
#define READINTO_DOC "readinto($self, buffer, /)\n--\n\n"
#define READINTO1_DOC "readinto1($self, buffer, /)\n--\n\n"
#define READLINE_DOC "readline($self, size=-1, /)\n--\n\n"
#define WRITE_DOC "write($self, buffer, /)\n--\n\n"

static const MethodDef reader_methods[] = {
    {"detach", METHOD_NONE, .none = buffered_method_detach},
    {"flush", METHOD_NONE, .none = buffered_method_simple_flush},
    {"close", METHOD_NONE, .none = buffered_method_close},
    {"seekable", METHOD_NONE, .none = buffered_method_seekable},
    {"readable", METHOD_NONE, .none = buffered_method_readable},
    {"fileno", METHOD_NONE, .none = buffered_method_fileno},
    {"isatty", METHOD_NONE, .none = buffered_method_isatty},
    {"_dealloc_warn", METHOD_ONE, .one = buffered_method_dealloc_warn},
    {"read", METHOD_ARRAY, .array = buffered_method_read, .doc = READ_DOC},
    {"peek", METHOD_ARRAY, .array = buffered_method_peek, .doc = PEEK_DOC},
    {"read1", METHOD_ARRAY, .array = buffered_method_read1, .doc = READ1_DOC},
    {"readinto", METHOD_ONE, .one = buffered_method_readinto, .doc = READINTO_DOC},
    {"readinto1", METHOD_ONE, .one = buffered_method_readinto1, .doc = READINTO1_DOC},
    {"readline", METHOD_ARRAY, .array = buffered_method_readline, .doc = READLINE_DOC},
    {"seek", METHOD_ARRAY, .array = buffered_method_seek, .doc = SEEK_DOC},
    {"tell", METHOD_NONE, .none = buffered_method_tell},
    {"truncate", METHOD_ARRAY, .array = buffered_method_truncate, .doc = TRUNCATE_DOC},
    {"__sizeof__", METHOD_NONE, .none = buffered_method_sizeof},
    {.name = NULL}};
static const MethodDef writer_methods[] = {
    {"close", METHOD_NONE, .none = buffered_method_close},
    {"detach", METHOD_NONE, .none = buffered_method_detach},
    {"seekable", METHOD_NONE, .none = buffered_method_seekable},
    {"writable", METHOD_NONE, .none = buffered_method_writable},
    {"fileno", METHOD_NONE, .none = buffered_method_fileno},
    {"isatty", METHOD_NONE, .none = buffered_method_isatty},
    {"_dealloc_warn", METHOD_ONE, .one = buffered_method_dealloc_warn},
    {"write", METHOD_ONE, .one = buffered_method_write, .doc = WRITE_DOC},
    {"truncate", METHOD_ARRAY, .array = buffered_method_truncate, .doc = TRUNCATE_DOC},
    {"flush", METHOD_NONE, .none = buffered_method_flush},
    {"seek", METHOD_ARRAY, .array = buffered_method_seek, .doc = SEEK_DOC},
    {"tell", METHOD_NONE, .none = buffered_method_tell},
    {"__sizeof__", METHOD_NONE, .none = buffered_method_sizeof},
    {.name = NULL}};
static const MethodDef random_methods[] = {
    {"close", METHOD_NONE, .none = buffered_method_close},
    {"detach", METHOD_NONE, .none = buffered_method_detach},
    {"seekable", METHOD_NONE, .none = buffered_method_seekable},
    {"readable", METHOD_NONE, .none = buffered_method_readable},
    {"writable", METHOD_NONE, .none = buffered_method_writable},
    {"fileno", METHOD_NONE, .none = buffered_method_fileno},
    {"isatty", METHOD_NONE, .none = buffered_method_isatty},
    {"_dealloc_warn", METHOD_ONE, .one = buffered_method_dealloc_warn},
    {"flush", METHOD_NONE, .none = buffered_method_flush},
    {"seek", METHOD_ARRAY, .array = buffered_method_seek, .doc = SEEK_DOC},
    {"tell", METHOD_NONE, .none = buffered_method_tell},
    {"truncate", METHOD_ARRAY, .array = buffered_method_truncate, .doc = TRUNCATE_DOC},
    {"read", METHOD_ARRAY, .array = buffered_method_read, .doc = READ_DOC},
    {"read1", METHOD_ARRAY, .array = buffered_method_read1, .doc = READ1_DOC},
    {"readinto", METHOD_ONE, .one = buffered_method_readinto, .doc = READINTO_DOC},
    {"readinto1", METHOD_ONE, .one = buffered_method_readinto1, .doc = READINTO1_DOC},
    {"readline", METHOD_ARRAY, .array = buffered_method_readline, .doc = READLINE_DOC},
    {"peek", METHOD_ARRAY, .array = buffered_method_peek, .doc = PEEK_DOC},
    {"write", METHOD_ONE, .one = buffered_method_write, .doc = WRITE_DOC},
    {"__sizeof__", METHOD_NONE, .none = buffered_method_sizeof},
    {.name = NULL}};
static const GetSetDef buffered_getset[] = {{"closed", .get = buffered_get_closed},
                                            {"name", .get = buffered_get_name},
                                            {"mode", .get = buffered_get_mode},
                                            {.name = NULL}};
static const MemberDef buffered_members[] = {{"raw", MEMBER_OBJECT, offsetof(Buffered, raw), .readonly = true},
                                             {"_finalizing", MEMBER_BOOL, offsetof(Buffered, finalizing)},
                                             {.name = NULL}};

/* What each of the three adds to this. */
#define BUFFERED_SPEC(class)                                                                                   \
    .name = "_io." class, .module = "_io", .base = MODULE_TYPE(IO_BUFFERED_BASE),                              \
    .basicsize = sizeof(Buffered), .ghost_size = 152, .beside = 32, .flags = TYPE_GC | TYPE_BASETYPE,          \
    .dict_offset = offsetof(Buffered, dict), .weaklist_offset = offsetof(Buffered, weaklist),                  \
    .getset = buffered_getset, .members = buffered_members
#define BUFFERED_SLOTS                                                                                         \
    .new = buffered_new, .dealloc = buffered_dealloc, .traverse = buffered_traverse, .clear = buffered_clear,  \
    .repr = buffered_repr

const TypeSpec io_buffered_reader_spec = {
    BUFFERED_SPEC("BufferedReader"), .slots = {BUFFERED_SLOTS, .init = reader_init, .iternext = buffered_next},
    .methods = reader_methods,
    .doc = "BufferedReader(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nCreate a new buffered reader using the "
           "given readable raw IO object."};
const TypeSpec io_buffered_writer_spec = {
    BUFFERED_SPEC("BufferedWriter"), .slots = {BUFFERED_SLOTS, .init = writer_init}, .methods = writer_methods,
    .doc = "BufferedWriter(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nA buffer for a writeable sequential "
           "RawIO object.\n\nThe constructor creates a BufferedWriter for the given writeable raw\nstream. If "
           "the buffer_size is not given, it defaults to\nDEFAULT_BUFFER_SIZE."};
const TypeSpec io_buffered_random_spec = {
    BUFFERED_SPEC("BufferedRandom"), .slots = {BUFFERED_SLOTS, .init = random_init, .iternext = buffered_next},
    .methods = random_methods,
    .doc = "BufferedRandom(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nA buffered interface to random access "
           "streams.\n\nThe constructor creates a reader and writer for a seekable stream,\nraw, given in the "
           "first argument. If the buffer_size is omitted it\ndefaults to DEFAULT_BUFFER_SIZE."};
