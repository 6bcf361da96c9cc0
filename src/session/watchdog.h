/* watchdog.h: Ctrl-C in the midst of an instruction that doesn't come back. */
#ifndef SESSION_WATCHDOG_H
#define SESSION_WATCHDOG_H

#include "session/session.h"

/* Around everything in which the machine may run for long. They nest. */
void watchdog_begin(Session *session);
void watchdog_end(Session *session);

#endif
