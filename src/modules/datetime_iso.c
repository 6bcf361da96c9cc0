/* datetime_iso.c: reading ISO 8601: what fromisoformat takes.
 *
 *     date     YYYY-MM-DD  YYYYMMDD  YYYY-Www-D  YYYYWwwD  YYYY-Www  YYYYWww
 *     time     HH[:MM[:SS[.ffffff]]]  HH[MM[SS[.ffffff]]], a comma for the dot, any number of digits behind it; then
 *              nothing, Z, or + or - and another time
 *     between  any one character
 *
 * Behind the text's end stand zeros, as in a C string. What CPython lets pass passes here as well: a date does not
 * say what follows it, one character may stand between a time and its zone, and a colon before the fraction. */
#include "modules/datetime.h"

static u32 peek(Ref text, isize at) { return at < str_length(text) ? str_char(text, at) : 0; }
static bool is_ascii_digit(u32 c) { return c >= '0' && c <= '9'; }

static bool read_digits(Ref text, isize *at, isize count, int *number) {
    *number = 0;
    for (; count > 0; count--) {
        u32 c = peek(text, *at);
        if (!is_ascii_digit(c)) return false;
        *number = *number * 10 + (int)(c - '0');
        ++*at;
    }
    return true;
}

/* --- dates ------------------------------------------------------------------------------------------------------- */

static bool read_week(Ref text, isize at, isize end, bool dashes, Fields *fields) {
    int week, weekday = 1;
    i64 ordinal;
    if (!read_digits(text, &at, 2, &week)) return false;
    if (at < end) {
        if (dashes && peek(text, at++) != '-') return false;
        if (!read_digits(text, &at, 1, &weekday)) return false;
    }
    if (!fields_iso_ordinal(fields->year, week, weekday, true, &ordinal)) return false;
    fields_set_ordinal(fields, ordinal);
    return true;
}

/* The date at the text's beginning, `end` being where it ends. */
static bool read_date(Ref text, isize end, Fields *fields) {
    isize at = 0;
    if (!read_digits(text, &at, 4, &fields->year)) return false;
    bool dashes = peek(text, at) == '-';
    at += dashes;
    if (peek(text, at) == 'W') return read_week(text, at + 1, end, dashes, fields);
    if (!read_digits(text, &at, 2, &fields->month)) return false;
    if (dashes && peek(text, at++) != '-') return false;
    return read_digits(text, &at, 2, &fields->day);
}

/* Where the date ends in a text of a date and a time: there are forms of 7, 8 and 10 characters, and the separator may
 * be a dash or a digit too, so that a date by week can be taken in two ways. */
static isize find_separator(Ref text) {
    enum { BY_WEEK = 7, SHORT = 8, WITH_DASHES = 10 };
    isize length = str_length(text);
    if (length == BY_WEEK) return BY_WEEK;
    if (peek(text, 4) == '-') {
        if (peek(text, 5) != 'W') return WITH_DASHES;
        if (peek(text, 8) != '-') return SHORT;
        return length == 9 || (length > 10 && is_ascii_digit(peek(text, 10))) ? SHORT : WITH_DASHES;
    }
    if (peek(text, 4) != 'W') return SHORT;
    isize digits = BY_WEEK;
    while (is_ascii_digit(peek(text, digits))) digits++;
    if (digits < 9) return digits;
    return digits % 2 == 0 ? BY_WEEK : SHORT; /* a time has an even number of digits */
}

/* --- times ------------------------------------------------------------------------------------------------------- */

typedef enum ClockEnd { CLOCK_BAD, CLOCK_AT_TEXT_END, CLOCK_BEFORE_MORE } ClockEnd;

static ClockEnd clock_end(u32 next) { return next == 0 ? CLOCK_AT_TEXT_END : CLOCK_BEFORE_MORE; }

/* Digits up to `end`, as microseconds; what is finer is dropped. */
static ClockEnd read_fraction(Ref text, isize at, isize end, int *microsecond) {
    isize digits = isize_min(end - at, 6);
    if (!read_digits(text, &at, digits, microsecond)) return CLOCK_BAD;
    for (; digits < 6; digits++) *microsecond *= 10;
    while (is_ascii_digit(peek(text, at))) at++;
    u32 next = peek(text, at);
    bool is_surrogate = next >= 0xD800 && next < 0xE000; /* which CPython can't encode */
    return is_surrogate ? CLOCK_BAD : clock_end(next);
}

