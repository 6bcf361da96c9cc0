/* str_search.c: finding a run of characters in another, never in quadratic time.
 *
 * Two algorithms. Short work is done by a scan that looks at the last character first and skips by the needle's
 * length where the character behind the window is not in the needle at all (Sunday, with a 64-bit Bloom filter
 * for "in the needle"). Long work goes by the two-way algorithm of Crochemore and Perrin, which is linear and
 * needs no memory. Both are written once, for all widths and both directions: a search from the right is a
 * search from the left over texts that are read backwards. The compiler makes a loop of its own for each. */
#include "object/str_search.h"
#include "object/charge.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* How the texts are read: constants wherever it is used. */
typedef struct Reading {
    int hay_kind, needle_kind;
    bool backwards;
} Reading;

ALWAYS_INLINE u32 read_char(const void *data, int kind, isize i) {
    switch (kind) {
    case 1: return ((const u8 *)data)[i];
    case 2: return ((const u16 *)data)[i];
    default: return ((const u32 *)data)[i];
    }
}
ALWAYS_INLINE u32 hay_char(Reading how, Chars hay, isize i) {
    return read_char(hay.data, how.hay_kind, how.backwards ? hay.length - 1 - i : i);
}
ALWAYS_INLINE u32 needle_char(Reading how, Chars needle, isize i) {
    return read_char(needle.data, how.needle_kind, how.backwards ? needle.length - 1 - i : i);
}

/* --- short work --------------------------------------------------------------------------------------- */

ALWAYS_INLINE isize find_shortly(Reading how, Chars hay, Chars needle) {
    isize m = needle.length, last = m - 1, skip = last;
    u32 last_char = needle_char(how, needle, last);
    u64 present = 0;
    for (isize i = 0; i < m; i++) {
        u32 c = needle_char(how, needle, i);
        present |= (u64)1 << (c & 63);
        if (i < last && c == last_char) skip = last - i - 1;
    }
    for (isize at = 0; at <= hay.length - m; at++) {
        bool more = at + m < hay.length;
        if (hay_char(how, hay, at + last) == last_char) {
            isize i = 0;
            while (i < last && hay_char(how, hay, at + i) == needle_char(how, needle, i)) i++;
            if (i == last) return at;
            if (more && !(present >> (hay_char(how, hay, at + m) & 63) & 1))
                at += m;
            else
                at += skip;
        } else if (more && !(present >> (hay_char(how, hay, at + m) & 63) & 1)) {
            at += m;
        }
    }
    return -1;
}

/* --- long work ---------------------------------------------------------------------------------------- */

/* The start of the needle's greatest suffix, by the order of characters or its inverse, and that suffix's
 * period. */
ALWAYS_INLINE isize greatest_suffix(Reading how, Chars needle, bool inverse, isize *period) {
    isize suffix = 0, candidate = 1, matched = 0;
    *period = 1;
    while (candidate + matched < needle.length) {
        u32 a = needle_char(how, needle, candidate + matched), b = needle_char(how, needle, suffix + matched);
        if (a == b) {
            if (++matched == *period) {
                candidate += *period;
                matched = 0;
            }
        } else if (inverse ? b < a : a < b) {
            candidate += matched + 1;
            matched = 0;
            *period = candidate - suffix;
        } else {
            suffix = candidate++;
            matched = 0;
            *period = 1;
        }
    }
    return suffix;
}

/* The needle is cut in two at a critical place: the right half is compared first, a mismatch there moves on
 * behind it; a mismatch in the left half moves on by the period. Where the whole needle has that period,
 * `memory` is how much of its beginning is known to match already. */
ALWAYS_INLINE isize find_two_way(Reading how, Chars hay, Chars needle) {
    isize m = needle.length, period, other_period;
    isize cut = greatest_suffix(how, needle, false, &period);
    isize other_cut = greatest_suffix(how, needle, true, &other_period);
    if (other_cut > cut) {
        cut = other_cut;
        period = other_period;
    }
    isize i = 0;
    while (i < cut && i + period < m && needle_char(how, needle, i) == needle_char(how, needle, i + period))
        i++;
    bool periodic = i == cut;
    if (!periodic) period = isize_max(cut, m - cut) + 1;
    isize memory = 0;
    for (isize at = 0; at <= hay.length - m;) {
        i = isize_max(cut, memory);
        while (i < m && needle_char(how, needle, i) == hay_char(how, hay, at + i)) i++;
        if (i < m) {
            at += i - cut + 1;
            memory = 0;
            continue;
        }
        i = cut;
        while (i > memory && needle_char(how, needle, i - 1) == hay_char(how, hay, at + i - 1)) i--;
        if (i <= memory) return at;
        at += period;
        memory = periodic ? m - period : 0;
    }
    return -1;
}

