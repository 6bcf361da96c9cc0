/* instruction_log.h: every instruction of a part of the run, its place and its step, 8 bytes each.
 *
 * Nothing of the kind is kept while a program runs: it would be 2 GB a second. But any part of the run can be lived
 * through again, and then the last 8 million instructions of it are noted in a ring of 64 MiB: for questions about
 * places that no mark can answer in advance (which instruction ran most often, what ran before this one). */
#ifndef RECORDER_INSTRUCTION_LOG_H
#define RECORDER_INSTRUCTION_LOG_H

#include "base/probe.h"
#include "recorder/recorder.h"

#define INSTRUCTION_LOG_BYTES ((usize)64 << 20)

typedef struct InstructionLogged {
    u64 step;             /* how many instructions ran before it */
    const void *position; /* its code unit in the arena; at that step it belongs to the running code */
} InstructionLogged;

/* An empty log for the last bytes / 8 instructions, on the host. NULL: out of memory. */
InstructionLog *instruction_log_new(usize bytes);
void instruction_log_free(InstructionLog *log);
/* Goes to `from` and logs all that runs from there to `to`, where the machine stands then. False: interrupted, or the
 * run ended or waits before that; what ran is in the log. */
bool instruction_log_fill(Recorder *recorder, InstructionLog *log, u64 from, u64 to,
                          bool (*interrupted)(void *), void *context);
/* How many are still in it, and the one that is `age` before the newest (0: that one). */
u64 instruction_log_length(const InstructionLog *log);
InstructionLogged instruction_log_entry(const InstructionLog *log, u64 age);

#endif
