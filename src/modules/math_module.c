/* math_module.c: the module math. */
#include <float.h>
#include <math.h>

#include "modules/math_module.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/number.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"

static void *domain_error(void) { return error_set(EXC(ValueError), "math domain error"); }
static void *range_error(void) { return error_set(EXC(OverflowError), "math range error"); }

/* What came out of the C library as a float; nan from no nan is outside the domain, inf from no inf is out of
 * range or (at a pole) outside the domain. */
static Own checked(double result, bool nan_in, bool inf_in, bool pole) {
    if (isnan(result) && !nan_in) return domain_error();
    if (isinf(result) && !inf_in) return pole ? domain_error() : range_error();
    return float_from_double(result);
}

/* --- functions of one float ---------------------------------------------------------------------------- */

#define ONE_FLOAT(name, function, at_pole)                                                                     \
    static Own math_method_##name(Ref self, Ref object) {                                                      \
        double x;                                                                                              \
        (void)self;                                                                                            \
        if (!math_double(object, &x)) return NULL;                                                             \
        return checked(function(x), isnan(x), isinf(x), at_pole);                                              \
    }
ONE_FLOAT(acos, acos, true)
ONE_FLOAT(acosh, acosh, true)
ONE_FLOAT(asin, asin, true)
ONE_FLOAT(asinh, asinh, true)
ONE_FLOAT(atan, atan, true)
ONE_FLOAT(atanh, atanh, true)
ONE_FLOAT(cbrt, cbrt, true)
ONE_FLOAT(cos, cos, true)
ONE_FLOAT(cosh, cosh, false)
ONE_FLOAT(erf, erf, true)
ONE_FLOAT(erfc, erfc, true)
ONE_FLOAT(exp, exp, false)
ONE_FLOAT(exp2, exp2, false)
ONE_FLOAT(expm1, expm1, false)
ONE_FLOAT(fabs, fabs, true)
ONE_FLOAT(log1p, log1p, true)
ONE_FLOAT(sin, sin, true)
ONE_FLOAT(sinh, sinh, false)
ONE_FLOAT(sqrt, sqrt, true)
ONE_FLOAT(tan, tan, true)
ONE_FLOAT(tanh, tanh, true)

#define CLASSIFY(name, expression)                                                                             \
    static Own math_method_##name(Ref self, Ref object) {                                                      \
        double x;                                                                                              \
        (void)self;                                                                                            \
        if (!math_double(object, &x)) return NULL;                                                             \
        return own_bool(expression);                                                                           \
    }
CLASSIFY(isnan, isnan(x))
CLASSIFY(isinf, isinf(x))
CLASSIFY(isfinite, isfinite(x))

/* The distance to the next float away from zero; of the largest, to the one before it. */
static Own math_method_ulp(UNUSED Ref self, Ref object) {
    double x;
    if (!math_double(object, &x)) return NULL;
    x = fabs(x);
    if (!isfinite(x)) return float_from_double(x);
    double next = nextafter(x, INFINITY);
    return float_from_double(isinf(next) ? x - nextafter(x, 0) : next - x);
}

static Own math_method_degrees(Ref self, Ref object) {
    double x;
    (void)self;
    return math_double(object, &x) ? float_from_double(x * (180.0 / M_PI)) : NULL;
}
static Own math_method_radians(Ref self, Ref object) {
    double x;
    (void)self;
    return math_double(object, &x) ? float_from_double(x * (M_PI / 180.0)) : NULL;
}

/* --- logarithms ---------------------------------------------------------------------------------------- */

/* A positive int, too large for a float, as fraction * 2**exponent with a fraction of 0.5 to 1. */
static bool int_fraction(Ref value, double *fraction, isize *exponent) {
    isize length = int_bit_length(value);
    Own shift = int_from_isize(length - 64), top = shift ? int_rshift(value, shift) : NULL;
    Own back = top ? int_lshift(top, shift) : NULL;
    bool done = back != NULL;
    if (done) {
        bool lost =
            int_compare(back, value) != 0; /* what lies below the 64 bits decides how a half is rounded */
        int more;
        *fraction = frexp(ldexp((double)(int_as_u64(top) | lost), -64), &more);
        *exponent = length + more;
    }
    release_maybe(back);
    release_maybe(top);
    release_maybe(shift);
    return done;
}

