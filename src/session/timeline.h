/* timeline.h: the whole run at a glance, as plain numbers to draw a line from.
 *
 * The run as far as it is known is cut into columns of equal length. Reading is cheap: it adds up what was
 * gathered. Gathering runs the known part of the run once, at the machine's speed; it has to be asked for, and
 * holds until the run gets longer. */
#ifndef SESSION_TIMELINE_H
#define SESSION_TIMELINE_H

#include "session/session.h"

typedef struct TimelineColumn {
    uint64_t first_step;                      /* the column begins here; the next one's first_step is its end */
    int depth;                                /* most Python frames on the stack seen in it; -1: not gathered */
    uint32_t exceptions, output, collections; /* how many instructions raised, wrote, collected */
    char mark;                                /* letter of a mark in it; 0: none */
    bool here;                                /* the session stands in it */
} TimelineColumn;

/* Fills `count` columns. `*known`: length of the run so far; `*ended`: that is the whole run. True: what was
 * gathered covers all of it; else the columns behind have depth -1. No search, no replay. */
bool session_timeline(Session *session, TimelineColumn *columns, int count, uint64_t *known, bool *ended);
/* Gathers at most `most` of the instructions that are missing, and comes back to where the session stands. False:
 * interrupted. Only who wants all of them (UINT64_MAX) waits for it and is told of the progress. */
bool session_timeline_gather(Session *session, uint64_t most);
/* How many instructions are missing. */
uint64_t session_timeline_missing(Session *session);

#endif
