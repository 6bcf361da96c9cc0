/* struct.h: what the files of the module _struct say to each other: a format compiled, and its fields packed. */
#ifndef MODULES_STRUCT_H
#define MODULES_STRUCT_H

#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

/* How a letter of a format is laid out. A table of them for native formats, one for standard ones. */
typedef enum FieldKind {
    FIELD_PAD,
    FIELD_CHAR,
    FIELD_INT,
    FIELD_UNSIGNED,
    FIELD_POINTER,
    FIELD_BOOL,
    FIELD_HALF,
    FIELD_FLOAT,
    FIELD_DOUBLE,
    FIELD_BYTES,
    FIELD_PASCAL
} FieldKind;
typedef struct FieldFormat {
    char letter;
    u8 size, alignment;
    u8 kind;
    const char *word; /* what a message calls it where it does not say the letter */
} FieldFormat;

/* A run of `repeat` fields. */
typedef struct StructCode {
    const FieldFormat *format;
    isize offset, size, repeat; /* size: of one; of bytes: all */
} StructCode;

typedef struct Struct {
    Object ob_base;
    isize size;   /* bytes; -1: not initialised */
    isize length; /* values */
    isize code_count;
    StructCode *codes; /* raw block */
    Object *format;    /* str, owned */
    bool native;       /* native sizes and alignment */
    bool big_endian;
    Object *weaklist;
} Struct;
#define AS_STRUCT(ref) ((Struct *)(ref))

bool struct_compile(Struct *self, Ref format); /* struct_format.c; format: str or bytes */

/* struct_fields.c */
bool struct_pack(const Struct *self, Ref const *values, u8 *out); /* `length` values */
Own struct_unpack(const Struct *self, const u8 *data);            /* a tuple */

#define STRUCT_ERROR AS_TYPE(MODULES_ROOT->struct_error)

#endif
