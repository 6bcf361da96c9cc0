/* byte_builder.c: a bytes object that grows while nobody else sees it. */
#include "object/byte_builder.h"

#include "object/bytes.h"
#include "object/error.h"
#include "object/root.h"

void byte_builder_init(ByteBuilder *builder) { *builder = (ByteBuilder){0}; }

void byte_builder_discard(ByteBuilder *builder) {
    slot_clear(&builder->buffer);
    *builder = (ByteBuilder){0};
}

static u8 *builder_fail(ByteBuilder *builder) {
    slot_clear(&builder->buffer);
    builder->failed = true;
    error_memory();
    return NULL;
}

static bool builder_grow(ByteBuilder *builder, isize wanted) {
    isize capacity = wanted < 32 ? 32 : wanted + wanted / 4;
    Object *buffer = builder->buffer;
    if (!buffer) {
        buffer = object_new_raw(TYPE(BYTES), capacity);
    } else {
        buffer = arena_realloc(buffer, sizeof(Bytes) + (usize)capacity + 1, BLOCK_OBJECT);
    }
    if (!buffer) return builder_fail(builder) != NULL;
    builder->buffer = buffer;
    builder->capacity = capacity;
    return true;
}

u8 *byte_builder_extend(ByteBuilder *builder, isize count) {
    if (UNLIKELY(builder->failed)) return NULL;
    isize wanted;
    if (__builtin_add_overflow(builder->length, count, &wanted) || wanted > (ISIZE_MAX >> 1)) {
        return builder_fail(builder);
    }
    if ((wanted > builder->capacity || !builder->buffer) && !builder_grow(builder, wanted)) return NULL;
    u8 *room = bytes_data(builder->buffer) + builder->length;
    builder->length = wanted;
    return room;
}

void byte_builder_append(ByteBuilder *builder, const void *bytes, isize count) {
    if (count == 0) return;
    u8 *room = byte_builder_extend(builder, count);
    if (room) memcpy(room, bytes, (usize)count);
}

void byte_builder_byte(ByteBuilder *builder, u8 byte) {
    u8 *room = byte_builder_extend(builder, 1);
    if (room) *room = byte;
}

void byte_builder_repeat(ByteBuilder *builder, u8 byte, isize count) {
    if (count <= 0) return;
    u8 *room = byte_builder_extend(builder, count);
    if (room) memset(room, byte, (usize)count);
}

Own byte_builder_finish_alone(ByteBuilder *builder) {
    Own made = builder->buffer;
    isize length = builder->length;
    bool failed = builder->failed;
    *builder = (ByteBuilder){0};
    if (failed) return NULL;
    if (!made || length == 0) {
        release_maybe(made);
        return bytes_from("", 0);
    }
    usize size = sizeof(Bytes) + (usize)length + 1;
    if (size + size / 8 < arena_block_size(made) || arena_is_followed()) {
        Object *smaller = arena_realloc(made, size, BLOCK_OBJECT);
        if (smaller) made = smaller;
    }
    AS_BYTES(made)->ob_base.ob_size = length;
    AS_BYTES(made)->hash = -1;
    bytes_data(made)[length] = 0;
    return made;
}

Own byte_builder_finish(ByteBuilder *builder) {
    if (builder->length != 1 || builder->failed) return byte_builder_finish_alone(builder);
    Own shared = bytes_from(bytes_data(builder->buffer), 1);
    byte_builder_discard(builder);
    return shared;
}
