/* moves.c: the verbs that move, forwards and backwards. What a place is for each unit, units.h says. */
#include "session/breakpoints.h"
#include "session/internal.h"

bool session_is_interrupted(Session *session) {
    session->asked++;
    if (session->had_enough) {
        session->had_enough = false;
        return true;
    }
    if (session->progress && !session->in_background)
        session->progress(session->progress_context, machine_steps());
    return session->options.interrupted && session->options.interrupted(session->options.interrupted_context);
}

bool session_ask_interrupted(void *session) { return session_is_interrupted(session); }

void leave_instruction(Session *session) {
    if (machine_is_inside() && machine_steps() > 0)
        recorder_goto(session->recorder, machine_steps() - 1, NULL, NULL);
}

/* --- forwards ------------------------------------------------------------------------------------------- */

StopReason limit_reason(const Session *session) { return session->recorded_steps ? STOP_RECORDED : STOP_LIMIT; }

static StopReason reason_of(const Session *session, ProbeEvent event) {
    return event == PROBE_LIMIT      ? limit_reason(session)
           : event == PROBE_EXIT     ? STOP_EXIT
           : event == PROBE_INPUT    ? STOP_INPUT
           : event == PROBE_DEADLOCK ? STOP_DEADLOCK
           : event == PROBE_LEFT     ? STOP_INTERRUPTED
                                     : STOP_MOVED;
}

/* Many instructions at full speed. */
static StopReason run_forwards(Session *session, u64 budget) {
    while (budget > 0) {
        u64 stretch = budget < 4000000 ? budget : 4000000;
        u64 before = machine_steps();
        ProbeEvent event = recorder_run(session->recorder, stretch, PROBE_BIT(PROBE_INPUT));
        if (event != PROBE_STEP) return reason_of(session, event);
        budget -= machine_steps() - before < budget ? machine_steps() - before : budget;
        if (budget && session_is_interrupted(session)) return STOP_INTERRUPTED;
    }
    return STOP_MOVED;
}

/* By instruction. From within the library the way there is noted, since from the program it is not a place. */
static StopReason step_forwards(Session *session, u64 count, Text *out) {
    u64 here = machine_steps(), passed = 0;
    if (machine_exited()) return STOP_EXIT;
    bool passes = library_is_passed(session);
    StopReason reason = passes ? library_step(session, count, &passed) : run_forwards(session, count);
    library_tell(session, passed, out);
    Trail *trail = &session->trails[UNIT_INSTRUCTION];
    if (passes)
        trail_forget(trail, machine_steps());
    else if (library_is_passed(session))
        trail_note(trail, here, machine_steps());
    return reason;
}

/* --- backwards ------------------------------------------------------------------------------------------ */

static StopReason step_backwards(Session *session, u64 count, Text *out) {
    u64 here = machine_steps(), passed = 0, left;
    if (library_is_passed(session)) {
        if (trail_follow(&session->trails[UNIT_INSTRUCTION], here, &left)) return move_to(session, left);
        StopReason reason = library_step_back(session, count, &passed);
        library_tell(session, passed, out);
        return reason;
    }
    /* the end of the run is a place of its own: one back from it is before the last instruction */
    u64 target = here > count ? here - count : 0;
    if (!recorder_goto(session->recorder, target, session_ask_interrupted, session)) {
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
        text_append_cstring(out, "goto: ");
        if (*text) session_say(session, out, "'%s' is no place; ", "'%s'^은 자리가 아닙니다. ", text);
        session_say(session, out,
                    "say a number of instructions (1000), a share of the run (50%%), or a distance (+10, -10)",
                    "명령 번호(1000), 실행의 비율(50%%), 거리(+10, -10) 가운데 하나를 적으세요");
        return false;
    }
    u64 here = machine_steps();
    if (percent) {
        bool ended;
        u64 furthest = recorder_furthest(session->recorder, &ended);
        u64 recorded = session->branch ? 0 : session->recorded_steps;
        if (recorded > furthest) furthest = recorded;
        if (!ended && !recorded) {
            session_say(session, out,
                        "goto: how long the run is will be known when it has ended once (the key $)",
                        "goto: 실행이 한 번 끝나야 전체 길이를 알 수 있습니다 ($ 키)");
            return false;
        }
        *step = (u64)((double)furthest * (double)(number < 100 ? number : 100) / 100.0);
    } else {
        *step = *text == '+' ? here + number : *text == '-' ? (number < here ? here - number : 0) : number;
    }
    return true;
}

StopReason move_to(Session *session, u64 step) {
    u64 here = machine_steps();
    if (!recorder_goto(session->recorder, step, session_ask_interrupted, session)) {
        if (step < here) recorder_goto(session->recorder, here, NULL, NULL);
        return STOP_INTERRUPTED;
    }
    if (machine_exited()) return STOP_EXIT;
    if (machine_steps() < step && session->options.recorder.limit == machine_steps())
        return limit_reason(session);
    return machine_steps() < step || machine_is_inside() ? STOP_INPUT
           : machine_steps() == 0                        ? STOP_START
                                                         : STOP_MOVED;
}

/* --- the verbs ------------------------------------------------------------------------------------------ */

