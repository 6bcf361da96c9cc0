/* int_digits.c: schoolbook methods where numbers are short, Karatsuba's multiplication and Burnikel and
 * Ziegler's division where they are long.
 *
 * A product of two digits and two more digits fit into 64 bits, which is why a digit has 30 bits: the carry
 * is what lies above. The recursive methods get all of the memory they need at once, from their entry: a number
 * of digits that scratch_size tells. */
#include "object/int_digits.h"
#include "object/charge.h"

enum {
    KARATSUBA_CUTOFF = 64, /* digits from which on three half products are cheaper than four */
    DIVISION_CUTOFF = 80,  /* quotient digits from which on division by multiplication pays */
    SCRATCH_ON_STACK = 192 /* digits that are taken from the C stack rather than from the arena */
};

int digits_compare(const u32 *a, const u32 *b, isize count) {
    while (count-- > 0)
        if (a[count] != b[count]) return a[count] < b[count] ? -1 : 1;
    return 0;
}

u32 digits_add(u32 *z, const u32 *a, isize na, const u32 *b, isize nb) {
    u32 carry = 0;
    isize i = 0;
    for (; i < nb; i++) {
        carry += a[i] + b[i];
        z[i] = carry & DIGIT_MASK;
        carry >>= DIGIT_BITS;
    }
    for (; i < na; i++) {
        carry += a[i];
        z[i] = carry & DIGIT_MASK;
        carry >>= DIGIT_BITS;
    }
    return carry;
}

u32 digits_subtract(u32 *z, const u32 *a, isize na, const u32 *b, isize nb) {
    u32 borrow = 0;
    isize i = 0;
    for (; i < nb; i++) {
        borrow = a[i] - b[i] - borrow; /* modulo 2**32: a negative difference has bit 30 set */
        z[i] = borrow & DIGIT_MASK;
        borrow = borrow >> DIGIT_BITS & 1;
    }
    for (; i < na; i++) {
        borrow = a[i] - borrow;
        z[i] = borrow & DIGIT_MASK;
        borrow = borrow >> DIGIT_BITS & 1;
    }
    return borrow;
}

u32 digits_multiply_small(u32 *z, const u32 *a, isize count, u32 factor, u32 addend) {
    u64 carry = addend;
    for (isize i = 0; i < count; i++) {
        carry += (u64)a[i] * factor;
        z[i] = (u32)carry & DIGIT_MASK;
        carry >>= DIGIT_BITS;
    }
    return (u32)carry;
}

u32 digits_divide_small(u32 *q, const u32 *a, isize count, u32 divisor) {
    u64 rest = 0;
    while (count-- > 0) {
        rest = rest << DIGIT_BITS | a[count];
        u32 digit = (u32)(rest / divisor);
        q[count] = digit;
        rest -= (u64)digit * divisor;
    }
    return (u32)rest;
}

u32 digits_shift_left(u32 *z, const u32 *a, isize count, int bits) {
    u32 carry = 0;
    for (isize i = 0; i < count; i++) {
        u64 wide = (u64)a[i] << bits | carry;
        z[i] = (u32)wide & DIGIT_MASK;
        carry = (u32)(wide >> DIGIT_BITS);
    }
    return carry;
}

u32 digits_shift_right(u32 *z, const u32 *a, isize count, int bits) {
    u32 carry = 0, mask = ((u32)1 << bits) - 1;
    while (count-- > 0) {
        u64 wide = (u64)carry << DIGIT_BITS | a[count];
        carry = (u32)wide & mask;
        z[count] = (u32)(wide >> bits);
    }
    return carry;
}

/* --- multiplication --------------------------------------------------------------------------------------- */

/* z[0..na] += a * factor. The digit above is set, not added to. */
static void add_row(u32 *z, const u32 *a, isize na, u32 factor) {
    u64 carry = 0;
    for (isize i = 0; i < na; i++) {
        carry += z[i] + (u64)a[i] * factor;
        z[i] = (u32)carry & DIGIT_MASK;
        carry >>= DIGIT_BITS;
    }
    z[na] = (u32)carry;
}

static void multiply_schoolbook(u32 *z, const u32 *a, isize na, const u32 *b, isize nb) {
    memset(z, 0, (usize)na * sizeof *z);
    for (isize i = 0; i < nb; i++) add_row(z + i, a, na, b[i]);
    charge(na * nb, CHARGE_DIGITS);
}

