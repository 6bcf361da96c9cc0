/* probe.h: how the machine says what happens, without knowing who listens.
 *
 * The machine counts instructions down. When the count that the host gave it is used up, or when an
 * event happens that the host asked for, it stops by switching to the host's stack; the host looks
 * through `inspect`, and resumes it. The machine names neither recorder nor UI: it only fills in this
 * structure, which lies in the arena. */
#ifndef BASE_PROBE_H
#define BASE_PROBE_H

#include "base/base.h"

typedef enum ProbeEvent {
    PROBE_STEP,     /* before an instruction: the budget of instructions is used up */
    PROBE_RAISE,    /* an exception was raised or passes into another frame */
    PROBE_OUTPUT,   /* the program wrote to a standard stream */
    PROBE_INPUT,    /* the program waits for a line of standard input */
    PROBE_COLLECT,  /* a cyclic collection ended */
    PROBE_DEADLOCK, /* every thread waits for another one: only a signal helps */
    PROBE_EXIT,     /* the program ended; the machine is torn down */
    PROBE_COUNT
} ProbeEvent;

#define PROBE_BIT(event) (1u << (event))

#endif
