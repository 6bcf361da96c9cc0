/* ran.c: which instructions have run: the last ones before here (`log`), and the lines of the whole run by how many
 * they ran (`hot`).
 *
 * Nothing is counted while a program runs. The part of the run that is asked about is lived through again; for `hot`
 * every instruction of it is noted in a ring (recorder/instruction_log.h), which is emptied into a table by place before
 * it is full. */
#include <stdlib.h>

#include "recorder/instruction_log.h"
#include "session/internal.h"
#include "session/number.h"

#define FEW 20 /* that are told where nobody says how many */
#define MOST_LOGGED 500
#define MOST_LINES 100

/* --- log ------------------------------------------------------------------------------------------------- */

/* The place, and what the instruction there is about to do. */
static void tell_instruction(Session *session, Text *out) {
    inspect_refresh(session->look);
    tell_place(session, out);
    out->length--;
    text_append_format(out, "  %s\n", inspect_next_sentence(session->look));
}

static bool tell_log(Session *session, u64 count, Text *out) {
    u64 here = machine_steps();
    bool exited = machine_exited(), whole = true;
    if (count > here) count = here;
    if (!count) text_append_cstring(out, "log: nothing has run before this instruction\n");
    for (u64 step = here - count; whole && step < here; step++) {
        whole = recorder_goto(session->recorder, step, session_ask_interrupted, session);
        if (whole) tell_instruction(session, out);
    }
    recorder_goto(session->recorder, here, NULL, NULL);
    if (exited && !machine_exited()) recorder_run(session->recorder, UINT64_MAX, 0);
    if (!whole) text_append_cstring(out, "log: interrupted\n");
    return whole;
}

/* --- hot: counting --------------------------------------------------------------------------------------- */

typedef struct RanUnit {    /* a code unit that ran */
    uintptr_t position;     /* in the arena; 0: free */
    u64 count, first, last; /* how often, and at which steps */
} RanUnit;

typedef struct RanUnits { /* an open table by position */
    RanUnit *units;
    usize capacity, used; /* capacity: a power of two */
    u64 total;
} RanUnits;

static RanUnit *unit_at(const RanUnits *ran, uintptr_t position) {
    usize at = (position >> 1) * 0x9E3779B97F4A7C15u >> 20;
    for (at &= ran->capacity - 1; ran->units[at].position && ran->units[at].position != position;)
        at = (at + 1) & (ran->capacity - 1);
    return &ran->units[at];
}

static bool units_grow(RanUnits *ran) {
    RanUnits more = *ran;
    more.capacity = ran->capacity ? 2 * ran->capacity : 4096;
    more.units = calloc(more.capacity, sizeof *more.units);
    if (!more.units) return false;
    for (usize i = 0; i < ran->capacity; i++)
        if (ran->units[i].position) *unit_at(&more, ran->units[i].position) = ran->units[i];
    free(ran->units);
    *ran = more;
    return true;
}

static bool count_unit(RanUnits *ran, InstructionLogged logged) {
    if (2 * ran->used >= ran->capacity && !units_grow(ran)) return false;
    RanUnit *unit = unit_at(ran, (uintptr_t)logged.position);
    if (!unit->position) {
        *unit = (RanUnit){.position = (uintptr_t)logged.position, .first = logged.step};
        ran->used++;
    }
    unit->count++;
    unit->last = logged.step;
    ran->total++;
    return true;
}

/* Lives through the run up to `end`, where the machine stands then. */
static bool count_run(Session *session, RanUnits *ran, u64 end) {
    InstructionLog *log = instruction_log_new(INSTRUCTION_LOG_BYTES);
    bool whole = log != NULL;
    for (u64 from = 0; whole && from < end;) {
        u64 before = log->count, to = end - from > log->mask ? from + log->mask : end;
        whole = instruction_log_fill(session->recorder, log, from, to, session_ask_interrupted, session);
        for (u64 age = log->count - before; whole && age > 0; age--)
            whole = count_unit(ran, instruction_log_entry(log, age - 1));
        from = to;
    }
    instruction_log_free(log);
    return whole;
}

/* --- hot: telling ---------------------------------------------------------------------------------------- */

typedef struct RanLine {
    char *file, *qualname; /* owned */
    int line;
    u64 count;       /* instructions */
    RanUnit hottest; /* that of its instructions which ran most often */
} RanLine;

static int compare_places(const void *a, const void *b) {
    const RanLine *left = a, *right = b;
    int order = strcmp(left->file, right->file);
    if (!order) order = (left->line > right->line) - (left->line < right->line);
    return order ? order : strcmp(left->qualname, right->qualname);
}

static int compare_counts(const void *a, const void *b) {
    const RanLine *left = a, *right = b;
    if (left->count != right->count) return left->count < right->count ? 1 : -1;
    return compare_places(a, b);
}

