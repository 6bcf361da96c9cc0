/* zoneinfo_rule.c: the rule for all years to come, in POSIX's notation, and what it says about a moment. */
#include "modules/zoneinfo.h"

#include "object/dict.h"

/* --- spans --------------------------------------------------------------------------------------------- */

/* A timedelta of so many seconds, the same one each time. */
static Own delta_of_seconds(i64 seconds) {
    Ref deltas = MODULES_ROOT->zoneinfo->deltas;
    Own key = int_from_i64(seconds), delta = key ? own_maybe(dict_get(deltas, key)) : NULL;
    if (key && !delta && !error_occurred()) {
        delta = delta_make(0, seconds, 0);
        if (delta && !dict_set(deltas, key, delta)) slot_clear(&delta);
    }
    release_maybe(key);
    return delta;
}

bool zone_span_fill(ZoneSpan *span, i64 utcoff, i64 dstoff, Own tzname) {
    span->tzname = tzname;
    span->seconds = utcoff;
    if (tzname) span->utcoff = delta_of_seconds(utcoff);
    if (span->utcoff) span->dstoff = delta_of_seconds(dstoff);
    return span->dstoff != NULL;
}

void zone_span_release(ZoneSpan *span) {
    slot_clear(&span->utcoff);
    slot_clear(&span->dstoff);
    slot_clear(&span->tzname);
}

/* --- reading ------------------------------------------------------------------------------------------- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

/* `least` to `most` digits. */
static bool read_number(const char **at, int least, int most, int *number) {
    int digits = 0;
    for (*number = 0; digits < most && is_digit(**at); digits++) *number = *number * 10 + (*(*at)++ - '0');
    return digits >= least;
}

static bool read_char(const char **at, char wanted) {
    if (**at != wanted) return false;
    ++*at;
    return true;
}

