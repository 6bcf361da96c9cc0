/* time.c: `opscope check-time`, for the tests: do the moves of a session arrive where they should?
 *
 * The slow truth is a full trace: the program is run one instruction at a time, and of each is noted where it
 * stands, whether a line begins there, what happened in it, and for some of them the hash of the whole state.
 * Then a session goes to moments (how many, the argument behind the program says) chosen at random and makes
 * moves by every unit, backwards and forwards; where they should end is searched in the trace. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "code/opcodes.h"
#include "modules/boot.h"
#include "session/session.h"
#include "world/world.h"

#define LONGEST 500000 /* instructions: of a longer program the beginning is judged */
#define FEW_MOMENTS 5
/* A hash takes a thousand times as long as an instruction: it is noted of one of so many. */
static u64 hash_spacing(u64 step) { return step < 40000 ? 64 : 4096; }

typedef struct Row { /* the machine before an instruction */
    u64 frame, hash;
    u64 task_steps; /* that asyncio's tasks have begun or ended */
    int depth, line, thread, unit;
    u8 opcode, argument;
    bool is_target, wakes, begins_line, raises, writes, collects, switches, tasks, library;
} Row;

typedef struct Truth {
    Row *rows;
    u64 count;
    bool ended; /* the row behind the last is the end of the run */
    char *log;  /* what came from outside the first time: the same for every run after it; owned */
    isize log_length;
} Truth;

static u64 random_state = 88172645463325252u;
static u64 random_below(u64 limit) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return limit ? random_state % limit : 0;
}

/* --- the trace -------------------------------------------------------------------------------------------- */

static void note_row(Inspector *look, Row *row) {
    InspectPosition at = inspect_position(look);
    *row = (Row){
        .frame = at.frame, .depth = at.depth, .line = at.line, .thread = at.thread, .unit = at.offset / 2};
    memcpy(&row->task_steps, (const void *)inspect_task_word(), sizeof row->task_steps);
    static InspectUnit units[4096];
    static u64 code;
    static int count;
    static bool library;
    if (code != at.code) {
        const char *file = inspect_frame(look, 0).file;
        const char *folder = inspect_library();
        library = (folder && strncmp(file, folder, strlen(folder)) == 0) || *file == '<';
        count = inspect_units(look, units, COUNT_OF(units));
    }
    code = at.code;
    row->library = library;
    if (row->unit < count && row->unit < COUNT_OF(units)) {
        row->opcode = units[row->unit].opcode;
        row->argument = (u8)units[row->unit].argument;
        row->is_target = units[row->unit].is_target;
        row->wakes = (row->opcode == OP_RESUME && row->argument & 3) ||
                     (row->opcode == OP_POP_TOP && units[row->unit - 1].opcode == OP_RETURN_GENERATOR);
    }
    inspect_refresh(look);
}

/* `before`: where its frame was last; NULL: nowhere. A generator that f_lineno has moved while it slept wakes in the
 * midst of a line, of which sys.settrace says nothing. */
static bool begins_line(const Row *row, const Row *before) {
    if (row->line < 0) return false;
    bool slept = before && before->opcode == OP_YIELD_VALUE;
    if (slept && row->unit != before->unit + 1 && !row->is_target) return false;
    if (!before || row->wakes || before->line != row->line) return true;
    return row->unit <= before->unit && row->opcode != OP_SEND;
}

static bool note_lines(Truth *truth) {
    u64 most = 0;
    for (u64 i = 0; i < truth->count; i++)
        if (truth->rows[i].frame > most) most = truth->rows[i].frame;
    const Row **last = calloc(most + 1, sizeof *last); /* of each frame */
    if (!last) return false;
    for (Row *row = truth->rows; row < truth->rows + truth->count; row++) {
        row->begins_line = begins_line(row, last[row->frame]);
        last[row->frame] = row;
    }
    free(last);
    return true;
}

