/* zoneinfo.h: what the files of the module _zoneinfo share.
 *
 * A ZoneInfo is what one file of the system's time zone database says (RFC 8536): moments at which clocks
 * were or will be set, for each of them the kind of time that begins there, and a rule in POSIX's notation
 * for all that comes after. Moments are seconds since 1970: in UTC, and once more as local clocks show them,
 * twice, for fold 0 and 1. */
#ifndef MODULES_ZONEINFO_H
#define MODULES_ZONEINFO_H

#include "modules/datetime.h"

typedef struct ZoneSpan { /* what holds for a stretch of time; all owned, or NULL while nothing is known */
    Object *utcoff, *dstoff, *tzname;
    i64 seconds; /* of utcoff */
} ZoneSpan;

typedef struct ZoneDay { /* on which clocks are set every year */
    int month, week;     /* the week-th `day` (0: Sunday) of the month, week 5: the last one; month 0: */
    int day;             /* the day of the year, */
    bool julian;         /* counted from 1, without a 29 February, */
    i64 time;            /* and the second of that day */
} ZoneDay;

typedef struct ZoneRule {
    ZoneSpan standard, summer;
    bool has_summer;
    i64 difference; /* between the two, in seconds */
    ZoneDay begin, end;
} ZoneRule;

enum ZoneSource { ZONE_UNCACHED, ZONE_CACHED, ZONE_OF_FILE };

typedef struct ZoneInfo {
    Object ob_base;
    Object *key;       /* owned; None where from_file() got none */
    Object *file_repr; /* owned; of the file that from_file() got */
    Object *weaklist;
    isize moment_count, kind_count;
    i64 *utc, *wall[2];     /* the moments: one arena block, to which `utc` points; */
    isize *kind_of_moment;  /* another one */
    ZoneSpan *kinds;        /* a third one */
    const ZoneSpan *before; /* one of the kinds: of the time before the first moment; NULL: there is none */
    ZoneRule after;
    bool fixed; /* the offset is always the same */
    enum ZoneSource source;
} ZoneInfo;
#define AS_ZONE_INFO(ref) ((ZoneInfo *)(ref))

enum { STRONG_ZONES = 8 };
typedef struct ZoneInfoState { /* an arena block */
    Object *weak_cache;        /* a WeakValueDictionary of all that live; owned, as all here */
    Object *recent[STRONG_ZONES], *recent_keys[STRONG_ZONES]; /* those asked for last, the newest first */
    Object *deltas;      /* dict of the offsets that were needed, by their seconds */
    Object *find_tzfile; /* zoneinfo._tzpath's function */
    Object *common;      /* the module zoneinfo._common */
    Object *open;        /* of io */
} ZoneInfoState;

/* --- spans and rules (zoneinfo_rule.c) ----------------------------------------------------------------- */

/* Consumes the name, which may be NULL: raised. */
bool zone_span_fill(ZoneSpan *span, i64 utcoff, i64 dstoff, Own tzname);
void zone_span_release(ZoneSpan *span);
/* Reads POSIX's notation, bytes such as b"CET-1CEST,M3.5.0,M10.5.0/3". ValueError. */
bool zone_rule_read(ZoneRule *rule, Ref text);
void zone_rule_release(ZoneRule *rule);
/* What holds at a moment of a year; `fold` is which of two it is that look alike. */
const ZoneSpan *zone_rule_at_wall(const ZoneRule *rule, i64 seconds, int year, int fold);
const ZoneSpan *zone_rule_at_utc(const ZoneRule *rule, i64 seconds, int year, int *fold);

/* --- files (zoneinfo_data.c) --------------------------------------------------------------------------- */

/* Fills a fresh object with what an open file says. */
bool zone_info_load(ZoneInfo *self, Ref file);
void zone_info_unload(ZoneInfo *self);
static inline const ZoneSpan *zone_info_span(const ZoneInfo *self, isize moment) {
    return &self->kinds[self->kind_of_moment[moment]];
}

#endif
