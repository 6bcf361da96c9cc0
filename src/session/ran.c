/* ran.c: which instructions have run: the last ones before here (`log`), and the lines of the whole run by how many
 * they ran (`hot`).
 *
 * Nothing is counted while a program runs. The part of the run that is asked about is lived through again; for `hot`
 * every instruction of it is noted in a ring (recorder/instruction_log.h), which is emptied into a table by
 * place before it is full. */
#include <stdlib.h>

#include "recorder/instruction_log.h"
#include "session/internal.h"
#include "session/number.h"

#define FEW 20 /* that are told where nobody says how many */
#define MOST_LOGGED 500
#define MOST_LINES 100

/* --- log ------------------------------------------------------------------------------------------------- */

/* The place, and what the instruction there is about to do. */
static void tell_step(Session *session, Text *out) {
    inspect_refresh(session->look);
    append_place(session, out);
    text_append_format(out, "  %s\n", inspect_next_sentence(session->look));
}

static bool tell_log(Session *session, u64 count, Text *out) {
    u64 here = machine_steps();
    bool exited = machine_exited(), whole = true;
    if (count > here) count = here;
    if (!count)
        session_say(session, out, "log: nothing has run before this instruction\n",
                    "log: 이 명령에 앞서 실행된 것이 없습니다\n");
    for (u64 step = here - count; whole && step < here; step++) {
        whole = recorder_goto(session->recorder, step, session_ask_interrupted, session);
        if (whole) tell_step(session, out);
    }
    session_return(session, here, exited);
    if (!whole) session_say(session, out, "log: interrupted\n", "log: 멈췄습니다\n");
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

/* --- hot: lines ------------------------------------------------------------------------------------------ */

typedef struct RanLine {
    char *file, *qualname; /* owned */
    bool has_source;       /* the file's text is known: exec() may run another text of the same name */
    int line;
    u64 count;       /* instructions */
    RanUnit hottest; /* that of its instructions which ran most often ... */
    u64 code;        /* ... and the number of its code object */
} RanLine;

static int compare_places(const void *a, const void *b) {
    const RanLine *left = a, *right = b;
    int order = strcmp(left->file, right->file);
    if (!order) order = left->has_source - right->has_source;
    if (!order) order = (left->line > right->line) - (left->line < right->line);
    return order ? order : strcmp(left->qualname, right->qualname);
}

static int compare_counts(const void *a, const void *b) {
    const RanLine *left = a, *right = b;
    if (left->count != right->count) return left->count < right->count ? 1 : -1;
    return compare_places(a, b);
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
        if (lines[i].hottest.count > into->hottest.count) {
            into->hottest = lines[i].hottest;
            into->code = lines[i].code;
        }
        line_free(&lines[i]);
    }
    return merged;
}

/* --- hot: places ----------------------------------------------------------------------------------------- */

typedef struct Placing {
    RanUnit *units; /* that have no place yet, those that ran last first */
    isize unit_count;
    RanLine *lines; /* one for each that has */
    isize line_count;
} Placing;

static int compare_last(const void *a, const void *b) {
    const RanUnit *left = a, *right = b;
    return left->last < right->last ? 1 : left->last > right->last ? -1 : 0;
}

static void place_unit(const Session *session, Placing *placing, const RanUnit *unit,
                       const InspectPlace *place) {
    bool has_source = *session_source_of(session, place->file, place->code);
    placing->lines[placing->line_count++] = (RanLine){.file = strdup(place->file),
                                                      .qualname = strdup(place->qualname),
                                                      .has_source = has_source,
                                                      .line = place->line,
                                                      .count = unit->count,
                                                      .hottest = *unit,
                                                      .code = place->code};
}

/* The units of the code objects that live at this moment; `of`: of this one alone. */
static void place_units(Session *session, Placing *placing, const InspectPlace *of) {
    isize left = 0;
    for (isize i = 0; i < placing->unit_count; i++) {
        const RanUnit *unit = &placing->units[i];
        bool asked = !of || (unit->position >= of->begin && unit->position < of->end);
        InspectPlace place;
        if (asked && inspect_place(session->look, unit->position, &place))
            place_unit(session, placing, unit, &place);
        else
            placing->units[left++] = *unit;
    }
    placing->unit_count = left;
}

/* Code that is gone (a module's, once it is imported) is looked up where it ran last. */
static bool place_all(Session *session, Placing *placing) {
    inspect_refresh(session->look);
    place_units(session, placing, NULL);
    while (placing->unit_count) {
        RanUnit unit = placing->units[0];
        InspectPlace place;
        if (!recorder_goto(session->recorder, unit.last, session_ask_interrupted, session)) return false;
        inspect_refresh(session->look);
        if (!inspect_place(session->look, unit.position, &place)) {
            place = (InspectPlace){.begin = unit.position, .file = "?", .qualname = "?", .line = -1};
            place_unit(session, placing, &unit, &place);
            memmove(placing->units, placing->units + 1, (usize)--placing->unit_count * sizeof unit);
            continue;
        }
        place_units(session, placing, &place);
    }
    return true;
}

