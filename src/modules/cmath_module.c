/* cmath_module.c: the module cmath: the functions of math for complex numbers.
 *
 * Each function is one of real ones, put so that nothing overflows or cancels on the way; the trigonometric ones are
 * the hyperbolic ones, turned by a quarter: sin(z) = -i sinh(iz). What is not finite goes to the C library, which
 * follows the same rules as CPython (annex G of the C standard). A function tells by its Trouble what Python is to
 * raise. Where that annex leaves a sign open, the functions say which one CPython has. */
#include <complex.h>
#undef I
#include <float.h>
#include <math.h>

#include "modules/modules.h"
#include "object/error.h"
#include "object/float.h"
#include "object/number.h"
#include "object/tuple.h"

typedef struct Point {
    double real, imag;
} Point;
typedef enum Trouble { TROUBLE_NONE, TROUBLE_DOMAIN, TROUBLE_RANGE } Trouble;

#define LARGE (DBL_MAX / 4)
#define LARGE_ROOT 6.703903964971298e+153  /* sqrt(LARGE) */
#define LARGE_LOG 708.3964185322641        /* log(LARGE) */
#define SMALL_ROOT 1.4916681462400413e-154 /* sqrt(DBL_MIN) */
enum { SCALE_UP = 53, SCALE_DOWN = -27 };  /* an even power of two for squares, and its root back */

static bool is_finite(Point z) { return isfinite(z.real) && isfinite(z.imag); }
static bool is_large(Point z) { return fabs(z.real) > LARGE || fabs(z.imag) > LARGE; }
static Point negative(Point z) { return (Point){-z.real, -z.imag}; }
static Point times_i(Point z) { return (Point){-z.imag, z.real}; }
static Point times_minus_i(Point z) { return (Point){z.imag, -z.real}; }

/* A function of the C library. A complex number is made from its parts without arithmetic, which would lose the
 * sign of a zero; not every compiler's library has CMPLX. */
static Point library(double complex (*function)(double complex), Point z) {
    union {
        double parts[2];
        double complex whole;
    } argument = {{z.real, z.imag}};
    double complex result = function(argument.whole);
    return (Point){creal(result), cimag(result)};
}
/* log(2 |z|) of a z so large that |z| may overflow. */
static double log_of_large(Point z) { return log(hypot(z.real / 2, z.imag / 2)) + M_LN2 * 2; }

/* --- roots, exponentials, logarithms --------------------------------------------------------------------- */

static Point root(Point z, UNUSED Trouble *trouble) {
    if (!is_finite(z)) return library(csqrt, z);
    double ax = fabs(z.real), ay = fabs(z.imag), s;
    if (ax == 0 && ay == 0) return (Point){0, z.imag};
    if (ax < DBL_MIN && ay < DBL_MIN) {
        ax = ldexp(ax, SCALE_UP);
        s = ldexp(sqrt(ax + hypot(ax, ldexp(ay, SCALE_UP))), SCALE_DOWN);
    } else {
        ax /= 8;
        s = 2 * sqrt(ax + hypot(ax, ay / 8));
    }
    double d = ay / (2 * s);
    return z.real >= 0 ? (Point){s, copysign(d, z.imag)} : (Point){d, copysign(s, z.imag)};
}

static Point exponential(Point z, Trouble *trouble) {
    if (!is_finite(z)) {
        if (isinf(z.imag) && !isnan(z.real) && !(isinf(z.real) && z.real < 0)) *trouble = TROUBLE_DOMAIN;
        if (isinf(z.imag) && isinf(z.real) && z.real < 0) return (Point){0, 0};
        return library(cexp, z);
    }
    bool large = z.real > LARGE_LOG;
    double length = exp(large ? z.real - 1 : z.real), more = large ? M_E : 1;
    Point result = {length * cos(z.imag) * more, length * sin(z.imag) * more};
    if (isinf(result.real) || isinf(result.imag)) *trouble = TROUBLE_RANGE;
    return result;
}

