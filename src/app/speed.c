/* speed.c: `opscope check-speed`, for the benchmarks: what recording costs, and how fast one step back is. */
#include <stdio.h>
#include <time.h>

#include "app/app.h"
#include "base/arena.h"
#include "modules/boot.h"
#include "recorder/recorder.h"
#include "world/world.h"

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static World *open_machine(Options *options, bool record) {
    WorldOptions outside = {.record = record, .capture = true};
    World *world = world_new(&outside);
    const char *why;
    options->machine.world = world;
    if (world && machine_open(&options->machine, modules_boot, &why)) return world;
    world_free(world);
    return NULL;
}

static double plain_run(Options *options) {
    World *world = open_machine(options, false);
    if (!world) return -1;
    double started = now();
    machine_resume(UINT64_MAX, 0);
    double taken = now() - started;
    machine_close();
    world_free(world);
    return taken;
}

int command_check_speed(Options *options) {
    double plain = plain_run(options), again = plain_run(options);
    World *world = open_machine(options, true);
    Status status = status_ok();
    RecorderOptions wanted = {.history_bytes = options->history, .method = (DirtyMethod)options->dirty_method};
    double started = now();
    Recorder *recorder = world ? recorder_open(&wanted, &status) : NULL;
    if (!recorder) return usage_error("cannot record: %s", status.message);
    recorder_run(recorder, UINT64_MAX, 0);
    double recorded = now() - started;
    u64 steps = machine_steps();
    started = now();
    recorder_goto(recorder, steps - 1, NULL, NULL);
    double first_back = now() - started;
    started = now();
    for (u64 i = 2; i < 202 && i < steps; i++) recorder_goto(recorder, steps - i, NULL, NULL);
    double next_back = (now() - started) / 200;
    RecorderUse use = recorder_use(recorder);
    if (again < plain) plain = again;
    printf("  %.1f million instructions: %.3f s off, %.3f s on, ratio %.2f\n", (double)steps * 1e-6, plain,
           recorded, recorded / plain);
    printf("  one step back from the end: %.2f ms; each of the next 200: %.3f ms\n", first_back * 1e3,
           next_back * 1e3);
    printf("  history: %zd snapshots, %.1f MiB\n", use.snapshots, (double)use.bytes / 1048576);
    recorder_close(recorder);
    machine_close();
    world_free(world);
    return 0;
}
