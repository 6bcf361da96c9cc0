/* decimal_words.c: vectors of 19-digit words.
 *
 * Dividing by the base is what all of it costs. A division of two words by one is done with the divisor's
 * reciprocal, in two multiplications (Moeller and Granlund, "Improved division by invariant integers"); and
 * products are summed up column by column in 192 bits, so that there is one such reduction a column and
 * none for a single product. What takes long is charged as virtual time. */
#include "modules/decimal_words.h"
#include "base/arena.h"
#include "object/charge.h"
#include "vm/eval.h"

enum { WORD_NS = 9, PRODUCT_NS = 20, QUOTIENT_NS = 25 };

const u64 words_power_of_ten[WORD_DIGITS + 1] = {1,
                                                 10,
                                                 100,
                                                 1000,
                                                 10000,
                                                 100000,
                                                 1000000,
                                                 10000000,
                                                 100000000,
                                                 1000000000,
                                                 10000000000,
                                                 100000000000,
                                                 1000000000000,
                                                 10000000000000,
                                                 100000000000000,
                                                 1000000000000000,
                                                 10000000000000000,
                                                 100000000000000000,
                                                 1000000000000000000,
                                                 WORD_BASE};

int word_digits(u64 word) {
    int bits = 64 - __builtin_clzll(word | 1);
    int digits = (bits * 1233) >> 12; /* of the smallest number of so many bits, less one */
    return digits + (word >= words_power_of_ten[digits]) + (word == 0);
}

/* --- two words by one ----------------------------------------------------------------------------------- */

/* A divisor shifted so that its top bit is set. */
typedef struct Divisor {
    u64 value, reciprocal;
    int shift;
} Divisor;

static Divisor divisor_make(u64 value) {
    int shift = __builtin_clzll(value);
    u64 top = value << shift;
    u128 numerator = (u128)~top << 64 | ~(u64)0;
    return (Divisor){top, (u64)(numerator / top), shift};
}

/* high < value of the divisor. */
static inline u64 divide_shifted(u64 high, u64 low, u64 value, u64 reciprocal, u64 *remainder) {
    u128 estimate = (u128)reciprocal * high + ((u128)high << 64 | low);
    u64 quotient = (u64)(estimate >> 64) + 1, rest = low - quotient * value;
    if (rest > (u64)estimate) {
        quotient--;
        rest += value;
    }
    if (UNLIKELY(rest >= value)) {
        quotient++;
        rest -= value;
    }
    *remainder = rest;
    return quotient;
}

/* The quotient must fit a word of 64 bits. */
static inline u64 divide_by(u128 numerator, const Divisor *divisor, u64 *remainder) {
    numerator <<= divisor->shift;
    u64 quotient =
        divide_shifted((u64)(numerator >> 64), (u64)numerator, divisor->value, divisor->reciprocal, remainder);
    *remainder >>= divisor->shift;
    return quotient;
}

/* By the base, whose top bit is set as it is; high < WORD_BASE. */
#define BASE_RECIPROCAL ((u64)(((u128)~WORD_BASE << 64 | ~(u64)0) / WORD_BASE))
static inline u64 divide_by_base(u64 high, u64 low, u64 *remainder) {
    return divide_shifted(high, low, WORD_BASE, BASE_RECIPROCAL, remainder);
}

/* --- sums ----------------------------------------------------------------------------------------------- */

int words_compare(const u64 *a, const u64 *b, isize count) {
    for (isize i = count - 1; i >= 0; i--)
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    return 0;
}

static bool are_zero(const u64 *a, isize count) {
    for (isize i = 0; i < count; i++)
        if (a[i]) return false;
    return true;
}

u64 words_add(u64 *z, const u64 *a, isize na, const u64 *b, isize nb) {
    u64 carry = 0;
    isize i = 0;
    for (; i < nb; i++) {
        u64 sum = a[i] + (b[i] + carry);
        carry = sum < a[i] || sum >= WORD_BASE;
        z[i] = carry ? sum - WORD_BASE : sum;
    }
    for (; i < na; i++) {
        u64 sum = a[i] + carry;
        carry = sum == WORD_BASE;
        z[i] = carry ? 0 : sum;
    }
    return carry;
}

u64 words_subtract(u64 *z, const u64 *a, isize na, const u64 *b, isize nb) {
    u64 borrow = 0;
    isize i = 0;
    for (; i < nb; i++) {
        u64 less = b[i] + borrow;
        borrow = a[i] < less;
        z[i] = a[i] - less + (borrow ? WORD_BASE : 0);
    }
    for (; i < na; i++) {
        u64 word = a[i];
        z[i] = word - borrow + (word < borrow ? WORD_BASE : 0);
        borrow = word < borrow;
    }
    return borrow;
}

