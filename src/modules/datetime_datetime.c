/* datetime_datetime.c: the type datetime: a date and a time of day, with or without a zone. */
#include "modules/datetime.h"
#include "object/argument_checks.h"

/* --- making one -------------------------------------------------------------------------------------------------- */

static Own datetime_from_state(Type *type, const u8 *state, int fold, Ref zone) {
    Own self = type_generic_new(type, NULL, 0, NULL); /* replace() makes instances of classes too */
    if (!self) return NULL;
    AS_DATETIME(self)->hash = -1;
    memcpy(AS_DATETIME(self)->state, state, DATETIME_STATE);
    AS_DATETIME(self)->fold = (u8)fold;
    AS_DATETIME(self)->zone = zone && zone != None ? own(zone) : NULL;
    return self;
}

Own datetime_new_checked(Type *type, const Fields *fields, Ref zone) {
    u8 state[DATETIME_STATE];
    if (!fields_check_date(fields) || !fields_check_time(fields) || (zone && !zone_check(zone))) return NULL;
    fields_write_date(fields, state);
    fields_write_time(fields, state + DATE_STATE);
    return datetime_from_state(type, state, fields->fold, zone);
}

/* A subclass is not told the fold. */
Own datetime_make(Ref class, const Fields *f, Ref zone) {
    if (class == (Ref)MODULE_TYPE(DATETIME)) return datetime_new_checked(MODULE_TYPE(DATETIME), f, zone);
    Own args = tuple_take(8, int_from_i64(f->year), int_from_i64(f->month), int_from_i64(f->day),
                          int_from_i64(f->hour), int_from_i64(f->minute), int_from_i64(f->second),
                          int_from_i64(f->microsecond), own(zone ? zone : None));
    Own result = args ? object_call_tuple(class, args, NULL) : NULL;
    release_maybe(args);
    return result;
}

/* From the state that pickle kept, which it consumes. */
static Own unpickle(Type *type, Own state, Ref zone) {
    const StateForm *form = &datetime_form;
    const u8 *bytes = bytes_data(state);
    Own self = datetime_from_state(type, bytes, (bytes[form->mark] & form->fold_bit) != 0, zone);
    if (self) AS_DATETIME(self)->state[form->mark] &= (u8)~form->fold_bit;
    release(state);
    return self;
}

enum { ZONE_ARGUMENT = 7, ARGUMENT_COUNT = 9 };
#define PARAMETER_NAMES                                                                                        \
    { "year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "*", "fold" }
/* Where the arguments of datetime() and replace() go. */
#define PLACES(f)                                                                                              \
    { &(f).year, &(f).month, &(f).day, &(f).hour, &(f).minute, &(f).second, &(f).microsecond, NULL, &(f).fold }

static Own datetime_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {NULL, PARAMETER_NAMES, .required = 3};
    Fields f = {0};
    int *const places[ARGUMENT_COUNT] = PLACES(f);
    Ref given[ARGUMENT_COUNT];
    Own state;
    Ref zone;
    if (!aware_state_arguments(&datetime_form, args, nargs, &state, &zone)) return NULL;
    if (state) return unpickle(type, state, zone);
    if (!fields_bind(&parameters, places, ARGUMENT_COUNT, args, nargs, kwnames, given)) return NULL;
    return datetime_new_checked(type, &f, given[ZONE_ARGUMENT]);
}

static void datetime_dealloc(Own self) {
    release_maybe(AS_DATETIME(self)->zone);
    object_free(self);
}

static Own datetime_method_replace(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"replace", PARAMETER_NAMES};
    Fields f = fields_of_datetime(self);
    int *const places[ARGUMENT_COUNT] = PLACES(f);
    Ref given[ARGUMENT_COUNT];
    if (!fields_bind(&parameters, places, ARGUMENT_COUNT, args, nargs, kwnames, given)) return NULL;
    Ref zone = given[ZONE_ARGUMENT] ? given[ZONE_ARGUMENT] : AS_DATETIME(self)->zone;
    return datetime_new_checked(type_of(self), &f, zone);
}

static Own datetime_method_combine(Ref class, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"combine", {"date", "time", "tzinfo"}, .required = 2};
    Ref given[3];
    if (nargs == 1 && !argument_instance(args[0], MODULE_TYPE(DATE), "combine", 1)) return NULL;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (!argument_instance(given[0], MODULE_TYPE(DATE), "combine", 1)) return NULL;
    if (!argument_instance(given[1], MODULE_TYPE(TIME), "combine", 2)) return NULL;
    Fields date = fields_of_date(given[0]), fields = fields_of_time(given[1]);
    fields.year = date.year;
    fields.month = date.month;
    fields.day = date.day;
    return datetime_make(class, &fields, given[2] ? given[2] : AS_TIME(given[1])->zone);
}

