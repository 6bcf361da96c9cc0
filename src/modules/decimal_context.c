/* decimal_context.c: the type Context: precision, rounding mode and limits that operations keep to, the
 * conditions that have come up (flags), and those that raise (traps).
 *
 * Flags and traps are bits in the context's rules; what Python sees of them are two signal dicts that read
 * and write these bits. */
#include "modules/decimal.h"
#include "object/int.h"
#include "object/list.h"
#include "object/type_checks.h"

/* --- rounding modes ------------------------------------------------------------------------------------- */

bool rounding_from_object(Ref value, Rounding *rounding) {
    Object *const *names = decimal_state()->rounding;
    for (int i = 0; is_str(value) && i < ROUNDING_COUNT; i++) {
        if (value != names[i] && !str_equal(value, names[i])) continue;
        *rounding = (Rounding)i;
        return true;
    }
    return error_set(EXC(TypeError), "valid values for rounding are:\n"
                                     "  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
                                     "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n"
                                     "   ROUND_05UP]");
}
Own rounding_to_object(Rounding rounding) { return own(decimal_state()->rounding[rounding]); }

/* --- birth and death ------------------------------------------------------------------------------------ */

Own context_new(Type *type) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    DecimalContext *context = AS_DECIMAL_CONTEXT(self);
    Ref standard = decimal_state()->default_context;
    if (standard) {
        context->rules = *CONTEXT_RULES(standard);
    } else {
        u32 traps = CONDITIONS_INVALID | CONDITION_DIVISION_BY_ZERO | CONDITION_OVERFLOW;
        context->rules = (Rules){28, 999999, -999999, traps, 0, ROUND_HALF_EVEN, false};
    }
    context->rules.status = 0;
    context->capitals = true;
    context->traps = signal_dict_new(&context->rules.traps);
    context->flags = context->traps ? signal_dict_new(&context->rules.status) : NULL;
    if (!context->flags) slot_clear(&self);
    return self;
}

static void context_dealloc(Own self) {
    DecimalContext *context = AS_DECIMAL_CONTEXT(self);
    if (context->traps) signal_dict_forget(context->traps);
    if (context->flags) signal_dict_forget(context->flags);
    release_maybe(context->traps);
    release_maybe(context->flags);
    object_free(self);
}

Own context_copy(Ref self) {
    Own copy = context_new(MODULE_TYPE(DECIMAL_CONTEXT));
    if (!copy) return NULL;
    *CONTEXT_RULES(copy) = *CONTEXT_RULES(self);
    AS_DECIMAL_CONTEXT(copy)->capitals = AS_DECIMAL_CONTEXT(self)->capitals;
    return copy;
}

static Own context_type_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    return context_new(type);
}

bool context_add_status(Ref context, u32 status) {
    Rules *rules = CONTEXT_RULES(context);
    if (LIKELY(status == 0)) return true;
    rules->status |= status;
    if (UNLIKELY(status & CONDITION_NO_MEMORY)) return error_memory() != NULL;
    return !(status & rules->traps) || conditions_raise(status & rules->traps) != NULL;
}

/* --- attributes ----------------------------------------------------------------------------------------- */

static bool take_integer(Ref value, i64 *number) {
    if (!is_int(value)) return error_set(EXC(TypeError), "an integer is required");
    *number = int_as_isize(value);
    return *number != -1 || !error_occurred();
}

/* An int between both; `range` is how the message names them. */
static bool take_in_range(Ref value, const char *name, const char *range, i64 least, i64 most, i64 *number) {
    if (!take_integer(value, number)) return false;
    return (*number >= least && *number <= most) ||
           error_set(EXC(ValueError), "valid range for %s is %s", name, range);
}
static bool take_flag(Ref value, const char *name, bool *flag) {
    i64 number;
    if (!take_integer(value, &number)) return false;
    if (number != 0 && number != 1) return error_set(EXC(ValueError), "valid values for %s are 0 or 1", name);
    *flag = number;
    return true;
}

/* The attributes by name. A value that is refused changes nothing. */
typedef enum Attribute { PREC, ROUNDING, EMIN, EMAX, CAPITALS, CLAMP, FLAGS, TRAPS } Attribute;

static bool set_number(Ref self, Attribute attribute, Ref value) {
    Rules *rules = CONTEXT_RULES(self);
    i64 number;
    switch (attribute) {
    case PREC:
        if (!take_in_range(value, "prec", "[1, MAX_PREC]", 1, DECIMAL_MAX_PREC, &number)) return false;
        rules->prec = number;
        return true;
    case EMIN:
        if (!take_in_range(value, "Emin", "[MIN_EMIN, 0]", DECIMAL_MIN_EMIN, 0, &number)) return false;
        rules->emin = number;
        return true;
    case EMAX:
        if (!take_in_range(value, "Emax", "[0, MAX_EMAX]", 0, DECIMAL_MAX_EMAX, &number)) return false;
        rules->emax = number;
        return true;
    case CAPITALS: return take_flag(value, "capitals", &AS_DECIMAL_CONTEXT(self)->capitals);
    default: return take_flag(value, "clamp", &rules->clamp);
    }
}

