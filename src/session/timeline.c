/* timeline.c: see timeline.h. Events are kept each by its step; depths as samples, the more apart the longer
 * the run is. */
#include "session/timeline.h"

#include <stdlib.h>

#include "session/internal.h"
#include "session/watchdog.h"

#define SAMPLES 4096
#define MOST_EVENTS (1 << 20) /* of more, the rest is not shown */

typedef struct TimelineEvent {
    u64 step;
    u32 kinds; /* PROBE_BITs */
} TimelineEvent;

struct Timeline {
    u64 gathered; /* steps from the start */
    TimelineEvent *events;
    int event_count, event_capacity;
    u64 spacing; /* of the samples */
    int depths[SAMPLES];
    int sample_count;
};

void timeline_free(Timeline *timeline) {
    if (timeline) free(timeline->events);
    free(timeline);
}

static void add_event(Timeline *timeline, u64 step, u32 kinds) {
    if (timeline->event_count == timeline->event_capacity) {
        int capacity = timeline->event_capacity ? 2 * timeline->event_capacity : 256;
        TimelineEvent *events =
            capacity <= MOST_EVENTS ? realloc(timeline->events, (usize)capacity * sizeof *events) : NULL;
        if (!events) return;
        timeline->events = events;
        timeline->event_capacity = capacity;
    }
    timeline->events[timeline->event_count++] = (TimelineEvent){step, kinds};
}

/* Twice as far apart: every other sample goes; a peak stays. */
static void thin_samples(Timeline *timeline) {
    for (int i = 0; i < SAMPLES / 2; i++) {
        int a = timeline->depths[2 * i], b = timeline->depths[2 * i + 1];
        timeline->depths[i] = a > b ? a : b;
    }
    timeline->sample_count = SAMPLES / 2;
    timeline->spacing *= 2;
}

static bool gather(Session *session, Timeline *timeline, u64 end) {
    const u32 kinds = PROBE_BIT(PROBE_RAISE) | PROBE_BIT(PROBE_OUTPUT) | PROBE_BIT(PROBE_COLLECT);
    static const WatchMarks none[1];
    while (machine_steps() < end && !machine_exited()) {
        u64 next = (u64)timeline->sample_count * timeline->spacing;
        if (machine_steps() >= next) {
            if (timeline->sample_count == SAMPLES) thin_samples(timeline);
            timeline->depths[timeline->sample_count++] = inspect_position(session->look).depth + 1;
            next = (u64)timeline->sample_count * timeline->spacing;
        }
        u64 budget = (next < end ? next : end) - machine_steps();
        Watch watch = {.deepest = -1, .table = none};
        ProbeEvent event = recorder_run_watched(session->recorder, budget ? budget : 1,
                                                kinds | PROBE_BIT(PROBE_INPUT), &watch);
        if (event == PROBE_INPUT || event == PROBE_EXIT) break;
        if (event == PROBE_LEFT) return false;
        u64 step = machine_steps() ? machine_steps() - 1 : 0; /* before the first one: put to it */
        if (watch.events & kinds) add_event(timeline, step, watch.events & kinds);
        timeline->gathered = machine_steps();
        if (event == PROBE_STEP && session_is_interrupted(session)) return false;
    }
    timeline->gathered = end;
    return true;
}

u64 session_timeline_missing(Session *session) {
    u64 gathered = session->timeline ? session->timeline->gathered : 0;
    u64 end = recorder_furthest(session->recorder, NULL);
    return end > gathered ? end - gathered : 0;
}

static bool gather_most(Session *session, u64 most) {
    if (!session->timeline && !(session->timeline = calloc(1, sizeof *session->timeline))) return false;
    Timeline *timeline = session->timeline;
    u64 here = machine_steps(), end = recorder_furthest(session->recorder, NULL);
    bool exited = machine_exited();
    if (!timeline->spacing) timeline->spacing = 1;
    if (timeline->gathered >= end) return true;
    if (end - timeline->gathered > most) end = timeline->gathered + most;
    recorder_goto(session->recorder, timeline->gathered, NULL, NULL);
    bool whole = gather(session, timeline, end);
    session_return(session, here, exited);
    return whole;
}

