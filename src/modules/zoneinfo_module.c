/* zoneinfo_module.c: the module _zoneinfo: the class ZoneInfo that zoneinfo prefers to its own, and its two
 * caches.
 *
 * All zones that live are found again by a dict that does not keep them alive; the eight that were asked
 * for last are kept alive besides. A subclass has a dict of its own, and keeps none alive. */
#include "modules/zoneinfo.h"

#include "object/dict.h"
#include "object/exception.h"
#include "object/weakref.h"

static ZoneInfoState *state(void) { return MODULES_ROOT->zoneinfo; }

/* --- making -------------------------------------------------------------------------------------------- */

static void zone_info_dealloc(Own self) {
    ZoneInfo *zone = AS_ZONE_INFO(self);
    if (zone->weaklist) weakref_clear_all(self);
    release_maybe(zone->key);
    release_maybe(zone->file_repr);
    zone_info_unload(zone);
    object_free(self);
}

/* The file in the folders of zoneinfo.TZPATH, else in the package tzdata. */
static Own open_file(Ref key) {
    Own path = object_call_one(state()->find_tzfile, key), file = NULL;
    if (!path) return NULL;
    if (path == None) {
        file = object_call_method_cstring(state()->common, "load_tzdata", &key, 1);
    } else {
        Own mode = str_from_ascii("rb", -1);
        if (mode) file = object_call_args(state()->open, 2, (Ref)path, (Ref)mode);
        release_maybe(mode);
    }
    release(path);
    return file;
}

/* Closes the file; an exception that is under way stays the context of one raised here. */
static bool close_file(Ref file) {
    Own pending = error_fetch(), closed = object_call_method_cstring(file, "close", NULL, 0);
    release_maybe(closed);
    if (pending && closed) error_restore(pending);
    if (pending && !closed) exception_set_context(error_current(), pending);
    return closed != NULL;
}

static Own zone_info_make(Type *type, Ref key) {
    Own file = open_file(key), self = file ? object_new(type, 0) : NULL;
    if (self) AS_ZONE_INFO(self)->key = own(key);
    if (self && !zone_info_load(AS_ZONE_INFO(self), file)) slot_clear(&self);
    if (file && !close_file(file)) slot_clear(&self);
    release_maybe(file);
    return self;
}

/* --- caches -------------------------------------------------------------------------------------------- */

static Own call_cache(Ref cache, const char *method, Ref key, Ref value) {
    return object_call_method_cstring(cache, method, (Ref[]){key, value}, 2);
}

static bool is_class(Ref class) { return class == (Ref)MODULE_TYPE(ZONE_INFO); }

static Own weak_cache_of(Ref class) {
    if (is_class(class)) return own(state()->weak_cache);
    Own name = str_intern_cstring("_weak_cache"), cache = name ? object_get_attribute(class, name) : NULL;
    release_maybe(name);
    return cache;
}

/* The place of the key among those asked for last; STRONG_ZONES: not there; -1 raised. */
static int recent_place(Ref key) {
    for (int i = 0; i < STRONG_ZONES && state()->recent[i]; i++) {
        Own other = own(state()->recent_keys[i]);
        int same = object_compare_bool(other, key, COMPARE_EQ);
        release(other);
        if (same) return same < 0 ? -1 : i;
    }
    return STRONG_ZONES;
}

/* Takes what stands at the place out; those behind it move up. */
static void recent_remove(int place) {
    ZoneInfoState *s = state();
    Own zone = s->recent[place], key = s->recent_keys[place];
    for (int i = place; i < STRONG_ZONES; i++) {
        bool last = i == STRONG_ZONES - 1;
        s->recent[i] = last ? NULL : s->recent[i + 1];
        s->recent_keys[i] = last ? NULL : s->recent_keys[i + 1];
    }
    release_maybe(zone);
    release_maybe(key);
}

static void recent_clear(void) {
    while (state()->recent[0]) recent_remove(0);
}

static void recent_add(Ref key, Ref zone) {
    ZoneInfoState *s = state();
    if (s->recent[STRONG_ZONES - 1]) recent_remove(STRONG_ZONES - 1);
    for (int i = STRONG_ZONES - 1; i > 0; i--) {
        s->recent[i] = s->recent[i - 1];
        s->recent_keys[i] = s->recent_keys[i - 1];
    }
    s->recent[0] = own(zone);
    s->recent_keys[0] = own(key);
}

