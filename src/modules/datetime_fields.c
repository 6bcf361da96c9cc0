/* datetime_fields.c: the fields of dates and times: between bytes, numbers and arguments; and the calendar, which is
 * the time module's, counted from another day. */
#include "modules/datetime.h"

/* --- bytes ------------------------------------------------------------------------------------------------------- */

static void read_date(const u8 *state, Fields *fields) {
    fields->year = state[0] << 8 | state[1];
    fields->month = state[2];
    fields->day = state[3];
}

static void read_time(const u8 *state, int fold, Fields *fields) {
    fields->hour = state[0];
    fields->minute = state[1];
    fields->second = state[2];
    fields->microsecond = state[3] << 16 | state[4] << 8 | state[5];
    fields->fold = fold;
}

void fields_write_date(const Fields *fields, u8 *state) {
    state[0] = (u8)(fields->year >> 8);
    state[1] = (u8)fields->year;
    state[2] = (u8)fields->month;
    state[3] = (u8)fields->day;
}

void fields_write_time(const Fields *fields, u8 *state) {
    state[0] = (u8)fields->hour;
    state[1] = (u8)fields->minute;
    state[2] = (u8)fields->second;
    state[3] = (u8)(fields->microsecond >> 16);
    state[4] = (u8)(fields->microsecond >> 8);
    state[5] = (u8)fields->microsecond;
}

Fields fields_of_date(Ref date) {
    Fields fields = {0};
    read_date(AS_DATE(date)->state, &fields);
    return fields;
}

Fields fields_of_time(Ref time) {
    Fields fields = {0};
    read_time(AS_TIME(time)->state, AS_TIME(time)->fold, &fields);
    return fields;
}

Fields fields_of_datetime(Ref datetime) {
    Fields fields = fields_of_date(datetime);
    read_time(AS_DATETIME(datetime)->state + DATE_STATE, AS_DATETIME(datetime)->fold, &fields);
    return fields;
}

Fields fields_of(Ref self) {
    return is_time(self)       ? fields_of_time(self)
           : is_datetime(self) ? fields_of_datetime(self)
                               : fields_of_date(self);
}

/* --- the calendar ------------------------------------------------------------------------------------------------ */

static i64 ordinal_of(i64 year, i64 month) { return calendar_days(year, month) + EPOCH_ORDINAL; }

i64 fields_ordinal(const Fields *fields) { return ordinal_of(fields->year, fields->month) + fields->day - 1; }
int fields_day_of_year(const Fields *fields) {
    return (int)(fields_ordinal(fields) - ordinal_of(fields->year, 1)) + 1;
}
int fields_weekday(const Fields *fields) { return calendar_weekday(fields_ordinal(fields) - EPOCH_ORDINAL); }

bool fields_check_date(const Fields *f) {
    if (f->year < MIN_YEAR || f->year > MAX_YEAR)
        return error_set(EXC(ValueError), "year %d is out of range", f->year);
    if (f->month < 1 || f->month > 12) return error_set(EXC(ValueError), "month must be in 1..12");
    if (f->day < 1 || f->day > ordinal_of(f->year, f->month + 1) - ordinal_of(f->year, f->month))
        return error_set(EXC(ValueError), "day is out of range for month");
    return true;
}

bool fields_check_time(const Fields *f) {
    if (f->hour < 0 || f->hour > 23) return error_set(EXC(ValueError), "hour must be in 0..23");
    if (f->minute < 0 || f->minute > 59) return error_set(EXC(ValueError), "minute must be in 0..59");
    if (f->second < 0 || f->second > 59) return error_set(EXC(ValueError), "second must be in 0..59");
    if (f->microsecond < 0 || f->microsecond >= SECOND_US)
        return error_set(EXC(ValueError), "microsecond must be in 0..999999");
    if (f->fold != 0 && f->fold != 1) return error_set(EXC(ValueError), "fold must be either 0 or 1");
    return true;
}

void fields_set_ordinal(Fields *fields, i64 ordinal) {
    i64 year;
    calendar_date(ordinal - EPOCH_ORDINAL, &year, &fields->month, &fields->day);
    fields->year = (int)year;
}

bool fields_check_year(const Fields *fields) {
    if (fields->year >= MIN_YEAR && fields->year <= MAX_YEAR) return true;
    return error_set(EXC(OverflowError), "date value out of range");
}

