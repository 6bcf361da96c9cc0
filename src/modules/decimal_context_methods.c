/* decimal_context_methods.c: the methods of Context: the operations, on whatever converts to decimals, under
 * the context's own rules. */
#include "modules/decimal.h"
#include "object/int.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- operations ----------------------------------------------------------------------------------------- */

static Own apply_unary(Ref self, Ref x, DecimalUnary operation) {
    Own a = decimal_operand(x, self, true);
    Own result = a ? decimal_compute_unary(operation, a, CONTEXT_RULES(self), self) : NULL;
    release_maybe(a);
    return result;
}

static bool take_two(Ref self, Ref x, Ref y, Own *a, Own *b) {
    *a = decimal_operand(x, self, true);
    *b = *a ? decimal_operand(y, self, true) : NULL;
    if (*b) return true;
    release_maybe(*a);
    return false;
}

static Own operate_binary(Ref self, Ref x, Ref y, DecimalBinary operation) {
    Own a, b;
    if (!take_two(self, x, y, &a, &b)) return NULL;
    Own result = decimal_compute_binary(operation, a, b, CONTEXT_RULES(self), self);
    release(a);
    release(b);
    return result;
}
static Own apply_binary(Ref self, Ref const *args, isize nargs, DecimalBinary operation) {
    return arguments_tuple(NULL, nargs, 2, 2) ? operate_binary(self, args[0], args[1], operation) : NULL;
}

#define OPERATION(name)                                                                                        \
    static Own context_method_##name(Ref self, Ref x) { return apply_unary(self, x, decimal_##name); }
DECIMAL_UNARY_OPERATIONS(OPERATION)
#undef OPERATION
#define OPERATION(name)                                                                                        \
    static Own context_method_##name(Ref self, Ref const *args, isize nargs) {                                 \
        return apply_binary(self, args, nargs, decimal_##name);                                                \
    }
DECIMAL_BINARY_OPERATIONS(OPERATION)
#undef OPERATION

static Own context_method_divmod(Ref self, Ref const *args, isize nargs) {
    Own a, b;
    if (!arguments_tuple(NULL, nargs, 2, 2) || !take_two(self, args[0], args[1], &a, &b)) return NULL;
    Own pair = decimal_compute_divmod(a, b, self);
    release(a);
    release(b);
    return pair;
}

/* An operation of three operands, all converted. */
static Own apply_ternary(Ref self, Ref x, Ref y, Ref z, DecimalTernary operation) {
    Own a, b;
    if (!take_two(self, x, y, &a, &b)) return NULL;
    Own c = decimal_operand(z, self, true);
    Own result = c ? decimal_compute_ternary(operation, a, b, c, self) : NULL;
    release(a);
    release(b);
    release_maybe(c);
    return result;
}
static Own context_method_fma(Ref self, Ref const *args, isize nargs) {
    return arguments_tuple(NULL, nargs, 3, 3) ? apply_ternary(self, args[0], args[1], args[2], decimal_fma)
                                              : NULL;
}
static Own context_method_power(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {NULL, {"a", "b", "modulo"}, .required = 2};
    Ref values[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    if (values[2] && values[2] != None)
        return apply_ternary(self, values[0], values[1], values[2], decimal_power_modulo);
    return operate_binary(self, values[0], values[1], decimal_power);
}

/* --- questions ------------------------------------------------------------------------------------------ */

#define QUESTION(name, condition)                                                                              \
    static Own context_method_is_##name(Ref self, Ref x) {                                                     \
        Own a = decimal_operand(x, self, true);                                                                \
        if (!a) return NULL;                                                                                   \
        const Decimal *d = DECIMAL_VALUE(a);                                                                   \
        bool answer = condition;                                                                               \
        release(a);                                                                                            \
        return own_bool(answer);                                                                               \
    }
