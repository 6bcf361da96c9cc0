/* marshal_types.h: the type bytes of the marshal format, version 4. */
#ifndef CODE_MARSHAL_TYPES_H
#define CODE_MARSHAL_TYPES_H

enum {
    MARSHAL_NULL = '0',
    MARSHAL_NONE = 'N',
    MARSHAL_FALSE = 'F',
    MARSHAL_TRUE = 'T',
    MARSHAL_STOP_ITERATION = 'S',
    MARSHAL_ELLIPSIS = '.',
    MARSHAL_INT = 'i',   /* 32 bits */
    MARSHAL_INT64 = 'I', /* only read: of old versions */
    MARSHAL_LONG = 'l',  /* 15-bit digits */
    MARSHAL_FLOAT_TEXT = 'f',
    MARSHAL_FLOAT = 'g',
    MARSHAL_COMPLEX_TEXT = 'x',
    MARSHAL_COMPLEX = 'y',
    MARSHAL_BYTES = 's',
    MARSHAL_STR = 'u',
    MARSHAL_STR_INTERNED = 't',
    MARSHAL_ASCII = 'a',
    MARSHAL_ASCII_INTERNED = 'A',
    MARSHAL_SHORT_ASCII = 'z',
    MARSHAL_SHORT_ASCII_INTERNED = 'Z',
    MARSHAL_TUPLE = '(',
    MARSHAL_SMALL_TUPLE = ')',
    MARSHAL_LIST = '[',
    MARSHAL_DICT = '{',
    MARSHAL_SET = '<',
    MARSHAL_FROZENSET = '>',
    MARSHAL_CODE = 'c',
    MARSHAL_REF = 'r',
    MARSHAL_UNKNOWN = '?',
    MARSHAL_FLAG_REF = 0x80, /* the object is remembered: a MARSHAL_REF may name it by its number */
    MARSHAL_MAX_DEPTH = 2000
};

#endif
