/* time_module.c: the module time: the machine's own clock.
 *
 * Time is virtual: 10 ns an instruction, and what sleeps and charged loops took; the date is the real one at
 * the start plus that. So a run is the same each time it is lived. */
#include "modules/modules.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/type_checks.h"
#include "vm/thread.h"
#include "world/world.h"

static i64 date_ns(void) { return MODULES_ROOT->start_date_ns + thread_clock_ns(); }

static Own time_method_time(Ref self) {
    (void)self;
    return float_from_double((double)date_ns() * 1e-9);
}
static Own time_method_time_ns(Ref self) {
    (void)self;
    return int_from_i64(date_ns());
}
static Own time_method_clock(Ref self) {
    (void)self;
    return float_from_double((double)thread_clock_ns() * 1e-9);
}
static Own time_method_clock_ns(Ref self) {
    (void)self;
    return int_from_i64(thread_clock_ns());
}

static Own time_method_sleep(Ref self, Ref seconds) {
    (void)self;
    double duration = float_as_double(seconds);
    if (duration == -1 && error_occurred()) return NULL;
    if (duration != duration) return error_set(EXC(ValueError), "Invalid value NaN (not a number)");
    if (duration < 0) return error_set(EXC(ValueError), "sleep length must be non-negative");
    if (duration > 9e9) return error_set(EXC(OverflowError), "timestamp too large to convert to C _PyTime_t");
    thread_sleep((i64)(duration * 1e9));
    return error_occurred() ? NULL : own_none();
}

static const MethodDef time_functions[] = {{"time", METHOD_NONE, .none = time_method_time},
                                           {"time_ns", METHOD_NONE, .none = time_method_time_ns},
                                           {"monotonic", METHOD_NONE, .none = time_method_clock},
                                           {"monotonic_ns", METHOD_NONE, .none = time_method_clock_ns},
                                           {"perf_counter", METHOD_NONE, .none = time_method_clock},
                                           {"perf_counter_ns", METHOD_NONE, .none = time_method_clock_ns},
                                           {"process_time", METHOD_NONE, .none = time_method_clock},
                                           {"process_time_ns", METHOD_NONE, .none = time_method_clock_ns},
                                           {"sleep", METHOD_ONE, .one = time_method_sleep},
                                           {.name = NULL}};

static bool fill(Ref module UNUSED) {
    if (!MODULES_ROOT->start_date_ns) MODULES_ROOT->start_date_ns = world_start_date_ns();
    return true;
}

const NativeModule time_module = {.name = "time",
                                  .doc = "This module provides various functions to manipulate time values.",
                                  .functions = time_functions,
                                  .fill = fill};