/* Letters, or anything that may stand in a number between < and >. */
static bool read_name(const char **at, Own *name) {
    bool quoted = read_char(at, '<');
    const char *start = *at;
    while (is_letter(**at) || (quoted && (is_digit(**at) || **at == '+' || **at == '-'))) ++*at;
    isize length = *at - start;
    if (quoted ? !read_char(at, '>') : length == 0) return false;
    *name = str_from_ascii(start, length);
    return true;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool read_clock(const char **at, int most_hours, i64 *seconds) {
    int hours, minutes = 0, rest = 0;
    bool negative = **at == '-';
    if (**at == '-' || **at == '+') ++*at;
    if (!read_number(at, 1, 2, &hours) || hours > most_hours) return false;
    if (read_char(at, ':')) {
        if (!read_number(at, 2, 2, &minutes)) return false;
        if (read_char(at, ':') && !read_number(at, 2, 2, &rest)) return false;
    }
    *seconds = hours * 3600 + minutes * 60 + rest;
    if (negative) *seconds = -*seconds;
    return true;
}

/* How far behind UTC: the sign is not the one that offsets have elsewhere. */
static bool read_offset(const char **at, i64 *seconds) {
    if (!read_clock(at, 24, seconds)) return false;
    *seconds = -*seconds;
    return true;
}

/* M3.5.0, J60 or 59, each with /time behind where that is not two o'clock. */
static bool read_day(const char **at, ZoneDay *day) {
    *day = (ZoneDay){.time = 2 * 3600};
    if (read_char(at, 'M')) {
        if (!read_number(at, 1, 2, &day->month) || !read_char(at, '.') || !read_number(at, 1, 1, &day->week) ||
            !read_char(at, '.') || !read_number(at, 1, 1, &day->day))
            return false;
        if (day->month < 1 || day->month > 12 || day->week < 1 || day->week > 5 || day->day > 6) return false;
    } else {
        day->julian = read_char(at, 'J');
        if (!read_number(at, 1, 3, &day->day) || day->day < day->julian || day->day > 365) return false;
    }
    return !read_char(at, '/') || read_clock(at, 99, &day->time);
}

typedef struct RuleText {      /* what is read before objects are made of it */
    Object *standard, *summer; /* names; owned */
    i64 standard_offset, summer_offset;
} RuleText;

/* What is wrong with it; NULL: nothing. */
static const char *read_rule(ZoneRule *rule, const char *at, RuleText *text) {
    ZoneDay *const days[] = {&rule->begin, &rule->end};
    if (!read_name(&at, &text->standard)) return "Invalid STD format in";
    if (!read_offset(&at, &text->standard_offset)) return "Invalid STD offset in";
    if (!*at) return NULL;
    if (!read_name(&at, &text->summer)) return "Invalid DST format in";
    rule->has_summer = true;
    text->summer_offset = text->standard_offset + 3600;
    if (*at != ',' && !read_offset(&at, &text->summer_offset)) return "Invalid DST offset in";
    for (int i = 0; i < COUNT_OF(days); i++) {
        if (!read_char(&at, ',')) return "Missing transition rules in TZ string:";
        if (!read_day(&at, days[i])) return "Malformed transition rule in TZ string:";
    }
    return *at ? "Extraneous characters at end of TZ string:" : NULL;
}

bool zone_rule_read(ZoneRule *rule, Ref text) {
    RuleText parts = {0};
    const char *wrong = read_rule(rule, (const char *)bytes_data(text), &parts);
    if (wrong) {
        if (!error_occurred()) error_set(EXC(ValueError), "%s %R", wrong, text);
        release_maybe(parts.standard);
        release_maybe(parts.summer);
        return false;
    }
    rule->difference = parts.summer_offset - parts.standard_offset;
    bool filled = zone_span_fill(&rule->standard, parts.standard_offset, 0, parts.standard);
    if (!rule->has_summer) return filled;
    return zone_span_fill(&rule->summer, parts.summer_offset, rule->difference, parts.summer) && filled;
}

void zone_rule_release(ZoneRule *rule) {
    zone_span_release(&rule->standard);
    zone_span_release(&rule->summer);
}

/* --- asking -------------------------------------------------------------------------------------------- */

/* The moment as the clock shows that is then set. A day that is counted without 29 February moves on one day
 * too early in leap years: so CPython has it. */
static i64 day_in_year(const ZoneDay *day, int year) {
    if (!day->month) {
        bool leap = calendar_days(year + 1, 1) - calendar_days(year, 1) == 366;
        i64 number = day->day + (day->julian && day->day >= 59 && leap);
        return (calendar_days(year, 1) - 1 + number) * DAY_SECONDS + day->time;
    }
    i64 first = calendar_days(year, day->month), length = calendar_days(year, day->month + 1) - first;
    i64 number = (day->day - (calendar_weekday(first) + 1) + 7) % 7 + (day->week - 1) * 7; /* from 0 */
    if (number >= length) number -= 7;
    return (first + number) * DAY_SECONDS + day->time;
}

/* Summer time may last over the turn of the year. */
static bool is_between(i64 begin, i64 end, i64 seconds) {
    return begin < end ? seconds >= begin && seconds < end : seconds >= begin || seconds < end;
}

const ZoneSpan *zone_rule_at_wall(const ZoneRule *rule, i64 seconds, int year, int fold) {
    if (!rule->has_summer) return &rule->standard;
    i64 begin = day_in_year(&rule->begin, year), end = day_in_year(&rule->end, year);
    /* Of the two clocks, fold says which one is meant while both show the time, or none does. */
    if (fold == (rule->difference >= 0))
        end -= rule->difference;
    else
        begin += rule->difference;
    return is_between(begin, end, seconds) ? &rule->summer : &rule->standard;
}

const ZoneSpan *zone_rule_at_utc(const ZoneRule *rule, i64 seconds, int year, int *fold) {
    *fold = 0;
    if (!rule->has_summer) return &rule->standard;
    i64 begin = day_in_year(&rule->begin, year) - rule->standard.seconds;
    i64 end = day_in_year(&rule->end, year) - rule->summer.seconds;
    i64 twice_from = rule->difference > 0 ? end : begin;
    i64 twice_for = rule->difference > 0 ? rule->difference : -rule->difference;
    *fold = seconds >= twice_from && seconds < twice_from + twice_for;
    return is_between(begin, end, seconds) ? &rule->summer : &rule->standard;
}
