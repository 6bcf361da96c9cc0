/* hostile.c: `opscope check-hostile`, for the tests: does the machine survive what goes wrong inside it?
 *
 * The program runs undisturbed and is audited: when it has ended, no object is left but the immortal ones (a run
 * under --stress-collect is too). At each of its allocations (--fail-allocation N: at each N-th; --failures FIRST:LAST:
 * at those between) the process forks, and in the child this allocation fails and the run goes on from there, so that no
 * run repeats what came before its failure (but for what comes after the program's first socket, or process, which a
 * fork does not copy: those runs begin before it). A run passes when it ends by itself, with whatever exit status: a
 * MemoryError that nobody caught is a proper end. It does not pass when it crashes, never ends, or leaves objects
 * behind. */
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
#define MOST_RUNS 10 /* of one program, unless each allocation is to fail, or it is said which */
#define MOST_STEPS ((u64)2000000000)
#define FEW_STEPS ((u64)1000)     /* between two questions whether it has made a socket or a process */
#define MANY_STEPS ((u64)1000000) /* between two questions whether it waits for ever */
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

bool no_object_is_left(void) {
    Leaked leaked = {.total = 0};
    /* what daemons hold stays, and what gc.freeze() took away from the collector */
    bool may_be_left = thread_count() > 1 || gc_freeze_count() > 0 || machine_was_cut_short();
    if (!may_be_left) machine_each_leaked(count_leaked, &leaked);
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
    return no_object_is_left() ? FINE : LEFT_OBJECTS;
}

/* --- the allocations -------------------------------------------------------------------------------------- */

/* What there is to know of the program before, found out in a child: how often it allocates, all in all and (at least)
 * before it has made the first socket or process. */
typedef struct Rehearsal {
    u64 allocations, before_others;
} Rehearsal;

static Rehearsal run_for_counts(World *world, Input input) {
    Rehearsal known = {0};
    u64 start = arena_allocation_count();
    ProbeEvent event = PROBE_STEP;
    for (u64 steps = 0; event == PROBE_STEP && steps < MOST_STEPS; steps += FEW_STEPS) {
        if (!world_is_beyond_fork(world)) known.before_others = arena_allocation_count() - start;
        event = run_on(world, &input, FEW_STEPS);
    }
    known.allocations = arena_allocation_count() - start;
    if (!world_is_beyond_fork(world)) known.before_others = known.allocations;
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

/* The run that goes on undisturbed, and what the runs that branch off it need. Allocations are numbered from 1. */
typedef struct Hostile {
    u64 reached;           /* the allocation at which the undisturbed run stands; 0: it has not begun */
    u64 next, every, last; /* the next to fail, from one to the one after it, the last to fail */
    u64 before_others;
    bool branched; /* this process is one in which an allocation fails */
    u64 runs, bad_runs;
} Hostile;

static void report_bad_run(u64 allocation, int status) {
    printf("allocation %lu failing: ", (unsigned long)allocation);
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
    report_bad_run(hostile->next, status);
}

/* The next run begins here, in a child of this process: true in the child. */
static bool branch_off(Hostile *hostile) {
    hostile->runs++;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) return hostile->branched = true;
    judge(hostile, child);
    hostile->next += hostile->every;
    return false;
}

/* The undisturbed run is to stop at the next allocation that fails. Where a socket or a process comes before it, all that
 * are left branch off here, each with its failure further ahead. */
static void arm_next(Hostile *hostile) {
    while (hostile->next <= hostile->last) {
        if (hostile->next > hostile->before_others && !branch_off(hostile)) continue;
        arena_fail_allocation(hostile->next - hostile->reached, false);
        return;
    }
}

/* The machine stands in the middle of an allocation that is to fail. In a child of this process it does, and the child
 * goes on to its end; here it does not, and the next one is armed. */
static bool fail_in_child(void *context) {
    Hostile *hostile = context;
    if (hostile->branched) return true;
    hostile->reached = hostile->next;
    if (branch_off(hostile)) return true;
    arm_next(hostile);
    return false;
}

static bool check(World *world, Input input, const Options *options) {
    Rehearsal known = rehearse(world, input);
    Hostile hostile = {.every = options->fail_allocation, .before_others = known.before_others};
    if (hostile.every > 1 && !options->first_failure && known.allocations / hostile.every > MOST_RUNS)
        hostile.every = known.allocations / MOST_RUNS;
    hostile.next = options->first_failure ? options->first_failure : hostile.every;
    bool ends_early = options->last_failure && options->last_failure < known.allocations;
    hostile.last = ends_early ? options->last_failure : known.allocations;
    if (hostile.every) {
        arena_ask_before_failure(fail_in_child, &hostile);
        arm_next(&hostile);
    }
    int result = run_to_end(world, input);
    if (hostile.branched) {
        fflush(stdout);
        _exit(result);
    }
    printf("%lu of %lu allocations failed, %lu of them badly\n", (unsigned long)hostile.runs,
           (unsigned long)known.allocations, (unsigned long)hostile.bad_runs);
    return result == FINE && hostile.bad_runs == 0;
}

int command_check_hostile(Options *options) {
    WorldOptions outside = {.capture = true, .patience_ns = PATIENCE_NS};
    World *world = open_machine(options, &outside);
    if (!world) return USAGE_STATUS;
    Input input = {.text = NULL};
    if (world_host_read_file("/dev/stdin", &input.text, &input.length) != 0) input.length = 0;
    bool good = check(world, input, options);
    free(input.text);
    close_machine(world);
    return good ? 0 : 1;
}
