/* ctypes_c_math.c: libm: C's functions on floating point numbers. */
#include "modules/ctypes.h"

#include <math.h>

/*   ONE(name): of one number; TWO(name): of two. Each is there for doubles and, with an `f`, for floats. */
#define ONE_NUMBER(ONE)                                                                                        \
    ONE(sqrt)                                                                                                  \
    ONE(cbrt)                                                                                                  \
    ONE(sin)                                                                                                   \
    ONE(cos)                                                                                                   \
    ONE(tan)                                                                                                   \
    ONE(asin)                                                                                                  \
    ONE(acos)                                                                                                  \
    ONE(atan)                                                                                                  \
    ONE(sinh)                                                                                                  \
    ONE(cosh)                                                                                                  \
    ONE(tanh)                                                                                                  \
    ONE(asinh)                                                                                                 \
    ONE(acosh)                                                                                                 \
    ONE(atanh)                                                                                                 \
    ONE(exp)                                                                                                   \
    ONE(exp2)                                                                                                  \
    ONE(expm1)                                                                                                 \
    ONE(log)                                                                                                   \
    ONE(log2)                                                                                                  \
    ONE(log10)                                                                                                 \
    ONE(log1p)                                                                                                 \
    ONE(floor)                                                                                                 \
    ONE(ceil)                                                                                                  \
    ONE(round)                                                                                                 \
    ONE(trunc)                                                                                                 \
    ONE(rint)                                                                                                  \
    ONE(nearbyint)                                                                                             \
    ONE(fabs)                                                                                                  \
    ONE(erf)                                                                                                   \
    ONE(erfc)                                                                                                  \
    ONE(tgamma)                                                                                                \
    /* a line each */
#define TWO_NUMBERS(TWO)                                                                                       \
    TWO(pow)                                                                                                   \
    TWO(atan2)                                                                                                 \
    TWO(fmod)                                                                                                  \
    TWO(hypot)                                                                                                 \
    TWO(fmax)                                                                                                  \
    TWO(fmin)                                                                                                  \
    TWO(fdim)                                                                                                  \
    TWO(copysign)                                                                                              \
    TWO(remainder)                                                                                             \
    TWO(nextafter)                                                                                             \
    /* a line each */

#define ONE(name)                                                                                              \
    static bool c_##name(CCall *call) { return call_answer_double(call, name(call_double(call))); }            \
    static bool c_##name##f(CCall *call) { return call_answer_float(call, name##f(call_float(call))); }
#define TWO(name)                                                                                              \
    static bool c_##name(CCall *call) {                                                                        \
        double a = call_double(call);                                                                          \
        return call_answer_double(call, name(a, call_double(call)));                                           \
    }                                                                                                          \
    static bool c_##name##f(CCall *call) {                                                                     \
        float a = call_float(call);                                                                            \
        return call_answer_float(call, name##f(a, call_float(call)));                                          \
    }
ONE_NUMBER(ONE)
TWO_NUMBERS(TWO)

/* --- answers that are, or arguments that take, integers ------------------------------------------------- */

static bool c_ldexp(CCall *call) { return call_answer_double(call, ldexp(call_double(call), call_int(call))); }
static bool c_lround(CCall *call) { return call_answer_int(call, lround(call_double(call))); }
static bool c_lrint(CCall *call) { return call_answer_int(call, lrint(call_double(call))); }
static bool c_ilogb(CCall *call) { return call_answer_int(call, ilogb(call_double(call))); }
static bool c_logb(CCall *call) { return call_answer_double(call, logb(call_double(call))); }
static bool c_fma(CCall *call) {
    double a = call_double(call), b = call_double(call);
    return call_answer_double(call, fma(a, b, call_double(call)));
}
static bool c_isnan(CCall *call) { return call_answer_int(call, isnan(call_double(call)) ? 1 : 0); }
static bool c_isinf(CCall *call) {
    double number = call_double(call);
    return call_answer_int(call, isinf(number) ? (number < 0 ? -1 : 1) : 0);
}
static bool c_finite(CCall *call) { return call_answer_int(call, isfinite(call_double(call)) ? 1 : 0); }

static bool c_frexp(CCall *call) {
    int exponent, *to = call_pointer(call);
    double fraction = frexp(call_double(call), &exponent);
    if (!memory_check(to, sizeof *to, true)) return false;
    memcpy(to, &exponent, sizeof exponent);
    return call_answer_double(call, fraction);
}
static bool c_modf(CCall *call) {
    double whole, *to = call_pointer(call), fraction = modf(call_double(call), &whole);
    if (!memory_check(to, sizeof *to, true)) return false;
    memcpy(to, &whole, sizeof whole);
    return call_answer_double(call, fraction);
}

#define BOTH(name) {#name, c_##name}, {#name "f", c_##name##f},
const CSymbol c_math_symbols[] = {ONE_NUMBER(BOTH)
                                      TWO_NUMBERS(BOTH) /* and those that are there for doubles only */
                                  {"ldexp", c_ldexp},
                                  {"scalbn", c_ldexp},
                                  {"lround", c_lround},
                                  {"llround", c_lround},
                                  {"lrint", c_lrint},
                                  {"llrint", c_lrint},
                                  {"ilogb", c_ilogb},
                                  {"logb", c_logb},
                                  {"fma", c_fma},
                                  {"isnan", c_isnan},
                                  {"isinf", c_isinf},
                                  {"finite", c_finite},
                                  {"frexp", c_frexp},
                                  {"modf", c_modf},
                                  {NULL, NULL}};
