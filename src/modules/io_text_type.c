/* io_text_type.c: the type TextIOWrapper. */
#include "modules/io.h"

static Own text_io_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_TEXT_IO(self)->pending = text_new(TEXT_IN_ARENA);
    gc_track(self);
    return self;
}

static bool text_io_traverse(Ref self, VisitFn visit, void *context) {
    const TextIo *t = AS_TEXT_IO(self);
    Object *const parts[] = {t->buffer,  t->encoding, t->errors,  t->encoder,
                             t->decoder, t->decoded,  t->snapshot};
    for (isize i = 0; i < COUNT_OF(parts); i++) {
        if (parts[i] && !visit(parts[i], context)) return false;
    }
    return io_traverse(self, visit, context);
}

static void text_io_clear(Ref self) {
    TextIo *t = AS_TEXT_IO(self);
    Object **parts[] = {&t->buffer,  &t->encoding, &t->errors,  &t->encoder,
                        &t->decoder, &t->decoded,  &t->snapshot};
    t->ready = false;
    for (isize i = 0; i < COUNT_OF(parts); i++) slot_clear(parts[i]);
    io_clear(self);
}

static void text_io_dealloc(Own self) {
    AS_TEXT_IO(self)->finalizing = true;
    if (io_dealloc_begin(self)) return;
    text_io_clear(self);
    text_free(&AS_TEXT_IO(self)->pending);
    io_dealloc_end(self);
}

/* --- methods ------------------------------------------------------------------------------------------- */

static Own text_io_method_write(Ref self, Ref text) {
    if (!argument_str(text, "write", "")) return NULL;
    return text_io_write_str(AS_TEXT_IO(self), text) ? int_from_isize(str_length(text)) : NULL;
}

static Own text_io_method_read(Ref self, Ref const *args, isize nargs) {
    isize count = -1;
    if (!arguments_count("read", nargs, 0, 1) || (nargs && !io_size(args[0], &count))) return NULL;
    return text_io_read(AS_TEXT_IO(self), count);
}

static Own text_io_method_readline(Ref self, Ref const *args, isize nargs) {
    isize limit = -1;
    if (!arguments_count("readline", nargs, 0, 1)) return NULL;
    if (nargs) {
        limit = int_as_isize(args[0]);
        if (limit == -1 && error_occurred()) return NULL;
    }
    return text_io_read_line(AS_TEXT_IO(self), limit);
}

static Own text_io_method_flush(Ref self) { return text_io_flush(AS_TEXT_IO(self)) ? own_none() : NULL; }

static Own text_io_method_truncate(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("truncate", nargs, 0, 1) || !text_io_check(AS_TEXT_IO(self))) return NULL;
    if (!io_call_quietly(self, NAME(flush))) return NULL;
    return object_call_method_one(AS_TEXT_IO(self)->buffer, NAME(truncate), nargs ? args[0] : None);
}

static Own ask_buffer(Ref self, Ref method) {
    return text_io_check(AS_TEXT_IO(self)) ? object_call_method_none(AS_TEXT_IO(self)->buffer, method) : NULL;
}
static Own text_io_method_fileno(Ref self) { return ask_buffer(self, NAME(fileno)); }
static Own text_io_method_seekable(Ref self) { return ask_buffer(self, NAME(seekable)); }
static Own text_io_method_readable(Ref self) { return ask_buffer(self, NAME(readable)); }
static Own text_io_method_writable(Ref self) { return ask_buffer(self, NAME(writable)); }
static Own text_io_method_isatty(Ref self) { return ask_buffer(self, NAME(isatty)); }

