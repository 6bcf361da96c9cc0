/* memoryview.h: what the files of memoryview say to each other; nobody else includes it. */
#ifndef OBJECT_MEMORYVIEW_H
#define OBJECT_MEMORYVIEW_H

#include "object/byte_methods.h"

/* What all views of one buffer share: the buffer itself, given back when the last view is released. */
typedef struct ManagedBuffer {
    Object ob_base;
    Buffer buffer;
    isize views; /* that are not released */
} ManagedBuffer;

/* `buffer` is the view's window: data, shape and strides are its own, the owner stays with the ManagedBuffer.
 * Shape and strides point into `dims`: [shape | strides | unused], `ob_size` entries as in CPython. */
typedef struct MemoryView {
    VarObject ob_base;
    Object *managed; /* owned; NULL: released */
    isize hash;      /* -1: not computed */
    isize exports;   /* buffers got from this view */
    Object *weaklist;
    Buffer buffer;
    isize dims[];
} MemoryView;
#define AS_MEMORYVIEW(ref) ((MemoryView *)(ref))

static inline const Buffer *memoryview_buffer(Ref view) { return &AS_MEMORYVIEW(view)->buffer; }
/* ValueError where it has been released. */
bool memoryview_check(Ref view);
/* Releases it; no effect where it is released. */
void memoryview_let_go(Ref view);
/* Another view of the same window, with room for `ndim` dimensions, of which those that both have are set. */
Own memoryview_share(Ref view, isize ndim);

/* memoryview_items.c: items in the window */
/* The letter of a format of one native item, and its size; 0: another format. */
char memory_format_letter(const char *format, isize *size);
bool memory_check_format(const char *format); /* NotImplementedError where it is another one */
Own memory_unpack(const char *data, const char *format);
bool memory_pack(char *data, const char *format, Ref value);
Own memoryview_item(Ref self, isize index);
Own memoryview_subscript(Ref self, Ref key);
bool memoryview_set_subscript(Ref self, Ref key, Ref value);
Own memoryview_iter(Ref self);

/* memoryview_methods.c */
extern const MethodDef memoryview_methods[];
extern const GetSetDef memoryview_getset[];

#endif
