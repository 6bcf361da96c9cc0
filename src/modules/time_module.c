/* time_module.c: the module time: the machine's own clock.
 *
 * Time is virtual: 10 ns an instruction, and what sleeps and charged loops took; the date is the real one at
 * the start plus that. So a run is the same each time it is lived. */
#include <errno.h>

#include "modules/modules.h"
#include "modules/outside.h"
#include "modules/time_module.h"
#include "object/argument_checks.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/float.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "world/world.h"

i64 clock_date_ns(void) {
    if (!MODULES_ROOT->start_date_ns) MODULES_ROOT->start_date_ns = world_start_date_ns();
    return MODULES_ROOT->start_date_ns + thread_clock_ns();
}

static Own time_method_time(Ref self) {
    (void)self;
    return float_from_double((double)clock_date_ns() * 1e-9);
}
static Own time_method_time_ns(Ref self) {
    (void)self;
    return int_from_i64(clock_date_ns());
}
static Own time_method_clock(Ref self) {
    (void)self;
    return float_from_double((double)thread_clock_ns() * 1e-9);
}
static Own time_method_clock_ns(Ref self) {
    (void)self;
    return int_from_i64(thread_clock_ns());
}

static Own time_method_process_time(Ref self UNUSED) {
    return float_from_double((double)thread_work_ns() * 1e-9);
}
static Own time_method_process_time_ns(Ref self UNUSED) { return int_from_i64(thread_work_ns()); }
static Own time_method_thread_time(Ref self UNUSED) {
    return float_from_double((double)thread_own_work_ns(thread_current()) * 1e-9);
}
static Own time_method_thread_time_ns(Ref self UNUSED) {
    return int_from_i64(thread_own_work_ns(thread_current()));
}

bool clock_from_seconds(Ref seconds, i64 *nanoseconds) {
    if (!is_float(seconds)) {
        Own whole = int_index(seconds);
        if (!whole) return false;
        int overflow;
        i64 value = int_as_i64_overflow(whole, &overflow);
        release(whole);
        if (overflow || value > INT64_MAX / SECOND_NS || value < INT64_MIN / SECOND_NS) {
            return error_set(EXC(OverflowError), "timestamp too large to convert to C _PyTime_t");
        }
        *nanoseconds = value * SECOND_NS;
        return true;
    }
    double value = float_as_double(seconds);
    if (value != value) return error_set(EXC(ValueError), "Invalid value NaN (not a number)");
    value *= 1e9;
    if (value >= 0x1p63 || value < -0x1p63) {
        return error_set(EXC(OverflowError), "timestamp too large to convert to C _PyTime_t");
    }
    i64 whole = (i64)value;
    if ((double)whole != value) whole += value < 0 ? -1 : 1;
    *nanoseconds = whole;
    return true;
}

static Own time_method_sleep(Ref self UNUSED, Ref seconds) {
    i64 duration;
    if (!clock_from_seconds(seconds, &duration)) return NULL;
    if (duration < 0) return error_set(EXC(ValueError), "sleep length must be non-negative");
    i64 deadline = thread_clock_ns() + duration;
    for (i64 left = duration; left >= 0; left = deadline - thread_clock_ns()) {
        bool interrupted = thread_wait(NULL, left);
        if (!vm_handle_signals()) return NULL;
        if (!interrupted) break;
    }
    return error_occurred() ? NULL : own_none();
}

/* --- clocks by number or name -------------------------------------------------------------------------- */

/* Here no other process takes time away: the clocks differ in what they count only. */
enum { CLOCK_DATE = 0, CLOCK_OF_PROCESS = 2, CLOCK_OF_THREAD = 3, CLOCK_TAI_DATE = 11 };
static const ModuleConstant clock_numbers[] = {{"CLOCK_REALTIME", CLOCK_DATE},
                                               {"CLOCK_MONOTONIC", 1},
                                               {"CLOCK_MONOTONIC_RAW", 4},
                                               {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_OF_PROCESS},
                                               {"CLOCK_THREAD_CPUTIME_ID", CLOCK_OF_THREAD},
                                               {"CLOCK_BOOTTIME", 7},
                                               {"CLOCK_TAI", CLOCK_TAI_DATE},
                                               {.name = NULL}};

static i64 clock_ns(int number) {
    switch (number) {
    case CLOCK_DATE:
    case CLOCK_TAI_DATE: return clock_date_ns();
    case CLOCK_OF_PROCESS: return thread_work_ns();
    case CLOCK_OF_THREAD: return thread_own_work_ns(thread_current());
    default: return thread_clock_ns();
    }
}

