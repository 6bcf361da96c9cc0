/* codec_multibyte.c: the encodings of Chinese, Japanese and Korean, all by one algorithm over their tables.
 *
 * An encoding's rows are unpacked when it is opened: a grid of cells for decoding, and from it, turned around,
 * pages of codes for encoding. A few codes are not in tables: euc_kr spells rare syllables letter by letter, in
 * eight bytes, and gb18030 numbers all other characters, in four. */
#include "base/utf8.h"
#include "object/bytes.h"
#include "object/codec_multibyte_internal.h"
#include "object/error.h"

#define ILLEGAL "illegal multibyte sequence"

/* --- making it ready ------------------------------------------------------------------------------------ */

/* The place in a grid of pages; makes the page. NULL: raised. */
static u32 *page_entry(u32 **page, u32 index) {
    if (!*page) {
        *page = arena_alloc(PAGE * sizeof(u32), BLOCK_RAW);
        if (!*page) return error_memory();
        memset(*page, 0, PAGE * sizeof(u32));
    }
    return &(*page)[index];
}

static u32 *code_entry(Multibyte *codec, u32 c) { return page_entry(&codec->codes[c / PAGE], c % PAGE); }

/* A code counts for a character that has none yet: codes come in ascending order. */
static bool add_code(Multibyte *codec, u32 c, u32 bytes) {
    u32 *code = code_entry(codec, c);
    if (code && !*code) *code = CODE_KNOWN | bytes;
    return code != NULL;
}

static bool add_row(Multibyte *codec, const MultibytePlane *plane, u32 lead, const char *text) {
    u32 **row = &codec->cells[plane->prefix != 0][lead];
    for (int i = 0; plane->trails[i]; i += 2) {
        for (u32 trail = plane->trails[i]; *text && trail <= plane->trails[i + 1]; trail++) {
            u32 c;
            text += utf8_decode(text, 4, &c);
            if (c == ' ') continue;
            u32 *cell = page_entry(row, trail);
            if (!cell) return false;
            *cell = c;
            bool single = c != CELL_PAIR && c != CELL_WRONG;
            if (single && !add_code(codec, c, (u32)plane->prefix << 16 | lead << 8 | trail)) return false;
        }
    }
    return true;
}

static bool add_planes(Multibyte *codec) {
    const MultibyteEncoding *encoding = codec->encoding;
    for (int i = 0; i < encoding->plane_count; i++) {
        const MultibytePlane *plane = &encoding->planes[i];
        for (u32 lead = plane->first_lead; lead <= plane->last_lead; lead++) {
            const char *row = multibyte_rows[plane->rows[lead - plane->first_lead]];
            if (!add_row(codec, plane, lead, row)) return false;
        }
    }
    return true;
}

static bool add_particulars(Multibyte *codec) {
    const MultibyteEncoding *encoding = codec->encoding;
    for (int i = 0; i < encoding->exception_count; i++) {
        const MultibyteException *exception = &encoding->exceptions[i];
        u32 *code = code_entry(codec, exception->character);
        if (!code) return false;
        *code = exception->code ? CODE_KNOWN | exception->code : 0;
    }
    for (int i = 0; i < encoding->pair_count; i++) {
        u32 *code = code_entry(codec, encoding->pairs[i].first);
        if (!code) return false;
        *code |= CODE_FIRST_OF_PAIR;
    }
    return true;
}

static bool fill(Multibyte *codec) {
    for (u32 byte = 0; byte < PAGE; byte++) {
        u32 c = codec->encoding->singles[byte];
        if (c < MULTIBYTE_LEAD && !add_code(codec, c, byte)) return false;
    }
    return add_planes(codec) && add_particulars(codec);
}

Multibyte *multibyte_open(const char *module, const char *name) {
    const MultibyteEncoding *encoding = multibyte_encodings;
    while (encoding->name && (strcmp(encoding->module, module) || strcmp(encoding->name, name))) encoding++;
    Multibyte *codec = arena_alloc(sizeof *codec, BLOCK_RAW);
    if (!codec) return error_memory();
    memset(codec, 0, sizeof *codec);
    if (encoding->name) {
        codec->encoding = encoding;
        codec->name = encoding->name;
    }
    if (encoding->name ? fill(codec) : shift_open(codec, module, name)) return codec;
    multibyte_close(codec);
    return NULL;
}

