/* complex.c: complex numbers: pairs of doubles. Each operation rounds as CPython's does: the formulas and their
 * order are part of what a program can see. */
#include "object/argument_checks.h"
#include "object/call.h"
#include "object/error.h"
#include "object/float.h"
#include "object/float_internal.h"
#include "object/int_internal.h"
#include "object/str.h"
#include "object/tuple.h"

#include <math.h>

typedef struct Pair {
    double real, imag;
} Pair;

Own complex_from_doubles(double real, double imag) {
    Own fresh = object_new_raw(TYPE(COMPLEX), 0);
    if (fresh) {
        AS_COMPLEX(fresh)->real = real;
        AS_COMPLEX(fresh)->imag = imag;
    }
    return fresh;
}
static Own from_pair(Pair pair) { return complex_from_doubles(pair.real, pair.imag); }
static Pair pair_of(Ref self) { return (Pair){AS_COMPLEX(self)->real, AS_COMPLEX(self)->imag}; }

/* --- arithmetic on pairs ---------------------------------------------------------------------------------- */

static Pair multiply(Pair a, Pair b) {
    return (Pair){a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real};
}

/* Smith's method: scaled by the larger part of b, so that nothing overflows on the way. False: b is zero. */
static bool divide(Pair a, Pair b, Pair *result) {
    double real = fabs(b.real), imag = fabs(b.imag);
    *result = (Pair){0.0, 0.0};
    if (real >= imag) {
        if (real == 0.0) return false;
        double ratio = b.imag / b.real, denominator = b.real + b.imag * ratio;
        *result = (Pair){(a.real + a.imag * ratio) / denominator, (a.imag - a.real * ratio) / denominator};
    } else if (imag >= real) {
        double ratio = b.real / b.imag, denominator = b.real * ratio + b.imag;
        *result = (Pair){(a.real * ratio + a.imag) / denominator, (a.imag * ratio - a.real) / denominator};
    } else { /* b has a nan */
        *result = (Pair){(double)NAN, (double)NAN};
    }
    return true;
}

/* a ** n for a small n >= 1, by squaring. */
static Pair power_of_count(Pair a, long n) {
    Pair result = {1.0, 0.0};
    for (long mask = 1; mask > 0 && n >= mask; mask <<= 1, a = multiply(a, a))
        if (n & mask) result = multiply(result, a);
    return result;
}

/* False: zero to a negative power. */
static bool power_of_int(Pair a, long n, Pair *result) {
    if (n > 0) {
        *result = power_of_count(a, n);
        return true;
    }
    return divide((Pair){1.0, 0.0}, power_of_count(a, -n), result);
}

/* In polar coordinates. False: zero to a negative or complex power. */
static bool power_of_complex(Pair a, Pair b, Pair *result) {
    *result = (Pair){1.0, 0.0};
    if (b.real == 0.0 && b.imag == 0.0) return true;
    if (a.real == 0.0 && a.imag == 0.0) {
        *result = (Pair){0.0, 0.0};
        return b.imag == 0.0 && !(b.real < 0.0);
    }
    double absolute = hypot(a.real, a.imag), length = pow(absolute, b.real), angle = atan2(a.imag, a.real);
    double phase = angle * b.real;
    if (b.imag != 0.0) {
        length /= exp(angle * b.imag);
        phase += b.imag * log(absolute);
    }
    *result = (Pair){length * cos(phase), length * sin(phase)};
    return !isinf(phase); /* where the C library calls it a domain error */
}

/* --- operators -------------------------------------------------------------------------------------------- */

typedef enum Operand { OPERAND_OK, OPERAND_FOREIGN, OPERAND_ERROR } Operand;

static Operand operand(Ref object, Pair *value) {
    if (is_complex(object)) {
        *value = pair_of(object);
        return OPERAND_OK;
    }
    value->imag = 0.0;
    if (is_int(object)) {
        value->real = int_as_double(object);
        return value->real == -1.0 && error_occurred() ? OPERAND_ERROR : OPERAND_OK;
    }
    if (!is_float(object)) return OPERAND_FOREIGN;
    value->real = AS_FLOAT(object)->value;
    return OPERAND_OK;
}

static bool operands(Ref a, Ref b, Pair *x, Pair *y, Own *result) {
    Operand first = operand(a, x), second = first == OPERAND_OK ? operand(b, y) : first;
    if (second == OPERAND_OK) return true;
    *result = second == OPERAND_FOREIGN ? own_not_implemented() : NULL;
    return false;
}

#define ARITHMETIC(name, expression)                                                                           \
    static Own slot_##name(Ref a, Ref b) {                                                                     \
        Pair x, y;                                                                                             \
        Own result;                                                                                            \
        return operands(a, b, &x, &y, &result) ? from_pair(expression) : result;                               \
    }
ARITHMETIC(add, ((Pair){x.real + y.real, x.imag + y.imag}))
ARITHMETIC(subtract, ((Pair){x.real - y.real, x.imag - y.imag}))
ARITHMETIC(multiply, multiply(x, y))
#undef ARITHMETIC

static Own slot_true_divide(Ref a, Ref b) {
    Pair x, y, quotient;
    Own result;
    if (!operands(a, b, &x, &y, &result)) return result;
    if (!divide(x, y, &quotient)) return error_set(EXC(ZeroDivisionError), "complex division by zero");
    return from_pair(quotient);
}

