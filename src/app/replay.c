/* replay.c: `opscope check-replay`, for the tests: is time travel exact?
 *
 * The program runs once, and at many instructions the hash of the whole state is noted. Then each of these
 * moments is gone to again, in an order that goes back and forth, from behind and from before; the state must
 * be the same each time. */
#include <stdio.h>
#include <stdlib.h>

#include "app/app.h"
#include "modules/boot.h"
#include "recorder/recorder.h"
#include "world/world.h"

#define MOST_MOMENTS 60

typedef struct Moment {
    u64 step, hash;
} Moment;

/* The steps to look at: near the start each one, then ever more spread out, the end too. */
static int choose_moments(Moment *moments, u64 steps) {
    int count = 0;
    u64 step = 0;
    for (; count < MOST_MOMENTS - 2 && step < steps; count++) {
        moments[count] = (Moment){.step = step};
        step += 1 + steps * (u64)(count % 7) / (MOST_MOMENTS * 3);
    }
    if (steps > 1) moments[count++] = (Moment){.step = steps - 1};
    return count;
}

static bool look_at(Recorder *recorder, Moment *moment, bool first, const char *way) {
    recorder_goto(recorder, moment->step, NULL, NULL);
    if (machine_steps() != moment->step) {
        printf("going %s to %llu arrived at %llu\n", way, (unsigned long long)moment->step,
               (unsigned long long)machine_steps());
        return false;
    }
    u64 hash = recorder_state_hash();
    if (first) moment->hash = hash;
    if (hash == moment->hash) return true;
    printf("the state at %llu, reached %s, is another one\n", (unsigned long long)moment->step, way);
    return false;
}

static bool check(Recorder *recorder) {
    Moment moments[MOST_MOMENTS];
    recorder_run(recorder, UINT64_MAX, 0);
    u64 steps = machine_steps();
    int count = choose_moments(moments, steps);
    bool good = true;
    recorder_goto(recorder, 0, NULL, NULL);
    for (int i = 0; i < count; i++) good = look_at(recorder, &moments[i], true, "forwards") && good;
    recorder_run(recorder, UINT64_MAX, 0);
    for (int i = count - 1; i >= 0; i--) good = look_at(recorder, &moments[i], false, "back") && good;
    for (int i = 0; i < count; i++)
        good = look_at(recorder, &moments[i * 7 % count], false, "to and fro") && good;
    recorder_run(recorder, UINT64_MAX, 0);
    if (machine_steps() != steps) {
        printf("the run ended after %llu instructions, then after %llu\n", (unsigned long long)steps,
               (unsigned long long)machine_steps());
        good = false;
    }
    return good;
}

int command_check_replay(Options *options) {
    WorldOptions outside = {.record = true, .output_to_error = true};
    World *world = world_new(&outside);
    options->machine.world = world;
    const char *why = "out of memory";
    if (!world || !machine_open(&options->machine, modules_boot, &why)) {
        world_free(world);
        return usage_error("cannot make the machine: %s", why);
    }
    Status status = status_ok();
    RecorderOptions wanted = {
        .history_bytes = options->history, .method = (DirtyMethod)options->dirty_method, .interval = 1000};
    Recorder *recorder = recorder_open(&wanted, &status);
    bool good = recorder && check(recorder);
    if (!recorder) printf("%s\n", status.message);
    recorder_close(recorder);
    machine_close();
    world_free(world);
    return good ? 0 : 1;
}
