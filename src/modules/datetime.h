/* datetime.h: what the files of the module _datetime share.
 *
 * A date, a time of day and a datetime hold their fields as the bytes by which they pickle, highest first: so two of
 * a kind compare as their bytes do, and what has no zone is hashed as bytes.
 *
 *     date      year year month day
 *     datetime  year year month day  hour minute second us us us     (a subclass of date)
 *     time                           hour minute second us us us
 *
 * Whoever computes with them reads the bytes into Fields, or into one count of microseconds. Days are counted from
 * 1 January of the year 1, which is number 1. */
#ifndef MODULES_DATETIME_H
#define MODULES_DATETIME_H

#include "modules/modules.h"
#include "modules/time_module.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

enum { MIN_YEAR = 1, MAX_YEAR = 9999 };
enum { DATE_STATE = 4, TIME_STATE = 6, DATETIME_STATE = 10 }; /* bytes */
enum { EPOCH_ORDINAL = 719163 };                              /* of 1970-01-01 */
#define SECOND_US ((i64)1000000)
#define DAY_US (DAY_SECONDS * SECOND_US)

typedef struct Delta { /* 0 <= seconds < a day, 0 <= microseconds < a second */
    Object ob_base;
    isize hash; /* of all of these: -1: not computed */
    int days, seconds, microseconds;
} Delta;
typedef struct Date {
    Object ob_base;
    isize hash;
    u8 state[DATE_STATE];
} Date;
typedef struct Time {
    Object ob_base;
    isize hash;
    u8 state[TIME_STATE];
    u8 fold;      /* 1: the second of two times of day that a clock set back shows twice */
    Object *zone; /* a tzinfo; owned; NULL: naive */
} Time;
typedef struct DateTime {
    Object ob_base;
    isize hash;
    u8 state[DATETIME_STATE];
    u8 fold;
    Object *zone;
} DateTime;
typedef struct TimeZone { /* the class timezone */
    Object ob_base;
    Object *offset; /* a timedelta; owned */
    Object *name;   /* str; owned; NULL: made of the offset */
} TimeZone;
#define AS_DELTA(ref) ((Delta *)(ref))
#define AS_DATE(ref) ((Date *)(ref))
#define AS_TIME(ref) ((Time *)(ref))
#define AS_DATETIME(ref) ((DateTime *)(ref))
#define AS_TIMEZONE(ref) ((TimeZone *)(ref))

static inline bool is_delta(Ref object) { return is_a(object, MODULE_TYPE(TIMEDELTA)); }
static inline bool is_date(Ref object) { return is_a(object, MODULE_TYPE(DATE)); }
static inline bool is_time(Ref object) { return is_a(object, MODULE_TYPE(TIME)); }
static inline bool is_datetime(Ref object) { return is_a(object, MODULE_TYPE(DATETIME)); }

/* --- fields (datetime_fields.c) -------------------------------------------------------------------------------- */

typedef struct Fields { /* of a date the first three, of a time the others */
    int year, month, day, hour, minute, second, microsecond, fold;
} Fields;
Fields fields_of_date(Ref date); /* a datetime's date too */
Fields fields_of_time(Ref time);
Fields fields_of_datetime(Ref datetime);
Fields fields_of(Ref self); /* any of the three */
void fields_write_date(const Fields *fields, u8 *state);
void fields_write_time(const Fields *fields, u8 *state);
/* ValueError where they are no date, no time. */
bool fields_check_date(const Fields *fields);
bool fields_check_time(const Fields *fields);

i64 fields_ordinal(const Fields *fields);
int fields_day_of_year(const Fields *fields);
int fields_weekday(const Fields *fields); /* Monday is 0 */
void fields_set_ordinal(Fields *fields, i64 ordinal);
bool fields_check_year(
    const Fields *fields); /* of what was computed: OverflowError where it is not 1 to 9999 */
i64 fields_time_seconds(const Fields *fields);                  /* from the midnight before */
i64 fields_microseconds(const Fields *fields);                  /* from the midnight before day 0 */
bool fields_set_microseconds(Fields *fields, i64 microseconds); /* checks the year too */
/* The day of an ISO week, as an ordinal. What is out of range: raised with its value, or, where `quiet`, not. */
bool fields_iso_ordinal(int year, int week, int weekday, bool quiet, i64 *ordinal);

/* arguments_bind, and the number out[i] stored at places[i] where it is given (NULL: that one is no int). False:
 * raised. A bad one is found before a later one is missed, as everywhere where CPython parses with a format. */
bool fields_bind(const Parameters *parameters, int *const *places, isize count, Ref const *args, isize nargs,
                 Ref kwnames, Ref *out);
typedef struct StateForm { /* what a pickled state looks like */
    const char *name;
    isize size, mark; /* in bytes; the byte that tells it from other arguments: */
    u32 least, most;
    u8 fold_bit; /* in the mark; 0: there is no fold */
} StateForm;
extern const StateForm date_form, time_form, datetime_form;
/* The bytes of a pickled state, from bytes or (Python 2 pickled them so) str; *state is NULL where the argument is
 * nothing of the kind. */
bool state_argument(const StateForm *form, Ref argument, Own *state);

/* --- timedelta (datetime_delta.c) ------------------------------------------------------------------------------ */

