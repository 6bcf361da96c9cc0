/* float_digits.c: from a double to decimal digits.
 *
 * The shortest text that reads back is found with Raffaele Giulietti's Schubfach: the interval of decimals that
 * round to the double is scaled by a power of ten such that it holds one to ten integers; the power's
 * leading 128 bits are enough to decide everything.
 *
 * A number of digits that is asked for is found exactly: in 128-bit integers where they hold both the number
 * and its scale, else by writing the double out, all of its digits (there are at most 767). Halves go to the
 * even digit. */
#include "object/float_digits.h"
#include "object/power_of_ten_table.h"

__extension__ typedef unsigned __int128 u128;

/* A positive double is mantissa * 2**exponent. */
typedef struct Binary {
    u64 mantissa;
    int exponent;
    bool power_of_two; /* the double below is nearer than the one above */
} Binary;

static Binary binary_of(double value) {
    u64 bits;
    memcpy(&bits, &value, sizeof bits);
    u64 fraction = bits & (((u64)1 << 52) - 1);
    int biased = (int)(bits >> 52) & 0x7FF;
    if (biased == 0) return (Binary){fraction, -1074, false};
    return (Binary){fraction | (u64)1 << 52, biased - 1075, fraction == 0 && biased > 1};
}

/* --- digits of integers ----------------------------------------------------------------------------------- */

static int write_u64(u64 value, char *out) {
    char reversed[20];
    int count = 0;
    do reversed[count++] = (char)('0' + value % 10);
    while (value /= 10);
    for (int i = 0; i < count; i++) out[i] = reversed[count - 1 - i];
    return count;
}

static const u64 ten_to_19 = 10000000000000000000u;

static int write_u128(u128 value, char *out) {
    if (value < ten_to_19) return write_u64((u64)value, out);
    int count = write_u128(value / ten_to_19, out);
    u64 low = (u64)(value % ten_to_19);
    for (int i = 18; i >= 0; i--, low /= 10) out[count + i] = (char)('0' + low % 10);
    return count + 19;
}

/* The digits stand for an integer times 10**exponent. */
static void finish(FloatDigits *result, int count, int exponent) {
    result->point = count + exponent;
    while (count > 1 && result->digits[count - 1] == '0') count--;
    result->count = count;
    if (result->digits[0] == '0') result->point = 1;
}

/* --- shortest --------------------------------------------------------------------------------------------- */

/* floor(log2(10**k)) */
static int log2_of_ten_to(int k) { return (k * 1741647) >> 19; }

/* The integer part of power * factor * 2**-128, its lowest bit set where a fraction is cut off. The power is
 * the table's rounded up. */
static u64 round_to_odd(u64 high, u64 low, u64 factor) {
    u64 carry = (u64)(((u128)low * factor) >> 64);
    u128 product = (u128)high * factor + carry;
    return (u64)(product >> 64) | ((u64)product > 1);
}

/* The decimal of the interval with the fewest digits, of these the one nearest to the double: digits *
 * 10**k. */
static u64 shortest_decimal(Binary b, int *k) {
    bool even = b.mantissa % 2 == 0;
    *k = (b.exponent * 1262611 - (b.power_of_two ? 524031 : 0)) >> 22;
    int shift = b.exponent + log2_of_ten_to(-*k) + 1;
    PowerOfTen power = power_of_ten_table[-*k - POWER_OF_TEN_FIRST];
    bool exact = -*k >= 0 && -*k <= 55;
    u64 low = power.low + !exact, high = power.high + (low == 0 && !exact);
    /* four times the double, and the middles between it and its neighbours, in units of 10**k */
    u64 value = round_to_odd(high, low, b.mantissa * 4 << shift);
    u64 bottom = round_to_odd(high, low, (b.mantissa * 4 - 2 + b.power_of_two) << shift) + !even;
    u64 top = round_to_odd(high, low, (b.mantissa * 4 + 2) << shift) - !even;
    u64 s = value / 4;
    if (s >= 10) { /* one digit less */
        u64 tens = s / 10;
        bool below = bottom <= tens * 40, above = tens * 40 + 40 <= top;
        if (below != above) {
            ++*k;
            return tens + above;
        }
    }
    bool below = bottom <= s * 4, above = s * 4 + 4 <= top;
    if (below != above) return s + above;
    u64 middle = s * 4 + 2;
    return s + (value > middle || (value == middle && s % 2));
}