/* Each product of two different digits occurs twice: it is added once, doubled. */
static void square_schoolbook(u32 *z, const u32 *a, isize n) {
    charge(n * n / 2, CHARGE_DIGITS);
    memset(z, 0, (usize)(2 * n) * sizeof *z);
    for (isize i = 0; i < n; i++) {
        u64 digit = a[i], carry = z[2 * i] + digit * digit, twice = digit * 2;
        z[2 * i] = (u32)carry & DIGIT_MASK;
        carry >>= DIGIT_BITS;
        for (isize j = i + 1; j < n; j++) {
            carry += z[i + j] + a[j] * twice;
            z[i + j] = (u32)(carry & DIGIT_MASK);
            carry >>= DIGIT_BITS;
        }
        for (isize k = i + n; carry; k++) {
            carry += z[k];
            z[k] = (u32)(carry & DIGIT_MASK);
            carry >>= DIGIT_BITS;
        }
    }
}

/* What multiply_any needs where the shorter factor has n digits. */
static isize scratch_size(isize n) { return n < KARATSUBA_CUTOFF ? 0 : 16 * n + 1024; }

/* z = a * b, both of n digits:  (ah B + al)(bh B + bl) = ah bh B**2 + ((ah+al)(bh+bl) - ah bh - al bl) B + al
 * bl. */
static void multiply_karatsuba(u32 *z, const u32 *a, const u32 *b, isize n, u32 *scratch) {
    if (n < KARATSUBA_CUTOFF) {
        if (a == b)
            square_schoolbook(z, a, n);
        else
            multiply_schoolbook(z, a, n, b, n);
        return;
    }
    isize low = n / 2, high = n - low, sum = high + 1;
    multiply_karatsuba(z, a, b, low, scratch);
    multiply_karatsuba(z + 2 * low, a + low, b + low, high, scratch);
    u32 *a_sum = scratch, *b_sum = a == b ? a_sum : a_sum + sum, *middle = scratch + 2 * sum;
    a_sum[high] = digits_add(a_sum, a + low, high, a, low);
    if (b_sum != a_sum) b_sum[high] = digits_add(b_sum, b + low, high, b, low);
    multiply_karatsuba(middle, a_sum, b_sum, sum, middle + 2 * sum);
    digits_subtract(middle, middle, 2 * sum, z, 2 * low);
    digits_subtract(middle, middle, 2 * sum, z + 2 * low, 2 * high);
    isize count = digits_trim(middle, 2 * sum);
    digits_add(z + low, z + low, 2 * n - low, middle, count);
}

/* z = a * b for any lengths: the longer one is cut into pieces as long as the shorter one. */
static void multiply_any(u32 *z, const u32 *a, isize na, const u32 *b, isize nb, u32 *scratch) {
    if (na > nb) {
        multiply_any(z, b, nb, a, na, scratch);
        return;
    }
    if (na == nb) {
        multiply_karatsuba(z, a, b, na, scratch);
        return;
    }
    if (na < KARATSUBA_CUTOFF) {
        multiply_schoolbook(z, b, nb, a, na);
        return;
    }
    u32 *product = scratch;
    memset(z, 0, (usize)(na + nb) * sizeof *z);
    for (isize done = 0; done < nb; done += na) {
        isize piece = isize_min(na, nb - done);
        multiply_any(product, b + done, piece, a, na, product + 2 * na);
        digits_add(z + done, z + done, na + nb - done, product, na + piece);
    }
}

/* Memory for `count` digits: `local` where it is enough. */
static u32 *scratch_new(u32 *local, isize count) {
    if (count <= SCRATCH_ON_STACK) return local;
    return arena_alloc((usize)count * sizeof(u32), BLOCK_RAW);
}
static void scratch_free(const u32 *local, u32 *scratch) {
    if (scratch != local) arena_free(scratch);
}

bool digits_multiply(u32 *z, const u32 *a, isize na, const u32 *b, isize nb) {
    isize needed = scratch_size(isize_min(na, nb));
    u32 *scratch = NULL;
    if (needed) {
        scratch = arena_alloc((usize)needed * sizeof(u32), BLOCK_RAW);
        if (!scratch) return false;
    }
    if (na == 0 || nb == 0)
        memset(z, 0, (usize)(na + nb) * sizeof *z);
    else
        multiply_any(z, a, na, b, nb, scratch);
    arena_free(scratch);
    return true;
}

/* --- division --------------------------------------------------------------------------------------------- */

/* A digit of the quotient: from the three top digits of the rest and the two of the divisor, at most one too
 * large (Knuth, 4.3.1, D3). */
