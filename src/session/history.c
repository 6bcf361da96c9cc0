/* history.c: how did it come to this? last, why, born, died, holders, find: questions that are answered by
 * going there. Each is a search for one breakpoint that nobody has to set: while it lasts it is the only
 * one. */
#include <stdio.h>
#include <stdlib.h>

#include "code/opcodes.h"
#include "session/breakpoints.h"
#include "session/internal.h"
#include "session/number.h"

/* --- one question in place of the breakpoints ------------------------------------------------------------- */

typedef struct Aside {
    Breakpoint *breakpoints;
    int count, capacity, next;
} Aside;

static Breakpoint *ask(Session *session, Aside *aside, BreakpointKind kind, const char *text) {
    *aside = (Aside){session->breakpoints, session->breakpoint_count, session->breakpoint_capacity,
                     session->next_breakpoint};
    session->breakpoints = NULL;
    session->breakpoint_count = session->breakpoint_capacity = 0;
    Breakpoint *question = breakpoint_add(session);
    assert(question);
    question->kind = kind;
    free(question->text);
    question->text = strdup(text);
    return question;
}

static void asked(Session *session, const Aside *aside) {
    breakpoints_free(session);
    session->breakpoints = aside->breakpoints;
    session->breakpoint_count = aside->count;
    session->breakpoint_capacity = aside->capacity;
    session->next_breakpoint = aside->next;
}

static StopReason search(Session *session, bool backwards) {
    Goal goal = {.deepest = ISIZE_MAX, .backwards = backwards};
    breakpoints_goal(session, &goal);
    return backwards ? search_backwards(session, &goal) : search_forwards(session, &goal);
}

/* Goes back to the search's beginning where nothing was found: STOP_MOVED says that it was. */
static StopReason found_or_back(Session *session, StopReason reason, u64 here) {
    if (reason != STOP_MOVED) recorder_goto(session->recorder, here, NULL, NULL);
    return reason;
}

/* Whether it was found (STOP_MOVED); if not, what there is to say about that. A search that was broken off knows
 * nothing of what it has not seen. */
static bool arrive(Session *session, CommandId id, StopReason reason, const char *english, const char *korean,
                   Text *out) {
    bool found = reason == STOP_MOVED;
    session_arrive(session, machine_exited() ? STOP_EXIT : found ? STOP_MOVED : session->stop.reason, 0);
    if (found) return true;
    text_append_format(out, "%s: %s\n", command_info[id].name,
                       reason == STOP_INTERRUPTED ? session_text(session, "interrupted", "멈췄습니다")
                                                  : session_text(session, english, korean));
    return false;
}

static bool arrive_there(Session *session, CommandId id, Text *out) {
    return arrive(session, id, STOP_MOVED, "", "", out);
}

/* --- last, why ----------------------------------------------------------------------------------------- */

/* To the step before which the expression had another value. */
static StopReason goto_last_change(Session *session, const char *expression, InspectScope scope) {
    u64 here = machine_steps();
    Aside aside;
    Breakpoint *question = ask(session, &aside, BREAK_WATCH, expression);
    question->scope = scope;
    StopReason reason = found_or_back(session, search(session, true), here);
    asked(session, &aside);
    return reason;
}

/* Of a program that has ended, what its main module had at the last instruction is meant. */
static InspectScope scope_of(Session *session, const char *expression) {
    if (!machine_exited()) return inspect_scope(session->look, expression);
    recorder_goto(session->recorder, machine_steps() - 1, NULL, NULL);
    inspect_refresh(session->look);
    return session->main_scope;
}

