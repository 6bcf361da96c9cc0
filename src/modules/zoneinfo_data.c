/* zoneinfo_data.c: from what zoneinfo._common.load_data() reads in a file to the tables that are searched.
 *
 * A file tells for each kind of time its offset from UTC and whether it is summer time, but not by how much
 * summer time is ahead, and it tells moments in UTC only; both are computed here. */
#include "modules/zoneinfo.h"

#include "object/list.h"

enum { MOMENT_KINDS, MOMENTS, OFFSETS, SUMMERS, NAMES, RULE, PARTS };

typedef struct ZoneData { /* the parts as load_data() gave them: lists, the rule as bytes or None */
    Object *parts[PARTS];
    i64 *offsets, *ahead; /* of the kinds: from UTC, and of standard time: one arena block */
    bool *summer;         /* another one */
} ZoneData;

static void data_release(ZoneData *data) {
    for (int i = 0; i < PARTS; i++) slot_clear(&data->parts[i]);
    arena_free(data->offsets);
    arena_free(data->summer);
}

static bool read_number(const ZoneData *data, int part, isize index, i64 *number) {
    *number = int_as_i64(list_get(data->parts[part], index));
    return *number != -1 || !error_occurred();
}

/* --- reading ------------------------------------------------------------------------------------------- */

static bool have_equal(const ZoneData *data, int part, int other) {
    return list_length(data->parts[part]) == list_length(data->parts[other]);
}

static bool read_parts(ZoneData *data, Ref file) {
    Own all = object_call_method_cstring(MODULES_ROOT->zoneinfo->common, "load_data", &file, 1);
    bool right = all && is_tuple(all) && tuple_length(all) == PARTS;
    if (all && !right) error_set(EXC(TypeError), "Invalid data result type: %R", all);
    for (int i = 0; right && i < PARTS; i++) {
        Ref part = tuple_get(all, i);
        data->parts[i] = i == RULE ? own(part) : list_from_iterable(part);
        right = data->parts[i] != NULL;
    }
    release_maybe(all);
    if (!right || (have_equal(data, MOMENTS, MOMENT_KINDS) && have_equal(data, OFFSETS, SUMMERS) &&
                   have_equal(data, OFFSETS, NAMES)))
        return right;
    return error_set(EXC(ValueError), "Invalid data: lists of different lengths");
}

static bool read_moments(ZoneInfo *self, const ZoneData *data) {
    isize count = list_length(data->parts[MOMENTS]);
    self->utc = arena_alloc((usize)(3 * count + 1) * sizeof *self->utc, BLOCK_RAW);
    self->kind_of_moment = arena_alloc((usize)(count + 1) * sizeof *self->kind_of_moment, BLOCK_RAW);
    if (!self->utc || !self->kind_of_moment) return error_memory();
    self->moment_count = count;
    self->wall[0] = self->utc + count;
    self->wall[1] = self->utc + 2 * count;
    for (isize i = 0; i < count; i++) {
        i64 kind;
        if (!read_number(data, MOMENTS, i, &self->utc[i]) || !read_number(data, MOMENT_KINDS, i, &kind))
            return false;
        if (kind < 0 || kind >= self->kind_count) {
            return error_set(EXC(ValueError), "Invalid transition index found while reading TZif: %zd",
                             (isize)kind);
        }
        self->kind_of_moment[i] = (isize)kind;
    }
    return true;
}

static bool read_kinds(ZoneInfo *self, ZoneData *data) {
    isize count = list_length(data->parts[OFFSETS]);
    data->offsets = arena_alloc((usize)(2 * count + 1) * sizeof *data->offsets, BLOCK_RAW);
    data->summer = arena_alloc((usize)(count + 1) * sizeof *data->summer, BLOCK_RAW);
    self->kinds = arena_alloc((usize)(count + 1) * sizeof *self->kinds, BLOCK_RAW);
    if (!data->offsets || !data->summer || !self->kinds) return error_memory();
    data->ahead = data->offsets + count;
    for (isize i = 0; i < count; i++) {
        self->kinds[i] = (ZoneSpan){0};
        int summer = object_is_true(list_get(data->parts[SUMMERS], i));
        if (summer < 0 || !read_number(data, OFFSETS, i, &data->offsets[i])) return false;
        data->summer[i] = summer;
        data->ahead[i] = 0;
    }
    self->kind_count = count;
    return true;
}

