/* trace.c: `opscope trace`: every instruction executed, as a line of JSON (DESIGN.md has the format). */
#include <errno.h>
#include <signal.h>
#include <stdio.h>

#include "app/app.h"
#include "base/arena.h"
#include "inspect/inspect.h"

/* Nobody reads any more (`| head`): the end, as for any command. (World ignores the signal, as CPython does.) */
static bool put_line(const char *line, FILE *out) {
    if (fputs(line, out) != EOF && fputc('\n', out) != EOF) return true;
    if (errno == EPIPE) {
        signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
    }
    return false;
}

static int trace_all(Options *options, FILE *out) {
    Inspector *look = inspect_open();
    if (!look) return usage_error("out of memory", "메모리가 모자랍니다");
    u64 limit = options->step_limit ? options->step_limit : UINT64_MAX;
    ProbeEvent event = machine_resume(0, 0);
    while (event != PROBE_EXIT && event != PROBE_DEADLOCK && machine_steps() < limit) {
        if (!put_line(inspect_trace_line(look), out)) break;
        inspect_refresh(look);
        event = machine_resume(1, 0);
    }
    inspect_close(look);
    return event == PROBE_EXIT ? machine_exit_status() : 1;
}

int command_trace(Options *options) {
    FILE *out = stdout;
    if (options->output && !(out = fopen(options->output, "w")))
        return usage_error("can't write '%s'", "'%s'에 쓸 수 없습니다", options->output);
    /* the program's own output would be mixed into the trace */
    WorldOptions outside = {.output_to_error = out == stdout};
    World *world = open_machine(options, &outside);
    if (!world) return USAGE_STATUS;
    if (options->fail_allocation) arena_fail_allocation(options->fail_allocation, false);
    int status = trace_all(options, out);
    close_machine(world);
    bool written = fflush(out) == 0 && !ferror(out);
    if (out != stdout) written = fclose(out) == 0 && written;
    return written ? status
                   : usage_error("the trace could not be written whole", "추적을 끝까지 쓰지 못했습니다");
}