/* The logarithm of any positive number. */
static Own logarithm(Ref object, double (*function)(double)) {
    if (is_int(object)) {
        if (int_sign(object) <= 0) return domain_error();
        double x = int_as_double(object);
        if (x != -1 || !error_occurred()) return float_from_double(function(x));
        if (!error_matches(EXC(OverflowError))) return NULL;
        error_clear();
        isize exponent;
        if (!int_fraction(object, &x, &exponent)) return NULL;
        return float_from_double(function(x) + function(2.0) * (double)exponent);
    }
    double x;
    if (!math_double(object, &x)) return NULL;
    if (x <= 0 || isnan(x)) return isnan(x) ? float_from_double(x) : domain_error();
    return float_from_double(function(x));
}

static Own math_method_log(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (nargs < 1 || nargs > 2) return error_set(EXC(TypeError), "math.log requires 1 to 2 arguments");
    Own numerator = logarithm(args[0], log);
    if (!numerator || nargs == 1) return numerator;
    Own denominator = logarithm(args[1], log);
    Own quotient = denominator ? number_binary(BINARY_TRUE_DIVIDE, numerator, denominator) : NULL;
    release(numerator);
    release_maybe(denominator);
    return quotient;
}
static Own math_method_log2(Ref self, Ref object) {
    (void)self;
    return logarithm(object, log2);
}
static Own math_method_log10(Ref self, Ref object) {
    (void)self;
    return logarithm(object, log10);
}

/* --- two floats ---------------------------------------------------------------------------------------- */

static bool two_doubles(const char *name, Ref const *args, isize nargs, double *x, double *y) {
    return arguments_count(name, nargs, 2, 2) && math_double(args[0], x) && math_double(args[1], y);
}
static Own math_method_atan2(Ref self, Ref const *args, isize nargs) {
    double y, x;
    (void)self;
    return two_doubles("atan2", args, nargs, &y, &x) ? float_from_double(atan2(y, x)) : NULL;
}
static Own math_method_copysign(Ref self, Ref const *args, isize nargs) {
    double x, y;
    (void)self;
    return two_doubles("copysign", args, nargs, &x, &y) ? float_from_double(copysign(x, y)) : NULL;
}
static Own math_method_fmod(Ref self, Ref const *args, isize nargs) {
    double x, y;
    (void)self;
    if (!two_doubles("fmod", args, nargs, &x, &y)) return NULL;
    return checked(fmod(x, y), isnan(x) || isnan(y), false, true);
}
static Own math_method_pow(Ref self, Ref const *args, isize nargs) {
    double x, y;
    (void)self;
    if (!two_doubles("pow", args, nargs, &x, &y)) return NULL;
    double result = pow(x, y);
    bool infinite_in = isinf(x) || isinf(y);
    if (isinf(result) && !infinite_in && x == 0) return domain_error();
    return checked(result, isnan(x) || isnan(y), infinite_in, false);
}
static Own math_method_remainder(Ref self, Ref const *args, isize nargs) {
    double x, y;
    (void)self;
    if (!two_doubles("remainder", args, nargs, &x, &y)) return NULL;
    return checked(remainder(x, y), isnan(x) || isnan(y), false, true);
}
static Own math_method_nextafter(Ref self, Ref const *args, isize nargs) {
    double x, y;
    (void)self;
    return two_doubles("nextafter", args, nargs, &x, &y) ? float_from_double(nextafter(x, y)) : NULL;
}