void multibyte_close(Multibyte *codec) {
    if (!codec) return;
    for (int i = 0; i < 2 * PAGE; i++) arena_free(codec->cells[i / PAGE][i % PAGE]);
    for (int i = 0; i < PAGE_COUNT; i++) arena_free(codec->codes[i]);
    for (int i = 0; i < SHIFT_BASES; i++) multibyte_close(codec->bases[i]);
    arena_free(codec);
}

void multibyte_state_begin(const Multibyte *codec, u8 *state, bool decoding) {
    if (codec->shift) shift_begin(codec, state, decoding);
}
void multibyte_state_reset_decoding(const Multibyte *codec, u8 *state) {
    if (codec->shift) shift_reset_decoding(codec, state);
}
void multibyte_state_reset_encoding(const Multibyte *codec, u8 *state) {
    ByteBuilder dropped;
    if (!codec->shift) return;
    byte_builder_init(&dropped);
    shift_end(codec, state, &dropped);
    byte_builder_discard(&dropped);
}

/* --- long forms ----------------------------------------------------------------------------------------- */

/* euc_kr, KS X 1001 annex 3: a filler and the three letters of a syllable, each as the letter of row 4 that it
 * looks like; a last letter that is absent is the filler. */
enum { FILLER = 0xD4, LETTER_ROW = 0xA4, FIRST_VOWEL = 0xBF, VOWELS = 21, LASTS = 28, JAMO_SIZE = 8 };
enum { FIRST_SYLLABLE = 0xAC00, SYLLABLES = 11172 };
static const u8 first_letters[] = {0xA1, 0xA2, 0xA4, 0xA7, 0xA8, 0xA9, 0xB1, 0xB2, 0xB3, 0xB5,
                                   0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE};
static const u8 last_letters[LASTS] = {FILLER, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA9, 0xAA,
                                       0xAB,   0xAC, 0xAD, 0xAE, 0xAF, 0xB0, 0xB1, 0xB2, 0xB4, 0xB5,
                                       0xB6,   0xB7, 0xB8, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE};

static int place_of(const u8 *letters, int count, u8 letter) {
    for (int i = 0; i < count; i++)
        if (letters[i] == letter) return i;
    return -1;
}

/* The syllable, or 0. */
static u32 jamo_decode(const u8 *at) {
    for (int i = 0; i < JAMO_SIZE; i += 2)
        if (at[i] != LETTER_ROW) return 0;
    int first = place_of(first_letters, COUNT_OF(first_letters), at[3]);
    int vowel = at[5] - FIRST_VOWEL, last = place_of(last_letters, LASTS, at[7]);
    if (first < 0 || vowel < 0 || vowel >= VOWELS || last < 0) return 0;
    return (u32)(FIRST_SYLLABLE + (first * VOWELS + vowel) * LASTS + last);
}

static bool jamo_encode(u32 c, ByteBuilder *out) {
    if (c < FIRST_SYLLABLE || c >= FIRST_SYLLABLE + SYLLABLES) return false;
    u32 number = c - FIRST_SYLLABLE;
    u8 bytes[JAMO_SIZE] = {LETTER_ROW, FILLER,
                           LETTER_ROW, first_letters[number / (VOWELS * LASTS)],
                           LETTER_ROW, (u8)(FIRST_VOWEL + number / LASTS % VOWELS),
                           LETTER_ROW, last_letters[number % LASTS]};
    byte_builder_append(out, bytes, JAMO_SIZE);
    return true;
}

/* gb18030: bytes of 126, 10, 126 and 10 values make a number; from 0x90308130 on it is that of a character
 * beyond the BMP, before it the ranges say of which. */
enum { FOUR_BYTE_BEYOND = (0x90 - 0x81) * 12600, FOUR_BYTE_SIZE = 4 };

static bool four_byte_number(const u8 *at, u32 *number) {
    static const u8 first[] = {0x81, 0x30, 0x81, 0x30}, count[] = {126, 10, 126, 10};
    *number = 0;
    for (int i = 0; i < FOUR_BYTE_SIZE; i++) {
        if (at[i] < first[i] || at[i] >= first[i] + count[i]) return false;
        *number = *number * count[i] + (at[i] - first[i]);
    }
    return true;
}

