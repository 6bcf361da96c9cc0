/* hostile.c: `opscope check-hostile`, for the tests: does the machine survive what goes wrong inside it?
 *
 * The program runs undisturbed and is audited: when it has ended, no object is left but the immortal ones. At each
 * of its allocations (--fail-allocation N: at each N-th) the process forks, and in the child this allocation fails
 * and the run goes on from there, so that no run repeats what came before its failure (but for what comes after the
 * program's first use of the network, whose state a fork does not copy: those runs begin before it). A run passes when
 * it ends by itself, with whatever exit status: a MemoryError that nobody caught is a proper end. It does not pass when
 * it crashes, never ends, or leaves objects behind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/app.h"
#include "base/arena.h"
#include "object/gc.h"
#include "vm/thread.h"

enum { FINE = 0, LEFT_OBJECTS = 1, NEVER_ENDED = 2 };
#define MOST_RUNS 10 /* of one program, unless each allocation is to fail */
#define MOST_STEPS ((u64)2000000000)
#define FEW_STEPS ((u64)1000)                /* between two questions whether the network has been used */
#define MANY_STEPS ((u64)1000000)            /* between two questions whether it waits for ever */
#define FOR_EVER_NS ((i64)3600 * 1000000000) /* of virtual time: what was to end it has failed */
#define PATIENCE_NS ((i64)2000000000) /* after so long nobody answers who was to: a thread that has failed */

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

static ProbeEvent run_on(World *world, Input *input, u64 steps) {
    ProbeEvent event = machine_resume(steps, 0);
    for (; event == PROBE_INPUT; event = machine_resume(steps, 0)) supply_line(world, input);
    return event;
}

static int run_to_end(World *world, Input input) {
    ProbeEvent event = PROBE_STEP;
    for (u64 steps = 0; event == PROBE_STEP && steps < MOST_STEPS; steps += MANY_STEPS) {
        event = run_on(world, &input, MANY_STEPS);
        if (WORLD_ROOT->waited_ns > FOR_EVER_NS) return FINE;
    }
    if (event == PROBE_DEADLOCK) return FINE; /* a thread that was waited for has failed */
    if (event != PROBE_EXIT) return NEVER_ENDED;
    arena_fail_allocation(0, false);
    /* what daemons hold stays, and what gc.freeze() took away from the collector */
    bool may_be_left = thread_count() > 1 || gc_freeze_count() > 0;
    return may_be_left || machine_was_cut_short() || audit() ? FINE : LEFT_OBJECTS;
}

/* --- the allocations -------------------------------------------------------------------------------------- */

/* What there is to know of the program before, found out in a child: how often it allocates, all in all and (at least)
 * before it first uses the network. */
typedef struct Rehearsal {
    u64 allocations, before_network;
} Rehearsal;

static Rehearsal run_for_counts(World *world, Input input) {
    Rehearsal known = {0};
    u64 start = arena_allocation_count();
    ProbeEvent event = PROBE_STEP;
    for (u64 steps = 0; event == PROBE_STEP && steps < MOST_STEPS; steps += FEW_STEPS) {
        if (!world_uses_network(world)) known.before_network = arena_allocation_count() - start;
        event = run_on(world, &input, FEW_STEPS);
    }
    known.allocations = arena_allocation_count() - start;
    if (!world_uses_network(world)) known.before_network = known.allocations;
    return known;
}

static Rehearsal rehearse(World *world, Input input) {
    Rehearsal known = {0};
    int answer[2];
    if (pipe(answer) != 0) return known;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        known = run_for_counts(world, input);
        _exit(write(answer[1], &known, sizeof known) == sizeof known ? FINE : NEVER_ENDED);
    }
    close(answer[1]);
    if (read(answer[0], &known, sizeof known) != sizeof known) known = (Rehearsal){0};
    close(answer[0]);
    waitpid(child, NULL, 0);
    return known;
}

/* The run that goes on undisturbed, and what the runs that branch off it need. */
typedef struct Hostile {
    u64 every; /* allocations from one failure to the next */
    Rehearsal known;
    bool branched; /* this process is one in which an allocation fails */
    u64 runs, bad_runs;
} Hostile;

static void report_bad_run(const Hostile *hostile, int status) {
    printf("allocation %lu failing: ", (unsigned long)(hostile->runs * hostile->every));
    if (WIFSIGNALED(status))
        printf("signal %d\n", WTERMSIG(status));
    else
        printf("%s\n", WEXITSTATUS(status) == LEFT_OBJECTS ? "objects are left" : "it did not end well");
}

/* How the run in a child process went. */
static void judge(Hostile *hostile, pid_t child) {
    int status = 0;
    bool good =
        child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == FINE;
    if (good) return;
    hostile->bad_runs++;
    report_bad_run(hostile, status);
}

/* The next run begins here, in a child of this process: true in the child. */
static bool branch_off(Hostile *hostile) {
    hostile->runs++;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) return hostile->branched = true;
    judge(hostile, child);
    return false;
}

/* The allocation at which the machine stands, or has begun, is the last for which a run has branched off. Where the
 * network comes before the next one, all that are left branch off here, each with its failure further ahead. */
static void arm_next(Hostile *hostile) {
    u64 here = hostile->runs * hostile->every;
    if (here + hostile->every <= hostile->known.before_network) {
        arena_fail_allocation(hostile->every, false);
        return;
    }
    for (u64 ahead = hostile->every; here + ahead <= hostile->known.allocations; ahead += hostile->every) {
        if (!branch_off(hostile)) continue;
        arena_fail_allocation(ahead, false);
        return;
    }
}

/* The machine stands in the middle of an allocation that is to fail. In a child of this process it does, and the child
 * goes on to its end; here it does not, and the next one is armed. */
static bool fail_in_child(void *context) {
    Hostile *hostile = context;
    if (hostile->branched || branch_off(hostile)) return true;
    arm_next(hostile);
    return false;
}

static bool check(World *world, Input input, u64 every) {
    Hostile hostile = {.every = every, .known = rehearse(world, input)};
    u64 allocations = hostile.known.allocations;
    if (every > 1 && allocations / every > MOST_RUNS) hostile.every = allocations / MOST_RUNS;
    if (every) {
        arena_ask_before_failure(fail_in_child, &hostile);
        arm_next(&hostile);
    }
    int result = run_to_end(world, input);
    if (hostile.branched) {
        fflush(stdout);
        _exit(result);
    }
    printf("%lu of %lu allocations failed, %lu of them badly\n", (unsigned long)hostile.runs,
           (unsigned long)allocations, (unsigned long)hostile.bad_runs);
    return result == FINE && hostile.bad_runs == 0;
}

int command_check_hostile(Options *options) {
    WorldOptions outside = {.capture = true, .patience_ns = PATIENCE_NS};
    World *world = open_machine(options, &outside);
    if (!world) return USAGE_STATUS;
    Input input = {.text = NULL};
    if (world_host_read_file("/dev/stdin", &input.text, &input.length) != 0) input.length = 0;
    bool good = check(world, input, options->fail_allocation);
    free(input.text);
    close_machine(world);
    return good ? 0 : 1;
}