static Own math_method_ldexp(Ref self, Ref const *args, isize nargs) {
    double x;
    (void)self;
    if (!arguments_count("ldexp", nargs, 2, 2) || !math_double(args[0], &x)) return NULL;
    if (!is_int(args[1])) return error_set(EXC(TypeError), "Expected an int as second argument to ldexp.");
    int overflow;
    i64 exponent = int_as_i64_overflow(args[1], &overflow);
    if (overflow > 0 || exponent > INT32_MAX) exponent = INT32_MAX;
    if (overflow < 0 || exponent < INT32_MIN) exponent = INT32_MIN;
    double result = ldexp(x, (int)exponent);
    return isinf(result) && !isinf(x) ? range_error() : float_from_double(result);
}
static Own pair(Own a, Own b) {
    Own made = a && b ? tuple_pack(2, a, b) : NULL;
    release_maybe(a);
    release_maybe(b);
    return made;
}
static Own math_method_frexp(Ref self, Ref object) {
    double x;
    int exponent = 0;
    (void)self;
    if (!math_double(object, &x)) return NULL;
    double mantissa = isfinite(x) ? frexp(x, &exponent) : x;
    return pair(float_from_double(mantissa), int_from_i64(exponent));
}
static Own math_method_modf(Ref self, Ref object) {
    double x, whole;
    (void)self;
    if (!math_double(object, &x)) return NULL;
    double fraction = modf(x, &whole);
    return pair(float_from_double(fraction), float_from_double(whole));
}

/* --- to whole numbers ---------------------------------------------------------------------------------- */

/* ceil, floor, trunc: the object's own method, else the float's. */
static Own whole(Ref object, Ref name, double (*function)(double)) {
    if (!is_exact_float(object)) {
        Own method = object_special(object, name);
        if (method) {
            Own result = object_call_none(method);
            release(method);
            return result;
        }
        if (error_occurred()) return NULL;
        if (!function) return error_set(EXC(TypeError), "type %T doesn't define __trunc__ method", object);
    }
    double x;
    if (!math_double(object, &x)) return NULL;
    return int_from_double(function ? function(x) : trunc(x));
}
static Own math_method_ceil(Ref self, Ref object) {
    (void)self;
    return whole(object, NAME(__ceil__), ceil);
}
static Own math_method_floor(Ref self, Ref object) {
    (void)self;
    return whole(object, NAME(__floor__), floor);
}
static Own math_method_trunc(Ref self, Ref object) {
    (void)self;
    return whole(object, NAME(__trunc__), NULL);
}

/* --- whole numbers ------------------------------------------------------------------------------------- */

static Own math_method_isqrt(Ref self, Ref object) {
    (void)self;
    Own n = int_index(object);
    if (!n) return NULL;
    Own root = int_sign(n) < 0 ? error_set(EXC(ValueError), "isqrt() argument must be nonnegative")
                               : int_square_root(n);
    release(n);
    return root;
}

/* gcd and lcm fold their arguments from the left. */
static Own fold_ints(Ref const *args, isize nargs, i64 start, Own (*step)(Ref, Ref)) {
    Own total = int_from_i64(start);
    for (isize i = 0; total && i < nargs; i++) {
        Own next = int_index(args[i]);
        Own folded = next ? step(total, next) : NULL;
        release_maybe(next);
        release(total);
        total = folded;
    }
    return total;
}
static Own math_method_gcd(Ref self, Ref const *args, isize nargs) {
    (void)self;
    return fold_ints(args, nargs, 0, int_gcd);
}
static Own lcm_step(Ref a, Ref b) {
    if (int_sign(a) == 0 || int_sign(b) == 0) return int_from_i64(0);
    Own divisor = int_gcd(a, b);
    Own part = divisor ? int_floor_divide(a, divisor) : NULL;
    Own product = part ? int_multiply(part, b) : NULL;
    release_maybe(divisor);
    release_maybe(part);
    if (!product || int_sign(product) >= 0) return product;
    Own positive = int_negative(product);
    release(product);
    return positive;
}
static Own math_method_lcm(Ref self, Ref const *args, isize nargs) {
    (void)self;
    return fold_ints(args, nargs, 1, lcm_step);
}

/* The product of the whole numbers from low to high: halves are multiplied, so that the factors stay alike in
 * size. */
