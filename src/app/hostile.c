/* hostile.c: `opscope check-hostile`, for the tests: does the machine survive what goes wrong inside it?
 *
 * The program runs once undisturbed and is audited: when it has ended, no object is left but the immortal ones.
 * Then it runs again and again, each time with another one of its allocations failing (--fail-allocation N:
 * only each N-th), each run in a process of its own, forked from a machine that stands before the first
 * instruction. A run passes when it ends by itself, with whatever exit status: a MemoryError that nobody caught
 * is a proper end. It does not pass when it crashes, never ends, or leaves objects behind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/app.h"
#include "base/arena.h"
#include "vm/thread.h"

enum { FINE = 0, LEFT_OBJECTS = 1, NEVER_ENDED = 2 };
#define MOST_RUNS 10 /* of one program, unless each allocation is to fail */
#define MOST_STEPS ((u64)2000000000)

/* Standard input, read once: each of the runs gets it from its beginning. */
typedef struct Input {
    char *text;
    isize length, position;
} Input;

static void supply_line(World *world, Input *input) {
    const char *line = input->text + input->position;
    const char *end = memchr(line, '\n', (usize)(input->length - input->position));
    isize length = end ? end - line + 1 : input->length - input->position;
    input->position += length;
    world_supply_input(world, line, length);
}

/* How many objects of a type are left; types beyond the table's end are only counted. */
enum { TYPES_SHOWN = 12 };
typedef struct Leaked {
    struct {
        const char *type_name;
        isize count;
    } types[TYPES_SHOWN];
    isize total;
} Leaked;

static void count_leaked(const char *type_name, void *context) {
    Leaked *leaked = context;
    leaked->total++;
    for (int i = 0; i < TYPES_SHOWN; i++) {
        if (leaked->types[i].type_name && strcmp(leaked->types[i].type_name, type_name) != 0) continue;
        leaked->types[i].type_name = type_name;
        leaked->types[i].count++;
        return;
    }
}

static bool audit(void) {
    Leaked leaked = {.total = 0};
    machine_each_leaked(count_leaked, &leaked);
    if (leaked.total == 0) return true;
    fprintf(stderr, "%ld objects are left at the end:", (long)leaked.total);
    for (int i = 0; i < TYPES_SHOWN && leaked.types[i].type_name; i++)
        fprintf(stderr, " %ld %s", (long)leaked.types[i].count, leaked.types[i].type_name);
    fprintf(stderr, "\n");
    return false;
}

static int run_to_end(World *world, Input input) {
    ProbeEvent event = machine_resume(MOST_STEPS, 0);
    for (; event == PROBE_INPUT; event = machine_resume(MOST_STEPS, 0)) supply_line(world, &input);
    if (event == PROBE_DEADLOCK) return FINE; /* a thread that was waited for has failed */
    if (event != PROBE_EXIT) return NEVER_ENDED;
    arena_fail_allocation(0, false);
    bool threads_live = thread_count() > 1; /* daemons: what they hold stays */
    return threads_live || audit() ? FINE : LEFT_OBJECTS;
}

/* One run in a process of its own. Failing allocation 0: none. *allocations: how many there were. */
static bool run_apart(World *world, Input input, u64 failing, u64 *allocations) {
    int answer[2];
    if (pipe(answer) != 0) return false;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        u64 before = arena_allocation_count();
        if (failing) arena_fail_allocation(failing, false);
        int result = run_to_end(world, input);
        u64 count = arena_allocation_count() - before;
        if (write(answer[1], &count, sizeof count) != sizeof count) result = NEVER_ENDED;
        _exit(result);
    }
    close(answer[1]);
    if (read(answer[0], allocations, sizeof *allocations) != sizeof *allocations) *allocations = 0;
    close(answer[0]);
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) return false;
    if (WIFEXITED(status) && WEXITSTATUS(status) == FINE) return true;
    printf("allocation %lu failing: ", (unsigned long)failing);
    if (WIFSIGNALED(status))
        printf("signal %d\n", WTERMSIG(status));
    else
        printf("%s\n", WEXITSTATUS(status) == LEFT_OBJECTS ? "objects are left" : "it did not end well");
    return false;
}

static bool check(World *world, Input input, u64 every) {
    u64 allocations = 0, ignored;
    bool good = run_apart(world, input, 0, &allocations);
    if (!every) return good;
    if (every > 1 && allocations / every > MOST_RUNS) every = allocations / MOST_RUNS;
    for (u64 n = 1; n <= allocations; n += every) good = run_apart(world, input, n, &ignored) && good;
    return good;
}

int command_check_hostile(Options *options) {
    WorldOptions outside = {.capture = true};
    World *world = open_machine(options, &outside);
    if (!world) return USAGE_STATUS;
    Input input = {.text = NULL};
    if (world_host_read_file("/dev/stdin", &input.text, &input.length) != 0) input.length = 0;
    bool good = check(world, input, options->fail_allocation);
    free(input.text);
    close_machine(world);
    return good ? 0 : 1;
}