/* Of numbers of any size and sign; OverflowError. */
Own delta_make(i64 days, i64 seconds, i64 microseconds);
int delta_compare(Ref a, Ref b); /* -1, 0, 1 */
Own delta_subtract(Ref a, Ref b);
Own delta_method_total_seconds(Ref self);
i64 delta_microseconds(Ref delta); /* of less than a million days */
static inline bool delta_is_zero(Ref delta) {
    return AS_DELTA(delta)->days == 0 && AS_DELTA(delta)->seconds == 0 && AS_DELTA(delta)->microseconds == 0;
}

/* --- tzinfo (datetime_zone.c) ---------------------------------------------------------------------------------- */

/* None, or an instance of tzinfo: else TypeError. */
bool zone_check(Ref zone);
/* What zone.utcoffset(argument), zone.dst(argument), zone.tzname(argument) give, checked: None, or a timedelta of less
 * than a day; None, or a str. `zone` NULL: None. */
Own zone_utcoffset(Ref zone, Ref argument);
Own zone_dst(Ref zone, Ref argument);
Own zone_tzname(Ref zone, Ref argument);
/* "+09:30", with seconds and microseconds where there are any. `separator` is what stands between. */
Own offset_show(Ref offset, const char *separator);
Own timezone_make(Ref offset, Ref name); /* name NULL: none; ValueError where the offset is too large */
static inline Ref timezone_utc(void) { return MODULES_ROOT->timezone_utc; }

/* --- times and datetimes alike (datetime_aware.c) -------------------------------------------------------------- */

/* NULL: naive, as dates are. */
static inline Ref aware_zone(Ref self) {
    return is_time(self) ? AS_TIME(self)->zone : is_datetime(self) ? AS_DATETIME(self)->zone : NULL;
}
/* What the zone says about it. */
Own aware_method_utcoffset(Ref self);
Own aware_method_dst(Ref self);
Own aware_method_tzname(Ref self);
Own aware_show_offset(Ref self, const char *separator); /* as offset_show; "": the zone says None */
extern const GetSetDef aware_getset[];
/* The constructor's arguments where they are what was pickled; else *state is NULL. False: raised. */
bool aware_state_arguments(const StateForm *form, Ref const *args, isize nargs, Own *state, Ref *zone);
Own aware_method_reduce(Ref self);
Own aware_method_reduce_ex(Ref self, Ref const *args, isize nargs);

/* --- making them: of `class`, whose own __new__ is called where it is a subclass. ValueError ------------------- */

Own date_make(Ref class, const Fields *fields);
Own time_make(Ref class, const Fields *fields, Ref zone); /* zone NULL or None: naive */
Own datetime_make(Ref class, const Fields *fields, Ref zone);
/* The constructor itself, past what a subclass may have; `fields` are unchecked. */
Own date_new_checked(Type *type, const Fields *fields);
Own time_new_checked(Type *type, const Fields *fields, Ref zone);
Own datetime_new_checked(Type *type, const Fields *fields, Ref zone);
Own iso_calendar_make(int year, int week, int weekday);

/* --- text (datetime_text.c, datetime_iso.c) -------------------------------------------------------------------- */

/* time.strftime(format, tuple), after %z %Z %f were put in as `self` has them. */
Own datetime_strftime(Ref self, Ref format, Ref tuple);
Own datetime_method_format(Ref self, Ref const *args, isize nargs); /* __format__ of all three */
Own datetime_call_isoformat(Ref self);                              /* str() of date and time */
/* The time of day with as many parts as timespec says (NULL: as needed). ValueError: unknown. */
Own datetime_show_time(const Fields *fields, const char *timespec);
/* The end of a repr, behind `text`, which it consumes: zone and fold, a datetime's in the other order. */
Own datetime_repr_end(Own text, Ref self);

/* time.struct_time of the fields. */
Own datetime_struct_time(const Fields *fields, int dst);

typedef struct IsoText { /* what an ISO text gave */
    Fields fields;
    Object *zone; /* owned or NULL */
} IsoText;
/* False: ValueError "Invalid isoformat string". */
bool iso_parse_date(Ref text, IsoText *iso);
bool iso_parse_time(Ref text, IsoText *iso);
bool iso_parse_datetime(Ref text, IsoText *iso);

/* --- datetime's clock and zones (datetime_clock.c) ------------------------------------------------------------- */

Own datetime_method_now(Ref class, Ref const *args, isize nargs, Ref kwnames);
Own datetime_method_utcnow(Ref class);
Own datetime_method_fromtimestamp(Ref class, Ref const *args, isize nargs, Ref kwnames);
Own datetime_method_utcfromtimestamp(Ref class, Ref const *args, isize nargs);
Own datetime_method_timestamp(Ref self);
Own datetime_method_astimezone(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own date_method_fromtimestamp(Ref class, Ref timestamp);
Own date_method_today(Ref class);

/* --- operators (datetime_operators.c) -------------------------------------------------------------------------- */

Own date_add(Ref left, Ref right);
Own date_subtract(Ref left, Ref right);
Own date_compare(Ref left, Ref right, CompareOp op);
Own time_compare(Ref left, Ref right, CompareOp op);
Own datetime_add(Ref left, Ref right);
Own datetime_subtract(Ref left, Ref right);
Own datetime_compare(Ref left, Ref right, CompareOp op);
isize date_hash(Ref self);
isize time_hash(Ref self);
isize datetime_hash(Ref self);
/* A datetime moved by a timedelta, of the same class, with the same zone. A class's own constructor may have given
 * something else: who needs a datetime asks datetime_check, which consumes what is none (TypeError). */
Own datetime_shift(Ref self, Ref delta, int sign);
Own datetime_check(Own object);

#endif
