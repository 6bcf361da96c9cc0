/* codec_multibyte_shift.c: encodings that change between character sets: hz and those of ISO 2022.
 *
 * All bytes have seven bits. A character set is designated to a register, G0 or G1, by an escape sequence that
 * ends with the set's mark; SO and SI say which of the two registers is in use. hz does the same with "~{" and
 * "~}" for one set. The sets themselves are the tables of other encodings, with the eighth bits taken away. The
 * state is what has been designated:
 *
 *     state[0..2]  marks of G0, G1, G2     state[4]  flags          hz: state[0]: in GB 2312 */
#include "object/codec_multibyte_internal.h"

enum { ESC = 0x1B, SO = 0x0E, SI = 0x0F, LF = '\n' };
enum { FLAGS = 4, SHIFTED = 1, THROUGHOUT = 2 }; /* THROUGHOUT: in an escape sequence of somebody else */
enum { FIRST_EUC = 0xA1 };                       /* the least byte of a set within an EUC encoding */
enum { TWO_BYTES = 0x80 };                       /* in a mark: of a set with two bytes a character */
enum { NO_SHIFT = 1, USES_G2 = 2, JISX0208_EXT = 4, HZ = 8 };
enum { MARK_ASCII = 'B', MARK_LATIN1 = 'A', MARK_GREEK = 'F', MARK_JISX0208 = 'B' | TWO_BYTES };
enum { EUC_KR, EUC_JP, GB2312, JISX0213_2000, JISX0213_2004 };
static const char *const bases[SHIFT_BASES][2] = {{"_codecs_kr", "euc_kr"},
                                                  {"_codecs_jp", "euc_jp"},
                                                  {"_codecs_cn", "gb2312"},
                                                  {"_codecs_jp", "euc_jisx0213"},
                                                  {"_codecs_jp", "euc_jis_2004"}};

typedef enum CharsetKind {
    CHARSET_TABLE,
    CHARSET_PAIRS,
    CHARSET_ROMAN,
    CHARSET_KATAKANA,
    CHARSET_DECODED_ONLY
} CharsetKind;
typedef struct Charset {
    u8 mark; /* 0 ends an encoding's list */
    CharsetKind kind;
    int place; /* which register it is designated to */
    int base;  /* whose table */
    u8 prefix; /* of which plane of it */
} Charset;

typedef struct ShiftEncoding {
    const char *module, *name;
    int flags;
    Charset charsets[10]; /* characters are looked for in this order */
} ShiftEncoding;

#define JISX0208                                                                                               \
    { 'B' | TWO_BYTES, CHARSET_TABLE, 0, EUC_JP, 0 }
#define JISX0208_OLD                                                                                           \
    { '@' | TWO_BYTES, CHARSET_TABLE, 0, EUC_JP, 0 }
#define JISX0212                                                                                               \
    { 'D' | TWO_BYTES, CHARSET_TABLE, 0, EUC_JP, MULTIBYTE_PLANE_PREFIX }
#define JISX0201_ROMAN                                                                                         \
    { 'J', CHARSET_ROMAN, 0, 0, 0 }
#define JISX0201_KATAKANA                                                                                      \
    { 'I', CHARSET_KATAKANA, 0, 0, 0 }
#define JISX0213(first_mark, base)                                                                             \
    {first_mark | TWO_BYTES, CHARSET_PAIRS, 0, base, 0}, JISX0208,                                             \
        {first_mark | TWO_BYTES, CHARSET_TABLE, 0, base, 0}, {                                                 \
        'P' | TWO_BYTES, CHARSET_TABLE, 0, base, MULTIBYTE_PLANE_PREFIX                                        \
    }