static void keep_log(Truth *truth, const World *world) {
    const char *bytes = world_log(world, 0, &truth->log_length);
    truth->log = malloc((usize)truth->log_length + 1);
    if (truth->log) memcpy(truth->log, bytes, (usize)truth->log_length);
}

static bool trace_run(Options *options, Truth *truth, u32 event) {
    WorldOptions outside = {.record = true};
    World *world = world_new(&outside);
    options->machine.world = world;
    options->machine.breakpoint_stops = true; /* as in a session: it is part of the state */
    const char *why;
    lseek(0, 0, SEEK_SET);
    if (world && truth->log) world_log_load(world, 0, truth->log, truth->log_length);
    if (!world || !machine_open(&options->machine, modules_boot, &why)) return false;
    ProbeEvent met = machine_resume(0, 0);
    Inspector *look = inspect_open();
    u64 step = 0;
    while (met != PROBE_EXIT && met != PROBE_INPUT && step < LONGEST) {
        if (met != PROBE_STEP && step > 0) {
            Row *before = &truth->rows[step - 1];
            before->raises = before->raises || met == PROBE_RAISE;
            before->writes = before->writes || met == PROBE_OUTPUT;
            before->collects = before->collects || met == PROBE_COLLECT;
        } else if (!event) {
            note_row(look, &truth->rows[step]);
            if (step % hash_spacing(step) == 0) truth->rows[step].hash = recorder_state_hash();
        }
        if (machine_exited()) break;
        met = machine_resume(1, event);
        step = machine_steps();
    }
    truth->count = step < LONGEST ? step : LONGEST;
    truth->ended = met == PROBE_EXIT;
    inspect_close(look);
    machine_close();
    if (!truth->log) keep_log(truth, world);
    world_free(world);
    return true;
}

static bool trace(Options *options, Truth *truth) {
    truth->rows = calloc(LONGEST + 1, sizeof *truth->rows);
    bool traced = truth->rows && trace_run(options, truth, 0) &&
                  trace_run(options, truth, PROBE_BIT(PROBE_RAISE)) &&
                  trace_run(options, truth, PROBE_BIT(PROBE_OUTPUT)) &&
                  trace_run(options, truth, PROBE_BIT(PROBE_COLLECT));
    for (u64 i = 0; traced && i + 1 < truth->count; i++) {
        truth->rows[i].switches = truth->rows[i + 1].thread != truth->rows[i].thread;
        truth->rows[i].tasks = truth->rows[i + 1].task_steps != truth->rows[i].task_steps;
    }
    return traced && note_lines(truth);
}

/* --- what should be ------------------------------------------------------------------------------------ */

static bool passes; /* `library off` was said: steps from the program pass over the library */

static bool is_place(CommandId unit, const Row *row, const Row *from) {
    bool same_thread = row->thread == from->thread;
    bool steps = unit == COMMAND_STEP || unit == COMMAND_LINE || unit == COMMAND_NEXT || unit == COMMAND_OVER;
    if (passes && steps && row->library && !from->library) return false;
    switch (unit) {
    case COMMAND_OVER: return same_thread && row->depth <= from->depth;
    case COMMAND_LINE: return row->begins_line;
    case COMMAND_NEXT: return row->begins_line && same_thread && row->depth <= from->depth;
    case COMMAND_FINISH: return same_thread && row->depth < from->depth;
    case COMMAND_YIELD: return row->opcode == OP_YIELD_VALUE || row->wakes;
    case COMMAND_EXCEPTION: return row->raises;
    case COMMAND_COLLECTION: return row->collects;
    case COMMAND_WRITE: return row->writes;
    case COMMAND_SWITCH: return row->switches;
    case COMMAND_TASK: return row->tasks;
    default: return true;
    }
}

static u64 place_after(const Truth *truth, CommandId unit, u64 from) {
    for (u64 i = from + 1; i < truth->count; i++)
        if (is_place(unit, &truth->rows[i], &truth->rows[from])) return i;
    return truth->count;
}

