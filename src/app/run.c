/* run.c: `opscope run`: a program at full speed, with no recorder and nobody watching. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/app.h"
#include "base/arena.h"
#include "ui/curses_library.h"
#include "ui/line_editor.h"

#define PATIENCE_MS 200 /* so long after a Ctrl-C that nobody has looked at, the next one ends the program */

/* Native code that runs long does not look whether a signal came, as in CPython. Who presses Ctrl-C again after a
 * while means it. */
static void on_interrupt(int signal_number) {
    static volatile i64 pressed_ms;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    i64 now_ms = (i64)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    if (machine_interrupt_waits() && now_ms - pressed_ms > PATIENCE_MS) {
        const char *said = usage_text(
            "\nopscope: ended inside an instruction: it did not look whether Ctrl-C was pressed\n",
            "\nopscope: 명령 하나의 안에서 끝냈습니다. Ctrl-C를 눌렀는지 보지 않는 명령이었습니다\n");
        isize written = write(STDERR_FILENO, said, strlen(said));
        (void)written;
        signal(signal_number, SIG_DFL);
        raise(signal_number);
    }
    pressed_ms = now_ms;
    machine_interrupt(); /* only sets flags */
}

/* What nohup and a shell's background jobs have this process ignore, the program is to know of. */
static u64 signals_ignored(void) {
    u64 ignored = 0;
    struct sigaction action;
    for (int number = 1; number < NSIG; number++)
        if (sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN)
            ignored |= (u64)1 << (number - 1);
    return ignored;
}

static void catch_interrupt(void) {
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_NODEFER};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

/* breakpoint() opens the screen where somebody can look at it. What came from outside is kept only for programs that
 * have such a call, so that the others run as fast as they can; and only until a program wants the terminal for a
 * screen of its own (world_curses_take): that one gets pdb, as everywhere. */
static bool opens_screen(const Options *options) {
    static const char call[] = "breakpoint(";
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && options->source &&
           memmem(options->source, (usize)options->machine.source_length, call, strlen(call)) != NULL;
}

/* The program has called breakpoint(). The run is lived through once more under the recorder, with what came from
 * outside answered as it was: so the screen knows its past too. */
static int open_screen(Options *options, World *world) {
    isize length;
    const char *bytes = world_log(world, 0, &length);
    char *log = malloc((usize)length + 1);
    u64 step = machine_steps();
    if (log) memcpy(log, bytes, (usize)length);
    close_machine(world);
    if (!log) return usage_error("out of memory", "메모리가 모자랍니다");
    options->machine.real_time = false;
    int status = open_lived_run(options, log, length, step);
    free(log);
    return status;
}

int run_was_limited(u64 steps) {
    usage_error("stopped after %lu instructions (--steps)", "명령 %lu개 뒤에 멈췄습니다 (--steps)", steps);
    return 1;
}

int command_run(Options *options) {
    if (!options->time_chosen) options->machine.real_time = true; /* a sleep waits, as everywhere else */
    options->machine.breakpoint_stops = opens_screen(options);
    options->machine.ignored_signals = signals_ignored();
    options_coerce_locale(&options->machine);
    WorldOptions outside = {.real_time = options->machine.real_time,
                            .record = options->machine.breakpoint_stops,
                            .may_fork = !options->machine.breakpoint_stops,
                            .curses = &curses_library,
                            .line_editor = options->machine.breakpoint_stops ? NULL : &line_editor};
    World *world = open_machine(options, &outside);
    if (!world) return USAGE_STATUS;
    if (options->fail_allocation) arena_fail_allocation(options->fail_allocation, false);
    catch_interrupt();
    u64 limit = options->step_limit ? options->step_limit : UINT64_MAX;
    ProbeEvent event = machine_resume(limit, PROBE_BIT(PROBE_BREAKPOINT));
    if (event == PROBE_BREAKPOINT) return open_screen(options, world);
    int status = machine_exit_status();
    if (event == PROBE_DEADLOCK) {
        usage_error("deadlock: every thread waits for another one, so nothing can happen any more",
                    "교착 상태: 모든 스레드가 서로 기다리므로 더는 아무 일도 일어나지 않습니다");
        status = 1;
    } else if (event != PROBE_EXIT) {
        status = run_was_limited(machine_steps());
    }
    if (options->machine.stress_collect && event == PROBE_EXIT && !no_object_is_left()) status = 1;
    int end_signal = machine_end_signal();
    close_machine(world);
    if (end_signal) { /* die of it, as CPython does, so that a shell's loop ends too */
        signal(end_signal, SIG_DFL);
        raise(end_signal);
    }
    return status;
}
