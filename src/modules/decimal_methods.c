/* decimal_methods.c: the methods of Decimal.
 *
 * Most take an optional context, which stands for the current one; the operation itself is in the other
 * files. */
#include "modules/decimal.h"
#include "object/dict.h"
#include "object/float.h"
#include "object/int.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- operations ----------------------------------------------------------------------------------------- */

/* The only argument of most methods, an optional context. Borrowed; NULL raised. */
static Ref take_context(Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {NULL, {"context"}, .required = 0};
    Ref given;
    return arguments_bind(&parameters, args, nargs, kwnames, &given) ? context_of_argument(given) : NULL;
}

static Own apply_unary(Ref self, Ref const *args, isize nargs, Ref kwnames, DecimalUnary operation) {
    Ref context = take_context(args, nargs, kwnames);
    return context ? decimal_compute_unary(operation, self, CONTEXT_RULES(context), context) : NULL;
}

/* The other operand and the context that methods of two operands take. The operand is owned; NULL raised. */
static Own take_other(Ref const *args, isize nargs, Ref kwnames, Ref *context) {
    static const Parameters parameters = {NULL, {"other", "context"}, .required = 1};
    Ref values[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    *context = context_of_argument(values[1]);
    return *context ? decimal_operand(values[0], *context, true) : NULL;
}

static Own apply_binary(Ref self, Ref const *args, isize nargs, Ref kwnames, DecimalBinary operation) {
    Ref context;
    Own other = take_other(args, nargs, kwnames, &context);
    if (!other) return NULL;
    Own result = decimal_compute_binary(operation, self, other, CONTEXT_RULES(context), context);
    release(other);
    return result;
}

#define UNARY(name)                                                                                            \
    static Own decimal_method_##name(Ref self, Ref const *args, isize nargs, Ref kwnames) {                    \
        return apply_unary(self, args, nargs, kwnames, decimal_##name);                                        \
    }
#define BINARY(name)                                                                                           \
    static Own decimal_method_##name(Ref self, Ref const *args, isize nargs, Ref kwnames) {                    \
        return apply_binary(self, args, nargs, kwnames, decimal_##name);                                       \
    }
UNARY(exp)
UNARY(ln)
UNARY(log10)
UNARY(next_minus)
UNARY(next_plus)
UNARY(normalize)
UNARY(sqrt)
UNARY(logb)
UNARY(logical_invert)
BINARY(compare)
BINARY(compare_signal)
BINARY(max)
BINARY(max_mag)
BINARY(min)
BINARY(min_mag)
BINARY(next_toward)
BINARY(remainder_near)
BINARY(logical_and)
BINARY(logical_or)
BINARY(logical_xor)
BINARY(rotate)
BINARY(scaleb)
BINARY(shift)
BINARY(compare_total)
BINARY(compare_total_mag)
BINARY(copy_sign)
#undef UNARY
#undef BINARY

static Own decimal_method_same_quantum(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref context;
    Own other = take_other(args, nargs, kwnames, &context);
    if (!other) return NULL;
    bool same = decimal_same_quantum(DECIMAL_VALUE(self), DECIMAL_VALUE(other));
    release(other);
    return own_bool(same);
}

static Own decimal_method_fma(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {NULL, {"other", "third", "context"}, .required = 2};
    Ref values[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    Ref context = context_of_argument(values[2]);
    Own other = context ? decimal_operand(values[0], context, true) : NULL;
    Own third = other ? decimal_operand(values[1], context, true) : NULL;
    Own result = third ? decimal_compute_ternary(decimal_fma, self, other, third, context) : NULL;
    release_maybe(other);
    release_maybe(third);
    return result;
}

/* --- with a rounding mode of their own ------------------------------------------------------------------ */

/* The context's rules, with another mode where one is given. */
static bool take_rounding(Ref mode, Ref context, Rules *rules) {
    *rules = *CONTEXT_RULES(context);
    return !mode || mode == None || rounding_from_object(mode, &rules->rounding);
}

static Own to_integral(Ref self, Ref const *args, isize nargs, Ref kwnames, DecimalUnary operation) {
    static const Parameters parameters = {NULL, {"rounding", "context"}, .required = 0};
    Ref values[2];
    Rules rules;
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    Ref context = context_of_argument(values[1]);
    if (!context || !take_rounding(values[0], context, &rules)) return NULL;
    return decimal_compute_unary(operation, self, &rules, context);
}
static Own decimal_method_to_integral_value(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return to_integral(self, args, nargs, kwnames, decimal_to_integral_value);
}
static Own decimal_method_to_integral_exact(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return to_integral(self, args, nargs, kwnames, decimal_to_integral_exact);
}

static Own decimal_method_quantize(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {NULL, {"exp", "rounding", "context"}, .required = 1};
    Ref values[3];
    Rules rules;
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    Ref context = context_of_argument(values[2]);
    if (!context || !take_rounding(values[1], context, &rules)) return NULL;
    Own exponent = decimal_operand(values[0], context, true);
    if (!exponent) return NULL;
    Own result = decimal_compute_binary(decimal_quantize, self, exponent, &rules, context);
    release(exponent);
    return result;
}

/* round(self, places): to 10**-places. */
static Own round_to_places(Ref self, Ref places, Ref context) {
    if (!is_int(places)) return error_set(EXC(TypeError), "optional arg must be an integer");
    isize number = int_as_isize(places);
    if (number == -1 && error_occurred()) return NULL;
    Own result = decimal_new_exact();
    Decimal quantum;
    u32 status = 0;
    decimal_init(&quantum);
    decimal_set(&quantum, 0, 1, number == PTRDIFF_MIN ? PTRDIFF_MAX : -number);
    if (result)
        decimal_quantize(DECIMAL_VALUE(result), DECIMAL_VALUE(self), &quantum, CONTEXT_RULES(context), &status);
    return decimal_checked(result, context, status);
}

static Own decimal_method_round(Ref self, Ref const *args, isize nargs) {
    Ref context = context_current();
    if (!context || !arguments_tuple(NULL, nargs, 0, 1)) return NULL;
    return nargs ? round_to_places(self, args[0], context) : decimal_to_int(self, context, ROUND_HALF_EVEN);
}

static Own to_int_rounded(Ref self, Rounding rounding) {
    Ref context = context_current();
    return context ? decimal_to_int(self, context, rounding) : NULL;
}
static Own decimal_method_ceil(Ref self) { return to_int_rounded(self, ROUND_CEILING); }
static Own decimal_method_floor(Ref self) { return to_int_rounded(self, ROUND_FLOOR); }
static Own decimal_method_trunc(Ref self) { return to_int_rounded(self, ROUND_DOWN); }

/* --- questions ------------------------------------------------------------------------------------------ */

#define QUESTION(name, condition)                                                                              \
    static Own decimal_method_is_##name(Ref self) {                                                            \
        const Decimal *d = DECIMAL_VALUE(self);                                                                \
        return own_bool(condition);                                                                            \
    }
QUESTION(finite, !decimal_is_special(d))
QUESTION(infinite, decimal_is_infinite(d))
QUESTION(nan, decimal_is_nan(d))
QUESTION(qnan, d->kind == DECIMAL_QUIET)
QUESTION(snan, d->kind == DECIMAL_SIGNALING)
QUESTION(signed, d->sign)
QUESTION(zero, decimal_is_zero(d))
#undef QUESTION
static Own decimal_method_is_canonical(UNUSED Ref self) { return own_bool(true); }

static Own decimal_method_is_normal(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref context = take_context(args, nargs, kwnames);
    return context ? own_bool(decimal_is_normal(DECIMAL_VALUE(self), CONTEXT_RULES(context))) : NULL;
}
static Own decimal_method_is_subnormal(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref context = take_context(args, nargs, kwnames);
    return context ? own_bool(decimal_is_subnormal(DECIMAL_VALUE(self), CONTEXT_RULES(context))) : NULL;
}
static Own decimal_method_number_class(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref context = take_context(args, nargs, kwnames);
    return context ? str_from_ascii(decimal_class(DECIMAL_VALUE(self), CONTEXT_RULES(context)), -1) : NULL;
}
static Own decimal_method_to_eng_string(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref context = take_context(args, nargs, kwnames);
    return context ? decimal_to_str(DECIMAL_VALUE(self), NOTATION_ENGINEERING,
                                    AS_DECIMAL_CONTEXT(context)->capitals)
                   : NULL;
}

static Own decimal_method_adjusted(Ref self) {
    const Decimal *d = DECIMAL_VALUE(self);
    return int_from_i64(decimal_is_special(d) ? 0 : decimal_adjusted(d));
}
static Own decimal_method_radix(UNUSED Ref self) { return decimal_from_i64(10); }

/* --- copies and conversions ----------------------------------------------------------------------------- */

static Own decimal_method_copy_abs(Ref self) { return decimal_compute_current(decimal_copy_abs, self); }
static Own decimal_method_copy_negate(Ref self) { return decimal_compute_current(decimal_copy_negate, self); }
static Own decimal_method_canonical(Ref self) { return own(self); }
static Own decimal_method_conjugate(Ref self) { return own(self); }
static Own decimal_method_copy(Ref self) { return own(self); }
static Own decimal_method_deepcopy(Ref self, UNUSED Ref memo) { return own(self); }

/* A subclass is called with the exact value. */
static Own decimal_method_from_float(Ref type, Ref value) {
    Ref context = context_current();
    Own result = context ? decimal_from_float(MODULE_TYPE(DECIMAL), value, context, true) : NULL;
    if (!result || type == (Ref)MODULE_TYPE(DECIMAL)) return result;
    Own instance = object_call_one(type, result);
    release(result);
    return instance;
}

static Own decimal_method_as_tuple(Ref self) { return decimal_to_tuple(self); }
static Own decimal_method_as_integer_ratio(Ref self) { return decimal_to_ratio(self); }

static Own decimal_method_complex(Ref self) {
    Own real = decimal_to_float(self), result = real ? complex_from_doubles(AS_FLOAT(real)->value, 0) : NULL;
    release_maybe(real);
    return result;
}

static Own decimal_method_format(Ref self, Ref const *args, isize nargs) {
    Ref context = context_current();
    if (!context || !arguments_tuple(NULL, nargs, 1, 2)) return NULL;
    if (!is_str(args[0])) return error_set(EXC(TypeError), "format arg must be str");
    if (nargs > 1 && !is_dict(args[1])) return error_set(EXC(TypeError), "optional argument must be a dict");
    return decimal_format(DECIMAL_VALUE(self), args[0], nargs > 1 ? args[1] : NULL,
                          AS_DECIMAL_CONTEXT(context)->capitals, CONTEXT_RULES(context));
}

static Own decimal_method_reduce(Ref self) {
    Own text = decimal_type_str(self), arguments = text ? tuple_take(1, text) : NULL;
    return arguments ? tuple_take(2, own((Ref)type_of(self)), arguments) : NULL;
}

/* The object's own words are four, as CPython's; more of them are a block of their own. */
static Own decimal_method_sizeof(Ref self) {
    const Decimal *d = DECIMAL_VALUE(self);
    isize words = d->count > COUNT_OF(d->local) ? d->count : 0;
    return int_from_isize(MODULE_TYPE(DECIMAL)->ghost_size + words * (isize)sizeof *d->words);
}

/* --- the table ------------------------------------------------------------------------------------------ */

const MethodDef decimal_methods[] = {
    {"exp", METHOD_KEYWORDS, .keywords = decimal_method_exp,
     .doc = "exp($self, /, context=None)\n--\n\nReturn the value of the (natural) exponential function e**x at "
            "the given\nnumber.  The function always uses the ROUND_HALF_EVEN mode and the result\nis "
            "correctly rounded.\n\n",
     .flags = METHOD_VARARGS},
    {"ln", METHOD_KEYWORDS, .keywords = decimal_method_ln,
     .doc = "ln($self, /, context=None)\n--\n\nReturn the natural (base e) logarithm of the operand. The "
            "function always\nuses the ROUND_HALF_EVEN mode and the result is correctly rounded.\n\n",
     .flags = METHOD_VARARGS},
    {"log10", METHOD_KEYWORDS, .keywords = decimal_method_log10,
     .doc = "log10($self, /, context=None)\n--\n\nReturn the base ten logarithm of the operand. The function "
            "always uses the\nROUND_HALF_EVEN mode and the result is correctly rounded.\n\n",
     .flags = METHOD_VARARGS},
    {"next_minus", METHOD_KEYWORDS, .keywords = decimal_method_next_minus,
     .doc = "next_minus($self, /, context=None)\n--\n\nReturn the largest number representable in the given "
            "context (or in the\ncurrent default context if no context is given) that is smaller than "
            "the\ngiven operand.\n\n",
     .flags = METHOD_VARARGS},
    {"next_plus", METHOD_KEYWORDS, .keywords = decimal_method_next_plus,
     .doc = "next_plus($self, /, context=None)\n--\n\nReturn the smallest number representable in the given "
            "context (or in the\ncurrent default context if no context is given) that is larger than "
            "the\ngiven operand.\n\n",
     .flags = METHOD_VARARGS},
    {"normalize", METHOD_KEYWORDS, .keywords = decimal_method_normalize,
     .doc = "normalize($self, /, context=None)\n--\n\nNormalize the number by stripping the rightmost trailing "
            "zeros and\nconverting any result equal to Decimal('0') to Decimal('0e0').  Used\nfor producing "
            "canonical values for members of an equivalence class.\nFor example, Decimal('32.100') and "
            "Decimal('0.321000e+2') both normalize\nto the equivalent value Decimal('32.1').\n\n",
     .flags = METHOD_VARARGS},
    {"to_integral", METHOD_KEYWORDS, .keywords = decimal_method_to_integral_value,
     .doc = "to_integral($self, /, rounding=None, context=None)\n--\n\nIdentical to the to_integral_value() "
            "method.  The to_integral() name has been\nkept for compatibility with older versions.\n\n",
     .flags = METHOD_VARARGS},
    {"to_integral_exact", METHOD_KEYWORDS, .keywords = decimal_method_to_integral_exact,
     .doc = "to_integral_exact($self, /, rounding=None, context=None)\n--\n\nRound to the nearest integer, "
            "signaling Inexact or Rounded as appropriate if\nrounding occurs.  The rounding mode is determined "
            "by the rounding parameter\nif given, else by the given context. If neither parameter is given, "
            "then the\nrounding mode of the current default context is used.\n\n",
     .flags = METHOD_VARARGS},
    {"to_integral_value", METHOD_KEYWORDS, .keywords = decimal_method_to_integral_value,
     .doc = "to_integral_value($self, /, rounding=None, context=None)\n--\n\nRound to the nearest integer "
            "without signaling Inexact or Rounded.  The\nrounding mode is determined by the rounding parameter "
            "if given, else by\nthe given context. If neither parameter is given, then the rounding mode\nof "
            "the current default context is used.\n\n",
     .flags = METHOD_VARARGS},
    {"sqrt", METHOD_KEYWORDS, .keywords = decimal_method_sqrt,
     .doc = "sqrt($self, /, context=None)\n--\n\nReturn the square root of the argument to full precision. The "
            "result is\ncorrectly rounded using the ROUND_HALF_EVEN rounding mode.\n\n",
     .flags = METHOD_VARARGS},
    {"compare", METHOD_KEYWORDS, .keywords = decimal_method_compare,
     .doc = "compare($self, /, other, context=None)\n--\n\nCompare self to other.  Return a decimal value:\n\n "
            "   a or b is a NaN ==> Decimal('NaN')\n    a < b           ==> Decimal('-1')\n    a == b          "
            "==> Decimal('0')\n    a > b           ==> Decimal('1')\n\n",
     .flags = METHOD_VARARGS},
    {"compare_signal", METHOD_KEYWORDS, .keywords = decimal_method_compare_signal,
     .doc = "compare_signal($self, /, other, context=None)\n--\n\nIdentical to compare, except that all NaNs "
            "signal.\n\n",
     .flags = METHOD_VARARGS},
    {"max", METHOD_KEYWORDS, .keywords = decimal_method_max,
     .doc = "max($self, /, other, context=None)\n--\n\nMaximum of self and other.  If one operand is a quiet "
            "NaN and the other is\nnumeric, the numeric operand is returned.\n\n",
     .flags = METHOD_VARARGS},
    {"max_mag", METHOD_KEYWORDS, .keywords = decimal_method_max_mag,
     .doc = "max_mag($self, /, other, context=None)\n--\n\nSimilar to the max() method, but the comparison is "
            "done using the absolute\nvalues of the operands.\n\n",
     .flags = METHOD_VARARGS},
    {"min", METHOD_KEYWORDS, .keywords = decimal_method_min,
     .doc = "min($self, /, other, context=None)\n--\n\nMinimum of self and other. If one operand is a quiet "
            "NaN and the other is\nnumeric, the numeric operand is returned.\n\n",
     .flags = METHOD_VARARGS},
    {"min_mag", METHOD_KEYWORDS, .keywords = decimal_method_min_mag,
     .doc = "min_mag($self, /, other, context=None)\n--\n\nSimilar to the min() method, but the comparison is "
            "done using the absolute\nvalues of the operands.\n\n",
     .flags = METHOD_VARARGS},
    {"next_toward", METHOD_KEYWORDS, .keywords = decimal_method_next_toward,
     .doc = "next_toward($self, /, other, context=None)\n--\n\nIf the two operands are unequal, return the "
            "number closest to the first\noperand in the direction of the second operand.  If both operands "
            "are\nnumerically equal, return a copy of the first operand with the sign set\nto be the same as "
            "the sign of the second operand.\n\n",
     .flags = METHOD_VARARGS},
    {"quantize", METHOD_KEYWORDS, .keywords = decimal_method_quantize,
     .doc = "quantize($self, /, exp, rounding=None, context=None)\n--\n\nReturn a value equal to the first "
            "operand after rounding and having the\nexponent of the second operand.\n\n    >>> "
            "Decimal('1.41421356').quantize(Decimal('1.000'))\n    Decimal('1.414')\n\nUnlike other "
            "operations, if the length of the coefficient after the quantize\noperation would be greater than "
            "precision, then an InvalidOperation is signaled.\nThis guarantees that, unless there is an error "
            "condition, the quantized exponent\nis always equal to that of the right-hand operand.\n\nAlso "
            "unlike other operations, quantize never signals Underflow, even if the\nresult is subnormal and "
            "inexact.\n\nIf the exponent of the second operand is larger than that of the first, "
            "then\nrounding may be necessary. In this case, the rounding mode is determined by the\nrounding "
            "argument if given, else by the given context argument; if neither\nargument is given, the "
            "rounding mode of the current thread's context is used.\n\n",
     .flags = METHOD_VARARGS},
    {"remainder_near", METHOD_KEYWORDS, .keywords = decimal_method_remainder_near,
     .doc = "remainder_near($self, /, other, context=None)\n--\n\nReturn the remainder from dividing self by "
            "other.  This differs from\nself % other in that the sign of the remainder is chosen so as to "
            "minimize\nits absolute value. More precisely, the return value is self - n * other\nwhere n is "
            "the integer nearest to the exact value of self / other, and\nif two integers are equally near "
            "then the even one is chosen.\n\nIf the result is zero then its sign will be the sign of self.\n\n",
     .flags = METHOD_VARARGS},
    {"fma", METHOD_KEYWORDS, .keywords = decimal_method_fma,
     .doc = "fma($self, /, other, third, context=None)\n--\n\nFused multiply-add.  Return self*other+third "
            "with no rounding of the\nintermediate product self*other.\n\n    >>> Decimal(2).fma(3, 5)\n    "
            "Decimal('11')\n\n\n",
     .flags = METHOD_VARARGS},
    {"is_canonical", METHOD_NONE, .none = decimal_method_is_canonical,
     .doc = "is_canonical($self, /)\n--\n\nReturn True if the argument is canonical and False otherwise.  "
            "Currently,\na Decimal instance is always canonical, so this operation always returns\nTrue.\n\n"},
    {"is_finite", METHOD_NONE, .none = decimal_method_is_finite,
     .doc = "is_finite($self, /)\n--\n\nReturn True if the argument is a finite number, and False if the "
            "argument\nis infinite or a NaN.\n\n"},
    {"is_infinite", METHOD_NONE, .none = decimal_method_is_infinite,
     .doc = "is_infinite($self, /)\n--\n\nReturn True if the argument is either positive or negative infinity "
            "and\nFalse otherwise.\n\n"},
    {"is_nan", METHOD_NONE, .none = decimal_method_is_nan,
     .doc = "is_nan($self, /)\n--\n\nReturn True if the argument is a (quiet or signaling) NaN and "
            "False\notherwise.\n\n"},
    {"is_qnan", METHOD_NONE, .none = decimal_method_is_qnan,
     .doc = "is_qnan($self, /)\n--\n\nReturn True if the argument is a quiet NaN, and False otherwise.\n\n"},
    {"is_snan", METHOD_NONE, .none = decimal_method_is_snan,
     .doc = "is_snan($self, /)\n--\n\nReturn True if the argument is a signaling NaN and False otherwise.\n\n"},
    {"is_signed", METHOD_NONE, .none = decimal_method_is_signed,
     .doc = "is_signed($self, /)\n--\n\nReturn True if the argument has a negative sign and False "
            "otherwise.\nNote that both zeros and NaNs can carry signs.\n\n"},
    {"is_zero", METHOD_NONE, .none = decimal_method_is_zero,
     .doc = "is_zero($self, /)\n--\n\nReturn True if the argument is a (positive or negative) zero and "
            "False\notherwise.\n\n"},
    {"is_normal", METHOD_KEYWORDS, .keywords = decimal_method_is_normal,
     .doc = "is_normal($self, /, context=None)\n--\n\nReturn True if the argument is a normal finite non-zero "
            "number with an\nadjusted exponent greater than or equal to Emin. Return False if the\nargument is "
            "zero, subnormal, infinite or a NaN.\n\n",
     .flags = METHOD_VARARGS},
    {"is_subnormal", METHOD_KEYWORDS, .keywords = decimal_method_is_subnormal,
     .doc = "is_subnormal($self, /, context=None)\n--\n\nReturn True if the argument is subnormal, and False "
            "otherwise. A number is\nsubnormal if it is non-zero, finite, and has an adjusted exponent "
            "less\nthan Emin.\n\n",
     .flags = METHOD_VARARGS},
    {"adjusted", METHOD_NONE, .none = decimal_method_adjusted,
     .doc = "adjusted($self, /)\n--\n\nReturn the adjusted exponent of the number.  Defined as exp + digits - "
            "1.\n\n"},
    {"canonical", METHOD_NONE, .none = decimal_method_canonical,
     .doc = "canonical($self, /)\n--\n\nReturn the canonical encoding of the argument.  Currently, the "
            "encoding\nof a Decimal instance is always canonical, so this operation returns its\nargument "
            "unchanged.\n\n"},
    {"conjugate", METHOD_NONE, .none = decimal_method_conjugate,
     .doc = "conjugate($self, /)\n--\n\nReturn self.\n\n"},
    {"radix", METHOD_NONE, .none = decimal_method_radix,
     .doc = "radix($self, /)\n--\n\nReturn Decimal(10), the radix (base) in which the Decimal class does\nall "
            "its arithmetic. Included for compatibility with the specification.\n\n"},
    {"copy_abs", METHOD_NONE, .none = decimal_method_copy_abs,
     .doc = "copy_abs($self, /)\n--\n\nReturn the absolute value of the argument.  This operation is "
            "unaffected by\ncontext and is quiet: no flags are changed and no rounding is performed.\n\n"},
    {"copy_negate", METHOD_NONE, .none = decimal_method_copy_negate,
     .doc = "copy_negate($self, /)\n--\n\nReturn the negation of the argument.  This operation is unaffected "
            "by context\nand is quiet: no flags are changed and no rounding is performed.\n\n"},
    {"logb", METHOD_KEYWORDS, .keywords = decimal_method_logb,
     .doc = "logb($self, /, context=None)\n--\n\nFor a non-zero number, return the adjusted exponent of the "
            "operand as a\nDecimal instance.  If the operand is a zero, then Decimal('-Infinity') is\nreturned "
            "and the DivisionByZero condition is raised. If the operand is\nan infinity then "
            "Decimal('Infinity') is returned.\n\n",
     .flags = METHOD_VARARGS},
    {"logical_invert", METHOD_KEYWORDS, .keywords = decimal_method_logical_invert,
     .doc = "logical_invert($self, /, context=None)\n--\n\nReturn the digit-wise inversion of the (logical) "
            "operand.\n\n",
     .flags = METHOD_VARARGS},
    {"number_class", METHOD_KEYWORDS, .keywords = decimal_method_number_class,
     .doc =
         "number_class($self, /, context=None)\n--\n\nReturn a string describing the class of the operand.  "
         "The returned value\nis one of the following ten strings:\n\n    * '-Infinity', indicating that the "
         "operand is negative infinity.\n    * '-Normal', indicating that the operand is a negative normal "
         "number.\n    * '-Subnormal', indicating that the operand is negative and subnormal.\n    * '-Zero', "
         "indicating that the operand is a negative zero.\n    * '+Zero', indicating that the operand is a "
         "positive zero.\n    * '+Subnormal', indicating that the operand is positive and subnormal.\n    * "
         "'+Normal', indicating that the operand is a positive normal number.\n    * '+Infinity', indicating "
         "that the operand is positive infinity.\n    * 'NaN', indicating that the operand is a quiet NaN (Not "
         "a Number).\n    * 'sNaN', indicating that the operand is a signaling NaN.\n\n\n",
     .flags = METHOD_VARARGS},
    {"to_eng_string", METHOD_KEYWORDS, .keywords = decimal_method_to_eng_string,
     .doc = "to_eng_string($self, /, context=None)\n--\n\nConvert to an engineering-type string.  Engineering "
            "notation has an exponent\nwhich is a multiple of 3, so there are up to 3 digits left of the "
            "decimal\nplace. For example, Decimal('123E+1') is converted to Decimal('1.23E+3').\n\nThe value "
            "of context.capitals determines whether the exponent sign is lower\nor upper case. Otherwise, the "
            "context does not affect the operation.\n\n",
     .flags = METHOD_VARARGS},
    {"compare_total", METHOD_KEYWORDS, .keywords = decimal_method_compare_total,
     .doc =
         "compare_total($self, /, other, context=None)\n--\n\nCompare two operands using their abstract "
         "representation rather than\ntheir numerical value.  Similar to the compare() method, but the "
         "result\ngives a total ordering on Decimal instances.  Two Decimal instances with\nthe same numeric "
         "value but different representations compare unequal\nin this ordering:\n\n    >>> "
         "Decimal('12.0').compare_total(Decimal('12'))\n    Decimal('-1')\n\nQuiet and signaling NaNs are also "
         "included in the total ordering. The result\nof this function is Decimal('0') if both operands have "
         "the same representation,\nDecimal('-1') if the first operand is lower in the total order than the "
         "second,\nand Decimal('1') if the first operand is higher in the total order than the\nsecond "
         "operand. See the specification for details of the total order.\n\nThis operation is unaffected by "
         "context and is quiet: no flags are changed\nand no rounding is performed. As an exception, the C "
         "version may raise\nInvalidOperation if the second operand cannot be converted exactly.\n\n",
     .flags = METHOD_VARARGS},
    {"compare_total_mag", METHOD_KEYWORDS, .keywords = decimal_method_compare_total_mag,
     .doc = "compare_total_mag($self, /, other, context=None)\n--\n\nCompare two operands using their abstract "
            "representation rather than their\nvalue as in compare_total(), but ignoring the sign of each "
            "operand.\n\nx.compare_total_mag(y) is equivalent to "
            "x.copy_abs().compare_total(y.copy_abs()).\n\nThis operation is unaffected by context and is "
            "quiet: no flags are changed\nand no rounding is performed. As an exception, the C version may "
            "raise\nInvalidOperation if the second operand cannot be converted exactly.\n\n",
     .flags = METHOD_VARARGS},
    {"copy_sign", METHOD_KEYWORDS, .keywords = decimal_method_copy_sign,
     .doc = "copy_sign($self, /, other, context=None)\n--\n\nReturn a copy of the first operand with the sign "
            "set to be the same as the\nsign of the second operand. For example:\n\n    >>> "
            "Decimal('2.3').copy_sign(Decimal('-1.5'))\n    Decimal('-2.3')\n\nThis operation is unaffected by "
            "context and is quiet: no flags are changed\nand no rounding is performed. As an exception, the C "
            "version may raise\nInvalidOperation if the second operand cannot be converted exactly.\n\n",
     .flags = METHOD_VARARGS},
    {"same_quantum", METHOD_KEYWORDS, .keywords = decimal_method_same_quantum,
     .doc = "same_quantum($self, /, other, context=None)\n--\n\nTest whether self and other have the same "
            "exponent or whether both are NaN.\n\nThis operation is unaffected by context and is quiet: no "
            "flags are changed\nand no rounding is performed. As an exception, the C version may "
            "raise\nInvalidOperation if the second operand cannot be converted exactly.\n\n",
     .flags = METHOD_VARARGS},
    {"logical_and", METHOD_KEYWORDS, .keywords = decimal_method_logical_and,
     .doc = "logical_and($self, /, other, context=None)\n--\n\nReturn the digit-wise 'and' of the two "
            "(logical) operands.\n\n",
     .flags = METHOD_VARARGS},
    {"logical_or", METHOD_KEYWORDS, .keywords = decimal_method_logical_or,
     .doc = "logical_or($self, /, other, context=None)\n--\n\nReturn the digit-wise 'or' of the two (logical) "
            "operands.\n\n",
     .flags = METHOD_VARARGS},
    {"logical_xor", METHOD_KEYWORDS, .keywords = decimal_method_logical_xor,
     .doc = "logical_xor($self, /, other, context=None)\n--\n\nReturn the digit-wise 'exclusive or' of the two "
            "(logical) operands.\n\n",
     .flags = METHOD_VARARGS},
    {"rotate", METHOD_KEYWORDS, .keywords = decimal_method_rotate,
     .doc = "rotate($self, /, other, context=None)\n--\n\nReturn the result of rotating the digits of the "
            "first operand by an amount\nspecified by the second operand.  The second operand must be an "
            "integer in\nthe range -precision through precision. The absolute value of the second\noperand "
            "gives the number of places to rotate. If the second operand is\npositive then rotation is to the "
            "left; otherwise rotation is to the right.\nThe coefficient of the first operand is padded on the "
            "left with zeros to\nlength precision if necessary. The sign and exponent of the first operand "
            "are\nunchanged.\n\n",
     .flags = METHOD_VARARGS},
    {"scaleb", METHOD_KEYWORDS, .keywords = decimal_method_scaleb,
     .doc = "scaleb($self, /, other, context=None)\n--\n\nReturn the first operand with the exponent adjusted "
            "the second.  Equivalently,\nreturn the first operand multiplied by 10**other. The second operand "
            "must be\nan integer.\n\n",
     .flags = METHOD_VARARGS},
    {"shift", METHOD_KEYWORDS, .keywords = decimal_method_shift,
     .doc = "shift($self, /, other, context=None)\n--\n\nReturn the result of shifting the digits of the first "
            "operand by an amount\nspecified by the second operand.  The second operand must be an integer "
            "in\nthe range -precision through precision. The absolute value of the second\noperand gives the "
            "number of places to shift. If the second operand is\npositive, then the shift is to the left; "
            "otherwise the shift is to the\nright. Digits shifted into the coefficient are zeros. The sign and "
            "exponent\nof the first operand are unchanged.\n\n",
     .flags = METHOD_VARARGS},
    {"from_float", METHOD_ONE, .one = decimal_method_from_float,
     .doc =
         "from_float($type, f, /)\n--\n\nClass method that converts a float to a decimal number, "
         "exactly.\nSince 0.1 is not exactly representable in binary floating point,\nDecimal.from_float(0.1) "
         "is not the same as Decimal('0.1').\n\n    >>> Decimal.from_float(0.1)\n    "
         "Decimal('0.1000000000000000055511151231257827021181583404541015625')\n    >>> "
         "Decimal.from_float(float('nan'))\n    Decimal('NaN')\n    >>> Decimal.from_float(float('inf'))\n    "
         "Decimal('Infinity')\n    >>> Decimal.from_float(float('-inf'))\n    Decimal('-Infinity')\n\n\n",
     .flags = METHOD_CLASS},
    {"as_tuple", METHOD_NONE, .none = decimal_method_as_tuple,
     .doc = "as_tuple($self, /)\n--\n\nReturn a tuple representation of the number.\n\n"},
    {"as_integer_ratio", METHOD_NONE, .none = decimal_method_as_integer_ratio,
     .doc = "as_integer_ratio($self, /)\n--\n\nDecimal.as_integer_ratio() -> (int, int)\n\nReturn a pair of "
            "integers, whose ratio is exactly equal to the original\nDecimal and with a positive denominator. "
            "The ratio is in lowest terms.\nRaise OverflowError on infinities and a ValueError on NaNs.\n\n"},
    {"__copy__", METHOD_NONE, .none = decimal_method_copy},
    {"__deepcopy__", METHOD_ONE, .one = decimal_method_deepcopy},
    {"__format__", METHOD_ARRAY, .array = decimal_method_format, .flags = METHOD_VARARGS},
    {"__reduce__", METHOD_NONE, .none = decimal_method_reduce},
    {"__round__", METHOD_ARRAY, .array = decimal_method_round, .flags = METHOD_VARARGS},
    {"__ceil__", METHOD_NONE, .none = decimal_method_ceil},
    {"__floor__", METHOD_NONE, .none = decimal_method_floor},
    {"__trunc__", METHOD_NONE, .none = decimal_method_trunc},
    {"__complex__", METHOD_NONE, .none = decimal_method_complex},
    {"__sizeof__", METHOD_NONE, .none = decimal_method_sizeof},
    {.name = NULL}};
