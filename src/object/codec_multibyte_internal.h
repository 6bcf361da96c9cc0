/* codec_multibyte_internal.h: what the two files of the multibyte codecs say to each other; nobody else
 * includes it.
 *
 * An encoding either is a table of its own, or shifts between tables of others (codec_multibyte_shift.c). */
#ifndef OBJECT_CODEC_MULTIBYTE_INTERNAL_H
#define OBJECT_CODEC_MULTIBYTE_INTERNAL_H

#include "object/codec_internal.h"
#include "object/codec_multibyte.h"
#include "object/multibyte_tables.h"

enum { PAGE = 256, PAGE_COUNT = 0x30000 / PAGE };        /* no table goes beyond plane 2 */
enum { CELL_EMPTY, CELL_WRONG = '!', CELL_PAIR = '\t' }; /* else a character */
enum { CODE_KNOWN = 1u << 30, CODE_FIRST_OF_PAIR = 1u << 29, CODE_BYTES = 0xFFFFFF };
enum { SHIFT_BASES = 5 };

struct Multibyte {
    const char *name;
    const MultibyteEncoding *encoding; /* NULL: it shifts */
    u32 *cells[2][PAGE];    /* by lead byte, then by trail byte; [1]: behind the prefix; NULL: nothing there */
    u32 *codes[PAGE_COUNT]; /* by character: its bytes as one number, and flags; NULL: nothing there */
    const struct ShiftEncoding *shift;
    Multibyte *bases[SHIFT_BASES]; /* the tables that it uses; owned; NULL: not this one */
};

static inline u32 multibyte_code(const Multibyte *codec, u32 c) {
    const u32 *page = c / PAGE < PAGE_COUNT ? codec->codes[c / PAGE] : NULL;
    return page ? page[c % PAGE] : 0;
}
/* Appends what a cell stands for, which has something; `code`: the bytes by which it was found. */
void multibyte_put_cell(const Multibyte *codec, u32 cell, u32 code, StrBuilder *out);
/* The pair of characters at `at` that has one code; NULL: none; *wait: that depends on what comes next. */
const MultibytePair *multibyte_pair_at(const Multibyte *codec, Ref string, isize at, bool final, bool *wait);

/* One step, as in codec_multibyte.c. Decoding: how many bytes the next character, or change of state, takes;
 * 0: some are missing; negative: so many are wrong. Encoding: how many characters have been encoded; 0: that
 * depends on what comes next; -1: there is no code. */
isize shift_decode_one(const Multibyte *codec, const u8 *at, isize left, u8 *state, StrBuilder *out);
isize shift_encode_one(const Multibyte *codec, Ref string, isize at, bool final, u8 *state, ByteBuilder *out);
/* Writes what leads back to ASCII. */
void shift_end(const Multibyte *codec, u8 *state, ByteBuilder *out);
void shift_begin(const Multibyte *codec, u8 *state, bool decoding);
void shift_reset_decoding(const Multibyte *codec, u8 *state);
/* Opens the tables that it uses. False: raised, or no such encoding. */
bool shift_open(Multibyte *codec, const char *module, const char *name);

#endif
