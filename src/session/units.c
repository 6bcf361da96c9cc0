/* units.c: what a place is for each unit, and one move by it. */
#include "session/units.h"

#include "code/opcodes.h"
#include "session/internal.h"

static bool every_unit(Session *session, const Goal *goal, const CodePlan *plan, int unit) {
    (void)session, (void)goal, (void)plan, (void)unit;
    return true;
}

static bool line_marks(Session *session, const Goal *goal, const CodePlan *plan, int unit) {
    (void)session, (void)goal;
    return plan_may_begin_line(plan, unit);
}

static bool line_begins(Session *session, Goal *goal, const Place *place) {
    (void)session, (void)goal;
    return plan_begins_line(place->plan, place->unit, place->previous);
}

static bool yield_marks(Session *session, const Goal *goal, const CodePlan *plan, int unit) {
    (void)session, (void)goal;
    return plan->units[unit].opcode == OP_YIELD_VALUE || plan_wakes(plan, unit);
}

static bool note_raised(Session *session, Goal *goal, const Place *place) {
    (void)goal;
    session->raised = place->watch->raised;
    return true;
}

static void goal_of(Session *session, Unit unit, Goal *goal) {
    InspectPosition at = inspect_position(session->look);
    bool steps = unit == UNIT_LINE || unit == UNIT_NEXT || unit == UNIT_OVER;
    *goal = (Goal){.deepest = ISIZE_MAX, .passes_library = steps && library_is_passed(session)};
    switch (unit) {
    case UNIT_LINE:
    case UNIT_NEXT:
        goal->marks = line_marks;
        goal->reached = line_begins;
        break;
    case UNIT_YIELD: goal->marks = yield_marks; break;
    case UNIT_EXCEPTION:
        goal->events = PROBE_BIT(PROBE_RAISE);
        goal->reached = note_raised;
        break;
    case UNIT_COLLECTION: goal->events = PROBE_BIT(PROBE_COLLECT); break;
    case UNIT_OUTPUT: goal->events = PROBE_BIT(PROBE_OUTPUT); break;
    case UNIT_SWITCH:
        goal->words[0] = inspect_running_word();
        goal->word_count = 1;
        break;
    case UNIT_TASK:
        goal->words[0] = inspect_task_word();
        goal->word_count = 1;
        break;
    case UNIT_BREAKPOINT: breakpoints_goal(session, goal); break;
    default: goal->marks = every_unit; break;
    }
    if (unit != UNIT_OVER && unit != UNIT_NEXT && unit != UNIT_OUT) return;
    goal->deepest = unit == UNIT_OUT ? at.depth - 1 : at.depth;
    goal->thread = at.frame ? (u64)at.thread : 1;
}

StopReason unit_forwards(Session *session, Unit unit, int *breakpoint) {
    u64 left = machine_steps();
    if (machine_exited()) return STOP_EXIT;
    Goal goal;
    goal_of(session, unit, &goal);
    StopReason reason = search_forwards(session, &goal);
    *breakpoint = goal.breakpoint;
    session->passed_library |= goal.passed_library;
    if (machine_steps() != left) trail_note(&session->trails[unit], left, machine_steps());
    return reason;
}

StopReason unit_backwards(Session *session, Unit unit, int *breakpoint) {
    u64 left;
    if (trail_follow(&session->trails[unit], machine_steps(), &left)) return move_to(session, left);
    Goal goal;
    goal_of(session, unit, &goal);
    goal.backwards = true;
    StopReason reason = search_backwards(session, &goal);
    *breakpoint = goal.breakpoint;
    return reason;
}

/* The way back leads over places that were noted, and to where the way forth began: what is raised here is seen by
 * coming here once more. */
bool unit_note_raised(Session *session) {
    u64 here = machine_steps();
    if (here == 0) return false;
    Goal goal;
    goal_of(session, UNIT_EXCEPTION, &goal);
    goal.end = here + 1;
    recorder_goto(session->recorder, here - 1, NULL, NULL);
    search_forwards(session, &goal);
    bool raises = machine_steps() == here;
    if (!raises) recorder_goto(session->recorder, here, NULL, NULL);
    return raises;
}
