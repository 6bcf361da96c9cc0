/* datetime_module.c: the module _datetime: the types that datetime.py prefers to its own. */
#include "modules/datetime.h"

#include "object/dict.h"

/* Binds a name in a type's dict; consumes the value. */
static bool bind(enum ModuleTypeId id, const char *name, Own value) {
    Type *type = &MODULES_ROOT->types[id].type;
    bool bound = value && dict_set_cstring(type->dict, name, value);
    release_maybe(value);
    type_modified(type);
    return bound;
}

static bool bind_limits(void) {
    const Fields first = {.year = MIN_YEAR, .month = 1, .day = 1};
    const Fields last = {MAX_YEAR, 12, 31, 23, 59, 59, 999999, 0};
    Type *date = MODULE_TYPE(DATE), *time = MODULE_TYPE(TIME), *datetime = MODULE_TYPE(DATETIME);
    return bind(MODULE_TYPE_TIMEDELTA, "resolution", delta_make(0, 0, 1)) &&
           bind(MODULE_TYPE_TIMEDELTA, "min", delta_make(-999999999, 0, 0)) &&
           bind(MODULE_TYPE_TIMEDELTA, "max", delta_make(999999999, DAY_SECONDS - 1, SECOND_US - 1)) &&
           bind(MODULE_TYPE_DATE, "min", date_new_checked(date, &first)) &&
           bind(MODULE_TYPE_DATE, "max", date_new_checked(date, &last)) &&
           bind(MODULE_TYPE_DATE, "resolution", delta_make(1, 0, 0)) &&
           bind(MODULE_TYPE_TIME, "min", time_new_checked(time, &first, NULL)) &&
           bind(MODULE_TYPE_TIME, "max", time_new_checked(time, &last, NULL)) &&
           bind(MODULE_TYPE_TIME, "resolution", delta_make(0, 0, 1)) &&
           bind(MODULE_TYPE_DATETIME, "min", datetime_new_checked(datetime, &first, NULL)) &&
           bind(MODULE_TYPE_DATETIME, "max", datetime_new_checked(datetime, &last, NULL)) &&
           bind(MODULE_TYPE_DATETIME, "resolution", delta_make(0, 0, 1));
}

/* A zone of its own in the dict of timezone, `minutes` from UTC. */
static bool bind_zone(const char *name, int minutes) {
    Own offset = delta_make(0, minutes * 60, 0), zone = offset ? timezone_make(offset, NULL) : NULL;
    release_maybe(offset);
    if (zone && minutes == 0) MODULES_ROOT->timezone_utc = zone; /* the type's dict owns it */
    return bind(MODULE_TYPE_TIMEZONE, name, zone);
}

static bool bind_zones(void) {
    const int almost_a_day = 23 * 60 + 59;
    return bind_zone("utc", 0) && bind_zone("min", -almost_a_day) && bind_zone("max", almost_a_day);
}

/* What the types have as attributes lives as long as they do. */
static bool bind_attributes(void) {
    if (timezone_utc()) return true;
    u64 resume = object_machine_births_begin();
    bool bound = bind_limits() && bind_zones();
    object_machine_births_end(resume);
    return bound;
}

static bool fill(Ref module) {
    static const ModuleConstant constants[] = {{"MINYEAR", MIN_YEAR}, {"MAXYEAR", MAX_YEAR}, {.name = NULL}};
    return module_add_type(module, MODULE_TYPE_DATE) && module_add_type(module, MODULE_TYPE_DATETIME) &&
           module_add_type(module, MODULE_TYPE_TIME) && module_add_type(module, MODULE_TYPE_TIMEDELTA) &&
           module_add_type(module, MODULE_TYPE_TZINFO) && module_add_type(module, MODULE_TYPE_TIMEZONE) &&
           module_ready_type(MODULE_TYPE_ISO_CALENDAR_DATE) && bind_attributes() &&
           module_add_constants(module, constants) &&
           module_add_capsule(module, "datetime_CAPI", "datetime.datetime_CAPI") &&
           module_add(module, "UTC", own(timezone_utc()));
}

const NativeModule datetime_module = {
    .name = "_datetime", .doc = "Fast implementation of the datetime type.", .fill = fill};
