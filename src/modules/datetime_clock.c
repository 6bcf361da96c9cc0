/* datetime_clock.c: dates and times from the clock, from timestamps and for them, and from one zone to another.
 *
 * Local time is the time module's zone. The way back from local time has two answers where the clock is set back, and
 * none where it is set forward; the fold chooses (PEP 495). */
#include "modules/datetime.h"

#include <math.h>

#include "object/float.h"

#define FOLD_SECONDS ((i64)DAY_SECONDS) /* no two changes of a zone are as near as that */

/* --- local time -------------------------------------------------------------------------------------------------- */

static bool check_year(i64 year) {
    if (year >= MIN_YEAR && year <= MAX_YEAR) return true;
    return error_set(EXC(ValueError), "year %ld is out of range", (long)year);
}

/* The local time at a point in time, as if it were UTC's seconds. ValueError: it has no date. */
static bool local_seconds(i64 utc, i64 *local) {
    Moment moment;
    if (!moment_at_local(utc, &moment) || !check_year(moment.year)) return false;
    *local = moment_to_seconds(&moment);
    return true;
}

/* The point in time that a local time is. Of the two candidates each takes an offset of which the local time at the
 * candidate, or half a day from it, gives account. */
static bool seconds_from_local(i64 local, int fold, i64 *utc) {
    i64 shown, first_offset, second_offset;
    if (!local_seconds(local, &shown)) return false;
    first_offset = shown - local;
    i64 first = local - first_offset;
    if (!local_seconds(first, &shown)) return false;
    bool exact = shown == local;
    if (exact) { /* one solution: is there an earlier one, or, in a fold, a later one? */
        i64 probe = first + (fold ? FOLD_SECONDS : -FOLD_SECONDS);
        if (!local_seconds(probe, &shown)) return false;
        second_offset = shown - probe;
    } else {
        second_offset = shown - first;
    }
    *utc = first;
    if (exact && first_offset == second_offset) return true;
    i64 second = local - second_offset;
    if (!local_seconds(second, &shown)) return false;
    if (shown == local) {
        *utc = second;
    } else if (!exact) { /* in a gap */
        *utc = (first < second) == (fold != 0) ? first : second;
    }
    return true;
}

/* Is the local time at `utc` the second one of its name? */
static bool is_folded(i64 utc, i64 local, int *fold) {
    i64 before, again;
    *fold = 0;
    if (!local_seconds(utc - FOLD_SECONDS, &before)) return false;
    i64 gained = local - before - FOLD_SECONDS;
    if (gained >= 0) return true;
    if (!local_seconds(utc + gained, &again)) return false;
    *fold = again == local;
    return true;
}

/* --- from the clock and from timestamps -------------------------------------------------------------------------- */

static void fields_of_moment(const Moment *moment, int microsecond, Fields *fields) {
    *fields = (Fields){.year = (int)moment->year,
                       .month = moment->month,
                       .day = moment->day,
                       .hour = moment->hour,
                       .minute = moment->minute,
                       .second = moment->second,
                       .microsecond = microsecond};
}

/* The local or UTC time at a point in time. */
static Own from_seconds(Ref class, i64 seconds, int microsecond, bool local, Ref zone) {
    Moment moment;
    Fields fields;
    if (!(local ? moment_at_local(seconds, &moment) : moment_at_utc(seconds, &moment))) return NULL;
    fields_of_moment(&moment, microsecond, &fields);
    if (local && (!check_year(moment.year) || !is_folded(seconds, moment_to_seconds(&moment), &fields.fold))) {
        return NULL;
    }
    return datetime_make(class, &fields, zone);
}

static Own from_clock(Ref class, bool local, Ref zone) {
    i64 now = clock_date_ns();
    return from_seconds(class, now / SECOND_NS, (int)(now % SECOND_NS / 1000), local, zone);
}

/* Seconds and microseconds, rounded to the nearest, halves to even. */
static bool split_timestamp(Ref timestamp, i64 *seconds, int *microsecond) {
    *microsecond = 0;
    if (!is_float(timestamp)) return clock_whole_seconds(timestamp, seconds);
    double whole, fraction = modf(float_as_double(timestamp), &whole) * 1e6;
    double rounded = nearbyint(fraction);
    if (rounded >= 1e6) {
        rounded -= 1e6;
        whole += 1;
    } else if (rounded < 0) {
        rounded += 1e6;
        whole -= 1;
    }
    if (!clock_check_seconds(fraction != fraction ? fraction : whole)) return false;
    *seconds = (i64)whole;
    *microsecond = (int)rounded;
    return true;
}

static Own from_timestamp(Ref class, Ref timestamp, bool local, Ref zone) {
    i64 seconds;
    int microsecond;
    if (!split_timestamp(timestamp, &seconds, &microsecond)) return NULL;
    return from_seconds(class, seconds, microsecond, local, zone);
}

/* zone.fromutc(utc); consumes, NULL: raised. */
static Own into_zone(Own utc, Ref zone) {
    if (!utc) return NULL;
    Own local = object_call_method_one(zone, NAME(fromutc), utc);
    release(utc);
    return local;
}

static bool is_given(Ref zone) { return zone && zone != None; }

Own datetime_method_now(Ref class, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"now", {"tz"}};
    Ref zone;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &zone)) return NULL;
    if (zone && !zone_check(zone)) return NULL;
    return is_given(zone) ? into_zone(from_clock(class, false, zone), zone) : from_clock(class, true, NULL);
}

