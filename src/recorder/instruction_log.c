/* instruction_log.c: see instruction_log.h. The machine writes the entries itself, in its loop (probe.h). */
#include "recorder/instruction_log.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "base/arena.h"
#include "vm/machine.h"

#define STRETCH ((u64)4000000) /* instructions between two questions whether the user has had enough */

static usize ring_bytes(const InstructionLog *log) { return (usize)(log->mask + 1) * sizeof *log->ring; }

InstructionLog *instruction_log_new(usize bytes) {
    InstructionLog *log = calloc(1, sizeof *log);
    if (!log) return NULL;
    u64 entries = 1;
    while (2 * entries * sizeof *log->ring <= bytes) entries *= 2;
    log->mask = entries - 1;
    log->ring = mmap(NULL, ring_bytes(log), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (log->ring == MAP_FAILED) {
        free(log);
        return NULL;
    }
    madvise(log->ring, ring_bytes(log), MADV_HUGEPAGE); /* a wish, and so is the next: no faults later */
#ifdef MADV_POPULATE_WRITE
    madvise(log->ring, ring_bytes(log), MADV_POPULATE_WRITE);
#endif
    return log;
}

void instruction_log_free(InstructionLog *log) {
    if (!log) return;
    munmap(log->ring, ring_bytes(log));
    free(log);
}

bool instruction_log_fill(Recorder *recorder, InstructionLog *log, u64 from, u64 to,
                          bool (*interrupted)(void *), void *context) {
    if (!recorder_goto(recorder, from, interrupted, context)) return false;
    Watch watch = {.deepest = ISIZE_MAX, .log = log};
    while (machine_steps() < to) {
        u64 left = to - machine_steps();
        ProbeEvent event =
            recorder_run_watched(recorder, left < STRETCH ? left : STRETCH, PROBE_BIT(PROBE_INPUT), &watch);
        if (event != PROBE_STEP || (interrupted && interrupted(context))) break;
    }
    return machine_steps() >= to;
}

u64 instruction_log_length(const InstructionLog *log) {
    return log->count <= log->mask ? log->count : log->mask + 1;
}

InstructionLogged instruction_log_entry(const InstructionLog *log, u64 age) {
    u64 entry = log->ring[(log->count - 1 - age) & log->mask];
    return (InstructionLogged){.step = entry & LOG_STEP_MASK,
                               .position = (const void *)(ARENA_BASE + (entry >> LOG_STEP_BITS) * 2)};
}
