/* page_code.c: see page_code.h. All of it is on the recording's path, a page in about a microsecond: each difference
 * is written as a whole word, of which the next one overwrites what is superfluous. */
#include "recorder/page_code.h"

#include <string.h>

#define GROUP 8
#define GROUPS ((int)(PAGE_WORDS / GROUP))
#define MOST_STRIDE 16        /* words: objects larger than that are few on a page */
#define SAMPLES 4             /* groups that are looked at for the stride */
#define GOOD_ENOUGH 48        /* bytes that they may take together */
#define PATIENCE 7            /* pages after one that is like nothing */
#define FEW_GROUPS 24         /* changed ones; up to so many the reference alone is what is expected */
#define WORTH_A_REFERENCE 160 /* bytes that it must spare: a page that refers to none keeps none alive */

/* --- one group -------------------------------------------------------------------------------------------- */

static inline u64 fold(u64 difference) { return difference << 1 ^ (u64)((i64)difference >> 63); }
static inline u64 unfold(u64 folded) { return folded >> 1 ^ (0 - (folded & 1)); }

typedef struct Folded { /* how the words of a group differ from what was expected */
    u64 words[GROUP];
} Folded;

static inline Folded group_fold(const u64 *words, const u64 *expected) {
    Folded folded;
    for (int i = 0; i < GROUP; i++) folded.words[i] = fold(words[i] - expected[i]);
    return folded;
}

/* About how many bytes that takes: those that are not zero. */
static inline int folded_cost(const Folded *folded) {
    u8 bytes[sizeof *folded], zeros = 0;
    memcpy(bytes, folded, sizeof bytes);
    for (usize i = 0; i < sizeof bytes; i++) zeros = (u8)(zeros + (bytes[i] == 0));
    return (int)sizeof bytes - zeros;
}

