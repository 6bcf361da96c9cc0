/* time_zone.c: the local time zone: from TZ in the environment or the system's /etc/localtime.
 *
 * A zone is a file in the system's format (RFC 8536): moments at which the offset changes, the kinds of time that
 * begin there, and a rule in POSIX's notation for all that comes after, such as "CET-1CEST,M3.5.0,M10.5.0/3". TZ may
 * be such a rule itself. What was read is kept in the arena until tzset(). */
#include "base/text.h"
#include "modules/modules.h"
#include "modules/outside.h"
#include "modules/time_module.h"

typedef struct Zone {          /* an arena block */
    ZoneKind standard, summer; /* of the rule; */
    bool has_summer;
    struct {
        int month, week, weekday;
        i32 time;
    } begin, end; /* of summer time */
    bool has_rule;
    isize length; /* of the file; 0: there is none, the rule holds always */
    u8 file[];
} Zone;

/* --- POSIX's notation ------------------------------------------------------------------------------------------- */

static i32 read_number(const char **at) {
    i32 number = 0;
    while (**at >= '0' && **at <= '9') number = number * 10 + (*(*at)++ - '0');
    return number;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static i32 read_time(const char **at) {
    i32 sign = **at == '-' ? -1 : 1;
    if (**at == '-' || **at == '+') ++*at;
    i32 seconds = read_number(at) * 3600, unit = 60;
    for (; **at == ':'; unit /= 60) {
        ++*at;
        seconds += read_number(at) * unit;
    }
    return sign * seconds;
}

static bool read_name(const char **at, char name[16]) {
    bool quoted = **at == '<';
    int length = 0;
    if (quoted) ++*at;
    while (**at && (quoted ? **at != '>' : (**at | 0x20) >= 'a' && (**at | 0x20) <= 'z')) {
        if (length < 15) name[length++] = **at;
        ++*at;
    }
    name[length] = 0;
    if (quoted && **at == '>') ++*at;
    return length >= 3;
}

static void read_change(const char **at, int *month, int *week, int *weekday, i32 *time) {
    *time = 7200;
    if ((*at)[0] != ',' || (*at)[1] != 'M') return;
    *at += 2;
    *month = read_number(at);
    if (**at == '.') ++*at;
    *week = read_number(at);
    if (**at == '.') ++*at;
    *weekday = read_number(at);
    if (**at != '/') return;
    ++*at;
    *time = read_time(at);
}

static bool read_rule(Zone *zone, const char *at) {
    if (!read_name(&at, zone->standard.name)) return false;
    zone->standard.offset = -read_time(&at);
    zone->has_rule = true;
    if (!read_name(&at, zone->summer.name)) return true;
    zone->has_summer = zone->summer.is_dst = true;
    zone->summer.offset = zone->standard.offset + 3600;
    if (*at && *at != ',') zone->summer.offset = -read_time(&at);
    if (!*at) at = ",M3.2.0,M11.1.0"; /* where nothing is said, the rule of the United States */
    read_change(&at, &zone->begin.month, &zone->begin.week, &zone->begin.weekday, &zone->begin.time);
    read_change(&at, &zone->end.month, &zone->end.week, &zone->end.weekday, &zone->end.time);
    return zone->begin.month && zone->end.month;
}

/* The start of the day that a rule names: "the second Sunday in March"; week 5: the last one. Weekdays: Sunday 0. */
static i64 rule_day(i64 year, int month, int week, int weekday) {
    Moment first = moment_from_seconds(moment_to_seconds(&(Moment){.year = year, .month = month, .day = 1}));
    int day = 1 + (weekday - (first.weekday + 1) + 7) % 7 + 7 * (week - 1);
    i64 start = moment_to_seconds(&(Moment){.year = year, .month = month, .day = day});
    return moment_from_seconds(start).month == month ? start : start - 7 * DAY_SECONDS;
}

static ZoneKind kind_by_rule(const Zone *zone, i64 seconds) {
    if (!zone->has_summer) return zone->standard;
    i64 year = moment_from_seconds(seconds + zone->standard.offset).year;
    i64 begin = rule_day(year, zone->begin.month, zone->begin.week, zone->begin.weekday) + zone->begin.time -
                zone->standard.offset;
    i64 end = rule_day(year, zone->end.month, zone->end.week, zone->end.weekday) + zone->end.time -
              zone->summer.offset;
    bool summer = begin < end ? seconds >= begin && seconds < end : seconds >= begin || seconds < end;
    return summer ? zone->summer : zone->standard;
}

/* --- the system's files --------------------------------------------------------------------------------- */

enum { HEADER = 44 };

static u32 read_u32(const u8 *bytes) {
    return (u32)bytes[0] << 24 | (u32)bytes[1] << 16 | (u32)bytes[2] << 8 | bytes[3];
}
static i64 read_i64(const u8 *bytes) { return (i64)((u64)read_u32(bytes) << 32 | read_u32(bytes + 4)); }

typedef struct Layout { /* of the block with 64-bit moments */
    u32 moments, kinds, names;
    const u8 *times, *indices, *infos, *text, *footer;
} Layout;

static isize block_size(const u8 *header, isize time_size) {
    isize moments = read_u32(header + 32), kinds = read_u32(header + 36), names = read_u32(header + 40);
    isize utc = read_u32(header + 20), standard = read_u32(header + 24), leaps = read_u32(header + 28);
    return moments * (time_size + 1) + kinds * 6 + names + leaps * (time_size + 4) + standard + utc;
}

static bool lay_out(const u8 *file, isize length, Layout *layout) {
    if (length < HEADER || memcmp(file, "TZif", 4) != 0 || file[4] < '2') return false;
    isize skip = HEADER + block_size(file, 4);
    if (skip < 0 || skip + HEADER > length) return false;
    const u8 *header = file + skip, *body = header + HEADER;
    if (body + block_size(header, 8) > file + length) return false;
    layout->moments = read_u32(header + 32);
    layout->kinds = read_u32(header + 36);
    layout->names = read_u32(header + 40);
    layout->times = body;
    layout->indices = body + (usize)layout->moments * 8;
    layout->infos = layout->indices + layout->moments;
    layout->text = layout->infos + (usize)layout->kinds * 6;
    layout->footer = body + block_size(header, 8);
    return layout->kinds > 0;
}

static ZoneKind read_kind(const Layout *layout, u32 index) {
    const u8 *info = layout->infos + (usize)6 * (index < layout->kinds ? index : 0);
    ZoneKind kind = {.offset = (i32)read_u32(info), .is_dst = info[4] != 0};
    for (u32 i = 0; i < 15 && info[5] + i < layout->names && layout->text[info[5] + i]; i++) {
        kind.name[i] = (char)layout->text[info[5] + i];
    }
    return kind;
}

static ZoneKind kind_by_file(const Zone *zone, i64 seconds) {
    Layout layout;
    lay_out(zone->file, zone->length, &layout);
    u32 low = 0, high = layout.moments; /* the first moment after `seconds` */
    while (low < high) {
        u32 middle = (low + high) / 2;
        if (read_i64(layout.times + (usize)middle * 8) <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == layout.moments && zone->has_rule) return kind_by_rule(zone, seconds);
    return read_kind(&layout, low ? layout.indices[low - 1] : 0);
}

/* The rule stands behind the data, in a line of its own. */
static void read_footer(Zone *zone) {
    Layout layout;
    char rule[80];
    lay_out(zone->file, zone->length, &layout);
    isize left = zone->file + zone->length - layout.footer, count = 0;
    for (isize i = 1; i < left && layout.footer[i] != '\n' && count < (isize)sizeof rule - 1; i++) {
        rule[count++] = (char)layout.footer[i];
    }
    rule[count] = 0;
    read_rule(zone, rule);
}

/* --- the local zone ------------------------------------------------------------------------------------- */

static Zone *zone_alloc(isize length) {
    Zone *zone = arena_alloc(sizeof(Zone) + (usize)length, BLOCK_RAW);
    if (zone) *zone = (Zone){.standard = {.name = "UTC"}, .has_rule = true};
    return zone;
}

static Zone *zone_from_file(const char *path) {
    const char *data;
    isize length;
    Layout layout;
    if (world_read_file(path, &data, &length) || !lay_out((const u8 *)data, length, &layout)) return NULL;
    Zone *zone = zone_alloc(length);
    if (!zone) return NULL;
    zone->length = length;
    zone->has_rule = false;
    memcpy(zone->file, data, (usize)length);
    read_footer(zone);
    return zone;
}

/* By the value of TZ: the name of a file, or a rule. */
static Zone *zone_by_name(const char *name) {
    if (*name == ':') name++;
    Text path = text_new(TEXT_IN_ARENA);
    if (*name != '/') text_append_cstring(&path, "/usr/share/zoneinfo/");
    text_append_cstring(&path, name);
    Zone *zone = *name ? zone_from_file(text_cstring(&path)) : NULL;
    text_free(&path);
    if (zone || !(zone = zone_alloc(0))) return zone;
    Zone rule = *zone;
    if (read_rule(&rule, name)) *zone = rule;
    return zone;
}

static Zone *zone_read(void) {
    const char *name = outside_environment("TZ");
    if (!name) {
        Zone *system = zone_from_file("/etc/localtime");
        return system ? system : zone_alloc(0);
    }
    Text kept = text_new(TEXT_IN_ARENA); /* the next question to the world overwrites the answer */
    text_append_cstring(&kept, name);
    Zone *zone = zone_by_name(text_cstring(&kept));
    text_free(&kept);
    return zone;
}

void zone_forget(void) {
    arena_free(MODULES_ROOT->time_zone);
    MODULES_ROOT->time_zone = NULL;
}

ZoneKind zone_at(i64 seconds) {
    if (!MODULES_ROOT->time_zone) MODULES_ROOT->time_zone = zone_read();
    const Zone *zone = MODULES_ROOT->time_zone;
    if (!zone) return (ZoneKind){.name = "UTC"};
    return zone->length ? kind_by_file(zone, seconds) : kind_by_rule(zone, seconds);
}

i64 moment_local_seconds(const Moment *moment) {
    i64 naive = moment_to_seconds(moment);
    ZoneKind before = zone_at(naive - DAY_SECONDS), after = zone_at(naive + DAY_SECONDS);
    const ZoneKind *kinds[] = {&before, &after};
    i64 found = naive - before.offset;
    bool matched = false;
    for (int i = 0; i < COUNT_OF(kinds); i++) {
        i64 seconds = naive - kinds[i]->offset;
        ZoneKind there = zone_at(seconds);
        if (there.offset != kinds[i]->offset) continue; /* a moment that the change leaves out */
        bool wanted = moment->is_dst < 0 || there.is_dst == (moment->is_dst > 0);
        if (!matched || wanted) found = seconds;
        if (wanted) return found;
        matched = true;
    }
    if (!matched || moment->is_dst < 0) return found;
    /* the other kind of time was meant: it differs by what summer time is, an hour */
    return found + (moment->is_dst > 0 ? -3600 : 3600);
}
