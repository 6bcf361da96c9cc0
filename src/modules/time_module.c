/* time_module.c: the module time: the machine's own clock.
 *
 * Time is virtual: 10 ns an instruction, and what sleeps and charged loops took; the date is the real one at
 * the start plus that. So a run is the same each time it is lived. */
#include "modules/modules.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "world/world.h"

#define SECOND_NS ((i64)1000000000)

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