/* The lines in which all that ran stands, by count. NULL: interrupted, or out of memory. */
static RanLine *lines_of(Session *session, const RanUnits *ran, isize *count) {
    Placing placing = {.units = malloc((ran->used + 1) * sizeof *placing.units),
                       .lines = malloc((ran->used + 1) * sizeof *placing.lines)};
    bool whole = placing.units && placing.lines;
    for (usize i = 0; whole && i < ran->capacity; i++)
        if (ran->units[i].position) placing.units[placing.unit_count++] = ran->units[i];
    if (whole) qsort(placing.units, (usize)placing.unit_count, sizeof *placing.units, compare_last);
    whole = whole && place_all(session, &placing);
    free(placing.units);
    *count = placing.lines ? merge_lines(placing.lines, placing.line_count) : 0;
    if (whole) {
        qsort(placing.lines, (usize)*count, sizeof *placing.lines, compare_counts);
        return placing.lines;
    }
    for (isize i = 0; i < *count; i++) line_free(&placing.lines[i]);
    free(placing.lines);
    return NULL;
}

/* --- hot: telling ---------------------------------------------------------------------------------------- */

/* Whether other code lay at its place, too: code that was freed makes room for other code. */
static bool is_ambiguous(Session *session, const RanLine *line) {
    u64 steps[] = {line->hottest.first, line->hottest.last};
    bool same = true;
    for (int i = 0; same && i < 2; i++) {
        recorder_goto(session->recorder, steps[i], NULL, NULL);
        inspect_refresh(session->look);
        same = inspect_position(session->look).code == line->code;
    }
    return !same;
}

static void tell_line(Session *session, const RanLine *line, u64 total, Text *out) {
    int length;
    const char *source = session_source_line(session, line->has_source ? line->file : "", line->line, &length);
    while (source && length > 0 && (*source == ' ' || *source == '\t')) source++, length--;
    u64 tenths = (line->count * 1000 + total / 2) / total; /* of a percent */
    text_append_format(out, "%3lu.%lu %%  %12lu  %9lu  %s", tenths / 10, tenths % 10, line->count,
                       line->hottest.count, session_short_path(session, line->file));
    if (line->line >= 0) text_append_format(out, ":%d", line->line);
    text_append_format(out, " %s", line->qualname);
    if (line->line < 0) session_say(session, out, "  (no line of its own)", "  (줄이 따로 없음)");
    if (is_ambiguous(session, line))
        session_say(session, out, " (and code that lay there before)", " (그 자리에 전에 있던 코드도)");
    if (source) text_append_format(out, "  %.*s", length, source);
    text_append_char(out, '\n');
}

static bool tell_lines(Session *session, const RanUnits *ran, isize most, Text *out) {
    isize count;
    RanLine *lines = lines_of(session, ran, &count);
    if (!lines) return false;
    session_say(session, out, "%lu instructions in %ld lines\n", "명령 %lu개, %ld줄\n", ran->total, count);
    session_say(session, out, "         instructions      times  line\n",
                "                 명령       횟수  줄\n");
    for (isize i = 0; i < count && i < most; i++) tell_line(session, &lines[i], ran->total, out);
    for (isize i = 0; i < count; i++) line_free(&lines[i]);
    free(lines);
    return true;
}

static bool tell_hot(Session *session, isize most, Text *out) {
    bool exited = machine_exited();
    u64 here = machine_steps(), end = recorder_furthest(session->recorder, NULL);
    RanUnits ran = {0};
    bool whole = count_run(session, &ran, end) && (!ran.total || tell_lines(session, &ran, most, out));
    if (!whole)
        session_say(session, out, "hot: interrupted\n", "hot: 멈췄습니다\n");
    else if (!ran.total)
        session_say(session, out, "hot: nothing has run so far\n", "hot: 아직 실행된 것이 없습니다\n");
    free(ran.units);
    session_return(session, here, exited);
    return whole;
}

bool ran_command(Session *session, CommandId id, const char *argument, Text *out) {
    i64 most = id == COMMAND_LOG ? MOST_LOGGED : MOST_LINES, wanted = *argument ? number_or(argument, 0) : FEW;
    if (wanted < 1 || wanted > most) {
        session_say(session, out, "%s: a number from 1 to %ld, please\n", "%s: 1부터 %ld까지의 수를 적으세요\n",
                    command_info[id].name, most);
        return false;
    }
    bool done = id == COMMAND_LOG ? tell_log(session, (u64)wanted, out) : tell_hot(session, wanted, out);
    inspect_refresh(session->look); /* it stands where it stood */
    return done;
}
