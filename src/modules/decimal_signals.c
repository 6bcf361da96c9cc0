/* decimal_signals.c: the signals: classes of exceptions for conditions; and the dicts from signal to whether
 * it is set that contexts have as flags and as traps.
 *
 * The signal InvalidOperation stands for several conditions, which are classes of their own, derived from it:
 * what is raised is the signal, with the list of the conditions as its argument. */
#include "modules/decimal.h"
#include "object/dict.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef struct SignalDict {
    Object ob_base;
    u32 *conditions; /* in a context, or `last` when that is gone; NULL: it never had one */
    u32 last;
} SignalDict;
#define AS_SIGNAL_DICT(ref) ((SignalDict *)(ref))
static inline bool is_signal_dict(Ref object) { return is_a(object, MODULE_TYPE(SIGNAL_DICT)); }

typedef struct Named {
    const char *name;
    u32 conditions;
} Named;
static const Named signals[DECIMAL_SIGNAL_COUNT] = {{"InvalidOperation", CONDITIONS_INVALID},
                                                    {"FloatOperation", CONDITION_FLOAT_OPERATION},
                                                    {"DivisionByZero", CONDITION_DIVISION_BY_ZERO},
                                                    {"Overflow", CONDITION_OVERFLOW},
                                                    {"Underflow", CONDITION_UNDERFLOW},
                                                    {"Subnormal", CONDITION_SUBNORMAL},
                                                    {"Inexact", CONDITION_INEXACT},
                                                    {"Rounded", CONDITION_ROUNDED},
                                                    {"Clamped", CONDITION_CLAMPED}};
static const Named invalid[DECIMAL_INVALID_COUNT] = {{"InvalidOperation", CONDITION_INVALID_OPERATION},
                                                     {"ConversionSyntax", CONDITION_CONVERSION_SYNTAX},
                                                     {"DivisionImpossible", CONDITION_DIVISION_IMPOSSIBLE},
                                                     {"DivisionUndefined", CONDITION_DIVISION_UNDEFINED},
                                                     {"InvalidContext", CONDITION_INVALID_CONTEXT}};
enum { INVALID, FLOAT, ZERO, OVERFLOWED, UNDERFLOWED, SUBNORMAL, INEXACT, ROUNDED, CLAMPED }; /* in `signals` */

/* --- the classes ---------------------------------------------------------------------------------------- */

/* Consumes the bases. */
static Own exception_class(const char *name, Own bases) {
    if (!bases) return NULL;
    Own key = str_intern_cstring(name), namespace = key ? dict_new() : NULL, class = NULL;
    Own module = namespace ? str_intern_cstring("decimal") : NULL;
    if (module && dict_set(namespace, NAME(__module__), module))
        class = object_call_args((Ref)TYPE(TYPE), 3, key, bases, namespace);
    release(bases);
    release_maybe(key);
    release_maybe(namespace);
    release_maybe(module);
    return class;
}

static Own signal_bases(int signal) {
    const DecimalState *state = decimal_state();
    Object *const *made = state->signals;
    switch (signal) {
    case FLOAT: return tuple_pack(2, (Ref)state->exception, (Ref)EXC(TypeError));
    case ZERO: return tuple_pack(2, (Ref)state->exception, (Ref)EXC(ZeroDivisionError));
    case OVERFLOWED: return tuple_pack(2, (Ref)made[INEXACT], (Ref)made[ROUNDED]);
    case UNDERFLOWED: return tuple_pack(3, (Ref)made[INEXACT], (Ref)made[ROUNDED], (Ref)made[SUBNORMAL]);
    default: return tuple_pack(1, (Ref)state->exception);
    }
}

bool signals_make(Ref module) {
    DecimalState *state = decimal_state();
    state->exception = exception_class("DecimalException", tuple_pack(1, (Ref)EXC(ArithmeticError)));
    if (!state->exception || !module_add(module, "DecimalException", own(state->exception))) return false;
    for (int i = DECIMAL_SIGNAL_COUNT - 1; i >= 0; i--) { /* bases first */
        Own class = state->signals[i] = exception_class(signals[i].name, signal_bases(i));
        if (!class || !module_add(module, signals[i].name, own(class))) return false;
    }
    state->invalid[0] = own(state->signals[INVALID]);
    for (int i = 1; i < DECIMAL_INVALID_COUNT; i++) {
        Ref base = state->signals[INVALID];
        bool zero = invalid[i].conditions == CONDITION_DIVISION_UNDEFINED;
        Own bases = zero ? tuple_pack(2, base, (Ref)EXC(ZeroDivisionError)) : tuple_pack(1, base);
        Own class = state->invalid[i] = exception_class(invalid[i].name, bases);
        if (!class || !module_add(module, invalid[i].name, own(class))) return false;
    }
    return true;
}

