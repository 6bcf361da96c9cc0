/* library.c: stepping that stays in the program.
 *
 * `import json` runs seventy thousand instructions of files that nobody who is learning wants to walk through. So
 * unless `library on` was said, a step by instruction or by line (i o s n) from code of the program's own does not
 * count what lies in files of the library or of installed packages. What the library calls back (a key function) is
 * the program's own again. In a frame of the library one steps as anywhere.
 *
 *     places of `i` from x:  x in the program: the steps in code of the program;  x in the library: every step
 *
 * The number of an instruction is what it is: a step over the library moves it on by all that ran. */
#include "session/internal.h"

usize library_prefix(const char *file) {
    const char *folder = inspect_library();
    usize length = folder ? strlen(folder) : 0;
    return length && strncmp(file, folder, length) == 0 && file[length] == '/' ? length + 1 : 0;
}

/* What exec() made has no source that could be shown: dataclass and namedtuple make such code. */
bool library_has(const Session *session, const char *file) {
    if (*file == '<') return session->main_file && strcmp(file, session->main_file) != 0;
    return library_prefix(file) || strstr(file, "/site-packages/") || strstr(file, "/dist-packages/");
}

/* Whether steps from here pass over it. A program that is itself a part of the library is stepped through. */
bool library_is_passed(Session *session) {
    bool is_library = session->main_file && library_has(session, session->main_file);
    if (session->into_library || !session->main_file || is_library) return false;
    const CodePlan *plan = plan_here(session);
    return plan && !plan->in_library;
}

bool library_command(Session *session, const char *argument, Text *out) {
    bool on = strcmp(argument, "on") == 0 || (!*argument && !session->into_library);
    if (*argument && !on && strcmp(argument, "off") != 0) {
        session_say(session, out, "library: say on or off\n", "library: on이나 off를 적으세요\n");
        return false;
    }
    session->into_library = on;
    if (on)
        session_say(session, out, "steps go into the library's code\n", "라이브러리 코드에도 들어갑니다\n");
    else
        session_say(session, out, "steps pass over the library's code; `library on` goes in\n",
                    "라이브러리 코드는 지나칩니다. `library on`이면 들어갑니다\n");
    return true;
}

static bool marks_library(Session *session, const Goal *goal, const CodePlan *plan, int unit) {
    (void)session, (void)goal, (void)unit;
    return plan->in_library;
}

static bool marks_program(Session *session, const Goal *goal, const CodePlan *plan, int unit) {
    (void)session, (void)goal, (void)unit;
    return !plan->in_library;
}

void library_tell(Session *session, u64 passed, Text *out) {
    if (passed > 0)
        session_say(session, out, "(passed over %lu instructions of the library; `library on` goes in)\n",
                    "(라이브러리의 명령 %lu개를 지나쳤습니다. `library on`이면 들어갑니다)\n", passed);
    else if (session->passed_library)
        session_say(session, out, "(passed over the library; `library on` goes in)\n",
                    "(라이브러리를 지나쳤습니다. `library on`이면 들어갑니다)\n");
    session->passed_library = false;
}

/* --- by instruction ------------------------------------------------------------------------------------- */

/* The machine stands in the library: on to the next instruction of the program. */
static StopReason leave_library(Session *session, u64 *passed) {
    Goal goal = {.deepest = ISIZE_MAX, .marks = marks_program};
    u64 here = machine_steps();
    StopReason reason = search_forwards(session, &goal);
    *passed += machine_steps() - here;
    return reason;
}

StopReason library_step(Session *session, u64 count, u64 *passed) {
    StopReason reason = STOP_MOVED;
    for (u64 left = count; left > 0 && reason == STOP_MOVED;) {
        Goal goal = {.deepest = ISIZE_MAX, .marks = marks_library, .end = machine_steps() + left};
        u64 here = machine_steps();
        reason = search_forwards(session, &goal);
        left -= machine_steps() - here < left ? machine_steps() - here : left;
        if (reason == STOP_MOVED &&
            machine_steps() < goal.end) { /* the step that entered is the one that arrives */
            reason = leave_library(session, passed);
        } else if (reason == STOP_MOVED && plan_here(session) && plan_here(session)->in_library) {
            reason = leave_library(session, passed);
        }
    }
    return reason;
}

/* The last instruction of the program before here. */
static StopReason step_back(Session *session, u64 *passed) {
    u64 here = machine_steps();
    recorder_goto(session->recorder, here - 1, NULL, NULL);
    const CodePlan *plan = plan_here(session);
    if (!plan || !plan->in_library) return STOP_MOVED;
    Goal goal = {.deepest = ISIZE_MAX, .marks = marks_program, .backwards = true};
    StopReason reason = search_backwards(session, &goal);
    *passed += here - 1 - machine_steps();
    return reason;
}

/* Whether the library ran between two steps. The machine stands anywhere then. */
static bool library_ran(Session *session, u64 from, u64 to) {
    Goal goal = {.deepest = ISIZE_MAX, .marks = marks_library, .end = to};
    recorder_goto(session->recorder, from, NULL, NULL);
    const CodePlan *plan = plan_here(session);
    return !plan || plan->in_library || search_forwards(session, &goal) != STOP_MOVED || machine_steps() < to;
}

StopReason library_step_back(Session *session, u64 count, u64 *passed) {
    u64 here = machine_steps();
    StopReason reason = here ? STOP_MOVED : STOP_START;
    if (count > 1 && count < here) {
        bool ran = library_ran(session, here - count, here);
        recorder_goto(session->recorder, ran ? here : here - count, NULL, NULL);
        if (!ran) return STOP_MOVED;
    }
    for (u64 i = 0; i < count && reason == STOP_MOVED; i++)
        reason = machine_steps() == 0 ? STOP_START : step_back(session, passed);
    return reason;
}
