/* buffer.c: the bytes of any object that lends them.
 *
 * A buffer keeps its owner alive and, through the owner's buffer_get, unmoved: a bytearray that has lent its
 * bytes can't be resized until all are given back. */
#include "object/bytes.h"
#include "object/error.h"
#include "object/root.h"

bool buffer_is_contiguous(const Buffer *buffer) {
    if (!buffer->shape || !buffer->strides) return true;
    isize expected = buffer->item_size;
    for (isize i = buffer->ndim - 1; i >= 0; i--) {
        if (buffer->shape[i] == 0) return true;
        if (buffer->shape[i] > 1 && buffer->strides[i] != expected) return false;
        expected *= buffer->shape[i];
    }
    return true;
}

bool buffer_is_fortran_contiguous(const Buffer *buffer) {
    isize expected = buffer->item_size;
    for (isize i = 0; i < buffer->ndim; i++) {
        if (buffer->shape[i] == 0) return true;
        if (buffer->shape[i] > 1 && buffer->strides[i] != expected) return false;
        expected *= buffer->shape[i];
    }
    return true;
}

bool buffer_get_strided(Ref object, Buffer *buffer, bool writable) {
    *buffer = (Buffer){0};
    BufferGetFn get = type_of(object)->slots.buffer_get;
    if (!get) return error_set(EXC(TypeError), "a bytes-like object is required, not '%.100T'", object) != NULL;
    return get(object, buffer, writable);
}

bool buffer_get(Ref object, Buffer *buffer, bool writable) {
    if (!buffer_get_strided(object, buffer, writable)) return false;
    if (buffer_is_contiguous(buffer)) return true;
    buffer_release(buffer);
    return error_set(EXC(BufferError), "%T: underlying buffer is not C-contiguous", object) != NULL;
}

void buffer_release(Buffer *buffer) {
    Own owner = buffer->owner;
    if (!owner) return;
    BufferReleaseFn give_back = type_of(owner)->slots.buffer_release;
    if (give_back) give_back(owner, buffer);
    buffer->owner = NULL;
    release(owner);
}

/* Copies what lies along dimension `dim` and those behind it. Where it ends in `out`. */
static u8 *copy_rows(const Buffer *buffer, const char *from, isize dim, u8 *out) {
    if (dim == buffer->ndim) {
        memcpy(out, from, (usize)buffer->item_size);
        return out + buffer->item_size;
    }
    for (isize i = 0; i < buffer->shape[dim]; i++)
        out = copy_rows(buffer, from + i * buffer->strides[dim], dim + 1, out);
    return out;
}

/* The same, neighbours along `dim` `gap` bytes apart in `out`. */
static void copy_columns(const Buffer *buffer, const char *from, isize dim, u8 *out, isize gap) {
    if (dim == buffer->ndim) {
        memcpy(out, from, (usize)buffer->item_size);
        return;
    }
    for (isize i = 0; i < buffer->shape[dim]; i++) {
        copy_columns(buffer, from + i * buffer->strides[dim], dim + 1, out + i * gap, gap * buffer->shape[dim]);
    }
}

void buffer_copy_out(const Buffer *buffer, u8 *out, bool fortran) {
    if (buffer->length == 0) return;
    if (!buffer->shape || !buffer->strides)
        memcpy(out, buffer->data, (usize)buffer->length);
    else if (fortran)
        copy_columns(buffer, buffer->data, 0, out, buffer->item_size);
    else if (buffer_is_contiguous(buffer))
        memcpy(out, buffer->data, (usize)buffer->length);
    else
        copy_rows(buffer, buffer->data, 0, out);
}
