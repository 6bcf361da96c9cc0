/* breakpoints.c: where `continue` stops. A kind of breakpoint says which instructions, which events or which
 * words of memory may stop; the condition and the counts are asked when one of them is met. The text that
 * describes a breakpoint is what one types to set it, so listing and saving are the same. */
#include "session/breakpoints.h"

#include <stdio.h>
#include <stdlib.h>

#include "code/opcodes.h"
#include "object/object.h"
#include "session/internal.h"
#include "session/number.h"

#define MOST_NESTED 50 /* breakpoints whose commands run into breakpoints with commands */

static const struct {
    const char *name; /* as typed; NULL: a place in the source */
    u32 events;
} kinds[] = {
    [BREAK_LINE] = {NULL, 0},
    [BREAK_FUNCTION] = {NULL, 0},
    [BREAK_INSTRUCTION] = {NULL, 0},
    [BREAK_OPCODE] = {"op", 0},
    [BREAK_RAISE] = {"raise", PROBE_BIT(PROBE_RAISE)},
    [BREAK_YIELD] = {"yield", 0},
    [BREAK_AWAIT] = {"await", 0},
    [BREAK_GENERATOR_END] = {"generator-end", 0},
    [BREAK_OUTPUT] = {"output", PROBE_BIT(PROBE_OUTPUT)},
    [BREAK_FREED] = {"freed", 0},
    [BREAK_REFERENCES] = {"refs", 0},
    [BREAK_COLLECTION] = {"collection", PROBE_BIT(PROBE_COLLECT)},
    [BREAK_WATCH] = {"watch", 0},
    [BREAK_VALUE] = {"value", 0},
    [BREAK_DEPTH] = {"depth", 0},
    [BREAK_READ] = {"rwatch", 0},
};

const char *const raise_fates[] = {[FATE_ANY] = "", [FATE_CAUGHT] = "caught", [FATE_UNCAUGHT] = "uncaught"};

bool breakpoint_same_file(const char *path, const char *asked) {
    usize length = strlen(path), part = strlen(asked);
    if (part > length || strcmp(path + length - part, asked) != 0) return false;
    return part == length || path[length - part - 1] == '/';
}

static bool same_function(const CodePlan *plan, const char *asked) {
    return strcmp(plan->qualname, asked) == 0 || strcmp(plan->name, asked) == 0;
}

/* --- what stops ------------------------------------------------------------------------------------------- */

static bool is_generator_code(const CodePlan *plan) {
    for (int unit = 0; unit < plan->count; unit++)
        if (plan->units[unit].opcode == OP_RETURN_GENERATOR) return true;
    return false;
}

static bool reads(const CodePlan *plan, int unit, const char *expression) {
    switch (plan->units[unit].opcode) {
    case OP_LOAD_FAST:
    case OP_LOAD_GLOBAL:
    case OP_LOAD_NAME:
    case OP_LOAD_DEREF:
    case OP_LOAD_CLASSDEREF:
    case OP_LOAD_ATTR:
    case OP_LOAD_METHOD: break;
    default: return false;
    }
    const char *dot = strrchr(expression, '.');
    return strcmp(plan->units[unit].name, dot ? dot + 1 : expression) == 0;
}

static bool stops_at(const Breakpoint *breakpoint, const CodePlan *plan, int unit) {
    const InspectUnit *at = &plan->units[unit];
    switch (breakpoint->kind) {
    case BREAK_LINE:
        return at->line == breakpoint->line && plan_may_begin_line(plan, unit) &&
               breakpoint_same_file(plan->file, breakpoint->file);
    case BREAK_DEPTH: return plan->units[unit].opcode == OP_RESUME && plan->units[unit].argument == 0;
    case BREAK_FUNCTION: return unit == 0 && same_function(plan, breakpoint->text);
    case BREAK_INSTRUCTION: return unit == breakpoint->line / 2 && same_function(plan, breakpoint->text);
    case BREAK_OPCODE: return at->opcode == breakpoint->line;
    case BREAK_YIELD:
        /* an await yields too, behind SEND */
        return at->opcode == OP_YIELD_VALUE && !(unit > 0 && plan->units[unit - 1].opcode == OP_SEND);
    case BREAK_AWAIT: return at->opcode == OP_GET_AWAITABLE;
    case BREAK_GENERATOR_END: return at->opcode == OP_RETURN_VALUE && is_generator_code(plan);
    case BREAK_VALUE: return true;
    case BREAK_READ: return reads(plan, unit, breakpoint->text);
    default: return false;
    }
}

static bool any_stops(Session *session, const Goal *goal, const CodePlan *plan, int unit) {
    (void)goal;
    for (int i = 0; i < session->breakpoint_count; i++)
        if (session->breakpoints[i].enabled && stops_at(&session->breakpoints[i], plan, unit)) return true;
    return false;
}