static bool last_command(Session *session, const char *expression, Text *out) {
    InspectValue value;
    u64 here = machine_steps();
    bool ended = machine_exited() && here > 0;
    if (!*expression) {
        session_say(session, out, "last: say what: a name, x.attribute, x[0]\n",
                    "last: 무엇인지 적으세요: 이름, x.속성, x[0]\n");
        return false;
    }
    InspectScope scope = scope_of(session, expression);
    bool known = inspect_evaluate_in(session->look, scope, expression, &value, NULL);
    if (!known) text_append_format(out, "last: %s\n", value.text);
    StopReason reason = known ? goto_last_change(session, expression, scope) : STOP_START;
    if (ended && reason != STOP_MOVED) recorder_run(session->recorder, UINT64_MAX, 0);
    if (known)
        return arrive(session, COMMAND_LAST, reason, "it has had this value from the start",
                      "처음부터 이 값이었습니다", out);
    inspect_refresh(session->look);
    return false;
}

typedef struct StackQuestion {
    Goal goal; /* first: the callback gets it */
    u64 frame;
    int slot;
} StackQuestion;

static bool every_unit(Session *session, const Goal *goal, const CodePlan *plan, int unit) {
    (void)session, (void)goal, (void)plan, (void)unit;
    return true;
}

/* The instruction finds the slot free, or takes what lay there: what lies there later it has put there itself. */
static bool fills_slot(const InspectUnit *at, int stack_depth, int slot) {
    return slot >= stack_depth || !opcode_leaves((Opcode)at->opcode, at->argument, stack_depth - 1 - slot);
}

/* What lies in the slot came with the frame's arrival here: it was sent to a sleeper that wakes, or was raised and is
 * the handler's. The instruction that ran before has put it there, whosever that is. */
static bool came_along(Session *session, const CodePlan *plan, int unit, int stack_depth, int slot) {
    if (plan_wakes(plan, unit)) return slot == stack_depth - 1;
    if (!plan->units[unit].is_target) return false;
    for (int i = inspect_code(session->look, 0).handler_count - 1; i >= 0; i--) {
        InspectHandler handler = inspect_handler(session->look, 0, i);
        if (handler.target == 2 * unit) return slot >= stack_depth - (handler.lasti ? 2 : 1);
    }
    return false;
}

static bool changes_slot(Session *session, Goal *goal, const Place *place) {
    const StackQuestion *question = (const StackQuestion *)goal;
    InspectFrame frame = inspect_frame(session->look, 0);
    const InspectUnit *at = &place->plan->units[place->unit];
    bool changes = frame.number == question->frame &&
                   (fills_slot(at, frame.stack_depth, question->slot) ||
                    came_along(session, place->plan, place->unit, frame.stack_depth, question->slot));
    inspect_refresh(session->look);
    return changes;
}

/* Goes to the instruction that filled the slot. Not STOP_MOVED: the machine stands where it stood. */
static StopReason go_to_filler(Session *session, const InspectFrame *frame, int slot) {
    u64 here = machine_steps();
    const CodePlan *plan = plan_here(session);
    bool came = plan && came_along(session, plan, frame->offset / 2, frame->stack_depth, slot);
    if (!came) {
        StackQuestion question = {.goal = {.deepest = frame->sleeper ? ISIZE_MAX : frame->depth,
                                           .marks = every_unit,
                                           .reached = changes_slot,
                                           .backwards = true},
                                  .frame = frame->number,
                                  .slot = slot};
        StopReason reason = found_or_back(session, search_backwards(session, &question.goal), here);
        if (reason != STOP_MOVED) return reason;
        plan = plan_here(session);
        InspectFrame then = inspect_frame(session->look, 0);
        came = plan && !fills_slot(&plan->units[then.offset / 2], then.stack_depth, slot);
    }
    if (came) recorder_goto(session->recorder, machine_steps() - 1, NULL, NULL);
    return STOP_MOVED;
}