static const ShiftEncoding shift_encodings[] = {
    {"_codecs_cn", "hz", HZ, {{1, CHARSET_TABLE, 0, GB2312, 0}}},
    {"_codecs_iso2022", "iso2022_kr", 0, {{'C' | TWO_BYTES, CHARSET_TABLE, 1, EUC_KR, 0}}},
    {"_codecs_iso2022", "iso2022_jp", NO_SHIFT | JISX0208_EXT, {JISX0208, JISX0201_ROMAN, JISX0208_OLD}},
    {"_codecs_iso2022",
     "iso2022_jp_1",
     NO_SHIFT | JISX0208_EXT,
     {JISX0208, JISX0212, JISX0201_ROMAN, JISX0208_OLD}},
    {"_codecs_iso2022",
     "iso2022_jp_2",
     NO_SHIFT | USES_G2 | JISX0208_EXT,
     {JISX0208,
      JISX0212,
      {'C' | TWO_BYTES, CHARSET_TABLE, 0, EUC_KR, 0},
      {'A' | TWO_BYTES, CHARSET_TABLE, 0, GB2312, 0},
      JISX0201_ROMAN,
      JISX0208_OLD,
      {MARK_LATIN1, CHARSET_DECODED_ONLY, 2, 0, 0},
      {MARK_GREEK, CHARSET_DECODED_ONLY, 2, 0, 0}}},
    {"_codecs_iso2022", "iso2022_jp_2004", NO_SHIFT | JISX0208_EXT, {JISX0213('Q', JISX0213_2004)}},
    {"_codecs_iso2022", "iso2022_jp_3", NO_SHIFT | JISX0208_EXT, {JISX0213('O', JISX0213_2000)}},
    {"_codecs_iso2022",
     "iso2022_jp_ext",
     NO_SHIFT | JISX0208_EXT,
     {JISX0208, JISX0212, JISX0201_ROMAN, JISX0201_KATAKANA, JISX0208_OLD}},
};

static const Charset *find_charset(const ShiftEncoding *shift, u8 mark) {
    for (const Charset *charset = shift->charsets; charset->mark; charset++) {
        if (charset->mark == mark && charset->kind != CHARSET_PAIRS) return charset;
    }
    return NULL;
}

static isize charset_width(const Charset *charset) {
    return charset->kind == CHARSET_TABLE || charset->kind == CHARSET_PAIRS ? 2 : 1;
}

bool shift_open(Multibyte *codec, const char *module, const char *name) {
    for (int i = 0; i < COUNT_OF(shift_encodings) && !codec->shift; i++) {
        const ShiftEncoding *shift = &shift_encodings[i];
        if (strcmp(shift->module, module) == 0 && strcmp(shift->name, name) == 0) codec->shift = shift;
    }
    if (!codec->shift) return false;
    codec->name = codec->shift->name;
    for (const Charset *charset = codec->shift->charsets; charset->mark; charset++) {
        Multibyte **base = &codec->bases[charset->base];
        if (charset_width(charset) == 1 || *base) continue;
        *base = multibyte_open(bases[charset->base][0], bases[charset->base][1]);
        if (!*base) return false;
    }
    return true;
}

void shift_begin(const Multibyte *codec, u8 *state, bool decoding) {
    memset(state, 0, MULTIBYTE_STATE_SIZE);
    if (codec->shift->flags & HZ) return;
    state[0] = state[1] = MARK_ASCII;
    if (decoding) state[2] = MARK_ASCII;
}

void shift_reset_decoding(const Multibyte *codec, u8 *state) {
    state[0] = codec->shift->flags & HZ ? 0 : MARK_ASCII;
    state[FLAGS] &= (u8)~SHIFTED;
}

/* --- decoding ------------------------------------------------------------------------------------------- */

/* Has the set such a row? The second plane of JIS X 0213 shares its tables with JIS X 0212, which leaves these
 * rows free. */
static bool has_row(const Charset *charset, u8 lead) {
    static const u8 rows[][2] = {{1, 1}, {3, 5}, {8, 8}, {12, 15}, {78, 94}};
    if (charset->prefix == 0 || charset->base == EUC_JP) return true;
    for (int i = 0; i < COUNT_OF(rows); i++) {
        if (lead >= rows[i][0] + 0xA0 && lead <= rows[i][1] + 0xA0) return true;
    }
    return false;
}

