/* raises.c: will anybody catch what was raised? The answer is not guessed from the handlers that stand around it: the
 * machine runs ahead until it is known, and comes back.
 *
 * Running ahead is the program's own future: the log of the world answers, and keeps what is new; what is printed is
 * printed once. Memory alone is put back. An exception that was caught and kept may be raised anew (a task's, a
 * future's), so the search goes on for a while after its handler is done. */
#include "session/breakpoints.h"
#include "session/internal.h"
#include "vm/machine.h"

enum { LONGEST_HANDLER = 1000000, LONGEST_REST = 200000, LOOK_AROUND = 65536 }; /* instructions */

void tell_raise(const Session *session, Text *out) {
    const char *classes = session->raised.classes + strspn(session->raised.classes, " ");
    session_say(session, out, "this instruction raises %.*s", "이 명령이 %.*s^을 일으킵니다",
                (int)strcspn(classes, " "), classes);
}

/* One instruction further. False: the machine can't go on, or the user has had enough. */
static bool go_on(Session *session, Raised *raised, u64 end) {
    static const WatchMarks none[1];
    if (machine_steps() >= end) return false;
    Watch watch = {.deepest = -1, .table = none};
    ProbeEvent event = machine_resume_watched(1, PROBE_BIT(PROBE_RAISE) | PROBE_BIT(PROBE_INPUT), &watch);
    if (event == PROBE_LEFT) session->had_enough = true;
    if (machine_steps() % LOOK_AROUND == 0 && session_is_interrupted(session)) session->had_enough = true;
    bool anew = watch.events & PROBE_BIT(PROBE_RAISE) && watch.raised.object == raised->object &&
                watch.raised.serial == raised->serial;
    if (anew) *raised = watch.raised;
    return !session->had_enough && event != PROBE_INPUT && event != PROBE_DEADLOCK;
}

static InspectJourney journey_of(const Raised *raised) {
    if (machine_exited()) return JOURNEY_UNCAUGHT;
    return inspect_journey(raised->object, raised->serial, raised->thread, raised->outermost);
}

static bool ends_uncaught(Session *session, Raised raised, u64 end) {
    u64 open = machine_steps(); /* the last step at which it was on its way */
    for (;;) {
        InspectJourney journey = journey_of(&raised);
        if (journey == JOURNEY_ENDED) return false;
        if (journey == JOURNEY_UNCAUGHT) {
            if (open + 1 >= machine_steps()) return true;
            journey = JOURNEY_RESTS; /* that thread has ended in peace */
        }
        if (journey == JOURNEY_OPEN) open = machine_steps();
        if (machine_exited() || machine_steps() - open > LONGEST_REST) return false;
        if (!go_on(session, &raised, end)) return false;
    }
}

bool raise_is_uncaught(Session *session, const Raised *raised) {
    if (machine_exited()) return true;
    InspectJourney journey = journey_of(raised);
    if (journey == JOURNEY_ENDED || journey == JOURNEY_UNCAUGHT) return journey == JOURNEY_UNCAUGHT;
    u64 end = machine_steps() + LONGEST_HANDLER, known = branch_known_end(session);
    recorder_branch_begin(session->recorder);
    bool uncaught = ends_uncaught(session, *raised, end < known ? end : known);
    recorder_branch_end(session->recorder);
    inspect_refresh(session->look);
    return uncaught;
}
