/* datetime_zone.c: tzinfo, of which the program makes its zones, and timezone, a fixed offset from UTC.
 *
 * Whoever asks a zone goes through its methods, which a subclass may have overridden, and checks what comes back:
 * an offset is None or less than a day. */
#include "modules/datetime.h"

#include "object/object_reduce.h"

/* --- asking ------------------------------------------------------------------------------------------------------ */

bool zone_check(Ref zone) {
    if (zone == None || is_a(zone, MODULE_TYPE(TZINFO))) return true;
    return error_set(EXC(TypeError), "tzinfo argument must be None or of a tzinfo subclass, not type '%s'",
                     type_of(zone)->name);
}

/* Strictly between -24 and 24 hours. */
static bool is_offset(Ref delta) {
    const Delta *d = AS_DELTA(delta);
    return d->days == 0 || (d->days == -1 && (d->seconds > 0 || d->microseconds > 0));
}

static Own ask_offset(Ref zone, Ref name, Ref argument) {
    Own offset = zone ? object_call_method_one(zone, name, argument) : own_none();
    if (!offset || offset == None || (is_delta(offset) && is_offset(offset))) return offset;
    if (is_delta(offset)) {
        error_set(EXC(ValueError), "offset must be a timedelta strictly between -timedelta(hours=24) and "
                                   "timedelta(hours=24).");
    } else {
        error_set(EXC(TypeError), "tzinfo.%U() must return None or timedelta, not '%.200s'", name,
                  type_of(offset)->name);
    }
    release(offset);
    return NULL;
}

Own zone_utcoffset(Ref zone, Ref argument) { return ask_offset(zone, NAME(utcoffset), argument); }
Own zone_dst(Ref zone, Ref argument) { return ask_offset(zone, NAME(dst), argument); }

Own zone_tzname(Ref zone, Ref argument) {
    Own name = zone ? object_call_method_one(zone, NAME(tzname), argument) : own_none();
    if (!name || name == None || is_str(name)) return name;
    error_set(EXC(TypeError), "tzinfo.tzname() must return None or a string, not '%s'", type_of(name)->name);
    release(name);
    return NULL;
}

/* --- offsets as text --------------------------------------------------------------------------------------------- */

Own offset_show(Ref offset, const char *separator) {
    i64 whole = delta_microseconds(offset), microseconds = whole < 0 ? -whole : whole;
    int seconds = (int)(microseconds / SECOND_US), rest = (int)(microseconds % SECOND_US);
    Text text = text_new(TEXT_IN_ARENA);
    text_append_char(&text, whole < 0 ? '-' : '+');
    text_append_format(&text, "%02d%s%02d", seconds / 3600, separator, seconds / 60 % 60);
    if (seconds % 60 || rest) text_append_format(&text, "%s%02d", separator, seconds % 60);
    if (rest) text_append_format(&text, ".%06d", rest);
    Own result = text.failed ? error_memory() : str_from_ascii(text_cstring(&text), text.length);
    text_free(&text);
    return result;
}

/* --- tzinfo ------------------------------------------------------------------------------------------------------ */

static Own tzinfo_new(Type *type, UNUSED Ref const *args, UNUSED isize nargs, UNUSED Ref kwnames) {
    return object_new(type, 0);
}

static Own must_implement(const char *method) {
    return error_set(EXC(NotImplementedError), "a tzinfo subclass must implement %s()", method);
}
static Own tzinfo_method_tzname(UNUSED Ref self, UNUSED Ref dt) { return must_implement("tzname"); }
static Own tzinfo_method_utcoffset(UNUSED Ref self, UNUSED Ref dt) { return must_implement("utcoffset"); }
static Own tzinfo_method_dst(UNUSED Ref self, UNUSED Ref dt) { return must_implement("dst"); }

/* fromutc() is for datetimes that have this zone. */
static bool check_own(Ref self, Ref dt) {
    if (!is_datetime(dt)) return error_set(EXC(TypeError), "fromutc: argument must be a datetime");
    if ((Ref)AS_DATETIME(dt)->zone == self) return true;
    return error_set(EXC(ValueError), "fromutc: dt.tzinfo is not self");
}

