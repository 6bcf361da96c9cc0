/* bytes.h: bytes, bytearray, memoryview. */
#ifndef OBJECT_BYTES_H
#define OBJECT_BYTES_H

#include "object/slots.h"

typedef struct Bytes {
    VarObject ob_base;
    isize hash; /* -1: not computed */
    u8 data[];  /* ob_size bytes and a NUL */
} Bytes;
typedef struct ByteArray {
    VarObject ob_base;
    isize capacity;
    u8 *start, *block; /* start: first byte in use, within the raw block */
    isize exports;     /* buffers out: no resizing */
} ByteArray;
#define AS_BYTES(ref) ((Bytes *)(ref))
#define AS_BYTEARRAY(ref) ((ByteArray *)(ref))

Own bytes_from(const void *data, isize length); /* data NULL: uninitialised, to be filled at once */
static inline u8 *bytes_data(Ref bytes) { return AS_BYTES(bytes)->data; }
/* Longer or shorter, where nobody else owns it: it may become another object. What is new is uninitialised.
 * False: raised, and it is as it was. */
bool bytes_resize(Object **bytes, isize length);
Own bytes_concat(Ref a, Ref b);
Own bytes_repr(Ref bytes, bool smart_quotes);
/* Under -b bytes that are taken for text are warned of (BytesWarning). False: the warning was raised. */
bool bytes_warn(const char *what);
Own bytes_from_object(Ref object); /* what bytes(object) makes */
/* Gets a simple contiguous byte view of anything with the buffer protocol; TypeError "a bytes-like object is
 * required, not 'x'". Released with buffer_release. */
bool buffer_get(Ref object, Buffer *buffer, bool writable);
void buffer_release(Buffer *buffer);
/* The same for whoever can go by shape and strides: the items need not stand one behind the other. */
bool buffer_get_strided(Ref object, Buffer *buffer, bool writable);
bool buffer_is_contiguous(const Buffer *buffer);         /* in C's order: the last index runs fastest */
bool buffer_is_fortran_contiguous(const Buffer *buffer); /* the first one does */
/* Copies the items to buffer->length bytes, the last index running fastest (or, `fortran`, the first). */
void buffer_copy_out(const Buffer *buffer, u8 *out, bool fortran);
Own bytearray_from(const void *data, isize length);
Own memoryview_from(Ref object);
/* The bytes of a contiguous buffer in the order of memory, whatever its items are: one dimension of format "B". */
Own memoryview_raw(Ref object);
Own memoryview_readonly(Ref object); /* that nobody can write through */

#endif
