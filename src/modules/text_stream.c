/* text_stream.c: sys.stdin, sys.stdout and sys.stderr.
 *
 * A stream keeps what was written until 8192 bytes have come together, a line is complete (on a terminal, and
 * always on standard error), or somebody flushes; then it goes through world. The buffer lies in the arena:
 * going back in time takes back what was not written yet, too. */
#include "base/text.h"
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "world/world.h"

#define BUFFER_SIZE 8192

typedef struct TextStream {
    Object ob_base;
    i32 descriptor;
    bool line_buffered, closed, padding[2];
    const char *errors; /* the error handler's name */
    Text pending;       /* written, not yet given to world; or read ahead */
    Object *dict;       /* attributes that programs set */
} TextStream;
#define AS_STREAM(ref) ((TextStream *)(ref))

static bool is_text_stream(Ref object) { return type_of(object) == MODULE_TYPE(TEXT_STREAM); }

/* What is done with text that is no UTF-8. CPython asks the locale: the C locale and its UTF-8 form let it
 * pass. */
static const char *error_handler(int descriptor) {
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    static const char *const lenient[] = {"C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"};
    if (descriptor == 2) return "backslashreplace";
    const char *locale = NULL;
    for (isize i = 0; i < COUNT_OF(variables) && (!locale || !*locale); i++)
        locale = world_environment(variables[i]);
    if (!locale || !*locale) return "surrogateescape";
    for (isize i = 0; i < COUNT_OF(lenient); i++) {
        if (strcmp(locale, lenient[i]) == 0) return "surrogateescape";
    }
    return "strict";
}

Own text_stream_new(int descriptor) {
    Own made = object_new(MODULE_TYPE(TEXT_STREAM), 0);
    if (!made) return NULL;
    TextStream *stream = AS_STREAM(made);
    stream->descriptor = descriptor;
    stream->errors = error_handler(descriptor);
    stream->line_buffered = descriptor == 2 || world_is_terminal(descriptor);
    stream->pending = text_new(TEXT_IN_ARENA);
    return made;
}

/* --- writing ------------------------------------------------------------------------------------------------
 */

static bool flush(TextStream *stream) {
    if (stream->pending.failed) {
        stream->pending.failed = false;
        error_memory();
        return false;
    }
    if (stream->pending.length == 0 || stream->descriptor == 0) return true;
    int error = world_write((WorldStream)stream->descriptor, stream->pending.data, stream->pending.length);
    text_clear(&stream->pending);
    vm_event(PROBE_OUTPUT);
    if (error) error_set_errno(error, NULL);
    return error == 0;
}

static bool check_open(const TextStream *stream) {
    if (!stream->closed) return true;
    error_set(EXC(ValueError), "I/O operation on closed file.");
    return false;
}

static bool write_bytes(TextStream *stream, const char *bytes, isize length) {
    text_append(&stream->pending, bytes, length);
    bool due = stream->pending.length >= BUFFER_SIZE || stream->pending.failed ||
               (stream->line_buffered && memchr(bytes, '\n', (usize)length));
    return !due || flush(stream);
}

/* A str with surrogates can't always be written to standard output; standard error shows them escaped. */
static bool write_text(TextStream *stream, Ref text) {
    if (!check_open(stream)) return false;
    if (stream->descriptor == 0) {
        error_set(EXC(ValueError), "not writable");
        return false;
    }
    if (AS_STR(text)->ascii) return write_bytes(stream, str_data(text), str_length(text));
    Own bytes = str_encode_utf8(text, stream->errors);
    if (!bytes) return false;
    bool written = write_bytes(stream, (const char *)bytes_data(bytes), size_of(bytes));
    release(bytes);
    return written;
}

bool stream_write(Ref file, Ref text) {
    if (is_text_stream(file) && !AS_STREAM(file)->dict) return write_text(AS_STREAM(file), text);
    Own write = object_get_attribute(file, NAME(write));
    if (!write) return false;
    Own result = object_call_one(write, text);
    release(write);
    release_maybe(result);
    return result != NULL;
}