static u64 place_before(const Truth *truth, CommandId unit, u64 from) {
    for (u64 i = from; i-- > 0;)
        if (is_place(unit, &truth->rows[i], &truth->rows[from])) return i;
    return 0;
}

/* --- what is ---------------------------------------------------------------------------------------------- */

static const struct {
    CommandId forwards, backwards;
} units[] = {{COMMAND_STEP, COMMAND_BACK},
             {COMMAND_OVER, COMMAND_OVER_BACK},
             {COMMAND_LINE, COMMAND_LINE_BACK},
             {COMMAND_NEXT, COMMAND_NEXT_BACK},
             {COMMAND_FINISH, COMMAND_FINISH_BACK},
             {COMMAND_YIELD, COMMAND_YIELD_BACK},
             {COMMAND_EXCEPTION, COMMAND_EXCEPTION_BACK},
             {COMMAND_COLLECTION, COMMAND_COLLECTION_BACK},
             {COMMAND_WRITE, COMMAND_WRITE_BACK},
             {COMMAND_SWITCH, COMMAND_SWITCH_BACK},
             {COMMAND_TASK, COMMAND_TASK_BACK}};

static u64 move(Session *session, CommandId id, int64_t count) {
    Text out = text_new(TEXT_ON_HOST);
    session_command(session, id, "", count, &out);
    text_free(&out);
    return session_stop(session)->step;
}

static void move_to(Session *session, u64 step) {
    char place[32];
    snprintf(place, sizeof place, "%lu", step);
    Text out = text_new(TEXT_ON_HOST);
    session_command(session, COMMAND_GOTO, place, 1, &out);
    text_free(&out);
}

static int failures, checks, moments;
static FILE *report;

static void expect(const char *what, CommandId id, u64 from, u64 should, u64 is) {
    checks++;
    if (should == is) return;
    if (failures++ < 10)
        fprintf(report, "%s by %s from %lu: should be at %lu, is at %lu\n", what, command_info[id].name, from,
                should, is);
}

static void alternate(Session *session, int moment) {
    Text out = text_new(TEXT_ON_HOST);
    passes = moment & 1;
    session_command(session, COMMAND_LIBRARY, passes ? "off" : "on", 1, &out);
    text_free(&out);
}

static void check_backwards(Session *session, const Truth *truth) {
    for (int moment = 0; moment < moments; moment++)
        for (int i = 0; i < COUNT_OF(units); i++) {
            if (i == 0) alternate(session, moment);
            u64 from = random_below(truth->count);
            move_to(session, from);
            u64 should = place_before(truth, units[i].forwards, from);
            expect("backwards", units[i].backwards, from, should, move(session, units[i].backwards, 1));
        }
}

static void check_forwards(Session *session, const Truth *truth) {
    for (int moment = 0; moment < moments; moment++)
        for (int i = 0; i < COUNT_OF(units); i++) {
            if (i == 0) alternate(session, moment);
            u64 from = random_below(truth->count), should = place_after(truth, units[i].forwards, from);
            if (should >= truth->count && !truth->ended) continue;
            move_to(session, from);
            expect("forwards", units[i].forwards, from, should, move(session, units[i].forwards, 1));
            expect("there and back", units[i].backwards, from, from, move(session, units[i].backwards, 1));
            int count = 2 + (int)random_below(4);
            should = move(session, units[i].forwards, count);
            if (should >= truth->count) continue;
            expect("several there and back", units[i].backwards, from, from,
                   move(session, units[i].backwards, count));
        }
}

/* The same state from before and from behind. */
static void check_states(Session *session, const Truth *truth) {
    for (int moment = 0; moment < moments; moment++) {
        if (!truth->count) continue;
        u64 step = random_below(truth->count);
        step -= step % hash_spacing(step);
        move_to(session, moment & 1 ? random_below(step + 1) : step + random_below(truth->count - step));
        move_to(session, step);
        expect("the state reached", COMMAND_GOTO, step, truth->rows[step].hash, recorder_state_hash());
    }
}

