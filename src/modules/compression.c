/* compression.c: the loops that push bytes through a stream of bz2's or lzma's, and what a decompressor remembers
 * between two calls. Output is fetched in blocks that grow as CPython's do, since programs can see where one ended. */
#include "modules/compression.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/charge.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "vm/eval.h"

enum { PACKED_BYTE_NS = 500, UNPACKED_BYTE_NS = 8 }; /* bz2 takes less, then more; lzma the other way round */

__attribute__((noinline)) void compression_clear_stack(void) {
    char below[16 << 10];
    memset(below, 0, sizeof below);
    __asm__ volatile("" : : "r"(below) : "memory"); /* it is not for nothing */
}

/* The n-th block of output. */
static isize block_size(int n) {
    static const isize sizes[] = {32 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 8 << 20, 16 << 20, 16 << 20};
    return n < COUNT_OF(sizes) ? sizes[n] : 32 << 20;
}

/* Makes room where the last block is full; `limit` < 0: none. False: the limit is reached, or memory is short. */
static bool more_room(ByteBuilder *out, Flow *flow, int *blocks, isize limit) {
    isize room = block_size((*blocks)++);
    if (limit >= 0) room = isize_min(room, limit - out->length);
    if (room <= 0) return false;
    flow->out = byte_builder_extend(out, room);
    flow->out_left = (usize)room;
    return flow->out != NULL;
}

static Own finish(ByteBuilder *out, const Flow *flow, bool good) {
    if (!good || out->failed) {
        byte_builder_discard(out);
        return NULL;
    }
    out->length -= (isize)flow->out_left;
    return byte_builder_finish_alone(out);
}

/* --- compressing --------------------------------------------------------------------------------------- */

static Own pack(Packer *self, Flow *flow, bool finishes) {
    ByteBuilder out;
    int blocks = 0;
    FlowStep state = FLOW_GOES_ON;
    byte_builder_init(&out);
    charge((isize)flow->in_left, PACKED_BYTE_NS);
    bool good = more_room(&out, flow, &blocks, -1);
    bool wanted = finishes || self->writes_head || flow->in_left > 0;
    while (good && wanted) {
        if (flow->out_left == 0) good = more_room(&out, flow, &blocks, -1);
        if (good) state = self->step(self, flow, finishes);
        good = good && state != FLOW_FAILED;
        wanted = finishes ? state != FLOW_ENDED : flow->in_left > 0;
    }
    return finish(&out, flow, good);
}

static Own packer_method_compress(Ref self, Ref data) {
    Buffer buffer;
    if (!buffer_get(data, &buffer, false)) return NULL;
    Flow flow = {.in = (const u8 *)buffer.data, .in_left = (usize)buffer.length};
    Own result = AS_PACKER(self)->flushed ? error_set(EXC(ValueError), "Compressor has been flushed")
                                          : pack(AS_PACKER(self), &flow, false);
    buffer_release(&buffer);
    return result;
}

static Own packer_method_flush(Ref self) {
    if (AS_PACKER(self)->flushed) return error_set(EXC(ValueError), "Repeated call to flush()");
    AS_PACKER(self)->flushed = true;
    Flow flow = {.in = (const u8 *)""};
    return pack(AS_PACKER(self), &flow, true);
}

const MethodDef packer_methods[] = {
    {"compress", METHOD_ONE, .one = packer_method_compress,
     .doc = "compress($self, data, /)\n--\n\nProvide data to the compressor object.\n\n"
            "Returns a chunk of compressed data if possible, or b'' otherwise.\n\n"
            "When you have finished providing data to the compressor, call the\n"
            "flush() method to finish the compression process."},
    {"flush", METHOD_NONE, .none = packer_method_flush,
     .doc = "flush($self, /)\n--\n\nFinish the compression process.\n\n"
            "Returns the compressed data left in internal buffers.\n\n"
            "The compressor object may not be used after this method is called."},
    {.name = NULL}};

/* --- decompressing ------------------------------------------------------------------------------------- */