/* The character, or 0. */
static u32 four_byte_decode(const u8 *at) {
    u32 number;
    if (!four_byte_number(at, &number)) return 0;
    if (number >= FOUR_BYTE_BEYOND) {
        u32 c = number - FOUR_BYTE_BEYOND + 0x10000;
        return c <= MAX_CODE_POINT ? c : 0;
    }
    int i = multibyte_four_byte_range_count - 1;
    while (multibyte_four_byte_ranges[i].index > number) i--;
    const MultibyteRange *range = &multibyte_four_byte_ranges[i];
    bool last = i == multibyte_four_byte_range_count - 1;
    u32 c = range->character ? range->character + number - range->index : 0;
    return last && c > 0xFFFF ? 0 : c;
}

static bool four_byte_encode(u32 c, ByteBuilder *out) {
    u32 number = 0;
    if (c >= 0x10000) {
        number = c - 0x10000 + FOUR_BYTE_BEYOND;
    } else {
        const MultibyteRange *range = multibyte_four_byte_ranges;
        for (int i = 0; i < multibyte_four_byte_range_count; i++, range++) {
            u32 next = i + 1 < multibyte_four_byte_range_count ? range[1].index : range->index + 0x10000;
            if (range->character && c >= range->character && c - range->character < next - range->index) break;
        }
        if (range == multibyte_four_byte_ranges + multibyte_four_byte_range_count) return false;
        number = range->index + c - range->character;
    }
    u8 bytes[FOUR_BYTE_SIZE] = {(u8)(0x81 + number / 12600), (u8)(0x30 + number / 1260 % 10),
                                (u8)(0x81 + number / 10 % 126), (u8)(0x30 + number % 10)};
    byte_builder_append(out, bytes, FOUR_BYTE_SIZE);
    return true;
}

/* --- two characters with one code ----------------------------------------------------------------------- */

/* By its code or, code 0, by the characters. */
static const MultibytePair *find_pair(const MultibyteEncoding *encoding, u32 code, u32 first, u32 second) {
    for (int i = 0; i < encoding->pair_count; i++) {
        const MultibytePair *pair = &encoding->pairs[i];
        if (code ? pair->code == code : pair->first == first && pair->second == second) return pair;
    }
    return NULL;
}

void multibyte_put_cell(const Multibyte *codec, u32 cell, u32 code, StrBuilder *out) {
    if (cell != CELL_PAIR) {
        str_builder_char(out, cell);
        return;
    }
    const MultibytePair *pair = find_pair(codec->encoding, code, 0, 0);
    str_builder_char(out, pair->first);
    str_builder_char(out, pair->second);
}

const MultibytePair *multibyte_pair_at(const Multibyte *codec, Ref string, isize at, bool final, bool *wait) {
    u32 c = str_char(string, at);
    bool begins = multibyte_code(codec, c) & CODE_FIRST_OF_PAIR, at_end = at + 1 == str_length(string);
    *wait = begins && at_end && !final;
    return begins && !at_end ? find_pair(codec->encoding, 0, c, str_char(string, at + 1)) : NULL;
}

/* --- decoding ------------------------------------------------------------------------------------------- */

/* How many bytes the character at `at` takes by its beginning, at least; what it is in a long form: *c. */
static isize form_size(const MultibyteEncoding *encoding, const u8 *at, isize left, bool *is_long) {
    *is_long = false;
    if (encoding->plane_count && encoding->planes[encoding->plane_count - 1].prefix == at[0]) return 3;
    if (left < 2) return 2;
    if ((encoding->extra & MULTIBYTE_FOUR) && at[1] >= 0x30 && at[1] <= 0x39)
        return *is_long = true, FOUR_BYTE_SIZE;
    if ((encoding->extra & MULTIBYTE_JAMO) && at[0] == LETTER_ROW && at[1] == FILLER) {
        return *is_long = true, JAMO_SIZE;
    }
    return 2;
}

/* Appends a character of several bytes. How many they are; 0: some are missing; negative: so many are wrong. */
static isize decode_several(const Multibyte *codec, const u8 *at, isize left, StrBuilder *out) {
    bool is_long;
    isize size = form_size(codec->encoding, at, left, &is_long);
    if (left < size) return 0;
    if (is_long) {
        u32 c = size == FOUR_BYTE_SIZE ? four_byte_decode(at) : jamo_decode(at);
        if (!c) return -1;
        str_builder_char(out, c);
        return size;
    }
    const u32 *row = codec->cells[size == 3][at[size - 2]];
    u32 cell = row ? row[at[size - 1]] : CELL_EMPTY;
    if (cell == CELL_EMPTY) return -1;
    if (cell == CELL_WRONG) return -size;
    multibyte_put_cell(codec, cell, (u32)at[0] << 8 | at[1], out);
    return size;
}

