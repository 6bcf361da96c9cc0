/* datetime_date.c: the type date, and what its isocalendar() gives. */
#include "modules/datetime.h"

#include "object/gc.h"

/* --- making one -------------------------------------------------------------------------------------------------- */

static Own date_from_state(Type *type, const u8 *state) {
    Own self = type_generic_new(type, NULL, 0, NULL); /* replace() makes instances of classes too */
    if (!self) return NULL;
    AS_DATE(self)->hash = -1;
    memcpy(AS_DATE(self)->state, state, DATE_STATE);
    return self;
}

Own date_new_checked(Type *type, const Fields *fields) {
    u8 state[DATE_STATE];
    if (!fields_check_date(fields)) return NULL;
    fields_write_date(fields, state);
    return date_from_state(type, state);
}

Own date_make(Ref class, const Fields *f) {
    if (class == (Ref)MODULE_TYPE(DATE)) return date_new_checked(MODULE_TYPE(DATE), f);
    if (class == (Ref)MODULE_TYPE(DATETIME)) return datetime_new_checked(MODULE_TYPE(DATETIME), f, NULL);
    Own year = int_from_i64(f->year), month = int_from_i64(f->month), day = int_from_i64(f->day), result = NULL;
    if (year && month && day) result = object_call(class, (Ref const[]){year, month, day}, 3, NULL);
    release_maybe(year);
    release_maybe(month);
    release_maybe(day);
    return result;
}

static Own date_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {NULL, {"year", "month", "day"}, .required = 3};
    Fields f = {0};
    int *const places[] = {&f.year, &f.month, &f.day};
    Ref given[COUNT_OF(places)];
    if (nargs == 1) {
        Own state;
        if (!state_argument(&date_form, args[0], &state)) return NULL;
        Own self = state ? date_from_state(type, bytes_data(state)) : NULL;
        if (state) {
            release(state);
            return self;
        }
    }
    if (!fields_bind(&parameters, places, COUNT_OF(places), args, nargs, kwnames, given)) return NULL;
    return date_new_checked(type, &f);
}

static Own date_method_fromordinal(Ref class, Ref const *args, isize nargs) {
    int ordinal;
    Fields fields = {0};
    if (!arguments_tuple("fromordinal", nargs, 1, 1) || !argument_parsed_int(args[0], &ordinal)) return NULL;
    if (ordinal < 1) return error_set(EXC(ValueError), "ordinal must be >= 1");
    fields_set_ordinal(&fields, ordinal);
    return date_make(class, &fields);
}

static Own date_method_fromisoformat(Ref class, Ref text) {
    IsoText iso;
    return iso_parse_date(text, &iso) ? date_make(class, &iso.fields) : NULL;
}

static Own date_method_fromisocalendar(Ref class, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"fromisocalendar", {"year", "week", "day"}, .required = 3};
    int year, week, weekday;
    int *const places[] = {&year, &week, &weekday};
    Ref given[COUNT_OF(places)];
    Fields fields = {0};
    i64 ordinal;
    if (!fields_bind(&parameters, places, COUNT_OF(places), args, nargs, kwnames, given)) {
        if (!error_matches(EXC(OverflowError))) return NULL;
        error_clear();
        return error_set(EXC(ValueError), "ISO calendar component out of range");
    }
    if (!fields_iso_ordinal(year, week, weekday, false, &ordinal)) return NULL;
    fields_set_ordinal(&fields, ordinal);
    return date_make(class, &fields);
}

static Own date_method_replace(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"replace", {"year", "month", "day"}};
    Fields f = fields_of_date(self);
    int *const places[] = {&f.year, &f.month, &f.day};
    Ref given[COUNT_OF(places)];
    if (!fields_bind(&parameters, places, COUNT_OF(places), args, nargs, kwnames, given)) return NULL;
    return date_new_checked(type_of(self), &f);
}

/* --- the calendar ------------------------------------------------------------------------------------------------ */

static Own date_method_toordinal(Ref self) {
    Fields fields = fields_of_date(self);
    return int_from_i64(fields_ordinal(&fields));
}
static Own date_method_weekday(Ref self) {
    Fields fields = fields_of_date(self);
    return int_from_i64(fields_weekday(&fields));
}
static Own date_method_isoweekday(Ref self) {
    Fields fields = fields_of_date(self);
    return int_from_i64(fields_weekday(&fields) + 1);
}
static Own date_method_isocalendar(Ref self) {
    Fields fields = fields_of_date(self);
    i64 year;
    int week = calendar_iso_week(fields_ordinal(&fields) - EPOCH_ORDINAL, &year);
    return iso_calendar_make((int)year, week, fields_weekday(&fields) + 1);
}
static Own date_method_timetuple(Ref self) {
    Fields fields = fields_of_date(self);
    return datetime_struct_time(&fields, -1);
}

