/* bytearray.h: what the files of bytearray say to each other; nobody else includes it. */
#ifndef OBJECT_BYTEARRAY_H
#define OBJECT_BYTEARRAY_H

#include "object/byte_methods.h"

static inline Chars bytearray_span(Ref self) { return byte_chars(AS_BYTEARRAY(self)->start, size_of(self)); }

/* Makes it `size` bytes long; what is new is not set. BufferError where its bytes are lent out, MemoryError. */
bool bytearray_resize(Ref self, isize size);
/* May it be resized? */
bool bytearray_is_resizable(Ref self);
/* Puts `count` bytes in the place of those from low to high. They must not be its own. */
bool bytearray_splice(Ref self, isize low, isize high, const u8 *bytes, isize count);
/* What bytearray(object) makes of a buffer or an iterable. */
Own bytearray_from_object(Ref object);
/* Appends the items; `complaint` is the format of what is said of what can't be iterated over. `hinted`: the
 * iterable is asked for its length first, which may raise. */
bool bytearray_put_items(Ref self, Ref iterable, const char *complaint, bool hinted);

/* bytearray_subscript.c */
Own bytearray_item(Ref self, isize index);
Own bytearray_subscript(Ref self, Ref key);
bool bytearray_set_subscript(Ref self, Ref key, Ref value);

/* bytearray_methods.c */
extern const MethodDef bytearray_methods[];

#endif