/* --- computing ----------------------------------------------------------------------------------------- */

/* By how much the summer time that begins at the moment is ahead of the standard time before, or else behind
 * it. 0: that can't be told from here. */
static i64 ahead_at(const ZoneInfo *self, const ZoneData *data, isize moment) {
    isize kind = self->kind_of_moment[moment], before = self->kind_of_moment[moment - 1];
    i64 ahead = data->summer[before] ? 0 : data->offsets[kind] - data->offsets[before];
    if (ahead || kind >= self->kind_count - 1 || moment + 1 >= self->moment_count) return ahead;
    isize behind = self->kind_of_moment[moment + 1];
    return data->summer[behind] ? 0 : data->offsets[kind] - data->offsets[behind];
}

/* Where nothing tells, summer time is an hour ahead. */
static void compute_ahead(const ZoneInfo *self, ZoneData *data) {
    for (isize i = 1; i < self->moment_count; i++) {
        isize kind = self->kind_of_moment[i];
        if (data->summer[kind] && !data->ahead[kind]) data->ahead[kind] = ahead_at(self, data, i);
    }
    for (isize i = 0; i < self->kind_count; i++)
        if (data->summer[i] && !data->ahead[i]) data->ahead[i] = 3600;
}

/* The moments as local clocks show them: for fold 0 by the later of the clocks before and after, for fold 1
 * by the other. */
static void compute_wall(ZoneInfo *self, const ZoneData *data) {
    for (isize i = 0; i < self->moment_count; i++) {
        i64 before = data->offsets[i ? self->kind_of_moment[i - 1] : 0];
        i64 after = data->offsets[self->kind_of_moment[i]];
        self->wall[0][i] = self->utc[i] + (before > after ? before : after);
        self->wall[1][i] = self->utc[i] + (before > after ? after : before);
    }
}

static bool fill_kinds(ZoneInfo *self, const ZoneData *data) {
    for (isize i = 0; i < self->kind_count; i++) {
        Own name = own(list_get(data->parts[NAMES], i));
        if (!zone_span_fill(&self->kinds[i], data->offsets[i], data->ahead[i], name)) return false;
    }
    self->before = self->moment_count ? zone_info_span(self, 0) : NULL;
    for (isize i = self->kind_count - 1; i >= 0; i--)
        if (!data->summer[i]) self->before = &self->kinds[i];
    return true;
}

/* Without a rule the last kind of time holds for ever. */
static bool fill_after(ZoneInfo *self, const ZoneData *data) {
    Ref rule = data->parts[RULE];
    if (is_bytes(rule) && size_of(rule)) return zone_rule_read(&self->after, rule);
    if (!self->kind_count) return error_set(EXC(ValueError), "No time zone information found.");
    isize last = self->moment_count ? self->kind_of_moment[self->moment_count - 1] : self->kind_count - 1;
    return zone_span_fill(&self->after.standard, data->offsets[last], data->ahead[last],
                          own(self->kinds[last].tzname));
}

/* Whether the only kind is what holds afterwards too. False: raised. */
static bool fill_fixed(ZoneInfo *self) {
    self->fixed = false;
    if (self->kind_count > 1 || self->after.has_summer) return true;
    const ZoneSpan *kind = &self->kinds[0], *after = &self->after.standard;
    if (self->kind_count == 0) {
        self->fixed = true;
    } else if (kind->utcoff == after->utcoff &&
               kind->dstoff == after->dstoff) { /* equal offsets are one object */
        int same = object_compare_bool(kind->tzname, after->tzname, COMPARE_EQ);
        if (same < 0) return false;
        self->fixed = same;
    }
    return true;
}

bool zone_info_load(ZoneInfo *self, Ref file) {
    ZoneData data = {0};
    bool loaded = read_parts(&data, file) && read_kinds(self, &data) && read_moments(self, &data);
    if (loaded) {
        compute_ahead(self, &data);
        compute_wall(self, &data);
        loaded = fill_kinds(self, &data) && fill_after(self, &data) && fill_fixed(self);
    }
    data_release(&data);
    return loaded;
}

void zone_info_unload(ZoneInfo *self) {
    for (isize i = 0; i < self->kind_count; i++) zone_span_release(&self->kinds[i]);
    zone_rule_release(&self->after);
    arena_free(self->kinds);
    arena_free(self->utc);
    arena_free(self->kind_of_moment);
}
