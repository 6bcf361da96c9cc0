/* float_methods.c: the constructor and the methods of float. */
#include "object/argument_checks.h"
#include "object/call.h"
#include "object/error.h"
#include "object/float.h"
#include "object/float_digits.h"
#include "object/float_internal.h"
#include "object/int_internal.h"
#include "object/str.h"
#include "object/tuple.h"

#include <float.h>
#include <math.h>

static double value_of(Ref self) { return AS_FLOAT(self)->value; }

Own float_type_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    bool plain = type->slots.init == TYPE(FLOAT)->slots.init; /* no __init__ of its own that takes keywords */
    if (plain && !arguments_no_keywords("float", kwnames)) return NULL;
    if (!arguments_count("float", nargs, 0, 1)) return NULL;
    Own value = nargs ? float_from_object(args[0]) : float_from_double(0.0);
    if (!value || type == TYPE(FLOAT)) return value;
    Own instance = object_new(type, 0);
    if (instance) AS_FLOAT(instance)->value = value_of(value);
    release(value);
    return instance;
}

/* --- to whole numbers ------------------------------------------------------------------------------------- */

static Own method_trunc(Ref self) { return int_from_double(value_of(self)); }
static Own method_floor(Ref self) { return int_from_double(floor(value_of(self))); }
static Own method_ceil(Ref self) { return int_from_double(ceil(value_of(self))); }

static Own method_is_integer(Ref self) {
    double value = value_of(self);
    return own_bool(isfinite(value) && floor(value) == value);
}

/* The decimal with `places` digits after the point that is nearest, and the double nearest to that. */
static Own round_to_places(double value, int places) {
    FloatDigits digits;
    float_digits_fraction(fabs(value), places, &digits);
    char local[FLOAT_MOST_DIGITS + 24];
    Text text = {.data = local, .capacity = sizeof local - 1};
    text_append(&text, digits.digits, digits.count);
    text_append_format(&text, "e%d", digits.point - digits.count);
    double rounded = copysign(double_from_text(text.data, text.length, NULL), value);
    if (isinf(rounded)) return error_set(EXC(OverflowError), "rounded value too large to represent");
    return float_from_double(rounded);
}

static Own method_round(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("__round__", nargs, 0, 1)) return NULL;
    double value = value_of(self);
    if (nargs == 0 || args[0] == None) {
        double rounded = round(value);
        if (fabs(value - rounded) == 0.5) rounded = 2.0 * round(value / 2.0);
        return int_from_double(rounded);
    }
    isize places = int_index_as_isize(args[0], NULL);
    if (places == -1 && error_occurred()) return NULL;
    const isize most = (isize)((DBL_MANT_DIG - DBL_MIN_EXP) * 0.30103);
    const isize least = -(isize)((DBL_MAX_EXP + 1) * 0.30103);
    if (!isfinite(value) || value == 0.0 || places > most) return float_from_double(value);
    if (places < least) return float_from_double(0.0 * value);
    return round_to_places(value, (int)places);
}

/* numerator <<= exponent, or denominator <<= -exponent. Consumes the numerator. */
static Own ratio(Own numerator, int exponent) {
    Own one = int_from_i64(1), shift = int_from_i64(exponent < 0 ? -exponent : exponent);
    Own denominator = own(one), pair = NULL;
    if (shift && exponent > 0) slot_set(&numerator, int_lshift(numerator, shift));
    if (shift && exponent < 0) slot_set(&denominator, int_lshift(one, shift));
    if (shift && numerator && denominator) pair = tuple_pack(2, (Ref)numerator, (Ref)denominator);
    release(one);
    release_maybe(shift);
    release_maybe(numerator);
    release_maybe(denominator);
    return pair;
}

static Own method_as_integer_ratio(Ref self) {
    double value = value_of(self);
    if (isinf(value)) return error_set(EXC(OverflowError), "cannot convert Infinity to integer ratio");
    if (isnan(value)) return error_set(EXC(ValueError), "cannot convert NaN to integer ratio");
    int exponent;
    double fraction = frexp(value, &exponent);
    while (fraction != floor(fraction)) {
        fraction *= 2.0;
        exponent--;
    }
    Own numerator = int_from_double(fraction);
    return numerator ? ratio(numerator, exponent) : NULL;
}

/* --- the rest --------------------------------------------------------------------------------------------- */

static Own method_conjugate(Ref self) { return float_exact(self); }

