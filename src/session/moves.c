/* moves.c: the verbs that move, forwards and backwards.
 *
 * Each unit is a question about an instruction: is this a place to stop? Forwards is the next place of the run
 * for which the answer is yes; backwards the last one before here, found by walking from a snapshot to here and
 * remembering, and from the snapshot before that where there was none. One question serves both directions,
 * which is why one is the mirror of the other. */
#include "session/internal.h"

#define LOOK_AROUND                                                                                            \
    ((u64)65536) /* instructions walked between two questions whether the user has had enough                  \
                  */

typedef struct Goal {
    bool (*reached)(Session *session, const struct Goal *goal, const Landmark *landmark);
    int depth;      /* of the frame where the move began */
    int breakpoint; /* out: the one that stopped */
} Goal;

static bool any_instruction(Session *session, const Goal *goal, const Landmark *landmark) {
    (void)session, (void)goal, (void)landmark;
    return true;
}
static bool same_level(Session *session, const Goal *goal, const Landmark *landmark) {
    (void)session;
    return landmark->at.depth <= goal->depth;
}
static bool line_start(Session *session, const Goal *goal, const Landmark *landmark) {
    (void)session, (void)goal;
    return landmark->line_start;
}
static bool line_start_here(Session *session, const Goal *goal, const Landmark *landmark) {
    (void)session;
    return landmark->line_start && landmark->at.depth <= goal->depth;
}
static bool caller_level(Session *session, const Goal *goal, const Landmark *landmark) {
    (void)session;
    return landmark->at.depth < goal->depth;
}
static bool at_breakpoint(Session *session, const Goal *goal, const Landmark *landmark) {
    (void)goal;
    return breakpoint_at(session, landmark) != 0;
}

bool session_is_interrupted(Session *session) {
    if (session->progress) session->progress(session->progress_context, machine_steps());
    return session->options.interrupted && session->options.interrupted(session->options.interrupted_context);
}

static bool ask_interrupted(void *session) { return session_is_interrupted(session); }

/* --- forwards ------------------------------------------------------------------------------------------- */

static StopReason reason_of(ProbeEvent event) {
    return event == PROBE_EXIT ? STOP_EXIT : event == PROBE_INPUT ? STOP_INPUT : STOP_MOVED;
}

/* Many instructions at full speed. */
static StopReason run_forwards(Session *session, u64 budget) {
    while (budget > 0) {
        u64 stretch = budget < 4000000 ? budget : 4000000;
        u64 before = machine_steps();
        ProbeEvent event = recorder_run(session->recorder, stretch, PROBE_BIT(PROBE_INPUT));
        if (event != PROBE_STEP) return reason_of(event);
        budget -= machine_steps() - before < budget ? machine_steps() - before : budget;
        if (budget && session_is_interrupted(session)) return STOP_INTERRUPTED;
    }
    return STOP_MOVED;
}

static StopReason search_forwards(Session *session, Goal *goal) {
    Scan scan;
    StopReason reason = STOP_INTERRUPTED;
    if (scan_begin(&scan, session)) {
        for (u64 walked = 1;; walked++) {
            ProbeEvent event = scan_step(&scan);
            if (event != PROBE_STEP) {
                reason = reason_of(event);
                break;
            }
            if (goal->reached(session, goal, &scan.now)) {
                reason = STOP_MOVED;
                goal->breakpoint = breakpoint_at(session, &scan.now);
                break;
            }
            if (walked % LOOK_AROUND == 0 && session_is_interrupted(session)) break;
        }
    }
    scan_end(&scan);
    return reason;
}

/* --- backwards ------------------------------------------------------------------------------------------ */

/* Walks from a snapshot to the last step before `end`; the last place after the snapshot that reaches the goal,
 * or UINT64_MAX. */
static u64 last_between(Session *session, Goal *goal, u64 start, u64 end, bool *interrupted) {
    u64 last = UINT64_MAX;
    if (!recorder_goto(session->recorder, start, ask_interrupted, session)) {
        *interrupted = true;
        return last;
    }
    Scan scan;
    if (!scan_begin(&scan, session)) return last;
    /* the first instruction of all is a place too */
    scan.now.line_start = scan.now.new_frame = start == 0;
    if (start == 0 && end > 0 && goal->reached(session, goal, &scan.now)) last = 0;
    for (u64 walked = 1; machine_steps() + 1 < end; walked++) {
        if (scan_step(&scan) != PROBE_STEP) break;
        if (goal->reached(session, goal, &scan.now)) {
            last = machine_steps();
            goal->breakpoint = breakpoint_at(session, &scan.now);
        }
        if (walked % LOOK_AROUND == 0 && session_is_interrupted(session)) {
            *interrupted = true;
            break;
        }
    }
    scan_end(&scan);
    return last;
}

static StopReason search_backwards(Session *session, Goal *goal) {
    u64 here = machine_steps(), end = here;
    bool interrupted = false;
    if (here == 0) return STOP_START;
    for (;;) {
        u64 start = recorder_snapshot_before(session->recorder, end < 2 ? 0 : end - 2);
        u64 found = last_between(session, goal, start, end, &interrupted);
        if (interrupted) {
            recorder_goto(session->recorder, here, NULL, NULL);
            return STOP_INTERRUPTED;
        }
        if (found == UINT64_MAX && start > 0) {
            end = start +
                  1; /* whether a line begins at the snapshot itself, the walk from the one before knows */
            continue;
        }
        recorder_goto(session->recorder, found == UINT64_MAX ? 0 : found, NULL, NULL);
        return found == UINT64_MAX ? STOP_START : STOP_MOVED;
    }
}

