/* char_name.c: from the name of a character to the character, for \N{...}.
 *
 * The names stand in alphabetical order in blocks of 32. A name is written as what it shares with the one
 * before it, the rest, and how far its character is from that one's:
 *
 *     !ADLAM NASALIZATION MARKogpi(UKTAb'SMALL LETTER ALIFdb4BAi ...
 *
 * '!' and on count from 0 how many characters are shared; names have no small letters, so these are the digits
 * of the difference: base 26, its last bit the sign. The names that follow a rule are worked out. */
#include "object/unicode.h"

enum { NAME_MAX = 128 };

static char to_upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 32) : c; }
static bool is_digit26(char c) { return c >= 'a' && c <= 'z'; }

/* --- names by rule -------------------------------------------------------------------------------------------
 */

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

/* HANGUL SYLLABLE and the syllable's three parts. */
static bool hangul_syllable(const char *text, isize length, u32 *c) {
    static const char *const leading[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                          "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
    static const char *const vowels[] = {"A",  "AE", "YA", "YAE", "EO", "E",  "YEO", "YE", "O",  "WA", "WAE",
                                         "OE", "YO", "U",  "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
    static const char *const trailing[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                           "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                           "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};
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

/* CJK UNIFIED IDEOGRAPH- and the code point: four or five hexadecimal digits. */
static bool unified_ideograph(const char *text, isize length, u32 *c) {
    static const struct {
        u32 first, last;
    } ranges[] = {{0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0x20000, 0x2A6DF}, {0x2A700, 0x2B738},
                  {0x2B740, 0x2B81D}, {0x2B820, 0x2CEA1}, {0x2CEB0, 0x2EBE0}, {0x30000, 0x3134A}};
    if (length != 4 && length != 5) return false;
    *c = 0;
    for (isize i = 0; i < length; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (!digit && (text[i] < 'A' || text[i] > 'F')) return false;
        *c = *c << 4 | (u32)(digit ? text[i] - '0' : text[i] - 'A' + 10);
    }
    for (isize i = 0; i < COUNT_OF(ranges); i++) {
        if (*c >= ranges[i].first && *c <= ranges[i].last) return true;
    }
    return false;
}

/* --- names by table ------------------------------------------------------------------------------------------
 */

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

bool char_from_name(const char *name, isize length, u32 *c) {
    static const char hangul[] = "HANGUL SYLLABLE ", unified[] = "CJK UNIFIED IDEOGRAPH-";
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