static Own unpack(Unpacker *self, Flow *flow, isize limit) {
    const UnpackRules *rules = self->rules;
    ByteBuilder out;
    int blocks = 0;
    byte_builder_init(&out);
    bool good = limit == 0 || more_room(&out, flow, &blocks, limit);
    while (good) {
        FlowStep state = rules->step(self, flow);
        good = state != FLOW_FAILED;
        self->eof = state == FLOW_ENDED;
        if (state != FLOW_GOES_ON) break;
        bool full = flow->out_left == 0;
        if (flow->in_left == 0 && !(rules->output_first && full)) break;
        if (full && !more_room(&out, flow, &blocks, limit)) break;
    }
    charge(out.length, UNPACKED_BYTE_NS);
    return finish(&out, flow, good);
}

/* What is left of the input is kept for the next call, or is what stands behind the end. */
static bool keep_rest(Unpacker *self, const Flow *flow) {
    Own left = flow->in_left ? bytes_from(flow->in, (isize)flow->in_left) : NULL;
    if (flow->in_left && !left) return false;
    slot_clear(&self->rest);
    self->needs_input = !self->eof && !left && !(self->rules->output_first && flow->out_left == 0);
    if (self->eof && left)
        slot_set(&self->unused_data, left);
    else
        self->rest = left;
    return true;
}

static Own run(Unpacker *self, const Buffer *data, isize limit) {
    Own joined = NULL;
    Flow flow = {.in = (const u8 *)data->data, .in_left = (usize)data->length};
    if (self->rest) {
        isize before = size_of(self->rest);
        joined = bytes_from(NULL, before + data->length);
        if (!joined) return NULL;
        memcpy(bytes_data(joined), bytes_data(self->rest), (usize)before);
        memcpy(bytes_data(joined) + before, data->data, (usize)data->length);
        flow = (Flow){.in = bytes_data(joined), .in_left = (usize)(before + data->length)};
    }
    Own result = unpack(self, &flow, limit);
    if (!result && self->rules->fails_for_good) {
        self->failed = true;
        self->needs_input = false;
    }
    if (result && !keep_rest(self, &flow)) slot_clear(&result);
    release_maybe(joined);
    return result;
}

static Own unpacker_method_decompress(Ref ref, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"decompress", {"data", "max_length"}, .required = 1};
    Unpacker *self = AS_UNPACKER(ref);
    Ref out[2];
    isize limit = -1;
    Buffer data;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !buffer_get(out[0], &data, false))
        return NULL;
    if (out[1]) limit = int_as_isize(out[1]);
    Own result = NULL;
    if (error_occurred()) {
        /* of the limit */
    } else if (self->eof) {
        error_set(EXC(EOFError), "%s", self->rules->at_end);
    } else if (self->failed) {
        error_set(EXC(ValueError), "Decompressor is unusable after a previous error");
    } else {
        result = run(self, &data, limit);
    }
    buffer_release(&data);
    return result;
}

const MethodDef unpacker_methods[] = {
    {"decompress", METHOD_KEYWORDS, .keywords = unpacker_method_decompress,
     .doc = "decompress($self, /, data, max_length=-1)\n--\n\n"
            "Decompress *data*, returning uncompressed data as bytes.\n\n"
            "If *max_length* is nonnegative, returns at most *max_length* bytes of\n"
            "decompressed data. If this limit is reached and further output can be\n"
            "produced, *self.needs_input* will be set to ``False``. In this case, the next\n"
            "call to *decompress()* may provide *data* as b'' to obtain more of the output.\n\n"
            "If all of the input data was decompressed and returned (either because this\n"
            "was less than *max_length* bytes, or because *max_length* was negative),\n"
            "*self.needs_input* will be set to True.\n\n"
            "Attempting to decompress data after the end of stream is reached raises an\n"
            "EOFError.  Any data found after the end of the stream is ignored and saved in\n"
            "the unused_data attribute."},
    {.name = NULL}};

bool unpacker_init(Unpacker *self) {
    self->needs_input = true;
    slot_clear(&self->rest);
    slot_set(&self->unused_data, bytes_from("", 0));
    return self->unused_data != NULL;
}

void unpacker_dealloc(Own self) {
    slot_clear(&AS_UNPACKER(self)->unused_data);
    slot_clear(&AS_UNPACKER(self)->rest);
    object_free(self);
}
