/* unicode.h: the tables behind the properties of characters (str.h), Unicode 14.
 *
 * Two levels: unicode_index maps blocks of 256 code points to the blocks that differ, unicode_blocks maps a
 * code point in such a block to one of some hundred records. What lies beyond the index is as its last
 * block. */
#ifndef OBJECT_UNICODE_H
#define OBJECT_UNICODE_H

#include "object/str.h"

enum {
    CHAR_ALPHA = 1 << 0,
    CHAR_DECIMAL = 1 << 1,
    CHAR_DIGIT = 1 << 2,
    CHAR_NUMERIC = 1 << 3,
    CHAR_SPACE = 1 << 4,
    CHAR_LINE_BREAK = 1 << 5,
    CHAR_LOWER = 1 << 6,
    CHAR_UPPER = 1 << 7,
    CHAR_TITLE = 1 << 8,
    CHAR_PRINTABLE = 1 << 9,
    CHAR_XID_START = 1 << 10,
    CHAR_XID_CONTINUE = 1 << 11,
    CHAR_CASED = 1 << 12,
    CHAR_CASE_IGNORABLE = 1 << 13
};

enum { UNICODE_BLOCK_BITS = 8, UNICODE_SPECIAL = 0x200000 };

struct CharInfo {
    u16 flags;
    i8 decimal, digit; /* -1: none */
    /* what is added to the code point; from UNICODE_SPECIAL on: UNICODE_SPECIAL and where in
     * unicode_special_cases the number of characters and the characters stand */
    i32 lower, upper, title, folded;
};
extern const CharInfo unicode_records[];
extern const u32 unicode_special_cases[];
extern const u32 unicode_index_size;
extern const u8 unicode_index[];
extern const u16 unicode_blocks[];

static inline const CharInfo *char_info(u32 c) {
    u32 block = c >> UNICODE_BLOCK_BITS;
    if (block >= unicode_index_size) block = unicode_index_size - 1;
    u32 within = c & ((1u << UNICODE_BLOCK_BITS) - 1);
    return &unicode_records[unicode_blocks[(u32)unicode_index[block] << UNICODE_BLOCK_BITS | within]];
}

/* Normalization. All arrays are in order of their first members. */
typedef struct UnicodeDecomposition {
    u32 c;
    u16 offset; /* into unicode_decomposition_data */
    u8 length;
    bool compatible; /* not for NFC and NFD */
} UnicodeDecomposition;
typedef struct UnicodeComposition {
    u32 first, second, composed;
} UnicodeComposition;
typedef struct UnicodeCombining {
    u32 first, last;
    u8 class;
} UnicodeCombining;
extern const u32 unicode_decomposition_data[];
extern const UnicodeDecomposition unicode_decompositions[];
extern const isize unicode_decomposition_count;
extern const UnicodeComposition unicode_compositions[];
extern const isize unicode_composition_count;
extern const UnicodeCombining unicode_combining[];
extern const isize unicode_combining_count;

typedef enum NormalForm { NORMAL_NFC, NORMAL_NFD, NORMAL_NFKC, NORMAL_NFKD } NormalForm;
Own str_normalize(Ref string, NormalForm form);
/* The same with another rule for some characters: it may put another in the place of *c; false: the character is
 * not to be taken apart. */
typedef bool (*NormalRule)(u32 *c);
Own str_normalize_by(Ref string, NormalForm form, NormalRule rule);
/* The canonical combining class; 0 for most. */
int char_combining(u32 c);

/* Names for \N{...}: see char_name.c. Block i is unicode_names[unicode_name_blocks[i]...unicode_name_blocks[i +
 * 1]). */
extern const char unicode_names[];
extern const u32 unicode_name_blocks[];
extern const isize unicode_name_block_count;

/* The name of a character, without a NUL; its length, 0: it has none. Aliases are not given. */
enum { CHAR_NAME_MAX = 128 };
isize char_name(u32 c, char name[CHAR_NAME_MAX]);

/* For the module unicodedata: two levels as above, in blocks of 128, for Unicode 14 and for Unicode 3.2. */
enum { UNICODE_DATA_BITS = 7 };
typedef struct UnicodeRecord {
    u8 category, bidirectional, width; /* numbers in the tables of names below */
    bool mirrored;
    u16 number; /* in unicode_numbers; 0: it stands for none */
} UnicodeRecord;
extern const char *const unicode_categories[], *const unicode_bidirectional[], *const unicode_widths[];
extern const double unicode_numbers[];
extern const UnicodeRecord unicode_data_records[];
extern const u16 unicode_data_blocks[], unicode_data_index[], unicode_data_index_3_2[];
/* Beside unicode_decompositions: a number in the table of tags ("font"); 0: canonical. */
extern const char *const unicode_decomposition_tags[];
extern const u8 unicode_decomposition_tag[];
/* Characters that have names by table, in order: where in unicode_name_ranks the run's begin, which says the
 * place of the name among all. */
typedef struct UnicodeNameRun {
    u32 first, last, offset;
} UnicodeNameRun;
extern const UnicodeNameRun unicode_name_runs[];
extern const isize unicode_name_run_count;
extern const u16 unicode_name_ranks[];
/* Names of several characters together, in alphabetical order. */
typedef struct UnicodeSequence {
    const char *name;
    u8 length;
    u16 characters[4];
} UnicodeSequence;
extern const UnicodeSequence unicode_sequences[];
extern const isize unicode_sequence_count;

/* Final sigma included: the lower case of string[i]. Writes up to 3 code points, returns how many. */
int str_char_lower(Ref string, isize i, u32 out[3]);

#endif