/* utcoffset() and dst() of a datetime whose zone says both. False: raised. */
static bool ask_both(Ref dt, Own *offset, Own *dst) {
    *dst = NULL;
    *offset = aware_method_utcoffset(dt);
    if (!*offset) return false;
    if (*offset == None) {
        return error_set(EXC(ValueError), "fromutc: non-None utcoffset() result required");
    }
    *dst = aware_method_dst(dt);
    if (!*dst) return false;
    return *dst != None || error_set(EXC(ValueError), "fromutc: non-None dst() result required");
}

/* Adds what summer time adds at the local standard time `standard`, which it consumes. */
static Own add_summer_time(Own standard) {
    if (!standard) return NULL;
    Own dst = aware_method_dst(standard), result = NULL;
    if (dst && dst == None) {
        error_set(EXC(ValueError), "fromutc: tz.dst() gave inconsistent results; cannot convert");
    } else if (dst) {
        result = delta_is_zero(dst) ? own(standard) : datetime_shift(standard, dst, 1);
    }
    release_maybe(dst);
    release(standard);
    return result;
}

/* UTC to local time for zones of which the offset without summer time is always the same. */
static Own tzinfo_method_fromutc(Ref self, Ref dt) {
    if (!check_own(self, dt)) return NULL;
    Own offset, dst, result = NULL;
    if (ask_both(dt, &offset, &dst)) {
        Own standard = delta_subtract(offset, dst);
        if (standard) result = add_summer_time(datetime_check(datetime_shift(dt, standard, 1)));
        release_maybe(standard);
    }
    release_maybe(offset);
    release_maybe(dst);
    return result;
}

/* (class, what __getinitargs__ gives, state) */
static Own tzinfo_method_reduce(Ref self) {
    Own get_arguments, args = NULL;
    if (!object_find_attribute(self, NAME(__getinitargs__), &get_arguments)) return NULL;
    args = get_arguments ? object_call_none(get_arguments) : tuple_new(0);
    release_maybe(get_arguments);
    Own state = args ? object_state(self) : NULL;
    if (!state) {
        release_maybe(args);
        return NULL;
    }
    return tuple_take(3, own((Ref)type_of(self)), args, state);
}

static const MethodDef tzinfo_methods[] = {
    {"tzname", METHOD_ONE, .one = tzinfo_method_tzname, .doc = "datetime -> string name of time zone."},
    {"utcoffset", METHOD_ONE, .one = tzinfo_method_utcoffset,
     .doc = "datetime -> timedelta showing offset from UTC, negative values indicating West of UTC"},
    {"dst", METHOD_ONE, .one = tzinfo_method_dst,
     .doc = "datetime -> DST offset as timedelta positive east of UTC."},
    {"fromutc", METHOD_ONE, .one = tzinfo_method_fromutc, .doc = "datetime in UTC -> datetime in local time."},
    {"__reduce__", METHOD_NONE, .none = tzinfo_method_reduce, .doc = "-> (cls, state)"},
    {.name = NULL}};

const TypeSpec tzinfo_spec = {.name = "datetime.tzinfo",
                              .module = "datetime",
                              .basicsize = sizeof(Object),
                              .flags = TYPE_BASETYPE,
                              .slots = {.new = tzinfo_new, .getattro = object_generic_get_attribute},
                              .methods = tzinfo_methods,
                              .doc = "Abstract base class for time zone info objects."};

/* --- timezone ---------------------------------------------------------------------------------------------------- */

Own timezone_make(Ref offset, Ref name) {
    if (!name && timezone_utc() && delta_is_zero(offset)) return own(timezone_utc());
    if (!is_offset(offset)) {
        return error_set(EXC(ValueError),
                         "offset must be a timedelta strictly between -timedelta(hours=24) and "
                         "timedelta(hours=24), not %R.",
                         offset);
    }
    Own self = object_new(MODULE_TYPE(TIMEZONE), 0);
    if (!self) return NULL;
    AS_TIMEZONE(self)->offset = own(offset);
    AS_TIMEZONE(self)->name = own_maybe(name);
    return self;
}

static Own timezone_new(UNUSED Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"timezone", {"offset", "name"}, .required = 1};
    Ref given[2];
    if (nargs == 1 && !argument_instance(args[0], MODULE_TYPE(TIMEDELTA), "timezone", 1)) return NULL;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (!argument_instance(given[0], MODULE_TYPE(TIMEDELTA), "timezone", 1)) return NULL;
    if (given[1] && !argument_str(given[1], "timezone", "2")) return NULL;
    return timezone_make(given[0], given[1]);
}

