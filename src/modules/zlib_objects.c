/* zlib_objects.c: the types zlib.Compress and zlib.Decompress: streams that are fed piece by piece. */
#include "modules/zlib_stream.h"

typedef struct ZlibObject {
    Object ob_base;
    z_stream stream;
    bool compresses, open, eof;
    Object *unused_data, *unconsumed_tail; /* bytes; owned; NULL in a Compress */
    Object *dictionary;                    /* owned or NULL */
} ZlibObject;
#define AS_ZLIB(ref) ((ZlibObject *)(ref))

static void close_stream(ZlibObject *object) {
    if (!object->open) return;
    object->open = false;
    if (object->compresses) {
        deflateEnd(&object->stream);
    } else {
        inflateEnd(&object->stream);
    }
}

static void zlib_dealloc(Own self) {
    close_stream(AS_ZLIB(self));
    slot_clear(&AS_ZLIB(self)->unused_data);
    slot_clear(&AS_ZLIB(self)->unconsumed_tail);
    slot_clear(&AS_ZLIB(self)->dictionary);
    object_free(self);
}

static Own zlib_object_new(bool compresses, Ref dictionary) {
    Own self = object_new(compresses ? MODULE_TYPE(ZLIB_COMPRESS) : MODULE_TYPE(ZLIB_DECOMPRESS), 0);
    if (!self) return NULL;
    ZlibObject *object = AS_ZLIB(self);
    object->stream = zlib_stream_empty();
    object->compresses = compresses;
    object->dictionary = own_maybe(dictionary);
    if (!compresses) {
        object->unused_data = own(OBJECT_ROOT->empty_bytes);
        object->unconsumed_tail = own(OBJECT_ROOT->empty_bytes);
    }
    return self;
}

/* After a failed init. NULL. */
static Own raise_init(Own self, int status, const char *kind) {
    if (status == Z_MEM_ERROR) {
        error_set(EXC(MemoryError), "Can't allocate memory for %s object", kind);
    } else if (status == Z_STREAM_ERROR) {
        error_set(EXC(ValueError), "Invalid initialization option");
    } else {
        Own doing = str_format("while creating %s object", kind);
        if (doing) zlib_raise(&AS_ZLIB(self)->stream, status, str_data(doing));
        release_maybe(doing);
    }
    release(self);
    return NULL;
}

/* The bytes that were made, or NULL raised where `ok` is false. */
static Own finish(ByteBuilder *out, bool ok) {
    if (ok) return byte_builder_finish(out);
    byte_builder_discard(out);
    return NULL;
}

/* copy(), copy.copy(), copy.deepcopy() */
static Own zlib_method_copy(Ref self) {
    ZlibObject *object = AS_ZLIB(self);
    Own made = zlib_object_new(object->compresses, object->dictionary);
    if (!made) return NULL;
    ZlibObject *copy = AS_ZLIB(made);
    const char *kind = object->compresses ? "compression" : "decompression";
    int status = object->compresses ? deflateCopy(&copy->stream, &object->stream)
                                    : inflateCopy(&copy->stream, &object->stream);
    if (status == Z_OK) {
        copy->open = true;
        copy->eof = object->eof;
        if (!object->compresses) {
            slot_set(&copy->unused_data, own(object->unused_data));
            slot_set(&copy->unconsumed_tail, own(object->unconsumed_tail));
        }
        return made;
    }
    if (status == Z_STREAM_ERROR) {
        error_set(EXC(ValueError), "Inconsistent stream state");
    } else {
        error_set(EXC(MemoryError), "Can't allocate memory for %s object", kind);
    }
    release(made);
    return NULL;
}
static Own zlib_method_deepcopy(Ref self, Ref memo UNUSED) { return zlib_method_copy(self); }

/* False: raised. */
static bool has_buffer(Ref object) {
    Buffer buffer;
    if (!buffer_get(object, &buffer, false)) return false;
    buffer_release(&buffer);
    return true;
}

/* --- Compress ------------------------------------------------------------------------------------------- */

static bool give_dictionary(ZlibObject *object, Ref dictionary) {
    Buffer buffer;
    if (!buffer_get(dictionary, &buffer, false)) return false;
    int status = deflateSetDictionary(&object->stream, (const u8 *)buffer.data, (unsigned)buffer.length);
    buffer_release(&buffer);
    if (status == Z_OK) return true;
    error_set(EXC(ValueError), status == Z_STREAM_ERROR ? "Invalid dictionary" : "deflateSetDictionary()");
    return false;
}

Own zlib_compressobj(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "compressobj", {"level", "method", "wbits", "memLevel", "strategy", "zdict"}, .required = 0};
    enum { LEVEL, METHOD, WBITS, MEMORY, STRATEGY, DICTIONARY, COUNT };
    Ref given[COUNT];
    int numbers[] = {Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS, ZLIB_MEMORY_LEVEL, Z_DEFAULT_STRATEGY};
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    for (int i = 0; i < DICTIONARY; i++)
        if (!zlib_int(given[i], &numbers[i])) return NULL;
    Ref dictionary = given[DICTIONARY] == None ? NULL : given[DICTIONARY];
    if (dictionary && !has_buffer(dictionary)) return NULL;
    Own self = zlib_object_new(true, NULL);
    if (!self) return NULL;
    int status = deflateInit2(&AS_ZLIB(self)->stream, numbers[LEVEL], numbers[METHOD], numbers[WBITS],
                              numbers[MEMORY], numbers[STRATEGY]);
    if (status != Z_OK) return raise_init(self, status, "compression");
    AS_ZLIB(self)->open = true;
    if (dictionary && !give_dictionary(AS_ZLIB(self), dictionary)) {
        release(self);
        return NULL;
    }
    return self;
}