static Point logarithm(Point z, Trouble *trouble) {
    if (!is_finite(z)) return library(clog, z);
    double ax = fabs(z.real), ay = fabs(z.imag), length;
    if (is_large(z)) {
        length = log(hypot(ax / 2, ay / 2)) + M_LN2;
    } else if (ax < DBL_MIN && ay < DBL_MIN) {
        if (ax == 0 && ay == 0) {
            *trouble = TROUBLE_DOMAIN;
            length = -INFINITY;
        } else {
            length = log(hypot(ldexp(ax, SCALE_UP), ldexp(ay, SCALE_UP))) - SCALE_UP * M_LN2;
        }
    } else {
        double h = hypot(ax, ay), most = fmax(ax, ay), least = fmin(ax, ay);
        bool near_one = 0.71 <= h && h <= 1.73;
        length = near_one ? log1p((most - 1) * (most + 1) + least * least) / 2 : log(h);
    }
    return (Point){length, atan2(z.imag, z.real)};
}

static Point logarithm10(Point z, Trouble *trouble) {
    Point result = logarithm(z, trouble);
    return (Point){result.real / M_LN10, result.imag / M_LN10};
}

/* --- hyperbolic functions, and the circular ones as these turned ------------------------------------------- */

static void check_hyperbolic(Point z, Point result, Trouble *trouble) {
    if (isinf(z.imag) && !isnan(z.real)) *trouble = TROUBLE_DOMAIN;
    if (is_finite(z) && (isinf(result.real) || isinf(result.imag))) *trouble = TROUBLE_RANGE;
}

static Point hyperbolic_cos(Point z, Trouble *trouble) {
    Point result;
    bool large = fabs(z.real) > LARGE_LOG;
    double x = large ? z.real - copysign(1, z.real) : z.real, more = large ? M_E : 1;
    if (is_finite(z)) {
        result = (Point){cos(z.imag) * cosh(x) * more, sin(z.imag) * sinh(x) * more};
    } else {
        result = library(ccosh, z);
        if (isnan(z.real) && z.imag == 0) result.imag = 0;
    }
    check_hyperbolic(z, result, trouble);
    return result;
}
static Point hyperbolic_sin(Point z, Trouble *trouble) {
    Point result;
    bool large = fabs(z.real) > LARGE_LOG;
    double x = large ? z.real - copysign(1, z.real) : z.real, more = large ? M_E : 1;
    if (is_finite(z)) {
        result = (Point){cos(z.imag) * sinh(x) * more, sin(z.imag) * cosh(x) * more};
    } else {
        result = library(csinh, z);
        if (z.real == 0 && isnan(z.imag)) result.real = 0;
    }
    check_hyperbolic(z, result, trouble);
    return result;
}
static Point hyperbolic_tan(Point z, Trouble *trouble) {
    if (!is_finite(z)) {
        if (isinf(z.imag) && isfinite(z.real)) *trouble = TROUBLE_DOMAIN;
        if (z.real == 0 && isnan(z.imag)) return (Point){NAN, NAN};
        if (isinf(z.real) && isinf(z.imag)) return (Point){copysign(1, z.real), 0};
        return library(ctanh, z);
    }
    if (fabs(z.real) > LARGE_LOG) {
        return (Point){copysign(1, z.real), 4 * sin(z.imag) * cos(z.imag) * exp(-2 * fabs(z.real))};
    }
    double tx = tanh(z.real), ty = tan(z.imag), cx = 1 / cosh(z.real), both = tx * ty, below = 1 + both * both;
    return (Point){tx * (1 + ty * ty) / below, ty / below * cx * cx};
}

static Point circular_cos(Point z, Trouble *trouble) { return hyperbolic_cos(times_i(z), trouble); }
static Point circular_sin(Point z, Trouble *trouble) {
    return times_minus_i(hyperbolic_sin(times_i(z), trouble));
}
static Point circular_tan(Point z, Trouble *trouble) {
    return times_minus_i(hyperbolic_tan(times_i(z), trouble));
}

/* --- inverse functions ----------------------------------------------------------------------------------- */

