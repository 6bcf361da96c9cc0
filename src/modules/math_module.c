/* math_module.c: the module math. */
#include <float.h>
#include <math.h>

#include "modules/modules.h"
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

static bool get_double(Ref object, double *value) {
    *value = float_as_double(object);
    return *value != -1 || !error_occurred();
}

/* --- functions of one float ---------------------------------------------------------------------------- */

#define ONE_FLOAT(name, function, at_pole)                                                                     \
    static Own math_method_##name(Ref self, Ref object) {                                                      \
        double x;                                                                                              \
        (void)self;                                                                                            \
        if (!get_double(object, &x)) return NULL;                                                              \
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

static Own math_method_gamma(Ref self, Ref object) {
    double x;
    (void)self;
    if (!get_double(object, &x)) return NULL;
    if (x == -INFINITY || (x <= 0 && x == floor(x))) return domain_error();
    return checked(tgamma(x), isnan(x), isinf(x), false);
}
static Own math_method_lgamma(Ref self, Ref object) {
    double x;
    int sign;
    (void)self;
    if (!get_double(object, &x)) return NULL;
    if (x <= 0 && x == floor(x) && !isinf(x)) return domain_error();
    return checked(lgamma_r(x, &sign), isnan(x), isinf(x), false);
}

#define CLASSIFY(name, expression)                                                                             \
    static Own math_method_##name(Ref self, Ref object) {                                                      \
        double x;                                                                                              \
        (void)self;                                                                                            \
        if (!get_double(object, &x)) return NULL;                                                              \
        return own_bool(expression);                                                                           \
    }
CLASSIFY(isnan, isnan(x))
CLASSIFY(isinf, isinf(x))
CLASSIFY(isfinite, isfinite(x))

static Own math_method_degrees(Ref self, Ref object) {
    double x;
    (void)self;
    return get_double(object, &x) ? float_from_double(x * (180.0 / M_PI)) : NULL;
}
static Own math_method_radians(Ref self, Ref object) {
    double x;
    (void)self;
    return get_double(object, &x) ? float_from_double(x * (M_PI / 180.0)) : NULL;
}

/* --- logarithms ---------------------------------------------------------------------------------------- */

/* The logarithm of any positive number: an int too large for a float is scaled down by a power of two first. */
static Own logarithm(Ref object, double (*function)(double)) {
    if (is_int(object)) {
        if (int_sign(object) <= 0) return domain_error();
        double x = int_as_double(object);
        if (x != -1 || !error_occurred()) return float_from_double(function(x));
        if (!error_matches(EXC(OverflowError))) return NULL;
        error_clear();
        isize bits = int_bit_length(object) - DBL_MANT_DIG;
        Own shift = int_from_isize(bits), scaled = shift ? int_rshift(object, shift) : NULL;
        release_maybe(shift);
        if (!scaled) return NULL;
        x = int_as_double(scaled);
        release(scaled);
        return float_from_double(function(x) + (double)bits * function(2.0));
    }
    double x;
    if (!get_double(object, &x)) return NULL;
    if (x <= 0 || isnan(x)) return isnan(x) ? float_from_double(x) : domain_error();
    return float_from_double(function(x));
}

static Own math_method_log(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("log", nargs, 1, 2)) return NULL;
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
    return arguments_count(name, nargs, 2, 2) && get_double(args[0], x) && get_double(args[1], y);
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

static Own math_method_hypot(Ref self, Ref const *args, isize nargs) {
    double total = 0;
    (void)self;
    for (isize i = 0; i < nargs; i++) {
        double x;
        if (!get_double(args[i], &x)) return NULL;
        total = hypot(total, x);
    }
    return float_from_double(total);
}

