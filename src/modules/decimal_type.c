/* decimal_type.c: the type Decimal: making one, its operators.
 *
 * An operation takes its operands as decimals (an int is converted exactly, nothing else is), computes under
 * the current context, adds the conditions to that context, and raises where one of them is trapped. */
#include "modules/decimal.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- birth and death ------------------------------------------------------------------------------------ */

Own decimal_new(Type *type) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_DECIMAL(self)->hash = -1;
    decimal_init(DECIMAL_VALUE(self));
    return self;
}

static void decimal_type_dealloc(Own self) {
    decimal_free(DECIMAL_VALUE(self));
    object_free(self);
}

Own decimal_checked(Own result, Ref context, u32 status) {
    if (LIKELY(result != NULL) && !context_add_status(context, status)) slot_clear(&result);
    return result;
}

Own decimal_from_i64(i64 value) {
    Own self = decimal_new_exact();
    if (self) decimal_set_i64(DECIMAL_VALUE(self), value);
    return self;
}

static Own decimal_type_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {NULL, {"value", "context"}, .required = 0};
    Ref values[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    Ref context = context_of_argument(values[1]);
    return context ? decimal_from_object(type, values[0], context, true) : NULL;
}

/* --- operands ------------------------------------------------------------------------------------------- */

Own decimal_operand(Ref value, Ref context, bool must) {
    if (LIKELY(is_decimal(value))) return own(value);
    if (is_int(value)) return decimal_from_int(MODULE_TYPE(DECIMAL), value, context, true);
    if (!must) return own_not_implemented();
    return error_set(EXC(TypeError), "conversion from %s to Decimal is not supported", type_of(value)->name);
}

/* True: both are there. False: *failure is NotImplemented, or NULL raised. */
static bool take_operands(Ref left, Ref right, Ref context, Own *a, Own *b, Own *failure) {
    *failure = NULL;
    *a = decimal_operand(left, context, false);
    *b = *a && *a != NotImplemented ? decimal_operand(right, context, false) : NULL;
    if (*a == NotImplemented || *b == NotImplemented) *failure = own_not_implemented();
    if (!*failure && *a && *b) return true;
    release_maybe(*a);
    release_maybe(*b);
    return false;
}

/* --- operations ----------------------------------------------------------------------------------------- */

Own decimal_compute_unary(DecimalUnary operation, Ref a, const Rules *rules, Ref context) {
    Own result = decimal_new_exact();
    u32 status = 0;
    if (result) operation(DECIMAL_VALUE(result), DECIMAL_VALUE(a), rules, &status);
    return decimal_checked(result, context, status);
}

Own decimal_compute_binary(DecimalBinary operation, Ref a, Ref b, const Rules *rules, Ref context) {
    Own result = decimal_new_exact();
    u32 status = 0;
    if (result) operation(DECIMAL_VALUE(result), DECIMAL_VALUE(a), DECIMAL_VALUE(b), rules, &status);
    return decimal_checked(result, context, status);
}

Own decimal_compute_ternary(DecimalTernary operation, Ref a, Ref b, Ref c, Ref context) {
    Own result = decimal_new_exact();
    u32 status = 0;
    if (result)
        operation(DECIMAL_VALUE(result), DECIMAL_VALUE(a), DECIMAL_VALUE(b), DECIMAL_VALUE(c),
                  CONTEXT_RULES(context), &status);
    return decimal_checked(result, context, status);
}

Own decimal_compute_divmod(Ref a, Ref b, Ref context) {
    Own quotient = decimal_new_exact(), remainder = quotient ? decimal_new_exact() : NULL;
    u32 status = 0;
    if (remainder)
        decimal_divmod(DECIMAL_VALUE(quotient), DECIMAL_VALUE(remainder), DECIMAL_VALUE(a), DECIMAL_VALUE(b),
                       CONTEXT_RULES(context), &status);
    return decimal_checked(tuple_take(2, quotient, remainder), context, status);
}

Own decimal_compute_current(DecimalUnary operation, Ref a) {
    Ref context = context_current();
    return context ? decimal_compute_unary(operation, a, CONTEXT_RULES(context), context) : NULL;
}

/* --- operators ------------------------------------------------------------------------------------------ */

static Own operate_binary(Ref left, Ref right, DecimalBinary operation) {
    Ref context = context_current();
    Own a, b, failure;
    if (!context) return NULL;
    if (!take_operands(left, right, context, &a, &b, &failure)) return failure;
    Own result = decimal_compute_binary(operation, a, b, CONTEXT_RULES(context), context);
    release(a);
    release(b);
    return result;
}

