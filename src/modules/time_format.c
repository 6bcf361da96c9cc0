/* time_format.c: moments as text: strftime and asctime, as the C library's are in the locale C. */
#include "modules/modules.h"
#include "modules/time_module.h"
#include "object/error.h"
#include "object/str.h"

static const char *const day_names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};

static i64 floor_modulo(i64 a, i64 b) { return (a % b + b) % b; }

/* --- weeks ---------------------------------------------------------------------------------------------------- */

static bool is_leap(i64 year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

/* The week of the year that begins with `first` (Monday 0, Sunday 6); days before the first such day are in week 0. */
static int week_of_year(const Moment *m, int first) {
    return (m->year_day - 1 + 7 - (int)floor_modulo(m->weekday - first, 7)) / 7;
}

/* ISO 8601: week 1 is the one with the year's first Thursday. */
static int iso_week(const Moment *m, i64 *year) {
    *year = m->year;
    int week = (m->year_day - 1 - m->weekday + 10) / 7;
    if (week < 1) {
        i64 days = is_leap(--*year) ? 366 : 365;
        return (int)((m->year_day - 1 + days - m->weekday + 10) / 7);
    }
    int days = is_leap(m->year) ? 366 : 365;
    if (week == 53 && m->year_day - 1 - m->weekday + 3 >= days) {
        ++*year;
        return 1;
    }
    return week;
}

/* --- one directive ------------------------------------------------------------------------------------------------ */

typedef struct Directive {
    char flag;  /* '-', '_', '0', or 0 */
    bool upper; /* ^ */
    bool swap;  /* # */
    int width;  /* -1: not given */
} Directive;

static void put_number(Text *out, const Directive *d, i64 number, int digits, char pad) {
    if (d->flag == '-') pad = 0;
    if (d->flag == '_') pad = ' ';
    if (d->flag == '0') pad = '0';
    if (d->width >= 0) digits = d->width;
    char text[24];
    int count = 0;
    u64 magnitude = number < 0 ? (u64)-number : (u64)number;
    do text[23 - count++] = (char)('0' + magnitude % 10);
    while (magnitude /= 10);
    int fill = pad ? digits - count - (number < 0) : 0;
    if (number < 0 && pad != ' ') text_append_char(out, '-');
    for (; fill > 0; fill--) text_append_char(out, pad);
    if (number < 0 && pad == ' ') text_append_char(out, '-');
    text_append(out, text + 24 - count, count);
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static char upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 32) : c; }

static void put_text(Text *out, const Directive *d, const char *text, isize length) {
    for (isize i = length; i < d->width; i++) text_append_char(out, d->flag == '0' ? '0' : ' ');
    for (isize i = 0; i < length; i++) text_append_char(out, d->upper ? upper(text[i]) : text[i]);
}

static void put_day_half(Text *out, Directive d, const Moment *m, bool small) {
    const char *text = m->hour < 12 ? "AM" : "PM";
    if (d.swap) small = true;
    char half[2] = {small ? lower(text[0]) : text[0], small ? lower(text[1]) : text[1]};
    put_text(out, &d, half, 2);
}

static void put_zone(Text *out, const Directive *d, const Moment *m) {
    char name[sizeof m->zone];
    for (usize i = 0; i < sizeof name; i++) name[i] = d->swap ? lower(m->zone[i]) : m->zone[i];
    put_text(out, d, name, (isize)strlen(name));
}

static void put_offset(Text *out, const Moment *m) {
    i32 minutes = (m->offset < 0 ? -m->offset : m->offset) / 60;
    text_append_char(out, m->offset < 0 ? '-' : '+');
    text_append_format(out, "%02d%02d", minutes / 60, minutes % 60);
}

static void format_ascii(Text *out, const char *format, const Moment *m);

/* What stands for a longer format. */
static const char *composite(char c) {
    switch (c) {
    case 'c': return "%a %b %e %H:%M:%S %Y";
    case 'D':
    case 'x': return "%m/%d/%y";
    case 'F': return "%Y-%m-%d";
    case 'r': return "%I:%M:%S %p";
    case 'R': return "%H:%M";
    case 'T':
    case 'X': return "%H:%M:%S";
    case 'n': return "\n";
    case 't': return "\t";
    default: return NULL;
    }
}

