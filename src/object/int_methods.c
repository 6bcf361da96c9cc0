/* int_methods.c: int as Python sees it: its slots, its constructor and its methods.
 *
 * The operators get any two objects and answer NotImplemented unless both are ints. */
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int_internal.h"
#include "object/str.h"
#include "object/tuple.h"

/* --- slots ------------------------------------------------------------------------------------------------ */

#define BINARY_SLOT(name)                                                                                      \
    static Own slot_##name(Ref a, Ref b) {                                                                     \
        return is_int(a) && is_int(b) ? int_##name(a, b) : own_not_implemented();                              \
    }
BINARY_SLOT(add)
BINARY_SLOT(subtract)
BINARY_SLOT(multiply)
BINARY_SLOT(remainder)
BINARY_SLOT(floor_divide)
BINARY_SLOT(true_divide)
BINARY_SLOT(lshift)
BINARY_SLOT(rshift)
BINARY_SLOT(bit_and)
BINARY_SLOT(bit_or)
BINARY_SLOT(bit_xor)
#undef BINARY_SLOT

static Own slot_divmod(Ref a, Ref b) {
    if (!is_int(a) || !is_int(b)) return own_not_implemented();
    Own quotient, remainder;
    if (!int_divmod(a, b, &quotient, &remainder)) return NULL;
    Own pair = tuple_pack(2, (Ref)quotient, (Ref)remainder);
    release(quotient);
    release(remainder);
    return pair;
}

static Own slot_power(Ref base, Ref exponent, Ref modulus) {
    bool usable = !modulus || modulus == None || is_int(modulus);
    return is_int(base) && is_int(exponent) && usable ? int_power(base, exponent, modulus)
                                                      : own_not_implemented();
}

static Own slot_invert(Ref a) {
    if (int_is_compact(a)) return int_from_i64(~int_compact_value(a));
    Own one = int_from_i64(1), more = int_add(a, one);
    release(one);
    if (!more) return NULL;
    Own result = int_negative(more);
    release(more);
    return result;
}

static int slot_is_true(Ref a) { return size_of(a) != 0; }
static Own slot_to_float(Ref a) {
    double value = int_as_double(a);
    return value == -1.0 && error_occurred() ? NULL : float_from_double(value);
}
static Own slot_repr(Ref a) { return int_to_str(a, 10, false); }

static Own slot_compare(Ref a, Ref b, CompareOp op) {
    if (!is_int(a) || !is_int(b)) return own_not_implemented();
    int order = a == b ? 0 : int_compare(a, b);
    switch (op) {
    case COMPARE_LT: return own_bool(order < 0);
    case COMPARE_LE: return own_bool(order <= 0);
    case COMPARE_EQ: return own_bool(order == 0);
    case COMPARE_NE: return own_bool(order != 0);
    case COMPARE_GT: return own_bool(order > 0);
    default: return own_bool(order >= 0);
    }
}

/* --- the constructor -------------------------------------------------------------------------------------- */

/* A fresh instance of a subclass with the value of an exact int, which is consumed. */
static Own instance_of(Type *type, Own value) {
    if (!value || type == TYPE(INT)) return value;
    isize count = int_digit_count(value);
    Own instance = object_new(type, count ? count : 1);
    if (instance) {
        memcpy(AS_INT(instance)->digits, AS_INT(value)->digits, (usize)count * sizeof(u32));
        int_set_size(instance, size_of(value));
    }
    release(value);
    return instance;
}

/* int(x, base) for text. */
static Own from_text_object(Ref x, int base) {
    if (is_str(x)) return int_from_str(x, base);
    const u8 *data = is_bytes(x) ? bytes_data(x) : AS_BYTEARRAY(x)->start;
    Own shown = is_bytes(x) ? own(x) : bytes_from(data, size_of(x));
    if (!shown) return NULL;
    Own result = int_from_text((const char *)bytes_data(shown), size_of(shown), base, shown);
    release(shown);
    return result;
}

