/* datetime_time.c: the type time: a time of day, with or without a zone. */
#include "modules/datetime.h"

/* --- making one -------------------------------------------------------------------------------------------------- */

static Own time_from_state(Type *type, const u8 *state, int fold, Ref zone) {
    Own self = type_generic_new(type, NULL, 0, NULL); /* replace() makes instances of classes too */
    if (!self) return NULL;
    AS_TIME(self)->hash = -1;
    memcpy(AS_TIME(self)->state, state, TIME_STATE);
    AS_TIME(self)->fold = (u8)fold;
    AS_TIME(self)->zone = zone && zone != None ? own(zone) : NULL;
    return self;
}

Own time_new_checked(Type *type, const Fields *fields, Ref zone) {
    u8 state[TIME_STATE];
    if (!fields_check_time(fields) || (zone && !zone_check(zone))) return NULL;
    fields_write_time(fields, state);
    return time_from_state(type, state, fields->fold, zone);
}

Own time_make(Ref class, const Fields *f, Ref zone) {
    if (class == (Ref)MODULE_TYPE(TIME)) return time_new_checked(MODULE_TYPE(TIME), f, zone);
    Own args = tuple_take(5, int_from_i64(f->hour), int_from_i64(f->minute), int_from_i64(f->second),
                          int_from_i64(f->microsecond), own(zone ? zone : None));
    Own result = args ? object_call_tuple(class, args, NULL) : NULL;
    release_maybe(args);
    return result;
}

/* From the state that pickle kept, which it consumes. */
static Own unpickle(Type *type, Own state, Ref zone) {
    const StateForm *form = &time_form;
    const u8 *bytes = bytes_data(state);
    Own self = time_from_state(type, bytes, (bytes[form->mark] & form->fold_bit) != 0, zone);
    if (self) AS_TIME(self)->state[form->mark] &= (u8)~form->fold_bit;
    release(state);
    return self;
}

static Own time_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {NULL,
                                          {"hour", "minute", "second", "microsecond", "tzinfo", "*", "fold"}};
    Fields f = {0};
    int *const places[] = {&f.hour, &f.minute, &f.second, &f.microsecond, NULL, &f.fold};
    Ref given[COUNT_OF(places)];
    Own state;
    Ref zone;
    if (!aware_state_arguments(&time_form, args, nargs, &state, &zone)) return NULL;
    if (state) return unpickle(type, state, zone);
    if (!fields_bind(&parameters, places, COUNT_OF(places), args, nargs, kwnames, given)) return NULL;
    return time_new_checked(type, &f, given[4]);
}

static void time_dealloc(Own self) {
    release_maybe(AS_TIME(self)->zone);
    object_free(self);
}

static Own time_method_replace(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"replace",
                                          {"hour", "minute", "second", "microsecond", "tzinfo", "*", "fold"}};
    Fields f = fields_of_time(self);
    int *const places[] = {&f.hour, &f.minute, &f.second, &f.microsecond, NULL, &f.fold};
    Ref given[COUNT_OF(places)];
    if (!fields_bind(&parameters, places, COUNT_OF(places), args, nargs, kwnames, given)) return NULL;
    return time_new_checked(type_of(self), &f, given[4] ? given[4] : AS_TIME(self)->zone);
}

static Own time_method_fromisoformat(Ref class, Ref text) {
    IsoText iso;
    if (!iso_parse_time(text, &iso)) return NULL;
    Own self = time_make(class, &iso.fields, iso.zone);
    release_maybe(iso.zone);
    return self;
}

/* --- text and state ---------------------------------------------------------------------------------------------- */

static Own time_repr(Ref self) {
    Fields f = fields_of_time(self);
    Own text = f.microsecond
                   ? str_format("%N(%d, %d, %d, %d", type_of(self), f.hour, f.minute, f.second, f.microsecond)
               : f.second ? str_format("%N(%d, %d, %d", type_of(self), f.hour, f.minute, f.second)
                          : str_format("%N(%d, %d", type_of(self), f.hour, f.minute);
    return datetime_repr_end(text, self);
}

