/* search.c: the next place of the run, and the last one before here, that answers a question.
 *
 * A goal says which instructions may be places (marks, by code unit), which events make one, and which words of
 * memory do so when they change. The machine runs at its own speed until one of these is met; whether it really
 * is a place is then asked at rest. Backwards is the same walk, from a snapshot to here, keeping the last
 * place; where there was none, from the snapshot before. The places of a goal are a property of the run alone,
 * so both directions see the same ones. */
#include <stdlib.h>

#include "session/internal.h"

#define STRETCH ((u64)4000000)       /* instructions between two questions whether the user has had enough */
#define SHORT_STRETCH ((u64)250000)  /* ... and while the way back is kept (recorder_keep_way) */
#define SHORT_SEARCH ((u64)20000000) /* instructions: further back, nobody feels how long the last jump takes */
#define LONG_WALK                                                                                              \
    ((u64)500000) /* instructions: where snapshots stand closer, a search that goes on passes some by */

typedef struct Search {
    Session *session;
    Goal *goal;
    Watch watch;
    WatchMarks *table;
    u32 used;
    bool keeps_way; /* what was found on the way will be gone to again */
    const u64 *words[GOAL_WORDS];
    u64 values[GOAL_WORDS];
    Place place;
} Search;

/* --- marks ------------------------------------------------------------------------------------------------ */

static bool table_grow(Search *search) {
    u32 mask = search->table ? search->watch.mask * 2 + 1 : 63;
    WatchMarks *table = calloc(mask + 1, sizeof *table);
    if (!table) return false;
    for (u32 i = 0; search->table && i <= search->watch.mask; i++)
        if (search->table[i].code)
            *(WatchMarks *)watch_find(table, mask, search->table[i].code) = search->table[i];
    free(search->table);
    search->table = table;
    search->watch.table = table;
    search->watch.mask = mask;
    return true;
}

/* The machine met a code object for the first time in this search. */
static bool add_marks(Search *search) {
    const CodePlan *plan = plan_here(search->session);
    if (!plan || (2 * search->used >= search->watch.mask && !table_grow(search))) return false;
    u8 *marks = search->goal->marks ? calloc((usize)plan->count + 1, 1) : NULL;
    bool any = false;
    bool passes = search->goal->passes_library && plan->in_library;
    search->goal->passed_library |= passes;
    for (int unit = 0; marks && !passes && unit < plan->count; unit++)
        if (plan->units[unit].opcode != 0)
            any |= (marks[unit] = search->goal->marks(search->session, search->goal, plan, unit)) != 0;
    if (!any) {
        free(marks);
        marks = NULL;
    }
    *(WatchMarks *)watch_find(search->table, search->watch.mask, search->watch.code) =
        (WatchMarks){.code = search->watch.code, .marks = marks};
    search->used++;
    return true;
}

/* --- words ------------------------------------------------------------------------------------------------ */

/* A watched word may be in memory that was freed. */
__attribute__((no_sanitize("address"))) static void take_words(Search *search) {
    search->watch.word_count = search->goal->word_count;
    for (int i = 0; i < search->goal->word_count; i++) {
        search->words[i] = (const u64 *)search->goal->words[i];
        search->values[i] = *search->words[i];
    }
}

__attribute__((no_sanitize("address"))) static bool words_differ(const Search *search) {
    for (int i = 0; i < search->watch.word_count; i++)
        if (*search->words[i] != search->values[i]) return true;
    return false;
}

static bool search_begin(Search *search, Session *session, Goal *goal, u64 from) {
    *search = (Search){.session = session, .goal = goal};
    search->watch = (Watch){.from = from, .thread = goal->thread, .deepest = goal->deepest};
    search->watch.words = search->words;
    search->watch.values = search->values;
    if (goal->begin) goal->begin(session, goal);
    take_words(search);
    return table_grow(search);
}

static void search_end(Search *search) {
    for (u32 i = 0; search->table && i <= search->watch.mask; i++) free((void *)search->table[i].marks);
    free(search->table);
}

/* --- walking ---------------------------------------------------------------------------------------------- */

/* Whether what the machine reported is a place; its step is in search->place. */
static bool is_place(Search *search, ProbeEvent event, u64 from) {
    Session *session = search->session;
    Goal *goal = search->goal;
    u64 step = machine_steps();
    Place *place = &search->place;
    *place = (Place){.event = event, .step = step, .watch = &search->watch};
    if (event == PROBE_PLACE) {
        place->plan = plan_here(session);
        place->unit = inspect_position(session->look).offset / 2;
        place->previous = (int)search->watch.unit;
        search->watch.from = step + 1;
        if (!place->plan) return false;
    } else { /* an event's place is before the instruction in which it happens */
        place->step = step > 0 ? step - 1 : 0;
    }
    bool yes = place->step >= from;
    if (!yes && goal->begin)
        goal->begin(session, goal); /* the change that one stood before */
    else if (yes && goal->reached)
        yes = goal->reached(session, goal, place);
    if (event == PROBE_WORD) take_words(search);
    return yes;
}