/* False: it is no directive. */
static bool put_directive(Text *out, char c, Directive d, const Moment *m) {
    const char *longer = composite(c), *day = day_names[m->weekday], *month = month_names[m->month - 1];
    if (longer) {
        Text part = text_new(TEXT_IN_ARENA);
        format_ascii(&part, longer, m);
        put_text(out, &d, text_cstring(&part), part.length);
        text_free(&part);
        return true;
    }
    i64 iso_year;
    int week = iso_week(m, &iso_year), hour12 = m->hour % 12 ? m->hour % 12 : 12;
    if (d.swap && strchr("aAbBh", c)) d.upper = true;
    switch (c) {
    case 'a': put_text(out, &d, day, 3); break;
    case 'A': put_text(out, &d, day, (isize)strlen(day)); break;
    case 'b':
    case 'h': put_text(out, &d, month, 3); break;
    case 'B': put_text(out, &d, month, (isize)strlen(month)); break;
    case 'C': put_number(out, &d, m->year / 100 - (m->year % 100 < 0), 2, '0'); break;
    case 'd': put_number(out, &d, m->day, 2, '0'); break;
    case 'e': put_number(out, &d, m->day, 2, ' '); break;
    case 'g': put_number(out, &d, floor_modulo(iso_year, 100), 2, '0'); break;
    case 'G': put_number(out, &d, iso_year, 1, '0'); break;
    case 'H': put_number(out, &d, m->hour, 2, '0'); break;
    case 'I': put_number(out, &d, hour12, 2, '0'); break;
    case 'j': put_number(out, &d, m->year_day, 3, '0'); break;
    case 'k': put_number(out, &d, m->hour, 2, ' '); break;
    case 'l': put_number(out, &d, hour12, 2, ' '); break;
    case 'm': put_number(out, &d, m->month, 2, '0'); break;
    case 'M': put_number(out, &d, m->minute, 2, '0'); break;
    case 'p': put_day_half(out, d, m, false); break;
    case 'P': put_day_half(out, d, m, true); break;
    case 's': put_number(out, &d, moment_local_seconds(m), 1, '0'); break;
    case 'S': put_number(out, &d, m->second, 2, '0'); break;
    case 'u': put_number(out, &d, m->weekday + 1, 1, '0'); break;
    case 'U': put_number(out, &d, week_of_year(m, 6), 2, '0'); break;
    case 'V': put_number(out, &d, week, 2, '0'); break;
    case 'w': put_number(out, &d, (m->weekday + 1) % 7, 1, '0'); break;
    case 'W': put_number(out, &d, week_of_year(m, 0), 2, '0'); break;
    case 'y': put_number(out, &d, floor_modulo(m->year, 100), 2, '0'); break;
    case 'Y': put_number(out, &d, m->year, 1, '0'); break;
    case 'z': put_offset(out, m); break;
    case 'Z': put_zone(out, &d, m); break;
    case '%': text_append_char(out, '%'); break;
    default: return false;
    }
    return true;
}

/* `at` is behind the '%'. Where it goes on. */
static const char *read_directive(Text *out, const char *at, const Moment *m) {
    const char *start = at;
    Directive d = {.width = -1};
    for (; *at && strchr("-_0^#", *at); at++) {
        if (*at == '^')
            d.upper = true;
        else if (*at == '#')
            d.swap = true;
        else
            d.flag = *at;
    }
    if (*at >= '1' && *at <= '9') {
        for (d.width = 0; *at >= '0' && *at <= '9' && d.width < 1000; at++)
            d.width = d.width * 10 + (*at - '0');
    }
    if (*at == 'E' || *at == 'O') at++;
    if (*at && put_directive(out, *at, d, m)) return at + 1;
    text_append_char(out, '%'); /* no directive: it stays as it is */
    text_append(out, start, at - start);
    return at;
}

static void format_ascii(Text *out, const char *format, const Moment *m) {
    while (*format) {
        if (*format == '%')
            format = read_directive(out, format + 1, m);
        else
            text_append_char(out, *format++);
    }
}

Own moment_format(Ref format, const Moment *moment) {
    Text pattern = text_new(TEXT_IN_ARENA), out = text_new(TEXT_IN_ARENA);
    str_append_utf8(format, &pattern);
    format_ascii(&out, text_cstring(&pattern), moment);
    Own text = out.failed ? error_memory()
                          : str_decode((const u8 *)text_cstring(&out), out.length, "utf-8", "surrogatepass");
    text_free(&pattern);
    text_free(&out);
    return text;
}

Own moment_show(const Moment *m, int year_digits) {
    return str_format("%.3s %.3s%3d %02d:%02d:%02d %0*ld", day_names[m->weekday], month_names[m->month - 1],
                      m->day, m->hour, m->minute, m->second, year_digits, (long)m->year);
}