bool session_timeline_gather(Session *session, u64 most) {
    session->in_background = most != UINT64_MAX;
    watchdog_begin(session);
    bool whole = gather_most(session, most);
    watchdog_end(session);
    session->in_background = false;
    return whole;
}

static int column_of(u64 step, u64 known, int count) {
    int column = known ? (int)((double)step / (double)known * count) : 0;
    return column < count ? column : count - 1;
}

bool session_timeline(Session *session, TimelineColumn *columns, int count, uint64_t *known, bool *ended) {
    const Timeline *timeline = session->timeline;
    *known = recorder_furthest(session->recorder, ended);
    for (int i = 0; i < count; i++)
        columns[i] = (TimelineColumn){.first_step = (u64)((double)*known * i / count), .depth = -1};
    if (count < 1) return false;
    for (int i = 0; timeline && i < timeline->sample_count; i++) {
        int column = column_of((u64)i * timeline->spacing, *known, count);
        if (columns[column].depth < timeline->depths[i]) columns[column].depth = timeline->depths[i];
    }
    for (int i = 1; i < count; i++) /* a short run has fewer samples than columns */
        if (timeline && columns[i].depth < 0 && columns[i].first_step < timeline->gathered)
            columns[i].depth = columns[i - 1].depth;
    for (int i = 0; timeline && i < timeline->event_count; i++) {
        TimelineColumn *column = &columns[column_of(timeline->events[i].step, *known, count)];
        column->exceptions += (timeline->events[i].kinds & PROBE_BIT(PROBE_RAISE)) != 0;
        column->output += (timeline->events[i].kinds & PROBE_BIT(PROBE_OUTPUT)) != 0;
        column->collections += (timeline->events[i].kinds & PROBE_BIT(PROBE_COLLECT)) != 0;
    }
    for (int i = 0; i < MARK_COUNT; i++)
        if (session->marks[i].is_set)
            columns[column_of(session->marks[i].step, *known, count)].mark = (char)('a' + i);
    columns[column_of(machine_steps(), *known, count)].here = true;
    return timeline && timeline->gathered >= *known;
}

bool timeline_tell(Session *session, Text *out) {
    TimelineColumn columns[72];
    u64 known;
    bool ended, whole = session_timeline_gather(session, UINT64_MAX);
    session_timeline(session, columns, COUNT_OF(columns), &known, &ended);
    const char *const names[] = {
        session_text(session, "calls       ", "호출 "), /* of the same width */
        session_text(session, "exceptions  ", "예외 "), session_text(session, "output      ", "출력 "),
        session_text(session, "collections ", "수집 "), session_text(session, "marks       ", "표시 ")};
    for (int row = 0; row < COUNT_OF(names); row++) {
        text_append_cstring(out, names[row]);
        for (int i = 0; i < COUNT_OF(columns); i++) {
            const TimelineColumn *column = &columns[i];
            u32 many = row == 0   ? (u32)(column->depth > 0 ? column->depth : 0)
                       : row == 1 ? column->exceptions
                       : row == 2 ? column->output
                                  : column->collections;
            char digit = many == 0 ? '.' : many < 10 ? (char)('0' + many) : '+';
            text_append_char(out, row < 4 ? digit : column->mark ? column->mark : column->here ? '^' : '.');
        }
        text_append_char(out, '\n');
    }
    if (ended)
        session_say(session, out, "%lu instructions, the whole run", "명령 %lu개, 실행 전체", known);
    else
        session_say(session, out, "%lu instructions so far", "지금까지 명령 %lu개", known);
    if (!whole) session_say(session, out, "; interrupted", "; 멈췄습니다");
    text_append_char(out, '\n');
    return whole;
}
