/* ssl_buffer.c: MemoryBIO: bytes on their way to a connection or from it, where the program itself carries them
 * on. */
#include <limits.h>

#include "modules/ssl.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/type_checks.h"

static Own buffer_new(Type *type, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    WorldRequest request = {.call = WORLD_CALL_TLS_BUFFER};
    WorldAnswer answer;
    if (nargs) return error_set(EXC(TypeError), "MemoryBIO() takes no positional arguments");
    if (!arguments_no_keywords("MemoryBIO", kwnames) || !ssl_do(&request, &answer, LINE_OTHER)) return NULL;
    i64 number = answer.value;
    Own self = object_new(type, 0);
    if (!self) {
        ssl_forget(&number);
        return NULL;
    }
    AS_SSL_BUFFER(self)->number = number;
    gc_track(self);
    return self;
}

static void buffer_dealloc(Own self) {
    gc_untrack(self);
    ssl_forget(&AS_SSL_BUFFER(self)->number);
    object_free(self);
}
static bool buffer_traverse(Ref self UNUSED, VisitFn visit UNUSED, void *context UNUSED) { return true; }

/* -1: raised. */
static i64 ask_pending(Ref self) {
    WorldRequest request = {.call = WORLD_CALL_TLS_BUFFER_PENDING, .numbers = {AS_SSL_BUFFER(self)->number}};
    WorldAnswer answer;
    return ssl_ask(&request, &answer) ? answer.value : -1;
}

static Own buffer_method_read(Ref self, Ref const *args, isize nargs) {
    int size = -1;
    WorldAnswer answer;
    if (!arguments_count("read", nargs, 0, 1) || (nargs && !argument_int(args[0], &size))) return NULL;
    i64 pending = ask_pending(self);
    if (pending < 0) return NULL;
    if (size < 0 || size > pending) size = pending > INT_MAX ? INT_MAX : (int)pending;
    WorldRequest request = {.call = WORLD_CALL_TLS_BUFFER_READ, .numbers = {AS_SSL_BUFFER(self)->number, size}};
    return ssl_do(&request, &answer, LINE_OTHER) ? bytes_from(answer.bytes, answer.length) : NULL;
}

static Own write_bytes(SslBuffer *self, const Buffer *data) {
    WorldAnswer answer;
    if (data->length > INT_MAX) return error_set(EXC(OverflowError), "string longer than %d bytes", INT_MAX);
    if (self->ended) return ssl_raise_plain("cannot write() after write_eof()");
    WorldRequest request = {.call = WORLD_CALL_TLS_BUFFER_WRITE,
                            .numbers = {self->number},
                            .bytes = data->data,
                            .length = data->length};
    return ssl_do(&request, &answer, LINE_OTHER) ? int_from_i64(answer.value) : NULL;
}

static Own buffer_method_write(Ref self, Ref given) {
    Buffer data;
    if (!buffer_get(given, &data, false)) return NULL;
    Own count = write_bytes(AS_SSL_BUFFER(self), &data);
    buffer_release(&data);
    return count;
}

static Own buffer_method_write_eof(Ref self) {
    WorldRequest request = {.call = WORLD_CALL_TLS_BUFFER_END, .numbers = {AS_SSL_BUFFER(self)->number}};
    WorldAnswer answer;
    if (!ssl_ask(&request, &answer)) return NULL;
    AS_SSL_BUFFER(self)->ended = true;
    return own_none();
}

static Own get_pending(Ref self, void *closure UNUSED) {
    i64 pending = ask_pending(self);
    return pending < 0 ? NULL : int_from_i64(pending);
}
static Own get_eof(Ref self, void *closure UNUSED) {
    i64 pending = ask_pending(self);
    return pending < 0 ? NULL : own_bool(!pending && AS_SSL_BUFFER(self)->ended);
}

static const MethodDef buffer_methods[] = {
    {"read", METHOD_ARRAY, .array = buffer_method_read,
     .doc =
         "read($self, size=-1, /)\n--\n\nRead up to size bytes from the memory BIO.\n\nIf size is not "
         "specified, read the entire buffer.\nIf the return value is an empty bytes instance, this means "
         "either\nEOF or that no data is available. Use the \"eof\" property to\ndistinguish between the two."},
    {"write", METHOD_ONE, .one = buffer_method_write,
     .doc = "write($self, b, /)\n--\n\nWrites the bytes b into the memory BIO.\n\nReturns the number of bytes "
            "written."},
    {"write_eof", METHOD_NONE, .none = buffer_method_write_eof,
     .doc = "write_eof($self, /)\n--\n\nWrite an EOF marker to the memory BIO.\n\nWhen all data has been read, "
            "the \"eof\" property will be True."},
    {.name = NULL}};
static const GetSetDef buffer_getset[] = {
    {.name = "pending", .get = get_pending, .doc = "The number of bytes pending in the memory BIO."},
    {.name = "eof", .get = get_eof, .doc = "Whether the memory BIO is at EOF."},
    {.name = NULL}};

const TypeSpec ssl_buffer_spec = {
    .name = "_ssl.MemoryBIO",
    .module = "_ssl",
    .basicsize = sizeof(SslBuffer),
    .ghost_size = 32,
    .flags = TYPE_HEAP_SPEC | TYPE_GC,
    .slots = {.new = buffer_new, .traverse = buffer_traverse, .dealloc = buffer_dealloc},
    .methods = buffer_methods,
    .getset = buffer_getset};
