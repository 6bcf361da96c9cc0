/* datetime_delta.c: the type timedelta: a number of microseconds, kept as days, seconds and microseconds.
 *
 * Sums are made part by part. Products and quotients are made of the whole number of microseconds, which needs more
 * than a machine word: it is a Python int, and what divides it rounds to the nearest, halves to even. */
#include "modules/datetime.h"

#include <limits.h>
#include <math.h>

#include "object/float.h"
#include "object/sequence.h"

enum { MAX_DELTA_DAYS = 999999999 };

/* --- making one -------------------------------------------------------------------------------------------------- */

/* Takes whole units out of *rest, so that 0 <= *rest < unit, and answers how many. */
static i64 carry(i64 *rest, i64 unit) {
    i64 whole = *rest / unit;
    *rest %= unit;
    if (*rest < 0) {
        *rest += unit;
        whole--;
    }
    return whole;
}

static Own delta_of(Type *type, i64 days, i64 seconds, i64 microseconds) {
    seconds += carry(&microseconds, SECOND_US);
    days += carry(&seconds, DAY_SECONDS);
    if (days < -MAX_DELTA_DAYS || days > MAX_DELTA_DAYS) {
        return error_set(EXC(OverflowError), "days=%ld; must have magnitude <= %d", (long)days,
                         (int)MAX_DELTA_DAYS);
    }
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_DELTA(self)->hash = -1;
    AS_DELTA(self)->days = (int)days;
    AS_DELTA(self)->seconds = (int)seconds;
    AS_DELTA(self)->microseconds = (int)microseconds;
    return self;
}

Own delta_make(i64 days, i64 seconds, i64 microseconds) {
    return delta_of(MODULE_TYPE(TIMEDELTA), days, seconds, microseconds);
}

i64 delta_microseconds(Ref delta) {
    const Delta *d = AS_DELTA(delta);
    return d->days * DAY_US + d->seconds * SECOND_US + d->microseconds;
}

/* op(left, right); consumes both, each of which may be NULL: raised. */
static Own combine(BinaryFn op, Own left, Own right) {
    Own result = left && right ? op(left, right) : NULL;
    release_maybe(left);
    release_maybe(right);
    return result;
}

/* The whole number of microseconds: an int. */
static Own total(Ref delta) {
    const Delta *d = AS_DELTA(delta);
    if (d->days > -1000000 && d->days < 1000000) return int_from_i64(delta_microseconds(delta));
    i64 seconds = d->days * (i64)DAY_SECONDS + d->seconds;
    Own whole = combine(int_multiply, int_from_i64(seconds), int_from_i64(SECOND_US));
    return combine(int_add, whole, int_from_i64(d->microseconds));
}

/* divmod(*number, unit) as Python does it: *number becomes the quotient. What was computed with instances of the
 * program's own subclasses of int may give anything. False: raised. */
static bool split(Own *number, i64 unit, int *rest) {
    Own pair = combine(number_divmod, *number, int_from_i64(unit));
    *number = NULL;
    bool good = pair != NULL;
    if (good && !is_tuple(pair)) {
        good = error_set(EXC(TypeError), "divmod() returned non-tuple (type %.200s)", type_of(pair)->name);
    } else if (good && tuple_length(pair) != 2) {
        good = error_set(EXC(TypeError), "divmod() returned a tuple of size %zd", tuple_length(pair));
    }
    good = good && argument_int(tuple_get(pair, 1), rest);
    if (good && (*rest < 0 || *rest >= unit)) {
        good = error_set(EXC(TypeError), "divmod() returned a value out of range");
    }
    if (good) *number = own(tuple_get(pair, 0));
    release_maybe(pair);
    return good;
}

/* Consumes the number of microseconds; NULL: raised. */
static Own from_total(Own number, Type *type) {
    if (!number) return NULL;
    if (is_exact_int(number)) {
        int overflow;
        i64 microseconds = int_as_i64_overflow(number, &overflow);
        if (!overflow) {
            release(number);
            i64 days = carry(&microseconds, DAY_US);
            return delta_of(type, days, 0, microseconds);
        }
    }
    int microseconds, seconds, days;
    bool good = split(&number, SECOND_US, &microseconds) && split(&number, DAY_SECONDS, &seconds) &&
                argument_int(number, &days);
    release_maybe(number);
    return good ? delta_of(type, days, seconds, microseconds) : NULL;
}

