/* children.h: other processes that the program has started, as the scheduler sees them.
 *
 * Somebody has to hear when one ends: who waits for it, and the handler of SIGCHLD. So as long as there is one that
 * nobody has waited for, the scheduler listens to what the outside has to tell of them: where nobody can run it waits
 * for that too, and for real (a child's time is real time), else it looks now and then. The same holds for signals that
 * somebody else sends: while one runs, and always where the run is the program's own (world_signals_heard). */
#ifndef VM_CHILDREN_H
#define VM_CHILDREN_H

#include "vm/thread.h"

typedef struct ChildrenState {
    isize count; /* started, and not waited for yet */
    bool any;    /* one was ever started */
    u64 heard; /* signals that have not their default action, bit number - 1: those that may come from outside */
    WaitQueue waiters; /* threads that wait for a child */
    WorldReady item;   /* what `ask` asks for */
    WorldAsk ask;
} ChildrenState;

void children_started(void);
/* One was waited for: it is gone. */
void children_reaped(void);
/* Asks for news: what they have said to captured streams becomes output, who waits for one looks again, and SIGCHLD
 * is sent. */
void children_news(void);
/* The program has other handlers now: these are the signals that have not their default action. */
void children_listen(u64 heard);
/* Whether there is anybody whose end, or whose signals, could be heard of. */
bool children_listens(void);
/* Blocks the running thread until there are news, or a signal comes. */
void children_wait(void);

/* This is a copy of the process now: of the threads only the running one is in it, it is the main thread, and no child
 * is its own. */
void children_forked(void);

/* Used by the scheduler. */
WorldAsk *children_ask(void); /* what to look for; NULL: there are none */
void children_heard(void);    /* it was looked for: asks for the news where there are */

#endif