/* The numbers of other threads' clocks are made as Linux makes them: the complement, shifted, and a kind. */
enum { THREAD_CLOCK_BITS = 3, THREAD_CLOCK_KIND = 6 };
static const Thread *thread_of_clock(int number) {
    if (number >= 0 || (number & ((1 << THREAD_CLOCK_BITS) - 1)) != THREAD_CLOCK_KIND) return NULL;
    return thread_find((u64)(u32) ~(number >> THREAD_CLOCK_BITS));
}

static bool clock_argument(const char *function, Ref const *args, isize nargs, i64 *now) {
    int number;
    if (!arguments_tuple(function, nargs, 1, 1) || !argument_parsed_int(args[0], &number)) return false;
    for (const ModuleConstant *each = clock_numbers; each->name; each++) {
        if (each->value != number) continue;
        *now = clock_ns(number);
        return true;
    }
    const Thread *thread = thread_of_clock(number);
    if (!thread) return error_set_errno(EINVAL, NULL);
    *now = thread_own_work_ns(thread);
    return true;
}

static Own time_method_clock_gettime(Ref self UNUSED, Ref const *args, isize nargs) {
    i64 now;
    return clock_argument("clock_gettime", args, nargs, &now) ? float_from_double((double)now * 1e-9) : NULL;
}
static Own time_method_clock_gettime_ns(Ref self UNUSED, Ref const *args, isize nargs) {
    i64 now;
    return clock_argument("clock_gettime", args, nargs, &now) ? int_from_i64(now) : NULL;
}
static Own time_method_clock_getres(Ref self UNUSED, Ref const *args, isize nargs) {
    i64 now;
    return clock_argument("clock_getres", args, nargs, &now) ? float_from_double(1e-9) : NULL;
}

/* The machine's date is set, for whom the system would let set its own. */
static Own set_clock(int number, i64 date) {
    if (number != CLOCK_DATE) return error_set_errno(EINVAL, NULL);
    i64 user;
    if (!outside_identity(ID_EFFECTIVE_USER, &user)) return NULL;
    if (user != 0) return error_set_errno(EPERM, NULL);
    MODULES_ROOT->start_date_ns += date - clock_date_ns();
    return own_none();
}

static Own time_method_clock_settime(Ref self UNUSED, Ref const *args, isize nargs) {
    int number;
    i64 date;
    if (!arguments_tuple("clock_settime", nargs, 2, 2) || !argument_parsed_int(args[0], &number) ||
        !clock_from_seconds(args[1], &date))
        return NULL;
    return set_clock(number, date);
}
static Own time_method_clock_settime_ns(Ref self UNUSED, Ref const *args, isize nargs) {
    int number, overflow;
    if (!arguments_tuple("clock_settime", nargs, 2, 2) || !argument_parsed_int(args[0], &number)) return NULL;
    if (!is_int(args[1])) return error_set(EXC(TypeError), "expect int, got %s", type_of(args[1])->name);
    i64 date = int_as_i64_overflow(args[1], &overflow);
    if (overflow) return error_set(EXC(OverflowError), "timestamp too large to convert to C _PyTime_t");
    return set_clock(number, date);
}

static Own time_method_pthread_getcpuclockid(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_tuple("pthread_getcpuclockid", nargs, 1, 1)) return NULL;
    if (!is_int(args[0])) {
        return error_set(EXC(TypeError), "pthread_getcpuclockid() argument 1 must be int, not %s",
                         argument_type_name(args[0]));
    }
    u64 number = int_as_u64_mask(args[0]);
    if (!thread_find(number)) return error_set_errno(ESRCH, NULL);
    return int_from_i64((i64)(~number << THREAD_CLOCK_BITS) | THREAD_CLOCK_KIND);
}