static Own datetime_method_fromisoformat(Ref class, Ref text) {
    IsoText iso;
    if (!iso_parse_datetime(text, &iso)) return NULL;
    Own self = datetime_make(class, &iso.fields, iso.zone);
    release_maybe(iso.zone);
    return self;
}

/* In Python, as CPython has it. */
static Own datetime_method_strptime(Ref class, Ref const *args, isize nargs) {
    if (!arguments_tuple("strptime", nargs, 2, 2)) return NULL;
    if (!argument_str(args[0], "strptime", "1") || !argument_str(args[1], "strptime", "2")) return NULL;
    Own module = import_module_cstring("_strptime");
    Ref const all[] = {class, args[0], args[1]};
    Own result = module ? object_call_method(module, NAME(_strptime_datetime), all, 3, NULL) : NULL;
    release_maybe(module);
    return result;
}

/* --- its parts --------------------------------------------------------------------------------------------------- */

static Own datetime_method_date(Ref self) {
    Fields fields = fields_of_datetime(self);
    return date_new_checked(MODULE_TYPE(DATE), &fields);
}
static Own datetime_method_time(Ref self) {
    Fields fields = fields_of_datetime(self);
    return time_new_checked(MODULE_TYPE(TIME), &fields, NULL);
}
static Own datetime_method_timetz(Ref self) {
    Fields fields = fields_of_datetime(self);
    return time_new_checked(MODULE_TYPE(TIME), &fields, AS_DATETIME(self)->zone);
}

static Own datetime_method_timetuple(Ref self) {
    Fields fields = fields_of_datetime(self);
    Own dst = aware_method_dst(self);
    if (!dst) return NULL;
    int is_dst = dst == None ? -1 : !delta_is_zero(dst);
    release(dst);
    return datetime_struct_time(&fields, is_dst);
}

static Own datetime_method_utctimetuple(Ref self) {
    Fields fields = fields_of_datetime(self);
    Own offset = aware_method_utcoffset(self);
    if (!offset) return NULL;
    bool good = offset == None ||
                fields_set_microseconds(&fields, fields_microseconds(&fields) - delta_microseconds(offset));
    release(offset);
    return good ? datetime_struct_time(&fields, 0) : NULL;
}

/* --- text and state ---------------------------------------------------------------------------------------------- */

static Own datetime_repr(Ref self) {
    Fields f = fields_of_datetime(self);
    Own text = str_format("%N(%d, %d, %d, %d, %d", type_of(self), f.year, f.month, f.day, f.hour, f.minute);
    if (text && (f.second || f.microsecond)) {
        Own longer = f.microsecond ? str_format("%U, %d, %d", (Ref)text, f.second, f.microsecond)
                                   : str_format("%U, %d", (Ref)text, f.second);
        release(text);
        text = longer;
    }
    return datetime_repr_end(text, self);
}

static Own datetime_str(Ref self) {
    Own space = str_from_char(' '), text = space ? object_call_method_one(self, NAME(isoformat), space) : NULL;
    release_maybe(space);
    return text;
}

static bool separator_argument(Ref given, u32 *separator) {
    *separator = 'T';
    if (!given) return true;
    if (!is_str(given) || str_length(given) != 1) {
        return error_set(EXC(TypeError), "isoformat() argument 1 must be a unicode character, not %.50s",
                         argument_type_name(given));
    }
    *separator = str_char(given, 0);
    return true;
}

static Own datetime_method_isoformat(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"isoformat", {"sep", "timespec"}};
    Ref given[2];
    u32 separator;
    TextArgument timespec;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) ||
        !separator_argument(given[0], &separator) || !argument_text(given[1], "isoformat", "2", &timespec))
        return NULL;
    Fields f = fields_of_datetime(self);
    Own time = datetime_show_time(&f, timespec.text);
    text_argument_release(&timespec);
    Own offset = time ? aware_show_offset(self, ":") : NULL;
    Own text = offset ? str_format("%04d-%02d-%02d%c%U%U", f.year, f.month, f.day, (int)separator, (Ref)time,
                                   (Ref)offset)
                      : NULL;
    release_maybe(time);
    release_maybe(offset);
    return text;
}

static Own datetime_method_ctime(Ref self) {
    Fields f = fields_of_datetime(self);
    Moment moment = {.year = f.year,
                     .month = f.month,
                     .day = f.day,
                     .hour = f.hour,
                     .minute = f.minute,
                     .second = f.second,
                     .weekday = fields_weekday(&f)};
    return moment_show(&moment, 4);
}