static Own find_recent(Ref key) {
    int place = recent_place(key);
    if (place < 0 || place == STRONG_ZONES) return NULL;
    Own zone = own(state()->recent[place]), kept = own(state()->recent_keys[place]);
    recent_remove(place);
    recent_add(kept, zone);
    release(kept);
    return zone;
}

/* From the class's dict, or made and put there. */
static Own find_or_make(Type *type, Ref key) {
    Own cache = weak_cache_of((Ref)type), zone = cache ? call_cache(cache, "get", key, None) : NULL;
    if (zone == None) {
        slot_set(&zone, zone_info_make(type, key));
        if (zone) AS_ZONE_INFO(zone)->source = ZONE_CACHED;
        if (zone) slot_set(&zone, call_cache(cache, "setdefault", key, zone));
    }
    release_maybe(cache);
    return zone;
}

static Own zone_info_get(Type *type, Ref key) {
    bool exact = is_class((Ref)type);
    Own zone = exact ? find_recent(key) : NULL;
    if (zone || error_occurred()) return zone;
    zone = find_or_make(type, key);
    if (zone && exact) recent_add(key, zone);
    return zone;
}

static Own zone_info_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {NULL, {"key"}, .required = 1};
    Ref key;
    return arguments_bind(&parameters, args, nargs, kwnames, &key) ? zone_info_get(type, key) : NULL;
}

static bool forget(Ref class, Ref cache, Ref key) {
    int place = is_class(class) ? recent_place(key) : STRONG_ZONES;
    if (place < 0) return false;
    if (place < STRONG_ZONES) recent_remove(place);
    Own gone = call_cache(cache, "pop", key, None);
    release_maybe(gone);
    return gone != NULL;
}

static bool forget_all(Ref class, Ref cache) {
    Own cleared = object_call_method_cstring(cache, "clear", NULL, 0);
    release_maybe(cleared);
    if (cleared && is_class(class)) recent_clear();
    return cleared != NULL;
}

static bool forget_some(Ref class, Ref cache, Ref keys) {
    Own iterator = object_iter(keys), key;
    bool fine = iterator != NULL;
    while (fine && (key = object_next(iterator))) {
        fine = forget(class, cache, key);
        release(key);
    }
    release_maybe(iterator);
    return fine && !error_occurred();
}

static Own zone_info_method_clear_cache(Ref class, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {NULL, {"*", "only_keys"}, .required = 0};
    Ref keys;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &keys)) return NULL;
    Own cache = weak_cache_of(class);
    bool done = cache && (!keys || keys == None ? forget_all(class, cache) : forget_some(class, cache, keys));
    release_maybe(cache);
    return done ? own_none() : NULL;
}

static Own zone_info_method_no_cache(Ref class, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {NULL, {"key"}, .required = 1};
    Ref key;
    return arguments_bind(&parameters, args, nargs, kwnames, &key) ? zone_info_make(AS_TYPE(class), key) : NULL;
}