static ClockEnd read_clock(Ref text, isize at, isize end, Fields *fields) {
    int *const parts[] = {&fields->hour, &fields->minute, &fields->second};
    bool colons = false;
    for (int i = 0; i < COUNT_OF(parts); i++) {
        if (!read_digits(text, &at, 2, parts[i])) return CLOCK_BAD;
        u32 next = peek(text, at);
        if (next > 127) return CLOCK_BAD;
        if (i == 0) colons = next == ':';
        if (at + 1 >= end) return clock_end(next);
        bool last = next == '.' || next == ',';
        if (colons && next != ':' && !last) return CLOCK_BAD;
        at += colons || last;
        if (last) break;
    }
    return read_fraction(text, at, end, &fields->microsecond);
}

/* The zone that an offset is; none: UTC. */
static bool make_zone(const Fields *offset, bool west, Own *zone) {
    i64 seconds = fields_time_seconds(offset), microseconds = offset->microsecond;
    if (seconds == 0) {
        *zone = own(timezone_utc());
        return true;
    }
    Own delta = west ? delta_make(0, -seconds, -microseconds) : delta_make(0, seconds, microseconds);
    *zone = delta ? timezone_make(delta, NULL) : NULL;
    release_maybe(delta);
    return *zone != NULL;
}

static bool begins_zone(u32 c) { return c == '+' || c == '-' || c == 'Z'; }

/* The time from `at` to the text's end. False: it is none, or, with an exception, its zone is too far off. */
static bool read_time(Ref text, isize at, IsoText *iso) {
    isize length = str_length(text), mark = at;
    while (mark < length && !begins_zone(peek(text, mark))) mark++;
    ClockEnd end = read_clock(text, at, mark, &iso->fields);
    if (mark >= length || end == CLOCK_BAD) return end == CLOCK_AT_TEXT_END;
    Fields offset = {0};
    bool utc = peek(text, mark) == 'Z', west = peek(text, mark) == '-';
    if (utc ? peek(text, mark + 1) != 0 : read_clock(text, mark + 1, length, &offset) != CLOCK_AT_TEXT_END)
        return false;
    return make_zone(&offset, west, &iso->zone);
}

/* --- whole texts ------------------------------------------------------------------------------------------------- */

static bool check_text(Ref text) {
    return is_str(text) || error_set(EXC(TypeError), "fromisoformat: argument must be str");
}

static bool invalid(Ref text) {
    if (error_occurred()) return false;
    return error_set(EXC(ValueError), "Invalid isoformat string: %R", text);
}

/* What CPython counts; -1: there are surrogates in it. */
static isize utf8_length(Ref text) {
    if (AS_STR(text)->ascii) return str_length(text);
    Own encoded = str_keep_utf8(text);
    isize length = encoded ? size_of(encoded) : -1;
    if (!encoded && error_matches(EXC(UnicodeEncodeError))) error_clear();
    release_maybe(encoded);
    return length;
}

bool iso_parse_date(Ref text, IsoText *iso) {
    *iso = (IsoText){0};
    if (!check_text(text)) return false;
    isize length = utf8_length(text);
    bool good = (length == 7 || length == 8 || length == 10) && read_date(text, length, &iso->fields);
    return good || invalid(text);
}

bool iso_parse_time(Ref text, IsoText *iso) {
    *iso = (IsoText){0};
    if (!check_text(text)) return false;
    return read_time(text, peek(text, 0) == 'T', iso) || invalid(text);
}

bool iso_parse_datetime(Ref text, IsoText *iso) {
    *iso = (IsoText){0};
    if (!check_text(text)) return false;
    isize length = str_length(text), date_end = length < 7 ? 0 : find_separator(text);
    bool good = length >= 7 && read_date(text, date_end, &iso->fields);
    if (good && date_end < length) good = read_time(text, date_end + 1, iso);
    return good || invalid(text);
}
