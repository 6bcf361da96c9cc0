/* byte_builder.h: makes a bytes object piece by piece.
 *
 * A failed allocation sets MemoryError and `failed`; appends do nothing after it, so that one check at the end
 * is enough. */
#ifndef OBJECT_BYTE_BUILDER_H
#define OBJECT_BYTE_BUILDER_H

#include "object/object.h"

typedef struct ByteBuilder {
    Object *buffer; /* a bytes object with spare room, owned, or NULL */
    isize length, capacity;
    bool failed;
} ByteBuilder;

void byte_builder_init(ByteBuilder *builder);
/* Room for `count` more bytes, which count as written: the caller fills them. NULL: failed. */
u8 *byte_builder_extend(ByteBuilder *builder, isize count);
void byte_builder_append(ByteBuilder *builder, const void *bytes, isize count);
void byte_builder_byte(ByteBuilder *builder, u8 byte);
void byte_builder_repeat(ByteBuilder *builder, u8 byte, isize count);
Own byte_builder_finish(ByteBuilder *builder); /* NULL raised when it failed; the builder is empty after it */
/* The same, but one byte gives an object of its own, as CPython does where it fills a new one. */
Own byte_builder_finish_alone(ByteBuilder *builder);
void byte_builder_discard(ByteBuilder *builder);

#endif