static const MethodDef datetime_methods[] = {
    {"now", METHOD_KEYWORDS, .keywords = datetime_method_now, .flags = METHOD_CLASS,
     .doc = "now($type, /, tz=None)\n--\n\nReturns new datetime object representing current time local to "
            "tz.\n\n  tz\n    Timezone object.\n\nIf no tz is specified, uses local timezone."},
    {"utcnow", METHOD_NONE, .none = datetime_method_utcnow, .flags = METHOD_CLASS,
     .doc = "Return a new datetime representing UTC day and time."},
    {"fromtimestamp", METHOD_KEYWORDS, .keywords = datetime_method_fromtimestamp,
     .flags = METHOD_CLASS | METHOD_VARARGS, .doc = "timestamp[, tz] -> tz's local time from POSIX timestamp."},
    {"utcfromtimestamp", METHOD_ARRAY, .array = datetime_method_utcfromtimestamp,
     .flags = METHOD_CLASS | METHOD_VARARGS, .doc = "Construct a naive UTC datetime from a POSIX timestamp."},
    {"strptime", METHOD_ARRAY, .array = datetime_method_strptime, .flags = METHOD_CLASS | METHOD_VARARGS,
     .doc = "string, format -> new datetime parsed from a string (like time.strptime())."},
    {"combine", METHOD_KEYWORDS, .keywords = datetime_method_combine, .flags = METHOD_CLASS | METHOD_VARARGS,
     .doc = "date, time -> datetime with same date and time fields"},
    {"fromisoformat", METHOD_ONE, .one = datetime_method_fromisoformat, .flags = METHOD_CLASS,
     .doc = "string -> datetime from a string in most ISO 8601 formats"},
    {"date", METHOD_NONE, .none = datetime_method_date,
     .doc = "Return date object with same year, month and day."},
    {"time", METHOD_NONE, .none = datetime_method_time,
     .doc = "Return time object with same time but with tzinfo=None."},
    {"timetz", METHOD_NONE, .none = datetime_method_timetz,
     .doc = "Return time object with same time and tzinfo."},
    {"ctime", METHOD_NONE, .none = datetime_method_ctime, .doc = "Return ctime() style string."},
    {"timetuple", METHOD_NONE, .none = datetime_method_timetuple,
     .doc = "Return time tuple, compatible with time.localtime()."},
    {"timestamp", METHOD_NONE, .none = datetime_method_timestamp, .doc = "Return POSIX timestamp as float."},
    {"utctimetuple", METHOD_NONE, .none = datetime_method_utctimetuple,
     .doc = "Return UTC time tuple, compatible with time.localtime()."},
    {"isoformat", METHOD_KEYWORDS, .keywords = datetime_method_isoformat, .flags = METHOD_VARARGS,
     .doc = "[sep] -> string in ISO 8601 format, YYYY-MM-DDT[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\nsep is used to "
            "separate the year from the time, and defaults to 'T'.\nThe optional argument timespec specifies "
            "the number of additional terms\nof the time to include. Valid options are 'auto', 'hours', "
            "'minutes',\n'seconds', 'milliseconds' and 'microseconds'.\n"},
    {"utcoffset", METHOD_NONE, .none = aware_method_utcoffset, .doc = "Return self.tzinfo.utcoffset(self)."},
    {"tzname", METHOD_NONE, .none = aware_method_tzname, .doc = "Return self.tzinfo.tzname(self)."},
    {"dst", METHOD_NONE, .none = aware_method_dst, .doc = "Return self.tzinfo.dst(self)."},
    {"replace", METHOD_KEYWORDS, .keywords = datetime_method_replace, .flags = METHOD_VARARGS,
     .doc = "Return datetime with new specified fields."},
    {"astimezone", METHOD_KEYWORDS, .keywords = datetime_method_astimezone, .flags = METHOD_VARARGS,
     .doc = "tz -> convert to local time in new timezone tz\n"},
    {"__reduce_ex__", METHOD_ARRAY, .array = aware_method_reduce_ex, .flags = METHOD_VARARGS,
     .doc = "__reduce_ex__(proto) -> (cls, state)"},
    {"__reduce__", METHOD_NONE, .none = aware_method_reduce, .doc = "__reduce__() -> (cls, state)"},
    {.name = NULL}};

const TypeSpec datetime_spec = {
    .name = "datetime.datetime",
    .module = "datetime",
    .base = MODULE_TYPE(DATE),
    .basicsize = sizeof(DateTime),
    .last_offset = offsetof(DateTime, zone),
    .flags = TYPE_BASETYPE,
    .slots = {.new = datetime_new,
              .dealloc = datetime_dealloc,
              .repr = datetime_repr,
              .str = datetime_str,
              .hash = datetime_hash,
              .getattro = object_generic_get_attribute,
              .richcompare = datetime_compare,
              .add = datetime_add,
              .subtract = datetime_subtract},
    .methods = datetime_methods,
    .getset = aware_getset,
    .doc = "datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\nThe year, month "
           "and day arguments are required. tzinfo may be None, or an\ninstance of a tzinfo subclass. The "
           "remaining arguments may be ints.\n"};