static bool why_command(Session *session, const char *argument, Text *out) {
    InspectFrame frame = inspect_frame(session->look, 0);
    int slot = (int)number_or(argument, *argument ? -1 : frame.stack_depth - 1);
    if (slot < 0 || slot >= frame.stack_depth) {
        session_say(session, out, "why: say a slot of the value stack, 0 is the bottom; there are %d now\n",
                    "why: 값 스택의 칸 번호를 적으세요. 0이 맨 아래이고, 지금 %d칸이 있습니다\n",
                    frame.stack_depth);
        return false;
    }
    return arrive(session, COMMAND_WHY, go_to_filler(session, &frame, slot), "it was there from the start",
                  "처음부터 있었습니다", out);
}

/* --- an object's life ---------------------------------------------------------------------------------- */

/* 0: it is none that can be asked about, and `out` says why. */
static u64 serial_of(Session *session, CommandId id, const char *text, Text *out) {
    const char *command = command_info[id].name;
    i64 number = *text == '#' ? number_or(text + 1, 0) : 0;
    if (number > 0) return (u64)number; /* it may be dead, or not born yet */
    InspectValue value;
    bool known = *text && inspect_evaluate(session->look, text, &value) && value.present;
    if (known && !value.immortal) return value.serial;
    if (!*text)
        session_say(session, out, "%s: say which object: #31, or a name\n",
                    "%s: 어느 객체인지 적으세요: #31이나 이름\n", command);
    else if (known)
        session_say(session, out, "%s: %s was made with the machine, before the program\n",
                    "%s: %s^은 프로그램보다 먼저 기계와 함께 만들어졌습니다\n", command, value.text);
    else
        text_append_format(out, "%s: %s\n", command, value.text);
    return 0;
}

/* To the instruction that made the object: births are counted, so it can be found by halving the run. STOP_EXIT: there
 * is no such object. */
static StopReason goto_birth(Session *session, u64 serial) {
    u64 low = 0, high = recorder_furthest(session->recorder, NULL);
    recorder_goto(session->recorder, high, NULL, NULL);
    if (inspect_births(session->look) < serial) return STOP_EXIT;
    while (low < high) { /* born after `high` steps, and not born after low - 1 */
        u64 middle = low + (high - low) / 2;
        if (!recorder_goto(session->recorder, middle, session_ask_interrupted, session))
            return STOP_INTERRUPTED;
        if (inspect_births(session->look) >= serial)
            high = middle;
        else
            low = middle + 1;
    }
    recorder_goto(session->recorder, high > 0 ? high - 1 : 0, NULL, NULL);
    return STOP_MOVED;
}

static StopReason goto_death(Session *session, u64 serial) {
    StopReason reason = goto_birth(session, serial);
    if (reason != STOP_MOVED) return reason;
    char text[32];
    snprintf(text, sizeof text, "#%lu", serial);
    recorder_goto(session->recorder, machine_steps() + 1, NULL, NULL);
    inspect_refresh(session->look);
    InspectValue value;
    InspectWords words;
    if (!inspect_evaluate_in(session->look, (InspectScope){0}, text, &value, &words)) {
        recorder_goto(session->recorder, machine_steps() - 1, NULL, NULL);
        return STOP_MOVED; /* one instruction made it and let it go */
    }
    Aside aside;
    Breakpoint *question = ask(session, &aside, BREAK_FREED, text);
    breakpoint_watch_object(question, &words);
    reason = search(session, false);
    asked(session, &aside);
    return reason;
}

static bool life_command(Session *session, CommandId id, const char *argument, Text *out) {
    u64 serial = serial_of(session, id, argument, out), here = machine_steps();
    if (!serial) return false;
    StopReason reason = id == COMMAND_BORN ? goto_birth(session, serial) : goto_death(session, serial);
    found_or_back(session, reason, here);
    if (id == COMMAND_BORN)
        return arrive(session, id, reason, "as far as the run is known there is no such object",
                      "지금까지 실행한 범위에는 그런 객체가 없습니다", out);
    return arrive(session, id, reason, "it is alive as far as the run is known",
                  "지금까지 실행한 범위에서는 살아 있습니다", out);
}

/* --- who holds it, and since when ---------------------------------------------------------------------- */

#define MOST_HOLDERS 20