typedef struct Seen { /* a state on a branch */
    int branch;
    u64 step, hash;
} Seen;

static bool command(Session *session, CommandId id, const char *argument) {
    Text out = text_new(TEXT_ON_HOST);
    bool done = session_command(session, id, argument, 1, &out);
    text_free(&out);
    return done;
}

static bool go_branch(Session *session, int branch) {
    char number[16];
    snprintf(number, sizeof number, "%d", branch);
    return command(session, COMMAND_BRANCH, number);
}

static void check_seen(Session *session, const Seen *seen) {
    move_to(session, seen->step);
    expect("the state on a branch", COMMAND_GOTO, seen->step, seen->hash, recorder_state_hash());
}

/* A state of the run as it was, before `limit`. */
static void check_trunk(Session *session, const Truth *truth, u64 limit) {
    if (limit == 0) return;
    u64 step = random_below(limit);
    step -= step % hash_spacing(step);
    move_to(session, step);
    expect("the state of the trunk", COMMAND_BRANCH, step, truth->rows[step].hash, recorder_state_hash());
}

/* Branches (a KeyboardInterrupt at some moment, or the moment of an older one): each has the trunk's past and a future
 * of its own, and the trunk is as it was, whatever is done on them. */
static void check_branches(Session *session, const Truth *truth) {
    Seen *seen = calloc((usize)moments + 1, sizeof *seen);
    int count = 0;
    u64 from = 0;
    command(session, COMMAND_LIBRARY, "on");
    for (int moment = 0; seen && moment < moments; moment++) {
        if (moment % 3 == 0) from = random_below(truth->count);
        u64 on_foot = random_below(from < 100 ? from : 100); /* not by a snapshot that may stand there */
        move_to(session, from - on_foot);
        if (on_foot) move(session, COMMAND_STEP, (int64_t)on_foot);
        if (!command(session, COMMAND_INTERRUPT, "")) continue;
        move(session, COMMAND_STEP, 1 + (int64_t)random_below(300));
        Seen *here = &seen[count];
        *here = (Seen){.branch = ++count, .step = session_stop(session)->step, .hash = recorder_state_hash()};
        move(session, COMMAND_BACK, 1 + (int64_t)random_below(300));
        check_seen(session, here);
        check_trunk(session, truth, from); /* at that moment itself it is the changed one */
        if (!go_branch(session, 0)) continue;
        check_trunk(session, truth, truth->count);
        const Seen *older = &seen[random_below((u64)count)];
        if (!go_branch(session, older->branch)) continue;
        check_seen(session, older);
        go_branch(session, 0);
    }
    free(seen);
}

int command_check_time(Options *options) {
    Truth truth = {0};
    moments = options->machine.argc > 0 ? atoi(options->machine.argv[0]) : FEW_MOMENTS;
    report = fdopen(dup(1), "w");
    int nowhere = open("/dev/null", O_WRONLY);
    if (!report || nowhere < 0 || dup2(nowhere, 1) < 0 || dup2(nowhere, 2) < 0) return 2;
    bool traced = trace(options, &truth);
    Status status = status_ok();
    SessionOptions wanted = {.machine = options->machine,
                             .recorder = {.history_bytes = options->history,
                                          .method = (DirtyMethod)options->dirty_method,
                                          .interval = 3000},
                             .own_input = true,
                             .log = truth.log,
                             .log_length = truth.log_length};
    lseek(0, 0, SEEK_SET);
    Session *session = traced && truth.count > 0 ? session_open(&wanted, &status) : NULL;
    if (session) {
        check_backwards(session, &truth);
        check_forwards(session, &truth);
        check_states(session, &truth);
        check_branches(session, &truth);
    } else if (truth.count > 0) {
        fprintf(report, "no session: %s\n", status.message);
        failures++;
    }
    fprintf(report, "%d moves and states, %d wrong\n", checks, failures);
    session_close(session);
    free(truth.rows);
    free(truth.log);
    fclose(report);
    return failures ? 1 : 0;
}
