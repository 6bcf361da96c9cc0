/* decimal.h: what the files of the module _decimal say to each other.
 *
 * A decimal is (-1)**sign * coefficient * 10**exponent, or an infinity, or a NaN whose coefficient is its
 * payload. Arithmetic is that of the General Decimal Arithmetic Specification (IBM, version 1.70), with the
 * limits and the choices of CPython's C module: an operation computes exactly or with digits to spare, and
 * decimal_finalize brings the result under the rules of a context. What happened on the way is added to
 * *status as conditions; an operation raises nothing. Where memory is used up the result is a NaN and
 * CONDITION_NO_MEMORY is set.
 *
 *     decimal_words.c     vectors of 19-digit words
 *     decimal_value.c     a decimal: its memory, shifts, rounding under rules
 *     decimal_sum.c       + - * and comparison
 *     decimal_quotient.c  / // % divmod remainder_near
 *     decimal_scale.c     quantize, to_integral, normalize, scaleb, shift, rotate, next_*
 *     decimal_select.c    compare, total order, max and min, logical operations, classes
 *     decimal_root.c      square root and powers
 *     decimal_log.c       exp, ln, log10
 *     decimal_text.c      from str and to str
 *     decimal_format.c    format()
 *     decimal_convert.c   int, float, tuple, ratio, hash
 *     decimal_type.c      the type Decimal: operators;   decimal_methods.c  its methods
 *     decimal_context.c   the type Context;              decimal_context_methods.c
 *     decimal_signals.c   exceptions, the dicts of flags and traps
 *     decimal_module.c    the current context, the module */
#ifndef MODULES_DECIMAL_H
#define MODULES_DECIMAL_H

#include "modules/decimal_words.h"
#include "modules/modules.h"
#include "object/error.h"
#include "object/str.h"

/* --- rules ---------------------------------------------------------------------------------------------- */

/* Conditions, one bit each; also as traps. The numbers decide the order in which a context shows them. */
enum {
    CONDITION_CLAMPED = 1 << 0,
    CONDITION_CONVERSION_SYNTAX = 1 << 1,
    CONDITION_DIVISION_BY_ZERO = 1 << 2,
    CONDITION_DIVISION_IMPOSSIBLE = 1 << 3,
    CONDITION_DIVISION_UNDEFINED = 1 << 4,
    CONDITION_INEXACT = 1 << 6,
    CONDITION_INVALID_CONTEXT = 1 << 7,
    CONDITION_INVALID_OPERATION = 1 << 8,
    CONDITION_NO_MEMORY = 1 << 9,
    CONDITION_FLOAT_OPERATION = 1 << 10,
    CONDITION_OVERFLOW = 1 << 11,
    CONDITION_ROUNDED = 1 << 12,
    CONDITION_SUBNORMAL = 1 << 13,
    CONDITION_UNDERFLOW = 1 << 14,
    CONDITION_COUNT = 15,
    /* what the signal InvalidOperation stands for */
    CONDITIONS_INVALID = CONDITION_CONVERSION_SYNTAX | CONDITION_DIVISION_IMPOSSIBLE |
                         CONDITION_DIVISION_UNDEFINED | CONDITION_INVALID_CONTEXT |
                         CONDITION_INVALID_OPERATION | CONDITION_NO_MEMORY,
    CONDITIONS_ERRORS = CONDITIONS_INVALID | CONDITION_DIVISION_BY_ZERO
};

typedef enum Rounding {
    ROUND_UP,
    ROUND_DOWN,
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_UP,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_05UP,
    ROUNDING_COUNT
} Rounding;

#define DECIMAL_MAX_PREC ((i64)999999999999999999)
#define DECIMAL_MAX_EMAX DECIMAL_MAX_PREC
#define DECIMAL_MIN_EMIN (-DECIMAL_MAX_PREC)
#define DECIMAL_MIN_ETINY (DECIMAL_MIN_EMIN - (DECIMAL_MAX_PREC - 1))