static Own time_method_isoformat(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"isoformat", {"timespec"}};
    Ref given;
    TextArgument timespec;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &given)) return NULL;
    if (!argument_text(given, "isoformat", "1", &timespec)) return NULL;
    Fields fields = fields_of_time(self);
    Own text = datetime_show_time(&fields, timespec.text);
    text_argument_release(&timespec);
    Own offset = text ? aware_show_offset(self, ":") : NULL;
    Own result = offset ? str_concat(text, offset) : NULL;
    release_maybe(text);
    release_maybe(offset);
    return result;
}

static Own time_method_strftime(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"strftime", {"format"}, .required = 1};
    Ref format;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &format)) return NULL;
    if (!argument_str(format, "strftime", "1")) return NULL;
    Fields f = fields_of_time(self);
    Own tuple = tuple_take(9, int_from_i64(1900), int_from_i64(1), int_from_i64(1), int_from_i64(f.hour),
                           int_from_i64(f.minute), int_from_i64(f.second), int_from_i64(0), int_from_i64(1),
                           int_from_i64(-1));
    Own text = tuple ? datetime_strftime(self, format, tuple) : NULL;
    release_maybe(tuple);
    return text;
}

static const MethodDef time_methods[] = {
    {"isoformat", METHOD_KEYWORDS, .keywords = time_method_isoformat, .flags = METHOD_VARARGS,
     .doc = "Return string in ISO 8601 format, [HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\n\nThe optional argument "
            "timespec specifies the number of additional terms\nof the time to include. Valid options are "
            "'auto', 'hours', 'minutes',\n'seconds', 'milliseconds' and 'microseconds'.\n"},
    {"strftime", METHOD_KEYWORDS, .keywords = time_method_strftime, .flags = METHOD_VARARGS,
     .doc = "format -> strftime() style string."},
    {"__format__", METHOD_ARRAY, .array = datetime_method_format, .flags = METHOD_VARARGS,
     .doc = "Formats self with strftime."},
    {"utcoffset", METHOD_NONE, .none = aware_method_utcoffset, .doc = "Return self.tzinfo.utcoffset(self)."},
    {"tzname", METHOD_NONE, .none = aware_method_tzname, .doc = "Return self.tzinfo.tzname(self)."},
    {"dst", METHOD_NONE, .none = aware_method_dst, .doc = "Return self.tzinfo.dst(self)."},
    {"replace", METHOD_KEYWORDS, .keywords = time_method_replace, .flags = METHOD_VARARGS,
     .doc = "Return time with new specified fields."},
    {"fromisoformat", METHOD_ONE, .one = time_method_fromisoformat, .flags = METHOD_CLASS,
     .doc = "string -> time from a string in ISO 8601 format"},
    {"__reduce_ex__", METHOD_ARRAY, .array = aware_method_reduce_ex, .flags = METHOD_VARARGS,
     .doc = "__reduce_ex__(proto) -> (cls, state)"},
    {"__reduce__", METHOD_NONE, .none = aware_method_reduce, .doc = "__reduce__() -> (cls, state)"},
    {.name = NULL}};

const TypeSpec time_spec = {
    .name = "datetime.time",
    .module = "datetime",
    .basicsize = sizeof(Time),
    .last_offset = offsetof(Time, zone),
    .flags = TYPE_BASETYPE,
    .slots = {.new = time_new,
              .dealloc = time_dealloc,
              .repr = time_repr,
              .str = datetime_call_isoformat,
              .hash = time_hash,
              .getattro = object_generic_get_attribute,
              .richcompare = time_compare},
    .methods = time_methods,
    .getset = aware_getset,
    .doc = "time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object\n\n"
           "All arguments are optional. tzinfo may be None, or an instance of\na tzinfo "
           "subclass. The remaining arguments may be ints.\n"};
