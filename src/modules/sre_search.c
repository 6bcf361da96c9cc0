/* sre_search.c: looking for the place where a match begins.
 *
 * The compiler says in the INFO block what it knows of a match's beginning: the literal text with which each
 * match begins (with a table for the Knuth-Morris-Pratt search), or the set of first characters. Either is
 * found faster than by trying to match everywhere. */
#include "modules/sre.h"

#include "modules/sre_charset.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* What INFO says. */
typedef struct Hints {
    isize min_width;
    const u32 *prefix, *overlap; /* prefix NULL: none */
    isize prefix_length, prefix_skip;
    bool is_literal;  /* the prefix is all of the pattern */
    const u32 *set;   /* NULL: none */
    const u32 *first; /* the set's members below 256, a bit each */
    const u32 *code;  /* behind the block */
} Hints;

static Hints read_hints(const u32 *code) {
    Hints hints = {.code = code};
    if (code[0] != SRE_INFO) return hints;
    u32 flags = code[2];
    hints.min_width = code[3];
    hints.code = code + 1 + code[1];
    if (flags & SRE_INFO_PREFIX) {
        hints.prefix_length = code[5];
        hints.prefix_skip = code[6];
        hints.prefix = code + 7;
        hints.overlap = hints.prefix + hints.prefix_length;
        hints.is_literal = (flags & SRE_INFO_LITERAL) != 0;
    } else if (flags & SRE_INFO_CHARSET) {
        hints.set = code + 5;
    }
    return hints;
}

ALWAYS_INLINE u32 char_at(const Matcher *m, int width, isize i) {
    switch (width) {
    case 1: return ((const u8 *)m->data)[i];
    case 2: return ((const u16 *)m->data)[i];
    default: return ((const u32 *)m->data)[i];
    }
}

/* Tries to match `code` at `position`, a match that would begin at `start`. */
static MatchResult try_at(Matcher *m, const u32 *code, isize start, isize position) {
    matcher_reset(m);
    m->start = start;
    m->position = position;
    return matcher_match(m, code, true);
}

ALWAYS_INLINE isize find_char(const Matcher *m, int width, u32 c, isize from, isize end) {
    if (width == 1) {
        if (c > 255 || from >= end) return end;
        const u8 *data = m->data, *found = memchr(data + from, (int)c, (usize)(end - from));
        return found ? found - data : end;
    }
    while (from < end && char_at(m, width, from) != c) from++;
    return from;
}

ALWAYS_INLINE MatchResult search_prefix(Matcher *m, int width, const Hints *hints) {
    isize matched = 0; /* characters of the prefix that end just before i */
    for (isize i = m->start; i < m->end;) {
        if (matched == 0) {
            isize found = find_char(m, width, hints->prefix[0], i, m->end);
            m->steps += found - i;
            if (found == m->end) break;
            i = found + 1;
            matched = 1;
        } else if (char_at(m, width, i) == hints->prefix[matched]) {
            i++;
            matched++;
        } else {
            matched = hints->overlap[matched - 1];
            continue;
        }
        if (matched < hints->prefix_length) continue;
        isize start = i - hints->prefix_length;
        if (hints->is_literal) {
            matcher_reset(m);
            m->start = start;
            m->position = i;
            return MATCH_YES;
        }
        MatchResult result = try_at(m, hints->code + 2 * hints->prefix_skip, start, start + hints->prefix_skip);
        if (result != MATCH_NO) return result;
        matched = hints->overlap[matched - 1];
    }
    return MATCH_NO;
}

ALWAYS_INLINE bool may_begin(const Hints *hints, u32 c) {
    return c < 256 ? sre_in_bitmap(hints->first, c) : sre_in_set(hints->set, c);
}

ALWAYS_INLINE MatchResult search_set(Matcher *m, int width, const Hints *hints, isize last) {
    for (isize i = m->start; i <= last && i < m->end; i++) {
        isize from = i;
        while (i < m->end && !may_begin(hints, char_at(m, width, i))) i++;
        m->steps += i - from;
        if (i > last || i >= m->end) break;
        MatchResult result = try_at(m, hints->code, i, i);
        if (result != MATCH_NO) return result;
    }
    return MATCH_NO;
}

static MatchResult search_everywhere(Matcher *m, const Hints *hints, isize last) {
    bool only_at_beginning = hints->code[0] == SRE_AT &&
                             (hints->code[1] == SRE_AT_BEGINNING || hints->code[1] == SRE_AT_BEGINNING_STRING);
    for (isize i = m->start; i <= last; i++) {
        MatchResult result = try_at(m, hints->code, i, i);
        if (result != MATCH_NO || only_at_beginning) return result;
        m->steps++;
    }
    return MATCH_NO;
}

ALWAYS_INLINE MatchResult search_width(Matcher *m, int width, const Hints *hints, isize last) {
    if (hints->prefix) return search_prefix(m, width, hints);
    if (hints->set) return search_set(m, width, hints, last);
    return search_everywhere(m, hints, last);
}

MatchResult matcher_search(Matcher *matcher, const Pattern *pattern) {
    Hints hints = read_hints(pattern->code);
    hints.first = pattern->first;
    isize last = matcher->end - hints.min_width; /* where a match can begin */
    if (matcher->start > last) return MATCH_NO;
    switch (matcher->width) {
    case 1: return search_width(matcher, 1, &hints, last);
    case 2: return search_width(matcher, 2, &hints, last);
    default: return search_width(matcher, 4, &hints, last);
    }
}

void pattern_find_first(Pattern *pattern) {
    Hints hints = read_hints(pattern->code);
    if (!hints.set) return;
    for (u32 c = 0; c < 256; c++) {
        if (sre_in_set(hints.set, c)) pattern->first[c / 32] |= (u32)1 << c % 32;
    }
}