bool stream_write_utf8(Ref file, const char *text, isize length) {
    if (is_text_stream(file) && !AS_STREAM(file)->dict)
        return check_open(AS_STREAM(file)) && write_bytes(AS_STREAM(file), text, length);
    Own string = str_from_utf8(text, length);
    if (!string) return false;
    bool written = stream_write(file, string);
    release(string);
    return written;
}

bool stream_flush(Ref file) {
    if (is_text_stream(file) && !AS_STREAM(file)->dict) return flush(AS_STREAM(file));
    Own result = object_call_method_none(file, NAME(flush));
    release_maybe(result);
    return result != NULL;
}

Ref stream_of_sys(const char *name) { return dict_get_cstring(module_dict(MODULES_ROOT->sys), name); }

/* --- reading ------------------------------------------------------------------------------------------------
 */

static Own read_line(void) {
    for (;;) {
        const char *bytes;
        int error;
        isize length = world_read_line(&bytes, &error);
        if (length == -2) { /* the host must ask somebody: the machine waits in the middle of the instruction */
            vm_stop_now(PROBE_INPUT);
            continue;
        }
        if (length >= 0) return str_from_utf8_surrogateescape(bytes, length);
        if (error == 4 /* EINTR */) {
            if (!vm_handle_pending()) return NULL;
            continue;
        }
        return error_set_errno(error, NULL);
    }
}

Own stream_read_line(Ref file) {
    if (is_text_stream(file)) {
        if (!check_open(AS_STREAM(file))) return NULL;
        return AS_STREAM(file)->descriptor == 0 ? read_line() : error_set(EXC(ValueError), "not readable");
    }
    return object_call_method_none(file, NAME(readline));
}

static Own stream_read_all(Ref self) {
    StrBuilder builder;
    str_builder_init(&builder);
    for (;;) {
        Own line = stream_read_line(self);
        if (!line) {
            str_builder_discard(&builder);
            return NULL;
        }
        bool end = str_length(line) == 0;
        str_builder_str(&builder, line);
        release(line);
        if (end) return str_builder_finish(&builder);
    }
}

/* --- methods ------------------------------------------------------------------------------------------------
 */

static Own stream_method_write(Ref self, Ref text) {
    if (!argument_str(text, "write", "")) return NULL;
    return write_text(AS_STREAM(self), text) ? int_from_isize(str_length(text)) : NULL;
}

static Own stream_method_writelines(Ref self, Ref lines) {
    Own iterator = object_iter(lines), line;
    if (!iterator) return NULL;
    while ((line = object_next(iterator)) != NULL) {
        Own written = stream_method_write(self, line);
        release(line);
        if (!written) break;
        release(written);
    }
    release(iterator);
    return error_occurred() ? NULL : own_none();
}

static Own stream_method_flush(Ref self) {
    return check_open(AS_STREAM(self)) && flush(AS_STREAM(self)) ? own_none() : NULL;
}
static Own stream_method_close(Ref self) {
    if (!AS_STREAM(self)->closed && !flush(AS_STREAM(self))) return NULL;
    AS_STREAM(self)->closed = true;
    return own_none();
}
static Own stream_method_readline(Ref self) { return stream_read_line(self); }
static Own stream_method_read(Ref self) { return stream_read_all(self); }
static Own stream_method_readlines(Ref self) {
    Own lines = list_new(0);
    while (lines) {
        Own line = stream_read_line(self);
        bool end = line && str_length(line) == 0;
        if (!line || end || !list_append_ref(lines, line)) {
            release_maybe(line);
            if (end) return lines;
            release(lines);
            return NULL;
        }
        release(line);
    }
    return NULL;
}
static Own stream_method_isatty(Ref self) { return own_bool(world_is_terminal(AS_STREAM(self)->descriptor)); }
static Own stream_method_fileno(Ref self) { return int_from_i64(AS_STREAM(self)->descriptor); }
static Own stream_method_readable(Ref self) { return own_bool(AS_STREAM(self)->descriptor == 0); }
static Own stream_method_writable(Ref self) { return own_bool(AS_STREAM(self)->descriptor != 0); }
static Own stream_method_seekable(Ref self) {
    (void)self;
    return own_bool(false);
}
static Own stream_method_enter(Ref self) { return check_open(AS_STREAM(self)) ? own(self) : NULL; }
static Own stream_method_exit(Ref self, Ref const *args, isize nargs) {
    (void)args, (void)nargs;
    return stream_method_close(self);
}