u64 words_add_small(u64 *a, isize count, u64 addend) {
    for (isize i = 0; i < count && addend; i++) {
        u64 sum = a[i] + addend;
        addend = sum < a[i] || sum >= WORD_BASE;
        a[i] = addend ? sum - WORD_BASE : sum;
    }
    return addend;
}

u64 words_multiply_small(u64 *z, const u64 *a, isize count, u64 factor, u64 addend) {
    charge(count, WORD_NS);
    for (isize i = 0; i < count; i++) {
        u128 product = (u128)a[i] * factor + addend;
        addend = divide_by_base((u64)(product >> 64), (u64)product, &z[i]);
    }
    return addend;
}

u64 words_divide_small(u64 *q, const u64 *a, isize count, u64 divisor) {
    Divisor by = divisor_make(divisor);
    u64 rest = 0;
    charge(count, WORD_NS);
    for (isize i = count - 1; i >= 0; i--) q[i] = divide_by((u128)rest * WORD_BASE + a[i], &by, &rest);
    return rest;
}

/* --- products ------------------------------------------------------------------------------------------- */

enum { KARATSUBA_LEAST = 56 }; /* words of the shorter factor */

/* Column by column: the products of each, and the carry, are summed up in 192 bits. */
static void multiply_columns(u64 *z, const u64 *a, isize na, const u64 *b, isize nb) {
    u128 low = 0;
    u64 high = 0;
    charge(na * nb, PRODUCT_NS);
    for (isize column = 0; column < na + nb - 1; column++) {
        isize first = isize_max(0, column - nb + 1), last = isize_min(column, na - 1);
        for (isize i = first; i <= last; i++) {
            u128 product = (u128)a[i] * b[column - i];
            low += product;
            high += low < product;
        }
        u64 rest, upper = divide_by_base(high, (u64)(low >> 64), &rest);
        u64 lower = divide_by_base(rest, (u64)low, &z[column]);
        low = (u128)upper << 64 | lower;
        high = 0;
    }
    z[na + nb - 1] = (u64)low;
}

/* Both factors have n words. z has 2n; `room` has 4n + 128. Three products of half the size stand for four:
 * (a1 + a0)(b1 + b0) - a1 b1 - a0 b0 = a1 b0 + a0 b1. */
static void multiply_karatsuba(u64 *z, const u64 *a, const u64 *b, isize n, u64 *room) {
    if (n < KARATSUBA_LEAST) {
        multiply_columns(z, a, n, b, n);
        return;
    }
    isize half = (n + 1) / 2, rest = n - half, wide = half + 1;
    u64 *sum_a = room, *sum_b = room + wide, *middle = room; /* the product stands over what the sums leave */
    u64 *product = room + 2 * wide;
    sum_a[half] = words_add(sum_a, a, half, a + half, rest);
    sum_b[half] = words_add(sum_b, b, half, b + half, rest);
    multiply_karatsuba(product, sum_a, sum_b, wide, room + 4 * wide);
    memcpy(middle, product, (usize)(2 * wide) * sizeof *z);
    multiply_karatsuba(z, a, b, half, room + 2 * wide);
    multiply_karatsuba(z + 2 * half, a + half, b + half, rest, room + 2 * wide);
    words_subtract(middle, middle, 2 * wide, z, 2 * half);
    words_subtract(middle, middle, 2 * wide, z + 2 * half, 2 * rest);
    isize length = words_trim(middle, 2 * wide);
    words_add(z + half, z + half, 2 * n - half, middle, length);
}

/* b is cut into pieces as long as a is. */
static bool multiply_long(u64 *z, const u64 *a, isize na, const u64 *b, isize nb) {
    u64 *room = arena_alloc((usize)(8 * na + 512) * sizeof *z, BLOCK_RAW);
    if (!room) return false;
    u64 *piece = room, *rest = room + 2 * na;
    bool done = true;
    memset(z, 0, (usize)(na + nb) * sizeof *z);
    for (isize at = 0; done && at < nb; at += na) {
        isize length = isize_min(na, nb - at);
        if (length == na)
            multiply_karatsuba(piece, a, b + at, na, rest);
        else
            done = words_multiply(piece, a, na, b + at, length);
        if (done) words_add(z + at, z + at, na + nb - at, piece, na + length);
    }
    arena_free(room);
    return done;
}