/* Appends the character of these bytes. False: there is none. */
static bool put_character(const Multibyte *codec, const Charset *charset, const u8 *at, StrBuilder *out) {
    if (charset->kind == CHARSET_ROMAN) {
        str_builder_char(out, at[0] == '\\' ? 0xA5 : at[0] == '~' ? 0x203E : at[0]);
        return true;
    }
    if (charset->kind == CHARSET_KATAKANA) {
        if (at[0] < 0x21 || at[0] > 0x5F) return false;
        str_builder_char(out, 0xFF61u + at[0] - 0x21);
        return true;
    }
    if (charset->kind != CHARSET_TABLE || (at[0] | at[1]) & 0x80) return false;
    const Multibyte *base = codec->bases[charset->base];
    u8 lead = at[0] | 0x80, trail = at[1] | 0x80;
    const u32 *row = base->cells[charset->prefix != 0][lead];
    u32 cell = row && has_row(charset, lead) ? row[trail] : CELL_EMPTY;
    /* The filler, where euc_kr spells. */
    if (charset->base == EUC_KR && lead == 0xA4 && trail == 0xD4) cell = 0x3164;
    /* A slip that CPython 3.11 has here alone. */
    if (charset->base == JISX0213_2000 && cell == 0x9B1D) cell = 0x9B1C;
    if (cell == CELL_EMPTY || cell == CELL_WRONG) return false;
    multibyte_put_cell(base, cell, (u32)lead << 8 | trail, out);
    return true;
}

static bool ends_escape(u8 byte) { return (byte >= 'A' && byte <= 'Z') || byte == '@'; }

/* The size of the escape sequence; 0: it does not end here; -1: it does not end in time. */
static isize escape_size(const ShiftEncoding *shift, const u8 *at, isize left) {
    enum { LONGEST = 16 };
    for (isize i = 1; i < LONGEST; i++) {
        if (i >= left) return 0;
        if (ends_escape(at[i])) return i + 1;
        /* JIS X 0208:1990 announces itself: ESC & @ ESC $ B */
        if ((shift->flags & JISX0208_EXT) && i + 1 < left && at[i] == '&' && at[i + 1] == '@') i += 2;
    }
    return -1;
}

/* The mark of the set that an escape sequence designates, and the register; 0: it is not understood. */
static u8 designated(const ShiftEncoding *shift, const u8 *at, isize size, int *place) {
    static const char places[] = "().";
    const char *found = NULL;
    *place = 0;
    if (size == 3 && at[1] == '$') return at[2] | TWO_BYTES;
    if (size == 6 && (shift->flags & JISX0208_EXT) && at[3] == ESC && at[4] == '$' && at[5] == 'B') {
        return MARK_JISX0208;
    }
    if (size == 3) found = strchr(places, at[1]);
    if (size == 4 && at[1] == '$') found = strchr(places, at[2]);
    if (!found || *found == '\0') return 0;
    *place = (int)(found - places);
    if (*place == 2 && (size == 4 || !(shift->flags & USES_G2))) return 0;
    return size == 4 ? at[3] | TWO_BYTES : at[2];
}

static isize decode_escape(const ShiftEncoding *shift, const u8 *at, isize left, u8 *state) {
    int place;
    isize size = escape_size(shift, at, left);
    if (size <= 0) return size;
    u8 mark = designated(shift, at, size, &place);
    if (!mark || (mark != MARK_ASCII && !find_charset(shift, mark))) return -size;
    state[place] = mark;
    return size;
}

/* ISO 8859-7; 0: no character. */
static u32 greek(u8 byte) {
    static const char latin[] = "\xA0\xA3\xA6\xA7\xA8\xA9\xAB\xAC\xAD\xB0\xB1\xB2\xB3\xB7\xBB\xBD";
    if (byte < 0xA0 || strchr(latin, (char)byte)) return byte;
    if (byte == 0xA1 || byte == 0xA2) return 0x2018u + byte - 0xA1;
    if (byte == 0xAF) return 0x2015;
    return byte >= 0xB4 && byte != 0xD2 && byte != 0xFF ? 0x2D0u + byte : 0;
}