static StopReason step_backwards(Session *session, u64 count) {
    u64 here = machine_steps();
    /* the end of the run is a place of its own: one back from it is before the last instruction */
    u64 target = here > count ? here - count : 0;
    if (!recorder_goto(session->recorder, target, ask_interrupted, session)) {
        recorder_goto(session->recorder, here, NULL, NULL);
        return STOP_INTERRUPTED;
    }
    return here < count ? STOP_START : STOP_MOVED;
}

/* --- goto ----------------------------------------------------------------------------------------------- */

/* N, N%, +N, -N. False: not a place, the reason is in `out`. */
static bool parse_place(Session *session, const char *text, u64 *step, Text *out) {
    const char *digits = *text == '+' || *text == '-' ? text + 1 : text;
    u64 number = 0;
    const char *c = digits;
    for (; *c >= '0' && *c <= '9'; c++) number = number < (u64)1 << 56 ? number * 10 + (u64)(*c - '0') : number;
    bool percent = *c == '%';
    if (c == digits || c[percent] != 0) {
        text_append_format(out,
                           "goto: '%s' is no place; say a number of instructions (1000), a share of the run "
                           "(50%%), or a distance (+10, -10)",
                           text);
        return false;
    }
    u64 here = machine_steps();
    if (percent) {
        bool ended;
        u64 furthest = recorder_furthest(session->recorder, &ended);
        if (!ended) {
            text_append_cstring(out,
                                "goto: how long the run is will be known when it has ended once (the key $)");
            return false;
        }
        *step = (u64)((double)furthest * (double)(number < 100 ? number : 100) / 100.0);
    } else {
        *step = *text == '+' ? here + number : *text == '-' ? (number < here ? here - number : 0) : number;
    }
    return true;
}

static StopReason move_to(Session *session, u64 step) {
    u64 here = machine_steps();
    if (!recorder_goto(session->recorder, step, ask_interrupted, session)) {
        if (step < here) recorder_goto(session->recorder, here, NULL, NULL);
        return STOP_INTERRUPTED;
    }
    if (machine_exited()) return STOP_EXIT;
    return machine_steps() < step ? STOP_INPUT : machine_steps() == 0 ? STOP_START : STOP_MOVED;
}

/* --- the verbs ------------------------------------------------------------------------------------------ */

static const struct {
    bool (*reached)(Session *, const Goal *, const Landmark *);
    bool backwards;
} searches[COMMAND_COUNT] = {
    [COMMAND_STEP] = {any_instruction, false},   [COMMAND_BACK] = {any_instruction, true},
    [COMMAND_OVER] = {same_level, false},        [COMMAND_OVER_BACK] = {same_level, true},
    [COMMAND_LINE] = {line_start, false},        [COMMAND_LINE_BACK] = {line_start, true},
    [COMMAND_NEXT] = {line_start_here, false},   [COMMAND_NEXT_BACK] = {line_start_here, true},
    [COMMAND_FINISH] = {caller_level, false},    [COMMAND_FINISH_BACK] = {caller_level, true},
    [COMMAND_CONTINUE] = {at_breakpoint, false}, [COMMAND_CONTINUE_BACK] = {at_breakpoint, true},
};

static StopReason move_once(Session *session, CommandId id, Goal *goal) {
    goal->depth = session->position.frame ? inspect_position(session->look).depth : 0;
    goal->breakpoint = 0;
    bool no_breakpoints = session->breakpoint_count == 0;
    if (id == COMMAND_CONTINUE && no_breakpoints) return run_forwards(session, UINT64_MAX);
    if (id == COMMAND_CONTINUE_BACK && no_breakpoints) return move_to(session, 0);
    if (!searches[id].backwards) return machine_exited() ? STOP_EXIT : search_forwards(session, goal);
    return search_backwards(session, goal);
}

bool session_move(Session *session, CommandId id, const char *argument, int64_t count, Text *out) {
    StopReason reason = STOP_MOVED;
    Goal goal = {.reached = searches[id].reached};
    if (id == COMMAND_GOTO) {
        u64 step;
        if (!parse_place(session, argument, &step, out)) return false;
        reason = move_to(session, step);
    } else if (id == COMMAND_START) {
        reason = move_to(session, 0);
    } else if (id == COMMAND_END) {
        reason = run_forwards(session, UINT64_MAX);
    } else if (id == COMMAND_STEP) {
        reason = machine_exited() ? STOP_EXIT : run_forwards(session, (u64)count);
    } else if (id == COMMAND_BACK) {
        reason = step_backwards(session, (u64)count);
    } else {
        for (int64_t i = 0; i < count && reason == STOP_MOVED; i++) reason = move_once(session, id, &goal);
    }
    bool stopped_by_breakpoint =
        reason == STOP_MOVED && (id == COMMAND_CONTINUE || id == COMMAND_CONTINUE_BACK);
    session_arrive(session, stopped_by_breakpoint ? STOP_BREAKPOINT : reason, goal.breakpoint);
    return true;
}
