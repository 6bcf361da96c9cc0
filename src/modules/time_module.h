/* time_module.h: what the files of the module time share: broken-down time, time zones, formatting. */
#ifndef MODULES_TIME_MODULE_H
#define MODULES_TIME_MODULE_H

#include "object/object.h"

typedef struct Moment { /* as Python counts: month and day of the year from 1, Monday is 0 */
    i64 year;
    int month, day, hour, minute, second, weekday, year_day, is_dst;
    char zone[16];
    i32 offset; /* seconds east of UTC */
} Moment;

enum { DAY_SECONDS = 86400 };

/* --- the calendar (time_moment.c): days are counted from 1970-01-01, Monday is 0 ------------------------------ */
/* The first day of a month, by counting years from March on, so that the leap day comes last. A month out of
 * 1..12 is one of another year. */
i64 calendar_days(i64 year, i64 month);
void calendar_date(i64 days, i64 *year, int *month, int *day);
int calendar_weekday(i64 days);
/* ISO 8601: week 1 is the one with the year's first Thursday; its Monday, and the week that a day is in. */
i64 calendar_iso_year_start(i64 year);
int calendar_iso_week(i64 days, i64 *year);

/* --- moments (time_moment.c) -------------------------------------------------------------------------------- */
i64 moment_to_seconds(const Moment *moment); /* as if it were UTC; fields may be out of range */
/* The calendar of seconds since 1970, as if they were UTC. */
Moment moment_from_seconds(i64 seconds);
/* time.struct_time and back; `function` is for messages. NULL, false: raised. */
Own moment_to_struct(const Moment *moment);
bool moment_from_object(Ref object, const char *function, Moment *moment);
/* ValueError where a field is out of its range; zeros that stand for "first" become 1. */
bool moment_check(Moment *moment);

/* The UTC and the local calendar at a point in time. False: raised, the year is too large for the C library. */
bool moment_at_utc(i64 seconds, Moment *moment);
bool moment_at_local(i64 seconds, Moment *moment);

/* --- the clock (time_module.c) -------------------------------------------------------------------------------- */
#define SECOND_NS ((i64)1000000000)
i64 clock_date_ns(void); /* since 1970, UTC */
/* A timestamp that a program gave, in whole seconds, rounded down. False: raised. */
bool clock_whole_seconds(Ref timestamp, i64 *seconds);
/* What a double must not be for that: ValueError, OverflowError. */
bool clock_check_seconds(double seconds);

/* --- zones (time_zone.c) -------------------------------------------------------------------------------------- */
typedef struct ZoneKind { /* what holds for a stretch of time */
    i32 offset;
    bool is_dst;
    char name[16];
} ZoneKind;
/* The local zone's at a point in time. */
ZoneKind zone_at(i64 seconds);
/* mktime: the point in time that is this moment in the local zone; is_dst says which where there are two. */
i64 moment_local_seconds(const Moment *moment);
void zone_forget(void); /* read the environment and the system's files anew when it is next asked for */

/* --- text (time_format.c) --------------------------------------------------------------------------------------- */
Own moment_format(Ref format, const Moment *moment);
Own moment_show(const Moment *moment, int year_digits); /* "Sun Jun 20 23:21:05 1993"; at least so many */

#endif
