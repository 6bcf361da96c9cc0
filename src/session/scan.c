/* scan.c: the run, instruction by instruction, with the beginnings of lines marked.
 *
 * A line begins at an instruction that belongs to another line than the instruction its frame executed before,
 * or that was reached by a jump backwards, or that is its frame's first. For that the walk keeps, for each
 * frame on the stack, where it was last seen. The mark depends on the run alone, not on where the walk began,
 * so that going forwards and going backwards stop at the same places. */
#include <stdlib.h>

#include "session/internal.h"

static bool reserve(Scan *scan, int depth) {
    if (depth < scan->capacity) return true;
    int capacity = depth * 2 + 64;
    ScanLevel *levels = realloc(scan->levels, (usize)capacity * sizeof *levels);
    if (!levels) return false;
    memset(levels + scan->capacity, 0, (usize)(capacity - scan->capacity) * sizeof *levels);
    scan->levels = levels;
    scan->capacity = capacity;
    return true;
}

bool scan_begin(Scan *scan, Session *session) {
    *scan = (Scan){.session = session};
    scan->now.at = inspect_position(session->look);
    int count = inspect_frame_count(session->look);
    for (int i = 0; i < count; i++) {
        InspectFrame frame = inspect_frame(session->look, i);
        if (!reserve(scan, frame.depth)) return false;
        scan->levels[frame.depth] =
            (ScanLevel){.frame = frame.number, .line = frame.line, .offset = frame.offset};
    }
    inspect_refresh(session->look);
    return true;
}

ProbeEvent scan_step(Scan *scan) {
    ProbeEvent event = recorder_run(scan->session->recorder, 1, PROBE_BIT(PROBE_INPUT));
    if (event != PROBE_STEP) return event;
    InspectPosition at = inspect_position(scan->session->look);
    scan->now = (Landmark){.at = at};
    if (!reserve(scan, at.depth)) return event;
    ScanLevel *level = &scan->levels[at.depth];
    scan->now.new_frame = level->frame != at.frame;
    if (at.line >= 0) {
        bool jumped_back = !scan->now.new_frame && at.offset <= level->offset;
        scan->now.line_start = scan->now.new_frame || level->line != at.line || jumped_back;
        *level = (ScanLevel){.frame = at.frame, .line = at.line, .offset = at.offset};
    } else if (scan->now.new_frame) {
        *level = (ScanLevel){.frame = at.frame, .line = -1, .offset = at.offset};
    } else {
        level->offset = at.offset;
    }
    return event;
}

void scan_end(Scan *scan) {
    free(scan->levels);
    *scan = (Scan){0};
}
