/* sre_charset.h: characters as regular expressions see them: case, categories, sets.
 *
 * The "locale" is C's, whatever the environment says: bytes above 127 are in no category and have no case. */
#ifndef MODULES_SRE_CHARSET_H
#define MODULES_SRE_CHARSET_H

#include "modules/sre_opcodes.h"
#include "object/unicode.h"

static inline u32 sre_lower_ascii(u32 c) { return c - 'A' < 26 ? c + 32 : c; }
static inline u32 sre_upper_ascii(u32 c) { return c - 'a' < 26 ? c - 32 : c; }
/* A character to one character: where the mapping is longer, its first. */
static inline u32 sre_lower_unicode(u32 c) {
    if (c < 128) return sre_lower_ascii(c);
    i32 lower = char_info(c)->lower;
    return lower < UNICODE_SPECIAL ? (u32)((i32)c + lower) : unicode_special_cases[lower - UNICODE_SPECIAL + 1];
}
static inline u32 sre_upper_unicode(u32 c) {
    i32 upper = char_info(c)->upper;
    return upper < UNICODE_SPECIAL ? (u32)((i32)c + upper) : unicode_special_cases[upper - UNICODE_SPECIAL + 1];
}

static inline bool sre_is_ascii_space(u32 c) { return c == ' ' || c - '\t' < 5; }
static inline bool sre_is_ascii_word(u32 c) { return (c | 32) - 'a' < 26 || c - '0' < 10 || c == '_'; }
static inline bool sre_is_unicode_word(u32 c) {
    if (c < 128) return sre_is_ascii_word(c);
    return (char_info(c)->flags & (CHAR_ALPHA | CHAR_DECIMAL | CHAR_DIGIT | CHAR_NUMERIC)) != 0;
}

static inline bool sre_in_category(u32 category, u32 c) {
    switch (category) {
    case SRE_CATEGORY_DIGIT: return c - '0' < 10;
    case SRE_CATEGORY_NOT_DIGIT: return c - '0' >= 10;
    case SRE_CATEGORY_SPACE: return sre_is_ascii_space(c);
    case SRE_CATEGORY_NOT_SPACE: return !sre_is_ascii_space(c);
    case SRE_CATEGORY_LOC_WORD:
    case SRE_CATEGORY_WORD: return sre_is_ascii_word(c);
    case SRE_CATEGORY_LOC_NOT_WORD:
    case SRE_CATEGORY_NOT_WORD: return !sre_is_ascii_word(c);
    case SRE_CATEGORY_LINEBREAK: return c == '\n';
    case SRE_CATEGORY_NOT_LINEBREAK: return c != '\n';
    case SRE_CATEGORY_UNI_DIGIT: return (char_info(c)->flags & CHAR_DECIMAL) != 0;
    case SRE_CATEGORY_UNI_NOT_DIGIT: return (char_info(c)->flags & CHAR_DECIMAL) == 0;
    case SRE_CATEGORY_UNI_SPACE: return (char_info(c)->flags & CHAR_SPACE) != 0;
    case SRE_CATEGORY_UNI_NOT_SPACE: return (char_info(c)->flags & CHAR_SPACE) == 0;
    case SRE_CATEGORY_UNI_WORD: return sre_is_unicode_word(c);
    case SRE_CATEGORY_UNI_NOT_WORD: return !sre_is_unicode_word(c);
    case SRE_CATEGORY_UNI_LINEBREAK: return (char_info(c)->flags & CHAR_LINE_BREAK) != 0;
    case SRE_CATEGORY_UNI_NOT_LINEBREAK: return (char_info(c)->flags & CHAR_LINE_BREAK) == 0;
    default: return false;
    }
}

static inline bool sre_in_bitmap(const u32 *words, u32 bit) { return words[bit >> 5] >> (bit & 31) & 1; }

/* Is c in the set whose members stand at `set`, up to FAILURE? */
static inline bool sre_in_set(const u32 *set, u32 c) {
    bool found = true;
    for (;;) {
        switch (*set++) {
        case SRE_FAILURE: return !found; /* the end: not a member */
        case SRE_LITERAL:
            if (c == *set++) return found;
            break;
        case SRE_RANGE:
            if (set[0] <= c && c <= set[1]) return found;
            set += 2;
            break;
        case SRE_CHARSET:
            if (c < 256 && sre_in_bitmap(set, c)) return found;
            set += 8;
            break;
        case SRE_CATEGORY:
            if (sre_in_category(*set++, c)) return found;
            break;
        case SRE_NEGATE: found = !found; break;
        case SRE_BIGCHARSET: {
            u32 blocks = *set++;
            if (c < 0x10000) {
                u32 block = set[c >> 10] >> (c >> 8 & 3) * 8 & 255;
                if (sre_in_bitmap(set + 64 + block * 8, c & 255)) return found;
            }
            set += 64 + blocks * 8;
            break;
        }
        case SRE_RANGE_UNI_IGNORE: {
            /* c is in lower case already */
            u32 upper = sre_upper_unicode(c);
            if ((set[0] <= c && c <= set[1]) || (set[0] <= upper && upper <= set[1])) return found;
            set += 2;
            break;
        }
        default: return false;
        }
    }
}

/* With the locale's case: is either form in the set? */
static inline bool sre_in_set_any_case(const u32 *set, u32 c) {
    u32 lower = sre_lower_ascii(c), upper = sre_upper_ascii(c);
    return sre_in_set(set, lower) || (upper != lower && sre_in_set(set, upper));
}

#endif