static Point inverse_cos(Point z, Trouble *trouble) {
    if (!is_finite(z)) {
        Point result = library(cacos, z);
        return isnan(z.imag) ? (Point){result.real, fabs(result.imag)} : result;
    }
    if (is_large(z)) {
        double length = log_of_large(z);
        double imag = z.real < 0 ? -copysign(length, z.imag) : copysign(length, -z.imag);
        return (Point){atan2(fabs(z.imag), z.real), imag};
    }
    Point below = root((Point){1 - z.real, -z.imag}, trouble),
          above = root((Point){1 + z.real, z.imag}, trouble);
    return (Point){2 * atan2(below.real, above.real), asinh(above.real * below.imag - above.imag * below.real)};
}

static Point inverse_hyperbolic_cos(Point z, Trouble *trouble) {
    if (!is_finite(z)) return z.real == 0 && isnan(z.imag) ? (Point){NAN, NAN} : library(cacosh, z);
    if (is_large(z)) return (Point){log_of_large(z), atan2(z.imag, z.real)};
    Point below = root((Point){z.real - 1, z.imag}, trouble),
          above = root((Point){z.real + 1, z.imag}, trouble);
    return (Point){asinh(below.real * above.real + below.imag * above.imag), 2 * atan2(below.imag, above.real)};
}

static Point inverse_hyperbolic_sin(Point z, Trouble *trouble) {
    if (!is_finite(z)) {
        Point result = library(casinh, z);
        return isnan(z.real) ? (Point){fabs(result.real), result.imag} : result;
    }
    if (is_large(z)) return (Point){copysign(log_of_large(z), z.real), atan2(z.imag, fabs(z.real))};
    Point a = root((Point){1 + z.imag, -z.real}, trouble), b = root((Point){1 - z.imag, z.real}, trouble);
    return (Point){asinh(a.real * b.imag - b.real * a.imag), atan2(z.imag, a.real * b.real - a.imag * b.imag)};
}

static Point inverse_hyperbolic_tan(Point z, Trouble *trouble) {
    if (!is_finite(z)) {
        Point result = library(catanh, z);
        return isnan(z.real) ? (Point){fabs(result.real), result.imag} : result;
    }
    if (signbit(z.real)) return negative(inverse_hyperbolic_tan(negative(z), trouble));
    double x = z.real, ay = fabs(z.imag);
    if (x > LARGE_ROOT || ay > LARGE_ROOT) {
        double h = hypot(x / 2, ay / 2);
        return (Point){x / 4 / h / h, -copysign(M_PI_2, -z.imag)};
    }
    if (x == 1 && ay < SMALL_ROOT) {
        if (ay == 0) {
            *trouble = TROUBLE_DOMAIN;
            return (Point){INFINITY, z.imag};
        }
        return (Point){-log(sqrt(ay) / sqrt(hypot(ay, 2))), copysign(atan2(2, -ay) / 2, z.imag)};
    }
    return (Point){log1p(4 * x / ((1 - x) * (1 - x) + ay * ay)) / 4,
                   -atan2(-2 * z.imag, (1 - x) * (1 + x) - ay * ay) / 2};
}

static Point inverse_sin(Point z, Trouble *trouble) {
    return times_minus_i(inverse_hyperbolic_sin(times_i(z), trouble));
}
static Point inverse_tan(Point z, Trouble *trouble) {
    return times_minus_i(inverse_hyperbolic_tan(times_i(z), trouble));
}

/* --- functions that Python sees -------------------------------------------------------------------------- */

static void *range_error(void) { return error_set(EXC(OverflowError), "math range error"); }

static bool raise_trouble(Trouble trouble) {
    if (trouble == TROUBLE_DOMAIN) return error_set(EXC(ValueError), "math domain error");
    return trouble == TROUBLE_NONE || range_error();
}

static bool get_point(Ref object, Point *z) { return complex_as_parts(object, &z->real, &z->imag); }