void float_digits_shortest(double value, FloatDigits *result) {
    if (value == 0) {
        *result = (FloatDigits){.count = 1, .point = 1, .digits = "0"};
        return;
    }
    Binary b = binary_of(value);
    int k = 0;
    u64 decimal;
    if (b.exponent <= 0 && b.exponent > -53 && (b.mantissa & (((u64)1 << -b.exponent) - 1)) == 0)
        decimal = b.mantissa >> -b.exponent; /* a whole number of 53 bits */
    else
        decimal = shortest_decimal(b, &k);
    finish(result, write_u64(decimal, result->digits), k);
}

/* --- a given number of digits, in 128 bits ---------------------------------------------------------------- */

static const u64 powers_of_ten[20] = {1u,
                                      10u,
                                      100u,
                                      1000u,
                                      10000u,
                                      100000u,
                                      1000000u,
                                      10000000u,
                                      100000000u,
                                      1000000000u,
                                      10000000000u,
                                      100000000000u,
                                      1000000000000u,
                                      10000000000000u,
                                      100000000000000u,
                                      1000000000000000u,
                                      10000000000000000u,
                                      100000000000000000u,
                                      1000000000000000000u,
                                      10000000000000000000u};

/* value * 10**scale, rounded to an integer. False: it takes more than 128 bits to find out. */
static bool scale_and_round(Binary b, int scale, u128 *result) {
    if (scale > 22 || scale < -19 || b.exponent > 64 || b.exponent < -120) return false;
    u128 numerator = b.mantissa, quotient, rest, divisor;
    if (scale > 0) numerator *= (u128)powers_of_ten[scale / 2] * powers_of_ten[scale - scale / 2];
    if (b.exponent > 0) {
        if (scale > 0) return false; /* exact, and too long */
        numerator <<= b.exponent;
    }
    if (scale >= 0) { /* the divisor is a power of two */
        if (b.exponent >= 0) {
            *result = numerator;
            return true;
        }
        divisor = (u128)1 << -b.exponent;
        quotient = numerator >> -b.exponent;
        rest = numerator & (divisor - 1);
    } else {
        divisor = powers_of_ten[-scale];
        if (b.exponent < 0) {
            if (b.exponent < -60) return false;
            divisor <<= -b.exponent;
        }
        quotient = numerator / divisor;
        rest = numerator % divisor;
    }
    u128 other = divisor - rest;
    *result = quotient + (rest > other || (rest == other && quotient % 2));
    return true;
}

/* --- all digits ------------------------------------------------------------------------------------------- */

/* A number in base 10**9: the words before `point` are the integer part, first to last. */
enum { EXACT_POINT = 36, EXACT_WORDS = EXACT_POINT + 122, EXACT_BASE = 1000000000 };
typedef struct Exact {
    int first, end;
    u32 words[EXACT_WORDS];
} Exact;

static void exact_shift_left(Exact *x, int bits) {
    u64 carry = 0;
    for (int i = x->end - 1; i >= x->first; i--) {
        carry += (u64)x->words[i] << bits;
        x->words[i] = (u32)(carry % EXACT_BASE);
        carry /= EXACT_BASE;
    }
    if (carry) x->words[--x->first] = (u32)carry;
}

/* Up to nine bits: 10**9 can be halved so often. */
static void exact_shift_right(Exact *x, int bits) {
    u32 carry = 0, mask = ((u32)1 << bits) - 1;
    for (int i = x->first; i < x->end; i++) {
        u32 word = x->words[i];
        x->words[i] = (word >> bits) + carry;
        carry = (word & mask) * ((u32)EXACT_BASE >> bits);
    }
    if (carry) x->words[x->end++] = carry;
    if (x->words[x->first] == 0 && x->first < x->end - 1) x->first++;
}