/* The reference as an expression that can be watched; false: it is none. */
static bool as_expression(const InspectReference *reference, Text *expression) {
    switch (reference->hold) {
    case HOLDS_GLOBAL: text_append_cstring(expression, reference->name); return true;
    case HOLDS_PART:
        text_append_format(expression, "#%lu%s", reference->from.serial, reference->how);
        return true;
    default: return false;
    }
}

static bool holders_command(Session *session, const char *argument, Text *out) {
    u64 serial = serial_of(session, COMMAND_HOLDERS, argument, out), here = machine_steps();
    InspectReference references[MOST_HOLDERS];
    int total;
    int count = serial ? inspect_referrers(session->look, serial, references, MOST_HOLDERS, &total) : 0;
    /* the searches move the machine, and moving forgets texts: all lines are made before */
    Text lines[MOST_HOLDERS], expressions[MOST_HOLDERS];
    InspectScope scopes[MOST_HOLDERS];
    for (int i = 0; i < count; i++) {
        lines[i] = expressions[i] = text_new(TEXT_ON_HOST);
        tell_reference(session, &references[i], &lines[i]);
        if (!as_expression(&references[i], &expressions[i])) text_clear(&expressions[i]);
        scopes[i] = references[i].frame ? (InspectScope){.frame = references[i].frame}
                                        : inspect_scope(session->look, text_cstring(&expressions[i]));
    }
    if (serial)
        session_say(session, out, "%d hold%s #%lu\n", "%d곳에서%.0s #%lu^을 가리킵니다\n", total,
                    total == 1 ? "s" : "", serial);
    bool interrupted = false;
    for (int i = 0; i < count; i++) {
        text_append_format(out, "    %s", text_cstring(&lines[i]));
        StopReason reason = STOP_START;
        if (expressions[i].length && !interrupted)
            reason = goto_last_change(session, text_cstring(&expressions[i]), scopes[i]);
        interrupted = interrupted || reason == STOP_INTERRUPTED;
        if (reason == STOP_MOVED)
            session_say(session, out, "  since instruction %lu", "  명령 %lu부터", machine_steps() + 1);
        text_append_char(out, '\n');
        recorder_goto(session->recorder, here, NULL, NULL);
        inspect_refresh(session->look);
        text_free(&lines[i]);
        text_free(&expressions[i]);
    }
    if (interrupted) session_say(session, out, "holders: interrupted\n", "holders: 멈췄습니다\n");
    return serial != 0;
}

/* --- post mortem ------------------------------------------------------------------------------------------- */

/* Whether the raise before which the machine stands is the one that the program ended by. */
static bool ended_the_program(Session *session) {
    Raised raised = session->raised;
    u64 here = machine_steps();
    recorder_goto(session->recorder, here + 1, NULL, NULL);
    bool ended = raised.thread == 1 && raise_is_uncaught(session, &raised);
    recorder_goto(session->recorder, here, NULL, NULL);
    return ended;
}

/* To where the same exception was raised first: it was born then, or a little before. */
static void goto_first_raise(Session *session, Breakpoint *question) {
    u64 here = machine_steps();
    question->raw_serial = session->raised.serial;
    bool born = goto_birth(session, inspect_number_of(question->raw_serial)) == STOP_MOVED;
    if (born && machine_steps() > 0) recorder_goto(session->recorder, machine_steps() - 1, NULL, NULL);
    if (born && search(session, false) == STOP_MOVED) return;
    recorder_goto(session->recorder, here, NULL, NULL);
}