QUESTION(finite, !decimal_is_special(d))
QUESTION(infinite, decimal_is_infinite(d))
QUESTION(nan, decimal_is_nan(d))
QUESTION(qnan, d->kind == DECIMAL_QUIET)
QUESTION(snan, d->kind == DECIMAL_SIGNALING)
QUESTION(signed, d->sign)
QUESTION(zero, decimal_is_zero(d))
QUESTION(normal, decimal_is_normal(d, CONTEXT_RULES(self)))
QUESTION(subnormal, decimal_is_subnormal(d, CONTEXT_RULES(self)))
#undef QUESTION
static Own context_method_is_canonical(UNUSED Ref self, Ref x) {
    return is_decimal(x) ? own_bool(true) : error_set(EXC(TypeError), "argument must be a Decimal");
}

static Own context_method_same_quantum(Ref self, Ref const *args, isize nargs) {
    Own a, b;
    if (!arguments_tuple(NULL, nargs, 2, 2) || !take_two(self, args[0], args[1], &a, &b)) return NULL;
    bool same = decimal_same_quantum(DECIMAL_VALUE(a), DECIMAL_VALUE(b));
    release(a);
    release(b);
    return own_bool(same);
}

static Own context_method_number_class(Ref self, Ref x) {
    Own a = decimal_operand(x, self, true);
    Own result = a ? str_from_ascii(decimal_class(DECIMAL_VALUE(a), CONTEXT_RULES(self)), -1) : NULL;
    release_maybe(a);
    return result;
}

static Own to_str(Ref self, Ref x, DecimalNotation notation) {
    Own a = decimal_operand(x, self, true);
    Own result = a ? decimal_to_str(DECIMAL_VALUE(a), notation, AS_DECIMAL_CONTEXT(self)->capitals) : NULL;
    release_maybe(a);
    return result;
}
static Own context_method_to_sci_string(Ref self, Ref x) { return to_str(self, x, NOTATION_SCIENTIFIC); }
static Own context_method_to_eng_string(Ref self, Ref x) { return to_str(self, x, NOTATION_ENGINEERING); }

static Own context_method_Etiny(Ref self) { return int_from_i64(rules_etiny(CONTEXT_RULES(self))); }
static Own context_method_Etop(Ref self) { return int_from_i64(rules_etop(CONTEXT_RULES(self))); }
static Own context_method_radix(UNUSED Ref self) { return decimal_from_i64(10); }

/* --- copies --------------------------------------------------------------------------------------------- */

static Own context_method_copy_decimal(Ref self, Ref x) { return decimal_operand(x, self, true); }
static Own context_method_canonical(UNUSED Ref self, Ref x) {
    return is_decimal(x) ? own(x) : error_set(EXC(TypeError), "argument must be a Decimal");
}
static Own context_method_apply(Ref self, Ref x) { return apply_unary(self, x, decimal_apply); }

static Own context_method_create_decimal(Ref self, Ref const *args, isize nargs) {
    if (!arguments_tuple(NULL, nargs, 0, 1)) return NULL;
    return decimal_from_object(MODULE_TYPE(DECIMAL), nargs ? args[0] : NULL, self, false);
}
static Own context_method_create_decimal_from_float(Ref self, Ref value) {
    return decimal_from_float(MODULE_TYPE(DECIMAL), value, self, false);
}

static Own context_method_copy(Ref self) { return context_copy(self); }

static Own context_method_clear_flags(Ref self) {
    CONTEXT_RULES(self)->status = 0;
    return own_none();
}
static Own context_method_clear_traps(Ref self) {
    CONTEXT_RULES(self)->traps = 0;
    return own_none();
}

static Own context_method_reduce(Ref self) {
    const Rules *rules = CONTEXT_RULES(self);
    Own arguments =
        tuple_take(8, int_from_i64(rules->prec), rounding_to_object(rules->rounding), int_from_i64(rules->emin),
                   int_from_i64(rules->emax), int_from_i64(AS_DECIMAL_CONTEXT(self)->capitals),
                   int_from_i64(rules->clamp), signals_to_list(rules->status), signals_to_list(rules->traps));
    return arguments ? tuple_take(2, own((Ref)type_of(self)), arguments) : NULL;
}