static Own product_between(i64 low, i64 high) {
    if (low > high) return int_from_i64(1);
    if (low == high) return int_from_i64(low);
    i64 middle = low + (high - low) / 2;
    Own left = product_between(low, middle), right = left ? product_between(middle + 1, high) : NULL;
    Own product = right ? int_multiply(left, right) : NULL;
    release_maybe(left);
    release_maybe(right);
    return product;
}
static Own math_method_factorial(Ref self, Ref object) {
    (void)self;
    int overflow;
    Own n = int_index(object);
    if (!n) return NULL;
    i64 value = int_as_i64_overflow(n, &overflow);
    release(n);
    if (overflow > 0)
        return error_set(EXC(OverflowError), "factorial() argument should not exceed %ld", INT64_MAX);
    if (overflow < 0 || value < 0)
        return error_set(EXC(ValueError), "factorial() not defined for negative values");
    return product_between(2, value);
}
/* Of perm and comb: both arguments as ints that are not negative. Owned; false: raised. */
static bool two_counts(Ref const *args, Own *n, Own *k) {
    *k = NULL;
    *n = int_index(args[0]);
    if (*n) *k = int_index(args[1]);
    bool good = *k != NULL;
    if (good && int_sign(*n) < 0) good = error_set(EXC(ValueError), "n must be a non-negative integer");
    if (good && int_sign(*k) < 0) good = error_set(EXC(ValueError), "k must be a non-negative integer");
    if (good) return true;
    release_maybe(*n);
    release_maybe(*k);
    return false;
}

/* n * (n - 1) * ... for `count` factors, n too large for a machine word; with `divide`, by 1, 2, ... */
static Own falling_product(Ref n, i64 count, bool divide) {
    Own product = int_from_i64(1);
    for (i64 i = 0; product && i < count; i++) {
        Own step = int_from_i64(i), factor = step ? int_subtract(n, step) : NULL;
        Own next = factor ? int_multiply(product, factor) : NULL;
        release_maybe(step);
        release_maybe(factor);
        release(product);
        product = next;
        if (!divide || !product) continue;
        Own divisor = int_from_i64(i + 1);
        next = divisor ? int_floor_divide(product, divisor) : NULL;
        release_maybe(divisor);
        release(product);
        product = next;
    }
    return product;
}

/* The number of ways; `k` not above n. */
static Own count_ways(Ref n, Ref k, bool ordered, const char *what) {
    int n_large, k_large;
    i64 many = int_as_i64_overflow(n, &n_large), few = int_as_i64_overflow(k, &k_large);
    if (k_large) return error_set(EXC(OverflowError), "%s must not exceed %ld", what, INT64_MAX);
    if (n_large) return falling_product(n, few, !ordered);
    Own above = product_between(many - few + 1, many);
    if (ordered || !above) return above;
    Own below = product_between(2, few), result = below ? int_floor_divide(above, below) : NULL;
    release(above);
    release_maybe(below);
    return result;
}

static Own math_method_perm(Ref self, Ref const *args, isize nargs) {
    Own n, k;
    if (!arguments_count("perm", nargs, 1, 2)) return NULL;
    if (nargs == 1 || args[1] == None) return math_method_factorial(self, args[0]);
    if (!two_counts(args, &n, &k)) return NULL;
    Own ways = int_compare(k, n) > 0 ? int_from_i64(0) : count_ways(n, k, true, "k");
    release(n);
    release(k);
    return ways;
}
static Own math_method_comb(UNUSED Ref self, Ref const *args, isize nargs) {
    Own n, k;
    if (!arguments_count("comb", nargs, 2, 2) || !two_counts(args, &n, &k)) return NULL;
    Own rest = int_subtract(n, k), ways = NULL;
    if (rest && int_sign(rest) < 0) {
        ways = int_from_i64(0);
    } else if (rest) {
        ways = count_ways(n, int_compare(rest, k) < 0 ? rest : k, false, "min(n - k, k)");
    }
    release(n);
    release(k);
    release_maybe(rest);
    return ways;
}

/* --- comparing ---------- */