/* --- the constructor --------------------------------------------------------------------------------------------- */

/* A float's share: what is whole is added to the sum, what is less than a microsecond to *leftover. Consumes the
 * sum. */
static Own add_float(Own sum, double value, i64 factor, double *leftover) {
    double whole, fraction = modf(value, &whole);
    Own part = combine(int_multiply, int_from_double(whole), int_from_i64(factor));
    sum = combine(number_add, sum, part);
    if (!sum || fraction == 0) return sum;
    fraction = modf(fraction * (double)factor, &whole);
    *leftover += fraction;
    return combine(number_add, sum, int_from_double(whole));
}

static Own add_unit(Own sum, const char *name, Ref value, i64 factor, double *leftover) {
    if (is_int(value)) {
        return combine(number_add, sum, combine(number_multiply, own(value), int_from_i64(factor)));
    }
    if (is_float(value)) return add_float(sum, float_as_double(value), factor, leftover);
    release(sum);
    return error_set(EXC(TypeError), "unsupported type for timedelta %s component: %s", name,
                     type_of(value)->name);
}

/* The fractions together, rounded so that the sum becomes even where they are just half a microsecond. */
static Own add_leftover(Own sum, double leftover) {
    double whole = round(leftover);
    if (fabs(whole - leftover) == 0.5 && is_int(sum)) {
        int odd = int_as_u64_mask(sum) & 1;
        whole = 2.0 * round((leftover + odd) * 0.5) - odd;
    }
    return combine(number_add, sum, int_from_i64((i64)whole));
}

static Own delta_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "__new__", {"days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"}};
    static const struct {
        int argument;
        const char *name;
        i64 microseconds;
    } units[] = {{2, "microseconds", 1},         {3, "milliseconds", 1000},      {1, "seconds", SECOND_US},
                 {4, "minutes", 60 * SECOND_US}, {5, "hours", 3600 * SECOND_US}, {0, "days", DAY_US},
                 {6, "weeks", 7 * DAY_US}};
    Ref given[COUNT_OF(units)];
    double leftover = 0;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Own sum = int_from_i64(0);
    for (isize i = 0; sum && i < COUNT_OF(units); i++) {
        Ref value = given[units[i].argument];
        if (value) sum = add_unit(sum, units[i].name, value, units[i].microseconds, &leftover);
    }
    if (sum && leftover != 0) sum = add_leftover(sum, leftover);
    return from_total(sum, type);
}

/* --- arithmetic -------------------------------------------------------------------------------------------------- */

static Own delta_add(Ref left, Ref right) {
    if (!is_delta(left) || !is_delta(right)) return own_not_implemented();
    const Delta *a = AS_DELTA(left), *b = AS_DELTA(right);
    return delta_make((i64)a->days + b->days, (i64)a->seconds + b->seconds,
                      (i64)a->microseconds + b->microseconds);
}

Own delta_subtract(Ref left, Ref right) {
    if (!is_delta(left) || !is_delta(right)) return own_not_implemented();
    const Delta *a = AS_DELTA(left), *b = AS_DELTA(right);
    return delta_make((i64)a->days - b->days, (i64)a->seconds - b->seconds,
                      (i64)a->microseconds - b->microseconds);
}

static Own delta_positive(Ref self) {
    return delta_make(AS_DELTA(self)->days, AS_DELTA(self)->seconds, AS_DELTA(self)->microseconds);
}
static Own delta_negative(Ref self) {
    return delta_make(-(i64)AS_DELTA(self)->days, -(i64)AS_DELTA(self)->seconds,
                      -(i64)AS_DELTA(self)->microseconds);
}
static Own delta_absolute(Ref self) {
    return AS_DELTA(self)->days < 0 ? delta_negative(self) : delta_positive(self);
}
static int delta_is_true(Ref self) { return !delta_is_zero(self); }

