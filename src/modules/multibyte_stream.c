/* multibyte_stream.c: MultibyteStreamReader and MultibyteStreamWriter: a stream of bytes read or written as
 * text. */
#include "modules/multibyte.h"

#include "object/argument_checks.h"
#include "object/list.h"

static Own stream_coder_new(const char *function, Type *type, Ref const *args, isize nargs, Ref kwnames,
                            bool decoding) {
    Parameters parameters = {function, {"stream", "errors"}, .required = 1};
    Ref values[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    if (values[1] && !is_str(values[1])) {
        return error_set(EXC(TypeError), "%s() argument 2 must be str, not %s", function,
                         argument_type_name(values[1]));
    }
    return multibyte_coder_new(type, values[0], values[1], decoding);
}
static bool coder_init(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    return true;
}

/* --- reader --------------------------------------------------------------------------------------------- */

static Own reader_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    return stream_coder_new("StreamReader", type, args, nargs, kwnames, true);
}

/* What the stream's method gives for `size`, which is left away where it is negative: bytes. */
static Own call_stream(Ref self, Ref method, isize size) {
    Ref stream = AS_CODER(self)->stream;
    Own number = size >= 0 ? int_from_isize(size) : NULL;
    if (size >= 0 && !number) return NULL;
    Own bytes =
        number ? object_call_method_one(stream, method, number) : object_call_method_none(stream, method);
    release_maybe(number);
    if (!bytes || is_bytes(bytes)) return bytes;
    error_set(EXC(TypeError), "stream function returned a non-bytes object (%.100s)", type_of(bytes)->name);
    release(bytes);
    return NULL;
}

/* Reads until there is at least one character: a piece may end within its first. */
static Own read_with(Ref self, Ref method, isize size) {
    if (size == 0) return own(OBJECT_ROOT->empty_str);
    for (bool all = size < 0;; size = 1) {
        Own bytes = call_stream(self, method, size);
        if (!bytes) return NULL;
        bool end = all || size_of(bytes) == 0;
        Own text = multibyte_coder_decode(self, bytes_data(bytes), size_of(bytes), end);
        release(bytes);
        if (!text || end || str_length(text) > 0) return text;
        release(text);
    }
}

/* A number; None or absent: all. False: raised. */
static bool size_argument(const char *function, Ref const *args, isize nargs, isize *size) {
    *size = -1;
    if (!arguments_count(function, nargs, 0, 1)) return false;
    if (nargs == 0 || args[0] == None) return true;
    if (!is_int(args[0])) return error_set(EXC(TypeError), "arg 1 must be an integer") != NULL;
    *size = int_as_isize(args[0]);
    return *size >= 0 || !error_occurred();
}

static Own reader_method_read(Ref self, Ref const *args, isize nargs) {
    isize size;
    return size_argument("read", args, nargs, &size) ? read_with(self, NAME(read), size) : NULL;
}
static Own reader_method_readline(Ref self, Ref const *args, isize nargs) {
    isize size;
    return size_argument("readline", args, nargs, &size) ? read_with(self, NAME(readline), size) : NULL;
}
static Own reader_method_readlines(Ref self, Ref const *args, isize nargs) {
    isize size;
    Own text = size_argument("readlines", args, nargs, &size) ? read_with(self, NAME(read), size) : NULL;
    if (!text) return NULL;
    Own lines = object_call_method_one(text, NAME(splitlines), True);
    release(text);
    return lines;
}
static Own reader_method_reset(Ref self) {
    multibyte_coder_reset_decoding(self);
    return own_none();
}

static const MethodDef reader_methods[] = {
    {"read", METHOD_ARRAY, .array = reader_method_read, .doc = "read($self, sizeobj=None, /)\n--\n\n"},
    {"readline", METHOD_ARRAY, .array = reader_method_readline,
     .doc = "readline($self, sizeobj=None, /)\n--\n\n"},
    {"readlines", METHOD_ARRAY, .array = reader_method_readlines,
     .doc = "readlines($self, sizehintobj=None, /)\n--\n\n"},
    {"reset", METHOD_NONE, .none = reader_method_reset, .doc = "reset($self, /)\n--\n\n"},
    {.name = NULL}};
