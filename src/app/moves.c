/* moves.c: `opscope check-moves`, for the benchmarks: how long the moves of a session take in a long run.
 *
 * Each is carried out as typed at the prompt, and its processor time printed beside its bar. The program keeps to a
 * form (tests/bench/long_plain.py): it sets `changed` when there are a million instructions left, and has a line
 * "never here" that is never reached. `--churns` is for a program whose heap churns through lists: its first step
 * back may take longer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "app/app.h"
#include "base/arena.h"

enum { PLACES = 100, HELD = 10 };

typedef struct Times { /* in milliseconds, of moves of one kind */
    double taken[PLACES * HELD];
    int count;
} Times;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec * 1e-6;
}

/* Carries out a command; how long that took. */
static double carry_out(Session *session, const char *line) {
    Text out = text_new(TEXT_ON_HOST);
    CommandId id;
    const char *argument;
    int64_t count;
    double started = now();
    bool done = session_execute(session, line, &id, &argument, &count, &out);
    double taken = now() - started;
    if (!done) printf("  `%s` failed: %s\n", line, text_cstring(&out));
    text_free(&out);
    return taken;
}

static double go_to(Session *session, u64 step) {
    char line[32];
    snprintf(line, sizeof line, "goto %lu", step);
    return carry_out(session, line);
}

static void print_beside_bar(const char *what, double value, double bar, const char *unit) {
    printf("  %-44s %9.2f %s (bar %g)%s\n", what, value, unit, bar, value > bar ? "  MISSED" : "");
}

static int compare_times(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void print_times(const char *what, Times *times, double bar) {
    qsort(times->taken, (usize)times->count, sizeof times->taken[0], compare_times);
    print_beside_bar(what, times->taken[times->count * 99 / 100 - 1], bar, "ms");
}

static u64 next_random(u64 *random) {
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return *random >> 20;
}

static void measure_places(Session *session, u64 steps, bool churns) {
    Times percent = {0}, back = {0}, held = {0};
    u64 random = 1;
    for (int i = 0; i <= 100; i += 1) {
        if (percent.count == PLACES) break;
        char line[16];
        snprintf(line, sizeof line, "goto %d%%", (i * 37) % 101);
        percent.taken[percent.count++] = carry_out(session, line);
    }
    print_times("goto a percentage, 99 of 100", &percent, 50);
    for (int i = 0; i < PLACES; i++) {
        go_to(session, HELD + 2 + next_random(&random) % (steps - HELD - 2));
        back.taken[back.count++] = carry_out(session, "back");
        for (int k = 0; k < HELD; k++) held.taken[held.count++] = carry_out(session, "back");
    }
    print_times("there, one instruction back, 99 of 100", &back, churns ? 100 : 16);
    print_times("and with the key held, 99 of 100", &held, 1);
}

/* The line of the program that says so; 0: none. */
static int line_of(const Options *options, const char *words) {
    isize length;
    const char *source = program_source(options, &length), *found = strstr(source, words);
    int line = found ? 1 : 0;
    for (const char *c = source; found && c < found; c++) line += *c == '\n';
    return line;
}

static usize peak_memory(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (usize)used.ru_maxrss << 10;
}

/* The peak is the program's heap, what the history may take, and something for the rest. */
static void measure_memory(const Options *options, usize heap) {
    const double mib = 1 << 20;
    double budget = (double)(options->history ? options->history : (usize)256 << 20) / mib;
    print_beside_bar("peak memory, the program's own apart", (double)(peak_memory() - heap) / mib, budget + 24,
                     "MiB");
}

int command_check_moves(Options *options) {
    SessionOptions wanted = {
        .machine = options->machine,
        .recorder = {.history_bytes = options->history, .method = (DirtyMethod)options->dirty_method}};
    Status status = status_ok();
    Session *session = session_open(&wanted, &status);
    if (!session) return usage_failed(&status);
    char line[512];
    snprintf(line, sizeof line, "break %s:%d", options->machine.program, line_of(options, "never here"));
    carry_out(session, line);
    double forwards = carry_out(session, "continue");
    usize heap = arena_use().heap_bytes;
    u64 steps = session_stop(session)->step;
    printf("  %.0f million instructions in %.0f ms\n", (double)steps * 1e-6, forwards);
    print_beside_bar("one back from the end", carry_out(session, "back"), options->churns ? 100 : 16, "ms");
    go_to(session, steps - 1000);
    print_beside_bar("last x, a million instructions ago", carry_out(session, "last changed"), 100, "ms");
    measure_places(session, steps, options->churns);
    go_to(session, steps - 10); /* from the end itself one would go back the way one came */
    print_beside_bar("reverse-continue over all, times the run",
                     carry_out(session, "reverse-continue") / forwards, 2, "");
    measure_memory(options, heap);
    session_close(session);
    return 0;
}