static isize decode_one(const Multibyte *codec, const u8 *at, isize left, u8 *state, StrBuilder *out) {
    if (codec->shift) return shift_decode_one(codec, at, left, state, out);
    u32 single = codec->encoding->singles[at[0]];
    if (single == MULTIBYTE_LEAD) return decode_several(codec, at, left, out);
    if (single == MULTIBYTE_ILLEGAL) return -1;
    str_builder_char(out, single);
    return 1;
}

Own multibyte_decode(const Multibyte *codec, const u8 *bytes, isize length, const char *errors, isize *consumed,
                     u8 *state) {
    Decoding decoding;
    decoding_init(&decoding, codec->name, bytes, length, errors);
    decoding.multibyte = true;
    isize at = 0;
    while (at >= 0 && at < decoding.length) {
        isize size = decode_one(codec, decoding.bytes + at, decoding.length - at, state, &decoding.out);
        if (size > 0) {
            at += size;
        } else if (size < 0) {
            at = decoding_error(&decoding, at, at - size, ILLEGAL);
        } else {
            if (consumed) break;
            at = decoding_error(&decoding, at, decoding.length, MULTIBYTE_INCOMPLETE);
        }
    }
    if (consumed) *consumed = at;
    return decoding_finish(&decoding, at >= 0);
}

/* --- encoding ------------------------------------------------------------------------------------------- */

static void put_code(ByteBuilder *out, u32 code) {
    if (code > 0xFFFF) byte_builder_byte(out, (u8)(code >> 16));
    if (code > 0xFF) byte_builder_byte(out, (u8)(code >> 8));
    byte_builder_byte(out, (u8)code);
}

/* Appends the code of the character at `at`, or of it and the next. How many they are; 0: that depends on what
 * comes next; -1: there is none. */
static isize encode_one(const Multibyte *codec, Ref string, isize at, bool final, u8 *state, ByteBuilder *out) {
    if (codec->shift) return shift_encode_one(codec, string, at, final, state, out);
    const MultibyteEncoding *encoding = codec->encoding;
    bool wait;
    const MultibytePair *pair = multibyte_pair_at(codec, string, at, final, &wait);
    if (wait) return 0;
    if (pair) {
        put_code(out, pair->code);
        return 2;
    }
    u32 c = str_char(string, at), code = multibyte_code(codec, c);
    if (code & CODE_KNOWN) {
        put_code(out, code & CODE_BYTES);
        return 1;
    }
    if ((encoding->extra & MULTIBYTE_JAMO) && jamo_encode(c, out)) return 1;
    if ((encoding->extra & MULTIBYTE_FOUR) && four_byte_encode(c, out)) return 1;
    return -1;
}

/* An encoding's tables and where it stands, for replacements. */
typedef struct Place {
    const Multibyte *codec;
    u8 *state;
} Place;

static Own encode(const Place *place, Ref string, const char *errors, isize *consumed, bool to_end);

/* A replacement goes through the same codec; what it can't encode either is the error then. */
static bool put_replacement(Encoding *encoding, Ref text) {
    Own bytes = encode(encoding->tables, text, NULL, NULL, false);
    if (!bytes) return false;
    byte_builder_append(&encoding->out, bytes_data(bytes), size_of(bytes));
    release(bytes);
    return true;
}

/* to_end: what follows, if anything, begins anew. */
static Own encode(const Place *place, Ref string, const char *errors, isize *consumed, bool to_end) {
    Encoding encoding;
    encoding_init(&encoding, place->codec->name, string, errors, 0x7F);
    encoding.put_text = put_replacement;
    encoding.tables = place;
    isize at = 0;
    while (at >= 0 && at < str_length(string)) {
        isize count = encode_one(place->codec, string, at, !consumed, place->state, &encoding.out);
        if (count == 0) break;
        at = count > 0 ? at + count : encoding_error(&encoding, at, at + 1, ILLEGAL);
    }
    if (consumed) *consumed = at;
    if (at >= 0 && to_end && place->codec->shift) shift_end(place->codec, place->state, &encoding.out);
    return encoding_finish(&encoding, at >= 0);
}

Own multibyte_encode(const Multibyte *codec, Ref string, const char *errors, isize *consumed, u8 *state) {
    return encode(&(Place){codec, state}, string, errors, consumed, !consumed);
}