typedef struct Rules {
    i64 prec, emax, emin;
    u32 traps, status;
    Rounding rounding;
    bool clamp;
} Rules;
static inline i64 rules_etiny(const Rules *rules) { return rules->emin - (rules->prec - 1); }
static inline i64 rules_etop(const Rules *rules) { return rules->emax - (rules->prec - 1); }
/* The widest: what fits memory is exact under them. */
static inline Rules rules_widest(void) {
    return (Rules){DECIMAL_MAX_PREC, DECIMAL_MAX_EMAX, DECIMAL_MIN_EMIN, 0, 0, ROUND_HALF_EVEN, false};
}
/* The same rules, but rounding to the nearest: what roots and logarithms do in any mode. */
static inline Rules rules_nearest(const Rules *rules) {
    Rules nearest = *rules;
    nearest.rounding = ROUND_HALF_EVEN;
    return nearest;
}

/* --- values --------------------------------------------------------------------------------------------- */

typedef enum DecimalKind { DECIMAL_FINITE, DECIMAL_INFINITE, DECIMAL_QUIET, DECIMAL_SIGNALING } DecimalKind;

/* May not be moved while it owns no block: `words` points into it then. */
typedef struct Decimal {
    u8 sign; /* 1: negative */
    u8 kind; /* DecimalKind */
    i64 exponent;
    i64 digits; /* of the coefficient, no leading zeros; zero has one; a NaN without payload none */
    isize count, room;
    u64 *words; /* `local`, or a raw block that is owned */
    u64 local[4];
} Decimal;

/* Gives back the block there may be; what the decimal was is left. */
static inline void decimal_free(Decimal *d) {
    if (d->words != d->local) arena_free(d->words);
    d->words = d->local;
    d->room = COUNT_OF(d->local);
}
/* A NaN, so that what could not be computed is nothing else. */
static inline void decimal_init(Decimal *d) {
    d->sign = 0;
    d->kind = DECIMAL_QUIET;
    d->exponent = d->digits = 0;
    d->count = 0;
    d->words = d->local;
    d->room = COUNT_OF(d->local);
}
static inline bool decimal_is_special(const Decimal *d) { return d->kind != DECIMAL_FINITE; }
static inline bool decimal_is_nan(const Decimal *d) { return d->kind >= DECIMAL_QUIET; }
static inline bool decimal_is_infinite(const Decimal *d) { return d->kind == DECIMAL_INFINITE; }
static inline bool decimal_is_zero_coefficient(const Decimal *d) {
    return d->count == 1 && d->words[0] == 0; /* of what is finite */
}
static inline bool decimal_is_zero(const Decimal *d) {
    return !decimal_is_special(d) && decimal_is_zero_coefficient(d);
}
static inline i64 decimal_adjusted(const Decimal *d) { return d->exponent + d->digits - 1; }
/* +1, -1 of the sign. */
static inline int decimal_direction(const Decimal *d) { return d->sign ? -1 : 1; }
static inline bool decimal_is_odd_coefficient(const Decimal *d) { return d->words[0] % 2 == 1; }

/* Room for so many words; what was in them may be gone. False: NaN, CONDITION_NO_MEMORY. */
bool decimal_reserve(Decimal *d, i64 words, u32 *status);
/* The same, and keeps the words. */
bool decimal_extend(Decimal *d, i64 words, u32 *status);
/* Takes leading zero words off `count` words, and counts the digits. */
void decimal_count_digits(Decimal *d, isize count);
/* Cuts the coefficient down to its last digits, `most` of them. */
void decimal_keep_digits(Decimal *d, i64 most);
bool decimal_copy(Decimal *result, const Decimal *a, u32 *status);
/* `from` is empty afterwards. */
void decimal_move(Decimal *result, Decimal *from);
void decimal_set(Decimal *d, u8 sign, u64 coefficient, i64 exponent);
void decimal_set_i64(Decimal *d, i64 value);
void decimal_set_infinite(Decimal *d, u8 sign);
void decimal_set_nan(Decimal *d, u8 sign, DecimalKind kind); /* no payload */
/* NaN, and the condition. */
void decimal_set_error(Decimal *d, u32 condition, u32 *status);
/* 99...9, so many. */
bool decimal_set_nines(Decimal *d, i64 digits, u32 *status);