/* ESC N: one character of G2. */
static isize decode_single_shift(const u8 *at, isize left, const u8 *state, StrBuilder *out) {
    enum { SIZE = 3 };
    if (left < SIZE) return 0;
    u32 c = at[2] & 0x80              ? 0
            : state[2] == MARK_LATIN1 ? at[2] + 0x80u
            : state[2] == MARK_GREEK  ? greek(at[2] | 0x80)
            : state[2] == MARK_ASCII  ? at[2]
                                      : 0;
    if (!c && !(state[2] == MARK_ASCII && at[2] == 0)) return -SIZE;
    str_builder_char(out, c);
    return SIZE;
}

static isize decode_after_escape(const Multibyte *codec, const u8 *at, isize left, u8 *state, StrBuilder *out) {
    if (left < 2) return 0;
    if (at[1] != '\0' && strchr("()$.&", at[1])) return decode_escape(codec->shift, at, left, state);
    if ((codec->shift->flags & USES_G2) && at[1] == 'N') return decode_single_shift(at, left, state, out);
    str_builder_char(out, ESC);
    state[FLAGS] |= THROUGHOUT;
    return 1;
}

static isize decode_as_it_is(u8 byte, StrBuilder *out) {
    str_builder_char(out, byte);
    return 1;
}

static isize decode_iso2022(const Multibyte *codec, const u8 *at, isize left, u8 *state, StrBuilder *out) {
    bool shifts = !(codec->shift->flags & NO_SHIFT);
    if (state[FLAGS] & THROUGHOUT) {
        if (ends_escape(at[0])) state[FLAGS] &= (u8)~THROUGHOUT;
        return decode_as_it_is(at[0], out);
    }
    if (at[0] == ESC) return decode_after_escape(codec, at, left, state, out);
    if (shifts && (at[0] == SO || at[0] == SI)) {
        state[FLAGS] = (u8)((state[FLAGS] & ~SHIFTED) | (at[0] == SO ? SHIFTED : 0));
        return 1;
    }
    if (at[0] == LF) state[FLAGS] &= (u8)~SHIFTED;
    if (at[0] >= 0x80) return -1;
    u8 mark = state[FLAGS] & SHIFTED ? state[1] : state[0];
    if (at[0] < 0x20 || mark == MARK_ASCII) return decode_as_it_is(at[0], out);
    const Charset *charset = find_charset(codec->shift, mark);
    if (!charset) return -1; /* setstate() knows better */
    isize width = charset_width(charset);
    if (left < width) return 0;
    return put_character(codec, charset, at, out) ? width : -width;
}

static isize decode_hz(const Multibyte *codec, const u8 *at, isize left, u8 *state, StrBuilder *out) {
    if (at[0] == '~') {
        if (left < 2) return 0;
        bool opens = at[1] == '{' && !state[0], closes = at[1] == '}' && state[0];
        if (at[1] == '~' && !state[0]) {
            str_builder_char(out, '~');
        } else if (opens || closes) {
            state[0] = opens;
        } else if (at[1] != LF || state[0]) {
            return -1;
        }
        return 2;
    }
    if (at[0] & 0x80) return -1;
    if (!state[0]) return decode_as_it_is(at[0], out);
    if (left < 2) return 0;
    return put_character(codec, codec->shift->charsets, at, out) ? 2 : -1;
}

isize shift_decode_one(const Multibyte *codec, const u8 *at, isize left, u8 *state, StrBuilder *out) {
    return codec->shift->flags & HZ ? decode_hz(codec, at, left, state, out)
                                    : decode_iso2022(codec, at, left, state, out);
}

/* --- encoding ------------------------------------------------------------------------------------------- */