/* --- words of memory ------------------------------------------------------------------------------------ */

static void add_word(Goal *goal, uintptr_t word) {
    if (goal->word_count < GOAL_WORDS) goal->words[goal->word_count++] = word;
}

static u64 value_now(Session *session, const Breakpoint *breakpoint, InspectWords *words) {
    InspectValue value;
    inspect_refresh(session->look); /* the machine has moved */
    bool known = inspect_evaluate_in(session->look, breakpoint->scope, breakpoint->text, &value, words);
    u64 serial = known && value.present ? value.serial : 0;
    inspect_refresh(session->look);
    return serial;
}

static Ref watched_object(const Breakpoint *breakpoint) {
    bool alive = inspect_is_alive(breakpoint->address, breakpoint->raw_serial);
    return alive ? (Ref)breakpoint->address : NULL;
}

/* What the breakpoint's words say now: an object's identity, or its count. */
static u64 observe(Session *session, const Breakpoint *breakpoint, Goal *goal) {
    if (breakpoint->kind == BREAK_WATCH) {
        InspectWords words;
        u64 value = value_now(session, breakpoint, &words);
        for (int i = 0; i < words.count && i < INSPECT_WORDS; i++) add_word(goal, words.at[i]);
        return value;
    }
    add_word(goal, breakpoint->life_word);
    if (breakpoint->kind == BREAK_REFERENCES) add_word(goal, breakpoint->address);
    Ref object = watched_object(breakpoint);
    return object ? (u64)object->ob_refcnt : 0;
}

static bool has_words(const Breakpoint *breakpoint) {
    return breakpoint->kind == BREAK_WATCH || breakpoint->kind == BREAK_FREED ||
           breakpoint->kind == BREAK_REFERENCES;
}

static void observe_all(Session *session, Goal *goal) {
    goal->word_count = 0;
    for (int i = 0; i < session->breakpoint_count; i++) {
        Breakpoint *breakpoint = &session->breakpoints[i];
        if (!breakpoint->enabled || !has_words(breakpoint)) continue;
        breakpoint->seen_before = breakpoint->seen;
        breakpoint->seen = observe(session, breakpoint, goal);
    }
    session->written = WORLD_ROOT->output_position;
}

static bool word_stops(const Breakpoint *breakpoint) {
    u64 before = breakpoint->seen_before, now = breakpoint->seen;
    if (breakpoint->kind == BREAK_FREED) return before && !now;
    if (breakpoint->kind == BREAK_REFERENCES) return now != before && now == (u64)breakpoint->line;
    return now != before;
}

/* --- events --------------------------------------------------------------------------------------------- */

/* What was written since the last look contains the text. */
static bool wrote(Session *session, const char *text) {
    u64 position = 0;
    Text written = text_new(TEXT_ON_HOST);
    const WorldOutput *chunks;
    isize count = world_output_chunks(session->world, &chunks);
    for (isize i = 0; i < count; position += (u64)chunks[i].length, i++) {
        u64 end = position + (u64)chunks[i].length;
        if (end <= session->written) continue;
        isize skip = session->written > position ? (isize)(session->written - position) : 0;
        text_append(&written, chunks[i].bytes + skip, chunks[i].length - skip);
    }
    bool found = strstr(text_cstring(&written), text) != NULL;
    text_free(&written);
    return found;
}

static bool is_of_class(const Raised *raised, const char *class) {
    char name[WATCH_RAISED + 2];
    snprintf(name, sizeof name, " %s ", class);
    return strstr(raised->classes, name) != NULL;
}

/* Caught or not is a question about where it began, not about each handler that passes it on. sys.exit() is no error:
 * the interpreter itself takes it. */
static bool raise_stops(Session *session, const Breakpoint *breakpoint, const Raised *raised) {
    if (*breakpoint->text && !is_of_class(raised, breakpoint->text)) return false;
    if (breakpoint->raw_serial && breakpoint->raw_serial != raised->serial) return false;
    if (breakpoint->fate == FATE_ANY) return true;
    if (raised->again) return false;
    bool leaves = is_of_class(raised, "SystemExit") && !*breakpoint->text;
    return (!leaves && raise_is_uncaught(session, raised)) == (breakpoint->fate == FATE_UNCAUGHT);
}

static bool event_stops(Session *session, const Breakpoint *breakpoint, const Watch *watch) {
    if (!(watch->events & kinds[breakpoint->kind].events)) return false;
    if (breakpoint->kind == BREAK_OUTPUT) return wrote(session, breakpoint->text);
    if (breakpoint->kind != BREAK_RAISE) return true;
    if (!raise_stops(session, breakpoint, &watch->raised)) return false;
    session->raised = watch->raised;
    return true;
}

