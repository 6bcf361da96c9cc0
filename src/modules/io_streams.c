/* io_streams.c: sys.stdin, sys.stdout and sys.stderr, and the short way to them that print() takes.
 *
 * They are made as CPython makes them: a TextIOWrapper over a buffer over a FileIO that does not close its
 * descriptor. Where a program has put something else there, or given its stream a write() of its own, all goes
 * by method calls. */
#include "modules/io.h"
#include "modules/outside.h"
#include "vm/traceback.h"

/* --- making -------------------------------------------------------------------------------------------- */

bool streams_boot(void) {
    Own module = str_from_ascii("io", -1);
    if (module) MODULES_ROOT->open = builtin_function_new(&io_open_function, NULL, module);
    release_maybe(module);
    return MODULES_ROOT->open != NULL;
}

/* A buffer over a FileIO, or, unbuffered, the FileIO itself. */
static Own open_buffer(int descriptor, const char *mode, bool buffered) {
    Own number = int_from_i64(descriptor), how = str_from_ascii(mode, -1),
        size = int_from_i64(buffered ? -1 : 0), buffer = NULL;
    Ref args[] = {number, how, size, None, None, None, False};
    if (number && how && size) buffer = io_open(NULL, args, COUNT_OF(args), NULL);
    release_maybe(number);
    release_maybe(how);
    release_maybe(size);
    return buffer;
}

static bool name_raw(Ref buffer, bool buffered, const char *name) {
    Own text = str_from_ascii(name, -1);
    bool named = text && object_set_attribute(buffered ? AS_BUFFERED(buffer)->raw : buffer, NAME(name), text);
    release_maybe(text);
    return named;
}

static Own text_over(Ref buffer, const char *errors, bool line_buffering, bool write_through,
                     const char *mode) {
    Own encoding = str_from_ascii("utf-8", -1), handler = str_from_ascii(errors, -1);
    Own newline = str_from_ascii("\n", -1), how = str_from_ascii(mode, -1), text = NULL;
    if (encoding && handler && newline && how) {
        text = object_call_args((Ref)MODULE_TYPE(IO_TEXT), 6, buffer, (Ref)encoding, (Ref)handler, (Ref)newline,
                                line_buffering ? True : False, write_through ? True : False);
    }
    if (text && !object_set_attribute(text, NAME(mode), how)) slot_clear(&text);
    release_maybe(encoding);
    release_maybe(handler);
    release_maybe(newline);
    release_maybe(how);
    return text;
}

Own stream_new(int descriptor, bool unbuffered) {
    static const char *const names[] = {"<stdin>", "<stdout>", "<stderr>"};
    bool buffered = !unbuffered || descriptor == 0;
    Own buffer = open_buffer(descriptor, descriptor ? "wb" : "rb", buffered);
    if (!buffer && error_matches(EXC(OSError))) { /* the program was started without it */
        error_clear();
        return own_none();
    }
    bool errors = descriptor == STREAM_ERROR;
    Own text = buffer && name_raw(buffer, buffered, names[descriptor])
                   ? text_over(buffer, errors ? "backslashreplace" : io_lenient_errors(),
                               !unbuffered && (errors || outside_is_terminal(descriptor)), unbuffered,
                               descriptor ? "w" : "r")
                   : NULL;
    release_maybe(buffer);
    return text;
}

/* --- PYTHONIOENCODING ----------------------------------------------------------------------------------- */

/* The name that the codecs give an encoding: "iso8859-1" for "latin1". NULL raised. */
static Own codec_name(Ref encoding) {
    Own codecs = import_module_cstring("codecs");
    Own info = codecs ? object_call_method_cstring(codecs, "lookup", &encoding, 1) : NULL;
    Own name = info ? object_get_attribute(info, NAME(name)) : NULL;
    release_maybe(codecs);
    release_maybe(info);
    return name;
}