static void exact_from(Binary b, Exact *x) {
    int zeros = __builtin_ctzll(b.mantissa); /* as few bits behind the point as can be */
    if (b.exponent < 0) {
        zeros = zeros < -b.exponent ? zeros : -b.exponent;
        b.mantissa >>= zeros;
        b.exponent += zeros;
    }
    x->end = EXACT_POINT;
    x->first = EXACT_POINT - 2;
    x->words[EXACT_POINT - 1] = (u32)(b.mantissa % EXACT_BASE);
    x->words[EXACT_POINT - 2] = (u32)(b.mantissa / EXACT_BASE);
    for (int left = b.exponent; left > 0; left -= 29) exact_shift_left(x, left < 29 ? left : 29);
    for (int left = -b.exponent; left > 0; left -= 9) exact_shift_right(x, left < 9 ? left : 9);
}

static void all_digits(Binary b, FloatDigits *result) {
    Exact x;
    exact_from(b, &x);
    char text[EXACT_WORDS * 9];
    int count = 0, zeros = 0;
    for (int i = x.first; i < x.end; i++, count += 9) {
        u32 word = x.words[i];
        for (int j = 8; j >= 0; j--, word /= 10) text[count + j] = (char)('0' + word % 10);
    }
    while (zeros < count - 1 && text[zeros] == '0') zeros++;
    int significant = count - zeros;
    while (significant > 1 && text[zeros + significant - 1] == '0') significant--;
    memcpy(result->digits, text + zeros, (usize)significant);
    result->count = significant;
    result->point = (EXACT_POINT - x.first) * 9 - zeros;
}

static void set_zero(FloatDigits *result) {
    result->digits[0] = '0';
    result->count = result->point = 1;
}

/* Keeps `count` digits (0 and less: a one may appear before the first). */
static void round_digits(FloatDigits *result, int count) {
    if (count >= result->count) return;
    if (count < 0) {
        set_zero(result);
        return;
    }
    char next = result->digits[count];
    bool half = next == '5' && result->count == count + 1;
    bool odd = count > 0 && (result->digits[count - 1] - '0') % 2;
    bool up = half ? odd : next >= '5';
    while (up && count > 0 && result->digits[count - 1] == '9') count--;
    if (up && count == 0) {
        result->digits[0] = '1';
        result->count = 1;
        result->point++;
        return;
    }
    if (up) result->digits[count - 1]++;
    while (count > 0 && result->digits[count - 1] == '0') count--;
    result->count = count;
    if (count == 0) set_zero(result);
}

/* --- the two ways to ask ---------------------------------------------------------------------------------- */

/* floor(log10(value)), or one less. */
static int log10_estimate(Binary b) {
    int log2 = b.exponent + 63 - __builtin_clzll(b.mantissa);
    return (log2 * 315653) >> 20; /* log10(2) * 2**20 */
}

void float_digits_significant(double value, int count, FloatDigits *result) {
    if (value == 0) {
        set_zero(result);
        return;
    }
    Binary b = binary_of(value);
    if (count <= 18) {
        for (int scale = count - 1 - log10_estimate(b), tries = 0; tries < 2; scale--, tries++) {
            u128 rounded;
            if (!scale_and_round(b, scale, &rounded)) break;
            if (rounded > powers_of_ten[count]) continue; /* the estimate was one less: a digit too many */
            finish(result, write_u64((u64)rounded, result->digits), -scale);
            return;
        }
    }
    all_digits(b, result);
    round_digits(result, count);
}

void float_digits_fraction(double value, int fraction_count, FloatDigits *result) {
    if (value == 0) {
        set_zero(result);
        return;
    }
    Binary b = binary_of(value);
    u128 rounded;
    if (scale_and_round(b, fraction_count, &rounded)) {
        finish(result, write_u128(rounded, result->digits), -fraction_count);
        return;
    }
    all_digits(b, result);
    if (fraction_count < result->count - result->point) round_digits(result, result->point + fraction_count);
}