Own datetime_method_utcnow(Ref class) { return from_clock(class, false, NULL); }

Own datetime_method_fromtimestamp(Ref class, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"fromtimestamp", {"timestamp", "tz"}, .required = 1};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Ref zone = given[1];
    if (zone && !zone_check(zone)) return NULL;
    if (!is_given(zone)) return from_timestamp(class, given[0], true, NULL);
    return into_zone(from_timestamp(class, given[0], false, zone), zone);
}

Own datetime_method_utcfromtimestamp(Ref class, Ref const *args, isize nargs) {
    if (!arguments_tuple("utcfromtimestamp", nargs, 1, 1)) return NULL;
    return from_timestamp(class, args[0], false, NULL);
}

Own date_method_fromtimestamp(Ref class, Ref timestamp) {
    i64 seconds;
    Moment moment;
    Fields fields;
    if (!clock_whole_seconds(timestamp, &seconds) || !moment_at_local(seconds, &moment)) return NULL;
    fields_of_moment(&moment, 0, &fields);
    fields.hour = fields.minute = fields.second = 0;
    return date_make(class, &fields);
}

/* As class.fromtimestamp(time.time()), which a subclass may have changed. */
Own date_method_today(Ref class) {
    Own module = import_module_cstring("time");
    Own now = module ? object_call_method_none(module, NAME(time)) : NULL;
    Own today = now ? object_call_method_one(class, NAME(fromtimestamp), now) : NULL;
    release_maybe(now);
    release_maybe(module);
    return today;
}

/* --- to timestamps ----------------------------------------------------------------------------------------------- */

/* Seconds since 1970 of the fields, as if they were UTC. */
static i64 utc_seconds(const Fields *f) {
    return (fields_ordinal(f) - EPOCH_ORDINAL) * DAY_SECONDS + fields_time_seconds(f);
}

Own datetime_method_timestamp(Ref self) {
    Fields fields = fields_of_datetime(self);
    Ref zone = AS_DATETIME(self)->zone;
    if (!zone) {
        i64 seconds;
        if (!seconds_from_local(utc_seconds(&fields), fields.fold, &seconds)) return NULL;
        return float_from_double((double)seconds + fields.microsecond / 1e6);
    }
    Own epoch = datetime_new_checked(MODULE_TYPE(DATETIME), &(Fields){.year = 1970, .month = 1, .day = 1},
                                     timezone_utc());
    Own since = epoch ? datetime_subtract(self, epoch) : NULL;
    Own seconds = since ? delta_method_total_seconds(since) : NULL;
    release_maybe(since);
    release_maybe(epoch);
    return seconds;
}

/* --- from one zone to another ------------------------------------------------------------------------------------ */

/* The local zone as it is at a point in time: a fixed offset with a name. */
static Own local_zone(i64 seconds) {
    Moment moment;
    if (!moment_at_local(seconds, &moment)) return NULL;
    Own offset = delta_make(0, moment.offset, 0);
    Own name = offset ? str_from_utf8(moment.zone, -1) : NULL, zone = name ? timezone_make(offset, name) : NULL;
    release_maybe(name);
    release_maybe(offset);
    return zone;
}

static Own local_zone_of_naive(Ref self) {
    Fields fields = fields_of_datetime(self);
    i64 seconds;
    if (!seconds_from_local(utc_seconds(&fields), fields.fold, &seconds)) return NULL;
    return local_zone(seconds);
}

/* The zone that `self` is in and its offset there; for a naive one, and for one whose zone does not know, the local
 * zone. *offset is NULL where that is `wanted` already. False: raised, and nothing is owned. */
static bool own_zone(Ref self, Ref wanted, Own *zone, Own *offset) {
    *zone = AS_DATETIME(self)->zone ? own(AS_DATETIME(self)->zone) : local_zone_of_naive(self);
    *offset = NULL;
    while (*zone && *zone != wanted) {
        *offset = zone_utcoffset(*zone, self);
        if (*offset && *offset != None) return true;
        bool unknown = *offset != NULL;
        slot_set(zone, unknown ? local_zone_of_naive(self) : NULL);
        if (*offset) slot_clear(offset);
    }
    return *zone != NULL;
}

/* The same moment in UTC, of the same class, then in `zone` (None: in the local one). */
static Own convert(Ref self, Ref offset, Ref zone) {
    Own utc = datetime_check(datetime_shift(self, offset, -1)), wanted = NULL, result = NULL;
    if (!utc) return NULL;
    if (!AS_DATETIME(utc)->zone) { /* it was naive */
        Fields fields = fields_of_datetime(utc);
        slot_set(&utc, datetime_check(datetime_make((Ref)type_of(utc), &fields, timezone_utc())));
        if (!utc) return NULL;
    }
    if (zone == None) {
        Fields fields = fields_of_datetime(utc);
        wanted = local_zone(utc_seconds(&fields));
    } else {
        wanted = own(zone);
    }
    if (wanted) {
        slot_set(&AS_DATETIME(utc)->zone, own(wanted));
        result = object_call_method_one(wanted, NAME(fromutc), utc);
    }
    release_maybe(wanted);
    release(utc);
    return result;
}

Own datetime_method_astimezone(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"astimezone", {"tz"}};
    Ref zone;
    Own here, offset;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &zone)) return NULL;
    if (!zone) zone = None;
    if (!zone_check(zone) || !own_zone(self, zone, &here, &offset)) return NULL;
    Own result = offset ? convert(self, offset, zone) : own(self);
    release(here);
    release_maybe(offset);
    return result;
}
