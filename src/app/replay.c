/* replay.c: `opscope check-replay`, for the tests: is time travel exact?
 *
 * The program runs once, and at many instructions the hash of the whole state is noted. Then each of these
 * moments is gone to again, in an order that goes back and forth, from behind and from before; the state must
 * be the same each time. Then the past is changed in the middle: the branch's own moments must be exact too, and
 * when the change is undone the old ones are as they were. */
#include <stdio.h>
#include <stdlib.h>

#include "app/app.h"
#include "recorder/recorder.h"

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

/* Goes through the moments from `first` on, there and back. */
static bool look_at_all(Recorder *recorder, Moment *moments, int first, int count, const char *way) {
    bool good = true;
    for (int i = count - 1; i >= first; i--) good = look_at(recorder, &moments[i], false, way) && good;
    for (int i = first; i < count; i++) good = look_at(recorder, &moments[i], false, way) && good;
    return good;
}

/* A branch that begins at the moment in the middle, by a new global variable. */
static bool check_branch(Recorder *recorder, World *world, const Moment *moments, int count, u64 steps) {
    RecorderKnown branch = {.furthest = 0, .seam_here = true},
                  trunk = {.furthest = steps, .ended = true, .is_trunk = true};
    RecorderChange change = {.kind = CHANGE_VARIABLE, .target = "changed_by_the_test", .value = "[1]"};
    int middle = count / 2;
    u64 begins = moments[middle].step;
    recorder_goto(recorder, begins, NULL, NULL);
    RecorderRefusal refusal;
    Text why = text_new(TEXT_ON_HOST);
    RecorderSeam *seam = recorder_change(recorder, &change, &refusal, &why, NULL, NULL);
    if (!seam)
        printf("no branch at %llu: refused for reason %d %s\n", (unsigned long long)begins, refusal,
               text_cstring(&why));
    text_free(&why);
    if (!seam) return true; /* between two frames nothing can be changed */
    int line = world_line_new(world);
    bool good = line > 0 && recorder_seam(recorder, seam, false, &branch);
    world_line_take(world, line);
    Moment own[MOST_MOMENTS];
    int own_count = 0;
    for (; own_count < 20; own_count++) {
        own[own_count] = (Moment){.step = machine_steps(), .hash = recorder_state_hash()};
        if (recorder_run(recorder, 1 + steps / 40, 0) != PROBE_STEP) break;
    }
    good = look_at_all(recorder, own, 0, own_count, "on a branch") && good;
    good = look_at_all(recorder, (Moment *)moments, 0, middle, "before a branch") && good;
    recorder_goto(recorder, begins, NULL, NULL);
    good = own[0].hash == recorder_state_hash() && good;
    good = recorder_seam(recorder, seam, true, &trunk) && good;
    world_line_take(world, 0);
    recorder_seam_free(seam);
    return look_at_all(recorder, (Moment *)moments, 0, count, "after a branch") && good;
}

static bool check(Recorder *recorder, World *world) {
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
    if (count > 2) good = check_branch(recorder, world, moments, count, steps) && good;
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
    World *world = open_machine(options, &outside);
    if (!world) return USAGE_STATUS;
    Status status = status_ok();
    RecorderOptions wanted = {
        .history_bytes = options->history, .method = (DirtyMethod)options->dirty_method, .interval = 1000};
    Recorder *recorder = recorder_open(&wanted, &status);
    bool good = recorder && check(recorder, world);
    if (!recorder) printf("%s\n", status.message);
    recorder_close(recorder);
    close_machine(world);
    return good ? 0 : 1;
}