static Own compress_method_compress(Ref self, Ref data) {
    Buffer buffer;
    if (!buffer_get(data, &buffer, false)) return NULL;
    z_stream *stream = &AS_ZLIB(self)->stream;
    ByteBuilder out;
    byte_builder_init(&out);
    zlib_feed(stream, buffer.data, buffer.length);
    int status = zlib_run(stream, deflate, Z_NO_FLUSH, 0, NULL, &out);
    zlib_feed(stream, NULL, 0);
    buffer_release(&buffer);
    if (status == Z_STREAM_ERROR) zlib_raise(stream, status, "while compressing data");
    return finish(&out, status != Z_STREAM_ERROR && status != Z_MEM_ERROR);
}

static const Parameters flush_parameters = {"flush", {"", "/"}, .required = 0};

static Own compress_method_flush(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    int mode = Z_FINISH;
    Ref chosen;
    if (!arguments_bind(&flush_parameters, args, nargs, kwnames, &chosen) || !zlib_int(chosen, &mode))
        return NULL;
    if (mode == Z_NO_FLUSH) return own(OBJECT_ROOT->empty_bytes);
    ZlibObject *object = AS_ZLIB(self);
    ByteBuilder out;
    byte_builder_init(&out);
    zlib_feed(&object->stream, NULL, 0);
    int status = zlib_run(&object->stream, deflate, mode, 0, NULL, &out);
    if (status == Z_STREAM_END && mode == Z_FINISH) {
        close_stream(object);
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
        if (!error_occurred()) zlib_raise(&object->stream, status, "while flushing");
        return finish(&out, false);
    }
    return finish(&out, true);
}

/* --- Decompress ----------------------------------------------------------------------------------------- */

Own zlib_decompressobj(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"decompressobj", {"wbits", "zdict"}, .required = 0};
    Ref given[2];
    int wbits = MAX_WBITS;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) || !zlib_int(given[0], &wbits)) return NULL;
    if (given[1] && !has_buffer(given[1])) {
        error_clear();
        return error_set(EXC(TypeError), "zdict argument must support the buffer protocol");
    }
    Own self = zlib_object_new(false, given[1]);
    if (!self) return NULL;
    int status = inflateInit2(&AS_ZLIB(self)->stream, wbits);
    if (status != Z_OK) return raise_init(self, status, "decompression");
    AS_ZLIB(self)->open = true;
    if (given[1] && wbits < 0 && !zlib_set_dictionary(&AS_ZLIB(self)->stream, given[1])) {
        release(self);
        return NULL;
    }
    return self;
}

/* What the stream did not take: behind its end it is unused, else it waits. False: raised. */
static bool keep_input(ZlibObject *object, int status) {
    isize left = object->stream.avail_in;
    const u8 *rest = object->stream.next_in;
    if (status == Z_STREAM_END && left > 0) {
        ByteBuilder joined;
        byte_builder_init(&joined);
        byte_builder_append(&joined, bytes_data(object->unused_data), size_of(object->unused_data));
        byte_builder_append(&joined, rest, left);
        Own unused = byte_builder_finish(&joined);
        if (!unused) return false;
        slot_set(&object->unused_data, unused);
        left = 0;
    }
    if (left > 0 || size_of(object->unconsumed_tail) > 0) {
        Own tail = bytes_from(rest, left);
        if (!tail) return false;
        slot_set(&object->unconsumed_tail, tail);
    }
    return true;
}

static Own decompress(ZlibObject *object, const void *bytes, isize length, int flush, isize limit) {
    ByteBuilder out;
    byte_builder_init(&out);
    zlib_feed(&object->stream, bytes, length);
    int status = zlib_run(&object->stream, inflate, flush, limit, object->dictionary, &out);
    bool kept = !error_occurred() && keep_input(object, status);
    zlib_feed(&object->stream, NULL, 0);
    if (!kept) return finish(&out, false);
    if (status == Z_STREAM_END) {
        object->eof = true;
        if (flush == Z_FINISH) close_stream(object);
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
        zlib_raise(&object->stream, status, "while decompressing data");
        return finish(&out, false);
    }
    return finish(&out, true);
}

static Own decompress_method_decompress(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"decompress", {"data", "/", "max_length"}, .required = 1};
    Ref given[2];
    Buffer buffer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (!buffer_get(given[0], &buffer, false)) return NULL;
    isize limit = given[1] ? zlib_size(given[1]) : 0;
    Own made = NULL;
    if (limit < 0) {
        if (!error_occurred()) error_set(EXC(ValueError), "max_length must be non-negative");
    } else if (!error_occurred()) {
        made = decompress(AS_ZLIB(self), buffer.data, buffer.length, Z_SYNC_FLUSH, limit);
    }
    buffer_release(&buffer);
    return made;
}