/* --- conditions as lists, raised, as text --------------------------------------------------------------- */

static bool append_set(Ref list, const Named *named, Object *const *classes, int first, int count,
                       u32 conditions) {
    for (int i = first; i < count; i++)
        if ((named[i].conditions & conditions) && !list_append_ref(list, classes[i])) return false;
    return true;
}

Own signals_to_list(u32 conditions) {
    Own list = list_new(0);
    if (list && !append_set(list, signals, decimal_state()->signals, 0, DECIMAL_SIGNAL_COUNT, conditions))
        slot_clear(&list);
    return list;
}

/* The same with InvalidOperation's own conditions. */
static Own conditions_to_list(u32 conditions) {
    const DecimalState *state = decimal_state();
    Own list = list_new(0);
    if (list && (!append_set(list, invalid, state->invalid, 0, DECIMAL_INVALID_COUNT, conditions) ||
                 !append_set(list, signals, state->signals, 1, DECIMAL_SIGNAL_COUNT, conditions)))
        slot_clear(&list);
    return list;
}

void *conditions_raise(u32 conditions) {
    Own list = conditions_to_list(conditions);
    for (int i = 0; list && i < DECIMAL_SIGNAL_COUNT; i++) {
        if (!(signals[i].conditions & conditions)) continue;
        error_set_object(AS_TYPE(decimal_state()->signals[i]), list);
        break;
    }
    release_maybe(list);
    return NULL;
}

/* In the order of the bits, InvalidOperation at its first one. */
Own signals_to_str(u32 conditions) {
    StrBuilder out;
    bool first = true;
    str_builder_init(&out);
    str_builder_char(&out, '[');
    for (int bit = 0; bit < CONDITION_COUNT; bit++) {
        if (!(conditions >> bit & 1)) continue;
        int signal = 0;
        while (!(signals[signal].conditions >> bit & 1)) signal++;
        conditions &= ~signals[signal].conditions;
        if (!first) str_builder_ascii(&out, ", ", 2);
        str_builder_ascii(&out, signals[signal].name, -1);
        first = false;
    }
    str_builder_char(&out, ']');
    return str_builder_finish(&out);
}

/* --- from objects --------------------------------------------------------------------------------------- */

/* The conditions a signal stands for; 0: KeyError. */
static u32 signal_conditions(Ref class) {
    for (int i = 0; i < DECIMAL_SIGNAL_COUNT; i++)
        if (decimal_state()->signals[i] == class) return signals[i].conditions;
    error_set(EXC(KeyError), "valid values for signals are:\n"
                             "  [InvalidOperation, FloatOperation, DivisionByZero,\n"
                             "   Overflow, Underflow, Subnormal, Inexact, Rounded,\n"
                             "   Clamped]");
    return 0;
}

static bool from_dict(Ref dict, u32 *conditions) {
    isize position = 0;
    Ref key, value;
    if (!is_dict(dict)) return error_set(EXC(TypeError), "argument must be a signal dict");
    if (dict_length(dict) != DECIMAL_SIGNAL_COUNT) return error_set(EXC(KeyError), "invalid signal dict");
    *conditions = 0;
    while (dict_each(dict, &position, &key, &value, NULL)) {
        u32 found = signal_conditions(key);
        int set = found ? object_is_true(value) : -1;
        if (set < 0) return false;
        if (set) *conditions |= found;
    }
    return true;
}

static bool from_list(Ref list, u32 *conditions) {
    *conditions = 0;
    for (isize i = 0; i < list_length(list); i++) {
        u32 found = signal_conditions(list_get(list, i));
        if (!found) return false;
        *conditions |= found;
    }
    return true;
}

bool signals_from_object(Ref value, bool lists, u32 *conditions) {
    u32 found = 0;
    if (is_signal_dict(value)) {
        if (!AS_SIGNAL_DICT(value)->conditions) return error_set(EXC(ValueError), "invalid signal dict");
        found = *AS_SIGNAL_DICT(value)->conditions;
    } else if (!(lists && is_list(value) ? from_list(value, &found) : from_dict(value, &found))) {
        return false;
    }
    *conditions = found;
    return true;
}

/* --- signal dicts --------------------------------------------------------------------------------------- */