/*  FUNCTION(name in Python, function) */
#define POINT_FUNCTIONS(FUNCTION)                                                                              \
    FUNCTION(acos, inverse_cos)                                                                                \
    FUNCTION(acosh, inverse_hyperbolic_cos)                                                                    \
    FUNCTION(asin, inverse_sin)                                                                                \
    FUNCTION(asinh, inverse_hyperbolic_sin)                                                                    \
    FUNCTION(atan, inverse_tan)                                                                                \
    FUNCTION(atanh, inverse_hyperbolic_tan)                                                                    \
    FUNCTION(cos, circular_cos)                                                                                \
    FUNCTION(cosh, hyperbolic_cos)                                                                             \
    FUNCTION(exp, exponential)                                                                                 \
    FUNCTION(log10, logarithm10)                                                                               \
    FUNCTION(sin, circular_sin)                                                                                \
    FUNCTION(sinh, hyperbolic_sin)                                                                             \
    FUNCTION(sqrt, root)                                                                                       \
    FUNCTION(tan, circular_tan)                                                                                \
    FUNCTION(tanh, hyperbolic_tan)

static Own apply(Ref object, Point (*function)(Point, Trouble *)) {
    Point z;
    Trouble trouble = TROUBLE_NONE;
    if (!get_point(object, &z)) return NULL;
    Point result = function(z, &trouble);
    return raise_trouble(trouble) ? complex_from_doubles(result.real, result.imag) : NULL;
}
#define FUNCTION(name, function)                                                                               \
    static Own cmath_method_##name(UNUSED Ref self, Ref object) { return apply(object, function); }
POINT_FUNCTIONS(FUNCTION)
#undef FUNCTION

static Own cmath_method_log(UNUSED Ref self, Ref const *args, isize nargs) {
    Point z, base;
    Trouble trouble = TROUBLE_NONE;
    if (!arguments_count("log", nargs, 1, 2) || !get_point(args[0], &z)) return NULL;
    if (nargs > 1 && !get_point(args[1], &base)) return NULL;
    z = logarithm(z, &trouble);
    if (nargs == 1) return raise_trouble(trouble) ? complex_from_doubles(z.real, z.imag) : NULL;
    /* the C library's errno tells of the second logarithm alone: log(0, 2) is none */
    trouble = TROUBLE_NONE;
    base = logarithm(base, &trouble);
    if (!raise_trouble(trouble)) return NULL;
    Own above = complex_from_doubles(z.real, z.imag),
        below = above ? complex_from_doubles(base.real, base.imag) : NULL;
    Own quotient = below ? number_binary(BINARY_TRUE_DIVIDE, above, below) : NULL;
    release_maybe(above);
    release_maybe(below);
    if (!quotient && error_matches(EXC(ZeroDivisionError))) {
        error_clear();
        raise_trouble(TROUBLE_DOMAIN);
    }
    return quotient;
}

static Own cmath_method_phase(UNUSED Ref self, Ref object) {
    Point z;
    if (!get_point(object, &z)) return NULL;
    double angle = atan2(z.imag, z.real);
    /* too small an angle for a float counts as a range error, by the C library's errno */
    if (angle == 0 && z.imag != 0 && isfinite(z.real)) return range_error();
    return float_from_double(angle);
}

static Own cmath_method_polar(UNUSED Ref self, Ref object) {
    Point z;
    if (!get_point(object, &z)) return NULL;
    double length = hypot(z.real, z.imag);
    if (isinf(length) && is_finite(z) && !raise_trouble(TROUBLE_RANGE)) return NULL;
    return tuple_take(2, float_from_double(length), float_from_double(atan2(z.imag, z.real)));
}

static Point from_polar(double length, double angle, Trouble *trouble) {
    if (isfinite(length) && isfinite(angle)) {
        if (angle == 0) return (Point){length, length * angle};
        return (Point){length * cos(angle), length * sin(angle)};
    }
    if (isinf(angle) && length != 0 && !isnan(length)) *trouble = TROUBLE_DOMAIN;
    if (isinf(length) && isfinite(angle) && angle != 0) {
        double sign = length > 0 ? 1 : -1;
        return (Point){copysign(INFINITY, sign * cos(angle)), copysign(INFINITY, sign * sin(angle))};
    }
    if (length == 0) return (Point){0, 0};
    if (angle == 0) return (Point){length, isnan(length) ? 0 : length > 0 ? angle : -angle};
    return (Point){isinf(length) ? INFINITY : NAN, NAN};
}
static Own cmath_method_rect(UNUSED Ref self, Ref const *args, isize nargs) {
    Trouble trouble = TROUBLE_NONE;
    if (!arguments_count("rect", nargs, 2, 2)) return NULL;
    double length = float_as_double(args[0]);
    if (length == -1.0 && error_occurred()) return NULL;
    double angle = float_as_double(args[1]);
    if (angle == -1.0 && error_occurred()) return NULL;
    Point z = from_polar(length, angle, &trouble);
    return raise_trouble(trouble) ? complex_from_doubles(z.real, z.imag) : NULL;
}

