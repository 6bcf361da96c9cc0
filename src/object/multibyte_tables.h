/* multibyte_tables.h: the encodings of Chinese, Japanese and Korean, as data (tests/tools/make_multibyte_tables.py).
 *
 * Characters of two bytes stand in planes: for each lead byte, one row with the texts of its trail bytes in order, one
 * character a cell. Rows that several encodings have in common (KS X 1001 lies in euc_kr, cp949 and johab) stand in
 * multibyte_rows once. A blank is an empty cell; a tab one that stands for two characters (see MultibytePair); "!" one
 * that is wrong as a whole, where otherwise the lead byte alone would be. */
#ifndef OBJECT_MULTIBYTE_TABLES_H
#define OBJECT_MULTIBYTE_TABLES_H

#include "base/base.h"

enum {
    MULTIBYTE_ILLEGAL = 0xFFFF,
    MULTIBYTE_LEAD = 0xFFFE
};                                               /* what a single byte may be instead of a character */
enum { MULTIBYTE_JAMO = 1, MULTIBYTE_FOUR = 2 }; /* euc_kr's and gb18030's long forms, by rule */
enum { MULTIBYTE_PLANE_PREFIX = 0x8F };          /* of three bytes: this, a lead byte, a trail byte */

typedef struct MultibytePlane {
    u8 prefix; /* MULTIBYTE_PLANE_PREFIX or 0 */
    u8 first_lead, last_lead;
    u8 trails[8];    /* up to four ranges: first, last, ...; then 0 */
    const u16 *rows; /* for each lead byte: place in multibyte_rows */
} MultibytePlane;

/* A character that is not encoded as the lowest code that is decoded to it; code 0: not at all. */
typedef struct MultibyteException {
    u32 character, code;
} MultibyteException;

/* One code for a character and a combining one behind it. */
typedef struct MultibytePair {
    u32 code, first, second;
} MultibytePair;

/* From code number `index` on (of those of four bytes), consecutive characters; character 0: nothing. */
typedef struct MultibyteRange {
    u32 index, character;
} MultibyteRange;

typedef struct MultibyteEncoding {
    const char *module, *name;
    const u16 *singles; /* what each byte is on its own */
    const MultibytePlane *planes;
    int plane_count;
    const MultibyteException *exceptions;
    int exception_count;
    const MultibytePair *pairs;
    int pair_count, extra;
} MultibyteEncoding;

extern const char *const multibyte_rows[];
extern const MultibyteEncoding multibyte_encodings[]; /* ended by a NULL name */
extern const MultibyteRange multibyte_four_byte_ranges[];
extern const int multibyte_four_byte_range_count;

#endif