/* The nearest int to a / b; both may be what a float of the program's own class said of itself. */
static Own divide_nearest(Ref a, Ref b) {
    if (!is_int(a) || !is_int(b)) return error_set(EXC(TypeError), "non-integer arguments in division");
    return int_divide_nearest(a, b);
}

/* The float as a fraction: a pair. */
static Own float_ratio(Ref value) {
    Own ratio = object_call_method_none(value, NAME(as_integer_ratio));
    if (!ratio) return NULL;
    if (!is_tuple(ratio)) {
        error_set(EXC(TypeError),
                  "unexpected return type from as_integer_ratio(): expected tuple, got '%.200s'",
                  type_of(ratio)->name);
    } else if (tuple_length(ratio) != 2) {
        error_set(EXC(ValueError), "as_integer_ratio() must return a 2-tuple");
    } else {
        return ratio;
    }
    release(ratio);
    return NULL;
}

/* delta * value, or delta / value: times one part of the fraction, by the other. */
static Own scale_by_float(Ref delta, Ref value, bool divide) {
    Own ratio = float_ratio(value);
    if (!ratio) return NULL;
    Own product = combine(number_multiply, total(delta), own(tuple_get(ratio, divide ? 1 : 0)));
    Own number = combine(divide_nearest, product, own(tuple_get(ratio, divide ? 0 : 1)));
    release(ratio);
    return from_total(number, MODULE_TYPE(TIMEDELTA));
}

static Own scale(Ref delta, Ref factor) {
    if (is_float(factor)) return scale_by_float(delta, factor, false);
    if (!is_int(factor)) return own_not_implemented();
    return from_total(combine(number_multiply, own(factor), total(delta)), MODULE_TYPE(TIMEDELTA));
}

static Own delta_multiply(Ref left, Ref right) {
    return is_delta(left) ? scale(left, right) : is_delta(right) ? scale(right, left) : own_not_implemented();
}

static Own delta_true_divide(Ref left, Ref right) {
    if (!is_delta(left)) return own_not_implemented();
    if (is_delta(right)) return combine(int_true_divide, total(left), total(right));
    if (is_float(right)) return scale_by_float(left, right, true);
    if (!is_int(right)) return own_not_implemented();
    return from_total(combine(int_divide_nearest, total(left), own(right)), MODULE_TYPE(TIMEDELTA));
}

static Own delta_floor_divide(Ref left, Ref right) {
    if (!is_delta(left)) return own_not_implemented();
    if (is_delta(right)) return combine(int_floor_divide, total(left), total(right));
    if (!is_int(right)) return own_not_implemented();
    return from_total(combine(number_floor_divide, total(left), own(right)), MODULE_TYPE(TIMEDELTA));
}

static Own delta_remainder(Ref left, Ref right) {
    if (!is_delta(left) || !is_delta(right)) return own_not_implemented();
    return from_total(combine(int_remainder, total(left), total(right)), MODULE_TYPE(TIMEDELTA));
}

static Own delta_divmod(Ref left, Ref right) {
    if (!is_delta(left) || !is_delta(right)) return own_not_implemented();
    Own pair = combine(number_divmod, total(left), total(right));
    if (!pair) return NULL;
    Own rest = from_total(own(tuple_get(pair, 1)), MODULE_TYPE(TIMEDELTA));
    Own result = tuple_take(2, own(tuple_get(pair, 0)), rest);
    release(pair);
    return result;
}

/* --- order ------------------------------------------------------------------------------------------------------- */

static int sign_of(int difference) { return (difference > 0) - (difference < 0); }

int delta_compare(Ref left, Ref right) {
    const Delta *a = AS_DELTA(left), *b = AS_DELTA(right);
    if (a->days != b->days) return a->days < b->days ? -1 : 1;
    if (a->seconds != b->seconds) return sign_of(a->seconds - b->seconds);
    return sign_of(a->microseconds - b->microseconds);
}

static Own delta_richcompare(Ref left, Ref right, CompareOp op) {
    if (!is_delta(right)) return own_not_implemented();
    return own_bool(sequence_compare_lengths(delta_compare(left, right), 0, op));
}