/* From the end to the last raise that nobody caught: most often the last of all. */
static bool crash_command(Session *session, Text *out) {
    session_move(session, COMMAND_END, "", 1, out);
    if (!machine_exited()) {
        session_say(session, out, "crash: the program has not ended yet\n",
                    "crash: 프로그램이 아직 끝나지 않았습니다\n");
        return false;
    }
    u64 end = machine_steps();
    bool failed = machine_exit_status() != 0, found = false, interrupted = false;
    Aside aside;
    Breakpoint *question = ask(session, &aside, BREAK_RAISE, "");
    while (failed && !found && !interrupted) {
        StopReason reason = search(session, true);
        if (reason != STOP_MOVED && reason != STOP_INTERRUPTED) break;
        found = reason == STOP_MOVED && ended_the_program(session);
        interrupted = reason == STOP_INTERRUPTED || session_is_interrupted(session);
    }
    bool leaves = found && strstr(session->raised.classes, " SystemExit ");
    if (found && !leaves) goto_first_raise(session, question);
    asked(session, &aside);
    if (found && !leaves) {
        tell_raise(session, out);
        session_say(session, out, ", which nobody catches\n", ". 아무도 잡지 않습니다\n");
        return arrive_there(session, COMMAND_CRASH, out);
    }
    recorder_goto(session->recorder, end, NULL, NULL);
    if (!machine_exited()) recorder_run(session->recorder, UINT64_MAX, 0);
    return arrive(session, COMMAND_CRASH, interrupted ? STOP_INTERRUPTED : STOP_START,
                  "no exception has ended it", "예외로 끝난 프로그램이 아닙니다", out);
}

/* --- find ---------------------------------------------------------------------------------------------- */

static bool is_word(const char *text, const char *word) {
    usize length = strlen(word);
    return strncmp(text, word, length) == 0 && (text[length] == ' ' || !text[length]);
}

static bool find_command(Session *session, CommandId id, const char *argument, Text *out) {
    bool opcode = is_word(argument, "op"), value = is_word(argument, "value");
    const char *text = argument + (opcode ? 2 : value ? 5 : 0), *command = command_info[id].name;
    text += strspn(text, " ");
    u64 here = machine_steps();
    if (!*text) {
        session_say(session, out, "%s: say a text of the output, `op NAME`, or `value TEXT`\n",
                    "%s: 출력의 글, `op NAME`, `value TEXT` 가운데 하나를 적으세요\n", command);
        return false;
    }
    Aside aside;
    Breakpoint *question = ask(session, &aside,
                               opcode  ? BREAK_OPCODE
                               : value ? BREAK_VALUE
                                       : BREAK_OUTPUT,
                               text);
    if (opcode) question->line = breakpoint_opcode(text);
    bool known = !opcode || question->line >= 0, backwards = id == COMMAND_FIND_BACK;
    StopReason reason = known ? found_or_back(session, search(session, backwards), here) : STOP_START;
    asked(session, &aside);
    if (!known) {
        session_say(session, out, "%s: there is no opcode '%s'\n",
                    "%s: 이름이 '%s'인 바이트코드 명령은 없습니다\n", command, text);
        return false;
    }
    if (backwards)
        return arrive(session, id, reason, "not between the start and here; `find` looks ahead",
                      "처음부터 여기까지는 없습니다. `find`는 앞으로 찾습니다", out);
    if (reason == STOP_INPUT)
        return arrive(session, id, reason, "not before the program asks for input; `end` goes there",
                      "프로그램이 입력을 기다리는 곳까지는 없습니다. `end`로 그곳에 갑니다", out);
    return arrive(session, id, reason, "not between here and the end; `find-back` looks behind",
                  "여기부터 끝까지는 없습니다. `find-back`은 뒤로 찾습니다", out);
}

bool history_command(Session *session, CommandId id, const char *argument, Text *out) {
    switch (id) {
    case COMMAND_LAST: return last_command(session, argument, out);
    case COMMAND_WHY: return why_command(session, argument, out);
    case COMMAND_CRASH: return crash_command(session, out);
    case COMMAND_HOLDERS: return holders_command(session, argument, out);
    case COMMAND_FIND:
    case COMMAND_FIND_BACK: return find_command(session, id, argument, out);
    default: return life_command(session, id, argument, out);
    }
}