#define UNARY(name, operation)                                                                                 \
    static Own decimal_type_##name(Ref self) { return decimal_compute_current(operation, self); }
#define BINARY(name, operation)                                                                                \
    static Own decimal_type_##name(Ref left, Ref right) { return operate_binary(left, right, operation); }
UNARY(negative, decimal_minus)
UNARY(positive, decimal_plus)
UNARY(absolute, decimal_abs)
BINARY(add, decimal_add)
BINARY(subtract, decimal_subtract)
BINARY(multiply, decimal_multiply)
BINARY(true_divide, decimal_divide)
BINARY(floor_divide, decimal_divide_int)
BINARY(remainder, decimal_remainder)
#undef UNARY
#undef BINARY

static Own decimal_type_divmod(Ref left, Ref right) {
    Ref context = context_current();
    Own a, b, failure;
    if (!context) return NULL;
    if (!take_operands(left, right, context, &a, &b, &failure)) return failure;
    Own pair = decimal_compute_divmod(a, b, context);
    release(a);
    release(b);
    return pair;
}

static Own decimal_type_power(Ref base, Ref exponent, Ref modulus) {
    Ref context = context_current();
    Own a, b, failure, c = NULL, result = NULL;
    if (!context) return NULL;
    if (!take_operands(base, exponent, context, &a, &b, &failure)) return failure;
    bool plain = !modulus || modulus == None;
    if (!plain) c = decimal_operand(modulus, context, false);
    if (plain)
        result = decimal_compute_binary(decimal_power, a, b, CONTEXT_RULES(context), context);
    else if (c == NotImplemented)
        result = own_not_implemented();
    else if (c)
        result = decimal_compute_ternary(decimal_power_modulo, a, b, c, context);
    release(a);
    release(b);
    release_maybe(c);
    return result;
}

static int decimal_type_is_true(Ref self) { return !decimal_is_zero(DECIMAL_VALUE(self)); }

static Own decimal_type_to_int(Ref self) {
    Ref context = context_current();
    return context ? decimal_to_int(self, context, ROUND_DOWN) : NULL;
}

/* --- text ----------------------------------------------------------------------------------------------- */

Own decimal_type_str(Ref self) {
    Ref context = context_current();
    return context
               ? decimal_to_str(DECIMAL_VALUE(self), NOTATION_SCIENTIFIC, AS_DECIMAL_CONTEXT(context)->capitals)
               : NULL;
}
static Own decimal_type_repr(Ref self) {
    Own text = decimal_type_str(self), result = text ? str_format("Decimal('%U')", (Ref)text) : NULL;
    release_maybe(text);
    return result;
}

static Own get_real(Ref self, UNUSED void *closure) { return own(self); }
static Own get_imag(UNUSED Ref self, UNUSED void *closure) { return decimal_from_i64(0); }
static const GetSetDef decimal_getset[] = {
    {"real", .get = get_real}, {"imag", .get = get_imag}, {.name = NULL}};

const TypeSpec decimal_spec = {.name = "decimal.Decimal",
                               .module = "decimal",
                               .basicsize = sizeof(DecimalObject),
                               .flags = TYPE_BASETYPE,
                               .slots = {.new = decimal_type_new,
                                         .dealloc = decimal_type_dealloc,
                                         .repr = decimal_type_repr,
                                         .str = decimal_type_str,
                                         .hash = decimal_hash,
                                         .getattro = object_generic_get_attribute,
                                         .richcompare = decimal_compare_objects,
                                         .add = decimal_type_add,
                                         .subtract = decimal_type_subtract,
                                         .multiply = decimal_type_multiply,
                                         .remainder = decimal_type_remainder,
                                         .divmod = decimal_type_divmod,
                                         .power = decimal_type_power,
                                         .negative = decimal_type_negative,
                                         .positive = decimal_type_positive,
                                         .absolute = decimal_type_absolute,
                                         .is_true = decimal_type_is_true,
                                         .to_int = decimal_type_to_int,
                                         .to_float = decimal_to_float,
                                         .floor_divide = decimal_type_floor_divide,
                                         .true_divide = decimal_type_true_divide},
                               .methods = decimal_methods,
                               .getset = decimal_getset,
                               .doc =
                                   "Decimal(value=\"0\", context=None)\n--\n\n"
                                   "Construct a new Decimal object. 'value' can be an integer, string, tuple,\n"
                                   "or another Decimal object. If no value is given, return Decimal('0'). The\n"
                                   "context does not affect the conversion and is only passed to determine if\n"
                                   "the InvalidOperation trap is active.\n\n"};