static const struct {
    const char *name, *implementation;
    bool adjustable;
} named_clocks[] = {{"time", "clock_gettime(CLOCK_REALTIME)", true},
                    {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", false},
                    {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", false},
                    {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", false},
                    {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", false}};

static Own time_method_get_clock_info(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_tuple("get_clock_info", nargs, 1, 1)) return NULL;
    Ref name = args[0];
    if (!argument_str(name, "get_clock_info", "1")) return NULL;
    for (isize i = 0; i < COUNT_OF(named_clocks); i++) {
        if (!str_equal_ascii(name, named_clocks[i].name)) continue;
        Own dict = dict_new(), text = str_from_ascii(named_clocks[i].implementation, -1);
        Own resolution = float_from_double(1e-9), result = NULL;
        bool adjustable = named_clocks[i].adjustable;
        bool made = dict && text && resolution && dict_set_cstring(dict, "implementation", text) &&
                    dict_set_cstring(dict, "monotonic", adjustable ? False : True) &&
                    dict_set_cstring(dict, "adjustable", adjustable ? True : False) &&
                    dict_set_cstring(dict, "resolution", resolution);
        if (made) result = simple_namespace_new(dict);
        release_maybe(resolution);
        release_maybe(text);
        release_maybe(dict);
        return result;
    }
    return error_set(EXC(ValueError), "unknown clock");
}

/* --- moments ------------------------------------------------------------------------------------------- */

bool clock_check_seconds(double seconds) {
    if (seconds != seconds) return error_set(EXC(ValueError), "Invalid value NaN (not a number)");
    if (seconds < 0x1p63 && seconds >= -0x1p63) return true;
    return error_set(EXC(OverflowError), "timestamp out of range for platform time_t");
}

bool clock_whole_seconds(Ref timestamp, i64 *seconds) {
    if (!is_float(timestamp)) {
        *seconds = int_as_i64(timestamp);
        if (*seconds != -1 || !error_occurred()) return true;
        if (!error_matches(EXC(OverflowError))) return false;
        error_clear();
        return error_set(EXC(OverflowError), "timestamp out of range for platform time_t");
    }
    double value = float_as_double(timestamp);
    if (!clock_check_seconds(value)) return false;
    *seconds = (i64)value;
    if ((double)*seconds > value) --*seconds;
    return true;
}

/* Whole seconds since 1970, rounded down; nothing or None: now. */
static bool seconds_argument(const char *function, Ref const *args, isize nargs, i64 *seconds) {
    if (!arguments_tuple(function, nargs, 0, 1)) return false;
    if (nargs > 0 && args[0] != None) return clock_whole_seconds(args[0], seconds);
    i64 now = clock_date_ns();
    *seconds = now / SECOND_NS - (now % SECOND_NS < 0);
    return true;
}

/* The C library's years are ints. */
static bool moment_at(i64 seconds, Moment *moment) {
    const i64 furthest = (i64)67768036191676799;
    if (seconds > furthest || seconds < -furthest) return error_set_errno(EOVERFLOW, NULL);
    *moment = moment_from_seconds(seconds);
    return true;
}

bool moment_at_utc(i64 seconds, Moment *moment) {
    if (!moment_at(seconds, moment)) return false;
    memcpy(moment->zone, "GMT", sizeof "GMT");
    return true;
}

bool moment_at_local(i64 seconds, Moment *moment) {
    ZoneKind kind = zone_at(seconds);
    if (!moment_at(seconds + kind.offset, moment)) return false;
    moment->offset = kind.offset;
    moment->is_dst = kind.is_dst;
    memcpy(moment->zone, kind.name, sizeof moment->zone);
    return true;
}

static Own time_method_gmtime(Ref self UNUSED, Ref const *args, isize nargs) {
    i64 seconds;
    Moment moment;
    if (!seconds_argument("gmtime", args, nargs, &seconds) || !moment_at_utc(seconds, &moment)) return NULL;
    return moment_to_struct(&moment);
}

static Own time_method_localtime(Ref self UNUSED, Ref const *args, isize nargs) {
    i64 seconds;
    Moment moment;
    if (!seconds_argument("localtime", args, nargs, &seconds) || !moment_at_local(seconds, &moment))
        return NULL;
    return moment_to_struct(&moment);
}

static Own time_method_mktime(Ref self UNUSED, Ref object) {
    Moment moment;
    if (!moment_from_object(object, "mktime", &moment)) return NULL;
    return float_from_double((double)moment_local_seconds(&moment));
}

/* --- text ---------------------------------------------------------------------------------------------- */

/* What was given, or now. */
static bool moment_argument(const char *function, Ref object, Moment *moment) {
    if (object) return moment_from_object(object, function, moment) && moment_check(moment);
    i64 seconds;
    return seconds_argument(function, NULL, 0, &seconds) && moment_at_local(seconds, moment);
}

static Own time_method_asctime(Ref self UNUSED, Ref const *args, isize nargs) {
    Moment moment;
    if (!arguments_count("asctime", nargs, 0, 1)) return NULL;
    return moment_argument("asctime", nargs ? args[0] : NULL, &moment) ? moment_show(&moment, 1) : NULL;
}

static Own time_method_ctime(Ref self UNUSED, Ref const *args, isize nargs) {
    i64 seconds;
    Moment moment;
    if (!seconds_argument("ctime", args, nargs, &seconds) || !moment_at_local(seconds, &moment)) return NULL;
    return moment_show(&moment, 1);
}

static Own time_method_strftime(Ref self UNUSED, Ref const *args, isize nargs) {
    Moment moment;
    if (!arguments_tuple("strftime", nargs, 1, 2) || !argument_str(args[0], "strftime", "1")) return NULL;
    if (!moment_argument("strftime", nargs > 1 ? args[1] : NULL, &moment)) return NULL;
    if (str_find_char(args[0], 0, 0, str_length(args[0])) >= 0) {
        return error_set(EXC(ValueError), "embedded null character");
    }
    return moment_format(args[0], &moment);
}

/* In Python, as CPython has it. */
static Own time_method_strptime(Ref self UNUSED, Ref const *args, isize nargs) {
    Own module = import_module_cstring("_strptime");
    Own function = module ? object_get_attribute(module, NAME(_strptime_time)) : NULL;
    Own result = function ? object_call(function, args, nargs, NULL) : NULL;
    release_maybe(function);
    release_maybe(module);
    return result;
}

/* --- the zone's names ---------------------------------------------------------------------------------- */

/* timezone, altzone, daylight and tzname: what holds in this year's winter and summer. */
static bool set_zone_names(Ref module) {
    const i64 year = (365 * 24 + 6) * (i64)3600;
    i64 start = clock_date_ns() / SECOND_NS / year * year;
    ZoneKind winter = zone_at(start), summer = zone_at(start + year / 2);
    if (winter.is_dst && !summer.is_dst) { /* the southern half of the earth */
        ZoneKind swap = winter;
        winter = summer;
        summer = swap;
    }
    return module_add(module, "timezone", int_from_i64(-winter.offset)) &&
           module_add(module, "altzone", int_from_i64(-summer.offset)) &&
           module_add(module, "daylight", int_from_i64(winter.offset != summer.offset)) &&
           module_add(module, "tzname",
                      tuple_take(2, str_from_utf8(winter.name, -1), str_from_utf8(summer.name, -1)));
}

static Own time_method_tzset(Ref self) {
    zone_forget();
    return set_zone_names(self) ? own_none() : NULL;
}

static const MethodDef time_functions[] = {
    {"asctime", METHOD_ARRAY, .array = time_method_asctime,
     .doc = "asctime([tuple]) -> string\n\nConvert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 "
            "1998'.\nWhen the time tuple is not present, current time as returned by localtime()\nis used.",
     .flags = METHOD_VARARGS},
    {"clock_getres", METHOD_ARRAY, .array = time_method_clock_getres, .flags = METHOD_VARARGS,
     .doc = "clock_getres(clk_id) -> floating point number\n\nReturn the resolution (precision) of the "
            "specified clock clk_id."},
    {"clock_gettime", METHOD_ARRAY, .array = time_method_clock_gettime, .flags = METHOD_VARARGS,
     .doc = "clock_gettime(clk_id) -> float\n\nReturn the time of the specified clock clk_id."},
    {"clock_gettime_ns", METHOD_ARRAY, .array = time_method_clock_gettime_ns, .flags = METHOD_VARARGS,
     .doc = "clock_gettime_ns(clk_id) -> int\n\nReturn the time of the specified clock clk_id as nanoseconds."},
    {"ctime", METHOD_ARRAY, .array = time_method_ctime,
     .doc = "ctime(seconds) -> string\n\nConvert a time in seconds since the Epoch to a string in local "
            "time.\nThis is equivalent to asctime(localtime(seconds)). When the time tuple is\nnot present, "
            "current time as returned by localtime() is used.",
     .flags = METHOD_VARARGS},
    {"get_clock_info", METHOD_ARRAY, .array = time_method_get_clock_info, .flags = METHOD_VARARGS,
     .doc = "get_clock_info(name: str) -> dict\n\nGet information of the specified clock."},
    {"gmtime", METHOD_ARRAY, .array = time_method_gmtime,
     .doc = "gmtime([seconds]) -> (tm_year, tm_mon, tm_mday, tm_hour, tm_min,\n                       tm_sec, "
            "tm_wday, tm_yday, tm_isdst)\n\nConvert seconds since the Epoch to a time tuple expressing UTC "
            "(a.k.a.\nGMT).  When 'seconds' is not passed in, convert the current time instead.\n\nIf the "
            "platform supports the tm_gmtoff and tm_zone, they are available as\nattributes only.",
     .flags = METHOD_VARARGS},
    {"localtime", METHOD_ARRAY, .array = time_method_localtime,
     .doc = "localtime([seconds]) -> (tm_year,tm_mon,tm_mday,tm_hour,tm_min,\n                          "
            "tm_sec,tm_wday,tm_yday,tm_isdst)\n\nConvert seconds since the Epoch to a time tuple expressing "
            "local time.\nWhen 'seconds' is not passed in, convert the current time instead.",
     .flags = METHOD_VARARGS},
    {"mktime", METHOD_ONE, .one = time_method_mktime,
     .doc = "mktime(tuple) -> floating point number\n\nConvert a time tuple in local time to seconds since the "
            "Epoch.\nNote that mktime(gmtime(0)) will not generally return zero for most\ntime zones; instead "
            "the returned value will either be equal to that\nof the timezone or altzone attributes on the "
            "time module."},
    {"clock_settime", METHOD_ARRAY, .array = time_method_clock_settime,
     .doc = "clock_settime(clk_id, time)\n\nSet the time of the specified clock clk_id.",
     .flags = METHOD_VARARGS},
    {"clock_settime_ns", METHOD_ARRAY, .array = time_method_clock_settime_ns,
     .doc = "clock_settime_ns(clk_id, time)\n\nSet the time of the specified clock clk_id with nanoseconds.",
     .flags = METHOD_VARARGS},
    {"pthread_getcpuclockid", METHOD_ARRAY, .array = time_method_pthread_getcpuclockid, .flags = METHOD_VARARGS,
     .doc = "pthread_getcpuclockid(thread_id) -> int\n\nReturn the clk_id of a thread's CPU time clock."},
    {"monotonic", METHOD_NONE, .none = time_method_clock,
     .doc = "monotonic() -> float\n\nMonotonic clock, cannot go backward."},
    {"monotonic_ns", METHOD_NONE, .none = time_method_clock_ns,
     .doc = "monotonic_ns() -> int\n\nMonotonic clock, cannot go backward, as nanoseconds."},
    {"perf_counter", METHOD_NONE, .none = time_method_clock,
     .doc = "perf_counter() -> float\n\nPerformance counter for benchmarking."},
    {"perf_counter_ns", METHOD_NONE, .none = time_method_clock_ns,
     .doc = "perf_counter_ns() -> int\n\nPerformance counter for benchmarking as nanoseconds."},
    {"process_time", METHOD_NONE, .none = time_method_process_time,
     .doc =
         "process_time() -> float\n\nProcess time for profiling: sum of the kernel and user-space CPU time."},
    {"process_time_ns", METHOD_NONE, .none = time_method_process_time_ns,
     .doc = "process_time() -> int\n\nProcess time for profiling as nanoseconds:\nsum of the kernel and "
            "user-space CPU time."},
    {"sleep", METHOD_ONE, .one = time_method_sleep,
     .doc = "sleep(seconds)\n\nDelay execution for a given number of seconds.  The argument may be\na floating "
            "point number for subsecond precision."},
    {"strftime", METHOD_ARRAY, .array = time_method_strftime,
     .doc = "strftime(format[, tuple]) -> string\n\nConvert a time tuple to a string according to a format "
            "specification.\nSee the library reference manual for formatting codes. When the time tuple\nis "
            "not present, current time as returned by localtime() is used.\n\nCommonly used format "
            "codes:\n\n%Y  Year with century as a decimal number.\n%m  Month as a decimal number [01,12].\n%d  "
            "Day of the month as a decimal number [01,31].\n%H  Hour (24-hour clock) as a decimal number "
            "[00,23].\n%M  Minute as a decimal number [00,59].\n%S  Second as a decimal number [00,61].\n%z  "
            "Time zone offset from UTC.\n%a  Locale's abbreviated weekday name.\n%A  Locale's full weekday "
            "name.\n%b  Locale's abbreviated month name.\n%B  Locale's full month name.\n%c  Locale's "
            "appropriate date and time representation.\n%I  Hour (12-hour clock) as a decimal number "
            "[01,12].\n%p  Locale's equivalent of either AM or PM.\n\nOther codes may be available on your "
            "platform.  See documentation for\nthe C library strftime function.\n",
     .flags = METHOD_VARARGS},
    {"strptime", METHOD_ARRAY, .array = time_method_strptime,
     .doc = "strptime(string, format) -> struct_time\n\nParse a string to a time tuple according to a format "
            "specification.\nSee the library reference manual for formatting codes (same "
            "as\nstrftime()).\n\nCommonly used format codes:\n\n%Y  Year with century as a decimal number.\n%m "
            " Month as a decimal number [01,12].\n%d  Day of the month as a decimal number [01,31].\n%H  Hour "
            "(24-hour clock) as a decimal number [00,23].\n%M  Minute as a decimal number [00,59].\n%S  Second "
            "as a decimal number [00,61].\n%z  Time zone offset from UTC.\n%a  Locale's abbreviated weekday "
            "name.\n%A  Locale's full weekday name.\n%b  Locale's abbreviated month name.\n%B  Locale's full "
            "month name.\n%c  Locale's appropriate date and time representation.\n%I  Hour (12-hour clock) as "
            "a decimal number [01,12].\n%p  Locale's equivalent of either AM or PM.\n\nOther codes may be "
            "available on your platform.  See documentation for\nthe C library strftime function.\n",
     .flags = METHOD_VARARGS},
    {"thread_time", METHOD_NONE, .none = time_method_thread_time,
     .doc = "thread_time() -> float\n\nThread time for profiling: sum of the kernel and user-space CPU time."},
    {"thread_time_ns", METHOD_NONE, .none = time_method_thread_time_ns,
     .doc = "thread_time() -> int\n\nThread time for profiling as nanoseconds:\nsum of the kernel and "
            "user-space CPU time."},
    {"time", METHOD_NONE, .none = time_method_time,
     .doc = "time() -> floating point number\n\nReturn the current time in seconds since the Epoch.\nFractions "
            "of a second may be present if the system clock provides them."},
    {"time_ns", METHOD_NONE, .none = time_method_time_ns,
     .doc = "time_ns() -> int\n\nReturn the current time in nanoseconds since the Epoch."},
    {"tzset", METHOD_NONE, .none = time_method_tzset,
     .doc = "tzset()\n\nInitialize, or reinitialize, the local timezone to the value stored "
            "in\nos.environ['TZ']. The TZ environment variable should be specified in\nstandard Unix timezone "
            "format as documented in the tzset man page\n(eg. 'US/Eastern', 'Europe/Amsterdam'). Unknown "
            "timezones will silently\nfall back to UTC. If the TZ environment variable is not set, the "
            "local\ntimezone is set to the systems best guess of wallclock time.\nChanging the TZ environment "
            "variable without calling tzset *may* change\nthe local timezone used by methods such as "
            "localtime, but this behaviour\nshould not be relied on."},
    {.name = NULL}};

static bool fill(Ref module) {
    return module_add_constants(module, clock_numbers) &&
           module_add_struct_sequence(module, MODULE_TYPE_STRUCT_TIME) &&
           module_add(module, "_STRUCT_TM_ITEMS", int_from_i64(11)) && set_zone_names(module);
}

const NativeModule time_module = {
    .name = "time",
    .doc = "This module provides various functions to manipulate time values.\n\nThere are two standard "
           "representations of time.  One is the number\nof seconds since the Epoch, in UTC (a.k.a. GMT).  It "
           "may be an integer\nor a floating point number (to represent fractions of seconds).\nThe Epoch is "
           "system-defined; on Unix, it is generally January 1st, 1970.\nThe actual value can be retrieved by "
           "calling gmtime(0).\n\nThe other representation is a tuple of 9 integers giving local time.\nThe "
           "tuple items are:\n  year (including century, e.g. 1998)\n  month (1-12)\n  day (1-31)\n  hours "
           "(0-23)\n  minutes (0-59)\n  seconds (0-59)\n  weekday (0-6, Monday is 0)\n  Julian day (day in the "
           "year, 1-366)\n  DST (Daylight Savings Time) flag (-1, 0 or 1)\nIf the DST flag is 0, the time is "
           "given in the regular time zone;\nif it is 1, the time is given in the DST time zone;\nif it is -1, "
           "mktime() should guess based on the date and time.\n",
    .functions = time_functions,
    .fill = fill,
    .clear = zone_forget};