static Own date_get_year(Ref self, UNUSED void *closure) { return int_from_i64(fields_of_date(self).year); }
static Own date_get_month(Ref self, UNUSED void *closure) { return int_from_i64(fields_of_date(self).month); }
static Own date_get_day(Ref self, UNUSED void *closure) { return int_from_i64(fields_of_date(self).day); }

/* --- text and state ---------------------------------------------------------------------------------------------- */

static Own date_repr(Ref self) {
    Fields f = fields_of_date(self);
    return str_format("%N(%d, %d, %d)", type_of(self), f.year, f.month, f.day);
}

static Own date_method_isoformat(Ref self) {
    Fields f = fields_of_date(self);
    return str_format("%04d-%02d-%02d", f.year, f.month, f.day);
}

static Own date_method_ctime(Ref self) {
    Fields f = fields_of_date(self);
    Moment moment = {.year = f.year, .month = f.month, .day = f.day, .weekday = fields_weekday(&f)};
    return moment_show(&moment, 4);
}

/* Of datetimes as well: what their timetuple() says. */
static Own date_method_strftime(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"strftime", {"format"}, .required = 1};
    Ref format;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &format)) return NULL;
    if (!argument_str(format, "strftime", "1")) return NULL;
    Own tuple = object_call_method_none(self, NAME(timetuple));
    Own text = tuple ? datetime_strftime(self, format, tuple) : NULL;
    release_maybe(tuple);
    return text;
}

static Own date_method_reduce(Ref self) {
    Own state = bytes_from(AS_DATE(self)->state, DATE_STATE);
    return tuple_take(2, own((Ref)type_of(self)), tuple_take(1, state));
}

static const MethodDef date_methods[] = {
    {"fromtimestamp", METHOD_ONE, .one = date_method_fromtimestamp, .flags = METHOD_CLASS,
     .doc = "fromtimestamp($type, timestamp, /)\n--\n\nCreate a date from a POSIX timestamp.\n\nThe timestamp "
            "is a number, e.g. created via time.time(), that is interpreted\nas local time."},
    {"fromordinal", METHOD_ARRAY, .array = date_method_fromordinal, .flags = METHOD_CLASS | METHOD_VARARGS,
     .doc = "int -> date corresponding to a proleptic Gregorian ordinal."},
    {"fromisoformat", METHOD_ONE, .one = date_method_fromisoformat, .flags = METHOD_CLASS,
     .doc = "str -> Construct a date from a string in ISO 8601 format."},
    {"fromisocalendar", METHOD_KEYWORDS, .keywords = date_method_fromisocalendar,
     .flags = METHOD_CLASS | METHOD_VARARGS,
     .doc = "int, int, int -> Construct a date from the ISO year, week number and weekday.\n\nThis is the "
            "inverse of the date.isocalendar() function"},
    {"today", METHOD_NONE, .none = date_method_today, .flags = METHOD_CLASS,
     .doc = "Current date or datetime:  same as self.__class__.fromtimestamp(time.time())."},
    {"ctime", METHOD_NONE, .none = date_method_ctime, .doc = "Return ctime() style string."},
    {"strftime", METHOD_KEYWORDS, .keywords = date_method_strftime, .flags = METHOD_VARARGS,
     .doc = "format -> strftime() style string."},
    {"__format__", METHOD_ARRAY, .array = datetime_method_format, .flags = METHOD_VARARGS,
     .doc = "Formats self with strftime."},
    {"timetuple", METHOD_NONE, .none = date_method_timetuple,
     .doc = "Return time tuple, compatible with time.localtime()."},
    {"isocalendar", METHOD_NONE, .none = date_method_isocalendar,
     .doc = "Return a named tuple containing ISO year, week number, and weekday."},
    {"isoformat", METHOD_NONE, .none = date_method_isoformat,
     .doc = "Return string in ISO 8601 format, YYYY-MM-DD."},
    {"isoweekday", METHOD_NONE, .none = date_method_isoweekday,
     .doc = "Return the day of the week represented by the date.\nMonday == 1 ... Sunday == 7"},
    {"toordinal", METHOD_NONE, .none = date_method_toordinal,
     .doc = "Return proleptic Gregorian ordinal.  January 1 of year 1 is day 1."},
    {"weekday", METHOD_NONE, .none = date_method_weekday,
     .doc = "Return the day of the week represented by the date.\nMonday == 0 ... Sunday == 6"},
    {"replace", METHOD_KEYWORDS, .keywords = date_method_replace, .flags = METHOD_VARARGS,
     .doc = "Return date with new specified fields."},
    {"__reduce__", METHOD_NONE, .none = date_method_reduce, .doc = "__reduce__() -> (cls, state)"},
    {.name = NULL}};

