/* io_pair.c: BufferedRWPair: a reader and a writer on two raw streams, such as the ends of two pipes. */
#include "modules/io.h"
#include "object/argument_checks.h"

typedef struct Pair {
    IO_HEAD;
    Object *reader, *writer; /* owned; NULL: never made */
} Pair;
#define AS_PAIR(ref) ((Pair *)(ref))

static Own pair_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (self) gc_track(self);
    return self;
}

static Own make(Type *type, Ref raw, isize size) {
    Own number = int_from_isize(size), made = number ? object_call_args((Ref)type, 2, raw, (Ref)number) : NULL;
    release_maybe(number);
    return made;
}

static bool pair_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    isize size = IO_BUFFER_SIZE;
    if (!arguments_no_keywords("BufferedRWPair", kwnames) || !arguments_count("BufferedRWPair", nargs, 2, 3) ||
        (nargs > 2 && !argument_parsed_isize(args[2], &size))) {
        return false;
    }
    if (!io_check_able(args[0], NAME(readable), "File or stream is not readable.") ||
        !io_check_able(args[1], NAME(writable), "File or stream is not writable."))
        return false;
    Own reader = make(MODULE_TYPE(IO_BUFFERED_READER), args[0], size);
    Own writer = reader ? make(MODULE_TYPE(IO_BUFFERED_WRITER), args[1], size) : NULL;
    if (!writer) {
        release_maybe(reader);
        return false;
    }
    slot_set(&AS_PAIR(self)->reader, reader);
    slot_set(&AS_PAIR(self)->writer, writer);
    return true;
}

static Own forward(Ref half, Ref method, Ref const *args, isize nargs) {
    if (!half) return error_set(EXC(ValueError), "I/O operation on uninitialized object");
    return object_call_method(half, method, args, nargs, NULL);
}

static Own pair_read(Ref self, Ref const *args, isize nargs) {
    return forward(AS_PAIR(self)->reader, NAME(read), args, nargs);
}
static Own pair_peek(Ref self, Ref const *args, isize nargs) {
    return forward(AS_PAIR(self)->reader, NAME(peek), args, nargs);
}
static Own pair_read1(Ref self, Ref const *args, isize nargs) {
    return forward(AS_PAIR(self)->reader, NAME(read1), args, nargs);
}
static Own pair_readinto(Ref self, Ref const *args, isize nargs) {
    return forward(AS_PAIR(self)->reader, NAME(readinto), args, nargs);
}
static Own pair_readinto1(Ref self, Ref const *args, isize nargs) {
    return forward(AS_PAIR(self)->reader, NAME(readinto1), args, nargs);
}
static Own pair_write(Ref self, Ref const *args, isize nargs) {
    return forward(AS_PAIR(self)->writer, NAME(write), args, nargs);
}
static Own pair_flush(Ref self) { return forward(AS_PAIR(self)->writer, NAME(flush), NULL, 0); }
static Own pair_readable(Ref self) { return forward(AS_PAIR(self)->reader, NAME(readable), NULL, 0); }
static Own pair_writable(Ref self) { return forward(AS_PAIR(self)->writer, NAME(writable), NULL, 0); }

static Own pair_close(Ref self) {
    Own raised = NULL;
    Own first = forward(AS_PAIR(self)->writer, NAME(close), NULL, 0);
    if (!first) raised = error_fetch();
    release_maybe(first);
    Own second = forward(AS_PAIR(self)->reader, NAME(close), NULL, 0);
    if (io_chain(raised)) return second;
    release_maybe(second);
    return NULL;
}

static Own pair_isatty(Ref self) {
    Own answer = forward(AS_PAIR(self)->writer, NAME(isatty), NULL, 0);
    if (answer != False) return answer;
    release(answer);
    return forward(AS_PAIR(self)->reader, NAME(isatty), NULL, 0);
}

static Own pair_get_closed(Ref self, void *closure UNUSED) {
    if (!AS_PAIR(self)->writer)
        return error_set(EXC(RuntimeError), "the BufferedRWPair object is being garbage-collected");
    return object_get_attribute(AS_PAIR(self)->writer, NAME(closed));
}

static bool pair_traverse(Ref self, VisitFn visit, void *context) {
    const Pair *pair = AS_PAIR(self);
    return (!pair->reader || visit(pair->reader, context)) && (!pair->writer || visit(pair->writer, context)) &&
           io_traverse(self, visit, context);
}
static void pair_clear(Ref self) {
    slot_clear(&AS_PAIR(self)->reader);
    slot_clear(&AS_PAIR(self)->writer);
    io_clear(self);
}
/* Its two halves close themselves. */
static void pair_dealloc(Own self) {
    gc_untrack(self);
    weakref_clear_all(self);
    pair_clear(self);
    object_free(self);
}

static const MethodDef pair_methods[] = {
    {"read", METHOD_ARRAY, .array = pair_read, .flags = METHOD_VARARGS},
    {"peek", METHOD_ARRAY, .array = pair_peek, .flags = METHOD_VARARGS},
    {"read1", METHOD_ARRAY, .array = pair_read1, .flags = METHOD_VARARGS},
    {"readinto", METHOD_ARRAY, .array = pair_readinto, .flags = METHOD_VARARGS},
    {"readinto1", METHOD_ARRAY, .array = pair_readinto1, .flags = METHOD_VARARGS},
    {"write", METHOD_ARRAY, .array = pair_write, .flags = METHOD_VARARGS},
    {"flush", METHOD_NONE, .none = pair_flush},
    {"readable", METHOD_NONE, .none = pair_readable},
    {"writable", METHOD_NONE, .none = pair_writable},
    {"close", METHOD_NONE, .none = pair_close},
    {"isatty", METHOD_NONE, .none = pair_isatty},
    {.name = NULL}};
static const GetSetDef pair_getset[] = {{"closed", .get = pair_get_closed}, {.name = NULL}};

const TypeSpec io_pair_spec = {
    .name = "_io.BufferedRWPair",
    .module = "_io",
    .base = MODULE_TYPE(IO_BUFFERED_BASE),
    .basicsize = sizeof(Pair),
    .ghost_size = 48,
    .flags = TYPE_GC | TYPE_BASETYPE,
    .dict_offset = offsetof(Pair, dict),
    .weaklist_offset = offsetof(Pair, weaklist),
    .slots = {.new = pair_new,
              .init = pair_init,
              .dealloc = pair_dealloc,
              .traverse = pair_traverse,
              .clear = pair_clear},
    .methods = pair_methods,
    .getset = pair_getset,
    .doc = "BufferedRWPair(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)\n--\n\nA buffered reader and "
           "writer object together.\n\nA buffered reader object and buffered writer object put together "
           "to\nform a sequential IO object that can read and write. This is typically\nused with a socket or "
           "two-way pipe.\n\nreader and writer are RawIOBase objects that are readable and\nwriteable "
           "respectively. If the buffer_size is omitted it defaults to\nDEFAULT_BUFFER_SIZE."};