/* --- which one, and for which widths ------------------------------------------------------------------ */

ALWAYS_INLINE bool is_short_work(isize n, isize m) { return n < 2500 || m < 6 || (m < 100 && n < 30000); }

#define FINDER(name, hay_kind, needle_kind, backwards)                                                         \
    static isize name(Chars hay, Chars needle) {                                                               \
        const Reading how = {hay_kind, needle_kind, backwards};                                                \
        return is_short_work(hay.length, needle.length) ? find_shortly(how, hay, needle)                       \
                                                        : find_two_way(how, hay, needle);                      \
    }
FINDER(find_1_1, 1, 1, false)
FINDER(find_2_1, 2, 1, false)
FINDER(find_2_2, 2, 2, false)
FINDER(find_4_1, 4, 1, false)
FINDER(find_4_2, 4, 2, false)
FINDER(find_4_4, 4, 4, false)
FINDER(rfind_1_1, 1, 1, true)
FINDER(rfind_2_1, 2, 1, true)
FINDER(rfind_2_2, 2, 2, true)
FINDER(rfind_4_1, 4, 1, true)
FINDER(rfind_4_2, 4, 2, true)
FINDER(rfind_4_4, 4, 4, true)

typedef isize (*Finder)(Chars hay, Chars needle);

/* [hay kind / 2][needle kind / 2]. A needle is a whole str, thus as narrow as can be: one that is wider than
 * the hay is nowhere in it. */
static const Finder finders[3][3] = {{find_1_1}, {find_2_1, find_2_2}, {find_4_1, find_4_2, find_4_4}};
static const Finder rfinders[3][3] = {{rfind_1_1}, {rfind_2_1, rfind_2_2}, {rfind_4_1, rfind_4_2, rfind_4_4}};

isize chars_find(Chars hay, Chars needle) {
    if (needle.length > hay.length) return -1;
    if (needle.length == 0) return 0;
    if (needle.kind > hay.kind) return -1;
    if (needle.length == 1) return chars_find_char(hay, read_char(needle.data, needle.kind, 0));
    isize found = finders[hay.kind / 2][needle.kind / 2](hay, needle);
    charge(found < 0 ? hay.length : found, CHARGE_CHARACTER);
    return found;
}

isize chars_rfind(Chars hay, Chars needle) {
    if (needle.length > hay.length) return -1;
    if (needle.length == 0) return hay.length;
    if (needle.kind > hay.kind) return -1;
    if (needle.length == 1) return chars_rfind_char(hay, read_char(needle.data, needle.kind, 0));
    isize found = rfinders[hay.kind / 2][needle.kind / 2](hay, needle);
    charge(found < 0 ? hay.length : found, CHARGE_CHARACTER);
    return found < 0 ? -1 : hay.length - needle.length - found;
}

isize chars_count(Chars hay, Chars needle, isize maximum) {
    isize count = 0;
    while (count < maximum) {
        isize found = chars_find(hay, needle);
        if (found < 0) break;
        count++;
        hay = chars_slice(hay, found + needle.length, hay.length);
    }
    return count;
}

/* --- one character ------------------------------------------------------------------------------------ */

isize chars_find_char(Chars hay, u32 c) {
    if (hay.kind == 1) {
        const u8 *found = c < 256 && hay.length ? memchr(hay.data, (int)c, (usize)hay.length) : NULL;
        return found ? found - (const u8 *)hay.data : -1;
    }
    for (isize i = 0; i < hay.length; i++) {
        if (read_char(hay.data, hay.kind, i) == c) return i;
    }
    return -1;
}

isize chars_rfind_char(Chars hay, u32 c) {
    if (hay.kind == 1) {
        const u8 *found = c < 256 && hay.length ? memrchr(hay.data, (int)c, (usize)hay.length) : NULL;
        return found ? found - (const u8 *)hay.data : -1;
    }
    for (isize i = hay.length - 1; i >= 0; i--) {
        if (read_char(hay.data, hay.kind, i) == c) return i;
    }
    return -1;
}

bool chars_equal(Chars a, Chars b) {
    if (a.length != b.length) return false;
    if (a.kind == b.kind) return memcmp(a.data, b.data, (usize)(a.length * a.kind)) == 0;
    for (isize i = 0; i < a.length; i++) {
        if (read_char(a.data, a.kind, i) != read_char(b.data, b.kind, i)) return false;
    }
    return true;
}
