/* select.h: what the files of the module select share. */
#ifndef MODULES_SELECT_H
#define MODULES_SELECT_H

#include "modules/modules.h"
#include "modules/outside.h"

/* Asks now(context) again and again, in virtual time, until it says *any or the time is over (-1: never). What it
 * answered last; NULL: raised. */
Own select_wait(Own (*now)(void *context, bool *any), void *context, i64 timeout_ns);
/* What the descriptor is ready for, of these events, and errors; -1 raised. */
int select_ready(int descriptor, int events);

Own select_method_poll(Ref self); /* select.poll() */

#endif
