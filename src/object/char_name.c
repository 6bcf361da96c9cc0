/* char_name.c: from the name of a character to the character, for \N{...}, and back.
 *
 * The names stand in alphabetical order in blocks of 32. A name is written as what it shares with the one
 * before it, the rest, and how far its character is from that one's:
 *
 *     !ADLAM NASALIZATION MARKogpi(UKTAb'SMALL LETTER ALIFdb4BAi ...
 *
 * '!' and on count from 0 how many characters are shared; names have no small letters, so these are the digits
 * of the difference: base 26, its last bit the sign. The names that follow a rule are worked out. */
#include "object/unicode.h"

enum { NAME_MAX = CHAR_NAME_MAX, NAMES_IN_BLOCK = 32 };

static char to_upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 32) : c; }
static bool is_digit26(char c) { return c >= 'a' && c <= 'z'; }

/* --- names by rule -------------------------------------------------------------------------------------- */

/* The length of the longest of `parts` that `text` begins with; *which is its index. -1: none. */
static isize longest_part(const char *const *parts, isize count, const char *text, isize length, int *which) {
    isize longest = -1;
    for (isize i = 0; i < count; i++) {
        isize part = (isize)strlen(parts[i]);
        if (part <= longest || part > length || memcmp(parts[i], text, (usize)part) != 0) continue;
        longest = part;
        *which = (int)i;
    }
    return longest;
}