/* The seven-bit code of a character in a set; 0: it has none. */
static u32 code_in(const Multibyte *codec, const Charset *charset, u32 c) {
    switch (charset->kind) {
    case CHARSET_ROMAN: return c == 0xA5 ? '\\' : c == 0x203E ? '~' : 0;
    case CHARSET_KATAKANA: return c >= 0xFF61 && c <= 0xFF9F ? c - 0xFF61 + 0x21 : 0;
    case CHARSET_TABLE: break;
    default: return 0;
    }
    u32 code = multibyte_code(codec->bases[charset->base], c), bytes = code & CODE_BYTES;
    u8 lead = (u8)(bytes >> 8);
    if (c == 0xFF5E && charset->base >= JISX0213_2000) return 0; /* of the EUC forms alone */
    bool in_set = lead >= FIRST_EUC && (bytes & 0xFF) >= FIRST_EUC && has_row(charset, lead);
    return (code & CODE_KNOWN) && bytes >> 16 == charset->prefix && in_set ? bytes & 0x7F7F : 0;
}

/* The same of two characters; *wait: that depends on what comes next. */
static u32 code_of_pair(const Multibyte *codec, const Charset *charset, Ref string, isize at, bool final,
                        bool *wait) {
    *wait = false;
    if (charset->kind != CHARSET_PAIRS) return 0;
    const MultibytePair *pair = multibyte_pair_at(codec->bases[charset->base], string, at, final, wait);
    return pair ? pair->code & 0x7F7F : 0;
}

static void designate(const Charset *charset, ByteBuilder *out) {
    bool two_bytes = charset_width(charset) == 2;
    byte_builder_byte(out, ESC);
    if (two_bytes) byte_builder_byte(out, '$');
    if (charset->mark != MARK_JISX0208) byte_builder_byte(out, charset->place ? ')' : '(');
    byte_builder_byte(out, charset->mark & 0x7F);
}

/* Makes a set the one in use. */
static void turn_to(const Charset *charset, u8 *state, ByteBuilder *out) {
    bool shifted = state[FLAGS] & SHIFTED;
    if (charset->place == 0 && shifted) byte_builder_byte(out, SI);
    if (state[charset->place] != charset->mark) designate(charset, out);
    state[charset->place] = charset->mark;
    if (charset->place == 1 && !shifted) byte_builder_byte(out, SO);
    state[FLAGS] = (u8)((state[FLAGS] & ~SHIFTED) | (charset->place ? SHIFTED : 0));
}

static void turn_to_hz(u8 *state, bool chinese, ByteBuilder *out) {
    if (state[0] != chinese) byte_builder_append(out, chinese ? "~{" : "~}", 2);
    state[0] = chinese;
}

static void turn_to_ascii(const Multibyte *codec, u8 *state, ByteBuilder *out) {
    if (codec->shift->flags & HZ) {
        turn_to_hz(state, false, out);
        return;
    }
    if (state[0] != MARK_ASCII) byte_builder_append(out, "\x1B(B", 3);
    state[0] = MARK_ASCII;
    if (state[FLAGS] & SHIFTED) byte_builder_byte(out, SI);
    state[FLAGS] &= (u8)~SHIFTED;
}

void shift_end(const Multibyte *codec, u8 *state, ByteBuilder *out) { turn_to_ascii(codec, state, out); }

isize shift_encode_one(const Multibyte *codec, Ref string, isize at, bool final, u8 *state, ByteBuilder *out) {
    u32 c = str_char(string, at), code = 0;
    bool is_hz = codec->shift->flags & HZ, is_pair = false;
    if (c < 0x80) {
        turn_to_ascii(codec, state, out);
        byte_builder_byte(out, (u8)c);
        if (is_hz && c == '~') byte_builder_byte(out, '~');
        return 1;
    }
    const Charset *charset = codec->shift->charsets;
    for (; charset->mark; charset++) {
        bool wait;
        code = code_of_pair(codec, charset, string, at, final, &wait);
        if (wait) return 0;
        is_pair = code != 0;
        if (!code) code = code_in(codec, charset, c);
        if (code) break;
    }
    if (!code) return -1;
    if (is_hz) {
        turn_to_hz(state, true, out);
    } else {
        turn_to(charset, state, out);
    }
    if (charset_width(charset) == 2) byte_builder_byte(out, (u8)(code >> 8));
    byte_builder_byte(out, (u8)code);
    return 1 + is_pair;
}