/* from_list: what the constructor takes besides dicts. */
static bool set_attribute(Ref self, Attribute attribute, Ref value, bool from_list) {
    Rules *rules = CONTEXT_RULES(self);
    switch (attribute) {
    case ROUNDING: return rounding_from_object(value, &rules->rounding);
    case FLAGS: return signals_from_object(value, from_list, &rules->status);
    case TRAPS: return signals_from_object(value, from_list, &rules->traps);
    default: return set_number(self, attribute, value);
    }
}

bool context_set_all(Ref self, Ref const *values) {
    static const Attribute order[] = {PREC, ROUNDING, EMIN, EMAX, CAPITALS, CLAMP, TRAPS, FLAGS};
    for (isize i = 0; i < COUNT_OF(order); i++) {
        Ref value = values[order[i]];
        if (value && value != None && !set_attribute(self, order[i], value, true)) return false;
    }
    return true;
}

static bool context_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        NULL, {"prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"}, .required = 0};
    Ref values[CONTEXT_PARAMETER_COUNT];
    return arguments_bind(&parameters, args, nargs, kwnames, values) && context_set_all(self, values);
}

#define ATTRIBUTE(name, ATTRIBUTE_ID, value)                                                                   \
    static Own get_##name(Ref self, UNUSED void *closure) { return value; }                                    \
    static bool set_##name(Ref self, Ref given, UNUSED void *closure) {                                        \
        if (!given) return error_set(EXC(AttributeError), "context attributes cannot be deleted");             \
        return set_attribute(self, ATTRIBUTE_ID, given, false);                                                \
    }
ATTRIBUTE(prec, PREC, int_from_i64(CONTEXT_RULES(self)->prec))
ATTRIBUTE(emax, EMAX, int_from_i64(CONTEXT_RULES(self)->emax))
ATTRIBUTE(emin, EMIN, int_from_i64(CONTEXT_RULES(self)->emin))
ATTRIBUTE(rounding, ROUNDING, rounding_to_object(CONTEXT_RULES(self)->rounding))
ATTRIBUTE(capitals, CAPITALS, int_from_i64(AS_DECIMAL_CONTEXT(self)->capitals))
ATTRIBUTE(clamp, CLAMP, int_from_i64(CONTEXT_RULES(self)->clamp))
#undef ATTRIBUTE
static const GetSetDef context_getset[] = {{"prec", .get = get_prec, .set = set_prec},
                                           {"Emax", .get = get_emax, .set = set_emax},
                                           {"Emin", .get = get_emin, .set = set_emin},
                                           {"rounding", .get = get_rounding, .set = set_rounding},
                                           {"capitals", .get = get_capitals, .set = set_capitals},
                                           {"clamp", .get = get_clamp, .set = set_clamp},
                                           {.name = NULL}};

/* flags and traps are no descriptors of the type. */
static Own context_get_attribute(Ref self, Ref name) {
    if (is_str(name) && str_equal_ascii(name, "traps")) return own(AS_DECIMAL_CONTEXT(self)->traps);
    if (is_str(name) && str_equal_ascii(name, "flags")) return own(AS_DECIMAL_CONTEXT(self)->flags);
    return object_generic_get_attribute(self, name);
}
static bool context_set_attribute(Ref self, Ref name, Ref value) {
    if (!value) return error_set(EXC(AttributeError), "context attributes cannot be deleted");
    if (is_str(name) && str_equal_ascii(name, "traps")) return set_attribute(self, TRAPS, value, false);
    if (is_str(name) && str_equal_ascii(name, "flags")) return set_attribute(self, FLAGS, value, false);
    return object_generic_set_attribute(self, name, value);
}

/* --- the type ------------------------------------------------------------------------------------------- */

static Own context_repr(Ref self) {
    const Rules *rules = CONTEXT_RULES(self);
    Own flags = signals_to_str(rules->status), traps = flags ? signals_to_str(rules->traps) : NULL;
    Own result = traps ? str_format("Context(prec=%ld, rounding=%U, Emin=%ld, Emax=%ld, capitals=%d, clamp=%d, "
                                    "flags=%U, traps=%U)",
                                    (long)rules->prec, (Ref)decimal_state()->rounding[rules->rounding],
                                    (long)rules->emin, (long)rules->emax, AS_DECIMAL_CONTEXT(self)->capitals,
                                    rules->clamp, (Ref)flags, (Ref)traps)
                       : NULL;
    release_maybe(flags);
    release_maybe(traps);
    return result;
}

const TypeSpec decimal_context_spec = {
    .name = "decimal.Context",
    .module = "decimal",
    .basicsize = sizeof(DecimalContext),
    .ghost_size = 96,
    .flags = TYPE_BASETYPE,
    .slots = {.new = context_type_new,
              .init = context_init,
              .dealloc = context_dealloc,
              .repr = context_repr,
              .getattro = context_get_attribute,
              .setattro = context_set_attribute},
    .methods = context_methods,
    .getset = context_getset,
    .doc = "Context(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, "
           "traps=None)\n--\n\n"
           "The context affects almost all operations and controls rounding,\n"
           "Over/Underflow, raising of exceptions and much more.  A new context\n"
           "can be constructed as follows:\n\n"
           "    >>> c = Context(prec=28, Emin=-425000000, Emax=425000000,\n"
           "    ...             rounding=ROUND_HALF_EVEN, capitals=1, clamp=1,\n"
           "    ...             traps=[InvalidOperation, DivisionByZero, Overflow],\n"
           "    ...             flags=[])\n"
           "    >>>\n\n\n"};