static const struct {
    Unit unit;
    bool moves, backwards;
} units[COMMAND_COUNT] = {
    [COMMAND_OVER] = {UNIT_OVER, true, false},
    [COMMAND_OVER_BACK] = {UNIT_OVER, true, true},
    [COMMAND_LINE] = {UNIT_LINE, true, false},
    [COMMAND_LINE_BACK] = {UNIT_LINE, true, true},
    [COMMAND_NEXT] = {UNIT_NEXT, true, false},
    [COMMAND_NEXT_BACK] = {UNIT_NEXT, true, true},
    [COMMAND_FINISH] = {UNIT_OUT, true, false},
    [COMMAND_FINISH_BACK] = {UNIT_OUT, true, true},
    [COMMAND_YIELD] = {UNIT_YIELD, true, false},
    [COMMAND_YIELD_BACK] = {UNIT_YIELD, true, true},
    [COMMAND_EXCEPTION] = {UNIT_EXCEPTION, true, false},
    [COMMAND_EXCEPTION_BACK] = {UNIT_EXCEPTION, true, true},
    [COMMAND_COLLECTION] = {UNIT_COLLECTION, true, false},
    [COMMAND_COLLECTION_BACK] = {UNIT_COLLECTION, true, true},
    [COMMAND_WRITE] = {UNIT_OUTPUT, true, false},
    [COMMAND_WRITE_BACK] = {UNIT_OUTPUT, true, true},
    [COMMAND_SWITCH] = {UNIT_SWITCH, true, false},
    [COMMAND_SWITCH_BACK] = {UNIT_SWITCH, true, true},
    [COMMAND_TASK] = {UNIT_TASK, true, false},
    [COMMAND_TASK_BACK] = {UNIT_TASK, true, true},
    [COMMAND_CONTINUE] = {UNIT_BREAKPOINT, true, false},
    [COMMAND_CONTINUE_BACK] = {UNIT_BREAKPOINT, true, true},
};

/* A move by a unit of which there was none: the start or the end is where one has got instead. */
static void tell_none(const Session *session, Unit unit, StopReason reason, Text *out) {
    static const struct {
        const char *english, *korean;
    } nouns[UNIT_COUNT] = {[UNIT_YIELD] = {"yield", "yield"},
                           [UNIT_EXCEPTION] = {"exception", "예외"},
                           [UNIT_COLLECTION] = {"run of the collector", "순환 수집"},
                           [UNIT_OUTPUT] = {"output", "출력"},
                           [UNIT_SWITCH] = {"switch of threads", "스레드 전환"},
                           [UNIT_TASK] = {"step of a task", "태스크 전환"}};
    bool at_end = reason == STOP_EXIT;
    if (!nouns[unit].english || (!at_end && reason != STOP_START)) return;
    const char *noun = session_text(session, nouns[unit].english, nouns[unit].korean);
    if (at_end)
        session_say(session, out, "no %s came until the end; `older` (-) goes back to where you were\n",
                    "끝까지 %s^은 없었습니다. `older` (-)로 있던 자리에 돌아갑니다\n", noun);
    else
        session_say(session, out, "no %s came before; `older` (-) goes back to where you were\n",
                    "앞에는 %s^이 없었습니다. `older` (-)로 있던 자리에 돌아갑니다\n", noun);
}

bool session_move(Session *session, CommandId id, const char *argument, int64_t count, Text *out) {
    StopReason reason = STOP_MOVED;
    int breakpoint = 0;
    leave_instruction(session);
    if (id == COMMAND_GOTO) {
        u64 step;
        if (!parse_place(session, argument, &step, out)) return false;
        reason = move_to(session, step);
    } else if (id == COMMAND_START) {
        reason = move_to(session, 0);
    } else if (id == COMMAND_END) {
        reason = run_forwards(session, UINT64_MAX);
    } else if (id == COMMAND_STEP) {
        reason = step_forwards(session, (u64)count, out);
    } else if (id == COMMAND_BACK) {
        reason = step_backwards(session, (u64)count, out);
    } else {
        for (int64_t i = 0; i < count && reason == STOP_MOVED; i++) {
            if (i && id == COMMAND_CONTINUE) breakpoints_expire(session);
            reason = units[id].backwards ? unit_backwards(session, units[id].unit, &breakpoint)
                                         : unit_forwards(session, units[id].unit, &breakpoint);
        }
    }
    library_tell(session, 0, out);
    if (reason == STOP_MOVED && breakpoint) reason = STOP_BREAKPOINT;
    bool raises = units[id].moves && units[id].unit == UNIT_EXCEPTION && reason == STOP_MOVED;
    if (raises && units[id].backwards) raises = unit_note_raised(session);
    bool moved = session->stop.step != machine_steps();
    session_arrive(session, reason, breakpoint);
    if (raises) {
        tell_raise(session, out);
        text_append_char(out, '\n');
    }
    if (units[id].moves && moved && count == 1) tell_none(session, units[id].unit, reason, out);
    if (units[id].unit == UNIT_BREAKPOINT && (reason == STOP_EXIT || reason == STOP_START))
        breakpoints_tell_trouble(session, out);
    if (id == COMMAND_CONTINUE && reason == STOP_BREAKPOINT) breakpoints_stopped(session, out);
    return true;
}