/* (days, seconds, microseconds) */
static Own parts(Ref self) {
    const Delta *d = AS_DELTA(self);
    return tuple_take(3, int_from_i64(d->days), int_from_i64(d->seconds), int_from_i64(d->microseconds));
}

static isize delta_hash(Ref self) {
    if (AS_DELTA(self)->hash != -1) return AS_DELTA(self)->hash;
    Own all = parts(self);
    if (!all) return -1;
    AS_DELTA(self)->hash = object_hash(all);
    release(all);
    return AS_DELTA(self)->hash;
}

/* --- text and state ---------------------------------------------------------------------------------------------- */

static Own delta_repr(Ref self) {
    const Delta *d = AS_DELTA(self);
    const struct {
        const char *name;
        int value;
    } shown[] = {{"days", d->days}, {"seconds", d->seconds}, {"microseconds", d->microseconds}};
    const char *separator = "";
    Text text = text_new(TEXT_IN_ARENA);
    for (isize i = 0; i < COUNT_OF(shown); i++) {
        if (shown[i].value == 0) continue;
        text_append_format(&text, "%s%s=%d", separator, shown[i].name, shown[i].value);
        separator = ", ";
    }
    if (text.length == 0) text_append_char(&text, '0');
    Own result = text.failed ? error_memory() : str_format("%N(%s)", type_of(self), text_cstring(&text));
    text_free(&text);
    return result;
}

static Own delta_str(Ref self) {
    const Delta *d = AS_DELTA(self);
    Text text = text_new(TEXT_IN_ARENA);
    if (d->days) text_append_format(&text, "%d day%s, ", d->days, d->days == 1 || d->days == -1 ? "" : "s");
    text_append_format(&text, "%d:%02d:%02d", d->seconds / 3600, d->seconds / 60 % 60, d->seconds % 60);
    if (d->microseconds) text_append_format(&text, ".%06d", d->microseconds);
    Own result = text.failed ? error_memory() : str_from_ascii(text_cstring(&text), text.length);
    text_free(&text);
    return result;
}

Own delta_method_total_seconds(Ref self) {
    return combine(int_true_divide, total(self), int_from_i64(SECOND_US));
}

static Own delta_method_reduce(Ref self) { return tuple_take(2, own((Ref)type_of(self)), parts(self)); }

static const MethodDef delta_methods[] = {
    {"total_seconds", METHOD_NONE, .none = delta_method_total_seconds, .doc = "Total seconds in the duration."},
    {"__reduce__", METHOD_NONE, .none = delta_method_reduce, .doc = "__reduce__() -> (cls, state)"},
    {.name = NULL}};

static const MemberDef delta_members[] = {
    {"days", MEMBER_INT, offsetof(Delta, days), true, "Number of days."},
    {"seconds", MEMBER_INT, offsetof(Delta, seconds), true, "Number of seconds (>= 0 and less than 1 day)."},
    {"microseconds", MEMBER_INT, offsetof(Delta, microseconds), true,
     "Number of microseconds (>= 0 and less than 1 second)."},
    {.name = NULL}};

const TypeSpec timedelta_spec = {.name = "datetime.timedelta",
                                 .module = "datetime",
                                 .basicsize = sizeof(Delta),
                                 .flags = TYPE_BASETYPE,
                                 .slots = {.new = delta_new,
                                           .repr = delta_repr,
                                           .str = delta_str,
                                           .hash = delta_hash,
                                           .getattro = object_generic_get_attribute,
                                           .richcompare = delta_richcompare,
                                           .add = delta_add,
                                           .subtract = delta_subtract,
                                           .multiply = delta_multiply,
                                           .remainder = delta_remainder,
                                           .divmod = delta_divmod,
                                           .negative = delta_negative,
                                           .positive = delta_positive,
                                           .absolute = delta_absolute,
                                           .is_true = delta_is_true,
                                           .floor_divide = delta_floor_divide,
                                           .true_divide = delta_true_divide},
                                 .methods = delta_methods,
                                 .members = delta_members,
                                 .doc =
                                     "Difference between two datetime values.\n\ntimedelta(days=0, seconds=0, "
                                     "microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\nAll "
                                     "arguments are optional and default to 0.\nArguments may be integers "
                                     "or floats, and may be positive or negative."};
