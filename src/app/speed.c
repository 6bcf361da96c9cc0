/* speed.c: `opscope check-speed`, for the benchmarks: what recording costs, and how fast one gets about in a run.
 *
 * Runs with recording off and on take turns, and the best of each counts: others work on this machine too. The
 * time is the processor's, the system's share included, for a recorder pays in page faults. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "app/app.h"
#include "base/arena.h"
#include "recorder/instruction_log.h"
#include "recorder/recorder.h"

enum { TURNS = 5, PLACES = 200, HELD = 20 };

typedef struct Times { /* in seconds, of moves of one kind */
    double taken[PLACES];
    int count;
} Times;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static World *open_captured(Options *options, bool record) {
    WorldOptions outside = {.record = record, .capture = true};
    return open_machine(options, &outside);
}

static double plain_run(Options *options) {
    World *world = open_captured(options, false);
    if (!world) return -1;
    double started = now();
    machine_resume(UINT64_MAX, 0);
    double taken = now() - started;
    close_machine(world);
    return taken;
}

/* To the end, recording; *world and the answer are the caller's to close. NULL: it can't be recorded. */
static Recorder *recorded_run(Options *options, World **world, double *taken) {
    *world = open_captured(options, true);
    Status status = status_ok();
    RecorderOptions wanted = {.history_bytes = options->history, .method = (DirtyMethod)options->dirty_method};
    double started = now();
    Recorder *recorder = *world ? recorder_open(&wanted, &status) : NULL;
    if (recorder) recorder_run(recorder, UINT64_MAX, 0);
    *taken = now() - started;
    if (!recorder) usage_failed(&status);
    return recorder;
}

static void close_run(Recorder *recorder, World *world) {
    recorder_close(recorder);
    close_machine(world);
}

/* --- moves -------------------------------------------------------------------------------------------- */

static void timed_goto(Recorder *recorder, u64 step, Times *times) {
    double started = now();
    recorder_goto(recorder, step, NULL, NULL);
    times->taken[times->count++] = now() - started;
}

static int compare_times(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void print_times(const char *what, Times *times) {
    qsort(times->taken, (usize)times->count, sizeof times->taken[0], compare_times);
    int percentile = times->count * 99 / 100;
    printf("  %-34s median %7.2f ms, 99 of 100 within %7.2f ms\n", what, times->taken[times->count / 2] * 1e3,
           times->taken[percentile < times->count ? percentile : times->count - 1] * 1e3);
}

/* Random places of the run: there, one step back, and on back with the key held. */
static void measure_moves(Recorder *recorder, u64 steps) {
    Times there = {0}, back = {0}, held = {0};
    u64 random = 1;
    for (int i = 0; i < PLACES; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        u64 step = HELD + 2 + (random >> 20) % (steps - HELD - 2);
        timed_goto(recorder, step, &there);
        timed_goto(recorder, step - 1, &back);
        double started = now();
        for (u64 k = 2; k < HELD + 2; k++) recorder_goto(recorder, step - k, NULL, NULL);
        held.taken[held.count++] = (now() - started) / HELD;
    }
    print_times("goto a random instruction", &there);
    print_times("then one back", &back);
    print_times("then each of the next twenty", &held);
}

/* Lives through the run once more, noting every instruction. */
static void measure_log(Recorder *recorder, u64 steps) {
    InstructionLog *log = instruction_log_new(INSTRUCTION_LOG_BYTES);
    if (!log) return;
    recorder_goto(recorder, 0, NULL, NULL);
    double started = now();
    instruction_log_fill(recorder, log, 0, steps - 1, NULL, NULL);
    double taken = now() - started;
    bool whole = log->count == steps - 1;
    for (u64 age = 0; whole && age < instruction_log_length(log); age++)
        whole = instruction_log_entry(log, age).step == steps - 2 - age;
    printf("  every instruction logged: %.0f million a second%s\n", (double)log->count * 1e-6 / taken,
           whole ? "" : ", but not all of them are there");
    instruction_log_free(log);
}

int command_check_speed(Options *options) {
    double plain = 1e9, recorded = 1e9;
    Recorder *recorder = NULL;
    World *world = NULL;
    for (int i = 0; i < TURNS; i++) {
        if (recorder) close_run(recorder, world);
        double off = plain_run(options), on;
        recorder = recorded_run(options, &world, &on);
        if (!recorder || off < 0) return EXIT_FAILURE;
        if (off < plain) plain = off;
        if (on < recorded) recorded = on;
    }
    u64 steps = machine_steps();
    double millions = (double)steps * 1e-6;
    RecorderUse use = recorder_use(recorder);
    printf("  %.1f million instructions: %.3f s off, %.3f s on, ratio %.3f\n", millions, plain, recorded,
           recorded / plain);
    printf("  history: %zd snapshots, %.0f pages saved a second, %.0f KiB for a million instructions\n",
           use.snapshots, (double)use.pages_saved / recorded, (double)use.bytes / 1024 / millions);
    Times end = {0};
    timed_goto(recorder, steps - 1, &end);
    print_times("one back from the end", &end);
    if (steps > 1000) measure_moves(recorder, steps);
    if (steps > 1000) measure_log(recorder, steps);
    close_run(recorder, world);
    return 0;
}
