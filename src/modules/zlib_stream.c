/* zlib_stream.c: one z_stream: its memory, its errors, and the loop that pushes bytes through it. */
#include "modules/zlib_stream.h"
#include "object/charge.h"

enum { DEFLATED_BYTE_NS = 75, INFLATED_BYTE_NS = 12 };

static void *stream_alloc(void *context UNUSED, unsigned count, unsigned size) {
    return module_library_alloc((usize)count * size);
}
static void stream_free(void *context UNUSED, void *block) { arena_free(block); }

z_stream zlib_stream_empty(void) { return (z_stream){.zalloc = stream_alloc, .zfree = stream_free}; }

static const char *message_of(const z_stream *stream, int status) {
    if (status == Z_VERSION_ERROR) return "library version mismatch";
    if (stream->msg) return stream->msg;
    switch (status) {
    case Z_BUF_ERROR: return "incomplete or truncated stream";
    case Z_STREAM_ERROR: return "inconsistent stream state";
    case Z_DATA_ERROR: return "invalid input data";
    default: return NULL;
    }
}

void *zlib_raise(const z_stream *stream, int status, const char *doing) {
    const char *message = message_of(stream, status);
    if (!message) return error_set(ZLIB_ERROR, "Error %d %s", status, doing);
    return error_set(ZLIB_ERROR, "Error %d %s: %.200s", status, doing, message);
}

void zlib_feed(z_stream *stream, const void *bytes, isize length) {
    stream->next_in = bytes;
    stream->avail_in = (unsigned)length;
}

bool zlib_set_dictionary(z_stream *stream, Ref dictionary) {
    Buffer buffer;
    if (!buffer_get(dictionary, &buffer, false)) return false;
    int status = inflateSetDictionary(stream, (const u8 *)buffer.data, (unsigned)buffer.length);
    buffer_release(&buffer);
    return status == Z_OK || zlib_raise(stream, status, "while setting zdict");
}

int zlib_run(z_stream *stream, ZlibStep step, int flush, isize limit, Ref dictionary, ByteBuilder *out) {
    isize room = ZLIB_BUFFER_SIZE;
    int status = Z_OK;
    charge(stream->avail_in, step == deflate ? DEFLATED_BYTE_NS : INFLATED_BYTE_NS);
    for (bool more = true; more; room = isize_min(2 * room, 1 << 20)) {
        if (limit) room = isize_min(room, limit - out->length);
        if (room == 0) break;
        u8 *at = byte_builder_extend(out, room);
        if (!at) return Z_MEM_ERROR;
        stream->next_out = at;
        stream->avail_out = (unsigned)room;
        status = step(stream, flush);
        out->length -= stream->avail_out;
        more = stream->avail_out == 0 && (status == Z_OK || status == Z_BUF_ERROR);
        if (status == Z_NEED_DICT && dictionary) {
            if (!zlib_set_dictionary(stream, dictionary)) return status;
            more = true;
        }
    }
    stream->next_out = NULL;
    stream->avail_out = 0;
    return status;
}