static const MemberDef stream_members[] = {
    {"stream", MEMBER_OBJECT, offsetof(MultibyteCoder, stream), true, NULL}, {.name = NULL}};
const TypeSpec multibyte_reader_spec = {.name = "_multibytecodec.MultibyteStreamReader",
                                        .module = "_multibytecodec",
                                        .basicsize = sizeof(MultibyteCoder),
                                        .ghost_size = 64,
                                        .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
                                        .slots = {.new = reader_new,
                                                  .init = coder_init,
                                                  .dealloc = multibyte_coder_dealloc,
                                                  .traverse = multibyte_coder_traverse,
                                                  .clear = multibyte_coder_clear,
                                                  .getattro = object_generic_get_attribute},
                                        .methods = reader_methods,
                                        .getset = multibyte_coder_getset,
                                        .members = stream_members};

/* --- writer --------------------------------------------------------------------------------------------- */

static Own writer_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    return stream_coder_new("StreamWriter", type, args, nargs, kwnames, false);
}

/* Encodes and hands on to the stream. Consumes bytes, which may be NULL: raised. */
static bool write_bytes(Ref self, Own bytes) {
    if (!bytes) return false;
    Own written = object_call_method_one(AS_CODER(self)->stream, NAME(write), bytes);
    release(bytes);
    release_maybe(written);
    return written != NULL;
}

static Own writer_method_write(Ref self, Ref text) {
    return write_bytes(self, multibyte_coder_encode(self, text, false)) ? own_none() : NULL;
}

static Own writer_method_writelines(Ref self, Ref lines) {
    if (!object_is_sequence(lines)) return error_set(EXC(TypeError), "arg must be a sequence object");
    for (isize i = 0;; i++) {
        isize length = object_length(lines);
        if (length < 0) return NULL;
        if (i >= length) return own_none();
        Own index = int_from_isize(i), line = index ? object_get_item(lines, index) : NULL;
        release_maybe(index);
        bool written = line && write_bytes(self, multibyte_coder_encode(self, line, false));
        release_maybe(line);
        if (!written) return NULL;
    }
}

static Own writer_method_reset(Ref self) {
    if (!AS_CODER(self)->text) return own_none();
    Own bytes = multibyte_coder_encode(self, OBJECT_ROOT->empty_str, true);
    if (bytes && size_of(bytes) == 0) {
        release(bytes);
        return own_none();
    }
    return write_bytes(self, bytes) ? own_none() : NULL;
}

static const MethodDef writer_methods[] = {
    {"write", METHOD_ONE, .one = writer_method_write, .doc = "write($self, strobj, /)\n--\n\n",
     .flags = METHOD_DEFINING_CLASS},
    {"writelines", METHOD_ONE, .one = writer_method_writelines, .doc = "writelines($self, lines, /)\n--\n\n",
     .flags = METHOD_DEFINING_CLASS},
    {"reset", METHOD_NONE, .none = writer_method_reset, .doc = "reset($self, /)\n--\n\n",
     .flags = METHOD_DEFINING_CLASS},
    {.name = NULL}};
const TypeSpec multibyte_writer_spec = {.name = "_multibytecodec.MultibyteStreamWriter",
                                        .module = "_multibytecodec",
                                        .basicsize = sizeof(MultibyteCoder),
                                        .ghost_size = 56,
                                        .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
                                        .slots = {.new = writer_new,
                                                  .init = coder_init,
                                                  .dealloc = multibyte_coder_dealloc,
                                                  .traverse = multibyte_coder_traverse,
                                                  .clear = multibyte_coder_clear,
                                                  .getattro = object_generic_get_attribute},
                                        .methods = writer_methods,
                                        .getset = multibyte_coder_getset,
                                        .members = stream_members};