bool words_multiply(u64 *z, const u64 *a, isize na, const u64 *b, isize nb) {
    if (na > nb) return words_multiply(z, b, nb, a, na);
    if (na == 0) {
        memset(z, 0, (usize)nb * sizeof *z);
    } else if (na == 1) {
        z[nb] = words_multiply_small(z, b, nb, a[0], 0);
    } else if (na < KARATSUBA_LEAST) {
        multiply_columns(z, a, na, b, nb);
    } else {
        return multiply_long(z, a, na, b, nb);
    }
    return true;
}

/* --- quotients ------------------------------------------------------------------------------------------ */

/* a -= b * factor over nb + 1 words; the borrow is returned. */
static u64 subtract_product(u64 *a, const u64 *b, isize nb, u64 factor) {
    u64 carry = 0, borrow = 0;
    for (isize i = 0; i < nb; i++) {
        u64 word;
        u128 product = (u128)b[i] * factor + carry;
        carry = divide_by_base((u64)(product >> 64), (u64)product, &word);
        word += borrow;
        borrow = a[i] < word;
        a[i] = a[i] - word + (borrow ? WORD_BASE : 0);
    }
    carry += borrow;
    borrow = a[nb] < carry;
    a[nb] = a[nb] - carry + (borrow ? WORD_BASE : 0);
    return borrow;
}

/* Knuth's algorithm D. The top word of b is at least half the base, a[na] is less than it. */
static void divide_schoolbook(u64 *q, u64 *a, isize na, const u64 *b, isize nb) {
    Divisor top = divisor_make(b[nb - 1]);
    u64 next = b[nb - 2];
    charge((na - nb + 1) * nb, QUOTIENT_NS);
    for (isize j = na - nb; j >= 0; j--) {
        u64 rest, guess = divide_by((u128)a[j + nb] * WORD_BASE + a[j + nb - 1], &top, &rest);
        while (guess >= WORD_BASE || (u128)guess * next > (u128)rest * WORD_BASE + a[j + nb - 2]) {
            guess--;
            if (rest >= WORD_BASE - b[nb - 1]) break;
            rest += b[nb - 1];
        }
        if (UNLIKELY(guess && subtract_product(a + j, b, nb, guess))) {
            guess--;
            words_add(a + j, a + j, nb + 1, b, nb);
        }
        q[j] = guess;
    }
}

enum { RECURSIVE_LEAST = 80 }; /* words of the divisor */

static bool divide_two_by_one(u64 *q, u64 *a, const u64 *b, isize n, u64 *room);

/* a of 3h words by b of 2h words, a < b * base**h: q gets h words, a its remainder (2h words, the rest 0). */
static bool divide_three_by_two(u64 *q, u64 *a, const u64 *b, isize h, u64 *room) {
    if (words_compare(a + 2 * h, b + h, h) < 0) {
        if (!divide_two_by_one(q, a + h, b + h, h, room)) return false;
    } else { /* the quotient is the largest of h words */
        for (isize i = 0; i < h; i++) q[i] = WORD_BASE - 1;
        words_subtract(a + 2 * h, a + 2 * h, h, b + h, h);
        words_add(a + h, a + h, 2 * h, b + h, h);
    }
    if (!words_multiply(room, q, h, b, h)) return false;
    u64 one = 1, borrow = words_subtract(a, a, 3 * h, room, 2 * h);
    while (borrow) {
        words_subtract(q, q, h, &one, 1);
        borrow -= words_add(a, a, 3 * h, b, 2 * h);
    }
    return true;
}

/* Burnikel and Ziegler, "Fast recursive division": a of 2n words by b of n words, a < b * base**n. */
static bool divide_two_by_one(u64 *q, u64 *a, const u64 *b, isize n, u64 *room) {
    if (n % 2 || n < RECURSIVE_LEAST) {
        memcpy(room, a, (usize)(2 * n) * sizeof *a);
        room[2 * n] = 0;
        u64 *quotient = room + 2 * n + 1;
        divide_schoolbook(quotient, room, 2 * n, b, n);
        memcpy(q, quotient, (usize)n * sizeof *q);
        memcpy(a, room, (usize)n * sizeof *a);
        memset(a + n, 0, (usize)n * sizeof *a);
        return true;
    }
    isize h = n / 2;
    return divide_three_by_two(q + h, a + h, b, h, room) && divide_three_by_two(q, a, b, h, room);
}