static Own from_text_in_base(Ref x, Ref base_object) {
    isize base = int_index_as_isize(base_object, NULL);
    if (base == -1 && error_occurred()) return NULL;
    if ((base != 0 && base < 2) || base > 36)
        return error_set(EXC(ValueError), "int() base must be >= 2 and <= 36, or 0");
    if (is_str(x) || is_bytes(x) || is_bytearray(x)) return from_text_object(x, (int)base);
    return error_set(EXC(TypeError), "int() can't convert non-string with explicit base");
}

Own int_type_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"int", {"", "base"}, .required = 0};
    Ref values[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    Own value;
    if (!values[0])
        value = values[1] ? error_set(EXC(TypeError), "int() missing string argument") : int_from_i64(0);
    else
        value = values[1] ? from_text_in_base(values[0], values[1]) : int_from_object(values[0]);
    return instance_of(type, value);
}

/* --- methods ---------------------------------------------------------------------------------------------- */

static Own method_same(Ref self) { return int_exact(self); }
static Own get_same(Ref self, void *closure) {
    (void)closure;
    return int_exact(self);
}
static Own get_constant(Ref self, void *closure) {
    (void)self;
    return int_from_i64(*(const i64 *)closure);
}

static Own method_bit_length(Ref self) { return int_from_isize(int_bit_length(self)); }

static Own method_bit_count(Ref self) {
    isize count = 0;
    for (isize i = int_digit_count(self) - 1; i >= 0; i--) count += __builtin_popcount(AS_INT(self)->digits[i]);
    return int_from_isize(count);
}

static Own method_as_integer_ratio(Ref self) {
    Own numerator = int_exact(self), denominator = int_from_i64(1), pair = NULL;
    if (numerator) pair = tuple_pack(2, (Ref)numerator, (Ref)denominator);
    release_maybe(numerator);
    release(denominator);
    return pair;
}

/* self rounded to a multiple of 10**places, places > 0; halves to the even multiple. */
static Own round_to(Ref self, Ref places) {
    Own ten = int_from_i64(10), unit = ten ? int_power(ten, places, NULL) : NULL;
    Own units = unit ? int_divide_nearest(self, unit) : NULL, result = units ? int_multiply(units, unit) : NULL;
    release_maybe(units);
    release_maybe(unit);
    release_maybe(ten);
    return result;
}

static Own method_round(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("__round__", nargs, 0, 1)) return NULL;
    if (nargs == 0) return int_exact(self);
    Own places = int_index(args[0]), result = NULL;
    if (!places) return NULL;
    if (size_of(places) >= 0) {
        result = int_exact(self);
    } else {
        Own positive = int_negative(places);
        if (positive) result = round_to(self, positive);
        release_maybe(positive);
    }
    release(places);
    return result;
}

static Own method_getnewargs(Ref self) {
    Own value = int_exact(self);
    if (!value) return NULL;
    Own args = tuple_pack(1, (Ref)value);
    release(value);
    return args;
}

static Own method_format(Ref self, Ref spec) {
    if (!argument_str(spec, "__format__", "")) return NULL;
    return str_format_int(self, spec);
}

static Own method_sizeof(Ref self) {
    isize digits = isize_max(int_digit_count(self), 1);
    return int_from_isize((isize)offsetof(Int, digits) + digits * (isize)sizeof(u32));
}

/* --- bytes ------------------------------------------------------------------------------------------------ */

/* True for "little". NULL: the default, big. */
static bool read_byte_order(const char *function, Ref byteorder, bool *little) {
    *little = false;
    if (!byteorder) return true;
    if (!argument_str(byteorder, function, "'byteorder'")) return false;
    *little = str_equal_ascii(byteorder, "little");
    if (*little || str_equal_ascii(byteorder, "big")) return true;
    error_set(EXC(ValueError), "byteorder must be either 'little' or 'big'");
    return false;
}