/* Runs to the next place, at most to the machine's step `end`. PROBE_STEP: there is none; PROBE_PLACE:
 * found. */
static ProbeEvent search_on(Search *search, u64 from, u64 end, bool *interrupted) {
    Session *session = search->session;
    u32 events = search->goal->events | PROBE_BIT(PROBE_INPUT);
    u64 stretch = search->keeps_way ? SHORT_STRETCH : STRETCH;
    while (machine_steps() < end) {
        u64 left = end - machine_steps();
        ProbeEvent event =
            recorder_run_watched(session->recorder, left < stretch ? left : stretch, events, &search->watch);
        if (event == PROBE_EXIT || event == PROBE_INPUT || event == PROBE_LIMIT || event == PROBE_DEADLOCK)
            return event;
        if (event == PROBE_LEFT) {
            *interrupted = true;
            return PROBE_STEP;
        }
        if (event == PROBE_STEP && search->keeps_way) recorder_keep_way(session->recorder);
        if (event == PROBE_CODE) {
            if (!add_marks(search)) return PROBE_INPUT;
        } else if (event != PROBE_STEP) {
            if (is_place(search, event, from)) return PROBE_PLACE;
        }
        if ((event == PROBE_STEP || session->had_enough) && session_is_interrupted(session)) {
            *interrupted = true;
            return PROBE_STEP;
        }
    }
    /* the machine has come to `end` before it could look at the words that the last instruction may have changed */
    return words_differ(search) && is_place(search, PROBE_WORD, from) ? PROBE_PLACE : PROBE_STEP;
}

StopReason search_forwards(Session *session, Goal *goal) {
    u64 here = machine_steps();
    Search search;
    bool interrupted = false;
    ProbeEvent event = PROBE_STEP;
    if (machine_exited()) return STOP_EXIT;
    if (search_begin(&search, session, goal, here + 1))
        event = search_on(&search, here + 1, goal->end ? goal->end : UINT64_MAX, &interrupted);
    search_end(&search);
    if (event == PROBE_STEP && !interrupted && goal->end && machine_steps() >= goal->end) return STOP_MOVED;
    if (event == PROBE_EXIT) return STOP_EXIT;
    if (event == PROBE_INPUT) return STOP_INPUT;
    if (event == PROBE_LIMIT) return limit_reason(session);
    if (event == PROBE_DEADLOCK) return STOP_DEADLOCK;
    if (event != PROBE_PLACE) return STOP_INTERRUPTED;
    if (search.place.step != machine_steps() || machine_exited())
        recorder_goto(session->recorder, search.place.step, NULL, NULL);
    return STOP_MOVED;
}

/* The last place from the snapshot `start` on that is before `end`; UINT64_MAX: none. `keeps_way`: to the place leads
 * a jump, over the way that was searched. */
static u64 last_between(Session *session, Goal *goal, u64 start, u64 end, bool keeps_way, bool *interrupted) {
    u64 last = UINT64_MAX;
    if (!recorder_goto(session->recorder, start, session_ask_interrupted, session)) {
        *interrupted = true;
        return last;
    }
    Search search;
    int breakpoint = 0;
    /* whether the snapshot's own instruction is a place, the walk from the one before knows */
    bool begun = search_begin(&search, session, goal, start == 0 ? 0 : start + 1);
    search.keeps_way = keeps_way;
    if (begun)
        while (search_on(&search, 0, end, interrupted) == PROBE_PLACE && !*interrupted)
            if (search.place.step < end) {
                last = search.place.step;
                breakpoint = goal->breakpoint;
            }
    search_end(&search);
    goal->breakpoint = breakpoint;
    return last;
}

StopReason search_backwards(Session *session, Goal *goal) {
    u64 here = machine_steps(), end = here, walk = 2;
    bool interrupted = false;
    if (here == 0) return STOP_START;
    for (;;) {
        u64 start = recorder_snapshot_before(session->recorder, end < walk ? 0 : end - walk);
        u64 found = last_between(session, goal, start, end, here - start < SHORT_SEARCH, &interrupted);
        if (interrupted) {
            recorder_goto(session->recorder, here, NULL, NULL);
            return STOP_INTERRUPTED;
        }
        if (found == UINT64_MAX && start > 0) {
            end = start + 1;
            walk = here - start < LONG_WALK ? here - start + 2 : LONG_WALK;
            continue;
        }
        recorder_goto(session->recorder, found == UINT64_MAX ? 0 : found, NULL, NULL);
        return found == UINT64_MAX ? STOP_START : STOP_MOVED;
    }
}