/* Both are brought to a number of words that can be halved often; a is then divided block by block. */
static bool divide_recursively(u64 *q, u64 *a, isize na, const u64 *b, isize nb) {
    isize pieces = 1;
    while (nb / pieces >= RECURSIVE_LEAST) pieces *= 2;
    isize n = (nb + pieces - 1) / pieces * pieces, shift = n - nb;
    isize blocks = (na + 1 + shift + n - 1) / n + 1; /* the topmost block is 0 */
    u64 *room = arena_alloc((usize)(2 * blocks * n + n + 4 * n + 16) * sizeof *a, BLOCK_RAW);
    if (!room) return false;
    u64 *dividend = room, *quotient = dividend + blocks * n, *divisor = quotient + blocks * n;
    u64 *rest = divisor + n;
    memset(room, 0, (usize)(2 * blocks * n + n) * sizeof *a);
    memcpy(dividend + shift, a, (usize)(na + 1) * sizeof *a);
    memcpy(divisor + shift, b, (usize)nb * sizeof *b);
    bool done = true;
    for (isize block = blocks - 2; done && block >= 0; block--)
        done = divide_two_by_one(quotient + block * n, dividend + block * n, divisor, n, rest);
    memcpy(q, quotient, (usize)(na - nb + 1) * sizeof *q);
    memcpy(a, dividend + shift, (usize)nb * sizeof *a);
    arena_free(room);
    return done;
}

bool words_divide(u64 *q, u64 *a, isize na, const u64 *b, isize nb) {
    if (nb == 1) {
        a[0] = words_divide_small(q, a, na, b[0]);
        return true;
    }
    u64 local[16], *scaled = nb <= COUNT_OF(local) ? local : arena_alloc((usize)nb * sizeof *b, BLOCK_RAW);
    if (!scaled) return false;
    u64 scale = WORD_BASE / (b[nb - 1] + 1);
    bool done = true;
    words_multiply_small(scaled, b, nb, scale, 0);
    a[na] = words_multiply_small(a, a, na, scale, 0);
    if (nb < RECURSIVE_LEAST || na - nb < RECURSIVE_LEAST / 2)
        divide_schoolbook(q, a, na, scaled, nb);
    else
        done = divide_recursively(q, a, na, scaled, nb);
    words_divide_small(a, a, nb, scale);
    if (scaled != local) arena_free(scaled);
    return done;
}

/* --- decimal digits ------------------------------------------------------------------------------------- */

void words_shift_left(u64 *z, isize nz, const u64 *a, isize na, isize digits) {
    isize whole = digits / WORD_DIGITS, i = nz - 1;
    int part = (int)(digits % WORD_DIGITS);
    u64 lift = words_power_of_ten[part], cut = words_power_of_ten[WORD_DIGITS - part];
    for (; i > na + whole; i--) z[i] = 0;
    if (part == 0) {
        if (i == na + whole) z[i--] = 0;
        memmove(z + whole, a, (usize)(i + 1 - whole) * sizeof *z);
        i = whole - 1;
    } else {
        if (i == na + whole) z[i--] = a[na - 1] / cut;
        for (; i > whole; i--) z[i] = a[i - whole] % cut * lift + a[i - whole - 1] / cut;
        z[i--] = a[0] % cut * lift;
    }
    for (; i >= 0; i--) z[i] = 0;
}

int words_shift_right(u64 *z, const u64 *a, isize na, isize digits) {
    isize whole = digits / WORD_DIGITS, count = na - whole;
    int part = (int)(digits % WORD_DIGITS), digit;
    u64 cut = words_power_of_ten[part], lift = words_power_of_ten[WORD_DIGITS - part];
    bool rest;
    if (digits == 0) {
        memmove(z, a, (usize)na * sizeof *z);
        return 0;
    }
    if (part == 0) {
        u64 unit = words_power_of_ten[WORD_DIGITS - 1];
        digit = (int)(a[whole - 1] / unit);
        rest = a[whole - 1] % unit != 0 || !are_zero(a, whole - 1);
        memmove(z, a + whole, (usize)count * sizeof *z);
    } else {
        u64 lost = a[whole] % cut, unit = words_power_of_ten[part - 1];
        digit = (int)(lost / unit);
        rest = lost % unit != 0 || !are_zero(a, whole);
        for (isize i = 0; i < count - 1; i++) z[i] = a[i + whole] / cut + a[i + whole + 1] % cut * lift;
        z[count - 1] = a[na - 1] / cut;
    }
    return digit + (rest && (digit == 0 || digit == 5));
}

int words_digit(const u64 *a, isize i) {
    return (int)(a[i / WORD_DIGITS] / words_power_of_ten[i % WORD_DIGITS] % 10);
}

isize words_trailing_zeros(const u64 *a) {
    isize zeros = 0;
    for (; *a == 0; a++) zeros += WORD_DIGITS;
    for (u64 word = *a; word % 10 == 0; word /= 10) zeros++;
    return zeros;
}