static Own cmath_method_isfinite(UNUSED Ref self, Ref object) {
    Point z;
    return get_point(object, &z) ? own_bool(is_finite(z)) : NULL;
}
static Own cmath_method_isinf(UNUSED Ref self, Ref object) {
    Point z;
    return get_point(object, &z) ? own_bool(isinf(z.real) || isinf(z.imag)) : NULL;
}
static Own cmath_method_isnan(UNUSED Ref self, Ref object) {
    Point z;
    return get_point(object, &z) ? own_bool(isnan(z.real) || isnan(z.imag)) : NULL;
}

static bool take_tolerance(Ref given, double *tolerance) {
    if (given) *tolerance = float_as_double(given);
    return *tolerance != -1.0 || !error_occurred();
}
static Own cmath_method_isclose(UNUSED Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"isclose", {"a", "b", "*", "rel_tol", "abs_tol"}, .required = 2};
    Ref given[4];
    Point a, b;
    double relative = 1e-9, absolute = 0;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) || !get_point(given[0], &a) ||
        !get_point(given[1], &b) || !take_tolerance(given[2], &relative) ||
        !take_tolerance(given[3], &absolute))
        return NULL;
    if (relative < 0 || absolute < 0) return error_set(EXC(ValueError), "tolerances must be non-negative");
    if (a.real == b.real && a.imag == b.imag) return own_bool(true);
    if (isinf(a.real) || isinf(a.imag) || isinf(b.real) || isinf(b.imag)) return own_bool(false);
    double apart = hypot(a.real - b.real, a.imag - b.imag);
    return own_bool(apart <= relative * hypot(b.real, b.imag) || apart <= relative * hypot(a.real, a.imag) ||
                    apart <= absolute);
}

