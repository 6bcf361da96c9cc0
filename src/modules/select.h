/* select.h: what the files of the module select share. */
#ifndef MODULES_SELECT_H
#define MODULES_SELECT_H

#include "modules/modules.h"
#include "modules/outside.h"
#include "vm/thread.h"

/* Which descriptors are asked for what, and what they are ready for. Begins zeroed, ends with asked_free. */
typedef struct Asked {
    WorldReady *items; /* an arena block */
    isize count, capacity;
} Asked;
bool asked_add(Asked *asked, int descriptor, int events); /* false: raised */
void asked_free(Asked *asked);

/* Waits until one of them is ready, the time is over, or another thread wakes who waits in the queue (NULL: none
 * does). False: raised. */
bool select_wait(Asked *asked, WaitQueue *queue, i64 deadline);

Own select_method_poll(Ref self); /* select.poll() */

#endif
