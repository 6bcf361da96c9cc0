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

/* --- moments (time_moment.c) -------------------------------------------------------------------------------- */
i64 moment_to_seconds(const Moment *moment); /* as if it were UTC; fields may be out of range */
/* The calendar of seconds since 1970, as if they were UTC. */
Moment moment_from_seconds(i64 seconds);
/* time.struct_time and back; `function` is for messages. NULL, false: raised. */
Own moment_to_struct(const Moment *moment);
bool moment_from_object(Ref object, const char *function, Moment *moment);
/* ValueError where a field is out of its range; zeros that stand for "first" become 1. */
bool moment_check(Moment *moment);

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
Own moment_show(const Moment *moment); /* "Sun Jun 20 23:21:05 1993" */

#endif