static Own math_method_ldexp(Ref self, Ref const *args, isize nargs) {
    double x;
    (void)self;
    if (!arguments_count("ldexp", nargs, 2, 2) || !get_double(args[0], &x)) return NULL;
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
    if (!get_double(object, &x)) return NULL;
    double mantissa = isfinite(x) ? frexp(x, &exponent) : x;
    return pair(float_from_double(mantissa), int_from_i64(exponent));
}
static Own math_method_modf(Ref self, Ref object) {
    double x, whole;
    (void)self;
    if (!get_double(object, &x)) return NULL;
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
    if (!get_double(object, &x)) return NULL;
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
static bool count_argument(Ref object, i64 *value, const char *negative) {
    int overflow;
    Own n = int_index(object);
    if (!n) return false;
    *value = int_as_i64_overflow(n, &overflow);
    release(n);
    if (overflow < 0 || *value < 0) {
        error_set(EXC(ValueError), negative);
        return false;
    }
    if (overflow > 0) *value = INT64_MAX;
    return true;
}
static Own math_method_perm(Ref self, Ref const *args, isize nargs) {
    i64 n, k;
    (void)self;
    if (!arguments_count("perm", nargs, 1, 2)) return NULL;
    if (nargs == 1 || args[1] == None) return math_method_factorial(self, args[0]);
    if (!count_argument(args[0], &n, "n must be a non-negative integer") ||
        !count_argument(args[1], &k, "k must be a non-negative integer"))
        return NULL;
    return k > n ? int_from_i64(0) : product_between(n - k + 1, n);
}
static Own math_method_comb(Ref self, Ref const *args, isize nargs) {
    i64 n, k;
    (void)self;
    if (!arguments_count("comb", nargs, 2, 2) ||
        !count_argument(args[0], &n, "n must be a non-negative integer") ||
        !count_argument(args[1], &k, "k must be a non-negative integer"))
        return NULL;
    if (k > n) return int_from_i64(0);
    if (k > n - k) k = n - k;
    Own above = product_between(n - k + 1, n), below = above ? product_between(2, k) : NULL;
    Own result = below ? int_floor_divide(above, below) : NULL;
    release_maybe(above);
    release_maybe(below);
    return result;
}

/* --- sums ---------------------------------------------------------------------------------------------- */

/* Shewchuk's algorithm: the partial sums do not overlap, so nothing is lost; they are added up at the end, the
 * last bit rounded half to even. */
static Own math_method_fsum(Ref self, Ref iterable) {
    double partials[64];
    isize count = 0;
    (void)self;
    Own iterator = object_iter(iterable), item;
    if (!iterator) return NULL;
    double special = 0;
    while ((item = object_next(iterator)) != NULL) {
        double x;
        bool is_number = get_double(item, &x);
        release(item);
        if (!is_number) break;
        if (!isfinite(x)) {
            special += x;
            continue;
        }
        isize kept = 0;
        for (isize i = 0; i < count; i++) {
            double y = partials[i];
            if (fabs(x) < fabs(y)) {
                double swap = x;
                x = y;
                y = swap;
            }
            double high = x + y, low = y - (high - x);
            if (low != 0) partials[kept++] = low;
            x = high;
        }
        count = kept;
        if (!isfinite(x)) {
            error_set(EXC(OverflowError), "intermediate overflow in fsum");
            break;
        }
        if (x != 0 && count < COUNT_OF(partials)) partials[count++] = x;
    }
    release(iterator);
    if (error_occurred()) return NULL;
    if (special != 0 || isnan(special))
        return isnan(special) ? error_set(EXC(ValueError), "-inf + inf in fsum") : float_from_double(special);
    double high = 0, low = 0;
    while (count > 0) {
        double x = high, y = partials[--count];
        high = x + y;
        low = y - (high - x);
        if (low != 0) break;
    }
    if (count > 0 && ((low < 0 && partials[count - 1] < 0) || (low > 0 && partials[count - 1] > 0))) {
        double twice = low * 2, rounded = high + twice;
        if (twice == rounded - high) high = rounded;
    }
    return float_from_double(high);
}

static Own math_method_prod(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"prod", {"iterable", "/", "*", "start"}, .required = 1};
    Ref out[2];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    Own iterator = object_iter(out[0]), item;
    Own total = out[1] ? own(out[1]) : int_from_i64(1);
    while (iterator && total && (item = object_next(iterator)) != NULL) {
        Own next = number_multiply(total, item);
        release(item);
        release(total);
        total = next;
    }
    release_maybe(iterator);
    if (total && !error_occurred()) return total;
    release_maybe(total);
    return NULL;
}