static const GetSetDef date_getset[] = {{"year", .get = date_get_year},
                                        {"month", .get = date_get_month},
                                        {"day", .get = date_get_day},
                                        {.name = NULL}};

const TypeSpec date_spec = {.name = "datetime.date",
                            .module = "datetime",
                            .basicsize = sizeof(Date),
                            .flags = TYPE_BASETYPE,
                            .slots = {.new = date_new,
                                      .repr = date_repr,
                                      .str = datetime_call_isoformat,
                                      .hash = date_hash,
                                      .getattro = object_generic_get_attribute,
                                      .richcompare = date_compare,
                                      .add = date_add,
                                      .subtract = date_subtract},
                            .methods = date_methods,
                            .getset = date_getset,
                            .doc = "date(year, month, day) --> date object"};

/* --- IsoCalendarDate: a tuple of year, week and weekday, with names ---------------------------------------------- */

static Own iso_calendar_of(Type *type, Own year, Own week, Own weekday) {
    Own self = year && week && weekday ? object_new(type, 3) : NULL;
    if (!self) {
        release_maybe(year);
        release_maybe(week);
        release_maybe(weekday);
        return NULL;
    }
    tuple_fill(self, 0, year);
    tuple_fill(self, 1, week);
    tuple_fill(self, 2, weekday);
    gc_track(self);
    return self;
}

Own iso_calendar_make(int year, int week, int weekday) {
    return iso_calendar_of(MODULE_TYPE(ISO_CALENDAR_DATE), int_from_i64(year), int_from_i64(week),
                           int_from_i64(weekday));
}

static Own iso_calendar_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"IsoCalendarDate", {"year", "week", "weekday"}, .required = 3};
    int year, week, weekday;
    int *const places[] = {&year, &week, &weekday};
    Ref given[COUNT_OF(places)];
    if (!fields_bind(&parameters, places, COUNT_OF(places), args, nargs, kwnames, given)) return NULL;
    return iso_calendar_of(type, int_from_i64(year), int_from_i64(week), int_from_i64(weekday));
}

static Own iso_calendar_repr(Ref self) {
    return str_format("%.200N(year=%S, week=%S, weekday=%S)", type_of(self), tuple_get(self, 0),
                      tuple_get(self, 1), tuple_get(self, 2));
}

/* A plain tuple, as pickle keeps it. */
static Own iso_calendar_method_reduce(Ref self) {
    Own items = tuple_from_array((Ref const *)AS_TUPLE(self)->items, 3);
    return tuple_take(2, own((Ref)TYPE(TUPLE)), tuple_take(1, items));
}

static Own iso_calendar_get_year(Ref self, UNUSED void *closure) { return own(tuple_get(self, 0)); }
static Own iso_calendar_get_week(Ref self, UNUSED void *closure) { return own(tuple_get(self, 1)); }
static Own iso_calendar_get_weekday(Ref self, UNUSED void *closure) { return own(tuple_get(self, 2)); }

static const MethodDef iso_calendar_methods[] = {
    {"__reduce__", METHOD_NONE, .none = iso_calendar_method_reduce, .doc = "__reduce__() -> (cls, state)"},
    {.name = NULL}};
static const GetSetDef iso_calendar_getset[] = {{"year", .get = iso_calendar_get_year},
                                                {"week", .get = iso_calendar_get_week},
                                                {"weekday", .get = iso_calendar_get_weekday},
                                                {.name = NULL}};

const TypeSpec iso_calendar_date_spec = {
    .name = "datetime.IsoCalendarDate",
    .module = "datetime",
    .base = TYPE(TUPLE),
    .basicsize = sizeof(Tuple),
    .itemsize = sizeof(Object *),
    .ghost_size = 32,
    .flags = TYPE_GC | TYPE_TUPLE_SUBCLASS,
    .slots = {.new = iso_calendar_new, .repr = iso_calendar_repr},
    .methods = iso_calendar_methods,
    .getset = iso_calendar_getset,
    .doc =
        "The result of date.isocalendar() or datetime.isocalendar()\n\nThis object may be accessed either as "
        "a tuple of\n  ((year, week, weekday)\nor via the object attributes as named in the above tuple."};
