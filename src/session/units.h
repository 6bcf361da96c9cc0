/* units.h: the units in which one moves through a run.
 *
 * A unit is a set of places (steps of the run; step k stands before instruction k + 1). The set is a property
 * of the run, and for units that know calls of the depth at which the move begins:
 *
 *     instruction   every step
 *     over calls    steps in frames no deeper than this one, of this thread
 *     line          a line begins: the frame's first instruction, a generator that wakes, a line other than
 * that of the instruction which the frame executed before, or a jump backwards (what sys.settrace calls a line)
 *     next          lines begin, no deeper than this frame
 *     out           steps in frames less deep than this one
 *     yield         before a value is yielded, and where a generator or coroutine wakes
 *     exception     before an instruction in which an exception is raised or passes on
 *     collection    before an instruction in which the cyclic collector ran
 *     output        before an instruction in which the program wrote
 *     switch        before an instruction after which another thread runs
 *     task          before an instruction in which a task of asyncio begins or ends a step
 *     breakpoint    where a breakpoint says stop
 *
 * Forwards goes to the first place after here, else to the end of the run; backwards to the last place before
 * here, else to the start. That alone would not make one the mirror of the other: after stepping out of a
 * function, or from the middle of a line, the last place before here is not where one was. So each move
 * forwards by a unit leaves a trail from where it arrived to where it began, and the same unit backwards
 * follows the trail where there is one. Hence the rule, for every unit and every moment x:
 *
 *     forwards(x) = y   and then   backwards(y) = x */
#ifndef SESSION_UNITS_H
#define SESSION_UNITS_H

#include "base/base.h"

typedef enum Unit {
    UNIT_INSTRUCTION,
    UNIT_OVER,
    UNIT_LINE,
    UNIT_NEXT,
    UNIT_OUT,
    UNIT_YIELD,
    UNIT_EXCEPTION,
    UNIT_COLLECTION,
    UNIT_OUTPUT,
    UNIT_SWITCH,
    UNIT_TASK,
    UNIT_BREAKPOINT,
    UNIT_COUNT
} Unit;

/* Where the moves by one unit came from: a hash table from the step of arrival (plus 1) to that of
 * departure. */
typedef struct Trail {
    struct TrailEntry {
        u64 arrived, left;
    } * entries;
    u32 mask, used;
} Trail;
void trail_note(Trail *trail, u64 left, u64 arrived);
bool trail_follow(const Trail *trail, u64 arrived, u64 *left);
void trail_forget(Trail *trail, u64 arrived);
void trail_free(Trail *trail);

#endif