static void timezone_dealloc(Own self) {
    release_maybe(AS_TIMEZONE(self)->offset);
    release_maybe(AS_TIMEZONE(self)->name);
    object_free(self);
}

static Own timezone_compare(Ref left, Ref right, CompareOp op) {
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !is_exactly(right, MODULE_TYPE(TIMEZONE))) {
        return own_not_implemented();
    }
    bool equal = delta_compare(AS_TIMEZONE(left)->offset, AS_TIMEZONE(right)->offset) == 0;
    return own_bool(equal == (op == COMPARE_EQ));
}

static isize timezone_hash(Ref self) { return object_hash(AS_TIMEZONE(self)->offset); }

static Own timezone_repr(Ref self) {
    const TimeZone *zone = AS_TIMEZONE(self);
    if (self == timezone_utc()) return str_from_ascii("datetime.timezone.utc", -1);
    if (!zone->name) return str_format("%N(%R)", type_of(self), (Ref)zone->offset);
    return str_format("%N(%R, %R)", type_of(self), (Ref)zone->offset, (Ref)zone->name);
}

/* The name, or "UTC" and the offset. */
static Own timezone_str(Ref self) {
    const TimeZone *zone = AS_TIMEZONE(self);
    if (zone->name) return own(zone->name);
    if (delta_is_zero(zone->offset)) return str_from_ascii("UTC", -1);
    Own offset = offset_show(zone->offset, ":"), text = offset ? str_format("UTC%U", (Ref)offset) : NULL;
    release_maybe(offset);
    return text;
}

static bool check_argument(Ref dt, const char *method) {
    if (dt == None || is_datetime(dt)) return true;
    return error_set(EXC(TypeError), "%s(dt) argument must be a datetime instance or None, not %.200s", method,
                     type_of(dt)->name);
}

static Own timezone_method_tzname(Ref self, Ref dt) {
    return check_argument(dt, "tzname") ? timezone_str(self) : NULL;
}
static Own timezone_method_utcoffset(Ref self, Ref dt) {
    return check_argument(dt, "utcoffset") ? own(AS_TIMEZONE(self)->offset) : NULL;
}
static Own timezone_method_dst(UNUSED Ref self, Ref dt) {
    return check_argument(dt, "dst") ? own_none() : NULL;
}

static Own timezone_method_fromutc(Ref self, Ref dt) {
    return check_own(self, dt) ? datetime_shift(dt, AS_TIMEZONE(self)->offset, 1) : NULL;
}

static Own timezone_method_getinitargs(Ref self) {
    const TimeZone *zone = AS_TIMEZONE(self);
    return zone->name ? tuple_pack(2, (Ref)zone->offset, (Ref)zone->name) : tuple_pack(1, (Ref)zone->offset);
}

static const MethodDef timezone_methods[] = {
    {"tzname", METHOD_ONE, .one = timezone_method_tzname,
     .doc = "If name is specified when timezone is created, returns the name.  Otherwise returns offset as "
            "'UTC(+|-)HH:MM'."},
    {"utcoffset", METHOD_ONE, .one = timezone_method_utcoffset, .doc = "Return fixed offset."},
    {"dst", METHOD_ONE, .one = timezone_method_dst, .doc = "Return None."},
    {"fromutc", METHOD_ONE, .one = timezone_method_fromutc,
     .doc = "datetime in UTC -> datetime in local time."},
    {"__getinitargs__", METHOD_NONE, .none = timezone_method_getinitargs, .doc = "pickle support"},
    {.name = NULL}};

const TypeSpec timezone_spec = {.name = "datetime.timezone",
                                .module = "datetime",
                                .base = MODULE_TYPE(TZINFO),
                                .basicsize = sizeof(TimeZone),
                                .slots = {.new = timezone_new,
                                          .dealloc = timezone_dealloc,
                                          .repr = timezone_repr,
                                          .str = timezone_str,
                                          .hash = timezone_hash,
                                          .richcompare = timezone_compare},
                                .methods = timezone_methods,
                                .doc = "Fixed offset from UTC implementation of tzinfo."};
