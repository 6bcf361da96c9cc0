/* int_power.c: pow() with and without a modulus, greatest common divisor, integer square root.
 *
 * Powers go through the exponent's bits from the top: square, and multiply where the bit is one. With a modulus
 * each product is reduced at once. */
#include "object/error.h"
#include "object/float.h"
#include "object/int_digits.h"
#include "object/int_internal.h"

/* Puts `replacement` (owned; NULL: it failed) into a variable that owns its old value. */
static bool replace(Own *number, Own replacement) {
    release_maybe(*number);
    *number = replacement;
    return replacement != NULL;
}

/* --- power ------------------------------------------------------------------------------------------------ */

/* *z = *z * factor, modulo `modulus` unless that is NULL. */
static bool multiply_into(Own *z, Ref factor, Ref modulus) {
    if (!replace(z, int_multiply(*z, factor))) return false;
    return !modulus || replace(z, int_remainder(*z, modulus));
}

/* base ** exponent, exponent >= 0; modulus > 1 or NULL. */
static Own power_nonnegative(Ref base, Ref exponent, Ref modulus) {
    isize length = int_bit_length(exponent);
    if (length == 0) return int_from_i64(1);
    Own z = int_exact(base);
    for (isize bit = length - 2; z && bit >= 0; bit--) {
        Own square = z;
        bool ok = replace(&z, int_multiply(square, square));
        if (ok && modulus) ok = replace(&z, int_remainder(z, modulus));
        if (ok && (AS_INT(exponent)->digits[bit / DIGIT_BITS] >> (bit % DIGIT_BITS) & 1))
            multiply_into(&z, base, modulus);
    }
    return z;
}

/* The inverse of a modulo n (n > 1): extended Euclid. ValueError where there is none. */
static Own inverse(Ref a, Ref n) {
    Own x = int_exact(a), m = int_exact(n), b = int_from_i64(1), c = int_from_i64(0);
    bool ok = x && m && b && c;
    while (ok && size_of(m) != 0) {
        Own q, r, product = NULL, next = NULL;
        ok = int_divmod(x, m, &q, &r);
        if (!ok) break;
        release(x);
        x = m, m = r;
        product = int_multiply(q, c);
        if (product) next = int_subtract(b, product);
        release(q);
        release_maybe(product);
        release(b);
        b = c, c = next;
        ok = next != NULL;
    }
    if (ok && !(size_of(x) == 1 && AS_INT(x)->digits[0] == 1)) {
        error_set(EXC(ValueError), "base is not invertible for the given modulus");
        ok = false;
    }
    release_maybe(x);
    release_maybe(m);
    release_maybe(c);
    if (ok) return b;
    release_maybe(b);
    return NULL;
}

/* pow(a, b, c), c not zero. The result has c's sign. */
static Own power_modulo(Ref a, Ref b, Ref c) {
    Own modulus = int_absolute(c), base = int_exact(a), exponent = int_absolute(b), result = NULL;
    bool ok = modulus && base && exponent;
    if (ok && size_of(modulus) == 1 && AS_INT(modulus)->digits[0] == 1) {
        result = int_from_i64(0);
        goto done;
    }
    if (ok && size_of(b) < 0) ok = replace(&base, inverse(base, modulus));
    if (ok) ok = replace(&base, int_remainder(base, modulus));
    if (ok) result = power_nonnegative(base, exponent, modulus);
    if (result && size_of(c) < 0 && size_of(result) != 0) replace(&result, int_subtract(result, modulus));
done:
    release_maybe(modulus);
    release_maybe(base);
    release_maybe(exponent);
    return result;
}

Own int_power(Ref a, Ref b, Ref modulus) {
    if (modulus && modulus != None) {
        if (size_of(modulus) == 0) return error_set(EXC(ValueError), "pow() 3rd argument cannot be 0");
        return power_modulo(a, b, modulus);
    }
    if (size_of(b) < 0) return float_power(a, b, None);
    return power_nonnegative(a, b, NULL);
}

/* --- greatest common divisor ------------------------------------------------------------------------------ */

/* The top 62 bits or fewer of a number, cut at bit `low` of it. */
static u64 bits_from(Ref a, isize low) {
    const u32 *digits = AS_INT(a)->digits;
    isize count = int_digit_count(a), first = low / DIGIT_BITS;
    u64 bits = 0;
    for (isize i = count - 1; i > first; i--) bits = bits << DIGIT_BITS | digits[i];
    int rest = (int)(low % DIGIT_BITS);
    return first < count ? bits << (DIGIT_BITS - rest) | digits[first] >> rest : 0;
}

/* x * a - y * b */
static Own combination(Ref a, i64 x, Ref b, i64 y) {
    Own fx = int_from_i64(x), fy = int_from_i64(y), result = NULL;
    Own ax = fx ? int_multiply(a, fx) : NULL, by = fy ? int_multiply(b, fy) : NULL;
    if (ax && by) result = int_subtract(ax, by);
    release_maybe(fx);
    release_maybe(fy);
    release_maybe(ax);
    release_maybe(by);
    return result;
}