static Own method_to_bytes(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"to_bytes", {"length", "byteorder", "*", "signed"}, .required = 0};
    Ref values[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    isize length = values[0] ? int_as_isize(values[0]) : 1;
    if (length == -1 && error_occurred()) return NULL;
    if (values[1] && !argument_str(values[1], "to_bytes", "'byteorder'")) return NULL;
    int is_signed = values[2] ? object_is_true(values[2]) : 0;
    bool little;
    if (is_signed < 0 || !read_byte_order("to_bytes", values[1], &little)) return NULL;
    if (length < 0) return error_set(EXC(ValueError), "length argument must be non-negative");
    Own bytes = bytes_from(NULL, length);
    if (bytes && !int_to_bytes(self, bytes_data(bytes), length, little, is_signed)) slot_clear(&bytes);
    return bytes;
}

static Own method_from_bytes(Ref type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"from_bytes", {"bytes", "byteorder", "*", "signed"}, .required = 1};
    Ref values[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    if (values[1] && !argument_str(values[1], "from_bytes", "'byteorder'")) return NULL;
    int is_signed = values[2] ? object_is_true(values[2]) : 0;
    bool little;
    if (is_signed < 0 || !read_byte_order("from_bytes", values[1], &little)) return NULL;
    Own bytes = object_bytes(values[0]);
    if (!bytes) return NULL;
    Own value = int_from_bytes(bytes_data(bytes), size_of(bytes), little, is_signed);
    release(bytes);
    if (!value || AS_TYPE(type) == TYPE(INT)) return value;
    Own instance = object_call_one(type, value);
    release(value);
    return instance;
}

static const i64 zero = 0, one = 1;

const GetSetDef int_getset[] = {
    {"real", get_same, NULL, "the real part of a complex number", NULL},
    {"imag", get_constant, NULL, "the imaginary part of a complex number", (void *)(uintptr_t)&zero},
    {"numerator", get_same, NULL, "the numerator of a rational number in lowest terms", NULL},
    {"denominator", get_constant, NULL, "the denominator of a rational number in lowest terms",
     (void *)(uintptr_t)&one},
    {0}};

const MethodDef int_methods[] = {
    {"conjugate", METHOD_NONE, .none = method_same, .doc = "Returns self, the complex conjugate of any int."},
    {"bit_length", METHOD_NONE, .none = method_bit_length,
     .doc = "bit_length($self, /)\n--\n\nNumber of bits necessary to represent self in binary.\n\n"
            ">>> bin(37)\n'0b100101'\n>>> (37).bit_length()\n6"},
    {"bit_count", METHOD_NONE, .none = method_bit_count,
     .doc = "bit_count($self, /)\n--\n\n"
            "Number of ones in the binary representation of the absolute value of self.\n\n"
            "Also known as the population count.\n\n>>> bin(13)\n'0b1101'\n>>> (13).bit_count()\n3"},
    {"to_bytes", METHOD_KEYWORDS, .keywords = method_to_bytes,
     .doc = "to_bytes($self, /, length=1, byteorder='big', *, signed=False)\n--\n\n"
            "Return an array of bytes representing an integer.\n\n"
            "  length\n    Length of bytes object to use.  An OverflowError is raised if the\n"
            "    integer is not representable with the given number of bytes.  Default\n    is length 1.\n"
            "  byteorder\n    The byte order used to represent the integer.  If byteorder is 'big',\n"
            "    the most significant byte is at the beginning of the byte array.  If\n"
            "    byteorder is 'little', the most significant byte is at the end of the\n"
            "    byte array.  To request the native byte order of the host system, use\n"
            "    `sys.byteorder' as the byte order value.  Default is to use 'big'.\n"
            "  signed\n    Determines whether two's complement is used to represent the integer.\n"
            "    If signed is False and a negative integer is given, an OverflowError\n    is raised."},
    {"from_bytes", METHOD_KEYWORDS, .keywords = method_from_bytes, .flags = METHOD_CLASS,
     .doc = "from_bytes($type, /, bytes, byteorder='big', *, signed=False)\n--\n\n"
            "Return the integer represented by the given array of bytes.\n\n"
            "  bytes\n    Holds the array of bytes to convert.  The argument must either\n"
            "    support the buffer protocol or be an iterable object producing bytes.\n"
            "    Bytes and bytearray are examples of built-in objects that support the\n    buffer protocol.\n"
            "  byteorder\n    The byte order used to represent the integer.  If byteorder is 'big',\n"
            "    the most significant byte is at the beginning of the byte array.  If\n"
            "    byteorder is 'little', the most significant byte is at the end of the\n"
            "    byte array.  To request the native byte order of the host system, use\n"
            "    `sys.byteorder' as the byte order value.  Default is to use 'big'.\n"
            "  signed\n    Indicates whether two's complement is used to represent the integer."},
    {"as_integer_ratio", METHOD_NONE, .none = method_as_integer_ratio,
     .doc = "as_integer_ratio($self, /)\n--\n\nReturn integer ratio.\n\n"
            "Return a pair of integers, whose ratio is exactly equal to the original int\n"
            "and with a positive denominator.\n\n>>> (10).as_integer_ratio()\n(10, 1)\n"
            ">>> (-10).as_integer_ratio()\n(-10, 1)\n>>> (0).as_integer_ratio()\n(0, 1)"},
    {"__trunc__", METHOD_NONE, .none = method_same, .doc = "Truncating an Integral returns itself."},
    {"__floor__", METHOD_NONE, .none = method_same, .doc = "Flooring an Integral returns itself."},
    {"__ceil__", METHOD_NONE, .none = method_same, .doc = "Ceiling of an Integral returns itself."},
    {"__round__", METHOD_ARRAY, .array = method_round,
     .doc = "__round__($self, ndigits=<unrepresentable>, /)\n--\n\nRounding an Integral returns itself.\n\n"
            "Rounding with an ndigits argument also returns an integer."},
    {"__getnewargs__", METHOD_NONE, .none = method_getnewargs, .doc = "__getnewargs__($self, /)\n--\n\n"},
    {"__format__", METHOD_ONE, .one = method_format, .doc = "__format__($self, format_spec, /)\n--\n\n"},
    {"__sizeof__", METHOD_NONE, .none = method_sizeof,
     .doc = "__sizeof__($self, /)\n--\n\nReturns size in memory, in bytes."},
    {0}};