/* encoding: NULL: as it is. */
static bool reconfigure(Ref stream, Ref encoding, Ref errors) {
    if (stream == None) return true;
    Own method = str_intern_cstring("reconfigure"),
        names = tuple_pack(2, (Ref)NAME(encoding), (Ref)NAME(errors));
    Ref values[] = {encoding ? encoding : None, errors};
    Own answer = method && names ? object_call_method(stream, method, values, 0, names) : NULL;
    release_maybe(method);
    release_maybe(names);
    release_maybe(answer);
    return answer != NULL;
}

/* "encoding:errors", of which one may be missing: with an encoding alone errors are strict. What cannot be written to
 * standard error is escaped in any case. */
bool streams_encode(void) {
    const char *told = MODULES_ROOT->environment_ignored ? NULL : world_environment("PYTHONIOENCODING");
    const char *colon = told ? strchr(told, ':') : NULL;
    isize length = !told ? 0 : colon ? colon - told : (isize)strlen(told);
    if (length == 0 && (!colon || !colon[1])) return true;
    Own errors = str_from_utf8_surrogateescape(colon && colon[1] ? colon + 1 : "strict", -1);
    Own escaped = str_from_ascii("backslashreplace", -1);
    Own given = length ? str_from_utf8_surrogateescape(told, length) : NULL,
        encoding = given ? codec_name(given) : NULL;
    bool done = errors && escaped && (encoding || !length) &&
                reconfigure(MODULES_ROOT->standard_input, encoding, errors) &&
                reconfigure(MODULES_ROOT->standard_output, encoding, errors) &&
                (!encoding || reconfigure(MODULES_ROOT->standard_error, encoding, escaped));
    release_maybe(errors);
    release_maybe(escaped);
    release_maybe(given);
    release_maybe(encoding);
    return done;
}

/* --- the short way ------------------------------------------------------------------------------------- */

/* The stream, where nothing stands between its methods and us; else NULL. Its dict has `mode`. */
static TextIo *plain(Ref file) {
    if (!is_exactly(file, MODULE_TYPE(IO_TEXT))) return NULL;
    TextIo *text = AS_TEXT_IO(file);
    return !text->dict || dict_length(text->dict) <= 1 ? text : NULL;
}

bool stream_write(Ref file, Ref text) {
    if (plain(file)) {
        if (!io_call_enter()) return false;
        bool written = text_io_write_str(plain(file), text);
        recursion_leave();
        return written;
    }
    Own write = object_get_attribute(file, NAME(write));
    if (!write) return false;
    Own result = object_call_one(write, text);
    release(write);
    release_maybe(result);
    return result != NULL;
}

bool stream_write_utf8(Ref file, const char *text, isize length) {
    Own string = str_decode((const u8 *)text, length, "utf-8", "surrogatepass");
    if (!string) return false;
    bool written = stream_write(file, string);
    release(string);
    return written;
}

bool stream_write_pieces(Ref file, Text *text) {
    if (plain(file)) {
        pieces_join(text);
        return stream_write_utf8(file, text_cstring(text), text->length);
    }
    const char *piece = text_cstring(text), *end = piece + text->length, *stop;
    for (; (stop = memchr(piece, PIECE_END, (usize)(end - piece))); piece = stop + 1)
        if (!stream_write_utf8(file, piece, stop - piece)) return false;
    return piece == end || stream_write_utf8(file, piece, end - piece);
}

bool stream_flush(Ref file) {
    if (!plain(file)) return io_call_quietly(file, NAME(flush));
    if (!io_call_enter()) return false;
    bool flushed = text_io_flush(plain(file));
    recursion_leave();
    return flushed;
}

bool stream_is_closed(Ref file) {
    int closed = io_is_closed(file);
    if (closed < 0) error_clear();
    return closed > 0;
}

Own stream_read_line(Ref file) {
    return plain(file) ? text_io_read_line(plain(file), -1) : object_call_method_none(file, NAME(readline));
}

Ref stream_of_sys(const char *name) { return dict_get_cstring(module_dict(MODULES_ROOT->sys), name); }