/* coefficient * 10**digits, the exponent left alone. result may be a. */
bool decimal_shift_left(Decimal *result, const Decimal *a, i64 digits, u32 *status);
/* coefficient / 10**digits, the exponent left alone; the digit to round by. */
int decimal_shift_right(Decimal *d, i64 digits);
bool decimal_rounds_up(const Decimal *d, int digit, Rounding rounding);
/* coefficient + 1; may come to have one digit more. */
bool decimal_increment(Decimal *d, u32 *status);
i64 decimal_trailing_zeros(const Decimal *d);
bool decimal_is_integer(const Decimal *d);
bool decimal_is_odd(const Decimal *d); /* of an integer */
/* The value as an i64; false: it is none, or too large. */
bool decimal_as_i64(const Decimal *d, i64 *value);
int i64_digits(i64 value); /* of its magnitude */

/* Brings a result under the rules: exponent in range, coefficient rounded, a NaN's payload cut. */
void decimal_finalize(Decimal *d, const Rules *rules, u32 *status);
void decimal_apply(Decimal *result, const Decimal *a, const Rules *rules, u32 *status); /* to a copy */
/* True: one of them is a NaN, and the result is what follows from it. */
bool decimal_take_nan(Decimal *result, const Decimal *a, const Rules *rules, u32 *status);
bool decimal_take_nans(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status);

/* --- operations: result is none of the operands --------------------------------------------------------- */

typedef void (*DecimalUnary)(Decimal *result, const Decimal *a, const Rules *rules, u32 *status);
typedef void (*DecimalBinary)(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules,
                              u32 *status);
typedef void (*DecimalTernary)(Decimal *result, const Decimal *a, const Decimal *b, const Decimal *c,
                               const Rules *rules, u32 *status);

#define DECIMAL_UNARY_OPERATIONS(OPERATION)                                                                    \
    OPERATION(plus)                                                                                            \
    OPERATION(minus)                                                                                           \
    OPERATION(abs)                                                                                             \
    OPERATION(exp)                                                                                             \
    OPERATION(ln)                                                                                              \
    OPERATION(log10)                                                                                           \
    OPERATION(next_minus)                                                                                      \
    OPERATION(next_plus)                                                                                       \
    OPERATION(normalize)                                                                                       \
    OPERATION(to_integral_exact)                                                                               \
    OPERATION(to_integral_value)                                                                               \
    OPERATION(sqrt)                                                                                            \
    OPERATION(logb)                                                                                            \
    OPERATION(logical_invert)                                                                                  \
    OPERATION(copy_abs)                                                                                        \
    OPERATION(copy_negate)
#define DECIMAL_BINARY_OPERATIONS(OPERATION)                                                                   \
    OPERATION(add)                                                                                             \
    OPERATION(subtract)                                                                                        \
    OPERATION(multiply)                                                                                        \
    OPERATION(divide)                                                                                          \
    OPERATION(divide_int)                                                                                      \
    OPERATION(remainder)                                                                                       \
    OPERATION(remainder_near)                                                                                  \
    OPERATION(compare)                                                                                         \
    OPERATION(compare_signal)                                                                                  \
    OPERATION(max)                                                                                             \
    OPERATION(max_mag)                                                                                         \
    OPERATION(min)                                                                                             \
    OPERATION(min_mag)                                                                                         \
    OPERATION(next_toward)                                                                                     \
    OPERATION(quantize)                                                                                        \
    OPERATION(logical_and)                                                                                     \
    OPERATION(logical_or)                                                                                      \
    OPERATION(logical_xor)                                                                                     \
    OPERATION(rotate)                                                                                          \
    OPERATION(scaleb)                                                                                          \
    OPERATION(shift)                                                                                           \
    OPERATION(compare_total)                                                                                   \
    OPERATION(compare_total_mag)                                                                               \
    OPERATION(copy_sign)