static Own decompress_method_flush(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref chosen;
    if (!arguments_bind(&flush_parameters, args, nargs, kwnames, &chosen)) return NULL;
    isize length = chosen ? zlib_size(chosen) : ZLIB_BUFFER_SIZE;
    if (length == -1 && error_occurred()) return NULL;
    if (length <= 0) return error_set(EXC(ValueError), "length must be greater than zero");
    Own tail = own(AS_ZLIB(self)->unconsumed_tail);
    Own made = decompress(AS_ZLIB(self), bytes_data(tail), size_of(tail), Z_FINISH, 0);
    release(tail);
    return made;
}

/* --- the types ------------------------------------------------------------------------------------------ */

#define COPIES(what)                                                                                           \
    {"copy", METHOD_NONE, .none = zlib_method_copy,                                                            \
     .doc = "copy($self, /)\n--\n\nReturn a copy of the " what " object.", .flags = METHOD_DEFINING_CLASS},    \
        {"__copy__", METHOD_NONE, .none = zlib_method_copy, .doc = "__copy__($self, /)\n--\n\n",               \
         .flags = METHOD_DEFINING_CLASS},                                                                      \
        {"__deepcopy__", METHOD_ONE, .one = zlib_method_deepcopy,                                              \
         .doc = "__deepcopy__($self, memo, /)\n--\n\n", .flags = METHOD_DEFINING_CLASS},                       \
    {                                                                                                          \
        .name = NULL                                                                                           \
    }

static const MethodDef compress_methods[] = {
    {"compress", METHOD_ONE, .one = compress_method_compress,
     .doc =
         "compress($self, data, /)\n--\n\nReturns a bytes object containing compressed data.\n\n  data\n    "
         "Binary data to be compressed.\n\nAfter calling this function, some of the input data may still\nbe "
         "stored in internal buffers for later processing.\nCall the flush() method to clear these buffers.",
     .flags = METHOD_DEFINING_CLASS},
    {"flush", METHOD_KEYWORDS, .keywords = compress_method_flush,
     .doc =
         "flush($self, mode=zlib.Z_FINISH, /)\n--\n\nReturn a bytes object containing any remaining compressed "
         "data.\n\n  mode\n    One of the constants Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH.\n    If mode == "
         "Z_FINISH, the compressor object can no longer be\n    used after calling the flush() method.  "
         "Otherwise, more data\n    can still be compressed.",
     .flags = METHOD_DEFINING_CLASS},
    COPIES("compression")};
static const MethodDef decompress_methods[] = {
    {"decompress", METHOD_KEYWORDS, .keywords = decompress_method_decompress,
     .doc = "decompress($self, data, /, max_length=0)\n--\n\nReturn a bytes object containing the decompressed "
            "version of the data.\n\n  data\n    The binary data to decompress.\n  max_length\n    The maximum "
            "allowable length of the decompressed data.\n    Unconsumed input data will be stored in\n    the "
            "unconsumed_tail attribute.\n\nAfter calling this function, some of the input data may still be "
            "stored "
            "in\ninternal buffers for later processing.\nCall the flush() method to clear these buffers.",
     .flags = METHOD_DEFINING_CLASS},
    {"flush", METHOD_KEYWORDS, .keywords = decompress_method_flush,
     .doc = "flush($self, length=zlib.DEF_BUF_SIZE, /)\n--\n\nReturn a bytes object containing any remaining "
            "decompressed data.\n\n  length\n    the initial size of the output buffer.",
     .flags = METHOD_DEFINING_CLASS},
    COPIES("decompression")};
static const MemberDef decompress_members[] = {
    {"unused_data", MEMBER_OBJECT, offsetof(ZlibObject, unused_data), true, NULL},
    {"unconsumed_tail", MEMBER_OBJECT, offsetof(ZlibObject, unconsumed_tail), true, NULL},
    {"eof", MEMBER_BOOL, offsetof(ZlibObject, eof), true, NULL},
    {.name = NULL}};
const TypeSpec zlib_compress_spec = {.name = "zlib.Compress",
                                     .module = "zlib",
                                     .basicsize = sizeof(ZlibObject),
                                     .beside = 32,
                                     .ghost_size = 168,
                                     .flags = TYPE_HEAP | TYPE_NO_INSTANTIATION,
                                     .slots =
                                         {
                                             .dealloc = zlib_dealloc,
                                         },
                                     .methods = compress_methods};
const TypeSpec zlib_decompress_spec = {.name = "zlib.Decompress",
                                       .module = "zlib",
                                       .basicsize = sizeof(ZlibObject),
                                       .beside = 32,
                                       .ghost_size = 168,
                                       .flags = TYPE_HEAP | TYPE_NO_INSTANTIATION,
                                       .slots =
                                           {
                                               .dealloc = zlib_dealloc,
                                           },
                                       .methods = decompress_methods,
                                       .members = decompress_members};