/* --- being met ------------------------------------------------------------------------------------------ */

static bool shows_value(Session *session, const char *text) {
    int depth = inspect_frame(session->look, 0).stack_depth;
    InspectValue top = depth ? inspect_stack(session->look, 0, depth - 1) : (InspectValue){0};
    bool shows = top.present && strcmp(top.text, text) == 0;
    inspect_refresh(session->look);
    return shows;
}

static bool is_met(Session *session, const Breakpoint *breakpoint, const Place *place) {
    if (place->event == PROBE_WORD) return has_words(breakpoint) && word_stops(breakpoint);
    if (place->event != PROBE_PLACE) return event_stops(session, breakpoint, place->watch);
    if (!stops_at(breakpoint, place->plan, place->unit)) return false;
    if (breakpoint->kind == BREAK_DEPTH) return inspect_position(session->look).depth == breakpoint->line;
    if (breakpoint->kind == BREAK_VALUE) return shows_value(session, breakpoint->text);
    return breakpoint->kind != BREAK_LINE || plan_begins_line(place->plan, place->unit, place->previous);
}

static bool condition_holds(Session *session, Breakpoint *breakpoint) {
    char *why = NULL;
    bool holds = expression_is_true(session, breakpoint->condition, &why);
    if (why) {
        free(breakpoint->trouble);
        breakpoint->trouble = why;
    }
    return holds;
}

/* The condition, then the counts: those count the run forwards. */
static bool is_wanted(Session *session, Breakpoint *breakpoint, const Goal *goal) {
    if (breakpoint->condition && !condition_holds(session, breakpoint)) return false;
    if (goal->backwards) return true;
    breakpoint->hits++;
    if (breakpoint->ignore == 0) return true;
    breakpoint->ignore--;
    return false;
}

static bool breakpoint_reached(Session *session, Goal *goal, const Place *place) {
    int number = 0;
    if (place->event == PROBE_WORD) observe_all(session, goal);
    for (int i = 0; i < session->breakpoint_count; i++) {
        Breakpoint *breakpoint = &session->breakpoints[i];
        breakpoint->stopped =
            breakpoint->enabled && is_met(session, breakpoint, place) && is_wanted(session, breakpoint, goal);
        if (breakpoint->stopped && !number) number = breakpoint->number;
    }
    session->written = WORLD_ROOT->output_position;
    bool called = place->event == PROBE_BREAKPOINT || place->watch->events & PROBE_BIT(PROBE_BREAKPOINT);
    goal->breakpoint = number ? number : called ? BREAKPOINT_CALLED : 0;
    return goal->breakpoint != 0;
}

void breakpoints_goal(Session *session, Goal *goal) {
    bool marks = false;
    for (int i = 0; i < session->breakpoint_count; i++) {
        const Breakpoint *breakpoint = &session->breakpoints[i];
        if (!breakpoint->enabled) continue;
        goal->events |= kinds[breakpoint->kind].events;
        marks = marks || !(kinds[breakpoint->kind].events || has_words(breakpoint));
    }
    if (marks) goal->marks = any_stops;
    goal->events |= PROBE_BIT(PROBE_BREAKPOINT);
    goal->reached = breakpoint_reached;
    goal->begin = observe_all;
}

void breakpoints_tell_trouble(const Session *session, Text *out) {
    for (int i = 0; i < session->breakpoint_count; i++) {
        const Breakpoint *breakpoint = &session->breakpoints[i];
        if (breakpoint->enabled && breakpoint->trouble && !breakpoint->hits)
            session_say(session, out, "(breakpoint %d: its condition could not be told: %s)\n",
                        "(중단점 %d번: 조건을 평가할 수 없었습니다: %s)\n", breakpoint->number,
                        breakpoint->trouble);
    }
}

/* The commands of a breakpoint, one after the other; a move among them ends them. */
static void carry_out_commands(Session *session, const char *commands, Text *out) {
    u64 here = machine_steps();
    char *copy = strdup(commands), *rest = copy;
    for (char *line; copy && machine_steps() == here && (line = strsep(&rest, ";")) != NULL;) {
        CommandId id;
        const char *argument;
        int64_t count;
        session_execute(session, line, &id, &argument, &count, out);
    }
    free(copy);
}

void breakpoints_expire(Session *session) {
    for (int i = session->breakpoint_count - 1; i >= 0; i--)
        if (session->breakpoints[i].stopped && session->breakpoints[i].temporary) breakpoint_remove(session, i);
}

