/* float.c: what floats do: arithmetic, comparison, conversion.
 *
 * An operator takes two objects and is done where both become doubles: a float as it is, an int if it is not
 * too large. Comparison with ints is exact: a float is never taken for an int that it only comes near to. */
#include "object/float.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/float_internal.h"
#include "object/int_internal.h"
#include "object/number_text.h"
#include "object/str.h"
#include "object/tuple.h"

#include <math.h>

Own float_from_double(double value) { return float_new(value); }

/* --- operators -------------------------------------------------------------------------------------------- */

typedef enum Operand { OPERAND_OK, OPERAND_FOREIGN, OPERAND_ERROR } Operand;

static inline Operand operand(Ref object, double *value) {
    if (is_float(object)) {
        *value = AS_FLOAT(object)->value;
        return OPERAND_OK;
    }
    if (!is_int(object)) return OPERAND_FOREIGN;
    *value = int_as_double(object);
    return *value == -1.0 && error_occurred() ? OPERAND_ERROR : OPERAND_OK;
}

/* Reads both; where it is false, *result is what the operator returns. */
static inline bool operands(Ref a, Ref b, double *x, double *y, Own *result) {
    Operand first = operand(a, x), second = first == OPERAND_OK ? operand(b, y) : first;
    if (LIKELY(second == OPERAND_OK)) return true;
    *result = second == OPERAND_FOREIGN ? own_not_implemented() : NULL;
    return false;
}

#define ARITHMETIC(name, expression)                                                                           \
    static Own slot_##name(Ref a, Ref b) {                                                                     \
        double x, y;                                                                                           \
        Own result;                                                                                            \
        return operands(a, b, &x, &y, &result) ? float_from_double(expression) : result;                       \
    }
ARITHMETIC(add, x + y)
ARITHMETIC(subtract, x - y)
ARITHMETIC(multiply, x *y)
#undef ARITHMETIC

static void *set_zero_division(const char *message) { return error_set(EXC(ZeroDivisionError), message); }

static Own slot_true_divide(Ref a, Ref b) {
    double x, y;
    Own result;
    if (!operands(a, b, &x, &y, &result)) return result;
    return y == 0.0 ? set_zero_division("float division by zero") : float_from_double(x / y);
}

/* Both rounded down; the remainder has y's sign, also where it is zero. */
static void divide_flooring(double x, double y, double *quotient, double *remainder) {
    double rest = fmod(x, y), whole = (x - rest) / y;
    if (rest != 0.0) {
        if ((y < 0) != (rest < 0)) {
            rest += y;
            whole -= 1.0;
        }
    } else {
        rest = copysign(0.0, y);
    }
    if (whole != 0.0) { /* the division was rounded: the nearest whole number */
        *quotient = floor(whole);
        if (whole - *quotient > 0.5) *quotient += 1.0;
    } else {
        *quotient = copysign(0.0, x / y);
    }
    *remainder = rest;
}

static Own slot_floor_divide(Ref a, Ref b) {
    double x, y, quotient, remainder;
    Own result;
    if (!operands(a, b, &x, &y, &result)) return result;
    if (y == 0.0) return set_zero_division("float floor division by zero");
    divide_flooring(x, y, &quotient, &remainder);
    return float_from_double(quotient);
}

static Own slot_remainder(Ref a, Ref b) {
    double x, y;
    Own result;
    if (!operands(a, b, &x, &y, &result)) return result;
    if (y == 0.0) return set_zero_division("float modulo");
    double rest = fmod(x, y);
    if (rest == 0.0)
        rest = copysign(0.0, y);
    else if ((y < 0) != (rest < 0))
        rest += y;
    return float_from_double(rest);
}

static Own slot_divmod(Ref a, Ref b) {
    double x, y, quotient, remainder;
    Own result;
    if (!operands(a, b, &x, &y, &result)) return result;
    if (y == 0.0) return set_zero_division("float divmod()");
    divide_flooring(x, y, &quotient, &remainder);
    Own q = float_from_double(quotient), r = float_from_double(remainder), pair = NULL;
    if (q && r) pair = tuple_pack(2, (Ref)q, (Ref)r);
    release_maybe(q);
    release_maybe(r);
    return pair;
}

static bool is_odd(double whole) { return fmod(fabs(whole), 2.0) == 1.0; }

