/* datetime_text.c: dates and times as text: strftime, which the module time does, and the parts of isoformat and
 * repr that several types share. */
#include "modules/datetime.h"

/* --- strftime ---------------------------------------------------------------------------------------------------- */

/* UnicodeEncodeError where it has surrogates: the C library could not be told. */
static bool check_encodable(Ref text) {
    Own encoded = str_keep_utf8(text);
    release_maybe(encoded);
    return encoded != NULL;
}

/* The zone's name as part of a format: name.replace("%", "%%"). */
static Own name_for_format(Ref self) {
    Own name = aware_method_tzname(self);
    if (!name) return NULL;
    if (name == None) {
        release(name);
        return own(OBJECT_ROOT->empty_str);
    }
    Own percent = str_from_char('%'), twice = str_from_ascii("%%", 2), result = NULL;
    if (percent && twice) {
        result = object_call_method(name, NAME(replace), (Ref const[]){percent, twice}, 2, NULL);
    }
    if (result && !is_str(result)) {
        error_set(EXC(TypeError), "tzname.replace() did not return a string");
        slot_clear(&result);
    }
    if (result && !check_encodable(result)) slot_clear(&result);
    release_maybe(percent);
    release_maybe(twice);
    release(name);
    return result;
}

/* What stands for %z, %Z or %f. */
static Own replacement(char directive, Ref self) {
    if (directive == 'z') return aware_show_offset(self, "");
    if (directive == 'Z') return name_for_format(self);
    return str_format("%06d", fields_of(self).microsecond);
}

/* The format with %z, %Z and %f put in, each made once, when it is first met. It ends at a NUL. */
static Own fill_format(Ref self, Ref format) {
    static const char directives[] = "zZf";
    Own parts[3] = {NULL};
    StrBuilder out;
    str_builder_init(&out);
    bool good = true;
    isize length = str_length(format);
    for (isize i = 0; good && i < length && str_char(format, i) != 0; i++) {
        u32 next = str_char(format, i) == '%' && i + 1 < length ? str_char(format, i + 1) : 0;
        str_builder_char(&out, str_char(format, i));
        if (next == 0) continue;
        const char *found = next < 128 ? strchr(directives, (int)next) : NULL;
        if (found) {
            Own *part = &parts[found - directives];
            out.length--; /* the percent sign */
            if (!*part) *part = replacement(*found, self);
            good = *part != NULL;
            if (good) str_builder_str(&out, *part);
        } else {
            str_builder_char(&out, next);
        }
        i++;
    }
    for (isize i = 0; i < COUNT_OF(parts); i++) release_maybe(parts[i]);
    if (good) return str_builder_finish(&out);
    str_builder_discard(&out);
    return NULL;
}

static Own call_time_module(Ref name, Ref const *args, isize nargs) {
    Own module = import_module_cstring("time");
    Own result = module ? object_call_method(module, name, args, nargs, NULL) : NULL;
    release_maybe(module);
    return result;
}

Own datetime_strftime(Ref self, Ref format, Ref tuple) {
    if (!check_encodable(format)) return NULL;
    Own filled = fill_format(self, format);
    Own result = filled ? call_time_module(NAME(strftime), (Ref const[]){filled, tuple}, 2) : NULL;
    release_maybe(filled);
    return result;
}

Own datetime_method_format(Ref self, Ref const *args, isize nargs) {
    if (!arguments_tuple("__format__", nargs, 1, 1) || !argument_str(args[0], "__format__", "1")) return NULL;
    if (str_length(args[0]) == 0) return object_str(self);
    return object_call_method_one(self, NAME(strftime), args[0]);
}

/* --- struct_time ------------------------------------------------------------------------------------------------- */

Own datetime_struct_time(const Fields *f, int dst) {
    Own tuple =
        tuple_take(9, int_from_i64(f->year), int_from_i64(f->month), int_from_i64(f->day),
                   int_from_i64(f->hour), int_from_i64(f->minute), int_from_i64(f->second),
                   int_from_i64(fields_weekday(f)), int_from_i64(fields_day_of_year(f)), int_from_i64(dst));
    Own result = tuple ? call_time_module(NAME(struct_time), (Ref const[]){tuple}, 1) : NULL;
    release_maybe(tuple);
    return result;
}

/* --- isoformat and repr ------------------------------------------------------------------------------------------ */

Own datetime_call_isoformat(Ref self) { return object_call_method_none(self, NAME(isoformat)); }

Own datetime_show_time(const Fields *f, const char *timespec) {
    static const char *const specs[] = {"hours", "minutes", "seconds", "milliseconds", "microseconds"};
    enum { HOURS, MINUTES, SECONDS, MILLISECONDS, MICROSECONDS, UNKNOWN };
    int parts = f->microsecond ? MICROSECONDS : SECONDS;
    if (timespec && strcmp(timespec, "auto") != 0) {
        for (parts = 0; parts < UNKNOWN && strcmp(timespec, specs[parts]) != 0; parts++) continue;
    }
    switch (parts) {
    case HOURS: return str_format("%02d", f->hour);
    case MINUTES: return str_format("%02d:%02d", f->hour, f->minute);
    case SECONDS: return str_format("%02d:%02d:%02d", f->hour, f->minute, f->second);
    case MILLISECONDS:
        return str_format("%02d:%02d:%02d.%03d", f->hour, f->minute, f->second, f->microsecond / 1000);
    case MICROSECONDS: return str_format("%02d:%02d:%02d.%06d", f->hour, f->minute, f->second, f->microsecond);
    default: return error_set(EXC(ValueError), "Unknown timespec value");
    }
}

Own datetime_repr_end(Own text, Ref self) {
    if (!text) return NULL;
    Ref zone = aware_zone(self);
    const char *fold = fields_of(self).fold ? ", fold=1" : "";
    const char *before = is_datetime(self) ? fold : "", *behind = is_datetime(self) ? "" : fold;
    Own result = zone ? str_format("%U%s, tzinfo=%R%s)", (Ref)text, before, zone, behind)
                      : str_format("%U%s%s)", (Ref)text, before, behind);
    release(text);
    return result;
}