static const MethodDef cmath_functions[] = {
    {"acos", METHOD_ONE, .one = cmath_method_acos,
     .doc = "acos($module, z, /)\n"
            "--\n"
            "\n"
            "Return the arc cosine of z."},
    {"acosh", METHOD_ONE, .one = cmath_method_acosh,
     .doc = "acosh($module, z, /)\n"
            "--\n"
            "\n"
            "Return the inverse hyperbolic cosine of z."},
    {"asin", METHOD_ONE, .one = cmath_method_asin,
     .doc = "asin($module, z, /)\n"
            "--\n"
            "\n"
            "Return the arc sine of z."},
    {"asinh", METHOD_ONE, .one = cmath_method_asinh,
     .doc = "asinh($module, z, /)\n"
            "--\n"
            "\n"
            "Return the inverse hyperbolic sine of z."},
    {"atan", METHOD_ONE, .one = cmath_method_atan,
     .doc = "atan($module, z, /)\n"
            "--\n"
            "\n"
            "Return the arc tangent of z."},
    {"atanh", METHOD_ONE, .one = cmath_method_atanh,
     .doc = "atanh($module, z, /)\n"
            "--\n"
            "\n"
            "Return the inverse hyperbolic tangent of z."},
    {"cos", METHOD_ONE, .one = cmath_method_cos,
     .doc = "cos($module, z, /)\n"
            "--\n"
            "\n"
            "Return the cosine of z."},
    {"cosh", METHOD_ONE, .one = cmath_method_cosh,
     .doc = "cosh($module, z, /)\n"
            "--\n"
            "\n"
            "Return the hyperbolic cosine of z."},
    {"exp", METHOD_ONE, .one = cmath_method_exp,
     .doc = "exp($module, z, /)\n"
            "--\n"
            "\n"
            "Return the exponential value e**z."},
    {"log10", METHOD_ONE, .one = cmath_method_log10,
     .doc = "log10($module, z, /)\n"
            "--\n"
            "\n"
            "Return the base-10 logarithm of z."},
    {"sin", METHOD_ONE, .one = cmath_method_sin,
     .doc = "sin($module, z, /)\n"
            "--\n"
            "\n"
            "Return the sine of z."},
    {"sinh", METHOD_ONE, .one = cmath_method_sinh,
     .doc = "sinh($module, z, /)\n"
            "--\n"
            "\n"
            "Return the hyperbolic sine of z."},
    {"sqrt", METHOD_ONE, .one = cmath_method_sqrt,
     .doc = "sqrt($module, z, /)\n"
            "--\n"
            "\n"
            "Return the square root of z."},
    {"tan", METHOD_ONE, .one = cmath_method_tan,
     .doc = "tan($module, z, /)\n"
            "--\n"
            "\n"
            "Return the tangent of z."},
    {"tanh", METHOD_ONE, .one = cmath_method_tanh,
     .doc = "tanh($module, z, /)\n"
            "--\n"
            "\n"
            "Return the hyperbolic tangent of z."},
    {"log", METHOD_ARRAY, .array = cmath_method_log,
     .doc = "log($module, z, base=<unrepresentable>, /)\n"
            "--\n"
            "\n"
            "log(z[, base]) -> the logarithm of z to the given base.\n"
            "\n"
            "If the base not specified, returns the natural logarithm (base e) of z."},
    {"phase", METHOD_ONE, .one = cmath_method_phase,
     .doc = "phase($module, z, /)\n"
            "--\n"
            "\n"
            "Return argument, also known as the phase angle, of a complex."},
    {"polar", METHOD_ONE, .one = cmath_method_polar,
     .doc = "polar($module, z, /)\n"
            "--\n"
            "\n"
            "Convert a complex from rectangular coordinates to polar coordinates.\n"
            "\n"
            "r is the distance from 0 and phi the phase angle."},
    {"rect", METHOD_ARRAY, .array = cmath_method_rect,
     .doc = "rect($module, r, phi, /)\n"
            "--\n"
            "\n"
            "Convert from polar coordinates to rectangular coordinates."},
    {"isfinite", METHOD_ONE, .one = cmath_method_isfinite,
     .doc = "isfinite($module, z, /)\n"
            "--\n"
            "\n"
            "Return True if both the real and imaginary parts of z are finite, else False."},
    {"isinf", METHOD_ONE, .one = cmath_method_isinf,
     .doc = "isinf($module, z, /)\n"
            "--\n"
            "\n"
            "Checks if the real or imaginary part of z is infinite."},
    {"isnan", METHOD_ONE, .one = cmath_method_isnan,
     .doc = "isnan($module, z, /)\n"
            "--\n"
            "\n"
            "Checks if the real or imaginary part of z not a number (NaN)."},
    {"isclose", METHOD_KEYWORDS, .keywords = cmath_method_isclose,
     .doc = "isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n"
            "--\n"
            "\n"
            "Determine whether two complex numbers are close in value.\n"
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
            "For the values to be considered close, the difference between them must be\n"
            "smaller than at least one of the tolerances.\n"
            "\n"
            "-inf, inf and NaN behave similarly to the IEEE 754 Standard. That is, NaN is\n"
            "not close to anything, even itself. inf and -inf are only close to themselves."},
    {.name = NULL}};

static bool fill(Ref module) {
    return module_add(module, "pi", float_from_double(M_PI)) &&
           module_add(module, "e", float_from_double(M_E)) &&
           module_add(module, "tau", float_from_double(2 * M_PI)) &&
           module_add(module, "inf", float_from_double(INFINITY)) &&
           module_add(module, "infj", complex_from_doubles(0, INFINITY)) &&
           module_add(module, "nan", float_from_double(NAN)) &&
           module_add(module, "nanj", complex_from_doubles(0, NAN));
}

const NativeModule cmath_module = {.name = "cmath",
                                   .doc = "This module provides access to mathematical functions for complex\n"
                                          "numbers.",
                                   .functions = cmath_functions,
                                   .fill = fill};