static const char *const leading[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                      "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
static const char *const vowels[] = {"A",  "AE", "YA", "YAE", "EO", "E",  "YEO", "YE", "O",  "WA", "WAE",
                                     "OE", "YO", "U",  "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
static const char *const trailing[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                       "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                       "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};

/* HANGUL SYLLABLE and the syllable's three parts. */
static bool hangul_syllable(const char *text, isize length, u32 *c) {
    int l = 0, v = 0, t = 0;
    isize used = longest_part(leading, COUNT_OF(leading), text, length, &l);
    text += used, length -= used;
    used = longest_part(vowels, COUNT_OF(vowels), text, length, &v);
    if (used < 0) return false;
    text += used, length -= used;
    used = longest_part(trailing, COUNT_OF(trailing), text, length, &t);
    *c = 0xAC00 + (u32)((l * 21 + v) * 28 + t);
    return used == length;
}

static bool is_unified(u32 c) {
    static const struct {
        u32 first, last;
    } ranges[] = {{0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0x20000, 0x2A6DF}, {0x2A700, 0x2B738},
                  {0x2B740, 0x2B81D}, {0x2B820, 0x2CEA1}, {0x2CEB0, 0x2EBE0}, {0x30000, 0x3134A}};
    for (isize i = 0; i < COUNT_OF(ranges); i++) {
        if (c >= ranges[i].first && c <= ranges[i].last) return true;
    }
    return false;
}

/* CJK UNIFIED IDEOGRAPH- and the code point: four or five hexadecimal digits. */
static bool unified_ideograph(const char *text, isize length, u32 *c) {
    if (length != 4 && length != 5) return false;
    *c = 0;
    for (isize i = 0; i < length; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (!digit && (text[i] < 'A' || text[i] > 'F')) return false;
        *c = *c << 4 | (u32)(digit ? text[i] - '0' : text[i] - 'A' + 10);
    }
    return is_unified(*c);
}

/* --- names by table ------------------------------------------------------------------------------------- */

/* Compares `name` with the table's entry at `at`, behind `shared` characters known to agree. */
static int compare_rest(const char *name, isize length, const char *at, isize shared) {
    for (isize i = shared;; i++, at++) {
        bool ends = is_digit26(*at);
        if (i == length || ends) return (i < length) - !ends;
        if (name[i] != *at) return name[i] < *at ? -1 : 1;
    }
}

/* The block where the name would stand. */
static isize find_block(const char *name, isize length) {
    isize low = 0, high = unicode_name_block_count;
    while (high - low > 1) {
        isize middle = (low + high) / 2;
        if (compare_rest(name, length, unicode_names + unicode_name_blocks[middle] + 1, 0) < 0) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return low;
}

/* Moves over an entry's difference and adds it. */
static const char *add_difference(const char *at, i64 *code) {
    i64 number = 0;
    while (is_digit26(*at)) number = number * 26 + (*at++ - 'a');
    *code += number & 1 ? -(number + 1) / 2 : number / 2;
    return at;
}

static bool find_in_block(isize block, const char *name, isize length, u32 *c) {
    const char *at = unicode_names + unicode_name_blocks[block];
    const char *end = unicode_names + unicode_name_blocks[block + 1];
    char entry[NAME_MAX];
    i64 code = 0;
    while (at < end) {
        isize n = *at++ - '!';
        while (!is_digit26(*at)) entry[n++] = *at++;
        at = add_difference(at, &code);
        if (n != length || memcmp(entry, name, (usize)length) != 0) continue;
        *c = (u32)code;
        return true;
    }
    return false;
}

static const char hangul[] = "HANGUL SYLLABLE ", unified[] = "CJK UNIFIED IDEOGRAPH-";

bool char_from_name(const char *name, isize length, u32 *c) {
    const isize hangul_length = (isize)sizeof hangul - 1, unified_length = (isize)sizeof unified - 1;
    if (length >= hangul_length && memcmp(name, hangul, (usize)hangul_length) == 0) {
        return hangul_syllable(name + hangul_length, length - hangul_length, c);
    }
    if (length >= unified_length && memcmp(name, unified, (usize)unified_length) == 0) {
        return unified_ideograph(name + unified_length, length - unified_length, c);
    }
    char upper[NAME_MAX];
    if (length > NAME_MAX) return false;
    for (isize i = 0; i < length; i++) upper[i] = to_upper(name[i]);
    return find_in_block(find_block(upper, length), upper, length, c);
}

/* --- from the character to the name --------------------------------------------------------------------- */

static isize append(char *name, isize length, const char *part) {
    isize more = (isize)strlen(part);
    memcpy(name + length, part, (usize)more);
    return length + more;
}

static isize hangul_name(u32 c, char *name) {
    u32 number = c - 0xAC00;
    isize length = append(name, 0, hangul);
    length = append(name, length, leading[number / 28 / 21]);
    length = append(name, length, vowels[number / 28 % 21]);
    return append(name, length, trailing[number % 28]);
}

static isize unified_name(u32 c, char *name) {
    isize length = append(name, 0, unified);
    for (int shift = c > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4) {
        name[length++] = "0123456789ABCDEF"[c >> shift & 15];
    }
    return length;
}

/* Where the name of c stands among all names; -1: it has none there. */
static isize name_rank(u32 c) {
    isize low = 0, high = unicode_name_run_count;
    while (high - low > 1) {
        isize middle = (low + high) / 2;
        if (c < unicode_name_runs[middle].first) {
            high = middle;
        } else {
            low = middle;
        }
    }
    const UnicodeNameRun *run = &unicode_name_runs[low];
    return c >= run->first && c <= run->last ? unicode_name_ranks[run->offset + (c - run->first)] : -1;
}

isize char_name(u32 c, char name[CHAR_NAME_MAX]) {
    if (c >= 0xAC00 && c < 0xAC00 + 19 * 21 * 28) return hangul_name(c, name);
    if (is_unified(c)) return unified_name(c, name);
    isize rank = name_rank(c), length = 0;
    if (rank < 0) return 0;
    const char *at = unicode_names + unicode_name_blocks[rank / NAMES_IN_BLOCK];
    i64 code = 0;
    for (isize i = 0; i <= rank % NAMES_IN_BLOCK; i++) {
        length = *at++ - '!';
        while (!is_digit26(*at)) name[length++] = *at++;
        at = add_difference(at, &code);
    }
    return length;
}
