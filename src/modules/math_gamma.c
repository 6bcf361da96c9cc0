/* math_gamma.c: the functions gamma and lgamma of math.
 *
 * The C library has both, but its last bits are not CPython's, which computes them itself, after Lanczos:
 *
 *     gamma(x) = sum(x) * (x + g - 1/2)**(x - 1/2) / exp(x + g - 1/2)        for x > 0
 *
 * sum(x) is a quotient of two polynomials of degree 12 whose coefficients depend on g; those for this g are Boost's.
 * Below zero the reflection holds: gamma(-x) = -pi / (x * sin(pi*x) * gamma(x)). The order of the operations is
 * CPython's, so that each rounding is the same. */
#include <math.h>

#include "modules/math_module.h"

#define LANCZOS_G 6.024680040776729583740234375
#define TOP (LANCZOS_G - 0.5)
#define LOG_PI 1.144729885849400174143427351353058711647

static const double numerator[] = {
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408};
static const double denominator[] = {0,       39916800, 120543840, 150917976, 105258076, 45995730, 13339535,
                                     2637558, 357423,   32670,     1925,      66,        1};
#define COEFFICIENTS COUNT_OF(numerator)

/* The quotient of the polynomials; in 1/x where x is large, or the powers would overflow. */
static double lanczos_sum(double x) {
    double above = 0, below = 0;
    if (x < 5) {
        for (isize i = COEFFICIENTS - 1; i >= 0; i--) {
            above = above * x + numerator[i];
            below = below * x + denominator[i];
        }
    } else {
        for (isize i = 0; i < COEFFICIENTS; i++) {
            above = above / x + numerator[i];
            below = below / x + denominator[i];
        }
    }
    return above / below;
}

/* sin(pi * x), exact where it is 0, 1 or -1; x is finite. */
static double sin_of_pi_times(double x) {
    double turn = fmod(fabs(x), 2), sine;
    switch ((int)round(2 * turn)) {
    case 0: sine = sin(M_PI * turn); break;
    case 1: sine = cos(M_PI * (turn - 0.5)); break;
    case 2: sine = sin(M_PI * (1 - turn)); break; /* not -sin(pi*(turn - 1)): the sign of 0 */
    case 3: sine = -cos(M_PI * (turn - 1.5)); break;
    default: sine = sin(M_PI * (turn - 2)); break;
    }
    return copysign(1, x) * sine;
}

/* (n - 1)! */
static double factorial_before(int n) {
    double product = 1;
    for (int i = 2; i < n; i++) product *= i;
    return product;
}

/* What the sum x + TOP lost when it was rounded, as a part of the result. */
static double lost_in_base(double x, double base) {
    double lost = x > TOP ? base - x - TOP : base - TOP - x;
    return lost * LANCZOS_G / base;
}

/* x is finite and no integer <= 0. */
static double gamma_of(double x) {
    double size = fabs(x);
    if (x == floor(x) && x <= 23) return factorial_before((int)x);
    if (size < 1e-20) return 1 / x;
    if (size > 200) return x < 0 ? 0 / sin_of_pi_times(x) : INFINITY;
    double base = size + TOP, correction = lost_in_base(size, base), result;
    /* The power in two halves where the whole would overflow. */
    int halves = size < 140 ? 1 : 2;
    double power = halves == 1 ? pow(base, size - 0.5) : pow(base, size / 2 - 0.25);
    if (x < 0) {
        result = -M_PI / sin_of_pi_times(size) / size * exp(base) / lanczos_sum(size);
        result -= correction * result;
        for (int i = 0; i < halves; i++) result /= power;
    } else {
        result = lanczos_sum(size) / exp(base);
        result += correction * result;
        for (int i = 0; i < halves; i++) result *= power;
    }
    return result;
}

/* x is finite and no integer <= 0. */
static double log_gamma_of(double x) {
    double size = fabs(x);
    if (x == 1 || x == 2) return 0;
    if (size < 1e-20) return -log(size);
    double result = log(lanczos_sum(size)) - LANCZOS_G;
    result += (size - 0.5) * (log(size + LANCZOS_G - 0.5) - 1);
    return x < 0 ? LOG_PI - log(fabs(sin_of_pi_times(size))) - log(size) - result : result;
}

static Own finite_or_range_error(double result) {
    return isinf(result) ? error_set(EXC(OverflowError), "math range error") : float_from_double(result);
}

static bool is_pole(double x) { return x <= 0 && x == floor(x); }

Own math_method_gamma(Ref self UNUSED, Ref object) {
    double x;
    if (!math_double(object, &x)) return NULL;
    if (x == -INFINITY || (isfinite(x) && is_pole(x))) return error_set(EXC(ValueError), "math domain error");
    return isfinite(x) ? finite_or_range_error(gamma_of(x)) : float_from_double(x);
}

Own math_method_lgamma(Ref self UNUSED, Ref object) {
    double x;
    if (!math_double(object, &x)) return NULL;
    if (isfinite(x) && is_pole(x)) return error_set(EXC(ValueError), "math domain error");
    return isfinite(x) ? finite_or_range_error(log_gamma_of(x)) : float_from_double(fabs(x));
}