Own signal_dict_new(u32 *conditions) {
    Own self = object_call_none(decimal_state()->signal_dict);
    if (self) AS_SIGNAL_DICT(self)->conditions = conditions;
    return self;
}
void signal_dict_forget(Ref dict) {
    SignalDict *self = AS_SIGNAL_DICT(dict);
    self->last = *self->conditions;
    self->conditions = &self->last;
}

/* Its conditions; NULL: ValueError. */
static u32 *conditions_of(Ref self) {
    u32 *conditions = AS_SIGNAL_DICT(self)->conditions;
    return conditions ? conditions : error_set(EXC(ValueError), "invalid signal dict");
}

static bool signal_dict_init(UNUSED Ref self, UNUSED Ref const *args, UNUSED isize nargs, UNUSED Ref kwnames) {
    return true;
}
static void signal_dict_dealloc(Own self) { object_free(self); }

static Own signal_dict_repr(Ref self) {
    const u32 *conditions = conditions_of(self);
    StrBuilder out;
    if (!conditions) return NULL;
    str_builder_init(&out);
    for (int i = 0; i < DECIMAL_SIGNAL_COUNT; i++) {
        str_builder_ascii(&out, i ? ", <class 'decimal." : "{<class 'decimal.", -1);
        str_builder_ascii(&out, signals[i].name, -1);
        str_builder_ascii(&out, *conditions & signals[i].conditions ? "'>:True" : "'>:False", -1);
    }
    str_builder_char(&out, '}');
    return str_builder_finish(&out);
}

static Own signal_dict_compare(Ref left, Ref right, CompareOp op) {
    const u32 *mine = conditions_of(left);
    u32 other;
    if (!mine) return NULL;
    if ((op != COMPARE_EQ && op != COMPARE_NE) || (!is_signal_dict(right) && !is_dict(right)))
        return own_not_implemented();
    if (!signals_from_object(right, false, &other)) {
        if (!error_matches(EXC(KeyError))) return NULL;
        error_clear();
        return own_not_implemented();
    }
    return own_bool((*mine == other) == (op == COMPARE_EQ));
}

static isize signal_dict_length(Ref self) { return conditions_of(self) ? DECIMAL_SIGNAL_COUNT : -1; }
static Own signal_dict_iter(Ref self) {
    if (!conditions_of(self)) return NULL;
    Own keys = tuple_from_array((Ref const *)(void *)decimal_state()->signals, DECIMAL_SIGNAL_COUNT);
    Own iterator = keys ? object_iter(keys) : NULL;
    release_maybe(keys);
    return iterator;
}
static Own signal_dict_get(Ref self, Ref key) {
    const u32 *conditions = conditions_of(self);
    u32 found = conditions ? signal_conditions(key) : 0;
    return found ? own_bool(*conditions & found) : NULL;
}
static bool signal_dict_set(Ref self, Ref key, Ref value) {
    u32 *conditions = conditions_of(self);
    if (!conditions) return false;
    if (!value) return error_set(EXC(ValueError), "signal keys cannot be deleted");
    u32 found = signal_conditions(key);
    int set = found ? object_is_true(value) : -1;
    if (set < 0) return false;
    *conditions = set ? *conditions | found : *conditions & ~found;
    return true;
}

static Own signal_dict_copy(Ref self) {
    const u32 *conditions = conditions_of(self);
    Own dict = conditions ? dict_new() : NULL;
    for (int i = 0; dict && i < DECIMAL_SIGNAL_COUNT; i++) {
        bool set = *conditions & signals[i].conditions;
        if (!dict_set(dict, decimal_state()->signals[i], set ? True : False)) slot_clear(&dict);
    }
    return dict;
}

static const MethodDef signal_dict_methods[] = {{"copy", METHOD_NONE, .none = signal_dict_copy},
                                                {.name = NULL}};

const TypeSpec signal_dict_spec = {.name = "decimal.SignalDictMixin",
                                   .module = "decimal",
                                   .basicsize = sizeof(SignalDict),
                                   .ghost_size = 24,
                                   .flags = TYPE_BASETYPE,
                                   .slots = {.new = type_generic_new,
                                             .init = signal_dict_init,
                                             .dealloc = signal_dict_dealloc,
                                             .repr = signal_dict_repr,
                                             .hash = object_hash_unhashable,
                                             .getattro = object_generic_get_attribute,
                                             .richcompare = signal_dict_compare,
                                             .iter = signal_dict_iter,
                                             .length = signal_dict_length,
                                             .subscript = signal_dict_get,
                                             .set_subscript = signal_dict_set},
                                   .methods = signal_dict_methods};
