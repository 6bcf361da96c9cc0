/* bz2_module.c: the module _bz2: streams of the system's libbz2. */
#include <bzlib.h>

#include "modules/compression.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "vm/memory_trace.h"

typedef struct Bz2Packer {
    Packer head;
    bz_stream stream;
} Bz2Packer;
typedef struct Bz2Unpacker {
    Unpacker head;
    bz_stream stream;
} Bz2Unpacker;

static void *stream_alloc(void *context UNUSED, int count, int size) {
    return count < 0 || size < 0 ? NULL : module_library_alloc((usize)count * (usize)size);
}
/* What CPython's decompressor has from the system, where its tracer does not look. */
static void *unseen_alloc(void *context, int count, int size) {
    void *block = stream_alloc(context, count, size);
    if (block && arena_is_followed()) memory_trace_forget(block);
    return block;
}
static void stream_free(void *context UNUSED, void *block) { arena_free(block); }

/* True where the library's status tells of an error, which is raised. */
static bool raised(int status) {
    switch (status) {
    case BZ_OK:
    case BZ_RUN_OK:
    case BZ_FLUSH_OK:
    case BZ_FINISH_OK:
    case BZ_STREAM_END: return false;
    case BZ_PARAM_ERROR:
        error_set(EXC(ValueError), "Internal error - invalid parameters passed to libbzip2");
        return true;
    case BZ_MEM_ERROR: error_memory(); return true;
    case BZ_DATA_ERROR:
    case BZ_DATA_ERROR_MAGIC: error_set(EXC(OSError), "Invalid data stream"); return true;
    case BZ_SEQUENCE_ERROR:
        error_set(EXC(RuntimeError), "Internal error - Invalid sequence of commands sent to libbzip2");
        return true;
    default: error_set(EXC(OSError), "Unrecognized error from libbzip2: %d", status); return true;
    }
}

static unsigned piece(usize left) { return left > UINT32_MAX ? UINT32_MAX : (unsigned)left; }

static void lend(bz_stream *stream, const Flow *flow) {
    stream->next_in = (char *)(uintptr_t)flow->in; /* read only, whatever its type says */
    stream->avail_in = piece(flow->in_left);
    stream->next_out = (char *)flow->out;
    stream->avail_out = piece(flow->out_left);
}
static void take_back(bz_stream *stream, Flow *flow) {
    flow->in_left -= (usize)((const u8 *)stream->next_in - flow->in);
    flow->out_left -= (usize)((u8 *)stream->next_out - flow->out);
    flow->in = (const u8 *)stream->next_in;
    flow->out = (u8 *)stream->next_out;
    stream->next_in = stream->next_out = NULL;
    stream->avail_in = stream->avail_out = 0;
}

/* --- the compressor ------------------------------------------------------------------------------------ */

static FlowStep pack_step(Packer *self, Flow *flow, bool finish) {
    bz_stream *stream = &((Bz2Packer *)self)->stream;
    lend(stream, flow);
    int status = BZ2_bzCompress(stream, finish ? BZ_FINISH : BZ_RUN);
    take_back(stream, flow);
    return raised(status) ? FLOW_FAILED : status == BZ_STREAM_END ? FLOW_ENDED : FLOW_GOES_ON;
}

/* Without a stream, until __init__ has started one. */
static Own packer_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (self) AS_PACKER(self)->step = pack_step;
    return self;
}

static bool packer_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    int number = 9;
    if (!arguments_no_keywords("BZ2Compressor", kwnames) || !arguments_count("BZ2Compressor", nargs, 0, 1) ||
        (nargs && !argument_int(args[0], &number))) {
        return false;
    }
    if (number < 1 || number > 9) {
        return error_set(EXC(ValueError), "compresslevel must be between 1 and 9") != NULL;
    }
    bz_stream *stream = &((Bz2Packer *)self)->stream;
    BZ2_bzCompressEnd(stream);
    *stream = (bz_stream){.bzalloc = stream_alloc, .bzfree = stream_free};
    return !raised(BZ2_bzCompressInit(stream, number, 0, 0));
}

/* A stream that was not started is none to libbz2. */
static void packer_dealloc(Own self) {
    BZ2_bzCompressEnd(&((Bz2Packer *)self)->stream);
    object_free(self);
}

const TypeSpec bz2_compressor_spec = {
    .name = "_bz2.BZ2Compressor",
    .module = "_bz2",
    .doc = "BZ2Compressor(compresslevel=9, /)\n--\n\nCreate a compressor object for compressing data "
           "incrementally.\n\n  compresslevel\n    Compression level, as a number between 1 and 9.\n\n"
           "For one-shot compression, use the compress() function instead.",
    .basicsize = sizeof(Bz2Packer),
    .beside = 32,
    .ghost_size = 112,
    .flags = TYPE_HEAP_SPEC,
    .slots = {.new = packer_new, .init = packer_init, .dealloc = packer_dealloc},
    .methods = packer_methods};

/* --- the decompressor ---------------------------------------------------------------------------------- */

static FlowStep unpack_step(Unpacker *self, Flow *flow) {
    bz_stream *stream = &((Bz2Unpacker *)self)->stream;
    lend(stream, flow);
    int status = BZ2_bzDecompress(stream);
    take_back(stream, flow);
    return raised(status) ? FLOW_FAILED : status == BZ_STREAM_END ? FLOW_ENDED : FLOW_GOES_ON;
}

static const UnpackRules unpack_rules = {
    .step = unpack_step, .fails_for_good = true, .at_end = "End of stream already reached"};

static Own unpacker_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (self) AS_UNPACKER(self)->rules = &unpack_rules;
    return self;
}

static bool bz2_unpacker_init(Ref self, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    if (nargs) return error_set(EXC(TypeError), "BZ2Decompressor() takes no positional arguments") != NULL;
    if (!arguments_no_keywords("BZ2Decompressor", kwnames)) return false;
    bz_stream *stream = &((Bz2Unpacker *)self)->stream;
    BZ2_bzDecompressEnd(stream);
    *stream = (bz_stream){.bzalloc = unseen_alloc, .bzfree = stream_free};
    return unpacker_init(AS_UNPACKER(self)) && !raised(BZ2_bzDecompressInit(stream, 0, 0));
}

static void bz2_unpacker_dealloc(Own self) {
    BZ2_bzDecompressEnd(&((Bz2Unpacker *)self)->stream);
    unpacker_dealloc(self);
}

static const MemberDef unpacker_members[] = {
    UNPACKER_EOF, UNPACKER_UNUSED_DATA, UNPACKER_NEEDS_INPUT, {.name = NULL}};

const TypeSpec bz2_decompressor_spec = {
    .name = "_bz2.BZ2Decompressor",
    .module = "_bz2",
    .doc = "BZ2Decompressor()\n--\n\nCreate a decompressor object for decompressing data incrementally.\n\n"
           "For one-shot decompression, use the decompress() function instead.",
    .basicsize = sizeof(Bz2Unpacker),
    .beside = 32,
    .ghost_size = 152,
    .flags = TYPE_HEAP_SPEC,
    .slots = {.new = unpacker_new, .init = bz2_unpacker_init, .dealloc = bz2_unpacker_dealloc},
    .methods = unpacker_methods,
    .members = unpacker_members};

static bool fill(Ref module) {
    return module_add_type(module, MODULE_TYPE_BZ2_COMPRESSOR) &&
           module_add_type(module, MODULE_TYPE_BZ2_DECOMPRESSOR);
}
const NativeModule bz2_module = {.name = "_bz2", .fill = fill, .extension = true};