i64 fields_time_seconds(const Fields *f) { return f->hour * (i64)3600 + f->minute * (i64)60 + f->second; }

i64 fields_microseconds(const Fields *f) {
    return fields_ordinal(f) * DAY_US + fields_time_seconds(f) * SECOND_US + f->microsecond;
}

bool fields_set_microseconds(Fields *fields, i64 microseconds) {
    i64 ordinal = microseconds / DAY_US - (microseconds % DAY_US < 0), rest = microseconds - ordinal * DAY_US;
    i64 seconds = rest / SECOND_US;
    fields->hour = (int)(seconds / 3600);
    fields->minute = (int)(seconds / 60 % 60);
    fields->second = (int)(seconds % 60);
    fields->microsecond = (int)(rest % SECOND_US);
    fields_set_ordinal(fields, ordinal);
    return fields_check_year(fields);
}

bool fields_iso_ordinal(int year, int week, int weekday, bool quiet, i64 *ordinal) {
    bool good_year = year >= MIN_YEAR && year <= MAX_YEAR, good_weekday = weekday >= 1 && weekday <= 7;
    i64 start = calendar_iso_year_start(good_year ? year : MIN_YEAR);
    i64 weeks = good_year ? (calendar_iso_year_start(year + 1) - start) / 7 : 53;
    bool good_week = week >= 1 && week <= weeks;
    *ordinal = start + (week - 1) * (i64)7 + weekday - 1 + EPOCH_ORDINAL;
    if (good_year && good_week && good_weekday) return true;
    if (quiet) return false;
    if (!good_year) return error_set(EXC(ValueError), "Year is out of range: %d", year);
    if (!good_week) return error_set(EXC(ValueError), "Invalid week: %d", week);
    return error_set(EXC(ValueError), "Invalid day: %d (range is [1, 7])", weekday);
}

/* --- arguments --------------------------------------------------------------------------------------------------- */

static bool take_numbers(Ref const *given, int *const *places, isize count) {
    for (isize i = 0; i < count; i++) {
        if (given[i] && places[i] && !argument_parsed_int(given[i], places[i])) return false;
    }
    return true;
}

/* How many parameters there are, or how many that can be given by position. */
static isize count_names(const Parameters *parameters, bool positional) {
    isize count = 0;
    for (int i = 0; i < COUNT_OF(parameters->names) && parameters->names[i]; i++) {
        bool star = strcmp(parameters->names[i], "*") == 0;
        if (star && positional) break;
        count += !star;
    }
    return count;
}

bool fields_bind(const Parameters *parameters, int *const *places, isize count, Ref const *args, isize nargs,
                 Ref kwnames, Ref *out) {
    if (arguments_bind(parameters, args, nargs, kwnames, out)) return take_numbers(out, places, count);
    isize all = count_names(parameters, false), positional = count_names(parameters, true);
    if (nargs + (kwnames ? tuple_length(kwnames) : 0) > all) return false;
    Own trouble = error_fetch();
    if (!take_numbers(args, places, isize_min(nargs, positional))) {
        release_maybe(trouble);
    } else {
        error_restore(trouble);
    }
    return false;
}

const StateForm date_form = {"date", DATE_STATE, .mark = 2, .least = 1, .most = 12};
const StateForm time_form = {"time", TIME_STATE, .mark = 0, .least = 0, .most = 23, .fold_bit = 0x80};
const StateForm datetime_form = {"datetime", DATETIME_STATE, .mark = 2,
                                 .least = 1, .most = 12,     .fold_bit = 0x80};

bool state_argument(const StateForm *form, Ref argument, Own *state) {
    u32 mark;
    *state = NULL;
    if (is_bytes(argument) && size_of(argument) == form->size) {
        mark = bytes_data(argument)[form->mark];
    } else if (is_str(argument) && str_length(argument) == form->size) {
        mark = str_char(argument, form->mark);
    } else {
        return true;
    }
    mark &= ~(u32)form->fold_bit;
    if (mark < form->least || mark > form->most) return true;
    if (is_bytes(argument)) {
        *state = own(argument);
        return true;
    }
    *state = str_encode(argument, "latin-1", NULL);
    if (*state || !error_matches(EXC(UnicodeEncodeError))) return *state != NULL;
    error_clear();
    return error_set(EXC(ValueError),
                     "Failed to encode latin1 string when unpickling a %s object. pickle.load(data, "
                     "encoding='latin1') is assumed.",
                     form->name);
}
