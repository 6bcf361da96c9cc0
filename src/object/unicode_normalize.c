/* unicode_normalize.c: the four normal forms (Unicode Standard Annex 15).
 *
 * Every character is decomposed as far as it goes, runs of combining marks are put in the order of their
 * classes, and for the composed forms each starter takes up the marks that it has a composition with and that
 * no other mark of the same class stands before. Hangul syllables are composed and decomposed by arithmetic. */
#include "object/str_internal.h"
#include "object/unicode.h"

enum {
    HANGUL_S = 0xAC00,
    HANGUL_L = 0x1100,
    HANGUL_V = 0x1161,
    HANGUL_T = 0x11A7,
    HANGUL_L_COUNT = 19,
    HANGUL_V_COUNT = 21,
    HANGUL_T_COUNT = 28,
    HANGUL_S_COUNT = HANGUL_L_COUNT * HANGUL_V_COUNT * HANGUL_T_COUNT
};

typedef struct CodePoints {
    u32 *data; /* a raw block */
    isize length, capacity;
    bool failed;
} CodePoints;

static void points_put(CodePoints *points, u32 c) {
    if (points->failed) return;
    if (points->length == points->capacity) {
        isize capacity = points->capacity + points->capacity / 2 + 32;
        u32 *data = arena_realloc(points->data, (usize)capacity * sizeof(u32), BLOCK_RAW);
        if (!data) {
            points->failed = true;
            error_memory();
            return;
        }
        points->data = data;
        points->capacity = capacity;
    }
    points->data[points->length++] = c;
}

/* --- the tables --------------------------------------------------------------------------------------- */

int char_combining(u32 c) {
    if (c < 0x300) return 0;
    isize low = 0, high = unicode_combining_count;
    while (low < high) {
        isize middle = (low + high) / 2;
        if (c < unicode_combining[middle].first)
            high = middle;
        else if (c > unicode_combining[middle].last)
            low = middle + 1;
        else
            return unicode_combining[middle].class;
    }
    return 0;
}

static const UnicodeDecomposition *find_decomposition(u32 c) {
    isize low = 0, high = unicode_decomposition_count;
    while (low < high) {
        isize middle = (low + high) / 2;
        if (unicode_decompositions[middle].c < c)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < unicode_decomposition_count && unicode_decompositions[low].c == c;
    return found ? &unicode_decompositions[low] : NULL;
}

/* 0: the two don't compose. */
static u32 compose_pair(u32 first, u32 second) {
    u32 l = first - HANGUL_L, v = second - HANGUL_V, s = first - HANGUL_S, t = second - HANGUL_T;
    if (l < HANGUL_L_COUNT && v < HANGUL_V_COUNT) return HANGUL_S + (l * HANGUL_V_COUNT + v) * HANGUL_T_COUNT;
    if (s < HANGUL_S_COUNT && s % HANGUL_T_COUNT == 0 && t > 0 && t < HANGUL_T_COUNT) return first + t;
    isize low = 0, high = unicode_composition_count;
    while (low < high) {
        isize middle = (low + high) / 2;
        const UnicodeComposition *pair = &unicode_compositions[middle];
        if (pair->first < first || (pair->first == first && pair->second < second))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == unicode_composition_count) return 0;
    const UnicodeComposition *pair = &unicode_compositions[low];
    return pair->first == first && pair->second == second ? pair->composed : 0;
}

/* --- the three steps ---------------------------------------------------------------------------------- */

static void decompose_char(CodePoints *out, u32 c, bool compatible) {
    u32 syllable = c - HANGUL_S;
    if (c < 0xA0) {
        points_put(out, c);
    } else if (syllable < HANGUL_S_COUNT) {
        points_put(out, HANGUL_L + syllable / (HANGUL_V_COUNT * HANGUL_T_COUNT));
        points_put(out, HANGUL_V + syllable / HANGUL_T_COUNT % HANGUL_V_COUNT);
        if (syllable % HANGUL_T_COUNT) points_put(out, HANGUL_T + syllable % HANGUL_T_COUNT);
    } else {
        const UnicodeDecomposition *parts = find_decomposition(c);
        if (!parts || (parts->compatible && !compatible)) {
            points_put(out, c);
            return;
        }
        for (int i = 0; i < parts->length; i++) {
            decompose_char(out, unicode_decomposition_data[parts->offset + i], compatible);
        }
    }
}

/* Insertion sort, stable, within each run of combining marks. */
static void order_marks(CodePoints *points) {
    for (isize i = 1; i < points->length; i++) {
        u32 c = points->data[i];
        int class = char_combining(c);
        isize at = i;
        while (class && at > 0 && char_combining(points->data[at - 1]) > class) {
            points->data[at] = points->data[at - 1];
            at--;
        }
        points->data[at] = c;
    }
}

static void compose_all(CodePoints *points) {
    isize starter = -1, kept = 0;
    int last_class = 0; /* of the character kept last behind the starter; 0: none stands between */
    for (isize i = 0; i < points->length; i++) {
        u32 c = points->data[i];
        int class = char_combining(c);
        bool reachable = starter >= 0 && (kept == starter + 1 || (last_class < class && last_class != 0));
        u32 composed = reachable ? compose_pair(points->data[starter], c) : 0;
        if (composed) {
            points->data[starter] = composed;
            continue;
        }
        if (class == 0) starter = kept;
        last_class = class;
        points->data[kept++] = c;
    }
    points->length = kept;
}

Own str_normalize_by(Ref string, NormalForm form, NormalRule rule) {
    if (str_is_ascii(string)) return str_exact(string);
    bool compatible = form == NORMAL_NFKC || form == NORMAL_NFKD;
    CodePoints points = {0};
    isize length = str_length(string);
    for (isize i = 0; i < length; i++) {
        u32 c = str_char(string, i);
        if (!rule || rule(&c)) {
            decompose_char(&points, c, compatible);
        } else {
            points_put(&points, c);
        }
    }
    Own normal = NULL;
    if (!points.failed) {
        order_marks(&points);
        if (form == NORMAL_NFC || form == NORMAL_NFKC) compose_all(&points);
        normal = str_from_ucs4(points.data, points.length);
    }
    arena_free(points.data);
    if (normal && str_equal(normal, string)) {
        release(normal);
        return str_exact(string);
    }
    return normal;
}

Own str_normalize(Ref string, NormalForm form) { return str_normalize_by(string, form, NULL); }
Own str_normalize_nfkc(Ref string) { return str_normalize(string, NORMAL_NFKC); }
