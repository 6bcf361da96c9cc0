/* breakpoints.h: what the files about breakpoints share; session/internal.h comes with it. */
#ifndef SESSION_BREAKPOINTS_H
#define SESSION_BREAKPOINTS_H

#include "session/session.h"

Breakpoint *breakpoint_add(Session *session); /* NULL: out of memory */
void breakpoint_remove(Session *session, int index);
Breakpoint *breakpoint_find(Session *session, const char *number); /* NULL: there is no such one */
/* The object whose words these are is the one that counts: it stays at its address for life. */
void breakpoint_watch_object(Breakpoint *breakpoint, const InspectWords *words);
int breakpoint_opcode(const char *name); /* -1: there is no such one */
/* What one types behind `break` to set it. */
void breakpoint_describe(const Breakpoint *breakpoint, Text *out);
/* The move stopped at this one: a temporary one goes, and its commands are carried out. */
void breakpoint_stopped(Session *session, int number, Text *out);

#endif
