/* time_moment.c: moments of the calendar, and time.struct_time, the tuple that holds one. */
#include <limits.h>

#include "modules/modules.h"
#include "modules/time_module.h"
#include "object/argument_checks.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- the calendar --------------------------------------------------------------------------------------------- */

static i64 floor_divide(i64 a, i64 b) { return a / b - (a % b < 0); }

i64 calendar_days(i64 year, i64 month) {
    year += floor_divide(month - 1, 12);
    month = (month - 1) - 12 * floor_divide(month - 1, 12); /* 0: January */
    if (month < 2) year--;
    i64 era = floor_divide(year, 400), year_of_era = year - era * 400, shifted = (month + 10) % 12;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + (153 * shifted + 2) / 5 -
           719468;
}

void calendar_date(i64 days, i64 *year, int *month, int *day) {
    i64 shifted = days + 719468, era = floor_divide(shifted, 146097), day_of_era = shifted - era * 146097;
    i64 year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    i64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    i64 month_from_march = (5 * day_of_year + 2) / 153;
    *month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    *day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *year = year_of_era + era * 400 + (*month <= 2);
}

int calendar_weekday(i64 days) { return (int)((days % 7 + 10) % 7); }

i64 calendar_iso_year_start(i64 year) {
    i64 first = calendar_days(year, 1);
    int weekday = calendar_weekday(first);
    return first - weekday + (weekday > 3 ? 7 : 0);
}

int calendar_iso_week(i64 days, i64 *year) {
    int month, day;
    calendar_date(days, year, &month, &day);
    if (days >= calendar_iso_year_start(*year + 1))
        ++*year;
    else if (days < calendar_iso_year_start(*year))
        --*year;
    return (int)(days - calendar_iso_year_start(*year)) / 7 + 1;
}

i64 moment_to_seconds(const Moment *m) {
    i64 days = calendar_days(m->year, m->month) + m->day - 1;
    return days * DAY_SECONDS + m->hour * (i64)3600 + m->minute * (i64)60 + m->second;
}

Moment moment_from_seconds(i64 seconds) {
    i64 days = floor_divide(seconds, DAY_SECONDS), rest = seconds - days * DAY_SECONDS;
    Moment moment = {.hour = (int)(rest / 3600),
                     .minute = (int)(rest / 60 % 60),
                     .second = (int)(rest % 60),
                     .weekday = calendar_weekday(days)};
    calendar_date(days, &moment.year, &moment.month, &moment.day);
    moment.year_day = (int)(days - calendar_days(moment.year, 1)) + 1;
    return moment;
}

/* --- time.struct_time ------------------------------------------------------------------------------------------- */

enum { VISIBLE = 9 }; /* the zone's name and offset are no items: they stand behind them */

Own moment_to_struct(const Moment *m) {
    Object *fields[] = {int_from_i64(m->year),      int_from_i64(m->month),    int_from_i64(m->day),
                        int_from_i64(m->hour),      int_from_i64(m->minute),   int_from_i64(m->second),
                        int_from_i64(m->weekday),   int_from_i64(m->year_day), int_from_i64(m->is_dst),
                        str_from_utf8(m->zone, -1), int_from_i64(m->offset)};
    return struct_sequence_make(MODULE_TYPE_STRUCT_TIME, fields);
}

/* --- from what the program gives ------------------------------------------------------------------------ */

bool moment_from_object(Ref object, const char *function, Moment *m) {
    if (!is_tuple(object)) return error_set(EXC(TypeError), "Tuple or struct_time argument required");
    if (tuple_length(object) != VISIBLE)
        return error_set(EXC(TypeError), "%s(): illegal time tuple argument", function);
    *m = (Moment){.zone = ""};
    int year;
    int *const fields[VISIBLE] = {&year,      &m->month,   &m->day,      &m->hour,  &m->minute,
                                  &m->second, &m->weekday, &m->year_day, &m->is_dst};
    for (int i = 0; i < VISIBLE; i++) {
        if (!argument_parsed_int(tuple_get(object, i), fields[i])) return false;
    }
    if (year < INT_MIN + 1900) return error_set(EXC(OverflowError), "year out of range");
    m->year = year;
    if (!is_exactly(object, MODULE_TYPE(STRUCT_TIME))) {
        ZoneKind kind = zone_at(moment_to_seconds(m));
        memcpy(m->zone, kind.name, sizeof m->zone);
        return true;
    }
    Ref zone = AS_TUPLE(object)->items[9], offset = AS_TUPLE(object)->items[10];
    if (is_str(zone)) {
        Text text = text_new(TEXT_IN_ARENA);
        str_append_utf8(zone, &text);
        isize length = isize_min(text.length, (isize)sizeof m->zone - 1);
        memcpy(m->zone, text_cstring(&text), (usize)length);
        text_free(&text);
    }
    int overflow;
    if (is_int(offset)) m->offset = (i32)int_as_i64_overflow(offset, &overflow);
    return true;
}

bool moment_check(Moment *m) {
    if (m->month == 0) m->month = 1;
    if (m->day == 0) m->day = 1;
    if (m->year_day == 0) m->year_day = 1;
    const struct {
        int value, low, high;
        const char *message;
    } ranges[] = {
        {m->month, 1, 12, "month out of range"},    {m->day, 1, 31, "day of month out of range"},
        {m->hour, 0, 23, "hour out of range"},      {m->minute, 0, 59, "minute out of range"},
        {m->second, 0, 61, "seconds out of range"}, {m->year_day, 1, 366, "day of year out of range"}};
    for (isize i = 0; i < COUNT_OF(ranges); i++) {
        if (ranges[i].value < ranges[i].low || ranges[i].value > ranges[i].high) {
            return error_set(EXC(ValueError), "%s", ranges[i].message);
        }
    }
    if (m->weekday < -1) return error_set(EXC(ValueError), "day of week out of range");
    m->weekday = (m->weekday + 7) % 7;
    return true;
}
