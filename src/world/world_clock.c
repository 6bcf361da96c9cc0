/* world_clock.c: what time it is.
 *
 * The machine's time is virtual: so many nanoseconds an instruction, and in WORLD_ROOT's clock_ns what waits and loops
 * have taken. That is a function of the program alone, so a run that is lived again sees the same times. Where nobody
 * will live it again and time is to be real (`opscope run`), a program that measures itself wants the truth: then the
 * system's clocks are asked, and clock_ns is set so that virtual time agrees with them. */
#include <time.h>

#include "world/world_internal.h"

#define SECOND_NS ((i64)1000000000)

static i64 system_clock_ns(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (i64)now.tv_sec * SECOND_NS + now.tv_nsec;
}

i64 world_host_clock_ns(void) { return system_clock_ns(CLOCK_MONOTONIC); }

bool world_time_is_real(void) {
    const World *w = world();
    return w->options.real_time && !w->options.record && !w->on_branch;
}

static i64 passed_ns(void) { return world_host_clock_ns() - world()->started_ns; }

i64 world_clock_ns(i64 virtual_ns) {
    if (!world_time_is_real()) return virtual_ns;
    i64 real_ns = passed_ns();
    WORLD_ROOT->clock_ns += real_ns - virtual_ns;
    return real_ns;
}

i64 world_work_ns(i64 virtual_ns) {
    return world_time_is_real() ? system_clock_ns(CLOCK_PROCESS_CPUTIME_ID) : virtual_ns;
}

void world_waited(i64 duration_ns) {
    WORLD_ROOT->clock_ns += duration_ns;
    WORLD_ROOT->waited_ns += duration_ns;
}

bool world_sleep(i64 duration_ns) {
    const World *w = world();
    world_waited(duration_ns);
    if (!w->options.real_time || w->on_branch) return true;
    struct timespec left = {.tv_sec = duration_ns / SECOND_NS, .tv_nsec = duration_ns % SECOND_NS};
    return clock_nanosleep(CLOCK_MONOTONIC, 0, &left, NULL) == 0;
}

i64 world_start_date_ns(void) {
    WORLD_BUSY;
    const char *bytes;
    i64 date;
    if (world_replayed(RECORD_DATE, &bytes)) {
        memcpy(&date, bytes, sizeof date);
        return date;
    }
    date = system_clock_ns(CLOCK_REALTIME) - (world_time_is_real() ? passed_ns() : 0);
    bytes = (const char *)&date;
    world_keep((RecordHead){.kind = RECORD_DATE, .length = sizeof date}, &bytes);
    return date;
}