#define OPERATION(name) void decimal_##name(Decimal *result, const Decimal *a, const Rules *rules, u32 *status);
DECIMAL_UNARY_OPERATIONS(OPERATION)
#undef OPERATION
#define OPERATION(name)                                                                                        \
    void decimal_##name(Decimal *result, const Decimal *a, const Decimal *b, const Rules *rules, u32 *status);
DECIMAL_BINARY_OPERATIONS(OPERATION)
#undef OPERATION

void decimal_divmod(Decimal *quotient, Decimal *remainder, const Decimal *a, const Decimal *b,
                    const Rules *rules, u32 *status);
void decimal_fma(Decimal *result, const Decimal *a, const Decimal *b, const Decimal *c, const Rules *rules,
                 u32 *status);
void decimal_power(Decimal *result, const Decimal *base, const Decimal *exponent, const Rules *rules,
                   u32 *status);
void decimal_power_modulo(Decimal *result, const Decimal *base, const Decimal *exponent, const Decimal *modulus,
                          const Rules *rules, u32 *status);
/* a * b, not rounded. */
void decimal_multiply_exactly(Decimal *result, const Decimal *a, const Decimal *b, u32 *status);
/* -1, 0, 1; NaNs are no operands. _magnitudes takes no notice of signs. */
int decimal_order(const Decimal *a, const Decimal *b);
int decimal_order_magnitudes(const Decimal *a, const Decimal *b);
bool decimal_same_quantum(const Decimal *a, const Decimal *b);
bool decimal_is_normal(const Decimal *d, const Rules *rules);
bool decimal_is_subnormal(const Decimal *d, const Rules *rules);
const char *decimal_class(const Decimal *d, const Rules *rules);
/* a with the exponent `exponent`, rounded as the rules say but under no limit of precision. */
void decimal_rescale(Decimal *result, const Decimal *a, i64 exponent, const Rules *rules, u32 *status);
/* digits with so many zeros at the end as fill the precision: for results that are never exact. */
void decimal_pad(Decimal *d, i64 digits, u32 *status);

/* --- text ----------------------------------------------------------------------------------------------- */

/* Reads a numeric string of the specification, ASCII. A coefficient longer than the rules allow is rounded. */
void decimal_parse(Decimal *result, const char *text, isize length, const Rules *rules, u32 *status);
typedef enum DecimalNotation { NOTATION_SCIENTIFIC, NOTATION_ENGINEERING } DecimalNotation;
Own decimal_to_str(const Decimal *d, DecimalNotation notation, bool capitals);
/* The digits of the coefficient as ASCII, digits of them. */
void decimal_write_digits(const Decimal *d, char *out);
/* override: a dict as localeconv() gives, or NULL. */
Own decimal_format(const Decimal *d, Ref spec, Ref override, bool capitals, const Rules *rules);

/* --- objects -------------------------------------------------------------------------------------------- */

typedef struct DecimalObject {
    Object ob_base;
    isize hash; /* -1: not computed */
    Decimal value;
} DecimalObject;
#define AS_DECIMAL(ref) ((DecimalObject *)(ref))
#define DECIMAL_VALUE(ref) (&AS_DECIMAL(ref)->value)
static inline bool is_decimal(Ref object) { return is_a(object, MODULE_TYPE(DECIMAL)); }
static inline bool is_exact_decimal(Ref object) { return is_exactly(object, MODULE_TYPE(DECIMAL)); }

typedef struct DecimalContext {
    Object ob_base;
    Rules rules;
    Object *traps, *flags; /* signal dicts over the rules' traps and status; owned */
    bool capitals;
} DecimalContext;
#define AS_DECIMAL_CONTEXT(ref) ((DecimalContext *)(ref))
#define CONTEXT_RULES(ref) (&AS_DECIMAL_CONTEXT(ref)->rules)
static inline bool is_decimal_context(Ref object) { return is_a(object, MODULE_TYPE(DECIMAL_CONTEXT)); }