/* The cases that C libraries may differ in, as C99's annex F has them. */
static bool special_power(double x, double y, double *result) {
    bool odd = is_odd(y);
    if (y == 0)
        *result = 1.0;
    else if (isnan(x))
        *result = x;
    else if (isnan(y))
        *result = x == 1.0 ? 1.0 : y;
    else if (isinf(y)) {
        x = fabs(x);
        *result = x == 1.0 ? 1.0 : (y > 0) == (x > 1.0) ? fabs(y) : 0.0;
    } else if (isinf(x)) {
        if (y > 0)
            *result = odd ? x : fabs(x);
        else
            *result = odd ? copysign(0.0, x) : 0.0;
    } else if (x == 0.0 && y > 0)
        *result = odd ? x : 0.0;
    else
        return false;
    return true;
}

Own float_power(Ref base, Ref exponent, Ref modulus) {
    double x, y, power;
    Own result;
    if (modulus && modulus != None)
        return error_set(EXC(TypeError), "pow() 3rd argument not allowed unless all arguments are integers");
    if (!operands(base, exponent, &x, &y, &result)) return result;
    if (special_power(x, y, &power)) return float_from_double(power);
    if (x == 0.0) return set_zero_division("0.0 cannot be raised to a negative power");
    if (x < 0 && y != floor(y)) return complex_power(base, exponent, None);
    power = pow(fabs(x), y);
    if (isinf(power)) return error_set_range();
    return float_from_double(x < 0 && is_odd(y) ? -power : power);
}

void *error_set_range(void) {
    Own number = int_from_i64(34), text = number ? str_from_ascii("Numerical result out of range", 29) : NULL;
    Own args = text ? tuple_pack(2, (Ref)number, (Ref)text) : NULL;
    if (args) error_set_object(EXC(OverflowError), args);
    release_maybe(number);
    release_maybe(text);
    release_maybe(args);
    return NULL;
}

static Own slot_negative(Ref a) { return float_from_double(-AS_FLOAT(a)->value); }
static Own slot_absolute(Ref a) { return float_from_double(fabs(AS_FLOAT(a)->value)); }
Own float_exact(Ref a) { return is_exact_float(a) ? own(a) : float_from_double(AS_FLOAT(a)->value); }
static int slot_is_true(Ref a) { return AS_FLOAT(a)->value != 0.0; }
static Own slot_to_int(Ref a) { return int_from_double(AS_FLOAT(a)->value); }

/* --- comparison ------------------------------------------------------------------------------------------- */

static bool holds(double x, double y, CompareOp op) {
    switch (op) {
    case COMPARE_LT: return x < y;
    case COMPARE_LE: return x <= y;
    case COMPARE_EQ: return x == y;
    case COMPARE_NE: return x != y;
    case COMPARE_GT: return x > y;
    default: return x >= y;
    }
}

static Own slot_compare(Ref a, Ref b, CompareOp op) {
    double x = AS_FLOAT(a)->value;
    if (is_float(b)) return own_bool(holds(x, AS_FLOAT(b)->value, op));
    if (!is_int(b)) return own_not_implemented();
    if (!isfinite(x)) return own_bool(holds(x, 0.0, op)); /* any finite number would do */
    return own_bool(holds(-int_compare_double(b, x), 0, op));
}

/* --- hash ------------------------------------------------------------------------------------------------- */

/* The number modulo 2**61 - 1, as int_hash has it, 28 bits at a time: what stands behind the point counts by
 * the inverse powers of two. */
isize float_hash_double(Ref owner, double value) {
    const u64 prime = ((u64)1 << 61) - 1;
    if (isinf(value)) return value > 0 ? 314159 : -314159;
    if (isnan(value)) return owner ? object_identity_hash(owner) : 0;
    int exponent;
    double m = frexp(fabs(value), &exponent);
    u64 hash = 0;
    while (m != 0.0) {
        hash = (hash << 28 & prime) | hash >> (61 - 28);
        m = ldexp(m, 28);
        exponent -= 28;
        u64 part = (u64)m;
        m -= (double)part;
        hash += part;
        if (hash >= prime) hash -= prime;
    }
    exponent = exponent >= 0 ? exponent % 61 : 60 - (-1 - exponent) % 61;
    hash = (hash << exponent & prime) | hash >> (61 - exponent);
    isize result = value < 0 ? -(isize)hash : (isize)hash;
    return result == -1 ? -2 : result;
}