/* Where the unit stood when it ran last: now, or else the machine goes there. */
static bool find_place(Session *session, const RanUnit *unit, InspectPlace *place) {
    if (inspect_place(session->look, unit->position, place)) return true;
    recorder_goto(session->recorder, unit->last, NULL, NULL);
    inspect_refresh(session->look);
    return inspect_place(session->look, unit->position, place);
}

static RanLine line_of(Session *session, const RanUnit *unit) {
    InspectPlace place;
    bool found = find_place(session, unit, &place);
    return (RanLine){.file = strdup(found ? place.file : "?"),
                     .qualname = strdup(found ? place.qualname : "?"),
                     .line = found ? place.line : 0,
                     .count = unit->count,
                     .hottest = *unit};
}

static void line_free(RanLine *line) {
    free(line->file);
    free(line->qualname);
}

/* Lines by place, one for each unit, become one for each line. How many there are then. */
static isize merge_lines(RanLine *lines, isize count) {
    isize merged = 0;
    qsort(lines, (usize)count, sizeof *lines, compare_places);
    for (isize i = 0; i < count; i++) {
        RanLine *into = merged ? &lines[merged - 1] : NULL;
        if (!into || compare_places(into, &lines[i])) {
            lines[merged++] = lines[i];
            continue;
        }
        into->count += lines[i].count;
        if (lines[i].hottest.count > into->hottest.count) into->hottest = lines[i].hottest;
        line_free(&lines[i]);
    }
    return merged;
}

/* Whether at its first step other code lay there than at its last: code that was freed makes place for other code. */
static bool is_ambiguous(Session *session, const RanUnit *unit) {
    u64 steps[] = {unit->first, unit->last}, codes[2] = {0};
    for (int i = 0; i < 2; i++) {
        recorder_goto(session->recorder, steps[i], NULL, NULL);
        inspect_refresh(session->look);
        codes[i] = inspect_position(session->look).code;
    }
    return codes[0] != codes[1];
}

static void tell_line(Session *session, const RanLine *line, u64 total, Text *out) {
    int length;
    const char *source = session_source_line(session, line->file, line->line, &length);
    while (source && length > 0 && (*source == ' ' || *source == '\t')) source++, length--;
    u64 tenths = (line->count * 1000 + total / 2) / total; /* of a percent */
    text_append_format(out, "%3lu.%lu %%  %12lu  %9lu  %s", tenths / 10, tenths % 10, line->count,
                       line->hottest.count, session_short_path(session, line->file));
    if (line->line >= 0) text_append_format(out, ":%d", line->line);
    text_append_format(out, " %s%s", line->qualname, line->line < 0 ? "  (no line of its own)" : "");
    if (is_ambiguous(session, &line->hottest)) text_append_cstring(out, " (and code that lay there before)");
    if (source) text_append_format(out, "  %.*s", length, source);
    text_append_char(out, '\n');
}

static bool tell_lines(Session *session, const RanUnits *ran, isize most, Text *out) {
    RanLine *lines = malloc((ran->used + 1) * sizeof *lines);
    if (!lines) return false;
    isize count = 0;
    inspect_refresh(session->look);
    for (usize i = 0; i < ran->capacity; i++)
        if (ran->units[i].position) lines[count++] = line_of(session, &ran->units[i]);
    count = merge_lines(lines, count);
    qsort(lines, (usize)count, sizeof *lines, compare_counts);
    text_append_format(out, "%lu instructions in %ld lines\n", ran->total, count);
    text_append_cstring(out, "         instructions      times  line\n");
    for (isize i = 0; i < count && i < most; i++) tell_line(session, &lines[i], ran->total, out);
    for (isize i = 0; i < count; i++) line_free(&lines[i]);
    free(lines);
    return true;
}

static bool tell_hot(Session *session, isize most, Text *out) {
    bool exited = machine_exited();
    u64 here = machine_steps(), end = recorder_furthest(session->recorder, NULL);
    RanUnits ran = {0};
    bool whole = count_run(session, &ran, end);
    if (whole && ran.total)
        whole = tell_lines(session, &ran, most, out);
    else
        text_append_cstring(out, whole ? "hot: nothing has run so far\n" : "hot: interrupted\n");
    free(ran.units);
    recorder_goto(session->recorder, here, NULL, NULL);
    if (exited && !machine_exited()) recorder_run(session->recorder, UINT64_MAX, 0);
    return whole;
}

bool ran_command(Session *session, CommandId id, const char *argument, Text *out) {
    i64 most = id == COMMAND_LOG ? MOST_LOGGED : MOST_LINES, wanted = *argument ? number_or(argument, 0) : FEW;
    if (wanted < 1 || wanted > most) {
        text_append_format(out, "%s: a number from 1 to %ld, please\n", command_info[id].name, most);
        return false;
    }
    return id == COMMAND_LOG ? tell_log(session, (u64)wanted, out) : tell_hot(session, wanted, out);
}