static Own math_method_dist(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("dist", nargs, 2, 2)) return NULL;
    Own p = tuple_from_iterable(args[0]), q = p ? tuple_from_iterable(args[1]) : NULL;
    double total = 0;
    bool good = q != NULL;
    if (good && tuple_length(p) != tuple_length(q)) {
        error_set(EXC(ValueError), "both points must have the same number of dimensions");
        good = false;
    }
    for (isize i = 0; good && i < tuple_length(p); i++) {
        double x, y;
        good = get_double(tuple_get(p, i), &x) && get_double(tuple_get(q, i), &y);
        if (good) total = hypot(total, x - y);
    }
    release_maybe(p);
    release_maybe(q);
    return good ? float_from_double(total) : NULL;
}

static Own math_method_isclose(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"isclose", {"a", "b", "*", "rel_tol", "abs_tol"}, .required = 2};
    Ref out[4];
    double a, b, relative = 1e-9, absolute = 0;
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || !get_double(out[0], &a) ||
        !get_double(out[1], &b) || (out[2] && !get_double(out[2], &relative)) ||
        (out[3] && !get_double(out[3], &absolute)))
        return NULL;
    if (relative < 0 || absolute < 0) return error_set(EXC(ValueError), "tolerances must be non-negative");
    if (a == b) return own_bool(true);
    if (isinf(a) || isinf(b)) return own_bool(false);
    double difference = fabs(b - a);
    return own_bool(difference <= fabs(relative * b) || difference <= fabs(relative * a) ||
                    difference <= absolute);
}

#define ONE(method)                                                                                            \
    { #method, METHOD_ONE, .one = math_method_##method }
#define ARRAY(method)                                                                                          \
    { #method, METHOD_ARRAY, .array = math_method_##method }
static const MethodDef math_functions[] = {ONE(acos),
                                           ONE(acosh),
                                           ONE(asin),
                                           ONE(asinh),
                                           ONE(atan),
                                           ONE(atanh),
                                           ONE(cbrt),
                                           ONE(ceil),
                                           ONE(cos),
                                           ONE(cosh),
                                           ONE(degrees),
                                           ONE(erf),
                                           ONE(erfc),
                                           ONE(exp),
                                           ONE(exp2),
                                           ONE(expm1),
                                           ONE(fabs),
                                           ONE(factorial),
                                           ONE(floor),
                                           ONE(frexp),
                                           ONE(fsum),
                                           ONE(gamma),
                                           ONE(isfinite),
                                           ONE(isinf),
                                           ONE(isnan),
                                           ONE(isqrt),
                                           ONE(lgamma),
                                           ONE(log10),
                                           ONE(log1p),
                                           ONE(log2),
                                           ONE(modf),
                                           ONE(radians),
                                           ONE(sin),
                                           ONE(sinh),
                                           ONE(sqrt),
                                           ONE(tan),
                                           ONE(tanh),
                                           ONE(trunc),
                                           ARRAY(atan2),
                                           ARRAY(comb),
                                           ARRAY(copysign),
                                           ARRAY(dist),
                                           ARRAY(fmod),
                                           ARRAY(gcd),
                                           ARRAY(hypot),
                                           ARRAY(lcm),
                                           ARRAY(ldexp),
                                           ARRAY(log),
                                           ARRAY(nextafter),
                                           ARRAY(perm),
                                           ARRAY(pow),
                                           ARRAY(remainder),
                                           {"isclose", METHOD_KEYWORDS, .keywords = math_method_isclose},
                                           {"prod", METHOD_KEYWORDS, .keywords = math_method_prod},
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
