/* ctypes_c_math.c: libm: C's functions on floating point numbers. */
#include "modules/ctypes.h"

#include <math.h>

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
#define ONE_NUMBER(USE)                                                                                        \
    USE(sqrt)                                                                                                  \
    USE(cbrt)                                                                                                  \
    USE(sin)                                                                                                   \
    USE(cos) USE(tan) USE(asin) USE(acos) USE(atan) USE(sinh) USE(cosh) USE(tanh) USE(asinh) USE(acosh)        \
        USE(atanh) USE(exp) USE(exp2) USE(expm1) USE(log) USE(log2) USE(log10) USE(log1p) USE(floor) USE(ceil) \
            USE(round) USE(trunc) USE(rint) USE(nearbyint) USE(fabs) USE(erf) USE(erfc) USE(tgamma)
#define TWO_NUMBERS(USE)                                                                                       \
    USE(pow)                                                                                                   \
    USE(atan2) USE(fmod) USE(hypot) USE(fmax) USE(fmin) USE(fdim) USE(copysign) USE(remainder) USE(nextafter)

ONE_NUMBER(ONE)
TWO_NUMBERS(TWO)

/* --- answers that are, or arguments that take, integers ------------------------------------------------------------- */

static bool answer_signed(CCall *call, i64 number) { return call_answer_word(call, (u64)number); }
static bool c_ldexp(CCall *call) { return call_answer_double(call, ldexp(call_double(call), call_int(call))); }
static bool c_lround(CCall *call) { return answer_signed(call, lround(call_double(call))); }
static bool c_lrint(CCall *call) { return answer_signed(call, lrint(call_double(call))); }
static bool c_ilogb(CCall *call) { return answer_signed(call, ilogb(call_double(call))); }
static bool c_logb(CCall *call) { return call_answer_double(call, logb(call_double(call))); }
static bool c_fma(CCall *call) {
    double a = call_double(call), b = call_double(call);
    return call_answer_double(call, fma(a, b, call_double(call)));
}
static bool c_isnan(CCall *call) { return answer_signed(call, isnan(call_double(call)) ? 1 : 0); }
static bool c_isinf(CCall *call) {
    double number = call_double(call);
    return answer_signed(call, isinf(number) ? (number < 0 ? -1 : 1) : 0);
}
static bool c_finite(CCall *call) { return answer_signed(call, isfinite(call_double(call)) ? 1 : 0); }

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
const CSymbol c_math_symbols[] = {ONE_NUMBER(BOTH) TWO_NUMBERS(BOTH){"ldexp", c_ldexp},
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