static const MethodDef stream_methods[] = {{"write", METHOD_ONE, .one = stream_method_write},
                                           {"writelines", METHOD_ONE, .one = stream_method_writelines},
                                           {"flush", METHOD_NONE, .none = stream_method_flush},
                                           {"close", METHOD_NONE, .none = stream_method_close},
                                           {"read", METHOD_NONE, .none = stream_method_read},
                                           {"readline", METHOD_NONE, .none = stream_method_readline},
                                           {"readlines", METHOD_NONE, .none = stream_method_readlines},
                                           {"isatty", METHOD_NONE, .none = stream_method_isatty},
                                           {"fileno", METHOD_NONE, .none = stream_method_fileno},
                                           {"readable", METHOD_NONE, .none = stream_method_readable},
                                           {"writable", METHOD_NONE, .none = stream_method_writable},
                                           {"seekable", METHOD_NONE, .none = stream_method_seekable},
                                           {"__enter__", METHOD_NONE, .none = stream_method_enter},
                                           {"__exit__", METHOD_ARRAY, .array = stream_method_exit},
                                           {.name = NULL}};

static const char *const stream_names[] = {"<stdin>", "<stdout>", "<stderr>"};

static Own stream_get_name(Ref self, void *closure) {
    (void)closure;
    return str_from_utf8(stream_names[AS_STREAM(self)->descriptor], -1);
}
static Own stream_get_mode(Ref self, void *closure) {
    (void)closure;
    return str_from_utf8(AS_STREAM(self)->descriptor == 0 ? "r" : "w", 1);
}
static Own stream_get_encoding(Ref self, void *closure) {
    (void)self, (void)closure;
    return str_from_utf8("utf-8", 5);
}
static Own stream_get_errors(Ref self, void *closure) {
    (void)closure;
    return str_from_utf8(AS_STREAM(self)->errors, -1);
}
static Own stream_get_closed(Ref self, void *closure) {
    (void)closure;
    return own_bool(AS_STREAM(self)->closed);
}
static Own stream_get_line_buffering(Ref self, void *closure) {
    (void)closure;
    return own_bool(AS_STREAM(self)->line_buffered);
}
static const GetSetDef stream_getset[] = {{"name", .get = stream_get_name},
                                          {"mode", .get = stream_get_mode},
                                          {"encoding", .get = stream_get_encoding},
                                          {"errors", .get = stream_get_errors},
                                          {"closed", .get = stream_get_closed},
                                          {"line_buffering", .get = stream_get_line_buffering},
                                          {.name = NULL}};

static Own stream_repr(Ref self) {
    const TextStream *stream = AS_STREAM(self);
    return str_format("<_io.TextIOWrapper name='%s' mode='%s' encoding='utf-8'>",
                      stream_names[stream->descriptor], stream->descriptor == 0 ? "r" : "w");
}

static Own stream_next(Ref self) {
    Own line = stream_read_line(self);
    if (!line || str_length(line) > 0) return line;
    release(line);
    return NULL;
}
static Own stream_iter(Ref self) { return own(self); }

static bool stream_traverse(Ref self, VisitFn visit, void *context) {
    return !AS_STREAM(self)->dict || visit(AS_STREAM(self)->dict, context);
}
static void stream_clear(Ref self) { slot_clear(&AS_STREAM(self)->dict); }
static void stream_dealloc(Own self) {
    Own raised = error_fetch();
    if (!flush(AS_STREAM(self))) error_clear();
    error_restore(raised);
    text_free(&AS_STREAM(self)->pending);
    slot_clear(&AS_STREAM(self)->dict);
    object_free(self);
}

const TypeSpec text_stream_spec = {.name = "TextIOWrapper",
                                   .module = "_io",
                                   .basicsize = sizeof(TextStream),
                                   .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                   .dict_offset = offsetof(TextStream, dict),
                                   .slots = {.repr = stream_repr,
                                             .iter = stream_iter,
                                             .iternext = stream_next,
                                             .traverse = stream_traverse,
                                             .clear = stream_clear,
                                             .dealloc = stream_dealloc},
                                   .methods = stream_methods,
                                   .getset = stream_getset};