static inline u8 *folded_write(const Folded *folded, u8 *out) {
    u8 *differences = out + sizeof(u32);
    u32 lengths = 0;
#pragma GCC unroll 8
    for (int i = 0; i < GROUP; i++) {
        u64 word = folded->words[i];
        if (word == 0) continue;
        unsigned length = (unsigned)(71 - __builtin_clzll(word)) / 8; /* 1 to 8 */
        memcpy(differences, &word, sizeof word);
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

/* What some groups from all over the page take if the stride is this. */
static int sample_cost(const u64 *words, int stride) {
    int cost = 0;
    for (int i = 0; i < SAMPLES; i++) {
        const u64 *group = words + PAGE_WORDS / SAMPLES * (usize)i + 32 + GROUP * (usize)i;
        Folded folded = group_fold(group, group - stride);
        cost += folded_cost(&folded);
    }
    return cost;
}

/* The distance at which the page is most like itself. Looking at all of them costs as much as the rest: not where
 * the last one will do, or that of pointers or of small objects, nor where there was none a moment ago. */
static int guess_stride(const u64 *words, PageGuess *guess) {
    static const int likely[] = {1, 4};
    int stride = guess->stride ? guess->stride : 1, least = sample_cost(words, stride);
    for (int i = 0; i < COUNT_OF(likely); i++) {
        int cost = likely[i] == stride ? least : sample_cost(words, likely[i]);
        if (cost < least) {
            least = cost;
            stride = likely[i];
        }
    }
    if (least > GOOD_ENOUGH && guess->patience-- <= 0) {
        for (int other = 2; other <= MOST_STRIDE; other++) {
            int cost = sample_cost(words, other);
            if (cost >= least) continue;
            least = cost;
            stride = other;
        }
        guess->patience = least > GOOD_ENOUGH ? PATIENCE : 0;
    }
    guess->stride = stride;
    return stride;
}

/* --- a page ----------------------------------------------------------------------------------------------- */

static u64 differing_groups(const u64 *words, const u64 *expected) {
    u64 groups = 0;
    for (int i = 0; i < GROUPS; i++) groups |= (u64)group_differs(words + i * GROUP, expected + i * GROUP) << i;
    return groups;
}

static u8 *write_groups(const u64 *words, const u64 *expected, u64 groups, u8 *out) {
    memcpy(out, &groups, sizeof groups);
    out += sizeof groups;
    for (; groups; groups &= groups - 1) {
        int group = __builtin_ctzll(groups);
        Folded folded = group_fold(words + group * GROUP, expected + group * GROUP);
        out = folded_write(&folded, out);
    }
    return out;
}

static isize encode_differences(const u64 *words, const u64 *reference, u64 groups, u8 *code) {
    code[0] = PAGE_USES_REFERENCE;
    return write_groups(words, reference, groups, code + 1) - code;
}

static isize encode_alone(const u64 *words, int stride, u8 *code) {
    code[0] = (u8)stride;
    return write_groups(words, words - stride, differing_groups(words, words - stride), code + 1) - code;
}

/* Each group in the shorter way; `changed`: those that differ from the reference. 0: to refer to it is not worth it. */
static isize encode_mixed(const u64 *words, const u64 *reference, int stride, u64 changed, u8 *code) {
    u64 coded = 0, neighbours = 0;
    int spared = (GROUPS - __builtin_popcountll(changed)) * GROUP;
    u8 *out = code + 1 + sizeof coded + sizeof neighbours;
    for (u64 groups = changed; groups; groups &= groups - 1) {
        int group = __builtin_ctzll(groups);
        const u64 *start = words + group * GROUP;
        Folded folded = group_fold(start, reference + group * GROUP), other = group_fold(start, start - stride);
        int cost = folded_cost(&folded), other_cost = folded_cost(&other);
        if (other_cost < cost) {
            neighbours |= (u64)1 << group;
            if (other_cost == 0) continue;
            folded = other;
        } else {
            spared += other_cost - cost;
        }
        coded |= (u64)1 << group;
        out = folded_write(&folded, out);
    }
    code[0] = (u8)(PAGE_USES_REFERENCE | stride);
    memcpy(code + 1, &coded, sizeof coded);
    memcpy(code + 1 + sizeof coded, &neighbours, sizeof neighbours);
    return spared < WORTH_A_REFERENCE ? 0 : out - code;
}

isize page_encode(const u64 *page, const u64 *reference, PageGuess *guess, u8 code[PAGE_CODE_ROOM]) {
    u64 changed = reference ? differing_groups(page, reference) : ~(u64)0;
    if (__builtin_popcountll(changed) <= FEW_GROUPS) return encode_differences(page, reference, changed, code);
    u64 room[MOST_STRIDE + PAGE_WORDS],
        *words = room + MOST_STRIDE; /* before a page's begin zeros are expected */
    memset(room, 0, MOST_STRIDE * sizeof *room);
    memcpy(words, page, PAGE_SIZE_BYTES);
    int stride = guess_stride(words, guess);
    isize length = reference ? encode_mixed(words, reference, stride, changed, code) : 0;
    return length ? length : encode_alone(words, stride, code);
}

void page_decode(const u8 *code, const u64 *reference, u64 *page) {
    u64 room[MOST_STRIDE + PAGE_WORDS], *words = page, coded, neighbours = 0;
    bool refers = page_code_needs_reference(code);
    int stride = *code++ & ~PAGE_USES_REFERENCE;
    if (stride) {
        memset(room, 0, MOST_STRIDE * sizeof *room);
        words = room + MOST_STRIDE;
    }
    memcpy(&coded, code, sizeof coded);
    code += sizeof coded;
    if (!refers) neighbours = ~(u64)0;
    if (refers && stride) {
        memcpy(&neighbours, code, sizeof neighbours);
        code += sizeof neighbours;
    }
    for (int i = 0; i < GROUPS; i++) {
        u64 *group = words + i * GROUP;
        const u64 *expected = neighbours >> i & 1 ? group - stride : reference + i * GROUP;
        if (coded >> i & 1)
            code = group_decode(code, expected, group);
        else
            for (int k = 0; k < GROUP; k++) group[k] = expected[k];
    }
    if (words != page) memcpy(page, words, PAGE_SIZE_BYTES);
}