/* What the module has one of: an arena block; NULL in the root: not imported yet. */
enum { DECIMAL_SIGNAL_COUNT = 9, DECIMAL_INVALID_COUNT = 5 };
typedef struct DecimalState {
    Object *contents;                               /* dict: a copy of the module's when it was made */
    Object *exception;                              /* DecimalException */
    Object *signals[DECIMAL_SIGNAL_COUNT];          /* classes, in the order of a signal dict */
    Object *invalid[DECIMAL_INVALID_COUNT];         /* InvalidOperation and its subclasses */
    Object *signal_dict, *decimal_tuple, *rational; /* classes */
    Object *default_context, *basic_context, *extended_context;
    Object *variable;                 /* the ContextVar of the current context */
    Object *rounding[ROUNDING_COUNT]; /* interned names */
    Decimal ln10;                     /* ln(10), to so many digits as were ever needed */
    i64 ln10_digits;
} DecimalState;
static inline DecimalState *decimal_state(void) { return MODULES_ROOT->decimal; }

/* A new object to be filled. */
Own decimal_new(Type *type);
static inline Own decimal_new_exact(void) { return decimal_new(MODULE_TYPE(DECIMAL)); }
Own decimal_from_i64(i64 value);
/* Adds the conditions to the context's; false: one of them is trapped, and raised. */
bool context_add_status(Ref context, u32 status);
/* The object, or NULL with it let go of and the trap raised. Consumes. */
Own decimal_checked(Own result, Ref context, u32 status);
/* The running thread's context: borrowed; NULL raised. */
Ref context_current(void);
/* Of an optional argument: None and NULL are the current one. Borrowed; NULL raised. */
Ref context_of_argument(Ref argument);
/* False: TypeError that lists the modes. */
bool rounding_from_object(Ref value, Rounding *rounding);
Own rounding_to_object(Rounding rounding);

/* Operands: Decimal itself, exact conversion of int; else NotImplemented, or TypeError where `must`. */
Own decimal_operand(Ref value, Ref context, bool must);
/* An operation on Decimals, under the context's rules or others; what happened is added to the context. */
Own decimal_compute_unary(DecimalUnary operation, Ref a, const Rules *rules, Ref context);
Own decimal_compute_binary(DecimalBinary operation, Ref a, Ref b, const Rules *rules, Ref context);
Own decimal_compute_ternary(DecimalTernary operation, Ref a, Ref b, Ref c, Ref context);
Own decimal_compute_divmod(Ref a, Ref b, Ref context);
Own decimal_compute_current(DecimalUnary operation, Ref a); /* the current context */

/* decimal_convert.c. `context` is where conditions go; `exact`: unrounded, and invalid where it can't be. */
Own decimal_from_int(Type *type, Ref value, Ref context, bool exact);
Own decimal_from_float(Type *type, Ref value, Ref context, bool exact);
Own decimal_from_object(Type *type, Ref value, Ref context, bool exact);
Own decimal_to_int(Ref self, Ref context, Rounding rounding);
Own decimal_to_float(Ref self);
Own decimal_to_tuple(Ref self);
Own decimal_to_ratio(Ref self);
Own decimal_type_str(Ref self); /* as Decimal itself shows it, whatever a subclass does */
isize decimal_hash(Ref self);
Own decimal_compare_objects(Ref left, Ref right, CompareOp op);

extern const MethodDef decimal_methods[], context_methods[];
Own context_new(Type *type);
Own context_copy(Ref self);
/* prec, rounding, Emin, Emax, capitals, clamp, flags, traps: None or NULL leaves one as it is. */
bool context_set_all(Ref self, Ref const *values);
enum { CONTEXT_PARAMETER_COUNT = 8 };

/* decimal_signals.c */
bool signals_make(Ref module);
Own signal_dict_new(u32 *conditions);
void signal_dict_forget(Ref dict); /* its context dies */
/* From a signal dict or a dict of all signals, where `from_list` from a list of some too. False: raised. */
bool signals_from_object(Ref value, bool from_list, u32 *conditions);
Own signals_to_list(u32 conditions);    /* a list of the signals' classes */
Own signals_to_str(u32 conditions);     /* "[Inexact, Rounded]" */
void *conditions_raise(u32 conditions); /* the exception of those that are trapped */

#endif