/* --- the table ------------------------------------------------------------------------------------------ */

const MethodDef context_methods[] = {
    {"abs", METHOD_ONE, .one = context_method_abs,
     .doc = "abs($self, x, /)\n--\n\nReturn the absolute value of x.\n\n"},
    {"exp", METHOD_ONE, .one = context_method_exp, .doc = "exp($self, x, /)\n--\n\nReturn e ** x.\n\n"},
    {"ln", METHOD_ONE, .one = context_method_ln,
     .doc = "ln($self, x, /)\n--\n\nReturn the natural (base e) logarithm of x.\n\n"},
    {"log10", METHOD_ONE, .one = context_method_log10,
     .doc = "log10($self, x, /)\n--\n\nReturn the base 10 logarithm of x.\n\n"},
    {"minus", METHOD_ONE, .one = context_method_minus,
     .doc = "minus($self, x, /)\n--\n\nMinus corresponds to the unary prefix minus operator in Python, but "
            "applies\nthe context to the result.\n\n"},
    {"next_minus", METHOD_ONE, .one = context_method_next_minus,
     .doc = "next_minus($self, x, /)\n--\n\nReturn the largest representable number smaller than x.\n\n"},
    {"next_plus", METHOD_ONE, .one = context_method_next_plus,
     .doc = "next_plus($self, x, /)\n--\n\nReturn the smallest representable number larger than x.\n\n"},
    {"normalize", METHOD_ONE, .one = context_method_normalize,
     .doc = "normalize($self, x, /)\n--\n\nReduce x to its simplest form. Alias for reduce(x).\n\n"},
    {"plus", METHOD_ONE, .one = context_method_plus,
     .doc = "plus($self, x, /)\n--\n\nPlus corresponds to the unary prefix plus operator in Python, but "
            "applies\nthe context to the result.\n\n"},
    {"to_integral", METHOD_ONE, .one = context_method_to_integral_value,
     .doc = "to_integral($self, x, /)\n--\n\nIdentical to to_integral_value(x).\n\n"},
    {"to_integral_exact", METHOD_ONE, .one = context_method_to_integral_exact,
     .doc = "to_integral_exact($self, x, /)\n--\n\nRound to an integer. Signal if the result is rounded or "
            "inexact.\n\n"},
    {"to_integral_value", METHOD_ONE, .one = context_method_to_integral_value,
     .doc = "to_integral_value($self, x, /)\n--\n\nRound to an integer.\n\n"},
    {"sqrt", METHOD_ONE, .one = context_method_sqrt,
     .doc = "sqrt($self, x, /)\n--\n\nSquare root of a non-negative number to context precision.\n\n"},
    {"add", METHOD_ARRAY, .array = context_method_add,
     .doc = "add($self, x, y, /)\n--\n\nReturn the sum of x and y.\n\n", .flags = METHOD_VARARGS},
    {"compare", METHOD_ARRAY, .array = context_method_compare,
     .doc = "compare($self, x, y, /)\n--\n\nCompare x and y numerically.\n\n", .flags = METHOD_VARARGS},
    {"compare_signal", METHOD_ARRAY, .array = context_method_compare_signal,
     .doc = "compare_signal($self, x, y, /)\n--\n\nCompare x and y numerically.  All NaNs signal.\n\n",
     .flags = METHOD_VARARGS},
    {"divide", METHOD_ARRAY, .array = context_method_divide,
     .doc = "divide($self, x, y, /)\n--\n\nReturn x divided by y.\n\n", .flags = METHOD_VARARGS},
    {"divide_int", METHOD_ARRAY, .array = context_method_divide_int,
     .doc = "divide_int($self, x, y, /)\n--\n\nReturn x divided by y, truncated to an integer.\n\n",
     .flags = METHOD_VARARGS},
    {"divmod", METHOD_ARRAY, .array = context_method_divmod,
     .doc = "divmod($self, x, y, /)\n--\n\nReturn quotient and remainder of the division x / y.\n\n",
     .flags = METHOD_VARARGS},
    {"max", METHOD_ARRAY, .array = context_method_max,
     .doc = "max($self, x, y, /)\n--\n\nCompare the values numerically and return the maximum.\n\n",
     .flags = METHOD_VARARGS},
    {"max_mag", METHOD_ARRAY, .array = context_method_max_mag,
     .doc = "max_mag($self, x, y, /)\n--\n\nCompare the values numerically with their sign ignored.\n\n",
     .flags = METHOD_VARARGS},
    {"min", METHOD_ARRAY, .array = context_method_min,
     .doc = "min($self, x, y, /)\n--\n\nCompare the values numerically and return the minimum.\n\n",
     .flags = METHOD_VARARGS},
    {"min_mag", METHOD_ARRAY, .array = context_method_min_mag,
     .doc = "min_mag($self, x, y, /)\n--\n\nCompare the values numerically with their sign ignored.\n\n",
     .flags = METHOD_VARARGS},
    {"multiply", METHOD_ARRAY, .array = context_method_multiply,
     .doc = "multiply($self, x, y, /)\n--\n\nReturn the product of x and y.\n\n", .flags = METHOD_VARARGS},
    {"next_toward", METHOD_ARRAY, .array = context_method_next_toward,
     .doc =
         "next_toward($self, x, y, /)\n--\n\nReturn the number closest to x, in the direction towards y.\n\n",
     .flags = METHOD_VARARGS},
    {"quantize", METHOD_ARRAY, .array = context_method_quantize,
     .doc =
         "quantize($self, x, y, /)\n--\n\nReturn a value equal to x (rounded), having the exponent of y.\n\n",
     .flags = METHOD_VARARGS},
    {"remainder", METHOD_ARRAY, .array = context_method_remainder,
     .doc = "remainder($self, x, y, /)\n--\n\nReturn the remainder from integer division.  The sign of the "
            "result,\nif non-zero, is the same as that of the original dividend.\n\n",
     .flags = METHOD_VARARGS},
    {"remainder_near", METHOD_ARRAY, .array = context_method_remainder_near,
     .doc = "remainder_near($self, x, y, /)\n--\n\nReturn x - y * n, where n is the integer nearest the exact "
            "value of x / y\n(if the result is 0 then its sign will be the sign of x).\n\n",
     .flags = METHOD_VARARGS},
    {"subtract", METHOD_ARRAY, .array = context_method_subtract,
     .doc = "subtract($self, x, y, /)\n--\n\nReturn the difference between x and y.\n\n",
     .flags = METHOD_VARARGS},
    {"power", METHOD_KEYWORDS, .keywords = context_method_power,
     .doc = "power($self, /, a, b, modulo=None)\n--\n\nCompute a**b. If 'a' is negative, then 'b' must be "
            "integral. The result\nwill be inexact unless 'a' is integral and the result is finite and can\nbe "
            "expressed exactly in 'precision' digits.  In the Python version the\nresult is always correctly "
            "rounded, in the C version the result is almost\nalways correctly rounded.\n\nIf modulo is given, "
            "compute (a**b) % modulo. The following restrictions\nhold:\n\n    * all three arguments must be "
            "integral\n    * 'b' must be nonnegative\n    * at least one of 'a' or 'b' must be nonzero\n    * "
            "modulo must be nonzero and less than 10**prec in absolute value\n\n\n",
     .flags = METHOD_VARARGS},
    {"fma", METHOD_ARRAY, .array = context_method_fma,
     .doc = "fma($self, x, y, z, /)\n--\n\nReturn x multiplied by y, plus z.\n\n", .flags = METHOD_VARARGS},
    {"Etiny", METHOD_NONE, .none = context_method_Etiny,
     .doc = "Etiny($self, /)\n--\n\nReturn a value equal to Emin - prec + 1, which is the minimum exponent "
            "value\nfor subnormal results.  When underflow occurs, the exponent is set to Etiny.\n\n"},
    {"Etop", METHOD_NONE, .none = context_method_Etop,
     .doc =
         "Etop($self, /)\n--\n\nReturn a value equal to Emax - prec + 1.  This is the maximum exponent\nif the "
         "_clamp field of the context is set to 1 (IEEE clamp mode).  Etop()\nmust not be negative.\n\n"},
    {"radix", METHOD_NONE, .none = context_method_radix, .doc = "radix($self, /)\n--\n\nReturn 10.\n\n"},
    {"is_canonical", METHOD_ONE, .one = context_method_is_canonical,
     .doc = "is_canonical($self, x, /)\n--\n\nReturn True if x is canonical, False otherwise.\n\n"},
    {"is_finite", METHOD_ONE, .one = context_method_is_finite,
     .doc = "is_finite($self, x, /)\n--\n\nReturn True if x is finite, False otherwise.\n\n"},
    {"is_infinite", METHOD_ONE, .one = context_method_is_infinite,
     .doc = "is_infinite($self, x, /)\n--\n\nReturn True if x is infinite, False otherwise.\n\n"},
    {"is_nan", METHOD_ONE, .one = context_method_is_nan,
     .doc = "is_nan($self, x, /)\n--\n\nReturn True if x is a qNaN or sNaN, False otherwise.\n\n"},
    {"is_normal", METHOD_ONE, .one = context_method_is_normal,
     .doc = "is_normal($self, x, /)\n--\n\nReturn True if x is a normal number, False otherwise.\n\n"},
    {"is_qnan", METHOD_ONE, .one = context_method_is_qnan,
     .doc = "is_qnan($self, x, /)\n--\n\nReturn True if x is a quiet NaN, False otherwise.\n\n"},
    {"is_signed", METHOD_ONE, .one = context_method_is_signed,
     .doc = "is_signed($self, x, /)\n--\n\nReturn True if x is negative, False otherwise.\n\n"},
    {"is_snan", METHOD_ONE, .one = context_method_is_snan,
     .doc = "is_snan($self, x, /)\n--\n\nReturn True if x is a signaling NaN, False otherwise.\n\n"},
    {"is_subnormal", METHOD_ONE, .one = context_method_is_subnormal,
     .doc = "is_subnormal($self, x, /)\n--\n\nReturn True if x is subnormal, False otherwise.\n\n"},
    {"is_zero", METHOD_ONE, .one = context_method_is_zero,
     .doc = "is_zero($self, x, /)\n--\n\nReturn True if x is a zero, False otherwise.\n\n"},
    {"_apply", METHOD_ONE, .one = context_method_apply},
    {"canonical", METHOD_ONE, .one = context_method_canonical,
     .doc = "canonical($self, x, /)\n--\n\nReturn a new instance of x.\n\n"},
    {"copy_abs", METHOD_ONE, .one = context_method_copy_abs,
     .doc = "copy_abs($self, x, /)\n--\n\nReturn a copy of x with the sign set to 0.\n\n"},
    {"copy_decimal", METHOD_ONE, .one = context_method_copy_decimal,
     .doc = "copy_decimal($self, x, /)\n--\n\nReturn a copy of Decimal x.\n\n"},
    {"copy_negate", METHOD_ONE, .one = context_method_copy_negate,
     .doc = "copy_negate($self, x, /)\n--\n\nReturn a copy of x with the sign inverted.\n\n"},
    {"logb", METHOD_ONE, .one = context_method_logb,
     .doc = "logb($self, x, /)\n--\n\nReturn the exponent of the magnitude of the operand's MSD.\n\n"},
    {"logical_invert", METHOD_ONE, .one = context_method_logical_invert,
     .doc = "logical_invert($self, x, /)\n--\n\nInvert all digits of x.\n\n"},
    {"number_class", METHOD_ONE, .one = context_method_number_class,
     .doc = "number_class($self, x, /)\n--\n\nReturn an indication of the class of x.\n\n"},
    {"to_sci_string", METHOD_ONE, .one = context_method_to_sci_string,
     .doc = "to_sci_string($self, x, /)\n--\n\nConvert a number to a string using scientific notation.\n\n"},
    {"to_eng_string", METHOD_ONE, .one = context_method_to_eng_string,
     .doc = "to_eng_string($self, x, /)\n--\n\nConvert a number to a string, using engineering notation.\n\n"},
    {"compare_total", METHOD_ARRAY, .array = context_method_compare_total,
     .doc = "compare_total($self, x, y, /)\n--\n\nCompare x and y using their abstract representation.\n\n",
     .flags = METHOD_VARARGS},
    {"compare_total_mag", METHOD_ARRAY, .array = context_method_compare_total_mag,
     .doc = "compare_total_mag($self, x, y, /)\n--\n\nCompare x and y using their abstract representation, "
            "ignoring sign.\n\n",
     .flags = METHOD_VARARGS},
    {"copy_sign", METHOD_ARRAY, .array = context_method_copy_sign,
     .doc = "copy_sign($self, x, y, /)\n--\n\nCopy the sign from y to x.\n\n", .flags = METHOD_VARARGS},
    {"logical_and", METHOD_ARRAY, .array = context_method_logical_and,
     .doc = "logical_and($self, x, y, /)\n--\n\nDigit-wise and of x and y.\n\n", .flags = METHOD_VARARGS},
    {"logical_or", METHOD_ARRAY, .array = context_method_logical_or,
     .doc = "logical_or($self, x, y, /)\n--\n\nDigit-wise or of x and y.\n\n", .flags = METHOD_VARARGS},
    {"logical_xor", METHOD_ARRAY, .array = context_method_logical_xor,
     .doc = "logical_xor($self, x, y, /)\n--\n\nDigit-wise xor of x and y.\n\n", .flags = METHOD_VARARGS},
    {"rotate", METHOD_ARRAY, .array = context_method_rotate,
     .doc = "rotate($self, x, y, /)\n--\n\nReturn a copy of x, rotated by y places.\n\n",
     .flags = METHOD_VARARGS},
    {"same_quantum", METHOD_ARRAY, .array = context_method_same_quantum,
     .doc = "same_quantum($self, x, y, /)\n--\n\nReturn True if the two operands have the same exponent.\n\n",
     .flags = METHOD_VARARGS},
    {"scaleb", METHOD_ARRAY, .array = context_method_scaleb,
     .doc =
         "scaleb($self, x, y, /)\n--\n\nReturn the first operand after adding the second value to its exp.\n\n",
     .flags = METHOD_VARARGS},
    {"shift", METHOD_ARRAY, .array = context_method_shift,
     .doc = "shift($self, x, y, /)\n--\n\nReturn a copy of x, shifted by y places.\n\n",
     .flags = METHOD_VARARGS},
    {"clear_flags", METHOD_NONE, .none = context_method_clear_flags,
     .doc = "clear_flags($self, /)\n--\n\nReset all flags to False.\n\n"},
    {"clear_traps", METHOD_NONE, .none = context_method_clear_traps,
     .doc = "clear_traps($self, /)\n--\n\nSet all traps to False.\n\n"},
    {"__copy__", METHOD_NONE, .none = context_method_copy},
    {"__reduce__", METHOD_NONE, .none = context_method_reduce},
    {"copy", METHOD_NONE, .none = context_method_copy,
     .doc = "copy($self, /)\n--\n\nReturn a duplicate of the context with all flags cleared.\n\n"},
    {"create_decimal", METHOD_ARRAY, .array = context_method_create_decimal,
     .doc = "create_decimal($self, num=\"0\", /)\n--\n\nCreate a new Decimal instance from num, using self as "
            "the context. Unlike the\nDecimal constructor, this function observes the context limits.\n\n",
     .flags = METHOD_VARARGS},
    {"create_decimal_from_float", METHOD_ONE, .one = context_method_create_decimal_from_float,
     .doc = "create_decimal_from_float($self, f, /)\n--\n\nCreate a new Decimal instance from float f.  Unlike "
            "the Decimal.from_float()\nclass method, this function observes the context limits.\n\n"},
    {.name = NULL}};