/* What a run of Euclid's steps makes of (x, y): after `steps` of them, x is +-(xa * x0 - xb * y0) and y is
 * +-(yb * y0 - ya * x0), the signs those of (-1)**steps. */
typedef struct EuclidSteps {
    i64 xa, xb, ya, yb;
    int steps;
} EuclidSteps;

/* Takes as many steps on the leading 60 bits as have the same quotients whatever the bits below are. */
static EuclidSteps sure_steps(i64 x, i64 y) {
    EuclidSteps m = {.xa = 1, .yb = 1};
    while (y != m.ya) {
        i64 q = (x + (m.xa - 1)) / (y - m.ya);
        i64 s = m.xb + q * m.yb, t = x - q * y;
        if (s > t) break;
        x = y, y = t;
        t = m.xa + q * m.ya;
        m = (EuclidSteps){.xa = m.yb, .xb = m.ya, .ya = s, .yb = t, .steps = m.steps + 1};
    }
    return m;
}

/* Lehmer: many steps at once on long numbers. a >= b > 0, both owned; on failure they stay as they are. */
static bool lehmer_step(Own *a, Own *b) {
    isize low = isize_max(0, int_bit_length(*a) - 60);
    EuclidSteps m = sure_steps((i64)bits_from(*a, low), (i64)bits_from(*b, low));
    Own next_a, next_b;
    if (m.steps == 0) {
        next_a = own(*b);
        next_b = int_remainder(*a, *b);
    } else if (m.steps % 2) {
        next_a = combination(*b, m.xa, *a, m.xb);
        next_b = combination(*a, m.yb, *b, m.ya);
    } else {
        next_a = combination(*a, m.xa, *b, m.xb);
        next_b = combination(*b, m.yb, *a, m.ya);
    }
    if (!next_a || !next_b) {
        release_maybe(next_a);
        release_maybe(next_b);
        return false;
    }
    release(*a);
    release(*b);
    *a = next_a, *b = next_b;
    return true;
}

static u64 gcd_words(u64 a, u64 b) {
    while (b) {
        u64 rest = a % b;
        a = b, b = rest;
    }
    return a;
}

Own int_gcd(Ref a, Ref b) {
    Own x = int_absolute(a), y = int_absolute(b);
    if (!x || !y) goto fail;
    if (int_compare(x, y) < 0) {
        Own swap = x;
        x = y, y = swap;
    }
    while (int_digit_count(x) > 2 && size_of(y) != 0)
        if (!lehmer_step(&x, &y)) goto fail;
    if (size_of(y) != 0) {
        u64 divisor = gcd_words(int_as_u64_mask(x), int_as_u64_mask(y));
        replace(&x, int_from_u64(divisor));
    }
    release(y);
    return x;
fail:
    release_maybe(x);
    release_maybe(y);
    return NULL;
}

/* --- square root ------------------------------------------------------------------------------------------ */

static Own shifted(Ref a, isize bits) {
    Own count = int_from_isize(bits < 0 ? -bits : bits);
    if (!count) return NULL;
    Own result = bits < 0 ? int_rshift(a, count) : int_lshift(a, count);
    release(count);
    return result;
}

/* (a << left) + (n >> right) // a */
static Own newton_step(Ref a, isize left, Ref n, isize right) {
    Own high = shifted(a, left), rest = shifted(n, -right), result = NULL;
    Own quotient = rest ? int_floor_divide(rest, a) : NULL;
    if (high && quotient) result = int_add(high, quotient);
    release_maybe(high);
    release_maybe(rest);
    release_maybe(quotient);
    return result;
}

/* Newton's iteration with a precision that doubles: after the step for s, `a` is the root of the top 2d + 1 or
 * 2d + 2 bits of n, at most one off. The last step may leave it one too large. */
Own int_square_root(Ref n) {
    if (size_of(n) < 0) return error_set(EXC(ValueError), "isqrt() argument must be nonnegative");
    if (size_of(n) == 0) return int_from_i64(0);
    isize half = (int_bit_length(n) - 1) / 2, d = 0;
    Own a = int_from_i64(1);
    for (int s = half ? 63 - __builtin_clzll((u64)half) : -1; s >= 0 && a; s--) {
        isize e = d;
        d = half >> s;
        replace(&a, newton_step(a, d - e - 1, n, 2 * half - e - d + 1));
    }
    Own square = a ? int_multiply(a, a) : NULL;
    if (square && int_compare(square, n) > 0) {
        Own one = int_from_i64(1);
        replace(&a, int_subtract(a, one));
        release(one);
    } else if (!square && a) {
        slot_clear(&a);
    }
    release_maybe(square);
    return a;
}