Own complex_power(Ref base, Ref exponent, Ref modulus) {
    Pair x, y, power;
    Own result;
    if (!operands(base, exponent, &x, &y, &result)) return result;
    if (modulus && modulus != None) return error_set(EXC(ValueError), "complex modulo");
    bool whole = y.imag == 0.0 && y.real == floor(y.real) && fabs(y.real) <= 100.0;
    bool ok = whole ? power_of_int(x, (long)y.real, &power) : power_of_complex(x, y, &power);
    if (!ok) return error_set(EXC(ZeroDivisionError), "0.0 to a negative or complex power");
    if (isinf(power.real) || isinf(power.imag)) return error_set(EXC(OverflowError), "complex exponentiation");
    return from_pair(power);
}

static Own slot_negative(Ref a) { return complex_from_doubles(-AS_COMPLEX(a)->real, -AS_COMPLEX(a)->imag); }
static Own slot_positive(Ref a) { return is_exact_complex(a) ? own(a) : from_pair(pair_of(a)); }
static int slot_is_true(Ref a) { return AS_COMPLEX(a)->real != 0.0 || AS_COMPLEX(a)->imag != 0.0; }

static Own slot_absolute(Ref a) {
    Pair z = pair_of(a);
    double result = hypot(z.real, z.imag); /* C99: inf where either part is, else nan where either is */
    if (isinf(result) && isfinite(z.real) && isfinite(z.imag))
        return error_set(EXC(OverflowError), "absolute value too large");
    return float_from_double(result);
}

static isize slot_hash(Ref a) {
    usize real = (usize)float_hash_double(a, AS_COMPLEX(a)->real);
    usize imag = (usize)float_hash_double(a, AS_COMPLEX(a)->imag);
    isize hash = (isize)(real + 1000003u * imag);
    return hash == -1 ? -2 : hash;
}

static Own slot_compare(Ref a, Ref b, CompareOp op) {
    if (op != COMPARE_EQ && op != COMPARE_NE) return own_not_implemented();
    Pair x = pair_of(a);
    bool equal;
    if (is_complex(b))
        equal = x.real == AS_COMPLEX(b)->real && x.imag == AS_COMPLEX(b)->imag;
    else if (is_float(b))
        equal = x.real == AS_FLOAT(b)->value && x.imag == 0.0;
    else if (is_int(b))
        equal = x.imag == 0.0 && isfinite(x.real) && int_compare_double(b, x.real) == 0;
    else
        return own_not_implemented();
    return own_bool(equal == (op == COMPARE_EQ));
}

static Own slot_repr(Ref self) {
    Pair z = pair_of(self);
    char local[80]; /* more than two longest reprs: it never grows */
    Text text = {.data = local, .capacity = sizeof local - 1};
    bool only_imag = z.real == 0.0 && !signbit(z.real);
    if (!only_imag) {
        text_append_char(&text, '(');
        double_append_repr(&text, z.real, false);
    }
    double_append_format(&text, z.imag, 'r', 0, false, !only_imag, false);
    text_append_cstring(&text, only_imag ? "j" : "j)");
    return str_from_ascii(text.data, text.length);
}

/* --- methods ---------------------------------------------------------------------------------------------- */

static Own method_conjugate(Ref self) {
    return complex_from_doubles(AS_COMPLEX(self)->real, -AS_COMPLEX(self)->imag);
}

static Own method_getnewargs(Ref self) {
    Own real = float_from_double(AS_COMPLEX(self)->real), imag = float_from_double(AS_COMPLEX(self)->imag),
        args = NULL;
    if (real && imag) args = tuple_pack(2, (Ref)real, (Ref)imag);
    release_maybe(real);
    release_maybe(imag);
    return args;
}

static Own method_format(Ref self, Ref spec) {
    if (!argument_str(spec, "__format__", "")) return NULL;
    return str_format_complex(self, spec);
}

static const MemberDef complex_members[] = {
    {"real", MEMBER_DOUBLE, offsetof(Complex, real), true, "the real part of a complex number"},
    {"imag", MEMBER_DOUBLE, offsetof(Complex, imag), true, "the imaginary part of a complex number"},
    {0}};

static const MethodDef complex_methods[] = {
    {"conjugate", METHOD_NONE, .none = method_conjugate,
     .doc = "conjugate($self, /)\n--\n\nReturn the complex conjugate of its argument. (3-4j).conjugate() == "
            "3+4j."},
    {"__complex__", METHOD_NONE, .none = slot_positive,
     .doc = "__complex__($self, /)\n--\n\nConvert this value to exact type complex."},
    {"__getnewargs__", METHOD_NONE, .none = method_getnewargs, .doc = "__getnewargs__($self, /)\n--\n\n"},
    {"__format__", METHOD_ONE, .one = method_format,
     .doc = "__format__($self, format_spec, /)\n--\n\nConvert to a string according to format_spec."},
    {0}};

const TypeSpec complex_spec = {.name = "complex",
                               .basicsize = sizeof(Complex),
                               .flags = TYPE_BASETYPE,
                               .slots = {.dealloc = object_free,
                                         .repr = slot_repr,
                                         .hash = slot_hash,
                                         .getattro = object_generic_get_attribute,
                                         .richcompare = slot_compare,
                                         .new = complex_type_new,
                                         .add = slot_add,
                                         .subtract = slot_subtract,
                                         .multiply = slot_multiply,
                                         .power = complex_power,
                                         .negative = slot_negative,
                                         .positive = slot_positive,
                                         .absolute = slot_absolute,
                                         .is_true = slot_is_true,
                                         .true_divide = slot_true_divide},
                               .methods = complex_methods,
                               .members = complex_members,
                               .doc = "complex(real=0, imag=0)\n--\n\nCreate a complex number from a real part "
                                      "and an optional imaginary part.\n\n"
                                      "This is equivalent to (real + imag*1j) where imag defaults to 0."};
