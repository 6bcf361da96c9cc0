/* page_code.c: see page_code.h. All of it is on the recording's path, a page in less than a microsecond: each difference is
 * written as a whole word, of which the next one overwrites what is superfluous. */
#include "recorder/page_code.h"

#include <string.h>

#define GROUP 8
#define GROUPS ((int)(PAGE_WORDS / GROUP))
#define MOST_STRIDE 16 /* words: objects larger than that are few on a page */
#define GOOD_ENOUGH 32 /* words of the 64 looked at that are as expected */
#define PATIENCE 3     /* pages after one that is like nothing */
#define FEW_GROUPS 24 /* changed ones; up to so many the reference is what is expected without a further look */

/* --- one group -------------------------------------------------------------------------------------------- */

static inline u64 fold(u64 difference) { return difference << 1 ^ (u64)((i64)difference >> 63); }
static inline u64 unfold(u64 folded) { return folded >> 1 ^ (0 - (folded & 1)); }

static inline u8 *group_encode(const u64 *words, const u64 *expected, u8 *out) {
    u8 *differences = out + sizeof(u32);
    u64 folded[GROUP];
    u32 lengths = 0;
    for (int i = 0; i < GROUP; i++) folded[i] = fold(words[i] - expected[i]);
#pragma GCC unroll 8
    for (int i = 0; i < GROUP; i++) {
        if (folded[i] == 0) continue;
        unsigned length = (unsigned)(71 - __builtin_clzll(folded[i])) / 8; /* 1 to 8 */
        memcpy(differences, &folded[i], sizeof folded[i]);
        differences += length;
        lengths |= length << 4 * i;
    }
    memcpy(out, &lengths, sizeof lengths);
    return differences;
}

static inline const u8 *group_decode(const u8 *code, const u64 *expected, u64 *words) {
    static const u64 masks[] = {0,
                                0xFF,
                                0xFFFF,
                                0xFFFFFF,
                                0xFFFFFFFF,
                                0xFFFFFFFFFF,
                                0xFFFFFFFFFFFF,
                                0xFFFFFFFFFFFFFF,
                                0xFFFFFFFFFFFFFFFF};
    u32 lengths;
    memcpy(&lengths, code, sizeof lengths);
    code += sizeof lengths;
#pragma GCC unroll 8
    for (int i = 0; i < GROUP; i++) {
        unsigned length = lengths >> 4 * i & 15;
        u64 folded;
        memcpy(&folded, code, sizeof folded);
        words[i] = expected[i] + unfold(folded & masks[length]);
        code += length;
    }
    return code;
}

static inline bool group_differs(const u64 *words, const u64 *expected) {
    u64 any = 0;
    for (int i = 0; i < GROUP; i++) any |= words[i] ^ expected[i];
    return any != 0;
}

/* --- what to expect --------------------------------------------------------------------------------------- */

/* How many of some words, from all over the page, are as expected. */
static int as_expected(const u64 *words, const u64 *expected) {
    int count = 0;
    for (usize at = 32; at < PAGE_WORDS; at += 120)
        for (usize i = at; i < at + 16; i++) count += words[i] == expected[i];
    return count;
}

/* The distance at which the page is most like itself, and for how many of those words. Looking for it costs as much as
 * the rest: not where the last one will do, nor where there was none a moment ago. */
static int guess_stride(const u64 *words, PageGuess *guess) {
    if (!guess->stride) guess->stride = 1;
    int best = as_expected(words, words - guess->stride);
    if (best >= GOOD_ENOUGH || guess->patience-- > 0) return best;
    for (int stride = 1; stride <= MOST_STRIDE; stride++) {
        int fitting = as_expected(words, words - stride);
        if (fitting <= best) continue;
        best = fitting;
        guess->stride = stride;
    }
    guess->patience = best >= GOOD_ENOUGH ? 0 : PATIENCE;
    return best;
}

/* --- a page ----------------------------------------------------------------------------------------------- */

static u64 differing_groups(const u64 *words, const u64 *expected) {
    u64 groups = 0;
    for (int i = 0; i < GROUPS; i++) groups |= (u64)group_differs(words + i * GROUP, expected + i * GROUP) << i;
    return groups;
}

static isize encode(const u64 *words, const u64 *expected, int stride, u64 groups, u8 *code) {
    u8 *out = code;
    *out++ = (u8)stride;
    memcpy(out, &groups, sizeof groups);
    out += sizeof groups;
    for (; groups; groups &= groups - 1) {
        int group = __builtin_ctzll(groups);
        out = group_encode(words + group * GROUP, expected + group * GROUP, out);
    }
    return out - code;
}

isize page_encode(const u64 *page, const u64 *reference, PageGuess *guess, u8 code[PAGE_CODE_ROOM]) {
    u64 groups = ~(u64)0;
    if (reference) {
        groups = differing_groups(page, reference);
        if (__builtin_popcountll(groups) <= FEW_GROUPS) return encode(page, reference, 0, groups, code);
    }
    u64 room[MOST_STRIDE + PAGE_WORDS],
        *words = room + MOST_STRIDE; /* before a page's begin zeros are expected */
    memset(room, 0, MOST_STRIDE * sizeof *room);
    memcpy(words, page, PAGE_SIZE_BYTES);
    int fitting = guess_stride(words, guess);
    if (reference && as_expected(words, reference) >= fitting) return encode(words, reference, 0, groups, code);
    const u64 *expected = words - guess->stride;
    return encode(words, expected, guess->stride, differing_groups(words, expected), code);
}

void page_decode(const u8 *code, const u64 *reference, u64 *page) {
    u64 room[MOST_STRIDE + PAGE_WORDS], *words = page, groups;
    const u64 *expected = reference;
    int stride = *code++;
    if (stride) {
        memset(room, 0, MOST_STRIDE * sizeof *room);
        words = room + MOST_STRIDE;
        expected = words - stride;
    }
    memcpy(&groups, code, sizeof groups);
    code += sizeof groups;
    for (int i = 0; i < GROUPS; i++) {
        if (groups >> i & 1)
            code = group_decode(code, expected + i * GROUP, words + i * GROUP);
        else
            for (int k = i * GROUP; k < (i + 1) * GROUP; k++) words[k] = expected[k];
    }
    if (words != page) memcpy(page, words, PAGE_SIZE_BYTES);
}