static Own math_method_isclose(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"isclose", {"a", "b", "*", "rel_tol", "abs_tol"}, .required = 2};
    Ref out[4];
    double a, b, relative = 1e-9, absolute = 0;
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !math_double(out[0], &a) ||
        !math_double(out[1], &b) || (out[2] && !math_double(out[2], &relative)) ||
        (out[3] && !math_double(out[3], &absolute)))
        return NULL;
    if (relative < 0 || absolute < 0) return error_set(EXC(ValueError), "tolerances must be non-negative");
    if (a == b) return own_bool(true);
    if (isinf(a) || isinf(b)) return own_bool(false);
    double difference = fabs(b - a);
    return own_bool(difference <= fabs(relative * b) || difference <= fabs(relative * a) ||
                    difference <= absolute);
}

static const MethodDef math_functions[] = {
    {"acos", METHOD_ONE, .one = math_method_acos,
     .doc = "acos($module, x, /)\n"
            "--\n"
            "\n"
            "Return the arc cosine (measured in radians) of x.\n"
            "\n"
            "The result is between 0 and pi."},
    {"acosh", METHOD_ONE, .one = math_method_acosh,
     .doc = "acosh($module, x, /)\n"
            "--\n"
            "\n"
            "Return the inverse hyperbolic cosine of x."},
    {"asin", METHOD_ONE, .one = math_method_asin,
     .doc = "asin($module, x, /)\n"
            "--\n"
            "\n"
            "Return the arc sine (measured in radians) of x.\n"
            "\n"
            "The result is between -pi/2 and pi/2."},
    {"asinh", METHOD_ONE, .one = math_method_asinh,
     .doc = "asinh($module, x, /)\n"
            "--\n"
            "\n"
            "Return the inverse hyperbolic sine of x."},
    {"atan", METHOD_ONE, .one = math_method_atan,
     .doc = "atan($module, x, /)\n"
            "--\n"
            "\n"
            "Return the arc tangent (measured in radians) of x.\n"
            "\n"
            "The result is between -pi/2 and pi/2."},
    {"atanh", METHOD_ONE, .one = math_method_atanh,
     .doc = "atanh($module, x, /)\n"
            "--\n"
            "\n"
            "Return the inverse hyperbolic tangent of x."},
    {"cbrt", METHOD_ONE, .one = math_method_cbrt,
     .doc = "cbrt($module, x, /)\n"
            "--\n"
            "\n"
            "Return the cube root of x."},
    {"ceil", METHOD_ONE, .one = math_method_ceil,
     .doc = "ceil($module, x, /)\n"
            "--\n"
            "\n"
            "Return the ceiling of x as an Integral.\n"
            "\n"
            "This is the smallest integer >= x."},
    {"cos", METHOD_ONE, .one = math_method_cos,
     .doc = "cos($module, x, /)\n"
            "--\n"
            "\n"
            "Return the cosine of x (measured in radians)."},
    {"cosh", METHOD_ONE, .one = math_method_cosh,
     .doc = "cosh($module, x, /)\n"
            "--\n"
            "\n"
            "Return the hyperbolic cosine of x."},
    {"degrees", METHOD_ONE, .one = math_method_degrees,
     .doc = "degrees($module, x, /)\n"
            "--\n"
            "\n"
            "Convert angle x from radians to degrees."},
    {"erf", METHOD_ONE, .one = math_method_erf,
     .doc = "erf($module, x, /)\n"
            "--\n"
            "\n"
            "Error function at x."},
    {"erfc", METHOD_ONE, .one = math_method_erfc,
     .doc = "erfc($module, x, /)\n"
            "--\n"
            "\n"
            "Complementary error function at x."},
    {"exp", METHOD_ONE, .one = math_method_exp,
     .doc = "exp($module, x, /)\n"
            "--\n"
            "\n"
            "Return e raised to the power of x."},
    {"exp2", METHOD_ONE, .one = math_method_exp2,
     .doc = "exp2($module, x, /)\n"
            "--\n"
            "\n"
            "Return 2 raised to the power of x."},
    {"expm1", METHOD_ONE, .one = math_method_expm1,
     .doc = "expm1($module, x, /)\n"
            "--\n"
            "\n"
            "Return exp(x)-1.\n"
            "\n"
            "This function avoids the loss of precision involved in the direct evaluation of exp(x)-1 for "
            "small x."},
    {"fabs", METHOD_ONE, .one = math_method_fabs,
     .doc = "fabs($module, x, /)\n"
            "--\n"
            "\n"
            "Return the absolute value of the float x."},
    {"factorial", METHOD_ONE, .one = math_method_factorial,
     .doc = "factorial($module, n, /)\n"
            "--\n"
            "\n"
            "Find n!.\n"
            "\n"
            "Raise a ValueError if x is negative or non-integral."},
    {"floor", METHOD_ONE, .one = math_method_floor,
     .doc = "floor($module, x, /)\n"
            "--\n"
            "\n"
            "Return the floor of x as an Integral.\n"
            "\n"
            "This is the largest integer <= x."},
    {"frexp", METHOD_ONE, .one = math_method_frexp,
     .doc = "frexp($module, x, /)\n"
            "--\n"
            "\n"
            "Return the mantissa and exponent of x, as pair (m, e).\n"
            "\n"
            "m is a float and e is an int, such that x = m * 2.**e.\n"
            "If x is 0, m and e are both 0.  Else 0.5 <= abs(m) < 1.0."},
    {"fsum", METHOD_ONE, .one = math_method_fsum,
     .doc = "fsum($module, seq, /)\n"
            "--\n"
            "\n"
            "Return an accurate floating point sum of values in the iterable seq.\n"
            "\n"
            "Assumes IEEE-754 floating point arithmetic."},
    {"gamma", METHOD_ONE, .one = math_method_gamma,
     .doc = "gamma($module, x, /)\n"
            "--\n"
            "\n"
            "Gamma function at x."},
    {"isfinite", METHOD_ONE, .one = math_method_isfinite,
     .doc = "isfinite($module, x, /)\n"
            "--\n"
            "\n"
            "Return True if x is neither an infinity nor a NaN, and False otherwise."},
    {"isinf", METHOD_ONE, .one = math_method_isinf,
     .doc = "isinf($module, x, /)\n"
            "--\n"
            "\n"
            "Return True if x is a positive or negative infinity, and False otherwise."},
    {"isnan", METHOD_ONE, .one = math_method_isnan,
     .doc = "isnan($module, x, /)\n"
            "--\n"
            "\n"
            "Return True if x is a NaN (not a number), and False otherwise."},
    {"isqrt", METHOD_ONE, .one = math_method_isqrt,
     .doc = "isqrt($module, n, /)\n"
            "--\n"
            "\n"
            "Return the integer part of the square root of the input."},
    {"lgamma", METHOD_ONE, .one = math_method_lgamma,
     .doc = "lgamma($module, x, /)\n"
            "--\n"
            "\n"
            "Natural logarithm of absolute value of Gamma function at x."},
    {"log10", METHOD_ONE, .one = math_method_log10,
     .doc = "log10($module, x, /)\n"
            "--\n"
            "\n"
            "Return the base 10 logarithm of x."},
    {"log1p", METHOD_ONE, .one = math_method_log1p,
     .doc = "log1p($module, x, /)\n"
            "--\n"
            "\n"
            "Return the natural logarithm of 1+x (base e).\n"
            "\n"
            "The result is computed in a way which is accurate for x near zero."},
    {"log2", METHOD_ONE, .one = math_method_log2,
     .doc = "log2($module, x, /)\n"
            "--\n"
            "\n"
            "Return the base 2 logarithm of x."},
    {"modf", METHOD_ONE, .one = math_method_modf,
     .doc = "modf($module, x, /)\n"
            "--\n"
            "\n"
            "Return the fractional and integer parts of x.\n"
            "\n"
            "Both results carry the sign of x and are floats."},
    {"radians", METHOD_ONE, .one = math_method_radians,
     .doc = "radians($module, x, /)\n"
            "--\n"
            "\n"
            "Convert angle x from degrees to radians."},
    {"sin", METHOD_ONE, .one = math_method_sin,
     .doc = "sin($module, x, /)\n"
            "--\n"
            "\n"
            "Return the sine of x (measured in radians)."},
    {"sinh", METHOD_ONE, .one = math_method_sinh,
     .doc = "sinh($module, x, /)\n"
            "--\n"
            "\n"
            "Return the hyperbolic sine of x."},
    {"sqrt", METHOD_ONE, .one = math_method_sqrt,
     .doc = "sqrt($module, x, /)\n"
            "--\n"
            "\n"
            "Return the square root of x."},
    {"tan", METHOD_ONE, .one = math_method_tan,
     .doc = "tan($module, x, /)\n"
            "--\n"
            "\n"
            "Return the tangent of x (measured in radians)."},
    {"tanh", METHOD_ONE, .one = math_method_tanh,
     .doc = "tanh($module, x, /)\n"
            "--\n"
            "\n"
            "Return the hyperbolic tangent of x."},
    {"trunc", METHOD_ONE, .one = math_method_trunc,
     .doc = "trunc($module, x, /)\n"
            "--\n"
            "\n"
            "Truncates the Real x to the nearest Integral toward 0.\n"
            "\n"
            "Uses the __trunc__ magic method."},
    {"ulp", METHOD_ONE, .one = math_method_ulp,
     .doc = "ulp($module, x, /)\n"
            "--\n"
            "\n"
            "Return the value of the least significant bit of the float x."},
    {"atan2", METHOD_ARRAY, .array = math_method_atan2,
     .doc = "atan2($module, y, x, /)\n"
            "--\n"
            "\n"
            "Return the arc tangent (measured in radians) of y/x.\n"
            "\n"
            "Unlike atan(y/x), the signs of both x and y are considered."},
    {"comb", METHOD_ARRAY, .array = math_method_comb,
     .doc = "comb($module, n, k, /)\n"
            "--\n"
            "\n"
            "Number of ways to choose k items from n items without repetition and without order.\n"
            "\n"
            "Evaluates to n! / (k! * (n - k)!) when k <= n and evaluates\n"
            "to zero when k > n.\n"
            "\n"
            "Also called the binomial coefficient because it is equivalent\n"
            "to the coefficient of k-th term in polynomial expansion of the\n"
            "expression (1 + x)**n.\n"
            "\n"
            "Raises TypeError if either of the arguments are not integers.\n"
            "Raises ValueError if either of the arguments are negative."},
    {"copysign", METHOD_ARRAY, .array = math_method_copysign,
     .doc = "copysign($module, x, y, /)\n"
            "--\n"
            "\n"
            "Return a float with the magnitude (absolute value) of x but the sign of y.\n"
            "\n"
            "On platforms that support signed zeros, copysign(1.0, -0.0)\n"
            "returns -1.0.\n"},
    {"dist", METHOD_ARRAY, .array = math_method_dist,
     .doc = "dist($module, p, q, /)\n"
            "--\n"
            "\n"
            "Return the Euclidean distance between two points p and q.\n"
            "\n"
            "The points should be specified as sequences (or iterables) of\n"
            "coordinates.  Both inputs must have the same dimension.\n"
            "\n"
            "Roughly equivalent to:\n"
            "    sqrt(sum((px - qx) ** 2.0 for px, qx in zip(p, q)))"},
    {"fmod", METHOD_ARRAY, .array = math_method_fmod,
     .doc = "fmod($module, x, y, /)\n"
            "--\n"
            "\n"
            "Return fmod(x, y), according to platform C.\n"
            "\n"
            "x % y may differ."},
    {"gcd", METHOD_ARRAY, .array = math_method_gcd,
     .doc = "gcd($module, *integers)\n"
            "--\n"
            "\n"
            "Greatest Common Divisor."},
    {"hypot", METHOD_ARRAY, .array = math_method_hypot,
     .doc = "hypot(*coordinates) -> value\n"
            "\n"
            "Multidimensional Euclidean distance from the origin to a point.\n"
            "\n"
            "Roughly equivalent to:\n"
            "    sqrt(sum(x**2 for x in coordinates))\n"
            "\n"
            "For a two dimensional point (x, y), gives the hypotenuse\n"
            "using the Pythagorean theorem:  sqrt(x*x + y*y).\n"
            "\n"
            "For example, the hypotenuse of a 3/4/5 right triangle is:\n"
            "\n"
            "    >>> hypot(3.0, 4.0)\n"
            "    5.0\n"},
    {"lcm", METHOD_ARRAY, .array = math_method_lcm,
     .doc = "lcm($module, *integers)\n"
            "--\n"
            "\n"
            "Least Common Multiple."},
    {"ldexp", METHOD_ARRAY, .array = math_method_ldexp,
     .doc = "ldexp($module, x, i, /)\n"
            "--\n"
            "\n"
            "Return x * (2**i).\n"
            "\n"
            "This is essentially the inverse of frexp()."},
    {"log", METHOD_ARRAY, .array = math_method_log,
     .doc = "log(x, [base=math.e])\n"
            "Return the logarithm of x to the given base.\n"
            "\n"
            "If the base not specified, returns the natural logarithm (base e) of x.",
     .flags = METHOD_VARARGS},
    {"nextafter", METHOD_ARRAY, .array = math_method_nextafter,
     .doc = "nextafter($module, x, y, /)\n"
            "--\n"
            "\n"
            "Return the next floating-point value after x towards y."},
    {"perm", METHOD_ARRAY, .array = math_method_perm,
     .doc = "perm($module, n, k=None, /)\n"
            "--\n"
            "\n"
            "Number of ways to choose k items from n items without repetition and with order.\n"
            "\n"
            "Evaluates to n! / (n - k)! when k <= n and evaluates\n"
            "to zero when k > n.\n"
            "\n"
            "If k is not specified or is None, then k defaults to n\n"
            "and the function returns n!.\n"
            "\n"
            "Raises TypeError if either of the arguments are not integers.\n"
            "Raises ValueError if either of the arguments are negative."},
    {"pow", METHOD_ARRAY, .array = math_method_pow,
     .doc = "pow($module, x, y, /)\n"
            "--\n"
            "\n"
            "Return x**y (x to the power of y)."},
    {"remainder", METHOD_ARRAY, .array = math_method_remainder,
     .doc = "remainder($module, x, y, /)\n"
            "--\n"
            "\n"
            "Difference between x and the closest integer multiple of y.\n"
            "\n"
            "Return x - n*y where n*y is the closest integer multiple of y.\n"
            "In the case where x is exactly halfway between two multiples of\n"
            "y, the nearest even value of n is used. The result is always exact."},
    {"isclose", METHOD_KEYWORDS, .keywords = math_method_isclose,
     .doc = "isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n"
            "--\n"
            "\n"
            "Determine whether two floating point numbers are close in value.\n"
            "\n"
            "  rel_tol\n"
            "    maximum difference for being considered \"close\", relative to the\n"
            "    magnitude of the input values\n"
            "  abs_tol\n"
            "    maximum difference for being considered \"close\", regardless of the\n"
            "    magnitude of the input values\n"
            "\n"
            "Return True if a is close in value to b, and False otherwise.\n"
            "\n"
            "For the values to be considered close, the difference between them\n"
            "must be smaller than at least one of the tolerances.\n"
            "\n"
            "-inf, inf and NaN behave similarly to the IEEE 754 Standard.  That\n"
            "is, NaN is not close to anything, even itself.  inf and -inf are\n"
            "only close to themselves."},
    {"prod", METHOD_KEYWORDS, .keywords = math_method_prod,
     .doc = "prod($module, iterable, /, *, start=1)\n"
            "--\n"
            "\n"
            "Calculate the product of all the elements in the input iterable.\n"
            "\n"
            "The default start value for the product is 1.\n"
            "\n"
            "When the iterable is empty, return the start value.  This function is\n"
            "intended specifically for use with numeric values and may reject\n"
            "non-numeric types."},
    {.name = NULL}};

static bool fill(Ref module) {
    return module_add(module, "pi", float_from_double(M_PI)) &&
           module_add(module, "e", float_from_double(M_E)) &&
           module_add(module, "tau", float_from_double(2 * M_PI)) &&
           module_add(module, "inf", float_from_double(INFINITY)) &&
           module_add(module, "nan", float_from_double(NAN));
}

const NativeModule math_module = {
    .name = "math",
    .doc = "This module provides access to the mathematical functions\ndefined by the C standard.",
    .functions = math_functions,
    .fill = fill};