void breakpoints_stopped(Session *session, Text *out) {
    Text commands = text_new(TEXT_ON_HOST);
    for (int i = 0; i < session->breakpoint_count; i++) {
        const Breakpoint *breakpoint = &session->breakpoints[i];
        if (breakpoint->stopped && breakpoint->commands)
            text_append_format(&commands, "%s;", breakpoint->commands);
    }
    breakpoints_expire(session);
    if (session->nesting++ < MOST_NESTED) carry_out_commands(session, text_cstring(&commands), out);
    session->nesting--;
    text_free(&commands);
}

/* --- the list ------------------------------------------------------------------------------------------- */

Breakpoint *breakpoint_add(Session *session) {
    if (session->breakpoint_count == session->breakpoint_capacity) {
        int capacity = session->breakpoint_capacity ? 2 * session->breakpoint_capacity : 16;
        Breakpoint *more = realloc(session->breakpoints, (usize)capacity * sizeof *more);
        if (!more) return NULL;
        session->breakpoints = more;
        session->breakpoint_capacity = capacity;
    }
    Breakpoint *made = &session->breakpoints[session->breakpoint_count++];
    *made = (Breakpoint){
        .number = ++session->next_breakpoint, .enabled = true, .file = strdup(""), .text = strdup("")};
    return made;
}

void breakpoint_remove(Session *session, int index) {
    Breakpoint *gone = &session->breakpoints[index];
    free(gone->file);
    free(gone->text);
    free(gone->condition);
    free(gone->commands);
    free(gone->trouble);
    memmove(gone, gone + 1, (usize)(session->breakpoint_count - index - 1) * sizeof *gone);
    session->breakpoint_count--;
}

void breakpoints_free(Session *session) {
    while (session->breakpoint_count) breakpoint_remove(session, session->breakpoint_count - 1);
    free(session->breakpoints);
}

Breakpoint *breakpoint_find(Session *session, const char *number) {
    for (int i = 0; i < session->breakpoint_count; i++)
        if (session->breakpoints[i].number == (int)number_or(number, -1)) return &session->breakpoints[i];
    return NULL;
}

bool session_has_breakpoint(const Session *session, const char *file, int line) {
    for (int i = 0; i < session->breakpoint_count; i++)
        if (session->breakpoints[i].kind == BREAK_LINE && session->breakpoints[i].line == line &&
            breakpoint_same_file(file, session->breakpoints[i].file))
            return true;
    return false;
}

void breakpoint_describe(const Session *session, const Breakpoint *breakpoint, Text *out) {
    const char *name = kinds[breakpoint->kind].name;
    switch (breakpoint->kind) {
    case BREAK_LINE:
        text_append_format(out, "%s:%d", session_short_path(session, breakpoint->file), breakpoint->line);
        break;
    case BREAK_FUNCTION: text_append_format(out, "%s", breakpoint->text); break;
    case BREAK_INSTRUCTION: text_append_format(out, "%s+%d", breakpoint->text, breakpoint->line); break;
    case BREAK_OPCODE: text_append_format(out, "op %s", opcode_info[breakpoint->line].name); break;
    case BREAK_DEPTH: text_append_format(out, "depth %d", breakpoint->line); break;
    case BREAK_REFERENCES: text_append_format(out, "refs %s %d", breakpoint->text, breakpoint->line); break;
    case BREAK_RAISE:
        text_append_format(out, "raise%s%s", *breakpoint->text ? " " : "", breakpoint->text);
        text_append_format(out, "%s%s", breakpoint->fate ? " " : "", raise_fates[breakpoint->fate]);
        break;
    default: text_append_format(out, "%s%s%s", name, *breakpoint->text ? " " : "", breakpoint->text); break;
    }
    if (breakpoint->condition) text_append_format(out, " if %s", breakpoint->condition);
}

void breakpoint_tell(const Session *session, const Breakpoint *breakpoint, Text *out) {
    text_append_format(out, "%3d  ", breakpoint->number);
    breakpoint_describe(session, breakpoint, out);
    if (!breakpoint->enabled) session_say(session, out, "  (disabled)", "  (꺼짐)");
    if (breakpoint->temporary) session_say(session, out, "  (once)", "  (한 번만)");
    if (breakpoint->hits == 1)
        session_say(session, out, "  met 1 time", "  1번 만남");
    else if (breakpoint->hits)
        session_say(session, out, "  met %lu times", "  %lu번 만남", breakpoint->hits);
    if (breakpoint->ignore)
        session_say(session, out, ", %lu more passed over", ", 앞으로 %lu번 지나침", breakpoint->ignore);
    if (breakpoint->commands) session_say(session, out, "  then: %s", "  할 일: %s", breakpoint->commands);
    text_append_char(out, '\n');
    if (breakpoint->trouble)
        session_say(session, out, "       its condition could not be told: %s\n",
                    "       조건을 평가할 수 없었습니다: %s\n", breakpoint->trouble);
}