static Own text_io_next(Ref self) {
    TextIo *t = AS_TEXT_IO(self);
    if (!text_io_check(t)) return NULL;
    t->telling = false;
    Own line;
    if (is_exactly(self, MODULE_TYPE(IO_TEXT))) {
        line = text_io_read_line(t, -1);
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
    slot_clear(&t->snapshot);
    t->telling = t->seekable;
    return NULL;
}

/* --- attributes ---------------------------------------------------------------------------------------- */

static Own text_io_get_name(Ref self, void *closure UNUSED) {
    return text_io_check(AS_TEXT_IO(self)) ? object_get_attribute(AS_TEXT_IO(self)->buffer, NAME(name)) : NULL;
}
static Own text_io_get_closed(Ref self, void *closure UNUSED) {
    return text_io_check(AS_TEXT_IO(self)) ? object_get_attribute(AS_TEXT_IO(self)->buffer, NAME(closed))
                                           : NULL;
}
static Own text_io_get_newlines(Ref self, void *closure UNUSED) {
    const TextIo *t = AS_TEXT_IO(self);
    if (!text_io_check(t)) return NULL;
    Own newlines = NULL;
    if (t->decoder && !object_find_attribute(t->decoder, NAME(newlines), &newlines)) return NULL;
    return newlines ? newlines : own_none();
}
/* Some questions a stream answers that has been detached. */
static bool was_made(const TextIo *self) { return self->detached || text_io_check(self); }

static Own text_io_get_errors(Ref self, void *closure UNUSED) {
    return was_made(AS_TEXT_IO(self)) ? own(AS_TEXT_IO(self)->errors) : NULL;
}
static Own text_io_get_chunk_size(Ref self, void *closure UNUSED) {
    return text_io_check(AS_TEXT_IO(self)) ? int_from_isize(AS_TEXT_IO(self)->chunk_size) : NULL;
}
static bool text_io_set_chunk_size(Ref self, Ref value, void *closure UNUSED) {
    if (!text_io_check(AS_TEXT_IO(self))) return false;
    if (!value) {
        error_set(EXC(AttributeError), "cannot delete attribute");
        return false;
    }
    isize size = int_index_as_isize(value, EXC(ValueError));
    if (size <= 0 && error_occurred()) return false;
    if (size <= 0) {
        error_set(EXC(ValueError), "a strictly positive integer is required");
        return false;
    }
    AS_TEXT_IO(self)->chunk_size = size;
    return true;
}

/* " name='x'", or nothing where there is no such attribute. False: raised. */
static bool show_attribute(StrBuilder *out, Ref self, Ref name) {
    Own value;
    if (!object_find_attribute(self, name, &value)) {
        if (!error_matches(EXC(ValueError))) return false; /* a detached buffer raises that */
        error_clear();
        return true;
    }
    if (!value) return true;
    Own shown = str_format(" %U=%R", name, (Ref)value);
    release(value);
    if (shown) str_builder_str(out, shown);
    release_maybe(shown);
    return shown != NULL;
}

static Own text_io_repr(Ref self) {
    if (!was_made(AS_TEXT_IO(self))) return NULL;
    int running = object_repr_enter(self);
    if (running > 0)
        return error_set(EXC(RuntimeError), "reentrant call inside %s.__repr__", type_of(self)->name);
    if (running < 0) return NULL;
    StrBuilder out;
    str_builder_init(&out);
    str_builder_ascii(&out, "<_io.TextIOWrapper", -1);
    bool shown = show_attribute(&out, self, NAME(name)) && show_attribute(&out, self, NAME(mode));
    Own encoding = shown ? str_format(" encoding=%R>", (Ref)AS_TEXT_IO(self)->encoding) : NULL;
    object_repr_leave(self);
    if (!encoding) {
        str_builder_discard(&out);
        return NULL;
    }
    str_builder_str(&out, encoding);
    release(encoding);
    return str_builder_finish(&out);
}

static const MethodDef text_io_methods[] = {
    {"detach", METHOD_NONE, .none = text_io_detach, .doc = "detach($self, /)\n--\n\n"},
    {"reconfigure", METHOD_KEYWORDS, .keywords = text_io_reconfigure,
     .doc =
         "reconfigure($self, /, *, encoding=None, errors=None, newline=None,\n            line_buffering=None, "
         "write_through=None)\n--\n\nReconfigure the text stream with new parameters.\n\n"
         "This also does an implicit stream flush."},
    {"write", METHOD_ONE, .one = text_io_method_write, .doc = "write($self, text, /)\n--\n\n"},
    {"read", METHOD_ARRAY, .array = text_io_method_read, .doc = "read($self, size=-1, /)\n--\n\n"},
    {"readline", METHOD_ARRAY, .array = text_io_method_readline, .doc = "readline($self, size=-1, /)\n--\n\n"},
    {"flush", METHOD_NONE, .none = text_io_method_flush, .doc = "flush($self, /)\n--\n\n"},
    {"close", METHOD_NONE, .none = text_io_close, .doc = "close($self, /)\n--\n\n"},
    {"fileno", METHOD_NONE, .none = text_io_method_fileno, .doc = "fileno($self, /)\n--\n\n"},
    {"seekable", METHOD_NONE, .none = text_io_method_seekable, .doc = "seekable($self, /)\n--\n\n"},
    {"readable", METHOD_NONE, .none = text_io_method_readable, .doc = "readable($self, /)\n--\n\n"},
    {"writable", METHOD_NONE, .none = text_io_method_writable, .doc = "writable($self, /)\n--\n\n"},
    {"isatty", METHOD_NONE, .none = text_io_method_isatty, .doc = "isatty($self, /)\n--\n\n"},
    {"seek", METHOD_ARRAY, .array = text_io_seek, .doc = "seek($self, cookie, whence=0, /)\n--\n\n"},
    {"tell", METHOD_NONE, .none = text_io_tell, .doc = "tell($self, /)\n--\n\n"},
    {"truncate", METHOD_ARRAY, .array = text_io_method_truncate, .doc = "truncate($self, pos=None, /)\n--\n\n"},
    {.name = NULL}};
static const GetSetDef text_io_getset[] = {
    {"name", .get = text_io_get_name},
    {"closed", .get = text_io_get_closed},
    {"newlines", .get = text_io_get_newlines},
    {"errors", .get = text_io_get_errors},
    {"_CHUNK_SIZE", .get = text_io_get_chunk_size, .set = text_io_set_chunk_size},
    {.name = NULL}};
static const MemberDef text_io_members[] = {
    {"encoding", MEMBER_OBJECT, offsetof(TextIo, encoding), .readonly = true},
    {"buffer", MEMBER_OBJECT, offsetof(TextIo, buffer), .readonly = true},
    {"line_buffering", MEMBER_BOOL, offsetof(TextIo, line_buffering), .readonly = true},
    {"write_through", MEMBER_BOOL, offsetof(TextIo, write_through), .readonly = true},
    {"_finalizing", MEMBER_BOOL, offsetof(TextIo, finalizing)},
    {.name = NULL}};

const TypeSpec io_text_spec = {
    .name = "_io.TextIOWrapper",
    .module = "_io",
    .base = MODULE_TYPE(IO_TEXT_BASE),
    .basicsize = sizeof(TextIo),
    .ghost_size = 192,
    .flags = TYPE_GC | TYPE_BASETYPE,
    .dict_offset = offsetof(TextIo, dict),
    .weaklist_offset = offsetof(TextIo, weaklist),
    .slots = {.new = text_io_new,
              .init = text_io_init,
              .dealloc = text_io_dealloc,
              .traverse = text_io_traverse,
              .clear = text_io_clear,
              .repr = text_io_repr,
              .iternext = text_io_next},
    .methods = text_io_methods,
    .getset = text_io_getset,
    .members = text_io_members,
    .doc =
        "TextIOWrapper(buffer, encoding=None, errors=None, newline=None,\n              line_buffering=False, "
        "write_through=False)\n--\n\nCharacter and line based layer over a BufferedIOBase object, "
        "buffer.\n\nencoding gives the name of the encoding that the stream will be\ndecoded or encoded with. "
        "It defaults to locale.getencoding().\n\nerrors determines the strictness of encoding and decoding "
        "(see\nhelp(codecs.Codec) or the documentation for codecs.register) and\ndefaults to "
        "\"strict\".\n\nnewline controls how line endings are handled. It can be None, '',\n'\\n', '\\r', and "
        "'\\r\\n'.  It works as follows:\n\n* On input, if newline is None, universal newlines mode is\n  "
        "enabled. Lines in the input can end in '\\n', '\\r', or '\\r\\n', and\n  these are translated into "
        "'\\n' before being returned to the\n  caller. If it is '', universal newline mode is enabled, but "
        "line\n  endings are returned to the caller untranslated. If it has any of\n  the other legal values, "
        "input lines are only terminated by the given\n  string, and the line ending is returned to the caller "
        "untranslated.\n\n* On output, if newline is None, any '\\n' characters written are\n  translated to "
        "the system default line separator, os.linesep. If\n  newline is '' or '\\n', no translation takes "
        "place. If newline is any\n  of the other legal values, any '\\n' characters written are translated\n  "
        "to the given string.\n\nIf line_buffering is True, a call to flush is implied when a call to\nwrite "
        "contains a newline character."};