static u32 estimate(const u32 *top, u32 divisor1, u32 divisor0) {
    u64 two = (u64)top[0] << DIGIT_BITS | top[-1];
    u64 q = two / divisor1, rest = two % divisor1;
    while (q >= DIGIT_BASE || q * divisor0 > (rest << DIGIT_BITS | top[-2])) {
        q--;
        rest += divisor1;
        if (rest >= DIGIT_BASE) break;
    }
    return (u32)q;
}

/* n[0..nd] -= d * q; what is borrowed from above n[nd] is returned as 1. */
static u32 subtract_row(u32 *n, const u32 *d, isize nd, u32 q) {
    u64 carry = 0;
    u32 borrow = 0;
    for (isize i = 0; i < nd; i++) {
        carry += (u64)d[i] * q;
        borrow = n[i] - ((u32)carry & DIGIT_MASK) - borrow;
        n[i] = borrow & DIGIT_MASK;
        borrow = borrow >> DIGIT_BITS & 1;
        carry >>= DIGIT_BITS;
    }
    borrow = n[nd] - (u32)carry - borrow;
    n[nd] = borrow & DIGIT_MASK;
    return borrow >> DIGIT_BITS & 1;
}

/* Divides n (nd + nq digits, becomes the remainder in its low nd digits) by d (normalized: top bit set). The
 * quotient has nq digits, and one more, 0 or 1, which is returned. */
static u32 divide_schoolbook(u32 *q, u32 *n, isize nq, const u32 *d, isize nd) {
    u32 above = 0;
    if (digits_compare(n + nq, d, nd) >= 0) {
        digits_subtract(n + nq, n + nq, nd, d, nd);
        above = 1;
    }
    for (isize i = nq - 1; i >= 0; i--) {
        u32 digit = estimate(n + i + nd, d[nd - 1], d[nd - 2]);
        if (subtract_row(n + i, d, nd, digit)) {
            digit--;
            n[i + nd] = (n[i + nd] + digits_add(n + i, n + i, nd, d, nd)) & DIGIT_MASK;
        }
        q[i] = digit;
    }
    charge(nq * nd, CHARGE_DIGITS);
    return above;
}

/* The same for long numbers. A quotient as long as the divisor is found in two halves; one shorter, by
 * dividing the top digits by the divisor's top digits, and taking away what the divisor's other digits add. */
static u32 divide_recursively(u32 *q, u32 *n, isize nq, const u32 *d, isize nd, u32 *scratch) {
    if (nq < DIVISION_CUTOFF) return divide_schoolbook(q, n, nq, d, nd);
    if (nq == nd) {
        isize low = nq / 2, high = nq - low;
        u32 above = divide_recursively(q + low, n + low, high, d, nd, scratch);
        divide_recursively(q, n, low, d, nd, scratch);
        return above;
    }
    isize low = nd - nq;
    u32 above = divide_recursively(q, n + low, nq, d + low, nq, scratch);
    multiply_any(scratch, q, nq, d, low, scratch + nd);
    u32 borrow = digits_subtract(n, n, nd, scratch, nd);
    if (above) borrow += digits_subtract(n + nq, n + nq, low, d, low);
    while (borrow) {
        static const u32 one = 1;
        above -= digits_subtract(q, q, nq, &one, 1);
        borrow -= digits_add(n, n, nd, d, nd);
    }
    return above;
}

/* Blocks of as many quotient digits as the divisor has, from the top. */
static void divide_normalized(u32 *q, u32 *n, isize nq, const u32 *d, isize nd, u32 *scratch) {
    isize first = nq % nd ? nq % nd : nd;
    for (isize at = nq - first, count = first; at >= 0; at -= nd, count = nd)
        divide_recursively(q + at, n + at, count, d, nd, scratch);
}

bool digits_divide(u32 *q, u32 *r, const u32 *a, isize na, const u32 *b, isize nb) {
    isize nq = na - nb + 1, most = isize_min(nq, nb);
    isize product = most < DIVISION_CUTOFF ? 0 : nb + scratch_size(most);
    u32 local[SCRATCH_ON_STACK];
    u32 *scratch = scratch_new(local, na + 1 + nb + nq + product);
    if (!scratch) return false;
    u32 *n = scratch, *d = n + na + 1, *quotient = d + nb;
    int bits = __builtin_clz(b[nb - 1]) - (32 - DIGIT_BITS);
    digits_shift_left(d, b, nb, bits);
    n[na] = digits_shift_left(n, a, na, bits);
    divide_normalized(quotient, n, nq, d, nb, quotient + nq);
    if (q) memcpy(q, quotient, (usize)nq * sizeof *q);
    if (r) digits_shift_right(r, n, nb, bits);
    scratch_free(local, scratch);
    return true;
}