static Own method_getnewargs(Ref self) {
    Own value = float_from_double(value_of(self));
    if (!value) return NULL;
    Own args = tuple_pack(1, (Ref)value);
    release(value);
    return args;
}

static Own method_format(Ref self, Ref spec) {
    if (!argument_str(spec, "__format__", "")) return NULL;
    return str_format_float(self, spec);
}

static Own method_getformat(Ref type, Ref typestr) {
    (void)type;
    if (!argument_str(typestr, "__getformat__", "")) return NULL;
    if (!str_equal_ascii(typestr, "double") && !str_equal_ascii(typestr, "float"))
        return error_set(EXC(ValueError), "__getformat__() argument 1 must be 'double' or 'float'");
    return str_from_ascii("IEEE, little-endian", 19);
}

static Own get_real(Ref self, void *closure) {
    (void)closure;
    return float_exact(self);
}
static Own get_imag(Ref self, void *closure) {
    (void)closure, (void)self;
    return float_from_double(0.0);
}

const GetSetDef float_getset[] = {{"real", get_real, NULL, "the real part of a complex number", NULL},
                                  {"imag", get_imag, NULL, "the imaginary part of a complex number", NULL},
                                  {0}};

const MethodDef float_methods[] = {
    {"conjugate", METHOD_NONE, .none = method_conjugate,
     .doc = "conjugate($self, /)\n--\n\nReturn self, the complex conjugate of any float."},
    {"__trunc__", METHOD_NONE, .none = method_trunc,
     .doc = "__trunc__($self, /)\n--\n\nReturn the Integral closest to x between 0 and x."},
    {"__floor__", METHOD_NONE, .none = method_floor,
     .doc = "__floor__($self, /)\n--\n\nReturn the floor as an Integral."},
    {"__ceil__", METHOD_NONE, .none = method_ceil,
     .doc = "__ceil__($self, /)\n--\n\nReturn the ceiling as an Integral."},
    {"__round__", METHOD_ARRAY, .array = method_round,
     .doc = "__round__($self, ndigits=None, /)\n--\n\n"
            "Return the Integral closest to x, rounding half toward even.\n\n"
            "When an argument is passed, work like built-in round(x, ndigits)."},
    {"as_integer_ratio", METHOD_NONE, .none = method_as_integer_ratio,
     .doc = "as_integer_ratio($self, /)\n--\n\nReturn integer ratio.\n\n"
            "Return a pair of integers, whose ratio is exactly equal to the original float\n"
            "and with a positive denominator.\n\n"
            "Raise OverflowError on infinities and a ValueError on NaNs.\n\n"
            ">>> (10.0).as_integer_ratio()\n(10, 1)\n>>> (0.0).as_integer_ratio()\n(0, 1)\n"
            ">>> (-.25).as_integer_ratio()\n(-1, 4)"},
    {"fromhex", METHOD_ONE, .one = float_method_fromhex, .flags = METHOD_CLASS,
     .doc = "fromhex($type, string, /)\n--\n\nCreate a floating-point number from a hexadecimal string.\n\n"
            ">>> float.fromhex('0x1.ffffp10')\n2047.984375\n>>> float.fromhex('-0x1p-1074')\n-5e-324"},
    {"hex", METHOD_NONE, .none = float_method_hex,
     .doc = "hex($self, /)\n--\n\nReturn a hexadecimal representation of a floating-point number.\n\n"
            ">>> (-0.1).hex()\n'-0x1.999999999999ap-4'\n>>> 3.14159.hex()\n'0x1.921f9f01b866ep+1'"},
    {"is_integer", METHOD_NONE, .none = method_is_integer,
     .doc = "is_integer($self, /)\n--\n\nReturn True if the float is an integer."},
    {"__getnewargs__", METHOD_NONE, .none = method_getnewargs, .doc = "__getnewargs__($self, /)\n--\n\n"},
    {"__getformat__", METHOD_ONE, .one = method_getformat, .flags = METHOD_CLASS,
     .doc = "__getformat__($type, typestr, /)\n--\n\nYou probably don't want to use this function.\n\n"
            "  typestr\n    Must be 'double' or 'float'.\n\nIt exists mainly to be used in Python's test "
            "suite.\n\n"
            "This function returns whichever of 'unknown', 'IEEE, big-endian' or 'IEEE,\n"
            "little-endian' best describes the format of floating point numbers used by the\n"
            "C type named by typestr."},
    {"__format__", METHOD_ONE, .one = method_format,
     .doc = "__format__($self, format_spec, /)\n--\n\nFormats the float according to format_spec."},
    {0}};
