/* array.h: what the files of the module array say to each other. */
#ifndef MODULES_ARRAY_H
#define MODULES_ARRAY_H

#include "modules/modules.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

/* A kind of items: the letter that names it, what it is in memory, and the number of its layout in pickles. */
typedef struct ArrayKind {
    char letter;
    u8 size;
    bool is_integer, is_signed;
    const char *format; /* as a buffer says it */
    u8 layout;
} ArrayKind;
extern const ArrayKind array_kinds[]; /* ended by a letter of 0 */

typedef struct Array {
    VarObject ob_base; /* ob_size: items */
    u8 *items;         /* raw block, NULL: none */
    isize capacity;
    const ArrayKind *kind;
    isize item_size; /* of the kind: buffers point here */
    isize exports;   /* buffers out: no resizing */
    Object *weaklist;
} Array;
#define AS_ARRAY(ref) ((Array *)(ref))

static inline isize array_length(Ref self) { return size_of(self); }
static inline bool is_array(Ref object) { return is_a(object, MODULE_TYPE(ARRAY)); }
static inline u8 *array_place(Ref self, isize index) {
    return AS_ARRAY(self)->items + index * AS_ARRAY(self)->item_size;
}

Own array_new(Type *type, isize length, const ArrayKind *kind); /* items uninitialised */
const ArrayKind *array_kind(u32 letter);                        /* NULL and ValueError */
bool array_resize(Ref self, isize length);
/* Puts `count` uninitialised items in the place of `removed` ones from `start`. */
bool array_splice(Ref self, isize start, isize removed, isize count);
Own array_get(Ref self, isize index);
bool array_put(Ref self, isize index, Ref value); /* in range */
bool array_append(Ref self, Ref value);
bool array_extend(Ref self, Ref iterable);
bool array_append_bytes(Ref self, const u8 *data, isize length); /* whole items */
bool array_append_text(Ref self, Ref text);

/* array_methods.c */
extern const MethodDef array_methods[];
Own array_reconstruct(Ref self, Ref const *args, isize nargs);
Own array_iter(Ref self); /* array_iterator.c */

#endif