static Own zone_info_method_from_file(Ref class, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {NULL, {"file_obj", "/", "key"}, .required = 1};
    Ref out[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    Own self = object_new(AS_TYPE(class), 0);
    if (!self) return NULL;
    ZoneInfo *zone = AS_ZONE_INFO(self);
    zone->file_repr = object_repr(out[0]);
    zone->key = own(out[1] ? out[1] : None);
    zone->source = ZONE_OF_FILE;
    if (!zone->file_repr || !zone_info_load(zone, out[0])) slot_clear(&self);
    return self;
}

static Own zone_info_method_init_subclass(Ref class, Ref const *args UNUSED, isize nargs UNUSED,
                                          Ref kwnames UNUSED) {
    Own kind = import_attribute("weakref", "WeakValueDictionary"), cache = kind ? object_call_none(kind) : NULL;
    Own name = cache ? str_intern_cstring("_weak_cache") : NULL;
    bool set = name && object_set_attribute(class, name, cache);
    release_maybe(kind);
    release_maybe(cache);
    release_maybe(name);
    return set ? own_none() : NULL;
}

/* --- asking -------------------------------------------------------------------------------------------- */

typedef struct WallTime { /* a datetime as the search needs it: seconds since 1970, as its clock shows them */
    i64 seconds;
    int year, fold;
} WallTime;

static bool get_int(Ref dt, const char *attribute, i64 *number) {
    Own name = str_intern_cstring(attribute), value = name ? object_get_attribute(dt, name) : NULL;
    release_maybe(name);
    if (value) *number = int_as_i64(value);
    release_maybe(value);
    return value && !error_occurred();
}

/* What is no datetime is asked for what a datetime has. */
static bool wall_time_of_other(Ref dt, WallTime *wall) {
    Own ordinal = object_call_method_cstring(dt, "toordinal", NULL, 0);
    i64 day = ordinal ? int_as_i64(ordinal) : 0, hour, minute, second;
    release_maybe(ordinal);
    if (!ordinal || error_occurred() || !get_int(dt, "hour", &hour) || !get_int(dt, "minute", &minute) ||
        !get_int(dt, "second", &second))
        return false;
    *wall = (WallTime){.seconds = (day - EPOCH_ORDINAL) * DAY_SECONDS + hour * 3600 + minute * 60 + second};
    wall->year = (int)moment_from_seconds(wall->seconds).year;
    return true;
}

static bool wall_time_of(Ref dt, WallTime *wall) {
    if (!is_datetime(dt)) return wall_time_of_other(dt, wall);
    Fields fields = fields_of_datetime(dt);
    wall->seconds = (fields_ordinal(&fields) - EPOCH_ORDINAL) * DAY_SECONDS + fields_time_seconds(&fields);
    wall->year = fields.year;
    wall->fold = fields.fold;
    return true;
}

/* How many of the moments are not later. */
static isize count_until(const i64 *moments, isize count, i64 seconds) {
    isize low = 0, high = count;
    while (low < high) {
        isize middle = (low + high) / 2;
        if (moments[middle] > seconds)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* *span: NULL: nothing is known of that time. False: raised. */
static bool find_span(const ZoneInfo *self, Ref dt, const ZoneSpan **span) {
    WallTime wall;
    *span = NULL;
    if (dt == None) {
        if (self->fixed) *span = &self->after.standard;
        return true;
    }
    if (!wall_time_of(dt, &wall)) return false;
    const i64 *moments = self->wall[wall.fold];
    isize count = self->moment_count, until = count_until(moments, count, wall.seconds);
    if (count && until == 0)
        *span = self->before;
    else if (!count || wall.seconds > moments[count - 1])
        *span = zone_rule_at_wall(&self->after, wall.seconds, wall.year, wall.fold);
    else
        *span = zone_info_span(self, until - 1);
    return true;
}

static Own zone_info_method_utcoffset(Ref self, Ref dt) {
    const ZoneSpan *span;
    if (!find_span(AS_ZONE_INFO(self), dt, &span)) return NULL;
    return own(span ? (Ref)span->utcoff : None);
}
static Own zone_info_method_dst(Ref self, Ref dt) {
    const ZoneSpan *span;
    if (!find_span(AS_ZONE_INFO(self), dt, &span)) return NULL;
    return own(span ? (Ref)span->dstoff : None);
}
static Own zone_info_method_tzname(Ref self, Ref dt) {
    const ZoneSpan *span;
    if (!find_span(AS_ZONE_INFO(self), dt, &span)) return NULL;
    return own(span ? (Ref)span->tzname : None);
}

/* What holds at a moment in UTC, and whether clocks show the same time twice and this is the second time. */
static const ZoneSpan *span_at_utc(const ZoneInfo *self, i64 seconds, int year, int *fold) {
    isize count = self->moment_count, until = count_until(self->utc, count, seconds);
    *fold = 0;
    if (count && until == 0) return self->before;
    bool is_after = !count || seconds > self->utc[count - 1];
    const ZoneSpan *span =
        is_after ? zone_rule_at_utc(&self->after, seconds, year, fold) : zone_info_span(self, until - 1);
    const ZoneSpan *before = until >= 2 ? zone_info_span(self, until - 2) : self->before;
    if (count && before && seconds < self->utc[until - 1] + before->seconds - span->seconds) *fold = 1;
    return span;
}

static Own set_fold(Own moved) {
    if (!moved) return NULL;
    if (is_exactly(moved, MODULE_TYPE(DATETIME))) { /* nobody else has it yet */
        AS_DATETIME(moved)->fold = 1;
        return moved;
    }
    Own name = str_intern_cstring("replace"), fold = str_intern_cstring("fold"), one = int_from_i64(1);
    Own names = fold ? tuple_pack(1, (Ref)fold) : NULL, replaced = NULL;
    Ref args[] = {one};
    if (name && one && names) replaced = object_call_method(moved, name, args, 0, names);
    release_maybe(name);
    release_maybe(fold);
    release_maybe(one);
    release_maybe(names);
    release(moved);
    return replaced;
}

static Own zone_info_method_fromutc(Ref self, Ref dt) {
    WallTime utc;
    int fold;
    if (!is_datetime(dt)) return error_set(EXC(TypeError), "fromutc: argument must be a datetime");
    if ((Ref)AS_DATETIME(dt)->zone != self) return error_set(EXC(ValueError), "fromutc: dt.tzinfo is not self");
    if (!wall_time_of(dt, &utc)) return NULL;
    const ZoneSpan *span = span_at_utc(AS_ZONE_INFO(self), utc.seconds, utc.year, &fold);
    if (!span) return error_set(EXC(ValueError), "No time zone information found.");
    Own moved = number_add(dt, span->utcoff);
    return fold ? set_fold(moved) : moved;
}

/* --- text, pickling ------------------------------------------------------------------------------------ */

static Own zone_info_repr(Ref self) {
    const ZoneInfo *zone = AS_ZONE_INFO(self);
    const char *name = type_of(self)->name;
    if (zone->key != None) return str_format("%s(key=%R)", name, (Ref)zone->key);
    return str_format("%s.from_file(%U)", name, (Ref)zone->file_repr);
}

static Own zone_info_str(Ref self) {
    const ZoneInfo *zone = AS_ZONE_INFO(self);
    return zone->key != None ? own(zone->key) : zone_info_repr(self);
}

static Own zone_info_method_reduce(Ref self) {
    const ZoneInfo *zone = AS_ZONE_INFO(self);
    if (zone->source == ZONE_OF_FILE) {
        Own error = import_attribute("pickle", "PicklingError");
        if (error) error_set(AS_TYPE(error), "Cannot pickle a ZoneInfo file from a file stream.");
        release_maybe(error);
        return NULL;
    }
    Own name = str_intern_cstring("_unpickle"), make = name ? object_get_attribute(self, name) : NULL;
    release_maybe(name);
    Own cached = make ? int_from_i64(zone->source == ZONE_CACHED) : NULL;
    Own args = cached ? tuple_pack(2, (Ref)zone->key, (Ref)cached) : NULL;
    release_maybe(cached);
    if (args) return tuple_take(2, make, args);
    release_maybe(make);
    return NULL;
}

static Own zone_info_method_unpickle(Ref class, Ref const *args, isize nargs) {
    int cached;
    if (!arguments_tuple(NULL, nargs, 2, 2) || !argument_int(args[1], &cached)) return NULL;
    return cached ? zone_info_get(AS_TYPE(class), args[0]) : zone_info_make(AS_TYPE(class), args[0]);
}

/* --- the type, the module ------------------------------------------------------------------------------ */

static const MethodDef zone_info_methods[] = {
    {"clear_cache", METHOD_KEYWORDS, .keywords = zone_info_method_clear_cache,
     .flags = METHOD_CLASS | METHOD_VARARGS, .doc = "Clear the ZoneInfo cache."},
    {"no_cache", METHOD_KEYWORDS, .keywords = zone_info_method_no_cache, .flags = METHOD_CLASS | METHOD_VARARGS,
     .doc = "Get a new instance of ZoneInfo, bypassing the cache."},
    {"from_file", METHOD_KEYWORDS, .keywords = zone_info_method_from_file,
     .flags = METHOD_CLASS | METHOD_VARARGS, .doc = "Create a ZoneInfo file from a file object."},
    {"utcoffset", METHOD_ONE, .one = zone_info_method_utcoffset,
     .doc = "Retrieve a timedelta representing the UTC offset in a zone at the given datetime."},
    {"dst", METHOD_ONE, .one = zone_info_method_dst,
     .doc = "Retrieve a timedelta representing the amount of DST applied in a zone at the given datetime."},
    {"tzname", METHOD_ONE, .one = zone_info_method_tzname,
     .doc = "Retrieve a string containing the abbreviation for the time zone that applies in a zone at a given "
            "datetime."},
    {"fromutc", METHOD_ONE, .one = zone_info_method_fromutc,
     .doc = "Given a datetime with local time in UTC, retrieve an adjusted datetime in local time."},
    {"__reduce__", METHOD_NONE, .none = zone_info_method_reduce,
     .doc = "Function for serialization with the pickle protocol."},
    {"_unpickle", METHOD_ARRAY, .array = zone_info_method_unpickle, .flags = METHOD_CLASS | METHOD_VARARGS,
     .doc = "Private method used in unpickling."},
    {"__init_subclass__", METHOD_KEYWORDS, .keywords = zone_info_method_init_subclass,
     .flags = METHOD_CLASS | METHOD_VARARGS, .doc = "Function to initialize subclasses."},
    {.name = NULL}};

static const MemberDef zone_info_members[] = {
    {.name = "key", .kind = MEMBER_OBJECT_EX, .offset = offsetof(ZoneInfo, key), .readonly = true},
    {.name = NULL}};

enum { CPYTHON_SIZE = 208 };
const TypeSpec zone_info_spec = {.name = "zoneinfo.ZoneInfo",
                                 .module = "zoneinfo",
                                 .base = MODULE_TYPE(TZINFO),
                                 .basicsize = sizeof(ZoneInfo),
                                 .ghost_size = CPYTHON_SIZE,
                                 .flags = TYPE_BASETYPE,
                                 .weaklist_offset = offsetof(ZoneInfo, weaklist),
                                 .slots = {.new = zone_info_new,
                                           .dealloc = zone_info_dealloc,
                                           .repr = zone_info_repr,
                                           .str = zone_info_str,
                                           .getattro = object_generic_get_attribute},
                                 .methods = zone_info_methods,
                                 .members = zone_info_members};

static void clear(void) {
    ZoneInfoState *s = state();
    if (!s) return;
    recent_clear();
    release_maybe(s->weak_cache);
    release_maybe(s->deltas);
    release_maybe(s->find_tzfile);
    release_maybe(s->common);
    release_maybe(s->open);
    MODULES_ROOT->zoneinfo = NULL;
    arena_free(s);
}

static bool fill_state(void) {
    ZoneInfoState *s = state();
    Own kind = import_attribute("weakref", "WeakValueDictionary");
    s->weak_cache = kind ? object_call_none(kind) : NULL;
    release_maybe(kind);
    return s->weak_cache && (s->deltas = dict_new()) && (s->open = import_attribute("io", "open")) &&
           (s->find_tzfile = import_attribute("zoneinfo._tzpath", "find_tzfile")) &&
           (s->common = import_module_cstring("zoneinfo._common"));
}

/* Before there is a state: the package zoneinfo imports this very module, and fills it, when it comes second. */
static bool import_before(const char *name) {
    Own module = import_module_cstring(name);
    if (module) release(module);
    return module;
}

static bool fill(Ref module) {
    if (!import_before("datetime") || !import_before("zoneinfo._common")) return false;
    clear();
    MODULES_ROOT->zoneinfo = arena_alloc(sizeof(ZoneInfoState), BLOCK_RAW);
    if (!MODULES_ROOT->zoneinfo) return error_memory();
    *MODULES_ROOT->zoneinfo = (ZoneInfoState){0};
    return module_add_type(module, MODULE_TYPE_ZONE_INFO) && fill_state();
}

const NativeModule zoneinfo_module = {.name = "_zoneinfo",
                                      .doc = "C implementation of the zoneinfo module",
                                      .fill = fill,
                                      .clear = clear,
                                      .extension = true};