static isize slot_hash(Ref a) { return float_hash_double(a, AS_FLOAT(a)->value); }

/* --- conversion ------------------------------------------------------------------------------------------- */

/* What __float__ gave, as an exact float. Consumes it. */
static Own checked_float(Own result, Ref source) {
    if (!result || is_exact_float(result)) return result;
    Own exact = NULL;
    if (!is_float(result))
        error_set(EXC(TypeError), "%.50T.__float__ returned non-float (type %.50T)", source, (Ref)result);
    else if (warning_issue(
                 EXC(DeprecationWarning), 1,
                 "%.50T.__float__ returned non-float (type %.50T).  The ability to return an instance "
                 "of a strict subclass of float is deprecated, and may be removed in a future version of "
                 "Python.",
                 source, (Ref)result))
        exact = float_exact(result);
    release(result);
    return exact;
}

static Own from_index(Ref value) {
    Own index = int_index(value);
    if (!index) return NULL;
    double number = int_as_double(index);
    release(index);
    return number == -1.0 && error_occurred() ? NULL : float_from_double(number);
}

double float_as_double(Ref value) {
    if (is_float(value)) return AS_FLOAT(value)->value;
    if (is_exact_int(value)) return int_as_double(value);
    const TypeSlots *slots = &type_of(value)->slots;
    Own number;
    if (slots->to_float)
        number = checked_float(slots->to_float(value), value);
    else if (slots->index)
        number = from_index(value);
    else
        number = error_set(EXC(TypeError), "must be real number, not %.50T", value);
    if (!number) return -1.0;
    double result = AS_FLOAT(number)->value;
    release(number);
    return result;
}

static Own from_text(const char *text, isize length, Ref source) {
    double value;
    if (!number_text_read(text, length, number_text_to_double, &value))
        return error_occurred() ? NULL
                                : error_set(EXC(ValueError), "could not convert string to float: %R", source);
    return float_from_double(value);
}

static Own from_buffer(Ref object) {
    Buffer buffer;
    if (!buffer_get(object, &buffer, false)) return NULL;
    Own result = from_text(buffer.data, buffer.length, object);
    buffer_release(&buffer);
    return result;
}

Own float_from_object(Ref value) {
    if (is_exact_float(value)) return own(value);
    const TypeSlots *slots = &type_of(value)->slots;
    if (slots->to_float) return checked_float(slots->to_float(value), value);
    if (slots->index) return from_index(value);
    if (is_str(value)) {
        NumberChars chars;
        if (!number_chars_get(value, &chars)) return NULL;
        Own result = from_text(chars.text, chars.length, value);
        number_chars_free(&chars);
        return result;
    }
    if (slots->buffer_get) return from_buffer(value);
    return error_set(EXC(TypeError), "float() argument must be a string or a real number, not '%.200T'", value);
}

/* --- text ------------------------------------------------------------------------------------------------- */

static Own slot_repr(Ref self) {
    char local[40]; /* more than the longest repr: it never grows */
    Text text = {.data = local, .capacity = sizeof local - 1};
    double_append_repr(&text, AS_FLOAT(self)->value, true);
    return str_from_ascii(text.data, text.length);
}

const TypeSpec float_spec = {
    .name = "float",
    .basicsize = sizeof(Float),
    .flags = TYPE_BASETYPE | TYPE_MATCH_SELF | TYPE_VECTORCALL | TYPE_PLAIN,
    .slots = {.dealloc = object_free,
              .repr = slot_repr,
              .hash = slot_hash,
              .getattro = object_generic_get_attribute,
              .richcompare = slot_compare,
              .new = float_type_new,
              .add = slot_add,
              .subtract = slot_subtract,
              .multiply = slot_multiply,
              .remainder = slot_remainder,
              .divmod = slot_divmod,
              .power = float_power,
              .negative = slot_negative,
              .positive = float_exact,
              .absolute = slot_absolute,
              .is_true = slot_is_true,
              .to_int = slot_to_int,
              .to_float = float_exact,
              .floor_divide = slot_floor_divide,
              .true_divide = slot_true_divide},
    .methods = float_methods,
    .getset = float_getset,
    .doc = "float(x=0, /)\n--\n\nConvert a string or number to a floating point number, if possible."};