const TypeSpec int_spec = {.name = "int",
                           .basicsize = offsetof(Int, digits),
                           .itemsize = sizeof(u32),
                           .flags = TYPE_BASETYPE | TYPE_INT_SUBCLASS | TYPE_MATCH_SELF | TYPE_PLAIN,
                           .slots = {.dealloc = object_free,
                                     .repr = slot_repr,
                                     .hash = int_hash,
                                     .getattro = object_generic_get_attribute,
                                     .richcompare = slot_compare,
                                     .new = int_type_new,
                                     .add = slot_add,
                                     .subtract = slot_subtract,
                                     .multiply = slot_multiply,
                                     .remainder = slot_remainder,
                                     .divmod = slot_divmod,
                                     .power = slot_power,
                                     .negative = int_negative,
                                     .positive = int_exact,
                                     .absolute = int_absolute,
                                     .is_true = slot_is_true,
                                     .invert = slot_invert,
                                     .lshift = slot_lshift,
                                     .rshift = slot_rshift,
                                     .bit_and = slot_bit_and,
                                     .bit_xor = slot_bit_xor,
                                     .bit_or = slot_bit_or,
                                     .to_int = int_exact,
                                     .to_float = slot_to_float,
                                     .floor_divide = slot_floor_divide,
                                     .true_divide = slot_true_divide,
                                     .index = int_exact},
                           .methods = int_methods,
                           .getset = int_getset,
                           .doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\n"
                                  "Convert a number or string to an integer, or return 0 if no arguments\n"
                                  "are given.  If x is a number, return x.__int__().  For floating point\n"
                                  "numbers, this truncates towards zero.\n\n"
                                  "If x is not a number or if base is given, then x must be a string,\n"
                                  "bytes, or bytearray instance representing an integer literal in the\n"
                                  "given base.  The literal can be preceded by '+' or '-' and be surrounded\n"
                                  "by whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\n"
                                  "Base 0 means to interpret the base from the string as an integer literal.\n"
                                  ">>> int('0b100', base=0)\n4"};
