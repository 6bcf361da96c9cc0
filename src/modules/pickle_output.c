/* pickle_output.c: what a pickler writes, and the frames around it.
 *
 * The bytes gather in `output`. A frame's header, an opcode and the length, is left open when the first byte of
 * a frame comes, and filled in or, for a short frame, taken out again, when the frame ends. Frames end at the
 * first boundary between two objects that finds them long enough. */
#include "modules/pickle.h"

#include "object/call.h"

enum { FRAME_SHORTEST = 4, FRAME_TARGET = 64 * 1024, FRAME_HEADER = 9 };
enum { OUTPUT_ROOM = 4096 };

/* Makes the output `count` bytes longer; the caller fills them. NULL raised. */
static u8 *extend(Pickler *self, isize count) {
    isize wanted = self->output.length + count;
    if (self->output.failed) return error_memory(); /* in a dump begun within this one */
    if (wanted > self->output_room) self->output_room = wanted / 2 * 3;
    return byte_builder_extend(&self->output, count);
}

void pickle_output_begin(Pickler *self) {
    if (!self->output_room) self->output_room = OUTPUT_ROOM;
    byte_builder_discard(&self->output);
    self->has_output = true;
    self->frame_start = -1;
}

static void put_number(u8 *out, u64 number, int size) {
    for (int i = 0; i < size; i++) out[i] = (u8)(number >> 8 * i);
}

bool pickle_write(Pickler *self, const void *bytes, isize count) {
    bool opens_frame = self->framing && self->frame_start < 0;
    isize start = self->output.length;
    u8 *out = extend(self, count + (opens_frame ? FRAME_HEADER : 0));
    if (!out) return false;
    if (opens_frame) {
        self->frame_start = start;
        memset(out, 0, FRAME_HEADER);
        out += FRAME_HEADER;
    }
    if (count) memcpy(out, bytes, (usize)count);
    return true;
}

bool pickle_write_opcode(Pickler *self, PickleOpcode opcode) {
    u8 byte = (u8)opcode;
    return pickle_write(self, &byte, 1);
}

bool pickle_write_number(Pickler *self, PickleOpcode opcode, u64 number, int size) {
    u8 bytes[9] = {(u8)opcode};
    put_number(bytes + 1, number, size);
    return pickle_write(self, bytes, 1 + size);
}

bool pickle_write_line(Pickler *self, PickleOpcode opcode, const void *text, isize length) {
    return pickle_write_opcode(self, opcode) && pickle_write(self, text, length) && pickle_write(self, "\n", 1);
}

/* --- frames --------------------------------------------------------------------------------------------- */

bool pickle_frame_commit(Pickler *self) {
    if (!self->framing || self->frame_start < 0) return true;
    isize length = self->output.length - self->frame_start - FRAME_HEADER;
    if (length < 0) return error_internal("a frame has lost its bytes");
    u8 *header = bytes_data(self->output.buffer) + self->frame_start;
    if (length >= FRAME_SHORTEST) {
        header[0] = PICKLE_FRAME;
        put_number(header + 1, (u64)length, 8);
    } else {
        memmove(header, header + FRAME_HEADER, (usize)length);
        self->output.length -= FRAME_HEADER;
    }
    self->frame_start = -1;
    return true;
}

Own pickle_output_take(Pickler *self) {
    if (!pickle_frame_commit(self)) return NULL;
    self->has_output = false;
    self->frame_start = -1;
    return byte_builder_finish(&self->output);
}

/* Hands bytes to the file. */
static bool call_write(Pickler *self, Ref bytes) {
    if (!self->write)
        return error_set(EXC(AttributeError), "write"); /* initialised anew meanwhile, and failed */
    Own answer = object_call_one(self->write, bytes);
    release_maybe(answer);
    return answer != NULL;
}

bool pickle_output_flush(Pickler *self) {
    Own bytes = pickle_output_take(self);
    bool written = bytes && call_write(self, bytes);
    release_maybe(bytes);
    return written;
}

bool pickle_output_boundary(Pickler *self) {
    if (!self->framing || self->frame_start < 0) return true;
    if (self->output.length - self->frame_start - FRAME_HEADER < FRAME_TARGET) return true;
    if (!pickle_frame_commit(self)) return false;
    if (!self->write) return true;
    bool flushed = pickle_output_flush(self);
    if (flushed) pickle_output_begin(self);
    return flushed;
}

/* --- data ----------------------------------------------------------------------------------------------- */

/* Data too large for a frame, behind a header outside of any. */
static bool write_large(Pickler *self, const u8 *header, isize header_size, const void *data, isize length,
                        Ref payload) {
    if (!pickle_frame_commit(self)) return false;
    self->framing = false;
    if (!pickle_write(self, header, header_size)) return false;
    if (!self->write) return pickle_write(self, data, length);
    if (!pickle_output_flush(self)) return false;
    Own bytes = payload ? own(payload) : bytes_from(data, length);
    bool written = bytes && call_write(self, bytes);
    release_maybe(bytes);
    if (written) pickle_output_begin(self);
    return written;
}

bool pickle_write_data(Pickler *self, PickleOpcode opcode, int size, const void *data, isize length,
                       Ref payload) {
    u8 header[9] = {(u8)opcode};
    put_number(header + 1, (u64)length, size);
    if (length < FRAME_TARGET) return pickle_write(self, header, 1 + size) && pickle_write(self, data, length);
    bool framing = self->framing;
    bool written = write_large(self, header, 1 + size, data, length, payload);
    self->framing = framing;
    return written;
}
